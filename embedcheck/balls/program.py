"""The exact tree walk: a SymPy expression becomes a list of elementary operations, run over any arithmetic.

Balls, truncated power series, extended intervals, germs and machine numbers all interpret the same list, so that a
number is never converted twice and no decimal is ever rounded on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, cast

import sympy as sp

from embedcheck.parsing import cbrt


class Step(NamedTuple):
    """One operation: its name, the positions of its arguments, and an exact parameter."""

    op: str
    args: tuple[int, ...]
    data: Any


class UnsupportedError(Exception):
    """The expression has a node that no arithmetic here knows."""


class Program(NamedTuple):
    """Operations in order; the last one is the value. `variable` is the free symbol or None for a constant."""

    steps: tuple[Step, ...]
    variable: sp.Symbol | None


UNARY: dict[Any, str] = {
    sp.exp: "exp",
    sp.log: "log",
    sp.sin: "sin",
    sp.cos: "cos",
    sp.tan: "tan",
    sp.asin: "asin",
    sp.acos: "acos",
    sp.atan: "atan",
    sp.sinh: "sinh",
    sp.cosh: "cosh",
    sp.tanh: "tanh",
    sp.asinh: "asinh",
    sp.acosh: "acosh",
    sp.atanh: "atanh",
    sp.erf: "erf",
    sp.gamma: "gamma",
    sp.loggamma: "lgamma",
    cbrt: "cbrt",
}


CONSTANTS = (sp.pi, sp.E, sp.EulerGamma)
"""Named constants; zeta at an integer is allowed too, since the derivatives of gamma bring it."""


class Arithmetic(Protocol):
    """What an interpretation of the operations must offer."""

    def constant(self, value: sp.Expr) -> Any: ...
    def variable(self) -> Any: ...
    def add(self, values: list[Any]) -> Any: ...
    def mul(self, values: list[Any]) -> Any: ...
    def int_power(self, value: Any, exponent: int) -> Any: ...
    def rational_power(self, value: Any, exponent: sp.Rational) -> Any: ...
    def function(self, name: str, value: Any, data: Any) -> Any: ...


@lru_cache(maxsize=4096)
def compile_expression(expression: sp.Expr) -> Program:
    """Translate an expression of at most one free symbol. Raises UnsupportedError on an unknown node."""
    symbols: list[Any] = sorted(expression.free_symbols, key=str)
    if len(symbols) > 1:
        raise UnsupportedError(f"more than one variable: {', '.join(map(str, symbols))}")
    steps: list[Step] = []
    known: dict[sp.Basic, int] = {}

    def emit(op: str, args: tuple[int, ...] = (), data: Any = None) -> int:
        steps.append(Step(op, args, data))
        return len(steps) - 1

    def power(base: sp.Expr, exponent: sp.Expr) -> int:
        if isinstance(exponent, sp.Integer):
            return emit("int_power", (walk(base),), int(exponent))
        if isinstance(exponent, sp.Rational):
            return emit("rational_power", (walk(base),), exponent)
        if base == sp.E:
            return emit("function", (walk(exponent),), ("exp", None))
        logarithm = emit("function", (walk(base),), ("log", None))
        product = emit("mul", (walk(exponent), logarithm))
        return emit("function", (product,), ("exp", None))

    def walk(node: Any) -> int:
        if node in known:
            return known[node]
        if (
            isinstance(node, sp.Rational)
            or node in CONSTANTS
            or (isinstance(node, sp.zeta) and len(node.args) == 1 and isinstance(node.args[0], sp.Integer))
        ):
            position = emit("constant", (), node)
        elif isinstance(node, sp.Symbol):
            position = emit("variable")
        elif isinstance(node, sp.Add):
            position = emit("add", tuple(walk(argument) for argument in node.args))
        elif isinstance(node, sp.Mul):
            position = emit("mul", tuple(walk(argument) for argument in node.args))
        elif isinstance(node, sp.Pow):
            position = power(node.base, node.exp)
        elif node.func in UNARY and len(node.args) == 1:
            position = emit("function", (walk(node.args[0]),), (UNARY[node.func], None))
        elif isinstance(node, sp.polygamma) and isinstance(node.args[0], sp.Integer):
            order, argument = cast("tuple[Any, Any]", node.args)
            position = emit("function", (walk(argument),), ("polygamma", int(order)))
        else:
            raise UnsupportedError(f"no enclosure for {type(node).__name__}")
        known[node] = position
        return position

    walk(expression)
    return Program(tuple(steps), symbols[0] if symbols else None)


def run(program: Program, arithmetic: Arithmetic) -> Any:
    """The value of the program over the given arithmetic."""
    values: list[Any] = []
    append: Callable[[Any], None] = values.append
    for op, args, data in program.steps:
        if op == "variable":
            append(arithmetic.variable())
        elif op == "constant":
            append(arithmetic.constant(data))
        elif op == "add":
            append(arithmetic.add([values[index] for index in args]))
        elif op == "mul":
            append(arithmetic.mul([values[index] for index in args]))
        elif op == "int_power":
            append(arithmetic.int_power(values[args[0]], data))
        elif op == "rational_power":
            append(arithmetic.rational_power(values[args[0]], data))
        else:
            append(arithmetic.function(data[0], values[args[0]], data[1]))
    return values[-1]
