"""What a rule is: it reads facts of a map and claims cells, or says what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.cells import Cell
from embedcheck.certificate import Fact


class Claim(NamedTuple):
    """A cell decided by a theorem, with the facts that prove its hypotheses."""

    rule: str
    cell: Cell
    positive: bool
    reason: str
    facts: tuple[Fact, ...]


class Missing(NamedTuple):
    """A hypothesis that could not be proven, and the cells that wait for it."""

    rule: str
    cells: tuple[Cell, ...]
    reason: str


class Rule(Protocol):
    """One identifier of the theory."""

    id: str

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Claim | Missing]:
        """Yield claims; raise UnknownError when a hypothesis is not known (the cells in `wants` wait for it)."""
        ...

    wants: tuple[Cell, ...]


def basic(regularity: str, autonomous: bool = True) -> Cell:
    return Cell("basic", autonomous, regularity)


def layer(regularity: str, autonomous: bool = True) -> Cell:
    return Cell("linear-layer", autonomous, regularity)


def augmented(regularity: str, autonomous: bool = True) -> Cell:
    return Cell("augmented-1", autonomous, regularity)
