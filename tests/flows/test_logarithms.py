"""Real logarithms next to the negative axis, and fields that do not depend on the precision."""

from __future__ import annotations

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedcheck import Map, check
from embedcheck.errors import PrecisionError
from embedcheck.flows.logarithms import canonical_basis, principal_logarithm


@given(st.integers(2, 10**9), st.sampled_from([15, 30]))
def test_the_logarithm_of_a_rotation_is_its_angle(below: int, dps: int) -> None:
    with mpmath.workdps(dps):
        angle = mpmath.pi - mpmath.mpf(1) / below
        c, s = mpmath.cos(angle), mpmath.sin(angle)
        found = principal_logarithm(mpmath.matrix([[c, -s], [s, c]]))
        gap = mpmath.mnorm(found - mpmath.matrix([[0, -angle], [angle, 0]]), 1)
        # sin(angle) itself is known with an absolute error of an ulp of 1.
        assert gap <= mpmath.mpf(10) ** (-dps + 3) * below


def test_jordan_blocks_and_wide_spectra() -> None:
    block = mpmath.matrix([[2, 1, 0], [0, 2, 1], [0, 0, 2]])
    found = principal_logarithm(block)
    wanted = mpmath.matrix([[mpmath.log(2), 0.5, -0.125], [0, mpmath.log(2), 0.5], [0, 0, mpmath.log(2)]])
    assert mpmath.mnorm(found - wanted, 1) < 1e-14
    wide = mpmath.diag([mpmath.mpf(10) ** 6, mpmath.mpf(10) ** -6])
    assert mpmath.mnorm(principal_logarithm(wide) - mpmath.log(10) * mpmath.diag([6, -6]), 1) < 1e-12


@pytest.mark.parametrize("rows", [[[-1]], [[-1, 0], [0, 2]], [[-1, 0], [0, -1]], [[0, 0], [0, 1]]])
def test_no_principal_logarithm_on_the_negative_axis(rows: list[list[int]]) -> None:
    with pytest.raises(PrecisionError):
        principal_logarithm(mpmath.matrix(rows))


@given(st.floats(0, 6.3))
def test_a_basis_depends_on_the_span_alone(angle: float) -> None:
    one, two = [0.6, 0.8, 0.0], [0.0, 0.0, 1.0]
    c, s = mpmath.cos(angle), mpmath.sin(angle)
    pairs = list(zip(one, two, strict=True))
    turned = [[c * x + s * y for x, y in pairs], [c * y - s * x for x, y in pairs]]
    for v, w in zip(canonical_basis([one, two]), canonical_basis(turned), strict=True):
        assert max(abs(x - y) for x, y in zip(v, w, strict=True)) < 1e-12


@pytest.mark.parametrize(
    ("expr", "domain", "cell", "x"),
    [
        ("(-x + y/15, -x/15 - y)", "R^2", ("Comega", True), ("1/3", "2/3")),
        ("(-x/2 + y/300, -x/300 - y/2)", "R^2", ("Comega", True), ("1/3", "2/3")),
        ("(-x + y/15 + 1, -x/15 - y)", "R^2", ("Comega", True), ("1/3", "2/3")),
        ("(-7*x/3 + y/3, 2*x/3 - 8*y/3)", "[-2, -3/2]x[-1/2, 3/2]", ("Lip", False), ("-13/8", "-1/4")),
        ("(-x + x**3/9, -y + x*y/9)", "[-1/9, 1/9]^2", ("Cinf", False), ("1/13", "1/23")),
    ],
)
def test_flows_near_a_half_turn_realise_the_map(expr: str, domain: str, cell: tuple[str, bool], x: tuple[str]) -> None:
    subject = Map(expr, domain=domain, vars=["x", "y"])
    flow = check(subject).verdict("basic", *cell).flow
    wanted = [float(component.subs(dict(zip(subject.variables, x, strict=True)))) for component in subject.components]
    assert [float(value) for value in flow.output(x)] == pytest.approx(wanted, rel=1e-13)


@pytest.mark.parametrize("expr", ["(-19*x/6 + 5*y/3, 5*x/6 - 7*y/3)", "(-2*x, -3*y)", "(-x/2 + y, -y/5)"])
def test_the_continuous_field_is_the_same_at_each_precision(expr: str) -> None:
    flow = check(expr, domain="R^2").verdict("basic", "C0").flow
    x, step = (-3, 7), mpmath.mpf(10) ** -9
    wanted = [float(value) for value in flow.field(x, dps=15)]
    for dps in (8, 11, 20, 27):
        assert [float(value) for value in flow.field(x, dps=dps)] == pytest.approx(wanted, rel=1e-7)
        near = flow(t=str(step), x=x, dps=dps + 12)
        assert [float((a - b) / step) for a, b in zip(near, x, strict=True)] == pytest.approx(wanted, rel=1e-6)
