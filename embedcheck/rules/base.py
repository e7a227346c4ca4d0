"""What a rule is: it reads facts of a map and claims cells, or says what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeVar

import msgspec

from embedcheck.cells import Cell
from embedcheck.certificate import Fact


class Claim(msgspec.Struct, frozen=True, tag=True):
    """A cell decided by a theorem, with the facts that prove its hypotheses."""

    rule: str
    cell: Cell
    positive: bool
    reason: str
    facts: tuple[Fact, ...]


class Missing(msgspec.Struct, frozen=True, tag=True):
    """A hypothesis that could not be proven, and the cells that wait for it."""

    rule: str
    cells: tuple[Cell, ...]
    reason: str


class FloorClaim(msgspec.Struct, frozen=True, tag=True):
    """A certified lower bound of the distance to every network of an architecture."""

    rule: str
    architecture: str
    lower: str
    exact: bool
    facts: tuple[Fact, ...]


Finding = Claim | Missing | FloorClaim


Analysis = TypeVar("Analysis", contravariant=True)


class Rule(Protocol[Analysis]):
    """One identifier of the theory, for the maps of one kind of analysis.

    `apply` yields findings; it raises UnknownError when a hypothesis is not known, and the cells in `wants` wait for
    it.
    """

    @property
    def id(self) -> str: ...
    @property
    def wants(self) -> tuple[Cell, ...]: ...
    def apply(self, analysis: Analysis) -> Iterator[Finding]: ...


def basic(regularity: str, autonomous: bool = True) -> Cell:
    return Cell("basic", autonomous, regularity)


def layer(regularity: str, autonomous: bool = True) -> Cell:
    return Cell("linear-layer", autonomous, regularity)


def augmented(regularity: str, autonomous: bool = True) -> Cell:
    return Cell("augmented-1", autonomous, regularity)
