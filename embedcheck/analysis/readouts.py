"""Facts about maps with fewer outputs than inputs: directions in which they rise, completions, other maps they read."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from embedcheck.analysis.cover import UnknownError
from embedcheck.analysis.diffeos import diffeo, near
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import remembered
from embedcheck.analysis.places import float_map, floats
from embedcheck.analysis.positivity import Search, confirmed, region_of, signed
from embedcheck.analysis.text import formula
from embedcheck.balls.arith import exact, to_sympy
from embedcheck.balls.checks.diffeos import Embedding
from embedcheck.balls.checks.facts import FactError
from embedcheck.balls.checks.readouts import along, leading_along
from embedcheck.balls.checks.spots import expanded, is_zero
from embedcheck.balls.demands import DemandError
from embedcheck.balls.extended import INF, NEG_INF
from embedcheck.certificate import (
    Completed,
    Diffeo,
    Fact,
    OddAlong,
    Onto,
    Readout,
    Rising,
    Signed,
    Steep,
    Weakly,
)
from embedcheck.errors import EmbedcheckError
from embedcheck.maps import Domain, Interval, Map

Vector = list[Any]
_SAMPLES = 120
_MAX_ORDER = 5
_STEPS = 200
_SECONDS = 0.3
_LONG = 1.5
_MAX_SIZE = 200
_MAX_COMPLETIONS = 6


class Slope(NamedTuple):
    """A scalar f is strictly monotone along a direction, as in the checked fact."""

    direction: Vector
    steep: bool
    onto: bool
    tidy: bool
    fact: Fact


# -- directions --------------------------------------------------------------------------------------------------------


@remembered
def rising(analysis: EuclideanAnalysis) -> Slope | None:
    """A direction along which scalar f is strictly monotone; on R^n preferably one along which it is onto."""
    if analysis.outputs != 1:
        return None
    best: Slope | None = None
    for strictly in (True, False):
        until = time.process_time() + (_LONG if strictly else _SECONDS)
        for direction, part in _directions(analysis, strictly):
            analysis.deadline.check()
            if time.process_time() > until:
                break
            found = _slope(analysis, direction, part, strictly)
            if found is None:
                continue
            if found.onto or not analysis.whole:
                return found
            best = best or found
        if best is not None:
            return best
    return None


def _parts(analysis: EuclideanAnalysis, direction: Vector) -> Any:
    """The part of f that moves along the direction, if it is analytic; None otherwise."""
    expr = analysis.exprs[0]
    if analysis.regularity == "Comega":
        return expr
    moving = {x for x, d in zip(analysis.variables, direction, strict=True) if d}
    part = sum((term for term in sp.Add.make_args(expr) if term.free_symbols & moving), sp.S.Zero)
    try:
        return part if analysis.functions.regularity(part) == "Comega" else None
    except DemandError:
        return None


def _directions(analysis: EuclideanAnalysis, strictly: bool) -> Iterator[tuple[Vector, Any]]:
    """Directions in which f seems to rise or to fall everywhere, the simplest first."""
    size = analysis.inputs
    axes: list[Vector] = [[sp.Integer(int(i == k)) for i in range(size)] for k in range(size)]
    tries: list[Vector] = axes
    if analysis.regularity == "Comega":
        units = _unit_gradients(analysis, strictly)
        if units is None:
            return
        tries = [*axes, *_mixed(units, size)]
        edge = 1e-9 if strictly else -1e-9
        tries = [d for d in tries if _one_sided(units @ np.array([float(x) for x in d]), edge)]
    for direction in tries:
        part = _parts(analysis, direction)
        if part is not None:
            yield direction, part


def _unit_gradients(analysis: EuclideanAnalysis, strictly: bool) -> Any:
    """Directions of the gradient of f at points of X; None without any, or (strictly) at a critical point of f."""
    gradient = float_map(analysis.variables, [sp.diff(analysis.exprs[0], x) for x in analysis.variables])
    places = analysis.places
    plain = [gradient(floats(place)) for place in places[:: max(1, len(places) // _SAMPLES)]]
    if strictly and any(np.max(np.abs(value)) == 0 for value in plain):
        return None
    values = [value for value in (*plain, *map(gradient, _spread(analysis))) if np.all(np.isfinite(value))]
    # Far away a gradient may be too small for a machine number.
    rows = [value / np.linalg.norm(value) for value in values if np.linalg.norm(value) > 1e-200]
    return np.array(rows) if rows else None


def _one_sided(values: Any, edge: float) -> bool:
    return bool(np.all(values > edge) or np.all(values < -edge)) and bool(np.max(np.abs(values)) > 1e-9)


def _spread(analysis: EuclideanAnalysis) -> Any:
    """Points of X of several sizes."""
    generator = np.random.default_rng(11)
    columns: list[Any] = []
    for factor in analysis.map.domain.factors:
        low, high = float(factor.lo), float(factor.hi)
        share, wave = generator.random(_SAMPLES), np.sinh(generator.uniform(-4, 4, _SAMPLES))
        if np.isfinite(low) and np.isfinite(high):
            columns.append(low + (high - low) * share)
        elif np.isfinite(low):
            columns.append(low + np.abs(wave))
        else:
            columns.append(high - np.abs(wave) if np.isfinite(high) else wave)
    return np.array(columns).T


def _mixed(rows: Any, size: int) -> list[Vector]:
    """Sums and differences of two axes, and directions in which the worst of the points still seems to rise."""
    found: list[Vector] = []
    for i, j in itertools.islice(itertools.combinations(range(size), 2), 6):
        for sign in (1, -1):
            found.append([sp.Integer(1 if k == i else sign if k == j else 0) for k in range(size)])
    total = rows.sum(axis=0)
    for _ in range(_STEPS):
        worst = rows[int(np.argmin(rows @ total))]
        if worst @ total > 1e-6 * np.linalg.norm(total):
            break
        total = total + worst * max(1.0, float(np.linalg.norm(total)) / 4)
    else:
        return found
    total = total / np.max(np.abs(total))
    return [*found, *([to_sympy(near(float(x), denominator)) for x in total] for denominator in (4, 32))]


def _slope(analysis: EuclideanAnalysis, direction: Vector, part: Any, strictly: bool) -> Slope | None:
    slope = along(part, analysis.variables, direction)
    proof = _strict(analysis, slope) if strictly else _weak(analysis, slope, direction)
    if proof is None:
        return None
    onto = _onto(analysis, direction) if analysis.whole else None
    evidence = Rising(direction=tuple(map(str, direction)), part=formula(part), proof=proof, onto=onto)
    names = ", ".join(str(d) for d in direction)
    words = "strictly monotone" + (" with a derivative that has no zero" if strictly else "")
    statement = f"f is {words} along ({names})" + (" and onto R on each such line" if onto else "")
    factors = analysis.map.domain.factors
    closed = all((f.lo_closed or not f.lo.is_finite) and (f.hi_closed or not f.hi.is_finite) for f in factors)
    is_open = not any(f.lo_closed or f.hi_closed for f in factors)
    tidy = closed or is_open or sum(bool(d) for d in direction) == 1
    fact = Fact(statement=statement, guarantee="rigorous", evidence=evidence)
    return Slope(direction, strictly, onto is not None, tidy, fact)


def _strict(analysis: EuclideanAnalysis, slope: Any) -> Signed | None:
    found = signed(analysis, slope)
    return found.evidence if found is not None and isinstance(found.evidence, Signed) else None


def _weak(analysis: EuclideanAnalysis, slope: Any, direction: Vector) -> Weakly | None:
    still = _not_still(analysis, slope, direction)
    if still is None:
        return None
    for sign in (1, -1):
        search = Search(analysis.deadline.check, _SECONDS)
        found = search.positive(sign * slope, region_of(analysis), False)
        if found is not None and confirmed(found, sign * slope, region_of(analysis), False):
            return Weakly(sign=sign, rising=found, order=still[0], still=still[1])
    return None


def _not_still(analysis: EuclideanAnalysis, slope: Any, direction: Vector) -> tuple[int, Signed] | None:
    """A derivative without zeros, or some that have no common one; those that are easily seen first."""
    tries: list[tuple[int, Any]] = []
    squares, derivative = slope**2, slope
    for order in range(2, _MAX_ORDER + 1):
        derivative = along(derivative, analysis.variables, direction)
        if derivative == 0 or sp.count_ops(derivative) > _MAX_SIZE:
            break
        squares += derivative**2
        tries.append((order, derivative))
        # For polynomials the last derivative would do.
        if not slope.is_polynomial(*analysis.variables):
            tries.append((order, squares))
    until = time.process_time() + _SECONDS
    for order, function in sorted(tries, key=lambda one: (not analysis.functions.sign(one[1]), -one[0])):
        if time.process_time() > until:
            return None
        proof = _strict(analysis, function)
        if proof is not None:
            return order, proof
    return None


def _onto(analysis: EuclideanAnalysis, direction: Vector) -> Onto | None:
    """That f runs through R along each line of the direction: a part does, the rest is bounded or moves with it."""
    whole = analysis.exprs[0]
    for part in dict.fromkeys((whole, *_remainders(analysis, whole, direction))):
        try:
            if analysis.functions.regularity(part) != "Comega":
                continue
        except DemandError:
            continue
        proof = _odd(analysis, part, direction) or _steep(analysis, part, direction)
        if proof is not None:
            return Onto(part=formula(part), proof=proof)
    return None


def _remainders(analysis: EuclideanAnalysis, expr: Any, direction: Vector) -> Iterator[Any]:
    """The expression without bounded terms, or without terms that rise (fall) everywhere and are no polynomials."""
    functions = analysis.functions
    terms = sp.Add.make_args(expanded(expr))

    def bounded(term: Any) -> bool:
        value = functions.range(term)
        return value is not None and value.low != NEG_INF and value.high != INF

    def moves(term: Any, sign: int) -> bool:
        if term.is_polynomial() or functions.regularity(term) != "Comega":
            return False
        return functions.never_negative(sign * along(term, analysis.variables, direction))

    yield sp.Add(*(term for term in terms if not bounded(term)))
    for sign in (1, -1):
        rest = sp.Add(*(term for term in terms if not moves(term, sign)))
        if rest.free_symbols:
            yield rest


def _odd(analysis: EuclideanAnalysis, part: Any, direction: Vector) -> OddAlong | None:
    try:
        leading = leading_along(part, analysis.variables, direction)
    except FactError:
        return None
    found = _strict(analysis, leading)
    return None if found is None else OddAlong(leading=found)


def _steep(analysis: EuclideanAnalysis, part: Any, direction: Vector) -> Steep | None:
    slope = along(part, analysis.variables, direction)
    own = _strict(analysis, slope)
    if own is None:
        return None
    for least in _least_slopes(analysis, own.sign * slope, direction):
        positive = _strict(analysis, least)
        above = None if positive is None or positive.sign != 1 else _strict(analysis, own.sign * slope - least)
        if positive is not None and above is not None and above.sign == 1:
            return Steep(least=formula(least), positive=positive, above=above)
    return None


def _least_slopes(analysis: EuclideanAnalysis, slope: Any, direction: Vector) -> Iterator[Any]:
    """Positive functions below a slope that do not move along the direction."""
    if is_zero(along(slope, analysis.variables, direction)):
        yield slope / 2
        return
    still: Any = sp.S.One
    rest: Any = sp.S.One
    for factor in sp.Mul.make_args(sp.factor_terms(slope)):
        if factor.free_symbols and is_zero(along(factor, analysis.variables, direction)):
            still *= factor
        else:
            rest *= factor
    for base, moving in ((sp.S.One, slope), (still, rest)):
        if base == still and still == 1 and moving is not slope:
            return
        value = analysis.functions.range(moving)
        if value is not None and value.low > 0 and value.low != INF:
            yield base * to_sympy(exact(value.low)) / 2
            continue
        evaluate = float_map(analysis.variables, [moving])
        seen = [float(evaluate(floats(place))[0]) for place in analysis.places[:200]]
        lowest = min((abs(x) for x in seen if np.isfinite(x)), default=0.0)
        if lowest > 1e-3:
            yield base * to_sympy(near(lowest / 2) or near(1 / 64))


# -- completions -------------------------------------------------------------------------------------------------------


@remembered
def completed(analysis: EuclideanAnalysis) -> tuple[Embedding, Fact] | None:
    """Variables that complete f to a diffeomorphism; on R^n preferably onto R^n."""
    missing = analysis.inputs - analysis.outputs
    if missing <= 0 or analysis.outputs == 1 or analysis.regularity != "Comega":
        return None
    best: tuple[Embedding, Fact] | None = None
    until = time.process_time() + _LONG
    for chosen in itertools.islice(_subsets(analysis, missing), _MAX_COMPLETIONS):
        analysis.deadline.check()
        if time.process_time() > until:
            break
        rows = [[sp.Integer(int(i == k)) for i in range(analysis.inputs)] for k in chosen]
        other = _with_rows(analysis, rows)
        if other is None:
            continue
        found = diffeo(other)
        if found is None or not isinstance(found[1].evidence, Diffeo):
            continue
        names = ", ".join(analysis.variables[k].name for k in chosen)
        onto = ", onto R^n" if found[0].onto else ""
        fact = Fact(
            statement=f"(f, {names}) is injective with a determinant of one sign on X{onto}",
            guarantee="rigorous",
            evidence=Completed(rows=tuple(tuple(map(str, row)) for row in rows), proof=found[1].evidence),
        )
        if found[0].onto or not analysis.whole:
            return found[0], fact
        best = best or (found[0], fact)
    return best


def _subsets(analysis: EuclideanAnalysis, size: int) -> Iterator[tuple[int, ...]]:
    """Variables such that the determinant of f with them seems to have one sign."""
    exprs = [sp.diff(expr, x) for expr in analysis.exprs for x in analysis.variables]
    evaluate = float_map(analysis.variables, exprs)
    places = analysis.places
    found = [evaluate(floats(place)) for place in places[:: max(1, len(places) // _SAMPLES)]]
    values = [value.reshape(analysis.outputs, analysis.inputs) for value in found if np.all(np.isfinite(value))]
    for chosen in itertools.combinations(range(analysis.inputs - 1, -1, -1), size):
        others = [k for k in range(analysis.inputs) if k not in chosen]
        minors = np.array([np.linalg.det(value[:, others]) for value in values])
        if len(minors) and _one_sided(minors, 1e-12):
            yield tuple(sorted(chosen))


def _with_rows(analysis: EuclideanAnalysis, rows: list[Vector]) -> EuclideanAnalysis | None:
    """The map (f, Cx), with an analysis of its own."""
    forms = [sum((a * x for a, x in zip(row, analysis.variables, strict=True)), sp.S.Zero) for row in rows]
    other = _here([*analysis.exprs, *forms], analysis)
    return None if other is None else EuclideanAnalysis(other, analysis.deadline, analysis.solved)


def _map(exprs: list[Any], names: list[str], factors: list[Interval]) -> Map | None:
    try:
        return Map(exprs, domain=Domain(tuple(factors)), vars=names)
    except EmbedcheckError:
        return None


def _here(exprs: list[Any], analysis: EuclideanAnalysis) -> Map | None:
    """A map of the same variables on X."""
    return _map(exprs, [x.name for x in analysis.variables], list(analysis.map.domain.factors))


# -- maps that f reads -------------------------------------------------------------------------------------------------


def read_maps(analysis: EuclideanAnalysis) -> Iterator[tuple[Map, Fact]]:
    """Maps u of R^n with f as an affine read-out: u has the components of f in the places of some variables in which
    these are affine, and the other variables."""
    size, outputs = analysis.inputs, analysis.outputs
    if outputs >= size:
        return
    affine = [
        [k for k, x in enumerate(analysis.variables) if expr.has(x) and expanded(sp.diff(expr, x, 2)) == 0]
        if _smooth_in(analysis, expr)
        else _affine_terms(analysis, expr)
        for expr in analysis.exprs
    ]
    for places in itertools.islice(itertools.product(*affine), 8):
        if len(set(places)) < outputs:
            continue
        for signs in itertools.islice(itertools.product((1, -1), repeat=outputs), 4):
            exprs: list[Any] = list(analysis.variables)
            matrix = [["0"] * size for _ in range(outputs)]
            for index, (place, sign) in enumerate(zip(places, signs, strict=True)):
                exprs[place] = sign * analysis.exprs[index]
                matrix[index][place] = str(sign)
            other = _here(exprs, analysis)
            if other is not None and _seems_upright(analysis, places, signs):
                yield other, _readout(matrix, f"f is an affine function of the values of {other}")


def _smooth_in(analysis: EuclideanAnalysis, expr: Any) -> bool:
    try:
        return analysis.functions.regularity(expr) == "Comega"
    except DemandError:
        return False


def _affine_terms(analysis: EuclideanAnalysis, expr: Any) -> list[int]:
    """Variables in which an expression is affine by the way it is written."""
    found: list[int] = []
    for k, x in enumerate(analysis.variables):
        terms = [term for term in sp.Add.make_args(expr) if term.has(x)]
        if terms and all(not expanded(term / x).has(x) for term in terms):
            found.append(k)
    return found


def _seems_upright(analysis: EuclideanAnalysis, places: tuple[int, ...], signs: tuple[int, ...]) -> bool:
    """Whether the slopes of the components in their variables seem to be positive."""
    slopes = [
        sign * (expr.subs(x, x + 1) - expr)
        for sign, expr, x in zip(signs, analysis.exprs, [analysis.variables[k] for k in places], strict=True)
    ]
    evaluate = float_map(analysis.variables, slopes)
    values = [evaluate(floats(place)) for place in analysis.places[:40]]
    return all(np.all(value > 0) for value in values if np.all(np.isfinite(value)))


def _readout(matrix: list[list[str]], statement: str) -> Fact:
    evidence = Readout(matrix=tuple(map(tuple, matrix)), shift=("0",) * len(matrix))
    return Fact(statement=statement, guarantee="exact", evidence=evidence)


def wider_maps(analysis: EuclideanAnalysis) -> Iterator[tuple[Map, Fact]]:
    """f on R^n where it rises there or is completed, and on the closure of a bounded box."""
    factors, size = analysis.map.domain.factors, analysis.outputs
    matrix = [[str(int(i == k)) for k in range(size)] for i in range(size)]
    names = [x.name for x in analysis.variables]
    if not analysis.whole:
        other = _map(analysis.exprs, names, [Interval(-sp.oo, sp.oo, False, False)] * len(factors))
        if other is not None and _known_on_all(EuclideanAnalysis(other, analysis.deadline, analysis.solved)):
            yield other, _readout(matrix, f"f is a restriction of {other}")
    if all(f.lo.is_finite and f.hi.is_finite for f in factors) and not analysis.map.domain.is_compact:
        other = _map(analysis.exprs, names, [Interval(f.lo, f.hi, True, True) for f in factors])
        if other is not None:
            yield other, _readout(matrix, f"f is a restriction of {other}")


def _known_on_all(whole: EuclideanAnalysis) -> bool:
    try:
        whole.require_defined()
        if whole.outputs == 1:
            found = rising(whole)
            return found is not None and found.onto and found.steep
        other = completed(whole)
        return other is not None and other[0].onto
    except UnknownError:
        return False
