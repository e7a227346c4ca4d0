"""Pictures of a map of the line: its graph with cobwebs, the field, the flow, two fields that do not match."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from embedcheck.analysis.interval import FixedPoint
from embedcheck.analysis.signs import UnknownError
from embedcheck.analysis.text import formula
from embedcheck.cells import Status
from embedcheck.equations.functions import julia
from embedcheck.equations.places import analysis_of
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

_GRAPH, _FIELD, _LINES, _TIMES, _FIELDS = 601, 161, 11, 13, 25
_SECONDS = 0.8
_LISTED, _SHORT = 6, 14
_COPIES = 2
_STEPS = 20
_BASIC = (("basic", True), ("linear-layer", True))
_ANY = (*_BASIC, ("basic", False), ("linear-layer", False))


class Line:
    """What the pictures of one map share: the window, the fixed points that lie in it, values."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.map: Map = profile.map
        self.values = values_of(self.map)
        self.fixed: list[tuple[float, FixedPoint]] = []
        self.kinks: list[float] = []
        try:
            analysis = analysis_of(self.map)
            self.kinks = [_middle(junction.point) for junction in analysis.breaks]
            self.fixed = [(_middle(one.point), one) for one in analysis.fixed.points]
        except (UnknownError, EmbedcheckError):
            pass
        for x, one in list(self.fixed):
            if one.period is not None:
                step = as_float(one.period)
                self.fixed += [(x + k * step, one) for k in range(-_COPIES, _COPIES + 1) if k]
        self.fixed.sort(key=lambda pair: pair[0])
        self.interval = self.map.domain.interval
        self.window = window(self.interval, [x for x, _ in self.fixed] + self.kinks)
        low, high = self.window
        self.fixed = [pair for pair in self.fixed if low <= pair[0] <= high and self._inside(pair[0])]
        self.name = self.map.x.name

    def _inside(self, x: float) -> bool:
        """Copies of periodic points may leave X; the others lie in it."""
        return as_float(self.interval.lo) <= x <= as_float(self.interval.hi)

    def f(self, x: Any) -> Any:
        return self.values(np.reshape(x, (-1, 1)))[:, 0]

    def stops(self) -> list[float]:
        """The fixed points in the window and its ends."""
        xs = points_in(self.interval, self.window, 2)
        return sorted({float(xs[0]), *(x for x, _ in self.fixed), float(xs[1])})


def _middle(point: Any) -> float:
    return float(point.ball(80).mid())


def fixed_label(one: FixedPoint, x: float) -> str:
    """The point and its multiplier, exact where that is short, else digits that are proven."""
    if one.point.exact and len(text := one.point.text()) <= _SHORT and one.period is None:
        where = f"{text}"
    elif one.period is None:
        where = one.point.ball(80).str(6, radius=False)
    else:
        where = f"{one.point.text(6)} + k {formula(one.period)}"
    sides = one.junction.sides if one.junction is not None else []
    slopes = [formula(side.limits[1]) for side in sides if side.limits[1] is not None]
    if len(set(slopes)) == 2 and max(map(len, slopes)) <= _SHORT:
        return f"fixed point {where}, slopes {slopes[0]} and {slopes[1]}"
    if one.multiplier is not None and len(text := formula(one.multiplier)) <= _SHORT:
        return f"fixed point {where}, multiplier {text}"
    return f"fixed point {where}, multiplier {one.multiplier_ball.str(6, radius=False)}"


def graph(profile: Profile) -> Picture:
    """f, the diagonal, fixed points with multipliers, and orbits as cobwebs."""
    line = Line(profile)
    x = points_in(line.interval, line.window, _GRAPH)
    x = np.unique(np.concatenate([x, [p for p in line.stops() if x[0] <= p <= x[-1]]]))
    y = line.f(x)
    low, high = line.window
    width = high - low
    bottom, top = style.limits(np.concatenate([y, [low, high]]), low - width / 4, high + width / 4)
    webs = [web for web in map(lambda s: cobweb(line, *s), itertools.pairwise(line.stops())) if len(web) > 1]
    ratio = min(1.6, max(0.5, (top - bottom) / width))

    def draw(figure: Any) -> None:
        axes = style.axes(figure, line.name, f"f({line.name})", equal=True)
        axes.plot([low, high], [low, high], color=style.GREY, linewidth=1, linestyle="--", label="diagonal")
        axes.plot(*_with_gaps(x, y, top - bottom), color=style.BLUE, linewidth=2, label="f", gid="graph")
        for k, web in enumerate(webs[:_LISTED]):
            name = "orbits" if k == 0 else None
            axes.plot(*web.T, color=style.ORANGE, linewidth=1, label=name, gid="cobweb", zorder=1.5)
        mark_fixed(axes, line, on_graph=True)
        axes.set(xlim=(low - 0.02 * width, high + 0.02 * width), ylim=(bottom, top))
        style.legend(figure, axes)
        style.heading(figure, "the graph of f, with orbits")

    return Picture("graph", "The graph of f with orbits as cobwebs", draw, (5.6, 1.8 + 4.2 * ratio))


def mark_fixed(axes: Any, line: Line, *, on_graph: bool) -> None:
    """Filled where attracting, open where repelling or not known to be either."""
    seen: set[str] = set()
    for x, one in line.fixed:
        name = fixed_label(one, x)
        size = abs(one.multiplier_ball)
        full = size < 1
        axes.plot(
            [x], [x if on_graph else 0], marker="o", linestyle="none", markersize=7, zorder=4, gid="fixed-point",
            markerfacecolor=style.RED if full else "white", markeredgecolor=style.RED, markeredgewidth=1.6,
            label=name if name not in seen and len(seen) < _LISTED else None,
        )  # fmt: skip
        seen.add(name)


def _with_gaps(x: Any, y: Any, height: float) -> tuple[Any, Any]:
    """The points of a graph with a gap where it jumps."""
    breaks = np.nonzero(np.abs(np.diff(y)) > height / 4)[0] + 1
    return np.insert(x, breaks, np.nan), np.insert(y, breaks, np.nan)


def cobweb(line: Line, low: float, high: float) -> Any:
    """The path (x, x), (x, f(x)), (f(x), f(x)), ... of an orbit that starts in [low, high]."""
    middle = (low + high) / 2
    gap = line.f([middle])[0] - middle
    if not np.isfinite(gap) or gap == 0:
        return np.zeros((0, 2))
    x = low + 0.2 * (high - low) if gap > 0 else high - 0.2 * (high - low)
    first, last = line.window
    path = [(x, x)]
    for _ in range(_STEPS):
        y = float(line.f([x])[0])
        if not np.isfinite(y):
            break
        path += [(x, y), (y, y)]
        x = y
        # The next step would start outside of what is shown, or outside of X.
        if not first < x < last or abs(path[-1][0] - path[-3][0]) < 1e-4 * (last - first):
            break
    return np.array(path)


def field(profile: Profile) -> Picture | None:
    """The vector field of the strongest autonomous cell that has one."""
    known = best_flow(profile, _BASIC)
    if known is None or known.verdict.regularity == "flow":
        return None
    line = Line(profile)
    xs = points_in(line.interval, line.window, _FIELD)
    found, tried = velocities(known.flow, xs[:, None], Budget(_SECONDS))
    xs, v = xs[tried], found[tried, 0]
    good = np.isfinite(v)
    if good.sum() < 2:
        return None

    def draw(figure: Any) -> None:
        axes = style.axes(figure, line.name, f"V({line.name})")
        axes.axhline(0, color=style.GREY, linewidth=1)
        axes.plot(xs, v, color=style.GREEN, linewidth=2, label="V", gid="field")
        low, high = style.limits(v, *_robust(v[good]))
        axes.set_ylim(low, high)
        # On the line of states, arrows tell the direction.
        spots = xs[good][:: max(1, int(good.sum()) // 12)]
        signs = np.sign(np.interp(spots, xs[good], v[good]))
        right, left = spots[signs > 0], spots[signs < 0]
        axes.plot(right, 0 * right, ">", color=style.BLACK, markersize=5, zorder=3)
        axes.plot(left, 0 * left, "<", color=style.BLACK, markersize=5, zorder=3)
        if known.verdict.architecture == "basic":
            mark_fixed(axes, line, on_graph=False)
        style.legend(figure, axes)
        style.heading(figure, f"a field whose flow for the time 1 gives f\n{describe(known)}")

    return Picture("field", "The vector field V", draw, (5.6, 4.6))


def _robust(values: Any) -> tuple[float, float]:
    """A range that a few extreme values do not spoil."""
    low, high = np.percentile(values, [3, 97])
    room = 1.5 * max(high - low, 1e-9)
    return low - room, high + room


def describe(known: Known) -> str:
    """The cell, and the read-out where it is not the identity."""
    slope = getattr(known.flow, "slope", None)
    if slope is None:
        return known.text
    return f"{known.text}, read-out ({formula(slope)}) h + ({formula(known.flow.intercept)})"


def flow(profile: Profile) -> Picture | None:
    """The solutions t -> h(t) from points of X, for t from 0 to 1."""
    known = best_flow(profile, _ANY)
    if known is None:
        return None
    line = Line(profile)
    xs = points_in(line.interval, line.window, _LINES)
    low, high = line.window
    room = 1.5 * (high - low)
    xs = xs[np.array([abs(y - (low + high) / 2) < room for y in line.f(xs)])]
    starts = np.array(sorted({*(float(exact(x)) for x in xs)}))
    times = [exact(t) for t in np.linspace(0, 1, _TIMES)]
    if not len(starts):
        return None
    paths = states(known.flow, starts[:, None], times, Budget(_SECONDS))[:, :, 0]
    going = np.isfinite(paths[:, 1:]).any(axis=1)
    if not going.any():
        return None
    starts, paths = starts[going], paths[going]
    t = np.array([float(s) for s in times])

    def draw(figure: Any) -> None:
        axes = style.axes(figure, "time t", "state h(t)")
        for x, path in zip(starts, paths, strict=True):
            given = np.isfinite(path)
            axes.plot(t[given], path[given], color=style.BLUE, linewidth=1.5, gid="flow-line")
            axes.plot([0], [x], "o", color=style.BLACK, markersize=4)
        name = f"f({line.name})" if known.verdict.architecture == "basic" else "h(1)"
        axes.plot([], [], "o", color=style.BLACK, markersize=4, label=line.name)
        axes.plot(np.ones(len(paths)), paths[:, -1], "o", color=style.RED, markersize=5, label=name, gid="ends")
        if known.flow.autonomous and known.verdict.architecture == "basic":
            for k, (x, _) in enumerate(line.fixed):
                axes.axhline(x, color=style.ORANGE, linewidth=1, linestyle="--", label=None if k else "fixed points")
        axes.set_xlim(-0.03, 1.03)
        style.legend(figure, axes)
        style.heading(figure, f"the flow carries {line.name} to {name}\n{describe(known)}")

    return Picture("flow", "The flow lines from x to f(x)", draw, (5.6, 4.6))


def mismatch(profile: Profile) -> Picture | None:
    """The fields of two neighbouring fixed points, which one C1 field would have to share, and their difference."""
    verdict = profile.verdict("basic", "C1")
    if verdict.status is not Status.NOT_EMBEDDABLE or verdict.rule not in ("1D-MATCH", "1D-CLASS-M"):
        return None
    line = Line(profile)
    for (left, one), (right, other) in itertools.pairwise(line.fixed):
        found = two_fields(line.map, (left, one), (right, other))
        if found is not None:
            break
    else:
        return None
    x, v, relative = found
    names = [f"V at the fixed point {label}" for label in (_place(left, one), _place(right, other))]

    def draw(figure: Any) -> None:
        above, below = figure.subplots(2, 1, sharex=True)
        style.label(above, "", "V")
        style.label(below, line.name, "relative difference")
        above.plot(x, v, color=style.BLUE, linewidth=3, label=names[0], gid="left-field")
        above.plot(x, v * (1 + relative), color=style.ORANGE, linewidth=1.5, linestyle="--", label=names[1])
        below.axhline(0, color=style.GREY, linewidth=1)
        below.plot(x, relative, color=style.RED, linewidth=2, gid="difference")
        style.legend(figure, above)
        style.heading(figure, "the fields of two neighbouring fixed points differ: no C1 field serves both")

    return Picture("mismatch", "The fields of two fixed points and their difference", draw, (5.6, 5.6))


def _place(x: float, one: FixedPoint) -> str:
    if one.period is not None:
        return f"near {x:.4g}"
    return one.point.text() if one.point.exact else one.point.ball(80).str(6, radius=False)


def two_fields(subject: Map, left: tuple[float, FixedPoint], right: tuple[float, FixedPoint]) -> Any:
    """Points of two steps between the fixed points, the field of the left one, and (V_right - V_left)/V_left; None
    where the fields are not known or agree to all digits that are tried.
    """
    ends = [_solution(subject, *side) for side in (left, right)]
    if any(end is None for end in ends):
        return None
    x0 = (left[0] + right[0]) / 2
    line = values_of(subject)
    stop = x0
    for _ in range(2):
        stop = float(line(np.array([[stop]]))[0, 0])
    xs = np.linspace(min(x0, stop), max(x0, stop), _FIELDS)
    budget = Budget(_SECONDS)
    try:
        for digits in (20, 50, 100, 200):
            # A few points tell whether the digits suffice.
            sample = _compared(ends, xs[:: _FIELDS // 2], digits, budget)
            if sample is None:
                return None
            if max(abs(r) for _, r in sample) > 1e6 * 10.0**-digits:
                found = _compared(ends, xs, digits, budget)
                if found is None:
                    return None
                return xs, np.array([float(v) for v, _ in found]), np.array([float(r) for _, r in found])
    except EmbedcheckError:
        pass
    return None


def _compared(ends: list[Any], xs: Any, digits: int, budget: Budget) -> list[tuple[Any, Any]] | None:
    """The field of the left point and the relative difference at each place; None when the time is over."""
    result: list[tuple[Any, Any]] = []
    for x in xs:
        if budget.spent:
            return None
        a, b = (solve(exact(x) - shift, dps=digits) for solve, shift in ends)
        result.append((a, (b - a) / a))
    return result


def _solution(subject: Map, x: float, one: FixedPoint) -> Any:
    """Julia's equation at a fixed point, and the whole periods between the point and its copy at x."""
    shift: Any = 0
    if one.period is not None:
        shift = round((x - _middle(one.point)) / as_float(one.period)) * one.period
    try:
        return julia(subject, at=one.point.text()), shift
    except (EmbedcheckError, UnknownError):
        return None
