"""The rules that embed diffeomorphisms and special forms of maps of R^n, as a table, and the tests that it names."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.balls.checks.boxes import Proved, contained, require
from embedcheck.balls.checks.diffeos import Attraction, Conjugation, Embedding
from embedcheck.balls.checks.motions import MotionFacts
from embedcheck.balls.checks.spots import is_zero
from embedcheck.balls.linear import Affine
from embedcheck.balls.real_linear import RealAffine
from embedcheck.balls.structure import CLASSES
from embedcheck.cells import Cell
from embedcheck.judges.base import Claim, Judge

DIFFEO_TABLE = """
ND-NONAUTO      + basic*         Comega
    domain              star_shaped                             : structure linearmap|diffeo
    injective           upright                                 : structure linearmap|diffeo
    determinant         upright                                 : structure linearmap|diffeo
    class               -                                       : structure linearmap|diffeo
LAYER-DIFFEO    + linear-layer*  Comega
    map                 embedded                                : structure diffeo|conjugate
CLOCK           + basic          Comega
    domain              onto                                    : structure diffeo
    diffeomorphism      upright onto                            : structure diffeo
    clock               steady                                  : structure clock
DRIFT-2D        + basic          Comega
    domain              planar onto                             : structure diffeo
    diffeomorphism      upright onto                            : structure diffeo
    drift               -                                       : structure clock
POLY-UNIPOTENT  + basic          Comega
    polynomial          -                                       : structure unipotent
    unipotent           -                                       : structure unipotent
SHEAR           + basic          C0 Lip Comega
    form                of_own_class formed                     : structure fibred|triangular|skew
ND-CLOSED       + basic          Comega
    flow                -                                       : structure motion
    class               -                                       : structure motion
PRODUCT         + basic          flow C0 Lip C1 Cinf Comega
    factors             factors                                 : structure lemma
PRODUCT         + basic*         flow C0 Lip C1 Cinf Comega
    factors             factors_in_time                         : structure lemma
ND-CONJ         + basic          flow C0 Lip C1 Cinf Comega
    conjugate           conjugates                              : structure conjugate|straightened|logarithms lemma
    positive            carried                                 : structure conjugate|straightened|logarithms lemma
ND-CONJ         + basic*         flow C0 Lip C1 Cinf Comega
    conjugate           conjugates                              : structure conjugate|straightened|logarithms lemma
    positive            carried_in_time                         : structure conjugate|straightened|logarithms lemma
ND-CONJ         - basic          flow C0 Lip C1 Cinf Comega
    conjugate           conjugates                              : structure conjugate|straightened lemma
    negative            whole_both refuted                      : structure conjugate|straightened lemma
ND-CONJ         - basic*         flow C0 Lip C1 Cinf Comega
    conjugate           conjugates                              : structure conjugate|straightened lemma
    negative            whole_both refuted_in_time              : structure conjugate|straightened lemma
ND-SINK         + basic          C0 Cinf Comega
    domain              onto                                    : structure diffeo
    attracting          -                                       : structure sink
    smooth@Cinf         normalised                              : structure sink
    analytic@Comega     normalised                              : structure sink
    orientation@C0      upright                                 : structure diffeo
DISJOINT        + basic          Cinf
    domain              -                                       : structure apart
    embedding           upright                                 : structure diffeo
    balls               -                                       : structure apart
"""


class DiffeoTests(MotionFacts, Judge):
    """The tests of the table; each says whether a hypothesis is proven, or refuses and says why not."""

    def _embedding(self, claim: Claim) -> Embedding | None:
        found: list[Any] = claim.facts.get("diffeo", [])
        return found[0] if found else None

    def _linear_map(self, claim: Claim) -> Affine | RealAffine | None:
        found: list[Any] = claim.facts.get("linearmap", [])
        return found[0] if found else None

    def planar(self, claim: Claim) -> bool:
        return self.inputs == 2

    def star_shaped(self, claim: Claim) -> bool:
        """X is open or compact; an affine map is one on R^n."""
        return self._linear_map(claim) is not None or self.open or self.compact

    def upright(self, claim: Claim) -> bool:
        """Injective with a positive determinant."""
        linear, embedding = self._linear_map(claim), self._embedding(claim)
        if embedding is not None:
            return embedding.orientation == 1
        return linear is not None and linear.square and linear.orientation == 1

    def onto(self, claim: Claim) -> bool:
        embedding = self._embedding(claim)
        return embedding is not None and embedding.onto

    def embedded(self, claim: Claim) -> bool:
        """Injective with a determinant that has no zero, on X or on a larger box that is open or compact."""
        if "diffeo" in claim.facts:
            return self.open or self.compact
        require(claim.facts["conjugate"][0].own, "not the same map")
        self.conjugates(claim)
        return self._transferred(claim, Cell("linear-layer", False, claim.regularity))

    def steady(self, claim: Claim) -> bool:
        return any(claim.facts["clock"])

    def of_own_class(self, claim: Claim) -> bool:
        return CLASSES.index(claim.regularity) <= CLASSES.index(self.regularity)

    def formed(self, claim: Claim) -> bool:
        """The second form is for polynomials on any X, the third for analytic maps of R^n."""
        return "fibred" in claim.facts or "triangular" in claim.facts or self.whole

    def normalised(self, claim: Claim) -> bool:
        """The derivative at the fixed point has a real logarithm and a normal form with one."""
        found: Attraction = claim.facts["sink"][0]
        linear = found.linear
        require(linear is not None, "the structure of the derivative at the fixed point is not decided")
        return linear is not None and linear.has_real_logarithm and (
            self.inputs == 2 or linear.positive_spectrum or linear.bunched
        )  # fmt: skip

    # -- other maps --------------------------------------------------------------------------------------------------

    def factors(self, claim: Claim) -> bool:
        return self._product(claim, Cell("basic", True, claim.regularity))

    def factors_in_time(self, claim: Claim) -> bool:
        return self._product(claim, Cell("basic", False, claim.regularity))

    def _product(self, claim: Claim, cell: Cell) -> bool:
        """Each lemma is about the components of some variables, which depend on these alone, on their box."""
        lemmas: list[Proved] = claim.facts["lemma"]
        seen: list[Any] = []
        for lemma in lemmas:
            require(set(lemma.variables) <= set(self.variables), "a factor in other variables")
            seen += lemma.variables
            numbers = [self.variables.index(x) for x in lemma.variables]
            require(len(lemma.exprs) == len(numbers), "a factor that is not square")
            for k, expr, side in zip(numbers, lemma.exprs, lemma.box, strict=True):
                require(is_zero(self.exprs[k] - expr), "a factor of another map")
                require(contained(self.box[k], side), "a factor on another interval")
            require(lemma.cells.get(str(cell)) == "embeddable", "a factor is not shown to be embeddable")
        split = len(seen) == len(self.variables) and set(seen) == set(self.variables)
        require(split and len(lemmas) > 1, "the factors do not split the variables")
        return True

    def _conjugated(self, claim: Claim) -> tuple[Proved, Conjugation]:
        lemmas: list[Proved] = claim.facts.get("lemma", [])
        changes = [one for kind in ("conjugate", "straightened", "logarithms") for one in claim.facts.get(kind, [])]
        require(len(lemmas) == len(changes) == 1, "more than one map")
        return lemmas[0], changes[0]

    def conjugates(self, claim: Claim) -> bool:
        """g(h(x)) = h(f(x)); the box of g is R^n, or contains X and h is the identity."""
        lemma, change = self._conjugated(claim)
        require(len(lemma.exprs) == len(lemma.variables) == self.inputs, "a map of another dimension")
        whole = _unbounded(lemma)
        if change.logarithms:
            require(whole, "the other map is not known on R^n")
            return self._by_logarithms(lemma, change)
        if not whole:
            require(change.own, "h(X) is not shown to be in the domain of the other map")
            for mine, side in zip(self.box, lemma.box, strict=True):
                require(contained(mine, side), "X is not in the domain of the other map")
        values = dict(zip(lemma.variables, change.images, strict=True))
        moved = dict(zip(self.variables, self.exprs, strict=True))
        for expr, image in zip(lemma.exprs, change.images, strict=True):
            gap = expr.subs(values, simultaneous=True) - image.subs(moved, simultaneous=True)
            require(is_zero(gap), "the maps are not conjugate by h")
        return True

    def _by_logarithms(self, lemma: Proved, change: Conjugation) -> bool:
        """With x_k = exp(t_k) for these variables f_k = exp(g_k(t)), which is positive, and f_k = g_k(t) for others."""
        names = [sp.Dummy(real=True) for _ in self.variables]
        values = {x: sp.exp(t) if k in change.logarithms else t
                  for k, (x, t) in enumerate(zip(self.variables, names, strict=True))}  # fmt: skip
        for k, (expr, other) in enumerate(zip(self.exprs, lemma.exprs, strict=True)):
            moved = other.subs(dict(zip(lemma.variables, names, strict=True)), simultaneous=True)
            image = sp.exp(moved) if k in change.logarithms else moved
            gap = expr.subs(values, simultaneous=True) - image
            require(is_zero(gap), "the maps are not conjugate by logarithms")
        return True

    def whole_both(self, claim: Claim) -> bool:
        """Both maps are maps of R^n."""
        return self.whole and _unbounded(self._conjugated(claim)[0])

    def _transferred(self, claim: Claim, cell: Cell, status: str = "embeddable") -> bool:
        return self._conjugated(claim)[0].cells.get(str(cell)) == status

    def carried(self, claim: Claim) -> bool:
        return self._transferred(claim, Cell("basic", True, claim.regularity))

    def carried_in_time(self, claim: Claim) -> bool:
        return self._transferred(claim, Cell("basic", False, claim.regularity))

    def refuted(self, claim: Claim) -> bool:
        return self._transferred(claim, Cell("basic", True, claim.regularity), "not_embeddable")

    def refuted_in_time(self, claim: Claim) -> bool:
        return self._transferred(claim, Cell("basic", False, claim.regularity), "not_embeddable")


def _unbounded(lemma: Proved) -> bool:
    """Whether the lemma is about a map of R^n."""
    return all(low.infinite and high.infinite for low, high, *_ in lemma.box)
