"""Extended intervals: sampled values lie inside, and an end that is called open is never reached."""

from __future__ import annotations

import random
from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import arb, fmpq

from embedcheck.balls.arith import exact, precision
from embedcheck.balls.extended import INF, NEG_INF, Extended, ExtendedArithmetic, extended_range, sign
from embedcheck.balls.program import compile_expression

X = sp.Symbol("x", real=True)


def end(value: Any) -> arb:
    if value == sp.oo:
        return INF
    return NEG_INF if value == -sp.oo else arb(fmpq(int(value.p), int(value.q)))


def interval(low: Any, high: Any, low_open: bool = True, high_open: bool = True) -> Extended:
    return Extended(end(low), end(high), low_open or low == -sp.oo, high_open or high == sp.oo)


def number(value: arb) -> Any:
    if value == INF:
        return mpmath.inf
    if value == NEG_INF:
        return -mpmath.inf
    rational = exact(value)
    return mpmath.mpf(int(rational.p)) / int(rational.q)


def samples(domain: Extended, rng: random.Random) -> list[Any]:
    low, high = number(domain.low), number(domain.high)
    left = low if mpmath.isfinite(low) else (min(high, mpmath.mpf(0)) if mpmath.isfinite(high) else mpmath.mpf(0)) - 40
    right = high if mpmath.isfinite(high) else max(left, mpmath.mpf(0)) + 40
    spots = [left + (right - left) * mpmath.mpf(rng.random()) for _ in range(12)]
    spots += [left + (right - left) * mpmath.mpf(10) ** -k for k in (4, 9)]
    spots += [right - (right - left) * mpmath.mpf(10) ** -k for k in (4, 9)]
    if not mpmath.isfinite(low):
        spots += [left - 10**k for k in range(1, 4)]
    if not mpmath.isfinite(high):
        spots += [right + 10**k for k in range(1, 4)]
    if not domain.low_open:
        spots.append(low)
    if not domain.high_open:
        spots.append(high)
    return spots


def check(expression: Any, domain: Extended, rng: random.Random) -> bool:
    with precision(80):
        image = extended_range(compile_expression(expression), domain)
    if image is None:
        return False
    low, high = number(image.low), number(image.high)
    function = sp.lambdify(X, expression, "mpmath")
    for spot in samples(domain, rng):
        try:
            value = function(spot)
        except (ZeroDivisionError, OverflowError, ValueError):
            continue
        if isinstance(value, mpmath.mpc) or not mpmath.isfinite(value):
            continue
        note = (expression, domain, spot)
        slack = mpmath.mpf(10) ** -60 * (1 + abs(value))
        assert low - slack <= value <= high + slack, note
        if abs(value) > slack:
            direction = sign(image)
            assert direction == 0 or direction == mpmath.sign(value), note
        elif value == 0 and function(spot + mpmath.mpf(10) ** -70) != value:
            assert sign(image) == 0, note
    return True


DOMAINS = [
    interval(-sp.oo, sp.oo),
    interval(sp.S.Zero, sp.oo),
    interval(sp.S.Zero, sp.oo, low_open=False),
    interval(-sp.oo, sp.S.Zero),
    interval(-sp.oo, sp.Integer(-2), high_open=False),
    interval(sp.S.Zero, sp.S.One),
    interval(sp.S.Zero, sp.S.One, False, False),
    interval(sp.S.NegativeOne, sp.S.One),
    interval(sp.S.NegativeOne, sp.S.One, False, True),
    interval(sp.S.One, sp.oo),
    interval(sp.S.NegativeOne, sp.S.Zero, True, False),
    interval(sp.S.Zero, sp.S.Zero, False, False),
]

EXPRESSIONS: list[Any] = [
    sp.exp(X),
    sp.exp(-(X**2)),
    1 - sp.tanh(X) ** 2,
    1 - sp.tanh(X),
    1 + sp.erf(X),
    X * sp.exp(X),
    X**2,
    X**3,
    X**4 + X**2,
    1 / X,
    1 / X**2,
    X**-3,
    X / (1 + X**2),
    X**2 / (1 + X**2),
    sp.sqrt(X),
    sp.sqrt(X) * sp.log(1 + X),
    X ** sp.Rational(-2, 3),
    sp.log(X),
    sp.log(X) * X,
    sp.log(1 + sp.exp(X)),
    sp.cosh(X),
    sp.cosh(X) - 1,
    sp.sinh(X) * sp.cosh(X),
    sp.atan(X),
    sp.pi / 2 - sp.atan(X),
    sp.asinh(X),
    sp.sin(X) + 2,
    sp.cos(X) ** 2,
    sp.exp(X) * (2 + sp.cos(X)),
    sp.asin(X),
    sp.acos(X),
    sp.atanh(X / 2),
    sp.acosh(1 + X),
    sp.gamma(1 + X**2),
    sp.gamma(X),
    sp.polygamma(0, X),
    sp.polygamma(1, X),
    sp.polygamma(2, X),
    sp.polygamma(3, X) * X,
    (1 - X) * X,
    (1 - X) * (1 + X),
    sp.exp(X) / (1 + sp.exp(X)) ** 2,
    X**X,
    2**X,
    X**2 * sp.exp(-X),
    sp.tan(X / 2),
    -X * (X - 1) ** 3,
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_sampled_values_lie_inside_and_signs_are_true(expression: Any) -> None:
    rng = random.Random(str(expression))
    with mpmath.workdps(80):
        for domain in DOMAINS:
            check(expression, domain, rng)


def test_random_expressions() -> None:
    rng = random.Random(3)
    leaves: list[Any] = [X, X, X, sp.S.One, -sp.Rational(1, 2), sp.pi]
    functions: list[Any] = [sp.exp, sp.log, sp.tanh, sp.atan, sp.cosh, sp.sinh, sp.erf, sp.sqrt, sp.sin, sp.asinh]

    def build(depth: int) -> Any:
        if depth == 0:
            return rng.choice(leaves)
        kind = rng.random()
        if kind < 0.3:
            return build(depth - 1) + build(depth - 1)
        if kind < 0.6:
            return build(depth - 1) * build(depth - 1)
        if kind < 0.75:
            return build(depth - 1) ** rng.choice([-2, -1, 2, 3, 4])
        return rng.choice(functions)(build(depth - 1))

    known = 0
    with mpmath.workdps(80):
        for _ in range(300):
            expression = build(rng.choice([2, 3]))
            if expression.free_symbols != {X} or expression.has(sp.I, sp.zoo, sp.nan, sp.oo, sp.Abs):
                continue
            known += check(expression, rng.choice(DOMAINS), rng)
    assert known > 60


def test_whole_domains_are_proven_at_once() -> None:
    line = interval(-sp.oo, sp.oo)
    with precision(80):
        for expression in (sp.exp(X), 1 - sp.tanh(X), 1 + sp.erf(X), sp.cosh(X), sp.log(1 + sp.exp(X)), 2 + sp.sin(X)):
            image = extended_range(compile_expression(expression), line)
            assert image is not None
            assert sign(image) == 1


def test_products_with_reached_and_approached_zeros() -> None:
    arithmetic = ExtendedArithmetic(interval(sp.S.Zero, sp.oo))
    positive, reached = interval(sp.S.Zero, sp.oo), interval(sp.S.Zero, sp.S.One, False, False)
    zero = interval(sp.S.Zero, sp.S.Zero, False, False)
    assert sign(arithmetic.mul([positive, positive])) == 1
    assert sign(arithmetic.mul([positive, reached])) == 0
    product = arithmetic.mul([positive, zero])
    assert product.low == 0 and product.high == 0 and sign(product) == 0
    negative = interval(-sp.oo, sp.S.Zero)
    assert sign(arithmetic.mul([positive, negative])) == -1
    assert sign(arithmetic.mul([negative, negative])) == 1
    assert arithmetic.mul([positive, reached]).high == INF
    total = arithmetic.add([positive, reached])
    assert sign(total) == 1


def test_the_difference_of_two_infinite_ends_is_no_number() -> None:
    assert extended_range(compile_expression(X**2 - X), interval(sp.S.Zero, sp.oo)) is not None
    for low, high in ((sp.S.Zero, sp.oo), (-sp.oo, sp.oo)):
        image = extended_range(compile_expression(X - sp.exp(X)), interval(low, high))
        assert image is None or sign(image) == 0
