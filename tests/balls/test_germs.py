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
from embedcheck.balls.constants import constant_ball, constant_sign
from embedcheck.balls.germs import LOG_U, ONE, Germ, GermArithmetic, GermError, Monomial, Remainder, U, germ_at, tail
from embedcheck.parsing import cbrt

X = sp.Symbol("x", real=True)
DIGITS = 320
HALF = sp.Rational(1, 2)
R = sp.Rational
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
    (cbrt(X + 2), "right", 0),
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


def test_a_root_of_the_zero_function_is_zero() -> None:
    zero = sp.exp(X) * (X + 1) - X * sp.exp(X) - sp.exp(X)
    for power in (HALF, R(1, 3), R(5, 2)):
        assert germ_at(zero**power, "+oo", sp.S.Zero, fmpq(4), 5)[0].vanishes
    with pytest.raises(GermError):
        germ_at(zero**-HALF, "+oo", sp.S.Zero, fmpq(4), 5)


def test_a_coefficient_that_is_not_known_to_vanish_gives_no_germ() -> None:
    hidden = sp.atan(1) + sp.atan(2) + sp.atan(3) - sp.pi
    assert not constant_ball(hidden, 256) > 0
    with pytest.raises(GermError, match=r"^it is not known whether .* vanishes$"):
        germ_at(hidden * X + 1, "+oo", sp.S.Zero, fmpq(4), 5)


EXACT, OPEN = True, False


def monomial(rate: Any, power: Any, logs: int = 0) -> Monomial:
    rate, power = sp.S(rate), sp.S(power)
    return Monomial(fmpq(int(rate.p), int(rate.q)), fmpq(int(power.p), int(power.q)), logs)


# Expression, end, point, the terms c exp(b u) u^a log(u)^k as (b, a, k): c, whether nothing is left out, ramification.
KNOWN: list[tuple[Any, str, Any, dict[tuple[Any, ...], Any], bool, int | None]] = [
    (X, "+oo", 0, {(0, 1): 1}, EXACT, 1),
    (X, "-oo", 0, {(0, 1): -1}, EXACT, 1),
    (X, "right", 2, {(0, 0): 2, (0, -1): 1}, EXACT, 1),
    (X, "left", 2, {(0, 0): 2, (0, -1): -1}, EXACT, 1),
    (X, "left", 0, {(0, -1): -1}, EXACT, 1),
    (sp.Integer(7), "+oo", 0, {(0, 0): 7}, EXACT, 1),
    (X**2 - 3 * X, "-oo", 0, {(0, 2): 1, (0, 1): 3}, EXACT, 1),
    ((X + 1) * (X - 1) * X, "+oo", 0, {(0, 3): 1, (0, 1): -1}, EXACT, 1),
    (X**60, "+oo", 0, {(0, 60): 1}, EXACT, 1),
    (1 / X, "left", 0, {(0, 1): -1}, EXACT, 1),
    (1 / (1 + X), "right", 0, {(0, 0): 1, (0, -1): -1, (0, -2): 1, (0, -3): -1}, OPEN, 1),
    (1 / (2 + X) ** 2, "right", 0, {(0, 0): R(1, 4), (0, -1): -R(1, 4), (0, -2): R(3, 16), (0, -3): -R(1, 8)}, OPEN, 1),
    (X / (X - 1), "+oo", 0, {(0, 0): 1, (0, -1): 1, (0, -2): 1, (0, -3): 1}, OPEN, 1),
    (sp.exp(X), "right", 0, {(0, 0): 1, (0, -1): 1, (0, -2): R(1, 2), (0, -3): R(1, 6)}, OPEN, 1),
    (sp.exp(X), "left", 1, {(0, -k): sp.E * (-1) ** k / sp.factorial(k) for k in range(4)}, OPEN, 1),
    (sp.exp(X), "+oo", 0, {(1, 0): 1}, EXACT, None),
    (sp.exp(3 - 2 * X), "+oo", 0, {(-2, 0): sp.exp(3)}, EXACT, None),
    (X * sp.exp(X) + X**2, "-oo", 0, {(0, 2): 1, (-1, 1): -1}, EXACT, None),
    (sp.exp(-1 / X), "right", 0, {(-1, 0): 1}, EXACT, None),
    (sp.exp(1 / X), "+oo", 0, {(0, 0): 1, (0, -1): 1, (0, -2): R(1, 2), (0, -3): R(1, 6)}, OPEN, 1),
    (sp.sqrt(X), "right", 0, {(0, -R(1, 2)): 1}, EXACT, 2),
    (cbrt(X) ** 0 * X ** R(-2, 3), "right", 0, {(0, R(2, 3)): 1}, EXACT, 3),
    (sp.sqrt(X) + X ** R(1, 3), "right", 0, {(0, -R(1, 3)): 1, (0, -R(1, 2)): 1}, EXACT, 6),
    (sp.sqrt(X**2 + X), "+oo", 0, {(0, 1): 1, (0, 0): R(1, 2), (0, -1): -R(1, 8), (0, -2): R(1, 16)}, OPEN, 1),
    (sp.sqrt(4 + X), "right", 0, {(0, 0): 2, (0, -1): R(1, 4), (0, -2): -R(1, 64), (0, -3): R(1, 512)}, OPEN, 1),
    (sp.log(X), "+oo", 0, {(0, 0, 1): 1}, EXACT, None),
    (sp.log(X), "right", 0, {(0, 0, 1): -1}, EXACT, None),
    (sp.log(3 * X**2), "-oo", 0, {(0, 0, 1): 2, (0, 0): sp.log(3)}, EXACT, None),
    (sp.log(1 + X), "right", 0, {(0, -1): 1, (0, -2): -R(1, 2), (0, -3): R(1, 3)}, OPEN, 1),
    (sp.log(5 * sp.exp(2 * X)), "+oo", 0, {(0, 1): 2, (0, 0): sp.log(5)}, EXACT, None),
    (X * sp.log(X) ** 2, "right", 0, {(0, -1, 2): 1}, EXACT, None),
    (sp.log(X) ** -1, "+oo", 0, {(0, 0, -1): 1}, EXACT, None),
    (sp.sin(X), "right", 0, {(0, -1): 1, (0, -3): -R(1, 6)}, OPEN, 1),
    (sp.cos(X), "left", sp.pi, {(0, 0): -1, (0, -2): R(1, 2)}, OPEN, 1),
    (sp.sin(X), "+oo", 0, {}, OPEN, None),
    (sp.cos(X), "-oo", 0, {}, OPEN, None),
    (sp.tan(X), "right", 0, {(0, -1): 1, (0, -3): R(1, 3)}, OPEN, 1),
    (sp.tan(X), "left", sp.pi / 2, {(0, 1): 1, (0, -1): -R(1, 3)}, OPEN, 1),
    (sp.atan(X), "+oo", 0, {(0, 0): sp.pi / 2, (0, -1): -1, (0, -3): R(1, 3)}, OPEN, 1),
    (sp.atan(X), "-oo", 0, {(0, 0): -sp.pi / 2, (0, -1): 1, (0, -3): -R(1, 3)}, OPEN, 1),
    (sp.atan(1 / X), "left", 0, {(0, 0): -sp.pi / 2, (0, -1): 1, (0, -3): -R(1, 3)}, OPEN, 1),
    (sp.tanh(X), "+oo", 0, {(0, 0): 1, (-2, 0): -2, (-4, 0): 2, (-6, 0): -2}, OPEN, None),
    (sp.tanh(X), "-oo", 0, {(0, 0): -1, (-2, 0): 2, (-4, 0): -2, (-6, 0): 2}, OPEN, None),
    (sp.erf(X), "+oo", 0, {(0, 0): 1}, OPEN, None),
    (sp.erf(X), "-oo", 0, {(0, 0): -1}, OPEN, None),
    (sp.sinh(X), "+oo", 0, {(1, 0): R(1, 2), (-1, 0): -R(1, 2)}, EXACT, None),
    (sp.sinh(X), "-oo", 0, {(1, 0): -R(1, 2), (-1, 0): R(1, 2)}, EXACT, None),
    (sp.cosh(X), "+oo", 0, {(1, 0): R(1, 2), (-1, 0): R(1, 2)}, EXACT, None),
    (sp.cosh(X), "-oo", 0, {(1, 0): R(1, 2), (-1, 0): R(1, 2)}, EXACT, None),
    (sp.asinh(X), "+oo", 0, {(0, 0, 1): 1, (0, 0): sp.log(2), (0, -2): R(1, 4)}, OPEN, None),
    (sp.asinh(X), "-oo", 0, {(0, 0, 1): -1, (0, 0): -sp.log(2), (0, -2): -R(1, 4)}, OPEN, None),
    (sp.acosh(X), "+oo", 0, {(0, 0, 1): 1, (0, 0): sp.log(2), (0, -2): -R(1, 4)}, OPEN, None),
    (sp.acosh(X), "right", 1, {(0, -R(1, 2)): sp.sqrt(2), (0, -R(3, 2)): -sp.sqrt(2) / 12}, OPEN, 2),
    (sp.acosh(X), "right", 2, {(0, 0): sp.acosh(2), (0, -1): 1 / sp.sqrt(3)}, OPEN, 1),
    (sp.acos(X), "left", 1, {(0, -R(1, 2)): sp.sqrt(2), (0, -R(3, 2)): sp.sqrt(2) / 12}, OPEN, 2),
    (sp.acos(X), "right", -1, {(0, 0): sp.pi, (0, -R(1, 2)): -sp.sqrt(2), (0, -R(3, 2)): -sp.sqrt(2) / 12}, OPEN, 2),
    (sp.asin(X), "left", 1, {(0, 0): sp.pi / 2, (0, -R(1, 2)): -sp.sqrt(2), (0, -R(3, 2)): -sp.sqrt(2) / 12}, OPEN, 2),
    (sp.asin(X), "right", -1, {(0, 0): -sp.pi / 2, (0, -R(1, 2)): sp.sqrt(2)}, OPEN, 2),
    (sp.asin(X), "right", 0, {(0, -1): 1, (0, -3): R(1, 6)}, OPEN, 1),
    (sp.atanh(X), "left", 1, {(0, 0, 1): R(1, 2), (0, 0): sp.log(2) / 2, (0, -1): -R(1, 4)}, OPEN, None),
    (sp.atanh(X), "right", -1, {(0, 0, 1): -R(1, 2), (0, 0): -sp.log(2) / 2, (0, -1): R(1, 4)}, OPEN, None),
    (sp.atanh(X), "right", 0, {(0, -1): 1, (0, -3): R(1, 3)}, OPEN, 1),
    (sp.sqrt(1 + sp.sqrt(X)), "right", 0, {(0, 0): 1, (0, -R(1, 2)): R(1, 2), (0, -1): -R(1, 8)}, OPEN, 2),
    (sp.exp(X + 2 * sp.log(X)), "+oo", 0, {(1, 2): 1}, EXACT, None),
    (sp.tanh(sp.pi * X), "+oo", 0, {(0, 0): 1, (-2, 0): -2, (-4, 0): 2}, OPEN, None),
    (sp.gamma(X), "right", 2, {(0, 0): 1, (0, -1): 1 - sp.EulerGamma}, OPEN, 1),
    (sp.polygamma(1, X), "left", 3, {(0, 0): sp.pi**2 / 6 - R(5, 4), (0, -1): 2 * sp.zeta(3) - R(9, 4)}, OPEN, 1),
    (sp.sin(X) / X, "right", 0, {(0, 0): 1, (0, -2): -R(1, 6)}, OPEN, 1),
    (sp.exp(X) - sp.exp(X) * (1 + X) + X * sp.exp(X), "+oo", 0, {}, EXACT, None),
]


@pytest.mark.parametrize(("expression", "kind", "point", "terms", "exact", "ramification"), KNOWN, ids=str)
def test_expansions_are_the_known_ones(
    expression: Any, kind: str, point: Any, terms: Any, exact: bool, ramification: int | None
) -> None:
    start = fmpq(16)
    with mpmath.workdps(60):
        germ = assert_encloses(expression, kind, sp.S(point), 16, 4, [mpmath.mpf(k) / 3 for k in (0, 1, 15)])
    expected = {monomial(*key): value for key, value in terms.items()}
    found = dict(germ.terms)
    least = min(expected, default=None)
    assert {m for m in found if least is None or m >= least} == set(expected)
    for unit, value in expected.items():
        assert constant_sign(found[unit] - sp.S(value)) == 0
    assert (germ.remainder is None) == exact
    assert germ.ramification == ramification
    assert germ.vanishes == (exact and not terms)
    assert germ.leading == (germ.terms[0] if germ.terms else None)
    if germ.remainder is not None and terms and not expression.has(sp.gamma, sp.polygamma):
        # The remainder is of the size of a next term, not a guess.
        assert germ.remainder.bound < 40
    if terms:
        with mpmath.workdps(30):
            leading = mpmath.sign(number(sp.S(expected[max(expected)])))
        assert tail(expression, kind, sp.S(point), start, 4)[0] == leading


SCALES: list[tuple[Any, Any, set[Any]]] = [
    (sp.exp(sp.pi * X), sp.pi, {1}),
    (sp.exp(-sp.pi * X), sp.pi, {-1}),
    (sp.exp(2 * sp.sqrt(2) * X) + sp.exp(-sp.sqrt(2) * X), None, {2, -1}),
    (sp.exp(X * sp.log(2)) - 1, sp.log(2), {1, 0}),
    (sp.exp((1 + sp.sqrt(2)) * X), 1 + sp.sqrt(2), {1}),
    (sp.exp(sp.sqrt(sp.pi) * X), sp.sqrt(sp.pi), {1}),
    (sp.exp(sp.gamma(R(1, 3)) * X), sp.gamma(R(1, 3)), {1}),
    (sp.exp(X / sp.pi), 1 / sp.pi, {1}),
    (sp.sinh(sp.pi * X), sp.pi, {1, -1}),
    (sp.cosh(sp.E * X), sp.E, {1, -1}),
    (sp.exp(X), 1, {1}),
    (sp.exp(R(3, 2) * X), 1, {R(3, 2)}),
    (X**2, 1, {0}),
    (sp.exp(sp.pi) * X, 1, {0}),
    (sp.exp(sp.pi * sp.sqrt(2)) * X, 1, {0}),
    (sp.exp((1 + 2 * sp.pi) * X), 1 + 2 * sp.pi, {1}),
]


@pytest.mark.parametrize(("expression", "scale", "rates"), SCALES, ids=str)
@pytest.mark.parametrize("kind", ["+oo", "-oo"])
def test_the_scale_makes_rates_rational(expression: Any, scale: Any, rates: Any, kind: str) -> None:
    germ, arithmetic = germ_at(expression, kind, sp.S.Zero, fmpq(8), 4)
    assert scale is None or constant_sign(arithmetic.scale - sp.S(scale)) == 0
    ratio = 1 if scale is not None else arithmetic.scale / sp.sqrt(2)
    direction = 1 if kind == "+oo" else -1
    assert {m.rate * q(ratio) for m, _ in germ.terms} == {q(rate * direction) for rate in rates}
    assert germ.remainder is None
    # The sign and the place where the tail begins are told in x itself.
    sign, stop = tail(expression, kind, sp.S.Zero, fmpq(8), 4)
    with mpmath.workdps(40):
        place_of = mpmath.mpf(8) / number(arithmetic.scale) * direction
        assert mpmath.sign(sp.lambdify(X, expression, "mpmath")(number(stop))) == sign
        assert 0 <= (number(stop) - place_of) * direction < mpmath.mpf(10) ** -10


def q(value: Any) -> fmpq:
    value = sp.S(value)
    return fmpq(int(value.p), int(value.q))


@pytest.mark.parametrize("point", [sp.S.Zero, sp.Integer(-5), R(1, 3), sp.pi, sp.sqrt(2)], ids=str)
@pytest.mark.parametrize("kind", ["left", "right"])
def test_the_tail_at_a_point_begins_at_its_start(point: Any, kind: str) -> None:
    direction = 1 if kind == "right" else -1
    for start in (fmpq(4), fmpq(100), fmpq(2**40)):
        sign, stop = tail(X - point, kind, point, start, 3)
        assert sign == direction
        with mpmath.workdps(60):
            gap = (number(stop) - number(point)) * direction
            assert 0 < gap <= 1 / number(start)
            assert gap > (1 - mpmath.mpf(10) ** -10) / number(start)


@pytest.mark.parametrize(
    ("expression", "rate"),
    [
        (sp.exp(-X + sp.sin(X)), R(7, 8)),
        (sp.exp(-2 * X + sp.sin(X)), R(15, 8)),
        (sp.exp(-X / 50 + sp.sin(X) / 1000), R(1, 64)),
        (sp.exp(-(X**2)), 8),
        (sp.exp(-(X**2) / 2), 4),
        (sp.exp(-(X**2) / 2 - X), 3),
    ],
    ids=str,
)
def test_a_decay_is_bounded_by_its_slowest_rate(expression: Any, rate: Any) -> None:
    """exp(-u + sin u) <= exp(-b u) on [8, oo) for b = 7/8: the worst places are those with sin u = 1."""
    with mpmath.workdps(40):
        crests = [mpmath.pi * (2 * k + mpmath.mpf(1) / 2) - 8 for k in range(2, 40, 3)]
        germ = assert_encloses(expression, "+oo", sp.S.Zero, 8, 4, [mpmath.mpf(0), *crests])
    assert not germ.terms and germ.remainder is not None
    assert germ.remainder.monomial.power == 0 and germ.remainder.monomial.logs == 0
    # Rates are multiples of 1/64, rounded down.
    assert q(rate) - fmpq(1, 32) < -germ.remainder.monomial.rate <= q(rate)
    assert (germ.remainder.monomial.rate * 64).q == 1
    assert germ.remainder.bound == 1


REFUSED: list[tuple[Any, str, Any, str]] = [
    (sp.sqrt(sp.log(X)), "+oo", 0, "a fractional power of a logarithm"),
    (1 / sp.sin(X), "+oo", 0, "the leading term is hidden in the remainder"),
    (1 / (X - 100), "+oo", 0, "the leading term does not dominate yet"),
    (sp.sqrt(-X), "+oo", 0, "a fractional power of a negative number"),
    (sp.sqrt(X), "left", 0, "a fractional power of a negative number"),
    (sp.log(-X), "+oo", 0, "log of a negative number"),
    (sp.log(sp.log(X)), "+oo", 0, "an iterated logarithm"),
    (sp.exp(X**2), "+oo", 0, "exp grows faster than the scale of the expansion"),
    (sp.exp(-sp.sqrt(X)), "+oo", 0, "exp grows faster than the scale of the expansion"),
    (sp.exp(X + sp.sin(X)), "+oo", 0, "exp grows faster than the scale of the expansion"),
    (sp.exp(-X / 100 + sp.sin(X) / 10**4), "+oo", 0, "exp decays too slowly"),
    (sp.exp(sp.polygamma(1, R(1, 3)) * X), "+oo", 0, "exp grows faster than the scale of the expansion"),
    (sp.gamma(X), "+oo", 0, "no expansion of gamma at infinity"),
    (sp.acosh(X), "-oo", 0, "no expansion of acosh at infinity"),
    (X**61, "+oo", 0, "an exponent beyond 60"),
    (sp.asin(X), "right", 2, "asin outside its domain"),
    (sp.acos(X), "left", -2, "acos outside its domain"),
    (sp.atanh(X), "left", 3, "atanh outside its domain"),
    (sp.atan(sp.sin(X)), "+oo", 0, "the limit is hidden in the remainder"),
    (sp.gamma(X), "right", 0, "gamma is not analytic on the tail"),
    (sp.gamma(X), "left", -1, "gamma is not analytic on the tail"),
    (sp.Abs(X), "+oo", 0, "no enclosure for Abs"),
    (X + sp.Symbol("y"), "+oo", 0, "more than one variable: x, y"),
]


@pytest.mark.parametrize(("expression", "kind", "point", "reason"), REFUSED, ids=str)
def test_a_refusal_says_why(expression: Any, kind: str, point: Any, reason: str) -> None:
    with pytest.raises(GermError) as caught:
        germ_at(expression, kind, sp.S(point), fmpq(8), 4)
    assert str(caught.value) == reason
    with pytest.raises(GermError):
        tail(expression, kind, sp.S(point), fmpq(8), 4)


@pytest.mark.parametrize("start", [fmpq(0), fmpq(-5), fmpq(299, 100)], ids=str)
def test_the_tail_starts_at_three_or_later(start: fmpq) -> None:
    with pytest.raises(GermError, match=r"^the tail must start at u >= 3$"):
        GermArithmetic("+oo", sp.S.Zero, start, 4)
    assert GermArithmetic("+oo", sp.S.Zero, fmpq(3), 4).start == 3


def test_a_tail_below_the_precision_is_refused() -> None:
    for kind, point in (("right", sp.pi), ("left", sp.pi), ("right", sp.S.One), ("left", R(1, 3))):
        with pytest.raises(GermError, match=r"^the tail is too short for the working precision$"):
            tail(X - point, kind, point, fmpq(2**200), 3)


@pytest.mark.parametrize("inner", [X - 2, sp.sin(X) - 1, 1 / (X - 3)], ids=str)
def test_a_cube_root_is_odd(inner: Any) -> None:
    """On negative values cbrt(y) = -(-y)^(1/3), coefficient by coefficient."""
    for kind in ("left", "right"):
        (root, _), (power, _) = (
            germ_at(expression, kind, sp.S.Zero, fmpq(8), 4) for expression in (cbrt(inner), -((-inner) ** R(1, 3)))
        )
        assert [unit for unit, _ in root.terms] == [unit for unit, _ in power.terms]
        for (_, one), (_, other) in zip(root.terms, power.terms, strict=True):
            assert sp.simplify(one - other) == 0


def at_start(start: int = 8, length: int = 4) -> GermArithmetic:
    return GermArithmetic("+oo", sp.S.Zero, fmpq(start), length)


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        (ONE, 1),
        (monomial(0, -1), R(1, 8)),
        (monomial(0, R(-1, 2)), 1 / sp.sqrt(8)),
        (monomial(-1, 0), sp.exp(-8)),
        (monomial(-1, 3), 512 * sp.exp(-8)),
        (monomial(R(-1, 2), -1), sp.exp(-4) / 8),
        (monomial(0, -1, 1), sp.log(8) / 8),
        (monomial(0, -2, 3), sp.log(8) ** 3 / 64),
        (monomial(-1, 0, 2), sp.log(8) ** 2 * sp.exp(-8)),
        (monomial(0, 0, -1), 1 / sp.log(8)),
        (monomial(0, 0, -3), sp.log(8) ** -3),
        (monomial(-1, -1, -1), sp.exp(-8) / (8 * sp.log(8))),
        (monomial(-1, 8), 8**8 * sp.exp(-8)),
    ],
    ids=str,
)
def test_the_supremum_of_a_decreasing_monomial_is_its_first_value(unit: Monomial, value: Any) -> None:
    with precision(96):
        bound = at_start().supremum(unit)
        with mpmath.workdps(40):
            assert 0 <= upper(bound) / number(sp.S(value)) - 1 < mpmath.mpf(10) ** -20


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        (U, "unbounded"),
        (LOG_U, "unbounded"),
        (monomial(1, -5), "unbounded"),
        (monomial(-1, 9), "the tail starts too early"),
        (monomial(0, R(-1, 9), 1), "the tail starts too early"),
        (monomial(R(-1, 100), 0, 1), "the tail starts too early"),
        (monomial(R(-1, 16), 1), "the tail starts too early"),
        (monomial(R(-1, 32), R(1, 2)), "the tail starts too early"),
    ],
    ids=str,
)
def test_a_monomial_that_still_grows_has_no_supremum(unit: Monomial, reason: str) -> None:
    with precision(96), pytest.raises(GermError) as caught:
        at_start().supremum(unit)
    assert str(caught.value) == reason


def test_the_bound_of_a_germ_adds_up() -> None:
    germ = Germ(((ONE, sp.Integer(-2)), (monomial(0, -1), sp.pi)), Remainder(monomial(0, -2), arb(3)), 1)
    with precision(96):
        arithmetic = at_start()
        with mpmath.workdps(30):
            true = 2 + mpmath.pi / 8 + mpmath.mpf(3) / 64
            assert 0 <= upper(arithmetic.bound(germ, ONE)) - true < mpmath.mpf(10) ** -20
        with pytest.raises(GermError, match="unbounded"):
            arithmetic.bound(germ, monomial(0, -1))
        broken = Germ(((ONE, sp.log(-1, evaluate=False) * sp.Symbol("c")),), None, 1)
        with pytest.raises(GermError, match=r"^a coefficient cannot be enclosed$"):
            arithmetic.bound(broken, ONE)


@pytest.mark.parametrize(
    ("terms", "remainder", "limit"),
    [
        (((U, sp.pi),), None, sp.oo),
        (((U, -sp.pi), (ONE, sp.Integer(3))), None, -sp.oo),
        (((monomial(1, -3), sp.Integer(1)),), None, sp.oo),
        (((ONE, sp.pi),), Remainder(monomial(0, -1), arb(1)), sp.pi),
        (((monomial(0, -1), sp.pi),), None, 0),
        ((), None, 0),
        ((), Remainder(monomial(0, -1), arb(1)), 0),
        ((), Remainder(ONE, arb(1)), None),
        ((), Remainder(U, arb(1)), None),
        (((U, sp.Integer(1)),), Remainder(ONE, arb(1)), sp.oo),
    ],
)
def test_limits_of_germs(terms: Any, remainder: Any, limit: Any) -> None:
    germ = Germ(terms, remainder, 1)
    with precision(96):
        if limit is None:
            with pytest.raises(GermError, match="the limit is hidden in the remainder"):
                at_start().limit(germ)
        else:
            assert at_start().limit(germ) == limit


def test_signs_of_germs() -> None:
    small = Remainder(monomial(0, -1), arb(1))
    with precision(96):
        arithmetic = at_start()
        assert arithmetic.sign(Germ((), None, 1)) == 0
        assert arithmetic.sign(Germ(((ONE, sp.pi),), small, 1)) == 1
        assert arithmetic.sign(Germ(((ONE, sp.Integer(-1)),), small, 1)) == -1
        assert arithmetic.sign(Germ(((ONE, sp.Integer(1)), (monomial(0, -1), sp.Integer(-7))), None, 1)) == 1
        for germ in (
            Germ((), small, 1),
            Germ(((ONE, R(1, 8)),), small, 1),
            Germ(((ONE, sp.Integer(1)), (monomial(0, -1), sp.Integer(-8))), None, 1),
        ):
            with pytest.raises(GermError):
                arithmetic.sign(germ)


@pytest.mark.parametrize(
    "expression",
    [1 / (1 - 99 * X), 1 / (1 - 99 * X) ** 2, sp.sqrt(1 - 99 * X), (1 - 99 * X) ** R(-1, 3), sp.log(1 - 99 * X)],
)
def test_remainders_hold_close_to_a_singularity(expression: Any) -> None:
    """At the start of the tail, 1/100, the next terms are nearly as large as the ones before: 1/(1 - d), d = 0.99."""
    with mpmath.workdps(40):
        for length in (1, 2, 4):
            assert_encloses(expression, "right", sp.S.Zero, 100, length, [mpmath.mpf(0), mpmath.mpf(1), mpmath.mpf(9)])


def test_a_remainder_is_of_the_size_of_the_next_term() -> None:
    for expression, size in (
        (1 / (1 + X), 1),
        (sp.exp(X), R(1, 24)),
        (sp.log(1 + X), R(1, 4)),
        (1 / sp.sqrt(1 + X), R(35, 128)),
    ):
        germ, _ = germ_at(expression, "right", sp.S.Zero, fmpq(64), 4)
        assert germ.remainder is not None
        assert germ.remainder.monomial == monomial(0, -4)
        with mpmath.workdps(30):
            assert 0.9 * number(size) < upper(germ.remainder.bound) < 1.2 * number(size)


def test_remainders_add_and_multiply() -> None:
    one = Germ(((ONE, sp.Integer(2)),), Remainder(monomial(0, -1), arb(3)), 1)
    other = Germ((), Remainder(monomial(0, -2), arb(5)), 2)
    with precision(96):
        arithmetic = at_start()
        # (2 + 3/u) (5/u^2) = (10 + 15/u) / u^2, and 15/u is at most 15/8.
        product, total = arithmetic.mul([one, other]), arithmetic.add([one, other])
        square = arithmetic.mul([other, other])
        for germ, unit, bound in (
            (product, monomial(0, -2), R(95, 8)),
            (total, monomial(0, -1), R(29, 8)),
            (square, monomial(0, -4), 25),
        ):
            assert germ.remainder is not None and germ.remainder.monomial == unit
            with mpmath.workdps(30):
                assert 0 <= upper(germ.remainder.bound) - number(sp.S(bound)) < mpmath.mpf(10) ** -20
        assert total.terms == one.terms and total.ramification == product.ramification == 2
        broken = Germ((), Remainder(ONE, arb.nan()), 1)
        with pytest.raises(GermError, match=r"^a coefficient cannot be enclosed$"):
            arithmetic.add([one, broken])


@pytest.mark.parametrize("length", [1, 2, 3])
def test_no_more_terms_are_kept_than_asked(length: int) -> None:
    with precision(96):
        arithmetic = at_start(8, length)
        parts = [Germ(((monomial(0, -k), sp.Integer(1)),), None, 1) for k in range(3)]
        total = arithmetic.add(parts)
        assert [m for m, _ in total.terms] == [monomial(0, -k) for k in range(length)]
        assert (total.remainder is None) == (length == 3)
        assert total.remainder is None or total.remainder.monomial == monomial(0, -length)


def test_the_germ_of_zero_vanishes() -> None:
    zero = at_start().exact(sp.S.Zero)
    assert zero.vanishes and zero.leading is None and zero.terms == ()


def test_the_zeroth_power_of_a_germ_is_one() -> None:
    with precision(96):
        arithmetic = at_start()
        for germ in (arithmetic.variable(), arithmetic.exact(sp.pi)):
            assert arithmetic.int_power(germ, 0) == arithmetic.exact(sp.S.One)


@pytest.mark.parametrize("function", [sp.sin, sp.cos])
def test_waves_are_bounded_by_one(function: Any) -> None:
    for expression, unit in ((function(X), ONE), (function(X**2) / X, monomial(0, -1)), (X * function(X), U)):
        germ, _ = germ_at(expression, "+oo", sp.S.Zero, fmpq(8), 4)
        assert not germ.terms and germ.remainder is not None
        assert germ.remainder.monomial == unit
        assert abs(germ.remainder.bound - 1) < 1e-20


def test_monomials_multiply_and_compare_as_functions() -> None:
    one, other = monomial(-1, R(1, 2), 2), monomial(2, -1, 1)
    assert one * other == monomial(1, -R(1, 2), 3)
    assert one.over(other) == monomial(-3, R(3, 2), 1)
    assert one.scaled(fmpq(3, 2)) == monomial(R(-3, 2), R(3, 4), 3)
    assert monomial(0, 0, 2).scaled(fmpq(-1, 2)) == monomial(0, 0, -1)
    with pytest.raises(GermError, match=r"^a fractional power of a logarithm$"):
        monomial(0, 1, 1).scaled(fmpq(1, 2))
    assert monomial(-1, 9) < monomial(0, -9) < monomial(0, 0, -1) < ONE < LOG_U < monomial(0, R(1, 9)) < U
    assert U < monomial(0, 1, 1) < monomial(R(1, 9), -9)


@pytest.mark.parametrize(("count", "fits"), [(50, True), (1250, True), (1251, False)])
def test_coefficients_that_grow_too_large_are_refused(count: int, fits: bool) -> None:
    """A product of 2 * count operations is expanded as long as there are at most 2500 of them."""
    long = sp.Add(*(sp.sin(k) for k in range(1, count + 1)))
    assert sp.count_ops(sp.pi * long) == 2 * count
    with precision(96):
        arithmetic = at_start()
        factors = [Germ(((ONE, value),), None, 1) for value in (sp.pi, long)]
        if fits:
            assert arithmetic.mul(factors).terms == ((ONE, sp.expand(sp.pi * long)),)
        else:
            with pytest.raises(GermError, match=r"^the exact coefficients grow too large$"):
                arithmetic.mul(factors)
