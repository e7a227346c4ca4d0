"""The language of maps: text, SymPy objects, canonical text."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from embedcheck.errors import DomainError, InputError, SizeLimitError, SyntaxInputError, UnknownNameError
from embedcheck.parsing import (
    cbrt,
    exact,
    from_python,
    from_sympy,
    limits,
    parse_expression,
    parse_map,
    parse_number,
    to_text,
)
from embedcheck.parsing.functions import ABBREVIATIONS, PRIMITIVES, SYNONYMS

x, y = sp.symbols("x y", real=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exp(x) - 1", sp.exp(x) - 1),
        ("x*E/sqrt(1 + x**2*(E**2 - 1))", x * sp.E / sp.sqrt(1 + x**2 * (sp.E**2 - 1))),
        ("-x**2", -(x**2)),
        ("-x^2", -(x**2)),
        ("2**-x", 2 ** (-x)),
        ("2**-x**2", 2 ** (-(x**2))),
        ("x**2**3", x**8),
        ("--x", x),
        ("+-+x", -x),
        ("2*-x", -2 * x),
        ("x - -1", x + 1),
        ("-2**2", sp.Integer(-4)),
        ("x/y/2", x / y / 2),
        ("x/y*2", 2 * x / y),
        ("0.25", sp.Rational(1, 4)),
        (".5*x", x / 2),
        ("1.*x", x),
        ("1e-3", sp.Rational(1, 1000)),
        ("2.5E+2", sp.Integer(250)),
        ("log(8, 2)", sp.Integer(3)),
        ("log(1/9, 3)", sp.Integer(-2)),
        ("log(x, 3)", sp.log(x) / sp.log(3)),
        ("ln(x)", sp.log(x)),
        ("|x|", sp.Abs(x)),
        ("||x| - 1|", sp.Abs(sp.Abs(x) - 1)),
        ("|x*|y||", sp.Abs(x * sp.Abs(y))),
        ("|x| + |y|", sp.Abs(x) + sp.Abs(y)),
        ("Abs(exp(x))", sp.exp(x)),
        ("abs(-2*x)", 2 * sp.Abs(x)),
        ("Max(x, 2*x)", sp.Max(x, 2 * x)),
        ("Max(1, 2, x, 3)", sp.Max(3, x)),
        ("Max(x, Max(y, 2))", sp.Max(x, y, 2)),
        ("Min(x)", x),
        ("relu(x)", sp.Max(x, 0)),
        ("sigmoid(x)", 1 / (1 + sp.exp(-x))),
        ("softplus(x)", sp.log(1 + sp.exp(x))),
        ("softsign(x)", x / (1 + sp.Abs(x))),
        ("swish(x)", x / (1 + sp.exp(-x))),
        ("gelu(x)", x * (1 + sp.erf(x / sp.sqrt(2))) / 2),
        ("elu(x)", sp.Piecewise((x, x > 0), (sp.exp(x) - 1, True))),
        ("cot(x)", sp.cos(x) / sp.sin(x)),
        ("sech(x)", 1 / sp.cosh(x)),
        ("erfc(x)", 1 - sp.erf(x)),
        ("sqrt(8)", 2 * sp.sqrt(2)),
        ("sqrt(x**2)", sp.Abs(x)),
        ("cbrt(-8)", sp.Integer(-2)),
        ("cbrt(27/64)", sp.Rational(3, 4)),
        ("cbrt(x**3)", x),
        ("cbrt(1 - x)", cbrt(1 - x)),
        ("sin(pi/6)", sp.Rational(1, 2)),
        ("Piecewise((x, x > 0), (2*x, True))", sp.Piecewise((x, x > 0), (2 * x, True))),
        ("Piecewise((x, 0 < x), (2*x, True))", sp.Piecewise((x, x > 0), (2 * x, True))),
        ("Piecewise((1, 0 < x < 1), (2, True))", sp.Piecewise((1, (x > 0) & (x < 1)), (2, True))),
        ("Piecewise((1, (x < 0) | (x > 1)), (2, True))", sp.Piecewise((1, (x < 0) | (x > 1)), (2, True))),
        ("Piecewise((1, x < 0 or x > 1), (2, True))", sp.Piecewise((1, (x < 0) | (x > 1)), (2, True))),
        ("Piecewise((1, x < 0 | |x| > 1), (2, True))", sp.Piecewise((1, (x < 0) | (sp.Abs(x) > 1)), (2, True))),
        ("Piecewise((1, x > 0 and y > 0), (2, True))", sp.Piecewise((1, (x > 0) & (y > 0)), (2, True))),
        ("Piecewise((1, ~(x > 0)), (2, True))", sp.Piecewise((1, x <= 0), (2, True))),
        ("Piecewise((1, not (x > 0 and y > 0)), (2, True))", sp.Piecewise((1, (x <= 0) | (y <= 0)), (2, True))),
        ("Piecewise((1, x == 0), (2, True))", sp.Piecewise((1, sp.Eq(x, 0)), (2, True))),
        ("Piecewise((1, x != 0), (2, True))", sp.Piecewise((1, sp.Ne(x, 0)), (2, True))),
        ("Piecewise((1, False), (x, True))", x),
        ("Piecewise((1, 2 < 1), (x, 1 < 2), (3, True))", x),
        ("Piecewise((x, x > 0), (x, True))", x),
        (" ( x\n+\t1 ) ", x + 1),
    ],
)
def test_text_means(text: str, expected: sp.Expr) -> None:
    assert parse_expression(text) == expected


@pytest.mark.parametrize("name", sorted({*PRIMITIVES, *SYNONYMS, *ABBREVIATIONS}))
def test_every_function_reads_and_writes(name: str) -> None:
    expr = parse_expression(f"{name}(x + 1/3)", ("x",))
    assert expr.free_symbols == {x}
    assert parse_expression(to_text(expr)) == expr


NUMERIC = {
    "sqrt": math.sqrt,
    "cot": lambda v: 1 / math.tan(v),
    "sec": lambda v: 1 / math.cos(v),
    "csc": lambda v: 1 / math.sin(v),
    "coth": lambda v: 1 / math.tanh(v),
    "sech": lambda v: 1 / math.cosh(v),
    "csch": lambda v: 1 / math.sinh(v),
    "erfc": math.erfc,
    "expm1": math.expm1,
    "log1p": math.log1p,
    "log2": math.log2,
    "log10": math.log10,
    "sigmoid": lambda v: 1 / (1 + math.exp(-v)),
    "softplus": lambda v: math.log1p(math.exp(v)),
    "relu": lambda v: max(v, 0.0),
    "relu6": lambda v: min(max(v, 0.0), 6.0),
    "hardtanh": lambda v: min(max(v, -1.0), 1.0),
    "elu": lambda v: v if v > 0 else math.expm1(v),
    "gelu": lambda v: v * (1 + math.erf(v / math.sqrt(2))) / 2,
    "silu": lambda v: v / (1 + math.exp(-v)),
    "mish": lambda v: v * math.tanh(math.log1p(math.exp(v))),
    "softsign": lambda v: v / (1 + abs(v)),
}


@pytest.mark.parametrize("name", sorted(ABBREVIATIONS))
def test_abbreviations_against_floats(name: str) -> None:
    expr = parse_expression(f"{name}(x)")
    points = [0.3, 1.2, 7.5] + ([] if name in ("sqrt", "log1p", "log2", "log10") else [-0.4, -2.5])
    for point in points:
        assert float(expr.subs(x, sp.Float(point, 30)).evalf(20)) == pytest.approx(NUMERIC[name](point), rel=1e-12)


def test_nested_elu_is_elu_of_elu() -> None:
    expr = parse_expression("elu(elu(x))")
    for point in (-3.0, -0.2, 0.0, 0.7, 4.0):
        once = point if point > 0 else math.expm1(point)
        twice = once if once > 0 else math.expm1(once)
        assert float(expr.subs(x, point)) == pytest.approx(twice, abs=1e-14)


# -- precedence: arithmetic texts mean what they mean in Python ------------------------------------------------------

rationals = st.integers(0, 9)


def arithmetic(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(children, st.sampled_from(["+", "-", "*", "/"]), children).map(" ".join),
        children.map(lambda t: f"-{t}"),
        children.map(lambda t: f"({t})"),
        st.tuples(children, st.integers(-2, 3)).map(lambda p: f"({p[0]})**{p[1]}"),
        st.tuples(rationals, st.integers(0, 3)).map(lambda p: f"{p[0]}**{p[1]}"),
        st.tuples(rationals, st.integers(0, 2), st.integers(0, 2)).map(lambda p: f"{p[0]}**{p[1]}**{p[2]}"),
    )


class PythonReader:
    """Fractions by Python's own syntax tree: an independent reading of the same text."""

    def value(self, text: str) -> Fraction:
        import ast

        def walk(node: ast.expr) -> Fraction:
            match node:
                case ast.Constant(value=int() as number):
                    return Fraction(number)
                case ast.UnaryOp(op=ast.USub(), operand=operand):
                    return -walk(operand)
                case ast.BinOp(left=left, op=op, right=right):
                    a, b = walk(left), walk(right)
                    match op:
                        case ast.Add():
                            return a + b
                        case ast.Sub():
                            return a - b
                        case ast.Mult():
                            return a * b
                        case ast.Div():
                            return a / b
                        case ast.Pow():
                            if abs(b) > 100 or b.denominator != 1 or abs(a.numerator) > 10**6:
                                raise OverflowError
                            return a ** int(b)
            raise AssertionError(ast.dump(node))

        return walk(ast.parse(text, mode="eval").body)


@settings(max_examples=400, deadline=None)
@given(st.recursive(rationals.map(str), arithmetic, max_leaves=8))
def test_precedence_is_python_s(text: str) -> None:
    try:
        expected = PythonReader().value(text)
    except ZeroDivisionError:
        with pytest.raises(DomainError):
            parse_expression(text)
        return
    except OverflowError:
        return
    assert parse_expression(text) == sp.Rational(expected.numerator, expected.denominator)


# -- canonical text reads back ---------------------------------------------------------------------------------------

atoms = st.sampled_from(["x", "y", "1", "2", "3", "7", "0.5", "pi", "E", "sqrt(2)", "(2/3)", "1e3", "log(2)"])


def expressions(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(children, st.sampled_from(["+", "-", "*", "/"]), children).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(children, st.sampled_from(["+", "-", "*", "/"]), children).map(" ".join),
        children.map(lambda t: f"-{t}"),
        children.map(lambda t: f"|{t}|"),
        st.tuples(children, st.sampled_from(["2", "3", "-1", "-2", "(1/2)", "(-1/2)", "(2/3)", "x", "(-y)"])).map(
            lambda p: f"({p[0]})**{p[1]}"
        ),
        st.tuples(st.sampled_from(sorted({*PRIMITIVES, *ABBREVIATIONS})), children).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(st.sampled_from(["Max", "Min"]), children, children).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
        st.tuples(children, children, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), children, children).map(
            lambda p: f"Piecewise(({p[0]}, {p[1]} {p[2]} x | ~(y > {p[3]})), ({p[4]}, True))"
        ),
    )


@settings(max_examples=600, deadline=None)
@given(st.recursive(atoms, expressions, max_leaves=9))
def test_text_of_an_expression_reads_back(text: str) -> None:
    try:
        expr = parse_expression(text, ("x", "y"))
    except (DomainError, SizeLimitError, InputError) as error:
        assert "SymPy" not in str(error)
        return
    canonical = to_text(expr)
    assert parse_expression(canonical, ("x", "y")) == expr
    assert to_text(parse_expression(canonical, ("x", "y"))) == canonical
    assert from_sympy(expr, ("x", "y")) == expr


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("-1 + exp(x)", "exp(x) - 1"),
        ("1+x+x^2", "x**2 + x + 1"),
        ("x/sqrt(1+x*x)", "x/sqrt(x**2 + 1)"),
        ("1/(1+exp(-x))", "1/(exp(-x) + 1)"),
        ("-(x+1)/y", "-(x + 1)/y"),
        ("(1/3)*(1/(x+1))", "1/(x + 1)/3"),
        ("2*x/(3*y)", "2*x/(3*y)"),
        ("x**-(1/3)", "1/x**(1/3)"),
        ("(-x)**2/4", "x**2/4"),
        ("(x**y)**(-1)", "x**(-y)"),
        ("-2/3", "-2/3"),
        ("(2/3)**x", "(2/3)**x"),
        ("Max(y, x, 0)", "Max(0, x, y)"),
        ("cbrt(x - 2)**2", "cbrt(x - 2)**2"),
        ("Piecewise((1, (x<0)|(x==2)), (0, True))", "Piecewise((1, (x < 0) | (x == 2)), (0, True))"),
    ],
)
def test_canonical_text(text: str, canonical: str) -> None:
    assert to_text(parse_expression(text)) == canonical


def test_text_refuses_what_is_not_in_the_language() -> None:
    with pytest.raises(InputError, match="LambertW"):
        to_text(sp.LambertW(x))
    assert to_text(sp.oo) == "oo"
    assert to_text(-sp.oo) == "-oo"


# -- variables -------------------------------------------------------------------------------------------------------


def test_variables_are_the_free_names_in_order() -> None:
    assert parse_map("(z + b, a)")[1] == tuple(sp.symbols("a b z", real=True))
    assert parse_map("3")[1] == (x,)
    assert parse_map("x", ("y", "x"))[1] == (y, x)
    assert parse_map("e*x", ("x", "e"))[1] == (x, sp.Symbol("e", real=True))


def test_vector_maps() -> None:
    assert parse_map("(x + 1, -y)")[0] == (x + 1, -y)
    assert parse_map("(x,)")[0] == (x,)
    assert parse_map("(x, y,)")[0] == (x, y)
    assert parse_map("(x)")[0] == (x,)
    with pytest.raises(SyntaxInputError, match="one expression is expected, not 2 components"):
        parse_expression("(x, y)")


# -- messages and positions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("x + foo(x)", UnknownNameError, "column 5: unknown function 'foo'"),
        ("x + sinn(x)", UnknownNameError, "column 5: unknown function 'sinn' (did you mean sin?)"),
        (
            "x + e",
            UnknownNameError,
            "column 5: unknown name 'e' (write E for the number 2.718..., or name the variables)",
        ),
        ("x + 1 *", SyntaxInputError, "column 8: the text ends too early"),
        ("((x)", SyntaxInputError, "column 5: the text ends too early"),
        ("x @ 2", SyntaxInputError, "column 3: unexpected '@'"),
        ("x)", SyntaxInputError, "column 2: unexpected ')'"),
        ("2x", SyntaxInputError, "column 2: unexpected 'x' (write * for a product)"),
        ("(x)(x)", SyntaxInputError, "column 4: unexpected '(' (write * for a product)"),
        ("x, y", SyntaxInputError, "column 2: unexpected ',' (a vector needs round brackets)"),
        ("x < 1", SyntaxInputError, "column 3: unexpected '<' (comparisons belong into Piecewise)"),
        ("x = 1", SyntaxInputError, "column 3: unexpected '=' (write == in a condition)"),
        ("x.real", SyntaxInputError, "column 2: unexpected '.' (names have no attributes)"),
        ("1 + sin", SyntaxInputError, "column 5: the function sin needs its argument in round brackets"),
        ("sin(x, 1)", SyntaxInputError, "column 1: sin takes 1 argument, not 2"),
        ("log(x, 2, 3)", SyntaxInputError, "column 1: log takes 1 to 2 arguments, not 3"),
        ("\u03c0*x", SyntaxInputError, "column 1: unexpected 'π' U+03C0 GREEK SMALL LETTER PI (write pi)"),
        (
            "x\u200b",
            SyntaxInputError,
            "column 2: unexpected U+200B ZERO WIDTH SPACE (only ASCII characters are accepted)",
        ),
        ("x\x00", SyntaxInputError, "column 2: unexpected U+0000"),
        ("", SyntaxInputError, "the text is empty"),
        ("x/0", DomainError, "column 2: undefined: division by zero"),
        ("x + log(0)", DomainError, "column 5: undefined: log(0)"),
        ("sqrt(-1)", DomainError, "column 1: a negative number to the power 1/2 is not real"),
        (
            "(-8)**(1/3)",
            DomainError,
            "column 5: a negative number to the power 1/3 is not real; for the real cube root write cbrt",
        ),
        ("asin(2)", DomainError, "column 1: asin of a number outside its domain is not real"),
        ("log(-1)", DomainError, "column 1: the logarithm of a negative number is not real"),
        ("x + I", DomainError, "column 5: complex numbers are not accepted"),
        ("x + oo", DomainError, "column 5: oo is no real number (oo is for the ends of domains)"),
        (
            "acot(x)",
            UnknownNameError,
            "column 1: unknown function 'acot' (acot has two conventions; write atan(1/x) or",
        ),
        ("Piecewise((x, x > 0))", InputError, "column 1: the last condition of Piecewise must be True"),
        ("Piecewise((x, pi > 3), (1, True))", InputError, "column 18: a condition needs a variable"),
        ("Piecewise((x, relu(x) > elu(x)), (1, True))", InputError, "column 1: a Piecewise inside a condition"),
    ],
)
def test_messages_name_the_column(text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        parse_map(text)
    assert str(caught.value).startswith(message)
    assert type(caught.value) is error
    assert "\n" not in str(caught.value)


def test_a_given_variable_list_is_closed() -> None:
    with pytest.raises(UnknownNameError, match=r"column 5: unknown name 'alpha1' \(did you mean alpha2\?\)"):
        parse_map("x + alpha1", ("x", "alpha2"))
    with pytest.raises(SyntaxInputError, match="x is a variable, not a function"):
        parse_map("x(2)", ("x",))


# -- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" + "+x" * limits.TEXT_LENGTH, "characters, more than 10000"),
        ("(" * 101 + "x" + ")" * 101, "column 101: brackets nested deeper than 100 levels"),
        ("|" * 101 + "x" + "|" * 101, "column 101: brackets nested deeper than 100 levels"),
        ("1" * 3012, "a number has more than 3011 digits"),
        ("1e3200", "an exact number has more than 10000 binary digits"),
        ("1e999999999", "the decimal exponent 999999999 is too large"),
        ("x**1001", "an exponent is larger than 1000"),
        ("(x**2 + 1)**(-5000)", "an exponent is larger than 1000"),
        ("x**500*x**501", "an exponent is larger than 1000"),
        ("(x**100)**100", "an exponent is larger than 1000"),
        ("9**9**9", "is too large or too small"),
        ("(1/3)**100000", "is too large or too small"),
        ("(1 + 1/10**9)**100000000", "a power would have more than 10000 binary digits"),
        ("(3*x)**1000*(3*x)**0 + (12345678901*x)**999", "a power would have more than 10000 binary digits"),
        ("exp(10**1000)", "is too large or too small"),
        ("exp(exp(exp(10)))", "is too large or too small"),
        ("gamma(10**6)", "gamma of a number larger than 1000"),
        ("sqrt(" + "7" * 400 + ")", "a number under a root has more than 512 binary digits"),
        ("*".join(["(10**600)"] * 8), "is too large or too small"),
        ("+".join(f"1/(10**700 + {i})" for i in range(6)), "an exact number has more than 10000 binary digits"),
        ("gelu(" * 6 + "x + 10**300" + ")" * 6, "the expression written out has"),
        ("(" + ", ".join(["x"] * 17) + ")", "17 components, more than 16"),
        ("+".join(f"x{i}" for i in range(17)), "17 variables, more than 16"),
        ("x" * 41, "more than 40 characters"),
        ("gelu(" * 14 + "x" + ")" * 14, "more than 5000 nodes"),
        ("|cosh(sqrt(x)*(x + y + pi)**70)*x|", "the argument of cosh has more than 500 terms when expanded"),
        ("Max(" + ",".join(f"x+{i}" for i in range(17)) + ")", "Max takes 1 to 16 arguments, not 17"),
    ],
)
def test_every_limit_has_its_message(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_map(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100 + "x" + ")" * 100,
        "|" * 100 + "x" + "|" * 100,
        "9" * 1000,
        "1e3000",
        "x**1000",
        "2**9999",
        "3.14159265358979*x**0.577215664901532",
        "exp(6900)",
        "gamma(1000)",
        "-" * 2000 + "x",
        "sin(" * 90 + "x" + ")" * 90,
        "+".join(f"x**{i}" for i in range(1, 400)),
    ],
)
def test_below_the_limits_is_accepted(text: str) -> None:
    expr = parse_expression(text)
    assert parse_expression(to_text(expr)) == expr


# -- numbers ---------------------------------------------------------------------------------------------------------


def test_numbers_are_exact() -> None:
    assert parse_number("0.1") == sp.Rational(1, 10)
    assert parse_number("pi/2") == sp.pi / 2
    assert parse_number("- oo") == -sp.oo
    assert parse_number("oo") == sp.oo
    assert exact(0.1) == sp.Rational(1, 10)
    assert exact(-2.5e-7) == sp.Rational(-1, 4000000)
    assert exact(sp.Float("0.1")) == sp.Rational(1, 10)
    assert exact(sp.Float("0.1234567890123456789012345", 25)) == sp.Rational("0.1234567890123456789012345")
    assert exact(Fraction(1, 3)) == sp.Rational(1, 3)
    with pytest.raises(UnknownNameError):
        parse_number("x")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1j, True, None, object(), sp.I, sp.nan, sp.zoo, x])
def test_what_is_no_number(value: object) -> None:
    with pytest.raises(InputError):
        exact(value)


# -- the real cube root ----------------------------------------------------------------------------------------------


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**20))
def test_cbrt_is_exact_on_cubes(p: int, q: int) -> None:
    root = sp.Rational(p, q)
    assert cbrt(root**3) == root
    assert parse_expression(f"cbrt({root**3})") == root


def test_cbrt_is_odd_real_and_differentiable() -> None:
    assert cbrt(-x) == -cbrt(x)
    assert cbrt(x).is_real
    assert cbrt(x).diff(x) == 1 / (3 * cbrt(x) ** 2)
    assert cbrt(sp.Integer(2)).is_positive
    assert cbrt(-sp.pi).is_negative
    assert abs(cbrt(sp.Integer(-2)).evalf(30) + sp.Float("1.25992104989487316476721060728", 30)) < sp.Float("1e-28")
    assert cbrt(x).rewrite(sp.Pow) == sp.sign(x) * sp.Abs(x) ** sp.Rational(1, 3)
    assert cbrt(x).inverse()(cbrt(x)) == cbrt(x) ** 3
    assert sp.latex(cbrt(x) ** 2) == r"\left(\sqrt[3]{x}\right)^{2}"


# -- Python objects --------------------------------------------------------------------------------------------------


def test_sympy_expressions_get_real_symbols_and_exact_numbers() -> None:
    plain = sp.Symbol("x")
    assert from_sympy(plain**2 + 0.5) == x**2 + sp.Rational(1, 2)
    assert from_sympy(sp.cot(plain)) == sp.cos(x) / sp.sin(x)
    assert from_sympy(sp.erfc(plain)) == 1 - sp.erf(x)
    assert from_sympy(sp.Max(plain, 0)) == sp.Max(x, 0)
    assert from_sympy(sp.sqrt(plain**2)) == sp.Abs(x)
    assert from_sympy(sp.Piecewise((plain, plain > 0), (0, True))) == sp.Piecewise((x, x > 0), (0, True))


@pytest.mark.parametrize(
    ("expr", "name"),
    [
        (sp.I * x, "complex"),
        (sp.zoo, "infinite"),
        (sp.nan, "infinite"),
        (sp.oo, "infinite"),
        (sp.Integral(x, x), "Integral"),
        (sp.Sum(x, (y, 1, 3)), "Sum"),
        (sp.Derivative(sp.Function("f")(x), x), "Derivative"),
        (sp.Function("f")(x), "unknown function 'f'"),
        (sp.LambertW(x), "LambertW"),
        (sp.floor(x), "floor is not continuous"),
        (sp.acot(x), "two conventions"),
        (sp.Symbol("f[0]"), "no name of a variable"),
        (sp.Symbol("pi"), "reserved"),
        (sp.Dummy("x"), "Dummy"),
        (sp.MatrixSymbol("A", 2, 2), "not accepted"),
        (x > 0, "not a real expression"),
        (sp.true, "not a real expression"),
        (sp.EulerGamma, "EulerGamma"),
        (sp.Piecewise((x, x > 0)), "last condition"),
        (sp.sqrt(-2), "complex"),
        (sp.FiniteSet(x), "FiniteSet"),
        (sp.Interval(0, 1), "not accepted"),
    ],
)
def test_foreign_nodes_are_named(expr: sp.Basic, name: str) -> None:
    with pytest.raises(InputError, match=name):
        from_python(expr)


def test_sizes_of_foreign_expressions() -> None:
    deep = x
    for _ in range(400):
        deep = sp.exp(deep, evaluate=False)
    with pytest.raises(SizeLimitError, match="nested deeper than 100"):
        from_sympy(deep)
    with pytest.raises(SizeLimitError, match="more than 5000 nodes"):
        from_sympy(sp.Add(*[x**i * y**i for i in range(1, 900)]))
    with pytest.raises(SizeLimitError, match="binary digits"):
        from_sympy(x * sp.Integer(2) ** 20000)
    with pytest.raises(SizeLimitError, match="exponent"):
        from_sympy(x**2000)


def test_callables() -> None:
    assert from_python(lambda u: sp.exp(u) - 1)[0] == (sp.exp(sp.Symbol("u", real=True)) - 1,)
    assert from_python(lambda b, a: (b, a + 0.5))[1] == tuple(sp.symbols("b a", real=True))
    assert from_python(lambda b, a: [b, a], ("x", "y"))[0] == (x, y)
    with pytest.raises(InputError, match=r"use SymPy functions such as sympy\.exp"):
        from_python(lambda u: math.exp(u))
    with pytest.raises(InputError, match="name the variables"):
        from_python(lambda *points: points[0])
    with pytest.raises(InputError, match="not a map"):
        from_python(int)


def test_sequences_and_matrices() -> None:
    assert from_python(["x", "y**2"])[0] == (x, y**2)
    assert from_python(("x", 0.5, sp.Symbol("y")))[0] == (x, sp.Rational(1, 2), y)
    assert from_python(sp.Matrix([x, y]))[0] == (x, y)
    with pytest.raises(InputError, match="column, not 1x2"):
        from_python(sp.Matrix([[x, y]]))
    with pytest.raises(InputError, match="at least one component"):
        from_python([])
