"""Zeros and signs of an analytic function on an open interval, complete and with evidence.

The ladder: exact reduction to a polynomial over Q; one extended interval evaluation; reduction to one period; germs at
the ends and at exact zeros with certified subdivision in between.
"""

import itertools
from collections.abc import Callable
from typing import Any

import sympy as sp

from embedcheck.analysis.cover import Deadline, UnknownError, Zeros, cover_interval, proportional, range_sign
from embedcheck.analysis.points import Point, algebraic_point, exact_point, order, rational_between
from embedcheck.analysis.reduction import arctangent_points, logarithmic_point
from embedcheck.analysis.text import formula
from embedcheck.balls import fmpq
from embedcheck.balls.arith import lower as lower_bound
from embedcheck.balls.arith import precision, rational, to_sympy
from embedcheck.balls.arith import upper as upper_bound
from embedcheck.balls.constants import constant_ball, constant_sign
from embedcheck.balls.polynomials import RationalFunction, rational_function, real_roots
from embedcheck.balls.program import Program, UnsupportedError, compile_expression
from embedcheck.balls.reduction import exponential_reduction, trigonometric_reduction
from embedcheck.certificate import Affine, Periodic, Range, Sturm

_MAX_AFFINE = 200
"""operations beyond which a function is not tried as an affine one: its derivative is expanded"""


def zeros(function: sp.Expr, lo: Point, hi: Point, deadline: Deadline | None = None) -> Zeros:
    """All zeros of an analytic function of one variable on the open interval (lo, hi).

    Raises UnknownError when completeness cannot be proven, or when the function has a pole inside.
    """
    deadline = deadline or Deadline()
    result = Zeros(function, lo, hi)
    if not function.free_symbols:
        sign = constant_sign(function)
        if sign is None:
            raise UnknownError(f"the sign of the constant {function} is not decided")
        result.identical = sign == 0
        result.signs = [sign]
        return result
    try:
        program = compile_expression(function)
    except UnsupportedError as error:
        raise UnknownError(str(error)) from error
    if _by_polynomial(result, program) or _by_affine(result) or _by_range(result):
        return result
    if lo.infinite or hi.infinite:
        period = find_period(function)
        if period is not None:
            return _by_period(result, period, deadline)
    cover_interval(result, program, deadline)
    return result


def _by_polynomial(result: Zeros, program: Program) -> bool:
    """Exact: the zeros and poles of a rational function over Q, of x or of exp(c x), are roots of one polynomial."""
    quotient = rational_function(program)
    if quotient is not None:
        product = quotient.numerator * quotient.denominator
        _by_roots(result, quotient, algebraic_point, lambda x: _sign(product(rational(x))), Sturm(coordinate="x"))
        return True
    reduction = exponential_reduction(result.function)
    if reduction is None:
        return False
    (variable,) = result.function.free_symbols

    def sign_at(x: Any) -> int:
        return constant_sign(result.function.subs(variable, x)) or 0

    def place(root: Any) -> Point | None:
        return logarithmic_point(root, reduction, variable)

    _by_roots(result, reduction.quotient, place, sign_at, Sturm(coordinate="exp"))
    return True


def _by_affine(result: Zeros) -> bool:
    """Exact: an affine function with any constant coefficients has one zero."""
    (variable,) = result.function.free_symbols
    if sp.count_ops(result.function) > _MAX_AFFINE:
        return False
    slope: Any = sp.expand(sp.diff(result.function, variable))
    if slope.free_symbols:
        return False
    shift: Any = sp.expand(result.function - slope * variable)
    direction = constant_sign(slope)
    if shift.free_symbols or not direction:
        return False
    root = exact_point(-shift / slope)
    left, right = order(result.lo, root), order(root, result.hi)
    if left is None or right is None:
        raise UnknownError("the position of a root relative to an end is not decided")
    if left < 0 and right < 0:
        result.zeros, result.orders, result.signs = [root], [1], [-direction, direction]
        result.proof = Affine()
        return True
    sign = direction if left >= 0 else -direction
    result.signs, result.proof = [sign], Affine()
    return True


def _sign(value: fmpq) -> int:
    return (value > 0) - (value < 0)


def _by_roots(
    result: Zeros,
    quotient: RationalFunction,
    place: Callable[[Any], Point | None],
    sign_at: Callable[[Any], int],
    proof: Sturm,
) -> None:
    if quotient.numerator.is_zero():
        result.identical, result.signs = True, [0]
        return
    for root, _ in real_roots(tuple(quotient.denominator.coeffs())):
        pole = place(root)
        if pole is not None and _inside(pole, result.lo, result.hi):
            raise UnknownError("a pole inside the interval")
    found: list[tuple[Point, int]] = []
    for root, multiplicity in real_roots(tuple(quotient.numerator.coeffs())):
        point = place(root)
        if point is not None and _inside(point, result.lo, result.hi):
            found.append((point, multiplicity))
    _sort(found)
    result.zeros, result.orders = [p for p, _ in found], [m for _, m in found]
    stops = [result.lo, *result.zeros, result.hi]
    for left, right in itertools.pairwise(stops):
        sample = rational_between(left, right)
        if sample is None:
            raise UnknownError("two zeros are not separated")
        sign = sign_at(to_sympy(sample))
        if sign == 0:
            raise UnknownError("the sign between two zeros is not decided")
        result.signs.append(sign)
    result.proof = proof


def _inside(point: Point, lo: Point, hi: Point) -> bool:
    left, right = order(lo, point), order(point, hi)
    if left is None or right is None:
        raise UnknownError("the position of a root relative to an end is not decided")
    return left < 0 and right < 0


def _sort(found: list[tuple[Point, int]]) -> None:
    for i in range(1, len(found)):
        j = i
        while j and _before(found[j][0], found[j - 1][0]):
            found[j], found[j - 1] = found[j - 1], found[j]
            j -= 1


def _before(left: Point, right: Point) -> bool:
    comparison = order(left, right)
    if comparison is None or comparison == 0:
        raise UnknownError("the order of two zeros is not decided")
    return comparison < 0


def _by_range(result: Zeros) -> bool:
    sign, form = range_sign(result.function, result.lo, result.hi)
    if not sign:
        return False
    result.signs, result.proof = [sign], Range(form=form)
    return True


def find_period(function: sp.Expr) -> sp.Expr | None:
    """An exact period T > 0, when the variable occurs only inside sin, cos and tan of commensurable linear terms."""
    (variable,) = function.free_symbols
    rates: list[sp.Expr] = []

    def walk(node: Any) -> bool:
        if not node.has(variable):
            return True
        if isinstance(node, (sp.sin, sp.cos, sp.tan)):
            rate = sp.diff(node.args[0], variable)
            if rate.free_symbols:
                return walk(node.args[0])
            rates.append(rate)
            return True
        return bool(node.args) and all(walk(argument) for argument in node.args)

    if not walk(function) or not rates:
        return None
    first = sp.Abs(rates[0])
    common = sp.S.One
    for rate in rates:
        quotient = sp.Abs(rate) / first
        if not isinstance(quotient, sp.Rational):
            return None
        common = sp.gcd(common, quotient)
    return 2 * sp.pi / (first * common)


def _by_half_angle(result: Zeros) -> bool:
    """Exact, on the whole line: the zeros in one period are roots of a polynomial in tan(w x/2)."""
    (variable,) = result.function.free_symbols
    reduction = trigonometric_reduction(result.function)
    if reduction is None or reduction.quotient.numerator.is_zero():
        return False
    found = arctangent_points(reduction, variable)
    if not found:
        return False
    _sort(found)
    period = 2 * sp.pi / reduction.rate
    points = [point for point, _ in found]
    signs: list[int] = []
    for left, right in itertools.pairwise(points):
        sample = rational_between(left, right)
        if sample is None:
            return False
        signs.append(constant_sign(result.function.subs(variable, to_sympy(sample))) or 0)
    with precision(128):
        gap = points[-1].ball() - constant_ball(period, 128), points[0].ball()
        if not gap[0] < gap[1]:
            return False
        sample = (upper_bound(gap[0]) + lower_bound(gap[1])) / 2
    around = constant_sign(result.function.subs(variable, to_sympy(sample))) or 0
    signs = [around, *signs, around]
    if 0 in signs:
        return False
    result.zeros, result.orders, result.signs = points, [m for _, m in found], signs
    result.period = period
    result.proof = Periodic(
        period=formula(period), start=formula(-sp.pi / reduction.rate), proof=Sturm(coordinate="tan")
    )
    return True


def _by_period(result: Zeros, period: sp.Expr, deadline: Deadline) -> Zeros:
    (variable,) = result.function.free_symbols
    if result.lo.infinite and result.hi.infinite and _by_half_angle(result):
        return result
    length = sp.Integer(sp.ceiling(period))
    if not result.lo.infinite:
        base = sp.Integer(sp.ceiling(to_sympy(result.lo.bounds()[1]))) + 1
    elif not result.hi.infinite:
        base = sp.Integer(sp.floor(to_sympy(result.hi.bounds()[0]))) - length - 2
    else:
        base = sp.S.Zero
    for shift in (sp.Rational(-1, 7), sp.Rational(1, 5), sp.Rational(-2, 3), sp.Rational(3, 4)):
        start = base + shift
        if constant_sign(result.function.subs(variable, start)) not in (1, -1):
            continue
        lo, hi = exact_point(start), exact_point(start + period)
        one = zeros(result.function, lo, hi, deadline)
        result.zeros, result.orders, result.signs = one.zeros, one.orders, one.signs
        assert not isinstance(one.proof, Periodic)
        result.proof = Periodic(period=formula(period), start=formula(start), proof=one.proof)
        result.period = period
        return result
    raise UnknownError("no start of a period away from the zeros")


__all__ = ["Deadline", "UnknownError", "Zeros", "find_period", "proportional", "zeros"]
