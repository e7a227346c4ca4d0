"""The answer about a map: one verdict per cell, the facts behind them, error floors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from embedcheck._version import __version__
from embedcheck.cells import REGULARITIES, SYMBOLS, Cell, Status, augmentation
from embedcheck.errors import UnknownCellError

if TYPE_CHECKING:
    import rich.console
    from matplotlib.figure import Figure

    from embedcheck.certificate import Certificate, Evidence, Fact
    from embedcheck.derivations.model import Derivation
    from embedcheck.flows.base import Flow
    from embedcheck.flows.spaces import SpaceFlow
    from embedcheck.maps import Map


class Verdict(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """What is known about one cell, and why."""

    cell: Cell
    status: Status
    rule: str | None
    """Identifier of the theorem that decides; None where none does."""
    reason: str
    """One sentence."""
    via: tuple[str, ...] = ()
    """The inclusions between the cell of the rule and this one."""
    evidence: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    """What would have to be known to decide the cell."""
    map: Map | None = None
    origin: Cell | None = None
    """The cell that the rule itself decides."""

    @property
    def certificate(self) -> Certificate | None:
        """The evidence in a form that `verify_certificate` re-checks; None where nothing is claimed."""
        return None if self.rule is None or self.map is None else certificate_of(self.map, [self])

    @property
    def flow(self) -> Flow | SpaceFlow:
        """The flow that realises the map: flow(t=, x=, dps=), flow.field(x, dps=), flow.regularity, flow.compile().

        With several variables or outputs states are tuples, and the digits are not proven.

        Raises InputError where the cell is not embeddable or no field is known.
        """
        from embedcheck.flows.verdicts import flow_of

        return flow_of(self)

    @property
    def architecture(self) -> str:
        return self.cell.architecture

    @property
    def autonomous(self) -> bool:
        return self.cell.autonomous

    @property
    def regularity(self) -> str:
        return self.cell.regularity

    def __bool__(self) -> NoReturn:
        """Raises TypeError: a verdict has four values, not two."""
        raise TypeError(
            f"a verdict is neither true nor false (this one is {self.status}): "
            "compare its status, as in v.status == 'embeddable'"
        )

    def __repr__(self) -> str:
        rule = f" by {' '.join((self.rule, *self.via))}" if self.rule else ""
        return f"<Verdict {self.cell}: {self.status}{rule}. {self.reason}>"

    def _repr_html_(self) -> str:
        from embedcheck.report import verdict_html

        return verdict_html(self)


class Floor(msgspec.Struct, frozen=True):
    """Lower bound of the sup-norm distance between the map and every network of an architecture."""

    lower: str
    """An exact number as text, or `oo`."""
    exact: bool
    """Whether the bound is the distance itself."""
    rule: str | None = None


class Profile(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """Everything that is known about a map."""

    map: Map
    verdicts: dict[Cell, Verdict]
    """Every cell, in the order of the report."""
    facts: tuple[Fact, ...] = ()
    floors: dict[str, Floor] = {}
    seconds: float = 0.0
    """Wall-clock time of the check."""
    notes: tuple[str, ...] = ()
    """What the reader should know besides, such as that the time ran out."""

    @property
    def certificate(self) -> Certificate:
        """All decided cells with their evidence, in a form that `verify_certificate` re-checks."""
        return certificate_of(self.map, [verdict for verdict in self.verdicts.values() if verdict.rule is not None])

    @property
    def architectures(self) -> tuple[str, ...]:
        """The architectures of this profile, smallest first."""
        return tuple(dict.fromkeys(cell.architecture for cell in self.verdicts))

    def verdict(self, architecture: str, regularity: str, autonomous: bool = True) -> Verdict:
        """The verdict of one cell. Raises UnknownCellError for a name that this profile does not have."""
        self._check_architecture(architecture)
        if regularity not in REGULARITIES:
            raise UnknownCellError(f"no class {regularity!r}: the classes are {', '.join(REGULARITIES)}")
        return self.verdicts[Cell(architecture, bool(autonomous), regularity)]

    def signs(self, architecture: str, autonomous: bool = True) -> str:
        """One row of the table, classes from flow to Comega: + embeddable, - not, ? undecided, . not applicable.

        Raises UnknownCellError for a name that this profile does not have.
        """
        return "".join(SYMBOLS[self.verdict(architecture, name, autonomous).status] for name in REGULARITIES)

    def floor(self, architecture: str) -> Floor:
        """The error floor of an architecture; 0, not exact, where nothing better is known.

        Raises UnknownCellError for a name that this profile does not have.
        """
        self._check_architecture(architecture)
        return self.floors.get(architecture, Floor("0", False))

    def _check_architecture(self, name: str) -> None:
        if name not in self.architectures:
            raise UnknownCellError(f"no architecture {name!r}: this profile has {', '.join(self.architectures)}")

    @property
    def minimal_augmentation(self) -> tuple[int, int | None]:
        """Bounds (lower, upper) of the least number of extra dimensions with which the map is embeddable in some class.

        `basic` and `linear-layer` need none. The upper bound is None where no cell is embeddable; the lower bound is
        one more than the profile has where every cell is refuted.
        """
        return self.minimal_augmentation_in(REGULARITIES[0])

    def minimal_augmentation_in(self, regularity: str) -> tuple[int, int | None]:
        """The same for fields of the given class or a stronger one, autonomous or not.

        Raises UnknownCellError for a name that is not a class.
        """
        if regularity not in REGULARITIES:
            raise UnknownCellError(f"no class {regularity!r}: the classes are {', '.join(REGULARITIES)}")
        classes = REGULARITIES[REGULARITIES.index(regularity) :]
        realised: set[int] = set()
        possible: set[int] = set()
        largest = 0
        for cell, verdict in self.verdicts.items():
            extra = augmentation(cell.architecture)
            if verdict.status is Status.EMBEDDABLE and cell.regularity in classes:
                realised.add(extra or 0)
            if extra is not None:
                largest = max(largest, extra)
                # The largest cell with this many dimensions: where it is refuted, every other one is.
                if (
                    not cell.autonomous
                    and cell.regularity == regularity
                    and verdict.status is not Status.NOT_EMBEDDABLE
                ):
                    possible.add(extra)
        return min(possible, default=largest + 1), min(realised, default=None)

    def derivation(self, cell: Any = None, timeout: float | None = 20.0) -> Derivation:
        """Why a cell has its status, step by step.

        `cell` is a Cell, a text such as 'basic autonomous C1', a tuple (architecture, class, autonomous), or None for
        the strongest embeddable class of the first architecture that has one. `timeout` in seconds bounds the work
        beyond the profile. Raises UnknownCellError for a cell that this profile does not have.
        """
        from embedcheck.derivations.build import derive

        return derive(self, cell, timeout)

    def to_dict(self) -> dict[str, Any]:
        """The profile as plain data, in the schema of `embedcheck check --json`."""
        return {
            "schema": 1,
            "map": self.map.to_dict(),
            "cells": [
                {
                    **verdict.cell._asdict(),
                    "status": verdict.status.value,
                    "rule": verdict.rule,
                    "reason": verdict.reason,
                    "via": list(verdict.via),
                }
                for verdict in self.verdicts.values()
            ],
            "minimal_augmentation": list(self.minimal_augmentation),
            "floors": msgspec.to_builtins(self.floors),
            "facts": [{"kind": fact.kind, **msgspec.to_builtins(fact)} for fact in self.facts],
            "seconds": round(self.seconds, 3),
            "version": __version__,
        }

    def to_json(self, indent: int | None = None) -> str:
        """`to_dict` as JSON text, on one line unless `indent` (in spaces) is given."""
        data = msgspec.json.encode(self.to_dict())
        return (data if indent is None else msgspec.json.format(data, indent=indent)).decode()

    def plot(self, kind: str | None = None) -> Figure:
        """Pictures of the map and its flows as a Matplotlib figure: all, or the one of this kind.

        Raises InputError for a kind that does not exist (the message lists them), or that this map has no picture of.
        """
        from embedcheck.plot import plot

        return plot(self, kind)

    def __repr__(self) -> str:
        return f"<Profile of {self.map}: {len(self.verdicts)} cells>"

    def __str__(self) -> str:
        from embedcheck.report import profile_text

        return profile_text(self)

    def __rich__(self) -> rich.console.RenderableType:
        from embedcheck.report import profile_rich

        return profile_rich(self)

    def _repr_html_(self) -> str:
        from embedcheck.report import profile_html

        return profile_html(self)


def certificate_of(subject: Map, verdicts: list[Verdict]) -> Certificate:
    """The verdicts as cell proofs over one list of facts."""
    from embedcheck import certificate as c

    numbers: dict[Evidence, int] = {}

    def number(fact: Fact) -> int:
        return numbers.setdefault(fact.evidence, len(numbers))

    proofs = tuple(
        c.CellProof(
            cell=c.CellData(**verdict.cell._asdict()),
            status="embeddable" if verdict.status is Status.EMBEDDABLE else "not_embeddable",
            rule=verdict.rule or "",
            origin=c.CellData(**(verdict.origin or verdict.cell)._asdict()),
            via=verdict.via,
            facts=tuple(dict.fromkeys(number(fact) for fact in verdict.evidence)),
        )
        for verdict in verdicts
    )
    data = subject.to_dict()
    described = c.MapData(expr=tuple(data["expr"]), vars=tuple(data["vars"]), domain=data["domain"])
    return c.Certificate(schema=c.SCHEMA, map=described, facts=tuple(numbers), cells=proofs)
