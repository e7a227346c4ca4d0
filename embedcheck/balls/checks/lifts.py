"""Facts about maps that need few extra dimensions, each checked when it is opened."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import sympy as sp
from flint import fmpq_mat

from embedcheck import certificate as c
from embedcheck.balls.arith import read_rational, to_sympy
from embedcheck.balls.checks.boxes import require
from embedcheck.balls.checks.readouts import ReadoutFacts
from embedcheck.balls.pythagoras import same
from embedcheck.parsing import to_text


class Lift(NamedTuple):
    """How many extra dimensions are enough, how many variables are kept, whether the embedding is onto R^n."""

    extra: int
    kept: int
    onto: bool


class LiftFacts(ReadoutFacts):
    """The kinds of facts about few extra dimensions."""

    def _lifted(self, fact: c.Lifted) -> Lift:
        self.smooth()
        kept = list(fact.kept)
        known = all(a < b for a, b in itertools.pairwise(kept)) and all(0 <= k < self.inputs for k in kept)
        count = self.inputs - len(kept)
        require(known and count > 0, "the variables that are kept")
        extra = self.outputs - count
        require(extra >= 0, "more functions than components")
        shape = len(fact.factors) == len(fact.functions) == count
        require(shape and all(len(row) == self.outputs for row in fact.factors), "the shape of the factors")
        own = {self.variables[k] for k in kept}
        for row, text in zip(fact.factors, fact.functions, strict=True):
            factors = [self.read_function(entry) for entry in row]
            for factor in factors:
                require(factor.free_symbols <= own, "a factor depends on a variable that is not kept")
                require(self.structure.regularity(factor) == "Comega", "a factor is not seen to be analytic")
            image = sum((a * expr for a, expr in zip(factors, self.exprs, strict=True)), sp.S.Zero)
            require(same(self.read_function(text), image), "a function is not this product with f")
        names = self.data.map.vars
        exprs = (*(to_text(self.read_function(text)) for text in fact.functions), *(names[k] for k in kept))
        told = c.MapData(expr=exprs, vars=names, domain=self.data.map.domain)
        facts = (c.Structure(regularity="Comega"), fact.proof)
        whole = c.Certificate(schema=c.SCHEMA, map=told, facts=facts, cells=())
        return Lift(extra, len(kept), type(self)(whole, self.prove).results[1].onto)

    def _network(self, fact: c.Network) -> list[Any]:
        """The combinations."""
        require(0 < len(fact.rows) <= self.outputs, "the number of combinations")
        require(all(len(row) == self.outputs for row in fact.rows), "the shape of the combinations")
        rows = [[read_rational(text) for text in row] for row in fact.rows]
        require(fmpq_mat(rows).rank() == len(rows), "the combinations are not independent")
        return [sum((to_sympy(a) * expr for a, expr in zip(row, self.exprs, strict=True)), sp.S.Zero) for row in rows]
