"""Attacks on the hypotheses of the rules: a fact is missing, or the map does not meet one of them."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp
from evidence import (
    CASES,
    CONSTANT,
    DIFFER,
    FIELD,
    FLAT,
    HALVES,
    HOLLOW,
    JUMP,
    MATCH,
    NEGATIVE,
    PARABOLIC_WAVES,
    POSITIVE,
    ROOT_FORM,
    STURM,
    THREE_BENDS,
    THREE_KINKS,
    WAVES,
    Json,
    affine_map,
    against,
    box,
    boxes,
    case_of,
    changed,
    class_m,
    closed,
    component,
    coordinate,
    cover,
    crossing,
    demand,
    differing,
    end_box,
    even,
    extent,
    forge,
    genuine,
    kinds_of,
    line,
    moebius,
    order,
    parts,
    point,
    power,
    tail,
    uncited,
    without,
)

ONE_DIMENSION = "the rules are those of one variable with one output"


def missing_facts() -> Iterator[tuple[str, Json]]:
    """For every case and every kind of fact: a true claim without it, named at the first hypothesis that needs it."""
    for (rule, sign, architecture), maps in CASES.items():
        done: set[tuple[str, str]] = set()
        for expr, domain, regularity in maps:
            where = f"{architecture} {regularity}"
            data = genuine(expr, domain, rule, sign, where)
            seen: set[str] = set()
            for need in case_of(rule, sign, where).needs:
                if need.regularity not in ("", regularity):
                    continue
                for kinds in need.kinds:
                    if kinds in seen or kinds == "pieces":
                        continue
                    seen.add(kinds)
                    if (need.hypothesis, kinds) in done:
                        continue
                    done.add((need.hypothesis, kinds))
                    kind = next(k for k in kinds.split("|") if any(f["kind"] == k for f in data["facts"]))
                    word = "yes" if sign == "+" else "no"
                    name = f"{rule}-{word}-{architecture.replace('*', '-time')}-{need.hypothesis}".lower()
                    names = f"{rule}: hypothesis '{need.hypothesis}' lacks a fact of kind {kinds}"
                    if kind == "local" and "fixedpoints" in kinds_of(rule, sign, where):
                        names = "no fact of kind local"
                    if kind == "fixedpoints" and {"component", "match"} & set(kinds_of(rule, sign, where)):
                        names = "no fact of kind fixedpoints: where the component lies"
                    text = f"the fact of kind {kind} is left out of a true claim"
                    yield f"missing-{name}-{kind}", against(need.hypothesis, text, without(data, kind), names)
                    if kind == "slope" or (kind, need.kinds[0]) == ("local", "pieces"):
                        names = f"{rule}: hypothesis '{need.hypothesis}' lacks a fact of kind {kinds}"
                        text = f"the fact of kind {kind} is there and not cited"
                        yield f"uncited-{name}-{kind}", against(need.hypothesis, text, uncited(data, kind), names)


def broken_hypotheses() -> Iterator[tuple[str, Json]]:
    """Genuine facts of a map that meets all hypotheses of the claim but one."""
    yield from broken_forms()
    yield from broken_classes()
    yield from broken_basic()
    yield from broken_fields()
    yield from broken_layers()


def broken_forms() -> Iterator[tuple[str, Json]]:
    """Hypotheses that the form of a certificate settles: one variable, one output, f defined on all of X."""
    for rule, sign, where, key, expr, domain in (
        ("1D-MONOTONE", "+", "basic flow", "interval", "exp(x)", "R"),
        ("1D-MONOTONE", "-", "basic* flow", "interval", "x**2", "R"),
        ("1D-C0", "-", "basic C0", "continuous", "x**3 + 1", "R"),
        ("AUG", "+", "augmented-1 C0", "dimension", "|x|", "[0, 1]"),
        ("FLOOR-1D", "-", "basic* flow", "interval", "x**2", "[-1, 1]"),
        ("FLOOR-1D", "-", "linear-layer* flow", "interval", "x**2", "[-1, 1]"),
    ):
        data = genuine(expr, domain, rule, sign, where)
        word = "yes" if sign == "+" else "no"
        name = f"form-{rule}-{word}-{where.split()[0].replace('*', '-time')}-{key}".lower()
        both = changed(data, "map", "vars", to=["x", "y"])
        yield f"{name}-variables", against(key, "a map of two variables", both, ONE_DIMENSION)
        both = changed(data, "map", "expr", to=lambda old: [*old, "x"])
        yield f"{name}-outputs", against(key, "a map with two outputs", both, ONE_DIMENSION)
        names = f"{where.split()[0].rstrip('*')} {'non-' if '*' in where else ''}autonomous {where.split()[1]}"
        names += " lacks a fact of kind pieces"
        text = "that f is defined on all of X is there and not cited"
        yield f"{name}-uncited", against(key, text, uncited(data, "pieces"), names)
        text = "nothing shows that f is defined on all of X"
        yield f"{name}-undefined", against(key, text, without(data, "pieces"), "no fact of kind pieces")


def broken_classes() -> Iterator[tuple[str, Json]]:
    for regularity, expr, domain, text in (
        ("flow", "|x|", "R", "a continuous map with a kink as one that jumps"),
        ("Lip", "|x|", "R", "a Lipschitz map as one that is not"),
        ("C1", "x*|x|", "R", "a C^1 map with a jump of f'' as one that is not C^1"),
        ("Cinf", FLAT, "R", "a smooth map that is not analytic as one that is not smooth"),
        ("Comega", "exp(x)", "[0, 1]", "a map that is analytic up to its closed ends as one that is not"),
        ("Comega", "sqrt(x)", "(0, 1]", "a map that is not analytic at an end that X does not have"),
    ):
        data = forge(expr, domain, "REGULAR", "-", f"augmented-1* {regularity}")
        yield (
            f"regular-{regularity.lower()}{'-end' if domain != 'R' and 'exp' not in expr else ''}",
            against("fails", text, data),
        )
    for name, expr, domain, text in (
        ("slope", "exp(x)", "R", "a map with f' > 0 as one with a critical point"),
        ("end", "sin(x)", "[0, pi/2)", "a critical point at an end that X does not have"),
        ("kink", "Max(x, 2*x)", "R", "a kink with positive slopes as a critical point"),
        ("pole", "sqrt(x)", "[0, 1]", "an infinite derivative as a critical point"),
    ):
        yield f"regular-bilipschitz-{name}", against("fails", text, forge(expr, domain, "REGULAR", "-", "basic* Lip"))
    for regularity, expr, domain, text in (
        ("C0", JUMP, "R", "a map that jumps"),
        ("Lip", "sqrt(x)", "[0, 1]", "a map with an infinite derivative at a closed end"),
        ("C1", "|x|", "R", "a map with a kink"),
        ("Cinf", "x*|x|", "R", "a map with a jump of f''"),
        ("Comega", FLAT, "R", "a smooth map that is not analytic"),
    ):
        data = forge(expr, domain, "AUG", "+", f"augmented-1 {regularity}")
        yield f"augment-{regularity.lower()}", against("class", text, data)
    data = forge("exp(x)", "[0, 1]", "AUG", "+", "augmented-1 C0")
    text = "two outputs, which need two dimensions more"
    data = changed(data, "map", "expr", to=["exp(x)", "x"])
    yield "augment-two-outputs", against("dimension", text, data, ONE_DIMENSION)


def broken_basic() -> Iterator[tuple[str, Json]]:
    rises = "not proven: rising fails"
    for name, expr, domain, text in (
        ("falls", "-x", "R", "a falling map as a rising one"),
        ("jumps", "x + sign(x)", "R", "a map that rises and jumps"),
        ("turns", "x**2", "[-1, 1]", "a map with a minimum"),
        ("rests", "relu(x)", "R", "a map that is constant on a half-line"),
        ("end", HOLLOW.format("x"), "[0, 1]", "a map that rises inside X and jumps down at a closed end"),
    ):
        data = forge(expr, domain, "1D-MONOTONE", "+", "basic flow")
        yield f"monotone-{name}", against("positive", text, data, rises)
        data = forge(expr, domain, "1D-NONAUTO", "+", "basic* C0")
        yield f"isotopy-{name}", against("increasing", text, data)
    for name, domain, message in (
        ("union", "(0, 1) U (2, 3)", "is no interval"),
        ("empty", "[1, 0]", "the domain is empty"),
        ("point", "[1, 1]", "the domain is empty"),
        ("infinity", "[0, oo]", "a closed end at infinity"),
        ("space", "R^2", "is no interval"),
    ):
        data = forge("exp(x)", "R", "1D-MONOTONE", "+", "basic flow")
        text = f"a domain that is no interval: {domain}"
        yield f"domain-{name}", against("interval", text, changed(data, "map", "domain", to=domain), message)
    data = forge("x**3", "R", "1D-MONOTONE", "-", "basic* flow", order("0", "1"))
    yield "monotone-ascent", against("negative", "a pair of points that shows nothing", data, "descent fails")
    data = changed(genuine("x**2", "[-1, 1]", "1D-MONOTONE", "-", "basic* flow"), "map", "domain", to="(0) x R")
    yield "monotone-negative-domain", against("interval", "a descent on what is no interval", data, "is no interval")

    for name, key, expr, domain, text in (
        ("jump", "continuous", "x + sign(x)", "R", "a jump at a fixed point"),
        ("critical", "differentiable", "x**3 + 1", "R", "a critical point that is not fixed"),
        ("kink", "differentiable", "x + 1 + |x|/2", "R", "a kink that is not fixed"),
        ("family", "differentiable", "x + sin(x) + 1", "R", "infinitely many critical points that are not fixed"),
        ("family-once", "differentiable", "2*x + 2*sin(x) - pi", "R", "one critical point of a family is fixed"),
        ("limit", "fixed-points", PARABOLIC_WAVES, "[0, 1/8]", "f' tends to 1 with unbounded variation"),
    ):
        yield f"continuous-field-{name}", against(key, text, forge(expr, domain, "1D-C0", "+", "basic C0"))
    for name, expr, domain, text in (
        ("fixed", "x**3", "R", "the critical point is fixed"),
        ("kink", "Max(x, 2*x)", "R", "the kink is fixed"),
        ("none", "exp(x)", "R", "there is no critical point"),
        ("end", "x**2 + 1", "(0, 1]", "the critical point is an end that X does not have"),
        ("bend", "x + 1 + x*|x|/4", "[-1, 1]", "only f'' jumps"),
    ):
        data = forge(expr, domain, "1D-C0", "-", "basic C0")
        yield f"no-continuous-field-{name}", against("differentiable", text, data, "defect moves fails")
    data = forge("Max(x, 2*x)", "[-1, 1]", "1D-C0", "-", "basic C0")
    text = "the kink is fixed, on a closed interval"
    yield "no-continuous-field-closed", against("differentiable", text, data, "defect moves fails")
    for regularity, name, expr, domain, text in (
        ("Lip", "kink", "Max(x, 2*x)", "R", "a kink at a fixed point"),
        ("Lip", "end", "sqrt(x)", "(0, 1]", "an infinite derivative at an end that X does not have"),
        ("Lip", "bend", "x + 1 + x*|x|/4", "R", "a jump of f''"),
        ("C1", "bend", "elu(x)", "R", "a jump of f'' at a fixed point"),
        ("C1", "none", "2*x + x**(5/2)", "[0, 1]", "a third derivative that is infinite"),
        ("C1", "power", "2*x + x**(3/2)", "[0, 1]", "an infinite f'' at a fixed point"),
    ):
        data = forge(expr, domain, "1D-REGULAR", "-", f"basic {regularity}")
        yield f"regularity-{regularity.lower()}-{name}", against("obstruction", text, data)
    for name, key, expr, domain, text in (
        ("falls", "pieces", "-x", "R", "a falling map"),
        ("waves", "pieces", WAVES, "[0, 1/8]", "f'' oscillates without bound at a closed end"),
        ("power", "pieces", "2*x + x**(3/2)", "[0, 1]", "f'' is infinite at a closed end"),
        ("critical", "positive", "x**3", "R", "a critical point"),
        ("end", "positive", "x**2", "[0, 1]", "a critical point at a closed end"),
        ("kink", "no-kink", "x + 1 + |x|/2", "R", "a kink that is not fixed"),
    ):
        yield f"lipschitz-field-{name}", against(key, text, forge(expr, domain, "1D-LIP", "+", "basic Lip"))
    for regularity, name, expr, domain, text in (
        ("Lip", "critical", "x**3", "R", "a critical point"),
        ("Lip", "pole", "sqrt(x)", "[0, 1]", "an infinite derivative"),
        ("C1", "kink", "Max(x, 2*x)", "R", "a kink"),
        ("C1", "end", "x**2", "[0, 1]", "a critical point at a closed end"),
        ("Cinf", "bend", "x + x*|x|", "R", "a jump of f''"),
        ("Comega", "flat", FLAT, "R", "a smooth map that is not analytic"),
        ("Comega", "cubic", "x**3", "R", "a critical point"),
    ):
        data = forge(expr, domain, "1D-NONAUTO", "+", f"basic* {regularity}")
        yield f"isotopy-{regularity.lower()}-{name}", against("class", text, data)


TWO_PIECES = "Piecewise((x/2 + x**2/4, x < 1), (5*x/4 - 1/2, True))"
KNEE = "Piecewise((2*x/(1 + x), x < 1), (1 + (x - 1)**2, True))"
BEND_MOVES = "Piecewise((2*x/(1 + x), x < 2), (4/3 + 2*(x - 2)/9, True))"
ROUGH_FIXED = "Piecewise((2*x/(1 + x), x < 1), (1 + (x - 1)/2 + (x - 1)**(3/2)/4, True))"
BEND_FIXED = "Piecewise((2*x/(1 + x), x < 1), (1 + (x - 1)/2, True))"
ROUGH_END = "Piecewise((2*x/(1 + x), x < 2), (4/3 + 2*(x - 2)/9 + (x - 2)**(3/2), True))"


def broken_fields() -> Iterator[tuple[str, Json]]:
    for regularity, key, name, expr, domain, text in (
        ("C1", "no-fixed-point", "fixed", "exp(x) - 1", "R", "a fixed point"),
        ("Comega", "no-fixed-point", "end", "2*x", "[0, 1]", "a fixed point at a closed end"),
        ("Cinf", "no-fixed-point", "family", "x + sin(x)/2", "R", "infinitely many fixed points"),
        ("Comega", "no-fixed-point", "interval", "x", "R", "the identity"),
        ("C1", "derivative", "falls", "-x", "(1, 2)", "a falling map without fixed points"),
        ("Comega", "derivative", "critical", "x**2 + 1", "[0, oo)", "a critical point at a closed end"),
        ("C1", "class", "bend", "x + 1 + x*|x|/4", "(-1, oo)", "f'' jumps"),
        ("C1", "class", "kink", "x + 1 + |x|/2", "R", "a kink"),
        ("Cinf", "class", "power", "x + 1 + x**(5/2)", "[0, oo)", "C^2 and not C^3 at a closed end"),
        (
            "Comega",
            "class",
            "flat",
            FLAT.replace("x +", "1 + x +").replace("(x, True", "(x + 1, True"),
            "R",
            "not analytic",
        ),
    ):
        data = forge(expr, domain, "1D-NOFIX", "+", f"basic {regularity}")
        yield f"no-fixed-point-{regularity.lower()}-{name}", against(key, text, data)
    for regularity, key, name, expr, domain, text in (
        ("C1", "derivative", "critical", "x**3", "[-1/2, 1/2]", "a critical point"),
        ("C1", "derivative", "falls", "-x/2", "R", "a falling map"),
        ("C1", "derivative", "kink", "Max(2*x, 3*x)", "R", "a kink"),
        ("C1", "second-derivative", "bend", "2*x + relu(x - 1)**2", "R", "f'' jumps at a point that is not fixed"),
        ("C1", "second-derivative", "power", "2*x + x**(3/2)", "[0, 1]", "f'' is infinite at the fixed point"),
        ("C1", "one-sided", "two", "3*x/2 - x**2/2", "[0, 1]", "two fixed points in X"),
        ("C1", "one-sided", "many", "x + sin(x)/2", "R", "infinitely many fixed points"),
        ("Comega", "one-sided", "three", "tanh(2*x)", "R", "three fixed points"),
        ("Cinf", "smooth", "bend", "elu(x)", "R", "f'' jumps at the fixed point"),
        ("Cinf", "smooth", "flat", FLAT, "R", "f - id is flat at the end of an interval of fixed points"),
        ("Cinf", "smooth", "identity", "x", "R", "f - id is flat everywhere"),
        ("Comega", "analytic", "parabolic", "exp(x) - 1", "R", "the multiplier is 1"),
        ("Comega", "analytic", "parabolic-end", "sin(x)", "[0, 1]", "the multiplier is 1 at a closed end"),
        ("Comega", "analytic", "bend", "Piecewise((2*x, x < 0), (2*x + x**2, True))", "R", "f'' jumps"),
        ("Comega", "analytic", "power", "2*x + x**(5/2)", "[0, 1]", "f''' is infinite at the fixed point"),
        ("Comega", "analytic", "identity", "x", "R", "the identity"),
    ):
        data = forge(expr, domain, "1D-ONEFIX", "+", f"basic {regularity}")
        yield f"one-fixed-point-{regularity.lower()}-{name}", against(key, text, data)
    matches = component(0, FIELD, HALVES)
    for regularity, key, name, expr, domain, text in (
        ("C1", "regularity", "critical", KNEE, "[0, 3/2]", "a kink with a critical side"),
        ("C1", "regularity", "bend", BEND_MOVES, "[0, 3]", "f'' jumps at a point that is not fixed"),
        ("C1", "regularity", "power", ROUGH_END, "[0, 3]", "f'' is infinite on one side of a point"),
        ("Cinf", "smooth", "bend", BEND_FIXED, "[0, 2]", "f'' jumps at a fixed point"),
        ("Comega", "analytic", "bend", BEND_FIXED, "[0, 2]", "f'' jumps at a fixed point"),
    ):
        data = forge(expr, domain, "1D-MATCH", "+", f"basic {regularity}", matches)
        yield f"match-{regularity.lower()}-{name}", against(key, text, data)
    data = forge(ROUGH_FIXED, "[0, 2]", "1D-MATCH", "+", "basic C1", matches)
    yield "match-c1-power-fixed", against("regularity", "f'' is infinite on one side of a fixed point", data)
    data = genuine(ROOT_FORM, "[-1, 1]", "1D-MATCH", "+", "basic C1")
    last = max(k for k, one in enumerate(data["facts"]) if one["kind"] == "component")
    data["facts"].pop(last)
    data["cells"][0]["facts"].pop()
    yield "match-one-of-two", against("match", "one of two components is left out", data)
    data = forge("3*x/2 - x**2/2", "[0, 1]", "1D-MATCH", "+", "basic C1", matches)
    yield (
        "match-of-another-map",
        against("match", "the field of another map with the same fixed points", data, "f is not"),
    )
    mixed = "Piecewise((2*x/(1 + x), x <= 1), (1 + (x - 1)/2 + (x - 1)**2/2, True))"
    data = forge(mixed, "[0, 2]", "1D-MATCH", "+", "basic C1", matches)
    yield "match-second-component", against("match", "the field between the next two fixed points is not given", data)

    yield from broken_differences()
    for regularity, key, name, expr, domain, text, at in (
        ("C1", "consecutive", "one", "exp(x) - 1", "R", "only one fixed point", "1"),
        (
            "C1",
            "consecutive",
            "open",
            "3*x/2 - x**2/2",
            "(0, 1)",
            "both fixed points are ends that X does not have",
            "1/2",
        ),
        (
            "C1",
            "consecutive",
            "half",
            "3*x/2 - x**2/2",
            "[0, 1)",
            "one fixed point is an end that X does not have",
            "1/2",
        ),
        ("C1", "consecutive", "critical", "3*x**2 - 2*x**3", "[0, 1/2]", "f' vanishes at a fixed point", "1/4"),
        ("C1", "consecutive", "pieces", TWO_PIECES, "[-1/2, 3]", "the two lie on two pieces", "1/8"),
        ("Comega", "parabolic", "hyperbolic", "tanh(2*x)", "R", "all multipliers differ from 1", "1"),
        (
            "Comega",
            "parabolic",
            "open",
            "sin(x)",
            "(0, 1]",
            "the parabolic point is an end that X does not have",
            "1/2",
        ),
    ):
        data = forge(expr, domain, "1D-CLASS-M", "-", f"basic {regularity}")
        data["facts"].append(genuine_class_m(expr, at))
        data["cells"][0]["facts"].append(len(data["facts"]) - 1)
        yield f"class-m-{regularity.lower()}-{name}", against(key, text, data)
    data = forge(ROOT_FORM, "[-1, 1]", "1D-CLASS-M", "-", "basic C1", class_m("1/2"))
    yield "class-m-root", against("class-m", "a square root as a single-valued map", data, "is not in class M")
    data = forge("log(1 + 2*x)", "[0, oo)", "1D-CLASS-M", "-", "basic C1", class_m("1/2"))
    yield "class-m-logarithm", against("class-m", "a logarithm as a single-valued map", data, "is not in class M")
    data = forge(MATCH, "[0, 1]", "1D-CLASS-M", "-", "basic C1", class_m("1/2"))
    yield "class-m-moebius", against("not-moebius", "a Moebius map, which has an analytic field", data, "Schwarzian")
    data = forge("2*x", "[0, 1]", "1D-CLASS-M", "-", "basic Comega", class_m("1/2"))
    yield "class-m-affine", against("not-moebius", "an affine map", data, "Schwarzian derivative")
    yield from broken_closed_forms()


def broken_differences() -> Iterator[tuple[str, Json]]:
    """The fields at two neighbouring fixed points differ, or seem to."""
    own = differing(DIFFER, "[0, 1]")
    waves = "x + x*(1 - x)*(3/10 + sin(40*x)/5)*sqrt(1 + x)"
    for key, name, expr, domain, evidence, names, text in (
        ("regularity", "turns", DIFFER, "[0, 100]", own, "steep fails", "f falls behind the component"),
        ("regularity", "falls", waves, "[0, 1]", differing(waves, "[0, 1]"), "steep fails", "f falls on a part of it"),
        (
            "regularity",
            "rough",
            "x + x**(3/2)*(1 - x)/9",
            "[0, 1]",
            own,
            "not analytic up to a fixed point",
            "f is only C^1 up to a fixed point",
        ),
        (
            "regularity",
            "jumps",
            f"Piecewise(({DIFFER} + 1/100 - x/100, x > 0), (0, True))",
            "[0, 1]",
            own,
            "not analytic up to a fixed point",
            "f jumps at a fixed point",
        ),
        ("bounded-component", "open", DIFFER, "(0, 1]", own, "that do not exist", "a fixed point that X does not have"),
        ("bounded-component", "one", "exp(x) - 1", "R", own, "that do not exist", "only one fixed point"),
        ("bounded-component", "pieces", TWO_PIECES, "[-1/2, 3]", own, "do not lie on one piece", "on two pieces"),
        (
            "bounded-component",
            "interval",
            "Piecewise((2*x - 1, x < 1), (x, x < 2), (2*x - 2, True))",
            "[0, 3]",
            own,
            "the fixed points are not neighbours",
            "an interval of fixed points between",
        ),
        (
            "bounded-component",
            "family",
            "Piecewise((x/2, x < 0), (x + atan(sin(x))/5, True))",
            "[-1, oo)",
            own,
            "the fixed points are not neighbours",
            "a fixed break and the points of a periodic family, which are not all listed",
        ),
        ("differ", "same", MATCH, "[0, 1]", same_fields(), "apart fails", "two fields that coincide"),
    ):
        data = forge(expr, domain, "1D-MATCH", "-", "basic C1", evidence)
        yield f"differ-{name}", against(key, text, data, names)


def same_fields() -> Json:
    """Enclosures of the two fields of 2 x/(1 + x), which coincide."""
    from embedcheck.balls import fmpq
    from embedcheck.balls.arith import ball_text
    from embedcheck.balls.checks.spots import exact_spot
    from embedcheck.balls.fields import End, Place, compare_fields
    from embedcheck.parsing import read_map

    (f,), (x,), _ = read_map(MATCH, ["x"])
    places = Place(exact_spot(sp.Integer(0))), Place(exact_spot(sp.Integer(1)))
    ends = End(fmpq(1, 2), fmpq(1, 4), 20), End(fmpq(1), fmpq(1, 4), 20)
    values = compare_fields(f, x, places, ends, fmpq(1, 64), 200, 12)
    balls = [dict(zip(("middle", "radius"), ball_text(value), strict=True)) for value in values]
    shown = [{"radius": str(end.radius), "circle": str(end.circle), "order": end.order} for end in ends]
    return {"kind": "match", "left": 0, "point": "1/64", "bits": 200, "steps": 12, "ends": shown, "values": balls}


def genuine_class_m(expr: str, at: str) -> Json:
    """Membership of the map, or of its first piece, with an enclosure that the checker accepts."""
    from embedcheck.balls.arith import ball_text, read_rational
    from embedcheck.balls.enclose import schwarzian
    from embedcheck.balls.program import compile_expression
    from embedcheck.parsing import read_map

    inner = "x/2 + x**2/4" if expr == TWO_PIECES else expr
    value = schwarzian(compile_expression(read_map(inner, ["x"])[0][0]), read_rational(at))
    middle, radius = ball_text(value)
    return class_m(at, ball={"middle": middle, "radius": radius})


def broken_closed_forms() -> Iterator[tuple[str, Json]]:
    inside = cover([], [1], STURM)
    both = cover([point("0"), point("1")], [-1, 1, -1], parts(end_box("-1"), crossing("-1", "1/4"), end_box("1")))

    def claim(expr: str, domain: str, *extra: Json) -> Json:
        return forge(expr, domain, "1D-CLOSED", "+", "basic Comega", *extra)

    for name, expr, domain, extra, text in (
        ("falls", "1/(1 + x)", "[0, 1]", moebius("0", "1", "1", "1"), "a falling Moebius map"),
        ("constant", "1", "R", moebius("0", "1", "0", "1"), "a constant"),
        (
            "jumps",
            HOLLOW.format(MATCH),
            "[0, 1]",
            moebius("2", "0", "1", "1"),
            "a Moebius map that jumps at a closed end",
        ),
    ):
        yield f"closed-{name}", against("julia", text, claim(expr, domain, extra))
    for name, key, text, field, lower, upper, known, forms, message in (
        (
            "julia",
            "julia",
            "a field that f does not preserve",
            "x*(1 - x)*(1 + x)",
            "0",
            "1",
            inside,
            1,
            "does not generate",
        ),
        (
            "time",
            "time",
            "twice the field: f after half the time",
            f"2*{FIELD}",
            "0",
            "1",
            inside,
            1,
            "does not generate",
        ),
        ("sign", "sign", "the field backwards", f"-{FIELD}", "0", "1", cover([], [-1], STURM), 1, "points away"),
        ("hull", "zeros", "a hull that leaves out f(X)", FIELD, "1/4", "3/4", inside, 1, "the hull is too small"),
        ("zeros", "zeros", "zeros of the field outside X", FIELD, "-1", "2", both, 3, "a zero that is not fixed"),
    ):
        proven = {**known, "proof": CLOSED_PROOFS[name]} if name in CLOSED_PROOFS else known
        extra = closed(field, lower, upper, proven, *[HALVES] * forms)
        yield f"closed-{name}", against(key, text, claim(MATCH, "(0, 1)", extra), message)
    left = closed(FIELD, "-oo", "oo", {**both, "proof": CLOSED_PROOFS["left"]}, HALVES, HALVES, HALVES)
    text = "left of the pole the solutions reach the image only through infinity"
    yield "closed-pole", against("zeros", text, claim(MATCH, "(-oo, -1)", left), "a zero that is not fixed")
    log_form = coordinate("log", "2 0 0 1", "1", "2")
    known = cover([], [-1], parts(tail("16", 4), box("1/16", "15/16"), end_box("15/16", True)))
    square = {**closed("log(2)*x*log(x)", "0", "1", known, log_form), "demands": [demand("x", 0, 1, POSITIVE)]}
    text = "the field of x**2 on [0, 1] is not analytic at 0"
    yield "closed-class", against("class", text, claim("x**2", "[0, 1]", square), "the field at an end of X")
    yield (
        "closed-power-end",
        against(
            "class",
            "a power on a half-line with its end",
            claim("x**2", "[0, oo)", power("1", "2")),
            "no power on (0, oo)",
        ),
    )
    text = "the Moebius matrix of another map"
    yield (
        "closed-matrix",
        against("julia", text, claim(MATCH, "[0, 1]", moebius("3", "0", "1", "1")), "this Moebius map"),
    )
    text = "an inverse power, which falls"
    yield "closed-power-sign", against("julia", text, claim("1/x", "(0, oo)", power("1", "-1")), "no power on (0, oo)")
    text = "a Moebius map on one of two pieces"
    data = claim(BEND_FIXED, "[0, 2]", moebius("2", "0", "1", "1"))
    yield "closed-two-pieces", against("julia", text, data, "this Moebius map")


CLOSED_PROOFS: dict[str, Json] = {
    "julia": parts(end_box("1/4", True), *boxes("1/4", "3/4", 4), end_box("3/4", True)),
    "time": parts(end_box("1/4", True), *boxes("1/4", "3/4", 4), end_box("3/4", True)),
    "sign": parts(end_box("1/4", True), *boxes("1/4", "3/4", 4), end_box("3/4", True)),
    "hull": parts(end_box("3/8"), *boxes("3/8", "5/8", 4), end_box("5/8")),
    "zeros": parts(
        end_box("-1/4"), crossing("-1/4", "1/4"), *boxes("1/4", "3/4", 4), crossing("3/4", "5/4"), end_box("5/4")
    ),
    "left": parts(
        tail("4"), *boxes("-4", "-1/4", 32), crossing("-1/4", "1/4"), *boxes("1/4", "3/4", 4), crossing("3/4", "5/4"),
        *boxes("5/4", "4", 32), tail("4"),
    ),
}  # fmt: skip


def broken_layers() -> Iterator[tuple[str, Json]]:
    for name, expr, domain, extra, text in (
        ("shift", "x + 1", "R", affine_map("1", "1"), "a shift"),
        ("double", "2*x", "R", affine_map("2", "0"), "a doubling"),
        ("end", HOLLOW.format("x"), "[0, 1]", affine_map("1", "0"), "the identity, except at a closed end"),
    ):
        data = forge(expr, domain, "1D-IDENTITY", "+", "basic Comega", extra)
        yield f"identity-{name}", against("identity", f"{text}, as the identity", data)
    for name, expr, domain, extra, message, text in (
        ("square", "x**2", "R", affine_map("1", "0"), "this affine function", "a square"),
        (
            "kink",
            "Max(x, 2*x)",
            "R",
            affine_map("1", "0"),
            "this affine function",
            "an affine map on one of two pieces",
        ),
        ("end", HOLLOW.format("x"), "[0, 1]", affine_map("1", "0"), "continuous fails", "a jump at a closed end"),
    ):
        data = forge(expr, domain, "AFFINE-LAYER", "+", "linear-layer Comega", extra)
        yield f"affine-{name}", against("affine", text, data, message)

    for regularity in ("flow", "C0", "Lip", "C1", "Comega"):
        extra = [line("5", NEGATIVE, bound="4")] if regularity in ("C1", "Comega") else []
        data = forge("x**2", "[-1, 1]", "1D-LAYER", "+", f"linear-layer {regularity}", *extra)
        yield f"layer-{regularity.lower()}-turns", against("monotone", "a map with a minimum", data)
    for regularity, name, expr, domain, extra, text in (
        ("C0", "three", THREE_KINKS, "R", None, "three kinks on no line"),
        ("C0", "waves", WAVES, "[0, 1/8]", None, "log f' has unbounded variation at a closed end"),
        ("Lip", "critical", "x**3", "R", None, "a critical point"),
        ("Lip", "three", THREE_KINKS, "R", None, "three kinks on no line"),
        ("Lip", "power", "2*x + x**(3/2)", "[0, 1]", None, "f'' is infinite at a closed end"),
        ("C1", "kink", "Max(x, 2*x)", "R", line("4", *[cover([], [-1], CONSTANT)] * 2, bound="3"), "a kink"),
        ("C1", "critical", "x**3", "[-1, 1]", line("5", NEGATIVE, bound="4"), "a critical point"),
        (
            "C1", "power", "2*x + x**(3/2)", "[0, 1]", line("5", cover([], [-1], extent("plain")), bound="4"),
            "f'' is infinite at a closed end",
        ),
        (
            "C1", "bends", "x + relu(x)**2 + relu(x - 1)**2", "[-1, 2]",
            line("9", cover([], [-1], CONSTANT), NEGATIVE, NEGATIVE, bound="8"), "two jumps of f''",
        ),
        (
            "C1", "intercept", "x + 1 + x*|x|/4", "[-1, 1]", line("1", POSITIVE, POSITIVE, intercept="0"),
            "the line misses the jump of f''",
        ),
        ("C1", "falling", "2*x + x**3", "[-1, 1]", line("-7", NEGATIVE, bound="6"), "a falling line and a rising map"),
        (
            "C1", "flat", "x + sin(x)/2", "R", line("1", cover([], [-1], extent("plain")), bound="2"),
            "a line that is met infinitely often",
        ),
        (
            "Comega", "flat", "x + sin(x)/2", "R", line("1", cover([], [-1], extent("plain")), bound="2"),
            "a line that is met infinitely often",
        ),
        ("Comega", "critical", "x**3", "[-1, 1]", line("5", NEGATIVE, bound="4"), "a critical point"),
        (
            "Comega", "power", "2*x + x**(3/2)", "[0, 1]", line("5", cover([], [-1], extent("plain")), bound="4"),
            "f'' is infinite at a closed end",
        ),
        (
            "Comega", "power-five-halves", "2*x + x**(5/2)", "[0, 1]",
            line("7", cover([], [-1], extent("plain")), bound="6"), "f''' is infinite at a closed end",
        ),
        (
            "Comega", "bend", "elu(x)", "R",
            line("3", cover([], [-1], extent("plain")), cover([], [-1], CONSTANT), bound="2"), "a jump of f''",
        ),
    ):  # fmt: skip
        data = forge(expr, domain, "1D-LAYER", "+", f"linear-layer {regularity}", *([extra] if extra else []))
        yield f"layer-{regularity.lower()}-{name}", against("line", text, data)
    yield "layer-no-monotone", against(
        "monotone", "three kinks of a map with a minimum",
        forge("|x| + relu(x - 1) + relu(x - 2)", "R", "1D-LAYER", "-", "linear-layer C0"),
    )  # fmt: skip
    for regularity, name, expr, domain, text in (
        ("C0", "two", "x + relu(x) + relu(x - 1)", "R", "two kinks lie on a line"),
        ("C0", "family", "x + sin(x)", "R", "infinitely many critical points on one line"),
        ("C0", "end", THREE_KINKS, "(0, oo)", "the third kink is an end that X does not have"),
        ("Lip", "one", "x + 1 + |x|/2", "R", "one kink"),
        ("C1", "bends", "x + relu(x)**2 + relu(x - 1)**2", "R", "two jumps of f''"),
        ("C0", "bends", THREE_BENDS, "R", "jumps of f'' cost no continuous field"),
        ("Lip", "bends", THREE_BENDS, "R", "jumps of f'' cost no Lipschitz field"),
        ("C1", "none", "exp(x)", "R", "no jump at all"),
    ):
        data = forge(expr, domain, "1D-LAYER", "-", f"linear-layer {regularity}")
        yield f"layer-no-{regularity.lower()}-{name}", against("bad-points", text, data)
    for regularity, name, key, expr, domain, text in (
        ("C0", "turns", "monotone", "x**2", "R", "a map with a minimum"),
        ("C0", "jumps", "monotone", JUMP, "R", "a map that jumps"),
        ("Lip", "critical", "line", "-x**3", "R", "a critical point"),
        ("Lip", "pole", "line", "sqrt(x)", "[0, 1]", "an infinite derivative"),
        ("C1", "kink", "line", "-Max(x, 2*x)", "R", "a kink"),
        ("Cinf", "bend", "line", "x + x*|x|", "R", "a jump of f''"),
        ("Comega", "flat", "line", FLAT, "R", "a smooth map that is not analytic"),
        ("Comega", "critical", "line", "x**3", "R", "a critical point"),
    ):
        data = forge(expr, domain, "1D-LAYER", "+", f"linear-layer* {regularity}")
        yield f"layer-time-{regularity.lower()}-{name}", against(key, text, data)
    for name, key, expr, domain, text in (
        ("turns", "monotone", "x**2", "R", "a map with a minimum, refuted by another theorem"),
        ("none", "bad-points", "exp(x)", "R", "no critical point"),
        ("end", "bad-points", "sin(x)", "[0, pi/2)", "a critical point at an end that X does not have"),
        ("kink", "bad-points", "Max(x, 2*x)", "R", "a kink with positive slopes"),
    ):
        yield f"layer-time-no-{name}", against(key, text, forge(expr, domain, "1D-LAYER", "-", "linear-layer* Lip"))

    up, down, level = order("1/4", "1/2"), order("1/2", "3/4"), order("-1/2", "1/2")
    extremum = "Piecewise((x, x < 0), (-1/2, x <= 0), (x - 1, True))"
    for rule, key in (("EXTREMUM", "extremum"), ("HULL", "dimension")):
        for name, expr, domain, extra, text in (
            ("rises", "x", "R", (up, down), "a rising map: both pairs ascend"),
            ("falls", "-x", "R", (up, down), "a falling map: both pairs descend"),
            ("jumps", extremum, "R", (order("-1/4", "1/4"), up), "a map that jumps past its extremum"),
        ):
            data = forge(expr, domain, rule, "-", "linear-layer* flow", *extra)
            yield f"{rule.lower()}-{name}", against(key, text, data)
    data = forge("1", "R", "EXTREMUM", "-", "linear-layer* flow", up)
    yield "extremum-constant", against("scalar", "a constant, which is affine", data)
    data = forge("1", "R", "HULL", "-", "linear-layer* flow", up)
    yield "hull-constant", against("dimension", "a constant, which is affine", data)
    data = forge("1", "R", "ODD-EVEN", "-", "linear-layer* flow", even("0"), up)
    yield "even-constant", against("dimension", "a constant, which is affine", data)
    for name, expr, domain, centre, message, text in (
        ("end", "x**2", "[0, 1]", "0", "the centre is not inside X", "even about an end of X"),
        ("outside", "x**2", "[1, 2]", "0", "the centre is not inside X", "even about a point outside X"),
        ("odd", "x**3", "R", "0", "is not even about", "an odd map"),
        ("shifted", "x**2 + x", "R", "0", "is not even about", "even about another point"),
    ):
        data = forge(expr, domain, "ODD-EVEN", "-", "linear-layer* flow", even(centre), order("5/4", "3/2"))
        if domain == "[0, 1]":
            data["facts"][-1] = order("1/4", "1/2")
        yield f"even-{name}", against("even", text, data, message)
    for name, expr, domain, extra, text in (
        ("none", "exp(x)", "R", up, "no critical point"),
        ("constant", "1", "R", up, "a constant, which is affine"),
        ("level", "x**2", "[-1, 1]", level, "two points with one value do not show that f is not constant"),
        ("kink", "Piecewise((-x**2, x < 0), (x, True))", "R", up, "critical on one side of a kink"),
    ):
        data = forge(expr, domain, "DIM-BOUND", "-", "linear-layer* Lip", extra)
        yield f"dimension-{name}", against("rank", text, data)
    for name, architecture, key, expr, extra, text in (
        ("rises", "basic*", "pairs", "x", (up,), "a rising map"),
        ("level", "basic*", "pairs", "x**2", (level,), "two points with one value, which leave no distance"),
        ("falls", "linear-layer*", "pairs", "-x", (up,), "a falling map: -f rises"),
        ("rising", "linear-layer*", "pairs", "x", (up,), "a rising map"),
        ("flat", "linear-layer*", "pairs", "x**2", (level, up), "a rise and no drop"),
    ):
        data = forge(expr, "[-1, 1]", "FLOOR-1D", "-", f"{architecture} flow", *extra)
        yield f"floor-{name}", against(key, text, data, "fails")
    for architecture in ("basic*", "linear-layer*"):
        data = forge("-x", "[-1, 1]", "FLOOR-1D", "-", f"{architecture} flow", up, order("0", "1"))
        text = "a floor on what is no interval"
        name = f"floor-domain-{architecture.rstrip('*')}"
        yield name, against("interval", text, changed(data, "map", "domain", to="[-1, 0) U (0, 1]"), "is no interval")
