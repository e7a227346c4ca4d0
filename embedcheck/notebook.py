"""What answers show of themselves in a notebook: HTML with MathML that reads on a light and on a dark page.

Every text is escaped unless it is Markup; nothing has a background, and the colours are seen on white and on black.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

COLOURS = {
    "embeddable": "#1f883d",
    "not_embeddable": "#e0424c",
    "undecided": "#9e7000",
    "not_applicable": "#737980",
}
"""The colour of each status."""

_CELL = "text-align:left;padding:2px 10px 2px 0"


def latex(value: Any) -> str:
    """A SymPy object as LaTeX."""
    import sympy

    return str(sympy.latex(value))


def vector(values: Sequence[Any]) -> str:
    """LaTeX of a number, or of several in brackets."""
    shown = ", ".join(value if isinstance(value, str) else latex(value) for value in values)
    return shown if len(values) == 1 else rf"\left({shown}\right)"


def formula(text: str) -> Markup:
    """LaTeX as a displayed formula; a long one scrolls."""
    from embedcheck.markup import mathml

    shown = Markup(mathml(text, block=True))
    return Markup('<div style="overflow-x:auto;padding:2px 0">{}</div>').format(shown)


def words(text: str) -> Markup:
    """Words with formulas between dollar signs and code between backticks."""
    from embedcheck.markup import html_words

    return Markup(html_words(text))


def line(*parts: object) -> Markup:
    """A paragraph."""
    return Markup("<p>{}</p>").format(Markup("").join(escape(part) for part in parts))


def strong(text: str) -> Markup:
    """A text in bold."""
    return Markup("<b>{}</b>").format(text)


def code(text: str) -> Markup:
    """A text as it is written."""
    return Markup("<code>{}</code>").format(text)


def status(value: str) -> Markup:
    """The name of a status in its colour."""
    return Markup('<b style="color:{}">{}</b>').format(COLOURS[value], value.replace("_", " "))


def table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> Markup:
    """A table with left-aligned cells that scrolls when it is wide; a column without any entry is left out."""
    names, lines = list(head), [list(row) for row in rows]
    kept = [k for k in range(len(names)) if any(row[k] != "" for row in lines)]
    top = Markup("").join(Markup('<th style="{}">{}</th>').format(_CELL, names[k]) for k in kept)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup('<td style="{}">{}</td>').format(_CELL, row[k]) for k in kept)
        )
        for row in lines
    )
    return Markup(
        '<div style="overflow-x:auto"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(top, body)


def element(*parts: object) -> str:
    """The parts as one HTML element."""
    return str(Markup('<div class="embedcheck">{}</div>').format(Markup("").join(escape(part) for part in parts)))
