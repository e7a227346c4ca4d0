"""The answer about a map: one verdict per cell, the facts behind them, error floors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from embedcheck import notebook
from embedcheck._version import __version__
from embedcheck.cells import REGULARITIES, SYMBOLS, Cell, Status, augmentation
from embedcheck.certificate import Fact
from embedcheck.errors import UnknownCellError
from embedcheck.maps import Map

if TYPE_CHECKING:
    import rich.console
    from matplotlib.figure import Figure

    from embedcheck.certificate import Certificate, Evidence
    from embedcheck.derivations.model import Derivation
    from embedcheck.flows.base import Flow
    from embedcheck.flows.spaces import SpaceFlow


class Verdict(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """What is known about one cell, and why.

    It is neither true nor false: compare its `status`, for `bool(verdict)` raises TypeError.

    Attributes:
        cell: The question.
        status: One of the four values of `Status`, equal to its text.
        rule: Identifier of the theorem that decides; None where none does.
        reason: One sentence.
        via: The inclusions between the cell of the rule and this one.
        evidence: The facts that prove the hypotheses.
        missing: What would have to be known to decide the cell.
        map: The map.
        origin: The cell that the rule itself decides.

    Guarantee:
        Exact or rigorous, fact by fact, for `embeddable` and `not_embeddable`; `undecided` claims nothing.

    Source:
        `theorem(verdict.rule).source`.

    Examples:
        >>> from embedcheck import check
        >>> verdict = check("exp(x) - 1").verdict("basic", "Comega")
        >>> print(verdict.status, verdict.rule)
        not_embeddable 1D-CLASS-M
        >>> bool(verdict)
        Traceback (most recent call last):
            ...
        TypeError: a verdict is neither true nor false (this one is not_embeddable): ...
    """

    cell: Cell
    status: Status
    rule: str | None
    reason: str
    via: tuple[str, ...] = ()
    evidence: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    map: Map | None = None
    origin: Cell | None = None

    @property
    def certificate(self) -> Certificate | None:
        """The evidence in a form that `verify_certificate` re-checks; None where nothing is claimed.

        Guarantee:
            None before it is re-checked; rigorous after that.

        Examples:
            >>> from embedcheck import check, verify_certificate
            >>> certificate = check("exp(x) - 1").verdict("basic", "C1").certificate
            >>> certificate
            <Certificate of 1 cells of f(x) = exp(x) - 1 on R, 4 facts>
            >>> print(verify_certificate(certificate).cells[0].status)
            embeddable
        """
        return None if self.rule is None or self.map is None else certificate_of(self.map, [self])

    @property
    def flow(self) -> Flow | SpaceFlow:
        """The flow that realises the map, with its field and its class.

        Call it as `flow(t=, x=, dps=)` and `flow.field(x, dps=)`; there are `flow.regularity`, `flow.formula`,
        `flow.compile()`. A `Flow` for one variable and one output; else a `SpaceFlow`, whose states are tuples.

        Raises:
            InputError: The cell is not embeddable, or no field is known.

        Guarantee:
            Rigorous for one variable and one output: every digit is proven. Numeric otherwise.

        Examples:
            >>> from embedcheck import check
            >>> flow = check("exp(x) - 1").verdict("basic", "Cinf").flow
            >>> print(flow(t="1/2", x=1))
            1.27102741388995
            >>> check("x**2").verdict("basic", "C1").flow
            Traceback (most recent call last):
                ...
            embedcheck.errors.InputError: basic autonomous C1 is not_embeddable: there is no flow
        """
        from embedcheck.flows.verdicts import flow_of

        return flow_of(self)

    @property
    def architecture(self) -> str:
        """The architecture of the cell.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import check
            >>> check("2*x").verdict("basic", "C1").architecture
            'basic'
        """
        return self.cell.architecture

    @property
    def autonomous(self) -> bool:
        """Whether the field of the cell is free of time.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import check
            >>> check("2*x").verdict("basic", "C1", autonomous=False).autonomous
            False
        """
        return self.cell.autonomous

    @property
    def regularity(self) -> str:
        """The class of the field of the cell.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import check
            >>> check("2*x").verdict("basic", "C1").regularity
            'C1'
        """
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
    """Lower bound of the sup-norm distance between the map and every network of an architecture.

    Attributes:
        lower: An exact number as text, in the unit of f(x), or `oo`.
        exact: Whether the bound is the distance itself.
        rule: Identifier of the theorem behind it; None for the trivial bound.

    Guarantee:
        Rigorous. The distance is proven to be at least `lower`.

    Source:
        `theorem(floor.rule).source`.

    Examples:
        >>> from embedcheck import check
        >>> floor = check("4*x*(1 - x)", domain="[0, 1]").floor("linear-layer")
        >>> floor
        Floor(lower='1/2', exact=True, rule='FLOOR-1D')
        >>> print(floor)
        = 1/2 by FLOOR-1D
    """

    lower: str
    exact: bool
    rule: str | None = None

    def __str__(self) -> str:
        return f"{'=' if self.exact else '>='} {self.lower}" + (f" by {self.rule}" if self.rule else "")

    def latex(self) -> str:
        r"""The bound as LaTeX; g runs through all networks of the architecture.

        Returns:
            str: Without dollar signs.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Floor
            >>> print(Floor("1/2", True).latex())
            \inf_{g} \, \left\| f - g \right\|_{\infty} = \frac{1}{2}
        """
        from embedcheck.parsing import parse_number

        value = r"\infty" if self.lower == "oo" else notebook.latex(parse_number(self.lower))
        return rf"\inf_{{g}} \, \left\| f - g \right\|_{{\infty}} {'=' if self.exact else chr(92) + 'ge'} {value}"

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex()}$"

    def _repr_html_(self) -> str:
        return notebook.element(notebook.formula(self.latex()), notebook.line(f"by {self.rule}") if self.rule else "")


class Profile(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    r"""Everything that is known about a map; prints as a table and shows itself in notebooks.

    Attributes:
        map: The map.
        verdicts: A dict from every cell to its verdict, in the order of the table.
        facts: What was proven about the map.
        floors: A dict from each architecture to its error floor.
        seconds: Wall-clock time of the check, in seconds.
        notes: What the reader should know besides, such as that the time ran out.

    Guarantee:
        Exact or rigorous, verdict by verdict; the certificate re-checks.

    Examples:
        >>> from embedcheck import check
        >>> profile = check("exp(x) - 1")
        >>> profile
        <Profile of Map('exp(x) - 1'): 36 cells>
        >>> print("\n".join(str(profile).splitlines()[:5]))
        f(x) = exp(x) - 1  on  R
        <BLANKLINE>
        architecture  field           flow   C0     Lip    C1     Cinf   Comega
        basic         autonomous      +      +      +      +      +      -
                      non-autonomous  +      +      +      +      +      +
    """

    map: Map
    verdicts: dict[Cell, Verdict]
    facts: tuple[Fact, ...] = ()
    floors: dict[str, Floor] = {}
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def certificate(self) -> Certificate:
        """All decided cells with their evidence, in a form that `verify_certificate` re-checks.

        Guarantee:
            None before it is re-checked; rigorous after that.

        Examples:
            >>> from embedcheck import check, verify_certificate
            >>> len(verify_certificate(check("exp(x) - 1").certificate).cells)
            36
        """
        return certificate_of(self.map, [verdict for verdict in self.verdicts.values() if verdict.rule is not None])

    @property
    def architectures(self) -> tuple[str, ...]:
        """The architectures of this profile, smallest first.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import check
            >>> check("(x, x**2)").architectures
            ('basic', 'linear-layer', 'augmented-1', 'augmented-2')
        """
        return tuple(dict.fromkeys(cell.architecture for cell in self.verdicts))

    def verdict(self, architecture: str, regularity: str, autonomous: bool = True) -> Verdict:
        """The verdict of one cell.

        Args:
            architecture: `basic`, `linear-layer` or `augmented-k`.
            regularity: The class of the field: `flow`, `C0`, `Lip`, `C1`, `Cinf` or `Comega`.
            autonomous: False for a field that may depend on time.

        Returns:
            Verdict: Status, theorem and reason.

        Raises:
            UnknownCellError: This profile has no such architecture or class; the message lists those it has.

        Guarantee:
            Exact or rigorous, as of the verdict.

        Examples:
            >>> from embedcheck import check
            >>> profile = check("x**2")
            >>> print(profile.verdict("linear-layer", "C0").status, profile.verdict("augmented-1", "Comega").status)
            not_embeddable embeddable
            >>> profile.verdict("augmented-2", "C1")
            Traceback (most recent call last):
                ...
            embedcheck.errors.UnknownCellError: no architecture 'augmented-2': this profile has basic, ...
        """
        self._check_architecture(architecture)
        if regularity not in REGULARITIES:
            raise UnknownCellError(f"no class {regularity!r}: the classes are {', '.join(REGULARITIES)}")
        return self.verdicts[Cell(architecture, bool(autonomous), regularity)]

    def signs(self, architecture: str, autonomous: bool = True) -> str:
        """One row of the table, classes from `flow` to `Comega`: + embeddable, - not, ? undecided, . not applicable.

        Args:
            architecture: `basic`, `linear-layer` or `augmented-k`.
            autonomous: False for fields that may depend on time.

        Returns:
            str: Six signs.

        Raises:
            UnknownCellError: This profile has no such architecture.

        Guarantee:
            Exact or rigorous, as of the verdicts.

        Examples:
            >>> from embedcheck import check
            >>> profile = check("exp(x) - 1")
            >>> profile.signs("basic"), profile.signs("basic", autonomous=False)
            ('+++++-', '++++++')
        """
        return "".join(SYMBOLS[self.verdict(architecture, name, autonomous).status] for name in REGULARITIES)

    def floor(self, architecture: str) -> Floor:
        """The error floor of an architecture.

        Args:
            architecture: `basic`, `linear-layer` or `augmented-k`.

        Returns:
            Floor: 0, not exact, where nothing better is known.

        Raises:
            UnknownCellError: This profile has no such architecture.

        Guarantee:
            Rigorous. Every network of the architecture is at least so far away in the sup norm.

        Examples:
            >>> from embedcheck import check
            >>> profile = check("4*x*(1 - x)", domain="[0, 1]")
            >>> print(profile.floor("basic"), "and", profile.floor("augmented-1"))
            = 1/2 by FLOOR-1D and = 0 by AUG
        """
        self._check_architecture(architecture)
        return self.floors.get(architecture, Floor("0", False))

    def _check_architecture(self, name: str) -> None:
        if name not in self.architectures:
            raise UnknownCellError(f"no architecture {name!r}: this profile has {', '.join(self.architectures)}")

    @property
    def minimal_augmentation(self) -> tuple[int, int | None]:
        """Bounds (lower, upper) of the least number of extra dimensions with which the map is embeddable in some
        class.

        `basic` and `linear-layer` need none. The upper bound is None where no cell is embeddable; the lower bound
        is one more
        than the profile has where every cell is refuted.

        Guarantee:
            Exact or rigorous, as of the verdicts.

        Examples:
            >>> from embedcheck import check
            >>> check("exp(x) - 1").minimal_augmentation, check("x**2").minimal_augmentation
            ((0, 0), (1, 1))
        """
        return self.minimal_augmentation_in(REGULARITIES[0])

    def minimal_augmentation_in(self, regularity: str) -> tuple[int, int | None]:
        """The same for fields of a given class or a stronger one, autonomous or not.

        Args:
            regularity: `flow`, `C0`, `Lip`, `C1`, `Cinf` or `Comega`.

        Returns:
            tuple[int, int | None]: Lower and upper bound.

        Raises:
            UnknownCellError: No such class.

        Guarantee:
            Exact or rigorous, as of the verdicts.

        Examples:
            >>> from embedcheck import check
            >>> profile = check("x**3")
            >>> profile.minimal_augmentation_in("C0"), profile.minimal_augmentation_in("C1")
            ((0, 0), (1, 1))
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

        Args:
            cell: A Cell, a text such as `basic autonomous C1`, a tuple (architecture, class, autonomous), or None
                for the
                strongest embeddable class of the first architecture that has one.
            timeout: Bound of the work beyond the profile, in seconds; None for none.

        Returns:
            Derivation: Prints as text, shows itself in notebooks; `to_markdown`, `to_latex`, `to_html`, `to_dict`.

        Raises:
            UnknownCellError: This profile has no such cell.

        Guarantee:
            Exact or rigorous where a step says so; each step tells its own guarantee.

        Source:
            Each step names its theorem and where that comes from.

        Examples:
            >>> from embedcheck import check
            >>> derivation = check("2*x").derivation("basic C1")
            >>> print(derivation.cell, derivation.status)
            basic autonomous C1 embeddable
            >>> {"exact", "theorem"} <= {step.guarantee for step in derivation.steps}
            True
        """
        from embedcheck.derivations.build import derive

        return derive(self, cell, timeout)

    def to_dict(self) -> dict[str, Any]:
        """The profile as plain data, in the schema of `embedcheck check --json`.

        Returns:
            dict: `map`, `cells`, `minimal_augmentation`, `floors`, `facts`, `seconds`, `version` and the number
                `schema`.

        Guarantee:
            Exact. Nothing but `seconds` is rounded.

        Examples:
            >>> from embedcheck import check
            >>> data = check("2*x").to_dict()
            >>> data["map"], data["minimal_augmentation"], len(data["cells"])
            ({'expr': ['2*x'], 'vars': ['x'], 'domain': 'R'}, [0, 0], 36)
            >>> data["cells"][5]["status"], data["cells"][5]["rule"]
            ('embeddable', '1D-CLOSED')
        """
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
        """The data of `to_dict` as JSON text.

        Args:
            indent: Number of spaces; on one line unless given.

        Returns:
            str: JSON.

        Guarantee:
            Exact. Nothing but `seconds` is rounded.

        Examples:
            >>> import json
            >>> from embedcheck import check
            >>> profile = check("2*x")
            >>> json.loads(profile.to_json())["cells"] == profile.to_dict()["cells"]
            True
        """
        data = msgspec.json.encode(self.to_dict())
        return (data if indent is None else msgspec.json.format(data, indent=indent)).decode()

    def plot(self, kind: str | None = None) -> Figure:
        """Pictures of the map and its flows as a Matplotlib figure.

        Args:
            kind: `graph`, `field`, `flow`, `mismatch`, `curve`, `levels`, `grid`, `portrait`, `augmented`, `suspension`
                and others (`embedcheck.plot.KINDS`); all that this map has unless given.

        Returns:
            matplotlib.figure.Figure: To be saved or shown; no state is shared with pyplot.

        Raises:
            InputError: The kind does not exist (the message lists them), or this map has no picture of it.

        Guarantee:
            Numeric. Values are rounded to be drawn, and no picture decides anything.

        Examples:
            >>> from embedcheck import check
            >>> profile = check("exp(x) - 1")
            >>> len(profile.plot("graph").axes)
            1
            >>> profile.plot("portrait")
            Traceback (most recent call last):
                ...
            embedcheck.errors.InputError: this map has no picture 'portrait': nothing is known that it would show
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
