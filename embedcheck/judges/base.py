"""How a certificate is judged against a table of rules: the part of the checker that all maps share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple, NoReturn

from embedcheck import certificate as c
from embedcheck.balls.checks.facts import PROBLEMS
from embedcheck.cells import Cell, augmentation, inclusions
from embedcheck.errors import VerificationError
from embedcheck.theory import THEOREMS


class Need(NamedTuple):
    """A hypothesis (in one class only, if given), the tests it must pass and the kinds of facts that serve it."""

    hypothesis: str
    regularity: str
    tests: tuple[str, ...]
    kinds: tuple[str, ...]


class Case(NamedTuple):
    """One kind of conclusion of a rule: the cells it decides and what it needs.

    The architecture `layers` stands for linear-layer and every augmented-k, `augmented` for every augmented-k.
    """

    positive: bool
    architecture: str
    autonomous: bool
    classes: tuple[str, ...]
    needs: list[Need]

    def decides(self, positive: bool, cell: Cell) -> bool:
        """Whether this is the case for a cell of a map."""
        names = {cell.architecture, "basic" if cell.architecture == "basic" else "layers"}
        names |= {"augmented"} if augmentation(cell.architecture) else set()
        own = positive, cell.autonomous
        return (
            own == (self.positive, self.autonomous) and self.architecture in names and cell.regularity in self.classes
        )


class Claim(NamedTuple):
    """What the tests of a case may use besides the facts about f: the class, the checked facts of the cell by kind."""

    regularity: str
    facts: dict[str, list[Any]]
    extra: int = 0
    """The number of extra dimensions of the cell."""


class ProvenCell(NamedTuple):
    """One cell that a certificate proves.

    Attributes:
        cell: The Cell.
        status: `embeddable` or `not_embeddable`.
        rule: Identifier of the theorem.

    Guarantee:
        Rigorous. It is made by the checker alone.

    Examples:
        >>> from embedcheck import check, verify_certificate
        >>> one = verify_certificate(check("x**2").verdict("basic", "C1").certificate).cells[0]
        >>> print(one.cell, one.status)
        basic autonomous C1 not_embeddable
    """

    cell: Cell
    status: str
    rule: str


def read_table(text: str, groups: Mapping[str, str]) -> dict[str, tuple[Case, ...]]:
    """The rules of a table. A line `RULE +|- ARCHITECTURE[*] CLASS ...` begins a case, `*` for fields that depend on
    time; each line below it holds a hypothesis, its tests and, after the colon, kinds of facts. A first kind that is a
    name in `groups` stands for several."""
    rules: dict[str, tuple[Case, ...]] = {}
    needs: list[Need] = []
    for line in text.strip().splitlines():
        if not line.startswith(" "):
            rule, sign, architecture, *classes = line.split()
            needs = []
            case = Case(sign == "+", architecture.rstrip("*"), not architecture.endswith("*"), tuple(classes), needs)
            rules[rule] = (*rules.get(rule, ()), case)
            continue
        tests, served = line.split(":")
        hypothesis, *names = tests.split()
        key, _, regularity = hypothesis.partition("@")
        first, *others = served.split()
        kinds = (*groups.get(first, first).split(), *others)
        needs.append(Need(key, regularity, tuple(name for name in names if name != "-"), kinds))
    return rules


def refuse(reason: str) -> NoReturn:
    raise VerificationError(reason)


def require(condition: Any, reason: str, *about: Any) -> None:
    if not condition:
        refuse(reason.format(*about))


class Judge:
    """What judges the cells of a certificate; the tests that the table names are methods of the subclasses."""

    rules: ClassVar[dict[str, tuple[Case, ...]]] = {}
    first_kind: ClassVar[str] = ""
    """The kind of fact that every cell must cite: f is defined on X."""
    data: c.Certificate
    kinds: list[str]
    results: dict[int, Any]
    inputs: int = 1
    outputs: int = 1

    def cell(self, number: int) -> ProvenCell:
        """The cell of this number, with its rule, hypotheses and inclusions checked."""
        proof = self.data.cells[number]
        cell, origin = (Cell(d.architecture, d.autonomous, d.regularity) for d in (proof.cell, proof.origin))
        positive, name = proof.status == "embeddable", proof.rule
        require(name in THEOREMS, "unknown rule {!a}", name)
        require(
            THEOREMS[name].may_decide(origin.regularity), "{} may explain {}, never decide it", name, origin.regularity
        )
        graph = inclusions(self.outputs)
        case = next(
            (case for case in self.rules.get(name, ()) if origin in graph and case.decides(positive, origin)), None
        )
        if case is None:
            refuse(f"{name} does not decide that {origin} is {proof.status}")
        square = self.inputs == self.outputs or "basic" not in (cell.architecture, origin.architecture)
        require(square, "{} is about maps with as many outputs as inputs", cell)
        facts = proof.facts
        require(
            len(set(facts)) == len(facts) and all(0 <= k < len(self.kinds) for k in facts),
            "{} cites a fact twice or one that does not exist",
            cell,
        )
        claim = Claim(origin.regularity, {}, augmentation(origin.architecture) or 0)
        for k in facts:
            claim.facts.setdefault(self.kinds[k], []).append(self.results[k])
        require(self.first_kind in claim.facts, "{} lacks a fact of kind {}", cell, self.first_kind)
        for need in case.needs:
            if need.regularity in ("", origin.regularity):
                self._meet(name, need, claim)
        place, path = (origin, proof.via) if positive else (cell, proof.via[::-1])
        require(cell in graph, "there is no cell {!a}", str(cell))
        for step in path:
            reached = [large for large, inclusion in graph[place] if inclusion == step]
            require(reached, "{!a} does not lead from {} to {}", step, origin, cell)
            place = reached[0]
        require(place == (cell if positive else origin), "the inclusions do not lead from {} to {}", origin, cell)
        return ProvenCell(cell, proof.status, name)

    def _meet(self, rule: str, need: Need, claim: Claim) -> None:
        where = f"{rule}: hypothesis {need.hypothesis!r}"
        for kind in need.kinds:
            require(any(k in claim.facts for k in kind.split("|")), "{} lacks a fact of kind {}", where, kind)
        for test in need.tests:
            try:
                proven = getattr(self, test)(claim)
            except PROBLEMS as error:
                refuse(f"{where} is not proven: {error}")
            require(proven, "{} is not proven: {} fails", where, test.replace("_", " "))
