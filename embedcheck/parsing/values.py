"""Exact values of accepted expressions at exact points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import sympy as sp
from sympy.core.relational import Relational

from embedcheck.errors import DomainError
from embedcheck.parsing.build import SIGNS, Builder, rebuild

Order = Callable[[sp.Expr, sp.Expr], "int | None"]
"""Decides the order of two real constants: -1, 0, 1, or None."""

_HOLDS: dict[str, tuple[int, ...]] = {
    "<": (-1,),
    "<=": (-1, 0),
    ">": (1,),
    ">=": (0, 1),
    "==": (0,),
    "!=": (-1, 1),
}


def substitute(expr: sp.Expr, point: Mapping[sp.Symbol, sp.Expr], order: Order) -> sp.Expr:
    """The value of an accepted expression with every variable replaced by an exact real constant.

    Only the branch of a Piecewise that applies is evaluated. DomainError when the value is undefined or not real, or a
    condition is not decided by `order`.
    """
    return cast("sp.Expr", _Substitution(point, order).value(expr))


class _Substitution:
    def __init__(self, point: Mapping[sp.Symbol, sp.Expr], order: Order) -> None:
        self._point = point
        self._order = order
        self._builder = Builder()

    def value(self, node: Any) -> Any:
        if isinstance(node, sp.Symbol):
            return self._point[node]
        if not node.args:
            return node
        if isinstance(node, sp.Piecewise):
            for value, condition in cast("Any", node.args):
                if self.holds(condition):
                    return self.value(value)
            raise DomainError("no condition of Piecewise holds there")
        args = [self.value(arg) for arg in node.args]
        return rebuild(node, args, self._builder)

    def holds(self, condition: Any) -> bool:
        if condition is sp.true or condition is sp.false:
            return condition is sp.true
        if isinstance(condition, Relational):
            sides = cast("Any", condition)
            order = self._order(self.value(sides.lhs), self.value(sides.rhs))
            if order is None:
                raise DomainError("a condition of Piecewise could not be decided there")
            return order in _HOLDS[SIGNS[condition.func]]
        answers = (self.holds(part) for part in condition.args)
        return all(answers) if isinstance(condition, sp.And) else any(answers)
