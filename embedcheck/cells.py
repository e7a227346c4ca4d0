"""Architectures, regularity classes and the inclusion graph between cells (docs/theory/index.md)."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import networkx

REGULARITIES = ("flow", "C0", "Lip", "C1", "Cinf", "Comega")
"""Classes of the vector field, weakest first."""


class Status(str, enum.Enum):
    """What is known about a cell; each member is equal to its text.

    Attributes:
        EMBEDDABLE: A network of the architecture with a field of the class is the map: proven.
        NOT_EMBEDDABLE: No such network is: proven.
        UNDECIDED: Nothing is claimed.
        NOT_APPLICABLE: The architecture does not fit the map.

    Guarantee:
        None by itself; that of `check`.

    Examples:
        >>> from embedcheck import Status, check
        >>> status = check("2*x").verdict("basic", "C1").status
        >>> status is Status.EMBEDDABLE, status == "embeddable"
        (True, True)
        >>> [str(one) for one in Status]
        ['embeddable', 'not_embeddable', 'undecided', 'not_applicable']
    """

    EMBEDDABLE = "embeddable"
    NOT_EMBEDDABLE = "not_embeddable"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not_applicable"

    def __str__(self) -> str:
        return self.value


SYMBOLS = {Status.EMBEDDABLE: "+", Status.NOT_EMBEDDABLE: "-", Status.UNDECIDED: "?", Status.NOT_APPLICABLE: "."}
"""A status in a table."""


class Cell(NamedTuple):
    """One question: can a map be a network of this architecture with a field of this class?

    Attributes:
        architecture: `basic`, `linear-layer`, or `augmented-k` with k more dimensions.
        autonomous: False where the field may depend on time.
        regularity: The class of the field: `flow`, `C0`, `Lip`, `C1`, `Cinf` or `Comega`, from weak to strong.

    Guarantee:
        None: a cell is a question.

    Examples:
        >>> from embedcheck import Cell, check
        >>> cell = Cell("basic", True, "C1")
        >>> print(cell)
        basic autonomous C1
        >>> print(check("exp(x) - 1").verdicts[cell].status)
        embeddable
    """

    architecture: str
    autonomous: bool
    regularity: str

    def __str__(self) -> str:
        return f"{self.architecture} {'autonomous' if self.autonomous else 'non-autonomous'} {self.regularity}"


def augmentation(architecture: str) -> int | None:
    """Number of extra dimensions k of `linear-layer` (0) and `augmented-k` (k); None for `basic`."""
    if architecture == "basic":
        return None
    return 0 if architecture == "linear-layer" else int(architecture.removeprefix("augmented-"))


def architectures(outputs: int) -> tuple[str, ...]:
    """The architectures of a profile: basic, linear-layer and augmented-k for k = 1 .. max(1, q)."""
    return ("basic", "linear-layer", *(f"augmented-{k}" for k in range(1, max(1, outputs) + 1)))


def cells(outputs: int) -> tuple[Cell, ...]:
    """All cells of a map with `outputs` components, in the order of the report."""
    return tuple(
        Cell(architecture, autonomous, regularity)
        for architecture in architectures(outputs)
        for autonomous in (True, False)
        for regularity in REGULARITIES
    )


def _arrows(outputs: int) -> Iterator[tuple[Cell, Cell, str]]:
    names = architectures(outputs)
    for cell in cells(outputs):
        position = names.index(cell.architecture)
        rank = REGULARITIES.index(cell.regularity)
        if rank:
            yield cell, cell._replace(regularity=REGULARITIES[rank - 1]), "INC-CLASS"
        if cell.autonomous:
            yield cell, cell._replace(autonomous=False), "INC-AUTONOMOUS"
        if position + 1 < len(names):
            wider = cell._replace(architecture=names[position + 1])
            yield cell, wider, "INC-LAYER" if cell.architecture == "basic" else "INC-DIMENSION"
            if not cell.autonomous and position:
                yield cell, wider._replace(autonomous=True), "INC-TIME"


@lru_cache(maxsize=8)
def inclusions(outputs: int) -> dict[Cell, tuple[tuple[Cell, str], ...]]:
    """For each cell the cells that contain it, with the name of the inclusion.

    A positive verdict travels along these arrows, a negative one against them.
    """
    graph: dict[Cell, list[tuple[Cell, str]]] = {cell: [] for cell in cells(outputs)}
    for small, large, name in _arrows(outputs):
        graph[small].append((large, name))
    return {cell: tuple(targets) for cell, targets in graph.items()}


def inclusion_graph(outputs: int) -> networkx.DiGraph:
    """The inclusions as a networkx DiGraph; each edge carries the `name` of its inclusion."""
    import networkx

    graph = networkx.DiGraph()
    for small, targets in inclusions(outputs).items():
        graph.add_node(small)
        for large, name in targets:
            graph.add_edge(small, large, name=name)
    return graph
