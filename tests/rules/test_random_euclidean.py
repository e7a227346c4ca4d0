"""Random maps of known truth: time-one maps of fields are never refuted, planted obstructions never embedded."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

from embedcheck import Map, Status, check

x, y, z, u = sp.symbols("x y z u", real=True)
E = sp.E
SHARE = 25
"""Maps of one test with planted obstructions; the seeds of the tests differ."""


def number(rng: random.Random) -> Any:
    return sp.Rational(rng.choice([-3, -2, -1, 1, 2, 3]), rng.choice([1, 1, 2, 3]))


def polynomial(rng: random.Random, *variables: Any) -> Any:
    """A sum of a few monomials."""
    return sum(number(rng) * sp.prod(v ** rng.randint(0, 2) for v in variables) for _ in range(rng.randint(1, 3)))


def unimodular(rng: random.Random, size: int) -> sp.Matrix:
    lower = sp.Matrix(size, size, lambda i, j: 1 if i == j else rng.randint(-1, 1) if i > j else 0)
    return lower * sp.Matrix(size, size, lambda i, j: 1 if i == j else rng.randint(-1, 1) if i < j else 0)


def conjugate(rng: random.Random, images: list[Any], variables: tuple[Any, ...]) -> list[Any]:
    """P o f o P^(-1) for a unimodular matrix P."""
    basis = unimodular(rng, len(variables))
    inner = dict(zip(variables, basis.inv() * sp.Matrix(variables), strict=True))
    moved = sp.Matrix([image.subs(inner, simultaneous=True) for image in images])
    return [sp.expand(image) for image in basis * moved]


def linear(rng: random.Random) -> tuple[list[Any], str]:
    """exp(L) for a matrix L in blocks with a known exponential."""
    r, s = abs(number(rng)), abs(number(rng))
    block = rng.choice([[[r, 0], [0, s]], [[r, number(rng)], [0, r]], [[0, -r], [r, 0]], [[-r, 0], [0, -r]]])
    rows = sp.Matrix(block)
    variables: tuple[Any, ...] = (x, y)
    if rng.random() < 0.4:
        rows, variables = sp.diag(rows, s), (x, y, z)
    shift = [0] * len(variables) if rng.random() < 0.5 else [number(rng) for _ in variables]
    basis = unimodular(rng, len(variables))
    # A shift without fixed point belongs to no matrix here but those with the eigenvalue 1.
    if (rows - sp.eye(len(variables))).det() == 0:
        shift = [0] * len(variables)
    image = basis * rows * basis.inv() * sp.Matrix(variables) + sp.Matrix(shift)
    return list(image), f"R^{len(variables)}"


def nilpotent(rng: random.Random) -> tuple[list[Any], str]:
    """The time-one map of the field (p(y), c) or (p(y, z), q(z), c)."""
    t, c = sp.Symbol("t", real=True), number(rng)
    if rng.random() < 0.5:
        images = [x + sp.integrate(polynomial(rng, y).subs(y, y + c * t), (t, 0, 1)), y + c]
        return conjugate(rng, images, (x, y)), "R^2"
    s = sp.Symbol("s", real=True)
    moved = y + sp.integrate(polynomial(rng, z).subs(z, z + c * s), (s, 0, t))
    inner = (number(rng) * y + polynomial(rng, z)).subs({y: moved, z: z + c * t}, simultaneous=True)
    return [sp.expand(x + sp.integrate(inner, (t, 0, 1))), sp.expand(moved.subs(t, 1)), z + c], "R^3"


ONE_DIMENSION: list[tuple[Callable[[Any], Any], str]] = [
    (lambda v: v * E / sp.sqrt(1 + v**2 * (E**2 - 1)), "[-1, 1]"),
    (lambda v: 2 * v / (1 + v), "[0, 1]"),
    (lambda v: v / sp.sqrt(1 + v**2), "R"),
    (lambda v: v**3, "(0, oo)"),
    (lambda v: sp.log(1 + sp.exp(v)), "R"),
    (lambda v: v / 3 + 1, "R"),
    (lambda v: sp.exp(v), "R"),
]


def product(rng: random.Random) -> tuple[list[Any], str]:
    """A product of time-one maps of one variable."""
    (f, domain), (g, other) = rng.choice(ONE_DIMENSION), rng.choice(ONE_DIMENSION)
    return [f(x), g(y)], f"{domain}x{other}"


def curved(rng: random.Random) -> tuple[list[Any], str]:
    """h^(-1) o g o h for a linear flow g and h = (x, y + p(x))."""
    r, s, p = abs(number(rng)), abs(number(rng)), polynomial(rng, x)
    first, second = rng.choice([(r * x, s * (y + p)), (x + r, s * (y + p)), (-(y + p), x), (-x, -(y + p))])
    return [sp.expand(first), sp.expand(second - p.subs(x, first))], "R^2"


def twist(rng: random.Random) -> tuple[list[Any], str]:
    """A rotation of each circle by an angle of its own."""
    angle = number(rng) + number(rng) * (x**2 + y**2)
    return [x * sp.cos(angle) - y * sp.sin(angle), x * sp.sin(angle) + y * sp.cos(angle)], "R^2"


def profile(images: list[Any], domain: str) -> Any:
    size = int(domain[-1]) if "^" in domain else 2
    return check(Map(images, domain=domain, vars=list("xyz"[:size])), timeout=None)


# How many of each kind in one test: the cheap ones more often.
TIME_ONE_MAPS = {linear: 10, nilpotent: 5, product: 3, curved: 5, twist: 2}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_time_one_maps_are_never_refuted(seed: int) -> None:
    rng = random.Random(seed)
    for kind in (kind for kind, count in TIME_ONE_MAPS.items() for _ in range(count)):
        images, domain = kind(rng)
        for verdict in profile(images, domain).verdicts.values():
            assert verdict.status is not Status.NOT_EMBEDDABLE, (images, domain, verdict)


def flip(rng: random.Random) -> tuple[list[Any], str, str]:
    """det Df < 0 at the origin."""
    p, q = polynomial(rng, y), abs(number(rng))
    return conjugate(rng, [q * x + x**2 * p, -y / q + x * y * number(rng)], (x, y)), "R^2", "basic"


def cycle(rng: random.Random) -> tuple[list[Any], str, str]:
    """(1, 1) -> (-1, -1) -> (1, 1), isolated: p(x) = a x^3 - (a + 1) x has (p o p)'(1) = (2 a - 1)^2."""
    a, b = (rng.choice([2, 3, sp.Rational(1, 3), sp.Rational(3, 2), sp.Rational(1, 4)]) for _ in range(2))
    images = [a * x**3 - (a + 1) * x, b * y**3 - (b + 1) * y]
    return conjugate(rng, images, (x, y)), "R^2", "basic"


def henon(rng: random.Random) -> tuple[list[Any], str, str]:
    """(1 - a x^2 + y, b x) has a 2-cycle, born with the multiplier 1 at a = 3 (1 - b)^2 / 4, and isolated beyond."""
    b = -abs(number(rng)) / 4
    a = 1 + 3 * (1 - b) ** 2 / 4
    return conjugate(rng, [1 - a * x**2 + y, b * x], (x, y)), "R^2", "basic"


def fold(rng: random.Random) -> tuple[list[Any], str, str]:
    """Two points with one value."""
    return conjugate(rng, [x + x**2 * abs(number(rng)), y + polynomial(rng, x)], (x, y)), "R^2", "basic"


def critical(rng: random.Random) -> tuple[list[Any], str, str]:
    """A non-degenerate critical point at a point inside X."""
    a, b, p, q = number(rng), number(rng), number(rng), number(rng)
    s, t = x - p, y - q
    image = a * s**2 + b * t**2 + number(rng) * s**3 + number(rng) * sp.sin(s * t**2)
    return [image], "R^2", "linear-layer"


def even(rng: random.Random) -> tuple[list[Any], str, str]:
    """f(-x) = f(x) on the circle, with two independent components: four dimensions are needed."""
    images = [x * y + number(rng) * x**4, x**2 - y**2 + number(rng) * sp.cos(x + y)]
    return images, "R^2", "augmented-1"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_planted_obstructions_are_never_embedded(seed: int) -> None:
    rng = random.Random(1000 + seed)
    refuted = 0
    for count in range(SHARE):
        kind = (flip, cycle, henon, fold, critical, even)[count % 6]
        images, domain, architecture = kind(rng)
        for verdict in profile(images, domain).verdicts.values():
            within = verdict.architecture in ("basic", "linear-layer", architecture)
            if verdict.architecture != "basic" and architecture == "basic":
                continue
            if within and (verdict.autonomous or kind not in (cycle, henon)):
                assert verdict.status is not Status.EMBEDDABLE, (images, verdict)
                refuted += verdict.status is Status.NOT_EMBEDDABLE
    assert refuted > SHARE
