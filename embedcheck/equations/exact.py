"""Exact Taylor coefficients at an exact point, and the formal solutions of the functional equations (guarantee: exact).

Rational coefficients are series of python-flint; all others lie in a field made for the constants that occur.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import sympy as sp

from embedcheck.balls import fmpq
from embedcheck.balls.arith import precision, rational, to_sympy
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.formal import boettcher_series, julia_series, koenigs_series, ring_of
from embedcheck.balls.program import UnsupportedError, compile_expression
from embedcheck.balls.rational import rational_taylor
from embedcheck.equations.constants import plain, tidy
from embedcheck.equations.taylor import field_taylor
from embedcheck.errors import InputError

_BITS = 64


@dataclass(frozen=True)
class ExactTaylor:
    """f^(j)(p)/j! for j = 0, 1, ... as elements of a field, the class of the series over it, and the way to SymPy."""

    coefficients: tuple[Any, ...]
    ring: Any
    to_sympy: Callable[[Any], sp.Expr]

    def expressions(self) -> list[sp.Expr]:
        """The coefficients as SymPy numbers."""
        return [self.to_sympy(value) for value in self.coefficients]


def exact_taylor(expr: sp.Expr, x: sp.Symbol, p: sp.Expr, order: int) -> ExactTaylor:
    """The Taylor coefficients of index 0, ..., order at a real constant p.

    Raises InputError where the expression is not seen to be analytic, and where the field would be too large.
    """
    if p.free_symbols or not expr.free_symbols <= {x} or p.is_real is False or p.has(sp.oo, -sp.oo, sp.zoo, sp.nan):
        raise InputError("an exact series needs an expression of one variable and a real constant")
    try:
        program = compile_expression(expr)
    except UnsupportedError as error:
        raise InputError(f"no exact series: {error}") from None
    p = tidy(p)
    if isinstance(p, sp.Rational):
        values = rational_taylor(program, rational(p), order)
        if values is not None:
            return _over_rationals(values)
    field, ring, coefficients = field_taylor(program, p, order + 1)
    if field.domain == sp.QQ:
        return _over_rationals([rational(field.to_sympy(value)) for value in coefficients])
    return ExactTaylor(tuple(coefficients), ring, field.to_sympy)


def _over_rationals(values: list[fmpq]) -> ExactTaylor:
    return ExactTaylor(tuple(values), ring_of(values), to_sympy)


def exact_koenigs(taylor: ExactTaylor, order: int) -> list[sp.Expr]:
    """sigma_0, ..., sigma_order with sigma(f(p+z)-p) = s sigma(z), sigma = z + ..., for f(p) = p.

    Raises InputError unless the multiplier is proven to differ from 0, 1 and -1.
    """
    g = _germ(taylor, 1, order)
    multiplier = taylor.to_sympy(g[1])
    for value in (0, 1, -1):
        if constant_sign(multiplier - value) not in (1, -1):
            raise InputError(f"no Koenigs function: the multiplier is {value}, or may be {value}")
    with precision(_BITS, order + 2):
        return _expressions(taylor, koenigs_series(g, order, taylor.ring))


def exact_julia(taylor: ExactTaylor, k: int, order: int) -> list[sp.Expr]:
    """V_0, ..., V_order of the iterative logarithm of f(p+z)-p = z + a z^(k+1) + ..., a not 0, for f(p) = p.

    That the coefficients before a are 1, 0, ..., 0 is the caller's guarantee; what contradicts it is an InputError.
    """
    g = _germ(taylor, k + 1, max(order, k + 1))
    one = g[1] ** 0
    for j in range(1, k + 1):
        g[j] = _given(taylor, g[j], one if j == 1 else 0 * one)
    _nonzero(taylor, g[k + 1])
    with precision(_BITS, order + k + 2):
        return _expressions(taylor, julia_series(g, k, order, taylor.ring))


def exact_boettcher(taylor: ExactTaylor, degree: int, order: int) -> list[sp.Expr]:
    """beta_0, ..., beta_order with beta(f(p+z)-p) = beta(z)^d for f(p+z)-p = a z^d + ..., a not 0, d >= 2, f(p) = p.

    beta = c z + ... with the real root c of c^(d-1) = a; for odd d and a < 0 there is none, and then
    c = |a|^(1/(d-1)) and beta(f(p+z)-p) = -beta(z)^d. That the coefficients before a vanish is the caller's guarantee.
    """
    g = _germ(taylor, degree, order + degree - 1)
    for j in range(1, degree):
        g[j] = _given(taylor, g[j], 0 * g[degree])
    sign = _nonzero(taylor, g[degree])
    a = taylor.to_sympy(g[degree])
    c = _root(sign * a, degree - 1)
    if sign < 0 and degree % 2 == 0:
        c = -c
    if order == 0:
        return [sp.Integer(0)]
    with precision(_BITS, order + degree + 1):
        logarithm = boettcher_series(g, degree, order - 1, taylor.ring)
        unit = _expressions(taylor, taylor.ring(logarithm, prec=order).exp().coeffs())
    unit += [sp.Integer(0)] * (order - len(unit))
    # A rational c is multiplied in; any other stays a factor in front of an element of the field.
    return [sp.Integer(0), *(sp.expand(c * value) if isinstance(c, sp.Rational) else c * value for value in unit)]


def _germ(taylor: ExactTaylor, least: int, order: int) -> list[Any]:
    """The coefficients of f(p+z) - p up to z^order, where f(p) = p is given."""
    if len(taylor.coefficients) <= max(order, least):
        raise ValueError(f"needs the Taylor coefficients up to {max(order, least)}")
    first, *rest = taylor.coefficients
    return [0 * first, *rest]


def _given(taylor: ExactTaylor, value: Any, expected: Any) -> Any:
    """The expected element, which has the same value."""
    if constant_sign(taylor.to_sympy(value - expected)) in (1, -1):
        raise InputError("the Taylor coefficients do not start as stated")
    return expected


def _nonzero(taylor: ExactTaylor, value: Any) -> int:
    sign = constant_sign(taylor.to_sympy(value))
    if not sign:
        raise InputError("the leading coefficient vanishes, or may vanish")
    return sign


def _root(value: sp.Expr, index: int) -> sp.Expr:
    root = cast("sp.Expr", sp.root(plain(value), index))
    try:
        return tidy(root)
    except InputError:
        return root


def _expressions(taylor: ExactTaylor, values: list[Any]) -> list[sp.Expr]:
    return [taylor.to_sympy(value) for value in values]
