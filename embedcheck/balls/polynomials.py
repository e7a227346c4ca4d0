"""Rational functions over Q: exact reduction, Sturm counts and isolation of real roots (guarantee: exact)."""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import Any, NamedTuple

import sympy as sp
from flint import fmpq, fmpq_poly, fmpz, fmpz_poly

from embedcheck.balls.arith import rational
from embedcheck.balls.program import Program, UnsupportedError, run

MAX_DEGREE = 100


class RationalFunction(NamedTuple):
    """numerator / denominator in lowest terms over Q."""

    numerator: fmpq_poly
    denominator: fmpq_poly


class PolynomialRoot(NamedTuple):
    """The only real root of an irreducible integer polynomial in the open interval (lower, upper)."""

    polynomial: tuple[int, ...]
    lower: fmpq
    upper: fmpq


def _reduced(numerator: fmpq_poly, denominator: fmpq_poly) -> RationalFunction:
    if denominator.is_zero():
        raise UnsupportedError("division by zero")
    common = numerator.gcd(denominator)
    if common.degree() > 0:
        numerator, denominator = divmod(numerator, common)[0], divmod(denominator, common)[0]
    if max(numerator.degree(), denominator.degree()) > MAX_DEGREE:
        raise UnsupportedError("degree too large for the exact method")
    lead = denominator.leading_coefficient()
    return RationalFunction(numerator / lead, denominator / lead)


class RationalArithmetic:
    """Quotients of polynomials over Q; UnsupportedError on anything else."""

    def constant(self, value: sp.Expr) -> RationalFunction:
        if not isinstance(value, sp.Rational):
            raise UnsupportedError("not rational over Q")
        return RationalFunction(fmpq_poly([rational(value)]), fmpq_poly([1]))

    def variable(self) -> RationalFunction:
        return RationalFunction(fmpq_poly([0, 1]), fmpq_poly([1]))

    def add(self, values: list[RationalFunction]) -> RationalFunction:
        total = values[0]
        for value in values[1:]:
            total = _reduced(
                total.numerator * value.denominator + value.numerator * total.denominator,
                total.denominator * value.denominator,
            )
        return total

    def mul(self, values: list[RationalFunction]) -> RationalFunction:
        total = values[0]
        for value in values[1:]:
            total = _reduced(total.numerator * value.numerator, total.denominator * value.denominator)
        return total

    def int_power(self, value: RationalFunction, exponent: int) -> RationalFunction:
        numerator, denominator = (value.numerator, value.denominator)
        if exponent < 0:
            numerator, denominator, exponent = denominator, numerator, -exponent
        if max(numerator.degree(), denominator.degree()) * exponent > MAX_DEGREE or exponent > 10 * MAX_DEGREE:
            raise UnsupportedError("degree too large for the exact method")
        return _reduced(numerator**exponent, denominator**exponent)

    def rational_power(self, value: Any, exponent: Any) -> RationalFunction:
        raise UnsupportedError("not rational over Q")

    def function(self, name: str, value: Any, data: Any) -> RationalFunction:
        raise UnsupportedError("not rational over Q")


@lru_cache(maxsize=1024)
def rational_function(program: Program) -> RationalFunction | None:
    """The program as a rational function over Q in lowest terms, or None."""
    try:
        return run(program, RationalArithmetic())
    except UnsupportedError:
        return None


@lru_cache(maxsize=1024)
def _sturm(coefficients: tuple[int, ...]) -> tuple[fmpq_poly, ...]:
    chain = [fmpq_poly(list(coefficients))]
    chain.append(chain[0].derivative())
    while chain[-1].degree() > 0:
        remainder = -divmod(chain[-2], chain[-1])[1]
        if remainder.is_zero():
            break
        # Positive scaling keeps the signs and stops the growth of the coefficients.
        chain.append(remainder / abs(remainder.numer().content() * fmpq(1, remainder.denom())))
    return tuple(chain)


def _variations(chain: tuple[fmpq_poly, ...], point: fmpq | None, side: int) -> int:
    """Sign changes of the Sturm chain at a rational point, or at side * infinity when the point is None."""
    signs: list[int] = []
    for polynomial in chain:
        if point is None:
            value = polynomial.leading_coefficient() * (side ** (polynomial.degree() % 2) if side < 0 else 1)
        else:
            value = polynomial(point)
        if value != 0:
            signs.append(1 if value > 0 else -1)
    return sum(a != b for a, b in itertools.pairwise(signs))


def sturm_count(coefficients: tuple[int, ...], lower: fmpq | None, upper: fmpq | None) -> int:
    """Number of distinct real roots in the half-open interval (lower, upper]; None stands for infinity.

    `coefficients` are those of a squarefree polynomial, constant term first.
    """
    if len(coefficients) <= 1:
        return 0
    chain = _sturm(coefficients)
    return _variations(chain, lower, -1) - _variations(chain, upper, 1)


def _isolate(coefficients: tuple[int, ...]) -> list[tuple[fmpq, fmpq]]:
    lead = abs(coefficients[-1])
    bound = fmpq(1 + max(abs(c) for c in coefficients[:-1]) // lead + 1)
    power = fmpq(1)
    while power < bound:
        power *= 2
    pending, found = [(-power, power)], []
    while pending:
        low, high = pending.pop()
        count = sturm_count(coefficients, low, high)
        if count == 1:
            found.append((low, high))
        elif count > 1:
            middle = (low + high) / 2
            pending += [(low, middle), (middle, high)]
    return sorted(found, key=lambda pair: pair[0])


def refine(root: PolynomialRoot, width: fmpq) -> PolynomialRoot:
    """The same root in an interval not wider than `width`, by bisection on the sign of the polynomial."""
    polynomial = fmpq_poly(list(root.polynomial))
    low, high = root.lower, root.upper
    rising = polynomial(high) > 0
    while high - low > width:
        middle = (low + high) / 2
        value = polynomial(middle)
        if (value > 0) == rising:
            high = middle
        else:
            low = middle
    return PolynomialRoot(root.polynomial, low, high)


def factors(polynomial: fmpq_poly) -> list[tuple[tuple[int, ...], int]]:
    """Irreducible integer factors of positive degree with their multiplicities."""
    _, found = fmpz_poly([fmpz(c) for c in polynomial.numer().coeffs()]).factor()
    return [(tuple(int(c) for c in factor.coeffs()), int(m)) for factor, m in found]


@lru_cache(maxsize=1024)
def real_roots(coefficients: tuple[fmpq, ...]) -> tuple[tuple[fmpq | PolynomialRoot, int], ...]:
    """All real roots of a non-zero polynomial over Q with multiplicities, in no particular order.

    Rational roots are exact; the others lie alone in open intervals of their irreducible factor.
    """
    result: list[tuple[fmpq | PolynomialRoot, int]] = []
    for factor, multiplicity in factors(fmpq_poly(list(coefficients))):
        if len(factor) == 2:
            result.append((fmpq(-factor[0], factor[1]), multiplicity))
            continue
        for low, high in _isolate(factor):
            result.append((PolynomialRoot(factor, low, high), multiplicity))
    return tuple(result)


def vanishes_at(polynomial: fmpq_poly, root: PolynomialRoot) -> bool:
    """Whether a polynomial over Q vanishes at an algebraic number: exactly when its factor divides it."""
    return divmod(polynomial, fmpq_poly(list(root.polynomial)))[1].is_zero()
