"""Values of the Koenigs function and its flow at any point of the basin (guarantee: rigorous)."""

from __future__ import annotations

import math
from functools import cached_property

from embedcheck.balls import arb, fmpq
from embedcheck.balls.arith import precision
from embedcheck.balls.constants import constant_ball
from embedcheck.balls.koenigs import KoenigsSeries, largest_value
from embedcheck.equations.places import Place
from embedcheck.equations.solver import GUARD, ROOT_HALF, Solver, require_steps, split_time
from embedcheck.errors import InputError

_SHORT = 24
"""coefficients that the bound of the Koenigs function needs, however few terms the series has"""


class KoenigsSolver(Solver):
    """sigma(f(x)) = s sigma(x) at a hyperbolic point."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._series: dict[tuple[int, int], KoenigsSeries] = {}

    def multiplier(self, bits: int) -> arb:
        with precision(bits, GUARD):
            if self.place.multiplier is not None:
                return constant_ball(self.place.multiplier, bits)
            return arb(self.place.coefficients(1, bits)[1])

    @cached_property
    def attracting(self) -> bool:
        return bool(abs(self.multiplier(128)) < 1)

    @cached_property
    def rho(self) -> fmpq:
        """A radius on which sigma is bounded well."""
        with precision(64, _SHORT + GUARD):
            local = self.place.local(_SHORT, 128)
            rho = local.radius / 2
            for _ in range(200):
                bound = largest_value(local, rho)
                if bound is not None and bound < 8 * arb(rho):
                    return rho
                rho = rho * ROOT_HALF
        raise InputError(f"no disc around {self.place.name} admits an estimate of the Koenigs function")

    def series(self, order: int, bits: int) -> KoenigsSeries:
        key = (order, bits)
        if key not in self._series:
            with precision(bits, order + _SHORT + GUARD):
                self._series[key] = KoenigsSeries(self.place.local(max(order, _SHORT), bits), self.rho, order)
        return self._series[key]

    def _plan(self, bits: int) -> tuple[float, KoenigsSeries]:
        """How close to go, and the series to use there."""
        share = max(4.0, math.sqrt(bits * math.log(2)))
        order = int(bits * math.log(2) / share) + 6
        require_steps(share / abs(float(abs(self.multiplier(128)).log())))
        return float(arb(self.rho)) * math.exp(-share), self.series(order, bits)

    def _approach(self, x: arb, bits: int, increasing: bool) -> tuple[list[arb], KoenigsSeries, arb] | None:
        """The orbit of x towards p, the series at its end, and p; None when x is not told apart from p.

        With `increasing` f' > 0 is asked for on the way.
        """
        w, p = self.enter(x, bits)
        if not abs(w - p) > 0:
            return None
        small, series = self._plan(bits)
        if increasing:
            self.dynamics.require_increasing(w, p)
        orbit = self.dynamics.orbit(w, p, small, self.attracting)
        self.require_side(orbit[-1], p)
        return orbit, series, p

    def value(self, x: arb, bits: int) -> arb:
        """sigma(x)."""
        way = self._approach(x, bits, not self.attracting)
        if way is None:
            return arb.nan()
        orbit, series, p = way
        n = len(orbit) - 1
        return series.value(orbit[-1] - p) * self.multiplier(bits) ** (-n if self.attracting else n)

    def inverse(self, target: arb, bits: int) -> arb:
        """The x next to p with sigma(x) = target; outwards only as far as f is increasing."""
        small, series = self._plan(bits)
        p = self.place.centre(bits)
        s = self.multiplier(bits)
        n = 0
        while not abs(target) < small / 2:
            target = target * s if self.attracting else target / s
            n += 1
            require_steps(n)
        y = p + series.inverse(target, arb(2 * small))
        for _ in range(n):
            y = self.dynamics.outward(y, p, self.attracting, y)
        return self.to_domain(y)

    def field(self, x: arb, bits: int) -> arb:
        """V(x) = log(s) sigma(x)/sigma'(x)."""
        way = self._approach(x, bits, True)
        if way is None:
            return arb.nan()
        orbit, series, p = way
        product = self.product(orbit, self.attracting)
        near = series.field(orbit[-1] - p)
        return self.field_in_domain(x, near / product if self.attracting else near * product)

    def flow(self, x: arb, t: arb, bits: int) -> arb:
        """f^t(x)."""
        way = self._approach(x, bits, True)
        if way is None:
            return arb.nan()
        orbit, series, p = way
        whole, rest = split_time(t if self.attracting else -t)
        z = orbit[-1] - p
        s = self.multiplier(bits)
        scale = (s.log() * (rest if self.attracting else -rest)).exp()
        reach = arb(abs(z).upper())
        y = p + series.inverse(series.value(z) * scale, reach * 2)
        return self.to_domain(self.leave(y, len(orbit) - 1 - whole, orbit, p, self.attracting))
