"""What exact expansion proves: closed forms of flows, and membership of class M (guarantee: exact)."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck import certificate as c
from embedcheck.balls.checks.spots import Spot, before, exact_spot, is_zero, read_constant
from embedcheck.balls.constants import compare, constant_sign


class IdentityError(Exception):
    """The identity is not proven; the message names it."""


def _require(condition: Any, reason: str, *about: Any) -> None:
    if not condition:
        raise IdentityError(reason.format(*about))


_CLASS_M_NODES = (sp.Add, sp.Mul, sp.exp, sp.sin, sp.cos, sp.tan, sp.sinh, sp.cosh, sp.tanh, sp.erf, sp.gamma)


def in_class_m(node: Any) -> bool:
    """Single-valued off a countable closed set, by the syntax tree."""
    if not node.free_symbols or isinstance(node, sp.Symbol):
        return True
    if isinstance(node, sp.Pow):
        whole = isinstance(node.exp, sp.Integer)
        return in_class_m(node.base) if whole else constant_sign(node.base) == 1 and in_class_m(node.exp)
    return isinstance(node, _CLASS_M_NODES) and all(in_class_m(argument) for argument in node.args)


def is_conjugate(given: Any, f: Any, x: Any) -> bool:
    """Whether given(u) = exp(f(log u)) for u > 0."""
    u = sp.Symbol("u", positive=True)
    image: Any = sp.expand_log(sp.exp(f.subs(x, sp.log(u))).rewrite(sp.exp))
    return is_zero(sp.powsimp(sp.expand_power_exp(image)) - given.subs(x, u))


def check_coordinate(x: Any, data: c.Coordinate, field: Any, f: Any, left: Spot, right: Spot) -> None:
    """The field has the time-one map f on (left, right), which h maps injectively onto a part of the line."""
    p, centre, side = read_constant(data.parameter), read_constant(data.centre), data.side
    _require(constant_sign(p) and abs(side) == 1, "the parameters of a coordinate")
    real, positive = sp.Symbol("u", real=True), sp.Symbol("u", positive=True)
    place, low, high = x, -sp.oo, sp.oo
    match data.function:
        case "identity":
            h, inner, u = x, real, real
        case "exp":
            h, inner, u = sp.exp(p * x), sp.log(positive) / p, positive
        case "tan":
            h, inner, u = sp.tan(p * x), sp.atan(real) / p, real
            low, high = sorted((-sp.pi / (2 * p), sp.pi / (2 * p)), key=lambda end: constant_sign(end) or 0)
        case "log":
            h, inner, u, place, low = sp.log(x), sp.exp(real), real, positive, sp.S.Zero
        case "power":
            h, inner, u = (side * (x - centre)) ** p, centre + side * positive ** (1 / p), positive
            place, (low, high) = centre + side * positive, (centre, sp.oo) if side > 0 else (-sp.oo, centre)
    for small, large in ((exact_spot(low), left), (right, exact_spot(high))):
        equal = small.value is not None and large.value is not None and compare(small.value, large.value) == 0
        _require(equal or before(small, large), "the coordinate is not injective there")
    a, b, cc, d = map(read_constant, data.matrix)
    root, multiplier = read_constant(data.root), read_constant(data.multiplier)
    _require(constant_sign(a * d - b * cc) == 1, "the Moebius map does not preserve orientation")
    _require(constant_sign(root**2 - (a - d) ** 2 - 4 * b * cc) == 0, "the difference of the eigenvalues")
    _require(constant_sign(root) is not None, "whether the eigenvalues differ")
    if constant_sign(root) == 0:
        _require(any(constant_sign(entry) for entry in (b, a - d, cc)), "the Moebius map is the identity")
        factor = 2 / (a + d)
    else:
        ratio = constant_sign(multiplier * (a + d - root) - (a + d + root))
        _require(ratio == 0 and constant_sign(multiplier) == 1, "the quotient of the eigenvalues")
        factor = sp.log(multiplier) / root
    image = h.subs(x, sp.powdenest(f.subs(x, inner)))
    image = sp.powsimp(sp.powdenest(sp.expand_log(image, force=False)))
    _require(is_zero(image - (a * u + b) / (cc * u + d)), "f is not this Moebius map in the coordinate")
    generator = factor * (b + (a - d) * h - cc * h**2)
    _require(is_zero((field * sp.diff(h, x) - generator).subs(x, place)), "{} does not generate f", field)
