"""What is told of a fact, and exact values of a map and of its derivatives at a point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import sympy as sp

from embedcheck.balls.constants import constant_ball
from embedcheck.errors import EmbedcheckError
from embedcheck.maps import Map
from embedcheck.markup import quoted
from embedcheck.parsing import parse_number, to_text

_LONGEST = 40
_BITS = 96


class Told(NamedTuple):
    """How a fact is proven: words, a formula at its heart, and the claim where the fact's own words are no sentence."""

    why: str
    latex: str = ""
    formula: str = ""
    claim: str = ""


Teller = Callable[[Any, Map], Told]


def number(value: sp.Expr) -> str:
    """An exact constant as text, or decimals that are proven where that is long; empty where it is no number."""
    try:
        text = to_text(value)
    except EmbedcheckError:
        return ""
    if len(text) <= _LONGEST:
        return quoted(text)
    try:
        return f"{constant_ball(value, _BITS).str(8, radius=False)}"
    except (EmbedcheckError, ArithmeticError, ValueError):
        return ""


def exact(texts: Sequence[str]) -> list[Any]:
    """Exact constants of the grammar of the project, as in `sqrt(2)/2`, as SymPy numbers."""
    return [parse_number(text) for text in texts]


def at(expr: Any, subject: Map, texts: Sequence[str]) -> Any:
    """An expression at an exact point; NaN where that is no number (a kink)."""
    try:
        found = expr.subs(dict(zip(subject.variables, exact(texts), strict=True)), simultaneous=True)
        found = sp.simplify(found) if found.count_ops() < 60 else found
    except (EmbedcheckError, ArithmeticError, ValueError, TypeError):
        return sp.nan
    return sp.nan if found.has(sp.nan, sp.zoo, sp.oo, sp.Derivative, sp.Subs) or found.free_symbols else found


def values(subject: Map, texts: Sequence[str]) -> str:
    """`f` at an exact point as text; empty where it is too long."""
    found = [number(at(component, subject, texts)) for component in subject.components]
    if not all(found):
        return ""
    return found[0] if len(found) == 1 else f"({', '.join(found)})"


def jacobian(subject: Map, texts: Sequence[str]) -> sp.Matrix | None:
    """The derivative at an exact point; None where a formula for it fails."""
    rows = [
        [at(sp.diff(component, variable), subject, texts) for variable in subject.variables]
        for component in subject.components
    ]
    found = sp.Matrix(rows)
    return None if found.has(sp.nan) else found


def shown_matrix(found: sp.Matrix) -> str:
    """`[1 2; 3 4]` as plain text."""
    return f"[{'; '.join(' '.join(number(entry) for entry in row) for row in found.tolist())}]"


def combined(subject: Map, direction: Sequence[str]) -> sp.Expr:
    """The combination of the components with these coefficients."""
    return sp.expand(sum(u * g for u, g in zip(exact(direction), subject.components, strict=True)))


def component(subject: Map, index: int) -> str:
    """`f` for the only component, else `f_1`, `f_2`, ..."""
    return "f" if subject.outputs == 1 else f"f_{index + 1}"


def names(subject: Map, indices: Sequence[int]) -> list[str]:
    """The names of variables as code."""
    return [f"`{subject.variables[k].name}`" for k in indices]
