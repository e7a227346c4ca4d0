"""What is known of the map itself, as steps: domain, regularity, slope, fixed points and multipliers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sympy as sp

from embedcheck.analysis import facts
from embedcheck.analysis.fixed_points import FixedPoint, FixedPoints, fixed_points
from embedcheck.analysis.interval import IntervalAnalysis, Junction
from embedcheck.analysis.signs import UnknownError
from embedcheck.analysis.text import formula
from embedcheck.derivations import evidence
from embedcheck.derivations.evidence import sentence, told
from embedcheck.derivations.model import Step
from embedcheck.derivations.numbers import listed
from embedcheck.equations.places import analysis_of
from embedcheck.maps import Map
from embedcheck.markup import quoted

MAP, FIXED = "The map", "Fixed points"
_LONGEST = 600
_SHOWN = 4
_CLASSES = (
    ("continuous", "continuous"),
    ("lipschitz", "locally Lipschitz"),
    ("c1", "of class $C^1$"),
    ("c2", "of class $C^2$"),
    ("cinf", r"of class $C^\infty$"),
    ("analytic", "real analytic"),
)
_KINDS = {
    "attracting": "attracting: iterates that start close to it converge to it",
    "repelling": "repelling: iterates that start close to it move away",
    "parabolic": (
        "parabolic: the multiplier is 1, and the first term of $f(x) - x$ tells whether iterates come closer"
    ),
    "superattracting": "superattracting: the multiplier is 0, which no locally Lipschitz flow can have",
    "neutral": "neutral: the multiplier is -1, so f exchanges the two sides of the point",
}


def shown(latex: str) -> str:
    """A formula, or nothing where it is too long to be read."""
    return latex if len(latex) <= _LONGEST else ""


def definition(subject: Map) -> tuple[str, str]:
    """f(x) = ... on X as LaTeX and as plain text."""
    names = ", ".join(sp.latex(v) for v in subject.variables)
    value: Any = subject.components[0] if subject.outputs == 1 else sp.Matrix(list(subject.components))
    latex = rf"f({names}) = {sp.latex(value)}, \quad X = {subject.domain.latex()}"
    return shown(latex), title(subject)


def title(subject: Map) -> str:
    """`f(x) = exp(x) - 1  on  R`"""
    data = subject.to_dict()
    components: list[str] = data["expr"]
    value = components[0] if len(components) == 1 else f"({', '.join(components)})"
    return f"f({', '.join(data['vars'])}) = {value}  on  {data['domain']}"


def of_line(subject: Map) -> Iterator[Step]:
    """The steps about a map of one variable with one output; a fact that is not known is a step that says why."""
    analysis = analysis_of(subject)
    for name, make in (
        ("where f is defined", _defined),
        ("how smooth f is", _regular),
        ("the sign of f'", _slope),
        ("the fixed points", _fixed),
    ):
        yield from _guarded(name, make, analysis)


def _guarded(name: str, make: Callable[[IntervalAnalysis], Iterator[Step]], analysis: IntervalAnalysis) -> list[Step]:
    part = FIXED if "fixed" in name else MAP
    try:
        return list(make(analysis))
    except UnknownError as error:
        return [Step(part, f"It is not known: {name}.", f"Missing: {quoted(str(error))}.", "open", "")]


def _defined(analysis: IntervalAnalysis) -> Iterator[Step]:
    latex, text = definition(analysis.map)
    fact = facts.definedness(analysis)
    yield Step(
        MAP,
        f"The map $f$ and its domain $X$: {quoted(fact.statement)}.",
        told(fact, analysis.map).why,
        fact.guarantee,
        evidence.name(fact),
        latex,
        text,
        (fact,),
    )


def _regular(analysis: IntervalAnalysis) -> Iterator[Step]:
    known: str | None = None
    reason, fails = "", ""
    for name, text in _CLASSES:
        try:
            holds = analysis.continuous if name == "continuous" else analysis.regular(name)
        except UnknownError as error:
            reason = f"{quoted(str(error))} is not known"
            break
        if not holds:
            place = next(j for j in analysis.junctions if getattr(j, name) is False)
            fails = f"it is not {text} at x = {quoted(place.point.text())}{_limits(place)}"
            break
        known = text
    if known is None:
        claim = f"On $X$ the map {fails.removeprefix('it ')}." if fails else "How smooth f is, is not known."
    else:
        claim = f"On $X$ the map is {known}" + (f"; {fails}." if fails else ".")
    fact = facts.local(analysis, claim)
    if fails or reason:
        why = "The one-sided derivatives at the break points and closed ends, proven by expansions there, are compared."
        why += f" Beyond that, {reason}." if reason else ""
    else:
        why = told(fact, analysis.map).why
        why += " Elsewhere the functions in the formula are analytic where they are defined."
    proven = bool(known or fails)
    yield Step(
        MAP,
        claim,
        why,
        fact.guarantee if proven else "open",
        "evidence `local`" if proven else "",
        facts=(fact,) if proven else (),
    )


_NAMES = ("$f$", "$f'$", "$f''$")


def _limits(place: Junction) -> str:
    """The first one-sided limits of f, f', f'' at a break point or end that say why f is not smoother there."""
    sides = [(place.left, "left"), (place.right, "right")]
    for order, name in enumerate(_NAMES):
        known = [(side.limits[order], where) for side, where in sides if side is not None]
        if not known or any(value is None for value, _ in known):
            return ""
        values = [(quoted(formula(value)), where) for value, where in known if value is not None]
        if len({value for value, _ in values}) > 1 or any("oo" in value for value, _ in values):
            return f", where {name} tends to " + " and to ".join(f"{value} from the {where}" for value, where in values)
    return ""


def _slope(analysis: IntervalAnalysis) -> Iterator[Step]:
    fact = facts.slope(analysis)
    latex = shown_formula = ""
    if len(analysis.pieces) == 1:
        derivative = sp.diff(analysis.pieces[0].expr, analysis.x)
        latex = shown(f"f'({sp.latex(analysis.x)}) = {sp.latex(derivative)}")
        shown_formula = f"f'({analysis.x.name}) = {formula(derivative)}" if latex else ""
    yield Step(
        MAP,
        f"On $X$ the map is {_direction(analysis)}.",
        told(fact, analysis.map).why,
        fact.guarantee,
        evidence.name(fact),
        latex,
        shown_formula,
        (fact,),
    )


def _fixed(analysis: IntervalAnalysis) -> Iterator[Step]:
    fact = facts.fixed_points(analysis)
    proof = told(fact, analysis.map)
    found = fixed_points(analysis.map)
    if not found.complete:
        raise UnknownError(found.reason or "all fixed points")
    yield Step(
        FIXED,
        _fixed_claim(found, analysis.x.name),
        proof.why,
        fact.guarantee,
        evidence.name(fact),
        proof.latex,
        proof.formula,
        (fact,),
    )
    for k, (point, place) in enumerate(zip(found.points[:_SHOWN], analysis.fixed.points, strict=False)):
        kink = _limits(place.junction) if place.junction is not None else ""
        yield _kink(point, kink, (fact,)) if kink else _multiplier(point, (fact,), k == 0 and _increasing(analysis))
    more = len(found.points) - _SHOWN
    if more > 0:
        rest = [f"{quoted(p.text)}, multiplier {quoted(p.multiplier_text)}" for p in found.points[_SHOWN:]]
        yield Step(
            FIXED,
            f"The other {more} fixed point{'s' if more > 1 else ''}: {'; '.join(rest)}.",
            "The multipliers are the derivatives there, exact or enclosed.",
            "rigorous",
            "evidence `fixedpoints`",
            facts=(fact,),
        )


def _direction(analysis: IntervalAnalysis) -> str:
    """The direction in words, in agreement with the zeros of f'."""
    if analysis.constant:
        return "constant"
    if analysis.monotone == 0:
        return "not strictly monotone: $f'$ takes both signs, or is 0 on an interval"
    direction = "strictly increasing" if analysis.monotone > 0 else "strictly decreasing"
    if any(found.zeros for found in analysis.slopes):
        return f"{direction}, although $f'$ has zeros: they are isolated"
    return direction


def _increasing(analysis: IntervalAnalysis) -> bool:
    """Whether f is proven to be strictly increasing, as the time-one map of a field of the line is."""
    try:
        return analysis.monotone > 0
    except UnknownError:
        return False


def _fixed_claim(found: FixedPoints, x: str) -> str:
    """All fixed points; the claim that there are no others is part of it."""
    shown = [
        f"{x} = {quoted(p.text)}"
        + (f" with its copies at the distance {quoted(p.period_text)}" if p.period_text else "")
        for p in found.points[:_SHOWN]
    ]
    more = len(found.points) - _SHOWN
    if more > 0:
        shown.append(f"{more} more")
    shown += [f"all points of {quoted(one)}" for one in found.intervals]
    if not shown:  # the fact is about the whole of X
        return "$f$ has no fixed point in $X$: its graph does not meet the diagonal."
    if len(shown) == 1 and not found.intervals:
        return f"The only fixed point in $X$ is {shown[0]}."
    return f"The fixed points in $X$ are {listed(shown)}, and there are no others."


def _kink(point: FixedPoint, limits: str, proof: tuple[Any, ...]) -> Step:
    """A fixed point at which the two sides differ."""
    return Step(
        FIXED,
        f"The fixed point $p$ = {quoted(point.text)} is a break point{limits}.",
        "Each side has a multiplier of its own, its limit of $f'$: below 1 iterates on that side come closer, above 1 "
        "they move away.",
        "rigorous",
        "evidence `fixedpoints`",
        facts=proof,
    )


def _multiplier(point: FixedPoint, proof: tuple[Any, ...], first: bool) -> Step:
    digits = "" if point.exact else " (proven digits)"
    claim = f"At the fixed point $p$ = {quoted(point.text)}{digits} "
    claim += f"the multiplier is $f'(p)$ = {quoted(point.multiplier_text)}" if point.multiplier_text else "f has a kink"
    if point.period_text is not None:
        claim += f", and so at all copies at the distance {quoted(point.period_text)}"
    why = f"It is {_KINDS[point.kind]}." if point.kind in _KINDS else "Its kind is not known."
    if point.order is not None and point.order > 1:
        why += f" Here $f(x) - x$ vanishes to the order {point.order}."
    elif point.kind in ("attracting", "repelling") and first:
        why += (
            r" An autonomous field with the time-one map $f$ has $V(p) = 0$, and $V'(p) = \log f'(p)$ if it is $C^1$."
        )
    return Step(FIXED, claim + ".", why, "exact" if point.exact else "rigorous", "evidence `fixedpoints`", facts=proof)


def of_space(subject: Map, proof: Sequence[Any]) -> Iterator[Step]:
    """The steps about a map with several variables or outputs; `proof` are the facts that were used about it."""
    latex, text = definition(subject)
    structure = tuple(fact for fact in proof if fact.kind == "structure")
    why = " ".join(f"{sentence(quoted(fact.statement))} {told(fact, subject).why}" for fact in structure[:1])
    guarantee = structure[0].guarantee if structure else "definition"
    source = "evidence `structure`" if structure else "the text of the map"
    n, q = subject.inputs, subject.outputs
    claim = f"The map $f$ has {n} variable{'' if n == 1 else 's'} and {q} output{'' if q == 1 else 's'}."
    yield Step(MAP, claim, why or "As it was given.", guarantee, source, latex, text, structure[:1])
    derivative = sp.Matrix(list(subject.components)).jacobian(list(subject.variables))
    if not derivative.has(sp.Derivative, sp.DiracDelta, sp.Subs):
        shape = shown(f"Df = {sp.latex(derivative)}")
        rows = "; ".join(" ".join(formula(entry) for entry in row) for row in derivative.tolist()) if shape else ""
        yield Step(
            MAP,
            "Its derivative, by the rules of calculus, where f is differentiable.",
            "Each entry is the partial derivative of one component.",
            "exact",
            "symbolic differentiation",
            shape,
            f"Df = [{rows}]" if rows else "",
        )
