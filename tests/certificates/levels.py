"""Level sets, symmetries and error floors: the cases of the table, true claims, and attacks on their hypotheses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from euclidean import Cases, attacks, genuine_cases, missing_facts, points, structure
from evidence import Json
from positivity import RANGE

WAVE = "exp(x)*sin(y)"
FOLD = "(x**2, y)"
CUBE = "(x**3 - 3*x*y**2, 3*x**2*y - y**3)"

COMPLETE = {
    "cube": (CUBE, "R^2"),
    "monkey": ("x**3 - 3*x*y**2", "R^2"),
    "folded-edge": ("x*y", "[0, 1] x [-1, 1]"),
    "bowl": ("x**2 + y**2", "[-1, 1]^2"),
    "symmetric-functions": ("(x + y + z, x*y*z)", "R^3"),
}

CASES: Cases = {
    ("FIBRE", "-", "linear-layer*"): [
        ("x**2*y", "R^2", "flow"),
        ("x**3 - 3*x*y**2", "R^2", "flow"),
        ("x*y", "[0, 1] x [-1, 1]", "flow"),
        ("x**4 + y**2 - z**6 + y**3", "R^3", "flow"),
    ],
    ("CYCLIC", "-", "layers*"): [
        (CUBE, "R^2", "flow"),
        ("(x**5 - 10*x**3*y**2 + 5*x*y**4, 5*x**4*y - 10*x**2*y**3 + y**5)", "R^2", "flow"),
        ("(x + y + z, x*y*z)", "R^3", "flow"),
    ],
    ("FLOOR-WELL", "-", "linear-layer*"): [
        ("x**2 + y**2", "[-1, 1]^2", "flow"),
        ("x**2 + y**2 + sin(x)", "R^2", "flow"),
        ("exp(-x**2 - y**2)", "R^2", "flow"),
    ],
    ("FLOOR-LINK", "-", "linear-layer*"): [
        ("x*y", "[-1, 1]^2", "flow"),
        ("x**2 + y**2 - z**2", "R^3", "flow"),
        (WAVE, "R^2", "flow"),
    ],
    ("FLOOR-DEGREE", "-", "basic*"): [("(x + y**2, -y)", "[-1, 1]^2", "flow")],
    ("FLOOR-DEGREE", "-", "linear-layer*"): [(FOLD, "[-1, 1]^2", "flow")],
}


def crossed(place: str, other: str, *factors: str, component: int = 0) -> Json:
    return {"kind": "crossed", "component": component, "point": place.split(), "other": other.split(),
            "factors": list(factors)}  # fmt: skip


def alternating(place: str, *rays: str, component: int = 0) -> Json:
    return {"kind": "alternating", "component": component, "point": place.split(), "rays": [r.split() for r in rays]}


def parted(place: str, sign: int, normal: str, *rays: str, radius: str = "1") -> Json:
    return {"kind": "parted", "component": 0, "point": place.split(), "sign": sign, "normal": normal.split(),
            "radius": radius, "proof": RANGE, "rays": [r.split() for r in rays]}  # fmt: skip


def cyclic(centre: str, matrix: str, order: int) -> Json:
    return {"kind": "cyclic", "centre": centre.split(), "matrix": [row.split() for row in matrix.split(";")],
            "order": order}  # fmt: skip


def turning(centre: str, plane: str, order: int) -> Json:
    return {"kind": "turning", "centre": centre.split(), "plane": list(map(int, plane.split())), "order": order}


def well(low: str, high: str, place: str, depth: str, sign: int = 1, component: int = 0) -> Json:
    return {"kind": "well", "component": component, "sign": sign, "low": low.split(), "high": high.split(),
            "point": place.split(), "depth": depth, "proofs": [RANGE] * (2 * len(low.split()))}  # fmt: skip


def link(centre: str, first: str, second: str, bounds: str) -> Json:
    top, low, high, bottom = bounds.split()
    rows = [[row.split() for row in part.split(";")] for part in (first, second)]
    return {"kind": "link", "component": 0, "centre": centre.split(), "first": rows[0], "second": rows[1], "top": top,
            "low": low, "high": high, "bottom": bottom,
            "proofs": [RANGE] * (2 * len(centre.split()) + 2)}  # fmt: skip


def arcs(first: str, second: str, bounds: str, component: int = 0) -> Json:
    top, low, high, bottom = bounds.split()
    rows = [[row.split() for row in part.split(";")] for part in (first, second)]
    return {"kind": "arcs", "component": component, "first": rows[0], "second": rows[1], "top": top, "low": low,
            "high": high, "bottom": bottom, "proofs": [RANGE] * (len(rows[0]) + len(rows[1]) - 2)}  # fmt: skip


def covered(point: str, floor: str, *patches: tuple[str, str, str]) -> Json:
    """Boxes by their corners and matrices."""
    return {"kind": "covered", "point": point.split(), "floor": floor, "patches": [
        {"low": low.split(), "high": high.split(), "matrix": [row.split() for row in matrix.split(";")],
         "proofs": [RANGE] * (2 * len(low.split()))} for low, high, matrix in patches]}  # fmt: skip


def spread(first: str, second: str, rate: str, rest: str) -> Json:
    rows = [[row.split() for row in part.split(";") if row] for part in (first, second)]
    return {"kind": "spread", "component": 0, "first": rows[0], "second": rows[1], "rate": rate, "rest": rest,
            "proofs": [RANGE] * sum(map(bool, rows))}  # fmt: skip


def _fibres() -> Iterator[tuple[Any, ...]]:
    s, rule = structure(), ("FIBRE", "-", "linear-layer* flow")
    four = ("1 1", "-1 1", "-1 -1", "1 -1")
    yield ("fibre-constant", "non-constant", "a point with the same value", "another value",
           "x**2*y", "R^2", *rule, s, crossed("0 0", "1 0", "x", "y", "x"))  # fmt: skip
    yield ("fibre-factors", "fibre", "the factors of another function", "the factors of another function",
           "x**2*y + x", "R^2", *rule, s, crossed("0 0", "1 1", "x", "y", "x"))  # fmt: skip
    yield ("fibre-touch", "fibre", "two curves that touch", "not shown to cross",
           "y*(y - x**2)", "R^2", *rule, s, crossed("0 0", "0 1", "y", "y - x**2", "1"))  # fmt: skip
    yield ("fibre-elsewhere", "fibre", "a point that is on one curve only", "does not vanish at the point",
           "x**2*y", "R^2", *rule, s, crossed("0 1", "1 1", "x", "y", "x"))  # fmt: skip
    yield ("fibre-corner", "fibre", "two edges of X that meet in a corner", "no factor vanishes on its face",
           "x*y", "[0, 1]^2", *rule, s, crossed("0 0", "1 1", "x", "y", "1"))  # fmt: skip
    yield ("fibre-end", "fibre", "two curves that end on the boundary of X", "no factor vanishes on its face",
           "(x - y)*(x + y)", "[0, 1] x [-1, 1]", *rule, s, crossed("0 0", "1 0", "x - y", "x + y", "1"))  # fmt: skip
    yield ("fibre-space", "fibre", "two surfaces that cross in space", "a map of two variables",
           "x*y + 0*z", "R^3", *rule, s, crossed("0 0 0", "1 1 0", "x", "y", "1"))  # fmt: skip
    yield ("fibre-rays", "fibre", "signs that do not alternate", "do not alternate",
           "x**2*y", "R^2", *rule, s, alternating("0 0", *four))  # fmt: skip
    yield ("fibre-order", "fibre", "rays that are not in circular order", "not in circular order",
           "x**2*y", "R^2", *rule, s, alternating("0 0", four[0], four[2], four[1], four[3]))  # fmt: skip
    yield ("fibre-twice", "fibre", "rays that go around twice", "not in circular order",
           "y + x**2", "R^2", *rule, s, alternating("0 0", "1 1", "-1 -1", "1 2", "-1 -2"))  # fmt: skip
    yield ("fibre-two", "fibre", "two rays only", "four rays or more",
           "y + x**2", "R^2", *rule, s, alternating("0 0", "0 1", "0 -1"))  # fmt: skip
    yield ("fibre-boundary", "fibre", "a point on the boundary", "is not in the interior of X",
           "x*y", "[0, 1] x [-1, 1]", *rule, s, alternating("0 0", *four))  # fmt: skip
    yield ("fibre-flat", "fibre", "a ray on which the function is constant", "different from 0",
           "x*y", "R^2", *rule, s, alternating("0 0", "1 0", "0 1", "-1 0", "0 -1"))  # fmt: skip
    yield ("fibre-part", "fibre", "a line on which the function is smaller, too", "not seen in one evaluation",
           "y**3 - x**2", "R^2", *rule, s, parted("0 0", 1, "0 1", "1 1", "-1 -1"))  # fmt: skip
    yield ("fibre-side", "fibre", "two rays on one side of the line", "not on both sides",
           "y**2 - x**4", "R^2", *rule, s, parted("0 0", 1, "1 0", "1 0", "2 0"))  # fmt: skip
    yield ("fibre-sign", "fibre", "larger values where smaller ones are needed", "the sign along a ray",
           "x**4 + y**4", "R^2", *rule, s, parted("0 0", 1, "1 0", "1 0", "-1 0"))  # fmt: skip
    yield ("fibre-near", "fibre", "a neighbourhood that is not in X", "not in X",
           "y**2 - x**4", "[-1, 1]^2", *rule, s, parted("0 0", 1, "1 0", "1 0", "-1 0", radius="2"))  # fmt: skip
    yield ("fibre-kink", "fibre", "a map that is not smooth", "not seen to be differentiable",
           "|x|*y", "R^2", *rule, structure("Lip"), alternating("0 0", *four))  # fmt: skip


def _cycles() -> Iterator[tuple[Any, ...]]:
    s, rule = structure(), ("CYCLIC", "-", "augmented-1* flow")
    plane, third = points("0 0", "1 0", "1 1"), "-1/2 -sqrt(3)/2; sqrt(3)/2 -1/2"
    yield ("cyclic-wide", "dimension", "one dimension more", "narrow for cycle fails",
           CUBE, "R^2", "CYCLIC", "-", "augmented-2* flow", s, cyclic("0 0", third, 3), plane)  # fmt: skip
    yield ("cyclic-other", "symmetry", "a rotation that is no symmetry", "not shown to have the symmetry",
           CUBE, "R^2", *rule, s, cyclic("0 0", "0 -1; 1 0", 4), plane)  # fmt: skip
    yield ("cyclic-centre", "symmetry", "another centre", "not shown to have the symmetry",
           CUBE, "R^2", *rule, s, cyclic("1 0", third, 3), plane)  # fmt: skip
    yield ("cyclic-order", "symmetry", "another order", "not shown to be 1",
           CUBE, "R^2", *rule, s, cyclic("0 0", third, 4), plane)  # fmt: skip
    grown = "sqrt(3)/2 -A/2; 1/(2*A) sqrt(3)/2".replace("A", "(sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)+pi+E)")
    yield ("cyclic-grown", "symmetry", "a matrix whose powers are long", "powers of a matrix that grow",
           "(x**2, y)", "R^2", *rule, s, cyclic("0 0", grown, 12), plane)  # fmt: skip
    yield ("cyclic-line", "symmetry", "a reflection, which fixes a line", "move two dimensions",
           "(x**2, y)", "R^2", *rule, s, cyclic("0 0", "-1 0; 0 1", 2), plane)  # fmt: skip
    yield ("cyclic-identity", "symmetry", "the identity", "move two dimensions",
           CUBE, "R^2", *rule, s, cyclic("0 0", "1 0; 0 1", 2), plane)  # fmt: skip
    yield ("cyclic-edge", "symmetry", "a centre on the boundary", "is not in the interior of X",
           CUBE, "[0, 1] x [-1, 1]", *rule, s, cyclic("0 0", third, 3), points("0 0", "1 0", "1 1"))  # fmt: skip
    yield ("turning-order", "symmetry", "a turn by another part", "not shown to have the symmetry",
           CUBE, "R^2", *rule, s, turning("0 0", "0 1", 4), plane)  # fmt: skip
    yield ("turning-one", "symmetry", "a full turn", "the order of the turn",
           CUBE, "R^2", *rule, s, turning("0 0", "0 1", 1), plane)  # fmt: skip
    yield ("turning-centre", "symmetry", "another centre", "not shown to have the symmetry",
           CUBE, "R^2", *rule, s, turning("0 1", "0 1", 3), plane)  # fmt: skip
    yield ("turning-plane", "symmetry", "a variable twice", "a plane of two variables",
           CUBE, "R^2", *rule, s, turning("0 0", "0 0", 3), plane)  # fmt: skip
    yield ("turning-edge", "symmetry", "a centre on the boundary", "is not in the interior of X",
           CUBE, "[0, 1] x [-1, 1]", *rule, s, turning("0 0", "0 1", 3), plane)  # fmt: skip
    yield ("turning-waves", "symmetry", "a map that is no polynomial", "not seen to be a polynomial",
           "(cos(x), sin(y))", "R^2", *rule, s, turning("0 0", "0 1", 4), points("0 0", "1 0", "1 1"))  # fmt: skip
    yield ("turning-wide", "dimension", "one dimension more", "narrow for cycle fails",
           CUBE, "R^2", "CYCLIC", "-", "augmented-2* flow", s, turning("0 0", "0 1", 3), plane)  # fmt: skip
    low = ("CYCLIC", "-", "linear-layer* flow")
    turn = "0 1 0; 0 0 1; 1 0 0"
    yield ("cyclic-sum", "dimension", "a scalar function of three variables", "narrow for cycle fails",
           "x + y + z", "R^3", *low, s, cyclic("0 0 0", turn, 3), points("0 0 0", "1 0 0"))  # fmt: skip
    yield ("cyclic-sum-other", "symmetry", "a function that is not symmetric", "not shown to have the symmetry",
           "(x + y + 2*z, x*y*z)", "R^3", *low, s, cyclic("0 0 0", turn, 3),
           points("0 0 0", "1 0 0", "1 1 1"))  # fmt: skip


def _floors() -> Iterator[tuple[Any, ...]]:
    s, well_, link_ = structure(), ("FLOOR-WELL", "-", "linear-layer* flow"), ("FLOOR-LINK", "-", "linear-layer* flow")
    bowl, square = "x**2 + y**2", "[-1, 1]^2"
    yield ("well-deep", "well", "a depth that is not reached", "not seen in one evaluation",
           bowl, square, *well_, s, well("-1 -1", "1 1", "0 0", "2"))  # fmt: skip
    yield ("well-zero", "well", "a well without depth", "the sign and the depth",
           bowl, square, *well_, s, well("-1 -1", "1 1", "0 0", "0"))  # fmt: skip
    yield ("well-up", "well", "a minimum as a maximum", "not seen in one evaluation",
           bowl, square, *well_, s, well("-1 -1", "1 1", "0 0", "1", -1))  # fmt: skip
    yield ("well-outside", "well", "a box that is not in X", "is not in X",
           bowl, square, *well_, s, well("-2 -2", "2 2", "0 0", "1"))  # fmt: skip
    yield ("well-point", "well", "a point that is not in the box", "the point is not in the box",
           bowl, square, *well_, s, well("1/2 1/2", "1 1", "0 0", "1/4"))  # fmt: skip
    yield ("well-empty", "well", "a box without interior", "an empty box",
           bowl, square, *well_, s, well("0 0", "0 1", "0 0", "1"))  # fmt: skip
    yield ("well-saddle", "well", "a function that falls in one direction", "deep fails",
           "x*y", "R^2", *well_, s, spread("1 1", "1 -1", "1", "0"))  # fmt: skip
    yield ("well-component", "scalar", "a component that does not exist", "a component that does not exist",
           bowl, square, *well_, s, well("-1 -1", "1 1", "0 0", "1", component=1))  # fmt: skip
    yield ("well-box", "well", "a function that grows on a part of the plane", "X is not R^n",
           bowl, square, *well_, s, spread("1 0; 0 1", "", "1", "0"))  # fmt: skip
    yield ("well-rate", "well", "a growth that is too fast", "not seen in one evaluation",
           bowl, "R^2", *well_, s, spread("1 0; 0 1", "", "2", "0"))  # fmt: skip
    one = link("0 0", "1 1", "1 -1", "1 0 0 -1")
    yield ("link-gap", "link", "bounds that leave no gap", "the bounds leave no gap",
           "x*y", square, *link_, s, link("0 0", "1 1", "1 -1", "0 0 0 0"))  # fmt: skip
    yield ("link-bound", "link", "a bound that does not hold", "not seen in one evaluation",
           "x*y", square, *link_, s, link("0 0", "1 1", "1 -1", "2 0 0 -1"))  # fmt: skip
    yield ("link-parallel", "discs", "two discs on one line", "the rows are no basis",
           "x*y", square, *link_, s, link("0 0", "1 1", "-1 -1", "1 0 0 -1"))  # fmt: skip
    yield ("link-outside", "discs", "discs that are not in X", "a disc is not in X",
           "x*y", "[-1/2, 1]^2", *link_, s, one)  # fmt: skip
    yield ("link-edge", "discs", "a centre on the boundary", "is not in the interior of X",
           "x*y", "[0, 1] x [-1, 1]", *link_, s, one)  # fmt: skip
    yield ("link-well", "link", "a function that grows in all directions", "linked fails",
           bowl, "R^2", *link_, s, spread("1 0; 0 1", "", "1", "0"))  # fmt: skip
    yield ("link-component", "scalar", "a component that does not exist", "a component that does not exist",
           "x*y", square, *link_, s, {**one, "component": -1})  # fmt: skip
    # x^2 - y^2 is large at the ends of the first arc, small at those of the second one.
    saddle, across, up = "x**2 - y**2", "-1 0; 1 0", "0 -1; 0 1"
    cross = arcs(across, up, "1 0 0 -1")
    yield ("arcs-gap", "link", "bounds that leave no gap", "the bounds leave no gap",
           saddle, square, *link_, s, arcs(across, up, "0 0 0 0"))  # fmt: skip
    yield ("arcs-end", "link", "an end where the function is not large", "the value at the end of an arc",
           saddle, square, *link_, s, arcs("-1/2 0; 1 0", up, "1 0 0 -1"))  # fmt: skip
    yield ("arcs-bound", "link", "a bound that does not hold on an edge", "not seen in one evaluation",
           saddle, square, *link_, s, arcs("-1 0; -1 1/2; 1 1/2; 1 0", up, "1 0 0 -1"))  # fmt: skip
    yield ("arcs-proofs", "link", "an edge without proof", "the number of proofs",
           saddle, square, *link_, s, {**cross, "proofs": [RANGE]})  # fmt: skip
    yield ("arcs-apart", "discs", "two arcs that do not meet", "do not cross, counted with signs",
           saddle, square, *link_, s, arcs(across, "1/2 -1; 1/2 -1/2", "1 0 0 -1"))  # fmt: skip
    yield ("arcs-twice", "discs", "two arcs that cross there and back", "do not cross, counted with signs",
           saddle, square, *link_, s, arcs(across, "0 -1; 0 1/2; 1/2 1/2; 1/2 -1", "1 0 0 -1"))  # fmt: skip
    yield ("arcs-touch", "discs", "a vertex of one arc on the other", "the arcs touch each other",
           saddle, square, *link_, s, arcs("-1 0; 0 0; 1 0", up, "1 0 0 -1"))  # fmt: skip
    yield ("arcs-outside", "discs", "an arc that is not in X", "an arc is not in X",
           saddle, "[-1/2, 1] x [-1, 1]", *link_, s, cross)  # fmt: skip
    yield ("arcs-slanted", "discs", "an edge that is parallel to no axis", "not parallel to an axis",
           "x*y", square, *link_, s, arcs("-1 -1; 1 1", "-1 1; 1 -1", "1 0 0 -1"))  # fmt: skip
    yield ("arcs-space", "discs", "arcs in space", "a map of two variables",
           "x**2 - y**2 + 0*z", "R^3", *link_, s, cross)  # fmt: skip
    yield ("arcs-component", "scalar", "a component that does not exist", "a component that does not exist",
           saddle, square, *link_, s, {**cross, "component": 1})  # fmt: skip


def _degrees() -> Iterator[tuple[Any, ...]]:
    s, basic, layer_ = structure(), ("FLOOR-DEGREE", "-", "basic* flow"), ("FLOOR-DEGREE", "-", "linear-layer* flow")
    square, same, turned = "[-1, 1]^2", "1 0; 0 1", "-1 0; 0 1"
    right, left = ("0 -1", "1 1", same), ("-1 -1", "0 1", turned)
    yield ("degree-one", "degree", "a degree of 1 on one box", "turned or doubled fails",
           FOLD, square, *basic, s, covered("1/2 0", "1/2", right))  # fmt: skip
    yield ("degree-layer", "degree", "a degree of -1, which a reflection gives", "doubled fails",
           "(-x, y)", square, *layer_, s, covered("0 0", "1", ("-1 -1", "1 1", turned)))  # fmt: skip
    yield ("degree-far", "distance", "a distance that is too large", "not seen in one evaluation",
           FOLD, square, *basic, s, covered("1/2 0", "3/4", right, left))  # fmt: skip
    yield ("degree-layer-far", "distance", "a distance that is too large", "not seen in one evaluation",
           FOLD, square, *layer_, s, covered("1/2 0", "3/4", right, left))  # fmt: skip
    yield ("degree-zero", "distance", "no distance", "a floor that is not positive",
           FOLD, square, *basic, s, covered("1/2 0", "0", right, left))  # fmt: skip
    yield ("degree-long", "distance", "a row that is longer than 1", "a row that is longer than 1",
           FOLD, square, *basic, s,
           covered("1/2 0", "1", (*right[:2], "2 0; 0 2"), (*left[:2], "-2 0; 0 2")))  # fmt: skip
    yield ("degree-singular", "degree", "a singular matrix", "a singular matrix",
           FOLD, square, *basic, s, covered("1/2 0", "1/2", right, (*left[:2], "-1 0; -1 0")))  # fmt: skip
    yield ("degree-sign", "degree", "a matrix with the other sign", "not seen in one evaluation",
           FOLD, square, *basic, s, covered("1/2 0", "1/2", right, (*left[:2], same)))  # fmt: skip
    yield ("degree-same", "square", "one box twice", "common inner points",
           FOLD, square, *basic, s, covered("1/2 0", "1/2", right, right))  # fmt: skip
    yield ("degree-three", "square", "three boxes", "the number of boxes",
           FOLD, square, *basic, s, covered("1/2 0", "1/2", right, left, left))  # fmt: skip
    yield ("degree-outside", "square", "a box that is not in X", "is not in X",
           FOLD, "[-1/2, 1] x [-1, 1]", *basic, s, covered("1/2 0", "1/2", right, left))  # fmt: skip
    yield ("degree-empty", "square", "a box without interior", "an empty box",
           FOLD, square, *basic, s, covered("1/2 0", "1/2", right, ("-1 -1", "-1 1", turned)))  # fmt: skip
    yield ("degree-scalar", "square", "a map with fewer outputs than inputs", "not as many outputs as inputs",
           "x**2 + y", square, *layer_, s, covered("1/2 0", "1/2", right, left))  # fmt: skip


def valid() -> Iterator[tuple[str, Json]]:
    yield from genuine_cases(COMPLETE, CASES, "level-")


def invalid() -> Iterator[tuple[str, Json]]:
    yield from missing_facts(CASES, "level-")
    yield from attacks([*_fibres(), *_cycles(), *_floors(), *_degrees()])
