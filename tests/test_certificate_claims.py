"""Every rule is claimed for every map from all its facts: what the checker accepts is true."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import msgspec
import pytest

from embedcheck import CATALOG, Cell, Map, VerificationError, check
from embedcheck.cells import REGULARITIES
from embedcheck.certificate import CellData, CellProof, Certificate
from embedcheck.verify import RULES, verify_certificate

ROWS: list[dict[str, Any]] = json.loads(
    (pathlib.Path(__file__).parent / "data" / "interval_maps.json").read_text(encoding="utf-8")
)
KNOWN = {(row["map"], row.get("domain", "R")): row for row in ROWS}
MAPS = [*KNOWN, *((e.expr, e.domain) for e in CATALOG.values() if e.map.inputs == e.map.outputs == 1)]


def claims(facts: int) -> list[CellProof]:
    """One forged cell for every rule and class, with all facts there are."""
    return [
        CellProof(
            cell=(cell := CellData(architecture=case.architecture, autonomous=case.autonomous, regularity=regularity)),
            status="embeddable" if case.positive else "not_embeddable",
            rule=rule,
            origin=cell,
            via=(),
            facts=tuple(range(facts)),
        )
        for rule, cases in RULES.items()
        for case in cases
        for regularity in case.classes
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("text", "domain"), dict.fromkeys(MAPS), ids=lambda part: part)
def test_what_is_accepted_is_true(text: str, domain: str) -> None:
    profile = check(Map(text, domain=domain), timeout=60)
    facts = tuple(dict.fromkeys(fact.evidence for fact in profile.facts))
    whole: Certificate = msgspec.structs.replace(profile.certificate, facts=facts)
    for proof in claims(len(facts)):
        try:
            verify_certificate(msgspec.structs.replace(whole, cells=(proof,)))
        except VerificationError:
            continue
        cell = Cell(**msgspec.structs.asdict(proof.cell))
        own = profile.verdict(cell.architecture, cell.regularity, cell.autonomous)
        assert own.status.value in (proof.status, "undecided"), (cell, proof.rule)
        row = KNOWN.get((text, domain), {}).get(cell.architecture + "*" * (not cell.autonomous))
        if row is not None:
            assert row[REGULARITIES.index(cell.regularity)] in ("+?" if proof.status == "embeddable" else "-?")
