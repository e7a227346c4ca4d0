"""Numbers for pictures: windows, values of a map, the flow of a profile.

These are machine numbers, and nothing is decided by them.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from embedcheck.balls import arb
from embedcheck.balls.arith import precision
from embedcheck.balls.constants import constant_ball
from embedcheck.cells import REGULARITIES, Status
from embedcheck.equations.values import to_arb
from embedcheck.errors import EmbedcheckError
from embedcheck.flows.base import Flow
from embedcheck.flows.spaces import SpaceFlow, compiled
from embedcheck.maps import Interval, Map
from embedcheck.profile import Profile, Verdict

DIGITS = 6
_WORKING = 17
_EDGE = 1e-3
"""The part of the window that is left out next to an end that does not belong to X."""
_GRAIN = 2.0**-30
_BITS, _ROOM, _NARROW = 160, 1400, 1e-9
_FAILURES = (EmbedcheckError, ArithmeticError, ValueError, TypeError, RecursionError)


@dataclass(frozen=True)
class Known:
    """A flow that realises the map, and the verdict that it comes from."""

    flow: Any
    verdict: Verdict

    @property
    def text(self) -> str:
        cell = self.verdict.cell
        kind = "autonomous" if self.flow.autonomous else "time-dependent"
        return f"{cell.architecture}, {kind}, {self.flow.regularity} ({self.verdict.rule})"


class Budget:
    """Time of the processor that a picture may take; what is not computed by then is left out."""

    def __init__(self, seconds: float) -> None:
        self._until = time.process_time() + seconds

    @property
    def spent(self) -> bool:
        return time.process_time() > self._until


def best_flow(profile: Profile, choices: Iterable[tuple[str, bool]]) -> Known | None:
    """The flow of the strongest embeddable class in the first of these rows (architecture, autonomous) that has one."""
    for architecture, autonomous in choices:
        if architecture not in profile.architectures:
            continue
        for regularity in reversed(REGULARITIES):
            verdict = profile.verdict(architecture, regularity, autonomous)
            # At rest an affine map is its own read-out, and there is nothing to see.
            if verdict.status is not Status.EMBEDDABLE or verdict.rule == "AFFINE-LAYER":
                continue
            try:
                flow = verdict.flow
            except _FAILURES:
                continue
            if flow.autonomous == autonomous:
                return Known(flow, verdict)
    return None


def as_float(value: Any) -> float:
    """The machine number next to an exact constant; infinite ends as they are."""
    if value in (sp.oo, -sp.oo):
        return float("inf") if value == sp.oo else float("-inf")
    return float(constant_ball(value, 80).mid())


def window(interval: Interval, marks: Sequence[float], reach: float = 3.0) -> tuple[float, float]:
    """The part of an interval that is shown: all of it where it is bounded, else what is of interest and a margin."""
    low, high = as_float(interval.lo), as_float(interval.hi)
    first, last = (min(marks), max(marks)) if marks else (0.0, 0.0)
    if np.isinf(low) and np.isinf(high):
        margin = max(reach - (last - first) / 2, (last - first) / 4, reach / 3)
        return first - margin, last + margin
    if np.isinf(high):
        return low, max(low + reach + 1, last + max(1.0, (last - low) / 2))
    if np.isinf(low):
        return min(high - reach - 1, first - max(1.0, (high - first) / 2)), high
    return low, high


def points_in(interval: Interval, shown: tuple[float, float], count: int) -> Any:
    """Equidistant points of the window; next to an end that is not in X they keep a small distance."""
    low, high = shown
    edge = _EDGE * (high - low)
    first = low if interval.lo_closed or low > as_float(interval.lo) else low + edge
    last = high if interval.hi_closed or high < as_float(interval.hi) else high - edge
    # An end such as pi is not a short number; the next one may lie outside of X.
    if interval.contains(exact(first)) is False:
        first += 2 * _GRAIN
    if interval.contains(exact(last)) is False:
        last -= 2 * _GRAIN
    return np.linspace(first, last, count)


def exact(x: float) -> Any:
    """A machine number as an exact one with a short denominator, which the flows work with faster."""
    return sp.Rational(round(x / _GRAIN), round(1 / _GRAIN))


def values_of(subject: Map) -> Callable[[Any], Any]:
    """f at machine numbers: points (k, n) to values (k, q); nan where there is none."""
    compute = compiled(subject.variables, subject.components)

    def values(points: Any) -> Any:
        result = np.full((len(points), subject.outputs), np.nan)
        with mpmath.workdps(_WORKING):
            for k, point in enumerate(points):
                try:
                    result[k] = [float(y) for y in compute([mpmath.mpf(float(x)) for x in point])]
                except _FAILURES:
                    continue
        result[~np.isfinite(result)] = np.nan
        return result

    return values


def states(flow: Flow | SpaceFlow, points: Any, times: Sequence[Any], budget: Budget) -> Any:
    """h(t) for starts (k, n), an array (k, times, size); nan where the flow is not known or the time is over.

    Guarantee: rigorous, up to rounding to machine numbers, for one variable; numeric for several.
    """
    size = flow.size if isinstance(flow, SpaceFlow) else 1
    result = np.full((len(points), len(times), size), np.nan)
    for j, k in itertools.product(_spread(len(times)), range(len(points))):
        if budget.spent:
            break
        result[k, j] = _at(flow, points[k], times[j])
    return result


def _spread(count: int) -> list[int]:
    """The numbers below count: the last and the first, then those half-way between, and so on."""
    order, step = [count - 1, 0], count - 1
    while step > 1:
        step = (step + 1) // 2
        order += range(step, count - 1, step)
    return list(dict.fromkeys(order))


def velocities(flow: Flow | SpaceFlow, points: Any, budget: Budget) -> tuple[Any, Any]:
    """V at states (k, m), an array of the same shape, nan as for `states`; and which points the time was enough for."""
    result = np.full(np.shape(points), np.nan)
    tried = np.zeros(len(points), dtype=bool)
    for k in _spread(len(points)):
        if budget.spent:
            break
        result[k] = _at(flow, points[k], None)
        tried[k] = True
    return result, tried


def _at(flow: Flow | SpaceFlow, point: Any, t: Any | None) -> Any:
    """h(t), or V for t = None, as machine numbers; nan where it is not known."""
    place = [exact(x) for x in point]
    try:
        if t == 0:
            return [float(x) for x in place] + [0.0] * getattr(flow, "extra", 0)
        if isinstance(flow, SpaceFlow):
            # One evaluation with some digits to spare is enough for a picture.
            with mpmath.workdps(_WORKING):
                state = [mpmath.mpf(x.p) / x.q for x in place] + [mpmath.mpf(0)] * (flow.size - len(place))
                found = flow.velocity(state, mpmath.mpf(0)) if t is None else flow.advance(state, mpmath.mpf(t.p) / t.q)
                return [float(x) for x in found]
        # The value 0 has no leading digits, but a short enclosure.
        value = _enclosed(flow, place[0], t)
        if value is not None:
            return value
        return float(flow.field(place[0], dps=DIGITS) if t is None else flow(t, place[0], dps=DIGITS))
    except _FAILURES:
        return float("nan")


def _enclosed(flow: Flow, x: Any, t: Any | None) -> float | None:
    """The middle of a short enclosure; None where the working precision is too low for one."""
    if flow.outside(x):
        return float("nan")
    with precision(_BITS, _ROOM):
        try:
            ball = flow.velocity(x, arb(0), _BITS) if t is None else flow.advance(x, to_arb(t, _BITS), _BITS)
        except _FAILURES:
            return None
        return float(ball.mid()) if ball.rad() < _NARROW * (1 + abs(ball)) else None
