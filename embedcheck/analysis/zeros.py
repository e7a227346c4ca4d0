"""Fixed points, cycles and critical points of maps of several variables, found by machine numbers and then proven."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import remembered
from embedcheck.analysis.newton import batch, cycles, distinct, solve, starts
from embedcheck.analysis.places import Place, floats, simple
from embedcheck.analysis.text import formula
from embedcheck.balls import fmpq
from embedcheck.balls.arith import to_sympy
from embedcheck.balls.checks.spots import SpotError, settled
from embedcheck.balls.constants import compare, constant_sign
from embedcheck.balls.demands import DemandError
from embedcheck.balls.krawczyk import MAX_SIZE, critical_in, cycle_in, cyclic_rows
from embedcheck.balls.local import LocalError, Sides, near_point, value_at
from embedcheck.balls.matrices import determinant_sign
from embedcheck.balls.spectra import Spectrum
from embedcheck.certificate import Critical, Cycle, Fact, Folded, Orbit, Turned
from embedcheck.errors import EmbedcheckError
from embedcheck.parsing import substitute

_RADII = (38, 24, 18, 13)
_GRAIN = 44
_MOST = 12
_SECONDS = 2.0
_SAMPLES = 150
_FEW = 6
UNKNOWN = (LocalError, DemandError, SpotError, EmbedcheckError, ValueError, TypeError, ArithmeticError)


@dataclass(frozen=True)
class Found:
    """A proven cycle: exact points, or boxes inside X with one point each."""

    places: tuple[Place, ...]
    boxes: tuple[Sides, ...]
    interior: bool
    isolated: bool
    """1 is no eigenvalue of the product of the derivatives along the cycle"""
    derivative: Spectrum | None
    """for a fixed point"""
    along: Spectrum | None
    """of the product of the derivatives along the cycle"""
    fact: Fact

    @property
    def period(self) -> int:
        return max(len(self.places), len(self.boxes))


def _known(analysis: EuclideanAnalysis) -> tuple[list[Any], list[Any]]:
    """The components and their derivatives for machine numbers; kinks have the slopes of one side."""
    exprs = [expr.replace(lambda e: isinstance(e, (sp.Max, sp.Min)), _absolute) for expr in analysis.exprs]
    return exprs, [sp.diff(expr, x) for expr in exprs for x in analysis.variables]


def _absolute(expr: Any) -> Any:
    best, sign = expr.args[0], 1 if isinstance(expr, sp.Max) else -1
    for other in expr.args[1:]:
        best = (best + other + sign * sp.Abs(best - other)) / 2
    return best


def numbers(point: Any) -> str:
    return f"({', '.join(f'{float(x):.6g}' for x in point)})"


def place_text(place: Place) -> str:
    return f"({', '.join(map(formula, place))})"


@remembered
def raw_fixed_points(analysis: EuclideanAnalysis) -> list[Any]:
    """Machine numbers next to which there seem to be fixed points."""
    try:
        found = cycles(analysis.map, 1, *_known(analysis))
        return [cycle[0] for cycle in itertools.islice(found, 2 * _MOST)]
    except (NameError, np.linalg.LinAlgError, KeyError, *UNKNOWN):
        return []


def cycles_of(analysis: EuclideanAnalysis, period: int, most: int = _MOST) -> list[Found]:
    """Proven cycles of this least period in X, at most so many; not all there are."""
    store: dict[int, list[Found]] = analysis.__dict__.setdefault("_cycles", {})
    if period not in store:
        store[period] = list(_cycles(analysis, period, most))
    return store[period]


def _cycles(analysis: EuclideanAnalysis, period: int, most: int) -> Iterator[Found]:
    if analysis.inputs != analysis.outputs or analysis.inputs * period > MAX_SIZE:
        return
    try:
        tries = cycles(analysis.map, period, *_known(analysis))
        if period == 1:
            tries = iter([point[None, :] for point in raw_fixed_points(analysis)])
        until = time.process_time() + _SECONDS
        for candidate in itertools.islice(tries, 2 * most):
            analysis.deadline.check()
            if time.process_time() > until:
                return
            found = _exact(analysis, candidate) or _enclosed(analysis, candidate)
            if found is not None:
                yield found
    except (NameError, np.linalg.LinAlgError, KeyError, *UNKNOWN):
        return


def _exact(analysis: EuclideanAnalysis, candidate: Any) -> Found | None:
    """The cycle by exact points next to the machine numbers."""
    places = tuple(tuple(simple(float(x)) for x in point) for point in candidate)
    if any(x is None for place in places for x in place):
        return None
    if not all(analysis.map.domain.contains(place) is True for place in places):
        return None
    try:
        for place, image in zip(places, (*places[1:], places[0]), strict=True):
            moved = dict(zip(analysis.variables, place, strict=True))
            for expr, target in zip(analysis.exprs, image, strict=True):
                if constant_sign(settled(substitute(expr, moved, compare)) - target) != 0:
                    return None
        rows = [_derivative(analysis, place) for place in places]
        product = sp.Matrix(rows[0])
        for block in rows[1:]:
            product = sp.Matrix(block) * product
        along = Spectrum.of_rows(product.tolist())
        spectrum = along if len(places) == 1 else None
        isolated = determinant_sign(cyclic_rows(rows)) != 0
    except UNKNOWN:
        return None
    fact = Fact(
        statement=_statement([place_text(place) for place in places]),
        guarantee="exact",
        evidence=Orbit(points=tuple(tuple(map(formula, place)) for place in places)),
    )
    return Found(places, (), all(map(analysis.inside, places)), isolated, spectrum, along, fact)


def _statement(points: list[str]) -> str:
    near = points[0].startswith("near ")
    if len(points) == 1:
        return f"f has {'a' if near else 'the'} fixed point {points[0]}"
    return f"f has a cycle of length {len(points)} through {'a point ' if near else ''}{points[0]}"


def _derivative(analysis: EuclideanAnalysis, place: Place) -> list[list[Any]]:
    local = near_point(analysis.exprs, analysis.variables, place)
    return [[value_at(entry, analysis.variables, place) for entry in row] for row in local.jacobian]


def boxes_around(points: Any, bits: int) -> list[Sides]:
    """Boxes with dyadic ends around machine numbers."""
    found: list[Sides] = []
    for point in points:
        sides: list[tuple[fmpq, fmpq]] = []
        for x in point:
            near = Fraction(round(float(x) * 2**_GRAIN), 2**_GRAIN)
            middle = fmpq(near.numerator, near.denominator)
            radius = fmpq(1 + int(abs(near)), 2**bits)
            sides.append((middle - radius, middle + radius))
        found.append(tuple(sides))
    return found


def box_is_inside(analysis: EuclideanAnalysis, sides: Sides) -> bool:
    return all(analysis.inside(tuple(map(to_sympy, corner))) for corner in zip(*sides, strict=True))


def box_texts(sides: Sides) -> tuple[tuple[str, str], ...]:
    return tuple((str(low), str(high)) for low, high in sides)


def _enclosed(analysis: EuclideanAnalysis, candidate: Any) -> Found | None:
    """The cycle in boxes, by the test of Krawczyk."""
    for bits in _RADII:
        boxes = boxes_around(candidate, bits)
        if not all(box_is_inside(analysis, sides) for sides in boxes):
            continue
        if any(all(a[0] <= b[1] and b[0] <= a[1] for a, b in zip(boxes[0], o, strict=True)) for o in boxes[1:]):
            continue
        try:
            derivatives = cycle_in(analysis.exprs, analysis.variables, boxes)
        except UNKNOWN:
            continue
        if derivatives is not None:
            fact = Fact(
                statement=_statement([f"near {numbers(point)}" for point in candidate]),
                guarantee="rigorous",
                evidence=Cycle(boxes=tuple(map(box_texts, boxes))),
            )
            product = derivatives[0]
            for block in derivatives[1:]:
                product = block * product
            spectrum = Spectrum(derivatives[0]) if len(boxes) == 1 else None
            return Found((), tuple(boxes), True, True, spectrum, Spectrum(product), fact)
    return None


@remembered
def critical_boxes(analysis: EuclideanAnalysis) -> tuple[int, Fact] | None:
    """A non-degenerate critical point of a component in a box inside X."""
    for index, (sides, point) in critical_points_of(analysis):
        direction = tuple("1" if k == index else "0" for k in range(analysis.outputs))
        return index, Fact(
            statement=f"{analysis.component(index)} has a non-degenerate critical point near {numbers(point)}",
            guarantee="rigorous",
            evidence=Critical(box=box_texts(sides), direction=direction),
        )
    return None


def all_critical(analysis: EuclideanAnalysis) -> list[tuple[Sides, Any]]:
    """Boxes inside X that hold one critical point of a map with one output each, non-degenerate."""
    return [found for _, found in critical_points_of(analysis, 4 * _MOST)]


def critical_points_of(analysis: EuclideanAnalysis, most: int = _MOST) -> Iterator[tuple[int, tuple[Sides, Any]]]:
    """Boxes inside X that hold one critical point of a component each, non-degenerate."""
    for index, expr in enumerate(analysis.exprs):
        try:
            gradient = [sp.diff(expr, x) for x in analysis.variables]
            second = [sp.diff(slope, x) for slope in gradient for x in analysis.variables]
            residual, derivative = batch(analysis.variables, gradient), batch(analysis.variables, second)
            found = solve(residual, derivative, starts(analysis.map, 64, 5))
        except (NameError, np.linalg.LinAlgError, KeyError, *UNKNOWN):
            continue
        for point in list(distinct(found))[:most]:
            analysis.deadline.check()
            sides = _critical_box(analysis, expr, point)
            if sides is not None:
                yield index, (sides, point)


def _critical_box(analysis: EuclideanAnalysis, expr: Any, point: Any) -> Sides | None:
    for bits in _RADII:
        (sides,) = boxes_around([point], bits)
        try:
            if box_is_inside(analysis, sides) and critical_in(expr, analysis.variables, sides):
                return sides
        except UNKNOWN:
            continue
    return None


@remembered
def determinants(analysis: EuclideanAnalysis) -> dict[int, tuple[Place, Fact]]:
    """For each sign a point inside X where the determinant of the derivative has it, if one was met."""
    found: dict[int, tuple[Place, Fact]] = {}
    size = analysis.inputs
    if size != analysis.outputs:
        return found
    points = np.concatenate([np.array([floats(place) for place in analysis.places[:_SAMPLES]]).reshape(-1, size),
                             starts(analysis.map, _SAMPLES, 3)])  # fmt: skip
    try:
        with np.errstate(all="ignore"):
            slopes = batch(analysis.variables, _known(analysis)[1])(points).reshape(-1, size, size)
            values = np.linalg.det(np.where(np.isfinite(slopes), slopes, np.nan))
    except (NameError, np.linalg.LinAlgError, KeyError, *UNKNOWN):
        return found
    for sign in (-1, 1):
        chosen = [k for k in range(len(points)) if sign * values[k] > 1e-9]
        for k in sorted(chosen, key=lambda k: (k >= len(analysis.places[:_SAMPLES]), k))[:_FEW]:
            exact = k < len(analysis.places[:_SAMPLES])
            place = analysis.places[k] if exact else tuple(sp.Rational(round(float(x) * 64), 64) for x in points[k])
            if analysis.inside(place) and _determinant_sign(analysis, place) == sign:
                statement = f"det Df {'<' if sign < 0 else '>'} 0 at {place_text(place)}"
                fact = Fact(
                    statement=statement, guarantee="rigorous", evidence=Turned(point=tuple(map(formula, place)))
                )
                found[sign] = place, fact
                break
    return found


def _determinant_sign(analysis: EuclideanAnalysis, place: Place) -> int:
    try:
        return determinant_sign(_derivative(analysis, place))
    except UNKNOWN:
        return 0


@remembered
def folded(analysis: EuclideanAnalysis) -> Fact | None:
    """Two points where the determinant of the derivative has opposite signs."""
    found = determinants(analysis)
    if len(found) < 2 or analysis.regularity != "Comega":
        return None
    first, second = found[-1][0], found[1][0]
    return Fact(
        statement=f"det Df has opposite signs at {place_text(first)} and {place_text(second)}",
        guarantee="rigorous",
        evidence=Folded(first=tuple(map(formula, first)), second=tuple(map(formula, second))),
    )
