"""Evidence about level sets, symmetries and error floors of maps of several variables."""

from __future__ import annotations

from embedcheck.certificate.base import Tagged
from embedcheck.certificate.diffeos import Rows
from embedcheck.certificate.positivity import SignProof


class Crossed(Tagged, frozen=True):
    """n = 2: a component minus its value at a point is the product of three functions, the first two of which vanish
    there with independent derivatives; at `other` it has another value."""

    component: int
    point: tuple[str, ...]
    other: tuple[str, ...]
    factors: tuple[str, ...]


class Alternating(Tagged, frozen=True):
    """n = 2: about a point inside X a component is larger and smaller in turn along these directions, which are in
    circular order."""

    component: int
    point: tuple[str, ...]
    rays: Rows


class Parted(Tagged, frozen=True):
    """Near a point inside X a component is on a hyperplane nowhere smaller (sign 1) than at the point, and smaller
    along one ray on each side; nowhere larger, and larger, for sign -1. `radius` bounds the coordinates there."""

    component: int
    point: tuple[str, ...]
    sign: int
    normal: tuple[str, ...]
    radius: str
    proof: SignProof
    rays: Rows


class Cyclic(Tagged, frozen=True):
    """f(centre + matrix v) = f(centre + v); this power of the matrix is 1, and matrix - 1 has rank at least 2."""

    centre: tuple[str, ...]
    matrix: tuple[tuple[str, ...], ...]
    order: int


class Turning(Tagged, frozen=True):
    """f does not change when the plane of two variables is turned about the centre by this part of a full turn."""

    centre: tuple[str, ...]
    plane: tuple[int, int]
    order: int


class Well(Tagged, frozen=True):
    """On the faces of a box in X a component exceeds (sign -1: falls short of) its value at a point of the box by at
    least `depth`. The proofs are for the lower and the upper face of each variable in turn."""

    component: int
    sign: int
    low: tuple[str, ...]
    high: tuple[str, ...]
    point: tuple[str, ...]
    depth: str
    proofs: tuple[SignProof, ...]


class Link(Tagged, frozen=True):
    """Two discs centre + s a and centre + t b, all parameters in [-1, 1].

    A component is at least `top` on the boundary of the first disc, at least `low` on all of it, at most `high` on the
    second one, at most `bottom` on its boundary. The proofs come in this order, faces by parameter, lower ones first.
    """

    component: int
    centre: tuple[str, ...]
    first: Rows
    second: Rows
    top: str
    low: str
    high: str
    bottom: str
    proofs: tuple[SignProof, ...]


class Spread(Tagged, frozen=True):
    """X = R^n: with s the sum of the squares of the coordinates, a component is at least rate s - rest on the span of
    the first rows, at most rest - rate s on that of the second ones; together the rows are a basis."""

    component: int
    first: Rows
    second: Rows
    rate: str
    rest: str
    proofs: tuple[SignProof, ...]


LevelEvidence = Crossed | Alternating | Parted | Cyclic | Turning | Well | Link | Spread
