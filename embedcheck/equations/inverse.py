"""The inverse of an increasing function: a formula where the variable occurs once, interval Newton elsewhere."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.balls import arb
from embedcheck.balls.arith import precision, working_precision
from embedcheck.balls.koenigs import newton
from embedcheck.balls.orbits import Stepper
from embedcheck.parsing import cbrt

_LOW = 64
_TRIES = 200
_PATIENCE = 16
"""Newton steps before every other one halves the bracket"""
_SHARES = 24

_SWAPS: dict[Any, Any] = {
    sp.exp: sp.log,
    sp.log: sp.exp,
    sp.sinh: sp.asinh,
    sp.asinh: sp.sinh,
    sp.tanh: sp.atanh,
    sp.atanh: sp.tanh,
    sp.sin: sp.asin,
    sp.asin: sp.sin,
    sp.cos: sp.acos,
    sp.acos: sp.cos,
    sp.tan: sp.atan,
    sp.atan: sp.tan,
    sp.acosh: sp.cosh,
}


def explicit_inverse(expr: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """A formula r with expr(r(x)) = x, the principal branch; None where the variable occurs more than once."""
    result: Any = x
    node: Any = expr
    while node != x:
        inner = [argument for argument in node.args if argument.has(x)]
        if len(inner) != 1:
            return None
        (part,) = inner
        if isinstance(node, sp.Add):
            result = result - (node - part)
        elif isinstance(node, sp.Mul):
            result = result / (node / part)
        elif isinstance(node, sp.Pow) and part == node.exp:
            result = sp.log(result) / sp.log(node.base)
        elif isinstance(node, sp.Pow) and node.exp == -1:
            result = 1 / result
        elif isinstance(node, sp.Pow) and node.exp == 3:
            result = cbrt(result)
        elif isinstance(node, cbrt):
            result = result**3
        elif isinstance(node, sp.Pow) and isinstance(node.exp, sp.Rational) and node.exp.q != 1:
            result = result ** (1 / node.exp)
        elif node.func in _SWAPS:
            result = _SWAPS[node.func](result)
        else:
            return None
        node = part
    return result


class Inverse:
    """Solves f(y) = x for an increasing f; what is returned is a solution, its uniqueness is the caller's concern."""

    def __init__(self, stepper: Stepper, expr: sp.Expr, x: sp.Symbol) -> None:
        self.stepper = stepper
        formula = explicit_inverse(expr, x)
        self.formula = None if formula is None else Stepper(formula, x)

    def image(self, x: arb, low: arb, high: arb) -> arb:
        """A ball in which f takes every value of the ball x, within [low, high]; nan when none is enclosed.

        low and high are exact, f(low) <= x <= f(high).
        """
        if self.formula is not None:
            y = self.formula.image(x)
            if y.is_finite() and y >= low - y.rad() and y <= high + y.rad():
                return y
        return self._newton(x, low, high)

    def _newton(self, x: arb, low: arb, high: arb) -> arb:
        goal, bits = working_precision(), _LOW
        # Next to a fixed point f(y) and x may agree to more digits than a rough solution has.
        while True:
            found = self._from_rough(x, low, high, bits)
            if found.is_finite() and not (found < low or found > high):
                return found
            if bits >= goal:
                return self._straddled(x, low, high)
            bits = min(4 * bits, goal)

    def _straddled(self, x: arb, low: arb, high: arb) -> arb:
        """The smallest of some intervals whose ends have images on both sides of x: f' may vanish at the solution."""
        middle = self._bracketed(x.mid(), low.mid(), high.mid())
        goal = working_precision()
        for step in range(_SHARES):
            spread = (1 + abs(middle)) * arb(2) ** (-goal * (_SHARES - step) // _SHARES)
            below, above = (middle - spread).mid().max(low.mid()), (middle + spread).mid().min(high.mid())
            if self.stepper.image(below) < x < self.stepper.image(above):
                return below.union(above)
        return arb.nan()

    def _from_rough(self, x: arb, low: arb, high: arb, bits: int) -> arb:
        step = self.stepper
        with precision(bits):
            start = self._bracketed(x.mid(), low.mid(), high.mid())
        y = newton(lambda z: (step.image(z) - x.mid()) / step.slope(z), start, bits)
        if not y.is_finite():
            return arb.nan()
        gap = step.image(y) - x
        tiny = arb(2) ** -working_precision()
        with precision(bits):
            rough = abs(gap / step.slope(y))
            reach = arb((4 * rough + abs(y) * tiny).upper()) if rough.is_finite() else arb.nan()
            if not reach.is_finite():
                return arb.nan()
            slope = step.slope(arb(y, reach.upper()))
        found = y - gap / slope
        return found if found.is_finite() and arb(y, reach.upper()).contains(found) else arb.nan()

    def _bracketed(self, x: arb, low: arb, high: arb) -> arb:
        """A rough solution by Newton steps that stay inside the bracket."""
        y = (low + high).mid() / 2
        fine = arb(2) ** (24 - working_precision())
        for count in range(_TRIES):
            value = self.stepper.image(y)
            gap = value - x
            if gap > 0 or not gap.is_finite():
                high = y
            elif gap < 0:
                low = y
            else:
                return y
            following = (y - gap / self.stepper.slope(y)).mid()
            slow = count > _PATIENCE and count % 2
            if slow or not (following.is_finite() and low < following < high):
                following = ((low + high) / 2).mid()
            if abs(following - y) < abs(y) * fine:
                return following
            y = following
        return y
