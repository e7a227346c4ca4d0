"""How the pictures look: colours that colour-blind readers tell apart, axes, titles. Text is never read as a formula.

A picture is drawn on a Matplotlib Figure or SubFigure; nothing here knows of pyplot. Types of Matplotlib are loose, and
`Any` stands for its figures and axes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.ticker import MaxNLocator

# The palette of Okabe and Ito.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, RED, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
GREY = "#7F7F7F"
COLOUR_MAP = "cividis"
_TITLE = 72


@dataclass(frozen=True)
class Picture:
    """One picture: `draw` puts it on a Figure or SubFigure, `size` is its width and height in inches."""

    name: str
    title: str
    draw: Callable[[Any], None]
    size: tuple[float, float] = (6.4, 4.8)


def shortened(text: str, length: int = _TITLE) -> str:
    """The text on one line, cut where it is too long for a title."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def axes(figure: Any, across: str, up: str, *, equal: bool = False) -> Any:
    """One labelled pair of axes on the whole figure."""
    found = figure.add_subplot()
    label(found, across, up)
    if equal:
        found.set_aspect("equal", adjustable="box")
    return found


def label(found: Any, across: str, up: str) -> None:
    """Labels, a faint grid, and no frame above and to the right."""
    found.set_xlabel(shortened(across), parse_math=False)
    found.set_ylabel(shortened(up, 40), parse_math=False)
    found.grid(visible=True, color="#DDDDDD", linewidth=0.6)
    found.set_axisbelow(True)
    found.spines[["top", "right"]].set_visible(False)


def axes_3d(figure: Any, names: Sequence[str], place: tuple[int, int, int] = (1, 1, 1)) -> Any:
    """One labelled triple of axes, at this place of a grid of them (rows, columns, number)."""
    found = figure.add_subplot(*place, projection="3d")
    for name, put in zip(names, (found.set_xlabel, found.set_ylabel, found.set_zlabel), strict=True):
        put(shortened(name, 30), parse_math=False)
    # Without room to the right, the label of the vertical axis is cut off; more numbers would overlap.
    found.set_box_aspect((1, 1, 0.8), zoom=0.9)
    for one in (found.xaxis, found.yaxis, found.zaxis):
        one.set_major_locator(MaxNLocator(5))
    return found


def legend(figure: Any, found: Any) -> None:
    """What the colours mean, below the axes, where it covers no data."""
    handles, names = found.get_legend_handles_labels()
    if handles:
        shown = figure.legend(handles, names, loc="outside lower center", ncols=2, frameon=False, fontsize="small")
        for text in shown.get_texts():
            text.set_parse_math(False)


def heading(figure: Any, text: str) -> None:
    """The title of a picture."""
    title = figure.suptitle("\n".join(shortened(line, 88) for line in text.split("\n")), fontsize="medium")
    title.set_parse_math(False)


def arrow(found: Any, points: Any, colour: Any) -> None:
    """An arrow head in the middle of a path of points in the plane."""
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) < 2:
        return
    middle = (len(points) - 1) // 2
    tail, head = points[middle], points[middle + 1]
    if np.hypot(*(points[-1] - points[0])) > 0 and np.any(tail != head):
        found.annotate(
            "", xy=head, xytext=tail, arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1, "shrinkB": 0}
        )


def limits(values: Any, low: float, high: float) -> tuple[float, float]:
    """A range for finite values that stays within [low, high] and has a margin."""
    known = values[np.isfinite(values)]
    if not known.size:
        return low, high
    bottom, top = max(float(known.min()), low), min(float(known.max()), high)
    if not bottom < top:
        bottom, top = min(bottom, top) - 0.5, max(bottom, top) + 0.5
    margin = 0.05 * (top - bottom)
    return bottom - margin, top + margin
