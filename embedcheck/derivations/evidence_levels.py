"""How the facts about level sets, symmetries and error floors are proven, in words with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from embedcheck import certificate as c
from embedcheck.derivations import numbers as n
from embedcheck.derivations.numbers import code
from embedcheck.derivations.told import Teller, Told, at, component, number
from embedcheck.maps import Map


def _level(index: int, place: Sequence[str], subject: Map) -> str:
    """` = 0`, the value of a component at a point where it has a short text."""
    found = number(at(subject.components[index], subject, place))
    return f" = {code(found)}" if found else ""


def _name(index: int, subject: Map) -> str:
    name = component(subject, index)
    return f"${name}$"


def _ways(proofs: Sequence[c.SignProof]) -> str:
    ways = list(dict.fromkeys(n.proven(one) for one in proofs))
    return n.listed(ways) if len(ways) <= 3 else f"{'; '.join(ways[:3])}; and so on"


def _crossed(fact: c.Crossed, subject: Map) -> Told:
    name = _name(fact.component, subject)
    first, second = (code(text) for text in fact.factors[:2])
    return Told(
        f"{name} minus its value at $p$ = {n.place(fact.point)} is the product of"
        f" {n.listed(map(code, fact.factors))}, by an identity. {first} and {second} vanish at $p$ with independent"
        f" derivatives: so the level set there is a cross of two curves. At {n.place(fact.other)} the value is"
        f" another one, so {name} is not constant.",
        "f(x) - f(p) = u(x) v(x) w(x), u(p) = v(p) = 0",
        "f(x) - f(p) = u(x) v(x) w(x), u(p) = v(p) = 0",
    )._replace(latex=r"f(x) - f(p) = u(x)\, v(x)\, w(x), \quad u(p) = v(p) = 0")


def _alternating(fact: c.Alternating, subject: Map) -> Told:
    return Told(
        f"$p$ = {n.place(fact.point)} lies inside $X$. Along the rays in the directions {n.places(fact.rays)}, once"
        f" around, {_name(fact.component, subject)} is larger and smaller than at $p$ in turn: on each ray the first"
        " derivative that is not 0 is exact, and its sign alternates.",
        r"f(p + t w_i) - f(p) \quad \text{changes its sign from ray to ray}",
        "the sign of f(p + t w_i) - f(p) changes from ray to ray",
    )


def _parted(fact: c.Parted, subject: Map) -> Told:
    word, other = ("smaller", "smaller") if fact.sign > 0 else ("larger", "larger")
    plane = n.combination(fact.normal, [v.name for v in subject.variables])
    return Told(
        f"$p$ = {n.place(fact.point)} lies inside $X$. On the hyperplane through $p$ where {code(plane)} is constant,"
        f" within {n.rational(fact.radius)} of $p$, {_name(fact.component, subject)} is nowhere {word} than at $p$"
        f" ({n.proven(fact.proof)}); along a ray on each side, {n.places(fact.rays)}, it is {other}, by an exact"
        " derivative. So near $p$ the points with such values fall into two parts that do not meet.",
        r"f(x) \ge f(p) \text{ on the hyperplane}" if fact.sign > 0 else r"f(x) \le f(p) \text{ on the hyperplane}",
        f"f(x) {'≥' if fact.sign > 0 else '≤'} f(p) on the hyperplane",
    )


def _cyclic(fact: c.Cyclic, subject: Map) -> Told:
    return Told(
        f"With $c$ = {n.place(fact.centre)} inside $X$ and $M$ = {n.matrix(fact.matrix)} the difference of the two"
        f" sides is 0 identically; the power {fact.order} of $M$ is the identity, and $M - 1$ has at least the rank"
        f" 2. So near $c$ the map takes equal values at the {fact.order} points of an orbit of $M$.",
        "f(c + M v) = f(c + v)",
        f"f(c + M v) = f(c + v), M^{fact.order} = 1",
    )


def _turning(fact: c.Turning, subject: Map) -> Told:
    names = n.listed(f"`{subject.variables[k].name}`" for k in fact.plane)
    return Told(
        f"Turning the plane of {names} about {n.place(fact.centre)}, inside $X$, by {1}/{fact.order} of a full turn"
        " changes nothing. In $z = x + i y$ and its conjugate, $f$ has only monomials whose two exponents differ by"
        f" a multiple of {fact.order}: exact.",
        rf"f(e^{{2 \pi i/{fact.order}}} z) = f(z)",
        f"f(z exp(2 π i/{fact.order})) = f(z)",
    )


def _well(fact: c.Well, subject: Map) -> Told:
    word = "larger" if fact.sign > 0 else "smaller"
    name = _name(fact.component, subject)
    return Told(
        f"On all faces of the box {n.box(zip(fact.low, fact.high, strict=True))} in $X$, {name} is {word} by at least"
        f" {n.rational(fact.depth)} than at $p$ = {n.place(fact.point)} inside it, where"
        f" {name}{_level(fact.component, fact.point, subject)}. The sign on each face: {_ways(fact.proofs)}. A"
        " network that is close enough would have an extremum there too.",
        (
            r"f(x) \ge f(p) + d \text{ on the boundary}"
            if fact.sign > 0
            else r"f(x) \le f(p) - d \text{ on the boundary}"
        ),
        f"f(x) {'≥ f(p) +' if fact.sign > 0 else '≤ f(p) -'} {fact.depth} on the boundary of the box",
    )


def _link(fact: c.Link, subject: Map) -> Told:
    name = _name(fact.component, subject)
    return Told(
        f"The discs are $c + s a$ with the directions {n.matrix(fact.first)} and $c + t b$ with"
        f" {n.matrix(fact.second)}, $c$ = {n.place(fact.centre)}, all parameters in [-1, 1]; they cross in $c$ only,"
        f" because the rows are independent. {name} is at least {n.rational(fact.top)} on the boundary of the first"
        f" and at least {n.rational(fact.low)} on all of it; at most {n.rational(fact.high)} on the second and at"
        f" most {n.rational(fact.bottom)} on its boundary: {_ways(fact.proofs)}. The two boundaries are linked, and"
        " level sets that are pushed by a flow cannot separate them.",
        r"\min_{\partial A} f > \max_B f, \quad \max_{\partial B} f < \min_A f",
        f"on the first disc f ≥ {fact.low} (boundary: ≥ {fact.top}), on the second f ≤ {fact.high} (boundary: ≤"
        f" {fact.bottom})",
    )._replace(latex=r"f|_{\partial A} \ge t, \quad f|_A \ge l, \quad f|_B \le h, \quad f|_{\partial B} \le b")


def _spread(fact: c.Spread, subject: Map) -> Told:
    name = _name(fact.component, subject)
    return Told(
        f"With $r$ = {n.rational(fact.rate)}, $R$ = {n.rational(fact.rest)} and s the sum of the squares of the"
        f" coordinates, {name} is at least $r s - R$ on the span of {n.matrix(fact.first)}"
        + (
            f" and at most $R - r s$ on the span of {n.matrix(fact.second)}; together "
            "these rows are a basis of the space"
            if fact.second
            else ""
        )
        + f". The sign on each subspace: {_ways(fact.proofs)}. The levels grow without bound, so no network is at a"
        " finite distance.",
        r"f(x) \ge r |x|^2 - R, \quad f(y) \le R - r |y|^2",
        "f(x) ≥ r |x|^2 - R, f(y) ≤ R - r |y|^2",
    )


def _arcs(fact: c.Arcs, subject: Map) -> Told:
    name = _name(fact.component, subject)
    return Told(
        f"Two paths along the axes in $X$, with the vertices {n.places(fact.first)} and {n.places(fact.second)},"
        f" cross a number of times that is not 0 when each crossing is counted with its sign. {name} is at least"
        f" {n.rational(fact.top)} at the ends of the first and at least {n.rational(fact.low)} on all of it, at most"
        f" {n.rational(fact.high)} on the second and at most {n.rational(fact.bottom)} at its ends:"
        f" {_ways(fact.proofs)}.",
        r"f|_{\partial A} \ge t, \quad f|_A \ge l, \quad f|_B \le h, \quad f|_{\partial B} \le b",
        f"on the first path f ≥ {fact.low} (ends: ≥ {fact.top}), on the second f ≤ {fact.high} (ends: ≤ {fact.bottom})",
    )


def _covered(fact: c.Covered, subject: Map) -> Told:
    boxes = [n.box(zip(one.low, one.high, strict=True)) for one in fact.patches]
    matrices = [n.matrix(one.matrix) for one in fact.patches]
    proofs = [proof for one in fact.patches for proof in one.proofs]
    return Told(
        f"$y$ = {n.place(fact.point)}. On the boundary of {n.listed(boxes)} the values stay farther than"
        f" {n.rational(fact.floor)} from $y$: with the matrix {n.listed(matrices)}, each row of $M (f - y)$ is"
        f" negative on the lower face of its variable and positive on the upper one ({_ways(proofs)}). So $f$ covers"
        " $y$ with the degree 1 or -1, the sign of the determinant of the matrix; and so does every map that is"
        " closer to $f$ than this.",
        r"|f(x) - y| > d \text{ on the boundary}, \quad \deg(f, y) = \pm 1",
        f"|f(x) - y| > {fact.floor} on the boundary, the degree over y is 1 or -1",
    )


TELLERS: dict[type[Any], Teller] = {
    c.Crossed: _crossed,
    c.Alternating: _alternating,
    c.Parted: _parted,
    c.Cyclic: _cyclic,
    c.Turning: _turning,
    c.Well: _well,
    c.Link: _link,
    c.Spread: _spread,
    c.Arcs: _arcs,
    c.Covered: _covered,
}
