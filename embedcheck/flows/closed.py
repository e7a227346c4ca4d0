"""Flows in closed form: a coordinate h in which f is a Moebius map u -> (a u + b)/(c u + d) (guarantee: exact).

The one-parameter group through the map is a combination of its matrix A and the identity: with eigenvalues l1, l2 of
A, multiplier mu = l1/l2 and the normalisation c u + d > 0,

    A^t ~ (mu^t - 1) A - (mu^t l2 - l1) I          two real eigenvalues
    A^t ~ t A - (t - 1) l I                        one
    A^t ~ sin(t w) A - r sin((t - 1) w) I          l = r exp(+- i w)
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import sympy as sp

from embedcheck.analysis.closed import moebius_coefficients
from embedcheck.analysis.local import end_limit
from embedcheck.analysis.points import Point, exact_point, order, rational_between
from embedcheck.analysis.signs import UnknownError
from embedcheck.balls import arb
from embedcheck.balls.arith import sign_of, to_sympy
from embedcheck.balls.constants import constant_ball, constant_sign
from embedcheck.balls.enclose import enclose
from embedcheck.balls.program import Program, compile_expression
from embedcheck.certificate import Closed, Coordinate, Power
from embedcheck.equations.motion import beyond
from embedcheck.equations.places import analysis_of
from embedcheck.equations.values import to_arb
from embedcheck.errors import BasinError, InputError
from embedcheck.flows.base import Flow
from embedcheck.maps import Map
from embedcheck.parsing import parse_map, parse_number

_T = sp.Symbol("t", real=True)


@dataclass(frozen=True)
class Chart:
    """One coordinate with its Moebius map, between two points; h, its inverse, and the group as matrix entries in t."""

    low: Point
    high: Point
    h: sp.Expr
    variable: sp.Symbol
    inverse: sp.Expr
    inner: sp.Symbol
    group: tuple[Any, Any, Any, Any]
    generator: sp.Expr
    """V in the coordinate, as an expression of `inner`"""
    angle: sp.Expr | None = None
    """w, where the group is one of rotations: a solution stays on the line for less than half a turn, |t| w < pi"""


def group_of(matrix: tuple[Any, Any, Any, Any], u: sp.Symbol) -> tuple[tuple[Any, Any, Any, Any], Any, Any] | None:
    """The entries of A^t up to scale, the generator as an expression of u, and the angle w of a rotation or None.

    None where the powers are not real.

    The matrix has a positive determinant, and c u + d > 0 at the points in question.
    """
    a, b, c, d = matrix
    trace, det = a + d, a * d - b * c
    discriminant: Any = sp.expand(trace**2 - 4 * det)
    sign = constant_sign(discriminant)
    shape = b + (a - d) * u - c * u**2
    w: Any = None
    if sign is None:
        return None
    if sign == 0:
        half: Any = trace / 2
        if constant_sign(half) != 1:
            return None
        first, second, factor = _T, (1 - _T) * half, 1 / half
    elif sign > 0:
        root = sp.Abs(a - d) if constant_sign(b * c) == 0 else sp.sqrt(discriminant)
        l1, l2 = (trace + root) / 2, (trace - root) / 2
        if constant_sign(l2) != 1:
            return None
        power = (l1 / l2) ** _T
        first, second, factor = power - 1, l1 - power * l2, sp.log(l1 / l2) / root
    else:
        r = sp.sqrt(det)
        w = sp.acos(trace / (2 * r))
        first, second, factor = sp.sin(_T * w), r * sp.sin((1 - _T) * w), w / (r * sp.sin(w))
    return (first * a + second, first * b, first * c, first * d + second), factor * shape, w


class ClosedFlow(Flow):
    """h^(-1)(A^t h(x)), with the field as a formula."""

    def __init__(self, subject: Map, regularity: str, charts: list[Chart], formula: Any) -> None:
        super().__init__(subject, regularity, "a closed form")
        self.charts = charts
        self._formula = formula
        self._velocity = compile_expression(formula)
        self._programs: dict[int, tuple[Program, ...]] = {}
        self._ends = _hull(subject)

    @property
    def formula(self) -> Any:
        """V as a SymPy expression in the variable of the map."""
        return self._formula

    def _chart(self, x: Any) -> Chart:
        point = exact_point(x)
        for chart in self.charts:
            if order(chart.low, point) in (-1, 0) and order(point, chart.high) in (-1, 0):
                return chart
        raise InputError(f"x = {x} lies in no chart of the flow")

    def _rest(self, x: Any) -> bool:
        near = enclose(self._velocity, to_arb(x, 128))
        return not sign_of(near) and constant_sign(self._formula.subs(self.map.x, x)) == 0

    def advance(self, x: Any, t: arb, bits: int) -> arb:
        if self._rest(x):
            return to_arb(x, bits)
        chart = self._chart(x)
        programs = self._compiled(chart)
        u = enclose(programs[0], to_arb(x, bits))
        a, b, c, d = (enclose(part, t) for part in programs[2:])
        if chart.angle is not None and not abs(t) * constant_ball(chart.angle, bits) < arb.pi():
            raise BasinError("the solution has left the domain of the field before t")
        denominator = c * u + d
        if not sign_of(denominator) > 0:
            raise BasinError("the solution has left the domain of the field before t")
        y = enclose(programs[1], (a * u + b) / denominator)
        low, high = self._ends
        if (low is not None and beyond(y, low) == -1) or (high is not None and beyond(y, high) == 1):
            raise BasinError("the solution has left the hull of X and f(X) before t")
        return y

    def _compiled(self, chart: Chart) -> tuple[Program, ...]:
        key = id(chart)
        if key not in self._programs:
            self._programs[key] = tuple(compile_expression(part) for part in (chart.h, chart.inverse, *chart.group))
        return self._programs[key]

    def velocity(self, x: Any, t: arb, bits: int) -> arb:
        return arb(0) if self._rest(x) else enclose(self._velocity, to_arb(x, bits))


def _hull(subject: Map) -> tuple[Point | None, Point | None]:
    """The ends of J = hull(X u f(X)); None where one is not known."""
    analysis = analysis_of(subject)
    ends: list[Point | None] = []
    for own, side, direction in ((analysis.lo, "right", -1), (analysis.hi, "left", 1)):
        try:
            image = exact_point(end_limit(analysis.pieces[0 if direction < 0 else -1].expr, own, side))
        except UnknownError:
            ends.append(None)
            continue
        comparison = order(image, own)
        ends.append(None if comparison is None else image if comparison == direction else own)
    return ends[0], ends[1]


def moebius_flow(subject: Map, regularity: str) -> ClosedFlow | None:
    """The flow of a Moebius map; None where its powers are not real in the orientation of X."""
    analysis = analysis_of(subject)
    expr, x = analysis.smooth, analysis.x
    matrix = None if expr is None else moebius_coefficients(expr, x)
    if matrix is None:
        return None
    chart = _chart(analysis.lo, analysis.hi, x, x, x, x, matrix)
    return None if chart is None else _flow_of(subject, regularity, [chart])


def power_flow(subject: Map, data: Power, regularity: str) -> ClosedFlow | None:
    """The flow of c x^a on (0, oo): affine in log x."""
    x, u = subject.x, sp.Symbol("u", real=True)
    matrix = (parse_number(data.exponent), sp.log(parse_number(data.coefficient)), sp.S.Zero, sp.S.One)
    chart = _chart(exact_point(sp.S.Zero), exact_point(sp.oo), sp.log(x), x, sp.exp(u), u, matrix)
    return None if chart is None else _flow_of(subject, regularity, [chart])


def coordinate_flow(subject: Map, data: Closed, regularity: str) -> ClosedFlow | None:
    """The flow that the evidence of 1D-CLOSED describes: one coordinate for each gap between the zeros of V."""
    analysis = analysis_of(subject)
    stops = [exact_point(parse_number(data.lower)), *(known.point for known in analysis.fixed.points)]
    stops.append(exact_point(parse_number(data.upper)))
    stops = [stop for k, stop in enumerate(stops) if k == 0 or order(stops[k - 1], stop) != 0]
    gaps = list(itertools.pairwise(stops))
    if len(gaps) != len(data.coordinates):
        return None
    charts: list[Chart] = []
    for (low, high), coordinate in zip(gaps, data.coordinates, strict=True):
        chart = _coordinate_chart(subject.x, low, high, coordinate)
        if chart is None:
            return None
        charts.append(chart)
    (field,), _ = parse_map(data.field, [subject.x.name])
    return ClosedFlow(subject, regularity, charts, field)


def _flow_of(subject: Map, regularity: str, charts: list[Chart]) -> ClosedFlow:
    chart = charts[0]
    inner = chart.generator.subs(chart.inner, chart.h) / sp.diff(chart.h, subject.x)
    return ClosedFlow(subject, regularity, charts, sp.simplify(inner))


def _coordinate_chart(x: sp.Symbol, low: Point, high: Point, data: Coordinate) -> Chart | None:
    p, centre = parse_number(data.parameter), parse_number(data.centre)
    real, positive = sp.Symbol("u", real=True), sp.Symbol("u", positive=True)
    h, inverse, u = {
        "identity": (x, real, real),
        "exp": (sp.exp(p * x), sp.log(positive) / p, positive),
        "tan": (sp.tan(p * x), sp.atan(real) / p, real),
        "log": (sp.log(x), sp.exp(real), real),
        "power": ((data.side * (x - centre)) ** p, centre + data.side * positive ** (1 / p), positive),
    }[data.function]
    a, b, c, d = (parse_number(entry) for entry in data.matrix)
    return _chart(low, high, h, x, inverse, u, (a, b, c, d))


def _chart(
    low: Point, high: Point, h: Any, x: sp.Symbol, inverse: Any, u: sp.Symbol, matrix: tuple[Any, Any, Any, Any]
) -> Chart | None:
    spot = rational_between(low, high)
    if spot is None:
        return None
    sign = constant_sign(matrix[2] * h.subs(x, to_sympy(spot)) + matrix[3])
    if not sign:
        return None
    a, b, c, d = (sign * entry for entry in matrix)
    found = group_of((a, b, c, d), u)
    return None if found is None else Chart(low, high, h, x, inverse, u, *found)
