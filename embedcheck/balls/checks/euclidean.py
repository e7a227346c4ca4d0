"""The facts of a certificate about a map with several variables or outputs, each checked when it is opened."""

from __future__ import annotations

import itertools
from typing import Any

import sympy as sp
from flint import fmpq_mat

from embedcheck import certificate as c
from embedcheck.balls.arith import read_rational
from embedcheck.balls.checks.boxes import BoxFacts, require
from embedcheck.balls.checks.spots import MAX_OPERATIONS, expanded, is_zero, read_constant
from embedcheck.balls.constants import compare, constant_sign
from embedcheck.balls.linear import Affine
from embedcheck.balls.local import near_point
from embedcheck.balls.matrices import determinant_sign, independent, rank_bound
from embedcheck.balls.real_linear import RealAffine, affine_map
from embedcheck.balls.structure import CLASSES


class EuclideanFacts(BoxFacts):
    """The kinds of facts of affine maps, of values and of derivatives at exact points."""

    def _structure(self, fact: c.Structure) -> str:
        found = min((self.structure.regularity(expr) for expr in self.exprs), key=CLASSES.index)
        require(CLASSES.index(fact.regularity) <= CLASSES.index(found), "f is not seen to be {}", fact.regularity)
        self.regularity = fact.regularity
        return fact.regularity

    def _linearmap(self, fact: c.LinearMap) -> Affine | RealAffine | None:
        """The map with its structure; None where irrational entries leave that open."""
        shape = len(fact.matrix) == len(fact.shift) == self.outputs
        require(shape and all(len(row) == self.inputs for row in fact.matrix), "the shape of the matrix")
        matrix = [[read_constant(text) for text in row] for row in fact.matrix]
        shift = [read_constant(text) for text in fact.shift]
        for expr, row, start in zip(self.exprs, matrix, shift, strict=True):
            image = sum(a * x for a, x in zip(row, self.variables, strict=True)) + start
            require(is_zero(expr - image), "f is not this affine map")
        rational = all(isinstance(entry, sp.Rational) for row in (*matrix, shift) for entry in row)
        try:
            return affine_map(matrix, shift)
        except ValueError:
            if rational:
                raise
            return None

    def _combinations(self, fact: c.Combinations) -> int:
        """How many there are."""
        require(fact.rows and all(len(row) == self.outputs for row in fact.rows), "the shape of the combinations")
        rows = [[read_rational(text) for text in row] for row in fact.rows]
        require(fmpq_mat(rows).rank() == len(rows), "the combinations are not independent")
        for row in fact.rows:
            expr = self.direction(row)
            slopes = [expanded(sp.diff(expr, x)) for x in self.variables]
            rest = expanded(expr - sum(slope * x for slope, x in zip(slopes, self.variables, strict=True)))
            affine = not any(part.free_symbols for part in (*slopes, rest))
            require(affine, "a combination of the components is not seen to be affine")
        return len(rows)

    def _points(self, fact: c.Points) -> int:
        """A lower bound of the dimension of the affine hull of f(X)."""
        places = [self.place(texts) for texts in fact.points]
        require(2 <= len(places) <= self.outputs + 1, "the number of points")
        first, *others = [[self.at(expr, place) for expr in self.exprs] for place in places]
        rows = [[b - a for a, b in zip(first, other, strict=True)] for other in others]
        require(independent(rows), "the values are not shown to be affinely independent")
        return len(rows)

    def _collision(self, fact: c.Collision) -> bool:
        first, second = self.place(fact.first), self.place(fact.second)
        apart = any(compare(a, b) in (-1, 1) for a, b in zip(first, second, strict=True))
        require(apart, "the two points are not shown to differ")
        for expr in self.exprs:
            gap = self.at(expr, first) - self.at(expr, second)
            require(constant_sign(gap) == 0, "the two values are not shown to be equal")
        return True

    def _rankat(self, fact: c.RankAt) -> int:
        self.smooth()
        place = self.place(fact.point)
        rows = [[self.at(sp.diff(expr, x), place) for x in self.variables] for expr in self.exprs]
        require(fact.rank >= 0 and rank_bound(rows) <= fact.rank, "the rank of the derivative")
        return fact.rank

    def _nondegenerate(self, fact: c.Nondegenerate) -> bool:
        self.smooth()
        place, expr = self.place(fact.point, True), self.direction(fact.direction)
        slopes = [sp.diff(expr, x) for x in self.variables]
        require(all(sp.count_ops(slope) <= MAX_OPERATIONS for slope in slopes), "derivatives that grow")
        critical = all(constant_sign(self.at(slope, place)) == 0 for slope in slopes)
        require(critical, "the point is not shown to be critical")
        second = [[self.at(sp.diff(slope, x), place) for x in self.variables] for slope in slopes]
        require(determinant_sign(second), "the critical point is not shown to be non-degenerate")
        return True

    def _turned(self, fact: c.Turned) -> bool:
        place = self.place(fact.point, True)
        require(self.inputs == self.outputs, "a determinant of a matrix that is not square")
        local = near_point(self.exprs, self.variables, place)
        rows = [[self.at(entry, place) for entry in row] for row in local.jacobian]
        require(determinant_sign(rows) == -1, "the determinant is not shown to be negative")
        return True

    def _extremum(self, fact: c.Extremum) -> bool:
        place, other = self.place(fact.point, True), self.place(fact.other)
        expr = self.direction(fact.direction)
        require(fact.sign in (-1, 1), "the sign of an extremum")
        gap = fact.sign * (expr - self.at(expr, place))
        require(self.structure.never_negative(expanded(gap)), "the value is not shown to be extreme")
        require(constant_sign(self.at(gap, other)), "the function is not shown to take another value")
        return True

    def _symmetric(self, fact: c.Symmetric) -> int:
        """The dimension of the span."""
        centre, chosen = self.place(fact.centre, True), fact.variables
        require(chosen and all(a < b for a, b in itertools.pairwise(chosen)), "the variables are not in order")
        require(chosen[0] >= 0 and chosen[-1] < self.inputs, "a variable that does not exist")
        sides: list[dict[Any, Any]] = []
        for sign in (1, -1):
            moved = [
                p + sign * x if k in chosen else p for k, (x, p) in enumerate(zip(self.variables, centre, strict=True))
            ]
            sides.append(dict(zip(self.variables, moved, strict=True)))
        for expr in self.exprs:
            gap = expr.subs(sides[0], simultaneous=True) - expr.subs(sides[1], simultaneous=True)
            require(is_zero(gap), "f is not shown to be even about the centre")
        return len(chosen)
