"""The answer objects and how they are shown."""

from __future__ import annotations

import html.parser
import io
import json
import re
from typing import Any

import pytest

from embedcheck import Cell, Map, Profile, Status, UnknownCellError, Verdict, __version__, theorem
from embedcheck.cells import REGULARITIES, cells
from embedcheck.certificate import AffineMap, Fact
from embedcheck.profile import Floor
from embedcheck.report import fixed_points_text, profile_html, profile_text, reasons, theorem_list, theorem_text

E, N, U, A = Status.EMBEDDABLE, Status.NOT_EMBEDDABLE, Status.UNDECIDED, Status.NOT_APPLICABLE
SIGNS = {"+": E, "-": N, "?": U, ".": A}
FACT = Fact(statement="f(x) = x", guarantee="exact", evidence=AffineMap(slope="1", intercept="0"))


def build(rows: dict[str, str], text: str = "exp(x) - 1", **fields: Any) -> Profile:
    """A profile from rows such as {"basic": "++++-?", "basic*": "......"}; what is not given is undecided."""
    f = Map(text)
    verdicts: dict[Cell, Verdict] = {}
    for cell in cells(f.outputs):
        row = rows.get(cell.architecture + ("" if cell.autonomous else "*"), "??????")
        status = SIGNS[row[REGULARITIES.index(cell.regularity)]]
        rule = {E: "1D-ONEFIX", N: "1D-CLASS-M"}.get(status)
        via = ("INC-AUTONOMOUS",) if rule and not cell.autonomous else ()
        missing = ("a proof that f' > 0",) if status is U else ()
        verdicts[cell] = Verdict(cell, status, rule, f"The reason for {status}.", via, (), missing)
    return Profile(f, verdicts, **fields)


@pytest.fixture
def profile() -> Profile:
    return build(
        {"basic": "+++++-", "basic*": "+++++?", "linear-layer": "+++++-", "linear-layer*": "++++++"},
        facts=(FACT,),
        floors={"basic": Floor("0", True), "linear-layer": Floor("1/2", False, "FLOOR-1D")},
        seconds=0.123456,
        notes=("time ran out while looking for two-cycles",),
    )


class TestVerdict:
    def test_a_notebook_shows_it(self, profile: Profile) -> None:
        shown = profile.verdict("basic", "Comega")._repr_html_()
        assert "not embeddable</b> by 1D-CLASS-M" in shown and "The reason for not_embeddable." in shown
        hostile = Verdict(Cell("basic", True, "C1"), U, None, "<script>", missing=("<b>",))
        assert "<script" not in hostile._repr_html_() and "<b>;" not in hostile._repr_html_()

    def test_it_is_neither_true_nor_false(self, profile: Profile) -> None:
        for verdict in profile.verdicts.values():
            with pytest.raises(TypeError, match=r"v\.status == 'embeddable'"):
                bool(verdict)

    def test_status_compares_with_text(self, profile: Profile) -> None:
        assert profile.verdict("basic", "Cinf").status == "embeddable"
        assert profile.verdict("basic", "Comega").status == "not_embeddable"

    def test_it_names_its_cell(self, profile: Profile) -> None:
        verdict = profile.verdict("linear-layer", "C1", autonomous=False)
        assert (verdict.architecture, verdict.autonomous, verdict.regularity) == ("linear-layer", False, "C1")
        assert repr(verdict) == (
            "<Verdict linear-layer non-autonomous C1: embeddable by 1D-ONEFIX INC-AUTONOMOUS. "
            "The reason for embeddable.>"
        )
        assert repr(profile.verdict("augmented-1", "C1")) == (
            "<Verdict augmented-1 autonomous C1: undecided. The reason for undecided.>"
        )

    def test_it_is_immutable(self, profile: Profile) -> None:
        with pytest.raises(AttributeError):
            profile.verdict("basic", "C1").status = N  # type: ignore[misc]


class TestProfile:
    def test_autonomous_is_the_default(self, profile: Profile) -> None:
        assert profile.verdict("basic", "Comega") is profile.verdicts[Cell("basic", True, "Comega")]
        assert profile.verdict("basic", "Comega", False) is profile.verdicts[Cell("basic", False, "Comega")]

    @pytest.mark.parametrize(
        ("architecture", "regularity", "words"),
        [
            ("augmented-7", "C1", ["augmented-7", "basic", "linear-layer", "augmented-1"]),
            ("basic", "C7", ["C7", *REGULARITIES]),
        ],
    )
    def test_a_bad_name_lists_the_good_ones(
        self, profile: Profile, architecture: str, regularity: str, words: list[str]
    ) -> None:
        with pytest.raises(UnknownCellError) as caught:
            profile.verdict(architecture, regularity)
        assert isinstance(caught.value, KeyError)
        for word in words:
            assert word in str(caught.value)

    def test_floors(self, profile: Profile) -> None:
        assert profile.floor("linear-layer") == Floor("1/2", False, "FLOOR-1D")
        assert profile.floor("augmented-1") == Floor("0", False)
        with pytest.raises(UnknownCellError, match="augmented-1"):
            profile.floor("deep")

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ({}, (0, None)),
            ({"basic": "+?????"}, (0, 0)),
            ({"linear-layer*": "+?????"}, (0, 0)),
            ({"linear-layer*": "------", "augmented-1": "??????", "augmented-1*": "??????"}, (1, None)),
            ({"linear-layer*": "------", "augmented-1": "??????", "augmented-1*": "+?????"}, (1, 1)),
            ({"augmented-1": "++++++"}, (0, 1)),
            ({"linear-layer*": "-?????"}, (1, None)),
            # Refuted autonomously only: a time-dependent field may still do.
            ({"linear-layer": "------", "augmented-1": "++++++"}, (0, 1)),
            ({"linear-layer*": "------", "augmented-1*": "------"}, (2, None)),
            ({"basic": "......", "basic*": "......", "linear-layer*": "++++++"}, (0, 0)),
        ],
    )
    def test_minimal_augmentation(self, rows: dict[str, str], expected: tuple[int, int | None]) -> None:
        assert build(rows).minimal_augmentation == expected

    def test_minimal_augmentation_in_a_class(self) -> None:
        profile = build(
            {"basic": "++----", "linear-layer": "++----", "linear-layer*": "++----", "augmented-1": "+++++?"}
        )
        assert profile.minimal_augmentation == (0, 0)
        assert profile.minimal_augmentation_in("C0") == (0, 0)
        assert profile.minimal_augmentation_in("Lip") == (1, 1)
        assert profile.minimal_augmentation_in("Comega") == (1, None)
        with pytest.raises(UnknownCellError, match="Comega"):
            profile.minimal_augmentation_in("C7")

    def test_minimal_augmentation_of_several_components(self) -> None:
        rows = {"linear-layer*": "------", "augmented-1*": "------", "augmented-2": "++++++"}
        assert build(rows, text="(x**2, x**4)").minimal_augmentation == (2, 2)

    def test_json_is_the_documented_schema(self, profile: Profile) -> None:
        data = json.loads(profile.to_json())
        assert list(data) == [
            "schema", "map", "cells", "minimal_augmentation", "floors", "facts", "seconds", "version",
        ]  # fmt: skip
        assert data["schema"] == 1
        assert data["version"] == __version__
        assert data["map"] == {"expr": ["exp(x) - 1"], "vars": ["x"], "domain": "R"}
        assert data["minimal_augmentation"] == [0, 0]
        assert data["floors"] == {
            "basic": {"lower": "0", "exact": True, "rule": None},
            "linear-layer": {"lower": "1/2", "exact": False, "rule": "FLOOR-1D"},
        }
        assert data["seconds"] == 0.123
        assert data["facts"] == [
            {
                "kind": "affinemap",
                "statement": "f(x) = x",
                "guarantee": "exact",
                "evidence": {"kind": "affinemap", "slope": "1", "intercept": "0"},
            }
        ]
        assert [(c["architecture"], c["autonomous"], c["regularity"]) for c in data["cells"]] == list(
            map(tuple, cells(1))
        )
        assert data["cells"][5] == {
            "architecture": "basic",
            "autonomous": True,
            "regularity": "Comega",
            "status": "not_embeddable",
            "rule": "1D-CLASS-M",
            "reason": "The reason for not_embeddable.",
            "via": [],
        }

    def test_json_and_dict_agree(self, profile: Profile) -> None:
        assert json.loads(profile.to_json()) == profile.to_dict()
        assert json.loads(profile.to_json(indent=2)) == profile.to_dict()
        assert "\n" not in profile.to_json()
        assert profile.to_json(indent=2).startswith('{\n  "schema": 1,')


LONG = "x + sin(x)/2 + exp(-x**2)/5 + atan(3*x)/7 + tanh(x - 1)/11 + log(1 + x**2)/13 + cos(5*x)/17 + sinh(x)/100"


class TestText:
    def test_table(self, profile: Profile) -> None:
        lines = str(profile).splitlines()
        assert lines[0] == "f(x) = exp(x) - 1  on  R"
        table = [line.split() for line in lines[2:9]]
        assert table == [
            ["architecture", "field", *REGULARITIES],
            ["basic", "autonomous", *"+++++-"],
            ["non-autonomous", *"+++++?"],
            ["linear-layer", "autonomous", *"+++++-"],
            ["non-autonomous", *"++++++"],
            ["augmented-1", "autonomous", *"??????"],
            ["non-autonomous", *"??????"],
        ]

    def test_each_rule_once_with_its_reason(self, profile: Profile) -> None:
        text = str(profile)
        assert text.count("1D-ONEFIX") == 1
        assert text.count("1D-CLASS-M") == 1
        assert "+ 1D-ONEFIX: basic autonomous up to Cinf, linear-layer autonomous up to Cinf\n" in text
        assert "- 1D-CLASS-M: basic autonomous Comega, linear-layer autonomous Comega\n" in text
        assert "    The reason for not_embeddable." in text
        assert "Missing: a proof that f' > 0." in text

    def test_the_strongest_field_and_the_weakest_obstacle_of_a_row_tell_the_rest(self) -> None:
        profile = build({"basic": "++??--", "linear-layer": "++++++", "augmented-1": "------"})
        rules = {Status.EMBEDDABLE: "1D-ONEFIX", Status.NOT_EMBEDDABLE: "1D-CLASS-M"}
        told = {(r.status, cell): r.heading for r in reasons(profile) for cell in r.cells if r.rule}
        assert set(told) == {
            (E, Cell("basic", True, "C0")),
            (N, Cell("basic", True, "Cinf")),
            (E, Cell("linear-layer", True, "Comega")),
            (N, Cell("augmented-1", True, "flow")),
        }
        assert set(told.values()) == {
            f"{rules[E]}: basic autonomous up to C0, linear-layer autonomous in every class",
            f"{rules[N]}: basic autonomous from Cinf on, augmented-1 autonomous in every class",
        }

    def test_legend_floors_and_notes(self, profile: Profile) -> None:
        text = str(profile)
        assert "+ embeddable   - not embeddable   ? undecided   . not applicable" in text
        assert "Extra dimensions needed: 0" in text
        assert "Error of the best basic network is 0\n" in text
        assert "Error of the best linear-layer network is at least 1/2 (FLOOR-1D)" in text
        assert "Note: time ran out while looking for two-cycles" in text

    def test_a_distance_is_told_where_something_is_known(self) -> None:
        floors = {"basic": Floor("oo", False), "linear-layer": Floor("0", False), "augmented-1": Floor("0", True)}
        lines = [line for line in str(build({}, floors=floors)).splitlines() if line.startswith("Error")]
        assert lines == ["Error of the best basic network is infinite", "Error of the best augmented-1 network is 0"]

    @pytest.mark.parametrize(
        ("rows", "sentence"),
        [
            ({}, "Extra dimensions needed: at least 0, no upper bound known"),
            ({"augmented-1": "++++++"}, "Extra dimensions needed: between 0 and 1"),
            ({"linear-layer*": "------", "augmented-1": "++++++"}, "Extra dimensions needed: 1"),
        ],
    )
    def test_extra_dimensions(self, rows: dict[str, str], sentence: str) -> None:
        assert sentence in str(build(rows)).splitlines()

    def test_it_fits_into_80_columns(self) -> None:
        profile = build({"basic": "+-?+-?"}, text=LONG, notes=("a long note " * 20,))
        assert max(map(len, str(profile).splitlines())) <= 80
        assert max(map(len, rich_text(profile).splitlines())) <= 80

    def test_reasons_differ_from_cell_to_cell_only_without_a_rule(self) -> None:
        profile = build({})
        cell = Cell("basic", True, "C1")
        changed = {**profile.verdicts, cell: Verdict(cell, U, None, "Another cause.")}
        causes = [reason.texts[0] for reason in reasons(Profile(profile.map, changed))]
        assert causes == ["The reason for undecided.", "Another cause."]

    def test_plain_text_is_ascii(self, profile: Profile) -> None:
        assert str(profile).isascii()


def rich_text(profile: Profile, **options: Any) -> str:
    from rich.console import Console

    console = Console(file=io.StringIO(), width=80, **options)
    console.print(profile)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


class TestRich:
    def test_it_says_what_the_plain_text_says(self, profile: Profile) -> None:
        plain = [" ".join(line.split()).replace(": ", " ") for line in str(profile).splitlines()]
        rich = [" ".join(line.split()).replace(": ", " ") for line in rich_text(profile).splitlines()]
        assert " ".join(rich) == " ".join(plain)

    def test_colours_in_a_terminal(self, profile: Profile) -> None:
        text = rich_text(profile, force_terminal=True, color_system="standard")
        assert re.search(r"\x1b\[1;32m *\+", text)
        assert re.search(r"\x1b\[1;31m *-", text)

    def test_brackets_are_not_markup(self) -> None:
        verdicts = {c: Verdict(c, U, None, "On [red]X[/red] = [0, 1].") for c in cells(1)}
        text = rich_text(Profile(Map("x", domain="[0, 1]"), verdicts))
        assert "On [red]X[/red] = [0, 1]." in text
        assert "on  [0, 1]" in text


class _Checker(html.parser.HTMLParser):
    """Collects tags and attributes, and insists that tags are balanced."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.titles: list[str] = []
        self.tags: set[str] = set()
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.titles += [value or "" for name, value in attrs if name == "title"]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.shown += data


class TestHtml:
    def test_it_is_balanced_and_escaped(self) -> None:
        attack = "<script>alert('\"1 < 2\"')</script> & more"
        verdicts = {c: Verdict(c, U, None, attack, missing=(attack,)) for c in cells(1)}
        markup = profile_html(Profile(Map("x"), verdicts, notes=(attack,)))
        checker = _Checker()
        checker.feed(markup)
        assert checker.open == []
        assert "script" not in checker.tags
        assert attack in checker.shown
        assert checker.titles == [f"undecided: {attack} Missing: {attack}."] * len(verdicts)

    def test_each_symbol_has_its_reason_as_a_tooltip(self, profile: Profile) -> None:
        checker = _Checker()
        checker.feed(profile._repr_html_())
        assert len(checker.titles) == 36
        assert checker.titles[5] == "1D-CLASS-M: The reason for not_embeddable."
        assert checker.titles[6] == "1D-ONEFIX INC-AUTONOMOUS: The reason for embeddable."
        assert "http" not in profile._repr_html_().replace("http://www.w3.org/1998/Math/MathML", "")


class TestTheorems:
    def test_one_in_full(self) -> None:
        text = theorem_text(theorem("INC-TIME"))
        assert text.startswith("INC-TIME [proof]\n")
        assert "Source: " in text
        assert max(map(len, text.splitlines())) <= 80

    def test_a_list(self) -> None:
        lines = theorem_list([theorem("REGULAR"), theorem("1D-MONOTONE")]).splitlines()
        assert [line.split()[0] for line in lines] == ["REGULAR", "1D-MONOTONE"]
        assert max(map(len, lines)) <= 80


class _Point:
    def __init__(self, **fields: Any) -> None:
        self.text, self.exact, self.multiplier_text, self.kind = "0", True, "1", "parabolic"
        self.order: int | None = 2
        self.period_text: str | None = None
        self.__dict__.update(fields)


class _Points:
    def __init__(self, *points: _Point, **fields: Any) -> None:
        self.points, self.complete, self.intervals, self.reason = list(points), True, list[str](), ""
        self.__dict__.update(fields)


class TestFixedPoints:
    def test_lines(self) -> None:
        found = _Points(
            _Point(),
            _Point(text="1.25", exact=False, multiplier_text="0.5", kind="attracting", order=1, period_text="pi"),
        )
        assert fixed_points_text(found).splitlines() == [
            "x = 0, multiplier 1, parabolic, contact of order 2",
            "x = 1.25 (proven digits), multiplier 0.5, attracting, repeats with period pi",
        ]

    def test_none(self) -> None:
        assert fixed_points_text(_Points()) == "No fixed points."

    def test_intervals_and_incompleteness(self) -> None:
        found = _Points(intervals=["[0, oo)"], complete=False, reason="the tail at -oo is unknown")
        assert fixed_points_text(found).splitlines() == [
            "every point of [0, oo)",
            "There may be more: the tail at -oo is unknown",
        ]


def test_profile_text_is_str(profile: Profile) -> None:
    assert profile_text(profile) == str(profile)
    assert repr(profile) == "<Profile of Map('exp(x) - 1'): 36 cells>"
