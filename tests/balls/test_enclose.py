"""Ball values and Taylor coefficients contain the true ones at every point of the ball."""

from __future__ import annotations

import random
from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from embedcheck.balls.arith import hull, lower, precision, upper
from embedcheck.balls.enclose import ball_power, ball_rational_power, box_range, enclose, function_jet, jet
from embedcheck.balls.program import UnsupportedError, compile_expression
from embedcheck.parsing import cbrt

X = sp.Symbol("x", real=True)
ORDER = 6


def mp(value: fmpq) -> Any:
    return mpmath.mpf(int(value.p)) / int(value.q)


def assert_inside(ball: arb, true: Any, note: Any) -> None:
    if not ball.is_finite():
        return
    slack = mpmath.mpf(10) ** -35 * (1 + abs(true))
    assert mp(lower(ball)) - slack <= true <= mp(upper(ball)) + slack, note


EXPRESSIONS: list[tuple[Any, float, float]] = [
    (sp.exp(X), -3, 3),
    (sp.log(X), 0.01, 4),
    (sp.sin(X), -7, 7),
    (sp.cos(X), -7, 7),
    (sp.tan(X), -1.5, 1.5),
    (sp.asin(X), -0.999, 0.999),
    (sp.acos(X), -0.999, 0.999),
    (sp.atan(X), -5, 5),
    (sp.sinh(X), -3, 3),
    (sp.cosh(X), -3, 3),
    (sp.tanh(X), -4, 4),
    (sp.asinh(X), -4, 4),
    (sp.acosh(X), 1.001, 6),
    (sp.atanh(X), -0.99, 0.99),
    (sp.erf(X), -3, 3),
    (sp.gamma(X), 0.1, 5),
    (sp.loggamma(X), 0.1, 5),
    (sp.polygamma(0, X), 0.1, 5),
    (sp.polygamma(1, X), 0.1, 5),
    (sp.polygamma(2, X), 0.1, 5),
    (X**2, -2, 2),
    (X**3, -2, 2),
    (X**-1, 0.1, 3),
    (X**-2, -3, -0.1),
    (X**-3, -3, -0.1),
    (sp.sqrt(X), 0, 3),
    (X ** sp.Rational(2, 3), 0, 3),
    (X ** sp.Rational(-5, 3), 0.05, 3),
    (X ** sp.Rational(7, 2), 0, 3),
    (sp.sqrt(2 + sp.sin(X)) * sp.exp(-(X**2)), -3, 3),
    (X / (1 + sp.exp(-X)), -6, 6),
    (sp.log(1 + sp.exp(X)) - sp.atan(X) ** 3, -5, 5),
    ((1 + X**2) ** sp.sqrt(2), -2, 2),
    (2**X - X**2, -2, 5),
    (sp.tanh(sp.sin(X) - X / 3) ** 4, -3, 3),
    ((X**2 - 1) ** 2 / (X**2 + 1) ** 3, -2, 2),
    (X**X, 0.1, 3),
]


@pytest.mark.parametrize(("expression", "low", "high"), EXPRESSIONS, ids=str)
def test_values_and_taylor_coefficients_are_inside(expression: Any, low: float, high: float) -> None:
    rng = random.Random(str(expression))
    program = compile_expression(expression)
    derivatives = [sp.lambdify(X, sp.diff(expression, X, k) / sp.factorial(k), "mpmath") for k in range(ORDER)]
    with mpmath.workdps(45):
        for width in (1e-9, 1e-3, 0.1, 0.7, 3.0):
            for _ in range(4):
                start = rng.uniform(low, high)
                a, b = fmpq(*start.as_integer_ratio()), fmpq(*min(start + width, high).as_integer_ratio())
                with precision(64):
                    box = hull(a, b)
                    value, ranged, coefficients = (
                        enclose(program, box),
                        [box_range(program, a, b)[0]],
                        jet(program, box, ORDER),
                    )
                for weight in (fmpq(0), fmpq(1), fmpq(rng.randint(0, 997), 997)):
                    point = mp(a + (b - a) * weight)
                    true = [derivative(point) if point else None for derivative in derivatives]
                    if true[0] is None:
                        continue
                    note = (expression, a, b, weight)
                    assert_inside(value, true[0], note)
                    for enclosure in ranged:
                        assert_inside(enclosure, true[0], note)
                    for k in range(ORDER):
                        assert_inside(coefficients[k], true[k], (k, *note))


@pytest.mark.parametrize(
    ("expression", "point"),
    [
        (sp.sqrt(X), 0),
        (1 / X, 0),
        (sp.log(X), 0),
        (sp.asin(X), 1),
        (sp.acos(X), -1),
        (sp.acosh(X), 1),
        (sp.atanh(X), 1),
        (cbrt(X), 0),
        (sp.gamma(X), 0),
        (sp.gamma(X), -2),
        (sp.tan(X), None),
        (sp.loggamma(X), 0),
        (X ** sp.Rational(5, 2), 0),
        (1 / X**2, 0),
        (sp.polygamma(1, X), 0),
    ],
    ids=str,
)
@pytest.mark.parametrize("width", [0, 1e-6, 0.25, 3.0])
def test_no_derivative_is_claimed_where_there_is_none(expression: Any, point: Any, width: float) -> None:
    with precision(80):
        middle = arb.pi() / 2 if point is None else arb(point)
        coefficients = jet(compile_expression(expression), middle + arb(0, width), 4)
        assert not coefficients[3].is_finite()


finite = st.fractions(min_value=-4, max_value=4, max_denominator=64)


@settings(max_examples=120, deadline=None)
@given(finite, finite, st.integers(-6, 9), st.fractions(0, 1, max_denominator=50))
def test_integer_powers(one: Any, other: Any, exponent: int, weight: Any) -> None:
    a, b = min(one, other), max(one, other)
    low, high = fmpq(a.numerator, a.denominator), fmpq(b.numerator, b.denominator)
    point = low + (high - low) * fmpq(weight.numerator, weight.denominator)
    with precision(64):
        image = ball_power(hull(low, high), exponent)
    if not image.is_finite():
        assert exponent < 0
        return
    if point != 0 or exponent >= 0:
        true = point**exponent
        assert lower(image) <= true <= upper(image)
    if exponent > 0 and exponent % 2 == 0 and low <= 0 <= high:
        assert upper(image) <= max(abs(low), abs(high)) ** exponent * fmpq(101, 100) + fmpq(1, 100)


def test_powers_of_unbounded_and_missing_balls_prove_nothing() -> None:
    for value in (arb.nan(), arb.pos_inf(), arb(0, 1) / 0):
        for exponent in (-2, -1, 2, 3):
            assert not ball_power(value, exponent).is_finite() or value == arb.pos_inf()
    assert not ball_power(arb(0), -1).is_finite()
    assert ball_rational_power(arb(-1), sp.Rational(1, 3)).is_nan()
    assert ball_rational_power(arb(0, 1), sp.Rational(1, 2)).is_nan()
    assert ball_rational_power(arb(0), sp.Rational(3, 2)) == 0
    assert not ball_rational_power(arb(0), sp.Rational(-1, 2)).is_finite()


@settings(max_examples=60, deadline=None)
@given(st.fractions(-8, 8, max_denominator=100))
def test_the_real_cube_root_is_odd(value: Any) -> None:
    point = fmpq(value.numerator, value.denominator)
    with precision(64):
        image = enclose(compile_expression(cbrt(X)), arb(point))
        if image.is_finite():
            assert ball_power(image, 3).overlaps(arb(point))
    if point != 0:
        assert image.is_finite()
        assert (image > 0) == (point > 0)


@pytest.mark.parametrize("order", [1, 2, 5, 20, 61, 62, 63, 70])
def test_polygamma_of_high_order(order: int) -> None:
    true = mpmath.polygamma(order, 2)
    with precision(1024):
        value = enclose(compile_expression(sp.polygamma(order, sp.Integer(2))), arb(0))
    if value.is_finite():
        with mpmath.workdps(40):
            true = mpmath.polygamma(order, 2)
            assert mp(lower(value)) <= true + abs(true) * mpmath.mpf(10) ** -30
            assert mp(upper(value)) >= true - abs(true) * mpmath.mpf(10) ** -30


@pytest.mark.parametrize(
    "name",
    ["exp", "sin", "cos", "tan", "asin", "atan", "sinh", "cosh", "tanh", "asinh", "atanh", "erf", "gamma", "lgamma"],
)
def test_jets_of_functions_at_two_precisions_overlap(name: str) -> None:
    for point in (fmpq(1, 3), fmpq(7, 8)):
        jets = []
        for bits in (53, 300):
            with precision(bits):
                jets.append(function_jet(name, None, arb(point), 12))
        assert all(one.overlaps(other) for one, other in zip(*jets, strict=True))


def test_unknown_nodes_are_refused() -> None:
    for expression in (sp.Abs(X), sp.Max(X, 1), sp.besselj(0, X), sp.Float(0.5) * X, X + sp.Symbol("y"), sp.I * X):
        with pytest.raises(UnsupportedError):
            compile_expression(expression)
