"""A map with several variables or outputs on a box, as a certificate states it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from embedcheck import certificate as c
from embedcheck.balls.arith import read_rational, to_sympy
from embedcheck.balls.checks.facts import PROBLEMS, FactError, read_domain
from embedcheck.balls.checks.spots import Spot, read_constant, settled
from embedcheck.balls.constants import compare, constant_ball
from embedcheck.balls.structure import Structure, factor_range
from embedcheck.parsing import read_map, substitute, to_text

Factor = tuple[Spot, Spot, bool, bool]
Place = tuple[Any, ...]

_MAX_FACTORS = 16
_WORK = 2 * 10**6
_OPENING, _CLOSING = "([", ")]"
_POWER = re.compile(r"\s*(?:\^|\*\*)\s*([0-9]{1,2})")
_TIMES = re.compile(r"\s*x\s*")
_LINE = re.compile(r"R(?![A-Za-wyz0-9_])")


def require(condition: Any, reason: str, *about: Any) -> None:
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
        require(count >= 1 and len(factors) + count <= _MAX_FACTORS, "the number of factors of the domain")
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


def contained(mine: Factor, other: Factor) -> bool:
    """Whether an interval is proven to be contained in another one."""
    low, high, low_closed, high_closed = mine
    other_low, other_high, other_low_closed, other_high_closed = other
    below, above = compare(low.value, other_low.value), compare(high.value, other_high.value)
    if below != 1 and not (below == 0 and (other_low_closed or not low_closed)):
        return False
    return above == -1 or (above == 0 and (other_high_closed or not high_closed))


class Proved(NamedTuple):
    """A lemma: the map on its box, and the status of each cell that is proven, by the text of the cell."""

    exprs: list[Any]
    variables: tuple[Any, ...]
    box: tuple[Factor, ...]
    cells: dict[str, str]
    judged: Any = None
    """what has checked the facts of the lemma"""


class Budget:
    """How much work the facts of a certificate may take, its lemmas included; a unit is about ten microseconds."""

    def __init__(self) -> None:
        self.left = _WORK

    def spend(self, work: int) -> None:
        self.left -= work
        require(self.left >= 0, "the facts take too much work")


class BoxFacts:
    """A map of R^n with q outputs, on a box; subclasses check the kinds of facts.

    `prove` opens the lemmas, which may be about maps of any kind; they share the budget.
    """

    def __init__(
        self, data: c.Certificate, prove: Callable[[c.Lemma, Budget], Proved], budget: Budget | None = None
    ) -> None:
        self.prove, self.budget = prove, budget or Budget()
        require(len(set(data.facts)) == len(data.facts), "a fact is stated twice")
        self.kinds = [c.kind(fact) for fact in data.facts]
        for kind in self.kinds:
            known = hasattr(self, "_" + kind)
            require(known, "a fact of kind {}: the rules are those of one variable with one output", kind)
        readings = [read_map(text, data.map.vars) for text in data.map.expr]
        require(readings, "a map without components")
        self.variables: tuple[Any, ...] = readings[0].variables
        self.exprs: list[Any] = [reading.components[0] for reading in readings]
        for reading, text in zip(readings, data.map.expr, strict=True):
            one = len(reading.components) == 1 and not reading.removed and to_text(reading.components[0]) == text
            require(one, "the text of the map is not canonical: it may hide a point where it is undefined")
        self.data, self.inputs, self.outputs = data, len(self.variables), len(self.exprs)
        self.box = read_box(data.map.domain)
        require(len(self.box) == self.inputs, "the domain has {} factors, not {}", len(self.box), self.inputs)
        ranges = [factor_range(low.value, high.value, *closed) for low, high, *closed in self.box]
        self.structure = Structure(dict(zip(self.variables, ranges, strict=True)))
        self.regularity = ""
        require("structure" in self.kinds, "no fact of kind structure: the map is not shown to be defined")
        require(self.kinds.count("structure") == 1, "two facts of kind structure")
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

    def place(self, texts: tuple[str, ...], strictly: bool = False) -> Place:
        require(len(texts) == self.inputs, "a point with {} coordinates", len(texts))
        place = tuple(read_constant(text) for text in texts)
        where = "the interior of X" if strictly else "X"
        require(self.inside(place, strictly), "{} is not in {}", ", ".join(texts)[:80], where)
        return place

    def at(self, expr: Any, place: Place) -> Any:
        """The exact value of an expression at a point."""
        value = settled(substitute(expr, dict(zip(self.variables, place, strict=True)), compare))
        require(constant_ball(value).is_finite(), "there is no value")
        return value

    def direction(self, texts: tuple[str, ...]) -> Any:
        """A combination of the components."""
        require(len(texts) == self.outputs, "a direction with {} coordinates", len(texts))
        numbers = [to_sympy(read_rational(text)) for text in texts]
        require(any(numbers), "the direction is zero")
        return sum(u * expr for u, expr in zip(numbers, self.exprs, strict=True))

    def _lemma(self, fact: c.Lemma) -> Proved:
        return self.prove(fact, self.budget)

    def smooth(self) -> None:
        """Refuse unless f is stated and seen to be analytic."""
        require(self.regularity == "Comega", "f is not seen to be differentiable")
