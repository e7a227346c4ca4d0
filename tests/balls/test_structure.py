"""Classes and ranges of functions of several variables, boxes as text, matrices of exact constants."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
import sympy as sp

from embedcheck.balls.checks.boxes import read_box, same_box
from embedcheck.balls.checks.facts import PROBLEMS
from embedcheck.balls.demands import DemandError
from embedcheck.balls.matrices import determinant_sign, independent, rank_bound
from embedcheck.balls.structure import Structure, factor_range
from embedcheck.parsing import parse_expression, parse_number

X, Y = sp.symbols("x y", real=True)
LINE = ("-oo", "oo", False, False)


def structure(*factors: tuple[str, str, bool, bool]) -> Structure:
    ranges = [factor_range(parse_number(low), parse_number(high), *closed) for low, high, *closed in factors]
    return Structure(dict(zip((X, Y), ranges, strict=True)))


def expression(text: str) -> Any:
    return parse_expression(text, ("x", "y"))


UNIT, HALF = ("0", "1", True, True), ("0", "oo", False, False)


@pytest.mark.parametrize(
    ("text", "factor", "wanted"),
    [
        ("x**2*y + exp(x)*sin(y)", LINE, "Comega"),
        ("1/(1 + x**2 + y**4)", LINE, "Comega"),
        ("log(2 + cos(x*y))", LINE, "Comega"),
        ("sqrt(1 + |x|)", LINE, "Lip"),
        ("Max(x, y)", LINE, "Lip"),
        ("x*|y|", LINE, "Lip"),
        ("|1 + x**2|*y", LINE, "Comega"),
        ("cbrt(x + y)", LINE, "C0"),
        ("sqrt(x**2 + y**2)", LINE, "C0"),
        ("cbrt(x + y)", HALF, "Comega"),
        ("log(x)*y**pi", HALF, "Comega"),
        ("sqrt(x*y)", UNIT, "C0"),
        ("1/(1 + x + y)", UNIT, "Comega"),
        ("acos(x)*y", UNIT, "C0"),
        ("acos(x/2)*y", UNIT, "Comega"),
        ("tan(x + y/2)", UNIT, "Comega"),
    ],
)
def test_classes(text: str, factor: Any, wanted: str) -> None:
    assert structure(factor, factor).regularity(expression(text)) == wanted


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("1/x", LINE),
        ("1/x", UNIT),
        ("1/(x - y)", HALF),
        ("log(x)", UNIT),
        ("log(x + y)", LINE),
        ("sqrt(x)", LINE),
        ("tan(x)", LINE),
        ("tan(2*x)", UNIT),
        ("gamma(x)", UNIT),
        ("asin(2*x)", UNIT),
        ("x**y", UNIT),
        ("exp(-1/x**2)", LINE),
        ("sign(x)*y", HALF),
        ("Piecewise((x, x > 0), (y, True))", LINE),
    ],
)
def test_what_is_not_seen_to_be_defined(text: str, factor: Any) -> None:
    with pytest.raises(DemandError):
        structure(factor, factor).regularity(expression(text))


def test_signs_on_a_box() -> None:
    plane, quadrant = structure(LINE, LINE), structure(HALF, HALF)
    assert (plane.sign(1 + X**2), plane.sign(-2 + sp.sin(X * Y)), plane.sign(X**2), plane.sign(X)) == (1, -1, 0, 0)
    assert (quadrant.sign(X * Y), quadrant.sign(-X - Y), quadrant.sign(X - Y)) == (1, -1, 0)
    assert plane.never_negative(X**2 + abs(Y)) and not plane.never_negative(X**2 - sp.Rational(1, 10**30))
    assert not plane.never_negative(X * Y) and quadrant.never_negative(X * Y)
    assert plane.never_negative(sp.Max(X**2, Y)) and not plane.never_negative(sp.Min(X**2, Y))


@pytest.mark.parametrize(
    "text",
    ["x*y - x**2", "sin(x)*exp(y)", "Max(x, y)*Min(x, -y)", "|x - y|*x", "1/(2 + x*y)", "(2 + x)**y", "cosh(x) - y**3"],
)
def test_ranges_contain_the_values(text: str) -> None:
    factor = ("-1", "1", True, True)
    found, expr = structure(factor, factor).range(expression(text)), expression(text)
    assert found is not None
    evaluate = sp.lambdify((X, Y), expr, modules=["math", {"Max": max, "Min": min, "Abs": abs}])
    for a, b in itertools.product([k / 8 for k in range(-8, 9)], repeat=2):
        assert float(found.low) - 1e-12 <= evaluate(a, b) <= float(found.high) + 1e-12
        assert math.isfinite(float(found.high))


def test_boxes() -> None:
    assert [len(read_box(text)) for text in ("R", "R^2", "[0, 1] x R", "[0,1]x[0,2]", "(0, exp(1))**3 x R")] == [
        1, 2, 2, 2, 4
    ]  # fmt: skip
    (low, high, *closed), other = read_box("[0, exp(1)) x R")
    assert (low.value, high.value, closed) == (0, sp.E, [True, False]) and other[0].infinite
    assert same_box(read_box("[0, 2/4]^2"), read_box("[0, 1/2] x [0, sqrt(1/4)]"))
    for text in ("[0, 1) x R", "[0, 1] x [0, 1]", "[0, 1]"):
        assert not same_box(read_box(text), read_box("[0, 1] x R"))


@pytest.mark.parametrize(
    "text",
    ["", "x", "R x", "x R", "RxxR", "R R", "R^", "R^0", "R^17", "[0, 1", "[0, 1]]", "[1, 0] x R", "R^2^2", "Rx[0,oo]"],
)
def test_what_is_no_box(text: str) -> None:
    with pytest.raises(PROBLEMS):
        read_box(text)


def test_matrices() -> None:
    root, e = sp.sqrt(2), sp.E
    one = sp.Integer(1)
    assert rank_bound([[one, 2 * one], [2 * one, 4 * one]]) == 1
    assert independent([[one, 2 * one, one], [2 * one, 4 * one, 3 * one]])
    assert not independent([[one, 2 * one], [2 * one, 4 * one]])
    assert independent([[root, e]]) and not independent([[root, 2 * one], [one, root]])
    assert rank_bound([[root, 0 * one], [e, 0 * one]]) == 1
    assert rank_bound([[root, root], [one, one]]) == 2, "an upper bound, where the rank is 1"
    assert rank_bound([[root - root, sp.sin(1) ** 2 + sp.cos(1) ** 2 - 1]]) in (0, 1)
    assert determinant_sign([[root, 2 * one], [one, root]]) == 0
    assert determinant_sign([[root, 2 * one], [-one, root]]) == 1
    assert determinant_sign([[0 * one, one], [one, 0 * one]]) == -1
