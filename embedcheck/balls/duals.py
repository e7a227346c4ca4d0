"""A real function and its derivative in one pass, made for long orbits in many digits (guarantee: rigorous).

Constants are enclosed once, and the derivative needs no expression of its own.
"""

from __future__ import annotations

from typing import Any

from flint import arb, fmpq

from embedcheck.balls.enclose import BallArithmetic, ball_function, ball_power, ball_rational_power, product_power
from embedcheck.balls.program import Program

_ADD, _SHIFT, _MUL, _SCALE, _POWER, _ROOT, _FUNCTION = range(7)


class Duals:
    """f and f' of a program in one variable at balls, at the precision of the context in which it was made."""

    def __init__(self, program: Program) -> None:
        known = BallArithmetic(arb.nan())
        self.values: list[arb] = []
        self.slopes: list[arb] = []
        self.inputs: list[int] = []
        self.code: list[tuple[int, int, int, int, Any]] = []
        moving: set[int] = set()
        places: list[int] = []

        def emit(kind: int, first: int, second: int, data: Any) -> int:
            place = self._new()
            moving.add(place)
            self.code.append((kind, place, first, second, data))
            return place

        for op, args, data in program.steps:
            parts = [places[k] for k in args]
            inner = [k for k in parts if k in moving]
            if op == "variable":
                place = self._new()
                moving.add(place)
                self.inputs.append(place)
            elif not inner:
                place = self._new(_constant(known, op, [self.values[k] for k in parts], data))
            elif op in ("add", "mul"):
                fixed = [self.values[k] for k in parts if k not in moving]
                place = inner[0]
                for other in inner[1:]:
                    place = emit(_ADD if op == "add" else _MUL, place, other, None)
                if fixed and op == "add":
                    place = emit(_SHIFT, place, 0, known.add(fixed))
                elif fixed:
                    place = emit(_SCALE, place, 0, known.mul(fixed))
            else:
                place = emit({"int_power": _POWER, "rational_power": _ROOT}.get(op, _FUNCTION), parts[0], 0, data)
            places.append(place)
        self.result = places[-1]

    def _new(self, value: arb | None = None) -> int:
        self.values.append(arb.nan() if value is None else value)
        self.slopes.append(arb(0))
        return len(self.values) - 1

    def at(self, x: arb) -> tuple[arb, arb]:
        """Enclosures of f and f' on a ball; the value is nan where f is not enclosed."""
        values, slopes = self.values, self.slopes
        for place in self.inputs:
            values[place], slopes[place] = x, arb(1)
        for kind, place, first, second, data in self.code:
            u, du = values[first], slopes[first]
            if kind == _MUL:
                v, dv = values[second], slopes[second]
                values[place], slopes[place] = u * v, u * dv + v * du
            elif kind == _SCALE:
                values[place], slopes[place] = data * u, data * du
            elif kind == _ADD:
                values[place], slopes[place] = u + values[second], du + slopes[second]
            elif kind == _SHIFT:
                values[place], slopes[place] = u + data, du
            elif kind == _POWER:
                value, slope = _power(u, data)
                values[place], slopes[place] = value, slope * du
            elif kind == _ROOT:
                value = ball_rational_power(u, data)
                values[place], slopes[place] = value, fmpq(int(data.p), int(data.q)) * value / u * du
            else:
                value, slope = _function(data[0], u, data[1])
                values[place], slopes[place] = value, slope * du
        return values[self.result], slopes[self.result]


def _constant(known: BallArithmetic, op: str, values: list[arb], data: Any) -> arb:
    if op == "constant":
        return known.constant(data)
    if op in ("add", "mul"):
        return getattr(known, op)(values)
    if op in ("int_power", "rational_power"):
        return getattr(known, op)(values[0], data)
    return known.function(data[0], values[0], data[1])


def _power(u: arb, n: int) -> tuple[arb, arb]:
    if n == 0:
        return ball_power(u, 0), arb(0)
    if n < 0:
        value = 1 / product_power(u, -n)
        return value, n * value / u
    below = arb(1) if n == 1 else product_power(u, n - 1)
    return below * u, n * below


def _function(name: str, u: arb, data: Any) -> tuple[arb, arb]:
    """A named function and its derivative at a ball."""
    match name:
        case "exp":
            value = u.exp()
            return value, value
        case "log":
            return u.log(), 1 / u
        case "sin":
            sin, cos = u.sin_cos()
            return sin, cos
        case "cos":
            sin, cos = u.sin_cos()
            return cos, -sin
        case "sinh" | "cosh":
            sinh, cosh = u.sinh_cosh()
            return (sinh, cosh) if name == "sinh" else (cosh, sinh)
        case "polygamma":
            return ball_function(name, u, data), ball_function(name, u, data + 1)
        case _:
            value = ball_function(name, u, data)
    match name:
        case "tan":
            return value, 1 + value * value
        case "tanh":
            return value, 1 - value * value
        case "asin" | "acos":
            slope = (1 - u * u).rsqrt()
            return value, slope if name == "asin" else -slope
        case "atan":
            return value, 1 / (1 + u * u)
        case "asinh":
            return value, (1 + u * u).rsqrt()
        case "acosh":
            return value, (u * u - 1).rsqrt()
        case "atanh":
            return value, 1 / (1 - u * u)
        case "erf":
            return value, 2 * (-u * u).exp() / arb.pi().sqrt()
        case "gamma":
            return value, value * u.digamma()
        case "lgamma":
            return value, u.digamma()
        case "cbrt":
            return value, value / (3 * u)
        case _:
            return arb.nan(), arb.nan()
