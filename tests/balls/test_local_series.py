"""Discs, local maps and the series of the functional equations: the bounds hold for functions in closed form."""

from __future__ import annotations

import math
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from embedcheck.balls import arb, fmpq
from embedcheck.balls.abel import AbelSeries, abel_coefficients
from embedcheck.balls.arith import precision
from embedcheck.balls.boettcher import BoettcherSeries
from embedcheck.balls.discs import disc_maximum
from embedcheck.balls.formal import boettcher_series, deflated, julia_series, koenigs_series
from embedcheck.balls.koenigs import KoenigsSeries, largest_value, newton
from embedcheck.balls.orbits import Stepper
from embedcheck.balls.program import compile_expression
from embedcheck.balls.taylor import LocalMap, taylor
from embedcheck.parsing import cbrt

x = sp.Symbol("x")
third = sp.Rational(1, 3)

ANALYTIC = [
    (sp.exp(x), "0", "3"),
    (sp.log(x), "2", "1"),
    (sp.sqrt(x), "2", "1"),
    (x**third, "2", "1"),
    (cbrt(x), "-2", "1"),
    (sp.tan(x), "0", "1"),
    (sp.tanh(x), "0", "3/2"),
    (1 / (1 + x**2), "0", "1/2"),
    (sp.asin(x), "0", "1/2"),
    (sp.acos(x), "1/4", "1/2"),
    (sp.atan(x), "0", "1/2"),
    (sp.asinh(x), "0", "1/2"),
    (sp.acosh(x), "3", "1"),
    (sp.atanh(x), "0", "1/2"),
    (sp.gamma(x), "2", "1"),
    (sp.loggamma(x), "2", "1"),
    (sp.erf(x), "0", "2"),
    (sp.sinh(x) + sp.cosh(x) * sp.cos(x) - sp.sin(x), "1/2", "2"),
    (x**-3, "2", "1"),
    (sp.pi * x**5 + sp.E, "0", "2"),
]

SINGULAR = [
    (sp.log(x), "2", "2"),
    (sp.sqrt(x), "1", "3/2"),
    (x**third, "1", "1"),
    (cbrt(x), "1", "2"),
    (cbrt(x), "-1", "1"),
    (sp.tan(x), "0", "2"),
    (sp.tanh(x), "0", "2"),
    (1 / (1 + x**2), "0", "1"),
    (sp.asin(x), "0", "1"),
    (sp.acos(x), "1/2", "3/4"),
    (sp.atan(x), "0", "2"),
    (sp.asinh(x), "0", "1"),
    (sp.acosh(x), "2", "1"),
    (sp.atanh(x), "0", "1"),
    (sp.gamma(x), "1", "1"),
    (sp.loggamma(x), "1", "2"),
    (x**-1, "1", "1"),
    (sp.log(1 + sp.exp(x)), "0", "4"),
]


def rational(text: str) -> fmpq:
    value = sp.Rational(text)
    return fmpq(int(value.p), int(value.q))


@pytest.mark.parametrize(("expr", "centre", "radius"), ANALYTIC, ids=str)
def test_a_disc_bounds_the_function(expr: Any, centre: str, radius: str) -> None:
    p, r = sp.Rational(centre), sp.Rational(radius)
    with precision(64):
        bound = disc_maximum(compile_expression(expr), arb(rational(centre)), rational(radius), arb(1))
    assert bound is not None
    image = expr.replace(cbrt, lambda inner: -((-inner) ** third))
    values = [abs(complex(sp.N(image.subs(x, p + r * sp.exp(sp.I * k * sp.pi / 48)), 20)) - 1) for k in range(96)]
    assert max(values) <= float(bound) <= 4 * max(values) + 1e-12


@pytest.mark.parametrize(("expr", "centre", "radius"), SINGULAR, ids=str)
def test_a_disc_with_a_singularity_is_refused(expr: Any, centre: str, radius: str) -> None:
    with precision(64):
        assert disc_maximum(compile_expression(expr), arb(rational(centre)), rational(radius), arb(0)) is None


@pytest.mark.parametrize(("expr", "centre", "radius"), ANALYTIC, ids=str)
def test_taylor_coefficients(expr: Any, centre: str, radius: str) -> None:
    """The coefficients times k! are the derivatives."""
    with precision(256, 40):
        found = taylor(compile_expression(expr), arb(rational(centre)), 12)
    derivative = expr
    for k, value in enumerate(found):
        with precision(256):
            exact = taylor(compile_expression(derivative), arb(rational(centre)), 0)[0]
            assert abs(value * math.factorial(k) - exact) < arb(10) ** -50 * (1 + abs(exact))
        derivative = sp.diff(derivative, x)
        if k == 3 and expr.has(sp.gamma, sp.loggamma):
            break
    assert all(value.is_finite() for value in found)


def geometric(order: int) -> LocalMap:
    """z/2 + z^2 + z^3 + ... = z/2 + z^2/(1 - z), bounded on |z| <= 3/4."""
    g = [fmpq(0), fmpq(1, 2)] + [fmpq(1)] * (order - 1)
    with precision(64):
        size = arb(fmpq(3, 8) + fmpq(9, 16) / (1 - fmpq(3, 4)))
    return LocalMap(g, fmpq(3, 4), size)


@pytest.mark.parametrize("order", [3, 10, 60])
@pytest.mark.parametrize("start", [1, 2, 5, 40])
def test_tails_of_a_geometric_series(order: int, start: int) -> None:
    local = geometric(order)
    with precision(128):
        z = arb(fmpq(1, 4))
        exact = z**start / (1 - z) if start > 1 else z / 2 + z**2 / (1 - z)
        slope = z ** (start - 1) * (start - (start - 1) * z) / (1 - z) ** 2
        slope = slope if start > 1 else fmpq(1, 2) + (2 * z - z * z) / (1 - z) ** 2
        assert local.tail(z, start) >= exact - arb(10) ** -15
        assert local.slope_tail(z, start) >= slope - arb(10) ** -15
        assert local.value(z).overlaps(z / 2 + z**2 / (1 - z))
        assert local.slope(z).overlaps(fmpq(1, 2) + (2 * z - z * z) / (1 - z) ** 2)
        if start >= order:
            assert local.value(z).rad() != 0


MOEBIUS = [(fmpq(1, 2), fmpq(1, 3)), (fmpq(3), fmpq(1, 5)), (fmpq(-1, 2), fmpq(1, 4)), (fmpq(-2), fmpq(-1, 7))]


def moebius(s: fmpq, c: fmpq, order: int) -> list[fmpq]:
    """s z/(1 + c z)"""
    return [fmpq(0)] + [s * (-c) ** (k - 1) for k in range(1, order + 1)]


@pytest.mark.parametrize(("s", "c"), MOEBIUS)
def test_koenigs_function_of_a_moebius_map(s: fmpq, c: fmpq) -> None:
    """sigma(z) = z/(1 + c z/(1 - s)): poles of the other fixed point, (s - 1)/c."""
    order = 30
    b = c / (1 - s)
    exact = [fmpq(0)] + [(-b) ** (k - 1) for k in range(1, order + 1)]
    with precision(200, 60):
        assert koenigs_series(moebius(s, c, order), order) == exact
        radius = fmpq(1, 2)
        size = arb(abs(s) * radius / (1 - abs(c) * radius))
        local = LocalMap(moebius(s, c, order), radius, size)
        rho = fmpq(1, 2) if largest_value(local, fmpq(499, 1000)) else fmpq(1, 8)
        rho = next(r for k in range(1, 40) if largest_value(local, r := radius * fmpq(3, 4) ** k) is not None)
        bound = largest_value(local, rho)
        assert bound is not None
        for angle in range(16):
            z = complex(float(rho.p) / float(rho.q) * math.cos(angle), float(rho.p) / float(rho.q) * math.sin(angle))
            assert abs(z / (1 + complex(float(b.p) / float(b.q)) * z)) <= float(bound) * (1 + 1e-12)
        series = KoenigsSeries(local, rho, order)
        for share in (fmpq(1, 10), fmpq(-1, 3), fmpq(3, 4)):
            z = arb(rho * share)
            value, slope = z / (1 + arb(b) * z), 1 / (1 + arb(b) * z) ** 2
            assert series.value(z).overlaps(value) and series.slope(z).overlaps(slope)
            assert series.smallest_slope(abs(z)) <= slope.upper()
            if s > 0:
                assert series.field(z).overlaps(arb(s).log() * value / slope)
            if series.smallest_slope(abs(z)) > 0:
                found = series.inverse(value, abs(z) * 2)
                assert not found.is_finite() or found.overlaps(z)
        assert not series.value(arb(rho)).is_finite()


def test_koenigs_series_refuses_large_discs() -> None:
    with precision(64, 40):
        local = geometric(20)
        assert largest_value(local, fmpq(3, 4)) is None and largest_value(local, fmpq(1, 2)) is None
        with pytest.raises(ValueError, match="too large"):
            KoenigsSeries(local, fmpq(1, 2), 10)


@given(st.integers(1, 4), st.fractions(min_value="-3", max_value="3", max_denominator=9).filter(bool))
@settings(max_examples=30, deadline=None)
def test_iterative_logarithm_of_a_parabolic_flow(k: int, a: Any) -> None:
    """f = z (1 - k a z^k)^(-1/k) is the time-one map of a z^(k+1): the logarithm has one term."""
    order = 24
    scale = fmpq(a.numerator, a.denominator)
    g = [fmpq(0)] * (order + 2 * k + 2)
    term, j = fmpq(1), 0
    while 1 + j * k < len(g):
        g[1 + j * k] = term
        term = term * (fmpq(1, k) + j) * k * scale / (j + 1)
        j += 1
    with precision(64, 64):
        found = julia_series(g, k, order)
        assert found == [scale if index == k + 1 else fmpq(0) for index in range(order + 1)]
        folded = deflated(g, k)
        # In w = z^k the field is k a w^2.
        last = len(folded) - 2
        assert julia_series(folded, 1, last) == [k * scale if index == 2 else fmpq(0) for index in range(last + 1)]
        v = abel_coefficients(g, k, order)
        assert v == [1 / scale if index == 0 else fmpq(0) for index in range(order - k)]


def test_boettcher_series_of_a_conjugate_power() -> None:
    """h = z/(1 - z) takes w^2 to z^2/(1 + 2 z): beta = z/(1 + z), L = -log(1 + z)."""
    order = 20
    g = [fmpq(0), fmpq(0)] + [fmpq(-2) ** k for k in range(order + 4)]
    with precision(64, 64):
        found = boettcher_series(g, 2, order)
        assert found == [fmpq(0)] + [fmpq((-1) ** k, k) for k in range(1, order + 1)]


def test_boettcher_values_of_a_conjugate_power() -> None:
    with precision(300, 80):
        g = [fmpq(0), fmpq(0)] + [fmpq(-2) ** k for k in range(40)]
        radius = fmpq(1, 4)
        local = LocalMap(g, radius, arb(radius**2 / (1 - 2 * radius)))
        series = BoettcherSeries(local, 2)
        for z in (fmpq(1, 20), fmpq(1, 1000), fmpq(1, 10**9)):
            point = arb(z)
            assert point < series.radius
            beta = point / (1 + point)
            assert series.log_value(point).overlaps(beta.log())
            assert abs(series.log_value(point) - beta.log()) < arb(10) ** -25
            assert series.log_slope(point).overlaps(1 / point - 1 / (1 + point))
            if point < series.radius / 4:
                assert series.inverse(beta.log()).overlaps(point)
        assert not series.log_value(arb(2) * series.radius).is_finite()
        assert not series.log_value(arb(-1) * series.radius).is_finite()


def parabolic(order: int, radius: fmpq) -> LocalMap:
    """exp(w) - 1, |g| <= exp(radius) - 1."""
    with precision(64):
        size = arb((arb(radius).exp() - 1).upper())
    return LocalMap([fmpq(0)] + [1 / fmpq(math.factorial(k)) for k in range(1, order + 1)], radius, size)


@pytest.mark.parametrize("order", [6, 12, 30])
@pytest.mark.parametrize("steps", [20, 60, 200])
def test_the_error_of_a_truncated_abel_function(order: int, steps: int) -> None:
    """It bounds the distance to the limit, which a far longer orbit with more terms gives."""
    with precision(600, 120):
        step = Stepper(sp.log(1 + x), x)
        w = arb(1)
        for _ in range(steps):
            w = step.image(w)
        deep, far = w, 0
        while far < 900:
            deep, far = step.image(deep), far + 1
        rough, fine = AbelSeries(parabolic(order + 2, fmpq(2)), 1, order), AbelSeries(parabolic(62, fmpq(2)), 1, 60)
        radii = [fmpq(2) * fmpq(3, 4) ** k for k in range(1, 20)]
        error, best = rough.error(w, radii), fine.error(deep, radii)
        assert error is not None and best is not None and best.value < arb(10) ** -80
        limit = fine.value(deep) + far
        gap = abs(rough.value(w) - limit)
        assert gap <= error.value and error.value < 10**8 * gap
        # alpha' = (alpha near the deep point)' times the derivative of the orbit.
        chain, point = arb(1), w
        for _ in range(far):
            chain = chain / (1 + point)
            point = step.image(point)
        slope = fine.slope(deep) * chain
        assert abs(rough.slope(w) - slope) <= error.slope
        assert abs(rough.slope(w)) >= error.steepness
        found = fine.inverse(fine.value(deep) + arb(0, best.value), deep * arb("1.01"), best)
        assert found.overlaps(deep)


def test_an_abel_error_needs_small_points() -> None:
    with precision(128, 60):
        series = AbelSeries(parabolic(20, fmpq(2)), 1, 14)
        assert series.error(arb(3), [fmpq(1)]) is None
        assert series.error(arb("0.01"), [fmpq(3)]) is None
        assert series.error(arb("0.01"), []) is None


@pytest.mark.parametrize("bits", [64, 200, 1000])
def test_newton_ends_at_the_full_precision(bits: int) -> None:
    with precision(bits):
        found = newton(lambda y: (y * y - 2) / (2 * y), arb("1.4"))
        assert found.rad() == 0
        assert abs(found - arb(2).sqrt()) < arb(2) ** (8 - bits)


@pytest.mark.parametrize("expr", [x + sp.sin(x) / 3, x + x * (1 - x) / 10, sp.exp(x) - 1, x / (1 + x**2)], ids=str)
def test_the_mean_value_form_keeps_long_orbits_sharp(expr: Any) -> None:
    """Four hundred steps lose a few digits, and contain the orbit at a higher precision."""
    step = Stepper(expr, x)
    results = []
    for bits in (200, 600):
        with precision(bits):
            point = arb(fmpq(-1, 3)) if expr == sp.exp(x) - 1 else arb(fmpq(1, 3))
            for _ in range(400):
                point = step.image(point)
            results.append(point)
    with precision(600):
        assert results[0].overlaps(results[1])
        assert results[0].rad() < arb(2) ** -150
        assert step.slope(results[1]).is_finite()
