"""Precision, conversions between SymPy numbers, fmpq and arb, and exact text for balls."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import sympy as sp
from flint import arb, arb_series, ctx, fmpq, fmpz

# The series ring of python-flint truncates silently at a global cap; it stays above every order in use.
SERIES_CAP = 64


@contextmanager
def precision(bits: int, order: int = 0) -> Generator[None]:
    """Set the working precision in bits and the cap of series (at least `order`) for a block; both are restored."""
    old_precision, old_cap = ctx.prec, ctx.cap
    ctx.prec, ctx.cap = bits, max(SERIES_CAP, order)
    try:
        yield
    finally:
        ctx.prec, ctx.cap = old_precision, old_cap


def working_precision() -> int:
    """The present working precision in bits."""
    return ctx.prec


def rational(value: Any) -> fmpq:
    """The fmpq of a SymPy Rational, an int or an fmpq; exact."""
    if isinstance(value, fmpq):
        return value
    if isinstance(value, int):
        return fmpq(value)
    return fmpq(int(value.p), int(value.q))


def to_sympy(value: fmpq) -> Any:
    """The SymPy Rational of an fmpq; exact."""
    return sp.Rational(int(value.p), int(value.q))


def hull(lower: fmpq, upper: fmpq) -> arb:
    """A ball that contains the interval [lower, upper]."""
    return arb(lower).union(arb(upper))


def exact(value: arb) -> fmpq:
    """The exact rational value of a finite ball of radius zero."""
    mantissa, exponent = value.man_exp()
    two = fmpz(2)
    return fmpq(mantissa * two ** int(exponent)) if exponent >= 0 else fmpq(mantissa, two ** int(-exponent))


def integer(value: arb) -> int:
    """The integer that a ball of radius zero is."""
    return int(exact(value).p)


def lower(value: arb) -> fmpq:
    """A rational lower bound of a finite ball."""
    return exact(value.lower())


def upper(value: arb) -> fmpq:
    """A rational upper bound of a finite ball."""
    return exact(value.upper())


def sign_of(value: arb) -> int:
    """+1 or -1 when the ball has that sign, else 0 (zero or not known; nan gives 0)."""
    if value > 0:
        return 1
    return -1 if value < 0 else 0


def between(left: fmpq, right: fmpq) -> fmpq:
    """A short dyadic rational strictly between left < right, not in the middle.

    Splitting off the middle keeps exact zeros such as 0 or 1/2 away from the ends of boxes.
    """
    target = left + (right - left) * fmpq(31, 64)
    margin = (right - left) / 16
    return dyadic_near(target, margin)


def dyadic_near(target: fmpq, margin: fmpq) -> fmpq:
    """A dyadic rational with a small denominator within `margin` > 0 of `target`."""
    denominator = fmpz(2) ** max(0, int(margin.q).bit_length() - int(margin.p).bit_length() - 2)
    while True:
        candidate = fmpq((target * denominator + fmpq(1, 2)).floor(), denominator)
        if abs(candidate - target) <= margin:
            return candidate
        denominator *= 2


def ball_text(value: arb) -> tuple[str, str]:
    """Exact dyadic midpoint and radius as `m*2^e` strings."""
    middle, middle_exponent = value.mid().man_exp()
    radius, radius_exponent = value.rad().man_exp()
    return f"{middle}*2^{middle_exponent}", f"{radius}*2^{radius_exponent}"


def series(coefficients: list[arb], order: int) -> arb_series:
    """The truncated power series of the given coefficients with error term of the given order."""
    return arb_series(coefficients, prec=order)


def coefficient(value: arb_series, index: int) -> arb:
    """Coefficient of a truncated series; nan past its own precision, so that nothing is proven from it."""
    return value[index] if index < value.prec else arb.nan()


def enclosure_text(low: fmpq, high: fmpq, digits: int) -> str:
    """At most so many decimal digits of a number between two bounds, those that are proven."""
    with precision(128):
        return hull(low, high).str(digits, radius=False)


_RATIONAL = re.compile(r"(-?[0-9]{1,1500})(?:/([0-9]{1,1500}))?")
_DYADIC = re.compile(r"(-?[0-9]{1,1500})\*2\^(-?[0-9]{1,5})")


def read_rational(text: str) -> fmpq:
    """The rational number `p/q` or `p`. Raises ValueError for anything else."""
    match = _RATIONAL.fullmatch(text)
    if match is None or (match[2] is not None and int(match[2]) == 0):
        raise ValueError(f"{text[:40]!a} is no rational number")
    return fmpq(int(match[1]), int(match[2] or 1))


def read_integer(text: str) -> int:
    """The integer of a text. Raises ValueError for anything else."""
    value = read_rational(text)
    if value.q != 1:
        raise ValueError(f"{text[:40]!a} is no integer")
    return int(value.p)


def read_ball(middle: str, radius: str) -> tuple[fmpq, fmpq]:
    """The ends of the ball that `ball_text` wrote. Raises ValueError for anything else."""
    values: list[fmpq] = []
    for text in (middle, radius):
        match = _DYADIC.fullmatch(text)
        if match is None:
            raise ValueError(f"{text[:40]!a} is no dyadic number")
        values.append(fmpq(int(match[1])) * fmpq(2) ** int(match[2]))
    if values[1] < 0:
        raise ValueError("the radius of a ball is negative")
    return values[0] - values[1], values[0] + values[1]
