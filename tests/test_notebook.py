"""What answers show of themselves in a notebook: formulas, nothing unescaped, no digit that is not proven."""

from __future__ import annotations

import html.parser
from typing import Any

import mpmath
import pytest
import sympy as sp

from embedcheck import (
    CATALOG,
    THEOREMS,
    Ball,
    Cell,
    Certificate,
    Floor,
    Map,
    PrecisionError,
    Profile,
    Proven,
    ProvenCell,
    Verdict,
    abel,
    boettcher,
    check,
    critical_points,
    fixed_points,
    iterative_root,
    julia,
    koenigs,
    periodic_points,
    realize,
    theorem,
    verify_certificate,
)
from embedcheck.analysis.cycle_points import PeriodicPoint, PeriodicPoints
from embedcheck.analysis.fixed_points import CriticalPoints, FixedPoint, FixedPoints
from embedcheck.catalog import Catalog, Entry
from embedcheck.cells import Status
from embedcheck.certificate import SCHEMA, MapData
from embedcheck.equations.values import to_arb
from embedcheck.maps import Domain, Interval
from embedcheck.notebook import COLOURS, element, line, table
from embedcheck.theory import Hypothesis, Standing, Theorem

ATTACK = "<script>alert('\"1 < 2\"')</script> & </div>"
EXP = "exp(x) - 1"
BASIC = Cell("basic", True, "C1")


class Checker(html.parser.HTMLParser):
    """Collects tags and text, and insists that tags are balanced."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.shown = ""
        self.feed(markup)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.shown += data


def shown(value: Any) -> Checker:
    markup = value._repr_html_()
    assert markup.startswith('<div class="embedcheck">') and "http://" not in markup.replace(
        "http://www.w3.org/1998/Math/MathML", ""
    )
    return Checker(markup)


def flow(text: str, regularity: str = "C1") -> Any:
    return check(text).verdict("basic", regularity).flow


FORMULAS: dict[str, tuple[Any, list[str]]] = {
    "map": (lambda: Map(EXP), [r"x \mapsto e^{x} - 1, \quad x \in \mathbb{R}"]),
    "plane map": (lambda: Map("(x + 1, -y)"), [r"\left(x, y\right) \mapsto \left[\begin{matrix}x + 1"]),
    "interval": (lambda: Domain.parse("[0, pi/2)").interval, [r"\left[0, \frac{\pi}{2}\right)"]),
    "domain": (lambda: Domain.parse("[0, 1]xR"), [r"\left[0, 1\right] \times \mathbb{R}"]),
    "floor": (lambda: Floor("1/2", False, "FLOOR-1D"), [r"\|_{\infty} \ge \frac{1}{2}"]),
    "exact floor": (lambda: Floor("oo", True), [r"\|_{\infty} = \infty"]),
    "koenigs": (
        lambda: koenigs("x/2 + x**2", at=0),
        [r"\sigma(f(x)) = s \, \sigma(x)", r"\sigma(x) = x + 4 x^{2} + \frac{32 x^{3}}{3}"],
    ),
    "koenigs at 2": (lambda: koenigs("sqrt(2)**x", at=2), [r"\sigma(x) = \left(x - 2\right) - \frac{"]),
    "abel": (lambda: abel("sin(x)", at=0), [r"\alpha(f(x)) = \alpha(x) + 1"]),
    "boettcher": (lambda: boettcher("x**2 + x**3", at=0), [r"\beta(x)^{2}", r"\beta(x) = x + \frac{x^{2}}{2}"]),
    "boettcher, odd": (lambda: boettcher("-x**3", at=0), [r"\beta(f(x)) = -\beta(x)^{3}", r"\beta(x) = x + O(x^{5})"]),
    "boettcher, even": (lambda: boettcher("-x**2", at=0), [r"\beta(f(x)) = \beta(x)^{2}", r"\beta(x) = - x + O"]),
    "julia": (lambda: julia(EXP), [r"V(x) = \frac{x^{2}}{2} - \frac{x^{3}}{12} + \frac{x^{4}}{48} + O(x^{5})"]),
    "root": (lambda: iterative_root(EXP, 3), [r"g^{\circ 3} = f, \quad f(x) = e^{x} - 1"]),
    "closed flow": (
        lambda: flow("2*x", "Comega"),
        [r"h' = V(h), \quad h(0) = x, \quad V(x) = x \log{\left(2 \right)}"],
    ),
    "flow": (lambda: flow(EXP), [r"h' = V(h), \quad h(0) = x"]),
    "isotopy": (lambda: check(EXP).verdict("basic", "Comega", False).flow, [r"h' = V(t, h)"]),
    "augmented flow": (lambda: check(EXP).verdict("augmented-1", "Comega").flow, [r"y' = e^{x} - 1"]),
    "plane flow": (
        lambda: flow("(-y, x)"),
        [r"h(0) = \left(x, y\right), \quad \Lambda(h) = \left(h_{1}, h_{2}\right)"],
    ),
    "network": (
        lambda: realize("x**2", "augmented-1"),
        [r"\lambda(x) = \left(x, 0\right), \quad \left(x, y\right)' = \left(0, x^{2}\right), \quad \Lambda(x, y) = y"],
    ),
    "network without formula": (lambda: realize("exp(-x)", "linear-layer"), [r"h' = V(h), \quad \Lambda(h) = - h"]),
    "plane network": (lambda: realize("(x, y**2)", "augmented-1"), [r"\lambda(x, y) = \left(x, y, 0\right)"]),
    "ball": (lambda: Ball(mpmath.mpf(3), mpmath.mpf("1e-20")), [r"\pm", r"\cdot 10^{-20}"]),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_in_latex_and_html(name: str) -> None:
    make, parts = FORMULAS[name]
    value = make()
    latex = value._repr_latex_()
    assert latex.startswith("$") and latex.endswith("$")
    for part in parts:
        assert part in latex
    found = shown(value)
    assert "math" in found.tags and "\\" not in found.shown


class TestAnswers:
    def test_fixed_points(self) -> None:
        found = shown(fixed_points("x + sin(x)/2"))
        assert "pi" in found.shown and "attracting" in found.shown and "2*pi" in found.shown
        assert found.shown.endswith("There are no other fixed points.")
        assert "period" not in shown(fixed_points("x**3")).shown
        assert shown(fixed_points("x + 1")).shown == "There are no fixed points."
        assert "is fixed" in shown(fixed_points("Max(x, 0)")).shown
        assert str(fixed_points("x + 1")) == "No fixed points."
        assert str(fixed_points("2*x")) == "x = 0, multiplier 2, repelling"

    def test_what_may_be_missing(self) -> None:
        for found in (
            FixedPoints(False, [], [], ATTACK),
            CriticalPoints(False, [], [], [], ATTACK),
            PeriodicPoints(2, False, [], ATTACK),
        ):
            assert "There may be more" in shown(found).shown and ATTACK in shown(found).shown
            assert "There may be more" in str(found) and ATTACK in str(found)

    def test_cycles(self) -> None:
        cycles = periodic_points("(1 - 7*x**2/5 + y, 3*x/10)", 2)
        assert "(-0.4758000512, 0.2927400154) -> (0.9758000512, -0.1427400154)" in shown(cycles).shown
        assert str(cycles) == "(-0.4758000512, 0.2927400154) -> (0.9758000512, -0.1427400154): saddle"
        none = PeriodicPoints(2, True, [])
        assert shown(none).shown == "There are no cycles of period 2." == str(none).replace("No", "There are no")

    def test_critical_points(self) -> None:
        found = critical_points("x**3 - 3*x + |x|")
        assert "kink or pole of f'" in shown(found).shown and "sqrt(6)/3" in shown(found).shown
        assert str(found).splitlines()[-1] == "kink or pole of f' at x = 0"
        assert str(critical_points("cos(x)")) == (
            "f'(x) = 0 at x = 0, repeats with period 2*pi\nf'(x) = 0 at x = pi, repeats with period 2*pi"
        )
        assert str(critical_points("2*x")) == "No critical points."

    def test_certificate_and_what_it_proves(self) -> None:
        certificate = check(EXP).verdict("basic", "C1").certificate
        assert certificate is not None
        assert repr(certificate) == "<Certificate of 1 cells of f(x) = exp(x) - 1 on R, 4 facts>"
        assert "basic autonomous C1embeddable1D-ONEFIX" in shown(certificate).shown
        proven = verify_certificate(certificate)
        assert "basic autonomous C1embeddable1D-ONEFIX" in shown(proven).shown
        assert str(proven).splitlines() == [
            "f(x) = exp(x) - 1  on  R", "", "basic autonomous C1  embeddable      1D-ONEFIX",
        ]  # fmt: skip

    def test_profile_has_its_formula(self) -> None:
        found = shown(check(EXP))
        assert "math" in found.tags and "f(x) = exp(x) - 1  on  R" in found.shown

    def test_theorem(self) -> None:
        found = shown(theorem("1D-MATCH"))
        assert "1D-MATCH" in found.shown and "Kopell" in found.shown and "math" in found.tags
        assert repr(theorem("1D-MATCH")) == "<Theorem 1D-MATCH (classical)>"

    @pytest.mark.parametrize("name", THEOREMS)
    def test_every_theorem_reads_without_latex(self, name: str) -> None:
        assert "\\" not in shown(THEOREMS[name]).shown

    @pytest.mark.parametrize("name", CATALOG)
    def test_every_map_of_the_catalogue_is_a_formula(self, name: str) -> None:
        found = shown(CATALOG[name])
        assert "math" in found.tags and "\\" not in found.shown

    def test_catalogue(self) -> None:
        assert "Orientation preserving Henon map" in shown(CATALOG["henon"]).shown
        found = shown(CATALOG).shown
        assert all(name in found for name in CATALOG)

    def test_plain_representations(self) -> None:
        assert repr(Domain.parse("[0, 1]x[0, 2]")) == "Domain.parse('[0, 1] x [0, 2]')"
        assert repr(Interval(sp.S.Zero, sp.S.One, True, False)) == "<Interval [0, 1)>"
        assert str(Floor("1/2", False, "FLOOR-1D")) == ">= 1/2 by FLOOR-1D" and str(Floor("0", True)) == "= 0"
        assert repr(realize("2*x", "basic")) == ("<autonomous basic network of Map('2*x') by 1D-CLOSED, field Comega>")


class TestHostileText:
    """Texts that come from elsewhere are shown as texts."""

    @pytest.mark.parametrize(
        "value",
        [
            FixedPoints(True, [FixedPoint(ATTACK, True, ATTACK, ATTACK, 1, ATTACK)], [ATTACK]),
            CriticalPoints(True, [ATTACK], [ATTACK], [ATTACK]),
            PeriodicPoints(1, True, [PeriodicPoint([ATTACK], True, ATTACK, True)]),
            Certificate(schema=SCHEMA, map=MapData(expr=(ATTACK,), vars=("x",), domain=ATTACK), facts=(), cells=()),
            Proven((ATTACK,), (ATTACK,), ATTACK, (ProvenCell(Cell(ATTACK, True, "C1"), "embeddable", ATTACK),)),
            Catalog((Entry(ATTACK, ATTACK, ATTACK, ATTACK, (ATTACK,)),)),
            Theorem(ATTACK, 1, Standing.PROOF, ATTACK, (Hypothesis(ATTACK, ATTACK),), ATTACK, ATTACK, ATTACK),
            Verdict(Cell(ATTACK, True, "C1"), Status.UNDECIDED, None, ATTACK, missing=(ATTACK,)),
            Profile(Map("x"), {BASIC: Verdict(BASIC, Status.UNDECIDED, None, ATTACK)}, notes=(ATTACK,)),
        ],
        ids=lambda value: type(value).__name__,
    )  # fmt: skip
    def test_it_is_escaped(self, value: Any) -> None:
        found = shown(value)
        assert "script" not in found.tags and ATTACK in found.shown

    @pytest.mark.parametrize("name", ["alpha", "x_1", "beta_max", "Lambda"])
    def test_names_of_variables_are_formulas(self, name: str) -> None:
        assert "math" in shown(Map(f"{name} + 1")).tags

    def test_helpers_escape_what_is_not_markup(self) -> None:
        for text in (element(ATTACK), line(ATTACK), table((ATTACK,), [(ATTACK,)])):
            found = Checker(str(text))
            assert "script" not in found.tags and ATTACK in found.shown


class TestDigits:
    @pytest.mark.parametrize(
        ("middle", "radius", "text"),
        [
            ("3", "1", "[3.00 +/- 1.01]"),
            ("3", "0", "3.00000000000000"),
            ("0", "1", "[+/- 1.01]"),
            ("0", "0", "0"),
            ("3.25", "0.01", "[3.250 +/- 0.0101]"),
        ],
    )
    def test_a_ball_prints_a_ball_around_itself(self, middle: str, radius: str, text: str) -> None:
        assert str(Ball(mpmath.mpf(middle), mpmath.mpf(radius))) == text

    def test_what_is_rounded_off_is_in_the_radius(self) -> None:
        ball = koenigs("sqrt(2)**x", at=2).enclose(1, dps=40)
        parts = str(ball).strip("[]").split(" +/- ")
        with mpmath.workdps(60):
            middle, radius = (mpmath.mpf(part) for part in parts)
            assert abs(middle - ball.middle) + ball.radius <= radius < 20 * ball.radius
        assert "\\pm" in ball._repr_latex_()

    def test_a_ball_goes_in_with_all_its_digits(self) -> None:
        """A number with more digits than mpmath works with is not rounded on the way in."""
        with mpmath.workdps(60):
            third, power = mpmath.mpf(1) / 3, mpmath.mpf(2) ** 70 + 1
            exact = sp.Rational(int(third * 2**220), 2**220)
        ball, number = Ball(third, mpmath.mpf(0)), to_arb(exact, 260)
        assert to_arb(ball, 260) == number
        assert to_arb(Ball(2**70 + 1, 0), 200) == to_arb(Ball(power, 0.0), 200)
        sigma = koenigs("x/2 + x**2", at=0)
        with mpmath.workdps(60):
            assert abs(sigma.enclose(Ball(third, mpmath.mpf(0)), 40).middle - sigma(exact, 45)) < mpmath.mpf(10) ** -39

    def test_a_ball_has_only_the_digits_of_its_radius(self) -> None:
        sigma = koenigs("x/2 + x**2", at=0)
        with pytest.raises(PrecisionError, match="only 1 of 15 digits"):
            sigma(Ball(mpmath.mpf("0.125"), mpmath.mpf("0.001")))
        assert mpmath.nstr(sigma(Ball(mpmath.mpf("0.125"), mpmath.mpf("1e-30")), 15), 15) == "0.217744568962398"

    def test_an_enclosed_multiplier(self) -> None:
        found = shown(koenigs("exp(x)/4", at="0.3574")).shown
        assert "multiplier 0.357402956181389" in found
        with mpmath.workdps(40):
            assert mpmath.nstr(-mpmath.lambertw(mpmath.mpf(-1) / 4).real, 15) == "0.357402956181389"


@pytest.mark.parametrize("colour", COLOURS.values())
def test_colours_are_seen_on_white_and_on_black(colour: str) -> None:
    """The contrast of WCAG against the backgrounds of light and dark notebooks; bold text needs 3."""

    def luminance(code: str) -> float:
        parts = [int(code[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    own = luminance(colour)
    assert (luminance("#ffffff") + 0.05) / (own + 0.05) > 4
    assert (own + 0.05) / (luminance("#111111") + 0.05) > 4
