"""Zeros and signs are complete: every sign change seen by dense sampling is reported, and every sign is true."""

from __future__ import annotations

import contextlib
import random
from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import arb, ctx, fmpq

from embedcheck.analysis.points import Point, exact_point, order
from embedcheck.analysis.signs import Deadline, UnknownError, Zeros, find_period, zeros
from embedcheck.balls.arith import lower, upper
from embedcheck.balls.enclose import box_range
from embedcheck.balls.program import compile_expression

X = sp.Symbol("x", real=True)
R = sp.Rational
GRID = 160


def mp(value: Any) -> Any:
    if isinstance(value, fmpq):
        return mpmath.mpf(int(value.p)) / int(value.q)
    return sp.lambdify((), value, "mpmath")() + mpmath.mpf(0)


def bounds(point: Point) -> tuple[Any, Any]:
    if point.infinite:
        return (mpmath.inf, mpmath.inf) if point.value == sp.oo else (-mpmath.inf, -mpmath.inf)
    low, high = point.bounds(70)
    return mp(low), mp(high)


def grid(lo: Any, hi: Any, rng: random.Random) -> list[Any]:
    if lo == -sp.oo or hi == sp.oo:
        centre = mp(lo) if lo != -sp.oo else mp(hi) if hi != sp.oo else mpmath.mpf(0)
        spots = [mpmath.sinh(mpmath.mpf(14) * k / GRID) for k in range(1, GRID)]
        right = [centre + spot / 10 for spot in spots] if hi == sp.oo else []
        left = [centre - spot / 10 for spot in spots] if lo == -sp.oo else []
        return sorted(left + right)
    a, b = mp(lo), mp(hi)
    inner = [a + (b - a) * (k + mpmath.mpf(rng.random())) / GRID for k in range(GRID)]
    ends = [mpmath.mpf(10) ** -k for k in range(3, 9)]
    return sorted(inner + [a + (b - a) * e for e in ends] + [b - (b - a) * e for e in ends])


def assert_complete(found: Zeros, rng: random.Random) -> None:
    """At every sample the sign is the reported one of its gap, so no sign change is missed and none is invented."""
    assert len(found.signs) == len(found.zeros) + 1
    assert len(found.orders) == len(found.zeros)
    function = sp.lambdify(X, found.function, "mpmath")
    if found.identical:
        assert all(abs(function(spot)) < mpmath.mpf(10) ** -30 for spot in grid(found.lo.value, found.hi.value, rng))
        return
    for before, after, count in zip(found.signs, found.signs[1:], found.orders, strict=False):
        assert before in (1, -1) and after in (1, -1)
        assert (before == after) == (count % 2 == 0)
    for one, other in zip([found.lo, *found.zeros], [*found.zeros, found.hi], strict=True):
        assert found.period is not None or order(one, other) == -1
    places = [bounds(point) for point in found.zeros]
    period = None if found.period is None else mp(found.period)
    start = None
    if period is not None and places:
        start = places[0][0] - mpmath.mpf(10) ** -10
    for spot in grid(found.lo.value, found.hi.value, rng):
        value = function(spot)
        if abs(value) < mpmath.mpf(10) ** -60:
            continue
        assert not isinstance(value, mpmath.mpc) or abs(value.imag) < mpmath.mpf(10) ** -60
        if start is not None:
            spot = spot - mpmath.floor((spot - start) / period) * period
        if any(low - mpmath.mpf(10) ** -12 <= spot <= high + mpmath.mpf(10) ** -12 for low, high in places):
            continue
        index = sum(high < spot for _, high in places)
        assert mpmath.sign(mpmath.re(value)) == found.signs[index], (found.function, float(spot), found.signs)
    for (low, high), count in zip(places, found.orders, strict=True):
        middle = (low + high) / 2
        for k in range(count):
            derivative = sp.lambdify(X, sp.diff(found.function, X, k), "mpmath")
            assert abs(derivative(middle)) < mpmath.mpf(10) ** -12 * (1 + abs(middle)) ** 8 + mpmath.mpf(10) ** -8


def run(function: Any, lo: Any, hi: Any, rng: random.Random) -> Zeros | None:
    try:
        found = zeros(function, exact_point(sp.S(lo)), exact_point(sp.S(hi)), Deadline(1))
    except UnknownError:
        return None
    with mpmath.workdps(90):
        assert_complete(found, rng)
    return found


def constant(rng: random.Random) -> Any:
    return R(rng.randint(-12, 12), rng.choice([1, 2, 3, 5]))


def random_function(rng: random.Random) -> Any:
    a, b, c = constant(rng), constant(rng), constant(rng)
    parts = [
        X - a,
        X**2 - b,
        sp.exp(a * X / 3),
        sp.tanh(X - b),
        sp.sin(X),
        sp.cos(2 * X),
        sp.atan(X),
        1 / (1 + X**2),
        X,
        sp.exp(-(X**2)),
        sp.sqrt(1 + X**2),
        sp.log(2 + X**2),
        sp.S.One,
        sp.erf(X / 2),
        sp.pi,
    ]
    one, other, third = rng.sample(parts, 3)
    shape = rng.randrange(6)
    if shape == 0:
        return one * other - c
    if shape == 1:
        return one + c * other
    if shape == 2:
        return one * other * third
    if shape == 3:
        return one - c * other + third
    if shape == 4:
        return (one - c / 4) ** 2 * other
    return (one - other) * (third - a / 2) ** 3


ENDS: list[tuple[Any, Any]] = [
    (-2, 2),
    (0, 1),
    (0, sp.oo),
    (-sp.oo, sp.oo),
    (-sp.oo, -1),
    (sp.S.Zero, sp.pi),
    (-sp.sqrt(2), sp.E),
    (1, 5),
]


@pytest.mark.parametrize("block", range(10))
def test_random_functions(block: int) -> None:
    rng = random.Random(block)
    proven = 0
    for _ in range(24):
        function = random_function(rng)
        lo, hi = rng.choice(ENDS)
        if sp.S(function).free_symbols == {X}:
            proven += run(function, lo, hi, rng) is not None
    assert proven >= 8


KNOWN: list[tuple[Any, Any, Any, list[Any], list[int]]] = [
    (X**3 - X, -2, 2, [-1, 0, 1], [1, 1, 1]),
    ((X - 1) ** 2 * (X + 1), -2, 2, [-1, 1], [1, 2]),
    (X**2 - 2, 0, 2, [sp.sqrt(2)], [1]),
    (X**2 - 2, -sp.sqrt(2), sp.sqrt(2), [], []),
    (sp.exp(X) - 1 - X, -sp.oo, sp.oo, [0], [2]),
    (X - sp.sin(X), -sp.oo, sp.oo, [0], [3]),
    (sp.exp(X) - 1 - X - X**2 / 2, -3, 3, [0], [3]),
    (sp.exp(X) - 1 - X, 0, 1, [], []),
    (X - sp.sin(X), 0, 1, [], []),
    (sp.sin(X), 1, 7, [sp.pi, 2 * sp.pi], [1, 1]),
    (1 - sp.cos(X), -1, 7, [0, 2 * sp.pi], [2, 2]),
    (X * sp.log(X), 0, 3, [1], [1]),
    (sp.log(X) ** 2, 0, 3, [1], [2]),
    (sp.tanh(X) - X, -sp.oo, sp.oo, [0], [3]),
    (X * sp.exp(-X), -sp.oo, sp.oo, [0], [1]),
    (sp.atan(X) * (sp.exp(X) - 2) ** 2, -3, 3, [0, sp.log(2)], [1, 2]),
]


@pytest.mark.parametrize(("function", "lo", "hi", "places", "orders"), KNOWN, ids=str)
def test_known_zeros(function: Any, lo: Any, hi: Any, places: list[Any], orders: list[int]) -> None:
    found = run(function, lo, hi, random.Random(0))
    assert found is not None
    assert found.orders == orders
    for point, place in zip(found.zeros, places, strict=True):
        assert order(point, exact_point(sp.S(place))) in (0, None)
        low, high = point.bounds(60)
        with mpmath.workdps(60):
            slack = mpmath.mpf(10) ** -40
            assert mp(low) - slack <= mp(sp.S(place)) <= mp(high) + slack


NEAR_ENDS: list[tuple[Any, Any, Any]] = [
    (X**2 * (sp.exp(X) - 1 - R(1, 5000)), 0, 1),
    (X**4 * (sp.tanh(X) + R(1, 3000)), -1, 0),
    (X**2 * (sp.exp(X) - 1 - R(5, 10**7)), 0, 1),
    (X**3 * (sp.exp(X) - 1 - R(5, 10**7)), 0, 1),
    ((X - 1) ** 2 * (sp.exp(X - 1) - 1 - R(6, 10**7)), 1, 2),
    (sp.sin(X) ** 2 * (R(1, 10**6) + sp.tanh(X)), R(-1, 2), 0),
    (sp.log(X) * (sp.exp(X - 1) - 1 - R(4, 10**7)), 1, 3),
    ((sp.exp(X) - 1) * (sp.exp(X) - 1 - R(1, 10**5)), 0, 1),
]


@pytest.mark.parametrize(("function", "lo", "hi"), NEAR_ENDS, ids=str)
def test_a_zero_at_an_end_is_not_inside(function: Any, lo: Any, hi: Any) -> None:
    found = run(function, lo, hi, random.Random(0))
    if found is not None:
        assert len(found.zeros) == 1
        assert order(exact_point(sp.S(lo)), found.zeros[0]) == -1
        assert order(found.zeros[0], exact_point(sp.S(hi))) == -1


CLOSE: list[Any] = [
    (X - R(1, 3)) * (X - R(1, 3) - R(1, 10**5)) * sp.exp(X),
    sp.cosh(X) - 1 - R(1, 10**8),
    sp.cosh(X) - 1 + R(1, 10**12),
    sp.sin(40 * X) + X / 9,
    sp.exp(-(X**2)) - R(1, 10**6),
    sp.tanh(50 * (X - R(1, 7))) * sp.tanh(50 * (X - R(1, 5))),
    sp.exp(X) * sp.sin(1 / (X + R(9, 4))),
]


@pytest.mark.parametrize("function", CLOSE, ids=str)
def test_close_zeros_are_all_found_or_nothing_is_claimed(function: Any) -> None:
    run(function, -2, 2, random.Random(1))
    run(function, -2, R(7, 5), random.Random(2))


@pytest.mark.parametrize(
    "function", [1 / X, sp.tan(X), 1 / (sp.exp(X) - 1), 1 / sp.sin(X), (X + 1) / (X**2 - 2), sp.exp(X) / X**2], ids=str
)
def test_nothing_is_claimed_across_a_pole(function: Any) -> None:
    with pytest.raises(UnknownError):
        zeros(function, exact_point(sp.Integer(-3)), exact_point(sp.Integer(3)))


PERIODS: list[tuple[Any, Any]] = [
    (sp.sin(X), 2 * sp.pi),
    (sp.sin(2 * X) + sp.cos(3 * X), 2 * sp.pi),
    (sp.sin(2 * X / 3) + sp.cos(X / 2), 12 * sp.pi),
    (sp.exp(sp.cos(sp.pi * X)), 2),
    (sp.sin(sp.sqrt(8) * X) + sp.cos(sp.sqrt(2) * X / 3), 3 * sp.sqrt(2) * sp.pi),
    (sp.sin(sp.sin(X)) * sp.cos(X / 5), 10 * sp.pi),
    (sp.sin(X) + sp.sin(sp.sqrt(2) * X), None),
    (sp.sin(X) + sp.cos(sp.pi * X), None),
    (X * sp.sin(X), None),
    (X + sp.sin(X), None),
    (sp.sin(X**2), None),
    (sp.sin(sp.exp(X)), None),
    (sp.exp(X), None),
    (sp.sinh(sp.sin(X)) + sp.exp(X), None),
]


@pytest.mark.parametrize(("function", "period"), PERIODS, ids=str)
def test_periods(function: Any, period: Any) -> None:
    found = find_period(function)
    if period is None:
        assert found is None
    elif found is not None:
        assert sp.Rational(sp.simplify(found / period)).q >= 1
        evaluate = sp.lambdify(X, function, "mpmath")
        with mpmath.workdps(50):
            for k in range(5):
                spot = mpmath.mpf(k) * 7 / 11
                assert abs(evaluate(spot) - evaluate(spot + mp(found))) < mpmath.mpf(10) ** -40


@pytest.mark.parametrize(
    "function",
    [
        sp.sin(X),
        sp.sin(X) + R(1, 2),
        sp.sin(X) + 1,
        1 - sp.cos(sp.pi * X),
        sp.sin(X) * sp.cos(X / 2),
        sp.cos(2 * X / 3) - sp.sin(X),
        sp.exp(sp.sin(X)) - 1,
        2 + sp.sin(X),
        sp.sin(X) ** 3,
    ],
    ids=str,
)
@pytest.mark.parametrize(("lo", "hi"), [(-sp.oo, sp.oo), (R(1, 3), sp.oo), (-sp.oo, sp.pi), (100, sp.oo)], ids=str)
def test_periodic_functions_on_unbounded_intervals(function: Any, lo: Any, hi: Any) -> None:
    found = run(function, lo, hi, random.Random(4))
    if found is not None and found.period is not None:
        assert found.signs[0] == found.signs[-1]
        for point in found.zeros:
            low, high = bounds(point)
            assert order(found.lo, point) == -1
            assert order(point, found.hi) == -1
            assert high >= low


def test_boxes_contain_the_function_and_its_slope() -> None:
    rng = random.Random(9)
    with mpmath.workdps(50):
        for _ in range(80):
            function = random_function(rng)
            if sp.S(function).free_symbols != {X}:
                continue
            a = fmpq(rng.randint(-300, 300), 97)
            b = a + fmpq(rng.randint(1, 300), 10 ** rng.randint(2, 6))
            value, slope = box_range(compile_expression(function), a, b)
            evaluate = sp.lambdify(X, function, "mpmath")
            differentiate = sp.lambdify(X, sp.diff(function, X), "mpmath")
            for weight in (fmpq(0), fmpq(1, 3), fmpq(1, 2), fmpq(1)):
                spot = mp(a + (b - a) * weight)
                for ball, true in ((value, evaluate(spot)), (slope, differentiate(spot))):
                    if isinstance(ball, arb) and ball.is_finite():
                        slack = mpmath.mpf(10) ** -40 * (1 + abs(true))
                        assert mp(lower(ball)) - slack <= true <= mp(upper(ball)) + slack


def test_constants_and_the_zero_function() -> None:
    lo, hi = exact_point(sp.S.Zero), exact_point(sp.S.One)
    assert zeros(sp.pi - 4, lo, hi).signs == [-1]
    assert zeros(sp.log(6) - sp.log(2) - sp.log(3), lo, hi).identical
    assert zeros(X - X * (X**2 + 1) / (X**2 + 1), lo, hi).identical


def test_the_global_state_is_restored() -> None:
    before = (ctx.prec, ctx.cap)
    for function, lo, hi in ((1 / X, -1, 1), (sp.exp(X) - 2, -1, 1), (sp.besselj(0, X), 0, 1), (sp.sin(1 / X), 0, 1)):
        with contextlib.suppress(UnknownError):
            zeros(function, exact_point(sp.Integer(lo)), exact_point(sp.Integer(hi)), Deadline(0.3))
        assert (ctx.prec, ctx.cap) == before
