"""The functional equations at the fixed points, and the flow that a positive verdict offers, as steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mpmath
import msgspec
import sympy as sp

from embedcheck.analysis import facts
from embedcheck.analysis.signs import UnknownError
from embedcheck.analysis.text import formula as written
from embedcheck.cells import Status
from embedcheck.certificate import Fact
from embedcheck.derivations.known import shown
from embedcheck.derivations.model import Step
from embedcheck.derivations.words import source
from embedcheck.equations.functions import julia
from embedcheck.equations.places import analysis_of, find_place
from embedcheck.errors import EmbedcheckError
from embedcheck.flows.base import Flow
from embedcheck.flows.layers import LayerFlow, RestFlow
from embedcheck.flows.spaces import SpaceFlow
from embedcheck.flows.verdicts import flow_of
from embedcheck.maps import Map
from embedcheck.markup import quoted
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


def equations(subject: Map, refuted: bool = False) -> Iterator[Step]:
    """Which functional equation belongs to each fixed point of an increasing map of the line.

    `refuted`: no field of the class is possible, and the series are those of the only candidates.
    """
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
            r"Without fixed points $f$ is conjugate to a translation: Abel's equation holds with a monotone"
            r" $\alpha$.",
            r"From $x_0$ to $f(x_0)$ the function $\alpha$ may be chosen, the equation continues it; its"
            r" derivative is "
            r"$1/V$.",
            "theorem",
            source("1D-NOFIX"),
            *_ABEL,
        )
        return
    seen: set[str] = set()
    for point in fixed.points[:_SHOWN]:
        if not point.point.exact:
            if not (point.contact is None and analysis.smooth is None) and _hyperbolic(point.multiplier_ball):
                yield _enclosed(point, seen, facts.fixed_points(analysis))
            continue
        if point.contact is None and analysis.smooth is None:
            continue
        at = point.point.text()
        try:
            kind = find_place(subject, at).kind
            coefficients: list[Any] = [] if kind == "superattracting" else julia(subject, at=at).series(3)
        except (EmbedcheckError, UnknownError, ArithmeticError, ValueError):
            continue
        step = _equation(subject, at, point.multiplier, coefficients, kind, facts.fixed_points(analysis), seen)
        only = " No other field of class $C^1$ is possible next to this point." if refuted and coefficients else ""
        yield msgspec.structs.replace(step, why=step.why + only)


def _equation(
    subject: Map, at: str, multiplier: Any, coefficients: list[Any], kind: str, proof: Fact, seen: set[str]
) -> Step:
    """The equation at an exact fixed point; what was told at an earlier one is not told again."""
    x = subject.x
    base: Any = x if at == "0" else sp.Symbol("u" if x.name != "u" else "v")
    terms = [written(c * base**k) for k, c in enumerate(coefficients) if c != 0]
    where = "" if at == "0" else f" with {base} = {x.name} - {_bracketed(at)}"
    series = f"V = {' + '.join(terms).replace('+ -', '- ')} + ...{where}"
    if kind == "hyperbolic":
        name, (latex, text), rule = "Koenigs'", _KOENIGS, "KOENIGS"
        why = _ONCE if kind not in seen else "Again $f$ becomes a multiplication,"
        why += f" here with $s$ = {quoted(written(multiplier))}."
    elif kind == "parabolic":
        name, (latex, text), rule = "Abel's", _ABEL, "ABEL"
        why = "The multiplier is 1: on each side, $f$ becomes the translation by 1."
    else:
        name, (latex, text), rule = "Boettcher's", _BOETTCHER, "BOETTCHER"
        why = "The multiplier is 0: $f$ becomes a power."
    seen.add(kind)
    way = "a flow comes from" if rule == "BOETTCHER" else "a field that is $C^1$ there comes from"
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


_ONCE = (
    r"$s$ is the multiplier. The solution $\sigma$ with $\sigma' = 1$ there is the only one that is $C^1$; in the"
    r" coordinate "
    r"$\sigma$ the map multiplies by $s$,"
)


def _hyperbolic(multiplier: Any) -> bool:
    return bool(multiplier > 0 and (multiplier < 1 or multiplier > 1))


def _enclosed(point: Any, seen: set[str], proof: Fact) -> Step:
    """The equation at a fixed point that is known in an enclosure only."""
    at = quoted(point.point.text(8))
    why = _ONCE if "hyperbolic" not in seen else "Again $f$ becomes a multiplication,"
    seen.add("hyperbolic")
    number = point.multiplier_ball.str(10, radius=False)
    return Step(
        EQUATION,
        f"At the fixed point near {at} a field that is $C^1$ there comes from Koenigs' equation.",
        f"{why} here with $s$ = {number}. The field begins with $\\log(s)\\, u$, where $u$ is $x$ minus the fixed"
        " point.",
        "rigorous",
        source("KOENIGS"),
        *_KOENIGS,
        (proof,),
    )


def _bracketed(text: str) -> str:
    return quoted(text) if text.replace(".", "").isalnum() else f"({quoted(text)})"


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
        formula = f"V({x.name}) = {written(found.formula)}" if latex else ""
    claim = f"{'A flow' if found.regularity == 'flow' else 'A field'} is known: {quoted(found.source)}."
    why = _made(found.source) + f"Its class is `{found.regularity}`."
    if isinstance(found, LayerFlow):
        line = to_text(found.slope * sp.Symbol("h") + found.intercept)
        why += f" The read-out is {quoted(line)}: it turns the state into the output."
    if found.regularity != verdict.regularity and not verdict.via:
        why += (
            f" The theorem promises one of class `{verdict.regularity}`; this one is known in numbers, and may be"
            " less smooth."
        )
    yield Step(FIELD, claim, why, "theorem", source(verdict.rule or ""), latex, formula)
    if not isinstance(found, RestFlow):
        yield from _values(found, (verdict.origin or verdict.cell).architecture == "basic")


_WAYS = (
    (
        "Koenigs",
        r"At a fixed point with the multiplier $s$, V is $\log(s)\, \sigma/\sigma'$ near it, and $V(f(x)) = f'(x)"
        r" V(x)$ carries "
        "it on along the orbits. ",
    ),
    ("Abel", r"At a parabolic fixed point, V is $1/\alpha'$ on each side, with Abel's function $\alpha$ there. "),
    (
        "Boettcher",
        r"At a superattracting fixed point, Boettcher's function $\beta$ turns f into the power $d$, whose flow is "
        r"$u \mapsto u^{d^t}$. ",
    ),
    (
        "a fundamental domain",
        "On the points from $x_0$ to $f(x_0)$ the flow may be chosen, here as simple as its ends allow; the rule "
        r"$\varphi_t(f(x)) = f(\varphi_t(x))$ carries it on to all other points. ",
    ),
    (
        "the linear isotopy",
        "Each point moves on a straight line from $x$ to $f(x)$: the field is what it passes with. ",
    ),
    ("the field 0", "Nothing moves, and the read-out is all of the map. "),
    (
        "the field x' = 0, y' =",
        "The input stays, and the new coordinate rises from 0 with the constant speed that it stands for. ",
    ),
    ("a closed form", "In a coordinate h the map is a Moebius map, whose powers are known for all times. "),
    ("solutions in closed form", "The solutions are formulas in the start and the time. "),
    ("a real logarithm", r"The solutions are $e^{t L} x$ with a real logarithm L of the matrix. "),
    ("spirals", "On the contracting and on the expanding part the solutions turn while they shrink or grow. "),
    ("a clock", "Between two levels of the clock the motion is chosen, and f carries it to all others. "),
    ("affine maps over", r"On each fibre $a x + b$ has the flow $a^t x + b (a^t - 1)/(a - 1)$. "),
    (
        "of the pull-back",
        "Replacing x by f(x) in the coordinate functions is a linear map; its logarithm is the field. ",
    ),
    ("the product of the flows", "Each group of coordinates has a flow of its own. "),
    ("change of coordinates", "The flow of the conjugate map is carried over by the change of coordinates. "),
    ("other coordinates", "The flow is known in other coordinates and carried over. "),
    (
        "carried back along the orbits",
        r"Near the fixed point the field is a power series; elsewhere it is $Df^n(x)^{-1} V(f^n(x))$, n large. ",
    ),
    (
        "the contraction to the derivative",
        "The map is first contracted to its derivative at a base point, and that is then deformed to the identity. ",
    ),
    ("the contraction of a completed map", "The map and more functions are deformed to the identity together. "),
    ("the isotopy along a direction", "Each point moves on its own line of the direction, with constant speed. "),
    ("independent linear forms", "Along each form the layer of one variable moves its own coordinate. "),
)
_SUSPENDED = "The time is one more coordinate, $s' = 1$. "


def _made(source: str) -> str:
    """How the field of this name is made, in a sentence or two."""
    told = "".join(words for mark, words in _WAYS if mark in source)
    return told + (_SUSPENDED if source.startswith("the suspension") else "")


def _values(found: Flow, plain: bool) -> Iterator[Step]:
    """Proven values at one point, one that moves if a sample does. `plain`: there is no read-out."""
    best: Step | None = None
    composed = found.autonomous and plain
    for point in sample_points(found.map):
        try:
            half = found(t="1/2", x=point, dps=_DIGITS)
            velocity = None if found.regularity == "flow" else found.field(point, dps=_DIGITS)
        except (EmbedcheckError, UnknownError, ArithmeticError, ValueError):
            continue
        name = to_text(point)
        moved = f"in the time 1/2 the {'point' if composed else 'state'} moves to {_decimal(half)}"
        if velocity is not None:
            moved = f"V({'' if found.autonomous else '0, '}{name}) = {_decimal(velocity)}, and {moved}"
        step = Step(
            FIELD,
            f"At x = {name}: {moved}.",
            "Every digit is proven by an enclosure (the last one may be rounded up or down)."
            + (" After the time 1/2 twice, it is at $f(x)$." if composed else ""),
            "rigorous",
            quoted(found.source),
        )
        best = best or step
        if velocity != 0 and half != mpmath.mpf(point.p) / point.q:
            best = step
            break
    if best is not None:
        yield best


def _decimal(value: Any) -> str:
    return str(mpmath.nstr(value, _DIGITS, strip_zeros=False))


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
    why = _made(found.source) + f"Its class is `{found.regularity}`, its phase space has {dimensions}."
    if found.regularity != verdict.regularity and not verdict.via:
        why += (
            f" The theorem promises one of class `{verdict.regularity}`; this one is known in numbers, and may be"
            " less smooth."
        )
    yield Step(
        FIELD,
        f"A field is known: {quoted(found.source)}.",
        why,
        "theorem",
        source(verdict.rule or ""),
        latex,
        formula,
    )
    for point in _space_points(found.map):
        try:
            velocity = found.field([*point, *[0] * found.extra], dps=8)
            end = found.output(point, dps=8)
        except (EmbedcheckError, UnknownError, ArithmeticError, ValueError):
            continue
        parts = [to_text(c) for c in point], _decimals(velocity), _decimals(end)
        place, ahead, there = (texts[0] if len(texts) == 1 else f"({', '.join(texts)})" for texts in parts)
        time = "" if found.autonomous else "at the time 0 "
        yield Step(
            FIELD,
            f"At x = {place} the field is {time}{ahead}, and the output, after the time 1, is {there}.",
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
            (
                sp.Rational(1, 2 + k + offset)
                if factor.is_all
                else next((p for p in _inside(factor, k + offset) if factor.contains(p)), None)
            )
            for k, factor in enumerate(subject.domain.factors)
        ]
        if all(value is not None for value in point):
            yield point


def _inside(factor: Any, shift: int) -> Iterator[Any]:
    if factor.lo.is_rational and factor.hi.is_rational:
        yield factor.lo + (factor.hi - factor.lo) * sp.Rational(2 + shift, 5 + 2 * shift)
    for text in ("1/2", "1", "-1", "2", "-2", "1/4", "10"):
        yield sp.Rational(text)
