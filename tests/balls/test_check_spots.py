"""Points of a certificate: what isolates a number, where it lies, the limits of the work, why others are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

from embedcheck.balls import fmpq
from embedcheck.balls.checks.spots import (
    Spot,
    SpotError,
    algebraic_spot,
    before,
    between,
    check_size,
    exact_spot,
    is_real,
    is_zero,
    read_constant,
    settled,
    tame,
    value_sign,
    zero_spot,
)

X = sp.Symbol("x", real=True)
ONE = exact_spot(sp.S.One)
ROOT = algebraic_spot((-2, 0, 1), fmpq(1), fmpq(2))
UNDECIDED = sp.sin(1) ** 2 + sp.cos(1) ** 2  # 1, and nobody proves it
TINY = sp.sqrt(2) - sp.Rational(sp.N(sp.sqrt(2), 60).round(40)) + sp.Rational(1, 10**39)


def reason(function: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(SpotError) as caught:
        function(*arguments)
    return str(caught.value)


def test_an_infinite_end_is_no_number() -> None:
    for end in (sp.oo, -sp.oo):
        assert exact_spot(end) == Spot(end, fmpq(0), fmpq(0)) and exact_spot(end).infinite
    assert not ONE.infinite and not ROOT.infinite


def test_an_exact_point_is_enclosed_as_finely_as_asked() -> None:
    pi = exact_spot(sp.pi)
    assert 0 < pi.high - pi.low < fmpq(1, 2**40) and before(exact_spot(sp.Rational(22, 7) - sp.Rational(1, 500)), pi)
    assert pi.ball(600).contains(pi.ball(900)) and pi.ball(600).rad() < 2.0**-590
    assert exact_spot(sp.Rational(1, 3)) == Spot(sp.Rational(1, 3), fmpq(1, 3), fmpq(1, 3))
    assert reason(exact_spot, sp.sqrt(-2)) == "sqrt(2)*I is no real number"


def test_a_constant_is_proven_real_by_a_fine_enclosure() -> None:
    assert is_real(sp.sqrt(TINY)) and is_real(sp.log(TINY) + X)
    text = "sqrt(sin(1)**2 + cos(1)**2 - 1) + sqrt(2) + sqrt(3) + sqrt(5) + sqrt(7)"
    assert reason(read_constant, text) == f"{text[:60]} is not shown to be a real number"


@pytest.mark.parametrize(
    ("coefficients", "low", "high", "why"),
    [
        ((1,), 1, 3, "the degree of an algebraic point"),
        ((-2, *[0] * 100, 1), 1, 3, "the degree of an algebraic point"),
        ((4, -4, 1), 1, 3, "the polynomial of an algebraic point is not squarefree"),
        ((-2, 0, 1), 2, 3, ""),
        ((-2, 0, 1), -2, 2, ""),
        ((-2, 0, 1), 2, 1, ""),
        ((-2, 0, 1), 1, 1, ""),
        ((0, -1, 1), 0, 2, ""),  # the roots are 0 and 1
        ((0, -1, 1), -1, 0, ""),
        ((0, -1, 1), fmpq(1, 2), 1, ""),
    ],
)
def test_an_algebraic_point_is_refused(coefficients: tuple[int, ...], low: Any, high: Any, why: str) -> None:
    alone = "the polynomial has not exactly one root in the interval of the algebraic point"
    assert reason(algebraic_spot, coefficients, fmpq(low), fmpq(high)) == (why or alone)


def test_an_algebraic_point_is_given_by_its_equation() -> None:
    assert algebraic_spot((-1, 2), fmpq(0), fmpq(1)).ball().contains(0.5)
    spot = algebraic_spot((-2, *[0] * 99, 1), fmpq(1), fmpq(3))
    assert spot.value is None and spot.polynomial is not None and spot.polynomial.degree() == 100
    assert spot.ball().contains(sp.N(2 ** sp.Rational(1, 100)).__float__())


def test_the_size_of_a_polynomial_is_its_length_squared_times_its_bits() -> None:
    check_size((1,) * 300)
    check_size((0,) * 3200)
    check_size((-(2**9),) * 1000)  # 1000^2 * 10 = 10^7
    for large in ((2**10,) * 1000, (2**9,) * 1001, (1,) * 3163):
        assert reason(check_size, large) == "a polynomial that is too large"


@pytest.mark.parametrize(
    ("g", "low", "high", "why"),
    [
        (X, 0, 1, "sign change"),
        (X, -1, 0, "sign change"),
        (X, 1, -1, "sign change"),
        (X, 0, 0, "sign change"),
        (X**2 + 1, -1, 1, "sign change"),
        (sp.zeta(X), -1, 2, "sign change"),
        (X**3 - X, -2, 2, "derivative"),
        (1 / X, -1, 1, "derivative"),
        (X**3, -1, 1, "derivative"),
    ],
    ids=str,
)
def test_a_zero_is_refused(g: Any, low: int, high: int, why: str) -> None:
    known = {
        "sign change": "the function has no sign change in the interval of its zero",
        "derivative": "the derivative is not proven to have one sign in the interval of a zero",
    }
    assert reason(zero_spot, g, fmpq(low), fmpq(high)) == known[why]


def test_enclosures_that_touch_decide_no_order() -> None:
    assert not before(ONE, ROOT) and not before(ROOT, exact_spot(sp.S(2)))
    for pair in ((ONE, ROOT), (ROOT, exact_spot(sp.S(2)))):
        assert reason(between, *pair) == "two points are not separated by their enclosures"


def test_between_a_point_and_infinity_is_its_neighbour() -> None:
    assert between(exact_spot(-sp.oo), ROOT) == 0 and between(ROOT, exact_spot(sp.oo)) == 3
    assert between(ONE, exact_spot(sp.S(2))) == fmpq(3, 2)


def test_the_sign_of_a_constant_needs_no_point() -> None:
    assert value_sign(sp.pi - 4, ROOT) == -1
    assert value_sign(UNDECIDED - 1, ROOT) is None
    assert value_sign(sp.zeta(X), exact_spot(sp.S(2))) is None
    assert value_sign(sp.zeta(X), ROOT) is None


def test_vanishing_at_a_zero_is_more_than_a_zero_elsewhere() -> None:
    cosine = zero_spot(sp.cos(X) - X, fmpq(7, 10), fmpq(3, 4))  # 0.739...
    beside = (X - sp.Rational(18, 25)) * (X - sp.Rational(69, 40))  # vanishes at 0.72 and where a ratio may be tried
    assert value_sign(beside, cosine) is None
    assert value_sign((X - sp.Rational(18, 25)) * (X - 3), cosine) is None
    root = zero_spot(X**2 - 2, fmpq(1), fmpq(2))
    assert value_sign(5 * X**2 - 10, root) == 0
    assert value_sign(X - sp.Rational(7, 5), root) is None


def test_the_terms_of_a_power_are_counted() -> None:
    """(a_1 + ... + a_k)^n has as many terms as there are monomials of degree n in k variables; 1000 are few."""
    assert tame((X + 1) ** 999) and not tame((X + 1) ** 1000) and not tame((X + 1) ** -1000)
    three = X + sp.exp(X) + 1
    assert tame(three**43) and not tame(three**44)  # 45*44/2 and 46*45/2
    assert not tame((X + 1) ** (10**9))
    assert tame(sp.prod(sp.sin(k * X) ** 2 for k in range(1, 13)))


def test_nested_fractions_and_nodes_are_counted() -> None:
    def fractions(depth: int) -> Any:
        nested: Any = X
        for k in range(depth):
            nested = 1 / (nested + sp.exp((k + 1) * X))
        return nested

    assert tame(fractions(8)) and not tame(fractions(9))
    many = sp.Function("h")
    assert tame(many(*sp.symbols("a:2000"))) and not tame(many(*sp.symbols("a:2001")))


def test_an_identity_is_rational_or_small() -> None:
    assert is_zero((X + 1) ** 40 * (X - 1) ** 40 - (X**2 - 1) ** 40)
    assert not is_zero((X + 1) ** 40 * (X - 1) ** 40 - (X**2 - 1) ** 39)
    assert is_zero(sp.zeta(X) * (X + 1) - X * sp.zeta(X) - sp.zeta(X))
    assert not is_zero(sp.zeta(X))
    assert not is_zero((X + sp.exp(X) + sp.sin(X) + 1) ** 40 - 1)


def test_cases_of_constants_that_are_not_decided() -> None:
    same = sp.Max(UNDECIDED, 1, evaluate=False)
    assert reason(settled, same) in (f"the order of {UNDECIDED} and 1", f"the order of 1 and {UNDECIDED}")
    for function in (sp.Abs, sp.sign):
        assert reason(settled, function(UNDECIDED - 1, evaluate=False)) == f"the sign of {UNDECIDED - 1}"
