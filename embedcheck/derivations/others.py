"""What else is possible, as steps: the other classes and architectures, and the distance to all networks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import msgspec

from embedcheck.cells import REGULARITIES, Cell, Status, augmentation
from embedcheck.certificate import Fact
from embedcheck.derivations import words
from embedcheck.derivations.evidence import sentence
from embedcheck.derivations.model import Step
from embedcheck.derivations.numbers import listed
from embedcheck.markup import quoted
from embedcheck.profile import Profile, Verdict

OTHERS, DISTANCE = "What else is possible", "The distance"
_SAME = {
    Status.EMBEDDABLE: "The same field serves, or one that is made in the same way.",
    Status.NOT_EMBEDDABLE: "A field of a stronger class would be one of this class too.",
}


def guarantee(proof: Sequence[Fact]) -> str:
    """How sure a step is that rests on these facts."""
    return "exact" if proof and all(fact.guarantee == "exact" for fact in proof) else "rigorous"


def classes(profile: Profile, verdict: Verdict) -> Iterator[Step]:
    """The stronger classes of the same row, neighbours with one reason together, and the best of the weaker ones."""
    place = REGULARITIES.index(verdict.regularity)
    row = [profile.verdict(verdict.architecture, one, verdict.autonomous) for one in REGULARITIES]
    for _, group in itertools.groupby(row[place + 1 :], key=lambda v: (v.status, v.rule, v.reason)):
        some = list(group)
        if some[0].status is Status.NOT_APPLICABLE:
            continue
        names = listed([f"`{one.regularity}`" for one in some])
        kind = "class" if len(some) == 1 else "classes"
        if (some[0].rule, some[0].reason) == (verdict.rule, verdict.reason) and verdict.rule is not None:
            claim = f"The stronger {kind} {names}: {words.STATUS[verdict.status]} for the same reason."
            yield msgspec.structs.replace(_other(claim, some[0]), why=_SAME[verdict.status])
        else:
            yield _other(f"The stronger {kind} {names}: {words.STATUS[some[0].status]}.", some[0])
    if place == len(REGULARITIES) - 1:
        yield Step(
            OTHERS,
            "There is no stronger class: a field cannot be better than analytic.",
            "The classes are ordered by inclusion, and this is the smallest.",
            "definition",
            "the classes",
        )
    if verdict.status in (Status.EMBEDDABLE, Status.NOT_APPLICABLE):
        return
    for status in (Status.EMBEDDABLE, Status.UNDECIDED):
        weaker = [one for one in row[:place] if one.status is status and status is not verdict.status]
        if weaker:
            yield _other(f"The weaker class `{weaker[-1].regularity}`: {words.STATUS[status]}.", weaker[-1])


def _other(claim: str, verdict: Verdict) -> Step:
    decided = verdict.rule is not None
    missing = f" Missing: {quoted('; '.join(verdict.missing))}." if verdict.missing and not decided else ""
    reason = "" if missing and verdict.reason.startswith("Missing: ") else sentence(quoted(verdict.reason))
    return Step(
        OTHERS,
        claim,
        (reason + missing).strip(),
        (
            guarantee(verdict.evidence)
            if decided
            else ("definition" if verdict.status is Status.NOT_APPLICABLE else "open")
        ),
        ", ".join((verdict.rule, *dict.fromkeys(verdict.via))) if verdict.rule else "the verdicts of the profile",
        facts=verdict.evidence,
    )


def architectures(profile: Profile, verdict: Verdict) -> Iterator[Step]:
    """What time dependence, one more layer and more dimensions change."""
    for name in profile.architectures:
        for time in (True, False):
            best = profile.verdicts[_best(profile, name, time)]
            if (name, time) == (verdict.architecture, verdict.autonomous) or best.status is Status.NOT_APPLICABLE:
                continue
            if not time and profile.verdict(name, REGULARITIES[-1]).status is Status.EMBEDDABLE:
                continue  # a field that is free of time serves
            yield _other(f"{_change(name, time, verdict.cell)}{_reach(best)}.", best)
    lower, upper = profile.minimal_augmentation
    count = str(lower) if lower == upper else f"at least {lower}" + ("" if upper is None else f" and at most {upper}")
    why = (
        "`basic` or `linear-layer` realise it in some class."
        if (lower, upper) == (0, 0)
        else "This is the least number that the verdicts above leave, in any class."
    )
    yield Step(OTHERS, f"The number of extra dimensions that the map needs: {count}.", why, "theorem", "the profile")


def _best(profile: Profile, name: str, autonomous: bool) -> Cell:
    """The strongest embeddable cell of a row, else the weakest refuted one, else the first."""
    row = [profile.verdict(name, one, autonomous) for one in REGULARITIES]
    reached = [v.cell for v in row if v.status is Status.EMBEDDABLE]
    refuted = [v.cell for v in row if v.status is Status.NOT_EMBEDDABLE]
    return reached[-1] if reached else refuted[0] if refuted else row[0].cell


def _change(name: str, autonomous: bool, own: Cell) -> str:
    """What is changed from the own cell to this row."""
    extra = augmentation(name)
    if extra:
        what = f"With {extra} more dimension{'s' if extra > 1 else ''} (`{name}`)"
    elif name == own.architecture:
        what = f"In the same architecture, `{name}`,"
    elif name == "linear-layer":
        what = "With an affine read-out (`linear-layer`)"
    else:
        what = f"Without any layer (`{name}`)"
    time = "an autonomous field" if autonomous else "a field that depends on time"
    return f"{what} and {time}" if what.startswith("With ") else f"{what} with {time}"


def _reach(best: Verdict) -> str:
    if best.status is Status.EMBEDDABLE:
        top = best.regularity == REGULARITIES[-1]
        return ": embeddable in all classes" if top else f": embeddable up to the class `{best.regularity}`"
    if best.status is Status.NOT_EMBEDDABLE:
        low = best.regularity == REGULARITIES[0]
        return ": not embeddable in any class" if low else f": not embeddable from the class `{best.regularity}` on"
    return ": undecided"


def distance(profile: Profile, verdict: Verdict) -> Step:
    """The error that every network of the architecture has at least."""
    name = verdict.architecture
    floor = profile.floor(name)
    why = "The error of a network is the largest distance of its value from $f(x)$ on $X$."
    if floor.exact and floor.lower == "0":
        claim = f"Networks of `{name}` come as close to the map as one likes."
        why += " The lower bound 0 of these errors is reached or approached."
    elif floor.lower == "oo":
        claim = f"Every network of `{name}` is at an infinite distance: its error is not bounded on $X$."
    elif floor.exact:
        claim = f"The networks of `{name}` come as close to the map as the error {quoted(floor.lower)}, and no closer."
        why += " Whether one of them has just this error is not told."
    elif floor.lower == "0":
        claim = f"No positive lower bound for the error of networks of `{name}` is known."
        why += " That is no information about how close they come."
    else:
        claim = f"Every network of `{name}` has at least the error {quoted(floor.lower)}, in all classes."
    proof = tuple(fact for fact in profile.facts if fact in verdict.evidence) if floor.rule == verdict.rule else ()
    return Step(
        DISTANCE,
        claim,
        why,
        "theorem" if floor.rule else "definition",
        words.source(floor.rule) if floor.rule else "a distance is not negative",
        facts=proof,
    )
