"""The command line. Exit codes: 0 success, 1 a certificate that does not verify, 2 bad input (one line on stderr).

Nothing here imports SymPy before a command runs, so that `--help` and `--version` answer at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from embedcheck._version import __version__
from embedcheck.errors import EmbedcheckError, InputError, PrecisionError, VerificationError
from embedcheck.progress import waiting
from embedcheck.worker import checked_timeout

if TYPE_CHECKING:
    from embedcheck.maps import Map

NOT_VERIFIED = 1
BAD_INPUT = 2
INTERRUPTED = 130
BROKEN_PIPE = 141

app = typer.Typer(
    help="Which neural ODE architectures can be a given map exactly, with which smoothness, and by which theorem.",
    epilog="A MAP that starts with - follows --, as in: embedcheck check -- '-x'",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

MapText = Annotated[
    str, typer.Argument(metavar="MAP", help="A formula such as 'exp(x) - 1', or a tuple such as '(x + 1, -y)'.")
]
DomainText = Annotated[
    str | None,
    typer.Option("--domain", metavar="D", help="R, R^2, an interval '[0, oo)' or a product '[0, 1]x[0, 2]'."),
]
VariableNames = Annotated[
    str | None, typer.Option("--vars", metavar="X,Y", help="The variables in order; alphabetical unless given.")
]
At = Annotated[
    str | None,
    typer.Option(metavar="P", help="The fixed point: exact, or a decimal close to it. Not needed when there is one."),
]
Point = Annotated[str, typer.Option("--x", metavar="X", help="A real constant.")]
Digits = Annotated[int, typer.Option(metavar="D", help="The number of digits.")]
Seconds = Annotated[float, typer.Option(metavar="S", help="Time limit in seconds, at most 3600.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(f"embedcheck {__version__}")
        raise typer.Exit


@app.command()
def check(
    text: MapText,
    domain: DomainText = None,
    variables: VariableNames = None,
    timeout: Seconds = 30.0,
    as_json: AsJson = False,
    certificate: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the evidence of all decided cells, for `verify`.")
    ] = None,
) -> None:
    """Tell for every architecture and class whether MAP is embeddable, and why."""
    with _manners():
        checked_timeout(timeout)
        f = _map(text, domain, variables)
        from embedcheck.decide import check

        with waiting("Deciding", timeout, not as_json) as line:
            profile = check(f, timeout=timeout, progress=line)
        if as_json:
            typer.echo(profile.to_json())
        elif _terminal():
            from rich.console import Console

            Console().print(profile)
        else:
            typer.echo(str(profile))
        if certificate is not None:
            found = profile.certificate
            try:
                found.save(certificate)
            except OSError as error:
                raise InputError(f"cannot write {certificate}: {error.strerror}") from None
            typer.echo(f"Certificate of {len(found.cells)} decided cells: {_printable(certificate)}", err=True)


@app.command()
def explain(
    text: MapText,
    domain: DomainText = None,
    variables: VariableNames = None,
    timeout: Seconds = 30.0,
    architecture: Annotated[
        str | None, typer.Option(metavar="A", help="basic, linear-layer, augmented-1, ...; else the most telling one.")
    ] = None,
    regularity: Annotated[
        str | None, typer.Option("--class", metavar="C", help="flow, C0, Lip, C1, Cinf or Comega.")
    ] = None,
    time_dependent: Annotated[bool, typer.Option("--time-dependent", help="A field that may depend on time.")] = False,
    form: Annotated[str, typer.Option("--format", metavar="F", help="text, markdown, latex or html.")] = "text",
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.")] = None,
) -> None:
    """Derive step by step why MAP is embeddable in one cell or not."""
    with _manners():
        checked_timeout(timeout)
        if form not in ("text", "markdown", "latex", "html"):
            raise InputError(f"no format {form!a}: the formats are text, markdown, latex, html")
        f = _map(text, domain, variables)
        from embedcheck.decide import check
        from embedcheck.derivations.build import choose

        with waiting("Deciding", timeout) as line:
            profile = check(f, timeout=timeout, progress=line)
        cell = choose(profile, architecture, regularity, not time_dependent)
        with waiting("Deriving", timeout):
            found = profile.derivation(cell, timeout=timeout)
        if form == "text" and output is None and _terminal():
            from rich.console import Console

            Console().print(found)
            return
        _deliver(getattr(found, f"to_{form}")(), output)


@app.command()
def report(
    text: MapText,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="FILE.html, FILE.md or FILE.tex.")],
    domain: DomainText = None,
    variables: VariableNames = None,
    timeout: Seconds = 30.0,
) -> None:
    """Write one self-contained page on MAP: the answers, why, pictures, the certificate."""
    with _manners():
        checked_timeout(timeout)
        f = _map(text, domain, variables)
        from embedcheck.decide import check
        from embedcheck.pages import form_of, page

        form = form_of(output)
        with waiting("Deciding", timeout) as line:
            profile = check(f, timeout=timeout, progress=line)
        with waiting("Writing the report", None):
            content = page(profile, form, timeout)
        _deliver(content, output)


@app.command()
def verify(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What `check --certificate FILE` has written.")],
    text: Annotated[str | None, typer.Option("--map", metavar="MAP", help="Insist on this map.")] = None,
    domain: Annotated[str | None, typer.Option("--domain", metavar="D", help="Insist on this domain.")] = None,
    cell: Annotated[
        str | None, typer.Option("--cell", metavar="CELL", help="Insist on this cell, as 'basic autonomous C1'.")
    ] = None,
    timeout: Seconds = 60.0,
    as_json: AsJson = False,
) -> None:
    """Re-check the certificate in FILE and say what it proves. Exit code 1 when it does not verify."""
    with _manners():
        checked_timeout(timeout)
        from embedcheck.report import proven_text
        from embedcheck.verify import verify_certificate

        def work() -> str:
            proven = verify_certificate(file, map=text, domain=domain, cell=cell)
            return json.dumps(proven.to_dict()) if as_json else proven_text(proven)

        with waiting("Verifying", timeout, not as_json):
            outcome = _within(timeout, work, lambda problem: VerificationError(f"not verified: {problem}"))
        typer.echo(outcome)


@app.command(name="fixed-points")
def fixed_points(
    text: MapText, domain: DomainText = None, variables: VariableNames = None, as_json: AsJson = False
) -> None:
    """Find all fixed points of MAP, each with its multiplier."""
    with _manners():
        f = _map(text, domain, variables)
        import embedcheck

        with waiting("Searching", None, not as_json):
            found = embedcheck.fixed_points(f)
        if as_json:
            typer.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        else:
            from embedcheck.report import fixed_points_text

            typer.echo(fixed_points_text(found))


@app.command()
def iterate(
    text: MapText,
    t: Annotated[str, typer.Option("--t", metavar="T", help="The order of iteration: any real constant, as 1/2.")],
    x: Point,
    at: At = None,
    dps: Digits = 15,
    timeout: Seconds = 60.0,
    domain: DomainText = None,
    variables: VariableNames = None,
) -> None:
    """Print the iterate of MAP of real order T at X, every digit proven."""
    with _manners():
        checked_timeout(timeout)
        f = _map(text, domain, variables)
        import embedcheck

        with waiting("Iterating", timeout):
            value = _within(timeout, lambda: _decimal(embedcheck.iterate(f, t, x, at=at, dps=dps), dps))
        typer.echo(value)


@app.command()
def root(
    text: MapText,
    order: Annotated[int, typer.Option(metavar="N", help="The order of the iterative root.")],
    x: Point,
    at: At = None,
    dps: Digits = 15,
    timeout: Seconds = 60.0,
    domain: DomainText = None,
    variables: VariableNames = None,
) -> None:
    """Print the value at X of the iterative root of MAP of order N that belongs to a flow."""
    with _manners():
        checked_timeout(timeout)
        f = _map(text, domain, variables)
        import embedcheck

        with waiting("Iterating", timeout):
            value = _within(timeout, lambda: _decimal(embedcheck.iterative_root(f, order, at=at)(x, dps=dps), dps))
        typer.echo(value)


@app.command()
def series(
    text: MapText,
    kind: Annotated[str, typer.Option(metavar="KIND", help="koenigs, boettcher or julia (abel: that of 1/alpha').")],
    order: Annotated[int, typer.Option(metavar="N", help="The last order.")] = 8,
    at: At = None,
    timeout: Seconds = 60.0,
    domain: DomainText = None,
    variables: VariableNames = None,
    as_json: AsJson = False,
) -> None:
    """Print exact coefficients of the solution of a functional equation at a fixed point of MAP."""
    with _manners():
        if kind not in ("koenigs", "abel", "boettcher", "julia"):
            raise InputError(f"no equation {kind!a}: the kinds are koenigs, abel, boettcher, julia")
        checked_timeout(timeout)
        f = _map(text, domain, variables)
        import embedcheck
        from embedcheck.parsing import to_text

        def work() -> str:
            solution = getattr(embedcheck, "julia" if kind == "abel" else kind)(f, at=at)
            if kind == "abel":
                embedcheck.abel(f, at=at)
            coefficients = [to_text(value) for value in solution.series(order)]
            if not as_json:
                return "\n".join(f"{power}  {value}" for power, value in enumerate(coefficients))
            data = {"kind": kind, "at": solution.at, "order": order, "coefficients": coefficients}
            return json.dumps({**data, "multiplier": to_text(solution.multiplier)})

        with waiting("Expanding", timeout, not as_json):
            coefficients = _within(timeout, work)
        typer.echo(coefficients)


@app.command()
def plot(
    text: MapText,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="A name that ends in .png or .svg.")],
    kind: Annotated[str | None, typer.Option(metavar="NAME", help="One picture only, as graph, flow, levels.")] = None,
    domain: DomainText = None,
    variables: VariableNames = None,
    timeout: Seconds = 60.0,
) -> None:
    """Draw MAP, and the flows that realise it, into FILE."""
    with _manners():
        checked_timeout(timeout)
        from embedcheck.plot import checked_format, checked_kind

        checked_format(output)
        checked_kind(kind)
        f = _map(text, domain, variables)
        from embedcheck.decide import check
        from embedcheck.plot import save

        with waiting("Deciding", timeout) as line:
            profile = check(f, timeout=timeout, progress=line)

        def work() -> str:
            save(profile.plot(kind), output)
            return f"Picture: {_printable(output)}"

        with waiting("Drawing", timeout):
            told = _within(timeout, work)
        typer.echo(told)


@app.command()
def theorems(
    identifier: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show this one in full.")] = None,
) -> None:
    """List the theorems, or show one."""
    with _manners():
        from embedcheck.report import theorem_list, theorem_text
        from embedcheck.theory import THEOREMS, theorem

        typer.echo(theorem_list(THEOREMS.values()) if identifier is None else theorem_text(theorem(identifier)))


def _deliver(content: str, path: str | None) -> None:
    """Print a text, or write it to a file."""
    if path is None:
        typer.echo(content.removesuffix("\n"))
        return
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(content if content.endswith("\n") else content + "\n")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}") from None


def _within(timeout: float, work: Callable[[], str], late: Callable[[str], EmbedcheckError] = PrecisionError) -> str:
    """What the work returns; it ends with the time limit in any case."""
    from embedcheck.worker import stream

    outcome = stream(lambda send: send(work().encode()), timeout)
    if not outcome.finished:
        raise late(outcome.problem or "the work ended early")
    return b"".join(outcome.messages).decode()


def _decimal(value: object, dps: int) -> str:
    from mpmath import nstr

    return str(nstr(value, dps, strip_zeros=False))


def _map(text: str, domain: str | None, variables: str | None) -> Map:
    from embedcheck.maps import Map

    return Map(text, domain=domain, vars=variables)


@contextmanager
def _manners() -> Generator[None]:
    """End a command as a well-behaved program does: no traceback for bad input, Ctrl-C or a reader that went away."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except EmbedcheckError as error:
        typer.echo(f"embedcheck: {_printable(' '.join(str(error).split()))}", err=True)
        raise typer.Exit(NOT_VERIFIED if isinstance(error, VerificationError) else BAD_INPUT) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        _drop_output()
        raise typer.Exit(BROKEN_PIPE) from None
    except OSError as error:  # files answer for themselves: this is stdout, on a full disk for example
        _drop_output()
        typer.echo(f"embedcheck: cannot write the answer: {error.strerror}", err=True)
        raise typer.Exit(BAD_INPUT) from None


def _drop_output() -> None:
    """Python flushes stdout once more at exit; let that go nowhere."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminal() -> bool:
    """Whether the answer goes to a terminal; a closed stdout is None."""
    return sys.stdout is not None and sys.stdout.isatty()


def _printable(text: str) -> str:
    """A text that may hold the name of a file, without control characters and broken bytes."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def main() -> None:
    """Entry point of the `embedcheck` command."""
    app()
