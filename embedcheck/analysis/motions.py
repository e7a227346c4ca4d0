"""Fields with solutions in closed form: rotations and stretchings by a quantity that they keep (a search)."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import remembered
from embedcheck.analysis.text import formula
from embedcheck.balls.checks.spots import tame
from embedcheck.balls.pythagoras import same
from embedcheck.certificate import Fact, Motion

_TURNS = (sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh)
_MAX_SIZE = 200


@remembered
def motion(analysis: EuclideanAnalysis) -> Fact | None:
    """F_t, which is f with all arguments of exp, sin, cos ... times t, where it solves a differential equation."""
    exprs, variables = analysis.exprs, list(analysis.variables)
    if not analysis.square or not any(expr.has(*_TURNS) for expr in exprs):
        return None
    if sum(int(sp.count_ops(expr)) for expr in exprs) > _MAX_SIZE:
        return None
    taken = {x.name for x in variables}
    time = sp.Symbol(next(name for name in ("t", "s", "r", "time") if name not in taken), real=True)
    path = [_scaled(expr, time) for expr in exprs]
    if not all(same(one.subs(time, 0), x) for one, x in zip(path, variables, strict=True)):
        return None
    speeds = [sp.diff(one, time) for one in path]
    field = [sp.expand(speed.subs(time, 0)) for speed in speeds]
    there: Any = dict(zip(variables, path, strict=True))
    for speed, wanted in zip(speeds, field, strict=True):
        analysis.deadline.check()
        moved = wanted.subs(there, simultaneous=True)
        if not tame(moved) or not same(speed, moved):
            return None
    return Fact(
        statement=f"the solutions of x' = ({', '.join(map(formula, field))}) are known and lead from x to f(x)",
        guarantee="exact",
        evidence=Motion(field=tuple(map(formula, field)), path=tuple(map(formula, path)), time=time.name),
    )


def _scaled(expr: Any, time: Any) -> Any:
    if isinstance(expr, _TURNS):
        return expr.func(time * expr.args[0]) if expr.free_symbols else expr
    return expr.func(*(_scaled(argument, time) for argument in expr.args)) if expr.args else expr
