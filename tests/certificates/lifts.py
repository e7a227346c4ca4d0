"""Few extra dimensions: the cases of the table, true claims, and attacks on their hypotheses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from diffeos import embedding
from euclidean import (
    Cases,
    attacks,
    certificate,
    combinations,
    genuine,
    genuine_cases,
    missing_facts,
    structure,
)
from evidence import Json, against, cell, changed

from embedcheck import Map, check
from embedcheck.cells import Cell
from embedcheck.profile import certificate_of

TURN = "(exp(x)*cos(y), exp(x)*sin(y))"
CUSP = "(x**2, x**3)"

COMPLETE = {"turning": (TURN, "[-1, 1] x [-9, 9]")}

CASES: Cases = {
    ("AUG-GRAPH", "+", "augmented-k*"): [
        (TURN, "R^2", "Comega"),
        (CUSP, "[-1, 1]", "C0"),
        ("(|x| + 2*x, |x|*x)", "R", "Lip"),
    ],
    ("COMPACT-LIFT", "+", "augmented-k"): [
        (TURN, "[-1, 1] x [-9, 9]", "Cinf"),
        ("(cos(x), sin(x))", "[0, 3]", "Cinf"),
    ],
}


def lifted(kept: str, factors: str, functions: str, domain: str) -> Json:
    """Functions and variables with the proof that the engine finds for them."""
    names = functions.split("; ")
    variables = "xyz"[: len(names) + len(kept.split())]
    told = ", ".join([*names, *(variables[int(k)] for k in kept.split())])
    return {"kind": "lifted", "kept": list(map(int, kept.split())),
            "factors": [row.split() for row in factors.split(";")], "functions": names,
            "proof": embedding(f"({told})" if len(variables) > 1 else told, domain)}  # fmt: skip


def _rows() -> Iterator[tuple[Any, ...]]:
    s, network = structure(), ("AUG-GRAPH", "+", "augmented-1* Comega")
    auto, lift = ("AUG-GRAPH", "+", "augmented-1 Comega"), ("COMPACT-LIFT", "+", "augmented-1 Cinf")
    plane, box = "R^2", "[0, 1]^2"
    graph = "(x + y**2, x*y)"
    first = lifted("1", "1 0", "x + y^2", plane)
    yield ("lifted-function", "form", "a function that is not the product", "is not this product with f",
           "(x + y**3, x*y)", plane, *network, s, first)  # fmt: skip
    yield ("lifted-factor", "form", "a factor that depends on a variable that is not kept", "is not kept",
           graph, plane, *network, s, {**first, "factors": [["1 + 0*x + x", "0"]]})  # fmt: skip
    yield ("lifted-rough", "form", "a factor that is not analytic", "not seen to be analytic",
           graph, plane, *network, s, {**first, "factors": [["|y|", "0"]]})  # fmt: skip
    yield ("lifted-kept", "form", "a variable that does not exist", "the variables that are kept",
           graph, plane, *network, s, {**first, "kept": [2]})  # fmt: skip
    yield ("lifted-all", "form", "all variables are kept", "the variables that are kept",
           graph, plane, *network, s, {**first, "kept": [0, 1], "factors": [], "functions": []})  # fmt: skip
    yield ("lifted-shape", "form", "a factor too few", "the shape of the factors",
           graph, plane, *network, s, {**first, "factors": [["1"]]})  # fmt: skip
    yield ("lifted-folds", "form", "a function that folds the lines", "a sign of another function",
           "(x**2 + y**2, x*y)", plane, *network, s, {**first, "functions": ["x^2 + y^2"]})  # fmt: skip
    yield ("lifted-half", "form", "X is neither open nor compact", "neither open nor compact",
           graph, "[0, 1) x R", *network, s, lifted("1", "1 0", "x + y^2", "[0, 1) x R"))  # fmt: skip
    yield ("lifted-narrow", "form", "fewer dimensions than components and variables", "grown from a network fails",
           "(x + y**2, x*y, y**3)", plane, *network, s, {**first, "factors": [["1", "0", "0"]]})  # fmt: skip
    yield ("lifted-class", "class", "a map that is not smooth", "not seen to be differentiable",
           "(x + |y|, x*y)", plane, *network, structure("Lip"), first)  # fmt: skip
    yield ("lifted-clock", "form", "no variable is kept, so there is no clock", "grown from a graph fails",
           "(x + x**3, x**2)", "R", *auto, s, lifted("", "1 0", "x + x^3", "R"))  # fmt: skip
    yield ("lifted-short", "form", "the embedding is not onto", "grown from a graph fails",
           "(tanh(x), x*y)", plane, *auto, s, lifted("1", "1 0", "tanh(x)", plane))  # fmt: skip
    yield ("lifted-part", "form", "X is a part of the plane", "grown from a graph fails",
           graph, box, *auto, s, lifted("1", "1 0", "x + y^2", box))  # fmt: skip
    yield ("graph-narrow", "form", "fewer dimensions than components that are not affine", "grown from a graph fails",
           "(x, x**2, x**3)", "R", *auto, s, combinations("1 0 0"))  # fmt: skip
    yield ("lift-few-open", "domain", "X is not compact", "compact box fails",
           graph, plane, *lift, s, first)  # fmt: skip
    yield ("lift-few-narrow", "lift", "fewer dimensions than components and variables", "lifted fails",
           "(x + y**2, x*y, y**3)", box, *lift, s,
           {**lifted("1", "1 0 0", "x + y^2", box)})  # fmt: skip
    yield ("lift-few-function", "lift", "a function that is not the product", "is not this product with f",
           "(x + y**3, x*y)", box, *lift, s, lifted("1", "1 0", "x + y^2", box))  # fmt: skip


def lemma_about(expr: str, domain: str, where: str) -> Json:
    """A decided cell of another map with its facts."""
    known = genuine_cell(expr, domain, where)
    return {"kind": "lemma", **{key: known[key] for key in ("map", "facts", "cells")}}


def genuine_cell(expr: str, domain: str, where: str) -> Json:
    subject = Map(expr, domain=domain)
    verdict = check(subject, timeout=None).verdicts[Cell(*cell(where))]
    return json.loads(certificate_of(subject, [verdict]).to_json())


def _networks() -> Iterator[tuple[str, Json]]:
    data = genuine(CUSP, "[-1, 1]", "AUG-GRAPH", "+", "C0")
    place = next(k for k, one in enumerate(data["facts"]) if one["kind"] == "network")
    lemma = next(k for k, one in enumerate(data["facts"]) if one["kind"] == "lemma")
    for name, key, text, names, path, value in (
        ("rows", "form", "the lemma is about another combination", "is not these combinations",
         ("facts", place, "rows"), [["1", "1"]]),
        ("dependent", "form", "combinations that are not independent", "not independent",
         ("facts", place, "rows"), [["0", "1"], ["0", "2"]]),
        ("shape", "form", "a combination of three components", "the shape of the combinations",
         ("facts", place, "rows"), [["0", "1", "0"]]),
        ("domain", "form", "X is larger than the domain of the lemma", "X is not in the domain",
         ("map", "domain"), "[-2, 2]"),
        ("lemma", "form", "the lemma is not there", "more or less than one map",
         ("cells", 0, "facts"), [k for k in range(len(data["facts"])) if k != lemma]),
    ):  # fmt: skip
        yield f"nd-network-{name}", against(key, text, changed(data, *path, to=value), names)
    strong = changed(data, "cells", 0, "cell", "regularity", to="Lip")
    strong = changed(strong, "cells", 0, "origin", "regularity", to="Lip")
    yield "nd-network-cell", against("form", "a class that the lemma does not give", strong, "network fails")
    rough = genuine("(|x| + 2*x, |x|*x)", "R", "AUG-GRAPH", "+", "Lip")
    strong = changed(rough, "cells", 0, "cell", "regularity", to="C1")
    strong = changed(strong, "cells", 0, "origin", "regularity", to="C1")
    yield "nd-network-lip", against("form", "a class that the lemma does not give", strong, "network fails")
    facts = structure("Lip"), {"kind": "network", "rows": [["1", "0"]]}, lemma_about("x", "R", "linear-layer* Comega")
    kink = certificate("(x, |x|)", "R", "AUG-GRAPH", "+", "augmented-1* Comega", *facts)
    yield "nd-network-class", against("class", "a class that f does not have", kink, "of this class fails")


def valid() -> Iterator[tuple[str, Json]]:
    yield from genuine_cases(COMPLETE, CASES, "lift-")


def invalid() -> Iterator[tuple[str, Json]]:
    yield from missing_facts(CASES, "lift-")
    yield from attacks(list(_rows()))
    yield from _networks()
