"""Maps that once broke a rule in review: the true status of each cell is derived in the comment."""

import pytest
import sympy as sp

from embedcheck.analysis.points import Point, exact_point
from embedcheck.analysis.signs import zeros
from embedcheck.balls import arb, fmpq
from embedcheck.balls.arith import precision
from embedcheck.balls.constants import constant_sign
from embedcheck.balls.enclose import jet
from embedcheck.balls.program import compile_expression
from embedcheck.decide import check

SIGNS = {"embeddable": "+", "not_embeddable": "-", "undecided": "?"}


def row(text: str, domain: str, architecture: str, autonomous: bool = True) -> str:
    profile = check(text, domain=domain, timeout=None)
    return "".join(
        SIGNS[profile.verdict(architecture, name, autonomous).status.value]
        for name in ("flow", "C0", "Lip", "C1", "Cinf", "Comega")
    )


@pytest.mark.parametrize(
    ("text", "basic", "layer"),
    [
        # The critical points -pi - 2 k pi and the kink 0 lie on y = x + 1; on y = x without the shift.
        ("Piecewise((x + sin(x) + 1, x < 0), (3*x + 1, True))", "+-----", "++----"),
        ("Piecewise((x + sin(x), x < 0), (3*x, True))", "++----", "++----"),
        ("Piecewise(((x + 1)**3, x < 0), (x - sin(x) + 1, True))", "+-----", "++----"),
        ("Piecewise((x + sin(x), x < 0), (2*x + sin(2*x)/2, True))", "++----", "++----"),
    ],
)
def test_periodic_critical_points_of_one_piece(text: str, basic: str, layer: str) -> None:
    assert row(text, "R", "basic") == basic
    assert row(text, "R", "linear-layer") == layer


def test_two_families_with_different_periods() -> None:
    # f'(5 pi) = 0 and f(5 pi) = 6 pi; the points 0, 4 pi, 5 pi of the graph are not on one line.
    a = "(2*(20 - sin(20) - 4*pi)/10 - (2 - 2*cos(20)))*x + ((2 - 2*cos(20)) - (20 - sin(20) - 4*pi)/10)*x**2/10"
    text = f"Piecewise((x - sin(x), x < 0), ({a}, x < 10), (2*x - sin(2*x) - 4*pi, True))"
    assert row(text, "R", "basic") == "+-----"
    assert row(text, "R", "linear-layer") == "+-----"


def test_a_refined_zero_stays_where_the_sign_changes() -> None:
    x = sp.Symbol("x", real=True)
    g = sp.erf(sp.sqrt(x**2 + 1) + sp.tanh(x)) - sp.erf(sp.tanh(sp.Rational(11, 2)) + 5 * sp.sqrt(5) / 2)
    found = zeros(g, exact_point(sp.Integer(-9)), exact_point(sp.oo))
    low, high = found.zeros[0].bounds(64)
    values = [constant_sign(g.subs(x, sp.Rational(int(end.p), int(end.q)))) for end in (low, high)]
    assert values[0] * values[1] == -1
    assert fmpq(-753, 100) < low < high < fmpq(-752, 100)


def test_a_coordinate_that_takes_negative_values() -> None:
    # log x < 0 on X, so log(x) - sqrt(log(x)^2) is not 0 there, and the fields at the two ends differ.
    text = "exp(-2/(log(x) + 3)) + 1000*(log(x) - sqrt(log(x)**2))*(x - exp(-2))*(x - exp(-1))*(x - 1/4)**4"
    assert row(text, "[exp(-2), exp(-1)]", "basic")[3:] in ("???", "---")


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("Piecewise((x + 1, x > 0), (0, True))", "[0, 1]"),
        ("Piecewise((x, x < 1), (2, True))", "[0, 1]"),
        ("Piecewise((3, x > 0), (4, True))", "[0, 1]"),
        ("sign(x)", "[0, 1]"),
    ],
)
def test_the_value_at_a_closed_end_is_part_of_the_map(text: str, domain: str) -> None:
    for architecture in ("basic", "linear-layer", "augmented-1"):
        assert row(text, domain, architecture) == "------"


@pytest.mark.parametrize("text", ["log(Abs(x**3 + x - 1))", "-1/cbrt(x**3 + x - 1)"])
def test_undefined_at_an_irrational_point_is_never_positive(text: str) -> None:
    assert "+" not in row(text, "R", "augmented-1")


@pytest.mark.parametrize(
    ("text", "domain"),
    [("x/sqrt(1 - x**2)", "(-1, 1)"), ("x/4/sqrt(1 - 15*x**2)", "[-1/4, 1/4]"), ("x/(1 + x**3/4)**(1/3)", "[0, oo)")],
)
def test_inverses_of_closed_forms_are_accepted(text: str, domain: str) -> None:
    assert row(text, domain, "basic") == "++++++"


def test_a_point_keeps_its_order_against_an_algebraic_constant() -> None:
    from embedcheck.analysis.points import algebraic_point, order
    from embedcheck.balls.polynomials import real_roots
    from embedcheck.parsing import cbrt

    ((root, _),) = [r for r in real_roots((fmpq(-2), fmpq(0), fmpq(0), fmpq(1)))]
    assert order(algebraic_point(root), Point(value=cbrt(sp.Integer(2)))) == 0


X = sp.Symbol("x", real=True)


@pytest.mark.parametrize(
    "expression",
    [X**8 / sp.log(X), X**3 * sp.sqrt(X + X**2), sp.acos(1 - X**3), X**8 * sp.atan(sp.log(X)), sp.acosh(1 + X**3)],
    ids=str,
)
def test_a_singular_factor_is_not_lost_behind_zeros_of_a_series(expression: sp.Expr) -> None:
    with precision(128):
        assert not any(value.is_finite() for value in jet(compile_expression(expression), arb(0), 3))


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        # Each has a term x^k/log x or x^(7/2) at the closed end: no smooth extension there.
        ("Piecewise((0, x <= 0), (2*x + x**3/log(x), True))", "[0, 1/8]"),
        ("Piecewise((0, x <= 0), (exp(2*x) - 1 + x**8/log(x), True))", "[0, 1/8]"),
        ("Piecewise((0, x <= 0), (exp(2*x) - 1 + x**8*atan(log(x)), True))", "[0, 1/8]"),
        ("Piecewise((1, x <= 0), (exp(2*x) + x**8/log(x), True))", "[0, 1/8]"),
        ("2*x + x**3*sqrt(x + x**2)", "[0, 1]"),
        ("2*x + x**3*asin(1 - x)", "[0, 1/4]"),
        ("2*x + acos(1 - x**5)", "[0, 1]"),
    ],
)
def test_a_branch_point_at_a_closed_end_is_never_smooth(text: str, domain: str) -> None:
    for architecture in ("basic", "linear-layer", "augmented-1"):
        for autonomous in (True, False):
            assert "+" not in row(text, domain, architecture, autonomous)[4:]


def test_an_unbounded_second_derivative_at_a_closed_end() -> None:
    # acos(1 - x^3) = sqrt(2) x^(3/2) (1 + ...), and 0 is not fixed.
    assert row("x + 1 + acos(1 - x**3)/9", "[0, 1]", "basic")[2:] == "----"
    assert row("x + 1 + acos(1 - x**3)/9", "[0, 1]", "augmented-1") == "++++--"


def test_a_decreasing_map_reads_out_a_continuous_flow() -> None:
    # Three kinks off one line refute C0; -f is increasing.
    assert row("-x - Max(x, 0) - Max(x - 1, 0) - Max(x - 2, 0)", "[-1, 3]", "linear-layer") == "+-----"


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        # With P = x^5 - x - 1 the map is Newton's right of the root r of P, so that f'(r+) = 0.
        ("x - (x**5 - x - 1)/(5*x**4 - 1) - (|x**5 - x - 1| - (x**5 - x - 1))/2", "[11/10, 2]"),
        # f = P^3 left of r, so that f'(r-) = 0.
        ("(x**5 - x - 1)**3 + x**5 - x - 1 + |x**5 - x - 1|", "[1, 2]"),
        ("-(x**5 - x - 1)**3 - (x**5 - x - 1) - |x**5 - x - 1|", "[1, 2]"),
    ],
)
def test_a_jump_of_the_slope_from_zero_at_an_algebraic_point_is_not_lipschitz(text: str, domain: str) -> None:
    for architecture in ("basic", "linear-layer"):
        for autonomous in (True, False):
            assert "+" not in row(text, domain, architecture, autonomous)[2:]


def test_a_constant_that_is_not_real_makes_no_map() -> None:
    # The decimal is sqrt(2) + 10^-60, rounded: a root of a negative number.
    root = "1.41421356237309504880168872420969807856967187537694807317668073799073247846"
    profile = check(f"x + sqrt(sqrt(2) - {root})", timeout=None)
    assert {verdict.status.value for verdict in profile.verdicts.values()} == {"undecided"}


def test_critical_points_inside_a_piece_are_told_from_fixed_ones() -> None:
    # f' = 1 + sin(2x) vanishes at -pi/4 + k pi, where f = x + 1/2.
    assert row("x + sin(x)**2", "R", "basic") == "+-----"
