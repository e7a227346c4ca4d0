"""A field in double precision: piecewise Chebyshev interpolation of proven values, with the error stated."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp
from numpy.polynomial import chebyshev

from embedcheck.analysis.points import exact_point
from embedcheck.equations.places import analysis_of
from embedcheck.errors import EmbedcheckError, InputError

if TYPE_CHECKING:
    from embedcheck.flows.base import Flow

_DEGREE = 16
_MAX_PIECES = 400
_DIGITS = 17
_CHECKS = 5


class Compiled:
    """A vectorised field on [lower, upper], made by `Flow.compile`: array in, array out.

    Attributes:
        lower: Left end.
        upper: Right end.
        error: The largest difference from proven values that was met at points between the nodes, times 4.

    Guarantee:
        Numeric. The error is an estimate of the error of interpolation.

    Examples:
        >>> from embedcheck import check
        >>> field = check("2*x").verdict("basic", "Comega").flow.compile(-1, 1)
        >>> field.lower, field.upper, field.error < 1e-10
        (-1.0, 1.0, True)
    """

    def __init__(self, edges: list[float], coefficients: list[Any], error: float) -> None:
        self._edges = np.asarray(edges)
        self._coefficients = np.asarray(coefficients)
        self.lower, self.upper = edges[0], edges[-1]
        self.error = error

    def __call__(self, x: Any) -> Any:
        """V(x) for an array of any shape, or a number.

        Args:
            x: Anything that NumPy turns into an array of floats.

        Returns:
            numpy.ndarray | float: The same shape; nan outside [lower, upper].

        Guarantee:
            Numeric. The difference from V is about `error` at most.

        Examples:
            >>> from embedcheck import check
            >>> field = check("2*x").verdict("basic", "Comega").flow.compile(-1, 1)
            >>> round(field(0.5), 10), field(2)
            (0.3465735903, nan)
        """
        points = np.asarray(x, dtype=float)
        index = np.clip(np.searchsorted(self._edges, points, side="right") - 1, 0, len(self._edges) - 2)
        low, high = self._edges[index], self._edges[index + 1]
        local = (2 * points - low - high) / (high - low)
        values = np.zeros_like(points)
        following = np.zeros_like(points)
        # Clenshaw's recurrence with the coefficients of each point's piece.
        for column in range(self._coefficients.shape[1] - 1, 0, -1):
            values, following = 2 * local * values - following + self._coefficients[index, column], values
        result = local * values - following + self._coefficients[index, 0]
        result = np.where((points < self.lower) | (points > self.upper) | np.isnan(points), np.nan, result)
        return result if result.shape else float(result)

    def __repr__(self) -> str:
        return (
            f"<compiled field on [{self.lower}, {self.upper}], {len(self._edges) - 1} pieces, error {self.error:.1e}>"
        )


def compile_field(flow: Flow, lower: float | None, upper: float | None, tolerance: float) -> Compiled:
    """Interpolate the field on [lower, upper] to the tolerance, as far as 400 pieces allow."""
    if not flow.autonomous:
        raise InputError("a field that depends on time is not compiled")
    if not 1e-15 <= tolerance < 1:
        raise InputError("the tolerance is a number from 1e-15 to 1")
    interval = flow.map.domain.interval
    start = _end(lower, interval.lo, "lower")
    stop = _end(upper, interval.hi, "upper")
    if not start < stop:
        raise InputError("the lower end lies above the upper one")
    known: dict[float, float] = {}

    def value(x: float) -> float:
        if x not in known:
            known[x] = float(flow.field(sp.Rational(*x.as_integer_ratio()), _DIGITS))
        return known[x]

    breaks = {float(known_point.ball(64).mid()) for known_point in _breaks(flow)}
    edges = [start, *sorted(b for b in breaks if start < b < stop), stop]
    todo = list(itertools.pairwise(edges))
    done: list[tuple[float, float, Any, float]] = []
    while todo:
        low, high = todo.pop()
        fitted, error = _fit(value, low, high)
        narrow = high - low < 1e-12 * max(1.0, abs(low), abs(high))
        if error <= tolerance or narrow or len(done) + len(todo) >= _MAX_PIECES:
            done.append((low, high, fitted, error))
        else:
            middle = (low + high) / 2
            todo += [(low, middle), (middle, high)]
    done.sort(key=lambda piece: piece[0])
    return Compiled([done[0][0], *(p[1] for p in done)], [p[2] for p in done], 4 * max(p[3] for p in done) + 1e-15)


def _end(value: float | None, own: Any, name: str) -> float:
    if value is not None:
        return float(value)
    if exact_point(own).infinite:
        raise InputError(f"the domain is unbounded: give `{name}`")
    return float(own)


def _breaks(flow: Any) -> list[Any]:
    analysis = analysis_of(flow.map)
    return [junction.point for junction in analysis.breaks] + [known.point for known in analysis.fixed.points]


def _fit(value: Any, low: float, high: float) -> tuple[Any, float]:
    """Chebyshev coefficients on [low, high], and the largest error met between the nodes."""
    nodes = chebyshev.chebpts1(_DEGREE)

    def at(s: float) -> float:
        return low + (high - low) * (s + 1) / 2

    try:
        values = np.array([value(at(float(s))) for s in nodes])
        fitted = chebyshev.chebfit(nodes, values, _DEGREE - 1)
        tests = np.cos(np.pi * (2 * np.arange(_CHECKS) + 0.55) / (2 * _CHECKS))
        error = max(abs(chebyshev.chebval(float(s), fitted) - value(at(float(s)))) for s in tests)
    except EmbedcheckError as failure:
        raise InputError(f"the field is not known on all of [{low}, {high}]: {failure}") from None
    return fitted, float(error)
