"""Maps with a fixed point of each type: text, domain, the fixed point, a point of its basin."""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    expr: str
    at: str
    x: str
    domain: str = "R"


HYPERBOLIC = [
    Case("sqrt(2)**x", "2", "1"),
    Case("sqrt(2)**x", "2", "3"),
    Case("sqrt(2)**x", "4", "3"),
    Case("sqrt(2)**x", "4", "9/2"),
    Case("x/2 + x**2/8", "0", "1"),
    Case("x/2 + x**2/8", "0", "-1"),
    Case("2*x + x**3", "0", "1/2"),
    Case("2*sinh(x)", "0", "1"),
    Case("exp(x)/4", "0.3574", "0"),
    Case("exp(x)/4", "2.1533", "2"),
    Case("x + sin(x)/3", "0", "1"),
    Case("x + sin(x)/3", "pi", "2"),
    Case("3*x/2 - x**2/2", "1", "1/2", "[0, 1]"),
    Case("3*x/2 - x**2/2", "0", "1/2", "[0, 1]"),
    Case("2*x**2 - 1", "1", "2", "[1, oo)"),
    Case("2*x/(1 + x)", "0", "1/2", "[0, oo)"),
    Case("2*x/(1 + x)", "1", "2", "[0, oo)"),
    Case("log(1 + 2*x)", "0", "1/3", "(-1/2, oo)"),
    Case("sqrt(1 + x)", "1.618", "1", "(-1, oo)"),
    Case("atan(2*x)", "0", "1/4"),
    Case("tanh(x/2)", "0", "2"),
    Case("x**(2/3)", "1", "2", "(0, oo)"),
    Case("x + sin(x)/3", "0", "-1"),
    Case("cosh(x)/2", "0.5894", "1/4", "(0, oo)"),
    Case("2*x + exp(x) - 1", "0", "-1"),
    Case("x + 1 + exp(-x)", "oo", "3", "(0, oo)"),
]

PARABOLIC = [
    Case("exp(x) - 1", "0", "1"),
    Case("exp(x) - 1", "0", "-1"),
    Case("log(1 + x)", "0", "2", "(-1, oo)"),
    Case("sin(x)", "0", "1"),
    Case("sin(x)", "0", "-1"),
    Case("x + x**3", "0", "1/2"),
    Case("x - x**4", "0", "1/2", "[0, 1/2]"),
    Case("x - x**4", "0", "-1/2", "[-1, 0]"),
    Case("x + x**2", "0", "1", "(0, oo)"),
    Case("tan(x)", "0", "1/2", "(-pi/2, pi/2)"),
    Case("atan(x)", "0", "-3"),
    Case("x + exp(x)", "-oo", "-1"),
    Case("x/(1 + x**2)", "0", "1/2", "[-1/2, 1/2]"),
    Case("x + (x - 1)**2*x/4", "1", "2", "(0, oo)"),
    Case("x + 1 + 1/x", "oo", "3", "(1, oo)"),
    Case("x + x**2*(2 + pi*x)", "0", "-1/10", "(-1/6, 1)"),
]

SUPERATTRACTING = [
    Case("x**2", "0", "1/2", "[0, oo)"),
    Case("1 - cos(x)", "0", "1", "[0, pi]"),
    Case("x**3 + x**4", "0", "1/2"),
    Case("x**3 + x**4", "0", "-1/2"),
    Case("2*x**2/(1 + x**2)", "0", "1/2", "[0, oo)"),
    Case("-x**2 + x**3/5", "0", "-1/2", "(-oo, 0]"),
    Case("(x - 1)**2*exp(x - 1) + 1", "1", "5/4", "[1, oo)"),
    Case("2*x + 1 + exp(-x)", "oo", "3", "(0, oo)"),
]
