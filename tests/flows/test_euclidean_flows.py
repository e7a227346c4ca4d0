"""Flows of maps with several variables or outputs: SciPy carries random points along the delivered field to f(x)."""

from __future__ import annotations

import functools
import random
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy as sp

from embedcheck import DomainError, InputError, Map, Profile, Verdict, check, realize
from embedcheck.cells import REGULARITIES, Cell
from embedcheck.flows.linear import LinearFlow, turning
from embedcheck.flows.spaces import SpaceFlow

EPS = sp.Rational(1, 10**7)
MAPS = [
    ("(-2*x, -3*y)", "R^2"),
    ("(-2*x + y, -2*y)", "R^2"),
    ("(x, -y/2, -z/3)", "R^3"),
    ("(1 - w/2, -x/3, -2*y, -3*z)", "R^4"),
    ("(x/3 - y/4, x/4 + y/3)", "R^2"),
    ("(-x, -y)", "[0, 1]^2"),
    ("(y - x, -y, -z + w, -w)", "R^4"),
    ("(x + 1, -y, -2*z)", "R^3"),
    ("(x + 1, 2*y)", "R^2"),
    ("(x + y**2, y)", "R^2"),
    ("(x*cos(1 + x**2 + y**2) - y*sin(1 + x**2 + y**2), x*sin(1 + x**2 + y**2) + y*cos(1 + x**2 + y**2))", "R^2"),
    ("(x*exp(y) + cos(y), y)", "R^2"),
    ("(x + |y|, y)", "R^2"),
    ("(x + y**2, y + z, z)", "R^3"),
    ("(x/2, y/4 + x**2)", "R^2"),
    ("(x/2, y/3 + x**2, 3*z + x*y - 1)", "R^3"),
    ("(1 - x**2 + y, -x/2)", "R^2"),
    ("(1 - 7*x**2/5 + y, 3*x/10)", "R^2"),
    ("(tanh(x), tanh(y))", "R^2"),
    ("(x + 1, y + y**5)", "R^2"),
    ("(2*x + sin(y)/9, 2*y + x/7)", "R^2"),
    ("x**3 - y", "R^2"),
    ("exp(x)*y", "R^2"),
    ("atan(2*x - y)", "R^2"),
    ("x**2 + y**2", "[1, 2] x [0, 1]"),
    ("(x, x**3, exp(x))", "R"),
    ("(x + y**2 + exp(x), y - 2*exp(x))", "R^2"),
    ("sin(x)*sin(y)", "R^2"),
    ("(tanh(x) + y/3, tanh(y))", "R^2"),
    ("(exp(x)*cos(y), exp(x)*sin(y))", "R^2"),
    ("(cos(x), sin(x))", "[0, 1]"),
]
IDS = [f"{expr} on {domain}".replace(" ", "") for expr, domain in MAPS]
SLOW = {"(2*x + sin(y)/9, 2*y + x/7)"}


@functools.cache
def profile(expr: str, domain: str) -> Profile:
    return check(Map(expr, domain=domain), timeout=None)


def flows(found: Profile) -> list[tuple[Verdict, SpaceFlow]]:
    """One verdict for each rule and cell that it decides itself, where a field is known."""
    chosen = {(v.rule, v.origin): v for v in found.verdicts.values() if v.status == "embeddable"}
    result: list[tuple[Verdict, SpaceFlow]] = []
    for verdict in chosen.values():
        try:
            flow: Any = verdict.flow
        except InputError as error:
            assert "no flow is offered" in str(error)
            continue
        result.append((verdict, flow))
    return result


def point(subject: Map, seed: int) -> list[Any]:
    """A random rational point of X."""
    generator = random.Random(seed)
    found: list[Any] = []
    for factor in subject.domain.factors:
        share = sp.Rational(generator.randint(8, 56), 64)
        low = factor.lo if factor.lo.is_finite else sp.Rational(-1)
        high = factor.hi if factor.hi.is_finite else low + sp.Integer(2)
        found.append(low + share * (high - low))
    return found


def value(subject: Map, x: list[Any]) -> list[Any]:
    exact = subject(*x)
    return [mpmath.mpf(sp.N(v, 40)) for v in (exact if isinstance(exact, tuple) else (exact,))]


@pytest.mark.parametrize(("expr", "domain"), MAPS, ids=IDS)
def test_the_read_out_at_time_one_is_the_map(expr: str, domain: str) -> None:
    found = profile(expr, domain)
    pairs = flows(found)
    assert pairs
    for _, flow in pairs:
        for seed in (1, 2):
            x = point(found.map, seed)
            with mpmath.workdps(40):
                target = value(found.map, x)
                for a, b in zip(flow.output(x, dps=18), target, strict=True):
                    assert abs(a - b) <= mpmath.mpf(10) ** -17 * (1 + abs(b)), flow


@pytest.mark.slow
@pytest.mark.parametrize(("expr", "domain"), [m for m in MAPS if m[0] not in SLOW], ids=str)
def test_scipy_carries_points_along_the_field_to_the_map(expr: str, domain: str) -> None:
    integrate = pytest.importorskip("scipy.integrate")
    found = profile(expr, domain)
    for verdict, flow in flows(found):
        if verdict.rule in ("AUG", "AFFINE-LAYER"):
            continue

        def field(t: float, h: Any, flow: SpaceFlow = flow) -> Any:
            with mpmath.workdps(22):
                time = mpmath.mpf(min(max(t, 0.0), 1.0))
                return np.array([float(v) for v in flow.velocity([mpmath.mpf(float(x)) for x in h], time)])

        x = point(found.map, 7)
        start = [*(float(v) for v in x), *[0.0] * flow.extra]
        try:
            done = integrate.solve_ivp(field, (0.0, 1.0), start, method="DOP853", rtol=1e-11, atol=1e-12)
        except DomainError:
            # The fields of one variable are known on X only, and here the solution leaves it.
            assert verdict.rule == "RIDGE" and not found.map.domain.is_all
            continue
        assert done.success
        with mpmath.workdps(25):
            out = [float(v) for v in flow.read([mpmath.mpf(float(v)) for v in done.y[:, -1]])]
        assert np.allclose(out, [float(v) for v in value(found.map, x)], rtol=1e-9, atol=1e-9), (verdict.rule, flow)


@pytest.mark.parametrize(("expr", "domain"), MAPS, ids=IDS)
def test_the_field_is_the_speed_of_the_flow(expr: str, domain: str) -> None:
    found = profile(expr, domain)
    x, t = point(found.map, 3), sp.Rational(2, 5)
    for _, flow in flows(found):
        with mpmath.workdps(40):
            step, time = mpmath.mpf(10) ** -7, mpmath.mpf(2) / 5
            ahead, behind = flow(t=time + step, x=x, dps=24), flow(t=time - step, x=x, dps=24)
            here = flow(t=t, x=x, dps=24)
            for a, b, v in zip(ahead, behind, flow.field(here, dps=15, t=t), strict=True):
                assert abs((a - b) / (2 * step) - v) <= 1e-7 * (1 + abs(v)), flow


@pytest.mark.parametrize(("expr", "domain"), [m for m in MAPS if m[0] not in SLOW], ids=str)
def test_the_flow_is_a_group_where_the_field_is_free_of_time(expr: str, domain: str) -> None:
    found = profile(expr, domain)
    for _, flow in flows(found):
        if not flow.autonomous or flow.extra:
            continue
        x = point(found.map, 5)
        middle = flow(t="1/3", x=x, dps=25)
        with mpmath.workdps(40):
            inside = [mpmath.mpf(v) for v in middle]
            third = mpmath.mpf(2) / 3
            try:
                moved = flow.advance(inside, third)
            except DomainError:
                assert not found.map.domain.is_all
                continue
            for a, b in zip(moved, flow(t=1, x=x, dps=20), strict=True):
                assert abs(a - b) <= mpmath.mpf(10) ** -18 * (1 + abs(b)), flow


def test_the_class_of_the_delivered_field_is_told() -> None:
    for expr, domain in MAPS:
        for verdict, flow in flows(profile(expr, domain)):
            assert flow.regularity in REGULARITIES and flow.regularity in repr(flow)
            assert verdict.origin is not None
            assert flow.autonomous or not verdict.origin.autonomous
    product = profile("(x + sin(x)/5, 3*y)", "R^2").verdict("basic", "Lip").flow
    assert product.regularity == "Lip"
    clock = profile("(x + 1, -y, -2*z)", "R^3").verdict("basic", "Comega").flow
    assert clock.regularity == "Cinf"


def test_formulas() -> None:
    x, y, z = sp.symbols("x y z", real=True)
    cells: dict[str, tuple[Any, ...]] = {
        "(x + y**2, y)": (y**2, 0),
        "(x + y**2, y + z, z)": (y**2 - y * z + z**2 / 6, z, 0),
        "(3*x + y, y)": (sp.log(3) * (x + y / 2), 0),
    }
    for expr, expected in cells.items():
        flow: Any = profile(expr, "R^3" if "z" in expr else "R^2").verdict("basic", "Comega").flow
        formula = flow.formula((x, y, z)[: flow.size])
        if formula is not None:
            assert all(sp.expand(a - b) == 0 for a, b in zip(formula, expected, strict=True))
    shear: Any = profile("(x + y**2, y)", "R^2").verdict("basic", "Comega").flow
    assert shear.formula((x, y)) == (y**2, 0)


def test_networks() -> None:
    network = realize("(x, x**3, exp(x))", "augmented-2")
    assert (network.rule, network.regularity, network.autonomous) == ("AUG-GRAPH", "Comega", True)
    assert len(network.state) == len(network.lift) == 3 and network.field is not None
    assert network.field[0] == 0 and len(network.readout) == 3
    assert max(abs(a - b) for a, b in zip(network([0.5]), (0.5, 0.125, mpmath.exp(0.5)), strict=True)) < 1e-14
    henon = realize("(1 - 7*x**2/5 + y, 3*x/10)", "linear-layer", autonomous=False)
    assert (henon.rule, henon.autonomous) == ("LAYER-DIFFEO", False)
    assert henon.readout == (-henon.state[0], henon.state[1])
    clocked = realize("(1 - 7*x**2/5 + y, 3*x/10)", "augmented-2")
    assert clocked.autonomous and len(clocked.state) == 4
    with pytest.raises(InputError, match="no known realization"):
        realize("(x + 1, -y)", "basic")


def test_a_suspension_makes_time_a_coordinate() -> None:
    text = "(tanh(x) + y/3, tanh(y))"
    network = realize(text, "augmented-1")
    assert network.autonomous and network.rule == "ND-NONAUTO" and len(network.state) == 3
    flow: Any = network.flow
    assert flow.autonomous and flow.extra == 1 and flow.regularity == "Comega"
    half = flow(t="1/2", x=("1/3", "-1/5"), dps=20)
    assert abs(half[2] - mpmath.mpf(1) / 2) < 1e-18
    isotopy: Any = profile(text, "R^2").verdict("basic", "Comega", autonomous=False).flow
    assert not isotopy.autonomous
    assert all(abs(a - b) < 1e-18 for a, b in zip(isotopy(t="1/2", x=("1/3", "-1/5"), dps=20), half, strict=False))
    # The field depends on the last coordinate, not on time.
    early, late = (flow.field(half, t=t) for t in (0, 1))
    assert early == late and early[2] == 1
    assert all(abs(a - b) < 1e-13 for a, b in zip(early, isotopy.field(half[:2], t="1/2"), strict=False))
    with pytest.raises(InputError, match="from 0 to 1"):
        flow(t=2, x=(0, 0))


def test_what_a_flow_refuses() -> None:
    flow = profile("(-x, -y)", "[0, 1]^2").verdict("basic", "Comega").flow
    with pytest.raises(DomainError):
        flow(t=1, x=(2, 0))
    with pytest.raises(InputError, match="2 coordinates"):
        flow(t=1, x=(1,))
    with pytest.raises(InputError, match="needs a point"):
        flow(t=1)
    with pytest.raises(InputError, match="not compiled"):
        flow.compile()
    isotopy = profile("(tanh(x), tanh(y))", "R^2").verdict("basic", "Comega", autonomous=False).flow
    with pytest.raises(InputError, match="from 0 to 1"):
        isotopy(t=2, x=(0, 0))
    refuted = profile("(x + 1, -y)", "R^2").verdict("basic", "flow")
    with pytest.raises(InputError, match="there is no flow"):
        _ = refuted.flow


def test_more_digits_agree() -> None:
    for expr, domain in MAPS[:8]:
        for _, flow in flows(profile(expr, domain)):
            few, many = (flow(t="1/3", x=point(flow.map, 9), dps=dps) for dps in (15, 45))
            assert all(abs(a - b) <= 1e-14 * (1 + abs(b)) for a, b in zip(few, many, strict=True))


@pytest.mark.parametrize(
    "rows",
    [
        [[-1, 0], [0, -1]],
        [[-1, 1, 0, 0], [0, -1, 0, 0], [0, 0, -1, 1], [0, 0, 0, -1]],
        [[-2, 1, 0, 0], [0, -2, 0, 0], [0, 0, -2, 1], [0, 0, 0, -2]],
        [[0, 3, 0, 0], [1, 0, 0, 0], [0, 0, 0, 3], [0, 0, 1, 0]],
        [[-1, 0, 0], [0, -1, 0], [0, 0, 5]],
    ],
)
def test_a_turn_squares_to_minus_one_where_eigenvalues_are_negative(rows: list[list[int]]) -> None:
    """Also after a change of basis, and for an irreducible factor with roots of both signs."""
    size = len(rows)
    change = sp.Matrix([[1 if i == j else (i + 2 * j) % 3 if i < j else 0 for j in range(size)] for i in range(size)])
    for a in (sp.Matrix(rows), change.inv() * sp.Matrix(rows) * change):
        k = turning(a)
        assert a * k == k * a and k**3 == -k
        squares = k * k
        for vector in (a + 2 * sp.eye(size)).nullspace() + (a + sp.eye(size)).nullspace():
            assert squares * vector == -vector
        names = sp.symbols(f"x0:{size}", real=True)
        subject = Map(list(a * sp.Matrix(names)), vars=[x.name for x in names])
        flow = LinearFlow(subject)
        x = [sp.Rational(k + 1, 3) for k in range(size)]
        with mpmath.workdps(30):
            for left, right in zip(flow(x=x, dps=20), value(subject, x), strict=True):
                assert abs(left - right) < 1e-18


def test_a_block_without_partner_has_no_turn() -> None:
    with pytest.raises(InputError, match="no partner"):
        turning(sp.diag(-2, -3))
    with pytest.raises(InputError, match="no partner"):
        turning(sp.Matrix([[-2, 1, 0], [0, -2, 0], [0, 0, -2]]))


def test_the_cell_names_the_flow_of_its_origin() -> None:
    verdict = profile("(-x, -y)", "[0, 1]^2").verdict("augmented-1", "C1")
    assert verdict.flow.regularity == "Comega" and verdict.cell == Cell("augmented-1", True, "C1")


@pytest.mark.parametrize(
    ("expr", "domain", "x"), [("(x + 1, 2*y - 2*sin(x))", "R^2", (3,)), ("(x + 1, y + x, -z, -2*u)", "R^4", (3, 1, 2))]
)
def test_the_field_over_a_clock_is_continuous_where_the_clock_strikes(expr: str, domain: str, x: tuple[int]) -> None:
    flow = check(Map(expr, domain=domain, vars=list("xyzu")[: len(x) + 1])).verdict("basic", "Cinf").flow
    for strike in (0, 1, 2):
        before, at, after = (flow.field((sp.Rational(strike) + step, *x)) for step in (-EPS, 0, EPS))
        assert [float(v) for v in before] == pytest.approx([float(v) for v in at], abs=1e-5)
        assert [float(v) for v in after] == pytest.approx([float(v) for v in at], abs=1e-5)
