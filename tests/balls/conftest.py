"""Every test starts with empty caches, so that what it asserts was computed by the code under test."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest

import embedcheck.balls

_MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(embedcheck.balls.__path__, f"{embedcheck.balls.__name__}.")
]


def _caches() -> dict[int, Callable[[], Any]]:
    """The `cache_clear` of every cached function of the package; a name imported elsewhere counts once."""
    values = [value for module in _MODULES for value in vars(module).values()]
    return {id(value): value.cache_clear for value in values if hasattr(value, "cache_clear")}


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    for clear in _caches().values():
        clear()
