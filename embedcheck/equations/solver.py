"""What the solvers of the three equations share (guarantee: rigorous).

Each brings a point near the fixed point, uses the local series, and carries the result back. Everything is computed in
the chart of the place, at a working precision that the caller raises until it suffices.
"""

from __future__ import annotations

import math

from embedcheck.balls import arb, fmpq
from embedcheck.equations.dynamics import MAX_STEPS, Dynamics
from embedcheck.equations.places import Place
from embedcheck.errors import BasinError, InputError

ROOT_HALF = fmpq(181, 256)
"""a little less than sqrt(1/2), for radii that are tried one after the other"""
GUARD = 16
"""orders of a series ring beyond those in use"""


class Solver:
    """What the three equations share: the way in, the way out, and the chart."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.dynamics = Dynamics(place)

    def enter(self, x: arb, bits: int) -> tuple[arb, arb]:
        """The chart coordinate of x and that of the fixed point."""
        w = self.place.chart.to(x) if self.dynamics.charted else x
        return w, self.place.centre(bits)

    def require_side(self, x: arb, centre: arb) -> None:
        """Raise BasinError when the orbit ended on the side of p where f is another piece."""
        side = self.place.side
        if side and not (x - centre) * side > 0:
            raise BasinError(f"the orbit runs into {self.place.name} on the other side, where f is another piece")

    def product(self, orbit: list[arb], forward: bool) -> arb:
        """The derivative of f^n at x_0 (forward) or at x_n (backward orbits), n = len(orbit) - 1."""
        result = arb(1)
        for point in orbit[:-1] if forward else orbit[1:]:
            result = result * self.dynamics.slope(point)
        return result

    def leave(self, y: arb, steps: int, orbit: list[arb], centre: arb, forward: bool) -> arb:
        """F^(-steps)(y) for y between x_n and x_(n+1); negative steps lead on towards the point.

        Beyond x_0 every step is checked: BasinError where the flow is not proven to go on.
        """
        dynamics = self.dynamics
        for _ in range(-steps):
            y = dynamics.image(y) if forward else dynamics.preimage(y, *sorted_pair(centre, y))
        level = len(orbit) - 1
        for _ in range(steps):
            if level < 1:
                y = dynamics.outward(y, centre, forward, orbit[0] if forward and level == 0 else y)
            elif forward:
                y = dynamics.preimage(y, *sorted_pair(orbit[level], orbit[level - 1]))
            else:
                y = dynamics.image(y)
            level -= 1
            if not y.is_finite():
                return y
        return y

    def to_domain(self, w: arb) -> arb:
        return self.dynamics.back(w)

    def field_in_domain(self, x: arb, value: arb) -> arb:
        """The field in x from that in the chart."""
        return value / self.place.chart.slope(x) if self.dynamics.charted else value


def sorted_pair(one: arb, other: arb) -> tuple[arb, arb]:
    return (one, other) if one < other else (other, one)


def split_time(t: arb) -> tuple[int, arb]:
    """t = whole + rest with 0 <= rest < 1, up to the radius of t. Raises InputError for a time that is too long."""
    if not abs(t) < MAX_STEPS:
        require_steps(math.inf)
    whole = math.floor(float(t.mid()))
    if not t - whole >= 0 and t.rad() < 1:
        whole -= 1
    return whole, t - whole


def require_steps(count: float) -> None:
    """Raise InputError when this would take too many steps of the map."""
    if not count <= MAX_STEPS:
        raise InputError(f"this would take more than {MAX_STEPS} steps of the map")
