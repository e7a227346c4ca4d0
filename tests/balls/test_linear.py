"""Affine maps over Q: against Jordan forms of SymPy, on squares and rotations, and on structures that are known."""

from __future__ import annotations

import random

import numpy as np
import pytest
import sympy as sp

from embedcheck.balls import fmpq
from embedcheck.balls.arith import rational
from embedcheck.balls.linear import Affine, unimodular_roots

CASES = 2000


def affine(matrix: sp.Matrix, shift: list[int] | None = None) -> Affine:
    rows = [[rational(entry) for entry in row] for row in matrix.tolist()]
    return Affine(rows, [fmpq(b) for b in shift or [0] * matrix.rows])


def matrix(text: str) -> sp.Matrix:
    return sp.Matrix([[sp.Rational(entry) for entry in row.split()] for row in text.split(";")])


def random_matrix(rng: random.Random) -> sp.Matrix:
    """Size 2: random entries. Size 3: random entries below a corner, or a given Jordan structure in another basis."""
    entry = lambda: sp.Rational(rng.randint(-4, 4), rng.choice((1, 1, 1, 2)))  # noqa: E731
    if rng.random() < 0.4:
        return sp.Matrix(2, 2, lambda *_: entry())
    if rng.random() < 0.4:
        return sp.Matrix(3, 3, lambda i, j: 0 if i > j == 0 else entry())
    a, b = rng.choice((-1, -2, sp.Rational(-1, 2), 1, 3, 0)), entry()
    known = rng.choice(
        ([[a, 1, 0], [0, a, 1], [0, 0, a]], [[a, 1, 0], [0, a, 0], [0, 0, b]], [[a, 0, 0], [0, a, 0], [0, 0, b]])
    )
    basis = sp.Matrix(3, 3, lambda i, j: 1 if i == j else rng.randint(-2, 2) if i < j else 0)
    basis = basis * sp.Matrix(3, 3, lambda i, j: 1 if i == j else rng.randint(-2, 2) if i > j else 0)
    return basis * sp.Matrix(known) * basis.inv()


def blocks(given: sp.Matrix) -> list[tuple[sp.Expr, int]]:
    """The Jordan blocks by SymPy: eigenvalue and size."""
    form = given.jordan_form(calc_transform=False)
    found: list[tuple[sp.Expr, int]] = []
    for k in range(form.rows):
        if k and form[k - 1, k] != 0:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((form[k, k], 1))
    return found


def negative(value: sp.Expr) -> bool:
    number = complex(value.evalf(40))
    return abs(number.imag) < 1e-25 and number.real < 0


@pytest.mark.parametrize("seed", range(10))
def test_culver_by_an_independent_jordan_form(seed: int) -> None:
    rng = random.Random(seed)
    answers: list[bool] = []
    for _ in range(CASES // 10):
        given = random_matrix(rng)
        found = [(sp.simplify(value), size) for value, size in blocks(given) if negative(value)]
        wanted = given.det() != 0 and all(found.count(block) % 2 == 0 for block in found)
        answers.append(affine(given).has_real_logarithm)
        assert answers[-1] == wanted, given
    assert len(set(answers)) == 2


@pytest.mark.parametrize("seed", range(10))
def test_orientations_by_eigenvalues_in_floating_point(seed: int) -> None:
    rng = random.Random(100 + seed)
    for _ in range(30):
        given = random_matrix(rng)
        values = np.linalg.eigvals(np.array(given.tolist(), dtype=float))
        if np.min(np.abs(np.abs(values) - 1)) < 1e-3 or np.min(np.abs(values)) < 1e-3:
            continue
        made = affine(given)
        signs = [np.sign(np.prod(values[part]).real) for part in (np.abs(values) < 1, np.abs(values) > 1)]
        assert [made.stable_orientation, made.unstable_orientation] == signs, given
        assert made.hyperbolic


def test_squares_have_a_real_logarithm() -> None:
    rng = random.Random(5)
    for _ in range(100):
        root = random_matrix(rng)
        if root.det() != 0:
            made = affine(root * root)
            assert made.has_real_logarithm, root
            assert made.stable_orientation == made.unstable_orientation == 1
            assert made.flips % 2 == 0


def test_rotations_have_a_real_logarithm() -> None:
    for p, q in ((3, 4), (5, 12), (-3, 4), (0, 5), (-5, 0), (8, -15)):
        length = sp.Integer(p * p + q * q) ** sp.Rational(1, 2)
        rotation = sp.Matrix([[p, -q], [q, p]]) / length
        made = affine(rotation)
        assert made.has_real_logarithm and not made.hyperbolic
        assert made.factors[0].unimodular * made.factors[0].multiplicity == 2


@pytest.mark.parametrize(
    ("text", "logarithm", "stable", "unstable", "hyperbolic", "central", "flips"),
    [
        ("-1 0; 0 -1", True, 1, 1, False, True, 2),
        ("-1 1; 0 -1", False, 1, 1, False, False, 1),
        ("-2 0; 0 -3", False, 1, 1, True, True, 0),
        ("-2 1; 0 -2", False, 1, 1, True, True, 0),
        ("-2 0; 0 -2", True, 1, 1, True, True, 0),
        ("-1/2 0; 0 -2", False, -1, -1, True, True, 0),
        ("1 0 0; 0 -1/2 0; 0 0 -1/3", False, 1, 1, False, True, 0),
        ("0 0; 0 -2", False, 0, -1, True, True, 0),
        ("-2 1 0 0; 0 -2 0 0; 0 0 -2 1; 0 0 0 -2", True, 1, 1, True, True, 0),
        ("-2 1 0 0; 0 -2 1 0; 0 0 -2 0; 0 0 0 -2", False, 1, 1, True, True, 0),
        ("0 2; 1 0", False, 1, -1, True, True, 0),
        ("0 2 0 0; 1 0 0 0; 0 0 0 2; 0 0 1 0", True, 1, 1, True, True, 0),
        ("0 0 0 -1; 1 0 0 1; 0 1 0 1; 0 0 1 1", True, 1, 1, False, True, 0),
    ],
)
def test_known_structures(
    text: str, logarithm: bool, stable: int, unstable: int, hyperbolic: bool, central: bool, flips: int
) -> None:
    made = affine(matrix(text))
    assert made.has_real_logarithm == logarithm
    assert (made.hyperbolic, made.central_logarithm, made.flips) == (hyperbolic, central, flips)
    assert made.stable_orientation == stable
    assert made.unstable_orientation == unstable


def test_fixed_points() -> None:
    moved = affine(matrix("2 1; 0 -3"), [1, 2])
    assert moved.has_fixed_point and not moved.has_eigenvalue_one
    assert moved.fixed_place == (sp.Rational(-3, 2), sp.Rational(1, 2))
    shear = matrix("1 1; 0 1")
    assert affine(shear, [1, 0]).has_fixed_point and affine(shear, [1, 0]).fixed_place is None
    assert not affine(shear, [0, 1]).has_fixed_point
    assert affine(sp.eye(3)).has_fixed_point and affine(sp.eye(3)).fixed_place is None
    assert not affine(sp.eye(3), [0, 0, 1]).has_fixed_point


@pytest.mark.parametrize(
    ("coefficients", "count"),
    [
        ((1, 1), 1),
        ((-1, 1), 1),
        ((2, 1), 0),
        ((1, 0, 1), 2),
        ((1, 1, 1), 2),
        ((5, -6, 5), 2),
        ((1, -3, 1), 0),
        ((2, -3, 2), 2),
        ((1, -1, -1, -1, 1), 2),
        ((1, 1, 1, 1, 1), 4),
        ((1, 0, -1, 0, 1), 4),
        ((1, 0, 3, 0, 1), 0),
        ((2, 0, 1), 0),
        ((-2, 0, 1), 0),
    ],
)
def test_roots_on_the_unit_circle(coefficients: tuple[int, ...], count: int) -> None:
    assert unimodular_roots(coefficients) == count
    roots = np.roots(coefficients[::-1])
    assert sum(abs(abs(root) - 1) < 1e-9 for root in roots) == count


def test_a_matrix_that_would_take_long_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        affine(sp.diag(*[10**900 + k for k in range(12)]))
