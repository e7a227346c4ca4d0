"""The functional equations at the fixed points, and the flow that a positive verdict offers, as steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mpmath
import sympy as sp

from embedcheck.analysis import facts
from embedcheck.analysis.signs import UnknownError
from embedcheck.cells import Status
from embedcheck.certificate import Fact
from embedcheck.derivations.known import shown
from embedcheck.derivations.markup import quoted
from embedcheck.derivations.model import Step
from embedcheck.derivations.words import source
from embedcheck.equations.functions import julia
from embedcheck.equations.places import analysis_of, find_place
from embedcheck.errors import EmbedcheckError
from embedcheck.flows.base import Flow
from embedcheck.flows.layers import AugmentedFlow, LayerFlow
from embedcheck.flows.spaces import SpaceFlow
from embedcheck.flows.verdicts import flow_of
from embedcheck.maps import Map
from embedcheck.parsing import to_text
from embedcheck.profile import Verdict

EQUATION, FIELD = "The functional equation", "The field and its flow"
_SHOWN = 3
_DIGITS = 15
_KOENIGS = (
    r"\sigma(f(x)) = s\, \sigma(x), \quad V = \log(s)\, \frac{\sigma}{\sigma'}",
    "σ(f(x)) = s σ(x), V = log(s) σ/σ'",
)
_ABEL = (r"\alpha(f(x)) = \alpha(x) + 1, \quad V = \frac{1}{\alpha'}", "α(f(x)) = α(x) + 1, V = 1/α'")
_BOETTCHER = (
    r"\beta(f(x)) = \beta(x)^d, \quad V = \log(d)\, \frac{\beta \log|\beta|}{\beta'}",
    "β(f(x)) = β(x)^d, V = log(d) β log|β|/β'",
)


def equations(subject: Map) -> Iterator[Step]:
    """Which functional equation belongs to each fixed point of an increasing map of the line."""
    analysis = analysis_of(subject)
    try:
        fixed = analysis.fixed
        if analysis.monotone != 1 or fixed.intervals:
            return
    except UnknownError:
        return
    if fixed.empty:
        yield Step(
            EQUATION,
            r"Without fixed points $f$ is conjugate to a translation: Abel's equation holds with a monotone $\alpha$.",
            r"From $x_0$ to $f(x_0)$ the function $\alpha$ may be chosen, the equation continues it; its derivative is "
            r"$1/V$.",
            "theorem",
            source("1D-NOFIX"),
            *_ABEL,
        )
        return
    for point in fixed.points[:_SHOWN]:
        if not point.point.exact or (point.contact is None and analysis.smooth is None):
            continue
        at = point.point.text()
        try:
            kind = find_place(subject, at).kind
            coefficients: list[Any] = [] if kind == "superattracting" else julia(subject, at=at).series(3)
        except (EmbedcheckError, UnknownError, ArithmeticError, ValueError):
            continue
        yield _equation(subject, at, point.multiplier, coefficients, kind, facts.fixed_points(analysis))


def _equation(subject: Map, at: str, multiplier: Any, coefficients: list[Any], kind: str, proof: Fact) -> Step:
    x = subject.x
    base: Any = x if at == "0" else sp.Symbol("u" if x.name != "u" else "v")
    terms = [to_text(c * base**k) for k, c in enumerate(coefficients) if c != 0]
    where = "" if at == "0" else f" with {base} = {x.name} - ({quoted(at)})"
    series = f"V = {' + '.join(terms).replace('+ -', '- ')} + ...{where}"
    if kind == "hyperbolic":
        name, (latex, text), rule = "Koenigs'", _KOENIGS, "KOENIGS"
        why = "Its only solution with $\\sigma' = 1$ there makes $f$ the multiplication by its multiplier"
        why += f" s = {quoted(to_text(multiplier))}."
    elif kind == "parabolic":
        name, (latex, text), rule = "Abel's", _ABEL, "ABEL"
        why = "The multiplier is 1: on each side, $f$ becomes the translation by 1."
    else:
        name, (latex, text), rule = "Boettcher's", _BOETTCHER, "BOETTCHER"
        why = "The multiplier is 0: $f$ becomes a power."
    way = "a flow comes from" if rule == "BOETTCHER" else "a field that is $C^1$ there solves"
    if rule != "BOETTCHER":
        why += f" The first terms of the field are exact: {quoted(series)}"
    return Step(
        EQUATION,
        f"At the fixed point {quoted(at)} {way} {name} equation.",
        why + ("" if why.endswith(".") else "."),
        "exact",
        source(rule),
        latex,
        text,
        (proof,),
    )


def flow(verdict: Verdict) -> Iterator[Step]:
    """The flow of a positive verdict with values, or why none is offered."""
    if verdict.status is not Status.EMBEDDABLE:
        return
    try:
        found = flow_of(verdict)
    except (EmbedcheckError, UnknownError) as error:
        yield Step(
            FIELD,
            "The theorem gives a field; a formula or values of it are not offered.",
            f"{quoted(str(error))}.",
            "theorem",
            source(verdict.rule or ""),
        )
        return
    if isinstance(found, SpaceFlow):
        yield from _space(verdict, found)
    else:
        yield from _line(verdict, found)


def _line(verdict: Verdict, found: Flow) -> Iterator[Step]:
    x = found.map.x
    latex = formula = ""
    if found.formula is not None:
        latex = shown(f"V({sp.latex(x)}) = {sp.latex(found.formula)}")
        formula = f"V({x.name}) = {to_text(found.formula)}" if latex else ""
    claim = f"A field is known: {quoted(found.source)}."
    why = f"Its class where the solutions run is `{found.regularity}`."
    if isinstance(found, LayerFlow):
        line = to_text(found.slope * sp.Symbol("h") + found.intercept)
        why += f" The read-out is {quoted(line)}: it turns the state into the output."
    if found.regularity != verdict.regularity and not verdict.via:
        why += f" The theorem has one of class `{verdict.regularity}`, which need not be this one."
    yield Step(FIELD, claim, why, "theorem", source(verdict.rule or ""), latex, formula)
    yield from _values(found)


def _values(found: Flow) -> Iterator[Step]:
    """Proven values at one point, one that moves if there is one among the samples."""
    best: Step | None = None
    composed = found.autonomous and not isinstance(found, (LayerFlow, AugmentedFlow))
    for point in sample_points(found.map):
        try:
            velocity = found.field(point, dps=_DIGITS)
            half = mpmath.nstr(found(t="1/2", x=point, dps=_DIGITS), _DIGITS, strip_zeros=False)
        except (EmbedcheckError, UnknownError, ArithmeticError, ValueError):
            continue
        name = to_text(point)
        value = mpmath.nstr(velocity, _DIGITS, strip_zeros=False)
        step = Step(
            FIELD,
            f"At x = {name}: V({'' if found.autonomous else '0, '}{name}) = {value}, and in the time 1/2 "
            f"the {'point' if composed else 'state'} moves to {half}.",
            "Every digit is proven by an enclosure (the last one may be rounded up or down)."
            + (" After the time 1/2 twice, it is at $f(x)$." if composed else ""),
            "rigorous",
            quoted(found.source),
        )
        best = best or step
        if velocity != 0:
            best = step
            break
    if best is not None:
        yield best


def sample_points(subject: Map) -> Iterator[Any]:
    """Some simple rational points of X."""
    interval = subject.domain.factors[0]
    for text in ("1", "1/2", "2", "-1", "3", "1/4", "1/10", "-1/2", "10", "-2"):
        value = sp.Rational(text)
        if interval.contains(value):
            yield value
    if interval.lo.is_finite and interval.hi.is_finite:
        middle = sp.Rational(str(sp.N((interval.lo + interval.hi) / 2, 6)))
        if interval.contains(middle):
            yield middle


def _space(verdict: Verdict, found: SpaceFlow) -> Iterator[Step]:
    state = [sp.Symbol(f"h_{k}") for k in range(1, found.size + 1)]
    latex = formula = ""
    components = found.formula(state)
    if components is not None:
        latex = shown(f"V(h) = {sp.latex(sp.Matrix(list(components)))}")
        formula = f"V(h) = ({', '.join(str(entry).replace('h_', 'h') for entry in components)})" if latex else ""
    dimensions = "1 dimension" if found.size == 1 else f"{found.size} dimensions"
    why = f"Its class is `{found.regularity}`, its phase space has {dimensions}."
    if found.regularity != verdict.regularity and not verdict.via:
        why += f" The theorem has one of class `{verdict.regularity}`, which need not be this one."
    yield Step(
        FIELD, f"A field is known: {quoted(found.source)}.", why, "theorem", source(verdict.rule or ""), latex, formula
    )
    for point in _space_points(found.map):
        try:
            velocity = found.field([*point, *[0] * found.extra], dps=8)
            end = found.output(point, dps=8)
        except (EmbedcheckError, UnknownError, ArithmeticError, ValueError):
            continue
        place, ahead, there = (
            f"({', '.join(texts)})" for texts in ([to_text(c) for c in point], _decimals(velocity), _decimals(end))
        )
        time = "" if found.autonomous else "at the time 0 "
        yield Step(
            FIELD,
            f"At x = {place} the field is {time}{ahead}, and the network gives {there}.",
            "Two precisions agree in these digits; they are not proven.",
            "numeric",
            quoted(found.source),
        )
        return


def _decimals(values: Any) -> list[str]:
    return [str(mpmath.nstr(value, 8)) for value in values]


def _space_points(subject: Map) -> Iterator[list[Any]]:
    for offset in range(4):
        point = [
            sp.Rational(1, 2 + k + offset)
            if factor.is_all
            else next((p for p in _inside(factor, k + offset) if factor.contains(p)), None)
            for k, factor in enumerate(subject.domain.factors)
        ]
        if all(value is not None for value in point):
            yield point


def _inside(factor: Any, shift: int) -> Iterator[Any]:
    if factor.lo.is_rational and factor.hi.is_rational:
        yield factor.lo + (factor.hi - factor.lo) * sp.Rational(2 + shift, 5 + 2 * shift)
    for text in ("1/2", "1", "-1", "2", "-2", "1/4", "10"):
        yield sp.Rational(text)
