"""Lines y = a x + b against the graph of a strictly monotone map (for 1D-LAYER)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp

from embedcheck.analysis.candidates import float_function
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.pieces import Piece
from embedcheck.analysis.shape import SpecialPoint, next_copy
from embedcheck.analysis.signs import UnknownError, Zeros, zeros
from embedcheck.analysis.text import formula
from embedcheck.balls.constants import constant_sign
from embedcheck.certificate import Fact
from embedcheck.certificate import Line as LineData


@dataclass(frozen=True)
class Line:
    """A line of slope a that the graph meets at most once, and then transversally; `free` says that b is arbitrary."""

    slope: Any
    intercept: sp.Expr | None
    fact: Fact

    @property
    def free(self) -> bool:
        return self.intercept is None


def collinear(analysis: IntervalAnalysis, spots: list[SpecialPoint]) -> bool:
    """Whether the points of the graph over special points, with their periodic copies, lie on one line.

    Decided exactly; raises UnknownError otherwise. At most two points always do. A periodic family lies on a line as
    soon as two of its points do, because f(x + T) - f(x) is constant on its piece.
    """
    places: list[tuple[Any, Any]] = []
    for spot in spots:
        if spot.period is not None:
            places.append(next_copy(analysis, spot))
    if len(spots) + len(places) <= 2:
        return True
    places += [(spot.point.value, analysis.value(spot.point)) for spot in spots]
    if any(value is None for _, value in places):
        raise UnknownError("whether special points of the graph lie on one line: they are not known exactly")
    (x0, y0), (x1, y1), *others = places
    result = True
    for x, y in others:
        sign = constant_sign(sp.expand((y - y0) * (x1 - x0) - (x - x0) * (y1 - y0)))
        if sign is None:
            raise UnknownError("whether special points of the graph lie on one line")
        result = result and sign == 0
    return result


def _grid(piece: Piece) -> Iterator[float]:
    low = -math.inf if piece.lo.infinite else float(piece.lo.ball().mid())
    high = math.inf if piece.hi.infinite else float(piece.hi.ball().mid())
    if math.isinf(low) and math.isinf(high):
        yield from (math.sinh(t / 10) for t in range(-60, 61))
    elif math.isinf(low):
        yield from (high - math.exp(t / 8) for t in range(-48, 49))
    elif math.isinf(high):
        yield from (low + math.exp(t / 8) for t in range(-48, 49))
    else:
        yield from (low + (high - low) * (k + 0.5) / 64 for k in range(64))


def _everywhere(analysis: IntervalAnalysis, quantity: str, value: sp.Expr, sign: int) -> list[Zeros] | None:
    """Covers showing that (f' or f) - value has the sign on every open piece."""
    covers: list[Zeros] = []
    for piece in analysis.pieces:
        function = sp.diff(piece.expr, analysis.x) if quantity == "slope" else piece.expr
        try:
            found = zeros(function - value, piece.lo, piece.hi, analysis.deadline)
        except UnknownError:
            return None
        if found.constant_sign != sign:
            return None
        covers.append(found)
    return covers


def transversal_lines(analysis: IntervalAnalysis) -> Iterator[Line]:
    """Lines in the direction of f that are met at most once; for a free intercept f - a x is strictly monotone."""
    direction = analysis.monotone
    slopes: list[float] = []
    for piece in analysis.pieces:
        evaluate = float_function(sp.diff(piece.expr, analysis.x))
        slopes += [abs(v) for v in (evaluate(t) for t in _grid(piece)) if math.isfinite(v)]
    if not slopes:
        raise UnknownError("the slope of f could not be sampled")
    for bound, above in ((max(slopes) * 1.5, True), (min(slopes) / 2, False)):
        if not 1e-6 < bound < 1e6:
            continue
        limit = sp.Rational(round(bound * 1024) + 1, 1024)
        covers = _everywhere(analysis, "slope", direction * limit, -direction if above else direction)
        if covers is not None:
            slope = direction * (2 * limit if above else limit / 2)
            word = "at most" if above else "at least"
            yield Line(slope, None, _line_fact(slope, direction * limit, None, f"|f'| is {word} {limit} on X", covers))
    yield from _avoided(analysis, direction, slopes)


def _avoided(analysis: IntervalAnalysis, direction: int, slopes: list[float]) -> Iterator[Line]:
    """Lines that the graph does not meet at all."""
    ordered = sorted(slopes)
    middle = ordered[len(ordered) // 2]
    sizes = dict.fromkeys(
        sp.Rational(max(1, round(s * 64)), 64) for s in (1.0, middle, middle * 4, middle / 4) if 1e-3 < s < 1e3
    )
    for size in sizes:
        slope = direction * size
        gaps: list[float] = []
        for piece in analysis.pieces:
            evaluate = float_function(piece.expr - slope * analysis.x)
            gaps += [v for v in (evaluate(t) for t in _grid(piece)) if math.isfinite(v)]
        for bound, sign in ((min(gaps) - 1, 1), (max(gaps) + 1, -1)):
            if abs(bound) > 1e6:
                continue
            intercept = sp.Rational(round(bound * 16), 16)
            covers = _everywhere(analysis, "value", slope * analysis.x + intercept, sign)
            if covers is not None and _ends_avoid(analysis, slope, intercept):
                text = f"f - ({formula(slope * analysis.x + intercept)}) does not vanish on X"
                yield Line(slope, intercept, _line_fact(slope, None, intercept, text, covers))
                return


def _ends_avoid(analysis: IntervalAnalysis, slope: Any, intercept: sp.Expr) -> bool:
    return all(
        junction.value is not None
        and junction.point.value is not None
        and constant_sign(junction.value - slope * junction.point.value - intercept) in (1, -1)
        for junction in analysis.junctions
    )


def _line_fact(
    slope: Any, bound: sp.Expr | None, intercept: sp.Expr | None, statement: str, covers: list[Zeros]
) -> Fact:
    return Fact(
        statement=statement,
        guarantee="exact" if all(cover.exact for cover in covers) else "rigorous",
        evidence=LineData(
            slope=formula(slope),
            bound=None if bound is None else formula(bound),
            intercept=None if intercept is None else formula(intercept),
            covers=tuple(cover.evidence() for cover in covers),
        ),
    )
