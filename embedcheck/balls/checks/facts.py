"""The facts of a certificate, each checked when the certificate is opened (guarantee: exact or rigorous)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import sympy as sp

from embedcheck import certificate as c
from embedcheck.balls.arith import exact, lower, precision, read_ball, read_rational, sign_of, to_sympy, upper
from embedcheck.balls.checks.covers import CoverError, Covers, Signs
from embedcheck.balls.checks.identities import IdentityError, check_coordinate, in_class_m, is_conjugate
from embedcheck.balls.checks.spots import (
    Spot,
    SpotError,
    before,
    between,
    exact_spot,
    is_zero,
    read_constant,
    settled,
    value_sign,
)
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.demands import DemandError
from embedcheck.balls.enclose import jet, schwarzian
from embedcheck.balls.fields import End, FieldError, Place, compare_fields, foreseen_seconds
from embedcheck.balls.germs import GermError
from embedcheck.balls.onesided import BITS, Meeting, limit_at, one_sided
from embedcheck.balls.program import UnsupportedError, compile_expression
from embedcheck.errors import InputError
from embedcheck.parsing import parse_number, read_map, substitute, to_text


class FactError(Exception):
    """A fact is not what it states; the message names what fails."""


PROBLEMS = (
    InputError, SpotError, GermError, UnsupportedError, DemandError, CoverError, FactError, IdentityError, FieldError,
    ValueError, ArithmeticError, sp.PolynomialError, NotImplementedError, RecursionError, LookupError, TypeError,
    AttributeError, AssertionError, StopIteration,
)  # fmt: skip
"""What the work on a hostile certificate may raise; each means that nothing is proven."""

# Far beyond what certificates of the engine need, and still a matter of seconds.
_MAX_BITS = 8000
_MAX_STEPS = 200_000
_MAX_ORDER = 600
_MAX_SECONDS = 15.0
"""What all comparisons of fields in one certificate may take, as foreseen."""


def _require(condition: Any, reason: str, *about: Any) -> None:
    if not condition:
        raise FactError(reason.format(*about))


class Piece(NamedTuple):
    """f is this analytic expression on the open interval."""

    low: Spot
    high: Spot
    expr: Any


class Joint(NamedTuple):
    """A break, or an end that belongs to X: how f behaves on its sides, and its place (2k: in front of piece k)."""

    spot: Spot
    meeting: Meeting
    place: int


class Bad(NamedTuple):
    """A point where f' vanishes ('zero'), is infinite or jumps ('kink'); `where` is a piece or a joint."""

    spot: Spot
    kind: str
    where: Piece | Joint
    period: Any = None


class Fixed(NamedTuple):
    """A fixed point, at a joint (place 2k) or inside piece k (2k + 1); no spot: the whole piece is fixed."""

    spot: Spot | None
    place: int
    joint: Joint | None = None
    period: Any = None


class Compared(NamedTuple):
    """The fields of two neighbouring fixed points on this piece were enclosed; whether the enclosures are disjoint."""

    piece: int
    apart: bool


def read_domain(text: str) -> tuple[Spot, Spot, bool, bool]:
    """The ends of an interval and whether they belong to it."""
    if text.strip() == "R":
        return exact_spot(-sp.oo), exact_spot(sp.oo), False, False
    match = re.fullmatch(r"\s*([\[(])([^,]*),([^,]*)([\])])\s*", text)
    if match is None:
        raise FactError(f"the domain {text[:60]!a} is no interval")
    low, high = exact_spot(parse_number(match[2])), exact_spot(parse_number(match[3]))
    _require(before(low, high), "the domain is empty")
    closed = match[1] == "[", match[4] == "]"
    _require(not ((low.infinite and closed[0]) or (high.infinite and closed[1])), "a closed end at infinity")
    return low, high, *closed


def _holds(ball: c.Enclosure, *values: Any) -> bool:
    """Whether the stated ball contains one of these enclosures of the number."""
    low, high = read_ball(ball.middle, ball.radius)
    pairs = [(exact(value.mid()), exact(value.rad())) for value in values if value.is_finite()]
    return any(low <= middle - radius and middle + radius <= high for middle, radius in pairs)


class Facts:
    """The map of a certificate and its facts, each checked when the certificate is opened."""

    def __init__(self, data: c.Certificate) -> None:
        _require(len(data.map.expr) == len(data.map.vars) == 1, "the rules are those of one variable with one output")
        (self.f,), (self.x,), removed = read_map(data.map.expr[0], data.map.vars)
        canonical = not removed and to_text(self.f) == data.map.expr[0]
        _require(canonical, "the text of the map is not canonical: it may hide a point where it is undefined")
        self.data, self.covers = data, Covers(self.x)
        self.domain = self.low, self.high, self.low_closed, self.high_closed = read_domain(data.map.domain)
        self.structural = not self.f.has(sp.Piecewise, sp.sign)
        self.joints: list[Joint] = []
        self.slopes: list[Signs] = []
        self.fixed: list[Fixed] = []
        self.seconds = 0.0
        self.kinds = [c.kind(fact) for fact in data.facts]
        for kind in self.kinds:
            _require(hasattr(self, "_" + kind), "a fact of kind {}: it is about several variables or outputs", kind)
        first = ("pieces", "local", "slope", "fixedpoints")
        for kind in first:
            _require(self.kinds.count(kind) <= 1, "two facts of kind {}", kind)
        _require(len(set(data.facts)) == len(data.facts), "a fact is stated twice")
        _require("pieces" in self.kinds, "no fact of kind pieces: the map is not shown to be defined on its domain")
        # The later kinds are about the pieces and joints of the earlier ones.
        rank = {kind: place for place, kind in enumerate(first)}
        self.results: dict[int, Any] = {}
        for number in sorted(range(len(data.facts)), key=lambda k: rank.get(self.kinds[k], 9)):
            try:
                self.results[number] = getattr(self, "_" + self.kinds[number])(data.facts[number])
            except PROBLEMS as error:
                raise FactError(f"{self.kinds[number]}: {error}") from None

    def value(self, spot: Spot) -> Any:
        """f at a point of X that is known exactly; refuses a point where f is undefined."""
        value = settled(substitute(self.f, {self.x: spot.value}, compare))
        _require(constant_ball(value).is_finite(), "f has no value at {}", spot.value)
        return value

    def moves(self, spot: Spot, where: Piece | Joint) -> int:
        """The sign of f - id at a point of X; refuses when it is not decided."""
        if isinstance(where, Piece):
            sign = value_sign(where.expr - self.x, spot)
        elif spot.value is not None:
            sign = constant_sign(self.value(spot) - spot.value)
        else:
            piece = self.pieces[min(where.place // 2, len(self.pieces) - 1)]
            sign = value_sign(piece.expr - self.x, spot) if where.meeting.continuous else None
        _require(sign is not None, "whether {} is fixed", spot.value or "a point")
        return sign or 0

    def inside(self, spot: Spot, piece: Piece) -> bool:
        return before(piece.low, spot) and before(spot, piece.high)

    def _regular(self, expr: Any, spot: Spot) -> bool:
        """Every operation of the expression is analytic at the point."""
        with precision(BITS):
            return not expr.free_symbols or all(
                k.is_finite() for k in jet(compile_expression(expr), spot.ball(BITS), 2)
            )

    def _pieces(self, fact: c.Pieces) -> None:
        stops = [self.covers.spot(point) for point in fact.stops]
        _require(len(stops) > 1, "the stops of the pieces")
        for stop, end in ((stops[0], self.low), (stops[-1], self.high)):
            _require(stop.value is not None and compare(stop.value, end.value) == 0, "the pieces do not cover X")
        for left, right in itertools.pairwise(stops):
            _require(before(left, right), "the stops of the pieces are not in order")
        exprs = self.covers.gaps(self.f, fact.stops, stops, fact.demands)
        marks = (0, *fact.breaks, len(stops) - 1)
        _require(all(a < b for a, b in itertools.pairwise(marks)), "the breaks are not in order")
        for k in set(range(1, len(stops) - 1)) - set(fact.breaks):
            same = is_zero(exprs[k - 1] - exprs[k]) and self._regular(exprs[k], stops[k])
            if stops[k].value is None:
                fits = self.structural
            else:
                gap = self.value(stops[k]) - exprs[k].subs(self.x, stops[k].value)
                fits = self.structural or constant_sign(gap) == 0
            _require(same and fits, "f is not one analytic expression across stop {}, which is no break", k)
        self.pieces = [Piece(stops[a], stops[b], exprs[a]) for a, b in itertools.pairwise(marks)]
        for k, spot in enumerate((*(piece.low for piece in self.pieces), self.high)):
            if (k == 0 and not self.low_closed) or (k == len(self.pieces) and not self.high_closed):
                continue
            if spot.value is not None:
                self.value(spot)
            else:
                sides = [self.pieces[k - 1].expr, self.pieces[k].expr]
                _require(self.structural and all(self._regular(e, spot) for e in sides), "f is not defined at a break")

    def _local(self, fact: c.Local) -> None:
        count = len(self.pieces)
        places = [k for k in range(count + 1) if (k or self.low_closed) and (k < count or self.high_closed)]
        _require(len(fact.sides) == len(places), "the one-sided behaviour at every break and closed end")
        for k, data in zip(places, fact.sides, strict=True):
            spot = self.pieces[k].low if k < count else self.high
            sides: list[Any] = []
            for piece, side, given in ((k - 1, "left", data[0]), (k, "right", data[1])):
                _require(given is None or 0 <= piece < count, "a side without a piece")
                starts = [
                    () if given is None or s is None else (read_rational(s),) for s in (given.starts if given else ())
                ]
                _require(all(3 <= start[0] <= 2**64 for start in starts if start), "the start of a germ")
                expr = self.pieces[piece].expr if 0 <= piece < count else None
                ball = spot.ball(BITS + 32)
                sides.append(
                    None if expr is None else one_sided(expr, self.x, spot.value, ball, side, starts or ((),) * 3)
                )
            value = None if spot.value is None else self.value(spot)
            self.joints.append(Joint(spot, Meeting(sides[0], sides[1], value, self.structural), 2 * k))

    def _on_pieces(self, covers: tuple[c.Cover, ...], function: Callable[[Any], Any]) -> list[Signs]:
        _require(len(covers) == len(self.pieces), "one cover for each piece")
        pairs = zip(self.pieces, covers, strict=True)
        return [self.covers.check(function(piece.expr), piece.low, piece.high, cover) for piece, cover in pairs]

    def _slope(self, fact: c.Slope) -> None:
        self.slopes = self._on_pieces(fact.covers, lambda f: sp.diff(f, self.x))

    def _fixedpoints(self, fact: c.FixedPoints) -> None:
        found = self._on_pieces(fact.covers, lambda f: f - self.x)
        _require("local" in self.kinds, "no fact of kind local: whether the joints are fixed")
        for k, signs in enumerate(found):
            self.fixed += [Fixed(z, 2 * k + 1, None, signs.period) for z in signs.zeros]
            self.fixed += [Fixed(None, 2 * k + 1)] if signs.signs == (0,) else []
        self.fixed += [Fixed(j.spot, j.place, j) for j in self.joints if self.moves(j.spot, j) == 0]
        self.fixed.sort(key=lambda point: point.place)

    def _order(self, fact: c.Order) -> int:
        """The sign of f(p) - f(q)."""
        spots = [exact_spot(to_sympy(read_rational(text))) for text in (fact.first, fact.second)]
        for spot in spots:
            left, right = compare(self.low.value, spot.value), compare(spot.value, self.high.value)
            inside = (left == -1 or (left == 0 and self.low_closed), right == -1 or (right == 0 and self.high_closed))
            _require(all(inside), "{} is not in X", spot.value)
        _require(before(*spots), "the two points are not in order")
        values = [self.value(spot) for spot in spots]
        for value, ball in zip(values, fact.values, strict=True):
            _require(_holds(ball, *(constant_ball(value, bits) for bits in (64, 256))), "the value {} of f", value)
        sign = constant_sign(values[0] - values[1])
        _require(sign is not None, "the order of two values of f")
        return sign or 0

    def _even(self, fact: c.Even) -> bool:
        centre = exact_spot(read_constant(fact.centre))
        _require(before(self.low, centre) and before(centre, self.high), "the centre is not inside X")
        _require(
            is_zero(self.f.subs(self.x, 2 * centre.value - self.x) - self.f), "f is not even about {}", centre.value
        )
        return True

    def _affinemap(self, fact: c.AffineMap) -> tuple[Any, Any]:
        slope, intercept = read_constant(fact.slope), read_constant(fact.intercept)
        _require(
            all(is_zero(p.expr - slope * self.x - intercept) for p in self.pieces), "f is not this affine function"
        )
        return slope, intercept

    def _moebius(self, fact: c.Moebius) -> bool:
        a, b, cc, d = map(read_constant, fact.matrix)
        image = (a * self.x + b) / (cc * self.x + d)
        return self._require_one(is_zero(self.pieces[0].expr - image), "f is not this Moebius map")

    def _power(self, fact: c.Power) -> bool:
        scale, exponent = read_constant(fact.coefficient), read_constant(fact.exponent)
        low = compare(sp.S.Zero, self.low.value)
        positive = constant_sign(scale) == constant_sign(exponent) == 1 and (
            low == -1 or (low == 0 and not self.low_closed)
        )
        return self._require_one(
            positive and is_zero(self.pieces[0].expr - scale * self.x**exponent), "no power on (0, oo)"
        )

    def _require_one(self, condition: bool, reason: str) -> bool:
        _require(len(self.pieces) == 1 and condition, reason)
        return True

    def _line(self, fact: c.Line) -> tuple[Any, Any, Any, int]:
        """The slope, bound and intercept of the line, and the sign of the function that is covered."""
        slope = read_constant(fact.slope)
        _require((fact.bound is None) != (fact.intercept is None), "a line has a bound or an intercept")
        level = read_constant(fact.bound or fact.intercept or "0")
        if fact.bound is not None:
            signs = self._on_pieces(fact.covers, lambda f: sp.diff(f, self.x) - level)
        else:
            signs = self._on_pieces(fact.covers, lambda f: f - slope * self.x - level)
            for joint in self.joints:
                _require(joint.spot.value is not None, "a line at a break that is not exact")
                gap = self.value(joint.spot) - slope * joint.spot.value - level
                _require(constant_sign(gap), "the line meets the graph at a break or an end")
        one = {sign for found in signs for sign in found.signs}
        _require(len(one) == 1 and 0 not in one and not any(found.zeros for found in signs), "the line meets the graph")
        return slope, None if fact.bound is None else level, None if fact.bound is not None else level, one.pop()

    def _classm(self, fact: c.ClassM) -> Any:
        _require(0 <= fact.piece < len(self.pieces), "a piece that does not exist")
        piece, at = self.pieces[fact.piece], read_rational(fact.point)
        given = self.covers.expression(fact.expression) if fact.expression else piece.expr
        rigid = piece.expr
        if fact.member == "map":
            _require(given == piece.expr, "class M is claimed of another expression")
        elif fact.member == "inverse":
            _require(is_zero(given.subs(self.x, piece.expr) - self.x), "{} is no inverse of f", given)
        else:
            _require(is_conjugate(given, piece.expr, self.x), "{} is not exp f log", given)
            rigid = given
        _require(in_class_m(given), "{} is not in class M by its syntax tree", given)
        _require(
            fact.member == "conjugate" or self.inside(exact_spot(to_sympy(at)), piece), "the point is not in the piece"
        )
        value = schwarzian(compile_expression(rigid), at)
        _require(
            sign_of(value) and _holds(fact.schwarzian, value),
            "the Schwarzian derivative is not proven to differ from 0",
        )
        return fact.piece

    def _component(self, fact: c.Component) -> int:
        numbers = [k for k, point in enumerate(self.fixed) if point.spot is not None]
        _require("fixedpoints" in self.kinds, "no fact of kind fixedpoints: where the component lies")
        _require(0 <= fact.left < len(numbers) - 1, "fixed points that do not exist")
        at = numbers[fact.left]
        left, right = self.fixed[at], self.fixed[at + 1]
        piece = self.pieces[min(left.place // 2, len(self.pieces) - 1)]
        _require(right.spot is not None and not left.period, "the fixed points are not neighbours")
        _require((right.place - 1) // 2 == left.place // 2, "the fixed points do not lie on one piece")
        assert left.spot is not None and right.spot is not None
        field = self.covers.expression(fact.field)
        check_coordinate(self.x, fact.coordinate, field, piece.expr, left.spot, right.spot)
        for spot, side in ((left.spot, "right"), (right.spot, "left")):
            end = one_sided(field, self.x, spot.value, spot.ball(BITS), side)
            _require(end.sign(0) == 0 and end.finite(1), "the field is not C^1 up to a fixed point, or not 0 there")
        return fact.left

    def _next(self, number: int) -> tuple[Fixed, Place, Fixed, Place, int]:
        """A fixed point, the next one, and the number of the piece between.

        Behind the last of a periodic family comes a copy of the first; if it is not on the piece, the last is copied.
        """
        _require("fixedpoints" in self.kinds, "no fact of kind fixedpoints: where the component lies")
        known = [point for point in self.fixed if point.spot is not None]
        _require(0 <= number < len(known), "fixed points that do not exist")
        left, right = known[number], known[number + 1] if number + 1 < len(known) else None
        index = min(left.place // 2, len(self.pieces) - 1)
        wraps = bool(left.period) and (right is None or right.place != left.place)
        if wraps:
            right = next(point for point in known if point.place == left.place)
        _require(right is not None, "fixed points that do not exist")
        assert right is not None and left.spot is not None and right.spot is not None
        places = Place(left.spot), Place(right.spot)
        if wraps:
            choices = (places[0], Place(right.spot, left.period)), (Place(left.spot, -left.period), places[1])
            places = next((pair for pair in choices if all(self._copied(place, index) for place in pair)), places)
            _require(places in choices, "the next copy of a fixed point lies outside the piece")
        else:
            between = self.fixed[self._position(left) : self._position(right)]
            _require(
                len(between) == 1 and bool(left.period) == bool(right.period), "the fixed points are not neighbours"
            )
            _require((right.place - 1) // 2 == index, "the fixed points do not lie on one piece")
        return left, places[0], right, places[1], index

    def _copied(self, place: Place, index: int) -> bool:
        """Whether a fixed point, moved by a period, lies inside the piece."""
        with precision(BITS):
            ball = place.spot.ball(BITS) + constant_ball(place.shift, BITS)
            bounds = lower(ball), upper(ball)
        return self.inside(Spot(None, *bounds), self.pieces[index])

    def _position(self, point: Fixed) -> int:
        return next(k for k, known in enumerate(self.fixed) if known is point)

    def _match(self, fact: c.Match) -> Compared:
        left, first, right, second, index = self._next(fact.left)
        for point, name in ((left, "right"), (right, "left")):
            if point.joint is not None:
                meeting = point.joint.meeting
                side = meeting.right if name == "right" else meeting.left
                fits = side is not None and side.analytic is True and meeting.continuous is True
                _require(fits, "f is not analytic up to a fixed point")
        expr = self.pieces[index].expr
        ends = [End(read_rational(e.radius), read_rational(e.circle), e.order) for e in fact.ends]
        sizes = 64 <= fact.bits <= _MAX_BITS and 0 <= fact.steps <= _MAX_STEPS
        _require(sizes and all(2 <= end.order <= _MAX_ORDER for end in ends), "the sizes of a comparison of fields")
        orders = ends[0].order, ends[1].order
        self.seconds += foreseen_seconds(compile_expression(expr), fact.bits, fact.steps, orders)
        _require(self.seconds <= _MAX_SECONDS, "the sizes of a comparison of fields: it would take too long")
        point = read_rational(fact.point)
        values = compare_fields(expr, self.x, (first, second), (ends[0], ends[1]), point, fact.bits, fact.steps)
        for ball, value in zip(fact.values, values, strict=True):
            _require(_holds(ball, value), "a stated ball does not contain the field at {}", fact.point[:60])
        (low, high), (other_low, other_high) = (read_ball(ball.middle, ball.radius) for ball in fact.values)
        return Compared(index, high < other_low or other_high < low)

    def _closed(self, fact: c.Closed) -> bool:
        self._require_one(True, "a closed form for more than one piece")
        f, field = self.pieces[0].expr, self.covers.expression(fact.field)
        data = c.ExactPoint(value=fact.lower), c.ExactPoint(value=fact.upper)
        stops = [self.covers.spot(point) for point in data]
        _require(before(*stops), "the hull of X and f(X) is empty")
        _require(self.covers.gaps(field, data, stops, fact.demands) == [field], "the field has cases")
        for end, own, inside, sign, side, start in (
            (stops[0], self.low, self.low_closed, 1, "right", fact.starts[0]),
            (stops[1], self.high, self.high_closed, -1, "left", fact.starts[1]),
        ):
            found = limit_at(f, own.value, side, () if start is None else (read_rational(start),))
            reached = (own.value,) if found is None else (own.value, found[0])
            _require(
                found is not None and all(compare(end.value, v) in (0, -sign) for v in reached), "the hull is too small"
            )
            if inside:
                at_end = value_sign(field, end)
                fixed = compare(end.value, own.value) == 0 and constant_sign(self.value(own) - own.value) == 0
                _require(self._regular(field, end) and (at_end or (at_end == 0 and fixed)), "the field at an end of X")
        signs = self.covers.check(field, stops[0], stops[1], fact.cover)
        _require(len(fact.coordinates) == len(signs.zeros) + 1 and not signs.period, "one coordinate for each gap")
        for zero in signs.zeros:
            _require(
                self.inside(zero, self.pieces[0]) and value_sign(f - self.x, zero) == 0, "a zero that is not fixed"
            )
        for (left, right), coordinate in zip(
            itertools.pairwise((stops[0], *signs.zeros, stops[1])), fact.coordinates, strict=True
        ):
            ends = self.low if before(left, self.low) else left, self.high if before(self.high, right) else right
            sample = exact_spot(to_sympy(between(*ends)))
            directions = value_sign(field, sample), value_sign(f - self.x, sample)
            _require(directions[0] and directions[0] == directions[1], "the field points away from f(x)")
            check_coordinate(self.x, coordinate, field, f, left, right)
        return True
