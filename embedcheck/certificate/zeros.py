"""Evidence about points, lines and hyperplanes of a map with several variables: what single ones show."""

from __future__ import annotations

from embedcheck.certificate.base import Tagged

Place = tuple[str, ...]
Box = tuple[tuple[str, str], ...]
"""For each variable the rational ends of an interval."""


class Orbit(Tagged, frozen=True):
    """A cycle of f given exactly: each point of X is mapped to the next one, the last to the first."""

    points: tuple[Place, ...]


class Cycle(Tagged, frozen=True):
    """A cycle of f inside X: each of these boxes holds one of its points."""

    boxes: tuple[Box, ...]


class Critical(Tagged, frozen=True):
    """A non-degenerate critical point, inside a box inside X, of a combination of the components."""

    box: Box
    direction: tuple[str, ...]


class Folded(Tagged, frozen=True):
    """Two points of X where the determinants of the derivative of f have opposite signs."""

    first: Place
    second: Place


class Chord(Tagged, frozen=True):
    """A lemma is about t -> u f(point + t step), u the combination of the components in `direction`."""

    point: Place
    step: tuple[str, ...]
    direction: tuple[str, ...]


class Invariant(Tagged, frozen=True):
    """A lemma is about the map t -> g(t) with f(point + t step) = point + g(t) step."""

    point: Place
    step: tuple[str, ...]


class Kink(Tagged, frozen=True):
    """Across the hyperplane {normal x = level} the derivatives of f, or the second ones, jump next to `regular`.

    `leaving` is a point of the hyperplane with its value outside.
    """

    normal: tuple[str, ...]
    level: str
    regular: Place
    leaving: Place


ZeroEvidence = Orbit | Cycle | Critical | Folded | Chord | Invariant | Kink
