"""Pictures of maps of the plane: level sets, the image of a grid on its way, phase portraits."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.signs import Deadline, UnknownError
from embedcheck.analysis.zeros import all_critical, cycles_of
from embedcheck.errors import EmbedcheckError
from embedcheck.maps import Map
from embedcheck.plots import style
from embedcheck.plots.sampling import (
    Budget,
    Known,
    as_float,
    best_flow,
    exact,
    points_in,
    states,
    values_of,
    velocities,
    window,
)
from embedcheck.plots.style import Picture
from embedcheck.profile import Profile

AUTONOMOUS = (("basic", True), ("linear-layer", True))
ANY = (*AUTONOMOUS, ("basic", False), ("linear-layer", False))
_LINES, _FINE, _ARROWS, _LEVELS = 5, 13, 15, 81
_SECONDS, _SEARCH = 2.0, 1.0
_REACH = 2.0
_QUARTERS = (1.0, 0.5, 0.25, 0.75)


@dataclass
class Plane:
    """The window that is shown, and the points of interest that were found: fixed or critical ones."""

    subject: Map
    windows: list[tuple[float, float]]
    points: Any
    """an array (k, 2)"""

    def grid(self, count: int) -> tuple[Any, Any]:
        """The coordinates of a grid of points of X."""
        first, second = (
            points_in(factor, shown, count)
            for factor, shown in zip(self.subject.domain.factors, self.windows, strict=True)
        )
        return first, second

    @property
    def names(self) -> tuple[str, str]:
        first, second = (variable.name for variable in self.subject.variables)
        return first, second


def plane_of(profile: Profile) -> Plane:
    """The window with the fixed points (critical points of a function) in it."""
    subject = profile.map
    key = ("plane", "pictures")
    if key not in subject.memory:
        found = fixed_places(profile)
        windows = [window(factor, list(found[:, k]), _REACH) for k, factor in enumerate(subject.domain.factors)]
        subject.memory[key] = Plane(subject, windows, found)
    return subject.memory[key]


def fixed_places(profile: Profile) -> Any:
    """Fixed points (critical points of a function) that a second of search finds, an array (k, n)."""
    subject = profile.map
    key = ("places", "pictures")
    if key not in subject.memory:
        points: list[Any] = []
        try:
            analysis = EuclideanAnalysis(subject, Deadline(_SEARCH), lambda other: {})
            if subject.outputs == 1:
                points = [[float(x) for x in point] for _, point in all_critical(analysis)]
            else:
                points = [
                    [as_float(x) for x in found.places[0]]
                    if found.places
                    else [float((low + high) / 2) for low, high in found.boxes[0]]
                    for found in cycles_of(analysis, 1)
                ]
        except (UnknownError, EmbedcheckError, ArithmeticError, ValueError, TypeError):
            pass
        subject.memory[key] = np.array(points, dtype=float).reshape(-1, subject.inputs)
    return subject.memory[key]


def flow_in_plane(profile: Profile, rows: Any) -> Known | None:
    """The best flow of these rows, if its phase space is the plane."""
    known = best_flow(profile, rows)
    return known if known is not None and known.flow.size == 2 else None


def grid(profile: Profile) -> Picture | None:
    """A grid and its images under the flow at the times 1/4, 1/2, 3/4, 1; without a flow, its image under f."""
    plane = plane_of(profile)
    known = flow_in_plane(profile, ANY)
    wide, tall = plane.grid(_FINE)
    lines = [np.column_stack([wide, np.full(_FINE, y)]) for y in plane.grid(_LINES)[1]]
    lines += [np.column_stack([np.full(_FINE, x), tall]) for x in plane.grid(_LINES)[0]]
    starts = np.array([[float(exact(x)) for x in point] for point in np.concatenate(lines)])
    images: dict[float, Any] = {0.0: starts}
    if known is None:
        if profile.map.outputs != 2:
            return None
        images[1.0] = values_of(profile.map)(starts)
    else:
        budget = Budget(_SECONDS)
        distinct, which = np.unique(starts, axis=0, return_inverse=True)
        for t in _QUARTERS:
            moved = states(known.flow, distinct, [exact(t)], budget)[:, 0][which]
            # A picture of a part of the grid would mislead.
            if t == 1 or not budget.spent:
                images[t] = moved
    if not np.isfinite(images[1.0]).any():
        return None
    extent = _extent(images.values())

    def draw(figure: Any) -> None:
        shown = sorted(images)
        columns = min(len(shown), 3)
        rows = -(-len(shown) // columns)
        panels: Any = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
        colours = {0.0: style.GREY, 0.25: style.SKY, 0.5: style.BLUE, 0.75: style.PURPLE, 1.0: style.RED}
        for panel in panels[len(shown) :]:
            panel.set_visible(False)
        for k, (t, panel) in enumerate(zip(shown, panels, strict=False)):
            # The axes are shared: labels stand at the left and below only.
            low = k + columns >= len(shown)
            style.label(panel, plane.names[0] if low else "", plane.names[1] if k % columns == 0 else "")
            panel.tick_params(labelbottom=low)
            panel.set_aspect("equal", adjustable="box")
            panel.set(xlim=extent[0], ylim=extent[1])
            panel.set_title(f"t = {t:g}" if known else "X" if t == 0 else "f(X)", fontsize="small")
            for k, points in enumerate(images[t].reshape(-1, _FINE, 2)):
                # The two families of lines keep apart by their width.
                panel.plot(*points.T, color=colours[t], linewidth=1.6 if k < _LINES else 0.8, gid=f"grid-{t:g}")
        first = f"a grid on its way\n{known.text}" if known else "a grid and its image under f"
        if known and known.verdict.architecture != "basic":
            first += ", in the phase plane"
        style.heading(figure, first)

    return Picture(
        "grid",
        "A grid and where the flow carries it" if known else "A grid and its image",
        draw,
        _grid_size(extent, len(images)),
    )


def _grid_size(extent: list[tuple[float, float]], count: int) -> tuple[float, float]:
    """Width and height in inches that fit the panels, at most three a row."""
    (left, right), (low, high) = extent
    ratio = min(1.6, max(0.4, (high - low) / (right - left)))
    columns = min(count, 3)
    return 1 + 2.1 * columns, 0.9 + (0.5 + 2.0 * ratio) * -(-count // columns)


def _extent(images: Any) -> list[tuple[float, float]]:
    """The ranges of both coordinates, without a few far points."""
    points = np.concatenate(list(images))
    points = points[np.isfinite(points).all(axis=1)]
    low, high = np.percentile(points, [1, 99], axis=0)
    room = 0.25 * (high - low) + 1e-9
    return [style.limits(points[:, k], float(low[k] - room[k]), float(high[k] + room[k])) for k in range(2)]


def portrait(profile: Profile) -> Picture | None:
    """Stream lines of the field on the plane, coloured by speed."""
    known = flow_in_plane(profile, AUTONOMOUS)
    if known is None or known.verdict.regularity == "flow":
        return None
    plane = plane_of(profile)
    xs, ys = plane.grid(_ARROWS)
    places = np.array(list(itertools.product(ys, xs)))[:, ::-1]
    found, _ = velocities(known.flow, places, Budget(_SECONDS))
    v = found.reshape(_ARROWS, _ARROWS, 2)
    if np.isfinite(v).all(axis=2).sum() < _ARROWS:
        return None
    u, w = (np.ma.masked_invalid(v[:, :, k]) for k in range(2))
    speed = np.ma.sqrt(u**2 + w**2)

    def draw(figure: Any) -> None:
        axes = style.axes(figure, *plane.names, equal=True)
        if speed.max() > 0:
            made = axes.streamplot(xs, ys, u, w, color=speed, cmap=style.COLOUR_MAP, density=1.1, linewidth=1.2)
            figure.colorbar(made.lines, ax=axes, label="speed |V|", shrink=0.8)
        if len(plane.points) and known.verdict.architecture == "basic":
            axes.plot(*plane.points.T, "o", color=style.RED, markersize=7, label="fixed points", zorder=4)
        axes.set(xlim=(xs[0], xs[-1]), ylim=(ys[0], ys[-1]))
        style.legend(figure, axes)
        style.heading(figure, f"the phase portrait of a field\n{known.text}")

    return Picture("portrait", "The phase portrait of the field", draw, (5.6, 5.0))


def levels(profile: Profile) -> Picture:
    """Level sets of a function, the curves where a derivative is zero, and the critical points with their indices."""
    plane = plane_of(profile)
    xs, ys = plane.grid(_LEVELS)
    places = np.array(list(itertools.product(ys, xs)))[:, ::-1]
    z = np.ma.masked_invalid(values_of(profile.map)(places)[:, 0].reshape(_LEVELS, _LEVELS))
    slopes = [_slope(profile.map, k, places).reshape(_LEVELS, _LEVELS) for k in range(2)]
    indices = [morse_index(profile.map, point) for point in plane.points]

    def draw(figure: Any) -> None:
        axes = style.axes(figure, *plane.names, equal=True)
        if z.count() and z.min() < z.max():
            steps = _steps(z, profile.map, plane.points)
            filled = axes.contourf(xs, ys, z, levels=steps, cmap=style.COLOUR_MAP, alpha=0.75, extend="both")
            axes.contour(xs, ys, z, levels=steps, colors="white", linewidths=0.7, linestyles="solid")
            figure.colorbar(filled, ax=axes, label="f", shrink=0.8, format="%.3g")
        for k, (name, colour) in enumerate(zip(plane.names, (style.ORANGE, style.SKY), strict=True)):
            slope = np.ma.masked_invalid(slopes[k])
            if slope.count() and slope.min() < 0 < slope.max():
                axes.contour(xs, ys, slope, levels=[0], colors=colour, linewidths=1.8, linestyles="--")
                axes.plot([], [], color=colour, linewidth=1.8, linestyle="--", label=f"derivative in {name} is 0")
        for index, shape in enumerate("vX^"):
            chosen = [point for point, found in zip(plane.points, indices, strict=True) if found == index]
            if chosen:
                axes.plot(
                    *np.array(chosen).T, shape, color=style.RED, markersize=9,
                    markeredgecolor="white", linestyle="none", label=_kind(index), gid=f"index-{index}",
                )  # fmt: skip
        axes.set(xlim=(xs[0], xs[-1]), ylim=(ys[0], ys[-1]))
        style.legend(figure, axes)
        style.heading(figure, "level sets of f" + (" and critical points" if len(plane.points) else ""))

    return Picture("levels", "Level sets and critical points", draw, (5.8, 5.2))


def _kind(index: int) -> str:
    return f"critical point of index {index} ({('minimum', 'saddle', 'maximum')[index]})"


def _steps(z: Any, subject: Map, points: Any) -> Any:
    """Levels that are even in the bulk of the values, those of the critical points among them."""
    low, high = np.percentile(z.compressed(), [2, 98])
    if not low < high:
        low, high = float(z.min()), float(z.max())
    own = values_of(subject)(points)[:, 0] if len(points) else np.array([])
    steps = np.concatenate([np.linspace(low, high, 13), own[np.isfinite(own)]])
    width = (high - low) * 1e-6
    steps = np.sort(steps)
    return steps[np.concatenate([[True], np.diff(steps) > width])]


def _slope(subject: Map, number: int, places: Any) -> Any:
    try:
        slope = Map([sp.diff(subject.expr, subject.variables[number])], vars=[v.name for v in subject.variables])
        return values_of(slope)(places)[:, 0]
    except (EmbedcheckError, ArithmeticError, ValueError, TypeError, NameError):
        return np.full(len(places), np.nan)


def morse_index(subject: Map, point: Any) -> int:
    """The number of negative eigenvalues of the Hessian at a non-degenerate critical point (guarantee: numeric)."""
    second = sp.hessian(subject.expr, list(subject.variables))
    place: Any = dict(zip(subject.variables, (sp.Float(float(x)) for x in point), strict=True))
    return int((np.linalg.eigvalsh(np.array(second.subs(place).evalf(), dtype=float)) < 0).sum())
