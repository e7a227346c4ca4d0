"""Covers by every kind of proof: what they list is returned as it is, and each way to be false has its own refusal."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from embedcheck import certificate as c
from embedcheck.balls import fmpq
from embedcheck.balls.checks.cases import CaseError
from embedcheck.balls.checks.covers import CoverError, Covers, Signs, form
from embedcheck.balls.checks.spots import Spot, algebraic_spot, exact_spot, zero_spot
from embedcheck.balls.extended import FORMS
from embedcheck.errors import InputError

X = sp.Symbol("x", real=True)
ROOT = algebraic_spot((-2, 0, 1), fmpq(1), fmpq(2))
ROOT_DATA = c.AlgebraicPoint(polynomial=("-2", "0", "1"), lower="1", upper="2")
NEAR = c.AlgebraicPoint(polynomial=("-2", "0", "1"), lower="5/4", upper="3/2")
UNDECIDED = sp.sin(1) ** 2 + sp.cos(1) ** 2  # 1, and nobody proves it
LARGE = (X + sp.exp(X) + sp.sin(X) + 1) ** 40
AFFINE, CONSTANT = c.Affine(), c.Constant()
BY_X, BY_EXP, BY_TAN = (c.Sturm(coordinate=name) for name in ("x", "exp", "tan"))
PLAIN = c.Range(form="plain")


def end(text: Any) -> Spot:
    return text if isinstance(text, Spot) else exact_spot(sp.sympify(text))


def point(value: str) -> c.ExactPoint:
    return c.ExactPoint(value=value)


def zero(lower: str, upper: str, function: str = "") -> c.ZeroPoint:
    return c.ZeroPoint(function=function, lower=lower, upper=upper)


def cover(zeros: list[Any], signs: list[int], proof: Any) -> c.Cover:
    return c.Cover(zeros=tuple(point(z) if isinstance(z, str) else z for z in zeros), signs=tuple(signs), proof=proof)


def turn(proof: Any = BY_TAN, period: str = "2*pi", start: str = "-pi") -> c.Periodic:
    return c.Periodic(period=period, start=start, proof=proof)


def tail(start: str = "4", length: int = 4) -> c.Tail:
    return c.Tail(start=start, length=length)


def box(lower: str, upper: str, monotone: bool = False) -> c.Box:
    return c.Box(lower=lower, upper=upper, monotone=monotone)


def crossing(lower: str, upper: str) -> c.Crossing:
    return c.Crossing(lower=lower, upper=upper)


def end_box(stop: str, vanishes: bool = False) -> c.EndBox:
    return c.EndBox(stop=stop, zero=vanishes)


def range_tail(start: str, name: Any = "plain") -> c.RangeTail:
    return c.RangeTail(start=start, form=name)


def ladder(start: str, order: int, name: Any = "plain") -> c.Ladder:
    return c.Ladder(start=start, order=order, form=name)


def parts(*items: c.Part) -> c.Parts:
    return c.Parts(parts=items)


def check(g: Any, low: Any, high: Any, given: c.Cover) -> Signs:
    return Covers(X).check(sp.sympify(g, {"x": X}), end(low), end(high), given)


def refusal(function: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises((CoverError, CaseError)) as caught:
        function(*arguments)
    return str(caught.value)


EXACT_ZERO = c.ExactZero(left=tail(), right=tail())
STEPS = [Fraction(k, 4) for k in range(2, 17)]
RIGHT = tuple(box(str(a), str(b)) for a, b in itertools.pairwise(STEPS))
LEFT = tuple(box(f"-{b}", f"-{a}") for a, b in itertools.pairwise(STEPS))[::-1]
INNER = (box("-1/2", "-1/4"), EXACT_ZERO, box("1/4", "1/2"))
WITH_ZERO = (tail(), *LEFT, *INNER, *RIGHT, tail())
WITH_CROSSING = (tail(), *LEFT, crossing("-1/2", "1/2"), *RIGHT, tail())

# g, interval, cover.
TRUE: list[tuple[Any, Any, Any, c.Cover]] = [
    (sp.S(3), "-oo", "oo", cover([], [1], CONSTANT)),
    (sp.pi - 4, "0", "1", cover([], [-1], CONSTANT)),
    ((X + 1) * (X - 1) - X**2 + 1, "-oo", "oo", cover([], [0], CONSTANT)),
    # a x + b
    ("2*x + 1", "-oo", "oo", cover(["-1/2"], [-1, 1], AFFINE)),
    ("1 - x*sqrt(2)", "0", "1", cover(["1/sqrt(2)"], [1, -1], AFFINE)),
    ("2*x + 1", "0", "1", cover([], [1], AFFINE)),
    ("2*x + 1", "-1/2", "oo", cover([], [1], AFFINE)),
    ("2*x + 1", "-oo", "-1/2", cover([], [-1], AFFINE)),
    ("1 - 2*x", "-oo", "1/2", cover([], [1], AFFINE)),
    ("(x + 1)**2 - x**2", "1", "2", cover([], [1], AFFINE)),
    # rational in a coordinate
    ("x**3 - 3*x", "-1", "1", cover(["0"], [1, -1], BY_X)),
    ("1/x", "0", "oo", cover([], [1], BY_X)),
    ("x**2 - 2", ROOT, "oo", cover([], [1], BY_X)),
    ("x**2 - 2", "0", ROOT, cover([], [-1], BY_X)),
    ("x**2 - 2", "0", "sqrt(2)", cover([], [-1], BY_X)),
    ("x**2 - 2", "-sqrt(2)", "sqrt(2)", cover([], [-1], BY_X)),
    ("x**2 - 2", "sqrt(2)", "oo", cover([], [1], BY_X)),
    ("x**2 - x", "0", "1", cover([], [-1], BY_X)),
    ("x**2 - 2", "0", "oo", cover([ROOT_DATA], [-1, 1], BY_X)),
    ("exp(x) - 2", "-oo", "oo", cover(["log(2)"], [-1, 1], BY_EXP)),
    ("exp(x) - 1", "-oo", "oo", cover(["0"], [-1, 1], BY_EXP)),
    ("exp(x) - 2", "log(2)", "oo", cover([], [1], BY_EXP)),
    ("exp(x) - 2", "-oo", "log(2)", cover([], [-1], BY_EXP)),
    ("exp(x) - 2", ROOT, "oo", cover([], [1], BY_EXP)),
    ("exp(x) - 3", "1/log(2)", "oo", cover([], [1], BY_EXP)),
    ("exp(2*x) - 2", "pi - 3", "1", cover(["log(2)/2"], [-1, 1], BY_EXP)),
    ("exp(2*x) - exp(x)", "-oo", "oo", cover(["0"], [-1, 1], BY_EXP)),
    (
        "(exp(2*x) - 2)*(exp(x) - 3)",
        "-oo",
        "oo",
        cover([zero("1/3", "1/2", "exp(2*x) - 2"), zero("1", "6/5", "exp(x) - 3")], [1, -1, 1], BY_EXP),
    ),
    (
        "(exp(x) - 2)*(exp(x/2) - 3)",
        "-oo",
        "oo",
        cover([zero("1/2", "1", "exp(x) - 2"), zero("2", "3", "exp(x/2) - 3")], [1, -1, 1], BY_EXP),
    ),
    (
        "(exp(12*x) - 2)*(exp(x) - 3)",
        "-oo",
        "oo",
        cover([zero("1/20", "1/10", "exp(12*x) - 2"), zero("1", "6/5", "exp(x) - 3")], [1, -1, 1], BY_EXP),
    ),
    # one evaluation
    ("x**2 + 1", "-oo", "oo", cover([], [1], PLAIN)),
    ("-exp(x)", "0", "1", cover([], [-1], PLAIN)),
    ("x**2 + x*exp(x)", "0", "1", cover([], [1], c.Range(form="factor"))),
    ("exp(x)*x + exp(x)", "0", "1", cover([], [1], c.Range(form="terms"))),
    # a period
    ("sin(x)", "-oo", "oo", cover(["0", "pi"], [-1, 1, -1], turn())),
    ("cos(x)", "-oo", "oo", cover(["-pi/2", "pi/2"], [-1, 1, -1], turn())),
    ("cos(x)", "-oo", "oo", cover([zero("-2", "-1"), zero("1", "2")], [-1, 1, -1], turn())),
    ("sin(x)", "-oo", "oo", cover([zero("-1/2", "1/2", "tan(x/2)"), "pi"], [-1, 1, -1], turn())),
    ("sin(2*x)", "-oo", "oo", cover(["0", "pi/2"], [-1, 1, -1], turn(period="pi", start="-pi/2"))),
    ("1 + cos(x)", "-5", "oo", cover(["pi"], [1, 1], turn())),
    ("sin(x) + 2", "-oo", "0", cover([], [1], turn(PLAIN, start="0"))),
    (
        "sin(x)",
        "-oo",
        "oo",
        cover(
            ["0", "pi"],
            [-1, 1, -1],
            turn(
                parts(
                    end_box("-1/2"), crossing("-1/2", "1/2"), box("1/2", "5/2"), crossing("5/2", "7/2"), end_box("7/2")
                ),
                start="-1",
            ),
        ),
    ),
    # parts
    ("x**2 + 1", "-oo", "oo", cover([], [1], parts(tail("3", 1), box("-3", "3"), tail("3", 1)))),
    ("x**2 + 1", "-oo", "oo", cover([], [1], parts(tail("4", 12), box("-4", "4"), tail("4", 12)))),
    ("x + 1", "0", "1", cover([], [1], parts(tail(str(2**64)), box(f"1/{2**65}", "1/2"), end_box("1/2")))),
    ("x**3 + x", "-oo", "oo", cover(["0"], [-1, 1], parts(*WITH_ZERO))),
    ("x**4 + x**2", "-oo", "oo", cover(["0"], [1, 1], parts(*WITH_ZERO))),
    ("x**3 + x", "-oo", "oo", cover(["0"], [-1, 1], parts(*WITH_CROSSING))),
    ("x**3 + x", "-oo", "oo", cover([zero("-1/2", "1/2")], [-1, 1], parts(*WITH_CROSSING))),
    (
        "x**2 - 2",
        "0",
        "oo",
        cover([ROOT_DATA], [-1, 1], parts(end_box("1"), crossing("1", "2"), box("2", "3"), box("3", "4"), tail())),
    ),
    ("2 - x**2", "0", "3", cover([ROOT_DATA], [1, -1], parts(end_box("1"), crossing("1", "2"), end_box("2")))),
    (
        "2*x - 1",
        "0",
        "1",
        cover(
            ["1/2"],
            [-1, 1],
            parts(
                end_box("1/8"), box("1/8", "1/4", True), crossing("1/4", "5/8"), box("5/8", "7/8", True), end_box("7/8")
            ),
        ),
    ),
    ("x**2 - x", "0", "1", cover([], [-1], parts(end_box("1/4", True), box("1/4", "3/4"), end_box("3/4", True)))),
    ("x - x**2", "0", "1", cover([], [1], parts(end_box("1/4", True), box("1/4", "3/4"), end_box("3/4", True)))),
    ("x**2 - 2", ROOT, "4", cover([], [1], parts(end_box("3", True), end_box("3")))),
    ("x**2 - 2", "0", ROOT, cover([], [-1], parts(end_box("1/2"), end_box("1/2", True)))),
    ("x**2 + 1/x", "0", "2", cover([], [1], parts(tail(), box("1/4", "1"), end_box("1")))),
    ("x**2 + 1/x", "1", "2", cover([], [1], parts(tail(), end_box("9/8")))),
    ("x**2 + 1/x", "1", "2", cover([], [1], parts(end_box("15/8"), tail()))),
    (
        "x**3 - 8*x**2 + 1",
        "0",
        "2",
        cover(
            [zero("1/3", "2/5")],
            [1, -1],
            parts(end_box("1/3"), crossing("1/3", "2/5"), box("2/5", "3/2", True), end_box("3/2")),
        ),
    ),
    # an infinite end
    ("x**2 + x", "1", "oo", cover([], [1], parts(end_box("2"), range_tail("2")))),
    ("x**2 - x", "-oo", "-1", cover([], [1], parts(range_tail("-2"), end_box("-2")))),
    ("x**2 - x", "2", "oo", cover([], [1], parts(end_box("3"), range_tail("3", "factor")))),
    ("exp(x)*x - exp(x)", "2", "oo", cover([], [1], parts(end_box("17/8"), range_tail("17/8", "terms")))),
    ("x - log(x)", "2", "oo", cover([], [1], parts(end_box("3"), ladder("3", 1)))),
    ("exp(x) - x**2 - x", "2", "oo", cover([], [1], parts(end_box("17/8"), ladder("17/8", 3)))),
    ("exp(-x) + x", "-oo", "-1", cover([], [1], parts(ladder("-2", 1), end_box("-2")))),
    ("exp(-x) - x**2 + x", "-oo", "-3", cover([], [1], parts(ladder("-4", 3), end_box("-4")))),
    ("x**3*log(2) - x", "3", "oo", cover([], [1], parts(end_box("4"), ladder("4", 2)))),
    ("x*gamma(1/3) - log(x)", "3", "oo", cover([], [1], parts(end_box("4"), ladder("4", 1)))),
    ("1/x - x", "2", "oo", cover([], [-1], parts(end_box("3"), ladder("3", 1)))),
]


def name(value: Any) -> str:
    return str(value) if not isinstance(value, (c.Cover, Spot)) else ""


@pytest.mark.parametrize(("g", "low", "high", "given"), TRUE, ids=name)
def test_a_true_cover_is_returned(g: Any, low: Any, high: Any, given: c.Cover) -> None:
    found = check(g, low, high, given)
    own = Covers(X)
    assert found.signs == given.signs
    assert found.zeros == [own.spot(known, sp.sympify(g, {"x": X})) for known in given.zeros]
    periodic = isinstance(given.proof, c.Periodic) and bool(given.zeros)
    assert found.period == (sp.sympify(given.proof.period) if periodic else None)


WAVE, ROUND = "cos(x) + 1", "sin(x)"
ONE_BOX = (tail(), box("-4", "4"), tail())

# g, interval, cover, why not.
FALSE: list[tuple[Any, Any, Any, c.Cover, str]] = [
    (sp.S(3), "-oo", "oo", cover([], [-1], CONSTANT), "the constant sign of 3"),
    (sp.S(3), "-oo", "oo", cover([], [0], CONSTANT), "the constant sign of 3"),
    (sp.S(3), "-oo", "oo", cover(["0"], [1], CONSTANT), "the constant sign of 3"),
    ("x", "0", "oo", cover([], [1], CONSTANT), "the constant sign of x"),
    (UNDECIDED - 1, "0", "1", cover([], [0], CONSTANT), f"the constant sign of {UNDECIDED - 1}"),
    (sp.S(3), "0", "1", cover([], [1], PLAIN), "a cover of a constant"),
    ("x", "-oo", "oo", cover([], [1, 1], BY_X), "a cover needs one sign more than zeros"),
    ("x", "-oo", "oo", cover(["0"], [1], BY_X), "a cover needs one sign more than zeros"),
    ("x", "-oo", "oo", cover(["0"], [0, 1], BY_X), "a cover needs one sign more than zeros"),
    ("x", "0", "oo", cover([], [2], BY_X), "a cover needs one sign more than zeros"),
    ("x", "0", "oo", cover(["0"], [1, 1], BY_X), "the zeros of x are not in order inside their interval"),
    ("x", "-1", "0", cover(["0"], [1, 1], BY_X), "the zeros of x are not in order inside their interval"),
    ("x", "1", "0", cover([], [1], PLAIN), "the zeros of x are not in order inside their interval"),
    ("x", "-oo", "oo", cover(["1", "0"], [1, 1, 1], BY_X), "the zeros of x are not in order inside their interval"),
    # a x + b
    (LARGE, "-oo", "oo", cover([], [1], AFFINE), f"{LARGE} is too large to be expanded"),
    ("x**2", "1", "2", cover([], [1], AFFINE), "x**2 is not affine with a slope of known sign"),
    (
        (UNDECIDED - 1) * X + 1,
        "1",
        "2",
        cover([], [1], AFFINE),
        f"{(UNDECIDED - 1) * X + 1} is not affine with a slope of known sign",
    ),
    ("2*x + 1", "-oo", "oo", cover(["1/2"], [-1, 1], AFFINE), "the zero of 2*x + 1 is misplaced"),
    ("2*x + 1", "-oo", "oo", cover(["-1/2", "0"], [-1, 1, 1], AFFINE), "the zero of 2*x + 1 is misplaced"),
    ("2*x + 1", "-oo", "oo", cover(["-1/2"], [1, -1], AFFINE), "the signs of 2*x + 1 are not those of its slope"),
    ("2*x + 1", "-oo", "oo", cover(["-1/2"], [1, 1], AFFINE), "the signs of 2*x + 1 are not those of its slope"),
    ("2*x + 1", "-oo", "0", cover([], [1], AFFINE), "the sign of 2*x + 1 at an end"),
    ("2*x + 1", "-1", "oo", cover([], [1], AFFINE), "the sign of 2*x + 1 at an end"),
    ("2*x + 1", "-oo", "oo", cover([], [-1], AFFINE), "the sign of 2*x + 1 at an end"),
    ("2*x + 1", "-1", "0", cover([], [-1], AFFINE), "the sign of 2*x + 1 at an end"),
    ("2*x - 3", ROOT, "3", cover([], [1], AFFINE), "the sign of 2*x - 3 at an end"),
    # rational in a coordinate
    ("x*exp(x)", "0", "1", cover([], [1], BY_X), "x*exp(x) is not rational in x"),
    ("x*exp(x)", "0", "1", cover([], [1], BY_EXP), "x*exp(x) is not rational in exp"),
    (ROUND, "0", "1", cover([], [1], BY_TAN), "tan(w x/2) serves one whole period only"),
    ("x**2 - 2", "0", "oo", cover(["7/5"], [-1, 1], BY_X), "a listed zero of x**2 - 2 is none"),
    ("x**2 - 2", "0", "oo", cover([zero("1", "2", "x**2 - 3")], [-1, 1], BY_X), "a listed zero of x**2 - 2 is none"),
    ("exp(x) - 2", "-oo", "oo", cover(["1/log(2)"], [-1, 1], BY_EXP), "a listed zero of exp(x) - 2 is none"),
    ("exp(x) - 2", "-oo", "oo", cover(["log(3)"], [-1, 1], BY_EXP), "a listed zero of exp(x) - 2 is none"),
    (
        "exp(x) - 3",
        "0",
        "oo",
        cover([zero("1/20", "1/10", "exp(13*x) - 2")], [-1, 1], BY_EXP),
        "exp(13*x) - 2 is not rational in the same exp",
    ),
    (
        "exp(2*x) - 3",
        "0",
        "oo",
        cover([zero("1/4", "1", "exp(3*x) - 3")], [-1, 1], BY_EXP),
        "exp(3*x) - 3 is not rational in the same exp",
    ),
    (
        "x**2 - 2",
        "-oo",
        "oo",
        cover([ROOT_DATA], [-1, 1], BY_X),
        "Sturm's theorem gives 2 zeros and poles of x**2 - 2, not 1",
    ),
    ("1/x", "-oo", "oo", cover([], [1], BY_X), "Sturm's theorem gives 1 zeros and poles of 1/x, not 0"),
    ("exp(x) - 2", "0", "1", cover([], [1], BY_EXP), "Sturm's theorem gives 1 zeros and poles of exp(x) - 2, not 0"),
    ("10*x - 14", "-oo", ROOT, cover([], [-1], BY_X), "a zero of 10*x - 14 hides at an end"),
    ("10*x - 14", ROOT, "oo", cover([], [1], BY_X), "a zero of 10*x - 14 hides at an end"),
    (
        "(x - 1)*(2*x - 3)*(x - 5)",
        ROOT,
        "oo",
        cover(["5"], [-1, 1], BY_X),
        "a zero of (x - 5)*(x - 1)*(2*x - 3) hides at an end",
    ),
    ("(x - 1)*(x - 5)", ROOT, "oo", cover(["5"], [-1, 1], BY_X), "a zero of (x - 5)*(x - 1) hides at an end"),
    ("exp(x) - 4", ROOT, "oo", cover([], [1], BY_EXP), "a zero of exp(x) - 4 hides at an end"),
    ("x", "-oo", "oo", cover(["0"], [1, -1], BY_X), "the sign of x between two zeros"),
    ("x**2", "-oo", "oo", cover(["0"], [1, -1], BY_X), "the sign of x**2 between two zeros"),
    # one evaluation
    ("x**2 + 1", "-oo", "oo", cover([], [-1], PLAIN), "one evaluation does not prove the sign of x**2 + 1"),
    ("x**2 - 1", "-oo", "oo", cover([], [1], PLAIN), "one evaluation does not prove the sign of x**2 - 1"),
    ("x**2 + 1", "-oo", "oo", cover(["0"], [1, 1], PLAIN), "one evaluation does not prove the sign of x**2 + 1"),
    (LARGE, "0", "1", cover([], [1], c.Range(form="factor")), f"{LARGE} is too large to be rewritten"),
    # a period
    (ROUND, "-9", "9", cover(["0", "pi"], [-1, 1, -1], turn()), "a period proves nothing on a bounded interval"),
    (ROUND, "-oo", "oo", cover([], [1], turn(PLAIN, period="0")), "a period is positive and begins somewhere"),
    (ROUND, "-oo", "oo", cover([], [1], turn(PLAIN, period="-2*pi")), "a period is positive and begins somewhere"),
    (ROUND, "-oo", "oo", cover(["0"], [-1, 1], turn()), "the sign of sin(x) is not that of the next period"),
    ("sin(x) + 2", "-oo", "oo", cover([], [1], turn(PLAIN, period="pi")), "pi is no period of sin(x) + 2"),
    ("sin(x) + 2", "-oo", "oo", cover([], [-1], turn(PLAIN)), "the sign of sin(x) + 2 where the period begins"),
    (ROUND, "-oo", "oo", cover([], [1], turn(PLAIN, start="0")), "the sign of sin(x) where the period begins"),
    (
        "2*sin(x) + 1",
        "-oo",
        "oo",
        cover([], [1], turn(PLAIN, start="0")),
        "one evaluation does not prove the sign of 2*sin(x) + 1",
    ),
    ("sin(x) + 2", "-oo", "oo", cover([], [1], turn(CONSTANT)), "the constant sign of sin(x) + 2"),
    (ROUND, "1", "oo", cover(["0", "pi"], [-1, 1, -1], turn()), "a zero of sin(x) outside its interval"),
    (ROUND, "-oo", "3", cover(["0", "pi"], [-1, 1, -1], turn()), "a zero of sin(x) outside its interval"),
    ("x + sin(x)", "-oo", "oo", cover(["0"], [-1, -1], turn()), "x + sin(x) is not rational in tan"),
    (
        ROUND,
        "-oo",
        "oo",
        cover([zero("-1/2", "1/2", "x + tan(x/2)"), "pi"], [-1, 1, -1], turn()),
        "x + tan(x/2) is not rational in tan",
    ),
    ("x*tan(x/2)", "-oo", "oo", cover(["0"], [1, 1], turn()), "x*tan(x/2) is not rational in tan"),
    (ROUND, "-oo", "oo", cover(["0", "pi"], [-1, 1, -1], turn(start="0")), "the period of sin(x)"),
    (ROUND, "-oo", "oo", cover(["0", "pi"], [-1, 1, -1], turn(period="4*pi")), "the period of sin(x)"),
    (WAVE, "-oo", "oo", cover([], [1], turn()), "the zero of cos(x) + 1 at the end of the period"),
    (WAVE, "-oo", "oo", cover(["0"], [1, 1], turn()), "a listed zero of cos(x) + 1 is none"),
    (
        "cos(x)",
        "-oo",
        "oo",
        cover(["pi/2"], [1, 1], turn()),
        "Sturm's theorem gives 2 zeros of cos(x) in a period, not 1",
    ),
    (
        "cos(x) + 2",
        "-oo",
        "oo",
        cover([], [1], turn()),
        "Sturm's theorem gives 0 zeros of cos(x) + 2 in a period, not 0",
    ),
    (
        "cos(x)",
        "-oo",
        "oo",
        cover(["pi/2", "-pi/2"], [-1, 1, -1], turn()),
        "the zeros of cos(x) are not in order inside the period",
    ),
    (ROUND, "-oo", "oo", cover(["0", "pi"], [1, -1, 1], turn()), "the sign of sin(x) between two zeros"),
    # parts
    ("x", "0", "1", cover([], [1], parts(end_box("1"))), "a cover by parts has two ends"),
    ("x + 1", "0", "1", cover([], [-1], parts(end_box("1/2"), end_box("1/2"))), "the sign of x + 1 at the left end"),
    ("x", "-oo", "oo", cover([], [-1], parts(*WITH_ZERO)), "an exact zero of x is not listed"),
    ("x", "-oo", "oo", cover([zero("-1", "1", "x")], [-1, 1], parts(*WITH_ZERO)), "an exact zero of x is not listed"),
    ("x", "-oo", "oo", cover(["1/8"], [-1, 1], parts(*WITH_ZERO)), "1/8 is no zero of x"),
    ("x", "-oo", "oo", cover(["0"], [-1, -1], parts(*WITH_ZERO)), "the signs of x around an exact zero"),
    (
        "x**2",
        "-oo",
        "oo",
        cover(["0"], [-1, 1], parts(end_box("1"), EXACT_ZERO, tail())),
        "a box at infinity",
    ),
    ("x**2", "-oo", "oo", cover(["0"], [1, -1], parts(*WITH_ZERO)), "the signs of x**2 around an exact zero"),
    (
        "-x**2",
        "-1",
        "oo",
        cover(["0"], [1, -1], parts(tail("100"), EXACT_ZERO, tail())),
        "the sign of -x**2 at the left end",
    ),
    (
        "x + 9",
        "0",
        "1",
        cover([], [1], parts(end_box("1/2"), tail(), end_box("1/2"))),
        "an end in the middle of a cover",
    ),
    (
        "x + 9",
        "0",
        "1",
        cover([], [1], parts(end_box("1/4"), box("1/2", "3/4"), end_box("3/4"))),
        "a gap in the cover of x + 9 at 1/4",
    ),
    (
        "x + 9",
        "0",
        "1",
        cover([], [1], parts(end_box("1/2"), box("1/4", "1/2"), end_box("1/2"))),
        "a gap in the cover of x + 9 at 1/2",
    ),
    ("x + 9", "0", "1", cover([], [1], parts(end_box("1/4"), end_box("1/2"))), "a gap in the cover of x + 9 at 1/4"),
    (
        "x + 9",
        "0",
        "1",
        cover(["1/2"], [1, 1], parts(end_box("1/2"), end_box("1/2"))),
        "the zeros of x + 9, or its sign at the right end",
    ),
    (
        "x",
        "-1",
        "1",
        cover([], [-1], parts(end_box("-1/4"), box("-1/4", "-1/8"), tail("32"))),
        "a gap in the cover of x at -1/8",
    ),
    (
        "1 - x",
        "0",
        "3",
        cover([zero("1/2", "3/2")], [1, 1], parts(end_box("1/2"), end_box("1/2"))),
        "the zeros of 1 - x, or its sign at the right end",
    ),
    # a box
    ("x + 9", "0", "1", cover([], [1], parts(end_box("1/2"), box("1/2", "1/2"), end_box("1/2"))), "an empty box"),
    ("x + 9", "0", "1", cover([], [1], parts(end_box("1/2"), box("1/2", "1/4"), end_box("1/2"))), "an empty box"),
    (
        "x - 1/2",
        "0",
        "1",
        cover([], [-1], parts(end_box("1/4"), box("1/4", "3/4"), end_box("3/4"))),
        "the sign of x - 1/2 on a box from 1/4 to 3/4",
    ),
    (
        "x**2 + 1",
        "-1",
        "1",
        cover([], [1], parts(end_box("-3/4"), box("-3/4", "3/4", True), end_box("3/4"))),
        "the derivative of x**2 + 1 has no proven sign on a box from -3/4 to 3/4",
    ),
    (
        "x - 1/2",
        "0",
        "1",
        cover([], [-1], parts(end_box("1/4"), box("1/4", "3/4", True), end_box("3/4"))),
        "the sign of x - 1/2 at the ends of a box from 1/4 to 3/4",
    ),
    (
        "x - 3/4",
        "0",
        "1",
        cover([], [-1], parts(end_box("1/4"), box("1/4", "3/4", True), end_box("3/4"))),
        "the sign of x - 3/4 at the ends of a box from 1/4 to 3/4",
    ),
    (
        "x + 9",
        "0",
        "1",
        cover([], [1], parts(end_box("1/4"), crossing("1/4", "3/4"), end_box("3/4"))),
        "the sign change of x + 9 from 1/4 to 3/4",
    ),
    (
        "x + 9",
        "0",
        "1",
        cover(["1/2"], [1, 1], parts(end_box("1/4"), crossing("1/4", "3/4"), end_box("3/4"))),
        "the sign change of x + 9 from 1/4 to 3/4",
    ),
    (
        "x + 9",
        "0",
        "1",
        cover(["1/2"], [1, -1], parts(end_box("1/4"), crossing("1/4", "3/4"), end_box("3/4"))),
        "the sign change of x + 9 from 1/4 to 3/4",
    ),
    (
        "x - 1/2",
        "0",
        "1",
        cover(["1/4"], [-1, 1], parts(end_box("1/8"), crossing("1/8", "3/4"), end_box("3/4"))),
        "a listed zero of x - 1/2 is not the one between 1/8 and 3/4",
    ),
    (
        "x**2 - 2",
        "0",
        "3",
        cover([ROOT_DATA], [-1, 1], parts(end_box("5/4"), crossing("5/4", "9/4"), end_box("9/4"))),
        "a listed zero of x**2 - 2 is not the one between 5/4 and 9/4",
    ),
    (
        "x**2 - 2",
        "0",
        "3",
        cover([ROOT_DATA], [-1, 1], parts(end_box("3/4"), crossing("3/4", "7/4"), box("7/4", "2"), end_box("2"))),
        "a listed zero of x**2 - 2 is not the one between 3/4 and 7/4",
    ),
    # ends
    ("2*x - 3", ROOT, "4", cover([], [1], parts(end_box("3"), end_box("3"))), "the sign of 2*x - 3 at the left end"),
    (
        "5 - 4*x",
        "0",
        ROOT,
        cover([], [1], parts(end_box("1/2"), end_box("1/2"))),
        "the zeros of 5 - 4*x, or its sign at the right end",
    ),
    ("x", "1", "oo", cover([], [1], parts(end_box("4"), tail("2"))), "the germ of a tail"),
    ("x", "1", "oo", cover([], [1], parts(end_box("4"), tail(str(2**64 + 1)))), "the germ of a tail"),
    ("x", "1", "oo", cover([], [1], parts(end_box("4"), tail("4", 0))), "the germ of a tail"),
    ("x", "1", "oo", cover([], [1], parts(end_box("4"), tail("4", 13))), "the germ of a tail"),
    ("x", ROOT, "oo", cover([], [1], parts(tail(), tail())), "a germ at a point that is not exact"),
    ("x", "0", "oo", cover([], [1], parts(end_box("1", True), end_box("1"))), "a box at infinity"),
    ("x + 9", "0", "1", cover([], [1], parts(end_box("0"), end_box("0"))), "a box on the wrong side of an end"),
    ("x + 9", "0", "1", cover([], [1], parts(end_box("-1"), end_box("-1"))), "a box on the wrong side of an end"),
    ("x + 9", "0", "1", cover([], [1], parts(end_box("1/2"), end_box("1"))), "a box on the wrong side of an end"),
    ("x + 9", "0", "1", cover([], [1], parts(end_box("1/2"), end_box("2"))), "a box on the wrong side of an end"),
    ("x**2 - 2", ROOT, "3", cover([], [1], parts(end_box("3/2"), end_box("2"))), "a box on the wrong side of an end"),
    (
        "x + 9",
        "0",
        "1",
        cover([], [1], parts(end_box("1/2", True), end_box("1/2"))),
        "x + 9 does not vanish at an end of its interval",
    ),
    (
        "x + 9",
        "0",
        "1",
        cover([], [1], parts(end_box("1/2"), end_box("1/2", True))),
        "x + 9 does not vanish at an end of its interval",
    ),
    (
        "x + 9",
        "0",
        "1",
        cover([], [1], parts(box("0", "1/2"), end_box("1/2"))),
        "an end of a cover with the wrong kind of part",
    ),
    (
        "x + 9",
        "0",
        "1",
        cover([], [1], parts(end_box("1/2"), range_tail("1/2"))),
        "an end of a cover with the wrong kind of part",
    ),
    (
        "x + 9",
        "0",
        "1",
        cover([], [1], parts(ladder("1/2", 1), end_box("1/2"))),
        "an end of a cover with the wrong kind of part",
    ),
    (
        "x**2 - x",
        "2",
        "oo",
        cover([], [1], parts(end_box("3"), range_tail("3"))),
        "the sign of x**2 - x where its tail begins",
    ),
    ("exp(x)", "0", "oo", cover([], [1], parts(end_box("1"), ladder("1", 0))), "the order of a ladder"),
    ("exp(x)", "0", "oo", cover([], [1], parts(end_box("1"), ladder("1", 4))), "the order of a ladder"),
    (
        "x + 1/x",
        "-oo",
        "oo",
        cover([], [1], parts(ladder("1", 1), ladder("1", 1))),
        "x + 1/x is not proven analytic on a tail",
    ),
    (
        "log(x - 1) + x",
        "-9",
        "oo",
        cover([], [1], parts(end_box("-8"), ladder("-7", 1))),
        "the sign of x + log(x - 1) at the left end",
    ),
    (
        "x - 5",
        "2",
        "oo",
        cover([], [-1], parts(end_box("3"), ladder("3", 1))),
        "the ladder of x - 5 at 3",
    ),
    (
        "x + exp(x) - 50",
        "2",
        "oo",
        cover([], [-1], parts(end_box("3"), ladder("3", 1))),
        "the ladder of x + exp(x) - 50 at 3",
    ),
    (
        "exp(x) - 9*x + 9",
        "1",
        "oo",
        cover([], [1], parts(end_box("17/16"), ladder("17/16", 2))),
        "the ladder of -9*x + exp(x) + 9 at 17/16",
    ),
]


@pytest.mark.parametrize(("g", "low", "high", "given", "why"), FALSE, ids=name)
def test_a_false_cover_is_refused_for_its_own_reason(g: Any, low: Any, high: Any, given: c.Cover, why: str) -> None:
    assert refusal(check, g, low, high, given) == why


def test_a_tail_without_a_sign_says_why() -> None:
    why = refusal(check, "sin(x)", "1", "oo", cover([], [1], parts(end_box("3/2"), tail())))
    assert why.startswith("no sign of sin(x) on a tail: ") and len(why) > 35


def test_an_operation_that_breaks_on_a_tail_is_not_analytic_there() -> None:
    own = Covers(X)
    g = sp.log(X - 1) + X
    assert refusal(own._end, g, end("oo"), ladder("1/2", 1), False) == f"{g} is not proven analytic on a tail"
    assert own._end(g, end("oo"), ladder("2", 1), False) == (1, fmpq(2))


def test_a_zero_without_a_function_is_that_of_its_cover() -> None:
    own, data = Covers(X), zero("1", "2")
    assert own.spot(data, X**2 - 2) == zero_spot(X**2 - 2, fmpq(1), fmpq(2))
    assert own.spot(zero("1", "2", "x**2 - 3"), X**2 - 2) == zero_spot(X**2 - 3, fmpq(1), fmpq(2))
    with pytest.raises(InputError):
        own.expression("x + y")
    assert own.spot(point("log(2)")) == exact_spot(sp.log(2))
    assert own.spot(ROOT_DATA) == ROOT
    assert refusal(own.spot, data) == "a zero of no function"


def test_a_rewriting_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    assert form(LARGE, "plain") == LARGE
    assert refusal(form, LARGE, "terms") == f"{LARGE} is too large to be rewritten"
    assert form(X * sp.exp(X) + sp.exp(X), "terms") == (X + 1) * sp.exp(X)
    monkeypatch.setitem(FORMS, "terms", lambda g: g + X)
    assert refusal(form, X**2, "terms") == "the rewriting of x**2"


# -- gaps --------------------------------------------------------------------------------------------------------------


def demand(function: str, first: int, last: int, zeros: list[Any], signs: list[int], proof: Any = BY_X) -> c.Demand:
    return c.Demand(function=function, first=first, last=last, cover=cover(zeros, signs, proof))


def gaps(f: Any, stops: list[Any], *demands: c.Demand) -> list[Any]:
    own = Covers(X)
    data = tuple(point(stop) if isinstance(stop, str) else stop for stop in stops)
    return own.gaps(sp.sympify(f, {"x": X}), data, [own.spot(one) for one in data], demands)


THREE = ["-oo", "0", "1", "oo"]
SINGULAR = 1 / (X**2 - 2)


def test_the_signs_of_the_demands_choose_the_cases() -> None:
    f = sp.Abs(X) + sp.Abs(X - 1)
    assert gaps(f, THREE, demand("x", 0, 3, ["0"], [-1, 1]), demand("x - 1", 0, 3, ["1"], [-1, 1])) == [
        1 - 2 * X,
        1,
        2 * X - 1,
    ]
    assert gaps(f, THREE, demand("x", 0, 2, ["0"], [-1, 1]), demand("x - 1", 1, 3, ["1"], [-1, 1])) == [
        1 - 2 * X,
        1,
        2 * X - 1,
    ]
    turned = (demand("-x", 0, 3, ["0"], [1, -1]), demand("1 - x", 0, 3, ["1"], [1, -1]))
    assert gaps(f, THREE, *turned) == [1 - 2 * X, 1, 2 * X - 1]
    split = (demand("x", 0, 1, [], [-1]), demand("x", 1, 3, [], [1]), demand("x - 1", 0, 3, ["1"], [-1, 1]))
    assert gaps(f, THREE, *split) == [1 - 2 * X, 1, 2 * X - 1]
    assert gaps(f, ["-5", "0", "1", "7"]) == [1 - 2 * X, 1, 2 * X - 1]


def test_a_sign_is_that_of_its_own_gap() -> None:
    """x^2 - 3 x + 1 has no sign by one evaluation on these gaps, and different ones there."""
    g = "x**2 - 3*x + 1"
    low, high = (c.AlgebraicPoint(polynomial=("1", "-3", "1"), lower=a, upper=b) for a, b in (("1/8", "1"), ("2", "3")))
    plus = X**2 - 3 * X + 1
    stops = ["0", low, high, "4"]
    assert gaps(f"Abs({g})", stops, demand(g, 0, 3, [low, high], [1, -1, 1])) == [plus, -plus, plus]
    assert gaps(f"Abs({g})", stops, demand("3*x - x**2 - 1", 0, 3, [low, high], [-1, 1, -1])) == [plus, -plus, plus]
    known = (demand(g, 0, 1, [], [1]), demand(g, 1, 3, [high], [-1, 1]))
    assert gaps(f"Abs({g})", stops, *known) == [plus, -plus, plus]
    unknown = f"no fact tells the sign of {plus} on a piece"
    assert refusal(gaps, f"Abs({g})", stops, known[0]) == unknown
    assert refusal(gaps, f"Abs({g})", stops, known[1]) == unknown
    assert refusal(gaps, f"Abs({g})", stops, demand(g, 0, 2, [low], [1, -1])) == unknown


def test_the_order_of_constants_and_equal_arguments() -> None:
    assert gaps(sp.Max(X + 1, X, evaluate=False), ["-oo", "oo"]) == [X + 1]
    same = sp.Max(X**2 - 1, (X - 1) * (X + 1), evaluate=False)
    assert gaps(same, ["-oo", "oo"])[0].subs(X, 5) == 24
    equal = sp.Eq(X**2 - 1, (X - 1) * (X + 1), evaluate=False)
    assert gaps(sp.Piecewise((X, equal), (X + 1, True)), ["-oo", "oo"]) == [X]
    f = sp.Max(X + UNDECIDED, X + 1, evaluate=False)
    why = refusal(gaps, f, ["-oo", "oo"])
    assert why in [f"no fact tells the sign of {sign * (UNDECIDED - 1)} on a piece" for sign in (1, -1)]


@pytest.mark.parametrize(("first", "last"), [(-1, 1), (0, 0), (1, 1), (2, 1), (0, 4), (3, 4)])
def test_a_demand_lies_between_stops(first: int, last: int) -> None:
    why = refusal(gaps, X, THREE, demand("x**2 + 1", first, last, [], [1]))
    assert why == "a demand between stops that do not exist"
    assert gaps(X, THREE, demand("x**2 + 1", 0, 3, [], [1])) == [X] * 3


def test_a_zero_of_a_demand_is_a_stop() -> None:
    assert refusal(gaps, X, THREE, demand("x - 2", 0, 3, ["2"], [-1, 1])) == "a zero of x - 2 is no stop"
    wave = demand("sin(x)", 0, 3, ["0", "pi"], [-1, 1, -1], turn())
    assert refusal(gaps, X, ["-oo", "0", "pi", "oo"], wave) == "a zero of sin(x) is no stop"
    assert gaps(X, ["0", "1"], demand("x + 1", 0, 1, [], [1])) == [X]


@pytest.mark.parametrize("stops", [["1", NEAR, "3"], ["1", "17/16", NEAR, "3"], ["1", NEAR, "5/2", "3"]])
def test_an_inner_stop_known_by_an_equation_is_no_singularity(stops: list[Any]) -> None:
    last = len(stops) - 1
    known = demand("x**2 - 2", 0, last, [NEAR], [-1, 1])
    why = refusal(gaps, SINGULAR, stops, known)
    assert why == f"{SINGULAR} needs a denominator that is not 0, also at a break"
    for inner in (X**2 - 2 < 0, X**2 - 2 > 0):
        f = sp.Piecewise((SINGULAR, inner), (X, True), evaluate=False)
        assert refusal(gaps, f, stops, known) == why
    assert gaps(X + 1 / X, stops) == [X + 1 / X] * last


def test_the_ends_of_an_interval_and_exact_stops_may_be_singular() -> None:
    assert gaps(SINGULAR, [ROOT_DATA, "3"], demand("x**2 - 2", 0, 1, [], [1])) == [SINGULAR]
    assert gaps(SINGULAR, ["1", NEAR], demand("x**2 - 2", 0, 1, [], [-1])) == [SINGULAR]
    assert gaps(1 / X, ["-1", "0", "1"]) == [1 / X] * 2
    f = sp.Piecewise((SINGULAR, sp.Rational(1, 2) > X), (X, True))
    known = demand("x - 1/2", 0, 3, ["1/2"], [-1, 1])
    assert gaps(f, ["0", "1/2", NEAR, "3"], known) == [SINGULAR, X, X]


def test_every_constant_is_real() -> None:
    bad = X + sp.sqrt(UNDECIDED - 1)
    why = f"a constant in {bad} is not shown to be a real number"
    assert refusal(gaps, bad, ["0", "1"]) == why
    assert refusal(gaps, sp.Piecewise((X, X < 1), (bad, True)), ["0", "1", "2"]) == why
    assert refusal(gaps, sp.Piecewise((bad, X < 1), (X, True)), ["0", "1", "2"]) == why
