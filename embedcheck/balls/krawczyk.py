"""Zeros of square systems, alone in a box, by the test of Krawczyk (guarantee: rigorous).

With m the middle of the box X, G the derivatives of g on X and Y any matrix, a zero of g lies in
K = m - Y g(m) + (1 - Y G)(X - m); if K is inside X, there is exactly one, and all matrices in G are regular.
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from flint import arb, arb_mat, fmpq

from embedcheck.balls.arith import precision
from embedcheck.balls.checks.spots import MAX_OPERATIONS
from embedcheck.balls.demands import DemandError
from embedcheck.balls.enclose import BOX_BITS
from embedcheck.balls.local import LocalError, Sides, ball_of, box_of, in_box

MAX_SIZE = 24


def middle(sides: Sides) -> Sides:
    """The box that is the middle of a box."""
    return tuple(((low + high) / 2, (low + high) / 2) for low, high in sides)


def _isolates(derivative: arb_mat, value: list[arb], radii: list[fmpq]) -> bool:
    size = len(radii)
    inverse = derivative.mid().inv().mid()
    radius = arb_mat([[arb(0).union(arb(r)).union(-arb(r))] for r in radii])
    one = arb_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])
    moved: Any = (one - inverse * derivative) * radius - inverse * arb_mat([[entry] for entry in value])
    return all(bool(abs(moved[i, 0]) < arb(r)) for i, r in enumerate(radii))


def cycle_in(exprs: list[Any], variables: tuple[Any, ...], boxes: list[Sides]) -> list[arb_mat] | None:
    """The derivatives of f on these boxes, if there is exactly one cycle with its points in them, in this order, and
    1 is no eigenvalue of the product of its derivatives; otherwise None.

    The unknowns are all its points; that system is regular exactly if 1 is no such eigenvalue.
    """
    n, count = len(variables), len(boxes)
    if n * count > MAX_SIZE:
        raise LocalError("a cycle that is too long")
    derivatives: list[arb_mat] = []
    values: list[arb] = []
    with precision(BOX_BITS):
        for k, sides in enumerate(boxes):
            whole, centre = box_of(variables, sides), box_of(variables, middle(sides))
            local = in_box(exprs, variables, whole)
            derivatives.append(arb_mat([[ball_of(whole, entry) for entry in row] for row in local.jacobian]))
            for expr, (target, _) in zip(local.exprs, middle(boxes[(k + 1) % count]), strict=True):
                values.append(ball_of(centre, expr) - arb(target))
        system = arb_mat(cyclic_rows([d.tolist() for d in derivatives]))
        radii = [(high - low) / 2 for sides in boxes for low, high in sides]
        try:
            found = _isolates(system, values, radii)
        except ZeroDivisionError:
            found = False
    return derivatives if found else None


def cyclic_rows(blocks: list[Any]) -> list[list[Any]]:
    """The derivative of (x_1, ..., x_k) -> (f(x_1) - x_2, ..., f(x_k) - x_1); its determinant is that of the product
    of the blocks minus 1, up to its sign."""
    n, count = len(blocks[0]), len(blocks)
    zero = 0 * blocks[0][0][0]
    rows: list[list[Any]] = [[zero] * (n * count) for _ in range(n * count)]
    for k, block in enumerate(blocks):
        for i in range(n):
            for j in range(n):
                rows[k * n + i][k * n + j] = block[i][j]
            rows[k * n + i][(k + 1) % count * n + i] = rows[k * n + i][(k + 1) % count * n + i] - 1
    return rows


def critical_in(expr: Any, variables: tuple[Any, ...], sides: Sides) -> bool:
    """Whether the box holds exactly one critical point of the function, and the second derivatives are regular."""
    with precision(BOX_BITS):
        whole, centre = box_of(variables, sides), box_of(variables, middle(sides))
        gradient = in_box([expr], variables, whole).jacobian[0]
        if any(sp.count_ops(slope) > MAX_OPERATIONS for slope in gradient):
            return False
        second = arb_mat([[ball_of(whole, sp.diff(slope, x)) for x in variables] for slope in gradient])
        values = [ball_of(centre, slope) for slope in gradient]
        try:
            return _isolates(second, values, [(high - low) / 2 for low, high in sides])
        except ZeroDivisionError:
            return False


def alone_in(exprs: list[Any], variables: tuple[Any, ...], sides: Sides) -> bool:
    """Whether the functions take no value twice on the box: the derivatives are close to one regular matrix."""
    try:
        with precision(BOX_BITS):
            whole = box_of(variables, sides)
            rows = in_box(exprs, variables, whole).jacobian
            derivative = arb_mat([[ball_of(whole, entry) for entry in row] for row in rows])
            zero = [arb(0)] * len(sides)
            return _isolates(derivative, zero, [(high - low) / 2 for low, high in sides])
    except (LocalError, DemandError, ZeroDivisionError):
        return False


def excluded_from(exprs: list[Any], variables: tuple[Any, ...], sides: Sides) -> bool:
    """Whether one of the functions has no zero on the box, by its range or by the mean value form."""
    whole, centre = box_of(variables, sides), box_of(variables, middle(sides))
    for expr in exprs:
        if whole.sign(expr):
            return True
        try:
            local = in_box([expr], variables, whole)
            with precision(BOX_BITS):
                total = ball_of(centre, local.exprs[0])
                for slope, (low, high) in zip(local.jacobian[0], sides, strict=True):
                    radius = arb((high - low) / 2)
                    total += ball_of(whole, slope) * radius.union(-radius)
                if total > 0 or total < 0:
                    return True
        except (LocalError, DemandError):
            continue
    return False
