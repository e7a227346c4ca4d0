"""Evidence about a map with several variables or outputs."""

from __future__ import annotations

from typing import Literal

from embedcheck.certificate.base import Tagged


class Structure(Tagged, frozen=True):
    """f is defined on X and of this class by the way it is written; several variables or outputs."""

    regularity: Literal["C0", "Lip", "Comega"]


class LinearMap(Tagged, frozen=True):
    """f(x) = matrix x + shift on X, in rows."""

    matrix: tuple[tuple[str, ...], ...]
    shift: tuple[str, ...]


class Combinations(Tagged, frozen=True):
    """Linearly independent rational combinations of the components of f that are affine functions of x."""

    rows: tuple[tuple[str, ...], ...]


class Points(Tagged, frozen=True):
    """Points of X with affinely independent values."""

    points: tuple[tuple[str, ...], ...]


class Collision(Tagged, frozen=True):
    """Two points of X with one value."""

    first: tuple[str, ...]
    second: tuple[str, ...]


class RankAt(Tagged, frozen=True):
    """The derivative of f at a point of X has at most this rank."""

    point: tuple[str, ...]
    rank: int


class Nondegenerate(Tagged, frozen=True):
    """A non-degenerate critical point inside X of the combination of the components of f with these coefficients."""

    point: tuple[str, ...]
    direction: tuple[str, ...]


class Turned(Tagged, frozen=True):
    """A point inside X where the derivative of f has a negative determinant."""

    point: tuple[str, ...]


class Extremum(Tagged, frozen=True):
    """Inside X the combination u of the components takes at `point` its least value (sign 1) or its largest (-1).

    At `other`, a point of X, it has another value.
    """

    point: tuple[str, ...]
    direction: tuple[str, ...]
    sign: int
    other: tuple[str, ...]


class Symmetric(Tagged, frozen=True):
    """f(c - v) = f(c + v) for all small v in the span of the variables of these numbers, c inside X."""

    centre: tuple[str, ...]
    variables: tuple[int, ...]


EuclideanEvidence = (
    Structure | LinearMap | Combinations | Points | Collision | RankAt | Nondegenerate | Turned | Extremum | Symmetric
)
