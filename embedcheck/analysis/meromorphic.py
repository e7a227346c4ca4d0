"""Membership of f or of its inverse in class M, by the syntax tree, and the proof that f is not Moebius."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import sympy as sp

from embedcheck.analysis.pieces import Piece, sample
from embedcheck.analysis.text import enclosure, formula
from embedcheck.balls.arith import rational
from embedcheck.balls.checks.identities import in_class_m
from embedcheck.balls.enclose import schwarzian
from embedcheck.balls.program import compile_expression
from embedcheck.certificate import ClassM, Fact


def left_inverse(expression: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """An expression g with g(f(x)) = x identically, for a chain of invertible operations; None when f is no chain."""
    y: Any = x
    node: Any = expression
    inverses = {
        sp.log: sp.exp,
        sp.asin: sp.sin,
        sp.acos: sp.cos,
        sp.atan: sp.tan,
        sp.asinh: sp.sinh,
        sp.acosh: sp.cosh,
        sp.atanh: sp.tanh,
        sp.exp: sp.log,
    }
    while node != x:
        if isinstance(node, sp.Add | sp.Mul):
            constant, inner = node.as_independent(x)
            if isinstance(inner, type(node)) and inner.func == node.func:
                return _moebius_inverse(node, x, y)
            y = y - constant if isinstance(node, sp.Add) else y / constant
            node = inner
        elif isinstance(node, sp.Pow) and isinstance(node.exp, sp.Rational):
            y, node = y ** (1 / node.exp), node.base
        elif node.func in inverses:
            y, node = inverses[node.func](y), node.args[0]
        else:
            return None
    return y


def _moebius_inverse(node: Any, x: Any, y: Any) -> sp.Expr | None:
    numerator, denominator = sp.fraction(sp.together(node))
    if not all(part.is_polynomial(x) and sp.degree(part, x) <= 1 for part in (numerator, denominator)):
        return None
    a, b = sp.expand(numerator).coeff(x, 1), sp.expand(numerator).coeff(x, 0)
    c, d = sp.expand(denominator).coeff(x, 1), sp.expand(denominator).coeff(x, 0)
    return (d * y - b) / (a - c * y)


def conjugate(expression: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """exp o f o log as an expression in class M, when f is built from exponentials and logarithms; else None."""
    if not expression.has(sp.log) or sp.count_ops(expression) > 60:
        return None
    u = sp.Symbol(x.name, positive=True)
    image: Any = sp.exp(expression.subs(x, sp.log(u)))
    image = sp.expand_power_exp(sp.expand_log(image.rewrite(sp.exp)))
    image = sp.powsimp(image).subs(u, x)
    return image if in_class_m(image) else None


@dataclass(frozen=True)
class Member:
    """What is in class M: f itself ('map'), its inverse, or the conjugate exp o f o log, with the expression of it."""

    kind: Literal["map", "inverse", "conjugate"]
    expression: sp.Expr
    statement: str


def class_m(expression: sp.Expr, x: sp.Symbol) -> Member | None:
    """How f belongs to class M, or None."""
    if in_class_m(expression):
        text = f"{formula(expression)} is single-valued on the sphere minus a countable closed set"
        return Member("map", expression, text)
    inverse = left_inverse(expression, x)
    if inverse is not None and in_class_m(inverse):
        text = f"the inverse {formula(inverse)} of f is single-valued on the sphere minus a countable closed set"
        return Member("inverse", inverse, text)
    image = conjugate(expression, x)
    if image is not None:
        text = f"in the coordinate u = exp(x) the map is u -> {formula(image)}, which is single-valued"
        return Member("conjugate", image, text)
    return None


def rigid(piece: Piece, index: int, x: sp.Symbol, member: Member) -> Fact | None:
    """The fact that a map of class M is not Moebius: its Schwarzian derivative is not 0 at some point.

    f, its inverse and f itself are Moebius together; a conjugate is tested in its own coordinate.
    """
    conjugated = member.kind == "conjugate"
    expr, spot = (member.expression, sp.Rational(7, 5)) if conjugated else (piece.expr, sample(piece))
    if spot is None or not expr.free_symbols:
        return None
    for shift in (sp.S.Zero, sp.Rational(1, 1024)):
        at = rational(spot + shift)
        value = schwarzian(compile_expression(expr), at)
        if not (value > 0 or value < 0):
            continue
        return Fact(
            statement=f"{member.statement}, and the Schwarzian derivative at {at} is not 0",
            guarantee="rigorous",
            evidence=ClassM(
                piece=index,
                member=member.kind,
                expression="" if member.kind == "map" else formula(member.expression),
                point=str(at),
                schwarzian=enclosure(value),
            ),
        )
    return None
