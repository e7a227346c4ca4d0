"""Evidence for the sign of a function of several variables on the box."""

from __future__ import annotations

from embedcheck.certificate.base import Tagged


class OneRange(Tagged, frozen=True):
    """One evaluation of the expanded function in extended interval arithmetic has the sign."""


SignProof = OneRange


class Signed(Tagged, frozen=True):
    """A function of the variables of f is positive (sign 1) or negative (-1) on all of X."""

    function: str
    sign: int
    proof: SignProof


PositivityEvidence = Signed
