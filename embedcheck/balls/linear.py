"""Affine maps over Q: Jordan structure, real logarithms, orientation, fixed points (guarantee: exact).

Everything is decided by ranks, factorisation over Q and Sturm counts; no eigenvalue is ever approximated. Sources: the
theorem of Culver on real logarithms; roots on the unit circle by the substitution t = z + 1/z in reciprocal factors.
"""

from __future__ import annotations

import itertools
from functools import cached_property
from typing import Any, NamedTuple

from flint import fmpq, fmpq_mat, fmpq_poly

from embedcheck.balls.arith import precision, to_sympy
from embedcheck.balls.matrices import identity
from embedcheck.balls.polynomials import factors, sturm_count

_MAX_WORK = 10**6
_BITS = 128


class Factor(NamedTuple):
    """An irreducible factor of a characteristic polynomial, constant term first, with the sizes of its Jordan blocks.

    All its roots share the block sizes. The counts are numbers of its real roots and of its roots of modulus 1.
    """

    coefficients: tuple[int, ...]
    blocks: tuple[int, ...]
    below: int
    """roots in (-oo, -1)"""
    inside: int
    """roots in (-1, 0)"""
    unimodular: int
    """roots of modulus 1, complex ones included"""

    @property
    def degree(self) -> int:
        return len(self.coefficients) - 1

    @property
    def multiplicity(self) -> int:
        """How often each root is an eigenvalue."""
        return sum(self.blocks)

    @property
    def negative(self) -> int:
        """The number of its negative roots."""
        return self.below + self.inside + (self.coefficients == (1, 1))

    @property
    def paired(self) -> bool:
        """Whether every block size occurs an even number of times."""
        return all(self.blocks.count(size) % 2 == 0 for size in set(self.blocks))


def unimodular_roots(coefficients: tuple[int, ...]) -> int:
    """The number of complex roots of modulus 1 of an irreducible polynomial over Q, constant term first.

    With z also 1/z, its conjugate, is a root, so the polynomial is reciprocal up to sign; then z + 1/z is real in
    [-2, 2] exactly for |z| = 1 or real z = +-1.
    """
    if len(coefficients) <= 2:
        return int(coefficients in ((1, 1), (-1, 1)))
    if coefficients not in (coefficients[::-1], tuple(-c for c in coefficients[::-1])):
        return 0
    # Irreducible of degree >= 2: neither 1 nor -1 is a root, so the degree is even and the sign is +.
    half = (len(coefficients) - 1) // 2
    powers = [fmpq_poly([2]), fmpq_poly([0, 1])]
    for _ in range(half - 1):
        powers.append(fmpq_poly([0, 1]) * powers[-1] - powers[-2])
    trace = fmpq_poly([coefficients[half]])
    for k in range(1, half + 1):
        trace += coefficients[half + k] * powers[k]
    return 2 * sturm_count(tuple(int(c.p) for c in trace.coeffs()), fmpq(-2), fmpq(2))


class Affine:
    """x -> A x + b over Q. The properties that concern eigenvalues need a square A."""

    def __init__(self, matrix: list[list[fmpq]], shift: list[fmpq]) -> None:
        self.rows, self.columns = len(matrix), len(matrix[0])
        numbers = [entry for row in (*matrix, shift) for entry in row]
        size = max(int(max(abs(number.p), number.q)).bit_length() for number in numbers)
        if self.columns**3 * size * max(self.rows, self.columns) > _MAX_WORK:
            raise ValueError("a matrix that is too large")
        self.matrix = fmpq_mat(matrix)
        self.shift = fmpq_mat([[entry] for entry in shift])

    @cached_property
    def square(self) -> bool:
        return self.rows == self.columns

    @cached_property
    def determinant(self) -> fmpq:
        return self.matrix.det()

    @property
    def orientation(self) -> int:
        """The sign of det A."""
        return (self.determinant > 0) - (self.determinant < 0)

    @cached_property
    def _moved(self) -> fmpq_mat:
        """A - 1."""
        return self.matrix - identity(self.rows)

    @cached_property
    def has_eigenvalue_one(self) -> bool:
        return self._moved.rank() < self.rows

    @cached_property
    def has_fixed_point(self) -> bool:
        """Whether A x + b = x has a solution."""
        extended = [[*row, *shift] for row, shift in zip(self._moved.tolist(), self.shift.tolist(), strict=True)]
        return fmpq_mat(extended).rank() == self._moved.rank()

    @cached_property
    def fixed_place(self) -> tuple[Any, ...] | None:
        """The fixed point when there is exactly one."""
        if self.has_eigenvalue_one:
            return None
        return tuple(to_sympy(row[0]) for row in self._moved.solve(-self.shift).tolist())

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """The irreducible factors of the characteristic polynomial."""
        found: list[Factor] = []
        for coefficients, multiplicity in factors(self.matrix.charpoly()):
            # The Sturm sequences of huge coefficients would take long.
            if len(coefficients) ** 3 * max(abs(c) for c in coefficients).bit_length() > _MAX_WORK:
                raise ValueError("a characteristic polynomial that is too large")
            below, inside = (
                (0, 0)
                if coefficients in ((0, 1), (1, 1))
                else (sturm_count(coefficients, None, fmpq(-1)), sturm_count(coefficients, fmpq(-1), fmpq(0)))
            )
            blocks = self._blocks(coefficients, multiplicity)
            found.append(Factor(coefficients, blocks, below, inside, unimodular_roots(coefficients)))
        return tuple(found)

    def _blocks(self, coefficients: tuple[int, ...], multiplicity: int) -> tuple[int, ...]:
        """The sizes of the Jordan blocks of one root: dim ker p(A)^k counts the blocks up to size k."""
        degree = len(coefficients) - 1
        value = identity(self.rows) * 0
        for c in reversed(coefficients):
            value = value * self.matrix + identity(self.rows) * c
        power, kernels = identity(self.rows), [0]
        while kernels[-1] < multiplicity * degree:
            power = power * value
            kernels.append(self.rows - power.rank())
        steps = [(after - before) // degree for before, after in itertools.pairwise(kernels)]
        sizes: list[int] = []
        for k, (at_least, more) in enumerate(zip(steps, (*steps[1:], 0), strict=True), 1):
            sizes += [k] * (at_least - more)
        return tuple(sizes)

    @cached_property
    def has_real_logarithm(self) -> bool:
        """A is nonsingular, and each block size of each negative eigenvalue occurs an even number of times."""
        return self.orientation != 0 and all(factor.paired for factor in self.factors if factor.negative)

    @cached_property
    def stable_orientation(self) -> int:
        """The sign of det A on the sum of the generalised eigenspaces with modulus < 1."""
        if self.orientation == 0:
            return 0
        return -1 if sum(f.inside * f.multiplicity for f in self.factors) % 2 else 1

    @cached_property
    def unstable_orientation(self) -> int:
        """The sign of det A on the sum of the generalised eigenspaces with modulus > 1."""
        return -1 if sum(f.below * f.multiplicity for f in self.factors) % 2 else 1

    @cached_property
    def hyperbolic(self) -> bool:
        """No eigenvalue has modulus 1."""
        return not any(factor.unimodular for factor in self.factors)

    @cached_property
    def central_logarithm(self) -> bool:
        """The part of A for the eigenvalues of modulus 1 has a real logarithm: the only negative one is -1."""
        return all(factor.paired for factor in self.factors if factor.coefficients == (1, 1))

    @cached_property
    def positive_spectrum(self) -> bool:
        """All eigenvalues are real and positive."""
        return all(f.coefficients[0] and sturm_count(f.coefficients, fmpq(0), None) == f.degree for f in self.factors)

    @cached_property
    def bunched(self) -> bool:
        """All moduli of eigenvalues lie between r^2 and r, both excluded, for one r in (0, 1]; or so for the inverse.

        Then no eigenvalue is a product of two or more of them.
        """
        with precision(_BITS):
            found: list[Any] = [fmpq_poly(list(f.coefficients)).complex_roots() for f in self.factors]
            moduli = [abs(root) for roots in found for root, _ in roots]
            if not moduli:
                return False
            return (all(a * b < c for a in moduli for b in moduli for c in moduli) and all(a < 1 for a in moduli)) or (
                all(a * b > c for a in moduli for b in moduli for c in moduli) and all(a > 1 for a in moduli)
            )

    @cached_property
    def flips(self) -> int:
        """dim ker(A + 1)."""
        return self.rows - (self.matrix + identity(self.rows)).rank()
