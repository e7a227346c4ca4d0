"""Exact points of a box that a search may try, and fast values that suggest which (guarantee: none)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from embedcheck.balls.constants import constant_ball
from embedcheck.maps import Interval, Map

Place = tuple[Any, ...]
Values = Callable[..., Any]

_PLAIN = (0, 1, -1, sp.Rational(1, 2), -sp.Rational(1, 2), 2, -2)
_TURNS = (sp.pi / 2, -sp.pi / 2, sp.pi, -sp.pi, 2 * sp.pi, -2 * sp.pi)
_MOST = 1500
_STARTS = 24
_DENOMINATOR = 24
_CLOSE = 1e-9
_NAMES = {"cbrt": lambda t: math.copysign(abs(t) ** (1 / 3), t), "Abs": abs, "Max": max, "Min": min}


def numbers(interval: Interval, turns: bool) -> list[Any]:
    """A few exact numbers of an interval, simple ones first."""
    low, high = interval.lo, interval.hi
    tries: list[Any] = [sp.Integer(x) if isinstance(x, int) else x for x in _PLAIN]
    tries += _TURNS if turns else ()
    if low.is_finite and high.is_finite:
        tries += [(low + high) / 2, (3 * low + high) / 4, (low + 3 * high) / 4, low, high]
    elif low.is_finite:
        tries += [low + 1, low + 2, low]
    elif high.is_finite:
        tries += [high - 1, high - 2, high]
    return [x for x in dict.fromkeys(tries) if interval.contains(x)]


def grid(subject: Map) -> list[Place]:
    """Points of X whose coordinates are simple, simple points first."""
    turns = any(expr.has(sp.sin, sp.cos, sp.tan) for expr in subject.components)
    most = max(2, int(_MOST ** (1 / subject.inputs)))
    choices = [numbers(factor, turns)[:most] for factor in subject.domain.factors]
    places = itertools.product(*(range(len(choice)) for choice in choices))
    first = itertools.islice(places, 2 * _MOST)
    return [tuple(choice[k] for choice, k in zip(choices, place, strict=True)) for place in sorted(first, key=sum)]


def float_map(variables: tuple[sp.Symbol, ...], exprs: list[Any]) -> Values:
    """Machine numbers for the values of several expressions; nan where one fails."""
    evaluate = sp.lambdify([variables], exprs, modules=[_NAMES, "math"])

    def values(point: Any) -> Any:
        try:
            return np.array([float(value) for value in evaluate(tuple(float(x) for x in point))])
        except (ArithmeticError, ValueError, TypeError, NameError):
            return np.full(len(exprs), math.nan)

    return values


def floats(place: Place) -> tuple[float, ...]:
    return tuple(float(constant_ball(x).mid()) for x in place)


def zeros_near(gradient: Values, derivative: Values, starts: list[Place]) -> Iterator[Place]:
    """Simple exact points next to which the iteration of Newton ends; none of them is proven to be a zero."""
    seen: set[Place] = set()
    for start in starts[:_STARTS]:
        point = np.array(floats(start))
        for _ in range(30):
            value, slope = gradient(point), derivative(point)
            if not (np.all(np.isfinite(value)) and np.all(np.isfinite(slope))) or np.max(np.abs(point)) > 1e6:
                break
            point = point - np.linalg.lstsq(slope.reshape(len(point), -1), value, rcond=None)[0]
        else:
            found = tuple(simple(x) for x in point)
            if found not in seen and None not in found:
                seen.add(found)
                yield found


def simple(value: float) -> Any:
    """The short exact number next to a machine number: rational, or a rational multiple of pi; None where none is."""
    for unit, size in ((sp.Integer(1), 1.0), (sp.pi, math.pi)):
        near = Fraction(value / size).limit_denominator(_DENOMINATOR)
        if abs(float(near) * size - value) < _CLOSE * (1 + abs(value)):
            return sp.Rational(near.numerator, near.denominator) * unit
    return None
