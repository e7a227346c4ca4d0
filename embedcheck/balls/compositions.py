"""Whether one map undoes another one: exact, by polynomial arithmetic where both are polynomials over Q."""

from __future__ import annotations

import math
from typing import Any

from flint import Ordering, fmpq_mpoly_ctx

from embedcheck.balls.checks.spots import is_zero, tame
from embedcheck.balls.gram import coefficients

_MAX_TERMS = 20_000


def undoes(outer: list[Any], inner: list[Any], variables: list[Any]) -> bool:
    """Whether outer(inner(x)) = x is proven; False means only that no proof was found."""
    if all(expr.is_polynomial(*variables) and tame(expr) for expr in (*outer, *inner)):
        try:
            return _polynomials_undo(outer, inner, variables)
        except ValueError:
            pass
    values = dict(zip(variables, inner, strict=True))
    moved = [expr.subs(values, simultaneous=True) for expr in outer]
    return all(is_zero(expr - x) for x, expr in zip(variables, moved, strict=True))


def _polynomials_undo(outer: list[Any], inner: list[Any], variables: list[Any]) -> bool:
    context = fmpq_mpoly_ctx.get(tuple(f"x{k}" for k in range(len(variables))), Ordering.lex)
    left, right = ([context.from_dict(coefficients(expr, variables)) for expr in exprs] for exprs in (outer, inner))
    degree = max(int(p.total_degree()) for p in left) * max(int(p.total_degree()) for p in right)
    if math.comb(len(variables) + degree, degree) > _MAX_TERMS:
        return False
    return [polynomial.compose(*right) for polynomial in left] == list(context.gens())
