"""Two routes to one cell: each rule alone agrees with every other, and only founded theorems decide."""

from __future__ import annotations

import itertools
import random
from functools import cache

import pytest

from embedcheck import Map
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.signs import Deadline, UnknownError
from embedcheck.cells import Cell
from embedcheck.decide import RULES, assemble, find
from embedcheck.rules import floors, interval, layers
from embedcheck.rules.base import Claim, Finding, FloorClaim, Missing
from embedcheck.theory import THEOREMS, Standing

MAPS = [
    ("x", "R"),
    ("2*x + 1", "R"),
    ("3", "R"),
    ("-x", "[0, 1]"),
    ("x**2", "R"),
    ("x**2", "[0, 1]"),
    ("x**3", "R"),
    ("x**3 + 1", "R"),
    ("cbrt(x)", "R"),
    ("exp(x) - 1", "R"),
    ("exp(x)", "R"),
    ("x + sin(x)/2", "R"),
    ("x + sin(x)", "R"),
    ("3*x/2 - x**2/2", "[0, 1]"),
    ("3*x/2 - x**2/2", "[0, 1)"),
    ("2*x/(1 + x)", "[0, 1]"),
    ("2*x/(1 + x)", "(1, 2]"),
    ("x**2", "(1, oo)"),
    ("x/sqrt(1 + x**2)", "R"),
    ("log((1 + exp(x))/2)", "R"),
    ("4*x*(1 - x)", "[0, 1]"),
    ("|x|", "R"),
    ("relu(x)", "[-1, 1]"),
    ("Max(x, 2*x)", "R"),
    ("x + 1 + |x|/2", "R"),
    ("elu(x)", "R"),
    ("sin(x)", "[0, pi/2]"),
    ("Piecewise((x, x < 0), (x + 1, True))", "R"),
]
INTERVAL_IDS = "REGULAR 1D-MONOTONE 1D-C0 1D-REGULAR 1D-LIP 1D-NOFIX 1D-CLOSED 1D-CLASS-M 1D-ONEFIX 1D-NONAUTO"


def alone(name: str, text: str, domain: str) -> dict[Cell, str]:
    """What the rules of one identifier prove without the others, closed under the inclusions."""
    subject = Map(text, domain=domain)
    profile = assemble(subject, [item for item in findings(text, domain) if getattr(item, "rule", "") == name], 0.0)
    return {cell: v.status.value for cell, v in profile.verdicts.items() if v.status != "undecided"}


@cache
def findings(text: str, domain: str) -> tuple[Finding, ...]:
    return tuple(find(Map(text, domain=domain), None, lambda _: None))


def claimed(rule: object, text: str, domain: str) -> set[tuple[Cell, bool]]:
    """The cells that one rule object claims on a fresh analysis."""
    analysis = IntervalAnalysis(Map(text, domain=domain), Deadline(None))
    found: set[tuple[Cell, bool]] = set()
    try:
        for item in rule.apply(analysis):  # type: ignore[attr-defined]
            if isinstance(item, Claim):
                found.add((item.cell, item.positive))
    except UnknownError:
        pass
    return found


def rule(name: str) -> object:
    return next(one for one in RULES if one.id == name)


def test_the_rules_are_listed_once() -> None:
    assert (*interval.RULES, *layers.RULES, *floors.RULES) == RULES
    assert " ".join(one.id for one in interval.RULES) == INTERVAL_IDS


BOTH = [
    # first theorem, second theorem, a map, its domain, the cell that both decide, the sign
    ("EXTREMUM", "HULL", "x**2", "R", Cell("linear-layer", False, "flow"), False),
    ("EXTREMUM", "HULL", "|x|", "R", Cell("linear-layer", False, "flow"), False),
    ("EXTREMUM", "HULL", "relu(x)", "[-1, 1]", Cell("linear-layer", False, "flow"), False),
    ("EXTREMUM", "ODD-EVEN", "4*x*(1 - x)", "[0, 1]", Cell("linear-layer", False, "flow"), False),
    ("HULL", "ODD-EVEN", "|x|", "R", Cell("linear-layer", False, "flow"), False),
    ("EXTREMUM", "FLOOR-1D", "4*x*(1 - x)", "[0, 1]", Cell("linear-layer", False, "flow"), False),
    ("1D-MONOTONE", "FLOOR-1D", "-x", "[0, 1]", Cell("basic", False, "flow"), False),
    ("1D-NOFIX", "1D-CLOSED", "2*x/(1 + x)", "(1, 2]", Cell("basic", True, "Comega"), True),
    ("1D-NOFIX", "1D-CLOSED", "x**2", "(1, oo)", Cell("basic", True, "Comega"), True),
    ("1D-ONEFIX", "1D-CLOSED", "2*x/(1 + x)", "[0, 1)", Cell("basic", True, "Comega"), True),
    ("1D-ONEFIX", "1D-CLOSED", "log((1 + exp(x))/2)", "R", Cell("basic", True, "Comega"), True),
    ("1D-ONEFIX", "1D-CLOSED", "x/sqrt(1 + x**2)", "R", Cell("basic", True, "Cinf"), True),
    ("1D-MATCH", "1D-CLOSED", "2*x/(1 + x)", "[0, 1]", Cell("basic", True, "Comega"), True),
    ("1D-LIP", "1D-ONEFIX", "exp(x) - 1", "R", Cell("basic", True, "Lip"), True),
    ("1D-LIP", "1D-NOFIX", "exp(x)", "R", Cell("basic", True, "Lip"), True),
    ("1D-C0", "1D-LIP", "x + sin(x)/2", "R", Cell("basic", True, "C0"), True),
    ("1D-MONOTONE", "1D-NONAUTO", "x**3 + 1", "R", Cell("basic", False, "flow"), True),
    ("REGULAR", "1D-REGULAR", "x**3", "R", Cell("basic", True, "Lip"), False),
    ("REGULAR", "1D-REGULAR", "cbrt(x)", "R", Cell("basic", True, "Lip"), False),
    ("REGULAR", "1D-C0", "sin(x)", "[0, pi/2]", Cell("basic", True, "Lip"), False),
    ("REGULAR", "1D-C0", "x + 1 + |x|/2", "R", Cell("basic", True, "C1"), False),
    ("1D-LAYER", "DIM-BOUND", "x**3", "R", Cell("linear-layer", False, "Lip"), False),
    ("1D-LAYER", "AFFINE-LAYER", "-x", "[0, 1]", Cell("linear-layer", True, "C0"), True),
    ("1D-NONAUTO", "1D-LAYER", "exp(x)", "R", Cell("linear-layer", False, "Comega"), True),
    ("AUG", "1D-LAYER", "exp(x)", "R", Cell("augmented-1", True, "Comega"), True),
]


@pytest.mark.parametrize(("first", "second", "text", "domain", "cell", "positive"), BOTH)
def test_both_routes_decide_the_cell(
    first: str, second: str, text: str, domain: str, cell: Cell, positive: bool
) -> None:
    status = "embeddable" if positive else "not_embeddable"
    assert alone(first, text, domain).get(cell) == status
    assert alone(second, text, domain).get(cell) == status


@pytest.mark.parametrize(("text", "domain"), MAPS)
def test_every_two_theorems_agree(text: str, domain: str) -> None:
    names = sorted({item.rule for item in findings(text, domain) if isinstance(item, Claim)})
    answers = {name: alone(name, text, domain) for name in names}
    for first, second in itertools.combinations(names, 2):
        for cell in answers[first].keys() & answers[second].keys():
            assert answers[first][cell] == answers[second][cell], (first, second, cell)


@pytest.mark.parametrize(("text", "domain"), MAPS)
def test_the_order_of_the_rules_does_not_matter(text: str, domain: str) -> None:
    subject, items = Map(text, domain=domain), list(findings(text, domain))
    expected = {cell: v.status for cell, v in assemble(subject, items, 0.0).verdicts.items()}
    for seed in range(3):
        shuffled = random.Random(seed).sample(items, len(items))
        assert {cell: v.status for cell, v in assemble(subject, shuffled, 0.0).verdicts.items()} == expected


@pytest.mark.parametrize(("text", "domain"), MAPS[:-1:2])
def test_a_rule_does_not_lean_on_those_before_it(text: str, domain: str) -> None:
    """On a fresh analysis each rule claims what it claims within the whole run."""
    within = {(item.cell, item.positive) for item in findings(text, domain) if isinstance(item, Claim)}
    separate = set[tuple[Cell, bool]]().union(*(claimed(one, text, domain) for one in RULES))
    assert separate == within


def test_rule_objects_of_two_theorems_claim_the_same_cell() -> None:
    """EXTREMUM, ODD-EVEN and FLOOR-1D on one fold, each asked by itself."""
    fold, cell = ("4*x*(1 - x)", "[0, 1]"), (Cell("linear-layer", False, "flow"), False)
    for name in ("EXTREMUM", "ODD-EVEN", "FLOOR-1D"):
        assert cell in claimed(rule(name), *fold)
    for name in ("1D-LAYER", "AFFINE-LAYER", "1D-LIP"):
        assert not claimed(rule(name), *fold)


@pytest.mark.parametrize(("text", "domain"), MAPS)
def test_only_founded_theorems_decide(text: str, domain: str) -> None:
    for item in findings(text, domain):
        if isinstance(item, Claim):
            entry = THEOREMS[item.rule]
            assert entry.standing is not Standing.SKETCH
            assert entry.may_decide(item.cell.regularity)
            assert item.facts, f"{item.rule} claims {item.cell} without a fact"
            assert item.reason.endswith(".")
        elif isinstance(item, FloorClaim):
            assert THEOREMS[item.rule].may_decide()


@pytest.mark.parametrize(("text", "domain"), MAPS)
def test_no_rule_breaks(text: str, domain: str) -> None:
    for item in findings(text, domain):
        assert not (isinstance(item, Missing) and "internal error" in item.reason)


def test_every_rule_has_an_entry() -> None:
    for one in RULES:
        assert THEOREMS[one.id].may_decide()


def test_every_rule_claims_something_on_these_maps() -> None:
    claims = {item.rule for text, domain in MAPS for item in findings(text, domain) if isinstance(item, Claim)}
    assert {one.id for one in RULES} <= claims
    assert {"1D-IDENTITY", "1D-MATCH", "HULL"} <= claims
