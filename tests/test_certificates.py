"""Certificates as files: the true ones verify, every attack is refused for its own reason, the rest cannot be read.

tests/certificates/make.py writes the files; its modules say how each attack is made. A rule, a hypothesis or a kind of
evidence without its file fails here.
"""

from __future__ import annotations

import importlib.util
import json
import pathlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import pytest

from embedcheck import CATALOG, Cell, CertificateError, Map, Profile, VerificationError, check, verify_certificate
from embedcheck import certificate as c
from embedcheck.cells import Status
from embedcheck.judges.base import Case, Need
from embedcheck.judges.euclidean import EUCLIDEAN_RULES
from embedcheck.judges.interval import INTERVAL_RULES
from embedcheck.theory import THEOREMS

HERE = pathlib.Path(__file__).parent
CORPUS = HERE / "certificates"
VALID = sorted((CORPUS / "valid").glob("*.json"))
INVALID = sorted((CORPUS / "invalid").glob("*.json"))
MALFORMED = sorted((CORPUS / "malformed").glob("*.json"))
MAX_LAW_BYTES = 2**20
MAX_CORPUS_BYTES = 4 * 2**20

MORE_MAPS = (
    ("exp(log(x))", "(0, oo)"),
    ("x**2/x", "(0, 1)"),
    ("t**3 + t", "R"),
    ("|x - pi|", "R"),
    ("Max(x, pi)", "R"),
    ("Max(exp(x), x)", "[-1, 1]"),
    ("|x**3 - x - 1|", "R"),
    ("|exp(x) - 2|", "R"),
    ("|cos(x) - x|", "R"),
    ("|sin(x)|", "[0, 5]"),
    ("Piecewise((x, x < pi), (2*x - pi, True))", "R"),
    ("x + sin(x) + cos(x)/3", "R"),
    ("x + Max(0, x - sqrt(2))**2", "R"),
    ("x**5 - x - 1", "R"),
    ("(x**3 + 1)/(x**2 + 1)", "R"),
    ("log((1 + exp(x) + exp(2*x))/3)", "R"),
    ("atan(x) + x/10", "R"),
    ("x**pi", "[0, 1]"),
    ("exp(exp(x))", "[0, 1]"),
    ("Max(x, 1/x)", "(0, oo)"),
    ("4*x/3 + |x|/3 + 3 - exp(2*x) + tanh(x)/2", "(-oo, 0]"),
    ("Max(exp(-x) + 2*exp(x), x*|x|)", "[-1, 1]"),
    ("Max(relu(x - 1) + 5*x/6, |x - 1|)", "R"),
    ("2*x/(1 + |x|)", "R"),
    ("x*|x| + 2*x + 1", "[-1, 2)"),
    ("x + x*(1 - x)*atan(x + 1/2)/4", "[0, 1]"),
    ("x + atan(sin(x) + 1/3)/5", "R"),
)

EUCLIDEAN_MAPS = (
    ("(-x, -y)", "R^2"),
    ("(x + 1, -y, -2*z)", "R^3"),
    ("(-2*x, -3*y)", "[0, 1] x (0, oo)"),
    ("(x, -y/2, -z/3)", "R^3"),
    ("(y, -x + y)", "[-1, 1]^2"),
    ("(x + y, x + y)", "R^2"),
    ("(sqrt(2)*x, y)", "R^2"),
    ("(x**2 - y**2, 2*x*y)", "R^2"),
    ("(exp(x)*cos(y), exp(x)*sin(y))", "R^2"),
    ("(1 - 7*x**2/5 + y, 3*x/10)", "R^2"),
    ("(cos(x), sin(x))", "R"),
    ("(x, x**3, exp(x))", "R"),
    ("(x**2, x**3)", "[-1, 1]"),
    ("x**2 + y**2", "[1, 2] x [0, 1]"),
    ("x**3 + y**3", "R^2"),
    ("x*y*z", "R^3"),
    ("|x| + |y|", "[-1, 1]^2"),
    ("sin(x)*sin(y) + cos(x)", "R^2"),
    ("Max(x, y)/(1 + x**2)", "R^2"),
    ("(x**pi, log(y))", "(0, oo)^2"),
)

# Tests of the table that another test, or the check of the facts themselves, makes superfluous.
IMPLIED = {
    ("1D-MATCH", "rising"): "a C^1 map without critical points that has two fixed points rises",
    (
        "1D-MATCH",
        "no_interval",
    ): "an analytic map that fixes an interval is the identity, without components",
    ("1D-MATCH", "hyperbolic"): "no closed form of the format has a parabolic fixed point at the end of a component",
    ("1D-MATCH", "compared"): "the check of the fact",
    ("1D-CLASS-M", "member"): "the check of the fact",
    ("1D-CLOSED", "whole"): "the check of the fact asks for one piece, and a rising map is continuous",
    ("AFFINE-LAYER", "affine"): "the check of the fact",
    ("ODD-EVEN", "even"): "the check of the fact",
}


def law_maps() -> list[tuple[str, str, str | None]]:
    own = json.loads((HERE / "data" / "interval_maps.json").read_text(encoding="utf-8"))
    found: dict[tuple[str, str], str | None] = {(entry["map"], entry["domain"]): None for entry in own}
    for entry in CATALOG.values():
        if entry.map.inputs == entry.map.outputs == 1:
            found.setdefault((entry.expr, entry.domain), entry.vars)
    found.update(dict.fromkeys(MORE_MAPS))
    return [(expr, domain, names) for (expr, domain), names in found.items()]


LAW = [*law_maps(), *((expr, domain, None) for expr, domain in EUCLIDEAN_MAPS)]
TABLES = (INTERVAL_RULES, EUCLIDEAN_RULES)
EUCLIDEAN_KINDS = {
    kind
    for found in EUCLIDEAN_RULES.values()
    for case in found
    for need in case.needs
    for text in need.kinds
    for kind in text.split("|")
} | {"collision"}


@cache
def load(path: pathlib.Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def attacks() -> dict[str, Any]:
    return {path.stem: load(path) for path in INVALID}


def names(paths: list[pathlib.Path]) -> list[str]:
    return [path.stem for path in paths]


def one_line(error: BaseException) -> str:
    text = str(error)
    assert text and "\n" not in text and len(text) < 2000
    return text


def cases() -> list[tuple[str, Case]]:
    return [(rule, case) for table in TABLES for rule, found in table.items() for case in found]


def case_name(value: Any) -> str:
    if isinstance(value, str):
        return value
    sign, time = "yes" if value.positive else "no", "" if value.autonomous else "-time"
    return f"{sign}-{value.architecture}{time}{'-nd' if value.needs[0].kinds[0] == 'structure' else ''}"


def is_about(attack: Any, rule: str, case: Case) -> bool:
    """Whether an attack claims a cell by this case of the rule."""
    (proof, *_) = attack["certificate"]["cells"] or [None]
    if proof is None or attack["rule"] != rule or not case.decides(proof["status"] == "embeddable", origin_of(proof)):
        return False
    kinds = {fact["kind"] for fact in attack["certificate"]["facts"]}
    return bool(kinds & EUCLIDEAN_KINDS) == (case in EUCLIDEAN_RULES.get(rule, ()))


def origin_of(proof: Any) -> Cell:
    origin = proof["origin"]
    return Cell(origin["architecture"], origin["autonomous"], origin["regularity"])


# -- the files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", VALID, ids=names(VALID))
def test_a_valid_certificate_verifies(path: pathlib.Path) -> None:
    data = load(path)
    proven = verify_certificate(path)
    assert proven.to_dict()["map"] == data["map"]
    stated = [(proof["cell"], proof["status"], proof["rule"]) for proof in data["cells"]]
    assert [(one.cell._asdict(), one.status, one.rule) for one in proven.cells] == stated
    for one in proven.cells:
        assert verify_certificate(data, cell=str(one.cell)) == proven


@pytest.mark.parametrize("path", INVALID, ids=names(INVALID))
def test_an_attack_is_refused_by_name(path: pathlib.Path) -> None:
    attack = load(path)
    with pytest.raises(VerificationError) as caught:
        verify_certificate(attack["certificate"], **attack.get("asked", {}))
    assert attack["names"] in one_line(caught.value)


@pytest.mark.parametrize("path", MALFORMED, ids=names(MALFORMED))
def test_a_malformed_file_is_no_certificate(path: pathlib.Path) -> None:
    with pytest.raises(CertificateError) as caught:
        verify_certificate(path)
    one_line(caught.value)


def test_the_corpus_is_well_formed() -> None:
    assert len(VALID) >= 40 and len(INVALID) >= 140 and len(MALFORMED) >= 35
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < MAX_CORPUS_BYTES
    for name, attack in attacks().items():
        assert {"attack", "rule", "hypothesis", "names", "certificate"} <= set(attack), name
        assert set(attack) <= {"attack", "rule", "hypothesis", "names", "certificate", "asked"}, name
        assert set(attack.get("asked", {})) <= {"map", "domain", "cell"}, name
        assert attack["attack"] and attack["names"] and attack["hypothesis"], name
        if attack["rule"] is not None:
            keys = {hypothesis.key for hypothesis in THEOREMS[attack["rule"]].hypotheses}
            assert attack["hypothesis"] in keys, name
    texts = [json.dumps([attack["certificate"], attack.get("asked")], sort_keys=True) for attack in attacks().values()]
    assert len(set(texts)) == len(texts)


@pytest.mark.slow
def test_the_corpus_is_the_one_that_its_script_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(CORPUS))
    spec = importlib.util.spec_from_file_location("make_certificates", CORPUS / "make.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "make_certificates", module)
    spec.loader.exec_module(module)
    written = module.files()
    assert {f"{path.parent.name}/{path.name}" for path in VALID + INVALID + MALFORMED} == set(written)
    assert [name for name, data in written.items() if (CORPUS / name).read_bytes() != data] == []


# -- the table of rules ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "case"), cases(), ids=case_name)
def test_every_hypothesis_of_the_table_is_one_of_the_theorem(rule: str, case: Case) -> None:
    keys = {hypothesis.key for hypothesis in THEOREMS[rule].hypotheses}
    assert {need.hypothesis for need in case.needs} <= keys
    assert THEOREMS[rule].may_decide()


@pytest.mark.parametrize(("rule", "case"), cases(), ids=case_name)
def test_every_hypothesis_is_attacked(rule: str, case: Case) -> None:
    about = [attack for attack in attacks().values() if is_about(attack, rule, case)]
    for need in case.needs:
        assert any(
            attack["hypothesis"] == need.hypothesis
            and need.regularity in ("", attack["certificate"]["cells"][0]["origin"]["regularity"])
            for attack in about
        ), need


@pytest.mark.parametrize(("rule", "case"), cases(), ids=case_name)
def test_every_kind_of_fact_is_missed(rule: str, case: Case) -> None:
    """For each kind that the case needs there is a claim with all facts but this one."""
    for kinds in dict.fromkeys(kind for need in case.needs for kind in need.kinds):
        if kinds in ("pieces", "structure"):
            continue
        assert any(
            is_about(attack, rule, case)
            and not any(fact["kind"] in kinds.split("|") for fact in attack["certificate"]["facts"])
            for attack in attacks().values()
        ), kinds


@pytest.mark.parametrize(("rule", "case"), cases(), ids=case_name)
def test_every_case_has_a_valid_certificate(rule: str, case: Case) -> None:
    known = [
        {"rule": proof["rule"], "certificate": {"cells": [proof], "facts": load(path)["facts"]}}
        for path in VALID
        for proof in load(path)["cells"]
    ]
    assert any(is_about(one, rule, case) for one in known)


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "case"), cases(), ids=case_name)
def test_every_test_of_the_table_is_needed(rule: str, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it some attack passes: the attack meets all other hypotheses."""
    about = [attack for attack in attacks().values() if is_about(attack, rule, case)]
    for test in dict.fromkeys(test for need in case.needs for test in need.tests):
        if (rule, test) in IMPLIED:
            continue
        needs = [need._replace(tests=tuple(name for name in need.tests if name != test)) for need in case.needs]
        table = EUCLIDEAN_RULES if case in EUCLIDEAN_RULES.get(rule, ()) else INTERVAL_RULES
        weaker = tuple(case._replace(needs=needs) if other is case else other for other in table[rule])
        with monkeypatch.context() as patch:
            patch.setitem(table, rule, weaker)
            assert any(passes(attack) for attack in about), test


def passes(attack: Any) -> bool:
    try:
        verify_certificate(attack["certificate"], **attack.get("asked", {}))
    except VerificationError:
        return False
    return True


def test_what_is_implied_is_in_the_table() -> None:
    needs: list[tuple[str, Need]] = [(rule, need) for rule, case in cases() for need in case.needs]
    assert set(IMPLIED) <= {(rule, test) for rule, need in needs for test in need.tests}


# -- the format --------------------------------------------------------------------------------------------------------


def parts(value: Any) -> Iterator[Any]:
    """All structures of a certificate."""
    if isinstance(value, msgspec.Struct):
        yield value
        for name in value.__struct_fields__:
            yield from parts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)


@cache
def structures() -> tuple[Any, ...]:
    return tuple(part for path in VALID for part in parts(c.read(path)))


def formats() -> list[type]:
    abstract = {c.Data, c.Tagged, c.Fact}
    return [
        value
        for value in vars(c).values()
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and value not in abstract
    ]


@pytest.mark.parametrize("format_", formats(), ids=lambda format_: format_.__name__)
def test_every_part_of_the_format_occurs(format_: type) -> None:
    assert any(type(part) is format_ for part in structures())


@pytest.mark.parametrize(
    ("format_", "field", "values"),
    [
        (c.Sturm, "coordinate", {"x", "exp", "tan"}),
        (c.Range, "form", {"plain", "terms", "factor"}),
        (c.RangeTail, "form", {"plain", "terms", "factor"}),
        (c.Ladder, "form", {"plain", "terms", "factor"}),
        (c.EndBox, "zero", {True, False}),
        (c.Box, "monotone", {True, False}),
        (c.ClassM, "member", {"map", "inverse", "conjugate"}),
        (c.Coordinate, "function", {"identity", "exp", "tan", "log", "power"}),
        (c.CellProof, "status", {"embeddable", "not_embeddable"}),
        (c.CellProof, "rule", set(INTERVAL_RULES) | set(EUCLIDEAN_RULES)),
        (c.Structure, "regularity", {"C0", "Lip", "Comega"}),
        (c.Extremum, "sign", {1, -1}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else value if isinstance(value, str) else "",
)
def test_every_choice_of_the_format_occurs(format_: type, field: str, values: set[Any]) -> None:
    found = {getattr(part, field) for part in structures() if type(part) is format_}
    assert values - found - {"terms", "factor"} == set() if format_ is c.Ladder else values <= found


def test_a_file_beyond_the_limits_is_refused(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "large.json"
    path.write_bytes(b" " * (16 * 2**20) + VALID[0].read_bytes())
    with pytest.raises(CertificateError, match="larger than"):
        verify_certificate(path)
    for missing in (tmp_path / "nothing.json", tmp_path, "a\0b"):
        with pytest.raises(CertificateError) as caught:
            verify_certificate(missing)
        one_line(caught.value)


@pytest.mark.parametrize(
    "data", [{}, {"schema": 1.0}, {"schema": 1, 2: 3}, {"schema": 10**40}, {"schema": float("inf")}]
)
def test_plain_data_that_is_no_certificate_is_refused(data: Any) -> None:
    with pytest.raises(CertificateError) as caught:
        verify_certificate(data)
    one_line(caught.value)


def test_data_without_an_end_is_refused() -> None:
    data: dict[str, Any] = {"schema": 1}
    data["map"] = data
    with pytest.raises(CertificateError, match="nested too deeply"):
        verify_certificate(data)


# -- the law -----------------------------------------------------------------------------------------------------------


@cache
def profile(expr: str, domain: str, variables: str | None) -> Profile:
    return check(Map(expr, domain=domain, vars=variables), timeout=None)


@pytest.mark.parametrize(("expr", "domain", "variables"), LAW, ids=[f"{m[0]} on {m[1]}".replace(" ", "") for m in LAW])
def test_every_decided_cell_is_proven(expr: str, domain: str, variables: str | None, tmp_path: pathlib.Path) -> None:
    found = profile(expr, domain, variables)
    decided = {cell: v.status for cell, v in found.verdicts.items() if v.rule is not None}
    certificate = found.certificate
    assert decided and all(status in (Status.EMBEDDABLE, Status.NOT_EMBEDDABLE) for status in decided.values())

    proven = verify_certificate(certificate, map=found.map)
    assert {one.cell: one.status for one in proven.cells} == {cell: status.value for cell, status in decided.items()}
    assert all(found.verdicts[one.cell].rule == one.rule for one in proven.cells)

    text = certificate.to_json()
    assert len(text.encode()) < MAX_LAW_BYTES
    path = tmp_path / "certificate.json"
    certificate.save(path)
    assert c.read(path) == certificate == c.read(json.loads(text)) == c.read(certificate)
    assert re.search(r"\d\.\d", text) is None


@pytest.mark.parametrize("path", VALID, ids=names(VALID))
def test_a_valid_certificate_survives_a_round_trip(path: pathlib.Path) -> None:
    certificate = c.read(path)
    assert c.read(json.loads(certificate.to_json())) == certificate == c.read(load(path))
