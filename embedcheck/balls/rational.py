"""Taylor coefficients that are rational numbers (guarantee: exact)."""

from __future__ import annotations

from typing import Any

import sympy as sp
from flint import fmpq, fmpq_series, fmpz

from embedcheck.balls.arith import precision, rational
from embedcheck.balls.enclose import product_power
from embedcheck.balls.program import Program, UnsupportedError, run

_HEADS: dict[str, int] = {
    **dict.fromkeys(("exp", "sin", "cos", "tan", "asin", "atan", "sinh", "cosh", "tanh", "asinh", "atanh"), 0),
    "log": 1,
}
"""Where a function has rational Taylor coefficients for a simple reason, as an operation of fmpq_series."""

_MAX_BITS = 100_000


class _NotRationalError(Exception):
    """No simple reason why the coefficients are rational."""


def _integer_root(value: fmpz, index: int) -> fmpz | None:
    if value.bit_length() > _MAX_BITS:
        return None
    root = value.root(index)
    return root if root**index == value else None


def exact_root(value: fmpq, index: int) -> fmpq | None:
    """The positive root r with r**index == value > 0 when it is rational, else None."""
    numerator, denominator = _integer_root(value.p, index), _integer_root(value.q, index)
    return None if numerator is None or denominator is None else fmpq(numerator, denominator)


class _RationalArithmetic:
    """Truncated power series over the rationals, of one length."""

    def __init__(self, centre: fmpq, length: int) -> None:
        self.centre = centre
        self.length = length

    def constant(self, value: sp.Expr) -> Any:
        if not isinstance(value, sp.Rational):
            raise _NotRationalError
        return fmpq_series([rational(value)], prec=self.length)

    def variable(self) -> Any:
        return fmpq_series([self.centre, 1][: self.length], prec=self.length)

    def add(self, values: list[Any]) -> Any:
        return sum(values[1:], values[0])

    def mul(self, values: list[Any]) -> Any:
        result = values[0]
        for value in values[1:]:
            result = result * value
        return result

    def int_power(self, value: Any, exponent: int) -> Any:
        if exponent < 0:
            if value[0] == 0:
                raise _NotRationalError
            value, exponent = value.inv(), -exponent
        size = max(int(value[0].p).bit_length(), int(value[0].q).bit_length())
        if size * exponent > _MAX_BITS:
            raise _NotRationalError
        return product_power(value, exponent) if exponent else self._scalar(1)

    def rational_power(self, value: Any, exponent: sp.Rational) -> Any:
        head = value[0]
        root = exact_root(head, int(exponent.q)) if head > 0 else None
        if root is None:
            raise _NotRationalError
        unit = (value * self._scalar(1 / head)).log() * self._scalar(rational(exponent))
        return unit.exp() * self._scalar(root ** int(exponent.p))

    def function(self, name: str, value: Any, data: Any) -> Any:
        if name == "cbrt":
            third: Any = sp.Rational(1, 3)
            return -self.rational_power(-value, third) if value[0] < 0 else self.rational_power(value, third)
        if _HEADS.get(name) != value[0]:
            raise _NotRationalError
        return getattr(value, name)()

    def _scalar(self, value: Any) -> Any:
        return fmpq_series([value], prec=self.length)


def rational_taylor(program: Program, centre: fmpq, order: int) -> list[fmpq] | None:
    """f^(k)(centre)/k! for k = 0, ..., order, or None when not all of them are rational for a simple reason.

    None is no statement: at a pole, a branch point or an irrational value on the way it is the answer too.
    """
    length = order + 1
    with precision(64, length + 1):
        try:
            value = run(program, _RationalArithmetic(centre, length))
        except (_NotRationalError, UnsupportedError):
            return None
        coefficients: list[fmpq] = value.coeffs()[:length]
        return coefficients + [fmpq(0)] * (length - len(coefficients))
