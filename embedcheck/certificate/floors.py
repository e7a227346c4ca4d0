"""Evidence about error floors that follow from arcs in the plane and from degrees."""

from __future__ import annotations

from embedcheck.certificate.base import Data, Tagged
from embedcheck.certificate.diffeos import Rows
from embedcheck.certificate.positivity import SignProof


class Arcs(Tagged, frozen=True):
    """n = 2: two polygons in X, by their vertices, with edges parallel to the axes, that cross each other a number of
    times that is not 0 when it is counted with signs.

    A component is at least `top` at the ends of the first one, at least `low` on all of it, at most `high` on the
    second one, at most `bottom` at its ends. The proofs are for the edges of the first one and then of the second one.
    """

    component: int
    first: Rows
    second: Rows
    top: str
    low: str
    high: str
    bottom: str
    proofs: tuple[SignProof, ...]


class Patch(Data, frozen=True):
    """A box and a matrix with rows of length at most 1: for each variable, this row of matrix (f - point) is at most
    -floor on the lower face and at least floor on the upper one. The proofs are for the faces in this order."""

    low: tuple[str, ...]
    high: tuple[str, ...]
    matrix: Rows
    proofs: tuple[SignProof, ...]


class Covered(Tagged, frozen=True):
    """n = q: a point that is farther than `floor` from the values on the boundary of one box, or of two boxes without
    common inner points, and over which f has degree 1 or -1 on each."""

    point: tuple[str, ...]
    floor: str
    patches: tuple[Patch, ...]


FloorEvidence = Arcs | Covered
