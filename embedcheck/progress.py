"""A line that tells of work longer than a second, in a terminal (stderr) or in a notebook; it goes when the work ends.

A thread draws it, so that it lives while a computation does not return. Everything that the thread needs is imported
before it starts: a child that is forked meanwhile finds no module half imported.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, NamedTuple, Protocol

Tell = Callable[[str, int, int], None]
"""Hears what is being done, how many steps are behind, and how many there are."""

DELAY = 1.0
"""Seconds of work before the line appears."""
_BEAT = 0.1


class State(NamedTuple):
    """What a line shows."""

    task: str
    step: str
    done: int
    total: int | None
    seconds: float
    limit: float | None

    @property
    def words(self) -> str:
        return f"{self.task}: {self.step}" if self.step else self.task

    @property
    def clock(self) -> str:
        return f"{self.seconds:.0f} s" + ("" if self.limit is None else f" of at most {self.limit:.0f} s")


class View(Protocol):
    """Where a line is drawn."""

    def show(self, state: State) -> None: ...
    def close(self) -> None: ...


class TerminalView:
    """A rich bar on a console; it is erased at the end."""

    def __init__(self, console: Any = None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(24),
            TextColumn("{task.fields[clock]}", markup=False, style="dim"),
            console=console or Console(stderr=True),
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task: Any = None

    def show(self, state: State) -> None:
        """Draw the line, the first time too."""
        if self._task is None:
            self._task = self._progress.add_task(
                state.words, completed=state.done, total=state.total, clock=state.clock
            )
            self._progress.start()
        self._progress.update(
            self._task, description=state.words, completed=state.done, total=state.total, clock=state.clock
        )
        self._progress.refresh()

    def close(self) -> None:
        """Erase the line."""
        self._progress.stop()


class NotebookView:
    """One output of a cell that is replaced, and empty at the end."""

    def __init__(self) -> None:
        from IPython.display import HTML, display  # pyright: ignore[reportMissingImports]

        self._html: Any = HTML
        self._display: Any = display
        self._handle: Any = None

    def show(self, state: State) -> None:
        """Draw the line; nothing in it comes from a user."""
        bar = "" if state.total is None else f' value="{state.done}" max="{state.total}"'
        shown = self._html(f"<span><progress{bar}></progress> {state.words}, {state.clock}</span>")
        if self._handle is None:
            self._handle = self._display(shown, display_id=True)
        else:
            self._handle.update(shown)

    def close(self) -> None:
        """Empty the output."""
        if self._handle is not None:
            self._handle.update(self._html(""))


class Waiting:
    """A context manager around the work; call it to tell which step is being done.

    Without a view it shows nothing.
    """

    def __init__(self, task: str, limit: float | None, view: View | None) -> None:
        self._view = view
        self._state = State(task, "", 0, None, 0.0, limit)
        self._start = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._draw, daemon=True)

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """Tell of the next step."""
        self._state = self._state._replace(step=step, done=done, total=total)

    def __enter__(self) -> Waiting:
        if self._view is not None:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self._over.set()
        if self._view is not None:
            self._thread.join()

    def _draw(self) -> None:
        view = self._view
        if view is None or self._over.wait(DELAY):
            return
        try:
            try:
                while True:
                    view.show(self._state._replace(seconds=time.monotonic() - self._start))
                    if self._over.wait(_BEAT):
                        return
            finally:
                view.close()
        except OSError:
            return  # nobody looks any more: the terminal is closed


def view() -> View | None:
    """The notebook that asks, or the terminal at stderr; None where nobody looks."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if getattr(shell, "kernel", None) is not None:
        return NotebookView()
    try:
        seen = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    except (AttributeError, ValueError):  # no stderr, or a closed one
        return None
    return TerminalView() if seen else None


def waiting(task: str, limit: float | None, wanted: bool = True) -> Waiting:
    """A line for this work, of which `limit` is the time limit in seconds, if it is `wanted` and someone looks."""
    return Waiting(task, limit, view() if wanted else None)
