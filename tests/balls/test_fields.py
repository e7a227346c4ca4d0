"""The C^1 field next to a fixed point: known fields, both sides, every refusal."""

from __future__ import annotations

import random
from typing import Any

import pytest
import sympy as sp
from flint import arb, fmpq

from embedcheck.balls.arith import precision
from embedcheck.balls.checks.spots import Spot, exact_spot
from embedcheck.balls.constants import constant_ball
from embedcheck.balls.enclose import enclose
from embedcheck.balls.fields import (
    End,
    Field,
    FieldError,
    Orbit,
    Place,
    bend_bound,
    compare_fields,
    contact_order,
)
from embedcheck.balls.program import compile_expression
from embedcheck.parsing import parse_expression

X = sp.Symbol("x", real=True)
BITS = 400


def expression(text: str) -> Any:
    return parse_expression(text, ("x",))


def variable(expr: Any) -> Any:
    (found,) = expr.free_symbols
    return found


def place(value: str) -> Place:
    return Place(exact_spot(sp.sympify(sp.Rational(value)) if value != "pi" else sp.pi))


KNOWN = [
    # map, its field, fixed point, contact, disc, circle, terms, distance
    ("2*x/(1 + x)", "log(2)*x*(1 - x)", "0", 0, "1/2", "1/4", 40, "1/64"),
    ("2*x/(1 + x)", "log(2)*x*(1 - x)", "1", 0, "1", "1/4", 40, "1/64"),
    ("x*exp(1)/sqrt(1 + (exp(2) - 1)*x**2)", "x - x**3", "0", 0, "1/4", "1/8", 40, "1/256"),
    ("x*exp(1)/sqrt(1 + (exp(2) - 1)*x**2)", "x - x**3", "1", 0, "1/2", "1/8", 40, "1/128"),
    ("2*atan(2*tan(x/2))", "log(2)*sin(x)", "0", 0, "1/2", "1/8", 40, "1/128"),
    ("x/(1 - x)", "x**2", "0", 1, "1/2", "1/4", 30, "1/256"),
    ("x/(1 + x)", "-x**2", "0", 1, "1/2", "1/4", 30, "1/256"),
    ("x/sqrt(1 + x**2)", "-x**3/2", "0", 2, "1/2", "3/8", 40, "1/32"),
    ("x/sqrt(1 - x**2)", "x**3/2", "0", 2, "1/2", "3/8", 40, "1/32"),
    ("x/(1 - x**3)**(1/3)", "x**4/3", "0", 3, "1/2", "3/8", 60, "1/16"),
]


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize(("text", "field", "at", "contact", "radius", "circle", "order", "distance"), KNOWN)
def test_a_known_field_is_enclosed(
    text: str, field: str, at: str, contact: int, radius: str, circle: str, order: int, distance: str, side: int
) -> None:
    expr = expression(text)
    assert contact_order(expr, variable(expr), place(at)) == contact
    with precision(BITS, 100):
        program = compile_expression(expr)
        point = place(at).ball(program, BITS)
        local = Field(program, point, side, contact, End(fmpq(*_parts(radius)), fmpq(*_parts(circle)), order))
        known = compile_expression(expression(field))
        for shrink in (1, 2, 7):
            x = point + side * arb(fmpq(*_parts(distance))) / shrink
            value = local.value(x)
            expected = enclose(known, x)
            assert value.overlaps(expected)
            assert value.rel_accuracy_bits() > 60


def _parts(text: str) -> tuple[int, int]:
    p, _, q = text.partition("/")
    return int(p), int(q or 1)


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize(
    ("text", "contact", "circle", "orders", "distance"),
    [
        ("exp(x) - 1", 1, "1", (12, 40), 0.01),
        ("sin(x)", 2, "1", (12, 40), 0.05),
        ("2*x + x**2", 0, "1/16", (8, 30), 0.003),
    ],
)
def test_a_longer_series_gives_a_smaller_ball_inside(
    text: str, contact: int, circle: str, orders: tuple[int, int], distance: float, side: int
) -> None:
    program = compile_expression(expression(text))
    with precision(BITS, 100):
        x = arb(side * distance)
        rough, fine = (
            Field(program, arb(0), side, contact, End(fmpq(2), fmpq(*_parts(circle)), order)).value(x)
            for order in orders
        )
        assert rough.overlaps(fine) and fine.rad() * 1000 < rough.rad()


@pytest.mark.parametrize(
    ("text", "contact", "distance"), [("exp(x) - 1", 1, 0.01), ("sin(x)", 2, 0.05), ("2*x + x**2", 0, 0.003)]
)
def test_julias_equation(text: str, contact: int, distance: float) -> None:
    """V(f(x)) = f'(x) V(x)."""
    expr = expression(text)
    program, slope = compile_expression(expr), compile_expression(sp.diff(expr, variable(expr)))
    with precision(BITS, 100):
        for side in (1, -1):
            local = Field(program, arb(0), side, contact, End(fmpq(2), fmpq(1, 16) if not contact else fmpq(1), 40))
            x = arb(side * distance)
            left, right = local.value(enclose(program, x)), enclose(slope, x) * local.value(x)
            assert left.overlaps(right) and left.rel_accuracy_bits() > 100


class TestPlaces:
    def test_an_exact_point(self) -> None:
        with precision(1000):
            assert place("pi").ball(compile_expression(X), 1000).overlaps(arb.pi())
            moved = Place(exact_spot(sp.pi), 2 * sp.pi).ball(compile_expression(X), 1000)
            assert moved.overlaps(3 * arb.pi()) and moved.rel_accuracy_bits() > 980

    def test_a_point_in_an_interval_is_refined(self) -> None:
        program = compile_expression(sp.cos(X))
        with precision(1000):
            ball = Place(Spot(None, fmpq(7390, 10000), fmpq(7391, 10000))).ball(program, 1000)
            assert ball.rel_accuracy_bits() > 980
            assert enclose(program, ball).overlaps(ball)
            shifted = Place(Spot(None, fmpq(7390, 10000), fmpq(7391, 10000)), sp.pi).ball(program, 1000)
            assert (shifted - ball).overlaps(arb.pi())

    def test_a_point_where_f_touches_the_diagonal_is_not(self) -> None:
        with precision(200), pytest.raises(FieldError, match="monotone"):
            Place(Spot(None, fmpq(-1, 2**90), fmpq(1, 2**90))).ball(compile_expression(sp.sin(X)), 200)

    @pytest.mark.parametrize(
        ("text", "at", "contact"),
        [
            ("2*x", "0", 0),
            ("x/2", "0", 0),
            ("exp(x) - 1", "0", 1),
            ("x + (x - 1)**4*exp(x)", "1", 3),
            ("x + sin(x)**3", "pi", 2),
            ("x + cos(x) + 1", "pi", 1),
            ("x*(1 + 10**-30)", "0", 0),
        ],
    )
    def test_the_order_of_contact(self, text: str, at: str, contact: int) -> None:
        expr = expression(text)
        assert contact_order(expr, variable(expr), place(at)) == contact

    @pytest.mark.parametrize("text", ["x", "x + x**12"])
    def test_a_contact_that_is_too_high(self, text: str) -> None:
        expr = expression(text)
        with pytest.raises(FieldError, match="too high"):
            contact_order(expr, variable(expr), place("0"))


class TestRefusals:
    def field(self, text: str, contact: int, radius: str, circle: str, order: int, side: int = 1) -> Field:
        with precision(200, 100):
            end = End(fmpq(*_parts(radius)), fmpq(*_parts(circle)), order)
            return Field(compile_expression(expression(text)), arb(0), side, contact, end)

    @pytest.mark.parametrize(
        ("text", "contact", "radius", "circle", "order", "reason"),
        [
            ("2*x/(1 + x)", 0, "1", "1/2", 20, "analytic on the disc"),
            ("2*x/(1 + x)", 0, "1/2", "1/2", 20, "not inside the disc"),
            ("2*x/(1 + x)", 0, "1/2", "0", 20, "not inside the disc"),
            ("2*x/(1 + x)", 0, "1/2", "-1/4", 20, "not inside the disc"),
            ("-2*x", 0, "1/2", "1/4", 20, "multiplier"),
            ("x**2", 0, "1/2", "1/4", 20, "multiplier"),
            ("exp(x) - 1", 0, "1/2", "1/4", 20, "multiplier"),
            ("x + x**3", 1, "1/2", "1/4", 20, "first term"),
            ("exp(x) - 1", 1, "1/2", "1/4", 2, "order of a series"),
            ("x + sqrt(x)", 0, "1/2", "1/4", 20, "analytic at a fixed point"),
        ],
    )
    def test_what_serves_no_field(
        self, text: str, contact: int, radius: str, circle: str, order: int, reason: str
    ) -> None:
        with pytest.raises(FieldError, match=reason):
            self.field(text, contact, radius, circle, order)

    def test_a_circle_beyond_the_estimate(self) -> None:
        with pytest.raises(ValueError, match="estimate"):
            self.field("2*x + 10*x**2", 0, "4", "2", 20)

    @pytest.mark.parametrize(("text", "contact"), [("2*x + x**2", 0), ("exp(x) - 1", 1)])
    def test_points_that_are_not_next_to_it(self, text: str, contact: int) -> None:
        for side in (1, -1):
            local = self.field(text, contact, "1", "1/4", 20, side)
            for x, reason in (
                (arb(-side) / 64, "wrong side"),
                (arb(0), "wrong side"),
                (arb(0, 1), "wrong side"),
                (arb(side) / 3, "too far"),
            ):
                with precision(200, 100), pytest.raises(FieldError, match=reason):
                    local.value(x)


class TestOrbits:
    def test_the_orbit_and_its_derivative(self) -> None:
        program = compile_expression(expression("2*x/(1 + x)"))
        with precision(300):
            orbit = Orbit(program, fmpq(1, 1024), arb(0), arb(1))
            assert orbit.direction == 1
            orbit.advance(25)
            # f^n(x) = 2^n x/(1 + (2^n - 1) x)
            power, x = arb(2) ** 25, arb(1) / 1024
            assert orbit.point.overlaps(power * x / (1 + (power - 1) * x))
            assert orbit.slope.overlaps(power / (1 + (power - 1) * x) ** 2)
            assert orbit.slope.rel_accuracy_bits() > 250 and orbit.steps == 25

    def test_it_stops_behind_a_target(self) -> None:
        program = compile_expression(expression("x/(2 - x)"))
        with precision(100):
            orbit = Orbit(program, fmpq(1023, 1024), arb(0), arb(1))
            assert orbit.direction == -1
            assert not orbit.advance(3, arb(1) / 1024)
            assert orbit.advance(100, arb(1) / 1024)
            assert orbit.point < arb(1) / 1024 and orbit.point * 2 > arb(1) / 1024
            assert orbit.advance(100, arb(1) / 1024) and orbit.steps < 40

    def test_it_stays_between_the_fixed_points(self) -> None:
        program = compile_expression(expression("2*x/(1 + x)"))
        with precision(100):
            for start in (fmpq(0), fmpq(1), fmpq(-1, 8), fmpq(9, 8)):
                with pytest.raises(FieldError, match="between the fixed points"):
                    Orbit(program, start, arb(0), arb(1))
            with pytest.raises(FieldError, match=r"between the fixed points|move towards"):
                Orbit(program, fmpq(1, 2), arb(0), arb(1)).advance(1000)

    def test_without_a_direction_there_is_none(self) -> None:
        with pytest.raises(FieldError, match="direction"):
            Orbit(compile_expression(X), fmpq(1, 2), arb(0), arb(1))

    @pytest.mark.parametrize(
        ("text", "low", "high", "largest"), [("sin(5*x)", 0, 3, 25), ("1/x", 1, 9, 2), ("x*log(x)", 1, 9, 1)]
    )
    def test_the_bound_of_the_second_derivative(self, text: str, low: int, high: int, largest: int) -> None:
        program = compile_expression(expression(text))
        bound = bend_bound(program, fmpq(low), fmpq(high))
        assert bound > fmpq(99 * largest, 100)
        assert bound.is_finite()

    def test_where_it_is_unbounded(self) -> None:
        with pytest.raises(FieldError, match="not enclosed"):
            bend_bound(compile_expression(expression("sqrt(x)")), fmpq(0), fmpq(1))


def test_two_fields_of_one_flow_overlap() -> None:
    expr = expression("2*x/(1 + x)")
    ends = End(fmpq(1, 2), fmpq(1, 4), 30), End(fmpq(1), fmpq(1, 4), 30)
    left, right = compare_fields(expr, variable(expr), (place("0"), place("1")), ends, fmpq(1, 64), BITS, 14)
    with precision(BITS):
        known = constant_ball(sp.log(2) * sp.Rational(63, 4096), BITS)
        assert left.overlaps(right) and left.overlaps(known) and right.overlaps(known)
        assert min(left.rel_accuracy_bits(), right.rel_accuracy_bits()) > 100


def test_two_fields_that_differ() -> None:
    expr = expression("3*x/2 - x**2/2")
    ends = End(fmpq(8), fmpq(3, 16), 30), End(fmpq(8), fmpq(3, 16), 30)
    found: list[Any] = []
    for start, steps in ((fmpq(1, 64), 22), (fmpq(1, 64), 26), (fmpq(1, 100), 24)):
        left, right = compare_fields(expr, variable(expr), (place("0"), place("1")), ends, start, BITS, steps)
        with precision(BITS):
            assert not left.overlaps(right)
            found.append(right)
    assert found[0].overlaps(found[1])


FLOWS = [
    # map, its field, the fixed points
    ("2*x/(1 + x)", "log(2)*x*(1 - x)", "0", "1"),
    ("x/(2 - x)", "-log(2)*x*(1 - x)", "0", "1"),
    ("x*exp(1)/sqrt(1 + x**2*(exp(2) - 1))", "x - x**3", "-1", "0"),
    ("x + 2*atan((exp(1) - 1)*sin(x)/(exp(1) + 1 - (exp(1) - 1)*cos(x)))", "sin(x)", "0", "pi"),
    ("x + atan(sin(x)**2/(1 - sin(x)*cos(x)))", "sin(x)**2", "0", "pi"),
    ("x - atan(sin(x)**2/(1 + sin(x)*cos(x)))", "-sin(x)**2", "0", "pi"),
]


@pytest.mark.parametrize(("text", "field", "left", "right"), FLOWS)
def test_no_parameters_tear_the_fields_of_a_flow_apart(text: str, field: str, left: str, right: str) -> None:
    """Whatever disc, circle, order, precision and orbit are chosen: refused, or around the known field."""
    expr, known = expression(text), expression(field)
    x = variable(expr)
    f = sp.lambdify(x, expr, "math")
    low, high = (float(place(end).spot.value) for end in (left, right))
    rising = f((low + high) / 2) > (low + high) / 2
    draw, enclosed = random.Random(text), 0
    for _ in range(300):
        ends: list[End] = []
        for _ in range(2):
            radius = fmpq(draw.randint(1, 16), draw.choice((16, 32, 64)))
            ends.append(End(radius, radius * fmpq(draw.randint(1, 15), 16), draw.choice((3, 5, 8, 13, 21, 34, 60))))
        distance, goal = 2.0 ** -draw.randint(3, 12) * draw.uniform(0.5, 1), 2.0 ** -draw.randint(2, 8)
        start = fmpq(round((low + distance if rising else high - distance) * 2**20), 2**20)
        at, steps = int(start.p) / int(start.q), 0
        while steps < 900 and (high - at if rising else at - low) > goal:
            at, steps = f(at), steps + 1
        bits = draw.choice((64, 100, 200, 400))
        try:
            values = compare_fields(expr, x, (place(left), place(right)), (ends[0], ends[1]), start, bits, steps)
        except (FieldError, ValueError):
            continue
        enclosed += 1
        value = constant_ball(known.subs(x, sp.Rational(int(start.p), int(start.q))), bits)
        assert all(one.overlaps(value) for one in values) and values[0].overlaps(values[1])
    assert enclosed > 10
