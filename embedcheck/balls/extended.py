"""Intervals with ends in [-oo, oo] that remember whether an end is reached (guarantee: rigorous).

One evaluation over a whole unbounded domain proves exp > 0 or 1 - tanh^2 > 0 without any subdivision.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import sympy as sp
from flint import arb

from embedcheck.balls.arith import precision
from embedcheck.balls.enclose import BOX_BITS, BallArithmetic, ball_function, ball_power, ball_rational_power
from embedcheck.balls.program import Program, UnsupportedError, compile_expression, run

INF = arb.pos_inf()
NEG_INF = arb.neg_inf()
_MAX_FACTORED = 24


class Extended(NamedTuple):
    """The set of reals from `low` to `high`; an open end is not reached. The ends have radius zero."""

    low: arb
    high: arb
    low_open: bool
    high_open: bool


class NoEnclosureError(Exception):
    """The operation is not defined, or not bounded, on the interval."""


def _make(low: arb, high: arb, low_open: bool, high_open: bool) -> Extended:
    low, high = low.lower(), high.upper()
    if low.is_nan() or high.is_nan():
        raise NoEnclosureError
    return Extended(low, high, low_open or low == NEG_INF, high_open or high == INF)


def sign(value: Extended) -> int:
    """+1 or -1 when every point of the interval has that sign, else 0."""
    if value.low > 0 or (value.low == 0 and value.low_open):
        return 1
    if value.high < 0 or (value.high == 0 and value.high_open):
        return -1
    return 0


def _corner(a: arb, a_open: bool, b: arb, b_open: bool) -> tuple[arb, bool]:
    """Product of two ends and whether it is only approached. A reached zero times anything is a reached zero."""
    if (a == 0 and not a_open) or (b == 0 and not b_open):
        return arb(0), False
    if a == 0 or b == 0:
        return arb(0), True
    return a * b, a_open or b_open


def _product(a: Extended, b: Extended) -> Extended:
    corners = [
        _corner(x, x_open, y, y_open)
        for x, x_open in ((a.low, a.low_open), (a.high, a.high_open))
        for y, y_open in ((b.low, b.low_open), (b.high, b.high_open))
    ]
    lows = [(value.lower(), is_open) for value, is_open in corners]
    highs = [(value.upper(), is_open) for value, is_open in corners]
    low, high = lows[0][0], highs[0][0]
    for value, _ in lows:
        low = value if value < low else low
    for value, _ in highs:
        high = value if value > high else high
    return _make(
        low,
        high,
        all(is_open for value, is_open in lows if not value > low),
        all(is_open for value, is_open in highs if not value < high),
    )


def _monotone(value: Extended, phi: Callable[[arb], arb], at_low: arb, at_high: arb) -> Extended:
    """Image under an increasing phi; `at_low`, `at_high` are its limits at infinite ends."""
    low = at_low if value.low == NEG_INF else phi(value.low)
    high = at_high if value.high == INF else phi(value.high)
    return _make(low, high, value.low_open, value.high_open)


def _negate(value: Extended) -> Extended:
    return Extended(-value.high, -value.low, value.high_open, value.low_open)


def _nonnegative(value: Extended) -> bool:
    return bool(value.low >= 0)


def _even(value: Extended, phi: Callable[[arb], arb]) -> Extended:
    """Image under an even phi that increases on [0, oo)."""
    if value.low >= 0:
        return _monotone(value, phi, INF, INF)
    if value.high <= 0:
        return _monotone(_negate(value), phi, INF, INF)
    left, right = -value.low, value.high
    if left > right:
        top, is_open = left, value.low_open
    elif right > left:
        top, is_open = right, value.high_open
    else:
        top, is_open = right, value.high_open and value.low_open
    return _make(phi(arb(0)), INF if top == INF else phi(top), False, is_open)


_INCREASING: dict[str, tuple[arb, arb]] = {
    "exp": (arb(0), INF),
    "sinh": (NEG_INF, INF),
    "asinh": (NEG_INF, INF),
    "tanh": (arb(-1), arb(1)),
    "erf": (arb(-1), arb(1)),
}


class ExtendedArithmetic:
    """Extended intervals in one variable."""

    def __init__(self, domain: Extended) -> None:
        self.domain = domain
        self.balls = BallArithmetic(arb(0))

    def constant(self, value: sp.Expr) -> Extended:
        ball = self.balls.constant(value)
        return _make(ball, ball, False, False)

    def variable(self) -> Extended:
        if self.domain.low.is_nan() or self.domain.high.is_nan():
            raise NoEnclosureError
        return self.domain

    def add(self, values: list[Extended]) -> Extended:
        low, high, low_open, high_open = values[0]
        for value in values[1:]:
            low, high = (low + value.low).lower(), (high + value.high).upper()
            low_open, high_open = low_open or value.low_open, high_open or value.high_open
        return _make(low, high, low_open, high_open)

    def mul(self, values: list[Extended]) -> Extended:
        result = values[0]
        for value in values[1:]:
            result = _product(result, value)
        return result

    def int_power(self, value: Extended, exponent: int) -> Extended:
        if exponent < 0:
            return self._inverse(self.int_power(value, -exponent))
        if exponent % 2:
            return _monotone(value, lambda t: ball_power(t, exponent), NEG_INF, INF)
        return _even(value, lambda t: ball_power(t, exponent))

    def _inverse(self, value: Extended) -> Extended:
        direction = sign(value)
        if direction == 0:
            raise NoEnclosureError
        if direction < 0:
            return _negate(self._inverse(_negate(value)))
        low = arb(0) if value.high == INF else 1 / value.high
        high = INF if value.low == 0 else 1 / value.low
        return _make(low, high, value.high_open, value.low_open)

    def rational_power(self, value: Extended, exponent: Any) -> Extended:
        if not _nonnegative(value):
            raise NoEnclosureError
        if exponent < 0:
            return self._inverse(self.rational_power(value, -exponent))
        return _monotone(value, lambda t: ball_rational_power(t, exponent), NEG_INF, INF)

    def function(self, name: str, value: Extended, data: Any) -> Extended:
        if name in _INCREASING:
            return _monotone(value, lambda t: ball_function(name, t, data), *_INCREASING[name])
        match name:
            case "cosh":
                return _even(value, lambda t: t.cosh())
            case "atan":
                half = arb.pi() / 2
                return _monotone(value, lambda t: t.atan(), -half, half)
            case "log":
                if sign(value) <= 0:
                    raise NoEnclosureError
                return _monotone(value, lambda t: NEG_INF if t == 0 else t.log(), NEG_INF, INF)
            case "sin" | "cos":
                return self._wave(name, value)
            case "gamma" if sign(value) > 0:
                # The minimum of gamma on (0, oo) is 0.88560319...
                return _make(arb("0.8856"), INF, True, True)
            case "polygamma" if sign(value) > 0:
                return self._polygamma(value, data)
            case _:
                return self._bounded(name, value, data)

    def _polygamma(self, value: Extended, order: int) -> Extended:
        def phi(t: arb) -> arb:
            return ball_function("polygamma", t, order)

        if order == 0:
            low = NEG_INF if value.low == 0 else phi(value.low)
            return _make(low, INF if value.high == INF else phi(value.high), value.low_open, value.high_open)
        if order % 2 == 0:
            return _negate(self._polygamma_odd(value, lambda t: -phi(t)))
        return self._polygamma_odd(value, phi)

    def _polygamma_odd(self, value: Extended, phi: Callable[[arb], arb]) -> Extended:
        """A positive decreasing function on (0, oo) from oo to 0."""
        low = arb(0) if value.high == INF else phi(value.high)
        return _make(low, INF if value.low == 0 else phi(value.low), value.high_open, value.low_open)

    def _bounded(self, name: str, value: Extended, data: Any) -> Extended:
        if value.low == NEG_INF or value.high == INF:
            raise NoEnclosureError
        image = ball_function(name, value.low.union(value.high), data)
        if not image.is_finite():
            raise NoEnclosureError
        return _make(image, image, False, False)

    def _wave(self, name: str, value: Extended) -> Extended:
        if value.low == NEG_INF or value.high == INF:
            return _make(arb(-1), arb(1), False, False)
        return self._bounded(name, value, None)


def extended_range(program: Program, domain: Extended) -> Extended | None:
    """Enclosure of the range over a possibly unbounded domain, or None when there is none."""
    try:
        return run(program, ExtendedArithmetic(domain))
    except (NoEnclosureError, UnsupportedError):
        return None


def _small(function: sp.Expr) -> bool:
    """Whether factoring is a small work: few operations, low degrees in x and in exp(x)."""
    nodes: list[Any] = [*function.atoms(sp.Pow), *function.atoms(sp.exp)]
    powers = [node.exp for node in nodes if isinstance(node, sp.Pow)]
    rates = [node.args[0].as_coeff_Mul()[0] for node in nodes if node.func == sp.exp]
    degrees = [abs(number.p) for number in (*powers, *rates) if isinstance(number, sp.Rational)]
    return sp.count_ops(function) <= 40 and max(degrees, default=0) <= _MAX_FACTORED


FORMS: dict[str, Callable[[Any], Any]] = {
    "plain": lambda function: function,
    "terms": sp.factor_terms,
    "factor": lambda function: sp.factor(function) if _small(function) else function,
}
"""Rewritings of a function before it is evaluated on a whole interval."""


def sign_over(form: sp.Expr, low: arb, high: arb) -> int:
    """A sign proven by one evaluation on the open interval between two ends (balls or infinities), else 0."""
    try:
        program = compile_expression(form)
    except UnsupportedError:
        return 0
    if program.variable is None:
        return 0
    with precision(BOX_BITS):
        value = extended_range(program, Extended(low.lower(), high.upper(), True, True))
        return 0 if value is None else sign(value)
