"""One-sided behaviour of an analytic piece at one of its ends, and how smoothly two pieces meet."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy as sp

from embedcheck.analysis.cover import UnknownError
from embedcheck.analysis.points import Point
from embedcheck.analysis.text import formula
from embedcheck.balls import arb, fmpq
from embedcheck.balls.arith import precision, to_sympy
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.enclose import jet
from embedcheck.balls.germs import ONE, Germ, GermError, germ_at
from embedcheck.balls.program import UnsupportedError, compile_expression
from embedcheck.certificate import LocalExpansion

_STARTS = (fmpq(4), fmpq(64), fmpq(2**12), fmpq(2**24))
_LENGTH = 5
_BITS = 200
_COMPARED = 7


@dataclass
class OneSided:
    """Limits of f, f', f'' at an end of a piece, coming from inside.

    `limits[k]` is an exact constant, oo, -oo, or None when it is not known exactly; `balls[k]` encloses a finite one.
    `analytic` says whether f continues analytically past the end; `defect` is the exponent of a proven term that is no
    integer power of the distance (so that f is not C^ceil(defect) up to the end, flat terms give oo).
    """

    limits: list[sp.Expr | None] = field(default_factory=lambda: [None, None, None])
    balls: list[arb] = field(default_factory=lambda: [arb.nan()] * 3)
    analytic: bool | None = None
    defect: sp.Expr | None = None
    coefficients: dict[fmpq, sp.Expr] = field(default_factory=dict)
    covers: fmpq | None = None
    expansion: LocalExpansion | None = None
    regular: tuple[sp.Expr, sp.Symbol, sp.Expr] | None = None

    def sign(self, order: int) -> int | None:
        """The sign of the limit of the derivative of this order; None when it is not known."""
        limit = self.limits[order]
        if limit is not None:
            if limit.is_infinite:
                return 1 if limit == sp.oo else -1
            return constant_sign(limit)
        if self.balls[order] > 0:
            return 1
        return -1 if self.balls[order] < 0 else None

    def finite(self, order: int) -> bool | None:
        """Whether the limit is finite."""
        limit = self.limits[order]
        if limit is not None:
            return not limit.is_infinite
        return True if self.balls[order].is_finite() else None


def germ_near(expression: sp.Expr, point: sp.Expr, side: str, length: int = _LENGTH) -> tuple[Germ, fmpq] | None:
    """The germ on one side of an exact point and the start of its validity; None when there is none."""
    for start in _STARTS:
        try:
            germ, _ = germ_at(expression, side, point, start, length)
        except GermError:
            continue
        return germ, start
    return None


def _limit(germ: Germ) -> sp.Expr | None:
    if not germ.terms:
        hidden = germ.remainder is not None and germ.remainder.monomial >= ONE
        return None if hidden else sp.S.Zero
    monomial, value = germ.terms[0]
    if monomial < ONE:
        return sp.S.Zero
    if monomial == ONE:
        return value
    sign = constant_sign(value)
    return None if sign is None else sign * sp.oo


def end_limit(expression: sp.Expr, end: Point, side: str) -> sp.Expr:
    """The exact limit at an end (oo and -oo included), from that side of it. Raises UnknownError."""
    if end.value is not None:
        found = germ_near(expression, end.value, {sp.oo: "+oo", -sp.oo: "-oo"}.get(end.value, side), 3)
        limit = None if found is None else _limit(found[0])
        if limit is not None:
            return limit
    raise UnknownError(f"the limit of {formula(expression)} at {end.text()}")


def one_sided(expression: sp.Expr, variable: sp.Symbol, point: Point, side: str) -> OneSided:
    """The behaviour of a piece at the point, seen from `side` ('left' or 'right' of the point)."""
    result = OneSided()
    if _from_jet(result, expression, point):
        if point.value is not None:
            result.regular = (expression, variable, point.value)
            for order in range(3):
                result.limits[order] = _coefficient(result.regular, order) * sp.factorial(order)
        return result
    if point.value is None:
        return result
    derivative = expression
    for order in range(3):
        found = germ_near(derivative, point.value, side)
        if found is not None:
            result.limits[order] = _limit(found[0])
            if order == 0:
                _describe(result, found[0], found[1], expression, point.value, side)
        limit = result.limits[order]
        if limit is not None and not limit.is_infinite:
            result.balls[order] = constant_ball(limit, _BITS)
        derivative = sp.diff(derivative, variable)
    return result


def _coefficient(regular: tuple[sp.Expr, sp.Symbol, sp.Expr], order: int) -> sp.Expr:
    """Exact Taylor coefficient at a point where the expression is analytic."""
    expression, variable, point = regular
    derivative = sp.diff(expression, variable, order) if order else expression
    return derivative.subs(variable, point) / sp.factorial(order)


def _from_jet(result: OneSided, expression: sp.Expr, point: Point) -> bool:
    """Fill in the balls when every operation is analytic at the point."""
    try:
        program = compile_expression(expression)
    except UnsupportedError:
        return False
    ball = point.ball(_BITS)
    with precision(_BITS):
        values = [arb(0)] * 3 if program.variable is None else jet(program, ball, 3)
        if program.variable is None:
            values[0] = constant_ball(expression, _BITS)
        if not all(value.is_finite() for value in values):
            return False
    result.balls = [values[0], values[1], 2 * values[2]]
    result.analytic = True
    return True


def _describe(result: OneSided, germ: Germ, start: fmpq, expression: sp.Expr, point: sp.Expr, side: str) -> None:
    exponents = [(-monomial.power, value) for monomial, value in germ.terms]
    for monomial, _ in germ.terms:
        if monomial.rate != 0:
            result.defect = sp.oo
        elif monomial.logs or monomial.power.q != 1 or monomial.power > 0:
            result.defect = to_sympy(-monomial.power)
        else:
            continue
        break
    if result.defect is not None:
        result.analytic = False
    elif germ.ramification == 1:
        result.analytic = True
    if result.defect is None:
        result.coefficients = dict(exponents)
        if germ.remainder is not None and germ.remainder.monomial.rate == 0:
            result.covers = -germ.remainder.monomial.power
    result.expansion = LocalExpansion(
        function=formula(expression),
        point=formula(point),
        side="left" if side == "left" else "right",
        terms=tuple((str(exponent), formula(value)) for exponent, value in exponents),
        start=str(start),
    )


def equal_limits(left: OneSided, right: OneSided, order: int) -> bool | None:
    """Whether two one-sided limits of the derivative of this order agree; None when it is not decided."""
    one, other = left.limits[order], right.limits[order]
    if one is not None and other is not None:
        if one.is_infinite or other.is_infinite:
            return bool(one == other)
        comparison = compare(one, other)
        return None if comparison is None else comparison == 0
    if (
        left.balls[order].is_finite()
        and right.balls[order].is_finite()
        and not left.balls[order].overlaps(right.balls[order])
    ):
        return False
    return None


def _terms(side: OneSided) -> tuple[dict[fmpq, sp.Expr], fmpq | None]:
    """Taylor coefficients in the distance-free variable x - p, and the exponent from which they are not known."""
    if side.regular is not None:
        return {fmpq(k): _coefficient(side.regular, k) for k in range(_COMPARED)}, fmpq(_COMPARED)
    return side.coefficients, side.covers


def same_expansion(left: OneSided, right: OneSided) -> bool | None:
    """False when two one-sided Taylor expansions differ at some order; None when no difference is found."""
    one, one_covers = _terms(left)
    other, other_covers = _terms(right)
    if not one or not other:
        return None
    if left.regular is None:
        one = {e: -c if e.q == 1 and int(e.p) % 2 else c for e, c in one.items()}
    limit = min((c for c in (one_covers, other_covers) if c is not None), default=None)
    for exponent in sorted({*one, *other}):
        if limit is not None and exponent >= limit:
            break
        if constant_sign(one.get(exponent, sp.S.Zero) - other.get(exponent, sp.S.Zero)) in (1, -1):
            return False
    return None
