"""Error floors of affine read-outs: wells, linked discs, and functions that run to infinity."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from embedcheck.analysis.arcs import linked
from embedcheck.analysis.diffeos import near
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import remembered
from embedcheck.analysis.levels import texts, value_at
from embedcheck.analysis.places import Place, float_map, floats
from embedcheck.analysis.positivity import Search, confirmed
from embedcheck.balls.arith import to_sympy
from embedcheck.balls.checks.floors import on_edge
from embedcheck.balls.checks.levels import on_disc, parameters
from embedcheck.balls.checks.spots import expanded, tame
from embedcheck.balls.regions import Region, Side
from embedcheck.certificate import Arcs, Fact, Link, SignProof, Spread, Well
from embedcheck.maps import Interval

_UNIT = Side(-sp.S.One, sp.S.One, True, True)
_LINE = Side(-sp.oo, sp.oo, False, False)
_SHARES = (sp.S.One, sp.Rational(31, 32), sp.Rational(3, 4), sp.Rational(1, 4))
_SIZES = (4.0, 2.0, 1.0, 0.5, 0.25)
_GRID = 7
_RATES = (sp.S.One, sp.Rational(1, 2), sp.Rational(1, 8), sp.Rational(1, 64))
_RESTS = (sp.S.Zero, sp.S.One, sp.Integer(16), sp.Integer(256))
_MAX_DIMENSION = 4
_SECONDS = 0.5


class Bottom(NamedTuple):
    """A lower bound of the distance to all read-outs, as text (`oo` for every bound)."""

    rule: str
    lower: str
    fact: Fact


@remembered
def floor(analysis: EuclideanAnalysis) -> Bottom | None:
    """The largest floor that is found."""
    if analysis.inputs > _MAX_DIMENSION or not all(tame(expr) for expr in analysis.exprs):
        return None
    best: Bottom | None = None
    for index, place, sign in _candidates(analysis):
        analysis.deadline.check()
        found = _spread(analysis, index, place, sign) if analysis.whole else None
        if found is not None:
            return found
        found = _well(analysis, index, place, sign) if sign else _link(analysis, index, place)
        if found is not None and (best is None or sp.Rational(found.lower) > sp.Rational(best.lower)):
            best = found
    return best or _arcs(analysis)


def _candidates(analysis: EuclideanAnalysis) -> Iterator[tuple[int, Place, int]]:
    """Components with a point inside X: a minimum (1), a maximum (-1) or a saddle (0), by machine numbers."""
    smooth = analysis.regularity == "Comega"
    seen: list[tuple[int, Place, int]] = []
    for index, place in analysis.critical if smooth else ():
        if not analysis.inside(place):
            continue
        second = [sp.diff(analysis.exprs[index], x, y) for x in analysis.variables for y in analysis.variables]
        values = np.linalg.eigvalsh(float_map(analysis.variables, second)(floats(place)).reshape(analysis.inputs, -1))
        if np.all(np.isfinite(values)) and np.min(np.abs(values)) > 1e-9:
            seen.append((index, place, 1 if values[0] > 0 else -1 if values[-1] < 0 else 0))
    inner = [place for place in analysis.places[:600] if analysis.inside(place)]
    for index, expr in enumerate(analysis.exprs):
        evaluate = float_map(analysis.variables, [expr])
        values = [(float(evaluate(floats(place))[0]), k) for k, place in enumerate(inner)]
        finite = [pair for pair in values if np.isfinite(pair[0])]
        if finite:
            seen.append((index, inner[min(finite)[1]], 1))
            seen.append((index, inner[max(finite, key=lambda pair: (pair[0], -pair[1]))[1]], -1))
    yield from list(dict.fromkeys(seen))[:6]


def _short(value: float) -> Any:
    """A short rational number that is as good as equal to a machine number; None without one."""
    part = Fraction(value).limit_denominator(64)
    close = abs(float(part) - value) < 1e-12 * max(1.0, abs(value))
    return sp.Rational(part.numerator, part.denominator) if close else None


def _below(value: float, size: float, upwards: bool = False) -> Any:
    """A short rational number a little below (above) a machine number, on a scale of the given size."""
    unit = 2 ** max(0, 6 - math.frexp(size)[1])
    return sp.Rational(math.ceil(value * unit) if upwards else math.floor(value * unit), unit)


@remembered
def _search(analysis: EuclideanAnalysis) -> Search:
    """One search for all proofs, so that its bounds are for all of them."""
    return Search(analysis.deadline.check, _SECONDS)


def _proofs(analysis: EuclideanAnalysis, wanted: list[tuple[Any, Region]]) -> tuple[SignProof, ...] | None:
    """That functions are nowhere negative on their regions."""
    found: list[SignProof] = []
    for function, region in wanted:
        proof = _search(analysis).positive(expanded(function), region, False)
        if proof is None or not confirmed(proof, expanded(function), region, False):
            return None
        found.append(proof)
    return tuple(found)


# -- wells -------------------------------------------------------------------------------------------------------------


def _boxes(analysis: EuclideanAnalysis, place: Place) -> Iterator[tuple[list[Any], list[Any]]]:
    """Boxes in X with rational ends around a point, large ones first."""
    factors = analysis.map.domain.factors
    middle = floats(place)
    for size in (None, *_SIZES):
        low: list[Any] = []
        high: list[Any] = []
        for factor, centre in zip(factors, middle, strict=True):
            ends = _ends(factor, centre, size)
            if ends is None:
                break
            low.append(ends[0])
            high.append(ends[1])
        else:
            yield low, high


def _ends(factor: Interval, centre: float, size: float | None) -> tuple[Any, Any] | None:
    if size is None:
        known = isinstance(factor.lo, sp.Rational) and isinstance(factor.hi, sp.Rational)
        return (factor.lo, factor.hi) if known and factor.lo_closed and factor.hi_closed else None
    low, high = to_sympy(near(centre - size, 8)), to_sympy(near(centre + size, 8))
    inside = factor.contains(low), factor.contains(high)
    return (low, high) if all(inside) else None


def _well(analysis: EuclideanAnalysis, index: int, place: Place, sign: int) -> Bottom | None:
    expr = analysis.exprs[index]
    value = value_at(analysis, expr, place)
    if value is None:
        return None
    evaluate = float_map(analysis.variables, [sign * (expr - value)])
    found: list[tuple[float, Any]] = []
    for low, high in _boxes(analysis, place):
        if not all(float(a) < x < float(b) for a, x, b in zip(low, floats(place), high, strict=True)):
            continue
        depth = _least_on_faces(evaluate, low, high)
        if np.isfinite(depth) and depth > 1e-9:
            found.append((depth, (low, high)))
    for depth, (low, high) in sorted(found, key=lambda pair: -pair[0])[:2]:
        bottom = _proven_well(analysis, index, place, sign, (low, high), depth)
        if bottom is not None:
            return bottom
    return None


def _least_on_faces(evaluate: Callable[..., Any], low: list[Any], high: list[Any]) -> float:
    axes = [np.linspace(float(a), float(b), _GRID) for a, b in zip(low, high, strict=True)]
    values: list[float] = []
    for k, (a, b) in enumerate(zip(low, high, strict=True)):
        for end in (float(a), float(b)):
            own = [[end] if j == k else list(axis) for j, axis in enumerate(axes)]
            values += [float(evaluate(point)[0]) for point in itertools.product(*own)]
    return min(values) if all(np.isfinite(values)) else float("nan")


def _proven_well(
    analysis: EuclideanAnalysis, index: int, place: Place, sign: int, box: tuple[list[Any], list[Any]], depth: float
) -> Bottom | None:
    low, high = box
    expr = analysis.exprs[index]
    gap = sign * (expr - value_at(analysis, expr, place))
    sides = {x: Side(a, b, True, True) for x, a, b in zip(analysis.variables, low, high, strict=True)}
    for share in _SHARES:
        bound = _short(depth) if share == 1 else _below(depth * float(share), depth)
        if bound is None or bound <= 0:
            continue
        wanted = [
            (gap.subs(x, end) - bound, Region(sides).without(x)) for x in analysis.variables for end in sides[x][:2]
        ]
        proofs = _proofs(analysis, wanted)
        if proofs is None:
            continue
        word = "smaller" if sign == 1 else "larger"
        name = analysis.component(index)
        return Bottom(
            "FLOOR-WELL",
            str(bound / 2),
            Fact(
                statement=f"{name} is {word} by {bound} at ({', '.join(texts(place))}) than on the boundary of a box",
                guarantee="rigorous",
                evidence=Well(
                    component=index, sign=sign, low=texts(low), high=texts(high), point=texts(place), depth=str(bound),
                    proofs=proofs,
                ),
            ),
        )  # fmt: skip
    return None


# -- saddles -----------------------------------------------------------------------------------------------------------


def _bases(analysis: EuclideanAnalysis, index: int, place: Place) -> tuple[list[list[Any]], list[list[Any]]] | None:
    """Rational vectors near the directions in which the second derivative is positive, and negative."""
    expr, size = analysis.exprs[index], analysis.inputs
    second = [sp.diff(expr, x, y) for x in analysis.variables for y in analysis.variables]
    matrix = float_map(analysis.variables, second)(floats(place)).reshape(size, size)
    if not np.all(np.isfinite(matrix)):
        return None
    values, vectors = np.linalg.eigh(matrix)
    rows: list[list[list[Any]]] = [[], []]
    for value, vector in zip(values, vectors.T, strict=True):
        unit = vector / np.max(np.abs(vector))
        if unit[int(np.argmax(np.abs(unit) > 1e-9))] < 0:
            unit = -unit
        rows[0 if value > 0 else 1].append([to_sympy(near(float(x), 8)) for x in unit])
    whole = sp.Matrix([*rows[0], *rows[1]])
    return (rows[0], rows[1]) if whole.shape == (size, size) and whole.det() != 0 else None


def _link(analysis: EuclideanAnalysis, index: int, place: Place) -> Bottom | None:
    bases = _bases(analysis, index, place)
    if bases is None or not all(bases):
        return None
    tries = [(size, *_bounds(analysis, index, place, bases, size)) for size in _sizes(analysis, place, bases)]
    for size, top, low, high, bottom in sorted(tries, key=lambda one: -min(one[1] - one[3], one[2] - one[4]))[:2]:
        if not min(top - high, low - bottom) > 1e-9:
            continue
        found = _proven_link(analysis, index, place, bases, size, (top, low, high, bottom))
        if found is not None:
            return found
    return None


def _sizes(analysis: EuclideanAnalysis, place: Place, bases: Any) -> Iterator[Any]:
    for size in (sp.Integer(2), sp.Integer(1), sp.Rational(1, 2), sp.Rational(1, 4)):
        fits = True
        for rows in bases:
            reach = [size * sum(abs(row[j]) for row in rows) for j in range(analysis.inputs)]
            for end in (-1, 1):
                corner = [p + end * a for p, a in zip(place, reach, strict=True)]
                fits = fits and analysis.map.domain.contains(corner) is True
        if fits:
            yield size


def _bounds(
    analysis: EuclideanAnalysis, index: int, place: Place, bases: Any, size: Any
) -> tuple[float, float, float, float]:
    evaluate = float_map(analysis.variables, [analysis.exprs[index]])
    found: list[float] = []
    for rows, sign in zip(bases, (1, -1), strict=True):
        matrix = np.array([[float(size * entry) for entry in row] for row in rows])
        points = list(itertools.product(np.linspace(-1, 1, _GRID), repeat=len(rows)))
        values = [sign * float(evaluate(np.array(floats(place)) + np.array(point) @ matrix)[0]) for point in points]
        edge = [value for value, point in zip(values, points, strict=True) if max(map(abs, point)) == 1]
        found += [sign * min(edge), sign * min(values)]
    return found[0], found[1], found[3], found[2]


def _proven_link(
    analysis: EuclideanAnalysis, index: int, place: Place, bases: Any, size: Any, bounds: tuple[float, ...]
) -> Bottom | None:
    expr = analysis.exprs[index]
    rows = [[[size * entry for entry in row] for row in one] for one in bases]
    top, low, high, bottom = bounds
    gap = min(top - high, low - bottom)
    for share in _SHARES:
        slack = gap * float(1 - share) / 2
        exact: list[Any] = [_short(value) for value in bounds]
        if share != 1:
            exact = [_below(value - slack, gap) for value in (top, low)]
            exact += [_below(value + slack, gap, True) for value in (high, bottom)]
        if None in exact:
            continue
        lower = min(exact[0] - exact[2], exact[1] - exact[3]) / 2
        if lower <= 0:
            continue
        wanted: list[tuple[Any, Region]] = []
        for one, sign, edge, bound in ((rows[0], 1, exact[0], exact[1]), (rows[1], -1, exact[3], exact[2])):
            names = parameters(len(one))
            function = on_disc(expr, analysis.variables, place, one, names)
            region = Region(dict.fromkeys(names, _UNIT))
            for name, end in itertools.product(names, (-1, 1)):
                wanted.append((sign * (function.subs(name, end) - edge), region.without(name)))
            wanted.append((sign * (function - bound), region))
        proofs = _proofs(analysis, wanted)
        if proofs is None:
            continue
        statement = f"{analysis.component(index)} has linked discs about the saddle ({', '.join(texts(place))})"
        evidence = Link(
            component=index, centre=texts(place), first=tuple(map(texts, rows[0])), second=tuple(map(texts, rows[1])),
            top=str(exact[0]), low=str(exact[1]), high=str(exact[2]), bottom=str(exact[3]), proofs=proofs,
        )  # fmt: skip
        return Bottom("FLOOR-LINK", str(lower), Fact(statement=statement, guarantee="rigorous", evidence=evidence))
    return None


# -- arcs --------------------------------------------------------------------------------------------------------------


def _arcs(analysis: EuclideanAnalysis) -> Bottom | None:
    """Two arcs of the plane that link through a component."""
    if analysis.inputs != 2:
        return None
    for index, expr in enumerate(analysis.exprs):
        found = linked(analysis, index)
        if found is None:
            continue
        for share in _SHARES[1:]:
            slack = found.gap * float(1 - share) / 2
            top, low = (_below(value - slack, found.gap) for value in (found.top, found.low))
            high, bottom = (_below(value + slack, found.gap, True) for value in (found.high, found.bottom))
            lower = min(top - high, low - bottom) / 2
            if lower <= 0:
                continue
            wanted = [
                (sign * (function - bound), region)
                for polygon, sign, bound in ((found.first, 1, low), (found.second, -1, high))
                for function, region in (
                    on_edge(expr, analysis.variables, *edge) for edge in itertools.pairwise(polygon)
                )
            ]
            proofs = _proofs(analysis, wanted)
            if proofs is None:
                continue
            first, second = (
                tuple(tuple(map(str, vertex)) for vertex in polygon) for polygon in (found.first, found.second)
            )
            evidence = Arcs(
                component=index, first=first, second=second, top=str(top), low=str(low), high=str(high),
                bottom=str(bottom), proofs=proofs,
            )  # fmt: skip
            statement = f"{analysis.component(index)} has linked arcs: it is large at the ends of one, small at the"
            statement += " ends of the other, and in between where they cross"
            return Bottom("FLOOR-LINK", str(lower), Fact(statement=statement, guarantee="rigorous", evidence=evidence))
    return None


# -- on R^n ------------------------------------------------------------------------------------------------------------


def _spread(analysis: EuclideanAnalysis, index: int, place: Place, sign: int) -> Bottom | None:
    """That a component grows like a quadratic form on R^n, or on two complementary subspaces with opposite signs."""
    expr, size = analysis.exprs[index], analysis.inputs
    origin = tuple(sp.S.Zero for _ in analysis.variables)
    axes: list[list[Any]] = [[sp.Integer(int(i == k)) for i in range(size)] for k in range(size)]
    bases = _bases(analysis, index, place) if sign == 0 else (axes, []) if sign == 1 else ([], axes)
    if bases is None:
        return None
    proofs: list[SignProof] = []
    functions = [
        (on_disc(own * expr, analysis.variables, origin, rows, parameters(len(rows))), parameters(len(rows)))
        for rows, own in zip(bases, (1, -1), strict=True)
        if rows
    ]
    for rate, rest in itertools.product(_RATES, _RESTS):
        if not all(_seems_above(function, names, float(rate), float(rest)) for function, names in functions):
            continue
        wanted = [
            (function - rate * sum(name**2 for name in names) + rest, Region(dict.fromkeys(names, _LINE)))
            for function, names in functions
        ]
        found = _proofs(analysis, wanted)
        if found is None:
            return None
        proofs = list(found)
        evidence = Spread(
            component=index, first=tuple(map(texts, bases[0])), second=tuple(map(texts, bases[1])), rate=str(rate),
            rest=str(rest), proofs=tuple(proofs),
        )  # fmt: skip
        words = "grows like the square of the distance"
        if sign == 0:
            words += " on one subspace and falls so on a complementary one"
        statement = f"{analysis.component(index)} {words}" if sign >= 0 else f"-({analysis.component(index)}) {words}"
        rule = "FLOOR-LINK" if sign == 0 else "FLOOR-WELL"
        return Bottom(rule, "oo", Fact(statement=statement, guarantee="rigorous", evidence=evidence))
    return None


def _seems_above(function: Any, names: list[Any], rate: float, rest: float) -> bool:
    evaluate = float_map(tuple(names), [function])
    generator = np.random.default_rng(5)
    points = np.sinh(generator.uniform(-12, 12, (80, len(names))))
    values = np.array([float(evaluate(point)[0]) for point in points])
    return bool(np.all(values >= rate * (points**2).sum(axis=1) - rest - 1e-9 * np.abs(values)))
