"""A derivation: an answer as a list of steps, each with its reason and its guarantee."""

from __future__ import annotations

from typing import Any

import msgspec

from embedcheck.cells import Cell, Status
from embedcheck.certificate import Fact


class Step(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """One step. `claim` and `why` are plain words with inline LaTeX between dollar signs and code between backticks."""

    part: str
    """What the step is about; neighbouring steps of one part stand under one heading."""
    claim: str
    why: str
    guarantee: str
    """`exact` or `rigorous`: proven so; `theorem`: follows from earlier steps by the source; `definition`;
    `numeric`: computed, digits not proven; `open`: nothing is claimed."""
    source: str
    """The theorem with its origin, or the kind of evidence."""
    latex: str = ""
    """A displayed formula, without dollar signs."""
    formula: str = ""
    """The same formula as plain text."""
    facts: tuple[Fact, ...] = ()
    """What proves the step; the certificate holds their evidence."""


class Derivation(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """Why one cell of one map has the status that it has. Prints as text; shows itself in Jupyter."""

    title: str
    """The map and its domain as plain text."""
    cell: Cell
    status: Status
    steps: tuple[Step, ...]

    def to_text(self) -> str:
        """Plain text."""
        from embedcheck.derivations.render import text

        return text(self)

    def to_markdown(self) -> str:
        """Markdown with inline LaTeX."""
        from embedcheck.derivations.render import markdown

        return markdown(self)

    def to_latex(self) -> str:
        """A LaTeX document that needs amsmath and amssymb."""
        from embedcheck.derivations.render import latex_document

        return latex_document(self)

    def to_html(self) -> str:
        """A self-contained HTML element; formulas are MathML."""
        from embedcheck.derivations.render import html_element

        return html_element(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain data; of the facts only statement, kind and guarantee."""
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
