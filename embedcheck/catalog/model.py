"""A named map as text, and an ordered mapping of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from embedcheck import notebook

if TYPE_CHECKING:
    from embedcheck.maps import Map


@dataclass(frozen=True, repr=False)
class Entry:
    """A named map as text; `map` reads it.

    Attributes:
        name: Permanent: lower-case words with hyphens.
        title: A few words.
        expr: The text of the map.
        note: One sentence: why the map is interesting.
        shows: Identifiers of the theorems that it illustrates.
        domain: The text of the domain.
        vars: Names and order of the variables; None for those of the text, in alphabetical order.
        source: The topic that the map comes from.

    Guarantee:
        Exact.

    Examples:
        >>> from embedcheck import CATALOG
        >>> CATALOG["koenigs-moebius"]
        <Entry koenigs-moebius: 2*x/(1 + x) on [0, 1]>
        >>> CATALOG["koenigs-moebius"].map
        Map('2*x/(x + 1)', domain='[0, 1]')
    """

    name: str
    title: str
    expr: str
    note: str
    shows: tuple[str, ...]
    domain: str = "R"
    vars: str | None = None
    source: str = ""

    @cached_property
    def map(self) -> Map:
        """The map, read at the first use."""
        from embedcheck.maps import Map

        return Map(self.expr, domain=self.domain, vars=self.vars)

    def __repr__(self) -> str:
        return f"<Entry {self.name}: {self.expr} on {self.domain}>"

    def __str__(self) -> str:
        return f"{self.title}: {self.expr} on {self.domain}. {self.note}"

    def _repr_html_(self) -> str:
        return notebook.element(
            notebook.line(notebook.strong(self.title), " (", notebook.code(self.name), ")"),
            notebook.formula(self.map.latex()),
            notebook.line(self.note),
            notebook.line(f"Shows {', '.join(self.shows)}. From: {self.source}."),
        )


class Catalog(Mapping[str, Entry]):
    """A read-only mapping from names to entries in a fixed order, one topic after the other.

    Args:
        entries: The entries in order.

    Raises:
        ValueError: Two entries share a name.

    Guarantee:
        Exact.

    Examples:
        >>> from embedcheck import CATALOG
        >>> "henon" in CATALOG, len(CATALOG) > 50
        (True, True)
        >>> CATALOG["reflection"].shows
        ('1D-MONOTONE', 'AFFINE-LAYER', 'FLOOR-1D')
    """

    __slots__: tuple[str, ...] = ("_entries",)

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self._entries: dict[str, Entry] = {item.name: item for item in entries}
        if len(self._entries) != len(entries):
            raise ValueError("two maps of the catalogue share a name")

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<Catalog of {len(self)} maps: {', '.join(self)}>"

    def _repr_html_(self) -> str:
        rows = [(notebook.code(one.name), notebook.code(one.expr), one.domain, one.note) for one in self.values()]
        return notebook.element(notebook.table(("name", "map", "domain", "why"), rows))
