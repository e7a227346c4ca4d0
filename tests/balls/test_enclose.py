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
from embedcheck.balls.enclose import (
    SeriesArithmetic,
    ball_function,
    ball_power,
    ball_rational_power,
    box_range,
    enclose,
    function_jet,
    jet,
    schwarzian,
)
from embedcheck.balls.program import UnsupportedError, compile_expression
from embedcheck.parsing import cbrt

X = sp.Symbol("x", real=True)
R = sp.Rational
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


CONSTANTS: list[Any] = [sp.pi, sp.E, sp.EulerGamma, sp.zeta(3), R(-7, 3), sp.Integer(10**30)]
SHARP: list[tuple[Any, float, float]] = [
    *EXPRESSIONS,
    (sp.sqrt(X), 0.25, 0.75),
    (X ** R(-1, 2), 0.25, 4),
    (sp.pi * X + sp.EulerGamma - sp.E / X, 1, 2),
    (sp.zeta(3) * X**3 - X, 1, 2),
    (sp.polygamma(5, X), 0.5, 5),
    (sp.atanh(X) * sp.acosh(2 + X), -0.5, 0.5),
]


@pytest.mark.parametrize(("expression", "low", "high"), SHARP, ids=str)
def test_values_and_coefficients_at_points_are_sharp(expression: Any, low: float, high: float) -> None:
    """Far from every singularity a ball is not only true but narrow, at every order."""
    program = compile_expression(expression)
    for weight in (fmpq(1, 4), fmpq(2, 3)):
        point = fmpq(*low.as_integer_ratio()) * (1 - weight) + fmpq(*high.as_integer_ratio()) * weight
        with precision(200):
            value = enclose(program, arb(point))
            jets = {order: jet(program, arb(point), order) for order in (1, 2, ORDER)}
        with mpmath.workdps(90):
            true = mpmath.taylor(sp.lambdify(X, expression, "mpmath"), mp(point), ORDER - 1)
        for order, coefficients in jets.items():
            assert len(coefficients) == order
            for k, coefficient in enumerate(coefficients):
                assert_near(coefficient, true[k], (expression, point, order, k))
        assert_near(value, true[0], (expression, point))


def assert_near(ball: arb, true: Any, note: Any, digits: int = 20) -> None:
    assert ball.is_finite(), note
    with precision(400), mpmath.workdps(60):
        slack = mpmath.mpf(10) ** -digits * (1 + abs(true))
        assert true - slack <= mp(lower(ball)) <= mp(upper(ball)) <= true + slack, note
        # mpmath differentiates numerically, less precisely than the ball.
        assert mp(lower(ball)) - slack / 10**5 <= true <= mp(upper(ball)) + slack / 10**5, note


@pytest.mark.parametrize("value", CONSTANTS, ids=str)
def test_constants_are_sharp_and_have_no_slope(value: Any) -> None:
    with precision(200):
        ball, coefficients = enclose(compile_expression(value), arb.nan()), jet(compile_expression(value), arb(0), 3)
    with mpmath.workdps(60):
        true = sp.lambdify((), value, "mpmath")() + mpmath.mpf(0)
    for found in (ball, coefficients[0]):
        assert_near(found, true, value, 50)
    assert coefficients[1] == 0 and coefficients[2] == 0


@pytest.mark.parametrize("step", [fmpq(1, 10), fmpq(1, 1000)], ids=str)
def test_ranges_on_boxes_are_sharp_to_the_second_order(step: fmpq) -> None:
    """Around its maximum 1/4 the range of x - x^2 over a box of half width h is [1/4 - h^2, 1/4]."""
    for expression, middle, low, high, bend in (
        (X - X**2, fmpq(1, 2), fmpq(1, 4) - step * step, fmpq(1, 4), 2),
        (sp.exp(X) - X, fmpq(0), fmpq(1), fmpq(1) + step * step / 2, 1),
        (X**3 - 3 * X, fmpq(-1), fmpq(2) - 3 * step * step, fmpq(2), 6),
    ):
        value, slope = box_range(compile_expression(expression), middle - step, middle + step)
        assert lower(value) <= low + step**2 / 10 and high - step**2 / 10 <= upper(value)
        assert upper(value) - lower(value) <= 3 * (1 + bend) * step * step
        assert lower(slope) <= -bend * step * fmpq(9, 10) and bend * step * fmpq(9, 10) <= upper(slope)
        assert upper(slope) - lower(slope) <= 3 * bend * step


@pytest.mark.parametrize(("expression", "low", "high"), EXPRESSIONS, ids=str)
def test_narrow_boxes_have_narrow_ranges(expression: Any, low: float, high: float) -> None:
    middle, width = fmpq(*low.as_integer_ratio()) / 3 + fmpq(*high.as_integer_ratio()) * 2 / 3, fmpq(1, 10**5)
    program = compile_expression(expression)
    value, slope = box_range(program, middle, middle + width)
    with precision(128):
        c0, c1, c2 = jet(program, arb(middle), 3)
    size = 1 + abs(mid(c1)) + abs(mid(c2))
    assert abs(mid(value) - mid(c0)) <= size * width
    assert upper(value) - lower(value) <= abs(mid(c1)) * width + size * 100 * width**2
    assert abs(mid(slope) - mid(c1)) <= 2 * size * width
    assert upper(slope) - lower(slope) <= 20 * size * width


@pytest.mark.parametrize("step", [fmpq(1, 10), fmpq(1, 1000)], ids=str)
def test_a_slope_is_sharp_where_terms_cancel(step: fmpq) -> None:
    """The derivative x - x^2 of x^2/2 - x^3/3 is flat at 1/2: over a half width h it varies by h^2, not by 4 h."""
    slope = box_range(compile_expression(X**2 / 2 - X**3 / 3), fmpq(1, 2) - step, fmpq(1, 2) + step)[1]
    assert upper(slope) - lower(slope) <= 5 * step * step


def test_a_range_is_at_most_what_the_operations_give() -> None:
    """On wide boxes a Taylor form is poor: x^2 and its slope on [-1, 1], exp(x) on [-3, 3]."""
    value, slope = box_range(compile_expression(X**2), fmpq(-1), fmpq(1))
    assert fmpq(-1, 1000) <= lower(value) and upper(value) <= fmpq(1001, 1000)
    assert fmpq(-2001, 1000) <= lower(slope) and upper(slope) <= fmpq(2001, 1000)
    value, slope = box_range(compile_expression(sp.exp(X)), fmpq(-3), fmpq(3))
    for found in (value, slope):
        assert fmpq(0) <= lower(found) and upper(found) <= fmpq(21)


def mid(ball: arb) -> fmpq:
    return (lower(ball) + upper(ball)) / 2


def test_a_range_without_a_slope_is_still_a_range() -> None:
    value, slope = box_range(compile_expression(cbrt(X)), fmpq(-1), fmpq(8))
    assert fmpq(-11, 10) <= lower(value) <= -1 and 2 <= upper(value) <= fmpq(21, 10)
    assert not slope.is_finite()
    value, slope = box_range(compile_expression(cbrt(X)), fmpq(1), fmpq(8))
    assert lower(value) <= 1 and upper(value) >= 2 and lower(slope) <= fmpq(1, 12) and fmpq(1, 3) <= upper(slope)
    value, slope = box_range(compile_expression(sp.log(X)), fmpq(0), fmpq(1))
    assert not value.is_finite() and not slope.is_finite()


def test_ranges_do_not_depend_on_the_ambient_precision() -> None:
    program = compile_expression(sp.exp(X) * sp.sin(X))
    found = []
    for bits in (8, 300):
        with precision(bits):
            value, slope = box_range(program, fmpq(1), fmpq(9, 8))
        with precision(200):
            found.append([lower(value), upper(value), lower(slope), upper(slope)])
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("expression", "point"),
    [
        (sp.acos(X), 1),
        (sp.asin(X), -1),
        (sp.acosh(X), 1),
        (sp.sqrt(X), 0),
        (X ** R(5, 2), 0),
        (cbrt(X), 0),
        (sp.atanh(X), 1),
        (sp.atanh(X), -1),
        (sp.atanh(X), 2),
        (sp.acosh(X), R(1, 2)),
        (sp.log(X), -1),
        (sp.sqrt(X), -1),
        (1 / X, 0),
        (X**-2, 0),
        (X * sp.log(X), 0),
        (X**3 / X**2 * sp.sqrt(X), 0),
        (X * sp.sqrt(X) + 1, 0),
        (sp.sqrt(X) ** 2 + sp.sqrt(X) ** -2, 0),
    ],
    ids=str,
)
@pytest.mark.parametrize("order", [1, 2, 3])
def test_no_series_is_claimed_at_a_branch_point(expression: Any, point: Any, order: int) -> None:
    """Not even one coefficient, though acos(1) = 0 and 0 * sqrt(0) = 0 are finite."""
    with precision(80):
        found = jet(compile_expression(expression), arb(fmpq(sp.S(point).p, sp.S(point).q)), order)
    assert len(found) == order
    assert not any(coefficient.is_finite() for coefficient in found)


def test_the_zeroth_power_of_a_series_is_one() -> None:
    arithmetic = SeriesArithmetic(arb(2), 3)
    power = arithmetic.int_power(arithmetic.variable(), 0)
    assert [power[k] == (k == 0) for k in range(3)] == [True] * 3
    assert ball_power(arb(0), 0) == 1 and ball_power(arb(5, 1), 0) == 1


def test_an_undefined_series_stays_undefined() -> None:
    arithmetic = SeriesArithmetic(arb(0), 3)
    bad, good = arithmetic.function("log", arithmetic.variable(), None), arithmetic.variable()
    for result in (
        arithmetic.mul([bad, good]),
        arithmetic.mul([good, good, bad]),
        arithmetic.add([good, bad]),
        arithmetic.int_power(bad, 2),
        arithmetic.int_power(bad, 0),
        arithmetic.int_power(bad, -1),
        arithmetic.rational_power(bad, R(1, 2)),
        arithmetic.function("exp", bad, None),
        arithmetic.constant(sp.Integer(1)) * bad,
    ):
        assert not any(result[k].is_finite() for k in range(3))
    assert not any(value.is_finite() for value in function_jet("unknown", None, arb(1), 3))
    assert not any(value.is_finite() for value in function_jet("cbrt", None, arb(0, 1), 3))
    assert len(function_jet("unknown", None, arb(1), 3)) == 3


@pytest.mark.parametrize("exponent", [2, 4, 6])
@pytest.mark.parametrize(("low", "high"), [(-1, 1), (-3, 1), (-1, 2), (0, 2), (-2, 0)])
def test_even_powers_are_not_negative(low: int, high: int, exponent: int) -> None:
    with precision(64):
        image = ball_power(hull(fmpq(low), fmpq(high)), exponent)
        top = max(-low, high) ** exponent
        assert fmpq(-1, 10**4) <= lower(image) <= 0
        assert top <= upper(image) <= top + fmpq(1, 10**4)


@pytest.mark.parametrize(("low", "high"), [(1, 2), (-2, -1), (-3, 2)])
def test_odd_powers_and_powers_away_from_zero(low: int, high: int) -> None:
    with precision(64):
        for exponent in (1, 3) if low < 0 < high else (1, 2, 3, 4):
            image = ball_power(hull(fmpq(low), fmpq(high)), exponent)
            ends = [fmpq(low) ** exponent, fmpq(high) ** exponent]
            assert lower(image) <= min(ends) and max(ends) <= upper(image)
        if low * high > 0:
            image = ball_power(hull(fmpq(low), fmpq(high)), -2)
            assert image.is_finite() and lower(image) <= fmpq(1, 4) and upper(image) >= 1


@pytest.mark.parametrize(
    ("value", "exponent", "expected"),
    [
        (4, R(1, 2), 2),
        (4, R(-1, 2), fmpq(1, 2)),
        (4, R(3, 2), 8),
        (8, R(2, 3), 4),
        (8, R(-1, 3), fmpq(1, 2)),
        (1, R(7, 5), 1),
    ],
    ids=str,
)
def test_rational_powers_of_perfect_powers(value: int, exponent: Any, expected: Any) -> None:
    with precision(100):
        image = ball_rational_power(arb(value), exponent)
        assert abs(lower(image) - expected) < fmpq(1, 10**25) and lower(image) <= expected <= upper(image)


@pytest.mark.parametrize(
    ("name", "data", "at", "true"),
    [
        ("cbrt", None, -8, -2),
        ("cbrt", None, 27, 3),
        ("polygamma", 0, 1, -sp.EulerGamma),
        ("polygamma", 1, 1, sp.pi**2 / 6),
        ("polygamma", 2, 1, -2 * sp.zeta(3)),
        ("polygamma", 3, 1, sp.pi**4 / 15),
        ("lgamma", None, 3, sp.log(2)),
        ("gamma", None, 5, 24),
        ("erf", None, 1, sp.erf(1)),
    ],
)
def test_values_of_functions(name: str, data: Any, at: int, true: Any) -> None:
    with precision(200):
        ball = ball_function(name, arb(at), data)
    with mpmath.workdps(60):
        assert_near(ball, sp.lambdify((), sp.S(true), "mpmath")() + mpmath.mpf(0), name, 50)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (sp.exp(X), -R(1, 2)),
        (sp.exp(-3 * X), -R(9, 2)),
        (X**2, -R(3, 2) / X**2),
        (X**3, -4 / X**2),
        (2 * X + 5, 0),
        ((2 * X + 1) / (X + 3), 0),
        (sp.tan(X), 2),
        (sp.tan(2 * X + 1), 8),
        (sp.log(X), 1 / (2 * X**2)),
        (sp.sqrt(X), R(3, 8) / X**2),
    ],
    ids=str,
)
@pytest.mark.parametrize("point", [fmpq(1, 3), fmpq(2)], ids=str)
@pytest.mark.parametrize("ambient", [16, 400])
def test_schwarzian_derivatives(expression: Any, value: Any, point: fmpq, ambient: int) -> None:
    with precision(ambient):
        found = schwarzian(compile_expression(expression), point)
    exact = sp.S(value).subs(X, sp.Rational(int(point.p), int(point.q)))
    with mpmath.workdps(60):
        assert_near(found, mpmath.mpf(exact.p) / exact.q, expression, 30)


@pytest.mark.parametrize("expression", [X**2, sp.Integer(3), sp.sqrt(X), 1 / X, sp.cos(X), sp.log(X)], ids=str)
def test_no_schwarzian_at_critical_and_singular_points(expression: Any) -> None:
    assert not schwarzian(compile_expression(expression), fmpq(0)).is_finite()


NAMES = ["exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "atanh", "erf"]


@pytest.mark.parametrize("name", [*NAMES, "gamma", "lgamma", "acosh", "polygamma", "unknown"])
@pytest.mark.parametrize("order", [1, 2, 3, 7])
def test_a_jet_has_as_many_coefficients_as_asked(name: str, order: int) -> None:
    at = arb(fmpq(9, 8)) if name == "acosh" else arb(fmpq(1, 2))
    found = function_jet(name, 2 if name == "polygamma" else None, at, order)
    assert len(found) == order
    assert all(coefficient.is_finite() for coefficient in found) == (name != "unknown")


def test_the_slope_of_tanh_is_at_most_one() -> None:
    with precision(64):
        assert upper(function_jet("tanh", None, arb(0, 0.5), 2)[1]) <= fmpq(10001, 10000)


@pytest.mark.parametrize(
    ("name", "at"),
    [("acosh", -2), ("acosh", 0), ("acosh", 1), ("atanh", 1), ("atanh", -1), ("atanh", 2), ("atanh", -3)],
)
def test_no_coefficient_is_claimed_outside_the_domain(name: str, at: int) -> None:
    """The derivative 1/sqrt(x^2 - 1) of acosh makes sense at -2 too, 1/(1 - x^2) of atanh at 2: they are not told."""
    assert not any(value.is_finite() for value in function_jet(name, None, arb(at), 3))


@pytest.mark.parametrize("expression", [X, X + 1, 2 * X - 3, X**2, sp.exp(X) + X, sp.sqrt(X), 1 / X], ids=str)
@pytest.mark.parametrize("point", [arb.nan(), arb.pos_inf(), arb.neg_inf()], ids=["nan", "oo", "-oo"])
def test_nothing_is_known_at_a_point_that_is_no_number(expression: Any, point: arb) -> None:
    """Not even the slope 1 of x + 1."""
    assert not any(value.is_finite() for value in jet(compile_expression(expression), point, 3))
