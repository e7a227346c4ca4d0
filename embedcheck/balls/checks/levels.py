"""Facts about level sets, symmetries and error floors, each checked when it is opened."""

from __future__ import annotations

import itertools
from typing import Any

import sympy as sp
from flint import fmpq, fmpq_mat

from embedcheck import certificate as c
from embedcheck.balls.arith import read_rational, to_sympy
from embedcheck.balls.checks.boxes import Place, require
from embedcheck.balls.checks.facts import FactError
from embedcheck.balls.checks.positivity import SignProofs
from embedcheck.balls.checks.readouts import ReadoutFacts, along
from embedcheck.balls.checks.spots import expanded, is_zero, read_constant, tame
from embedcheck.balls.constants import compare, constant_sign
from embedcheck.balls.matrices import determinant_sign, independent
from embedcheck.balls.regions import Region, Side

_MAX_DERIVATIVE = 8
_MAX_ENTRY = 60
_MAX_ORDER = 12
_MAX_RAYS = 24
_UNIT = Side(-sp.S.One, sp.S.One, True, True)
Matrix = list[list[Any]]


def angle_order(rays: list[list[fmpq]]) -> bool:
    """Whether plane vectors are in strict circular order, once around."""
    half = [(y < 0) or (y == 0 and x < 0) for x, y in rays]
    turns = sum(a > b for a, b in zip(half, [*half[1:], half[0]], strict=True))
    if turns != 1:
        return False
    start = next(k for k in range(len(rays)) if half[k - 1] > half[k])
    around = [(half[k % len(rays)], rays[k % len(rays)]) for k in range(start, start + len(rays))]
    return all(
        a[0] < b[0] or (a[0] == b[0] and a[1][0] * b[1][1] - a[1][1] * b[1][0] > 0)
        for a, b in itertools.pairwise(around)
    )


def parameters(count: int) -> list[Any]:
    """The names of the parameters of a disc."""
    return [sp.Symbol(f"s{k}", real=True) for k in range(count)]


def on_disc(expr: Any, variables: tuple[Any, ...], centre: Place, rows: Matrix, names: list[Any]) -> Any:
    """A function on the disc of all centre + sum of s_k rows_k."""
    values = {
        x: p + sum((s * row[j] for s, row in zip(names, rows, strict=True)), sp.S.Zero)
        for j, (x, p) in enumerate(zip(variables, centre, strict=True))
    }
    return expanded(expr.subs(values, simultaneous=True))


def turned_degrees(expr: Any, variables: tuple[Any, ...], centre: Place, plane: tuple[int, int]) -> set[int]:
    """The differences a - b of the monomials z^a w^b of a function that is a polynomial in two variables, z = x + i y
    and w = x - i y about the centre."""
    z, w = sp.symbols("_z _w")
    one, other = plane
    values = {variables[one]: centre[one] + (z + w) / 2, variables[other]: centre[other] - sp.I * (z - w) / 2}
    if not tame(expr) or not expr.is_polynomial(variables[one], variables[other]):
        raise FactError("a component is not seen to be a polynomial in the variables of the plane")
    plain = sp.expand(expr.subs(values, simultaneous=True))
    if plain.has(z, w) and not (tame(plain) and plain.is_polynomial(z, w)):
        raise FactError("a component is not seen to be a polynomial in the variables of the plane")
    return {a - b for (a, b), factor in sp.Poly(plain, z, w).terms() if sp.expand(factor) != 0}


class LevelFacts(ReadoutFacts):
    """The kinds of facts about level sets, symmetries and floors."""

    def component(self, number: int) -> Any:
        require(0 <= number < self.outputs, "a component that does not exist")
        return self.exprs[number]

    def ray_sign(self, expr: Any, place: Place, ray: list[Any]) -> int:
        """The sign of the function minus its value at an interior point, along a ray near the point."""
        derivative = expr
        for _ in range(_MAX_DERIVATIVE):
            derivative = along(derivative, self.variables, ray)
            sign = constant_sign(self.at(derivative, place))
            require(sign is not None, "the sign of a derivative at the point")
            if sign:
                return sign
        raise FactError("no derivative along the ray is shown to be different from 0")

    # -- level sets --------------------------------------------------------------------------------------------------

    def _crossed(self, fact: c.Crossed) -> bool:
        self.smooth()
        require(self.inputs == 2 and len(fact.factors) == 3, "a map of two variables and three factors")
        expr, place, other = self.component(fact.component), self.place(fact.point), self.place(fact.other)
        gap = expr - self.at(expr, place)
        require(constant_sign(self.at(gap, other)), "the function is not shown to take another value")
        factors = [self.read_function(text) for text in fact.factors]
        for factor in factors:
            require(self.structure.regularity(factor) == "Comega", "a factor is not seen to be analytic")
        require(is_zero(gap - sp.prod(factors)), "the factors of another function")
        pair = factors[:2]
        require(all(constant_sign(self.at(one, place)) == 0 for one in pair), "a factor does not vanish at the point")
        slopes = [[self.at(sp.diff(one, x), place) for x in self.variables] for one in pair]
        require(determinant_sign(slopes), "the factors are not shown to cross")
        if not self.inside(place, True):
            self._crossed_at_face(place, pair)
        return True

    def _crossed_at_face(self, place: Place, pair: list[Any]) -> None:
        """The point is on one face, on which a factor vanishes."""
        for x, value, (low, high, *_), other in zip(self.variables, place, self.box, range(1, -1, -1), strict=True):
            rest, (start, stop, *_) = place[other], self.box[other]
            between = compare(start.value, rest) == -1 == compare(rest, stop.value)
            at_end = compare(low.value, value) == 0 or compare(value, high.value) == 0
            if at_end and between and any(is_zero(one.subs(x, value)) for one in pair):
                return
        raise FactError("the point is on the boundary of X and no factor vanishes on its face")

    def _alternating(self, fact: c.Alternating) -> bool:
        self.smooth()
        expr, place = self.component(fact.component), self.place(fact.point, True)
        require(self.inputs == 2 and 4 <= len(fact.rays) <= _MAX_RAYS, "a map of two variables and four rays or more")
        rays = [self.vector(ray) for ray in fact.rays]
        numbers = [[read_rational(text) for text in ray] for ray in fact.rays]
        require(angle_order(numbers), "the rays are not in circular order")
        signs = [self.ray_sign(expr, place, ray) for ray in rays]
        alternate = all(a == -b for a, b in zip(signs, [*signs[1:], signs[0]], strict=True))
        require(alternate, "the signs along the rays do not alternate")
        return True

    def _parted(self, fact: c.Parted) -> bool:
        self.smooth()
        expr, place, normal = self.component(fact.component), self.place(fact.point, True), self.vector(fact.normal)
        require(self.inputs >= 2 and fact.sign in (1, -1), "the sign of a map of several variables")
        radius = read_rational(fact.radius)
        require(radius > 0, "a radius that is not positive")
        gap, region = self.on_hyperplane(expr, place, normal, to_sympy(radius))
        SignProofs(self.budget).check(fact.proof, fact.sign * gap, region, False)
        require(len(fact.rays) == 2, "two rays")
        sides: list[int] = []
        for texts in fact.rays:
            ray = self.vector(texts)
            height = sum((a * b for a, b in zip(normal, ray, strict=True)), sp.S.Zero)
            sides.append(constant_sign(height) or 0)
            require(self.ray_sign(expr, place, ray) == -fact.sign, "the sign along a ray")
        require(sides in ([1, -1], [-1, 1]), "the rays are not on both sides of the hyperplane")
        return True

    def on_hyperplane(self, expr: Any, place: Place, normal: list[Any], radius: Any) -> tuple[Any, Region]:
        """The function minus its value at the point, on the hyperplane; the other coordinates are near the point."""
        number = next(k for k, a in enumerate(normal) if a)
        sides: dict[Any, Side] = {}
        moved = place[number]
        for k, (x, p, a) in enumerate(zip(self.variables, place, normal, strict=True)):
            if k != number:
                sides[x] = Side(p - radius, p + radius, True, True)
                moved -= a * (x - p) / normal[number]
        for end in (-1, 1):
            corner = tuple(p if k == number else p + end * radius for k, p in enumerate(place))
            require(self.inside(corner, False), "the neighbourhood of the point is not in X")
        return expanded((expr - self.at(expr, place)).subs(self.variables[number], moved)), Region(sides)

    # -- symmetries --------------------------------------------------------------------------------------------------

    def _cyclic(self, fact: c.Cyclic) -> bool:
        centre, size = self.place(fact.centre, True), self.inputs
        require(len(fact.matrix) == size and all(len(row) == size for row in fact.matrix), "the shape of the matrix")
        require(2 <= fact.order <= _MAX_ORDER, "the order of the matrix")
        matrix = [[read_constant(text) for text in row] for row in fact.matrix]
        one = [[sp.Integer(int(i == j)) for j in range(size)] for i in range(size)]
        power = one
        for _ in range(fact.order):
            columns = list(zip(*matrix, strict=True))
            power = [
                [expanded(sum(a * b for a, b in zip(row, column, strict=True))) for column in columns] for row in power
            ]
            require(all(sp.count_ops(x) <= _MAX_ENTRY for row in power for x in row), "powers of a matrix that grow")
        own = all(constant_sign(a - b) == 0 for row, unit in zip(power, one, strict=True)
                  for a, b in zip(row, unit, strict=True))  # fmt: skip
        require(own, "the power of the matrix is not shown to be 1")
        moved = [[a - b for a, b in zip(row, unit, strict=True)] for row, unit in zip(matrix, one, strict=True)]
        rank = any(independent(list(pair)) for pair in itertools.combinations(moved, 2))
        require(rank, "the matrix is not shown to move two dimensions")
        turned = [sum((a * x for a, x in zip(row, self.variables, strict=True)), p)
                  for row, p in zip(matrix, centre, strict=True)]  # fmt: skip
        plain = [p + x for p, x in zip(centre, self.variables, strict=True)]
        for expr in self.exprs:
            first, second = (
                expr.subs(dict(zip(self.variables, values, strict=True)), simultaneous=True)
                for values in (turned, plain)
            )
            require(is_zero(first - second), "f is not shown to have the symmetry")
        return True

    def _turning(self, fact: c.Turning) -> bool:
        """In z = x + i y and its conjugate w every monomial z^a w^b has a - b divisible by the order."""
        centre, (one, other) = self.place(fact.centre, True), fact.plane
        require(0 <= one < other < self.inputs, "a plane of two variables")
        require(2 <= fact.order <= _MAX_ORDER, "the order of the turn")
        for expr in self.exprs:
            differences = turned_degrees(expr, self.variables, centre, (one, other))
            require(all(d % fact.order == 0 for d in differences), "f is not shown to have the symmetry")
        return True

    # -- floors ------------------------------------------------------------------------------------------------------

    def _well(self, fact: c.Well) -> fmpq:
        """Half the depth: a lower bound of the distance."""
        expr, point, depth = self.component(fact.component), self.place(fact.point), read_rational(fact.depth)
        require(fact.sign in (1, -1) and depth > 0, "the sign and the depth of a well")
        require(len(fact.proofs) == 2 * self.inputs, "the number of faces")
        self.place(fact.low)
        self.place(fact.high)
        low, high = ([to_sympy(read_rational(text)) for text in texts] for texts in (fact.low, fact.high))
        require(all(a < b for a, b in zip(low, high, strict=True)), "an empty box")
        for a, x, b in zip(low, point, high, strict=True):
            require(compare(a, x) in (-1, 0) and compare(x, b) in (-1, 0), "the point is not in the box")
        sides = {x: Side(a, b, True, True) for x, a, b in zip(self.variables, low, high, strict=True)}
        gap = fact.sign * (expr - self.at(expr, point)) - to_sympy(depth)
        proofs = iter(fact.proofs)
        for x in self.variables:
            for end in sides[x][:2]:
                SignProofs(self.budget).check(next(proofs), expanded(gap.subs(x, end)), Region(sides).without(x), False)
        return depth / 2

    def _bases(self, first: tuple[tuple[str, ...], ...], second: tuple[tuple[str, ...], ...]) -> tuple[Matrix, Matrix]:
        rows = [*first, *second]
        require(len(rows) == self.inputs and all(len(row) == self.inputs for row in rows), "the shape of the rows")
        numbers = [[read_rational(text) for text in row] for row in rows]
        require(fmpq_mat(numbers).det() != 0, "the rows are no basis")
        exact = [[to_sympy(entry) for entry in row] for row in numbers]
        return exact[: len(first)], exact[len(first) :]

    def _link(self, fact: c.Link) -> fmpq:
        """A lower bound of the distance."""
        expr, centre = self.component(fact.component), self.place(fact.centre, True)
        first, second = self._bases(fact.first, fact.second)
        require(first and second, "a disc without dimension")
        for rows in (first, second):
            reach = [sum(abs(row[j]) for row in rows) for j in range(self.inputs)]
            for end in (-1, 1):
                corner = tuple(p + end * a for p, a in zip(centre, reach, strict=True))
                require(self.inside(corner, False), "a disc is not in X")
        top, low, high, bottom = (read_rational(text) for text in (fact.top, fact.low, fact.high, fact.bottom))
        floor = min(top - high, low - bottom) / 2
        require(floor > 0, "the bounds leave no gap")
        require(len(fact.proofs) == 2 * self.inputs + 2, "the number of proofs")
        proofs = iter(fact.proofs)
        for rows, sign, edge, bound in ((first, 1, top, low), (second, -1, bottom, high)):
            names = parameters(len(rows))
            function = on_disc(expr, self.variables, centre, rows, names)
            region = Region(dict.fromkeys(names, _UNIT))
            for name, end in itertools.product(names, (-1, 1)):
                face = expanded(sign * (function.subs(name, end) - to_sympy(edge)))
                SignProofs(self.budget).check(next(proofs), face, region.without(name), False)
            SignProofs(self.budget).check(next(proofs), expanded(sign * (function - to_sympy(bound))), region, False)
        return floor

    def _spread(self, fact: c.Spread) -> int:
        """The dimension of the first span."""
        require(self.whole, "X is not R^n")
        expr, rate, rest = self.component(fact.component), read_rational(fact.rate), read_rational(fact.rest)
        bases = self._bases(fact.first, fact.second)
        require(rate > 0 and len(fact.proofs) == sum(bool(rows) for rows in bases), "the rate and the number of proofs")
        proofs = iter(fact.proofs)
        origin = tuple(sp.S.Zero for _ in self.variables)
        for rows, sign in zip(bases, (1, -1), strict=True):
            if rows:
                names = parameters(len(rows))
                squares = to_sympy(rate) * sum(name**2 for name in names) - to_sympy(rest)
                function = sign * on_disc(expr, self.variables, origin, rows, names) - squares
                line = Region({name: Side(-sp.oo, sp.oo, False, False) for name in names})
                SignProofs(self.budget).check(next(proofs), expanded(function), line, False)
        return len(bases[0])
