"""Coordinates in which a map is another one: polynomial ones and logarithms, each checked when it is opened."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck import certificate as c
from embedcheck.balls.checks.boxes import require
from embedcheck.balls.checks.diffeos import Conjugation, DiffeoFacts
from embedcheck.balls.checks.spots import tame
from embedcheck.balls.compositions import undoes
from embedcheck.balls.constants import compare

MAX_CHART_DEGREE = 12


class ChartFacts(DiffeoFacts):
    """The kinds of facts about new coordinates that are not linear."""

    def _straightened(self, fact: c.Straightened) -> Conjugation:
        """Polynomials h and k with k(h(x)) = x and h(k(x)) = x: h is a diffeomorphism of R^n onto R^n."""
        self.square(len(fact.images))
        require(len(fact.inverse) == self.inputs, "the number of coordinates")
        images, back = ([self.read_function(text) for text in texts] for texts in (fact.images, fact.inverse))
        for expr in (*images, *back):
            small = expr.is_polynomial(*self.variables) and tame(expr)
            require(small, "a coordinate is not seen to be a small polynomial")
            require(sp.total_degree(sp.expand(expr)) <= MAX_CHART_DEGREE, "a coordinate of a large degree")
        for outer, inner in ((back, images), (images, back)):
            require(undoes(outer, inner, list(self.variables)), "the inverse of other coordinates")
        return Conjugation(images, False)

    def _logarithms(self, fact: c.Logarithms) -> Conjugation:
        """X lies where these variables are positive."""
        self.square()
        _ = self.numbers(fact.variables)
        for k in fact.variables:
            low, _, closed, _ = self.box[k]
            order = compare(low.value, sp.S.Zero)
            require(order == 1 or (order == 0 and not closed), "a variable that is not positive on X")
        images: list[Any] = list(self.variables)
        for k in fact.variables:
            images[k] = sp.log(images[k])
        return Conjugation(images, False, fact.variables)
