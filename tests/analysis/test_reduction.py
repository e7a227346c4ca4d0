"""Exact reductions agree with signs on a dense grid, and find zeros that no grid can separate."""

import itertools
import random

import mpmath
import pytest
import sympy as sp

from embedcheck.analysis.points import exact_point
from embedcheck.analysis.signs import Zeros, zeros
from embedcheck.balls.reduction import exponential_reduction, trigonometric_reduction

X = sp.Symbol("x", real=True)


def on_the_line(function: sp.Expr) -> Zeros:
    return zeros(function, exact_point(-sp.oo), exact_point(sp.oo))


def sign_changes(function: sp.Expr, low: float, high: float, count: int = 4001) -> int:
    evaluate = sp.lambdify(X, function, "mpmath")
    values = [evaluate(mpmath.mpf(low) + (mpmath.mpf(high) - low) * k / (count - 1)) for k in range(count)]
    signs = [mpmath.sign(value) for value in values if value != 0]
    return sum(a != b for a, b in itertools.pairwise(signs))


@pytest.mark.parametrize("seed", range(20))
def test_trigonometric_polynomials(seed: int) -> None:
    rng = random.Random(seed)
    c = [sp.Rational(rng.randint(-6, 6), rng.randint(1, 4)) for _ in range(4)]
    function = c[0] + c[1] * sp.sin(X) + c[2] * sp.cos(2 * X) + (c[3] + sp.Rational(1, 97)) * sp.cos(X) * sp.sin(2 * X)
    assert trigonometric_reduction(function) is not None
    found = on_the_line(function)
    odd = sum(order % 2 for order in found.orders)
    if found.period is None:
        assert sign_changes(function, -3.2, 3.2) == 0
        return
    assert found.period == 2 * sp.pi
    # One full period, started away from the zeros.
    start = 0.123456789
    assert odd == sign_changes(function, start, start + 2 * mpmath.pi)


@pytest.mark.parametrize("seed", range(20))
def test_exponential_polynomials(seed: int) -> None:
    rng = random.Random(seed)
    rate = sp.Rational(rng.randint(1, 5), rng.randint(1, 3)) * rng.choice([1, -1])
    u = sp.exp(rate * X)
    function = sum(sp.Rational(rng.randint(-9, 9), 4) * u**k for k in range(4)) + u**4 + sp.Rational(1, 89)
    assert exponential_reduction(function) is not None
    found = on_the_line(function)
    assert sum(order % 2 for order in found.orders) == sign_changes(function, -12, 12)


def test_double_zeros_at_points_without_a_simple_name() -> None:
    found = on_the_line((sp.sin(X) - sp.Rational(1, 3)) ** 2)
    assert found.orders == [2, 2] and found.signs == [1, 1, 1]
    found = on_the_line((sp.exp(2 * X) - 3 * sp.exp(X) + 1) ** 2)
    assert found.orders == [2, 2] and found.signs == [1, 1, 1]


def test_a_zero_where_the_half_angle_is_infinite() -> None:
    found = on_the_line(1 + sp.cos(X))
    assert [point.value for point in found.zeros] == [sp.pi]
    assert found.orders == [2]


def test_what_is_not_of_the_form() -> None:
    assert trigonometric_reduction(sp.sin(X) + sp.sin(sp.sqrt(2) * X)) is None
    assert trigonometric_reduction(X + sp.sin(X)) is None
    assert trigonometric_reduction(1 / sp.cos(X)) is None
    assert exponential_reduction(sp.exp(X) + sp.exp(sp.sqrt(2) * X)) is None
    assert exponential_reduction(sp.exp(X**2)) is None
