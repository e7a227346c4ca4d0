"""A fixed point as the equations need it: which one, of which kind, on which side, with the map as a series there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import sympy as sp

from embedcheck.analysis.fixed_points import FixedPoint as PublicFixedPoint
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.pieces import value_at
from embedcheck.analysis.points import Point, exact_point, order
from embedcheck.analysis.signs import Deadline, UnknownError
from embedcheck.analysis.text import formula
from embedcheck.balls import arb, fmpq
from embedcheck.balls.arith import precision, rational
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.discs import disc_maximum
from embedcheck.balls.enclose import enclose
from embedcheck.balls.program import UnsupportedError, compile_expression
from embedcheck.balls.rational import rational_taylor
from embedcheck.balls.taylor import LocalMap, taylor
from embedcheck.equations.charts import Chart, charts_at_infinity, identity_chart
from embedcheck.errors import EmbedcheckError, InputError
from embedcheck.maps import Map, constant

Kind = Literal["hyperbolic", "parabolic", "superattracting", "neutral"]
_MAX_ORDER = 60
_DISCS = [fmpq(2) ** j for j in range(3, -40, -1)]
_NEAR = sp.Rational(1, 100)


@dataclass
class Place:
    """A fixed point p of an analytic expression, in a chart (p is the point in the chart).

    `degree` is k for a parabolic point, g = z + a z^(k+1) + ..., d for a superattracting one, g = a z^d + ...
    """

    subject: Map
    expr: sp.Expr
    variable: sp.Symbol
    point: Point
    chart: Chart
    kind: Kind
    multiplier: sp.Expr | None
    degree: int
    name: str
    side: int = 0
    """the side of p on which the expression is f; 0 for both"""
    solvers: dict[int, Any] = field(default_factory=dict)
    _rational: dict[int, list[fmpq] | None] = field(default_factory=dict)

    @property
    def finite(self) -> bool:
        """Whether the chart is x itself."""
        return self.variable == self.subject.x

    @cached_property
    def program(self) -> Any:
        return compile_expression(self.expr)

    def centre(self, bits: int) -> arb:
        """The fixed point as a ball at this precision."""
        with precision(bits):
            return self.point.ball(bits)

    def coefficients(self, order: int, bits: int) -> list[Any]:
        """g_0, ..., g_order: rational numbers where they are known to be, else balls."""
        known = max((n for n in self._rational if n >= order), default=None)
        if known is None:
            exact = None
            if isinstance(self.point.value, sp.Rational) and self._rational.get(-1, True) is not None:
                exact = rational_taylor(self.program, rational(self.point.value), order)
            self._rational[order if exact is not None else -1] = exact
            known = order
        exact = self._rational.get(known)
        if exact is not None:
            return [fmpq(0), *exact[1 : order + 1]]
        with precision(bits, order + 8):
            values: list[Any] = taylor(self.program, self.centre(bits), order)
            values[0] = arb(0)
            if self.kind == "parabolic":
                values[1] = arb(1)
                values[2 : self.degree + 1] = [arb(0)] * (self.degree - 1)
            if self.kind == "superattracting":
                values[1 : self.degree] = [arb(0)] * (self.degree - 1)
            return values

    @cached_property
    def disc(self) -> tuple[fmpq, arb]:
        """A radius of a disc on which the expression is analytic, and a bound of |g| there. Raises InputError."""
        with precision(64):
            centre = self.point.ball(64)
            for radius in _DISCS:
                size = disc_maximum(self.program, centre, radius, centre)
                if size is not None:
                    return radius, size
        raise InputError(f"f is not proven to be analytic at {self.name}")

    def local(self, order: int, bits: int) -> LocalMap:
        """The map near the point; call it inside `precision(bits, order)`."""
        return LocalMap(self.coefficients(order, bits), *self.disc)


def has_pieces(expr: sp.Expr) -> bool:
    """Whether the expression may change its formula inside the domain."""
    return expr.has(sp.Abs, sp.Max, sp.Min, sp.sign, sp.Piecewise)


def analysis_of(subject: Map) -> IntervalAnalysis:
    """The facts of the map, computed once."""
    if subject.inputs != 1 or subject.outputs != 1:
        raise InputError("functional equations need a map of one variable with one output")
    if "analysis" not in subject.memory:
        subject.memory["analysis"] = IntervalAnalysis(subject, Deadline(30.0))
    return subject.memory["analysis"]


def find_place(subject: Map, at: Any, side: int = 1) -> Place:
    """The fixed point that `at` names: an exact constant, an end of the domain, a decimal close to one, or None when
    there is only one. Raises InputError. The map remembers it.
    """
    key = ("place", str(at), side)
    if key not in subject.memory:
        subject.memory[key] = _found_place(subject, at, side)
    return subject.memory[key]


def _found_place(subject: Map, at: Any, side: int) -> Place:
    if subject.inputs != 1 or subject.outputs != 1:
        raise InputError("functional equations need a map of one variable with one output")
    if at is None:
        return _at_point(subject, _only_point(subject), side)
    if isinstance(at, PublicFixedPoint):
        at = at.text
    p = constant(at)
    if p in (sp.oo, -sp.oo):
        return _at_infinity(subject, p)
    interval = subject.domain.interval
    low, high = compare(interval.lo, p), compare(p, interval.hi)
    if low == 1 or high == 1:
        raise InputError(f"{formula(p)} is neither in the domain {subject.domain.text()} nor at an end of it")
    exact = _is_fixed(subject, p, side)
    if exact:
        return _at_point(subject, exact_point(p), side)
    return _at_point(subject, _nearest(subject, p), side)


def _is_fixed(subject: Map, p: Any, side: int) -> bool:
    try:
        value = value_at(_expression(subject, exact_point(p), side)[0], subject.x, p)
    except (UnknownError, EmbedcheckError):
        return False
    return constant_sign(value - p) == 0


def _known_points(subject: Map) -> list[Point]:
    try:
        fixed = analysis_of(subject).fixed
    except UnknownError as error:
        raise InputError(f"the fixed points are not known ({error}); say which one by an exact `at`") from None
    if fixed.intervals:
        raise InputError("f has intervals of fixed points")
    return [found.point for found in fixed.points]


def _names(points: list[Point]) -> str:
    return ", ".join(point.text() for point in points[:12])


def _only_point(subject: Map) -> Point:
    points = _known_points(subject)
    if len(points) == 1:
        return points[0]
    if not points:
        raise InputError("f has no fixed point in its domain; a point at an end of the domain is named by `at`")
    raise InputError(f"f has several fixed points ({_names(points)}): say which one by `at`")


def _nearest(subject: Map, p: Any) -> Point:
    points = _known_points(subject)
    near = [point for point in points if _close(point, p)]
    if len(near) == 1:
        return near[0]
    known = f"the fixed points are {_names(points)}" if points else "f has no fixed point in its domain"
    raise InputError(f"{formula(p)} is not a fixed point: {known}")


def _close(point: Point, p: Any) -> bool:
    with precision(64):
        gap = abs(point.ball(64) - constant_ball(p, 64))
        return bool(gap < arb(rational(_NEAR)) * (1 + abs(constant_ball(p, 64))))


def _expression(subject: Map, point: Point, side: int) -> tuple[sp.Expr, int]:
    """The analytic expression of f next to the point, and the side on which it is f (0: both)."""
    expr = subject.expr
    if not has_pieces(expr):
        return expr, 0
    for piece in analysis_of(subject).pieces:
        left, right = order(piece.lo, point), order(point, piece.hi)
        if left == -1 and right == -1:
            return piece.expr, 0
        if (left == 0 and side > 0) or (right == 0 and side < 0):
            return piece.expr, side
    raise InputError(f"f has no piece on the {'right' if side > 0 else 'left'} of {point.text()}")


def _at_infinity(subject: Map, end: Any) -> Place:
    interval = subject.domain.interval
    if end not in (interval.lo, interval.hi):
        raise InputError(f"{end} is not an end of the domain {subject.domain.text()}")
    if has_pieces(subject.expr):
        raise InputError(f"fixed points at {end} are offered for maps given by one formula")
    for chart, expr, w in charts_at_infinity(subject.expr, subject.x, end):
        try:
            if constant_sign(value_at(expr, w, sp.S.Zero)) != 0:
                continue
            place = _classified(subject, expr, w, exact_point(sp.S.Zero), chart, str(end))
            radius, _ = place.disc
        except (UnknownError, UnsupportedError, EmbedcheckError):
            continue
        if radius > 0:
            return place
    raise InputError(f"no coordinate is known in which f is analytic and fixes {end}")


def place_at(subject: Map, point: Point, side: int) -> Place:
    """The fixed point of an analysis, or an end of the domain that f fixes; remembered. Raises InputError."""
    if point.value is not None and not _is_fixed(subject, point.value, side):
        raise InputError(f"{point.text()} is not fixed")
    key = ("place at", id(point), side)
    if key not in subject.memory:
        # The point is kept too, so that its identity stays taken.
        subject.memory[key] = _at_point(subject, point, side), point
    return subject.memory[key][0]


def _at_point(subject: Map, point: Point, side: int) -> Place:
    expr, side = _expression(subject, point, side)
    place = _classified(subject, expr, subject.x, point, identity_chart(subject.x), point.text())
    place.side = side
    return place


def _derivatives(expr: sp.Expr, x: sp.Symbol, p: Any) -> Iterator[Any]:
    """f'(p), f''(p)/2, ... exactly."""
    factor = sp.S.One
    for j in range(1, _MAX_ORDER):
        expr = sp.diff(expr, x)
        factor *= j
        try:
            yield value_at(expr, x, p) / factor
        except (UnknownError, EmbedcheckError):
            raise InputError(f"f is not analytic at {formula(p)}") from None


def _classified(subject: Map, expr: sp.Expr, x: sp.Symbol, point: Point, chart: Chart, name: str) -> Place:
    def place(kind: Kind, multiplier: Any, degree: int) -> Place:
        return Place(subject, expr, x, point, chart, kind, multiplier, degree, name)

    if point.value is None:
        return _classified_by_ball(place, expr, x, point, name)
    values = _derivatives(expr, x, point.value)
    s: Any = next(values)
    signs = constant_sign(s), constant_sign(s - 1), constant_sign(s + 1)
    if None in signs:
        raise InputError(f"the multiplier {formula(s)} at {name} could not be compared with 0, 1 and -1")
    if 0 not in signs:
        return place("hyperbolic", s, 1)
    if signs[2] == 0:
        return place("neutral", s, 1)
    for degree, value in zip(itertools.count(2), values, strict=False):
        sign = constant_sign(value)
        if sign is None:
            raise InputError(f"the derivative of order {degree} at {name} could not be compared with 0")
        if sign:
            return place("superattracting", s, degree) if signs[0] == 0 else place("parabolic", s, degree - 1)
    raise InputError(f"all derivatives at {name} up to order {_MAX_ORDER} agree with those of a simpler map")


def _classified_by_ball(place: Any, expr: sp.Expr, x: sp.Symbol, point: Point, name: str) -> Place:
    program = compile_expression(sp.diff(expr, x))
    for bits in (64, 256, 1024):
        with precision(bits):
            s = enclose(program, point.ball(bits))
            if s.is_finite() and not s.contains(0) and not s.contains(1) and not s.contains(-1):
                return place("hyperbolic", None, 1)
    raise InputError(f"the multiplier at {name} is 0, 1 or -1 within the known digits, which decides nothing")
