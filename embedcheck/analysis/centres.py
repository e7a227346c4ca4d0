"""Points about which a map may be even or invariant: derivatives vanish there (guarantee: none)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy as sp

from embedcheck.analysis.places import Place, float_map, floats, simple
from embedcheck.balls.checks.spots import expanded, tame

_STARTS = 6
_STEPS = 25


def centres(
    variables: tuple[Any, ...], exprs: list[Any], chosen: tuple[int, ...], starts: list[Place]
) -> Iterator[Place]:
    """Exact points where the derivatives of all components in some variables seem to vanish.

    The other coordinates are those of a start. Derivatives that are affine in these variables are solved exactly.
    """
    moving = [variables[k] for k in chosen]
    slopes = [sp.diff(expr, x) for expr in exprs for x in moving]
    exact = _affine(slopes, moving)
    found: dict[Place, None] = {}
    for start in starts[:_STARTS]:
        own = exact or _newton(variables, slopes, chosen, start)
        if own is not None:
            place = list(start)
            for k, value in zip(chosen, own, strict=True):
                place[k] = value
            found[tuple(place)] = None
    yield from found


def _affine(slopes: list[Any], moving: list[Any]) -> tuple[Any, ...] | None:
    """The common zero of those derivatives that are affine with constant coefficients, if there is exactly one."""
    rows: list[list[Any]] = []
    for slope in slopes:
        if not tame(slope):
            continue
        plain = expanded(slope)
        row = [expanded(sp.diff(plain, x)) for x in moving]
        rest = expanded(plain - sum((a * x for a, x in zip(row, moving, strict=True)), sp.S.Zero))
        if not any(part.free_symbols for part in (*row, rest)) and any(row):
            rows.append([*row, -rest])
    size = len(moving)
    matrix: Any = sp.Matrix(rows) if rows else sp.zeros(0, size + 1)
    if len(rows) < size or not all(entry.is_Rational for entry in matrix[:, :size]):
        return None
    reduced, pivots = matrix.rref()
    if pivots != tuple(range(size)):
        return None
    return tuple(reduced[k, size] for k in range(size))


def _newton(variables: tuple[Any, ...], slopes: list[Any], chosen: tuple[int, ...], start: Place) -> Any:
    value = float_map(variables, slopes)
    derivative = float_map(variables, [sp.diff(slope, variables[k]) for slope in slopes for k in chosen])
    point = np.array(floats(start))
    for _ in range(_STEPS):
        gap, slope = value(point), derivative(point)
        if not (np.all(np.isfinite(gap)) and np.all(np.isfinite(slope))) or np.max(np.abs(point)) > 1e6:
            return None
        point[list(chosen)] -= np.linalg.lstsq(slope.reshape(-1, len(chosen)), gap, rcond=None)[0]
    if not np.max(np.abs(value(point))) < 1e-8:
        return None
    own = tuple(simple(float(point[k])) for k in chosen)
    return None if None in own else own
