"""How far a map of one variable is from being increasing: the largest drop f(p) - f(q) over p < q."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.local import end_limit
from embedcheck.analysis.points import Point
from embedcheck.analysis.signs import UnknownError
from embedcheck.analysis.text import formula
from embedcheck.balls.constants import compare


@dataclass(frozen=True)
class Descent:
    """Half of the largest drop, exact: a constant, or oo."""

    value: sp.Expr

    @property
    def text(self) -> str:
        return "oo" if self.value == sp.oo else formula(self.value)

    @property
    def positive(self) -> bool:
        return self.value != 0

    @property
    def exact(self) -> bool:
        return True

    def at_most(self, other: Descent) -> bool:
        comparison = compare(self.value, other.value)
        if comparison is None:
            raise UnknownError("which of two error floors is smaller")
        return comparison <= 0


def largest_descent(analysis: IntervalAnalysis, direction: int) -> Descent:
    """Half of sup over p < q of direction * (f(p) - f(q)), from the exact values where f can turn.

    Raises UnknownError when a turning value is not known exactly, or when there are infinitely many.
    """
    if analysis.infinitely_critical:
        raise UnknownError("infinitely many turning points")
    stops = [value * direction for value in _turning_values(analysis)]
    best: sp.Expr = sp.S.Zero
    for i, high in enumerate(stops):
        for low in stops[i + 1 :]:
            drop = sp.oo if sp.oo in (high, -low) and high != low else high - low if high != low else sp.S.Zero
            comparison = compare(best, drop)
            if comparison is None:
                raise UnknownError("the order of two turning values")
            if comparison < 0:
                best = drop
    return Descent(best if best == sp.oo else best / 2)


def _turning_values(analysis: IntervalAnalysis) -> list[sp.Expr]:
    values: list[sp.Expr] = []
    for piece, found in zip(analysis.pieces, analysis.slopes, strict=True):
        values.append(end_limit(piece.expr, piece.lo, "right"))
        values += [_value(analysis, point) for point in found.zeros]
        values.append(end_limit(piece.expr, piece.hi, "left"))
    return values


def _value(analysis: IntervalAnalysis, point: Point) -> sp.Expr:
    value = analysis.value(point)
    if value is None:
        raise UnknownError(f"the exact value of f at {point.text()}")
    return value
