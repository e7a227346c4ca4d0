"""Attacks on everything else: covers, points, pieces, single facts, the claim itself, the map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evidence import (
    AFFINE,
    CONSTANT,
    COPIES,
    DIFFER,
    FIELD,
    MATCH,
    NEGATIVE,
    PARABOLIC,
    POSITIVE,
    STURM,
    WHOLE,
    Json,
    algebraic,
    attack,
    box,
    boxes,
    by_logarithm,
    canonical,
    cell,
    certificate,
    changed,
    component,
    coordinate,
    cover,
    critical,
    crossing,
    crossings,
    demand,
    differing,
    end_box,
    exact_zero,
    extent,
    forge,
    genuine,
    ladder,
    line,
    local,
    order,
    parts,
    periodic,
    pieces,
    point,
    quintic,
    range_tail,
    rising,
    side,
    slope,
    tail,
    uncited,
    wave,
    without,
    zero,
)

SLOPE = ("facts", 1, "covers", 0)
PARTS = (*SLOPE, "proof", "parts")


def broken_covers() -> Iterator[tuple[str, Json]]:
    """Covers with a gap, or that list other zeros and signs than there are."""
    base, two = quintic(), crossings()
    middle = next(k for k, one in enumerate(base["facts"][1]["covers"][0]["proof"]["parts"]) if "left" in one)

    def part(data: Json, number: int, text: str, names: str, to: Any) -> Json:
        return attack(text, changed(data, *PARTS, number, to=to), names, None, "cover")

    def without_part(data: Json, number: int, text: str, names: str) -> Json:
        return attack(
            text, changed(data, *PARTS, to=lambda old: old[:number] + old[number + 1 :]), names, None, "cover"
        )

    gap = "a gap in the cover"
    yield "cover-missing-box", without_part(base, 5, "a box in the middle is left out", gap)
    yield "cover-missing-first-box", without_part(base, 1, "the box next to the left tail is left out", gap)
    yield "cover-missing-last-box", without_part(base, -2, "the box next to the right tail is left out", gap)
    yield "cover-missing-zero", without_part(base, middle, "the part around the zero is left out", gap)
    yield "cover-shrunk-box", part(base, 5, "a box begins too late", gap, lambda old: {**old, "lower": "-111/32"})
    yield "cover-empty-box", part(base, 5, "a box with its ends exchanged", "an empty box", lambda old: box("-1", "-2"))
    yield "cover-wide-box", part(base, middle - 1, "a box that reaches over the zero", "the sign of", box("-1", "1"))
    late = "a tail that begins too late leaves a gap"
    yield "cover-late-left-tail", part(base, 0, late, gap, tail("64"))
    yield "cover-late-right-tail", part(base, -1, late, gap, tail("64"))
    early = "a germ that is not valid so early"
    yield "cover-early-tail", part(base, 0, early, "the germ of a tail", tail("2"))
    yield "cover-long-tail", part(base, 0, "a germ of a length beyond all use", "the germ of a tail", tail("4", 10**6))
    yield "cover-huge-tail", part(base, 0, "a tail beyond 2^64", "the germ of a tail", tail(str(2**65)))
    yield "cover-no-left-tail", without_part(base, 0, "the left tail is left out", "the wrong kind of part")
    text = "the right tail is left out"
    yield (
        "cover-no-right-tail",
        without_part(base, len(base["facts"][1]["covers"][0]["proof"]["parts"]) - 1, text, "wrong kind"),
    )
    yield "cover-end-inside", part(base, 5, "a tail in the middle of a cover", "an end in the middle", tail("4"))
    yield "cover-box-at-infinity", part(base, 0, "a box as an end at infinity", "a box at infinity", end_box("-4"))
    yield (
        "cover-one-part",
        attack(
            "one part for two ends",
            changed(base, *PARTS, to=[tail("4")]),
            "a cover by parts has two ends",
            None,
            "cover",
        ),
    )
    short = "the germ next to the zero begins further out than the boxes end"
    yield "cover-short-zero", part(base, middle, short, gap, exact_zero(tail("64"), tail("4")))
    yield "cover-short-zero-right", part(base, middle, short, gap, exact_zero(tail("4"), tail("64")))
    for name, zeros, signs, names, text in (
        ("left-out", (), (1,), "an exact zero", "the zero is covered and not listed"),
        ("moved", ("1/8",), (1, 1), "is no zero of", "the listed zero is none"),
        ("extra", ("0", "2"), (1, 1, 1), "the zeros of", "a zero too many"),
        ("flipped-sign", ("0",), (1, -1), "around an exact zero", "a change of sign that is none"),
        ("all-flipped", ("0",), (-1, -1), "the sign of", "both signs are wrong"),
    ):
        data = changed(base, *SLOPE, "zeros", to=[point(z) for z in zeros])
        yield f"zero-{name}", attack(text, changed(data, *SLOPE, "signs", to=list(signs)), names, None, "cover")

    many = "a cover needs one sign more than zeros"
    for name, zeros, signs, names, text in (
        ("sturm-left-out", ("-1",), (1, -1), "Sturm's theorem gives 2 zeros", "a zero is left out"),
        ("sturm-extra", ("-1", "0", "1"), (1, -1, -1, 1), "a listed zero of", "a point that is no zero is listed"),
        ("sturm-swapped", ("1", "-1"), (1, -1, 1), "are not in order", "the zeros are exchanged"),
        ("sturm-twice", ("-1", "-1"), (1, -1, 1), "are not in order", "a zero is listed twice"),
        ("sturm-flipped", ("-1", "1"), (1, 1, 1), "between two zeros", "the sign in the middle is wrong"),
        ("sturm-all-flipped", ("-1", "1"), (-1, 1, -1), "between two zeros", "all signs are wrong"),
        ("sturm-few-signs", ("-1", "1"), (1, -1), many, "a sign is left out"),
        ("sturm-many-signs", ("-1", "1"), (1, -1, 1, 1), many, "a sign too many"),
        ("sturm-zero-sign", ("-1", "1"), (1, 0, 1), many, "the sign 0 on an interval"),
        ("sturm-big-sign", ("-1", "1"), (1, -2, 1), many, "the sign -2"),
        ("sturm-infinite", ("-1", "oo"), (1, -1, 1), "not in order", "a zero at infinity"),
    ):
        yield name, attack(text, critical(STURM, zeros, signs), names, None, "cover")
    text = "an enclosure that two zeros share"
    shared = algebraic(["-1", "0", "1"], "-2", "2")
    names = "the polynomial has not exactly one root"
    yield "sturm-shared-enclosure", attack(text, critical(STURM, (shared, "1")), names, None, "cover")
    text = "two enclosures that overlap do not show the order"
    near = algebraic(["-1", "1"], "0", "2"), algebraic(["-3", "2"], "1/2", "3")
    yield "sturm-overlap", attack(text, critical(STURM, near), "are not in order", None, "cover")

    def proof(data: Json, known: Json, names: str, text: str) -> Json:
        return attack(text, changed(data, *SLOPE, "proof", to=known), names, None, "cover")

    two_zeros, exponential = critical(), rising("exp(x)", cover([], [1], {"kind": "sturm", "coordinate": "exp"}))
    yield (
        "sturm-exp",
        proof(two_zeros, {"kind": "sturm", "coordinate": "exp"}, "is not rational in exp", "a polynomial in exp(x)"),
    )
    yield "sturm-x", proof(exponential, STURM, "is not rational in x", "an exponential as a rational function of x")
    yield (
        "sturm-tan",
        proof(
            two_zeros,
            {"kind": "sturm", "coordinate": "tan"},
            "serves one whole period only",
            "a tangent without a period",
        ),
    )
    surd = rising("sqrt(2)*x**3 + x", cover([], [1], STURM))
    yield "sturm-irrational", attack("irrational coefficients", surd, "is not rational in x", None, "cover")
    for name, known, names, text in (
        ("range", extent("plain"), "one evaluation does not prove", "one evaluation of a function with zeros"),
        ("constant", CONSTANT, "the constant sign of", "a quadratic function as a constant"),
        ("affine", AFFINE, "is not affine", "a quadratic function as an affine one"),
        ("periodic", periodic("1", "0", STURM), "is no period of", "a polynomial with a period"),
        ("tails", parts(range_tail("-1"), range_tail("1")), "the sign of", "two tails that leave out the middle"),
        ("ladders", parts(ladder("-2", 1), ladder("2", 1)), "a gap in the cover", "two ladders with a gap between"),
    ):
        yield f"proof-{name}", proof(two_zeros, known, names, text)
    one_zero = rising("x + x**3", cover([], [1], parts(range_tail("-1"), box("-1", "1"), range_tail("1"))))
    yield "range-tail-inside", part(one_zero, 0, "a tail that ends behind the next part", "a gap", range_tail("-2"))
    yield "ladder-order", part(one_zero, 0, "a ladder without a step", "the order of a ladder", ladder("-1", 0))
    yield "ladder-long", part(one_zero, 0, "a ladder of any height", "the order of a ladder", ladder("-1", 9))
    wrong = rising("x**3 - x", cover([], [1], parts(range_tail("-1"), box("-1", "1"), range_tail("1"))))
    yield "box-of-another-sign", attack("a box with zeros inside", wrong, "the sign of", None, "cover")
    wrong = rising("x**3/3 - 10*x", cover([], [1], parts(ladder("-2", 1), box("-2", "2"), ladder("2", 1))))
    yield "ladder-of-another-sign", attack("the lower steps have another sign", wrong, "the ladder of", None, "cover")

    crosses = next(
        k for k, one in enumerate(two["facts"][1]["covers"][0]["proof"]["parts"]) if one["kind"] == "crossing"
    )
    for name, item, names, text in (
        ("wide", crossing("-5/4", "5/4"), "the derivative of", "a crossing with two zeros"),
        ("none", crossing("-5/4", "-9/8"), "the sign change of", "a crossing without a zero"),
        ("exact", exact_zero(tail(), tail()), "a gap in the cover", "germs that do not reach the boxes"),
        ("box", box("-5/4", "-3/4"), "the sign of", "a box instead of a crossing"),
        ("monotone", box("-5/4", "-3/4", True), "at the ends of a box", "a monotone box over a zero"),
    ):
        yield f"crossing-{name}", part(two, crosses, text, names, item)
    elsewhere = crossings()
    elsewhere["facts"][1]["covers"][0]["zeros"][0] = point("-7/8")
    yield (
        "crossing-elsewhere",
        attack("a zero beside the one that is crossed", elsewhere, "a listed zero", None, "cover"),
    )
    flat = certificate(
        "(x - 1)**2*x", "(0, 3)", "1D-MONOTONE", "+", "basic flow",
        [pieces([point("0"), point("3")], []), slope(cover([], [1], parts(end_box("1", True), end_box("1")))), local()],
    )  # fmt: skip
    yield "end-not-zero", attack("an end where f' does not vanish", flat, "does not vanish at an end", None, "cover")
    flat = changed(flat, *PARTS, to=[end_box("4"), end_box("1")])
    yield "end-box-beyond", attack("an end box that is longer than X", flat, "the sign of", None, "cover")
    flat = changed(flat, *PARTS, to=[end_box("-1"), end_box("1")])
    yield "end-box-outside", attack("an end box on the wrong side", flat, "wrong side of an end", None, "cover")
    for name, data, names, text in (
        ("period", wave(period="pi", start="-pi/2"), "the period of", "half the period"),
        ("double", wave(period="4*pi", start="-2*pi"), "the period of", "two periods as one"),
        ("start", wave(start="0"), "the period of", "a period that begins elsewhere than the tangent"),
        ("sign", wave(signs=(1, -1)), "that of the next period", "a sign that is another one after a period"),
        ("negative", wave(period="-2*pi", start="pi"), "a period is positive", "a negative period"),
        ("nothing", wave(period="0"), "a period is positive", "the period 0"),
        ("falls", wave(signs=(-1, -1)), "the sign of", "the wrong sign on the whole line"),
        ("moved", wave(zeros=("0",)), "a listed zero", "a zero that is none"),
        ("second", wave(zeros=("0", "pi"), signs=(1, 1, 1)), "a listed zero", "a zero too many"),
        ("left-out", wave(zeros=(), signs=(1,)), "the zero of", "the zero is left out"),
        ("range", wave(zeros=(), signs=(1,), proof=extent("plain")), "the sign of", "the period begins at the zero"),
        ("elsewhere", wave(period="3", start="0", proof=extent("plain")), "is no period of", "no period at all"),
        ("infinite", wave(period="oo"), "number", "an infinite period"),
    ):
        yield f"periodic-{name}", attack(text, data, names, None, "cover")
    bounded = changed(wave(), "map", "domain", to="(0, 10)")
    bounded = changed(bounded, "facts", 0, "stops", to=[point("0"), point("10")])
    text = "a period on a bounded interval"
    yield "periodic-bounded", attack(text, bounded, "proves nothing on a bounded interval", None, "cover")
    other = changed(base, *SLOPE, "proof", to=AFFINE)
    yield "affine-quartic", attack("a quartic as an affine function", other, "is not affine", None, "cover")
    yield from broken_affine()
    yield "families-formula", outside_the_piece()
    yield "families-piece", on_another_piece()


def broken_affine() -> Iterator[tuple[str, Json]]:
    for name, zeros, signs, names, text in (
        ("left-out", [], [1], "at an end", "the zero is left out"),
        ("moved", [point("1")], [-1, 1], "is misplaced", "the zero is elsewhere"),
        ("flipped", [point("0")], [1, -1], "are not those of its slope", "the signs are exchanged"),
        ("two", [point("0"), point("1")], [-1, 1, -1], "is misplaced", "two zeros of an affine function"),
    ):
        known = cover(zeros, signs, AFFINE)
        evidence = [WHOLE, slope(known), local(), order("-1", "1/2")]
        data = certificate("x**2", "R", "DIM-BOUND", "-", "linear-layer* Lip", evidence)
        yield f"affine-zero-{name}", attack(text, data, names, None, "cover")


def outside_the_piece() -> Json:
    """f' = 2 + 2 cos(pi x) vanishes at all odd numbers. On X = (0, oo) f(1) = 1 and f(3) = 5. The formula of f jumps at
    -1/10, outside X, so that it fixes -1 too: two points of the family one period apart look fixed."""
    expr = "2*x + 2*sin(pi*x)/pi - sqrt(x**2 + x/5 + 1/100)/(x + 1/10)"
    close = tail("16", 6)
    middle = [*boxes("-249/100", "-2123/2000", 25), exact_zero(close, close), *boxes("-1877/2000", "-51/100", 25)]
    proof = parts(end_box("-249/100"), *middle, end_box("-51/100"))
    whole = pieces(
        [point("0"), point("oo")],
        [],
        demand("x + 1/10", 0, 1, POSITIVE),
        demand("x**2 + x/5 + 1/100", 0, 1, POSITIVE),
    )
    known = cover([point("-1")], [1, 1], periodic("2", "-5/2", proof))
    data = certificate(expr, "(0, oo)", "1D-C0", "+", "basic C0", [whole, slope(known), local()])
    text = "a family of critical points of which only one is fixed, read off where the formula of f has another branch"
    return attack(text, data, "outside its interval", "1D-C0", "differentiable")


def on_another_piece() -> Json:
    """f' = 2 + 2 cos(pi x) on (1/2, oo) vanishes at 1, 3, 5, ..., on the line y = 2 x, and f has a kink at 1/2, off
    this line. The family is given by its member -1, where f is on another piece: (-1, f(-1)), the kink and (1, 2) are
    on one line."""
    expr = "Piecewise((2*(1 - 2/pi)*(x - 1) + 2, x < 1/2), (2*x + 2*sin(pi*x)/pi, True))"
    close = tail("8", 6)
    middle = [*boxes("-5/4", "-9/8", 2), exact_zero(close, close), *boxes("-7/8", "0", 8)]
    proof = parts(end_box("-5/4"), *middle, end_box("0"))
    kink = demand("x - 1/2", 0, 2, cover([point("1/2")], [-1, 1], AFFINE))
    split = pieces([point("-oo"), point("1/2"), point("oo")], [1], kink)
    known = cover([point("-1")], [1, 1], periodic("2", "-3/2", proof))
    evidence = [split, slope(cover([], [1], CONSTANT), known), local([None, None])]
    data = certificate(expr, "R", "1D-LAYER", "+", "linear-layer C0", evidence)
    text = "a kink off the line of a family of critical points, the family given by a member on another piece"
    return attack(text, data, "outside its interval", "1D-LAYER", "line")


def broken_points() -> Iterator[tuple[str, Json]]:
    base = critical(zeros=(algebraic(["-1", "1"], "0", "2"), "2"), signs=(1, -1, 1))
    where = (*SLOPE, "zeros", 0)
    squarefree, alone = "is not squarefree", "has not exactly one root"
    for name, known, names, text in (
        ("square", algebraic(["1", "-2", "1"], "0", "2"), squarefree, "a polynomial that is a square"),
        ("constant", algebraic(["1"], "0", "2"), "algebraic point", "a constant polynomial"),
        ("empty", algebraic([], "0", "2"), "algebraic point", "a polynomial without coefficients"),
        ("nothing", algebraic(["0", "0"], "0", "2"), "algebraic point", "the polynomial 0"),
        ("no-root", algebraic(["-1", "1"], "2", "3"), alone, "an interval without a root"),
        ("two-roots", algebraic(["-1", "0", "1"], "-2", "2"), alone, "an interval with two roots"),
        ("root-at-end", algebraic(["-1", "1"], "1", "2"), alone, "a root at the end of the interval"),
        ("reversed", algebraic(["-1", "1"], "2", "0"), alone, "the ends of the interval are exchanged"),
        ("complex", algebraic(["1", "0", "1"], "-1", "1"), alone, "a polynomial without real roots"),
        ("fraction", algebraic(["-1/2", "1/2"], "0", "2"), "integer", "coefficients that are no integers"),
        ("decimal", algebraic(["-1", "1.0"], "0", "2"), "is no rational number", "a decimal coefficient"),
        ("zero-none", zero("2", "3"), "no sign change", "an interval without a zero of the function"),
        ("zero-two", zero("-2", "2"), "no sign change", "an interval with two zeros of the function"),
        ("zero-three", zero("-2", "3", "x**3 - x"), "derivative is not proven", "an interval with three zeros"),
        ("zero-pole", zero("0", "2", "1/(x - 1)"), "derivative is not proven", "an interval with a pole"),
        ("zero-of-another", zero("1/2", "5/4", "x - 3/4"), "a listed zero of", "the zero of another function"),
        ("zero-code", zero("1/2", "5/4", "__import__('os')"), "unexpected '_'", "code as a function"),
        ("zero-variable", zero("1/2", "5/4", "y - 1"), "unknown name 'y'", "a function of another variable"),
        ("exact-variable", point("x"), "unknown name 'x'", "a point that moves"),
        ("exact-complex", point("sqrt(-1)"), "is not real", "a point that is not real"),
        ("exact-pole", point("1/0"), "division by zero", "a point that is no number"),
        ("exact-nothing", point(""), "the text is empty", "a point without a text"),
    ):
        yield f"point-{name}", attack(text, changed(base, *where, to=known), names, None, "format")


def broken_pieces() -> Iterator[tuple[str, Json]]:
    sign = cover([point("0")], [-1, 1], STURM)
    kink = [pieces([point("-oo"), point("0"), point("oo")], [1], demand("x", 0, 2, sign)), local([None, None])]
    base = certificate("|x|", "R", "AUG", "+", "augmented-1 Lip", kink)
    stops, breaks, known = ("facts", 0, "stops"), ("facts", 0, "breaks"), ("facts", 0, "demands")
    ends = [point("-oo"), point("oo")]
    # Its sign on a half-line is beyond one evaluation.
    cubic = "x**3 - x**2 + x"
    hard = changed(base, "map", "expr", to=[canonical(f"|{cubic}|")])
    hard = changed(hard, *known, to=[demand(cubic, 0, 2, sign)])

    def broken(text: str, names: str, *path: Any, to: Any, data: Json = base) -> Json:
        return attack(text, changed(data, *path, to=to), names, None, "pieces")

    yield "pieces-no-break", broken("a kink that is no break", "which is no break", *breaks, to=[])
    yield "pieces-no-stop", broken("a kink between two stops", "between stops that do not exist", *stops, to=ends)
    untold = f"no fact tells the sign of {cubic} on a piece"
    yield "pieces-no-demand", broken("no sign is given", untold, *known, to=[], data=hard)
    yield "pieces-bare", broken("neither stop nor sign", "no fact tells the sign of x", "facts", 0, to=WHOLE)
    yield "pieces-start", broken("the first stop is no end of X", "do not cover X", *stops, 0, to=point("-1"))
    yield "pieces-end", broken("the last stop is no end of X", "do not cover X", *stops, 2, to=point("1"))
    yield "pieces-one-stop", broken("one stop", "the stops of the pieces", *stops, to=[point("-oo")])
    yield (
        "pieces-order",
        broken(
            "the stops are not in order", "not in order", *stops, to=[point("-oo"), point("1"), point("0"), point("oo")]
        ),
    )
    yield (
        "pieces-twice",
        broken("a stop occurs twice", "not in order", *stops, to=[point("-oo"), point("0"), point("0"), point("oo")]),
    )
    yield "pieces-break-at-end", broken("an end as a break", "the breaks are not in order", *breaks, to=[0, 1])
    yield "pieces-break-twice", broken("a break occurs twice", "the breaks are not in order", *breaks, to=[1, 1])
    yield "pieces-break-beyond", broken("a break that is no stop", "the breaks are not in order", *breaks, to=[1, 7])
    yield "pieces-break-negative", broken("a break with a negative position", "not in order", *breaks, to=[-1])
    yield "pieces-moved", broken("a stop beside the kink", "is no stop", *stops, 1, to=point("1/2"))
    yield (
        "pieces-sign",
        broken("the signs of x are exchanged", "between two zeros", *known, 0, "cover", "signs", to=[1, -1]),
    )
    yield (
        "pieces-demand-range",
        broken("a sign between stops that do not exist", "do not exist", *known, 0, "last", to=3),
    )
    yield "pieces-demand-empty", broken("a sign on an empty interval", "do not exist", *known, 0, "first", to=2)
    yield (
        "pieces-demand-half",
        broken("the sign is given on one half only", untold, *known, to=[demand(cubic, 0, 1, NEGATIVE)], data=hard),
    )
    yield (
        "pieces-demand-other",
        broken("the sign of another function", untold, *known, to=[demand(f"2*({cubic})", 0, 2, sign)], data=hard),
    )
    text = "the zero of a function that is not named"
    yield "pieces-nameless-zero", broken(text, "a zero of no function", *stops, 1, to=zero("-1", "1"))
    jump = changed(base, "map", "expr", to=[canonical("Piecewise((x, x < 0), (x, x > 0), (5, True))")])
    jump = changed(jump, *breaks, to=[])
    yield "pieces-isolated-value", attack("another value at one point", jump, "which is no break", None, "pieces")
    joined = changed(base, "map", "expr", to=[canonical("Piecewise((x, x < 0), (2*x, True))")])
    yield (
        "pieces-two-as-one",
        attack("two functions as one", changed(joined, *breaks, to=[]), "which is no break", None, "pieces"),
    )
    for name, expr, domain, demands, names, text in (
        ("root", "sqrt(x)", "(-1, 1)", [demand("x", 0, 1, POSITIVE)], "Sturm's theorem", "a root of a negative number"),
        ("logarithm", "log(x)", "(-1, 1)", [], "no fact tells the sign", "a logarithm of a negative number"),
        ("pole", "1/x", "(-1, 1)", [demand("x", 0, 1, POSITIVE)], "Sturm's theorem", "a pole inside X"),
        ("pole-end", "1/x", "[0, 1)", [demand("x", 0, 1, POSITIVE)], "division by zero", "a pole at a closed end"),
        ("logarithm-end", "log(x)", "[0, 1)", [demand("x", 0, 1, POSITIVE)], "log(0)", "a logarithm at a closed end"),
        ("tangent", "tan(x)", "(0, 2)", [demand("cos(x)", 0, 1, cover([], [1], extent("plain")))], "one evaluation",
         "a pole of the tangent"),
        ("gamma", "gamma(x)", "(-1, 1)", [demand("x", 0, 1, POSITIVE)], "Sturm's theorem", "the poles of gamma"),
        ("arcsine", "asin(x)", "(-2, 2)", [], "no fact tells the sign", "an arcsine outside [-1, 1]"),
    ):  # fmt: skip
        low, high = domain.strip("[]()").split(", ")
        evidence = [pieces([point(low), point(high)], [], *demands), local(*[[None, None]] * domain.count("["))]
        data = certificate(expr, domain, "AUG", "+", "augmented-1 C0", evidence)
        yield f"undefined-{name}", attack(text, data, names, None, "pieces")

    hidden = certificate("x", "(-1, 1)", "AUG", "+", "augmented-1 C0", [pieces([point("-1"), point("1")], []), local()])
    hidden = changed(hidden, "map", "expr", to=["x**2/x"])
    yield "undefined-hidden", attack("a quotient that cancels", hidden, "a point where it is undefined", None, "pieces")

    where = ("facts", 1, "sides")
    joints = "the one-sided behaviour at every break and closed end"
    for name, sides, names, text in (
        ("none", [], joints, "no behaviour at a kink"),
        ("two", [[None, None]] * 2, joints, "behaviour at more points than there are"),
        ("early", [[side("2", None, None), None]], "the start of a germ", "a germ that is not valid so early"),
        ("huge", [[side(str(2**70), None, None), None]], "the start of a germ", "a germ beyond 2^64"),
        ("text", [[side("e", None, None), None]], "is no rational number", "a start that is no number"),
    ):
        yield f"local-{name}", attack(text, changed(base, *where, to=sides), names, None, "local")
    root = genuine("sqrt(x)", "[0, oo)", "REGULAR", "-", "augmented-1* Lip")
    at = next(k for k, one in enumerate(root["facts"]) if one["kind"] == "local")
    text = "a germ on the side of an end where X has no points"
    data = changed(root, "facts", at, "sides", 0, 0, to=side("4", None, None))
    yield "local-no-piece", attack(text, data, "a side without a piece", None, "local")
    text = "the germ that shows the infinite derivative is left out"
    yield (
        "local-no-germ",
        attack(
            text, changed(root, "facts", at, "sides", 0, 1, to=None), "REGULAR: hypothesis 'fails'", "REGULAR", "fails"
        ),
    )


def broken_facts() -> Iterator[tuple[str, Json]]:
    """One fact of a true claim says something else."""
    base = genuine("x**2", "[-1, 1]", "1D-MONOTONE", "-", "basic* flow")

    def one(data: Json, kind: str) -> tuple[str, int]:
        return "facts", next(k for k, item in enumerate(data["facts"]) if item["kind"] == kind)

    tight = {"middle": "1*2^-2", "radius": "0*2^0"}
    negative = {"middle": "0*2^0", "radius": "-1*2^0"}
    level = order("-1/2", "1/2", tight, tight)
    for name, to, names, text in (
        ("outside", order("-2", "0"), "is not in X", "a point outside X"),
        ("open-end", order("-1/2", "2"), "is not in X", "a point outside X, on the right"),
        ("exchanged", order("1/2", "-1/2"), "are not in order", "the points are exchanged"),
        ("same", order("1/2", "1/2"), "are not in order", "one point twice"),
        ("values", {**level, "values": [tight, {"middle": "1*2^0", "radius": "1*2^-9"}]}, "the value", "a wrong value"),
        ("radius", {**level, "values": [tight, negative]}, "radius of a ball is negative", "a negative radius"),
        (
            "ball",
            {**level, "values": [tight, {"middle": "0.25", "radius": "0"}]},
            "is no dyadic number",
            "a decimal ball",
        ),
        ("pole", order("0/0", "1/2"), "is no rational number", "a point that is no number"),
        ("irrational", order("sqrt(2)", "1/2"), "is no rational number", "an irrational point"),
    ):
        yield f"order-{name}", attack(text, changed(base, *one(base, "order"), to=to), names, None, "order")
    for closed_end, pair in (("(-1, 1]", order("-1", "0")), ("[-1, 1)", order("0", "1"))):
        data = changed(base, "map", "domain", to=closed_end)
        data = changed(data, *one(base, "order"), to=pair)
        name = "left" if closed_end.startswith("(") else "right"
        yield f"order-open-{name}", attack("an end that X does not have", data, "is not in X", None, "order")
    many = base["facts"] + [base["facts"][0]]
    yield (
        "facts-two-pieces",
        attack("pieces twice", {**base, "facts": many}, "two facts of kind pieces", None, "pieces"),
    )
    without_pieces = without(base, "pieces")
    yield (
        "facts-no-pieces",
        attack("f is not shown to be defined", without_pieces, "no fact of kind pieces", None, "pieces"),
    )
    yield (
        "uncited-pieces",
        attack(
            "pieces are there and not cited", uncited(base, "pieces"), "lacks a fact of kind pieces", None, "pieces"
        ),
    )

    ascent = genuine("exp(x)", "R", "1D-MONOTONE", "+", "basic flow")
    other = changed(ascent, "map", "expr", to=[canonical("exp(x) - x")])
    yield "map-another", attack("the facts of another map", other, "Sturm's theorem gives 1 zeros", None, "map")
    shifted = changed(genuine("x**3", "R", "1D-C0", "+", "basic C0"), "map", "expr", to=[canonical("x**3 + 2")])
    yield "map-shifted", attack("the map is shifted", shifted, "defects fixed fails", "1D-C0", "differentiable")
    scaled = changed(
        genuine("x - 1/x", "(0, oo)", "1D-NOFIX", "+", "basic Comega"), "map", "expr", to=[canonical("2*x - 1/x")]
    )
    yield (
        "map-scaled",
        attack("the map is scaled, and now has a fixed point", scaled, "Sturm's theorem gives 1 zeros", None, "map"),
    )
    closed_now = changed(genuine("3*x/2 - x**2/2", "(0, 1)", "1D-NOFIX", "+", "basic C1"), "map", "domain", to="[0, 1]")
    names = "the one-sided behaviour at every break and closed end"
    yield "domain-closed", attack("the ends were closed behind the facts", closed_now, names, None, "domain")
    wider = changed(genuine("x**2", "(0, oo)", "1D-CLOSED", "+", "basic Comega"), "map", "domain", to="(-1, oo)")
    yield "domain-wider", attack("the domain is larger than the facts", wider, "do not cover X", None, "domain")
    narrow = changed(genuine("exp(x)", "R", "1D-MONOTONE", "+", "basic flow"), "map", "domain", to="(0, 1)")
    yield "domain-narrower", attack("the facts are about a larger domain", narrow, "do not cover X", None, "domain")

    member = genuine("exp(x) - 1", "R", "1D-CLASS-M", "-", "basic Comega")
    spot = one(member, "classm")
    away = {"middle": "1*2^0", "radius": "0*2^0"}
    for name, key, to, names, text in (
        ("piece", "piece", 1, "a piece that does not exist", "a piece that does not exist"),
        ("negative-piece", "piece", -1, "a piece that does not exist", "a piece counted from the end"),
        ("expression", "expression", "exp(x) - 2", "class M is claimed of another expression", "another expression"),
        ("ball", "schwarzian", away, "Schwarzian derivative", "a ball that misses the Schwarzian derivative"),
        ("member", "member", "inverse", "is no inverse of f", "the map as its own inverse"),
        ("conjugate", "member", "conjugate", "is not exp f log", "the map as its own conjugate"),
        ("point", "point", "pi", "is no rational number", "an irrational point"),
        ("code", "expression", "__import__('os').system('true')", "unexpected '_'", "code as an expression"),
    ):
        yield f"member-{name}", attack(text, changed(member, *spot, key, to=to), names, "1D-CLASS-M", "class-m")
    half = genuine("3*x/2 - x**2/2", "[0, 1]", "1D-CLASS-M", "-", "basic C1")
    data = changed(half, *one(half, "classm"), "point", to="2")
    yield "member-outside", attack("a point outside the piece", data, "not in the piece", "1D-CLASS-M", "class-m")
    inverse = genuine("atan(x)", "R", "1D-CLASS-M", "-", "basic Comega")
    data = changed(inverse, *one(inverse, "classm"), "expression", to="sin(x)")
    yield "member-inverse", attack("the inverse of another map", data, "is no inverse of f", "1D-CLASS-M", "class-m")
    data = changed(inverse, *one(inverse, "classm"), "member", to="map")
    yield (
        "member-of-inverse",
        attack("the inverse as the map", data, "claimed of another expression", "1D-CLASS-M", "class-m"),
    )
    data = changed(data, *one(inverse, "classm"), "expression", to="")
    yield "member-arctangent", attack("an arctangent", data, "is not in class M", "1D-CLASS-M", "class-m")

    match = genuine(MATCH, "[0, 1]", "1D-MATCH", "+", "basic C1")
    spot = one(match, "component")
    for name, path, to, names, text in (
        ("number", ("left",), 1, "fixed points that do not exist", "fixed points that do not exist"),
        ("negative", ("left",), -1, "fixed points that do not exist", "a fixed point counted from the end"),
        ("field", ("field",), "x*(1 - x)", "does not generate", "the field for another time"),
        ("backwards", ("field",), "-" + FIELD, "does not generate", "the field backwards"),
        ("code", ("field",), "__import__('os')", "unexpected '_'", "code as a field"),
        ("unknown", ("field",), "x*(1 - x)*nonsense(x)", "nonsense", "an unknown function"),
        ("matrix", ("coordinate", "matrix"), ["3", "0", "2", "1"], "the difference of the eigenvalues",
         "another matrix"),
        ("consistent", ("coordinate",), coordinate("identity", "3 0 2 1", "2", "3"), "not this Moebius map",
         "the coordinate of another map with the same fixed points"),
        ("root", ("coordinate", "root"), "2", "the difference of the eigenvalues", "a wrong root"),
        ("multiplier", ("coordinate", "multiplier"), "3", "the quotient of the eigenvalues", "a wrong multiplier"),
        ("inverse", ("coordinate", "multiplier"), "1/2", "the quotient of the eigenvalues", "the inverse multiplier"),
        ("negative-multiplier", ("coordinate", "multiplier"), "-2", "the quotient of the eigenvalues",
         "a negative multiplier"),
        ("reflection", ("coordinate", "matrix"), ["0", "1", "1", "0"], "does not preserve orientation", "a reflection"),
        ("singular", ("coordinate", "matrix"), ["1", "1", "1", "1"], "does not preserve orientation", "no Moebius map"),
        ("identity", ("coordinate",), coordinate("identity", "1 0 0 1", "0", "1"), "is the identity", "the identity"),
        ("tangent", ("coordinate",), coordinate("tan", "2 0 1 1", "1", "2", "2"), "is not injective",
         "a tangent beyond its branch"),
        ("parameter", ("coordinate", "parameter"), "0", "the parameters of a coordinate", "the parameter 0"),
        ("side", ("coordinate", "side"), 2, "the parameters of a coordinate", "a side that is none"),
        ("exponential", ("coordinate", "function"), "exp", "not this Moebius map", "the wrong coordinate"),
        ("logarithm", ("coordinate", "function"), "log", "not this Moebius map", "the wrong coordinate"),
    ):  # fmt: skip
        yield f"component-{name}", attack(text, changed(match, *spot, *path, to=to), names, "1D-MATCH", "match")
    log_form = coordinate("log", "2 0 0 1", "1", "2")
    data = forge("x**2", "[0, 1]", "1D-MATCH", "+", "basic C1", component(0, "log(2)*x*log(x)", log_form))
    text = "a field that is not C^1 up to a fixed point"
    yield "component-rough", attack(text, data, "not C^1 up to a fixed point", "1D-MATCH", "match")

    yield from broken_comparisons()

    form = by_logarithm()
    spot = one(form, "closed")
    for name, path, to, names, text in (
        ("hull", ("upper",), "4", "the hull is too small", "a hull that leaves out f(X)"),
        ("hull-low", ("lower",), "1/2", "the hull is too small", "a hull that leaves out f(X) on the left"),
        ("empty", ("lower",), "10", "the hull of X and f(X) is empty", "an empty hull"),
        ("start", ("starts",), [None, "64"], "the hull is too small", "no germ at an end"),
        ("one", ("coordinates",), [log_form], "one coordinate for each gap", "a coordinate is left out"),
        ("three", ("coordinates",), [log_form] * 3, "one coordinate for each gap", "a coordinate too many"),
        ("zero", ("cover",), cover([], [1], extent("plain")), "one evaluation", "a zero is left out"),
        ("cases", ("field",), "log(2)*|x|*log(x)", "the field has cases", "a field with cases"),
        ("backwards", ("field",), "-log(2)*x*log(x)", "the sign of", "the field backwards"),
    ):  # fmt: skip
        yield f"closed-form-{name}", attack(text, changed(form, *spot, *path, to=to), names, "1D-CLOSED", "julia")

    data = changed(by_logarithm(True), *spot, "demands", to=[])
    text, names = "the field is not shown to be analytic", "no fact tells the sign of x**4 - x + 1 on a piece"
    yield "closed-form-demands", attack(text, data, names, "1D-CLOSED", "julia")

    spans = forge(
        "x + sin(x)/2", "R", "1D-LAYER", "+", "linear-layer C1", line("3", cover([], [-1], extent("plain")), bound="2")
    )
    spot, below = one(spans, "line"), cover([], [-1], extent("plain"))
    for name, to, names, text in (
        ("both", line("3", below, bound="2", intercept="0"), "a bound or an intercept", "both"),
        ("neither", line("3", below), "a bound or an intercept", "neither bound nor intercept"),
        ("low", line("3", below, bound="1"), "one evaluation", "a bound that f' exceeds"),
        ("meets", line("1", cover([point("pi/2")], [1, 1], extent("plain")), intercept="1/2"), "one evaluation",
         "a line that touches the graph"),
        ("covers", line("3", bound="2"), "one cover for each piece", "no cover"),
        ("code", line("__import__('os')", below, bound="2"), "unexpected '_'", "code as a slope"),
    ):  # fmt: skip
        yield f"line-{name}", attack(text, changed(spans, *spot, to=to), names, "1D-LAYER", "line")
    touching = forge("x**2", "(0, 2)", "1D-LAYER", "+", "linear-layer C1", line("2", POSITIVE, intercept="-1"))
    text = "a tangent as a line that is not met"
    yield "line-tangent", attack(text, touching, "Sturm's theorem gives 1 zeros", "1D-LAYER", "line")
    at_end = forge("x**2 + x", "[0, 1]", "1D-LAYER", "+", "linear-layer C1", line("1", POSITIVE, intercept="0"))
    text = "a line that touches the graph at a closed end"
    yield "line-end", attack(text, at_end, "the line meets the graph at a break or an end", "1D-LAYER", "line")


def broken_comparisons() -> Iterator[tuple[str, Json]]:
    """Every field of a comparison of two fields."""
    base = genuine(DIFFER, "[0, 1]", "1D-MATCH", "-", "basic C1")
    spot = ("facts", next(k for k, one in enumerate(base["facts"]) if one["kind"] == "match"))
    own = base["facts"][spot[1]]
    wide = {"middle": "0*2^0", "radius": "1*2^20"}
    sizes = "the sizes of a comparison of fields"
    shifted = changed(own["values"][0], "middle", to=lambda text: "1" + text)
    for name, path, to, names, text in (
        ("number", ("left",), 1, "fixed points that do not exist", "the last fixed point has no next one"),
        ("negative", ("left",), -1, "fixed points that do not exist", "a fixed point counted from the end"),
        ("point-moved", ("point",), "5/8388608", "does not contain the field", "the point is moved"),
        ("point-outside", ("point",), "3/2", "lie between the fixed points", "a point behind the component"),
        ("point-before", ("point",), "-3/8388608", "lie between the fixed points", "a point on the wrong side"),
        ("point-fixed", ("point",), "0", "lie between the fixed points", "the fixed point itself"),
        ("point-far", ("point",), "1/2", "too far from its fixed point", "a point outside the circle"),
        ("point-root", ("point",), "sqrt(2)/2", "is no rational number", "an irrational point"),
        ("bits-few", ("bits",), 32, sizes, "a precision that is too low"),
        ("bits-low", ("bits",), 96, "does not contain the field", "balls that are too wide"),
        ("bits-many", ("bits",), 8001, sizes, "a precision beyond the limits"),
        ("steps-none", ("steps",), 0, "too far from its fixed point", "no orbit"),
        ("steps-few", ("steps",), 20, "too far from its fixed point", "an orbit that ends too early"),
        ("steps-negative", ("steps",), -1, sizes, "a negative number of steps"),
        ("steps-many", ("steps",), 2000, "does not move towards", "an orbit that the balls do not follow"),
        ("steps-huge", ("steps",), 200001, sizes, "an orbit beyond the limits"),
        ("radius-branch", ("ends", 0, "radius"), "1", "not proven to be analytic on the disc",
         "a disc that reaches the branch point"),
        ("radius-far", ("ends", 1, "radius"), "3", "not proven to be analytic on the disc",
         "a disc that holds the branch point"),
        ("radius-small", ("ends", 0, "radius"), "1/4", "the circle is not inside the disc", "a disc as its circle"),
        ("radius-zero", ("ends", 0, "radius"), "0", "the circle is not inside the disc", "a disc without a size"),
        ("circle-large", ("ends", 0, "circle"), "7/16", "too large for the estimate", "a circle on which f bends"),
        ("circle-negative", ("ends", 1, "circle"), "-1/2", "the circle is not inside the disc", "a negative circle"),
        ("order-small", ("ends", 0, "order"), 6, "does not contain the field", "a series that is too short"),
        ("order-one", ("ends", 1, "order"), 1, sizes, "a series without terms"),
        ("order-huge", ("ends", 1, "order"), 601, sizes, "a series beyond the limits"),
        ("ends-swapped", ("ends",), own["ends"][::-1], "analytic on the disc", "the series of the other ends"),
        ("values-wide", ("values",), [wide, wide], "apart fails", "balls that overlap"),
        ("values-one-wide", ("values", 1), wide, "apart fails", "one ball that holds the other"),
        ("values-swapped", ("values",), own["values"][::-1], "does not contain the field", "the values of the other"),
        ("values-shifted", ("values", 0), shifted, "does not contain the field", "a value that is moved"),
        ("values-sharp", ("values", 0, "radius"), "0*2^0", "does not contain the field", "a ball without a radius"),
        ("values-negative", ("values", 1, "radius"), "-1*2^-99", "radius of a ball is negative", "a negative radius"),
        ("values-decimal", ("values", 0, "middle"), "0.5", "is no dyadic number", "a decimal number"),
    ):  # fmt: skip
        key = "bounded-component" if path == ("left",) else "differ"
        yield f"compared-{name}", attack(text, changed(base, *spot, *path, to=to), names, "1D-MATCH", key)
    bent = genuine(PARABOLIC, "[0, 1]", "1D-MATCH", "-", "basic C1")
    there = ("facts", next(k for k, one in enumerate(bent["facts"]) if one["kind"] == "match"))
    for name, path, to, names, text in (
        ("far", ("point",), "1/8", "too far from its parabolic fixed point", "a point where the series says nothing"),
        ("short", ("ends", 0, "order"), 12, "does not contain the field", "a divergent series cut off too early"),
        ("order", ("ends", 0, "order"), 2, "the order of a series", "a series without terms"),
        (
            "circle",
            ("ends", 0, "circle"),
            "31/64",
            "too far from its parabolic fixed point",
            "a circle where the error is large",
        ),
    ):
        yield (
            f"compared-parabolic-{name}",
            attack(text, changed(bent, *there, *path, to=to), names, "1D-MATCH", "differ"),
        )
    for name, expr, domain, evidence, names, text in (
        ("map", "x + log(1 + x)*(1 - x)/6", "[0, 1]", own, "does not contain the field", "of a map with the same ends"),
        ("contact", "x + x*log(1 + x)*(1 - x)/5", "[0, 1]", own, "not", "of a map with another order of contact"),
        ("end", "x + log(1 + x)*(1 - x)*(5/4 - x)/5", "[0, 5/4]", own, "too large for the estimate", "of a longer map"),
        ("next", COPIES, "(-oo, 0)", differing(COPIES, "[0, oo)"), "lie between", "between two other copies"),
    ):
        data = forge(expr, domain, "1D-MATCH", "-", "basic C1", evidence)
        yield f"compared-{name}", attack(f"the comparison {text}", data, names, "1D-MATCH", "differ")
    for regularity in ("Comega", "Lip"):
        data = changed(changed(base, "cells", 0, "cell", "regularity", to=regularity), "cells", 0, "origin", to={
            "architecture": "basic", "autonomous": True, "regularity": regularity
        })  # fmt: skip
        names = f"1D-MATCH does not decide that basic autonomous {regularity} is not_embeddable"
        yield f"compared-class-{regularity.lower()}", attack("another class", data, names, "1D-MATCH", "differ")
    high = genuine("x + x**2*log(1 + x)*(1 - x)/6", "[0, 1]", "1D-MATCH", "-", "basic C1")
    place = next(k for k, one in enumerate(high["facts"]) if one["kind"] == "match")
    short = changed(high, "facts", place, "ends", 0, "order", to=4)
    yield (
        "compared-parabolic-poles",
        attack("a series without its poles", short, "the order of a series", "1D-MATCH", "differ"),
    )
    endless = changed(changed(base, *spot, "bits", to=8000), *spot, "steps", to=200000)
    yield "compared-endless", attack("hours of work", endless, "it would take too long", "1D-MATCH", "differ")
    twice = changed(base, "facts", to=[*base["facts"], own])
    yield "compared-twice", attack("the same comparison twice", twice, "a fact is stated twice", "1D-MATCH", "differ")
    data = changed(base, "cells", 0, "status", to="embeddable")
    names = "hypothesis 'match' lacks a fact of kind component"
    yield "compared-status", attack("a difference as a match", data, names, "1D-MATCH", "match")


def broken_cells() -> Iterator[tuple[str, Json]]:
    """The claim itself: rule, status, cells and the way between them."""
    base = genuine("x**3", "R", "1D-C0", "+", "basic C0")
    proof = ("cells", 0)

    def at(key: str, to: Any, names: str, text: str, data: Json = base, hypothesis: str = "format") -> Json:
        return attack(text, changed(data, *proof, key, to=to), names, None, hypothesis)

    unknown = "unknown rule '1D-MAGIC'"
    yield "rule-unknown", at("rule", "1D-MAGIC", unknown, "a rule that does not exist")
    yield "rule-empty", at("rule", "", "unknown rule ''", "no rule")
    yield "rule-case", at("rule", "1d-c0", "unknown rule '1d-c0'", "a rule in lower case")
    yield "rule-inclusion", at("rule", "INC-CLASS", "INC-CLASS does not decide", "an inclusion as a rule")
    yield "rule-other", at("rule", "POLY-UNIPOTENT", "POLY-UNIPOTENT does not decide", "a theorem about other maps")
    yield "rule-explains", at("rule", "1D-TWOLAYERS", "1D-TWOLAYERS may explain", "a theorem that decides nothing")
    lift = changed(base, *proof, "origin", "regularity", to="Comega")
    yield (
        "rule-class-explains",
        at("rule", "COMPACT-LIFT", "COMPACT-LIFT may explain Comega", "in this class it explains", lift),
    )
    yield "rule-another", at("rule", "1D-MONOTONE", "1D-MONOTONE does not decide", "a rule of another cell")
    monotone = genuine("exp(x)", "R", "1D-MONOTONE", "+", "basic flow")
    names = "1D-MONOTONE does not decide that basic autonomous flow is not_embeddable"
    yield "status-turned", at("status", "not_embeddable", names, "the opposite status", monotone)
    for name, where, names in (
        ("class", {**base["cells"][0]["origin"], "regularity": "C2"}, "1D-C0 does not decide"),
        ("architecture", {**base["cells"][0]["origin"], "architecture": "augmented-7"}, "1D-C0 does not decide"),
        ("time", {**base["cells"][0]["origin"], "autonomous": False}, "1D-C0 does not decide"),
        ("stronger", {**base["cells"][0]["origin"], "regularity": "Comega"}, "1D-C0 does not decide"),
    ):
        yield f"origin-{name}", at("origin", where, names, f"an origin that the rule does not have: {name}")
    for name, to, names, text in (
        ("missing", [0], "lacks a fact of kind slope", "two facts are not cited"),
        ("none", [], "lacks a fact of kind pieces", "no fact is cited"),
        ("twice", [0, 0, 1, 2], "cites a fact twice or one that does not exist", "a fact is cited twice"),
        ("beyond", [0, 1, 2, 3], "cites a fact twice or one that does not exist", "a fact that does not exist"),
        ("negative", [0, 1, -1], "cites a fact twice or one that does not exist", "a fact counted from the end"),
    ):
        yield f"cited-{name}", at("facts", to, names, text)

    def way(data: Json, where: str, via: list[str], names: str, text: str) -> Json:
        data = changed(data, *proof, "cell", to=cell(where)._asdict())
        return attack(text, changed(data, *proof, "via", to=via), names, None, "path")

    lost = "do not lead from"
    single = "does not lead from"
    yield "path-none", way(base, "basic flow", [], lost, "no way from the origin")
    yield "path-up", way(base, "basic Lip", ["INC-CLASS"], lost, "a positive verdict for a stronger class")
    yield "path-strong", way(base, "basic Comega", [], lost, "a positive verdict for the strongest class")
    yield "path-short", way(base, "linear-layer flow", ["INC-CLASS"], lost, "the way ends too early")
    yield "path-long", way(base, "basic flow", ["INC-CLASS", "INC-CLASS"], single, "the way goes too far")
    yield "path-unknown", way(base, "basic flow", ["INC-MAGIC"], single, "an inclusion that does not exist")
    yield "path-rule", way(base, "basic flow", ["1D-C0"], single, "a theorem as an inclusion")
    yield "path-time", way(base, "augmented-1 C0", ["INC-TIME"], single, "an autonomous field with a clock")
    yield "path-back", way(base, "basic* C0", ["INC-AUTONOMOUS", "INC-AUTONOMOUS"], single, "the same way twice")
    yield (
        "path-unknown-cell",
        at(
            "cell",
            {"architecture": "augmented-9", "autonomous": True, "regularity": "C0"},
            "there is no cell 'augmented-9 autonomous C0'",
            "a cell that is not there",
        ),
    )
    yield (
        "path-unknown-class",
        at(
            "cell",
            {"architecture": "basic", "autonomous": True, "regularity": "C9"},
            "there is no cell 'basic autonomous C9'",
            "a class that does not exist",
        ),
    )
    no = genuine("x**3 + 1", "R", "1D-C0", "-", "basic C0")
    yield "path-negative-weak", way(no, "basic flow", ["INC-CLASS"], single, "a negative verdict for a weaker class")
    yield (
        "path-negative-time",
        way(no, "basic* C0", ["INC-AUTONOMOUS"], single, "a negative verdict for fields with time"),
    )
    yield "path-negative-layer", way(no, "linear-layer C0", ["INC-LAYER"], single, "a negative verdict for more layers")
    yield "path-negative-none", way(no, "basic Lip", [], lost, "a negative verdict without a way")
    yield "path-negative-unknown", at(
        "cell", {"architecture": "augmented-9", "autonomous": True, "regularity": "C0"},
        "there is no cell 'augmented-9 autonomous C0'",
        "a negative verdict for a cell that is not there", no,
    )  # fmt: skip
    two = changed(base, "cells", to=lambda old: [*old, {**old[0], "rule": "1D-LIP"}])
    yield "cells-second", attack("a true cell and a false one", two, "1D-LIP does not decide", None, "format")
    both = changed(base, "cells", to=lambda old: [*old, *old])
    yield "cells-twice", attack("one cell twice", both, "a cell is decided twice", None, "format")
    yield "cells-none", attack("no cell", {**base, "cells": []}, "decides no cell", None, "format")
    yield "facts-none", attack("no fact", {**base, "facts": []}, "no fact of kind pieces", None, "format")


def broken_maps() -> Iterator[tuple[str, Json]]:
    base = genuine("x**3", "R", "1D-C0", "+", "basic C0")
    for name, expr, names, text in (
        ("code", "__import__('os').system('true')", "unexpected '_'", "code as a map"),
        ("attribute", "x.__class__", "not", "an attribute"),
        ("lambda", "(lambda: x)()", "not", "a function"),
        ("unknown", "nonsense(x)", "nonsense", "an unknown function"),
        ("variable", "y**3", "unknown name 'y'", "another variable"),
        ("empty", "", "not verified", "no text"),
        ("open", "(x**3", "not verified", "a bracket that is not closed"),
        ("vector", "(x, x)", "not verified", "a vector as one component"),
        ("huge", "x" + " + x" * 6000, "not verified", "a text beyond the limits"),
        ("deep", "(" * 500 + "x" + ")" * 500, "not verified", "brackets beyond the limits"),
        ("power", "x**(10**9)", "not verified", "a power beyond the limits"),
        ("imaginary", "sqrt(-1)*x", "not verified", "a map that is not real"),
        ("cases", "Piecewise((x, x > 0))", "the last condition", "cases that leave out points"),
    ):
        yield f"map-{name}", attack(text, changed(base, "map", "expr", to=[expr]), names, None, "map")
    for name, key, to, names, text in (
        ("two-outputs", "expr", ["x", "x"], "one variable with one output", "two components"),
        ("no-output", "expr", [], "one variable with one output", "no component"),
        ("two-variables", "vars", ["x", "y"], "one variable with one output", "two variables"),
        ("no-variable", "vars", [], "one variable with one output", "no variable"),
        ("name-code", "vars", ["__import__"], "no name of a variable", "code as a variable"),
        ("name-reserved", "vars", ["exp"], "reserved", "a function as a variable"),
        ("name-other", "vars", ["t"], "unknown name 'x'", "another name of the variable"),
        ("domain-code", "domain", "[__import__('os'), 1]", "unexpected '_'", "code as an end of X"),
        ("domain-text", "domain", "everywhere", "is no interval", "a word as a domain"),
        ("domain-nothing", "domain", "", "is no interval", "no domain"),
        ("domain-variable", "domain", "(0, x)", "unknown name 'x'", "a domain that moves"),
        ("domain-complex", "domain", "(0, sqrt(-1))", "is not real", "an end that is not real"),
    ):
        yield f"map-{name}", attack(text, changed(base, "map", key, to=to), names, None, "map")
    for name, asked, names, text in (
        ("map", {"map": "x**5"}, "about another map", "the caller asks for another map"),
        ("domain", {"map": "x**3", "domain": "(0, 1)"}, "about another domain", "the caller asks for another domain"),
        ("closed", {"domain": "[0, 1]"}, "about another domain", "the caller asks for a closed interval"),
        (
            "cell",
            {"cell": "basic autonomous Lip"},
            "it says nothing about 'basic autonomous Lip'",
            "for a stronger class",
        ),
        (
            "time",
            {"cell": "basic non-autonomous C0"},
            "it says nothing about 'basic non-autonomous C0'",
            "the caller asks for another cell",
        ),
        ("nothing", {"cell": ""}, "it says nothing about ''", "the caller asks for a cell without a name"),
        ("map-code", {"map": "__import__('os')"}, "unexpected '_'", "the caller asks for code"),
        ("domain-code", {"domain": "R^3"}, "is no interval", "the caller asks for what is no interval"),
    ):
        yield f"asked-{name}", attack(text, base, names, None, next(iter(asked)), asked)


def forgeries() -> Iterator[tuple[str, Json]]:
    """All attacks that are not on a hypothesis."""
    yield from broken_covers()
    yield from broken_points()
    yield from broken_pieces()
    yield from broken_facts()
    yield from broken_cells()
    yield from broken_maps()
