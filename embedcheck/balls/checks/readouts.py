"""Facts about maps with fewer outputs than inputs and about read-outs, each checked when it is opened."""

from __future__ import annotations

from typing import Any, NamedTuple

import sympy as sp
from flint import fmpq_mat

from embedcheck import certificate as c
from embedcheck.balls.arith import read_rational, to_sympy
from embedcheck.balls.checks.boxes import Factor, require
from embedcheck.balls.checks.diffeos import DiffeoFacts, Embedding
from embedcheck.balls.checks.facts import FactError
from embedcheck.balls.checks.positivity import SignProofs
from embedcheck.balls.checks.spots import MAX_OPERATIONS, exact_spot, expanded, is_zero, read_constant, tame
from embedcheck.balls.extended import INF, NEG_INF
from embedcheck.balls.regions import Region, Side
from embedcheck.parsing import to_text

_MAX_ORDER = 8
_MAX_LEMMAS = 16


class Rise(NamedTuple):
    """A scalar f is strictly monotone along lines of one direction."""

    steep: bool
    """f is differentiable in the direction, with a derivative that has no zero."""
    onto: bool
    """X = R^n and every such line is mapped onto R."""
    tidy: bool
    """X is open or closed, or the direction is that of a variable."""


class Reading(NamedTuple):
    """f = matrix u + shift: what is applied to the values of u."""

    matrix: list[list[Any]]
    shift: list[Any]


class RidgeSum(NamedTuple):
    """f = matrix (g_1(w_1 x), ...) + shift: the forms w_i x, their intervals, the numbers of the lemmas."""

    forms: list[Any]
    ranges: list[Factor]
    lemmas: tuple[int, ...]
    matrix: list[list[Any]]
    shift: list[Any]


def along(expr: Any, variables: tuple[Any, ...], direction: list[Any]) -> Any:
    """The derivative in a direction, expanded; FactError for a function that is too large."""
    require(sp.count_ops(expr) <= MAX_OPERATIONS, "derivatives that grow")
    parts = (d * sp.diff(expr, x) for d, x in zip(direction, variables, strict=True) if d)
    return expanded(sum(parts, sp.S.Zero))


class ReadoutFacts(DiffeoFacts):
    """The kinds of facts about completions, directions and ridge functions."""

    @property
    def region(self) -> Region:
        """The box X."""
        return Region(
            {x: Side(low.value, high.value, *closed)
             for x, (low, high, *closed) in zip(self.variables, self.box, strict=True)}
        )  # fmt: skip

    @property
    def closed(self) -> bool:
        """Whether X is closed."""
        return all(
            (low.infinite or low_closed) and (high.infinite or high_closed)
            for low, high, low_closed, high_closed in self.box
        )

    def vector(self, texts: tuple[str, ...]) -> list[Any]:
        """A rational vector in R^n that is not zero."""
        require(len(texts) == self.inputs, "a vector with {} coordinates", len(texts))
        numbers = [to_sympy(read_rational(text)) for text in texts]
        require(any(numbers), "the vector is zero")
        return numbers

    def independent_rows(self, rows: tuple[tuple[str, ...], ...]) -> list[list[Any]]:
        """Rational linear forms on R^n that are linearly independent."""
        require(0 < len(rows) <= self.inputs and all(len(row) == self.inputs for row in rows), "the shape of the rows")
        numbers = [[read_rational(text) for text in row] for row in rows]
        require(fmpq_mat(numbers).rank() == len(rows), "the rows are not independent")
        return [[to_sympy(entry) for entry in row] for row in numbers]

    def linear_form(self, row: list[Any]) -> Any:
        return sum((a * x for a, x in zip(row, self.variables, strict=True)), sp.S.Zero)

    # -- other maps --------------------------------------------------------------------------------------------------

    def _readout(self, fact: c.Readout) -> Reading:
        require(len(fact.matrix) == len(fact.shift) == self.outputs, "the shape of the read-out")
        matrix = [[read_constant(text) for text in row] for row in fact.matrix]
        return Reading(matrix, [read_constant(text) for text in fact.shift])

    def _completed(self, fact: c.Completed) -> Embedding:
        """f with the linear functions, as an embedding of X in R^n."""
        self.smooth()
        require(self.outputs + len(fact.rows) == self.inputs, "the number of rows")
        rows = self.independent_rows(fact.rows)
        exprs = (*self.data.map.expr, *(to_text(self.linear_form(row)) for row in rows))
        structure = c.Structure(regularity="Comega")
        told = c.MapData(expr=exprs, vars=self.data.map.vars, domain=self.data.map.domain)
        whole = c.Certificate(schema=c.SCHEMA, map=told, facts=(structure, fact.proof), cells=())
        return type(self)(whole, self.prove, self.budget).results[1]

    # -- directions --------------------------------------------------------------------------------------------------

    def _rising(self, fact: c.Rising) -> Rise:
        require(self.outputs == 1, "f is not scalar")
        expr, direction = self.exprs[0], self.vector(fact.direction)
        part = self.read_function(fact.part)
        moving = {x for x, d in zip(self.variables, direction, strict=True) if d}
        require(not expanded(expr - part).free_symbols & moving, "the rest of f moves along the direction")
        require(self.structure.regularity(part) == "Comega", "the part of f is not seen to be analytic")
        slope = along(part, self.variables, direction)
        if isinstance(fact.proof, c.Signed):
            self._sign_of(fact.proof, slope)
        else:
            self._weakly(fact.proof, slope, direction)
        onto = False
        if fact.onto is not None:
            require(self.whole, "lines in X that are not all of a line")
            self._onto(fact.onto, expr, direction)
            onto = True
        tidy = self.open or self.closed or len(moving) == 1
        return Rise(isinstance(fact.proof, c.Signed), onto, tidy)

    def _sign_of(self, stated: c.Signed, function: Any) -> int:
        """The sign of a function on X."""
        found = self._signed(stated)
        require(is_zero(found.function - function), "a sign of another function")
        return found.sign

    def _weakly(self, proof: c.Weakly, slope: Any, direction: list[Any]) -> None:
        """Along a segment on which the slope vanishes all derivatives do, so there is none."""
        require(proof.sign in (1, -1), "a sign that is neither 1 nor -1")
        require(1 <= proof.order <= _MAX_ORDER, "the number of derivatives")
        SignProofs(self.budget).check(proof.rising, proof.sign * slope, self.region, False)
        squares, derivative = sp.S.Zero, slope
        for order in range(proof.order):
            derivative = along(derivative, self.variables, direction) if order else slope
            squares += derivative**2
        found = self._signed(proof.still)
        one = any(is_zero(found.function - function) for function in (derivative, squares))
        require(one, "a sign of another function")

    def _onto(self, onto: c.Onto, expr: Any, direction: list[Any]) -> None:
        """f runs through R along each line of the direction: a part does, and the rest is bounded or moves with it."""
        part = self.read_function(onto.part)
        require(self.structure.regularity(part) == "Comega", "the part of f is not seen to be analytic")
        slope = along(part, self.variables, direction)
        if isinstance(onto.proof, c.OddAlong):
            sign = self._sign_of(onto.proof.leading, leading_along(part, self.variables, direction))
        else:
            sign = self._steep(onto.proof, slope, direction)
        rest = expanded(expr - part)
        range_ = self.structure.range(rest)
        if range_ is None or range_.low == NEG_INF or range_.high == INF:
            smooth = self.structure.regularity(rest) == "Comega"
            drift = sign * along(rest, self.variables, direction)
            require(
                smooth and self.structure.never_negative(drift),
                "the rest of f is not seen to be bounded and may turn back",
            )

    def _steep(self, proof: c.Steep, slope: Any, direction: list[Any]) -> int:
        """The sign of a slope whose modulus is larger than a function that does not move along the direction."""
        least = self.read_function(proof.least)
        require(is_zero(along(least, self.variables, direction)), "the least slope is not constant along the direction")
        self.positive(proof.positive, least)
        above = self._signed(proof.above)
        for sign in (1, -1):
            if is_zero(above.sign * above.function - (sign * slope - least)):
                return sign
        raise FactError("a sign of another function")

    # -- ridge functions ---------------------------------------------------------------------------------------------

    def _ridge(self, fact: c.Ridge) -> RidgeSum:
        rows = self.independent_rows(fact.rows)
        count = len(rows)
        require(len(fact.lemmas) == count and all(0 <= k < _MAX_LEMMAS for k in fact.lemmas), "the lemmas of the forms")
        shape = len(fact.matrix) == len(fact.shift) == self.outputs and all(len(row) == count for row in fact.matrix)
        require(shape, "the shape of the matrix")
        matrix = [[read_constant(text) for text in row] for row in fact.matrix]
        shift = [read_constant(text) for text in fact.shift]
        forms = [self.linear_form(row) for row in rows]
        return RidgeSum(forms, [self._range(row) for row in rows], fact.lemmas, matrix, shift)

    def _range(self, row: list[Any]) -> Factor:
        """The interval of the values of a linear form on X."""
        ends: list[Any] = []
        closed: list[bool] = []
        for lowest in (True, False):
            value, reached = sp.S.Zero, True
            for a, (low, high, low_closed, high_closed) in zip(row, self.box, strict=True):
                if a == 0:
                    continue
                spot, own = (low, low_closed) if (a > 0) == lowest else (high, high_closed)
                value += a * spot.value
                reached = reached and own
            ends.append(value)
            closed.append(reached)
        return exact_spot(ends[0]), exact_spot(ends[1]), closed[0], closed[1]


def leading_along(part: Any, variables: tuple[Any, ...], direction: list[Any]) -> Any:
    """The leading coefficient along a direction of a function that is a polynomial of odd degree there."""
    t = sp.Symbol("_t", real=True)
    values = {x: x + d * t for x, d in zip(variables, direction, strict=True) if d}
    moved = expanded(part.subs(values, simultaneous=True))
    if not tame(moved) or not moved.is_polynomial(t):
        raise FactError("the part of f is not seen to be a polynomial along the direction")
    polynomial = sp.Poly(moved, t)
    require(polynomial.degree() % 2 == 1, "a polynomial of even degree")
    return expanded(polynomial.LC())
