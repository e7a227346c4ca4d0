"""Exact conversions, the precision block, and ball operations: inclusion isotonicity and overlap at two precisions."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp
from flint import arb, ctx, fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from embedcheck.balls.arith import (
    SERIES_CAP,
    ball_text,
    between,
    coefficient,
    dyadic_near,
    exact,
    hull,
    lower,
    precision,
    rational,
    read_ball,
    read_integer,
    read_rational,
    series,
    sign_of,
    to_sympy,
    upper,
)
from embedcheck.balls.enclose import ball_function, ball_power, ball_rational_power

fractions = st.fractions(min_value=-50, max_value=50, max_denominator=10**6)
small = st.fractions(min_value=-5, max_value=5, max_denominator=1000)


def q(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def ordered(one: Fraction, other: Fraction) -> tuple[fmpq, fmpq]:
    return q(min(one, other)), q(max(one, other))


OPERATIONS: dict[str, Callable[[arb], arb]] = {
    **{
        name: (lambda t, name=name: ball_function(name, t, None))
        for name in (
            [
                "exp",
                "log",
                "sin",
                "cos",
                "tan",
                "asin",
                "acos",
                "atan",
                "sinh",
                "cosh",
                "tanh",
                "asinh",
                "acosh",
                "atanh",
                "erf",
                "gamma",
                "lgamma",
                "cbrt",
            ]
        )
    },
    **{f"polygamma{n}": (lambda t, n=n: ball_function("polygamma", t, n)) for n in range(4)},
    **{f"power{n}": (lambda t, n=n: ball_power(t, n)) for n in (-3, -2, -1, 0, 1, 2, 3, 4, 7)},
    **{
        f"root{p}/{n}": (lambda t, p=p, n=n: ball_rational_power(t, sp.Rational(p, n)))
        for p, n in ((1, 2), (-1, 2), (3, 2), (1, 3), (2, 3), (-5, 3), (7, 5))
    },
}


@pytest.mark.parametrize("name", OPERATIONS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_smaller_ball_has_a_smaller_image(name: str, data: st.DataObject) -> None:
    """Inclusion isotonicity in the sense that counts: what the wide image claims, the narrow image meets."""
    operation = OPERATIONS[name]
    a, b = ordered(data.draw(small), data.draw(small))
    weight = data.draw(st.fractions(0, 1, max_denominator=1000))
    point = a + (b - a) * q(weight)
    with precision(64):
        wide, narrow = operation(hull(a, b)), operation(arb(point))
        if wide.is_finite():
            assert narrow.is_finite()
            assert wide.overlaps(narrow)
    with precision(256):
        sharp = operation(arb(point))
        if wide.is_finite():
            # At 256 bits the value is a point for the eye of a 64 bit ball.
            assert wide.contains(sharp) or wide.overlaps(sharp)
            assert upper(sharp) >= lower(wide)
            assert lower(sharp) <= upper(wide)


@pytest.mark.parametrize("name", OPERATIONS)
@settings(max_examples=25, deadline=None)
@given(point=small)
def test_two_precisions_overlap(name: str, point: Fraction) -> None:
    operation = OPERATIONS[name]
    balls = []
    for bits in (53, 200, 600):
        with precision(bits):
            balls.append(operation(arb(q(point))))
    finite = [ball for ball in balls if ball.is_finite()]
    assert all(one.overlaps(other) for one in finite for other in finite)


@settings(max_examples=60, deadline=None)
@given(fractions, fractions, fractions, fractions)
def test_sums_products_and_quotients_contain_the_exact_value(
    a: Fraction, b: Fraction, c: Fraction, d: Fraction
) -> None:
    (x0, x1), (y0, y1) = ordered(a, b), ordered(c, d)
    with precision(53):
        x, y = hull(x0, x1), hull(y0, y1)
        for s in (x0, x1, (x0 + x1) / 2):
            for t in (y0, y1, (y0 + 2 * y1) / 3):
                assert (x + y).contains(arb(s + t)) or (x + y).overlaps(arb(s + t))
                assert lower(x * y) <= s * t <= upper(x * y)
                assert lower(x - y) <= s - t <= upper(x - y)
                if t != 0 and (x / y).is_finite():
                    assert lower(x / y) <= s / t <= upper(x / y)


@given(fractions)
def test_conversions_are_exact(value: Fraction) -> None:
    number = sp.Rational(value.numerator, value.denominator)
    assert to_sympy(rational(number)) == number
    assert rational(rational(number)) == q(value)
    with precision(53):
        ball = arb(q(value))
        assert lower(ball) <= q(value) <= upper(ball)


@given(st.integers(-(2**90), 2**90), st.integers(-80, 80))
def test_dyadic_numbers_pass_through_balls_exactly(mantissa: int, exponent: int) -> None:
    value = fmpq(mantissa) * (fmpq(2) ** exponent)
    with precision(128):
        assert exact(arb(value)) == value
        assert lower(arb(value)) == upper(arb(value)) == value


@given(fractions, fractions)
def test_a_hull_contains_its_ends(a: Fraction, b: Fraction) -> None:
    low, high = ordered(a, b)
    ball = hull(low, high)
    assert lower(ball) <= low <= high <= upper(ball)


@given(fractions, fractions)
def test_between_lies_strictly_between(a: Fraction, b: Fraction) -> None:
    assume(a != b)
    low, high = ordered(a, b)
    split = between(low, high)
    assert low < split < high
    denominator = int(split.q)
    assert denominator & (denominator - 1) == 0


@given(fractions, st.integers(1, 10**30))
def test_a_short_dyadic_is_near(target: Fraction, scale: int) -> None:
    margin = fmpq(1, scale)
    assert abs(dyadic_near(q(target), margin) - q(target)) <= margin


def test_the_sign_of_a_ball_is_only_what_it_proves() -> None:
    assert sign_of(arb(1)) == 1
    assert sign_of(arb(-1)) == -1
    for ball in (arb(0), arb(0, 1), arb(1, 1), arb.nan(), arb.pos_inf() - arb.pos_inf()):
        assert sign_of(ball) == 0


def test_the_text_of_a_ball_is_exact() -> None:
    with precision(64):
        ball = arb.pi()
        for part, text in zip((ball.mid(), ball.rad()), ball_text(ball), strict=True):
            mantissa, exponent = text.split("*2^")
            assert exact(arb(part)) == fmpq(int(mantissa)) * fmpq(2) ** int(exponent)


def test_precision_and_series_cap_are_restored() -> None:
    before = (ctx.prec, ctx.cap)
    with precision(500):
        assert (ctx.prec, ctx.cap) == (500, SERIES_CAP)
        with precision(70):
            assert ctx.prec == 70
        assert ctx.prec == 500
    assert (ctx.prec, ctx.cap) == before

    def fail() -> Any:
        with precision(333):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (ctx.prec, ctx.cap) == before


def test_nothing_is_read_past_the_end_of_a_series() -> None:
    value = series([arb(1), arb(2)], 2)
    assert coefficient(value, 1) == 2
    assert coefficient(value, 2).is_nan()


@pytest.mark.parametrize("number", [0, 1, -7, 10**40])
def test_an_integer_is_a_rational_number(number: int) -> None:
    assert rational(number) == fmpq(number)
    assert to_sympy(rational(sp.Rational(number, 3))) == sp.Rational(number, 3)


@pytest.mark.parametrize(
    ("mantissa", "exponent"), [(1, 0), (-3, 0), (5, 1), (5, -1), (3, 70), (-3, -70)], ids=lambda n: str(n)
)
def test_the_exact_value_of_a_dyadic_ball(mantissa: int, exponent: int) -> None:
    value = fmpq(mantissa * 2 ** max(exponent, 0), 2 ** max(-exponent, 0))
    assert exact(arb(value)) == value


def test_the_ends_of_a_ball_are_on_their_sides() -> None:
    with precision(64):
        ball = arb(fmpq(3), fmpq(1, 2))
    assert lower(ball) < 3 < upper(ball)
    assert fmpq(5, 2) - fmpq(1, 10**6) <= lower(ball) <= fmpq(5, 2)
    assert fmpq(7, 2) <= upper(ball) <= fmpq(7, 2) + fmpq(1, 10**6)


INTERVALS = [
    (fmpq(-1), fmpq(1)),
    (fmpq(0), fmpq(1)),
    (fmpq(3), fmpq(5)),
    (fmpq(-1, 10**9), fmpq(1, 10**9)),
    (fmpq(1), fmpq(1) + fmpq(1, 2**40)),
    (fmpq(-(10**9)), fmpq(10**9)),
    (fmpq(-7, 3), fmpq(11, 13)),
]


@pytest.mark.parametrize(("left", "right"), INTERVALS, ids=str)
def test_a_split_leaves_two_large_parts(left: fmpq, right: fmpq) -> None:
    split, width = between(left, right), right - left
    assert min(split - left, right - split) >= width * fmpq(5, 12)


@pytest.mark.parametrize("target", [fmpq(1, 3), fmpq(-1, 3), fmpq(0), fmpq(10**12 + 1, 10**6), fmpq(-22, 7)], ids=str)
@pytest.mark.parametrize(
    "margin",
    [fmpq(1, 10**20), fmpq(1, 1000), fmpq(3, 1000), fmpq(7, 8), fmpq(1, 2), fmpq(1), fmpq(9), fmpq(355, 113)],
    ids=str,
)
def test_a_dyadic_in_the_margin_is_short(target: fmpq, margin: fmpq) -> None:
    """The multiples of 1/d come within 1/(2 d) of everything: no denominator above 1/margin is ever needed."""
    found = dyadic_near(target, margin)
    assert abs(found - target) <= margin
    assert int(found.q).bit_count() == 1
    assert found.q == 1 or fmpq(found.q) * margin <= 1


def test_a_dyadic_on_the_edge_of_the_margin_is_near_enough() -> None:
    assert dyadic_near(fmpq(1, 2), fmpq(1, 2)) in (0, 1)
    assert dyadic_near(fmpq(1, 4), fmpq(1, 4)) in (0, fmpq(1, 2))


LONG = "9" * 1500


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("-3", -3), ("7/2", fmpq(7, 2)), ("-7/21", fmpq(-1, 3)), ("0/5", 0), ("12/1", 12), ("007", 7)],
)
def test_rational_numbers_are_read(text: str, value: Any) -> None:
    assert read_rational(text) == value
    assert isinstance(read_rational(text), fmpq)


@pytest.mark.parametrize("text", [LONG, f"-{LONG}", f"1/{LONG}", f"{LONG}/7"], ids=len)
def test_long_numbers_are_read(text: str) -> None:
    top, _, bottom = text.partition("/")
    assert read_rational(text) * int(bottom or 1) == int(top)


NO_NUMBER = ["", "1/0", "3/00", "1/", "/2", "1/-2", "--1", "+1", "1.5", "1e3", "a", " 1", "1 ", "1\n", "1/2/3", "٣"]


@pytest.mark.parametrize("text", [*NO_NUMBER, LONG + "9", "1/9" + LONG], ids=lambda t: repr(t[:8]))
@pytest.mark.parametrize(
    ("read", "kind"), [(read_rational, "rational number"), (read_integer, "rational number"), (None, "dyadic number")]
)
def test_other_texts_are_refused_by_name(text: str, read: Any, kind: str) -> None:
    for call in [lambda: read(text)] if read else [lambda: read_ball(text, "0*2^0"), lambda: read_ball("0*2^0", text)]:
        with pytest.raises(ValueError) as caught:
            call()
        # A hostile text is quoted in ASCII and cut.
        assert str(caught.value) == f"{text[:40]!a} is no {kind}"


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("-12", -12), ("6/2", 3), ("-4/1", -4), (LONG, int(LONG))], ids=str
)
def test_integers_are_read(text: str, value: int) -> None:
    found = read_integer(text)
    assert found == value
    assert isinstance(found, int)


@pytest.mark.parametrize("text", ["1/2", "-7/3", f"1/{LONG}"], ids=len)
def test_a_fraction_is_no_integer(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_integer(text)
    assert str(caught.value) == f"{text[:40]!a} is no integer"


@pytest.mark.parametrize(
    ("middle", "radius", "low", "high"),
    [
        ("3*2^0", "1*2^0", 2, 4),
        ("3*2^2", "1*2^-1", fmpq(23, 2), fmpq(25, 2)),
        ("-5*2^-3", "0*2^0", fmpq(-5, 8), fmpq(-5, 8)),
        ("0*2^0", "7*2^1", -14, 14),
        ("1*2^9999", "0*2^0", 2**9999, 2**9999),
        ("1*2^-99999", "0*2^7", 1 / fmpq(2) ** 99999, 1 / fmpq(2) ** 99999),
    ],
    ids=itertools.count(),
)
def test_balls_are_read(middle: str, radius: str, low: Any, high: Any) -> None:
    assert read_ball(middle, radius) == (low, high)


@pytest.mark.parametrize("text", ["1", "1*2", "1*2^", "*2^1", "1*3^1", "1*2^1.5", "1*2^100000", "1 * 2^1", "1/2*2^1"])
def test_what_is_no_ball(text: str) -> None:
    for pair in ((text, "0*2^0"), ("0*2^0", text)):
        with pytest.raises(ValueError, match="is no dyadic number"):
            read_ball(*pair)


def test_a_ball_has_no_negative_radius() -> None:
    with pytest.raises(ValueError, match=r"^the radius of a ball is negative$"):
        read_ball("3*2^0", "-1*2^-9")


@given(st.integers(-(2**70), 2**70), st.integers(-90, 90), st.integers(0, 2**20), st.integers(-90, 90))
def test_a_ball_is_written_and_read_exactly(mantissa: int, exponent: int, radius: int, scale: int) -> None:
    with precision(128):
        ball = arb(fmpq(mantissa) * fmpq(2) ** exponent, fmpq(radius) * fmpq(2) ** scale)
        low, high = read_ball(*ball_text(ball))
        middle, half = exact(ball.mid()), exact(ball.rad())
        assert (low, high) == (middle - half, middle + half)
