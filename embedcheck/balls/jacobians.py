"""Derivatives of maps of several variables: block forms, minors, norms from ranges (guarantee: rigorous)."""

from __future__ import annotations

import itertools
from typing import Any

import sympy as sp
from flint import arb, fmpq

from embedcheck.balls.arith import exact, precision, to_sympy
from embedcheck.balls.checks.spots import expanded
from embedcheck.balls.enclose import BOX_BITS
from embedcheck.balls.structure import Structure

Rows = list[list[Any]]


def jacobian(exprs: list[Any], variables: list[Any]) -> Rows:
    """The derivatives, expanded."""
    return [[expanded(sp.diff(expr, x)) for x in variables] for expr in exprs]


def product(left: list[list[fmpq]], right: Rows) -> Rows:
    """A rational matrix times a matrix of expressions, expanded."""
    return [
        [expanded(sum((to_sympy(a) * row[j] for a, row in zip(line, right, strict=True)), sp.S.Zero))
         for j in range(len(right[0]))]
        for line in left
    ]  # fmt: skip


def times_rational(left: Rows, right: list[list[fmpq]]) -> Rows:
    """A matrix of expressions times a rational matrix, expanded."""
    columns = range(len(right[0]))
    return [
        [expanded(sum((a * to_sympy(row[j]) for a, row in zip(line, right, strict=True)), sp.S.Zero)) for j in columns]
        for line in left
    ]


def determinant(rows: Rows) -> Any:
    """The determinant of a small matrix, expanded."""
    if len(rows) == 1:
        return expanded(rows[0][0])
    total: Any = sp.S.Zero
    for j, entry in enumerate(rows[0]):
        if entry != 0:
            total += (-1) ** j * entry * determinant([[*row[:j], *row[j + 1 :]] for row in rows[1:]])
    return expanded(total)


def leading_minors(rows: Rows, bound: fmpq) -> list[Any]:
    """The leading minors of D + D' - 2 bound."""
    size = len(rows)
    twice = 2 * to_sympy(bound)
    whole = [[expanded(rows[i][j] + rows[j][i] - twice * int(i == j)) for j in range(size)] for i in range(size)]
    return [determinant([row[:k] for row in whole[:k]]) for k in range(1, size + 1)]


def principal_minors(rows: Rows) -> list[Any]:
    """All principal minors, by size and then in order."""
    indices = range(len(rows))
    chosen = itertools.chain.from_iterable(itertools.combinations(indices, size) for size in range(1, len(rows) + 1))
    return [determinant([[rows[i][j] for j in part] for i in part]) for part in chosen]


def magnitude(structure: Structure, entry: Any) -> fmpq | None:
    """An upper bound of the modulus on the whole box; None where there is none."""
    best: fmpq | None = None
    for form in dict.fromkeys((expanded(entry), entry)):
        value = structure.range(form)
        if value is None:
            continue
        with precision(BOX_BITS):
            size: arb = abs(value.low).max(abs(value.high)).upper()
        if size.is_finite() and (best is None or exact(size) < best):
            best = exact(size)
    return best


def least(structure: Structure, entry: Any) -> fmpq:
    """A lower bound of the modulus on the whole box; 0 where there is no better one."""
    best = fmpq(0)
    for form in dict.fromkeys((expanded(entry), entry)):
        value = structure.range(form)
        if value is None:
            continue
        with precision(BOX_BITS):
            size: arb = value.low if value.low > 0 else -value.high if value.high < 0 else arb(0)
            size = size.lower()
        if size.is_finite() and exact(size) > best:
            best = exact(size)
    return best


def magnitudes(structure: Structure, rows: Rows) -> list[list[fmpq]] | None:
    """Upper bounds of the moduli of all entries."""
    found = [[magnitude(structure, entry) for entry in row] for row in rows]
    if any(size is None for row in found for size in row):
        return None
    return [[size for size in row if size is not None] for row in found]


def contracts(sizes: list[list[fmpq]], weights: list[fmpq]) -> bool:
    """Whether a matrix with entries of at most these moduli has norm < 1 in the maximum norm of x_i / w_i."""
    return all(
        sum((size * w for size, w in zip(row, weights, strict=True)), fmpq(0)) < own
        for row, own in zip(sizes, weights, strict=True)
    )


def expands(structure: Structure, rows: Rows) -> bool:
    """Whether |D v| >= c |v| in the maximum norm for all matrices D of the box, with one c > 1."""
    for i, row in enumerate(rows):
        others = [magnitude(structure, entry) for j, entry in enumerate(row) if j != i]
        known = [size for size in others if size is not None]
        if len(known) < len(others) or least(structure, row[i]) - sum(known, fmpq(0)) <= 1:
            return False
    return True


def permutation_sign(order: list[int]) -> int:
    """The sign of a permutation of 0, 1, ..."""
    turned = sum(a > b for a, b in itertools.combinations(order, 2))
    return -1 if turned % 2 else 1
