"""Affine maps with exact real entries that need not be rational: eigenvalues, logarithms, orientation, fixed points.

The matrix is put into block form by its zero entries. Blocks of one or two rows have eigenvalues with a formula; those
of larger ones must be simple and lie in disjoint rectangles. Whatever the constants do not decide raises ValueError
when the map is made, so that all properties are certain (guarantee: exact or rigorous).
"""

from __future__ import annotations

import itertools
from functools import cached_property
from typing import Any, NamedTuple

import sympy as sp
from flint import acb_mat, arb, arb_mat

from embedcheck.balls.arith import precision, rational, sign_of
from embedcheck.balls.checks.spots import expanded
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.linear import Affine

Rows = list[list[Any]]

_BITS = 256
_MAX_ROWS = 8
_MAX_OPERATIONS = 60
_MAX_RADICALS = 4
_MAX_GROWN = 300
"""operations of a number in an elimination"""
_ONE = sp.S.One


class UndecidedError(ValueError):
    """The constants do not decide a property of the matrix."""


class Eigenvalue(NamedTuple):
    """A real eigenvalue: a constant or None, a ball around it; without a constant it is a simple one."""

    value: Any
    ball: arb

    def order(self, other: Any) -> int:
        """The order of the eigenvalue and a constant."""
        if self.value is not None:
            found = compare(self.value, other)
        else:
            with precision(_BITS):
                found = sign_of(self.ball - constant_ball(other, _BITS)) or None
        if found is None:
            raise UndecidedError(f"whether an eigenvalue is {other}")
        return found


def affine_map(matrix: Rows, shift: list[Any]) -> Affine | RealAffine:
    """The map x -> matrix x + shift of exact real constants. Raises ValueError where its structure is not decided."""
    if all(isinstance(entry, sp.Rational) for row in (*matrix, shift) for entry in row):
        return Affine([[rational(entry) for entry in row] for row in matrix], [rational(entry) for entry in shift])
    return RealAffine(matrix, shift)


def linear_map(matrix: Rows) -> Affine | RealAffine:
    """The same without shift."""
    return affine_map(matrix, [sp.S.Zero] * len(matrix))


def _sign(value: Any) -> int:
    found = constant_sign(value)
    if found is None:
        raise UndecidedError("whether a number that belongs to the matrix is zero")
    return found


def rank(rows: Rows) -> int:
    """The rank of a matrix of constants, by elimination with exact decisions on zero. Raises UndecidedError."""
    return len(_echelon(rows)[1])


def kernel(rows: Rows) -> list[list[Any]]:
    """A basis of the vectors that the matrix kills. Raises UndecidedError."""
    solved, pivots = _echelon(rows)
    found: list[list[Any]] = []
    for free in (k for k in range(len(rows[0])) if k not in pivots):
        vector: list[Any] = [sp.Integer(int(k == free)) for k in range(len(rows[0]))]
        for row, pivot in zip(solved, pivots, strict=False):
            vector[pivot] = -row[free]
        found.append(vector)
    return found


def image(rows: Rows) -> list[list[Any]]:
    """A basis of the span of the columns. Raises UndecidedError."""
    return [[row[k] for row in rows] for k in _echelon(rows)[1]]


def power(rows: Rows, exponent: int) -> Rows:
    """A power of a square matrix, entries that vanish being 0."""
    found = rows
    for _ in range(exponent - 1):
        found = times(found, rows)
    return found


def times(left: Rows, right: Rows) -> Rows:
    """The product of two matrices, entries that vanish being 0."""
    columns = list(zip(*right, strict=True))
    return [[_small(sum(a * b for a, b in zip(row, column, strict=True))) for column in columns] for row in left]


def less(rows: Rows, value: Any) -> Rows:
    """The matrix minus a multiple of the identity."""
    return [[_small(entry - value * int(i == j)) for j, entry in enumerate(row)] for i, row in enumerate(rows)]


def _echelon(rows: Rows) -> tuple[Rows, list[int]]:
    """The reduced echelon form and its pivot columns."""
    left, pivots = [list(row) for row in rows], list[int]()
    for column in range(len(rows[0])):
        done = len(pivots)
        # All entries are decided, so that none that vanishes is taken for a pivot.
        found = [k for k in range(done, len(left)) if _sign(left[k][column])]
        if not found:
            continue
        left[done], left[found[0]] = left[found[0]], left[done]
        head = [_small(entry / left[done][column]) for entry in left[done]]
        left[done] = head
        for k, row in enumerate(left):
            if k != done and row[column] != 0:
                left[k] = [_small(a - row[column] * b) for a, b in zip(row, head, strict=True)]
        pivots.append(column)
    return left, pivots


def _small(value: Any) -> Any:
    """A constant expanded; 0 when it is proven to vanish. Raises UndecidedError for one that has grown too large."""
    value = expanded(value)
    if sp.count_ops(value) > _MAX_GROWN:
        raise UndecidedError("numbers that grow too large")
    return sp.S.Zero if value != 0 and constant_sign(value) == 0 else value


def _strong_parts(matrix: Rows) -> list[list[int]]:
    """The indices in groups, such that the matrix is block triangular in some order of these groups."""
    size = len(matrix)
    reach = [[i == j or matrix[i][j] != 0 for j in range(size)] for i in range(size)]
    for k in range(size):
        for i in range(size):
            for j in range(size):
                reach[i][j] = reach[i][j] or (reach[i][k] and reach[k][j])
    groups: dict[int, list[int]] = {}
    for i in range(size):
        first = next(j for j in range(size) if reach[i][j] and reach[j][i])
        groups.setdefault(first, []).append(i)
    return list(groups.values())


class RealAffine:
    """x -> A x + b with a square matrix A of exact real constants. Raises ValueError where its structure is open."""

    square = True

    def __init__(self, matrix: Rows, shift: list[Any]) -> None:
        self.rows = len(matrix)
        if self.rows > _MAX_ROWS or any(len(row) != self.rows for row in matrix):
            raise ValueError("a matrix that is not square, or too large for entries that are not rational")
        if any(sp.count_ops(entry) > _MAX_OPERATIONS for row in (*matrix, shift) for entry in row):
            raise ValueError("an entry that is too large")
        radicals = {node for row in (*matrix, shift) for entry in row for node in entry.atoms(sp.Pow)}
        if sum(not isinstance(node.exp, sp.Integer) for node in radicals) > _MAX_RADICALS:
            raise ValueError("entries with too many roots")
        self.matrix = [[_small(entry) for entry in row] for row in matrix]
        self.shift = [_small(entry) for entry in shift]
        self.real: list[Eigenvalue] = []
        self.pairs: list[Any] = []
        """balls around the squares of the moduli of pairs of eigenvalues that are not real, or exact constants"""
        for group in _strong_parts(self.matrix):
            self._add([[self.matrix[i][j] for j in group] for i in group])
        # Everything is decided here.
        self.negative = self._grouped()
        self._sides = [(one.order(-_ONE), count) for one, count, _ in self.negative]
        self._zero = any(one.order(sp.S.Zero) == 0 for one in self.real)
        self.has_eigenvalue_one = any(one.order(_ONE) == 0 for one in self.real)
        self.has_fixed_point = not self.has_eigenvalue_one or rank(self._moved) == rank(self._extended)

    # -- eigenvalues -------------------------------------------------------------------------------------------------

    def _add(self, block: Rows) -> None:
        if len(block) == 1:
            self._exact(block[0][0])
        elif len(block) == 2:
            trace = expanded(block[0][0] + block[1][1])
            determinant = expanded(block[0][0] * block[1][1] - block[0][1] * block[1][0])
            square = expanded(trace**2 - 4 * determinant)
            sign = _sign(square)
            if sign == -1:
                self.pairs.append(determinant)
                return
            for turn in (1, -1):
                self._exact((trace + turn * sp.sqrt(square)) / 2 if sign else trace / 2)
        else:
            self._isolated(block)

    def _exact(self, value: Any) -> None:
        ball = constant_ball(value, _BITS)
        if not ball.is_finite():
            raise UndecidedError("an eigenvalue without enclosure")
        self.real.append(Eigenvalue(value, ball))

    def _isolated(self, block: Rows) -> None:
        with precision(_BITS):
            balls = acb_mat(arb_mat([[constant_ball(entry, _BITS) for entry in row] for row in block]))
            try:
                found: list[Any] = list(balls.eig())
            except ValueError:
                found = []
            apart = not any(a.overlaps(b) for k, a in enumerate(found) for b in found[:k])
            if len(found) != len(block) or not apart:
                raise UndecidedError("the eigenvalues are not separated")
            for value in found:
                if not value.imag.contains(0):
                    if value.imag > 0:
                        self.pairs.append(abs(value) ** 2)
                    continue
                # Its conjugate is an eigenvalue too, and in no other rectangle.
                if any(value.conjugate().overlaps(other) for other in found if other is not value):
                    raise UndecidedError("whether an eigenvalue is real")
                self.real.append(Eigenvalue(None, value.real))

    def _grouped(self) -> list[tuple[Eigenvalue, int, tuple[int, ...]]]:
        """The negative eigenvalues, their multiplicities, and the sizes of their Jordan blocks."""
        for k, one in enumerate(self.real):
            if one.value is None and any(one.ball.overlaps(other.ball) for j, other in enumerate(self.real) if j != k):
                raise UndecidedError("the eigenvalues are not separated")
        groups: list[list[Eigenvalue]] = []
        for one in self.real:
            if one.order(sp.S.Zero) != -1:
                continue
            same = next((group for group in groups if one.value is not None and self._equal(group[0], one)), None)
            if same is None:
                groups.append([one])
            else:
                same.append(one)
        return [(group[0], len(group), self._blocks(group[0].value, len(group))) for group in groups]

    def _equal(self, one: Eigenvalue, other: Eigenvalue) -> bool:
        return one.value is not None and one.order(other.value) == 0

    def _blocks(self, value: Any, multiplicity: int) -> tuple[int, ...]:
        """The sizes of the Jordan blocks: dim ker (A - value)^k counts the blocks up to size k."""
        if multiplicity == 1:
            return (1,)
        own = less(self.matrix, value)
        found, kernels = own, [0]
        while True:
            kernels.append(self.rows - rank(found))
            if kernels[-1] >= multiplicity or len(kernels) > multiplicity:
                break
            found = times(found, own)
        steps = [after - before for before, after in itertools.pairwise(kernels)]
        sizes: list[int] = []
        for k, (at_least, more) in enumerate(zip(steps, (*steps[1:], 0), strict=True), 1):
            sizes += [k] * (at_least - more)
        return tuple(sizes)

    # -- fixed points ------------------------------------------------------------------------------------------------

    @property
    def _moved(self) -> Rows:
        return less(self.matrix, _ONE)

    @property
    def _extended(self) -> Rows:
        return [[*row, start] for row, start in zip(self._moved, self.shift, strict=True)]

    @cached_property
    def fixed_place(self) -> tuple[Any, ...] | None:
        """The fixed point when there is exactly one and it is found."""
        if self.has_eigenvalue_one:
            return None
        if not any(self.shift):
            return tuple(sp.S.Zero for _ in self.shift)
        try:
            solved, pivots = _echelon(self._extended)
        except UndecidedError:
            return None
        return tuple(-row[-1] for row in solved) if pivots == list(range(self.rows)) else None

    # -- what the theorems ask for -----------------------------------------------------------------------------------

    @property
    def orientation(self) -> int:
        """The sign of det A."""
        return 0 if self._zero else -1 if sum(count for _, count in self._sides) % 2 else 1

    @property
    def has_real_logarithm(self) -> bool:
        """A is nonsingular, and each block size of each negative eigenvalue occurs an even number of times."""
        return not self._zero and all(_paired(sizes) for *_, sizes in self.negative)

    @property
    def stable_orientation(self) -> int:
        """The sign of det A on the sum of the generalised eigenspaces with modulus < 1."""
        return 0 if self._zero else -1 if sum(count for side, count in self._sides if side == 1) % 2 else 1

    @property
    def unstable_orientation(self) -> int:
        """The sign of det A on the sum of the generalised eigenspaces with modulus > 1."""
        return -1 if sum(count for side, count in self._sides if side == -1) % 2 else 1

    @property
    def _flipped(self) -> tuple[int, ...]:
        """The sizes of the Jordan blocks of the eigenvalue -1."""
        return next((sizes for (*_, sizes), (side, _) in zip(self.negative, self._sides, strict=True) if side == 0), ())

    @property
    def central_logarithm(self) -> bool:
        """The part of A for the eigenvalues of modulus 1 has a real logarithm: the only negative one is -1."""
        return _paired(self._flipped)

    @property
    def flips(self) -> int:
        """dim ker(A + 1)."""
        return len(self._flipped)

    @cached_property
    def hyperbolic(self) -> bool:
        """Whether no eigenvalue is seen to have modulus 1, or may have it."""
        if self.has_eigenvalue_one or self._flipped:
            return False
        return all(self._off_circle(square) for square in self.pairs)

    def _off_circle(self, square: Any) -> bool:
        with precision(_BITS):
            ball = square if isinstance(square, arb) else constant_ball(square, _BITS)
            return sign_of(ball - 1) != 0

    @property
    def positive_spectrum(self) -> bool:
        """All eigenvalues are real and positive."""
        return not (self.pairs or self.negative or self._zero)

    @cached_property
    def bunched(self) -> bool:
        """All moduli lie between r^2 and r, both excluded, for one r in (0, 1]; or those of the inverse do."""
        with precision(_BITS):
            squares = [p if isinstance(p, arb) else constant_ball(p, _BITS) for p in self.pairs]
            moduli = [abs(one.ball) for one in self.real] + [square.sqrt() for square in squares]
            return (all(a * b < c for a in moduli for b in moduli for c in moduli) and all(a < 1 for a in moduli)) or (
                all(a * b > c for a in moduli for b in moduli for c in moduli) and all(a > 1 for a in moduli)
            )


def _paired(sizes: tuple[int, ...]) -> bool:
    """Whether every block size occurs an even number of times."""
    return all(sizes.count(size) % 2 == 0 for size in set(sizes))
