"""Names and numbers as they are written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import cast

import sympy as sp

from embedcheck.errors import InputError, SizeLimitError, SyntaxInputError, UnknownNameError
from embedcheck.parsing import limits
from embedcheck.parsing.functions import RESERVED

_NUMBER = re.compile(r"(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?", re.ASCII)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


def number_value(text: str) -> sp.Rational:
    """The exact rational number that a decimal text denotes: 0.25 is 1/4, 1e-3 is 1/1000.

    >>> number_value("2.50e-1")
    1/4
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise SyntaxInputError(f"{text[:40]!r} is not a number")
    whole, fraction, exponent = match[1], match[2], match[3] or "0"
    if len(whole) + len(fraction) > limits.DIGITS:
        raise SizeLimitError(f"a number has more than {limits.DIGITS} digits")
    if len(exponent) > 5 or abs(int(exponent)) * 3 > limits.BITS:
        raise SizeLimitError(f"the decimal exponent {exponent[:12]} is too large")
    shift = int(exponent) - len(fraction)
    digits = int(whole + fraction or "0")
    return cast("sp.Rational", sp.Rational(digits * 10 ** max(shift, 0), 10 ** max(-shift, 0)))


def check_variable(name: str) -> str:
    """The name, when a variable can have it; otherwise UnknownNameError."""
    if not _NAME.fullmatch(name):
        raise UnknownNameError(f"{name[:40]!r} is no name of a variable: ASCII letters, digits and _, a letter first")
    if name in RESERVED:
        raise UnknownNameError(f"{name!r} is reserved and no name of a variable")
    if len(name) > 40:
        raise SizeLimitError("the name of a variable has more than 40 characters")
    return name


def check_variables(names: Sequence[str]) -> tuple[str, ...]:
    """The names, when they can be the variables of one map."""
    checked = tuple(check_variable(name) for name in names)
    if len(set(checked)) != len(checked):
        twice = next(name for name in checked if checked.count(name) > 1)
        raise InputError(f"the variable {twice!r} is named twice")
    if len(checked) > limits.VARIABLES:
        raise SizeLimitError(f"{len(checked)} variables, more than {limits.VARIABLES}")
    return checked


def suggestion(name: str, known: Sequence[str]) -> str:
    """A question that names the closest known name, or an empty text."""
    close = difflib.get_close_matches(name[:40], known, n=1)
    return f"did you mean {close[0]}?" if close else ""
