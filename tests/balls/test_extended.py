"""Extended intervals: sampled values lie inside, and an end that is called open is never reached."""

from __future__ import annotations

import random
from typing import Any

import mpmath
import pytest
import sympy as sp
from flint import arb, fmpq

from embedcheck.balls.arith import exact, lower, precision, upper
from embedcheck.balls.extended import (
    INF,
    NEG_INF,
    Extended,
    ExtendedArithmetic,
    NoEnclosureError,
    extended_range,
    sign,
    sign_over,
)
from embedcheck.balls.program import UnsupportedError, compile_expression

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


OO, R = sp.oo, sp.Rational
LINE, POSITIVE, NEGATIVE = (-OO, OO, "()"), (0, OO, "()"), (-OO, 0, "()")


def of(low: Any, high: Any, brackets: str) -> Extended:
    """The interval written with round brackets at open ends."""
    return interval(sp.S(low), sp.S(high), brackets[0] == "(", brackets[1] == ")")


# The range over an interval, exactly: every end, and whether it is reached.
RANGES: list[tuple[Any, list[tuple[Any, Any]]]] = [
    (X, [(LINE, LINE), ((-1, 2, "[)"), (-1, 2, "[)"))]),
    (X + 1, [((0, 1, "(]"), (1, 2, "(]")), ((0, OO, "[)"), (1, OO, "[)"))]),
    (-2 * X, [((0, 1, "(]"), (-2, 0, "[)")), (NEGATIVE, POSITIVE), ((-3, OO, "[)"), (-OO, 6, "(]"))]),
    (sp.exp(X), [(LINE, POSITIVE), ((0, 1, "[]"), (1, sp.E, "[]")), ((0, 1, "()"), (1, sp.E, "()"))]),
    (sp.sinh(X), [(LINE, LINE), ((-1, OO, "[)"), (sp.sinh(-1), OO, "[)"))]),
    (sp.asinh(X), [(LINE, LINE), ((-OO, 2, "(]"), (-OO, sp.asinh(2), "(]"))]),
    (sp.tanh(X), [(LINE, (-1, 1, "()")), ((0, 2, "[)"), (0, sp.tanh(2), "[)"))]),
    (sp.erf(X), [(LINE, (-1, 1, "()")), ((0, 2, "(]"), (0, sp.erf(2), "(]"))]),
    (sp.atan(X), [(LINE, (-sp.pi / 2, sp.pi / 2, "()")), ((-1, OO, "[)"), (-sp.pi / 4, sp.pi / 2, "[)"))]),
    (
        sp.log(X),
        [
            (POSITIVE, LINE),
            ((1, 2, "[]"), (0, sp.log(2), "[]")),
            ((0, 1, "(]"), (-OO, 0, "(]")),
            ((R(1, 2), 1, "()"), (-sp.log(2), 0, "()")),
            ((0, 1, "[]"), None),
            ((-1, 1, "()"), None),
            (LINE, None),
        ],
    ),
    (
        sp.cosh(X),
        [
            (LINE, (1, OO, "[)")),
            ((-1, 2, "[]"), (1, sp.cosh(2), "[]")),
            ((-2, 1, "()"), (1, sp.cosh(2), "[)")),
            ((1, 2, "()"), (sp.cosh(1), sp.cosh(2), "()")),
            ((-2, -1, "(]"), (sp.cosh(1), sp.cosh(2), "[)")),
        ],
    ),
    (
        X**2,
        [
            (LINE, (0, OO, "[)")),
            ((0, 1, "[]"), (0, 1, "[]")),
            ((0, 1, "()"), (0, 1, "()")),
            ((-1, 0, "()"), (0, 1, "()")),
            ((-1, 0, "[]"), (0, 1, "[]")),
            ((1, 3, "[)"), (1, 9, "[)")),
            ((-3, -1, "(]"), (1, 9, "[)")),
            ((R(1, 2), 1, "[]"), (R(1, 4), 1, "[]")),
            ((-3, 1, "[)"), (0, 9, "[]")),
            ((-3, 1, "(]"), (0, 9, "[)")),
            ((-1, 3, "(]"), (0, 9, "[]")),
            ((-1, 3, "[)"), (0, 9, "[)")),
            ((-3, 3, "(]"), (0, 9, "[]")),
            ((-3, 3, "[)"), (0, 9, "[]")),
            ((-3, 3, "()"), (0, 9, "[)")),
            ((-OO, 1, "(]"), (0, OO, "[)")),
            ((-1, OO, "[)"), (0, OO, "[)")),
        ],
    ),
    (X**3, [(LINE, LINE), ((-2, 1, "[)"), (-8, 1, "[)"))]),
    (
        1 / X,
        [
            (POSITIVE, POSITIVE),
            (NEGATIVE, NEGATIVE),
            ((1, 2, "[]"), (R(1, 2), 1, "[]")),
            ((4, 8, "[)"), (R(1, 8), R(1, 4), "(]")),
            ((-2, -1, "[)"), (-1, -R(1, 2), "(]")),
            ((0, 2, "(]"), (R(1, 2), OO, "[)")),
            ((-OO, -2, "(]"), (-R(1, 2), 0, "[)")),
            ((-1, 0, "()"), (-OO, -1, "()")),
            ((0, 1, "[]"), None),
            ((-1, 0, "[]"), None),
            ((-1, 1, "()"), None),
        ],
    ),
    (X**-2, [((0, 2, "(]"), (R(1, 4), OO, "[)")), ((-2, -1, "(]"), (R(1, 4), 1, "(]")), ((-1, 1, "()"), None)]),
    (X**-3, [((-2, -1, "[)"), (-1, -R(1, 8), "(]")), (POSITIVE, POSITIVE)]),
    (
        sp.sqrt(X),
        [
            (POSITIVE, POSITIVE),
            ((0, 4, "[]"), (0, 2, "[]")),
            ((0, R(1, 4), "(]"), (0, R(1, 2), "(]")),
            ((1, 4, "[)"), (1, 2, "[)")),
            ((-1, 4, "[]"), None),
            ((-2, -1, "[]"), None),
            (LINE, None),
        ],
    ),
    (X ** R(3, 2), [((1, 4, "(]"), (1, 8, "(]"))]),
    (X ** R(-3, 2), [((0, 4, "(]"), (R(1, 8), OO, "[)")), ((0, 1, "[]"), None)]),
    (X ** R(-2, 3), [((1, 8, "[)"), (R(1, 4), 1, "(]"))]),
    (sp.sin(X), [(LINE, (-1, 1, "[]")), (POSITIVE, (-1, 1, "[]")), (NEGATIVE, (-1, 1, "[]"))]),
    (sp.cos(X), [(LINE, (-1, 1, "[]")), (POSITIVE, (-1, 1, "[]")), (NEGATIVE, (-1, 1, "[]"))]),
    (
        sp.polygamma(0, X),
        [
            (POSITIVE, LINE),
            ((0, 1, "(]"), (-OO, -sp.EulerGamma, "(]")),
            ((1, 2, "()"), (-sp.EulerGamma, 1 - sp.EulerGamma, "()")),
            ((1, OO, "[)"), (-sp.EulerGamma, OO, "[)")),
            ((0, 1, "[]"), None),
            ((-1, 1, "()"), None),
        ],
    ),
    (
        sp.polygamma(1, X),
        [
            (POSITIVE, POSITIVE),
            ((0, 1, "(]"), (sp.pi**2 / 6, OO, "[)")),
            ((1, OO, "[)"), (0, sp.pi**2 / 6, "(]")),
            ((1, 2, "[)"), (sp.pi**2 / 6 - 1, sp.pi**2 / 6, "(]")),
            ((1, 2, "()"), (sp.pi**2 / 6 - 1, sp.pi**2 / 6, "()")),
            ((0, 1, "[]"), None),
        ],
    ),
    (
        sp.polygamma(2, X),
        [
            (POSITIVE, NEGATIVE),
            ((1, 2, "[)"), (-2 * sp.zeta(3), 2 - 2 * sp.zeta(3), "[)")),
            ((1, OO, "[)"), (-2 * sp.zeta(3), 0, "[)")),
        ],
    ),
    (X - 2 / X, [((1, 2, "[)"), (-1, 1, "[)")), (POSITIVE, LINE)]),
    ((X + 1) * (X + 2), [((0, 1, "(]"), (2, 6, "(]")), ((-1, 0, "(]"), (0, 2, "(]"))]),
    (X * sp.exp(X), [((1, 2, "[)"), (sp.E, 2 * sp.exp(2), "[)")), ((0, OO, "[)"), (0, OO, "[)"))]),
    (sp.Integer(7), [(LINE, (7, 7, "[]"))]),
    (sp.pi, [(LINE, (sp.pi, sp.pi, "[]")), ((0, 1, "()"), (sp.pi, sp.pi, "[]"))]),
    (sp.tan(X), [(LINE, None), (POSITIVE, None), (NEGATIVE, None), ((1, 2, "[]"), None)]),
    (sp.asin(X), [(LINE, None), ((0, 2, "[]"), None)]),
    (sp.acosh(X), [((1, OO, "[)"), None), ((0, 1, "[]"), None)]),
    (sp.gamma(X), [((-1, 1, "[]"), None), ((-1, OO, "()"), None), ((0, 1, "[]"), None)]),
    (sp.Abs(X), [((1, 2, "[]"), None)]),
]


def close(ball: arb, true: Any, outward: int) -> bool:
    """The end of an enclosure is the true one, or lies beyond it by less than 10^-15."""
    if true in (OO, -OO):
        return bool(ball == end(true))
    gap = (number(ball) - sp.lambdify((), true, "mpmath")()) * outward
    return bool(-(mpmath.mpf(10) ** -60) <= gap < mpmath.mpf(10) ** -15)


@pytest.mark.parametrize(("expression", "cases"), RANGES, ids=lambda value: str(value) if value else "")
def test_ranges_over_intervals(expression: Any, cases: list[tuple[Any, Any]]) -> None:
    for domain, expected in cases:
        with precision(80), mpmath.workdps(80):
            try:
                program = compile_expression(expression)
            except UnsupportedError:
                assert expected is None
                continue
            image = extended_range(program, of(*domain))
            if expected is None or image is None:
                assert image is expected, (domain, image)
                continue
            low, high, brackets = expected
            note = (domain, image)
            assert close(image.low, sp.S(low), -1), note
            assert close(image.high, sp.S(high), 1), note
            assert (image.low_open, image.high_open) == (brackets[0] == "(", brackets[1] == ")"), note
            positive, negative = (
                bool(low > 0 or (low == 0 and brackets[0] == "(")),
                bool(high < 0 or (high == 0 and brackets[1] == ")")),
            )
            assert sign(image) == positive - negative, note


@pytest.mark.parametrize(
    ("expression", "low", "high", "least", "most"),
    [
        (sp.sin(X), R(1, 8), R(1, 4), 0.12, 0.26),
        (sp.cos(X), R(-1, 8), R(1, 8), 0.99, 1.01),
        (sp.asin(X), R(-1, 2), R(-1, 4), -0.6, -0.2),
        (sp.acos(X), R(-1, 2), R(1, 2), 1, 2.2),
        (sp.atanh(X), R(1, 8), R(1, 4), 0.12, 0.27),
        (sp.tan(X), 1, R(9, 8), 1.5, 2.2),
        (sp.gamma(X), R(-11, 8), R(-5, 4), 1, 6),
    ],
    ids=str,
)
def test_bounded_functions_on_bounded_intervals(
    expression: Any, low: Any, high: Any, least: float, most: float
) -> None:
    with precision(80), mpmath.workdps(40):
        image = extended_range(compile_expression(expression), of(low, high, "()"))
        assert image is not None
        assert least < number(image.low) < number(image.high) < most
        function = sp.lambdify(X, expression, "mpmath")
        for k in range(11):
            spot = number(end(sp.S(low))) + (number(end(sp.S(high))) - number(end(sp.S(low)))) * k / 10
            assert number(image.low) <= function(spot) <= number(image.high)
        # Nothing is known about which bounds are reached.
        assert not image.low_open and not image.high_open


@pytest.mark.parametrize("domain", [POSITIVE, (1, OO, "[)"), (1, 2, "[]"), (R(1, 100), 100, "()")], ids=str)
def test_gamma_lies_above_its_minimum(domain: Any) -> None:
    with precision(80), mpmath.workdps(30):
        image = extended_range(compile_expression(sp.gamma(X)), of(*domain))
        assert image is not None
        place = mpmath.findroot(mpmath.digamma, 1.46)
        assert 0 < mpmath.gamma(place) - number(image.low) < mpmath.mpf(10) ** -5
        assert image.high == INF and image.low_open is True and image.high_open is True


def test_the_zeroth_power_is_one() -> None:
    arithmetic = ExtendedArithmetic(of(2, 3, "[]"))
    power = arithmetic.int_power(arithmetic.variable(), 0)
    assert power.low == 1 and power.high == 1


@pytest.mark.parametrize("brackets", ["()", "(]", "[)", "[]"])
@pytest.mark.parametrize("others", ["()", "(]", "[)", "[]"])
def test_a_sum_reaches_an_end_when_both_do(brackets: str, others: str) -> None:
    arithmetic = ExtendedArithmetic(of(0, 1, "[]"))
    total = arithmetic.add([of(0, 1, brackets), of(2, 4, others)])
    assert total.low == 2 and total.high == 5
    assert total.low_open is ("(" in (brackets[0], others[0]))
    assert total.high_open is (")" in (brackets[1], others[1]))


@pytest.mark.parametrize(
    "one", [(0, 1, "[]"), (0, 1, "()"), (-1, 2, "(]"), (-3, -2, "[)"), (-2, 0, "[)"), (1, 4, "[)")]
)
@pytest.mark.parametrize(
    "other", [(0, 1, "()"), (0, 0, "[]"), (-1, 2, "[)"), (-5, -1, "(]"), (0, 3, "[]"), (-4, 0, "(]")]
)
def test_products_of_intervals(one: Any, other: Any) -> None:
    """The products of the ends, and a zero of either factor, which makes the product reach 0 even at an open end."""
    a, b = of(*one), of(*other)
    product = ExtendedArithmetic(a).mul([a, b])
    ends = {(s * t, is_open or its_open) for s, is_open in ends_of(one) for t, its_open in ends_of(other)}
    low, high = min(v for v, _ in ends), max(v for v, _ in ends)
    zero = any(
        low < 0 < high or (low == 0 and bracket[0] == "[") or (high == 0 and bracket[1] == "]")
        for low, high, bracket in (one, other)
    )
    assert (product.low, product.high) == (low, high)
    for bound, flag in ((low, product.low_open), (high, product.high_open)):
        reached = any(v == bound and not is_open for v, is_open in ends) or (bound == 0 and zero)
        assert flag is not reached


def ends_of(interval: Any) -> list[tuple[int, bool]]:
    low, high, brackets = interval
    return [(low, brackets[0] == "("), (high, brackets[1] == ")")]


def test_sums_and_products_are_rounded_outwards() -> None:
    ends = [(fmpq(2**70 + 1, 2**70), fmpq(2**71 + 3, 2**70)), (fmpq(-(2**69) - 5, 2**68), fmpq(2**72 + 7, 2**71))]
    ends += [(-high, -low) for low, high in ends]
    with precision(40):
        for a0, a1 in ends:
            for b0, b1 in ends:
                with precision(200):
                    a, b = (Extended(arb(low), arb(high), False, False) for low, high in ((a0, a1), (b0, b1)))
                arithmetic = ExtendedArithmetic(a)
                total, product = arithmetic.add([a, b]), arithmetic.mul([a, b])
                corners = [s * t for s in (a0, a1) for t in (b0, b1)]
                assert lower(total.low) <= a0 + b0 and a1 + b1 <= upper(total.high)
                assert lower(product.low) <= min(corners) and max(corners) <= upper(product.high)


@pytest.mark.parametrize("domain", [(arb.nan(), arb(1)), (arb(0), arb.nan()), (arb.nan(), arb.nan())], ids=str)
def test_an_end_that_is_no_number_gives_nothing(domain: tuple[arb, arb]) -> None:
    broken = Extended(*domain, False, False)
    arithmetic = ExtendedArithmetic(broken)
    for expression in (X, X + 1, sp.exp(X), sp.Integer(2) * X):
        assert extended_range(compile_expression(expression), broken) is None
    for call in (
        lambda: arithmetic.add([broken, broken]),
        lambda: arithmetic.function("exp", broken, None),
        lambda: arithmetic.function("atan", broken, None),
    ):
        with pytest.raises(NoEnclosureError):
            call()
    assert sign_over(sp.exp(X), *domain) == 0


@pytest.mark.parametrize(
    ("form", "low", "high", "expected"),
    [
        (sp.exp(X), NEG_INF, INF, 1),
        (-sp.exp(X), NEG_INF, INF, -1),
        (X, arb(0), INF, 1),
        (X, NEG_INF, arb(0), -1),
        (X - 1, arb(0), arb(1), -1),
        (X, arb(-1), arb(1), 0),
        (X, arb(0, 1), INF, 0),
        (X, NEG_INF, arb(0, 1), 0),
        (X, arb(2, 1), arb(5, 1), 1),
        (sp.log(X), arb(-1), arb(1), 0),
        (sp.Abs(X), arb(1), arb(2), 0),
        (sp.Integer(3), arb(1), arb(2), 0),
        (sp.pi - 3, NEG_INF, INF, 0),
        (1 - sp.tanh(X) ** 2, NEG_INF, INF, 1),
    ],
    ids=str,
)
def test_a_sign_over_an_open_interval(form: Any, low: arb, high: arb, expected: int) -> None:
    assert sign_over(form, low, high) == expected


def test_signs_are_found_at_the_precision_of_boxes() -> None:
    with precision(4):
        assert sign_over(X**2 + 1000 * X + R(249999, 1), arb(-1), INF) == 1
        assert sign_over(X + 1 + R(1, 2**60), arb(-1), INF) == 1
