"""The shape of a theorem: what is assumed, what follows, who proved it, and whether it may decide a cell."""

from __future__ import annotations

import enum

import msgspec


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
    """A theorem as data. `statement` and `conclusion` are plain words with inline LaTeX between dollar signs."""

    id: str
    section: int
    standing: Standing
    statement: str
    hypotheses: tuple[Hypothesis, ...]
    conclusion: str
    source: str
    proof: str
    """Page and anchor of the section with the proof, or with the citation: `line.md#thm-1d-lip` in `docs/theory`."""
    decides: bool = True
    """False: the theorem only explains, whatever its standing."""
    explains_only: tuple[str, ...] = ()
    """Classes of the vector field in which the theorem explains and does not decide."""

    def may_decide(self, regularity: str | None = None) -> bool:
        """Whether a verdict may rest on this theorem, in one class of the field or at all."""
        founded = self.decides and self.standing is not Standing.SKETCH
        return founded and (regularity is None or regularity not in self.explains_only)


def anchor(identifier: str) -> str:
    """Name of the place of a theorem in the documentation."""
    return f"thm-{identifier.lower()}"


def written(page: str, identifier: str) -> str:
    """Page and anchor of the section about a theorem."""
    return f"{page}.md#{anchor(identifier)}"


def hypotheses(texts: dict[str, str]) -> tuple[Hypothesis, ...]:
    """Hypotheses from a mapping of keys to wordings, in its order."""
    return tuple(Hypothesis(key, text) for key, text in texts.items())
