"""Inverses of polynomial maps of the plane over Q, by lowering the degree step by step."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.balls.checks.spots import expanded, tame

_MAX_DEGREE = 12
_MAX_STEPS = 12


def polynomial_inverse(exprs: list[Any], variables: list[Any]) -> list[Any] | None:
    """The inverse of a polynomial map of the plane with polynomial inverse; None for others.

    By the theorem of Jung and van der Kulk the leading form of one component is a constant times a power of that of
    the other, until both are affine.
    """
    if len(exprs) != 2 or len(variables) != 2 or not all(tame(expr) for expr in exprs):
        return None
    plain = [expanded(expr) for expr in exprs]
    if not all(expr.is_polynomial(*variables) for expr in plain):
        return None
    try:
        left = [sp.Poly(expr, *variables, domain="QQ") for expr in plain]
    except sp.PolynomialError:
        return None
    back = list(variables)
    """The values of the reduced components, in those of f."""
    for _ in range(_MAX_STEPS):
        degrees = [polynomial.total_degree() for polynomial in left]
        if max(degrees) > _MAX_DEGREE or min(degrees) < 1:
            return None
        if max(degrees) == 1:
            return _affine(left, variables, back)
        high = 0 if degrees[0] >= degrees[1] else 1
        low = 1 - high
        power, rest = divmod(degrees[high], degrees[low])
        if rest:
            return None
        leading = _leading(left[low], degrees[low]) ** power
        factor = _leading(left[high], degrees[high]).LC() / leading.LC()
        if _leading(left[high], degrees[high]) != leading * factor:
            return None
        left[high] = left[high] - factor * left[low] ** power
        back[high] = back[high] - factor * back[low] ** power
    return None


def _leading(polynomial: Any, degree: int) -> Any:
    """The form of the highest degree."""
    terms = {power: value for power, value in polynomial.terms() if sum(power) == degree}
    return sp.Poly(terms, *polynomial.gens, domain="QQ")


def _affine(left: list[Any], variables: list[Any], back: list[Any]) -> list[Any] | None:
    x, y = variables
    matrix = sp.Matrix([[p.coeff_monomial(x), p.coeff_monomial(y)] for p in left])
    if matrix.det() == 0:
        return None
    shift = sp.Matrix([p.coeff_monomial(1) for p in left])
    result = matrix.inv() * (sp.Matrix(back) - shift)
    return [expanded(entry) for entry in result]
