"""Exact reduction of a function that is rational over Q in u = exp(c x) to a rational function of u > 0."""

from __future__ import annotations

from typing import Any, NamedTuple

import sympy as sp

from embedcheck.analysis.points import Point
from embedcheck.balls import fmpq
from embedcheck.balls.arith import lower, precision, to_sympy, upper
from embedcheck.balls.constants import constant_ball, constant_sign
from embedcheck.balls.polynomials import PolynomialRoot, RationalFunction, rational_function, refine
from embedcheck.balls.program import UnsupportedError, compile_expression

_MAX_OPERATIONS = 80


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


def logarithmic_point(root: fmpq | PolynomialRoot, reduction: Exponential, variable: Any) -> Point | None:
    """The point x with exp(c x) = root, exact where the root is rational or quadratic; None when the root is <= 0."""
    if isinstance(root, fmpq):
        return Point(value=sp.log(to_sympy(root)) / reduction.rate) if root > 0 else None
    while root.lower <= 0 < root.upper:
        root = refine(root, (root.upper - root.lower) / 2)
    if root.upper <= 0:
        return None
    constant, *middle, lead = root.polynomial
    if not any(middle):
        # u^n = q has the positive solution q^(1/n).
        power = sp.log(sp.Rational(-constant, lead)) / (len(middle) + 1)
        return Point(value=power / reduction.rate)
    low, high = to_sympy(root.lower), to_sympy(root.upper)
    with precision(128):
        bracket = (
            lower(constant_ball(sp.log(low) / reduction.rate, 128)),
            upper(constant_ball(sp.log(high) / reduction.rate, 128)),
        )
    u = sp.exp(reduction.rate * variable)
    function: Any = sum((c * u**k for k, c in enumerate(root.polynomial)), sp.S.Zero)
    return Point(function=function, bracket=bracket)
