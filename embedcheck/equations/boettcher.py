"""Values of the Boettcher function and its flow at any point of the basin (guarantee: rigorous)."""

from __future__ import annotations

import math
from functools import cached_property

from embedcheck.balls import arb
from embedcheck.balls.arith import precision
from embedcheck.balls.boettcher import BoettcherSeries
from embedcheck.balls.taylor import LocalMap
from embedcheck.equations.places import Place
from embedcheck.equations.solver import GUARD, Solver, require_steps, split_time
from embedcheck.errors import BasinError, InputError


class BoettcherSolver(Solver):
    """beta(f(x)) = beta(x)^d at a superattracting point; `side` is that of beta > 0."""

    attracting = True

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._series: dict[tuple[int, int, int], BoettcherSeries] = {}

    @cached_property
    def leading(self) -> int:
        """The sign of a."""
        with precision(128, 64):
            return 1 if self.place.coefficients(self.place.degree, 128)[self.place.degree] > 0 else -1

    def series(self, side: int, bits: int) -> BoettcherSeries:
        """log |beta| in the coordinate side * (x - p) > 0."""
        d = self.place.degree
        order = d + 24
        key = (side, order, bits)
        if key not in self._series:
            with precision(bits, order + GUARD):
                g = self.place.coefficients(order, bits)
                if side < 0:
                    g = [c if j % 2 else -c for j, c in enumerate(g)]
                self._series[key] = BoettcherSeries(LocalMap(g, *self.place.disc), d)
        return self._series[key]

    def _inside(self, x: arb, bits: int) -> tuple[list[arb], BoettcherSeries, arb, int]:
        w, p = self.enter(x, bits)
        small = math.exp(-min(bits * math.log(2) / 20, 600.0))
        orbit = self.dynamics.orbit(w, p, small, True)
        self.require_side(orbit[-1], p)
        side = 1 if orbit[-1] > p else -1
        series = self.series(side, bits)
        while not abs(orbit[-1] - p) < series.radius / 8:
            orbit.append(self.dynamics.image(orbit[-1]))
        return orbit, series, p, side

    def log_value(self, x: arb, bits: int) -> arb:
        """log |beta(x)|."""
        orbit, series, p, side = self._inside(x, bits)
        return series.log_value(side * (orbit[-1] - p)) / arb(self.place.degree) ** (len(orbit) - 1)

    def value(self, x: arb, bits: int) -> arb:
        """beta(x), with the sign of c (x - p) next to p."""
        w, p = self.enter(x, bits)
        if not abs(w - p) > 0:
            return arb.nan()
        self.require_branch(w, p)
        sign = self.orientation * (1 if w > p else -1)
        return sign * self.log_value(x, bits).exp()

    @cached_property
    def orientation(self) -> int:
        """The sign of c: c^(d-1) = a for even d, c > 0 for odd d."""
        return self.leading if self.place.degree % 2 == 0 else 1

    def require_branch(self, w: arb, p: arb) -> None:
        """beta is one function as far as f' has no other zero; raises InputError beyond."""
        self.dynamics.require_monotone(w, p)

    def require_flow(self, w: arb, p: arb) -> None:
        d, positive = self.place.degree, self.orientation * (1 if w > p else -1) > 0
        if d % 2 and self.leading < 0:
            raise InputError(f"beta(f) = -beta^{d} at {self.place.name}: there is no flow")
        if d % 2 == 0 and not positive:
            raise BasinError(f"f is not increasing on that side of {self.place.name}: there is no flow")
        self.dynamics.require_increasing(w, p)

    def field(self, x: arb, bits: int) -> arb:
        """V(x) = log(d) beta log|beta|/beta'."""
        w, p = self.enter(x, bits)
        if not abs(w - p) > 0:
            return arb.nan()
        self.require_flow(w, p)
        orbit, series, p, side = self._inside(x, bits)
        z = side * (orbit[-1] - p)
        near = arb(self.place.degree).log() * series.log_value(z) / (side * series.log_slope(z))
        return self.field_in_domain(x, near / self.product(orbit, True))

    def flow(self, x: arb, t: arb, bits: int) -> arb:
        """f^t(x)."""
        w, p = self.enter(x, bits)
        if not abs(w - p) > 0:
            return arb.nan()
        self.require_flow(w, p)
        orbit, series, p, side = self._inside(x, bits)
        whole, rest = split_time(t)
        z = side * (orbit[-1] - p)
        target = series.log_value(z) * (arb(self.place.degree).log() * rest).exp()
        y = p + side * series.inverse(target)
        return self.to_domain(self.leave(y, len(orbit) - 1 - whole, orbit, p, True))

    def inverse(self, target: arb, bits: int) -> arb:
        """The x with beta(x) = target."""
        p = self.place.centre(bits)
        d = self.place.degree
        if not abs(target) > 0:
            return p + target
        side = self.orientation * (1 if target > 0 else -1)
        if d % 2 and self.leading < 0:
            raise InputError("the inverse of the Boettcher function is offered where beta > 0 or f is increasing")
        series = self.series(side, bits)
        logarithm, n = abs(target).log(), 0
        goal = math.log(float(arb(series.radius))) - 4 + float(series.log_c.mid())
        goal = min(goal, -bits * math.log(2) / 20)
        if not logarithm < 0:
            raise BasinError("beta takes only values between -1 and 1")
        while float(logarithm) > goal:
            logarithm = logarithm * d
            n += 1
            require_steps(n)
        y = p + side * series.inverse(logarithm)
        for _ in range(n):
            y = self.dynamics.outward(y, p, True, y)
        return self.to_domain(y)
