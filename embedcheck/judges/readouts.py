"""The rules about affine read-outs of flows in the dimension of the domain, as a table, and the tests that it names."""

from __future__ import annotations

from typing import Any

from embedcheck.balls.checks.boxes import Proved, contained, require
from embedcheck.balls.checks.readouts import Reading, ReadoutFacts, RidgeSum, Rise
from embedcheck.balls.checks.spots import is_zero
from embedcheck.balls.matrices import independent
from embedcheck.cells import Cell
from embedcheck.judges.base import Claim
from embedcheck.judges.diffeos import DiffeoTests

READOUT_TABLE = """
INC-LAYER       + linear-layer   flow C0 Lip C1 Cinf Comega
    basic               reads                                   : structure readout lemma
INC-LAYER       + linear-layer*  flow C0 Lip C1 Cinf Comega
    basic               reads_in_time                           : structure readout lemma
LAYER-COMPLETE  + linear-layer   Comega
    domain              -                                       : structure rising|completed
    class               analytic                                : structure rising|completed
    completion          completes                               : structure rising|completed
LAYER-DIRECTION + linear-layer*  C0 Lip Comega
    monotone            extends                                 : structure rising|completed
    derivative@Lip      steep of_own_class                      : structure rising|completed
    derivative@Comega   steep of_own_class                      : structure rising|completed
LAYER-DIRECTION + linear-layer   flow
    monotone            -                                       : structure rising
    onto                runs_through                            : structure rising
COMPACT-LIFT    + linear-layer   Cinf
    domain              compact_box                             : structure
    lift                analytic steep                          : structure rising|completed|diffeo
COMPACT-LIFT    + augmented      Cinf
    domain              compact_box                             : structure
    lift                lifted                                  : structure lifted
RIDGE           + linear-layer   flow C0 Lip C1 Cinf Comega
    form                composed                                : structure ridge lemma
    positive            in_cell                                 : structure ridge lemma
RIDGE           + linear-layer*  flow C0 Lip C1 Cinf Comega
    form                composed                                : structure ridge lemma
    positive            in_cell_in_time                         : structure ridge lemma
RIDGE           - linear-layer*  flow C0 Lip C1 Cinf Comega
    form                composed                                : structure ridge lemma
    negative            separates one_refuted                   : structure ridge lemma
"""


class ReadoutTests(ReadoutFacts, DiffeoTests):
    """The tests of the table; each says whether a hypothesis is proven, or refuses and says why not."""

    def _rise(self, claim: Claim) -> Rise | None:
        found: list[Any] = claim.facts.get("rising", [])
        return found[0] if found else None

    def compact_box(self, claim: Claim) -> bool:
        return self.compact

    def analytic(self, claim: Claim) -> bool:
        return self.regularity == "Comega"

    def completes(self, claim: Claim) -> bool:
        """f with linear functions is a diffeomorphism of R^n onto R^n."""
        rise = self._rise(claim)
        if rise is not None:
            return rise.steep and rise.onto
        return claim.facts["completed"][0].onto

    def extends(self, claim: Claim) -> bool:
        """f continues past the ends that belong to X and keeps its properties."""
        rise = self._rise(claim)
        if rise is not None:
            return claim.regularity == "Comega" or rise.tidy
        return self.open or self.compact

    def steep(self, claim: Claim) -> bool:
        """f, with linear functions, has a derivative of full rank, and is injective."""
        rise = self._rise(claim)
        return rise is None or rise.steep

    def runs_through(self, claim: Claim) -> bool:
        rise = self._rise(claim)
        return rise is not None and rise.onto

    # -- other maps --------------------------------------------------------------------------------------------------

    def reads(self, claim: Claim) -> bool:
        return self._reads(claim, True)

    def reads_in_time(self, claim: Claim) -> bool:
        return self._reads(claim, False)

    def _reads(self, claim: Claim, autonomous: bool) -> bool:
        """f is an affine function of u, and u is embeddable on a domain that contains X."""
        lemmas: list[Proved] = claim.facts["lemma"]
        require(len(lemmas) == len(claim.facts["readout"]) == 1, "more than one map")
        lemma, reading = lemmas[0], claim.facts["readout"][0]
        require(lemma.variables == self.variables, "a map in other variables")
        for mine, other in zip(self.box, lemma.box, strict=True):
            require(contained(mine, other), "X is not in the domain of the other map")
        self._is_affine_in(lemma.exprs, reading)
        names = [str(Cell(name, autonomous, claim.regularity)) for name in ("basic", "linear-layer")]
        require(any(lemma.cells.get(name) == "embeddable" for name in names), "the other map is not embeddable")
        return True

    def _is_affine_in(self, values: list[Any], reading: Reading | RidgeSum) -> None:
        for expr, row, start in zip(self.exprs, reading.matrix, reading.shift, strict=True):
            require(len(row) == len(values), "the shape of the matrix")
            image = sum((a * value for a, value in zip(row, values, strict=True)), start)
            require(is_zero(expr - image), "f is not this function of the other maps")

    def _ridge_lemmas(self, claim: Claim) -> list[Proved]:
        """The lemmas in the order of the forms."""
        lemmas: list[Proved] = claim.facts["lemma"]
        numbers = claim.facts["ridge"][0].lemmas
        require(len(claim.facts["ridge"]) == 1 and max(numbers) < len(lemmas), "a lemma that does not exist")
        return [lemmas[k] for k in numbers]

    def composed(self, claim: Claim) -> bool:
        """f = A (g_1(w_1 x), ...) + c, each g_i on an interval that contains the values of w_i x."""
        found: RidgeSum = claim.facts["ridge"][0]
        values: list[Any] = []
        for form, own, lemma in zip(found.forms, found.ranges, self._ridge_lemmas(claim), strict=True):
            require(len(lemma.exprs) == len(lemma.variables) == 1, "a function of one variable")
            require(contained(own, lemma.box[0]), "the values of a form are not in the domain of its function")
            values.append(lemma.exprs[0].subs(lemma.variables[0], form))
        self._is_affine_in(values, found)
        return True

    def in_cell(self, claim: Claim) -> bool:
        return self._all_in(claim, Cell("linear-layer", True, claim.regularity))

    def in_cell_in_time(self, claim: Claim) -> bool:
        return self._all_in(claim, Cell("linear-layer", False, claim.regularity))

    def _all_in(self, claim: Claim, cell: Cell) -> bool:
        return all(lemma.cells.get(str(cell)) == "embeddable" for lemma in self._ridge_lemmas(claim))

    def separates(self, claim: Claim) -> bool:
        """The columns of the matrix are independent."""
        matrix = claim.facts["ridge"][0].matrix
        return independent([list(column) for column in zip(*matrix, strict=True)])

    def one_refuted(self, claim: Claim) -> bool:
        """A function is refuted on exactly the values of its form."""
        cell = str(Cell("linear-layer", False, claim.regularity))
        found: RidgeSum = claim.facts["ridge"][0]
        return any(
            lemma.cells.get(cell) == "not_embeddable" and contained(lemma.box[0], own)
            for own, lemma in zip(found.ranges, self._ridge_lemmas(claim), strict=True)
        )
