"""The derivation of one cell of a profile.

What needs work beyond the profile (the analysis of the map, values of the flow, the check of the certificate) is done
in a worker with a time limit; a part that is not ready by then is told as open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from embedcheck.cells import REGULARITIES, Cell, Status, augmentation
from embedcheck.certificate import Evidence, Fact
from embedcheck.derivations import evidence, fields, known, missing, others, words
from embedcheck.derivations.ideas import IDEAS
from embedcheck.derivations.model import Derivation, Step
from embedcheck.derivations.others import guarantee
from embedcheck.errors import EmbedcheckError, UnknownCellError
from embedcheck.maps import Map
from embedcheck.markup import quoted
from embedcheck.profile import Profile, Verdict
from embedcheck.theory import THEOREMS
from embedcheck.verify import verify_certificate
from embedcheck.worker import stream

QUESTION, FACTS, WHY, PROOF = "The question", "What is proven about the map", "Why", "The certificate"


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
    found = _work(profile.map, verdict, profile.facts, timeout)
    steps = list(found.get("map", ()))
    steps.append(_question(profile.map, verdict.cell))
    if verdict.rule is not None:
        steps += _fact_steps(profile.map, verdict, {fact.evidence for step in steps for fact in step.facts})
        steps += list(_why(profile, verdict, tuple(steps)))
        steps += found.get("field", ())
    elif verdict.status is Status.UNDECIDED:
        steps += missing.steps(profile, verdict)
    else:
        steps.append(Step(WHY, verdict.reason, "", "definition", "the architectures"))
    steps += others.classes(profile, verdict)
    steps += others.architectures(profile, verdict)
    steps.append(others.distance(profile, verdict))
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


def _work(subject: Map, verdict: Verdict, facts: Sequence[Fact], timeout: float | None) -> dict[str, tuple[Step, ...]]:
    one = subject.inputs == subject.outputs == 1

    def about() -> Iterator[Step]:
        yield from known.of_line(subject) if one else known.of_space(subject, verdict.evidence or facts)

    def field() -> Iterator[Step]:
        origin = verdict.origin or verdict.cell
        if one and origin.architecture == "basic" and (verdict.status is Status.EMBEDDABLE or _smooth(origin)):
            yield from fields.equations(subject, verdict.status is Status.NOT_EMBEDDABLE)
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


def _smooth(cell: Cell) -> bool:
    """Whether a field of the class would have a derivative, so that it would solve the equations."""
    return cell.autonomous and REGULARITIES.index(cell.regularity) >= REGULARITIES.index("C1")


def _question(subject: Map, cell: Cell) -> Step:
    claim, why, latex, text = words.question(cell, subject.inputs, subject.outputs)
    return Step(QUESTION, claim, why, "definition", f"the cell {cell}", latex, text)


def _fact_steps(subject: Map, verdict: Verdict, told: set[Evidence]) -> Iterator[Step]:
    """One step for each fact whose evidence no earlier step has."""
    for fact in verdict.evidence:
        if fact.evidence in told:
            continue
        told.add(fact.evidence)
        found = evidence.told(fact, subject)
        source = evidence.name(fact)
        yield Step(FACTS, f"{found.claim}.", found.why, fact.guarantee, source, found.latex, found.formula, (fact,))


def _why(profile: Profile, verdict: Verdict, before: Sequence[Step]) -> Iterator[Step]:
    rule = verdict.rule or ""
    entry = THEOREMS[rule]
    latex, text = words.FORMULAS.get(rule, ("", ""))
    yield Step(WHY, f"The theorem `{rule}` applies.", entry.statement, "theorem", words.source(rule), latex, text)
    yield Step(WHY, "Why this theorem holds, in short.", IDEAS[rule], "theorem", rule)
    origin = verdict.origin or verdict.cell
    positive = verdict.status is Status.EMBEDDABLE
    case = next((one for one in missing.cases(profile.map, rule) if one.decides(positive, origin)), None)
    wordings = {hypothesis.key: hypothesis.text for hypothesis in entry.hypotheses}
    for need in case.needs if case is not None else ():
        if need.regularity not in ("", origin.regularity) or need.hypothesis not in wordings:
            continue
        kinds = {kind for group in need.kinds for kind in group.split("|")}
        proof = tuple(fact for fact in verdict.evidence if fact.kind in kinds)
        shown = (
            f"This is what {_numbers(proof, before)}."
            if need.tests or any(fact.kind not in ("pieces", "structure") for fact in proof)
            else "The form of the map settles it."
        )
        yield Step(
            WHY,
            f"Its hypothesis `{need.hypothesis}`: {missing.wording(rule, need.hypothesis)}.",
            shown + _dimensions(profile.map, origin, wordings[need.hypothesis]),
            guarantee(proof),
            rule,
            facts=proof,
        )
    status = words.STATUS[verdict.status]
    yield Step(
        WHY,
        f"So `{origin}` is {status}.",
        evidence.sentence(quoted(verdict.reason)),
        guarantee(verdict.evidence),
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


_DIMENSION = re.compile(r"\$m [<\\=]")


def _dimensions(subject: Map, cell: Cell, wording: str) -> str:
    """The dimensions of the cell where a hypothesis compares them."""
    if not _DIMENSION.search(wording):
        return ""
    m = subject.inputs + (augmentation(cell.architecture) or 0)
    text = f" Here $n = {subject.inputs}$ (input), $m = {m}$ (phase space), $q = {subject.outputs}$ (output)"
    if "q'" in wording:
        text += "; $q' \\le q$ is the dimension of the smallest affine space that contains $f(X)$"
    return text + "."


def _numbers(proof: Sequence[Fact], steps: Sequence[Step]) -> str:
    """The steps that show these facts, with the verb."""
    wanted = {fact.evidence for fact in proof}
    shown = [str(k) for k, step in enumerate(steps, 1) if any(fact.evidence in wanted for fact in step.facts)]
    if len(shown) < 2:
        return f"step {shown[0]} shows" if shown else "the form of the map shows"
    return f"steps {', '.join(shown[:-1])} and {shown[-1]} show"


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
        "The checker uses none of the code that finds evidence: it reads the map and the evidence, and tests every"
        " hypothesis of the theorem. `embedcheck check MAP --certificate FILE` and `embedcheck verify FILE` do the"
        " same.",
        "rigorous",
        "embedcheck verify",
        facts=verdict.evidence,
    )
