"""Facts with their evidence, as the rules quote them."""

from __future__ import annotations

import sympy as sp

from embedcheck.analysis.interval import FixedPoint, IntervalAnalysis, Junction
from embedcheck.analysis.text import formula
from embedcheck.certificate import Evidence, ExactIdentity, Fact, LocalExpansion


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
    """The expansions on the sides of a junction; each is worked out once and kept with its side."""
    for side in junction.sides:
        if side.expansion is None and side.regular is not None:
            expression, variable, point = side.regular
            terms = tuple(
                (str(k), formula(sp.diff(expression, variable, k).subs(variable, point) / sp.factorial(k)))
                for k in range(3)
            )
            side.expansion = LocalExpansion(
                function=formula(expression),
                point=formula(point),
                side="left" if side is junction.left else "right",
                terms=terms,
                start="0",
            )
    return tuple(side.expansion for side in junction.sides if side.expansion is not None)


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


def identity(left: sp.Expr, right: sp.Expr, statement: str) -> Fact:
    """Two expressions are the same function."""
    return Fact(
        kind="identity",
        statement=statement,
        guarantee="exact",
        evidence=(ExactIdentity(left=formula(left), right=formula(right)),),
    )
