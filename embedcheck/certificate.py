"""The evidence behind a fact, as plain data: exact numbers as text, balls as exact dyadic midpoint and radius.

What is stored is what is cheap to check again (isolating intervals, covers, witness points), not how it was found.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Data(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Base of all evidence: immutable, tagged with its class name."""


class Enclosure(Data, frozen=True):
    """A real number in the ball of exact dyadic midpoint and radius (`m*2^e`)."""

    middle: str
    radius: str


class ExactPoint(Data, frozen=True):
    """A point given by an exact constant in the grammar of the project."""

    value: str


class AlgebraicPoint(Data, frozen=True):
    """The only real root of an irreducible integer polynomial (constant term first) in the open interval."""

    polynomial: tuple[str, ...]
    lower: str
    upper: str


class ZeroPoint(Data, frozen=True):
    """The only zero of `function` in [lower, upper]: the ends have opposite signs, the derivative has none."""

    function: str
    lower: str
    upper: str


PointData = ExactPoint | AlgebraicPoint | ZeroPoint


class SturmCount(Data, frozen=True):
    """A polynomial over Q (numerator times denominator) and the number of its real roots in an open interval.

    The polynomial is in `coordinate`; the ends of the interval are values of the variable.
    """

    polynomial: tuple[str, ...]
    lower: str
    upper: str
    count: int
    coordinate: str = "x"


class WholeRange(Data, frozen=True):
    """One evaluation of `form` over the whole interval in extended interval arithmetic has the sign."""

    form: str
    lower: str
    upper: str
    sign: int


class Tail(Data, frozen=True):
    """The germ of the given length has this sign for all u >= start at an end of the interval."""

    kind: Literal["+oo", "-oo", "left", "right"]
    point: str
    start: str
    length: int
    sign: int


class DerivativeLadder(Data, frozen=True):
    """Beyond `start` the derivative of this order has a sign on the tail, the lower ones a fitting sign at `start`."""

    kind: Literal["+oo", "-oo"]
    form: str
    start: str
    order: int
    sign: int


class Box(Data, frozen=True):
    """On [lower, upper] the function has this sign: by its own range, or because it is monotone with such ends."""

    lower: str
    upper: str
    sign: int
    monotone: bool


class SimpleZero(Data, frozen=True):
    """[lower, upper] holds exactly one zero: the derivative has a sign there, the ends have opposite signs."""

    lower: str
    upper: str


class ExactZero(Data, frozen=True):
    """An exact zero with its order, read off the germs on both sides or off an affine function."""

    value: str
    order: int


CoverPart = SturmCount | WholeRange | Tail | DerivativeLadder | Box | SimpleZero | ExactZero


class SignCover(Data, frozen=True):
    """The zeros and signs of `function` on an open interval; `period` says that one period was covered."""

    function: str
    lower: str
    upper: str
    zeros: tuple[PointData, ...]
    orders: tuple[int, ...]
    signs: tuple[int, ...]
    parts: tuple[CoverPart, ...]
    period: str | None = None


class Witness(Data, frozen=True):
    """Points where `quantity` takes the enclosed values."""

    quantity: str
    points: tuple[PointData, ...]
    values: tuple[Enclosure | ExactPoint, ...]


class ExactIdentity(Data, frozen=True):
    """`left` and `right` are equal, as constants or as functions of the variable."""

    left: str
    right: str


class SyntaxTree(Data, frozen=True):
    """Membership of a class of functions, by the nodes of the expression."""

    expression: str
    nodes: tuple[str, ...]


class LocalExpansion(Data, frozen=True):
    """Leading exact terms (exponent, coefficient) of a one-sided expansion in the distance to the point."""

    function: str
    point: str
    side: Literal["left", "right"]
    terms: tuple[tuple[str, str], ...]
    start: str


class Formula(Data, frozen=True):
    """A named exact formula: a field, a conjugation, a layer, an isotopy."""

    name: str
    value: str


Evidence = SignCover | Witness | ExactIdentity | SyntaxTree | LocalExpansion | Formula


class Fact(Data, frozen=True):
    """A claim with evidence. `guarantee` is `exact` (decided over exact numbers) or `rigorous` (by enclosures)."""

    kind: str
    statement: str
    guarantee: Literal["exact", "rigorous"]
    evidence: tuple[Evidence, ...] = ()
