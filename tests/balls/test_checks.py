"""Checked evidence: what a cover, a spot or an identity proves, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from embedcheck import certificate as c
from embedcheck.balls import fmpq
from embedcheck.balls.checks.covers import CoverError, Covers, form
from embedcheck.balls.checks.identities import in_class_m, is_conjugate
from embedcheck.balls.checks.spots import (
    SpotError,
    algebraic_spot,
    before,
    between,
    exact_spot,
    is_real,
    is_zero,
    read_constant,
    settled,
    sign_at,
    tame,
    value_sign,
    zero_spot,
)
from embedcheck.errors import InputError

X = sp.Symbol("x", real=True)
MINUS, PLUS = exact_spot(-sp.oo), exact_spot(sp.oo)
EXP, RATIONAL, TAN = (c.Sturm(coordinate=name) for name in ("exp", "x", "tan"))
TURN = c.Periodic(period="2*pi", start="-pi", proof=TAN)


def point(value: str) -> c.ExactPoint:
    return c.ExactPoint(value=value)


def zero(function: str, lower: str, upper: str) -> c.ZeroPoint:
    return c.ZeroPoint(function=function, lower=lower, upper=upper)


def cover(zeros: list[Any], signs: list[int], proof: Any) -> c.Cover:
    return c.Cover(zeros=tuple(zeros), signs=tuple(signs), proof=proof)


def check(g: Any, given: c.Cover, low: Any = MINUS, high: Any = PLUS) -> Any:
    return Covers(X).check(g, low, high, given)


E3 = sp.exp(3 * X) - sp.exp(X) - 1  # one zero, where exp(x) = 1.3247... is the plastic number
SQUARE = sp.expand((sp.exp(3 * X) - sp.exp(X) - 1) ** 2)
CUBE_ROOT = c.AlgebraicPoint(polynomial=("-2", "0", "0", "1"), lower="1", upper="2")
ROOT = algebraic_spot((-2, 0, 1), fmpq(1), fmpq(2))


@pytest.mark.parametrize(
    ("g", "given"),
    [
        (E3, cover([zero("", "1/4", "1/3")], [-1, 1], EXP)),
        (SQUARE, cover([zero("exp(3*x) - exp(x) - 1", "1/4", "1/3")], [1, 1], EXP)),
        (sp.exp(X) - 3, cover([point("log(3)")], [-1, 1], EXP)),
        (sp.exp(2 * X) - sp.exp(X) - 1, cover([point("log(1/2 + sqrt(5)/2)")], [-1, 1], EXP)),
        (
            X**3 - 2,
            cover([c.AlgebraicPoint(polynomial=("-2", "0", "0", "1"), lower="1", upper="2")], [-1, 1], RATIONAL),
        ),
        (sp.pi * X + 1, cover([point("-1/pi")], [-1, 1], c.Affine())),
        (1 + sp.cos(X) - sp.sin(X) / 3, cover([point("2*atan(3)"), point("pi")], [1, -1, 1], TURN)),
        (X - X, cover([], [0], c.Constant())),
        (sp.exp(X) + X**2, cover([], [1], c.Range(form="plain"))),
    ],
    ids=str,
)
def test_a_true_cover_is_accepted(g: Any, given: c.Cover) -> None:
    assert check(g, given).signs == given.signs


@pytest.mark.parametrize(
    ("g", "given", "reason"),
    [
        (SQUARE, cover([zero("exp(3*x) - exp(x) - 2", "0", "1")], [1, 1], EXP), "is none"),
        (SQUARE, cover([], [1], EXP), "zeros and poles"),
        (SQUARE, cover([zero("exp(3*x) - exp(x) - 1", "1/4", "1/3")], [1, -1], EXP), "between two zeros"),
        (sp.exp(X) - 3, cover([point("log(2)")], [-1, 1], EXP), "is none"),
        (sp.exp(X) + X, cover([], [1], EXP), "not rational in exp"),
        (X**2 - 2, cover([point("sqrt(2)")], [1, 1], RATIONAL), "zeros and poles"),
        (1 / X, cover([], [1], RATIONAL), "zeros and poles"),
        (sp.pi * X + 1, cover([], [1], c.Affine()), "at an end"),
        (sp.pi * X + 1, cover([point("-1/pi")], [1, -1], c.Affine()), "not those of its slope"),
        (sp.atan(sp.tan(X)), cover([point("0")], [-1, 1], c.Affine()), "not affine"),
        (1 + sp.cos(X), cover([], [1], TURN), "end of the period"),
        (1 + sp.cos(X), cover([point("0")], [1, 1], TURN), "is none"),
        (sp.sin(X), cover([point("0")], [-1, -1], TURN), "end of the period"),
        (sp.sin(X), cover([point("0"), point("pi")], [1, -1, 1], TURN), "between two zeros"),
        (sp.sin(2 * X), cover([point("0"), point("pi")], [-1, 1, -1], TURN), "the period"),
        (X**2, cover([], [1], c.Range(form="plain")), "one evaluation"),
        (X, cover([], [1, 1], RATIONAL), "one sign more"),
        (X, cover([point("1"), point("0")], [-1, 1, -1], RATIONAL), "not in order"),
        (sp.S(3), cover([], [-1], c.Constant()), "constant sign"),
        (X, cover([], [1], c.Constant()), "constant sign"),
        (sp.S(3), cover([], [1], RATIONAL), "cover of a constant"),
    ],
    ids=str,
)
def test_a_false_cover_is_refused(g: Any, given: c.Cover, reason: str) -> None:
    with pytest.raises(CoverError, match=reason):
        check(g, given)


def test_a_zero_in_the_enclosure_of_an_end_must_be_the_end() -> None:
    near = X - sp.Rational(14142135, 10**7)
    assert check((X**2 - 2) * (X - 5), cover([point("5")], [-1, 1], RATIONAL), ROOT).signs == (-1, 1)
    with pytest.raises(CoverError, match="hides at an end"):
        check(near * (X - 5), cover([point("5")], [-1, 1], RATIONAL), ROOT)


def test_a_bounded_interval_has_no_period() -> None:
    with pytest.raises(CoverError, match="bounded interval"):
        check(sp.sin(X), cover([point("0"), point("pi")], [-1, 1, -1], TURN), exact_spot(sp.S(-9)), exact_spot(sp.S(9)))


def test_a_listed_zero_of_a_period_lies_in_the_interval() -> None:
    with pytest.raises(CoverError, match="outside its interval"):
        check(sp.sin(X), cover([point("0"), point("pi")], [-1, 1, -1], TURN), exact_spot(sp.S.One))


@pytest.mark.parametrize(("low", "high"), [(2, 3), (-2, 2), (1, 1), (2, 1)])
def test_an_algebraic_point_is_alone_in_its_interval(low: int, high: int) -> None:
    with pytest.raises(SpotError):
        algebraic_spot((-2, 0, 1), fmpq(low), fmpq(high))


@pytest.mark.parametrize("coefficients", [(1,), (0,), (4, -4, 1), (10**4000, *[0] * 98, 1, -(10**4000))])
def test_a_polynomial_of_a_point_is_squarefree_and_of_moderate_size(coefficients: tuple[int, ...]) -> None:
    with pytest.raises(SpotError):
        algebraic_spot(coefficients, fmpq(1), fmpq(3))


@pytest.mark.parametrize(("g", "low", "high"), [(X**2 + 1, -1, 1), (X**3 - X, -2, 2), (X, 1, -1), (1 / X, -1, 1)])
def test_a_zero_is_simple_and_alone(g: Any, low: int, high: int) -> None:
    with pytest.raises(SpotError):
        zero_spot(g, fmpq(low), fmpq(high))


def test_signs_at_points_known_by_an_equation() -> None:
    cube = algebraic_spot((-2, 0, 0, 1), fmpq(1), fmpq(3, 2))
    assert value_sign(X**3 - 2, cube) == 0
    assert value_sign((X**3 - 2) * sp.exp(X), cube) is None
    assert value_sign(X - 1, cube) is None  # the interval begins at 1, and is not refined
    assert value_sign(X - 2, cube) == -1
    own = zero_spot(sp.cos(X) - X, fmpq(7, 10), fmpq(3, 4))
    assert value_sign(3 * X - 3 * sp.cos(X), own) == 0
    assert value_sign(X - sp.cos(X) + 1, own) == 1
    assert value_sign(X * sp.sin(X), own) == 1


def test_signs_at_exact_points_need_a_defined_function() -> None:
    assert value_sign(sp.exp(X) - 2, exact_spot(sp.log(2))) == 0
    assert value_sign(X**2 - 2, exact_spot(sp.sqrt(2))) == 0
    assert value_sign(1 / (1 + 1 / X), exact_spot(sp.S.Zero)) is None
    assert value_sign(sp.log(X), exact_spot(sp.S(-1))) is None
    assert sign_at(sp.exp(X) - sp.E, fmpq(1)) == 0
    assert sign_at(sp.zeta(X), fmpq(2)) == 0


def test_order_of_points() -> None:
    assert before(MINUS, PLUS) and before(MINUS, ROOT) and before(ROOT, PLUS)
    assert not before(PLUS, MINUS) and not before(ROOT, ROOT) and not before(exact_spot(sp.pi), exact_spot(sp.S(3)))
    assert before(exact_spot(sp.S.One / 2), ROOT) and not before(ROOT, exact_spot(sp.sqrt(3)))
    assert between(MINUS, PLUS) == 0
    assert between(MINUS, ROOT) < 1 and between(ROOT, PLUS) > 2 and between(exact_spot(sp.S.One), exact_spot(sp.S(2)))
    with pytest.raises(SpotError, match="separated"):
        between(ROOT, exact_spot(sp.sqrt(3)))


def test_constants_are_finite_and_real() -> None:
    assert read_constant("log(2) - sqrt(3)/2") == sp.log(2) - sp.sqrt(3) / 2
    for text in ("oo", "-oo"):
        with pytest.raises(SpotError):
            read_constant(text)
    for text in ("x", "1/0", "sqrt(-1)", "__import__('os')"):
        with pytest.raises(InputError):
            read_constant(text)
    almost = sp.sqrt(sp.sqrt(2) - sp.Rational(sp.N(sp.sqrt(2), 60).round(50)) - sp.Rational(1, 10**49))
    assert not is_real(X + almost)
    assert is_real(X + sp.sqrt(2))
    with pytest.raises(SpotError):
        exact_spot(almost)


def test_cases_of_constants_are_decided() -> None:
    pi, two = sp.pi, sp.sqrt(2)
    assert settled(sp.Abs(2 - pi, evaluate=False)) == pi - 2
    assert settled(sp.sign(2 - pi, evaluate=False)) == -1
    assert settled(1 + sp.Max(pi, two * 2, 3, evaluate=False)) == 1 + pi
    assert settled(sp.Min(pi, two * 2, 3, evaluate=False)) == two * 2


def test_identities_are_proven_by_expansion() -> None:
    assert is_zero((X + 1) ** 3 - X**3 - 3 * X**2 - 3 * X - 1)
    assert is_zero(sp.exp(X) * sp.exp(-X) - 1)
    assert is_zero(X / (sp.exp(X) + 1) + sp.exp(X) * X / (sp.exp(X) + 1) - X)
    assert is_zero(sp.prod(X + k for k in range(40)) - sp.prod(X + k for k in range(39, -1, -1)))
    assert not is_zero(X**2 - X)
    assert not is_zero(sp.sqrt(X**2 + 1) - X)


def test_large_expansions_are_not_tried() -> None:
    assert not tame((X + sp.exp(X) + sp.sin(X) + 1) ** 40)
    assert not tame(sp.prod(X + sp.exp(k * X) + 1 for k in range(1, 12)))
    nested = X
    for k in range(1, 12):
        nested = 1 / (nested + sp.exp(k * X))
    assert not tame(nested)
    assert tame((X + 1) ** 3 * sp.exp(X))
    with pytest.raises(CoverError, match="too large"):
        form((X + sp.exp(X) + sp.sin(X) + 1) ** 40, "factor")
    assert form(X**2 + X * sp.exp(X), "factor") == X * (X + sp.exp(X))


def test_class_m_is_read_off_the_tree() -> None:
    assert in_class_m(sp.exp(sp.sin(X)) / (X**2 + sp.gamma(X)) + 2**X)
    for g in (sp.log(X), sp.sqrt(X), sp.Abs(X), sp.atan(X), X**X, X**sp.pi):
        assert not in_class_m(1 + g)


def test_conjugation_by_the_exponential() -> None:
    f = sp.log(2 + sp.exp(2 * X))
    assert is_conjugate(2 + X**2, f, X)
    assert is_conjugate(X * (2 + X), X + sp.log(2 + sp.exp(X)), X)
    assert not is_conjugate(2 + X**3, f, X)
