"""Facts about error floors that follow from arcs and from degrees, each checked when it is opened."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import sympy as sp
from flint import fmpq, fmpq_mat

from embedcheck import certificate as c
from embedcheck.balls.arith import read_rational, to_sympy
from embedcheck.balls.checks.boxes import require
from embedcheck.balls.checks.facts import FactError
from embedcheck.balls.checks.levels import LevelFacts
from embedcheck.balls.checks.positivity import SignProofs
from embedcheck.balls.checks.spots import expanded
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.regions import Region, Side

Vertex = tuple[fmpq, fmpq]
_MAX_VERTICES = 40


def turn(a: Vertex, b: Vertex, p: Vertex) -> fmpq:
    """Twice the area of a triangle, positive when a, b, p go around to the left."""
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def crossings(first: list[Vertex], second: list[Vertex]) -> list[int] | None:
    """The senses in which edges of two polygons cross; None where they touch in another way."""
    found: list[int] = []
    for (a, b), (p, q) in itertools.product(itertools.pairwise(first), itertools.pairwise(second)):
        one, other = (turn(a, b, p), turn(a, b, q)), (turn(p, q, a), turn(p, q, b))
        if one[0] * one[1] > 0 or other[0] * other[1] > 0:
            continue
        if one[0] * one[1] == 0 or other[0] * other[1] == 0:
            return None
        found.append(1 if one[1] > one[0] else -1)
    return found


def face_gap(exprs: list[Any], point: list[Any], row: list[fmpq], floor: fmpq, sign: int) -> Any:
    """What must not be negative on a face: sign times the row of matrix (f - point), minus the floor."""
    parts = (to_sympy(a) * (expr - y) for a, expr, y in zip(row, exprs, point, strict=True))
    return sign * sum(parts, sp.S.Zero) - to_sympy(floor)


def on_edge(expr: Any, variables: tuple[Any, ...], start: Vertex, stop: Vertex) -> tuple[Any, Region]:
    """A function on an edge that is parallel to an axis, in the variable that moves."""
    moving = [k for k in (0, 1) if start[k] != stop[k]]
    require(len(moving) == 1, "an edge that is not parallel to an axis")
    k = moving[0]
    low, high = sorted((start[k], stop[k]))
    region = Region({variables[k]: Side(to_sympy(low), to_sympy(high), True, True)})
    return expr.subs(variables[1 - k], to_sympy(start[1 - k])), region


class Degrees(NamedTuple):
    """The degrees over a point on boxes without common inner points, and a lower bound of its distance from the values
    on their boundaries."""

    signs: tuple[int, ...]
    floor: fmpq


class FloorFacts(LevelFacts):
    """The kinds of facts about arcs and about degrees."""

    def _arcs(self, fact: c.Arcs) -> fmpq:
        """A lower bound of the distance."""
        require(self.inputs == 2, "a map of two variables")
        expr = self.component(fact.component)
        top, low, high, bottom = (read_rational(text) for text in (fact.top, fact.low, fact.high, fact.bottom))
        floor = min(top - high, low - bottom) / 2
        require(floor > 0, "the bounds leave no gap")
        first, second = self._polygon(fact.first), self._polygon(fact.second)
        found = crossings(first, second)
        if found is None:
            raise FactError("the arcs touch each other")
        # Edges in a box that are parallel to its sides cross in its interior.
        require(sum(found), "the arcs do not cross, counted with signs")
        edges = len(first) + len(second) - 2
        require(len(fact.proofs) == edges, "the number of proofs")
        proofs = iter(fact.proofs)
        for polygon, sign, edge, bound in ((first, 1, top, low), (second, -1, bottom, high)):
            for end in (polygon[0], polygon[-1]):
                gap = sign * (self.at(expr, tuple(map(to_sympy, end))) - to_sympy(edge))
                require(constant_sign(gap) in (0, 1), "the value at the end of an arc")
            for start, stop in itertools.pairwise(polygon):
                function, region = on_edge(expr, self.variables, start, stop)
                gap = expanded(sign * (function - to_sympy(bound)))
                SignProofs(self.budget).check(next(proofs), gap, region, False)
        return floor

    def _covered(self, fact: c.Covered) -> Degrees:
        self.square(len(fact.point))
        floor, point = read_rational(fact.floor), [to_sympy(read_rational(text)) for text in fact.point]
        require(floor > 0 and 0 < len(fact.patches) <= 2, "a floor that is not positive, or the number of boxes")
        if len(fact.patches) == 2:
            one, other = fact.patches
            apart = any(
                read_rational(b) <= read_rational(c_) or read_rational(d) <= read_rational(a)
                for a, b, c_, d in zip(one.low, one.high, other.low, other.high, strict=True)
            )
            require(apart, "the boxes have common inner points")
        return Degrees(tuple(self._patch(patch, point, floor) for patch in fact.patches), floor)

    def _patch(self, patch: c.Patch, point: list[Any], floor: fmpq) -> int:
        """The degree on the box: matrix (f - point) does not vanish on the way to the identity about the centre."""
        for corner in (patch.low, patch.high):
            self.place(corner)
        low, high = ([to_sympy(read_rational(text)) for text in texts] for texts in (patch.low, patch.high))
        require(all(a < b for a, b in zip(low, high, strict=True)), "an empty box")
        matrix = self.rational_rows(patch.matrix, self.inputs)
        require(all(sum(a * a for a in row) <= 1 for row in matrix), "a row that is longer than 1")
        require(len(patch.proofs) == 2 * self.inputs, "the number of faces")
        proofs = iter(patch.proofs)
        region = Region({x: Side(a, b, True, True) for x, a, b in zip(self.variables, low, high, strict=True)})
        for x, row in zip(self.variables, matrix, strict=True):
            for sign, end in zip((-1, 1), region.sides[x][:2], strict=True):
                gap = face_gap(self.exprs, point, row, floor, sign).subs(x, end)
                SignProofs().check(next(proofs), expanded(gap), region.without(x), False)
        return 1 if fmpq_mat(matrix).det() > 0 else -1

    def _polygon(self, rows: tuple[tuple[str, ...], ...]) -> list[Vertex]:
        require(2 <= len(rows) <= _MAX_VERTICES, "the number of vertices of an arc")
        found: list[Vertex] = []
        for row in rows:
            require(len(row) == 2, "a vertex with {} coordinates", len(row))
            vertex = read_rational(row[0]), read_rational(row[1])
            require(self.inside(tuple(map(to_sympy, vertex)), False), "an arc is not in X")
            found.append(vertex)
        return found
