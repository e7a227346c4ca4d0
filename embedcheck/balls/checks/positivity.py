"""The sign of a function of several variables on the box, as a certificate states it."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import sympy as sp
from flint import fmpq

from embedcheck import certificate as c
from embedcheck.balls.arith import read_rational
from embedcheck.balls.bivariate import check_positive
from embedcheck.balls.boxes import MAX_BOXES, MEAN, RANGE, Leaves, walk
from embedcheck.balls.checks.boxes import BoxFacts, Budget, require
from embedcheck.balls.checks.covers import Covers
from embedcheck.balls.checks.facts import FactError
from embedcheck.balls.checks.spots import exact_spot, expanded, is_zero, read_constant, tame, value_sign
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.gram import Monomial, coefficients, definite, form_of, times
from embedcheck.balls.pythagoras import same
from embedcheck.balls.regions import Region, Side, side_of
from embedcheck.parsing import read_map

_MAX_DEPTH = 8
_MAX_PARTS = 40
_MAX_POWER = 60
_MAX_GRAM = 60
_MAX_WORK = 400
_GRAM_SPEED = 3000


class Sign(NamedTuple):
    """A function with one sign on all of X."""

    function: Any
    sign: int


def read_function(text: str, variables: tuple[str, ...]) -> Any:
    """A function of the variables."""
    reading = read_map(text, variables)
    require(len(reading.components) == 1 and not reading.removed, "{} is no function", text[:60])
    return reading.components[0]


class PositivityFacts(BoxFacts):
    """The kinds of facts about signs."""

    def read_function(self, text: str) -> Any:
        """A function of the variables of f."""
        return read_function(text, self.data.map.vars)

    def _signed(self, fact: c.Signed) -> Sign:
        require(fact.sign in (-1, 1), "a sign that is neither 1 nor -1")
        function = self.read_function(fact.function)
        sides = {x: Side(low.value, high.value, *closed) for x, (low, high, *closed) in zip(
            self.variables, self.box, strict=True)}  # fmt: skip
        SignProofs(self.budget).check(fact.proof, fact.sign * function, Region(sides), True)
        return Sign(function, fact.sign)


class SignProofs:
    """Checks proofs that a function is positive (not strict: never negative) on a region.

    A function that is continued to a point where it is written without value counts with the continued value.
    """

    def __init__(self, budget: Budget | None = None) -> None:
        self.work, self.budget = 0, budget or Budget()

    def check(self, proof: c.SignProof, function: Any, region: Region, strict: bool, depth: int = 0) -> None:
        self.work += 1
        require(self.work <= _MAX_WORK and depth <= _MAX_DEPTH, "too many steps for the sign of one function")
        getattr(self, f"_{type(proof).__name__.lower()}")(proof, function, region, strict, depth + 1)

    def _onerange(self, proof: c.OneRange, function: Any, region: Region, strict: bool, depth: int) -> None:
        form = self._form(proof.form, function, region) if proof.form else expanded(function)
        proven = region.structure.sign(form) == 1 if strict else region.structure.never_negative(form)
        require(proven, "the sign is not seen in one evaluation")

    def _form(self, text: str, function: Any, region: Region) -> Any:
        form = self._read(text, region)
        require(same(form, function), "a form of another function")
        return form

    def _read(self, text: str, region: Region) -> Any:
        return read_function(text, tuple(str(name) for name in region.sides))

    def _factors(self, proof: c.Factors, function: Any, region: Region, strict: bool, depth: int) -> None:
        factors = [self._read(factor.function, region) for factor in proof.factors]
        product, turned = sp.S.One, 1
        for stated, factor in zip(proof.factors, factors, strict=True):
            require(stated.sign in (1, -1) and stated.power and abs(stated.power) <= _MAX_POWER, "a power of a factor")
            product *= factor**stated.power
            turned *= stated.sign if stated.power % 2 else 1
        require(len(factors) <= _MAX_PARTS and is_zero(function - product), "the factors of another function")
        require(turned == 1, "the product of the factors has the other sign")
        for stated, factor in zip(proof.factors, factors, strict=True):
            self.check(stated.proof, stated.sign * factor, region, strict or stated.power < 0, depth)

    def _sum(self, proof: c.Sum, function: Any, region: Region, strict: bool, depth: int) -> None:
        parts = [self._read(part.function, region) for part in proof.parts]
        require(0 < len(parts) <= _MAX_PARTS and same(sum(parts), function), "the parts of another sum")
        require(not strict or any(part.strict for part in proof.parts), "a sum that may vanish")
        for stated, part in zip(proof.parts, parts, strict=True):
            self.check(stated.proof, part, region, stated.strict, depth)

    def _renamed(self, proof: c.Renamed, function: Any, region: Region, strict: bool, depth: int) -> None:
        old = tuple(str(name) for name in region.sides)
        fresh = len(set(proof.names)) == len(proof.names) and not set(old) & set(proof.names)
        require(fresh and 0 < len(proof.names) == len(proof.parts) <= _MAX_PARTS, "the new variables")
        reading = read_map(proof.function, (*old, *proof.names))
        require(len(reading.components) == 1 and not reading.removed, "{} is no function", proof.function[:60])
        form, meanings, sides = reading.components[0], dict[Any, Any](), dict[Any, Side]()
        for name, text in zip(reading.variables[len(old) :], proof.parts, strict=True):
            meanings[name] = self._read(text, region)
            value = region.structure.range(meanings[name])
            if value is None:
                raise FactError(f"no range of {text[:60]}")
            sides[name] = side_of(value)
        require(same(form.subs(meanings, simultaneous=True), function), "new variables in another function")
        self.check(proof.proof, form, region.replaced(sides).only(form.free_symbols), strict, depth)

    def _faces(self, proof: c.Faces, function: Any, region: Region, strict: bool, depth: int) -> None:
        variable = self._variable(proof.variable, region)
        slope = expanded(sp.diff(function, variable))
        rest = expanded(function - slope * variable)
        require(not slope.has(variable) and not rest.has(variable), "a function that is not affine")
        side, others = region.sides[variable], region.without(variable)
        infinite = side.low == -sp.oo, side.high == sp.oo
        require(not all(infinite), "an affine function on a line")
        closed = side.low_closed, side.high_closed
        enough = any(proof.strict) and all(a or not b for a, b in zip(proof.strict, closed, strict=True))
        require(enough or not strict, "an end where the function may vanish")
        for number, one in enumerate((proof.low, proof.high)):
            face = (slope if number else -slope) if infinite[number] else rest + slope * side[number]
            self.check(one, expanded(face), others, proof.strict[number], depth)

    def _variable(self, name: str, region: Region) -> Any:
        found = [variable for variable in region.sides if str(variable) == name]
        require(found, "there is no variable {}", name[:20])
        return found[0]

    def _onevariable(self, proof: c.OneVariable, function: Any, region: Region, strict: bool, depth: int) -> None:
        require(len(function.free_symbols) == 1, "a function of one variable")
        (variable,) = function.free_symbols
        side = region.sides[variable]
        low, high = exact_spot(side.low), exact_spot(side.high)
        found = Covers(variable).check(function, low, high, proof.cover)
        zeros = bool(found.zeros) and strict
        require(set(found.signs) == {1} and not zeros, "a cover with a zero or another sign")
        for spot, closed in ((low, side.low_closed), (high, side.high_closed)):
            require(not closed or not strict or value_sign(function, spot) == 1, "the sign at an end")

    def _fibres(self, proof: c.Fibres, function: Any, region: Region, strict: bool, depth: int) -> None:
        x = self._variable(proof.variable, region)
        others = [name for name in region.sides if name in function.free_symbols and name != x]
        require(len(others) == 1 and len(proof.samples) <= _MAX_PARTS * 2, "a function of two variables")
        require(tame(function), "a polynomial that is too large")
        samples = [read_rational(text) for text in proof.samples]
        check_positive(function, x, others[0], region.ends(x), region.ends(others[0]), samples, strict)

    def _squares(self, proof: c.Squares, function: Any, region: Region, strict: bool, depth: int) -> None:
        require(tame(function), "a polynomial that is too large")
        variables = list(region.sides)
        left = coefficients(function, variables)
        require(len(proof.squares) <= _MAX_PARTS, "the number of squares")
        positive = False
        for square in proof.squares:
            size = len(square.monomials)
            shape = 0 < size <= _MAX_GRAM and len(square.gram) == size and all(len(row) == size for row in square.gram)
            require(shape and all(len(m) == len(variables) for m in square.monomials), "the shape of a Gram matrix")
            small = all(0 <= k <= _MAX_POWER for m in square.monomials for k in m)
            require(small and len(square.ends) <= _MAX_PARTS, "the monomials of a square")
            matrix = [[read_rational(text) for text in row] for row in square.gram]
            common = math.lcm(*(int(x.q) for row in matrix for x in row))
            whole = [[x * common for x in row] for row in matrix]
            bits = max(int(abs(x.p)).bit_length() for row in whole for x in row)
            self.budget.spend(size**4 * bits // _GRAM_SPEED)
            kind = definite(whole)
            require(kind >= 0, "a Gram matrix that is not positive semidefinite")
            form = form_of(list(square.monomials), matrix)
            for end in square.ends:
                form = times(form, self._distance(end, variables, region))
            one = (0,) * len(variables)
            # z'Qz > 0 where Q is definite and the monomial 1 never vanishes.
            positive |= kind == 1 and not square.ends and one in square.monomials
            for power, value in form.items():
                left[power] = left.get(power, fmpq(0)) - value
        require(not any(left.values()), "the sum of the squares is another polynomial")
        require(positive or not strict, "the sum of the squares may vanish")

    def _distance(self, text: str, variables: list[Any], region: Region) -> dict[Monomial, fmpq]:
        variable = self._variable(text[:-1], region)
        low, high, *_ = region.ends(variable)
        unit = tuple(int(name == variable) for name in variables)
        zero = (0,) * len(variables)
        if text[-1:] == "-" and low is not None:
            return {unit: fmpq(1), zero: -low}
        require(text[-1:] == "+" and high is not None, "no distance from a finite end: {}", text[:20])
        return {unit: fmpq(-1), zero: high if high is not None else fmpq(0)}

    def _halved(self, proof: c.Halved, function: Any, region: Region, strict: bool, depth: int) -> None:
        form = self._form(proof.form, function, region)
        require(len(proof.tree) <= 2 * MAX_BOXES + 1, "the number of boxes")
        leaves = Leaves(form, list(region.sides))
        self.budget.spend(self._evaluations(leaves, proof.tree))
        for box, kind in walk(proof.tree, region.ranges, list(region.sides)):
            require(leaves.positive(box, kind, strict), "the sign is not seen on a box")

    @staticmethod
    def _evaluations(leaves: Leaves, tree: str) -> int:
        """The work of the operations that the leaves of a tree take."""
        own = int(sp.count_ops(leaves.function)) + 1
        means = tree.count(MEAN)
        steep = sum(int(sp.count_ops(slope)) + 1 for slope in leaves.slopes) if means else 0
        return 2 * (tree.count(RANGE) * own + means * (own + steep))

    def _period(self, proof: c.Period, function: Any, region: Region, strict: bool, depth: int) -> None:
        variable = self._variable(proof.variable, region)
        period, start = read_constant(proof.period), read_constant(proof.start)
        require(constant_sign(period) == 1, "a period that is not positive")
        moved = function.subs(variable, variable + period)
        require(same(expanded(moved), function), "not a period")
        one = Side(start, start + period, True, True)
        self.check(proof.proof, function, region.replaced({variable: one}), strict, depth)
