"""Evidence about read-outs: directions in which a scalar map rises, completions, sums of ridge functions."""

from __future__ import annotations

from embedcheck.certificate.base import Data, Tagged
from embedcheck.certificate.diffeos import Diffeo, Rows
from embedcheck.certificate.positivity import Signed, SignProof


class Readout(Tagged, frozen=True):
    """f is matrix u + shift, u the map of the only lemma of the cell, in the same variables."""

    matrix: Rows
    shift: tuple[str, ...]


class Completed(Tagged, frozen=True):
    """f together with the linear functions of these rows is a map of R^n that is a diffeomorphism."""

    rows: Rows
    proof: Diffeo


class Steep(Tagged, frozen=True):
    """The derivative is larger than a positive function that is constant along the direction."""

    least: str
    positive: Signed
    above: Signed


class OddAlong(Tagged, frozen=True):
    """A polynomial of odd degree along the direction; its leading coefficient has no zero."""

    leading: Signed


class Onto(Data, frozen=True):
    """`part` runs from one infinity to the other along the direction; the rest of f is bounded, or moves with it."""

    part: str
    proof: Steep | OddAlong


class Weakly(Tagged, frozen=True):
    """The derivative never has the other sign; that of this order, or the sum of the squares of the derivatives up to
    this order, has no zero."""

    sign: int
    rising: SignProof
    order: int
    still: Signed


class Rising(Tagged, frozen=True):
    """A scalar f is strictly monotone along a direction: `part` is, and the rest of f does not move along it."""

    direction: tuple[str, ...]
    part: str
    proof: Signed | Weakly
    onto: Onto | None = None


class Ridge(Tagged, frozen=True):
    """f(x) = matrix (g_1(w_1 x), ..., g_k(w_k x)) + shift with independent rows w; g_i is the map of a lemma of the
    cell, by its number among these."""

    rows: Rows
    lemmas: tuple[int, ...]
    matrix: Rows
    shift: tuple[str, ...]


ReadoutEvidence = Readout | Completed | Rising | Ridge
