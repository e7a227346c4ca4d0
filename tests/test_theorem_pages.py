"""Every theorem page runs as a script; its assertions are its tests."""

from __future__ import annotations

import pathlib
import re
import runpy
from collections.abc import Iterator

import pytest

from embedcheck import THEOREMS
from embedcheck.judges.euclidean import EUCLIDEAN_RULES
from embedcheck.judges.interval import INTERVAL_RULES

PAGES = sorted((pathlib.Path(__file__).parent.parent / "theorems").glob("thm_*.py"))
EQUATIONS = ("KOENIGS", "ABEL", "BOETTCHER")


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No window opens, and no figure outlives its page."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    from matplotlib import pyplot

    yield
    pyplot.close("all")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.usefixtures("figures")
def test_page(page: pathlib.Path) -> None:
    runpy.run_path(str(page), run_name="__main__")
    from matplotlib import pyplot

    assert pyplot.get_fignums(), "a page has a figure"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_parts_of_a_page(page: pathlib.Path) -> None:
    text = page.read_text(encoding="utf-8")
    head, _, body = text.partition('"""\n')
    assert head == "r"
    described, _, body = body.partition('"""\n')
    for part in ("**Statement.**", "**Source.**", "**Derivation.**"):
        assert described.count(part) == 1, part
    label = page.stem.replace("_", "-")
    assert f"**Proof.** In full: :ref:`{label[4:].upper()} <{label}>`." in described
    title, line = described.splitlines()[:2]
    assert set(line) == {"="}
    assert len(line) == len(title)
    assert re.search(r"^# Example", body, re.MULTILINE)
    assert body.count("assert ") >= 3
    # The example, and at least two headings about what happens without a hypothesis.
    assert len(re.findall(r"^# -+$", body, re.MULTILINE)) >= 3


def page_of(identifier: str) -> str:
    return f"thm_{identifier.lower().replace('-', '_')}"


@pytest.mark.parametrize("identifier", sorted({*EUCLIDEAN_RULES, *INTERVAL_RULES, *EQUATIONS}))
def test_every_identifier_that_decides_has_its_page(identifier: str) -> None:
    assert page_of(identifier) in {page.stem for page in PAGES}


def test_every_page_is_about_a_theorem() -> None:
    known = {page_of(identifier) for identifier in THEOREMS}
    assert {page.stem for page in PAGES} <= known


def test_the_course_names_every_page_once() -> None:
    course = (PAGES[0].parent / "README.rst").read_text(encoding="utf-8")
    assert sorted(re.findall(r":doc:`[\w-]+ <(thm_\w+)>`", course)) == [page.stem for page in PAGES]
