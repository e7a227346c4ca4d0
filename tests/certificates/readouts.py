"""Affine read-outs of flows: the cases of the table, true claims, and attacks on their hypotheses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from diffeos import embedding
from euclidean import Cases, attacks, genuine, genuine_cases, missing_facts, structure
from evidence import Json, against, changed
from positivity import RANGE, sign

KINKS = "4*x + |x| + |x - 1| + |x - 2| + exp(y)"
SHELL = "(x**2 + z**2, y)", "[1, 2) x (0, 1] x [0, 1]"

COMPLETE = {
    "wave": ("x + sin(y)", "R^2"),
    "cubes": ("x**3 + y**3", "R^2"),
    "compact-annulus": ("x**2 + y**2", "[1, 2] x [0, 1]"),
    "kinked-sum": ("x + |y|", "R^2"),
    "softplus-slope": ("x + log(1 + exp(x)) + y**2", "R^2"),
    "two-of-three": ("(x + y**2, z)", "R^3"),
    "sigmoids": ("(1/(1 + exp(-x - 2*y)), tanh(x - y))", "R^2"),
}

CASES: Cases = {
    ("INC-LAYER", "+", "linear-layer"): [("x**2 + y", "[0, 1]^2", "Comega"), ("x + |y|", "R^2", "Lip")],
    ("INC-LAYER", "+", "linear-layer*"): [(*SHELL, "Comega")],
    ("LAYER-COMPLETE", "+", "linear-layer"): [
        ("x**2 - y", "R^2", "Comega"),
        ("y*exp(x)", "R^2", "Comega"),
        ("(x + y**2, z)", "R^3", "Comega"),
        ("y**3 + exp(x)", "R^2", "Comega"),
        ("exp(x)*(2*y + sin(y)) + atan(y)", "R^2", "Comega"),
    ],
    ("LAYER-DIRECTION", "+", "linear-layer*"): [
        ("x**2 + y**2", "[1, 2] x [0, 1]", "Comega"),
        ("x**3 + y**3", "R^2", "C0"),
        ("x + |y|", "R^2", "Lip"),
    ],
    ("LAYER-DIRECTION", "+", "linear-layer"): [("x**3 + y**3", "R^2", "flow")],
    ("COMPACT-LIFT", "+", "linear-layer"): [
        ("x**2 + y**2", "[1, 2] x [0, 1]", "Cinf"),
        ("(x + y**2/4, y + x**2/4)", "[0, 1]^2", "Cinf"),
    ],
    ("RIDGE", "+", "linear-layer"): [
        ("atan(2*x - y)", "R^2", "Comega"),
        ("(1/(1 + exp(-x - 2*y)), tanh(x - y))", "R^2", "Comega"),
    ],
    ("RIDGE", "+", "linear-layer*"): [(KINKS, "R^2", "Lip")],
    ("RIDGE", "-", "linear-layer*"): [("(x**3, y + x)", "R^2", "Lip")],
}


def rising(direction: str, part: str, proof: Json, onto: Json | None = None) -> Json:
    return {"kind": "rising", "direction": direction.split(), "part": part, "proof": proof, "onto": onto}


def _rows() -> Iterator[tuple[Any, ...]]:
    s = structure()
    complete_, flow = "linear-layer Comega", "linear-layer flow"
    up = rising("0 1", "x**2 + y", sign("1", RANGE))
    through = {"part": "x**2 + y", "proof": {"kind": "oddalong", "leading": sign("1", RANGE)}}
    yield ("complete-box", "domain", "X is not the whole plane", "lines in X that are not all of a line",
           "x**2 + y", "R x [0, 1]", "LAYER-COMPLETE", "+", complete_, s,
           rising("0 1", "x**2 + y", sign("1", RANGE), through))  # fmt: skip
    yield ("complete-short", "completion", "f is not shown to run through the line", "completes fails",
           "x**2 + y", "R^2", "LAYER-COMPLETE", "+", complete_, s, up)  # fmt: skip
    yield ("complete-bounded", "completion", "tanh does not run through the line", "not seen to be bounded",
           "tanh(y) + x", "R^2", "LAYER-COMPLETE", "+", complete_, s,
           rising("0 1", "tanh(y) + x", sign("1 - tanh(y)**2", RANGE),
                  {"part": "y", "proof": {"kind": "oddalong", "leading": sign("1", RANGE)}}))  # fmt: skip
    yield ("complete-exp", "completion", "exp does not run through the line", "not seen to be a polynomial",
           "x + exp(y)", "R^2", "LAYER-COMPLETE", "+", complete_, s,
           rising("0 1", "x + exp(y)", sign("exp(y)", RANGE),
                  {"part": "x + exp(y)", "proof": {"kind": "oddalong", "leading": sign("1", RANGE)}}))  # fmt: skip
    yield ("complete-kink", "class", "f is not analytic", "analytic fails", "|sin(x)| + y", "R^2",
           "LAYER-COMPLETE", "+", complete_, structure("Lip"), rising("0 1", "y", sign("1", RANGE),
           {"part": "y", "proof": {"kind": "oddalong", "leading": sign("1", RANGE)}}))  # fmt: skip
    yield ("direction-flat", "monotone", "f is not monotone along the direction", "not seen in one evaluation",
           "x + y**2", "R^2", "LAYER-DIRECTION", "+", "linear-layer* Comega", s,
           rising("0 1", "x + y**2", sign("2*y", RANGE)))  # fmt: skip
    yield ("direction-other", "monotone", "the derivative in another direction", "a sign of another function",
           "x + y**2", "R^2", "LAYER-DIRECTION", "+", "linear-layer* Comega", s,
           rising("0 1", "x + y**2", sign("1", RANGE)))  # fmt: skip
    yield ("direction-zero", "monotone", "the direction that is zero", "the vector is zero",
           "x + y**2", "R^2", "LAYER-DIRECTION", "+", "linear-layer* Comega", s,
           rising("0 0", "x + y**2", sign("1", RANGE)))  # fmt: skip
    yield ("direction-rest", "monotone", "the rest moves along the direction", "the rest of f moves",
           "x - 2*x**3", "R^2", "LAYER-DIRECTION", "+", "linear-layer* Comega", s,
           rising("1 0", "x", sign("1", RANGE)))  # fmt: skip
    yield ("direction-kink", "derivative", "f is not analytic", "of own class fails", "x + |y|", "R^2",
           "LAYER-DIRECTION", "+", "linear-layer* Comega", structure("Lip"),
           rising("1 0", "x", sign("1", RANGE)))  # fmt: skip
    yield ("direction-half-open", "monotone", "X is neither open nor closed", "extends fails", "x + sin(x)/2 + y",
           "[0, 1) x R", "LAYER-DIRECTION", "+", "linear-layer* C0", s,
           rising("1 1", "x + sin(x)/2 + y", sign("2 + cos(x)/2", RANGE)))  # fmt: skip
    yield ("direction-class", "derivative", "f has a kink", "of own class fails", "x + sqrt(y)", "R x [0, 1]",
           "LAYER-DIRECTION", "+", "linear-layer* Lip", structure("C0"),
           rising("1 0", "x", sign("1", RANGE)))  # fmt: skip
    yield ("direction-still", "onto", "lines that are not mapped onto R", "runs through fails",
           "x + tanh(y)", "R^2", "LAYER-DIRECTION", "+", flow, s,
           rising("0 1", "x + tanh(y)", sign("1 - tanh(y)**2", RANGE)))  # fmt: skip
    yield ("lift-open", "domain", "X is not compact", "compact box fails", "x**2 + y**2", "[1, 2) x [0, 1]",
           "COMPACT-LIFT", "+", "linear-layer Cinf", s, rising("1 0", "x**2 + y**2", sign("2*x", RANGE)))  # fmt: skip
    yield ("lift-kink", "lift", "f is not smooth", "analytic fails", "x + |y|", "[-1, 1]^2", "COMPACT-LIFT", "+",
           "linear-layer Cinf", structure("Lip"), rising("1 0", "x", sign("1", RANGE)))  # fmt: skip
    yield ("lift-fold", "lift", "f is not injective", "not verified", "(x**2, y)", "[-1, 1]^2", "COMPACT-LIFT", "+",
           "linear-layer Cinf", s, embedding("(x/2, y + y**3)", "[-1, 1]^2"))  # fmt: skip


def _changed() -> Iterator[tuple[str, Json]]:
    """True claims with one thing changed."""
    ridge = genuine("atan(2*x - y)", "R^2", "RIDGE", "+", "Comega")
    place = next(k for k, one in enumerate(ridge["facts"]) if one["kind"] == "ridge")
    other = changed(ridge, "facts", place, "rows", to=[["1", "-1"]])
    yield "nd-ridge-form", against("form", "another linear form", other, "not this function of the other maps")
    other = changed(ridge, "facts", place, "matrix", to=[["2"]])
    yield "nd-ridge-matrix", against("form", "another matrix", other, "not this function of the other maps")
    pair = genuine("(1/(1 + exp(-x - 2*y)), tanh(x - y))", "R^2", "RIDGE", "+", "Comega")
    place = next(k for k, one in enumerate(pair["facts"]) if one["kind"] == "ridge")
    same = changed(pair, "facts", place, "rows", to=[["1", "2"], ["2", "4"]])
    yield "nd-ridge-dependent", against("form", "dependent linear forms", same, "the rows are not independent")
    cubes = genuine("x**3 + y**3", "R^2", "RIDGE", "+", "C0")
    cubes = changed(
        changed(cubes, "cells", 0, "cell", "regularity", to="Lip"), "cells", 0, "origin", "regularity", to="Lip"
    )
    yield "nd-ridge-class", against("positive", "a class that the functions do not have", cubes, "in cell fails")
    cube = genuine("x**3 + y**3", "R^2", "LAYER-DIRECTION", "+", "C0")
    cube = changed(cube, "cells", 0, "cell", "regularity", to="Lip")
    cube = changed(cube, "cells", 0, "origin", "regularity", to="Lip")
    yield "nd-direction-steep", against("derivative", "a derivative that vanishes", cube, "steep fails")
    lift = genuine("x**3 + y**3", "[-1, 1]^2", "LAYER-DIRECTION", "+", "C0")
    smooth = {"architecture": "linear-layer", "autonomous": True, "regularity": "Cinf"}
    for part in ("cell", "origin"):
        lift = changed(lift, "cells", 0, part, to=smooth)
    lift = changed(lift, "cells", 0, "rule", to="COMPACT-LIFT")
    yield "nd-lift-steep", against("lift", "a derivative that vanishes", lift, "steep fails")
    down = genuine("(x**3, y + x)", "R^2", "RIDGE", "-", "Lip")
    place = next(k for k, one in enumerate(down["facts"]) if one["kind"] == "ridge")
    flat = changed(
        changed(down, "facts", place, "matrix", to=[["1", "0"], ["0", "0"]]), "map", "expr", to=["x**3", "0"]
    )
    yield "nd-ridge-not-injective", against("negative", "a matrix that is not injective", flat, "separates fails")
    place = next(k for k, one in enumerate(down["facts"]) if one["kind"] == "ridge")
    other = changed(down, "facts", place, "shift", to=["1", "0"])
    yield "nd-ridge-shift", against("form", "another shift", other, "not this function of the other maps")
    stays = changed(down, "cells", 0, "origin", "regularity", to="C0")
    stays = changed(stays, "cells", 0, "cell", "regularity", to="C0")
    yield "nd-ridge-not-refuted", against("negative", "a class in which nothing is refuted", stays, "one refuted fails")
    yield from _in_time()
    for word, (expr, domain) in (("read", ("x**2 + y", "[0, 1]^2")), ("read-time", SHELL)):
        read = genuine(expr, domain, "INC-LAYER", "+", "Comega")
        place = next(k for k, one in enumerate(read["facts"]) if one["kind"] == "readout")
        matrix = [["2" if entry == "1" else entry for entry in row] for row in read["facts"][place]["matrix"]]
        other = changed(read, "facts", place, "matrix", to=matrix)
        yield f"nd-{word}-matrix", against("basic", "another read-out", other, "not this function of the other maps")
        size = len(read["map"]["vars"])
        small = changed(read, "map", "domain", to=f"R^{size}")
        yield f"nd-{word}-domain", against("basic", "a larger domain", small, "X is not in the domain of the other map")


def _in_time() -> Iterator[tuple[str, Json]]:
    kinks = genuine(KINKS, "R^2", "RIDGE", "+", "Lip")
    place = next(k for k, one in enumerate(kinks["facts"]) if one["kind"] == "ridge")
    other = changed(kinks, "facts", place, "rows", to=[["1", "0"], ["1", "1"]])
    yield "nd-ridge-time-form", against("form", "another linear form", other, "not this function of the other maps")
    other = changed(kinks, "cells", 0, "cell", "regularity", to="C1")
    other = changed(other, "cells", 0, "origin", "regularity", to="C1")
    yield "nd-ridge-time-class", against("positive", "a class that a function does not have", other, "in cell in time")


def valid() -> Iterator[tuple[str, Json]]:
    yield from genuine_cases(COMPLETE, CASES, "read-")


def invalid() -> Iterator[tuple[str, Json]]:
    yield from missing_facts(CASES, "read-")
    yield from attacks(list(_rows()))
    yield from _changed()
