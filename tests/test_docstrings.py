"""The docstrings: every public name has one of the same shape, and its examples are true."""

from __future__ import annotations

import doctest
import enum
import importlib
import inspect
import pathlib
import pkgutil
import pydoc
import re
from collections.abc import Iterator
from typing import Any

import pytest

import embedcheck
from embedcheck.analysis.cycle_points import PeriodicPoint
from embedcheck.analysis.fixed_points import CriticalPoints, FixedPoint
from embedcheck.catalog import Catalog, Entry
from embedcheck.derivations.model import Derivation, Step
from embedcheck.domains import Interval
from embedcheck.equations.equation import Equation
from embedcheck.flows.base import Field
from embedcheck.flows.compiled import Compiled
from embedcheck.flows.spaces import SpaceField, SpaceFlow
from embedcheck.theory import Theorem

ANSWERS = (
    Equation,
    CriticalPoints,
    FixedPoint,
    PeriodicPoint,
    Catalog,
    Entry,
    Interval,
    Field,
    Compiled,
    SpaceField,
    SpaceFlow,
    Theorem,
    Derivation,
    Step,
)
"""Classes of what public functions return."""
HOOKS = {"evaluate", "outside", "advance", "velocity", "read"}
"""Methods that flows override, at a working precision."""
SECTIONS = ("Args", "Attributes", "Returns", "Raises", "Guarantee", "Source", "Examples")


def modules() -> list[str]:
    return [
        found.name
        for found in pkgutil.walk_packages(embedcheck.__path__, "embedcheck.")
        if "__main__" not in found.name
    ]


def with_examples() -> Iterator[Any]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    for name in modules():
        module = importlib.import_module(name)
        for found in finder.find(module, name):
            if found.examples:
                yield pytest.param(found, id=found.name.removeprefix("embedcheck."))


@pytest.mark.parametrize("found", list(with_examples()))
def test_examples_are_true(found: doctest.DocTest, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(found, out=report.append)
    assert not report, "".join(report)


def public() -> Iterator[tuple[str, Any]]:
    """The public functions and classes, and what users call and read on them."""
    owners: dict[str, Any] = {name: getattr(embedcheck, name) for name in embedcheck.__all__}
    owners |= {kind.__name__: kind for kind in ANSWERS}
    for name, value in owners.items():
        if not (inspect.isclass(value) or inspect.isfunction(value)):
            continue
        yield name, value
        if inspect.isclass(value) and not issubclass(value, Exception):
            for kind in value.__mro__:
                if not kind.__module__.startswith("embedcheck"):
                    continue
                for attribute, member in vars(kind).items():
                    shown = attribute == "__call__" or not (attribute.startswith("_") or attribute in HOOKS)
                    told = isinstance(member, property | classmethod | staticmethod) or inspect.isfunction(member)
                    if shown and told and getattr(value, attribute, None) is not None:
                        yield f"{name}.{attribute}", member


PUBLIC = dict(public())


def sections(text: str) -> dict[str, str]:
    parts = re.split(r"^([A-Z][a-z]+):\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def documentation(value: Any) -> str:
    return inspect.cleandoc((value.__func__ if isinstance(value, classmethod | staticmethod) else value).__doc__ or "")


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_the_same_shape(name: str) -> None:
    text = documentation(PUBLIC[name])
    first = text.split("\n\n")[0]
    assert first.endswith((".", "?")) and len(first) < 250
    # Sphinx reads what stands before a colon in the first line of a property as its type.
    assert not isinstance(PUBLIC[name], property) or ": " not in text.split("\n")[0]
    found = sections(text)
    assert set(found) <= set(SECTIONS) and list(found) == sorted(found, key=SECTIONS.index)
    assert ">>> " in found.get("Examples", "")
    if not (inspect.isclass(PUBLIC[name]) and issubclass(PUBLIC[name], Exception)):
        assert re.match(r"\s+(Exact|Rigorous|Numeric|None)\b", found.get("Guarantee", "")), "what is guaranteed?"


def parameters(value: Any) -> list[str]:
    if isinstance(value, property) or (inspect.isclass(value) and issubclass(value, Exception | tuple)):
        return []
    value = value.__func__ if isinstance(value, classmethod | staticmethod) else value
    if inspect.isclass(value) and "__init__" not in vars(value):
        return []
    return [name for name in inspect.signature(value).parameters if name not in ("self", "cls", "_", "__")]


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if not inspect.isclass(value)])
def test_every_parameter_is_told(name: str) -> None:
    text = sections(documentation(PUBLIC[name])).get("Args", "")
    for parameter in parameters(PUBLIC[name]):
        assert re.search(rf"^ +\*{{0,2}}{parameter}: ", text, flags=re.MULTILINE), parameter


def test_errors_are_those_of_the_package_or_built_in() -> None:
    import builtins

    for value in PUBLIC.values():
        for kind in re.findall(r"^    (\w+): ", sections(documentation(value)).get("Raises", ""), flags=re.MULTILINE):
            assert hasattr(embedcheck, kind) or hasattr(builtins, kind), kind


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if inspect.isclass(value)])
def test_help_and_signature_work(name: str) -> None:
    assert pydoc.render_doc(PUBLIC[name])
    if not issubclass(PUBLIC[name], Exception | enum.Enum):
        assert inspect.signature(PUBLIC[name])
