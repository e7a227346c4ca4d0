"""Why a cell is undecided, as steps: what was tried, which theorems could decide it, and what they need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import sympy as sp

from embedcheck.cells import REGULARITIES, Cell
from embedcheck.derivations import words
from embedcheck.derivations.evidence import sentence
from embedcheck.derivations.model import Step
from embedcheck.derivations.numbers import listed
from embedcheck.judges.base import Case
from embedcheck.judges.euclidean import EuclideanChecker
from embedcheck.judges.interval import IntervalChecker
from embedcheck.maps import Map
from embedcheck.markup import quoted
from embedcheck.profile import Profile, Verdict
from embedcheck.theory import THEOREMS

MISSING = "What is missing"
_MARKS = re.compile(r"^(positive|negative) verdict(: |, )")


def cases(subject: Map, rule: str) -> tuple[Case, ...]:
    """What the checker lets a rule decide for maps with so many inputs and outputs."""
    checker = IntervalChecker if subject.inputs == subject.outputs == 1 else EuclideanChecker
    return checker.rules.get(rule, ())


def wording(rule: str, key: str) -> str:
    """A hypothesis of a theorem in words; empty where it has none of this key."""
    texts = {one.key: one.text for one in THEOREMS[rule].hypotheses}
    text = texts.get(key, "")
    return _MARKS.sub("", text)


def steps(profile: Profile, verdict: Verdict) -> Iterator[Step]:
    """The steps of an undecided cell."""
    tried: set[str] = set()
    for reason in verdict.missing:
        rule, _, text = reason.partition(": ")
        entry = THEOREMS.get(rule)
        if entry is None:
            why = "It was looked for, and not found in the time that there was."
            yield Step(MISSING, sentence(quoted(reason)), why, "open", "the search of the engine")
        else:
            tried.add(rule)
            claim = f"`{rule}` was tried; missing: {quoted(text).rstrip('.')}."
            yield Step(MISSING, claim, entry.statement, "open", words.source(rule))
    for positive, name in ((True, "embeddable"), (False, "not embeddable")):
        yield from _candidates(profile.map, verdict.cell, positive, name, tried)
    yield Step(
        MISSING,
        "So the cell is open. That is no statement about the map.",
        "One of the facts above would decide it. The list of theorems is not complete, and with more time"
        " (`--timeout`) the search may find a fact that is missing.",
        "open",
        "the table of rules of the checker",
    )


def _candidates(subject: Map, cell: Cell, positive: bool, name: str, tried: set[str]) -> Iterator[Step]:
    """A step for each theorem that could give this answer, and one for all that ask for another form of the map."""
    other: dict[str, list[str]] = {}
    for entry in THEOREMS.values():
        fitting = [case for case in cases(subject, entry.id) if _reaches(case, positive, cell)]
        if not fitting or entry.id in tried or not entry.may_decide(cell.regularity):
            continue
        lacking = _LACKING.get(entry.id)
        form = lacking(subject) if lacking else ""
        if form:
            other.setdefault(form, []).append(f"`{entry.id}`")
            continue
        classes = _row(positive, cell)
        keys = dict.fromkeys(need.hypothesis for need in fitting[0].needs if need.regularity in ("", *classes))
        needs = "; ".join(f"{wording(entry.id, key)} (`{key}`)" for key in keys if wording(entry.id, key))
        start = f"{entry.statement} " if "this form" in needs else ""
        yield Step(
            MISSING,
            f"`{entry.id}` would prove that the cell is {name}, but was not shown to apply to this map.",
            f"{start}It needs: {needs}.",
            "open",
            words.source(entry.id),
        )
    if other:
        told = "; ".join(
            f"{listed(rules)} ask{'s' if len(rules) == 1 else ''} for {form}" for form, rules in other.items()
        )
        yield Step(
            MISSING,
            f"Other theorems with the answer {name} are about maps of another form.",
            f"{told}: this map is not seen to be of that form.",
            "open",
            "the hypotheses of the theorems",
        )


def _reaches(case: Case, positive: bool, cell: Cell) -> bool:
    """Whether a case decides the cell itself, or one of the same row that decides it."""
    return any(case.decides(positive, cell._replace(regularity=one)) for one in _row(positive, cell))


def _row(positive: bool, cell: Cell) -> tuple[str, ...]:
    """The classes that decide this one too: the stronger ones by an embedding, the weaker ones by a refutation."""
    strength = REGULARITIES.index(cell.regularity)
    return REGULARITIES[strength:] if positive else REGULARITIES[: strength + 1]


# -- forms that a map does not have ------------------------------------------------------------------------------------


def _degree(subject: Map) -> float:
    """The total degree where all components are seen to be polynomials, else infinity."""
    try:
        found = [sp.Poly(g, *subject.variables).total_degree() for g in subject.components]
    except (sp.PolynomialError, sp.GeneratorsNeeded, sp.CoercionFailed):
        return float("inf")
    return float(max(found))


def _whole(subject: Map) -> bool:
    return all(factor.is_all for factor in subject.domain.factors)


def _compact(subject: Map) -> bool:
    return all(factor.lo_closed and factor.hi_closed for factor in subject.domain.factors)


def _affine(subject: Map) -> str:
    return "" if _degree(subject) <= 1 else "an affine map"


def _not_affine(subject: Map, form: str) -> str:
    """Forms of which an affine map has a simpler theorem of its own."""
    return form if _degree(subject) <= 1 else ""


_Lacking = Callable[[Map], str]
_LACKING: dict[str, _Lacking] = {
    **dict.fromkeys(("LIN-LOG", "LIN-FLOW", "AFF-FREE", "AFFINE-LAYER", "1D-IDENTITY"), _affine),
    "POLY-UNIPOTENT": lambda f: "" if _degree(f) < float("inf") else "a polynomial map",
    "SHEAR": lambda f: _not_affine(f, "a shear that is not affine"),
    "CLOCK": lambda f: "" if _whole(f) else r"a map of all of $\mathbb{R}^n$",
    "ND-SINK": lambda f: "" if _whole(f) else r"a map of all of $\mathbb{R}^n$",
    "ND-KINK": lambda f: "" if _whole(f) else r"a map of all of $\mathbb{R}^n$",
    "DRIFT-2D": lambda f: "" if _whole(f) and f.inputs == 2 else "a map of the whole plane",
    "LAYER-COMPLETE": lambda f: "" if _whole(f) and f.outputs < f.inputs else r"all of $\mathbb{R}^n$, fewer outputs",
    "COMPACT-LIFT": lambda f: "" if _compact(f) else "a compact box",
    "DISJOINT": lambda f: "" if _compact(f) else "a compact box",
    **dict.fromkeys(
        ("MORSE", "EXTREMUM", "FLOOR-WELL", "FLOOR-LINK"), lambda f: "" if f.outputs == 1 else "one output"
    ),
}  # fmt: skip
