"""Affine maps with exact real entries: they agree with exact arithmetic over Q, or nothing is decided."""

from __future__ import annotations

import random
from typing import Any

import pytest
import sympy as sp

from embedcheck.balls.arith import rational
from embedcheck.balls.checks.spots import read_constant
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.linear import Affine
from embedcheck.balls.real_linear import RealAffine, affine_map, image, kernel, linear_map, rank
from embedcheck.balls.spectra import Spectrum

PROPERTIES = (
    "orientation", "has_eigenvalue_one", "has_fixed_point", "has_real_logarithm", "stable_orientation",
    "unstable_orientation", "central_logarithm", "flips",
)  # fmt: skip
ROOT = sp.sqrt(2)
GOLDEN = (1 + sp.sqrt(5)) / 2


def rows_of(text: str) -> list[list[Any]]:
    return [[read_constant(entry) for entry in row.split()] for row in text.split(";")]


def random_rows(rng: random.Random, size: int) -> list[list[Any]]:
    """Small entries, many of them 0, so that eigenvalues coincide and 1, -1, 0 occur."""
    return [[sp.Rational(rng.choice((-2, -1, -1, 0, 0, 0, 1, 1, 2)), rng.choice((1, 1, 2))) for _ in range(size)]
            for _ in range(size)]  # fmt: skip


def test_it_agrees_with_exact_arithmetic_over_the_rational_numbers() -> None:
    rng, decided = random.Random(3), 0
    for _ in range(250):
        size = rng.choice((1, 2, 2, 3, 3, 4))
        rows, shift = random_rows(rng, size), [sp.Integer(rng.randint(-1, 1)) for _ in range(size)]
        try:
            found = RealAffine(rows, shift)
        except ValueError:
            continue
        decided += 1
        exact = Affine([[rational(x) for x in row] for row in rows], [rational(x) for x in shift])
        for name in PROPERTIES:
            assert getattr(found, name) == getattr(exact, name), (name, rows)
        assert found.fixed_place == exact.fixed_place
        # What is asked for by balls may stay open, and is never claimed wrongly.
        assert exact.hyperbolic or not found.hyperbolic
        assert exact.positive_spectrum == found.positive_spectrum
        assert exact.bunched == found.bunched
    assert decided > 150


def test_a_factor_that_is_not_rational_carries_the_blocks() -> None:
    """r A, r > 0: the negative eigenvalues and their blocks are those of A."""
    rng, decided = random.Random(4), 0
    for _ in range(80):
        rows = random_rows(rng, rng.choice((2, 2, 3)))
        factor = rng.choice((ROOT, GOLDEN, sp.E, sp.log(2), sp.pi))
        exact = Affine([[rational(x) for x in row] for row in rows], [rational(sp.S.Zero)] * len(rows))
        try:
            found = linear_map([[factor * x for x in row] for row in rows])
        except ValueError:
            continue
        decided += isinstance(found, RealAffine)
        assert (found.orientation, found.has_real_logarithm) == (exact.orientation, exact.has_real_logarithm), rows
        assert found.positive_spectrum == exact.positive_spectrum
    assert decided > 45


@pytest.mark.parametrize(
    ("text", "logarithm", "stable", "unstable", "flips"),
    [
        ("-sqrt(2) 0; 0 -sqrt(2)", True, 1, 1, 0),
        ("-sqrt(2) 1; 0 -sqrt(2)", False, 1, 1, 0),
        ("-sqrt(2) 0; 0 -E", False, 1, 1, 0),
        ("-1/E 0; 0 -E", False, -1, -1, 0),
        ("cos(1) -sin(1); sin(1) cos(1)", True, 1, 1, 0),
        ("-1 0 0; 0 -1 0; 0 0 pi", True, 1, 1, 2),
        ("-1 1 0; 0 -1 0; 0 0 pi", False, 1, 1, 1),
        ("-pi 1 0 0; 0 -pi 0 0; 0 0 -pi 1; 0 0 0 -pi", True, 1, 1, 0),
        ("-pi 1 0 0; 0 -pi 0 0; 0 0 -pi 0; 0 0 0 -pi", False, 1, 1, 0),
        ("0 sqrt(2); sqrt(2) 0", False, 1, -1, 0),
        ("1/2+sqrt(5)/2 0; 0 1/2-sqrt(5)/2", False, -1, 1, 0),
        ("0 1 0; 0 0 1; -sqrt(2) 0 0", False, 1, -1, 0),
    ],
)
def test_known_matrices(text: str, logarithm: bool, stable: int, unstable: int, flips: int) -> None:
    found = linear_map(rows_of(text))
    assert isinstance(found, RealAffine)
    assert found.has_real_logarithm == logarithm
    assert (found.stable_orientation, found.unstable_orientation, found.flips) == (stable, unstable, flips)
    assert Spectrum.of_rows(rows_of(text)).without_logarithm() == (not logarithm)


def test_fixed_points() -> None:
    moved = affine_map(rows_of("sqrt(2) 1; 0 -E"), [sp.S.One, sp.pi])
    assert moved.fixed_place is not None
    gaps = [ROOT * moved.fixed_place[0] + moved.fixed_place[1] + 1, -sp.E * moved.fixed_place[1] + sp.pi]
    assert all(constant_sign(gap - x) == 0 for gap, x in zip(gaps, moved.fixed_place, strict=True))
    free = affine_map(rows_of("1 0; 0 sqrt(2)"), [sp.E, sp.S.Zero])
    assert free.has_eigenvalue_one and not free.has_fixed_point and free.fixed_place is None
    assert affine_map(rows_of("1 0; 0 sqrt(2)"), [sp.S.Zero, sp.E]).has_fixed_point
    golden = affine_map([[GOLDEN**2 - GOLDEN, sp.S.Zero], [sp.S.Zero, ROOT]], [sp.S.One, sp.S.Zero])
    assert golden.has_eigenvalue_one and not golden.has_fixed_point


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(2) 1 1; 1 sqrt(2) 1; 1 1 sqrt(2)",
        "sqrt(2) 1",
        "sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)+sqrt(11) 0; 0 1",
        "sin(1)**2+cos(1)**2 0; 0 sqrt(2)",
    ],
)
def test_what_the_constants_do_not_decide_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        _ = linear_map(rows_of(text))


def test_kernels_and_images() -> None:
    rows = rows_of("sqrt(2) 2; 1 sqrt(2)")
    assert rank(rows) == 1
    (vector,), (column,) = kernel(rows), image(rows)
    assert all(constant_sign(a * vector[0] + b * vector[1]) == 0 for a, b in rows)
    assert constant_sign(column[0] - ROOT * column[1]) == 0
    assert rank(rows_of("sqrt(2) 2; 1 sqrt(3)")) == 2 and kernel(rows_of("0 0; 0 pi")) == [[1, 0]]
