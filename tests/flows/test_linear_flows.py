"""Flows of affine maps with entries that are not rational, or eigenvalues close to the negative half-line."""

from __future__ import annotations

import mpmath
import pytest
import sympy as sp

from embedcheck import Map, check


@pytest.mark.parametrize(
    ("text", "domain", "regularity"),
    [
        ("(sqrt(2)*x + y, x + sqrt(3)*y + 1)", "R^2", "Comega"),
        ("(-sqrt(2)*x, -sqrt(2)*y)", "R^2", "Comega"),
        ("(-sqrt(2)*x + y, -sqrt(2)*y)", "R^2", "C0"),
        ("(-sqrt(2)*x, -E*y)", "R^2", "C0"),
        ("(cos(1)*x - sin(1)*y, sin(1)*x + cos(1)*y)", "R^2", "Comega"),
        ("(x + sqrt(2), -sqrt(3)*y, -sqrt(3)*z)", "R^3", "Comega"),
        ("(-x + y/15, -x/15 - y)", "R^2", "Comega"),
        ("(-x/2 + y/30 + 1, -x/30 - y/2)", "R^2", "Comega"),
        # A pair of eigenvalues -2.77 +- 0.34 i, where square roots of the matrix are not found.
        (
            "(-(1 + sqrt(5))*x/2 - 2*y + 2*z, sqrt(2)*y - sqrt(3)*x + z, -(1 + sqrt(5))*x/4 + (1 + sqrt(5))*y/2 - 3*z)",
            "R^3",
            "Comega",
        ),
    ],
)
def test_the_flow_realises_the_map(text: str, domain: str, regularity: str) -> None:
    found = check(Map(text, domain=domain), timeout=None)
    flow = found.verdict("basic", regularity).flow
    place = [sp.Rational(2 + k, 7) for k in range(found.map.inputs)]
    with mpmath.workdps(30):
        end = flow(t=1, x=place, dps=25)
        half = flow(t="1/2", x=flow(t="1/2", x=place, dps=30), dps=25)
        values = dict(zip(found.map.variables, place, strict=True))
        for component, value, twice in zip(found.map.components, end, half, strict=True):
            assert abs(value - mpmath.mpf(str(sp.N(component.subs(values), 30)))) < 1e-20
            assert abs(twice - value) < 1e-18


@pytest.mark.parametrize("text", ["(-2*x, -3*y)", "(-x + y + z/2, 2*x + 3*y/2 + 3*z/2, x/2 + y - 3*z)"])
def test_the_sense_of_turning_does_not_depend_on_the_precision(text: str) -> None:
    """The field at few digits is the speed of the flow at many digits."""
    found = check(Map(text), timeout=None)
    flow = found.verdict("basic", "C0").flow
    place = [sp.Rational(-1, 2), sp.Rational(3, 10), sp.Rational(7, 10)][: found.map.inputs]
    field = flow.field(x=place, dps=15)
    with mpmath.workdps(50):
        later = flow(t="1/1000000000000", x=place, dps=45)
        for speed, value, start in zip(field, later, place, strict=True):
            assert abs((value - mpmath.mpf(start.p) / start.q) * 10**12 - speed) < 1e-9


def test_an_isotopy_through_a_rotation_by_nearly_pi() -> None:
    found = check(Map("(-7*x/3 + y/3, 2*x/3 - 8*y/3)", domain="[-2, -3/2] x [-1/2, 3/2]"), timeout=None)
    flow = found.verdict("basic", "Lip", False).flow
    values = flow.output(("-13/8", "-1/4"))
    assert abs(values[0] - mpmath.mpf(89) / 24) < 1e-12 and abs(values[1] + mpmath.mpf(5) / 12) < 1e-12
    turned = check(Map("(-x/2 + sin(y)/8, -y/3 + sin(x)/8)"), timeout=None).verdict("basic", "Lip", False).flow
    first, second = (turned(t="1/3", x=("0", "3/2"), dps=digits) for digits in (10, 30))
    assert all(abs(a - b) < 1e-8 for a, b in zip(first, second, strict=True))
