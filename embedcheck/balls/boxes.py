"""Signs on boxes that are cut into halves: the tree of cuts, and one evaluation on each box (guarantee: rigorous)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import sympy as sp
from flint import arb

from embedcheck.balls.arith import precision
from embedcheck.balls.enclose import BOX_BITS
from embedcheck.balls.extended import INF, NEG_INF, Extended, ExtendedArithmetic, NoEnclosureError, sign
from embedcheck.balls.regions import halves
from embedcheck.balls.structure import Structure

MAX_BOXES = 500
RANGE, MEAN = ".:"
_DIGITS = "0123456789abcdef"

Box = dict[Any, Extended]


class TreeError(ValueError):
    """The text is no tree of cuts."""


def digit(number: int) -> str:
    """How a tree writes a cut of the variable with this number."""
    return _DIGITS[number]


def cut(box: Box, name: Any) -> tuple[Box, Box]:
    """The two halves of a box in the direction of a variable."""
    left, right = halves(box[name])
    return {**box, name: left}, {**box, name: right}


def walk(tree: str, box: Box, names: list[Any]) -> Iterator[tuple[Box, str]]:
    """The boxes that a tree of cuts leaves, each with its kind. Raises TreeError."""
    pending = [box]
    for character in tree:
        if not pending:
            raise TreeError("a tree of cuts with more boxes than cuts leave")
        one = pending.pop()
        if character in (RANGE, MEAN):
            yield one, character
            continue
        number = _DIGITS.find(character)
        if not 0 <= number < len(names):
            raise TreeError("a cut of a variable that does not exist")
        left, right = cut(one, names[number])
        pending += [right, left]
    if pending:
        raise TreeError("a tree of cuts that ends too early")


class Leaves:
    """A function that is evaluated on many boxes."""

    def __init__(self, function: Any, names: list[Any]) -> None:
        self.function, self.names = function, names
        self._arithmetic = ExtendedArithmetic(Extended(arb(0), arb(0), False, False))

    @cached_property
    def slopes(self) -> list[Any]:
        return [sp.diff(self.function, name) for name in self.names]

    def positive(self, box: Box, kind: str, strict: bool) -> bool:
        """Whether the function is seen to be positive (not strict: never negative) on a box."""
        value = Structure(box).range(self.function) if kind == RANGE else self.mean(box)
        return value is not None and (sign(value) == 1 if strict else bool(value.low >= 0))

    def mean(self, box: Box) -> Extended | None:
        """The mean value form: f(m) + f'(box) (box - m) contains the values on the convex box."""
        with precision(BOX_BITS):
            if any(side.low == NEG_INF or side.high == INF for side in box.values()):
                return None
            middle = {name: ((side.low + side.high) / 2).mid() for name, side in box.items()}
            centre = {name: Extended(value, value, False, False) for name, value in middle.items()}
            terms = [Structure(centre).range(self.function)]
            whole = Structure(box)
            try:
                for name, slope in zip(self.names, self.slopes, strict=True):
                    change, side = whole.range(slope), box[name]
                    if change is None:
                        return None
                    low, high = (side.low - middle[name]).lower(), (side.high - middle[name]).upper()
                    terms.append(self._arithmetic.mul([change, Extended(low, high, side.low_open, side.high_open)]))
                return None if terms[0] is None else self._arithmetic.add([term for term in terms if term is not None])
            except NoEnclosureError:
                return None
