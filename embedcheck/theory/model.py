"""The shape of a theorem: what is assumed, what follows, who proved it, and whether it may decide a cell."""

from __future__ import annotations

import enum

import msgspec

from embedcheck import notebook


class Standing(str, enum.Enum):
    """How well a theorem is founded."""

    CLASSICAL = "classical"
    """In the literature; cited."""
    PROOF = "proof"
    """Short enough to be proven in the documentation."""
    SKETCH = "sketch"
    """Believed, and not written out: it may explain a verdict and never decide one."""

    def __str__(self) -> str:
        return self.value


class Hypothesis(msgspec.Struct, frozen=True):
    """One assumption of a theorem: a short key, unique within the theorem, and its wording."""

    key: str
    text: str


class Theorem(msgspec.Struct, frozen=True):
    """A theorem as data; `statement` and `conclusion` are plain words with inline LaTeX between dollar signs.

    Attributes:
        id: The permanent identifier.
        section: The section of the theory.
        standing: `classical` (cited), `proof` (proven in the documentation) or `sketch` (never decides).
        statement: What it says.
        hypotheses: What it assumes, each with a `key` and a `text`.
        conclusion: What follows, cell by cell.
        source: Where it comes from.
        proof: Page and anchor in `docs/theory` of the section with the proof or citation, as `line.md#thm-1d-lip`.
        decides: False where the theorem only explains, whatever its standing.
        explains_only: Classes of the field in which it explains and does not decide.

    Guarantee:
        None by itself; a verdict proves the hypotheses.

    Examples:
        >>> from embedcheck import theorem
        >>> one = theorem("1D-MATCH")
        >>> one.id, str(one.standing), one.hypotheses[0].key
        ('1D-MATCH', 'classical', 'regularity')
    """

    id: str
    section: int
    standing: Standing
    statement: str
    hypotheses: tuple[Hypothesis, ...]
    conclusion: str
    source: str
    proof: str
    decides: bool = True
    explains_only: tuple[str, ...] = ()

    def may_decide(self, regularity: str | None = None) -> bool:
        """Whether a verdict may rest on this theorem.

        Args:
            regularity: In this class of the field; in any unless given.

        Returns:
            bool: False for sketches, and for what only explains.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import theorem
            >>> theorem("1D-LIP").may_decide()
            True
        """
        founded = self.decides and self.standing is not Standing.SKETCH
        return founded and (regularity is None or regularity not in self.explains_only)

    def __repr__(self) -> str:
        return f"<Theorem {self.id} ({self.standing})>"

    def _repr_html_(self) -> str:
        """The theorem with its hypotheses, conclusion and source."""
        assumed = [(one.key, notebook.words(one.text)) for one in self.hypotheses]
        return notebook.element(
            notebook.line(notebook.strong(self.id), f" ({self.standing})"),
            notebook.line(notebook.words(self.statement)),
            notebook.table(("if", ""), assumed) if assumed else "",
            notebook.line(notebook.strong("then "), notebook.words(self.conclusion)),
            notebook.line("Source: ", notebook.words(self.source)),
        )


def anchor(identifier: str) -> str:
    """Name of the place of a theorem in the documentation."""
    return f"thm-{identifier.lower()}"


def written(page: str, identifier: str) -> str:
    """Page and anchor of the section about a theorem."""
    return f"{page}.md#{anchor(identifier)}"


def hypotheses(texts: dict[str, str]) -> tuple[Hypothesis, ...]:
    """Hypotheses from a mapping of keys to wordings, in its order."""
    return tuple(Hypothesis(key, text) for key, text in texts.items())
