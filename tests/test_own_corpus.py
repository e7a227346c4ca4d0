"""Maps whose profiles were derived by hand from the theory: no sign may differ, and nearly all cells are decided.

tests/data/interval_maps.json holds for each map the classes from `flow` to `Comega` of each architecture (`*`: a
time-dependent field): + embeddable, - not embeddable, ? where the theory has no theorem; and one line of reason.
"""

from __future__ import annotations

import json
import pathlib
from functools import cache
from typing import Any

import pytest

from embedcheck import Map
from embedcheck.cells import REGULARITIES, Cell
from embedcheck.decide import check

MAPS: list[dict[str, Any]] = json.loads(
    (pathlib.Path(__file__).parent / "data" / "interval_maps.json").read_text(encoding="utf-8")
)
ROWS = ("basic", "basic*", "linear-layer", "linear-layer*", "augmented-1")
SIGNS = {"embeddable": "+", "not_embeddable": "-", "undecided": "?", "not_applicable": "n"}
SHARE = 0.95


@cache
def rows(text: str, domain: str) -> dict[str, str]:
    profile = check(Map(text, domain=domain), timeout=None)
    return {
        name: "".join(
            SIGNS[profile.verdicts[Cell(name.removesuffix("*"), not name.endswith("*"), regularity)].status]
            for regularity in REGULARITIES
        )
        for name in ROWS
    }


@pytest.mark.parametrize("entry", MAPS, ids=lambda entry: f"{entry['map']} on {entry['domain']}".replace(" ", ""))
def test_no_sign_is_wrong(entry: dict[str, Any]) -> None:
    found = rows(entry["map"], entry["domain"])
    wrong = {
        name: (entry[name], found[name])
        for name in ROWS
        if any({known, answer} == {"+", "-"} for known, answer in zip(entry[name], found[name], strict=True))
    }
    assert not wrong, f"{entry['why']}: {wrong}"


def test_nearly_all_cells_are_decided() -> None:
    known = decided = 0
    for entry in MAPS:
        found = rows(entry["map"], entry["domain"])
        for name in ROWS:
            for expected, answer in zip(entry[name], found[name], strict=True):
                known += expected != "?"
                decided += expected != "?" and answer != "?"
    assert decided >= SHARE * known, f"{decided} of {known}"


def test_the_corpus_is_well_formed() -> None:
    assert len(MAPS) >= 60
    assert len({(entry["map"], entry["domain"]) for entry in MAPS}) == len(MAPS)
    for entry in MAPS:
        assert set(entry) == {"map", "domain", "why", *ROWS}
        assert entry["why"]
        for name in ROWS:
            assert len(entry[name]) == len(REGULARITIES)
            # A stronger class is a smaller cell: + before ? before -.
            assert "".join(sorted(entry[name], key="+?-".index)) == entry[name]
