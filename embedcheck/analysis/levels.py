"""Facts about level sets near degenerate critical points, and about symmetries of finite order."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy as sp

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import remembered
from embedcheck.analysis.places import Place, float_map, floats
from embedcheck.analysis.positivity import Search, confirmed
from embedcheck.analysis.text import formula
from embedcheck.balls.checks.facts import PROBLEMS, FactError
from embedcheck.balls.checks.levels import turned_degrees
from embedcheck.balls.checks.readouts import along
from embedcheck.balls.checks.spots import expanded, is_zero, settled, tame
from embedcheck.balls.constants import compare, constant_ball, constant_sign
from embedcheck.balls.matrices import determinant_sign
from embedcheck.balls.regions import Region, Side
from embedcheck.certificate import Alternating, Crossed, Cyclic, Fact, Parted, Turning
from embedcheck.parsing import substitute

_MAX_DERIVATIVE = 6
_POINTS = 24
_CENTRES = 3
_STEPS = 24
_RADII = (sp.Integer(1), sp.Rational(1, 4), sp.Rational(1, 16))


def value_at(analysis: EuclideanAnalysis, expr: Any, place: Place) -> Any:
    """The exact value of an expression at a point; None where it has none."""
    try:
        value = settled(substitute(expr, dict(zip(analysis.variables, place, strict=True)), compare))
    except PROBLEMS:
        return None
    return value if constant_ball(value).is_finite() else None


def texts(place: Any) -> tuple[str, ...]:
    return tuple(formula(x) for x in place)


def _ray_sign(analysis: EuclideanAnalysis, derivatives: list[Any], place: Place) -> int:
    """The sign of the first derivative that is not 0 at a point; 0 where none is found."""
    for derivative in derivatives:
        value = value_at(analysis, derivative, place)
        sign = None if value is None else constant_sign(value)
        if sign is None:
            return 0
        if sign:
            return sign
    return 0


def _derivatives(analysis: EuclideanAnalysis, expr: Any, ray: list[Any]) -> list[Any]:
    found = [expr]
    for _ in range(_MAX_DERIVATIVE):
        found.append(along(found[-1], analysis.variables, ray))
    return found[1:]


# -- level sets --------------------------------------------------------------------------------------------------------


@remembered
def fibre(analysis: EuclideanAnalysis) -> Fact | None:
    """A point near which a level set of a component is no level set of a projection."""
    if analysis.regularity != "Comega" or analysis.inputs < 2:
        return None
    for index, expr in enumerate(analysis.exprs):
        inner = [place for k, place in analysis.critical if k == index and analysis.inside(place)]
        for place in inner[:4]:
            analysis.deadline.check()
            found = _alternating(analysis, index, place) or _parted(analysis, index, place)
            if found is not None:
                return found
        if analysis.inputs == 2 and tame(expr):
            found = _crossed(analysis, index, inner)
            if found is not None:
                return found
    return None


def _alternating(analysis: EuclideanAnalysis, index: int, place: Place) -> Fact | None:
    """Four rays or more along which a component is larger and smaller in turn."""
    if analysis.inputs != 2:
        return None
    signs: list[tuple[tuple[int, int], int]] = []
    for ray in _circle():
        sign = _ray_sign(analysis, _derivatives(analysis, analysis.exprs[index], list(map(sp.Integer, ray))), place)
        if sign and (not signs or signs[-1][1] != sign):
            signs.append((ray, sign))
    if len(signs) > 1 and signs[0][1] == signs[-1][1]:
        signs.pop()
    if len(signs) < 4:
        return None
    return Fact(
        statement=f"about {_told(place)} {analysis.component(index)} is larger and smaller in turn {len(signs)} times",
        guarantee="exact",
        evidence=Alternating(component=index, point=texts(place), rays=tuple((str(x), str(y)) for (x, y), _ in signs)),
    )


def _circle() -> list[tuple[int, int]]:
    """Directions of the plane in circular order."""
    found = {(round(8 * math.cos(2 * math.pi * k / _STEPS)), round(8 * math.sin(2 * math.pi * k / _STEPS)))
             for k in range(_STEPS)}  # fmt: skip
    return sorted(found, key=lambda ray: math.atan2(ray[1], ray[0]) % (2 * math.pi))


def _told(place: Place) -> str:
    return f"({', '.join(texts(place))})"


def _parted(analysis: EuclideanAnalysis, index: int, place: Place) -> Fact | None:
    """A hyperplane on which a component is nowhere smaller than at the point, with smaller values on both sides."""
    expr, size = analysis.exprs[index], analysis.inputs
    axes = [[sp.Integer(int(i == k)) for i in range(size)] for k in range(size)]
    mixed = [
        [a + sign * b for a, b in zip(axes[i], axes[j], strict=True)]
        for i, j in itertools.islice(itertools.combinations(range(size), 2), 3)
        for sign in (1, -1)
    ]
    signs = [(ray, _ray_sign(analysis, _derivatives(analysis, expr, ray), place),
              _ray_sign(analysis, _derivatives(analysis, expr, [-a for a in ray]), place))
             for ray in (*axes, *mixed)]  # fmt: skip
    for sign in (1, -1):
        rays = [ray for ray, one, other in signs if one == other == -sign]
        for ray, normal in itertools.product(rays[:2], (*axes, *mixed)):
            height = sum((a * b for a, b in zip(ray, normal, strict=True)), sp.S.Zero)
            if height == 0:
                continue
            proof = _on_hyperplane(analysis, expr, place, normal, sign)
            if proof is not None:
                radius, found = proof
                both = (texts(ray), texts([-a for a in ray]))
                word = "smaller" if sign == 1 else "larger"
                statement = (
                    f"near {_told(place)} a hyperplane separates points where {analysis.component(index)} is {word}"
                )
                evidence = Parted(
                    component=index, point=texts(place), sign=sign, normal=texts(normal), radius=str(radius),
                    proof=found, rays=both,
                )  # fmt: skip
                return Fact(statement=statement, guarantee="rigorous", evidence=evidence)
    return None


def _on_hyperplane(
    analysis: EuclideanAnalysis, expr: Any, place: Place, normal: list[Any], sign: int
) -> tuple[Any, Any] | None:
    number = next(k for k, a in enumerate(normal) if a)
    value = value_at(analysis, expr, place)
    if value is None:
        return None
    moved = place[number]
    for k, (x, p, a) in enumerate(zip(analysis.variables, place, normal, strict=True)):
        if k != number:
            moved -= a * (x - p) / normal[number]
    gap = expanded(sign * (expr - value).subs(analysis.variables[number], moved))
    for radius in _RADII:
        corners = [tuple(p if k == number else p + end * radius for k, p in enumerate(place)) for end in (-1, 1)]
        if not all(analysis.map.domain.contains(corner) for corner in corners):
            continue
        sides = {x: Side(p - radius, p + radius, True, True)
                 for k, (x, p) in enumerate(zip(analysis.variables, place, strict=True)) if k != number}  # fmt: skip
        found = Search(analysis.deadline.check).positive(gap, Region(sides), False)
        if found is not None and confirmed(found, gap, Region(sides), False):
            return radius, found
    return None


def _crossed(analysis: EuclideanAnalysis, index: int, inner: list[Place]) -> Fact | None:
    """A point where two factors of a component minus its value cross."""
    expr = analysis.exprs[index]
    tried: dict[Any, list[Any]] = {}
    for place in dict.fromkeys((*inner, *analysis.places[:_POINTS])):
        value = value_at(analysis, expr, place)
        if value is None:
            continue
        if value not in tried:
            if len(tried) > 3:
                continue
            analysis.deadline.check()
            tried[value] = _factors(expr - value)
        for first, second in itertools.combinations(tried[value], 2):
            found = _crossing(analysis, index, place, (first, second), value)
            if found is not None:
                return found
    return None


def _factors(gap: Any) -> list[Any]:
    if sp.count_ops(gap) > 60:
        return []
    product: Any = sp.factor(gap)
    parts = [part.base if isinstance(part, sp.Pow) and part.exp.is_Integer and part.exp > 0 else part
             for part in sp.Mul.make_args(product)]  # fmt: skip
    return [part for part in parts if part.free_symbols and not isinstance(part, sp.Pow)]


def _crossing(analysis: EuclideanAnalysis, index: int, place: Place, pair: tuple[Any, Any], value: Any) -> Fact | None:
    zeros = [value_at(analysis, one, place) for one in pair]
    if any(zero is None or constant_sign(zero) != 0 for zero in zeros):
        return None
    slopes = [[value_at(analysis, sp.diff(one, x), place) for x in analysis.variables] for one in pair]
    if any(entry is None for row in slopes for entry in row) or not determinant_sign(slopes):
        return None
    if not analysis.inside(place) and not _at_face(analysis, place, pair):
        return None
    expr = analysis.exprs[index]
    rest = sp.cancel((expr - value) / (pair[0] * pair[1]))
    away = next((p for p in analysis.places if (other := value_at(analysis, expr - value, p)) is not None
                 and constant_sign(other)), None)  # fmt: skip
    if away is None or not is_zero(expr - value - pair[0] * pair[1] * rest):
        return None
    try:
        if any(analysis.functions.regularity(one) != "Comega" for one in (*pair, rest)):
            return None
    except PROBLEMS:
        return None
    evidence = Crossed(
        component=index, point=texts(place), other=texts(away), factors=tuple(formula(one) for one in (*pair, rest))
    )
    curves = " and ".join(f"{formula(one)} = 0" for one in pair)
    statement = f"{analysis.component(index)} has the value {formula(value)} on the curves {curves}, which cross"
    return Fact(statement=f"{statement} at {_told(place)}", guarantee="exact", evidence=evidence)


def _at_face(analysis: EuclideanAnalysis, place: Place, pair: tuple[Any, Any]) -> bool:
    """Whether the point is on one face of X only, on which one of the factors vanishes."""
    for k in (0, 1):
        factor, other = analysis.map.domain.factors[k], analysis.map.domain.factors[1 - k]
        at_end = compare(factor.lo, place[k]) == 0 or compare(place[k], factor.hi) == 0
        between = compare(other.lo, place[1 - k]) == -1 == compare(place[1 - k], other.hi)
        if at_end and between and any(is_zero(one.subs(analysis.variables[k], place[k])) for one in pair):
            return True
    return False


# -- symmetries --------------------------------------------------------------------------------------------------------


@remembered
def cyclic(analysis: EuclideanAnalysis) -> Fact | None:
    """A linear symmetry of finite order about a point inside X that moves two dimensions or more."""
    if analysis.inputs < 2:
        return None
    turned = _turning(analysis)
    if turned is not None:
        return turned
    critical = [place for _, place in analysis.critical] if analysis.regularity == "Comega" else []
    centres = [place for place in dict.fromkeys((*critical, *analysis.places[:1])) if analysis.inside(place)]
    for centre, (matrix, order) in itertools.product(centres[:_CENTRES], _symmetries(analysis.inputs)):
        analysis.deadline.check()
        if _has_symmetry(analysis, centre, matrix):
            return Fact(
                statement=f"f has a symmetry of order {order} about {_told(centre)}",
                guarantee="exact",
                evidence=Cyclic(centre=texts(centre), matrix=tuple(texts(row) for row in matrix), order=order),
            )
    return None


def _turning(analysis: EuclideanAnalysis) -> Fact | None:
    """A turn of a coordinate plane about a point where the derivatives in it vanish."""
    for plane in itertools.islice(itertools.combinations(range(analysis.inputs), 2), 6):
        if not all(tame(e) and e.is_polynomial(*(analysis.variables[k] for k in plane)) for e in analysis.exprs):
            continue
        starts = analysis.centres_in(plane) if analysis.regularity == "Comega" else []
        for centre in dict.fromkeys((*starts, *(p for p in analysis.places[:1] if analysis.inside(p)))):
            analysis.deadline.check()
            try:
                degrees = [turned_degrees(e, analysis.variables, centre, plane) for e in analysis.exprs]
            except FactError:
                continue
            order = math.gcd(*(d for own in degrees for d in own))
            order = 3 if order == 0 else next((k for k in range(2, 13) if order % k == 0), 0)
            if order:
                return Fact(
                    statement=f"f does not change when a plane is turned by 1/{order} about {_told(centre)}",
                    guarantee="exact",
                    evidence=Turning(centre=texts(centre), plane=plane, order=order),
                )
    return None


def _symmetries(size: int) -> Iterator[tuple[list[list[Any]], int]]:
    """Rotations of coordinate planes, and cyclic permutations of three variables."""
    half, root = sp.Rational(1, 2), sp.sqrt(3) / 2
    for i, j in itertools.islice(itertools.combinations(range(size), 2), 6):
        for cosine, sine, order in ((-half, root, 3), (sp.S.Zero, sp.S.One, 4)):
            matrix = sp.eye(size).tolist()
            matrix[i][i] = matrix[j][j] = cosine
            matrix[i][j], matrix[j][i] = -sine, sine
            yield matrix, order
    for three in itertools.islice(itertools.combinations(range(size), 3), 4):
        matrix = sp.eye(size).tolist()
        for a, b in zip(three, (*three[1:], three[0]), strict=True):
            matrix[a] = [sp.Integer(int(k == b)) for k in range(size)]
        yield matrix, 3


def _has_symmetry(analysis: EuclideanAnalysis, centre: Place, matrix: list[list[Any]]) -> bool:
    turned: dict[Any, Any] = {x: p + sum(a * y for a, y in zip(row, analysis.variables, strict=True))
              for x, row, p in zip(analysis.variables, matrix, centre, strict=True)}  # fmt: skip
    plain: dict[Any, Any] = {x: p + x for x, p in zip(analysis.variables, centre, strict=True)}
    if not _seems_symmetric(analysis, centre, matrix):
        return False
    for expr in analysis.exprs:
        if not tame(expr):
            return False
        if not is_zero(expr.subs(turned, simultaneous=True) - expr.subs(plain, simultaneous=True)):
            return False
    return True


def _seems_symmetric(analysis: EuclideanAnalysis, centre: Place, matrix: list[list[Any]]) -> bool:
    evaluate = float_map(analysis.variables, analysis.exprs)
    middle, turn = np.array(floats(centre)), np.array([[float(a) for a in row] for row in matrix])
    steps = [
        np.array([0.011 * (k + 1), *(0.007 * (j + 1) * (-1) ** j for j in range(len(middle) - 1))]) for k in range(3)
    ]
    pairs = [(evaluate(middle + step), evaluate(middle + turn @ step)) for step in steps]
    return all(np.allclose(one, other, rtol=1e-9, atol=1e-12) for one, other in pairs if np.all(np.isfinite(one)))
