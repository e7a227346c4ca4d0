"""Facts of a certificate by themselves: what each proves about the map, and why a false one is refused."""

from __future__ import annotations

import itertools
import pathlib
from fractions import Fraction
from typing import Any

import msgspec
import pytest
import sympy as sp

from embedcheck import certificate as c
from embedcheck.balls import fmpq
from embedcheck.balls.arith import ball_text, exact, read_ball
from embedcheck.balls.checks.facts import Compared, FactError, Facts, Joint, Piece, read_domain
from embedcheck.balls.checks.spots import algebraic_spot, exact_spot
from embedcheck.balls.constants import constant_ball
from embedcheck.parsing import read_map, to_text

X = sp.Symbol("x", real=True)
VALID = pathlib.Path(__file__).parent.parent / "certificates" / "valid"
UNDECIDED = sp.sin(1) ** 2 + sp.cos(1) ** 2  # 1, and nobody proves it
BY_X, AFFINE, CONSTANT, PLAIN = c.Sturm(coordinate="x"), c.Affine(), c.Constant(), c.Range(form="plain")
ROOT = c.AlgebraicPoint(polynomial=("-2", "0", "1"), lower="5/4", upper="3/2")
ROUGH = c.Enclosure(middle="0*2^0", radius="1*2^20")


def point(value: Any) -> Any:
    return c.ExactPoint(value=value) if isinstance(value, str) else value


def cover(zeros: list[Any], signs: list[int], proof: Any = BY_X) -> c.Cover:
    return c.Cover(zeros=tuple(point(zero) for zero in zeros), signs=tuple(signs), proof=proof)


def boxes(*stops: str) -> tuple[c.Part, ...]:
    return tuple(c.Box(lower=a, upper=b, monotone=False) for a, b in itertools.pairwise(stops))


def demand(function: str, first: int, last: int, zeros: list[Any], signs: list[int], proof: Any = BY_X) -> c.Demand:
    return c.Demand(function=function, first=first, last=last, cover=cover(zeros, signs, proof))


def pieces(*stops: Any, breaks: tuple[int, ...] = (), demands: tuple[c.Demand, ...] = ()) -> c.Pieces:
    return c.Pieces(stops=tuple(point(stop) for stop in stops), breaks=breaks, demands=demands)


def side(*starts: str | None) -> c.Side:
    three: Any = starts
    return c.Side(starts=three)


def local(*sides: Any) -> c.Local:
    return c.Local(sides=tuple(sides))


def slope(*covers: c.Cover) -> c.Slope:
    return c.Slope(covers=covers)


def fixed(*covers: c.Cover) -> c.FixedPoints:
    return c.FixedPoints(covers=covers)


def certificate(text: str, domain: str, *evidence: Any, **other: Any) -> c.Certificate:
    """The text of the map is written as the engine writes it, unless `expr` is given."""
    own = other.get("expr") or (to_text(read_map(text, ("x",))[0][0]),)
    described: dict[str, Any] = {"expr": own, "vars": other.get("vars", ("x",)), "domain": domain}
    return c.Certificate(schema=1, map=c.MapData(**described), facts=evidence, cells=())


def opened(text: str, domain: str, *evidence: Any, **other: Any) -> Facts:
    return Facts(certificate(text, domain, *evidence, **other))


def reason(text: str, domain: str, *evidence: Any, **other: Any) -> str:
    with pytest.raises(FactError) as caught:
        opened(text, domain, *evidence, **other)
    return str(caught.value)


def enclosure(value: Any, bits: int = 64) -> c.Enclosure:
    middle, radius = ball_text(constant_ball(sp.sympify(value), bits))
    return c.Enclosure(middle=middle, radius=radius)


LINE, HALF, UNIT = pieces("-oo", "oo"), pieces("0", "oo"), pieces("0", "1")
NOTHING = (None, None)
FOUR = side("4", "4", "4")
ABS = pieces("-oo", "0", "oo", breaks=(1,), demands=(demand("x", 0, 2, ["0"], [-1, 1]),))


# -- the map -----------------------------------------------------------------------------------------------------------


def test_domains() -> None:
    ends = [(low.value, high.value, *closed) for low, high, *closed in map(read_domain, (" R ", "R"))]
    assert ends == [(-sp.oo, sp.oo, False, False)] * 2
    for text, low, high, closed in (
        ("[0, 1]", 0, 1, (True, True)),
        (" (0,1] ", 0, 1, (False, True)),
        ("[ -pi , sqrt(2) )", -sp.pi, sp.sqrt(2), (True, False)),
        ("(-oo, 3]", -sp.oo, 3, (False, True)),
        ("[3, oo)", 3, sp.oo, (True, False)),
        ("(-oo, oo)", -sp.oo, sp.oo, (False, False)),
    ):
        own = read_domain(text)
        assert (own[0].value, own[1].value, own[2:]) == (low, high, closed)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[0, 1", "the domain '[0, 1' is no interval"),
        ("[0, 1, 2]", "the domain '[0, 1, 2]' is no interval"),
        ("r", "the domain 'r' is no interval"),
        ("a" * 61, f"the domain '{'a' * 60}' is no interval"),
        ("(1, 1)", "the domain is empty"),
        ("[1, 1]", "the domain is empty"),
        ("[2, 1]", "the domain is empty"),
        ("(oo, -oo)", "the domain is empty"),
        ("[-oo, 1]", "a closed end at infinity"),
        ("(0, oo]", "a closed end at infinity"),
    ],
)
def test_what_is_no_domain(text: str, why: str) -> None:
    with pytest.raises(FactError) as caught:
        read_domain(text)
    assert str(caught.value) == why
    assert reason("x", text, LINE) == why


@pytest.mark.parametrize(
    ("expr", "evidence", "other", "why"),
    [
        ("x", [LINE], {"expr": ("x", "x")}, "the rules are those of one variable with one output"),
        ("x", [LINE], {"vars": ("x", "y")}, "the rules are those of one variable with one output"),
        ("x", [], {}, "no fact of kind pieces: the map is not shown to be defined on its domain"),
        ("x", [local()], {}, "no fact of kind pieces: the map is not shown to be defined on its domain"),
        ("x", [LINE, pieces("-oo", "0", "oo")], {}, "two facts of kind pieces"),
        ("x", [LINE, local(), local(NOTHING)], {}, "two facts of kind local"),
        ("x", [LINE, slope(cover([], [1])), slope()], {}, "two facts of kind slope"),
        ("x", [LINE, local(), fixed(cover([], [1])), fixed()], {}, "two facts of kind fixedpoints"),
    ],
)
def test_what_a_certificate_of_one_variable_holds(expr: str, evidence: Any, other: Any, why: str) -> None:
    assert reason(expr, "R", *evidence, **other) == why


@pytest.mark.parametrize("expr", ["x + x", "1 + x", "x/x", "x + 1/x - 1/x", "2*x*1", "x**1"])
def test_a_map_is_written_canonically(expr: str) -> None:
    assert reason(expr, "R", LINE, expr=(expr,)) == (
        "the text of the map is not canonical: it may hide a point where it is undefined"
    )


def test_facts_are_checked_in_the_order_of_their_needs() -> None:
    assert opened("x", "R", LINE).slopes == []
    assert opened("7", "R", LINE, vars=("y",)).x.name == "y" and opened("x", "R", LINE).structural
    lift = c.Even(centre="1")
    own = opened(
        "x**2 - 2*x",
        "R",
        lift,
        c.Order(first="1", second="2", values=(ROUGH, ROUGH)),
        fixed(cover(["0", "3"], [1, -1, 1])),
        slope(cover(["1"], [-1, 1])),
        local(),
        LINE,
    )
    assert own.kinds == ["even", "order", "fixedpoints", "slope", "local", "pieces"]
    assert own.results == {0: True, 1: -1, 2: None, 3: None, 4: None, 5: None}
    assert [spot.value for spot in own.slopes[0].zeros] == [1]
    assert [(one.spot and one.spot.value, one.place) for one in own.fixed] == [(0, 1), (3, 1)]
    assert reason("x**2 - 2*x", "R", c.Even(centre="2"), LINE).startswith("even: ")
    assert reason("x", "R", fixed(cover([], [0], CONSTANT)), LINE) == (
        "fixedpoints: no fact of kind local: whether the joints are fixed"
    )


def test_values_and_moves() -> None:
    own = opened("|x| + |x - 2|/2", "[-1, oo)", *two_kinks())
    zero, one, two = (exact_spot(sp.S(k)) for k in (0, 1, 2))
    assert own.value(exact_spot(sp.sqrt(2))) == sp.sqrt(2) / 2 + 1
    assert own.value(exact_spot(sp.S(-1))) == sp.Rational(5, 2)
    end, first, second = own.joints
    assert [joint.place for joint in own.joints] == [0, 2, 4]
    assert [own.moves(joint.spot, joint) for joint in own.joints] == [1, 1, 0]
    assert own.moves(one, own.pieces[1]) == 1 and own.moves(exact_spot(sp.S(4)), own.pieces[2]) == 1
    assert own.inside(one, own.pieces[1]) and not own.inside(two, own.pieces[1]) and not own.inside(zero, own.pieces[1])
    assert end.meeting.left is None and first.meeting.slopes == [-1, 1] and second.meeting.slopes == [1, 1]


def two_kinks() -> tuple[Any, ...]:
    demands = (demand("x", 0, 3, ["0"], [-1, 1]), demand("x - 2", 0, 3, ["2"], [-1, 1]))
    return pieces("-1", "0", "2", "oo", breaks=(1, 2), demands=demands), local(NOTHING, NOTHING, NOTHING)


def test_a_point_without_a_value_or_a_sign() -> None:
    own = opened("sqrt(x + sin(1)**2 + cos(1)**2 - 1)", "(1, oo)", pieces("1", "oo"))
    with pytest.raises(FactError) as caught:
        own.value(exact_spot(sp.S.Zero))
    assert str(caught.value) == "f has no value at 0"
    near = algebraic_spot((-2, 0, 1), fmpq(5, 4), fmpq(3, 2))
    with pytest.raises(FactError) as caught:
        opened("x**2 + x - 2 + (x**2 - 2)*exp(x)", "R", LINE).moves(
            near, Piece(own.low, own.high, X * sp.exp(X**2 - 2))
        )
    assert str(caught.value) == "whether a point is fixed"
    with pytest.raises(FactError) as caught:
        own.moves(exact_spot(sp.S(3)), Piece(own.low, own.high, X + UNDECIDED - 1))
    assert str(caught.value) == "whether 3 is fixed"


def kinked(f: str, at: c.AlgebraicPoint = ROOT) -> Facts:
    """A map with one break at the square root of 2, known by an equation."""
    found = (demand("x**2 - 2", 0, 2, [at], [-1, 1]),)
    return opened(f, "(0, 3]", pieces("0", at, "3", breaks=(1,), demands=found), local(NOTHING, NOTHING))


def test_a_break_known_by_an_equation() -> None:
    own = kinked("x + |x**2 - 2|")
    joint, end = own.joints
    assert (joint.place, end.place) == (2, 4) and joint.spot.value is None and end.meeting.right is None
    assert own.moves(joint.spot, joint) == 0
    assert kinked("x + |x**2 - 2| + 1").moves(joint.spot, joint) == 1
    rising = kinked("x + 2 - x**2 + 2*|x**2 - 2|")
    assert rising.moves(rising.joints[0].spot, rising.joints[0]) == 0
    last = Joint(joint.spot, joint.meeting, 4)
    assert own.moves(joint.spot, last) == 0  # behind the last piece its own expression counts
    broken = joint.meeting.__class__(joint.meeting.left, joint.meeting.right, None, False)
    with pytest.raises(FactError) as caught:
        own.moves(joint.spot, Joint(joint.spot, broken, 2))
    assert str(caught.value) == "whether a point is fixed"


# -- pieces ------------------------------------------------------------------------------------------------------------


def test_pieces_between_breaks() -> None:
    own = opened("|x| + |x - 2|/2", "[-1, oo)", *two_kinks())
    assert [(one.low.value, one.high.value, sp.expand(one.expr)) for one in own.pieces] == [
        (-1, 0, 1 - 3 * X / 2),
        (0, 2, X / 2 + 1),
        (2, sp.oo, 3 * X / 2 - 1),
    ]
    more = pieces("-oo", "-1", "0", "1", "oo", breaks=(2,), demands=(demand("x", 0, 4, ["0"], [-1, 1]),))
    assert [(one.low.value, one.high.value, one.expr) for one in opened("|x|", "R", more).pieces] == [
        (-sp.oo, 0, -X),
        (0, sp.oo, X),
    ]
    assert [one.expr for one in opened("x", "R", pieces("-oo", "0", "oo")).pieces] == [X]
    assert [one.expr for one in opened("x", "R", pieces("-oo", ROOT, "oo")).pieces] == [X]


NO_BREAK = "pieces: f is not one analytic expression across stop 1, which is no break"
STEP = "Piecewise((x, x < 0), (x + 1, True))"
POINT = "Piecewise((x, x < 0), (x, x > 0), (7, True))"
HOLLOW = "Piecewise((x, x < 1), (1/x, x > 1), (0, True))"
AT_ZERO = (demand("x", 0, 2, ["0"], [-1, 1]),)


@pytest.mark.parametrize(
    ("expr", "domain", "fact", "why"),
    [
        ("x", "R", pieces("-oo"), "the stops of the pieces"),
        ("x", "R", pieces(), "the stops of the pieces"),
        ("x", "R", pieces("0", "oo"), "the pieces do not cover X"),
        ("x", "R", pieces("-oo", "0"), "the pieces do not cover X"),
        ("x", "(0, 1)", pieces("-1", "1"), "the pieces do not cover X"),
        ("x", "(0, 3/2)", pieces("0", ROOT), "the pieces do not cover X"),
        ("x", "(5/4, 3)", pieces(ROOT, "3"), "the pieces do not cover X"),
        ("x", "R", pieces("-oo", "1", "0", "oo"), "the stops of the pieces are not in order"),
        ("x", "R", pieces("-oo", "0", "0", "oo"), "the stops of the pieces are not in order"),
        ("x", "R", pieces("-oo", "0", "oo", breaks=(1, 1)), "the breaks are not in order"),
        ("x", "R", pieces("-oo", "0", "oo", breaks=(0,)), "the breaks are not in order"),
        ("x", "R", pieces("-oo", "0", "oo", breaks=(2,)), "the breaks are not in order"),
        ("x", "R", pieces("-oo", "0", "1", "oo", breaks=(2, 1)), "the breaks are not in order"),
        ("|x|", "R", pieces("-oo", "0", "oo", demands=AT_ZERO), NO_BREAK[8:]),
        (STEP, "R", pieces("-oo", "0", "oo", demands=AT_ZERO), NO_BREAK[8:]),
        (POINT, "R", pieces("-oo", "0", "oo", demands=AT_ZERO), NO_BREAK[8:]),
        ("1/x", "R", pieces("-oo", "0", "oo", demands=AT_ZERO), "undefined: division by zero"),
        ("x*|x|", "R", pieces("-oo", "0", "oo", demands=AT_ZERO), NO_BREAK[8:]),
        ("1/x", "[0, 1]", UNIT, "undefined: division by zero"),
        ("1/(x - 1)", "[0, 1]", UNIT, "undefined: division by zero"),
        ("1/x", "R", pieces("-oo", "0", "oo", breaks=(1,), demands=AT_ZERO), "undefined: division by zero"),
    ],
)
def test_pieces_are_refused(expr: str, domain: str, fact: c.Pieces, why: str) -> None:
    assert reason(expr, domain, fact) == f"pieces: {why}"


def test_a_point_that_is_no_break() -> None:
    for value in (0, 1):
        f = f"Piecewise((x + {value}, x < 0), (x + {value}, x > 0), ({value}, True))"
        assert not opened(f, "R", pieces("-oo", "0", "oo", demands=AT_ZERO)).structural
    known = (demand("x**2 - 2", 0, 2, [ROOT], [-1, 1]),)
    assert reason("|x**2 - 2|", "(0, 3)", pieces("0", ROOT, "3", demands=known)) == NO_BREAK
    same = "Piecewise((x, x**2 - 2 < 0), (x, x**2 - 2 > 0), (0, True))"
    assert reason(same, "(0, 3)", pieces("0", ROOT, "3", demands=known)) == NO_BREAK
    assert opened("x + Max(x**2 - 2, x**2 - 3)", "(0, 3)", pieces("0", ROOT, "3"))


def test_a_break_where_f_is_not_defined() -> None:
    known = (demand("x**2 - 2", 0, 2, [ROOT], [-1, 1]),)
    at = pieces("0", ROOT, "3", breaks=(1,), demands=known)
    why = "pieces: f is not defined at a break"
    assert reason("Piecewise((x, x**2 - 2 < 0), (2*x, True))", "(0, 3)", at) == why
    assert reason("sqrt(|x**2 - 2|)", "(0, 3)", at) == why
    two = (demand("x**2 - 2", 0, 3, [ROOT], [-1, 1]), demand("x - 2", 0, 3, ["2"], [-1, 1]))
    arc = "|x - 2| + sqrt(Max(-x**2 + 2, 0))"
    assert reason(arc, "(0, 3)", pieces("0", ROOT, "2", "3", breaks=(1, 2), demands=two)) == why
    assert reason("Max(x, x + sqrt(|x**2 - 2|) - x**2 + 2)", "(0, 3)", at) == (
        "pieces: no fact tells the sign of x**2 - sqrt(2 - x**2) - 2 on a piece"
    )
    assert opened("|x**2 - 2|", "(0, 3)", at).pieces[1].expr == X**2 - 2
    assert opened("1/x", "(0, 1]", UNIT).pieces[0].expr == 1 / X


# -- joints ------------------------------------------------------------------------------------------------------------


def test_the_sides_of_joints() -> None:
    own = opened("|x|", "R", ABS, local(NOTHING))
    (joint,) = own.joints
    assert joint.place == 2 and joint.spot.value == 0 and joint.meeting.structural and joint.meeting.value == 0
    assert joint.meeting.left is not None and joint.meeting.right is not None
    assert joint.meeting.left.limits == [0, -1, 0] and joint.meeting.right.limits == [0, 1, 0]

    root = opened("sqrt(x)", "[0, oo)", HALF, local((None, FOUR)))
    (joint,) = root.joints
    assert joint.place == 0 and joint.meeting.left is None and joint.meeting.right is not None
    assert joint.meeting.right.limits[:2] == [0, sp.oo]
    blind = opened("sqrt(x)", "[0, oo)", HALF, local(NOTHING)).joints[0].meeting.right
    assert blind is not None and blind.limits == [None] * 3
    partial = opened("sqrt(x)", "[0, oo)", HALF, local((None, side(None, "4", None)))).joints[0].meeting.right
    assert partial is not None and partial.limits == [None, sp.oo, None]

    mirrored = opened("sqrt(-x + 1)", "(-oo, 1]", pieces("-oo", "1"), local((FOUR, None))).joints[0]
    assert mirrored.place == 2 and mirrored.meeting.right is None and mirrored.meeting.left is not None
    assert mirrored.meeting.left.limits[:2] == [0, -sp.oo]
    both = opened("sqrt(x)*sqrt(-x + 1)", "[0, 1]", UNIT, local((None, FOUR), (FOUR, None))).joints
    assert [joint.place for joint in both] == [0, 2] and [joint.spot.value for joint in both] == [0, 1]
    assert opened("sqrt(x)", "(0, oo)", HALF, local()).joints == []
    assert not opened("x*sign(x)", "R", ABS, local(NOTHING)).joints[0].meeting.structural
    step = opened(STEP, "R", pieces("-oo", "0", "oo", breaks=(1,), demands=AT_ZERO), local(NOTHING)).joints[0]
    assert not step.meeting.structural and step.meeting.value == 1 and step.meeting.continuous is False


@pytest.mark.parametrize("start", ["3", "4", str(2**64)])
def test_a_germ_begins_where_it_is_told(start: str) -> None:
    found = opened("sqrt(x)", "[0, oo)", HALF, local((None, side(start, start, start)))).joints[0].meeting.right
    assert found is not None and found.limits[1] == sp.oo and found.starts[1] == fmpq(int(start))


@pytest.mark.parametrize(
    ("expr", "domain", "fact", "sides", "why"),
    [
        ("x", "R", LINE, [NOTHING], "the one-sided behaviour at every break and closed end"),
        ("x", "[0, oo)", HALF, [], "the one-sided behaviour at every break and closed end"),
        ("x", "[0, 1)", UNIT, [NOTHING, NOTHING], "the one-sided behaviour at every break and closed end"),
        ("x", "(0, 1]", UNIT, [NOTHING, NOTHING], "the one-sided behaviour at every break and closed end"),
        ("|x|", "R", ABS, [], "the one-sided behaviour at every break and closed end"),
        ("x", "[0, oo)", HALF, [(FOUR, FOUR)], "a side without a piece"),
        ("x", "[0, 1]", UNIT, [NOTHING, (FOUR, FOUR)], "a side without a piece"),
        ("sqrt(x)", "[0, oo)", HALF, [(None, side("2", "4", "4"))], "the start of a germ"),
        ("sqrt(x)", "[0, oo)", HALF, [(None, side("4", "4", str(2**64 + 1)))], "the start of a germ"),
    ],
)
def test_sides_are_refused(expr: str, domain: str, fact: c.Pieces, sides: Any, why: str) -> None:
    assert reason(expr, domain, fact, local(*sides)) == f"local: {why}"


# -- fixed points ------------------------------------------------------------------------------------------------------


def places(own: Facts) -> list[tuple[Any, int, bool, Any]]:
    return [(one.spot and one.spot.value, one.place, one.joint is not None, one.period) for one in own.fixed]


def test_fixed_points_in_order() -> None:
    evidence = (*two_kinks(), fixed(cover([], [1], AFFINE), cover([], [1], AFFINE), cover([], [1], AFFINE)))
    assert places(opened("|x| + |x - 2|/2", "[-1, oo)", *evidence)) == [(2, 4, True, None)]
    interval = opened("|x|", "R", ABS, local(NOTHING), fixed(cover([], [1], AFFINE), cover([], [0], CONSTANT)))
    assert places(interval) == [(0, 2, True, None), (None, 3, False, None)]
    first = opened("Max(x, 2*x)", "R", ABS, local(NOTHING), fixed(cover([], [0], CONSTANT), cover([], [1], AFFINE)))
    assert places(first) == [(None, 1, False, None), (0, 2, True, None)]
    folded = opened("2*|x| - 1", "R", ABS, local(NOTHING), fixed(cover(["-1/3"], [1, -1]), cover(["1"], [-1, 1])))
    assert places(folded) == [(sp.Rational(-1, 3), 1, False, None), (1, 3, False, None)]
    turn = c.Periodic(period="2*pi", start="-pi", proof=c.Sturm(coordinate="tan"))
    wave = opened("x + sin(x)/2", "R", LINE, local(), fixed(cover(["0", "pi"], [-1, 1, -1], turn)))
    assert places(wave) == [(0, 1, False, 2 * sp.pi), (sp.pi, 1, False, 2 * sp.pi)]
    known = (demand("x**2 - 2", 0, 2, [ROOT], [-1, 1]),)
    root = pieces("0", ROOT, "3", breaks=(1,), demands=known)
    above = fixed(cover([], [1]), cover([], [1]))
    assert places(opened("x + |x**2 - 2|", "(0, 3)", root, local(NOTHING), above)) == [(None, 2, True, None)]
    ends = opened("x**2", "[0, 1]", UNIT, local(NOTHING, NOTHING), fixed(cover([], [-1])))
    assert places(ends) == [(0, 0, True, None), (1, 2, True, None)]


@pytest.mark.parametrize("kind", [slope, fixed])
def test_one_cover_for_each_piece(kind: Any) -> None:
    name = {slope: "slope", fixed: "fixedpoints"}[kind]
    for covers in ([], [cover([], [1], AFFINE)], [cover([], [1], AFFINE)] * 3):
        assert reason("|x| + 1", "R", ABS, local(NOTHING), kind(*covers)) == f"{name}: one cover for each piece"


def test_the_slope_is_that_of_each_piece() -> None:
    own = opened("|x|*(x**2 + 1)", "R", ABS, slope(cover([], [-1]), cover([], [1])))
    assert [one.signs for one in own.slopes] == [(-1,), (1,)]
    assert reason("|x|*(x**2 + 1)", "R", ABS, slope(cover([], [1]), cover([], [1]))) == (
        f"slope: the sign of {sp.diff(-X * (X**2 + 1), X)} between two zeros"
    )


# -- values and symmetry -----------------------------------------------------------------------------------------------


def order(first: str, second: str, *values: c.Enclosure) -> c.Order:
    both: Any = values or (ROUGH, ROUGH)
    return c.Order(first=first, second=second, values=both)


@pytest.mark.parametrize(
    ("expr", "domain", "ends", "first", "second", "sign"),
    [
        ("x**2", "R", "-oo oo", "-2", "1", 1),
        ("x**2", "R", "-oo oo", "-1", "2", -1),
        ("x**2", "R", "-oo oo", "-1", "1", 0),
        ("x**2", "[0, 1]", "0 1", "0", "1", -1),
        ("-x", "[-1/2, 1)", "-1/2 1", "-1/2", "7/8", 1),
        ("-exp(x)", "(-1, 0]", "-1 0", "-1/2", "0", 1),
    ],
)
def test_the_order_of_two_values(expr: str, domain: str, ends: str, first: str, second: str, sign: int) -> None:
    own = opened(expr, domain, pieces(*ends.split()), order(first, second))
    assert own.results[1] == sign
    values = [sp.sympify(expr).subs("x", sp.Rational(at)) for at in (first, second)]
    for bits in (64, 256):
        assert opened(expr, domain, pieces(*ends.split()), order(first, second, *(enclosure(v, bits) for v in values)))


SEVEN = c.Enclosure(middle="7*2^0", radius="0*2^0")
SMALL = c.Enclosure(middle="0*2^0", radius="1*2^-1")
EXP_ONE = c.Enclosure(middle="2718281828459045*2^0", radius="0*2^0")


@pytest.mark.parametrize(
    ("expr", "domain", "ends", "fact", "why"),
    [
        ("x", "(0, 1]", "0 1", order("0", "1"), "0 is not in X"),
        ("x", "[0, 1)", "0 1", order("0", "1"), "1 is not in X"),
        ("x", "[0, 1]", "0 1", order("-1", "1"), "-1 is not in X"),
        ("x", "[0, 1]", "0 1", order("0", "2"), "2 is not in X"),
        ("x", "[0, oo)", "0 oo", order("2", "1"), "the two points are not in order"),
        ("x", "R", "-oo oo", order("1", "1"), "the two points are not in order"),
        ("x", "R", "-oo oo", order("0", "7", SEVEN, SEVEN), "the value 0 of f"),
        ("x", "R", "-oo oo", order("0", "7", SMALL, SMALL), "the value 7 of f"),
        ("exp(x)", "R", "-oo oo", order("0", "1", ROUGH, EXP_ONE), "the value E of f"),
        (
            "Piecewise((1, x < 1), (sin(1)**2 + cos(1)**2, True))",
            "R",
            "-oo oo",
            None,
            "the order of two values of f",
        ),
    ],
)
def test_an_order_is_refused(expr: str, domain: str, ends: str, fact: c.Order | None, why: str) -> None:
    shown = pieces(*ends.split())
    if fact is None:
        fact, shown = (
            order("0", "2"),
            pieces("-oo", "1", "oo", breaks=(1,), demands=(demand("x - 1", 0, 2, ["1"], [-1, 1]),)),
        )
    assert reason(expr, domain, shown, fact) == f"order: {why}"


def test_a_value_lies_in_the_stated_ball() -> None:
    """The whole enclosure of the value, up to the ends of the ball."""
    for middle, radius in (("7*2^0", "0*2^0"), ("6*2^0", "1*2^0"), ("8*2^0", "1*2^0"), ("15*2^-1", "1*2^-1")):
        assert opened("x", "R", LINE, order("0", "7", ROUGH, c.Enclosure(middle=middle, radius=radius)))
    for middle, radius in (("6*2^0", "255*2^-8"), ("8*2^0", "255*2^-8"), ("-7*2^0", "0*2^0")):
        off = c.Enclosure(middle=middle, radius=radius)
        assert reason("x", "R", LINE, order("0", "7", ROUGH, off)) == "order: the value 7 of f"


def test_the_whole_enclosure_of_a_value_lies_in_the_stated_ball() -> None:
    """Half of the finest enclosure that is tried is not enough."""
    fine = constant_ball(sp.E, 256)
    middle, radius = exact(fine.mid()), exact(fine.rad())
    assert radius > 0

    def stated(low: Any, high: Any) -> c.Enclosure:
        """The ball between two dyadic numbers."""
        centre, width = (low + high) / 2, (high - low) / 2
        texts = [f"{number.p}*2^-{int(number.q).bit_length() - 1}" for number in (centre, width)]
        return c.Enclosure(middle=texts[0], radius=texts[1])

    assert opened("exp(x)", "R", LINE, order("0", "1", ROUGH, stated(middle - radius, middle + radius)))
    for low, high in ((middle, middle + 2 * radius), (middle - 2 * radius, middle), (middle, middle)):
        assert reason("exp(x)", "R", LINE, order("0", "1", ROUGH, stated(low, high))) == "order: the value E of f"


def test_even_maps() -> None:
    assert opened("x**2 - 2*x", "(0, 5]", pieces("0", "5"), c.Even(centre="1")).results[1] is True
    assert opened("x**2 - 4*x", "(0, 5]", pieces("0", "5"), c.Even(centre="2")).results[1] is True
    for centre, why in (
        ("0", "the centre is not inside X"),
        ("5", "the centre is not inside X"),
        ("6", "the centre is not inside X"),
        ("2", "f is not even about 2"),
        ("1/2", "f is not even about 1/2"),
    ):
        assert reason("x**2 - 2*x", "(0, 5]", pieces("0", "5"), c.Even(centre=centre)) == f"even: {why}"


def test_affine_maps() -> None:
    fact = c.AffineMap(slope="-sqrt(2)", intercept="1/3")
    assert opened("-sqrt(2)*x + 1/3", "R", LINE, fact).results[1] == (-sp.sqrt(2), sp.Rational(1, 3))
    why = "affinemap: f is not this affine function"
    for false in (("sqrt(2)", "1/3"), ("-sqrt(2)", "-1/3"), ("0", "1/3"), ("-sqrt(2)", "0")):
        assert reason("-sqrt(2)*x + 1/3", "R", LINE, c.AffineMap(slope=false[0], intercept=false[1])) == why
    for false in ("1", "-1"):
        assert reason("|x|", "R", ABS, c.AffineMap(slope=false, intercept="0")) == why


def test_moebius_maps_and_powers() -> None:
    fact = c.Moebius(matrix=("2", "1", "1", "3"))
    assert opened("(2*x + 1)/(x + 3)", "(0, oo)", HALF, fact).results[1] is True
    for false in ("1 1 1 3", "2 2 1 3", "2 1 2 3", "2 1 1 1", "2 -1 1 3", "2 1 -1 3", "1 2 3 1"):
        matrix: Any = tuple(false.split())
        assert (
            reason("(2*x + 1)/(x + 3)", "(0, oo)", HALF, c.Moebius(matrix=matrix))
            == "moebius: f is not this Moebius map"
        )
    assert reason("|x|", "R", ABS, c.Moebius(matrix=("1", "0", "0", "1"))) == "moebius: f is not this Moebius map"

    def power(coefficient: str, exponent: str) -> c.Power:
        return c.Power(coefficient=coefficient, exponent=exponent)

    assert opened("3*x**2", "(0, oo)", HALF, power("3", "2")).results[1] is True
    assert opened("3*x**2", "[1, 2]", pieces("1", "2"), power("3", "2")).results[1] is True
    assert opened("sqrt(x)", "(0, oo)", HALF, power("1", "1/2")).results[1] is True
    why = "power: no power on (0, oo)"
    assert reason("3*x**2", "(0, oo)", HALF, power("2", "2")) == why
    assert reason("3*x**2", "(0, oo)", HALF, power("3", "3")) == why
    assert reason("3*x**2", "[0, oo)", HALF, power("3", "2")) == why
    assert reason("3*x**2", "R", LINE, power("3", "2")) == why
    assert reason("3*x**2", "(-1, oo)", pieces("-1", "oo"), power("3", "2")) == why
    assert reason("-3*x**2", "(0, oo)", HALF, power("-3", "2")) == why
    assert reason("3/x", "(0, oo)", HALF, power("3", "-1")) == why
    assert reason("3", "(0, oo)", HALF, power("3", "0")) == why
    two = pieces("0", "1", "oo", breaks=(1,))
    assert reason("x", "(0, oo)", two, power("1", "1")) == why


# -- lines -------------------------------------------------------------------------------------------------------------


def line(slope_: str, *covers: c.Cover, bound: str | None = None, intercept: str | None = None) -> c.Line:
    return c.Line(slope=slope_, bound=bound, intercept=intercept, covers=covers)


def test_lines() -> None:
    up = cover([], [1])
    assert opened("x**3 + x", "(1, oo)", pieces("1", "oo"), line("1", up, bound="3")).results[1] == (1, 3, None, 1)
    free = line("1/2", up, intercept="-2")
    assert opened("x**3 + x", "(1, oo)", pieces("1", "oo"), free).results[1] == (sp.Rational(1, 2), None, -2, 1)
    below = line("1/2", cover([], [-1]), intercept="100")
    assert opened("x**3 + x", "(1, 2)", pieces("1", "2"), below).results[1] == (sp.Rational(1, 2), None, 100, -1)
    zero = line("0", up, intercept="0")
    assert opened("x**2 + 1", "R", LINE, zero).results[1] == (0, None, 0, 1)
    flat = line("1", up, bound="0")
    assert opened("x**3 + x", "R", LINE, flat).results[1] == (1, 0, None, 1)
    kink = line("2", cover([], [1], AFFINE), cover([], [1], AFFINE), intercept="-1")
    assert reason("|x| + 1", "R", ABS, local(NOTHING), kink) == "line: the sign of 2 - x at an end"
    kink = line("1/2", cover([], [1], AFFINE), cover([], [1], AFFINE), intercept="1/2")
    assert opened("|x| + 1", "R", ABS, local(NOTHING), kink).results[2] == (sp.S.Half, None, sp.S.Half, 1)


MEETS = "line: the line meets the graph"


def test_a_line_is_refused() -> None:
    up, kinks = cover([], [1]), local(NOTHING)
    why = "line: a line has a bound or an intercept"
    assert reason("x**2 + 1", "R", LINE, line("0", up)) == why
    assert reason("x**2 + 1", "R", LINE, line("0", up, bound="0", intercept="0")) == why
    assert reason("x**2 - 1", "R", LINE, line("0", cover(["-1", "1"], [1, -1, 1]), intercept="0")) == MEETS
    assert reason("x**2", "R", LINE, line("0", cover(["0"], [1, 1]), intercept="0")) == MEETS
    assert reason("x", "R", LINE, line("1", cover([], [0], CONSTANT), intercept="0")) == MEETS
    assert reason("x", "R", LINE, line("1", cover([], [0], CONSTANT), bound="1")) == MEETS
    flat, rise = cover([], [0], CONSTANT), cover([], [1], AFFINE)
    assert reason("|x|", "R", ABS, kinks, line("1", rise, flat, intercept="0")) == (
        "line: the line meets the graph at a break or an end"
    )
    step = pieces("-oo", "0", "oo", breaks=(1,), demands=AT_ZERO)
    fall, climb = cover([], [-1], CONSTANT), cover([], [1], CONSTANT)
    jump = "Piecewise((x - 1, x < 0), (x + 1, x > 0), (1/2, True))"
    assert reason(jump, "R", step, kinks, line("1", fall, climb, intercept="0")) == MEETS
    level = "Piecewise((x + 1, x < 0), (x + 1, x > 0), (1/2, True))"
    assert reason(level, "R", step, kinks, line("1", climb, climb, intercept="1/2")) == (
        "line: the line meets the graph at a break or an end"
    )
    assert opened(level, "R", step, kinks, line("1", climb, climb, intercept="1/3"))
    end = line("1", cover([], [1], AFFINE), intercept="1")
    assert reason("2*x", "[1, 2]", pieces("1", "2"), local(NOTHING, NOTHING), end) == (
        "line: the line meets the graph at a break or an end"
    )
    assert opened("2*x", "(1, 2]", pieces("1", "2"), local(NOTHING), end).results[2] == (1, None, 1, 1)
    known = (demand("x**2 - 2", 0, 2, [ROOT], [-1, 1]),)
    at_root = pieces("0", ROOT, "3", breaks=(1,), demands=known)
    assert reason("x + |x**2 - 2|", "(0, 3)", at_root, kinks, line("1", up, up, intercept="-1")) == (
        "line: a line at a break that is not exact"
    )


# -- class M -----------------------------------------------------------------------------------------------------------


def class_m(at: str, member: Any = "map", expression: str = "", piece: int = 0, ball: c.Enclosure = ROUGH) -> c.ClassM:
    return c.ClassM(piece=piece, member=member, expression=expression, point=at, schwarzian=ball)


def test_members_of_class_m() -> None:
    assert opened("exp(x) - 1", "R", LINE, class_m("0")).results[1] == 0
    assert opened("exp(x) - 1", "R", LINE, class_m("0", expression="exp(x) - 1")).results[1] == 0
    half = c.Enclosure(middle="-1*2^-1", radius="1*2^-40")
    assert opened("exp(x) - 1", "R", LINE, class_m("0", ball=half)).results[1] == 0
    assert opened("log(x + 1)", "(-1, oo)", pieces("-1", "oo"), class_m("1", "inverse", "exp(x) - 1")).results[1] == 0
    assert opened("log(exp(2*x) + 2)", "R", LINE, class_m("1", "conjugate", "x**2 + 2")).results[1] == 0
    assert opened("log(exp(2*x) + 2)", "(0, 1)", UNIT, class_m("9", "conjugate", "x**2 + 2")).results[1] == 0
    bent = "Piecewise((x, x < 0), (exp(x) - 1, True))"
    step = pieces("-oo", "0", "oo", breaks=(1,), demands=AT_ZERO)
    assert opened(bent, "R", step, class_m("1", piece=1)).results[1] == 1


@pytest.mark.parametrize(
    ("expr", "domain", "ends", "fact", "why"),
    [
        ("exp(x)", "R", "-oo oo", class_m("0", piece=1), "a piece that does not exist"),
        ("exp(x)", "R", "-oo oo", class_m("0", piece=-1), "a piece that does not exist"),
        ("exp(x)", "R", "-oo oo", class_m("0", expression="x**2"), "class M is claimed of another expression"),
        ("atan(x)", "R", "-oo oo", class_m("1", "inverse", "tan(2*x)"), "tan(2*x) is no inverse of f"),
        ("log(x)", "(0, oo)", "0 oo", class_m("1", "inverse", "exp(x) + 1"), "exp(x) + 1 is no inverse of f"),
        (
            "log(exp(2*x) + 2)",
            "R",
            "-oo oo",
            class_m("1", "conjugate", "x**2 + 3"),
            "x**2 + 3 is not exp f log",
        ),
        ("atan(x)", "R", "-oo oo", class_m("1"), "atan(x) is not in class M by its syntax tree"),
        ("exp(x)", "(0, 1)", "0 1", class_m("0"), "the point is not in the piece"),
        ("exp(x)", "(0, 1)", "0 1", class_m("2"), "the point is not in the piece"),
        ("log(x)", "(0, oo)", "0 oo", class_m("-1", "inverse", "exp(x)"), "the point is not in the piece"),
        (
            "exp(x)",
            "R",
            "-oo oo",
            class_m("0", ball=SEVEN),
            "the Schwarzian derivative is not proven to differ from 0",
        ),
        (
            "2*x/(x + 1)",
            "(0, oo)",
            "0 oo",
            class_m("1"),
            "the Schwarzian derivative is not proven to differ from 0",
        ),
    ],
)
def test_class_m_is_refused(expr: str, domain: str, ends: str, fact: c.ClassM, why: str) -> None:
    assert reason(expr, domain, pieces(*ends.split()), fact) == f"classm: {why}"


# -- components and closed forms ---------------------------------------------------------------------------------------


def coordinate(function: Any, matrix: str, root: str, multiplier: str, **other: Any) -> c.Coordinate:
    known: dict[str, Any] = {"parameter": "1", "centre": "0", "side": 1, **other}
    entries: Any = tuple(matrix.split())
    return c.Coordinate(function=function, matrix=entries, root=root, multiplier=multiplier, **known)


HALVES = coordinate("identity", "2 0 1 1", "1", "2")
FIELD = "log(2)*(-x**2 + x)"
ENDS = local(NOTHING, NOTHING)


def component(left: int = 0, field: str = FIELD, known: c.Coordinate = HALVES) -> c.Component:
    return c.Component(left=left, field=field, coordinate=known)


def test_components() -> None:
    evidence = (UNIT, ENDS, fixed(cover([], [1])))
    assert opened("2*x/(x + 1)", "[0, 1]", *evidence, component()).results[3] == 0
    inner = (pieces("-1", "2"), local(), fixed(cover(["0", "1"], [-1, 1, -1])))
    assert opened("2*x/(x + 1)", "(-1, 2)", *inner, component()).results[3] == 0
    # Not smooth at the left end, or at the right one.
    ends = local((None, FOUR), NOTHING)
    root = coordinate("power", "2 0 1 1", "1", "2", parameter="1/2")
    field = "2*log(2)*(x - x**(3/2))"
    f = "4*x/(sqrt(x) + 1)**2"
    inside = c.Parts(
        parts=(
            c.Tail(start="64", length=4),
            *boxes("1/80", "1/50", "1/32", "1/24", "1/16", "1/8", "1/4", "1/2", "3/4", "7/8", "15/16"),
            c.EndBox(stop="15/16", zero=True),
        )
    )
    shown = pieces("0", "1", demands=(demand("x", 0, 1, [], [1]),))
    own = opened(f, "[0, 1]", shown, ends, fixed(cover([], [1], inside)), component(0, field, root))
    assert own.results[3] == 0


@pytest.mark.parametrize(
    ("expr", "domain", "evidence", "fact", "why"),
    [
        ("2*x/(x + 1)", "[0, 1]", [UNIT, ENDS], component(), "no fact of kind fixedpoints: where the component lies"),
        ("2*x/(x + 1)", "[0, 1]", [UNIT, ENDS, fixed(cover([], [1]))], component(-1), "fixed points that do not exist"),
        ("2*x/(x + 1)", "[0, 1]", [UNIT, ENDS, fixed(cover([], [1]))], component(1), "fixed points that do not exist"),
        (
            "Piecewise((2*x/(x + 1), x < 1), (x, True))",
            "[0, 2]",
            [
                pieces("0", "1", "2", breaks=(1,), demands=(demand("x - 1", 0, 2, ["1"], [-1, 1]),)),
                local(NOTHING, NOTHING, NOTHING),
                fixed(cover([], [1]), cover([], [0], CONSTANT)),
            ],
            component(1),
            "the fixed points are not neighbours",
        ),
        (
            "x + sin(x)/2",
            "R",
            [
                LINE,
                local(),
                fixed(
                    cover(
                        ["0", "pi"],
                        [-1, 1, -1],
                        c.Periodic(period="2*pi", start="-pi", proof=c.Sturm(coordinate="tan")),
                    )
                ),
            ],
            component(),
            "the fixed points are not neighbours",
        ),
        (
            "2*|x| - 1",
            "R",
            [ABS, local(NOTHING), fixed(cover(["-1/3"], [1, -1]), cover(["1"], [-1, 1]))],
            component(),
            "the fixed points do not lie on one piece",
        ),
        (
            "x**2",
            "[0, 1]",
            [UNIT, ENDS, fixed(cover([], [-1]))],
            component(0, "log(2)*x*log(x)", coordinate("log", "2 0 0 1", "1", "2")),
            "the field is not C^1 up to a fixed point, or not 0 there",
        ),
        (
            "2*x/(x + 1)",
            "[0, 1]",
            [UNIT, ENDS, fixed(cover([], [1]))],
            component(0, f"2*{FIELD}"),
            f"{2 * sp.log(2) * (X - X**2)} does not generate f",
        ),
    ],
)
def test_a_component_is_refused(expr: str, domain: str, evidence: Any, fact: c.Component, why: str) -> None:
    assert reason(expr, domain, *evidence, fact) == f"component: {why}"


def test_the_component_between_fixed_points_of_two_pieces() -> None:
    """The second component of a map that is Moebius on both sides of its fixed point 1."""
    g = "Piecewise((2*x/(x + 1), x < 1), ((2*x - 2)/x + 1, True))"
    shown = pieces("0", "1", "2", breaks=(1,), demands=(demand("x - 1", 0, 2, ["1"], [-1, 1]),))
    moved = coordinate("identity", "3 -2 1 0", "1", "2")
    evidence = (shown, local(NOTHING, NOTHING, NOTHING), fixed(cover([], [1]), cover([], [1])))
    field = "log(2)*(-(x - 1)**2 + x - 1)"
    own = opened(g, "[0, 2]", *evidence, component(1, field, moved), component())
    assert (own.results[3], own.results[4]) == (1, 0)


def closed(field: str, lower: str, upper: str, known: c.Cover, *coordinates: c.Coordinate, **other: Any) -> c.Closed:
    more: dict[str, Any] = {"starts": ("64", "64"), "demands": (), **other}
    return c.Closed(field=field, lower=lower, upper=upper, cover=known, coordinates=coordinates, **more)


DOUBLE = coordinate("identity", "2 0 0 1", "1", "2")
GROWS = cover([], [1], AFFINE)


def test_closed_forms() -> None:
    doubled = closed("log(2)*x", "1", "4", GROWS, DOUBLE)
    assert opened("2*x", "[1, 2]", pieces("1", "2"), doubled).results[1] is True
    assert opened("2*x", "[0, 1]", UNIT, closed("log(2)*x", "0", "2", GROWS, DOUBLE)).results[1] is True
    assert opened("2*x", "(0, 1)", UNIT, closed("log(2)*x", "0", "2", GROWS, DOUBLE)).results[1] is True
    assert opened("2*x", "(0, 1)", UNIT, closed("log(2)*x", "0", "oo", GROWS, DOUBLE)).results[1] is True
    falls = c.Parts(
        parts=(c.EndBox(stop="5/4", zero=True), *boxes("5/4", "3/2", "7/4"), c.EndBox(stop="7/4", zero=False))
    )
    beyond = closed(FIELD, "1", "2", cover([], [-1], falls), HALVES)
    assert opened("2*x/(x + 1)", "[1, 2]", pieces("1", "2"), beyond).results[1] is True
    around = c.Parts(
        parts=(
            c.EndBox(stop="5/8", zero=False),
            *boxes("5/8", "3/4"),
            c.Crossing(lower="3/4", upper="5/4"),
            *boxes("5/4", "3/2", "7/4"),
            c.EndBox(stop="7/4", zero=False),
        )
    )
    fact = closed(FIELD, "1/2", "2", cover(["1"], [1, -1], around), HALVES, HALVES)
    assert opened("2*x/(x + 1)", "(1/2, 2)", pieces("1/2", "2"), fact).results[1] is True
    both = closed("log(2)*x", "-oo", "oo", cover(["0"], [-1, 1], AFFINE), DOUBLE, DOUBLE)
    assert opened("2*x", "R", LINE, both).results[1] is True
    blind = closed("log(2)*x", "1", "4", GROWS, DOUBLE, starts=(None, "64"))
    assert reason("2*x", "[1, 2]", pieces("1", "2"), blind) == "closed: the hull is too small"


BENT = coordinate("exp", "5 -2 1 2", "1", "4/3")
LOGARITHM = closed(
    "log(2)*x*log(x)",
    "0",
    "1/2",
    cover(
        [],
        [-1],
        c.Parts(
            parts=(
                c.Tail(start="64", length=4),
                *boxes("1/80", "1/50", "1/32", "1/24", "1/16", "1/8", "1/4", "3/8"),
                c.EndBox(stop="3/8", zero=False),
            )
        ),
    ),
    coordinate("log", "2 0 0 1", "1", "2"),
    demands=(demand("x", 0, 1, [], [1]),),
)
ROOT_FORM = closed(
    "2*log(2)*(x - x**(3/2))",
    "0",
    "8/9",
    cover(
        [],
        [1],
        c.Parts(
            parts=(
                c.Tail(start="64", length=4),
                *boxes("1/80", "1/50", "1/32", "1/24", "1/16", "1/8", "1/4", "1/2", "3/4"),
                c.EndBox(stop="3/4", zero=False),
            )
        ),
    ),
    coordinate("power", "2 0 1 1", "1", "2", parameter="1/2"),
    demands=(demand("x", 0, 1, [], [1]),),
)


@pytest.mark.parametrize(
    ("expr", "domain", "shown", "fact", "why"),
    [
        (
            "x",
            "(0, oo)",
            pieces("0", "1", "oo", breaks=(1,)),
            closed("1", "0", "oo", GROWS),
            "a closed form for more than one piece",
        ),
        ("2*x", "[1, 2]", None, closed("log(2)*x", "4", "4", GROWS, DOUBLE), "the hull of X and f(X) is empty"),
        ("2*x", "[1, 2]", None, closed("log(2)*x", "4", "1", GROWS, DOUBLE), "the hull of X and f(X) is empty"),
        ("2*x", "[1, 2]", None, closed("log(2)*|x|", "1", "4", GROWS, DOUBLE), "the field has cases"),
        ("2*x", "[1, 2]", None, closed("log(2)*x", "3/2", "4", GROWS, DOUBLE), "the hull is too small"),
        ("2*x", "[1, 2]", None, closed("log(2)*x", "1", "3", GROWS, DOUBLE), "the hull is too small"),
        ("2*x", "(1, 2)", None, closed("log(2)*x", "1", "3", GROWS, DOUBLE), "the hull is too small"),
        (
            "x/2",
            "[1, 2]",
            None,
            closed("-log(2)*x", "1", "2", cover([], [-1], AFFINE), coordinate("identity", "1 0 0 2", "1", "2")),
            "the hull is too small",
        ),
        ("2*x", "[1, 2]", None, closed("log(2)*x", "0", "4", GROWS, DOUBLE), "the field at an end of X"),
        (
            "2*x/(x + 1)",
            "[1, 2]",
            None,
            closed(FIELD, "0", "2", cover(["1"], [1, -1], c.Parts(parts=())), HALVES, HALVES),
            "the field at an end of X",
        ),
        ("x**2", "[0, 1/2]", pieces("0", "1/2"), LOGARITHM, "the field at an end of X"),
        (
            "4*x/(sqrt(x) + 1)**2",
            "[0, 4/9]",
            pieces("0", "4/9", demands=(demand("x", 0, 1, [], [1]),)),
            ROOT_FORM,
            "the field at an end of X",
        ),
        ("2*x", "[1, 2]", None, closed("log(2)*x", "1", "4", GROWS), "one coordinate for each gap"),
        ("2*x", "[1, 2]", None, closed("log(2)*x", "1", "4", GROWS, DOUBLE, DOUBLE), "one coordinate for each gap"),
        (
            "2*x",
            "[1, 2]",
            None,
            closed("log(2)*(x - 3/2)", "1", "4", cover(["3/2"], [-1, 1], AFFINE), DOUBLE, DOUBLE),
            "a zero that is not fixed",
        ),
        (
            "2*x",
            "[1, 2]",
            None,
            closed("log(2)*x", "-1", "4", cover(["0"], [-1, 1], AFFINE), DOUBLE, DOUBLE),
            "a zero that is not fixed",
        ),
        (
            "2*x",
            "[1, 2]",
            None,
            closed("-log(2)*x", "1", "4", cover([], [-1], AFFINE), DOUBLE),
            "the field points away from f(x)",
        ),
        (
            "2*x",
            "[1, 2]",
            None,
            closed("2*log(2)*x", "1", "4", GROWS, DOUBLE),
            f"{2 * sp.log(2) * X} does not generate f",
        ),
        (
            "2*x",
            "[1, 2]",
            None,
            closed("log(2)*x", "1", "4", cover([], [-1], AFFINE), DOUBLE),
            "the sign of x*log(2) at an end",
        ),
    ],
)
def test_a_closed_form_is_refused(expr: str, domain: str, shown: c.Pieces | None, fact: c.Closed, why: str) -> None:
    assert reason(expr, domain, shown or pieces("1", "2"), fact) == f"closed: {why}"


def test_open_ends_ask_nothing_of_the_field_there() -> None:
    assert opened("x**2", "(0, 1/2]", pieces("0", "1/2"), LOGARITHM).results[1] is True
    known = (demand("x", 0, 1, [], [1]),)
    assert opened("4*x/(sqrt(x) + 1)**2", "(0, 4/9]", pieces("0", "4/9", demands=known), ROOT_FORM).results[1] is True


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_direction_is_that_inside_x(mirrored: bool) -> None:
    """The hull may go beyond where f is defined: log((5 e^x - 2)/(e^x + 2)) needs x > log(2/5)."""
    down = c.Parts(
        parts=(
            c.RangeTail(start="-2", form="plain"),
            *boxes("-2", "-3/2", "-1", "-3/4", "-1/2", "-1/4"),
            c.EndBox(stop="-1/4", zero=True),
        )
    )
    up = c.Parts(
        parts=(
            c.EndBox(stop="1/4", zero=True),
            *boxes("1/4", "1/2", "3/4", "1", "3/2", "2"),
            c.RangeTail(start="2", form="plain"),
        )
    )
    if mirrored:
        f, field, domain = "-log((5*exp(-x) - 2)/(exp(-x) + 2))", "-log(4/3)*(3 - 2*exp(x) - exp(-x))", "(0, 1/2)"
        data = c.Coordinate(**{**msgspec.structs.asdict(BENT), "parameter": "-1"})
        fact, shown = (
            closed(field, "0", "oo", cover([], [1], up), data),
            pieces("0", "1/2", demands=(demand("5*exp(-x) - 2", 0, 1, [], [1], PLAIN),)),
        )
    else:
        f, field, domain = "log((5*exp(x) - 2)/(exp(x) + 2))", "log(4/3)*(3 - 2*exp(-x) - exp(x))", "(-1/2, 0)"
        fact, shown = (
            closed(field, "-oo", "0", cover([], [-1], down), BENT),
            pieces("-1/2", "0", demands=(demand("5*exp(x) - 2", 0, 1, [], [1], PLAIN),)),
        )
    assert opened(f, domain, shown, fact).results[1] is True


# -- fields of neighbours ----------------------------------------------------------------------------------------------


def corpus(name: str) -> c.Certificate:
    return c.read(VALID / f"{name}.json")


def altered(data: c.Certificate, **changes: Any) -> c.Certificate:
    """With other values in the comparison of fields."""
    facts = tuple(
        msgspec.structs.replace(fact, **changes) if isinstance(fact, c.Match) else fact for fact in data.facts
    )
    return msgspec.structs.replace(data, facts=facts)


def refused(data: c.Certificate) -> str:
    with pytest.raises(FactError) as caught:
        Facts(data)
    return str(caught.value)


DIFFER = corpus("1d-match-no-basic-c1-1")
(MATCH,) = (fact for fact in DIFFER.facts if isinstance(fact, c.Match))


def match(**changes: Any) -> c.Match:
    return msgspec.structs.replace(MATCH, **changes)


@pytest.mark.parametrize("number", range(1, 10))
def test_the_fields_of_neighbours_are_apart(number: int) -> None:
    data = corpus(f"1d-match-no-basic-c1-{number}")
    own = Facts(data)
    (at,) = (k for k, kind in enumerate(own.kinds) if kind == "match")
    assert own.results[at] == Compared(0, True)
    rough = Facts(altered(data, values=(ROUGH, ROUGH)))
    assert rough.results[at] == Compared(0, False)


@pytest.mark.parametrize("number", [1, 5, 6])
def test_enclosures_that_touch_are_not_apart(number: int) -> None:
    data = corpus(f"1d-match-no-basic-c1-{number}")
    (own,) = (fact for fact in data.facts if isinstance(fact, c.Match))
    balls = [read_ball(ball.middle, ball.radius) for ball in own.values]
    lower, upper = sorted(balls)
    assert lower[1] < upper[0]
    falls = balls[0] == upper
    bits = 3 + max(int(end.q).bit_length() for end in (lower[1], upper[0]))
    between = int((lower[1] + upper[0]) / 2 * 2**bits)
    width = 2 ** (bits - 10)

    def stated(gap: int) -> Any:
        """Balls that reach from far outside to the middle, up to the gap."""
        both = [
            c.Enclosure(middle=f"{at}*2^-{bits}", radius=f"{width}*2^-{bits}")
            for at in (between - gap - width, between + width)
        ]
        return tuple(both[::-1] if falls else both)

    for gap, apart in ((0, False), (1, True)):
        assert Facts(altered(data, values=stated(gap))).results[4] == Compared(0, apart)
    assert refused(altered(data, values=stated(0)[::-1])) == (
        f"match: a stated ball does not contain the field at {own.point[:60]}"
    )


def test_fields_on_the_second_piece() -> None:
    shown = pieces("-1", "0", "1", breaks=(1,), demands=(*AT_ZERO, demand("x + 1", 1, 2, [], [1])))
    f = "Piecewise((2*x, x < 0), (x + log(x + 1)*(-x + 1)/5, True))"
    points = fixed(cover([], [-1], AFFINE), cover([], [1], PLAIN))
    own = opened(f, "[-1, 1]", shown, local(NOTHING, NOTHING, NOTHING), points, match())
    assert own.results[3] == Compared(1, True)


TURN = c.Periodic(period="2*pi", start="-pi", proof=c.Sturm(coordinate="tan"))


def test_behind_the_last_of_a_family_comes_a_copy_of_the_first() -> None:
    """x + sin(x)/2 moves the points between pi and 2 pi to the left."""
    ends = (c.End(radius="1/2", circle="1/4", order=20), c.End(radius="1/2", circle="1/4", order=20))
    last = match(left=1, point="201/32", bits=200, steps=60, ends=ends, values=(ROUGH, ROUGH))
    evidence = (LINE, local(), fixed(cover(["0", "pi"], [-1, 1, -1], TURN)))
    own = opened("x + sin(x)/2", "R", *evidence, last)
    assert own.results[3] == Compared(0, False)
    (left, first, right, second, piece) = own._next(1)
    assert (left.spot, right.spot, piece) == (own.fixed[1].spot, own.fixed[0].spot, 0)
    assert (first.shift, second.shift) == (0, 2 * sp.pi)
    (left, first, right, second, piece) = own._next(0)
    assert (left.spot, right.spot, piece) == (own.fixed[0].spot, own.fixed[1].spot, 0)
    assert (first.shift, second.shift) == (0, 0)
    beyond = match(left=1, point="99/32", bits=200, steps=60, ends=ends, values=(ROUGH, ROUGH))
    assert reason("x + sin(x)/2", "R", *evidence, beyond) == (
        "match: a point that is not proven to lie between the fixed points"
    )


def test_the_next_of_three_fixed_points() -> None:
    rising = fixed(cover(["1"], [-1, 1]))
    own = opened("x + x*(x - 1)*(2 - x)/8", "[0, 2]", pieces("0", "2"), ENDS, rising)
    for number in (0, 1):
        left, first, right, second, piece = own._next(number)
        assert (left, right, piece) == (own.fixed[number], own.fixed[number + 1], 0)
        assert (first.spot.value, second.spot.value, first.shift, second.shift) == (number, number + 1, 0, 0)


def test_a_copy_that_is_on_the_piece_is_chosen() -> None:
    for number, shifts in ((7, (0, 2 * sp.pi)), (8, (-2 * sp.pi, 0))):
        own = Facts(corpus(f"1d-match-no-basic-c1-{number}"))
        _, first, _, second, _ = own._next(0)
        assert (first.shift, second.shift) == shifts


NO_POINTS = "fixed points that do not exist"
INTERVAL = (
    "Piecewise((2*x/(x + 1), x < 1), (x, True))",
    "[0, 2]",
    pieces("0", "1", "2", breaks=(1,), demands=(demand("x - 1", 0, 2, ["1"], [-1, 1]),)),
    local(NOTHING, NOTHING, NOTHING),
    fixed(cover([], [1]), cover([], [0], CONSTANT)),
)
ROOT_ENDS: tuple[Any, ...] = (
    "4*x/(sqrt(x) + 1)**2",
    "[0, 1]",
    pieces("0", "1", demands=(demand("x", 0, 1, [], [1]),)),
    local((None, FOUR), NOTHING),
)


@pytest.mark.parametrize(
    ("evidence", "fact", "why"),
    [
        (("2*x/(x + 1)", "[0, 1]", UNIT, ENDS), match(), "no fact of kind fixedpoints: where the component lies"),
        (("2*x/(x + 1)", "[0, 1]", UNIT, ENDS, fixed(cover([], [1]))), match(left=-1), NO_POINTS),
        (("2*x/(x + 1)", "[0, 1]", UNIT, ENDS, fixed(cover([], [1]))), match(left=1), NO_POINTS),
        (("2*x/(x + 1)", "[0, 1]", UNIT, ENDS, fixed(cover([], [1]))), match(left=2), NO_POINTS),
        (INTERVAL, match(left=1), "the fixed points are not neighbours"),
        (
            ("x + sin(x)/2", "[0, oo)", HALF, local(NOTHING), fixed(cover(["pi", "2*pi"], [1, -1, 1], None))),
            match(),
            "the fixed points are not neighbours",
        ),
        (
            (
                "2*|x| - 1",
                "R",
                ABS,
                local(NOTHING),
                fixed(cover(["-1/3"], [1, -1]), cover(["1"], [-1, 1])),
            ),
            match(),
            "the fixed points do not lie on one piece",
        ),
        (
            (
                "Piecewise((2*x/(x + 1), x < 1), (x + 1, x > 1), (1, True))",
                "[0, 2]",
                pieces("0", "1", "2", breaks=(1,), demands=(demand("x - 1", 0, 2, ["1"], [-1, 1]),)),
                local(NOTHING, NOTHING, NOTHING),
                fixed(cover([], [1]), cover([], [1], CONSTANT)),
            ),
            match(),
            "f is not analytic up to a fixed point",
        ),
    ],
)
def test_what_is_no_pair_of_neighbours(evidence: Any, fact: c.Match, why: str) -> None:
    if fact.left == 0 and "[0, oo)" in evidence:
        proof = c.Periodic(
            period="2*pi",
            start="1",
            proof=c.Parts(
                parts=(
                    c.EndBox(stop="2", zero=False),
                    *boxes("2", "5/2", "11/4"),
                    c.Crossing(lower="11/4", upper="7/2"),
                    *boxes("7/2", "4", "9/2", "5", "11/2"),
                    c.Crossing(lower="11/2", upper="13/2"),
                    *boxes("13/2", "27/4"),
                    c.EndBox(stop="27/4", zero=False),
                )
            ),
        )
        evidence = (*evidence[:-1], fixed(cover(["pi", "2*pi"], [1, -1, 1], proof)))
    assert reason(*evidence, fact) == f"match: {why}"


def test_a_field_needs_an_analytic_end() -> None:
    """The map 4 x/(1 + sqrt(x))^2 is not analytic at its fixed point 0, its mirror image at 1 not from the left."""
    inside = (*boxes("1/80", "1/50", "1/32", "1/24", "1/16", "1/8", "1/4", "1/2", "3/4", "7/8", "15/16"),)
    proof = c.Parts(parts=(c.Tail(start="64", length=4), *inside, c.EndBox(stop="15/16", zero=True)))
    assert reason(*ROOT_ENDS, fixed(cover([], [1], proof)), match()) == "match: f is not analytic up to a fixed point"
    f = "1 - 4*(1 - x)/(sqrt(1 - x) + 1)**2"
    turned = tuple(
        c.Box(lower=str(1 - Fraction(one.upper)), upper=str(1 - Fraction(one.lower)), monotone=False)
        for one in reversed(inside)
        if isinstance(one, c.Box)
    )
    proof = c.Parts(parts=(c.EndBox(stop="1/16", zero=True), *turned, c.Tail(start="64", length=4)))
    evidence = (pieces("0", "1", demands=(demand("1 - x", 0, 1, [], [1]),)), local(NOTHING, (FOUR, None)))
    assert reason(f, "[0, 1]", *evidence, fixed(cover([], [-1], proof)), match()) == (
        "match: f is not analytic up to a fixed point"
    )


SIZES = "match: the sizes of a comparison of fields"


@pytest.mark.parametrize(
    "changes",
    [
        {"bits": 63},
        {"bits": 8001},
        {"steps": -1},
        {"steps": 200_001},
        {"ends": (MATCH.ends[0], msgspec.structs.replace(MATCH.ends[1], order=1))},
        {"ends": (msgspec.structs.replace(MATCH.ends[0], order=601), MATCH.ends[1])},
    ],
)
def test_the_sizes_of_a_comparison_are_bounded(changes: dict[str, Any]) -> None:
    assert refused(altered(DIFFER, **changes)) == SIZES


@pytest.mark.parametrize(
    "changes",
    [
        {"bits": 64},
        {"bits": 8000, "steps": 0},
        {"steps": 0},
        {"ends": (MATCH.ends[0], msgspec.structs.replace(MATCH.ends[1], order=2))},
        {"ends": (msgspec.structs.replace(MATCH.ends[0], order=600), MATCH.ends[1]), "bits": 64},
    ],
)
def test_the_bounds_themselves_are_allowed(changes: dict[str, Any]) -> None:
    try:
        Facts(altered(DIFFER, values=(ROUGH, ROUGH), **changes))
    except FactError as error:
        assert str(error).startswith("match: ") and not str(error).startswith(SIZES)


def test_all_comparisons_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(altered(DIFFER, bits=8000, steps=200_000)) == f"{SIZES}: it would take too long"
    twice = msgspec.structs.replace(DIFFER, facts=(*DIFFER.facts, match(values=(ROUGH, ROUGH))))
    assert Facts(twice).results[5] == Compared(0, False)
    asked: list[Any] = []

    def foreseen(*sizes: Any) -> float:
        asked.append(sizes)
        return 8.0

    monkeypatch.setattr("embedcheck.balls.checks.facts.foreseen_seconds", foreseen)
    assert Facts(DIFFER).results[4] == Compared(0, True)
    ((program, *sizes),) = asked
    assert program.variable is not None and sizes == [MATCH.bits, MATCH.steps, tuple(end.order for end in MATCH.ends)]
    assert refused(twice) == f"{SIZES}: it would take too long"
    monkeypatch.setattr("embedcheck.balls.checks.facts.foreseen_seconds", lambda *_: 7.5)
    assert Facts(twice).results[5] == Compared(0, False)
    assert refused(msgspec.structs.replace(DIFFER, facts=(*DIFFER.facts, MATCH))) == "a fact is stated twice"


def test_a_comparison_is_refused() -> None:
    off = c.Enclosure(middle="1*2^0", radius="1*2^-90")
    why = f"match: a stated ball does not contain the field at {MATCH.point}"
    assert refused(altered(DIFFER, values=(off, MATCH.values[1]))) == why
    assert refused(altered(DIFFER, values=(MATCH.values[0], off))) == why
    long = "1" + "0" * 70 + "/" + "4" + "0" * 74
    assert refused(altered(DIFFER, values=(off, off), point=long)).endswith(f"the field at {long[:60]}")
    narrow = (msgspec.structs.replace(MATCH.ends[0], circle="1/2"), MATCH.ends[1])
    assert refused(altered(DIFFER, ends=narrow)) == "match: the circle is not inside the disc"


def test_facts_about_several_variables_are_no_facts_about_one() -> None:
    fact = c.Structure(regularity="C0")
    why = "a fact of kind structure: it is about several variables or outputs"
    assert reason("x", "R", LINE, fact) == why
