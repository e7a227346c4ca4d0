"""Certified covers of an interval: tails by germs, exact zeros, and boxes with a sign."""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import sympy as sp

from embedcheck.analysis.candidates import exact_candidates
from embedcheck.analysis.points import Point, exact_point, order
from embedcheck.balls import arb, fmpq
from embedcheck.balls.arith import between, hull, precision, sign_of, to_sympy
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.enclose import BOX_BITS, box_range, enclose
from embedcheck.balls.extended import FORMS, INF, NEG_INF, sign_over
from embedcheck.balls.germs import ONE, GermError, germ_at, tail
from embedcheck.balls.program import Program
from embedcheck.certificate import (
    Affine,
    Box,
    Constant,
    Cover,
    Crossing,
    EndBox,
    ExactZero,
    Form,
    Ladder,
    Part,
    Parts,
    Proof,
    RangeTail,
    Sturm,
    Tail,
)

_STARTS = (fmpq(4), fmpq(16), fmpq(256), fmpq(2**14), fmpq(2**22))
_LENGTHS = (3, 5, 9)
_MAX_BOXES = 6000
_MIN_WIDTH = fmpq(1, 2**40)


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
    proof: Proof = field(default_factory=Constant)
    period: sp.Expr | None = None
    identical: bool = False

    @property
    def constant_sign(self) -> int:
        """The sign on the whole interval, 0 if it changes or the function vanishes somewhere."""
        return self.signs[0] if not self.zeros and not self.identical else 0

    @property
    def exact(self) -> bool:
        """Decided over exact numbers alone."""
        return isinstance(self.proof, (Constant, Affine, Sturm))

    def evidence(self, stops: Iterable[Point] = ()) -> Cover:
        """The cover as data. Zeros that are among the `stops` are written as those are."""
        shared = [next((s for s in stops if s is zero or order(s, zero) == 0), None) for zero in self.zeros]
        return Cover(
            zeros=tuple(
                zero.data(self.function) if stop is None else stop.data()
                for zero, stop in zip(self.zeros, shared, strict=True)
            ),
            signs=tuple(self.signs),
            proof=self.proof,
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
    """A point in time that long searches respect. A clock of the process does not count the work of others."""

    def __init__(self, seconds: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.end = math.inf if seconds is None else clock() + seconds
        self.in_vain = 0.0
        """seconds that searches without a result took"""

    def check(self) -> None:
        if self.clock() > self.end:
            raise UnknownError("the time for this search ran out")


def _end_ball(end: Point | fmpq, infinity: arb) -> arb:
    if isinstance(end, fmpq):
        return arb(end)
    return infinity if end.infinite else end.ball()


def range_sign(function: sp.Expr, lo: Point | fmpq, hi: Point | fmpq) -> tuple[int, Form]:
    """A sign proven by one extended evaluation of a form of the function on the open interval, else 0."""
    with precision(BOX_BITS):
        low, high = _end_ball(lo, NEG_INF), _end_ball(hi, INF)
    seen: list[sp.Expr] = []
    for name, transform in FORMS.items():
        form = transform(function)
        if form in seen:
            continue
        seen.append(form)
        sign = sign_over(form, low, high)
        if sign:
            return sign, cast("Form", name)
    return 0, "plain"


def cover_interval(result: Zeros, program: Program, deadline: Deadline) -> None:
    cover = _Cover(result, program, deadline)
    low = cover.end(result.lo, left=True)
    high = cover.end(result.hi, left=False)
    if not low < high:
        if cover.end_signs[0] != cover.end_signs[1]:
            raise UnknownError("the tails overlap with different signs")
        cover.finish([], cover.end_signs[:1])
        return
    cover.compact(low, high)


_CarvedSide = tuple[fmpq, int, int, Tail]
"""Where the side of a zero ends, the sign there, the order of the zero, the evidence."""
_Carved = tuple[fmpq, fmpq, int, int, int, Part]
"""Both ends of a neighbourhood, the signs there, the order of the zero, the evidence."""


class _Cover:
    """The work of covering an open interval by tails, exact zeros and boxes."""

    def __init__(self, result: Zeros, program: Program, deadline: Deadline) -> None:
        self.result, self.program, self.deadline = result, program, deadline
        self.function = result.function
        self.parts: list[Part] = []
        self.last: Part | None = None
        self.end_signs: list[int] = []
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
            plain = self._zero_end(point, left)
            if plain is not None:
                return plain
            if point.value is None:
                raise UnknownError(f"the sign next to {point.text()} is not decided")
        reason = "no expansion at the end"
        for start in _STARTS:
            for length in _LENGTHS:
                self.deadline.check()
                try:
                    sign, stop = tail(self.function, kind, point.value, start, length)
                except GermError as error:
                    reason = str(error)
                    continue
                if sign == 0:
                    raise UnknownError("the function vanishes identically at an end")
                self._note(Tail(start=str(start), length=length), sign, left)
                return stop
            if point.infinite:
                stop = fmpq(-start if left else start)
                outer: tuple[Point | fmpq, Point | fmpq] = (point, stop) if left else (stop, point)
                sign, form = range_sign(self.function, *outer)
                if sign:
                    self._note(RangeTail(start=str(stop), form=form), sign, left)
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
                self._note(Ladder(start=str(stop), order=count, form=form), sign, left)
                return True
            at_start.append(derivative)
        return False

    def _note(self, part: Part, sign: int, left: bool) -> None:
        self.end_signs.append(sign)
        if left:
            self.parts.append(part)
        else:
            self.last = part

    def _plain_end(self, point: Point, left: bool) -> fmpq | None:
        """The rational behind a finite end where the function is regular and away from zero."""
        low, high = point.bounds(48)
        with precision(BOX_BITS):
            if not sign_of(enclose(self.program, hull(low, high))):
                return None
        step = fmpq(1)
        for _ in range(24):
            outer = hull(low, high + step) if left else hull(low - step, high)
            with precision(BOX_BITS):
                sign = sign_of(enclose(self.program, outer))
            if sign:
                stop = high + step if left else low - step
                self._note(EndBox(stop=str(stop), zero=False), sign, left)
                return stop
            step /= 2
        return None

    def _zero_end(self, point: Point, left: bool) -> fmpq | None:
        """The rational behind an end that is a simple zero of the function."""
        if not self._vanishes(point):
            return None
        low, high = point.bounds(48)
        step = fmpq(1)
        for _ in range(24):
            ends = (low, high + step) if left else (low - step, high)
            sign = sign_of(box_range(self.program, *ends)[1])
            if sign:
                stop = high + step if left else low - step
                self._note(EndBox(stop=str(stop), zero=True), sign if left else -sign, left)
                return stop
            step /= 2
        return None

    def _vanishes(self, point: Point) -> bool:
        if point.value is not None:
            (variable,) = self.function.free_symbols
            value: Any = self.function.subs(variable, point.value)
            return not value.has(sp.nan, sp.zoo, sp.oo, sp.I) and constant_sign(value) == 0
        return point.function is not None and proportional(self.function, point.function)

    def compact(self, low: fmpq, high: fmpq) -> None:
        """Cover [low, high]: exact zeros first, certified subdivision between them."""
        found: list[tuple[Point, int]] = []
        signs: list[int] = self.end_signs[:1]
        position = low
        for candidate in exact_candidates(self.function, low, high):
            self.deadline.check()
            carved = self._simple(candidate) or self._carve(candidate)
            if carved is None:
                continue
            start, stop, before, after, count, part = carved
            if not (low < stop and start < high):
                raise UnknownError("an exact zero outside the compact part")
            if position < start:
                self._subdivide(position, start, found, signs)
            if signs[-1] != before:
                raise UnknownError("the signs around an exact zero do not fit")
            found.append((exact_point(candidate), count))
            signs.append(after)
            self.parts.append(part)
            position = stop
        if position < high:
            self._subdivide(position, high, found, signs)
        if signs[-1] != self.end_signs[1]:
            raise UnknownError("the signs at the right end do not fit")
        self.finish(found, signs)

    def finish(self, found: list[tuple[Point, int]], signs: list[int]) -> None:
        result = self.result
        result.zeros, result.orders = [p for p, _ in found], [m for _, m in found]
        assert self.last is not None
        result.signs, result.proof = signs, Parts(parts=(*self.parts, self.last))

    def _simple(self, value: sp.Expr) -> _Carved | None:
        """A box around an exact zero where the derivative has a sign."""
        point = exact_point(value)
        if not self._vanishes(point):
            return None
        low, high = point.bounds(48)
        for step in (fmpq(1, 4), fmpq(1, 64), fmpq(1, 2**12)):
            left, right = low - step, high + step
            sign = sign_of(box_range(self.program, left, right)[1])
            if sign and self._at(left) == -sign and self._at(right) == sign:
                return left, right, -sign, sign, 1, Crossing(lower=str(left), upper=str(right))
        return None

    def _carve(self, value: sp.Expr) -> _Carved | None:
        """A neighbourhood of an exact zero where the germs on both sides have a sign, with the order of the zero."""
        left, right = self._carve_side(value, "left"), self._carve_side(value, "right")
        if left is None or right is None or left[2] != right[2]:
            return None
        return left[0], right[0], left[1], right[1], left[2], ExactZero(left=left[3], right=right[3])

    def _carve_side(self, value: sp.Expr, kind: Literal["left", "right"]) -> _CarvedSide | None:
        """The rational where the side of the zero ends, the sign there, the order of the zero, the evidence."""
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
                return stop, sign, int(-monomial.power.p), Tail(start=str(start), length=length)
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
            value, slope = box_range(self.program, left, right)
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
                    self.parts.append(Crossing(lower=str(left), upper=str(right)))
                    continue
            if right - left < _MIN_WIDTH:
                middle = float((left + right).p) / float(2 * (left + right).q)
                raise UnknownError(f"a zero near {middle:.12g} that is neither excluded nor proven")
            split = between(left, right)
            stack += [(split, right), (left, split)]

    def _box_sign(self, left: fmpq, right: fmpq, sign: int, signs: list[int], monotone: bool) -> None:
        if signs[-1] != sign:
            raise UnknownError("the signs of neighbouring boxes do not fit")
        self.parts.append(Box(lower=str(left), upper=str(right), monotone=monotone))

    def _at(self, point: fmpq) -> int:
        for bits in (BOX_BITS, 320):
            with precision(bits):
                sign = sign_of(enclose(self.program, arb(point)))
            if sign:
                return sign
        return 0
