"""A map as finitely many analytic pieces on open intervals, with its domain of definition proven on the way."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sympy as sp
from sympy.logic.boolalg import And, Not, Or

from embedcheck.analysis.points import Point, rational_between
from embedcheck.analysis.signs import Deadline, UnknownError, Zeros, zeros
from embedcheck.analysis.text import formula
from embedcheck.balls.arith import to_sympy
from embedcheck.balls.checks.spots import is_real
from embedcheck.balls.constants import constant_ball, constant_sign
from embedcheck.balls.demands import Demand, DemandError, demands
from embedcheck.errors import DomainError
from embedcheck.parsing import cbrt

_MAX_PIECES = 60
_SPLITTING = (sp.Abs, sp.Max, sp.Min, sp.sign, cbrt, sp.Piecewise)


@dataclass
class Piece:
    """An expression that is analytic on the open interval (lo, hi)."""

    lo: Point
    hi: Point
    expr: Any


@dataclass
class Splitting:
    """The pieces in order, and every sign that was used to split and to prove the map defined."""

    pieces: list[Piece]
    used: list[Zeros] = field(default_factory=list)


def split(expression: sp.Expr, lo: Point, hi: Point, deadline: Deadline) -> Splitting:
    """Split into analytic pieces on the open interval.

    Raises DomainError where the map is proven undefined, UnknownError when something is not proven.
    """
    result = Splitting([])
    _resolve(expression, lo, hi, frozenset(), deadline, result)
    return result


def _resolve(
    expression: Any, lo: Point, hi: Point, checked: frozenset[Any], deadline: Deadline, result: Splitting
) -> None:
    if len(result.pieces) > _MAX_PIECES:
        raise UnknownError("more than 60 pieces")
    for node in _inner_first(expression):
        if node in checked:
            continue
        if isinstance(node, _SPLITTING):
            for left, right, replacement in _branches(node, lo, hi, deadline, result):
                replaced = expression.xreplace({node: replacement})
                _resolve(replaced, left, right, checked, deadline, result)
            return
        for demand in _demands(node):
            found = _zeros(demand.quantity, lo, hi, deadline, result)
            _satisfied(node, demand, found)
            if found.zeros:
                stops = [lo, *found.zeros, hi]
                for left, right in itertools.pairwise(stops):
                    _resolve(expression, left, right, checked, deadline, result)
                return
        checked |= {node}
    if not is_real(expression):
        raise UnknownError(f"whether the constants in {formula(expression)} are real numbers")
    result.pieces.append(Piece(lo, hi, expression))


def _inner_first(node: Any) -> Iterator[Any]:
    """Sub-expressions that hold the variable, arguments before the functions of them.

    Only the conditions of a Piecewise come before it: its values need not be defined where they do not apply.
    """
    if not node.free_symbols or not node.args:
        return
    arguments: Any = node.args
    if isinstance(node, sp.Piecewise):
        for _, condition in arguments:
            yield from _inner_first(condition)
    else:
        for argument in arguments:
            yield from _inner_first(argument)
    if isinstance(node, sp.Expr):
        yield node


def _zeros(quantity: sp.Expr, lo: Point, hi: Point, deadline: Deadline, result: Splitting) -> Zeros:
    if _has_splitting(quantity):
        raise UnknownError(f"the sign of {formula(quantity)}, which is not smooth")
    found = zeros(quantity, lo, hi, deadline)
    if found.period is not None and found.zeros:
        raise UnknownError(f"infinitely many break points, where {formula(quantity)} vanishes")
    if quantity.free_symbols:
        result.used.append(found)
    return found


def _has_splitting(expression: Any) -> bool:
    return any(isinstance(node, _SPLITTING) and node.free_symbols for node in sp.preorder_traversal(expression))


def _demands(node: Any) -> Iterator[Demand]:
    """The conditions under which an operation is defined and analytic."""
    try:
        yield from demands(node)
    except DemandError as error:
        raise UnknownError(str(error)) from error


def _satisfied(node: Any, demand: Demand, found: Zeros) -> None:
    """Raise DomainError where a demand fails on the open interval."""
    if isinstance(node, (sp.gamma, sp.loggamma)) and found.signs != [1]:
        raise UnknownError(f"{formula(node)} where its argument is not positive")
    if found.identical:
        if not demand.branch or not isinstance(node, sp.Pow):
            raise DomainError(f"{formula(node)} is undefined on the whole interval: it needs {demand.needs}")
        raise UnknownError(f"{formula(node)} has a base that vanishes identically")
    if not demand.any_sign and -1 in found.signs:
        index = found.signs.index(-1)
        stops = [found.lo, *found.zeros, found.hi]
        spot = rational_between(stops[index], stops[index + 1])
        where = f"x = {spot}" if spot is not None else f"near {stops[index].text()}"
        raise DomainError(
            f"{formula(node)} is undefined or complex at {where}: it needs {demand.needs}{_advice(node, found)}"
        )
    if found.zeros and not demand.branch:
        raise DomainError(
            f"{formula(node)} is undefined at x = {found.zeros[0].text()}: it needs {demand.needs}"
            f"{_advice(node, found, any_sign=demand.any_sign)}"
        )


def _advice(node: Any, found: Zeros, any_sign: bool = False) -> str:
    """Which domain would do: the first gap where the demand holds."""
    stops = [found.lo, *found.zeros, found.hi]
    hint = ""
    if isinstance(node, sp.Pow) and isinstance(node.exp, sp.Rational) and node.exp.q == 3:
        hint = "; for the real cube root write cbrt(...)"
    gaps = [k for k, sign in enumerate(found.signs) if sign > 0 or any_sign]
    if not gaps:
        return hint
    k = gaps[-1]
    return f'; try domain="({stops[k].text()}, {stops[k + 1].text()})"{hint}'


def _branches(
    node: Any, lo: Point, hi: Point, deadline: Deadline, result: Splitting
) -> Iterator[tuple[Point, Point, sp.Expr]]:
    """The sub-intervals on which a non-smooth node is one smooth expression."""
    if isinstance(node, sp.Piecewise):
        yield from _piecewise(node, lo, hi, deadline, result)
        return
    arguments: list[Any] = sorted(node.args, key=sp.default_sort_key)
    if isinstance(node, (sp.Max, sp.Min)):
        first, second, *rest = arguments
        quantity = first - second if isinstance(node, sp.Max) else second - first
        found = _zeros(quantity, lo, hi, deadline, result)
        choices = {
            1: node.func(first, *rest, evaluate=False) if rest else first,
            -1: node.func(second, *rest, evaluate=False) if rest else second,
        }
        choices[0] = choices[1]
    else:
        (argument,) = node.args
        found = _zeros(argument, lo, hi, deadline, result)
        third = sp.Rational(1, 3)
        choices = {
            sp.Abs: {1: argument, -1: -argument, 0: sp.S.Zero},
            sp.sign: {1: sp.S.One, -1: sp.S.NegativeOne, 0: sp.S.Zero},
            cbrt: {1: argument**third, -1: -((-argument) ** third), 0: sp.S.Zero},
        }[node.func]
    keep_even = isinstance(node, (sp.sign, cbrt))
    yield from _gaps(found, choices, keep_even)


def _gaps(found: Zeros, choices: dict[int, Any], keep_even: bool) -> Iterator[tuple[Point, Point, sp.Expr]]:
    """Sub-intervals with one sign; zeros of even order do not end one unless `keep_even`."""
    left, sign = found.lo, found.signs[0]
    for point, following in zip(found.zeros, found.signs[1:], strict=True):
        if following != sign or keep_even:
            yield left, point, choices[sign]
            left, sign = point, following
    yield left, found.hi, choices[sign]


def _piecewise(
    node: Any, lo: Point, hi: Point, deadline: Deadline, result: Splitting
) -> Iterator[tuple[Point, Point, sp.Expr]]:
    for _, condition in node.args:
        for relation in condition.atoms(sp.core.relational.Relational):
            quantity = relation.lhs - relation.rhs
            if not quantity.free_symbols:
                continue
            found = _zeros(quantity, lo, hi, deadline, result)
            if found.zeros:
                stops = [lo, *found.zeros, hi]
                for left, right in itertools.pairwise(stops):
                    yield from _piecewise(node, left, right, deadline, result)
                return
    signs: dict[sp.Expr, int] = {}

    def sign_of(quantity: sp.Expr) -> int:
        if quantity not in signs:
            signs[quantity] = zeros(quantity, lo, hi, deadline).signs[0]
        return signs[quantity]

    for value, condition in node.args:
        if truth(condition, sign_of):
            yield lo, hi, value
            return
    raise DomainError(f"no case of {formula(node)} applies on ({lo.text()}, {hi.text()})")


def truth(condition: Any, sign_of: Any) -> bool:
    """The truth of a condition, given the sign of each difference of two sides."""
    if condition in (sp.true, True):
        return True
    if condition in (sp.false, False):
        return False
    if isinstance(condition, And):
        return all(truth(part, sign_of) for part in condition.args)
    if isinstance(condition, Or):
        return any(truth(part, sign_of) for part in condition.args)
    if isinstance(condition, Not):
        return not truth(condition.args[0], sign_of)
    sign = sign_of(condition.lhs - condition.rhs)
    allowed = {
        sp.StrictGreaterThan: (1,),
        sp.GreaterThan: (0, 1),
        sp.StrictLessThan: (-1,),
        sp.LessThan: (-1, 0),
        sp.Equality: (0,),
        sp.Unequality: (-1, 1),
    }
    if condition.func not in allowed:
        raise UnknownError(f"the condition {condition}")
    return sign in allowed[condition.func]


def value_at(expression: sp.Expr, variable: sp.Symbol, point: sp.Expr) -> sp.Expr:
    """The exact value at an exact point, with every case decided by exact signs.

    Raises DomainError when the map is proven undefined there, UnknownError when a sign is not decided.
    """

    def decided(constant: sp.Expr) -> int:
        value = walk(constant)
        sign = constant_sign(value)
        if sign is None:
            raise UnknownError(f"the sign of {value}")
        return sign

    def walk(node: Any) -> Any:
        if node == variable:
            return point
        if not node.free_symbols or not node.args:
            return node
        cases: Any = node.args
        if isinstance(node, sp.Piecewise):
            for value, condition in cases:
                if truth(condition, decided):
                    return walk(value)
            raise DomainError(f"no case of {formula(node)} applies at x = {formula(point)}")
        arguments = [walk(argument) for argument in node.args]
        if isinstance(node, (sp.Max, sp.Min)):
            best = arguments[0]
            for other in arguments[1:]:
                if decided(other - best) * (1 if isinstance(node, sp.Max) else -1) > 0:
                    best = other
            return best
        if isinstance(node, (sp.Abs, sp.sign)):
            sign = decided(arguments[0])
            return sign * arguments[0] if isinstance(node, sp.Abs) else sp.Integer(sign)
        value = node.func(*arguments)
        if value.has(sp.zoo, sp.nan, sp.oo, -sp.oo) or value.has(sp.I):
            raise DomainError(f"{formula(node)} is undefined or complex at x = {formula(point)}")
        return value

    value = walk(expression)
    if not constant_ball(value).is_finite():
        raise UnknownError(f"the value at x = {formula(point)} cannot be enclosed")
    return value


def sample(piece: Piece) -> sp.Rational | None:
    """A rational point inside a piece."""
    spot = rational_between(piece.lo, piece.hi)
    return None if spot is None else to_sympy(spot)
