"""Every rule is claimed for every map from all its facts: what the checker accepts is true."""

from __future__ import annotations

import contextlib
import json
import pathlib
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from embedcheck import CATALOG, Cell, Map, Profile, VerificationError, check
from embedcheck.cells import REGULARITIES, cells
from embedcheck.certificate import CellData, CellProof, Certificate
from embedcheck.judges.base import Case
from embedcheck.judges.euclidean import EUCLIDEAN_RULES
from embedcheck.judges.interval import INTERVAL_RULES
from embedcheck.verify import verify_certificate

DATA = pathlib.Path(__file__).parent / "data"
ROWS: list[dict[str, Any]] = json.loads((DATA / "interval_maps.json").read_text(encoding="utf-8"))
EUCLIDEAN: list[dict[str, Any]] = json.loads((DATA / "euclidean_maps.json").read_text(encoding="utf-8"))
KNOWN = {(row["map"], row.get("domain", "R")): row for row in ROWS}
MAPS = [*KNOWN, *((e.expr, e.domain) for e in CATALOG.values() if e.map.inputs == e.map.outputs == 1)]


def claims(rules: dict[str, tuple[Case, ...]], outputs: int, facts: int) -> list[CellProof]:
    """One forged cell for every rule, cell and class, with all facts there are."""
    return [
        CellProof(
            cell=(data := CellData(**cell._asdict())),
            status="embeddable" if case.positive else "not_embeddable",
            rule=rule,
            origin=data,
            via=(),
            facts=tuple(range(facts)),
        )
        for rule, cases in rules.items()
        for case in cases
        for cell in cells(outputs)
        if case.decides(case.positive, cell)
    ]


def accepted(profile: Profile, rules: dict[str, tuple[Case, ...]]) -> Iterator[CellProof]:
    facts = tuple(dict.fromkeys(fact.evidence for fact in profile.facts))
    whole: Certificate = msgspec.structs.replace(profile.certificate, facts=facts)
    for proof in claims(rules, profile.map.outputs, len(facts)):
        with contextlib.suppress(VerificationError):
            verify_certificate(msgspec.structs.replace(whole, cells=(proof,)))
            yield proof


def check_truth(profile: Profile, rules: dict[str, tuple[Case, ...]], row: dict[str, str]) -> None:
    for proof in accepted(profile, rules):
        cell = Cell(**msgspec.structs.asdict(proof.cell))
        assert profile.verdicts[cell].status.value in (proof.status, "undecided"), (cell, proof.rule)
        signs = row.get(cell.architecture + "*" * (not cell.autonomous))
        if signs is not None:
            assert signs[REGULARITIES.index(cell.regularity)] in ("+?" if proof.status == "embeddable" else "-?")


@pytest.mark.slow
@pytest.mark.parametrize(("text", "domain"), dict.fromkeys(MAPS), ids=lambda part: part)
def test_what_is_accepted_is_true(text: str, domain: str) -> None:
    check_truth(check(Map(text, domain=domain), timeout=60), INTERVAL_RULES, KNOWN.get((text, domain), {}))


@pytest.mark.parametrize("row", EUCLIDEAN, ids=lambda row: f"{row['map']} on {row['domain']}".replace(" ", ""))
def test_what_is_accepted_in_several_variables_is_true(row: dict[str, str]) -> None:
    check_truth(check(Map(row["map"], domain=row["domain"]), timeout=60), EUCLIDEAN_RULES, row)
