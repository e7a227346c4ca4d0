"""Two arcs in the plane that link through a function: a search on a grid (guarantee: none before the proofs)."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.places import float_map, floats
from embedcheck.balls import fmpq
from embedcheck.balls.checks.floors import Vertex, crossings
from embedcheck.maps import Interval

Node = tuple[int, int]
_CELLS = 32
_SIZES = (2, 4, 8)
_PEAKS = 6
_PLACES = 80
_SAMPLES = 65
_MOST = 36
_STEPS = ((1, 0), (-1, 0), (0, 1), (0, -1))


class Linked(NamedTuple):
    """Two polygons with machine numbers for the bounds: at the ends of the first one, on it, on the second one, at the
    ends of it."""

    first: list[Vertex]
    second: list[Vertex]
    top: float
    low: float
    high: float
    bottom: float

    @property
    def gap(self) -> float:
        return min(self.top - self.high, self.low - self.bottom)


def linked(analysis: EuclideanAnalysis, index: int) -> Linked | None:
    """The arcs with the largest gap that are found for a component."""
    if _rises_along_an_axis(analysis, index):
        return None
    evaluate = float_map(analysis.variables, [analysis.exprs[index]])
    best: Linked | None = None
    for window in _windows(analysis):
        analysis.deadline.check()
        found = _in_window(lambda point: float(evaluate(point)[0]), window)
        if found is not None and (best is None or found.gap > best.gap):
            best = found
    return best


def _rises_along_an_axis(analysis: EuclideanAnalysis, index: int) -> bool:
    """Whether the component seems to be monotone in a variable: then no arcs link."""
    if analysis.regularity != "Comega":
        return False
    gradient = float_map(analysis.variables, [sp.diff(analysis.exprs[index], x) for x in analysis.variables])
    places = analysis.places
    values = [gradient(floats(place)) for place in places[:: max(1, len(places) // _PLACES)]]
    rows = np.array([value for value in values if np.all(np.isfinite(value))])
    return len(rows) > 0 and any(np.all(column > 0) or np.all(column < 0) for column in rows.T)


def _windows(analysis: EuclideanAnalysis) -> Iterator[list[tuple[fmpq, fmpq]]]:
    """Rectangles in X with rational ends."""
    factors = analysis.map.domain.factors
    bounded = all(factor.lo.is_finite and factor.hi.is_finite for factor in factors)
    for size in (1,) if bounded else _SIZES:
        sides = [_side(factor, size) for factor in factors]
        if all(low < high for low, high in sides):
            yield sides


def _side(factor: Interval, size: int) -> tuple[fmpq, fmpq]:
    low, high = float(factor.lo), float(factor.hi)
    if np.isinf(low) and np.isinf(high):
        return fmpq(-size), fmpq(size)
    start = high - 2 * size if np.isinf(low) else low
    stop = low + 2 * size if np.isinf(high) else high
    edge = (stop - start) / 256
    return _inner(factor, factor.lo, start, edge), _inner(factor, factor.hi, stop, -edge)


def _inner(factor: Interval, end: Any, value: float, step: float) -> fmpq:
    """The end itself where it is rational and in the interval, otherwise a number a little inside."""
    part = Fraction(value).limit_denominator(64)
    if end.is_infinite or (end.is_Rational and factor.contains(end) and abs(float(part) - value) < 1e-12):
        return fmpq(part.numerator, part.denominator)
    part = Fraction(value + step).limit_denominator(1024)
    return fmpq(part.numerator, part.denominator)


class _Grid:
    """Nodes of a rectangle with the values of a function."""

    def __init__(self, evaluate: Callable[[Any], float], axes: list[list[fmpq]]) -> None:
        self.axes = axes
        floats = [[_float(x) for x in axis] for axis in axes]
        self.values = np.array([[evaluate((x, y)) for y in floats[1]] for x in floats[0]])
        self.shape = len(axes[0]), len(axes[1])
        self._cost: dict[tuple[Node, Node], int] = {}

    def border(self) -> list[Node]:
        """The nodes on the boundary, once around."""
        m, n = self.shape[0] - 1, self.shape[1] - 1
        return [
            *((i, 0) for i in range(m)), *((m, j) for j in range(n)),
            *((i, n) for i in range(m, 0, -1)), *((0, j) for j in range(n, 0, -1)),
        ]  # fmt: skip

    def vertex(self, node: Node) -> Vertex:
        return self.axes[0][node[0]], self.axes[1][node[1]]

    def level(self, start: Node, stop: Node, sign: int) -> float:
        """The smallest value (sign -1: the largest one) on a path on which it is as large (small) as possible."""
        values, seen = sign * self.values, {start}
        queue = [(-float(values[start]), start)]
        while queue:
            level, node = heapq.heappop(queue)
            if node == stop:
                return -sign * level
            for other in self._next(node):
                if other not in seen:
                    seen.add(other)
                    heapq.heappush(queue, (max(level, -float(values[other])), other))
        return -sign * np.inf

    def _next(self, node: Node) -> Iterator[Node]:
        for step in _STEPS:
            other = node[0] + step[0], node[1] + step[1]
            if 0 <= other[0] < self.shape[0] and 0 <= other[1] < self.shape[1]:
                yield other

    def path(self, start: Node, stop: Node, allowed: Any) -> list[Node] | None:
        """The corners of a path with as few corners as possible through allowed nodes."""
        queue: list[tuple[int, int, Node, Node]] = [(0, 0, start, (0, 0))]
        before: dict[tuple[Node, Node], tuple[Node, Node]] = {}
        seen: set[tuple[Node, Node]] = set()
        count = 0
        while queue:
            cost, _, node, way = heapq.heappop(queue)
            if (node, way) in seen:
                continue
            seen.add((node, way))
            if node == stop:
                return _corners(before, (node, way))
            for other in self._next(node):
                step = other[0] - node[0], other[1] - node[1]
                state = other, step
                if allowed[other] and state not in seen:
                    count += 1
                    new = cost + 1 + (0 if step == way else 4 * _CELLS)
                    if state not in before or new < self._cost.get(state, new + 1):
                        before[state], self._cost[state] = (node, way), new
                        heapq.heappush(queue, (new, count, other, step))
        return None

    def at(self, path: list[Node]) -> list[float]:
        return [float(self.values[node]) for node in path]


def _float(number: fmpq) -> float:
    return int(number.p) / int(number.q)


def _corners(before: dict[tuple[Node, Node], tuple[Node, Node]], state: tuple[Node, Node]) -> list[Node]:
    found = [state[0]]
    while state in before:
        other = before[state]
        if other[1] != state[1]:
            found.append(other[0])
        state = other
    return found[::-1]


def _in_window(evaluate: Callable[[Any], float], window: list[tuple[fmpq, fmpq]]) -> Linked | None:
    outer = _Grid(evaluate, [[a + (b - a) * fmpq(k, _CELLS) for k in range(_CELLS + 1)] for a, b in window])
    border = outer.border()
    around = outer.at(border)
    if not np.all(np.isfinite(outer.values)):
        return None
    best: tuple[float, Any] | None = None
    for i, j in itertools.combinations(_peaks(around), 2):
        one = min(range(i, j + 1), key=lambda k: around[k])
        two = min((*range(j, len(around)), *range(i + 1)), key=lambda k: around[k])
        bottom, top = max(around[one], around[two]), min(around[i], around[j])
        if best is not None and (top - bottom) / 2 <= best[0]:
            continue
        level = outer.level(border[i], border[j], 1)
        gap = min(top - level, level - bottom)
        if gap > (1e-6 * max(1e-3, abs(top), abs(bottom)) if best is None else best[0]):
            best = gap, (level, border[i], border[j], border[one], border[two])
    if best is None:
        return None
    slack, (level, start, stop, *ends) = best[0] / 8, best[1]
    # Another grid, so that no vertex lies on an edge of the other arc.
    inner = _Grid(evaluate, [[a + (b - a) * fmpq(2 * k + 1, 2 * _CELLS) for k in range(_CELLS)] for a, b in window])
    if not np.all(np.isfinite(inner.values)):
        return None
    own = [(min(i, _CELLS - 1), min(j, _CELLS - 1)) for i, j in ends]
    highest = inner.level(own[0], own[1], -1)
    first = outer.path(start, stop, outer.values >= level - slack)
    second = inner.path(own[0], own[1], inner.values <= highest + slack)
    if first is None or second is None:
        return None
    return _measured(evaluate, list(map(outer.vertex, first)), list(map(inner.vertex, second)))


def _peaks(around: list[float]) -> list[int]:
    """Positions of the largest local maxima of a closed list, in order."""
    size = len(around)
    tops = [k for k in range(size) if around[k - 1] < around[k] >= around[(k + 1) % size]]
    return sorted(sorted(tops, key=lambda k: -around[k])[:_PEAKS])


def _measured(evaluate: Callable[[Any], float], first: list[Vertex], second: list[Vertex]) -> Linked | None:
    """The arcs with bounds by machine numbers, if they link."""
    met = crossings(first, second)
    if met is None or not sum(met) or len(first) + len(second) > _MOST:
        return None
    ends = [evaluate(tuple(map(_float, vertex))) for vertex in (first[0], first[-1], second[0], second[-1])]
    low, high = (
        choose(value for edge in itertools.pairwise(polygon) for value in _along(evaluate, *edge))
        for polygon, choose in ((first, min), (second, max))
    )
    found = Linked(first, second, min(ends[:2]), low, high, max(ends[2:]))
    return found if found.gap > 1e-6 * max(1e-3, abs(found.top), abs(found.bottom)) else None


def _along(evaluate: Callable[[Any], float], start: Vertex, stop: Vertex) -> list[float]:
    a, b = (np.array([_float(x) for x in vertex]) for vertex in (start, stop))
    return [evaluate(a + share * (b - a)) for share in np.linspace(0, 1, _SAMPLES)]
