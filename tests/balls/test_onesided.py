"""One-sided limits and expansions are the known ones, and two pieces meet as smoothly as they do."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import arb, fmpq

from embedcheck.balls.arith import lower, upper
from embedcheck.balls.onesided import (
    STARTS,
    Meeting,
    OneSided,
    equal_limits,
    germ_near,
    limit_at,
    one_sided,
    same_expansion,
    taylor_coefficient,
)

X = sp.Symbol("x", real=True)
OO, R = sp.oo, sp.Rational
HIDDEN_ZERO = sp.atan(1) + sp.atan(2) + sp.atan(3) - sp.pi


def side(expression: Any, name: str = "right", point: Any = 0) -> OneSided:
    return one_sided(sp.S(expression), X, sp.S(point), constant(point), name)


def constant(value: Any) -> arb:
    value = sp.S(value)
    if value.is_infinite:
        return arb.nan()
    with mpmath.workdps(60):
        return arb(str(sp.lambdify((), value, "mpmath")() + mpmath.mpf(0))) + arb(0, 1e-30)


def assert_contains(ball: arb, value: Any) -> None:
    assert ball.is_finite() and float(ball.rad()) < 1e-12
    with mpmath.workdps(60):
        true = sp.lambdify((), sp.S(value), "mpmath")() + mpmath.mpf(0)
        low, high = (mpmath.mpf(int(e.p)) / int(e.q) for e in (lower(ball), upper(ball)))
        assert low - mpmath.mpf(10) ** -50 <= true <= high + mpmath.mpf(10) ** -50


LIMITS: list[tuple[Any, Any, str, Any]] = [
    (sp.sin(X) / X, 0, "right", 1),
    (sp.sin(X) / X, 0, "left", 1),
    (sp.sin(X) / X, OO, "left", 0),
    (1 / X, 0, "right", OO),
    (1 / X, 0, "left", -OO),
    (-sp.pi / X, 0, "right", -OO),
    (1 / X, OO, "left", 0),
    (X + 1, 2, "left", 3),
    (X, OO, "left", OO),
    (X, -OO, "right", -OO),
    (X**2, -OO, "right", OO),
    (sp.exp(X), OO, "left", OO),
    (sp.exp(X), -OO, "right", 0),
    (sp.atan(X), OO, "left", sp.pi / 2),
    (sp.atan(X), -OO, "right", -sp.pi / 2),
    (X * sp.log(X), 0, "right", 0),
    (sp.log(X), 0, "right", -OO),
    (sp.log(X), 0, "left", None),
    ((1 + 1 / X) ** X, OO, "left", sp.E),
    (sp.sqrt(X**2 + X) - X, OO, "left", R(1, 2)),
    (sp.sin(X), OO, "left", None),
    (sp.sin(1 / X), 0, "right", None),
    (X * sp.sin(1 / X), 0, "right", 0),
    (sp.sin(X) * X, OO, "left", None),
    (sp.Abs(X), 0, "right", None),
    (sp.Integer(7), OO, "left", 7),
    (sp.exp(X) * (X + 1) - X * sp.exp(X) - sp.exp(X), OO, "left", 0),
]


@pytest.mark.parametrize(("expression", "end", "name", "expected"), LIMITS, ids=str)
def test_limits_are_exact_or_left_open(expression: Any, end: Any, name: str, expected: Any) -> None:
    found = limit_at(expression, sp.S(end), name)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == expected
        assert found[1] in STARTS


@pytest.mark.parametrize(
    ("starts", "start"),
    [
        (STARTS, fmpq(2**12)),
        ((None, fmpq(200), None), fmpq(200)),
        ((fmpq(4), fmpq(101), fmpq(500)), fmpq(101)),
        ((fmpq(4), fmpq(64)), None),
        ((fmpq(4), None), None),
        ((), None),
    ],
    ids=str,
)
def test_a_tail_starts_beyond_the_last_pole(starts: Any, start: Any) -> None:
    """1/(x - 1/100) has its pole at u = 100: a germ that is valid on [R, oo) has R > 100."""
    expression = 1 / (X - R(1, 100))
    germ, limit = germ_near(expression, sp.S.Zero, "right", 3, starts), limit_at(expression, sp.S.Zero, "right", starts)
    if start is None:
        assert germ is None and limit is None
    else:
        assert germ is not None and germ[1] == start
        assert limit == (-100, start)


def test_a_germ_has_as_many_terms_as_asked() -> None:
    for length in (1, 2, 4, 5):
        found = germ_near(sp.exp(X), sp.S.Zero, "right", length)
        assert found is not None
        assert [coefficient for _, coefficient in found[0].terms] == [1 / sp.factorial(k) for k in range(length)]
    found = germ_near(sp.exp(X), sp.S.Zero, "left")
    assert found is not None
    assert [coefficient for _, coefficient in found[0].terms] == [(-1) ** k / sp.factorial(k) for k in range(5)]


# Function, side, limits of f, f', f'', the exponent of the first term that is no power, and whether f is analytic.
BEHAVIOUR: list[tuple[Any, Any, str, list[Any], Any, bool | None]] = [
    (sp.sqrt(X), 0, "right", [0, OO, -OO], R(1, 2), False),
    (-sp.sqrt(X), 0, "right", [0, -OO, OO], R(1, 2), False),
    (X ** R(3, 2), 0, "right", [0, 0, OO], R(3, 2), False),
    (3 + X + X ** R(5, 2), 0, "right", [3, 1, 0], R(5, 2), False),
    (sp.sqrt(2 - X), 2, "left", [0, -OO, -OO], R(1, 2), False),
    (X * sp.log(X), 0, "right", [0, -OO, OO], 1, False),
    (1 + X**2 * sp.log(X), 0, "right", [1, 0, -OO], 2, False),
    (1 / X, 0, "right", [OO, -OO, OO], -1, False),
    (1 / X**2, 0, "left", [OO, OO, OO], -2, False),
    (sp.exp(-1 / X), 0, "right", [0, 0, 0], OO, False),
    (2 + X + sp.exp(-1 / X), 0, "right", [2, 1, 0], OO, False),
    (sp.asin(X), 1, "left", [sp.pi / 2, OO, OO], R(1, 2), False),
    (sp.acos(X), 1, "left", [0, -OO, -OO], R(1, 2), False),
    (sp.sin(X) / X, 0, "right", [1, 0, -R(1, 3)], None, True),
    (sp.sin(X) / X, 0, "left", [1, 0, -R(1, 3)], None, True),
    ((sp.exp(X) - 1) / X, 0, "left", [1, R(1, 2), R(1, 3)], None, True),
    ((sp.exp(X) - 1) / X, 0, "right", [1, R(1, 2), R(1, 3)], None, True),
    ((X**2 + X**3) / X, 0, "left", [0, 1, 2], None, True),
    (sp.sqrt(X**2 + X**4), 0, "right", [0, 1, 0], None, True),
    (sp.sqrt(X**2 + X**4), 0, "left", [0, -1, 0], None, True),
    (sp.log(X) / (X - 1), 1, "right", [1, -R(1, 2), R(2, 3)], None, True),
    (sp.exp(X), 1, "left", [sp.E, sp.E, sp.E], None, True),
    (X**3 - X, 2, "right", [6, 11, 12], None, True),
    (sp.Integer(3), 5, "right", [3, 0, 0], None, True),
    (sp.pi, 0, "left", [sp.pi, 0, 0], None, True),
    (sp.cos(X), sp.pi, "left", [-1, 0, 1], None, True),
]


@pytest.mark.parametrize(("expression", "point", "name", "limits", "defect", "analytic"), BEHAVIOUR, ids=str)
def test_the_behaviour_on_one_side(
    expression: Any, point: Any, name: str, limits: list[Any], defect: Any, analytic: bool | None
) -> None:
    found = side(expression, name, point)
    assert [
        sp.simplify(limit - expected) if sp.S(expected).is_finite else (limit == expected) - 1
        for limit, expected in zip(found.limits, limits, strict=True)
    ] == [0, 0, 0]
    assert found.defect == defect
    assert found.analytic is analytic
    for order, expected in enumerate(limits):
        expected = sp.S(expected)
        assert found.finite(order) is bool(expected.is_finite)
        assert found.sign(order) == (1 if expected > 0 else -1 if expected < 0 else 0)
        if expected.is_finite:
            assert_contains(found.balls[order], expected)
        else:
            assert not found.balls[order].is_finite()
        if found.regular is None:
            assert found.starts[order] in STARTS
    # The expansion in the distance from the point; nothing is told beyond a term that is no power.
    assert bool(found.coefficients) == (found.regular is None and defect is None)
    if found.coefficients:
        sign = 1 if name == "right" else -1
        assert [found.coefficients.get(fmpq(k), 0) * sign**k * sp.factorial(k) for k in range(3)] == limits
        assert found.covers is None or found.covers > 2


def test_what_has_no_expansion_is_left_open() -> None:
    for found in (
        side(sp.Abs(X)),
        one_sided(sp.sqrt(X), X, None, arb(0), "right"),
        one_sided(sp.sqrt(X), X, None, arb(0, 1e-9), "right"),
        one_sided(sp.Abs(X), X, None, arb(1), "right"),
    ):
        assert found.limits == [None, None, None]
        assert not any(ball.is_finite() for ball in found.balls)
        assert found.starts == [None, None, None]
        assert (found.analytic, found.defect, found.covers, found.regular) == (None, None, None, None)
        assert not found.coefficients
        assert [found.sign(k) for k in range(3)] == [found.finite(k) for k in range(3)] == [None] * 3


def test_a_function_that_is_not_defined_on_the_side_has_no_limit() -> None:
    found = side(sp.log(X), "left")
    assert found.limits[0] is None and found.starts[0] is None
    assert found.analytic is None and found.sign(0) is None and found.finite(0) is None


def test_a_point_known_by_its_ball_only() -> None:
    root = constant(sp.sqrt(2))
    found = one_sided(X**3 - 2 * X, X, None, root, "left")
    assert found.limits == [None, None, None] and found.regular is None
    assert found.analytic is True
    assert_contains(found.balls[1], 4)
    assert_contains(found.balls[2], 6 * sp.sqrt(2))
    assert [found.sign(k) for k in range(3)] == [None, 1, 1]
    assert [found.finite(k) for k in range(3)] == [True] * 3
    assert one_sided(-X, X, None, root, "left").sign(0) == -1


def test_the_starts_to_try_belong_to_the_derivatives() -> None:
    expression = X * sp.log(X) + 1 / (X - R(1, 100))
    found = one_sided(expression, X, sp.S.Zero, arb(0), "right", ((fmpq(4),), (fmpq(300),), (None, fmpq(4), fmpq(500))))
    assert found.limits == [None, -OO, OO]
    assert found.starts == [None, fmpq(300), fmpq(500)]
    # Only the germ of the function itself tells its expansion.
    assert found.analytic is None and found.defect is None and not found.coefficients


def test_terms_beyond_a_defect_are_no_taylor_coefficients() -> None:
    found = side(1 + X + X ** R(3, 2) + X**2)
    assert found.defect == R(3, 2)
    assert found.coefficients == {} and found.covers is None


def test_a_remainder_tells_how_far_the_expansion_reaches() -> None:
    found = side(sp.sin(X) / X)
    assert found.covers is not None and found.covers >= 4
    for exponent, value in found.coefficients.items():
        assert exponent < found.covers
        k = int(exponent.p)
        assert value == (0 if k % 2 else (-1) ** (k // 2) / sp.factorial(k + 1))
    assert side((X**2 + X**3) / X).covers is None


@pytest.mark.parametrize("order", range(5))
def test_taylor_coefficients(order: int) -> None:
    assert taylor_coefficient((sp.exp(X), X, sp.S.Zero), order) == 1 / sp.factorial(order)
    assert taylor_coefficient((X**4, X, sp.Integer(2)), order) == sp.binomial(4, order) * 2 ** (4 - order)


def by_hand(limit: Any = None, ball: arb | None = None) -> OneSided:
    return OneSided(
        limits=[None if limit is None else sp.S(limit)] * 3, balls=[arb.nan() if ball is None else ball] * 3
    )


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (by_hand(3), by_hand(3), True),
        (by_hand(sp.sqrt(2) * sp.sqrt(3)), by_hand(sp.sqrt(6)), True),
        (by_hand(sp.log(6)), by_hand(sp.log(2) + sp.log(3)), True),
        (by_hand(sp.pi), by_hand(R(22, 7)), False),
        (by_hand(OO), by_hand(OO), True),
        (by_hand(-OO), by_hand(-OO), True),
        (by_hand(OO), by_hand(-OO), False),
        (by_hand(OO), by_hand(3), False),
        (by_hand(3), by_hand(-OO), False),
        (by_hand(HIDDEN_ZERO), by_hand(0), None),
        (by_hand(), by_hand(), None),
        (by_hand(3), by_hand(), None),
        (by_hand(), by_hand(OO), None),
        (by_hand(None, arb(1)), by_hand(None, arb(2)), False),
        (by_hand(3, arb(3)), by_hand(None, arb(4, 0.5)), False),
        (by_hand(None, arb(1)), by_hand(None, arb(1)), None),
        (by_hand(None, arb(1, 1)), by_hand(None, arb(2, 1)), None),
        (by_hand(None, arb(1)), by_hand(), None),
        (by_hand(), by_hand(None, arb(1)), None),
        (by_hand(None, arb(1)), by_hand(None, arb.pos_inf()), None),
        (by_hand(None, arb.pos_inf()), by_hand(None, arb(1)), None),
    ],
)
def test_equal_limits(one: OneSided, other: OneSided, equal: bool | None) -> None:
    for order in range(3):
        assert equal_limits(one, other, order) is equal
        assert equal_limits(other, one, order) is equal


def test_signs_and_finiteness_by_hand() -> None:
    cases = [
        (by_hand(OO), 1, False),
        (by_hand(-OO), -1, False),
        (by_hand(0), 0, True),
        (by_hand(3 - sp.pi), -1, True),
        (by_hand(HIDDEN_ZERO), None, True),
        (by_hand(None, arb(2, 1)), 1, True),
        (by_hand(None, arb(-2, 1)), -1, True),
        (by_hand(None, arb(0)), None, True),
        (by_hand(None, arb(0, 1)), None, True),
        (by_hand(None, arb(1, 1)), None, True),
        (by_hand(), None, None),
    ]
    for found, sign, finite in cases:
        for order in range(3):
            assert found.sign(order) == sign
            assert found.finite(order) is finite


EXPANSIONS: list[tuple[Any, Any, bool | None]] = [
    (sp.exp(X), sp.exp(X), None),
    (sp.exp(X), 1 + X + X**2 / 2 + X**3 / 6, False),
    (sp.exp(X), sp.exp(-X), False),
    (X**6, sp.S.Zero, False),
    (X**7, sp.S.Zero, None),
    (X**7, X**6, False),
    (sp.sin(X), X - X**3 / 6 + X**5 / 120, None),
    (sp.sin(X) / X, sp.sin(X) / X, None),
    ((sp.exp(X) - 1) / X, (sp.exp(X) - 1) / X, None),
    ((sp.exp(X) - 1) / X, (sp.exp(-X) - 1) / -X, False),
    ((sp.exp(X) - 1) / X, 1 + X / 2 + X**2 / 6 + X**3 / 24, None),
    ((sp.exp(X) - 1) / X, 1 + X / 2 + X**2 / 6, False),
    (1 + X / 2 + X**2 / 6, (sp.exp(X) - 1) / X, False),
    ((sp.exp(X) - 1) / X, 1 - X / 2 + X**2 / 6 - X**3 / 24, False),
    (1 - X / 2 + X**2 / 6 - X**3 / 24, (sp.exp(X) - 1) / X, False),
    ((sp.exp(X) - 1) / X, 1 + X / 3, False),
    (1 + X / 2, (sp.exp(X) - 1) / X, False),
    ((X**2 + X**3) / X, X + X**2, None),
    ((X**2 + X**3) / X, (X**2 + X**3) / X, None),
    ((X**2 + X**3) / X, (X**2 + 2 * X**3) / X, False),
    ((X**2 + X**10) / X, (X**2 - X**10) / X, False),
    ((X**2 + X**3) / X, (X**2 + X**4) / X, False),
    ((X**2 + X**4) / X, (X**2 + X**3) / X, False),
    ((X**2 + X**10) / X, X, None),
    (sp.exp(X) + HIDDEN_ZERO * X, sp.exp(X), None),
    (sp.Abs(X), X, None),
    (X, sp.sqrt(X), None),
]


@pytest.mark.parametrize(("left", "right", "same"), EXPANSIONS, ids=str)
def test_expansions_that_differ_are_told_apart(left: Any, right: Any, same: bool | None) -> None:
    assert same_expansion(side(left, "left"), side(right, "right")) is same


@pytest.mark.parametrize(("exponent", "same"), [(2, False), (3, None), (4, None)])
def test_nothing_is_compared_beyond_a_remainder(exponent: int, same: bool | None) -> None:
    one = OneSided(coefficients={fmpq(0): sp.S.One}, covers=fmpq(3))
    other = OneSided(coefficients={fmpq(0): sp.S.One, fmpq(exponent): sp.Integer(5)})
    assert same_expansion(one, other) is same
    assert same_expansion(other, one) is same


def test_balls_of_exact_limits_are_narrow() -> None:
    for found in (side(sp.pi), side((sp.exp(X) - 1) / X), side(sp.asin(X), "left", 1)):
        for ball in found.balls:
            assert not ball.is_finite() or float(ball.rad()) < 1e-50


PROPERTIES = ("continuous", "lipschitz", "c1", "c11", "c2", "c2_sides", "cinf", "analytic")
T, F, N = True, False, None

MEETINGS: list[tuple[Any, Any, Any, str, list[int | None]]] = [
    # left, right, value, the properties in order (+ - ?), signs of the slopes
    (-X, X, 0, "++---+--", [-1, 1]),
    (-(X**2), X**2, 0, "++++-+--", [0, 0]),
    (-(X**3), X**3, 0, "++++++--", [0, 0]),
    (X, X, 0, "++++++??", [1, 1]),
    (X, X + X**7, 0, "++++++??", [1, 1]),
    (X, X + X**6, 0, "++++++--", [1, 1]),
    (sp.S.Zero, sp.S.One, 0, "--------", [0, 0]),
    (sp.S.One, sp.S.One, 0, "--------", [0, 0]),
    (X, 2 * X + 1, None, "--------", [1, 1]),
    (X, 2 * X, None, "??---?--", [1, 1]),
    (None, sp.sqrt(X), 0, "+-------", [1]),
    (None, -sp.sqrt(X), 0, "+-------", [-1]),
    (None, X ** R(3, 2), 0, "+++-----", [0]),
    (None, X ** R(5, 2), 0, "++++++--", [0]),
    (None, X + X ** R(5, 2), 0, "++++++--", [1]),
    (None, sp.exp(-1 / X), 0, "++++++?-", [0]),
    (sp.S.Zero, sp.exp(-1 / X), 0, "++++++?-", [0, 0]),
    (None, sp.exp(X), 1, "++++++++", [1]),
    (sp.exp(X), None, 1, "++++++++", [1]),
    (sp.exp(X), None, 2, "--------", [1]),
    (None, sp.sin(X) / X, 1, "++++++++", [0]),
    (sp.sin(X) / X, None, 1, "++++++++", [0]),
    (sp.sin(X) / X, sp.sin(X) / X, 1, "++++++??", [0, 0]),
    (sp.sin(X) / X, sp.sin(X) / X, 0, "--------", [0, 0]),
    (None, 1 / X, 0, "--------", [-1]),
    (1 / X, 1 / X, 0, "--------", [-1, -1]),
    (None, sp.sin(1 / X), 0, "????????", [None]),
    (sp.S.Zero, sp.sin(1 / X), 0, "????????", [0, None]),
    (None, sp.sqrt(X), None, "?-------", [1]),
    (None, sp.exp(X), None, "????????", [1]),
    (None, X + HIDDEN_ZERO, 0, "????????", [1]),
    (None, None, 0, "++++++++", []),
]


@pytest.mark.parametrize(("left", "right", "value", "marks", "slopes"), MEETINGS, ids=str)
def test_how_two_pieces_meet(left: Any, right: Any, value: Any, marks: str, slopes: list[int | None]) -> None:
    meeting = Meeting(
        None if left is None else side(left, "left"),
        None if right is None else side(right, "right"),
        None if value is None else sp.S(value),
        False,
    )
    found = "".join({True: "+", False: "-", None: "?"}[getattr(meeting, name)] for name in PROPERTIES)
    assert found == marks
    assert meeting.slopes == slopes
    assert len(meeting.sides) == len(slopes)


@pytest.mark.parametrize(
    ("left", "right", "value", "continuous"),
    [
        (by_hand(), by_hand(), sp.S.Zero, True),
        (by_hand(1), by_hand(2), None, True),
        (by_hand(1), None, None, True),
        (by_hand(OO), by_hand(2), None, False),
        (by_hand(2), by_hand(OO), None, False),
        (by_hand(), by_hand(2), None, None),
        (by_hand(2), by_hand(), None, None),
        (by_hand(None, arb(1)), by_hand(None, arb(1)), None, True),
    ],
)
def test_a_composition_of_continuous_functions(left: Any, right: Any, value: Any, continuous: bool | None) -> None:
    assert Meeting(left, right, value, True).continuous is continuous


def test_sides_known_by_balls_only() -> None:
    one, two = arb(1, 0.125), arb(2, 0.125)
    assert Meeting(by_hand(None, one), by_hand(None, two), None, False).continuous is False
    assert Meeting(by_hand(None, one), by_hand(None, two), sp.S.One, False).continuous is False
    assert Meeting(by_hand(None, one), by_hand(None, one), None, False).continuous is None
    # A composition of continuous functions with different slopes on the two sides.
    bend = Meeting(by_hand(None, one), by_hand(None, two), None, True)
    assert [getattr(bend, name) for name in PROPERTIES] == [T, T, F, F, F, T, F, F]
    same = Meeting(by_hand(None, one), by_hand(None, one), None, True)
    assert [getattr(same, name) for name in PROPERTIES] == [T, T, N, N, N, T, N, N]
    single = Meeting(None, by_hand(None, one), None, True)
    assert [getattr(single, name) for name in PROPERTIES] == [T, T, T, T, T, T, N, N]
