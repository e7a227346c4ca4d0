"""Facts about a map with several variables or outputs: computed lazily, once, each with evidence or a reason."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import sympy as sp

from embedcheck.analysis.centres import centres
from embedcheck.analysis.cover import Deadline, UnknownError
from embedcheck.analysis.interval import fact
from embedcheck.analysis.places import Place, float_map, floats, grid, zeros_near
from embedcheck.analysis.text import formula
from embedcheck.balls.checks.facts import PROBLEMS
from embedcheck.balls.checks.spots import expanded, is_zero, settled
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.demands import DemandError
from embedcheck.balls.linear import Affine
from embedcheck.balls.matrices import determinant_sign, independent, rank_bound
from embedcheck.balls.real_linear import RealAffine, affine_map
from embedcheck.balls.structure import CLASSES, Structure, factor_range
from embedcheck.cells import Cell
from embedcheck.certificate import (
    Collision,
    Combinations,
    Extremum,
    Fact,
    Lemma,
    LinearMap,
    Nondegenerate,
    Points,
    RankAt,
    Symmetric,
    Turned,
)
from embedcheck.certificate import Structure as StructureData
from embedcheck.errors import EmbedcheckError
from embedcheck.maps import Map
from embedcheck.parsing import substitute
from embedcheck.profile import Verdict, certificate_of

_FEW = 60


def _text(place: Place) -> str:
    return f"({', '.join(formula(x) for x in place)})"


def _texts(place: Place) -> tuple[str, ...]:
    return tuple(formula(x) for x in place)


class EuclideanAnalysis:
    """A map of R^n with q outputs on a box, n > 1 or q > 1."""

    def __init__(self, subject: Map, deadline: Deadline, solve: Callable[[Map], dict[Cell, Verdict]]) -> None:
        """`solve` gives the decided cells of other maps, which a theorem may carry over to this one."""
        self.map, self.deadline, self.solved = subject, deadline, solve
        self.signs: dict[Any, Fact | None] = {}
        """Functions whose sign on X was asked for."""
        self.inputs, self.outputs = subject.inputs, subject.outputs
        self.variables, self.exprs = subject.variables, list(subject.components)

    def require_defined(self) -> None:
        """Raise UnknownError unless f is proven to be defined on all of X."""
        _ = self.structure

    @fact
    def functions(self) -> Structure:
        factors = self.map.domain.factors
        try:
            ranges = [factor_range(f.lo, f.hi, f.lo_closed, f.hi_closed) for f in factors]
        except DemandError as error:
            raise UnknownError(str(error)) from None
        return Structure(dict(zip(self.variables, ranges, strict=True)))

    @fact
    def regularity(self) -> str:
        """A class that f has on X by the way it is written."""
        try:
            return min((self.functions.regularity(expr) for expr in self.exprs), key=CLASSES.index)
        except DemandError as error:
            raise UnknownError(str(error)) from None

    @fact
    def structure(self) -> Fact:
        """f is defined on X and of this class."""
        words = {"C0": "continuous", "Lip": "locally Lipschitz", "Comega": "analytic"}
        return Fact(
            statement=f"f is {words[self.regularity]} on X by the way it is written",
            guarantee="rigorous",
            evidence=StructureData(regularity=self.regularity),
        )

    # -- other maps --------------------------------------------------------------------------------------------------

    def lemma(self, other: Map, *cells: Cell) -> Fact:
        """Decided cells of another map, with their evidence. Raises UnknownError for one that is not decided."""
        decided = self.solved(other)
        for cell in cells:
            if cell not in decided:
                raise UnknownError(f"{cell} of {other}")
        proven = certificate_of(other, [decided[cell] for cell in cells])
        told = "; ".join(f"{cell}: {decided[cell].status} by {decided[cell].rule}" for cell in cells)
        return Fact(
            statement=f"{other}: {told}",
            guarantee="rigorous",
            evidence=Lemma(map=proven.map, facts=proven.facts, cells=proven.cells),
        )

    # -- affine maps -------------------------------------------------------------------------------------------------

    @fact
    def _coefficients(self) -> tuple[list[list[Any]], list[Any]] | None:
        """The matrix and the shift of an affine map with constant entries; None for other maps."""
        matrix: list[list[Any]] = []
        shift: list[Any] = []
        for expr in self.exprs:
            row = [expanded(sp.diff(expr, x)) for x in self.variables]
            rest = expanded(expr - sum(a * x for a, x in zip(row, self.variables, strict=True)))
            if any(part.free_symbols for part in (*row, rest)) or self.regularity != "Comega":
                return None
            matrix.append(row)
            shift.append(rest)
        return matrix, shift

    @fact
    def affine(self) -> Fact | None:
        """f(x) = A x + b."""
        found = self._coefficients
        if found is None:
            return None
        matrix, shift = found
        evidence = LinearMap(matrix=tuple(_texts(tuple(row)) for row in matrix), shift=_texts(tuple(shift)))
        rows = "; ".join(" ".join(row) for row in evidence.matrix)
        statement = f"f(x) = A x + b with A = [{rows}], b = ({', '.join(evidence.shift)})"
        return Fact(statement=statement, guarantee="exact", evidence=evidence)

    @fact
    def linear(self) -> Affine | RealAffine | None:
        """The affine map and its structure, with as many outputs as inputs; None for other maps."""
        found = self._coefficients
        if found is None or not self.square:
            return None
        matrix, shift = found
        try:
            made = affine_map(matrix, shift)
            if isinstance(made, Affine):
                _ = made.factors
        except ValueError as error:
            raise UnknownError(str(error)) from None
        return made

    @property
    def square(self) -> bool:
        """Whether there are as many outputs as inputs."""
        return self.inputs == self.outputs

    @property
    def whole(self) -> bool:
        """Whether X is all of R^n."""
        return self.map.domain.is_all

    @fact
    def central(self) -> bool:
        """X is R^n and the affine map f has a fixed point; or it has exactly one, in the interior of X."""
        linear = self.linear
        if linear is None:
            return False
        if self.whole:
            return linear.has_fixed_point
        place = linear.fixed_place
        return place is not None and self.inside(place)

    @fact
    def fixed_in_domain(self) -> bool:
        """The affine map f has exactly one fixed point, and it is proven to lie in X."""
        place = None if self.linear is None else self.linear.fixed_place
        return place is not None and self.map.domain.contains(place) is True

    def inside(self, place: Place) -> bool:
        """Whether a point is proven to be in the interior of X."""
        return all(
            compare(factor.lo, x) == -1 == compare(x, factor.hi)
            for factor, x in zip(self.map.domain.factors, place, strict=True)
        )

    @fact
    def affine_combinations(self) -> tuple[int, Fact] | None:
        """As many independent rational combinations of the components as are affine; None where there is none."""
        columns: dict[Any, list[Any]] = {}
        for index, expr in enumerate(self.exprs):
            for term, factor in expanded(expr).as_coefficients_dict().items():
                if term != 1 and term not in self.variables:
                    columns.setdefault(term, [sp.S.Zero] * self.outputs)[index] += factor
        if not columns:
            rows: list[Any] = [list(row) for row in sp.eye(self.outputs).tolist()]
        else:
            rows = [list(vector) for vector in sp.Matrix(list(columns.values())).nullspace()]
        if not rows:
            return None
        return len(rows), Fact(
            statement="One combination of the components is an affine function of x"
            if len(rows) == 1
            else f"{len(rows)} independent combinations of the components are affine functions of x",
            guarantee="exact",
            evidence=Combinations(rows=tuple(_texts(tuple(row)) for row in rows)),
        )

    # -- points ------------------------------------------------------------------------------------------------------

    def _at(self, expr: Any, place: Place) -> Any:
        """The exact value of an expression at a point; None where it has none."""
        try:
            value = settled(substitute(expr, dict(zip(self.variables, place, strict=True)), compare))
        except PROBLEMS:
            return None
        return value if constant_ball(value).is_finite() else None

    def all_at(self, exprs: list[Any], place: Place) -> list[Any] | None:
        """The exact values of several expressions at a point; None where one has none."""
        values = [self._at(expr, place) for expr in exprs]
        return None if any(value is None for value in values) else values

    @fact
    def places(self) -> list[Place]:
        """Simple points of X."""
        return grid(self.map)

    @fact
    def _sampled(self) -> list[tuple[Place, Any]]:
        """Simple points of X with machine numbers for the values there."""
        evaluate = float_map(self.variables, self.exprs)
        found = [(place, evaluate(floats(place))) for place in self.places]
        return [(place, value) for place, value in found if np.all(np.isfinite(value))]

    @fact
    def hull(self) -> tuple[int, Fact] | None:
        """A lower bound of the dimension of the affine hull of f(X), by points with affinely independent values."""
        sampled = self._sampled
        if not sampled:
            return None
        first, start = sampled[0]
        chosen, rows = [first], np.zeros((0, self.outputs))
        for place, value in sampled[1:]:
            more = np.vstack([rows, value - start])
            if np.linalg.matrix_rank(more, tol=1e-6 * max(1.0, float(np.max(np.abs(more))))) == len(more):
                chosen.append(place)
                rows = more
            if len(rows) == self.outputs:
                break
        values = [self.all_at(self.exprs, place) for place in chosen]
        for count in range(len(chosen), 1, -1):
            known = [value for value in values[:count] if value is not None]
            if len(known) < count:
                continue
            differences = [[b - a for a, b in zip(known[0], other, strict=True)] for other in known[1:]]
            if independent(differences):
                return count - 1, Fact(
                    statement=f"the values at {', '.join(map(_text, chosen[:count]))} are affinely independent",
                    guarantee="rigorous",
                    evidence=Points(points=tuple(_texts(place) for place in chosen[:count])),
                )
        return None

    @fact
    def collision(self) -> Fact | None:
        """Two points of X with one value, for maps with at least as many outputs as inputs."""
        if self.inputs > self.outputs:
            return None
        groups: dict[tuple[float, ...], list[Place]] = {}
        tries = 0
        for place, value in self._sampled:
            key = tuple(round(float(x), 9) + 0.0 for x in value)
            for other in groups.setdefault(key, [])[:2]:
                self.deadline.check()
                tries += 1
                if self._collide(other, place):
                    return Fact(
                        statement=f"f takes the same value at {_text(other)} and {_text(place)}",
                        guarantee="exact",
                        evidence=Collision(first=_texts(other), second=_texts(place)),
                    )
            if tries > _FEW:
                break
            groups[key].append(place)
        return None

    def _collide(self, one: Place, other: Place) -> bool:
        first, second = self.all_at(self.exprs, one), self.all_at(self.exprs, other)
        if first is None or second is None:
            return False
        return all(constant_sign(a - b) == 0 for a, b in zip(first, second, strict=True))

    # -- derivatives -------------------------------------------------------------------------------------------------

    @fact
    def _jacobian(self) -> list[list[Any]]:
        if self.regularity != "Comega":
            raise UnknownError("whether f is differentiable")
        return [[sp.diff(expr, x) for x in self.variables] for expr in self.exprs]

    @fact
    def critical(self) -> list[tuple[int, Place]]:
        """Critical points of single components in X, each with the number of the component, exact."""
        found: list[tuple[int, Place]] = []
        for index, row in enumerate(self._jacobian):
            self.deadline.check()
            gradient = float_map(self.variables, row)
            second = float_map(self.variables, [sp.diff(a, x) for a in row for x in self.variables])
            near = [place for place in self.places if np.max(np.abs(gradient(floats(place)))) < 1e-9]
            tries = dict.fromkeys((*near[:_FEW], *zeros_near(gradient, second, self.places)))
            for place in tries:
                if self.map.domain.contains(place):
                    values = self.all_at(row, place)
                    if values is not None and all(constant_sign(value) == 0 for value in values):
                        found.append((index, place))
        return found

    @fact
    def least_rank(self) -> tuple[int, Fact] | None:
        """The least rank of Df that was found, with its point; None where it is full everywhere."""
        jacobian = self._jacobian
        evaluate = float_map(self.variables, [entry for row in jacobian for entry in row])
        full = min(self.inputs, self.outputs)
        best: tuple[int, Place] | None = None
        for place in dict.fromkeys((*(place for _, place in self.critical), *self.places)):
            value = evaluate(floats(place))
            limit = full if best is None else best[0]
            if (
                not np.all(np.isfinite(value))
                or np.linalg.matrix_rank(value.reshape(self.outputs, self.inputs), tol=1e-9) >= limit
            ):
                continue
            rows = [self.all_at(row, place) for row in jacobian]
            known = [row for row in rows if row is not None]
            if len(known) == len(rows) and rank_bound(known) < limit:
                best = rank_bound(known), place
        if best is None:
            return None
        return best[0], Fact(
            statement=f"the derivative of f has rank at most {best[0]} at {_text(best[1])}",
            guarantee="exact",
            evidence=RankAt(point=_texts(best[1]), rank=best[0]),
        )

    @fact
    def turned(self) -> Fact | None:
        """A point inside X where det Df < 0."""
        if not self.square:
            return None
        jacobian = self._jacobian
        evaluate = float_map(self.variables, [entry for row in jacobian for entry in row])
        tries = 0
        for place in self.places:
            value = evaluate(floats(place)).reshape(self.outputs, self.inputs)
            if tries > _FEW or not np.all(np.isfinite(value)) or np.linalg.det(value) >= 0 or not self.inside(place):
                continue
            tries += 1
            rows = [self.all_at(row, place) for row in jacobian]
            known = [row for row in rows if row is not None]
            if len(known) == len(rows) and determinant_sign(known) == -1:
                return Fact(
                    statement=f"det Df < 0 at {_text(place)}",
                    guarantee="rigorous",
                    evidence=Turned(point=_texts(place)),
                )
        return None

    def _direction(self, index: int) -> tuple[str, ...]:
        return tuple("1" if k == index else "0" for k in range(self.outputs))

    def component(self, index: int) -> str:
        """What a component is called."""
        return "f" if self.outputs == 1 else f"the component {formula(self.exprs[index])}"

    @fact
    def nondegenerate(self) -> tuple[int, Fact] | None:
        """A non-degenerate critical point of a component inside X."""
        for index, place in self.critical:
            if not self.inside(place):
                continue
            second = [[sp.diff(a, x) for x in self.variables] for a in self._jacobian[index]]
            rows = [self.all_at(row, place) for row in second]
            known = [row for row in rows if row is not None]
            if len(known) == len(rows) and determinant_sign(known):
                return index, Fact(
                    statement=f"{self.component(index)} has a non-degenerate critical point at {_text(place)}",
                    guarantee="rigorous",
                    evidence=Nondegenerate(point=_texts(place), direction=self._direction(index)),
                )
        return None

    @fact
    def extremum(self) -> tuple[int, Fact] | None:
        """A point inside X where a component that is not constant has its least or largest value on X."""
        for index, sign in itertools.product(range(self.outputs), (1, -1)):
            ordered = sorted(self._sampled, key=lambda pair: sign * pair[1][index])
            inner = next((place for place, _ in ordered if self.inside(place)), None)
            other = ordered[-1][0] if ordered else None
            if inner is None or other is None:
                continue
            value = self._at(self.exprs[index], inner)
            if value is None:
                continue
            gap = sign * (self.exprs[index] - value)
            away = self._at(gap, other)
            if away is None or not constant_sign(away) or not self.functions.never_negative(expanded(gap)):
                continue
            word = "smallest" if sign == 1 else "largest"
            evidence = Extremum(point=_texts(inner), direction=self._direction(index), sign=sign, other=_texts(other))
            statement = f"{self.component(index)} is {word} on X at {_text(inner)} and not constant"
            return index, Fact(statement=statement, guarantee="rigorous", evidence=evidence)
        return None

    @fact
    def symmetric(self) -> tuple[int, Fact] | None:
        """A centre inside X about which f is even in as many variables as possible."""
        for chosen, centre in itertools.islice(self._symmetric_tries(), _FEW):
            self.deadline.check()
            if self._even(centre, chosen):
                names = ", ".join(self.variables[k].name for k in chosen)
                return len(chosen), Fact(
                    statement=f"f is even in {names} about {_text(centre)}",
                    guarantee="exact",
                    evidence=Symmetric(centre=_texts(centre), variables=chosen),
                )
        return None

    def _symmetric_tries(self) -> Iterator[tuple[tuple[int, ...], Place]]:
        known = list(self._centres())
        for size in range(self.inputs, 0, -1):
            for chosen in itertools.combinations(range(self.inputs), size):
                yield from ((chosen, centre) for centre in known)
                if size >= 2 and self.regularity == "Comega":
                    yield from ((chosen, centre) for centre in self.centres_in(chosen) if centre not in known)

    def centres_in(self, chosen: tuple[int, ...]) -> list[Place]:
        """Points inside X where the derivatives in these variables seem to vanish."""
        inner = [place for place in self.places[:_FEW] if self.inside(place)]
        return [place for place in centres(self.variables, self.exprs, chosen, inner) if self.inside(place)][:4]

    def _centres(self) -> Iterator[Place]:
        critical = [place for _, place in self.critical] if self.regularity == "Comega" else []
        yield from [place for place in dict.fromkeys((*critical, *self.places[:1])) if self.inside(place)][:4]

    def _even(self, centre: Place, chosen: tuple[int, ...]) -> bool:
        sides: list[dict[Any, Any]] = []
        for sign in (1, -1):
            pairs = enumerate(zip(self.variables, centre, strict=True))
            sides.append({x: p + sign * x if k in chosen else p for k, (x, p) in pairs})
        try:
            gaps = [e.subs(sides[0], simultaneous=True) - e.subs(sides[1], simultaneous=True) for e in self.exprs]
        except (EmbedcheckError, ValueError, TypeError):
            return False
        return all(is_zero(gap) for gap in gaps)
