"""Maps with a kink along a hyperplane: the two sides, the jump of the derivatives, and where the map leaves it.

Everything is decided exactly; Max and Min are read as (a + b +- |a - b|)/2.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import sympy as sp
from flint import fmpq

from embedcheck.balls.arith import to_sympy
from embedcheck.balls.checks.spots import expanded, is_zero
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.local import LocalError, Place, value_at

_MAX_BENDS = 12


class Wall(NamedTuple):
    """The hyperplane {form = 0}, what f jumps by across it, continued to both sides, and where else f has kinks."""

    form: Any
    variables: tuple[Any, ...]
    normal: tuple[Any, ...]
    jump: list[Any]
    """the difference of the two analytic continuations of f, which vanishes on the hyperplane"""
    others: list[Any]


def absolutes(expr: Any) -> Any:
    """The expression with absolute values in place of Max and Min."""
    if not expr.has(sp.Max, sp.Min):
        return expr
    args = [absolutes(argument) for argument in expr.args]
    if not isinstance(expr, (sp.Max, sp.Min)):
        return expr.func(*args)
    best, sign = args[0], 1 if isinstance(expr, sp.Max) else -1
    for other in args[1:]:
        best = (best + other + sign * sp.Abs(best - other)) / 2
    return best


def bends(exprs: list[Any]) -> list[Any]:
    """The arguments of the absolute values, each once. Raises LocalError where one has kinks of its own."""
    found: dict[Any, None] = {}
    for expr in exprs:
        for node in sorted(expr.atoms(sp.Abs), key=str):
            if node.args[0].has(sp.Abs):
                raise LocalError("a kink inside a kink")
            found[node.args[0]] = None
    if len(found) > _MAX_BENDS:
        raise LocalError("too many kinks")
    return list(found)


def wall(exprs: list[Any], variables: tuple[Any, ...], normal: tuple[fmpq, ...], level: Any) -> Wall:
    """What f does across a hyperplane. Raises LocalError where f has no kink there."""
    slopes = tuple(to_sympy(a) for a in normal)
    form = sum((a * x for a, x in zip(slopes, variables, strict=True)), -level)
    written = [absolutes(expr) for expr in exprs]
    axis = next(k for k, a in enumerate(slopes) if a != 0)
    above: dict[Any, Any] = {}
    below: dict[Any, Any] = {}
    others: list[Any] = []
    for bend in bends(written):
        factor = expanded(sp.diff(bend, variables[axis]) / slopes[axis])
        if not factor.free_symbols and is_zero(bend - factor * form):
            sign = constant_sign(factor)
            if not sign:
                raise LocalError("the sign of a constant")
            above[sp.Abs(bend)], below[sp.Abs(bend)] = sign * bend, -sign * bend
        else:
            others.append(bend)
    if not above:
        raise LocalError("there is no kink along the hyperplane")
    jump = [expanded(expr.xreplace(above) - expr.xreplace(below)) for expr in written]
    return Wall(form, variables, slopes, jump, others)


def orders_at(found: Wall, place: Place) -> int:
    """1 when the first derivatives jump next to this point of the hyperplane, 2 when the second ones do and the first
    ones do not jump anywhere on it. Raises LocalError otherwise.

    The jump must be analytic; so are the functions that vanish at other kinks, and none of them vanishes at the point:
    then the same holds on a dense part of the hyperplane.
    """
    if constant_sign(value_at(found.form, found.variables, place)) != 0:
        raise LocalError("the point is not on the hyperplane")
    if not all(constant_sign(value_at(other, found.variables, place)) for other in found.others):
        raise LocalError("the point may be on another kink")
    if any(gap.has(sp.Abs) for gap in found.jump):
        raise LocalError("the jump has kinks of its own")
    first = [_along(found, gap) for gap in found.jump]
    if any(constant_sign(value_at(slope, found.variables, place)) for slope in first):
        return 1
    if all(_vanishes(found, sp.diff(gap, x)) for gap in found.jump for x in found.variables):
        second = [_along(found, slope) for slope in first]
        if any(constant_sign(value_at(bend, found.variables, place)) for bend in second):
            return 2
    raise LocalError("the derivatives are not shown to jump at the point")


def _along(found: Wall, expr: Any) -> Any:
    """The derivative in the direction of the normal."""
    return sum((a * sp.diff(expr, x) for a, x in zip(found.normal, found.variables, strict=True)), sp.S.Zero)


def _vanishes(found: Wall, expr: Any) -> bool:
    """Whether a function is zero on all of the hyperplane."""
    axis = next(k for k, a in enumerate(found.normal) if a != 0)
    x = found.variables[axis]
    solved = expanded(x - found.form / found.normal[axis])
    return is_zero(expr.subs(x, solved))


def leaves(found: Wall, exprs: list[Any], place: Place) -> bool:
    """Whether f maps this point of the hyperplane to a point off it."""
    if constant_sign(value_at(found.form, found.variables, place)) != 0:
        raise LocalError("the point is not on the hyperplane")
    image = tuple(value_at(expr, found.variables, place) for expr in exprs)
    return bool(constant_sign(value_at(found.form, found.variables, image)))
