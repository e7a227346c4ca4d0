"""Real points known exactly or alone in an interval that can be refined at will."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.analysis.text import formula
from embedcheck.balls import arb, fmpq
from embedcheck.balls.arith import dyadic_near, hull, precision, rational, sign_of, to_sympy
from embedcheck.balls.arith import lower as lower_bound
from embedcheck.balls.arith import upper as upper_bound
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.enclose import enclose, jet
from embedcheck.balls.polynomials import PolynomialRoot, refine, sturm_count
from embedcheck.balls.program import compile_expression
from embedcheck.certificate import AlgebraicPoint, ExactPoint, PointData, ZeroPoint

_EQUALITY_BITS = 400
_DATA_BITS = 128


class Point:
    """A real number, or an end at infinity.

    `value` is an exact constant or None; `root` an isolated algebraic number or None; otherwise the point is the only
    zero of `function` between `lower` and `upper`.
    """

    def __init__(
        self,
        value: Any = None,
        root: PolynomialRoot | None = None,
        function: sp.Expr | None = None,
        bracket: tuple[fmpq, fmpq] | None = None,
    ) -> None:
        self.value = value
        self.root = root
        self.function = function
        self.bracket = bracket

    @property
    def infinite(self) -> bool:
        return self.value in (sp.oo, -sp.oo)

    @property
    def exact(self) -> bool:
        """Whether an exact constant is known."""
        return self.value is not None

    def bounds(self, bits: int = 64) -> tuple[fmpq, fmpq]:
        """Rational numbers on both sides of a finite point, about 2**-bits apart (relative to its size)."""
        if isinstance(self.value, sp.Rational):
            return rational(self.value), rational(self.value)
        if self.root is not None:
            self.root = refine(self.root, fmpq(1, 2**bits))
            return self.root.lower, self.root.upper
        if self.value is not None:
            with precision(bits + 32):
                ball = constant_ball(self.value, bits + 32)
                return lower_bound(ball), upper_bound(ball)
        assert self.bracket is not None and self.function is not None
        self.bracket = _refine_zero(self.function, self.bracket, fmpq(1, 2**bits))
        return self.bracket

    def ball(self, bits: int = 64) -> arb:
        """A ball around the finite point."""
        with precision(bits + 32):
            if self.value is not None and self.root is None:
                return constant_ball(self.value, bits + 32)
            return hull(*self.bounds(bits))

    def text(self, digits: int = 15) -> str:
        """The exact constant, or a decimal whose digits are proven."""
        if self.value is not None:
            return formula(self.value)
        ball = self.ball(int(digits * 3.33) + 16)
        return ball.str(digits, radius=False)

    def data(self, function: sp.Expr | None = None) -> PointData:
        """The point as evidence; it does not repeat the given function when it is a zero of it."""
        if self.value is not None:
            return ExactPoint(value=formula(self.value))
        low, high = self.bounds(_DATA_BITS)
        if self.root is not None:
            return AlgebraicPoint(
                polynomial=tuple(str(c) for c in self.root.polynomial), lower=str(low), upper=str(high)
            )
        assert self.function is not None
        own = function is not None and self.function == function
        return ZeroPoint(function="" if own else formula(self.function), lower=str(low), upper=str(high))

    def __repr__(self) -> str:
        return f"Point({self.text()})"


def exact_point(value: sp.Expr) -> Point:
    return Point(value=value)


def algebraic_point(root: fmpq | PolynomialRoot) -> Point:
    """An exact point for rational and quadratic roots, an isolated one otherwise."""
    if isinstance(root, fmpq):
        return Point(value=to_sympy(root))
    if len(root.polynomial) == 3:
        c, b, a = (sp.Integer(k) for k in root.polynomial)
        for direction in (1, -1):
            value = (-b + direction * sp.sqrt(b**2 - 4 * a * c)) / (2 * a)
            ball = constant_ball(value, 256)
            small = refine(root, fmpq(1, 2**64))
            with precision(256):
                if arb(small.lower) < ball < arb(small.upper):
                    return Point(value=value, root=root)
    return Point(root=root)


def _refine_zero(function: sp.Expr, bracket: tuple[fmpq, fmpq], width: fmpq) -> tuple[fmpq, fmpq]:
    """A smaller bracket of the only zero; the derivative has a sign on the bracket, the ends have opposite signs.

    The bracket stays as it is where no precision in reach decides a sign.
    """
    program = compile_expression(function)
    low, high = bracket

    def sign_at(point: fmpq, bits: int) -> int:
        for precise in (bits, 2 * bits + 200, 8 * bits + 800):
            with precision(precise):
                sign = sign_of(enclose(program, arb(point)))
            if sign:
                return sign
        return 0

    rising = sign_at(high, 96)
    if rising == 0 or sign_at(low, 96) != -rising:
        return low, high
    while high - low > width:
        gap = high - low
        bits = 2 * max(0, int(gap.q).bit_length() - int(gap.p).bit_length()) + 96
        with precision(bits):
            box = hull(low, high)
            middle = box.mid()
            slope = jet(program, box, 2)[1]
            step = middle - enclose(program, middle) / slope
            if step.is_finite() and 2 * upper_bound(step.rad()) < gap / 4:
                new_low, new_high = max(low, lower_bound(step)), min(high, upper_bound(step))
                # Short ends keep the numbers small; they stay outside the Newton image.
                margin = max(new_high - new_low, width / 8) / 4
                low, high = (
                    max(low, dyadic_near(new_low - margin, margin / 2)),
                    min(high, dyadic_near(new_high + margin, margin / 2)),
                )
                continue
        for share in (fmpq(1, 2), fmpq(3, 8)):
            split = dyadic_near(low + gap * share, gap / 16)
            sign = sign_at(split, bits)
            if sign:
                low, high = (low, split) if sign == rising else (split, high)
                break
        else:
            break
    return low, high


def order(left: Point, right: Point) -> int | None:
    """-1, 0, +1, or None when the order of two points is not decided."""
    if left is right:
        return 0
    if left.value is not None and right.value is not None:
        return compare(left.value, right.value)
    if left.infinite:
        return 1 if left.value == sp.oo else -1
    if right.infinite:
        return -1 if right.value == sp.oo else 1
    for bits in (64, 160, _EQUALITY_BITS):
        low, high = left.bounds(bits), right.bounds(bits)
        if low[1] < high[0]:
            return -1
        if high[1] < low[0]:
            return 1
        if bits == 64 and _equal(left, right):
            return 0
    return None


def _equal(left: Point, right: Point) -> bool:
    if left.root is not None and right.root is not None:
        if left.root.polynomial != right.root.polynomial:
            return False
        low = min(left.root.lower, right.root.lower)
        high = max(left.root.upper, right.root.upper)
        return sturm_count(left.root.polynomial, low, high) == 1
    for one, other in ((left, right), (right, left)):
        if one.root is not None and one.value is None and other.value is not None:
            inside = compare(to_sympy(one.root.lower), other.value), compare(other.value, to_sympy(one.root.upper))
            image = sum((c * other.value**k for k, c in enumerate(one.root.polynomial)), sp.S.Zero)
            if inside == (-1, -1) and constant_sign(image) == 0:
                return True
        if one.function is not None and one.bracket is not None and other.value is not None:
            (variable,) = one.function.free_symbols
            image = one.function.subs(variable, other.value)
            low, high = to_sympy(one.bracket[0]), to_sympy(one.bracket[1])
            if (
                compare(low, other.value) in (-1, 0)
                and compare(other.value, high) in (-1, 0)
                and constant_sign(image) == 0
            ):
                return True
    return False


def rational_between(left: Point, right: Point) -> fmpq | None:
    """A short rational strictly between two ordered points (infinite ends allowed)."""
    if left.infinite and right.infinite:
        return fmpq(0)
    if left.infinite:
        return dyadic_near(right.bounds()[0] - 1, fmpq(1, 4))
    if right.infinite:
        return dyadic_near(left.bounds()[1] + 1, fmpq(1, 4))
    low, high = left.bounds()[1], right.bounds()[0]
    return dyadic_near((low + high) / 2, (high - low) / 4) if low < high else None
