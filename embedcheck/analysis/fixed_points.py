"""The public answers about fixed and critical points of a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from embedcheck.analysis.cycle_points import analysis_of, critical, periodic_points
from embedcheck.analysis.interval import FixedPoint as Known
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.shape import defects
from embedcheck.analysis.signs import Deadline, UnknownError
from embedcheck.analysis.text import formula
from embedcheck.balls.constants import constant_sign
from embedcheck.maps import Map

_DIGITS = 30


@dataclass(frozen=True)
class FixedPoint:
    """One fixed point: `text` is exact, or a decimal whose digits are proven."""

    text: str
    exact: bool
    multiplier_text: str
    """empty for several variables"""
    kind: str
    """attracting, repelling, parabolic, superattracting, neutral (multiplier -1) or unknown; for several variables
    attracting, repelling, saddle or unknown"""
    order: int | None
    """order of contact of f with the identity; None at a break point, a closed end, for several variables"""
    period_text: str | None

    def to_dict(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class FixedPoints:
    """All fixed points in X, or those found and the reason why there may be more."""

    complete: bool
    points: list[FixedPoint]
    intervals: list[str]
    """whole intervals of fixed points"""
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "complete": self.complete,
            "points": [point.to_dict() for point in self.points],
            "intervals": list(self.intervals),
            "reason": self.reason,
        }

    def __len__(self) -> int:
        return len(self.points)

    def __iter__(self) -> Any:
        return iter(self.points)


@dataclass(frozen=True)
class CriticalPoints:
    """All zeros of f' in X, as texts; kinks and poles of f' are listed apart."""

    complete: bool
    points: list[str]
    period_texts: list[str | None]
    """for each point the distance of its copies, where it stands for a periodic family"""
    kinks: list[str]
    reason: str | None = None

    def __len__(self) -> int:
        return len(self.points)

    def __iter__(self) -> Any:
        return iter(self.points)


def _subject(f: Any, domain: Any, vars: Any) -> Map:
    return f if isinstance(f, Map) and domain is None and vars is None else Map(f, domain=domain, vars=vars)


def fixed_points(f: Any, *, domain: Any = None, vars: Any = None, timeout: float | None = 30.0) -> FixedPoints:
    """The fixed points of a map in its domain, with multipliers and orders of contact for one variable.

    Completeness is proven, unbounded tails included, or `complete` is False and `reason` says why. Raises InputError
    subclasses for bad input. `timeout` in seconds bounds the searches.

    >>> [point.text for point in fixed_points("x**3")]
    ['-1', '0', '1']
    """
    subject = _subject(f, domain, vars)
    if subject.inputs > 1 or subject.outputs > 1:
        found = periodic_points(subject, 1, timeout=timeout)
        points = [FixedPoint(one.text, one.exact, "", one.kind, None, None) for one in found]
        return FixedPoints(found.complete, points, [], found.reason)
    analysis = IntervalAnalysis(subject, Deadline(timeout))
    try:
        fixed = analysis.fixed
    except UnknownError as error:
        return FixedPoints(False, [], [], str(error))
    return FixedPoints(
        True,
        [_public(point) for point in fixed.points],
        [f"from {piece.lo.text()} to {piece.hi.text()}" for piece in fixed.intervals],
    )


def _public(point: Known) -> FixedPoint:
    if point.multiplier is not None:
        multiplier = formula(point.multiplier)
    else:
        multiplier = point.multiplier_ball.str(15, radius=False)
    return FixedPoint(
        text=point.point.text(_DIGITS),
        exact=point.point.exact,
        multiplier_text=multiplier,
        kind=_kind(point),
        order=point.contact,
        period_text=None if point.period is None else formula(point.period),
    )


def _kind(point: Known) -> str:
    if point.contact is not None and point.contact > 1:
        return "parabolic"
    if point.multiplier is not None:
        s = point.multiplier
        if s.is_infinite:
            return "repelling"
        signs = constant_sign(s), constant_sign(s - 1), constant_sign(s + 1)
        if None in signs:
            return "unknown"
        zero, one, minus = signs
        if zero == 0:
            return "superattracting"
        if one == 0:
            return "parabolic"
        if minus == 0:
            return "neutral"
        return "attracting" if one == -1 and minus == 1 else "repelling"
    size = abs(point.multiplier_ball)
    if size < 1 and size > 0:
        return "attracting"
    return "repelling" if size > 1 else "unknown"


def critical_points(f: Any, *, domain: Any = None, vars: Any = None, timeout: float | None = 30.0) -> CriticalPoints:
    """The zeros of f' in the domain, and where f' jumps or is infinite; for several variables and one output the
    non-degenerate zeros of the gradient inside the domain.

    The same guarantees and errors as `fixed_points`.

    >>> critical_points("x**3 - 3*x").points
    ['-1', '1']
    """
    subject = _subject(f, domain, vars)
    if subject.inputs > 1 or subject.outputs > 1:
        try:
            texts, reason = critical(analysis_of(subject, None, None, timeout))
        except UnknownError as error:
            return CriticalPoints(False, [], [], [], str(error))
        return CriticalPoints(reason is None, texts, [None] * len(texts), [], reason)
    analysis = IntervalAnalysis(subject, Deadline(timeout))
    try:
        spots = defects(analysis)
    except UnknownError as error:
        return CriticalPoints(False, [], [], [], str(error))
    return CriticalPoints(
        True,
        [spot.point.text(_DIGITS) for spot in spots if spot.kind == "zero"],
        [None if spot.period is None else formula(spot.period) for spot in spots if spot.kind == "zero"],
        [spot.point.text(_DIGITS) for spot in spots if spot.kind != "zero"],
    )
