"""Products of intervals with exact ends, on which the sign of a function is proven (guarantee: rigorous)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import sympy as sp
from flint import arb, fmpq

from embedcheck.balls.arith import exact, precision, to_sympy
from embedcheck.balls.constants import compare
from embedcheck.balls.enclose import BOX_BITS
from embedcheck.balls.extended import INF, NEG_INF, Extended
from embedcheck.balls.structure import Structure, factor_range


class Side(NamedTuple):
    """An interval with exact ends, infinities allowed."""

    low: Any
    high: Any
    low_closed: bool
    high_closed: bool


class Ends(NamedTuple):
    """An interval that contains a side, with rational ends; None stands for an infinite one."""

    low: fmpq | None
    high: fmpq | None
    low_closed: bool
    high_closed: bool


LINE = Side(-sp.oo, sp.oo, False, False)


def side_of(value: Extended) -> Side:
    """An interval of extended arithmetic: its ends are dyadic numbers or infinite."""
    low = -sp.oo if value.low == NEG_INF else to_sympy(exact(value.low))
    high = sp.oo if value.high == INF else to_sympy(exact(value.high))
    return Side(low, high, not value.low_open, not value.high_open)


def halves(value: Extended) -> tuple[Extended, Extended]:
    """The two parts of an interval: cut in the middle, or at 0, at 1 or at the double of a finite end."""
    low, high, low_open, high_open = value
    with precision(BOX_BITS):
        if low == NEG_INF and high == INF:
            cut = arb(0)
        elif high == INF:
            cut = 2 * low if low >= 1 else arb(1) if low >= 0 else arb(0)
        elif low == NEG_INF:
            cut = 2 * high if high <= -1 else arb(-1) if high <= 0 else arb(0)
        else:
            cut = (low + high) / 2
        cut = cut.mid()
    return Extended(low, cut, low_open, False), Extended(cut, high, False, high_open)


@dataclass(frozen=True, eq=False)
class Region:
    """A product of intervals, one for each variable."""

    sides: dict[Any, Side]

    @cached_property
    def ranges(self) -> dict[Any, Extended]:
        """The intervals, their ends rounded outwards."""
        return {name: factor_range(*side) for name, side in self.sides.items()}

    @cached_property
    def structure(self) -> Structure:
        return Structure(self.ranges)

    def ends(self, variable: Any) -> Ends:
        """The interval of a variable, with rational ends."""
        low, high, *_ = self.ranges[variable]
        return Ends(
            None if low == NEG_INF else exact(low),
            None if high == INF else exact(high),
            self.sides[variable].low_closed,
            self.sides[variable].high_closed,
        )

    def replaced(self, sides: dict[Any, Side]) -> Region:
        """The region with other intervals for some variables, or for new ones."""
        return Region({**self.sides, **sides})

    def without(self, variable: Any) -> Region:
        """The region of the other variables."""
        return Region({name: side for name, side in self.sides.items() if name != variable})

    def only(self, variables: set[Any]) -> Region:
        """The region of some of the variables."""
        return Region({name: side for name, side in self.sides.items() if name in variables})

    def empty(self) -> bool:
        """Whether a side is not proven to be an interval with more than one point."""
        return any(compare(side.low, side.high) != -1 for side in self.sides.values())
