"""Every flow that a verdict hands out is a flow with the field it names, and its time-one map is f."""

from __future__ import annotations

import functools
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy as sp

from embedcheck import CATALOG, InputError, Map, Profile, Verdict, catalog_map, check, realize
from embedcheck.analysis.points import exact_point, rational_between
from embedcheck.balls.arith import to_sympy
from embedcheck.cells import REGULARITIES

MORE = [
    ("x + 1", "R"),
    ("2*x/(1 + x)", "[0, 1]"),
    ("2*x/(1 + x)", "(-oo, -1)"),
    ("(x - 1)/(x + 1)", "(0, oo)"),
    ("x/(1 + x)", "[0, oo)"),
    ("x + 1/2 + sin(x)/4", "R"),
    ("x + sin(x)/2", "R"),
    ("exp(x)", "R"),
    ("log(1 + exp(x))", "R"),
    ("x**3", "R"),
    ("x**3 + 1", "R"),
    ("cbrt(x)", "R"),
    ("3*x/2 - x**2/2", "[0, 1]"),
    ("x*E/sqrt(1 + x**2*(E**2 - 1))", "[-1, 1]"),
    ("2*atan(E*tan(x/2))", "(-pi, pi)"),
    ("x**2", "[0, oo)"),
    ("2*x**(3/2)", "(0, oo)"),
    ("Max(x, 2*x)", "R"),
    ("x + Max(x, 0) + 1", "R"),
    ("x + x**2", "(0, oo)"),
    ("-x**3 - x", "R"),
    ("1/x", "(0, oo)"),
    ("x**2", "R"),
    ("x", "R"),
    ("x/2 + x**2/8", "[-1, 1]"),
    ("Piecewise((exp(x) - 1, x < 0), (x, True))", "R"),
    ("x/(1 + Abs(x))", "R"),
    ("(1 + x)**2 - 1", "(-1, oo)"),
    ("x/2 + atan(x)/4", "R"),
]


def catalogue() -> list[tuple[str, str]]:
    maps = [catalog_map(name) for name in CATALOG]
    return [(m.texts[0], m.domain.text()) for m in maps if m.inputs == m.outputs == 1]


MAPS = list(dict.fromkeys([*MORE, *catalogue()]))
IDS = [f"{expr} on {domain}".replace(" ", "") for expr, domain in MAPS]


@functools.cache
def profile(expr: str, domain: str) -> Profile:
    return check(Map(expr, domain=domain), timeout=None)


def verdicts(found: Profile) -> list[Verdict]:
    """One positive verdict for each rule and cell that it decides itself."""
    chosen = {(v.rule, v.origin): v for v in found.verdicts.values() if v.status == "embeddable"}
    return list(chosen.values())


def points(f: Map) -> list[Any]:
    """Two rational points of X."""
    interval = f.domain.interval
    low, high = exact_point(interval.lo), exact_point(interval.hi)
    middle = to_sympy(rational_between(low, high))
    other = to_sympy(rational_between(exact_point(middle), high))
    return [middle + sp.Rational(1, 7) * (other - middle), other]


def value(expr: Any, dps: int = 40) -> Any:
    with mpmath.workdps(dps):
        return mpmath.mpf(sp.N(expr, dps))


def read(flow: Any, h: Any) -> Any:
    """The read-out of the state h."""
    if hasattr(flow, "slope"):
        return value(flow.slope) * h + value(flow.intercept)
    return h


@pytest.mark.parametrize(("expr", "domain"), MAPS, ids=IDS)
def test_time_one_is_the_map(expr: str, domain: str) -> None:
    found = profile(expr, domain)
    for verdict in verdicts(found):
        for x in points(found.map):
            with mpmath.workdps(40):
                target = value(found.map(x))
                assert abs(read(verdict.flow, verdict.flow(t=1, x=x, dps=25)) - target) <= 1e-24 * (1 + abs(target))


@pytest.mark.parametrize(("expr", "domain"), MAPS, ids=IDS)
def test_the_field_moves_the_flow(expr: str, domain: str) -> None:
    """dh/dt = V(t, h), by central differences of proven values."""
    found = profile(expr, domain)
    step = mpmath.mpf(10) ** -8
    for verdict in verdicts(found):
        flow = verdict.flow
        if verdict.origin is not None and verdict.origin.regularity == "flow":
            continue
        # A place off the breaks of the delivered field.
        (x, _), t = points(found.map), sp.Rational(2, 5)
        with mpmath.workdps(40):
            ahead, behind = (flow(t=value(t) + s, x=x, dps=35) for s in (step, -step))
            slope = (ahead - behind) / (2 * step)
            h = flow(t=t, x=x, dps=35)
            if type(flow).__name__ == "AugmentedFlow":
                h = x
            if flow.map.domain.contains([sp.Rational(str(mpmath.nstr(h, 30)))]) is False:
                continue
            field = flow.field(mpmath.mpf(h) if not isinstance(h, sp.Expr) else h, dps=25, t=t)
            assert abs(slope - field) <= 1e-6 * (1 + abs(field))


@pytest.mark.parametrize(("expr", "domain"), MAPS, ids=IDS)
def test_regularity_is_one_of_the_classes_and_told(expr: str, domain: str) -> None:
    for verdict in verdicts(profile(expr, domain)):
        assert verdict.flow.regularity in REGULARITIES
        assert verdict.flow.regularity in repr(verdict.flow)


@pytest.mark.parametrize(
    ("expr", "domain", "cell", "regularity"),
    [
        ("exp(x) - 1", "R", ("basic", "Cinf"), "Cinf"),
        ("exp(x)", "R", ("basic", "Comega"), "Lip"),
        ("3*x/2 - x**2/2", "[0, 1]", ("basic", "Lip"), "Lip"),
        ("2*x/(1 + x)", "[0, 1]", ("basic", "Comega"), "Comega"),
        ("x + x**2", "(0, oo)", ("basic", "Comega"), "Comega"),
        ("x**3", "R", ("basic", "C0"), "C0"),
        ("x + 1", "R", ("basic", "Comega"), "Comega"),
    ],
)
def test_class_of_the_delivered_field(expr: str, domain: str, cell: tuple[str, str], regularity: str) -> None:
    assert profile(expr, domain).verdict(*cell).flow.regularity == regularity


@pytest.mark.parametrize(
    ("expr", "domain", "field"),
    [
        ("x + 1", "R", "1"),
        ("2*x/(1 + x)", "[0, 1]", "x*(1 - x)*log(2)"),
        ("x/(1 + x)", "[0, oo)", "-x**2"),
        ("x*E/sqrt(1 + x**2*(E**2 - 1))", "[-1, 1]", "x - x**3"),
        ("2*atan(E*tan(x/2))", "(-pi, pi)", "sin(x)"),
        ("x**3", "(0, oo)", "x*log(x)*log(3)"),
        ("x/sqrt(1 + x**2)", "R", "-x**3/2"),
    ],
)
def test_formulas(expr: str, domain: str, field: str) -> None:
    flow = profile(expr, domain).verdict("basic", "Comega").flow
    expected = Map(field, domain=domain, vars="x").expr
    assert sp.simplify(flow.formula - expected) == 0


@pytest.mark.parametrize(("expr", "domain"), [m for m in MAPS if m[0] not in ("x**2", "1/x")], ids=str)
def test_half_steps_compose(expr: str, domain: str) -> None:
    """f^(1/3) f^(2/3) = f for the autonomous basic flows, wherever the middle point is in X."""
    found = profile(expr, domain)
    for verdict in verdicts(found):
        if verdict.origin is None or verdict.origin.architecture != "basic" or not verdict.origin.autonomous:
            continue
        x = points(found.map)[0]
        middle = verdict.flow(t="1/3", x=x, dps=35)
        if found.map.domain.contains([sp.Rational(str(mpmath.nstr(middle, 30)))]):
            with mpmath.workdps(40):
                target = value(found.map(x))
                assert abs(verdict.flow(t="2/3", x=middle, dps=25) - target) <= 1e-24 * (1 + abs(target))


def test_refused() -> None:
    found = profile("x**2", "R")
    with pytest.raises(InputError, match="there is no flow"):
        _ = found.verdict("basic", "flow").flow
    flow = profile("exp(x) - 1", "R").verdict("basic", "Cinf").flow
    with pytest.raises(InputError, match="point"):
        flow(t=1)
    with pytest.raises(InputError, match="dps"):
        flow(t=1, x=1, dps=0)
    isotopy = profile("exp(x) - 1", "R").verdict("basic", "Comega", autonomous=False).flow
    with pytest.raises(InputError, match="from 0 to 1"):
        isotopy(t=2, x=1)
    with pytest.raises(InputError, match="depends on time"):
        isotopy.compile(0, 1)


@pytest.mark.parametrize(
    ("expr", "domain", "cell", "ends"),
    [
        ("exp(x) - 1", "R", ("basic", "Cinf"), (-2, 1)),
        ("3*x/2 - x**2/2", "[0, 1]", ("basic", "Lip"), (None, None)),
        ("2*x/(1 + x)", "[0, 1]", ("basic", "Comega"), (None, None)),
        ("Max(x, 2*x)", "R", ("basic", "Lip"), (-1, 1)),
    ],
)
def test_compiled_field(expr: str, domain: str, cell: tuple[str, str], ends: tuple[Any, Any]) -> None:
    flow = profile(expr, domain).verdict(*cell).flow
    fast = flow.compile(*ends)
    assert fast.error < 1e-9
    xs = np.linspace(fast.lower, fast.upper, 41)
    exact = np.array([float(flow.field(sp.Rational(*float(x).as_integer_ratio()), 20)) for x in xs])
    assert np.max(np.abs(fast(xs) - exact)) <= fast.error
    assert fast(xs.reshape(1, -1)).shape == (1, 41)
    assert np.isnan(fast(fast.upper + 1)) and isinstance(fast((fast.lower + fast.upper) / 2), float)
    with pytest.raises(InputError, match="tolerance"):
        flow.compile(*ends, tolerance=0)


@pytest.mark.parametrize("architecture", ["basic", "linear-layer", "augmented-1"])
@pytest.mark.parametrize("autonomous", [True, False])
def test_realizations(architecture: str, autonomous: bool) -> None:
    for expr, domain in (("exp(x) - 1", "R"), ("-2*x - x**3", "R"), ("x**2", "R"), ("2*x/(1 + x)", "[0, 1]")):
        f = Map(expr, domain=domain)
        try:
            network = realize(f, architecture, autonomous=autonomous)
        except InputError as error:
            assert "no known realization" in str(error)
            assert expr != "exp(x) - 1"
            continue
        assert len(network.state) == len(network.lift) == (2 if architecture == "augmented-1" else 1)
        assert autonomous is False or network.autonomous
        with mpmath.workdps(40):
            assert abs(network("1/3", 30) - value(f("1/3"))) < 1e-29
        if network.field is not None and architecture == "augmented-1":
            assert network.field[0] == 0
    with pytest.raises(InputError, match="no class"):
        realize("x", "basic", "C7")
