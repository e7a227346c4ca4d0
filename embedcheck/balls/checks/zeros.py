"""Cycles, critical points, folds, kinks and invariant lines of a certificate, each checked when it is opened."""

from __future__ import annotations

from typing import Any, NamedTuple

import sympy as sp
from flint import fmpq

from embedcheck import certificate as c
from embedcheck.balls.arith import read_rational, to_sympy
from embedcheck.balls.checks.boxes import BoxFacts, require
from embedcheck.balls.checks.spots import is_zero, read_constant
from embedcheck.balls.constants import compare, constant_sign
from embedcheck.balls.kinks import Wall, leaves, orders_at, wall
from embedcheck.balls.krawczyk import MAX_SIZE, critical_in, cycle_in, cyclic_rows
from embedcheck.balls.local import Sides, near_point, value_at
from embedcheck.balls.matrices import determinant_sign
from embedcheck.balls.spectra import Spectrum

_MAX_TEXT = 60


class Periodic(NamedTuple):
    """A cycle in X: its length, whether it is inside X, whether 1 is proven to be no eigenvalue of the product of the
    derivatives along it, and for a fixed point its derivative."""

    period: int
    interior: bool
    isolated: bool
    derivative: Spectrum | None


class Restricted(NamedTuple):
    """A line x = point + t step, and what a lemma is about: a function on it."""

    place: tuple[Any, ...]
    step: tuple[fmpq, ...]
    images: list[Any]
    variable: Any


class ZeroFacts(BoxFacts):
    """The kinds of facts about single points."""

    def box_inside(self, box: tuple[tuple[str, str], ...]) -> Sides:
        """A box with rational ends in the interior of X."""
        require(len(box) == self.inputs, "a box with {} sides", len(box))
        sides = tuple((read_rational(low), read_rational(high)) for low, high in box)
        require(all(low < high for low, high in sides), "the ends of a box are not in order")
        for corner in zip(*sides, strict=True):
            require(self.inside(tuple(map(to_sympy, corner)), True), "a box is not in the interior of X")
        return sides

    def _square(self) -> None:
        require(self.inputs == self.outputs, "a map with other outputs than inputs")

    def _orbit(self, fact: c.Orbit) -> Periodic:
        self._square()
        count = len(fact.points)
        require(count >= 1 and count * self.inputs <= MAX_SIZE, "the length of a cycle")
        places = [self.place(texts) for texts in fact.points]
        for place, image in zip(places, (*places[1:], places[0]), strict=True):
            for expr, target in zip(self.exprs, image, strict=True):
                require(
                    constant_sign(self.at(expr, place) - target) == 0, "a point is not shown to be mapped to the next"
                )
        for other in places[1:]:
            apart = any(compare(a, b) in (-1, 1) for a, b in zip(places[0], other, strict=True))
            require(apart, "two points of the cycle are not shown to differ")
        rows = [self._derivative(place) for place in places]
        isolated = determinant_sign(cyclic_rows(rows)) != 0
        interior = all(self.inside(place, True) for place in places)
        return Periodic(count, interior, isolated, Spectrum.of_rows(rows[0]) if count == 1 else None)

    def _derivative(self, place: tuple[Any, ...]) -> list[list[Any]]:
        """The derivative of f at a point next to which f is analytic."""
        local = near_point(self.exprs, self.variables, place)
        return [[value_at(entry, self.variables, place) for entry in row] for row in local.jacobian]

    def _cycle(self, fact: c.Cycle) -> Periodic:
        self._square()
        count = len(fact.boxes)
        require(count >= 1 and count * self.inputs <= MAX_SIZE, "the length of a cycle")
        boxes = [self.box_inside(box) for box in fact.boxes]
        for other in boxes[1:]:
            apart = any(a[1] < b[0] or b[1] < a[0] for a, b in zip(boxes[0], other, strict=True))
            require(apart, "two boxes of the cycle are not disjoint")
        derivatives = cycle_in(self.exprs, self.variables, boxes)
        if derivatives is None:
            raise ValueError("the boxes are not shown to hold one cycle")
        return Periodic(count, True, True, Spectrum(derivatives[0]) if count == 1 else None)

    def _critical(self, fact: c.Critical) -> bool:
        expr, sides = self.direction(fact.direction), self.box_inside(fact.box)
        require(
            critical_in(expr, self.variables, sides), "the box is not shown to hold a non-degenerate critical point"
        )
        return True

    def _folded(self, fact: c.Folded) -> int:
        """An upper bound of the rank of the derivative at some point of the segment between the two."""
        self.smooth()
        self._square()
        signs = [determinant_sign(self._derivative(self.place(texts))) for texts in (fact.first, fact.second)]
        require(signs[0] * signs[1] == -1, "the determinants are not shown to have opposite signs")
        return self.inputs - 1

    def _step(self, texts: tuple[str, ...]) -> tuple[fmpq, ...]:
        require(len(texts) == self.inputs, "a direction with {} coordinates", len(texts))
        step = tuple(read_rational(text) for text in texts)
        require(any(step), "the direction of a line is zero")
        return step

    def _on_line(self, texts: tuple[str, ...], step: tuple[fmpq, ...], exprs: list[Any]) -> Restricted:
        """Functions on a line, in a new variable; the base point need not be in X."""
        require(len(texts) == self.inputs and all(len(t) <= _MAX_TEXT for t in texts), "the point of a line")
        place, t = tuple(read_constant(text) for text in texts), sp.Dummy(real=True)
        moved = {x: p + t * to_sympy(s) for x, p, s in zip(self.variables, place, step, strict=True)}
        return Restricted(place, step, [expr.subs(moved, simultaneous=True) for expr in exprs], t)

    def _chord(self, fact: c.Chord) -> Restricted:
        return self._on_line(fact.point, self._step(fact.step), [self.direction(fact.direction)])

    def _invariant(self, fact: c.Invariant) -> Restricted:
        """f(point + t step) = point + g(t) step; the only image is g."""
        self._square()
        line = self._on_line(fact.point, self._step(fact.step), self.exprs)
        axis = next(k for k, s in enumerate(line.step) if s != 0)
        own = (line.images[axis] - line.place[axis]) / to_sympy(line.step[axis])
        for image, p, s in zip(line.images, line.place, line.step, strict=True):
            require(is_zero(image - p - to_sympy(s) * own), "the line is not shown to be invariant")
        return line._replace(images=[own])

    def _kink(self, fact: c.Kink) -> int:
        """1 when the first derivatives jump across the hyperplane, 2 when the second ones do."""
        self._square()
        require(self.whole, "X is not all of R^n")
        require(self.regularity in ("Lip", "Comega"), "f is not seen to be analytic off its kinks")
        normal, level = self._step(fact.normal), read_constant(fact.level)
        found: Wall = wall(self.exprs, self.variables, normal, level)
        regular, leaving = self.place(fact.regular), self.place(fact.leaving)
        order = orders_at(found, regular)
        require(leaves(found, self.exprs, leaving), "the point of the hyperplane is not shown to leave it")
        return order
