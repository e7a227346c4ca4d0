"""Closed forms: a field and a coordinate in which its time-one map is Moebius; each false part has its own refusal."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import pytest
import sympy as sp

from embedcheck import certificate as c
from embedcheck.balls.checks.identities import IdentityError, check_coordinate, is_conjugate
from embedcheck.balls.checks.spots import Spot, exact_spot

X = sp.Symbol("x", real=True)
UNDECIDED = "sin(1)**2 + cos(1)**2"  # 1, and nobody proves it


def coordinate(function: Any, matrix: str, root: str, multiplier: str, **other: Any) -> c.Coordinate:
    """With parameter 1, centre 0 and side 1 unless told."""
    known: dict[str, Any] = {"parameter": "1", "centre": "0", "side": 1, **other}
    entries: Any = tuple(matrix.split())
    return c.Coordinate(function=function, matrix=entries, root=root, multiplier=multiplier, **known)


def expression(text: str) -> Any:
    return sp.sympify(text, {"x": X})


def ends(low: str, high: str) -> tuple[Spot, Spot]:
    return exact_spot(sp.sympify(low)), exact_spot(sp.sympify(high))


def given(
    f: str, field: str, low: str, high: str, data: c.Coordinate
) -> tuple[Any, c.Coordinate, Any, Any, Spot, Spot]:
    return X, data, expression(field), expression(f), *ends(low, high)


def reason(*arguments: Any) -> str:
    with pytest.raises(IdentityError) as caught:
        check_coordinate(*arguments)
    return str(caught.value)


HALVES = coordinate("identity", "2 0 1 1", "1", "2")
TRANSLATION = coordinate("identity", "1 1 0 1", "0", "1")
BENT = coordinate("exp", "5 -2 1 2", "1", "4/3", parameter="2")
QUARTER = coordinate("tan", "2 0 0 1", "1", "2", parameter="1/4")
SQUARE = coordinate("log", "2 0 0 1", "1", "2")
CUBES = coordinate("power", "2 0 1 1", "1", "2", parameter="3", centre="1")
LEFT = coordinate("power", "2 0 1 1", "1", "2", parameter="3", centre="1", side=-1)

# f, field, interval, coordinate.
FORMS: list[tuple[str, str, str, str, c.Coordinate]] = [
    ("2*x/(1 + x)", "log(2)*x*(1 - x)", "0", "1", HALVES),
    ("2*x/(1 + x)", "log(2)*x*(1 - x)", "1", "oo", HALVES),
    ("x + 1", "1", "-oo", "oo", TRANSLATION),
    ("x/(1 + x)", "-x**2", "0", "oo", coordinate("identity", "1 0 1 1", "0", "7")),
    ("x/(1 - x)", "x**2", "-oo", "0", coordinate("identity", "-1 0 1 -1", "0", "1")),
    (
        "(2*x + 1)/(2*x + 2)",
        "log(3 + 2*sqrt(2))*(1 - 2*x**2)/(2*sqrt(2))",
        "-1/sqrt(2)",
        "1/sqrt(2)",
        coordinate("identity", "2 1 2 2", "2*sqrt(2)", "3 + 2*sqrt(2)"),
    ),
    ("x/2", "-log(2)*x", "0", "oo", coordinate("identity", "1 0 0 2", "-1", "1/2")),
    ("x/2", "-log(2)*x", "0", "oo", coordinate("identity", "1 0 0 2", "1", "2")),
    ("x + log(3)/2", "log(3)/2", "-oo", "oo", coordinate("exp", "3 0 0 1", "2", "3", parameter="2")),
    ("x + log(3)/2", "log(3)/2", "-oo", "oo", coordinate("exp", "1 0 0 3", "2", "3", parameter="-2")),
    (
        "log((5*exp(2*x) - 2)/(exp(2*x) + 2))/2",
        "log(4/3)*(3*exp(2*x) - 2 - exp(4*x))/(2*exp(2*x))",
        "0",
        "log(2)/2",
        BENT,
    ),
    ("4*atan(2*tan(x/4))", "4*log(2)*tan(x/4)/(1 + tan(x/4)**2)", "-2*pi", "2*pi", QUARTER),
    (
        "4*atan(2*tan(x/4))",
        "4*log(2)*tan(x/4)/(1 + tan(x/4)**2)",
        "-2*pi",
        "2*pi",
        coordinate("tan", "2 0 0 1", "1", "2", parameter="-1/4"),
    ),
    ("atan(tan(x) + 1)", "1/(1 + tan(x)**2)", "-pi/2", "pi/2", coordinate("tan", "1 1 0 1", "0", "1")),
    ("x**2", "log(2)*x*log(x)", "0", "oo", SQUARE),
    ("3*x", "x*log(3)", "0", "oo", coordinate("log", "1 log(3) 0 1", "0", "1")),
    (
        "1 + (2*(x - 1)**3/(1 + (x - 1)**3))**(1/3)",
        "log(2)*(x - 1)*(1 - (x - 1)**3)/3",
        "1",
        "oo",
        CUBES,
    ),
    (
        "1 - (2*(1 - x)**3/(1 + (1 - x)**3))**(1/3)",
        "-log(2)*(1 - x)*(1 - (1 - x)**3)/3",
        "-oo",
        "1",
        LEFT,
    ),
    (
        "x/sqrt(1 + 3*x**2)",
        "-3*x**3/2",
        "0",
        "oo",
        coordinate("power", "1 3 0 1", "0", "1", parameter="-2"),
    ),
    ("(sqrt(x) + 1)**2", "2*sqrt(x)", "0", "oo", coordinate("power", "1 1 0 1", "0", "1", parameter="1/2")),
]


@pytest.mark.parametrize(("f", "field", "low", "high", "data"), FORMS, ids=str)
def test_a_closed_form_is_proven_and_its_time_is_one(f: str, field: str, low: str, high: str, data: Any) -> None:
    check_coordinate(*given(f, field, low, high, data))
    at = {"-oo": {"oo": 0.25, "0": -1.5, "1": 0.5}.get(high), "0": {"1": 0.25, "oo": 1.5}.get(high, 0.125)}.get(low)
    at = at or {"1": 2.5, "-2*pi": 1.25, "-pi/2": 0.25, "-1/sqrt(2)": 0.25}[low]
    image, velocity = (sp.lambdify(X, expression(text), "mpmath") for text in (f, field))
    assert mp.almosteq(mp.quad(lambda t: 1 / velocity(t), [at, image(at)]), 1, 1e-10)


@pytest.mark.parametrize(("f", "field", "low", "high", "data"), FORMS, ids=str)
def test_another_time_another_map_and_another_matrix(f: str, field: str, low: str, high: str, data: Any) -> None:
    for factor in (-1, 2, X):
        arguments = list(given(f, field, low, high, data))
        arguments[2] *= factor
        assert reason(*arguments) == f"{arguments[2]} does not generate f"
    arguments = list(given(f, field, low, high, data))
    arguments[3] = arguments[3].subs(X, X + 1) if f != "x + 1" else X + 2
    assert reason(*arguments) == "f is not this Moebius map in the coordinate"


@pytest.mark.parametrize(
    ("low", "high", "data"),
    [
        ("-2*pi - 1", "0", QUARTER),
        ("0", "2*pi + 1", QUARTER),
        ("0", "2*pi + 1", coordinate("tan", "2 0 0 1", "1", "2", parameter="-1/4")),
        ("0", "oo", QUARTER),
        ("-1", "1", SQUARE),
        ("-oo", "1", SQUARE),
        ("0", "2", CUBES),
        ("1/2", "3/2", LEFT),
        ("0", "2", LEFT),
        ("0", "oo", LEFT),
    ],
    ids=str,
)
def test_a_coordinate_is_injective(low: str, high: str, data: Any) -> None:
    f, field = next((f, field) for f, field, *_, form in FORMS if form.function == data.function)
    assert reason(*given(f, field, low, high, data)) == "the coordinate is not injective there"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"parameter": "0"}, "the parameters of a coordinate"),
        ({"side": 0}, "the parameters of a coordinate"),
        ({"side": 2}, "the parameters of a coordinate"),
        ({"matrix": ("0", "2", "1", "1")}, "the Moebius map does not preserve orientation"),
        ({"matrix": ("2", "2", "1", "1")}, "the Moebius map does not preserve orientation"),
        ({"matrix": ("1", "0", "0", "-1")}, "the Moebius map does not preserve orientation"),
        ({"root": "2"}, "the difference of the eigenvalues"),
        ({"root": "0"}, "the difference of the eigenvalues"),
        ({"matrix": ("3", "0", "1", "1")}, "the difference of the eigenvalues"),
        ({"matrix": ("2", "1", "1", "1")}, "the difference of the eigenvalues"),
        ({"matrix": (UNDECIDED, "0", "0", "1"), "root": f"{UNDECIDED} - 1"}, "whether the eigenvalues differ"),
        ({"matrix": ("1", "0", "0", "1"), "root": "0"}, "the Moebius map is the identity"),
        ({"multiplier": "3"}, "the quotient of the eigenvalues"),
        ({"multiplier": "-2"}, "the quotient of the eigenvalues"),
        ({"multiplier": "1/2"}, "the quotient of the eigenvalues"),
        ({"root": "-1"}, "the quotient of the eigenvalues"),
        ({"matrix": ("2", "0", "2", "1")}, "f is not this Moebius map in the coordinate"),
        ({"matrix": ("2", "0", "0", "1")}, "f is not this Moebius map in the coordinate"),
    ],
)
def test_a_part_of_a_coordinate_is_false(changes: dict[str, Any], why: str) -> None:
    f, field, low, high, data = FORMS[0]
    false = c.Coordinate(**{name: changes.get(name, getattr(data, name)) for name in data.__struct_fields__})
    assert reason(*given(f, field, low, high, false)) == why


@pytest.mark.parametrize(
    ("g", "f"),
    [
        ((X + 1 / X) / 2, sp.log(sp.cosh(X))),
        ((X - 1 / X) / 2, sp.log(sp.sinh(X))),
        ((X**2 - 1) / (X**2 + 1), sp.log(sp.tanh(X))),
        (3 * X**2, 2 * X + sp.log(3)),
        (X * sp.exp(X), X + sp.exp(X)),
    ],
    ids=str,
)
def test_conjugates_of_hyperbolic_functions(g: Any, f: Any) -> None:
    """exp(f(log(u))) is rational in u for a rational function of exp(x)."""
    assert is_conjugate(g, f, X)
    assert not is_conjugate(g + 1, f, X) and not is_conjugate(2 * g, f, X)
