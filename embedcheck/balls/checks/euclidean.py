"""The facts of a certificate about a map with several variables or outputs, each checked when it is opened."""

from __future__ import annotations

import itertools
import re
from typing import Any

import sympy as sp
from flint import fmpq_mat

from embedcheck import certificate as c
from embedcheck.balls.arith import rational, read_rational, to_sympy
from embedcheck.balls.checks.facts import PROBLEMS, FactError, read_domain
from embedcheck.balls.checks.spots import Spot, expanded, is_zero, read_constant, settled
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.linear import Affine
from embedcheck.balls.matrices import determinant_sign, independent, rank_bound
from embedcheck.balls.structure import CLASSES, Structure, factor_range
from embedcheck.parsing import read_map, substitute, to_text

Factor = tuple[Spot, Spot, bool, bool]
Place = tuple[Any, ...]

_MAX_FACTORS = 16
_OPENING, _CLOSING = "([", ")]"
_POWER = re.compile(r"\s*(?:\^|\*\*)\s*([0-9]{1,2})")
_TIMES = re.compile(r"\s*x\s*")
_LINE = re.compile(r"R(?![A-Za-wyz0-9_])")


def _require(condition: Any, reason: str, *about: Any) -> None:
    if not condition:
        raise FactError(reason.format(*about))


def read_box(text: str) -> tuple[Factor, ...]:
    """The factors of a domain such as `R^2`, `[0, 1] x (0, oo)`: their ends and whether they belong to them."""
    factors: list[Factor] = []
    rest = text.strip()
    while True:
        end = 1 if _LINE.match(rest) else _closing(rest)
        factor = read_domain(rest[:end])
        power = _POWER.match(rest, end)
        count = 1 if power is None else int(power[1])
        end = end if power is None else power.end()
        _require(count >= 1 and len(factors) + count <= _MAX_FACTORS, "the number of factors of the domain")
        factors += [factor] * count
        if end == len(rest):
            return tuple(factors)
        times = _TIMES.match(rest, end)
        if times is None:
            raise FactError(f"the domain {text[:60]!a} is no product of intervals")
        rest = rest[times.end() :]


def _closing(text: str) -> int:
    """The position behind the bracket that closes the one at the start."""
    depth = 0
    for position, character in enumerate(text):
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth == 0:
            return position + 1
    raise FactError(f"the domain {text[:60]!a} is no product of intervals")


def same_box(one: tuple[Factor, ...], other: tuple[Factor, ...]) -> bool:
    """Whether two domains are proven equal."""
    return len(one) == len(other) and all(
        a[2:] == b[2:] and compare(a[0].value, b[0].value) == 0 == compare(a[1].value, b[1].value)
        for a, b in zip(one, other, strict=True)
    )


class EuclideanFacts:
    """A map of R^n with q outputs, on a box, and its facts."""

    def __init__(self, data: c.Certificate) -> None:
        self.kinds = [c.kind(fact) for fact in data.facts]
        for kind in self.kinds:
            known = hasattr(self, "_" + kind)
            _require(known, "a fact of kind {}: the rules are those of one variable with one output", kind)
        readings = [read_map(text, data.map.vars) for text in data.map.expr]
        _require(readings, "a map without components")
        self.variables: tuple[Any, ...] = readings[0].variables
        self.exprs: list[Any] = [reading.components[0] for reading in readings]
        for reading, text in zip(readings, data.map.expr, strict=True):
            one = len(reading.components) == 1 and not reading.removed and to_text(reading.components[0]) == text
            _require(one, "the text of the map is not canonical: it may hide a point where it is undefined")
        self.data, self.inputs, self.outputs = data, len(self.variables), len(self.exprs)
        self.box = read_box(data.map.domain)
        _require(len(self.box) == self.inputs, "the domain has {} factors, not {}", len(self.box), self.inputs)
        ranges = [factor_range(low.value, high.value, *closed) for low, high, *closed in self.box]
        self.structure = Structure(dict(zip(self.variables, ranges, strict=True)))
        self.regularity = ""
        _require("structure" in self.kinds, "no fact of kind structure: the map is not shown to be defined")
        _require(self.kinds.count("structure") == 1, "two facts of kind structure")
        self.results: dict[int, Any] = {}
        for number in sorted(range(len(data.facts)), key=lambda k: self.kinds[k] != "structure"):
            try:
                self.results[number] = getattr(self, "_" + self.kinds[number])(data.facts[number])
            except PROBLEMS as error:
                raise FactError(f"{self.kinds[number]}: {error}") from None

    @property
    def whole(self) -> bool:
        """Whether X is all of R^n."""
        return all(low.infinite and high.infinite for low, high, *_ in self.box)

    def inside(self, place: Place, strictly: bool) -> bool:
        """Whether a point is proven to be in X (strictly: in its interior)."""
        for x, (low, high, low_closed, high_closed) in zip(place, self.box, strict=True):
            ends = (low.value, x, low_closed), (x, high.value, high_closed)
            for left, right, closed in ends:
                order = compare(left, right)
                if not (order == -1 or (order == 0 and closed and not strictly)):
                    return False
        return True

    def _place(self, texts: tuple[str, ...], strictly: bool = False) -> Place:
        _require(len(texts) == self.inputs, "a point with {} coordinates", len(texts))
        place = tuple(read_constant(text) for text in texts)
        where = "the interior of X" if strictly else "X"
        _require(self.inside(place, strictly), "{} is not in {}", ", ".join(texts)[:80], where)
        return place

    def _at(self, expr: Any, place: Place) -> Any:
        """The exact value of an expression at a point."""
        value = settled(substitute(expr, dict(zip(self.variables, place, strict=True)), compare))
        _require(constant_ball(value).is_finite(), "there is no value")
        return value

    def _direction(self, texts: tuple[str, ...]) -> Any:
        """A combination of the components."""
        _require(len(texts) == self.outputs, "a direction with {} coordinates", len(texts))
        numbers = [to_sympy(read_rational(text)) for text in texts]
        _require(any(numbers), "the direction is zero")
        return sum(u * expr for u, expr in zip(numbers, self.exprs, strict=True))

    def _structure(self, fact: c.Structure) -> str:
        found = min((self.structure.regularity(expr) for expr in self.exprs), key=CLASSES.index)
        _require(CLASSES.index(fact.regularity) <= CLASSES.index(found), "f is not seen to be {}", fact.regularity)
        self.regularity = fact.regularity
        return fact.regularity

    def _linearmap(self, fact: c.LinearMap) -> Affine | None:
        """The map over Q; None when the matrix or the shift is not rational."""
        shape = len(fact.matrix) == len(fact.shift) == self.outputs
        _require(shape and all(len(row) == self.inputs for row in fact.matrix), "the shape of the matrix")
        matrix = [[read_constant(text) for text in row] for row in fact.matrix]
        shift = [read_constant(text) for text in fact.shift]
        for expr, row, start in zip(self.exprs, matrix, shift, strict=True):
            image = sum(a * x for a, x in zip(row, self.variables, strict=True)) + start
            _require(is_zero(expr - image), "f is not this affine map")
        if not all(isinstance(entry, sp.Rational) for row in (*matrix, shift) for entry in row):
            return None
        return Affine([[rational(entry) for entry in row] for row in matrix], [rational(entry) for entry in shift])

    def _combinations(self, fact: c.Combinations) -> int:
        """How many there are."""
        _require(fact.rows and all(len(row) == self.outputs for row in fact.rows), "the shape of the combinations")
        rows = [[read_rational(text) for text in row] for row in fact.rows]
        _require(fmpq_mat(rows).rank() == len(rows), "the combinations are not independent")
        for row in fact.rows:
            expr = self._direction(row)
            slopes = [expanded(sp.diff(expr, x)) for x in self.variables]
            rest = expanded(expr - sum(slope * x for slope, x in zip(slopes, self.variables, strict=True)))
            affine = not any(part.free_symbols for part in (*slopes, rest))
            _require(affine, "a combination of the components is not seen to be affine")
        return len(rows)

    def _points(self, fact: c.Points) -> int:
        """A lower bound of the dimension of the affine hull of f(X)."""
        places = [self._place(texts) for texts in fact.points]
        _require(2 <= len(places) <= self.outputs + 1, "the number of points")
        first, *others = [[self._at(expr, place) for expr in self.exprs] for place in places]
        rows = [[b - a for a, b in zip(first, other, strict=True)] for other in others]
        _require(independent(rows), "the values are not shown to be affinely independent")
        return len(rows)

    def _collision(self, fact: c.Collision) -> bool:
        first, second = self._place(fact.first), self._place(fact.second)
        apart = any(compare(a, b) in (-1, 1) for a, b in zip(first, second, strict=True))
        _require(apart, "the two points are not shown to differ")
        for expr in self.exprs:
            gap = self._at(expr, first) - self._at(expr, second)
            _require(constant_sign(gap) == 0, "the two values are not shown to be equal")
        return True

    def _smooth(self) -> None:
        _require(self.regularity == "Comega", "f is not seen to be differentiable")

    def _rankat(self, fact: c.RankAt) -> int:
        self._smooth()
        place = self._place(fact.point)
        rows = [[self._at(sp.diff(expr, x), place) for x in self.variables] for expr in self.exprs]
        _require(fact.rank >= 0 and rank_bound(rows) <= fact.rank, "the rank of the derivative")
        return fact.rank

    def _nondegenerate(self, fact: c.Nondegenerate) -> bool:
        self._smooth()
        place, expr = self._place(fact.point, True), self._direction(fact.direction)
        slopes = [sp.diff(expr, x) for x in self.variables]
        critical = all(constant_sign(self._at(slope, place)) == 0 for slope in slopes)
        _require(critical, "the point is not shown to be critical")
        second = [[self._at(sp.diff(slope, x), place) for x in self.variables] for slope in slopes]
        _require(determinant_sign(second), "the critical point is not shown to be non-degenerate")
        return True

    def _turned(self, fact: c.Turned) -> bool:
        self._smooth()
        place = self._place(fact.point, True)
        _require(self.inputs == self.outputs, "a determinant of a matrix that is not square")
        rows = [[self._at(sp.diff(expr, x), place) for x in self.variables] for expr in self.exprs]
        _require(determinant_sign(rows) == -1, "the determinant is not shown to be negative")
        return True

    def _extremum(self, fact: c.Extremum) -> bool:
        place, other = self._place(fact.point, True), self._place(fact.other)
        expr = self._direction(fact.direction)
        _require(fact.sign in (-1, 1), "the sign of an extremum")
        gap = fact.sign * (expr - self._at(expr, place))
        _require(self.structure.never_negative(expanded(gap)), "the value is not shown to be extreme")
        _require(constant_sign(self._at(gap, other)), "the function is not shown to take another value")
        return True

    def _symmetric(self, fact: c.Symmetric) -> int:
        """The dimension of the span."""
        centre, chosen = self._place(fact.centre, True), fact.variables
        _require(chosen and all(a < b for a, b in itertools.pairwise(chosen)), "the variables are not in order")
        _require(chosen[0] >= 0 and chosen[-1] < self.inputs, "a variable that does not exist")
        sides: list[dict[Any, Any]] = []
        for sign in (1, -1):
            moved = [
                p + sign * x if k in chosen else p for k, (x, p) in enumerate(zip(self.variables, centre, strict=True))
            ]
            sides.append(dict(zip(self.variables, moved, strict=True)))
        for expr in self.exprs:
            gap = expr.subs(sides[0], simultaneous=True) - expr.subs(sides[1], simultaneous=True)
            _require(is_zero(gap), "f is not shown to be even about the centre")
        return len(chosen)
