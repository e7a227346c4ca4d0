"""Pictures of a map and of the flows that realise it.

Matplotlib is imported when the first picture is made, and its object interface is used, so no state is shared with
pyplot. Values come from proven enclosures where the flows have them, and are rounded to machine numbers to be drawn
(guarantee: numeric); no picture decides anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from embedcheck.errors import InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from embedcheck.plots.style import Picture
    from embedcheck.profile import Profile

KINDS = {
    "graph": "the graph of f with cobwebs and fixed points (one variable)",
    "field": "the vector field V (one variable)",
    "flow": "the flow lines from x to f(x) (one or three variables)",
    "mismatch": "the fields of two fixed points and their difference (one variable)",
    "curve": "the image of the line (two or three outputs)",
    "surface": "the image of the plane (two variables, three outputs)",
    "levels": "level sets (two or three variables, one output)",
    "grid": "the image of a grid on its way (two or three variables)",
    "portrait": "the phase portrait of V (two variables)",
    "augmented": "the flow with one more dimension",
    "suspension": "the flow in space and time (two variables)",
}
FORMATS = ("png", "svg")
_DPI = 150
_COLUMNS, _WIDTH = 2, 6.0


def _makers(profile: Profile) -> dict[str, Callable[[Any], Picture | None]]:
    """The pictures that maps with these numbers of inputs and outputs have."""
    from embedcheck.plots import line, plane, solid, space

    match profile.map.inputs, profile.map.outputs:
        case 1, 1:
            return {
                "graph": line.graph,
                "field": line.field,
                "flow": line.flow,
                "mismatch": line.mismatch,
                "augmented": space.augmented_line,
            }
        case 1, 2 | 3:
            return {"curve": space.curve, "augmented": space.augmented_curve}
        case 2, 1:
            return {
                "levels": plane.levels,
                "grid": plane.grid,
                "portrait": plane.portrait,
                "augmented": space.augmented_plane,
            }
        case 2, 2:
            return {"grid": plane.grid, "portrait": plane.portrait, "suspension": space.suspension}
        case 2, 3:
            return {"surface": solid.surface}
        case 3, 1:
            return {"levels": solid.slices}
        case 3, 3:
            return {"grid": solid.cube, "flow": solid.flow_lines}
        case _:
            return {}


def checked_kind(kind: str | None) -> str | None:
    """The kind, if it is one. Raises InputError."""
    if kind is not None and kind not in KINDS:
        raise InputError(f"no picture {kind!a}: the kinds are {', '.join(KINDS)}")
    return kind


def pictures(profile: Profile, kind: str | None = None) -> list[Picture]:
    """The pictures of this kind, or all that the profile has something to show for.

    Raises InputError for a kind that does not exist, or that this map has no picture of.
    """
    checked_kind(kind)
    makers = _makers(profile)
    wanted = makers.items() if kind is None else [(kind, makers[kind])] if kind in makers else []
    found = [picture for _, make in wanted if (picture := make(profile)) is not None]
    if not found:
        subject = f"{profile.map.inputs} inputs and {profile.map.outputs} outputs"
        if not makers:
            raise InputError(f"there are no pictures of maps with {subject}")
        if kind is None:
            raise InputError("there is no picture of this map: its values are not finite where it would be drawn")
        raise InputError(f"this map has no picture {kind!a}: nothing is known that it would show")
    return found


def figures(profile: Profile, kind: str | None = None) -> list[tuple[str, str, Figure]]:
    """The pictures of a profile: name, title and Matplotlib figure each, about a second of work for each.

    Errors as of `plot`.
    """
    return [(picture.name, picture.title, _figure([picture])) for picture in pictures(profile, kind)]


def plot(profile: Profile, kind: str | None = None) -> Figure:
    """All pictures of a profile on one figure, or the one of this kind (see KINDS).

    Raises InputError for a kind that does not exist, or that this map has no picture of.
    """
    return _figure(pictures(profile, kind), _title(profile))


def save(figure: Figure, file: str) -> None:
    """Write a figure as PNG or SVG, as the ending of the file name says.

    Raises InputError for another ending, or a file that cannot be written.
    """
    import matplotlib

    form = checked_format(file)
    # The same figure gives the same bytes.
    metadata: dict[str, Any] = {"Date": None} if form == "svg" else {}
    try:
        with matplotlib.rc_context({"svg.hashsalt": "embedcheck"}):
            figure.savefig(file, format=form, dpi=_DPI, metadata=metadata)
    except OSError as error:
        raise InputError(f"cannot write {file}: {error.strerror}") from None


def checked_format(file: str) -> str:
    """The format that the name of a file asks for. Raises InputError."""
    form = file.rpartition(".")[2].lower() if "." in file else ""
    if form not in FORMATS:
        raise InputError(f"a picture is written to a file that ends in {' or '.join('.' + f for f in FORMATS)}")
    return form


def _figure(shown: Sequence[Picture], title: str | None = None) -> Figure:
    """The pictures side by side."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from embedcheck.plots.style import heading

    if len(shown) == 1:
        figure = Figure(figsize=shown[0].size, layout="constrained")
        FigureCanvasAgg(figure)
        shown[0].draw(figure)
        return figure
    rows = _rows(shown)
    heights = [max(picture.size[1] for picture in row) for row in rows]
    figure = Figure(figsize=(_COLUMNS * _WIDTH, sum(heights) + 0.5), layout="constrained")
    FigureCanvasAgg(figure)
    places: Any = figure.subfigures(len(rows), 1, squeeze=False, height_ratios=heights)
    for row, place in zip(rows, places[:, 0], strict=True):
        wide = len(row) == 1 and row[0].size[0] > _WIDTH
        parts: Any = place.subfigures(1, 1 if wide else _COLUMNS, squeeze=False)
        for picture, part in zip(row, parts[0], strict=False):
            picture.draw(part)
    if title is not None:
        heading(figure, title)
    return figure


def _rows(shown: Sequence[Picture]) -> list[list[Picture]]:
    """Two pictures a row, a wide one alone."""
    rows: list[list[Picture]] = []
    for picture in sorted(shown, key=lambda one: one.size[0] <= _WIDTH):
        wide = picture.size[0] > _WIDTH
        if wide or not rows or len(rows[-1]) == _COLUMNS or rows[-1][0].size[0] > _WIDTH:
            rows.append([])
        rows[-1].append(picture)
    return rows


def _title(profile: Profile) -> str:
    subject = profile.map
    value = subject.texts[0] if subject.outputs == 1 else f"({', '.join(subject.texts)})"
    return f"f({', '.join(v.name for v in subject.variables)}) = {value} on {subject.domain.text()}"
