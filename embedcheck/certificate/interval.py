"""Evidence about a map of one variable with one output."""

from __future__ import annotations

from typing import Literal

from embedcheck.certificate.base import Cover, Data, Demand, Enclosure, PointData, Tagged


class Pieces(Tagged, frozen=True):
    """f is defined on X: analytic between neighbouring stops. `breaks` are the positions of the stops that count.

    The first and the last stop are the ends of X.
    """

    stops: tuple[PointData, ...]
    breaks: tuple[int, ...]
    demands: tuple[Demand, ...]


class Slope(Tagged, frozen=True):
    """The zeros and signs of f' on each piece."""

    covers: tuple[Cover, ...]


class FixedPoints(Tagged, frozen=True):
    """The zeros and signs of f - id on each piece."""

    covers: tuple[Cover, ...]


class Side(Data, frozen=True):
    """Where the germs of f, f', f'' on one side of a junction are valid from; a missing one is not used."""

    starts: tuple[str | None, str | None, str | None]


class Local(Tagged, frozen=True):
    """The one-sided behaviour at the ends that belong to X and at the breaks, in order: left side, right side.

    A missing side has no germ: there is no piece, or f is analytic across the point.
    """

    sides: tuple[tuple[Side | None, Side | None], ...]


class Order(Tagged, frozen=True):
    """Rational points p < q of X with enclosed values."""

    first: str
    second: str
    values: tuple[Enclosure, Enclosure]


class ClassM(Tagged, frozen=True):
    """On this piece f (or its inverse, or exp f log, which is `expression`) is in class M and not Moebius.

    The Schwarzian derivative of f (of the conjugate) at the rational point is in the ball, which excludes 0.
    """

    piece: int
    member: Literal["map", "inverse", "conjugate"]
    expression: str
    point: str
    schwarzian: Enclosure


class Coordinate(Data, frozen=True):
    """h with h(f(x)) = (a h(x) + b)/(c h(x) + d).

    h is x, exp(parameter x), tan(parameter x), log(x), or (side (x - centre))^parameter. The matrix is (a, b, c, d),
    `root` the difference of its eigenvalues and `multiplier` their quotient.
    """

    function: Literal["identity", "exp", "tan", "log", "power"]
    parameter: str
    centre: str
    side: int
    matrix: tuple[str, str, str, str]
    root: str
    multiplier: str


class Component(Tagged, frozen=True):
    """A field with time-one map f between the fixed points of these two numbers, counted from the left."""

    left: int
    field: str
    coordinate: Coordinate


class End(Data, frozen=True):
    """The local series at a fixed point: the disc on which f is bounded, the circle inside it, the number of terms."""

    radius: str
    circle: str
    order: int


class Match(Tagged, frozen=True):
    """The fields that come from the fixed point of this number and from the next one, at a rational point between.

    One of them is at hand there, the other at the end of an orbit of so many steps, in balls of so many bits.
    """

    left: int
    point: str
    bits: int
    steps: int
    ends: tuple[End, End]
    values: tuple[Enclosure, Enclosure]


class Closed(Tagged, frozen=True):
    """A field with time-one map f on the hull of X and f(X), which lies between `lower` and `upper`.

    `starts` are those of the germs of f that give its limits at the ends; `demands` show that the field is analytic
    there, `cover` where it vanishes; there is one coordinate for each gap between its zeros.
    """

    field: str
    lower: str
    upper: str
    starts: tuple[str | None, str | None]
    demands: tuple[Demand, ...]
    cover: Cover
    coordinates: tuple[Coordinate, ...]


class Moebius(Tagged, frozen=True):
    """f(x) = (a x + b)/(c x + d) identically; the matrix is (a, b, c, d)."""

    matrix: tuple[str, str, str, str]


class Power(Tagged, frozen=True):
    """f(x) = coefficient x^exponent, both positive, on a part of (0, oo)."""

    coefficient: str
    exponent: str


class AffineMap(Tagged, frozen=True):
    """f(x) = slope x + intercept on X."""

    slope: str
    intercept: str


class Even(Tagged, frozen=True):
    """f(centre - x) = f(centre + x) with the centre inside X."""

    centre: str


class Line(Tagged, frozen=True):
    """A line met at most once, and then transversally.

    With `bound` |f'| stays on one side of it and the slope on the other, so that the intercept is free; with
    `intercept` f - (slope x + intercept) does not vanish. One cover for each piece.
    """

    slope: str
    bound: str | None
    intercept: str | None
    covers: tuple[Cover, ...]


IntervalEvidence = (
    Pieces
    | Slope
    | FixedPoints
    | Local
    | Order
    | ClassM
    | Component
    | Match
    | Closed
    | Moebius
    | Power
    | AffineMap
    | Even
    | Line
)
