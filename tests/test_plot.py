"""What is seen on the pictures is the mathematics: graphs, ends of flow lines, images of grids, indices."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from embedcheck import InputError, Map, check
from embedcheck.cli import app
from embedcheck.plot import KINDS, figures, plot, save
from embedcheck.plots.plane import plane_of


def curves(figure: Any, name: str) -> list[np.ndarray]:
    """The points of the curves with this name, an array (k, dimension) each."""
    found: list[np.ndarray] = []
    for axes in figure.get_axes():
        for line in axes.lines:
            if line.get_gid() == name:
                data = line.get_data_3d() if hasattr(line, "get_data_3d") else line.get_data()
                found.append(np.column_stack([np.asarray(part, dtype=float) for part in data]))
    return found


def texts(figure: Any) -> str:
    from matplotlib.text import Text

    return "\n".join(text.get_text() for text in figure.findobj(Text))


def test_graph_is_the_graph_and_orbits_end_on_it() -> None:
    figure = check("x**3").plot("graph")
    (graph,) = curves(figure, "graph")
    graph = graph[np.isfinite(graph).all(axis=1)]
    assert np.allclose(graph[:, 1], graph[:, 0] ** 3, atol=1e-9)
    webs = curves(figure, "cobweb")
    assert webs
    for web in webs:
        # Up or down to the graph, then across to the diagonal.
        assert np.allclose(web[1::2, 1], web[1::2, 0] ** 3, atol=1e-9)
        assert np.allclose(web[::2, 0], web[::2, 1])
    assert sorted(float(point[0, 0]) for point in curves(figure, "fixed-point")) == [-1, 0, 1]
    assert "fixed point 0, multiplier 0" in texts(figure)
    assert "fixed point 1, multiplier 3" in texts(figure)


def test_a_fixed_break_point_has_a_slope_on_each_side() -> None:
    assert "fixed point 0, slopes 1/2 and 2" in texts(check("Max(x/2, 2*x)").plot("graph"))


def test_inexact_multiplier_has_proven_digits_only() -> None:
    x = 0.0
    for _ in range(100):
        x = math.cos(x)
    shown = texts(check("x - (x - cos(x))/3").plot("graph"))
    assert "fixed point 0.739085" in shown
    slope = 1 - (1 + math.sin(x)) / 3
    assert f"multiplier {slope:.6f}"[:-1] in shown


@pytest.mark.parametrize(
    ("text", "domain", "f"),
    [
        ("exp(x) - 1", None, np.expm1),
        ("x**3", None, lambda x: x**3),
        ("x + sin(x)/4", None, lambda x: x + np.sin(x) / 4),
        ("3*x/2 - x**2/2", "[0, 1]", lambda x: 1.5 * x - x**2 / 2),
        ("tanh(x)", "[0, oo)", np.tanh),
        ("cbrt(x**3 + 1)", None, lambda x: np.cbrt(x**3 + 1)),
    ],
)
def test_flow_lines_end_at_f(text: str, domain: str | None, f: Any) -> None:
    lines = curves(check(Map(text, domain=domain)).plot("flow"), "flow-line")
    assert len(lines) >= 3
    for line in lines:
        assert line[0, 0] == 0 and line[-1, 0] == 1
        assert line[-1, 1] == pytest.approx(f(line[0, 1]), abs=1e-5)


def test_flow_of_a_layer_ends_at_f_after_the_read_out() -> None:
    profile = check("x + Max(x, 0) + 1")
    flow = profile.verdict("linear-layer", "Lip").flow
    a, b = float(flow.slope), float(flow.intercept)
    figure = check("-2*x - x**3").plot("flow")
    assert "linear-layer" in texts(figure)
    assert a * float(flow(1, 1)) + b == pytest.approx(3)


@pytest.mark.parametrize("text", ["exp(x) - 1", "x + sin(x)/2", "2*x + sin(x)"])
def test_field_solves_julias_equation(text: str) -> None:
    f = Map(text)
    (field,) = curves(check(f).plot("field"), "field")
    x, v = field.T
    step = 1e-5
    value = {
        "exp(x) - 1": np.expm1, "x + sin(x)/2": lambda s: s + np.sin(s) / 2, "2*x + sin(x)": lambda s: 2 * s + np.sin(s)
    }[text]  # fmt: skip
    slope = (value(x + step) - value(x - step)) / (2 * step)
    image = value(x)
    inside = (image > x[0]) & (image < x[-1])
    # Interpolation between the points of the curve is the error here.
    assert np.allclose(np.interp(image[inside], x, v), (slope * v)[inside], atol=0.03)


def test_two_fields_differ_as_theory_says() -> None:
    (difference,) = curves(check("x + sin(x)/4", domain="[0, 2*pi]").plot("mismatch"), "difference")
    assert 1e-16 < np.abs(difference[:, 1]).max() < 1e-14
    assert difference[:, 1].min() < 0 < difference[:, 1].max()


def test_grid_at_the_end_is_its_image() -> None:
    figure = check("(x/2, y/3 + x**2)").plot("grid")
    start, end = curves(figure, "grid-0"), curves(figure, "grid-1")
    assert len(start) == len(end) == 10
    for line, image in zip(start, end, strict=True):
        x, y = line.T
        assert np.allclose(image, np.column_stack([x / 2, y / 3 + x**2]), atol=1e-5)
    # Halfway the flow of x' = -log(2) x has done the half of it.
    for line, image in zip(start, curves(figure, "grid-0.5"), strict=True):
        assert np.allclose(image[:, 0], line[:, 0] / math.sqrt(2), atol=1e-5)


def test_grid_without_a_flow_is_the_image() -> None:
    figure = check("(x**2 - y**2, 2*x*y)").plot("grid")
    for line, image in zip(curves(figure, "grid-0"), curves(figure, "grid-1"), strict=True):
        z = (line[:, 0] + 1j * line[:, 1]) ** 2
        assert np.allclose(image, np.column_stack([z.real, z.imag]), atol=1e-6)


def test_critical_points_carry_their_index() -> None:
    profile = check("x**3/3 - x + y**2")
    figure = profile.plot("levels")
    (minimum,), (saddle,) = curves(figure, "index-0"), curves(figure, "index-1")
    assert np.allclose(minimum, [1, 0], atol=1e-6)
    assert np.allclose(saddle, [-1, 0], atol=1e-6)
    (top,) = curves(check("-x**2 - y**2").plot("levels"), "index-2")
    assert np.allclose(top, [0, 0], atol=1e-6)


def test_window_shows_what_is_of_interest() -> None:
    (low, high), _ = plane_of(check("(x/2 + 50, y/2)")).windows
    assert low < 100 < high
    (low, high), _ = plane_of(check("x*y", domain="[-1, 1] x [2, 3]")).windows
    assert (low, high) == (-1, 1)


def test_space_and_time_end_at_f() -> None:
    for text, f in (("(1 - x**2 + y, -x/2)", lambda x, y: (1 - x**2 + y, -x / 2)), ("(-x, -y)", lambda x, y: (-x, -y))):
        lines = curves(check(text).plot("suspension"), "flow-line")
        assert lines
        for line in lines:
            assert line[0, 2] == 0 and line[-1, 2] == 1
            assert np.allclose(line[-1, :2], f(*line[0, :2]), atol=1e-5)


def test_flow_lines_and_cubes_in_space_end_at_f() -> None:
    profile = check("(x/2, y/3 + x*z/4, 2*z)")
    for line in curves(profile.plot("flow"), "flow-line"):
        x, y, z = line[0]
        assert np.allclose(line[-1], [x / 2, y / 3 + x * z / 4, 2 * z], atol=1e-6)
    figure = profile.plot("grid")
    for line, image in zip(curves(figure, "grid-0"), curves(figure, "grid-1"), strict=True):
        x, y, z = line.T
        assert np.allclose(image, np.column_stack([x / 2, y / 3 + x * z / 4, 2 * z]), atol=1e-6)
    # Halfway x and z have done the half of it.
    for line, image in zip(curves(figure, "grid-0"), curves(figure, "grid-0.5"), strict=True):
        assert np.allclose(image[:, ::2], line[:, ::2] * [math.sqrt(0.5), math.sqrt(2)], atol=1e-6)


def test_a_flow_that_is_not_smooth_is_drawn_at_all_times() -> None:
    figure = check("(-2*x, -3*y)").plot("grid")
    for t in ("0", "0.25", "0.5", "0.75", "1"):
        assert len(curves(figure, f"grid-{t}")) == 10
    for line, image in zip(curves(figure, "grid-0"), curves(figure, "grid-1"), strict=True):
        assert np.allclose(image, line * [-2, -3], atol=1e-6)


def test_augmented_flow_of_a_constant_is_seen_from_its_start() -> None:
    for text, (low, high) in {"3": (0.0, 3.0), "-2": (-2.0, 0.0), "0": (0.0, 0.0)}.items():
        bottom, top = check(Map(text, vars="x")).plot("augmented").axes[0].get_ylim()
        assert bottom < low and top > high and top - bottom < 5


def test_augmented_flow_ends_on_the_graph() -> None:
    for line in curves(check("x**2").plot("augmented"), "lift"):
        assert line[1, 1] == pytest.approx(line[0, 0] ** 2, abs=1e-9)
    for line in curves(check("x*y").plot("augmented"), "lift"):
        assert line[1, 2] == pytest.approx(line[0, 0] * line[0, 1], abs=1e-9)
    for line in curves(check("(cos(x), sin(x))").plot("augmented"), "lift"):
        assert np.allclose(line[1, 1:], [math.cos(line[0, 0]), math.sin(line[0, 0])])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("exp(x) - 1", ["graph", "field", "flow", "augmented"]),
        ("x**2", ["graph", "augmented"]),
        ("(x, x**2)", ["curve", "augmented"]),
        ("(x, x**2, x**3)", ["curve"]),
        ("x**2 - y**2", ["levels", "augmented"]),
        ("(x/2, y/3)", ["grid", "portrait", "suspension"]),
        ("(x**2, y**2)", ["grid"]),
        ("(cos(x), sin(x), y)", ["surface"]),
        ("x**2 + y**2 - z**2", ["levels"]),
        ("(x**2, y**2, z**2)", ["grid"]),
        ("(-y/2, x/2, 2*z)", ["grid", "flow"]),
    ],
)
def test_kinds_fit_the_map(text: str, kinds: list[str]) -> None:
    found = figures(check(text))
    assert [name for name, _, _ in found] == kinds
    assert set(kinds) <= set(KINDS)
    for _, title, figure in found:
        assert title
        # Panels in rows share their axes: labels stand at the edges only.
        assert any(axes.get_xlabel() for axes in figure.get_axes()) and any(
            axes.get_ylabel() for axes in figure.get_axes()
        )


def test_undecided_map_still_shows_f(monkeypatch: pytest.MonkeyPatch) -> None:
    from embedcheck.profile import Profile

    profile = check("x + sin(x)/2")
    open_ = {
        cell: type(verdict)(cell, "undecided", None, "", map=verdict.map) for cell, verdict in profile.verdicts.items()
    }
    found = figures(Profile(profile.map, open_))  # pyright: ignore[reportArgumentType]
    assert [name for name, _, _ in found] == ["graph"]


@pytest.mark.parametrize("form", ["png", "svg"])
def test_files_are_written_and_repeat(tmp_path: Path, form: str) -> None:
    profile = check("exp(x) - 1")
    start = {"png": b"\x89PNG", "svg": b"<?xml"}[form]
    written: list[bytes] = []
    for k in range(2):
        file = tmp_path / f"{k}.{form}"
        save(plot(profile), str(file))
        written.append(file.read_bytes())
    assert written[0].startswith(start) and len(written[0]) < 2_000_000
    assert written[0] == written[1]


def test_dollars_are_text(tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    from embedcheck.plots import style

    figure = Figure(layout="constrained")
    axes = style.axes(figure, "$\\bad{$ <script>", "$$")
    axes.plot([0, 1], [0, 1], label="$\\frac$ & <b>")
    style.legend(figure, axes)
    style.heading(figure, "$x^{ <script>alert(1)</script>")
    file = tmp_path / "hostile.svg"
    save(figure, str(file))
    assert "<script" not in file.read_text()


def test_bad_wishes_are_told_in_one_line(tmp_path: Path) -> None:
    profile = check("x**2")
    with pytest.raises(InputError, match="no picture 'nonsense'"):
        profile.plot("nonsense")
    with pytest.raises(InputError, match="has no picture 'flow'"):
        profile.plot("flow")
    with pytest.raises(InputError, match="4 inputs and 1 outputs"):
        check("x + y + z + w").plot()
    with pytest.raises(InputError, match="cannot write"):
        save(profile.plot("graph"), str(tmp_path / "no" / "file.png"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["x**2", "-o", "a.png", "--kind", "nonsense"],
        ["x**2", "-o", "a.png", "--kind", "flow"],
        ["x**2", "-o", "a.gif"],
        ["x**2", "-o", "png"],
        ["x +", "-o", "a.png"],
        ["x**2", "-o", "/nowhere/a.png"],
    ],
)
def test_command_refuses_bad_input(tmp_path: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["plot", *arguments])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1 and result.stderr.startswith("embedcheck: ")
    assert not list(tmp_path.iterdir())


def test_command_writes_the_file(tmp_path: Path) -> None:
    file = tmp_path / "f.svg"
    result = CliRunner().invoke(app, ["plot", "x**3", "-o", str(file), "--kind", "graph"])
    assert result.exit_code == 0, result.stderr
    assert 'id="graph"' in file.read_text()


def test_matplotlib_is_imported_late() -> None:
    code = "import sys, embedcheck; embedcheck.check('2*x'); import embedcheck.plot; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
