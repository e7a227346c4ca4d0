"""What may know what: the import contracts of pyproject.toml hold."""

from __future__ import annotations

import ast
import pathlib
import subprocess
import sys

import pytest

import embedcheck

ROOT = pathlib.Path(__file__).parent.parent
PACKAGE = ROOT / "embedcheck"
SOURCES = sorted(PACKAGE.rglob("*.py"))


def imported(path: pathlib.Path) -> set[str]:
    """Top-level names of everything that a file imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_the_import_contracts_are_kept() -> None:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    answer = subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 broken" in answer.stdout


def test_only_balls_imports_flint() -> None:
    users = {str(path.relative_to(PACKAGE)) for path in SOURCES if "flint" in imported(path)}
    assert {name for name in users if not name.startswith("balls")} == set()
    assert users


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_are_absolute(path: pathlib.Path) -> None:
    """A relative import would be invisible to the flint test above."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.ImportFrom) and node.level)


def test_every_public_name_loads_from_its_home() -> None:
    assert dir(embedcheck) == sorted(embedcheck.__all__)
    for name in embedcheck.__all__:
        assert getattr(embedcheck, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = embedcheck.nonsense  # type: ignore[attr-defined]
