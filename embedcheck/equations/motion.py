"""A piecewise analytic increasing map applied to balls, forward and backward (guarantee: rigorous)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import sympy as sp

from embedcheck.analysis.points import Point
from embedcheck.balls import arb
from embedcheck.balls.arith import working_precision
from embedcheck.balls.orbits import Stepper
from embedcheck.balls.program import UnsupportedError
from embedcheck.equations.inverse import Inverse


@dataclass
class Branch:
    """An analytic piece of the map, between two points."""

    low: Point
    high: Point
    step: Stepper
    inverse: Inverse


class Motion:
    """f as analytic pieces in order, each given by its ends and its expression."""

    def __init__(
        self, pieces: Sequence[tuple[Point, Point, sp.Expr]], variable: sp.Symbol, whole: sp.Expr | None = None
    ) -> None:
        """`whole` is a formula of f that holds across the breaks; where it has an enclosure, it serves at them."""
        self.branches: list[Branch] = []
        self._whole: Stepper | None = None
        if whole is not None and len(pieces) > 1:
            with suppress(UnsupportedError):
                self._whole = Stepper(whole, variable)
        for low, high, expr in pieces:
            step = Stepper(expr, variable)
            self.branches.append(Branch(low, high, step, Inverse(step, expr, variable)))

    def _branches(self, x: arb) -> list[Branch]:
        if len(self.branches) == 1:
            return self.branches
        return [branch for branch in self.branches if not (beyond(x, branch.high) == 1 or beyond(x, branch.low) == -1)]

    def image(self, x: arb) -> arb:
        """f(x), without asking whether x is in the domain."""
        if len(self.branches) == 1:
            return self.branches[0].step.image(x)
        met = self._branches(x)
        if len(met) > 1 and self._whole is not None:
            return self._whole.image(x)
        return union([branch.step.image(x) for branch in met])

    def slope(self, x: arb) -> arb:
        """f'(x), of both pieces where two meet."""
        return union([branch.step.slope(x) for branch in self._branches(x)])

    def preimage(self, x: arb, low: arb, high: arb) -> arb:
        """The y with f(y) = x between low and high, f being increasing there."""
        if len(self.branches) == 1:
            return self.branches[0].inverse.image(x, low, high)
        found: list[arb] = []
        for branch in self.branches:
            start, stop = low, high
            if len(self.branches) > 1:
                if beyond(high, branch.low) == -1 or beyond(low, branch.high) == 1:
                    continue
                start, stop = _clip(low, branch.low, 1), _clip(high, branch.high, -1)
                if branch.step.image(start) > x or branch.step.image(stop) < x:
                    continue
            y = branch.inverse.image(x, start, stop)
            if not (beyond(y, branch.low) == -1 or beyond(y, branch.high) == 1):
                found.append(y)
        return union(found)


def beyond(x: arb, point: Point) -> int:
    """1 or -1 when x is proven to lie right or left of the point, else 0."""
    if point.infinite:
        return -1 if point.value == sp.oo else 1
    ball = point.ball(working_precision())
    return 1 if x > ball else -1 if x < ball else 0


def _clip(x: arb, point: Point, direction: int) -> arb:
    """The farther of x and the point in this direction, at the working precision."""
    if beyond(x, point) != -direction or point.infinite:
        return x
    return point.ball(working_precision())


def union(values: list[arb]) -> arb:
    if not values:
        return arb.nan()
    result = values[0]
    for value in values[1:]:
        result = result.union(value)
    return result


def show(x: arb) -> str:
    """A short text of a ball for messages."""
    if not x.is_finite():
        return "an undefined point"
    value = float(x.mid())
    return x.str(12, radius=False) if math.isfinite(value) else str(value)
