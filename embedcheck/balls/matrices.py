"""Matrices of exact constants: rank, independence, sign of the determinant (guarantee: exact over Q, else rigorous)."""

from __future__ import annotations

from typing import Any

import sympy as sp
from flint import arb_mat, fmpq_mat

from embedcheck.balls.arith import precision, rational, sign_of
from embedcheck.balls.constants import constant_ball, constant_sign

_BITS = 256

Rows = list[list[Any]]


def _over_q(rows: Rows) -> fmpq_mat | None:
    if all(isinstance(entry, sp.Rational) for row in rows for entry in row):
        return fmpq_mat([[rational(entry) for entry in row] for row in rows])
    return None


def _balls(rows: Rows) -> arb_mat:
    return arb_mat([[constant_ball(entry, _BITS) for entry in row] for row in rows])


def identity(size: int) -> fmpq_mat:
    """The identity matrix over Q."""
    return fmpq_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])


def independent(rows: Rows) -> bool:
    """Whether the rows are proven to be linearly independent."""
    exact = _over_q(rows)
    if exact is not None:
        return exact.rank() == len(rows)
    with precision(_BITS):
        balls = _balls(rows)
        return sign_of((balls * balls.transpose()).det()) == 1


def rank_bound(rows: Rows) -> int:
    """An upper bound of the rank; over Q the rank itself."""
    exact = _over_q(rows)
    if exact is not None:
        return exact.rank()
    filled = [[constant_sign(entry) != 0 for entry in row] for row in rows]
    columns = zip(*filled, strict=True)
    return min(sum(any(row) for row in filled), sum(any(column) for column in columns))


def determinant_sign(rows: Rows) -> int:
    """The sign of the determinant of a square matrix; 0 when it is 0 or not decided."""
    exact = _over_q(rows)
    if exact is not None:
        value = exact.det()
        return (value > 0) - (value < 0)
    with precision(_BITS):
        return sign_of(_balls(rows).det())
