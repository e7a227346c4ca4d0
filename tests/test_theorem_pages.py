"""Every theorem page runs as a script; its assertions are its tests."""

from __future__ import annotations

import pathlib
import runpy

import pytest

PAGES = sorted((pathlib.Path(__file__).parent.parent / "theorems").glob("[!_]*.py"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: pathlib.Path) -> None:
    runpy.run_path(str(page), run_name="__main__")


def test_there_are_pages() -> None:
    assert len(PAGES) >= 3
