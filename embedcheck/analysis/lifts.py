"""Facts about maps that need few extra dimensions: a search for functions that complete them, and for networks."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from embedcheck.analysis.diffeos import diffeo, near
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import remembered
from embedcheck.analysis.places import float_map, floats
from embedcheck.analysis.text import formula
from embedcheck.balls.arith import to_sympy
from embedcheck.balls.checks.lifts import Lift
from embedcheck.balls.checks.spots import expanded, tame
from embedcheck.balls.demands import DemandError
from embedcheck.cells import REGULARITIES, Cell, Status
from embedcheck.certificate import Combinations, Diffeo, Fact, Lifted, Network
from embedcheck.errors import EmbedcheckError
from embedcheck.maps import Domain, Interval, Map

Matrix = list[list[Any]]
_SECONDS = 1.0
_SAMPLES = 60
_TRIES = 8
_STEPS = 2000
_MARGIN = 1e-2


class Found(NamedTuple):
    """A lift, as it is checked, with its fact."""

    lift: Lift
    fact: Fact


def fewest(analysis: EuclideanAnalysis, regularity: str) -> int:
    """A number of extra dimensions that simple theorems do not exclude in a class."""
    if analysis.hull is None:
        return 0
    least = analysis.hull[0] - analysis.inputs + (analysis.collision is not None)
    if analysis.symmetric is not None:
        least = max(least, analysis.hull[0] + analysis.symmetric[0] - analysis.inputs)
    strong = REGULARITIES.index(regularity) >= REGULARITIES.index("Lip")
    if strong and analysis.regularity == "Comega" and analysis.least_rank is not None:
        least = max(least, analysis.hull[0] - analysis.least_rank[0])
    return max(0, least)


def most(analysis: EuclideanAnalysis) -> int:
    """The number of extra dimensions after which AUG and the affine combinations need no more."""
    found = analysis.affine_combinations
    return analysis.outputs - (0 if found is None else found[0])


@remembered
def lifts(analysis: EuclideanAnalysis) -> list[Found]:
    """The completions with the fewest extra dimensions; on R^n also one that is onto R^n."""
    if analysis.regularity != "Comega" or not all(tame(expr) for expr in analysis.exprs):
        return []
    until = time.monotonic() + _SECONDS
    found: list[Found] = []
    for extra in range(max(1, fewest(analysis, "Comega")), most(analysis)):
        for kept in _kept(analysis, extra):
            for factors in _factors(analysis, kept):
                analysis.deadline.check()
                if time.monotonic() > until:
                    return found
                one = _complete(analysis, kept, factors)
                if one is None:
                    continue
                found.append(one)
                if not analysis.whole or (one.lift.onto and one.lift.kept):
                    return found
                break
        if found and not analysis.whole:
            return found
    return found


def _kept(analysis: EuclideanAnalysis, extra: int) -> Iterator[tuple[int, ...]]:
    """Variables that are kept, so many that this number of extra dimensions is enough."""
    size = analysis.inputs + extra - analysis.outputs
    if 0 <= size < analysis.inputs:
        yield from itertools.islice(itertools.combinations(range(analysis.inputs), size), _TRIES)


def _slopes(analysis: EuclideanAnalysis, moving: list[int]) -> list[Any]:
    """The derivatives of f in some variables at points of X, as matrices of machine numbers."""
    entries = [sp.diff(expr, analysis.variables[k]) for expr in analysis.exprs for k in moving]
    evaluate, places = float_map(analysis.variables, entries), analysis.places
    values = [evaluate(floats(place)) for place in places[:: max(1, len(places) // _SAMPLES)]]
    return [value.reshape(-1, len(moving)) for value in values if np.all(np.isfinite(value))]


def _factors(analysis: EuclideanAnalysis, kept: tuple[int, ...]) -> Iterator[Matrix]:
    """Matrices whose products with f seem to be a diffeomorphism in the variables that are not kept."""
    moving = [k for k in range(analysis.inputs) if k not in kept]
    slopes = _slopes(analysis, moving)
    if not slopes or len(moving) > analysis.outputs:
        return
    for matrix in itertools.islice(_constant(analysis, len(moving), slopes), 2 * _TRIES):
        if _one_sign([np.linalg.det(np.array(matrix, dtype=float) @ slope) for slope in slopes]):
            yield matrix
    if kept:
        yield from _moving(analysis, kept, moving)


def _one_sign(values: list[Any]) -> bool:
    return all(value > 1e-9 for value in values) or all(value < -1e-9 for value in values)


def _constant(analysis: EuclideanAnalysis, count: int, slopes: list[Any]) -> Iterator[Matrix]:
    """Components, affine combinations, and for one variable a direction in which the curve always moves on."""
    units: Matrix = [[sp.Integer(int(i == k)) for i in range(analysis.outputs)] for k in range(analysis.outputs)]
    rows = list(units)
    if analysis.outputs <= 4:
        for i, j in itertools.combinations(range(analysis.outputs), 2):
            rows += [[a + sign * b for a, b in zip(units[i], units[j], strict=True)] for sign in (1, -1)]
    for chosen in itertools.islice(itertools.combinations(rows, count), 2 * _TRIES):
        if sp.Matrix(list(chosen)).rank() == count:
            yield list(chosen)
    way = _onwards(slopes) if count == 1 else None
    if way is not None:
        for size in (4, 32, 256):
            yield [[to_sympy(near(float(x), size)) for x in way / np.max(np.abs(way))]]


def _onwards(slopes: list[Any]) -> Any:
    """A direction in which all these vectors move on; None where none is found."""
    ways: Any = np.array([slope[:, 0] / np.linalg.norm(slope) for slope in slopes if np.linalg.norm(slope) > 1e-300])
    if not len(ways):
        return None
    total = ways.sum(axis=0)
    for _ in range(_STEPS):
        products = ways @ total
        if products.min() > _MARGIN * np.linalg.norm(total):
            return total
        total = total + ways[int(np.argmin(products))]
    return None


def _moving(analysis: EuclideanAnalysis, kept: tuple[int, ...], moving: list[int]) -> Iterator[Matrix]:
    """The derivatives in the variables that are not kept, at a fixed place of these."""
    for place in list(dict.fromkeys(tuple(place[k] for k in moving) for place in analysis.places))[:2]:
        values: dict[Any, Any] = dict(zip([analysis.variables[k] for k in moving], place, strict=True))
        matrix = [
            [_plain(sp.diff(expr, analysis.variables[k]).subs(values, simultaneous=True)) for expr in analysis.exprs]
            for k in moving
        ]
        try:
            smooth = all(analysis.functions.regularity(entry) == "Comega" for row in matrix for entry in row)
        except DemandError:
            continue
        if smooth and any(entry.free_symbols for row in matrix for entry in row):
            yield matrix


def _plain(expr: Any) -> Any:
    """The expression without squares of sines."""
    found = expanded(expr)
    if not found.has(sp.sin):
        return found

    def turned(node: Any) -> Any:
        return (1 - sp.cos(node.base.args[0]) ** 2) ** (node.exp // 2) * node.base ** (node.exp % 2)

    return expanded(
        found.replace(
            lambda node: isinstance(node, sp.Pow) and node.base.func == sp.sin and node.exp.is_Integer and node.exp > 1,
            turned,
        )
    )


def _complete(analysis: EuclideanAnalysis, kept: tuple[int, ...], factors: Matrix) -> Found | None:
    functions = [
        _plain(sum((a * expr for a, expr in zip(row, analysis.exprs, strict=True)), sp.S.Zero)) for row in factors
    ]
    other = _here(analysis, [*functions, *(analysis.variables[k] for k in kept)])
    if other is None or any(sp.count_ops(one) > 200 for one in functions):
        return None
    found = diffeo(EuclideanAnalysis(other, analysis.deadline, analysis.solved))
    if found is None or not isinstance(found[1].evidence, Diffeo):
        return None
    lift = Lift(analysis.outputs - len(factors), len(kept), found[0].onto)
    told = ", ".join([*map(formula, functions), *(analysis.variables[k].name for k in kept)])
    fact = Fact(
        statement=f"({told}) is injective with a determinant of one sign, and its functions are products with f",
        guarantee="rigorous",
        evidence=Lifted(
            kept=kept,
            factors=tuple(tuple(map(formula, row)) for row in factors),
            functions=tuple(map(formula, functions)),
            proof=found[1].evidence,
        ),
    )
    return Found(lift, fact)


def _here(analysis: EuclideanAnalysis, exprs: list[Any]) -> Map | None:
    """A map of the same variables on X."""
    factors: tuple[Interval, ...] = tuple(analysis.map.domain.factors)
    try:
        return Map(exprs, domain=Domain(factors), vars=[x.name for x in analysis.variables])
    except EmbedcheckError:
        return None


# -- networks ----------------------------------------------------------------------------------------------------------


class Beside(NamedTuple):
    """Combinations of the components that are a network with so many extra dimensions; the others come on top."""

    cell: Cell
    facts: tuple[Fact, ...]
    other: Map


def networks(analysis: EuclideanAnalysis) -> Iterator[Beside]:
    """Combinations of the components that are embeddable by a field that depends on time, fewest dimensions first."""
    until, upper = time.monotonic() + _SECONDS, most(analysis)
    best: dict[int, int] = {}
    for extra in range(max(1, fewest(analysis, "flow")), upper):
        for rows in _combined(analysis, analysis.outputs - extra):
            analysis.deadline.check()
            if time.monotonic() > until:
                return
            exprs = [sum((a * e for a, e in zip(row, analysis.exprs, strict=True)), sp.S.Zero) for row in rows]
            other = _here(analysis, [expanded(expr) for expr in exprs])
            if other is None:
                continue
            decided = analysis.solved(other)
            known = REGULARITIES.index(analysis.regularity)
            for rank in range(known, best.get(extra, -1), -1):
                cell = next(
                    (cell for name in ("linear-layer", "basic")
                     if (cell := Cell(name, False, REGULARITIES[rank])) in decided
                     and decided[cell].status is Status.EMBEDDABLE),
                    None,
                )  # fmt: skip
                if cell is None:
                    continue
                best[extra] = rank
                fact = Fact(
                    statement=f"{other} is a network, and one dimension is added for each of {extra} other components",
                    guarantee="exact",
                    evidence=Network(rows=tuple(tuple(map(str, row)) for row in rows)),
                )
                wider = Cell(f"augmented-{extra}", False, cell.regularity)
                yield Beside(wider, (fact, analysis.lemma(other, cell)), other)
                break
            if best.get(extra) == known:
                return


def _combined(analysis: EuclideanAnalysis, count: int) -> Iterator[Matrix]:
    """Independent combinations of the components that seem to be open maps: affine ones, and components."""
    units: Matrix = [[sp.Integer(int(i == k)) for i in range(analysis.outputs)] for k in range(analysis.outputs)]
    affine = analysis.affine_combinations
    rows: Matrix = []
    if affine is not None and isinstance(affine[1].evidence, Combinations):
        rows = [[sp.Rational(text) for text in row] for row in affine[1].evidence.rows]
    if count > analysis.inputs:
        return
    base = rows[: min(len(rows), count)]
    for chosen in itertools.islice(itertools.combinations(units, count - len(base)), _TRIES):
        matrix = [*base, *chosen]
        if sp.Matrix(matrix).rank() == count and _seems_open(analysis, matrix):
            yield matrix


def _seems_open(analysis: EuclideanAnalysis, matrix: Matrix) -> bool:
    """Whether differences of the values say nothing against it: some minor nowhere changes its sign."""
    step = 1e-4
    evaluate = float_map(analysis.variables, analysis.exprs)
    places = analysis.places
    rows = np.array(matrix, dtype=float)
    minors: list[Any] = []
    for place in places[:: max(1, len(places) // _SAMPLES)]:
        point = np.array(floats(place))
        slope = np.array([
            (evaluate(point + step * unit) - evaluate(point - step * unit)) / (2 * step)
            for unit in np.eye(analysis.inputs)
        ]).T  # fmt: skip
        if np.all(np.isfinite(slope)):
            own = rows @ slope
            minors.append([
                np.linalg.det(own[:, list(chosen)])
                for chosen in itertools.combinations(range(analysis.inputs), len(rows))
            ])  # fmt: skip
    values = np.array(minors)
    return len(values) > 0 and any(
        (np.all(column >= -1e-7) or np.all(column <= 1e-7)) and np.max(np.abs(column)) > 1e-7 for column in values.T
    )
