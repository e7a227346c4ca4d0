"""Signs of real constants: never a wrong sign, never a false zero, never an exception."""

from __future__ import annotations

import random
import time
from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from embedcheck.balls.arith import lower, precision, upper
from embedcheck.balls.constants import compare, constant_ball, constant_sign, is_exactly_zero
from embedcheck.parsing import cbrt

R = sp.Rational
BIG = 10**30

# Sums that vanish but whose 64 bit balls are wide: they force the exact decision on whatever is added to them.
WIDE_ZEROS: list[Any] = [
    (BIG + sp.sqrt(2)) ** 2 - BIG**2 - 2 * BIG * sp.sqrt(2) - 2,
    (BIG + sp.pi) ** 2 - BIG**2 - 2 * BIG * sp.pi - sp.pi**2,
    (BIG + sp.exp(sp.sqrt(2))) ** 2 - BIG**2 - 2 * BIG * sp.exp(sp.sqrt(2)) - sp.exp(2 * sp.sqrt(2)),
    (BIG + sp.log(6)) ** 2 - BIG**2 - 2 * BIG * (sp.log(2) + sp.log(3)) - (sp.log(2) + sp.log(3)) ** 2,
]

ZEROS: list[Any] = [
    *WIDE_ZEROS,
    sp.sqrt(5 + 2 * sp.sqrt(6)) - sp.sqrt(2) - sp.sqrt(3),
    2 ** R(1, 3) * 4 ** R(1, 3) - 2,
    (2 + sp.sqrt(5)) ** R(1, 3) - (sp.sqrt(5) - 2) ** R(1, 3) - 1,
    sp.exp(sp.sqrt(2)) * sp.exp(-sp.sqrt(2) / 3) - sp.exp(2 * sp.sqrt(2) / 3),
    sp.log(6) - sp.log(2) - sp.log(3),
    sp.log(R(9, 8)) - 2 * sp.log(3) + 3 * sp.log(2),
    (sp.E + 1) ** 2 - sp.exp(2) - 2 * sp.E - 1,
    (sp.sin(1) + sp.pi) * (sp.sin(1) - sp.pi) - sp.sin(1) ** 2 + sp.pi**2,
    1 / (1 + sp.E) - 1 + sp.E / (1 + sp.E),
    sp.sqrt(1 + sp.sin(1)) ** 2 - 1 - sp.sin(1),
]

COS = sp.cos(6 * sp.pi / 7)  # negative

NONZERO: list[tuple[Any, int]] = [
    # Roots of squares of negative numbers, written so that nothing simplifies by itself.
    (sp.sqrt((1 + COS) ** 2 - 1 - 2 * COS) - COS, 1),
    (sp.sqrt((1 + sp.sin(4)) ** 2 - 1 - 2 * sp.sin(4)) - sp.sin(4), 1),
    (sp.sqrt((1 - sp.pi) ** 2) - (1 - sp.pi), 1),
    (sp.sqrt((1 - sp.sqrt(2)) ** 2) - (1 - sp.sqrt(2)), 1),
    (sp.sqrt(3 - 2 * sp.sqrt(2)) - 1 + sp.sqrt(2), 1),
    (sp.sqrt((2 + sp.log(R(1, 3))) ** 2 - 4 - 4 * sp.log(R(1, 3))) - sp.log(R(1, 3)), 1),
    (cbrt(-sp.pi) - cbrt(sp.pi), -1),
    (sp.asin(sp.sin(2)) - 2, -1),
    (sp.acos(sp.cos(4)) - 4, -1),
    (sp.atan(sp.tan(2)) - 2, -1),
    (sp.acosh(sp.cosh(-2)) + 2, 1),
    (sp.atan(2) + sp.atan(3), 1),
    (sp.exp(sp.pi) - sp.pi - 20, -1),
    (sp.exp(sp.pi * sp.sqrt(163)) - 640320**3 - 744, -1),
    (sp.log(2) / sp.log(3) - R(12, 19), -1),
    (sp.EulerGamma - R(228, 395), 1),
]


@pytest.mark.parametrize("value", ZEROS, ids=str)
def test_true_zeros_are_proven(value: Any) -> None:
    assert constant_sign(value) == 0


@pytest.mark.parametrize(("value", "sign"), NONZERO, ids=str)
@pytest.mark.parametrize("wide", [sp.S.Zero, *WIDE_ZEROS], ids=["plain", "roots", "pi", "exp", "log"])
def test_branch_traps_are_not_zero(value: Any, sign: int, wide: Any) -> None:
    """`wide` vanishes, so that the sum has the sign of the trap, or no decided sign: never another one."""
    with mpmath.workdps(120):
        true = sp.lambdify((), value, [{"cbrt": lambda t: mpmath.sign(t) * mpmath.cbrt(abs(t))}, "mpmath"])()
        assert mpmath.sign(true) == sign
    for scale in (1, R(1, 10**20)):
        found = constant_sign(scale * value + wide)
        assert found in (sign, None)
        assert found == sign or wide != 0


@pytest.mark.parametrize(
    "value",
    [
        sp.sqrt(1 - sp.cos(2 * sp.pi / 7)) - sp.sqrt(2) * sp.sin(sp.pi / 7),
        sp.cos(sp.pi / 7) - sp.cos(2 * sp.pi / 7) + sp.cos(3 * sp.pi / 7) - R(1, 2),
        sp.sqrt(2 + 2 * sp.cos(sp.pi / 9)) - 2 * sp.cos(sp.pi / 18),
        sp.cos(3 * sp.pi / 7) ** R(1, 3) * sp.cos(3 * sp.pi / 7) ** R(2, 3) - sp.cos(3 * sp.pi / 7) + WIDE_ZEROS[0],
        (2 ** R(1, 3) - 1) ** R(1, 3) - R(1, 9) ** R(1, 3) + R(2, 9) ** R(1, 3) - R(4, 9) ** R(1, 3),
        sp.atan(1) + sp.atan(2) + sp.atan(3) - sp.pi,
        sp.sqrt(sp.sqrt(2) + sp.sqrt(3) + sp.sqrt(5)) ** 2 - sp.sqrt(2) - sp.sqrt(3) - sp.sqrt(5),
        sp.sin(2) - 2 * sp.sin(1) * sp.cos(1),
        sp.gamma(R(1, 3)) * sp.gamma(R(2, 3)) - 2 * sp.pi / sp.sqrt(3),
        sp.sqrt(2) ** sp.sqrt(2) - 2 ** (sp.sqrt(2) / 2),
        sp.zeta(2) - sp.pi**2 / 6,
    ],
    ids=str,
)
def test_a_zero_is_found_or_left_open(value: Any) -> None:
    start = time.monotonic()
    assert constant_sign(value) in (0, None)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "value", [sp.log(-1), sp.sqrt(-2), sp.asin(2), sp.nan, sp.zoo, sp.I, sp.Symbol("t"), sp.acosh(0), sp.log(-sp.pi)]
)
def test_what_is_not_real_has_no_sign(value: Any) -> None:
    assert constant_sign(value) is None
    assert not constant_ball(value).is_finite()


def _random_constant(rng: random.Random, depth: int) -> Any:
    leaves: list[Any] = [sp.S.One, R(-2, 3), sp.pi, sp.E, sp.sqrt(3), sp.log(2), sp.sin(4), sp.atan(-3)]
    leaves += [sp.exp(sp.sqrt(2) / 2), sp.cos(sp.pi / 5), sp.Integer(-3), 2 ** R(1, 3)]
    if depth == 0:
        return rng.choice(leaves)
    kind, inner = rng.random(), _random_constant(rng, depth - 1)
    if kind < 0.3:
        return inner + _random_constant(rng, depth - 1)
    if kind < 0.55:
        return inner * _random_constant(rng, depth - 1)
    if kind < 0.65:
        return inner ** rng.choice([2, 3, -1])
    if kind < 0.8:
        return sp.sqrt(sp.expand(inner**2) + rng.choice([0, 1]))
    return rng.choice([sp.exp, sp.sin, sp.cos, sp.atan, sp.tanh, sp.asinh])(inner)


@pytest.mark.parametrize("block", range(8))
def test_random_constants_against_high_precision(block: int) -> None:
    rng = random.Random(block)
    decided = 0
    for _ in range(40):
        value = _random_constant(rng, rng.choice([1, 2]))
        if value.has(sp.I, sp.nan, sp.zoo, sp.oo):
            continue
        for probe in (
            value,
            value / 10**8 + rng.choice(WIDE_ZEROS),
            sp.sqrt(sp.expand((value - 1) ** 2)) - (value - 1) + rng.choice(WIDE_ZEROS),
            value - sp.expand(value) + R(rng.choice([-1, 1]), 10**60),
        ):
            sign = constant_sign(probe)
            if sign is None:
                continue
            decided += 1
            with mpmath.workdps(200):
                true = sp.lambdify((), probe, "mpmath")()
                if isinstance(true, mpmath.mpc):
                    assert abs(true.imag) < mpmath.mpf(10) ** -90
                    true = true.real
                expected = 0 if abs(true) < mpmath.mpf(10) ** -90 else mpmath.sign(true)
            assert sign == expected, probe
    assert decided > 60


rationals = st.fractions(-100, 100, max_denominator=1000)


@settings(max_examples=60, deadline=None)
@given(rationals, rationals, rationals)
def test_quadratic_surds(a: Any, b: Any, c: Any) -> None:
    """sqrt(d^2) for d = a + b*sqrt(2) written out: the sign of sqrt(d^2) - d tells the sign of d."""
    p, q = R(a.numerator, a.denominator), R(b.numerator, b.denominator)
    d = p + q * sp.sqrt(2)
    root = sp.sqrt(p**2 + 2 * q**2 + 2 * p * q * sp.sqrt(2))
    expected = 0 if constant_sign(d) in (0, 1) else 1
    assert constant_sign(root - d) in (expected, None)
    assert constant_sign(R(c.numerator, c.denominator)) == (c > 0) - (c < 0)


@settings(max_examples=40, deadline=None)
@given(rationals, rationals)
def test_compare_is_an_order(a: Any, b: Any) -> None:
    one, other = R(a.numerator, a.denominator) * sp.pi, R(b.numerator, b.denominator) * sp.E
    forward, backward = compare(one, other), compare(other, one)
    assert forward is not None and backward is not None
    assert forward == -backward
    assert compare(-sp.oo, one) == compare(one, sp.oo) == -1
    assert compare(sp.oo, -sp.oo) == 1
    assert compare(one, one) == 0


def test_tiny_differences_are_seen() -> None:
    for digits in (25, 70, 250):
        tiny = R(1, 10**digits)
        for base in (sp.pi, sp.exp(sp.sqrt(2)), sp.log(3) * sp.sin(1)):
            assert constant_sign((base + 1) ** 2 - base**2 - 2 * base - 1 + tiny) == 1
            assert constant_sign((base + 1) ** 2 - base**2 - 2 * base - 1 - tiny) == -1
            assert not is_exactly_zero((base + 1) ** 2 - base**2 - 2 * base - 1 + tiny)


def test_exponents_with_large_denominators_cost_no_time() -> None:
    """A common root of the exponentials may have a huge index: no dense polynomial of that degree may be built."""
    start = time.monotonic()
    value = sp.exp(sp.sqrt(2) + R(1, 3 * 10**6)) - sp.exp(sp.sqrt(2)) + WIDE_ZEROS[0]
    assert constant_sign(value) in (1, None)
    assert time.monotonic() - start < 1


def test_signs_do_not_depend_on_the_ambient_precision() -> None:
    value = sp.exp(sp.pi * sp.sqrt(163)) - 640320**3 - 744
    before, cap = ctx.prec, ctx.cap
    try:
        for bits in (10, 53, 700):
            ctx.prec, ctx.cap = bits, 3
            constant_sign.cache_clear()
            assert constant_sign(value) == -1
            assert (ctx.prec, ctx.cap) == (bits, 3)
    finally:
        ctx.prec, ctx.cap = before, cap


# Zero, but not by any rule of SymPy: coefficients like this one need a minimal polynomial.
NESTED = sp.sqrt(5 + 2 * sp.sqrt(6)) - sp.sqrt(2) - sp.sqrt(3)


@pytest.mark.parametrize(
    "value",
    [
        0,
        sp.S.Zero,
        NESTED,
        NESTED * sp.pi,
        NESTED * sp.exp(R(1, 3)),
        NESTED * sp.exp(sp.sqrt(2) / 3) + NESTED * sp.exp(-sp.sqrt(2) / 5),
        NESTED * sp.E + NESTED * sp.log(3) * sp.sin(2),
        NESTED * sp.exp(R(1, 199)),
        NESTED * sp.exp(R(1, 200)),
        NESTED * sp.exp(sp.Float(0.5) * sp.sqrt(2)),
        NESTED * cbrt(sp.pi),
        NESTED * sp.sqrt(sp.pi),
        NESTED * sp.sqrt(1 + sp.cos(2 * sp.pi / 7)),
        (sp.sqrt(3 + 2 * sp.sqrt(2)) - 1 - sp.sqrt(2)) * sp.root(3, 10),
        (sp.exp(R(1, 2)) - 1) * (sp.exp(R(1, 2)) + 1) - sp.E + 1,
        sp.exp(sp.sqrt(3) + R(1, 2)) - sp.exp(R(1, 2)) * sp.exp(sp.sqrt(3)),
        sp.log(10**12) - 12 * sp.log(2) - 12 * sp.log(5),
        sp.log(R(4, 9)) - 2 * sp.log(2) + 2 * sp.log(3),
        sp.log(sp.sqrt(6)) - sp.log(2) / 2 - sp.log(3) / 2,
        sp.log(2 ** R(2, 3)) + sp.log(3 ** R(1, 3)) - sp.log(12) / 3,
        cbrt(2) * cbrt(4) - 2,
        cbrt(1 - sp.sqrt(2)) + cbrt(sp.sqrt(2) - 1),
        cbrt(2 + sp.sqrt(5)) + cbrt(2 - sp.sqrt(5)) - 1,
        cbrt(sp.pi) ** 2 - cbrt(sp.pi) * cbrt(sp.pi),
        (cbrt(sp.pi) + 1) ** 2 - cbrt(sp.pi) ** 2 - 2 * cbrt(sp.pi) - 1,
        (sp.pi**sp.E + 1) * sp.sin(1) - sp.pi**sp.E * sp.sin(1) - sp.sin(1),
        (sp.sqrt(sp.pi) + 1) * sp.sin(1) - sp.sqrt(sp.pi) * sp.sin(1) - sp.sin(1),
        (sp.sqrt(1 + sp.pi) + 1) * sp.E - sp.E * sp.sqrt(1 + sp.pi) - sp.E,
        1 / (sp.pi - sp.E) - (sp.pi + sp.E) / (sp.pi**2 - sp.exp(2)),
        NESTED / sp.pi,
    ],
    ids=str,
)
def test_exact_zeros(value: Any) -> None:
    assert is_exactly_zero(value)


@pytest.mark.parametrize(
    "value",
    [
        sp.S.One,
        sp.pi,
        sp.pi - sp.E,
        sp.exp(sp.sqrt(2)) - sp.E,
        sp.exp(sp.sqrt(2)) - sp.exp(sp.sqrt(3)),
        sp.exp(R(1, 2)) - sp.exp(R(1, 3)),
        sp.exp(sp.pi) - sp.exp(1),
        sp.log(2) - sp.log(3),
        sp.log(6) - sp.log(2) - sp.log(5),
        sp.log(10**13 + 37) - sp.log(10**13 + 1),
        sp.log(sp.sqrt(2)) - sp.log(2),
        sp.log(2 + sp.pi) - sp.log(2),
        sp.log(2**sp.pi) - sp.log(2),
        sp.log(sp.sqrt(sp.pi)) - sp.log(2),
        sp.sin(1) - sp.sin(2),
        cbrt(sp.pi) - sp.pi,
        cbrt(sp.pi) - cbrt(sp.E),
        sp.pi**sp.E - 2 ** sp.sqrt(2),
        sp.exp(sp.Float(0.5) * sp.sqrt(2)) - sp.exp(sp.Float(0.5) * sp.sqrt(3)),
        cbrt(2 - sp.sqrt(5)) - cbrt(sp.sqrt(5) - 2),
        sp.sqrt(1 + sp.pi) - sp.sqrt(2 + sp.pi),
        sp.pi**sp.E - sp.pi,
        sp.gamma(R(1, 3)) - sp.gamma(R(1, 4)),
        NESTED * sp.pi + sp.E,
        NESTED + sp.sqrt(7),
        sum(sp.root(p, p) for p in (2, 3, 5, 7)),
        sp.sqrt(2) - sp.root(3, 41) - sp.root(2, 3),
        1 / sp.pi,
    ],
    ids=str,
)
def test_what_is_not_zero(value: Any) -> None:
    assert not is_exactly_zero(value)


def test_work_that_would_take_long_is_not_tried() -> None:
    """Common roots of a high index, large numbers to factor, algebraic numbers of a high degree, long expressions."""
    assert not is_exactly_zero(NESTED * sp.exp(R(1, 201)))
    assert not is_exactly_zero(sp.log(2 * 10**12) - 13 * sp.log(2) - 12 * sp.log(5))
    assert not is_exactly_zero(NESTED * sp.root(2, 3) + NESTED * sp.root(3, 5))
    zero = sp.log(6) - sp.log(2) - sp.log(3)
    sizes = set()
    for count in range(194, 199):
        for extra in (sp.S.Zero, sp.pi, 2 * sp.pi):
            value = sp.Mul(zero, sp.Add(extra, *(sp.sin(k) for k in range(1, count))))
            sizes.add(int(sp.count_ops(value)))
            assert is_exactly_zero(value) == (sp.count_ops(value) <= 400)
    assert {400, 401} <= sizes


@pytest.mark.parametrize("number", [sp.S.Zero, sp.pi, -sp.exp(10), R(-3, 7)], ids=str)
def test_infinities_are_larger_than_numbers(number: Any) -> None:
    assert compare(sp.oo, number) == compare(number, -sp.oo) == compare(sp.oo, -sp.oo) == 1
    assert compare(-sp.oo, number) == compare(number, sp.oo) == compare(-sp.oo, sp.oo) == -1
    assert compare(sp.oo, sp.oo) == compare(-sp.oo, -sp.oo) == compare(number, number) == 0


def test_the_order_of_constants() -> None:
    assert compare(sp.pi, R(22, 7)) == -1 and compare(R(22, 7), sp.pi) == 1
    assert compare(sp.sqrt(2) * sp.sqrt(3) + NESTED, sp.sqrt(6)) == 0
    assert compare(sp.atan(1) + sp.atan(2) + sp.atan(3), sp.pi) is None
    assert compare(sp.log(-2), sp.pi) is None


@pytest.mark.parametrize("bits", [64, 256, 1000])
@pytest.mark.parametrize("value", [sp.pi, sp.E, sp.sqrt(2) - sp.log(5), R(1, 3), sp.zeta(3) * sp.EulerGamma], ids=str)
def test_the_ball_of_a_constant_is_as_narrow_as_asked(value: Any, bits: int) -> None:
    ball = constant_ball(value, bits)
    mantissa, exponent = ball.rad().man_exp()
    assert int(mantissa).bit_length() + int(exponent) < 8 - bits
    with mpmath.workprec(bits + 100):
        true = sp.lambdify((), value, "mpmath")() + mpmath.mpf(0)
        low, high = (mpmath.mpf(int(e.p)) / int(e.q) for e in (lower(ball), upper(ball)))
        assert low <= true <= high
    if bits == 64:
        with precision(200):
            assert (lower(constant_ball(value)), upper(constant_ball(value))) == (lower(ball), upper(ball))
