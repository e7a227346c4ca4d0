"""Single points, lines and hyperplanes: the cases of the table, true claims, and attacks on their hypotheses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from euclidean import Cases, attacks, certificate, genuine, genuine_cases, missing_facts, points, structure
from evidence import Json, against, changed

from embedcheck import Map, check

COMPLETE = {
    "henon-cycle": ("(1 - x**2 + y, -x/2)", "R^2"),
    "line-mixed": ("(x + sin(x)/5, y/2, 3*z)", "[-4, 4]^3"),
    "layer": ("(x + Max(0, x + y), y + 1)", "R^2"),
}

CASES: Cases = {
    ("REGULAR", "-", "layers*"): [
        ("(x + |y|, y)", "R^2", "C1"),
        ("(x + y, x + y/3 - cbrt(x*y))", "R^2", "Lip"),
        ("x**(5/2) + y", "[0, 1]^2", "Cinf"),
    ],
    ("ND-PERIODIC", "-", "basic"): [
        ("(1 - 7*|x|/5 + y, -x/2)", "R^2", "flow"),
        ("(1 - x**2 + y, -x/2)", "R^2", "flow"),
        ("(1 - x**2 + y, 1/2 - x/2)", "R^2", "flow"),
        ("(1 - x + (x - x**2)/9, 1 - y + (y - y**2)/9)", "[0, 1]^2", "C0"),
    ],
    ("ND-FIXLOG", "-", "basic"): [
        ("(-2*x + y**2, -3*y)", "R^2", "Lip"),
        ("(-sqrt(2)*x + y**2/9, 1/3 - sqrt(3)*y)", "R^2", "Lip"),
        ("(-2*x + sin(y), -3*y, z/2 + x**2)", "R^3", "Lip"),
        ("(-2*x + y**2, -3*y)", "[0, 1]^2", "C1"),
        ("(-2*x, -3*y)", "[0, 1]^2", "C1"),
        ("(1 - 2*x, -3*y)", "[1/3, 1) x R", "C1"),
    ],
    ("ND-FIXORIENT", "-", "basic"): [
        ("(-x/2 + y**2/9, -2*y)", "R^2", "flow"),
        ("(1 - 7*x**2/5 + y, -3*x/10)", "R^2", "flow"),
    ],
    ("ND-KINK", "-", "basic"): [
        ("(x + Max(0, x + y), y + 1)", "R^2", "C0"),
        ("(x - y, y + x + x*|x|/4)", "R^2", "C1"),
    ],
    ("ND-INVARIANT-LINE", "-", "basic"): [
        ("(x + sin(x)/5, 3*y)", "R^2", "C1"),
        ("(x + (x**2 - 2)*(x**2 - 3)/40, y/2)", "[1, 2] x [0, 1]", "C1"),
        ("(x + sin(x + y)/5 + (x - y)/4, y + sin(x + y)/5 - (x - y)/4)", "R^2", "C1"),
    ],
    ("ND-ORIENTATION", "-", "basic*"): [("(Max(x, 3*x - 8), x**3/9 - 5*y)", "R^2", "flow")],
    ("MORSE", "-", "linear-layer*"): [("x**3 - x + y**2 + exp(y)", "R^2", "flow")],
    ("RANK", "-", "linear-layer*"): [("(x - x**3/5 + y, y + x/7)", "R^2", "Lip")],
}
_SHARED = ("ND-ORIENTATION", "MORSE", "RANK")
"""Rules with other kinds of facts, in another module: what is missing there is missing here."""


# -- facts by hand -----------------------------------------------------------------------------------------------------


def orbit(*places: str) -> Json:
    return {"kind": "orbit", "points": [place.split() for place in places]}


def cycle(*boxes: str) -> Json:
    """Boxes such as `1/2 1, 0 1`."""
    return {"kind": "cycle", "boxes": [[side.split() for side in text.split(",")] for text in boxes]}


def critical(box: str, direction: str = "1") -> Json:
    return {"kind": "critical", "box": [side.split() for side in box.split(",")], "direction": direction.split()}


def folded(first: str, second: str) -> Json:
    return {"kind": "folded", "first": first.split(), "second": second.split()}


def kink(normal: str, regular: str, leaving: str, level: str = "0") -> Json:
    return {
        "kind": "kink", "normal": normal.split(), "level": level, "regular": regular.split(), "leaving": leaving.split()
    }  # fmt: skip


def line(place: str, step: str) -> Json:
    return {"kind": "invariant", "point": place.split(), "step": step.split()}


def chord(place: str, step: str, direction: str) -> Json:
    return {"kind": "chord", "point": place.split(), "step": step.split(), "direction": direction.split()}


def lemma(expr: str, domain: str, where: str) -> Json:
    """A decided cell of a map of one variable t, with its facts."""
    architecture, autonomous, regularity = where.split()
    data = check(Map(expr, domain=domain, vars=["t"]), timeout=None).certificate.to_dict()
    cell = {"architecture": architecture, "autonomous": autonomous == "autonomous", "regularity": regularity}
    proof = next(one for one in data["cells"] if one["cell"] == cell)
    facts = [data["facts"][k] for k in proof["facts"]]
    proof = proof | {"facts": list(range(len(facts)))}
    return {"kind": "lemma", "map": data["map"], "facts": facts, "cells": [proof]}


def _cycle_attacks() -> Iterator[tuple[str, Json]]:
    s = structure()

    def row(rule: str, name: str, key: str, text: str, names: str, expr: str, where: str, *facts: Json,
            domain: str = "R^2", first: Json = s) -> tuple[Any, ...]:  # fmt: skip
        return f"{rule}-{name}".lower(), key, text, names, expr, domain, rule, "-", where, first, *facts

    flow, c0, lip, c1 = "basic flow", "basic C0", "basic Lip", "basic C1"
    periodic, log, turn = "ND-PERIODIC", "ND-FIXLOG", "ND-FIXORIENT"
    turned, swap, kept = "(-y, x)", "(1 - x, 1 - y)", "(x/2, y/2)"
    henon = "(1 - x**2 + y, -x/2)"
    yield from attacks([
        row(periodic, "fixed", "cycle", "a fixed point", "repeats fails", kept, flow, orbit("0 0")),
        row(periodic, "fixed-c0", "cycle", "a fixed point", "repeats fails", kept, c0, orbit("0 0")),
        row(periodic, "twice", "cycle", "a fixed point twice", "not shown to differ", kept, flow, orbit("0 0", "0 0")),
        row(periodic, "open", "cycle", "an orbit that is not closed", "not shown to be mapped", kept, flow,
            orbit("1 1", "1/2 1/2")),
        row(periodic, "close", "cycle", "a point that is almost mapped back", "not shown to be mapped",
            "(-x, -2*y + x/10^40)", flow, orbit("1 0", "-1 0")),
        row(periodic, "outside", "cycle", "a point outside X", "is not in X", "(-x, -2*y)", flow,
            orbit("1 0", "-1 0"), domain="[-1/2, 2] x R"),
        row(periodic, "box-one", "cycle", "boxes that are not disjoint", "not disjoint", henon, flow,
            cycle("-1 1, -1 1", "-1 1, -1 1")),
        row(periodic, "box-none", "cycle", "boxes without a cycle", "not shown to hold one cycle", henon, flow,
            cycle("4 5, 4 5", "8 9, 8 9")),
        row(periodic, "box-order", "cycle", "a box without an interior", "not in order", henon, flow,
            cycle("1 1, 0 1", "2 3, 0 1")),
        row(periodic, "box-outside", "interior", "a box that is not in X", "not in the interior of X", henon, flow,
            cycle("-1 1, 0 1", "2 3, 0 1"), domain="(-1, 4) x R"),
        row(periodic, "long", "cycle", "a cycle that is too long", "the length of a cycle", kept, flow,
            orbit(*(f"{k} 0" for k in range(13)))),
        row(periodic, "none", "cycle", "a cycle without points", "the length of a cycle", kept, flow, orbit()),
        row(periodic, "two", "cycle", "two cycles", "more than one cycle", "(-2*x + x**3, -y/2)", flow,
            orbit("1 0", "-1 0"), orbit("-1 0", "1 0")),
        row(periodic, "boundary", "interior", "a cycle at the corners of X", "interior fails",
            "(1 - x + (x - x**2)/9, 1 - y + (y - y**2)/9)", flow, orbit("0 0", "1 1"), domain="[0, 1]^2"),
        row(periodic, "rotation", "interior", "a rotation of order 4", "isolated fails", turned, flow,
            orbit("1 0", "0 1", "-1 0", "0 -1")),
        row(periodic, "rotation-box", "interior", "a rotation of order 2", "not shown to hold one cycle",
            "(-x, -y)", flow, cycle("1/2 3/2, -1/4 1/4", "-3/2 -1/2, -1/4 1/4")),
        row(periodic, "twist", "boundary", "a half turn of the square", "isolated fails", swap, c0,
            orbit("0 0", "1 1"), domain="[0, 1]^2"),
        row(periodic, "kink", "boundary", "a kink at a point of the cycle", "f may have a kink at the point",
            "(|x - 1|/3 + |x + 1|/3 - x - 2/3, -y/2)", c0, orbit("1 0", "-1 0"), first=structure("Lip")),
        row(periodic, "outputs", "cycle", "a map with more outputs", "other outputs than inputs", "(x, y, x**2)",
            "linear-layer flow", orbit("0 0")),
        row(log, "exists", "fixed", "a derivative with a real logarithm", "without logarithm fails",
            "(-2*x + y**2, -2*y)", lip, orbit("0 0")),
        row(log, "exists-c1", "fixed", "a derivative with a real logarithm", "without logarithm fails",
            "(-2*x + y**2, -2*y)", c1, orbit("0 0"), domain="[0, 1]^2"),
        row(log, "double", "fixed", "two equal eigenvalues in balls", "without logarithm fails",
            "(-sqrt(2)*x, -sqrt(2)*y + y**2)", lip, orbit("0 0")),
        row(log, "spiral", "fixed", "a pair of complex eigenvalues", "without logarithm fails",
            "(-x - y, x - y + x**2)", lip, cycle("-1/64 1/64, -1/64 1/64")),
        row(log, "longer", "fixed", "a cycle in place of a fixed point", "without logarithm fails",
            "(-2*x + x**3, -y/2)", lip, orbit("1 0", "-1 0")),
        row(log, "corner", "isolated", "a fixed point at a corner of X", "interior fails", "(-2*x + y**2, -3*y)", lip,
            orbit("0 0"), domain="[0, 1]^2"),
        row(log, "eigenvalue", "isolated", "1 is an eigenvalue", "isolated fails", "(x, -2*y + y**2, -3*z)", lip,
            orbit("0 0 0"), domain="[-1, 1]^3"),
        row(log, "eigenvalue-c1", "boundary", "1 is an eigenvalue", "isolated fails", "(x, -2*y + y**2, -3*z)", c1,
            orbit("0 0 0"), domain="[0, 1]^3"),
        row(log, "kinked", "fixed", "a kink at the fixed point", "f may have a kink at the point",
            "(-2*x + |x|/9, -3*y)", lip, orbit("0 0"), first=structure("Lip")),
        row(turn, "corner", "hyperbolic", "a fixed point at a corner of X", "interior fails",
            "(-x/2 + y**2/9, -2*y)", flow, orbit("0 0"), domain="[0, 1]^2"),
        row(turn, "circle", "hyperbolic", "1 is an eigenvalue", "hyperbolic fails", "(x, -y/2 + y**2, -2*z)", flow,
            orbit("0 0 0"), domain="[-1, 1]^3"),
        row(turn, "kept", "negative", "both parts keep the orientation", "turns a part fails", "(-2*x + y**2, -3*y)",
            flow, orbit("0 0")),
        row(turn, "kept-box", "negative", "both parts keep the orientation", "turns a part fails",
            "(-2*x + y**2, -3*y)", flow, cycle("-1/64 1/64, -1/64 1/64")),
        row(turn, "cycle", "hyperbolic", "a cycle in place of a fixed point", "hyperbolic fails",
            "(-2*x + x**3, -y/2)", flow, orbit("1 0", "-1 0")),
        row("MORSE", "box-none", "non-degenerate", "a box without a critical point", "not shown to hold",
            "x**2 + exp(y)", "linear-layer* flow", critical("-1 1, -1 1")),
        row("MORSE", "box-degenerate", "non-degenerate", "a degenerate critical point", "not shown to hold",
            "x**2 + y**3", "linear-layer* flow", critical("-1 1, -1 1")),
        row("MORSE", "box-edge", "scalar", "a box at the boundary", "not in the interior of X", "x**2 + y**2",
            "linear-layer* flow", critical("-1 1, -1 1"), domain="[-1, 1]^2"),
        row("MORSE", "box-kink", "scalar", "a kink in the box", "f may have a kink at the point", "|x| + y**2",
            "linear-layer* flow", critical("-1 1, -1 1"), first=structure("Lip")),
        row("MORSE", "box-direction", "scalar", "the combination that is zero", "the direction is zero",
            "(x**2 + y**2, x)", "linear-layer* flow", critical("-1 1, -1 1", "0 0")),
        row("RANK", "same-sign", "deficient", "two determinants of one sign", "opposite signs", "(x + x**3, y)",
            "linear-layer* Lip", points("0 0", "1 0", "0 1"), folded("0 0", "1 0")),
        row("RANK", "not-differentiable", "deficient", "a kink between the points", "not seen to be differentiable",
            "(|x|, y)", "linear-layer* Lip", points("0 0", "1 0", "0 1"), folded("-1 0", "1 0"),
            first=structure("Lip")),
    ])  # fmt: skip


def _line_attacks() -> Iterator[tuple[str, Json]]:
    s, rough = structure(), structure("Lip")
    good = "(x + sin(x)/5, 3*y)"
    refuted = lemma("t + sin(t)/5", "[0, pi]", "basic autonomous C1")
    flat = lemma("t", "[-1, 1]", "augmented-1 non-autonomous C1")
    bent = lemma("|t|", "[-1, 1]", "augmented-1 non-autonomous C1")
    top = "augmented-2* C1"

    def row(
        name: str, key: str, text: str, names: str, expr: str, *facts: Json, domain: str = "R^2"
    ) -> tuple[Any, ...]:
        return f"line-{name}", key, text, names, expr, domain, "ND-INVARIANT-LINE", "-", "basic C1", s, *facts

    def drop(name: str, text: str, names: str, expr: str, *facts: Json, domain: str = "R^2") -> tuple[Any, ...]:
        return f"chord-{name}", "fails", text, names, expr, domain, "REGULAR", "-", top, rough, *facts

    def wall(name: str, key: str, text: str, names: str, expr: str, *facts: Json, domain: str = "R^2",
             where: str = "basic C0") -> tuple[Any, ...]:  # fmt: skip
        first = s if "|" not in expr else rough
        return f"kink-{name}", key, text, names, expr, domain, "ND-KINK", "-", where, first, *facts

    yield from attacks([
        row("neutral", "manifold", "f does nothing across the line", "repels across fails", "(x + sin(x)/5, y)",
            line("0 0", "1 0"), refuted),
        row("varies", "manifold", "one direction at each end is too many", "repels across fails",
            "(x + sin(x)/5, y*(5 + 3*cos(x))/4)", line("0 0", "1 0"), refuted),
        row("three", "segment", "three fixed points", "not exactly two fixed points", good, line("0 0", "1 0"),
            lemma("t + sin(t)/5", "[0, 2*pi]", "basic autonomous C1")),
        row("one", "segment", "one fixed point", "not exactly two fixed points", good, line("0 0", "1 0"),
            lemma("t + sin(t)/5", "[-1, 1]", "basic autonomous C1")),
        row("elsewhere", "segment", "the map on another line", "not that on the line", "(x + sin(x)*(1 + y)/5, 3*y)",
            line("0 0", "1 0"), lemma("t + sin(t)/4", "[0, pi]", "basic autonomous C1")),
        row("leaves", "segment", "a line that f does not keep", "not shown to be invariant", good,
            line("0 1", "1 0"), refuted),
        row("slanted", "segment", "a line that f does not keep", "not shown to be invariant", good,
            line("0 0", "1 1"), refuted),
        row("zero", "segment", "a line without direction", "the direction of a line is zero", good,
            line("0 0", "0 0"), refuted),
        row("outside", "segment", "a segment that is not in X", "the segment is not in X", good, line("0 0", "1 0"),
            refuted, domain="[-1, 3]^2"),
        row("open", "segment", "an interval that is not closed", "not compact", good, line("0 0", "1 0"),
            lemma("t + sin(t)/5", "[0, pi)", "basic autonomous C1")),
        row("weaker", "restriction", "Comega is refuted on the line, not C1", "refuted on it fails", good,
            line("0 0", "1 0"), lemma("t + sin(t)/5", "[0, pi]", "basic autonomous Comega")),
        row("other", "segment", "Lip is embeddable on the line", "the fixed points on the line are not known", good,
            line("0 0", "1 0"), lemma("t + sin(t)/5", "[0, pi]", "basic autonomous Lip")),
        row("several", "restriction", "two lemmas", "more than one line or map", good, line("0 0", "1 0"), refuted,
            lemma("t + sin(t)/5", "[pi, 2*pi]", "basic autonomous C1")),
        drop("smooth", "a line on which f is smooth", "fails on a line fails", "(x + |y|, y)",
             chord("0 0", "1 0", "1 0"), flat),
        drop("other", "a lemma about another function", "not that on the line", "(x + |y|/2, y)",
             chord("0 0", "0 1", "1 0"), bent),
        drop("outside", "a segment that is not in X", "the segment is not in X", "(x + |y|, y)",
             chord("0 0", "0 1", "1 0"), bent, domain="R x [0, 1]"),
        drop("zero", "a line without direction", "the direction of a line is zero", "(x + |y|, y)",
             chord("0 0", "0 0", "1 0"), bent),
        drop("nothing", "the combination that is zero", "the direction is zero", "(x + |y|, y)",
             chord("0 0", "0 1", "0 0"), bent),
        wall("second", "kink", "the second derivatives jump", "breaks fails", "(x - y, y + x + x*|x|/4)",
             kink("1 0", "0 0", "0 1")),
        wall("smooth", "kink", "a hyperplane without kink", "no kink along the hyperplane", "(x + 1, y + |y|)",
             kink("1 0", "0 1", "0 1")),
        wall("smooth-c1", "kink", "a hyperplane without kink", "no kink along the hyperplane", "(x + 1, y + |y|)",
             kink("1 0", "0 1", "0 1"), where="basic C1"),
        wall("flat", "kink", "a point where there is no jump", "not shown to jump", "(x + y*|x|/9 + 1, y)",
             kink("1 0", "0 0", "0 1")),
        wall("off", "kink", "a point off the hyperplane", "not on the hyperplane", "(x + |x| + 1, y)",
             kink("1 0", "1 1", "0 1")),
        wall("crossing", "kink", "a point on another kink", "may be on another kink", "(x + |x| + |y| + 1, y)",
             kink("1 0", "0 0", "0 1")),
        wall("nested", "kink", "a kink inside a kink", "a kink inside a kink", "(x + |x + |y|| + 1, y)",
             kink("1 0", "0 0", "0 1")),
        wall("stays", "leaves", "f keeps the hyperplane", "not shown to leave it", "(x + |y|, y)",
             kink("0 1", "1 0", "1 0")),
        wall("stays-c1", "leaves", "f keeps the hyperplane", "not shown to leave it", "(x + |y|, y)",
             kink("0 1", "1 0", "1 0"), where="basic C1"),
        wall("box", "kink", "X is a box", "X is not all of R^n", "(x + |x|/2 + 1, y)", kink("1 0", "0 1", "0 1"),
             domain="[-1, 1]^2"),
        wall("class", "kink", "Lip is claimed", "ND-KINK does not decide", "(x + |x|/2 + 1, y)",
             kink("1 0", "0 1", "0 1"), where="basic flow"),
    ])  # fmt: skip


def _later_missing() -> Iterator[tuple[str, Json]]:
    """The second case of a rule: true claims without their facts."""
    for rule, expr, domain, regularity in (
        ("ND-PERIODIC", "(1 - x + (x - x**2)/9, 1 - y + (y - y**2)/9)", "[0, 1]^2", "C0"),
        ("ND-FIXLOG", "(-2*x + y**2, -3*y)", "[0, 1]^2", "C1"),
        ("ND-KINK", "(x - y, y + x + x*|x|/4)", "R^2", "C1"),
    ):
        data = genuine(expr, domain, rule, "-", regularity)
        bare = changed(changed(data, "facts", to=data["facts"][:1]), "cells", 0, "facts", to=[0])
        key = {"ND-PERIODIC": "cycle", "ND-FIXLOG": "fixed", "ND-KINK": "kink"}[rule]
        yield (
            f"nd-missing-points-{rule}-{regularity}".lower(),
            against(key, "nothing but the class", bare, "lacks a fact"),
        )


def valid() -> Iterator[tuple[str, Json]]:
    yield from genuine_cases(COMPLETE, CASES, "points-")
    s = structure()
    yield (
        "nd-points-fold-by-hand",
        certificate("(x - x**3/5 + y, y + x/7)", "R^2", "RANK", "-", "linear-layer* Lip", s,
                         points("0 0", "1 0", "0 1"), folded("0 0", "5 0")),
    )  # fmt: skip


def invalid() -> Iterator[tuple[str, Json]]:
    yield from missing_facts({key: rows for key, rows in CASES.items() if key[0] not in _SHARED}, "points-")
    yield from _later_missing()
    yield from _cycle_attacks()
    yield from _line_attacks()
