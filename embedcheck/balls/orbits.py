"""Orbits of a real map in balls that stay small over thousands of steps (guarantee: rigorous)."""

from __future__ import annotations

import sympy as sp
from flint import arb, ctx

from embedcheck.balls.arith import precision
from embedcheck.balls.duals import Duals
from embedcheck.balls.program import Program, compile_expression

_BITS = 64


class Stepper:
    """Applies f to balls: by the mean value form, unless the variable occurs once and nothing is lost anyway."""

    def __init__(self, expr: sp.Expr, x: sp.Symbol) -> None:
        self.program: Program = compile_expression(expr)
        self.plain = sum(1 for node in sp.preorder_traversal(expr) if node == x) <= 1
        self._duals: dict[int, Duals] = {}

    def both(self, x: arb) -> tuple[arb, arb]:
        """Balls that contain f and f' on the ball, without the mean value form."""
        bits = ctx.prec
        known = self._duals.get(bits)
        if known is None:
            known = self._duals[bits] = Duals(self.program)
        return known.at(x)

    def image(self, x: arb) -> arb:
        """A ball that contains f(x); nan when it cannot be enclosed."""
        if self.plain or x.rad() == 0:
            return self.both(x)[0]
        with precision(_BITS):
            spread = arb((abs(self.both(x)[1]) * arb(x.rad())).upper())
        return self.both(x.mid())[0] + arb(0, spread) if spread.is_finite() else arb.nan()

    def slope(self, x: arb) -> arb:
        """A ball that contains f'(x)."""
        return self.both(x)[1]
