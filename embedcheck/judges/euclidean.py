"""The rules for maps with several variables or outputs, as a table, and the tests that it names.

`-` is settled by the form of a certificate (a box, exact matrices) or by the check of the fact itself.
"""

from __future__ import annotations

from embedcheck.balls.arith import to_sympy
from embedcheck.balls.checks.euclidean import EuclideanFacts
from embedcheck.balls.checks.facts import FactError
from embedcheck.balls.linear import Affine
from embedcheck.balls.structure import CLASSES
from embedcheck.judges.base import Claim, read_table
from embedcheck.judges.diffeos import DIFFEO_TABLE, DiffeoTests

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
ND-FIXLOG       - basic          C1
    fixed               no_logarithm                            : A
    boundary            fixed_in_domain                         : A
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
AUG-GRAPH       + augmented      C0 Lip Comega
    form                wide_beyond_affine                      : structure combinations
    class               of_class                                : structure
HULL            - layers*        flow
    dimension           narrow                                  : structure points
ODD-EVEN        - layers*        flow
    even                -                                       : structure symmetric
    dimension           narrow_for_sphere                       : structure symmetric points
RANK            - linear-layer*  Lip
    non-constant        -                                       : structure points
    deficient           deficient                               : structure points rankat
DIM-BOUND       - augmented*     Lip
    rank                deficient                               : structure points rankat
MORSE           - linear-layer*  flow
    scalar              -                                       : structure nondegenerate
    non-degenerate      -                                       : structure nondegenerate
EXTREMUM        - linear-layer*  flow
    scalar              -                                       : structure extremum
    extremum            -                                       : structure extremum
"""
EUCLIDEAN_RULES = read_table(_TABLE, {"A": "structure linearmap"}) | read_table(DIFFEO_TABLE, {})


class EuclideanChecker(EuclideanFacts, DiffeoTests):
    """The tests of the table; each says whether a hypothesis is proven, or refuses and says why not."""

    rules, first_kind = EUCLIDEAN_RULES, "structure"

    def _matrix(self, claim: Claim) -> Affine:
        """The affine map, over Q and with as many outputs as inputs."""
        found: Affine | None = claim.facts["linearmap"][0]
        if found is None:
            raise FactError("the matrix is not rational")
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
        place = found.fixed_point
        return place is not None and self.inside(tuple(to_sympy(x) for x in place), True)

    def fixed_in_domain(self, claim: Claim) -> bool:
        """f has exactly one fixed point, and it lies in X."""
        place = self._matrix(claim).fixed_point
        return place is not None and self.inside(tuple(to_sympy(x) for x in place), False)

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

    def wide_beyond_affine(self, claim: Claim) -> bool:
        """One dimension for each component that is left when the affine combinations are split off."""
        return claim.extra >= self.outputs - max(claim.facts["combinations"])

    def narrow(self, claim: Claim) -> bool:
        """m < q', or m <= q' and f is not injective; the facts bound q' from below."""
        return self.inputs + claim.extra < max(claim.facts["points"]) + ("collision" in claim.facts)

    def narrow_for_sphere(self, claim: Claim) -> bool:
        """m <= q' + r, where f is even on a space of dimension r + 1."""
        return self.inputs + claim.extra < max(claim.facts["points"]) + max(claim.facts["symmetric"])

    def deficient(self, claim: Claim) -> bool:
        """m < n + q' - r."""
        return claim.extra < max(claim.facts["points"]) - min(claim.facts["rankat"])
