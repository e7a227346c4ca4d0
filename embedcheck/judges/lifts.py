"""The rules about few extra dimensions, as a table, and the tests that it names."""

from __future__ import annotations

from typing import Any

from embedcheck.balls.checks.boxes import Proved, contained, require
from embedcheck.balls.checks.lifts import Lift, LiftFacts
from embedcheck.balls.checks.spots import is_zero
from embedcheck.cells import REGULARITIES, Cell, augmentation
from embedcheck.judges.base import Claim
from embedcheck.judges.readouts import ReadoutTests

LIFT_TABLE = """
AUG-GRAPH       + augmented      C0 Lip Comega
    form                grown_from_a_graph                      : structure combinations|lifted
    class               of_class                                : structure
AUG-GRAPH       + augmented*     flow C0 Lip C1 Cinf Comega
    form                grown_from_a_network                    : structure lifted|network
    class               of_this_class                           : structure
"""


class LiftTests(LiftFacts, ReadoutTests):
    """The tests of the table; each says whether a hypothesis is proven, or refuses and says why not."""

    def lifted(self, claim: Claim) -> bool:
        """So many extra dimensions are enough for an injective immersion."""
        lift: Lift = claim.facts["lifted"][0]
        return claim.extra >= lift.extra

    def grown_from_a_graph(self, claim: Claim) -> bool:
        """One dimension for each component that is left when the affine combinations are split off; or the map is
        completed to a diffeomorphism of R^m onto R^m, with a variable that is kept."""
        if "combinations" in claim.facts:
            return claim.extra >= self.outputs - max(claim.facts["combinations"])
        lift: Lift = claim.facts["lifted"][0]
        return claim.extra >= max(1, lift.extra) and self.whole and lift.onto and lift.kept > 0

    def grown_from_a_network(self, claim: Claim) -> bool:
        if "lifted" in claim.facts:
            require(self.open or self.compact, "X is neither open nor compact")
            return claim.extra >= max(1, claim.facts["lifted"][0].extra)
        return self._beside_a_network(claim)

    def _beside_a_network(self, claim: Claim) -> bool:
        """Some combinations are embeddable on a domain that contains X, each other one takes a dimension."""
        lemmas: list[Proved] = claim.facts.get("lemma", [])
        require(len(lemmas) == len(claim.facts["network"]) == 1, "more or less than one map")
        lemma, combinations = lemmas[0], claim.facts["network"][0]
        own: list[Any] = list(lemma.exprs)
        require(lemma.variables == self.variables and len(own) == len(combinations), "a map of another shape")
        for mine, other in zip(self.box, lemma.box, strict=True):
            require(contained(mine, other), "X is not in the domain of the other map")
        for expr, other in zip(combinations, own, strict=True):
            require(is_zero(expr - other), "the other map is not these combinations")
        left = claim.extra - (self.outputs - len(combinations))
        names = ["basic", "linear-layer", *(f"augmented-{k}" for k in range(1, left + 1))]
        found = [name for name in names if lemma.cells.get(str(Cell(name, False, claim.regularity))) == "embeddable"]
        return any((augmentation(name) or 0) <= left for name in found)

    def of_this_class(self, claim: Claim) -> bool:
        """f, and with it each combination, has the class by the way it is written."""
        return REGULARITIES.index(claim.regularity) <= REGULARITIES.index(self.regularity)
