"""Fields whose solutions are known in closed form, checked when they are opened."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck import certificate as c
from embedcheck.balls.checks.boxes import require
from embedcheck.balls.checks.charts import ChartFacts
from embedcheck.balls.pythagoras import same
from embedcheck.balls.structure import Structure, factor_range
from embedcheck.parsing import read_map


class MotionFacts(ChartFacts):
    """The kind of facts about solutions of a field from x at the time 0 to f(x) at the time 1."""

    def _motion(self, fact: c.Motion) -> bool:
        self.square(len(fact.field))
        require(len(fact.path) == self.inputs, "the number of components")
        field = [self.read_function(text) for text in fact.field]
        line = factor_range(-sp.oo, sp.oo, False, False)
        whole = Structure(dict.fromkeys(self.variables, line))
        require(all(whole.regularity(v) == "Comega" for v in field), "the field is not seen to be analytic on R^n")
        names = (*self.data.map.vars, fact.time)
        require(fact.time not in self.data.map.vars, "the name of the time is that of a variable")
        readings = [read_map(text, names) for text in fact.path]
        require(all(len(one.components) == 1 and not one.removed for one in readings), "no path")
        path: list[Any] = [one.components[0] for one in readings]
        time = readings[0].variables[-1]
        ranges = [factor_range(low.value, high.value, *closed) for low, high, *closed in self.box]
        wide = Structure(
            {**dict(zip(self.variables, ranges, strict=True)), time: factor_range(sp.S.Zero, sp.S.One, True, True)}
        )
        require(all(wide.regularity(one) == "Comega" for one in path), "the path is not seen to be analytic on X")
        there = dict(zip(self.variables, path, strict=True))
        for x, expr, one, speed in zip(self.variables, self.exprs, path, field, strict=True):
            require(same(one.subs(time, 0), x), "a path that does not start at x")
            require(same(one.subs(time, 1), expr), "a path that does not end at f(x)")
            require(same(sp.diff(one, time), speed.subs(there, simultaneous=True)), "a path that leaves the field")
        return True
