"""Where an expression is defined, as far as SymPy's simplifications hide it.

exp(log(x)) becomes x, but it is undefined for x <= 0. Each logarithm, root and quotient therefore leaves a note of what
it needs, and the notes that the finished expression no longer shows must hold on the whole domain of a map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import sympy as sp

from embedcheck.parsing.obvious import is_nonnegative, is_positive


class Need(NamedTuple):
    """`expr sign 0`, where the sign is ">", ">=" or "!="."""

    sign: str
    expr: sp.Expr


def needs_of_power(base: Any, exponent: Any) -> Iterator[Need]:
    """What base**exponent needs to be real and defined."""
    if not base.free_symbols:
        return
    if not exponent.is_Integer:
        yield from _normal(">=" if exponent.is_Rational and exponent > 0 else ">", base)
    elif exponent < 0:
        yield from _normal("!=", base)


def needs_of_function(name: str, x: Any) -> Iterator[Need]:
    """What the function needs of its argument; for gamma more than it needs, to stay away from the poles."""
    if not x.free_symbols:
        return
    if name in ("log", "gamma"):
        yield from _normal(">", x)
    elif name in ("asin", "acos", "atanh"):
        for side in (sp.S.One - x, sp.S.One + x):
            yield from _normal(">" if name == "atanh" else ">=", side)
    elif name == "acosh":
        yield from _normal(">=", x - sp.S.One)
    elif name == "tan":
        yield from _normal("!=", sp.cos(x))


def removed(noted: Iterable[Need], shown: Iterable[Need]) -> tuple[Need, ...]:
    """The noted needs that do not follow from those that the finished expression shows."""
    visible = set(shown)
    for need in tuple(visible):
        if need.sign == ">":
            visible.update(_normal("!=", need.expr))
    stronger = {">": (">",), ">=": (">=", ">"), "!=": ("!=", ">")}
    return tuple(
        need
        for need in dict.fromkeys(noted)
        if not any(Need(sign, need.expr) in visible for sign in stronger[need.sign])
    )


def _normal(sign: str, expr: Any) -> Iterator[Need]:
    """Without positive factors, and for "!=" factor by factor, so that sqrt(4*x) needs what 2*sqrt(x) needs."""
    content, rest = expr.primitive()
    factors: list[Any] = [] if content > 0 or sign == "!=" else [sp.S.NegativeOne]
    for factor in sp.Mul.make_args(rest):
        if sign == "!=":
            base: Any = factor.base if isinstance(factor, sp.Pow) and factor.exp.is_Rational else factor
            base = base.primitive()[1]
            if not is_positive(base) and not base.is_Number:
                yield Need(sign, -base if base.could_extract_minus_sign() else base)
        elif not (is_positive(factor) or (sign == ">=" and is_nonnegative(factor))):
            factors.append(factor)
    if sign != "!=" and factors:
        yield Need(sign, sp.Mul(*factors))
