"""Points: bounds that hold, brackets that keep their zero, an order that is never wrong."""

from __future__ import annotations

import itertools
import random
from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import arb, fmpq, fmpq_poly

from embedcheck.analysis.points import Point, algebraic_point, exact_point, order, rational_between
from embedcheck.balls.arith import lower, precision, upper
from embedcheck.balls.polynomials import real_roots

X = sp.Symbol("x", real=True)
R = sp.Rational


def mp(value: fmpq) -> Any:
    return mpmath.mpf(int(value.p)) / int(value.q)


def zero(function: Any, low: fmpq, high: fmpq) -> Point:
    return Point(function=function, bracket=(low, high))


def check_bounds(point: Point, true: Any, bits: int) -> None:
    """The bounds hold; `true` is known to 120 digits."""
    with mpmath.workdps(130):
        low, high = point.bounds(bits)
        slack = mpmath.mpf(10) ** -110
        assert mp(low) - slack <= true <= mp(high) + slack
        ball = point.ball(bits)
        assert mp(lower(ball)) - slack <= true <= mp(upper(ball)) + slack


BRACKETS: list[tuple[Any, fmpq, fmpq]] = [
    (sp.cos(X) - X, fmpq(0), fmpq(1)),
    (sp.exp(X) - 3, fmpq(0), fmpq(2)),
    (3 - sp.exp(X), fmpq(0), fmpq(2)),
    (sp.tanh(X) - X / 2, fmpq(1), fmpq(5)),
    (X - sp.sin(X) - R(1, 10**9), fmpq(1, 10**5), fmpq(1)),
    (sp.atan(1000 * (X - R(1, 3))), fmpq(-5), fmpq(7)),
    (sp.atan(-(10**6) * (X - sp.pi / 10)), fmpq(-50), fmpq(9)),
    (sp.exp(40 * X) - sp.exp(sp.pi), fmpq(-10), fmpq(3)),
    (sp.log(X) + 20, fmpq(1, 10**15), fmpq(1)),
    (sp.exp(X) - sp.exp(R(31, 64)) * (1 - R(1, 2**75)), fmpq(-1), fmpq(31, 64)),
    (sp.exp(X) - sp.exp(R(31, 64)) * (1 + R(1, 2**75)), fmpq(31, 64), fmpq(2)),
    (X**3 + sp.sin(X) / 10**6 - R(1, 10**20), fmpq(-2), fmpq(3)),
    (sp.tanh(10**4 * (X - R(2, 7))), fmpq(0), fmpq(100)),
]


def _true_zero(function: Any, bracket: tuple[fmpq, fmpq]) -> Any:
    evaluate = sp.lambdify(X, function, "mpmath")
    low, high = mp(bracket[0]), mp(bracket[1])
    rising = evaluate(high) > 0
    for _ in range(480):
        middle = (low + high) / 2
        if (evaluate(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return low


@pytest.mark.parametrize(("function", "low", "high"), BRACKETS, ids=str)
def test_refined_brackets_keep_the_zero(function: Any, low: fmpq, high: fmpq) -> None:
    with mpmath.workdps(150):
        true = _true_zero(function, (low, high))
    point = zero(function, low, high)
    for bits in (10, 30, 64, 160, 300):
        check_bounds(point, true, bits)
        assert point.bracket is not None
        assert low <= point.bracket[0] < point.bracket[1] <= high


def test_a_bracket_whose_end_needs_more_than_the_first_precision() -> None:
    """g = sqrt((K + g)^2) - K with a large K: at 64 bits nothing is known of the sign at the ends."""
    large, spot = sp.exp(45), R(3, 10240)
    inner = sp.atan(30000 * (X - spot))
    function = sp.sqrt(large**2 + 2 * large * inner + inner**2) - large
    point = zero(function, fmpq(0), fmpq(1, 1024))
    low, high = point.bounds(60)
    assert low <= fmpq(3, 10240) <= high


def test_random_brackets() -> None:
    rng = random.Random(11)
    for _ in range(40):
        spot, steep = R(rng.randint(-999, 999), 997), 10 ** rng.randint(0, 5)
        function = rng.choice(
            [
                sp.tanh(steep * (X - spot)),
                -sp.atan(steep * (X - spot)) * sp.exp(X),
                sp.sinh(X) - sp.sinh(spot),
                (X - spot) * (2 + sp.sin(steep * X)) / 7,
            ]
        )
        true = fmpq(int(spot.p), int(spot.q))
        point = zero(function, true - fmpq(rng.randint(1, 99), 13), true + fmpq(rng.randint(1, 99), 17))
        for bits in (20, 80):
            low, high = point.bounds(bits)
            assert low <= true <= high


CONSTANTS: list[Any] = [
    sp.pi,
    sp.sqrt(2),
    R(22, 7),
    R(7, 5),
    sp.exp(sp.sqrt(2)),
    sp.S.Zero,
    -sp.E,
    R(1, 10**30) * sp.pi,
    -R(1, 10**40),
    10**25 * sp.sqrt(3),
    sp.pi + R(1, 10**20),
    sp.exp(-100) * sp.log(2),
]


@pytest.mark.parametrize("value", CONSTANTS, ids=str)
def test_bounds_of_constants(value: Any) -> None:
    with mpmath.workdps(130):
        true = sp.lambdify((), value, "mpmath")() + mpmath.mpf(0)
    for bits in (20, 64, 160):
        check_bounds(exact_point(value), true, bits)


def test_the_order_of_constants_is_that_of_the_numbers() -> None:
    for one, other in itertools.product(CONSTANTS, repeat=2):
        with mpmath.workdps(80):
            difference = sp.lambdify((), one - other, "mpmath")()
            expected = 0 if one == other else int(mpmath.sign(difference))
        assert order(exact_point(one), exact_point(other)) == expected
    for value in CONSTANTS:
        assert order(exact_point(-sp.oo), exact_point(value)) == -1
        assert order(exact_point(sp.oo), exact_point(value)) == 1
        assert order(exact_point(value), exact_point(sp.oo)) == -1


def test_points_of_different_kinds() -> None:
    root_two = real_roots((fmpq(-2), fmpq(0), fmpq(1)))
    quintic = real_roots(tuple(fmpq_poly([-1, -1, 0, 0, 0, 1]).coeffs()))
    positive = [p for p in map(algebraic_point, (r for r, _ in root_two)) if order(p, exact_point(sp.S.Zero)) == 1]
    assert len(positive) == 1
    assert positive[0].value == sp.sqrt(2)
    (fifth,) = (algebraic_point(root) for root, _ in quintic)
    same = zero(X**5 - X - 1 + sp.sin(X) * 0, fmpq(1), fmpq(2))
    assert order(fifth, same) in (0, None)
    assert order(fifth, positive[0]) == -1
    assert order(positive[0], fifth) == 1
    pi_again = zero(sp.sin(X), fmpq(3), fmpq(4))
    assert order(pi_again, exact_point(sp.pi)) in (0, None)
    for digits in (4, 5, 6):
        for direction in (-1, 1):
            near = zero(sp.sinh(X) - sp.sinh(sp.pi + direction * R(1, 10 ** (6 * digits))), fmpq(3), fmpq(4))
            assert order(near, exact_point(sp.pi)) in (direction, None)
            assert order(exact_point(sp.pi), near) in (-direction, None)


def test_two_copies_of_one_algebraic_number_are_equal() -> None:
    polynomial = tuple(fmpq_poly([1, -3, 0, 1]).coeffs())
    points = [algebraic_point(root) for root, _ in real_roots(polynomial)]
    again = [algebraic_point(root) for root, _ in real_roots(polynomial)]
    for (i, one), (j, other) in itertools.product(enumerate(points), enumerate(again)):
        assert (order(one, other) == 0) == (i == j)


def test_a_rational_between_two_points_is_between() -> None:
    rng = random.Random(2)
    points = [exact_point(value) for value in [*CONSTANTS, -sp.oo, sp.oo]]
    for _ in range(150):
        left, right = rng.sample(points, 2)
        if order(left, right) != -1:
            continue
        middle = rational_between(left, right)
        if middle is None:
            continue
        spot = exact_point(R(int(middle.p), int(middle.q)))
        assert order(left, spot) == -1
        assert order(spot, right) == -1


def test_bounds_do_not_depend_on_the_ambient_precision() -> None:
    for bits in (20, 53, 400):
        with precision(bits):
            low, high = exact_point(sp.pi).bounds(64)
            with precision(300):
                assert arb(low) < arb.pi() < arb(high)
