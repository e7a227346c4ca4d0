"""Certificates of false claims that an earlier checker accepted."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from evidence import (
    AFFINE,
    CONSTANT,
    POSITIVE,
    WHOLE,
    Json,
    affine_map,
    against,
    algebraic,
    attack,
    box,
    boxes,
    certificate,
    changed,
    cover,
    crossing,
    demand,
    end_box,
    exact_zero,
    extent,
    fixed_points,
    forge,
    ladder,
    local,
    order,
    parts,
    periodic,
    pieces,
    point,
    range_tail,
    side,
    slope,
    tail,
)

# Just above and just below the square root of 2.
ROOT = math.isqrt(2 * 10**124)
ABOVE, BELOW = (f"1.{ROOT + k - 10**62:062}" for k in (1, 0))
KNOWN = side(None, None, None)
QUINTIC = "(x**5 - x - 1)"


def misplaced_crossing() -> Json:
    """The kink is at 3/2, which f moves; the certificate puts it at the root of 2, which f fixes."""
    root = algebraic(["-2", "0", "1"], "1", "2")

    def sign(function: str, s: int) -> Json:
        proof = parts(end_box("1"), crossing("1", "2"), end_box("2"))
        return demand(function, 0, 2, cover([root], [-s, s], proof))

    split = pieces([point("0"), root, point("3")], [1], sign("x - 3/2", 1), sign("3/2 - x", -1))
    rises = slope(cover([], [1], AFFINE), cover([], [1], AFFINE))
    evidence = [split, rises, local([None, KNOWN], [KNOWN, KNOWN], [KNOWN, None])]
    expr = "x + (x**2 - 2)/10 + Min(x - 3/2, 0)"
    return certificate(expr, "[0, 3]", "1D-LIP", "+", "basic Lip", evidence)


def ladder_over_a_jump() -> Json:
    """The derivatives of g rise on a tail where g itself jumps at 5, so that f is not monotone."""
    g = "atan(1/(x - 5)) + atan(x - 5) - exp(x)/10**9"
    expr = f"Piecewise((x + 1, x == 5), (x + 1, {g} < 0), (x - 100, True))"
    below = cover([], [-1], parts(range_tail("4"), ladder("4", 1, "factor")))
    known = demand("x - 5", 0, 2, cover([point("5")], [-1, 1], AFFINE)), demand(g, 0, 2, below)
    split = pieces([point("-oo"), point("5"), point("oo")], [], *known)
    one = cover([], [1], CONSTANT)
    return certificate(expr, "R", "1D-NOFIX", "+", "basic Comega", [split, slope(one), local(), fixed_points(one)])


def disguised_end() -> Json:
    """f' vanishes where the period ends too, at points that f moves; the end is written as an undecided constant."""
    w = "sqrt(2)"
    expr = f"x - {w}*sin(2*{w}*x)/4 - cos({w}*x)*{w}/2 + cos({w}*x)**3*{w}/6 + {w}/3"
    start = f"-pi*sqrt(3 + 2*{w})/(2 + {w})"
    proof = periodic(f"{w}*pi", start, {"kind": "sturm", "coordinate": "tan"})
    evidence = [WHOLE, slope(cover([point("0")], [1, 1], proof)), local()]
    return certificate(expr, "R", "1D-C0", "+", "basic C0", evidence)


def family_of_another_piece() -> Json:
    """f' = 3/4 + cos(2 x)/2 - cos(x) on x > 0 vanishes at pi/3, 5 pi/3, 7 pi/3, ..., which are not on a line. The
    family is given by -5 pi/3 and -pi/3 on the other piece, which a line through the first two of them meets there."""
    import sympy as sp

    from embedcheck.parsing import to_text

    x = sp.Symbol("x", real=True)
    right = 3 * x / 4 + sp.sin(2 * x) / 4 - sp.sin(x)
    first, second = sp.pi / 3, 5 * sp.pi / 3
    rate = sp.expand((right.subs(x, second) - right.subs(x, first)) / (second - first))
    chord = sp.expand(right.subs(x, first) + rate * (x - first))
    near, far, fade = -first, -second, 2
    u = sp.simplify(-chord.subs(x, 0) / (near * far))
    v = sp.simplify((sp.Rational(1, 4) - rate + u * (near + far)) / (near * far) - fade * u)
    left = chord + (x - near) * (x - far) * (u + v * x) * sp.exp(fade * x)
    expr = f"Piecewise(({to_text(left)}, x <= 0), ({to_text(right)}, True))"
    split = pieces([point("-6"), point("0"), point("oo")], [1], demand("x", 0, 2, cover([point("0")], [-1, 1], AFFINE)))
    fine = [Fraction(k - 600, 100) for k in range(601)]
    walls = [box(str(a), str(b)) for a, b in itertools.pairwise(fine[1:-1])]
    rises = cover([], [1], parts(end_box(str(fine[1])), *walls, end_box(str(fine[-2]))))
    zero = exact_zero(tail("4", 8), tail("4", 8))
    middle = [*boxes("-6", "-27/5", 20), zero, *boxes("-5", "-6/5", 80), zero, *boxes("-4/5", "-1/5", 30)]
    proof = periodic("2*pi", "-2*pi", parts(end_box("-6"), *middle, end_box("-1/5")))
    family = cover([point("-5*pi/3"), point("-pi/3")], [1, 1, 1], proof)
    evidence = [split, slope(rises, family), local([None, KNOWN], [KNOWN, KNOWN])]
    return certificate(expr, "[-6, oo)", "1D-LAYER", "+", "linear-layer C0", evidence)


def family_in_front_of_its_piece() -> Json:
    """The bad points of f are 4, 3 pi, 5 pi, ..., on no line; the family is given by pi, in front of its piece."""
    rate = "(3*pi - 4 - sin(4))/(3*pi - 4)"
    expr = f"Piecewise((4 + sin(4) + (x - 4)*{rate}, x < 4), (x + sin(x), True))"
    split = pieces(
        [point("-oo"), point("4"), point("oo")], [1], demand("x - 4", 0, 2, cover([point("4")], [-1, 1], AFFINE))
    )
    close = tail("4", 6)
    middle = [*boxes("3/2", "59/20", 12), exact_zero(close, close), *boxes("67/20", "6", 16)]
    proof = periodic("2*pi", "6/7", parts(end_box("3/2"), *middle, end_box("6")))
    rises = slope(cover([], [1], CONSTANT), cover([point("pi")], [1, 1], proof))
    evidence = [split, rises, local([None, None])]
    return certificate(expr, "R", "1D-LAYER", "+", "linear-layer C0", evidence)


def tangent_as_affine() -> Json:
    """atan(tan(x)) has the derivative 1 and jumps at pi/2: f is x + 1 before it and x - 100 behind."""
    expr = "Piecewise((x + 1, x == pi/2), (x + 1, atan(tan(x)) >= 0), (x - 100, True))"
    before = parts(end_box("1/2"), box("1/2", "1"), end_box("1", True))
    behind = parts(end_box("2", True), box("2", "3"), box("3", "7/2"), end_box("7/2"))
    known = (
        demand("x - pi/2", 0, 2, cover([point("pi/2")], [-1, 1], AFFINE)),
        demand("cos(x)", 0, 1, cover([], [1], before)),
        demand("cos(x)", 1, 2, cover([], [-1], behind)),
        demand("atan(tan(x))", 0, 2, cover([], [1], AFFINE)),
    )
    split, one = pieces([point("0"), point("pi/2"), point("4")], [], *known), cover([], [1], CONSTANT)
    evidence = [split, slope(one), local([None, KNOWN]), fixed_points(one)]
    return certificate(expr, "[0, 4)", "1D-NOFIX", "+", "basic Comega", evidence)


def hidden_in_a_branch(expr: str) -> Json:
    """A text, as it is: the second case is not defined for x <= 0, where it applies."""
    known = demand("x - 1", 0, 2, cover([point("1")], [-1, 1], AFFINE)), demand("x", 1, 2, POSITIVE)
    split = pieces([point("-oo"), point("1"), point("oo")], [1], *known)
    rises = slope(cover([], [1], CONSTANT), cover([], [1], extent("plain")))
    data = certificate("x", "R", "1D-NONAUTO", "+", "basic* C1", [split, rises, local([KNOWN, KNOWN])])
    return changed(data, "map", "expr", to=[expr])


def shifted(expr: str) -> Json:
    """x plus a constant, if there is such a constant."""
    evidence = [WHOLE, slope(cover([], [1], CONSTANT)), local()]
    return certificate(expr, "R", "1D-NONAUTO", "+", "basic* Comega", evidence)


def complex_cases(names: str) -> Iterator[tuple[str, Json]]:
    """A constant that is not real as the whole map, or as a whole case of it."""
    value = f"sqrt(sqrt(2) - {ABOVE})"
    for name, domain, low, high in (("line", "R", "-oo", "oo"), ("interval", "(0, 1)", "0", "1")):
        whole = pieces([point(low), point(high)], [])
        evidence = [whole, local(), affine_map("0", value)]
        data = certificate(value, domain, "AFFINE-LAYER", "+", "linear-layer Comega", evidence)
        text = "a constant that is not real as an affine map"
        yield f"found-complex-affine-{name}", attack(text, data, names, None, "map")
        data = certificate(value, domain, "AUG", "+", "augmented-1 Comega", [whole, local()])
        text = "a constant that is not real as an analytic map"
        yield f"found-complex-augment-{name}", attack(text, data, names, None, "map")
    sign = demand("x", 0, 2, cover([point("0")], [-1, 1], AFFINE))
    split = pieces([point("-oo"), point("0"), point("oo")], [1], sign)
    expr = f"Piecewise(({value}, x < 0), (sin(x), True))"
    for name, rule in (("floor", "FLOOR-1D"), ("monotone", "1D-MONOTONE")):
        data = certificate(expr, "R", rule, "-", "basic* flow", [split, order("3/2", "3")])
        text = "a case that is a constant that is not real, under a descent elsewhere"
        yield f"found-complex-{name}", attack(text, data, names, None, "map")


def regressions() -> Iterator[tuple[str, Json]]:
    def on(text: str, data: Json, names: str, key: str = "cover") -> Json:
        return attack(text, data, names, None, key)

    text = "a kink beside the zero that is crossed, at a fixed point"
    yield "found-crossing", on(text, misplaced_crossing(), "is not the one between 1 and 2")
    text = "a ladder over a jump of its function"
    yield "found-ladder", on(text, ladder_over_a_jump(), "is not proven analytic on a tail")
    text = "the zero at the end of a period is left out, the end is disguised"
    yield "found-half-angle", on(text, disguised_end(), "at the end of the period")
    text = "a function with a jump as an affine one"
    yield "found-affine", on(text, tangent_as_affine(), "atan(tan(x)) is not affine")
    for name, data in (("piece", family_of_another_piece()), ("front", family_in_front_of_its_piece())):
        text = "critical points on no line, the family given by members outside its piece"
        yield f"found-family-{name}", attack(text, data, "outside its interval", "1D-LAYER", "line")

    real, outside = "is not shown to be a real number", "of a number outside its domain is not real"
    constants: tuple[tuple[str, str, str], ...] = (
        ("root", f"x + sqrt(sqrt(2) - {ABOVE})", real),
        ("power", f"x + (sqrt(2) - {ABOVE})**(3/2)", real),
        ("acosh", f"x + acosh(1 + sqrt(2) - {ABOVE})", real),
        ("acos", f"x + acos(1 + {ABOVE} - sqrt(2))", outside),
        ("atanh", f"x + atanh({ABOVE} - sqrt(2) + 1)", outside),
        ("logarithm", f"x + log(sqrt(2) - {ABOVE})", "undefined: log(0)"),
        ("quotient", f"x*sqrt(sqrt(2) - {ABOVE})**2/({BELOW} - sqrt(2))", "undefined: division by zero"),
    )
    for name, expr, names in constants:
        yield f"found-complex-{name}", on("a constant that is not real", shifted(expr), names, "map")
    yield from complex_cases(real)
    canonical_ = "the text of the map is not canonical"
    for name, expr in (("difference", "x + 1 + tan(x) - tan(x)"), ("product", "x + 1 + 0*tan(x)")):
        text = "a tangent that cancels, with its poles"
        yield f"found-tangent-{name}", on(text, changed(shifted("x"), "map", "expr", to=[expr]), canonical_, "map")
    for name, expr in (
        ("logarithm", "Piecewise((x + log(x), x > 1), (2*x - 1 + log(x) - log(x), True))"),
        ("other", "Piecewise((2*x - 1 - log(x), x >= 1), (x + log(x) - log(x), True))"),
    ):
        text = "a logarithm that cancels in one case and shows in another"
        yield f"found-branch-{name}", on(text, hidden_in_a_branch(expr), canonical_, "map")

    # f' vanishes on one side of the root of a quintic, where it is known by an enclosure only.
    flat = f"x - {QUINTIC}/(5*x**4 - 1) - (|{QUINTIC}| - {QUINTIC})/2"
    cubic = f"{QUINTIC}**3 + {QUINTIC} + |{QUINTIC}|"
    undecided = "the sign of a one-sided derivative at a break or an end"
    claims: tuple[tuple[str, Any, str, str, str], ...] = (
        ("field", (flat, "[11/10, 2]"), "1D-LIP", "basic Lip", "positive"),
        ("isotopy", (cubic, "[1, 2]"), "1D-NONAUTO", "basic* Lip", "class"),
        ("layer", (cubic, "[1, 2]"), "1D-LAYER", "linear-layer Lip", "line"),
        ("layer-time", (cubic, "[1, 2]"), "1D-LAYER", "linear-layer* Lip", "line"),
    )
    for name, about, rule, where, key in claims:
        text = "a one-sided derivative that vanishes at a kink known by an enclosure"
        names = f"{rule}: hypothesis '{key}' is not proven: {undecided}"
        yield f"found-slope-{name}", against(key, text, forge(*about, rule, "+", where), names)

    seven: Json = {"middle": "7*2^0", "radius": "0*2^0"}
    level = order("0", "1", seven, seven)
    evidence = [WHOLE, local(), level]
    text, names = "a constant, which lies in every hull", "HULL: hypothesis 'dimension' is not proven: not constant"
    data = certificate("7", "R", "HULL", "-", "linear-layer* flow", evidence)
    yield "found-hull", against("dimension", text, data, names)
    way = ("INC-AUTONOMOUS", "INC-CLASS")
    data = certificate("7", "R", "HULL", "-", "linear-layer C0", evidence, origin="linear-layer* flow", via=way)
    yield "found-hull-lifted", against("dimension", text, data, names)
