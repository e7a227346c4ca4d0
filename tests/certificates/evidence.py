"""What the corpus is built from: the engine's own claims, facts written by hand, attacks and how they are made."""

from __future__ import annotations

import copy
import functools
import itertools
import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from msgspec import to_builtins

from embedcheck import Map, check
from embedcheck.analysis import facts
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.signs import Deadline
from embedcheck.cells import Cell
from embedcheck.certificate import Slope
from embedcheck.decide import find
from embedcheck.equations.match import mismatch
from embedcheck.errors import InputError
from embedcheck.judges.base import Case
from embedcheck.judges.interval import INTERVAL_RULES
from embedcheck.parsing import read_map, to_text

Json = Any

JUMP = "Piecewise((x, x < 0), (x + 1, True))"
FLAT = "Piecewise((x + exp(-1/x), x > 0), (x, True))"
WAVES = "Piecewise(((x/2)*(1 - (1 - cos(2*pi*log(x)/log(2)))*log(2)/(100*log(x))), x > 0), (0, True))"
PARABOLIC_WAVES = "Piecewise((x*(1 + (2 - cos(2*pi*log(x)/log(2)))/(100*log(x))), x > 0), (0, True))"
ROOT_FORM = "x*E/sqrt(1 + x**2*(E**2 - 1))"
TAN_FORM = "2*atan(2*tan(x/2))"
EXP_FORM = "log((5*exp(x) - 2)/(exp(x) + 2))"
THREE_KINKS = "x + relu(x) + relu(x - 1) + relu(x - 2)"
THREE_BENDS = "x + relu(x)**2 + relu(x - 1)**2 + relu(x - 2)**2"
MATCH = "2*x/(1 + x)"
DIFFER = "x + log(1 + x)*(1 - x)/5"
PARABOLIC = "x + x**2*(1 - x)*sqrt(1 + x)/3"
COPIES = "x + atan(1 + cos(x))/3"
HOLLOW = "Piecewise(({0}, x > 0), (-1, True))"
FIRST = ("pieces", "slope", "local", "fixedpoints")


# -- what the engine knows ---------------------------------------------------------------------------------------------


@functools.cache
def subject(expr: str, domain: str) -> Map:
    return Map(expr, domain=domain, vars="x")


@functools.cache
def canonical(expr: str) -> str:
    """The text as the engine writes it; a text that it refuses stays as it is."""
    try:
        return to_text(read_map(expr, ("x",))[0][0])
    except InputError:
        return expr


@functools.cache
def analysis(expr: str, domain: str) -> IntervalAnalysis:
    return IntervalAnalysis(subject(expr, domain), Deadline(None))


@functools.cache
def complete(expr: str, domain: str) -> str:
    """The certificate of all decided cells, as text."""
    return check(subject(expr, domain), timeout=None).certificate.to_json()


@functools.cache
def claims(expr: str, domain: str) -> tuple[Any, ...]:
    """What the rules claim, before the inclusions choose among them."""
    found = find(subject(expr, domain), None, lambda text: None)
    return tuple(item for item in found if type(item).__name__ == "Claim")


@functools.cache
def _fact(expr: str, domain: str, kind: str) -> str:
    own = analysis(expr, domain)
    makers: dict[str, Callable[[], Any]] = {
        "pieces": lambda: facts.definedness(own).evidence,
        "slope": lambda: Slope(covers=tuple(one.evidence() for one in own.slopes)),
        "local": lambda: facts.local(own, "").evidence,
        "fixedpoints": lambda: facts.fixed_points(own).evidence,
    }
    return json.dumps(to_builtins(makers[kind]()))


def fact(expr: str, domain: str, kind: str) -> Json:
    """A fact of the first four kinds about a map."""
    return json.loads(_fact(expr, domain, kind))


def cell(text: str) -> Cell:
    """`basic* Lip`: the star marks a field that depends on time."""
    architecture, regularity = text.split()
    return Cell(architecture.rstrip("*"), not architecture.endswith("*"), regularity)


def certificate(
    expr: str, domain: str, rule: str, sign: str, where: str, evidence: list[Json], origin: str = "", via: Any = ()
) -> Json:
    """A certificate of one cell that cites all its facts."""
    proof = {
        "cell": cell(where)._asdict(),
        "status": "embeddable" if sign == "+" else "not_embeddable",
        "rule": rule,
        "origin": cell(origin or where)._asdict(),
        "via": list(via),
        "facts": list(range(len(evidence))),
    }
    described = {"expr": [canonical(expr)], "vars": ["x"], "domain": domain}
    return {"schema": 1, "map": described, "facts": copy.deepcopy(evidence), "cells": [proof]}


def case_of(rule: str, sign: str, where: str) -> Case:
    asked = cell(where)
    return next(
        case
        for case in INTERVAL_RULES[rule]
        if (case.positive, case.architecture, case.autonomous) == (sign == "+", asked.architecture, asked.autonomous)
        and asked.regularity in case.classes
    )


def kinds_of(rule: str, sign: str, where: str) -> list[str]:
    needs = [need for need in case_of(rule, sign, where).needs if need.regularity in ("", cell(where).regularity)]
    return list(dict.fromkeys(kind for need in needs for kind in need.kinds))


def forge(expr: str, domain: str, rule: str, sign: str, where: str, *extra: Json) -> Json:
    """A claim about a map with its genuine facts of all kinds that the claim asks for; `extra` are the later kinds."""
    first = [kind for kind in kinds_of(rule, sign, where) if kind in FIRST]
    return certificate(expr, domain, rule, sign, where, [*(fact(expr, domain, kind) for kind in first), *extra])


def genuine(expr: str, domain: str, rule: str, sign: str, where: str) -> Json:
    """The claim of the engine as a certificate of one cell."""
    for claim in claims(expr, domain):
        if (claim.rule, claim.positive, claim.cell) == (rule, sign == "+", cell(where)):
            evidence = dict.fromkeys(one.evidence for one in claim.facts)
            return certificate(expr, domain, rule, sign, where, json.loads(json.dumps(to_builtins(list(evidence)))))
    raise LookupError(f"{rule} {sign} {where}: no claim about {expr} on {domain}")


def only(expr: str, domain: str, **wanted: Any) -> Json:
    """One decided cell of a map, with its facts."""
    data = json.loads(complete(expr, domain))
    proof = next(p for p in data["cells"] if all(p[key] == value for key, value in wanted.items()))
    data["facts"] = [data["facts"][number] for number in proof["facts"]]
    proof["facts"] = list(range(len(data["facts"])))
    data["cells"] = [proof]
    return data


# -- facts by hand -----------------------------------------------------------------------------------------------------


def point(value: str) -> Json:
    return {"kind": "exactpoint", "value": value}


def algebraic(polynomial: list[str], lower: str, upper: str) -> Json:
    return {"kind": "algebraicpoint", "polynomial": polynomial, "lower": lower, "upper": upper}


def cover(zeros: list[Json], signs: list[int], proof: Json) -> Json:
    return {"zeros": zeros, "signs": signs, "proof": proof}


CONSTANT: Json = {"kind": "constant"}
AFFINE: Json = {"kind": "affine"}
STURM: Json = {"kind": "sturm", "coordinate": "x"}
ROUGH: Json = {"middle": "0*2^0", "radius": "1*2^20"}
POSITIVE = cover([], [1], STURM)
NEGATIVE = cover([], [-1], STURM)


def extent(form: str) -> Json:
    return {"kind": "range", "form": form}


def tail(start: str = "16", length: int = 4) -> Json:
    return {"kind": "tail", "start": start, "length": length}


def end_box(stop: str, zero: bool = False) -> Json:
    return {"kind": "endbox", "stop": stop, "zero": zero}


def range_tail(start: str, form: str = "plain") -> Json:
    return {"kind": "rangetail", "start": start, "form": form}


def ladder(start: str, order: int, form: str = "plain") -> Json:
    return {"kind": "ladder", "start": start, "order": order, "form": form}


def box(lower: str, upper: str, monotone: bool = False) -> Json:
    return {"kind": "box", "lower": lower, "upper": upper, "monotone": monotone}


def crossing(lower: str, upper: str) -> Json:
    return {"kind": "crossing", "lower": lower, "upper": upper}


def exact_zero(left: Json, right: Json) -> Json:
    return {"kind": "exactzero", "left": left, "right": right}


def parts(*items: Json) -> Json:
    return {"kind": "parts", "parts": list(items)}


def periodic(period: str, start: str, proof: Json) -> Json:
    return {"kind": "periodic", "period": period, "start": start, "proof": proof}


def boxes(lower: str, upper: str, count: int) -> list[Json]:
    low, high = Fraction(lower), Fraction(upper)
    stops = [str(low + (high - low) * k / count) for k in range(count + 1)]
    return [box(a, b) for a, b in itertools.pairwise(stops)]


def pieces(stops: list[Json], breaks: list[int], *demands: Json) -> Json:
    return {"kind": "pieces", "stops": stops, "breaks": breaks, "demands": list(demands)}


def demand(function: str, first: int, last: int, known: Json) -> Json:
    return {"function": function, "first": first, "last": last, "cover": known}


def slope(*covers: Json) -> Json:
    return {"kind": "slope", "covers": list(covers)}


def fixed_points(*covers: Json) -> Json:
    return {"kind": "fixedpoints", "covers": list(covers)}


def local(*sides: Json) -> Json:
    return {"kind": "local", "sides": list(sides)}


def side(*starts: str | None) -> Json:
    return {"starts": list(starts)}


def order(first: str, second: str, *values: Json) -> Json:
    return {"kind": "order", "first": first, "second": second, "values": list(values) or [ROUGH, ROUGH]}


def line(slope_: str, *covers: Json, bound: str | None = None, intercept: str | None = None) -> Json:
    return {"kind": "line", "slope": slope_, "bound": bound, "intercept": intercept, "covers": list(covers)}


def class_m(at: str, member: str = "map", expression: str = "", piece: int = 0, ball: Json = None) -> Json:
    sphere = ball or {"middle": "0*2^0", "radius": "1*2^20"}
    shown = {"kind": "classm", "piece": piece, "member": member, "expression": expression, "point": at}
    return {**shown, "schwarzian": sphere}


def affine_map(slope_: str, intercept: str) -> Json:
    return {"kind": "affinemap", "slope": slope_, "intercept": intercept}


def even(centre: str) -> Json:
    return {"kind": "even", "centre": centre}


def moebius(*matrix: str) -> Json:
    return {"kind": "moebius", "matrix": list(matrix)}


def power(coefficient: str, exponent: str) -> Json:
    return {"kind": "power", "coefficient": coefficient, "exponent": exponent}


def coordinate(function: str, matrix: str, root: str, multiplier: str, parameter: str = "1") -> Json:
    shown = {"function": function, "parameter": parameter, "centre": "0", "side": 1, "matrix": matrix.split()}
    return {**shown, "root": root, "multiplier": multiplier}


# For 2 x/(1 + x), whose fixed points are 0 and 1.
HALVES = coordinate("identity", "2 0 1 1", "1", "2")
FIELD = "log(2)*x*(1 - x)"


def component(left: int, field: str, known: Json) -> Json:
    return {"kind": "component", "left": left, "field": field, "coordinate": known}


def differing(expr: str, domain: str) -> Json:
    """Where the fields at the ends of the first component differ, f' > 0 or not."""
    own = analysis(expr, domain)
    return json.loads(json.dumps({"kind": "match", **to_builtins(mismatch(own, *own.bounded_components[0]).evidence)}))


def closed(field: str, lower: str, upper: str, known: Json, *coordinates: Json, starts: Any = ("64", "64")) -> Json:
    return {
        "kind": "closed",
        "field": field,
        "lower": lower,
        "upper": upper,
        "starts": list(starts),
        "demands": [],
        "cover": known,
        "coordinates": list(coordinates),
    }


def zero(lower: str, upper: str, function: str = "") -> Json:
    return {"kind": "zeropoint", "lower": lower, "upper": upper, "function": function}


# For every case of the table a map and a class that it decides.
CASES: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {
    ("REGULAR", "-", "augmented-1*"): [
        (JUMP, "R", "flow"),
        ("sqrt(x)", "[0, oo)", "Lip"),
        ("|x|", "R", "C1"),
        ("2*x + x**(5/2)", "[0, 1]", "Cinf"),
        (FLAT, "R", "Comega"),
    ],
    ("REGULAR", "-", "basic*"): [("x**3", "R", "Lip")],
    ("1D-MONOTONE", "+", "basic"): [("exp(x)", "R", "flow")],
    ("1D-MONOTONE", "-", "basic*"): [("x**2", "[-1, 1]", "flow")],
    ("1D-C0", "+", "basic"): [("x**3", "R", "C0")],
    ("1D-C0", "-", "basic"): [("x**3 + 1", "R", "C0")],
    ("1D-REGULAR", "-", "basic"): [("x**3", "R", "Lip"), ("x + 1 + x*|x|/4", "R", "C1")],
    ("1D-LIP", "+", "basic"): [("Max(x, 2*x)", "R", "Lip")],
    ("1D-NOFIX", "+", "basic"): [
        ("x + exp(x)", "R", "C1"),
        ("x + exp(x)", "R", "Cinf"),
        ("x - 1/x", "(0, oo)", "Comega"),
    ],
    ("1D-ONEFIX", "+", "basic"): [
        ("elu(x)", "R", "C1"),
        ("exp(x) - 1", "R", "Cinf"),
        ("2*x + x**3", "R", "Comega"),
    ],
    ("1D-MATCH", "+", "basic"): [(MATCH, "[0, 1]", "C1"), (MATCH, "[0, 1]", "Cinf"), (ROOT_FORM, "[-1, 1]", "Comega")],
    ("1D-MATCH", "-", "basic"): [
        (DIFFER, "[0, 1]", "C1"),
        ("x + (2 - x)*(x**5 - x - 1)*sqrt(x)/400", "[1, 2]", "C1"),
        ("x + (2 - x)*(exp(x) - 3)*atan(x)/40", "(1, 2]", "C1"),
        (PARABOLIC, "[0, 1]", "C1"),
        ("x - x*(1 - x)**3*sqrt(1 + x)/4", "[0, oo)", "C1"),
        ("x + atan(sin(x))/5", "R", "C1"),
        (COPIES, "[0, oo)", "C1"),
        (COPIES, "(-oo, 0)", "C1"),
        (f"Piecewise(({DIFFER}, x < 1), (1 + (1 - log(2)/5)*(x - 1), True))", "[0, 2]", "C1"),
    ],
    ("1D-CLASS-M", "-", "basic"): [("3*x/2 - x**2/2", "[0, 1]", "C1"), ("exp(x) - 1", "R", "Comega")],
    ("1D-CLOSED", "+", "basic"): [
        (ROOT_FORM, "[-1, 1]", "Comega"),
        ("x**2", "(0, oo)", "Comega"),
        (MATCH, "(-oo, -1)", "Comega"),
    ],
    ("1D-IDENTITY", "+", "basic"): [("x", "[0, 1)", "Comega")],
    ("1D-NONAUTO", "+", "basic*"): [
        (WAVES, "[0, 1/8]", "C0"),
        ("Max(x, 2*x)", "R", "Lip"),
        ("elu(x)", "R", "C1"),
        ("x + exp(x)", "R", "Cinf"),
        ("sinh(x)", "[-1, 1]", "Comega"),
    ],
    ("1D-LAYER", "+", "linear-layer"): [
        ("-exp(x)", "R", "flow"),
        ("cbrt(x**3 + 1)", "R", "C0"),
        ("x + 1 + |x|/2", "R", "Lip"),
        ("x + 1 + x*|x|/4", "[-1, 1]", "C1"),
        ("exp(-x)", "R", "Comega"),
    ],
    ("1D-LAYER", "-", "linear-layer"): [(THREE_KINKS, "R", "C0"), (THREE_BENDS, "R", "C1")],
    ("1D-LAYER", "+", "linear-layer*"): [
        ("-x**3", "R", "C0"),
        ("x + 1 + |x|/2", "R", "Lip"),
        ("elu(x)", "R", "C1"),
        ("exp(-x)", "R", "Cinf"),
        ("exp(-x)", "R", "Comega"),
    ],
    ("1D-LAYER", "-", "linear-layer*"): [("-x**3", "R", "Lip")],
    ("AFFINE-LAYER", "+", "linear-layer"): [("2 - 3*x", "[0, 1)", "Comega")],
    ("EXTREMUM", "-", "linear-layer*"): [("x**2", "[-1, 1]", "flow")],
    ("HULL", "-", "linear-layer*"): [("x**2", "[-1, 1]", "flow")],
    ("ODD-EVEN", "-", "linear-layer*"): [("|x|", "R", "flow")],
    ("DIM-BOUND", "-", "linear-layer*"): [("x**3", "R", "Lip")],
    ("AUG", "+", "augmented-1"): [
        ("|x|", "[0, 1]", "C0"),
        ("|x|", "R", "Lip"),
        ("x*|x|", "R", "C1"),
        ("x**2", "[0, 1]", "Cinf"),
        ("exp(-x**2)", "[0, 1]", "Comega"),
    ],
    ("FLOOR-1D", "-", "basic*"): [("x**2", "[-1, 1]", "flow")],
    ("FLOOR-1D", "-", "linear-layer*"): [("x**2", "[-1, 1]", "flow")],
}


WHOLE = pieces([point("-oo"), point("oo")], [])


def rising(expr: str, known: Json) -> Json:
    """`expr` rises on the line, by this cover of its derivative."""
    return certificate(expr, "R", "1D-MONOTONE", "+", "basic flow", [WHOLE, slope(known), local()])


def quintic() -> Json:
    """x**5/5 + x**3/3 rises: f' has a double zero at 0."""
    left, right = boxes("-4", "-1/4", 32), boxes("1/4", "4", 32)
    ends = parts(tail("4"), *left, exact_zero(tail("4"), tail("4")), *right, tail("4"))
    return rising("x**5/5 + x**3/3", cover([point("0")], [1, 1], ends))


def critical(proof: Json = STURM, zeros: Any = ("-1", "1"), signs: Any = (1, -1, 1)) -> Json:
    """x**3 - 3 x has the critical points -1 and 1."""
    known = cover([point(z) if isinstance(z, str) else z for z in zeros], list(signs), proof)
    evidence = [WHOLE, slope(known), local(), order("0", "1")]
    return certificate("x**3 - 3*x", "R", "DIM-BOUND", "-", "linear-layer* Lip", evidence)


def crossings() -> Json:
    """The same by a cover with crossings."""
    middle = [crossing("-5/4", "-3/4"), box("-3/4", "3/4"), crossing("3/4", "5/4")]
    return critical(parts(tail("4"), *boxes("-4", "-5/4", 4), *middle, *boxes("5/4", "4", 4), tail("4")))


def wave(period: str = "2*pi", start: str = "-pi", zeros: Any = ("pi",), signs: Any = (1, 1), **other: Json) -> Json:
    """x + sin(x) rises: f' vanishes at the odd multiples of pi."""
    proof = other.get("proof", {"kind": "sturm", "coordinate": "tan"})
    return rising("x + sin(x)", cover([point(z) for z in zeros], list(signs), periodic(period, start, proof)))


def by_logarithm(quotient: bool = False) -> Json:
    """x**2 on (1/2, 3) in the coordinate log(x); as a quotient the field has a denominator that is hard to enclose."""
    form = coordinate("log", "2 0 0 1", "1", "2")
    if quotient:
        middle = [*boxes("5/16", "31/32", 128), crossing("31/32", "33/32"), *boxes("33/32", "35/4", 512)]
    else:
        middle = [*boxes("5/16", "3/4", 8), crossing("3/4", "4/3"), *boxes("4/3", "35/4", 8)]
    known = cover([point("1")], [-1, 1], parts(end_box("5/16"), *middle, end_box("35/4")))
    field = "log(2)*(x**5 - x**2 + x)*log(x)/(x**4 - x + 1)" if quotient else "log(2)*x*log(x)"
    found = closed(field, "1/4", "9", known, form, form)
    found["demands"] = [demand(g, 0, 1, POSITIVE) for g in (("x", "x**4 - x + 1") if quotient else ("x",))]
    evidence = [pieces([point("1/2"), point("3")], []), slope(POSITIVE), local(), found]
    return certificate("x**2", "(1/2, 3)", "1D-CLOSED", "+", "basic Comega", evidence)


# -- attacks -----------------------------------------------------------------------------------------------------------


def attack(
    text: str, data: Json, names: str, rule: str | None = None, hypothesis: str = "", asked: Json = None
) -> Json:
    found = {"attack": text, "rule": rule, "hypothesis": hypothesis}
    return found | ({"asked": asked} if asked else {}) | {"names": names, "certificate": data}


def against(key: str, text: str, data: Json, names: str = "") -> Json:
    """An attack on one hypothesis of the rule of the only cell."""
    rule = data["cells"][0]["rule"]
    return attack(text, data, names or f"{rule}: hypothesis '{key}'", rule, key)


def without(data: Json, kind: str) -> Json:
    """The certificate without its facts of one kind."""
    kept = [one for one in data["facts"] if one["kind"] != kind]
    return {**data, "facts": kept, "cells": [{**data["cells"][0], "facts": list(range(len(kept)))}]}


def uncited(data: Json, kind: str) -> Json:
    """The fact is there, and the cell does not cite it."""
    cited = [k for k, one in enumerate(data["facts"]) if one["kind"] != kind]
    return {**data, "cells": [{**data["cells"][0], "facts": cited}]}


def changed(data: Json, *path: Any, to: Any) -> Json:
    """A copy with one value replaced; a function is applied to the old one."""
    data = copy.deepcopy(data)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to(place[path[-1]]) if callable(to) else to
    return data
