"""Exact decisions about real constants: sign, order and vanishing (guarantee: exact or rigorous, never from digits)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy as sp
from flint import arb

from embedcheck.balls.arith import precision, sign_of
from embedcheck.balls.enclose import NAN, enclose
from embedcheck.balls.program import UnsupportedError, compile_expression
from embedcheck.parsing import cbrt

_BITS = (64, 256, 1024)
_MAX_OPERATIONS = 400
_MAX_DEGREE = 40
_MAX_ROOT = 200


def constant_ball(value: sp.Expr, bits: int = 64) -> arb:
    """A ball around a real constant at the given working precision; nan when it cannot be enclosed."""
    try:
        program = compile_expression(value)
    except UnsupportedError:
        return NAN
    if program.variable is not None:
        return NAN
    with precision(bits):
        return enclose(program, NAN)


@lru_cache(maxsize=8192)
def constant_sign(value: sp.Expr) -> int | None:
    """-1, 0 or +1, or None when the sign is not decided.

    A sign is read off a ball; zero is only ever claimed by `is_exactly_zero`.
    """
    if isinstance(value, sp.Rational):
        return (value.p > 0) - (value.p < 0)
    tried_exact = False
    for bits in _BITS:
        ball = constant_ball(value, bits)
        sign = sign_of(ball)
        if sign:
            return sign
        if not ball.is_finite() and bits == _BITS[-1]:
            return None
        if ball.is_finite() and not tried_exact:
            tried_exact = True
            if is_exactly_zero(value):
                return 0
    return None


def compare(left: sp.Expr, right: sp.Expr) -> int | None:
    """Order of two real constants (infinities allowed): -1, 0, +1, or None when it is not decided."""
    if left == right:
        return 0
    if left == sp.oo or right == -sp.oo:
        return 1
    if left == -sp.oo or right == sp.oo:
        return -1
    return constant_sign(left - right)


def is_exactly_zero(value: Any) -> bool:
    """True when the constant is proven to vanish; False means only that no proof was found.

    Transcendental kernels are replaced by independent symbols; the coefficients of the resulting polynomial are
    algebraic numbers, and each must have the minimal polynomial x.
    """
    if value == 0:
        return True
    if sp.count_ops(value) > _MAX_OPERATIONS:
        return False
    kernels: dict[Any, sp.Symbol] = {}

    def symbol_for(kernel: Any) -> sp.Symbol:
        # Only a kernel that is positive for sure may simplify under roots as a positive number.
        positive = kernel in (sp.E, sp.pi) or isinstance(kernel, sp.exp)
        return kernels.setdefault(kernel, sp.Dummy(positive=True) if positive else sp.Dummy(real=True))

    roots = _common_root([node.args[0] for node in value.atoms(sp.exp)])
    if roots > _MAX_ROOT:
        return False

    def replace(node: Any) -> Any:
        if isinstance(node, sp.exp):
            exponent: Any = node.args[0]
            return sp.prod(_exponential(term, roots, symbol_for, replace) for term in sp.Add.make_args(exponent))
        if node is sp.E:
            return symbol_for(sp.E) ** roots
        if node is sp.pi:
            return symbol_for(node)
        if isinstance(node, sp.log) and isinstance(node.args[0], sp.Rational) and node.args[0] > 0:
            return _logarithm(node.args[0], symbol_for)
        if isinstance(node, sp.log) and isinstance(node.args[0], sp.Pow):
            base, exponent = node.args[0].base, node.args[0].exp
            if isinstance(base, sp.Rational) and base > 0 and isinstance(exponent, sp.Rational):
                return exponent * _logarithm(base, symbol_for)
        if isinstance(node, cbrt):
            sign = constant_sign(node.args[0])
            inner = replace(node.args[0])
            if not sign or inner.free_symbols:
                return symbol_for(node)
            return sign * (sign * inner) ** sp.Rational(1, 3)
        if isinstance(node, sp.Function):
            return symbol_for(node)
        if isinstance(node, sp.Pow) and not isinstance(node.exp, sp.Rational):
            return symbol_for(node)
        if isinstance(node, sp.Pow) and not isinstance(node.exp, sp.Integer):
            base = replace(node.base)
            return symbol_for(node) if base.free_symbols or not node.is_algebraic else base**node.exp
        if not node.args:
            return node
        return node.func(*[replace(argument) for argument in node.args])

    numerator = sp.fraction(sp.together(replace(value)))[0]
    symbols = list(kernels.values())
    numerator = sp.expand(numerator)
    if numerator == 0:
        return True
    try:
        coefficients = sp.Poly(numerator, *symbols).coeffs() if symbols else [numerator]
    except sp.PolynomialError:
        return False
    return all(_algebraic_zero(coefficient) for coefficient in coefficients)


def _common_root(exponents: list[Any]) -> int:
    terms: list[Any] = [term for e in exponents for term in sp.Add.make_args(e)]
    scales: list[Any] = [term.as_coeff_Mul()[0] for term in terms]
    return int(sp.ilcm(1, 1, *(scale.q for scale in scales if isinstance(scale, sp.Rational))))


def _exponential(term: Any, roots: int, symbol_for: Any, replace: Any) -> sp.Expr:
    """exp of one term c*r with rational c: a power of the symbol of exp(r/roots)."""
    scale, rest = term.as_coeff_Mul()
    if not isinstance(scale, sp.Rational):
        return symbol_for(sp.exp(replace(term)))
    kernel = sp.E if rest == 1 else sp.exp(replace(rest))
    return symbol_for(kernel) ** (scale * roots)


def _logarithm(argument: sp.Rational, symbol_for: Any) -> sp.Expr:
    if max(argument.p, argument.q) > 10**12:
        return symbol_for(sp.log(argument))
    exponents: Any = sp.factorrat(argument)
    return sp.Add(*(m * symbol_for(sp.log(prime)) for prime, m in exponents.items()))


def _algebraic_zero(value: Any) -> bool:
    if isinstance(value, sp.Rational):
        return value == 0
    if not value.is_algebraic or value.free_symbols:
        return False
    indices = [int(node.exp.q) for node in value.atoms(sp.Pow) if isinstance(node.exp, sp.Rational)]
    if sp.prod(indices) > _MAX_DEGREE or value.atoms(sp.Function):
        return False
    x = sp.Dummy()
    return bool(sp.minimal_polynomial(value, x) == x)
