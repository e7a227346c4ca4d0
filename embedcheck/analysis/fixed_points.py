"""The public answers about fixed and critical points of a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from embedcheck import notebook
from embedcheck.analysis.cycle_points import analysis_of, critical, periodic_points
from embedcheck.analysis.interval import FixedPoint as Known
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.pieces import Piece
from embedcheck.analysis.points import order
from embedcheck.analysis.shape import defects
from embedcheck.analysis.signs import Deadline, UnknownError
from embedcheck.analysis.text import formula
from embedcheck.balls import arb
from embedcheck.balls.constants import constant_sign
from embedcheck.maps import Map

_DIGITS = 30


@dataclass(frozen=True)
class FixedPoint:
    """One fixed point.

    Attributes:
        text: The exact point, or a decimal all of whose digits are proven; for several variables in brackets.
        exact: Whether `text` is exact.
        multiplier_text: f'(p), exact or in proven digits; both one-sided slopes at a kink; empty for several variables.
        kind: attracting, repelling, parabolic, superattracting, neutral (multiplier -1) or unknown; kink where the
            slopes of the two sides are of different kinds; for several variables attracting, repelling, saddle or
            unknown.
        order: Order of contact of f with the identity; None at a break point, a closed end, for several variables.
        period_text: Distance of its copies, where it stands for a periodic family.

    Guarantee:
        Exact or rigorous.

    Examples:
        >>> from embedcheck import fixed_points
        >>> point = fixed_points("cos(x)").points[0]
        >>> point.text, point.exact, point.kind
        ('0.739085133215160641655312087674', False, 'attracting')
    """

    text: str
    exact: bool
    multiplier_text: str
    kind: str
    order: int | None
    period_text: str | None

    def to_dict(self) -> dict[str, Any]:
        """The attributes as plain data.

        Returns:
            dict: Name and value of each.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import fixed_points
            >>> fixed_points("2*x").points[0].to_dict()["multiplier_text"]
            '2'
        """
        return dict(self.__dict__)


@dataclass(frozen=True)
class FixedPoints:
    """All fixed points in the domain, or those found and the reason why there may be more; a sequence of them.

    Attributes:
        complete: Whether it is proven that there are no others.
        points: The FixedPoint objects.
        intervals: Texts of whole intervals of fixed points, as `[0, oo)`; ends that are fixed are among `points` too.
        reason: Why there may be more; None when complete.

    Guarantee:
        Exact or rigorous. Each point is proven, and so is completeness.

    Examples:
        >>> from embedcheck import fixed_points
        >>> found = fixed_points("x + sin(x)/2")
        >>> print(found)
        x = 0, multiplier 3/2, repelling, repeats with period 2*pi
        x = pi, multiplier 1/2, attracting, repeats with period 2*pi
        >>> len(found), found.complete
        (2, True)
    """

    complete: bool
    points: list[FixedPoint]
    intervals: list[str]
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data.

        Returns:
            dict: `complete`, `points`, `intervals`, `reason`.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import fixed_points
            >>> fixed_points("x + 1").to_dict()
            {'complete': True, 'points': [], 'intervals': [], 'reason': None}
        """
        return {
            "complete": self.complete,
            "points": [point.to_dict() for point in self.points],
            "intervals": list(self.intervals),
            "reason": self.reason,
        }

    def __str__(self) -> str:
        from embedcheck.report import fixed_points_text

        return fixed_points_text(self)

    def _repr_html_(self) -> str:
        rows = [
            (
                notebook.code(one.text),
                "exactly" if one.exact else "proven digits",
                notebook.code(one.multiplier_text) if one.multiplier_text else "",
                one.kind,
                "" if one.order is None else one.order,
                notebook.code(one.period_text) if one.period_text else "",
            )
            for one in self.points
        ]
        head = ("fixed point", "known", "multiplier", "kind", "order of contact", "period")
        return notebook.element(
            notebook.table(head, rows) if rows else "",
            *(notebook.line(f"every point of {text} is fixed") for text in self.intervals),
            _completeness("fixed points", self.complete, self.reason, bool(rows or self.intervals)),
        )

    def __len__(self) -> int:
        return len(self.points)

    def __iter__(self) -> Any:
        return iter(self.points)


@dataclass(frozen=True)
class CriticalPoints:
    """All zeros of the derivative in the domain; kinks and poles of f' are listed apart.

    Attributes:
        complete: Whether it is proven that there are no others.
        points: Texts, exact or decimals all of whose digits are proven.
        period_texts: For each point the distance of its copies, where it stands for a periodic family.
        kinks: Texts of the points where f' jumps or is infinite.
        reason: Why there may be more; None when complete.

    Guarantee:
        Exact or rigorous.

    Examples:
        >>> from embedcheck import critical_points
        >>> print(critical_points("x**3 - 3*x + |x|"))
        f'(x) = 0 at x = -2*sqrt(3)/3
        f'(x) = 0 at x = sqrt(6)/3
        kink or pole of f' at x = 0
    """

    complete: bool
    points: list[str]
    period_texts: list[str | None]
    kinks: list[str]
    reason: str | None = None

    def __str__(self) -> str:
        lines = [
            f"f'(x) = 0 at x = {text}" + (f", repeats with period {period}" if period else "")
            for text, period in zip(self.points, self.period_texts, strict=True)
        ]
        lines += [f"kink or pole of f' at x = {text}" for text in self.kinks]
        if not self.complete:
            lines.append(f"There may be more: {self.reason}")
        return "\n".join(lines) or "No critical points."

    def _repr_html_(self) -> str:
        rows = [
            (notebook.code(text), "zero of f'", notebook.code(period) if period else "")
            for text, period in zip(self.points, self.period_texts, strict=True)
        ]
        rows += [(notebook.code(text), "kink or pole of f'", "") for text in self.kinks]
        return notebook.element(
            notebook.table(("point", "kind", "period"), rows) if rows else "",
            _completeness("critical points", self.complete, self.reason, bool(rows)),
        )

    def __len__(self) -> int:
        return len(self.points)

    def __iter__(self) -> Any:
        return iter(self.points)


def _completeness(what: str, complete: bool, reason: str | None, found: bool) -> Any:
    if not complete:
        return notebook.line("There may be more: ", reason)
    return notebook.line(f"There are no other {what}." if found else f"There are no {what}.")


def _subject(f: Any, domain: Any, vars: Any) -> Map:
    return f if isinstance(f, Map) and domain is None and vars is None else Map(f, domain=domain, vars=vars)


def fixed_points(f: Any, *, domain: Any = None, vars: Any = None, timeout: float | None = 30.0) -> FixedPoints:
    """The fixed points of a map in its domain, with multipliers and orders of contact for one variable.

    Args:
        f: A Map, or anything that `Map` accepts, with as many outputs as inputs.
        domain: As of `Map`.
        vars: As of `Map`.
        timeout: Bound of the searches, in seconds; None for none.

    Returns:
        FixedPoints: `complete` is False, and `reason` says why, where completeness is not proven.

    Raises:
        InputError: The map makes no sense, or has other numbers of inputs and outputs.

    Guarantee:
        Exact or rigorous. Completeness is proven, unbounded tails included.

    Examples:
        >>> from embedcheck import fixed_points
        >>> [point.text for point in fixed_points("x**3")]
        ['-1', '0', '1']
        >>> fixed_points("exp(x)/4").points[1].kind
        'repelling'
        >>> fixed_points("x*y")
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: periodic points need a map with as many outputs as inputs
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
        [_interval(piece, fixed.points) for piece in fixed.intervals],
    )


def _interval(piece: Piece, fixed: list[Known]) -> str:
    """The interval of fixed points; an end belongs to it if it is a fixed point too."""
    left, right = (any(order(end, one.point) == 0 for one in fixed) for end in (piece.lo, piece.hi))
    return f"{'[' if left else '('}{piece.lo.text()}, {piece.hi.text()}{']' if right else ')'}"


def _public(point: Known) -> FixedPoint:
    slopes = _slopes(point)
    kinds = {_kind(point, slope, ball) for slope, ball in slopes}
    texts = [ball.str(15, radius=False) if slope is None else formula(slope) for slope, ball in slopes]
    return FixedPoint(
        text=point.point.text(_DIGITS),
        exact=point.point.exact,
        multiplier_text=texts[0] if len(texts) == 1 else f"{texts[0]} on the left, {texts[1]} on the right",
        kind=kinds.pop() if len(kinds) == 1 else "kink",
        order=point.contact,
        period_text=None if point.period is None else formula(point.period),
    )


def _slopes(point: Known) -> list[tuple[sp.Expr | None, arb]]:
    """The derivative at the point, or those of its two sides where they are not proven to agree."""
    if point.junction is None or len(point.junction.sides) < 2:
        return [(point.multiplier, point.multiplier_ball)]
    sides = [(side.limits[1], side.balls[1]) for side in point.junction.sides]
    (left, _), (right, _) = sides
    if left is not None and right is not None and (left == right or constant_sign(left - right) == 0):
        return sides[:1]
    return sides


def _kind(point: Known, s: sp.Expr | None, ball: arb) -> str:
    if point.contact is not None and point.contact > 1:
        return "parabolic"
    if s is not None:
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
    size = abs(ball)
    if size < 1 and size > 0:
        return "attracting"
    return "repelling" if size > 1 else "unknown"


def critical_points(f: Any, *, domain: Any = None, vars: Any = None, timeout: float | None = 30.0) -> CriticalPoints:
    """The zeros of f' in the domain, and where f' jumps or is infinite.

    For several variables and one output: the non-degenerate zeros of the gradient inside the domain.

    Args:
        f: A Map, or anything that `Map` accepts, with one output.
        domain: As of `Map`.
        vars: As of `Map`.
        timeout: Bound of the searches, in seconds; None for none.

    Returns:
        CriticalPoints: `complete` is False, and `reason` says why, where completeness is not proven.

    Raises:
        InputError: The map makes no sense, or has several outputs.

    Guarantee:
        Exact or rigorous.

    Examples:
        >>> from embedcheck import critical_points
        >>> critical_points("x**3 - 3*x").points
        ['-1', '1']
        >>> critical_points("x**3 - 3*x + y**2").points
        ['(-1, 0)', '(1, 0)']
        >>> critical_points("(x, y**2)")
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: critical points need a map with one output
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
