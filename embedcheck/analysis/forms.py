"""Special forms of maps of R^n: linear functions that advance, triangular and fibred maps, sinks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

import numpy as np
import sympy as sp

from embedcheck.analysis.diffeos import depends, near, norm_weights, texts
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import remembered
from embedcheck.analysis.places import float_map, floats, zeros_near
from embedcheck.analysis.positivity import positive
from embedcheck.analysis.text import formula
from embedcheck.analysis.zeros import cycles_of
from embedcheck.balls import fmpq, fmpq_mat
from embedcheck.balls.arith import exact, to_sympy
from embedcheck.balls.checks.diffeos import MAX_POWER
from embedcheck.balls.checks.spots import expanded, is_zero, tame
from embedcheck.balls.constants import compare, constant_sign
from embedcheck.balls.extended import INF
from embedcheck.balls.jacobians import (
    Rows,
    contracts,
    determinant,
    expands,
    jacobian,
    magnitudes,
    product,
    times_rational,
)
from embedcheck.balls.linear import Affine
from embedcheck.balls.matrices import identity
from embedcheck.balls.real_linear import RealAffine, linear_map
from embedcheck.balls.spectra import EnclosedSpectrum
from embedcheck.certificate import (
    Apart,
    Clock,
    Contracting,
    Cycle,
    Fact,
    Fibred,
    Signed,
    Sink,
    Skew,
    Triangular,
    Unipotent,
)

_MAX_DEGREE = 16
_FEW = 12


def _combined(direction: tuple[Any, ...], exprs: Iterable[Any]) -> Any:
    return sum((u * expr for u, expr in zip(direction, exprs, strict=True)), sp.S.Zero)


def _advance(analysis: EuclideanAnalysis, direction: tuple[Any, ...]) -> Any:
    """How much a linear function grows from x to f(x)."""
    return expanded(_combined(direction, analysis.exprs) - _combined(direction, analysis.variables))


@remembered
def clock(analysis: EuclideanAnalysis) -> Fact | None:
    """A rational linear function that f advances by a constant other than 0."""
    columns: dict[Any, list[Any]] = {}
    for index, (expr, x) in enumerate(zip(analysis.exprs, analysis.variables, strict=True)):
        for term, factor in expanded(expr - x).as_coefficients_dict().items():
            if term.free_symbols:
                columns.setdefault(term, [sp.S.Zero] * analysis.outputs)[index] += factor
    if not columns:
        return None
    for vector in sp.Matrix(list(columns.values())).nullspace():
        direction = tuple(vector)
        step = _advance(analysis, direction)
        if all(u.is_Rational for u in direction) and not step.free_symbols and constant_sign(step) in (1, -1):
            return Fact(
                statement=f"f advances {formula(_combined(direction, analysis.variables))} by {formula(step)}",
                guarantee="exact",
                evidence=Clock(direction=tuple(map(str, direction))),
            )
    return None


@remembered
def drift(analysis: EuclideanAnalysis) -> Fact | None:
    """A linear function that grows by at least a positive constant from x to f(x), on the plane."""
    if analysis.inputs != 2 or not analysis.whole:
        return None
    small = [(a, b) for a, b in itertools.product(range(-2, 3), repeat=2) if np.gcd(a, b) == 1]
    for direction in sorted(small, key=lambda pair: (abs(pair[0]) + abs(pair[1]), pair[0] < 0 or pair[1] < 0)):
        analysis.deadline.check()
        own = tuple(sp.Integer(u) for u in direction)
        step = _advance(analysis, own)
        bound = _least(analysis, step)
        if bound is None:
            continue
        gap = positive(analysis, expanded(step - to_sympy(bound)))
        if gap is not None:
            return Fact(
                statement=f"f advances {formula(_combined(own, analysis.variables))} by more than {bound}",
                guarantee="rigorous",
                evidence=Clock(direction=tuple(map(str, own)), least=str(bound), gap=gap),
            )
    return None


def _seems_positive(analysis: EuclideanAnalysis, function: Any) -> bool:
    """Whether a function is positive at the sample points."""
    evaluate = float_map(analysis.variables, [function])
    return all(not evaluate(floats(place))[0] <= 0 for place in analysis.places)


def _least(analysis: EuclideanAnalysis, step: Any) -> fmpq | None:
    """A positive lower bound of a function that is worth a proof."""
    value = analysis.functions.range(step)
    if value is not None and value.low > 0 and value.low != INF:
        return exact(value.low) / 2
    evaluate = float_map(analysis.variables, [step])
    values = [float(evaluate(floats(place))[0]) for place in analysis.places]
    lowest = min((v for v in values if np.isfinite(v)), default=0.0)
    return near(lowest / 2) if lowest > 0.05 else None


@remembered
def apart(analysis: EuclideanAnalysis) -> Fact | None:
    """A linear function that is larger on f(X) than on the compact box X."""
    if not analysis.square or not analysis.map.domain.is_compact:
        return None
    size = analysis.inputs
    unit = [tuple(sp.Integer(s * int(k == i)) for k in range(size)) for i in range(size) for s in (1, -1)]
    more = [tuple(map(sp.Integer, signs)) for signs in itertools.product((1, -1), repeat=size)] if size <= 3 else []
    for direction in (*unit, *more):
        analysis.deadline.check()
        corner = [f.hi if u > 0 else f.lo for u, f in zip(direction, analysis.map.domain.factors, strict=True)]
        step = expanded(_combined(direction, analysis.exprs) - _combined(direction, corner))
        gap = positive(analysis, step) if _seems_positive(analysis, step) else None
        if gap is not None:
            return Fact(
                statement=f"{formula(_combined(direction, analysis.variables))} is larger on f(X) than on X",
                guarantee="rigorous",
                evidence=Apart(direction=tuple(map(str, direction)), gap=gap),
            )
    return None


# -- forms -------------------------------------------------------------------------------------------------------------


def _split(analysis: EuclideanAnalysis, number: int) -> tuple[Any, Any]:
    """a and b of a component a x + b in its own variable x; both depend on others alone where it is affine in x."""
    x, expr = analysis.variables[number], analysis.exprs[number]
    slope = expanded(sp.diff(expr, x))
    return slope, expanded(expr - slope * x)


def _only(analysis: EuclideanAnalysis, expr: Any, numbers: list[int]) -> bool:
    return expr.free_symbols <= {analysis.variables[k] for k in numbers}


@remembered
def fibred(analysis: EuclideanAnalysis) -> Fact | None:
    """Some variables stay, and f is affine with positive slope in each other one over them."""
    if not analysis.square:
        return None
    pairs = enumerate(zip(analysis.exprs, analysis.variables, strict=True))
    fixed = [k for k, (expr, x) in pairs if is_zero(expr - x)]
    moving = [k for k in range(analysis.inputs) if k not in fixed]
    if not fixed or not moving:
        return None
    slopes: list[Signed] = []
    for k in moving:
        slope, rest = _split(analysis, k)
        if not _only(analysis, slope, fixed) or not _only(analysis, rest, fixed):
            return None
        proof = positive(analysis, slope)
        if proof is None:
            return None
        slopes.append(proof)
    names = ", ".join(analysis.variables[k].name for k in fixed)
    return Fact(
        statement=f"f keeps {names} and is affine with positive slope in each other variable over them",
        guarantee="rigorous",
        evidence=Fibred(fixed=tuple(fixed), slopes=tuple(slopes)),
    )


@remembered
def triangular(analysis: EuclideanAnalysis) -> Fact | None:
    """In some order each component is a positive multiple of its variable plus a polynomial in the earlier ones."""
    if not analysis.square:
        return None
    needs = depends(analysis)
    order: list[int] = []
    while len(order) < analysis.inputs:
        step = [k for k in range(analysis.inputs) if k not in order and needs[k] <= {*order, k}]
        if not step:
            return None
        order += step
    for position, k in enumerate(order):
        slope, rest = _split(analysis, k)
        if slope.free_symbols or not _only(analysis, rest, order[:position]) or constant_sign(slope) != 1:
            return None
        if not rest.is_polynomial(*analysis.variables):
            return None
    names = ", ".join(analysis.variables[k].name for k in order)
    return Fact(
        statement=f"f is a triangular polynomial map with positive diagonal in the order {names}",
        guarantee="exact",
        evidence=Triangular(order=tuple(order)),
    )


@remembered
def skew(analysis: EuclideanAnalysis) -> Fact | None:
    """Some variables are scaled, all down or all up; f is affine with constant positive slope in the others."""
    if not analysis.square or not analysis.whole or analysis.regularity != "Comega":
        return None
    needs = depends(analysis)
    parts = [_split(analysis, k) for k in range(analysis.inputs)]
    scaled: list[int] = []
    others: list[int] = []
    sides: set[int | None] = set()
    for k, (slope, rest) in enumerate(parts):
        if slope.free_symbols or constant_sign(slope) != 1:
            return None
        side = compare(slope, sp.S.One)
        if needs[k] == {k} and rest == 0 and side:
            scaled.append(k)
            sides.add(side)
        else:
            others.append(k)
    # A variable on which no other component depends may count as one of the others.
    used = {m for k in range(analysis.inputs) for m in needs[k] if m != k}
    if len(sides) > 1:
        others += [k for k in scaled if k not in used]
        scaled = [k for k in scaled if k in used]
        sides = {compare(parts[k][0], sp.S.One) for k in scaled}
    if not scaled or len(sides) != 1 or any(not _only(analysis, parts[k][1], scaled) for k in others):
        return None
    names = ", ".join(analysis.variables[k].name for k in scaled)
    return Fact(
        statement=f"f scales {names}, and the others are affine over these with constant positive slopes",
        guarantee="exact",
        evidence=Skew(scaled=tuple(scaled)),
    )


@remembered
def unipotent(analysis: EuclideanAnalysis) -> Fact | None:
    """A polynomial map such that a power of the pull-back minus 1 kills the variables."""
    if not analysis.square or not all(expanded(e).is_polynomial(*analysis.variables) for e in analysis.exprs):
        return None
    variables, plain = list(analysis.variables), [expanded(expr) for expr in analysis.exprs]
    if not all(tame(expr) for expr in plain) or not is_zero(determinant(jacobian(plain, variables)) - 1):
        return None
    # Powers of f have bounded degrees.
    most = min(_MAX_DEGREE, max(_degree(expr, variables) for expr in plain) ** analysis.inputs)
    values = dict(zip(variables, plain, strict=True))
    left: list[Any] = list(variables)
    for power in range(1, MAX_POWER + 1):
        analysis.deadline.check()
        moved = [expr.subs(values, simultaneous=True) for expr in left]
        if max(_degree(expr, variables) for expr in left) > most or not all(tame(expr) for expr in moved):
            return None
        left = [sp.expand(new - old) for new, old in zip(moved, left, strict=True)]
        if not any(left):
            return Fact(
                statement=f"f is a polynomial map and the power {power} of its pull-back minus 1 kills the variables",
                guarantee="exact",
                evidence=Unipotent(power=power),
            )
    return None


def _degree(expr: Any, variables: list[Any]) -> int:
    return int(sp.total_degree(expr, *variables)) if expr.free_symbols else 0


def orbits(analysis: EuclideanAnalysis) -> list[list[int]]:
    """Numbers of variables that depend on each other under f, in an order in which later ones depend on earlier."""
    import networkx as nx

    graph: Any = nx.DiGraph()
    graph.add_nodes_from(range(analysis.inputs))
    graph.add_edges_from((k, i) for i, own in enumerate(depends(analysis)) for k in own if k != i)
    whole: Any = nx.condensation(graph)
    return [sorted(whole.nodes[number]["members"]) for number in nx.lexicographical_topological_sort(whole)]


# -- sinks -------------------------------------------------------------------------------------------------------------


@remembered
def sink(analysis: EuclideanAnalysis) -> tuple[Affine | RealAffine | EnclosedSpectrum | None, Fact] | None:
    """A fixed point that attracts everything, for f or for its inverse, with the derivative there where it is known."""
    if not analysis.square or not analysis.whole or analysis.regularity != "Comega":
        return None
    blocks = orbits(analysis)
    for expanding in (False, True):
        found: list[Contracting] = []
        for numbers in blocks:
            analysis.deadline.check()
            basis = _basis(analysis, numbers, expanding)
            if basis is None:
                break
            found.append(Contracting(variables=tuple(numbers), basis=texts(basis)))
        if len(found) < len(blocks):
            continue
        word = "repels" if expanding else "attracts"
        place = _fixed_point(analysis)
        if place is None:
            near_it = next((one for one in cycles_of(analysis, 1) if one.derivative is not None), None)
            if near_it is None or near_it.derivative is None or not isinstance(near_it.fact.evidence, Cycle):
                return None
            evidence = Sink(point=(), expanding=expanding, blocks=tuple(found), box=near_it.fact.evidence.boxes[0])
            statement = f"{near_it.fact.statement}, and it {word} everything"
            spectrum = EnclosedSpectrum(near_it.derivative.balls)
            return spectrum, Fact(statement=statement, guarantee="rigorous", evidence=evidence)
        evidence = Sink(point=tuple(map(formula, place)), expanding=expanding, blocks=tuple(found))
        entries = [analysis.all_at(row, place) for row in jacobian(analysis.exprs, list(analysis.variables))]
        known = [row for row in entries if row is not None]
        linear = None
        if len(known) == len(entries):
            try:
                linear = linear_map(known)
            except ValueError:
                linear = None
        statement = f"the fixed point ({', '.join(evidence.point)}) {word} everything"
        return linear, Fact(statement=statement, guarantee="rigorous", evidence=evidence)
    return None


def _basis(analysis: EuclideanAnalysis, numbers: list[int], expanding: bool) -> list[list[fmpq]] | None:
    """A basis in which the derivative of the block contracts (expands) in the maximum norm."""
    rows = jacobian([analysis.exprs[k] for k in numbers], [analysis.variables[k] for k in numbers])
    for basis in _bases(analysis, rows):
        if basis.det() == 0:
            continue
        own: list[list[fmpq]] = basis.tolist()
        turned = times_rational(product(own, rows), basis.inv().tolist())
        if expanding:
            if expands(analysis.functions, turned):
                return own
            continue
        sizes = magnitudes(analysis.functions, turned)
        weights = None if sizes is None else norm_weights(sizes)
        if sizes is None or weights is None:
            continue
        scaled = [[1 / w * entry for entry in row] for w, row in zip(weights, own, strict=True)]
        turned = times_rational(product(scaled, rows), fmpq_mat(scaled).inv().tolist())
        sizes = magnitudes(analysis.functions, turned)
        if sizes is not None and contracts(sizes, [fmpq(1)] * len(rows)):
            return scaled
    return None


def _bases(analysis: EuclideanAnalysis, rows: Rows) -> list[Any]:
    """The identity and real eigenvectors of the derivative at a sample, rounded."""
    size = len(rows)
    found = [identity(size)]
    if size == 1:
        return found
    evaluate = float_map(analysis.variables, [entry for row in rows for entry in row])
    samples = [evaluate(floats(place)).reshape(size, size) for place in analysis.places]
    samples = [sample for sample in samples if np.all(np.isfinite(sample))]
    for matrix in [samples[0], np.mean(samples, axis=0)] if samples else []:
        vectors: Any = np.linalg.eig(matrix)[1]
        columns: list[Any] = []
        for k in range(size):
            vector = vectors[:, k]
            if np.max(np.abs(vector.imag)) < 1e-9:
                columns.append(vector.real)
            elif not columns or len(columns) < size:
                columns += [vector.real, vector.imag]
        chosen = np.array(columns[:size]).T
        if chosen.shape != (size, size) or abs(np.linalg.det(chosen)) < 1e-6:
            continue
        inverse = np.linalg.inv(chosen / np.max(np.abs(chosen)))
        found.append(fmpq_mat([[near(float(entry)) for entry in row] for row in inverse]))
    return found


def _fixed_point(analysis: EuclideanAnalysis) -> tuple[Any, ...] | None:
    """The fixed point, exactly: near a zero of f - id by Newton steps."""
    gaps = [expr - x for expr, x in zip(analysis.exprs, analysis.variables, strict=True)]
    rows = [sp.diff(gap, x) for gap in gaps for x in analysis.variables]
    tries = dict.fromkeys(
        (*analysis.places[:3], *zeros_near(float_map(analysis.variables, gaps), float_map(analysis.variables, rows),
                                           analysis.places[:_FEW]))
    )  # fmt: skip
    for place in tries:
        values = analysis.all_at(gaps, place)
        if values is not None and all(constant_sign(value) == 0 for value in values):
            return place
    return None
