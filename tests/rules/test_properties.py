"""Laws that every profile obeys, on random maps: conjugation, inversion, known fields, planted obstacles."""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from embedcheck import Map
from embedcheck.cells import REGULARITIES, Cell
from embedcheck.decide import check
from embedcheck.profile import Profile

SIGNS = {"embeddable": "+", "not_embeddable": "-", "undecided": "?", "not_applicable": "n"}
BASIC = tuple(Cell("basic", autonomous, regularity) for autonomous in (True, False) for regularity in REGULARITIES)


def law(examples: int) -> settings:
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


@cache
def profile(text: str, domain: str = "R") -> Profile:
    return check(Map(text, domain=domain), timeout=None)


def signs(found: Profile, cells: tuple[Cell, ...] = ()) -> str:
    return "".join(SIGNS[found.verdicts[cell].status] for cell in cells or found.verdicts)


def clash(left: str, right: str) -> bool:
    """Some cell is proven one way on the left and the other way on the right."""
    return any({a, b} == {"+", "-"} for a, b in zip(left, right, strict=True))


def refuted(found: Profile, architecture: str, regularity: str, autonomous: bool = True) -> bool:
    return found.verdict(architecture, regularity, autonomous).status == "not_embeddable"


def number(value: Fraction | int) -> str:
    """A rational in brackets."""
    return f"({value})"


def rationals(low: str, high: str, denominator: int = 6) -> st.SearchStrategy[Fraction]:
    return st.fractions(Fraction(low), Fraction(high), max_denominator=denominator)


class Template(NamedTuple):
    """A map with its variable left open, and its domain; ends are rational, None stands for infinity."""

    text: str
    lo: Fraction | None = None
    hi: Fraction | None = None
    left: str = "("
    right: str = ")"

    def conjugated(self, slope: Fraction, shift: Fraction) -> tuple[str, str]:
        """Text and domain of h f h^(-1) with h(x) = slope x + shift."""
        inner = f"((x - {number(shift)})/{number(slope)})"
        ends = [None if end is None else slope * end + shift for end in (self.lo, self.hi)]
        left, right = self.left, self.right
        if slope < 0:
            ends.reverse()
            left, right = {")": "(", "]": "["}[right], {"(": ")", "[": "]"}[left]
        low, high = ("-oo" if ends[0] is None else ends[0]), ("oo" if ends[1] is None else ends[1])
        return f"{number(slope)}*({self.text.replace('#', inner)}) + {number(shift)}", f"{left}{low}, {high}{right}"

    @property
    def plain(self) -> tuple[str, str]:
        return self.conjugated(Fraction(1), Fraction(0))


F0, F1 = Fraction(0), Fraction(1)
Lattice = tuple[Fraction, Fraction]

SIMPLE = [
    Template("2*# + 1"),
    Template("3 - #"),
    Template("#**3"),
    Template("#**3 + 1"),
    Template("# + #**3"),
    Template("#**2", F0, None, "["),
    Template("#**2", F0, None),
    Template("3*#/2 - #**2/2", F0, F1, "[", "]"),
    Template("3*#/2 - #**2/2", F0, F1, "[", ")"),
    Template("2*#/(1 + #)", F0, F1, "[", "]"),
    Template("exp(#)"),
    Template("exp(#) - 1"),
    Template("exp(#)/3"),
    Template("# + exp(#)"),
    Template("cbrt(#)"),
    Template("Max(#, 2*#)"),
    Template("# + 1 + Abs(#)/2"),
    Template("elu(#)"),
]
HARDER = [
    Template("tanh(#)"),
    Template("atan(#)"),
    Template("tanh(2*#)"),
    Template("# + sin(#)/2"),
    Template("# + sin(#)"),
    Template("log(1 + exp(#))"),
    Template("sigmoid(#)"),
    Template("#/(1 + Abs(#))"),
    Template("#/sqrt(1 + #**2)"),
    Template("2*#/sqrt(1 + 3*#**2)", -F1, F1, "[", "]"),
    Template("log(1 + #)", -F1, None),
    Template("cbrt(#**3 + 1)"),
    Template("asinh(2*#)"),
    Template("# + #*Abs(#)"),
    Template("# + 1 + #*Abs(#)/4"),
    Template("Piecewise((#, # < 0), (# + 1, True))"),
    Template("Piecewise((#, # <= 0), (# + #**2, True))"),
    Template("sqrt(#)", F0, None, "["),
]
LATTICE = st.tuples(
    rationals("-4", "4", 3).filter(bool),
    rationals("-3", "3", 3),
)


@law(50)
@given(st.sampled_from(SIMPLE), LATTICE)
def test_affine_conjugation_keeps_the_basic_profile(template: Template, h: Lattice) -> None:
    assert signs(profile(*template.conjugated(*h)), BASIC) == signs(profile(*template.plain), BASIC)


@law(40)
@given(st.sampled_from(HARDER), LATTICE)
def test_affine_conjugation_never_turns_a_sign(template: Template, h: Lattice) -> None:
    assert not clash(signs(profile(*template.conjugated(*h)), BASIC), signs(profile(*template.plain), BASIC))


@law(40)
@given(st.sampled_from(SIMPLE + HARDER), LATTICE)
def test_a_read_out_does_not_see_an_affine_map_behind(template: Template, h: Lattice) -> None:
    """a f + b and f have the same cells in every architecture with a read-out."""
    text, domain = template.plain
    behind = profile(f"{number(h[0])}*({text}) + {number(h[1])}", domain)
    cells = tuple(cell for cell in behind.verdicts if cell.architecture != "basic")
    assert not clash(signs(behind, cells), signs(profile(text, domain), cells))


INVERSES = [
    ("exp(x) - 1", "R", "log(1 + x)", "(-1, oo)"),
    ("exp(x) - 1", "[0, 1]", "log(1 + x)", "[0, E - 1]"),
    ("exp(x)/3", "R", "log(3*x)", "(0, oo)"),
    ("x**3", "R", "cbrt(x)", "R"),
    ("x**3 + 1", "R", "cbrt(x - 1)", "R"),
    ("x**2", "[0, oo)", "sqrt(x)", "[0, oo)"),
    ("x**2", "(0, 1)", "sqrt(x)", "(0, 1)"),
    ("sinh(x)", "R", "asinh(x)", "R"),
    ("sinh(x)/2", "R", "asinh(2*x)", "R"),
    ("tanh(x)", "R", "atanh(x)", "(-1, 1)"),
    ("tanh(2*x)", "R", "atanh(x)/2", "(-1, 1)"),
    ("tan(x)", "(-pi/2, pi/2)", "atan(x)", "R"),
    ("tan(x)/2", "(-pi/2, pi/2)", "atan(2*x)", "R"),
    ("sin(x)", "[-pi/2, pi/2]", "asin(x)", "[-1, 1]"),
    ("cosh(x)", "[0, oo)", "acosh(x)", "[1, oo)"),
    ("Max(x, 2*x)", "R", "Min(x, x/2)", "R"),
    ("x/sqrt(1 + x**2)", "R", "x/sqrt(1 - x**2)", "(-1, 1)"),
    ("x/(1 + Abs(x))", "R", "x/(1 - Abs(x))", "(-1, 1)"),
    ("log(1 + exp(x))", "R", "log(exp(x) - 1)", "(0, oo)"),
    ("elu(x)", "R", "Piecewise((x, x > 0), (log(1 + x), True))", "(-1, oo)"),
    ("sigmoid(x)", "R", "log(x/(1 - x))", "(0, 1)"),
    ("x + x**2", "(-1/2, oo)", "(sqrt(1 + 4*x) - 1)/2", "(-1/4, oo)"),
    ("x - 1/x", "(0, oo)", "(x + sqrt(x**2 + 4))/2", "R"),
]


@pytest.mark.parametrize(("text", "domain", "inverse", "image"), INVERSES, ids=lambda text: text.replace(" ", ""))
def test_a_map_and_its_inverse_have_one_basic_profile(text: str, domain: str, inverse: str, image: str) -> None:
    """Autonomous cells: the field -V. Time-dependent ones: the field run backwards."""
    there, back = signs(profile(text, domain), BASIC), signs(profile(inverse, image), BASIC)
    assert not clash(there, back)
    assert "?" not in there or "?" not in back


@law(25)
@given(rationals("1/5", "5"), rationals("-3", "3"))
def test_affine_maps_and_their_inverses_are_fully_embeddable(slope: Fraction, shift: Fraction) -> None:
    for text in (
        f"{number(slope)}*x + {number(shift)}",
        f"(x - {number(shift)})/{number(slope)}",
    ):
        assert signs(profile(text), BASIC) == "+" * 12


@law(25)
@given(rationals("-3", "3", 3), rationals("-3", "3", 3), rationals("1/5", "5", 5))
def test_moebius_maps_and_their_inverses_are_fully_embeddable(p: Fraction, q: Fraction, s: Fraction) -> None:
    """(f - p)/(f - q) = s (x - p)/(x - q) on [p, q], whose inverse has 1/s for s."""
    assume(p < q and s != 1)
    for factor in (s, 1 / s):
        assert signs(profile(moebius(p, q, factor), f"[{p}, {q}]"), BASIC) == "+" * 12


def moebius(p: Fraction, q: Fraction, s: Fraction) -> str:
    return (
        f"({number(p)}*(x - {number(q)}) - {number(q * s)}*(x - {number(p)}))"
        f"/((x - {number(q)}) - {number(s)}*(x - {number(p)}))"
    )


def _open(text: str) -> str:
    """The same text as a template (the functions of these maps have no x in their names but exp)."""
    return text.replace("exp", "E#P").replace("x", "#").replace("E#P", "exp")


POSITIVE = rationals("1/4", "4", 4).filter(lambda value: value != 1)


@st.composite
def flows(draw: st.DrawFn) -> Template:
    """Time-one maps of explicit analytic fields, on an interval around some fixed points or beside them."""
    kind = draw(st.sampled_from(["affine", "moebius", "pitchfork", "power", "sine", "decay", "logarithmic"]))
    c, r = draw(POSITIVE), draw(POSITIVE)
    if kind == "affine":  # V = a + b x
        return Template(f"{number(c)}*# + {number(draw(rationals('-2', '2', 3)))}")
    if kind == "moebius":  # V = a (x - p)(x - q)
        p = draw(rationals("-2", "1", 2))
        q = p + draw(rationals("1/2", "3", 2))
        return Template(_open(moebius(p, q, c)), p, q, *draw(st.sampled_from(["[]", "[)", "(]", "()"])))
    if kind == "pitchfork":  # V = log(c) x (1 - x^2/r^2)
        return Template(
            f"{number(c)}*#/sqrt(1 + {number((c * c - 1) / (r * r))}*#**2)", -r, r, *draw(st.sampled_from(["[]", "()"]))
        )
    if kind == "power":  # V = -c x^(n+1)/n
        n = draw(st.integers(1, 4))
        return Template(f"#/(1 + {number(c)}*#**{n})**(1/{n})", F0, None, draw(st.sampled_from("[(")))
    if kind == "sine":  # V = log(c) sin x
        hi = draw(rationals("1/2", "3", 2))
        return Template(f"2*atan({number(c)}*tan(#/2))", -hi, hi, *draw(st.sampled_from(["[]", "()"])))
    if kind == "decay":  # V = c exp(-x)
        return Template(f"log(exp(#) + {number(c)})")
    return Template(f"#**{number(c)}", F0, None)  # V = log(c) x log x


@law(60)
@given(flows(), st.one_of(st.none(), LATTICE))
def test_time_one_maps_of_known_fields_are_never_refuted(
    template: Template, h: tuple[Fraction, Fraction] | None
) -> None:
    text, domain = template.plain if h is None else template.conjugated(*h)
    assert "-" not in signs(profile(text, domain), BASIC)


@law(25)
@given(flows())
def test_their_conjugates_by_the_exponential_are_never_refuted(template: Template) -> None:
    """log(f(exp(x))) wherever f maps positive numbers to positive ones."""
    assume(template.lo is not None and template.lo >= 0)
    low = "-oo" if template.lo == 0 else f"log({template.lo})"
    left = "(" if template.lo == 0 else template.left
    right, high = (")", "oo") if template.hi is None else (template.right, f"log({template.hi})")
    text = f"log({template.text.replace('#', 'exp(x)')})"
    assert "-" not in signs(profile(text, f"{left}{low}, {high}{right}"), BASIC)


@law(25)
@given(rationals("-2", "2", 3), rationals("-2", "2", 3), rationals("1/3", "3", 3), rationals("0", "2", 2))
def test_a_planted_zero_of_the_derivative_is_refuted(a: Fraction, b: Fraction, k: Fraction, m: Fraction) -> None:
    """f = b + k (x - a)^3 + m (x - a)^5 is critical at a, which is fixed when b = a."""
    z = f"(x - {number(a)})"
    found = profile(f"{number(b)} + {number(k)}*{z}**3 + {number(m)}*{z}**5")
    assert refuted(found, "basic", "Lip")
    assert refuted(found, "basic", "Lip", autonomous=False)
    assert refuted(found, "linear-layer", "Lip", autonomous=False)
    assert refuted(found, "basic", "C0") == (a != b)
    assert found.verdict("basic", "flow").status == "embeddable"
    assert found.verdict("basic", "C0", autonomous=False).status == "embeddable"
    assert found.verdict("linear-layer", "C0").status == "embeddable"


@law(25)
@given(
    rationals("-2", "2", 3),
    rationals("-2", "2", 3).filter(bool),
    rationals("-5/6", "5/6").filter(bool),
    st.sampled_from(["", " + (x - {a})**3", " + exp(x) - exp({a})"]),
)
def test_a_planted_kink_off_the_fixed_points_is_refuted(a: Fraction, d: Fraction, k: Fraction, more: str) -> None:
    """f(a) = a + d is not a, and f' jumps by 2k at a."""
    found = profile(f"x + {number(d)} + {number(k)}*Abs(x - {number(a)})" + more.format(a=number(a)))
    assert refuted(found, "basic", "C0")
    assert found.verdict("basic", "flow").status == "embeddable"
    assert found.verdict("basic", "Lip", autonomous=False).status == "embeddable"
    for architecture in found.architectures:
        assert refuted(found, architecture, "C1", autonomous=False)


@law(25)
@given(rationals("-2", "2", 3), rationals("1/3", "3", 3), rationals("-9/10", "9/10", 10).filter(bool))
def test_a_second_fixed_point_of_a_polynomial_is_refuted(a: Fraction, length: Fraction, k: Fraction) -> None:
    """x + eps (x - a)(x - b) on [a, b] with |eps| (b - a) = |k| < 1: Lipschitz, never C^1; beside b analytic."""
    b = a + length
    text = f"x + {number(k / length)}*(x - {number(a)})*(x - {number(b)})"
    found = profile(text, f"[{a}, {b}]")
    assert refuted(found, "basic", "C1")
    assert found.verdict("basic", "Lip").status == "embeddable"
    assert found.verdict("basic", "Comega", autonomous=False).status == "embeddable"
    assert found.verdict("linear-layer", "Comega").status == "embeddable"
    assert profile(text, f"[{a}, {b})").verdict("basic", "Comega").status == "embeddable"


@law(20)
@given(rationals("-9/10", "9/10", 10).filter(bool), st.integers(1, 4), rationals("-2", "2", 3))
def test_a_sine_between_its_fixed_points_is_refuted(k: Fraction, w: int, b: Fraction) -> None:
    """x + (k/w) sin(w (x - b)) fixes b and b + pi/w, and has f' >= 1 - |k| > 0."""
    found = profile(f"x + {number(k / w)}*sin({w}*(x - {number(b)}))")
    assert refuted(found, "basic", "C1")
    assert found.verdict("basic", "Lip").status == "embeddable"
    assert found.verdict("linear-layer", "Comega").status == "embeddable"


@law(25)
@given(
    st.sampled_from(["x", "2*x + 1", "exp(x)", "atan(x)", "x**3", "-x", "sin(x)"]),
    rationals("-2", "2", 3),
    rationals("-2", "2", 3).filter(bool),
    st.sampled_from(["<", "<="]),
)
def test_a_planted_jump_refutes_every_cell(text: str, a: Fraction, jump: Fraction, relation: str) -> None:
    found = profile(f"Piecewise(({text}, x {relation} {number(a)}), ({text} + {number(jump)}, True))")
    assert set(signs(found)) == {"-"}


TIMED = [
    ("x + sin(x)/2", "R"),
    ("x*E/sqrt(1 + (E**2 - 1)*x**2)", "[-1, 1]"),
    ("cbrt(x**3 + 1)", "R"),
    ("gelu(x)", "R"),
    ("tanh(2*x)", "R"),
]


@pytest.mark.parametrize(("text", "domain"), TIMED)
def test_more_time_never_changes_a_verdict(text: str, domain: str) -> None:
    """What is decided early stays decided the same way."""
    subject = Map(text, domain=domain)
    answers = [signs(check(subject, timeout=seconds)) for seconds in (0.01, 0.1, 1.0, 30.0, None)]
    for early, late in itertools.pairwise(answers):
        assert not clash(early, late)
    assert all(a == b or a == "?" for a, b in zip(answers[2], answers[-1], strict=True))


@law(60)
@given(
    st.sampled_from(SIMPLE + HARDER),
    rationals("0", "1", 5),
    rationals("0", "1", 5),
    st.sampled_from(["[]", "[)", "(]", "()"]),
)
def test_a_smaller_domain_never_loses_an_embedding(template: Template, s: Fraction, t: Fraction, kind: str) -> None:
    lo = Fraction(-2) if template.lo is None else template.lo
    hi = (lo if template.lo is not None else F0) + 2 if template.hi is None else template.hi
    low, high = lo + (hi - lo) * min(s, t), lo + (hi - lo) * max(s, t)
    assume(low < high)
    left = "(" if low == template.lo and template.left == "(" else kind[0]
    right = ")" if high == template.hi and template.right == ")" else kind[1]
    text, domain = template.plain
    large = signs(profile(text, domain))
    small = signs(profile(text, f"{left}{low}, {high}{right}"))
    assert not any(a == "+" and b == "-" for a, b in zip(large, small, strict=True))
