"""Boxes on which a map has a degree other than 0 over a point: a search for floors."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from embedcheck.analysis.diffeos import near, texts
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import remembered
from embedcheck.analysis.places import float_map, floats
from embedcheck.analysis.positivity import Search, confirmed
from embedcheck.balls import fmpq
from embedcheck.balls.arith import to_sympy
from embedcheck.balls.checks.floors import Degrees, face_gap
from embedcheck.balls.checks.spots import expanded, tame
from embedcheck.balls.regions import Region, Side
from embedcheck.certificate import Covered, Fact, Patch, SignProof

_MAX_DIMENSION = 3
_SIZES = (8.0, 4.0, 2.0, 1.0, 0.5, 0.25, 0.125)
_GRID = 7
_PAIRS = 12
_SINGLES = 6
_SECONDS = 0.5
_SHARES = (1.0, 31 / 32, 3 / 4, 1 / 2)


class Box(NamedTuple):
    """A box with the matrix, and the least value of what must be positive on its faces."""

    low: list[fmpq]
    high: list[fmpq]
    matrix: list[list[fmpq]]
    least: float


class _Float:
    """Machine numbers for a map and its derivative."""

    def __init__(self, analysis: EuclideanAnalysis) -> None:
        self.size = analysis.inputs
        self.value = float_map(analysis.variables, analysis.exprs)
        self._slope = float_map(analysis.variables, [sp.diff(e, x) for e in analysis.exprs for x in analysis.variables])

    def slope(self, point: Any) -> Any:
        return self._slope(point).reshape(self.size, self.size)


@remembered
def degrees(analysis: EuclideanAnalysis) -> list[tuple[Degrees, Fact]]:
    """The largest floors found: over a point with degree -1 on a box, and with degrees on two boxes."""
    small = analysis.square and 2 <= analysis.inputs <= _MAX_DIMENSION
    if not small or analysis.regularity != "Comega" or not all(tame(expr) for expr in analysis.exprs):
        return []
    floating = _Float(analysis)
    search = Search(analysis.deadline.check, _SECONDS)
    found: list[tuple[Degrees, Fact]] = []
    for tries in (_turned(analysis, floating), _doubled(analysis, floating)):
        ranked = sorted(tries, key=lambda one: -min(box.least for box in one[1]))
        for point, boxes in ranked[:2]:
            one = _proven(analysis, search, point, boxes)
            if one is not None:
                found.append(one)
                break
    return found


def _turned(analysis: EuclideanAnalysis, floating: _Float) -> list[tuple[list[fmpq], list[Box]]]:
    """Points where the derivative turns the orientation."""
    found: list[tuple[list[fmpq], list[Box]]] = []
    for place in analysis.places[:200]:
        point = np.array(floats(place))
        slope, value = floating.slope(point), floating.value(point)
        if not np.all(np.isfinite(slope)) or not np.all(np.isfinite(value)) or np.linalg.det(slope) > -1e-6:
            continue
        target = [near(float(y)) for y in value]
        box = _best(analysis, floating, point, target, [])
        if box is not None:
            found.append((target, [box]))
        if len(found) == _SINGLES:
            break
    return found


def _doubled(analysis: EuclideanAnalysis, floating: _Float) -> list[tuple[list[fmpq], list[Box]]]:
    """Pairs of points with one value and regular derivatives."""
    found: list[tuple[list[fmpq], list[Box]]] = []
    for one, other in itertools.islice(_pairs(analysis, floating), _PAIRS):
        target = [near(float(y)) for y in floating.value(one)]
        axis = int(np.argmax(np.abs(one - other)))
        middle = near(float(one[axis] + other[axis]) / 2)
        boxes = [
            _best(analysis, floating, point, target, [(axis, middle, 1 if point[axis] > rest[axis] else -1)])
            for point, rest in ((one, other), (other, one))
        ]
        known = [box for box in boxes if box is not None]
        if len(known) == 2:
            found.append((target, known))
    return found


def _pairs(analysis: EuclideanAnalysis, floating: _Float) -> Iterator[tuple[Any, Any]]:
    groups: dict[tuple[float, ...], list[Any]] = {}
    for place in analysis.places[:400]:
        point = np.array(floats(place))
        value, slope = floating.value(point), floating.slope(point)
        if not np.all(np.isfinite(value)) or not np.all(np.isfinite(slope)) or abs(np.linalg.det(slope)) < 1e-6:
            continue
        known = groups.setdefault(tuple(round(float(y), 9) + 0.0 for y in value), [])
        for other in known[:2]:
            yield other, point
        known.append(point)


def _best(
    analysis: EuclideanAnalysis, floating: _Float, point: Any, target: list[fmpq], walls: list[tuple[int, fmpq, int]]
) -> Box | None:
    """The box about a point that leaves the largest distance, on one side of some walls."""
    slope = floating.slope(point)
    try:
        back = np.linalg.inv(slope)
    except np.linalg.LinAlgError:
        return None
    matrix = [[near(float(x)) for x in row / np.linalg.norm(row)] for row in back]
    for row in matrix:
        if sum((x * x for x in row), fmpq(0)) > 1:
            row[:] = [x * fmpq(63, 64) for x in row]
    if abs(np.linalg.det(_array(matrix))) < 1e-9:
        return None
    goal = np.array([_float(y) for y in target])
    best: Box | None = None
    for size in _SIZES:
        low, high = [near(float(x) - size, 8) for x in point], [near(float(x) + size, 8) for x in point]
        for k, factor in enumerate(analysis.map.domain.factors):
            low[k], high[k] = (
                _inside(factor.lo, factor.lo_closed, low[k], 1),
                _inside(factor.hi, factor.hi_closed, high[k], -1),
            )
        for axis, wall, side in walls:
            if side > 0:
                low[axis] = max(low[axis], wall)
            else:
                high[axis] = min(high[axis], wall)
        if not all(_float(a) < x < _float(b) for a, x, b in zip(low, point, high, strict=True)):
            continue
        least = _least(floating, low, high, _array(matrix), goal)
        if least > max(1e-3, 0.0 if best is None else best.least):
            best = Box(low, high, matrix, least)
    return best


def _float(number: fmpq) -> float:
    return int(number.p) / int(number.q)


def _array(matrix: list[list[fmpq]]) -> Any:
    return np.array([[_float(x) for x in row] for row in matrix])


def _inside(end: Any, closed: bool, value: fmpq, side: int) -> fmpq:
    """The value, or a number of the interval next to its end if that is on the way (side 1: the lower end)."""
    if end.is_infinite or side * (_float(value) - float(end)) > 1e-9:
        return value
    if end.is_Rational and closed:
        return fmpq(int(end.p), int(end.q))
    part = Fraction(float(end) + side / 64).limit_denominator(256)
    return fmpq(part.numerator, part.denominator)


def _least(floating: _Float, low: list[fmpq], high: list[fmpq], matrix: Any, goal: Any) -> float:
    axes = [np.linspace(_float(a), _float(b), _GRID) for a, b in zip(low, high, strict=True)]
    least = np.inf
    for k, axis in enumerate(axes):
        for sign, end in ((-1, axis[0]), (1, axis[-1])):
            for point in itertools.product(*(([end] if j == k else list(own)) for j, own in enumerate(axes))):
                value = sign * float(matrix[k] @ (floating.value(point) - goal))
                if not value > 1e-3:
                    return -np.inf
                least = min(least, value)
    return float(least)


def _proven(
    analysis: EuclideanAnalysis, search: Search, target: list[fmpq], boxes: list[Box]
) -> tuple[Degrees, Fact] | None:
    least = min(box.least for box in boxes)
    point = [to_sympy(y) for y in target]
    for share in _SHARES:
        floor = near(least * share) if share == 1 else fmpq(int(least * share * 64), 64)
        if floor <= 0 or _float(floor) > least + 1e-9:
            continue
        patches: list[Patch] = []
        for box in boxes:
            proofs = _faces(analysis, search, point, box, floor)
            if proofs is None:
                break
            low, high = (tuple(map(str, corner)) for corner in (box.low, box.high))
            patches.append(Patch(low=low, high=high, matrix=texts(box.matrix), proofs=proofs))
        if len(patches) < len(boxes):
            continue
        signs = tuple(1 if np.linalg.det(_array(box.matrix)) > 0 else -1 for box in boxes)
        told = ", ".join(map(str, target))
        where = "on two boxes without common inner points" if len(boxes) == 2 else f"{signs[0]} on a box"
        statement = f"f has a degree over ({told}) {where}, at a distance of more than {floor} from their boundaries"
        evidence = Covered(point=tuple(map(str, target)), floor=str(floor), patches=tuple(patches))
        return Degrees(signs, floor), Fact(statement=statement, guarantee="rigorous", evidence=evidence)
    return None


def _faces(
    analysis: EuclideanAnalysis, search: Search, point: list[Any], box: Box, floor: fmpq
) -> tuple[SignProof, ...] | None:
    found: list[SignProof] = []
    sides = {
        x: Side(to_sympy(a), to_sympy(b), True, True)
        for x, a, b in zip(analysis.variables, box.low, box.high, strict=True)
    }
    for x, row in zip(analysis.variables, box.matrix, strict=True):
        for sign, end in zip((-1, 1), sides[x][:2], strict=True):
            gap = expanded(face_gap(analysis.exprs, point, row, floor, sign).subs(x, end))
            region = Region(sides).without(x)
            proof = search.positive(gap, region, False)
            if proof is None or not confirmed(proof, gap, region, False):
                return None
            found.append(proof)
    return tuple(found)
