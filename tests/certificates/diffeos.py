"""Diffeomorphisms and special forms: the cases of the table, true claims, and attacks on their hypotheses."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from euclidean import Cases, attacks, genuine, genuine_cases, missing_facts, structure
from evidence import Json, against, changed
from msgspec import to_builtins
from positivity import RANGE, sign

from embedcheck import Map
from embedcheck.analysis.cover import Deadline
from embedcheck.analysis.diffeos import diffeo
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.forms import clock, sink
from embedcheck.maps import Domain

COMPLETE = {
    "inverse": ("(y + (x + y**2)**2, x + y**2)", "R^2"),
    "odd-degree": ("(x*exp(y) + x**3, y + y**5)", "R^2"),
    "definite": ("(x + x**3 + y, y + y**3 - x)", "R^2"),
    "principal": ("(exp(x) + y**2, exp(y) + x**2/2)", "[0, 1]^2"),
    "half-open": ("(x/2 + sin(y)/8, y/3 + sin(x)/9)", "[0, 1)^2"),
    "tanh-square": ("(tanh(x), tanh(y))", "R^2"),
    "turned": ("(-x/2 + sin(y)/8, -y/3 + sin(x)/8)", "R^2"),
}

CASES: Cases = {
    ("ND-NONAUTO", "+", "basic*"): [
        ("(1 - x**2 + y, -x/2)", "R^2", "Comega"),
        ("(x + y**2/4, y + x**2/4)", "[0, 1]^2", "Comega"),
        ("(exp(x)*cos(y), exp(x)*sin(y))", "(0, 1)^2", "Comega"),
    ],
    ("LAYER-DIFFEO", "+", "linear-layer*"): [
        ("(tanh(y), tanh(x))", "R^2", "Comega"),
        ("(tanh(x) + y/4, -tanh(y))", "[0, 1] x [0, 1)", "Comega"),
    ],
    ("CLOCK", "+", "basic"): [
        ("(x + 1, y + y**5)", "R^2", "Comega"),
        ("(x + 1 - y**3, y + y**3)", "R^2", "Comega"),
    ],
    ("DRIFT-2D", "+", "basic"): [("(x + 2 + cos(y), y + sin(x)/3)", "R^2", "Comega")],
    ("POLY-UNIPOTENT", "+", "basic"): [("(x + (x - y)**2, y + (x - y)**2)", "R^2", "Comega")],
    ("SHEAR", "+", "basic"): [
        ("(x*exp(y) + y**2, y)", "R x [0, 1)", "Comega"),
        ("(x + |y|, y)", "[0, 1) x R", "Lip"),
        ("(x + sqrt(y), y)", "[0, 1]^2", "C0"),
        ("(z, y/4 + z**2, z/2)", "R^3", "Comega"),
        ("(x/2, 3*y + sin(x))", "R^2", "Comega"),
    ],
    ("PRODUCT", "+", "basic"): [("(x + sin(x)/5, tanh(y))", "R^2", "Lip"), ("(-x, -y, tanh(z))", "R^3", "Cinf")],
    ("PRODUCT", "+", "basic*"): [("(x + sin(x)/5, tanh(y))", "R^2", "Comega")],
    ("ND-CONJ", "+", "basic"): [
        ("(x + sin(x + y)/5, y + sin(x + y)/5)", "R^2", "Lip"),
        ("(x + 1, y + y**5)", "[0, 1] x (0, 1]", "Comega"),
    ],
    ("ND-CONJ", "+", "basic*"): [("(x + sin(x + y)/5, y + sin(x + y)/5)", "R^2", "Comega")],
    ("ND-SINK", "+", "basic"): [
        ("(x/2 + sin(y)/8, y/3 + sin(x)/9)", "R^2", "Comega"),
        ("(2*x + sin(y)/4, 3*y + sin(x)/4)", "R^2", "Comega"),
        ("(x/2 + sin(y)/8 + 1/7, y/3 + sin(x)/9 + 1/5)", "R^2", "Comega"),
        ("(-x/2 + sin(y)/8, -y/3 + sin(x)/8)", "R^2", "C0"),
    ],
    ("DISJOINT", "+", "basic"): [("(x + 3 + y**2/4, y + x**2/8)", "[0, 1]^2", "Cinf")],
}
CASES[("SHEAR", "+", "basic")][3] = ("(z + x/2, y/4 + z**2, z/2)", "R^3", "Comega")


@functools.cache
def found(search: Callable[[EuclideanAnalysis], Any], expr: str, domain: str) -> Any:
    """A fact that the engine finds about a map, used by its rules or not."""
    subject = Map(expr, domain=domain, vars=list("xyz"[: Domain.parse(domain).dimension]))
    fact = search(EuclideanAnalysis(subject, Deadline(None), lambda other: {}))
    if fact is None:
        raise LookupError(f"no {search.__name__} of {expr} on {domain}")
    return to_builtins((fact[1] if isinstance(fact, tuple) else fact).evidence)


def embedding(expr: str, domain: str = "R^2") -> Json:
    return found(diffeo, expr, domain)


def evidence(expr: str, domain: str, rule: str, regularity: str) -> list[Json]:
    """The facts of a true claim."""
    return genuine(expr, domain, rule, "+", regularity)["facts"]


# -- facts by hand -----------------------------------------------------------------------------------------------------


def block(components: str, variables: str, matrix: str, proof: Json) -> Json:
    numbers = [[int(k) for k in text.split()] for text in (components, variables)]
    rows = [row.split() for row in matrix.split(";")]
    return {"components": numbers[0], "variables": numbers[1], "matrix": rows, "proof": proof}


def blocks(*parts: Json) -> Json:
    return {"kind": "diffeo", "proof": {"kind": "blocks", "blocks": list(parts)}}


def inverse(*components: str) -> Json:
    return {"kind": "diffeo", "proof": {"kind": "inverse", "components": list(components)}}


def minors(kind: str, *functions: str, bound: str = "") -> Json:
    data: Json = {"kind": kind, "minors": [sign(text, RANGE) for text in functions]}
    return data | ({"bound": bound} if bound else {})


def contraction(weights: str) -> Json:
    return {"kind": "contraction", "weights": weights.split()}


def rising(slope: str, leading: str = "1") -> Json:
    return {"kind": "odddegree", "slope": sign(slope, RANGE), "leading": sign(leading, RANGE)}


def advance(direction: str, least: str = "", gap: Json = None) -> Json:
    return {"kind": "clock", "direction": direction.split(), "least": least, "gap": gap}


def fibred(fixed: str, *slopes: str) -> Json:
    numbers = [int(k) for k in fixed.split()]
    return {"kind": "fibred", "fixed": numbers, "slopes": [sign(text, RANGE) for text in slopes]}


def ordered(*order: int) -> Json:
    return {"kind": "triangular", "order": list(order)}


def scaled(*numbers: int) -> Json:
    return {"kind": "skew", "scaled": list(numbers)}


def power(number: int) -> Json:
    return {"kind": "unipotent", "power": number}


def attractor(point: str, *parts: tuple[str, str], expanding: bool = False) -> Json:
    found = [
        {"variables": [int(k) for k in numbers.split()], "basis": [row.split() for row in basis.split(";")]}
        for numbers, basis in parts
    ]
    return {"kind": "sink", "point": point.split(), "expanding": expanding, "blocks": found}


def change(matrix: str, shift: str = "0 0") -> Json:
    return {"kind": "conjugate", "matrix": [row.split() for row in matrix.split(";")], "shift": shift.split()}


def away(direction: str, gap: str) -> Json:
    return {"kind": "apart", "direction": direction.split(), "gap": sign(gap, RANGE)}


# -- the files ---------------------------------------------------------------------------------------------------------


def valid() -> Iterator[tuple[str, Json]]:
    yield from genuine_cases(COMPLETE, CASES, "diffeo-")


def _embedding_attacks() -> Iterator[tuple[str, Json]]:
    s = structure()
    time, layers = "basic* Comega", "linear-layer* Comega"
    spiral, swap = "(exp(x)*cos(y), exp(x)*sin(y))", "(tanh(y), tanh(x))"
    bent, half = "(x + y**2/4, y + x**2/4)", "[0, 1) x [0, 1]"
    one = minors("principal", "1")
    step = block("1", "1", "1", one)

    def row(name: str, text: str, names: str, expr: str, *facts: Json, domain: str = "R^2") -> tuple[Any, ...]:
        return (name, "injective", text, names, expr, domain, "ND-NONAUTO", "+", time, s, *facts)

    yield from attacks([
        ("nonauto-half-open", "domain", "X is neither open nor compact", "star shaped fails",
         bent, half, "ND-NONAUTO", "+", time, s, embedding(bent, half)),
        ("nonauto-turned", "injective", "the determinant is negative", "upright fails",
         swap, "R^2", "ND-NONAUTO", "+", time, s, embedding(swap)),
        ("nonauto-negative", "determinant", "the determinant is negative", "upright fails",
         "(tanh(x), -tanh(y))", "R^2", "ND-NONAUTO", "+", time, s, embedding("(tanh(x), -tanh(y))")),
        ("nonauto-kink", "class", "a map with a kink", "f is not seen to be differentiable",
         "(x + |y|, y)", "R^2", "ND-NONAUTO", "+", time, structure("Lip"), blocks(step, block("0", "0", "1", one))),
        row("nonauto-spiral", "det Df > 0 alone", "the number of minors", spiral,
            blocks(block("0 1", "0 1", "1 0; 0 1", minors("principal", "exp(x)")))),
        row("nonauto-minors", "minors that are not positive", "not seen in one evaluation", spiral,
            blocks(block("0 1", "0 1", "1 0; 0 1",
                         minors("definite", "2*exp(x)*cos(y)", "4*exp(2*x)*cos(y)^2", bound="0")))),
        row("nonauto-other-minor", "the minors of another map", "a sign of another function", "(x**3, y)",
            blocks(step, block("0", "0", "1", minors("principal", "1 + x^2")))),
        row("nonauto-late", "a block that depends on a later one", "variables of a later block", "(x + y**2, y)",
            blocks(block("0", "0", "1", one), step)),
        row("nonauto-twice", "a component in two blocks", "the blocks do not split", "(x, y)",
            blocks(step, block("1", "0", "1", one))),
        row("nonauto-no-contraction", "a difference of norm 1 to the identity", "no contraction",
            "(x + cos(y), y + sin(x))", blocks(block("0 1", "0 1", "1 0; 0 1", contraction("1 1")))),
        row("nonauto-weights", "a weight that is not positive", "the weights of a norm", "(x + cos(y), y + sin(x)/2)",
            blocks(block("0 1", "0 1", "1 0; 0 1", contraction("1 -1")))),
        row("nonauto-singular", "a singular matrix", "a singular matrix", "(x + cos(y), y + sin(x)/2)",
            blocks(block("0 1", "0 1", "1 1; 1 1", contraction("1 1")))),
        row("nonauto-bound", "a negative bound", "a bound that is negative", "(x - 3*x, y)",
            blocks(step, block("0", "0", "1", minors("definite", "1", bound="-3")))),
        row("nonauto-even", "a polynomial of even degree", "a polynomial of even degree", "(x**2, y)",
            blocks(step, block("0", "0", "1", rising("2*x"))), domain="(0, oo) x R"),
        row("nonauto-no-polynomial", "a function that is no polynomial", "not seen to be a polynomial", "(exp(x), y)",
            blocks(step, block("0", "0", "1", rising("exp(x)")))),
        row("nonauto-shape", "a block that is not square", "a block that is not square", "(x, y)",
            blocks(block("0 1", "0", "1", one), block("", "1", "1", one))),
        row("nonauto-inverse", "the inverse of another map", "the inverse of another map", "(x + y**2, y)",
            inverse("x + y^2", "y")),
        row("nonauto-inverse-box", "an inverse on a box", "an inverse of a map of R^n", "(x + y**2, y)",
            inverse("x - y^2", "y"), domain="(0, 1)^2"),
        row("nonauto-outputs", "a map to another space", "as many outputs as inputs", "(x, y, x)", blocks(step)),
        ("layer-diffeo-half-open", "map", "X is neither open nor compact", "embedded fails",
         bent, half, "LAYER-DIFFEO", "+", layers, s, embedding(bent, half)),
        ("layer-diffeo-conjugate", "map", "a lemma about a conjugate map", "not the same map",
         "(x + y**2, y)", "[0, 1) x R", "LAYER-DIFFEO", "+", layers, s, change("0 1; 1 0")),
        ("layer-diffeo-alone", "map", "a change of coordinates without a lemma", "more than one map",
         "(x + y**2, y)", "[0, 1) x R", "LAYER-DIFFEO", "+", layers, s, change("1 0; 0 1")),
    ])  # fmt: skip


def _translation_attacks() -> Iterator[tuple[str, Json]]:
    s, top = structure(), "basic Comega"
    wave, gap = "(x + 2 + cos(y), y + sin(x)/3)", advance("1 0", "1/2", sign("3/2 + cos(y)", RANGE))
    space = "(x + 2 + cos(y), y + sin(x)/3, z)"
    one, turned, flat = "(x + 1, y + y**5)", "(x + 1, -y - y**5)", "(x + 1, tanh(y))"
    half, drifting, mirror = "R x (0, oo)", "(x + 2 + cos(y), tanh(y))", "(x + 2 + cos(y), -y + sin(x)/3)"

    def row(name: str, key: str, rule: str, text: str, names: str, expr: str, domain: str, *facts: Json) -> Any:
        return (name, key, text, names, expr, domain, rule, "+", top, s, *facts)

    yield from attacks([
        row("clock-half-plane", "domain", "CLOCK", "X is a half plane", "onto fails",
            one, half, embedding(one, half), found(clock, one, half)),
        row("clock-not-onto", "diffeomorphism", "CLOCK", "f is not onto", "onto fails",
            flat, "R^2", embedding(flat), found(clock, flat, "R^2")),
        row("clock-turned", "diffeomorphism", "CLOCK", "f turns the orientation", "upright fails",
            turned, "R^2", embedding(turned), found(clock, turned, "R^2")),
        row("clock-drift", "clock", "CLOCK", "the advance is not constant", "steady fails",
            wave, "R^2", embedding(wave), gap),
        row("clock-varies", "clock", "CLOCK", "the advance is not constant", "no constant step",
            wave, "R^2", embedding(wave), advance("1 0")),
        row("clock-stands", "clock", "CLOCK", "the advance is 0", "no constant step other than 0",
            "(x, y + y**5)", "R^2", embedding("(x, y + y**5)"), advance("1 0")),
        row("clock-no-direction", "clock", "CLOCK", "the linear function 0", "the direction is zero",
            one, "R^2", embedding(one), advance("0 0")),
        row("drift-half-plane", "domain", "DRIFT-2D", "X is a half plane", "onto fails",
            "(x + 2 + cos(y), y)", half, embedding("(x + 2 + cos(y), y)", half), gap),
        row("drift-space", "domain", "DRIFT-2D", "X has three dimensions", "planar fails",
            space, "R^3", embedding(space, "R^3"), advance("1 0 0", "1/2", sign("3/2 + cos(y)", RANGE))),
        row("drift-not-onto", "diffeomorphism", "DRIFT-2D", "f is not onto", "onto fails",
            drifting, "R^2", embedding(drifting), gap),
        row("drift-turned", "diffeomorphism", "DRIFT-2D", "f turns the orientation", "upright fails",
            mirror, "R^2", embedding(mirror), gap),
        row("drift-small", "drift", "DRIFT-2D", "the advance has no positive bound", "not seen in one evaluation",
            "(x + 1 + cos(y), y + sin(x)/3)", "R^2", embedding("(x + 1 + cos(y), y + sin(x)/3)"),
            advance("1 0", "1/8", sign("7/8 + cos(y)", RANGE))),
        row("drift-other", "drift", "DRIFT-2D", "the advance of another map", "a sign of another function",
            wave, "R^2", embedding(wave), advance("1 0", "1", sign("3/2 + cos(y)", RANGE))),
        row("drift-zero", "drift", "DRIFT-2D", "a least step of 0", "not positive",
            wave, "R^2", embedding(wave), advance("1 0", "0", sign("2 + cos(y)", RANGE))),
    ])  # fmt: skip


def _form_attacks() -> Iterator[tuple[str, Json]]:
    s, top, plane = structure(), "basic Comega", "R^2"

    def shear(name: str, text: str, names: str, expr: str, *facts: Json, domain: str = plane) -> Any:
        return (f"shear-{name}", "form", text, names, expr, domain, "SHEAR", "+", top, s, *facts)

    def poly(name: str, key: str, text: str, names: str, expr: str, fact: Json) -> Any:
        return (f"unipotent-{name}", key, text, names, expr, plane, "POLY-UNIPOTENT", "+", top, s, fact)

    yield from attacks([
        ("shear-class", "form", "a kink and an analytic field", "of own class fails",
         "(x + |y|, y)", plane, "SHEAR", "+", top, structure("Lip"), fibred("1", "1")),
        shear("box", "a map that is scaled, on a box", "formed fails", "(x/2, 3*y + sin(x))", scaled(0),
              domain="[0, 1]^2"),
        shear("moves", "a variable that does not stay", "is not seen to stay", "(x + y**2, y + 1)", fibred("1", "1")),
        shear("slope", "a slope that vanishes", "not seen in one evaluation", "(x*y, y)", fibred("1", "y")),
        shear("other-slope", "the slope of another map", "a sign of another function", "(x*y, y)", fibred("1", "1")),
        shear("curved", "a component that is not affine in its variable", "is not affine in its variable",
              "(x + x**3, y)", fibred("1", "1 + 3*x^2")),
        shear("slopes", "a slope too few", "the number of slopes", "(x + y**2, y)", fibred("1")),
        shear("nothing", "a variable that does not exist", "variables that do not exist", "(x, y)", fibred("2", "1")),
        shear("diagonal", "a negative diagonal entry", "a diagonal entry that is not positive",
              "(-x/2, -2*y + x**2)", ordered(0, 1)),
        shear("order", "the wrong order", "is not triangular", "(x + y**2, y)", ordered(0, 1)),
        shear("order-short", "a variable is left out", "the number of coordinates", "(x, 2*y + x**2)", ordered(0)),
        shear("no-polynomial", "a function that is no polynomial", "not seen to be a polynomial",
              "(x/2, y + sin(x))", ordered(0, 1)),
        shear("variable-slope", "a diagonal entry that is not constant", "a diagonal entry",
              "(x, (1 + x**2)*y)", ordered(0, 1)),
        shear("both", "one variable is scaled down, one up", "not all below or all above 1",
              "(x/2, 2*y, z + sin(x*y))", scaled(0, 1), domain="R^3"),
        shear("one", "a variable is scaled by 1", "not all below or all above 1", "(x, 2*y + sin(x))", scaled(0)),
        shear("turned", "a variable is scaled by a negative factor", "a factor that is not positive",
              "(-x/2, 2*y + sin(x))", scaled(0)),
        shear("shifted", "a variable is moved", "a factor that is not positive", "(x/2 + 1, 2*y + sin(x))", scaled(0)),
        shear("fall", "a negative slope", "a slope that is not a positive constant",
              "(x/2, -2*y + sin(x))", scaled(0)),
        poly("sine", "polynomial", "a function that is no polynomial", "not seen to be a polynomial",
             "(x + sin(y), y)", power(2)),
        poly("power", "unipotent", "a power that is too small", "does not kill", "(x + y**2, y + 1)", power(2)),
        poly("linear", "unipotent", "another eigenvalue", "does not kill", "(2*x, y + x**2)", power(4)),
        poly("none", "unipotent", "the power 0", "the power of the pull-back", "(x + y**2, y)", power(0)),
        poly("large", "unipotent", "a power that is too large", "not verified", "(y + x**2, -x)", power(12)),
    ])  # fmt: skip


def _lemma_attacks() -> Iterator[tuple[str, Json]]:
    product, conj, top = "(x + sin(x)/5, tanh(y))", "(x + sin(x + y)/5, y + sin(x + y)/5)", "basic Comega"
    _, first, second = evidence(product, "R^2", "PRODUCT", "Lip")
    _, timed, other = evidence(product, "R^2", "PRODUCT", "Comega")
    _, moved, lemma = evidence(conj, "R^2", "ND-CONJ", "Lip")
    _, same, later = evidence(conj, "R^2", "ND-CONJ", "Comega")
    _, own, wide = evidence("(x + 1, y + y**5)", "[0, 1] x (0, 1]", "ND-CONJ", "Comega")
    s, box = structure(), "[0, 1]^2"
    narrow = changed(wide, "map", "domain", to="(0, 1)^2")

    def factors(name: str, text: str, names: str, expr: str, domain: str, where: str, *facts: Json) -> Any:
        return (f"product-{name}", "factors", text, names, expr, domain, "PRODUCT", "+", where, s, *facts)

    def linked(name: str, key: str, text: str, names: str, expr: str, domain: str, where: str, *facts: Json) -> Any:
        return (f"conj-{name}", key, text, names, expr, domain, "ND-CONJ", "+", where, s, *facts)

    yield from attacks([
        factors("class", "a class that one factor does not have", "not shown to be embeddable",
                product, "R^2", top, first, second),
        factors("time", "lemmas about autonomous fields", "not shown to be embeddable",
                product, "R^2", "basic* Comega", first, second),
        factors("other", "a factor of another map", "a factor of another map",
                "(x + sin(x)/4, tanh(y))", "R^2", "basic Lip", first, second),
        factors("coupled", "a component that depends on both variables", "a factor of another map",
                "(x + sin(x)/5 + y**2, tanh(y))", "R^2", "basic Lip", first, second),
        factors("half", "a factor is left out", "do not split the variables", product, "R^2", "basic Lip", first),
        factors("twice", "one factor twice", "a fact is stated twice", product, "R^2", "basic* Comega",
                timed, timed, other),
        factors("variables", "a factor in another variable", "not verified",
                "(x + sin(x)/5, x)", "R^2", "basic Lip", first, second),
        linked("matrix", "conjugate", "another change of coordinates", "not conjugate by h",
               conj, "R^2", "basic Lip", change("1 2; 1 -1"), lemma),
        linked("matrix-time", "conjugate", "another change of coordinates", "not conjugate by h",
               conj, "R^2", "basic* Comega", change("1 2; 1 -1"), later),
        linked("singular", "conjugate", "a singular change of coordinates", "a singular matrix",
               conj, "R^2", "basic Lip", change("1 1; 1 1"), lemma),
        linked("map", "conjugate", "the lemma is about another map", "not conjugate by h",
               "(x + sin(x + y)/4, y + sin(x + y)/4)", "R^2", "basic Lip", moved, lemma),
        linked("class", "positive", "a class that the other map does not have", "carried fails",
               conj, "R^2", top, moved, lemma),
        linked("time", "positive", "the lemma is about autonomous fields", "carried in time fails",
               conj, "R^2", "basic* Comega", same, lemma),
        linked("two", "conjugate", "two lemmas", "more than one map",
               conj, "R^2", "basic Lip", moved, lemma, narrow),
        linked("narrow", "positive", "X is larger than the domain of the lemma", "not verified",
               "(x + 1, y + y**5)", box, top, own, narrow),
    ])  # fmt: skip
    wider = genuine("(x/2 + sin(y)/8, y/3 + sin(x)/9)", "[0, 1)^2", "ND-CONJ", "+", "Comega")
    yield (
        "nd-conj-outside",
        against("conjugate", "X is not in the domain of the lemma",
                changed(changed(wider, "facts", 2, to=_on_the_box()), "map", "domain", to="[0, 2)^2"),
                "not in the domain of the other map"),
    )  # fmt: skip


def _on_the_box() -> Json:
    """A lemma about the map on the unit square."""
    from euclidean import complete

    data = complete("(x/2 + sin(y)/8, y/3 + sin(x)/9)", "[0, 1]^2")
    return {"kind": "lemma", "map": data["map"], "facts": data["facts"], "cells": data["cells"]}


def _sink_attacks() -> Iterator[tuple[str, Json]]:
    s, top, plane = structure(), "basic Comega", "R^2"
    flat, flips = "(tanh(x)/2, tanh(y)/2)", "(-x/2 + sin(y)/8, -y/3 + sin(x)/8)"
    mirror, good = "(-x/2 + sin(y)/8, y/3 + sin(x)/8)", "(x/2 + sin(y)/8, y/3 + sin(x)/9)"
    away_from, space = "(x + 3 + y**2/4, y + x**2/8)", "(-x/2 + sin(x)/8, -y/4 + sin(y)/16, z/2 + sin(z)/8)"
    identity = ("0 1", "1 0; 0 1")
    shifted, flipped = (
        "(x/2 + sin(y)/8 + 1/7, y/3 + sin(x)/9 + 1/5)",
        "(-x/2 + sin(y)/8 + 1/7, -y/3 + sin(x)/9 + 1/5)",
    )
    boxed = found(sink, shifted, plane)

    def row(
        name: str, key: str, text: str, names: str, expr: str, where: str, *facts: Json, domain: str = plane
    ) -> Any:
        return (f"sink-{name}", key, text, names, expr, domain, "ND-SINK", "+", where, s, *facts)

    yield from attacks([
        row("not-onto", "domain", "f is not onto", "onto fails", flat, top, embedding(flat), found(sink, flat, plane)),
        row("box", "domain", "X is a box", "onto fails", good, top, embedding(good, "(-1, 1)^2"),
            attractor("0 0", identity), domain="(-1, 1)^2"),
        row("logarithm", "analytic", "no real logarithm", "normalised fails", flips, top,
            embedding(flips), found(sink, flips, plane)),
        row("logarithm-smooth", "smooth", "no real logarithm", "normalised fails", flips, "basic Cinf",
            embedding(flips), found(sink, flips, plane)),
        row("turned", "orientation", "f turns the orientation", "upright fails", mirror, "basic C0",
            embedding(mirror), found(sink, mirror, plane)),
        row("not-fixed", "attracting", "the point is not fixed", "not shown to be fixed", good, top,
            embedding(good), attractor("1 0", identity)),
        row("saddle", "attracting", "one direction expands", "not seen to contract", "(x/2, 2*y + sin(y)/2)", top,
            embedding("(x/2, 2*y + sin(y)/2)"), attractor("0 0", identity)),
        row("weak", "attracting", "the derivative has norm 1", "not seen to contract", "(3*x/4 + sin(x)/4, y/2)", top,
            embedding("(3*x/4 + sin(x)/4, y/2)"), attractor("0 0", identity)),
        row("expands", "attracting", "a contraction is called expanding", "not seen to expand", good, top,
            embedding(good), attractor("0 0", identity, expanding=True)),
        row("coupled", "attracting", "a block depends on a later one", "variables of a later block", good, top,
            embedding(good), attractor("0 0", ("0", "1"), ("1", "1"))),
        row("split", "attracting", "a variable in no block", "do not split the variables", good, top,
            embedding(good), attractor("0 0", ("0", "1"))),
        row("box-elsewhere", "attracting", "a box without the fixed point", "not shown to hold one fixed point",
            shifted, top, embedding(shifted), boxed | {"box": [["1", "2"], ["1", "2"]]}),
        row("box-order", "attracting", "the ends of the box in the wrong order", "are not in order",
            shifted, top, embedding(shifted), boxed | {"box": [side[::-1] for side in boxed["box"]]}),
        row("box-and-point", "attracting", "a box and a point", "one fixed point in a box of R^n",
            good, top, embedding(good), attractor("0 0", identity) | {"box": boxed["box"]}),
        row("box-logarithm", "analytic", "negative eigenvalues at the point in the box", "normalised fails",
            flipped, top, embedding(flipped), found(sink, flipped, plane)),
        row("space", "analytic", "no real logarithm in three dimensions", "normalised fails", space, top,
            embedding(space, "R^3"), attractor("0 0 0", ("0", "1"), ("1", "1"), ("2", "1")), domain="R^3"),
        ("disjoint-open", "domain", "X is not compact", "X is not compact", away_from, "(0, 1)^2",
         "DISJOINT", "+", "basic Cinf", s, embedding(away_from, "(0, 1)^2"), away("1 0", "x + 2 + y^2/4")),
        ("disjoint-turned", "embedding", "f turns the orientation", "upright fails", "(x + 3, -y - y**3)", "[0, 1]^2",
         "DISJOINT", "+", "basic Cinf", s, embedding("(x + 3, -y - y**3)", "[0, 1]^2"), away("1 0", "x + 2")),
        ("disjoint-meets", "balls", "f(X) meets X", "not seen in one evaluation", "(x + 1/2, y + y**3)", "[0, 1]^2",
         "DISJOINT", "+", "basic Cinf", s, embedding("(x + 1/2, y + y**3)", "[0, 1]^2"), away("1 0", "x - 1/2")),
        ("disjoint-corner", "balls", "another corner of X", "a sign of another function", "(x + 3, y + y**3)",
         "[0, 1]^2", "DISJOINT", "+", "basic Cinf", s, embedding("(x + 3, y + y**3)", "[0, 1]^2"),
         away("1 0", "x + 3")),
    ])  # fmt: skip


def invalid() -> Iterator[tuple[str, Json]]:
    yield from missing_facts(CASES, "diffeo-")
    yield from _embedding_attacks()
    yield from _translation_attacks()
    yield from _form_attacks()
    yield from _lemma_attacks()
    yield from _sink_attacks()
