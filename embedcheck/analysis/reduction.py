"""Points that come from exact reductions: logarithms and arctangents of the roots of a polynomial."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.analysis.points import Point
from embedcheck.balls import fmpq
from embedcheck.balls.arith import lower, precision, to_sympy, upper
from embedcheck.balls.constants import constant_ball
from embedcheck.balls.polynomials import PolynomialRoot, real_roots, refine
from embedcheck.balls.reduction import Exponential, Trigonometric


def logarithmic_point(root: fmpq | PolynomialRoot, reduction: Exponential, variable: Any) -> Point | None:
    """The point x with exp(c x) = root, exact where the root is rational or quadratic; None when the root is <= 0."""
    if isinstance(root, fmpq):
        return Point(value=sp.log(to_sympy(root)) / reduction.rate) if root > 0 else None
    while root.lower <= 0 < root.upper:
        root = refine(root, (root.upper - root.lower) / 2)
    if root.upper <= 0:
        return None
    constant, *middle, lead = root.polynomial
    if not any(middle):
        # u^n = q has the positive solution q^(1/n).
        power = sp.log(sp.Rational(-constant, lead)) / (len(middle) + 1)
        return Point(value=power / reduction.rate)
    low, high = to_sympy(root.lower), to_sympy(root.upper)
    with precision(128):
        bracket = (
            lower(constant_ball(sp.log(low) / reduction.rate, 128)),
            upper(constant_ball(sp.log(high) / reduction.rate, 128)),
        )
    u = sp.exp(reduction.rate * variable)
    function: Any = sum((c * u**k for k, c in enumerate(root.polynomial)), sp.S.Zero)
    return Point(function=function, bracket=bracket)


def arctangent_points(reduction: Trigonometric, variable: Any) -> list[tuple[Point, int]]:
    """The zeros in (-pi/w, pi/w] with their orders, in no particular order."""
    rate = reduction.rate
    t = sp.tan(rate * variable / 2)
    found: list[tuple[Point, int]] = []
    for root, multiplicity in real_roots(tuple(reduction.quotient.numerator.coeffs())):
        if isinstance(root, fmpq):
            found.append((Point(value=2 * sp.atan(to_sympy(root)) / rate), multiplicity))
            continue
        ends = [constant_ball(2 * sp.atan(to_sympy(end)) / rate, 128) for end in (root.lower, root.upper)]
        with precision(128):
            bracket = lower(ends[0]), upper(ends[1])
        function: Any = sum((c * t**k for k, c in enumerate(root.polynomial)), sp.S.Zero)
        found.append((Point(function=function, bracket=bracket), multiplicity))
    if reduction.order:
        found.append((Point(value=sp.pi / rate), reduction.order))
    return found
