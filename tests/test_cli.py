"""The command line, run as a user runs it."""

from __future__ import annotations

import json
import os
import pathlib
import pty
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from embedcheck import THEOREMS, __version__
from embedcheck.cells import REGULARITIES

FOREVER = 120.0


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "embedcheck", *arguments],
        capture_output=True,
        text=True,
        timeout=FOREVER,
        env=environment,
        check=False,
    )


def statuses(*arguments: str) -> dict[tuple[str, bool, str], str]:
    answer = run("check", "--json", *arguments)
    assert answer.returncode == 0, answer.stderr
    return {
        (c["architecture"], c["autonomous"], c["regularity"]): c["status"] for c in json.loads(answer.stdout)["cells"]
    }


def test_help_names_the_commands() -> None:
    answer = run("--help")
    assert answer.returncode == 0
    assert answer.stderr == ""
    for word in ("check", "fixed-points", "iterate", "root", "series", "theorems", "follows --"):
        assert word in answer.stdout


@pytest.mark.parametrize("command", ["check", "fixed-points", "iterate", "root", "series", "theorems", "verify"])
def test_each_command_has_help(command: str) -> None:
    answer = run(command, "--help")
    assert answer.returncode == 0
    assert "Usage:" in answer.stdout


def test_version() -> None:
    answer = run("--version")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, f"embedcheck {__version__}\n", "")


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_do_not_load_heavy_modules(argument: str) -> None:
    program = textwrap.dedent(
        f"""
        import sys
        from embedcheck.cli import app
        try:
            app([{argument!r}])
        except SystemExit as end:
            assert end.code == 0
        heavy = {{"sympy", "mpmath", "flint", "networkx", "lark", "rich"}} & set(sys.modules)
        assert not heavy, heavy
        """
    )
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL, timeout=FOREVER)


def test_the_package_itself_loads_nothing_heavy() -> None:
    program = "import sys, embedcheck; dir(embedcheck); assert 'sympy' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=FOREVER)


def test_check_as_json_follows_the_contract() -> None:
    answer = run("check", "exp(x) - 1", "--json")
    assert answer.returncode == 0
    assert answer.stderr == ""
    data = json.loads(answer.stdout)
    assert {"schema", "map", "cells", "minimal_augmentation", "floors", "facts", "seconds", "version"} == set(data)
    assert data["map"] == {"expr": ["exp(x) - 1"], "vars": ["x"], "domain": "R"}
    assert data["minimal_augmentation"] == [0, 0]
    cells = [(c["architecture"], c["autonomous"], c["regularity"]) for c in data["cells"]]
    assert cells == [
        (architecture, autonomous, regularity)
        for architecture in ("basic", "linear-layer", "augmented-1")
        for autonomous in (True, False)
        for regularity in REGULARITIES
    ]
    for cell in data["cells"]:
        assert set(cell) == {"architecture", "autonomous", "regularity", "status", "rule", "reason", "via"}
        assert cell["reason"]
        assert cell["rule"] is None or cell["rule"] in THEOREMS
        assert all(name in THEOREMS for name in cell["via"])


def test_check_decides() -> None:
    status = statuses("exp(x) - 1")
    assert status["basic", True, "Cinf"] == "embeddable"
    assert status["basic", True, "Comega"] == "not_embeddable"


def test_domain_and_variables_are_used() -> None:
    assert statuses("x**2")["basic", True, "flow"] == "not_embeddable"
    assert statuses("x**2", "--domain", "(0, oo)")["basic", True, "Comega"] == "embeddable"
    answer = run("check", "(y, z)", "--vars", "z,y", "--domain", "[0, 1]x[0, 2]", "--json")
    assert json.loads(answer.stdout)["map"] == {"expr": ["y", "z"], "vars": ["z", "y"], "domain": "[0, 1] x [0, 2]"}


def test_a_map_that_starts_with_a_minus_sign() -> None:
    assert statuses("--", "-x")["basic", False, "flow"] == "not_embeddable"
    assert run("check", "-x").returncode == 2


def test_check_prints_a_plain_table_into_a_pipe() -> None:
    answer = run("check", "exp(x) - 1")
    assert answer.returncode == 0
    assert answer.stdout.startswith("f(x) = exp(x) - 1  on  R\n")
    assert "\x1b" not in answer.stdout
    assert max(map(len, answer.stdout.splitlines())) <= 80


def test_check_prints_a_table_in_a_terminal() -> None:
    parent, child = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "embedcheck", "check", "x + 1"], stdout=child, stderr=child, env=environment
    )
    os.close(child)
    shown = b""
    while True:
        try:
            chunk = os.read(parent, 65536)
        except OSError:  # how Linux tells the end of a terminal
            break
        if not chunk:
            break
        shown += chunk
    os.close(parent)
    assert process.wait(FOREVER) == 0
    assert b"x + 1" in shown
    assert b"embeddable" in shown
    assert b"\x1b[1;32m" in shown


BAD = [
    ("check", ""),
    ("check", "x +"),
    ("check", "foo(x)"),
    ("check", "__import__('os').system('true')"),
    ("check", "x", "--domain", "[1, 0]"),
    ("check", "x", "--domain", "Z"),
    ("check", "x", "--domain", "[0, 1]x[0, 1]"),
    ("check", "x*y", "--vars", "x"),
    ("check", "x", "--vars", ""),
    ("check", "log(x)"),
    ("check", "x", "--timeout", "0"),
    ("check", "x", "--timeout", "-1"),
    ("check", "x", "--timeout", "nan"),
    ("check", "x", "--timeout", "inf"),
    ("check", "x", "--timeout", "3601"),
    ("fixed-points", "x +"),
    ("theorems", "1D-NOSUCH"),
]


@pytest.mark.parametrize("arguments", BAD, ids=" ".join)
def test_bad_input_gives_one_line_and_code_2(arguments: tuple[str, ...]) -> None:
    answer = run(*arguments)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr
    assert answer.stderr.startswith("embedcheck: ")
    assert len(answer.stderr.splitlines()) == 1
    assert len(answer.stderr.strip()) > len("embedcheck: ") + 5


USAGE = [
    ("check",),
    ("nonsense",),
    ("check", "x", "--nonsense"),
    ("check", "x", "--timeout", "soon"),
    ("check", "x", "y"),
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage_gives_code_2(arguments: tuple[str, ...]) -> None:
    answer = run(*arguments)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr
    assert "Usage:" in answer.stderr


def test_the_timeout_holds() -> None:
    start = time.monotonic()
    answer = run("check", "x + exp(-x**2)*sin(x**7)/9 + tanh(x**3)*cos(x**5)/20", "--timeout", "1", "--json")
    assert time.monotonic() - start < 1 + 15  # start of the program and a busy machine included
    assert answer.returncode == 0
    assert json.loads(answer.stdout)["cells"]


def test_fixed_points() -> None:
    answer = run("fixed-points", "x**3")
    assert (answer.returncode, answer.stderr) == (0, "")
    lines = answer.stdout.splitlines()
    assert [line.split(",")[0] for line in lines] == ["x = -1", "x = 0", "x = 1"]
    assert "multiplier 3" in lines[0]
    assert "repelling" in lines[0]
    assert "superattracting" in lines[1]


def test_fixed_points_none() -> None:
    answer = run("fixed-points", "x + 1")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "No fixed points.\n", "")


def test_fixed_points_as_json_respect_the_domain() -> None:
    answer = run("fixed-points", "x**3", "--domain", "(0, oo)", "--json")
    data = json.loads(answer.stdout)
    assert data["complete"] is True
    assert len(data["points"]) == 1


def test_iterate() -> None:
    answer = run("iterate", "exp(x) - 1", "--t", "1/2", "--x", "1", "--dps", "30")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "1.27102741388995152142465187667\n", "")
    answer = run("iterate", "sqrt(2)^x", "--t", "1/2", "--x", "3", "--at", "4", "--dps", "40")
    assert answer.stdout.startswith("2.91378673463345260797944")


def test_root() -> None:
    answer = run("root", "x**2", "--order", "2", "--x", "1/3", "--domain", "(0, 1)", "--at", "0", "--dps", "20")
    assert (answer.returncode, answer.stdout) == (0, "0.21146994419393222994\n")


def test_series() -> None:
    answer = run("series", "exp(x) - 1", "--kind", "julia", "--order", "4")
    assert answer.stdout.split("\n")[:5] == ["0  0", "1  0", "2  1/2", "3  -1/12", "4  1/48"]
    data = json.loads(run("series", "2*x**2 - 1", "--kind", "koenigs", "--at", "1", "--order", "3", "--json").stdout)
    assert data == {
        "kind": "koenigs",
        "at": "1",
        "order": 3,
        "coefficients": ["0", "1", "-1/6", "2/45"],
        "multiplier": "4",
    }
    assert "0  0" in run("series", "sin(x)", "--kind", "abel", "--at", "0").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("iterate", "x**3", "--t", "1/2", "--x", "1/2"), "several fixed points (-1, 0, 1)"),
        (("iterate", "exp(x) - 1", "--t", "1/2", "--x", "1", "--dps", "0"), "from 1 to 5000"),
        (("iterate", "exp(x) - 1", "--t", "__import__('os')", "--x", "1"), "column"),
        (("iterate", "exp(x) - 1", "--t", "1/2", "--x", "1", "--dps", "3000", "--timeout", "1"), "time ran out"),
        (("iterate", "sin(x)", "--t", "1/2", "--x", "2", "--at", "0"), "increasing"),
        (("root", "exp(x) - 1", "--order", "0", "--x", "1"), "order of an iterative root"),
        (("series", "exp(x) - 1", "--kind", "koenigs"), "use abel"),
        (("series", "exp(x) - 1", "--kind", "taylor"), "the kinds are"),
        (("series", "x/2", "--kind", "koenigs", "--order", "-1"), "from 0 to"),
    ],
)
def test_bad_input_of_iterates(arguments: tuple[str, ...], message: str) -> None:
    answer = run(*arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert message in answer.stderr and answer.stderr.count("\n") == 1


def test_theorems() -> None:
    answer = run("theorems")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert [line.split()[0] for line in answer.stdout.splitlines()] == list(THEOREMS)


def test_one_theorem() -> None:
    answer = run("theorems", "1D-ONEFIX")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("1D-ONEFIX [classical]\n")


def test_a_reader_that_goes_away_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "embedcheck", "theorems"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()  # before the program has started to write
    assert process.stderr.read() == b""
    assert process.wait(FOREVER) == 141
    process.stderr.close()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full disk")
@pytest.mark.parametrize("arguments", [("theorems",), ("check", "2*x"), ("fixed-points", "2*x")])
def test_an_answer_that_cannot_be_written_is_one_line(arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        answer = subprocess.run(
            [sys.executable, "-m", "embedcheck", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=FOREVER,
            check=False,
        )
    assert answer.returncode == 2
    assert answer.stderr == "embedcheck: cannot write the answer: No space left on device\n"


@pytest.mark.parametrize("arguments", [("theorems",), ("check", "2*x"), ("explain", "2*x")])
def test_a_closed_stdout_is_no_error(arguments: tuple[str, ...]) -> None:
    command = 'exec "$@" >&-'
    answer = subprocess.run(
        ["sh", "-c", command, "sh", sys.executable, "-m", "embedcheck", *arguments],
        stderr=subprocess.PIPE,
        timeout=FOREVER,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, b"")


def test_names_of_files_are_told_without_control_characters(tmp_path: pathlib.Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\x1b[31m\xff")
    answer = run("plot", "2*x", "-o", f"{name}.svg", "--kind", "graph")
    assert (answer.returncode, answer.stdout) == (0, f"Picture: {tmp_path}/\\x1b[31m\\udcff.svg\n")
    answer = run("verify", f"{name}.json")
    assert answer.returncode == 2
    assert answer.stderr == f"embedcheck: cannot read {tmp_path}/\\x1b[31m\\udcff.json: No such file or directory\n"
    answer = run("explain", "2*x", "-o", f"{name}/x.html")
    assert answer.returncode == 2
    assert answer.stderr.startswith("embedcheck: cannot write") and answer.stderr[:-1].isprintable()


def test_an_interrupt_ends_quietly(tmp_path: pathlib.Path) -> None:
    started = tmp_path / "started"
    # The real command with a check that waits: a map that surely takes long does not exist.
    program = textwrap.dedent(
        f"""
        import pathlib, sys, time
        import embedcheck.decide
        from embedcheck import cli

        def wait(f, *, timeout, progress):
            pathlib.Path({str(started)!r}).touch()
            time.sleep(120)

        embedcheck.decide.check = wait
        sys.argv = ["embedcheck", "check", "x"]
        cli.main()
        """
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    give_up = time.monotonic() + FOREVER
    while not started.exists() and process.poll() is None and time.monotonic() < give_up:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=FOREVER)
    assert (process.returncode, out, err) == (130, b"", b"")
