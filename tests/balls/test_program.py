"""The tree walk: every interpretation computes the expression itself, each part once, and nothing unknown passes."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
import sympy as sp

from embedcheck.balls.program import UNARY, Program, Step, UnsupportedError, compile_expression, run
from embedcheck.parsing import cbrt

X = sp.Symbol("x", real=True)
R = sp.Rational


class Symbolic:
    """The arithmetic of SymPy itself: a program run over it must give the expression back."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def constant(self, value: Any) -> Any:
        self.calls.append("constant")
        return value

    def variable(self) -> Any:
        self.calls.append("variable")
        return X

    def add(self, values: list[Any]) -> Any:
        self.calls.append("add")
        return sp.Add(*values)

    def mul(self, values: list[Any]) -> Any:
        self.calls.append("mul")
        return sp.Mul(*values)

    def int_power(self, value: Any, exponent: int) -> Any:
        self.calls.append("int_power")
        assert type(exponent) is int
        return value**exponent

    def rational_power(self, value: Any, exponent: Any) -> Any:
        self.calls.append("rational_power")
        assert isinstance(exponent, sp.Rational) and not isinstance(exponent, sp.Integer)
        return value**exponent

    def function(self, name: str, value: Any, data: Any) -> Any:
        self.calls.append(name)
        if name == "polygamma":
            assert type(data) is int
            return sp.polygamma(data, value)
        assert data is None
        return {text: function for function, text in UNARY.items()}[name](value)


EXPRESSIONS: list[Any] = [
    X,
    sp.Integer(3),
    R(-2, 7),
    sp.pi,
    sp.E,
    sp.EulerGamma,
    sp.zeta(3),
    sp.zeta(3) * X + sp.pi,
    X + 1,
    R(2, 3) * X,
    X**2,
    X**-5,
    sp.sqrt(X),
    X ** R(-7, 3),
    *(function(X) for function in UNARY),
    sp.polygamma(0, X),
    sp.polygamma(4, 1 + X**2),
    sp.exp(X) * sp.sin(X) + sp.exp(X) ** 2,
    X + sp.log(1 + sp.sqrt(X)) / (X - 1) ** 3,
    sp.exp(sp.exp(-X)),
    2 ** R(1, 3) * X,
    cbrt(X - 1) * sp.atan(X / 3),
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_a_program_over_expressions_gives_the_expression_back(expression: Any) -> None:
    program = compile_expression(expression)
    assert run(program, Symbolic()) == expression
    assert program.variable == (X if expression.free_symbols else None)


@pytest.mark.parametrize(
    "expression", [2**X, X**X, (1 + X**2) ** sp.sqrt(2), sp.pi**X, X**sp.pi, X ** (1 / X)], ids=str
)
def test_general_powers_are_exponentials(expression: Any) -> None:
    arithmetic = Symbolic()
    value = run(compile_expression(expression), arithmetic)
    assert {"exp", "log"} <= {*arithmetic.calls}
    with mpmath.workdps(40):
        one, other = (sp.lambdify(X, e, "mpmath")(mpmath.mpf(7) / 5) for e in (expression, value))
        assert abs(one - other) < mpmath.mpf(10) ** -35


@pytest.mark.parametrize("exponent", [X, sp.sqrt(2) * X, X**2 + 1], ids=str)
def test_a_power_of_e_takes_no_logarithm(exponent: Any) -> None:
    for expression in (sp.exp(exponent), sp.Pow(sp.E, exponent, evaluate=False)):
        arithmetic = Symbolic()
        assert run(compile_expression(expression), arithmetic) == sp.exp(exponent)
        assert "log" not in arithmetic.calls


def test_a_repeated_part_is_computed_once() -> None:
    inner = sp.sin(X) + 2
    arithmetic = Symbolic()
    run(compile_expression(sp.exp(inner) + inner**2 + sp.log(inner)), arithmetic)
    assert sorted(arithmetic.calls) == sorted(["variable", "sin", "constant", "add", "exp", "int_power", "log", "add"])


def test_arguments_stand_before_their_operation() -> None:
    for expression in EXPRESSIONS:
        for position, step in enumerate(compile_expression(expression).steps):
            assert all(argument < position for argument in step.args)


def test_the_steps_of_a_quotient() -> None:
    assert compile_expression(X**-2) == Program((Step("variable", (), None), Step("int_power", (0,), -2)), X)


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        (sp.Abs(X), "Abs"),
        (sp.Max(X, 1), "Max"),
        (sp.besselj(0, X), "besselj"),
        (sp.Float(0.5), "Float"),
        (sp.oo, "Infinity"),
        (sp.nan, "NaN"),
        (sp.zoo, "ComplexInfinity"),
        (sp.I, "ImaginaryUnit"),
        (sp.GoldenRatio, "GoldenRatio"),
        (sp.Catalan, "Catalan"),
        (sp.zeta(X), "zeta"),
        (sp.zeta(R(1, 2)), "zeta"),
        (sp.zeta(sp.Integer(3), X), "zeta"),
        (sp.zeta(sp.Integer(3), R(1, 3)), "zeta"),
        (sp.polygamma(X, 2), "polygamma"),
        (sp.polygamma(R(1, 2), X), "polygamma"),
        (sp.lowergamma(2, X, evaluate=False), "lowergamma"),
        (1 + sp.exp(sp.sign(X)), "sign"),
        (sp.Function("f")(X), "f"),
    ],
    ids=str,
)
def test_unknown_nodes_are_refused_by_name(expression: Any, kind: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        compile_expression(expression)
    assert str(caught.value) == f"no enclosure for {kind}"


def test_two_variables_are_refused_by_name() -> None:
    a, b = sp.symbols("a b", real=True)
    with pytest.raises(UnsupportedError) as caught:
        compile_expression(b**2 + a * b + X)
    assert str(caught.value) == "more than one variable: a, b, x"
