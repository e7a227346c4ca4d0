"""Pictures of maps of space: slices of a function of three variables, a cube and its image, flow lines; surfaces."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from embedcheck.plots import style
from embedcheck.plots.plane import ANY, fixed_places
from embedcheck.plots.sampling import Budget, Known, best_flow, exact, points_in, states, values_of, window
from embedcheck.plots.style import Picture
from embedcheck.profile import Profile

_REACH = 1.5
_LINES, _FINE, _SIDE, _TIMES, _SLICE, _SURFACE = 3, 7, 3, 17, 41, 31
_SECONDS = 2.0
_DEPTHS = (0.15, 0.5, 0.85)


def _windows(profile: Profile, marks: Any) -> list[tuple[float, float]]:
    factors = profile.map.domain.factors
    return [window(factor, [float(point[k]) for point in marks], _REACH) for k, factor in enumerate(factors)]


def _spaced(profile: Profile, shown: list[tuple[float, float]], count: int) -> list[Any]:
    """Equidistant points of each factor of X."""
    factors = profile.map.domain.factors
    return [points_in(factor, one, count) for factor, one in zip(factors, shown, strict=True)]


def _names(profile: Profile) -> list[str]:
    return [variable.name for variable in profile.map.variables]


def _flow(profile: Profile) -> Known | None:
    """The best flow whose phase space is that of the input."""
    known = best_flow(profile, ANY)
    return known if known is not None and known.flow.size == 3 else None


def slices(profile: Profile) -> Picture | None:
    """Level sets of a function of three variables on three planes of the last variable."""
    shown = _windows(profile, [])
    xs, ys, _ = _spaced(profile, shown, _SLICE)
    low, high = shown[2]
    depths = [low + part * (high - low) for part in _DEPTHS]
    values = values_of(profile.map)
    flat = np.array(list(itertools.product(ys, xs)))[:, ::-1]
    found = [
        np.ma.masked_invalid(values(np.column_stack([flat, np.full(len(flat), z)]))[:, 0].reshape(_SLICE, _SLICE))
        for z in depths
    ]
    known = np.concatenate([one.compressed() for one in found])
    if not known.size or not known.min() < known.max():
        return None
    bottom, top = np.percentile(known, [2, 98])
    steps = np.linspace(bottom, top, 13) if bottom < top else np.linspace(known.min(), known.max(), 13)

    def draw(figure: Any) -> None:
        names = _names(profile)
        panels: Any = figure.subplots(1, len(depths), sharex=True, sharey=True)
        drawn: list[Any] = []
        for k, (panel, z, level) in enumerate(zip(panels, depths, found, strict=True)):
            style.label(panel, names[0], names[1] if k == 0 else "")
            panel.set_aspect("equal", adjustable="box")
            panel.set_title(f"{names[2]} = {z:.3g}", fontsize="small", parse_math=False)
            drawn.append(panel.contourf(xs, ys, level, levels=steps, cmap=style.COLOUR_MAP, alpha=0.75, extend="both"))
            panel.contour(xs, ys, level, levels=steps, colors="white", linewidths=0.6, linestyles="solid")
        figure.colorbar(drawn[0], ax=list(panels), label="f", shrink=0.7, format="%.3g")
        style.heading(figure, f"level sets of f on planes of constant {names[2]}")

    return Picture("levels", "Level sets on three slices", draw, (9, 3.4))


def cube(profile: Profile) -> Picture | None:
    """A grid of a cube and its images under the flow at the times 1/2 and 1; without a flow, its image under f."""
    known = _flow(profile)
    shown = _windows(profile, fixed_places(profile))
    lines = _cube_lines(profile, shown)
    flat = np.array([[float(exact(x)) for x in point] for point in lines.reshape(-1, 3)])
    images: dict[float, Any] = {0.0: flat}
    if known is None:
        images[1.0] = values_of(profile.map)(flat)
    else:
        budget = Budget(_SECONDS)
        distinct, which = np.unique(flat, axis=0, return_inverse=True)
        for t in (1.0, 0.5):
            moved = states(known.flow, distinct, [exact(t)], budget)[:, 0][which.ravel()]
            # A picture of a part of the grid would mislead.
            if t == 1 or not budget.spent:
                images[t] = moved
    if not np.isfinite(images[1.0]).any():
        return None

    known_points = np.concatenate(list(images.values()))
    low, high = np.nanmin(known_points, axis=0), np.nanmax(known_points, axis=0)
    extent = [style.limits(known_points[:, k], float(low[k]), float(high[k])) for k in range(3)]

    def draw(figure: Any) -> None:
        times = sorted(images)
        colours = {0.0: style.GREY, 0.5: style.BLUE, 1.0: style.RED}
        for k, t in enumerate(times):
            axes = style.axes_3d(figure, _names(profile), (1, len(times), k + 1))
            axes.set_title(f"t = {t:g}" if known else "X" if t == 0 else "f(X)", fontsize="small")
            axes.set(xlim=extent[0], ylim=extent[1], zlim=extent[2])
            for path in images[t].reshape(lines.shape):
                axes.plot(*path.T, color=colours[t], linewidth=1.0, gid=f"grid-{t:g}")
        what = f"a cube on its way\n{known.text}" if known else "a cube and its image under f"
        style.heading(figure, what)

    return Picture("grid", "A cube and where the flow carries it" if known else "A cube and its image", draw, (9, 3.8))


def _cube_lines(profile: Profile, shown: list[tuple[float, float]]) -> Any:
    """Lines parallel to the axes, an array (lines, points, 3)."""
    coarse, fine = _spaced(profile, shown, _LINES), _spaced(profile, shown, _FINE)
    found: list[Any] = []
    for axis in range(3):
        others = [k for k in range(3) if k != axis]
        for fixed in itertools.product(*(coarse[k] for k in others)):
            line = np.empty((_FINE, 3))
            line[:, axis] = fine[axis]
            line[:, others] = fixed
            found.append(line)
    return np.array(found)


def flow_lines(profile: Profile) -> Picture | None:
    """The solutions t -> h(t) in space, for t from 0 to 1."""
    known = _flow(profile)
    if known is None:
        return None
    marks = fixed_places(profile)
    corners = _spaced(profile, _windows(profile, marks), _SIDE)
    starts = np.array([[float(exact(x)) for x in point] for point in itertools.product(*corners)])
    times = [exact(t) for t in np.linspace(0, 1, _TIMES)]
    paths = states(known.flow, starts, times, Budget(_SECONDS))
    if not np.isfinite(paths[:, 1:]).any():
        return None

    def draw(figure: Any) -> None:
        axes = style.axes_3d(figure, _names(profile))
        for path in paths:
            given = np.isfinite(path).all(axis=1)
            axes.plot(*path[given].T, color=style.BLUE, linewidth=1.3, gid="flow-line")
        axes.plot(*starts.T, "o", color=style.BLACK, markersize=3, label="t = 0: x")
        name = "t = 1: f(x)" if known.verdict.architecture == "basic" else "t = 1: h(1)"
        axes.plot(*paths[:, -1].T, "o", color=style.RED, markersize=4, label=name, gid="ends")
        if len(marks) and known.verdict.architecture == "basic":
            axes.plot(*np.array(marks).T, "^", color=style.ORANGE, markersize=7, label="fixed points")
        style.legend(figure, axes)
        style.heading(figure, f"the flow in space\n{known.text}")

    return Picture("flow", "The flow lines from x to f(x)", draw, (5.8, 5.2))


def surface(profile: Profile) -> Picture | None:
    """The image of the plane in space, coloured by the first variable."""
    shown = _windows(profile, [])
    xs, ys = _spaced(profile, shown, _SURFACE)
    wide, tall = np.meshgrid(xs, ys)
    image = values_of(profile.map)(np.column_stack([wide.ravel(), tall.ravel()]))
    if not np.isfinite(image).all(axis=1).any():
        return None
    parts = [image[:, k].reshape(wide.shape) for k in range(3)]
    shade = (wide - wide.min()) / (wide.max() - wide.min())

    def draw(figure: Any) -> None:
        from matplotlib import colormaps
        from matplotlib.cm import ScalarMappable

        axes = style.axes_3d(figure, ["f1", "f2", "f3"])
        colours = colormaps[style.COLOUR_MAP](shade)
        axes.plot_surface(*parts, facecolors=colours, rcount=_SURFACE, ccount=_SURFACE, linewidth=0, alpha=0.85)
        bar = ScalarMappable(cmap=style.COLOUR_MAP)
        bar.set_clim(float(wide.min()), float(wide.max()))
        figure.colorbar(bar, ax=axes, shrink=0.7, pad=0.12).set_label(_names(profile)[0], parse_math=False)
        style.heading(figure, "the image of the plane")

    return Picture("surface", "The image of the plane", draw, (5.8, 4.8))
