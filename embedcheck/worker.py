"""A time limit that holds even when a computation cannot be interrupted, as in a long big-integer operation in C.

The work runs in a child process that streams what it knows; at the deadline the child is killed and what has arrived
counts. Where no child can be made the work runs here, and the limit holds only between two messages.
"""

from __future__ import annotations

import math
import os
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from embedcheck import errors

if TYPE_CHECKING:
    from typing import IO

Send = Callable[[bytes], None]
Target = Callable[[Send], object]

TIME_RAN_OUT = "time ran out"
LONGEST = 3600.0
"""Largest time limit, in seconds."""
EXTRA_MEMORY = 8 << 30
"""What a child may take beyond the size of its parent, in bytes of address space."""

_GRACE = 2.0  # seconds after its deadline at which an orphaned child ends by itself
_HEADER = struct.Struct("<cQ")  # kind of frame, length of its payload
_MESSAGE, _DONE, _ERROR, _PROBLEM = b"m", b"d", b"e", b"p"

_fork_lock = (
    threading.Lock()
)  # no child of another thread inherits the writing end of a pipe between creation and close
_enclosing_deadline = math.inf  # in a child: when it will be killed; a limit inside a limit cannot be longer
_enclosing_pipe: int | None = None  # in a child: its way to the parent, which its own children must not keep open


class Outcome(NamedTuple):
    """What a target sent, whether it ran to its end, and if not, why."""

    messages: list[bytes]
    finished: bool
    problem: str | None


def checked_timeout(timeout: float | None) -> float | None:
    """The time limit in seconds, or None for no limit. Raises InputError unless 0 < timeout <= 3600."""
    if timeout is not None and not 0 < timeout <= LONGEST:
        raise errors.InputError(f"the timeout must be more than 0 and at most {LONGEST:.0f} seconds, not {timeout}")
    return timeout


def stream(target: Target, timeout: float | None, heard: Send | None = None) -> Outcome:
    """Run `target(send)` for at most `timeout` seconds and collect what it sends.

    With `timeout=None` it runs in this process. Otherwise it runs in a forked child, where its output to the terminal
    is dropped; without fork, in a new interpreter, for which the target must be picklable. `heard` is called in this
    process with each message when it arrives; what it raises ends the work.

    Raises InputError for a timeout out of range, and whatever EmbedcheckError the target raises. Every other failure
    of the target (an exception, a crash, too much memory) is told by `problem`.
    """
    if checked_timeout(timeout) is None:
        return _run_here(target, math.inf, heard)
    assert timeout is not None
    deadline = min(time.monotonic() + timeout, _enclosing_deadline)
    outcome = _run_forked(target, deadline, heard) if _can_fork() else _run_spawned(target, deadline, heard)
    return outcome or _run_here(target, deadline, heard)


def _can_fork() -> bool:
    return hasattr(os, "fork")


class _TimeUp(BaseException):
    """Ends a target in this process; no `except Exception` of the target catches it."""


class _Objection(BaseException):
    """Carries what `heard` raised through a target in this process."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


def _run_here(target: Target, deadline: float, heard: Send | None) -> Outcome:
    messages: list[bytes] = []

    def send(message: bytes) -> None:
        messages.append(message)
        if heard is not None:
            try:
                heard(message)
            except Exception as error:
                raise _Objection(error) from None
        if time.monotonic() > deadline:
            raise _TimeUp

    try:
        target(send)
    except _TimeUp:
        return Outcome(messages, False, TIME_RAN_OUT)
    except _Objection as objection:
        raise objection.error from None
    except errors.EmbedcheckError:
        raise
    except Exception as error:
        return Outcome(messages, False, _describe(error))
    return Outcome(messages, True, None)


def _run_forked(target: Target, deadline: float, heard: Send | None) -> Outcome | None:
    with _fork_lock:
        try:
            reading, writing = os.pipe()
        except OSError:
            return None
        try:
            child = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            return None
        if child:
            os.close(writing)
    if not child:
        _be_child(target, reading, writing, deadline)
    code: int | None = None
    try:
        outcome = _collect(_chunks(reading, deadline), heard)
    finally:
        os.close(reading)
        try:
            os.kill(child, signal.SIGKILL)  # without effect on a child that has ended
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        except (ProcessLookupError, ChildProcessError):
            pass  # the host program reaps its children itself
    return _with_cause(outcome, code)


def _with_cause(outcome: Outcome, code: int | None) -> Outcome:
    """Where the child has fallen silent: how its process ended."""
    if outcome.finished or outcome.problem:
        return outcome
    if code is None or code >= 0:
        cause = "" if code is None else f" with exit code {code}"
    else:
        cause = f" by {signal.Signals(-code).name}" if -code in set(signal.Signals) else f" by signal {-code}"
    return outcome._replace(problem=f"the worker process ended{cause}")


def _chunks(reading: int, deadline: float) -> Iterator[bytes]:
    """What arrives at a pipe until it is closed. Raises TimeoutError at the deadline."""
    import select

    poll = select.poll()
    poll.register(reading, select.POLLIN)
    while True:
        left = deadline - time.monotonic()
        if not poll.poll(max(0, math.ceil(left * 1000))):
            raise TimeoutError
        chunk = os.read(reading, 1 << 20)
        if not chunk:
            return
        yield chunk
        if left <= 0:
            raise TimeoutError


def _collect(chunks: Iterator[bytes], heard: Send | None) -> Outcome:
    """Read frames until one ends the stream. Raises the EmbedcheckError of the child."""
    messages: list[bytes] = []
    data = bytearray()
    try:
        for chunk in chunks:
            data += chunk
            while len(data) >= _HEADER.size:
                kind, size = _HEADER.unpack_from(data)
                if len(data) < _HEADER.size + size:
                    break
                payload = bytes(data[_HEADER.size : _HEADER.size + size])
                del data[: _HEADER.size + size]
                if kind == _MESSAGE:
                    messages.append(payload)
                    if heard is not None:
                        heard(payload)
                elif kind == _ERROR:
                    raise _decode_error(payload)
                else:
                    return Outcome(messages, kind == _DONE, payload.decode() or None)
    except TimeoutError:
        return Outcome(messages, False, TIME_RAN_OUT)
    return Outcome(messages, False, None)


def _be_child(target: Target, reading: int, writing: int, deadline: float) -> NoReturn:
    """The whole life of a forked child: it never returns into the code of its parent."""
    global _enclosing_deadline, _enclosing_pipe
    try:
        os.close(reading)
        if _enclosing_pipe is not None:
            os.close(_enclosing_pipe)
        _enclosing_deadline, _enclosing_pipe = deadline, writing
        _isolate(writing, deadline)
        _serve(target, writing)
    finally:
        os._exit(0)


def _isolate(writing: int, deadline: float) -> None:
    """Detach a forked child from the signals, the terminal and the memory of its parent."""
    import faulthandler
    import resource

    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the child
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    signal.setitimer(signal.ITIMER_REAL, max(0.0, deadline - time.monotonic()) + _GRACE)
    faulthandler.disable()  # the parent tells of a crash
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        if descriptor != writing:
            os.dup2(nowhere, descriptor)
    sys.stdout = sys.stderr = open(nowhere, "w", encoding="utf-8")  # noqa: SIM115 - as long as the child lives
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            size = int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return  # no size to start from: no limit
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = size + EXTRA_MEMORY
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _serve(target: Target, writing: int) -> None:
    """Run the target in a child, send its messages as frames, then how it ended."""

    def emit(kind: bytes, payload: bytes) -> None:
        data = memoryview(_HEADER.pack(kind, len(payload)) + payload)
        while data:
            data = data[os.write(writing, data) :]

    try:
        target(lambda message: emit(_MESSAGE, message))
    except errors.EmbedcheckError as error:
        names = ",".join(kind.__name__ for kind in type(error).__mro__)
        emit(_ERROR, f"{names}\n{error}".encode(errors="backslashreplace"))
    except BaseException as error:
        emit(_PROBLEM, _describe(error).encode(errors="backslashreplace"))
    else:
        emit(_DONE, b"")


def _decode_error(payload: bytes) -> errors.EmbedcheckError:
    """The exception of a child: of its own class where errors.py knows that, else of the nearest base."""
    names, _, message = payload.decode().partition("\n")
    for name in names.split(","):
        kind = getattr(errors, name, None)
        if isinstance(kind, type) and issubclass(kind, errors.EmbedcheckError):
            return kind(message)
    return errors.EmbedcheckError(message)


def _describe(error: BaseException) -> str:
    """One line: the class, the message and the place of an exception."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f" (in {os.path.basename(place.tb_frame.f_code.co_filename)}:{place.tb_lineno})"
    message = " ".join(str(error).split())
    return f"{type(error).__name__}{': ' + message if message else ''}{where}"


def _run_spawned(target: Target, deadline: float, heard: Send | None) -> Outcome | None:
    """The same in a new interpreter; None when it cannot be started or the target cannot be pickled."""
    import pickle
    import queue
    import subprocess

    try:
        job = pickle.dumps((target, deadline - time.monotonic()))
        child = subprocess.Popen(
            [sys.executable, "-c", "from embedcheck.worker import serve_spawned; serve_spawned()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    except (OSError, pickle.PicklingError, AttributeError, TypeError):
        return None
    assert child.stdin is not None and child.stdout is not None
    arrived: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def talk(stdin: IO[bytes], stdout: IO[bytes]) -> None:
        try:
            stdin.write(job)
            stdin.close()
            while chunk := os.read(stdout.fileno(), 1 << 16):
                arrived.put(chunk)
        except OSError:
            pass  # the child has ended: its exit code says how
        arrived.put(b"")

    def chunks() -> Iterator[bytes]:
        while True:
            try:
                chunk = arrived.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise TimeoutError from None
            if not chunk:
                return
            yield chunk

    talker = threading.Thread(target=talk, args=(child.stdin, child.stdout), daemon=True)
    talker.start()
    try:
        outcome = _collect(chunks(), heard)
    finally:
        child.kill()
        code = child.wait()
        talker.join(1.0)
        child.stdout.close()
    return _with_cause(outcome, code)


def serve_spawned() -> None:
    """Entry point of an interpreter started by `stream`: a pickled job at stdin, frames to stdout."""
    global _enclosing_deadline
    import pickle

    pipe = os.dup(1)
    os.dup2(2, 1)  # what the target prints must not mix with the frames

    def load_and_run(send: Send) -> None:
        global _enclosing_deadline
        target, left = pickle.loads(sys.stdin.buffer.read())
        _enclosing_deadline = time.monotonic() + left
        target(send)

    _serve(load_and_run, pipe)
