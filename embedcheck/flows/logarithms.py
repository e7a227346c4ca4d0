"""Real logarithms of matrices and bases that do not depend on rounding, at the working precision of mpmath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mpmath

from embedcheck.errors import PrecisionError

_STEPS = 400
_ROOTS = 60


def principal_logarithm(a: Any) -> Any:
    """The principal logarithm of a real matrix without eigenvalues in (-oo, 0], by square roots and a series.

    Raises PrecisionError where its exponential is not the matrix.
    """
    wanted = mpmath.mp.dps
    try:
        condition = mpmath.mnorm(a, 1) * mpmath.mnorm(mpmath.inverse(a), 1)
    except ZeroDivisionError as error:
        raise PrecisionError("the logarithm of a matrix that may be singular") from error
    with mpmath.workdps(2 * wanted + 20 + int(mpmath.log10(condition + 1))):
        one = mpmath.eye(a.rows)
        root, count = a.copy(), 0
        while mpmath.mnorm(root - one, 1) > mpmath.mpf("0.1"):
            root, count = _square_root(root), count + 1
            if count > _ROOTS:
                raise PrecisionError("the logarithm of a matrix is not found")
        # log(1 + e) = 2 artanh(e/(2 + e))
        step = (root - one) * mpmath.inverse(root + one)
        square, power, found, k = step * step, step, step, 1
        while mpmath.mnorm(power, 1) > mpmath.eps:
            power, k = power * square, k + 2
            found = found + power / k
        found = found * 2 ** (count + 1)
        error = mpmath.mnorm(mpmath.expm(found) - a, 1)
        if not error <= mpmath.mpf(10) ** (-wanted) * mpmath.mnorm(a, 1):
            raise PrecisionError("the logarithm of a matrix is not found")
    return +found


def _square_root(a: Any) -> Any:
    """Denman and Beavers: Newton's method for the square root, and its inverse beside it."""
    root, back = a, mpmath.eye(a.rows)
    for _ in range(_STEPS):
        try:
            better, back = (root + mpmath.inverse(back)) / 2, (back + mpmath.inverse(root)) / 2
        except ZeroDivisionError:
            break
        done = mpmath.mnorm(better - root, 1) <= mpmath.eps * 10**6 * mpmath.mnorm(better, 1)
        root = better
        if done:
            return root
    raise PrecisionError("the square root of a matrix is not found")


def canonical_basis(vectors: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """An orthonormal basis of the span of orthonormal vectors that depends on the span alone.

    It is made of the columns of the projection to the span, the first that is long enough at each step.
    """
    size = len(vectors[0])
    columns: list[list[Any]] = [[mpmath.fsum(v[i] * v[j] for v in vectors) for i in range(size)] for j in range(size)]
    found: list[list[Any]] = []
    while len(found) < len(vectors):
        lengths = [mpmath.norm(column) for column in columns]
        limit = max(lengths) * mpmath.mpf("0.37")
        chosen = next(k for k, length in enumerate(lengths) if length >= limit)
        unit = [x / lengths[chosen] for x in columns[chosen]]
        found.append(unit)
        for k, column in enumerate(columns):
            share = mpmath.fsum(x * y for x, y in zip(unit, column, strict=True))
            columns[k] = [y - share * x for x, y in zip(unit, column, strict=True)]
    return found
