"""Level sets, symmetries and error floors of maps of several variables."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import sympy as sp

from embedcheck import Map, verify_certificate
from embedcheck.cells import REGULARITIES, Cell
from embedcheck.decide import check, find
from embedcheck.profile import Profile

CUBE = "(x**3 - 3*x*y**2, 3*x**2*y - y**3)"


@cache
def profile(text: str, domain: str = "R^2") -> Profile:
    return check(Map(text, domain=domain), timeout=None)


@cache
def rules(text: str, domain: str = "R^2") -> frozenset[str]:
    found = find(Map(text, domain=domain), None, lambda _: None)
    return frozenset(item.rule for item in found if type(item).__name__ == "Claim" and not item.positive)


def status(text: str, domain: str, architecture: str, regularity: str = "flow", autonomous: bool = False) -> str:
    return profile(text, domain).verdicts[Cell(architecture, autonomous, regularity)].status.value


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("x**2*y", "R^2"),
        ("x**3 - 3*x*y**2", "R^2"),
        ("x**3 - x*y**2 + x**4 + y**7", "[-1/2, 1/2]^2"),
        ("x*y", "[0, 1] x [-1, 1]"),
        ("(x - 1)**2*(y + 2)", "[0, 2] x [-3, 3]"),
        ("x*y**2 + x**3*y", "R^2"),
        ("x**4 + y**2 - z**6 + y**3", "R^3"),
        ("x**2 + y**3*x + y**5*x - y**6", "R^2"),
    ],
)
def test_level_sets_that_no_projection_has(text: str, domain: str) -> None:
    assert "FIBRE" in rules(text, domain)
    assert status(text, domain, "linear-layer") == "not_embeddable"
    found = profile(text, domain)
    assert verify_certificate(found.certificate, map=found.map)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        # The level set through the degenerate critical point is a curve.
        ("y**2 - x**3", "R^2"),
        ("x**3 + y**3", "R^2"),
        ("x**3*exp(y)", "R^2"),
        # A saddle, or a crossing of two curves, on the boundary of X: nothing is refuted in flow.
        ("x*y", "[0, 1]^2"),
        ("x**2 - y**2", "[0, 1] x [-1, 1]"),
        ("x**2*y", "[0, 1]^2"),
    ],
)
def test_level_sets_that_refute_nothing(text: str, domain: str) -> None:
    assert "FIBRE" not in rules(text, domain)
    assert status(text, domain, "linear-layer") != "not_embeddable"


def test_cyclic_symmetries() -> None:
    assert "CYCLIC" in rules(CUBE)
    assert status(CUBE, "R^2", "augmented-1") == "not_embeddable"
    assert status(CUBE, "R^2", "augmented-2", "Comega", True) == "embeddable"
    assert profile(CUBE).minimal_augmentation == (2, 2)
    assert "CYCLIC" in rules("(x + y + z, x*y*z)", "R^3")
    assert status("(x + y + z, x*y*z)", "R^3", "linear-layer") == "not_embeddable"
    for text, domain in (
        ("(x**5 - 10*x**3*y**2 + 5*x*y**4, 5*x**4*y - 10*x**2*y**3 + y**5)", "R^2"),
        ("((x - 1/3)**3 - 3*(x - 1/3)*y**2, 3*(x - 1/3)**2*y - y**3)", "[-1, 1]^2"),
        ("((x**3 - 3*x*y**2)*exp(z), 3*x**2*y - y**3, z)", "R^3"),
    ):
        assert "CYCLIC" in rules(text, domain)
        assert status(text, domain, "augmented-1") == "not_embeddable"
        assert profile(text, domain).minimal_augmentation == (2, 2)
        assert verify_certificate(profile(text, domain).certificate)
    # No symmetry inside X, or one that fixes a hyperplane.
    assert "CYCLIC" not in rules(CUBE, "[1, 2]^2")
    assert "CYCLIC" not in rules("(x**2, y)", "R^2")


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        # Even about a point that is critical for no component, and about one that is not rational.
        ("((x - 1/3)**2 - (y + 1/2)**2, (x - 1/3)*(y + 1/2), z)", "R^3"),
        ("((x - sqrt(2))**2 - y**2, (x - sqrt(2))*y)", "R^2"),
        ("(cos(x - 1/3)*cos(y), sin(x - 1/3)*sin(y), z)", "R^3"),
        ("(x*y, x**2 + z, y**2 + z)", "R^3"),
    ],
)
def test_centres_of_even_maps_are_found(text: str, domain: str) -> None:
    assert "ODD-EVEN" in rules(text, domain)
    assert status(text, domain, "augmented-1") == "not_embeddable"
    assert verify_certificate(profile(text, domain).certificate)


def test_a_centre_outside_or_on_the_boundary_refutes_nothing() -> None:
    for domain in ("[0, 1]^2", "[3/2, 2] x [-1, 1]", "(sqrt(2), oo) x R"):
        assert "ODD-EVEN" not in rules("((x - sqrt(2))**2 - y**2, (x - sqrt(2))*y)", domain)


FLOORS: list[tuple[str, str, str]] = [
    ("x**2 + y**2", "[-1, 1]^2", "1/2"),
    ("-x**2 - y**2", "[-1, 1]^2", "1/2"),
    ("x**2 + y**2", "R^2", "oo"),
    ("x*y", "[-1, 1]^2", "1/2"),
    ("x*y", "R^2", "oo"),
    ("x**2 + y**2 + z**2", "[-2, 2]^3", "2"),
    ("x**2 + y**2 - z**2", "R^3", "oo"),
    ("x + sin(y)", "R^2", "0"),
    ("x**2 + y**2", "[1, 2] x [0, 1]", "0"),
]


@pytest.mark.parametrize(("text", "domain", "lower"), FLOORS)
def test_floors(text: str, domain: str, lower: str) -> None:
    assert profile(text, domain).floor("linear-layer").lower == lower


@pytest.mark.parametrize(
    ("text", "domain", "most"),
    [
        # The distance to a constant map is an upper bound of every floor of a linear layer.
        ("exp(-x**2 - y**2)", "R^2", sp.Rational(1, 2)),
        ("sin(x)*sin(y)", "R^2", sp.S.One),
        ("x**2*y**2 + x*y", "[-1, 1]^2", sp.Rational(9, 8)),
        ("x**3 + x**2 - y**2", "[-1, 1]^2", sp.Rational(3, 2)),
        ("cos(x) + cos(y)", "[-1, 1]^2", 1 - sp.cos(1)),
    ],
)
def test_floors_are_positive_and_below_what_is_reached(text: str, domain: str, most: Any) -> None:
    lower = sp.Rational(profile(text, domain).floor("linear-layer").lower)
    assert 0 < lower <= most
    assert status(text, domain, "linear-layer") == "not_embeddable"


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("exp(x)*sin(y)", "R^2"),
        ("exp(x)*cos(y)", "[-2, 2] x (-8, 8)"),
        ("2*exp(x/2)*sin(y) + 1", "R x [-10, 10]"),
        ("exp(x + y)*sin(x - y)", "[-4, 4]^2"),
    ],
)
def test_arcs_that_link_without_a_critical_point_refute_layers(text: str, domain: str) -> None:
    found = profile(text, domain)
    assert {"FLOOR-LINK"} <= rules(text, domain)
    assert status(text, domain, "linear-layer") == status(text, domain, "linear-layer", "Comega", True)
    assert status(text, domain, "linear-layer") == "not_embeddable"
    assert sp.Rational(found.floor("linear-layer").lower) > 0
    assert verify_certificate(found.certificate, map=found.map)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        # One period: f is the first component of (exp(x) sin(y), exp(x) cos(y)), a diffeomorphism there.
        ("exp(x)*sin(y)", "[-2, 2] x [-3, 3]"),
        ("exp(x)*sin(y)", "R x (-pi, pi)"),
        # Read-outs of polynomial diffeomorphisms that turn far.
        ("y + (x + y**2)**2", "[-3, 3]^2"),
        ("x + (y - x**2)**2/4", "[-3, 3]^2"),
    ],
)
def test_arcs_are_not_found_where_f_is_a_layer(text: str, domain: str) -> None:
    assert profile(text, domain).floor("linear-layer").lower == "0"
    assert status(text, domain, "linear-layer") != "not_embeddable"


@pytest.mark.parametrize(
    ("text", "domain", "floors"),
    [
        # Reflections of a cube; the second part is a read-out of a flow by one.
        ("(-x, y)", "[-1, 1]^2", {"basic": "1", "linear-layer": "0"}),
        ("(x + y**2, -y)", "[-1, 1]^2", {"linear-layer": "0"}),
        ("(x, -y, z)", "[-1, 1]^3", {"basic": "1", "linear-layer": "0"}),
        ("(x + y**2, y)", "[-1, 1]^2", {"basic": "0", "linear-layer": "0"}),
        ("(x**2 - y**2, 2*x*y)", "R^2", {"basic": "oo", "linear-layer": "oo"}),
    ],
)
def test_floors_by_degrees(text: str, domain: str, floors: dict[str, str]) -> None:
    found = profile(text, domain)
    assert {name: found.floor(name).lower for name in floors} == floors
    assert verify_certificate(found.certificate, map=found.map)


@pytest.mark.parametrize(
    ("text", "domain", "architecture", "most"),
    [
        # The distance to a map of the architecture, or to a limit of some.
        ("(x**2, y)", "[-1, 1]^2", "linear-layer", sp.Rational(1, 2)),
        ("(x**3 - x, y)", "[-2, 2]^2", "linear-layer", sp.Integer(1)),
        ("(x + y**2, -y)", "[-1, 1]^2", "basic", sp.Integer(1)),
        ("(1 - 7*x**2/5 + y, 3*x/10)", "[-1, 1]^2", "basic", sp.Integer(2)),
        ("(x**2, y + z, z)", "[-1, 1]^3", "linear-layer", sp.Rational(1, 2)),
    ],
)
def test_floors_by_degrees_are_positive_and_below_what_is_reached(
    text: str, domain: str, architecture: str, most: Any
) -> None:
    assert "FLOOR-DEGREE" in rules(text, domain)
    assert 0 < sp.Rational(profile(text, domain).floor(architecture).lower) <= most


def test_a_floor_of_a_component_is_one_of_the_map() -> None:
    found = profile("(x**2 + y**2, x*y)", "[-1, 1]^2")
    assert found.floor("linear-layer").lower == found.floor("basic").lower == "1/2"
    assert found.floor("augmented-2").exact


def test_read_outs_of_flows_have_no_floor_and_no_bad_level_set() -> None:
    """f is the first component of a known time-one map, or of its inverse."""
    for text, domain in (
        ("x + y**2", "R^2"),
        ("y*exp(x)", "[-1, 1]^2"),
        ("x + sin(y) + y*z", "R^3"),
        ("x*cos(y) - z*sin(y)", "[-1, 1]^3"),
    ):
        found = profile(text, domain)
        assert all(
            found.verdicts[Cell("linear-layer", False, name)].status.value != "not_embeddable" for name in REGULARITIES
        )
        assert found.floor("linear-layer").lower == "0"
