"""Reports: one self-contained page that needs no network, in which nothing of the user is markup."""

from __future__ import annotations

import base64
import html.parser
import re
import shutil
import subprocess
import sys
import types
from pathlib import Path
from typing import IO

import pytest
from typer.testing import CliRunner

from embedcheck import InputError, Map, Profile, check, verify_certificate
from embedcheck.cells import Cell, Status
from embedcheck.cli import app
from embedcheck.pages import form_of, main_cells, page
from embedcheck.profile import Verdict

VOID = {"meta", "link", "br", "img"}
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Reader(html.parser.HTMLParser):
    """Collects tags and links, and insists that every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open
    return reader


@pytest.fixture(scope="module")
def profile() -> Profile:
    return check(Map("x + x*(1 - x)/10", domain="[0, 1]"))


@pytest.fixture(scope="module")
def content(profile: Profile) -> str:
    return page(profile)


def hostile() -> Profile:
    """A profile in which every text that could come from elsewhere is an attack."""
    attack = "</code></table><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    attack += " $\\input{/etc/passwd}$ `a` | {{ 7*7 }}"
    clean = check(Map("x**2"))
    verdicts = {
        cell: Verdict(cell, Status.UNDECIDED, None, f"Missing: {attack}.", missing=(attack,), map=clean.map)
        for cell in clean.verdicts
    }
    return Profile(clean.map, verdicts, notes=(attack,))


def test_the_page_is_complete_and_small(content: str, profile: Profile) -> None:
    reader = read(content)
    assert reader.tags.count("math") > 10 and "details" in reader.tags
    assert len(content) < 2_000_000
    assert content.count('class="sign embeddable"') == sum(v.status == "embeddable" for v in profile.verdicts.values())
    for text in ("1D-CLASS-M", "1D-LIP", "Download the certificate", "basic autonomous C1: not embeddable"):
        assert text in content


def test_the_page_asks_the_network_for_nothing(content: str) -> None:
    reader = read(content)
    assert all(link.startswith("data:") for link in reader.links)
    assert "script" not in reader.tags and "iframe" not in reader.tags
    assert "default-src 'none'" in content and "@import" not in content and "url(" not in content


def test_the_certificate_on_the_page_verifies(content: str, tmp_path: Path) -> None:
    data = re.search(r'href="data:application/json;base64,([^"]+)"', content)
    assert data is not None
    path = tmp_path / "c.json"
    path.write_bytes(base64.b64decode(data[1]))
    assert len(verify_certificate(path, map="x + x*(1 - x)/10").cells) == 36


def test_main_cells_show_both_sides(profile: Profile) -> None:
    cells = main_cells(profile)
    assert cells[:2] == [Cell("basic", True, "Lip"), Cell("basic", True, "C1")]
    assert {cell.architecture for cell in cells} == {"basic", "linear-layer", "augmented-1"}


@pytest.mark.parametrize("form", ["html", "markdown", "latex"])
def test_hostile_text_is_shown_as_text(form: str) -> None:
    # Pictures are data: what they hold is no text.
    found = re.sub(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+", "picture", page(hostile(), form))
    if form == "html":
        assert "script" not in read(found).tags
        assert found.count("<img") == found.count('src="picture"')
        assert "&lt;script&gt;" in found
    assert "49" not in found.replace("0.49", "")
    if form == "latex":
        assert "\\input" not in found and found.count("\\begin{") == found.count("\\end{")
    if form == "markdown":
        assert not re.search(r"(?<!\\)<(script|img)", found)
    assert "{{ 7*7 }}" in found.replace("\\", "")


def test_latex_and_markdown_tell_the_same_steps(profile: Profile) -> None:
    derivations = [profile.derivation(cell) for cell in main_cells(profile)]
    document, notes = page(profile, "latex"), page(profile, "markdown")
    assert document.startswith(r"\documentclass") and document.rstrip().endswith(r"\end{document}")
    for derivation in derivations:
        assert derivation.to_markdown() in notes
    assert notes.count("\n| ") == 7 and "\n\n- **" in notes
    assert document.count("{") - document.count(r"\{") == document.count("}") - document.count(r"\}")


def test_markdown_tells_the_signs_as_text_and_each_answer_in_words(profile: Profile) -> None:
    text = page(profile, "markdown")
    assert "\nThe signs: + embeddable, - not embeddable, ? undecided, . not applicable\n" in text  # no item of a list
    assert "- **1D-LIP: basic autonomous up to Lip: embeddable.** " in text
    assert "- **1D-CLASS-M: basic autonomous from C1 on: not embeddable.** " in text


def test_a_map_with_nothing_decided_has_a_page() -> None:
    assert "No cell is decided." in page(hostile())


def test_pictures_are_on_the_page_where_there_are_any(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    class Figure:
        def savefig(self, file: IO[bytes], format: str) -> None:
            file.write(b"<svg xmlns='http://www.w3.org/2000/svg'/>")

        def get_figwidth(self) -> float:
            return 9.0

    module = types.ModuleType("embedcheck.plot")
    monkeypatch.setattr(module, "figures", lambda _: [("graph", "The <graph>", Figure())], raising=False)
    monkeypatch.setitem(sys.modules, "embedcheck.plot", module)
    content = page(profile)
    assert read(content).tags.count("img") == 1 and 'class="broad"' in content and "The &lt;graph&gt;" in content

    def nothing(_: Profile) -> list[Figure]:
        raise InputError("there are no pictures of such maps")

    monkeypatch.setattr(module, "figures", nothing)
    assert "img" not in read(page(profile)).tags


def test_forms_follow_the_file_name() -> None:
    assert [form_of(name) for name in ("a.html", "b.MD", "c.tex")] == ["html", "markdown", "latex"]
    with pytest.raises(InputError):
        form_of("a.pdf")


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    result = CliRunner().invoke(app, ["report", "2*x", "-o", str(path)])
    assert result.exit_code == 0 and not result.stdout
    read(path.read_text(encoding="utf-8"))
    for arguments in (["-o", str(tmp_path / "r.pdf")], ["-o", "/no/such/r.html"]):
        result = CliRunner().invoke(app, ["report", "2*x", *arguments])
        assert result.exit_code == 2 and result.stderr.count("\n") == 1


def checked_latex(document: str) -> None:
    """Braces, environments and formulas are closed in order, and no sign needs a font that is not there."""
    assert all(ord(sign) < 256 for sign in document)
    plain = re.sub(r"\\\\|\\[{}$%&#_]", " ", document)
    depth = 0
    for sign in plain:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    open_: list[str] = []
    for mark, name in re.findall(r"\\(begin|end)\{([a-z*]+)\}", plain):
        if mark == "begin":
            open_.append(name)
        else:
            assert open_.pop() == name
    assert not open_
    displayed = re.split(r"\\\[|\\\]", plain)
    assert len(displayed) % 2 == 1
    assert not any("$" in formula or "\n\n" in formula for formula in displayed[1::2])
    for paragraph in re.split(r"\n\s*\n|\\item|\\\[|\\\]", plain):
        assert paragraph.count("$") % 2 == 0, paragraph


SUBJECTS = {
    "line": ("x + x*(1 - x)/10", "[0, 1]"),
    "kink": ("Piecewise((x, x > 0), (exp(x) - 1, True))", "R"),
    "plane": ("(1 - 7*x**2/5 + y, 3*x/10)", "R^2"),
    "undecided": ("(tanh(x), tanh(y))", "R^2"),
}


@pytest.fixture(scope="module")
def subjects() -> dict[str, Profile]:
    return {name: check(Map(text, domain=domain)) for name, (text, domain) in SUBJECTS.items()}


@pytest.fixture(scope="module")
def contents(subjects: dict[str, Profile]) -> dict[str, str]:
    return {name: page(subject) for name, subject in subjects.items()}


@pytest.mark.parametrize("name", SUBJECTS)
def test_latex_is_balanced(subjects: dict[str, Profile], name: str) -> None:
    checked_latex(page(subjects[name], "latex"))


def test_latex_of_hostile_text_is_balanced() -> None:
    checked_latex(page(hostile(), "latex"))


@pytest.mark.parametrize("name", SUBJECTS)
def test_pages_of_all_kinds_are_well_formed(contents: dict[str, str], name: str) -> None:
    content = contents[name]
    reader = read(content)
    assert len(content) < 2_000_000 and reader.tags.count("math") > 20 and reader.tags.count("img") >= 2
    assert all(link.startswith("data:") for link in reader.links)
    assert not {"script", "iframe", "object", "embed", "form", "base"} & set(reader.tags)
    assert not re.search(r"https?://(?!www\.w3\.org/1998/Math/MathML)", content)
    assert content.count("overflow-y: hidden") >= 2 and "overflow-y:hidden" in content


LATEX = shutil.which("pdflatex")
if LATEX is not None:  # a machine without LaTeX has the tests above only

    @pytest.mark.parametrize("name", ["line", "plane"])
    def test_latex_compiles(subjects: dict[str, Profile], name: str, tmp_path: Path) -> None:
        (tmp_path / "report.tex").write_text(page(subjects[name], "latex"), encoding="utf-8")
        command = [str(LATEX), "-interaction=nonstopmode", "-halt-on-error", "report.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=100)
        assert done.returncode == 0, done.stdout[-2000:]
        assert (tmp_path / "report.pdf").stat().st_size > 20_000


OUTER = """<!DOCTYPE html><body><iframe id="page" width="{width}" height="800" src="page.html"></iframe>
<pre id="out"></pre><script>onload = () => {{
const inner = document.getElementById("page").contentDocument;
inner.querySelectorAll("details").forEach(one => {{ one.open = true; }});
const formulas = [...inner.querySelectorAll("math")].map(one => one.getBoundingClientRect());
document.getElementById("out").textContent = [
  inner.documentElement.scrollWidth - inner.documentElement.clientWidth,
  formulas.length, formulas.filter(one => one.width < 3 || one.height < 3).length,
  [...inner.images].filter(one => !one.naturalWidth).length,
  [...inner.querySelectorAll("div")].filter(one => one.scrollHeight > one.clientHeight
    && ["auto", "scroll"].includes(getComputedStyle(one).overflowY)).length,
].join(" "); }};</script>"""


if BROWSER is not None:  # a machine without a browser has the tests above only

    @pytest.mark.parametrize("kind", ["plain", "hostile"])
    def test_a_browser_shows_the_page_without_errors(kind: str, content: str, tmp_path: Path) -> None:
        path = tmp_path / "page.html"
        path.write_text(content if kind == "plain" else page(hostile()), encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'user'}"]
        shown = subprocess.run(
            [str(BROWSER), *options, "--enable-logging=stderr", "--dump-dom", path.as_uri()],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert "CONSOLE" not in shown.stderr
        assert "<script" not in shown.stdout and "<math" in shown.stdout
        if kind == "hostile":
            assert "&lt;img src=x onerror=alert(1)&gt;" in shown.stdout

    @pytest.mark.parametrize("width", [390, 1280])
    @pytest.mark.parametrize("name", SUBJECTS)
    def test_a_browser_shows_everything_within_the_width(
        contents: dict[str, str], name: str, width: int, tmp_path: Path
    ) -> None:
        (tmp_path / "page.html").write_text(contents[name], encoding="utf-8")
        path = tmp_path / "outer.html"
        path.write_text(OUTER.format(width=width), encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'user'}"]
        options += ["--allow-file-access-from-files", "--virtual-time-budget=10000"]
        shown = subprocess.run(
            [str(BROWSER), *options, "--dump-dom", path.as_uri()], capture_output=True, text=True, timeout=60
        )
        found = re.search(r'<pre id="out">([\d -]+)</pre>', shown.stdout)
        assert found is not None, shown.stdout
        beyond, formulas, hidden, broken, bars = map(int, found[1].split())
        assert beyond <= 0 and formulas > 20 and (hidden, broken, bars) == (0, 0, 0)
