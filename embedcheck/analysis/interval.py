"""Facts about a map of one real variable with one output: computed lazily, once, each with evidence or a reason."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

import sympy as sp

from embedcheck.analysis.candidates import float_function
from embedcheck.analysis.local import one_sided
from embedcheck.analysis.pieces import Piece, Splitting, split, value_at
from embedcheck.analysis.points import Point, exact_point, order, rational_between
from embedcheck.analysis.signs import Deadline, UnknownError, Zeros, proportional, zeros
from embedcheck.analysis.text import enclosure
from embedcheck.balls import arb, fmpq
from embedcheck.balls.arith import precision, rational, sign_of, to_sympy
from embedcheck.balls.constants import constant_ball, constant_sign
from embedcheck.balls.enclose import enclose, jet
from embedcheck.balls.onesided import Meeting
from embedcheck.balls.polynomials import rational_function, vanishes_at
from embedcheck.balls.program import compile_expression
from embedcheck.certificate import Cover, Enclosure, Fact, Order
from embedcheck.errors import EmbedcheckError
from embedcheck.maps import Map

_T = TypeVar("_T")


def remembered(method: Callable[[Any], _T]) -> Callable[[Any], _T]:
    """A function of an analysis, computed once; a failure is remembered with its reason."""
    name = "_fact_" + method.__name__

    @wraps(method)
    def get(self: Any) -> Any:
        stored = self.__dict__.get(name)
        if stored is None:
            try:
                stored = (method(self), None)
            except (UnknownError, EmbedcheckError) as error:
                stored = (None, error)
            self.__dict__[name] = stored
        value, problem = stored
        if problem is not None:
            raise problem
        return value

    return get


def fact(method: Callable[[Any], Any]) -> Any:
    """A remembered property."""
    return property(remembered(method))


@dataclass
class Junction(Meeting):
    """A point of X where two pieces meet, or an end that belongs to X."""

    point: Point


@dataclass
class FixedPoint:
    """A fixed point in X. `contact` is the order of f - id there on one analytic piece (None at a junction)."""

    point: Point
    contact: int | None
    junction: Junction | None
    multiplier: sp.Expr | None
    multiplier_ball: arb
    family: int | None = None
    """the index of the piece when the point stands for a periodic family on it, all its copies at distance `period`"""
    period: sp.Expr | None = None


@dataclass
class FixedSet:
    """All fixed points in X in order, and the intervals of fixed points (as pieces)."""

    points: list[FixedPoint] = field(default_factory=list)
    intervals: list[Piece] = field(default_factory=list)

    @property
    def infinite(self) -> bool:
        """Whether a periodic family is among the points."""
        return any(point.period is not None for point in self.points)

    @property
    def empty(self) -> bool:
        return not self.points and not self.intervals


class IntervalAnalysis:
    """The facts of one map on one interval."""

    def __init__(self, subject: Map, deadline: Deadline) -> None:
        self.map = subject
        self.deadline = deadline
        self.expr: sp.Expr = subject.components[0]
        self.x: sp.Symbol = subject.variables[0]
        interval = subject.domain.factors[0]
        self.lo, self.hi = exact_point(interval.lo), exact_point(interval.hi)
        self.lo_closed, self.hi_closed = interval.lo_closed, interval.hi_closed
        self.structural = not any(
            isinstance(node, (sp.Piecewise, sp.sign)) for node in sp.preorder_traversal(self.expr)
        )

    @fact
    def splitting(self) -> Splitting:
        """The analytic pieces; raises DomainError where f is undefined."""
        result = split(self.expr, self.lo, self.hi, self.deadline)
        for point, closed in ((self.lo, self.lo_closed), (self.hi, self.hi_closed)):
            if closed:
                value_at(self.expr, self.x, point.value)
        result.pieces = self._merged(result.pieces)
        return result

    def _merged(self, pieces: list[Piece]) -> list[Piece]:
        """Join neighbours with one expression that is analytic across the point between them."""
        merged = [pieces[0]]
        for piece in pieces[1:]:
            last = merged[-1]
            same = last.expr == piece.expr or sp.expand(last.expr - piece.expr) == 0
            if same and self._regular(piece.expr, piece.lo) and self._fits(piece.expr, piece.lo):
                merged[-1] = Piece(last.lo, piece.hi, last.expr)
            else:
                merged.append(piece)
        return merged

    def _regular(self, expr: sp.Expr, point: Point) -> bool:
        if not expr.free_symbols:
            return True
        with precision(128):
            return all(value.is_finite() for value in jet(compile_expression(expr), point.ball(96), 2))

    def _fits(self, expr: sp.Expr, point: Point) -> bool:
        """The value of f at the point is that of the expression."""
        if self.structural:
            return True
        if point.value is None:
            return False
        return constant_sign(value_at(self.expr, self.x, point.value) - expr.subs(self.x, point.value)) == 0

    def require_defined(self) -> None:
        """Raise UnknownError unless f is proven to be defined on all of X, DomainError where it is proven not to be."""
        for junction in self.junctions:
            if junction.value is None and not all(side.finite(0) for side in junction.sides):
                raise UnknownError(f"whether f is defined at x = {junction.point.text()}")

    @property
    def pieces(self) -> list[Piece]:
        return self.splitting.pieces

    def belongs(self, point: Point, index: int) -> bool:
        """Whether a point of X lies in a piece or at one of its ends, f being analytic up to it from this piece."""
        piece = self.pieces[index]
        left, right = order(piece.lo, point), order(point, piece.hi)
        if left == -1 and right == -1:
            return True
        for junction in self.junctions:
            if junction.point is point:
                side = junction.right if piece.lo is point else junction.left if piece.hi is point else None
                return side is not None and side.analytic is True
        return False

    @property
    def smooth(self) -> Any:
        """The expression of f when it is one analytic piece that gives the values at closed ends too."""
        if len(self.pieces) != 1:
            return None
        try:
            return self.pieces[0].expr if self.continuous else None
        except UnknownError:
            return None

    def value(self, point: Point) -> sp.Expr | None:
        """f at an exact point of X, None when the point or the value is not exact."""
        if point.value is None or point.infinite:
            return None
        try:
            return value_at(self.expr, self.x, point.value)
        except UnknownError:
            return None

    @fact
    def junctions(self) -> list[Junction]:
        """The break points inside X and the ends that belong to X, in order."""
        result: list[Junction] = []
        pieces = self.pieces
        if self.lo_closed:
            result.append(self._junction(self.lo, None, pieces[0]))
        for left, right in itertools.pairwise(pieces):
            result.append(self._junction(right.lo, left, right))
        if self.hi_closed:
            result.append(self._junction(self.hi, pieces[-1], None))
        return result

    def _junction(self, point: Point, left: Piece | None, right: Piece | None) -> Junction:
        sides = [
            None if piece is None else one_sided(piece.expr, self.x, point, side)
            for piece, side in ((left, "left"), (right, "right"))
        ]
        return Junction(sides[0], sides[1], self.value(point), self.structural, point)

    @property
    def breaks(self) -> list[Junction]:
        """The junctions inside X."""
        return [junction for junction in self.junctions if junction.left is not None and junction.right is not None]

    @fact
    def slopes(self) -> list[Zeros]:
        """The zeros and signs of f' on each open piece."""
        return [zeros(sp.diff(piece.expr, self.x), piece.lo, piece.hi, self.deadline) for piece in self.pieces]

    @fact
    def continuous(self) -> bool:
        results = [junction.continuous for junction in self.junctions]
        if any(result is False for result in results):
            return False
        for junction, result in zip(self.junctions, results, strict=True):
            if result is None:
                raise UnknownError(f"whether f is continuous at x = {junction.point.text()}")
        return True

    def regular(self, name: str) -> bool:
        """Whether f has a property ('lipschitz', 'c1', 'c11', 'c2', 'cinf', 'analytic') on X. Raises UnknownError."""
        results = [(junction, getattr(junction, name)) for junction in self.junctions]
        if any(result is False for _, result in results):
            return False
        for junction, result in results:
            if result is None:
                raise UnknownError(f"whether f is {_CLASS_TEXT[name]} at x = {junction.point.text()}")
        return True

    @fact
    def monotone(self) -> int:
        """+1 strictly increasing, -1 strictly decreasing, 0 neither. f is continuous when it is not 0."""
        if not self.continuous:
            raise UnknownError("f is not continuous")
        signs: set[int] = set()
        for found in self.slopes:
            signs.update(found.signs)
        return signs.pop() if signs in ({1}, {-1}) else 0

    @fact
    def constant(self) -> bool:
        """f is constant on X."""
        if not self.continuous:
            return False
        return all(found.identical for found in self.slopes)

    @fact
    def nonconstant(self) -> Fact:
        """Two points of X with different values."""
        for piece in self.pieces:
            first = rational_between(piece.lo, piece.hi)
            second = None if first is None else rational_between(exact_point(to_sympy(first)), piece.hi)
            if first is None or second is None:
                continue
            for direction in (1, -1):
                pair = self._in_order(piece, first, second, direction, strict=True)
                if pair is not None:
                    return self._witness(pair, f"f({to_sympy(first)}) is not f({to_sympy(second)})")
        raise UnknownError("whether f is constant")

    @fact
    def descent(self) -> Fact:
        """Two points p < q with f(p) >= f(q): f is not strictly increasing."""
        return self._order_witness(1)

    @fact
    def ascent(self) -> Fact:
        """Two points p < q with f(p) <= f(q): f is not strictly decreasing."""
        return self._order_witness(-1)

    def strict_order(self, direction: int) -> Fact:
        """Two points p < q with f(p) > f(q) (direction 1) or f(p) < f(q) (direction -1)."""
        return self._order_witness(direction, strict=True)

    def _order_witness(self, direction: int, strict: bool = False) -> Fact:
        relation = (">" if direction > 0 else "<") + ("" if strict else "=")
        for pair in self._suspects(direction, strict):
            return self._witness(pair, f"f({to_sympy(pair[0])}) {relation} f({to_sympy(pair[1])})")
        raise UnknownError(f"no pair p < q with f(p) {relation} f(q) was found")

    def _witness(self, pair: Any, statement: str) -> Fact:
        low, high, values = pair
        return Fact(
            statement=statement,
            guarantee="rigorous",
            evidence=Order(first=str(low), second=str(high), values=values),
        )

    def _suspects(self, direction: int, strict: bool) -> Any:
        """Pairs of rational points proven to be in the given order."""
        for piece, found in zip(self.pieces, self._known_slopes(), strict=True):
            if found is None:
                yield from self._sampled(piece, direction, strict)
                continue
            stops = [found.lo, *found.zeros, found.hi]
            for k, sign in enumerate(found.signs):
                if sign == direction:
                    continue
                left, right = stops[k], stops[k + 1]
                middle = rational_between(left, right)
                if middle is None:
                    continue
                other = rational_between(exact_point(to_sympy(middle)), right)
                if other is not None:
                    pair = self._in_order(piece, middle, other, direction, strict)
                    if pair is not None:
                        yield pair
        if len(self.pieces) > 1:
            for left, right in zip(self.pieces, self.pieces[1:], strict=False):
                for bits in (8, 24):
                    low, high = right.lo.bounds(bits)
                    step = fmpq(1, 2**bits)
                    pair = self._in_order(None, low - step, high + step, direction, strict)
                    if pair is not None and self._contains(left, low - step) and self._contains(right, high + step):
                        yield pair

    def _contains(self, piece: Piece, spot: fmpq) -> bool:
        point = exact_point(to_sympy(spot))
        return order(piece.lo, point) == -1 and order(point, piece.hi) == -1

    def _known_slopes(self) -> list[Zeros | None]:
        try:
            return list(self.slopes)
        except UnknownError:
            return [None] * len(self.pieces)

    def _sampled(self, piece: Piece, direction: int, strict: bool) -> Any:
        evaluate = float_function(piece.expr)
        low = (
            -20.0
            if piece.lo.infinite
            else float(sp.N(piece.lo.value))
            if piece.lo.value
            else float(piece.lo.ball().mid())
        )
        high = (
            20.0
            if piece.hi.infinite
            else float(sp.N(piece.hi.value))
            if piece.hi.value
            else float(piece.hi.ball().mid())
        )
        grid = [low + (high - low) * (k + 0.5) / 400 for k in range(400)]
        values = [evaluate(t) for t in grid]
        for k in range(399):
            if (values[k] - values[k + 1]) * direction >= 0:
                left, right = (rational(sp.Rational(round(t * 2**20), 2**20)) for t in grid[k : k + 2])
                if self._contains(piece, left) and self._contains(piece, right):
                    pair = self._in_order(piece, left, right, direction, strict)
                    if pair is not None:
                        yield pair

    def _in_order(
        self, piece: Piece | None, low: fmpq, high: fmpq, direction: int, strict: bool = False
    ) -> tuple[fmpq, fmpq, tuple[Enclosure, Enclosure]] | None:
        """The pair with enclosed values when direction * (f(low) - f(high)) >= 0 (> 0 if strict) is proven."""
        constants: list[sp.Expr] = []
        for spot in (low, high):
            expr = self.expr if piece is None else piece.expr
            try:
                constant = value_at(expr, self.x, to_sympy(spot))
            except (UnknownError, EmbedcheckError):
                return None
            constants.append(constant)
        sign = constant_sign(constants[0] - constants[1])
        if sign is None or sign * direction < (1 if strict else 0):
            return None
        return low, high, (enclosure(constants[0]), enclosure(constants[1]))

    @fact
    def critical(self) -> list[Point]:
        """The zeros of f' inside the open pieces (one period of them when they repeat)."""
        return [point for found in self.slopes for point in found.zeros]

    @fact
    def infinitely_critical(self) -> bool:
        """Whether f' vanishes at a periodic family of points."""
        return any(found.period is not None and found.zeros for found in self.slopes)

    @fact
    def fixed(self) -> FixedSet:
        """All fixed points in X."""
        result = FixedSet()
        junctions = {id(junction.point): junction for junction in self.junctions}
        pieces = self.pieces
        self._fixed_at(junctions.get(id(self.lo)), pieces[0].expr, result)
        for index, piece in enumerate(pieces):
            found = zeros(piece.expr - self.x, piece.lo, piece.hi, self.deadline)
            result_period = found.period if found.zeros else None
            if found.identical:
                result.intervals.append(piece)
            for point, count in zip(found.zeros, found.orders, strict=True):
                multiplier, ball = self._multiplier(piece.expr, point)
                family = None if result_period is None else index
                result.points.append(FixedPoint(point, count, None, multiplier, ball, family, result_period))
            self._evidence_fixed.append(found.evidence())
            if index + 1 < len(pieces):
                self._fixed_at(junctions.get(id(pieces[index + 1].lo)), piece.expr, result)
        self._fixed_at(junctions.get(id(self.hi)), pieces[-1].expr, result)
        return result

    @property
    def _evidence_fixed(self) -> list[Cover]:
        return self.__dict__.setdefault("_fixed_evidence", [])

    def fixed_evidence(self) -> tuple[Cover, ...]:
        """Covers of the pieces that show where f - id vanishes."""
        return tuple(self._evidence_fixed)

    def _multiplier(self, expr: sp.Expr, point: Point) -> tuple[sp.Expr | None, arb]:
        derivative: Any = sp.diff(expr, self.x)
        if point.value is not None:
            value = derivative.subs(self.x, point.value) if derivative.free_symbols else derivative
            return value, constant_ball(value, 128)
        with precision(128):
            return None, enclose(
                compile_expression(derivative), point.ball(96)
            ) if derivative.free_symbols else constant_ball(derivative)

    def _fixed_at(self, junction: Junction | None, expr: Any, result: FixedSet) -> None:
        """Add a break point or closed end if it is fixed; `expr` is f on one side of it."""
        if junction is None:
            return
        if junction.value is None or junction.point.value is None:
            side = junction.sides[0]
            with precision(128):
                gap = side.balls[0] - junction.point.ball(96)
                if gap > 0 or gap < 0:
                    return
            if junction.continuous and side.balls[0].is_finite() and self._vanishes(expr - self.x, junction.point):
                result.points.append(FixedPoint(junction.point, None, junction, side.limits[1], side.balls[1]))
                return
            raise UnknownError(f"whether the break point {junction.point.text()} is fixed")
        sign = constant_sign(junction.value - junction.point.value)
        if sign is None:
            raise UnknownError(f"whether x = {junction.point.text()} is fixed")
        if sign == 0:
            slope = junction.sides[0]
            result.points.append(FixedPoint(junction.point, None, junction, slope.limits[1], slope.balls[1]))

    def _vanishes(self, displacement: Any, point: Point) -> bool:
        """Whether f - id is proven to vanish at a break point that is a root of a polynomial or of a function."""
        if point.root is not None:
            quotient = rational_function(compile_expression(displacement))
            return quotient is not None and vanishes_at(quotient.numerator, point.root)
        if point.function is None:
            return False
        return proportional(displacement, point.function)

    def is_fixed(self, point: Point) -> bool:
        """Whether a point of X is fixed. Raises UnknownError."""
        fixed = self.fixed
        for known in fixed.points:
            comparison = order(known.point, point)
            if comparison == 0:
                return True
            if comparison is None:
                return self._fixed_exactly(point)
        if fixed.infinite:
            return self._fixed_exactly(point)
        return any(order(piece.lo, point) == -1 and order(point, piece.hi) == -1 for piece in fixed.intervals)

    def _fixed_exactly(self, point: Point) -> bool:
        value = self.value(point)
        sign = self._moved(point) if value is None else constant_sign(value - point.value)
        if sign is None:
            raise UnknownError(f"whether x = {point.text()} is fixed")
        return sign == 0

    def _moved(self, point: Point) -> int | None:
        """The sign of f - id at a point inside a piece when an enclosure shows that it is not 0."""
        for piece in self.pieces:
            if order(piece.lo, point) == -1 and order(point, piece.hi) == -1:
                with precision(128):
                    return sign_of(enclose(compile_expression(piece.expr - self.x), point.ball(96))) or None
        return None

    @fact
    def bounded_components(self) -> list[tuple[FixedPoint, FixedPoint]]:
        """Pairs of consecutive fixed points with no fixed point between them.

        Of a periodic family some pairs; a single representative stands for itself and its next copy.
        """
        fixed = self.fixed
        if fixed.infinite:
            index = next(point.family for point in fixed.points if point.family is not None)
            family = [point for point in fixed.points if point.family == index]
            return list(itertools.pairwise(family)) or [(family[0], family[0])]
        pairs: list[tuple[FixedPoint, FixedPoint]] = []
        for left, right in zip(fixed.points, fixed.points[1:], strict=False):
            if not any(self._between(left.point, piece, right.point) for piece in fixed.intervals):
                pairs.append((left, right))
        return pairs

    def _between(self, left: Point, piece: Piece, right: Point) -> bool:
        return order(left, piece.lo) in (0, -1) and order(piece.hi, right) in (0, -1)


_CLASS_TEXT = {
    "lipschitz": "locally Lipschitz",
    "c1": "C^1",
    "c11": "C^(1,1)",
    "c2": "C^2",
    "c2_sides": "one-sided C^2",
    "cinf": "C^infinity",
    "analytic": "analytic",
}
