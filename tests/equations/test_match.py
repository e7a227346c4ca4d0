"""The fields of two neighbouring fixed points: they differ where theory says so, by as much, never in a flow."""

from __future__ import annotations

import itertools
import time
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from embedcheck import Map, Status, check, verify_certificate
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.signs import Deadline, UnknownError
from embedcheck.certificate import Fact, Match
from embedcheck.decide import find
from embedcheck.equations.match import mismatch
from embedcheck.rules.base import Claim


def analysis(expr: str, domain: str) -> IntervalAnalysis:
    return IntervalAnalysis(Map(expr, domain=domain, vars="x"), Deadline(None))


def first(expr: str, domain: str) -> Fact:
    own = analysis(expr, domain)
    return mismatch(own, *own.bounded_components[0])


def ball(enclosure: Any) -> tuple[Fraction, Fraction]:
    """The ends of a stated ball."""
    values: list[Fraction] = []
    for text in (enclosure.middle, enclosure.radius):
        mantissa, _, exponent = text.partition("*2^")
        values.append(int(mantissa) * Fraction(2) ** int(exponent))
    return values[0] - values[1], values[0] + values[1]


def gap(found: Fact) -> Fraction:
    """The relative difference, proven up to the radii, which are a quarter of it."""
    assert isinstance(found.evidence, Match)
    (low, high), (other_low, other_high) = map(ball, found.evidence.values)
    assert high < other_low or other_high < low
    return abs((other_low + other_high) / (low + high) - 1)


# The largest difference over a fundamental domain (theory, 1D-MATCH), relative to the field; it oscillates, so that the
# point of the search may show much less.
SIZES = [
    ("x + sin(x)/4", "R", "8e-16"),
    ("x + sin(x)/10", "R", "9e-42"),
    ("x + x*(1 - x)/10", "[0, 1]", "3e-82"),
    ("x + sin(x)/50", "R", "3e-213"),
    pytest.param("x + sin(x)/100", "R", "1e-427", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("expr", "domain", "size"), SIZES)
def test_the_difference_has_the_known_size(expr: str, domain: str, size: str) -> None:
    found = first(expr, domain)
    assert found.guarantee == "rigorous"
    assert Fraction(size) / 1000 < gap(found) < Fraction(size) * 10


def test_it_is_the_difference_of_the_limits_that_define_the_fields() -> None:
    """V(x) = lim log(s)/(s - 1) (x_(n+1) - x_n)/(f^n)'(x), by f at one end and by its inverse at the other."""
    found = first("x + sin(x)/4", "R")
    assert isinstance(found.evidence, Match)
    with mpmath.workdps(130):  # pi - x_n is about 1e-49
        x = mpmath.mpf(Fraction(found.evidence.point).numerator) / Fraction(found.evidence.point).denominator
        f, slope = lambda t: t + mpmath.sin(t) / 4, lambda t: 1 + mpmath.cos(t) / 4
        point, derivative = x, mpmath.mpf(1)
        for _ in range(450):
            derivative *= slope(point)
            point = f(point)
        s = mpmath.mpf(3) / 4
        attracting = mpmath.log(s) / (s - 1) * (f(point) - point) / derivative
        point, derivative = x, mpmath.mpf(1)
        for _ in range(450):
            before = point
            for _ in range(9):
                before -= (f(before) - point) / slope(before)
            derivative /= slope(before)
            point = before
        s = mpmath.mpf(5) / 4
        repelling = mpmath.log(s) / (s - 1) * (f(point) - point) / derivative
        for value, stated in zip((repelling, attracting), found.evidence.values, strict=True):
            low, high = (mpmath.mpf(end.numerator) / end.denominator for end in ball(stated))
            assert low < value < high


# -- both routes -------------------------------------------------------------------------------------------------------

IN_CLASS_M = [
    ("x + sin(x)/3", "R"),
    ("x + cos(x)/5", "R"),
    ("x + sin(x)/10 + cos(2*x)/20", "R"),
    ("3*x/2 - x**2/2", "[0, 1]"),
    ("tanh(2*x)", "R"),
    ("x + x**2*(1 - x)/2", "[0, 1]"),
    ("x - x**2*(1 - x)/2", "[0, 1]"),
    ("x + x*(1 - x)**3/3", "[0, 1]"),
    ("x + x**3*(1 - x)**2/2", "[0, 1]"),
    ("x + sin(x)**2/3", "R"),
    ("x + sin(x)**2*cos(x)/3", "R"),
    ("x + (x**5 - x - 1)*(x - 2)/100", "[1, 2]"),
    ("x + x*(1 - x)*erf(x + 1)/7", "[0, 1]"),
    ("x + x*(1 - x)/(8 + gamma(x + 1))", "[0, 1]"),
    ("(exp(x) - 1)*3/4", "[0, 1]"),
    ("x + (exp(x) - 1)*(1 - x)*x/5", "[0, 1]"),
    ("Piecewise((x + x**2*(1 - x)/4, x > 0), (x, True))", "[-1, 1]"),
]


@pytest.mark.parametrize(("expr", "domain"), IN_CLASS_M)
def test_where_class_m_refutes_the_fields_differ(expr: str, domain: str) -> None:
    own = analysis(expr, domain)
    verdict = check(Map(expr, domain=domain), timeout=None).verdict("basic", "C1")
    assert bool(own.bounded_components) == (verdict.rule == "1D-CLASS-M" and verdict.status is Status.NOT_EMBEDDABLE)
    for pair in own.bounded_components:
        assert gap(mismatch(own, *pair)) > 0


@pytest.mark.parametrize(
    ("expr", "domain"),
    [
        ("x + log(1 + x)*(1 - x)/5", "[0, 1]"),
        ("x + x*(1 - x)*atan(x + 1/2)/4", "[0, 1]"),
        ("x + x*(1 - x)*sqrt(1 + x)/7", "[0, 1]"),
        ("x + x*(1 - x)*cbrt(x + 2)/7", "[0, 1]"),
        ("x - x**2*(1 - x)*sqrt(1 + x)/3", "[0, 1]"),
        ("x + x**3*(1 - x)*atan(1 + x)/3", "[0, 1]"),
        ("x/sqrt(1 + x**2) + x**2/5", "[0, 3/2]"),
        ("x + (2 - x)*(x**5 - x - 1)*sqrt(x)/400", "[1, 2]"),
        ("x + atan(sin(x))/5", "R"),
        ("x + atan(sin(x) + 1/3)/5", "R"),
        ("x + atan(1 + cos(x))/3", "R"),
        ("x + atan(1 + cos(x))/3", "(-oo, 0)"),
        ("x - atan(1 + cos(x))/3", "(-oo, 13)"),
        ("Piecewise((x + log(1 + x)*(1 - x)/5, x < 1), (1 + (1 - log(2)/5)*(x - 1), True))", "[0, 2]"),
    ],
)
def test_maps_that_only_digits_refute(expr: str, domain: str) -> None:
    profile = check(Map(expr, domain=domain), timeout=None)
    verdicts = [profile.verdict("basic", name) for name in ("C1", "Cinf", "Comega")]
    assert {(one.status, one.rule) for one in verdicts} == {(Status.NOT_EMBEDDABLE, "1D-MATCH")}
    assert verdicts[0].reason.startswith("at x = ")
    proven = verify_certificate(verdicts[0].certificate, cell="basic autonomous C1")
    assert proven.cells[0].status == "not_embeddable"
    assert profile.verdict("basic", "Lip").status is Status.EMBEDDABLE


def test_one_rule_claims_what_the_other_does_not() -> None:
    """Nothing is computed where class M decides."""
    for expr, rule in (("x + sin(x)/3", "1D-CLASS-M"), ("x + atan(sin(x))/3", "1D-MATCH")):
        items = [item for item in find(Map(expr), None, lambda _: None) if isinstance(item, Claim)]
        assert {item.rule for item in items if not item.positive and item.cell.regularity == "C1"} == {rule}


# -- time-one maps -----------------------------------------------------------------------------------------------------

FLOWS = [
    ("2*x/(1 + x)", "[0, 1]"),
    ("5*x/(4 + x)", "[0, 1]"),
    ("(101*x/100)/(1 + x/100)", "[0, 1]"),
    ("x/(2 - x)", "[0, 1]"),
    ("x*E/sqrt(1 + x**2*(E**2 - 1))", "[-1, 1]"),
    ("2*x/cbrt(1 + 7*x**3)", "[0, 1]"),
    ("x + 2*atan((E - 1)*sin(x)/(E + 1 - (E - 1)*cos(x)))", "R"),
    ("x + atan(sin(2*x)/(3 - cos(2*x)))", "R"),
    ("x + atan(-sin(x)**2/(1 + sin(x)*cos(x)))", "R"),
    ("log(2*exp(x)/(1 + exp(x)) + 1/3)", "R"),
    ("log((5*exp(x) - 2)/(exp(x) + 2))", "[0, log(2)]"),
]


@pytest.mark.parametrize(("expr", "domain"), FLOWS)
def test_a_time_one_map_is_never_refuted(expr: str, domain: str) -> None:
    own = analysis(expr, domain)
    for pair in own.bounded_components:
        start = time.perf_counter()
        with pytest.raises(UnknownError, match=r"coincide: they agree to \d+ digits at two points"):
            mismatch(own, *pair)
        assert time.perf_counter() - start < 10
    assert check(Map(expr, domain=domain), timeout=None).verdict("basic", "C1").status is not Status.NOT_EMBEDDABLE


def test_the_fields_of_one_flow_agree_to_many_digits() -> None:
    """x' = sin(x)^2 has parabolic fixed points; the flow is arccot(cot(x) - t)."""
    own = analysis("x + atan(sin(x)**2/(1 - sin(x)*cos(x)))", "R")
    with pytest.raises(UnknownError, match="agree to"):
        mismatch(own, *own.bounded_components[0])


# -- conjugation -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "shift"), [("1", "1/3"), ("3", "-2"), ("1/7", "pi"), ("-1", "1"), ("-5/2", "sqrt(2)")]
)
@pytest.mark.parametrize(
    ("expr", "ends"), [("x + log(1 + x)*(1 - x)/5", "01"), ("x + x**2*(1 - x)*sqrt(1 + x)/3", "01")]
)
def test_affine_conjugates_are_refuted_alike(expr: str, ends: str, scale: str, shift: str) -> None:
    inner = f"((x - ({shift}))/({scale}))"
    conjugate = f"({scale})*({expr.replace('x', inner)}) + ({shift})".replace(f"s{inner}rt", "sqrt")
    low, high = (f"({scale})*{end} + ({shift})" for end in (ends if not scale.startswith("-") else ends[::-1]))
    found = first(conjugate, f"[{low}, {high}]")
    ratio = gap(found) / gap(first(expr, "[0, 1]"))
    # Another phase of the same periodic function.
    assert Fraction(1, 10**4) < ratio < 10**4


@pytest.mark.parametrize(
    ("outer", "inner", "low", "high"),
    [
        ("sqrt(1 + {})", "(x**2 - 1)", "1", "sqrt(2)"),
        ("cbrt(1 + {})", "(x**3 - 1)", "1", "cbrt(2)"),
        ("exp({})", "log(x)", "1", "E"),
        ("({})/(2 + {})", "(2*x/(1 - x))", "0", "1/3"),
    ],
)
def test_analytic_conjugates_are_refuted_too(outer: str, inner: str, low: str, high: str) -> None:
    base = "{0} + {0}*(1 - {0})*(3 - {0})/9"
    plain = first(base.format("x"), "[0, 1]")
    image = base.format(inner)
    found = first(outer.format(*[image] * outer.count("{}")), f"[{low}, {high}]")
    assert Fraction(1, 10**4) < gap(found) / gap(plain) < 10**4


def test_f_and_its_inverse() -> None:
    """The inverse of 3 x/2 - x^2/2 is 3/2 - sqrt(9/4 - 2 x)."""
    plain, inverse = first("3*x/2 - x**2/2", "[0, 1]"), first("3/2 - sqrt(9/4 - 2*x)", "[0, 1]")
    assert Fraction(1, 10**4) < gap(plain) / gap(inverse) < 10**4


# -- limits ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expr", "domain", "reason"),
    [
        ("x + x**(3/2)*(1 - x)/9", "[0, 1]", "not one expression that is analytic up to both"),
        ("Piecewise((x/2 + x**2/4, x < 1), (5*x/4 - 1/2, True))", "[-1/2, 3]", "not one expression"),
        ("x + sin(x)/1000", "R", "they agree to 150 digits at two points"),
        ("x + sin(x)/1000000", "R", "too long|would take too long"),
        ("x + x**6*(1 - x)/10**9", "[0, 1]", "too long|would take too long"),
        ("x + x**11*(1 - x)/2", "[0, 1]", "too high"),
        ("3*x**2 - 2*x**3", "[0, 1]", "coincide"),
    ],
)
def test_what_is_out_of_reach_is_not_decided(expr: str, domain: str, reason: str) -> None:
    own = analysis(expr, domain)
    start = time.perf_counter()
    with pytest.raises(
        UnknownError, match=f"^whether the fields at the fixed points .* coincide: .*({reason})|{reason}"
    ):
        mismatch(own, *own.bounded_components[0])
    assert time.perf_counter() - start < 10


def test_the_deadline_is_kept() -> None:
    own = analysis("x + sin(x)/100", "R")
    pair = own.bounded_components[0]
    own.deadline = Deadline(0.0)
    with pytest.raises(UnknownError, match="time"):
        mismatch(own, *pair)


def test_every_component_counts() -> None:
    """The first component has a closed form, on the second the fields differ."""
    text = "Piecewise((2*x/(1 + x), x <= 1), (1 + (x - 1)/2 + (x - 1)**2*sqrt(x)/(2*sqrt(2)), True))"
    verdict = check(Map(text, domain="[0, 2]"), timeout=None).verdict("basic", "C1")
    assert (verdict.status, verdict.rule) == (Status.NOT_EMBEDDABLE, "1D-MATCH")
    assert [one.evidence.left for one in verdict.evidence if isinstance(one.evidence, Match)] == [1]
    assert "the fixed points 1 and 2 differ" in verdict.reason


@pytest.mark.parametrize(("expr", "domain"), [("x + atan(sin(x))/5", "R"), ("x + log(1 + x)*(1 - x)/5", "[0, 1]")])
def test_the_search_finds_the_same_again(expr: str, domain: str) -> None:
    assert all(a == b for a, b in itertools.pairwise(first(expr, domain) for _ in range(3)))
