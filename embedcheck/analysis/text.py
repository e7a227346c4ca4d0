"""Text and numbers inside evidence."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.balls import arb
from embedcheck.balls.arith import ball_text
from embedcheck.balls.constants import constant_ball
from embedcheck.certificate import Enclosure
from embedcheck.errors import InputError
from embedcheck.parsing import to_text

_BITS = 64


def formula(expression: sp.Expr) -> str:
    """Canonical text; derivatives of gamma, which the input language lacks, are written as SymPy prints them."""
    try:
        return to_text(expression)
    except InputError:
        return sp.sstr(expression)


def enclosure(value: Any) -> Enclosure:
    """A ball around a real constant, or the given ball."""
    middle, radius = ball_text(value if isinstance(value, arb) else constant_ball(value, _BITS))
    return Enclosure(middle=middle, radius=radius)
