"""A whole report on a map as one self-contained HTML page, as Markdown or as LaTeX. It formats and never decides.

The HTML page asks the network for nothing, and its policy forbids it. Every value is escaped by the template engine;
only what the renderers of derivations made is taken as it is.
"""

from __future__ import annotations

import base64
import importlib
import io
import itertools
from collections.abc import Callable
from typing import Any, NamedTuple

import jinja2
import msgspec
from markupsafe import Markup

from embedcheck import markup
from embedcheck._version import __version__
from embedcheck.cells import Cell, Status
from embedcheck.derivations import known
from embedcheck.derivations.build import choose
from embedcheck.derivations.evidence import sentence
from embedcheck.derivations.model import Derivation
from embedcheck.derivations.render import PREAMBLE, latex_fragment
from embedcheck.errors import EmbedcheckError, InputError
from embedcheck.profile import Profile
from embedcheck.report import COLUMNS, LEGEND, PROMISE, SYMBOLS, reasons, rows, summary
from embedcheck.worker import stream

FORMS = {".html": "html", ".htm": "html", ".md": "markdown", ".tex": "latex"}
_TEMPLATES = {"html": "report.html.j2", "markdown": "report.md.j2", "latex": "report.tex.j2"}
_PICTURE_SECONDS = 20.0
_MOST_CERTIFICATE = 1_200_000
"""Bytes of a certificate that a page carries with it."""
_MOST_PICTURE = 400_000
_MOST_PICTURES = 700_000
_BROAD = 6.5
"""A figure that is wider, in inches, takes the whole width of the page."""


class Shown(NamedTuple):
    """One derivation in the formats of the templates."""

    name: str
    html: Markup
    markdown: Markup
    latex: Markup


class Picture(NamedTuple):
    """A picture with its title, as base64 of an SVG file; whether it needs the whole width."""

    title: str
    svg: str
    wide: bool


class Told(NamedTuple):
    """A rule with the cells that it decides; the reason for the most telling of their classes, and for the others."""

    status: Status
    heading: str
    main: str
    others: list[str]


def form_of(path: str) -> str:
    """The format that the ending of a file name asks for. Raises InputError."""
    for ending, form in FORMS.items():
        if path.lower().endswith(ending):
            return form
    raise InputError(f"no report is written to {path!a}: the name must end in .html, .md or .tex")


def page(profile: Profile, form: str = "html", timeout: float | None = 20.0) -> str:
    """The report on a profile: table, reasons, pictures, derivations of the main cells, certificate.

    `form` is html, markdown or latex; `timeout` in seconds bounds the work of each derivation. Raises InputError for
    another form.
    """
    if form not in _TEMPLATES:
        raise InputError(f"no format {form!a}: the formats are {', '.join(_TEMPLATES)}")
    certificate, size, without = _certificate(profile)
    return (
        _environment(form)
        .get_template(_TEMPLATES[form])
        .render(
            title=known.title(profile.map),
            definition=Markup(markup.mathml(known.definition(profile.map)[0], block=True)),
            columns=COLUMNS,
            rows=list(rows(profile)),
            signs=SYMBOLS,
            legend=f"The signs: {LEGEND.replace('   ', ', ')}",
            reasons=_reasons(profile),
            summary=list(summary(profile)),
            pictures=_pictures(profile) if form != "latex" else [],
            derivations=[_shown(profile.derivation(cell, timeout)) for cell in main_cells(profile)],
            certificate=certificate,
            size=size,
            without=without,
            promise=PROMISE,
            version=__version__,
            seconds=f"{profile.seconds:.2f}",
            preamble=Markup(PREAMBLE),
            code=lambda text: Markup(markup.quoted(text)),
        )
    )


def main_cells(profile: Profile) -> list[Cell]:
    """The cells whose derivations a report tells: the most telling one of each architecture, and the limit of the first
    one; those decided by one rule only once."""
    first = choose(profile)
    row = [v for v in profile.verdicts.values() if v.cell[:2] == first[:2]]
    limits = [v.cell for v in row if v.status is not profile.verdicts[first].status][-1:]
    refuted = [v.cell for v in row if v.status is Status.NOT_EMBEDDABLE][:1]
    others = [choose(profile, name) for name in profile.architectures]
    chosen: dict[Any, Cell] = {}
    for cell in itertools.chain([first], refuted or limits, others):
        verdict = profile.verdicts[cell]
        if verdict.status is not Status.NOT_APPLICABLE:
            chosen.setdefault((verdict.status, verdict.rule, verdict.rule or cell), cell)
    return list(chosen.values())


def _reasons(profile: Profile) -> list[Told]:
    """The reasons as sentences; of embeddable cells that of the strongest class is first."""
    found: list[Told] = []
    for reason in reasons(profile):
        texts = [sentence(text) for text in reason.texts]
        place = -1 if reason.status is Status.EMBEDDABLE else 0
        main = texts.pop(place) if texts else ""
        found.append(Told(reason.status, reason.heading, main, texts))
    return found


def _shown(derivation: Derivation) -> Shown:
    status = str(derivation.status).replace("_", " ")
    return Shown(
        f"{derivation.cell}: {status}",
        Markup(derivation.to_html()),
        Markup(derivation.to_markdown()),
        Markup(latex_fragment(derivation)),
    )


def _certificate(profile: Profile) -> tuple[str, int, str]:
    """The certificate of all decided cells as base64, its size in kB, and why it is not there."""
    found = profile.certificate
    if not found.cells:
        return "", 0, "No cell is decided."
    data = msgspec.json.encode(found)
    if len(data) > _MOST_CERTIFICATE:
        return "", 0, "It is too large for this page; embedcheck check MAP --certificate FILE writes it."
    return base64.b64encode(data).decode(), -(-len(data) // 1000), ""


def _pictures(profile: Profile) -> list[Picture]:
    """The pictures of a profile, as many as the time and the size of a page allow; none without the plotting module."""
    try:
        figures: Callable[[Profile], Any] = importlib.import_module("embedcheck.plot").figures
    except ModuleNotFoundError:
        return []

    def draw(send: Callable[[bytes], None]) -> None:
        for *_, title, figure in figures(profile):
            data = io.BytesIO()
            figure.savefig(data, format="svg")
            wide = bool(figure.get_figwidth() > _BROAD)
            send(msgspec.json.encode((title, base64.b64encode(data.getvalue()).decode(), wide)))

    try:
        messages = stream(draw, _PICTURE_SECONDS).messages
    except EmbedcheckError:  # a map of which there is no picture
        return []
    pictures: list[Picture] = []
    total = 0
    for message in messages:
        title, svg, wide = msgspec.json.decode(message, type=tuple[str, str, bool])
        if len(svg) <= _MOST_PICTURE and total + len(svg) <= _MOST_PICTURES:
            total += len(svg)
            pictures.append(Picture(title, svg, wide))
    return pictures


def _environment(form: str) -> jinja2.Environment:
    """Templates of one format; a value that is not marked as safe is escaped for that format."""
    loader = jinja2.PackageLoader("embedcheck", "templates")
    if form == "html":
        return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    escape = markup.latex_text if form == "latex" else _markdown_text

    def finalize(value: Any) -> Any:
        return value if isinstance(value, Markup) else escape(str(value))

    left, right = ("(", ")") if form == "latex" else ("{", "}")
    block, variable = (left * 2 + "*", left * 3) if form == "latex" else ("{%", "{{")
    return jinja2.Environment(
        loader=loader,
        autoescape=False,
        trim_blocks=True,
        finalize=finalize,
        undefined=jinja2.StrictUndefined,
        block_start_string=block,
        block_end_string="*" + right * 2 if form == "latex" else "%}",
        variable_start_string=variable,
        variable_end_string=right * 3 if form == "latex" else "}}",
    )


def _markdown_text(text: str) -> str:
    return markup.markdown(markup.quoted(text))
