"""Inputs that must be refused: by an EmbedcheckError that is a ValueError, in one line, quickly, without evaluation."""

from __future__ import annotations

import builtins
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from embedcheck.errors import EmbedcheckError
from embedcheck.maps import Domain, Map
from embedcheck.parsing import parse_expression, parse_map, parse_number, to_text

SECONDS = 2.0  # of processor time; twice the promise, for slow machines
MARKER = "embedcheck_marker"

INJECTION = [
    "__import__('os').system('touch embedcheck_marker')",
    '__import__("os").system("touch embedcheck_marker")',
    "open('embedcheck_marker', 'w')",
    'open("embedcheck_marker", "w")',
    "exec('open(chr(101))')",
    "eval('1')",
    "eval(x)",
    "exec(x)",
    "compile(x)",
    "open(x)",
    "print(x)",
    "input(x)",
    "getattr(x, y)",
    "globals()",
    "locals()",
    "vars()",
    "exit()",
    "quit()",
    "breakpoint()",
    "help()",
    "dir(x)",
    "type(x)",
    "sympify(x)",
    "parse_expr(x)",
    "lambdify(x, x)",
    "Symbol(x)",
    "Function(x)",
    "Integral(x, x)",
    "Lambda(x, x)",
    "S(x)",
    "N(x)",
    "os.system(x)",
    "subprocess.run(x)",
    "x.__class__",
    "x.__class__.__mro__[1].__subclasses__()",
    "().__class__.__bases__[0]",
    "(1).__class__",
    "x.subs(x, 1)",
    "x.is_real",
    "exp.__globals__",
    "lambda x: x",
    "lambda: 1",
    "lambda",
    "(lambda x: x)(1)",
    "[x for x in y]",
    "(x for x in y)",
    "{x: 1}",
    "{x}",
    "[x]",
    "x[0]",
    "x[::2]",
    "f'{x}'",
    'f"{x}"',
    "b'x'",
    "r'x'",
    "'x'",
    '"x"',
    "`touch embedcheck_marker`",
    "$(touch embedcheck_marker)",
    "${HOME}",
    "%s",
    "{0.__class__}",
    "x; y",
    "x;",
    "; x",
    "x\nimport os",
    "import os",
    "from os import system",
    "x if x else y",
    "x := 1",
    "(y := x)",
    "x = 1",
    "x += 1",
    "x -> x",
    "@x",
    "x @ y",
    "x // y",
    "x % y",
    "x << y",
    "x >> 1",
    "x & y",
    "x and y",
    "not x",
    "~x",
    "x ? y : 0",
    "!x",
    "x!",
    "#x",
    "x # comment",
    "x \\ y",
    "x\\\n+ 1",
    "*x",
    "**x",
    "sin(*x)",
    "sin(**x)",
    "sin(x=1)",
    "None + ",
    "None",
    "True",
    "False + x",
    "__x__",
    "_",
    "_x",
    "x.__init__",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "\\frac{x}{2}",
    "\\input{x}",
    "$x^2$",
    "&x;",
]

LARGE = [
    "9**9**9",
    "9^9^9",
    "9**9**9**9",
    "2**10**9",
    "2**(10**9)",
    "(1/3)**100000",
    "(1/3)**(10**9)",
    "2**-(10**9)",
    "1e999999999",
    "1e-999999999",
    "1e5000",
    "1e" + "9" * 500,
    "1e+" + "0" * 100 + "1",
    "9" * 4000,
    "0." + "9" * 4000,
    "10**10**10",
    "x**1000000",
    "x**-1000000",
    "x**(10**100)",
    "x**1e6",
    "(x + 1)**1001",
    "(x**1000)**1000",
    "x**600*x**600",
    "(9*x)**(10**9)",
    "(99999999999*x)**1000",
    "sqrt(2)**(10**6)",
    "(1 + sqrt(2))**(10**6)",
    "pi**(10**6)",
    "exp(10**1000)",
    "exp(-10**1000)",
    "exp(exp(exp(10)))",
    "exp(exp(exp(x + 10)) - exp(exp(x + 10))*1) + exp(exp(exp(10)))",
    "E**E**E**E",
    "E**(10**6)",
    "exp(10**6*log(x))",
    "exp(10**9*log(2))",
    "2**(10**9*log(3)/log(2))",
    "2**(10**30/3)",
    "sinh(10**5)",
    "cosh(10**50)",
    "Abs(exp(exp(exp(10))))",
    "|exp(exp(exp(10)))|",
    "sign(exp(exp(exp(10))) - 1)",
    "Max(exp(exp(exp(10))), 3)",
    "Piecewise((x, exp(exp(exp(10))) > 3), (1, True))",
    "Piecewise((x, x > exp(exp(exp(10)))), (1, True))",
    "sin(exp(exp(exp(10))))",
    "gamma(10**6)",
    "gamma(10**100)",
    "gamma(-10**6 - 1/2)",
    "gamma(gamma(10))",
    "gamma(1001)",
    "sqrt(10**999 + 7)",
    "(10**999 + 7)**(1/3)",
    "exp(log(10**999 + 7)*1000)",
    "*".join(["exp(6000)"] * 3),
    "*".join(["10**2000"] * 5),
    "+".join(f"1/(10**900 + {i})" for i in range(60)),
    "x + " * 3000 + "x",
    "x" * 50,
    "x*" * 6000 + "x",
    "gelu(" * 40 + "x" + ")" * 40,
    "mish(" * 40 + "x" + ")" * 40,
    "elu(" * 40 + "x" + ")" * 40,
    "silu(" * 40 + "x" + ")" * 40,
    "softsign(" * 40 + "x" + ")" * 40,
    "Max(" + ", ".join(f"x + {i}" for i in range(100)) + ")",
    "(" + ", ".join(["x"] * 1000) + ")",
    "+".join(f"v{i}" for i in range(100)),
    "log(log(log(2)))",
    # SymPy asks whether cosh is real and expands the argument for it.
    "(cosh(sqrt(x)*(x + y + pi + x**2 + exp(x) + y**2)**70)**2)**(1/2)",
    "|tanh(log(x)*(x + y + pi + x**2 + exp(x) + y**2)**70)*x|",
    "2**sinh(acosh(x)*(x + y + pi + x**2 + exp(x) + y**2)**70)",
]

NESTED = [
    "(" * 101 + "x" + ")" * 101,
    "(" * 4000 + "x" + ")" * 4000,
    "(" * 9999,
    ")" * 9999,
    "|" * 9999,
    "|" * 101 + "x" + "|" * 101,
    "sin(" * 101 + "x" + ")" * 101,
    "sin(" * 2000 + "x" + ")" * 2000,
    "exp(-" * 101 + "x" + ")" * 101,
    "1/(1 + " * 101 + "x" + ")" * 101,
    "x**" * 3000 + "x",
    "2**" * 3000 + "x",
    "-" * 9999,
    "+" * 9999,
    "~" * 9999,
    "Max(" * 200 + "x" + ", 1)" * 200,
    "Piecewise((" * 60 + "x" + ", x > 0), (1, True))" * 60,
    "((((((((((x))))))))))" + ")" * 50,
    "(x, (x, (x, x)))",
    "((x, y), x)",
]

UNICODE = [
    "\u03c0",
    "\u03c0*x",
    "2\u00d7x",
    "2\u00b7x",
    "x\u00b2",
    "x\u00b3 + 1",
    "\u221ax",
    "x \u2212 1",
    "x \u2013 1",
    "\u221e",
    "x\u00f72",
    "\uff58",
    "\uff11 + x",
    "x\uff0b1",
    "\u0445 + 1",
    "\u03b1*x",
    "sin\u2061(x)",
    "x\u200b",
    "\u200bx",
    "x\u200d+ 1",
    "\ufeffx",
    "x\u00a0+ 1",
    "x\u2003+ 1",
    "x\u2028+ 1",
    "x\u202e+ 1",
    "x\x00",
    "\x00",
    "x\x00; y",
    "x\x07",
    "x\x1b[31m",
    "x\x7f",
    "x\x85",
    "x\x0b+ 1",
    "x\x0c+ 1",
    "\U0001f600",
    "x + \U0001f4a9",
    "\u0661 + x",
    "\u06f1*x",
    "\u2460",
    "\u216b",
    "x\u0301",
    "\u00e9",
    "\u212f**x",
    "\U0001d465",
    "x \u2264 1",
    "\ud800",
    "x + \udcff",
    "\u201cx\u201d",
]

UNFINISHED = [
    "",
    " ",
    "\n\t ",
    "(",
    ")",
    "()",
    "(,)",
    "(,x)",
    "(x,,y)",
    "(x, y",
    "x, y)",
    "x, y",
    "x,",
    ",",
    "+",
    "-",
    "*",
    "/",
    "**",
    "^",
    "x +",
    "x -",
    "x *",
    "x **",
    "x ^",
    "x /",
    "* x",
    "/ x",
    "x ** * 2",
    "x */ 2",
    "x ^^ 2",
    "x 2",
    "x y",
    "2x",
    "2 x",
    "2(x)",
    "x(2)",
    "(x)(y)",
    "(x)2",
    "sin",
    "sin x",
    "sin(",
    "sin()",
    "sin(,)",
    "sin(x,)",
    "sin(x",
    "sin(x))",
    "sin(x)cos(x)",
    "sin(x, y)",
    "sin^2(x)",
    "log(x, 2, 3)",
    "Max()",
    "|",
    "||",
    "|x",
    "x|",
    "|x||y|",
    "|x|y|",
    "1..2",
    "1.2.3",
    ".",
    "1e",
    "1e+",
    "1_000",
    "0x10",
    "0b1",
    "1j",
    "x < 1",
    "x == 1",
    "(x < 1)",
    "x < 1 < 2",
    "Piecewise",
    "Piecewise()",
    "Piecewise(x)",
    "Piecewise(x, y)",
    "Piecewise((x, x > 0))",
    "Piecewise((x, y), (1, True))",
    "Piecewise((x, 1), (1, True))",
    "Piecewise((x, x > 0), (1, True)",
    "Piecewise((x, x >), (1, True))",
    "Piecewise((x, > 0), (1, True))",
    "Piecewise((x, x > 0 &), (1, True))",
    "Piecewise((x, True > 0), (1, True))",
    "Piecewise((x, (x > 0) > 0), (1, True))",
    "Piecewise((x, x = 0), (1, True))",
    "Piecewise((x, False))",
    "Piecewise((x, pi > 3), (1, True))",
    "Piecewise((x > 0, True))",
]

UNDEFINED = [
    "1/0",
    "x/0",
    "0**-1",
    "0**x",
    "(x - x)**-1",
    "1/(sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6)))",
    "log(0)",
    "log(-1)",
    "log(-x/x)",
    "log(1, 1)",
    "log(x, 1)",
    "log(2, 0)",
    "log(2, -1)",
    "sqrt(-1)",
    "sqrt(-x*x) + sqrt(-4)",
    "(-1)**(1/2)",
    "(-8)**(1/3)",
    "(-2)**x",
    "(-2)**pi",
    "(-pi)**(1/4)",
    "asin(2)",
    "acos(-3/2)",
    "acosh(1/2)",
    "acosh(0)",
    "atanh(1)",
    "atanh(-1)",
    "atanh(2)",
    "tan(pi/2)",
    "cot(0)",
    "csc(pi)",
    "sec(pi/2)",
    "coth(0)",
    "gamma(0)",
    "gamma(-3)",
    "I",
    "x + I",
    "oo",
    "x + oo",
    "-oo",
    "zoo",
    "nan",
    "x*nan",
    "e**x",
    "Pi*x",
    "inf",
    "foo(x)",
    "Sin(x)",
    "acot(x)",
    "asec(x)",
    "floor(x)",
    "leaky_relu(x)",
    "Heaviside(x)",
    "besselj(0, x)",
    "zeta(x)",
    "factorial(x)",
]

DOMAINS = [
    "",
    " ",
    "r",
    "C",
    "Reals",
    "R^",
    "R^0",
    "R^-1",
    "R^1.5",
    "R^x",
    "R^2000000000",
    "R^17",
    "R x",
    "x R",
    "R x x R",
    "R, R",
    "R R",
    "R*R",
    "RR",
    "[",
    "]",
    "[]",
    "[0]",
    "[0,]",
    "[,0]",
    "[0 1]",
    "[0;1]",
    "[0,1",
    "0,1]",
    "0,1",
    "{0,1}",
    "<0,1>",
    "]0,1[",
    "[0,1,2]",
    "[[0,1]]",
    "[0,1]]",
    "[(0,1]",
    "[0,1]x",
    "[0,1]y[0,1]",
    "[0,1] [0,1]",
    "[0,1]^0",
    "[0,1]^17",
    "[1,1]",
    "(1,1)",
    "[1,1)",
    "(1,0)",
    "[pi, 3]",
    "[2*sin(pi/6), 1]",
    "[sqrt(2)*sqrt(2), 2]",
    "[0,oo]",
    "[-oo,0]",
    "[-oo,oo]",
    "(oo,oo)",
    "(oo,-oo)",
    "(0,-oo)",
    "(oo,0)",
    "[nan,1]",
    "(0,nan)",
    "[zoo,1]",
    "[0,I]",
    "[sqrt(-1),1]",
    "[log(-1),1]",
    "[0,1/0]",
    "[0,x]",
    "[a,b]",
    "[0,(1,2)]",
    "[0, 9**9**9]",
    "[0, exp(exp(exp(10)))]",
    "(" * 5000,
    "[" + "(" * 200 + "0" + ")" * 200 + ", 1]",
    "[0, 1]" + " x [0, 1]" * 2000,
    "[0, __import__('os')]",
    "[0, open(x)]",
    "[0, \u221e)",
    "\u211d",
    "\u211d^2",
    "[0, 1]\u00d7[0, 1]",
    "(\u2212oo, 1]",
    "R\x00",
    "[0, 1\x00]",
]

VARIABLES: list[tuple[str, Any]] = [
    ("x + y", "x"),
    ("x", "y"),
    ("x", "x, x"),
    ("x", ""),
    ("x", ","),
    ("x", "x,"),
    ("x", "x y"),
    ("x", "sin"),
    ("x", "pi"),
    ("x", "E"),
    ("x", "I"),
    ("x", "oo"),
    ("x", "lambda"),
    ("x", "__import__('os')"),
    ("x", "x; y"),
    ("x", "_x"),
    ("x", "2x"),
    ("x", "\u03c0"),
    ("x", "x\u200b"),
    ("x", []),
    ("x", [1]),
    ("x", [None]),
    ("x", 3),
    ("x", ["x"] * 40),
    ("x", [f"v{i}" for i in range(40)]),
    ("x", "x" * 5000),
    ("x", [sp.pi]),
    ("x", [["x"]]),
]


class Unfriendly:
    """An object whose every attribute and conversion fails."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def __float__(self) -> float:
        raise RuntimeError("no float")

    def __str__(self) -> str:
        raise RuntimeError("no text")


def _raises(*_: Any) -> Any:
    raise RuntimeError("two\nlines")


OBJECTS: list[tuple[str, Any]] = [
    ("None", None),
    ("bytes", b"x"),
    ("set", {1}),
    ("dict", {"x": 1}),
    ("true", True),
    ("complex", 1j),
    ("nan", float("nan")),
    ("infinity", float("inf")),
    ("long integer", 10**5000),
    ("empty list", []),
    ("empty tuple", ()),
    ("nested list", [["x"], ["y"]]),
    ("vector in a list", ["(x, y)"]),
    ("list with None", ["x", None]),
    ("17 components", ["x"] * 17),
    ("square matrix", sp.eye(2)),
    ("unfriendly", Unfriendly()),
    ("class", Unfriendly),
    ("raising callable", lambda x: _raises(x)),
    ("callable without parameters", lambda: 1),
    ("variadic callable", _raises),
    ("callable that returns text", lambda x: "x"),
    ("callable that returns None", lambda x: None),
    ("callable that returns a callable", lambda x: lambda y: y),
    ("callable that branches", lambda x: 1 if x > 0 else 2),
    ("sympy class", sp.Symbol),
    ("imaginary", sp.I),
    ("zoo", sp.zoo),
    ("integral", sp.Integral(sp.Symbol("x"))),
    ("undefined function", sp.Function("f")(sp.Symbol("x"))),
    ("relation", sp.Symbol("x") > 0),
    ("equation", sp.Eq(sp.Symbol("x"), 1)),
    ("strange symbol", sp.Symbol("__import__('os')")),
    ("empty symbol", sp.Symbol("")),
    ("dummy", sp.Dummy()),
    ("order term", sp.O(sp.Symbol("x"))),
    ("huge power", sp.Symbol("x") ** (10**9)),
    ("huge number", sp.Integer(2) ** 100000),
    ("tower", sp.exp(sp.exp(sp.exp(sp.Integer(10))))),
]


@pytest.fixture(autouse=True)
def canary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Nothing is compiled from text, no process starts, no file appears."""
    parse_map("gamma(x) + Max(x, cbrt(y)) + |x|")  # what is loaded lazily is loaded here
    monkeypatch.chdir(tmp_path)
    calls: list[str] = []

    def watched(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            if args and isinstance(args[0], str | bytes):
                calls.append(f"{name}: {args[0]!r:.80}")
            return original(*args, **kwargs)

        return wrapper

    def forbidden(name: str) -> Callable[..., Any]:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            calls.append(name)
            raise AssertionError(name)

        return wrapper

    for name in ("eval", "exec", "compile"):
        monkeypatch.setattr(builtins, name, watched(name, getattr(builtins, name)))
    for name in ("open", "input", "breakpoint"):
        monkeypatch.setattr(builtins, name, forbidden(name))
    monkeypatch.setattr(os, "system", forbidden("os.system"))
    monkeypatch.setattr(subprocess, "Popen", forbidden("subprocess.Popen"))
    yield
    monkeypatch.undo()
    assert calls == []
    assert list(tmp_path.iterdir()) == []
    assert not Path(MARKER).exists()


def refused(action: Callable[[], object]) -> str:
    """The message with which an action is refused, after checking its form and the time it took."""
    started = time.process_time()
    with pytest.raises(ValueError) as caught:
        action()
    elapsed = time.process_time() - started
    assert isinstance(caught.value, EmbedcheckError)
    message = str(caught.value)
    assert message
    assert message.isprintable()
    assert len(message) < 400
    assert elapsed < SECONDS
    return message


def short(text: object) -> str:
    return ascii(text)[:50]


@pytest.mark.parametrize("text", [*INJECTION, *LARGE, *NESTED, *UNICODE, *UNFINISHED, *UNDEFINED], ids=short)
def test_hostile_texts(text: str) -> None:
    refused(lambda: Map(text))
    refused(lambda: parse_map(text))
    refused(lambda: parse_expression(text, ("x", "y")))


@pytest.mark.parametrize("text", [*INJECTION, *LARGE, *NESTED, *UNICODE, *UNFINISHED], ids=short)
def test_hostile_numbers(text: str) -> None:
    refused(lambda: parse_number(text))


@pytest.mark.parametrize("text", DOMAINS, ids=short)
def test_hostile_domains(text: str) -> None:
    refused(lambda: Domain.parse(text))
    refused(lambda: Map("x", domain=text))


@pytest.mark.parametrize(("text", "names"), VARIABLES, ids=short)
def test_hostile_variables(text: str, names: Any) -> None:
    refused(lambda: Map(text, vars=names))


@pytest.mark.parametrize("source", [value for _, value in OBJECTS], ids=[name for name, _ in OBJECTS])
def test_hostile_objects(source: Any) -> None:
    refused(lambda: Map(source))


@pytest.mark.parametrize("source", [None, 3, b"x", ["x"], sp.Symbol("x")], ids=short)
def test_only_text_is_parsed(source: Any) -> None:
    refused(lambda: parse_map(source))
    refused(lambda: parse_number(source))


# Accepted, and dangerous in SymPy: its own evaluation of some of these takes minutes or fails.
HEAVY = [
    "sin(10**999)",
    "tan(10**2000)",
    "asin(sin(10**900))",
    "atan(tan(exp(1000)))",
    "|sin(exp(5000))|",
    "sinh(acosh(10**900))",
    "exp(log(10**900 + 7)/2)",
    "exp(x + log(10**900 + 7)/3)",
    "log(10**999 + 7)",
    "log((10**400 + 7)/(10**401 + 9))",
    "sqrt(10**150 + 67)",
    "*".join(f"sqrt({n})" for n in range(2, 300)),
    "*".join(f"{n}**(1/{k})" for n in range(2, 30) for k in range(2, 12)),
    "+".join(f"sqrt({n}**2 + 1)" for n in range(2, 400)),
    "(" + "+".join(f"sqrt({n})" for n in range(2, 60)) + ")**50",
    "|" + "*".join(f"(exp(x + {i}) - {i})" for i in range(60)) + "|",
    "|" + "+".join(f"sin({i}*x)" for i in range(1, 200)) + "|",
    "|exp(" * 30 + "x" + ")|" * 30,
    "|exp(" * 30 + "2" + "*x)|" * 30,
    "sign(" * 40 + "x - 1" + ")" * 40,
    "cbrt(1 - " * 30 + "x" + ")" * 30,
    "Max(1, Min(2, " * 40 + "x" + "))" * 40,
    "Max(" + ", ".join(f"sin(x + {i})*exp(x) - {i}" for i in range(16)) + ")",
    "Max(" + ", ".join(f"exp(sqrt({i}))" for i in range(2, 17)) + ", x)",
    "Piecewise(" + ", ".join(f"(x**{i}, exp(x) - sin(x) < {i})" for i in range(1, 120)) + ", (0, True))",
    "Piecewise((x, " + " & ".join(f"(exp(x*{i}) > x + {i})" for i in range(1, 60)) + "), (0, True))",
    "Piecewise((x, " + " & ".join(f"((x > {i}) | (x < -{i}))" for i in range(1, 60)) + "), (0, True))",
    "Piecewise((" * 30 + "x" + ", x > 0), (1, True))" * 30,
    "sqrt(1 + " * 45 + "x" + ")" * 45,
    "sin(x + " * 45 + "x" + ")" * 45,
    "1/(1 + " * 45 + "x" + ")" * 45,
    "x**y**" * 20 + "x",
    "exp(" + "+".join(f"{i}*log(x + {i})" for i in range(1, 100)) + ")",
    "+".join(f"(x + {i})**{i}" for i in range(1, 500)),
    "gamma(x + 1/2)*gamma(999) + gamma(1999/2)",
    "cos(pi/257) + cos(pi/65537) + sin(" + "7" * 300 + "*pi/3)",
    "sqrt(2)+sqrt(3)-sqrt(5+2*sqrt(6))",
    "|sqrt(2)+sqrt(3)-sqrt(5+2*sqrt(6))|",
    "(x + sqrt(2)+sqrt(3)-sqrt(5+2*sqrt(6)))**2",
    "relu(" * 40 + "x - 1" + ")" * 40,
    "softplus(" * 45 + "x" + ")" * 45,
    "tanh(2*" * 45 + "x" + ")" * 45,
]


@pytest.mark.parametrize("text", HEAVY, ids=short)
def test_heavy_texts_are_read_quickly(text: str) -> None:
    started = time.process_time()
    expr = parse_expression(text, ("x", "y"))
    assert time.process_time() - started < SECONDS
    assert parse_expression(to_text(expr), ("x", "y")) == expr
