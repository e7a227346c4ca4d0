"""Orbits that run into a fixed point, forward or backward, and the way back out of it (guarantee: rigorous)."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.analysis.points import Point, exact_point, order
from embedcheck.analysis.signs import Deadline, UnknownError, zeros
from embedcheck.balls import arb
from embedcheck.balls.arith import lower, to_sympy, upper, working_precision
from embedcheck.equations.motion import Motion, beyond, show, union
from embedcheck.equations.places import Place, analysis_of, has_pieces
from embedcheck.errors import BasinError

MAX_STEPS = 200_000
_STALL = 1e-13
_FAR = 1e100
_HUGE = 10_000_000
"""binary digits beyond which a flow is not followed"""
_DOUBLINGS = 400


class Dynamics(Motion):
    """f in the chart of a place: images, preimages, and orbits towards the fixed point."""

    def __init__(self, place: Place) -> None:
        self.place = place
        subject = place.subject
        interval = subject.domain.interval
        self.charted = not place.finite
        self.low, self.high = exact_point(interval.lo), exact_point(interval.hi)
        if self.charted:
            self.low, self.high = exact_point(sp.S.Zero), exact_point(place.chart.end(interval.lo, interval.hi))
        self.low_open, self.high_open = not interval.lo_closed, not interval.hi_closed
        if self.charted:
            reached = interval.hi_closed if interval.lo == -sp.oo and interval.hi != sp.oo else interval.lo_closed
            self.low_open, self.high_open = True, not reached
        self.single = self.charted or not has_pieces(subject.expr)
        if self.single:
            pieces: list[Any] = [(self.low, self.high, place.expr)]
        else:
            pieces = [(piece.lo, piece.hi, piece.expr) for piece in analysis_of(subject).pieces]
        super().__init__(pieces, place.variable)
        self._slopes: list[tuple[arb, int]] = []
        self._limits: dict[int, Point | None] = {}

    def require_inside(self, x: arb) -> None:
        """Raise BasinError when x is proven to lie outside the domain, or is not told apart from an open end."""
        low, high = beyond(x, self.low), beyond(x, self.high)
        if low == -1 or high == 1 or (low == 0 and self.low_open) or (high == 0 and self.high_open):
            raise BasinError(f"the orbit leaves the domain {self.place.subject.domain.text()} at {show(self.back(x))}")

    def back(self, w: arb) -> arb:
        """The point of the domain with this chart coordinate."""
        return self.place.chart.back(w) if self.charted else w

    def require_increasing(self, x: arb, centre: arb) -> None:
        """f' > 0 is proven between the fixed point and x; raises BasinError otherwise."""
        if self._slope_sign(x, centre) != 1:
            raise BasinError(
                f"f is not proven to be increasing between {self.place.name} and {show(self.back(x))}, "
                "which a flow there needs"
            )

    def require_monotone(self, x: arb, centre: arb) -> None:
        """f' has no zero between the fixed point and x; raises BasinError without proof."""
        if not self._slope_sign(x, centre):
            raise BasinError(f"f is not proven to be monotone between {self.place.name} and {show(self.back(x))}")

    def _slope_sign(self, x: arb, centre: arb) -> int:
        """The proven sign of f' between the fixed point and x, 0 without proof."""
        side = 1 if x > centre else -1
        for known, sign in self._slopes:
            if (known > centre) == (side > 0) and abs(x - centre) <= abs(known - centre):
                return sign
        sign = self._proven_slope(x, centre)
        if sign:
            self._slopes.append((x, sign))
        return sign

    def _proven_slope(self, x: arb, centre: arb) -> int:
        try:
            if not self.single:
                return analysis_of(self.place.subject).monotone
            end = exact_point(to_sympy(upper(x) if x > centre else lower(x)))
            # A ball around an end of the domain reaches beyond it.
            end = self.low if order(end, self.low) == -1 else self.high if order(self.high, end) == -1 else end
            stops = (self.place.point, end) if x > centre else (end, self.place.point)
            found = zeros(sp.diff(self.place.expr, self.place.variable), *stops, Deadline(10.0))
            return found.signs[0] if not found.zeros else 0
        except UnknownError:
            return 0

    def orbit(self, x: arb, centre: arb, small: float, forward: bool) -> list[arb]:
        """x, F(x), F(F(x)), ... until |x_n - p| <= small, F being f or its inverse. Raises BasinError."""
        result = [x]
        start = x
        if not abs(x - centre) > 0:
            raise BasinError("the point is the fixed point itself")
        self.require_inside(x)
        offset = float(x - centre)
        distance = abs(offset)
        while distance > small:
            x = self.image(x) if forward else self._inward(x, centre)
            previous, offset = offset, float(x - centre)
            new = abs(offset)
            if not new < _FAR:
                raise BasinError(f"no orbit from {show(self.back(start))} into {self.place.name} was found")
            if abs(new - distance) < _STALL * distance or len(result) > MAX_STEPS:
                raise BasinError(f"the orbit of {show(self.back(start))} does not tend to {self.place.name}")
            if new > distance or (offset > 0) != (previous > 0):
                self.require_inside(x)
            result.append(x)
            distance = new
        return result

    def _inward(self, x: arb, centre: arb) -> arb:
        low, high = (centre, x) if x > centre else (x, centre)
        found = self.preimage(x, low, high)
        if not (found > low and found < high) and found.is_finite():
            raise BasinError(
                f"f({show(self.back(x))}) does not point away from {self.place.name}: the point is not in its basin"
            )
        return found

    def outward(self, x: arb, centre: arb, forward: bool, inner: arb) -> arb:
        """F^(-1)(x), farther from p: f(x) itself when F is the inverse of f. `inner` is a point on the near side.

        Raises BasinError unless the way stays in the domain, f is proven to be increasing on it, and it leads away.
        """
        side = 1 if x > centre else -1
        if forward:
            far = self._far(x, centre, side)
            low, high = (inner, far) if side > 0 else (far, inner)
            found = self.preimage(x, low, high)
        else:
            self.require_inside(x)
            self.require_increasing(x, centre)
            found = self.image(x)
        if not found.is_finite():
            return found
        if not (found - x) * side > 0 or not abs(found) < arb(2) ** _HUGE:
            raise BasinError(f"the flow is not known beyond {show(self.back(x))}")
        if forward:
            self.require_inside(found)
            self.require_increasing(found, centre)
        return found

    def _far(self, x: arb, centre: arb, side: int) -> arb:
        """An exact point beyond the preimage of x, as far as f is known to be increasing or defined."""
        limit = self._limit(side)
        reach = abs(x - centre)
        for _ in range(_DOUBLINGS):
            reach = 2 * reach
            far = (centre + side * reach).mid()
            at_limit = limit is not None and beyond(far, limit) != -side
            if limit is not None and at_limit:
                far = limit.ball(working_precision())
            value = union([branch.step.image(far) for branch in self._branches(far)])
            if (value - x) * side > 0 or (at_limit and not (value - x) * side < 0):
                return far
            if at_limit:
                break
        raise BasinError(f"the flow leaves the domain: f takes no value {show(self.back(x))} there")

    def _limit(self, side: int) -> Point | None:
        """The critical point next to p on that side, or the end of the domain; None if there is none."""
        if side not in self._limits:
            end = self.high if side > 0 else self.low
            point = None if end.infinite else end
            if self.single and not self.charted:
                stops = (self.place.point, end) if side > 0 else (end, self.place.point)
                try:
                    found = zeros(sp.diff(self.place.expr, self.place.variable), *stops, Deadline(5.0))
                    if found.zeros and found.period is None:
                        point = found.zeros[0 if side > 0 else -1]
                except UnknownError:
                    pass
            self._limits[side] = point
        return self._limits[side]
