"""The flow on a component without usable fixed point: a field on one fundamental domain, carried along by f.

On D from x0 to x1 = f(x0) the field is affine, V(x0) = a, V(x1) = a f'(x0), with the integral of dx/V over D equal
to 1; V(f(x)) = f'(x) V(x) extends it. Where f' may vanish or jump, only the flow is given: h(x) = (x - x0)/(x1 - x0)
on D and h(f(x)) = h(x) + 1.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import sympy as sp

from embedcheck.analysis.pieces import Piece
from embedcheck.analysis.points import Point, order, rational_between
from embedcheck.balls import arb
from embedcheck.balls.arith import to_sympy, working_precision
from embedcheck.balls.constants import constant_ball, constant_sign
from embedcheck.equations.motion import Motion, beyond, show
from embedcheck.errors import BasinError, InputError

_DOUBLINGS = 400
MAX_STEPS = 20_000


class FundamentalDomain:
    """One component (low, high) of X minus the fixed points; `closed` tells which ends belong to it.

    `smooth` asks for a field.
    """

    def __init__(
        self,
        motion: Motion,
        pieces: list[Piece],
        variable: sp.Symbol,
        low: Point,
        high: Point,
        closed: tuple[bool, bool],
        smooth: bool,
    ):
        self.motion = motion
        self.low, self.high = low, high
        self.closed = closed
        self.smooth = smooth
        self.base, piece = _base_point(pieces, low, high)
        self.image: Any = piece.expr.subs(variable, self.base)
        self.slope: Any = sp.diff(piece.expr, variable).subs(variable, self.base)
        self.level = constant_sign(self.slope - 1) == 0
        direction = constant_sign(self.image - self.base)
        if not direction:
            raise InputError("the direction of f on the component is not known")
        self.direction = direction

    def _ends(self, bits: int) -> tuple[arb, arb]:
        return constant_ball(self.base, bits), constant_ball(self.image, bits)

    def _height(self, y: arb, bits: int) -> arb:
        """h on D, clipped to [0, 1]."""
        x0, x1 = self._ends(bits)
        share = (y - x0) / (x1 - x0)
        if self.smooth and not self.level:
            r = constant_ball(self.slope, bits)
            share = (1 + share * (r - 1)).log() / r.log()
        return share.max(arb(0)).min(arb(1))

    def _place(self, tau: arb, bits: int) -> arb:
        """The point of D at the height tau, clipped to [0, 1]."""
        x0, x1 = self._ends(bits)
        tau = tau.max(arb(0)).min(arb(1))
        if self.smooth and not self.level:
            r = constant_ball(self.slope, bits)
            tau = ((r.log() * tau).exp() - 1) / (r - 1)
        return x0 + (x1 - x0) * tau

    def _speed(self, y: arb, bits: int) -> arb:
        """V on D, at y clipped to D."""
        x0, x1 = self._ends(bits)
        if self.level:
            return x1 - x0
        r = constant_ball(self.slope, bits)
        return (x1 - x0) * r.log() / (r - 1) + r.log() * (y.max(x0.min(x1)).min(x0.max(x1)) - x0)

    def _back(self, x: arb) -> arb:
        """f^(-1)(x), on the component."""
        bits = working_precision()
        far, near = (self.low, self.high) if self.direction > 0 else (self.high, self.low)
        start = x
        if beyond(x, near) == self.direction:
            start = near.ball(bits)
        end = far.ball(bits).mid() if not far.infinite else self._far(x, start)
        low, high = (end, start) if self.direction > 0 else (start, end)
        found = self.motion.preimage(x, low, high)
        if not found.is_finite():
            raise BasinError(f"the flow leaves the domain: f takes no value {show(x)} there")
        self._require_inside(found)
        return found

    def _far(self, x: arb, start: arb) -> arb:
        """A point whose image lies beyond x, or the farthest one tried."""
        reach = abs(start).max(arb(1))
        for _ in range(_DOUBLINGS):
            end = (start - self.direction * reach).mid()
            if (self.motion.image(end) - x) * self.direction < 0:
                return end
            reach = 2 * reach
        raise BasinError(f"the flow leaves the domain: f takes no value {show(x)} there")

    def _ahead(self, x: arb) -> arb:
        self._require_inside(x)
        return self.motion.image(x)

    def _require_inside(self, x: arb) -> None:
        low, high = beyond(x, self.low), beyond(x, self.high)
        if low == -1 or high == 1 or (low == 0 and not self.closed[0]) or (high == 0 and not self.closed[1]):
            raise BasinError(f"the flow leaves the domain at {show(x)}")

    def locate(self, x: arb, bits: int) -> tuple[int, list[arb]]:
        """m and the orbit from x to y = f^(-m)(x), a point of D up to the radius of y."""
        x0, x1 = (end.mid() for end in self._ends(bits))
        orbit, m = [x], 0
        while len(orbit) < MAX_STEPS:
            y = orbit[-1].mid()
            if (y - x0) * self.direction < 0:
                orbit.append(self._ahead(orbit[-1]))
                m -= 1
            elif (x1 - y) * self.direction < 0:
                orbit.append(self._back(orbit[-1]))
                m += 1
            else:
                return m, orbit
        raise BasinError("the fundamental domain is not reached")

    def height(self, x: arb, bits: int) -> arb:
        """h(x), h(f(x)) = h(x) + 1."""
        m, orbit = self.locate(x, bits)
        y = orbit[-1]
        x0, x1 = self._ends(bits)
        result = m + self._height(y, bits)
        if not (y - x0) * self.direction > 0:
            result = result.union(m - 1 + self._height(self.motion.image(y), bits))
        if not (x1 - y) * self.direction > 0:
            result = result.union(m + 1 + self._height(x0, bits))
        return result

    def flow(self, x: arb, t: arb, bits: int) -> arb:
        """f^t(x)."""
        if not abs(t) < MAX_STEPS:
            raise BasinError(f"the time is longer than {MAX_STEPS} steps of the map")
        level = self.height(x, bits) + t
        whole = math.floor(float(level.mid()))
        rest = level - whole
        y = self._place(rest, bits)
        if not rest < 1:
            y = y.union(self.motion.image(self._place(rest - 1, bits)))
        if not rest > 0:
            y = y.union(self._back(self._place(rest + 1, bits)))
        for _ in range(abs(whole)):
            y = self._ahead(y) if whole > 0 else self._back(y)
        return y

    def field(self, x: arb, bits: int) -> arb:
        """V(x)."""
        if not self.smooth:
            raise InputError("no vector field belongs to this flow: the cell asks for none")
        m, orbit = self.locate(x, bits)
        x0, x1 = self._ends(bits)
        y = orbit[-1]
        value = self._speed(y, bits)
        # A ball around an end of D holds points of the next domains.
        if not (y - x0) * self.direction > 0:
            value = value.union(self._speed(self.motion.image(y), bits) / self.motion.slope(y))
        if not (x1 - y) * self.direction > 0:
            value = value.union(self._speed(x0, bits) * self.motion.slope(x0))
        if m > 0:
            for point in orbit[1:]:
                value = value * self.motion.slope(point)
        else:
            for point in orbit[:-1]:
                value = value / self.motion.slope(point)
        return value


def _base_point(pieces: list[Piece], low: Point, high: Point) -> tuple[Any, Piece]:
    """A rational point of the component inside a piece of f."""
    stops = [low, *(piece.lo for piece in pieces if order(low, piece.lo) == -1 and order(piece.lo, high) == -1), high]
    for left, right in itertools.pairwise(stops):
        base = rational_between(left, right)
        for piece in pieces:
            if base is not None and order(piece.lo, left) in (-1, 0) and order(right, piece.hi) in (-1, 0):
                return to_sympy(base), piece
    raise InputError("no rational point in the component was found")
