"""Exact reduction to a rational function over Q: of u = exp(c x), and of t = tan(w x/2) for one frequency."""

from __future__ import annotations

from typing import Any, NamedTuple

import sympy as sp

from embedcheck.balls.constants import constant_sign
from embedcheck.balls.polynomials import RationalFunction, rational_function, real_roots
from embedcheck.balls.program import UnsupportedError, compile_expression

_MAX_OPERATIONS = 80
_MAX_MULTIPLE = 8


class Exponential(NamedTuple):
    """function(x) = quotient(exp(rate * x)) with an exact rate > 0."""

    quotient: RationalFunction
    rate: sp.Expr


def exponential_reduction(function: sp.Expr) -> Exponential | None:
    """The function as a rational function over Q of exp(c x), or None. Hyperbolic functions are written out."""
    (variable,) = function.free_symbols
    if sp.count_ops(function) > _MAX_OPERATIONS or not function.has(sp.exp, sp.sinh, sp.cosh, sp.tanh):
        return None
    written: Any = function.rewrite(sp.exp)
    rates: dict[Any, Any] = {}
    for node in written.atoms(sp.exp):
        if not node.free_symbols:
            continue
        rate = sp.diff(node.args[0], variable)
        if rate.free_symbols or sp.expand(node.args[0] - rate * variable) != 0:
            return None
        rates[node] = rate
    if not rates:
        return None
    first = next(iter(rates.values()))
    shares: dict[Any, Any] = {node: rate / first for node, rate in rates.items()}
    if not all(isinstance(share, sp.Rational) for share in shares.values()):
        return None
    common: Any = sp.S.One
    for share in shares.values():
        common = sp.gcd(common, sp.Abs(share))
    u = sp.Dummy(real=True)
    image = written.xreplace({node: u ** (share / common) for node, share in shares.items()})
    if image.has(variable):
        return None
    rate = first * common
    sign = constant_sign(rate)
    if not sign:
        return None
    if sign < 0:
        image, rate = image.subs(u, 1 / u), -rate
    try:
        quotient = rational_function(compile_expression(image))
    except UnsupportedError:
        return None
    return None if quotient is None else Exponential(quotient, rate)


class Trigonometric(NamedTuple):
    """function(x) = quotient(tan(rate * x / 2)) with an exact rate > 0; `order` of the zero at x = pi/rate."""

    quotient: RationalFunction
    rate: sp.Expr
    order: int


def trigonometric_reduction(function: sp.Expr) -> Trigonometric | None:
    """The function as a rational function over Q of t = tan(w x/2), from sines and cosines of multiples of w x.

    None when it is none, or when it has a pole.
    """
    (variable,) = function.free_symbols
    nodes: list[Any] = [node for node in function.atoms(sp.sin, sp.cos) if node.free_symbols]
    if not nodes or sp.count_ops(function) > _MAX_OPERATIONS:
        return None
    rates: list[Any] = [sp.diff(node.args[0], variable) for node in nodes]
    if any(r.free_symbols or sp.expand(n.args[0] - r * variable) != 0 for n, r in zip(nodes, rates, strict=True)):
        return None
    first: Any = sp.Abs(rates[0])
    shares: list[Any] = [rate / first for rate in rates]
    if not all(isinstance(share, sp.Rational) for share in shares):
        return None
    common: Any = sp.S.One
    for share in shares:
        common = sp.gcd(common, sp.Abs(share))
    t = sp.Dummy(real=True)
    cosine, sine = (1 - t**2) / (1 + t**2), 2 * t / (1 + t**2)
    replacements: dict[Any, Any] = {}
    for node, share in zip(nodes, shares, strict=True):
        multiple = int(share / common)
        if abs(multiple) > _MAX_MULTIPLE:
            return None
        size, sign = abs(multiple), 1 if multiple > 0 else -1
        if isinstance(node, sp.cos):
            replacements[node] = sp.chebyshevt(size, cosine)
        else:
            replacements[node] = sign * sine * sp.chebyshevu(size - 1, cosine)
    image = function.xreplace(replacements)
    if image.has(variable):
        return None
    try:
        quotient = rational_function(compile_expression(image))
    except UnsupportedError:
        return None
    if quotient is None or any(True for _ in real_roots(tuple(quotient.denominator.coeffs()))):
        return None
    order = quotient.denominator.degree() - quotient.numerator.degree()
    return None if order < 0 else Trigonometric(quotient, first * common, order)
