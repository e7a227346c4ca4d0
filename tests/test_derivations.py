"""Derivations: every step has its reason, and every way of showing them is safe and complete."""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import mpmath
import pytest
from typer.testing import CliRunner

from embedcheck import Cell, Map, Profile, UnknownCellError, check, markup
from embedcheck import certificate as c
from embedcheck.cells import Status
from embedcheck.cli import app
from embedcheck.derivations import evidence, numbers
from embedcheck.derivations.build import choose
from embedcheck.derivations.ideas import IDEAS
from embedcheck.derivations.model import Derivation, Step
from embedcheck.judges.euclidean import EuclideanChecker
from embedcheck.judges.interval import IntervalChecker
from embedcheck.theory import THEOREMS

MAPS = {
    "parabolic": ("exp(x) - 1", "R"),
    "two ends": ("x + x*(1 - x)/10", "[0, 1]"),
    "closed form": ("2*x/(1 + x)", "[0, 1]"),
    "no fixed point": ("exp(x)", "R"),
    "kink": ("x + 1 + |x|/2", "R"),
    "falling": ("-x", "R"),
    "not monotone": ("x**2", "R"),
    "flat": ("x**3", "R"),
    "superattracting": ("x**2", "[0, oo)"),
    "identity": ("x", "R"),
    "family": ("x + sin(x)/2", "R"),
    "reflection": ("(x + 1, -y)", "R^2"),
    "read-out": ("x**2 + y**2", "R^2"),
    "curve": ("(cos(x), sin(x))", "R"),
}


@pytest.fixture(scope="module")
def profiles() -> dict[str, Profile]:
    return {name: check(Map(text, domain=domain)) for name, (text, domain) in MAPS.items()}


@pytest.mark.parametrize("name", MAPS)
def test_every_step_has_a_reason_and_evidence(profiles: dict[str, Profile], name: str) -> None:
    profile = profiles[name]
    seen: set[Status] = set()
    for verdict in profile.verdicts.values():
        if verdict.status in seen:
            continue
        seen.add(verdict.status)
        found = profile.derivation(verdict.cell)
        assert (found.cell, found.status) == (verdict.cell, verdict.status)
        for step in found.steps:
            assert step.claim and step.source and (step.why or step.guarantee == "definition")
            if step.guarantee in ("exact", "rigorous"):
                assert step.facts or step.source == "symbolic differentiation" or step.part == "The field and its flow"
        if verdict.rule is not None:
            assert len(found.steps) >= 8
            assert any(step.source.startswith(verdict.rule) for step in found.steps)
            told = {fact.evidence for step in found.steps for fact in step.facts}
            assert {fact.evidence for fact in verdict.evidence} <= told
            assert "was checked just now" in found.steps[-1].claim


def own_maps(every: int) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for name in ("interval_maps", "euclidean_maps"):
        rows += json.loads((Path(__file__).parent / "data" / f"{name}.json").read_text(encoding="utf-8"))[::every]
    return rows


@pytest.mark.parametrize("row", own_maps(8), ids=lambda row: f"{row['map']} on {row['domain']}")
def test_maps_of_all_kinds_are_explained_in_full(row: dict[str, str]) -> None:
    profile = check(Map(row["map"], domain=row["domain"]))
    for cell in {
        choose(profile),
        choose(profile, profile.architectures[0]),
        choose(profile, profile.architectures[-1]),
    }:
        found = profile.derivation(cell)
        assert not any("was not worked out" in step.claim for step in found.steps)
        for step in found.steps:
            assert step.source and (step.why or step.guarantee == "definition")
            if step.guarantee in ("exact", "rigorous"):
                assert step.facts or step.source == "symbolic differentiation" or step.part == "The field and its flow"
        if found.status in ("embeddable", "not_embeddable"):
            assert len(found.steps) >= 12
        assert found.to_text() and ElementTree.fromstring(found.to_html()) is not None


def test_the_default_cell_is_the_most_telling_one(profiles: dict[str, Profile]) -> None:
    assert profiles["parabolic"].derivation().cell == Cell("basic", True, "Cinf")
    assert profiles["falling"].derivation().cell == Cell("linear-layer", True, "Comega")
    assert choose(profiles["falling"], "basic") == Cell("basic", True, "flow")
    assert choose(profiles["parabolic"], regularity="Comega") == Cell("linear-layer", True, "Comega")


def test_cells_are_named_in_several_ways(profiles: dict[str, Profile]) -> None:
    profile = profiles["parabolic"]
    cell = Cell("basic", False, "C1")
    ways: list[Any] = [cell, "basic non-autonomous C1", "basic time-dependent C1", ("basic", "C1", False)]
    for way in ways:
        assert profile.derivation(way).cell == cell
    for wrong in ("basic", "basic C9", "deep C1", ("basic",), Cell("augmented-7", True, "C1"), "a b c"):
        with pytest.raises(UnknownCellError):
            profile.derivation(wrong)


def test_hypotheses_point_to_the_steps_that_prove_them(profiles: dict[str, Profile]) -> None:
    found = profiles["two ends"].derivation("basic C1")
    assert found.status == "not_embeddable"
    for step in found.steps:
        for number in re.findall(r"\d+", step.why) if step.claim.startswith("Its hypothesis") else ():
            shared = {f.evidence for f in step.facts} & {f.evidence for f in found.steps[int(number) - 1].facts}
            assert shared


def test_values_of_the_field_are_those_of_the_closed_form(profiles: dict[str, Profile]) -> None:
    found = profiles["closed form"].derivation()
    assert any("V(x) = " in step.formula for step in found.steps)
    step = next(step for step in found.steps if step.claim.startswith("At x = 1/2"))
    numbers = re.findall(r"0\.\d+", step.claim)
    assert numbers[0] == mpmath.nstr(mpmath.log(2) / 4, 15)  # V = log(2) x (1 - x)
    assert numbers[1] == mpmath.nstr(1 / (1 + 1 / mpmath.sqrt(2)), 15)  # x/(1 - x) is multiplied by sqrt(2)


def test_what_is_said_of_decreasing_and_of_constant_parts_is_true() -> None:
    falling = check(Map("exp(-x)")).derivation().to_text()
    assert "-0.567143290409784" in falling and "log f'(p)" not in falling  # a negative multiplier has no logarithm
    flat = check("relu(x)").derivation("basic flow").to_text()
    assert "the map is not strictly monotone" in flat  # it never falls


def test_a_distance_that_no_network_has_is_not_called_the_best(profiles: dict[str, Profile]) -> None:
    # An increasing g with |g - x^2| <= 1/2 on [-1, 1] has g(-1) >= 1/2 >= g(0): there is none.
    profile = check(Map("x**2", domain="[-1, 1]"))
    assert "as close to the map as the error 1/2, and no closer" in " ".join(
        profile.derivation("basic C0").to_text().split()
    )
    assert "at an infinite distance" in profiles["falling"].derivation("basic C0").to_text()


def test_functions_whose_derivatives_are_not_in_the_language_are_explained() -> None:
    found = check(Map("gamma(x)", domain="[2, 5)")).derivation("basic C1").to_text()
    assert "f'(x) = gamma(x)*polygamma(0, x)" in found and "was not worked out" not in found
    assert "gamma(x)*polygamma(0, x)" in check(Map("(y, gamma(x))", domain="[2, 5) x R")).derivation().to_text()


def test_the_cause_of_a_refused_linear_map_is_named() -> None:
    for text, cause in {
        "(y, x)": "The dimension of ker(A + 1) is odd.",
        "(-x/2, 2*y)": "The stable part of A turns the orientation.",
        "(x/2, -2*y)": "The unstable part of A turns the orientation.",
    }.items():
        assert check(text).verdict("basic", "flow").reason.startswith(cause)
    saddle = check("(1 - 7*x**2/5 + y, -3*x/10)").derivation("basic C1").to_text()
    assert "-7/10 - sqrt(19)/10" in saddle  # the roots of z^2 + 7 z/5 + 3/10


def test_series_and_multipliers_are_exact(profiles: dict[str, Profile]) -> None:
    text = profiles["parabolic"].derivation().to_text()
    assert "the multiplier is f'(p) = 1." in text and "x**2/2 - x**3/12 + ..." in text
    text = profiles["two ends"].derivation("basic Lip").to_text()
    assert "f'(p) = 11/10" in text and "f'(p) = 9/10" in text and "and there are no others" in " ".join(text.split())


CERTIFICATES = sorted((Path(__file__).parent / "certificates" / "valid").glob("*.json"))
KINDS: tuple[type[Any], ...] = typing.get_args(c.Evidence)


def known_facts() -> Iterator[tuple[Map, Any]]:
    """The facts of all valid certificates of the corpus, with the maps that they are about."""
    for path in CERTIFICATES:
        found = c.read(path)
        data = found.map
        subject = Map(list(data.expr), domain=data.domain, vars=list(data.vars))
        yield from ((subject, fact) for fact in found.facts)


def test_each_kind_of_fact_has_words_of_its_own() -> None:
    assert set(evidence.TELLERS) == set(KINDS)
    told: dict[type[Any], set[str]] = {}
    for subject, fact in known_facts():
        found = evidence.explain(fact, subject)
        assert len(found.why) > 40 and found.why.endswith((".", ")"))
        assert bool(found.latex) <= bool(found.formula)
        for words in (found.claim, found.why):
            assert words.count("$") % 2 == 0 and words.count("`") % 2 == 0
            assert not re.search(r"[\\$`]|  ", markup.plain(words)), markup.plain(words)
            assert "<code>\\" not in markup.html_words(words)
        assert not found.latex or "<math" in markup.mathml(found.latex)
        told.setdefault(type(fact), set()).add(found.why)
    assert set(told) == set(KINDS)
    # No two kinds share their words.
    every = [why for reasons in told.values() for why in reasons]
    assert len(every) == len(set(every))


def test_words_quote_the_numbers_of_the_evidence() -> None:
    circle = Map("(cos(x), sin(x))")
    why = evidence.explain(c.Collision(first=("pi",), second=("-pi",)), circle).why
    assert "`pi`" in why and "`-pi`" in why and "`(-1, 0)`" in why
    linear = c.LinearMap(matrix=(("-2", "1"), ("0", "-2")), shift=("0", "0"))
    why = evidence.explain(linear, Map("(-2*x + y, -2*y)")).why
    assert "`-2` (Jordan blocks of size 2)" in why and "no real logarithm" in why
    turn = c.LinearMap(matrix=(("0", "-1"), ("1", "0")), shift=("0", "0"))
    why = evidence.explain(turn, Map("(-y, x)")).why
    assert "`i` and `-i`" in why and "has a real logarithm" in why
    ball = c.Enclosure(middle="1*2^0", radius="0*2^0"), c.Enclosure(middle="1*2^-2", radius="0*2^0")
    why = evidence.explain(c.Order(first="-1", second="1/2", values=ball), Map("x**2")).why
    assert "$f(p)$ = 1 and $f(q)$ = 1/4" in why


@pytest.mark.parametrize("value", ["1/3", "-2/7", "10000000000/3", "1/30000000000", "0", "5"])
def test_rounded_numbers_are_on_the_right_side(value: str) -> None:
    exact = Fraction(value)
    low, high = (Fraction(Decimal(numbers.rounded(exact, way))) for way in (ROUND_FLOOR, ROUND_CEILING))
    assert low <= exact <= high and high - low <= abs(exact) * Fraction(1, 10**6)
    assert numbers.rational(value) == value if len(value) <= 16 else "..." in numbers.rational(value)


def test_break_points_are_told_by_both_sides() -> None:
    text = " ".join(check("Max(x, 2*x)").derivation("basic Lip").to_text().split())
    assert "of class C^1 at x = 0, where f' tends to 1 from the left and to 2 from the right" in text
    assert "The fixed point p = 0 is a break point" in text and "multiplier is f'(p)" not in text
    assert "all points of (-oo, 0]" in text


def test_a_flow_behind_a_read_out_is_not_taken_for_the_map() -> None:
    for subject in (Map("3"), Map("-2*x - x**3"), Map("sin(x)")):
        assert "it is at f(x)" not in check(subject).derivation().to_text()
    assert "it is at f(x)" in check("2*x").derivation().to_text()


def test_an_undecided_cell_names_what_would_decide_it() -> None:
    profile = check("(1 - 7*x**2/5 + y, 3*x/10)")
    found = profile.derivation("linear-layer flow")
    assert found.status == "undecided"
    parts = [step for step in found.steps if step.part == "What is missing"]
    assert any(step.claim.startswith("`RIDGE` would prove that the cell is embeddable") for step in parts)
    assert any("COMPACT-LIFT` asks for a compact box" in step.why for step in parts)
    assert not any(step.claim.startswith("`COMPACT-LIFT`") for step in parts)


def test_each_theorem_that_decides_has_a_reason_in_short() -> None:
    deciding = set(IntervalChecker.rules) | set(EuclideanChecker.rules)
    assert deciding == set(IDEAS)
    for words in IDEAS.values():
        assert words.count("$") % 2 == 0 and words.endswith(".") and not re.search(r"[\\$]", markup.plain(words))


def test_an_undecided_cell_claims_nothing() -> None:
    profile = check(Map("x + exp(-x**2)*sin(1/(1 + x**2))/3"))
    undecided = [v for v in profile.verdicts.values() if v.status == "undecided"]
    profile = profile if undecided else check(Map("(x + sin(y)/9, y + sin(x)/9 + x**3)", domain="[-1, 1]^2"))
    verdict = next(v for v in profile.verdicts.values() if v.status == "undecided")
    found = profile.derivation(verdict.cell)
    assert any(step.part == "What is missing" for step in found.steps)
    assert all(step.guarantee == "open" for step in found.steps if step.part == "What is missing")
    assert "nothing is claimed" in found.to_text()


@pytest.mark.parametrize("name", ["parabolic", "curve", "kink"])
def test_every_format_shows_every_claim(profiles: dict[str, Profile], name: str) -> None:
    found = profiles[name].derivation()
    page = found.to_html()
    tree = ElementTree.fromstring(page)
    assert len(tree.findall(".//li")) == len(found.steps)
    assert tree.findall(".//{http://www.w3.org/1998/Math/MathML}math")
    assert "$" not in page and "<code>\\" not in page
    assert found.to_text().count("\n  ") >= len(found.steps)
    assert not re.search(r"\\[a-zA-Z]|\$", found.to_text())
    assert max(map(len, found.to_text().splitlines()[1:])) <= 120
    assert found.to_markdown().count("**") >= 2 * len(found.steps)
    document = found.to_latex()
    assert document.count(r"\item") == len(found.steps)
    assert document.count(r"\begin{") == document.count(r"\end{")
    assert document.count("{") == document.count("}")
    assert json.loads(json.dumps(found.to_dict()))["steps"][0]["facts"]
    assert found._repr_html_() == page and found._repr_latex_() in document


def test_words_from_elsewhere_are_shown_as_they_are() -> None:
    hostile = "<script>alert(1)</script> $x$ \\input{/etc/passwd} `code` **bold** [a](b) & %"
    step = Step("The map", markup.quoted(hostile), markup.quoted(hostile), "open", markup.quoted(hostile))
    found = Derivation(hostile, Cell("basic", True, "C1"), Status.UNDECIDED, (step,))
    page = found.to_html()
    assert "<script" not in page and page.count("&lt;script&gt;") == 4
    assert "\\input{" not in found.to_latex().replace("\\textbackslash{}input\\{", "")
    assert "\n" not in found.to_latex().split("\\noindent")[1].split("\n")[0]
    assert "**bold**" not in found.to_markdown().split("### ")[1]


def test_formulas_never_carry_foreign_elements() -> None:
    for formula in (r"\text{<script>alert(1)</script>}", r"\text{<mi onclick='a'>b</mi>}", r"\frac{", r"\href{u}{v}"):
        shown = markup.mathml(formula)
        assert "<script" not in shown and "onclick='" not in shown and "<a" not in shown
    assert markup.mathml("a < b").count("<mi>") == 2
    assert "&#x0221E;" in markup.mathml(r"C^\infty") and "mspace" in markup.mathml(r"\log f'(p)")
    assert "msup" not in markup.mathml("f'(x)") and "msup" in markup.mathml("x^2")


def test_formulas_of_all_theorems_can_be_read_in_a_terminal() -> None:
    for entry in THEOREMS.values():
        for words in (entry.statement, entry.conclusion, *(hypothesis.text for hypothesis in entry.hypotheses)):
            assert not re.search(r"[\\$]", markup.plain(words).replace("\\{", "")), words
            assert "<code>\\" not in markup.html_words(words), words


def test_latex_text_needs_no_other_fonts() -> None:
    assert markup.latex_text("f' ≠ 0, \u00e9 \u4e2d _x^2") == (
        r"f' \ensuremath{\neq} 0, \u00e9 [U+4E2D] \_x\textasciicircum{}2".replace(r"\u00e9", "\u00e9")
    )


def test_plain_formulas() -> None:
    assert markup.plain_math(r"x^{2} \le \pi") == "x^2 ≤ π"
    assert markup.plain_math(r"\dim\ker(A + I)") == "dim ker(A + I)"
    assert markup.plain_math(r"\frac{V(f(x))}{2}") == "(V(f(x)))/2"
    assert markup.plain(r"in $\mathbb{R}^n$ by `basic`") == "in R^n by basic"


class TestCommand:
    def run(self, *arguments: str) -> Any:
        return CliRunner().invoke(app, ["explain", *arguments])

    def test_it_prints_the_steps(self) -> None:
        result = self.run("exp(x) - 1")
        assert result.exit_code == 0
        assert "basic autonomous Cinf: embeddable" in result.stdout and "1D-ONEFIX" in result.stdout

    def test_it_selects_a_cell(self) -> None:
        result = self.run("exp(x) - 1", "--architecture", "basic", "--class", "Comega")
        assert "basic autonomous Comega: not embeddable" in result.stdout
        result = self.run("x**3", "--class", "C1", "--architecture", "basic", "--time-dependent")
        assert "basic non-autonomous C1: not embeddable" in result.stdout

    def test_it_writes_files(self, tmp_path: Any) -> None:
        for form in ("markdown", "latex", "html", "text"):
            result = self.run("2*x", "--format", form, "-o", str(tmp_path / form))
            assert result.exit_code == 0 and not result.stdout
            assert (tmp_path / form).read_text(encoding="utf-8").endswith("\n")

    @pytest.mark.parametrize(
        "arguments",
        [("x", "--class", "C9"), ("x", "--architecture", "deep"), ("x", "--format", "pdf"), ("x", "-o", "/no/such/x")],
    )
    def test_bad_input_is_one_line(self, arguments: tuple[str, ...]) -> None:
        result = self.run(*arguments)
        assert result.exit_code == 2
        assert result.stderr.startswith("embedcheck: ") and result.stderr.count("\n") == 1
