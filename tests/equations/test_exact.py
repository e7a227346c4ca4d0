"""Exact Taylor coefficients and formal solutions: known values, the equations themselves, exact zeros, refusals."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import fmpq, fmpq_series
from hypothesis import given, settings
from hypothesis import strategies as st

from embedcheck.balls.program import compile_expression
from embedcheck.balls.rational import exact_root, rational_taylor
from embedcheck.equations.coefficients import Field
from embedcheck.equations.exact import ExactTaylor, exact_boettcher, exact_julia, exact_koenigs, exact_taylor
from embedcheck.equations.series import series_over
from embedcheck.errors import InputError, SizeLimitError
from embedcheck.parsing import cbrt

X = sp.Symbol("x", real=True)
R = sp.Rational
SQRT2, SQRT5 = sp.sqrt(2), sp.sqrt(5)
PHI = (1 + SQRT5) / 2
DIGITS = 60


def numbers(values: list[Any]) -> list[Any]:
    """Fractions when all values are rational, else numbers of 60 digits."""
    if all(isinstance(value, sp.Rational) for value in values):
        return [Fraction(int(value.p), int(value.q)) for value in values]
    return [mpmath.mpf(sp.Float(sp.N(value, DIGITS + 10), DIGITS + 10)._mpf_) for value in values]


def product(left: list[Any], right: list[Any]) -> list[Any]:
    length = min(len(left), len(right))
    return [sum((left[i] * right[k - i] for i in range(k + 1)), 0) for k in range(length)]


def composed(outer: list[Any], inner: list[Any]) -> list[Any]:
    result: list[Any] = [0] * len(inner)
    for value in reversed(outer[: len(inner)]):
        result = product(result, inner)
        result[0] += value
    return result


def assert_same(left: list[Any], right: list[Any]) -> None:
    assert len(left) == len(right)
    for a, b in zip(left, right, strict=True):
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            assert a == b
        else:
            assert abs(real(a) - real(b)) <= mpmath.mpf(10) ** (-DIGITS // 2) * (1 + abs(real(a)))


def real(value: Any) -> Any:
    return mpmath.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def germ(taylor: ExactTaylor, order: int) -> list[Any]:
    with mpmath.workdps(DIGITS):
        return [0, *numbers(taylor.expressions()[1 : order + 1])]


def derivatives(expr: Any, p: Any, order: int) -> list[Any]:
    return [sp.diff(expr, X, k).subs(X, p) / sp.factorial(k) for k in range(order + 1)]


RATIONAL: list[tuple[Any, Any]] = [
    (sp.exp(X) - 1, 0),
    (sp.exp(2 * X - 1), R(1, 2)),
    (sp.log(X) + X**2, 1),
    (sp.sin(X) * sp.cos(X), 0),
    (sp.tan(X) + sp.asin(X), 0),
    (sp.atan(X**2 - 4), 2),
    (sp.sinh(X) - sp.tanh(X), 0),
    (sp.asinh(X) * sp.atanh(X), 0),
    (sp.sqrt(X), R(9, 4)),
    (X ** R(-2, 3), R(27, 8)),
    ((1 + X) ** R(3, 2) / (2 - X), 3),
    ((X**2 + 1) ** 5 / X**3, R(-2, 3)),
    (X**X, 1),
    (sp.sin(sp.log(1 + sp.tan(X))), 0),
    (sp.Integer(3) + 0 * X, 5),
    (1 / (1 + sp.exp(-X)), 0),
]


@pytest.mark.parametrize(("expr", "centre"), RATIONAL, ids=lambda value: str(value))
def test_rational_coefficients_are_the_derivatives(expr: Any, centre: Any) -> None:
    centre = R(centre)
    got = rational_taylor(compile_expression(expr), fmpq(int(centre.p), int(centre.q)), 6)
    assert got is not None
    assert [R(int(c.p), int(c.q)) for c in got] == derivatives(expr, centre, 6)


@pytest.mark.parametrize(
    ("expr", "centre", "first"),
    [(cbrt(X), -8, [-2, R(1, 12), R(1, 288)]), (cbrt(X + 1), 0, [1, R(1, 3), R(-1, 9)])],
)
def test_real_cube_roots_are_rational_on_both_sides(expr: Any, centre: int, first: list[Any]) -> None:
    got = rational_taylor(compile_expression(expr), fmpq(centre), 2)
    assert got is not None
    assert [R(int(c.p), int(c.q)) for c in got] == first


@pytest.mark.parametrize(
    ("expr", "centre"),
    [
        (sp.exp(X), 1),
        (sp.log(X), 2),
        (sp.log(X), 0),
        (sp.log(X), -1),
        (1 / X, 0),
        (sp.sqrt(X), 0),
        (sp.sqrt(X), 2),
        (sp.sqrt(X), -4),
        (cbrt(X), 0),
        (cbrt(X), 2),
        (2**X, 0),
        (X * SQRT2, 0),
        (X + sp.pi, 0),
        (sp.erf(X), 0),
        (sp.gamma(X), 1),
        (sp.acos(X), 0),
        (sp.acosh(X), 1),
        (sp.cos(X), 1),
        (sp.sin(X) / X, 0),
    ],
    ids=lambda value: str(value),
)
def test_no_rational_series_is_no_error(expr: Any, centre: int) -> None:
    assert rational_taylor(compile_expression(expr), fmpq(centre), 5) is None


def test_rational_series_are_long_and_of_any_length() -> None:
    program = compile_expression(sp.exp(X) - 1)
    long = rational_taylor(program, fmpq(0), 300)
    assert long is not None
    assert len(long) == 301
    assert long[300] == fmpq(1, math.factorial(300))
    for order in (0, 1, 2):
        assert rational_taylor(program, fmpq(0), order) == long[: order + 1]
    assert rational_taylor(compile_expression(X**900), fmpq(0), 3) == [fmpq(0)] * 4


@given(st.fractions(min_value=Fraction(1, 50), max_value=50, max_denominator=50), st.integers(2, 5))
def test_exact_roots(value: Fraction, index: int) -> None:
    power = value**index
    root = fmpq(value.numerator, value.denominator)
    assert exact_root(fmpq(power.numerator, power.denominator), index) == root
    assert exact_root(fmpq(power.numerator * 2**index + 1, power.denominator * 2**index), index) != root


FIELD: list[tuple[Any, Any]] = [
    (X**2 - 1, PHI),
    (SQRT2**X, 2),
    (sp.exp(X / sp.E), sp.E),
    (sp.sin(X), sp.pi / 3),
    (sp.cos(X) * X, 1),
    (sp.tan(X), 1),
    (sp.asin(X), R(3, 5)),
    (sp.acos(X), R(1, 3)),
    (sp.atan(X), SQRT2),
    (sp.asinh(X), R(3, 4)),
    (sp.acosh(X), 2),
    (sp.atanh(X), R(1, 2)),
    (sp.sinh(X), sp.log(2)),
    (sp.cosh(X), 1),
    (sp.tanh(X), 1),
    (sp.cosh(sp.sin(X)), 2 ** R(1, 3)),
    (sp.tanh(X), sp.cos(sp.pi / 7)),
    (sp.sin(sp.sinh(2 * X)), sp.sin(1)),
    (sp.erf(X), 1),
    (sp.erf(X), 0),
    (sp.gamma(X), 1),
    (sp.gamma(X), R(-1, 2)),
    (sp.loggamma(X), R(1, 2)),
    (sp.polygamma(0, X), 2),
    (X ** R(2, 3), 2),
    (sp.sqrt(1 + sp.sqrt(X)), 2),
    (X**X, 2),
    (sp.log(X), sp.pi),
    (sp.sqrt(X), sp.log(2)),
    (sp.exp(X), SQRT2),
    (6**X, SQRT2),
    (1 / (X - SQRT2), sp.sqrt(3)),
    (sp.log(X) ** -2, 5),
    (sp.exp(sp.sin(X) + sp.log(3) * X), sp.sin(1)),
]


@pytest.mark.parametrize(("expr", "p"), FIELD, ids=lambda value: str(value))
def test_field_coefficients_are_the_derivatives(expr: Any, p: Any) -> None:
    taylor = exact_taylor(expr, X, sp.sympify(p), 4)
    with mpmath.workdps(DIGITS):
        assert_same(numbers(taylor.expressions()), numbers(derivatives(expr, p, 4)))


def test_real_cube_root_at_an_irrational_value() -> None:
    root = 2 ** R(1, 3)
    assert exact_taylor(cbrt(X), X, sp.Integer(-2), 2).expressions() == [-root, root / 6, root / 36]


def test_rational_points_give_flint_numbers() -> None:
    for expr, p in [(sp.exp(X) - 1, 0), (SQRT2 * SQRT2 * X, 0), (2 * sp.exp(X) / sp.E - 1, 1), (sp.log(X / 3), 3)]:
        taylor = exact_taylor(expr, X, sp.Integer(p), 5)
        assert taylor.ring is fmpq_series
        assert all(isinstance(value, fmpq) for value in taylor.coefficients)


def test_kernels_that_cancel_leave_a_number_field() -> None:
    got = exact_koenigs(exact_taylor(SQRT2 * sp.exp(X) / sp.E + 1 - SQRT2, X, sp.Integer(1), 3), 3)
    assert got == [0, 1, -R(1, 2) - SQRT2 / 2, R(5, 6) + SQRT2 / 2]


@given(st.integers(-9, 9), st.integers(1, 9), st.integers(2, 30))
@settings(max_examples=30, deadline=None)
def test_algebraic_zeros_are_zero(a: int, b: int, n: int) -> None:
    """A root of a polynomial, and a second derivative that vanishes."""
    p = a + b * sp.sqrt(n)
    minimal = X**2 - 2 * a * X + a**2 - b**2 * n
    assert not exact_taylor(minimal * (X + 3), X, p, 2).coefficients[0]
    cubic = exact_taylor((X - p) ** 3 + sp.sqrt(n) * X, X, p, 3)
    assert not cubic.coefficients[2]
    assert cubic.to_sympy(cubic.coefficients[3]) == 1


@pytest.mark.parametrize(
    ("expr", "p"),
    [
        (X**2 - 2, SQRT2),
        (X**2 - 3 - 2 * SQRT2, sp.sqrt(3 + 2 * SQRT2)),
        (X**4 - 10 * X**2 + 1, SQRT2 + sp.sqrt(3)),
        (sp.log(X) - 2 * sp.log(2) - sp.log(3), sp.Integer(12)),
        (sp.exp(X) - sp.exp(R(1, 2)) ** 3, R(3, 2)),
        (sp.exp(X**2 - X - 1) - 1, PHI),
        (sp.log(X**2 - X), PHI),
        (X**2 - sp.pi, sp.sqrt(sp.pi)),
        (4**X - (2**SQRT2) ** 2, SQRT2),
    ],
)
def test_zeros_are_recognised(expr: Any, p: Any) -> None:
    assert not exact_taylor(expr, X, p, 2).coefficients[0]


@pytest.mark.parametrize(
    ("expr", "p"),
    [
        (sp.sqrt(X), 0),
        (sp.sqrt(X**2 - 2), SQRT2),
        (X ** R(1, 3), -1),
        (cbrt(X - SQRT2), SQRT2),
        (1 / X, 0),
        (1 / (X**2 - X - 1), PHI),
        (1 / (sp.log(X) - sp.log(2) - sp.log(3)), 6),
        (sp.log(X), -1),
        (sp.log(X), 0),
        (sp.tan(X), sp.pi / 2),
        (sp.asin(X), 1),
        (sp.acos(X), -1),
        (sp.acosh(X), 1),
        (sp.acosh(X), -3),
        (sp.atanh(X), 1),
        (sp.gamma(X), -1),
        (sp.loggamma(X), R(-1, 2)),
        (sp.sin(X) / X, 0),
        (sp.Abs(X), 1),
        (X, sp.I),
        (X, sp.oo),
        (X * sp.Symbol("y"), 0),
        (X, sp.Symbol("y")),
    ],
    ids=lambda value: str(value),
)
def test_what_is_not_seen_to_be_analytic_is_refused(expr: Any, p: Any) -> None:
    with pytest.raises(InputError) as caught:
        exact_taylor(expr, X, sp.sympify(p), 3)
    assert "\n" not in str(caught.value)


def test_too_large_fields_and_orders_are_refused() -> None:
    roots = sum(sp.sqrt(prime) for prime in (2, 3, 5, 7, 11, 13))
    with pytest.raises(SizeLimitError):
        exact_taylor(X**2, X, roots, 3)
    with pytest.raises(SizeLimitError):
        exact_taylor(sp.exp(X), X, sp.Integer(1), 500)
    with pytest.raises(SizeLimitError):
        exact_taylor(sp.gamma(X), X, R(1, 3), 30)


def test_a_denominator_that_may_vanish_is_refused() -> None:
    """sin(1)^2 + cos(1)^2 - 1 is zero, but not as a polynomial in sin(1) and cos(1)."""
    zero = sp.Add(sp.sin(1) ** 2, sp.cos(1) ** 2, -1, evaluate=False)
    with pytest.raises(InputError):
        exact_taylor(1 / (X + zero), X, sp.Integer(0), 2)


def test_the_iterative_logarithm_of_exp() -> None:
    """OEIS A134242/A134243."""
    taylor = exact_taylor(sp.exp(X) - 1, X, sp.Integer(0), 30)
    got = exact_julia(taylor, 1, 30)
    assert got[:8] == [0, 0, R(1, 2), R(-1, 12), R(1, 48), R(-1, 180), R(11, 8640), R(-1, 6720)]
    assert got[8:10] == [R(-11, 241920), R(29, 1451520)]
    check_julia(taylor, got)


def check_julia(taylor: ExactTaylor, values: list[Any]) -> None:
    order = len(values) - 1
    g = germ(taylor, order)
    slope = [k * g[k] for k in range(1, order + 1)]
    with mpmath.workdps(DIGITS):
        v = numbers(values)
        assert_same(composed(v, g)[:order], product(slope, v[:order]))


def test_the_iterative_logarithm_of_sine() -> None:
    taylor = exact_taylor(sp.sin(X), X, sp.Integer(0), 15)
    got = exact_julia(taylor, 2, 15)
    assert got[:8] == [0, 0, 0, R(-1, 6), 0, R(-1, 30), 0, R(-41, 3780)]
    check_julia(taylor, got)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_flow_of_a_moebius_like_map(k: int) -> None:
    """x/(1 - k x^k)^(1/k) is the time one map of x^(k+1)."""
    taylor = exact_taylor(X / (1 - k * X**k) ** R(1, k), X, sp.Integer(0), 12)
    assert exact_julia(taylor, k, 12) == [int(j == k + 1) for j in range(13)]


def test_the_iterative_logarithm_at_e() -> None:
    """exp(x/E) at E is conjugate to exp(x) - 1 by x = E (1 + z): V is E v(z/E)."""
    taylor = exact_taylor(sp.exp(X / sp.E), X, sp.E, 10)
    reference = exact_julia(exact_taylor(sp.exp(X) - 1, X, sp.Integer(0), 10), 1, 10)
    assert exact_julia(taylor, 1, 10) == [c * sp.exp(1 - j) for j, c in enumerate(reference)]


def test_short_iterative_logarithms() -> None:
    taylor = exact_taylor(sp.exp(X) - 1, X, sp.Integer(0), 3)
    full = exact_julia(taylor, 1, 3)
    for order in range(3):
        assert exact_julia(taylor, 1, order) == full[: order + 1]


def test_julia_refuses_what_contradicts_it() -> None:
    with pytest.raises(InputError):
        exact_julia(exact_taylor(2 * X + X**2, X, sp.Integer(0), 6), 1, 5)
    with pytest.raises(InputError):
        exact_julia(exact_taylor(sp.sin(X), X, sp.Integer(0), 6), 1, 5)
    with pytest.raises(InputError):
        exact_julia(exact_taylor(X + X**2 + X**3, X, sp.Integer(0), 6), 2, 5)


def check_koenigs(taylor: ExactTaylor, order: int) -> list[Any]:
    got = exact_koenigs(taylor, order)
    g = germ(taylor, order)
    assert got[:2] == [0, 1]
    with mpmath.workdps(DIGITS):
        sigma = numbers(got)
        assert_same(composed(sigma, g), [g[1] * value for value in sigma])
    return got


def test_koenigs_of_a_moebius_map() -> None:
    """sigma = x/(1-x): sigma(2x/(1+x)) = 2x/(1+x) / ((1-x)/(1+x)) = 2x/(1-x) = 2 sigma(x)."""
    taylor = exact_taylor(2 * X / (1 + X), X, sp.Integer(0), 40)
    assert exact_koenigs(taylor, 40) == [0] + [1] * 40


def test_koenigs_of_chebyshev() -> None:
    """2x^2-1 doubles arccos: sigma = -arccos(1+z)^2/2 = -sum (-2z)^n / (n^2 C(2n,n))."""
    taylor = exact_taylor(2 * X**2 - 1, X, sp.Integer(1), 20)
    got = exact_koenigs(taylor, 20)
    assert got[:4] == [0, 1, R(-1, 6), R(2, 45)]
    assert got[1:] == [-R((-2) ** n, n**2 * math.comb(2 * n, n)) for n in range(1, 21)]


@pytest.mark.parametrize(
    ("expr", "p", "order"),
    [
        (X / 2 + X**2, 0, 30),
        (-X / 2 + X**3 - X**4, 0, 12),
        (X**2 - 1, PHI, 20),
        (1 + 1 / X, PHI, 12),
        (SQRT2**X, 2, 7),
        (SQRT2**X, 4, 7),
        (sp.exp(X) * sp.log(2) - sp.log(2), 0, 6),
        (sp.pi * sp.sin(X), 0, 7),
        (2 * sp.erf(X), 0, 5),
        (sp.log(3) * (sp.exp(SQRT2 * X) - 1), 0, 9),
    ],
)
def test_koenigs_solves_schroeder(expr: Any, p: Any, order: int) -> None:
    check_koenigs(exact_taylor(expr, X, sp.sympify(p), order), order)


def test_koenigs_at_the_golden_ratio() -> None:
    """sigma_2 = 1/(s - s^2) for z -> s z + z^2, s = 1 + sqrt 5; everything lies in Q(sqrt 5)."""
    got = exact_koenigs(exact_taylor(X**2 - 1, X, PHI, 10), 10)
    assert got[2] == SQRT5 / 20 - R(1, 4)
    for value in got:
        rational, irrational = value.as_independent(SQRT5, as_Add=True)
        assert isinstance(rational, sp.Rational)
        assert isinstance(irrational / SQRT5, sp.Rational)


def test_koenigs_in_log_2() -> None:
    """g = s z + (s^2/4) z^2 + ..., s = log 2, so sigma_2 = s/(4 (1 - s))."""
    s = sp.log(2)
    taylor = exact_taylor(SQRT2**X, X, sp.Integer(2), 6)
    assert taylor.expressions()[:3] == [2, s, s**2 / 4]
    assert sp.cancel(exact_koenigs(taylor, 6)[2] - s / (4 * (1 - s))) == 0


@given(
    st.fractions(-3, 3, max_denominator=4).filter(lambda s: s not in (0, 1, -1)),
    st.lists(st.fractions(-2, 2, max_denominator=3), min_size=1, max_size=4),
)
@settings(max_examples=25, deadline=None)
def test_koenigs_of_polynomials(s: Fraction, rest: list[Fraction]) -> None:
    expr = sum((R(c.numerator, c.denominator) * X ** (j + 1) for j, c in enumerate([s, *rest])), sp.Integer(0))
    check_koenigs(exact_taylor(expr, X, sp.Integer(0), 20), 20)


@pytest.mark.parametrize(
    ("expr", "p"),
    [
        (X**2, 0),
        (sp.sin(X), 0),
        (X**2 - X, 0),
        (sp.exp(X / sp.E), sp.E),
        (X * (sp.sin(1) ** 2 + sp.cos(1) ** 2) + X**2, 0),
        (X / 2 + 1 / X, SQRT2),
    ],
)
def test_koenigs_refuses_other_multipliers(expr: Any, p: Any) -> None:
    with pytest.raises(InputError):
        exact_koenigs(exact_taylor(expr, X, sp.sympify(p), 4), 4)


def check_boettcher(taylor: ExactTaylor, degree: int, order: int, sign: int = 1) -> list[Any]:
    got = exact_boettcher(taylor, degree, order)
    assert len(got) == order + 1
    with mpmath.workdps(DIGITS):
        g = germ(taylor, order)
        beta = numbers(got)
        power = beta
        for _ in range(degree - 1):
            power = product(power, beta)
        assert_same(composed(beta, g), [sign * value for value in power])
    return got


def test_boettcher_of_powers() -> None:
    for degree in (2, 3, 5):
        taylor = exact_taylor(X**degree, X, sp.Integer(0), 20)
        assert check_boettcher(taylor, degree, 8) == [0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert exact_boettcher(exact_taylor(2 * X**3, X, sp.Integer(0), 9), 3, 3) == [0, SQRT2, 0, 0]


def test_boettcher_and_motzkin() -> None:
    """w = 1/x - 1 turns x^2/(1-2x) into w^2 - 2, so x = beta/(1 + beta + beta^2): the Motzkin numbers, OEIS A001006."""
    taylor = exact_taylor(X**2 / (1 - 2 * X), X, sp.Integer(0), 30)
    got = check_boettcher(taylor, 2, 20)
    assert got[:9] == [0, 1, 1, 2, 4, 9, 21, 51, 127]


@pytest.mark.parametrize(
    ("expr", "degree", "sign"),
    [
        (X**2 + X**3, 2, 1),
        (2 * sp.cos(X) - 2, 2, 1),
        (-3 * X**2 + X**4, 2, 1),
        (3 * X**3 - X**4, 3, 1),
        (-2 * X**3 + X**4, 3, -1),
        (sp.log(2) * X**3 + X**4, 3, 1),
        (-5 * X**4 + X**6, 4, 1),
        (SQRT2 * X**2 + X**3, 2, 1),
        ((4 + 2 * sp.sqrt(3)) * X**3 + X**5, 3, 1),
    ],
)
def test_boettcher_solves_its_equation(expr: Any, degree: int, sign: int) -> None:
    check_boettcher(exact_taylor(expr, X, sp.Integer(0), 16), degree, 8, sign)


def test_boettcher_has_the_real_root_as_its_factor() -> None:
    first = {
        2 * X**3 + X**4: (3, SQRT2),
        -2 * X**3 + X**4: (3, SQRT2),
        -8 * X**4 + X**5: (4, sp.Integer(-2)),
        (3 + 2 * SQRT2) * X**3 + X**4: (3, 1 + SQRT2),
        2 * X**50 + X**51: (50, 2 ** R(1, 49)),
    }
    for expr, (degree, c) in first.items():
        taylor = exact_taylor(expr, X, sp.Integer(0), degree + 2)
        got = exact_boettcher(taylor, degree, 2)
        assert sp.expand(got[1] - c) == 0
        assert exact_boettcher(taylor, degree, 0) == [0]
        assert exact_boettcher(taylor, degree, 1) == got[:2]


@pytest.mark.parametrize(("expr", "degree"), [(X / 2 + 1 / X, 2), (X * (X**2 + 6) / (3 * X**2 + 2), 3)])
def test_boettcher_of_newton_and_halley(expr: Any, degree: int) -> None:
    """Both map u = (x - sqrt 2)/(x + sqrt 2) to a power of u, and u = z/(2 sqrt 2 + z)."""
    got = exact_boettcher(exact_taylor(expr, X, SQRT2, 20), degree, 10)
    u = derivatives((X - SQRT2) / (X + SQRT2), SQRT2, 10)
    assert [sp.radsimp(sp.expand(a - b)) for a, b in zip(got, u, strict=True)] == [0] * 11


def test_boettcher_refuses_what_contradicts_it() -> None:
    for expr, degree in [(X / 2 + X**2, 2), (X**2, 3), (X**3, 2)]:
        with pytest.raises(InputError):
            exact_boettcher(exact_taylor(expr, X, sp.Integer(0), 8), degree, 4)


def test_missing_coefficients_are_an_error_of_the_caller() -> None:
    taylor = exact_taylor(X / 2 + X**2, X, sp.Integer(0), 4)
    with pytest.raises(ValueError, match="up to 5"):
        exact_koenigs(taylor, 5)


def test_series_over_a_field() -> None:
    """The laws of series in Q(sqrt 2)(log 3), and the precision of a result."""
    field = Field([SQRT2, sp.log(3)])
    ring = series_over(field)
    a, b = field.elements[SQRT2], field.elements[sp.log(3)]
    one, z = ring([1], prec=6), ring([0, 1], prec=6)
    inner = ring([0, a, b, 1, a * b], prec=6)
    unit = ring([1, b, a, 3, 0, a], prec=6)
    for left, right in [
        (inner.exp().log(), inner),
        (unit.log().exp(), unit),
        (unit / unit, one),
        (unit(z), unit),
        ((unit * inner)(inner), unit(inner) * inner(inner)),
        (unit.power(1, 2, field.domain.one) * unit.power(1, 2, field.domain.one), unit),
        (unit.power(-5, 3, field.domain.one) * unit.power(5, 3, field.domain.one), one),
        (-(inner - one), one - inner),
        (unit.integral().derivative(), unit),
    ]:
        assert left.prec == right.prec
        assert not any((left - right).coeffs())
    sine, cosine = inner.sine_cosine()
    assert not any((sine * sine + cosine * cosine - one).coeffs())
    short = ring([1, 2], prec=3)
    for value in (unit + short, short - unit, unit * short, short / unit, unit(ring([0, 1], prec=3))):
        assert value.prec == 3
        assert len(value.coeffs()) == 3
    for illegal in (lambda: unit.exp(), lambda: inner.log(), lambda: unit(unit)):
        with pytest.raises(ValueError, match="constant term"):
            illegal()
    with pytest.raises(InputError):
        inner.inv()
