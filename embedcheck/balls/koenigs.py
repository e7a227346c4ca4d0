"""Values of the Koenigs function near a hyperbolic fixed point, with a proven tail (guarantee: rigorous).

z = x - p, g(z) = f(p + z) - p = s z + ..., |g - s z| <= C |z|^2 on |z| <= rho. Attracting: |g(z)| <= kappa |z| with
kappa = |s| + C rho < 1, so that sigma = z prod g(z_n)/(s z_n) is at most M = rho exp(C rho/(|s| (1 - kappa))) on the
disc. Repelling: g maps the disc over itself, its inverse contracts by kappa = 1/(|s| - C rho) < 1, and likewise
M = rho exp(q/((1 - kappa)(1 - q))), q = C rho kappa/|s|. Cauchy's bound on the coefficients gives the tails.
"""

from __future__ import annotations

from typing import Any

from flint import arb, arb_poly, ctx, fmpq

from embedcheck.balls.arith import precision
from embedcheck.balls.formal import koenigs_series
from embedcheck.balls.taylor import LocalMap

_BITS = 64


def largest_value(local: LocalMap, rho: fmpq) -> arb | None:
    """M, an upper bound of |sigma| on |z| <= rho; None when rho is too large for the estimate."""
    with precision(_BITS):
        r = arb(rho)
        if not rho < local.radius:
            return None
        s = abs(arb(local.g[1]))
        bend = local.tail(r, 2) / r
        if s < 1:
            kappa = s + bend
            exponent = bend / (s * (1 - kappa))
        else:
            kappa = 1 / (s - bend)
            q = bend * kappa / s
            exponent = q / ((1 - kappa) * (1 - q))
        if not (kappa < 1 and kappa > 0 and s > 0):
            return None
        bound = arb((r * exponent.exp()).upper())
        return bound if bound.is_finite() else None


class KoenigsSeries:
    """sigma on |z| < rho: a Taylor polynomial of the given order and a bound of the rest."""

    def __init__(self, local: LocalMap, rho: fmpq, order: int) -> None:
        bound = largest_value(local, rho)
        if bound is None:
            raise ValueError("the radius is too large for the estimate of the Koenigs function")
        self.s = arb(local.g[1])
        self.rho = rho
        self.order = order
        self.bound = bound
        coefficients: list[Any] = koenigs_series(local.g[: order + 1], order)
        self.polynomial = arb_poly(coefficients)
        self.derivative = self.polynomial.derivative()
        with precision(_BITS):
            self.bends = arb_poly([arb(0)] + [j * abs(arb(coefficients[j])) for j in range(2, order + 1)])

    def _theta(self, z: arb) -> arb:
        return arb(abs(z).upper()) / self.rho

    def value(self, z: arb) -> arb:
        """sigma(z) for |z| < rho."""
        with precision(_BITS):
            theta = self._theta(z)
            tail = arb((self.bound * theta ** (self.order + 1) / (1 - theta)).upper())
        return self.polynomial(z) + arb(0, tail) if theta < 1 else arb.nan()

    def slope(self, z: arb) -> arb:
        """sigma'(z) for |z| < rho."""
        theta, tail = self._slope_tail(z)
        return self.derivative(z) + arb(0, tail) if theta < 1 else arb.nan()

    def _slope_tail(self, z: arb) -> tuple[arb, arb]:
        n = self.order
        with precision(_BITS):
            theta = self._theta(z)
            return theta, arb((self.bound / self.rho * theta**n * (n + 1 - n * theta) / (1 - theta) ** 2).upper())

    def field(self, z: arb) -> arb:
        """V(z) = log(s) sigma(z)/sigma'(z), for s > 0."""
        return self.s.log() * self.value(z) / self.slope(z)

    def smallest_slope(self, reach: arb) -> arb:
        """A lower bound of sigma' on |z| <= reach; not positive when none is proven."""
        with precision(_BITS):
            theta, tail = self._slope_tail(reach)
            return arb((1 - self.bends(arb(abs(reach).upper())) - tail).lower()) if theta < 1 else arb(0)

    def inverse(self, target: arb, reach: arb) -> arb:
        """The only y in [-reach, reach] with sigma(y) = target, if there is one; nan when it is not enclosed."""
        slope = self.smallest_slope(reach)
        if not slope > 0:
            return arb.nan()
        y = newton(lambda z: (self.polynomial(z) - target.mid()) / self.derivative(z), target.mid())
        if not abs(y) <= reach:
            return arb.nan()
        miss = abs(self.value(y) - target)
        with precision(_BITS):
            return arb(y, (arb(miss.upper()) / slope).upper())


def newton(step: Any, start: arb, bits: int = _BITS) -> arb:
    """An exact ball near a simple zero, by Newton steps from `bits` up to the present precision; nothing is proven."""
    goal = ctx.prec
    bits = min(bits, goal)
    y = start.mid()
    for _ in range(6):
        with precision(bits):
            y = (y - step(y)).mid()
    while bits < goal:
        bits = min(2 * bits - 8, goal)
        with precision(bits):
            y = (y - step(y)).mid()
    with precision(goal):
        return (y - step(y)).mid()
