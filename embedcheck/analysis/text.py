"""Text of the expressions inside evidence."""

from __future__ import annotations

import sympy as sp

from embedcheck.errors import InputError
from embedcheck.parsing import to_text


def formula(expression: sp.Expr) -> str:
    """Canonical text; derivatives of gamma, which the input language lacks, are written as SymPy prints them."""
    try:
        return to_text(expression)
    except InputError:
        return sp.sstr(expression)
