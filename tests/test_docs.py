"""What the pages show is what happens: examples of the README and of the documentation are run."""

from __future__ import annotations

import doctest
import os
import pathlib
import re
import shlex
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parent.parent
DOCS = [page for page in sorted((ROOT / "docs").rglob("*.md")) if "_build" not in page.parts]
PAGES = [ROOT / "README.md", *DOCS]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def run(command: str) -> str:
    """What `embedcheck ...` prints, errors included."""
    _, *arguments = shlex.split(command, comments=True)
    done = subprocess.run(
        [sys.executable, "-m", "embedcheck", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "COLUMNS": "80", "PYTHONPATH": str(ROOT)},
    )
    return done.stdout + done.stderr


def sessions(block: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with what it prints."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    assert not parts[0]
    return list(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_examples_of_a_page(page: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    names: dict[str, object] = {}
    checker, parser = doctest.OutputChecker(), doctest.DocTestParser()
    for language, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "console":
            for command, expected in sessions(block):
                found = run(command)
                assert checker.check_output(expected, found, FLAGS), f"{command}\n{found}"
        elif language == "bash":
            for line in block.splitlines():
                if line.startswith("embedcheck "):
                    assert "Traceback" not in run(line), line
        elif language == "pycon":
            # A doctest forgets its names, the next block of the page needs them.
            test = parser.get_doctest(block, names, page.name, str(page), 0)
            report: list[str] = []
            failed = doctest.DocTestRunner(checker, optionflags=FLAGS).run(test, out=report.append, clear_globs=False)
            assert not failed.failed, "".join(report)
            names.update(test.globs)
        elif language == "python":
            exec(compile(block, str(page), "exec"), names)


def test_every_page_is_in_a_table_of_contents() -> None:
    named: set[pathlib.Path] = set()
    for page in DOCS:
        trees = re.findall(r"^```\{toctree\}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        lines = [re.sub(r".*<(.*)>", r"\1", line) for tree in trees for line in tree.splitlines()]
        named |= {page.parent / f"{line}.md" for line in lines if line and not line.startswith(":")}
    assert set(DOCS) - named == {ROOT / "docs" / "index.md"}
    assert all(page.exists() for page in named if "gallery" not in page.parts)
