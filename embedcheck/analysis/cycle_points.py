"""The public answers about fixed, periodic and critical points of maps of several variables."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from embedcheck import notebook
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.places import Place, simple
from embedcheck.analysis.signs import Deadline, UnknownError
from embedcheck.analysis.text import formula
from embedcheck.analysis.zeros import UNKNOWN, Found, all_critical, cycles_of
from embedcheck.balls import fmpq
from embedcheck.balls.arith import enclosure_text, lower, rational, to_sympy, upper
from embedcheck.balls.checks.spots import expanded
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.krawczyk import alone_in, excluded_from
from embedcheck.balls.local import Sides, value_at
from embedcheck.balls.polynomials import PolynomialRoot, real_roots, refine
from embedcheck.balls.spectra import side_of_circle
from embedcheck.errors import InputError
from embedcheck.maps import Map

_DIGITS = 10
_BOXES = 4000
_MAX_DEGREE = 8
_GROWTH = 40
_MOST = 48
_WIDTH = fmpq(1, 2**30)


@dataclass(frozen=True)
class PeriodicPoint:
    """One cycle.

    Attributes:
        points: Its points in order, as texts: exact, or decimals all of whose digits are proven.
        exact: Whether the texts are exact.
        kind: attracting, repelling, saddle or unknown.
        isolated: Whether 1 is proven to be no eigenvalue of the derivative along the cycle.

    Guarantee:
        Exact or rigorous.

    Examples:
        >>> from embedcheck import periodic_points
        >>> periodic_points("x**2 - 1", 2).cycles[0]
        PeriodicPoint(points=['-1', '0'], exact=True, kind='attracting', isolated=True)
    """

    points: list[str]
    exact: bool
    kind: str
    isolated: bool

    @property
    def text(self) -> str:
        """The first point of the cycle.

        Guarantee:
            Exact or rigorous.

        Examples:
            >>> from embedcheck import periodic_points
            >>> periodic_points("x**2 - 1", 2).cycles[0].text
            '-1'
        """
        return self.points[0]

    def to_dict(self) -> dict[str, Any]:
        """The attributes as plain data.

        Returns:
            dict: Name and value of each.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import periodic_points
            >>> periodic_points("x**2 - 1", 2).cycles[0].to_dict()
            {'points': ['-1', '0'], 'exact': True, 'kind': 'attracting', 'isolated': True}
        """
        return {"points": list(self.points), "exact": self.exact, "kind": self.kind, "isolated": self.isolated}


@dataclass(frozen=True)
class PeriodicPoints:
    """The cycles of one least period that were found; a sequence of them.

    Attributes:
        period: The least period.
        complete: Whether it is proven that there are no others.
        cycles: The PeriodicPoint objects.
        reason: What is missing; None when complete.

    Guarantee:
        Exact or rigorous. Each cycle is proven, and so is completeness.

    Examples:
        >>> from embedcheck import periodic_points
        >>> found = periodic_points("(1 - 7*x**2/5 + y, 3*x/10)", 2)
        >>> print(found)
        (-0.4758000512, 0.2927400154) -> (0.9758000512, -0.1427400154): saddle
        >>> len(found), found.complete
        (1, True)
    """

    period: int
    complete: bool
    cycles: list[PeriodicPoint]
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data.

        Returns:
            dict: `period`, `complete`, `cycles`, `reason`.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import periodic_points
            >>> data = periodic_points("x**2 - 1", 2).to_dict()
            >>> data["period"], data["complete"], len(data["cycles"])
            (2, True, 1)
        """
        cycles = [cycle.to_dict() for cycle in self.cycles]
        return {"period": self.period, "complete": self.complete, "cycles": cycles, "reason": self.reason}

    def __str__(self) -> str:
        lines = [f"{' -> '.join(cycle.points)}: {cycle.kind}" for cycle in self.cycles]
        if not self.complete:
            lines.append(f"There may be more cycles of period {self.period}: {self.reason}")
        return "\n".join(lines) or f"No cycles of period {self.period}."

    def _repr_html_(self) -> str:
        rows = [
            (
                notebook.code(" -> ".join(one.points)),
                "exactly" if one.exact else "proven digits",
                one.kind,
                "yes" if one.isolated else "not proven",
            )
            for one in self.cycles
        ]
        told = f"There are no{' other' if rows else ''} cycles of period {self.period}."
        return notebook.element(
            notebook.table((f"cycle of period {self.period}", "known", "kind", "isolated"), rows) if rows else "",
            notebook.line(told if self.complete else f"There may be more: {self.reason}"),
        )

    def __len__(self) -> int:
        return len(self.cycles)

    def __iter__(self) -> Iterator[PeriodicPoint]:
        return iter(self.cycles)


@dataclass
class _Zeros:
    """Known zeros of a system of polynomials or analytic functions: exact points, and boxes with one zero each."""

    system: list[Any]
    variables: tuple[Any, ...]
    places: list[Place]
    boxes: list[Sides]
    regions: list[Sides] = field(default_factory=list)
    """boxes that hold one zero each, a known one, and no other"""

    def grow(self) -> None:
        """Large boxes around the known zeros that hold no other."""
        known = [*self.boxes, *(tuple(_around(x) for x in place) for place in self.places)]
        for sides in known:
            best, radius = None, fmpq(1, 2**20)
            for _ in range(_GROWTH):
                wide = tuple((low - radius, high + radius) for low, high in sides)
                if not alone_in(self.system, self.variables, wide):
                    break
                best, radius = wide, radius * 2
            if best is not None:
                self.regions.append(best)

    def covers(self, sides: Sides) -> bool:
        """Whether the box is part of one with a known zero only, or holds none."""
        for region in self.regions:
            if all(a[0] <= b[0] and b[1] <= a[1] for a, b in zip(region, sides, strict=True)):
                return True
        return excluded_from(self.system, self.variables, sides)


def _around(x: Any) -> tuple[fmpq, fmpq]:
    ball = constant_ball(x)
    return lower(ball), upper(ball)


def _why_incomplete(analysis: EuclideanAnalysis, zeros: _Zeros) -> str | None:
    """None when it is proven that the system has no other zeros in X, otherwise what is missing."""
    domain = analysis.map.domain
    try:
        zeros.grow()
        if domain.is_compact:
            return _by_halving(analysis, zeros)
        return _by_elimination(analysis, zeros)
    except UnknownError as error:
        return str(error)
    except UNKNOWN:
        return "whether there are others"


def _by_halving(analysis: EuclideanAnalysis, zeros: _Zeros) -> str | None:
    pending: list[Sides] = [tuple((_around(f.lo)[0], _around(f.hi)[1]) for f in analysis.map.domain.factors)]
    for _ in range(_BOXES):
        if not pending:
            return None
        analysis.deadline.check()
        sides = pending.pop()
        if zeros.covers(sides):
            continue
        axis = max(range(len(sides)), key=lambda k: sides[k][1] - sides[k][0])
        low, high = sides[axis]
        cut = low + (high - low) * fmpq(31, 64)
        pending += [(*sides[:axis], side, *sides[axis + 1 :]) for side in ((cut, high), (low, cut))]
    return "the boxes that are left are too many"


def _by_elimination(analysis: EuclideanAnalysis, zeros: _Zeros) -> str | None:
    """Polynomials over Q in one or two variables: every zero lies over real roots of the two resultants."""
    if len(zeros.variables) > 2:
        return "X is not compact"
    try:
        polys = [sp.Poly(expr, *zeros.variables, domain="QQ") for expr in map(expanded, zeros.system)]
    except (sp.PolynomialError, sp.CoercionFailed):
        return "X is not compact"
    if max(poly.total_degree() for poly in polys) > _MAX_DEGREE:
        return "the degree of the system is large"
    roots: list[list[tuple[fmpq, fmpq]]] = []
    for k, x in enumerate(zeros.variables):
        eliminated: Any = polys[0].as_expr()
        if len(polys) == 2:
            eliminated = sp.resultant(eliminated, polys[1].as_expr(), zeros.variables[1 - k])
        one = sp.Poly(eliminated, x, domain="QQ")
        if one.is_zero:
            return "the zeros are not isolated"
        found = real_roots(tuple(rational(k) for k in reversed(one.all_coeffs())))
        roots.append([_interval(root) for root, _ in found])
    for sides in itertools.product(*roots):
        analysis.deadline.check()
        if not zeros.covers(sides):
            return "a pair of roots of the resultants"
    return None


def _interval(root: fmpq | PolynomialRoot) -> tuple[fmpq, fmpq]:
    if isinstance(root, PolynomialRoot):
        fine = refine(root, _WIDTH)
        return fine.lower, fine.upper
    return root, root


def analysis_of(f: Any, domain: Any, vars: Any, timeout: float | None) -> EuclideanAnalysis:
    """The analysis of anything that Map accepts; other maps are not decided in it."""
    subject = f if isinstance(f, Map) and domain is None and vars is None else Map(f, domain=domain, vars=vars)
    return EuclideanAnalysis(subject, Deadline(timeout), lambda other: {})


def place_texts(place: Place) -> str:
    texts = [formula(x) for x in place]
    return f"({', '.join(texts)})" if len(texts) > 1 else texts[0]


def box_text(sides: Sides) -> str:
    """The digits that are proven for all points of a box."""
    parts = [enclosure_text(low, high, _DIGITS) for low, high in sides]
    return f"({', '.join(parts)})" if len(parts) > 1 else parts[0]


def _kind(found: Found) -> str:
    if found.along is None:
        return "unknown"
    side = side_of_circle(found.along.balls)
    if side:
        return "attracting" if side < 0 else "repelling"
    return "saddle" if found.along.hyperbolic() else "unknown"


def _public(found: Found) -> PeriodicPoint:
    texts = [place_texts(place) for place in found.places] or [box_text(sides) for sides in found.boxes]
    return PeriodicPoint(texts, bool(found.places), _kind(found), found.isolated)


def periodic_points(
    f: Any, period: Any, *, domain: Any = None, vars: Any = None, timeout: float | None = 30.0
) -> PeriodicPoints:
    """The cycles of a least period of a map in its domain, found by searching.

    Args:
        f: A Map, or anything that `Map` accepts, with as many outputs as inputs.
        period: The least period, from 1 (fixed points) to 8.
        domain: As of `Map`.
        vars: As of `Map`.
        timeout: Bound of the search, in seconds; None for none.

    Returns:
        PeriodicPoints: `complete` is True when it is proven that there are no others, on compact boxes and for
            polynomials in
            at most two variables; otherwise `reason` says what is missing.

    Raises:
        InputError: The map or the period makes no sense.

    Guarantee:
        Exact or rigorous. Every cycle that is listed is proven.

    Examples:
        >>> from embedcheck import periodic_points
        >>> [cycle.text for cycle in periodic_points("(1 - x**2 + y, -x/2)", 1)]
        ['(1/2, -1/4)', '(-2, 1)']
        >>> periodic_points("x**2 - 1", 0)
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: a period is a whole number from 1 to 8
    """
    if isinstance(period, bool) or not isinstance(period, int) or not 1 <= period <= 8:
        raise InputError("a period is a whole number from 1 to 8")
    analysis = analysis_of(f, domain, vars, timeout)
    if analysis.inputs != analysis.outputs:
        raise InputError("periodic points need a map with as many outputs as inputs")
    try:
        analysis.require_defined()
        found = cycles_of(analysis, period, _MOST)
        reason = _why_not_all(analysis, period)
    except UnknownError as error:
        return PeriodicPoints(period, False, [], str(error))
    return PeriodicPoints(period, reason is None, [_public(one) for one in found], reason)


def _why_not_all(analysis: EuclideanAnalysis, period: int) -> str | None:
    """Whether the zeros of f^k - id are those of the cycles whose length divides k."""
    system: list[Any] = list(analysis.variables)
    exprs: list[Any] = analysis.exprs
    for _ in range(period):
        moved = dict(zip(analysis.variables, system, strict=True))
        system = [expr.subs(moved, simultaneous=True) for expr in exprs]
        if any(sp.count_ops(expr) > 2000 for expr in system):
            return "an iterate that is too large"
    places: list[Place] = []
    boxes: list[Sides] = []
    for length in (k for k in range(1, period + 1) if period % k == 0):
        for one in cycles_of(analysis, length, _MOST):
            places += one.places
            boxes += one.boxes
    gaps = [expr - x for expr, x in zip(system, analysis.variables, strict=True)]
    return _why_incomplete(analysis, _Zeros(gaps, analysis.variables, places, boxes))


def critical(analysis: EuclideanAnalysis) -> tuple[list[str], str | None]:
    """The non-degenerate critical points inside X, and what is missing to know that there are no others in X."""
    if analysis.outputs != 1:
        raise InputError("critical points need a map with one output")
    analysis.require_defined()
    found = all_critical(analysis)
    boxes = [sides for sides, _ in found]
    gradient = [sp.diff(analysis.exprs[0], x) for x in analysis.variables]
    reason = _why_incomplete(analysis, _Zeros(gradient, analysis.variables, [], boxes))
    return [_critical_text(gradient, analysis.variables, sides, point) for sides, point in found], reason


def _critical_text(gradient: list[Any], variables: tuple[Any, ...], sides: Sides, point: Any) -> str:
    """The point exactly where a simple one next to it is critical: it is the only one in its box."""
    place = tuple(simple(float(x)) for x in point)
    known = None not in place and all(
        compare(to_sympy(low), x) == -1 == compare(x, to_sympy(high))
        for x, (low, high) in zip(place, sides, strict=True)
    )
    try:
        if known and all(constant_sign(value_at(slope, variables, place)) == 0 for slope in gradient):
            return place_texts(place)
    except UNKNOWN:
        pass
    return box_text(sides)
