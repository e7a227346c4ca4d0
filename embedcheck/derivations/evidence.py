"""How a fact is proven: one teller for each kind of evidence that a certificate can hold."""

from __future__ import annotations

from typing import Any

from embedcheck.certificate import Fact, kind
from embedcheck.derivations import evidence_forms, evidence_levels, evidence_lifts, evidence_line, evidence_space
from embedcheck.derivations.told import Teller, Told
from embedcheck.maps import Map
from embedcheck.markup import quoted

TELLERS: dict[type[Any], Teller] = {
    **evidence_line.TELLERS,
    **evidence_space.TELLERS,
    **evidence_lifts.TELLERS,
    **evidence_forms.TELLERS,
    **evidence_levels.TELLERS,
}


def explain(evidence: Any, subject: Map) -> Told:
    """How evidence about this map proves what it claims. Raises KeyError for an unknown kind: there is none."""
    return TELLERS[type(evidence)](evidence, subject)


def told(fact: Fact, subject: Map) -> Told:
    """The same with a claim that is a sentence: the fact's own words, unless they are no sentence."""
    found = explain(fact.evidence, subject)
    return found if found.claim else found._replace(claim=sentence(quoted(fact.statement)).rstrip("."))


def name(fact: Fact) -> str:
    """The kind of evidence as a source."""
    return f"evidence `{kind(fact.evidence)}`"


def sentence(text: str) -> str:
    """Words from elsewhere as a sentence: a capital letter unless a formula begins it, readable signs, a full stop."""
    for plain, sign in (("!=", "≠"), (">=", "≥"), ("<=", "≤")):
        text = text.replace(plain, sign)
    first = text.split(" ", 1)[0]
    if first.isalpha() and len(first) > 1 and first.islower() and first not in ("det", "exp", "log", "sin", "cos"):
        text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else text + "."
