"""The functional equations hold inside the enclosures, to every digit asked for, on maps of all types."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
import sympy as sp
from cases import HYPERBOLIC, PARABOLIC, SUPERATTRACTING, Case
from hypothesis import given, settings
from hypothesis import strategies as st

from embedcheck import (
    Ball,
    BasinError,
    DomainError,
    InputError,
    Map,
    abel,
    boettcher,
    iterate,
    iterative_root,
    julia,
    koenigs,
)

ALL = [*HYPERBOLIC, *PARABOLIC, *SUPERATTRACTING]
DIGITS = [30, 100, pytest.param(400, marks=pytest.mark.slow)]


def name(case: Case) -> str:
    return f"{case.expr} at {case.at}, x = {case.x}".replace(" ", "")


def subject(case: Case) -> Map:
    return Map(case.expr, domain=case.domain)


def close(left: Ball, right: Ball, factor: Any, power: int = 1) -> bool:
    """Whether left = factor * right^power is possible for the balls."""
    with mpmath.workdps(1000):
        target = factor * right.middle**power
        slack = abs(factor) * power * (abs(right.middle) + right.radius) ** (power - 1) * right.radius
        return bool(abs(left.middle - target) <= left.radius + slack + abs(target) * mpmath.mpf(10) ** -900)


def tight(ball: Ball, dps: int) -> bool:
    return bool(ball.radius * mpmath.mpf(10) ** dps <= abs(ball.middle))


def exact(value: Any, dps: int) -> Any:
    with mpmath.workdps(dps):
        return mpmath.mpf(sp.N(value, dps))


def derivative(f: Map, x: Any, dps: int) -> Any:
    return exact(sp.diff(f.expr, f.x).subs(f.x, x), dps)


@pytest.mark.parametrize("dps", DIGITS)
@pytest.mark.parametrize("case", HYPERBOLIC, ids=name)
def test_schroeder(case: Case, dps: int) -> None:
    f = subject(case)
    sigma = koenigs(f, at=case.at)
    x = sp.Rational(case.x)
    left, right = sigma.enclose(f(x), dps), sigma.enclose(x, dps)
    s = sigma.multiplier if isinstance(sigma.multiplier, mpmath.mpf) else exact(sigma.multiplier, 950)
    if isinstance(sigma.multiplier, mpmath.mpf):
        assert abs(left.middle / right.middle - s) < mpmath.mpf(10) ** -14
    else:
        assert close(left, right, s)
    assert tight(left, dps) and tight(right, dps)


@pytest.mark.parametrize("dps", DIGITS)
@pytest.mark.parametrize("case", PARABOLIC, ids=name)
def test_abel(case: Case, dps: int) -> None:
    f = subject(case)
    x = sp.Rational(case.x)
    at_infinity = case.at in ("oo", "-oo")
    side = "right" if at_infinity or x > sp.Rational(case.at) else "left"
    alpha = abel(f, at=case.at, side=side)
    left, right = alpha.enclose(f(x), dps), alpha.enclose(x, dps)
    with mpmath.workdps(1000):
        assert abs(left.middle - right.middle - 1) <= left.radius + right.radius
    assert tight(left, dps) and tight(right, dps)
    based = abel(f, at=case.at, side=side, base=x)
    with mpmath.workdps(dps):
        assert abs(based(f(x), dps) - 1) < mpmath.mpf(10) ** (2 - dps)


@pytest.mark.parametrize("dps", DIGITS)
@pytest.mark.parametrize("case", SUPERATTRACTING, ids=name)
def test_boettcher(case: Case, dps: int) -> None:
    f = subject(case)
    beta = boettcher(f, at=case.at)
    x = sp.Rational(case.x)
    left, right = beta.enclose(f(x), dps), beta.enclose(x, dps)
    assert close(left, right, 1, beta.degree)
    assert tight(left, dps) and tight(right, dps)


@pytest.mark.parametrize("dps", DIGITS)
@pytest.mark.parametrize("case", ALL, ids=name)
def test_julia(case: Case, dps: int) -> None:
    f = subject(case)
    field = julia(f, at=case.at)
    x = sp.Rational(case.x)
    left, right = field.enclose(f(x), dps), field.enclose(x, dps)
    assert close(left, right, derivative(f, x, 950))
    assert tight(left, dps) and tight(right, dps)


@pytest.mark.parametrize("dps", DIGITS)
@pytest.mark.parametrize("case", ALL, ids=name)
def test_half_iterates_compose(case: Case, dps: int) -> None:
    f = subject(case)
    half = iterate(f, "1/2", case.x, at=case.at, dps=dps + 5)
    again = iterate(f, "1/2", half, at=case.at, dps=dps)
    target = exact(f(case.x), dps + 10)
    with mpmath.workdps(dps + 10):
        assert abs(again - target) <= abs(target) * mpmath.mpf(10) ** (1 - dps)


@pytest.mark.parametrize("case", ALL, ids=name)
def test_times_add_up(case: Case) -> None:
    f = subject(case)
    first = iterate(f, "sqrt(2)/3", case.x, at=case.at, dps=50)
    second = iterate(f, "1/7", first, at=case.at, dps=40)
    together = iterate(f, "sqrt(2)/3 + 1/7", case.x, at=case.at, dps=40)
    back = iterate(f, "-sqrt(2)/3", first, at=case.at, dps=40)
    with mpmath.workdps(50):
        assert abs(second - together) <= abs(together) * mpmath.mpf(10) ** -37
        assert abs(back - mpmath.mpf(sp.Rational(case.x).p) / sp.Rational(case.x).q) <= mpmath.mpf(10) ** -37


@pytest.mark.parametrize("case", ALL, ids=name)
def test_time_one_is_the_map(case: Case) -> None:
    f = subject(case)
    value = iterate(f, 1, case.x, at=case.at, dps=60)
    with mpmath.workdps(70):
        target = exact(f(case.x), 70)
        assert abs(value - target) <= abs(target) * mpmath.mpf(10) ** -59


@pytest.mark.parametrize("case", [c for c in HYPERBOLIC if c.at not in ("oo", "-oo")], ids=name)
def test_koenigs_against_the_limit_that_defines_it(case: Case) -> None:
    """sigma(x) = lim s^(-n) (f^n(x) - p) along orbits that run into p; nothing of the library is used for the limit."""
    f = subject(case)
    sigma = koenigs(f, at=case.at)
    function = sp.lambdify(f.x, f.expr, "mpmath")
    slope = sp.lambdify(f.x, sp.diff(f.expr, f.x), "mpmath")
    with mpmath.workdps(120):
        p = mpmath.findroot(lambda t: function(t) - t, mpmath.pi if case.at == "pi" else mpmath.mpf(case.at))
        s = slope(p)
        x = mpmath.mpf(sp.Rational(case.x).p) / sp.Rational(case.x).q
        if abs(s) < 1:
            z, n = x, 0
            while abs(z - p) > mpmath.mpf(10) ** -40:
                z, n = function(z), n + 1
            expected = (z - p) / s**n
            assert abs(sigma(x, 30) / expected - 1) < mpmath.mpf(10) ** -28
        else:
            z, n = p + (x - p) * mpmath.mpf(10) ** -40, 0
            start = z - p
            while abs(z - p) < abs(x - p) / 4:
                z, n = function(z), n + 1
            assert abs(sigma(z, 30) / (start * s**n) - 1) < mpmath.mpf(10) ** -28


def test_known_constants() -> None:
    """Values of half iterates in the literature on fractional iteration, and by independent computation."""
    known = {
        ("exp(x) - 1", "0", "1"): "1.27102741388995152142465187667",
        ("sin(x)", "0", "1"): "0.908708429743363554965611240392",
        ("sqrt(2)**x", "2", "1"): "1.243621627668521804295099",
    }
    for (expr, at, x), digits in known.items():
        value = iterate(expr, "1/2", x, at=at, dps=40)
        with mpmath.workdps(50):
            assert abs(value - mpmath.mpf(digits)) < mpmath.mpf(10) ** (3 - len(digits))


def test_two_fixed_points_disagree() -> None:
    """The half iterates of sqrt(2)^x at 3 from its two fixed points differ by 1.7e-25."""
    two, four = (iterate("sqrt(2)**x", "1/2", 3, at=at, dps=60) for at in (2, 4))
    with mpmath.workdps(60):
        assert mpmath.nstr(two - four, 12) == "-1.69380580603e-25"


@pytest.mark.parametrize(
    ("expr", "domain", "at", "t", "x", "closed"),
    [
        ("2*x/(1 + x)", "[0, oo)", "1", "1/3", "2", "2**(1/3)*2/(1 + (2**(1/3) - 1)*2)"),
        ("2*x**2 - 1", "[1, oo)", "1", "1/2", "3", "cosh(sqrt(2)*acosh(3))"),
        ("x**2", "[0, oo)", "0", "1/2", "1/3", "(1/3)**sqrt(2)"),
        ("x/sqrt(1 + x**2)", "R", "0", "5/2", "2", "2/sqrt(11)"),
        ("log(1 + exp(x))", "R", "oo", "1", "1", "log(1 + E)"),
        ("x/(1 + x)", "[0, oo)", "0", "sqrt(2)", "3", "3/(1 + 3*sqrt(2))"),
        ("x**3", "(0, oo)", "1", "1/2", "2", "2**sqrt(3)"),
        ("x*E/sqrt(1 + x**2*(E**2 - 1))", "[-1, 1]", "0", "-1", "1/2", "1/sqrt(1 + 3*E**2)"),
        ("2*atan(E*tan(x/2))", "(-pi, pi)", "0", "1/2", "1", "2*atan(sqrt(E)*tan(1/2))"),
    ],
)
def test_closed_forms(expr: str, domain: str, at: str, t: str, x: str, closed: str) -> None:
    value = iterate(Map(expr, domain=domain), t, x, at=at, dps=60)
    expected = Map(closed.replace("E", "exp(1)"))(0)
    with mpmath.workdps(70):
        assert abs(value - exact(expected, 70)) <= abs(value) * mpmath.mpf(10) ** -59


@given(st.fractions(min_value="-2", max_value="2", max_denominator=50), st.integers(2, 60))
@settings(max_examples=25, deadline=None)
def test_conjugation_by_affine_maps(shift: Any, scale: int) -> None:
    """h f h^(-1) with h(x) = c x + b: the Koenigs function scales by c, iterates are carried along."""
    c, b = sp.Rational(scale, 7), sp.Rational(shift.numerator, shift.denominator)
    x = sp.Symbol("x")
    inner = (x - b) / c
    g = Map(sp.expand(c * (inner / 2 + inner**2 / 8) + b), vars="x")
    f = Map("x/2 + x**2/8")
    point = sp.Rational(2, 3)
    with mpmath.workdps(60):
        left = koenigs(g, at=b)(c * point + b, 40)
        right = koenigs(f, at=0)(point, 40)
        assert abs(left / right - mpmath.mpf(c.p) / c.q) < mpmath.mpf(10) ** -36
        moved = iterate(g, "1/3", c * point + b, at=b, dps=40)
        assert abs(moved - exact(c, 60) * iterate(f, "1/3", point, at=0, dps=40) - exact(b, 60)) < mpmath.mpf(10) ** -35


INVERTED = [HYPERBOLIC[0], HYPERBOLIC[6], PARABOLIC[0], PARABOLIC[4], SUPERATTRACTING[2]]


@pytest.mark.parametrize("case", INVERTED, ids=name)
def test_inverse(case: Case) -> None:
    f = subject(case)
    make = koenigs if case in HYPERBOLIC else abel if case in PARABOLIC else boettcher
    solution = make(f, at=case.at)
    if make is abel:
        solution = abel(f, at=case.at, side="right" if sp.Rational(case.x) > 0 else "left")
    back = solution.inverse(solution(case.x, 60), 45)
    with mpmath.workdps(60):
        assert abs(back - exact(sp.Rational(case.x), 60)) < mpmath.mpf(10) ** -44


def test_negative_multiplier() -> None:
    """sigma exists, a flow does not: sigma(f(x)) = -sigma(x)/2."""
    sigma = koenigs("-x/2 + x**2", at=0)
    f = sigma.map
    left, right = sigma.enclose(f("1/3"), 50), sigma.enclose("1/3", 50)
    assert close(left, right, mpmath.mpf(-0.5))
    with pytest.raises(InputError, match="negative"):
        julia(f, at=0)


def test_kinks_have_a_flow_on_each_side() -> None:
    f = Map("Max(x/2, x/3)")
    with mpmath.workdps(40):
        assert abs(iterate(f, "1/2", 1, dps=30) - 1 / mpmath.sqrt(2)) < 1e-29
        assert abs(iterate(f, "1/2", -1, dps=30) + 1 / mpmath.sqrt(3)) < 1e-29


def test_pieces_along_the_orbit() -> None:
    """The flow of a map that changes its formula at 1 satisfies g(g(x)) = f(x) across the break."""
    f = Map("Piecewise((2*x, x < 1), (x**2 + 1, True))")
    g = iterative_root(f, 2, at=0)
    for x in ("1/2", "3/4", "9/8", "3"):
        with mpmath.workdps(40):
            assert abs(g(g(x, 35), 30) - exact(f(x), 40)) < mpmath.mpf(10) ** -28


@pytest.mark.parametrize(("expr", "power"), [("cbrt(x)", 3), ("sqrt(x)", 2), ("x**(2/5)", sp.Rational(5, 2))])
def test_infinite_slope(expr: str, power: Any) -> None:
    """At 0 the flow of x^(1/d) is x^(d^(-t)), with the field -log(d) x log(x)."""
    f = Map(expr, domain="[0, oo)")
    if power == sp.Rational(5, 2):
        with pytest.raises(InputError, match="not analytic"):
            julia(f, at=0)
        return
    field = julia(f, at=0)
    assert field.multiplier == sp.oo and field.map == f
    with mpmath.workdps(40):
        x, t = mpmath.mpf(1) / 3, mpmath.mpf(2) / 7
        assert abs(iterate(f, "2/7", "1/3", at=0, dps=30) - x ** (mpmath.mpf(power) ** -t)) < mpmath.mpf(10) ** -29
        assert abs(field("1/3", 30) + mpmath.log(power) * x * mpmath.log(x)) < mpmath.mpf(10) ** -29


def test_ball_arguments() -> None:
    sigma = koenigs("x/2 + x**2/8", at=0)
    wide = sigma.enclose(Ball(mpmath.mpf(1), mpmath.mpf("1e-10")), 30)
    for x in ("1", "1.00000000005", "0.9999999999"):
        inner = sigma.enclose(x, 30)
        assert wide.lower <= inner.lower and inner.upper <= wide.upper
    assert wide.radius < 1e-9


def test_iterated_roots() -> None:
    g = iterative_root("exp(x) - 1", 3)
    with mpmath.workdps(50):
        value = g(g(g(1, 45), 42), 40)
        assert abs(value - (mpmath.e - 1)) < mpmath.mpf(10) ** -38


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: koenigs("exp(x) - 1", 0), "parabolic: use abel"),
        (lambda: abel("x/2", 0), "hyperbolic: use koenigs"),
        (lambda: boettcher("x/2", 0), "hyperbolic: use koenigs"),
        (lambda: koenigs("x**2", 0), "superattracting: use boettcher"),
        (lambda: koenigs("-x + x**3", 0), "multiplier is -1"),
        (lambda: julia("-x", 0), "multiplier is -1"),
        (lambda: iterate("x**3", "1/2", "1/2"), "several fixed points"),
        (lambda: iterate("x + 1", "1/2", 0), "no fixed point"),
        (lambda: koenigs("x/2", 3), "not a fixed point: the fixed points are 0"),
        (lambda: koenigs("x/2", 0)(1, 0), "an integer from 1"),
        (lambda: koenigs("x/2", 0)(1, 10**6), "an integer from 1"),
        (lambda: koenigs("x/2", 0)(1, True), "an integer from 1"),
        (lambda: koenigs("x/2", 0)("oo"), "finite"),
        (lambda: koenigs("x/2", 0)("y"), "unknown name"),
        (lambda: koenigs("(x, y)", 0), "one variable"),
        (lambda: abel("sin(x)", 0, side="up"), "side is"),
        (lambda: koenigs(Map("x/2", domain="[0, 1]"), 5), "neither in the domain"),
        (lambda: koenigs("exp(x)", "oo"), "no coordinate"),
        (lambda: koenigs("exp(x)/4", "0.357").series(3), "not known exactly"),
        (lambda: abel("sin(x)", 0).series(3), "no power series"),
        (lambda: koenigs("x/2", 0).series(-1), "the order is an integer"),
        (lambda: julia("x**2", 0).series(3), "no power series"),
        (lambda: julia("x/2", 0).inverse(1), "has no inverse"),
        (lambda: iterative_root("x/2", 0), "order of an iterative root"),
        (lambda: iterate("x", "1/2", 1, at=0), "agree with"),
    ],
)
def test_bad_input(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: iterate("sin(x)", "1/2", 2, at=0), "increasing"),
        (lambda: iterate("3*x*(1 - x)", "3/2", "0.4", at=0), "increasing"),
        (lambda: iterate("exp(x) - 1", -5, -1), "takes no value"),
        (lambda: iterate("x**2", "1/2", -1, at=0), "not increasing"),
        (lambda: iterate("x**3", "1/2", 2, at=0), "does not tend|no orbit"),
        (lambda: iterate("sqrt(2)**x", "1/2", 5, at=2), "does not tend|no orbit"),
        (lambda: abel("exp(x) - 1", 0, side="left")(1), "not on the left"),
        (lambda: abel("exp(x) - 1", 0)(0), "pole"),
        (lambda: iterate(Map("2*x", domain="[0, 1]"), 3, "1/2", at=0), "leaves the domain"),
    ],
)
def test_outside_the_basin(call: Any, message: str) -> None:
    with pytest.raises(BasinError, match=message):
        call()


def test_outside_the_domain() -> None:
    with pytest.raises(DomainError):
        iterate(Map("x/2", domain="[0, 1]"), "1/2", 2)
    with pytest.raises(DomainError):
        koenigs(Map("x/2", domain="[0, 1]"))(2)
