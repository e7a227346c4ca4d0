"""A derivation: an answer as a list of steps, each with its reason and its guarantee."""

from __future__ import annotations

from typing import Any

import msgspec

from embedcheck.cells import Cell, Status
from embedcheck.certificate import Fact


class Step(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """One step of a derivation; words carry LaTeX between dollar signs and code between backticks.

    Attributes:
        part: What the step is about; neighbouring steps of one part stand under one heading.
        claim: What is claimed.
        why: Why it holds.
        guarantee: `exact` or `rigorous`: proven so; `theorem`: follows from earlier steps by the source; `definition`;
            `numeric`: computed, digits not proven; `open`: nothing is claimed.
        source: The theorem with its origin, or the kind of evidence.
        latex: A displayed formula, without dollar signs; empty where there is none.
        formula: The same formula as plain text.
        facts: What proves the step; the certificate holds their evidence.

    Guarantee:
        Exact, rigorous or numeric, as the attribute says.

    Examples:
        >>> from embedcheck import check
        >>> step = check("2*x").derivation("basic Comega").steps[2]
        >>> step.claim, step.formula, step.guarantee
        ('On $X$ the map is strictly increasing.', "f'(x) = 2", 'exact')
    """

    part: str
    claim: str
    why: str
    guarantee: str
    source: str
    latex: str = ""
    formula: str = ""
    facts: tuple[Fact, ...] = ()


class Derivation(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """Why one cell of one map has the status that it has. Prints as text; shows itself in Jupyter.

    Attributes:
        title: The map and its domain as plain text.
        cell: The cell.
        status: Its status.
        steps: The steps in order.

    Guarantee:
        Exact, rigorous or numeric, as each step says. The certificate of a decided cell is verified while
        the derivation is made.

    Examples:
        >>> from embedcheck import check
        >>> check("2*x").derivation("basic Comega")
        <Derivation of basic autonomous Comega of f(x) = 2*x  on  R: embeddable, 24 steps>
    """

    title: str
    cell: Cell
    status: Status
    steps: tuple[Step, ...]

    def to_text(self) -> str:
        """The derivation as plain text of at most 80 columns.

        Returns:
            str: Lines.

        Guarantee:
            Exact, rigorous or numeric, as each step says.

        Examples:
            >>> from embedcheck import check
            >>> print(check("2*x").derivation("basic Comega").to_text().partition("The map")[0].rstrip())
            f(x) = 2*x  on  R
            basic autonomous Comega: embeddable
        """
        from embedcheck.derivations.render import text

        return text(self)

    def to_markdown(self) -> str:
        """The derivation as Markdown with inline LaTeX.

        Returns:
            str: Headings and a numbered list.

        Guarantee:
            Exact, rigorous or numeric, as each step says.

        Examples:
            >>> from embedcheck import check
            >>> "V(h)" in check("2*x").derivation("basic Comega").to_markdown()
            True
        """
        from embedcheck.derivations.render import markdown

        return markdown(self)

    def to_latex(self) -> str:
        """The derivation as a LaTeX document that needs amsmath and amssymb.

        Returns:
            str: A whole document.

        Guarantee:
            Exact, rigorous or numeric, as each step says.

        Examples:
            >>> from embedcheck import check
            >>> check("2*x").derivation("basic Comega").to_latex().startswith("\\\\documentclass")
            True
        """
        from embedcheck.derivations.render import latex_document

        return latex_document(self)

    def to_html(self) -> str:
        """The derivation as a self-contained HTML element; formulas are MathML.

        Returns:
            str: One element, everything from the user escaped.

        Guarantee:
            Exact, rigorous or numeric, as each step says.

        Examples:
            >>> from embedcheck import check
            >>> "<math" in check("2*x").derivation("basic Comega").to_html()
            True
        """
        from embedcheck.derivations.render import html_element

        return html_element(self)

    def to_dict(self) -> dict[str, Any]:
        """The derivation as plain data; of the facts only statement, kind and guarantee.

        Returns:
            dict: `title`, `cell`, `status` and `steps`.

        Guarantee:
            Exact, rigorous or numeric, as each step says.

        Examples:
            >>> from embedcheck import check
            >>> data = check("2*x").derivation("basic Comega").to_dict()
            >>> list(data), data["status"]
            (['title', 'cell', 'status', 'steps'], 'embeddable')
        """
        return {
            "title": self.title,
            "cell": self.cell._asdict(),
            "status": self.status.value,
            "steps": [
                {
                    **{name: getattr(step, name) for name in Step.__struct_fields__ if name != "facts"},
                    "facts": [{"kind": f.kind, "statement": f.statement, "guarantee": f.guarantee} for f in step.facts],
                }
                for step in self.steps
            ],
        }

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Derivation of {self.cell} of {self.title}: {self.status}, {len(self.steps)} steps>"

    def __rich__(self) -> Any:
        from embedcheck.derivations.render import rich_text

        return rich_text(self)

    def _repr_html_(self) -> str:
        return self.to_html()

    def _repr_markdown_(self) -> str:
        return self.to_markdown()

    def _repr_latex_(self) -> str:
        """The steps as a LaTeX fragment."""
        from embedcheck.derivations.render import latex_fragment

        return latex_fragment(self)
