"""Other maps that tell about this one: factors, the same map on a larger domain, linear changes of coordinates."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import sympy as sp

from embedcheck.analysis.diffeos import depends, texts
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import remembered
from embedcheck.balls import fmpq, fmpq_mat
from embedcheck.balls.arith import rational
from embedcheck.balls.checks.spots import expanded, tame
from embedcheck.balls.matrices import identity
from embedcheck.certificate import Conjugate, Fact
from embedcheck.errors import EmbedcheckError
from embedcheck.maps import Domain, Interval, Map

_TRIES = 24


def _map(exprs: list[Any], factors: list[Interval], variables: list[Any]) -> Map | None:
    try:
        return Map(list(exprs), domain=Domain(tuple(factors)), vars=[x.name for x in variables])
    except EmbedcheckError:
        return None


# -- factors -----------------------------------------------------------------------------------------------------------


@remembered
def components(analysis: EuclideanAnalysis) -> list[list[int]]:
    """The numbers of the variables, in groups that do not depend on each other."""
    groups: list[set[int]] = []
    for k, own in enumerate(depends(analysis)):
        together = {k, *own}
        together = together.union(*(group for group in groups if group & together))
        groups = [*(group for group in groups if not group & together), together]
    return sorted(sorted(group) for group in groups)


def factor(analysis: EuclideanAnalysis, numbers: list[int]) -> Map | None:
    """The map of these variables."""
    factors = analysis.map.domain.factors
    return _map(
        [analysis.exprs[k] for k in numbers],
        [factors[k] for k in numbers],
        [analysis.variables[k] for k in numbers],
    )


# -- larger domains ----------------------------------------------------------------------------------------------------


def supersets(analysis: EuclideanAnalysis) -> Iterator[Map]:
    """The same map on R^n, on the closure of a bounded box, and on boxes that are open at ends that belong to X."""
    factors = analysis.map.domain.factors
    line = Interval(-sp.oo, sp.oo, False, False)
    choices = [[line for _ in factors]]
    if all(f.lo.is_finite and f.hi.is_finite for f in factors):
        choices.append([Interval(f.lo, f.hi, True, True) for f in factors])
    for step in (sp.Integer(1), sp.Rational(1, 16)):
        choices.append(
            [Interval(f.lo - step if f.lo_closed else f.lo, f.hi + step if f.hi_closed else f.hi, False, False)
             for f in factors]
        )  # fmt: skip
    seen = {analysis.map}
    for choice in choices:
        wider = _map(analysis.exprs, choice, list(analysis.variables))
        if wider is not None and wider not in seen:
            seen.add(wider)
            yield wider


def change(matrix: list[list[fmpq]], shift: list[Any]) -> Fact:
    """The fact that a lemma is about h f h^(-1), h(x) = matrix x + shift."""
    own = fmpq_mat(matrix) == identity(len(shift))
    rows = "; ".join(" ".join(row) for row in texts(matrix))
    return Fact(
        statement="the same map on a larger domain" if own and not any(shift) else f"a conjugate by [{rows}]",
        guarantee="exact",
        evidence=Conjugate(matrix=texts(matrix), shift=tuple(map(str, shift))),
    )


def unchanged(size: int) -> Fact:
    return change(identity(size).tolist(), [sp.S.Zero] * size)


# -- linear changes ----------------------------------------------------------------------------------------------------


def _edges(needs: list[set[int]]) -> int:
    return sum(len(own - {k}) for k, own in enumerate(needs))


def _forms(analysis: EuclideanAnalysis) -> list[tuple[Any, ...]]:
    """Rational linear functions that f may treat well."""
    found: dict[tuple[Any, ...], None] = {}

    def add(entries: list[Any]) -> None:
        if not all(x.is_Rational for x in entries) or not any(entries):
            return
        first = next(x for x in entries if x)
        found.setdefault(tuple(x / first for x in entries))

    variables = list(analysis.variables)
    # Combinations that stay, and arguments of functions and powers.
    columns: dict[Any, list[Any]] = {}
    moved: dict[Any, list[Any]] = {}
    for index, (expr, x) in enumerate(zip(analysis.exprs, variables, strict=True)):
        for term, value in expanded(expr).as_coefficients_dict().items():
            if term != 1 and term not in variables:
                columns.setdefault(term, [sp.S.Zero] * len(variables))[index] += value
        for term, value in expanded(expr - x).as_coefficients_dict().items():
            if term != 1:
                moved.setdefault(term, [sp.S.Zero] * len(variables))[index] += value
    for table in (moved, columns):
        for vector in sp.Matrix(list(table.values())).nullspace() if table else []:
            add(list(vector))
    for expr in analysis.exprs:
        for node in sp.preorder_traversal(expr):
            parts: tuple[Any, ...] = () if isinstance(node, (sp.Add, sp.Mul)) else node.args
            for part in parts:
                if part.free_symbols and part.is_polynomial(*variables) and tame(part):
                    polynomial = sp.Poly(part, *variables)
                    if polynomial.total_degree() == 1:
                        add([polynomial.coeff_monomial(x) for x in variables])
    # Rational eigenvectors of the linear part and of the derivative at 0.
    zero: Any = dict.fromkeys(variables, 0)
    try:
        linear: Any = sp.Matrix([[sp.diff(expr, x).subs(zero) for x in variables] for expr in analysis.exprs])
        if all(entry.is_Rational for entry in linear):
            for value in sp.roots(linear.charpoly(), filter="Q"):
                for vector in (linear.T - value * sp.eye(len(variables))).nullspace():
                    add(list(vector))
    except (EmbedcheckError, ValueError, TypeError, AttributeError):
        pass
    for k in range(len(variables)):
        add([sp.Integer(int(k == j)) for j in range(len(variables))])
    return list(found)


@remembered
def simpler(analysis: EuclideanAnalysis) -> tuple[Map, Fact] | None:
    """A linear change of coordinates after which fewer components depend on other variables."""
    if not analysis.square or not analysis.whole or analysis.inputs > 4:
        return None
    variables, size = list(analysis.variables), analysis.inputs
    now = _edges(depends(analysis))
    best: tuple[int, list[Any], Any] | None = None
    tries = 0
    for rows in itertools.combinations(_forms(analysis), size):
        matrix = sp.Matrix(rows)
        if now == 0 or tries >= _TRIES:
            break
        if matrix.det() == 0 or sorted(rows) == sorted(tuple(map(tuple, sp.eye(size).tolist()))):
            continue
        tries += 1
        analysis.deadline.check()
        exprs = _conjugated(analysis.exprs, variables, matrix)
        numbers = {x: k for k, x in enumerate(variables)}
        edges = _edges([{numbers[x] for x in expr.free_symbols} for expr in exprs])
        if edges < (now if best is None else best[0]):
            best = edges, exprs, matrix
    if best is None:
        return None
    line = Interval(-sp.oo, sp.oo, False, False)
    other = _map(best[1], [line] * size, variables)
    if other is None:
        return None
    matrix = [[rational(entry) for entry in row] for row in best[2].tolist()]
    return other, change(matrix, [sp.S.Zero] * size)


def _conjugated(exprs: list[Any], variables: list[Any], matrix: Any) -> list[Any]:
    """matrix f(matrix^(-1) x), expanded."""
    back = matrix.inv() * sp.Matrix(variables)
    values = dict(zip(variables, [expanded(entry) for entry in back], strict=True))
    inner = [expr.subs(values, simultaneous=True) for expr in exprs]
    return [expanded(entry) for entry in matrix * sp.Matrix(inner)]
