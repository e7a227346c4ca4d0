"""An expression on an interval where signs are known: its cases are chosen, its operations proven analytic (exact)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from embedcheck.balls.checks.spots import Spot, value_sign
from embedcheck.balls.demands import DemandError, demands
from embedcheck.parsing import cbrt


class CaseError(DemandError):
    """No case applies, or an operation is not proven to be defined."""


def _require(condition: Any, reason: str, *about: Any) -> None:
    if not condition:
        raise CaseError(reason.format(*about))


class Cases:
    """f on one gap between stops: cases are chosen and operations proven analytic by signs that a cover gives."""

    def __init__(self, sign: Callable[[Any], int], ends: tuple[Spot, ...]) -> None:
        self.sign, self.ends, self.seen = sign, ends, set[Any]()

    def resolve(self, node: Any) -> Any:
        if not node.free_symbols or not node.args:
            return node
        if isinstance(node, sp.Piecewise):
            for value, condition in node.args:  # type: ignore[misc]
                if self.holds(condition):
                    return self.resolve(value)
            raise CaseError(f"no case of {node} applies on a piece")
        args = [self.resolve(argument) for argument in node.args]
        if isinstance(node, (sp.Max, sp.Min)):
            # In this order the engine compares them.
            while len(args) > 1:
                first, second, *rest = sorted(args, key=sp.default_sort_key)
                quantity = first - second if isinstance(node, sp.Max) else second - first
                args = [first if self.sign(quantity) > 0 else second, *rest]
            return args[0]
        if isinstance(node, (sp.Abs, sp.sign, cbrt)):
            sign = self.sign(args[0])
            third = sp.Rational(1, 3)
            result = {sp.Abs: sign * args[0], sp.sign: sp.Integer(sign), cbrt: sign * (sign * args[0]) ** third}[
                node.func
            ]
        else:
            result = node.func(*args)
        parts: Any = sp.preorder_traversal(result)
        for part in parts:
            if part not in self.seen:
                self.seen.add(part)
                if part.free_symbols:
                    self.defined(part)
        return result

    def defined(self, node: Any) -> None:
        for demand in demands(node):
            sign = self.sign(demand.quantity)
            _require(sign > 0 or (sign and demand.any_sign), "{} needs {}", node, demand.needs)
            for end in self.ends if not demand.branch else ():
                _require(value_sign(demand.quantity, end), "{} needs {}, also at a break", node, demand.needs)

    def holds(self, condition: Any) -> bool:
        if condition in (sp.true, sp.false):
            return condition == sp.true
        if isinstance(condition, (sp.And, sp.Or)):
            answers = [self.holds(part) for part in condition.args]
            return all(answers) if isinstance(condition, sp.And) else any(answers)
        _require(condition.func in _HOLDS, "the condition {}", condition)
        return self.sign(self.resolve(condition.lhs) - self.resolve(condition.rhs)) in _HOLDS[condition.func]


_HOLDS: dict[Any, tuple[int, ...]] = {
    sp.StrictGreaterThan: (1,), sp.GreaterThan: (0, 1), sp.StrictLessThan: (-1,), sp.LessThan: (-1, 0),
    sp.Equality: (0,), sp.Unequality: (-1, 1),
}  # fmt: skip
