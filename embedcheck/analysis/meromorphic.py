"""Membership of f or of its inverse in class M, by the syntax tree, and the proof that f is not Moebius."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.analysis.pieces import Piece, sample
from embedcheck.analysis.text import formula
from embedcheck.balls import arb
from embedcheck.balls.arith import ball_text, precision, rational
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.enclose import jet
from embedcheck.balls.program import compile_expression
from embedcheck.certificate import Enclosure, ExactPoint, Fact, SyntaxTree, Witness

_MEROMORPHIC = (sp.exp, sp.sin, sp.cos, sp.tan, sp.sinh, sp.cosh, sp.tanh, sp.erf, sp.gamma)


def in_class_m(expression: Any) -> bool:
    """Syntactic: polynomials, quotients and compositions of functions that are single-valued on the sphere minus a
    countable closed set."""
    if not expression.free_symbols or isinstance(expression, sp.Symbol):
        return True
    if isinstance(expression, sp.Pow):
        if isinstance(expression.exp, sp.Integer):
            return in_class_m(expression.base)
        if not expression.base.free_symbols:
            return constant_sign(expression.base) == 1 and in_class_m(expression.exp)
        return False
    if isinstance(expression, (sp.Add, sp.Mul, *_MEROMORPHIC)):
        return all(in_class_m(argument) for argument in expression.args)
    return False


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


def class_m(expression: sp.Expr, x: sp.Symbol) -> Fact | None:
    """The fact that f, an inverse of f, or the conjugate exp o f o log is in class M."""
    if in_class_m(expression):
        return Fact(
            kind="class-m",
            statement=f"{formula(expression)} is single-valued on the sphere minus a countable closed set",
            guarantee="exact",
            evidence=(_tree(expression),),
        )
    inverse = left_inverse(expression, x)
    if inverse is not None and in_class_m(inverse):
        return Fact(
            kind="class-m-inverse",
            statement=f"the inverse {formula(inverse)} of f is single-valued on the sphere minus a countable closed "
            "set",
            guarantee="exact",
            evidence=(_tree(inverse),),
        )
    image = conjugate(expression, x)
    if image is not None:
        return Fact(
            kind="class-m-conjugate",
            statement=f"in the coordinate u = exp(x) the map is u -> {formula(image)}, which is single-valued",
            guarantee="exact",
            evidence=(_tree(image),),
        )
    return None


def _tree(expression: sp.Expr) -> SyntaxTree:
    nodes = sorted({type(node).__name__ for node in sp.preorder_traversal(expression)})
    return SyntaxTree(expression=formula(expression), nodes=tuple(nodes))


def not_moebius(piece: Piece, x: sp.Symbol, member: Fact) -> Fact | None:
    """A point where the Schwarzian derivative of the map of class M is not 0, which it is for Moebius maps.

    f, its inverse and f itself are Moebius together; a conjugate is tested in its own coordinate.
    """
    spot = sample(piece)
    expr = piece.expr
    if member.kind == "class-m-conjugate":
        expr, spot = conjugate(expr, x), sp.Rational(7, 5)
    if spot is None or expr is None or not expr.free_symbols:
        return None
    for shift in (sp.S.Zero, sp.Rational(1, 1024)):
        at = spot + shift
        with precision(128):
            _, c1, c2, c3 = jet(compile_expression(expr), arb(rational(at)), 4)
            schwarzian = 6 * c3 / c1 - 6 * (c2 / c1) * (c2 / c1)
            if not (schwarzian > 0 or schwarzian < 0):
                continue
            middle, radius = ball_text(schwarzian)
        return Fact(
            kind="not-moebius",
            statement=f"the Schwarzian derivative of f at {formula(at)} is not 0",
            guarantee="rigorous",
            evidence=(
                Witness(
                    quantity=f"Schwarzian derivative of {formula(expr)}",
                    points=(ExactPoint(value=formula(at)),),
                    values=(Enclosure(middle=middle, radius=radius),),
                ),
            ),
        )
    return None
