"""Where flows end: critical points, poles, ends of the domain, kinks; and values that are hard to get right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import pytest
import sympy as sp

from embedcheck import (
    BasinError,
    EmbedcheckError,
    InputError,
    Map,
    abel,
    boettcher,
    check,
    iterate,
    julia,
    koenigs,
    realize,
)

HUGE = "10**400"


@pytest.mark.parametrize(
    "call",
    [
        lambda: iterate(Map("x/(1 + x)", domain="(-1, oo)"), "19/2", "-1/4", at=0),
        lambda: check(Map("x/(1 + x)", domain="(-1, oo)")).verdict("basic", "Comega").flow("19/2", "-1/4"),
        lambda: iterate(Map("tan(x)", domain="(-pi/2, pi/2)"), 5, 1, at=0),
        lambda: iterate(Map("tan(x)", domain="(-pi/2, pi/2)"), "41/2", 1, at=0),
        lambda: iterate(Map("4*x*(1 - x)", domain="[0, 1]"), "7/2", "1/5", at=0),
        lambda: iterate(Map("4*x*(1 - x)", domain="[0, 1/2]"), "7/2", "1/5", at=0),
        lambda: iterate(Map("2*x/(1 - x)", domain="(-oo, 1)"), 3, "1/4", at=0),
        lambda: iterate(Map("2*x/(1 - x)", domain="(-oo, 1)"), 5, "1/4", at=0),
        lambda: abel(Map("tan(x)", domain="(-pi/2, pi/2)"), at=0, side="right").inverse(50),
        lambda: koenigs(Map("2*x/(1 - x)", domain="(-oo, 1)"), at=0).inverse(6),
        lambda: koenigs(Map("2*x + x**2/9", domain="[0, 1]"), at=0).inverse(5),
        lambda: check(Map("x + 1/x", domain="[2, oo)")).verdict("basic", "Comega").flow(t=-3, x=3),
        lambda: iterate(Map("2*x + 1", domain="[1, oo)"), -3, 2, at="oo"),
        lambda: koenigs(Map("x/2 - x**2", domain="[0, 1]"), at=0)("0.7"),
        lambda: check(Map("2*x + x**3/9", domain="[0, 1]")).verdict("basic", "C1", False).flow.field(5, t="1/2"),
        lambda: koenigs("Piecewise((x/3 + x**2/5, x < 0), (x/2 - x**2, True))", at=0)("0.6"),
        lambda: check(Map("(x + 1)/(1 - x)", domain="(-oo, 1)")).verdict("basic", "Comega").flow("17/2", 0),
        lambda: check(Map("(x - 1)/(x + 1)", domain="(-1, oo)")).verdict("basic", "Comega").flow(-7, 0),
        lambda: check(Map("2*x", domain="[0, 1]")).verdict("basic", "Comega").flow(5, "1/2"),
        lambda: check(Map("x**2", domain="(1, 2)")).verdict("basic", "Comega").flow(5, "3/2"),
        lambda: iterate(Map("x/2", domain="(0, 1)"), -1, "1/2", at=0),
        lambda: iterate(Map("2*x", domain="(0, 1)"), 2, "1/2", at=0),
        lambda: iterate(Map("cbrt(x)", domain="[0, 1/2]"), 3, "2/5", at=0),
        lambda: check(Map("2*x + x**3/9", domain="(0, 1)")).verdict("basic", "C1", False).flow.field("14/9", t="1/2"),
    ],
)
def test_a_flow_is_not_continued_beyond_its_end(call: Callable[[], Any]) -> None:
    with pytest.raises(BasinError):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: iterate("exp(x) - 1", HUGE, "1/3", at=0),
        lambda: iterate("x/2", 10**9, 1),
        lambda: check("exp(x) - 1").verdict("basic", "Cinf").flow(t=HUGE, x=1),
        lambda: check("x + sin(x)/2").verdict("basic", "Lip").flow(t="1/2", x=HUGE + "+1/7"),
        lambda: koenigs("2*x + x**3", at=0).inverse(HUGE),
        lambda: abel("exp(x) - 1", at=0).inverse("-" + HUGE),
        lambda: abel("exp(x) - 1", at=0).inverse(10**9),
        lambda: koenigs("1000001*x/1000000 + x**2", at=0)("1/100"),
        lambda: koenigs("x/2 + x**2", at=0).inverse(HUGE),
        lambda: boettcher("x**2 + x**3", at=0).inverse(2),
    ],
)
def test_what_takes_too_long_is_refused(call: Callable[[], Any]) -> None:
    with pytest.raises(EmbedcheckError):
        call()


@pytest.mark.parametrize(
    ("expr", "x", "degree"),
    [
        ("-x**3 + x**4", "3/10", 3),
        ("-x**3 + x**4", "-1/10", 3),
        ("x**2 + x**3", "-1/1000", 2),
        ("-2*x**2 + x**3", "1/1000", 2),
        ("x**4 + x**5", "-1/100", 4),
    ],
)
def test_boettcher_functions_where_the_orbit_changes_its_side(expr: str, x: str, degree: int) -> None:
    beta = boettcher(expr, at=0)
    with mpmath.workdps(80):
        rough, fine = beta(x, 15), beta(x, 60)
        assert abs(rough / fine - 1) < 1e-14
        image = beta(beta.map(x), 60)
        assert abs(abs(image) / abs(fine) ** degree - 1) < mpmath.mpf(10) ** -57
        value = Map("x")(x)
        point = mpmath.mpf(value.p) / value.q
        if abs(point) <= 0.01:
            series = sum(mpmath.mpf(c.p) / c.q * point**k for k, c in enumerate(beta.series(20)))
            assert abs(fine - series) < max(abs(point) ** 20, mpmath.mpf(10) ** -57)


def test_digits_of_a_small_read_out() -> None:
    """The read-out is computed in balls: nothing is lost where slope * h and the intercept nearly cancel."""
    network = realize("x + Max(x, 0) + 1", "linear-layer")
    with mpmath.workdps(60):
        assert abs(network("-1.00000000000000000000000000001", 15) + mpmath.mpf(10) ** -29) < mpmath.mpf(10) ** -43
        small = realize("-sqrt(2)*x + 1", "linear-layer")("0.70710678118654752440084436210485", 15)
        exact = 1 - mpmath.sqrt(2) * mpmath.mpf("0.70710678118654752440084436210485")
        assert abs(small - exact) < abs(exact) * mpmath.mpf(10) ** -14


def test_a_preimage_next_to_an_irrational_break() -> None:
    f = Map("2*x + Abs(x - sqrt(2))/2 - sqrt(2)/2")
    with mpmath.workdps(120):
        x = 3 * mpmath.sqrt(2) / 2 - mpmath.mpf(10) ** -30
        rough, fine = koenigs(f, at=0)(x, 60), koenigs(f, at=0)(x, 100)
        assert abs(rough / fine - 1) < mpmath.mpf(10) ** -59
        back = check(f).verdict("basic", "flow").flow(t=-1, x=x, dps=60)
        left = (x + mpmath.sqrt(2) / 2 - mpmath.sqrt(2) / 2) / mpmath.mpf("1.5")
        assert abs(back / left - 1) < mpmath.mpf(10) ** -30


def test_a_class_is_promised_only_when_it_is_delivered() -> None:
    with pytest.raises(InputError, match="has the class Lip"):
        realize("exp(x)", "linear-layer", "Comega")
    assert realize("exp(x)", "linear-layer", "Lip").regularity == "Lip"


@pytest.mark.parametrize(
    ("expr", "at", "x"),
    [("erf(x)", "0", "1/2"), ("2*erf(x)", "0", "1/2"), ("(1 + x)**50 - 1", "0", "1/100"), ("x/2 + x**20", "0", "1/2")],
)
def test_few_terms_need_the_bounds_of_many(expr: str, at: str, x: str) -> None:
    rough, fine = (koenigs(expr, at=at)(x, dps) for dps in (2, 60))
    with mpmath.workdps(60):
        assert abs(rough / fine - 1) < mpmath.mpf(10) ** -2


def test_exact_zeros() -> None:
    assert abel("exp(x) - 1", at=0, base=1)(1) == 0
    assert iterate("x/2", 0, 0) == 0 and iterate("x/2", "1/2", 0) == 0
    assert iterate("exp(x) - 1", 0, 1) == 1
    assert check("exp(x)").verdict("basic", "C1").flow(t=0, x=0) == 0


def test_nested_radicals_do_not_hang() -> None:
    inner = "(x - 1)**2/(5*((x - 1)**2 + 1))"
    outer = f"(x - 1)**2/((1 - {inner})*((x - 1)**2 + 1))"
    text = f"1 + (x - 1)/(sqrt(1 - {inner})*sqrt(1 - {outer})*sqrt((x - 1)**2 + 1))"
    field = julia(text, at=1)
    with mpmath.workdps(40):
        assert abs(field("63/32", 30) / field("63/32", 25) - 1) < mpmath.mpf(10) ** -24


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (lambda: iterate(Map("2*x", domain="(0, 1)"), 1, "1/2", at=0, dps=25), "1"),
        (lambda: iterate(Map("x/(1 + x)", domain="[-2/3, 2/3]"), "-1/2", "1/2", at=0, dps=25), "2/3"),
        (lambda: iterate(Map("x/2 + x**2/9", domain="[0, 1/3]"), -1, "29/162", at=0, dps=25), "1/3"),
        (lambda: iterate(Map("cbrt(x)", domain="[0, 1/2]"), 1, "27/64", at=0, dps=25), "3/4"),
        (lambda: check(Map("(x + 1)/(1 - x)", domain="(-oo, 1)")).verdict("basic", "Comega").flow(1, 0, 25), "1"),
        (lambda: check("x + exp(x)").verdict("basic", "Comega").flow(1, 12, 25), "12 + exp(12)"),
    ],
)
def test_a_flow_reaches_the_ends_of_what_it_is_defined_on(value: Callable[[], Any], expected: str) -> None:
    with mpmath.workdps(40):
        exact = mpmath.mpf(sp.N(Map(expected, vars="x")(0), 40))
        assert abs(value() / exact - 1) < mpmath.mpf(10) ** -24


@pytest.mark.parametrize("expr", ["exp(x) - 1", "sin(x)", "x*exp(-x)"])
def test_a_flow_without_a_class_next_to_a_parabolic_point(expr: str) -> None:
    """Close to the point the orbits are far too long for a fundamental domain; the Abel flow serves."""
    f = Map(expr, domain="[0, 1]")
    flow = check(f).verdict("basic", "flow").flow
    with mpmath.workdps(40):
        half = flow("1/2", "1/1000000", 30)
        assert abs(half - iterate(f, "1/2", "1/1000000", at=0, dps=30)) < mpmath.mpf(10) ** -34


def test_inverses_on_both_sides_of_a_kink() -> None:
    f = Map("Piecewise((x/2, x < 0), (x/2 + x**2/5, True))", domain="[-1, 1]")
    g = Map("Piecewise((x**3, x < 0), (2*x**3 + x**4, True))", domain="[-1/2, 1/2]")
    with mpmath.workdps(40):
        for solution in (koenigs(f, at=0), boettcher(g, at=0)):
            for x in ("-1/10", "1/10"):
                back = solution.inverse(solution(x, 35), 25)
                assert abs(back - mpmath.mpf((x.startswith("-") and -1) or 1) / 10) < mpmath.mpf(10) ** -24
