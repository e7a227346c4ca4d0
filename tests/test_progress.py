"""The line that tells of long work: seen in terminals and notebooks, nowhere else, and gone at the end."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import types
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from embedcheck import Map, check, progress, worker
from embedcheck.decide import EUCLIDEAN_RULES, RULES
from embedcheck.progress import NotebookView, State, TerminalView, Waiting, view, waiting

RUN = [sys.executable, "-c", "import embedcheck.progress as p; p.DELAY = 0.0; from embedcheck.cli import main; main()"]
HALF = ["iterate", "exp(x) - 1", "--t", "1/2", "--x", "1", "--dps", "400"]


class Recorder:
    """A view that remembers what it showed."""

    def __init__(self) -> None:
        self.states: list[State] = []
        self.closed = 0

    def show(self, state: State) -> None:
        self.states.append(state)

    def close(self) -> None:
        self.closed += 1


def eventually(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "DELAY", 0.0)


class TestWaiting:
    def test_short_work_shows_nothing(self) -> None:
        seen = Recorder()
        with Waiting("Deciding", 30, seen) as line:
            line("1D-LIP", 1, 4)
        assert not seen.states and not seen.closed

    @pytest.mark.usefixtures("at_once")
    def test_long_work_shows_the_step(self) -> None:
        seen = Recorder()
        with Waiting("Deciding", 30, seen) as line:
            eventually(lambda: bool(seen.states))
            line("1D-LIP", 1, 4)
            eventually(lambda: seen.states[-1].step == "1D-LIP")
        assert seen.states[0].words == "Deciding" and seen.states[-1].words == "Deciding: 1D-LIP"
        assert seen.states[-1].clock == "0 s of at most 30 s" and seen.states[-1][2:4] == (1, 4)
        assert seen.closed == 1

    @pytest.mark.usefixtures("at_once")
    def test_it_is_closed_when_the_work_fails(self) -> None:
        seen = Recorder()
        with pytest.raises(ZeroDivisionError), Waiting("Deciding", None, seen):
            eventually(lambda: bool(seen.states))
            _ = 1 // 0
        assert seen.closed == 1 and seen.states[-1].clock == "0 s"

    @pytest.mark.usefixtures("at_once")
    def test_a_terminal_that_is_closed_ends_nothing(self) -> None:
        class Gone(Recorder):
            def show(self, state: State) -> None:
                super().show(state)
                raise BrokenPipeError

        seen = Gone()
        with Waiting("Deciding", None, seen):
            eventually(lambda: bool(seen.closed))


class TestViews:
    def test_a_terminal(self) -> None:
        console = Console(file=io.StringIO(), force_terminal=True, width=100)
        shown = TerminalView(console)
        shown.show(State("Deciding", "1D-[b]LIP", 1, 4, 2.0, 30.0))
        shown.close()
        assert isinstance(console.file, io.StringIO)
        text = console.file.getvalue()
        assert "Deciding: 1D-[b]LIP" in text and "2 s of at most 30 s" in text
        assert text.endswith("\x1b[1A\x1b[2K")  # the line is erased

    def test_a_notebook(self, monkeypatch: pytest.MonkeyPatch) -> None:
        shown: list[str] = []

        class Handle:
            def update(self, content: str) -> None:
                shown.append(content)

        def display(content: str, display_id: bool) -> Handle:
            assert display_id
            shown.append(content)
            return Handle()

        module: Any = types.ModuleType("IPython.display")
        module.HTML, module.display = str, display
        package: Any = types.ModuleType("IPython")
        package.get_ipython = lambda: types.SimpleNamespace(kernel=object())
        monkeypatch.setitem(sys.modules, "IPython", package)
        monkeypatch.setitem(sys.modules, "IPython.display", module)
        found = view()
        assert isinstance(found, NotebookView)
        found.show(State("Deciding", "1D-LIP", 1, 4, 2.0, 30.0))
        found.show(State("Deciding", "", 0, None, 3.0, None))
        found.close()
        assert shown == [
            '<span><progress value="1" max="4"></progress> Deciding: 1D-LIP, 2 s of at most 30 s</span>',
            "<span><progress></progress> Deciding, 3 s</span>",
            "",
        ]

    def test_nobody_looks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stderr", None)
        assert view() is None
        monkeypatch.setattr(sys, "stderr", io.StringIO())
        assert view() is None

    def test_a_terminal_is_chosen_unless_it_is_dumb(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = io.StringIO()
        terminal.isatty = lambda: True  # type: ignore[method-assign]
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("TERM", "xterm")
        assert isinstance(view(), TerminalView)
        assert waiting("Deciding", None, wanted=False)._view is None
        monkeypatch.setenv("TERM", "dumb")
        assert view() is None


class TestCheck:
    @pytest.mark.parametrize(("text", "rules"), [("exp(x) - 1", RULES), ("(-y, x)", EUCLIDEAN_RULES)])
    @pytest.mark.parametrize("timeout", [30.0, None])
    def test_a_function_hears_of_each_rule(self, text: str, rules: tuple[Any, ...], timeout: float | None) -> None:
        heard: list[tuple[str, int, int]] = []
        profile = check(text, timeout=timeout, progress=lambda *step: heard.append(step))
        assert heard == [(rule.id, number, len(rules)) for number, rule in enumerate(rules)]
        assert profile.verdicts == check(text).verdicts

    @pytest.mark.parametrize("timeout", [30.0, None])
    def test_what_the_function_raises_ends_the_check(self, timeout: float | None) -> None:
        def refuse(rule: str, done: int, total: int) -> None:
            raise LookupError(rule)

        with pytest.raises(LookupError, match=RULES[0].id):
            check("exp(x) - 1", timeout=timeout, progress=refuse)

    def test_true_is_silent_where_nobody_looks(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert check(Map("2*x"), progress=True).verdict("basic", "C1").status == "embeddable"
        assert capfd.readouterr() == ("", "")


def test_a_listener_hears_the_messages_of_a_worker_as_they_come() -> None:
    heard: list[bytes] = []
    outcome = worker.stream(lambda send: [send(b"one"), send(b"two")], 30, heard.append)
    assert outcome.messages == heard == [b"one", b"two"]


class TestCommandLine:
    def in_terminal(self, arguments: list[str]) -> tuple[bytes, str]:
        """What a terminal at stderr shows, and stdout."""
        import pty

        master, slave = pty.openpty()
        program = subprocess.Popen(
            [*RUN, *arguments], stdout=subprocess.PIPE, stderr=slave, env={**os.environ, "TERM": "xterm"}
        )
        os.close(slave)
        shown = b""
        try:
            while chunk := os.read(master, 1 << 16):
                shown += chunk
        except OSError:
            pass  # how Linux tells that the other side is closed
        os.close(master)
        output, _ = program.communicate(timeout=60)
        assert program.returncode == 0
        return shown, output.decode()

    def test_a_terminal_sees_the_line_and_stdout_does_not(self) -> None:
        shown, output = self.in_terminal(HALF)
        assert b"Iterating" in shown and b"of at most 60 s" in shown
        assert shown.rstrip(b"\r\n").endswith(b"\x1b[2K")
        assert output.startswith("1.2710274138899515214") and len(output.strip()) == 401

    @pytest.mark.parametrize(
        "arguments",
        [
            ["check", "exp(x) - 1"],
            ["explain", "exp(x) - 1"],
            ["series", "exp(x) - 1", "--kind", "julia"],
            ["fixed-points", "x**3"],
        ],
    )
    def test_other_commands(self, arguments: list[str]) -> None:
        shown, output = self.in_terminal(arguments)
        assert b"\x1b[2K" in shown and output and "\x1b" not in output

    def test_json_is_silent(self) -> None:
        shown, output = self.in_terminal(["check", "exp(x) - 1", "--json"])
        assert shown == b"" and output.startswith("{")

    def test_pipes_are_silent(self) -> None:
        answer = subprocess.run([*RUN, *HALF], capture_output=True, check=True, timeout=60)
        assert answer.stderr == b""
