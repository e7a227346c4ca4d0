"""The certificate format: exact numbers as text, balls as exact dyadic midpoint and radius, nothing to be believed.

A certificate states a map, facts about it and cells decided from them. A fact holds what is cheap to check again
(isolating intervals, covers with a sign, germs to recompute, identities to expand), not how it was found. What a rule
needs is known to the checker alone.
"""

from __future__ import annotations

import json
import os
from typing import Any, Literal, NoReturn

import msgspec

from embedcheck.errors import CertificateError

SCHEMA = 1
_MAX_BYTES = 16 * 2**20
_MAX_DEPTH = 24
_MAX_NUMBER = 9


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


Evidence = (
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
    | Structure
    | LinearMap
    | Combinations
    | Points
    | Collision
    | RankAt
    | Nondegenerate
    | Turned
    | Extremum
    | Symmetric
)


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with evidence. `guarantee` is `exact` (decided over exact numbers) or `rigorous` (by enclosures)."""

    statement: str
    guarantee: Literal["exact", "rigorous"]
    evidence: Evidence

    @property
    def kind(self) -> str:
        """The kind of evidence, as in a certificate."""
        return kind(self.evidence)


def kind(evidence: Evidence) -> str:
    """The lower-case name of a kind of evidence."""
    return type(evidence).__name__.lower()


class MapData(Data, frozen=True):
    """Components in the grammar of the project, variables in order, domain."""

    expr: tuple[str, ...]
    vars: tuple[str, ...]
    domain: str


class CellData(Data, frozen=True):
    """One cell, by names."""

    architecture: str
    autonomous: bool
    regularity: str


class CellProof(Data, frozen=True):
    """A decided cell: the cell that the rule decides, the inclusions from it in order, the positions of its facts."""

    cell: CellData
    status: Literal["embeddable", "not_embeddable"]
    rule: str
    origin: CellData
    via: tuple[str, ...]
    facts: tuple[int, ...]


class Certificate(Data, frozen=True):
    """Decided cells of one map with all evidence."""

    schema: int
    map: MapData
    facts: tuple[Evidence, ...]
    cells: tuple[CellProof, ...]

    def to_dict(self) -> dict[str, Any]:
        """The certificate as plain data."""
        return msgspec.to_builtins(self)

    def to_json(self) -> str:
        """The certificate as JSON text."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1).decode()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the certificate as a JSON file (UTF-8). Raises OSError when it cannot be written."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.to_json() + "\n")


def json_schema() -> dict[str, Any]:
    """The JSON Schema of certificates (draft 2020-12)."""
    return msgspec.json.schema(Certificate)


def read(source: str | os.PathLike[str] | dict[str, Any] | Certificate) -> Certificate:
    """The certificate in a file, in plain data or as it is.

    Raises CertificateError, in one line, for anything that is not a certificate of this schema: unreadable files, text
    that is not JSON, duplicate keys, NaN, floats, huge integers, deep nesting, missing, unknown or mistyped fields.
    """
    if isinstance(source, Certificate):
        return source
    try:
        data = source if isinstance(source, dict) else _parse(_text(source))
        _bounded(data, 0)
        if not isinstance(data, dict) or data.get("schema") != SCHEMA or data.get("schema") is True:
            raise CertificateError(f"this is no certificate of schema {SCHEMA}")
        return msgspec.convert(data, Certificate)
    except msgspec.ValidationError as error:
        raise CertificateError(f"malformed certificate: {error}") from None
    except UnicodeError:
        raise CertificateError("malformed certificate: a text that is not Unicode") from None
    except RecursionError:
        raise CertificateError("malformed certificate: nested too deeply") from None


def _text(path: str | os.PathLike[str]) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise CertificateError(f"cannot read {os.fspath(path)}: {reason}") from None
    if len(data) > _MAX_BYTES:
        raise CertificateError(f"the file is larger than {_MAX_BYTES} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise CertificateError("the file is not UTF-8 text") from None


def _parse(text: str) -> Any:
    def refuse(token: str) -> NoReturn:
        raise CertificateError(f"malformed certificate: the number {token[:20]} is not allowed; exact numbers are text")

    def integer(token: str) -> int:
        return int(token) if len(token) <= _MAX_NUMBER else refuse(token)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            raise CertificateError("malformed certificate: a key occurs twice")
        return result

    try:
        return json.loads(text, parse_float=refuse, parse_int=integer, parse_constant=refuse, object_pairs_hook=unique)
    except ValueError as error:
        raise CertificateError(f"malformed certificate: not JSON ({error})") from None


def _bounded(data: Any, depth: int) -> None:
    """Refuse nesting and numbers beyond those of any certificate, also in data that was no text."""
    if depth > _MAX_DEPTH:
        raise CertificateError("malformed certificate: nested too deeply")
    if isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(key, str):
                raise CertificateError("malformed certificate: a key that is no text")
            _bounded(value, depth + 1)
    elif isinstance(data, (list, tuple)):
        for value in data:
            _bounded(value, depth + 1)
    elif isinstance(data, float) or (isinstance(data, int) and abs(data) >= 10**_MAX_NUMBER):
        raise CertificateError("malformed certificate: a number that is not a small integer; exact numbers are text")
