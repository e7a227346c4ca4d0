"""Maps of several variables next to a point: kinks are resolved where their side is known (guarantee: rigorous)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import sympy as sp
from flint import arb, fmpq

from embedcheck.balls.arith import precision, to_sympy
from embedcheck.balls.checks.spots import settled
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.enclose import BOX_BITS
from embedcheck.balls.extended import Extended
from embedcheck.balls.structure import Structure, factor_range
from embedcheck.parsing import substitute

Place = tuple[Any, ...]
Sides = tuple[tuple[fmpq, fmpq], ...]
"""The ends of a box, for each variable."""


class LocalError(ValueError):
    """It is not seen that the map is analytic next to the point."""


class Local(NamedTuple):
    """Analytic expressions that are those of the map next to a point, and their derivatives in rows."""

    exprs: list[Any]
    jacobian: list[list[Any]]


def resolved(expr: Any, sign: Callable[[Any], int | None]) -> Any:
    """The expression without Abs, Max and Min, by the signs of their arguments. Raises LocalError."""
    if not expr.args or not expr.has(sp.Abs, sp.Max, sp.Min):
        return expr
    args = [resolved(argument, sign) for argument in expr.args]
    if isinstance(expr, sp.Abs):
        return _sure(sign, args[0]) * args[0]
    if isinstance(expr, (sp.Max, sp.Min)):
        wanted = 1 if isinstance(expr, sp.Max) else -1
        best = args[0]
        for other in args[1:]:
            best = other if _sure(sign, other - best) == wanted else best
        return best
    return expr.func(*args)


def _sure(sign: Callable[[Any], int | None], argument: Any) -> int:
    found = sign(argument)
    if not found:
        raise LocalError("f may have a kink at the point")
    return found


def box_of(variables: tuple[Any, ...], sides: Sides) -> Structure:
    """The closed box with these ends."""
    ends = (factor_range(to_sympy(low), to_sympy(high), True, True) for low, high in sides)
    return Structure(dict(zip(variables, ends, strict=True)))


def _tiny(variables: tuple[Any, ...], place: Place) -> Structure:
    """A box of balls around an exact point."""
    sides: dict[Any, Extended] = {}
    for x, value in zip(variables, place, strict=True):
        ball = constant_ball(value, BOX_BITS)
        if not ball.is_finite():
            raise LocalError("a point that is not finite")
        sides[x] = Extended(ball.lower(), ball.upper(), False, False)
    return Structure(sides)


def value_at(expr: Any, variables: tuple[Any, ...], place: Place) -> Any:
    """The exact value of an expression at a point. Raises LocalError where it has none."""
    value = settled(substitute(expr, dict(zip(variables, place, strict=True)), compare))
    if not constant_ball(value).is_finite():
        raise LocalError("there is no value")
    return value


def _analytic(exprs: list[Any], variables: tuple[Any, ...], structure: Structure) -> Local:
    if any(structure.regularity(expr) != "Comega" for expr in exprs):
        raise LocalError("f is not seen to be analytic next to the point")
    return Local(exprs, [[sp.diff(expr, x) for x in variables] for expr in exprs])


def near_point(exprs: list[Any], variables: tuple[Any, ...], place: Place) -> Local:
    """The map next to an exact point. Raises LocalError, DemandError."""

    def sign(argument: Any) -> int | None:
        return constant_sign(value_at(argument, variables, place))

    return _analytic([resolved(expr, sign) for expr in exprs], variables, _tiny(variables, place))


def in_box(exprs: list[Any], variables: tuple[Any, ...], structure: Structure) -> Local:
    """The map on a box. Raises LocalError, DemandError."""
    return _analytic([resolved(expr, structure.sign) for expr in exprs], variables, structure)


def ball_of(structure: Structure, expr: Any) -> arb:
    """A ball around the values on the box. Raises LocalError."""
    value = structure.range(expr)
    if value is None:
        raise LocalError("there is no enclosure on the box")
    with precision(BOX_BITS):
        ball: arb = value.low.union(value.high)
    if not ball.is_finite():
        raise LocalError("the values on the box are not bounded")
    return ball
