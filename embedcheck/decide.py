"""Run the rules, close the claims under the inclusion graph, raise on a contradiction."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.signs import Deadline, UnknownError
from embedcheck.balls.constants import compare
from embedcheck.balls.demands import DemandError
from embedcheck.cells import Cell, Status, cells, inclusions
from embedcheck.certificate import Fact
from embedcheck.errors import ContradictionError, EmbedcheckError
from embedcheck.maps import Map
from embedcheck.parsing import parse_number
from embedcheck.profile import Floor, Profile, Verdict
from embedcheck.progress import Tell, waiting
from embedcheck.rules import diffeos, euclidean, floors, interval, layers, levels, lifts, points, readouts
from embedcheck.rules.base import Claim, Finding, FloorClaim, Missing, Rule
from embedcheck.worker import checked_timeout, stream

RULES: tuple[Rule[IntervalAnalysis], ...] = (*interval.RULES, *layers.RULES, *floors.RULES)
EUCLIDEAN_RULES: tuple[Rule[EuclideanAnalysis], ...] = (
    *euclidean.RULES,
    *points.RULES,
    *diffeos.RULES,
    *readouts.RULES,
    *lifts.RULES,
    *levels.RULES,
)


class _Note(msgspec.Struct, frozen=True, tag=True):
    """Which rule is being tried."""

    text: str


_decoder = msgspec.msgpack.Decoder(Claim | Missing | FloorClaim | _Note)


def check(
    f: Map | Any,
    *,
    timeout: float | None = 30.0,
    domain: Any = None,
    vars: Any = None,
    progress: bool | Tell = False,
) -> Profile:
    """Decide every architecture and class for a map.

    Args:
        f: A Map, or anything that `Map` accepts.
        timeout: Time limit in seconds, at most 3600; it holds even when a library call does not return, and what
            is decided
            by then is in the profile. None: no limit, and the work is done in this process.
        domain: As of `Map`.
        vars: As of `Map`.
        progress: True for a line in the terminal (stderr) or notebook when the work takes longer than a second; or
            a
            function that hears, before each rule is tried, its identifier, how many have been tried, and how many
            there are.

    Returns:
        Profile: One verdict per cell, error floors, facts, certificate.

    Raises:
        InputError: The map or the timeout makes no sense.
        DomainError: The map is proven undefined on its domain.

    Guarantee:
        Exact or rigorous: every verdict but `undecided` follows from a theorem with proven hypotheses, and its
        certificate
        re-checks. More time never turns one proven answer into the other.

    Source:
        The theorem that each verdict names; see `theorem`.

    Examples:
        >>> from embedcheck import check
        >>> profile = check("3*x/2 - x**2/2", domain="[0, 1]")
        >>> print(profile.verdict("basic", "C1").status, profile.verdict("basic", "C1").rule)
        not_embeddable 1D-CLASS-M
        >>> check("3*x/2 - x**2/2", domain="(0, 1)").signs("basic")
        '++++++'
        >>> rules = []
        >>> _ = check("2*x", progress=lambda rule, tried, total: rules.append(rule))
        >>> "1D-LIP" in rules
        True
        >>> check("exp(x) - 1", timeout=5000)
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: the timeout must be more than 0 and at most 3600 seconds, not 5000
    """
    subject = f if isinstance(f, Map) and domain is None and vars is None else Map(f, domain=domain, vars=vars)
    limit = checked_timeout(timeout)
    start = time.monotonic()
    with waiting("Deciding", limit, progress is True) as line:
        tell = progress if callable(progress) else line if progress else None
        heard = None if tell is None else _listener(subject, tell)
        outcome = stream(lambda send: _run(subject, limit, send), limit, heard)
    findings: list[Finding] = []
    current = ""
    for message in outcome.messages:
        item = _decoder.decode(message)
        if isinstance(item, _Note):
            current = item.text
        else:
            findings.append(item)
    note = None
    if not outcome.finished:
        note = f"{outcome.problem or 'the work ended early'} while trying {current or 'to start'}"
    return assemble(subject, findings, time.monotonic() - start, note)


def _listener(subject: Map, tell: Tell) -> Callable[[bytes], None]:
    """Tells of each rule before it is tried, with the number of those that have been."""
    total = len(_rules(subject))
    count = itertools.count()

    def heard(message: bytes) -> None:
        item = _decoder.decode(message)
        if isinstance(item, _Note):
            tell(item.text, next(count), total)

    return heard


def _rules(subject: Map) -> tuple[Rule[Any], ...]:
    return RULES if subject.inputs == subject.outputs == 1 else EUCLIDEAN_RULES


def _run(subject: Map, limit: float | None, send: Callable[[bytes], None]) -> None:
    encode = msgspec.msgpack.Encoder().encode
    for item in find(subject, None if limit is None else 0.9 * limit, lambda text: send(encode(_Note(text)))):
        send(encode(item))


def find(subject: Map, seconds: float | None, note: Callable[[str], None]) -> Iterator[Finding]:
    """The findings of all rules, in order. `note` hears the identifier of each rule before it is tried."""
    yield from _find(subject, Deadline(seconds), note, {})


def _find(
    subject: Map, deadline: Deadline, note: Callable[[str], None], known: dict[Map, dict[Cell, Verdict]]
) -> Iterator[Finding]:
    one = subject.inputs == subject.outputs == 1

    def solve(other: Map) -> dict[Cell, Verdict]:
        """What is decided about another map, in the time of this one."""
        if other not in known:
            found = [item for item in _find(other, deadline, lambda _: None, known) if isinstance(item, Claim)]
            known[other] = _close(other, found)
        return known[other]

    analysis = IntervalAnalysis(subject, deadline) if one else EuclideanAnalysis(subject, deadline, solve)
    try:
        analysis.require_defined()
    except UnknownError as error:
        yield Missing("", cells(subject.outputs), f"it is not proven that f is defined on all of X: {error}")
        return
    for rule in _rules(subject):
        note(rule.id)
        try:
            yield from rule.apply(analysis)
        except (UnknownError, DemandError) as error:
            yield Missing(rule.id, rule.wants, str(error))
        except EmbedcheckError:
            raise
        except Exception as error:
            yield Missing(
                rule.id, rule.wants or cells(subject.outputs), f"internal error ({type(error).__name__}: {error})"
            )


def assemble(subject: Map, findings: list[Finding], seconds: float, note: str | None = None) -> Profile:
    """The profile of a list of findings. Raises ContradictionError when a cell is proven both ways."""
    claims = [item for item in findings if isinstance(item, Claim)]
    missing = [item for item in findings if isinstance(item, Missing)]
    decided = _close(subject, claims)
    verdicts = {
        cell: decided[cell] if cell in decided else _open(subject, cell, missing, note)
        for cell in cells(subject.outputs)
    }
    facts: dict[Fact, None] = {}
    for claim in claims:
        facts.update(dict.fromkeys(claim.facts))
    known_floors = {architecture: Floor("0", False) for architecture in dict.fromkeys(c.architecture for c in verdicts)}
    for item in findings:
        if isinstance(item, FloorClaim):
            found = Floor(item.lower, item.exact, item.rule)
            if found.exact or _smaller(known_floors[item.architecture], found):
                known_floors[item.architecture] = found
            facts.update(dict.fromkeys(item.facts))
    for cell, verdict in verdicts.items():
        if verdict.status is Status.EMBEDDABLE and not known_floors[cell.architecture].exact:
            known_floors[cell.architecture] = Floor("0", True, verdict.rule)
    return Profile(
        map=subject,
        verdicts=verdicts,
        facts=tuple(facts),
        floors=known_floors,
        seconds=seconds,
        notes=() if note is None else (note,),
    )


def _smaller(one: Floor, other: Floor) -> bool:
    return not one.exact and compare(parse_number(one.lower), parse_number(other.lower)) == -1


def _close(subject: Map, claims: list[Claim]) -> dict[Cell, Verdict]:
    forward = inclusions(subject.outputs)
    backward: dict[Cell, list[tuple[Cell, str]]] = {cell: [] for cell in forward}
    for small, targets in forward.items():
        for large, name in targets:
            backward[large].append((small, name))
    decided: dict[Cell, Verdict] = {}
    for positive in (True, False):
        graph = forward if positive else backward
        queue: deque[tuple[Cell, Claim, tuple[str, ...]]] = deque(
            (claim.cell, claim, ()) for claim in claims if claim.positive == positive and claim.cell in forward
        )
        status = Status.EMBEDDABLE if positive else Status.NOT_EMBEDDABLE
        while queue:
            cell, claim, via = queue.popleft()
            known = decided.get(cell)
            if known is not None and known.status is status:
                continue
            verdict = Verdict(cell, status, claim.rule, claim.reason, via, claim.facts, map=subject, origin=claim.cell)
            if known is not None:
                raise ContradictionError(f"{cell} of {subject} is proven both ways: {known!r} and {verdict!r}")
            if subject.inputs == subject.outputs or cell.architecture != "basic":
                decided[cell] = verdict
            queue.extend((target, claim, (*via, name)) for target, name in graph[cell])
    return decided


def _open(subject: Map, cell: Cell, missing: list[Missing], note: str | None) -> Verdict:
    if cell.architecture == "basic" and subject.inputs != subject.outputs:
        return Verdict(cell, Status.NOT_APPLICABLE, None, "basic needs as many outputs as inputs.")
    reasons = [f"{item.rule}: {item.reason}" if item.rule else item.reason for item in missing if cell in item.cells]
    if note is not None:
        reasons.append(note)
    text = "; ".join(dict.fromkeys(reasons)) or "no theorem of the engine decides this cell"
    return Verdict(cell, Status.UNDECIDED, None, f"Missing: {text}.", missing=tuple(dict.fromkeys(reasons)))
