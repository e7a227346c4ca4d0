"""Maps with several variables or outputs: the cases of the table, true claims, and attacks on their hypotheses."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any

from evidence import Json, against, attack, cell, changed, uncited, without
from msgspec import to_builtins

from embedcheck import Map, check
from embedcheck.decide import find
from embedcheck.judges.base import Case
from embedcheck.judges.euclidean import EUCLIDEAN_RULES
from embedcheck.maps import Domain

Cases = dict[tuple[str, str, str], list[tuple[str, str, str]]]
"""(rule, sign, architecture): maps with domain and class; * stands for fields that depend on time."""

COMPLETE = {
    "rotation": ("(-x, -y)", "R^2"),
    "no-logarithm": ("(-2*x, -3*y)", "R^2"),
    "no-logarithm-box": ("(1 - 2*x, -3*y)", "[0, 1]x[-1, 1)"),
    "corner": ("(-2*x, -3*y)", "[0, 1]^2"),
    "unbalanced": ("(-x/2, -2*y)", "R^2"),
    "free": ("(x + 1, -y, -2*z)", "R^3"),
    "irrational": ("(sqrt(2)*x, pi + y)", "R x (0, oo)"),
    "square": ("(x**2 - y**2, 2*x*y)", "R^2"),
    "circle": ("(cos(x), sin(x))", "R"),
    "cusp": ("(x**2, x**3)", "R"),
    "graph": ("(x, x**3, exp(x))", "R"),
    "waves": ("sin(x)*sin(y)", "R^2"),
    "softplus": ("log(1 + exp(x + y))", "R^2"),
    "henon": ("(1 - 7*x**2/5 + y, 3*x/10)", "R^2"),
    "norm": ("(sqrt(x**2 + y**2), |x| + y)", "R^2"),
}

CASES: Cases = {
    ("AFFINE-LAYER", "+", "linear-layer"): [("(x + y, sqrt(2)*y, 1)", "[0, 1] x R", "Comega")],
    ("LIN-LOG", "+", "basic"): [
        ("(1 + x/3 - y/4, x/4 + y/3)", "(0, 1]^2", "Comega"),
        ("(-sqrt(2)*x, -sqrt(2)*y)", "R^2", "Comega"),
    ],
    ("LIN-LOG", "-", "basic"): [("(x, -y/2, -z/3)", "R^3", "Lip"), ("(1 - 2*x, -3*y)", "[0, 1] x [-1, 1]", "Lip")],
    ("LIN-FLOW", "+", "basic"): [("(-2*x + y, -2*y)", "[0, 1] x (1, oo)", "C0"), ("(x, -2*y, -3*z)", "R^3", "C0")],
    ("LIN-FLOW", "-", "basic"): [("(-x/2, -2*y)", "R^2", "flow"), ("(-x, -2*y)", "[-1, 1]^2", "flow")],
    ("AFF-FREE", "+", "basic"): [("(x + 1, -y, -2*z)", "R^3", "Comega")],
    ("ND-ORIENTATION", "-", "basic*"): [
        ("(x + 1, -y)", "R x [0, 1]", "flow"),
        ("(1 - 7*x**2/5 + y, 3*x/10)", "R^2", "flow"),
    ],
    ("ND-INJECTIVE", "-", "basic*"): [
        ("(x + y, x + y)", "[0, 1]^2", "flow"),
        ("(exp(x)*cos(y), exp(x)*sin(y))", "R^2", "flow"),
    ],
    ("ND-NONAUTO", "+", "basic*"): [("(-x/2, -2*y + 1)", "[0, 1] x R", "Comega")],
    ("AUG", "+", "augmented-k"): [
        ("x**2 + y**2", "R^2", "Comega"),
        ("|x*y|", "R^2", "Lip"),
        ("cbrt(x*y)", "R^2", "C0"),
    ],
    ("AUG-GRAPH", "+", "augmented-k"): [
        ("(x, x**3 + 2*x, exp(x))", "R", "Comega"),
        ("(x, Max(x, y), y)", "R^2", "Lip"),
        ("(x, sqrt(x))", "[0, 1]", "C0"),
    ],
    ("HULL", "-", "layers*"): [("(x, x**3, exp(x))", "R", "flow"), ("(cos(x), sin(x))", "R", "flow")],
    ("ODD-EVEN", "-", "layers*"): [("(x**2 - y**2, 2*x*y)", "R^2", "flow"), ("|x|*|y|", "[-1, 1]^2", "flow")],
    ("RANK", "-", "linear-layer*"): [("x**2 + y**2", "[0, 1]^2", "Lip"), ("(exp(x)*y, y**2)", "R^2", "Lip")],
    ("DIM-BOUND", "-", "augmented-k*"): [("(x**2, x**3)", "R", "Lip")],
    ("MORSE", "-", "linear-layer*"): [("sin(x)*sin(y)", "R^2", "flow"), ("(x*y, y)", "R^2", "flow")],
    ("EXTREMUM", "-", "linear-layer*"): [("x**4 + |y|", "R^2", "flow"), ("(y, 1 - x**4)", "R^2", "flow")],
}


@functools.cache
def _claims(expr: str, domain: str) -> tuple[Any, ...]:
    found = find(Map(expr, domain=domain), None, lambda text: None)
    return tuple(item for item in found if type(item).__name__ == "Claim")


def complete(expr: str, domain: str) -> Json:
    """All decided cells."""
    return json.loads(check(Map(expr, domain=domain), timeout=None).certificate.to_json())


def certificate(expr: str, domain: str, rule: str, sign: str, where: str, *facts: Json) -> Json:
    """A certificate of one cell that cites all its facts; the variables are x, y, z."""
    told = Map(expr, domain=domain, vars=list("xyz"[: Domain.parse(domain).dimension])).to_dict()
    proof = {
        "cell": cell(where)._asdict(),
        "status": "embeddable" if sign == "+" else "not_embeddable",
        "rule": rule,
        "origin": cell(where)._asdict(),
        "via": [],
        "facts": list(range(len(facts))),
    }
    return {"schema": 1, "map": told, "facts": json.loads(json.dumps(facts)), "cells": [proof]}


def genuine(expr: str, domain: str, rule: str, sign: str, regularity: str, architecture: str = "") -> Json:
    """The claim of the engine with this rule; an architecture with a star asks for one about fields in time."""
    for claim in _claims(expr, domain):
        if architecture and claim.cell.autonomous == architecture.endswith("*"):
            continue
        if (claim.rule, claim.positive, claim.cell.regularity) == (rule, sign == "+", regularity):
            where = claim.cell.architecture + ("" if claim.cell.autonomous else "*") + f" {regularity}"
            return certificate(expr, domain, rule, sign, where, *to_builtins([one.evidence for one in claim.facts]))
    raise LookupError(f"{rule} {sign} {regularity}: no claim about {expr} on {domain}")


def case_of(rule: str, sign: str, architecture: str) -> Case:
    name = architecture.rstrip("*").replace("augmented-k", "augmented")
    wanted = sign == "+", name, not architecture.endswith("*")
    return next(c for c in EUCLIDEAN_RULES[rule] if (c.positive, c.architecture, c.autonomous) == wanted)


# -- facts by hand -----------------------------------------------------------------------------------------------------


def structure(regularity: str = "Comega") -> Json:
    return {"kind": "structure", "regularity": regularity}


def linear(matrix: str, shift: str = "") -> Json:
    rows = [row.split() for row in matrix.split(";")]
    return {"kind": "linearmap", "matrix": rows, "shift": shift.split() or ["0"] * len(rows)}


def combinations(*rows: str) -> Json:
    return {"kind": "combinations", "rows": [row.split() for row in rows]}


def points(*places: str) -> Json:
    return {"kind": "points", "points": [place.split() for place in places]}


def collision(first: str, second: str) -> Json:
    return {"kind": "collision", "first": first.split(), "second": second.split()}


def rank_at(place: str, rank: int) -> Json:
    return {"kind": "rankat", "point": place.split(), "rank": rank}


def nondegenerate(place: str, direction: str = "1") -> Json:
    return {"kind": "nondegenerate", "point": place.split(), "direction": direction.split()}


def turned(place: str) -> Json:
    return {"kind": "turned", "point": place.split()}


def extremum(place: str, sign: int, other: str, direction: str = "1") -> Json:
    return {
        "kind": "extremum", "point": place.split(), "direction": direction.split(), "sign": sign, "other": other.split()
    }  # fmt: skip


def symmetric(centre: str, *variables: int) -> Json:
    return {"kind": "symmetric", "centre": centre.split(), "variables": list(variables)}


# -- the files ---------------------------------------------------------------------------------------------------------


def genuine_cases(maps: dict[str, tuple[str, str]], cases: Cases, word: str = "") -> Iterator[tuple[str, Json]]:
    """All decided cells of the maps, and each case by itself. `word` keeps the names of several modules apart."""
    for name, (expr, domain) in maps.items():
        yield f"all-nd-{word}{name}", complete(expr, domain)
    for (rule, sign, architecture), rows in cases.items():
        for number, (expr, domain, regularity) in enumerate(rows, 1):
            told = "yes" if sign == "+" else "no"
            name = f"nd-{word}{rule}-{told}-{architecture.replace('*', '-time')}-{regularity}-{number}".lower()
            yield name, genuine(expr, domain, rule, sign, regularity, architecture)


def valid() -> Iterator[tuple[str, Json]]:
    yield from genuine_cases(COMPLETE, CASES)
    yield (
        "nd-extremum-combination",
        certificate("(x**2 - y**2, y**2, x)", "[-1, 1]^2", "EXTREMUM", "-", "linear-layer* flow",
                    structure(), extremum("0 0", 1, "1 1", "1 2 0")),
    )  # fmt: skip


def missing_facts(cases: Cases, prefix: str = "") -> Iterator[tuple[str, Json]]:
    """For every case and every kind of fact: a true claim without it."""
    for (rule, sign, architecture), maps in cases.items():
        expr, domain, regularity = maps[0]
        data = genuine(expr, domain, rule, sign, regularity, architecture)
        word = f"{prefix}{rule}-{'yes' if sign == '+' else 'no'}-{architecture.replace('*', '-time')}".lower()
        first = case_of(rule, sign, architecture).needs[0].hypothesis
        text = "nothing shows that f is defined on X"
        yield f"nd-undefined-{word}", against(first, text, without(data, "structure"), "no fact of kind structure")
        text = "that f is defined on X is there and not cited"
        yield f"nd-uncited-{word}", against(first, text, uncited(data, "structure"), "lacks a fact of kind structure")
        done = {"structure"}
        for need in case_of(rule, sign, architecture).needs:
            for kinds in need.kinds:
                if kinds in done:
                    continue
                done.add(kinds)
                kind = next(k for k in kinds.split("|") if any(one["kind"] == k for one in data["facts"]))
                names = f"{rule}: hypothesis '{need.hypothesis}' lacks a fact of kind {kinds}"
                text = f"the fact of kind {kind} is left out of a true claim"
                yield f"nd-missing-{word}-{kind}", against(need.hypothesis, text, without(data, kind), names)
                text = f"the fact of kind {kind} is there and not cited"
                yield f"nd-uncited-{word}-{kind}", against(need.hypothesis, text, uncited(data, kind), names)


def attacks(rows: list[tuple[Any, ...]]) -> Iterator[tuple[str, Json]]:
    for name, key, text, names, *parts in rows:
        yield f"nd-{name}", against(key, text, certificate(*parts), names)


def affine_attacks() -> Iterator[tuple[str, Json]]:
    s = structure()
    twos, thirds = linear("-2 0; 0 -3"), linear("1 0 0; 0 -2 0; 0 0 -3")
    lip, c0, flow, all_ = "basic Lip", "basic C0", "basic flow", "basic Comega"
    yield from attacks([
        ("affine-false", "affine", "a matrix that is not that of the map", "f is not this affine map",
         "(x**2, y)", "R^2", "AFFINE-LAYER", "+", "linear-layer Comega", s, linear("1 0; 0 1")),
        ("affine-shift", "affine", "a shift that is not that of the map", "f is not this affine map",
         "(x + 1, y)", "R^2", "AFFINE-LAYER", "+", "linear-layer Comega", s, linear("1 0; 0 1")),
        ("affine-shape", "affine", "a matrix with too few columns", "the shape of the matrix",
         "(x, 0)", "R^2", "AFFINE-LAYER", "+", "linear-layer Comega", s, linear("1; 0"), ),
        ("affine-transposed", "affine", "the transposed matrix", "f is not this affine map",
         "(x + y, y)", "R^2", "AFFINE-LAYER", "+", "linear-layer Comega", s, linear("1 0; 1 1")),
        ("lin-log-none", "linear", "a matrix without real logarithm", "logarithm fails",
         "(-2*x, -3*y)", "R^2", "LIN-LOG", "+", all_, s, twos),
        ("lin-log-block", "linear", "one Jordan block of a negative eigenvalue", "logarithm fails",
         "(-2*x + y, -2*y)", "R^2", "LIN-LOG", "+", all_, s, linear("-2 1; 0 -2")),
        ("lin-log-singular", "linear", "a singular matrix", "logarithm fails",
         "(x, 0)", "R^2", "LIN-LOG", "+", all_, s, linear("1 0; 0 0")),
        ("lin-log-free", "linear", "a map without fixed point", "centred fails",
         "(x + 1, 2*y)", "R^2", "LIN-LOG", "+", all_, s, linear("1 0; 0 2", "1 0")),
        ("lin-log-undecided", "linear", "a double eigenvalue that no constants show", "matrix is not decided",
         "(sqrt(2)*x + y + z, x + sqrt(2)*y + z, x + y + sqrt(2)*z)", "R^3", "LIN-LOG", "+", all_, s,
         linear("sqrt(2) 1 1; 1 sqrt(2) 1; 1 1 sqrt(2)")),
        ("lin-log-surds", "linear", "two simple negative eigenvalues that are not rational", "logarithm fails",
         "(-sqrt(2)*x, -E*y)", "R^2", "LIN-LOG", "+", all_, s, linear("-sqrt(2) 0; 0 -E")),
        ("lin-log-no-one", "linear", "a matrix that has a real logarithm", "no logarithm fails",
         "(-2*x, -2*y)", "R^2", "LIN-LOG", "-", lip, s, linear("-2 0; 0 -2")),
        ("lin-log-no-corner", "domain", "the fixed point is a corner of X", "central fails",
         "(-2*x, -3*y)", "[0, 1]^2", "LIN-LOG", "-", lip, s, twos),
        ("lin-log-no-edge", "domain", "the fixed point is on an open edge of X", "central fails",
         "(-2*x, -3*y)", "(0, 1) x [-1, 1]", "LIN-LOG", "-", lip, s, twos),
        ("lin-log-no-outside", "domain", "the fixed point is not in X", "central fails",
         "(-2*x, -3*y)", "[1, 2]^2", "LIN-LOG", "-", lip, s, twos),
        ("lin-log-no-half", "domain", "the fixed point is on the edge of a half plane", "central fails",
         "(-2*x, -3*y)", "R x [0, oo)", "LIN-LOG", "-", lip, s, twos),
        ("lin-log-no-eigenvalue", "domain", "1 is an eigenvalue and X is not all of R^3", "central fails",
         "(x, -2*y, -3*z)", "[-1, 1]^3", "LIN-LOG", "-", lip, s, thirds),
        ("lin-log-no-free", "domain", "a map without fixed point has no equilibrium", "central fails",
         "(x + 1, -2*y, -3*z)", "R^3", "LIN-LOG", "-", lip, s, linear("1 0 0; 0 -2 0; 0 0 -3", "1 0 0")),
        ("lin-flow-free", "linear", "a map without fixed point", "centred fails",
         "(x + 1, -2*y, -3*z)", "R^3", "LIN-FLOW", "+", c0, s, linear("1 0 0; 0 -2 0; 0 0 -3", "1 0 0")),
        ("lin-flow-turns", "positive", "the stable and the unstable part turn the orientation", "balanced fails",
         "(-x/2, -2*y)", "R^2", "LIN-FLOW", "+", c0, s, linear("-1/2 0; 0 -2")),
        ("lin-flow-circle", "positive", "-1 is a simple eigenvalue", "balanced fails",
         "(-x, 2*y)", "R^2", "LIN-FLOW", "+", c0, s, linear("-1 0; 0 2")),
        ("lin-flow-block", "positive", "one Jordan block of size 2 at -1", "balanced fails",
         "(y - x, -y)", "R^2", "LIN-FLOW", "+", c0, s, linear("-1 1; 0 -1")),
        ("lin-flow-singular", "positive", "a singular matrix", "balanced fails",
         "(0, 2*y)", "R^2", "LIN-FLOW", "+", c0, s, linear("0 0; 0 2"), ),
        ("lin-flow-class", "linear", "LIN-FLOW decides nothing from Lip on", "LIN-FLOW does not decide",
         "(-2*x, -3*y)", "R^2", "LIN-FLOW", "+", lip, s, twos),
        ("lin-flow-no-singular", "linear", "a singular matrix", "regular fails",
         "(0, -2*y)", "R^2", "LIN-FLOW", "-", flow, s, linear("0 0; 0 -2")),
        ("lin-flow-no-balanced", "negative", "both parts keep the orientation", "unbalanced fails",
         "(-2*x, -3*y)", "R^2", "LIN-FLOW", "-", flow, s, twos),
        ("lin-flow-no-even", "negative", "ker(A + 1) has dimension 2", "unbalanced fails",
         "(-x, -y)", "R^2", "LIN-FLOW", "-", flow, s, linear("-1 0; 0 -1")),
        ("lin-flow-no-box", "negative", "the fixed point is a corner of X", "central fails",
         "(-x/2, -2*y)", "[0, 1]^2", "LIN-FLOW", "-", flow, s, linear("-1/2 0; 0 -2")),
        ("fixlog-one", "fixed", "a matrix that has a real logarithm", "fixed without logarithm fails",
         "(2*x, 3*y)", "[0, 1]^2", "ND-FIXLOG", "-", "basic C1", s, linear("2 0; 0 3")),
        ("fixlog-open", "boundary", "the fixed point is at an end that X does not have", "isolated fails",
         "(-2*x, -3*y)", "(0, 1] x [0, 1]", "ND-FIXLOG", "-", "basic C1", s, twos),
        ("fixlog-eigenvalue", "boundary", "1 is an eigenvalue", "isolated fails",
         "(x, -2*y, -3*z)", "[0, 1]^3", "ND-FIXLOG", "-", "basic C1", s, thirds),
        ("fixlog-class", "boundary", "Lip, which a corner does not refute", "lacks a fact of kind orbit|cycle",
         "(-2*x, -3*y)", "[0, 1]^2", "ND-FIXLOG", "-", lip, s, twos),
        ("free-fixed", "affine", "a map with a fixed point, and without real logarithm", "free fails",
         "(-2*x, -3*y)", "R^2", "AFF-FREE", "+", all_, s, twos),
        ("free-elsewhere", "affine", "a map without fixed point in X, but with one in R^2", "free fails",
         "(-2*x, -3*y)", "[1, 2]^2", "AFF-FREE", "+", all_, s, twos),
        ("free-turns", "determinant", "a map that turns the orientation", "keeps orientation fails",
         "(x + 1, -y)", "R^2", "AFF-FREE", "+", all_, s, linear("1 0; 0 -1", "1 0")),
        ("orientation-kept", "sign", "a map that keeps the orientation", "turns orientation fails",
         "(-2*x, -3*y)", "R^2", "ND-ORIENTATION", "-", "basic* flow", s, twos),
        ("orientation-singular", "sign", "a determinant that vanishes", "not shown to be negative",
         "(x**3, -y)", "R^2", "ND-ORIENTATION", "-", "basic* flow", s, turned("0 0")),
        ("orientation-elsewhere", "point", "a point outside X", "is not in the interior of X",
         "(x**2, y)", "[0, 1]^2", "ND-ORIENTATION", "-", "basic* flow", s, turned("-1 1/2")),
        ("orientation-boundary", "point", "a point on the boundary of X", "is not in the interior of X",
         "(x**2 - 2*x, y)", "[0, 1]^2", "ND-ORIENTATION", "-", "basic* flow", s, turned("0 1/2")),
        ("orientation-kink", "point", "a point where the map is not differentiable", "f may have a kink at the point",
         "(-|x| - x, y)", "R^2", "ND-ORIENTATION", "-", "basic* flow", structure("Lip"), turned("0 0")),
        ("orientation-outputs", "point", "a map with more outputs than inputs", "as many outputs as inputs",
         "(-x, y, x)", "R^2", "ND-ORIENTATION", "-", "basic* flow", s, linear("-1 0; 0 1; 1 0")),
        ("orientation-square", "point", "a determinant of a matrix that is not square", "not square",
         "(-x, y**2, x)", "R^2", "ND-ORIENTATION", "-", "linear-layer* flow", s, turned("0 1")),
        ("injective-regular", "collision", "a regular matrix", "collapses fails",
         "(-2*x, -3*y)", "R^2", "ND-INJECTIVE", "-", "basic* flow", s, twos),
        ("injective-same", "collision", "one point twice", "not shown to differ",
         "(x**2, y)", "R^2", "ND-INJECTIVE", "-", "basic* flow", s, collision("1 0", "2/2 0")),
        ("injective-values", "collision", "two points with two values", "not shown to be equal",
         "(x**2, y)", "R^2", "ND-INJECTIVE", "-", "basic* flow", s, collision("1 0", "-1 1")),
        ("injective-close", "collision", "two values that differ by little", "not shown to be equal",
         "(x**2 + x/10**40, y)", "R^2", "ND-INJECTIVE", "-", "basic* flow", s, collision("1 0", "-1 0")),
        ("injective-outside", "collision", "a point that is not in X", "is not in X",
         "(x**2, y)", "[-1, 1) x R", "ND-INJECTIVE", "-", "basic* flow", s, collision("1 0", "-1 0")),
        ("isotopy-turns", "injective", "a map that turns the orientation", "upright fails",
         "(x, -y)", "R^2", "ND-NONAUTO", "+", "basic* Comega", s, linear("1 0; 0 -1")),
        ("isotopy-singular", "determinant", "a singular matrix", "upright fails",
         "(x, x)", "R^2", "ND-NONAUTO", "+", "basic* Comega", s, linear("1 0; 1 0"), ),
        ("isotopy-class", "class", "a map that is not affine", "f is not this affine map",
         "(x + |y|, y)", "R^2", "ND-NONAUTO", "+", "basic* Comega", structure("Lip"), linear("1 1; 0 1")),
    ])  # fmt: skip
    data = certificate("(-x/2, -2*y)", "R^2", "ND-NONAUTO", "+", "basic* Comega", s, linear("-1/2 0; 0 -2"))
    for name, domain, names in (
        ("few", "R", "the domain has 1 factors, not 2"),
        ("many", "R^3", "the domain has 3 factors, not 2"),
        ("empty", "[1, 0] x R", "the domain is empty"),
        ("union", "R U R", "is no product"),
        ("open", "R x", "is no product"),
        ("bracket", "[0, 1", "is no product"),
        ("power", "R^0", "the number of factors"),
        ("large", "R^99", "the number of factors"),
        ("infinite", "R x [0, oo]", "a closed end at infinity"),
    ):
        text = f"a domain that is no box of the plane: {domain}"
        yield f"nd-domain-{name}", against("domain", text, changed(data, "map", "domain", to=domain), names)
    hidden = changed(data, "map", "expr", 0, to="-x*y/(2*y)")
    text = "a text that is undefined where y = 0"
    yield "nd-isotopy-hidden", against("domain", text, hidden, "is not canonical")


def layer_attacks() -> Iterator[tuple[str, Json]]:
    s = structure()
    rank, morse = ("R^2", "RANK", "-", "linear-layer* Lip"), ("R^2", "MORSE", "-", "linear-layer* flow")
    highest = "R^2", "EXTREMUM", "-", "linear-layer* flow"
    square = "(x**2 - y**2, 2*x*y)", "R^2", "ODD-EVEN", "-"
    plane = points("0 0", "1 0", "1 1")
    yield from attacks([
        ("augment-few", "dimension", "one dimension for two outputs", "wide fails",
         "(x**2, x**3)", "R", "AUG", "+", "augmented-1 Comega", s),
        ("augment-class", "class", "a map with a kink as an analytic one", "of class fails",
         "|x| + y", "R^2", "AUG", "+", "augmented-1 Comega", structure("Lip")),
        ("augment-structure", "class", "a map with a kink that is called analytic", "f is not seen to be Comega",
         "|x| + y", "R^2", "AUG", "+", "augmented-1 Comega", s),
        ("augment-root", "class", "a root that is called Lipschitz", "f is not seen to be Lip",
         "sqrt(x**2 + y**2)", "R^2", "AUG", "+", "augmented-1 Lip", structure("Lip")),
        ("augment-pole", "class", "a map that is not defined on X", "a denominator that is not 0",
         "1/(x**2 + y**2)", "R^2", "AUG", "+", "augmented-1 Comega", s),
        ("augment-end", "class", "a logarithm at an end of X", "a positive argument",
         "y*log(x)", "[0, 1] x R", "AUG", "+", "augmented-1 C0", structure("C0")),
        ("augment-root-end", "class", "a root that is not analytic at an end of X", "f is not seen to be Comega",
         "y*sqrt(x)", "[0, 1] x R", "AUG", "+", "augmented-1 Comega", s),
        ("graph-few", "form", "one dimension for two components that are not affine", "grown from a graph fails",
         "(x, x**3, exp(x))", "R", "AUG-GRAPH", "+", "augmented-1 Comega", s, combinations("1 0 0")),
        ("graph-false", "form", "a component that is not affine", "not seen to be affine",
         "(x, x**3, exp(x))", "R", "AUG-GRAPH", "+", "augmented-1 Comega", s, combinations("1 0 0", "0 1 0")),
        ("graph-kink", "form", "a component that is affine on each side of a kink", "not seen to be affine",
         "(y, |x|)", "R^2", "AUG-GRAPH", "+", "augmented-1 Lip", structure("Lip"), combinations("1 0", "0 1")),
        ("graph-twice", "form", "one combination twice", "the combinations are not independent",
         "(x, x**3, exp(x))", "R", "AUG-GRAPH", "+", "augmented-1 Comega", s, combinations("1 0 0", "2 0 0")),
        ("graph-zero", "form", "the combination that is zero", "the combinations are not independent",
         "(x, x**3, exp(x))", "R", "AUG-GRAPH", "+", "augmented-1 Comega", s, combinations("1 0 0", "0 0 0")),
        ("graph-shape", "form", "a combination with too few coefficients", "the shape of the combinations",
         "(x, x**3, exp(x))", "R", "AUG-GRAPH", "+", "augmented-2 Comega", s, combinations("1 0")),
        ("graph-class", "class", "a kink in the other component", "of class fails",
         "(y, |x|)", "R^2", "AUG-GRAPH", "+", "augmented-1 Comega", structure("Lip"), combinations("1 0")),
        ("hull-wide", "dimension", "as many dimensions as the hull has", "narrow fails",
         "(x, x**3)", "R", "HULL", "-", "augmented-1* flow", s, points("0", "1", "2")),
        ("hull-collision", "dimension", "two points with one value, and one dimension more", "narrow fails",
         "(cos(x), sin(x))", "R", "HULL", "-", "augmented-2* flow", s, points("0", "pi", "pi/2"),
         collision("0", "2*pi")),
        ("hull-line", "dimension", "three values on one line", "affinely independent",
         "(x**2, 2*x**2)", "R", "HULL", "-", "linear-layer* flow", s, points("0", "1", "2")),
        ("hull-close", "dimension", "three values that are on one line for sure", "affinely independent",
         "(pi*x, sqrt(2)*x)", "R", "HULL", "-", "linear-layer* flow", s, points("0", "1", "2")),
        ("hull-many", "dimension", "more points than the hull can have", "the number of points",
         "(x, x**3)", "R", "HULL", "-", "linear-layer* flow", s, points("0", "1", "2", "3")),
        ("hull-outside", "dimension", "a point that is not in X", "is not in X",
         "(x, x**3)", "[0, 2)", "HULL", "-", "linear-layer* flow", s, points("0", "1", "2")),
        ("hull-coordinates", "dimension", "a point with two coordinates", "a point with 2 coordinates",
         "(x, x**3)", "R", "HULL", "-", "linear-layer* flow", s, points("0", "1 1", "2")),
        ("even-wide", "dimension", "as many dimensions as a sphere needs", "narrow for sphere fails",
         *square, "augmented-2* flow", s, symmetric("0 0", 0, 1), plane),
        ("even-plane", "dimension", "evenness on a line only", "narrow for sphere fails",
         *square, "augmented-1* flow", s, symmetric("0 0", 0), points("0 0", "1 0", "1 1")),
        ("even-centre", "even", "a centre about which f is not even", "not shown to be even",
         *square, "augmented-1* flow", s, symmetric("1 0", 0, 1), plane),
        ("even-boundary", "even", "a centre on the boundary of X", "is not in the interior of X",
         "x**2*y**2", "[0, 1]^2", "ODD-EVEN", "-", "linear-layer* flow", s, symmetric("0 0", 0, 1),
         points("0 0", "1 1")),
        ("even-variables", "even", "a variable twice", "the variables are not in order",
         *square, "augmented-1* flow", s, symmetric("0 0", 0, 0), plane),
        ("even-unknown", "even", "a variable that f does not have", "a variable that does not exist",
         *square, "augmented-1* flow", s, symmetric("0 0", 0, 2), plane),
        ("rank-full", "deficient", "a point where the rank is full", "the rank of the derivative",
         "x**2 + y", *rank, s, points("0 0", "1 0"), rank_at("0 0", 0)),
        ("rank-hull", "deficient", "a rank that is that of the hull", "deficient fails",
         "x**2 + y", *rank, s, points("0 0", "1 0"), rank_at("0 0", 1)),
        ("rank-constant", "non-constant", "two points with one value", "affinely independent",
         "x**2 + y**2", *rank, s, points("1 0", "-1 0"), rank_at("0 0", 0)),
        ("rank-kink", "deficient", "a map that is not differentiable", "not seen to be differentiable",
         "|x| + y**2", *rank, structure("Lip"), points("0 0", "1 0"), rank_at("1 0", 0)),
        ("rank-close", "deficient", "a slope that is small", "the rank of the derivative",
         "x**2 + y**2 + x/10**40", *rank, s, points("0 0", "1 0"), rank_at("0 0", 0)),
        ("rank-negative", "deficient", "a negative rank", "the rank of the derivative",
         "x**2 + y**2", *rank, s, points("0 0", "1 0"), rank_at("0 0", -1)),
        ("rank-outside", "deficient", "a critical point that is not in X", "is not in X",
         "x**2 + y**2", "(0, 1]^2", "RANK", "-", "linear-layer* Lip", s, points("1 1", "1 1/2"), rank_at("0 0", 0)),
        ("dimension-bound", "rank", "as many dimensions as the bound asks for", "deficient fails",
         "(x**2, x**3)", "R", "DIM-BOUND", "-", "augmented-2* Lip", s, points("0", "1", "-1"), rank_at("0", 0)),
        ("dimension-flow", "rank", "DIM-BOUND decides nothing below Lip", "DIM-BOUND does not decide",
         "(x**2, x**3)", "R", "DIM-BOUND", "-", "augmented-1* C0", s, points("0", "1", "-1"), rank_at("0", 0)),
        ("morse-degenerate", "non-degenerate", "a degenerate critical point", "not shown to be non-degenerate",
         "x**3 + y**3", *morse, s, nondegenerate("0 0")),
        ("morse-regular", "non-degenerate", "a point that is not critical", "not shown to be critical",
         "x**2 + y**2 + x", *morse, s, nondegenerate("0 0")),
        ("morse-close", "non-degenerate", "a point that is close to a critical one", "not shown to be critical",
         "x**2 + y**2", *morse, s, nondegenerate("1/10^40 0")),
        ("morse-boundary", "scalar", "a critical point on the boundary", "is not in the interior of X",
         "x**2 + y**2", "[0, 1]^2", "MORSE", "-", "linear-layer* flow", s, nondegenerate("0 0")),
        ("morse-kink", "scalar", "a map that is not C^2", "not seen to be differentiable",
         "x*|x| + y**2", *morse, structure("Lip"), nondegenerate("0 0")),
        ("morse-direction", "scalar", "the combination that is zero", "the direction is zero",
         "(x**2 + y**2, x)", *morse, s, nondegenerate("0 0", "0 0")),
        ("morse-outputs", "scalar", "a combination with too few coefficients", "a direction with 1 coordinates",
         "(x**2 + y**2, x)", *morse, s, nondegenerate("0 0", "1")),
        ("extremum-saddle", "extremum", "a saddle as a minimum", "not shown to be extreme",
         "x**4 - y**4", *highest, s, extremum("0 0", 1, "1 0")),
        ("extremum-upside", "extremum", "a minimum as a maximum", "not shown to be extreme",
         "x**4 + y**4", *highest, s, extremum("0 0", -1, "1 0")),
        ("extremum-boundary", "extremum", "a minimum on the boundary", "is not in the interior of X",
         "x + y**4", "[0, 1] x R", "EXTREMUM", "-", "linear-layer* flow", s, extremum("0 0", 1, "1 0")),
        ("extremum-sign", "extremum", "a sign that is 0", "the sign of an extremum",
         "x + y", *highest, s, extremum("0 0", 0, "1 0")),
        ("extremum-constant", "scalar", "a point with the same value", "another value",
         "x**4*y**4", *highest, s, extremum("0 0", 1, "1 0")),
        ("extremum-direction", "scalar", "the combination that is zero", "the direction is zero",
         "(x**4, y)", *highest, s, extremum("0 0", 1, "1 0", "0 0")),
    ])  # fmt: skip


def form_attacks() -> Iterator[tuple[str, Json]]:
    form = functools.partial(attack, hypothesis="format")
    s, identity = structure(), linear("1 0; 0 1")
    data = certificate("(x, y)", "R^2", "AFFINE-LAYER", "+", "linear-layer Comega", s, identity)
    text = "a rule about maps of one variable"
    forged = changed(data, "cells", 0, "rule", to="1D-NOFIX")
    yield "nd-one-variable-rule", form(text, forged, "1D-NOFIX does not decide")
    text = "a rule about several variables for a map of one"
    one = changed(changed(data, "map", to={"expr": ["x"], "vars": ["x"], "domain": "R"}), "facts", to=[s])
    yield "nd-several-variables-fact", form(text, one, "it is about several variables or outputs")
    pieces = {"kind": "pieces", "stops": [{"kind": "exactpoint", "value": v} for v in ("-oo", "oo")],
              "breaks": [], "demands": []}  # fmt: skip
    one = changed(changed(one, "facts", to=[pieces, pieces]), "cells", 0, "rule", to="LIN-LOG")
    one = changed(one, "cells", 0, "facts", to=[0])
    yield "nd-several-variables-rule", form(text, changed(one, "facts", to=[pieces]), "LIN-LOG does not decide")
    mixed = changed(data, "facts", to=[s, identity, pieces])
    yield "nd-fact-of-one-variable", form("a fact about one variable", mixed, "those of one variable with one output")
    twice = changed(data, "facts", to=[s, identity, structure("Lip")])
    yield "nd-structure-twice", form("that f is defined, twice", twice, "two facts of kind structure")
    none = changed(data, "map", "expr", to=[])
    yield "nd-no-components", form("a map without components", none, "a map without components")
    for name, variables in (("missing", ["x"]), ("repeated", ["x", "x"]), ("none", [])):
        told = changed(data, "map", "vars", to=variables)
        yield f"nd-variables-{name}", form("other variables", told, "not verified")
    wide = changed(data, "cells", 0, "cell", "architecture", to="augmented-3")
    yield "nd-unknown-cell", form("a cell that a map with two outputs does not have", wide, "there is no cell")
    origin = changed(data, "cells", 0, "origin", "architecture", to="augmented-x")
    yield "nd-unknown-origin", form("an architecture that does not exist", origin, "does not decide")
    up = changed(data, "cells", 0, "cell", "architecture", to="basic")
    up = changed(up, "cells", 0, "via", to=["INC-LAYER"])
    yield "nd-wrong-way", form("a positive verdict against an inclusion", up, "do")
    scalar = certificate("x + y", "R^2", "AFFINE-LAYER", "+", "linear-layer Comega", s, linear("1 1"))
    scalar = changed(changed(scalar, "cells", 0, "cell", "architecture", to="basic"), "cells", 0, "via", to=[])
    yield "nd-not-applicable", form("basic for a map with one output", scalar, "as many outputs as inputs")
    asked = {"map": "(y, x)"}
    yield "nd-asked-order", form("the components in another order", data, "another map", asked=asked)
    yield "nd-asked-scalar", form("one component only", data, "another map", asked={"map": "x"})
    yield "nd-asked-domain", form("another box", data, "another domain", asked={"domain": "R x [0, 1]"})
    yield "nd-asked-dimension", form("a box of dimension 3", data, "about another domain", asked={"domain": "R^3"})
    huge = certificate("(x, y)", "R^2", "LIN-LOG", "+", "basic Comega", s, identity)
    huge = changed(huge, "map", "expr", to=[f"{10**900}*x", f"{10**900 + 1}*y"])
    huge = changed(huge, "facts", 1, "matrix", to=[[str(10**900), "0"], ["0", str(10**900 + 1)]])
    huge = changed(huge, "map", to={"expr": [f"{10**900}*{v}" for v in "abcdefghijklmnop"],
                                    "vars": list("abcdefghijklmnop"), "domain": "R^16"})  # fmt: skip
    rows = [[str(10**900) if i == j else "0" for j in range(16)] for i in range(16)]
    huge = changed(changed(huge, "facts", 1, "matrix", to=rows), "facts", 1, "shift", to=["0"] * 16)
    twice = certificate("(x, y)", "R^2", "LIN-LOG", "+", "basic Comega", s, identity, identity)
    yield "nd-fact-twice", form("a fact that is stated twice", twice, "a fact is stated twice")
    yield "nd-huge-matrix", form("a matrix that would take long", huge, "a matrix that is too large")


def invalid() -> Iterator[tuple[str, Json]]:
    """All attacks by name."""
    yield from missing_facts(CASES)
    yield from affine_attacks()
    yield from layer_attacks()
    yield from form_attacks()
