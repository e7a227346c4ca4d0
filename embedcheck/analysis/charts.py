"""Coordinates in which a map is simpler: polynomial ones that make it affine, and logarithms."""

from __future__ import annotations

import itertools
import math
from typing import Any

import sympy as sp

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.forms import orbits
from embedcheck.analysis.interval import remembered
from embedcheck.analysis.text import formula
from embedcheck.balls import fmpq
from embedcheck.balls.arith import rational, to_sympy
from embedcheck.balls.checks.charts import MAX_CHART_DEGREE
from embedcheck.balls.checks.spots import expanded, tame
from embedcheck.balls.constants import compare, constant_sign
from embedcheck.balls.gram import reduced
from embedcheck.certificate import Fact, Logarithms, Straightened
from embedcheck.errors import EmbedcheckError
from embedcheck.maps import Map

_MAX_UNKNOWN = 80
_MAX_TERMS = 60


def _on_everything(exprs: list[Any], variables: list[Any]) -> Map | None:
    try:
        return Map(exprs, domain=f"R^{len(variables)}" if len(variables) > 1 else "R", vars=[x.name for x in variables])
    except EmbedcheckError:
        return None


# -- polynomial coordinates --------------------------------------------------------------------------------------------


@remembered
def straightened(analysis: EuclideanAnalysis) -> tuple[Map, Fact] | None:
    """An affine map of R^n that is conjugate by polynomial coordinates, for polynomial maps in triangular form."""
    variables = list(analysis.variables)
    if not analysis.square or not all(e.is_polynomial(*variables) and tame(e) for e in analysis.exprs):
        return None
    found = Straightening(analysis)
    for numbers in orbits(analysis):
        analysis.deadline.check()
        if not found.take(numbers):
            return None
    if not found.changed:
        return None
    other = _on_everything(found.moved, variables)
    if other is None:
        return None
    evidence = Straightened(images=tuple(map(formula, found.images)), inverse=tuple(map(formula, found.inverse)))
    return other, Fact(
        statement=f"f is {other} in the coordinates {', '.join(evidence.images)}", guarantee="exact", evidence=evidence
    )


class Straightening:
    """Coordinates y = x + q(earlier ones), block after block, in which f is affine.

    In a block f is x -> C x + p, p a polynomial in the earlier coordinates u, on which f is the affine map B. Then y
    goes to C y + (p - C q + q(B u)), and q is to leave terms of degree at most 1 there.
    """

    def __init__(self, analysis: EuclideanAnalysis) -> None:
        self.variables, self.exprs = list(analysis.variables), [expanded(expr) for expr in analysis.exprs]
        self.images, self.inverse, self.moved = ([*self.variables] for _ in range(3))
        self.earlier: list[int] = []
        self.changed = False

    def take(self, numbers: list[int]) -> bool:
        """The coordinates of the next block; False where none are found."""
        own = [self.variables[k] for k in numbers]
        slopes = [[expanded(sp.diff(self.exprs[k], x)) for x in own] for k in numbers]
        if any(entry.free_symbols for row in slopes for entry in row):
            return False
        back: Any = dict(zip(self.variables, self.inverse, strict=True))
        rests: list[Any] = []
        for k, row in zip(numbers, slopes, strict=True):
            rest = expanded(self.exprs[k] - sum(a * x for a, x in zip(row, own, strict=True)))
            rest = rest.subs({x: back[x] for x in rest.free_symbols}, simultaneous=True)
            if not tame(rest):
                return False
            rests.append(sp.expand(rest))
        bends = self._bends(slopes, rests)
        if bends is None:
            return False
        after = {self.variables[k]: self.moved[k] for k in self.earlier}
        before = {self.variables[k]: self.images[k] for k in self.earlier}
        for i, k in enumerate(numbers):
            carried = bends[i].subs(after, simultaneous=True)
            pulled = bends[i].subs(before, simultaneous=True)
            if not tame(carried) or not tame(pulled):
                return False
            turned = sum(a * (x - q) for a, x, q in zip(slopes[i], own, bends, strict=True))
            self.moved[k] = sp.expand(turned + rests[i] + carried)
            self.images[k] = sp.expand(own[i] + pulled)
            self.inverse[k] = sp.expand(own[i] - bends[i])
            if any(_degree(expr) > MAX_CHART_DEGREE for expr in (self.images[k], self.inverse[k])):
                return False
            if _degree(self.moved[k]) > 1:
                return False
        self.changed = self.changed or any(bends)
        self.earlier += numbers
        return True

    def _bends(self, slopes: list[list[Any]], rests: list[Any]) -> list[Any] | None:
        """The polynomials q, without terms of degree 0 and 1."""
        names = [self.variables[k] for k in self.earlier]
        if all(_degree(rest) <= 1 for rest in rests):
            return [sp.S.Zero] * len(rests)
        if len(rests) == 1 and all(self._scaled(x) is not None for x in rests[0].free_symbols):
            return self._by_weights(slopes[0][0], rests[0], names)
        return self._by_equations(slopes, rests, names)

    def _scaled(self, x: Any) -> Any:
        """The factor of a coordinate that is only multiplied by it; None for others."""
        factor, rest = self.moved[self.variables.index(x)].as_independent(x, as_Add=False)
        return factor if rest == x else None

    def _by_weights(self, slope: Any, rest: Any, names: list[Any]) -> list[Any] | None:
        """Each monomial by itself, where it is multiplied by another factor than the new coordinate."""
        polynomial = sp.Poly(rest, *names)
        if len(polynomial.terms()) > _MAX_TERMS:
            return None
        found: Any = sp.S.Zero
        for powers, value in polynomial.terms():
            if sum(powers) < 2:
                continue
            weight = sp.prod([self._scaled(x) ** k for x, k in zip(names, powers, strict=True) if k])
            gap = expanded(slope - weight)
            if not constant_sign(gap):
                return None
            found += value / gap * sp.prod([x**k for x, k in zip(names, powers, strict=True)])
        return [found]

    def _by_equations(self, slopes: list[list[Any]], rests: list[Any], names: list[Any]) -> list[Any] | None:
        """All coefficients at once, over Q."""
        degree = max(map(_degree, rests))
        if math.comb(len(names) + degree, degree) * len(rests) > _MAX_UNKNOWN:
            return None
        images = [sp.Poly(self.moved[self.variables.index(x)], *names) for x in names]
        rows = [sp.Poly(rest, *names) for rest in rests]
        entries = [*itertools.chain(*slopes), *itertools.chain(*(p.coeffs() for p in (*images, *rows)))]
        if not all(isinstance(entry, sp.Rational) for entry in entries):
            return None
        powers = [m for m in itertools.product(range(degree + 1), repeat=len(names)) if 2 <= sum(m) <= degree]
        count, size = len(powers), len(rests)
        position = {m: k for k, m in enumerate(powers)}
        table = [[fmpq(0)] * (size * count + 1) for _ in range(size * count)]
        for column, m in enumerate(powers):
            carried: Any = sp.Poly(1, *names)
            for image, k in zip(images, m, strict=True):
                carried *= image**k
            for i in range(size):
                for j in range(size):
                    table[j * count + column][i * count + column] += rational(slopes[j][i])
                for own, value in carried.terms():
                    if own in position:
                        table[i * count + position[own]][i * count + column] -= rational(value)
        for i, row in enumerate(rows):
            for own, value in row.terms():
                if own in position:
                    table[i * count + position[own]][-1] = rational(value)
        solved, pivots = reduced(table)
        if size * count in pivots:
            return None
        values = [fmpq(0)] * (size * count)
        for row, pivot in zip(solved, pivots, strict=False):
            values[pivot] = row[-1]
        monomials = [sp.prod([x**k for x, k in zip(names, m, strict=True)]) for m in powers]
        return [
            sum((to_sympy(values[i * count + k]) * monomials[k] for k in range(count)), sp.S.Zero) for i in range(size)
        ]


def _degree(expr: Any) -> int:
    return int(sp.total_degree(expr)) if expr.free_symbols else 0


# -- logarithms --------------------------------------------------------------------------------------------------------


@remembered
def logarithmic(analysis: EuclideanAnalysis) -> tuple[Map, Fact] | None:
    """A polynomial map of R^n that f is when some positive variables are replaced by their logarithms."""
    if not analysis.square:
        return None
    sides = analysis.map.domain.factors
    orders = [compare(side.lo, sp.S.Zero) for side in sides]
    chosen = [k for k, (side, order) in enumerate(zip(sides, orders, strict=True))
              if order == 1 or (order == 0 and not side.lo_closed)]  # fmt: skip
    variables = list(analysis.variables)
    while chosen:
        analysis.deadline.check()
        positive = [sp.Dummy(positive=True) if k in chosen else x for k, x in enumerate(variables)]
        moved: list[Any] = []
        bad: list[int] = []
        for k, expr in enumerate(analysis.exprs):
            own = expr.subs(dict(zip(variables, positive, strict=True)), simultaneous=True)
            if k in chosen:
                own = sp.expand_log(sp.log(sp.factor(own) if tame(own) else own))
            own = own.subs({sp.log(positive[j]): variables[j] for j in chosen})
            own = own.subs({positive[j]: sp.exp(variables[j]) for j in chosen})
            own = expanded(own)
            moved.append(own)
            if not own.is_polynomial(*variables):
                bad.append(k)
        if not bad:
            other = _on_everything(moved, variables)
            if other is None or all(e == f for e, f in zip(moved, analysis.exprs, strict=True)):
                return None
            names = ", ".join(variables[k].name for k in chosen)
            return other, Fact(
                statement=f"f is {other} in the logarithms of {names}",
                guarantee="exact",
                evidence=Logarithms(variables=tuple(chosen)),
            )
        if not set(bad) & set(chosen):
            return None
        chosen = [k for k in chosen if k not in bad]
    return None
