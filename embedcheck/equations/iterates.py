"""Iterates of real order and iterative roots, by the flow of a fixed point."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from embedcheck.equations.functions import as_map, julia
from embedcheck.equations.values import Ball, number, whole_number
from embedcheck.errors import DomainError
from embedcheck.maps import Map


def iterate(f: Any, t: Any, x: Any, at: Any = None, dps: int = 15) -> Any:
    """f^t(x) for any real t, by the flow that belongs to the fixed point `at`.

    Returns an mpmath number whose dps digits are proven (guarantee: rigorous). `at` may be left out when f has only one
    fixed point; where there are several, their flows differ in general. Raises InputError when there is none or more
    than one, BasinError when x is not in the basin of the point or the flow leaves the domain before t, PrecisionError
    when the digits cannot be proven.

    >>> from embedcheck import iterate
    >>> print(iterate("exp(x) - 1", "1/2", 1, dps=20))
    1.2710274138899515214
    """
    subject = as_map(f)
    point, time = number(x, "x"), number(t, "t")
    if subject.inputs == 1 and not isinstance(point, Ball) and subject.domain.contains([point]) is False:
        raise DomainError(f"x = {x} is not in the domain {subject.domain.text()}")
    return julia(subject, at).flow(point, time, dps)


class IterativeRoot:
    """g = f^(1/n), which satisfies g(g(...g(x))) = f(x) on the basin of the fixed point."""

    def __init__(self, f: Map, order: int, at: Any) -> None:
        self.map = f
        self.order = order
        self._field = julia(f, at)

    @property
    def at(self) -> str:
        """The fixed point whose flow is used."""
        return self._field.at

    def __call__(self, x: Any, dps: int = 15) -> Any:
        """g(x), with dps proven digits; errors as of `iterate`."""
        return self._field.flow(x, Fraction(1, self.order), dps)

    def __repr__(self) -> str:
        return f"<iterative root of order {self.order} of {self.map} at {self.at}>"


def iterative_root(f: Any, n: int, at: Any = None) -> IterativeRoot:
    """An iterative root of order n of an increasing map: the time-1/n map of its flow at a fixed point."""
    return IterativeRoot(as_map(f), whole_number(n, "the order of an iterative root", 1, 10**6), at)
