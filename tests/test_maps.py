"""Intervals, domains and maps."""

from __future__ import annotations

import copy
import json
import pickle
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from embedcheck.errors import DomainError, InputError, SizeLimitError, UnknownNameError
from embedcheck.maps import REAL_LINE, Domain, Interval, Map

x, y = sp.symbols("x y", real=True)

# -- domains ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "canonical", "dimension"),
    [
        ("R", "R", 1),
        (" R ", "R", 1),
        ("R^2", "R^2", 2),
        ("R**3", "R^3", 3),
        ("R x R", "R^2", 2),
        ("RxR^2", "R^3", 3),
        ("(-oo, oo)", "R", 1),
        ("[0, pi/2)", "[0, pi/2)", 1),
        ("(-oo, 1]", "(-oo, 1]", 1),
        ("(0,oo)", "(0, oo)", 1),
        ("[-0.5,1e1]", "[-1/2, 10]", 1),
        ("[0, 1]x[0, 2]", "[0, 1] x [0, 2]", 2),
        ("R x [0,1]", "R x [0, 1]", 2),
        ("Rx[0,1]", "R x [0, 1]", 2),
        ("[-1,1]^2", "[-1, 1]^2", 2),
        ("[0,1]^2 x R", "[0, 1] x [0, 1] x R", 3),
        ("[0, 1] x [0, 1]", "[0, 1]^2", 2),
        ("((1 + 1)/3, sqrt(2)]", "(2/3, sqrt(2)]", 1),
        ("[log(2), exp(1))", "[log(2), E)", 1),
    ],
)
def test_domains_read_and_write(text: str, canonical: str, dimension: int) -> None:
    domain = Domain.parse(text)
    assert domain.text() == canonical == str(domain)
    assert domain.dimension == dimension == len(domain.factors)
    assert Domain.parse(canonical) == domain
    assert hash(Domain.parse(canonical)) == hash(domain)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the domain is empty text"),
        ("[1, 1]", "[1, 1]: a single point is not an interval"),
        ("[1, 1)", "[1, 1) is empty"),
        ("(2, 1)", "(2, 1): the ends are reversed"),
        ("[sqrt(2), 1.4142]", "the ends are reversed"),
        ("[0, oo]", "[0, oo]: an infinite end must be open"),
        ("[-oo, 0]", "[-oo, 0]: an infinite end must be open"),
        ("(oo, 1)", "(oo, 1): the ends are reversed"),
        ("(0, -oo)", "the ends are reversed"),
        ("(oo, oo)", "(oo, oo) is empty"),
        ("[0, nan)", "column 5: nan is no real number"),
        ("[0, I]", "column 5: complex numbers are not accepted"),
        ("[sqrt(-1), 2]", "column 2: a negative number to the power 1/2 is not real"),
        ("[0, 1/0]", "column 6: undefined: division by zero"),
        ("[0, a]", "column 5: unknown name 'a'"),
        ("[0; 1]", "column 1: an interval needs two ends"),
        ("[0, 1, 2]", "column 6: an interval has two ends"),
        ("[0, ]", "column 4: the end of the interval is missing"),
        ("[, 1]", "column 2: the end of the interval is missing"),
        ("[0, 1", "column 6: the domain ends too early"),
        ("[0, 1] x", "column 9: the domain ends too early"),
        ("[0, 1] y [0, 1]", "column 7: unexpected ' ' in a domain"),
        ("0, 1", "column 1: an interval or R is expected, not '0'"),
        ("C", "column 1: an interval or R is expected, not 'C'"),
        ("Real", "column 1: an interval or R is expected"),
        ("R^0", "column 3: the power 0 of a domain is a point"),
        ("R^17", "more than 16 factors"),
        ("R^999999", "more than 16 factors"),
        ("[0, 9**9**9]", "too large"),
    ],
)
def test_impossible_domains_have_their_sentence(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        Domain.parse(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_domain_properties() -> None:
    assert Domain.real(2).is_all
    assert not Domain.parse("R x (0, oo)").is_all
    assert Domain.parse("[0,1]^2").is_compact
    assert not Domain.parse("[0,1)").is_compact
    assert Domain.parse("[0, 1)").interval == Interval(sp.Integer(0), sp.Integer(1), True, False)
    assert Domain.real(1).interval == REAL_LINE
    with pytest.raises(DomainError, match="dimension 2 is not an interval"):
        _ = Domain.real(2).interval
    with pytest.raises(DomainError, match="at least one factor"):
        Domain(())


def test_domains_from_objects() -> None:
    assert Domain.of(sp.S.Reals) == Domain.real(1)
    assert Domain.of(sp.Interval(0, sp.pi, False, True)).text() == "[0, pi)"
    assert Domain.of(sp.Interval(-sp.oo, 0)).text() == "(-oo, 0]"
    assert Domain.of(sp.ProductSet(sp.Interval(0, 1), sp.S.Reals)).text() == "[0, 1] x R"
    assert Domain.of(["[0, 1]", "R"]).text() == "[0, 1] x R"
    assert Domain.of(REAL_LINE) == Domain.real(1)
    for wrong in (3, None, [], [1, 2], sp.S.EmptySet, sp.FiniteSet(1), sp.S.Integers):
        with pytest.raises(DomainError):
            Domain.of(wrong)


@pytest.mark.parametrize(
    ("text", "point", "inside"),
    [
        ("[0, 1)", 0, True),
        ("[0, 1)", 1, False),
        ("[0, 1)", "0.999", True),
        ("(0, oo)", 0, False),
        ("(0, oo)", "exp(-100)", True),
        ("[0, sqrt(2)]", "sqrt(2)", True),
        ("[0, sqrt(2)]", "1.41421356237309504", True),
        ("[0, sqrt(2)]", "1.41421356237309505", False),
        ("[0, pi)", "pi", False),
    ],
)
def test_membership_is_exact(text: str, point: object, inside: bool) -> None:
    assert Domain.parse(text).interval.contains(point) is inside


@given(st.fractions(max_denominator=10**6), st.fractions(max_denominator=10**6), st.booleans(), st.booleans())
def test_rational_intervals(a: Fraction, b: Fraction, left: bool, right: bool) -> None:
    text = f"{'[' if left else '('}{a}, {b}{']' if right else ')'}"
    if a < b:
        interval = Domain.parse(text).interval
        assert interval.text() == text
        assert interval.contains((a + b) / 2) is True
        assert interval.contains(a) is left
        assert interval.contains(b) is right
    else:
        with pytest.raises(DomainError):
            Domain.parse(text)


# -- maps ------------------------------------------------------------------------------------------------------------


def test_a_scalar_map() -> None:
    f = Map("exp(x) - 1")
    assert f.expr == sp.exp(x) - 1
    assert (f.inputs, f.outputs, f.variables, f.texts) == (1, 1, (x,), ["exp(x) - 1"])
    assert f.x == x
    assert f.domain == Domain.real(1)
    assert repr(f) == "Map('exp(x) - 1')"
    assert f.to_dict() == {"expr": ["exp(x) - 1"], "vars": ["x"], "domain": "R"}
    assert f.memory == {}


def test_a_vector_map() -> None:
    f = Map("(x + 1, -y, -2*z)", domain="[-1, 1]^3")
    assert (f.inputs, f.outputs) == (3, 3)
    assert repr(f) == "Map('(x + 1, -y, -2*z)', domain='[-1, 1]^3')"
    with pytest.raises(InputError, match="3 components has no single expression"):
        _ = f.expr
    with pytest.raises(InputError, match="3 variables has no single variable"):
        _ = f.x


def test_sources_agree() -> None:
    plain = sp.Symbol("x")
    expected = Map("exp(x) - 1")
    for source in ("-1 + exp(x)", sp.exp(plain) - 1, lambda x: sp.exp(x) - 1, [sp.exp(plain) - 1], ["exp(x) - 1"]):
        assert Map(source) == expected
        assert hash(Map(source)) == hash(expected)
    assert Map(sp.Matrix([plain, 2 * plain])) == Map("(x, 2*x)")
    assert Map(0.5) == Map("1/2")
    assert Map(expected, domain="[0, 1]") == Map("exp(x) - 1", domain=sp.Interval(0, 1))
    assert Map("x") != Map("x", domain="[0, 1]")
    assert Map("x") != Map("x", vars="x, y")
    assert Map("x") != "x"


def test_variables_of_a_map() -> None:
    assert Map("x - y", vars=("y", "x")).variables == (y, x)
    assert Map("x - y", vars="y,x").variables == (y, x)
    assert Map("x", vars=[sp.Symbol("x"), sp.Symbol("y")]).inputs == 2
    assert Map("a", vars=sp.Symbol("a")).inputs == 1
    assert repr(Map("x", vars="y, x")) == "Map('x', vars='y, x')"
    for wrong in ("x, x", "x,", "", "2x", "x-y", "sin", (), (1,), 3, "_x", "pi"):
        with pytest.raises(InputError):
            Map("1", vars=wrong)
    with pytest.raises(UnknownNameError, match="column 5: unknown name 'y'"):
        Map("x + y", vars="x")
    with pytest.raises(UnknownNameError, match="unknown symbol 'y'"):
        Map(x + y, vars="x")
    with pytest.raises(SizeLimitError, match="17 variables"):
        Map("1", vars=[f"x{i}" for i in range(17)])


def test_the_domain_must_fit() -> None:
    with pytest.raises(DomainError, match=r"the domain has dimension 1, but the map has 2 variables \(x, y\)"):
        Map("x + y", domain="R")
    with pytest.raises(DomainError, match=r"the domain has dimension 2, but the map has 1 variable \(x\)"):
        Map("x", domain="R^2")
    assert Map("x + y").domain == Domain.real(2)


def test_maps_are_immutable_but_carry_their_analysis() -> None:
    f = Map("x")
    with pytest.raises(AttributeError, match="immutable"):
        f.domain = Domain.real(1)  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError, match="immutable"):
        f.other = 1  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError, match="immutable"):
        del f.components
    f.memory["analysis"] = "analysis"
    assert f.memory["analysis"] == "analysis"
    assert f == Map("x")


@pytest.mark.parametrize(
    "f",
    [
        Map("exp(x) - 1"),
        Map("(x + y, cbrt(y))", domain="(0, oo) x [-1, pi]", vars="y, x"),
        Map("Piecewise((x, x > 0), (2*x, True))", domain="[-1, 1)"),
        Map("3"),
    ],
)
def test_maps_travel(f: Map) -> None:
    assert Map.from_dict(json.loads(json.dumps(f.to_dict()))) == f
    assert pickle.loads(pickle.dumps(f)) == f
    assert copy.deepcopy(f) == f
    assert eval_free_repr(f) == f


def eval_free_repr(f: Map) -> Map:
    """What repr(f) says, read by Python's literal syntax only."""
    import ast

    call = ast.parse(repr(f), mode="eval").body
    assert isinstance(call, ast.Call)
    return Map(ast.literal_eval(call.args[0]), **{str(k.arg): ast.literal_eval(k.value) for k in call.keywords})


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"expr": ["x"], "vars": ["x"]},
        {"expr": "x", "vars": ["x"], "domain": "R"},
        {"expr": ["x"], "vars": "x", "domain": "R"},
        {"expr": [], "vars": ["x"], "domain": "R"},
        {"expr": ["x"], "vars": [], "domain": "R"},
        {"expr": ["x"], "vars": ["y"], "domain": "R"},
        {"expr": ["x"], "vars": ["x"], "domain": "R^2"},
        {"expr": [["x"]], "vars": ["x"], "domain": "R"},
        {"expr": [None], "vars": ["x"], "domain": "R"},
        {"expr": ["x"], "vars": [None], "domain": "R"},
        {"expr": ["x"], "vars": ["x"], "domain": 1},
    ],
)
def test_malformed_data(data: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Map.from_dict(data)


def test_values_are_exact() -> None:
    f = Map("x**2 + 1/3")
    assert f(0.1) == sp.Rational(103, 300)
    assert f("sqrt(2)") == sp.Rational(7, 3)
    assert f(sp.pi) == sp.pi**2 + sp.Rational(1, 3)
    assert Map("(x*y, x - y)")(2, "1/3") == (sp.Rational(2, 3), sp.Rational(5, 3))
    assert Map("(x*y, x - y)")([2, 3]) == (6, -1)
    assert Map("cbrt(x)")(-8) == -2


def test_only_the_branch_that_applies_is_evaluated() -> None:
    f = Map("Piecewise((log(x), x > 0), (1/(x - 1), x < 0), (7, True))")
    assert f("E") == 1
    assert f(-1) == sp.Rational(-1, 2)
    assert f(0) == 7
    g = Map("Piecewise((1, (x > sqrt(2)) & (x < 3/2)), (2, (x == pi) | (x <= 0)), (3, x != 1), (4, True))")
    assert [g(v) for v in ("1.4142135623731", "pi", -1, 1, "1.4142")] == [1, 2, 2, 4, 3]


def test_values_outside_are_refused() -> None:
    f = Map("1/x", domain="(-1, 1)")
    with pytest.raises(DomainError, match=r"not in the domain \(-1, 1\)"):
        f(1)
    with pytest.raises(DomainError, match="undefined"):
        f(0)
    with pytest.raises(DomainError, match="finite coordinates"):
        Map("x")("oo")
    with pytest.raises(InputError, match="1 coordinate expected, not 2"):
        f(0, 0)
    with pytest.raises(DomainError, match="not real"):
        Map("sqrt(x)")(-1)
    with pytest.raises(DomainError, match="complex numbers are not accepted"):
        Map("x")(sp.I)


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ("exp(log(x))", "(0, oo)", "[0, oo)"),
        ("exp(2*log(x - 1)) + 1", "(1, oo)", "R"),
        ("exp(log(x)/2)", "(0, 1]", "[0, 1]"),
        ("sqrt(x)**2", "[0, oo)", "[-1, oo)"),
        ("sqrt(1 - x)**4", "(-oo, 1]", "R"),
        ("x**(1/3)*x**(2/3)", "[0, 1]", "[-1, 1]"),
        ("x/x", "(0, 1]", "[0, 1]"),
        ("x**2/x", "[-2, -1]", "R"),
        ("(x + 1)*(1/(2*x + 2))**-1*0 + x", "(-1, oo)", "R"),
        ("0*log(x) + x", "(0, oo)", "R"),
        ("1/x - 1/x + x", "(-oo, 0)", "R"),
        ("1/(1/x)", "(0, oo)", "R"),
        ("cos(acos(x))", "[-1, 1]", "[-1, 2]"),
        ("tanh(atanh(x))", "(-1, 1)", "[-1, 1]"),
    ],
)
def test_simplifications_do_not_enlarge_the_domain(text: str, good: str, bad: str) -> None:
    f = Map(text, domain=good)
    with pytest.raises(DomainError, match="undefined unless"):
        Map(f, domain=bad)
    with pytest.raises(DomainError, match="undefined unless"):
        Map(text, domain=bad)


@pytest.mark.parametrize("text", ["x + 1 + tan(x) - tan(x)", "x + 0*tan(2*x)", "tan(x)/tan(x)"])
def test_a_cancelled_tangent_is_refused(text: str) -> None:
    with pytest.raises(DomainError, match=r"undefined unless cos\("):
        Map(text)
    assert Map("tan(atan(x)) + tan(x + pi)", domain="(-1, 1)").texts == ["x + tan(x)"]


def test_a_hidden_need_that_is_not_affine_is_refused() -> None:
    with pytest.raises(DomainError, match=r"undefined unless x\*\*2 - 2 > 0"):
        Map("exp(log(x**2 - 2))", domain="[2, 3]")


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(x**2)",
        "sqrt(4*x**2 + 4)",
        "log(exp(x))",
        "exp(log(x**2 + 1)/2)",
        "cosh(x)*sech(x)",
        "(x + 1)/(x**2 + 1)/2",
        "sqrt(exp(x)*(x**2 + 1))",
        "x*(1 + exp(-x))/(1 + exp(-x))",
        "sqrt(8*x + 8) + 0",
        "1/(2*x - 2*y) + 1/(y - x)**2",
        "sqrt(x*y)",
        "log(x)/log(x + 2)",
        "acosh(2*x)",
        "tan(x)/2",
    ],
)
def test_what_stays_visible_is_not_asked_twice(text: str) -> None:
    assert Map(text).domain.is_all


def test_latex() -> None:
    assert Map("x**2", domain="[0, 1)")._repr_latex_() == (
        r"$\displaystyle x \mapsto x^{2}, \quad x \in \left[0, 1\right)$"
    )
    assert r"\mathbb{R}^{2}" in Map("(x, y)")._repr_latex_()
    assert r"\mathbb{R} \times" in Map("(x, y)", domain="R x [0,1]")._repr_latex_()
