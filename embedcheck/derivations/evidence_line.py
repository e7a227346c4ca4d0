"""How the facts about a map of one variable with one output are proven, in words with their numbers."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck import certificate as c
from embedcheck.derivations import numbers as n
from embedcheck.derivations.numbers import code
from embedcheck.derivations.told import Teller, Told
from embedcheck.maps import Map

_MOST = 4
_COORDINATES = {"identity": "{x}", "exp": "exp({p}*{x})", "tan": "tan({p}*{x})", "log": "log({x})"}


def _covers(name: str, covers: tuple[c.Cover, ...]) -> str:
    """Signs and zeros on each piece, then how they are proven, each way once."""
    if len(covers) == 1:
        shown = f"Inside $X$, {n.pattern(name, covers[0])}."
    else:
        parts = [f"on piece {k}, {n.pattern(name, cover)}" for k, cover in enumerate(covers[:_MOST], 1)]
        more = "; and so on" if len(covers) > _MOST else ""
        shown = f"The pieces are counted from the left: {'; '.join(parts)}{more}."
    ways = dict.fromkeys(n.covered(cover.proof) for cover in covers)
    return f"{shown} {' '.join(ways)}"


def _pieces(fact: c.Pieces, subject: Map) -> Told:
    inside = [n.point(fact.stops[k]) for k in fact.breaks]
    what = "break point" if len(inside) == 1 else "break points"
    text = f"It is cut at the {what} {n.listed(inside)}; each part is one analytic formula. " if inside else ""
    if not fact.demands:
        return Told(text + "No part of the formula can fail there: each function is defined wherever it is evaluated.")
    first = {one.function: one for one in reversed(fact.demands)}
    told = [n.pattern(code(one.function), one.cover) for one in list(first.values())[::-1][:_MOST]]
    ways = dict.fromkeys(n.covered(one.cover.proof) for one in fact.demands)
    more = ", and so on for each part that could fail" if len(first) > _MOST else ""
    what = "Inside $X$, what decides whether it is defined, and by which formula"
    return Told(f"{text}{what}: {'; '.join(told)}{more}. {' '.join(ways)}")


def _slope(fact: c.Slope, subject: Map) -> Told:
    return Told(_covers("$f'$", fact.covers))


def _fixed(fact: c.FixedPoints, subject: Map) -> Told:
    end = " Where it has a sign no point is fixed." if any(0 not in one.signs for one in fact.covers) else ""
    end += " An end that belongs to $X$ is tried exactly." if _closed(subject) else ""
    return Told(_covers("$f(x) - x$", fact.covers) + end, "f(x) = x", "f(x) = x")


def _closed(subject: Map) -> bool:
    factor = subject.domain.factors[0]
    return bool(factor.lo_closed or factor.hi_closed)


def _local(fact: c.Local, subject: Map) -> Told:
    sides = [side for pair in fact.sides for side in pair if side is not None]
    if not fact.sides:
        return Told("X is open and the formula has no break point: there is no place where f could be less smooth.")
    if not sides:
        return Told(
            "At each closed end the same formula continues analytically beyond it, and there is no break point."
        )
    return Told(
        f"At each of the {len(fact.sides)} break points and closed ends, f, f' and f'' are expanded from the side of"
        " X, with a bound for the rest: this gives their one-sided limits."
    )


def _order(fact: c.Order, subject: Map) -> Told:
    first, second = fact.values
    p, q = code(fact.first), code(fact.second)
    return Told(
        f"$p$ = {p} is smaller than $q$ = {q}, and evaluation gives $f(p)$ {n.enclosed(first)} and $f(q)$ "
        f"{n.enclosed(second)}.",
        "p < q",
        f"p = {fact.first} < q = {fact.second}",
    )


def _class_m(fact: c.ClassM, subject: Map) -> Told:
    what = {
        "map": "$f$",
        "inverse": f"the inverse map {code(fact.expression)}",
        "conjugate": f"the map {code(fact.expression)}, which is $f$ in the coordinate $e^x$,",
    }[fact.member]
    return Told(
        f"As a function of a complex variable, {what} is composed of functions that are single-valued outside a"
        " countable closed set; the syntax shows it. It is no Moebius map: those have the Schwarzian derivative 0"
        f" everywhere, but at {code(fact.point)} it is {n.enclosed(fact.schwarzian).removeprefix('= ')}.",
        r"S f = \left(\frac{f''}{f'}\right)' - \frac{1}{2} \left(\frac{f''}{f'}\right)^2",
        "S f = (f''/f')' - (f''/f')^2/2",
    )


def _power_text(text: str) -> str:
    return text if text.isdigit() else f"({text})"


def _coordinate(one: c.Coordinate, x: str) -> str:
    a, b, below, d = one.matrix
    if one.function == "power":
        inner = f"({x} - ({one.centre}))" if one.centre != "0" else x
        base = inner if one.side > 0 and inner.isalnum() else f"({'' if one.side > 0 else '-'}{inner})"
        shape = f"{base}**{_power_text(one.parameter)}"
    else:
        shape = _COORDINATES[one.function].format(x=x, p=_power_text(one.parameter))
    return f"{code(shape)}, the matrix {n.matrix(((a, b), (below, d)))} and the multiplier {code(one.multiplier)}"


_MOEBIUS = (
    r"h(f(x)) = \frac{a\, h(x) + b}{c\, h(x) + d}, \quad V(f(x)) = f'(x)\, V(x)",
    "h(f(x)) = (a h(x) + b)/(c h(x) + d), V(f(x)) = f'(x) V(x)",
)


def _component(fact: c.Component, subject: Map) -> Told:
    return Told(
        f"The field is {code(fact.field)}. In a coordinate $h$ the map is a Moebius map with the matrix (a b; c d):"
        f" $h$ = {_coordinate(fact.coordinate, subject.x.name)}. Such a map has a flow, and this field is that flow's"
        " in the coordinate $x$. Both equations are identities of formulas.",
        *_MOEBIUS,
    )


def _closed_form(fact: c.Closed, subject: Map) -> Told:
    shown = "; $h$ = ".join(list(dict.fromkeys(_coordinate(one, subject.x.name) for one in fact.coordinates))[:_MOST])
    return Told(
        f"The field is {code(fact.field)}. In a coordinate $h$ the map is a Moebius map with the matrix (a b; c d):"
        f" $h$ = {shown}. Both equations are identities of formulas. {_capital(n.pattern('$V$', fact.cover))}."
        f" {n.covered(fact.cover.proof)}",
        *_MOEBIUS,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].isalpha() else text


def _match(fact: c.Match, subject: Map) -> Told:
    first, second = fact.values
    size = abs(n.dyadic(first.middle)) + n.dyadic(first.radius)
    difference = n.gap(first, second)
    same = ", which agree in these digits" if n.enclosed(first) == n.enclosed(second) else ""
    relative = f", which is {n.below(difference / size)} of their size or more" if size else ""
    return Told(
        "A $C^1$ field is fixed by each of the two neighbouring fixed points $p < q$ alone, up to the other one:"
        " there its series solves the equation below, and orbits carry it on. At the point $x_0$ ="
        f" {n.rational(fact.point)} the two series, with bounds for the rest and {fact.steps} steps of the map in"
        f" balls of {fact.bits} bits, give $V_p(x_0)$ {n.enclosed(first)} and $V_q(x_0)$ {n.enclosed(second)}{same}."
        f" The two enclosures have no common point: the values differ by at least {n.below(difference)}{relative}.",
        r"V(f(x)) = f'(x)\, V(x), \quad V_p(x_0) \ne V_q(x_0)",
        "V(f(x)) = f'(x) V(x), V_p(x0) ≠ V_q(x0)",
    )


def _moebius(fact: c.Moebius, subject: Map) -> Told:
    a, b, below, d = (
        sp.Symbol(f"({text})") if not text.lstrip("-").isdigit() else sp.Integer(text) for text in fact.matrix
    )
    discriminant: Any = sp.expand((a - d) ** 2 + 4 * b * below)
    more = f" Its discriminant (a - d)^2 + 4 b c is {discriminant}." if discriminant.is_Integer else ""
    return Told(
        f"With the matrix (a b; c d) = {n.matrix((fact.matrix[:2], fact.matrix[2:]))} the difference of the two"
        f" formulas is 0 identically.{more} The powers of the matrix give the iterates.",
        r"f(x) = \frac{a x + b}{c x + d}",
        "f(x) = (a x + b)/(c x + d)",
    )


def _power(fact: c.Power, subject: Map) -> Told:
    return Told(
        f"$a$ = {code(fact.coefficient)} and $k$ = {code(fact.exponent)}: the difference of the two formulas is 0 "
        "identically. In the coordinate $\\log x$ the map is affine.",
        "f(x) = a x^k",
        "f(x) = a x^k",
    )


def _affine(fact: c.AffineMap, subject: Map) -> Told:
    return Told(
        f"The slope is {code(fact.slope)}, the intercept {code(fact.intercept)}: the difference of the two formulas"
        " is 0 identically.",
        "f(x) = a x + b",
        "f(x) = a x + b",
    )


def _even(fact: c.Even, subject: Map) -> Told:
    return Told(
        f"The centre $c$ = {code(fact.centre)} lies inside $X$, and the difference of the two sides is 0 identically:"
        " near $c$ the map takes each value twice.",
        "f(c - x) = f(c + x)",
        "f(c - x) = f(c + x)",
    )


def _line(fact: c.Line, subject: Map) -> Told:
    slope = n.rational(fact.slope)
    ways = " ".join(dict.fromkeys(n.covered(cover.proof) for cover in fact.covers))
    if fact.bound is not None:
        side = "below" if fact.covers[0].signs[0] < 0 else "above"
        return Told(
            f"$a$ = {slope}. On all of $X$, $f'$ stays {side} {n.rational(fact.bound)}, so $f(x) - a x$ has a slope"
            f" of one sign: every line of the slope $a$ meets the graph at most once, and crosses it. {ways}",
            "f(x) = a x + b",
            "f(x) = a x + b",
        )
    return Told(
        f"$a$ = {slope}, $b$ = {n.rational(fact.intercept or '0')}: the difference $f(x) - (a x + b)$ keeps its sign"
        f" on $X$. {ways}",
        r"f(x) \ne a x + b",
        "f(x) ≠ a x + b",
    )


TELLERS: dict[type[Any], Teller] = {
    c.Pieces: _pieces,
    c.Slope: _slope,
    c.FixedPoints: _fixed,
    c.Local: _local,
    c.Order: _order,
    c.ClassM: _class_m,
    c.Component: _component,
    c.Match: _match,
    c.Closed: _closed_form,
    c.Moebius: _moebius,
    c.Power: _power,
    c.AffineMap: _affine,
    c.Even: _even,
    c.Line: _line,
}
