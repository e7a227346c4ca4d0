"""The rules about level sets, symmetries and error floors, as a table, and the tests that it names."""

from __future__ import annotations

from embedcheck.balls.checks.floors import FloorFacts
from embedcheck.judges.base import Claim, Judge

LEVEL_TABLE = """
FIBRE           - linear-layer*  flow
    non-constant        -                                       : structure crossed|alternating|parted
    fibre               -                                       : structure crossed|alternating|parted
CYCLIC          - layers*        flow
    symmetry            -                                       : structure cyclic|turning
    dimension           narrow_for_cycle                        : structure cyclic|turning points
FLOOR-WELL      - linear-layer*  flow
    scalar              -                                       : structure well|spread
    well                deep                                    : structure well|spread
FLOOR-LINK      - linear-layer*  flow
    scalar              -                                       : structure link|spread|arcs
    discs               -                                       : structure link|spread|arcs
    link                linked                                  : structure link|spread|arcs
FLOOR-DEGREE    - basic*         flow
    square              -                                       : structure covered
    distance            -                                       : structure covered
    degree              turned_or_doubled                       : structure covered
FLOOR-DEGREE    - linear-layer*  flow
    square              -                                       : structure covered
    distance            -                                       : structure covered
    degree              doubled                                 : structure covered
"""


class LevelTests(FloorFacts, Judge):
    """The tests of the table; each says whether a hypothesis is proven, or refuses and says why not."""

    def narrow_for_cycle(self, claim: Claim) -> bool:
        """m <= q' + 1; the facts bound q' from below."""
        return self.inputs + claim.extra < max(claim.facts["points"]) + 2

    def deep(self, claim: Claim) -> bool:
        """A box with a deep well, or a function that runs to one infinity in all directions."""
        return "well" in claim.facts or claim.facts["spread"][0] in (0, self.inputs)

    def doubled(self, claim: Claim) -> bool:
        """Degrees other than 0 on two boxes."""
        return len(claim.facts["covered"][0].signs) == 2

    def turned_or_doubled(self, claim: Claim) -> bool:
        return self.doubled(claim) or claim.facts["covered"][0].signs == (-1,)

    def linked(self, claim: Claim) -> bool:
        return "link" in claim.facts or "arcs" in claim.facts or 0 < claim.facts["spread"][0] < self.inputs
