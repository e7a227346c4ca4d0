"""Few extra dimensions: AUG-GRAPH beyond affine combinations, COMPACT-LIFT with extra dimensions."""

from __future__ import annotations

from functools import cache

import pytest

from embedcheck import Map, verify_certificate
from embedcheck.cells import REGULARITIES, Cell
from embedcheck.decide import check
from embedcheck.profile import Profile

TURN = "(exp(x)*cos(y), exp(x)*sin(y))"
_SHORT = {"embeddable": "+", "not_embeddable": "-", "undecided": "?", "not_applicable": "."}


@cache
def profile(text: str, domain: str) -> Profile:
    return check(Map(text, domain=domain), timeout=None)


def row(text: str, domain: str, architecture: str) -> str:
    """The classes, weakest first; * for fields that depend on time."""
    cells = [Cell(architecture.rstrip("*"), not architecture.endswith("*"), name) for name in REGULARITIES]
    return "".join(_SHORT[profile(text, domain).verdicts[cell].status.value] for cell in cells)


@pytest.mark.parametrize(
    ("text", "domain", "architecture", "expected"),
    [
        # A helicoid: with y the map is an embedding. On R^2 it is not onto: nothing autonomous.
        (TURN, "R^2", "augmented-1*", "++++++"),
        (TURN, "R^2", "augmented-1", "??????"),
        (TURN, "[-1, 1] x [-9, 9]", "augmented-1", "+++++?"),
        ("(x*cos(y), x*sin(y))", "(0, oo) x R", "augmented-1*", "++++++"),
        # A curve that always moves on in one direction, and one that turns back.
        ("(cos(x), sin(x))", "[0, 3]", "augmented-1", "+++++?"),
        ("(cos(x), sin(x))", "(0, 3)", "augmented-1*", "++++++"),
        ("(cos(x), sin(x))", "[0, 7]", "augmented-1", "------"),
        # A variable is a clock.
        ("(x**2 + y**2, x + y**3)", "R^2", "augmented-1", "++++++"),
        ("(x + y + z**3, x*y*z)", "R^3", "augmented-1", "++++++"),
        ("(x + x**3, y, x*y + x**3*y)", "R^2", "augmented-1*", "++++++"),
        # Three components of one variable.
        ("(sinh(x), x**2, cos(x))", "R", "augmented-2*", "++++++"),
        ("(sinh(x), x**2, cos(x))", "R", "augmented-1*", "------"),
        # A component that is a layer in C0 only; at the point of rank 0 more is refuted.
        ("(x**2, x**3)", "[-1, 1]", "augmented-1*", "++----"),
        ("(x**2, x**3)", "[-1, 1]", "augmented-1", "??----"),
        ("(x, y**3, x*y**3)", "R^2", "augmented-1*", "++----"),
        ("(|x| + 2*x, |x|*x)", "R", "augmented-1*", "+++---"),
    ],
)
def test_few_dimensions(text: str, domain: str, architecture: str, expected: str) -> None:
    assert row(text, domain, architecture) == expected
    found = profile(text, domain)
    assert verify_certificate(found.certificate, map=found.map)


@pytest.mark.parametrize(
    ("text", "domain", "architecture"),
    [
        # Even, cyclic, or of too small a rank: no completion may be found.
        ("(x**2 - y**2, 2*x*y)", "R^2", "augmented-1*"),
        ("(x**3 - 3*x*y**2, 3*x**2*y - y**3)", "[-1, 1]^2", "augmented-1*"),
        ("(cos(x), sin(x))", "[0, 7]", "augmented-1*"),
    ],
)
def test_completions_are_not_found_where_none_is(text: str, domain: str, architecture: str) -> None:
    assert row(text, domain, architecture) == "------"


def test_a_cusp_is_no_immersion() -> None:
    """With one more dimension the same map is, by its variable."""
    assert row("(x**2, x**3)", "[-1, 1]", "augmented-1") == "??----"
    assert row("(x**2, x**3)", "[-1, 1]", "augmented-2") == "++++++"


def test_a_half_open_box_is_neither_open_nor_compact() -> None:
    assert row("(x**2 + x*y + y, x + y**2 + x**2*y)", "[0, 1) x [0, 1)", "augmented-1")[-1] == "?"


def test_the_least_augmentation() -> None:
    assert profile(TURN, "R^2").minimal_augmentation == (1, 1)
    assert profile("(sinh(x), x**2, cos(x))", "R").minimal_augmentation == (2, 2)
    cusp = profile("(x**2, x**3)", "[-1, 1]")
    assert cusp.minimal_augmentation == cusp.minimal_augmentation_in("C0") == (1, 1)
    assert cusp.minimal_augmentation_in("Lip") == (2, 2)
    # Between one and two: neither a proof nor a refutation.
    assert profile("(x + sin(y), y + x**2, x*y)", "R^2").minimal_augmentation == (1, 2)
