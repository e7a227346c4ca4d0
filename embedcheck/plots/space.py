"""Pictures with one more dimension: augmented flows, curves, the flow in space and time."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from embedcheck.cells import Status
from embedcheck.plots import style
from embedcheck.plots.line import Line
from embedcheck.plots.plane import ANY, flow_in_plane, plane_of
from embedcheck.plots.sampling import Budget, exact, points_in, states, values_of, window
from embedcheck.plots.style import Picture
from embedcheck.profile import Profile

_CURVE, _LIFTS, _SURFACE, _TIMES = 241, 17, 41, 9
_SECONDS = 1.2
_SIDE = 4
_LIFTED = "x' = 0, y' = f(x), y(0) = 0; the read-out is y"


def _lifts(profile: Profile) -> bool:
    """Whether the map is proven to be continuous, so that x' = 0, y' = f(x) is a flow (AUG)."""
    name = f"augmented-{profile.map.outputs}"
    return name in profile.architectures and profile.verdict(name, "flow").status is Status.EMBEDDABLE


def augmented_line(profile: Profile) -> Picture | None:
    """The phase plane of x' = 0, y' = f(x): vertical motion from the line y = 0 onto the graph."""
    if not _lifts(profile):
        return None
    line = Line(profile)
    x = points_in(line.interval, line.window, _CURVE)
    y = line.f(x)
    starts = points_in(line.interval, line.window, _LIFTS)
    ends = line.f(starts)
    low, high = _range(y)
    bottom, top = style.limits(np.append(y, 0.0), min(low, 0.0), max(high, 0.0))

    def draw(figure: Any) -> None:
        axes = style.axes(figure, line.name, "extra dimension y")
        for start, end in zip(starts, ends, strict=True):
            if np.isfinite(end):
                axes.plot([start, start], [0, end], color=style.SKY, linewidth=1.2, gid="lift")
                if abs(end) > (top - bottom) / 12:
                    style.arrow(axes, np.array([[start, end * t] for t in np.linspace(0, 1, 12)]), style.SKY)
        axes.plot(x, 0 * x, color=style.BLACK, linewidth=1.5, label="t = 0: (x, 0)")
        for t in (0.25, 0.5, 0.75):
            name = "t = 1/4, 1/2, 3/4" if t == 0.25 else None
            axes.plot(x, t * y, color=style.ORANGE, linewidth=1, linestyle="--", label=name)
        axes.plot(x, y, color=style.RED, linewidth=2, label="t = 1: (x, f(x))", gid="graph")
        axes.set_ylim(bottom, top)
        style.legend(figure, axes)
        style.heading(figure, f"with one more dimension\n{_LIFTED}")

    return Picture("augmented", "The flow with one more dimension", draw, (5.6, 4.6))


def _range(values: Any) -> tuple[float, float]:
    """Where most of the values lie, and room around them."""
    known = values[np.isfinite(values)]
    if not known.size:
        return -1.0, 1.0
    low, high = np.percentile(known, [3, 97])
    room = max(high - low, 1e-9)
    return float(low - room), float(high + room)


def _curve(profile: Profile, count: int) -> tuple[Any, Any]:
    """Points of the interval and their images."""
    interval = profile.map.domain.interval
    x = points_in(interval, window(interval, [], 3.2), count)
    return x, values_of(profile.map)(x[:, None])


def curve(profile: Profile) -> Picture | None:
    """The image of the line in the plane or in space, coloured by the input."""
    x, y = _curve(profile, _CURVE)
    if not np.isfinite(y).all(axis=1).any():
        return None
    names = [f"f{k + 1}" for k in range(profile.map.outputs)]

    def draw(figure: Any) -> None:
        axes = style.axes_3d(figure, names) if len(names) == 3 else style.axes(figure, *names, equal=True)
        axes.plot(*y.T, color=style.GREY, linewidth=1, gid="curve")
        dots = axes.scatter(*y.T, c=x, cmap=style.COLOUR_MAP, s=14, zorder=3)
        if len(names) == 2:
            # A flat curve keeps some height.
            for put, k in ((axes.set_xlim, 0), (axes.set_ylim, 1)):
                put(*style.limits(y[:, k], *_range(y[:, k])))
        bar = figure.colorbar(dots, ax=axes, shrink=0.8, pad=0.12 if len(names) == 3 else 0.03)
        bar.set_label(profile.map.x.name, parse_math=False)
        style.heading(figure, "the image of the line")

    return Picture("curve", "The image of the line", draw, (5.8, 4.8))


def augmented_curve(profile: Profile) -> Picture | None:
    """x' = 0, y' = f(x) in space for a curve in the plane."""
    if profile.map.outputs != 2 or not _lifts(profile):
        return None
    x, y = _curve(profile, _CURVE)
    starts, ends = _curve(profile, _LIFTS)

    def draw(figure: Any) -> None:
        axes = style.axes_3d(figure, (profile.map.x.name, "y1", "y2"))
        axes.plot(x, 0 * x, 0 * x, color=style.BLACK, linewidth=1.5, label="t = 0: (x, 0, 0)")
        for start, end in zip(starts, ends, strict=True):
            if np.isfinite(end).all():
                axes.plot([start, start], [0, end[0]], [0, end[1]], color=style.SKY, linewidth=1.2, gid="lift")
        for t in (0.25, 0.5, 0.75):
            name = "t = 1/4, 1/2, 3/4" if t == 0.25 else None
            axes.plot(x, *(t * y).T, color=style.ORANGE, linewidth=1, linestyle="--", label=name)
        axes.plot(x, *y.T, color=style.RED, linewidth=2, label="t = 1: (x, f(x))", gid="graph")
        style.legend(figure, axes)
        style.heading(figure, f"with two more dimensions\n{_LIFTED}")

    return Picture("augmented", "The flow with two more dimensions", draw, (5.8, 5.2))


def augmented_plane(profile: Profile) -> Picture | None:
    """x' = 0, y' = f(x) in space for a function of the plane: the plane rises to the graph."""
    if not _lifts(profile):
        return None
    plane = plane_of(profile)
    values = values_of(profile.map)
    xs, ys = plane.grid(_SURFACE)
    wide, tall = np.meshgrid(xs, ys)
    z = values(np.column_stack([wide.ravel(), tall.ravel()]))[:, 0].reshape(wide.shape)
    if not np.isfinite(z).any():
        return None
    bottom, top = _range(z)
    z = np.where((z < bottom) | (z > top), np.nan, z)
    starts = np.array(list(itertools.product(*plane.grid(_SIDE + 1))))
    ends = values(starts)[:, 0]

    def draw(figure: Any) -> None:
        axes = style.axes_3d(figure, (*plane.names, "extra dimension"))
        axes.plot_surface(wide, tall, z, cmap=style.COLOUR_MAP, alpha=0.7, linewidth=0, rcount=40, ccount=40)
        axes.plot_wireframe(
            wide, tall, 0 * z, color=style.BLACK, linewidth=0.5, rcount=6, ccount=6, label="t = 0: the plane"
        )
        for start, end in zip(starts, ends, strict=True):
            if bottom <= end <= top:
                axes.plot([start[0]] * 2, [start[1]] * 2, [0, end], color=style.RED, linewidth=1.2, gid="lift")
                axes.plot([start[0]], [start[1]], [end], ".", color=style.RED)
        axes.plot([], [], [], color=style.RED, label="flow lines to the graph, t = 1")
        style.legend(figure, axes)
        style.heading(figure, f"with one more dimension\n{_LIFTED}")

    return Picture("augmented", "The flow with one more dimension", draw, (5.8, 5.2))


def suspension(profile: Profile) -> Picture | None:
    """The solutions in space and time: s' = 1 beside x' = V(s, x), for time-dependent fields too (SUSP)."""
    known = flow_in_plane(profile, ANY)
    if known is None:
        return None
    plane = plane_of(profile)
    starts = np.array([[float(exact(x)) for x in point] for point in itertools.product(*plane.grid(_SIDE))])
    times = np.linspace(0, 1, _TIMES)
    paths = states(known.flow, starts, [exact(t) for t in times], Budget(_SECONDS))
    if not np.isfinite(paths[:, 1:]).any():
        return None

    def draw(figure: Any) -> None:
        axes = style.axes_3d(figure, (*plane.names, "time s"))
        for path in paths:
            given = np.isfinite(path).all(axis=1)
            axes.plot(*path[given].T, times[given], color=style.BLUE, linewidth=1.3, gid="flow-line")
        for t, colour, name in ((0, style.BLACK, "s = 0: x"), (-1, style.RED, "s = 1: f(x)")):
            square = paths[:, t].reshape(_SIDE, _SIDE, 2)
            height = np.full(_SIDE, times[t])
            for k in range(_SIDE):
                label = name if k == 0 else None
                axes.plot(*square[k].T, height, color=colour, linewidth=0.9, marker="o", markersize=3, label=label)
                axes.plot(*square[:, k].T, height, color=colour, linewidth=0.9)
        axes.set_zlim(0, 1)
        style.legend(figure, axes)
        style.heading(figure, f"the flow in space and time\n{known.text}")

    return Picture("suspension", "The flow in space and time", draw, (5.8, 5.4))
