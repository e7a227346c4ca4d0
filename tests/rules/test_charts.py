"""Polynomial and logarithmic coordinates (ND-CONJ): known truths, resonances, domains, and flows."""

from __future__ import annotations

import random
from functools import cache

import mpmath
import pytest
import sympy as sp

from embedcheck import Map, verify_certificate
from embedcheck.cells import REGULARITIES, Cell
from embedcheck.decide import check
from embedcheck.profile import Profile

SIGNS = {"embeddable": "+", "not_embeddable": "-", "undecided": "?"}
ALL, NONE = "++++++", "------"


@cache
def profile(text: str, domain: str = "R^2") -> Profile:
    return check(Map(text, domain=domain), timeout=None)


def row(found: Profile, autonomous: bool = True) -> str:
    return "".join(SIGNS[found.verdicts[Cell("basic", autonomous, r)].status] for r in REGULARITIES)


@pytest.mark.parametrize(
    ("text", "domain", "wanted"),
    [
        # The linear part is a rotation by pi, or a rotation and a scaling.
        ("(-x, -y + x**2)", "R^2", ALL),
        ("(-x, -y + x**2)", "[-1, 1] x (0, oo)", ALL),
        ("(b, -a, 2*c + a*b, d/2 + c*a)", "R^4", ALL),
        ("(-sqrt(2)*x, -sqrt(2)*y + x**2)", "R^2", ALL),
        # A Jordan block of -1: an odd dimension of ker(A + 1).
        ("(1 - x, -y + x**2 + x)", "R^2", NONE),
        # Different negative eigenvalues: C0 and no more.
        ("(-2*x, -3*y + x**2)", "R^2", "++----"),
        ("(-x/2, -2*y + x**2)", "R^2", NONE),
        # Monomials: the exponents are the matrix.
        ("(x**2*y, x*y)", "(0, oo)^2", ALL),
        ("(1/x, 1/y)", "(0, oo)^2", ALL),
        ("(y, 1/x)", "(0, oo)^2", ALL),
        ("(3*x**2*y**(1/2), y**2/5)", "(0, oo)^2", ALL),
        ("(x**sqrt(2), y**2/x)", "[1, 2] x (0, 1]", ALL),
        ("(x*exp(y), y + 1)", "(0, oo) x R", ALL),
    ],
)
def test_known_truths(text: str, domain: str, wanted: str) -> None:
    found = profile(text, domain)
    assert row(found) == wanted
    assert verify_certificate(found.certificate, map=found.map).cells


def test_which_theorem_decides() -> None:
    assert profile("(-x, -y + x**2)").verdict("basic", "Comega").rule == "ND-CONJ"
    assert profile("(x**2*y, x*y)", "(0, oo)^2").verdict("basic", "Comega").rule == "ND-CONJ"
    assert profile("(1 - x, -y + x**2 + x)").verdict("basic", "flow").rule == "ND-CONJ"


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        # x^2 is multiplied by 1/4, as z is: no polynomial coordinates remove it, and no eigenvalue helps.
        ("(-x/2, -y/2, z/4 + x**2)", "R^3"),
        # The fixed point of the logarithms is not isolated; curves may leave the quadrant, so nothing is refuted.
        ("(x, 1/y**2, 1/z**3)", "(0, oo)^3"),
    ],
)
def test_what_stays_open(text: str, domain: str) -> None:
    found = profile(text, domain)
    assert found.verdict("basic", "Comega").status == "undecided"


def test_refutations_need_all_of_the_space() -> None:
    """On a box that avoids the fixed point the same formula may be embeddable."""
    assert row(profile("(1 - x, -y + x**2 + x)", "[1, 2] x [3, 4]")).count("-") == 0
    assert row(profile("(1/x**2, 1/y**3)", "[2, 3]^2")).count("-") == 0


def test_logarithms_of_negative_exponents() -> None:
    """(-2, -3) is the matrix: C0, and Lip is refuted by the fixed point (1, 1), which is inside X."""
    assert row(profile("(1/x**2, 1/y**3)", "(0, oo)^2")) == "++----"


def random_triangular(rng: random.Random) -> Map:
    x, y, z = sp.symbols("x y z", real=True)
    values = [sp.Rational(rng.choice((-3, -2, -1, 2, 3)), rng.choice((1, 2, 3))) for _ in range(3)]
    bends = [rng.randint(-2, 2) * x**2 + rng.randint(-1, 1) * x, rng.randint(-1, 1) * x * y + rng.randint(-2, 2) * y**2]
    return Map([values[0] * x, values[1] * y + bends[0], values[2] * z + bends[1]], vars=["x", "y", "z"])


def test_triangular_maps_follow_their_linear_part_in_the_absence_of_resonances() -> None:
    rng = random.Random(11)
    for _ in range(12):
        subject = random_triangular(rng)
        found = check(subject, timeout=None)
        linear = check(Map([sp.expand(e).subs({}) for e in linear_part(subject)], vars=["x", "y", "z"]), timeout=None)
        for autonomous in (True, False):
            pairs = set(zip(row(found, autonomous), row(linear, autonomous), strict=True))
            assert not pairs & {("+", "-"), ("-", "+")}, subject
        assert verify_certificate(found.certificate, map=found.map).cells


def linear_part(subject: Map) -> list[sp.Expr]:
    zero = dict.fromkeys(subject.variables, 0)
    return [sum(sp.diff(e, x).subs(zero) * x for x in subject.variables) for e in subject.components]


@pytest.mark.parametrize(
    ("text", "domain"),
    [("(-x, -y + x**2)", "R^2"), ("(x**2*y, x*y)", "(0, oo)^2"), ("(-b, a, -2*c + a*b, -2*d + c*a)", "R^4")],
)
def test_the_flow_realises_the_map(text: str, domain: str) -> None:
    found = profile(text, domain)
    flow = found.verdict("basic", "Comega").flow
    place = [sp.Rational(3 + k, 7) for k in range(found.map.inputs)]
    with mpmath.workdps(30):
        end = flow(t=1, x=place, dps=25)
        half = flow(t="1/2", x=flow(t="1/2", x=place, dps=30), dps=25)
        wanted = [sp.N(e.subs(dict(zip(found.map.variables, place, strict=True))), 30) for e in found.map.components]
        for value, twice, target in zip(end, half, wanted, strict=True):
            assert abs(value - mpmath.mpf(str(target))) < 1e-20 and abs(twice - value) < 1e-20


def test_an_inverse_of_a_high_degree_is_checked() -> None:
    """Compositions have degree 16 and many terms before they cancel."""
    text = (
        "(-160*x**4 - 80*x**2*y - 4*x**2 + 5*x/2 - 10*y**2 - y, 256*x**4 + 128*x**2*y + 8*x**2 - 4*x + 16*y**2 + 2*y)"
    )
    found = profile(text)
    assert found.verdict("basic", "Comega", False).rule == "ND-NONAUTO"
    assert verify_certificate(found.certificate, map=found.map).cells
