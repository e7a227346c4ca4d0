"""The search for a point where the fields of two neighbouring fixed points differ: 1D-MATCH as a refutation.

Local series reach far when many terms are taken, orbits reach far when many steps are; their costs are balanced. How
small the difference is can be foreseen: the flow in complex time is disturbed no closer to the real line than the
multipliers and the size of the steps tell. What is foreseen only says where to begin.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from embedcheck.analysis.interval import FixedPoint, IntervalAnalysis
from embedcheck.analysis.pieces import Piece
from embedcheck.analysis.points import Point
from embedcheck.analysis.signs import UnknownError
from embedcheck.analysis.text import enclosure
from embedcheck.balls import arb, fmpq
from embedcheck.balls.arith import dyadic_near, exact, precision
from embedcheck.balls.checks.spots import Spot, exact_spot
from embedcheck.balls.constants import constant_ball
from embedcheck.balls.discs import complex_value, disc_maximum
from embedcheck.balls.duals import Duals
from embedcheck.balls.fields import (
    MAX_CONTACT,
    End,
    Field,
    FieldError,
    Orbit,
    Place,
    contact_order,
    step_seconds,
    values_at,
)
from embedcheck.balls.program import Program, UnsupportedError, compile_expression
from embedcheck.balls.taylor import taylor
from embedcheck.certificate import Enclosure, Fact, Match
from embedcheck.certificate import End as EndData

_DIGITS = 1000
_SMALL = 150
"""Digits that are tried where the difference is out of reach."""
_RAYS = 6
_SURE = 250
"""Digits that are tried at least."""
_SECONDS = 4.0
"""How long one comparison may take, as foreseen."""
_STEPS = 150_000
_ORDER = 560
_SPOT_BITS = 128
_LOCAL_BITS = 64
_SHORT = 24
_DISCS = 14
_CIRCLES = 24
_ROUNDS = 16
_SLACK = 100.0
_TYPICAL = 20
"""Terms of a series, when circles are compared."""
_BLOCK = 200
_LN10 = math.log(10)


def mismatch(analysis: IntervalAnalysis, left: FixedPoint, right: FixedPoint) -> Fact:
    """The fact that the fields of two neighbouring fixed points differ at a point between them (rigorous).

    When both are the same, one point of a periodic family stands for itself and its neighbour. Raises UnknownError when
    f is not one analytic expression up to both points, or when the budget is spent: equality is never concluded.
    """
    try:
        return _Search(analysis, left, right).run()
    except (FieldError, UnsupportedError, ArithmeticError, ValueError) as error:
        raise UnknownError(f"whether the fields at {_names(left, right)} coincide: {error}") from None


def _names(left: FixedPoint, right: FixedPoint) -> str:
    if left is right:
        return f"the fixed point {left.point.text()} and a copy next to it"
    return f"the fixed points {left.point.text()} and {right.point.text()}"


def _spot(point: Point) -> Spot:
    return exact_spot(point.value) if point.value is not None else Spot(None, *point.bounds(_SPOT_BITS))


@dataclass
class _Side:
    """One end: the fixed point, and machine numbers that suggest how to use its local series."""

    place: Place
    side: int
    contact: int
    point: arb
    radius: fmpq
    size: arb
    terms: list[float]
    """|g_j|, j < 24"""
    rate: float
    """|log s|, or |a| when the multiplier s is 1"""
    circle: fmpq
    slack: float
    """the logarithm of the bound of the series on the circle, relative to the circle"""


@dataclass
class _Plan:
    """How an end is used for one number of digits: the terms of its series, and how close points come to it."""

    end: End
    reach: float
    lost: float
    """binary digits that the way there loses"""
    seconds: float


class _Search:
    def __init__(self, analysis: IntervalAnalysis, left: FixedPoint, right: FixedPoint) -> None:
        self.analysis, self.left, self.right = analysis, left, right
        piece = self._piece()
        self.expr: Any = piece.expr
        self.program: Program = compile_expression(self.expr)
        places = self._places(piece.hi)
        with precision(_SPOT_BITS):
            points = [place.ball(self.program, _SPOT_BITS) for place in places]
            self.length = float(points[1] - points[0])
        self.sides = [self._side(*each) for each in zip(places, points, (1, -1), strict=True)]
        self._measure_steps(points)

    def _piece(self) -> Piece:
        """The piece on which f is analytic up to both points."""
        for index, piece in enumerate(self.analysis.pieces):
            if all(self.analysis.belongs(end.point, index) for end in (self.left, self.right)):
                return piece
        raise FieldError("f is not one expression that is analytic up to both")

    def _places(self, end: Point) -> tuple[Place, Place]:
        """Both fixed points. A single one stands for itself and a copy, the next one if that lies left of `end`."""
        places = Place(_spot(self.left.point)), Place(_spot(self.right.point))
        if self.left is not self.right:
            return places
        period: Any = self.left.period
        with precision(_SPOT_BITS):
            copy = places[0].spot.ball(_SPOT_BITS) + constant_ball(period, _SPOT_BITS)
            fits = end.infinite or bool(copy < end.ball(_SPOT_BITS))
        return (places[0], Place(places[1].spot, period)) if fits else (Place(places[0].spot, -period), places[1])

    def _side(self, place: Place, point: arb, side: int) -> _Side:
        with precision(_LOCAL_BITS):
            g = taylor(self.program, point, _SHORT)
        hyperbolic = g[1] > 1 or g[1] < 1
        contact = 0 if hyperbolic else contact_order(self.expr, self.analysis.x, place)
        if not all(value.is_finite() for value in g):
            raise FieldError("f is not proven to be analytic at a fixed point")
        radius, size = self._disc(point)
        terms = [abs(float(value)) for value in g[:_SHORT]]
        rate = terms[contact + 1] if contact else abs(math.log(terms[1]))
        circle, slack = (radius / 2, 0.0) if contact else _circle(terms, radius, float(size))
        return _Side(place, side, contact, point, radius, size, terms, rate, circle, slack)

    def _disc(self, point: arb) -> tuple[fmpq, arb]:
        """A large disc on which f is proven analytic and not too large."""
        radius = fmpq(2) ** (math.frexp(self.length)[1] + 1)
        for _ in range(_DISCS):
            size = disc_maximum(self.program, point, radius, point)
            if size is not None and size < 64 * radius:
                return radius, size
            radius /= 2
        raise FieldError("f is not proven to be analytic on a disc around a fixed point")

    def _measure_steps(self, points: list[arb]) -> None:
        """How long a step takes, the direction of f, and how close the flow in complex time comes to the real line."""
        with precision(_LOCAL_BITS):
            duals = Duals(self.program)
            places = [(points[0] + (points[1] - points[0]) * fmpq(k, 8)).mid() for k in range(1, 8)]
            moves = [float(duals.at(place)[0] - place) for place in places]
        self.rising = moves[3] > 0
        largest = max(abs(move) for move in moves)
        rates = [side.rate for side in self.sides if not side.contact]
        self.pace = max(rates, default=4 * largest / self.length)

    def _imaginary_time(self) -> float:
        """How long the field f - id needs from the middle to infinity at a right angle to the real line; may be nan."""
        middle, scale = float(self.sides[0].point + self.sides[1].point) / 2, self.length / 2
        total = 0.0
        for k in range(_RAYS):
            angle = (k + 0.5) * math.pi / (2 * _RAYS)
            z = complex(middle, scale * math.tan(angle))
            total += (1 / (complex_value(self.program, z) - z)).real / math.cos(angle) ** 2
        return abs(total) * scale * math.pi / (2 * _RAYS)

    def _levels(self) -> list[int]:
        """Numbers of digits to try. A flow with a singularity at distance T from real times is disturbed by
        exp(-2 pi T), and hardly ever less than exp(-pi^2/pace) squared."""
        often = math.pi**2 / (self.pace * _LN10)
        seen = 2 * math.pi * self._imaginary_time() / _LN10
        first, last = round(min(2 * often, seen)) + 12, round(2 * often) + 20
        if first > _DIGITS:
            return [_SMALL]
        levels = [first, last]
        while levels[-1] < _SURE:
            levels.append(2 * levels[-1])
        return list(dict.fromkeys(min(digits, _DIGITS) for digits in levels))

    def run(self) -> Fact:
        problem = ""
        for digits in self._levels():
            self.analysis.deadline.check()
            plans = [self._plan(side, digits) for side in self.sides]
            if sum(plan.seconds for plan in plans) > _SECONDS:
                problem = problem or f"comparing {digits} digits would take too long"
                break
            found = self._compare(digits, plans)
            if isinstance(found, Fact):
                return found
            problem = f"they agree to {found} digits at two points"
        raise FieldError(problem)

    def _plan(self, side: _Side, digits: int) -> _Plan:
        bits = 4.0 * digits
        plans = _parabolic_plans(side, digits) if side.contact else _hyperbolic_plans(side, digits)
        best: _Plan | None = None
        for terms, reach, steps, lost in plans:
            seconds = steps * step_seconds(self.program, bits) + terms**2 * (1.5e-7 + bits * 8e-10)
            if terms <= _ORDER and steps <= _STEPS and (best is None or seconds < best.seconds):
                end = End(side.radius, side.circle, terms)
                best = _Plan(end, min(reach, self.length / 4), lost, seconds)
        if best is None:
            raise FieldError(f"comparing {digits} digits would take too long")
        return best

    def _compare(self, digits: int, plans: list[_Plan]) -> Fact | int:
        """The fact when two points at most show a difference, else the number of digits that agree."""
        bits = int(3.33 * digits + sum(plan.lost for plan in plans)) + 40
        with precision(bits, max(plan.end.order for plan in plans) + MAX_CONTACT + 8):
            points = [side.place.ball(self.program, bits) for side in self.sides]
            fields = [
                Field(self.program, point, side.side, side.contact, plan.end, side.size)
                for point, side, plan in zip(points, self.sides, plans, strict=True)
            ]
            reaches = [self._adjust(*each, digits) for each in zip(self.sides, fields, plans, strict=True)]
            source, sink = (0, 1) if self.rising else (1, 0)
            agreed = digits
            target = (points[sink] + self.sides[sink].side * reaches[sink]).mid()
            for phase in (0.0, 0.25):
                start = _start(self.sides[source], points[source], reaches[source], phase)
                orbit = Orbit(self.program, start, points[0], points[1])
                while not orbit.advance(_BLOCK, target):
                    self.analysis.deadline.check()
                    if orbit.steps > _STEPS:
                        raise FieldError("the orbit between the fixed points is too long")
                values = values_at(fields[0], fields[1], arb(start), orbit)
                stated = _apart(*values)
                if stated is not None:
                    return self._fact(start, bits, orbit.steps, fields, plans, values, stated)
                agreed = min(agreed, *(int(value.rel_accuracy_bits() / 3.33) for value in values))
        return agreed

    def _adjust(self, side: _Side, field: Field, plan: _Plan, digits: int) -> float:
        """How close points have to come; for a parabolic end the circle is chosen on the way."""
        abel = field.abel
        if abel is None:
            return plan.reach
        reach = plan.reach
        for _ in range(_ROUNDS):
            w = arb(reach)
            goal = abs(abel.slope(w)) * arb(10) ** (-digits)
            for k in range(_CIRCLES):
                circle = side.radius / 2 * fmpq(3, 4) ** k
                error = abel.error(w, [circle])
                if error is not None and error.slope < goal:
                    field.circle = circle
                    return reach
            reach *= 0.8
        raise FieldError("the series at a parabolic fixed point is too short")

    def _fact(
        self,
        start: fmpq,
        bits: int,
        steps: int,
        fields: list[Field],
        plans: list[_Plan],
        values: tuple[arb, arb],
        stated: tuple[Enclosure, Enclosure],
    ) -> Fact:
        points = self.analysis.fixed.points
        ends = [
            EndData(radius=str(plan.end.radius), circle=str(field.circle), order=plan.end.order)
            for field, plan in zip(fields, plans, strict=True)
        ]
        evidence = Match(
            left=next(number for number, point in enumerate(points) if point is self.left),
            point=str(start),
            bits=bits,
            steps=steps,
            ends=(ends[0], ends[1]),
            values=stated,
        )
        with precision(bits):
            difference = (values[1] - values[0]) / values[0]
        value, gap = values[0].str(12, radius=False), difference.str(5, radius=False)
        return Fact(
            statement=f"at x = {start} the fields of {_names(self.left, self.right)} differ: the first is {value}, the "
            f"second is the first times 1 {'+' if difference > 0 else '-'} {gap.lstrip('-')}",
            guarantee="rigorous",
            evidence=evidence,
        )


def _circle(terms: list[float], radius: fmpq, size: float) -> tuple[fmpq, float]:
    """The circle on which the bound of the Koenigs function is of most use, and the logarithm of the bound over it."""
    s, best, chosen, slack_there = terms[1], -math.inf, -1, 0.0
    whole = float(arb(radius))
    for count in range(_CIRCLES):
        ratio = 0.5 * 0.75**count
        r = whole * ratio
        bend = size / r * ratio ** len(terms) / (1 - ratio)
        power = r
        for value in terms[2:]:
            bend += value * power
            power *= r
        kappa = s + bend if s < 1 else 1 / (s - bend) if s > bend else 2.0
        if kappa < 1:
            q = bend / s if s < 1 else bend * kappa / s
            slack = q / (1 - kappa) if s < 1 else q / ((1 - kappa) * (1 - q))
            score = math.log(r) - slack / _TYPICAL
            if slack < _SLACK and score > best:
                best, chosen, slack_there = score, count, slack
    if chosen < 0:
        raise FieldError("no circle serves the Koenigs function at a fixed point")
    return radius / 2 * fmpq(3, 4) ** chosen, slack_there


def _hyperbolic_plans(side: _Side, digits: int) -> Iterator[tuple[int, float, float, float]]:
    """Terms, distance, steps, lost digits: exp(-decay) times the circle."""
    decay = 2.0
    while decay < 80:
        terms = math.ceil((digits * _LN10 + side.slack + 6) / decay) + 2
        yield terms, float(arb(side.circle)) * math.exp(-decay), decay / side.rate, 1.45 * decay
        decay *= 1.4


def _parabolic_plans(side: _Side, digits: int) -> Iterator[tuple[int, float, float, float]]:
    """The same for a divergent series: with n = 1/(k |a| w^k) the error is (N/(2 pi e n))^N, N = terms/k."""
    k, steps, radius = side.contact, float(digits), float(arb(side.radius))
    while steps < _STEPS:
        reach = (k * side.rate * steps) ** (-1 / k)
        count = 4.0
        while (
            count < _ORDER
            and count
            * min(math.log(2 * math.pi * math.e * steps / count), k * math.log(max(radius / (4 * reach), 1.0)))
            < digits * _LN10
        ):
            count *= 1.1
        terms = math.ceil(k * count) + k + 3
        yield terms, reach, steps, 0.6 * terms + (k + 1) * math.log2(1 / min(reach, 0.5))
        steps *= 1.3


def _start(side: _Side, point: arb, reach: float, phase: float) -> fmpq:
    """A short number at about this distance, moved away from the fixed point by a part of a step."""
    step = side.rate * reach**side.contact
    distance = reach * math.exp(min(phase * step, 1.0))
    target = exact((point + side.side * distance).mid())
    return dyadic_near(target, fmpq(*(distance * min(1 / 64, step / 32)).as_integer_ratio()))


def _apart(left: arb, right: arb) -> tuple[Enclosure, Enclosure] | None:
    """Short disjoint balls around two balls; None when they are not clearly apart."""
    balls = [(exact(value.mid()), exact(value.rad())) for value in (left, right)]
    gap = abs(balls[0][0] - balls[1][0]) - balls[0][1] - balls[1][1]
    if not gap > max(balls[0][1], balls[1][1]) / 1024:
        return None
    middles = [dyadic_near(middle, gap / 16) for middle, _ in balls]
    with precision(max(int(middle.p).bit_length() for middle in middles) + 8):
        texts = [
            enclosure(arb(arb(m), (arb(radius) + arb(gap) / 4).upper()))
            for m, (_, radius) in zip(middles, balls, strict=True)
        ]
    return texts[0], texts[1]
