"""What every part of a certificate is made of: numbers, points, and covers of an interval with a sign."""

from __future__ import annotations

from typing import Literal

import msgspec


class Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all parts of a certificate: immutable, no unknown fields."""


class Tagged(Data, frozen=True, kw_only=True, tag_field="kind", tag=str.lower):
    """Base of the alternatives: the field `kind` holds the lower-case class name."""


class Enclosure(Data, frozen=True):
    """A real number in the ball of exact dyadic midpoint and radius (`m*2^e`)."""

    middle: str
    radius: str


class ExactPoint(Tagged, frozen=True):
    """A point given by an exact constant in the grammar of the project."""

    value: str


class AlgebraicPoint(Tagged, frozen=True):
    """The only real root of a squarefree integer polynomial (constant term first) in the open interval."""

    polynomial: tuple[str, ...]
    lower: str
    upper: str


class ZeroPoint(Tagged, frozen=True):
    """The only zero of `function` in [lower, upper]: the ends have opposite signs, the derivative has one sign.

    An empty `function` is that of the cover which lists the zero.
    """

    lower: str
    upper: str
    function: str = ""


PointData = ExactPoint | AlgebraicPoint | ZeroPoint
Form = Literal["plain", "terms", "factor"]


class Tail(Tagged, frozen=True):
    """At an end of the interval the germ of the given length has a sign for all u >= start."""

    start: str
    length: int


class RangeTail(Tagged, frozen=True):
    """Beyond the rational `start` one evaluation in extended interval arithmetic has a sign."""

    start: str
    form: Form


class Ladder(Tagged, frozen=True):
    """Beyond `start` the derivative of this order has the sign in one evaluation, and the lower ones at `start`."""

    start: str
    order: int
    form: Form


class EndBox(Tagged, frozen=True):
    """From the finite end to the rational `stop` the function has a sign; with `zero`, it vanishes at the end itself
    and its derivative has a sign."""

    stop: str
    zero: bool


class Box(Tagged, frozen=True):
    """On [lower, upper] the function has a sign: by its range, or because it is monotone with such ends."""

    lower: str
    upper: str
    monotone: bool


class Crossing(Tagged, frozen=True):
    """[lower, upper] holds exactly one zero: the derivative has a sign there, the ends have opposite signs."""

    lower: str
    upper: str


class ExactZero(Tagged, frozen=True):
    """An exact zero: the germs on its two sides have signs for all u >= start."""

    left: Tail
    right: Tail


Part = Tail | RangeTail | Ladder | EndBox | Box | Crossing | ExactZero


class Constant(Tagged, frozen=True):
    """The function is constant; its sign is decided exactly."""


class Affine(Tagged, frozen=True):
    """The function is a x + b; its zero and signs are decided exactly."""


class Sturm(Tagged, frozen=True):
    """The function is rational over Q in x, exp(c x) or tan(w x/2): a Sturm count shows that no zero is left out."""

    coordinate: Literal["x", "exp", "tan"]


class Range(Tagged, frozen=True):
    """One evaluation over the whole interval in extended interval arithmetic has a sign."""

    form: Form


class Parts(Tagged, frozen=True):
    """From left to right: one part at the left end, boxes and zeros that meet, one part at the right end."""

    parts: tuple[Part, ...]


Plain = Constant | Affine | Sturm | Range | Parts


class Periodic(Tagged, frozen=True):
    """The function has this period; `proof` covers the one that begins at `start`. The zeros repeat."""

    period: str
    start: str
    proof: Plain


Proof = Plain | Periodic


class Cover(Data, frozen=True):
    """All zeros of a function on an open interval, in order, and its sign to the left of each and behind the last."""

    zeros: tuple[PointData, ...]
    signs: tuple[int, ...]
    proof: Proof


class Demand(Data, frozen=True):
    """The cover of a function that decides how the map splits, between two stops given by their positions."""

    function: str
    first: int
    last: int
    cover: Cover
