"""A map near a real fixed point: Taylor coefficients, and a disc with a bound that controls all the others (rigorous).

g(z) = f(p + z) - p is known by g_0 = 0, g_1, ..., and by |g| <= size on |z| <= radius, so |g_j| <= size/radius^j.
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from flint import arb, arb_poly, arb_series, fmpq

from embedcheck.balls.arith import precision, series
from embedcheck.balls.enclose import NAN, SeriesArithmetic, function_jet
from embedcheck.balls.program import Program, run

_NATIVE = frozenset({"exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "erf", "gamma", "lgamma"})
_BITS = 64
_SHORT = 24
"""Coefficients that bounds use one by one; the rest of the series is bounded by the disc."""


class TaylorArithmetic(SeriesArithmetic):
    """Long truncated series: functions of series by the algorithms of the library instead of Horner's rule."""

    def function(self, name: str, value: arb_series, data: Any) -> arb_series:
        if self.order <= 8 or not self._defined(value):
            return super().function(name, value, data)
        if not all(c.is_finite() for c in function_jet(name, data, value[0], 2)):
            return self._undefined()
        if name in _NATIVE:
            return self._checked(getattr(value, name)())
        if name in ("sinh", "cosh", "tanh"):
            grow = value.exp()
            fall = 1 / grow
            if name == "tanh":
                return self._checked((grow - fall) / (grow + fall))
            return self._checked((grow - fall if name == "sinh" else grow + fall) / 2)
        if name in ("asinh", "acosh", "atanh"):
            square = value * value
            slope = 1 / (1 - square) if name == "atanh" else (square + (1 if name == "asinh" else -1)).rsqrt()
            image = (slope * value.derivative()).integral() + getattr(value[0], name)()
            return self._checked(series(image.coeffs(), self.order))
        return super().function(name, value, data)

    def rational_power(self, value: arb_series, exponent: sp.Rational) -> arb_series:
        if self.order <= 8 or not value[0] > 0:
            return super().rational_power(value, exponent)
        if exponent.q == 2:
            return self._checked(self.int_power(value.sqrt(), int(exponent.p)))
        return self._checked((value.log() * arb(fmpq(int(exponent.p), int(exponent.q)))).exp())


def taylor(program: Program, centre: arb, order: int) -> list[arb]:
    """Enclosures of f^(k)(centre)/k!, k = 0, ..., order; nan where they cannot be enclosed."""
    value = run(program, TaylorArithmetic(centre, order + 1))
    return [value[k] if k < value.prec else NAN for k in range(order + 1)]


class LocalMap:
    """g on the disc |z| <= radius, real coefficients `g` (as many as were asked for), |g| <= size on the disc.

    `tail(r, j)` bounds the sum of |g_i| r^i over i >= j for r < radius.
    """

    def __init__(self, coefficients: list[Any], radius: fmpq, size: arb) -> None:
        self.g = coefficients
        self.radius = radius
        self.size = size
        with precision(_BITS):
            self.short = [abs(arb(value)) for value in coefficients[:_SHORT]]

    def tail(self, r: arb, start: int) -> arb:
        """Upper bound of the sum of |g_i| r^i, i >= start, for 0 <= r < radius."""
        ratio = r / self.radius
        total = arb(0)
        for i in range(start, len(self.short)):
            total += self.short[i] * r**i
        rest = max(start, len(self.short))
        return arb((total + self.size * ratio**rest / (1 - ratio)).upper())

    def slope_tail(self, r: arb, start: int) -> arb:
        """Upper bound of the sum of i |g_i| r^(i-1), i >= start, for 0 <= r < radius."""
        ratio = r / self.radius
        total = arb(0)
        for i in range(max(start, 1), len(self.short)):
            total += i * self.short[i] * r ** (i - 1)
        rest = max(start, len(self.short))
        # sum over i >= m of i t^(i-1) = t^(m-1) (m - (m-1) t)/(1-t)^2
        remainder = self.size / self.radius * ratio ** (rest - 1) * (rest - (rest - 1) * ratio) / (1 - ratio) ** 2
        return arb((total + remainder).upper())

    def value(self, z: arb) -> arb:
        """g(z) for |z| < radius."""
        return arb_poly(self.g)(z) + arb(0, self._rest(z))

    def slope(self, z: arb) -> arb:
        """g'(z) for |z| < radius."""
        n = len(self.g)
        with precision(_BITS):
            ratio = arb(abs(z).upper()) / self.radius
            rest = self.size / self.radius * ratio ** (n - 1) * (n - (n - 1) * ratio) / (1 - ratio) ** 2
        return arb_poly(self.g).derivative()(z) + arb(0, rest.upper())

    def _rest(self, z: arb) -> arb:
        with precision(_BITS):
            ratio = arb(abs(z).upper()) / self.radius
            return arb((self.size * ratio ** len(self.g) / (1 - ratio)).upper())
