"""Orbits of a real map in balls that stay small over thousands of steps (guarantee: rigorous)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp
from flint import arb, ctx

from embedcheck.balls.arith import precision
from embedcheck.balls.enclose import BallArithmetic, ball_function, ball_power, ball_rational_power, enclose
from embedcheck.balls.program import Program, Step, compile_expression

_BITS = 64
_SHORT = 16

Evaluator = Callable[[arb], arb]


class Stepper:
    """Applies f to balls: by the mean value form, unless the variable occurs once and nothing is lost anyway."""

    def __init__(self, expr: sp.Expr, x: sp.Symbol) -> None:
        self.program: Program = compile_expression(expr)
        self.derivative: Program = compile_expression(sp.diff(expr, x))
        self.plain = sum(1 for node in sp.preorder_traversal(expr) if node == x) <= 1
        self._evaluators: dict[tuple[bool, int], Evaluator] = {}

    def image(self, x: arb) -> arb:
        """A ball that contains f(x); nan when it cannot be enclosed."""
        if self.plain or x.rad() == 0:
            return self._evaluator(False)(x)
        with precision(_BITS):
            spread = arb((abs(self._evaluator(True)(x)) * arb(x.rad())).upper())
        return self._evaluator(False)(x.mid()) + arb(0, spread) if spread.is_finite() else arb.nan()

    def slope(self, x: arb) -> arb:
        """A ball that contains f'(x)."""
        return self._evaluator(True)(x)

    def _evaluator(self, slope: bool) -> Evaluator:
        key = (slope, ctx.prec)
        known = self._evaluators.get(key)
        if known is None:
            known = self._evaluators[key] = evaluator(self.derivative if slope else self.program)
        return known


def evaluator(program: Program) -> Evaluator:
    """A function that evaluates the program at the present precision, with its constants computed once."""
    uses = [at for step in program.steps for at in step.args if program.steps[at].op != "variable"]
    shared = len(set(uses)) < len(uses)
    if len(program.steps) > _SHORT or shared:
        return lambda x: enclose(program, x)
    constants = BallArithmetic(arb.nan())

    def build(position: int) -> Evaluator:
        step = program.steps[position]
        if step.op == "variable":
            return lambda x: x
        if step.op == "constant":
            value = constants.constant(step.data)
            return lambda x: value
        return _operation(step, [build(argument) for argument in step.args])

    return build(len(program.steps) - 1)


def _operation(step: Step, parts: list[Evaluator]) -> Evaluator:
    first, data = parts[0], step.data
    match step.op:
        case "add" | "mul" if len(parts) == 2:
            second = parts[1]
            return (lambda x: first(x) + second(x)) if step.op == "add" else (lambda x: first(x) * second(x))
        case "add":
            return lambda x: sum((part(x) for part in parts[1:]), first(x))
        case "mul":

            def product(x: arb) -> arb:
                result: Any = first(x)
                for part in parts[1:]:
                    result = result * part(x)
                return result

            return product
        case "int_power":
            return lambda x: ball_power(first(x), data)
        case "rational_power":
            return lambda x: ball_rational_power(first(x), data)
        case _:
            name, extra = data
            if name in ("polygamma", "cbrt"):
                return lambda x: ball_function(name, first(x), extra)
            method = getattr(arb, name)
            return lambda x: method(first(x))
