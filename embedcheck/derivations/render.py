"""A derivation as text, rich text, Markdown, LaTeX and HTML. It formats and never decides."""

from __future__ import annotations

import html
import itertools
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from embedcheck import markup
from embedcheck.cells import Status
from embedcheck.derivations.model import Derivation, Step

if TYPE_CHECKING:
    import rich.console

WIDTH = 80
_WORDS = {
    "exact": "proven exactly",
    "rigorous": "proven by enclosures",
    "theorem": "follows by the theorem",
    "definition": "by definition",
    "numeric": "computed, digits not proven",
    "open": "open: nothing is claimed",
}
_COLOURS = {
    Status.EMBEDDABLE: "#1a7f37",
    Status.NOT_EMBEDDABLE: "#cf222e",
    Status.UNDECIDED: "#9a6700",
    Status.NOT_APPLICABLE: "#6e7781",
}
_WIDE = "overflow-x:auto;overflow-y:hidden;padding:.25rem 0"
_STYLES = {
    Status.EMBEDDABLE: "bold green",
    Status.NOT_EMBEDDABLE: "bold red",
    Status.UNDECIDED: "bold yellow",
    Status.NOT_APPLICABLE: "bold",
}


def _answer(derivation: Derivation) -> str:
    return f"{derivation.cell}: {str(derivation.status).replace('_', ' ')}"


def _parts(derivation: Derivation) -> Iterator[tuple[str, list[tuple[int, Step]]]]:
    numbered = enumerate(derivation.steps, 1)
    for name, group in itertools.groupby(numbered, key=lambda pair: pair[1].part):
        yield name, list(group)


def _note(step: Step) -> str:
    return f"{_WORDS[step.guarantee]}; {step.source}" if step.source else _WORDS[step.guarantee]


def text(derivation: Derivation) -> str:
    """Plain text, 80 columns."""
    lines = [derivation.title, _answer(derivation)]
    for name, steps in _parts(derivation):
        lines += ["", name]
        for number, step in steps:
            head = f"{number:>3}. "
            lines += textwrap.wrap(markup.plain(step.claim), WIDTH, initial_indent=head, subsequent_indent=" " * 5)
            if step.formula:
                lines.append(" " * 9 + step.formula)
            if step.why:
                lines += textwrap.wrap(markup.plain(step.why), WIDTH, initial_indent=" " * 5, subsequent_indent=" " * 5)
            lines += textwrap.wrap(
                f"[{markup.plain(_note(step))}]", WIDTH, initial_indent=" " * 5, subsequent_indent=" " * 6
            )
    return "\n".join(lines)


def rich_text(derivation: Derivation) -> rich.console.RenderableType:
    """The same for a terminal with colours."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    parts: list[rich.console.RenderableType] = [
        Text(derivation.title, style="bold"),
        Text(_answer(derivation), style=_STYLES[derivation.status]),
    ]
    for name, steps in _parts(derivation):
        parts += ["", Text(name, style="bold underline")]
        for number, step in steps:
            head = Table.grid(padding=(0, 1, 0, 0))
            head.add_column(justify="right", width=4, style="bold")
            head.add_column()
            head.add_row(f"{number}.", Text(markup.plain(step.claim)))
            parts.append(head)
            if step.formula:
                parts.append(Padding(Text(step.formula, style="cyan"), (0, 0, 0, 9)))
            if step.why:
                parts.append(Padding(Text(markup.plain(step.why)), (0, 0, 0, 5)))
            parts.append(Padding(Text(f"[{markup.plain(_note(step))}]", style="dim"), (0, 0, 0, 5)))
    return Group(*parts)


def markdown(derivation: Derivation) -> str:
    """Markdown with LaTeX between dollar signs."""
    lines = [f"## {markup.markdown(markup.quoted(_answer(derivation)))}", "", f"`{markup.quoted(derivation.title)}`"]
    for name, steps in _parts(derivation):
        lines += ["", f"### {name}"]
        for number, step in steps:
            lines += ["", f"{number}. **{markup.markdown(step.claim)}**"]
            if step.latex:
                lines += ["", f"    $$ {step.latex} $$"]
            if step.why:
                lines += ["", f"    {markup.markdown(step.why)}"]
            lines += ["", f"    *{markup.markdown(_note(step))}*"]
    return "\n".join(lines) + "\n"


def latex_fragment(derivation: Derivation) -> str:
    """The steps as LaTeX for the body of a document."""
    title = markup.latex_text(derivation.title)
    lines = [rf"\section*{{{markup.latex_text(_answer(derivation))}}}", rf"\noindent\texttt{{{title}}}", ""]
    for name, steps in _parts(derivation):
        lines += [rf"\subsection*{{{markup.latex_text(name)}}}", r"\begin{enumerate}"]
        lines.append(rf"\setcounter{{enumi}}{{{steps[0][0] - 1}}}")
        for _, step in steps:
            lines.append(rf"\item \textbf{{{markup.latex(step.claim)}}}")
            if step.latex:
                lines.append(rf"\[ {step.latex} \]")
            if step.why:
                lines.append(markup.latex(step.why))
            lines.append(rf"\\ {{\footnotesize\itshape {markup.latex(_note(step))}}}")
        lines.append(r"\end{enumerate}")
    return "\n".join(lines) + "\n"


PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb}
\usepackage[margin=25mm]{geometry}
\sloppy
\begin{document}
"""


def latex_document(derivation: Derivation) -> str:
    """A whole LaTeX document."""
    return PREAMBLE + latex_fragment(derivation) + "\\end{document}\n"


def html_element(derivation: Derivation) -> str:
    """One self-contained HTML element; every text is escaped, formulas are MathML."""
    colour = _COLOURS[derivation.status]
    body: list[str] = []
    for name, steps in _parts(derivation):
        items = "".join(f"<li>{_html_step(step)}</li>" for _, step in steps)
        body.append(f'<h4>{html.escape(name)}</h4><ol start="{steps[0][0]}">{items}</ol>')
    return (
        f'<section class="embedcheck-derivation"><h3 style="color:{colour}">{html.escape(_answer(derivation))}</h3>'
        f"<p><code>{html.escape(derivation.title)}</code></p>{''.join(body)}</section>"
    )


def _html_step(step: Step) -> str:
    shown = f"<p><b>{markup.html_words(step.claim)}</b></p>"
    if step.latex:
        shown += f'<div style="{_WIDE}">{markup.mathml(step.latex, block=True)}</div>'
    if step.why:
        shown += f"<p>{markup.html_words(step.why)}</p>"
    return shown + f"<p><small>{markup.html_words(_note(step))}</small></p>"
