"""The checker by itself: how its table is read, how a cell is judged, and what each test says about a map."""

from __future__ import annotations

import functools
import pathlib
from typing import Any, ClassVar

import msgspec
import pytest
import sympy as sp

from embedcheck import Cell, Map, VerificationError, verify_certificate
from embedcheck import certificate as c
from embedcheck.analysis import facts
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.signs import Deadline
from embedcheck.balls import arb, fmpq
from embedcheck.balls.checks.covers import Signs
from embedcheck.balls.checks.facts import Bad, Compared, FactError, Fixed, Joint, Piece
from embedcheck.balls.checks.spots import Spot, algebraic_spot, exact_spot
from embedcheck.balls.onesided import Meeting, OneSided
from embedcheck.cells import REGULARITIES
from embedcheck.judges.base import Case, Claim, Judge, Need, read_table
from embedcheck.judges.interval import INTERVAL_RULES, IntervalChecker
from embedcheck.verify import Proven, ProvenCell

VALID = pathlib.Path(__file__).parent / "certificates" / "valid"
X = sp.Symbol("x", real=True)
UNDECIDED = sp.sin(1) ** 2 + sp.cos(1) ** 2  # 1, and nobody proves it
ROOT = algebraic_spot((-2, 0, 1), fmpq(5, 4), fmpq(3, 2))
KINDS = ("pieces", "slope", "local", "fixedpoints")


def at(value: Any) -> Spot:
    return exact_spot(sp.sympify(value))


@functools.cache
def evidence(expr: str, domain: str, kind: str) -> Any:
    """A fact of the engine about a map."""
    own = IntervalAnalysis(Map(expr, domain=domain, vars="x"), Deadline(None))
    if kind == "slope":
        return c.Slope(covers=tuple(one.evidence() for one in own.slopes))
    if kind == "fixedpoints":
        return facts.fixed_points(own).evidence
    return (facts.definedness(own) if kind == "pieces" else facts.local(own, "")).evidence


def checker(expr: str, domain: str = "R", kinds: tuple[str, ...] = KINDS) -> IntervalChecker:
    """The checker of a certificate with these facts and without cells."""
    subject = Map(expr, domain=domain, vars="x")
    described = c.MapData(expr=subject.texts, vars=("x",), domain=subject.domain.text())
    found = tuple(evidence(expr, domain, kind) for kind in kinds)
    return IntervalChecker(c.Certificate(schema=1, map=described, facts=found, cells=()))


def claim(regularity: str = "C1", **found: list[Any]) -> Claim:
    return Claim(regularity, found)


def why(function: Any, *arguments: Any) -> str:
    with pytest.raises(FactError) as caught:
        function(*arguments)
    return str(caught.value)


# -- the table ---------------------------------------------------------------------------------------------------------


def test_how_a_table_is_read() -> None:
    text = """
SOME-RULE       + basic          flow C0
    first               one two                                 : pieces
    second@C0           -                                       : F other
SOME-RULE       - linear-layer*  Lip
    third               three                                   : pieces a|b F
OTHER           + augmented-1    Comega
    fourth              -                                       : F
"""
    first = [
        Need("first", "", ("one", "two"), ("pieces",)),
        Need("second", "C0", (), ("x", "y", "z", "other")),
    ]
    assert read_table(text, {"F": "x y z"}) == {
        "SOME-RULE": (
            Case(True, "basic", True, ("flow", "C0"), first),
            Case(False, "linear-layer", False, ("Lip",), [Need("third", "", ("three",), ("pieces", "a|b", "F"))]),
        ),
        "OTHER": (Case(True, "augmented-1", True, ("Comega",), [Need("fourth", "", (), ("x", "y", "z"))]),),
    }
    assert read_table("A - basic* flow", {}) == {"A": (Case(False, "basic", False, ("flow",), []),)}


def test_some_rules_of_the_table() -> None:
    known = ("pieces", "slope", "local")
    assert INTERVAL_RULES["1D-ONEFIX"] == (
        Case(
            True,
            "basic",
            True,
            ("C1", "Cinf", "Comega"),
            [
                Need("derivative", "", ("rising", "regular_slopes"), known),
                Need("second-derivative", "", ("bends_fixed", "two_sided"), known),
                Need("one-sided", "", ("unbounded",), (*known, "fixedpoints")),
                Need("smooth", "Cinf", ("analytic", "no_interval"), (*known, "fixedpoints")),
                Need("analytic", "Comega", ("analytic", "no_interval", "hyperbolic"), (*known, "fixedpoints")),
            ],
        ),
    )
    assert INTERVAL_RULES["1D-C0"][1] == Case(
        False,
        "basic",
        True,
        ("C0",),
        [Need("continuous", "", (), ("pieces",)), Need("differentiable", "", ("defect_moves",), known)],
    )
    assert INTERVAL_RULES["1D-CLOSED"][0].needs[0] == Need(
        "julia", "", ("rising", "whole"), (*known, "closed|moebius|power")
    )
    assert [(case.positive, case.autonomous) for case in INTERVAL_RULES["1D-LAYER"]] == [
        (True, True),
        (False, True),
        (True, False),
        (False, False),
    ]


def test_the_cells_that_a_case_decides() -> None:
    def decided(architecture: str, autonomous: bool = True) -> list[str]:
        case = Case(True, architecture, autonomous, ("Lip", "C1"), [])
        found = []
        for name in ("basic", "linear-layer", "augmented-1", "augmented-2"):
            cells = [Cell(name, free, regularity) for free in (True, False) for regularity in REGULARITIES]
            yes = [cell for cell in cells if case.decides(True, cell)]
            assert not any(case.decides(False, cell) for cell in cells)
            assert yes in ([], [Cell(name, autonomous, "Lip"), Cell(name, autonomous, "C1")])
            found += [name] if yes else []
        return found

    assert decided("basic") == ["basic"] and decided("basic", False) == ["basic"]
    assert decided("linear-layer") == ["linear-layer"]
    assert decided("augmented-1") == ["augmented-1"]
    assert decided("augmented") == ["augmented-1", "augmented-2"]
    assert decided("layers", False) == ["linear-layer", "augmented-1", "augmented-2"]
    negative = Case(False, "basic", True, ("C1",), [])
    assert negative.decides(False, Cell("basic", True, "C1")) and not negative.decides(True, Cell("basic", True, "C1"))


# -- one certificate ---------------------------------------------------------------------------------------------------


@functools.cache
def onefix() -> c.Certificate:
    """exp(x) - 1 has an autonomous C^1 field, by its one fixed point."""
    return c.read(VALID / "1d-onefix-yes-basic-cinf.json")


def proof(**changes: Any) -> c.Certificate:
    """The certificate with another proof of its cell."""
    (own,) = onefix().cells
    return msgspec.structs.replace(onefix(), cells=(msgspec.structs.replace(own, **changes),))


def cell_data(architecture: str, autonomous: bool, regularity: str) -> c.CellData:
    return c.CellData(architecture=architecture, autonomous=autonomous, regularity=regularity)


def refusal(data: Any, **asked: Any) -> str:
    with pytest.raises(VerificationError) as caught:
        verify_certificate(data, **asked)
    text = str(caught.value)
    assert text.startswith("not verified: ") and "\n" not in text
    return text.removeprefix("not verified: ")


SMOOTH = Cell("basic", True, "Cinf")
OWN = cell_data(*SMOOTH)


def test_what_a_certificate_proves() -> None:
    proven = verify_certificate(onefix())
    assert proven == Proven(("exp(x) - 1",), ("x",), "R", (ProvenCell(SMOOTH, "embeddable", "1D-ONEFIX"),))
    assert (proven.expr, proven.variable) == ("exp(x) - 1", "x")
    assert proven.to_dict() == {
        "map": {"expr": ["exp(x) - 1"], "vars": ["x"], "domain": "R"},
        "cells": [
            {
                "architecture": "basic",
                "autonomous": True,
                "regularity": "Cinf",
                "status": "embeddable",
                "rule": "1D-ONEFIX",
            }
        ],
    }
    turned = Proven(("-y", "x"), ("x", "y"), "R^2", ())
    assert (turned.expr, turned.variable) == ("(-y, x)", "x, y")
    assert turned.to_dict() == {"map": {"expr": ["-y", "x"], "vars": ["x", "y"], "domain": "R^2"}, "cells": []}


@pytest.mark.parametrize(
    "asked",
    [
        {"map": "exp(x) - 1"},
        {"map": "-1 + exp(x)", "domain": "R"},
        {"map": Map("exp(x) - 1")},
        {"map": Map("exp(x) - 1", domain="[0, 1]"), "domain": "R"},
        {"domain": " (-oo, oo) "},
        {"cell": SMOOTH},
        {"cell": ("basic", True, "Cinf")},
        {"cell": "basic autonomous Cinf"},
    ],
    ids=str,
)
def test_what_the_caller_states_is_true(asked: dict[str, Any]) -> None:
    assert verify_certificate(onefix(), **asked) == verify_certificate(onefix())


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"map": "exp(x)"}, "the certificate is about another map"),
        ({"map": Map("exp(y) - 1")}, "the certificate is about another map"),
        ({"map": Map("(exp(x) - 1, x)", vars="x")}, "the certificate is about another map"),
        ({"map": "(exp(x) - 1, exp(x) - 1)"}, "the certificate is about another map"),
        ({"map": Map("exp(x) - 1", domain="[0, 1]")}, "the certificate is about another domain"),
        ({"domain": "(0, oo)"}, "the certificate is about another domain"),
        ({"domain": "(-oo, 0)"}, "the certificate is about another domain"),
        ({"map": "exp(x) - 1", "domain": "(-oo, 0]"}, "the certificate is about another domain"),
        ({"domain": "(oo, -oo)"}, "the domain is empty"),
        ({"map": "exp(x) +"}, "column 9: the text ends too early"),
        ({"domain": "x"}, "the domain 'x' is no interval"),
        ({"cell": "basic autonomous C1"}, "it says nothing about 'basic autonomous C1'"),
        ({"cell": Cell("basic", False, "Cinf")}, "it says nothing about 'basic non-autonomous Cinf'"),
        ({"cell": ("basic", True)}, "it says nothing about \"('basic', True)\""),
        ({"cell": "\u00e9"}, "it says nothing about '\\xe9'"),
        ({"cell": 7}, "it says nothing about '7'"),
    ],
    ids=str,
)
def test_what_the_caller_states_is_false(asked: dict[str, Any], reason: str) -> None:
    assert refusal(onefix(), **asked) == reason


def test_the_ends_of_the_domain_belong_to_it() -> None:
    data = c.read(VALID / "1d-nonauto-yes-basic-time-comega.json")
    assert data.map.domain == "[-1, 1]" and verify_certificate(data, domain="[-1, 1]")
    for domain in ("(-1, 1]", "[-1, 1)", "(-1, 1)", "[-2, 1]", "[-1, 2]"):
        assert refusal(data, domain=domain) == "the certificate is about another domain"


def test_a_certificate_decides_cells_once() -> None:
    (own,) = onefix().cells
    assert refusal(msgspec.structs.replace(onefix(), cells=())) == "the certificate decides no cell"
    assert refusal(msgspec.structs.replace(onefix(), cells=(own, own))) == "a cell is decided twice"
    both = msgspec.structs.replace(own, cell=cell_data("basic", True, "C1"), via=("INC-CLASS",))
    proven = verify_certificate(msgspec.structs.replace(onefix(), cells=(own, both)))
    assert [one.cell.regularity for one in proven.cells] == ["Cinf", "C1"]


def test_a_fact_that_fails_is_named_in_one_line() -> None:
    slope = next(fact for fact in onefix().facts if isinstance(fact, c.Slope))
    wrong = msgspec.structs.replace(slope.covers[0], signs=(-1,))
    altered = tuple(c.Slope(covers=(wrong,)) if fact is slope else fact for fact in onefix().facts)
    assert refusal(msgspec.structs.replace(onefix(), facts=altered)) == ("slope: the sign of exp(x) between two zeros")


def test_maps_of_the_plane_have_their_own_checker() -> None:
    described = c.MapData(expr=("-y", "x"), vars=("x", "y"), domain="R^2")
    plane = c.Certificate(schema=1, map=described, facts=(c.Structure(regularity="Comega"),), cells=())
    assert refusal(plane) == "the certificate decides no cell"
    assert refusal(plane, domain="R") == "the certificate is about another domain"
    assert refusal(plane, domain="R x (0, oo)") == "the certificate is about another domain"
    assert refusal(plane, map="-y") == "the certificate is about another map"
    assert refusal(plane, map=Map("(-y, x)", vars="x, y")) == "the certificate decides no cell"
    assert refusal(plane, map=Map("(y, x)", vars="x, y")) == "the certificate is about another map"
    line = msgspec.structs.replace(plane, map=msgspec.structs.replace(described, expr=("x",), vars=("x",), domain="R"))
    assert refusal(line) == ("a fact of kind structure: it is about several variables or outputs")


# -- the judgement of a cell -------------------------------------------------------------------------------------------

FACTS = tuple(range(len(KINDS)))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"rule": "1D-WONDER"}, "unknown rule '1D-WONDER'"),
        ({"rule": "\u00e9"}, "unknown rule '\\xe9'"),
        ({"rule": "1D-TWOLAYERS"}, "1D-TWOLAYERS may explain Cinf, never decide it"),
        (
            {"rule": "COMPACT-LIFT", "origin": cell_data("basic", True, "Comega")},
            "COMPACT-LIFT may explain Comega, never decide it",
        ),
        ({"rule": "COMPACT-LIFT"}, "COMPACT-LIFT does not decide that basic autonomous Cinf is embeddable"),
        ({"rule": "1D-LIP"}, "1D-LIP does not decide that basic autonomous Cinf is embeddable"),
        ({"status": "not_embeddable"}, "1D-ONEFIX does not decide that basic autonomous Cinf is not_embeddable"),
        (
            {"origin": cell_data("basic", False, "Cinf")},
            "1D-ONEFIX does not decide that basic non-autonomous Cinf is embeddable",
        ),
        (
            {"origin": cell_data("linear-layer", True, "Cinf")},
            "1D-ONEFIX does not decide that linear-layer autonomous Cinf is embeddable",
        ),
        (
            {"origin": cell_data("basic", True, "Lip")},
            "1D-ONEFIX does not decide that basic autonomous Lip is embeddable",
        ),
        ({"facts": (0, 1, 2, 2)}, "basic autonomous Cinf cites a fact twice or one that does not exist"),
        ({"facts": (0, 1, 2, 4)}, "basic autonomous Cinf cites a fact twice or one that does not exist"),
        ({"facts": (-1, 0, 1, 2)}, "basic autonomous Cinf cites a fact twice or one that does not exist"),
        ({"cell": cell_data("magic", True, "C1")}, "there is no cell 'magic autonomous C1'"),
        (
            {"via": ("INC-CLASS",)},
            "the inclusions do not lead from basic autonomous Cinf to basic autonomous Cinf",
        ),
        (
            {"cell": cell_data("basic", True, "C1")},
            "the inclusions do not lead from basic autonomous Cinf to basic autonomous C1",
        ),
        (
            {"via": ("INC-WONDER",)},
            "'INC-WONDER' does not lead from basic autonomous Cinf to basic autonomous Cinf",
        ),
    ],
)
def test_a_cell_is_refused(changes: dict[str, Any], reason: str) -> None:
    assert refusal(proof(**changes)) == reason


def test_a_cell_needs_its_facts() -> None:
    kinds = [c.kind(fact) for fact in onefix().facts]
    assert sorted(kinds) == sorted(KINDS)
    found = {
        missing: refusal(proof(facts=tuple(k for k, kind in enumerate(kinds) if kind != missing))) for missing in KINDS
    }
    where = "1D-ONEFIX: hypothesis"
    assert found == {
        "pieces": "basic autonomous Cinf lacks a fact of kind pieces",
        "slope": f"{where} 'derivative' lacks a fact of kind slope",
        "local": f"{where} 'derivative' lacks a fact of kind local",
        "fixedpoints": f"{where} 'one-sided' lacks a fact of kind fixedpoints",
    }


def test_a_cell_by_inclusions() -> None:
    far = proof(cell=cell_data("augmented-1", False, "Lip"), via=("INC-CLASS", "INC-LAYER", "INC-CLASS", "INC-TIME"))
    assert refusal(far) == "'INC-TIME' does not lead from basic autonomous Cinf to augmented-1 non-autonomous Lip"
    steps = ("INC-AUTONOMOUS", "INC-CLASS", "INC-LAYER", "INC-CLASS", "INC-DIMENSION")
    assert verify_certificate(proof(cell=cell_data("augmented-1", False, "Lip"), via=steps)).cells == (
        ProvenCell(Cell("augmented-1", False, "Lip"), "embeddable", "1D-ONEFIX"),
    )
    assert refusal(proof(cell=cell_data("augmented-1", False, "Lip"), via=steps[:-1])).startswith(
        "the inclusions do not"
    )
    wider = ("INC-AUTONOMOUS", "INC-LAYER", "INC-TIME")
    assert verify_certificate(proof(cell=cell_data("augmented-1", True, "Cinf"), via=wider))

    negative = c.read(VALID / "1d-c0-no-basic-c0.json")
    (own,) = negative.cells
    smaller = msgspec.structs.replace(own, cell=cell_data("basic", True, "C1"), via=("INC-CLASS", "INC-CLASS"))
    proven = verify_certificate(msgspec.structs.replace(negative, cells=(smaller,)))
    assert proven.cells == (ProvenCell(Cell("basic", True, "C1"), "not_embeddable", "1D-C0"),)
    larger = msgspec.structs.replace(own, cell=cell_data("basic", True, "flow"), via=("INC-CLASS",))
    assert "does not lead from" in refusal(msgspec.structs.replace(negative, cells=(larger,)))
    wrong = msgspec.structs.replace(smaller, via=("INC-CLASS",))
    assert refusal(msgspec.structs.replace(negative, cells=(wrong,))) == (
        "the inclusions do not lead from basic autonomous C0 to basic autonomous C1"
    )


def test_the_inclusions_of_a_negative_cell_are_walked_back() -> None:
    """A basic field is one of linear layers, that one depends on time at will, and time is a dimension."""
    data = c.read(VALID / "regular-no-augmented-1-time-flow.json")
    (own,) = data.cells
    steps = ("INC-AUTONOMOUS", "INC-TIME", "INC-AUTONOMOUS", "INC-LAYER")
    smaller = msgspec.structs.replace(own, cell=cell_data("basic", True, "flow"), via=steps)
    proven = verify_certificate(msgspec.structs.replace(data, cells=(smaller,)))
    assert proven.cells == (ProvenCell(Cell("basic", True, "flow"), "not_embeddable", "REGULAR"),)
    turned = msgspec.structs.replace(smaller, via=steps[::-1])
    assert refusal(msgspec.structs.replace(data, cells=(turned,))) == (
        "'INC-TIME' does not lead from augmented-1 non-autonomous flow to basic autonomous flow"
    )


class Noted(Judge):
    """Notes what a test is told."""

    rules: ClassVar[dict[str, tuple[Case, ...]]] = {
        "AUG": (
            Case(True, "layers", True, ("C1",), [Need("dimension", "", ("note",), ("first",))]),
            Case(True, "basic", True, ("C1",), [Need("dimension", "", ("note",), ("first",))]),
        )
    }
    first_kind = "first"

    def __init__(self, inputs: int, outputs: int, cell: Cell, origin: Cell, via: tuple[str, ...] = ()) -> None:
        self.inputs, self.outputs = inputs, outputs
        self.kinds, self.results = ["other", "first", "other"], {0: "zero", 1: "one", 2: "two"}
        ends = {"cell": cell_data(*cell), "origin": cell_data(*origin)}
        own = c.CellProof(status="embeddable", rule="AUG", via=via, facts=(2, 1, 0), **ends)
        described = c.MapData(expr=("x",), vars=("x",), domain="R")
        self.data = c.Certificate(schema=1, map=described, facts=(), cells=(own,))
        self.told: list[Claim] = []

    def note(self, told: Claim) -> bool:
        self.told.append(told)
        return True


@pytest.mark.parametrize(
    ("architecture", "extra"), [("basic", 0), ("linear-layer", 0), ("augmented-1", 1), ("augmented-3", 3)]
)
def test_what_a_test_is_told(architecture: str, extra: int) -> None:
    cell = Cell(architecture, True, "C1")
    own = Noted(3, 3, cell, cell)
    assert own.cell(0) == ProvenCell(cell, "embeddable", "AUG")
    assert own.told == [Claim("C1", {"first": ["one"], "other": ["two", "zero"]}, extra)]


def test_a_field_without_layers_needs_as_many_outputs_as_inputs() -> None:
    basic, layer = Cell("basic", True, "C1"), Cell("linear-layer", True, "C1")
    for inputs, outputs in ((2, 1), (1, 2)):
        assert Noted(inputs, outputs, layer, layer).cell(0).cell == layer
        for cell, origin, via in ((basic, basic, ()), (layer, basic, ("INC-LAYER",))):
            with pytest.raises(VerificationError) as caught:
                Noted(inputs, outputs, cell, origin, via).cell(0)
            assert str(caught.value) == f"{cell} is about maps with as many outputs as inputs"
            assert Noted(2, 2, cell, origin, via).cell(0).cell == cell


def test_a_hypothesis_that_is_not_proven() -> None:
    data = c.read(VALID / "1d-lip-yes-basic-lip.json")
    (own,) = data.cells
    positive = msgspec.structs.replace(
        own, rule="1D-NOFIX", cell=cell_data("basic", True, "C1"), origin=cell_data("basic", True, "C1")
    )
    described = msgspec.structs.replace(data, cells=(positive,))
    assert refusal(described) == "1D-NOFIX: hypothesis 'no-fixed-point' lacks a fact of kind fixedpoints"
    kinked = msgspec.structs.replace(
        own, rule="1D-NONAUTO", cell=cell_data("basic", False, "C1"), origin=cell_data("basic", False, "C1")
    )
    assert refusal(msgspec.structs.replace(data, cells=(kinked,))) == (
        "1D-NONAUTO: hypothesis 'class' is not proven: own class fails"
    )
    wild = checker("sqrt(x)", "[0, oo)", ("pieces", "slope"))
    wild.joints = [Joint(at(0), Meeting(None, OneSided(), sp.S.Zero, True), 0)]
    with pytest.raises(VerificationError) as caught:
        wild._meet("1D-LIP", Need("positive", "", ("finite_slopes",), ("pieces",)), claim("Lip", pieces=[None]))
    assert str(caught.value) == (
        "1D-LIP: hypothesis 'positive' is not proven: the sign of a one-sided derivative at a break or an end"
    )
    for kinds, missing in ((("pieces", "slope|local"), "slope|local"), (("line",), "line")):
        with pytest.raises(VerificationError) as caught:
            wild._meet("RULE", Need("key", "", (), kinds), claim("Lip", pieces=[None]))
        assert str(caught.value) == f"RULE: hypothesis 'key' lacks a fact of kind {missing}"
    wild._meet("RULE", Need("key", "", (), ("pieces|slope",)), claim("Lip", slope=[None]))


# -- tests of maps -----------------------------------------------------------------------------------------------------


def limits(*values: Any, analytic: bool | None = None, balls: Any = None) -> OneSided:
    """A side with these limits of f, f', f''; enclosures follow from them unless given."""
    known = [None if value is None else sp.sympify(value) for value in values]
    enclosed = balls or [
        arb.nan() if v is None or v.is_infinite else arb(float(v)) if v.free_symbols == set() else arb.nan()
        for v in known
    ]
    return OneSided(limits=known, balls=enclosed, analytic=analytic)


def joint(spot: Any, left: OneSided | None, right: OneSided | None, value: Any = 0, place: int = 2) -> Joint:
    found = spot if isinstance(spot, Spot) else at(spot)
    known = None if value is None else sp.sympify(value)
    return Joint(found, Meeting(left, right, known, True), place)


def joined(*joints: Joint, expr: str = "x", domain: str = "R") -> IntervalChecker:
    own = checker(expr, domain, ("pieces", "slope"))
    own.joints = list(joints)
    return own


def bad(own: IntervalChecker) -> list[tuple[Any, str, bool, Any]]:
    return [(one.spot.value, one.kind, isinstance(one.where, Joint), one.period) for one in own.defects()]


@pytest.mark.parametrize(
    ("expr", "domain", "expected"),
    [
        ("exp(x)", "R", []),
        ("x**3", "R", [(0, "zero", False, None)]),
        ("x**2", "[0, 1]", [(0, "zero", True, None)]),
        ("sqrt(x)", "[0, oo)", [(0, "infinite", True, None)]),
        ("sqrt(x)", "(0, oo)", []),
        ("Max(x, 2*x)", "R", [(0, "kink", True, None)]),
        ("Max(x, 0)", "R", None),
        ("x*|x|", "R", [(0, "zero", True, None)]),
        ("x + sin(x)", "R", [(sp.pi, "zero", False, 2 * sp.pi)]),
        ("cbrt(x)", "R", [(0, "infinite", True, None)]),
        ("x**3 + Max(x - 1, 2*x - 2)", "(-oo, 2)", [(1, "kink", True, None)]),
        ("Max(x**3 - 1, 2*x**3 - 2)", "R", [(0, "zero", False, None), (1, "kink", True, None)]),
    ],
)
def test_where_a_map_is_no_local_diffeomorphism(expr: str, domain: str, expected: Any) -> None:
    if expected is None:
        expected = [(0, "zero", True, None)]
        own = joined(joint(0, limits(0, 0, 0), limits(0, 1, 0)))
    else:
        own = checker(expr, domain, KINDS[:3])
    assert bad(own) == expected
    kinds = {kind for _, kind, _, _ in expected}
    assert own.regular_slopes(claim()) is (not kinds)
    assert own.finite_slopes(claim()) is (kinds <= {"kink"})
    assert own.flat_point(claim()) is ("zero" in kinds)
    assert own.slopes_of_class(claim("flow")) and own.slopes_of_class(claim("C0"))
    assert own.slopes_of_class(claim("Lip")) is own.finite_slopes(claim())


def test_defects_that_are_not_known() -> None:
    unknown = "the one-sided derivatives of f at a break or an end are not known"
    near, one = limits(None, None, None, balls=[arb(0), arb(1, 0.5), arb(0)]), limits(0, 1, 0)
    assert why(joined(joint(0, near, near, None)).defects) == unknown  # whether they agree
    assert why(joined(joint(0, None, limits(0, None, 0))).defects) == unknown
    undecided = joined(joint(0, None, limits(0, UNDECIDED - 1, 0)))
    assert undecided.joints[0].meeting.c1 is True and why(undecided.defects) == unknown
    assert bad(joined(joint(0, limits(0, None, 0, balls=[arb(0), arb(3), arb(0)]), one))) == [(0, "kink", True, None)]
    sign = "the sign of a one-sided derivative at a break or an end"
    for test in (undecided.finite_slopes, undecided.slopes_of_class):
        assert why(test, claim("Lip")) == sign
    for regularity in ("flow", "C0"):
        assert undecided.slopes_of_class(claim(regularity)) is True


def test_bends() -> None:
    straight, bent, wild = limits(0, 1, 0), limits(0, 1, 2), limits(0, 1, "oo")
    first, second, third = joint(0, straight, bent), joint(1, straight, straight, 0), joint(2, straight, wild)
    kink = joint(3, straight, limits(0, 2, 0))
    assert joined(first, second, third, kink).bends() == [first, third]
    unknown = joint(4, straight, limits(0, 1, None))
    assert why(joined(first, unknown).bends) == "whether f is C^2 at a break or an end"
    assert joined(first, expr="x").bends_fixed(claim()) and not joined(first, expr="x + 1").bends_fixed(claim())
    assert not joined(joint(1, straight, straight), first, expr="x + 1").bends_fixed(claim())
    assert joined(joint(1, straight, straight), expr="x + 1").bends_fixed(claim())


@pytest.mark.parametrize(
    ("expr", "domain", "direction"),
    [
        ("x**3", "R", 1),
        ("-x**3", "R", -1),
        ("x**2", "R", 0),
        ("|x|", "R", 0),
        ("7", "R", 0),
        ("Max(x, 0)", "R", 0),
        ("Max(x, 2*x)", "R", 1),
        ("Min(-x, -2*x)", "R", -1),
        ("Piecewise((x, x < 0), (x + 1, True))", "R", 0),
        ("Piecewise((x, x < 0), (x - 1, True))", "R", 0),
    ],
)
def test_the_direction_of_a_map(expr: str, domain: str, direction: int) -> None:
    own = checker(expr, domain, KINDS[:3])
    assert own.direction() == direction
    assert own.rising(claim()) is (direction == 1) and own.monotone(claim()) is (direction != 0)


QUINTIC = "x**5/5 - x**2/2 - x"  # its critical points are known by an equation


def test_fixed_points_among_bad_points() -> None:
    own = checker("x + sin(x)", "R", KINDS[:3])
    (pi,) = own.defects()
    assert own.is_fixed(pi) and own.defects_fixed(claim()) and not own.defect_moves(claim())
    half = checker("x/2 + sin(x)/2 + pi/2", "R", KINDS[:3])
    (pi,) = half.defects()
    assert half.moves(pi.spot, pi.where) == 0 and not half.is_fixed(pi) and not half.defects_fixed(claim())
    away = checker("x + 1 + sin(x)", "R", KINDS[:3])
    assert not away.is_fixed(away.defects()[0]) and away.defect_moves(claim())
    quintic = checker(QUINTIC, "R", KINDS[:3])
    found = quintic.defects()
    assert [one.spot.value for one in found] == [None, None] and not any(map(quintic.is_fixed, found))
    assert not quintic.defects_fixed(claim()) and quintic.defect_moves(claim())
    fixed = checker("Max(x**3, 2*x**3)", "R", KINDS[:3])
    assert fixed.defects_fixed(claim()) and not fixed.defect_moves(claim())


def test_the_next_point_of_a_family_is_on_the_piece() -> None:
    pi, turn = at(sp.pi), 2 * sp.pi
    own = checker("x + sin(x)", "R", ("pieces",))
    for low, high, place in (("-oo", "oo", 3), ("0", "oo", 3), ("-oo", "4", -1), ("-oo", "9", -1), ("3", "oo", 3)):
        where = Piece(at(low), at(high), X + sp.sin(X))
        assert own._copy(Bad(pi, "zero", where, turn)) == (place * sp.pi, place * sp.pi)
    unknown = "the next point of a periodic family"
    assert why(own._copy, Bad(pi, "zero", Piece(at(0), at(9), X), turn)) == unknown
    assert why(own._copy, Bad(ROOT, "zero", Piece(at("-oo"), at("oo"), X), turn)) == unknown


SIDES = {
    "jump": joint(0, limits(0, 1, 0), limits(1, 1, 0), None),
    "cusp": joint(0, limits(0, "-oo", "oo"), limits(0, "oo", "oo")),
    "kink": joint(0, limits(0, 1, 0), limits(0, 2, 0)),
    "bend": joint(0, limits(0, 1, 0), limits(0, 1, 2)),
    "flat": joint(0, limits(0, 0, 0, analytic=False), limits(0, 0, 0, analytic=False)),
    "end": joint(0, None, limits(0, 1, 2, analytic=True)),
}
PROPERTIES = ("continuous", "lipschitz", "c1", "c2", "cinf", "analytic")


def test_the_classes_of_a_map() -> None:
    jump = SIDES["jump"]
    broken = Joint(jump.spot, Meeting(jump.meeting.left, jump.meeting.right, sp.S.Zero, False), 2)
    table = {"jump": broken, **{name: one for name, one in SIDES.items() if name != "jump"}}
    for name, one in table.items():
        own = joined(joint(1, None, limits(0, 1, 2, analytic=True)), one)
        values = {key: getattr(one.meeting, key) for key in PROPERTIES}
        for regularity, key in zip(
            REGULARITIES, ("continuous", "continuous", *PROPERTIES[1:3], *PROPERTIES[4:]), strict=True
        ):
            assert own.own_class(claim(regularity)) is (values[key] is True), (name, regularity)
            assert own.irregular(claim(regularity)) is (values[key] is False), (name, regularity)
        for regularity, key in (("C1", "c2"), ("Cinf", "cinf"), ("Comega", "analytic")):
            assert own.one_class_more(claim(regularity)) is (values[key] is True), (name, regularity)
        assert own.continuous(None) is (values["continuous"] is True)
        assert own.differentiable(claim()) is (values["c1"] is True)
        assert own.analytic(claim()) is (values["analytic"] is True)
        assert own.two_sided(claim()) is (one.meeting.c2_sides is True)
    assert [table[name].meeting.continuous for name in ("jump", "cusp")] == [False, True]
    assert [table[name].meeting.c1 for name in ("cusp", "kink", "bend", "flat")] == [False, False, True, True]
    assert [table[name].meeting.c2 for name in ("bend", "flat", "end")] == [False, True, True]
    assert [table[name].meeting.analytic for name in ("flat", "end")] == [False, True]


def test_obstructions() -> None:
    def obstructed(one: Joint, regularity: str, expr: str = "x") -> bool:
        return joined(one, expr=expr).obstructed(claim(regularity))

    kink, bend, sharp = SIDES["kink"], SIDES["bend"], joint(0, limits(0, 1, "oo"), limits(0, 1, "oo"))
    assert obstructed(SIDES["cusp"], "Lip") and obstructed(SIDES["flat"], "Lip")
    assert not obstructed(kink, "Lip") and obstructed(kink, "Lip", "x + 1")
    assert not obstructed(sharp, "Lip") and obstructed(sharp, "Lip", "x + 1")
    assert not obstructed(bend, "Lip") and not obstructed(bend, "Lip", "x + 1")
    assert obstructed(kink, "C1") and obstructed(SIDES["cusp"], "C1")
    assert not obstructed(bend, "C1") and obstructed(bend, "C1", "x + 1")
    assert not obstructed(SIDES["end"], "C1", "x + 1") and not obstructed(SIDES["flat"], "C1", "x + 1")
    for expr, moves in (("x + |x**2 - 2|", False), ("x + 1 + |x**2 - 2|", True)):
        own = checker(expr, "(1, 2)", KINDS[:3])
        (one,) = own.joints
        assert one.meeting.c11 is False and bool(own.moves(one.spot, one)) is moves
    for expr, moves in ((QUINTIC_KINK, False), (f"{QUINTIC_KINK} + 1", True)):
        own = checker(expr, "(1, 2)", KINDS[:3])
        (one,) = own.joints
        assert one.spot.value is None and own.obstructed(claim("Lip")) is moves
    for expr, moves in ((QUINTIC_BEND, False), (f"{QUINTIC_BEND} + 1", True)):
        own = checker(expr, "(1, 2)", KINDS[:3])
        (one,) = own.joints
        assert one.spot.value is None and one.meeting.c2 is False and own.obstructed(claim("C1")) is moves


QUINTIC_KINK = "x + |x**5 - x - 1|/100"
QUINTIC_BEND = "x + |x**5 - x - 1|*(x**5 - x - 1)/100"


@pytest.mark.parametrize(
    ("side", "fixed", "anywhere"),
    [
        (limits(0, 1, None, analytic=True), True, True),
        (limits(0, None, 5), True, True),
        (limits(0, "oo", None), True, True),
        (limits(0, "-oo", None), False, True),  # not of a map that rises
        (limits(0, 0, None), True, True),
        (limits(0, 1, None), False, False),
        (limits(0, 2, None), True, False),
        (limits(0, "1/2", None), True, False),
        (limits(0, UNDECIDED, None, balls=[arb(0), arb(1), arb(0)]), False, False),
        (limits(0, UNDECIDED + 1, None), True, False),
        (limits(0, None, None), False, False),
        (limits(0, None, None, balls=[arb(0), arb(3, 1), arb(0)]), True, False),
        (limits(0, None, None, balls=[arb(0), arb(1, 1), arb(0)]), False, False),
        (limits(0, None, None, balls=[arb(0), arb(0.5, 0.25), arb(0)]), True, False),
        (limits(0, None, None, balls=[arb(0), arb(2), arb(1)]), True, False),
        (limits(0, None, None, balls=[arb(0), arb(1), arb(3)]), False, False),
        (limits(2, 1, None), False, False),
    ],
)
def test_tame_sides(side: OneSided, fixed: bool, anywhere: bool) -> None:
    own = joined(joint(0, None, side), expr="x")
    assert own._tame(side, 1) is fixed and own._tame(side, 0) is anywhere
    assert own.tame_fixed(claim()) is fixed and own.tame(claim()) is anywhere
    moved = joined(joint(0, None, side), expr="x + 1")
    assert moved.tame_fixed(claim()) is True and moved.tame(claim()) is anywhere
    both = joined(joint(0, side, limits(0, 1, 0)), joint(1, None, limits(0, 1, 0)))
    assert both.tame_fixed(claim()) is fixed and both.tame(claim()) is anywhere


def test_a_kink_known_by_an_equation_is_tame() -> None:
    own = checker(QUINTIC_KINK, "(1, 2)", KINDS[:3])
    assert own.joints[0].spot.value is None and own.tame_fixed(claim()) and own.tame(claim())


# -- fixed points ------------------------------------------------------------------------------------------------------


def points(*found: Fixed, expr: str = "x", domain: str = "R") -> IntervalChecker:
    own = checker(expr, domain, ("pieces",))
    own.fixed = list(found)
    return own


ISLE = Fixed(None, 3)


def test_components_between_fixed_points() -> None:
    a, b, d = (Fixed(at(k), place) for k, place in ((0, 1), (1, 2), (2, 5)))
    for found, numbers in (
        ((), []),
        ((a,), []),
        ((a, b), [0]),
        ((a, b, d), [0, 1]),
        ((a, b, ISLE), [0]),
        ((a, b, ISLE, d), [0]),
        ((ISLE, a, b), [0]),
        ((ISLE,), []),
        ((a, ISLE, b, d), [1]),
    ):
        own = points(*found)
        assert own._bounded() == numbers
        assert own.unbounded(claim()) is (not numbers)
        assert own.no_fixed_point(claim()) is (not found)
        assert own.no_interval(claim()) is (ISLE not in found)
        assert own.matched(claim(component=numbers)) and own.matched(claim(component=[0, 1, 2]))
        assert own.matched(claim(component=[7])) is (not numbers)
    family = points(Fixed(at(sp.pi), 1, None, 2 * sp.pi))
    for test in (family._bounded, lambda: family.unbounded(claim()), lambda: family.matched(claim(component=[0]))):
        assert why(test) == "infinitely many fixed points"


def test_comparisons_of_fields() -> None:
    own = checker("Max(x, 2*x)", "R", ("pieces", "slope"))
    yes, no = Compared(0, True), Compared(1, False)
    assert own.compared(claim(match=[no])) is True and own.compared(claim(match=[])) is False
    assert own.apart(claim(match=[yes])) is True and own.apart(claim(match=[yes, no])) is False
    assert own.steep(claim(match=[yes, no])) is True
    own.slopes[1] = Signs([], (-1,), None)
    assert own.steep(claim(match=[yes])) is True and own.steep(claim(match=[yes, no])) is False
    own.slopes[0] = Signs([at(-1)], (1, 1), None)
    assert own.steep(claim(match=[yes])) is False


def test_multipliers() -> None:
    three = checker("Piecewise((x/3, x < 0), (2*x, x < 1), (x + (x - 2)**2, True))", "R", ("pieces",))
    assert [three.multiplier(Fixed(at(spot), 2 * k + 1)) for k, spot in enumerate((-1, "1/2", 2))] == [-1, 1, 0]
    undecided = "whether the multiplier at a fixed point is 1"
    assert why(three.multiplier, Fixed(algebraic_spot((-4, 0, 1), fmpq(1), fmpq(3)), 5)) == undecided

    def at_joint(side: OneSided) -> Fixed:
        return Fixed(at(0), 0, joint(0, None, side, place=0))

    for value, sign in (("2", 1), ("1/2", -1), ("1", 0), ("-1", -1)):
        assert three.multiplier(at_joint(limits(0, value, 0))) == sign
        assert three.multiplier(at_joint(limits(0, value, 3))) == sign
    for ball, sign in ((arb(2, 0.5), 1), (arb(1.25, 0.125), 1), (arb(0.5, 0.25), -1), (arb(-3), -1)):
        assert three.multiplier(at_joint(limits(0, None, 0, balls=[arb(0), ball, arb(0)]))) == sign
        assert three.multiplier(at_joint(limits(0, None, 0, balls=[arb(0), ball, arb(9)]))) == sign
    for side in (limits(0, UNDECIDED, 0), limits(0, None, 0), limits(0, None, 0, balls=[arb(0), arb(1, 1), arb(9)])):
        assert why(three.multiplier, at_joint(side)) == undecided
    three.fixed = [Fixed(at(-1), 1), Fixed(at("1/2"), 3)]
    assert three.hyperbolic(claim()) is True
    three.fixed.append(Fixed(at(2), 5))
    assert three.hyperbolic(claim()) is False


LEFT_ONLY = joint(0, limits(0, 2, 0, analytic=True), limits(0, 2, 0, analytic=False))
RIGHT_ONLY = joint(0, limits(0, 2, 0, analytic=False), limits(0, 2, 0, analytic=True))
BOTH = joint(0, limits(0, 2, 0, analytic=True), limits(0, 3, 0, analytic=True))


def placed(one: Joint, place: int, left: bool = True, right: bool = True) -> Fixed:
    """A fixed point at a joint; without a side, at an end of X."""
    sides = one.meeting.left if left else None, one.meeting.right if right else None
    return Fixed(at(place), place, Joint(at(place), Meeting(*sides, sp.S(place), True), place))


def test_the_fixed_points_of_a_piece() -> None:
    """A joint counts for a piece when f is analytic up to it from inside the piece."""
    inner = [Fixed(at(2 * k + 1), 2 * k + 1) for k in range(4)]
    joints = [
        placed(BOTH, 0, left=False),
        placed(LEFT_ONLY, 2),
        placed(RIGHT_ONLY, 4),
        placed(BOTH, 6),
        placed(BOTH, 8, right=False),
    ]
    own = points(*sorted((*inner, *joints), key=lambda one: one.place))
    assert [[one.place for one in own._points_of(number)] for number in range(4)] == [
        [0, 1, 2],
        [3],
        [4, 5, 6],
        [6, 7, 8],
    ]
    own.fixed = [placed(BOTH, 0, right=False), Fixed(None, 1), placed(BOTH, 2, left=False)]
    assert list(own._points_of(0)) == []


def test_two_fixed_points_on_one_piece() -> None:
    own = checker("Piecewise((2*x, x < 0), (3*x, x < 1), (4*x, True))", "R", ("pieces", "slope"))
    rises, falls = Signs([], (1,), None), Signs([], (-1,), None)
    own.fixed = [Fixed(at(2), 5), Fixed(at(3), 5)]
    assert own.two_fixed(claim(classm=[2])) is True
    assert own.two_fixed(claim(classm=[0])) is False and own.two_fixed(claim(classm=[0, 1, 2])) is True
    own.slopes[2] = falls
    assert own.two_fixed(claim(classm=[2])) is False
    own.slopes[2] = Signs([at(2)], (1, 1), None)
    assert own.two_fixed(claim(classm=[2])) is False
    own.slopes[2] = rises
    own.fixed = [Fixed(at(2), 5)]
    assert own.two_fixed(claim(classm=[2])) is False
    own.fixed = [Fixed(at(2), 5, None, 2 * sp.pi)]  # and its copies
    assert own.two_fixed(claim(classm=[2])) is True
    own.fixed = [placed(RIGHT_ONLY, 4), Fixed(at(5), 5)]
    assert own.two_fixed(claim(classm=[2])) is True and own.two_fixed(claim(classm=[1])) is False
    own.fixed = [placed(RIGHT_ONLY, 2), placed(LEFT_ONLY, 4)]
    assert own.two_fixed(claim(classm=[1])) is True
    left = joint(0, limits(0, 0, 0, analytic=True), limits(0, 2, 0, analytic=True))
    own.fixed = [placed(left, 4), Fixed(at(5), 5)]
    assert own.two_fixed(claim(classm=[2])) is True
    for slope in (0, -1, None):
        flat = joint(0, limits(0, slope, 0, analytic=True), limits(0, 5, 0, analytic=True))
        own.fixed = [placed(RIGHT_ONLY, 2), placed(flat, 4)]
        assert own.two_fixed(claim(classm=[1])) is False
        flat = joint(0, limits(0, 5, 0, analytic=True), limits(0, slope, 0, analytic=True))
        own.fixed = [placed(flat, 2), placed(LEFT_ONLY, 4)]
        assert own.two_fixed(claim(classm=[1])) is False
        own.fixed = [placed(BOTH, 4), Fixed(at(5), 5), placed(flat, 6, right=False)]
        assert own.two_fixed(claim(classm=[2])) is True


def test_parabolic_fixed_points() -> None:
    own = checker("Piecewise((2*x, x < 0), (x + (x - 1)**2, x < 2), (4*x, True))", "R", ("pieces",))
    own.fixed = [Fixed(at(-1), 1), Fixed(at(1), 3)]
    assert own.parabolic(claim(classm=[1])) is True and own.parabolic(claim(classm=[0])) is False
    assert own.parabolic(claim(classm=[0, 1])) is True and own.parabolic(claim(classm=[])) is False
    one = joint(0, limits(0, 1, 0, analytic=True), limits(0, 1, 0, analytic=True))
    own.fixed = [placed(one, 4)]
    assert own.parabolic(claim(classm=[2])) is False  # another piece begins there
    own.fixed = [placed(one, 6, right=False)]
    assert own.parabolic(claim(classm=[2])) is True
    own.fixed = [placed(BOTH, 6, right=False)]
    assert own.parabolic(claim(classm=[2])) is False
    assert own.member(claim(classm=[0])) is True and own.member(claim(classm=[])) is False


# -- other facts -------------------------------------------------------------------------------------------------------


def test_one_whole_piece() -> None:
    one, two = checker("x", "R", ("pieces",)), checker("Max(x, 2*x)", "R", ("pieces",))
    assert one.whole(claim()) is True and two.whole(claim()) is False
    one.joints = [Joint(at(0), Meeting(None, limits(1, 1, 0), sp.S.Zero, False), 0)]
    assert one.whole(claim()) is False


def test_affine_and_even_maps() -> None:
    own = checker("x", "R", ("pieces",))
    identity, other = (sp.S.One, sp.S.Zero), (sp.S(2), sp.S.Zero)
    assert own.identity(claim(affinemap=[other, identity])) is True
    for false in (other, (sp.S.One, sp.S.One), (sp.S.Zero, sp.S.Zero), (UNDECIDED, sp.S.Zero)):
        assert own.identity(claim(affinemap=[false])) is False
        assert own.affine(claim(affinemap=[false])) is True
    assert own.affine(claim(affinemap=[])) is False and own.identity(claim(affinemap=[])) is False
    assert own.even(claim(even=[True])) is True and own.even(claim(even=[])) is False


@pytest.mark.parametrize(
    ("test", "signs"),
    [("descent", (0, 1)), ("ascent", (0, -1)), ("not_constant", (1, -1)), ("drop", (1,)), ("rise", (-1,))],
)
def test_two_values_in_order(test: str, signs: tuple[int, ...]) -> None:
    own = checker("x", "R", ("pieces",))
    for sign in (-1, 0, 1):
        assert getattr(own, test)(claim(order=[sign])) is (sign in signs)
        assert getattr(own, test)(claim(order=[sign, *signs])) is True
    assert getattr(own, test)(claim(order=[])) is False


def test_bad_points_on_a_line() -> None:
    own = checker("x**3", "R", ("pieces",))
    where = own.pieces[0]

    def aligned(*spots: Any, period: Any = None) -> bool | None:
        found = [Bad(s if isinstance(s, Spot) else at(s), "zero", where, period) for s in spots]
        return own._aligned(found)

    assert [aligned(), aligned(1), aligned(1, 2), aligned(ROOT, 2)] == [True] * 4
    assert aligned(-1, 0, 1) is True and aligned(-2, -1, 3) is True and aligned(2, -3, 1) is True
    assert aligned(0, 1, 2) is False and aligned(1, 2, 3) is False and aligned(-1, 0, 1, 2) is False
    assert aligned(ROOT, 0, 1) is None
    assert aligned(-1, 0, 1, period=3) is False  # with the copies 2, 3 and 4
    assert aligned(-1, period=2) is True and aligned(-1, 1, period=2) is False  # with the copies 1 and 3
    assert own._aligned([Bad(at(-1), "zero", where, sp.S(3)), Bad(at(2), "kink", where)]) is True
    assert own._aligned([Bad(at(-1), "zero", where, sp.S.One), Bad(at(1), "kink", where)]) is True
    assert own._aligned([Bad(at(-1), "zero", where, sp.S.One), Bad(at(2), "kink", where)]) is False
    flat = checker("7 + 0*x", "R", ("pieces",))
    places = [Bad(at(k), "zero", flat.pieces[0]) for k in (5, 1, 2)]
    assert flat._aligned(places) is True
    slow = checker("x*(sin(1)**2 + cos(1)**2)", "R", ("pieces",))
    mixed = [Bad(at(k), "zero", slow.pieces[0]) for k in (0, UNDECIDED, 1)]
    assert slow._aligned(mixed) is True
    step = checker("Piecewise((0, x < 1), (sin(1)**2 + cos(1)**2 - 1, x < 2), (0, True))", "R", ("pieces",))
    level = [Bad(at(k), "zero", step.pieces[0]) for k in (0, "1/2", "3/2")]
    assert step._aligned(level) is None
    assert step._aligned([*level, Bad(at(5), "zero", step.pieces[0])]) is None


def test_lines_through_bad_points() -> None:
    three = checker("x + relu(x) + relu(x - 1) + relu(x - 2)", "R", KINDS[:3])
    assert three.not_aligned(claim("C0")) is True and three.aligned_defects(claim()) is False
    two = checker("x + relu(x) + relu(x - 1)", "R", KINDS[:3])
    assert two.not_aligned(claim("C0")) is False and two.aligned_defects(claim()) is True
    bent = checker("x + relu(x)**2 + relu(x - 1)**2 + relu(x - 2)**2", "R", KINDS[:3])
    assert bent.not_aligned(claim("C1")) is True
    assert bent.not_aligned(claim("C0")) is False and bent.not_aligned(claim("Lip")) is False
    assert bent.aligned_defects(claim()) is True
    straight = checker("x", "R", KINDS[:3])
    assert straight.not_aligned(claim("C1")) is False
    # A kink among the bends: only the kinks count.
    mixed = checker("x + relu(x) + relu(x - 1)**2 + relu(x - 2)**2 + relu(x - 3)**2", "R", KINDS[:3])
    assert mixed.not_aligned(claim("C1")) is False


# slope, bound, intercept, sign of f' - bound (of f - line): whether the line is met once, for rising f and falling f.
LINES: list[tuple[Any, Any, int, bool, bool]] = [
    (1, None, 1, True, False),
    (-1, None, 1, False, True),
    (0, None, 1, False, False),
    (UNDECIDED - 1, None, 1, False, False),
    (1, 2, 1, True, False),
    (3, 2, 1, False, False),
    (3, 2, -1, True, False),
    (1, 2, -1, False, False),
    (2, 2, 1, False, False),
    (1, 0, 1, False, False),
    (1, -1, 1, False, False),
    (-1, -2, -1, False, True),
    (-3, -2, -1, False, False),
    (-3, -2, 1, False, True),
    (-1, -2, 1, False, False),
]


@pytest.mark.parametrize(("slope", "bound", "sign", "up", "down"), LINES)
def test_lines_in_the_direction_of_the_map(slope: Any, bound: Any, sign: int, up: bool, down: bool) -> None:
    slope, bound = sp.sympify(slope), None if bound is None else sp.sympify(bound)
    found = (slope, bound, None if bound is not None else sp.S.Zero, sign)
    for expr, fits in (("x + exp(x)", up), ("-x - exp(x)", down)):
        own = checker(expr, "R", KINDS[:3])
        for regularity in ("C1", "Comega"):
            assert own.met_once(claim(regularity, line=[found])) is fits
            assert own.met_once(claim(regularity, line=[])) is False
            never = (sp.S.Zero, None, sp.S.Zero, 1)
            assert own.met_once(claim(regularity, line=[never, found])) is fits


def test_lines_and_bends() -> None:
    free, fixed = (sp.S.Half, None, sp.S(-9), 1), (sp.S.Half, sp.S.One, None, 1)
    straight = limits(0, 1, 0, analytic=True)
    bend, rough = joint(0, straight, limits(0, 1, 2, analytic=True)), joint(0, None, limits(0, 1, 0, analytic=False))

    def met(line: Any, regularity: str, *joints: Joint) -> bool:
        return joined(*joints, expr="x + exp(x)").met_once(claim(regularity, line=[line]))

    assert met(free, "C1") and met(fixed, "C1") and met(free, "Comega") and met(fixed, "Comega")
    assert met(fixed, "C1", bend) and not met(free, "C1", bend)  # a line through the bend needs a free intercept
    assert not met(fixed, "C1", bend, joint(1, straight, limits(0, 1, 2)))
    assert not met(fixed, "Comega", bend) and not met(free, "Comega", bend)
    assert met(free, "C1", rough) and met(fixed, "C1", rough)
    assert not met(free, "Comega", rough) and not met(fixed, "Comega", rough)
    assert not joined(expr="7").met_once(claim("C1", line=[free]))
