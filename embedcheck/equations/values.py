"""Numbers that come in and go out: exact constants, balls as mpmath numbers, digits that are proven."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple, cast

import mpmath
import sympy as sp
from mpmath.libmp import from_man_exp

from embedcheck import notebook
from embedcheck.balls import arb
from embedcheck.balls.arith import precision
from embedcheck.balls.constants import constant_ball
from embedcheck.errors import InputError, PrecisionError
from embedcheck.maps import constant

MAX_DIGITS = 5000
_GUARD = 40
_SIMPLE = re.compile(r"-?[0-9]{1,400}(/0*[1-9][0-9]{0,400}|\.[0-9]{1,400})?")
_ROUNDS = 7


class Ball(NamedTuple):
    """A real number within `radius` of `middle`.

    It prints in decimals as a ball around itself: what is rounded off is in the radius, which is rounded up.

    Attributes:
        middle: An exact mpmath number.
        radius: An exact mpmath number that is not negative, in the unit of `middle`.

    Guarantee:
        Rigorous. The number that was enclosed lies in the ball.

    Examples:
        >>> from embedcheck import koenigs
        >>> ball = koenigs("sqrt(2)**x", at=2).enclose(1)
        >>> print(ball)
        [-0.63209866105082925035545068 +/- 6.96e-26]
        >>> ball.lower < ball.middle < ball.upper
        True
    """

    middle: Any
    radius: Any

    @property
    def lower(self) -> Any:
        """A lower bound of the number.

        Guarantee:
            Rigorous. The exact difference of middle and radius.

        Examples:
            >>> from mpmath import mpf
            >>> from embedcheck import Ball
            >>> print(Ball(mpf(3), mpf("0.25")).lower)
            2.75
        """
        return mpmath.fsub(self.middle, self.radius, exact=True)

    @property
    def upper(self) -> Any:
        """An upper bound of the number.

        Guarantee:
            Rigorous. The exact sum of middle and radius.

        Examples:
            >>> from mpmath import mpf
            >>> from embedcheck import Ball
            >>> print(Ball(mpf(3), mpf("0.25")).upper)
            3.25
        """
        return mpmath.fadd(self.middle, self.radius, exact=True)

    def contains(self, value: Any) -> bool:
        """Whether a number lies in the ball.

        Args:
            value: An mpmath number or an int, taken exactly.

        Returns:
            bool: True on the boundary, too.

        Guarantee:
            Exact.

        Examples:
            >>> from mpmath import mpf
            >>> from embedcheck import Ball
            >>> ball = Ball(mpf(3), mpf("0.25"))
            >>> ball.contains(3), ball.contains(mpf("3.5"))
            (True, False)
        """
        return bool(abs(mpmath.fsub(self.middle, value, exact=True)) <= self.radius)

    def overlaps(self, other: Ball) -> bool:
        """Whether two balls have a point in common.

        Args:
            other: A Ball.

        Returns:
            bool: False proves that the two numbers differ.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import julia
            >>> f = "3*x/2 - x**2/2"
            >>> julia(f, at=0).enclose("1/2").overlaps(julia(f, at=1).enclose("1/2"))
            False
        """
        distance = abs(mpmath.fsub(self.middle, other.middle, exact=True))
        return bool(distance <= mpmath.fadd(self.radius, other.radius, exact=True))

    def __str__(self) -> str:
        known = 15
        if self.middle and self.radius:
            known = max(1, int(mpmath.log10(abs(self.middle) / self.radius))) + 2
        # The printed radius is rounded up and takes in what is rounded off the middle.
        with precision(int(3.33 * known) + 64):
            return to_arb(self, int(3.33 * known)).str(known, more=True)

    def latex(self) -> str:
        r"""The ball as LaTeX.

        Returns:
            str: Without dollar signs.

        Guarantee:
            Rigorous. The radius is rounded up.

        Examples:
            >>> from embedcheck import koenigs
            >>> print(koenigs("sqrt(2)**x", at=2).enclose(1).latex())
            [-0.63209866105082925035545068 \pm 6.96 \cdot 10^{-26}]
        """
        return _POWER_OF_TEN.sub(_power_latex, str(self).replace("+/-", r"\pm"))

    def _repr_latex_(self) -> str:
        return f"${self.latex()}$"

    def _repr_html_(self) -> str:
        return notebook.element(notebook.formula(self.latex()))


_POWER_OF_TEN = re.compile(r"e([+-]?)0*(\d+)")


def _power_latex(found: re.Match[str]) -> str:
    return rf" \cdot 10^{{{found[1].replace('+', '')}{found[2]}}}"


def _mpf(value: arb) -> Any:
    mantissa, exponent = value.man_exp()
    return mpmath.mp.make_mpf(from_man_exp(int(mantissa), int(exponent)))


def to_ball(value: arb) -> Ball:
    """The finite ball as exact mpmath numbers."""
    return Ball(_mpf(value.mid()), _mpf(value.rad()))


def to_arb(value: Any, bits: int) -> arb:
    """A ball around an exact constant, or the given ball, at the working precision."""
    if isinstance(value, arb):
        return value
    if isinstance(value, Ball):
        with precision(bits + 64):
            middle, radius = (_exact(part) for part in value)
            return arb(middle, radius)
    return constant_ball(value, bits)


def _exact(value: Any) -> arb:
    if not isinstance(value, mpmath.mpf):
        return arb(value)
    # mpf(value) would round it to the working precision of mpmath.
    sign, mantissa, exponent, _ = value._mpf_
    return arb((-mantissa if sign else mantissa, exponent))


def number(value: Any, name: str) -> Any:
    """An exact constant (a SymPy expression) or a Ball from what a user writes. Raises InputError.

    Texts and floats are decimals taken exactly; mpmath numbers are taken exactly, too.
    """
    if isinstance(value, Ball):
        return value
    if isinstance(value, str) and _SIMPLE.fullmatch(value):
        value = Fraction(value)
    if isinstance(value, Fraction):
        return sp.Rational(value.numerator, value.denominator)
    if isinstance(value, mpmath.mpf):
        if not mpmath.isfinite(value):
            raise InputError(f"{name} has to be a finite number")
        sign, mantissa, exponent, _ = cast("Any", value)._mpf_
        return sp.Integer(-mantissa if sign else mantissa) * sp.Integer(2) ** exponent
    found = constant(value)
    if found in (sp.oo, -sp.oo, sp.zoo, sp.nan) or not constant_ball(found, 64).is_finite():
        raise InputError(f"{name} has to be a finite real number")
    return found


def whole_number(value: Any, name: str, least: int, most: int) -> int:
    """The integer. Raises InputError unless it is one between the bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InputError(f"{name} is an integer from {least} to {most}")
    return value


def digits(dps: Any) -> int:
    """The number of digits asked for. Raises InputError unless it is an integer from 1 to 5000."""
    return whole_number(dps, "dps, the number of digits,", 1, MAX_DIGITS)


def bits_for(dps: int) -> int:
    """A first working precision for this many digits: local series are used so close that differences lose bits."""
    wanted = dps * 3.3219281
    return int(wanted + 1.3 * math.sqrt(wanted)) + _GUARD


def proven(compute: Callable[[int], arb], dps: int, what: str) -> arb:
    """compute(bits) with a relative error below 10^-dps/16, at a precision that is raised until it is so.

    Raises PrecisionError when that does not help.
    """
    bits = bits_for(dps)
    best = 0.0
    for _ in range(_ROUNDS):
        value = compute(bits)
        if value.is_finite():
            if value.rad() == 0:
                return value
            with precision(64):
                size, spread = abs(value).lower(), value.rad()
                if spread * 16 * arb(10) ** dps <= size:
                    return value
                if size > 0:
                    best = max(best, float((size / spread).log() / arb(10).log()))
        bits = int(1.5 * bits) + 30
    raise PrecisionError(f"{what}: only {int(best)} of {dps} digits could be proven")


def rounded(value: arb, dps: int) -> Any:
    """The mpmath number with this many digits."""
    with mpmath.workdps(dps + 1):
        return +_mpf(value.mid())
