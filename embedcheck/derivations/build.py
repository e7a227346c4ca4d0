"""The derivation of one cell of a profile.

What needs work beyond the profile (the analysis of the map, values of the flow, the check of the certificate) is done
in a worker with a time limit; a part that is not ready by then is told as open.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from embedcheck.cells import REGULARITIES, Cell, Status
from embedcheck.certificate import Evidence, Fact
from embedcheck.derivations import fields, known, words
from embedcheck.derivations.markup import quoted
from embedcheck.derivations.model import Derivation, Step
from embedcheck.errors import EmbedcheckError, UnknownCellError
from embedcheck.judges.base import Case
from embedcheck.judges.euclidean import EuclideanChecker
from embedcheck.judges.interval import IntervalChecker
from embedcheck.maps import Map
from embedcheck.profile import Profile, Verdict
from embedcheck.theory import THEOREMS
from embedcheck.verify import verify_certificate
from embedcheck.worker import stream

QUESTION, FACTS, WHY, MISSING = "The question", "What is proven about the map", "Why", "What is missing"
OTHERS, DISTANCE, PROOF = "What else is possible", "The distance", "The certificate"
_MARKS = ("positive verdict: ", "negative verdict: ")


class _Found(msgspec.Struct, frozen=True):
    """The steps of one part, from the worker."""

    part: str
    steps: tuple[Step, ...]


_decoder = msgspec.msgpack.Decoder(_Found)


def derive(profile: Profile, cell: Any = None, timeout: float | None = 20.0) -> Derivation:
    """Why a cell has its status. `cell` is a Cell, a text as 'basic autonomous C1', a tuple (architecture, class,
    autonomous), or None for the most telling one. `timeout` in seconds bounds the work beyond the profile.

    Raises UnknownCellError for a cell that this profile does not have.
    """
    verdict = profile.verdicts[choose(profile) if cell is None else find(profile, cell)]
    found = _work(profile.map, verdict, timeout)
    steps = list(found.get("map", ()))
    steps.append(_question(profile.map, verdict.cell))
    if verdict.rule is not None:
        steps += _fact_steps(verdict, {fact.evidence for step in steps for fact in step.facts})
        steps += list(_why(profile, verdict, tuple(steps)))
        steps += found.get("field", ())
    elif verdict.status is Status.UNDECIDED:
        steps += _missing(profile, verdict)
    else:
        steps.append(Step(WHY, verdict.reason, "", "definition", "the architectures"))
    steps += _classes(profile, verdict)
    steps += _architectures(profile, verdict)
    steps.append(_distance(profile, verdict))
    steps += found.get("certificate", ())
    return Derivation(known.title(profile.map), verdict.cell, verdict.status, tuple(steps))


def find(profile: Profile, cell: Any) -> Cell:
    """The cell of the profile that is meant. Raises UnknownCellError."""
    if isinstance(cell, Cell):
        if cell not in profile.verdicts:
            raise UnknownCellError(f"no cell {str(cell)!a}: see profile.verdicts")
        return cell
    if isinstance(cell, str):
        parts: Sequence[Any] = [part for part in cell.split() if part != "autonomous"]
        autonomous = not ({"non-autonomous", "time-dependent"} & set(parts))
        parts = [part for part in parts if part not in ("non-autonomous", "time-dependent")]
    else:
        parts = list(cell)
        autonomous = bool(parts[2]) if len(parts) == 3 else True
        parts = parts[:2] if len(parts) in (2, 3) else ()
    if len(parts) != 2:
        raise UnknownCellError(f"{str(cell)!a} is no cell; write for example 'basic autonomous C1'")
    return profile.verdict(str(parts[0]), str(parts[1]), autonomous).cell


def choose(
    profile: Profile, architecture: str | None = None, regularity: str | None = None, autonomous: bool = True
) -> Cell:
    """The most telling cell among those that fit.

    That is the strongest embeddable one of the first architecture that has one, else the weakest refuted one, else the
    first one that the architecture can have. Raises UnknownCellError for a name that this profile does not have.
    """
    names = profile.architectures if architecture is None else (architecture,)
    classes = REGULARITIES if regularity is None else (regularity,)
    rows = [[profile.verdict(name, one, autonomous) for one in classes] for name in names]
    for status, ordered in ((Status.EMBEDDABLE, reversed), (Status.NOT_EMBEDDABLE, list), (Status.UNDECIDED, list)):
        for row in rows:
            fitting = [verdict.cell for verdict in ordered(row) if verdict.status is status]
            if fitting:
                return fitting[0]
    return rows[0][0].cell


def _work(subject: Map, verdict: Verdict, timeout: float | None) -> dict[str, tuple[Step, ...]]:
    one = subject.inputs == subject.outputs == 1

    def about() -> Iterator[Step]:
        yield from known.of_line(subject) if one else known.of_space(subject, verdict.evidence)

    def field() -> Iterator[Step]:
        if one and verdict.status is Status.EMBEDDABLE and (verdict.origin or verdict.cell).architecture == "basic":
            yield from fields.equations(subject)
        yield from fields.flow(verdict)

    jobs: dict[str, Callable[[], Iterator[Step]]] = {
        "map": about,
        "certificate": lambda: iter([_certificate(verdict)]),
        "field": field,
    }

    def run(send: Callable[[bytes], None]) -> None:
        for name, job in jobs.items():
            send(msgspec.msgpack.encode(_Found(name, tuple(job()))))

    outcome = stream(run, timeout)
    found = {item.part: item.steps for item in map(_decoder.decode, outcome.messages)}
    parts = {"map": known.MAP, "certificate": PROOF, "field": fields.FIELD}
    for name, part in parts.items():
        if name not in found:
            why = f"{quoted(outcome.problem or 'the work ended early')}."
            found[name] = (Step(part, "This part was not worked out.", why, "open", ""),)
    return found


def _question(subject: Map, cell: Cell) -> Step:
    claim, why, latex, text = words.question(cell, subject.inputs, subject.outputs)
    return Step(QUESTION, claim, why, "definition", f"the cell {cell}", latex, text)


def _fact_steps(verdict: Verdict, told: set[Evidence]) -> Iterator[Step]:
    """One step for each fact whose evidence no earlier step has."""
    for fact in verdict.evidence:
        if fact.evidence in told:
            continue
        told.add(fact.evidence)
        claim = quoted(fact.statement)
        yield Step(FACTS, f"{claim}.", words.evidence(fact), fact.guarantee, f"evidence `{fact.kind}`", facts=(fact,))


def _guarantee(proof: Sequence[Fact]) -> str:
    return "exact" if proof and all(fact.guarantee == "exact" for fact in proof) else "rigorous"


def _cases(subject: Map, rule: str) -> tuple[Case, ...]:
    checker = IntervalChecker if subject.inputs == subject.outputs == 1 else EuclideanChecker
    return checker.rules.get(rule, ())


def _why(profile: Profile, verdict: Verdict, before: Sequence[Step]) -> Iterator[Step]:
    rule = verdict.rule or ""
    entry = THEOREMS[rule]
    latex, text = words.FORMULAS.get(rule, ("", ""))
    yield Step(WHY, f"The theorem `{rule}` applies.", entry.statement, "theorem", words.source(rule), latex, text)
    origin = verdict.origin or verdict.cell
    positive = verdict.status is Status.EMBEDDABLE
    case = next((one for one in _cases(profile.map, rule) if one.decides(positive, origin)), None)
    wordings = {hypothesis.key: hypothesis.text for hypothesis in entry.hypotheses}
    for need in case.needs if case is not None else ():
        if need.regularity not in ("", origin.regularity) or need.hypothesis not in wordings:
            continue
        kinds = {kind for group in need.kinds for kind in group.split("|")}
        proof = tuple(fact for fact in verdict.evidence if fact.kind in kinds)
        wording = wordings[need.hypothesis]
        for mark in _MARKS:
            wording = wording.removeprefix(mark)
        yield Step(
            WHY,
            f"Its hypothesis `{need.hypothesis}`: {wording}.",
            f"This is what {_numbers(proof, before)} show{'' if len(proof) > 1 else 's'}."
            if need.tests or any(fact.kind not in ("pieces", "structure") for fact in proof)
            else "The form of the map settles it.",
            _guarantee(proof),
            rule,
            facts=proof,
        )
    status = words.STATUS[verdict.status]
    yield Step(
        WHY,
        f"So `{origin}` is {status}.",
        _sentence(quoted(verdict.reason)),
        _guarantee(verdict.evidence),
        rule,
        facts=verdict.evidence,
    )
    if verdict.via:
        path = [THEOREMS[name].statement for name in dict.fromkeys(verdict.via) if name in THEOREMS]
        named = ", ".join(f"`{name}`" for name in dict.fromkeys(verdict.via))
        way = "a field of the smaller cell serves the larger one" if positive else "no field in the larger one is left"
        yield Step(
            WHY,
            f"Hence `{verdict.cell}` is {status}, along {named}: {way}.",
            " ".join(path),
            "theorem",
            "; ".join(dict.fromkeys(verdict.via)),
        )


def _numbers(proof: Sequence[Fact], steps: Sequence[Step]) -> str:
    wanted = {fact.evidence for fact in proof}
    shown = [str(k) for k, step in enumerate(steps, 1) if any(fact.evidence in wanted for fact in step.facts)]
    if len(shown) < 2:
        return f"step {shown[0]}" if shown else "the form of the map"
    return f"steps {', '.join(shown[:-1])} and {shown[-1]}"


def _sentence(text: str) -> str:
    return text if text.endswith(".") else text + "."


def _missing(profile: Profile, verdict: Verdict) -> Iterator[Step]:
    for reason in verdict.missing:
        rule, _, text = reason.partition(": ")
        entry = THEOREMS.get(rule)
        if entry is None:
            yield Step(MISSING, f"{_sentence(quoted(reason))}", "", "open", "the search of the engine")
        else:
            yield Step(
                MISSING,
                f"`{rule}` was tried; missing: {_sentence(quoted(text))}",
                entry.statement,
                "open",
                words.source(rule),
            )
    for positive, name in ((True, "embeddable"), (False, "not embeddable")):
        rules = [
            entry.id
            for entry in THEOREMS.values()
            if entry.may_decide(verdict.regularity)
            and any(_reaches(case, positive, verdict.cell) for case in _cases(profile.map, entry.id))
        ]
        for rule in rules:
            needs = "; ".join(f"`{one.key}`: {one.text}" for one in THEOREMS[rule].hypotheses)
            yield Step(
                MISSING,
                f"`{rule}` would prove that the cell is {name}, but was not shown to apply to this map.",
                f"It needs {needs}.",
                "open",
                words.source(rule),
            )
    yield Step(
        MISSING,
        "So the cell is open. That is no statement about the map.",
        "The list of theorems is not complete, and with more time (`--timeout`) a hypothesis may be proven.",
        "open",
        "the table of rules of the checker",
    )


def _reaches(case: Case, positive: bool, cell: Cell) -> bool:
    """Whether a case decides the cell itself, or one of the same row that decides it."""
    strength = REGULARITIES.index(cell.regularity)
    row = REGULARITIES[strength:] if positive else REGULARITIES[: strength + 1]
    return any(case.decides(positive, cell._replace(regularity=one)) for one in row)


def _classes(profile: Profile, verdict: Verdict) -> Iterator[Step]:
    """The stronger classes of the same row, neighbours with one reason together, and the best of the weaker ones."""
    place = REGULARITIES.index(verdict.regularity)
    row = [profile.verdict(verdict.architecture, one, verdict.autonomous) for one in REGULARITIES]
    for _, group in itertools.groupby(row[place + 1 :], key=lambda v: (v.status, v.rule, v.reason)):
        some = list(group)
        names = ", ".join(f"`{one.regularity}`" for one in some)
        yield _other(f"The stronger class{'' if len(some) == 1 else 'es'} {names}", some[0])
    if place == len(REGULARITIES) - 1:
        yield Step(
            OTHERS,
            "There is no stronger class: a field cannot be better than analytic.",
            "The classes are ordered by inclusion, and this is the smallest.",
            "definition",
            "the classes",
        )
    if verdict.status is Status.EMBEDDABLE:
        return
    for status in (Status.EMBEDDABLE, Status.UNDECIDED):
        weaker = [one for one in row[:place] if one.status is status and status is not verdict.status]
        if weaker:
            yield _other(f"The weaker class `{weaker[-1].regularity}`", weaker[-1])


def _other(name: str, verdict: Verdict) -> Step:
    plural = "are" if "classes" in name else "is"
    decided = verdict.rule is not None
    missing = f" Missing: {quoted('; '.join(verdict.missing))}." if verdict.missing and not decided else ""
    reason = "" if missing and verdict.reason.startswith("Missing: ") else _sentence(quoted(verdict.reason))
    return Step(
        OTHERS,
        f"{name} {plural} {words.STATUS[verdict.status]}.",
        (reason + missing).strip(),
        _guarantee(verdict.evidence)
        if decided
        else ("definition" if verdict.status is Status.NOT_APPLICABLE else "open"),
        " ".join((verdict.rule, *dict.fromkeys(verdict.via))) if verdict.rule else "the verdicts of the profile",
        facts=verdict.evidence,
    )


def _architectures(profile: Profile, verdict: Verdict) -> Iterator[Step]:
    """What time dependence, one more layer and more dimensions change."""
    for name in profile.architectures:
        for time in (True, False):
            cell = choose(profile, name, None, time)
            best = profile.verdicts[cell]
            if (name, time) == (verdict.architecture, verdict.autonomous) or best.status is Status.NOT_APPLICABLE:
                continue
            if not time and profile.verdict(name, REGULARITIES[-1]).status is Status.EMBEDDABLE:
                continue  # a field that is free of time serves
            reach = {Status.EMBEDDABLE: "up to", Status.NOT_EMBEDDABLE: "from"}.get(best.status, "in")
            field = "an autonomous" if time else "a time-dependent"
            yield _other(f"In `{name}` with {field} field the map, {reach} the class `{cell.regularity}`,", best)
    lower, upper = profile.minimal_augmentation
    count = str(lower) if lower == upper else f"at least {lower}" + ("" if upper is None else f" and at most {upper}")
    yield Step(
        OTHERS,
        f"Extra dimensions that the map needs, in some class: {count}.",
        "This is read off the verdicts of all cells of the profile.",
        "theorem",
        "the profile",
    )


def _distance(profile: Profile, verdict: Verdict) -> Step:
    floor = profile.floor(verdict.architecture)
    if floor.exact:
        claim = f"The best network of `{verdict.architecture}` has the error {quoted(floor.lower)}."
    else:
        claim = f"Every network of `{verdict.architecture}` has at least the error {quoted(floor.lower)}."
    why = "The error is the largest distance between the two values on $X$."
    if floor.lower == "0":
        why += (
            " It is reached or approached."
            if floor.exact
            else " That is no information: a positive bound is not known."
        )
    proof = tuple(fact for fact in profile.facts if fact in verdict.evidence) if floor.rule == verdict.rule else ()
    return Step(
        DISTANCE,
        claim,
        why,
        "theorem" if floor.rule else "definition",
        words.source(floor.rule) if floor.rule else "a distance is not negative",
        facts=proof,
    )


def _certificate(verdict: Verdict) -> Step:
    certificate = verdict.certificate
    if certificate is None:
        return Step(
            PROOF,
            "There is no certificate: nothing is claimed about this cell.",
            "A certificate holds the evidence of decided cells only.",
            "definition",
            "the certificates",
        )
    facts = f"{len(certificate.facts)} fact{'' if len(certificate.facts) == 1 else 's'}"
    try:
        verify_certificate(certificate)
    except EmbedcheckError as error:  # a defect of the search or of the checker, which must not be passed over
        return Step(PROOF, "The checker refuses the certificate of this cell.", quoted(str(error)), "open", "")
    return Step(
        PROOF,
        f"The certificate of this cell holds the evidence of {facts}; it was checked just now.",
        "The checker shares no code with the search: it reads the map and the evidence, and tests every hypothesis of "
        "the theorem. `embedcheck check MAP --certificate FILE` and `embedcheck verify FILE` do the same.",
        "rigorous",
        "embedcheck verify",
        facts=verdict.evidence,
    )
