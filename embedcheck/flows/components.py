"""The flow of an increasing map of an interval, component by component of X minus the fixed points."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import sympy as sp

from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.points import Point, exact_point, order
from embedcheck.analysis.signs import UnknownError
from embedcheck.balls import arb
from embedcheck.balls.arith import integer
from embedcheck.balls.constants import constant_ball
from embedcheck.equations.motion import Motion
from embedcheck.equations.places import Place, analysis_of, find_place, place_at
from embedcheck.equations.solvers import solver_at
from embedcheck.equations.values import to_arb
from embedcheck.errors import EmbedcheckError, InputError
from embedcheck.flows.base import Flow
from embedcheck.flows.domains import FundamentalDomain
from embedcheck.maps import Map

_ORDER = ("flow", "C0", "Lip", "C1", "Cinf", "Comega")


class ComponentFlow(Flow):
    """Koenigs, Abel and Boettcher flows at fixed points, fundamental domains elsewhere.

    `regularity` is that of the cell where every component is served by the fixed points at its ends in X (or, without
    any, by one outside X), and at most Lip where one fixed point serves a component between two whose fields are not
    known to coincide, or a fundamental domain is used.
    """

    def __init__(self, subject: Map, regularity: str, matched: bool) -> None:
        analysis = analysis_of(subject)
        try:
            self.fixed = list(analysis.fixed.points)
            self.intervals = list(analysis.fixed.intervals)
        except UnknownError as error:
            raise InputError(f"the fixed points are not known: {error}") from None
        self.period: Any = None
        stops = [analysis.lo, *(known.point for known in self.fixed), analysis.hi]
        if analysis.fixed.infinite:
            stops = self._one_period(analysis)
        stops = [stop for k, stop in enumerate(stops) if k == 0 or order(stops[k - 1], stop) != 0]
        self.motion = Motion([(p.lo, p.hi, p.expr) for p in analysis.pieces], analysis.x, analysis.expr)
        self.parts: list[tuple[Point, Point, Any]] = []
        sources: list[str] = []
        delivered = regularity
        for low, high in itertools.pairwise(stops):
            if any(order(p.lo, low) in (0, -1) and order(high, p.hi) in (0, -1) for p in self.intervals):
                self.parts.append((low, high, None))
                continue
            part, source = self._generator(subject, analysis, low, high, regularity)
            if source == "a fundamental domain" or (self._fixed(low) and self._fixed(high) and not matched):
                delivered = _weaker(delivered, "Lip")
            self.parts.append((low, high, part))
            sources.append(source)
        super().__init__(subject, delivered, ", ".join(dict.fromkeys(sources)) or "rest")

    def _one_period(self, analysis: IntervalAnalysis) -> list[Point]:
        """The fixed points of one period and the first of the next; f(x + T) = f(x) + T."""
        first = self.fixed[0]
        if len(analysis.pieces) > 1 or any(p.point.value is None or p.period is None for p in self.fixed):
            raise InputError("infinitely many fixed points that are not known exactly, or not on one piece")
        self.period = first.period
        self.fixed.append(replace(first, point=exact_point(first.point.value + self.period)))
        return [known.point for known in self.fixed]

    def _shift(self, x: Any) -> Any:
        """The multiple of the period that moves x into the period at hand."""
        if self.period is None:
            return sp.S.Zero
        ratio = (x - self.fixed[0].point.value) / self.period
        for bits in (128, 4096):
            ball = constant_ball(ratio, bits)
            low, high = (integer(end.floor()) for end in (ball.lower(), ball.upper()))
            if low == high:
                return low * self.period
        raise InputError(f"it is not decided in which period x = {x} lies")

    def _fixed(self, point: Point) -> bool:
        return any(order(known.point, point) == 0 for known in self.fixed)

    def _generator(
        self, subject: Map, analysis: IntervalAnalysis, low: Point, high: Point, regularity: str
    ) -> tuple[Any, str]:
        """What gives the flow between low and high, and its name."""
        candidates = [(low, 1), (high, -1)] if regularity != "flow" or _steep(analysis, low, high) else []
        for inside in (True, False):
            for point, side in candidates:
                if self._fixed(point) != inside:
                    continue
                try:
                    place = place_at(subject, point, side) if not point.infinite else find_place(subject, point.value)
                    if _serves(place, low, high):
                        return solver_at(place, side if place.finite else 1), f"{_NAMES[place.kind]} at {place.name}"
                except (UnknownError, EmbedcheckError):
                    continue
        smooth = regularity != "flow"
        closed = low is analysis.lo and analysis.lo_closed, high is analysis.hi and analysis.hi_closed
        domain = FundamentalDomain(self.motion, analysis.pieces, analysis.x, low, high, closed, smooth)
        return domain, "a fundamental domain"

    def _part(self, x: Any) -> Any:
        """The generator of the component of an exact point; None at rest."""
        point = exact_point(x)
        for known in self.fixed:
            if order(known.point, point) == 0:
                return None
        for low, high, part in self.parts:
            left, right = order(low, point), order(point, high)
            if left in (-1, 0) and right in (-1, 0):
                return part
        raise InputError(f"it is not decided between which fixed points x = {x} lies")

    def advance(self, x: Any, t: arb, bits: int) -> arb:
        shift = self._shift(x)
        part = self._part(x - shift)
        value = to_arb(x - shift, bits)
        return to_arb(shift, bits) + (value if part is None else part.flow(value, t, bits))

    def velocity(self, x: Any, t: arb, bits: int) -> arb:
        x = x - self._shift(x)
        part = self._part(x)
        return arb(0) if part is None else part.field(to_arb(x, bits), bits)


_NAMES = {"hyperbolic": "Koenigs", "parabolic": "Abel", "superattracting": "Boettcher"}


def _steep(analysis: IntervalAnalysis, low: Point, high: Point) -> bool:
    """Whether f' is proven to have no zero between the two points."""
    try:
        critical = analysis.critical
        periodic = analysis.infinitely_critical
    except UnknownError:
        return False
    between = [order(low, point) != 1 and order(point, high) != 1 for point in critical]
    return not periodic and not any(between)


def _serves(place: Place, low: Point, high: Point) -> bool:
    """Whether the point has a flow on (low, high); its analytic disc is certified on the way."""
    radius, _ = place.disc
    zero = exact_point(sp.S.Zero)
    if not (place.chart.everywhere or order(zero, low) in (-1, 0) or order(high, zero) in (-1, 0)):
        return False
    if place.kind == "hyperbolic":
        return bool(solver_at(place).multiplier(64) > 0 and radius > 0)
    return place.kind in _NAMES


def _weaker(one: str, other: str) -> str:
    return min(one, other, key=_ORDER.index)
