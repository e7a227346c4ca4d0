"""Boxes cut into halves until the sign is seen on each (a search; the tree it leaves is checked)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from embedcheck.analysis.text import formula
from embedcheck.balls import arb
from embedcheck.balls.boxes import MAX_BOXES, MEAN, RANGE, Box, Leaves, cut, digit
from embedcheck.balls.extended import INF, NEG_INF, Extended
from embedcheck.balls.structure import Structure
from embedcheck.certificate import Halved

_MAX_DEPTH = 24


def halved(function: Any, box: Box, strict: bool, check: Callable[[], None], most: int = MAX_BOXES) -> Halved | None:
    """A tree of boxes on each of which the function is seen to be positive; None when the budget is spent."""
    names = list(box)
    leaves = Leaves(function, names)
    tree: list[str] = []
    pending = [(box, 0)]
    boxes = 0
    while pending:
        check()
        one, depth = pending.pop()
        boxes += 1
        kind = next((kind for kind in (RANGE, MEAN) if leaves.positive(one, kind, strict)), None)
        if kind is not None:
            tree.append(kind)
            continue
        if boxes > most or depth >= _MAX_DEPTH or _fails(function, one):
            return None
        number = max(range(len(names)), key=lambda k: _width(one[names[k]], box[names[k]]))
        tree.append(digit(number))
        left, right = cut(one, names[number])
        pending += [(right, depth + 1), (left, depth + 1)]
    return Halved(form=formula(function), tree="".join(tree))


def _width(side: Extended, whole: Extended) -> float:
    """The width of a side in terms of what it was at first; infinite ones come first."""
    if side.low == NEG_INF or side.high == INF:
        return 4.0
    own = float(side.high - side.low)
    if whole.low == NEG_INF or whole.high == INF:
        return own / (1.0 + max(abs(float(side.low)), abs(float(side.high))))
    return own / max(float(whole.high - whole.low), 1e-300)


def _fails(function: Any, box: Box) -> bool:
    """Whether the function is negative at a point of the box."""
    centre: dict[Any, Extended] = {}
    for name, (low, high, *_) in box.items():
        if low == NEG_INF or high == INF:
            place = arb(0) if low == NEG_INF and high == INF else low + 1 if high == INF else high - 1
        else:
            place = (low + high) / 2
        centre[name] = Extended(place.mid(), place.mid(), False, False)
    value = Structure(centre).range(function)
    return value is not None and bool(value.high < 0)
