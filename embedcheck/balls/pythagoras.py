"""Identities between functions of several variables, those of sine and cosine included (guarantee: exact)."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.balls.checks.spots import is_zero, tame

_MAX_POWER = 40


def same(one: Any, other: Any) -> bool:
    """Whether two functions are proven equal; False proves nothing."""
    gap = one - other
    if is_zero(gap):
        return True
    if not tame(gap):
        return False
    gap = by_exponentials(gap)
    if not tame(gap):
        return False
    gap = sp.expand(sp.fraction(sp.together(gap))[0])
    return tame(gap) and sp.expand(_sines(gap)) == 0


def by_exponentials(expr: Any) -> Any:
    """Hyperbolic functions by the exponential one."""
    return expr.replace(lambda node: isinstance(node, (sp.sinh, sp.cosh, sp.tanh)), lambda node: node.rewrite(sp.exp))


def _sines(expr: Any) -> Any:
    """An expanded expression with every cos^2 replaced by 1 - sin^2."""

    def lowered(node: Any) -> Any:
        power, argument = int(node.exp), node.base.args[0]
        return sp.expand((1 - sp.sin(argument) ** 2) ** (power // 2)) * sp.cos(argument) ** (power % 2)

    return expr.replace(
        lambda node: isinstance(node, sp.Pow) and isinstance(node.base, sp.cos) and _small(node.exp), lowered
    )


def _small(value: Any) -> bool:
    return isinstance(value, sp.Integer) and 0 < value <= _MAX_POWER
