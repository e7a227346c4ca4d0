"""Evidence that a map needs few extra dimensions: functions that complete it, combinations that are networks."""

from __future__ import annotations

from embedcheck.certificate.base import Tagged
from embedcheck.certificate.diffeos import Diffeo, Rows


class Lifted(Tagged, frozen=True):
    """`functions`, the products of `factors` with f, and the variables that are kept are an embedding of X in R^n.

    The factors are functions of the variables that are kept.
    """

    kept: tuple[int, ...]
    factors: tuple[tuple[str, ...], ...]
    functions: tuple[str, ...]
    proof: Diffeo


class Network(Tagged, frozen=True):
    """The combinations of the components with these rows are the map of the only lemma of the cell."""

    rows: Rows


LiftEvidence = Lifted | Network
