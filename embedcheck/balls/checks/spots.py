"""Real numbers known exactly or alone in an interval, with the isolation proven when they are made (rigorous).

Nothing is refined: what an enclosure does not decide stays undecided.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import sympy as sp
from flint import arb, fmpq, fmpq_poly

from embedcheck.balls.arith import hull, lower, precision, rational, sign_of, to_sympy, upper
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.enclose import enclose, jet
from embedcheck.balls.polynomials import MAX_DEGREE, rational_function, sturm_count
from embedcheck.balls.program import UnsupportedError, compile_expression
from embedcheck.parsing import parse_number

_BITS = 160
_FINE_BITS = (200, 800)
_REAL_BITS = 256
_MAX_WORK = 10**7
_MAX_NESTING = 8
_MAX_NODES = 2000
MAX_OPERATIONS = 4000
"""Larger functions are not derived once more: each derivative may multiply the operations."""
_MAX_TERMS = 1000


class SpotError(Exception):
    """What was given isolates no number."""


@dataclass(frozen=True)
class Spot:
    """A real number, or an end at infinity: `value` exact or None, in [low, high] when finite.

    Without a value it is the only root of `polynomial` or the only zero of `function` there.
    """

    value: Any
    low: fmpq
    high: fmpq
    polynomial: fmpq_poly | None = None
    function: Any = None

    @property
    def infinite(self) -> bool:
        return self.value in (sp.oo, -sp.oo)

    def ball(self, bits: int = _BITS) -> arb:
        """A ball around the finite number."""
        with precision(bits):
            if self.value is not None:
                return constant_ball(self.value, bits)
            return hull(self.low, self.high)


def exact_spot(value: Any) -> Spot:
    """A constant, or oo, -oo."""
    if value in (sp.oo, -sp.oo):
        return Spot(value, fmpq(0), fmpq(0))
    if isinstance(value, sp.Rational):
        return Spot(value, rational(value), rational(value))
    ball = constant_ball(value, _BITS)
    if not ball.is_finite():
        raise SpotError(f"{value} is no real number")
    with precision(_BITS):
        return Spot(value, lower(ball), upper(ball))


def read_constant(text: str) -> Any:
    """A finite exact constant in the grammar of the project. Raises InputError or SpotError."""
    value = parse_number(text)
    if not is_real(value):
        raise SpotError(f"{text[:60]} is not shown to be a real number")
    return value


def is_real(expression: Any) -> bool:
    """Whether every constant part of an expression is proven to be a real number."""
    parts: Any = sp.preorder_traversal(expression)
    return all(constant_ball(part, _REAL_BITS).is_finite() for part in parts if not part.free_symbols)


def algebraic_spot(coefficients: tuple[int, ...], low: fmpq, high: fmpq) -> Spot:
    """The only root of a squarefree polynomial (constant term first) in the open interval."""
    polynomial = fmpq_poly(list(coefficients))
    check_size(coefficients)
    if not 1 <= polynomial.degree() <= MAX_DEGREE:
        raise SpotError("the degree of an algebraic point")
    if polynomial.gcd(polynomial.derivative()).degree() > 0:
        raise SpotError("the polynomial of an algebraic point is not squarefree")
    if not low < high or polynomial(low) * polynomial(high) == 0 or sturm_count(coefficients, low, high) != 1:
        raise SpotError("the polynomial has not exactly one root in the interval of the algebraic point")
    return Spot(None, low, high, polynomial=polynomial)


def check_size(coefficients: tuple[int, ...]) -> None:
    """Raise SpotError unless the Sturm sequence of the polynomial is a small work."""
    if len(coefficients) ** 2 * max(abs(k).bit_length() for k in (*coefficients, 0)) > _MAX_WORK:
        raise SpotError("a polynomial that is too large")


def zero_spot(function: Any, low: fmpq, high: fmpq) -> Spot:
    """The only zero of a function in [low, high]: opposite signs at the ends, a derivative with one sign."""
    if not low < high or not sign_at(function, low) * sign_at(function, high) < 0:
        raise SpotError("the function has no sign change in the interval of its zero")
    with precision(_BITS):
        if not sign_of(jet(compile_expression(function), hull(low, high), 2)[1]):
            raise SpotError("the derivative is not proven to have one sign in the interval of a zero")
    return Spot(None, low, high, function=function)


def before(left: Spot, right: Spot) -> bool:
    """Whether left < right is proven."""
    if left.infinite or right.infinite or (left.value is not None and right.value is not None):
        sides = [s.value if s.value is not None else sp.S.Zero for s in (left, right)]
        return compare(sides[0], sides[1]) == -1
    return left.high < right.low


def between(left: Spot, right: Spot) -> fmpq:
    """A rational number strictly between two ordered numbers; SpotError when their enclosures leave no room."""
    if left.infinite and right.infinite:
        return fmpq(0)
    if left.infinite:
        return right.low - 1
    if right.infinite:
        return left.high + 1
    if not left.high < right.low:
        raise SpotError("two points are not separated by their enclosures")
    return (left.high + right.low) / 2


def sign_at(function: Any, place: fmpq) -> int:
    """The sign of a function at a rational number, read off balls; 0 when it is not decided."""
    try:
        program = compile_expression(function)
    except UnsupportedError:
        return 0
    for bits in _FINE_BITS:
        with precision(bits):
            sign = sign_of(enclose(program, arb(place)))
        if sign:
            return sign
    return 0


def value_sign(function: Any, spot: Spot) -> int | None:
    """The sign of a function of one variable at a finite number: 0 is decided exactly, None is not decided."""
    if not function.free_symbols:
        return constant_sign(function)
    (variable,) = function.free_symbols
    if isinstance(spot.value, sp.Rational):
        sign = sign_at(function, spot.low)
        if sign:
            return sign
    if spot.value is not None:
        value = function.subs(variable, spot.value)
        # SymPy takes 1/(1 + 1/x) to be 0 at 0; an enclosure shows that every operation is defined.
        return constant_sign(value) if _defined(function, spot) else None
    try:
        with precision(_BITS):
            sign = sign_of(enclose(compile_expression(function), spot.ball()))
    except UnsupportedError:
        return None
    return sign or (0 if _vanishes(function, spot) else None)


def _defined(function: Any, spot: Spot) -> bool:
    try:
        with precision(_BITS):
            return bool(enclose(compile_expression(function), spot.ball()).is_finite())
    except UnsupportedError:
        return False


def _vanishes(function: Any, spot: Spot) -> bool:
    """Whether a function is proven to vanish at a number that is a root of a polynomial or of a function."""
    if spot.polynomial is not None:
        quotient = rational_function(compile_expression(function))
        return quotient is not None and divmod(quotient.numerator, spot.polynomial)[1].is_zero()
    place = (spot.low + spot.high) / 2 + 1
    (variable,) = function.free_symbols
    values = [constant_sign(g.subs(variable, to_sympy(place))) for g in (function, spot.function)]
    if None in values or 0 in values:
        return False
    ratio: Any = sp.cancel(sp.together((function / spot.function).subs(variable, to_sympy(place))))
    return isinstance(ratio, sp.Rational) and is_zero(function - ratio * spot.function)


def tame(expression: Any) -> bool:
    """Whether expanding the expression is a small work: a bound on the terms of every part."""
    counts: dict[Any, int] = {}
    nesting: dict[Any, int] = {}
    for node in sp.postorder_traversal(expression):
        terms = [counts[argument] for argument in node.args]
        if isinstance(node, sp.Add):
            count = sum(terms)
        elif isinstance(node, sp.Mul):
            count = math.prod(terms)
        elif isinstance(node, sp.Pow) and isinstance(node.exp, sp.Integer):
            count = 1 if terms[0] == 1 else math.comb(terms[0] - 1 + min(abs(int(node.exp)), _MAX_TERMS), terms[0] - 1)
        else:
            count = 1
        # Fractions inside fractions.
        inverse = isinstance(node, sp.Pow) and isinstance(node.base, sp.Add) and node.exp.could_extract_minus_sign()
        nesting[node] = max((nesting[argument] for argument in node.args), default=0) + inverse
        if count > _MAX_TERMS or len(counts) > _MAX_NODES or nesting[node] > _MAX_NESTING:
            return False
        counts[node] = count
    return True


def expanded(expression: Any) -> Any:
    """The expression expanded, where that is a small work."""
    return sp.expand(expression) if tame(expression) else expression


def is_zero(expression: Any) -> bool:
    """Whether an expression vanishes identically, by exact expansion; False means only that no proof was found."""
    if expression == 0:
        return True
    try:
        quotient = rational_function(compile_expression(expression))
    except UnsupportedError:
        quotient = None
    if quotient is not None:
        return quotient.numerator.is_zero()
    for form in (sp.expand, lambda e: sp.fraction(sp.together(e))[0], sp.expand):
        if not tame(expression):
            return False
        expression = form(expression)
        if expression == 0:
            return True
    return False


def settled(value: Any) -> Any:
    """A real constant with every case (Abs, sign, Max, Min) decided exactly; SpotError where one is not."""
    if not value.args:
        return value
    args = [settled(argument) for argument in value.args]
    if isinstance(value, (sp.Max, sp.Min)):
        best, *others = args
        wanted = 1 if isinstance(value, sp.Max) else -1
        for other in others:
            order = compare(other, best)
            if order is None:
                raise SpotError(f"the order of {other} and {best}")
            best = other if order == wanted else best
        return best
    if isinstance(value, (sp.Abs, sp.sign)):
        sign = constant_sign(args[0])
        if sign is None:
            raise SpotError(f"the sign of {args[0]}")
        return sign * args[0] if isinstance(value, sp.Abs) else sp.Integer(sign)
    return value if tuple(args) == value.args else value.func(*args)
