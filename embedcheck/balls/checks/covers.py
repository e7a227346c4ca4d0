"""Checks covers: every listed zero is one, none is missing, the signs between them are right (guarantee: rigorous).

No search: the evidence says where to look, and each part costs one evaluation.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, NamedTuple

import sympy as sp
from flint import arb, fmpq, fmpq_poly

from embedcheck import certificate as c
from embedcheck.balls.arith import lower, precision, rational, read_integer, read_rational, sign_of, to_sympy, upper
from embedcheck.balls.checks.cases import Cases
from embedcheck.balls.checks.spots import (
    Spot,
    algebraic_spot,
    before,
    between,
    check_size,
    exact_spot,
    is_real,
    is_zero,
    read_constant,
    sign_at,
    tame,
    value_sign,
    zero_spot,
)
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.demands import demands
from embedcheck.balls.enclose import box_range
from embedcheck.balls.extended import FORMS, INF, NEG_INF, sign_over
from embedcheck.balls.germs import GermError, tail
from embedcheck.balls.polynomials import rational_function, sturm_count
from embedcheck.balls.program import compile_expression
from embedcheck.balls.reduction import exponential_reduction, trigonometric_reduction
from embedcheck.parsing import parse_expression, parse_number

_BITS = 200
_MAX_LENGTH = 12
_MAX_LADDER = 3
_MAX_RATIO = 12


class CoverError(Exception):
    """The cover does not prove what it lists; the message names what fails."""


def _require(condition: Any, reason: str, *about: Any) -> None:
    if not condition:
        raise CoverError(reason.format(*about))


class Signs(NamedTuple):
    """The zeros of a function on an open interval and its signs around them; with a period they repeat."""

    zeros: list[Spot]
    signs: tuple[int, ...]
    period: Any


class Covers:
    """Checks covers: every zero is one, none is missing, the signs between them are right."""

    def __init__(self, x: Any) -> None:
        self.x = x

    def spot(self, data: c.PointData, function: Any = None) -> Spot:
        if isinstance(data, c.ExactPoint):
            return exact_spot(parse_number(data.value))
        low, high = read_rational(data.lower), read_rational(data.upper)
        if isinstance(data, c.AlgebraicPoint):
            return algebraic_spot(tuple(read_integer(k) for k in data.polynomial), low, high)
        _require(data.function or function is not None, "a zero of no function")
        return zero_spot(self.expression(data.function) if data.function else function, low, high)

    def expression(self, text: str) -> Any:
        return parse_expression(text, (self.x.name,))

    def check(self, g: Any, low: Spot, high: Spot, cover: c.Cover) -> Signs:
        """The zeros and signs of g on (low, high) that the cover proves; refuses it otherwise."""
        signs, proof = cover.signs, cover.proof
        if isinstance(proof, c.Constant):
            sign = 0 if is_zero(g) else None if g.free_symbols else constant_sign(g)
            _require(not cover.zeros and signs == (sign,), "the constant sign of {}", g)
            return Signs([], signs, None)
        _require(g.free_symbols, "a cover of a constant")
        zeros = [self.spot(zero, g) for zero in cover.zeros]
        _require(len(signs) == len(zeros) + 1 and set(signs) <= {1, -1}, "a cover needs one sign more than zeros")
        if isinstance(proof, c.Periodic):
            return self._periodic(g, low, high, zeros, signs, proof)
        self._prove(g, low, high, zeros, signs, proof)
        return Signs(zeros, signs, None)

    def _prove(self, g: Any, low: Spot, high: Spot, zeros: list[Spot], signs: tuple[int, ...], proof: c.Plain) -> None:
        """The zeros are all in the open interval, and the signs theirs."""
        for left, right in itertools.pairwise((low, *zeros, high)):
            _require(before(left, right), "the zeros of {} are not in order inside their interval", g)
        match proof:
            case c.Affine():
                self._affine(g, low, high, zeros, signs)
            case c.Sturm():
                self._sturm(g, low, high, zeros, signs, proof.coordinate)
            case c.Range():
                sign = sign_over(form(g, proof.form), *_ends(low, high))
                _require(not zeros and sign and signs == (sign,), "one evaluation does not prove the sign of {}", g)
            case c.Parts():
                self._parts(g, low, high, zeros, signs, proof.parts)
            case c.Constant():
                raise CoverError(f"the constant sign of {g}")

    def gaps(self, f: Any, data: tuple[c.PointData, ...], stops: list[Spot], found: tuple[c.Demand, ...]) -> list[Any]:
        """The expression of f on each gap between stops, proven analytic there."""
        table: dict[Any, list[tuple[int, list[int]]]] = {}
        for demand in found:
            _require(0 <= demand.first < demand.last < len(stops), "a demand between stops that do not exist")
            g = self.expression(demand.function)
            signs = self.check(g, stops[demand.first], stops[demand.last], demand.cover)
            _require(signs.period is None and set(demand.cover.zeros) <= set(data), "a zero of {} is no stop", g)
            at = [data.index(zero) for zero in demand.cover.zeros]
            row = [signs.signs[sum(zero <= gap for zero in at)] for gap in range(demand.first, demand.last)]
            table.setdefault(g, []).append((demand.first, row))

        def sign_on(gap: int) -> Callable[[Any], int]:
            def sign(quantity: Any) -> int:
                for own, g in ((1, quantity), (-1, -quantity)):
                    for first, row in table.get(g, ()):
                        if first <= gap < first + len(row):
                            return own * row[gap - first]
                if is_zero(quantity):
                    return 0
                known = (
                    constant_sign(quantity)
                    if not quantity.free_symbols
                    else sign_over(quantity, *_ends(stops[gap], stops[gap + 1]))
                )
                if not known:
                    raise CoverError(f"no fact tells the sign of {quantity} on a piece")
                return known

            return sign

        ends = [spot if 0 < k < len(stops) - 1 and spot.value is None else None for k, spot in enumerate(stops)]
        result: list[Any] = []
        for gap in range(len(stops) - 1):
            inner = tuple(s for s in ends[gap : gap + 2] if s is not None)
            result.append(Cases(sign_on(gap), inner).resolve(f))
            _require(is_real(result[-1]), "a constant in {} is not shown to be a real number", result[-1])
        return result

    def _affine(self, g: Any, low: Spot, high: Spot, zeros: list[Spot], signs: tuple[int, ...]) -> None:
        _require(tame(g), "{} is too large to be expanded", g)
        slope = sp.expand(sp.diff(g, self.x))
        shift = sp.expand(g - slope * self.x)
        direction = None if slope.free_symbols or shift.free_symbols else constant_sign(slope)
        if not direction:
            raise CoverError(f"{g} is not affine with a slope of known sign")
        if zeros:
            _require(len(zeros) == 1 and value_sign(g, zeros[0]) == 0, "the zero of {} is misplaced", g)
            _require(signs == (-direction, direction), "the signs of {} are not those of its slope", g)
            return
        # Without a zero inside, neither end has the opposite sign.
        for end, at_infinity in ((low, -direction), (high, direction)):
            sign = at_infinity if end.infinite else value_sign(g, end)
            _require(sign is not None and sign * signs[0] >= 0, "the sign of {} at an end", g)

    def _reduced(self, g: Any, coordinate: str, rate: Any) -> tuple[fmpq_poly, fmpq_poly, Any]:
        """Numerator and denominator in the coordinate, and its rate."""
        if coordinate == "x":
            quotient, own = rational_function(compile_expression(g)), rate
        else:
            reduction = exponential_reduction(g) if coordinate == "exp" else trigonometric_reduction(g)
            quotient, own = (None, rate) if reduction is None else (reduction.quotient, reduction.rate)
        if coordinate == "tan" and quotient is None and rate is not None:
            t = sp.Dummy(real=True)
            image = g.xreplace({sp.tan(rate * self.x / 2): t})
            quotient, own = None if image.has(self.x) else rational_function(compile_expression(image)), rate
        if quotient is None:
            raise CoverError(f"{g} is not rational in {coordinate}")
        parts = quotient.numerator, quotient.denominator
        if rate is None or own == rate:
            return *parts, own
        # A polynomial in a power of the coordinate.
        ratio = sp.cancel(own / rate)
        if not isinstance(ratio, sp.Integer) or not 0 < ratio <= _MAX_RATIO:
            raise CoverError(f"{g} is not rational in the same {coordinate}")
        stretched = [
            fmpq_poly([k for c in part.coeffs() for k in (c, *[fmpq(0)] * (int(ratio) - 1))]) for part in parts
        ]
        return stretched[0], stretched[1], rate

    def _roots(self, g: Any, zeros: list[Spot], numerator: fmpq_poly, coordinate: str, rate: Any) -> None:
        for zero in zeros:
            if zero.function is not None and zero.function != g:
                divisor = self._reduced(zero.function, coordinate, rate)[0]
                is_root = divmod(numerator, divisor)[1].is_zero()
            else:
                # Exact values of the coordinate: exp(log(3)), tan(atan(3)).
                at = _image(coordinate, rate, zero.value)
                known = numerator(at) == 0 if at is not None else zero.function is None and value_sign(g, zero) == 0
                is_root = zero.function is not None or known
            _require(is_root, "a listed zero of {} is none", g)

    def _sturm(self, g: Any, low: Spot, high: Spot, zeros: list[Spot], signs: tuple[int, ...], coordinate: str) -> None:
        _require(coordinate != "tan", "tan(w x/2) serves one whole period only")
        numerator, denominator, rate = self._reduced(g, coordinate, None)
        product = numerator * denominator
        polynomial = divmod(product, product.gcd(product.derivative()))[0]
        integers = tuple(int(k) for k in polynomial.numer().coeffs())
        check_size(integers)
        self._roots(g, zeros, numerator, coordinate, rate)

        def image(end: Spot) -> tuple[fmpq | None, fmpq | None]:
            if end.infinite:
                return (fmpq(0), fmpq(0)) if coordinate == "exp" and end.value == -sp.oo else (None, None)
            if coordinate == "x":
                return end.low, end.high
            with precision(_BITS):
                ball = (constant_ball(rate, _BITS) * end.ball(_BITS)).exp()
            exact = sp.exp(rate * end.value) if end.value is not None else None
            if isinstance(exact, sp.Rational):
                return rational(exact), rational(exact)
            with precision(_BITS):
                return lower(ball), upper(ball)

        (a, inner_a), (inner_b, b) = image(low), image(high)
        for end, left, right in ((low, a, inner_a), (high, inner_b, b)):
            if left is None or right is None or left == right:
                continue
            # A root in the enclosure of an end must be that end.
            hidden = sturm_count(integers, left, right) + (polynomial(left) == 0)
            _require(hidden == 0 or (hidden == 1 and value_sign(g, end) == 0), "a zero of {} hides at an end", g)
        at_end = int(inner_b is not None and inner_b == b and polynomial(inner_b) == 0)
        count = sturm_count(integers, inner_a, inner_b) - at_end
        _require(count == len(zeros), "Sturm's theorem gives {} zeros and poles of {}, not {}", count, g, len(zeros))
        self._samples(g, (low, *zeros, high), signs)

    def _samples(self, g: Any, stops: tuple[Spot, ...], signs: tuple[int, ...]) -> None:
        for (left, right), sign in zip(itertools.pairwise(stops), signs, strict=True):
            place = exact_spot(to_sympy(between(left, right)))
            _require(value_sign(g, place) == sign, "the sign of {} between two zeros", g)

    def _periodic(
        self, g: Any, low: Spot, high: Spot, zeros: list[Spot], signs: tuple[int, ...], proof: c.Periodic
    ) -> Signs:
        _require(low.infinite or high.infinite, "a period proves nothing on a bounded interval")
        period, start = read_constant(proof.period), exact_spot(read_constant(proof.start))
        _require(compare(period, sp.S.Zero) == 1, "a period is positive and begins somewhere")
        _require(signs[0] == signs[-1], "the sign of {} is not that of the next period", g)
        end = exact_spot(start.value + period)
        if isinstance(proof.proof, c.Sturm) and proof.proof.coordinate == "tan":
            self._half_angle(g, start, end, zeros, signs)
        else:
            _require(is_zero(g.subs(self.x, self.x + period) - g), "{} is no period of {}", proof.period, g)
            _require(value_sign(g, start) == signs[0], "the sign of {} where the period begins", g)
            self._prove(g, start, end, zeros, signs, proof.proof)
        for zero in zeros:
            _require(before(low, zero) and before(zero, high), "a zero of {} outside its interval", g)
        return Signs(zeros, signs, period if zeros else None)

    def _half_angle(self, g: Any, start: Spot, end: Spot, zeros: list[Spot], signs: tuple[int, ...]) -> None:
        """One period of a function that is rational in t = tan(w x/2), from x = -pi/w (excluded) to pi/w."""
        numerator, denominator, rate = self._reduced(g, "tan", None)
        _require(compare(start.value * rate, -sp.pi) == 0 == compare(end.value * rate, sp.pi), "the period of {}", g)
        self._roots(g, zeros, numerator, "tan", rate)
        at_end = bool(zeros) and zeros[-1].value is not None and compare(zeros[-1].value, end.value) == 0
        inner = zeros[:-1] if at_end else zeros
        # At the end of the period t is infinite.
        _require(at_end == (numerator.degree() < denominator.degree()), "the zero of {} at the end of the period", g)
        polynomial = divmod(numerator, numerator.gcd(numerator.derivative()))[0]
        integers = tuple(int(k) for k in polynomial.numer().coeffs())
        check_size(integers)
        count = sturm_count(integers, None, None)
        _require(
            zeros and count == len(inner),
            "Sturm's theorem gives {} zeros of {} in a period, not {}",
            count,
            g,
            len(inner),
        )
        for left, right in itertools.pairwise((start, *inner, end)):
            _require(before(left, right), "the zeros of {} are not in order inside the period", g)
        # Behind the last zero comes the copy of the first.
        with precision(_BITS):
            shifted = zeros[0].ball(_BITS) + constant_ball(end.value - start.value, _BITS)
            copy = Spot(None, lower(shifted), upper(shifted))
        self._samples(g, (*zeros, copy), signs[1:])

    def _parts(
        self, g: Any, low: Spot, high: Spot, zeros: list[Spot], signs: tuple[int, ...], parts: tuple[c.Part, ...]
    ) -> None:
        _require(len(parts) >= 2, "a cover by parts has two ends")
        sign, position = self._end(g, low, parts[0], left=True)
        _require(sign == signs[0], "the sign of {} at the left end", g)
        done = 0
        for part in parts[1:-1]:
            before_zero, after_zero = signs[done], signs[min(done + 1, len(zeros))]
            if isinstance(part, c.ExactZero):
                _require(done < len(zeros) and zeros[done].value is not None, "an exact zero of {} is not listed", g)
                _require(value_sign(g, zeros[done]) == 0, "{} is no zero of {}", zeros[done].value, g)
                sides = [
                    self._tail(g, kind, zeros[done].value, t)
                    for kind, t in (("left", part.left), ("right", part.right))
                ]
                (sign, start), (behind, stop) = sides
                _require(sign == before_zero and behind == after_zero, "the signs of {} around an exact zero", g)
            else:
                _require(isinstance(part, (c.Box, c.Crossing)), "an end in the middle of a cover")
                assert isinstance(part, (c.Box, c.Crossing))
                start, stop = read_rational(part.lower), read_rational(part.upper)
                self._box(g, start, stop, part, zeros[done] if done < len(zeros) else None, (before_zero, after_zero))
            _require(start <= position < stop, "a gap in the cover of {} at {}", g, position)
            position = stop
            done += not isinstance(part, c.Box)
        sign, stop = self._end(g, high, parts[-1], left=False)
        _require(stop <= position, "a gap in the cover of {} at {}", g, position)
        _require(done == len(zeros) and sign == signs[-1], "the zeros of {}, or its sign at the right end", g)

    def _box(
        self, g: Any, start: fmpq, stop: fmpq, part: c.Box | c.Crossing, zero: Spot | None, signs: tuple[int, int]
    ) -> None:
        """A box where g has the first sign, or crosses from the first sign to the second at the zero."""
        _require(start < stop, "an empty box")
        value, slope = box_range(compile_expression(g), start, stop)
        if isinstance(part, c.Box) and not part.monotone:
            _require(sign_of(value) == signs[0], "the sign of {} on a box from {} to {}", g, start, stop)
            return
        _require(sign_of(slope), "the derivative of {} has no proven sign on a box from {} to {}", g, start, stop)
        ends = sign_at(g, start), sign_at(g, stop)
        if isinstance(part, c.Box):
            _require(ends == (signs[0],) * 2, "the sign of {} at the ends of a box from {} to {}", g, start, stop)
            return
        _require(
            zero is not None and signs[0] == -signs[1] and ends == signs,
            "the sign change of {} from {} to {}",
            g,
            start,
            stop,
        )
        assert zero is not None
        inside = start <= zero.low and zero.high <= stop
        own = zero.function == g or value_sign(g, zero) == 0
        _require(inside and own, "a listed zero of {} is not the one between {} and {}", g, start, stop)

    def _tail(self, g: Any, kind: str, point: Any, part: c.Tail) -> tuple[int, fmpq]:
        start = read_rational(part.start)
        _require(3 <= start <= 2**64 and 1 <= part.length <= _MAX_LENGTH, "the germ of a tail")
        try:
            return tail(g, kind, point, start, part.length)
        except GermError as error:
            raise CoverError(f"no sign of {g} on a tail: {error}") from None

    def _end(self, g: Any, end: Spot, part: c.Part, left: bool) -> tuple[int, fmpq]:
        """The sign next to an end of the interval, and the rational where the part stops."""
        if isinstance(part, c.Tail):
            _require(end.value is not None, "a germ at a point that is not exact")
            infinite = {sp.oo: "+oo", -sp.oo: "-oo"}
            return self._tail(g, infinite.get(end.value, "right" if left else "left"), end.value, part)
        if isinstance(part, c.EndBox):
            _require(not end.infinite, "a box at infinity")
            stop = read_rational(part.stop)
            ends = (end.low, stop) if left else (stop, end.high)
            _require(end.high < stop if left else stop < end.low, "a box on the wrong side of an end")
            value, slope = box_range(compile_expression(g), *ends)
            if not part.zero:
                return sign_of(value), stop
            _require(value_sign(g, end) == 0, "{} does not vanish at an end of its interval", g)
            return sign_of(slope) * (1 if left else -1), stop
        _require(
            isinstance(part, (c.RangeTail, c.Ladder)) and end.infinite, "an end of a cover with the wrong kind of part"
        )
        assert isinstance(part, (c.RangeTail, c.Ladder))
        stop = read_rational(part.start)
        place = exact_spot(to_sympy(stop))
        ends_ = _ends(end, place) if left else _ends(place, end)
        if isinstance(part, c.RangeTail):
            sign = sign_over(form(g, part.form), *ends_)
            _require(sign_at(g, stop) == sign, "the sign of {} where its tail begins", g)
            return sign, stop
        _require(1 <= part.order <= _MAX_LADDER, "the order of a ladder")
        _require(_analytic_over(g, *ends_), "{} is not proven analytic on a tail", g)
        lower_ones = [g]
        for _ in range(part.order):
            lower_ones.append(sp.diff(lower_ones[-1], self.x) * (-1 if left else 1))
        sign = sign_over(form(lower_ones.pop(), part.form), *ends_)
        _require(all(sign_at(function, stop) == sign for function in lower_ones), "the ladder of {} at {}", g, stop)
        return sign, stop


def _ends(low: Spot, high: Spot) -> tuple[arb, arb]:
    """Enclosures of the ends of an interval, infinite ones as such."""
    return NEG_INF if low.infinite else low.ball(), INF if high.infinite else high.ball()


def _image(coordinate: str, rate: Any, value: Any) -> fmpq | None:
    """The value of the coordinate at an exact point when it is rational."""
    if value is None or coordinate == "x":
        return None
    image = sp.exp(rate * value) if coordinate == "exp" else sp.tan(sp.expand(rate * value / 2))
    return rational(image) if isinstance(image, sp.Rational) else None


def _analytic_over(g: Any, low: arb, high: arb) -> bool:
    """Whether every operation of g is analytic on the whole interval, by one evaluation of each of its demands."""
    for node in sp.preorder_traversal(g):
        for demand in demands(node) if node.free_symbols else ():
            sign = sign_over(demand.quantity, low, high)
            if not (sign > 0 or (sign and demand.any_sign)):
                return False
    return True


def form(g: Any, name: str) -> Any:
    """The rewriting of this name, proven to be the same function."""
    _require(name == "plain" or tame(g), "{} is too large to be rewritten", g)
    rewritten = FORMS[name](g)
    _require(rewritten == g or is_zero(rewritten - g), "the rewriting of {}", g)
    return rewritten
