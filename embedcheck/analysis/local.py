"""Limits and one-sided behaviour at the points of an analysis, known exactly or by an enclosure."""

from __future__ import annotations

import sympy as sp

from embedcheck.analysis.cover import UnknownError
from embedcheck.analysis.points import Point
from embedcheck.analysis.text import formula
from embedcheck.balls.onesided import BITS, OneSided, limit_at
from embedcheck.balls.onesided import one_sided as one_sided_at


def end_limit(expression: sp.Expr, end: Point, side: str) -> sp.Expr:
    """The exact limit at an end (oo and -oo included), from that side of it. Raises UnknownError."""
    found = None if end.value is None else limit_at(expression, end.value, side)
    if found is None:
        raise UnknownError(f"the limit of {formula(expression)} at {end.text()}")
    return found[0]


def one_sided(expression: sp.Expr, variable: sp.Symbol, point: Point, side: str) -> OneSided:
    """The behaviour of a piece at the finite point, seen from `side` ('left' or 'right' of the point)."""
    return one_sided_at(expression, variable, point.value, point.ball(BITS), side)
