"""The maps on which a careless engine goes wrong (theory, section 10), as far as they have one variable.

A profile is written class by class, from `flow` to `Comega`: + embeddable, - not embeddable, ? undecided.
"""

from __future__ import annotations

from functools import cache

import pytest

from embedcheck import Map
from embedcheck.decide import check
from embedcheck.profile import Profile

SIGNS = {"embeddable": "+", "not_embeddable": "-", "undecided": "?", "not_applicable": "n"}

BASIC, BASIC_T = ("basic", True), ("basic", False)
LAYER, LAYER_T = ("linear-layer", True), ("linear-layer", False)
AUG, AUG_T = ("augmented-1", True), ("augmented-1", False)

ALL, NONE = "++++++", "------"
FLOW_ONLY, C0, LIP, C1, CINF = "+-----", "++----", "+++---", "++++--", "+++++-"


@cache
def profile(text: str, domain: str = "R") -> Profile:
    return check(Map(text, domain=domain), timeout=None)


def row(found: Profile, architecture: str, autonomous: bool) -> str:
    return "".join(
        SIGNS[verdict.status]
        for cell, verdict in found.verdicts.items()
        if cell.architecture == architecture and cell.autonomous == autonomous
    )


Rows = dict[tuple[str, bool], str]

TRAPS: list[tuple[int, str, str, Rows]] = [
    # 1. The domain decides: a fixed point counts only where it belongs to X.
    (1, "3*x/2 - x**2/2", "[0, 1]", {BASIC: LIP, BASIC_T: ALL, LAYER: ALL}),
    (1, "3*x/2 - x**2/2", "(0, 1)", {BASIC: ALL}),
    (1, "3*x/2 - x**2/2", "[0, 1)", {BASIC: ALL}),
    (1, "3*x/2 - x**2/2", "(0, 1]", {BASIC: ALL}),
    (1, "x**2", "(0, 1)", {BASIC: ALL}),
    (1, "x**2", "(0, oo)", {BASIC: ALL}),
    (1, "x**2", "[0, oo)", {BASIC: C0, BASIC_T: C0, LAYER: C0, LAYER_T: C0}),
    (1, "x**2", "R", {BASIC: NONE, BASIC_T: NONE, LAYER: NONE, LAYER_T: NONE, AUG: ALL, AUG_T: ALL}),
    # 2. A parabolic fixed point of a single-valued map: every class but the analytic one.
    *((2, text, "R", {BASIC: CINF, BASIC_T: ALL, LAYER: ALL}) for text in ("exp(x) - 1", "sinh(x)", "tanh(x)")),
    *((2, text, "R", {BASIC: CINF, BASIC_T: ALL, LAYER: ALL}) for text in ("x + x**3", "atan(x)")),
    *((2, text, "(0, oo)", {BASIC: ALL}) for text in ("exp(x) - 1", "sinh(x)", "tanh(x)", "x + x**3", "atan(x)")),
    # 3. A zero of f' at a fixed point and off the fixed points.
    (3, "x**3", "R", {BASIC: C0, BASIC_T: C0, LAYER: C0, LAYER_T: C0, AUG: ALL}),
    (3, "x**3 + 1", "R", {BASIC: FLOW_ONLY, BASIC_T: C0, LAYER: C0, LAYER_T: C0, AUG: ALL}),
    (3, "cbrt(x**3 + 1)", "R", {BASIC: FLOW_ONLY, BASIC_T: C0, LAYER: C0, LAYER_T: C0, AUG: C0, AUG_T: C0}),
    # 4. A kink at a fixed point and off the fixed points; jumps of f''.
    (4, "Max(x, 2*x)", "R", {BASIC: LIP, BASIC_T: LIP, LAYER: LIP, AUG: LIP}),
    (4, "x + 1 + |x|/2", "R", {BASIC: FLOW_ONLY, BASIC_T: LIP, LAYER: LIP, LAYER_T: LIP}),
    (4, "elu(x)", "R", {BASIC: C1, BASIC_T: C1, LAYER: C1, AUG_T: C1}),
    (4, "softsign(x)", "R", {BASIC: C1, BASIC_T: C1, LAYER: C1, AUG_T: C1}),
    # 5. A decreasing map.
    (5, "-x", "R", {BASIC: NONE, BASIC_T: NONE, LAYER: ALL, LAYER_T: ALL, AUG: ALL}),
    # 7. Several fixed points with one analytic field.
    (7, "2*x/(1 + x)", "[0, 1]", {BASIC: ALL}),
    (7, "x*E/sqrt(1 + (E**2 - 1)*x**2)", "[-1, 1]", {BASIC: ALL}),
    (7, "2*x/(1 + x)", "(-oo, -1)", {BASIC: ALL}),
    # 8. The identity and the constants.
    (8, "x", "R", {BASIC: ALL, BASIC_T: ALL, LAYER: ALL, LAYER_T: ALL, AUG: ALL, AUG_T: ALL}),
    (8, "x", "[0, 1]", {BASIC: ALL, BASIC_T: ALL, LAYER: ALL, LAYER_T: ALL, AUG: ALL, AUG_T: ALL}),
    (8, "3", "R", {BASIC: NONE, BASIC_T: NONE, LAYER: ALL, LAYER_T: ALL, AUG: ALL, AUG_T: ALL}),
    # 9. A critical point at a closed end.
    (9, "sin(x)", "[0, pi/2]", {BASIC: FLOW_ONLY, BASIC_T: C0, LAYER: C0, LAYER_T: C0, AUG: ALL}),
    (9, "sin(x)", "[0, pi/2)", {BASIC: CINF, BASIC_T: ALL, LAYER: ALL}),
    # 10. "Not C1" does not mean "not Lip".
    (10, "x + sin(x)/2", "R", {BASIC: LIP, BASIC_T: ALL, LAYER: ALL}),
    (10, "3*x/2 - x**2/2", "[0, 1]", {BASIC: LIP}),
    (10, "Max(x, 2*x)", "R", {BASIC: LIP}),
    # 11. Onto or not does not matter.
    (11, "x/2 + atan(x)/4", "R", {BASIC: ALL}),
    (11, "exp(x)", "R", {BASIC: ALL}),
    (11, "tanh(x)", "R", {BASIC: CINF}),
    (11, "1/(1 + exp(-x))", "R", {BASIC: ALL}),
]


@pytest.mark.parametrize(
    ("text", "domain", "architecture", "autonomous", "expected"),
    [
        pytest.param(text, domain, *cells, expected, id=f"{number}-{text}-{domain}-{cells[0]}{'' if cells[1] else '*'}")
        for number, text, domain, rows in TRAPS
        for cells, expected in rows.items()
    ],
)
def test_trap(text: str, domain: str, architecture: str, autonomous: bool, expected: str) -> None:
    assert row(profile(text, domain), architecture, autonomous) == expected


OSCILLATING = "x/2*(1 - log(2)*(1 - cos(2*pi*log(x)/log(2)))/(100*log(x)))"


def test_smooth_off_a_fixed_point_is_not_enough_for_lipschitz() -> None:
    """Trap 13: f is C^1 with f'(0) = 1/2 and smooth off 0, but not C^2 up to 0."""
    found = profile(f"Piecewise(({OSCILLATING}, x > 0), (0, True))", "[0, 1/8]")
    assert row(found, *BASIC)[:2] == "++"
    assert row(found, *BASIC_T)[:4] == "++++"
    for regularity in ("Lip", "C1", "Cinf", "Comega"):
        assert found.verdict("basic", regularity).status != "embeddable"
    for regularity in ("Cinf", "Comega"):
        for architecture in found.architectures:
            for autonomous in (True, False):
                assert found.verdict(architecture, regularity, autonomous).status != "embeddable"


def test_the_same_map_without_its_fixed_point_is_analytic() -> None:
    """Trap 13 again: 0 does not count when it is not in X."""
    assert row(profile(OSCILLATING, "(0, 1/8]"), *BASIC) == ALL


def test_the_moebius_flow_through_the_pole_is_not_quoted() -> None:
    """Trap 7: left of its pole the map has no fixed point, and the flow of log(2) x(1 - x) leaves through infinity."""
    assert profile("2*x/(1 + x)", "(-oo, -1)").verdict("basic", "Comega").rule == "1D-NOFIX"
