"""The rules for maps with several variables or outputs, as a table, and the tests that it names.

`-` is settled by the form of a certificate (a box, exact matrices) or by the check of the fact itself.
"""

from __future__ import annotations

from embedcheck.balls.checks.euclidean import EuclideanFacts
from embedcheck.balls.checks.facts import FactError
from embedcheck.balls.linear import Affine
from embedcheck.balls.real_linear import RealAffine
from embedcheck.balls.structure import CLASSES
from embedcheck.judges.base import Claim, read_table
from embedcheck.judges.diffeos import DIFFEO_TABLE
from embedcheck.judges.levels import LEVEL_TABLE, LevelTests
from embedcheck.judges.lifts import LIFT_TABLE, LiftTests
from embedcheck.judges.points import POINT_TABLE, PointTests
from embedcheck.judges.readouts import READOUT_TABLE, ReadoutTests

_TABLE = """
AFFINE-LAYER    + linear-layer   Comega
    affine              -                                       : A
LIN-LOG         + basic          Comega
    linear              centred logarithm                       : A
LIN-LOG         - basic          Lip
    linear              no_logarithm                            : A
    domain              central                                 : A
LIN-FLOW        + basic          C0
    linear              centred                                 : A
    positive            balanced                                : A
LIN-FLOW        - basic          flow
    linear              regular                                 : A
    negative            unbalanced central                      : A
AFF-FREE        + basic          Comega
    affine              free                                    : A
    determinant         keeps_orientation                       : A
ND-ORIENTATION  - basic*         flow
    point               -                                       : structure linearmap|turned
    sign                turns_orientation                       : structure linearmap|turned
ND-INJECTIVE    - basic*         flow
    collision           collapses                               : structure linearmap|collision
AUG             + augmented      C0 Lip Comega
    dimension           wide                                    : structure
    class               of_class                                : structure
HULL            - layers*        flow
    dimension           narrow                                  : structure points
ODD-EVEN        - layers*        flow
    even                -                                       : structure symmetric
    dimension           narrow_for_sphere                       : structure symmetric points
RANK            - linear-layer*  Lip
    non-constant        -                                       : structure points
    deficient           deficient                               : structure points rankat|folded
DIM-BOUND       - augmented*     Lip
    rank                deficient                               : structure points rankat|folded
MORSE           - linear-layer*  flow
    scalar              -                                       : structure nondegenerate|critical
    non-degenerate      -                                       : structure nondegenerate|critical
EXTREMUM        - linear-layer*  flow
    scalar              -                                       : structure extremum
    extremum            -                                       : structure extremum
"""
EUCLIDEAN_RULES = (
    read_table(_TABLE, {"A": "structure linearmap"})
    | read_table(DIFFEO_TABLE, {})
    | read_table(READOUT_TABLE, {})
    | read_table(LEVEL_TABLE, {})
    | read_table(LIFT_TABLE, {})
    | read_table(POINT_TABLE, {})
)


class EuclideanChecker(EuclideanFacts, LevelTests, LiftTests, ReadoutTests, PointTests):
    """The tests of the table; each says whether a hypothesis is proven, or refuses and says why not."""

    rules, first_kind = EUCLIDEAN_RULES, "structure"

    def _matrix(self, claim: Claim) -> Affine | RealAffine:
        """The affine map, with its structure decided and as many outputs as inputs."""
        found: Affine | RealAffine | None = claim.facts["linearmap"][0]
        if found is None:
            raise FactError("the structure of the matrix is not decided")
        if not found.square:
            raise FactError("the matrix is not square")
        return found

    def regular(self, claim: Claim) -> bool:
        return self._matrix(claim).orientation != 0

    def centred(self, claim: Claim) -> bool:
        """f has a fixed point in R^n, in X or not."""
        return self._matrix(claim).has_fixed_point

    def central(self, claim: Claim) -> bool:
        """X is R^n and f has a fixed point; or f has exactly one, in the interior of X."""
        found = self._matrix(claim)
        if self.whole:
            return found.has_fixed_point
        place = found.fixed_place
        return place is not None and self.inside(place, True)

    def logarithm(self, claim: Claim) -> bool:
        return self._matrix(claim).has_real_logarithm

    def no_logarithm(self, claim: Claim) -> bool:
        return not self._matrix(claim).has_real_logarithm

    def balanced(self, claim: Claim) -> bool:
        """The stable and unstable parts keep the orientation, the part on the unit circle has a real logarithm."""
        found = self._matrix(claim)
        return found.stable_orientation == found.unstable_orientation == 1 and found.central_logarithm

    def unbalanced(self, claim: Claim) -> bool:
        """The stable or unstable part turns the orientation, or the dimension of ker(A + 1) is odd."""
        found = self._matrix(claim)
        return -1 in (found.stable_orientation, found.unstable_orientation) or found.flips % 2 == 1

    def free(self, claim: Claim) -> bool:
        return not self._matrix(claim).has_fixed_point

    def keeps_orientation(self, claim: Claim) -> bool:
        return self._matrix(claim).orientation == 1

    def turns_orientation(self, claim: Claim) -> bool:
        return "turned" in claim.facts or self._matrix(claim).orientation == -1

    def collapses(self, claim: Claim) -> bool:
        """Two points with one value, or a singular matrix: X contains a segment in the direction of its kernel."""
        return "collision" in claim.facts or self._matrix(claim).orientation == 0

    def of_class(self, claim: Claim) -> bool:
        return CLASSES.index(claim.regularity) <= CLASSES.index(self.regularity)

    def wide(self, claim: Claim) -> bool:
        return claim.extra >= self.outputs

    def narrow(self, claim: Claim) -> bool:
        """m < q', or m <= q' and f is not injective; the facts bound q' from below."""
        return self.inputs + claim.extra < max(claim.facts["points"]) + ("collision" in claim.facts)

    def narrow_for_sphere(self, claim: Claim) -> bool:
        """m <= q' + r, where f is even on a space of dimension r + 1."""
        return self.inputs + claim.extra < max(claim.facts["points"]) + max(claim.facts["symmetric"])

    def deficient(self, claim: Claim) -> bool:
        """m < n + q' - r."""
        ranks = [*claim.facts.get("rankat", []), *claim.facts.get("folded", [])]
        return claim.extra < max(claim.facts["points"]) - min(ranks)
