"""Analytic functions on closed complex discs: where an expression is analytic, and how large it is (rigorous).

The expression stands for the analytic continuation of its real values: on a disc with real centre on which every node
is enclosed away from its branch cuts, it is one analytic function.
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from flint import acb, arb, fmpq

from embedcheck.balls.arith import precision
from embedcheck.balls.enclose import BallArithmetic, product_power
from embedcheck.balls.program import Program, run

_BITS = 64
_MAX_DEPTH = 5
_ARCS = 24
_NAN = acb(arb.nan(), arb.nan())
_WHOLE = frozenset({"exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "erf", "gamma"})
"""Meromorphic: an enclosure is finite only away from the poles."""


class DiscArithmetic:
    """Complex balls; not finite where a value may touch a pole or a branch cut."""

    def __init__(self, point: acb) -> None:
        self.point = point
        self.reals = BallArithmetic(arb.nan())

    def constant(self, value: sp.Expr) -> acb:
        return acb(self.reals.constant(value))

    def variable(self) -> acb:
        return self.point

    def add(self, values: list[acb]) -> acb:
        return sum(values[1:], values[0])

    def mul(self, values: list[acb]) -> acb:
        result = values[0]
        for value in values[1:]:
            result = result * value
        return result

    def int_power(self, value: acb, exponent: int) -> acb:
        if exponent == 0:
            return acb(1) if value.is_finite() else _NAN
        positive = product_power(value, abs(exponent))
        return positive if exponent > 0 else 1 / positive

    def rational_power(self, value: acb, exponent: sp.Rational) -> acb:
        return value.pow(acb(fmpq(int(exponent.p), int(exponent.q))), analytic=True)

    def function(self, name: str, value: acb, data: Any) -> acb:
        if name in _WHOLE:
            return getattr(value, name)()
        if name == "log":
            return value.log(analytic=True)
        if name == "cbrt":
            third = acb(fmpq(1, 3))
            if value.real > 0:
                return value.pow(third, analytic=True)
            return -(-value).pow(third, analytic=True) if value.real < 0 else _NAN
        if name in ("lgamma", "polygamma"):
            if not value.real > 0:
                return _NAN
            return value.lgamma() if name == "lgamma" else value.polygamma(acb(data))
        return getattr(value, name)() if _off_cuts(name, value) else _NAN


def _off_cuts(name: str, value: acb) -> bool:
    """Whether an inverse function is analytic on the ball, in its principal branch."""
    real, imag = value.real, value.imag
    if name in ("asin", "acos", "atanh"):
        return bool(imag > 0 or imag < 0 or abs(real) < 1)
    if name in ("atan", "asinh"):
        return bool(real > 0 or real < 0 or abs(imag) < 1)
    return name == "acosh" and bool(imag > 0 or imag < 0 or real > 1)


def largest(value: acb) -> arb:
    """An upper bound of the modulus, as an exact ball; not finite where there is none."""
    return arb(abs(value).upper())


def disc_maximum(program: Program, centre: arb, radius: fmpq, offset: arb) -> arb | None:
    """An upper bound of |f - offset| on the closed disc, f being proven analytic there; None without proof."""
    with precision(_BITS):
        if not _analytic(program, centre, radius, acb(0), arb(radius), 0):
            return None
        # By the maximum principle the circle decides, and its upper half since f is real.
        step = arb.pi() / _ARCS
        result = arb(0)
        for k in range(_ARCS):
            sin, cos = ((k + arb(1) / 2) * step + arb(0, (step / 2).upper())).sin_cos()
            value = run(program, DiscArithmetic(acb(centre + radius * cos, radius * sin)))
            if not value.is_finite():
                return None
            result = result.max(largest(value - offset))
        return result


def complex_value(program: Program, z: complex) -> complex:
    """A machine number for f(z), nan where f is not analytic (guarantee: none)."""
    with precision(_BITS):
        return complex(run(program, DiscArithmetic(acb(z))).mid())


def _analytic(program: Program, centre: arb, radius: fmpq, offset: acb, half: arb, depth: int) -> bool:
    """Whether f is proven analytic on the part of the disc in the square around centre + offset."""
    if abs(offset) > radius + half * arb(2).sqrt():
        return True
    box = acb(offset.real + arb(0, half), offset.imag + arb(0, half))
    if run(program, DiscArithmetic(centre + box)).is_finite():
        return True
    if depth == _MAX_DEPTH:
        return False
    quarter = half / 2
    # The map is real: the lower half of the disc mirrors the upper one.
    return all(
        _analytic(program, centre, radius, offset + acb(side * quarter, down * quarter), quarter, depth + 1)
        for down in ((1,) if depth == 0 else (1, -1))
        for side in (1, -1)
    )
