"""The fields that two neighbouring fixed points give, compared at one point between them (guarantee: rigorous).

f is analytic with f' > 0 on [p, q], p < q fixed points and none between. Next to each of them a local series gives the
only C^1 field there: V = log(s) sigma/sigma' when the multiplier s is not 1, V = 1/alpha' when it is. Both obey
V(f(x)) = f'(x) V(x). At a point next to the end that repels one field is at hand; the orbit of the point runs towards
the other end, where the other field is.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import sympy as sp
from flint import arb, fmpq

from embedcheck.balls.abel import AbelSeries
from embedcheck.balls.arith import hull, lower, precision, sign_of, upper
from embedcheck.balls.checks.spots import Spot, value_sign
from embedcheck.balls.constants import constant_ball
from embedcheck.balls.discs import disc_maximum
from embedcheck.balls.duals import Duals
from embedcheck.balls.enclose import enclose, jet
from embedcheck.balls.koenigs import KoenigsSeries
from embedcheck.balls.program import Program, compile_expression
from embedcheck.balls.taylor import LocalMap, taylor

_BITS = 64
_MAX_DEPTH = 6
_MAX_ROUNDS = 20
_MAX_OPERATIONS = 3000
_SLOW = frozenset({"gamma", "lgamma", "erf", "polygamma"})
MAX_CONTACT = 8


class FieldError(Exception):
    """A field is not enclosed; the message says why."""


class Place(NamedTuple):
    """A fixed point of one analytic expression: a number and an exact shift (a multiple of a period)."""

    spot: Spot
    shift: Any = sp.S.Zero

    def ball(self, program: Program, bits: int) -> arb:
        """A ball around the point, refined to the working precision when it is not known exactly.

        Without an exact value f - id has to be monotone on the bounds of the point.
        """
        spot = self.spot
        if spot.value is not None:
            return constant_ball(spot.value + self.shift, bits)
        ball = hull(spot.low, spot.high)
        for _ in range(_MAX_ROUNDS):
            slope = jet(program, ball, 2)[1] - 1
            if not sign_of(slope):
                raise FieldError("f - id is not proven to be monotone around a fixed point")
            middle = ball.mid()
            closer = ball.intersection(middle - (enclose(program, middle) - middle) / slope)
            if not closer.rad() * 2 < ball.rad():
                break
            ball = closer
        return ball + constant_ball(self.shift, bits)


def contact_order(expr: Any, variable: Any, place: Place) -> int:
    """k with f - id = a (x - p)^(k+1) + ..., a != 0, decided exactly; 0 when f'(p) is not 1. Raises FieldError."""
    spot, derivative = place.spot, expr
    if spot.value is None:
        # Only a simple zero of f - id is ever enclosed, and refining it shows that it is one.
        return 0
    for k in range(MAX_CONTACT + 1):
        if sp.count_ops(derivative) > _MAX_OPERATIONS:
            raise FieldError("the order of contact at a fixed point: the derivatives are too large")
        derivative = sp.diff(derivative, variable)
        sign = value_sign(derivative - 1 if k == 0 else derivative, spot)
        if sign is None:
            raise FieldError("the order of contact at a fixed point is not decided")
        if sign:
            return k
    raise FieldError("the order of contact at a fixed point is too high")


class End(NamedTuple):
    """What a local series needs: a disc on which f is analytic and enclosed, a circle inside, how many terms."""

    radius: fmpq
    circle: fmpq
    order: int


def local_map(
    program: Program, point: arb, contact: int, radius: fmpq, order: int, size: arb | None = None
) -> LocalMap:
    """f(p + z) - p up to the given order. The order of contact must be proven. Raises FieldError."""
    g = taylor(program, point, order)
    if not all(value.is_finite() for value in g):
        raise FieldError("f is not proven to be analytic at a fixed point")
    g[0] = arb(0)
    if contact:
        g[1 : contact + 1] = [arb(1)] + [arb(0)] * (contact - 1)
    size = disc_maximum(program, point, radius, point) if size is None else size
    if size is None or not size.is_finite():
        raise FieldError("f is not proven to be analytic on the disc around a fixed point")
    return LocalMap(g, radius, size)


class Field:
    """The only C^1 field on the component of X minus Fix on one side of a fixed point, near that point."""

    def __init__(
        self, program: Program, point: arb, side: int, contact: int, end: End, size: arb | None = None
    ) -> None:
        """`side` is +1 when the component lies right of the point; `contact` must be proven."""
        self.point, self.side = point, side
        self.koenigs: KoenigsSeries | None = None
        self.abel: AbelSeries | None = None
        self.circle = end.circle
        if not 0 < end.circle < end.radius:
            raise FieldError("the circle is not inside the disc")
        if contact == 0:
            local = local_map(program, point, 0, end.radius, end.order, size)
            if not (local.g[1] > 0 and (local.g[1] < 1 or local.g[1] > 1)):
                raise FieldError("the multiplier at a fixed point is not enclosed")
            self.koenigs = KoenigsSeries(local, end.circle, end.order)
            return
        if end.order <= 2 * contact:
            raise FieldError("the order of a series")
        local = local_map(program, point, contact, end.radius, end.order + contact, size)
        if side < 0:
            local.g = [value if k % 2 else -value for k, value in enumerate(local.g)]
        if not sign_of(local.g[contact + 1]):
            raise FieldError("the first term of f - id is not enclosed")
        self.abel = AbelSeries(local, contact, end.order)

    def value(self, x: arb) -> arb:
        """V(x) at a point of the component. Raises FieldError where the series does not enclose it."""
        w = self.side * (x - self.point)
        if not w > 0:
            raise FieldError("a point on the wrong side of a fixed point")
        if self.koenigs is not None:
            if not w < self.circle:
                raise FieldError("a point too far from its fixed point")
            field = self.koenigs.field(x - self.point)
        else:
            assert self.abel is not None
            error = self.abel.error(w, [self.circle])
            if error is None:
                raise FieldError("a point too far from its parabolic fixed point")
            field = self.side / (self.abel.slope(w) + arb(0, error.slope))
        if not field.is_finite():
            raise FieldError("the field is not enclosed")
        return field


def bend_bound(program: Program, low: fmpq, high: fmpq, depth: int = 0) -> arb:
    """An upper bound of |f''| on [low, high]. Raises FieldError."""
    with precision(_BITS):
        value = jet(program, hull(low, high), 3)[2]
        if value.is_finite():
            return arb((2 * abs(value)).upper())
        if depth == _MAX_DEPTH:
            raise FieldError("f'' is not enclosed between the fixed points")
        middle = (low + high) / 2
        parts = [bend_bound(program, *ends, depth + 1) for ends in ((low, middle), (middle, high))]
        return parts[0].max(parts[1])


class Orbit:
    """The orbit of a point between two fixed points, and the derivative of the iterate there."""

    def __init__(self, program: Program, start: fmpq, left: arb, right: arb) -> None:
        """`left` and `right` enclose the fixed points."""
        low, high = lower(left), upper(right)
        self.left, self.right = left, right
        self.duals = Duals(program)
        self.middle = arb(start)
        self.error = self.middle - self.middle.mid()
        self.middle = self.middle.mid()
        self.slope = arb(1)
        self.steps = 0
        self._require(self.point)
        self.bend = arb(0, bend_bound(program, low, high))
        image, _ = self.duals.at(self.middle)
        self.direction = sign_of(image - self.middle)
        if not self.direction:
            raise FieldError("the direction of the orbit is not enclosed")

    @property
    def point(self) -> arb:
        return self.middle + self.error

    def _require(self, point: arb) -> None:
        if not (point > self.left and point < self.right):
            raise FieldError("a point that is not proven to lie between the fixed points")

    def advance(self, count: int, target: arb | None = None) -> bool:
        """Apply f `count` times, or until the point is beyond the target; whether it is. Raises FieldError.

        The centres of the balls move in one direction and stay between the fixed points, so that the bound of f'' holds
        where the mean value form needs it.
        """
        at, middle, error, slope, bend = self.duals.at, self.middle, self.error, self.slope, self.bend
        rising = self.direction > 0
        for _ in range(count):
            if target is not None and (middle > target if rising else middle < target):
                break
            value, step = at(middle)
            step = step + bend * error
            image = value + step * error
            previous, middle = middle, image.mid()
            error = image - middle
            if not (middle > previous if rising else middle < previous) or not error.is_finite():
                raise FieldError("an orbit that does not move towards its fixed point")
            slope = slope * step
            self.steps += 1
        self.middle, self.error, self.slope = middle, error, slope
        self._require(self.point)
        return target is not None and bool(middle > target if rising else middle < target)


def compare_fields(
    expr: Any, variable: Any, places: tuple[Place, Place], ends: tuple[End, End], start: fmpq, bits: int, steps: int
) -> tuple[arb, arb]:
    """Enclosures of both fields at `start`, which lies between the two fixed points. Raises FieldError.

    Not checked here: f' > 0 between the fixed points, and that there is no further one.
    """
    program = compile_expression(expr)
    contacts = [contact_order(expr, variable, place) for place in places]
    with precision(bits, max(end.order for end in ends) + MAX_CONTACT + 8):
        points = [place.ball(program, bits) for place in places]
        orbit = Orbit(program, start, points[0], points[1])
        left, right = (
            Field(program, point, side, contact, end)
            for point, side, contact, end in zip(points, (1, -1), contacts, ends, strict=True)
        )
        orbit.advance(steps)
        return values_at(left, right, arb(start), orbit)


def step_seconds(program: Program, bits: float) -> float:
    """Roughly how long one evaluation of f and f' takes; only budgets depend on it."""
    seconds = 0.0
    for op, _, data in program.steps:
        seconds += 4e-7 + bits * 2e-10
        if op == "function" and data[0] in _SLOW:
            seconds += 1e-5 + 5e-9 * bits**1.5
        elif op in ("function", "rational_power"):
            seconds += 5e-7 + 2e-9 * bits + 8e-13 * bits**2
    return seconds


def foreseen_seconds(program: Program, bits: int, steps: int, orders: tuple[int, int]) -> float:
    """Roughly how long a comparison of two fields takes; only budgets depend on it."""
    step = step_seconds(program, bits)
    series = sum(order * step / 4 + order**2 * (3e-7 + bits * 2e-9) for order in orders)
    return steps * step + series


def values_at(left: Field, right: Field, start: arb, orbit: Orbit) -> tuple[arb, arb]:
    """Both fields at the start of an orbit that came close to the end that attracts."""
    if orbit.direction > 0:
        return left.value(start), right.value(orbit.point) / orbit.slope
    return left.value(orbit.point) / orbit.slope, right.value(start)
