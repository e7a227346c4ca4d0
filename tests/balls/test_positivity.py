"""Signs of functions of several variables: proofs that are found, re-checked, refused, and compared with z3."""

from __future__ import annotations

import random
from typing import Any

import pytest
import sympy as sp
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from embedcheck import Map
from embedcheck import certificate as c
from embedcheck.analysis.cover import Deadline
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.positivity import Search, region_of, signed
from embedcheck.balls.bivariate import FibreError, check_positive, samples_for
from embedcheck.balls.checks.facts import PROBLEMS
from embedcheck.balls.checks.positivity import SignProofs
from embedcheck.balls.gram import definite
from embedcheck.balls.regions import LINE, Ends, Region, Side
from embedcheck.parsing import parse_map

X, Y, Z = sp.symbols("x y z", real=True)
PLANE = Region({X: LINE, Y: LINE})
WHOLE = Ends(None, None, False, False)


def sign_of(text: str, domain: str) -> tuple[int, str]:
    """The sign that is proven, and how; the proof is re-checked."""
    count = domain.count("x") + 1 if "^" not in domain else int(domain[-1])
    subject = Map((text,), domain=domain, vars=list("xyz"[:count]))
    analysis: Any = EuclideanAnalysis(subject, Deadline(30), lambda other: {})
    fact: Any = signed(analysis, subject.components[0])
    if fact is None:
        return 0, ""
    evidence = fact.evidence
    SignProofs().check(evidence.proof, evidence.sign * subject.components[0], region_of(analysis), True)
    return evidence.sign, type(evidence.proof).__name__


@pytest.mark.parametrize(
    ("text", "domain", "sign", "proof"),
    [
        ("1 + cos(y)*sin(x)/3", "R^2", 1, "OneRange"),
        ("-x*y", "(0, oo)^2", -1, "OneRange"),
        ("1 - x*y", "(0, 1) x (0, 1]", 1, "OneRange"),
        ("1 + cos(x)*(1 - tanh(y)**2)/3", "R^2", 1, "OneRange"),
        ("(1 + x**2)*(2 + sin(y))", "R^2", 1, "OneRange"),
        ("cos(x)", "(0, pi/2) x (0, 1)", 1, "OneVariable"),
        ("x + exp(-x) - sin(x)/9", "R x R", 1, "OneVariable"),
        ("x**2 - x*y + y**2 + exp(z)", "R^3", 1, "Sum"),
        ("x - log(1 + x) + y", "(0, oo)^2", 1, "Sum"),
        ("exp(x)*(1 + y**2) - x", "R^2", 1, "Renamed"),
        ("exp(2*x) - exp(x)*y + y**2", "R^2", 1, "Renamed"),
        ("cosh(x)*cosh(y) - sinh(x)*sinh(y)/2", "R^2", 1, "Renamed"),
        ("3*x**2 + 1 - x*sin(y)", "R^2", 1, "Renamed"),
        ("sqrt(2)*x**2 + y**2 + 1 - x*y", "R^2", 1, "Renamed"),
        ("-(3 + 2*x*y/(1 + x**2 + y**2))", "R^2", -1, "Factors"),
        ("(x - 2)*(x**2 - x*y + y**2 + 1)", "(-oo, 1] x R", -1, "Factors"),
        ("x**4*y**2 + x**2*y**4 - 3*x**2*y**2 + 1 + 1/10**8", "R^2", 1, "Fibres"),
        ("(x*y - 1)**2 + x**2", "R^2", 1, "Fibres"),
        ("x**2 - x*y + y**2", "(0, oo)^2", 1, "Fibres"),
        ("1 + x*y - x - y + x**3", "(0, 1)^2", 1, "Faces"),
        ("x**4 + y**4 + z**4 - 4*x*y*z + 2", "R^3", 1, "Squares"),
        ("-x**2 - y**2 - z**2 + x*y + y*z - 1", "R^3", -1, "Squares"),
        ("2 + sin(3*x + y)*cos(x - y) + cos(x*y)/2", "[0, 1]^2", 1, "OneRange"),
        ("exp(x*y) - x*y - 1/2 - x/4", "[0, 1]^2", 1, "Halved"),
        ("2 + sin(x)*cos(x + y) + sin(y)*cos(x) + sin(x)/3", "R^2", 1, "Period"),
    ],
)
def test_a_sign_is_proven_by_a_step_of_the_ladder(text: str, domain: str, sign: int, proof: str) -> None:
    assert sign_of(text, domain) == (sign, proof)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("x**2 + y**2", "R^2"),
        ("(x*y - 1)**2", "R^2"),
        ("x**4*y**2 + x**2*y**4 - 3*x**2*y**2 + 1", "R^2"),
        ("x**4*y**2 + x**2*y**4 - 3*x**2*y**2 + 1 - 1/10**8", "R^2"),
        ("x - y + 1", "[0, 1]^2"),
        ("1 + x*y - x - y + x**3", "[0, 1]^2"),
        ("x", "[0, oo) x R"),
        ("cos(x)", "[0, pi/2] x (0, 1)"),
        ("1 + sin(x)", "R^2"),
        ("exp(x) - x*y", "R^2"),
        ("x - y", "(0, oo)^2"),
        ("1 - tanh(x)*tanh(y) - 1/10**9", "R^2"),
        ("(x - 1/2)**2 + (y - 1/3)**4", "(0, 1)^2"),
    ],
)
def test_a_function_with_a_zero_or_both_signs_has_no_proof(text: str, domain: str) -> None:
    assert sign_of(text, domain) == (0, "")


def test_open_ends_are_told_from_closed_ones() -> None:
    assert sign_of("x + y", "(0, 1] x [0, 1]")[0] == 1
    assert sign_of("x + y", "[0, 1] x [0, 1]")[0] == 0
    assert sign_of("2 - x - y", "(0, 1) x [0, 1]")[0] == 1
    assert sign_of("2 - x - y", "[0, 1] x [0, 1]")[0] == 0


def quartics(count: int) -> list[Any]:
    """Random quartics in two variables, half of them near a sum of squares; the seed is fixed."""
    generator = random.Random(20240229)
    quadratics = [X**i * Y**j for i in range(3) for j in range(3 - i)]
    every = [X**i * Y**j for i in range(5) for j in range(5 - i)]
    found: list[Any] = []
    for number in range(count):
        if number % 2:
            squares = [sum(generator.randint(-2, 2) * m for m in quadratics) for _ in range(2)]
            shift = sp.Rational(generator.randint(-2, 6), 16)
            found.append(sp.expand(sum(square**2 for square in squares) + shift))
        else:
            rest = sum(generator.randint(-2, 2) * m for m in every)
            found.append(sp.expand(rest + generator.randint(0, 4) * (X**4 + Y**4) + generator.randint(0, 9)))
    return found


def decided(polynomial: Any) -> bool:
    """Whether the fibres show that the polynomial is positive on the plane, over either variable."""
    for x, y in ((X, Y), (Y, X)):
        try:
            samples = samples_for(polynomial, x, y, WHOLE, WHOLE)
            check_positive(polynomial, x, y, WHOLE, WHOLE, samples, True)
        except FibreError:
            continue
        return True
    return False


@pytest.mark.slow
def test_no_random_quartic_is_decided_against_z3() -> None:
    z3 = pytest.importorskip("z3")
    x, y = z3.Reals("x y")
    positive = told = 0
    for polynomial in quartics(1000):
        own = decided(polynomial) if polynomial.free_symbols == {X, Y} else False
        value = z3.Sum([z3.RealVal(0)]) + sum(
            z3.Q(int(k.p), int(k.q)) * z3.Product([z3.RealVal(1), *[x] * i, *[y] * j])
            for (i, j), k in sp.Poly(polynomial, X, Y).terms()
        )
        solver = z3.SolverFor("QF_NRA")
        solver.set("timeout", 500)
        solver.add(value <= 0)
        answer = solver.check()
        if answer == z3.sat:
            assert not own, polynomial
        if answer == z3.unsat and polynomial.free_symbols == {X, Y}:
            told += 1
            # A square factor is left to the other steps of the ladder.
            assert own or sp.sqf_list(polynomial)[1] != [(polynomial, 1)] or _reducible(polynomial), polynomial
        positive += own
    assert positive > 200 and told > 200


def _reducible(polynomial: Any) -> bool:
    return len(sp.factor_list(polynomial)[1]) > 1


small = st.integers(-4, 4)


@given(st.lists(small, min_size=6, max_size=6), st.lists(small, min_size=6, max_size=6), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_a_sum_of_squares_and_a_positive_number_is_proven_positive(a: list[int], b: list[int], shift: int) -> None:
    monomials = [1, X, Y, X * Y, X**2, Y**2]
    squares = [sum(k * m for k, m in zip(row, monomials, strict=True)) for row in (a, b)]
    function: Any = sp.expand(squares[0] ** 2 + squares[1] ** 2 + sp.Rational(shift, 8))
    proof = Search(lambda: None).positive(function, PLANE, True)
    assert proof is not None
    SignProofs().check(proof, function, PLANE, True)


@given(st.lists(small, min_size=10, max_size=10), st.tuples(small, small))
@settings(max_examples=60, deadline=None)
def test_nothing_that_vanishes_is_proven_positive(values: list[int], place: tuple[int, int]) -> None:
    monomials = [X**i * Y**j for i in range(4) for j in range(4 - i)]
    rest = sum(k * m for k, m in zip(values, monomials, strict=True))
    function: Any = sp.expand(rest - sp.sympify(rest).subs({X: place[0], Y: place[1]}))
    box = Region({X: Side(sp.Integer(-5), sp.Integer(5), True, True), Y: Side(sp.Integer(-5), sp.oo, False, False)})
    assert Search(lambda: None).positive(function, box, True) is None


@given(st.lists(st.lists(small, min_size=3, max_size=3), min_size=3, max_size=3), st.booleans())
def test_gram_matrices(rows: list[list[int]], singular: bool) -> None:
    matrix = sp.Matrix(rows)
    if singular:
        matrix[2, :] = matrix[0, :] + matrix[1, :]
    product = (matrix * matrix.T).tolist()
    told = definite([[fmpq(int(x)) for x in row] for row in product])
    assert told == (0 if matrix.det() == 0 else 1)
    product[1][1] -= 1 + product[1][1]
    assert definite([[fmpq(int(x)) for x in row] for row in product]) == -1


def refused(proof: c.SignProof, function: Any, region: Region, reason: str, strict: bool = True) -> None:
    with pytest.raises(PROBLEMS, match=reason):
        SignProofs().check(proof, function, region, strict)


def test_a_proof_of_non_negativity_is_none_of_positivity() -> None:
    square = (X - Y) ** 2
    form = c.Squares(squares=(c.Square(ends=(), monomials=((1, 0), (0, 1)), gram=(("1", "-1"), ("-1", "1"))),))
    SignProofs().check(form, square, PLANE, False)
    refused(form, square, PLANE, "may vanish")
    definite_form = c.Squares(squares=(c.Square(ends=(), monomials=((1, 0), (0, 1)), gram=(("1", "0"), ("0", "1"))),))
    refused(definite_form, X**2 + Y**2, PLANE, "may vanish")


def test_a_sample_decides_its_gap_only() -> None:
    function = (X * Y - 1) ** 2 + X**2
    refused(c.Fibres(variable="x", samples=("1",)), function, PLANE, "one sample is needed")
    refused(c.Fibres(variable="x", samples=("1", "2")), function, PLANE, "not in its gap")
    refused(c.Fibres(variable="x", samples=("0", "1")), function, PLANE, "not in its gap")
    SignProofs().check(c.Fibres(variable="x", samples=("-1", "1")), function, PLANE, True)


def test_the_critical_fibre_counts() -> None:
    """Positive over every sample, and zero at one point or on the line between them."""
    function = (X**2 + (Y - 1) ** 2) * (Y**2 + 1)
    samples = tuple(map(str, samples_for(X**2 + (Y - 1) ** 2, X, Y, WHOLE, WHOLE)))
    refused(c.Fibres(variable="x", samples=samples), X**2 + (Y - 1) ** 2, PLANE, "critical fibre")
    SignProofs().check(c.Fibres(variable="x", samples=samples), X**2 + (Y - 1) ** 2, PLANE, False)
    refused(c.Fibres(variable="x", samples=samples), function, PLANE, "critical fibre")
    refused(c.Fibres(variable="x", samples=("-1", "1")), X**2 * (Y**2 + 1), PLANE, "critical fibre")


def test_a_zero_at_an_end_of_the_fibres_counts() -> None:
    unit = Side(sp.Integer(0), sp.Integer(1), True, True)
    inside = Side(sp.Integer(0), sp.Integer(1), False, False)
    function = X**2 + Y
    for side, proven in ((unit, False), (inside, True)):
        region = Region({X: LINE, Y: side})
        samples = tuple(map(str, samples_for(function, X, Y, WHOLE, region.ends(Y))))
        if proven:
            SignProofs().check(c.Fibres(variable="x", samples=samples), function, region, True)
        else:
            refused(c.Fibres(variable="x", samples=samples), function, region, "critical fibre")
    refused(c.Fibres(variable="y", samples=("1/2",)), function, Region({X: LINE, Y: unit}), "critical fibre")


def test_a_tree_must_be_whole() -> None:
    box = Region({X: Side(sp.Integer(0), sp.Integer(1), True, True), Y: Side(sp.Integer(0), sp.Integer(1), True, True)})
    function = X - Y + sp.Rational(3, 2)
    for tree, reason in (("0.", "too early"), ("0...", "more boxes"), ("2..", "does not exist"), ("", "too early")):
        refused(c.Halved(form="x - y + 3/2", tree=tree), function, box, reason)
    refused(c.Halved(form="x - y + 2", tree="."), function, box, "a form of another function")
    SignProofs().check(c.Halved(form="x - y + 3/2", tree="0.."), function, box, True)


def test_no_proof_nests_without_end() -> None:
    proof: c.SignProof = c.OneRange()
    for _ in range(12):
        proof = c.Factors(factors=(c.SignedFactor(function="1 + x**2", power=1, sign=1, proof=proof),))
    refused(proof, 1 + X**2, PLANE, "too many steps")


def test_proofs_hold_for_the_functions_that_are_read_from_their_texts() -> None:
    """Text may be read as an expression that rounds in another way: what is claimed is what a checker can repeat."""
    found = 0
    for text, domain in (
        ("2*z**4 - 2*cosh(2*z - x)", "[0, 1]^3"),
        ("x**2 + exp(x - 2*y) - x*y + y**2 + 1", "R^3"),
        ("3 + tanh(x + y) + 2*tanh(y - z)**2", "[-1, oo) x [0, 1] x R"),
    ):
        subject = Map(text, domain=domain, vars=["x", "y", "z"])
        analysis: Any = EuclideanAnalysis(subject, Deadline(None), lambda other: {})
        fact: Any = signed(analysis, subject.components[0])
        if fact is None:
            continue
        found += 1
        (function,), _ = parse_map(fact.evidence.function, ["x", "y", "z"])
        SignProofs().check(fact.evidence.proof, fact.evidence.sign * function, region_of(analysis), True)
    assert found >= 2
