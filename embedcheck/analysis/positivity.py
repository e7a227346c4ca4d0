"""The sign of a function of several variables on the whole box: a ladder, the first step that succeeds decides."""

from __future__ import annotations

from typing import Any

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.text import formula
from embedcheck.balls.checks.spots import expanded
from embedcheck.certificate import Fact, OneRange, Signed


def signed(analysis: EuclideanAnalysis, function: Any) -> Fact | None:
    """That the function has one sign on all of X (in the evidence of the fact); None when that is not proven."""
    if function not in analysis.signs:
        analysis.signs[function] = _signed(analysis, function)
    return analysis.signs[function]


def _signed(analysis: EuclideanAnalysis, function: Any) -> Fact | None:
    direction = analysis.functions.sign(expanded(function))
    if not direction:
        return None
    return Fact(
        statement=f"{formula(function)} {'>' if direction > 0 else '<'} 0 on X",
        guarantee="rigorous",
        evidence=Signed(function=formula(function), sign=direction, proof=OneRange()),
    )
