"""Taylor series over a field of exact constants (guarantee: exact).

Two walks over the program: the first finds the constants that the series will be made of and checks that every
operation is analytic there; then a field is made for them, and the second walk computes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, cast

import sympy as sp

from embedcheck.balls.constants import constant_sign
from embedcheck.balls.program import Program, run
from embedcheck.equations.coefficients import Field
from embedcheck.equations.constants import plain, tidy
from embedcheck.equations.series import FieldSeries, series_over
from embedcheck.errors import InputError, SizeLimitError

_MAX_POWER = 10_000
_MAX_LENGTH = 256
_MAX_LENGTH_WITH_KERNELS = 64

_GAMMA: dict[str, Any] = {"gamma": sp.gamma, "lgamma": sp.loggamma}


class _Value(NamedTuple):
    """The value of a subexpression at the centre; `varies` unless the subexpression is constant."""

    at: Any
    varies: bool


def _sign(value: Any) -> int:
    sign = constant_sign(value)
    if sign is None:
        raise InputError("no exact series: the sign of a constant is not decided")
    return sign


def _require(condition: bool, name: str) -> None:
    if not condition:
        raise InputError(f"not analytic at this point: {name} has a pole or a branch point there, or is not real")


class _Survey:
    """The first walk. `heads` are the constants of each power and function, in order."""

    def __init__(self, centre: sp.Expr, length: int) -> None:
        self.centre = centre
        self.length = length
        self.heads: list[tuple[sp.Expr, ...]] = []
        self.constants: list[sp.Expr] = [centre]

    def constant(self, value: sp.Expr) -> _Value:
        self.constants.append(value)
        return _Value(value, False)

    def variable(self) -> _Value:
        return _Value(self.centre, True)

    def add(self, values: list[_Value]) -> _Value:
        return _Value(tidy(sp.Add(*(value.at for value in values))), any(value.varies for value in values))

    def mul(self, values: list[_Value]) -> _Value:
        return _Value(tidy(sp.Mul(*(value.at for value in values))), any(value.varies for value in values))

    def int_power(self, value: _Value, exponent: int) -> _Value:
        if exponent < 0:
            _require(_sign(value.at) != 0, "a quotient")
        if abs(exponent) > _MAX_POWER:
            raise SizeLimitError("an exponent is too large for an exact series")
        return _Value(tidy(value.at**exponent), value.varies)

    def rational_power(self, value: _Value, exponent: sp.Rational) -> _Value:
        _require(_sign(value.at) > 0, "a power")
        return self._headed(value, tidy(value.at**exponent), ())

    def function(self, name: str, value: _Value, data: Any) -> _Value:
        at = value.at if _sign(value.at) else sp.Integer(0)
        head, *rest = (tidy(constant) for constant in self._heads(name, at, data, value.varies))
        return self._headed(value, head, tuple(rest))

    def _headed(self, value: _Value, head: sp.Expr, rest: tuple[sp.Expr, ...]) -> _Value:
        heads = (head, *rest) if value.varies else (head,)
        self.heads.append(heads)
        self.constants.extend(heads)
        return _Value(head, value.varies)

    def _heads(self, name: str, c: Any, data: Any, varies: bool) -> tuple[Any, ...]:
        """The value at c and what else the series there is made of."""
        match name:
            case "exp" | "atan":
                return (getattr(sp, name)(c),)
            case "log":
                _require(_sign(c) > 0, name)
                return (plain(sp.log(c)),)
            case "sin" | "cos":
                return (sp.sin(c), sp.cos(c)) if name == "sin" else (sp.cos(c), sp.sin(c))
            case "tan":
                _require(_sign(sp.cos(c)) != 0, name)
                return (sp.tan(c),)
            case "asin" | "acos":
                _require(_sign(1 - c**2) > 0, name)
                return getattr(sp, name)(c), sp.sqrt(tidy(1 - c**2))
            case "sinh" | "cosh" | "tanh":
                return plain(getattr(sp, name)(c)), sp.exp(c)
            case "asinh":
                root = sp.sqrt(tidy(c**2 + 1))
                return plain(sp.log(tidy(c + root))), root
            case "acosh":
                _require(_sign(c - 1) > 0, name)
                root = sp.sqrt(tidy(c**2 - 1))
                return plain(sp.log(tidy(c + root))), root
            case "atanh":
                _require(_sign(1 - c**2) > 0, name)
                return (plain(sp.log(tidy((1 + c) / (1 - c)))) / 2,)
            case "erf":
                return sp.erf(c), 2 * sp.exp(-(c**2)) / sp.sqrt(sp.pi)
            case "cbrt":
                sign = _sign(c)
                _require(sign != 0, name)
                return (sign * (sign * c) ** sp.Rational(1, 3),)
            case "gamma" | "lgamma" | "polygamma":
                positive = _sign(c) > 0
                _require(positive or (name != "lgamma" and _sign(sp.sin(sp.pi * c)) != 0), name)
                first = data if name == "polygamma" else -1
                count = self.length if varies else 1
                jet = [sp.polygamma(first + k, c) for k in range(1 if first < 0 else 0, count)]
                return tuple(jet) if first >= 0 else (_GAMMA[name](c), *jet)
            case _:
                raise InputError(f"no exact series of {name}")


class _Taylor:
    """The second walk."""

    def __init__(self, survey: _Survey, field: Field) -> None:
        self.centre = survey.centre
        self.length = survey.length
        self.field = field
        self.ring = series_over(field)
        self._heads: Iterator[tuple[sp.Expr, ...]] = iter(survey.heads)

    def _series(self, values: list[Any]) -> FieldSeries:
        return self.ring(values, prec=self.length)

    def constant(self, value: sp.Expr) -> FieldSeries:
        return self._series([self.field.elements[value]])

    def variable(self) -> FieldSeries:
        return self._series([self.field.elements[self.centre], 1])

    def add(self, values: list[FieldSeries]) -> FieldSeries:
        result = values[0]
        for value in values[1:]:
            result = result + value
        return result

    def mul(self, values: list[FieldSeries]) -> FieldSeries:
        result = values[0]
        for value in values[1:]:
            result = result * value
        return result

    def int_power(self, value: FieldSeries, exponent: int) -> FieldSeries:
        if exponent < 0:
            value, exponent = value.inv(), -exponent
        result = self._series([1])
        while exponent:
            if exponent & 1:
                result = result * value
            exponent >>= 1
            if exponent:
                value = value * value
        return result

    def rational_power(self, value: FieldSeries, exponent: sp.Rational) -> FieldSeries:
        (head,) = self._next()
        return value.power(int(exponent.p), int(exponent.q), head)

    def _next(self) -> list[Any]:
        return [self.field.elements[value] for value in next(self._heads)]

    def _from_slope(self, head: Any, slope: FieldSeries) -> FieldSeries:
        return self._series([head, *slope.integral().coeffs()[1:]])

    def function(self, name: str, value: FieldSeries, data: Any) -> FieldSeries:
        head, *rest = self._next()
        inner = value.coeffs()
        delta = self._series([0, *inner[1:]])
        constant, one = self._series([head]), self._series([1])
        if self.length == 1 or not any(inner[1:]):
            return constant
        match name:
            case "exp":
                return delta.exp().scaled(head)
            case "log":
                return constant + value.scaled(self.field.divide(self.field.domain.one, inner[0])).log()
            case "sin":
                sine, cosine = delta.sine_cosine()
                return cosine.scaled(head) + sine.scaled(rest[0])
            case "cos":
                sine, cosine = delta.sine_cosine()
                return cosine.scaled(head) - sine.scaled(rest[0])
            case "tan":
                sine, cosine = delta.sine_cosine()
                return (cosine.scaled(head) + sine) / (cosine - sine.scaled(head))
            case "sinh" | "cosh" | "tanh":
                grown = delta.exp().scaled(rest[0])
                shrunk = grown.inv()
                half = self.field.rational(sp.Rational(1, 2))
                if name == "tanh":
                    return (grown - shrunk) / (grown + shrunk)
                return (grown - shrunk if name == "sinh" else grown + shrunk).scaled(half)
            case "asin" | "acos" | "asinh" | "acosh":
                square = value * value
                radicand = {"asinh": square + one, "acosh": square - one}.get(name, one - square)
                inverse = self.field.divide(self.field.domain.one, rest[0])
                slope = value.derivative() * radicand.power(-1, 2, inverse)
                return self._from_slope(head, -slope if name == "acos" else slope)
            case "atan" | "atanh":
                square = value * value
                return self._from_slope(head, value.derivative() / (one + square if name == "atan" else one - square))
            case "erf":
                decay = (self._series([inner[0] * inner[0]]) - value * value).exp()
                return self._from_slope(head, value.derivative() * decay.scaled(rest[0]))
            case "cbrt":
                return value.power(1, 3, head)
            case "polygamma":
                return self._jet([head, *rest])(delta)
            case _:
                # log gamma(c + delta) - log gamma(c) has the derivatives polygamma(k - 1, c).
                growth = self._jet([self.field.domain.zero, *rest], shift=1)(delta)
                return growth.exp().scaled(head) if name == "gamma" else constant + growth

    def _jet(self, derivatives: list[Any], shift: int = 0) -> FieldSeries:
        """The series with the given derivatives; with shift 1, polygammas count as derivatives of log gamma."""
        values = list(derivatives)
        factorial = 1
        for k in range(1, len(values)):
            factorial *= k
            values[k] = values[k] / factorial
        return self._series(values)


def field_taylor(program: Program, centre: sp.Expr, length: int) -> tuple[Field, Any, list[Any]]:
    """A field, the class of its series, and the first Taylor coefficients at an exact real centre.

    Raises InputError where an operation is not seen to be analytic, or the field would be too large.
    """
    survey = _Survey(centre, length)
    run(program, survey)
    field = Field(dict.fromkeys(survey.constants))
    if length > (_MAX_LENGTH_WITH_KERNELS if field.has_kernels else _MAX_LENGTH):
        raise SizeLimitError("too many terms for an exact series in these constants")
    series = cast("FieldSeries", run(program, _Taylor(survey, field)))
    field, coefficients = field.in_number_field(series.coeffs())
    return field, series_over(field), coefficients
