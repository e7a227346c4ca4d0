"""Normal forms of exact real constants, and the number field of algebraic ones (guarantee: exact)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast

import sympy as sp
from sympy.polys.constructor import construct_domain
from sympy.polys.polyerrors import NotAlgebraic

from embedcheck.balls.constants import constant_sign
from embedcheck.errors import InputError, SizeLimitError
from embedcheck.parsing import cbrt

_MAX_DEGREE = 40
_MAX_FACTORED = 10**12


@lru_cache(maxsize=4096)
def plain(value: sp.Expr) -> sp.Expr:
    """The same constant without cube root functions, hyperbolic functions, and logarithms of composite numbers."""

    def real_cube_root(argument: Any) -> Any:
        sign = constant_sign(argument)
        if sign is None:
            raise InputError("the sign of a number under a cube root is not decided")
        return sign * (sign * argument) ** sp.Rational(1, 3)

    def logarithm(argument: Any) -> Any:
        if isinstance(argument, sp.Rational) and argument > 0 and max(argument.p, argument.q) <= _MAX_FACTORED:
            factors: Any = sp.factorrat(argument)
            return sp.Add(*(m * sp.log(prime) for prime, m in factors.items()))
        return sp.expand_log(sp.log(argument))

    result: Any = value.replace(cbrt, real_cube_root)
    # Rewriting in exponentials by SymPy goes deep, and would make real sines complex.
    result = result.replace(sp.sinh, lambda a: (sp.exp(a) - sp.exp(-a)) / 2)
    result = result.replace(sp.cosh, lambda a: (sp.exp(a) + sp.exp(-a)) / 2)
    result = result.replace(sp.tanh, lambda a: 1 - 2 / (sp.exp(2 * a) + 1))
    return result.replace(sp.log, logarithm)


@lru_cache(maxsize=4096)
def tidy(value: sp.Expr) -> sp.Expr:
    """The same constant, expanded; an algebraic number in the normal form of its number field."""
    if isinstance(value, sp.Rational):
        return value
    value = plain(value)
    if not value.is_algebraic:
        return cast("sp.Expr", sp.expand(value))
    domain, elements = number_field([sp.sqrtdenest(value)])
    return domain.to_sympy(elements[0])


def number_field(values: list[sp.Expr]) -> tuple[Any, list[Any]]:
    """The number field that algebraic numbers generate, and the numbers as its elements."""
    if _degree_bound(values) > _MAX_DEGREE:
        raise SizeLimitError("the number field of the constants is too large for an exact series")
    try:
        result: Any = construct_domain(values, field=True, extension=True)
    except (NotImplementedError, NotAlgebraic) as error:
        raise InputError("no number field is known for the constants") from error
    domain, elements = result
    if not (domain.is_QQ or domain.is_Algebraic):
        raise InputError("no number field is known for the constants")
    return domain, elements


def _degree_bound(values: Iterable[sp.Expr]) -> int:
    """A bound for the degree of the number field that the values generate, from the indices of their roots."""
    indices: dict[Any, int] = {}
    for value in values:
        for node in value.atoms(sp.Pow, sp.Function, sp.CRootOf):
            if isinstance(node, sp.Pow):
                base, exponent = cast("tuple[Any, Any]", node.args)
                index = int(exponent.q) if isinstance(exponent, sp.Rational) else 1
                indices[base] = int(sp.ilcm(indices.get(base, 1), index))
            elif isinstance(node, sp.CRootOf):
                indices[node.poly] = int(node.poly.degree()) ** 2
            else:
                coefficient = cast("Any", node.args[0]).as_coeff_Mul()[0]
                indices[node] = int(coefficient.q) if isinstance(coefficient, sp.Rational) else 1
    return int(sp.prod(indices.values()))
