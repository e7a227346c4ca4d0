"""Machine numbers of a function on a region: they tell which sign is worth a proof (guarantee: none)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import sympy as sp

from embedcheck.analysis.places import float_map
from embedcheck.balls.constants import constant_ball
from embedcheck.balls.regions import Region, Side

_COUNT = 160
_FINITE = 1e-12


def _points(side: Side, generator: Any) -> Any:
    """Numbers of an interval: its ends, its middle, and random ones of several sizes."""
    low, high = (float(end) if end in (sp.oo, -sp.oo) else float(constant_ball(end).mid()) for end in side[:2])
    share = generator.random(_COUNT)
    spread = np.sinh(generator.uniform(-4, 4, _COUNT))
    if math.isinf(low) and math.isinf(high):
        found = spread
    elif math.isinf(high):
        found = low + np.abs(spread)
    elif math.isinf(low):
        found = high - np.abs(spread)
    else:
        found = low + (high - low) * share
        found[: _COUNT // 8] = low + (high - low) * 1e-6
        found[-_COUNT // 8 :] = high - (high - low) * 1e-6
    return generator.permutation(found)


def direction(function: Any, region: Region) -> int:
    """The sign that the function seems to have on the region; 0 where both were seen, or too little."""
    names = list(region.sides)
    generator = np.random.default_rng(7)
    evaluate = float_map(tuple(names), [function])
    columns = [_points(side, generator) for side in region.sides.values()]
    values = [float(evaluate(point)[0]) for point in zip(*columns, strict=True)] if names else []
    finite = [value for value in values if math.isfinite(value)]
    size = max((abs(value) for value in finite), default=0.0)
    up = any(value > _FINITE * min(size, 1.0) for value in finite)
    down = any(value < -_FINITE * min(size, 1.0) for value in finite)
    return 0 if up == down else 1 if up else -1
