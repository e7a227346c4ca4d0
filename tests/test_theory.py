"""The theorems as data: complete, well-formed, documented, and honest about what may decide."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest

from embedcheck.cells import inclusions
from embedcheck.errors import InputError
from embedcheck.theory import THEOREMS, Hypothesis, Standing, Theorem, anchor, deciding, theorem

PAGE = Path(__file__).parents[1] / "docs" / "theory.md"

IDENTIFIERS = {
    1: "REGULAR INC-CLASS INC-AUTONOMOUS INC-LAYER INC-DIMENSION INC-TIME",
    2: "1D-MONOTONE 1D-C0 1D-REGULAR 1D-LIP 1D-NOFIX 1D-ONEFIX 1D-MATCH 1D-CLASS-M 1D-CLOSED 1D-CONJ 1D-IDENTITY",
    3: "1D-NONAUTO 1D-LAYER 1D-TWOLAYERS",
    4: "ND-INJECTIVE ND-ORIENTATION ND-PERIODIC ND-FIXLOG ND-FIXORIENT LIN-LOG LIN-FLOW AFF-FREE CLOCK DRIFT-2D"
    " POLY-UNIPOTENT PRODUCT SHEAR ND-CONJ ND-SINK ND-NONAUTO ND-KINK ND-HETEROCLINIC ND-INVARIANT-LINE ND-CLOSED",
    5: "RANK MORSE EXTREMUM FIBRE DIM-BOUND HULL ODD-EVEN CYCLIC AUG AUG-GRAPH AFFINE-LAYER RIDGE LAYER-COMPLETE"
    " LAYER-DIRECTION LAYER-DIFFEO COMPACT-LIFT DISJOINT",
    6: "SUSP",
    7: "KOENIGS ABEL BOETTCHER JULIA",
    8: "ROOT-INC ROOT-DEC ROOT-PM ROOT-CYCLE ROOT-LIN ROOT-SET",
    9: "FLOOR-1D FLOOR-WELL FLOOR-LINK FLOOR-DEGREE",
}

ALL = tuple(THEOREMS.values())


def _texts(entry: Theorem) -> list[str]:
    return [entry.statement, entry.conclusion, entry.source, *(hypothesis.text for hypothesis in entry.hypotheses)]


def test_identifiers_are_frozen() -> None:
    listed = [(name, section) for section, names in IDENTIFIERS.items() for name in names.split()]
    assert [(entry.id, entry.section) for entry in ALL] == listed
    assert list(THEOREMS) == [name for name, _ in listed]
    assert len(set(THEOREMS)) == len(listed)


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_each_entry_is_well_formed(entry: Theorem) -> None:
    assert entry.hypotheses
    assert all(isinstance(hypothesis, Hypothesis) and hypothesis.key for hypothesis in entry.hypotheses)
    keys = [hypothesis.key for hypothesis in entry.hypotheses]
    assert len(set(keys)) == len(keys)
    for text in _texts(entry):
        assert text == text.strip()
        assert text
        assert "  " not in text
        _check_math(text)


def _check_math(text: str) -> None:
    """Dollars pair up, each pair holds something, and braces balance inside a pair and do not occur outside."""
    pieces = text.split("$")
    assert len(pieces) % 2 == 1, text
    for index, piece in enumerate(pieces):
        if index % 2:
            assert piece.strip() == piece != "", text
            depth = itertools.accumulate((char == "{") - (char == "}") for char in piece.replace(r"\{", ""))
            assert min(depths := [0, *depth]) == 0 == depths[-1], text
        else:
            assert not re.search(r"[\\{}^]", piece), text


def test_math_check_sees_faults() -> None:
    for faulty in ("a $x", "a $$ b", r"an \alpha outside", r"$\frac{1}{2$", "$}{$"):
        with pytest.raises(AssertionError):
            _check_math(faulty)


def test_no_sketch_decides() -> None:
    assert {entry.standing for entry in deciding()} <= {Standing.CLASSICAL, Standing.PROOF}
    believed = Theorem("X", 1, Standing.SKETCH, "s", (Hypothesis("k", "t"),), "c", "o")
    assert believed.decides
    assert not believed.may_decide()
    assert not believed.may_decide("flow")


def test_entries_that_only_explain() -> None:
    assert {entry.id for entry in ALL if not entry.may_decide()} == {"ND-HETEROCLINIC", "1D-TWOLAYERS"}
    assert not {"ND-HETEROCLINIC", "1D-TWOLAYERS"} & {entry.id for entry in deciding()}
    lift = THEOREMS["COMPACT-LIFT"]
    assert lift.may_decide("Cinf")
    assert not lift.may_decide("Comega")
    assert [entry.id for entry in ALL if entry.explains_only] == ["COMPACT-LIFT"]


def test_every_inclusion_is_a_theorem() -> None:
    names = {name for targets in inclusions(2).values() for _, name in targets}
    assert names == {name for name in THEOREMS if name.startswith("INC-")}


def test_proofs_are_where_they_are_said_to_be() -> None:
    anchors = re.findall(r"^\(([^)\n]+)\)=$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(set(anchors)) == len(anchors)
    for entry in ALL:
        assert entry.proof in ("", anchor(entry.id))
        assert (anchor(entry.id) in anchors) == bool(entry.proof), entry.id
        if entry.section <= 3 and entry.standing is Standing.PROOF:
            assert entry.proof, entry.id
    assert set(anchors) <= {anchor(entry.id) for entry in ALL}


def test_each_anchor_has_its_heading_and_a_proof() -> None:
    sections = re.split(r"^\((thm-[^)\n]+)\)=$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for name, body in zip(sections[1::2], sections[2::2], strict=True):
        heading = body.lstrip().splitlines()[0]
        assert heading == f"### {theorem(name.removeprefix('thm-')).id}"
        assert r"\square" in body or name == "thm-floor-1d", name


def test_display_math_of_the_page_pairs_up() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("$$") % 2 == 0
    for paragraph in page.replace("$$", "").split("\n\n"):
        assert paragraph.count("$") % 2 == 0, paragraph


def test_look_up() -> None:
    assert theorem("1D-LIP") is THEOREMS["1D-LIP"]
    assert theorem(" 1d-lip ") is THEOREMS["1D-LIP"]
    assert theorem("1d-class-m").id == "1D-CLASS-M"


def test_unknown_names_get_a_hint() -> None:
    with pytest.raises(InputError, match=r"1D-LPI.*did you mean.*1D-LIP"):
        theorem("1D-LPI")
    with pytest.raises(InputError, match=r"^no theorem 'zzz'$"):
        theorem("zzz")


def test_the_theorems_load_without_heavy_libraries() -> None:
    code = "import sys, embedcheck.theory; print(sorted({'sympy', 'flint', 'networkx', 'mpmath'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
