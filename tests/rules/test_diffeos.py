"""Diffeomorphisms and special forms of maps of R^n: known truths, dropped hypotheses, and what no engine may break."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest
import sympy as sp

from embedcheck import Map, verify_certificate
from embedcheck.cells import REGULARITIES, Cell
from embedcheck.decide import check
from embedcheck.profile import Profile

SIGNS = {"embeddable": "+", "not_embeddable": "-", "undecided": "?", "not_applicable": "n"}
ALL, NONE, C0, LIP, CINF = "++++++", "------", "++", "+++", "+++++"


@cache
def profile(text: str, domain: str = "R^2") -> Profile:
    found = check(Map(text, domain=domain), timeout=None)
    if any(verdict.rule for verdict in found.verdicts.values()):
        verify_certificate(found.certificate, map=found.map)
    return found


def row(found: Profile, name: str) -> str:
    architecture, autonomous = name.removesuffix("*"), not name.endswith("*")
    return "".join(SIGNS[found.verdicts[Cell(architecture, autonomous, r)].status] for r in REGULARITIES)


def rule(text: str, domain: str, cell: str) -> Any:
    name, regularity = cell.split()
    return profile(text, domain).verdicts[Cell(name.removesuffix("*"), not name.endswith("*"), regularity)].rule


@pytest.mark.parametrize(
    ("text", "domain", "name"),
    [
        ("(1 - x**2 + y, -x/2)", "R^2", "ND-NONAUTO"),
        ("(y, 2*y**3 - x)", "R^2", "ND-NONAUTO"),
        ("(tanh(x), x*y + tanh(y) + y**3)", "(-1/2, 1/2) x R", "ND-NONAUTO"),
        ("(x + x**3 + y, y + y**3 - x)", "R^2", "ND-NONAUTO"),
        ("(x**2 - y**2, 2*x*y)", "(0, oo) x R", "ND-NONAUTO"),
        ("(exp(x)*cos(y), exp(x)*sin(y))", "(0, 1)^2", "ND-NONAUTO"),
        ("(-(y + (x + y**2)**2), x + y**2)", "R^2", "ND-NONAUTO"),
        ("(x + sin(y)/3, y + sin(z)/3, z + sin(x)/3)", "R^3", "ND-NONAUTO"),
        ("(exp(x) + y**2, exp(y) + x**2/2)", "[0, 1]^2", "ND-NONAUTO"),
        ("(1 - x**2 + y, -x/2)", "[0, 1) x R", "ND-CONJ"),
    ],
)
def test_injective_maps_embed_with_time(text: str, domain: str, name: str) -> None:
    assert row(profile(text, domain), "basic*") == ALL
    assert rule(text, domain, "basic* Comega") == name


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("(exp(x)*cos(y), exp(x)*sin(y))", "R^2"),  # not injective
        ("(x**2 - y**2, 2*x*y)", "R^2"),  # not injective
        ("(x**3, y)", "R^2"),  # critical
        ("(x + cos(y), y + sin(x))", "R^2"),  # det = 1 + sin(y) cos(x) vanishes
        ("(x + |y|, y)", "R^2"),  # not differentiable
    ],
)
def test_nothing_analytic_without_its_hypotheses(text: str, domain: str) -> None:
    assert row(profile(text, domain), "basic*")[5] != "+"


def test_a_reflection_in_the_read_out() -> None:
    for text, domain in (("(tanh(y), tanh(x))", "R^2"), ("(tanh(x) + y/4, -tanh(y))", "[0, 1] x [0, 1)")):
        found = profile(text, domain)
        assert row(found, "linear-layer*") == ALL
        assert row(found, "basic*") == NONE
        assert rule(text, domain, "linear-layer* Comega") == "LAYER-DIFFEO"


@pytest.mark.parametrize(
    ("text", "domain", "signs", "name"),
    [
        ("(x + y**2, y)", "R^2", ALL, "SHEAR"),
        ("(x, y + exp(x))", "[0, 1] x R", ALL, "SHEAR"),
        ("(y, x)", "R^2", NONE, None),
        ("(x + |y|, y)", "R^2", LIP, "SHEAR"),
        ("(x + cbrt(y), y)", "R^2", C0, "SHEAR"),
        ("(x*exp(y) + y, y)", "R^2", ALL, "SHEAR"),
        ("(x*y, y)", "R x (0, oo)", ALL, "SHEAR"),
        ("(x/2, y/4 + x**2)", "R^2", ALL, "SHEAR"),
        ("(2*x + y**3, y/3)", "R^2", ALL, "SHEAR"),
        ("(x/2, y/4 + x**2, z/8 + x*y + x**3)", "R^3", ALL, "SHEAR"),
        ("(sqrt(2)*x, 2*y + pi*x**2)", "R^2", ALL, "SHEAR"),
        ("(x/2, 3*y + sin(x))", "R^2", ALL, "SHEAR"),
        ("(2*x, 3*y, z/2 + exp(x)*cos(y))", "R^3", ALL, "SHEAR"),
        ("(x + y**2, y + z, z)", "R^3", ALL, "SHEAR"),
        ("(x + (x - y)**2, y + (x - y)**2)", "R^2", ALL, "POLY-UNIPOTENT"),
        ("(x - 2*y*(x*z + y**2) - z*(x*z + y**2)**2, y + z*(x*z + y**2), z)", "R^3", ALL, "POLY-UNIPOTENT"),
    ],
)
def test_maps_whose_field_has_a_formula(text: str, domain: str, signs: str, name: str | None) -> None:
    found = row(profile(text, domain), "basic")
    assert found.startswith(signs)
    if name is not None:
        assert rule(text, domain, f"basic {REGULARITIES[len(signs) - 1]}") == name
        assert "+" not in found[len(signs) :]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("(-x/2, -2*y + x**2)", "R^2"),  # refuted: the eigenvalues are negative
        ("(x/2, -y + sin(x))", "R^2"),  # turns the orientation
        ("(x + sin(2*pi*x)/7, y + sin(2*pi*x))", "R^2"),
        ("(x/2, 2*y, z + sin(x*y))", "R^3"),  # one variable down, one up
    ],
)
def test_other_triangular_maps_are_left_alone(text: str, domain: str) -> None:
    assert "+" not in row(profile(text, domain), "basic")[3:]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("(x + 1, y + y**5)", "CLOCK"),
        ("(x + 1 - y**3, y + y**3)", "CLOCK"),
        ("(y + 1 - cos(x), x + cos(x))", None),  # the determinant is negative
        ("(x*exp(sin(2*pi*y)), y - 1/2)", "CLOCK"),
        ("(x + 2 + cos(y), y + sin(x)/3)", "DRIFT-2D"),
        ("(x - 2 - cos(y), y + sin(x)/3)", "DRIFT-2D"),
        ("(x + sin(y)/3, y + 1 + cos(x)/3)", "DRIFT-2D"),
        ("(x + 1 + cos(y), y + sin(x)/3)", None),  # the advance has no positive bound
        ("(x + 1, exp(y))", "PRODUCT"),  # not onto: no clock
    ],
)
def test_conjugates_of_a_translation(text: str, name: str | None) -> None:
    assert rule(text, "R^2", "basic Comega") == name or (name is None and row(profile(text), "basic")[5] != "+")


@pytest.mark.parametrize(
    ("text", "domain", "signs"),
    [
        ("(tanh(x), tanh(y))", "R^2", CINF),
        ("(exp(x), exp(y), z/2)", "R^3", ALL),
        ("(-x, -y, tanh(z))", "R^3", CINF),
        ("(x**3, y**3)", "R^2", C0),
        ("(tanh(z), x + y**2, y)", "R^3", ""),  # x, y and z are one group
        ("(-tanh(x), -tanh(y))", "R^2", ""),
    ],
)
def test_products(text: str, domain: str, signs: str) -> None:
    assert row(profile(text, domain), "basic").startswith(signs)


def test_a_product_in_other_coordinates() -> None:
    assert rule("(x + sin(x + y)/5, y + sin(x + y)/5)", "R^2", "basic Lip") == "ND-CONJ"
    assert row(profile("(x + sin(x + y)/5, y + sin(x + y)/5)"), "basic*") == ALL


@pytest.mark.parametrize(
    ("text", "domain", "signs"),
    [
        ("(x/2 + sin(y)/8 + 1/7, y/3 + sin(x)/9 + 1/5)", "R^2", ALL),
        ("(x/2 - y/5 + sin(y)/80 + 1/7, x/5 + y/2 + sin(x)/90 + 1/5)", "R^2", ALL),
        ("(2*x + sin(y)/4 + 1/3, 3*y + sin(x)/4)", "R^2", ALL),
        ("(-x/2 + sin(y)/8 + 1/7, -y/3 + sin(x)/9 + 1/5)", "R^2", "++----"),
        ("(-x/2 + sin(y)/8 + 1/7, y/3 + sin(x)/9 + 1/5)", "R^2", NONE),
        ("(x/2 + sin(y)/8, y/3 + sin(x)/9)", "R^2", ALL),
        ("(2*x + sin(y)/4, 3*y + sin(x)/4)", "R^2", ALL),
        ("(x/2 - y/4 + sin(x)/9, x/4 + y/2)", "R^2", ALL),
        ("(-x/2 + sin(y)/8, -y/3 + sin(x)/8)", "R^2", C0),
        ("(x/2 + sin(y)/16, y/2 + sin(z)/16, z/2 + sin(x)/16)", "R^3", ALL),
        ("(x/2 + sin(x)/8, 2*y + sin(y)/2 + x**2)", "R^2", ""),  # a saddle
        ("(tanh(x)/2 + sin(y)/9, tanh(y)/2 + sin(x)/9)", "R^2", ""),  # not onto
    ],
)
def test_sinks_and_sources(text: str, domain: str, signs: str) -> None:
    found = row(profile(text, domain), "basic")
    assert found.startswith(signs)
    if signs in ("", C0):
        assert "+" not in found[2:]


def test_a_box_that_is_moved_away() -> None:
    assert rule("(x + 3 + y**2/4, y + x**2/8)", "[0, 1]^2", "basic Cinf") == "DISJOINT"
    for text, domain in (
        ("(x + 1/2 + y**2/4, y + x**2/8)", "[0, 1]^2"),  # f(X) meets X
        ("(x + 3 + y**2/4, y + x**2/8)", "[0, 1)^2 "),  # decided on the closed box
        ("(x + 3 + y**2/4, y + x**2/8)", "R^2"),  # not injective
    ):
        assert rule(text, domain, "basic Cinf") != "DISJOINT"
    assert rule("(x + 3 + y**2/4, y + x**2/8)", "[0, 1)^2", "basic Cinf") == "ND-CONJ"


# -- properties --------------------------------------------------------------------------------------------------------


def conjugated(exprs: list[Any], matrix: sp.Matrix) -> Map:
    names = sp.symbols("x y z", real=True)[: matrix.rows]
    back = matrix.inv() * sp.Matrix(names)
    inner = [sp.sympify(e).subs(dict(zip(names, back, strict=True)), simultaneous=True) for e in exprs]
    return Map([sp.expand(e) for e in matrix * sp.Matrix(inner)], vars=[name.name for name in names], domain="R^2")


def test_a_linear_change_of_basis_contradicts_nothing() -> None:
    rng = random.Random(5)
    x, y = sp.symbols("x y", real=True)
    for known, signs in (([x + y**2, y], ALL), ([x / 2, y / 4 + x**2], ALL), ([x + sp.sin(x) / 5, 3 * y], None)):
        for _ in range(3):
            matrix = sp.Matrix(2, 2, lambda *_: rng.randint(-2, 2))
            if matrix.det() == 0:
                continue
            found = check(conjugated(known, matrix), timeout=None)
            assert row(found, "basic*") == ALL
            assert "-" not in row(found, "basic")[:3]
            if signs is not None:
                assert row(found, "basic") == signs, matrix


def test_time_one_maps_are_never_refuted() -> None:
    """Compositions of shears of one linear field each; their inverses; permuted variables."""
    for text in ("(x + sin(y), y)", "(x, y + sin(x)/2 + x)", "(y/2 + x, y)"):
        assert "-" not in row(profile(text), "basic")
    for text in ("(x, y, z + x*y)", "(x + y*z, y, z)", "(x, y + x*z, z)"):
        assert row(profile(text, "R^3"), "basic") == ALL


def test_a_planted_flip_is_never_embedded() -> None:
    for text in ("(x + y**2, -y)", "(-x/2 + sin(y)/8, y/3 + sin(x)/8)", "(x + 1, -y - y**5)", "(y, x + y**2)"):
        assert row(profile(text), "basic") == NONE
        assert row(profile(text), "basic*") == NONE
