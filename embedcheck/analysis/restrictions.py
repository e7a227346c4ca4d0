"""What a map is on lines and hyperplanes: where its class drops, where it has a kink, and lines that it keeps."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy as sp

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import IntervalAnalysis, remembered
from embedcheck.analysis.newton import batch
from embedcheck.analysis.places import Place, floats, simple
from embedcheck.analysis.text import formula
from embedcheck.analysis.zeros import UNKNOWN, place_text, raw_fixed_points
from embedcheck.balls.arith import rational, to_sympy
from embedcheck.balls.checks.spots import expanded, is_zero
from embedcheck.balls.constants import compare, constant_sign
from embedcheck.balls.kinks import absolutes, bends, leaves, orders_at, wall
from embedcheck.cells import REGULARITIES, Cell, Status
from embedcheck.certificate import Chord, Fact, Invariant, Kink
from embedcheck.errors import EmbedcheckError
from embedcheck.maps import Interval, Map
from embedcheck.parsing import cbrt

_COMPARED = ("1D-MATCH", "1D-CLASS-M")
_CHORDS = 10
_LINES = 8
_SEGMENTS = 3
_POINTS = 24
_PARABOLIC = 1e-6
_FEW = (0, 1, -1, sp.Rational(1, 2), 2, -2, sp.Rational(1, 3))
_ENDS = ((-1, 1), (0, 1), (-1, 0))


def _on(expr: Any, variables: tuple[Any, ...], place: Place, step: Place, t: Any) -> Any:
    moved = {x: p + t * s for x, p, s in zip(variables, place, step, strict=True)}
    return expr.subs(moved, simultaneous=True)


def _one(expr: Any, name: str, low: Any, high: Any) -> Map | None:
    try:
        return Map(expr, domain=Interval(sp.sympify(low), sp.sympify(high), True, True), vars=[name])
    except (EmbedcheckError, ValueError, TypeError):
        return None


# -- where the class drops ---------------------------------------------------------------------------------------------


def _delicate(expr: Any) -> list[Any]:
    """The functions at whose zeros the expression may fail to be smooth."""
    found: dict[Any, None] = {}
    for node in sorted(absolutes(expr).atoms(sp.Abs, cbrt, sp.Pow), key=sp.count_ops):
        if isinstance(node, sp.Pow):
            if isinstance(node.exp, sp.Integer) or not node.base.free_symbols:
                continue
            found[node.base] = None
        else:
            found[node.args[0]] = None
    return list(found)


def _zeros_of(analysis: EuclideanAnalysis, function: Any) -> Iterator[Place]:
    """Exact points of X where a function vanishes: simple ones."""
    variables, domain = analysis.variables, analysis.map.domain
    for axis, x in enumerate(variables):
        slope = expanded(sp.diff(function, x))
        if slope.free_symbols or constant_sign(slope) in (0, None):
            continue
        rest = expanded(x - function / slope)
        for place in analysis.places[:_POINTS]:
            known = dict(zip(variables, place, strict=True))
            value = sp.expand(rest.subs(known))
            found = (*place[:axis], value, *place[axis + 1 :])
            if not value.free_symbols and domain.contains(found) is True:
                yield found
        return
    try:
        values = batch(variables, [function])(np.array([floats(place) for place in analysis.places]))
    except (NameError, *UNKNOWN):
        return
    for place, value in zip(analysis.places, values[:, 0], strict=True):
        if abs(value) < 1e-12:
            yield place


@remembered
def rough(analysis: EuclideanAnalysis) -> tuple[str, tuple[Fact, Fact]] | None:
    """A class that f does not have on a line, and with it on X; the weakest that was found."""
    best: tuple[str, tuple[Fact, Fact]] | None = None
    goal = {"Lip": "C1", "C0": "Lip"}.get(analysis.regularity)
    if goal is None:
        return None
    for index, place, step, other in itertools.islice(_chords(analysis), _CHORDS):
        analysis.deadline.check()
        decided = analysis.solved(other)
        for regularity in REGULARITIES[REGULARITIES.index(goal) :]:
            cell = Cell("augmented-1", False, regularity)
            refuted = cell in decided and decided[cell].status is Status.NOT_EMBEDDABLE
            if refuted and (best is None or REGULARITIES.index(regularity) < REGULARITIES.index(best[0])):
                direction = tuple("1" if k == index else "0" for k in range(analysis.outputs))
                chord = Fact(
                    statement=f"{analysis.component(index)} on the line through {place_text(place)}"
                    f" in direction {place_text(step)} is {formula(other.expr)}",
                    guarantee="exact",
                    evidence=Chord(
                        point=tuple(map(formula, place)), step=tuple(map(formula, step)), direction=direction
                    ),
                )
                best = regularity, (chord, analysis.lemma(other, cell))
                break
        if best is not None and best[0] == goal:
            break
    return best


def _chords(analysis: EuclideanAnalysis) -> Iterator[tuple[int, Place, Place, Map]]:
    """Components on short segments through points where they may fail to be smooth."""
    seen: set[Any] = set()
    for index, expr in enumerate(analysis.exprs):
        for function in _delicate(expr):
            for place in itertools.islice(_zeros_of(analysis, function), 3):
                for step in _steps(analysis, function):
                    other = _segment(analysis, expr, place, step)
                    if other is not None and other not in seen:
                        seen.add(other)
                        yield index, place, step, other


def _steps(analysis: EuclideanAnalysis, function: Any) -> Iterator[Place]:
    for axis, x in enumerate(analysis.variables):
        if function.has(x):
            yield tuple(sp.Integer(int(k == axis)) for k in range(analysis.inputs))


def _segment(analysis: EuclideanAnalysis, expr: Any, place: Place, step: Place) -> Map | None:
    t = sp.Symbol("t", real=True)
    for size, (low, high) in itertools.product((1, sp.Rational(1, 8)), _ENDS):
        ends = [tuple(p + size * k * s for p, s in zip(place, step, strict=True)) for k in (low, high)]
        if all(analysis.map.domain.contains(end) is True for end in ends):
            return _one(_on(expr, analysis.variables, place, step, t), "t", size * low, size * high)
    return None


# -- kinks along hyperplanes -------------------------------------------------------------------------------------------


@remembered
def kink(analysis: EuclideanAnalysis) -> tuple[int, Fact] | None:
    """A hyperplane across which the first (second) derivatives of f jump and that f does not map to itself."""
    if not analysis.whole or analysis.inputs != analysis.outputs or analysis.regularity != "Lip":
        return None
    best: tuple[int, Fact] | None = None
    try:
        functions = bends([absolutes(expr) for expr in analysis.exprs])
    except UNKNOWN:
        return None
    for function in functions:
        analysis.deadline.check()
        found = _kink(analysis, function)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return best


def _kink(analysis: EuclideanAnalysis, function: Any) -> tuple[int, Fact] | None:
    variables = analysis.variables
    slopes = [expanded(sp.diff(function, x)) for x in variables]
    axis = next((k for k, a in enumerate(slopes) if not a.free_symbols and a != 0), None)
    if axis is None or any(a.free_symbols for a in slopes):
        return None
    ratios = [sp.nsimplify(expanded(a / slopes[axis])) if a != 0 else sp.S.Zero for a in slopes]
    ratios = [ratio if isinstance(ratio, sp.Rational) else None for ratio in map(sp.cancel, ratios)]
    if None in ratios:
        return None
    level = -expanded(function.subs(dict.fromkeys(variables, 0)) / slopes[axis])
    normal = tuple(rational(ratio) for ratio in ratios)
    try:
        found = wall(analysis.exprs, variables, normal, level)
    except UNKNOWN:
        return None
    order, regular, leaving = 3, None, None
    others = itertools.islice(itertools.product(_FEW, repeat=analysis.inputs - 1), _POINTS)
    for numbers in sorted(others, key=lambda values: sum(map(abs, values))):
        values = [sp.Rational(number) for number in numbers]
        place = list(itertools.chain(values[:axis], [sp.S.Zero], values[axis:]))
        place[axis] = level - sum((to_sympy(a) * p for a, p in zip(normal, place, strict=True)), sp.S.Zero)
        point = tuple(place)
        try:
            if order > 1:
                seen = orders_at(found, point)
                if seen < order:
                    order, regular = seen, point
        except UNKNOWN:
            pass
        try:
            if leaving is None and leaves(found, analysis.exprs, point):
                leaving = point
        except UNKNOWN:
            pass
        if order == 1 and leaving is not None:
            break
    if regular is None or leaving is None:
        return None
    jumps = "derivatives" if order == 1 else "second derivatives"
    return order, Fact(
        statement=f"the {jumps} of f jump across {formula(function)} = 0, and {place_text(leaving)} leaves it",
        guarantee="exact",
        evidence=Kink(
            normal=tuple(str(a) for a in normal),
            level=formula(level),
            regular=tuple(map(formula, regular)),
            leaving=tuple(map(formula, leaving)),
        ),
    )


# -- lines that f keeps ------------------------------------------------------------------------------------------------


@remembered
def invariant_line(analysis: EuclideanAnalysis) -> tuple[Fact, Fact] | None:
    """A line that f keeps and across which it is hyperbolic, with a lemma that refutes C1 between two fixed points."""
    tries = 0
    for place, step, places in itertools.islice(_lines(analysis), _LINES):
        t = sp.Symbol("t", real=True)
        axis = next(k for k, s in enumerate(step) if s != 0)
        own = expanded((_on(analysis.exprs[axis], analysis.variables, place, step, t) - place[axis]) / step[axis])
        for low, high in _segments(analysis, place, step, axis, places):
            analysis.deadline.check()
            tries += 1
            if tries > _SEGMENTS:
                return None
            other = _one(own, "t", low, high)
            cell = Cell("basic", True, "C1")
            if other is None or not own.has(t):
                continue
            decided = analysis.solved(other)
            refuted = cell in decided and decided[cell].status is Status.NOT_EMBEDDABLE
            if refuted and decided[cell].rule in _COMPARED and _two_fixed(analysis, other):
                line = Fact(
                    statement=f"f keeps the line through {place_text(place)} in direction {place_text(step)}",
                    guarantee="exact",
                    evidence=Invariant(point=tuple(map(formula, place)), step=tuple(map(formula, step))),
                )
                return line, analysis.lemma(other, cell)
    return None


def _two_fixed(analysis: EuclideanAnalysis, other: Map) -> bool:
    fixed = IntervalAnalysis(other, analysis.deadline).fixed
    return len(fixed.points) == 2 and not fixed.intervals and not any(point.period for point in fixed.points)


def _lines(analysis: EuclideanAnalysis) -> Iterator[tuple[Place, Place, list[float]]]:
    """Invariant lines through what seem to be fixed points, and where these are on it."""
    known = raw_fixed_points(analysis)
    seen: set[Any] = set()
    directions: list[tuple[int, Any]] = []
    for axis in range(analysis.inputs):
        directions.append((axis, np.array([float(k == axis) for k in range(analysis.inputs)])))
    for one, other in itertools.combinations(known[:5], 2):
        gap = other - one
        axis = int(np.argmax(np.abs(gap)))
        directions.append((axis, gap / gap[axis]))
    for axis, direction in directions:
        step = tuple(simple(float(s)) for s in direction)
        if not all(isinstance(s, sp.Rational) for s in step):
            continue
        for point in known:
            place = tuple(simple(float(x)) for x in point - point[axis] * direction)
            if None in place or (place, step) in seen:
                continue
            seen.add((place, step))
            base = np.array(floats(place))
            on_it = sorted(float(p[axis]) for p in known if np.max(np.abs(p - p[axis] * direction - base)) < 1e-7)
            if len(on_it) > 1 and _kept(analysis, place, step, axis):
                yield place, step, on_it


def _kept(analysis: EuclideanAnalysis, place: Place, step: Place, axis: int) -> bool:
    t = sp.Dummy(real=True)
    try:
        images = [_on(expr, analysis.variables, place, step, t) for expr in analysis.exprs]
        own = (images[axis] - place[axis]) / step[axis]
        return all(is_zero(image - p - s * own) for image, p, s in zip(images, place, step, strict=True))
    except (EmbedcheckError, ValueError, TypeError):
        return False


def _parallel(analysis: EuclideanAnalysis, step: Place, axis: int) -> bool:
    """Whether f maps all lines in this direction to such lines."""
    for expr, s in zip(analysis.exprs, step, strict=True):
        own = expr - s / step[axis] * analysis.exprs[axis]
        if not is_zero(sum(d * sp.diff(own, x) for d, x in zip(step, analysis.variables, strict=True))):
            return False
    return True


def _segments(
    analysis: EuclideanAnalysis, place: Place, step: Place, axis: int, places: list[float]
) -> Iterator[tuple[Any, Any]]:
    """Intervals around two neighbours at one of which the line seems to be the only stable, or unstable, direction."""
    slopes = [sp.diff(expr, x) for expr in analysis.exprs for x in analysis.variables]
    size = analysis.inputs
    evaluate = batch(analysis.variables, slopes)
    direction = np.array(floats(step))
    sides: list[bool | None] = []
    parallel = _parallel(analysis, step, axis)
    for t in places:
        matrix = evaluate((np.array(floats(place)) + t * direction)[None, :])[0].reshape(size, size)
        others = [k for k in range(size) if k != axis]
        across = matrix[np.ix_(others, others)] - np.outer(direction[others], matrix[axis, others])
        moduli, along = np.abs(np.linalg.eigvals(across)), float(matrix[axis] @ direction)
        # Far out, log(exp(x) + 1) = x for machine numbers: no fixed point that is worth a proof.
        if abs(along - 1) < _PARABOLIC:
            sides.append(None)
            continue
        one_sided = (along > 1 and np.all(moduli < 1)) or (0 < along < 1 and np.all(moduli > 1))
        sides.append(bool(one_sided or (parallel and np.all(np.abs(moduli - 1) > 1e-9))))
    pairs = sorted(itertools.pairwise(range(len(places))), key=lambda pair: abs(sum(places[k] for k in pair)))
    for left, right in pairs:
        if None in (sides[left], sides[right]) or not (sides[left] or sides[right]):
            continue
        ends: list[Any] = []
        for k, sign in ((left, -1), (right, 1)):
            exact, room = simple(places[k]), places[right] - places[left]
            if exact is None:
                beyond = places[k + sign] if 0 <= k + sign < len(places) else places[k] + sign * room
                near = places[k] + sign * min(room / 8, abs(beyond - places[k]) / 4)
                exact = sp.Rational(round(near * 2**12), 2**12)
            ends.append(exact)
        corners = [tuple(p + end * s for p, s in zip(place, step, strict=True)) for end in ends]
        if all(analysis.map.domain.contains(corner) is True for corner in corners) and compare(*ends) == -1:
            yield ends[0], ends[1]
