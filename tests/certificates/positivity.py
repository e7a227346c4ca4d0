"""Signs of functions of several variables: one true certificate for each kind of proof, and forged proofs.

The signs are facts beside a claim about the identity: every fact of a certificate is checked, cited or not.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from euclidean import certificate as claim
from euclidean import linear, structure
from evidence import Json, attack
from msgspec import to_builtins

from embedcheck import Map
from embedcheck.analysis.cover import Deadline
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.positivity import signed as search

VALID = {
    "one-range": ("1 + cos(y)*sin(x)/3", "R^2"),
    "factored-form": ("(1 + x**2)*(2 + sin(y))", "R^2"),
    "one-variable": ("cos(x)", "(0, pi/2) x (0, 1)"),
    "sum": ("x - log(1 + x) + y", "(0, oo)^2"),
    "renamed": ("cosh(x)*cosh(y) - sinh(x)*sinh(y)/2", "R^2"),
    "even": ("exp(x)*(1 + y**2) - x", "R^2"),
    "factors": ("(x - 2)*(x**2 - x*y + y**2 + 1)", "(-oo, 1] x R"),
    "fibres": ("(x*y - 1)**2 + x**2", "R^2"),
    "fibres-box": ("x**2 - x*y + y**2 - y**3/2", "(0, oo) x (0, 1)"),
    "faces": ("1 + x*y - x - y + x**3", "(0, 1)^2"),
    "squares": ("x**4 + y**4 + z**4 - 4*x*y*z + 2", "R^3"),
    "squares-box": ("2 - x**2*y - y**2*z - z**3*x/2 + z", "[0, 1]^2 x [0, 1/2]"),
    "halved": ("exp(x*y) - x*y - 1/2 - x/4", "[0, 1]^2"),
    "period": ("2 + sin(x)*cos(x + y) + sin(y)*cos(x) + sin(x)/3", "R^2"),
}


WAVES = "1000" + "".join(f" + sin({k}*x + {k + 1}*y)*exp(sin({k + 2}*x*y))" for k in range(1, 60))


def stated(function: str, domain: str, *facts: Json) -> Json:
    """A certificate that the identity is its own read-out, with more facts."""
    names = "xyz"[: 3 if domain.endswith("^3") or domain.count("x") == 2 or domain.endswith("/2]") else 2]
    expr = f"({', '.join(names)})"
    rows = ";".join(" ".join("1" if a == b else "0" for b in names) for a in names)
    return claim(expr, domain, "AFFINE-LAYER", "+", "linear-layer Comega", structure(), linear(rows), *facts)


@functools.cache
def _found(function: str, domain: str) -> Any:
    names = stated(function, domain)["map"]["vars"]
    subject = Map((function,), domain=domain, vars=names)
    fact = search(EuclideanAnalysis(subject, Deadline(None), lambda other: {}), subject.components[0])
    if fact is None:
        raise LookupError(f"no sign of {function} on {domain}")
    return to_builtins(fact.evidence)


def sign(function: str, proof: Json, of: int = 1) -> Json:
    return {"kind": "signed", "function": function, "sign": of, "proof": proof}


# -- proofs by hand ----------------------------------------------------------------------------------------------------

RANGE: Json = {"kind": "onerange", "form": ""}


def form(text: str) -> Json:
    return {"kind": "onerange", "form": text}


def factors(*rows: tuple[str, int, int]) -> Json:
    found = [{"function": f, "power": power, "sign": of, "proof": RANGE} for f, power, of in rows]
    return {"kind": "factors", "factors": found}


def parts(*rows: tuple[str, bool]) -> Json:
    return {"kind": "sum", "parts": [{"function": f, "strict": strict, "proof": RANGE} for f, strict in rows]}


def renamed(function: str, *meanings: tuple[str, str], proof: Json = RANGE) -> Json:
    names, meant = zip(*meanings, strict=True)
    return {"kind": "renamed", "names": list(names), "parts": list(meant), "function": function, "proof": proof}


def faces(variable: str, low: bool, high: bool) -> Json:
    return {"kind": "faces", "variable": variable, "low": RANGE, "high": RANGE, "strict": [low, high]}


def fibres(variable: str, *samples: str) -> Json:
    return {"kind": "fibres", "variable": variable, "samples": list(samples)}


def squares(*rows: tuple[str, str, str]) -> Json:
    """Each: ends, monomials by their exponents, rows of the matrix."""
    found = [
        {
            "ends": ends.split(),
            "monomials": [[int(k) for k in one] for one in monomials.split()],
            "gram": [row.split() for row in gram.split(";")],
        }
        for ends, monomials, gram in rows
    ]
    return {"kind": "squares", "squares": found}


def halved(text: str, tree: str) -> Json:
    return {"kind": "halved", "form": text, "tree": tree}


def period(variable: str, length: str, start: str, proof: Json = RANGE) -> Json:
    return {"kind": "period", "variable": variable, "period": length, "start": start, "proof": proof}


def cover(signs: list[int], proof: Json) -> Json:
    return {"kind": "onevariable", "cover": {"zeros": [], "signs": signs, "proof": proof}}


def valid() -> Iterator[tuple[str, Json]]:
    for name, (function, domain) in VALID.items():
        yield f"nd-sign-{name}", stated(function, domain, _found(function, domain))
    yield "nd-sign-hand-factors", stated("", "R^2", sign("-(1 + x^2)^3/exp(y)", factors(
        ("x^2 + 1", 3, 1), ("exp(y)", -1, 1)), -1))  # fmt: skip


def invalid() -> Iterator[tuple[str, Json]]:
    plane, square, unit = "R^2", "[0, 1]^2", "(0, 1)^2"
    nested: Json = RANGE
    for _ in range(9):
        nested = period("x", "2*pi", "0", nested)
    rows: list[tuple[str, str, str, str, Json]] = [
        ("zero", "a sum of squares that vanishes at 0", "not seen in one evaluation", plane, sign("x^2 + y^2", RANGE)),
        ("other", "the other sign", "not seen in one evaluation", plane, sign("x^2 + 1", RANGE, -1)),
        ("number", "a sign that is 2", "neither 1 nor -1", plane, sign("x^2 + 1", RANGE, 2)),
        ("closed", "a zero at an end that belongs to X", "not seen in one evaluation", square, sign("x", RANGE)),
        ("form", "the form of another function", "a form of another function", plane, sign("x", form("x^2 + 1"))),
        ("form-variable", "a form in another variable", "not verified", plane, sign("x^2 + 1", form("t^2 + 1"))),
        ("form-removed", "a form that hides a pole", "is no function", plane, sign("1", form("x/x"))),
        ("components", "two components", "is no function", plane, sign("(x, 1)", RANGE)),
        ("deep", "proofs inside proofs without end", "too many steps", plane, sign("2 + sin(x)", nested)),
        ("factors-other", "factors of another function", "factors of another function", plane,
         sign("x*(x^2 + 1)", factors(("x^2 + 1", 1, 1)))),
        ("factors-turned", "two factors, one of them negative", "the other sign", plane,
         sign("-(x^2 + 1)*(y^2 + 1)", factors(("-x^2 - 1", 1, -1), ("y^2 + 1", 1, 1)))),
        ("factors-even", "an even power of a factor with a zero", "not seen in one evaluation", plane,
         sign("x^2*(y^2 + 1)", factors(("x", 2, 1), ("y^2 + 1", 1, 1)))),
        ("factors-power", "a power that is 0", "a power of a factor", plane,
         sign("x^2 + 1", factors(("x^2 + 1", 1, 1), ("x", 0, 1)))),
        ("sum-other", "parts of another sum", "the parts of another sum", plane,
         sign("x + y^2", parts(("x^2 + 1", True), ("y^2", False)))),
        ("sum-weak", "parts that all may vanish", "a sum that may vanish", plane,
         sign("x^2 + y^2", parts(("x^2", False), ("y^2", False)))),
        ("sum-claims", "a part that vanishes and is said not to", "not seen in one evaluation", plane,
         sign("x^2 + y^2", parts(("x^2", True), ("y^2", False)))),
        ("sum-negative", "a part that may be negative", "not seen in one evaluation", plane,
         sign("y^2 + 1 + x", parts(("y^2 + 1", True), ("x", False)))),
        ("renamed-other", "new variables in another function", "new variables in another function", plane,
         sign("exp(x) - y", renamed("u + 1", ("u", "exp(x)")))),
        ("renamed-range", "a sine as a variable that is positive", "not seen in one evaluation", plane,
         sign("sin(x)", renamed("u", ("u", "sin(x)")))),
        ("renamed-closed", "a square as a variable that never vanishes", "not seen in one evaluation", plane,
         sign("x^2", renamed("u", ("u", "x^2")))),
        ("renamed-own", "a new variable that is an old one", "the new variables", plane,
         sign("exp(x)", renamed("y", ("y", "exp(x)")))),
        ("renamed-undefined", "a part that is not defined everywhere", "no range of", plane,
         sign("log(x)^2 + 1", renamed("u^2 + 1", ("u", "log(x)")))),
        ("faces-curved", "a function that is not affine", "not affine", unit,
         sign("1 - x^2*y", faces("x", True, False))),
        ("faces-line", "an affine function on a line", "on a line", plane, sign("1 + x", faces("x", True, True))),
        ("faces-end", "a face where the function vanishes, and it belongs to X", "may vanish", "[0, 1] x (0, 1)",
         sign("x + x*y", faces("x", False, True))),
        ("faces-both", "both faces may vanish", "may vanish", unit, sign("x*y - x*y", faces("x", False, False))),
        ("faces-low", "a face where the function is negative", "not seen in one evaluation", unit,
         sign("x - 1/2", faces("x", False, True))),
        ("faces-slope", "a negative slope towards infinity", "not seen in one evaluation", "(0, oo) x (0, 1)",
         sign("2 - x*y", faces("x", True, False))),
        ("faces-variable", "a variable that does not exist", "there is no variable", unit,
         sign("1 + x", faces("t", True, True))),
        ("cover-two", "a cover for a function of two variables", "a function of one variable", plane,
         sign("x^2 + y^2 + 1", cover([1], {"kind": "sturm", "coordinate": "x"}))),
        ("cover-end", "a zero at a closed end", "the sign at an end", "[0, 1] x R",
         sign("x", cover([1], {"kind": "affine"}))),
        ("cover-sign", "a cover with the other sign", "another sign", "(-1, 0) x R",
         sign("x", cover([-1], {"kind": "affine"}))),
        ("fibres-samples", "a gap without sample", "one sample is needed", plane,
         sign("(x*y - 1)^2 + x^2", fibres("x", "1"))),
        ("fibres-gap", "two samples in one gap", "not in its gap", plane,
         sign("(x*y - 1)^2 + x^2", fibres("x", "1", "2"))),
        ("fibres-critical", "a zero on a critical fibre", "critical fibre", plane,
         sign("x^2 + (y - 1)^2", fibres("x", "-1", "1"))),
        ("fibres-negative", "a sample over which the polynomial is negative", "not positive over a sample", plane,
         sign("x^2 + y^2 - x*y*3 + 1", fibres("x", "-2", "0", "2"))),
        ("fibres-edge", "a zero over a closed end", "critical fibre", "[0, 1] x R",
         sign("x + y^2", fibres("x", "1/2"))),
        ("fibres-outside", "a sample outside X", "not in its gap", "(0, 1) x R", sign("x + y^2", fibres("x", "2"))),
        ("fibres-square", "a polynomial with a square", "square factor", plane,
         sign("(x^2 + y^2 + 1)^2", fibres("x", "0"))),
        ("fibres-irrational", "a coefficient that is not rational", "no polynomial over the rational numbers", plane,
         sign("x^2 + sqrt(2)*y^2 + x*y + 3", fibres("x", "0"))),
        ("fibres-large", "a polynomial of degree 200", "the degrees of a polynomial", plane,
         sign("x^200 + y^2 + x*y + 3", fibres("x", "0"))),
        ("squares-other", "the squares of another polynomial", "another polynomial", plane,
         sign("x^2 + y^2 + 2", squares(("", "00 10 01", "1 0 0; 0 1 0; 0 0 1")))),
        ("squares-weak", "a form that vanishes at 0", "may vanish", plane,
         sign("x^2 + y^2", squares(("", "10 01", "1 0; 0 1")))),
        ("squares-singular", "a singular matrix", "may vanish", plane,
         sign("(x - 1)^2", squares(("", "00 10", "1 -1; -1 1")))),
        ("squares-indefinite", "an indefinite matrix", "not positive semidefinite", plane,
         sign("1 + 4*x + x^2", squares(("", "00 10", "1 2; 2 1")))),
        ("squares-skew", "a matrix that is not symmetric", "not positive semidefinite", plane,
         sign("1 + 4*x + x^2", squares(("", "00 10", "1 4; 0 1")))),
        ("squares-shape", "a matrix of another size", "the shape of a Gram matrix", plane,
         sign("1 + x^2", squares(("", "00 10", "1 0")))),
        ("squares-end", "the distance from an end that is infinite", "no distance from a finite end", "(0, oo) x R",
         sign("1 - x", squares(("", "00", "1"), ("x+", "00", "1")))),
        ("squares-degree", "a monomial of degree 100", "the monomials of a square", plane,
         sign("1 + x^2", {"kind": "squares", "squares": [{"ends": [], "monomials": [[100, 0]], "gram": [["1"]]}]})),
        ("squares-large", "a matrix with a huge entry", "too much work", plane,
         sign("1 + x^2", squares(("", " ".join(f"{i}{j}" for i in range(7) for j in range(7)),
                                  "; ".join(" ".join("1" + "0" * 900 * (i == j == 0) for j in range(49))
                                            for i in range(49)))))),
        ("halved-slow", "a large function on many boxes", "too much work", square,
         sign(WAVES, halved(WAVES, "01" * 140 + ":" * 281))),
        ("halved-early", "a tree that ends too early", "ends too early", square, sign("x + 1", halved("x + 1", "0."))),
        ("halved-many", "a tree with too many boxes", "more boxes", square, sign("x + 1", halved("x + 1", "..."))),
        ("halved-variable", "a cut of a variable that does not exist", "a variable that does not exist", square,
         sign("x + 1", halved("x + 1", "7.."))),
        ("halved-sign", "a box with a zero", "the sign is not seen on a box", square,
         sign("x - y", halved("x - y", "01..1.."))),
        ("halved-form", "the boxes of another function", "a form of another function", square,
         sign("x - y", halved("x + 1", "."))),
        ("halved-large", "a tree that is too large", "the number of boxes", square,
         sign("x + 1", halved("x + 1", "0" * 1500 + "." * 1501))),
        ("halved-infinite", "a mean value form on an infinite box", "the sign is not seen on a box", plane,
         sign("x^2 - x*y + y^2 + 1", halved("x^2 - x*y + y^2 + 1", ":"))),
        ("period-other", "a period that is none", "not a period", plane, sign("2 + sin(x)", period("x", "pi", "0"))),
        ("period-negative", "a negative period", "not positive", plane, sign("2 + sin(x)", period("x", "-2*pi", "0"))),
        ("period-linear", "a function that grows", "not a period", plane,
         sign("2 + sin(x) + x", period("x", "2*pi", "0"))),
    ]  # fmt: skip
    for name, text, reason, domain, fact in rows:
        data = stated(fact["function"], domain, fact)
        yield f"nd-sign-{name}", attack(text, data, reason, hypothesis="format")
