"""Exact reductions: the quotient, put back together, is the function; everything else is refused."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import fmpq_poly

from embedcheck.balls.arith import to_sympy
from embedcheck.balls.polynomials import RationalFunction
from embedcheck.balls.reduction import exponential_reduction, trigonometric_reduction

X = sp.Symbol("x", real=True)
T = sp.Symbol("t", real=True)
R = sp.Rational


def quotient(function: RationalFunction, at: Any) -> Any:
    def of(polynomial: fmpq_poly) -> Any:
        return sum(to_sympy(c) * at**k for k, c in enumerate(polynomial.coeffs()))

    return of(function.numerator) / of(function.denominator)


def assert_same(one: Any, other: Any) -> None:
    with mpmath.workdps(60):
        f, g = (sp.lambdify(X, expression, "mpmath") for expression in (one, other))
        for spot in ("-2.31", "-0.417", "0.0623", "0.719", "1.83"):
            a, b = f(mpmath.mpf(spot)), g(mpmath.mpf(spot))
            assert abs(a - b) < mpmath.mpf(10) ** -45 * (1 + abs(a))


# The rate is positive, and the smallest one that the exponents share.
EXPONENTIAL: list[tuple[Any, Any]] = [
    (sp.exp(X), 1),
    (sp.exp(-X), 1),
    (sp.exp(3 * X) + sp.exp(2 * X), 1),
    (sp.exp(4 * X) - 6 * sp.exp(2 * X) + 1, 2),
    (sp.exp(X / 2) - sp.exp(X / 3), R(1, 6)),
    (sp.exp(-3 * X) + 2 * sp.exp(-X) + R(5, 7), 1),
    (sp.exp(2 * X) + sp.exp(-2 * X), 2),
    (sp.exp(-2 * X) + sp.exp(3 * X), 1),
    (sp.exp(X * sp.sqrt(2)) + sp.exp(-2 * sp.sqrt(2) * X), sp.sqrt(2)),
    (1 / (1 + sp.exp(-sp.pi * X)), sp.pi),
    (sp.exp(-sp.log(2) * X) / (3 + sp.exp(sp.log(2) * X)), sp.log(2)),
    (sp.sinh(X), 1),
    (sp.cosh(2 * X) - 3, 2),
    (sp.tanh(X), 1),
    (sp.tanh(X / 2) * sp.cosh(X) - 1, R(1, 2)),
    (sp.sinh(X) / (2 + sp.cosh(3 * X)), 1),
    ((sp.exp(X) - 1) ** 3 / (sp.exp(2 * X) + 1), 1),
]


@pytest.mark.parametrize(("function", "rate"), EXPONENTIAL, ids=str)
def test_the_quotient_of_exponentials_is_the_function(function: Any, rate: Any) -> None:
    found = exponential_reduction(function)
    assert found is not None
    assert sp.simplify(found.rate / rate).is_integer or sp.simplify(rate / found.rate).is_integer
    assert found.rate.is_positive
    assert_same(quotient(found.quotient, sp.exp(found.rate * X)), function)


@pytest.mark.parametrize(
    "function",
    [
        sp.exp(X) + sp.exp(sp.sqrt(2) * X),
        sp.exp(X**2),
        sp.exp(X + 1),
        sp.exp(2 * X + 1) + sp.exp(X),
        sp.exp(X) + sp.exp(X**2 + X),
        X * sp.exp(X),
        sp.exp(X) + X,
        sp.pi * sp.exp(X),
        sp.sqrt(1 + sp.exp(X)),
        sp.exp(X) + sp.sin(X),
        sp.exp(sp.exp(X)),
        sp.log(1 + sp.exp(X)),
        sp.exp(101 * X) + sp.exp(X),
        X**2 + 1,
        sp.exp(1) * X,
        sp.exp(1) + X,
        sp.exp(sp.sqrt(2)) + X**2,
        sp.sinh(1) * X,
        sp.exp(X) + sp.Abs(sp.exp(X) - 2),
    ],
    ids=str,
)
def test_what_is_no_quotient_of_exponentials(function: Any) -> None:
    assert exponential_reduction(function) is None


def test_a_rate_of_undecided_sign_gives_no_reduction() -> None:
    hidden = sp.atan(1) + sp.atan(2) + sp.atan(3) - sp.pi
    assert exponential_reduction(sp.exp(hidden * X)) is None


TRIGONOMETRIC: list[tuple[Any, Any]] = [
    (sp.sin(X), 1),
    (sp.cos(X), 1),
    (sp.cos(X) + 1, 1),
    (sp.sin(2 * X) - sp.sin(X) / 3, 1),
    (sp.sin(3 * X) * sp.cos(2 * X), 1),
    (sp.cos(4 * X) + sp.sin(6 * X), 2),
    (sp.sin(X / 2) + sp.cos(X / 3), R(1, 6)),
    (sp.cos(8 * X) - sp.cos(X), 1),
    (sp.sin(8 * X) + sp.sin(X), 1),
    (sp.sin(sp.pi * X) + sp.cos(2 * sp.pi * X), sp.pi),
    (sp.sin(-X * sp.sqrt(2)) + 2, sp.sqrt(2)),
    (1 / (2 + sp.cos(X)), 1),
    (sp.sin(X) / (3 + sp.sin(2 * X)), 1),
    ((1 + sp.cos(X)) ** 2, 1),
    (sp.sin(sp.Mul(-1, X, evaluate=False)) + sp.sin(2 * X), 1),
    ((1 + sp.cos(X)) * sp.sin(X), 1),
    (sp.sin(X * sp.cos(3)) + sp.cos(2 * X * sp.cos(3)), -sp.cos(3)),
    (sp.sin(2 * X * sp.cos(3)) - sp.sin(X * sp.cos(3)), -sp.cos(3)),
]


@pytest.mark.parametrize(("function", "rate"), TRIGONOMETRIC, ids=str)
def test_the_quotient_of_the_half_angle_is_the_function(function: Any, rate: Any) -> None:
    found = trigonometric_reduction(function)
    assert found is not None
    assert found.rate.is_positive
    assert sp.simplify(rate / found.rate).is_integer
    assert_same(quotient(found.quotient, sp.tan(found.rate * X / 2)), function)


@pytest.mark.parametrize(
    ("function", "order"),
    [
        (sp.sin(X), 1),
        (sp.cos(X), 0),
        (sp.cos(X) + 1, 2),
        ((1 + sp.cos(X)) ** 2, 4),
        (sp.sin(X) * (1 + sp.cos(X)), 3),
        (sp.sin(2 * X) + 3, 0),
        (sp.sin(X) ** 3 / (2 + sp.cos(X)), 3),
    ],
    ids=str,
)
def test_the_order_of_the_zero_at_half_a_period(function: Any, order: int) -> None:
    found = trigonometric_reduction(function)
    assert found is not None
    assert found.order == order
    derivatives = [sp.diff(function, X, k).subs(X, sp.pi) for k in range(order + 1)]
    assert [derivative == 0 for derivative in derivatives] == [True] * order + [False]


@pytest.mark.parametrize(
    "function",
    [
        sp.sin(X) + sp.sin(sp.sqrt(2) * X),
        X + sp.sin(X),
        X * sp.cos(X),
        sp.sin(X + 1),
        sp.sin(X) + sp.cos(X + 1),
        sp.sin(X**2),
        sp.cos(X) + sp.sin(X**2),
        1 / sp.cos(X),
        1 / sp.sin(X),
        1 / (1 + sp.cos(X)),
        1 / (1 - 2 * sp.cos(X)),
        sp.sqrt(2 + sp.sin(X)),
        sp.pi + sp.sin(X),
        sp.exp(sp.sin(X)),
        sp.sin(sp.sin(X)),
        sp.sin(9 * X) + sp.sin(X),
        sp.cos(9 * X) - sp.cos(X),
        sp.cos(X) + sp.cos(R(19, 2) * X),
        sp.exp(X),
        sp.sin(1) * X,
        sp.tan(X),
        sp.Abs(sp.sin(X)),
        sp.Max(sp.sin(X), 0),
    ],
    ids=str,
)
def test_what_is_no_quotient_of_the_half_angle(function: Any) -> None:
    assert trigonometric_reduction(function) is None


@pytest.mark.parametrize("kernel", [sp.exp(X), sp.sin(X)], ids=str)
def test_long_functions_are_left_alone(kernel: Any) -> None:
    """The exact method is for short functions: one of more than eighty operations is not tried."""
    reduce = exponential_reduction if kernel == sp.exp(X) else trigonometric_reduction
    function, sizes = sp.Integer(3), set()
    for _ in range(30):
        function = function * kernel + 1
        for variant in (function, kernel + function, 2 * kernel + function, -function):
            size = int(sp.count_ops(variant))
            sizes.add(size)
            if size > 70:
                assert (reduce(variant) is None) == (size > 80)
    assert {80, 81} <= sizes
