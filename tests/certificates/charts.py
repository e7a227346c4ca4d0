"""New coordinates that are not linear: the cases of the table, and attacks on their hypotheses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from diffeos import evidence
from euclidean import Cases, attacks, complete, genuine, genuine_cases, missing_facts, structure
from evidence import Json, against, changed

TURNED, BENT, PRODUCTS = "(-x, -y + x**2)", "(1 - x, -y + x**2 + x)", "(x**2*y, x*y)"
QUADRANT = "(0, oo)^2"

CASES: Cases = {
    ("ND-CONJ", "+", "basic"): [
        (TURNED, "R^2", "Comega"),
        (PRODUCTS, QUADRANT, "Comega"),
        ("(x*exp(y), y + 1)", "[1, 2] x R", "Comega"),
    ],
    ("ND-CONJ", "-", "basic"): [(BENT, "R^2", "flow")],
    ("ND-CONJ", "-", "basic*"): [("(x, -y + x**2)", "R^2", "flow")],
}


def coordinates(images: str, inverse: str) -> Json:
    return {"kind": "straightened", "images": images.split(), "inverse": inverse.split()}


def logarithms(*numbers: int) -> Json:
    return {"kind": "logarithms", "variables": list(numbers)}


def lemma_about(expr: str, domain: str) -> Json:
    """All that is decided about the map."""
    data = complete(expr, domain)
    return {"kind": "lemma", "map": data["map"], "facts": data["facts"], "cells": data["cells"]}


def _attacks() -> Iterator[tuple[str, Json]]:
    s, top, flow = structure(), "basic Comega", "basic flow"
    _, chart, lemma = evidence(TURNED, "R^2", "ND-CONJ", "Comega")
    bent = genuine(BENT, "R^2", "ND-CONJ", "-", "flow")
    _, own, refuted = bent["facts"]
    _, fold, turned = genuine("(x, -y + x**2)", "R^2", "ND-CONJ", "-", "flow", "basic*")["facts"]
    _, logs, known = evidence(PRODUCTS, QUADRANT, "ND-CONJ", "Comega")

    def row(
        name: str, key: str, text: str, names: str, expr: str, where: str, *facts: Json, domain: str = "R^2",
        sign: str = "+",
    ) -> Any:  # fmt: skip
        return (f"chart-{name}", key, text, names, expr, domain, "ND-CONJ", sign, where, s, *facts)

    yield from attacks([
        row("inverse", "conjugate", "an inverse of other coordinates", "the inverse of other coordinates",
            TURNED, top, coordinates("x y-x^2/2", "x y+x^2/3"), lemma),
        row("one-sided", "conjugate", "coordinates without inverse", "the inverse of other coordinates",
            TURNED, top, coordinates("x x^2", "x y"), lemma),
        row("exponential", "conjugate", "a coordinate that is no polynomial", "not seen to be a small polynomial",
            TURNED, top, coordinates("x y-exp(x)", "x y+exp(x)"), lemma),
        row("degree", "conjugate", "a coordinate of degree 13", "a coordinate of a large degree",
            TURNED, top, coordinates("x y-x^13", "x y+x^13"), lemma),
        row("count", "conjugate", "too few coordinates", "the number of coordinates",
            TURNED, top, coordinates("x", "x y"), lemma),
        row("coordinates", "conjugate", "coordinates in which f is another map", "not conjugate by h",
            TURNED, top, coordinates("x y+x^2/2", "x y-x^2/2"), lemma),
        row("map", "conjugate", "the lemma is about another map", "not conjugate by h",
            "(-x, -y + x**2/2)", top, chart, lemma),
        row("two", "conjugate", "two changes of coordinates", "more than one map",
            TURNED, top, chart, lemma, coordinates("x y", "x y")),
        row("box", "conjugate", "the lemma is about a box", "in the domain of the other map",
            TURNED, top, chart, lemma_about("(-x, -y)", "[0, 1]^2"), domain="[0, 1]^2"),
        row("positive", "negative", "a refutation by a map that is embeddable", "refuted fails",
            TURNED, flow, chart, lemma, sign="-"),
        row("time", "negative", "the other map is refuted for autonomous fields only", "refuted in time fails",
            BENT, "basic* flow", own, refuted, sign="-"),
        row("part", "negative", "X is a box", "whole both fails",
            BENT, flow, own, refuted, domain="[0, 1]^2", sign="-"),
        row("edge", "conjugate", "a variable that is 0 at an end of X", "not positive on X",
            PRODUCTS, top, logs, known, domain="[0, 1] x [1, 2]"),
        row("line", "conjugate", "a variable that is negative somewhere", "not positive on X",
            PRODUCTS, top, logs, known, domain="R x (0, oo)"),
        row("exponents", "conjugate", "other exponents", "not conjugate by logarithms",
            "(x**2*y, x*y**2)", top, logs, known, domain=QUADRANT),
        row("factor", "conjugate", "a map that changes the sign", "not conjugate by logarithms",
            "(-x**2*y, x*y)", top, logs, known, domain=QUADRANT),
        row("one", "conjugate", "a variable that stays is taken for one with a logarithm", "conjugate by logarithms",
            PRODUCTS, top, logarithms(0), known, domain=QUADRANT),
        row("none", "conjugate", "no variable", "variables that do not exist",
            PRODUCTS, top, logarithms(), known, domain=QUADRANT),
        row("narrow", "conjugate", "the other map is known on a box only", "not known on R^n",
            PRODUCTS, top, logs, lemma_about("(2*x + y, x + y)", "[0, 1]^2"), domain=QUADRANT),
        row("refuted", "conjugate", "the refuted map is another one", "not conjugate by h",
            "(1 - x, -y + x**2 + 2*x)", flow, own, refuted, sign="-"),
        row("refuted-time", "conjugate", "the refuted map is another one", "not conjugate by h",
            "(x, -y + x**2/2)", "basic* flow", fold, turned, sign="-"),
        row("part-time", "negative", "X is a box", "whole both fails",
            "(x, -y + x**2)", "basic* flow", fold, turned, domain="[0, 1]^2", sign="-"),
        row("leaving", "conjugate", "logarithms carry no refutation", "lacks a fact of kind conjugate|straightened",
            "(1/x, y**2)", flow, logs, lemma_about("(-x, 2*y)", "R^2"), domain=QUADRANT, sign="-"),
    ])  # fmt: skip
    yield (
        "nd-conj-forged-status",
        against("negative", "the lemma states what its facts do not prove",
                changed(bent, "facts", 2, "cells", 0, "status", to="embeddable"), "not verified"),
    )  # fmt: skip


def valid() -> Iterator[tuple[str, Json]]:
    yield from genuine_cases({}, CASES, "chart-")


def invalid() -> Iterator[tuple[str, Json]]:
    yield from missing_facts(CASES, "chart-")
    yield from _attacks()
