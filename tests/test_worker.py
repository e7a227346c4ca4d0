"""The time limit: it holds against everything, and what was sent before counts."""

from __future__ import annotations

import math
import multiprocessing
import os
import pathlib
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from embedcheck import errors, worker
from embedcheck.worker import TIME_RAN_OUT, Outcome, Send, stream

SLACK = 8.0  # seconds a loaded machine may take beyond a limit
FOREVER = 60.0


def greet(send: Send) -> None:
    send(b"hello")
    send(b"")
    send(b"x" * 300_000)


def hang_in_python(send: Send) -> None:
    send(b"before")
    while True:
        pass


def hang_in_c(send: Send) -> None:
    send(b"before")
    base = 10
    send(str(base ** (base**9)).encode())


def hang_after_blocking_signals(send: Send) -> None:
    send(b"before")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    while True:
        time.sleep(1)


def refuse(send: Send) -> None:
    send(b"before")
    raise errors.DomainError("log(x) is complex on R")


def unknown_cell(send: Send) -> None:
    raise errors.UnknownCellError("no class 'C7'")


class PrivateError(errors.SyntaxInputError):
    """A class that errors.py does not know."""


def private_error(send: Send) -> None:
    raise PrivateError("position 3")


def slip(send: Send) -> None:
    send(b"before")
    raise ZeroDivisionError("one\ntwo")


def recurse(send: Send) -> None:
    recurse(send)


def abort(send: Send) -> None:
    send(b"before")
    os.abort()


def leave(send: Send) -> None:
    sys.exit(7)


def leave_hard(send: Send) -> None:
    os._exit(7)


def exhaust_memory(send: Send) -> None:
    send(b"before")
    hoard = [bytes(1 << 30) for _ in range(10_000)]
    send(str(len(hoard)).encode())


def timed(target: worker.Target, limit: float | None) -> tuple[Outcome, float]:
    start = time.monotonic()
    outcome = stream(target, limit)
    return outcome, time.monotonic() - start


def children() -> set[int]:
    """The children of this process that exist, zombies included."""
    here = os.getpid()
    found: set[int] = set()
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[1]) == here:
            found.add(int(stat.parent.name))
    return found


@pytest.mark.parametrize("limit", [None, FOREVER])
def test_messages_arrive_in_order_and_unchanged(limit: float | None) -> None:
    assert stream(greet, limit) == Outcome([b"hello", b"", b"x" * 300_000], True, None)


@pytest.mark.parametrize("limit", [None, FOREVER])
def test_a_target_may_send_nothing(limit: float | None) -> None:
    assert stream(lambda send: None, limit) == Outcome([], True, None)


def test_many_messages_are_all_received() -> None:
    def count(send: Send) -> None:
        for number in range(20_000):
            send(str(number).encode())

    outcome = stream(count, FOREVER)
    assert outcome.finished
    assert outcome.messages == [str(number).encode() for number in range(20_000)]


@pytest.mark.parametrize("target", [hang_in_python, hang_in_c, hang_after_blocking_signals])
def test_the_limit_holds_and_keeps_what_was_sent(target: worker.Target) -> None:
    outcome, seconds = timed(target, 0.5)
    assert outcome == Outcome([b"before"], False, TIME_RAN_OUT)
    assert 0.5 <= seconds < 0.5 + SLACK


def test_a_flood_of_messages_does_not_outlive_the_limit() -> None:
    def flood(send: Send) -> None:
        while True:
            send(b"more")

    outcome, seconds = timed(flood, 0.5)
    assert not outcome.finished
    assert outcome.problem == TIME_RAN_OUT
    assert outcome.messages
    assert seconds < 0.5 + SLACK


@pytest.mark.parametrize("limit", [None, FOREVER])
@pytest.mark.parametrize(
    ("target", "kind", "message"),
    [
        (refuse, errors.DomainError, "log(x) is complex on R"),
        (unknown_cell, errors.UnknownCellError, "no class 'C7'"),
    ],
)
def test_errors_of_ours_cross_the_border(
    target: worker.Target, kind: type[Exception], message: str, limit: float | None
) -> None:
    with pytest.raises(kind) as caught:
        stream(target, limit)
    assert type(caught.value) is kind
    assert str(caught.value) == message


def test_an_unknown_class_of_error_arrives_as_its_nearest_base() -> None:
    with pytest.raises(errors.SyntaxInputError, match="position 3") as caught:
        stream(private_error, FOREVER)
    assert type(caught.value) is errors.SyntaxInputError


@pytest.mark.parametrize("limit", [None, FOREVER])
def test_other_exceptions_are_told_in_one_line(limit: float | None) -> None:
    outcome = stream(slip, limit)
    assert outcome.messages == [b"before"]
    assert not outcome.finished
    assert outcome.problem is not None
    assert outcome.problem.startswith("ZeroDivisionError: one two (in test_worker.py:")
    assert "\n" not in outcome.problem


@pytest.mark.parametrize("limit", [None, FOREVER])
def test_too_deep_recursion_is_told(limit: float | None) -> None:
    problem = stream(recurse, limit).problem
    assert problem is not None
    assert problem.startswith("RecursionError")


def test_a_crash_is_told() -> None:
    outcome = stream(abort, FOREVER)
    assert outcome == Outcome([b"before"], False, "the worker process ended by SIGABRT")


def test_a_signal_without_a_name_is_told() -> None:
    number = signal.SIGRTMIN + 5
    outcome = stream(lambda send: os.kill(os.getpid(), number), FOREVER)
    assert outcome.problem == f"the worker process ended by signal {int(number)}"


def test_a_host_that_reaps_its_children_itself_is_no_obstacle() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert stream(greet, FOREVER).finished
        assert stream(abort, FOREVER) == Outcome([b"before"], False, "the worker process ended")
        assert stream(hang_in_c, 0.5) == Outcome([b"before"], False, TIME_RAN_OUT)
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_leaving_early_is_told() -> None:
    assert stream(leave_hard, FOREVER).problem == "the worker process ended with exit code 7"
    problem = stream(leave, FOREVER).problem
    assert problem is not None
    assert problem.startswith("SystemExit: 7")


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "EXTRA_MEMORY", 1 << 29)
    outcome = stream(exhaust_memory, FOREVER)
    assert outcome.messages == [b"before"]
    assert outcome.problem is not None
    assert outcome.problem.startswith("MemoryError")


def test_the_child_does_not_write_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    def talk(send: Send) -> None:
        os.write(1, b"to stdout")
        os.write(2, b"to stderr")
        print("to stdout", flush=True)
        send(b"said")

    assert stream(talk, FOREVER) == Outcome([b"said"], True, None)
    assert capfd.readouterr() == ("", "")


def test_the_child_leaves_the_parent_alone() -> None:
    seen: list[str] = []
    assert stream(lambda send: seen.append("in the child"), FOREVER).finished
    assert seen == []


@pytest.mark.parametrize("target", [greet, hang_in_python, abort, slip])
def test_no_process_and_no_pipe_stay_behind(target: worker.Target) -> None:
    processes, pipes = children(), len(os.listdir("/proc/self/fd"))
    stream(target, 0.5)
    assert children() == processes
    assert len(os.listdir("/proc/self/fd")) == pipes


def test_it_works_from_many_threads() -> None:
    outcomes: dict[int, Outcome] = {}

    def ask(number: int) -> None:
        target = hang_in_python if number % 2 else abort
        outcomes[number] = stream(target, 0.5 + number / 50)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(FOREVER)
    assert time.monotonic() - start < 1 + 2 * SLACK
    for number in range(8):
        expected = TIME_RAN_OUT if number % 2 else "the worker process ended by SIGABRT"
        assert outcomes[number] == Outcome([b"before"], False, expected)


def test_a_limit_inside_a_limit_cannot_be_longer() -> None:
    def outer(send: Send) -> None:
        started = time.monotonic()
        inner = stream(hang_in_python, FOREVER)
        send(f"{inner.problem} {time.monotonic() - started}".encode())
        time.sleep(FOREVER)

    outcome, seconds = timed(outer, 1.0)
    assert outcome.problem == TIME_RAN_OUT
    assert seconds < 1 + SLACK


def test_a_shorter_limit_inside_a_limit_holds() -> None:
    def outer(send: Send) -> None:
        inner = stream(hang_in_c, 0.5)
        send(inner.messages[0])
        send(str(inner.problem).encode())

    assert stream(outer, FOREVER) == Outcome([b"before", TIME_RAN_OUT.encode()], True, None)


def test_a_crash_is_seen_at_once_while_a_grandchild_lives() -> None:
    def outer(send: Send) -> None:
        threading.Thread(target=stream, args=(hang_in_python, 3.0), daemon=True).start()
        time.sleep(0.5)
        os.abort()

    outcome, seconds = timed(outer, FOREVER)
    assert outcome.problem == "the worker process ended by SIGABRT"
    assert seconds < FOREVER / 2


def _stream_in_pool(limit: float) -> tuple[str | None, int]:
    outcome = stream(hang_in_c, limit)
    return outcome.problem, len(outcome.messages)


def test_it_works_in_a_daemonic_process() -> None:
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply_async(_stream_in_pool, (0.5,)).get(FOREVER) == (TIME_RAN_OUT, 1)


def test_an_orphan_ends_by_itself(tmp_path: pathlib.Path) -> None:
    """The parent is killed; its child, stuck in C, must not stay."""
    note = tmp_path / "pid"
    program = textwrap.dedent(
        f"""
        import os, pathlib
        from embedcheck.worker import stream

        def target(send):
            path = pathlib.Path({str(note)!r})
            path.with_suffix(".new").write_text(str(os.getpid()))
            path.with_suffix(".new").rename(path)
            10 ** (10**9)

        stream(target, 2)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", program])
    give_up = time.monotonic() + FOREVER
    while not note.exists() and time.monotonic() < give_up:
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    child = int(note.read_text())
    while _alive(child) and time.monotonic() < give_up:
        time.sleep(0.1)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_an_interrupt_in_the_parent_ends_the_child() -> None:
    def interrupt() -> None:
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGINT)

    processes = children()
    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        stream(hang_in_python, FOREVER)
    assert children() == processes


@pytest.mark.parametrize("limit", [0.0, -1.0, math.inf, math.nan, 3600.5])
def test_an_impossible_limit_is_refused(limit: float) -> None:
    with pytest.raises(errors.InputError, match="timeout"):
        stream(greet, limit)


def test_without_children_the_limit_holds_between_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_to_fork() -> int:
        raise BlockingIOError("no more processes")

    def slow(send: Send) -> None:
        while True:
            time.sleep(0.05)
            try:
                send(b"tick")
            except Exception:  # a target that survives everything
                send(b"caught")

    monkeypatch.setattr(os, "fork", refuse_to_fork)
    outcome, seconds = timed(slow, 0.5)
    assert not outcome.finished
    assert outcome.problem == TIME_RAN_OUT
    assert set(outcome.messages) == {b"tick"}
    assert seconds < 0.5 + SLACK
    assert stream(greet, FOREVER).finished


class TestWithoutFork:
    """A new interpreter instead of a fork."""

    @pytest.fixture(autouse=True)
    def no_fork(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(worker, "_can_fork", lambda: False)
        # The new interpreter finds the targets of this file by name.
        monkeypatch.syspath_prepend(os.path.dirname(__file__))
        import test_worker as importable

        self.targets = importable

    def test_messages_arrive(self) -> None:
        assert stream(self.targets.greet, FOREVER) == Outcome([b"hello", b"", b"x" * 300_000], True, None)

    @pytest.mark.parametrize("name", ["hang_in_python", "hang_in_c"])
    def test_the_limit_holds(self, name: str) -> None:
        outcome, seconds = timed(getattr(self.targets, name), 3.0)
        assert outcome == Outcome([b"before"], False, TIME_RAN_OUT)
        assert seconds < 3 + SLACK

    def test_errors_and_crashes_are_told(self) -> None:
        with pytest.raises(errors.DomainError, match="log"):
            stream(self.targets.refuse, FOREVER)
        assert stream(self.targets.abort, FOREVER).problem == "the worker process ended by SIGABRT"
        assert stream(self.targets.leave_hard, FOREVER).problem == "the worker process ended with exit code 7"

    def test_a_target_that_cannot_be_pickled_runs_here(self) -> None:
        seen: list[int] = []

        def local(send: Send) -> None:
            seen.append(os.getpid())
            send(b"here")

        assert stream(local, FOREVER) == Outcome([b"here"], True, None)
        assert seen == [os.getpid()]

    def test_no_process_stays_behind(self) -> None:
        processes = children()
        stream(self.targets.hang_in_python, 2.0)
        assert children() == processes
