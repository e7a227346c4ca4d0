"""Suggestions from machine numbers: where an exact zero might be, which constant a number looks like.

Nothing here proves anything; every candidate is checked exactly by its user.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from embedcheck.balls import arb, fmpq
from embedcheck.balls.arith import to_sympy
from embedcheck.balls.constants import compare, constant_sign
from embedcheck.balls.enclose import ball_function
from embedcheck.balls.program import Program, UnsupportedError, compile_expression, run

_SAMPLES = 257
_DENOMINATORS = 48
_NEAR = 1e-6


class FloatArithmetic:
    """Machine numbers in one variable; nan outside the domain."""

    def __init__(self, point: float) -> None:
        self.point = point

    def constant(self, value: sp.Expr) -> float:
        return float(value)

    def variable(self) -> float:
        return self.point

    def add(self, values: list[float]) -> float:
        return math.fsum(values)

    def mul(self, values: list[float]) -> float:
        return math.prod(values)

    def int_power(self, value: float, exponent: int) -> float:
        return value**exponent

    def rational_power(self, value: float, exponent: sp.Rational) -> float:
        return value ** (int(exponent.p) / int(exponent.q)) if value >= 0 else math.nan

    def function(self, name: str, value: float, data: Any) -> float:
        if name in ("polygamma", "cbrt"):
            return float(ball_function(name, arb(value), data).mid())
        return float(getattr(math, "lgamma" if name == "lgamma" else name)(value))


def float_function(expression: sp.Expr) -> Callable[[float], float]:
    """A floating point callable; nan where it is not defined."""
    try:
        program: Program | None = compile_expression(expression)
    except UnsupportedError:
        program = None

    def evaluate(point: float) -> float:
        if program is None:
            return math.nan
        try:
            value = run(program, FloatArithmetic(point))
        except (ValueError, OverflowError, ZeroDivisionError):
            return math.nan
        return value if isinstance(value, float | int) else math.nan

    return evaluate


def _near_zeros(function: sp.Expr, low: float, high: float) -> Iterator[float]:
    """Sign changes and small local minima of |f| on a grid, refined."""
    evaluate = float_function(function)
    grid = [low + (high - low) * k / (_SAMPLES - 1) for k in range(_SAMPLES)]
    if low < -30 or high > 30:
        # A wide core comes from slow tails: the interesting part is near 0.
        fine = [t for t in (-30 + 60 * k / 600 for k in range(601)) if low < t < high]
        grid = sorted(set(grid + fine))
    values = [evaluate(t) for t in grid]
    for k in range(len(grid) - 1):
        a, b = values[k], values[k + 1]
        if math.isnan(a) or math.isnan(b):
            continue
        if a == 0:
            yield grid[k]
        if (a > 0) != (b > 0):
            yield _bisect(evaluate, grid[k], grid[k + 1])
        elif k > 0 and not math.isnan(values[k - 1]) and abs(a) <= abs(values[k - 1]) and abs(a) <= abs(b):
            spot = _minimum(evaluate, grid[k - 1], grid[k + 1])
            if abs(evaluate(spot)) < 1e-6 * (1 + abs(values[k - 1]) + abs(b)):
                yield spot
    if values and values[-1] == 0:
        yield grid[-1]


def _bisect(evaluate: Callable[[float], float], low: float, high: float) -> float:
    rising = evaluate(high) > 0
    for _ in range(60):
        middle = (low + high) / 2
        if (evaluate(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _minimum(evaluate: Callable[[float], float], low: float, high: float) -> float:
    """Golden section search for the minimum of |f|."""
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(60):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if abs(evaluate(left)) < abs(evaluate(right)):
            high = right
        else:
            low = left
    return (low + high) / 2


def constant_candidates(value: float, near: float = _NEAR) -> Iterator[Any]:
    """Simple exact constants close to a number, the simplest first."""
    tolerance = near * (1 + abs(value))
    for unit, scale in (
        (sp.S.One, 1.0),
        (sp.pi, math.pi),
        (sp.E, math.e),
        (sp.log(2), math.log(2)),
        (sp.sqrt(2), math.sqrt(2)),
        (sp.sqrt(3), math.sqrt(3)),
        (1 / sp.pi, 1 / math.pi),
        (1 / sp.E, 1 / math.e),
    ):
        quotient = _small_rational(value / scale, tolerance / scale)
        if quotient is not None and (quotient != 0 or unit == 1):
            yield quotient * unit
    if abs(value) < 30:
        quotient = _small_rational(math.exp(value), tolerance * math.exp(value))
        if quotient is not None and quotient > 0:
            yield sp.log(quotient)
    square = _small_rational(value * value, 3 * tolerance * abs(value) + 1e-300)
    if square is not None and square > 0:
        yield (1 if value > 0 else -1) * sp.sqrt(square)
    if value > 0:
        quotient = _small_rational(math.log(value), tolerance / value)
        if quotient is not None:
            yield sp.exp(quotient)


def _small_rational(value: float, tolerance: float) -> Any:
    if not abs(value) < 1e15:
        return None
    for q in range(1, _DENOMINATORS + 1):
        p = round(value * q)
        if abs(value - p / q) <= tolerance:
            return sp.Rational(p, q)
    return None


def exact_candidates(function: sp.Expr, low: fmpq, high: fmpq) -> list[sp.Expr]:
    """Exact constants in (low, high) where the function is proven to vanish, in increasing order."""
    (variable,) = function.free_symbols
    left, right = int(low.p) / int(low.q), int(high.p) / int(high.q)
    evaluate = float_function(function)
    below, above = to_sympy(low), to_sympy(high)
    proven: list[tuple[float, sp.Expr]] = []
    for spot in _near_zeros(function, left, right):
        if any(abs(spot - known) < 1e-5 * (1 + abs(known)) for known, _ in proven):
            continue
        # Machine numbers place a zero of high order badly; only there far candidates are worth their time.
        flat = abs(evaluate(spot + 1e-3)) + abs(evaluate(spot - 1e-3)) < 1e-4
        for near in (_NEAR, 2e-5, 1e-3) if flat else (_NEAR,):
            candidate = next(
                (
                    c
                    for c in constant_candidates(spot, near)
                    if compare(below, c) == -1
                    and compare(c, above) == -1
                    and constant_sign(function.subs(variable, c)) == 0
                ),
                None,
            )
            if candidate is not None:
                if all(candidate != known for _, known in proven):
                    proven.append((float(candidate), candidate))
                break
    proven.sort(key=lambda pair: pair[0])
    return [candidate for _, candidate in proven]
