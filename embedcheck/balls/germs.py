"""Expansions with exact coefficients and a proven remainder at an end of an interval (guarantee: rigorous).

The local variable is u in [R, oo): x = u / scale at +oo, x = -u / scale at -oo, x = p + 1/u or p - 1/u at a finite
point p. A germ is a sum of terms c * exp(b u) * u^a * log(u)^k with exact constants c, plus a remainder that is at most
C * (such a monomial) for *every* u >= R. Its leading term decides the sign on the whole tail, its terms at a finite
point are the exact one-sided expansion there.
"""

from __future__ import annotations

from functools import lru_cache
from math import lcm
from typing import Any, NamedTuple

import sympy as sp
from flint import arb, fmpq

from embedcheck.balls.arith import lower as lower_bound
from embedcheck.balls.arith import precision, rational, to_sympy
from embedcheck.balls.arith import upper as upper_bound
from embedcheck.balls.constants import constant_ball, constant_sign
from embedcheck.balls.enclose import ball_power, function_jet
from embedcheck.balls.program import UNARY, Program, Step, UnsupportedError, compile_expression, run

_BITS = 96
_MAX_OPERATIONS = 2500
_MAX_WORK = 20_000
_NAMES = {name: function for function, name in UNARY.items()}


class GermError(Exception):
    """No germ: the reason is the message."""


class Monomial(NamedTuple):
    """exp(rate * u) * u^power * log(u)^logs; tuples compare as the functions do at infinity."""

    rate: fmpq
    power: fmpq
    logs: int

    def __mul__(self, other: Any) -> Monomial:
        return Monomial(self.rate + other.rate, self.power + other.power, self.logs + other.logs)

    def over(self, other: Monomial) -> Monomial:
        """The quotient of two monomials."""
        return Monomial(self.rate - other.rate, self.power - other.power, self.logs - other.logs)

    def scaled(self, exponent: fmpq) -> Monomial:
        """The real power of a monomial; the power of the logarithm must stay an integer."""
        logs = exponent * self.logs
        if logs.q != 1:
            raise GermError("a fractional power of a logarithm")
        return Monomial(self.rate * exponent, self.power * exponent, int(logs.p))


ONE = Monomial(fmpq(0), fmpq(0), 0)
U = Monomial(fmpq(0), fmpq(1), 0)
LOG_U = Monomial(fmpq(0), fmpq(0), 1)


class Remainder(NamedTuple):
    """At most bound * monomial in absolute value on [R, oo)."""

    monomial: Monomial
    bound: arb


class Germ(NamedTuple):
    """Terms, largest first, and a remainder (None: the terms are the function).

    `ramification` is q when the function is a convergent series in u^(-1/q) with finitely many positive powers, and
    None when that is not known.
    """

    terms: tuple[tuple[Monomial, sp.Expr], ...]
    remainder: Remainder | None
    ramification: int | None

    @property
    def leading(self) -> tuple[Monomial, sp.Expr] | None:
        """The leading term, if it is larger than the remainder."""
        return self.terms[0] if self.terms else None

    @property
    def vanishes(self) -> bool:
        """True for the zero function."""
        return not self.terms and self.remainder is None


def _exact_sign(value: sp.Expr) -> int:
    sign = constant_sign(value)
    if sign is None:
        raise GermError(f"it is not known whether {value} vanishes")
    return sign


class GermArithmetic:
    """Germs at one end. `kind` is '+oo', '-oo', 'right' (of the point) or 'left'."""

    def __init__(self, kind: str, point: sp.Expr, start: fmpq, length: int, scale: sp.Expr = sp.S.One) -> None:
        if not start >= 3:
            raise GermError("the tail must start at u >= 3")
        self.kind, self.point, self.start, self.length, self.scale = kind, point, start, length, scale
        self.work = 0
        self.at_start = arb(start)
        self.log_start = self.at_start.log()

    def times(self, left: sp.Expr, right: sp.Expr) -> sp.Expr:
        """The expanded product of two coefficients; GermError when they, or all of them together, grow too large."""
        product = left * right
        if isinstance(product, sp.Rational):
            return product
        size = sp.count_ops(product)
        self.work += size
        if size > _MAX_OPERATIONS or self.work > _MAX_WORK:
            raise GermError("the exact coefficients grow too large")
        return sp.expand(product)

    def supremum(self, monomial: Monomial) -> arb:
        """An upper bound on [R, oo) of a monomial that does not grow."""
        rate, power, logs = monomial
        if monomial == ONE:
            return arb(1)
        if monomial > ONE:
            raise GermError("unbounded")
        slope = arb(rate)
        if power > 0 or rate == 0:
            slope += arb(power) / self.at_start
        if logs > 0 or (rate == 0 and power == 0):
            slope += arb(logs) / (self.at_start * self.log_start)
        if not slope <= 0:
            raise GermError("the tail starts too early")
        value = (arb(rate) * self.at_start).exp() * (arb(power) * self.log_start).exp()
        return arb((value * ball_power(self.log_start, logs)).upper())

    def bound(self, germ: Germ, unit: Monomial) -> arb:
        """An upper bound on [R, oo) of |germ| / unit."""
        total = arb(0)
        for monomial, value in germ.terms:
            total += abs(constant_ball(value, _BITS)) * self.supremum(monomial.over(unit))
        if germ.remainder is not None:
            total += germ.remainder.bound * self.supremum(germ.remainder.monomial.over(unit))
        if not total.is_finite():
            raise GermError("a coefficient cannot be enclosed")
        return arb(total.upper())

    def _collect(
        self, terms: dict[Monomial, sp.Expr], remainders: list[Remainder], ramification: int | None, keep: int = 0
    ) -> Germ:
        floor = max((r.monomial for r in remainders), default=None)
        kept: list[tuple[Monomial, sp.Expr]] = []
        rest = list(remainders)
        for monomial in sorted(terms, reverse=True):
            value = terms[monomial]
            if (floor is not None and monomial <= floor) or len(kept) >= max(keep, self.length):
                size = arb(abs(constant_ball(value, _BITS)).upper())
                if size > 0 or not size.is_finite():
                    rest.append(Remainder(monomial, size))
            elif _exact_sign(value):
                kept.append((monomial, value))
        if not rest:
            return Germ(tuple(kept), None, ramification)
        unit = max(r.monomial for r in rest)
        total = sum((r.bound * self.supremum(r.monomial.over(unit)) for r in rest), arb(0))
        if not total.is_finite():
            raise GermError("a coefficient cannot be enclosed")
        return Germ(tuple(kept), Remainder(unit, arb(total.upper())), ramification)

    def exact(self, value: sp.Expr) -> Germ:
        """The germ of a constant."""
        return Germ(((ONE, value),) if _exact_sign(value) else (), None, 1)

    constant = exact

    def variable(self) -> Germ:
        if self.kind in ("+oo", "-oo"):
            direction = 1 if self.kind == "+oo" else -1
            return Germ(((U, direction / self.scale),), None, 1)
        direction = 1 if self.kind == "right" else -1
        terms: dict[Monomial, sp.Expr] = {ONE: self.point, U.scaled(fmpq(-1)): sp.Integer(direction)}
        return self._collect(terms, [], 1)

    def add(self, values: list[Germ]) -> Germ:
        terms: dict[Monomial, sp.Expr] = {}
        for germ in values:
            for monomial, value in germ.terms:
                terms[monomial] = terms[monomial] + value if monomial in terms else value
        remainders = [germ.remainder for germ in values if germ.remainder is not None]
        return self._collect(terms, remainders, _joint(values))

    def mul(self, values: list[Germ]) -> Germ:
        result = values[0]
        for value in values[1:]:
            result = self._product(result, value)
        return result

    def _product(self, left: Germ, right: Germ) -> Germ:
        terms: dict[Monomial, sp.Expr] = {}
        for m1, c1 in left.terms:
            for m2, c2 in right.terms:
                m = m1 * m2
                terms[m] = terms[m] + self.times(c1, c2) if m in terms else self.times(c1, c2)
        remainders: list[Remainder] = []
        for germ, other in ((left, right), (right, left)):
            if germ.remainder is not None and other.terms:
                unit = other.terms[0][0]
                size = self.bound(Germ(other.terms, None, None), unit)
                remainders.append(Remainder(germ.remainder.monomial * unit, germ.remainder.bound * size))
        if left.remainder is not None and right.remainder is not None:
            unit = left.remainder.monomial * right.remainder.monomial
            remainders.append(Remainder(unit, left.remainder.bound * right.remainder.bound))
        return self._collect(terms, remainders, _joint([left, right]))

    def _negative(self, germ: Germ) -> Germ:
        remainder = germ.remainder
        return Germ(tuple((m, -c) for m, c in germ.terms), remainder, germ.ramification)

    def _split(self, germ: Germ) -> tuple[Monomial, sp.Expr, Germ, arb]:
        """germ = c m (1 + d): the leading monomial and coefficient, d, and a bound of |d| that is below 1."""
        if not germ.terms:
            raise GermError("the leading term is hidden in the remainder")
        unit, value = germ.terms[0]
        inverse = 1 / value
        terms = {m.over(unit): self.times(c, inverse) for m, c in germ.terms[1:]}
        remainders: list[Remainder] = []
        if germ.remainder is not None:
            size = germ.remainder.bound / abs(constant_ball(value, _BITS))
            remainders.append(Remainder(germ.remainder.monomial.over(unit), size))
        delta = self._collect(terms, remainders, germ.ramification)
        size = self.bound(delta, ONE)
        if not size < 1:
            raise GermError("the leading term does not dominate yet")
        return unit, value, delta, size

    def sign(self, germ: Germ) -> int:
        """The sign of the germ on the whole tail [R, oo); 0 for the zero function. Raises GermError otherwise."""
        if germ.vanishes:
            return 0
        _, value, _, _ = self._split(germ)
        return _exact_sign(value)

    def limit(self, germ: Germ) -> sp.Expr:
        """The exact limit, oo and -oo included."""
        if germ.remainder is not None and germ.remainder.monomial >= ONE and not germ.terms:
            raise GermError("the limit is hidden in the remainder")
        if not germ.terms or germ.terms[0][0] < ONE:
            return sp.S.Zero
        unit, value = germ.terms[0]
        if unit == ONE:
            return value
        return sp.oo if _exact_sign(value) > 0 else -sp.oo

    def _compose(self, name: str, data: Any, value: sp.Expr, delta: Germ, ramification: int | None) -> Germ:
        """phi(value + delta) for phi analytic at `value` and delta -> 0."""
        order = self.length
        size = self.bound(delta, ONE)
        if delta.vanishes:
            return self.exact(_derivatives(name, data, value, 1)[0])
        unit = delta.terms[0][0] if delta.terms else delta.remainder.monomial  # type: ignore[union-attr]
        relative = self.bound(delta, unit)
        ball = constant_ball(value, _BITS) + arb(0, size)
        last = abs(_taylor_ball(name, data, ball, order))
        if not last.is_finite():
            raise GermError(f"{name} is not analytic on the tail")
        coefficients = _derivatives(name, data, value, order)
        result = self.exact(coefficients[-1])
        for coefficient in reversed(coefficients[:-1]):
            result = self.add([self._product(result, delta), self.exact(coefficient)])
        tail = Germ((), Remainder(unit.scaled(fmpq(order)), arb((last * ball_power(relative, order)).upper())), 1)
        total = self.add([result, tail])
        return Germ(total.terms, total.remainder, ramification)

    def int_power(self, value: Germ, exponent: int) -> Germ:
        if exponent < 0:
            return self._real_power(value, fmpq(exponent))
        if exponent > 60:
            raise GermError("an exponent beyond 60")
        result = None
        while exponent:
            if exponent & 1:
                result = value if result is None else self._product(result, value)
            exponent >>= 1
            if exponent:
                value = self._product(value, value)
        return result if result is not None else self.exact(sp.S.One)

    def rational_power(self, value: Germ, exponent: sp.Rational) -> Germ:
        if value.vanishes and exponent > 0:
            return value
        return self._real_power(value, rational(exponent))

    def _real_power(self, germ: Germ, exponent: fmpq) -> Germ:
        unit, value, delta, _ = self._split(germ)
        if exponent.q != 1 and _exact_sign(value) < 0:
            raise GermError("a fractional power of a negative number")
        monomial = unit.scaled(exponent)
        factor = value ** to_sympy(exponent)
        ramification = germ.ramification
        if ramification is not None:
            ramification = lcm(ramification, int(monomial.power.q)) if unit.rate == 0 and unit.logs == 0 else None
        power = self._compose("power", exponent, sp.S.One, delta, germ.ramification)
        shifted = self._product(Germ(((monomial, factor),), None, 1), power)
        return Germ(shifted.terms, shifted.remainder, ramification)

    def function(self, name: str, value: Germ, data: Any) -> Germ:
        match name:
            case "exp":
                return self._exp(value)
            case "log":
                return self._log(value)
            case "tan":
                return self._product(
                    self.function("sin", value, None), self._real_power(self.function("cos", value, None), fmpq(-1))
                )
            case _:
                pass
        limit = self.limit(value)
        if limit in (sp.oo, -sp.oo):
            return self._at_infinity(name, value, limit)
        if name in ("asin", "acos", "atanh", "acosh"):
            singular = self._at_one(name, value, limit)
            if singular is not None:
                return singular
        return self._regular(name, data, value, limit)

    def _regular(self, name: str, data: Any, value: Germ, limit: sp.Expr) -> Germ:
        delta = self.add([value, self.exact(-limit)])
        if delta.remainder is not None and delta.remainder.monomial >= ONE:
            raise GermError("no limit")
        return self._compose(name, data, limit, delta, value.ramification)

    def _exp(self, value: Germ) -> Germ:
        if value.remainder is not None and value.remainder.monomial >= ONE:
            return self._decay(value)
        rate, power, rest = fmpq(0), fmpq(0), sp.S.Zero
        delta: dict[Monomial, sp.Expr] = {}
        for monomial, coefficient in value.terms:
            if monomial == ONE:
                rest = coefficient
            elif monomial < ONE:
                delta[monomial] = coefficient
            elif monomial in (U, LOG_U) and isinstance(coefficient, sp.Rational):
                if monomial == U:
                    rate = rational(coefficient)
                else:
                    power = rational(coefficient)
            else:
                return self._decay(value)
        remainders = [value.remainder] if value.remainder is not None else []
        small = self._collect(delta, remainders, value.ramification)
        tame = rate == 0 and power == 0
        result = self._compose("exp", None, sp.S.Zero, small, value.ramification if tame else None)
        shift = Germ(((Monomial(rate, power, 0), sp.exp(rest)),), None, value.ramification if tame else None)
        return self._product(shift, result)

    def _decay(self, value: Germ) -> Germ:
        """exp of a germ that tends to -oo at least linearly: nothing but a bound."""
        unit, coefficient, _, size = self._split(value)
        if unit < U or _exact_sign(coefficient) > 0:
            raise GermError("exp grows faster than the scale of the expansion")
        slope = -constant_ball(coefficient, _BITS) * (1 - size) / self.supremum(U.over(unit))
        rate = fmpq(min(lower_bound(slope), fmpq(8)) * 64).floor()
        if rate <= 0:
            raise GermError("exp decays too slowly")
        return Germ((), Remainder(Monomial(fmpq(-rate, 64), fmpq(0), 0), arb(1)), None)

    def _log(self, value: Germ) -> Germ:
        unit, coefficient, delta, _ = self._split(value)
        if _exact_sign(coefficient) < 0:
            raise GermError("log of a negative number")
        if unit.logs:
            raise GermError("an iterated logarithm")
        small = self._compose("log", None, sp.S.One, delta, value.ramification if unit == ONE else None)
        terms: dict[Monomial, sp.Expr] = {
            U: to_sympy(unit.rate),
            LOG_U: to_sympy(unit.power),
            ONE: sp.log(coefficient),
        }
        tame = value.ramification if unit == ONE else None
        return self.add([self._collect(terms, [], tame), small])

    def _at_infinity(self, name: str, value: Germ, limit: sp.Expr) -> Germ:
        direction = 1 if limit == sp.oo else -1
        size = value if direction > 0 else self._negative(value)
        sign = self.exact(sp.Integer(direction))
        match name:
            case "atan":
                inner = self.function("atan", self._real_power(size, fmpq(-1)), None)
                return self._product(sign, self.add([self.exact(sp.pi / 2), self._negative(inner)]))
            case "tanh":
                grown = self.add([self._exp(self.add([size, size])), self.exact(sp.S.One)])
                small = self._product(self.exact(sp.Integer(-2)), self._real_power(grown, fmpq(-1)))
                return self._product(sign, self.add([self.exact(sp.S.One), small]))
            case "erf":
                # 0 < 1 - erf(y) <= exp(-y^2) for y >= 0, which the split proves on the whole tail.
                self._split(size)
                decay = self._exp(self._negative(self._product(size, size)))
                unit = decay.terms[0][0] if decay.terms else decay.remainder.monomial  # type: ignore[union-attr]
                rest = Germ((), Remainder(unit, self.bound(decay, unit)), None)
                return self._product(sign, self.add([self.exact(sp.S.One), rest]))
            case "sinh" | "cosh":
                up, down = self._exp(size), self._exp(self._negative(size))
                both = self.add([up, down if name == "cosh" else self._negative(down)])
                half = self._product(self.exact(sp.Rational(1, 2)), both)
                return self._product(sign, half) if name == "sinh" else half
            case "asinh":
                square = self.add([self._product(size, size), self.exact(sp.S.One)])
                return self._product(sign, self._log(self.add([size, self._real_power(square, fmpq(1, 2))])))
            case "acosh" if direction > 0:
                square = self.add([self._product(size, size), self.exact(sp.S.NegativeOne)])
                return self._log(self.add([size, self._real_power(square, fmpq(1, 2))]))
            case "sin" | "cos":
                return Germ((), Remainder(ONE, arb(1)), None)
            case _:
                raise GermError(f"no expansion of {name} at infinity")

    def _at_one(self, name: str, value: Germ, limit: sp.Expr) -> Germ | None:
        """The branch points of asin, acos, acosh and atanh, through identities that hold on their domains."""
        if name == "acosh":
            if _exact_sign(limit - 1) > 0:
                return None
            half = self._product(self.exact(sp.Rational(1, 2)), self.add([value, self.exact(sp.S.NegativeOne)]))
            root = self._real_power(half, fmpq(1, 2))
            return self._product(self.exact(sp.Integer(2)), self.function("asinh", root, None))
        inside = _exact_sign(1 - limit**2)
        if inside > 0:
            return None
        if inside < 0:
            raise GermError(f"{name} outside its domain")
        one = self.exact(sp.S.One)
        if name == "atanh":
            up, down = self._log(self.add([one, value])), self._log(self.add([one, self._negative(value)]))
            return self._product(self.exact(sp.Rational(1, 2)), self.add([up, self._negative(down)]))
        if name == "asin":
            return self.add([self.exact(sp.pi / 2), self._negative(self.function("acos", value, None))])
        if _exact_sign(limit) < 0:
            return self.add([self.exact(sp.pi), self._negative(self.function("acos", self._negative(value), None))])
        half = self._product(self.exact(sp.Rational(1, 2)), self.add([one, self._negative(value)]))
        root = self._real_power(half, fmpq(1, 2))
        return self._product(self.exact(sp.Integer(2)), self.function("asin", root, None))


def _joint(values: list[Germ]) -> int | None:
    result = 1
    for germ in values:
        if germ.ramification is None:
            return None
        result = lcm(result, germ.ramification)
    return result


@lru_cache(maxsize=4096)
def _derivatives(name: str, data: Any, at: sp.Expr, order: int) -> tuple[sp.Expr, ...]:
    """Exact Taylor coefficients of a named function at an exact point."""
    if name == "power":
        exponent = to_sympy(data)
        return tuple(sp.binomial(exponent, k) * at ** (exponent - k) for k in range(order))
    y = sp.Dummy(real=True)
    if name == "cbrt":
        sign = constant_sign(at)
        if not sign:
            raise GermError("a cube root of undecided sign")
        root = sign * (sign * at) ** sp.Rational(1, 3)
        return tuple(sp.binomial(sp.Rational(1, 3), k) * root / at**k for k in range(order))
    value = sp.polygamma(data, y) if name == "polygamma" else _NAMES[name](y)
    result: list[sp.Expr] = []
    for k in range(order):
        coefficient = value.subs(y, at) / sp.factorial(k)
        if not coefficient.is_finite:
            raise GermError(f"{name} is not analytic at {at}")
        result.append(coefficient)
        value = sp.diff(value, y)
    return tuple(result)


def _taylor_ball(name: str, data: Any, at: arb, order: int) -> arb:
    """phi^(order)(t)/order! for every t in the ball."""
    if name == "power":
        value = arb(1)
        for k in range(order):
            value *= arb(data - k) / (k + 1)
        if not at > 0:
            return arb.nan()
        return value * (at.log() * arb(data - order)).exp()
    return function_jet(name, data, at, order + 1)[order]


def _natural_scale(program: Program) -> sp.Expr:
    """An irrational rate of growth in the expression, so that rates become rational after u = scale * x."""
    for op, args, data in program.steps:
        if op == "function" and data[0] in ("exp", "sinh", "cosh", "tanh"):
            rate = _linear_rate(program.steps, args[0])
            if rate is not None and not isinstance(rate, sp.Rational):
                sign = constant_sign(rate)
                if sign:
                    return rate * sign
    return sp.S.One


def _linear_rate(steps: tuple[Step, ...], index: int) -> sp.Expr | None:
    """The coefficient c when the step is c * x with a constant c."""
    op, args, _ = steps[index]
    if op == "variable":
        return sp.S.One
    if op != "mul":
        return None
    rate, found = sp.S.One, False
    for argument in args:
        value = _constant_of(steps, argument)
        if value is None:
            value = None if found else _linear_rate(steps, argument)
            found = True
            if value is None:
                return None
        rate *= value
    return rate if found else None


def _constant_of(steps: tuple[Step, ...], index: int) -> sp.Expr | None:
    op, args, data = steps[index]
    if op == "constant":
        return data
    inner: list[Any] = [_constant_of(steps, argument) for argument in args]
    if op == "variable" or any(value is None for value in inner):
        return None
    if op == "mul":
        return sp.Mul(*inner)
    if op == "add":
        return sp.Add(*inner)
    if op in ("int_power", "rational_power"):
        return sp.Pow(inner[0], data)
    return _NAMES[data[0]](inner[0]) if data[0] in _NAMES else None


def germ_at(expression: sp.Expr, kind: str, point: sp.Expr, start: fmpq, length: int) -> tuple[Germ, GermArithmetic]:
    """The germ of an expression at an end, valid for u >= start, and the arithmetic it lives in.

    Raises GermError when the scale of the expansion does not contain it, or when `start` is too small.
    """
    try:
        program = compile_expression(expression)
        with precision(_BITS):
            scale = _natural_scale(program) if kind in ("+oo", "-oo") else sp.S.One
            arithmetic = GermArithmetic(kind, point, start, length, scale)
            return run(program, arithmetic), arithmetic
    except UnsupportedError as error:
        raise GermError(str(error)) from error


def tail(expression: sp.Expr, kind: str, point: sp.Expr, start: fmpq, length: int) -> tuple[int, fmpq]:
    """The sign of the expression for all u >= start (0: it vanishes identically) and a rational x inside the tail.

    Every x between the returned one and the end of the interval belongs to the tail. Raises GermError when no sign is
    proven.
    """
    germ, arithmetic = germ_at(expression, kind, point, start, length)
    with precision(_BITS):
        sign = arithmetic.sign(germ)
        if kind in ("+oo", "-oo"):
            stop = arb(start) / constant_ball(arithmetic.scale, _BITS)
            return sign, upper_bound(stop) if kind == "+oo" else lower_bound(-stop)
        offset, centre = 1 / arb(start), constant_ball(point, _BITS)
        stop = lower_bound(centre + offset) if kind == "right" else upper_bound(centre - offset)
        if not (arb(stop) > centre if kind == "right" else arb(stop) < centre):
            raise GermError("the tail is too short for the working precision")
        return sign, stop
