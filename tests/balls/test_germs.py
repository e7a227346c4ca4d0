"""Germs: the true function lies within the terms plus or minus the remainder on the whole tail."""

from __future__ import annotations

import random
from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from embedcheck.balls.arith import precision
from embedcheck.balls.constants import constant_ball
from embedcheck.balls.germs import ONE, Germ, GermArithmetic, GermError, Monomial, germ_at, tail

X = sp.Symbol("x", real=True)
DIGITS = 320
HALF = sp.Rational(1, 2)
KINDS = ("+oo", "-oo", "left", "right")
POINTS: list[Any] = [sp.S.Zero, sp.S.One, sp.S.NegativeOne, HALF, sp.pi / 2, sp.sqrt(2), sp.E, sp.log(2)]

FUNCTIONS: list[Any] = [
    sp.exp,
    sp.log,
    sp.sin,
    sp.cos,
    sp.tan,
    sp.asin,
    sp.acos,
    sp.atan,
    sp.sinh,
    sp.cosh,
    sp.tanh,
    sp.asinh,
    sp.acosh,
    sp.atanh,
    sp.erf,
]


def number(value: Any) -> Any:
    """The value of an exact constant (dyadic, rational or symbolic) at the working precision of mpmath."""
    if isinstance(value, fmpq):
        return mpmath.mpf(int(value.p)) / int(value.q)
    return sp.lambdify((), value, "mpmath")() + mpmath.mpf(0)


def upper(value: arb) -> Any:
    mantissa, exponent = value.upper().man_exp()
    return mpmath.ldexp(mpmath.mpf(int(mantissa)), int(exponent))


def place(u: Any, kind: str, point: Any, scale: Any) -> Any:
    if kind in ("+oo", "-oo"):
        return (u if kind == "+oo" else -u) / number(scale)
    return number(point) + (1 / u if kind == "right" else -1 / u)


def size_of(monomial: Monomial, u: Any) -> Any:
    rate, power = number(monomial.rate), number(monomial.power)
    return mpmath.exp(rate * u) * u**power * mpmath.log(u) ** monomial.logs


def assert_encloses(expression: Any, kind: str, point: Any, start: int, length: int, us: list[Any]) -> Germ:
    """Compare the germ with the function at u = start + each of `us`; raises GermError when there is no germ."""
    germ, arithmetic = germ_at(expression, kind, point, fmpq(start), length)
    function = sp.lambdify(X, expression, "mpmath")
    with mpmath.workdps(DIGITS):
        for extra in us:
            u = start + extra
            true = function(place(u, kind, point, arithmetic.scale))
            if isinstance(true, mpmath.mpc):
                assert abs(true.imag) <= mpmath.mpf(10) ** -200 * abs(true), "a germ where the function is not real"
                true = true.real
            terms = [number(c) * size_of(m, u) for m, c in germ.terms]
            slack = mpmath.mpf(10) ** -(DIGITS - 60) * (1 + abs(true) + sum(map(abs, terms)))
            allowed = slack
            if germ.remainder is not None:
                allowed += upper(germ.remainder.bound) * size_of(germ.remainder.monomial, u)
            assert abs(true - sum(terms, mpmath.mpf(0))) <= allowed, (expression, kind, point, start, float(u))
    monomials = [m for m, _ in germ.terms]
    assert monomials == sorted(monomials, reverse=True)
    assert len(set(monomials)) == len(monomials)
    if germ.remainder is not None and monomials:
        assert germ.remainder.monomial < monomials[-1]
    return germ


def steps(rng: random.Random) -> list[Any]:
    return [mpmath.mpf(0), mpmath.mpf(rng.random()), mpmath.mpf(rng.randint(1, 5)), mpmath.mpf(rng.randint(6, 60))]


def constant(rng: random.Random) -> Any:
    return rng.choice([sp.S.One, sp.Integer(2), -HALF, sp.Rational(2, 3), sp.sqrt(2), sp.pi, sp.Integer(-3), sp.log(2)])


def random_expression(rng: random.Random, depth: int) -> Any:
    if depth == 0:
        return rng.choice([X, X, X, X + constant(rng), constant(rng) * X, 1 / X])
    kind = rng.random()
    inner = random_expression(rng, depth - 1)
    if kind < 0.22:
        return inner + random_expression(rng, depth - 1)
    if kind < 0.4:
        return inner * random_expression(rng, depth - 1)
    if kind < 0.5:
        return inner ** rng.choice([-2, -1, 2, 3])
    if kind < 0.62:
        return inner ** sp.Rational(rng.choice([1, 1, -1, 3, 2]), rng.choice([2, 3]))
    return rng.choice(FUNCTIONS)(inner)


@pytest.mark.parametrize("block", range(12))
def test_random_expressions_lie_within_their_germs(block: int) -> None:
    rng = random.Random(block)
    found = 0
    for _ in range(42):
        expression = random_expression(rng, rng.choice([1, 2, 2, 3]))
        kind, point = rng.choice(KINDS), rng.choice(POINTS)
        # Exact coefficients at irrational points grow fast.
        length = rng.choice([3, 5, 8]) if point.is_Rational and not expression.has(sp.pi, sp.log(2)) else 2
        if expression.free_symbols != {X} or expression.has(sp.I, sp.zoo, sp.nan, sp.oo):
            continue
        for start in (4, 20, 300):
            try:
                assert_encloses(expression, kind, point, start, length, steps(rng))
            except GermError:
                continue
            found += 1
            break
    assert found >= 10


BRANCHES: list[tuple[Any, str, Any]] = [
    (sp.asin(X), "left", 1),
    (sp.asin(X), "right", -1),
    (sp.acos(X), "left", 1),
    (sp.acos(X), "right", -1),
    (sp.acosh(X), "right", 1),
    (sp.acosh(1 + X**2), "right", 0),
    (sp.acosh(1 + X**2), "left", 0),
    (sp.acos(1 - X**2), "left", 0),
    (sp.atanh(X), "left", 1),
    (sp.atanh(X), "right", -1),
    (sp.atanh(X), "left", HALF),
    (sp.asinh(X), "+oo", 0),
    (sp.asinh(X), "-oo", 0),
    (sp.acosh(X), "+oo", 0),
    (sp.acosh(X**2 - 50), "-oo", 0),
    (sp.atan(X), "-oo", 0),
    (sp.atan(1 / X), "left", 0),
    (sp.atan(X**3 - 100 * X), "+oo", 0),
    (sp.tanh(1 / X), "left", 0),
    (sp.tanh(X - 30), "+oo", 0),
    (sp.erf(X), "-oo", 0),
    (sp.erf(X - 10), "+oo", 0),
    (sp.erf(sp.sqrt(X) - 12 / sp.sqrt(X)), "+oo", 0),
    (sp.erf(1 / X) * X, "left", 0),
    (sp.exp(-1 / X), "right", 0),
    (sp.exp(-1 / X**2), "left", 0),
    (sp.exp(-X) * sp.sin(X), "+oo", 0),
    (sp.sinh(sp.pi * X) / sp.cosh(sp.pi * X), "-oo", 0),
    (sp.log(X) ** 2 / X, "+oo", 0),
    (X * sp.log(X), "right", 0),
    (X**X, "right", 0),
    ((1 + 1 / X) ** X, "+oo", 0),
    (X ** sp.Rational(5, 3) + X**2, "right", 0),
    ((X**2 + X**3) ** HALF, "right", 0),
    (sp.sqrt(X**2 + 1) + X, "-oo", 0),
    (sp.gamma(X), "right", 2),
    (sp.loggamma(X), "left", 3),
    (sp.polygamma(1, X), "left", 3),
    (sp.sin(X) / X, "right", 0),
    ((sp.exp(X) - 1 - X) / X**2, "left", 0),
    (sp.log(1 + sp.exp(X)), "+oo", 0),
    (sp.log(1 + sp.exp(X)), "-oo", 0),
    (X / (1 + sp.exp(-sp.Rational(17, 10) * X)), "-oo", 0),
    (sp.tan(X), "left", sp.pi / 2),
    (sp.log(sp.cos(X)), "left", sp.pi / 2),
]


@pytest.mark.parametrize(("expression", "kind", "point"), BRANCHES, ids=str)
def test_branch_points_and_ends_at_infinity(expression: Any, kind: str, point: Any) -> None:
    rng = random.Random(7)
    proven = 0
    for start in (3, 6, 20, 200, 4000):
        for length in (3, 6):
            try:
                assert_encloses(expression, kind, sp.S(point), start, length, steps(rng))
            except GermError:
                continue
            proven += 1
    assert proven


ANALYTIC: list[tuple[Any, Any, bool]] = [
    (sp.sqrt(X), 0, False),
    (X * sp.sqrt(X), 0, False),
    (sp.acosh(1 + X**2), 0, True),
    (sp.acos(1 - X**2), 0, True),
    (sp.acos(1 - X), 0, False),
    (sp.sqrt(X**2 + X**4), 0, True),
    (sp.sqrt(X**2 + X**3), 0, True),
    ((X**3 + X**4) ** sp.Rational(1, 3), 0, True),
    ((X**2 + X**4) ** sp.Rational(1, 3), 0, False),
    (sp.exp(-1 / X), 0, False),
    (sp.tanh(1 / X), 0, False),
    (sp.erf(1 / X), 0, False),
    (X * sp.log(X), 0, False),
    (sp.atan(1 / X), 0, True),
    (sp.sin(X) / X, 0, True),
    (sp.sqrt(1 - sp.cos(X)), 0, True),
    (sp.exp(sp.sqrt(X)), 0, False),
    (sp.cos(sp.sqrt(X)), 0, True),
    (sp.sin(sp.sqrt(X)) / sp.sqrt(X), 0, True),
    (sp.log(X**2) / sp.log(X), 0, True),
    (sp.exp(2 * sp.log(X)), 0, True),
    (X + sp.exp(-1 / X), 0, False),
    (sp.asinh(1 / X), 0, False),
    (1 / sp.log(X), 0, False),
]


@pytest.mark.parametrize(("expression", "point", "analytic"), ANALYTIC, ids=str)
def test_a_power_series_is_claimed_only_for_analytic_functions(expression: Any, point: Any, analytic: bool) -> None:
    for start in (4, 64, 4096):
        try:
            germ, _ = germ_at(expression, "right", sp.S(point), fmpq(start), 6)
        except GermError:
            continue
        bounded = all(monomial <= ONE for monomial, _ in germ.terms)
        if not analytic:
            assert germ.ramification != 1 or not bounded
        break


def test_the_tail_is_inside_the_interval_and_has_the_sign() -> None:
    rng = random.Random(5)
    seen = 0
    for _ in range(120):
        expression = random_expression(rng, 2)
        kind, point = rng.choice(KINDS), rng.choice(POINTS)
        if expression.free_symbols != {X}:
            continue
        for start in (fmpq(4), fmpq(64)):
            try:
                sign, stop = tail(expression, kind, point, start, 3)
            except GermError:
                continue
            seen += 1
            function = sp.lambdify(X, expression, "mpmath")
            with mpmath.workdps(200):
                at, centre = number(stop), number(point)
                if kind in ("+oo", "-oo"):
                    spots = [at * (1 + mpmath.mpf(k) / 3) for k in range(12)]
                else:
                    assert (at > centre) == (kind == "right")
                    spots = [centre + (at - centre) * mpmath.mpf(k) / 13 for k in range(1, 14)]
                for spot in spots:
                    value = function(spot)
                    if abs(value) > mpmath.mpf(10) ** -100:
                        assert mpmath.sign(mpmath.re(value)) == sign, (expression, kind, point, start)
            break
    assert seen >= 25


rates = st.fractions(min_value=-3, max_value=1, max_denominator=4)
powers = st.fractions(min_value=-4, max_value=4, max_denominator=3)


@settings(max_examples=150, deadline=None)
@given(rates, powers, st.integers(-3, 3), st.integers(3, 60), st.lists(st.floats(0, 500), min_size=3, max_size=8))
def test_the_supremum_of_a_monomial_bounds_it(rate: Any, power: Any, logs: int, start: int, extra: list[float]) -> None:
    monomial = Monomial(fmpq(rate.numerator, rate.denominator), fmpq(power.numerator, power.denominator), logs)
    with precision(96):
        arithmetic = GermArithmetic("+oo", sp.S.Zero, fmpq(start), 5)
        try:
            bound = arithmetic.supremum(monomial)
        except GermError:
            return
    assert monomial <= ONE
    with mpmath.workdps(40):
        for more in [0.0, *extra]:
            assert size_of(monomial, mpmath.mpf(start) + more) <= upper(bound) * (1 + mpmath.mpf(10) ** -30)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["+oo", "right", "left"]))
def test_sums_and_products_of_germs_are_germs(seed: int, kind: str) -> None:
    rng = random.Random(seed)
    one, other = (rng.choice([sp.exp(-X), sp.sqrt(X**2 + 1), 1 / (2 + X), sp.atan(X), sp.log(3 + X**2)]) for _ in "ab")
    with precision(96):
        for combined in (one + constant(rng) * other, one * other, one / (1 + other**2)):
            if combined.free_symbols:
                try:
                    assert_encloses(combined, kind, sp.S.Zero, 12, 4, steps(rng))
                except GermError:
                    continue


def test_a_germ_is_kept_when_everything_cancels() -> None:
    germ, arithmetic = germ_at(sp.exp(X) * (X + 1) - X * sp.exp(X) - sp.exp(X), "+oo", sp.S.Zero, fmpq(4), 5)
    assert germ.vanishes
    with precision(96):
        assert arithmetic.sign(germ) == 0


def test_a_coefficient_that_is_not_known_to_vanish_gives_no_germ() -> None:
    hidden = sp.atan(1) + sp.atan(2) + sp.atan(3) - sp.pi
    assert not constant_ball(hidden, 256) > 0
    with pytest.raises(GermError):
        germ_at(hidden * X + 1, "+oo", sp.S.Zero, fmpq(4), 5)
