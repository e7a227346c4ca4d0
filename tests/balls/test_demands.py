"""Demands of operations: where they are met the operation is real and analytic, and nothing unknown passes."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
import sympy as sp

from embedcheck.balls.demands import ANALYTIC, Demand, DemandError, demands
from embedcheck.parsing import cbrt

X = sp.Symbol("x", real=True)
HALF = sp.Rational(1, 2)

IN_CLOSED = "an argument in [-1, 1]"
IN_OPEN = "an argument in (-1, 1)"
GAMMA = "a positive argument (embedcheck uses gamma on (0, oo) only)"

KNOWN: list[tuple[Any, list[Demand]]] = [
    (X, []),
    (sp.Integer(3), []),
    (X + 1, []),
    (2 * X, []),
    *((function(X), []) for function in ANALYTIC),
    (X**2, []),
    (X**7, []),
    (2**X, []),
    (sp.pi**X, []),
    (HALF**X, []),
    (1 / X, [Demand(X, False, "a denominator that is not 0", True)]),
    ((X - 2) ** -3, [Demand(X - 2, False, "a denominator that is not 0", True)]),
    (sp.sqrt(X), [Demand(X, True, "a base that is not negative", False)]),
    (X ** sp.Rational(7, 3), [Demand(X, True, "a base that is not negative", False)]),
    (X ** sp.Rational(-1, 3), [Demand(X, False, "a positive base", False)]),
    (X**sp.pi, [Demand(X, False, "a positive base", False)]),
    ((1 + X) ** X, [Demand(1 + X, False, "a positive base", False)]),
    (sp.log(2 - X), [Demand(2 - X, False, "a positive argument", False)]),
    (sp.asin(3 * X), [Demand(1 - 3 * X, True, IN_CLOSED, False), Demand(1 + 3 * X, True, IN_CLOSED, False)]),
    (sp.acos(X), [Demand(1 - X, True, IN_CLOSED, False), Demand(1 + X, True, IN_CLOSED, False)]),
    (sp.atanh(3 * X), [Demand(1 - 3 * X, False, IN_OPEN, False), Demand(1 + 3 * X, False, IN_OPEN, False)]),
    (sp.acosh(X), [Demand(X - 1, True, "an argument that is at least 1", False)]),
    (sp.tan(X), [Demand(sp.cos(X), False, "an argument that is no odd multiple of pi/2", True)]),
    (sp.gamma(X), [Demand(X, False, GAMMA, False)]),
    (sp.loggamma(X), [Demand(X, False, GAMMA, False)]),
]


@pytest.mark.parametrize(("node", "expected"), KNOWN, ids=str)
def test_what_an_operation_demands(node: Any, expected: list[Demand]) -> None:
    assert list(demands(node)) == expected


@pytest.mark.parametrize(("node", "expected"), KNOWN, ids=str)
def test_the_demands_are_those_of_the_function(node: Any, expected: list[Demand]) -> None:
    """Where they are met the value is real; where a quantity has the wrong sign it is not, gamma alone excepted."""
    function = sp.lambdify(X, node, "mpmath")
    with mpmath.workdps(30):
        for k in range(-39, 40):
            spot = mpmath.mpf(2 * k + 1) / 16
            signs = [mpmath.sign(sp.lambdify(X, demand.quantity, "mpmath")(spot)) for demand in expected]
            met = all(sign > 0 or (sign and demand.any_sign) for sign, demand in zip(signs, expected, strict=True))
            if met:
                value = function(spot)
                assert mpmath.isfinite(value) and mpmath.im(value) == 0
            elif 0 not in signs and not isinstance(node, (sp.gamma, sp.loggamma)):
                assert mpmath.im(function(spot)) != 0


@pytest.mark.parametrize(("node", "expected"), KNOWN, ids=str)
def test_a_branch_point_belongs_to_the_domain(node: Any, expected: list[Demand]) -> None:
    for demand in expected:
        for zero in sp.solve(demand.quantity, X)[:1]:
            value = node.subs(X, zero)
            # (x^pi is 0 at 0 too, but no power with an irrational exponent is used there.)
            assert bool(value.is_finite and value.is_real) == demand.branch or node == X**sp.pi


@pytest.mark.parametrize("base", [-2, 0, -HALF, sp.log(HALF), sp.atan(1) + sp.atan(2) + sp.atan(3) - sp.pi], ids=str)
def test_a_base_that_is_not_proven_positive_has_no_powers(base: Any) -> None:
    node = sp.Pow(base, X, evaluate=False)
    with pytest.raises(DemandError) as caught:
        list(demands(node))
    assert str(caught.value) == f"the power {node} of a base that is not proven positive"


@pytest.mark.parametrize("node", [sp.Abs(X), sp.sign(X), sp.besselj(0, X), cbrt(X), sp.Max(X, 1), sp.floor(X)], ids=str)
def test_unknown_operations_are_refused_by_name(node: Any) -> None:
    with pytest.raises(DemandError) as caught:
        list(demands(node))
    assert str(caught.value) == f"no demands are known for {type(node).__name__}"
