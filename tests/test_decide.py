"""From findings to a profile: inclusions, contradictions, time limits, reasons, the JSON contract, floors."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

import embedcheck
from embedcheck import Map, decide
from embedcheck.cells import REGULARITIES, Cell, Status, cells, inclusion_graph
from embedcheck.certificate import AffineMap, Fact
from embedcheck.decide import assemble, check
from embedcheck.errors import ContradictionError, DomainError, InputError, UnknownCellError
from embedcheck.profile import Profile
from embedcheck.rules.base import Claim, Finding, Missing, basic

MAPS = [
    ("exp(x) - 1", "R"),
    ("x + sin(x)/2", "R"),
    ("x**3 + 1", "R"),
    ("3*x/2 - x**2/2", "[0, 1]"),
    ("-x", "R"),
    ("x**2", "R"),
    ("x**x", "[1, oo)"),
    ("x + 1 + |x|**(3/2)/4", "[-1, 1]"),
    ("Piecewise((x, x < 0), (x + 1, True))", "R"),
    ("3", "R"),
]
FACT = Fact(statement="a planted fact", guarantee="exact", evidence=AffineMap(slope="1", intercept="0"))
HANGING = 1.0


def run(text: str, domain: str = "R") -> Profile:
    return check(Map(text, domain=domain), timeout=None)


def claim(cell: Cell, positive: bool, name: str = "1D-LIP") -> Claim:
    return Claim(name, cell, positive, "Planted.", (FACT,))


# Inclusions


@pytest.mark.parametrize(("text", "domain"), MAPS)
def test_verdicts_are_closed_under_the_inclusions(text: str, domain: str) -> None:
    verdicts = run(text, domain).verdicts
    assert tuple(verdicts) == cells(1)
    for small, large in inclusion_graph(1).edges:
        if verdicts[small].status == "embeddable":
            assert verdicts[large].status == "embeddable"
        if verdicts[large].status == "not_embeddable":
            assert verdicts[small].status == "not_embeddable"


@pytest.mark.parametrize("cell", cells(1), ids=str)
@pytest.mark.parametrize("positive", [True, False])
def test_one_claim_decides_exactly_what_it_reaches(cell: Cell, positive: bool) -> None:
    import networkx

    graph = inclusion_graph(1) if positive else inclusion_graph(1).reverse()
    profile = assemble(Map("x"), [claim(cell, positive)], 0.0)
    decided = {key for key, verdict in profile.verdicts.items() if verdict.status != "undecided"}
    assert decided == {cell} | networkx.descendants(graph, cell)
    for key in decided:
        verdict = profile.verdicts[key]
        assert verdict.status == ("embeddable" if positive else "not_embeddable")
        assert verdict.rule == "1D-LIP"
        assert (verdict.via == ()) == (key == cell)
        assert verdict.evidence == (FACT,)


def test_the_way_along_the_inclusions_is_told() -> None:
    profile = assemble(Map("x"), [claim(basic("Comega"), True)], 0.0)
    assert profile.verdict("basic", "Cinf").via == ("INC-CLASS",)
    assert profile.verdict("basic", "Comega", autonomous=False).via == ("INC-AUTONOMOUS",)
    assert profile.verdict("linear-layer", "Comega").via == ("INC-LAYER",)
    graph = inclusion_graph(1)
    for cell, verdict in profile.verdicts.items():
        here = basic("Comega")
        for name in verdict.via:
            here = next(target for _, target, data in graph.out_edges(here, data=True) if data["name"] == name)
        assert here == cell


def test_a_claim_for_basic_says_nothing_where_basic_does_not_apply() -> None:
    """One input, two outputs: `basic` stays not applicable."""
    subject = Map("(x, x**2)")
    profile = assemble(subject, [claim(Cell("augmented-2", False, "flow"), False)], 0.0)
    for cell, verdict in profile.verdicts.items():
        assert verdict.status == ("not_applicable" if cell.architecture == "basic" else "not_embeddable")


# Contradictions


@pytest.mark.parametrize(
    ("positive", "negative"),
    [
        (basic("Lip"), basic("Lip")),
        (basic("Comega"), basic("flow")),
        (basic("C1"), Cell("augmented-1", False, "C1")),
        (Cell("linear-layer", False, "C1"), Cell("augmented-1", True, "C1")),
    ],
)
def test_contradictory_claims_raise(positive: Cell, negative: Cell) -> None:
    planted: list[Finding] = [claim(positive, True, "1D-LIP"), claim(negative, False, "1D-C0")]
    for order in (planted, planted[::-1]):
        with pytest.raises(ContradictionError) as caught:
            assemble(Map("x"), order, 0.0)
        assert "1D-LIP" in str(caught.value)
        assert "1D-C0" in str(caught.value)


def test_claims_that_meet_nowhere_do_not_raise() -> None:
    profile = assemble(Map("x"), [claim(basic("Lip"), True), claim(basic("C1"), False)], 0.0)
    assert profile.verdict("basic", "Lip").status == "embeddable"
    assert profile.verdict("basic", "C1").status == "not_embeddable"
    assert profile.verdict("basic", "C1", autonomous=False).status == "undecided"


def test_a_contradiction_in_a_worker_reaches_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    class Liar:
        id = "1D-LIP"
        wants = ()

        def apply(self, analysis: Any) -> Iterator[Finding]:
            yield claim(basic("flow", False), False)

    monkeypatch.setattr(decide, "RULES", (*decide.RULES, Liar()))
    for timeout in (None, 30.0):
        with pytest.raises(ContradictionError):
            check("exp(x)", timeout=timeout)


# Time


class Hanging:
    """A rule that never answers and never yields the interpreter to anything that could stop it politely."""

    id = "1D-NOFIX"
    wants = (basic("C1"),)

    def apply(self, analysis: Any) -> Iterator[Finding]:
        while True:
            pass
        yield


def test_a_hanging_rule_costs_only_what_comes_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    place = [rule.id for rule in decide.RULES].index("1D-NOFIX")
    monkeypatch.setattr(decide, "RULES", (*decide.RULES[:place], Hanging(), *decide.RULES[place + 1 :]))
    start = time.monotonic()
    profile = check("exp(x)", timeout=HANGING)
    assert time.monotonic() - start < HANGING + 2
    assert profile.verdict("basic", "Lip").status == "embeddable"
    open_one = profile.verdict("basic", "Comega")
    assert open_one.status == "undecided"
    assert "time ran out" in open_one.reason
    assert "1D-NOFIX" in open_one.reason
    assert profile.notes == ("time ran out while trying 1D-NOFIX",)


def test_a_map_that_takes_long_is_answered_in_time() -> None:
    start = time.monotonic()
    profile = check("sin(exp(x)) + cos(exp(sin(x))) + gamma(2 + sin(x))", domain="[0, 9]", timeout=0.3)
    assert time.monotonic() - start < 2.5
    assert set(profile.verdicts) == set(cells(1))


def test_with_and_without_a_worker_the_answer_is_one() -> None:
    here, there = check("x + sin(x)/2", timeout=None), check("x + sin(x)/2", timeout=60)
    assert here.verdicts == there.verdicts
    assert here.facts == there.facts
    assert here.floors == there.floors


@pytest.mark.parametrize("timeout", [0, -1, 1e9, float("nan")])
def test_a_time_limit_out_of_range_is_refused(timeout: float) -> None:
    with pytest.raises(InputError):
        check("x", timeout=timeout)


def test_a_broken_rule_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        id = "1D-CLOSED"
        wants = (basic("Comega"),)

        def apply(self, analysis: Any) -> Iterator[Finding]:
            raise ZeroDivisionError("planted")
            yield

    monkeypatch.setattr(decide, "RULES", (*decide.RULES[:5], Broken()))
    profile = check("exp(x) - 1", timeout=None)
    assert profile.verdict("basic", "Lip").status == "embeddable"
    assert "planted" in profile.verdict("basic", "Comega").reason


# Reasons


@pytest.mark.parametrize(("text", "domain"), MAPS)
def test_every_verdict_has_a_reason(text: str, domain: str) -> None:
    for verdict in run(text, domain).verdicts.values():
        assert verdict.reason.endswith(".")
        assert "\n" not in verdict.reason
        if verdict.status == "undecided":
            assert verdict.rule is None
            assert verdict.reason.startswith("Missing: ")
            assert not verdict.evidence
        else:
            assert verdict.rule
            assert verdict.evidence
            assert not verdict.missing


def test_an_undecided_cell_names_what_is_missing() -> None:
    verdict = run("x**x", "[1, oo)").verdict("basic", "Comega")
    assert verdict.status == "undecided"
    assert any("parabolic" in item for item in verdict.missing)
    assert "1D-ONEFIX" in verdict.reason


def test_what_is_missing_is_collected_for_its_cells_only() -> None:
    waits = Missing("1D-LIP", (basic("Lip"),), "a hypothesis")
    profile = assemble(Map("x"), [waits, waits], 0.0)
    assert profile.verdict("basic", "Lip").missing == ("1D-LIP: a hypothesis",)
    assert profile.verdict("basic", "C1").missing == ()
    assert "no theorem" in profile.verdict("basic", "C1").reason


def test_a_verdict_is_not_a_truth_value() -> None:
    with pytest.raises(TypeError):
        bool(run("x").verdict("basic", "C0"))


def test_names_that_do_not_exist_are_refused() -> None:
    profile = run("x")
    for arguments in (("basics", "C0"), ("basic", "C3"), ("augmented-2", "C0")):
        with pytest.raises(UnknownCellError):
            profile.verdict(*arguments)
    with pytest.raises(UnknownCellError):
        profile.floor("basics")


@pytest.mark.parametrize(("text", "domain"), [("log(x)", "R"), ("1/x", "[-1, 1]"), ("sqrt(x)", "[-1, 1]")])
def test_a_map_that_is_undefined_on_its_domain_is_refused(text: str, domain: str) -> None:
    for timeout in (None, 30.0):
        with pytest.raises(DomainError):
            check(text, domain=domain, timeout=timeout)


# Ends

ENDS = [
    # The closed end takes its value from another branch than its neighbourhood.
    ("Piecewise((x, x < 0), (0, True))", "[-2, 0]", "embeddable"),
    ("Piecewise((x, x < 0), (x + 1, True))", "[-2, 0]", "not_embeddable"),
    ("Piecewise((x, x < 0), (x + 1, True))", "[-2, 0)", "embeddable"),
    ("Piecewise((0, x < 0), (1, True))", "[-2, 0]", "not_embeddable"),
    ("Piecewise((-x, x < 0), (1, True))", "[-2, 0]", "not_embeddable"),
    ("Piecewise((exp(x), x < 0), (2, True))", "[-2, 0]", "not_embeddable"),
    ("Piecewise((2*x, x > 0), (1, True))", "[0, 1]", "not_embeddable"),
    ("Piecewise((2*x/(1 + x), x > 0), (-1, True))", "[0, 1]", "not_embeddable"),
    ("x + sign(x)", "[0, 1]", "not_embeddable"),
    ("x + sign(x)", "(0, 1]", "embeddable"),
]


@pytest.mark.parametrize(("text", "domain", "status"), ENDS)
def test_the_value_at_a_closed_end_counts(text: str, domain: str, status: str) -> None:
    """A jump there refutes every cell; nothing is claimed from the expression beside the end alone."""
    profile = run(text, domain)
    statuses = {verdict.status for verdict in profile.verdicts.values()}
    assert profile.verdict("augmented-1", "flow", autonomous=False).status == status
    if status == "not_embeddable":
        assert statuses == {"not_embeddable"}


# JSON


@pytest.mark.parametrize(("text", "domain"), MAPS)
def test_the_json_contract(text: str, domain: str) -> None:
    profile = run(text, domain)
    data = json.loads(profile.to_json())
    assert data == json.loads(profile.to_json(indent=2))
    assert set(data) >= {"schema", "map", "cells", "minimal_augmentation", "floors", "facts", "seconds", "version"}
    assert data["schema"] == 1
    assert data["version"] == embedcheck.__version__
    assert set(data["map"]) == {"expr", "vars", "domain"}
    assert Map(data["map"]["expr"], domain=data["map"]["domain"], vars=data["map"]["vars"]) == profile.map
    assert isinstance(data["seconds"], float | int)
    for entry, (cell, verdict) in zip(data["cells"], profile.verdicts.items(), strict=True):
        assert (entry["architecture"], entry["autonomous"], entry["regularity"]) == cell
        assert entry["status"] == verdict.status.value
        assert entry["status"] in {status.value for status in Status}
        assert entry["rule"] == verdict.rule
        assert entry["reason"] == verdict.reason
        assert entry["via"] == list(verdict.via)
    assert data["minimal_augmentation"] == list(profile.minimal_augmentation)
    assert set(data["floors"]) == {"basic", "linear-layer", "augmented-1"}
    for floor in data["floors"].values():
        assert isinstance(floor["lower"], str)
        assert isinstance(floor["exact"], bool)
    for fact in data["facts"]:
        assert fact["guarantee"] in {"exact", "rigorous"}
        assert fact["statement"]


def test_the_cells_of_the_contract() -> None:
    data = json.loads(run("exp(x) - 1").to_json())
    expected = [
        (architecture, autonomous, regularity)
        for architecture in ("basic", "linear-layer", "augmented-1")
        for autonomous in (True, False)
        for regularity in REGULARITIES
    ]
    assert [(entry["architecture"], entry["autonomous"], entry["regularity"]) for entry in data["cells"]] == expected
    assert data["cells"][0]["rule"] == "1D-MONOTONE"
    assert data["map"] == {"expr": ["exp(x) - 1"], "vars": ["x"], "domain": "R"}
    assert data["minimal_augmentation"] == [0, 0]


# Augmentation and floors


@pytest.mark.parametrize(
    ("text", "domain", "regularity", "expected"),
    [
        ("exp(x) - 1", "R", "flow", (0, 0)),
        ("exp(x) - 1", "R", "Comega", (0, 0)),
        ("-x", "R", "Comega", (0, 0)),
        ("x**2", "R", "flow", (1, 1)),
        ("x**2", "R", "Comega", (1, 1)),
        ("x**3", "R", "C0", (0, 0)),
        ("x**3", "R", "Lip", (1, 1)),
        ("|x|", "R", "Lip", (1, 1)),
        ("|x|", "R", "C1", (2, None)),
        ("x + 1 + |x|/2", "R", "Lip", (0, 0)),
        ("Piecewise((x, x < 0), (x + 1, True))", "R", "flow", (2, None)),
    ],
)
def test_minimal_augmentation(text: str, domain: str, regularity: str, expected: tuple[int, int | None]) -> None:
    profile = run(text, domain)
    assert profile.minimal_augmentation_in(regularity) == expected
    if regularity == "flow":
        assert profile.minimal_augmentation == expected


@pytest.mark.parametrize(
    ("text", "domain", "basic_floor", "layer_floor"),
    [
        ("x**2", "[0, 1]", "0", "0"),
        ("4*x*(1 - x)", "[0, 1]", "1/2", "1/2"),
        ("x*(1 - x)*4", "[0, 1]", "1/2", "1/2"),
        ("-x", "[0, 1]", "1/2", "0"),
        ("x**2", "R", "oo", "oo"),
        ("3*x - 4*x**3", "[0, 1]", "1", "1/2"),
        ("|x|", "[-1, 2]", "1/2", "1/2"),
        ("exp(x)", "R", "0", "0"),
    ],
)
def test_floors(text: str, domain: str, basic_floor: str, layer_floor: str) -> None:
    profile = run(text, domain)
    for architecture, expected in (("basic", basic_floor), ("linear-layer", layer_floor), ("augmented-1", "0")):
        floor = profile.floor(architecture)
        assert (floor.lower, floor.exact) == (expected, True)


@pytest.mark.parametrize(("text", "domain"), MAPS)
def test_a_positive_floor_goes_with_a_refuted_architecture(text: str, domain: str) -> None:
    profile = run(text, domain)
    for architecture in profile.architectures:
        floor = profile.floor(architecture)
        statuses = {verdict.status for verdict in profile.verdicts.values() if verdict.architecture == architecture}
        if floor.lower != "0":
            assert statuses == {"not_embeddable"}
        if "embeddable" in statuses:
            assert (floor.lower, floor.exact) == ("0", True)
