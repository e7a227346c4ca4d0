"""Facts about diffeomorphisms and special forms of maps of R^n, each checked when it is opened."""

from __future__ import annotations

from typing import Any, NamedTuple

import sympy as sp
from flint import fmpq, fmpq_mat

from embedcheck import certificate as c
from embedcheck.balls.arith import read_rational, to_sympy
from embedcheck.balls.checks.boxes import require
from embedcheck.balls.checks.positivity import PositivityFacts
from embedcheck.balls.checks.spots import expanded, is_zero, tame
from embedcheck.balls.compositions import undoes
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.jacobians import (
    contracts,
    expands,
    jacobian,
    leading_minors,
    magnitudes,
    permutation_sign,
    principal_minors,
    product,
    times_rational,
)
from embedcheck.balls.krawczyk import cycle_in
from embedcheck.balls.linear import Affine
from embedcheck.balls.matrices import determinant_sign
from embedcheck.balls.real_linear import RealAffine, linear_map
from embedcheck.balls.spectra import EnclosedSpectrum

MAX_MINORS = 4
MAX_POWER = 16
_ONE = fmpq(1)


class Embedding(NamedTuple):
    """f is injective on X, det Df has this sign there; `onto`: X = R^n and f(X) = R^n."""

    orientation: int
    onto: bool


class Attraction(NamedTuple):
    """The derivative at the fixed point, None where its structure is not decided."""

    linear: Affine | RealAffine | EnclosedSpectrum | None


class Conjugation(NamedTuple):
    """The images h of the variables; `own` when h is the identity. Of the variables with numbers in `logarithms` the
    image is the logarithm, otherwise h maps R^n onto R^n."""

    images: list[Any]
    own: bool
    logarithms: tuple[int, ...] = ()


class DiffeoFacts(PositivityFacts):
    """The kinds of facts about maps with as many outputs as inputs."""

    def square(self, size: int | None = None) -> None:
        require(self.inputs == self.outputs, "f has not as many outputs as inputs")
        require(size is None or size == self.inputs, "the number of coordinates")

    def positive(self, stated: c.Signed, function: Any) -> None:
        """Refuse unless the function is the one that is shown to be positive on X."""
        found = self._signed(stated)
        require(is_zero(found.sign * found.function - function), "a sign of another function")

    def rational_rows(self, rows: tuple[tuple[str, ...], ...], size: int) -> list[list[fmpq]]:
        shape = len(rows) == size and all(len(row) == size for row in rows)
        require(shape, "the shape of a matrix")
        matrix = [[read_rational(text) for text in row] for row in rows]
        require(fmpq_mat(matrix).det() != 0, "a singular matrix")
        return matrix

    def only(self, expr: Any, numbers: list[int], reason: str) -> None:
        """Refuse unless the function depends on the variables of these numbers alone."""
        own = {self.variables[k] for k in numbers}
        require(expanded(expr).free_symbols <= own, reason)

    def image(self, direction: tuple[str, ...]) -> tuple[Any, Any]:
        """A linear function of x, not zero, and its value at f(x)."""
        self.square(len(direction))
        moved = self.direction(direction)
        numbers = [to_sympy(read_rational(text)) for text in direction]
        return sum(u * x for u, x in zip(numbers, self.variables, strict=True)), moved

    # -- injective, onto ---------------------------------------------------------------------------------------------

    def _diffeo(self, fact: c.Diffeo) -> Embedding:
        self.smooth()
        self.square()
        return self._inverse(fact.proof) if isinstance(fact.proof, c.Inverse) else self._blocks(fact.proof)

    def _inverse(self, proof: c.Inverse) -> Embedding:
        require(self.whole and len(proof.components) == self.inputs, "an inverse of a map of R^n to R^n")
        back = [self.read_function(text) for text in proof.components]
        for expr in back:
            require(self.structure.regularity(expr) == "Comega", "the inverse is not seen to be analytic on R^n")
        for outer, inner in ((self.exprs, back), (back, self.exprs)):
            require(undoes(outer, inner, list(self.variables)), "the inverse of another map")
        origin = tuple(sp.S.Zero for _ in self.variables)
        rows = [[self.at(sp.diff(expr, x), origin) for x in self.variables] for expr in self.exprs]
        sign = determinant_sign(rows)
        require(sign, "the sign of the determinant at 0")
        return Embedding(1 if sign == 1 else -1, True)

    def _blocks(self, proof: c.Blocks) -> Embedding:
        components = [k for block in proof.blocks for k in block.components]
        variables = [k for block in proof.blocks for k in block.variables]
        numbers = list(range(self.inputs))
        split = sorted(components) == numbers == sorted(variables)
        require(split, "the blocks do not split the components and the variables")
        orientation, onto = permutation_sign(components) * permutation_sign(variables), self.whole
        earlier: list[int] = []
        for block in proof.blocks:
            earlier += block.variables
            require(len(block.components) == len(block.variables), "a block that is not square")
            for k in block.components:
                self.only(self.exprs[k], earlier, "a component depends on the variables of a later block")
            sign, full = self._block(block)
            orientation, onto = orientation * sign, onto and full
        return Embedding(orientation, onto)

    def _block(self, block: c.Block) -> tuple[int, bool]:
        """The sign of the determinant of the block, and whether it maps onto where its variables run through R."""
        size = len(block.components)
        require(size > 0, "an empty block")
        matrix = self.rational_rows(block.matrix, size)
        exprs = [row[0] for row in product(matrix, [[self.exprs[k]] for k in block.components])]
        rows = jacobian(exprs, [self.variables[k] for k in block.variables])
        proof, full = block.proof, True
        if isinstance(proof, c.Contraction):
            weights = [read_rational(text) for text in proof.weights]
            require(len(weights) == size and all(w > 0 for w in weights), "the weights of a norm")
            rest = [[expanded(int(i == j) - entry) for j, entry in enumerate(row)] for i, row in enumerate(rows)]
            sizes = magnitudes(self.structure, rest)
            require(sizes is not None and contracts(sizes, weights), "the difference to the identity is no contraction")
        elif isinstance(proof, c.OddDegree):
            require(size == 1, "a polynomial in one variable")
            self._odd(proof, exprs[0], self.variables[block.variables[0]], rows[0][0])
        else:
            require(size <= MAX_MINORS, "too many minors")
            if isinstance(proof, c.Definite):
                bound = read_rational(proof.bound)
                require(bound >= 0, "a bound that is negative")
                minors, full = leading_minors(rows, bound), bound > 0
            else:
                minors, full = principal_minors(rows), False
            require(len(minors) == len(proof.minors), "the number of minors")
            for stated, minor in zip(proof.minors, minors, strict=True):
                self.positive(stated, minor)
        return (1 if fmpq_mat(matrix).det() > 0 else -1), full

    def _odd(self, proof: c.OddDegree, expr: Any, x: Any, slope: Any) -> None:
        self.positive(proof.slope, slope)
        plain = expanded(expr)
        require(plain.is_polynomial(x) and tame(plain), "a component is not seen to be a polynomial in its variable")
        polynomial = sp.Poly(plain, x)
        require(polynomial.degree() % 2 == 1, "a polynomial of even degree")
        self.positive(proof.leading, polynomial.LC())

    # -- linear functions --------------------------------------------------------------------------------------------

    def _clock(self, fact: c.Clock) -> bool:
        """Whether the linear function advances by a constant; otherwise by at least a positive one."""
        before, after = self.image(fact.direction)
        step = expanded(after - before)
        if fact.gap is None:
            require(not step.free_symbols and constant_sign(step) in (1, -1), "no constant step other than 0")
            return True
        bound = read_rational(fact.least)
        require(bound > 0, "a least step that is not positive")
        self.positive(fact.gap, expanded(step - to_sympy(bound)))
        return False

    def _apart(self, fact: c.Apart) -> bool:
        before, after = self.image(fact.direction)
        require(self.compact, "X is not compact")
        corner = {
            x: high.value if before.coeff(x) > 0 else low.value
            for x, (low, high, *_) in zip(self.variables, self.box, strict=True)
        }
        self.positive(fact.gap, expanded(after - before.subs(corner, simultaneous=True)))
        return True

    # -- special forms -----------------------------------------------------------------------------------------------

    def numbers(self, chosen: tuple[int, ...]) -> list[int]:
        """The numbers of the other variables."""
        known = len(set(chosen)) == len(chosen) and all(0 <= k < self.inputs for k in chosen)
        require(chosen and known, "variables that do not exist")
        return [k for k in range(self.inputs) if k not in chosen]

    def slope(self, number: int, others: list[int], reason: str) -> tuple[Any, Any]:
        """a and b where the component is a x + b in its own variable x, a and b functions of these others."""
        x, expr = self.variables[number], self.exprs[number]
        slope = expanded(sp.diff(expr, x))
        rest = expanded(expr - slope * x)
        for part in (slope, rest):
            self.only(part, others, reason)
        return slope, rest

    def _fibred(self, fact: c.Fibred) -> bool:
        self.square()
        moving, fixed = self.numbers(fact.fixed), list(fact.fixed)
        for k in fixed:
            require(is_zero(self.exprs[k] - self.variables[k]), "a variable is not seen to stay")
        require(len(fact.slopes) == len(moving), "the number of slopes")
        for k, stated in zip(moving, fact.slopes, strict=True):
            slope, _ = self.slope(k, fixed, "a component is not affine in its variable over those that stay")
            self.positive(stated, slope)
        return True

    def _triangular(self, fact: c.Triangular) -> bool:
        self.square(len(fact.order))
        require(not self.numbers(fact.order), "the order of the variables")
        for position, k in enumerate(fact.order):
            earlier = list(fact.order[:position])
            slope, rest = self.slope(k, earlier, "a component is not triangular")
            require(not slope.free_symbols and constant_sign(slope) == 1, "a diagonal entry that is not positive")
            require(rest.is_polynomial(*self.variables), "a component is not seen to be a polynomial")
        return True

    def _skew(self, fact: c.Skew) -> bool:
        self.smooth()
        self.square()
        others, scaled = self.numbers(fact.scaled), list(fact.scaled)
        sides: set[int | None] = set()
        for k in scaled:
            slope, rest = self.slope(k, [], "a variable is not scaled")
            require(rest == 0 and constant_sign(slope) == 1, "a factor that is not positive")
            sides.add(constant_sign(slope - 1))
        require(sides in ({1}, {-1}), "the factors are not all below or all above 1")
        for k in others:
            slope, _ = self.slope(k, scaled, "a component is not affine in its variable over those that are scaled")
            require(not slope.free_symbols and constant_sign(slope) == 1, "a slope that is not a positive constant")
        return True

    def _unipotent(self, fact: c.Unipotent) -> bool:
        self.square()
        require(0 < fact.power <= MAX_POWER, "the power of the pull-back")
        values = dict(zip(self.variables, self.exprs, strict=True))
        for x, expr in values.items():
            require(expanded(expr).is_polynomial(*self.variables), "a component is not seen to be a polynomial")
            left = x
            for _ in range(fact.power):
                moved = left.subs(values, simultaneous=True)
                require(tame(moved), "a power that is too large")
                left = sp.expand(moved - left)
            require(left == 0, "the power does not kill the variables")
        return True

    # -- fixed points, conjugations ----------------------------------------------------------------------------------

    def _sink(self, fact: c.Sink) -> Attraction:
        self.smooth()
        self.square()
        attraction = self._fixed(fact)
        numbers = [k for block in fact.blocks for k in block.variables]
        require(sorted(numbers) == list(range(self.inputs)), "the blocks do not split the variables")
        earlier: list[int] = []
        for block in fact.blocks:
            earlier += block.variables
            for k in block.variables:
                self.only(self.exprs[k], earlier, "a component depends on the variables of a later block")
            basis = self.rational_rows(block.basis, len(block.variables))
            exprs = [row[0] for row in product(basis, [[self.exprs[k]] for k in block.variables])]
            rows = jacobian(exprs, [self.variables[k] for k in block.variables])
            rows = times_rational(rows, fmpq_mat(basis).inv().tolist())
            if fact.expanding:
                require(expands(self.structure, rows), "a block is not seen to expand")
                continue
            sizes = magnitudes(self.structure, rows)
            narrow = sizes is not None and contracts(sizes, [_ONE] * len(rows))
            require(narrow, "a block is not seen to contract")
        return attraction

    def _fixed(self, fact: c.Sink) -> Attraction:
        """A fixed point, with the derivative there."""
        if fact.box:
            require(self.whole and not fact.point and len(fact.box) == self.inputs, "one fixed point in a box of R^n")
            sides = tuple((read_rational(low), read_rational(high)) for low, high in fact.box)
            require(all(low < high for low, high in sides), "the ends of a box are not in order")
            derivatives = cycle_in(self.exprs, self.variables, [sides])
            if derivatives is None:
                raise ValueError("the box is not shown to hold one fixed point")
            return Attraction(EnclosedSpectrum(derivatives[0]))
        place = self.place(fact.point)
        for expr, p in zip(self.exprs, place, strict=True):
            require(constant_sign(self.at(expr, place) - p) == 0, "the point is not shown to be fixed")
        entries = [[self.at(sp.diff(expr, x), place) for x in self.variables] for expr in self.exprs]
        try:
            return Attraction(linear_map(entries))
        except ValueError:
            return Attraction(None)

    def _conjugate(self, fact: c.Conjugate) -> Conjugation:
        self.square(len(fact.shift))
        matrix = self.rational_rows(fact.matrix, self.inputs)
        shift = [to_sympy(read_rational(text)) for text in fact.shift]
        images = [
            sum((to_sympy(a) * x for a, x in zip(row, self.variables, strict=True)), start)
            for row, start in zip(matrix, shift, strict=True)
        ]
        return Conjugation(images, images == list(self.variables))

    @property
    def compact(self) -> bool:
        """Whether X is compact."""
        return all(
            low_closed and high_closed and not low.infinite and not high.infinite
            for low, high, low_closed, high_closed in self.box
        )

    @property
    def open(self) -> bool:
        """Whether X is open."""
        return not any(low_closed or high_closed for *_, low_closed, high_closed in self.box)
