"""Signs of polynomials in two variables by their fibres (guarantee: exact).

p(x, .) changes its number of zeros on an interval J only at the critical x: where the leading coefficient or the
discriminant in y vanishes, or p at a finite end of J. So one fibre decides for each gap between critical numbers; the
critical fibres themselves are polynomials over the field of an algebraic number, where Sturm sequences count as well.
"""

from __future__ import annotations

import itertools
import math
from functools import cached_property
from typing import Any

import sympy as sp
from flint import Ordering, arb, fmpq, fmpq_poly, fmpz_mpoly_ctx, fmpz_poly
from sympy.polys.polyerrors import BasePolynomialError

from embedcheck.balls.arith import between, lower, precision, rational, sign_of, upper
from embedcheck.balls.polynomials import factors
from embedcheck.balls.regions import Ends

_MAX_FIBRE_DEGREE = 10
_MAX_DEGREES = 64
_MAX_CRITICAL = 80
_MAX_BITS = 400
_PRECISIONS = (64, 128, 256, 512, 1024, 2048, 4096)

Fibre = list[fmpq_poly]
"""A polynomial in y, constant term first; the coefficients are polynomials in x."""


class FibreError(ValueError):
    """The method does not decide; the message says why."""


class Root:
    """A real root of an irreducible integer polynomial, by its number among them in increasing order."""

    def __init__(self, polynomial: tuple[int, ...], number: int) -> None:
        self.polynomial, self.number = polynomial, number
        self.modulus = fmpq_poly(list(polynomial))
        self._balls: dict[int, arb] = {}

    @cached_property
    def value(self) -> fmpq | None:
        """The number itself where it is rational."""
        return fmpq(-self.polynomial[0], self.polynomial[1]) if len(self.polynomial) == 2 else None

    def ball(self, bits: int) -> arb:
        """An enclosure."""
        if bits not in self._balls:
            with precision(bits):
                value = self.value
                self._balls[bits] = arb(value) if value is not None else _real(self.polynomial)[self.number]
        return self._balls[bits]

    def side(self, number: fmpq) -> int:
        """-1, 0 or 1: where the root is, seen from a rational number."""
        if self.value is not None:
            return (self.value > number) - (self.value < number)
        for bits in _PRECISIONS:
            with precision(bits):
                sign = sign_of(self.ball(bits) - arb(number))
            if sign:
                return sign
        raise FibreError("a critical number too close to another number")

    def sign(self, element: fmpq_poly) -> int:
        """The sign of a polynomial, reduced by the modulus, at the root."""
        if element.degree() <= 0:
            value = element[0]
            return (value > 0) - (value < 0)
        for bits in _PRECISIONS:
            with precision(bits):
                point, value = self.ball(bits), arb(0)
                for coefficient in reversed(element.coeffs()):
                    value = value * point + arb(coefficient)
                sign = sign_of(value)
            if sign:
                return sign
        raise FibreError("the sign of an algebraic number")


def _real(polynomial: tuple[int, ...]) -> list[arb]:
    """Enclosures of the real roots of an irreducible polynomial in increasing order, at the working precision."""
    roots: Any = fmpz_poly(list(polynomial)).complex_roots()
    found = [value for value, _ in roots if value.imag == 0]
    return sorted((value.real for value in found), key=lambda ball: lower(ball))


def rational_root(value: fmpq) -> Root:
    return Root((-int(value.p), int(value.q)), 0)


def fibres_of(function: Any, x: Any, y: Any) -> Fibre:
    """A polynomial over Q in two variables as a polynomial in y. Raises FibreError for other functions."""
    try:
        told = sp.Poly(function, x, y, domain=sp.QQ).terms()
    except BasePolynomialError as error:
        raise FibreError("no polynomial over the rational numbers in two variables") from error
    height = max((j for (_, j), _ in told), default=0)
    width = max((i for (i, _), _ in told), default=0)
    if not 1 <= height <= _MAX_FIBRE_DEGREE or width * height > _MAX_DEGREES:
        raise FibreError("the degrees of a polynomial in two variables")
    rows: list[list[fmpq]] = [[fmpq(0)] * (width + 1) for _ in range(height + 1)]
    for (i, j), value in told:
        rows[j][i] = rational(value)
        if max(int(value.p).bit_length(), int(value.q).bit_length()) > _MAX_BITS:
            raise FibreError("the coefficients of a polynomial in two variables")
    return [fmpq_poly(row) for row in rows]


def critical_roots(fibre: Fibre, ends: Ends, base: Ends) -> list[Root]:
    """The critical numbers inside the base, in increasing order. Raises FibreError for a polynomial with a square."""
    parts = [fibre[-1]]
    if len(fibre) > 2:
        parts.append(_discriminant(fibre))
    for end in (ends.low, ends.high):
        if end is not None:
            parts.append(_at(fibre, end))
    if any(part.is_zero() for part in parts):
        raise FibreError("the polynomial has a square factor or vanishes on a line")
    found: dict[tuple[int, ...], None] = {}
    for part in parts:
        found.update(dict.fromkeys(factor for factor, _ in factors(part)))
    roots: list[Root] = []
    for polynomial in found:
        if len(polynomial) - 1 > _MAX_CRITICAL:
            raise FibreError("the degree of a critical number")
        with precision(64):
            count = 1 if len(polynomial) == 2 else len(_real(polynomial))
        roots += [Root(polynomial, number) for number in range(count)]
    roots = [root for root in roots if _inside(root, base)]
    return _sorted(roots)


def _inside(root: Root, base: Ends) -> bool:
    left = base.low is None or root.side(base.low) > 0
    return left and (base.high is None or root.side(base.high) < 0)


def _sorted(roots: list[Root]) -> list[Root]:
    """The roots in increasing order: roots of different irreducible polynomials differ."""
    for bits in _PRECISIONS:
        with precision(bits):
            found = sorted(roots, key=lambda root: lower(root.ball(bits)))
            if all(a.ball(bits) < b.ball(bits) for a, b in itertools.pairwise(found)):
                return found
    raise FibreError("two critical numbers that are too close")


def _discriminant(fibre: Fibre) -> fmpq_poly:
    """The discriminant in y, up to a rational factor."""
    common = 1
    for row in fibre:
        common = math.lcm(common, int(row.denom()))
    terms = {
        (i, j): int((value * common).p) for j, row in enumerate(fibre) for i, value in enumerate(row.coeffs()) if value
    }
    context = fmpz_mpoly_ctx.get(("x", "y"), Ordering.lex)
    found = context.from_dict(terms).discriminant(1).to_dict()
    coefficients = [0] * (max((i for i, _ in found), default=0) + 1)
    for (i, _), value in found.items():
        coefficients[i] = int(value)
    return fmpq_poly(coefficients)


def _at(fibre: Fibre, y: fmpq) -> fmpq_poly:
    value = fmpq_poly([0])
    for row in reversed(fibre):
        value = value * y + row
    return value


def sample_between(left: Root | fmpq | None, right: Root | fmpq | None) -> fmpq:
    """A short rational number between two numbers; None stands for infinity."""
    for bits in _PRECISIONS:
        with precision(bits):
            low, high = (end.ball(bits) if isinstance(end, Root) else end for end in (left, right))
            a = upper(low) if isinstance(low, arb) else low
            b = lower(high) if isinstance(high, arb) else high
        if a is None and b is None:
            return fmpq(0)
        if a is None or b is None:
            return fmpq(b.floor() - 1) if b is not None else fmpq(0) if a is None else fmpq(a.ceil() + 1)
        if a < b:
            return between(a, b)
    raise FibreError("two critical numbers that are too close")


def vanishes(fibre: Fibre, root: Root, ends: Ends) -> bool:
    """Whether the fibre over a number has a zero in the interval."""
    modulus = root.modulus
    own = [row % modulus for row in fibre]
    while own and own[-1].is_zero():
        own.pop()
    if not own:
        return True
    for end, closed in ((ends.low, ends.low_closed), (ends.high, ends.high_closed)):
        while end is not None and len(own) > 1 and _value(own, end, modulus).is_zero():
            if closed:
                return True
            own = _deflated(own, end)
    if len(own) == 1:
        return False
    chain = _sturm(own, root)
    return _variations(chain, ends.low, -1, root) != _variations(chain, ends.high, 1, root)


def _value(own: Fibre, y: fmpq, modulus: fmpq_poly) -> fmpq_poly:
    return _at(own, y) % modulus


def _deflated(own: Fibre, y: fmpq) -> Fibre:
    """The quotient by (variable - y), which divides it."""
    result: Fibre = []
    carry = fmpq_poly([0])
    for row in reversed(own[1:]):
        carry = carry * y + row
        result.append(carry)
    return result[::-1]


def _sturm(own: Fibre, root: Root) -> list[Fibre]:
    """A Sturm sequence over the field of the root; positive factors keep the leading coefficients at 1 or -1."""
    chain = [_normal(own, root), _normal([row * k for k, row in enumerate(own)][1:], root)]
    while len(chain[-1]) > 1:
        left, right = list(chain[-2]), chain[-1]
        sign = right[-1][0]
        while len(left) >= len(right):
            factor = left.pop() * sign
            shift = len(left) - len(right) + 1
            for k, row in enumerate(right[:-1]):
                left[shift + k] = (left[shift + k] - factor * row) % root.modulus
        while left and left[-1].is_zero():
            left.pop()
        if not left:
            break
        chain.append(_normal([-row for row in left], root))
    return chain


def _normal(own: Fibre, root: Root) -> Fibre:
    lead = own[-1] % root.modulus
    sign = root.sign(lead)
    if lead.degree() <= 0:
        inverse = fmpq_poly([1 / abs(lead[0])])
    else:
        _, inverse, _ = lead.xgcd(root.modulus)
        inverse = inverse * sign
    return [*((row * inverse) % root.modulus for row in own[:-1]), fmpq_poly([sign])]


def _variations(chain: list[Fibre], y: fmpq | None, side: int, root: Root) -> int:
    signs: list[int] = []
    for own in chain:
        if y is None:
            sign = int(own[-1][0]) * (side if len(own) % 2 == 0 else 1)
        else:
            value = _value(own, y, root.modulus)
            sign = 0 if value.is_zero() else root.sign(value)
        if sign:
            signs.append(sign)
    return sum(a != b for a, b in itertools.pairwise(signs))


def inner(ends: Ends) -> fmpq:
    """A number inside an interval."""
    return sample_between(ends.low, ends.high)


def check_positive(function: Any, x: Any, y: Any, base: Ends, ends: Ends, samples: list[fmpq], strict: bool) -> None:
    """Raise FibreError unless the polynomial is positive (not strict: never negative) for x in base and y in ends.

    `samples` are numbers inside the base, one in each gap between the critical numbers.
    """
    fibre = fibres_of(function, x, y)
    roots = critical_roots(fibre, ends, base)
    if len(samples) != len(roots) + 1:
        raise FibreError("one sample is needed for each gap between the critical numbers")
    place = inner(ends)
    for number, sample in enumerate(samples):
        before, behind = roots[:number][-1:], roots[number:][:1]
        left = all(root.side(sample) < 0 for root in before) and (base.low is None or base.low < sample)
        right = all(root.side(sample) > 0 for root in behind) and (base.high is None or sample < base.high)
        if not (left and right):
            raise FibreError("a sample that is not in its gap")
        over = rational_root(sample)
        if _at(fibre, place)(sample) <= 0 or vanishes(fibre, over, ends):
            raise FibreError("the polynomial is not positive over a sample")
    if strict:
        stops = (base.low, base.low_closed), (base.high, base.high_closed)
        edges = [rational_root(end) for end, closed in stops if closed and end is not None]
        if any(vanishes(fibre, root, ends) for root in (*roots, *edges)):
            raise FibreError("the polynomial vanishes on a critical fibre")


def samples_for(function: Any, x: Any, y: Any, base: Ends, ends: Ends) -> list[fmpq]:
    """A number in each gap between the critical numbers. Raises FibreError."""
    stops = [base.low, *critical_roots(fibres_of(function, x, y), ends, base), base.high]
    return [sample_between(a, b) for a, b in itertools.pairwise(stops)]
