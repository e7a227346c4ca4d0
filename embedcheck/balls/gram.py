"""Sums of squares: rational Gram matrices and what they stand for (guarantee: exact)."""

from __future__ import annotations

from typing import Any

import sympy as sp
from flint import fmpq, fmpq_mat

Matrix = list[list[fmpq]]
Monomial = tuple[int, ...]


def definite(matrix: Matrix) -> int:
    """1 for a positive definite symmetric matrix, 0 for one that is only semidefinite, -1 for any other."""
    size = len(matrix)
    if any(matrix[i][j] != matrix[j][i] for i in range(size) for j in range(i)):
        return -1
    rows = [list(row) for row in matrix]
    result = 1
    for k in range(size):
        pivot = rows[k][k]
        if pivot < 0 or (pivot == 0 and any(value != 0 for value in rows[k][k:])):
            return -1
        if pivot == 0:
            result = 0
            continue
        for i in range(k + 1, size):
            factor = rows[i][k] / pivot
            if factor:
                for j in range(k, size):
                    rows[i][j] -= factor * rows[k][j]
    return result


def form_of(monomials: list[Monomial], matrix: Matrix) -> dict[Monomial, fmpq]:
    """The coefficients of the polynomial z' Q z, z the monomials."""
    result: dict[Monomial, fmpq] = {}
    for row, left in zip(matrix, monomials, strict=True):
        for value, right in zip(row, monomials, strict=True):
            if value:
                power = tuple(a + b for a, b in zip(left, right, strict=True))
                result[power] = result.get(power, fmpq(0)) + value
    return result


def times(polynomial: dict[Monomial, fmpq], factor: dict[Monomial, fmpq]) -> dict[Monomial, fmpq]:
    """The product of two polynomials by their coefficients."""
    result: dict[Monomial, fmpq] = {}
    for left, a in polynomial.items():
        for right, b in factor.items():
            power = tuple(i + j for i, j in zip(left, right, strict=True))
            result[power] = result.get(power, fmpq(0)) + a * b
    return {power: value for power, value in result.items() if value}


def coefficients(function: Any, variables: list[Any]) -> dict[Monomial, fmpq]:
    """The coefficients of a polynomial over Q. Raises ValueError for another function."""
    try:
        told = sp.Poly(function, *variables, domain=sp.QQ).terms()
    except sp.polys.polyerrors.BasePolynomialError as error:
        raise ValueError("no polynomial over the rational numbers") from error
    return {power: fmpq(int(value.p), int(value.q)) for power, value in told if value}


def reduced(rows: list[list[fmpq]]) -> tuple[list[list[fmpq]], list[int]]:
    """The reduced row echelon form and the columns of its pivots."""
    matrix, rank = fmpq_mat(rows).rref()
    table = matrix.table()
    return table, [next(k for k, value in enumerate(row) if value != 0) for row in table[:rank]]
