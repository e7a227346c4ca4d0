"""The class of a function of several variables on a box, read off its syntax tree (guarantee: rigorous).

Every operation must be analytic, Lipschitz or continuous at every value that its arguments can take on the box. Ranges
come from one evaluation in extended interval arithmetic, so that 1 + x^2 > 0 holds on the whole plane.
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from flint import arb

from embedcheck.balls.arith import precision
from embedcheck.balls.constants import constant_ball
from embedcheck.balls.demands import ANALYTIC, DemandError, demands
from embedcheck.balls.enclose import BOX_BITS
from embedcheck.balls.extended import INF, NEG_INF, Extended, ExtendedArithmetic, NoEnclosureError, sign
from embedcheck.balls.program import UNARY
from embedcheck.parsing import cbrt

CLASSES = ("C0", "Lip", "Comega")
"""The classes that a syntax tree shows, weakest first."""


def factor_range(low: sp.Expr, high: sp.Expr, low_closed: bool, high_closed: bool) -> Extended:
    """An interval with exact ends, infinities allowed, rounded outwards."""
    ends: list[arb] = []
    for end, infinite, name in ((low, -sp.oo, "lower"), (high, sp.oo, "upper")):
        if end == infinite:
            ends.append(NEG_INF if name == "lower" else INF)
            continue
        ball = constant_ball(end, BOX_BITS)
        if not ball.is_finite():
            raise DemandError(f"the end {end} of the domain")
        with precision(BOX_BITS):
            ends.append(getattr(ball, name)())
    return Extended(ends[0], ends[1], not low_closed, not high_closed)


class Structure:
    """Functions on a product of intervals, one for each variable."""

    def __init__(self, box: dict[sp.Symbol, Extended]) -> None:
        self._box = box
        self._arithmetic = ExtendedArithmetic(Extended(arb(0), arb(0), False, False))

    def regularity(self, expr: Any) -> str:
        """`Comega`, `Lip` or `C0`: a class that the function has on the box. Raises DemandError otherwise."""
        if not expr.free_symbols:
            if not constant_ball(expr).is_finite():
                raise DemandError(f"the constant {expr}")
            return "Comega"
        if isinstance(expr, sp.Symbol):
            return "Comega"
        if isinstance(expr, (sp.Piecewise, sp.sign)):
            raise DemandError(f"{type(expr).__name__} in a map of several variables or outputs")
        own = min((self.regularity(argument) for argument in expr.args), key=CLASSES.index)
        if isinstance(expr, (sp.Add, sp.Mul, *ANALYTIC)):
            return own
        if isinstance(expr, (sp.Abs, sp.Max, sp.Min)):
            if isinstance(expr, sp.Abs) and self.sign(expr.args[0]):
                return own
            return min(own, "Lip", key=CLASSES.index)
        if isinstance(expr, cbrt):
            return own if self.sign(expr.args[0]) else "C0"
        for demand in demands(expr):
            direction = self.sign(demand.quantity)
            if direction > 0 or (direction and demand.any_sign):
                continue
            if not (demand.branch and self.never_negative(demand.quantity)):
                raise DemandError(f"{expr} needs {demand.needs}")
            own = "C0"
        return own

    def sign(self, expr: Any) -> int:
        """+1 or -1 when the function has that sign on the whole box, else 0."""
        value = self.range(expr)
        return 0 if value is None else sign(value)

    def never_negative(self, expr: Any) -> bool:
        """Whether the function is proven to be at least 0 on the box."""
        value = self.range(expr)
        return value is not None and bool(value.low >= 0)

    def range(self, expr: Any) -> Extended | None:
        """An enclosure of the range on the box; None where there is none."""
        with precision(BOX_BITS):
            try:
                return self._range(expr)
            except NoEnclosureError:
                return None

    def _range(self, node: Any) -> Extended:
        arithmetic = self._arithmetic
        if not node.free_symbols:
            ball = constant_ball(node, BOX_BITS)
            if not ball.is_finite():
                raise NoEnclosureError
            return Extended(ball.lower(), ball.upper(), False, False)
        if isinstance(node, sp.Symbol):
            return self._box[node]
        args = [self._range(argument) for argument in node.args]
        if isinstance(node, sp.Add):
            return arithmetic.add(args)
        if isinstance(node, sp.Mul):
            return arithmetic.mul(args)
        if isinstance(node, (sp.Max, sp.Min)):
            return _extreme(args, isinstance(node, sp.Max))
        if isinstance(node, sp.Abs):
            return _absolute(args[0])
        if isinstance(node, sp.Pow):
            if isinstance(node.exp, sp.Integer):
                return arithmetic.int_power(args[0], int(node.exp))
            if isinstance(node.exp, sp.Rational):
                return arithmetic.rational_power(args[0], node.exp)
            logarithm = arithmetic.function("log", args[0], None)
            return arithmetic.function("exp", arithmetic.mul([args[1], logarithm]), None)
        if node.func in UNARY and len(args) == 1:
            return arithmetic.function(UNARY[node.func], args[0], None)
        raise NoEnclosureError


def _absolute(value: Extended) -> Extended:
    low, high, low_open, high_open = value
    if low >= 0:
        return value
    if high <= 0:
        return Extended(-high, -low, high_open, low_open)
    top = (-low).max(high).upper()
    return Extended(arb(0), top, False, top == INF)


def _extreme(values: list[Extended], largest: bool) -> Extended:
    """The range of the maximum (minimum); an end is called reached, which only widens it."""
    lows, highs = [value.low for value in values], [value.high for value in values]
    choose = arb.max if largest else arb.min
    low, high = lows[0], highs[0]
    for value in lows[1:]:
        low = choose(low, value)
    for value in highs[1:]:
        high = choose(high, value)
    return Extended(low.lower(), high.upper(), low == NEG_INF, high == INF)
