"""Eigenvalues of a real matrix that is known exactly, or in balls (guarantee: exact or rigorous)."""

from __future__ import annotations

from typing import Any

from flint import acb_mat, arb, arb_mat

from embedcheck.balls.arith import precision, sign_of
from embedcheck.balls.constants import constant_ball
from embedcheck.balls.enclose import BOX_BITS
from embedcheck.balls.linear import Affine
from embedcheck.balls.real_linear import RealAffine, linear_map

_BITS = 256
_SQUARINGS = 8


class Spectrum:
    """A square matrix: balls around its entries, and what is known of its Jordan structure."""

    def __init__(self, balls: arb_mat, exact: Affine | RealAffine | None = None) -> None:
        self.balls, self.exact, self.size = balls, exact, balls.nrows()

    @classmethod
    def of_rows(cls, rows: list[list[Any]]) -> Spectrum:
        """The spectrum of a matrix of exact constants."""
        try:
            exact = linear_map(rows)
        except ValueError:
            exact = None
        with precision(_BITS):
            balls = arb_mat([[constant_ball(entry, _BITS) for entry in row] for row in rows])
        return cls(balls, exact)

    def _determinant(self, shift: int) -> int:
        """The sign of det(A + shift), 0 where it is not known."""
        with precision(_BITS):
            return sign_of((self.balls + _identity(self.size) * shift).det())

    def without_logarithm(self) -> bool:
        """Whether the matrix is proven to have no real logarithm."""
        if self.exact is not None:
            return not self.exact.has_real_logarithm
        return self._determinant(0) == -1 or self._simple_negative()

    def _simple_negative(self) -> bool:
        """Whether there is an eigenvalue on the negative half-line that is a simple one."""
        with precision(_BITS):
            if self.size == 2:
                trace, det = self.balls.trace(), self.balls.det()
                return sign_of(det) == 1 and sign_of(trace) == -1 and sign_of(trace * trace - 4 * det) == 1
            found = self._isolated()
            for k, value in enumerate(found):
                others = [other for j, other in enumerate(found) if j != k]
                real = bool(value.imag.contains(0)) and not any(value.conjugate().overlaps(o) for o in others)
                if real and value.real < 0:
                    return True
        return False

    def _isolated(self) -> list[Any]:
        """All eigenvalues in disjoint rectangles; none where they are not separated."""
        try:
            found: list[Any] = list(acb_mat(self.balls).eig())
        except ValueError:
            return []
        apart = not any(a.overlaps(b) for k, a in enumerate(found) for b in found[:k])
        return found if apart and len(found) == self.size else []

    def hyperbolic(self) -> bool:
        """Whether no eigenvalue has modulus 1, which is proven."""
        if self.exact is not None:
            return self.exact.hyperbolic
        with precision(_BITS):
            if self.size == 2:
                # Not 1, not -1, and no pair of complex numbers with product 1.
                trace, det = self.balls.trace(), self.balls.det()
                real = self._determinant(1) != 0 != self._determinant(-1)
                return real and bool(sign_of(det - 1) or sign_of(trace * trace - 4) == 1)
            found = self._isolated()
            return bool(found) and all(bool(abs(value) < 1) or bool(abs(value) > 1) for value in found)

    def turns(self) -> bool:
        """Whether the stable or the unstable part of a hyperbolic regular matrix has a negative determinant.

        Only real eigenvalues count: those below -1 decide the sign of det(A + 1), those below 0 that of det A.
        """
        below, all_ = self._determinant(1), self._determinant(0)
        return below * all_ != 0 and -1 in (below, all_)


class EnclosedSpectrum:
    """What rectangles around all eigenvalues of a matrix in balls prove; False proves nothing."""

    def __init__(self, balls: arb_mat) -> None:
        with precision(_BITS):
            try:
                self.values: list[Any] = list(acb_mat(balls).eig(multiple=True))
            except ValueError:
                self.values = []
        if len(self.values) != balls.nrows():
            self.values = []

    @property
    def has_real_logarithm(self) -> bool:
        """No eigenvalue is real and at most 0."""
        return bool(self.values) and all(bool(v.real > 0) or not v.imag.contains(0) for v in self.values)

    @property
    def positive_spectrum(self) -> bool:
        """All eigenvalues are simple, real and positive: no conjugate is in another rectangle."""
        return bool(self.values) and all(
            bool(value.real > 0)
            and bool(value.imag.contains(0))
            and not any(value.conjugate().overlaps(other) for j, other in enumerate(self.values) if j != k)
            for k, value in enumerate(self.values)
        )

    @property
    def bunched(self) -> bool:
        """All moduli lie between r^2 and r, both excluded, for one r in (0, 1]; or those of the inverse do."""
        with precision(_BITS):
            moduli = [abs(value) for value in self.values]
            if not moduli:
                return False
            return (all(a * b < c for a in moduli for b in moduli for c in moduli) and all(a < 1 for a in moduli)) or (
                all(a * b > c for a in moduli for b in moduli for c in moduli) and all(a > 1 for a in moduli)
            )


def _identity(size: int) -> arb_mat:
    return arb_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])


def _small(matrix: arb_mat) -> bool:
    """Whether a power of the matrix has a row sum norm below 1."""
    for _ in range(_SQUARINGS):
        sums = [sum((abs(entry) for entry in row), arb(0)) for row in matrix.tolist()]
        if all(bool(total < 1) for total in sums):
            return True
        matrix = matrix * matrix
    return False


def side_of_circle(matrix: arb_mat) -> int:
    """-1 when all eigenvalues are inside the unit circle, 1 when all are outside, 0 where that is not proven."""
    with precision(BOX_BITS):
        if _small(matrix):
            return -1
        try:
            return 1 if _small(matrix.inv()) else 0
        except ZeroDivisionError:
            return 0
