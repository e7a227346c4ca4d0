"""Facts with their evidence, as the rules quote them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from embedcheck.analysis.cover import UnknownError, Zeros
from embedcheck.analysis.interval import FixedPoint, IntervalAnalysis, remembered
from embedcheck.analysis.points import Point, order
from embedcheck.analysis.text import formula
from embedcheck.balls.onesided import OneSided
from embedcheck.certificate import AffineMap, Demand, Fact, FixedPoints, Local, Pieces, Side, Slope


@remembered
def definedness(analysis: IntervalAnalysis) -> Fact:
    """f is defined and real on X, and analytic on each piece."""
    pieces = analysis.pieces
    count = "one analytic expression" if len(pieces) == 1 else f"{len(pieces)} analytic pieces"
    used = analysis.splitting.used
    stops = [analysis.lo, analysis.hi]
    for point in [*(piece.lo for piece in pieces), *(point for found in used for point in found.zeros)]:
        _insert(stops, point)
    return Fact(
        statement=f"f is defined on X by {count}",
        guarantee="rigorous",
        evidence=Pieces(
            stops=tuple(stop.data() for stop in stops),
            breaks=tuple(_position(stops, piece.lo) for piece in pieces[1:]),
            demands=demands(used, stops),
        ),
    )


def demands(used: Iterable[Zeros], stops: list[Point]) -> tuple[Demand, ...]:
    """The covers between their stops, each once."""
    return tuple(
        dict.fromkeys(
            Demand(
                function=formula(found.function),
                first=_position(stops, found.lo),
                last=_position(stops, found.hi),
                cover=found.evidence(stops),
            )
            for found in used
        )
    )


def _position(stops: list[Point], point: Point) -> int:
    for index, stop in enumerate(stops):
        if stop is point or order(stop, point) == 0:
            return index
    raise UnknownError(f"{point.text()} is not one of the stops")


def _insert(stops: list[Point], point: Point) -> None:
    for index, stop in enumerate(stops):
        comparison = order(point, stop)
        if comparison is None:
            raise UnknownError("the order of two break points")
        if comparison == 0:
            return
        if comparison < 0:
            stops.insert(index, point)
            return
    raise UnknownError("a break point outside X")


@remembered
def slope(analysis: IntervalAnalysis) -> Fact:
    """The zeros and signs of f' on each piece."""
    found = analysis.slopes
    zeros = [
        point.text() + ("" if one.period is None else f" + k*{formula(one.period)}")
        for one in found
        for point in one.zeros
    ]
    direction = {1: "f' > 0", -1: "f' < 0"}.get(analysis.monotone, "the sign of f' is known") + " inside the pieces"
    if zeros:
        direction += f", except that f' = 0 at x = {', '.join(zeros[:6])}"
    return Fact(
        statement=direction,
        guarantee="exact" if all(one.exact for one in found) else "rigorous",
        evidence=Slope(covers=tuple(one.evidence() for one in found)),
    )


@remembered
def fixed_points(analysis: IntervalAnalysis) -> Fact:
    """All fixed points in X."""
    fixed = analysis.fixed
    texts = [fixed_text(point) for point in fixed.points]
    if fixed.intervals:
        texts += [f"the interval from {p.lo.text()} to {p.hi.text()}" for p in fixed.intervals]
    statement = "f has no fixed point in X" if not texts else f"the fixed points in X are {'; '.join(texts)}"
    return Fact(statement=statement, guarantee="rigorous", evidence=FixedPoints(covers=analysis.fixed_evidence()))


def fixed_text(point: FixedPoint) -> str:
    """`0 (multiplier 2)`, with the period of a family."""
    copies = "" if point.period is None else f" + k*{formula(point.period)}"
    if point.multiplier is not None:
        return f"{point.point.text()}{copies} (multiplier {formula(point.multiplier)})"
    if point.multiplier_ball.is_finite():
        return f"{point.point.text()}{copies} (multiplier {point.multiplier_ball.str(8, radius=False)})"
    return point.point.text() + copies


def _side(side: OneSided | None) -> Side | None:
    if side is None or (side.analytic is True and side.starts == [None] * 3):
        return None
    first, second, third = (None if start is None else str(start) for start in side.starts)
    return Side(starts=(first, second, third))


def local(analysis: IntervalAnalysis, statement: str) -> Fact:
    """A statement about the one-sided behaviour of f at the break points and at the ends that belong to X."""
    evidence = Local(sides=tuple((_side(junction.left), _side(junction.right)) for junction in analysis.junctions))
    return Fact(statement=statement, guarantee="rigorous", evidence=evidence)


def affine(slope_: Any, intercept: Any, statement: str) -> Fact:
    """f is an affine function on X."""
    return Fact(
        statement=statement,
        guarantee="exact",
        evidence=AffineMap(slope=formula(slope_), intercept=formula(intercept)),
    )


def shape(analysis: IntervalAnalysis, statement: str) -> tuple[Fact, Fact, Fact]:
    """Definedness, the signs of f', and what its one-sided limits show."""
    return definedness(analysis), slope(analysis), local(analysis, statement)
