"""Cases of an expression on an interval, chosen by signs: the right one, every operation defined, or a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

from embedcheck.balls import arb, fmpq
from embedcheck.balls.checks.cases import CaseError, Cases
from embedcheck.balls.checks.spots import Spot, algebraic_spot, is_zero
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.extended import sign_over
from embedcheck.parsing import cbrt

X = sp.Symbol("x", real=True)
ROOT = algebraic_spot((-2, 0, 1), fmpq(1), fmpq(2))


class UnknownSignError(Exception):
    """The oracle of these tests does not know."""


def oracle(low: int, high: int) -> Callable[[Any], int]:
    """The sign of a quantity on (low, high), 0 only for 0; whatever has no sign there is no fair question."""

    def sign(quantity: Any) -> int:
        if is_zero(quantity):
            return 0
        found = sign_over(quantity, arb(low), arb(high)) if quantity.free_symbols else constant_sign(quantity)
        if not found:
            raise UnknownSignError(quantity)
        return found

    return sign


def resolved(g: Any, low: int = 1, high: int = 2, ends: tuple[Spot, ...] = ()) -> Any:
    return Cases(oracle(low, high), ends).resolve(g)


def reason(g: Any, low: int = 1, high: int = 2, ends: tuple[Spot, ...] = ()) -> str:
    with pytest.raises(CaseError) as caught:
        resolved(g, low, high, ends)
    return str(caught.value)


def case(*conditions: tuple[Any, Any]) -> Any:
    return sp.Piecewise(*conditions, (7, True), evaluate=False)


@pytest.mark.parametrize(
    ("g", "expected"),
    [
        (sp.S(3), sp.S(3)),
        (sp.Abs(sp.pi - 4, evaluate=False), sp.Abs(sp.pi - 4, evaluate=False)),
        (X, X),
        (sp.Abs(X - 3), 3 - X),
        (sp.Abs(X), X),
        (X + sp.sign(X - 3), X - 1),
        (X * sp.sign(X), X),
        (cbrt(X), X ** sp.Rational(1, 3)),
        (cbrt(X - 4), -((4 - X) ** sp.Rational(1, 3))),
        (sp.Max(X, X - 1, X + 5, 3), X + 5),
        (sp.Max(X, 3), sp.S(3)),
        (sp.Max(X, 0), X),
        (sp.Min(X, X - 1, X + 5, 3), X - 1),
        (sp.Min(X, 3), X),
        (sp.Min(X, 0), sp.S.Zero),
        (sp.exp(sp.Max(sp.Abs(X - 3), 2 * X + 4)), sp.exp(2 * X + 4)),
        (case((sp.Max(X, 5), X > 3), (sp.Abs(X - 3), X > 0)), 3 - X),
        (1 / (X - 3) + sp.sqrt(X) + sp.log(X) + X**-2, 1 / (X - 3) + sp.sqrt(X) + sp.log(X) + X**-2),
        (sp.asin(X / 2) + sp.atanh(X / 3), sp.asin(X / 2) + sp.atanh(X / 3)),
        (X**sp.pi + 2**X, X**sp.pi + 2**X),
    ],
    ids=str,
)
def test_the_case_that_holds_on_the_interval(g: Any, expected: Any) -> None:
    """On (1, 2)."""
    assert resolved(g) == expected


def test_equal_arguments_of_a_maximum_are_one() -> None:
    twice = sp.Max(X**2 - 1, (X - 1) * (X + 1), evaluate=False)
    assert is_zero(resolved(twice) - X**2 + 1)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (X > 0, True),
        (X > 3, False),
        (X >= 0, True),
        (X >= 3, False),
        (X < 3, True),
        (X < 0, False),
        (X <= 3, True),
        (X <= 0, False),
        (sp.Eq(X, 3), False),
        (sp.Ne(X, 3), True),
        (sp.Ne(X, 0), True),
        (sp.Eq(X**2 - 1, (X - 1) * (X + 1), evaluate=False), True),
        (sp.Ne(X**2 - 1, (X - 1) * (X + 1), evaluate=False), False),
        (sp.Ge(X**2 - 1, (X - 1) * (X + 1), evaluate=False), True),
        (sp.Le(X**2 - 1, (X - 1) * (X + 1), evaluate=False), True),
        (sp.Gt(X**2 - 1, (X - 1) * (X + 1), evaluate=False), False),
        (sp.Lt(X**2 - 1, (X - 1) * (X + 1), evaluate=False), False),
        (sp.Gt(sp.Abs(X - 3), sp.Abs(X - 5), evaluate=False), False),
        (sp.Lt(sp.Abs(X - 3), sp.Abs(X - 5), evaluate=False), True),
        (sp.Gt(sp.Abs(X - 9), X, evaluate=False), True),
        (sp.And(X > 0, X**2 < 9), True),
        (sp.And(X > 0, X**2 > 9), False),
        (sp.And(X > 3, X**2 > 9), False),
        (sp.Or(X > 3, X**2 < 9), True),
        (sp.Or(X > 3, X**2 > 9), False),
        (sp.Or(X < 3, X**2 < 9), True),
        (sp.Or(sp.And(X > 0, X**2 > 9), sp.And(X < 3, X**2 < 9)), True),
        (sp.true, True),
        (sp.false, False),
    ],
    ids=str,
)
def test_conditions(condition: Any, holds: bool) -> None:
    assert Cases(oracle(1, 2), ()).holds(condition) is holds
    if condition not in (sp.true, sp.false):
        assert resolved(case((X, condition))) == (X if holds else 7)


@pytest.mark.parametrize(
    ("g", "why"),
    [
        (sp.log(X - 3), "log(x - 3) needs a positive argument"),
        (sp.log(X * (1 - X)), "log(x*(1 - x)) needs a positive argument"),
        (sp.sqrt(X - 3), "sqrt(x - 3) needs a base that is not negative"),
        ((X - 3) ** sp.Rational(-1, 2), "1/sqrt(x - 3) needs a positive base"),
        ((X - 3) ** sp.pi, "(x - 3)**pi needs a positive base"),
        (X + sp.exp(sp.asin(X + 2)), "asin(x + 2) needs an argument in [-1, 1]"),
        (sp.acosh(X - 2), "acosh(x - 2) needs an argument that is at least 1"),
        (sp.atanh(X + 1), "atanh(x + 1) needs an argument in (-1, 1)"),
        (sp.Abs(sp.log(X - 3)) + 1, "log(x - 3) needs a positive argument"),
        (cbrt(1 + sp.log(X - 3)), "log(x - 3) needs a positive argument"),
    ],
    ids=str,
)
def test_an_operation_that_is_not_defined(g: Any, why: str) -> None:
    assert reason(g) == why


def test_a_denominator_that_vanishes_identically() -> None:
    zero = sp.Pow(sp.Add(X**2 - 1, -(X - 1) * (X + 1)), -1)
    assert reason(zero).endswith("needs a denominator that is not 0")


def test_an_operation_of_a_case_that_does_not_apply_is_not_asked() -> None:
    assert resolved(case((sp.log(X), X > 0), (sp.log(-X), X < 0))) == sp.log(X)


def test_where_no_case_applies() -> None:
    g = sp.Piecewise((X, X > 3), (X + 1, X < 0))
    assert reason(g) == f"no case of {g} applies on a piece"


@pytest.mark.parametrize("condition", [sp.Not(sp.Contains(X, sp.S.Integers)), sp.Xor(X > 0, X > 3)], ids=str)
def test_a_condition_of_another_kind(condition: Any) -> None:
    with pytest.raises(CaseError) as caught:
        Cases(oracle(1, 2), ()).holds(condition)
    assert str(caught.value) == f"the condition {condition}"


@pytest.mark.parametrize("g", [1 / (X**2 - 2), sp.log(X**2 - 2), (X**2 - 2) ** sp.Rational(-1, 2)], ids=str)
def test_an_operation_is_defined_also_at_a_break_known_by_an_equation(g: Any) -> None:
    """Right of sqrt(2) the quantity is positive, at sqrt(2) it vanishes."""
    assert resolved(g, 2, 3) == g
    why = reason(g, 2, 3, (ROOT,))
    assert why.startswith(f"{g} needs a") and why.endswith(", also at a break")
    assert resolved(g.subs(X, X + 1), 2, 3, (ROOT,)) == g.subs(X, X + 1)


def test_a_branch_point_may_be_a_break() -> None:
    root = sp.sqrt(X**2 - 2)
    assert resolved(root, 2, 3, (ROOT,)) == root
    assert resolved(sp.acosh(X**2 - 1), 2, 3, (ROOT,)) == sp.acosh(X**2 - 1)
