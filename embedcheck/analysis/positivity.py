"""The sign of a function of several variables on the whole box: a ladder, the first step that succeeds decides.

One evaluation in several forms; a cover in one variable; factors; sums of separate parts; faces of a variable in which
the function is affine; fibres of polynomials in two variables; sums of squares; new variables for exponentials, sines
and the like; boxes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from embedcheck.analysis.cover import Deadline, UnknownError
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.halving import halved
from embedcheck.analysis.points import exact_point
from embedcheck.analysis.renaming import Renaming
from embedcheck.analysis.samples import direction
from embedcheck.analysis.signs import find_period, zeros
from embedcheck.analysis.squares import squares_of
from embedcheck.analysis.text import formula
from embedcheck.balls.bivariate import FibreError, check_positive, samples_for
from embedcheck.balls.checks.facts import PROBLEMS
from embedcheck.balls.checks.positivity import SignProofs
from embedcheck.balls.checks.spots import exact_spot, expanded, tame, value_sign
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.demands import DemandError
from embedcheck.balls.gram import coefficients
from embedcheck.balls.pythagoras import same
from embedcheck.balls.regions import Region, Side, side_of
from embedcheck.certificate import (
    Faces,
    Fact,
    Factors,
    Fibres,
    Halved,
    OneRange,
    OneVariable,
    Period,
    Renamed,
    Signed,
    SignedFactor,
    SignProof,
    Squares,
    Sum,
    Summand,
)
from embedcheck.errors import InputError
from embedcheck.parsing import parse_expression, to_text

_MAX_DEPTH = 4
_MAX_SIZE = 400
_MAX_PROOFS = 60
_FEW_BOXES = 120
_SECONDS = 3.0
_SECONDS_IN_VAIN = 6.0
"""what the searches of one check for signs may take without a result"""


def signed(analysis: EuclideanAnalysis, function: Any) -> Fact | None:
    """That the function has one sign on all of X (in the evidence of the fact); None when that is not proven."""
    if function not in analysis.signs:
        analysis.signs[function] = _signed(analysis, function)
    return analysis.signs[function]


def positive(analysis: EuclideanAnalysis, function: Any) -> Signed | None:
    """The evidence that the function is positive on all of X; None when that is not proven."""
    found = signed(analysis, function)
    if found is None or not isinstance(found.evidence, Signed) or found.evidence.sign != 1:
        return None
    return found.evidence


def region_of(analysis: EuclideanAnalysis) -> Region:
    """The box X."""
    factors = analysis.map.domain.factors
    return Region(
        {
            x: Side(factor.lo, factor.hi, factor.lo_closed, factor.hi_closed)
            for x, factor in zip(analysis.variables, factors, strict=True)
        }
    )


def _signed(analysis: EuclideanAnalysis, function: Any) -> Fact | None:
    deadline, start = analysis.deadline, time.process_time()
    seconds = min(_SECONDS, _SECONDS_IN_VAIN - deadline.in_vain)
    if seconds <= 0:
        return None
    try:
        text = to_text(function)
        region = region_of(analysis)
        search = Search(deadline.check, seconds)
        for sign in search.signs(function, region):
            proof = search.positive(sign * function, region, True)
            if proof is not None and confirmed(proof, sign * _as_read(function), region, True):
                return Fact(
                    statement=f"{text} {'>' if sign > 0 else '<'} 0 on X",
                    guarantee="rigorous",
                    evidence=Signed(function=text, sign=sign, proof=proof),
                )
    except (InputError, DemandError):
        return None
    deadline.in_vain += time.process_time() - start
    return None


def confirmed(proof: SignProof, function: Any, region: Region, strict: bool) -> bool:
    """Whether the checker accepts the proof; it reads all functions from their texts, which may round otherwise."""
    try:
        SignProofs().check(proof, function, region, strict)
    except PROBLEMS:
        return False
    return True


def _as_read(form: Any) -> Any:
    """The expression that is read from the text of this one."""
    return parse_expression(formula(form), [name.name for name in form.free_symbols] or None)


class Search:
    """Looks for proofs that functions are positive on regions, for a limited time and in a limited number of steps."""

    def __init__(self, check: Callable[[], None], seconds: float = _SECONDS) -> None:
        self.proofs, self.own = 0, Deadline(seconds, time.process_time)
        self._outer = check

    def check(self) -> None:
        """Raise UnknownError when the time is over."""
        self._outer()
        self.own.check()

    def signs(self, function: Any, region: Region) -> tuple[int, ...]:
        """The signs that are worth a proof."""
        if not function.free_symbols:
            sign = constant_sign(function)
            return (sign,) if sign else ()
        one = region.structure.sign(expanded(function)) or region.structure.sign(function)
        if one:
            return (one,)
        seen = direction(function, region)
        return (seen,) if seen else ()

    def positive(self, function: Any, region: Region, strict: bool, depth: int = 0) -> SignProof | None:
        """A proof that the function is positive (not strict: never negative) on the region, if one is found."""
        if depth:
            return self._proof(function, region, strict, depth)
        try:
            return self._proof(function, region, strict, 0)
        except UnknownError:
            # The time of this search is over, or all of it.
            self._outer()
            return None

    def _proof(self, function: Any, region: Region, strict: bool, depth: int) -> SignProof | None:
        self.check()
        self.proofs += 1
        if self.proofs > _MAX_PROOFS or depth > _MAX_DEPTH or sp.count_ops(function) > _MAX_SIZE:
            return None
        found = self._one_range(function, region, strict)
        if found is not None or not function.free_symbols:
            return found
        region = region.only(function.free_symbols)
        if region.empty() or direction(function, region) != 1:
            return None
        for step in (
            self._one_variable, self._factors, self._sum, self._faces, self._polynomial, self._even, self._renamed,
            self._boxes,
        ):  # fmt: skip
            found = step(function, region, strict, depth)
            if found is not None:
                return found
        return None

    # -- one evaluation ----------------------------------------------------------------------------------------------

    def _one_range(self, function: Any, region: Region, strict: bool) -> OneRange | None:
        def seen(form: Any) -> bool:
            return region.structure.sign(form) == 1 if strict else region.structure.never_negative(form)

        plain = expanded(function)
        if seen(plain):
            return OneRange()
        if not function.free_symbols:
            return None
        for form in map(_as_read, _forms(function, plain)):
            if seen(form) and same(form, function):
                return OneRange(form=formula(form))
        return None

    # -- products ----------------------------------------------------------------------------------------------------

    def _factors(self, function: Any, region: Region, strict: bool, depth: int) -> Factors | None:
        if not tame(function):
            return None
        factored: Any = sp.factor(sp.together(function))
        parts = [_powers(part) for part in sp.Mul.make_args(factored)]
        moving = [(base, power) for base, power in parts if base.free_symbols]
        if len(moving) < 2 and all(power == 1 for _, power in moving):
            return None
        constant: Any = sp.prod([base**power for base, power in parts if not base.free_symbols])
        if constant != 1:
            moving.append((constant, 1))
        found: list[SignedFactor] = []
        turned = 1
        for base, power in moving:
            own = strict or power < 0
            for sign in self.signs(base, region):
                proof = self.positive(sign * base, region, own, depth + 1)
                if proof is None:
                    return None
                found.append(SignedFactor(function=formula(base), power=power, sign=sign, proof=proof))
                turned *= sign if power % 2 else 1
                break
            else:
                return None
        return Factors(factors=tuple(found)) if turned == 1 else None

    # -- one variable ------------------------------------------------------------------------------------------------

    def _one_variable(self, function: Any, region: Region, strict: bool, depth: int) -> OneVariable | None:
        if len(region.sides) != 1:
            return None
        (side,) = region.sides.values()
        try:
            ends = exact_point(side.low), exact_point(side.high)
            found = zeros(function, *ends, self.own)
            if found.identical or set(found.signs) != {1} or (found.zeros and strict):
                return None
            for end, closed in ((side.low, side.low_closed), (side.high, side.high_closed)):
                if closed and strict and value_sign(function, exact_spot(end)) != 1:
                    return None
            return OneVariable(cover=found.evidence())
        except UnknownError:
            self.check()
            return None

    # -- polynomials -------------------------------------------------------------------------------------------------

    def _polynomial(self, function: Any, region: Region, strict: bool, depth: int) -> SignProof | None:
        plain = expanded(function)
        if not tame(function) or not plain.is_polynomial(*region.sides):
            return None
        return self._fibres(plain, region, strict) or self._squares(plain, region, strict)

    def _sum(self, function: Any, region: Region, strict: bool, depth: int) -> Sum | None:
        """Parts without a common variable. A positive constant is a part of its own."""
        groups: list[tuple[set[Any], Any]] = []
        constant: Any = sp.S.Zero
        for term in sp.Add.make_args(expanded(function)):
            if not term.free_symbols:
                constant += term
                continue
            names = set(term.free_symbols)
            near = [group for group in groups if group[0] & names]
            groups = [group for group in groups if not group[0] & names]
            groups.append((names.union(*(own for own, _ in near)), term + sum(part for _, part in near)))
        if len(groups) < 2:
            return None
        parts = [part for _, part in groups]
        if constant_sign(constant) == 1:
            parts.append(constant)
        else:
            parts[0] += constant
        found: list[Summand] = []
        for part in parts:
            own = strict and not any(one.strict for one in found)
            wanted, proof = own, self.positive(part, region, own, depth + 1)
            if proof is None and own:
                wanted, proof = False, self.positive(part, region, False, depth + 1)
            if proof is None:
                return None
            found.append(Summand(function=formula(part), strict=wanted, proof=proof))
        return Sum(parts=tuple(found)) if any(one.strict for one in found) or not strict else None

    def _faces(self, function: Any, region: Region, strict: bool, depth: int) -> Faces | None:
        """The values at the ends of a variable in which the function is affine."""
        plain = expanded(function)
        for name, side in region.sides.items():
            infinite = side.low == -sp.oo, side.high == sp.oo
            slope = expanded(sp.diff(plain, name))
            rest = expanded(plain - slope * name)
            if all(infinite) or slope.has(name) or rest.has(name):
                continue
            faces = [
                expanded(sign * slope if there else rest + slope * end)
                for sign, there, end in zip((-1, 1), infinite, side[:2], strict=True)
            ]
            others = region.without(name)
            for wanted in ((True, True), (True, False), (False, True)) if strict else ((False, False),):
                if any(closed and not own for own, closed in zip(wanted, side[2:], strict=True)) and strict:
                    continue
                if any(there and own for own, there in zip(wanted, infinite, strict=True)) and all(wanted):
                    continue
                low = self.positive(faces[0], others, wanted[0], depth + 1)
                high = None if low is None else self.positive(faces[1], others, wanted[1], depth + 1)
                if low is not None and high is not None:
                    return Faces(variable=str(name), low=low, high=high, strict=wanted)
        return None

    def _fibres(self, plain: Any, region: Region, strict: bool) -> Fibres | None:
        if len(region.sides) != 2:
            return None
        for x, y in sorted(
            (tuple(region.sides), tuple(region.sides)[::-1]), key=lambda pair: sp.degree(plain, pair[1])
        ):
            self.check()
            try:
                ends = region.ends(x), region.ends(y)
                samples = samples_for(plain, x, y, *ends)
                check_positive(plain, x, y, *ends, samples, strict)
            except FibreError:
                continue
            return Fibres(variable=str(x), samples=tuple(str(sample) for sample in samples))
        return None

    def _squares(self, plain: Any, region: Region, strict: bool) -> Squares | None:
        names = list(region.sides)
        try:
            polynomial = coefficients(plain, names)
        except ValueError:
            return None
        distances = {}
        for name in names:
            low, high, *_ = region.ends(name)
            if low is not None:
                distances[f"{name}-"] = coefficients(name - sp.Rational(int(low.p), int(low.q)), names)
            if high is not None:
                distances[f"{name}+"] = coefficients(sp.Rational(int(high.p), int(high.q)) - name, names)
        return squares_of(polynomial, distances, len(names), strict, self.check)

    # -- other functions ---------------------------------------------------------------------------------------------

    def _even(self, function: Any, region: Region, strict: bool, depth: int) -> Renamed | None:
        """A new variable for the square of one that has only even powers."""
        plain = expanded(function)
        if plain.is_polynomial(*region.sides):
            return None
        for name, side in region.sides.items():
            if side.low != -sp.oo or side.high != sp.oo:
                continue
            square = sp.Symbol(_fresh(function), real=True)
            form = plain.replace(
                lambda node, own=name: isinstance(node, sp.Pow) and node.base == own and _even(node.exp),
                lambda node, new=square: new ** (node.exp / 2),
            )
            if form.has(name) or not form.has(square):
                continue
            proof = self._in_new(function, form, {square: name**2}, region, strict, depth)
            if proof is not None:
                return proof
        return None

    def _renamed(self, function: Any, region: Region, strict: bool, depth: int) -> Renamed | None:
        renaming = Renaming(function)
        if renaming.useful:
            for form in renaming.forms():
                proof = self._in_new(function, form, renaming.meanings, region, strict, depth)
                if proof is not None:
                    return proof
        return None

    def _in_new(
        self, function: Any, form: Any, meanings: dict[Any, Any], region: Region, strict: bool, depth: int
    ) -> Renamed | None:
        """The proof for the function in new variables that run through the ranges of their parts."""
        sides: dict[Any, Side] = {}
        for name, part in meanings.items():
            value = region.structure.range(part)
            if value is None:
                return None
            sides[name] = side_of(value)
        if not form.free_symbols & set(meanings) or not same(form.subs(meanings, simultaneous=True), function):
            return None
        proof = self.positive(form, region.replaced(sides).only(form.free_symbols), strict, depth + 1)
        if proof is None:
            return None
        return Renamed(
            names=tuple(map(str, meanings)),
            parts=tuple(map(formula, meanings.values())),
            function=formula(form),
            proof=proof,
        )

    def _boxes(self, function: Any, region: Region, strict: bool, depth: int) -> Halved | Period | None:
        infinite = any(-sp.oo in side or sp.oo in side for side in region.sides.values())
        if (infinite or len(region.sides) < 3) and _rational(function, region):
            return None
        for name, side in region.sides.items():
            if side.low != -sp.oo and side.high != sp.oo:
                continue
            period = _period(function, name)
            if period is not None and same(expanded(function.subs(name, name + period)), function):
                start = sp.S.Zero
                one = region.replaced({name: Side(start, start + period, True, True)})
                proof = self.positive(function, one, strict, depth + 1)
                if proof is None:
                    return None
                return Period(variable=str(name), period=formula(period), start=formula(start), proof=proof)
        most = _FEW_BOXES if depth else 3 * _FEW_BOXES
        for form in dict.fromkeys(map(_as_read, (function, expanded(function)))):
            found = halved(form, region.ranges, strict, self.check, most)
            if found is not None and same(form, function):
                return found
        return None


def _rational(function: Any, region: Region) -> bool:
    """Whether the function is a polynomial over Q."""
    try:
        return tame(function) and bool(coefficients(function, list(region.sides)))
    except ValueError:
        return False


def _even(power: Any) -> bool:
    return isinstance(power, sp.Integer) and power > 0 and power % 2 == 0


def _fresh(function: Any) -> str:
    taken = {str(name) for name in function.free_symbols}
    return next(name for name in (f"u{number}" for number in range(1, 99)) if name not in taken)


def _forms(function: Any, plain: Any) -> Iterator[Any]:
    """Other ways to write a function."""
    yield function
    names = sorted(function.free_symbols, key=str)
    if plain.is_polynomial(*names) and tame(function):
        if plain.is_number or len(plain.args) > 1:
            yield sp.horner(plain, wrt=names)
            for name in names:
                yield sp.collect(plain, name)
    elif tame(function):
        yield sp.together(function)
        yield sp.together(plain)
        yield _gathered(sp.together(plain), names)
        yield sp.factor(plain)


def _gathered(form: Any, names: list[Any]) -> Any:
    """The form with the constant factors of each power collected in every sum."""
    return form.replace(lambda node: isinstance(node, sp.Add), lambda node: sp.collect(node, names))


def _powers(part: Any) -> tuple[Any, int]:
    if isinstance(part, sp.Pow) and isinstance(part.exp, sp.Integer):
        return part.base, int(part.exp)
    return part, 1


def _period(function: Any, name: Any) -> Any:
    """A period in the variable, seen from the linear arguments of the trigonometric functions that contain it."""
    frozen = function.subs({other: sp.Rational(1, 3) for other in function.free_symbols if other != name})
    return find_period(frozen) if frozen.has(name) else None
