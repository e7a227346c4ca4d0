"""Sturm counts, isolation and refinement of real roots, against polynomials with known roots and against mpmath."""

from __future__ import annotations

import itertools
import random
from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import fmpq, fmpq_poly
from hypothesis import given, settings
from hypothesis import strategies as st

from embedcheck.balls.polynomials import (
    MAX_DEGREE,
    PolynomialRoot,
    RationalArithmetic,
    RationalFunction,
    factors,
    rational_function,
    real_roots,
    refine,
    sturm_count,
    vanishes_at,
)
from embedcheck.balls.program import UnsupportedError, compile_expression

X = sp.Symbol("x", real=True)
small = st.fractions(-6, 6, max_denominator=8)


def q(value: Any) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def integers(polynomial: fmpq_poly) -> tuple[int, ...]:
    return tuple(int(c) for c in polynomial.numer().coeffs())


def coefficients(polynomial: fmpq_poly) -> tuple[fmpq, ...]:
    return tuple(polynomial.coeffs())


@settings(max_examples=150, deadline=None)
@given(st.sets(small, min_size=1, max_size=6), small, small, st.booleans())
def test_sturm_counts_distinct_rational_roots(roots: Any, one: Any, other: Any, complex_pair: bool) -> None:
    polynomial = fmpq_poly([1])
    for root in roots:
        polynomial *= fmpq_poly([-q(root), 1])
    if complex_pair:
        polynomial *= fmpq_poly([3, 1, 1])
    chain = integers(polynomial)
    low, high = min(one, other), max(one, other)
    for low_end, high_end in ((low, high), (min(roots), max(roots)), (low, low)):
        expected = sum(low_end < root <= high_end for root in roots)
        assert sturm_count(chain, q(low_end), q(high_end)) == expected
    assert sturm_count(chain, None, None) == len(roots)
    assert sturm_count(chain, None, q(low)) == sum(root <= low for root in roots)
    assert sturm_count(chain, q(low), None) == sum(root > low for root in roots)
    assert sturm_count(tuple(-c for c in chain), None, None) == len(roots)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(small, st.integers(1, 4), min_size=1, max_size=4), st.integers(-7, 7).filter(bool))
def test_rational_roots_have_their_multiplicities(roots: Any, lead: int) -> None:
    polynomial = fmpq_poly([fmpq(lead, 3)])
    for root, multiplicity in roots.items():
        polynomial *= fmpq_poly([-q(root), 1]) ** multiplicity
    found = real_roots(coefficients(polynomial))
    assert sorted(found, key=lambda pair: pair[0]) == sorted(
        ((q(root), m) for root, m in roots.items()), key=lambda pair: pair[0]
    )


def _true_roots(ints: tuple[int, ...]) -> list[Any]:
    with mpmath.workdps(60):
        found = mpmath.polyroots(list(reversed(ints)), maxsteps=500, extraprec=600)
        return sorted(mpmath.re(z) for z in found if abs(mpmath.im(z)) < mpmath.mpf(10) ** -35)


@pytest.mark.parametrize("seed", range(60))
def test_random_polynomials_against_mpmath(seed: int) -> None:
    rng = random.Random(seed)
    degree = rng.randint(2, 9)
    ints = (*tuple(rng.randint(-9, 9) for _ in range(degree)), rng.choice([-3, -1, 1, 2]))
    polynomial = fmpq_poly(list(ints))
    square_free = fmpq_poly([1])
    for factor, _ in factors(polynomial):
        square_free *= fmpq_poly(list(factor))
    ints = integers(square_free)
    if len(ints) < 2:
        return
    true = _true_roots(ints)
    found = real_roots(coefficients(square_free))
    assert len(found) == len(true) == sturm_count(ints, None, None)
    with mpmath.workdps(60):
        places = []
        for root, multiplicity in found:
            assert multiplicity == 1
            if isinstance(root, PolynomialRoot):
                assert sturm_count(root.polynomial, root.lower, root.upper) == 1
                sharp = refine(root, fmpq(1, 2**100))
                assert sharp.polynomial == root.polynomial
                assert root.lower <= sharp.lower < sharp.upper <= root.upper
                assert sharp.upper - sharp.lower <= fmpq(1, 2**100)
                assert sturm_count(root.polynomial, sharp.lower, sharp.upper) == 1
                own = fmpq_poly(list(root.polynomial))
                assert own(sharp.lower) * own(sharp.upper) < 0
                assert vanishes_at(square_free, root)
                assert not vanishes_at(square_free + 1, root)
                places.append((sharp.lower + sharp.upper) / 2)
            else:
                assert square_free(root) == 0
                places.append(root)
        numeric = sorted(mpmath.mpf(int(p.p)) / int(p.q) for p in places)
        assert all(abs(a - b) < mpmath.mpf(10) ** -25 for a, b in zip(numeric, true, strict=True))


def test_close_roots_are_separated() -> None:
    # Mignotte: x^7 - 2 (1000 x - 1)^2 has two roots about 10^-11 apart.
    polynomial = fmpq_poly([0, 0, 0, 0, 0, 0, 0, 1]) - 2 * fmpq_poly([-1, 1000]) ** 2
    found = real_roots(coefficients(polynomial))
    assert len(found) == sturm_count(integers(polynomial), None, None) == 3
    intervals = sorted((root.lower, root.upper) for root, _ in found if isinstance(root, PolynomialRoot))
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(intervals))


def test_wilkinson() -> None:
    polynomial = fmpq_poly([1])
    for root in range(1, 21):
        polynomial *= fmpq_poly([-root, 1])
    assert sturm_count(integers(polynomial), fmpq(0), fmpq(20)) == 20
    assert sturm_count(integers(polynomial), fmpq(1), fmpq(20)) == 19
    assert sturm_count(integers(polynomial), fmpq(1), fmpq(39, 2)) == 18
    assert sorted(int(root.p) for root, _ in real_roots(coefficients(polynomial))) == list(range(1, 21))


@pytest.mark.parametrize(
    ("expression", "numerator", "denominator"),
    [
        ((X**2 - 1) / (X - 1), [1, 1], [1]),
        (X / (2 * X**2 + 2), [0, fmpq(1, 2)], [1, 0, 1]),
        (1 / X - 1 / (X + 1), [1], [0, 1, 1]),
        ((X + 1) ** -2 * (X**2 - 1) ** 2, [1, -2, 1], [1]),
        (X - X * (X + 1) / (X + 1), [0], [1]),
    ],
    ids=str,
)
def test_rational_functions_in_lowest_terms(expression: Any, numerator: Any, denominator: Any) -> None:
    found = rational_function(compile_expression(expression))
    assert found is not None
    assert found.numerator == fmpq_poly(numerator)
    assert found.denominator == fmpq_poly(denominator)


def test_what_is_not_rational_over_q_is_left_alone() -> None:
    for expression in (sp.sqrt(X), sp.exp(X), sp.pi * X, sp.sqrt(2) + X, X**200, (1 + X) ** 5000):
        assert rational_function(compile_expression(expression)) is None


@pytest.mark.parametrize("chain", [(), (5,), (-3,), (0,)])
def test_a_constant_has_no_roots(chain: tuple[int, ...]) -> None:
    for ends in ((None, None), (fmpq(-1), fmpq(1)), (None, fmpq(0)), (fmpq(0), None)):
        assert sturm_count(chain, *ends) == 0


@pytest.mark.parametrize("degree", [1, MAX_DEGREE - 1, MAX_DEGREE, MAX_DEGREE + 1, 2 * MAX_DEGREE])
def test_degrees_up_to_the_limit_are_exact(degree: int) -> None:
    """A power, an inverse power, and a product whose factors are small each by itself."""
    half = degree // 2
    for expression, top, bottom in (
        (X**degree, degree, 0),
        ((2 * X) ** -degree, 0, degree),
        ((X**half + 1) * (X ** (degree - half) - 3), degree, 0),
        (1 / ((X**half + 1) * (X ** (degree - half) + 5)), 0, degree),
    ):
        found = rational_function(compile_expression(expression))
        assert (found is not None) == (degree <= MAX_DEGREE)
        if found is not None:
            assert (found.numerator.degree(), found.denominator.degree()) == (top, bottom)
            assert found.denominator.leading_coefficient() == 1


VARIABLE = RationalArithmetic().variable()
ZERO = RationalFunction(fmpq_poly([]), fmpq_poly([1]))


@pytest.mark.parametrize("exponent", [0, 1, 10 * MAX_DEGREE, 10 * MAX_DEGREE + 1])
def test_powers_of_constants_are_bounded(exponent: int) -> None:
    arithmetic = RationalArithmetic()
    value = arithmetic.constant(sp.Rational(2, 3))
    if exponent > 10 * MAX_DEGREE:
        with pytest.raises(UnsupportedError, match="degree too large"):
            arithmetic.int_power(value, exponent)
    else:
        assert arithmetic.int_power(value, exponent).numerator == fmpq_poly([fmpq(2, 3) ** exponent])
        assert arithmetic.int_power(value, -exponent).numerator == fmpq_poly([fmpq(3, 2) ** exponent])


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (lambda a: a.constant(sp.pi), "not rational over Q"),
        (lambda a: a.rational_power(VARIABLE, sp.Rational(1, 2)), "not rational over Q"),
        (lambda a: a.function("exp", VARIABLE, None), "not rational over Q"),
        (lambda a: a.int_power(ZERO, -1), "division by zero"),
        (lambda a: a.int_power(VARIABLE, MAX_DEGREE + 1), "degree too large for the exact method"),
        (lambda a: a.mul([a.int_power(VARIABLE, MAX_DEGREE), VARIABLE]), "degree too large for the exact method"),
    ],
    ids=itertools.count(),
)
def test_a_refusal_says_why(refused: Any, reason: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        refused(RationalArithmetic())
    assert str(caught.value) == reason


def test_a_narrow_interval_is_left_alone() -> None:
    root = PolynomialRoot((-2, 0, 1), fmpq(1), fmpq(2))
    for width in (fmpq(1), fmpq(3)):
        assert refine(root, width) == root
    assert refine(root, fmpq(1, 4)) == PolynomialRoot((-2, 0, 1), fmpq(5, 4), fmpq(3, 2))


@pytest.mark.parametrize("chain", [(-2, 0, 1), (1, -5, 0, 2), (-6, 0, 0, 1), (-1, -1, 0, 3), (7, -60, 0, 1)], ids=str)
def test_roots_are_isolated_within_the_bound_of_cauchy(chain: tuple[int, ...]) -> None:
    """Real roots are at most 1 + max |c_k / c_n|; no interval reaches farther than the next power of two."""
    bound = 2 * (2 + max(fmpq(abs(c), abs(chain[-1])) for c in chain[:-1]))
    found = real_roots(tuple(fmpq(c) for c in chain))
    assert len(found) == sturm_count(chain, None, None) > 0
    for root, multiplicity in found:
        assert multiplicity == 1 and isinstance(root, PolynomialRoot)
        assert -bound < root.lower < root.upper < bound
