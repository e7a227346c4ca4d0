"""The rules that refute by single points, lines and hyperplanes, as a table, and the tests that it names."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.balls import arb_mat, fmpq
from embedcheck.balls.arith import lower, precision, to_sympy, upper
from embedcheck.balls.checks.boxes import Proved, require
from embedcheck.balls.checks.spots import is_zero, sign_at
from embedcheck.balls.checks.zeros import Periodic, Restricted, ZeroFacts
from embedcheck.balls.constants import constant_ball
from embedcheck.balls.enclose import BOX_BITS
from embedcheck.balls.local import Sides, ball_of, box_of, in_box
from embedcheck.balls.spectra import Spectrum, side_of_circle
from embedcheck.cells import Cell
from embedcheck.judges.base import Claim
from embedcheck.judges.diffeos import DiffeoTests
from embedcheck.judges.interval import IntervalChecker

POINT_TABLE = """
REGULAR         - layers*        flow Lip C1 Cinf Comega
    fails               fails_on_a_line                         : structure chord lemma
ND-PERIODIC     - basic          flow
    cycle               repeats                                 : structure orbit|cycle
    interior            interior isolated                       : structure orbit|cycle
ND-PERIODIC     - basic          C0
    cycle               repeats                                 : structure orbit|cycle
    boundary            isolated                                : structure orbit|cycle
ND-FIXLOG       - basic          Lip
    fixed               fixed_without_logarithm                 : structure orbit|cycle
    isolated            interior isolated                       : structure orbit|cycle
ND-FIXLOG       - basic          C1
    fixed               fixed_without_logarithm                 : structure linearmap|orbit|cycle
    boundary            isolated                                : structure linearmap|orbit|cycle
ND-FIXORIENT    - basic          flow
    hyperbolic          interior hyperbolic                     : structure orbit|cycle
    negative            turns_a_part                            : structure orbit|cycle
ND-KINK         - basic          C0
    kink                breaks                                  : structure kink
    leaves              -                                       : structure kink
ND-KINK         - basic          C1
    kink                -                                       : structure kink
    leaves              -                                       : structure kink
ND-INVARIANT-LINE - basic        C1
    segment             between_two_fixed_points                : structure invariant lemma
    manifold            repels_across                            : structure invariant lemma
    restriction         refuted_on_it                           : structure invariant lemma
"""
_HALVINGS = 64


class PointTests(ZeroFacts, DiffeoTests):
    """The tests of the table; each says whether a hypothesis is proven, or refuses and says why not."""

    def _cycle_of(self, claim: Claim) -> Periodic | None:
        """The one cycle that is cited: the tests of a rule must be about the same."""
        found: list[Periodic] = [*claim.facts.get("orbit", []), *claim.facts.get("cycle", [])]
        require(len(found) <= 1, "more than one cycle")
        return found[0] if found else None

    def repeats(self, claim: Claim) -> bool:
        """The cycle has at least two points."""
        found = self._cycle_of(claim)
        return found is not None and found.period >= 2

    def interior(self, claim: Claim) -> bool:
        found = self._cycle_of(claim)
        return found is not None and found.interior

    def isolated(self, claim: Claim) -> bool:
        """1 is no eigenvalue of the derivative along the cycle, whose points lie in X."""
        found, linear = self._cycle_of(claim), self._linear_map(claim)
        if found is not None:
            return found.isolated
        place = None if linear is None else linear.fixed_place
        return place is not None and self.inside(place, False)

    def fixed_without_logarithm(self, claim: Claim) -> bool:
        found, linear = self._cycle_of(claim), self._linear_map(claim)
        if found is not None:
            return found.derivative is not None and found.derivative.without_logarithm()
        require(linear is not None and linear.square, "the structure of the matrix is not decided, or it is not square")
        return linear is not None and not linear.has_real_logarithm

    def hyperbolic(self, claim: Claim) -> bool:
        found = self._cycle_of(claim)
        return found is not None and found.derivative is not None and found.derivative.hyperbolic()

    def turns_a_part(self, claim: Claim) -> bool:
        """The derivative is regular, and its stable or unstable part has a negative determinant."""
        found = self._cycle_of(claim)
        return found is not None and found.derivative is not None and found.derivative.turns()

    def breaks(self, claim: Claim) -> bool:
        """The first derivatives jump."""
        return set(claim.facts["kink"]) == {1}

    # -- lines -------------------------------------------------------------------------------------------------------

    def _restriction(self, claim: Claim, kind: str) -> tuple[Restricted, Proved]:
        """The line, and the lemma about the map on a compact interval of it that lies in X."""
        lines, lemmas = claim.facts[kind], claim.facts["lemma"]
        require(len(lines) == len(lemmas) == 1, "more than one line or map")
        line, lemma = lines[0], lemmas[0]
        require(len(lemma.exprs) == len(lemma.variables) == 1, "a map of more than one variable")
        moved = lemma.exprs[0].subs(lemma.variables[0], line.variable)
        require(is_zero(moved - line.images[0]), "the other map is not that on the line")
        low, high, *closed = lemma.box[0]
        require(all(closed), "the interval on the line is not compact")
        for end in (low, high):
            place = self._at(line, end.value)
            require(self.inside(place, False), "the segment is not in X")
        return line, lemma

    def _at(self, line: Restricted, value: Any) -> tuple[Any, ...]:
        return tuple(p + value * to_sympy(s) for p, s in zip(line.place, line.step, strict=True))

    def fails_on_a_line(self, claim: Claim) -> bool:
        """A function of one variable of the class would have a field with one dimension more, by AUG."""
        _, lemma = self._restriction(claim, "chord")
        cell = Cell("augmented-1", False, claim.regularity)
        return lemma.cells.get(str(cell)) == "not_embeddable"

    def _segment(self, claim: Claim) -> tuple[Restricted, IntervalChecker]:
        line, lemma = self._restriction(claim, "invariant")
        judged = lemma.judged
        if not isinstance(judged, IntervalChecker):
            raise ValueError("a lemma that is not about one variable")
        return line, judged

    def between_two_fixed_points(self, claim: Claim) -> bool:
        """On the interval the map is analytic with a positive derivative, and has exactly two fixed points."""
        _, judged = self._segment(claim)
        require({"local", "slope", "fixedpoints"} <= set(judged.kinds), "the fixed points on the line are not known")
        require(len(judged.pieces) == 1 and judged.analytic(claim), "the map on the line is not analytic")
        require(judged.rising(claim) and judged.regular_slopes(claim), "the map on the line is not increasing")
        two = len(judged.fixed) == 2 and not any(point.spot is None or point.period for point in judged.fixed)
        require(two, "the map on the line has not exactly two fixed points")
        return True

    def repels_across(self, claim: Claim) -> bool:
        """No continuous field can point off the line: its part across it would grow along orbits.

        At one of the fixed points the line is the only stable, or the only unstable, direction; or f maps all parallel
        lines to such lines, in the same hyperbolic way at every point of this one.
        """
        line, judged = self._segment(claim)
        spectra = [self._across(line, judged, point.spot) for point in judged.fixed]
        for point, across in zip(judged.fixed, spectra, strict=True):
            along = judged.multiplier(point)
            if along and side_of_circle(across.balls) == -along:
                return True
        return self._parallel(line) and spectra[0].hyperbolic()

    def _parallel(self, line: Restricted) -> bool:
        """Whether the coordinates across the line have images that do not depend on the one along it."""
        axis = next(k for k, s in enumerate(line.step) if s != 0)
        for expr, s in zip(self.exprs, line.step, strict=True):
            own = expr - to_sympy(s / line.step[axis]) * self.exprs[axis]
            slope = sum(to_sympy(d) * sp.diff(own, x) for d, x in zip(line.step, self.variables, strict=True))
            if not is_zero(slope):
                return False
        return True

    def _across(self, line: Restricted, judged: IntervalChecker, spot: Any) -> Spectrum:
        """The derivative of f at a point of the line, on the quotient by the direction of the line."""
        axis = next(k for k, s in enumerate(line.step) if s != 0)
        others = [k for k in range(self.inputs) if k != axis]
        slopes = [s / line.step[axis] for s in line.step]
        if spot.value is not None:
            exact = self._derivative(self._at(line, spot.value))
            rows = [[exact[k][j] - exact[axis][j] * to_sympy(slopes[k]) for j in others] for k in others]
            return Spectrum.of_rows(rows)
        whole = box_of(self.variables, self._around(line, judged, spot.low, spot.high))
        local = in_box(self.exprs, self.variables, whole)
        balls = [[ball_of(whole, entry) for entry in row] for row in local.jacobian]
        with precision(BOX_BITS):
            return Spectrum(arb_mat([[balls[k][j] - balls[axis][j] * slopes[k] for j in others] for k in others]))

    def _around(self, line: Restricted, judged: IntervalChecker, low: fmpq, high: fmpq) -> Sides:
        """A small box around the point of the line that belongs to a fixed point alone in an interval."""
        gap = judged.pieces[0].expr - judged.x
        first = sign_at(gap, low)
        require(first, "the sign next to a fixed point")
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            sign = sign_at(gap, middle)
            if not sign:
                break
            low, high = (middle, high) if sign == first else (low, middle)
        sides: list[tuple[fmpq, fmpq]] = []
        with precision(BOX_BITS):
            for p, s in zip(line.place, line.step, strict=True):
                balls = [constant_ball(p + to_sympy(end * s), BOX_BITS) for end in (low, high)]
                sides.append((min(map(lower, balls)), max(map(upper, balls))))
        for corner in zip(*sides, strict=True):
            require(self.inside(tuple(map(to_sympy, corner)), False), "a fixed point is not seen to be in X")
        return tuple(sides)

    def refuted_on_it(self, claim: Claim) -> bool:
        _, lemma = self._restriction(claim, "invariant")
        return lemma.cells.get(str(Cell("basic", True, "C1"))) == "not_embeddable"
