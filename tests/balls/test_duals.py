"""f and f' in one pass agree with Taylor series, on points and on balls, and cover their ranges."""

from __future__ import annotations

import pytest
import sympy as sp
from flint import arb, fmpq

from embedcheck.balls.arith import precision
from embedcheck.balls.duals import Duals
from embedcheck.balls.enclose import enclose, jet
from embedcheck.balls.program import compile_expression
from embedcheck.parsing import read_map

FUNCTIONS = [
    "x",
    "x + 1/3",
    "3*x**2 - x + pi",
    "x**5 - x**-3 + exp(2)/x",
    "x**0 + x/(1 + x**2)**2",
    "x**(1/2) + x**(-7/3)",
    "exp(-x**2)*sin(3*x) - cos(x)*tan(x/4)",
    "log(1 + x)*atan(x) + asin(x/5) - acos(x/7)",
    "sinh(x) + cosh(x/2)*tanh(x)",
    "asinh(x) + acosh(1 + x) - atanh(x/9)",
    "erf(x) + gamma(x + 1)*x",
    "cbrt(x)*x + x**x",
    "2*x/(1 + x)",
]


def program(text: str) -> object:
    return compile_expression(read_map(text, ["x"])[0][0])


@pytest.mark.parametrize("text", FUNCTIONS)
@pytest.mark.parametrize("bits", [53, 400])
def test_value_and_slope_are_those_of_the_series(text: str, bits: int) -> None:
    own = program(text)
    with precision(bits):
        for point in (arb(fmpq(5, 4)), arb(fmpq(1, 3)), arb(1.25, 2.0**-20), arb(1) / 3):
            value, slope = Duals(own).at(point)
            expected = jet(own, point, 2)
            assert value.overlaps(expected[0]) and slope.overlaps(expected[1])
            assert value.rel_accuracy_bits() > expected[0].rel_accuracy_bits() - 12
            assert slope.rel_accuracy_bits() > expected[1].rel_accuracy_bits() - 12


@pytest.mark.parametrize("text", FUNCTIONS)
def test_a_ball_holds_the_values_at_its_points(text: str) -> None:
    own = program(text)
    with precision(80):
        value, slope = Duals(own).at(arb(1.5, 0.0625))
        duals = Duals(own)
        for k in range(-4, 5):
            inner, inner_slope = duals.at(arb(fmpq(3, 2) + fmpq(k, 64)))
            assert value.overlaps(inner) and slope.overlaps(inner_slope)
            assert value.overlaps(enclose(own, arb(fmpq(3, 2) + fmpq(k, 64))))


@pytest.mark.parametrize(
    ("text", "at"),
    [("log(x)", -1), ("sqrt(x)", -1), ("1/x", 0), ("x**-2", 0), ("asin(x)", 2), ("acosh(x)", 0), ("atanh(x)", 1)],
)
def test_outside_the_domain_nothing_is_enclosed(text: str, at: int) -> None:
    value, _ = Duals(program(text)).at(arb(at))
    assert not value.is_finite()


def test_cube_roots_of_negative_numbers() -> None:
    with precision(100):
        value, slope = Duals(program("cbrt(x)")).at(arb(-8))
        assert value.overlaps(arb(-2)) and slope.overlaps(arb(1) / 12)
        value, slope = Duals(program("cbrt(x)")).at(arb(0, 1))
        assert not slope.is_finite()


def test_derivatives_of_gamma() -> None:
    x = sp.Symbol("x", real=True)
    own = compile_expression(sp.polygamma(1, x) + sp.polygamma(0, x) * x + sp.loggamma(x))
    with precision(200):
        value, slope = Duals(own).at(arb(fmpq(7, 3)))
        expected = jet(own, arb(fmpq(7, 3)), 2)
        assert value.overlaps(expected[0]) and slope.overlaps(expected[1]) and slope.rel_accuracy_bits() > 150
