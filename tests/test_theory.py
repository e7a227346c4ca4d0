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
from embedcheck.judges.euclidean import EUCLIDEAN_RULES
from embedcheck.judges.interval import INTERVAL_RULES
from embedcheck.report import theorem_text
from embedcheck.theory import THEOREMS, Hypothesis, Standing, Theorem, anchor, deciding, theorem
from embedcheck.theory.model import written

DOCS = Path(__file__).parents[1] / "docs" / "theory"
PAGES = [DOCS / "index.md", *sorted(page for page in DOCS.glob("*.md") if page.stem != "index")]
INDEX = PAGES[0].read_text(encoding="utf-8")

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
    believed = Theorem("X", 1, Standing.SKETCH, "s", (Hypothesis("k", "t"),), "c", "o", "line.md#thm-x")
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


SECTIONS = {
    name: (page.name, heading, body)
    for page in PAGES
    for name, heading, body in re.findall(
        r"^\((thm-[^)\n]+)\)=\n## ([^\n]+)\n(.*?)(?=^\(thm-|^## |\Z)",
        page.read_text(encoding="utf-8"),
        flags=re.MULTILINE | re.DOTALL,
    )
}
"""The sections about theorems by their anchors: page, heading, text."""


def test_each_anchor_stands_once_before_a_heading() -> None:
    anchors = [
        name for page in PAGES for name in re.findall(r"^\(([^)\n]+)\)=$", page.read_text("utf-8"), flags=re.MULTILINE)
    ]
    assert sorted(anchors) == sorted(SECTIONS)
    assert set(anchors) == {anchor(entry.id) for entry in ALL}


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_each_entry_is_stated_and_proven_or_cited(entry: Theorem) -> None:
    page, heading, body = SECTIONS[anchor(entry.id)]
    assert entry.proof == written(page.removesuffix(".md"), entry.id)
    assert heading == entry.id
    assert re.match(r"\n(1\. )?\*[^*\s]", body), "the statement comes first, in italics"
    assert re.search(r"^\*\*Proof", body, flags=re.MULTILINE)
    assert r"\square" in body


def test_the_command_line_says_where_the_proof_is() -> None:
    told = theorem_text(THEOREMS["ND-CLOSED"]).splitlines()[-1]
    path, _, target = told.removeprefix("Proof: ").partition("#")
    assert f"({target})=" in (DOCS.parents[1] / path).read_text(encoding="utf-8")


def test_every_rule_has_its_section() -> None:
    assert {anchor(name) for name in (*INTERVAL_RULES, *EUCLIDEAN_RULES)} <= set(SECTIONS)


def test_the_index_lists_every_entry_with_its_page() -> None:
    rows = re.findall(r"^\| \[([^]]+)\]\(#([^)]+)\) \| ([^|\n]+) \| \[(\w+)\]\((\w+)\.md\) \|$", INDEX, re.MULTILINE)
    assert sorted(row[0] for row in rows) == sorted(THEOREMS)
    for name, target, line, shown, page in rows:
        assert line
        assert shown == page
        assert (target, f"{page}.md") == (anchor(name), SECTIONS[target][0])
    for page in PAGES[1:]:
        assert f"\n{page.stem}\n" in INDEX


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_markup_of_a_page(page: Path) -> None:
    """Formulas and emphasis pair up in each paragraph, headings have one level or two, files are short."""
    text = page.read_text(encoding="utf-8")
    assert text.count("$$") % 2 == 0
    assert len(text.splitlines()) < 600
    headings = re.findall(r"^(#+) ", text, flags=re.MULTILINE)
    assert headings[0] == "#"
    assert set(headings[1:]) == {"##"}
    for paragraph in re.sub(r"\$\$.*?\$\$|```.*?```", "", text, flags=re.DOTALL).split("\n\n"):
        assert paragraph.count("$") % 2 == 0, paragraph
        prose = re.sub(r"\$[^$]+\$|`[^`]+`", "x", paragraph)
        assert prose.count("*") % 2 == 0, paragraph
        assert not re.search(r"[\\^_{}]", prose), paragraph


def test_links_between_the_pages_lead_to_files() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).is_file(), (page.name, target)


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
