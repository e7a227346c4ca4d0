"""The small trusted checker: it re-checks a certificate without any search and says what was proven.

It owns the rules. `RULES` tells for every rule which cells it decides and, for each hypothesis of the theorem, the
kinds of facts that may serve it and the tests they must pass; the tests are the methods of `_Known` of that name.
Text reaches SymPy through the parser of the project alone. Every fact of a certificate is checked, used or not.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, NoReturn

import sympy as sp

from embedcheck import certificate as c
from embedcheck.balls import fmpq, fmpq_poly
from embedcheck.balls.arith import hull, lower, precision, read_ball, read_rational, sign_of, to_sympy, upper
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.demands import DemandError, demands
from embedcheck.balls.enclose import box_range, jet, schwarzian
from embedcheck.balls.extended import FORMS, INF, NEG_INF, sign_over
from embedcheck.balls.germs import GermError, tail
from embedcheck.balls.onesided import BITS, Meeting, limit_at, one_sided
from embedcheck.balls.polynomials import rational_function, sturm_count
from embedcheck.balls.program import UnsupportedError, compile_expression
from embedcheck.balls.reduction import exponential_reduction, trigonometric_reduction
from embedcheck.balls.spots import Spot, SpotError, algebraic_spot, before, between, exact_spot, is_zero
from embedcheck.balls.spots import sign_at, value_sign, zero_spot
from embedcheck.cells import REGULARITIES, Cell, inclusions
from embedcheck.errors import InputError, VerificationError
from embedcheck.parsing import cbrt, parse_expression, parse_map, parse_number, substitute
from embedcheck.theory import THEOREMS


class Case(NamedTuple):
    """One kind of conclusion of a rule: the cells it decides, and hypothesis -> (tests, kinds of facts)."""

    positive: bool
    architecture: str
    autonomous: bool
    classes: str
    needs: dict[str, tuple[str, str]]


_F = "pieces slope local"
_DERIVATIVE = ("rising regular_slopes", _F)
_SMOOTH = {"smooth": ("analytic no_interval", _F + " fixedpoints")}
_ANALYTIC = {"analytic": ("analytic no_interval hyperbolic", _F + " fixedpoints")}
_C2_SIDES = ("bends_fixed two_sided", _F)
_BETWEEN = {"bounded-component": ("matched", "fixedpoints component")}
_CLASS_M = {"class-m": ("member", "pieces classm"), "not-moebius": ("member", "pieces classm")}
_CLOSED = dict.fromkeys(("julia", "zeros", "sign", "time", "class"), ("rising whole closed", _F + " closed|moebius|power"))
_ONE = {"derivative": _DERIVATIVE, "second-derivative": _C2_SIDES, "one-sided": ("unbounded", _F + " fixedpoints")}
_MATCH = {"regularity": ("rising regular_slopes bends_fixed two_sided", _F), "match": ("matched", _F + " fixedpoints component")}
_LOOSE = ("continuous turning", "pieces local order")

RULES: dict[str, tuple[Case, ...]] = {
    "REGULAR": (
        Case(False, "augmented-1", False, "flow Lip C1 Cinf Comega", {"fails": ("irregular", "pieces local")}),
        Case(False, "basic", False, "Lip", {"fails": ("flat_point", _F)}),
    ),
    "1D-MONOTONE": (
        Case(True, "basic", True, "flow", {"interval": ("rising", _F), "positive": ("rising", _F)}),
        Case(False, "basic", False, "flow", {"interval": ("descent", "pieces order"), "negative": ("descent", "pieces order")}),
    ),
    "1D-C0": (
        Case(True, "basic", True, "C0", {
            "continuous": ("rising", _F), "differentiable": ("defects_fixed", _F), "fixed-points": ("tame_fixed", _F)}),
        Case(False, "basic", True, "C0", {
            "continuous": ("defect_moves", _F), "differentiable": ("defect_moves", _F)}),
    ),
    "1D-REGULAR": (Case(False, "basic", True, "Lip C1", {"obstruction": ("obstructed", _F)}),),
    "1D-LIP": (
        Case(True, "basic", True, "Lip", {
            "pieces": ("rising two_sided", _F), "positive": ("finite_slopes", _F), "no-kink": ("defects_fixed", _F)}),
    ),
    "1D-NOFIX": (
        Case(True, "basic", True, "C1 Cinf Comega", {
            "no-fixed-point": ("no_fixed_point", _F + " fixedpoints"), "derivative": ("rising finite_slopes", _F),
            "class": ("one_class_more", _F)}),
    ),
    "1D-ONEFIX": (
        Case(True, "basic", True, "C1", _ONE),
        Case(True, "basic", True, "Cinf", _ONE | _SMOOTH),
        Case(True, "basic", True, "Comega", _ONE | _ANALYTIC),
    ),
    "1D-MATCH": (
        Case(True, "basic", True, "C1", _MATCH),
        Case(True, "basic", True, "Cinf", _MATCH | _SMOOTH),
        Case(True, "basic", True, "Comega", _MATCH | _ANALYTIC),
    ),
    "1D-CLASS-M": (
        Case(False, "basic", True, "C1", _CLASS_M | {"consecutive": ("two_fixed", _F + " fixedpoints classm")}),
        Case(False, "basic", True, "Comega", _CLASS_M | {"parabolic": ("parabolic", _F + " fixedpoints classm")}),
    ),
    "1D-CLOSED": (Case(True, "basic", True, "Comega", _CLOSED),),
    "1D-IDENTITY": (Case(True, "basic", True, "Comega", {"identity": ("continuous identity", "pieces local affinemap")}),),
    "1D-NONAUTO": (
        Case(True, "basic", False, "C0", {"increasing": ("rising", _F), "class": ("rising", _F)}),
        Case(True, "basic", False, "Lip C1 Cinf Comega", {
            "increasing": ("rising", _F), "class": ("finite_slopes own_class", _F)}),
    ),
    "1D-LAYER": (
        Case(True, "linear-layer", True, "flow", {"monotone": ("monotone", _F), "line": ("monotone", _F)}),
        Case(True, "linear-layer", True, "C0", {"monotone": ("monotone", _F), "line": ("aligned_defects tame", _F)}),
        Case(True, "linear-layer", True, "Lip", {
            "monotone": ("monotone", _F), "line": ("finite_slopes aligned_defects two_sided", _F)}),
        Case(True, "linear-layer", True, "C1 Comega", {
            "monotone": ("monotone regular_slopes two_sided", _F), "line": ("met_once", _F + " line")}),
        Case(False, "linear-layer", True, "C0 Lip C1", {"monotone": ("monotone", _F), "bad-points": ("not_aligned", _F)}),
        Case(True, "linear-layer", False, "C0", {"monotone": ("monotone", _F), "line": ("monotone", _F)}),
        Case(True, "linear-layer", False, "Lip C1 Cinf Comega", {
            "monotone": ("monotone", _F), "line": ("finite_slopes own_class", _F)}),
        Case(False, "linear-layer", False, "Lip", {"monotone": ("monotone", _F), "bad-points": ("flat_point", _F)}),
    ),
    "AFFINE-LAYER": (Case(True, "linear-layer", True, "Comega", {"affine": ("continuous affine", "pieces local affinemap")}),),
    "EXTREMUM": (Case(False, "linear-layer", False, "flow", {"scalar": ("not_constant", "pieces order"), "extremum": _LOOSE}),),
    "HULL": (Case(False, "linear-layer", False, "flow", {"dimension": _LOOSE}),),
    "ODD-EVEN": (
        Case(False, "linear-layer", False, "flow", {
            "even": ("even", "pieces even"), "dimension": ("not_constant", "pieces order")}),
    ),
    "DIM-BOUND": (
        Case(False, "linear-layer", False, "Lip", {"rank": ("smooth_flat_point not_constant", _F + " order")}),
    ),
    "AUG": (
        Case(True, "augmented-1", True, "C0 Lip C1 Cinf Comega", {
            "dimension": ("own_class", "pieces local"), "class": ("own_class", "pieces local")}),
    ),
    "FLOOR-1D": (
        Case(False, "basic", False, "flow", {"interval": ("drop", "pieces order"), "pairs": ("drop", "pieces order")}),
        Case(False, "linear-layer", False, "flow", {
            "interval": ("drop rise", "pieces order"), "pairs": ("drop rise", "pieces order")}),
    ),
}
_CLASS = {"flow": "continuous", "C0": "continuous", "Lip": "lipschitz", "C1": "c1", "Cinf": "cinf", "Comega": "analytic"}


class ProvenCell(NamedTuple):
    """A cell, its proven status ('embeddable' or 'not_embeddable') and the theorem."""

    cell: Cell
    status: str
    rule: str


class Proven(NamedTuple):
    """What a certificate proves: about this map on this domain, the status of each of these cells."""

    expr: str
    variable: str
    domain: str
    cells: tuple[ProvenCell, ...]


def verify_certificate(
    source: str | os.PathLike[str] | dict[str, Any] | c.Certificate, map: Any = None, domain: Any = None, cell: Any = None
) -> Proven:
    """Re-check a certificate (a path, plain data or a Certificate) and return what it proves (guarantee: rigorous).

    What the caller states is compared with it: `map` (a text or a Map, whose domain counts too), `domain` (a text),
    `cell` (a Cell, or its text such as 'basic autonomous C1'). Raises CertificateError for what cannot be read,
    VerificationError for a certificate that does not prove what it states, or not what the caller asks for.
    """
    data = c.read(source)
    try:
        checker = _Checker(data)
        proven = tuple(checker.cell(number) for number in range(len(data.cells)))
        _compare(checker, map, domain)
    except (InputError, SpotError, GermError, UnsupportedError, DemandError, ValueError, ArithmeticError) as error:
        raise VerificationError(f"not verified: {' '.join(str(error).split())}") from None
    if not proven:
        raise VerificationError("not verified: the certificate decides no cell")
    if cell is not None and not any(str(one.cell) == str(Cell(*cell) if isinstance(cell, tuple) else cell) for one in proven):
        raise VerificationError(f"not verified: the certificate says nothing about {cell}")
    return Proven(data.map.expr[0], data.map.vars[0], data.map.domain, proven)


def _refuse(reason: str) -> NoReturn:
    raise VerificationError(f"not verified: {reason}")


def _require(condition: Any, reason: str) -> None:
    if not condition:
        _refuse(reason)


def _domain(text: str) -> tuple[Spot, Spot, bool, bool]:
    """The ends of an interval and whether they belong to it."""
    if text.strip() == "R":
        return exact_spot(-sp.oo), exact_spot(sp.oo), False, False
    match = re.fullmatch(r"\s*([\[(])([^,]*),([^,]*)([\])])\s*", text)
    if match is None:
        _refuse(f"the domain {text[:60]!a} is no interval")
    low, high = exact_spot(parse_number(match[2])), exact_spot(parse_number(match[3]))
    _require(before(low, high), "the domain is empty")
    closed = match[1] == "[", match[4] == "]"
    _require(not (low.infinite and closed[0] or high.infinite and closed[1]), "a closed end at infinity")
    return low, high, *closed


def _compare(checker: _Checker, map: Any, domain: Any) -> None:
    if map is not None:
        told = map.to_dict() if hasattr(map, "to_dict") else {"expr": [map], "vars": [checker.x.name]}
        expressions, variables = parse_map(told["expr"][0], told["vars"])
        same = len(told["expr"]) == 1 and variables == (checker.x,) and expressions == (checker.f,)
        _require(same, "the certificate is about another map")
        domain = told.get("domain") if domain is None else domain
    if domain is not None:
        (low, high, *closed), (own_low, own_high, *own) = _domain(str(domain)), checker.domain
        same = closed == own and compare(low.value, own_low.value) == 0 == compare(high.value, own_high.value)
        _require(same, "the certificate is about another domain")


class _Signs(NamedTuple):
    """The zeros of a function on an open interval and its signs around them; with a period they repeat."""

    zeros: list[Spot]
    signs: tuple[int, ...]
    period: Any


class _Covers:
    """Checks covers: every zero is one, none is missing, the signs between them are right."""

    def __init__(self, x: Any) -> None:
        self.x = x

    def spot(self, data: c.PointData, function: Any = None) -> Spot:
        if isinstance(data, c.ExactPoint):
            return exact_spot(parse_number(data.value))
        low, high = read_rational(data.lower), read_rational(data.upper)
        if isinstance(data, c.AlgebraicPoint):
            return algebraic_spot(tuple(int(read_rational(k).p) for k in data.polynomial), low, high)
        return zero_spot(self.expression(data.function) if data.function else function, low, high)

    def expression(self, text: str) -> Any:
        return parse_expression(text, (self.x.name,))

    def check(self, g: Any, low: Spot, high: Spot, cover: c.Cover) -> _Signs:
        """The zeros and signs of g on (low, high) that the cover proves; refuses it otherwise."""
        signs, proof = cover.signs, cover.proof
        if isinstance(proof, c.Constant):
            sign = 0 if is_zero(g) else None if g.free_symbols else constant_sign(g)
            _require(not cover.zeros and signs == (sign,), f"the constant sign of {g}")
            return _Signs([], signs, None)
        _require(g.free_symbols, "a cover of a constant")
        zeros = [self.spot(zero, g) for zero in cover.zeros]
        _require(len(signs) == len(zeros) + 1 and set(signs) <= {1, -1}, "a cover needs one sign more than zeros")
        if isinstance(proof, c.Periodic):
            return self._periodic(g, low, high, zeros, signs, proof)
        for left, right in itertools.pairwise((low, *zeros, high)):
            _require(before(left, right), f"the zeros of {g} are not in order inside their interval")
        match proof:
            case c.Affine():
                self._affine(g, low, high, zeros, signs)
            case c.Sturm():
                self._sturm(g, low, high, zeros, signs, proof.coordinate)
            case c.Range():
                ends = (NEG_INF if low.infinite else low.ball()), (INF if high.infinite else high.ball())
                sign = sign_over(_form(g, proof.form), *ends)
                _require(not zeros and sign and signs == (sign,), f"one evaluation does not prove the sign of {g}")
            case c.Parts():
                self._parts(g, low, high, zeros, signs, proof.parts)
        return _Signs(zeros, signs, None)

    def _affine(self, g: Any, low: Spot, high: Spot, zeros: list[Spot], signs: tuple[int, ...]) -> None:
        slope = sp.expand(sp.diff(g, self.x))
        direction = None if slope.free_symbols else constant_sign(slope)
        _require(direction, f"{g} is not affine with a slope of known sign")
        if zeros:
            _require(len(zeros) == 1 and value_sign(g, zeros[0]) == 0, f"the zero of {g} is misplaced")
            _require(signs == (-direction, direction), f"the signs of {g} are not those of its slope")
            return
        # Without a zero inside, neither end has the opposite sign.
        for end, at_infinity in ((low, -direction), (high, direction)):
            sign = at_infinity if end.infinite else value_sign(g, end)
            _require(sign is not None and sign * signs[0] >= 0, f"the sign of {g} at an end")

    def _reduced(self, g: Any, coordinate: str, rate: Any) -> tuple[fmpq_poly, fmpq_poly, Any]:
        """Numerator and denominator in the coordinate, and its rate."""
        if coordinate == "x":
            quotient, own = rational_function(compile_expression(g)), rate
        else:
            reduction = exponential_reduction(g) if coordinate == "exp" else trigonometric_reduction(g)
            quotient, own = (None, rate) if reduction is None else (reduction.quotient, reduction.rate)
        if coordinate == "tan" and quotient is None and rate is not None:
            t = sp.Dummy(real=True)
            image = g.xreplace({sp.tan(rate * self.x / 2): t})
            quotient, own = None if image.has(self.x) else rational_function(compile_expression(image)), rate
        _require(quotient is not None and (rate is None or compare(own, rate) == 0), f"{g} is not rational in {coordinate}")
        return quotient.numerator, quotient.denominator, own

    def _roots(self, g: Any, zeros: list[Spot], numerator: fmpq_poly, coordinate: str, rate: Any) -> None:
        for zero in zeros:
            if zero.function is not None and zero.function != g:
                divisor = self._reduced(zero.function, coordinate, rate)[0]
                is_root = divmod(numerator, divisor)[1].is_zero()
            else:
                is_root = zero.function is not None or value_sign(g, zero) == 0
            _require(is_root, f"a listed zero of {g} is none")

    def _sturm(self, g: Any, low: Spot, high: Spot, zeros: list[Spot], signs: tuple[int, ...], coordinate: str) -> None:
        _require(coordinate != "tan", "tan(w x/2) serves one whole period only")
        numerator, denominator, rate = self._reduced(g, coordinate, None)
        product = numerator * denominator
        polynomial = divmod(product, product.gcd(product.derivative()))[0]
        integers = tuple(int(k) for k in polynomial.numer().coeffs())
        self._roots(g, zeros, numerator, coordinate, rate)

        def image(end: Spot) -> tuple[fmpq | None, fmpq | None]:
            if end.infinite:
                return (fmpq(0),) * 2 if coordinate == "exp" and end.value == -sp.oo else (None, None)
            if coordinate == "x":
                return end.low, end.high
            with precision(BITS):
                ball = (constant_ball(rate, BITS) * end.ball(BITS)).exp()
            exact = sp.exp(rate * end.value) if end.value is not None else None
            return (read_rational(str(exact)),) * 2 if isinstance(exact, sp.Rational) else (lower(ball), upper(ball))

        (a, inner_a), (inner_b, b) = image(low), image(high)
        for end, left, right in ((low, a, inner_a), (high, inner_b, b)):
            if left is None or right is None or left == right:
                continue
            # A root in the enclosure of an end must be that end.
            hidden = sturm_count(integers, left, right) + (polynomial(left) == 0)
            _require(hidden == 0 or (hidden == 1 and value_sign(g, end) == 0), f"a zero of {g} hides at an end")
        at_end = int(inner_b is not None and inner_b == b and polynomial(inner_b) == 0)
        count = sturm_count(integers, inner_a, inner_b) - at_end
        _require(count == len(zeros), f"Sturm's theorem gives {count} zeros and poles of {g}, not {len(zeros)}")
        self._samples(g, (low, *zeros, high), signs)

    def _samples(self, g: Any, stops: tuple[Spot, ...], signs: tuple[int, ...]) -> None:
        for (left, right), sign in zip(itertools.pairwise(stops), signs, strict=True):
            place = exact_spot(to_sympy(between(left, right)))
            _require(value_sign(g, place) == sign, f"the sign of {g} between two zeros")

    def _periodic(
        self, g: Any, low: Spot, high: Spot, zeros: list[Spot], signs: tuple[int, ...], proof: c.Periodic
    ) -> _Signs:
        _require(low.infinite or high.infinite, "a period proves nothing on a bounded interval")
        period, start = parse_number(proof.period), exact_spot(parse_number(proof.start))
        _require(compare(period, sp.S.Zero) == 1 and not start.infinite, "a period is positive and begins somewhere")
        _require(signs[0] == signs[-1], f"the sign of {g} is not that of the next period")
        end = exact_spot(start.value + period)
        if isinstance(proof.proof, c.Sturm) and proof.proof.coordinate == "tan":
            reduction = trigonometric_reduction(g)
            _require(reduction is not None, f"{g} is not rational in tan(w x/2)")
            assert reduction is not None
            rate, numerator = reduction.rate, reduction.quotient.numerator
            _require(compare(period * rate, 2 * sp.pi) == 0 == compare(start.value * rate, -sp.pi), f"the period of {g}")
            self._roots(g, zeros, numerator, "tan", rate)
            inner = [*zeros[:-1]] if reduction.order and zeros and compare_spots(zeros[-1], end) == 0 else zeros
            _require(bool(reduction.order) == (inner is not zeros), f"the zero of {g} at the end of the period")
            polynomial = divmod(numerator, numerator.gcd(numerator.derivative()))[0]
            count = sturm_count(tuple(int(k) for k in polynomial.numer().coeffs()), None, None)
            _require(zeros and count == len(inner), f"Sturm's theorem gives {count} zeros of {g} in a period")
            for left, right in itertools.pairwise((start, *inner, end)):
                _require(before(left, right), f"the zeros of {g} are not in order inside the period")
            copy = exact_spot(zeros[0].value + period) if zeros[0].value is not None else None
            with precision(BITS):
                shifted = zeros[0].ball(BITS) + constant_ball(period, BITS)
            behind = copy or Spot(None, lower(shifted), upper(shifted))
            self._samples(g, (*zeros, behind), signs[1:])
        else:
            _require(is_zero(g.subs(self.x, self.x + period) - g), f"{proof.period} is no period of {g}")
            _require(value_sign(g, start) == signs[0], f"the sign of {g} where the period begins")
            self.check(g, start, end, c.Cover(zeros=(), signs=signs, proof=proof.proof)) if not zeros else None
        return _Signs(zeros, signs, period if zeros else None)
