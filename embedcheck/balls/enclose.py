"""Ball values and Taylor series of expressions (guarantee: rigorous)."""

from __future__ import annotations

import math
from typing import Any, cast

import sympy as sp
from flint import arb, arb_series, fmpq, fmpz

from embedcheck.balls.arith import hull, precision, rational, series
from embedcheck.balls.program import Program, run

NAN = arb.nan()
BOX_BITS = 80
_MAX_EXPONENT = 10**6


def ball_power(value: arb, exponent: int) -> arb:
    """Integer power of a ball without the dependency loss of products: even powers are never negative."""
    if exponent < 0:
        return 1 / ball_power(value, -exponent)
    if exponent == 0:
        return arb(1)
    if exponent % 2 == 0 and value.contains(0):
        return (abs(value).upper() ** fmpz(exponent)).union(arb(0)) if value.is_finite() else NAN
    return product_power(value, exponent)


def product_power(value: Any, exponent: int) -> Any:
    """An integer power >= 1 of anything that multiplies, by repeated squaring."""
    result, square = None, value
    while exponent:
        if exponent & 1:
            result = square if result is None else result * square
        exponent >>= 1
        if exponent:
            square = square * square
    return result


def ball_rational_power(value: arb, exponent: sp.Rational) -> arb:
    """value ** (p/q) for a ball in [0, oo); nan where the ball reaches below."""
    p, q = int(exponent.p), int(exponent.q)
    if not value >= 0:
        return NAN
    if p > 0 and value.contains(0):
        # The power increases from 0, so the upper end decides.
        top = value.upper()
        return ball_rational_power(top, exponent).union(arb(0)) if top > 0 else arb(0)
    if max(abs(p), q) > _MAX_EXPONENT:
        return (value.log() * arb(fmpq(p, q))).exp()
    root = value.sqrt() if q == 2 else value.root(q)
    return ball_power(root, p)


def ball_function(name: str, value: arb, data: Any) -> arb:
    """A named function of a ball; nan outside its domain."""
    if name == "polygamma":
        return _polygamma(data, value)
    if name == "cbrt":
        if value == 0:
            return arb(0)
        if value.contains(0) and value.is_finite():
            # Increasing, so the ends decide.
            return ball_function(name, value.lower(), data).union(ball_function(name, value.upper(), data))
        return -(-value).root(3) if value < 0 else value.root(3)
    return getattr(value, name)()


def _factorial(n: int) -> arb:
    return arb(math.factorial(n))


def _polygamma(order: int, value: arb) -> arb:
    if order == 0:
        return value.digamma()
    jet = arb_series([value, arb(1)], prec=order + 2).lgamma()
    return jet[order + 1] * _factorial(order + 1)


class BallArithmetic:
    """Balls in one variable."""

    def __init__(self, point: arb) -> None:
        self.point = point

    def constant(self, value: sp.Expr) -> arb:
        if value is sp.pi:
            return arb.pi()
        if value is sp.E:
            return arb.const_e()
        if value is sp.EulerGamma:
            return arb.const_euler()
        if isinstance(value, sp.zeta):
            return arb(int(cast("Any", value).args[0])).zeta()
        return arb(rational(value))

    def variable(self) -> arb:
        return self.point

    def add(self, values: list[arb]) -> arb:
        return sum(values[1:], values[0])

    def mul(self, values: list[arb]) -> arb:
        result = values[0]
        for value in values[1:]:
            result = result * value
        return result

    def int_power(self, value: arb, exponent: int) -> arb:
        return ball_power(value, exponent)

    def rational_power(self, value: arb, exponent: sp.Rational) -> arb:
        return ball_rational_power(value, exponent)

    def function(self, name: str, value: arb, data: Any) -> arb:
        return ball_function(name, value, data)


def function_jet(name: str, data: Any, at: arb, order: int) -> list[arb]:
    """Taylor coefficients phi^(k)(at)/k!, k < order, of a named function; valid for every point of the ball."""
    h = arb_series([at, arb(1)], prec=order)
    match name:
        case "exp" | "log" | "sin" | "cos" | "tan" | "asin" | "acos" | "atan" | "erf" | "gamma" | "lgamma":
            jet = getattr(h, name)()
            coefficients = [jet[k] for k in range(order)]
            coefficients[0] = ball_function(name, at, data)
            return coefficients
        case "sinh" | "cosh":
            sinh, cosh = at.sinh_cosh()
            pair = (sinh, cosh) if name == "sinh" else (cosh, sinh)
            return [pair[k % 2] / _factorial(k) for k in range(order)]
        case "tanh":
            t = [at.tanh()]
            for k in range(order - 1):
                square = sum((t[i] * t[k - i] for i in range(k + 1)), arb(0)) if k else ball_power(t[0], 2)
                t.append(((1 if k == 0 else 0) - square) / (k + 1))
            return t
        case "asinh" | "acosh" | "atanh":
            square = h * h
            if (name == "atanh" and not abs(at) < 1) or (name == "acosh" and not at > 1):
                return [NAN] * order
            if name == "atanh":
                slope = 1 / (1 - square)
            else:
                slope = (square + 1).rsqrt() if name == "asinh" else (square - 1).rsqrt()
            return [getattr(at, name)()] + [slope[k] / (k + 1) for k in range(order - 1)]
        case "cbrt" if at > 0 or at < 0:
            roots = [ball_function(name, at, data)]
            for k in range(order - 1):
                roots.append(roots[-1] * (1 - 3 * k) / (3 * (k + 1)) / at)
            return roots
        case "polygamma":
            return [_polygamma(data + k, at) / _factorial(k) for k in range(order)]
        case _:
            return [NAN] * order


class SeriesArithmetic:
    """Truncated Taylor series over balls at a point (or over a whole box) in one variable."""

    def __init__(self, point: arb, order: int) -> None:
        self.point = point
        self.order = order
        self.balls = BallArithmetic(point)

    def _lift(self, value: arb) -> arb_series:
        return series([value], self.order) if value.is_finite() else self._undefined()

    def _undefined(self) -> arb_series:
        return series([NAN] * self.order, self.order)

    def _checked(self, result: arb_series) -> arb_series:
        """All coefficients or none: a product with a series that starts with zeros would drop a nan."""
        finite = all(result[k].is_finite() for k in range(self.order))
        return result if finite else self._undefined()

    def _defined(self, *values: arb_series) -> bool:
        return all(value[0].is_finite() for value in values)

    def constant(self, value: sp.Expr) -> arb_series:
        return self._lift(self.balls.constant(value))

    def variable(self) -> arb_series:
        return self._checked(series([self.point, arb(1)], self.order))

    def add(self, values: list[arb_series]) -> arb_series:
        return self._checked(sum(values[1:], values[0]))

    def mul(self, values: list[arb_series]) -> arb_series:
        if not self._defined(*values):
            return self._undefined()
        result = values[0]
        for value in values[1:]:
            result = result * value
        return self._checked(result)

    def int_power(self, value: arb_series, exponent: int) -> arb_series:
        if not self._defined(value):
            return self._undefined()
        if exponent >= 0:
            return self._checked(product_power(value, exponent)) if exponent else self._lift(arb(1))
        power = product_power(value, -exponent)
        return self._undefined() if power[0].contains(0) else self._checked(1 / power)

    def rational_power(self, value: arb_series, exponent: sp.Rational) -> arb_series:
        at = value[0]
        if not at > 0:
            return self._undefined()
        jet = [ball_rational_power(at, exponent)]
        p, q = int(exponent.p), int(exponent.q)
        for k in range(1, self.order):
            jet.append(jet[-1] * (p - (k - 1) * q) / (q * k) / at)
        return self._compose(jet, value)

    def function(self, name: str, value: arb_series, data: Any) -> arb_series:
        if not self._defined(value):
            return self._undefined()
        # One derivative more than asked: acos is finite at 1, and only its slope shows the branch point.
        return self._compose(function_jet(name, data, value[0], max(self.order, 2)), value)

    def _compose(self, jet: list[arb], inner: arb_series) -> arb_series:
        if not self._defined(inner) or not all(value.is_finite() for value in jet):
            return self._undefined()
        delta = series([arb(0)] + [inner[k] for k in range(1, self.order)], self.order)
        result = self._lift(jet[-1])
        for value in reversed(jet[:-1]):
            result = result * delta + value
        return self._checked(result)


def enclose(program: Program, point: arb) -> arb:
    """The range of the program over the ball `point`; nan when it cannot be enclosed."""
    return run(program, BallArithmetic(point))


def jet(program: Program, point: arb, order: int) -> list[arb]:
    """Enclosures of f^(k)(t)/k!, k < order, valid for every t in the ball; nan where they cannot be enclosed."""
    value = run(program, SeriesArithmetic(point, order))
    return [value[k] if k < value.prec else NAN for k in range(order)]


def box_range(program: Program, left: fmpq, right: fmpq) -> tuple[arb, arb]:
    """Enclosures of the function and of its derivative on [left, right], by second order Taylor forms.

    The precision is that of boxes, whatever the context.
    """
    with precision(BOX_BITS):
        box = hull(left, right)
        whole = jet(program, box, 3)
        if not whole[2].is_finite():
            return enclose(program, box), whole[1]
        middle = box.mid()
        offset = box - middle
        centre = jet(program, middle, 2)
        value = centre[0] + offset * (centre[1] + offset * whole[2])
        slope = centre[1] + 2 * offset * whole[2]
        natural = enclose(program, box)
        return _meet(value, natural), _meet(slope, whole[1])


def _meet(one: arb, other: arb) -> arb:
    if not other.is_finite():
        return one
    if not one.is_finite():
        return other
    return one.intersection(other)


def schwarzian(program: Program, point: fmpq) -> arb:
    """The Schwarzian derivative at a rational point, at a fixed precision; nan where it cannot be enclosed."""
    with precision(128):
        _, c1, c2, c3 = jet(program, arb(point), 4)
        ratio = c2 / c1
        return 6 * (c3 / c1 - ratio * ratio)
