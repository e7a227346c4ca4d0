"""Evidence that a map of R^n is injective, onto, or the time-one map of a field that is known in general."""

from __future__ import annotations

from embedcheck.certificate.base import Data, Tagged
from embedcheck.certificate.positivity import Signed

Rows = tuple[tuple[str, ...], ...]
"""A matrix of rational numbers."""


class Contraction(Tagged, frozen=True):
    """The derivative differs from the identity by less than 1 in the maximum norm with these weights."""

    weights: tuple[str, ...]


class Definite(Tagged, frozen=True):
    """The leading minors of D + D' - 2 bound are positive."""

    bound: str
    minors: tuple[Signed, ...]


class Principal(Tagged, frozen=True):
    """All principal minors of D are positive, by size and then in order."""

    minors: tuple[Signed, ...]


class OddDegree(Tagged, frozen=True):
    """One variable: a polynomial of odd degree in it, with positive derivative and positive leading coefficient."""

    slope: Signed
    leading: Signed


class Block(Data, frozen=True):
    """Components as a map of as many variables, the earlier variables being parameters.

    The proof is about the derivative of `matrix` times these components.
    """

    components: tuple[int, ...]
    variables: tuple[int, ...]
    matrix: Rows
    proof: Contraction | Definite | Principal | OddDegree


class Blocks(Tagged, frozen=True):
    """Each block depends on its own variables and on those of earlier blocks."""

    blocks: tuple[Block, ...]


class Inverse(Tagged, frozen=True):
    """The inverse map on R^n, in the variables of f."""

    components: tuple[str, ...]


class Diffeo(Tagged, frozen=True):
    """f is injective on X and det Df has no zero; on R^n it may be onto."""

    proof: Blocks | Inverse


class Clock(Tagged, frozen=True):
    """A linear function that f advances by a constant, or on the plane by at least `least` > 0."""

    direction: tuple[str, ...]
    least: str = ""
    gap: Signed | None = None


class Fibred(Tagged, frozen=True):
    """These variables stay; each other one is mapped to a x + b with a > 0, a and b functions of those that stay."""

    fixed: tuple[int, ...]
    slopes: tuple[Signed, ...]


class Triangular(Tagged, frozen=True):
    """In this order each component is a positive multiple of its variable plus a polynomial in the earlier ones."""

    order: tuple[int, ...]


class Skew(Tagged, frozen=True):
    """These variables are scaled, all down or all up; each other one is mapped to r x + g, r > 0, g a function of
    those that are scaled."""

    scaled: tuple[int, ...]


class Unipotent(Tagged, frozen=True):
    """A polynomial map: this power of the pull-back minus 1 kills the variables."""

    power: int


class Contracting(Data, frozen=True):
    """Variables on which the components of the same numbers contract (or expand) in the maximum norm after a change of
    basis."""

    variables: tuple[int, ...]
    basis: Rows


class Sink(Tagged, frozen=True):
    """A fixed point that attracts everything (expanding: under the inverse), block by block.

    It is an exact point, or the only one in a box with rational ends.
    """

    point: tuple[str, ...]
    expanding: bool
    blocks: tuple[Contracting, ...]
    box: tuple[tuple[str, str], ...] = ()


class Conjugate(Tagged, frozen=True):
    """The lemma of this number among those of the cell is about h f h^(-1), h(x) = matrix x + shift, or about f on a
    larger domain."""

    matrix: Rows
    shift: tuple[str, ...]


class Straightened(Tagged, frozen=True):
    """New coordinates for the map of the lemma: polynomials, and the polynomials that give the old ones back."""

    images: tuple[str, ...]
    inverse: tuple[str, ...]


class Logarithms(Tagged, frozen=True):
    """New coordinates for the map of the lemma: the logarithms of the variables of these numbers, and the others."""

    variables: tuple[int, ...]


class Motion(Tagged, frozen=True):
    """A field and its solution from x at the time 0 to f(x) at the time 1, in the variables and the time."""

    field: tuple[str, ...]
    path: tuple[str, ...]
    time: str


class Apart(Tagged, frozen=True):
    """A linear function that is larger on f(X) than on X."""

    direction: tuple[str, ...]
    gap: Signed


DiffeoEvidence = (
    Diffeo
    | Clock
    | Fibred
    | Triangular
    | Skew
    | Unipotent
    | Sink
    | Conjugate
    | Straightened
    | Logarithms
    | Motion
    | Apart
)
