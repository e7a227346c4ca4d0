"""Facts with their evidence, as the rules quote them."""

from __future__ import annotations

import sympy as sp

from embedcheck.analysis.interval import FixedPoint, IntervalAnalysis, Junction
from embedcheck.analysis.text import formula
from embedcheck.balls.arith import ball_text
from embedcheck.certificate import Enclosure, Evidence, ExactIdentity, ExactPoint, Fact, LocalExpansion, Witness


def definedness(analysis: IntervalAnalysis) -> Fact:
    """f is defined and real on X, and analytic on each piece."""
    pieces = analysis.pieces
    count = "one analytic expression" if len(pieces) == 1 else f"{len(pieces)} analytic pieces"
    return Fact(
        kind="defined",
        statement=f"f is defined on X by {count}",
        guarantee="rigorous",
        evidence=tuple(analysis.splitting.evidence),
    )


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
        kind="slope",
        statement=direction,
        guarantee="exact" if all(one.exact for one in found) else "rigorous",
        evidence=tuple(one.evidence() for one in found),
    )


def fixed_points(analysis: IntervalAnalysis) -> Fact:
    """All fixed points in X."""
    fixed = analysis.fixed
    texts = [fixed_text(point) for point in fixed.points]
    if fixed.intervals:
        texts += [f"the interval from {p.lo.text()} to {p.hi.text()}" for p in fixed.intervals]
    statement = "f has no fixed point in X" if not texts else f"the fixed points in X are {'; '.join(texts)}"
    return Fact(kind="fixed-points", statement=statement, guarantee="rigorous", evidence=analysis.fixed_evidence())


def fixed_text(point: FixedPoint) -> str:
    """`0 (multiplier 2)`, with the period of a family."""
    copies = "" if point.period is None else f" + k*{formula(point.period)}"
    if point.multiplier is not None:
        return f"{point.point.text()}{copies} (multiplier {formula(point.multiplier)})"
    if point.multiplier_ball.is_finite():
        return f"{point.point.text()}{copies} (multiplier {point.multiplier_ball.str(8, radius=False)})"
    return point.point.text() + copies


def _local(junction: Junction) -> tuple[Evidence, ...]:
    evidence: list[Evidence] = []
    for side in junction.sides:
        if side.expansion is not None:
            evidence.append(side.expansion)
        elif side.regular is not None:
            expression, variable, point = side.regular
            terms = tuple(
                (str(k), formula(sp.diff(expression, variable, k).subs(variable, point) / sp.factorial(k)))
                for k in range(3)
            )
            evidence.append(
                LocalExpansion(
                    function=formula(expression),
                    point=formula(point),
                    side="left" if side is junction.left else "right",
                    terms=terms,
                    start="0",
                )
            )
    return tuple(evidence)


def at_junction(junction: Junction, statement: str) -> Fact:
    """A statement about one break point or closed end, with both expansions."""
    exact = all(side.limits[k] is not None for side in junction.sides for k in range(3))
    return Fact(
        kind="junction",
        statement=statement,
        guarantee="exact" if exact else "rigorous",
        evidence=_local(junction),
    )


def smoothness(analysis: IntervalAnalysis, statement: str) -> Fact:
    """f has a class on X: analytic inside the pieces, and by the expansions at the break points and closed ends."""
    evidence = tuple(item for junction in analysis.junctions for item in _local(junction))
    return Fact(kind="smoothness", statement=statement, guarantee="rigorous", evidence=evidence)


def values(quantity: sp.Expr, points: list[sp.Expr], enclosures: list[sp.Expr], statement: str) -> Fact:
    """A statement proven by exact values at exact points."""
    return Fact(
        kind="witness",
        statement=statement,
        guarantee="exact",
        evidence=(
            Witness(
                quantity=formula(quantity),
                points=tuple(ExactPoint(value=formula(point)) for point in points),
                values=tuple(ExactPoint(value=formula(value)) for value in enclosures),
            ),
        ),
    )


def enclosed(quantity: sp.Expr, point: FixedPoint, statement: str) -> Fact:
    """A statement proven by the enclosure of a quantity at a fixed point."""
    middle, radius = ball_text(point.multiplier_ball)
    return Fact(
        kind="witness",
        statement=statement,
        guarantee="rigorous",
        evidence=(
            Witness(
                quantity=formula(quantity),
                points=(point.point.data(),),
                values=(Enclosure(middle=middle, radius=radius),),
            ),
        ),
    )


def identity(left: sp.Expr, right: sp.Expr, statement: str) -> Fact:
    """Two expressions are the same function."""
    return Fact(
        kind="identity",
        statement=statement,
        guarantee="exact",
        evidence=(ExactIdentity(left=formula(left), right=formula(right)),),
    )
