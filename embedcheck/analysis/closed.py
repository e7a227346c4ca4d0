"""Closed-form flows: a coordinate h in which f is a Moebius map gives the field V = W(h)/h'.

W is the quadratic field of the one-parameter group of Moebius maps. A candidate coordinate is first tested by the
Schwarzian derivative at one point, S(h)(f) f'^2 + S(f) = S(h), and then proven by exact computation.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import sympy as sp

from embedcheck.analysis.facts import demands
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.local import one_sided
from embedcheck.analysis.pieces import split
from embedcheck.analysis.points import Point, exact_point, order, rational_between
from embedcheck.analysis.signs import UnknownError, zeros
from embedcheck.analysis.text import formula
from embedcheck.balls import arb
from embedcheck.balls.arith import precision, rational, to_sympy
from embedcheck.balls.constants import compare, constant_sign
from embedcheck.balls.enclose import jet
from embedcheck.balls.onesided import limit_at
from embedcheck.balls.program import UnsupportedError, compile_expression
from embedcheck.certificate import Closed, Component, Fact, Moebius, Power
from embedcheck.certificate import Coordinate as CoordinateData
from embedcheck.errors import EmbedcheckError

_MAX_OPERATIONS = 120


@dataclass(frozen=True)
class Coordinate:
    """h, its inverse as an expression of u, its Schwarzian derivative, and the open interval where it is injective.

    `name`, `parameter`, `centre` and `side` are those of the certificate format; a power is used on one side of its
    centre only.
    """

    name: Literal["identity", "exp", "tan", "log", "power"]
    h: sp.Expr
    u: sp.Symbol
    inverse: sp.Expr
    schwarzian: sp.Expr
    low: sp.Expr
    high: sp.Expr
    parameter: sp.Expr = sp.S.One
    centre: sp.Expr = sp.S.Zero
    side: int = 1


def _coordinates(expr: sp.Expr, x: sp.Symbol, centres: list[sp.Expr], side: int) -> Iterator[Coordinate]:
    # u is declared positive only where the coordinate is: roots of squares simplify accordingly.
    real, positive = sp.Symbol("u", real=True), sp.Symbol("u", positive=True)
    yield Coordinate("identity", x, real, real, sp.S.Zero, -sp.oo, sp.oo)
    rates: set[Any] = {sp.S.One} if expr.has(sp.log) or expr.has(sp.exp) else set()
    for node in expr.atoms(sp.exp, sp.tanh, sp.sinh, sp.cosh):
        rate = sp.diff(node.args[0], x)
        if rate != 0 and not rate.free_symbols:
            rates.add(rate if constant_sign(rate) == 1 else -rate)
    for rate in sorted(rates, key=sp.default_sort_key):
        yield Coordinate(
            "exp", sp.exp(rate * x), positive, sp.log(positive) / rate, -(rate**2) / 2, -sp.oo, sp.oo, rate
        )
    for rate in sorted({sp.diff(n.args[0], x) for n in expr.atoms(sp.tan, sp.sin, sp.cos)}, key=sp.default_sort_key):
        if rate == 0 or rate.free_symbols or constant_sign(rate) != 1:
            continue
        edge = sp.pi / (2 * rate)
        yield Coordinate("tan", sp.tan(rate * x), real, sp.atan(real) / rate, 2 * rate**2, -edge, edge, rate)
    if expr.is_polynomial(x) or expr.atoms(sp.Pow):
        yield Coordinate("log", sp.log(x), real, sp.exp(real), 1 / (2 * x**2), sp.S.Zero, sp.oo)
    degrees = {2, 3, *(int(p.exp.q) for p in expr.atoms(sp.Pow) if isinstance(p.exp, sp.Rational))}
    for centre in centres:
        for n in sorted(degrees - {1}):
            for degree in (sp.Integer(n), sp.Rational(1, n)):
                base = side * (x - centre)
                inverse = centre + side * positive ** (1 / degree)
                schwarzian = (1 - degree**2) / (2 * (x - centre) ** 2)
                low, high = (centre, sp.oo) if side > 0 else (-sp.oo, centre)
                yield Coordinate("power", base**degree, positive, inverse, schwarzian, low, high, degree, centre, side)


def _passes(expr: sp.Expr, x: sp.Symbol, coordinate: Coordinate, spot: sp.Rational) -> bool:
    """Whether the Schwarzian identity may hold at the point: only a filter."""
    with precision(128):
        try:
            c0, c1, c2, c3 = jet(compile_expression(expr), arb(rational(spot)), 4)
            here = _ball(coordinate.schwarzian, x, arb(rational(spot)))
            there = _ball(coordinate.schwarzian, x, c0)
        except UnsupportedError:
            return False
        own = 6 * c3 / c1 - 6 * (c2 / c1) * (c2 / c1)
        return bool((there * c1 * c1 + own - here).contains(0))


def _ball(expr: sp.Expr, x: sp.Symbol, at: arb) -> arb:
    return jet(compile_expression(expr), at, 1)[0]


def moebius_coefficients(expr: sp.Expr, x: sp.Symbol) -> tuple[sp.Expr, sp.Expr, sp.Expr, sp.Expr] | None:
    """(a, b, c, d) with expr = (a x + b)/(c x + d) identically, or None."""
    if sp.count_ops(expr) > _MAX_OPERATIONS or not expr.is_rational_function(x):
        return None
    numerator, denominator = sp.fraction(sp.cancel(sp.together(expr)))
    parts: list[sp.Expr] = []
    for part in (numerator, denominator):
        polynomial = sp.Poly(part, x)
        if polynomial.degree() > 1:
            return None
        parts += [polynomial.coeff_monomial(x), polynomial.coeff_monomial(1)]
    return parts[0], parts[1], parts[2], parts[3]


def is_moebius(expr: sp.Expr, x: sp.Symbol) -> Fact | None:
    """The fact that f is a Moebius map, which is decided exactly; None when it is not."""
    found = moebius_coefficients(expr, x)
    if found is None:
        return None
    a, b, c, d = found
    shown = (a * x + b) / (c * x + d)
    return Fact(
        statement=f"f = {formula(shown)} is a Moebius map",
        guarantee="exact",
        evidence=Moebius(matrix=(formula(a), formula(b), formula(c), formula(d))),
    )


def power_map(analysis: IntervalAnalysis) -> Fact | None:
    """The fact that X lies in (0, oo) and f = c x^a there with c, a > 0; decided exactly."""
    expr, x = analysis.smooth, analysis.x
    low = compare(sp.S.Zero, analysis.lo.value)
    if expr is None or not (low == -1 or (low == 0 and not analysis.lo_closed)):
        return None
    coefficient, power = expr.as_independent(x, as_Add=False)
    exponent = sp.S.One if power == x else power.exp if isinstance(power, sp.Pow) and power.base == x else None
    if exponent is None or exponent.free_symbols:
        return None
    if constant_sign(exponent) != 1 or constant_sign(coefficient) != 1:
        return None
    return Fact(
        statement=f"X lies in (0, oo) and f = {formula(expr)}",
        guarantee="exact",
        evidence=Power(coefficient=formula(coefficient), exponent=formula(exponent)),
    )


@dataclass(frozen=True)
class Generator:
    """The quadratic field of the one-parameter group through a Moebius map with real fixed points on the sphere.

    For the matrix (a, b, c, d) with eigenvalues l1, l2 it is k (b + (a - d) u - c u^2) with k = log(l1/l2)/(l1 - l2),
    or 1/l1 when they coincide.
    """

    factor: sp.Expr
    """k"""
    shape: sp.Expr
    root: sp.Expr
    """l1 - l2"""
    multiplier: sp.Expr
    """l1/l2"""


def moebius_generator(coefficients: tuple[sp.Expr, sp.Expr, sp.Expr, sp.Expr], u: sp.Symbol) -> Generator | None:
    """The generator of a Moebius map that preserves orientation; None for elliptic maps and the identity."""
    a, b, c, d = coefficients
    if constant_sign(a * d - b * c) != 1:
        return None
    shape = b + (a - d) * u - c * u**2
    discriminant: Any = sp.expand((a - d) ** 2 + 4 * b * c)
    sign = constant_sign(discriminant)
    if sign == 0:
        # The identity has the shape 0, and there is nothing to generate.
        trivial = all(constant_sign(entry) == 0 for entry in (b, a - d, c))
        return None if trivial else Generator(2 / (a + d), shape, sp.S.Zero, sp.S.One)
    if sign != 1:
        return None
    root: Any = a - d if constant_sign(b * c) == 0 else sp.sqrt(discriminant)
    multiplier = sp.expand(sp.simplify((a + d + root) / (a + d - root)))
    return Generator(sp.log(multiplier) / root, shape, root, multiplier)


@dataclass(frozen=True)
class ClosedField:
    """V = W(h)/h' with h f h^(-1) = G, a Moebius map given by its coefficients."""

    field: sp.Expr
    coordinate: Coordinate
    coefficients: tuple[sp.Expr, sp.Expr, sp.Expr, sp.Expr]
    generator: Generator

    def data(self) -> CoordinateData:
        coordinate = self.coordinate
        a, b, c, d = (formula(entry) for entry in self.coefficients)
        return CoordinateData(
            function=coordinate.name,
            parameter=formula(coordinate.parameter),
            centre=formula(coordinate.centre),
            side=coordinate.side,
            matrix=(a, b, c, d),
            root=formula(self.generator.root),
            multiplier=formula(self.generator.multiplier),
        )


def _fields(
    expr: Any, x: sp.Symbol, spot: sp.Rational, centres: list[sp.Expr], side_of: dict[sp.Expr, int]
) -> Iterator[ClosedField]:
    """Closed forms on a component that holds the point `spot`."""
    for side in sorted(set(side_of.values()) or {1}):
        for coordinate in _coordinates(expr, x, [c for c in centres if side_of.get(c) == side], side):
            u = coordinate.u
            if not _passes(expr, x, coordinate, spot):
                continue
            inner = coordinate.inverse
            if coordinate.low == -sp.oo and coordinate.high == sp.oo and coordinate.h == x:
                image = expr.subs(x, u)
            else:
                image = coordinate.h.subs(x, sp.powdenest(expr.subs(x, inner)))
            image: Any = sp.powdenest(sp.expand_log(image, force=False))
            try:
                coefficients = moebius_coefficients(sp.powsimp(image), u)
            except sp.PolynomialError:
                continue
            if coefficients is None:
                continue
            generator = moebius_generator(coefficients, u)
            if generator is None:
                continue
            shape = sp.cancel(sp.together(generator.shape.subs(u, coordinate.h) / sp.diff(coordinate.h, x)))
            field = generator.factor * shape
            yield ClosedField(field, coordinate, coefficients, generator)


def _within(coordinate: Coordinate, low: Point, high: Point) -> bool:
    """Whether the open interval (low, high) lies where h is injective; only exact ends are compared."""
    left = order(exact_point(coordinate.low), low)
    right = order(high, exact_point(coordinate.high))
    return left in (-1, 0) and right in (-1, 0)


def _sides(centres: list[sp.Expr], spot: sp.Rational) -> dict[sp.Expr, int]:
    return {c: -s for c in centres if (s := constant_sign(c - spot)) in (1, -1)}


def _centres(analysis: IntervalAnalysis) -> list[sp.Expr]:
    exact = [p.point.value for p in analysis.fixed.points if p.point.value is not None][:4]
    return list(dict.fromkeys([sp.S.Zero, *exact]))


def component_field(analysis: IntervalAnalysis, left: Point, right: Point) -> Fact | None:
    """A closed form on the component (left, right) between two fixed points, C^1 up to both, or None."""
    piece = next(
        (p for p in analysis.pieces if order(p.lo, left) in (-1, 0) and order(right, p.hi) in (-1, 0)),
        None,
    )
    spot = rational_between(left, right)
    if piece is None or spot is None:
        return None
    x, place, centres = analysis.x, to_sympy(spot), _centres(analysis)
    for found in _fields(piece.expr, x, place, centres, _sides(centres, place)):
        if not _within(found.coordinate, left, right):
            continue
        ends = [one_sided(found.field, x, left, "right"), one_sided(found.field, x, right, "left")]
        smooth = all(end.sign(0) == 0 and end.finite(1) for end in ends)
        if smooth:
            numbers = [index for index, known in enumerate(analysis.fixed.points) if known.point is left]
            return Fact(
                statement=f"V = {formula(found.field)} has the time-one map f between {left.text()} and "
                f"{right.text()}, and is C^1 up to both",
                guarantee="exact",
                evidence=Component(left=numbers[0], field=formula(found.field), coordinate=found.data()),
            )
    return None


def global_field(analysis: IntervalAnalysis) -> Fact | None:
    """One analytic field on J whose time-one map is f; None when none is found."""
    expr, x = analysis.smooth, analysis.x
    if expr is None or analysis.fixed.infinite or len(analysis.fixed.points) > 6:
        return None
    try:
        hull = _hull(analysis)
    except UnknownError:
        return None
    stops = [analysis.lo, *[p.point for p in analysis.fixed.points], analysis.hi]
    gaps = [(a, b) for a, b in itertools.pairwise(stops) if order(a, b) == -1]
    spots = [to_sympy(s) for a, b in gaps if (s := rational_between(a, b)) is not None]
    centres = _centres(analysis)
    for found in _fields(expr, x, spots[0], centres, _sides(centres, spots[0])):
        try:
            evidence = _serving(analysis, found, hull, spots, centres)
        except (UnknownError, EmbedcheckError):
            continue
        if evidence is not None:
            statement = f"V = {formula(found.field)} is analytic on J and its time-one map is f"
            return Fact(statement=statement, guarantee="exact", evidence=evidence)
    return None


@dataclass(frozen=True)
class _Hull:
    """The ends of J = hull(X u f(X)), those that may belong to it, and the starts of the germs that give f there."""

    low: Point
    high: Point
    closed: list[Point]
    starts: tuple[str | None, str | None]


def _hull(analysis: IntervalAnalysis) -> _Hull:
    expr = analysis.smooth
    closed: list[Point] = []
    ends: list[Point] = []
    starts: list[str | None] = []
    for end, inside, side in ((analysis.lo, analysis.lo_closed, "right"), (analysis.hi, analysis.hi_closed, "left")):
        found = None if end.value is None else limit_at(expr, end.value, side)
        comparison = None if found is None or end.value is None else compare(found[0], end.value)
        if found is None or comparison is None:
            raise UnknownError("the hull of X and f(X)")
        direction = 1 if side == "right" else -1
        outer = exact_point(found[0]) if comparison * direction < 0 else end
        ends.append(outer)
        starts.append(str(found[1]))
        if inside:
            closed.append(outer)
    return _Hull(ends[0], ends[1], closed, (starts[0], starts[1]))


def _serving(
    analysis: IntervalAnalysis, found: ClosedField, hull: _Hull, spots: list[sp.Rational], centres: list[sp.Expr]
) -> Closed | None:
    """Evidence that V is analytic on J, vanishes exactly at the fixed points of X, and has f as time-one map."""
    x, field = analysis.x, found.field
    splitting = split(field, hull.low, hull.high, analysis.deadline)
    if len(splitting.pieces) != 1:
        return None
    for end in hull.closed:
        if one_sided(field, x, end, "right" if end is hull.low else "left").analytic is not True:
            return None
        sign = constant_sign(field.subs(x, end.value))
        if sign is None or (sign == 0 and not (end in (analysis.lo, analysis.hi) and analysis.is_fixed(end))):
            return None
    vanishing = zeros(field, hull.low, hull.high, analysis.deadline)
    for point in vanishing.zeros:
        if not (order(analysis.lo, point) == -1 and order(point, analysis.hi) == -1 and analysis.is_fixed(point)):
            return None
    coordinates: list[CoordinateData] = []
    for spot in spots:
        displacement = constant_sign(analysis.smooth.subs(x, spot) - spot)
        if displacement in (0, None) or constant_sign(field.subs(x, spot)) != displacement:
            return None
        coordinate = _closed_on(analysis, found, spot, centres, hull)
        if coordinate is None:
            return None
        coordinates.append(coordinate)
    if len(coordinates) != len(vanishing.zeros) + 1:
        return None
    return Closed(
        field=formula(field),
        lower=hull.low.text(),
        upper=hull.high.text(),
        starts=hull.starts,
        demands=demands(splitting.used, [hull.low, hull.high]),
        cover=vanishing.evidence(),
        coordinates=tuple(coordinates),
    )


def _closed_on(
    analysis: IntervalAnalysis, found: ClosedField, spot: sp.Rational, centres: list[sp.Expr], hull: _Hull
) -> CoordinateData | None:
    """On the component of the point, a coordinate that is injective there and gives the same field."""
    x = analysis.x
    points = [p.point for p in analysis.fixed.points]
    left = next((p for p in reversed(points) if order(p, exact_point(spot)) == -1), hull.low)
    right = next((p for p in points if order(exact_point(spot), p) == -1), hull.high)
    for other in _fields(analysis.smooth, x, spot, centres, _sides(centres, spot)):
        if _within(other.coordinate, left, right) and sp.expand(sp.together(other.field - found.field)) == 0:
            return other.data()
    return None
