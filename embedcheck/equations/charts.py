"""Coordinates in which a map is studied: x itself, or one that brings a fixed point at infinity to 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp

from embedcheck.balls import arb
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.enclose import enclose
from embedcheck.balls.program import Program, compile_expression


@dataclass(frozen=True)
class Chart:
    """w = h(x), increasing or decreasing, with its inverse and h'(x)."""

    name: str
    h: Program
    inverse: Program
    derivative: Program
    formula: Any
    variable: sp.Symbol
    everywhere: bool
    """whether it is defined on the whole line; otherwise on the side of its infinite end, up to 0"""

    def end(self, low: Any, high: Any) -> Any:
        """h at the end of the domain other than the infinite one that it brings to 0; oo where h has a pole before."""
        other = low if self.formula.subs(self.variable, 1) - self.formula.subs(self.variable, 2) > 0 else high
        if other in (sp.oo, -sp.oo):
            return sp.oo
        value = self.formula.subs(self.variable, other)
        return value if value.is_finite and constant_sign(value) == 1 else sp.oo

    def to(self, x: arb) -> arb:
        """h(x)."""
        return enclose(self.h, x)

    def back(self, w: arb) -> arb:
        """The x with h(x) = w."""
        return enclose(self.inverse, w)

    def slope(self, x: arb) -> arb:
        """h'(x)."""
        return enclose(self.derivative, x)


def _chart(h: sp.Expr, inverse: sp.Expr, x: sp.Symbol) -> Chart:
    programs = [compile_expression(part) for part in (h, inverse, sp.diff(h, x))]
    return Chart(str(h), *programs, formula=h, variable=x, everywhere=h == x or h.has(sp.exp))


def identity_chart(x: sp.Symbol) -> Chart:
    return _chart(x, x, x)


def charts_at_infinity(expr: sp.Expr, x: sp.Symbol, end: Any) -> Iterator[tuple[Chart, sp.Expr, sp.Symbol]]:
    """Charts w > 0 with w = 0 at the infinite end, each with the map in the variable w = h(x)."""
    w = sp.Symbol("w", positive=True)
    sign = 1 if end == sp.oo else -1
    exponents: set[Any] = {sp.S.One}
    for node in expr.atoms(sp.exp, sp.tanh, sp.sinh, sp.cosh):
        rate = sp.diff(node.args[0], x)
        if rate != 0 and not rate.free_symbols:
            exponents.add(abs(rate))
    candidates: list[tuple[Any, Any]] = [(sp.exp(-sign * c * x), -sign * sp.log(w) / c) for c in exponents]
    candidates.append((sign / x, sign / w))
    for h, inverse in candidates:
        inner = expr.rewrite(sp.exp).subs(x, inverse) if h.has(sp.exp) else expr.subs(x, inverse)
        image: Any = h.subs(x, sp.expand(sp.powdenest(sp.expand_log(inner))))
        image = sp.powsimp(sp.expand_power_exp(image))
        image = sp.cancel(image) if image.is_rational_function(w) else sp.simplify(image)
        if image.has(sp.zoo, sp.nan, sp.oo):
            continue
        plain = sp.Symbol("w", real=True)
        yield _chart(h, inverse.subs(w, plain), x), image.subs(w, plain), plain
