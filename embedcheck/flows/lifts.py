"""Fields in a few more dimensions for maps that some functions complete (guarantee: numeric)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from embedcheck import certificate as c
from embedcheck.errors import InputError
from embedcheck.flows.isotopies import IsotopyFlow, inner_point
from embedcheck.flows.spaces import SpaceFlow, State, compiled, exact_number
from embedcheck.maps import Domain, Interval, Map
from embedcheck.parsing import parse_expression


class LiftFlow(SpaceFlow):
    """The isotopy of ND-NONAUTO for F(x, z) = (f(x) + N(y) z, y), y the variables that are kept (AUG-GRAPH).

    The columns of N are a basis of the kernel of the factors: these are constant, or f has two components.
    """

    autonomous = False

    def __init__(self, subject: Map, lifted: c.Lifted) -> None:
        extra = subject.outputs - len(lifted.factors)
        super().__init__(subject, "Comega", "the contraction of a completed map", extra)
        names = [x.name for x in subject.variables]
        factors = [[parse_expression(text, names) for text in row] for row in lifted.factors]
        kernel = _kernel(factors)
        extras = [sp.Symbol(f"z{k}_", real=True) for k in range(extra)]
        sums = [
            f + sum((n * z for n, z in zip(row, extras, strict=True)), sp.S.Zero)
            for f, row in zip(subject.components, kernel, strict=True)
        ]
        exprs = [*sums, *(subject.variables[k] for k in lifted.kept)]
        variables = [*subject.variables, *extras]
        base = [*(exact_number(inner_point(factor)) for factor in subject.domain.factors), *[0] * extra]
        slopes = compiled(variables, [sp.Matrix([[sp.diff(e, x) for x in variables] for e in exprs]).det()])
        if slopes(base)[0] < 0:
            exprs = [expr.subs(extras[0], -extras[0]) for expr in exprs]
        line = Interval(-sp.oo, sp.oo, False, False)
        domain = Domain((*subject.domain.factors, *[line] * extra))
        self._inner = IsotopyFlow(Map(exprs, domain=domain, vars=[x.name for x in variables]), "Comega")

    def readout(self, state: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(state[: self.map.outputs])

    def advance(self, h: State, t: Any) -> State:
        return self._inner.advance(h, t)

    def velocity(self, h: State, t: Any) -> State:
        return self._inner.velocity(h, t)


def _kernel(factors: list[list[Any]]) -> list[list[Any]]:
    """A matrix whose columns are a basis of the kernel."""
    if not any(entry.free_symbols for row in factors for entry in row):
        columns = sp.Matrix(factors).nullspace()
        return [[column[k] for column in columns] for k in range(len(factors[0]))]
    if len(factors) == 1 and len(factors[0]) == 2:
        first, second = factors[0]
        return [[-second], [first]]
    raise InputError("no flow is offered for factors of this form")
