"""One-sided behaviour of an analytic expression at the end of an interval, from exact germs (guarantee: rigorous)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import sympy as sp
from flint import arb, fmpq

from embedcheck.balls.arith import precision, to_sympy
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.enclose import jet
from embedcheck.balls.germs import ONE, Germ, GermError, germ_at
from embedcheck.balls.program import UnsupportedError, compile_expression

STARTS = (fmpq(4), fmpq(64), fmpq(2**12), fmpq(2**24))
BITS = 200
_LENGTH = 5
_LIMIT_LENGTH = 3
_COMPARED = 7


@dataclass
class OneSided:
    """Limits of f, f', f'' at an end of a piece, coming from inside.

    `limits[k]` is an exact constant, oo, -oo, or None when it is not known exactly; `balls[k]` encloses a finite one.
    `analytic` says whether f continues analytically past the end; `defect` is the exponent of a proven term that is no
    integer power of the distance (so that f is not C^ceil(defect) up to the end, flat terms give oo). `starts[k]` is
    where the germ of the k-th derivative is valid from, None where none was needed or found.
    """

    limits: list[sp.Expr | None] = field(default_factory=lambda: [None, None, None])
    balls: list[arb] = field(default_factory=lambda: [arb.nan()] * 3)
    analytic: bool | None = None
    defect: sp.Expr | None = None
    coefficients: dict[fmpq, sp.Expr] = field(default_factory=dict)
    covers: fmpq | None = None
    starts: list[fmpq | None] = field(default_factory=lambda: [None, None, None])
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


def germ_near(
    expression: sp.Expr, point: sp.Expr, side: str, length: int = _LENGTH, starts: Sequence[fmpq | None] = STARTS
) -> tuple[Germ, fmpq] | None:
    """The germ on one side of an exact point (or an infinite end) and the start of its validity; None without one."""
    kind = "+oo" if point == sp.oo else "-oo" if point == -sp.oo else side
    for start in starts:
        if start is None:
            continue
        try:
            germ, _ = germ_at(expression, kind, point, start, length)
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


def limit_at(
    expression: sp.Expr, end: sp.Expr, side: str, starts: Sequence[fmpq | None] = STARTS
) -> tuple[sp.Expr, fmpq] | None:
    """The exact limit at an end (oo and -oo included) from that side, and the start of the germ; None without one."""
    found = germ_near(expression, end, side, _LIMIT_LENGTH, starts)
    limit = None if found is None else _limit(found[0])
    return None if found is None or limit is None else (limit, found[1])


def one_sided(
    expression: sp.Expr,
    variable: sp.Symbol,
    value: sp.Expr | None,
    ball: arb,
    side: str,
    starts: Sequence[Sequence[fmpq | None]] = (STARTS,) * 3,
) -> OneSided:
    """The behaviour of a piece at a point, seen from `side` ('left' or 'right' of the point).

    `value` is the exact point or None, `ball` encloses it; `starts[k]` are the starts to try for the k-th derivative.
    """
    result = OneSided()
    if _from_jet(result, expression, ball):
        if value is not None:
            result.regular = (expression, variable, value)
            for order in range(3):
                result.limits[order] = taylor_coefficient(result.regular, order) * sp.factorial(order)
        return result
    if value is None:
        return result
    derivative = expression
    for order in range(3):
        found = germ_near(derivative, value, side, _LENGTH, starts[order])
        if found is not None:
            result.limits[order], result.starts[order] = _limit(found[0]), found[1]
            if order == 0:
                _describe(result, found[0])
        limit = result.limits[order]
        if limit is not None and not limit.is_infinite:
            result.balls[order] = constant_ball(limit, BITS)
        derivative = sp.diff(derivative, variable)
    return result


def taylor_coefficient(regular: tuple[sp.Expr, sp.Symbol, sp.Expr], order: int) -> sp.Expr:
    """Exact Taylor coefficient at a point where the expression is analytic."""
    expression, variable, point = regular
    derivative = sp.diff(expression, variable, order) if order else expression
    return derivative.subs(variable, point) / sp.factorial(order)


def _from_jet(result: OneSided, expression: sp.Expr, ball: arb) -> bool:
    """Fill in the balls when every operation is analytic at the point."""
    try:
        program = compile_expression(expression)
    except UnsupportedError:
        return False
    with precision(BITS):
        values = [arb(0)] * 3 if program.variable is None else jet(program, ball, 3)
        if program.variable is None:
            values[0] = constant_ball(expression, BITS)
        if not all(value.is_finite() for value in values):
            return False
    result.balls = [values[0], values[1], 2 * values[2]]
    result.analytic = True
    return True


def _describe(result: OneSided, germ: Germ) -> None:
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
        result.coefficients = {-monomial.power: value for monomial, value in germ.terms}
        if germ.remainder is not None and germ.remainder.monomial.rate == 0:
            result.covers = -germ.remainder.monomial.power


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
        return {fmpq(k): taylor_coefficient(side.regular, k) for k in range(_COMPARED)}, fmpq(_COMPARED)
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


@dataclass
class Meeting:
    """How two pieces meet at a point, or one reaches an end that belongs to X; a missing side is None.

    `value` is f at the point where it is known exactly. `structural`: f is a composition of continuous functions.
    Properties are True or False when proven, None otherwise.
    """

    left: OneSided | None
    right: OneSided | None
    value: sp.Expr | None
    structural: bool

    @property
    def sides(self) -> list[OneSided]:
        return [side for side in (self.left, self.right) if side is not None]

    @property
    def continuous(self) -> bool | None:
        if self.structural:
            # A composition of continuous functions is continuous where it is defined.
            return True if self.value is not None else _all([side.finite(0) for side in self.sides])
        results: list[bool | None] = []
        for side in self.sides:
            if side.limits[0] is None or self.value is None:
                results.append(None)
            elif side.limits[0].is_infinite:
                results.append(False)
            else:
                sign = constant_sign(side.limits[0] - self.value)
                results.append(None if sign is None else sign == 0)
        if self.left is not None and self.right is not None and equal_limits(self.left, self.right, 0) is False:
            return False
        return _all(results)

    def _equal(self, order_: int) -> bool | None:
        if self.left is None or self.right is None:
            return True
        return equal_limits(self.left, self.right, order_)

    @property
    def lipschitz(self) -> bool | None:
        """f is locally Lipschitz here: the one-sided derivatives are finite."""
        return _all([self.continuous, *(side.finite(1) for side in self.sides)])

    @property
    def c1(self) -> bool | None:
        return _all([self.lipschitz, self._equal(1)])

    @property
    def c11(self) -> bool | None:
        """C^1 with a locally Lipschitz derivative."""
        return _all([self.c1, *(side.finite(2) for side in self.sides)])

    @property
    def c2(self) -> bool | None:
        return _all([self.c11, self._equal(2)])

    @property
    def c2_sides(self) -> bool | None:
        """One-sided C^2 up to the point on each side that X has."""
        return _all([self.continuous, *(side.finite(k) for side in self.sides for k in (1, 2))])

    @property
    def cinf(self) -> bool | None:
        if self.analytic:
            return True
        finite_defect = any(side.defect is not None and side.defect != sp.oo for side in self.sides)
        if self.c2 is False or finite_defect:
            return False
        if self.left is not None and self.right is not None and same_expansion(self.left, self.right) is False:
            return False
        return None

    @property
    def analytic(self) -> bool | None:
        """f extends analytically to a neighbourhood. Two different pieces are never claimed to be one function."""
        if any(side.analytic is False for side in self.sides) or self.c2 is False:
            return False
        if self.left is None or self.right is None:
            return _all([self.continuous, *(side.analytic for side in self.sides)])
        return False if same_expansion(self.left, self.right) is False else None

    @property
    def slopes(self) -> list[int | None]:
        """Signs of the one-sided derivatives (infinite ones count by their sign)."""
        return [side.sign(1) for side in self.sides]


def _all(values: list[bool | None]) -> bool | None:
    if any(value is False for value in values):
        return False
    return True if all(value is True for value in values) else None
