"""How the facts about points, linear maps, read-outs and lifts are proven, in words with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from embedcheck import certificate as c
from embedcheck.derivations import numbers as n
from embedcheck.derivations.numbers import code
from embedcheck.derivations.spectra import of_derivative, spectrum
from embedcheck.derivations.told import (
    Teller,
    Told,
    at,
    combined,
    jacobian,
    number,
    shown_matrix,
    values,
)
from embedcheck.maps import Map
from embedcheck.parsing import to_text

_CLASSES = {
    "Comega": (
        "Every function in the formula is analytic where its argument runs: the range of each argument on $X$ is "
        "enclosed, and keeps away from the places where the function is not."
    ),
    "Lip": (
        "Every function in the formula is locally Lipschitz where its argument runs, as $|x|$, max and min are; so is"
        " what they compose."
    ),
    "C0": "Every function in the formula is continuous where its argument runs; so is what they compose.",
}


def structure(fact: c.Structure, subject: Map) -> Told:
    return Told(_CLASSES[fact.regularity])


def _linear(fact: c.LinearMap, subject: Map) -> Told:
    shift = n.place(fact.shift)
    return Told(
        f"$A$ = {n.matrix(fact.matrix)} and $b$ = {shift}: the difference of the two formulas is 0. "
        f"{spectrum(fact.matrix, fact.shift)}".rstrip(),
        "f(x) = A x + b",
        "f(x) = A x + b",
    )


def _combinations(fact: c.Combinations, subject: Map) -> Told:
    shown = [to_text(combined(subject, row)) for row in fact.rows]
    count = "One combination" if len(shown) == 1 else f"{len(shown)} independent combinations"
    verb = "is an affine function" if len(shown) == 1 else "are affine functions"
    return Told(
        f"With the coefficients {n.places(fact.rows)}, the components add up to {n.listed(map(code, shown))}, by "
        "identities of formulas.",
        claim=f"{count} of the components {verb} of x",
    )


def _points(fact: c.Points, subject: Map) -> Told:
    shown = [values(subject, point) for point in fact.points]
    known = f"The values are {', '.join(map(code, shown))}. " if all(shown) else ""
    dimension = len(fact.points) - 1
    return Told(
        f"{known}Their differences to the first are linearly independent: a determinant of them is not 0. So the"
        f" smallest affine space that contains $f(X)$ has at least the dimension {dimension}.",
        rf"q' \ge {dimension}",
        f"q' ≥ {dimension}",
    )


def _collision(fact: c.Collision, subject: Map) -> Told:
    found = values(subject, fact.first)
    shared = f" is {code(found)}" if found else " is the same"
    return Told(
        f"The points {n.place(fact.first)} and {n.place(fact.second)} of $X$ are different, and their value{shared},"
        " by exact arithmetic.",
        r"f(p) = f(q), \quad p \ne q",
        "f(p) = f(q), p ≠ q",
    )


def _derivative(subject: Map, place: Sequence[str]) -> tuple[str, Any]:
    """`Df(p) = [...]` in words where it is known exactly, and its determinant where it is square."""
    found = jacobian(subject, place)
    if found is None:
        return "", None
    determinant = found.det() if found.is_square else None
    return f"At {n.place(place)} the derivative is {code(shown_matrix(found))}", determinant


def _rank(fact: c.RankAt, subject: Map) -> Told:
    text, _ = _derivative(subject, fact.point)
    return Told(
        f"{text or f'At {n.place(fact.point)} the derivative is known exactly'}; its rank is at most {fact.rank}.",
        r"\mathrm{rank}\, Df(p) \le " + str(fact.rank),
        f"rank Df(p) ≤ {fact.rank}",
    )


def _nondegenerate(fact: c.Nondegenerate, subject: Map) -> Told:
    function = combined(subject, fact.direction)
    second = sp.hessian(function, list(subject.variables))
    entries = [at(entry, subject, fact.point) for entry in second]
    determinant: Any = sp.Matrix(*second.shape, entries).det()
    value = f", {number(determinant)}," if determinant.is_number and number(determinant) else ""
    return Told(
        f"$g$ = {code(to_text(function))} and $p$ = {n.place(fact.point)}, inside $X$: the first derivatives at $p$"
        f" are 0 by exact arithmetic, the determinant of the second ones{value} is not.",
        r"\nabla g(p) = 0, \quad \det D^2 g(p) \ne 0",
        "∇g(p) = 0, det D^2 g(p) ≠ 0",
    )


def _turned(fact: c.Turned, subject: Map) -> Told:
    text, determinant = _derivative(subject, fact.point)
    value = "" if determinant is None else number(determinant)
    return Told(
        f"{text or f'The point is {n.place(fact.point)}'}; its determinant{f', {value},' if value else ''} is"
        " negative.",
        r"\det Df(p) < 0",
        f"det Df(p) {f'= {value} ' if value else ''}< 0",
    )


def _extremum(fact: c.Extremum, subject: Map) -> Told:
    function = combined(subject, fact.direction)
    here, there = number(at(function, subject, fact.point)), number(at(function, subject, fact.other))
    word, sign = ("least", r"\ge") if fact.sign > 0 else ("largest", r"\le")
    return Told(
        f"$g$ = {code(to_text(function))} has its {word} value{f', {here},' if here else ''} at $p$ ="
        f" {n.place(fact.point)}, inside $X$: $g(x) - g(p)$ is enclosed on all of $X$ and never has the other sign."
        f" At {n.place(fact.other)} the value is another one{f', {there}' if there else ''}.",
        f"g(x) {sign} g(p)",
        f"g(x) {'≥' if fact.sign > 0 else '≤'} g(p)",
    )


def _symmetric(fact: c.Symmetric, subject: Map) -> Told:
    moved = n.listed(f"`{subject.variables[k].name}`" for k in fact.variables)
    return Told(
        f"$c$ = {n.place(fact.centre)} lies inside $X$; when {moved} are reflected about it, the formula does not"
        " change (the difference is 0 identically). So $f$ takes equal values at opposite points of every small"
        f" sphere of dimension {len(fact.variables) - 1} about $c$.",
        "f(c - v) = f(c + v)",
        "f(c - v) = f(c + v)",
    )


# -- zeros, lines, hyperplanes ----------------------------------------------------------------------------------------


def _orbit(fact: c.Orbit, subject: Map) -> Told:
    count = len(fact.points)
    if count == 1:
        text, _ = _derivative(subject, fact.points[0])
        why = (
            f"The value at {n.place(fact.points[0])} is the point itself, by exact"
            f" arithmetic.{f' {text}.' if text else ''}"
        )
        found = jacobian(subject, fact.points[0])
    else:
        why = (
            f"The points {n.places(fact.points)} of $X$ are different, and each is mapped to the next one by exact"
            " arithmetic."
        )
        found = _product(fact.points, subject)
        why += (
            f" The derivative of $f^{{{count}}}$ along it is {code(shown_matrix(found))}." if found is not None else ""
        )
    if found is not None:
        why = f"{why} {of_derivative(found)}".rstrip()
    return Told(
        why, rf"f^{{{count}}}(p) = p" if count > 1 else "f(p) = p", f"f^{count}(p) = p" if count > 1 else "f(p) = p"
    )


def _product(points: Sequence[Sequence[str]], subject: Map) -> sp.Matrix | None:
    found = sp.eye(subject.inputs)
    for point in points:
        step = jacobian(subject, point)
        if step is None:
            return None
        found = step * found
    return found.applyfunc(sp.nsimplify) if found.free_symbols else found


def _cycle(fact: c.Cycle, subject: Map) -> Told:
    count = len(fact.boxes)
    shown = ", ".join(n.box(one) for one in fact.boxes[:3]) + (", ..." if count > 3 else "")
    what = "The box" if count == 1 else "The boxes"
    return Told(
        f"{what} {shown} {'lies' if count == 1 else 'lie'} inside $X$. An interval Newton step (the test of Krawczyk)"
        f" maps {'it' if count == 1 else 'them together'} into the interior: so there is exactly one zero of the"
        f" equations in {'it' if count == 1 else 'them'}, and there the derivative of $f^k - \\mathrm{{id}}$ is"
        " regular.",
        r"f(p_1) = p_2, \ \dots, \ f(p_k) = p_1" if count > 1 else "f(p) = p",
        "f(p_1) = p_2, ..., f(p_k) = p_1" if count > 1 else "f(p) = p",
    )


def _critical(fact: c.Critical, subject: Map) -> Told:
    return Told(
        f"$g$ = {code(to_text(combined(subject, fact.direction)))}. The box {n.box(fact.box)} lies inside $X$, and an"
        " interval Newton step for $\\nabla g$ maps it into its interior: it holds exactly one zero of $\\nabla g$,"
        " and the second derivative is regular there.",
        r"\nabla g(p) = 0, \quad \det D^2 g(p) \ne 0",
        "∇g(p) = 0, det D^2 g(p) ≠ 0",
    )


def _folded(fact: c.Folded, subject: Map) -> Told:
    shown: list[str] = []
    for point in (fact.first, fact.second):
        _, determinant = _derivative(subject, point)
        value = number(determinant) if determinant is not None else ""
        shown.append(f"{value or 'of the other sign'} at {n.place(point)}")
    return Told(
        f"$\\det Df$ is {shown[0]} and {shown[1]}, by exact derivatives. On the segment between these points it is 0"
        " somewhere.",
        r"\det Df(p) < 0 < \det Df(q)",
        "det Df(p) and det Df(q) have opposite signs",
    )


def _chord(fact: c.Chord, subject: Map) -> Told:
    return Told(
        f"On the line through $p$ = {n.place(fact.point)} in the direction $v$ = {n.place(fact.step)} the combination"
        f" $u$ = {n.place(fact.direction)} of the components is the map of the lemma, by an identity of formulas.",
        r"g(t) = u \cdot f(p + t v)",
        "g(t) = u f(p + t v)",
    )


def _invariant(fact: c.Invariant, subject: Map) -> Told:
    return Told(
        f"The line through $p$ = {n.place(fact.point)} in the direction $v$ = {n.place(fact.step)} is mapped into"
        " itself, by an identity of formulas; $g$ is the map of the lemma.",
        "f(p + t v) = p + g(t) v",
        "f(p + t v) = p + g(t) v",
    )


def _kink(fact: c.Kink, subject: Map) -> Told:
    plane = n.combination(fact.normal, [v.name for v in subject.variables])
    return Told(
        f"The two formulas of f on the sides of the hyperplane {code(f'{plane} = {fact.level}')} have different"
        f" derivatives at {n.place(fact.regular)}, exactly; the first of them or the second. The point"
        f" {n.place(fact.leaving)} of it is mapped off the hyperplane.",
        r"D_+ f(p) \ne D_- f(p)",
        "the derivatives of f at p from the two sides differ",
    )


TELLERS: dict[type[Any], Teller] = {
    c.Structure: structure,
    c.LinearMap: _linear,
    c.Combinations: _combinations,
    c.Points: _points,
    c.Collision: _collision,
    c.RankAt: _rank,
    c.Nondegenerate: _nondegenerate,
    c.Turned: _turned,
    c.Extremum: _extremum,
    c.Symmetric: _symmetric,
    c.Orbit: _orbit,
    c.Cycle: _cycle,
    c.Critical: _critical,
    c.Folded: _folded,
    c.Chord: _chord,
    c.Invariant: _invariant,
    c.Kink: _kink,
}
