"""Affine read-outs of flows in the dimension of the domain: known truths, dropped hypotheses, traps.

A row is written class by class, from `flow` to `Comega`: + embeddable, - not embeddable, ? undecided.
"""

from __future__ import annotations

import random
from functools import cache

import pytest

from embedcheck import Map, verify_certificate
from embedcheck.cells import REGULARITIES, Cell
from embedcheck.decide import check, find
from embedcheck.profile import Profile

SIGNS = {"embeddable": "+", "not_embeddable": "-", "undecided": "?", "not_applicable": "n"}
ALL, OPEN, CINF, C0 = "++++++", "??????", "+++++?", "++----"


@cache
def profile(text: str, domain: str = "R^2") -> Profile:
    return check(Map(text, domain=domain), timeout=None)


@cache
def rules(text: str, domain: str = "R^2") -> frozenset[str]:
    found = find(Map(text, domain=domain), None, lambda _: None)
    return frozenset(item.rule for item in found if type(item).__name__ == "Claim")


def row(text: str, domain: str, autonomous: bool = True) -> str:
    verdicts = profile(text, domain).verdicts
    return "".join(SIGNS[verdicts[Cell("linear-layer", autonomous, r)].status] for r in REGULARITIES)


# Map, domain, autonomous row, row of fields that depend on time, a rule that must take part.
KNOWN = [
    ("x + sin(y)", "R^2", ALL, ALL, "LAYER-COMPLETE"),
    ("x**2 - y", "R^2", ALL, ALL, "LAYER-COMPLETE"),
    ("y*exp(x)", "R^2", ALL, ALL, "LAYER-COMPLETE"),
    ("x + y + sin(x)*cos(y)/4", "R^2", ALL, ALL, "LAYER-COMPLETE"),
    ("exp(x)*(2*y + sin(y)) + atan(y)", "R^2", ALL, ALL, "LAYER-COMPLETE"),
    ("y**3 + exp(x)", "R^2", ALL, ALL, "LAYER-COMPLETE"),
    ("log(exp(x) + exp(y))", "R^2", ALL, ALL, "LAYER-COMPLETE"),
    ("(x + z**2, y + sin(z))", "R^3", ALL, ALL, "LAYER-COMPLETE"),
    ("(x + z**2 + sin(y)/3, y + sin(x)/3)", "R^3", ALL, ALL, "LAYER-COMPLETE"),
    ("x**2 + y**2", "[1, 2] x [0, 1]", CINF, ALL, "COMPACT-LIFT"),
    ("x**2 + y**2", "[1, 2) x (0, 1)", CINF, ALL, "INC-LAYER"),
    ("x + y + sin(x)*cos(y)/4", "[0, 1] x (0, 1]", ALL, ALL, "INC-LAYER"),
    ("x*y", "(0, oo)^2", ALL, ALL, "INC-LAYER"),
    ("x + |y|", "R^2", "+++---", "+++---", "INC-LAYER"),
    ("exp(x)*cos(y)", "R x (-pi/2, pi/2)", OPEN, ALL, "LAYER-DIRECTION"),
    ("x**3 + y**3", "R^2", C0, C0, "RIDGE"),
    ("x**3*exp(y)", "R^2", "+?----", C0, "LAYER-DIRECTION"),
    ("y**2 - x**3", "R^2", "+?----", C0, "LAYER-DIRECTION"),
    ("x + cbrt(y)", "R^2", "++----", "++----", "RIDGE"),
    ("atan(2*x - y)", "R^2", ALL, ALL, "RIDGE"),
    ("tanh(x + y)", "R^2", ALL, ALL, "RIDGE"),
    ("log(1 + exp(x - 2*y + z))", "R^3", ALL, ALL, "RIDGE"),
    ("(1/(1 + exp(-x - 2*y)), tanh(x - y))", "R^2", ALL, ALL, "RIDGE"),
    ("(tanh(x + y), atan(y - z))", "R^3", ALL, ALL, "RIDGE"),
    ("3*x + 2*y + tanh(x + y)", "R^2", ALL, ALL, "RIDGE"),
    ("(x**2 - y**2, 2*x*y)", "[1, 2] x [0, 1]", CINF, ALL, "COMPACT-LIFT"),
    ("(x**2 + z**2, y)", "[1, 2) x (0, 1] x [0, 1]", CINF, ALL, "INC-LAYER"),
    ("(x + y)**3", "R^2", C0, C0, "RIDGE"),
    ("x**3 + 3*x**2*y + 3*x*y**2 + y**3", "R^2", C0, C0, "RIDGE"),
]


@pytest.mark.parametrize(("text", "domain", "autonomous", "in_time", "rule"), KNOWN)
def test_known_rows(text: str, domain: str, autonomous: str, in_time: str, rule: str) -> None:
    for wanted, found in ((autonomous, row(text, domain)), (in_time, row(text, domain, False))):
        assert all({a, b} != {"+", "-"} for a, b in zip(wanted, found, strict=True))
        assert all(a in ("?", b) or (a == "-" and b == "?") for a, b in zip(wanted, found, strict=True))
    assert rule in rules(text, domain)
    found = profile(text, domain)
    proven = verify_certificate(found.certificate, map=found.map)
    assert len(proven.cells) == sum(verdict.rule is not None for verdict in found.verdicts.values())


@pytest.mark.parametrize(
    ("text", "domain", "rule"),
    [
        # No critical point, and in no linear-layer cell.
        ("exp(x)*sin(y)", "R^2", "LAYER-DIRECTION"),
        # d grad f != 0, but f is bounded on the lines: no diffeomorphism onto the plane.
        ("tanh(x) + atan(y)", "R^2", "LAYER-COMPLETE"),
        ("exp(x) + exp(y)", "R^2", "LAYER-COMPLETE"),
        # Not the whole plane.
        ("x + sin(y)", "[0, 1]^2", "LAYER-COMPLETE"),
        # Not compact.
        ("x**2 + y**2", "[1, 2) x [0, 1]", "COMPACT-LIFT"),
        # A derivative that vanishes.
        ("x**3 + y**3", "R^2", "LAYER-COMPLETE"),
        ("x**3 + y**3", "[-1, 1]^2", "COMPACT-LIFT"),
        # Linear forms that are dependent.
        ("tanh(2*x) - tanh(x) + y**2", "R^2", "RIDGE"),
        ("sin(x) + sin(y) + sin(x + y)", "R^2", "RIDGE"),
        # Two functions of one form.
        ("(cos(x + y), sin(x + y))", "R^2", "RIDGE"),
    ],
)
def test_a_hypothesis_is_dropped(text: str, domain: str, rule: str) -> None:
    assert rule not in rules(text, domain)


def test_bounded_sums_are_not_completed_and_still_ridge_functions() -> None:
    assert row("tanh(x) + atan(y)", "R^2") == ALL
    assert "RIDGE" in rules("tanh(x) + atan(y)")


def test_ridge_functions_refute_only_without_time_and_through_injective_matrices() -> None:
    assert row("(x**3, y + x)", "R^2", False)[2] == "-"
    assert row("(|x|, y + x)", "R^2", False)[0] == "-"
    # One output of two functions: the sum with a strictly monotone one is embeddable.
    assert row("|x| + y", "R^2", False)[:3] == "+++"
    # 1D-LAYER refutes the first function in autonomous C0; as a factor of a map of the plane it does not.
    kinks = "4*x + |x| + |x - 1| + |x - 2| + exp(y)"
    assert row(kinks, "R^2")[1] != "-" and row(kinks, "R^2", False)[:3] == "+++"


def test_the_direction_need_not_be_an_axis() -> None:
    text = "x + y + 2*sin(x - y)"
    assert row(text, "R^2") == ALL
    assert "LAYER-COMPLETE" in rules(text)


def test_a_linear_change_of_variables_keeps_the_row() -> None:
    generator = random.Random(4)
    for text in ("x + sin(y)", "x**3 + y**3", "tanh(x + y)"):
        own = row(text, "R^2")
        for _ in range(2):
            a, b, c, d = (generator.choice((-2, -1, 1, 2, 3)) for _ in range(4))
            if a * d == b * c:
                continue
            moved = text.replace("x", "X").replace("y", f"({c}*x + {d}*y)").replace("X", f"({a}*x + {b}*y)")
            found = row(moved, "R^2")
            assert all({one, other} != {"+", "-"} for one, other in zip(own, found, strict=True)), moved


def test_a_read_out_of_a_known_flow_is_never_refuted() -> None:
    """The first components of compositions of shears."""
    generator = random.Random(7)
    for _ in range(6):
        k = generator.randint(1, 3)
        text = f"x + ({generator.randint(1, 3)}*y + sin(z))**{k}"
        domain = generator.choice(("R^3", "[-1, 1]^3", "(0, 1] x R x [0, 2]"))
        for autonomous in (True, False):
            assert "-" not in row(text, domain, autonomous), (text, domain)
        assert row(text, domain) == ALL, (text, domain)


def test_boxes_of_every_kind() -> None:
    for domain in ("[0, 1]^2", "(0, 1)^2", "[0, 1) x R", "(0, oo) x [0, 1]"):
        assert row("x**2 + 3*y", domain) == ALL
        assert row("exp(x) + exp(y) + x*y/9", domain, False) == ALL
