"""Machine numbers for zeros of systems: Newton's iteration from many starts at once (guarantee: none)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import sympy as sp

from embedcheck.balls.constants import constant_ball
from embedcheck.maps import Map

_STARTS = 96
_STEPS = 40
_FAR = 1e8
_CLOSE = 1e-9
_SPREAD = 1e-7
_MODULES: dict[str, Any] = {"cbrt": np.cbrt, "Abs": np.abs}

Batch = Callable[[Any], Any]


def batch(variables: tuple[sp.Symbol, ...], exprs: list[Any]) -> Batch:
    """Values of expressions at many points at once: (count, n) -> (count, number of expressions)."""
    special = any(expr.has(sp.erf, sp.gamma, sp.loggamma, sp.polygamma) for expr in exprs)
    functions = [sp.lambdify(variables, expr, modules=[_MODULES, "scipy" if special else "numpy"]) for expr in exprs]

    def values(points: Any) -> Any:
        columns = [points[:, k] for k in range(points.shape[1])]
        found = [np.broadcast_to(np.asarray(f(*columns), dtype=float), (len(points),)) for f in functions]
        return np.stack(found, axis=1)

    return values


def starts(subject: Map, count: int, seed: int) -> Any:
    """Points of X: some near 0 and some far away, with the same numbers each time."""
    generator = np.random.default_rng(seed)
    columns: list[Any] = []
    for factor in subject.domain.factors:
        low, high = (
            float(x) if x in (sp.oo, -sp.oo) else float(constant_ball(x).mid()) for x in (factor.lo, factor.hi)
        )
        share, spread = generator.random(count), np.sinh(generator.uniform(-2.5, 2.5, count))
        if math.isinf(low) and math.isinf(high):
            columns.append(spread)
        elif math.isinf(high):
            columns.append(low + np.abs(spread))
        elif math.isinf(low):
            columns.append(high - np.abs(spread))
        else:
            columns.append(low + (high - low) * share)
    return np.stack(columns, axis=1)


def solve(residual: Batch, derivative: Batch, points: Any) -> Any:
    """Where Newton's iteration from these starts has come to rest."""
    size = points.shape[1]
    with np.errstate(all="ignore"):
        for _ in range(_STEPS):
            value, slope = residual(points), derivative(points).reshape(len(points), -1, size)
            good = (
                np.isfinite(value).all(axis=1)
                & np.isfinite(slope).all(axis=(1, 2))
                & (np.abs(points) < _FAR).all(axis=1)
            )
            points, value, slope = points[good], value[good], slope[good]
            if not len(points):
                return points
            try:
                steps = np.linalg.solve(slope, value[..., None])
            except np.linalg.LinAlgError:
                steps = np.linalg.pinv(slope) @ value[..., None]
            points = points - steps[..., 0]
        value = residual(points)
        good = np.isfinite(points).all(axis=1) & (np.abs(value) < _CLOSE * (1 + np.abs(points))).all(axis=1)
    return points[good]


def distinct(points: Any) -> Iterator[Any]:
    """The points, each once, those near 0 first."""
    seen: list[Any] = []
    for point in sorted(points.tolist(), key=lambda p: (round(max(map(abs, p)), 6), p)):
        known = np.array(point)
        if all(np.max(np.abs(known - other)) > _SPREAD * (1 + np.max(np.abs(known))) for other in seen):
            seen.append(known)
            yield known


def cycles(subject: Map, period: int, exprs: list[Any], jacobian: list[Any]) -> Iterator[Any]:
    """Arrays (period, n) next to which there seem to be cycles of this least period, each once."""
    n = subject.inputs
    values, slopes = batch(subject.variables, exprs), batch(subject.variables, jacobian)

    def residual(points: Any) -> Any:
        parts = points.reshape(-1, period, n)
        images = values(parts.reshape(-1, n)).reshape(-1, period, n)
        return (images - np.roll(parts, -1, axis=1)).reshape(-1, period * n)

    def derivative(points: Any) -> Any:
        count = len(points)
        blocks = slopes(points.reshape(-1, n)).reshape(count, period, n, n)
        found = np.zeros((count, period * n, period * n))
        for k in range(period):
            own, after = slice(k * n, k * n + n), slice((k + 1) % period * n, (k + 1) % period * n + n)
            found[:, own, own] += blocks[:, k]
            found[:, own, after] -= np.eye(n)
        return found

    first = np.concatenate([starts(subject, _STARTS, seed) for seed in range(period)], axis=1)
    second = starts(subject, _STARTS, 99)
    orbit = [second]
    with np.errstate(all="ignore"):
        for _ in range(period - 1):
            orbit.append(np.clip(np.nan_to_num(values(orbit[-1])), -_FAR / 2, _FAR / 2))
    found = solve(residual, derivative, np.concatenate([first, np.concatenate(orbit, axis=1)]))
    seen: list[Any] = []
    for point in distinct(found):
        cycle = point.reshape(period, n)
        size = 1 + np.max(np.abs(cycle))
        gaps = [np.max(np.abs(cycle[0] - other)) for other in cycle[1:]]
        if gaps and min(gaps) < 1e-5 * size:
            continue
        if any(np.min(np.max(np.abs(other - cycle[0]), axis=1)) < _SPREAD * size for other in seen):
            continue
        seen.append(cycle)
        yield cycle
