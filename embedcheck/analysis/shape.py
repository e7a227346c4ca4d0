"""The points of X where f' vanishes, is infinite, or jumps, and where f'' jumps."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from embedcheck.analysis.interval import IntervalAnalysis, Junction
from embedcheck.analysis.pieces import Piece
from embedcheck.analysis.points import Point, exact_point, order
from embedcheck.analysis.signs import UnknownError


@dataclass
class SpecialPoint:
    """A point of X with a defect of the derivative: 'zero', 'infinite', 'kink' (f' jumps), 'bend' (f'' jumps)."""

    point: Point
    kind: str
    junction: Junction | None
    period: sp.Expr | None = None
    """The point stands for all its copies at this distance on `piece`."""
    piece: Piece | None = None

    @property
    def what(self) -> str:
        return {
            "zero": "f' vanishes",
            "infinite": "f' is infinite",
            "kink": "f' jumps",
            "bend": "f'' jumps or is unbounded",
        }[self.kind] + f" at x = {self.point.text()}"


def defects(analysis: IntervalAnalysis) -> list[SpecialPoint]:
    """Where f fails to be C^1 with f' != 0: zeros, poles and jumps of f', in order of their kind.

    Raises UnknownError where a one-sided derivative is not known.
    """
    result = [
        SpecialPoint(point, "zero", None, found.period, piece)
        for piece, found in zip(analysis.pieces, analysis.slopes, strict=True)
        for point in found.zeros
    ]
    for junction in analysis.junctions:
        where = f"x = {junction.point.text()}"
        slopes = junction.slopes
        finite = [side.finite(1) for side in junction.sides]
        if any(value is False for value in finite):
            result.append(SpecialPoint(junction.point, "infinite", junction))
        elif any(slope == 0 for slope in slopes):
            result.append(SpecialPoint(junction.point, "zero", junction))
        elif junction.c1 is False:
            result.append(SpecialPoint(junction.point, "kink", junction))
        elif junction.c1 is None or any(slope is None for slope in slopes):
            raise UnknownError(f"the one-sided derivatives of f at {where}")
    return result


def finite_slopes(analysis: IntervalAnalysis) -> bool:
    """Whether f' is finite and not 0 on X, one-sided derivatives included, for a strictly monotone f.

    Raises UnknownError where a jump of f' may hide a one-sided derivative 0.
    """
    found = all(spot.kind == "kink" for spot in defects(analysis))
    if found and any(slope is None for junction in analysis.junctions for slope in junction.slopes):
        raise UnknownError("the sign of a one-sided derivative at a break point")
    return found


def next_copy(analysis: IntervalAnalysis, spot: SpecialPoint) -> tuple[sp.Expr, sp.Expr]:
    """The next point of a periodic family on its own piece, and the exact value of f there.

    f' has the period T on the piece, so that f(x + T) - f(x) is constant there. Raises UnknownError.
    """
    assert spot.piece is not None and spot.period is not None
    if spot.point.value is None:
        raise UnknownError("whether a periodic family of special points is fixed: it is not known exactly")
    for step in (spot.period, -spot.period):
        place = spot.point.value + step
        there = exact_point(place)
        if order(spot.piece.lo, there) == -1 and order(there, spot.piece.hi) == -1:
            return place, spot.piece.expr.subs(analysis.x, place)
    raise UnknownError("whether a periodic family of special points is fixed")


def bends(analysis: IntervalAnalysis) -> list[SpecialPoint]:
    """Where f is C^1 and not C^2. Raises UnknownError where that is not known."""
    result: list[SpecialPoint] = []
    for junction in analysis.junctions:
        if junction.c1 and junction.c2 is False:
            result.append(SpecialPoint(junction.point, "bend", junction))
        elif junction.c2 is None:
            raise UnknownError(f"whether f is C^2 at x = {junction.point.text()}")
    return result
