"""Certified covers of an interval: tails by germs, exact zeros, and boxes with a sign."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from embedcheck.analysis.candidates import exact_candidates
from embedcheck.analysis.points import Point, exact_point
from embedcheck.analysis.text import formula
from embedcheck.balls import arb, fmpq
from embedcheck.balls.arith import between, hull, precision, sign_of, to_sympy
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.enclose import enclose, jet
from embedcheck.balls.extended import INF, NEG_INF, Extended, extended_range
from embedcheck.balls.extended import sign as extended_sign
from embedcheck.balls.germs import ONE, GermError, germ_at, tail
from embedcheck.balls.program import Program, UnsupportedError, compile_expression
from embedcheck.certificate import (
    Box,
    CoverPart,
    DerivativeLadder,
    ExactZero,
    SignCover,
    SimpleZero,
    SturmCount,
    Tail,
    WholeRange,
)

_STARTS = (fmpq(4), fmpq(16), fmpq(256), fmpq(2**14), fmpq(2**22))
_LENGTHS = (3, 5, 9)
_MAX_BOXES = 6000
_MIN_WIDTH = fmpq(1, 2**40)
_BITS = 80


class UnknownError(Exception):
    """A fact that could not be proven; the message says why."""


@dataclass
class Zeros:
    """All zeros of a function on the open interval (lo, hi), in order, with orders, and the signs between them.

    signs[i] is the sign to the left of zeros[i]; the last one is the sign right of all zeros. With a `period` T the
    zeros are those of one period [start, start + T) and repeat; signs[0] equals signs[-1]. `identical` marks the zero
    function.
    """

    function: sp.Expr
    lo: Point
    hi: Point
    zeros: list[Point] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)
    parts: list[CoverPart] = field(default_factory=list)
    period: sp.Expr | None = None
    identical: bool = False

    @property
    def constant_sign(self) -> int:
        """The sign on the whole interval, 0 if it changes or the function vanishes somewhere."""
        return self.signs[0] if not self.zeros and not self.identical else 0

    @property
    def exact(self) -> bool:
        """Decided over exact numbers alone."""
        return all(isinstance(part, SturmCount) for part in self.parts)

    def evidence(self) -> SignCover:
        return SignCover(
            function=formula(self.function),
            lower=self.lo.text(),
            upper=self.hi.text(),
            zeros=tuple(point.data() for point in self.zeros),
            orders=tuple(self.orders),
            signs=tuple(self.signs),
            parts=tuple(self.parts),
            period=None if self.period is None else formula(self.period),
        )


def proportional(one: sp.Expr, other: sp.Expr) -> bool:
    """Whether one function is proven to be a non-zero rational multiple of the other."""
    (variable,) = other.free_symbols
    spot = sp.Rational(3, 7)
    value: Any = one.subs(variable, spot)
    base: Any = other.subs(variable, spot)
    if constant_sign(value) not in (1, -1) or constant_sign(base) not in (1, -1):
        return False
    ratio: Any = sp.cancel(sp.together(value / base))
    return isinstance(ratio, sp.Rational) and sp.expand(one - ratio * other) == 0


class Deadline:
    """A point in time that long searches respect."""

    def __init__(self, seconds: float | None = None) -> None:
        self.end = math.inf if seconds is None else time.monotonic() + seconds

    def check(self) -> None:
        if time.monotonic() > self.end:
            raise UnknownError("the time for this search ran out")


def _forms(function: sp.Expr) -> Iterator[sp.Expr]:
    yield function
    seen = [function]
    for transform in (sp.factor_terms, _factor_small):
        form = transform(function)
        if form not in seen:
            seen.append(form)
            yield form


def _factor_small(function: sp.Expr) -> sp.Expr:
    return sp.factor(function) if sp.count_ops(function) <= 40 else function


def _ends(lo: Point | fmpq, hi: Point | fmpq) -> Extended:
    with precision(_BITS):
        low = arb(lo) if isinstance(lo, fmpq) else (NEG_INF if lo.infinite else lo.ball())
        high = arb(hi) if isinstance(hi, fmpq) else (INF if hi.infinite else hi.ball())
        return Extended(low.lower(), high.upper(), True, True)


def range_sign(function: sp.Expr, lo: Point | fmpq, hi: Point | fmpq) -> tuple[int, sp.Expr]:
    """A sign proven by one extended evaluation of a form of the function on the open interval, else 0."""
    for form in _forms(function):
        try:
            program = compile_expression(form)
        except UnsupportedError:
            continue
        if program.variable is None:
            continue
        with precision(_BITS):
            value = extended_range(program, _ends(lo, hi))
            if value is not None and extended_sign(value):
                return extended_sign(value), form
    return 0, function


def cover_interval(result: Zeros, program: Program, deadline: Deadline) -> None:
    cover = _Cover(result, program, deadline)
    low = cover.end(result.lo, left=True)
    high = cover.end(result.hi, left=False)
    if not low < high:
        low_sign = cover.parts[0].sign  # type: ignore[union-attr]
        if low_sign != cover.tail_parts[-1].sign:
            raise UnknownError("the tails overlap with different signs")
        cover.finish([], [low_sign])
        return
    cover.compact(low, high)


class _Cover:
    """The work of covering an open interval by tails, exact zeros and boxes."""

    def __init__(self, result: Zeros, program: Program, deadline: Deadline) -> None:
        self.result, self.program, self.deadline = result, program, deadline
        self.function = result.function
        self.parts: list[CoverPart] = []
        self.tail_parts: list[Tail | WholeRange | DerivativeLadder | Box] = []
        self.boxes = 0

    def end(self, point: Point, left: bool) -> fmpq:
        """Prove a sign next to an end and return the rational where the tail stops."""
        if point.infinite:
            kind = "-oo" if left else "+oo"
        else:
            kind = "right" if left else "left"
            plain = self._plain_end(point, left)
            if plain is not None:
                return plain
            if point.value is None:
                plain = self._zero_end(point, left)
                if plain is not None:
                    return plain
                raise UnknownError(f"the sign next to {point.text()} is not decided")
        reason = "no expansion at the end"
        for start in _STARTS:
            self.deadline.check()
            for length in _LENGTHS:
                try:
                    sign, stop = tail(self.function, kind, point.value, start, length)
                except GermError as error:
                    reason = str(error)
                    continue
                if sign == 0:
                    raise UnknownError("the function vanishes identically at an end")
                self._note(Tail(kind=kind, point=point.text(), start=str(start), length=length, sign=sign), left)
                return stop
            if point.infinite:
                stop = fmpq(-start if left else start)
                outer: tuple[Point | fmpq, Point | fmpq] = (point, stop) if left else (stop, point)
                sign, form = range_sign(self.function, *outer)
                if sign:
                    ends = ("-oo", str(stop)) if left else (str(stop), "oo")
                    self._note(WholeRange(form=formula(form), lower=ends[0], upper=ends[1], sign=sign), left)
                    return stop
                if start <= 256 and self._ladder(stop, left):
                    return stop
        raise UnknownError(f"the sign next to {point.text()} is not decided ({reason})")

    def _ladder(self, stop: fmpq, left: bool) -> bool:
        """A derivative with a sign on the whole tail and lower ones with a fitting sign at its start."""
        (variable,) = self.function.free_symbols
        direction = -1 if left else 1
        at_start, derivative = [self.function], self.function
        for count in range(1, 4):
            derivative = direction * sp.diff(derivative, variable)
            outer = (exact_point(-sp.oo), stop) if left else (stop, exact_point(sp.oo))
            sign, form = range_sign(derivative, *outer)
            if sign:
                place = to_sympy(stop)
                if any(constant_sign(lower.subs(variable, place)) != sign for lower in at_start):
                    return False
                kind = "-oo" if left else "+oo"
                self._note(
                    DerivativeLadder(kind=kind, form=formula(form), start=str(stop), order=count, sign=sign), left
                )
                return True
            at_start.append(derivative)
        return False

    def _note(self, part: Tail | WholeRange | DerivativeLadder | Box, left: bool) -> None:
        self.tail_parts.append(part)
        if left:
            self.parts.append(part)

    def _plain_end(self, point: Point, left: bool) -> fmpq | None:
        """The rational behind a finite end where the function is regular and away from zero."""
        low, high = point.bounds(48)
        with precision(_BITS):
            if not sign_of(enclose(self.program, hull(low, high))):
                return None
        step = fmpq(1)
        for _ in range(24):
            outer = hull(low, high + step) if left else hull(low - step, high)
            with precision(_BITS):
                sign = sign_of(enclose(self.program, outer))
            if sign:
                ends = (low, high + step) if left else (low - step, high)
                self._note(
                    WholeRange(form=formula(self.function), lower=str(ends[0]), upper=str(ends[1]), sign=sign), left
                )
                return high + step if left else low - step
            step /= 2
        return None

    def _zero_end(self, point: Point, left: bool) -> fmpq | None:
        """The rational behind an end that is a simple zero of the function itself, up to a constant factor."""
        if point.function is None or not proportional(self.function, point.function):
            return None
        low, high = point.bounds(48)
        step = fmpq(1)
        for _ in range(24):
            ends = (low, high + step) if left else (low - step, high)
            sign = sign_of(self._box(*ends)[1])
            if sign:
                sign = sign if left else -sign
                self._note(Box(lower=str(ends[0]), upper=str(ends[1]), sign=sign, monotone=True), left)
                return high + step if left else low - step
            step /= 2
        return None

    def compact(self, low: fmpq, high: fmpq) -> None:
        """Cover [low, high]: exact zeros first, certified subdivision between them."""
        found: list[tuple[Point, int]] = []
        signs: list[int] = [self.parts[0].sign]  # type: ignore[union-attr]
        position = low
        for candidate in exact_candidates(self.function, low, high):
            self.deadline.check()
            carved = self._carve(candidate)
            if carved is None:
                continue
            start, stop, before, after, count = carved
            if not (low < stop and start < high):
                raise UnknownError("an exact zero outside the compact part")
            if position < start:
                self._subdivide(position, start, found, signs)
            if signs[-1] != before:
                raise UnknownError("the signs around an exact zero do not fit")
            found.append((exact_point(candidate), count))
            signs.append(after)
            self.parts.append(ExactZero(value=formula(candidate), order=count))
            position = stop
        if position < high:
            self._subdivide(position, high, found, signs)
        last = self.tail_parts[-1]
        if signs[-1] != last.sign:
            raise UnknownError("the signs at the right end do not fit")
        self.parts.append(last)
        self.finish(found, signs)

    def finish(self, found: list[tuple[Point, int]], signs: list[int]) -> None:
        result = self.result
        result.zeros, result.orders = [p for p, _ in found], [m for _, m in found]
        result.signs, result.parts = signs, self.parts

    def _carve(self, value: sp.Expr) -> tuple[fmpq, fmpq, int, int, int] | None:
        """A neighbourhood of an exact zero where the germs on both sides have a sign, with the order of the zero."""
        sides: list[tuple[fmpq, int, int]] = []
        for kind in ("left", "right"):
            side = self._carve_side(value, kind)
            if side is None:
                return None
            sides.append(side)
        (left, before, count), (right, after, other) = sides
        if count != other:
            return None
        return left, right, before, after, count

    def _carve_side(self, value: sp.Expr, kind: str) -> tuple[fmpq, int, int] | None:
        for length in (5, 12):
            for start in (fmpq(3), fmpq(8), fmpq(64), fmpq(2**12), fmpq(2**24)):
                try:
                    sign, stop = tail(self.function, kind, value, start, length)
                    germ, _ = germ_at(self.function, kind, value, start, length)
                except GermError:
                    continue
                if sign == 0 or germ.leading is None:
                    return None
                monomial = germ.leading[0]
                if monomial >= ONE or monomial.rate != 0 or monomial.logs or monomial.power.q != 1:
                    return None
                return stop, sign, int(-monomial.power.p)
        return None

    def _subdivide(self, low: fmpq, high: fmpq, found: list[tuple[Point, int]], signs: list[int]) -> None:
        """Append the zeros in [low, high]; both ends are known not to be zeros."""
        stack = [(low, high)]
        while stack:
            left, right = stack.pop()
            self.boxes += 1
            if self.boxes > _MAX_BOXES:
                raise UnknownError("too many boxes: a zero that is not simple, or very close zeros")
            if self.boxes % 64 == 0:
                self.deadline.check()
            value, slope = self._box(left, right)
            sign = sign_of(value)
            if sign:
                self._box_sign(left, right, sign, signs, monotone=False)
                continue
            if sign_of(slope):
                at_left, at_right = self._at(left), self._at(right)
                if at_left and at_left == at_right:
                    self._box_sign(left, right, at_left, signs, monotone=True)
                    continue
                if at_left and at_right:
                    if signs[-1] != at_left:
                        raise UnknownError("the signs next to a simple zero do not fit")
                    found.append((Point(function=self.function, bracket=(left, right)), 1))
                    signs.append(at_right)
                    self.parts.append(SimpleZero(lower=str(left), upper=str(right)))
                    continue
            if right - left < _MIN_WIDTH:
                middle = float((left + right).p) / float(2 * (left + right).q)
                raise UnknownError(f"a zero near {middle:.12g} that is neither excluded nor proven")
            split = between(left, right)
            stack += [(split, right), (left, split)]

    def _box_sign(self, left: fmpq, right: fmpq, sign: int, signs: list[int], monotone: bool) -> None:
        if signs[-1] != sign:
            raise UnknownError("the signs of neighbouring boxes do not fit")
        self.parts.append(Box(lower=str(left), upper=str(right), sign=sign, monotone=monotone))

    def _at(self, point: fmpq) -> int:
        for bits in (_BITS, 320):
            with precision(bits):
                sign = sign_of(enclose(self.program, arb(point)))
            if sign:
                return sign
        return 0

    def _box(self, left: fmpq, right: fmpq) -> tuple[arb, arb]:
        return box_range(self.program, left, right)


def box_range(program: Program, left: fmpq, right: fmpq) -> tuple[arb, arb]:
    """Enclosures of the function and of its derivative on [left, right], by second order Taylor forms."""
    with precision(_BITS):
        box = hull(left, right)
        whole = jet(program, box, 3)
        if not whole[2].is_finite():
            return enclose(program, box), whole[1]
        middle = box.mid()
        offset = box - middle
        centre = jet(program, middle, 2)
        value = centre[0] + offset * (centre[1] + offset * whole[2])
        slope = centre[1] + 2 * offset * whole[2]
        natural = enclose(program, box)
        return _meet(value, natural), _meet(slope, whole[1])


def _meet(one: arb, other: arb) -> arb:
    if not other.is_finite():
        return one
    if not one.is_finite():
        return other
    return one.intersection(other)
