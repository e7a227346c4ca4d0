"""Answers as text: plain, rich (terminal) and HTML (Jupyter). It formats and never decides."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from embedcheck import notebook
from embedcheck.cells import REGULARITIES, SYMBOLS, Cell, Status

if TYPE_CHECKING:
    import rich.console

    from embedcheck.profile import Floor, Profile, Verdict
    from embedcheck.theory.model import Theorem
    from embedcheck.verify import Proven

WIDTH = 80
_STYLES = {
    Status.EMBEDDABLE: "bold green",
    Status.NOT_EMBEDDABLE: "bold red",
    Status.UNDECIDED: "yellow",
    Status.NOT_APPLICABLE: "dim",
}
_COLOURS = {status: notebook.COLOURS[status.value] for status in Status}
_FIELDS = {True: "autonomous", False: "non-autonomous"}
COLUMNS = ("architecture", "field", *REGULARITIES)
LEGEND = "   ".join(f"{symbol} {str(status).replace('_', ' ')}" for status, symbol in SYMBOLS.items())
_SHOWN_ROWS = 3


class FixedPoint(Protocol):
    """What is shown of a fixed point."""

    @property
    def text(self) -> str:
        """The exact point, or a decimal all of whose digits are proven."""
        ...

    @property
    def exact(self) -> bool: ...
    @property
    def multiplier_text(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def order(self) -> int | None: ...
    @property
    def period_text(self) -> str | None: ...


class FixedPoints(Protocol):
    """What is shown of the set of fixed points."""

    @property
    def points(self) -> Sequence[FixedPoint]: ...
    @property
    def intervals(self) -> Sequence[str]:
        """Intervals all of whose points are fixed."""
        ...

    @property
    def complete(self) -> bool: ...
    @property
    def reason(self) -> str | None: ...


class Reason(NamedTuple):
    """One rule and the most that it proves in each row of the table, or one cause why cells stay open."""

    status: Status
    rule: str | None
    cells: tuple[Cell, ...]
    """The cells that the rule decides itself; those reached by inclusions are in the table only."""
    texts: tuple[str, ...]

    @property
    def heading(self) -> str:
        rows: dict[str, list[str]] = {}
        for cell in self.cells:
            rows.setdefault(f"{cell.architecture} {_FIELDS[cell.autonomous]}", []).append(cell.regularity)
        shown = [f"{row}{self._range(classes)}" for row, classes in rows.items()][:_SHOWN_ROWS]
        if more := len(rows) - len(shown):
            shown.append(f"{more} more row{'s' if more > 1 else ''}")
        name = self.rule or str(self.status).replace("_", " ")
        return f"{name}: {', '.join(shown)}" if shown else name

    def _range(self, classes: list[str]) -> str:
        weakest, strongest = REGULARITIES[0], REGULARITIES[-1]
        match self.status, classes[0], classes[-1]:
            case (Status.EMBEDDABLE, _, end) if end == strongest:
                return " in every class"
            case (Status.NOT_EMBEDDABLE, start, _) if start == weakest:
                return " in every class"
            case (Status.EMBEDDABLE, _, end) if end != weakest:
                return f" up to {end}"
            case (Status.NOT_EMBEDDABLE, start, _) if start != strongest:
                return f" from {start} on"
            case _ if len(classes) == len(REGULARITIES):
                return ""
            case _:
                return f" {' '.join(classes)}"


def reasons(profile: Profile) -> list[Reason]:
    """The rules of the strongest embeddable and the weakest refuted class of each row, and what leaves cells open.

    The classes are ordered by inclusion, so the other cells of a row follow; their own rules are in the verdicts.
    """
    groups: dict[tuple[Status, str | None, tuple[str, ...]], list[Verdict]] = {}
    for verdict in _telling(profile):
        # Without a rule the causes differ from cell to cell, and each is its own entry.
        texts = () if verdict.rule else _texts(verdict)
        groups.setdefault((verdict.status, verdict.rule, texts), []).append(verdict)
    return [
        Reason(
            status,
            rule,
            tuple(verdict.cell for verdict in group),
            tuple(dict.fromkeys(text for verdict in group for text in _texts(verdict))),
        )
        for (status, rule, _), group in groups.items()
    ]


def _telling(profile: Profile) -> Iterator[Verdict]:
    for _, _, verdicts in rows(profile):
        by_status = {
            status: [verdict for verdict in verdicts if verdict.status is status]
            for status in dict.fromkeys(verdict.status for verdict in verdicts)
        }
        for status, found in by_status.items():
            match status:
                case Status.EMBEDDABLE:
                    found = found[-1:]
                case Status.NOT_EMBEDDABLE:
                    found = found[:1]
                case _:
                    pass
            yield from (verdict for verdict in found if not verdict.via)


def _texts(verdict: Verdict) -> tuple[str, ...]:
    missing = f"Missing: {'; '.join(verdict.missing)}." if verdict.missing else ""
    return tuple(text for text in (verdict.reason, missing) if text)


def rows(profile: Profile) -> Iterator[tuple[str, str, list[Verdict]]]:
    """Per architecture and autonomy the six verdicts; the architecture is named once."""
    rows: dict[tuple[str, bool], list[Verdict]] = {}
    for cell, verdict in profile.verdicts.items():
        rows.setdefault((cell.architecture, cell.autonomous), []).append(verdict)
    for (architecture, autonomous), verdicts in rows.items():
        yield architecture if autonomous else "", _FIELDS[autonomous], verdicts


def title(profile: Profile) -> str:
    data = profile.map.to_dict()
    variables = ", ".join(data["vars"])
    components: list[str] = data["expr"]
    value = components[0] if len(components) == 1 else f"({', '.join(components)})"
    return f"f({variables}) = {value}  on  {data['domain']}"


def summary(profile: Profile) -> Iterator[str]:
    lower, upper = profile.minimal_augmentation
    if upper is None:
        yield f"Extra dimensions needed: at least {lower}, no upper bound known"
    elif lower == upper:
        yield f"Extra dimensions needed: {lower}"
    else:
        yield f"Extra dimensions needed: between {lower} and {upper}"
    for architecture, floor in profile.floors.items():
        # A lower bound of 0 says nothing.
        if floor.lower != "0" or floor.exact:
            rule = f" ({floor.rule})" if floor.rule else ""
            yield f"Error of the best {architecture} network {_size(floor)}{rule}"
    for note in profile.notes:
        yield f"Note: {note}"


def _size(floor: Floor) -> str:
    if floor.lower == "oo":
        return "is infinite"
    return f"is {floor.lower}" if floor.exact else f"is at least {floor.lower}"


def _line(cells: Iterable[str]) -> str:
    widths = (14, 16, *(7 for _ in REGULARITIES))
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()


def _wrapped(text: str, indent: str, continuation: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH - 1,
        initial_indent=indent,
        subsequent_indent=indent if continuation is None else continuation,
        break_on_hyphens=False,
    )


def profile_text(profile: Profile) -> str:
    """A profile as plain text of at most 80 columns."""
    lines = [*_wrapped(title(profile), "", "    "), "", _line(COLUMNS)]
    lines += [_line((*names, *(SYMBOLS[v.status] for v in verdicts))) for *names, verdicts in rows(profile)]
    lines += ["", LEGEND, ""]
    for reason in reasons(profile):
        lines += _wrapped(f"{SYMBOLS[reason.status]} {reason.heading}", "", "      ")
        for text in reason.texts:
            lines += _wrapped(text, "    ")
    lines.append("")
    for sentence in summary(profile):
        lines += _wrapped(sentence, "", "    ")
    return "\n".join(lines)


def profile_rich(profile: Profile) -> rich.console.RenderableType:
    """A profile for a rich console, readable at 80 columns."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for name in COLUMNS:
        table.add_column(name, justify="center" if name in REGULARITIES else "left", no_wrap=True)
    for architecture, field, verdicts in rows(profile):
        symbols = (Text(SYMBOLS[v.status], style=_STYLES[v.status]) for v in verdicts)
        table.add_row(Text(architecture, style="bold"), field, *symbols)
    parts: list[rich.console.RenderableType] = [Text(title(profile), style="bold"), "", table, ""]
    parts += [Text(LEGEND, style="dim"), ""]
    for reason in reasons(profile):
        name, _, cells = reason.heading.partition(": ")
        heading = Text.assemble(
            (f"{SYMBOLS[reason.status]} {name}", _STYLES[reason.status]), (f"  {cells}" if cells else "", "dim")
        )
        parts += [heading, *(Padding(Text(text), (0, 0, 0, 4)) for text in reason.texts)]
    parts += ["", *(Text(sentence) for sentence in summary(profile))]
    return Group(*parts)


def profile_html(profile: Profile) -> str:
    """A profile as one self-contained HTML element; each symbol carries its rule and reason as a tooltip."""
    escape: Callable[[str], str] = html.escape
    head = "".join(
        f'<th style="text-align:{"center" if name in REGULARITIES else "left"}">{escape(name)}</th>' for name in COLUMNS
    )
    body: list[str] = []
    for architecture, field, verdicts in rows(profile):
        symbols = "".join(
            f'<td style="text-align:center;font-weight:bold;color:{_COLOURS[v.status]}" '
            f'title="{escape(_tooltip(v))}">{SYMBOLS[v.status]}</td>'
            for v in verdicts
        )
        body.append(
            f'<tr><th style="text-align:left">{escape(architecture)}</th>'
            f'<td style="text-align:left">{escape(field)}</td>{symbols}</tr>'
        )
    entries = "".join(
        f'<li><b style="color:{_COLOURS[r.status]}">{SYMBOLS[r.status]} {escape(r.heading)}</b>'
        f"<br>{'<br>'.join(escape(text) for text in r.texts)}</li>"
        for r in reasons(profile)
    )
    sentences = "<br>".join(escape(sentence) for sentence in summary(profile))
    return (
        f'<div class="embedcheck"><p><code>{escape(title(profile))}</code></p>{notebook.formula(profile.map.latex())}'
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
        f"<p><small>{escape(LEGEND)}</small></p>"
        f'<ul style="list-style:none;padding-left:0">{entries}</ul><p>{sentences}</p></div>'
    )


def verdict_html(verdict: Verdict) -> str:
    """A verdict as one HTML element."""
    escape: Callable[[str], str] = html.escape
    rule = f" by {escape(' '.join((verdict.rule, *verdict.via)))}" if verdict.rule else ""
    texts = "<br>".join(escape(text) for text in _texts(verdict))
    status = escape(str(verdict.status).replace("_", " "))
    return (
        f'<div class="embedcheck"><p>{escape(str(verdict.cell))}: '
        f'<b style="color:{_COLOURS[verdict.status]}">{status}</b>{rule}</p><p>{texts}</p></div>'
    )


def _tooltip(verdict: Verdict) -> str:
    name = " ".join((verdict.rule, *verdict.via)) if verdict.rule else str(verdict.status).replace("_", " ")
    return f"{name}: {' '.join(_texts(verdict))}"


def fixed_points_text(found: FixedPoints) -> str:
    """The fixed points of a map, one per line, then what is known about completeness."""
    lines: list[str] = []
    for point in found.points:
        lines += _wrapped(_fixed_point(point), "", "    ")
    lines += [f"every point of {interval}" for interval in found.intervals]
    if not found.complete:
        lines += _wrapped(f"There may be more: {found.reason}", "", "    ")
    elif not lines:
        lines.append("No fixed points.")
    return "\n".join(lines)


def _fixed_point(point: FixedPoint) -> str:
    details = [
        f"x = {point.text}{'' if point.exact else ' (proven digits)'}",
        *([f"multiplier {point.multiplier_text}"] if point.multiplier_text else []),
        str(point.kind),
    ]
    if point.order is not None and point.order > 1:
        details.append(f"contact of order {point.order}")
    if point.period_text is not None:
        details.append(f"repeats with period {point.period_text}")
    return ", ".join(details)


def theorem_text(theorem: Theorem) -> str:
    """One theorem in full."""
    lines = [f"{theorem.id} [{theorem.standing}]", *_wrapped(theorem.statement, "  "), "", "If"]
    for hypothesis in theorem.hypotheses:
        lines += _wrapped(f"{hypothesis.key}: {hypothesis.text}", "  ", "    ")
    lines += ["then", *_wrapped(theorem.conclusion, "  "), ""]
    if not theorem.may_decide():
        lines.append("It explains and decides no cell.")
    elif theorem.explains_only:
        lines.append(f"It explains and does not decide: {', '.join(theorem.explains_only)}.")
    lines += _wrapped(f"Source: {theorem.source}", "", "  ")
    lines.append(f"Proof: docs/theory/{theorem.proof}")
    return "\n".join(lines)


def theorem_list(theorems: Iterable[Theorem]) -> str:
    """One line per theorem: identifier, standing, the beginning of the statement."""
    return "\n".join(
        f"{theorem.id:<16} {theorem.standing!s:<10} "
        + textwrap.shorten(theorem.statement.replace("\n", " "), WIDTH - 28, placeholder=" ...")
        for theorem in theorems
    )


PROMISE = "embeddable / not_embeddable: the certificate re-checks. undecided: nothing is claimed."


def proven_text(proven: Proven) -> str:
    """What a certificate proves, one cell a line."""
    width = max(len(str(one.cell)) for one in proven.cells)
    lines = [f"{one.cell!s:<{width}}  {one.status:<14}  {one.rule}" for one in proven.cells]
    head = f"verified: f({proven.variable}) = {proven.expr}  on  {proven.domain}"
    return "\n".join([head, "", *lines, "", PROMISE])
