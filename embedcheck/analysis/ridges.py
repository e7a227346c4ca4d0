"""Sums of functions of linear forms: the forms, the functions of one variable and their intervals."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import gcd, lcm
from typing import Any, NamedTuple

import sympy as sp

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import remembered
from embedcheck.analysis.text import formula
from embedcheck.balls import fmpq_mat
from embedcheck.balls.arith import rational
from embedcheck.balls.checks.facts import PROBLEMS
from embedcheck.balls.checks.spots import expanded, is_zero, settled
from embedcheck.balls.constants import compare, constant_ball
from embedcheck.balls.matrices import independent
from embedcheck.certificate import Fact, Ridge
from embedcheck.errors import EmbedcheckError
from embedcheck.maps import Domain, Interval, Map
from embedcheck.parsing import substitute

_U = sp.Symbol("x", real=True)
_NEW = sp.Symbol("_u", real=True)
_TRIES = (sp.Rational(1, 3), sp.Rational(-2, 5), sp.Rational(7, 4), sp.Integer(3), sp.Integer(-3))
Form = tuple[int, ...]


class RidgeForm(NamedTuple):
    """f as an affine function of functions of independent linear forms."""

    maps: list[Map]
    texts: list[str]
    injective: bool
    fact: Fact


@remembered
def ridge(analysis: EuclideanAnalysis) -> RidgeForm | None:
    """The decomposition of f; None where none is seen."""
    names = list(analysis.variables)
    split = [_split(expr, names) for expr in analysis.exprs]
    known = [part for part in split if part is not None]
    if len(known) < len(split):
        return None
    forms = list(dict.fromkeys(form for functions, _ in known for form in functions))
    if not forms or not _independent(forms):
        return None
    for _, slopes in known:
        if any(slopes) and _coordinates(forms, slopes) is None:
            forms.append(_primitive(slopes)[0])
    if not _independent(forms):
        return None
    columns: list[list[Any]] = [[sp.S.Zero] * analysis.outputs for _ in forms]
    for index, (functions, slopes) in enumerate(known):
        shares = _coordinates(forms, slopes) or [sp.S.Zero] * len(forms)
        for k, form in enumerate(forms):
            columns[k][index] = functions.get(form, sp.S.Zero) + shares[k] * _NEW
    pieces = [_one_function(column) for column in columns]
    found = [piece for piece in pieces if piece is not None]
    if len(found) < len(pieces):
        return None
    maps: list[Map] = []
    for form, (function, _) in zip(forms, found, strict=True):
        one = _map_of(analysis, form, function)
        if one is None:
            return None
        maps.append(one)
    matrix = [[found[k][1][index] for k in range(len(forms))] for index in range(analysis.outputs)]
    shift = _shift(analysis, forms, found, matrix)
    if shift is None:
        return None
    order = list(dict.fromkeys(maps))
    evidence = Ridge(
        rows=tuple(tuple(map(str, form)) for form in forms),
        lemmas=tuple(order.index(one) for one in maps),
        matrix=tuple(tuple(map(formula, row)) for row in matrix),
        shift=tuple(map(formula, shift)),
    )
    texts = [formula(function.subs(_NEW, _form(form, names))) for form, (function, _) in zip(forms, found, strict=True)]
    fact = Fact(statement=f"f is an affine function of {', '.join(texts)}", guarantee="exact", evidence=evidence)
    injective = independent([list(column) for column in zip(*matrix, strict=True)])
    return RidgeForm(maps, texts, injective, fact)


def _form(form: tuple[Any, ...], names: list[Any]) -> Any:
    return sum((a * x for a, x in zip(form, names, strict=True)), sp.S.Zero)


def _independent(forms: list[Form]) -> bool:
    return fmpq_mat([list(form) for form in forms]).rank() == len(forms)


def _primitive(row: tuple[Any, ...]) -> tuple[Form, Any]:
    """The row as a multiple of a primitive integer row whose first entry that is not 0 is positive."""
    denominator = lcm(*(int(a.q) for a in row))
    whole = [int(a * denominator) for a in row]
    divisor = gcd(*whole) * (1 if next(a for a in whole if a) > 0 else -1)
    return tuple(a // divisor for a in whole), sp.Rational(divisor, denominator)


def _coordinates(forms: list[Form], row: tuple[Any, ...]) -> list[Any] | None:
    """A row as a combination of independent forms."""
    if not any(row):
        return [sp.S.Zero] * len(forms)
    matrix = sp.Matrix(forms).T
    augmented = matrix.row_join(sp.Matrix(row))
    if fmpq_mat([[rational(entry) for entry in line] for line in augmented.tolist()]).rank() > len(forms):
        return None
    reduced = augmented.rref()[0]
    return [reduced[k, len(forms)] for k in range(len(forms))]


# -- components --------------------------------------------------------------------------------------------------------


def _split(expr: Any, names: list[Any]) -> tuple[dict[Form, Any], tuple[Any, ...]] | None:
    """The functions of linear forms and the linear part with rational slopes that an expression is the sum of."""
    for form in dict.fromkeys((expr, expanded(expr))):
        found = _terms(sp.Add.make_args(form), names)
        if found is not None:
            return found
    return _terms([expr], names)


def _terms(terms: Any, names: list[Any]) -> tuple[dict[Form, Any], tuple[Any, ...]] | None:
    functions: dict[Form, Any] = {}
    slopes: list[Any] = [sp.S.Zero] * len(names)
    for term in terms:
        if not term.free_symbols:
            functions[()] = functions.get((), sp.S.Zero) + term
            continue
        factor, rest = term.as_coeff_Mul(rational=True)
        if rest in names and isinstance(factor, sp.Rational):
            slopes[names.index(rest)] += factor
            continue
        own = _function(term, names)
        if own is None:
            return None
        form, function = own
        functions[form] = functions.get(form, sp.S.Zero) + function
    functions.pop((), None)
    return functions, tuple(slopes)


def _function(term: Any, names: list[Any]) -> tuple[Form, Any] | None:
    """A term as a function of one linear form."""
    own = [x for x in names if x in term.free_symbols]
    if len(own) == 1:
        return tuple(int(x == own[0]) for x in names), term.subs(own[0], _NEW)
    for row in _candidates(term, names, own):
        form, _ = _primitive(row)
        k = names.index(own[0])
        rest = sum((a * x for a, x in zip(form, names, strict=True) if x != own[0]), sp.S.Zero)
        moved = term.subs(own[0], (_NEW - rest) / form[k])
        for simpler in (moved, moved.replace(lambda node: isinstance(node, sp.Add), sp.expand), expanded(moved)):
            if simpler.free_symbols <= {_NEW}:
                return form, simpler
    return None


def _candidates(term: Any, names: list[Any], own: list[Any]) -> list[tuple[Any, ...]]:
    """Rows of slopes of affine parts of a term, or of quotients of its derivatives."""
    found: dict[tuple[Any, ...], None] = {}
    for node in sp.preorder_traversal(term):
        if isinstance(node, sp.Add) and set(own) == node.free_symbols:
            plain = expanded(node)
            row = tuple(plain.coeff(x) if x in own else sp.S.Zero for x in names)
            if all(isinstance(a, sp.Rational) for a in row) and not (plain - _form(row, names)).free_symbols:
                found[row] = None
    if not found:
        quotients = [sp.cancel(sp.diff(term, x) / sp.diff(term, own[0])) for x in own] if _plain(term, own) else []
        if quotients and all(isinstance(a, sp.Rational) for a in quotients):
            found[tuple(quotients[own.index(x)] if x in own else sp.S.Zero for x in names)] = None
    return list(found)


def _plain(term: Any, own: list[Any]) -> bool:
    return bool(term.is_polynomial(*own)) and sp.count_ops(term) < 60


# -- functions of one variable -----------------------------------------------------------------------------------------


def _value(function: Any, place: Any) -> Any:
    value = settled(substitute(function, {_NEW: place}, compare))
    return value if constant_ball(value).is_finite() else None


def _one_function(column: list[Any]) -> tuple[Any, list[Any]] | None:
    """A function and the factors of it that the entries are, up to constants."""
    function = next((entry for entry in column if entry.has(_NEW)), None)
    if function is None:
        return None
    constants = [term for term in sp.Add.make_args(function) if not term.has(_NEW)]
    function = function - sp.Add(*constants)
    factors: list[Any] = []
    for entry in column:
        factor = _factor(entry, function)
        if factor is None:
            return None
        factors.append(factor)
    return function, factors


def _factor(entry: Any, function: Any) -> Any:
    """The rational number a with entry - a function constant; None where there is none."""
    if not entry.has(_NEW):
        return sp.S.Zero
    values: list[tuple[Any, Any]] = []
    for place in _TRIES:
        try:
            pair = _value(entry, place), _value(function, place)
        except PROBLEMS:
            continue
        if None not in pair:
            values.append(pair)
    for one, other in itertools.pairwise(values):
        change = float(constant_ball(other[1] - one[1]).mid())
        if abs(change) > 1e-9:
            guess = Fraction(float(constant_ball(other[0] - one[0]).mid()) / change).limit_denominator(1000)
            factor = sp.Rational(guess.numerator, guess.denominator)
            rest = expanded(entry - factor * function)
            return factor if not rest.has(_NEW) else None
    return sp.S.One if is_zero(entry - function) else None


def _map_of(analysis: EuclideanAnalysis, form: Form, function: Any) -> Map | None:
    """The function on the values of its form."""
    low, high, low_closed, high_closed = sp.S.Zero, sp.S.Zero, True, True
    for a, factor in zip(form, analysis.map.domain.factors, strict=True):
        if a == 0:
            continue
        ends = ((factor.lo, factor.lo_closed), (factor.hi, factor.hi_closed))
        (start, start_closed), (stop, stop_closed) = ends if a > 0 else ends[::-1]
        low, high = low + a * start, high + a * stop
        low_closed, high_closed = low_closed and start_closed, high_closed and stop_closed
    try:
        interval = Interval(low, high, low_closed, high_closed)
        return Map(function.subs(_NEW, _U), domain=Domain((interval,)), vars=["x"])
    except EmbedcheckError:
        return None


def _shift(
    analysis: EuclideanAnalysis, forms: list[Form], pieces: list[Any], matrix: list[list[Any]]
) -> list[Any] | None:
    """What is left of f; None where that is not constant."""
    names = list(analysis.variables)
    values = [function.subs(_NEW, _form(form, names)) for form, (function, _) in zip(forms, pieces, strict=True)]
    found: list[Any] = []
    for expr, row in zip(analysis.exprs, matrix, strict=True):
        rest = expr - sum((a * value for a, value in zip(row, values, strict=True)), sp.S.Zero)
        rest = expanded(rest) if rest.free_symbols else rest
        if rest.free_symbols:
            constant = [term for term in sp.Add.make_args(expr) if not term.free_symbols]
            rest = sp.Add(*constant)
            if not is_zero(expr - rest - sum((a * v for a, v in zip(row, values, strict=True)), sp.S.Zero)):
                return None
        found.append(rest)
    return found
