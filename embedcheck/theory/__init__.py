"""The theorems as data: what each assumes, what it yields, where it comes from, and whether it may decide."""

from __future__ import annotations

import difflib

from embedcheck.errors import UnknownNameError
from embedcheck.theory.equations import EQUATIONS
from embedcheck.theory.euclidean import EUCLIDEAN
from embedcheck.theory.floors import FLOORS
from embedcheck.theory.foundations import FOUNDATIONS
from embedcheck.theory.interval import INTERVAL
from embedcheck.theory.layers import LAYERS
from embedcheck.theory.model import Hypothesis, Standing, Theorem, anchor

__all__ = ["THEOREMS", "Hypothesis", "Standing", "Theorem", "anchor", "deciding", "theorem"]

_ALL = (*FOUNDATIONS, *INTERVAL, *EUCLIDEAN, *LAYERS, *EQUATIONS, *FLOORS)

THEOREMS: dict[str, Theorem] = {entry.id: entry for entry in _ALL}
"""Every theorem by its identifier, in the order of the sections."""

if len(THEOREMS) != len(_ALL):  # pragma: no cover - a slip in the tables above
    raise AssertionError("two theorems share an identifier")


def theorem(identifier: str) -> Theorem:
    """The theorem with this identifier.

    Args:
        identifier: In upper or lower case, as `1D-LIP`; THEOREMS has them all.

    Returns:
        Theorem: Hypotheses, conclusion, source, and whether it may decide a cell.

    Raises:
        UnknownNameError: There is none; the message names near matches.

    Guarantee:
        None by itself: a theorem with the standing `sketch` never decides, the others are proven in the
        documentation or cited.

    Source:
        `theorem(identifier).source`.

    Examples:
        >>> from embedcheck import THEOREMS, theorem
        >>> theorem("1d-lip")
        <Theorem 1D-LIP (proof)>
        >>> "1D-MATCH" in THEOREMS
        True
        >>> theorem("1D-LIPP")
        Traceback (most recent call last):
            ...
        embedcheck.errors.UnknownNameError: no theorem '1D-LIPP'; did you mean 1D-LIP, ...?
    """
    wanted = identifier.strip()
    by_upper_case = {name.upper(): entry for name, entry in THEOREMS.items()}
    found = by_upper_case.get(wanted.upper())
    if found is not None:
        return found
    near = difflib.get_close_matches(wanted.upper(), by_upper_case, n=4, cutoff=0.5)
    hint = ", ".join(by_upper_case[name].id for name in near)
    raise UnknownNameError(f"no theorem {wanted!r}" + (f"; did you mean {hint}?" if hint else ""))


def deciding() -> tuple[Theorem, ...]:
    """The theorems on which a verdict may rest; those that only explain are left out."""
    return tuple(entry for entry in THEOREMS.values() if entry.may_decide())
