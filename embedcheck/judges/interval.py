"""The rules for maps of one variable with one output, as a table, and the tests that it names.

`-` is settled by the form of a certificate (one variable, one output, an interval), or not needed to refute; F is
`pieces slope local`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import sympy as sp

from embedcheck import certificate as c
from embedcheck.balls.arith import sign_of
from embedcheck.balls.checks.facts import Bad, FactError, Facts, Fixed, Joint, Piece
from embedcheck.balls.checks.spots import exact_spot, value_sign
from embedcheck.balls.constants import compare, constant_sign
from embedcheck.balls.onesided import OneSided
from embedcheck.judges.base import Claim, Judge, read_table

_TABLE = """
REGULAR         - augmented-1*   flow Lip C1 Cinf Comega
    fails               irregular                               : pieces local
REGULAR         - basic*         Lip
    fails               flat_point                              : F
1D-MONOTONE     + basic          flow
    interval            -                                       : pieces
    positive            rising                                  : F
1D-MONOTONE     - basic*         flow
    interval            -                                       : pieces
    negative            descent                                 : pieces order
1D-C0           + basic          C0
    continuous          rising                                  : F
    differentiable      defects_fixed                           : F
    fixed-points        tame_fixed                              : F
1D-C0           - basic          C0
    continuous          -                                       : pieces
    differentiable      defect_moves                            : F
1D-REGULAR      - basic          Lip C1
    obstruction         obstructed                              : F
1D-LIP          + basic          Lip
    pieces              rising two_sided                        : F
    positive            finite_slopes                           : F
    no-kink             defects_fixed                           : F
1D-NOFIX        + basic          C1 Cinf Comega
    no-fixed-point      no_fixed_point                          : F fixedpoints
    derivative          rising finite_slopes                    : F
    class               one_class_more                          : F
1D-ONEFIX       + basic          C1 Cinf Comega
    derivative          rising regular_slopes                   : F
    second-derivative   bends_fixed two_sided                   : F
    one-sided           unbounded                               : F fixedpoints
    smooth@Cinf         analytic no_interval                    : F fixedpoints
    analytic@Comega     analytic no_interval hyperbolic         : F fixedpoints
1D-MATCH        + basic          C1 Cinf Comega
    regularity          rising regular_slopes bends_fixed two_sided : F
    match               matched                                 : F fixedpoints component
    smooth@Cinf         analytic no_interval                    : F fixedpoints
    analytic@Comega     analytic no_interval hyperbolic         : F fixedpoints
1D-MATCH        - basic          C1
    regularity          steep                                   : F fixedpoints match
    bounded-component   compared                                : F fixedpoints match
    differ              apart                                   : F fixedpoints match
1D-CLASS-M      - basic          C1 Comega
    class-m             member                                  : pieces classm
    not-moebius         member                                  : pieces classm
    consecutive@C1      two_fixed                               : F fixedpoints classm
    parabolic@Comega    parabolic                               : F fixedpoints classm
1D-CLOSED       + basic          Comega
    julia               rising whole                            : F closed|moebius|power
    zeros               rising whole                            : F closed|moebius|power
    sign                rising whole                            : F closed|moebius|power
    time                rising whole                            : F closed|moebius|power
    class               rising whole                            : F closed|moebius|power
1D-IDENTITY     + basic          Comega
    identity            continuous identity                     : pieces local affinemap
1D-NONAUTO      + basic*         C0 Lip C1 Cinf Comega
    increasing          rising                                  : F
    class               slopes_of_class own_class               : F
1D-LAYER        + linear-layer   flow C0 Lip C1 Comega
    monotone            monotone                                : F
    line@C0             aligned_defects tame                    : F
    line@Lip            finite_slopes aligned_defects two_sided : F
    line@C1             regular_slopes two_sided met_once       : F line
    line@Comega         regular_slopes two_sided met_once       : F line
1D-LAYER        - linear-layer   C0 Lip C1
    monotone            monotone                                : F
    bad-points          not_aligned                             : F
1D-LAYER        + linear-layer*  C0 Lip C1 Cinf Comega
    monotone            monotone                                : F
    line                slopes_of_class own_class               : F
1D-LAYER        - linear-layer*  Lip
    monotone            monotone                                : F
    bad-points          flat_point                              : F
AFFINE-LAYER    + linear-layer   Comega
    affine              continuous affine                       : pieces local affinemap
EXTREMUM        - linear-layer*  flow
    scalar              not_constant                            : pieces order
    extremum            continuous descent ascent               : pieces local order
HULL            - linear-layer*  flow
    dimension           continuous not_constant descent ascent  : pieces local order
ODD-EVEN        - linear-layer*  flow
    even                even                                    : pieces even
    dimension           not_constant                            : pieces order
DIM-BOUND       - linear-layer*  Lip
    rank                flat_point not_constant differentiable  : F order
AUG             + augmented-1    C0 Lip C1 Cinf Comega
    dimension           -                                       : pieces
    class               own_class                               : pieces local
FLOOR-1D        - basic*         flow
    interval            -                                       : pieces
    pairs               drop                                    : pieces order
FLOOR-1D        - linear-layer*  flow
    interval            -                                       : pieces
    pairs               drop rise                               : pieces order
"""
INTERVAL_RULES = read_table(_TABLE, {"F": "pieces slope local"})
_CLASS = {
    "flow": "continuous",
    "C0": "continuous",
    "Lip": "lipschitz",
    "C1": "c1",
    "Cinf": "cinf",
    "Comega": "analytic",
}


class IntervalChecker(Facts, Judge):
    """The tests that the table names; each says whether a hypothesis is proven, or refuses and says why not."""

    rules, first_kind = INTERVAL_RULES, "pieces"

    def __init__(self, data: c.Certificate) -> None:
        super().__init__(data)
        self.exprs, self.variables, self.box = [self.f], (self.x,), (self.domain,)

    def defects(self) -> list[Bad]:
        """Where f fails to be C^1 with f' != 0; refuses a joint with unknown one-sided derivatives."""
        pairs = zip(self.pieces, self.slopes, strict=True)
        found = [Bad(zero, "zero", piece, signs.period) for piece, signs in pairs for zero in signs.zeros]
        for joint in self.joints:
            meeting = joint.meeting
            if any(side.finite(1) is False for side in meeting.sides):
                found.append(Bad(joint.spot, "infinite", joint))
            elif 0 in meeting.slopes:
                found.append(Bad(joint.spot, "zero", joint))
            elif meeting.c1 is False:
                found.append(Bad(joint.spot, "kink", joint))
            elif meeting.c1 is None or None in meeting.slopes:
                raise FactError("the one-sided derivatives of f at a break or an end are not known")
        return found

    def bends(self) -> list[Joint]:
        """Where f'' jumps or is unbounded, f being C^1; refuses a joint where that is not known."""
        if any(joint.meeting.c2 is None for joint in self.joints):
            raise FactError("whether f is C^2 at a break or an end")
        return [joint for joint in self.joints if joint.meeting.c1 and joint.meeting.c2 is False]

    def direction(self) -> int:
        """The sign of a strictly monotone continuous f, else 0."""
        signs = {sign for found in self.slopes for sign in found.signs}
        return signs.pop() if self.continuous(None) and signs in ({1}, {-1}) else 0

    def is_fixed(self, bad: Bad) -> bool:
        """The point and, in a periodic family, all its copies: f(x + T) - f(x) is constant on the piece."""
        if self.moves(bad.spot, bad.where) != 0:
            return False
        if not bad.period:
            return True
        return all(constant_sign(y - x) == 0 for x, y in [self._copy(bad)])

    def _copy(self, bad: Bad) -> tuple[Any, Any]:
        """The next point of a periodic family on its piece and the value of f there."""
        assert isinstance(bad.where, Piece)
        for step in (bad.period, -bad.period) if bad.spot.value is not None else ():
            place = bad.spot.value + step
            if self.inside(exact_spot(place), bad.where):
                return place, bad.where.expr.subs(self.x, place)
        raise FactError("the next point of a periodic family")

    def _all(self, name: str) -> bool:
        return all(getattr(joint.meeting, name) is True for joint in self.joints)

    def continuous(self, _: Any) -> bool:
        return self._all("continuous")

    def rising(self, _: Claim) -> bool:
        return self.direction() == 1

    def monotone(self, _: Claim) -> bool:
        return self.direction() != 0

    def irregular(self, claim: Claim) -> bool:
        return any(getattr(joint.meeting, _CLASS[claim.regularity]) is False for joint in self.joints)

    def own_class(self, claim: Claim) -> bool:
        return self._all(_CLASS[claim.regularity])

    def one_class_more(self, claim: Claim) -> bool:
        return self._all({"C1": "c2", "Cinf": "cinf", "Comega": "analytic"}[claim.regularity])

    def analytic(self, _: Claim) -> bool:
        return self._all("analytic")

    def differentiable(self, _: Claim) -> bool:
        return self._all("c1")

    def two_sided(self, _: Claim) -> bool:
        return self._all("c2_sides")

    def finite_slopes(self, _: Claim) -> bool:
        if any(None in joint.meeting.slopes for joint in self.joints):
            raise FactError("the sign of a one-sided derivative at a break or an end")
        return all(bad.kind == "kink" for bad in self.defects())

    def slopes_of_class(self, claim: Claim) -> bool:
        return claim.regularity in ("flow", "C0") or self.finite_slopes(claim)

    def regular_slopes(self, _: Claim) -> bool:
        return not self.defects()

    def flat_point(self, _: Claim) -> bool:
        return any(bad.kind == "zero" for bad in self.defects())

    def defects_fixed(self, _: Claim) -> bool:
        return all(self.is_fixed(bad) for bad in self.defects())

    def defect_moves(self, _: Claim) -> bool:
        return any(self.moves(bad.spot, bad.where) for bad in self.defects())

    def bends_fixed(self, _: Claim) -> bool:
        return all(self.moves(joint.spot, joint) == 0 for joint in self.bends())

    def obstructed(self, claim: Claim) -> bool:
        if claim.regularity == "Lip":
            if any(bad.kind != "kink" for bad in self.defects()):
                return True
            return any(j.meeting.c11 is False and self.moves(j.spot, j) for j in self.joints)
        return any(j.meeting.c1 is False or (j.meeting.c2 is False and self.moves(j.spot, j)) for j in self.joints)

    def tame_fixed(self, _: Claim) -> bool:
        """Next to a fixed joint f' has a limit that is not 1, or log f' has bounded variation."""
        sides = [side for j in self.joints if self.moves(j.spot, j) == 0 for side in j.meeting.sides]
        return all(self._tame(side, 1) for side in sides)

    def tame(self, _: Claim) -> bool:
        """Next to a joint f' has the limit 0 or infinity, or log |f'| has bounded variation."""
        return all(self._tame(side, 0) for joint in self.joints for side in joint.meeting.sides)

    def _tame(self, side: OneSided, excluded: int) -> bool:
        if side.analytic or side.limits[2] is not None:
            return True
        limit, ball = side.limits[1], side.balls[1]
        if excluded == 0:
            return limit is not None and (limit.is_infinite or limit == 0)
        if limit is None:
            return bool(ball.is_finite() and not ball.contains(1))
        return bool(limit == sp.oo) or constant_sign(limit - 1) in (1, -1)

    def no_fixed_point(self, _: Claim) -> bool:
        return not self.fixed

    def _bounded(self) -> list[int]:
        """The numbers of the fixed points at the left ends of components between two fixed points."""
        if any(point.period for point in self.fixed):
            raise FactError("infinitely many fixed points")
        numbers = itertools.accumulate(int(point.spot is not None) for point in self.fixed)
        pairs = zip(numbers, self.fixed, self.fixed[1:], strict=False)
        return [number - 1 for number, left, right in pairs if left.spot is not None and right.spot is not None]

    def unbounded(self, _: Claim) -> bool:
        return not self._bounded()

    def matched(self, claim: Claim) -> bool:
        return set(self._bounded()) <= set(claim.facts["component"])

    def compared(self, claim: Claim) -> bool:
        """The check of the fact shows that two fixed points on one analytic piece are neighbours."""
        return bool(claim.facts["match"])

    def steep(self, claim: Claim) -> bool:
        """f' > 0 on the piece. The rest of X does not count: a field restricts to what lies between the points."""
        return all(self.slopes[one.piece].signs == (1,) for one in claim.facts["match"])

    def apart(self, claim: Claim) -> bool:
        return all(one.apart for one in claim.facts["match"])

    def no_interval(self, _: Claim) -> bool:
        return all(point.spot is not None for point in self.fixed)

    def multiplier(self, point: Fixed) -> int:
        """The sign of f' - 1 at a fixed point; refuses when it is not decided."""
        assert point.spot is not None
        if point.joint is None:
            slope = sp.diff(self.pieces[point.place // 2].expr, self.x) - 1
            sign = value_sign(slope, point.spot)
        else:
            side = point.joint.meeting.sides[0]
            limit, ball = side.limits[1], side.balls[1] - 1
            sign = sign_of(ball) or None if limit is None else constant_sign(limit - 1)
        if sign is None:
            raise FactError("whether the multiplier at a fixed point is 1")
        return sign

    def hyperbolic(self, _: Claim) -> bool:
        return all(self.multiplier(point) != 0 for point in self.fixed)

    def member(self, claim: Claim) -> bool:
        return bool(claim.facts["classm"])

    def _points_of(self, number: int) -> Iterator[Fixed]:
        """The fixed points of a piece of class M, with its ends where f is analytic up to them from inside."""
        for point in self.fixed:
            meeting = None if point.joint is None else point.joint.meeting
            if meeting is not None and point.place in (2 * number, 2 * number + 2):
                side = meeting.right if point.place == 2 * number else meeting.left
                if side is not None and side.analytic is True:
                    yield point
            elif point.place == 2 * number + 1 and point.spot is not None:
                yield point

    def two_fixed(self, claim: Claim) -> bool:
        """On one piece of class M: two fixed points, f' > 0 on the closed interval between them."""
        for number in claim.facts["classm"]:
            points, slope = list(self._points_of(number)), self.slopes[number]
            ends = [p.joint.meeting.right if p.place == 2 * number else p.joint.meeting.left for p in points if p.joint]
            rising = slope.signs == (1,) and all(side is not None and side.sign(1) == 1 for side in ends)
            if rising and len(points) + sum(bool(point.period) for point in points) >= 2:
                return True
        return False

    def parabolic(self, claim: Claim) -> bool:
        """On one piece of class M: a fixed point with f' = 1, inside or at an end of X."""
        return any(
            self.multiplier(point) == 0
            for number in claim.facts["classm"]
            for point in self._points_of(number)
            if point.joint is None or len(point.joint.meeting.sides) == 1
        )

    def whole(self, claim: Claim) -> bool:
        return len(self.pieces) == 1 and self.continuous(claim)

    def identity(self, claim: Claim) -> bool:
        return any(constant_sign(a - 1) == 0 == constant_sign(b) for a, b in claim.facts["affinemap"])

    def affine(self, claim: Claim) -> bool:
        return bool(claim.facts["affinemap"])

    def even(self, claim: Claim) -> bool:
        return bool(claim.facts["even"])

    def descent(self, claim: Claim) -> bool:
        return any(sign >= 0 for sign in claim.facts["order"])

    def ascent(self, claim: Claim) -> bool:
        return any(sign <= 0 for sign in claim.facts["order"])

    def not_constant(self, claim: Claim) -> bool:
        return any(claim.facts["order"])

    def drop(self, claim: Claim) -> bool:
        return any(sign > 0 for sign in claim.facts["order"])

    def rise(self, claim: Claim) -> bool:
        return any(sign < 0 for sign in claim.facts["order"])

    def _aligned(self, bad: list[Bad]) -> bool | None:
        """Whether the graph over these points and their periodic copies lies on one line; None: not known exactly."""
        places = [self._copy(one) for one in bad if one.period]
        if len(bad) + len(places) <= 2:
            return True
        if any(one.spot.value is None for one in bad):
            return None
        places += [(one.spot.value, self.value(one.spot)) for one in bad]
        (x0, y0), (x1, y1), *others = places
        signs = [constant_sign(sp.expand((y - y0) * (x1 - x0) - (x - x0) * (y1 - y0))) for x, y in others]
        return False if any(signs) else None if None in signs else True

    def aligned_defects(self, _: Claim) -> bool:
        return self._aligned(self.defects()) is True

    def not_aligned(self, claim: Claim) -> bool:
        bad = self.defects()
        if claim.regularity == "C1" and not bad:
            bad = [Bad(joint.spot, "bend", joint) for joint in self.bends()]
        return self._aligned(bad) is False

    def met_once(self, claim: Claim) -> bool:
        """A line in the direction of f is met at most once; through a bend, if there is one."""
        s, bends = self.direction(), len(self.bends())
        for slope, bound, _, sign in claim.facts["line"]:
            fits = constant_sign(s * slope) == 1
            if fits and bound is not None:
                steeper = compare(s * slope, s * bound)
                fits = constant_sign(s * bound) == 1 and steeper == -s * sign
            if (
                fits
                and bends <= (bound is not None)
                and (claim.regularity == "C1" or (not bends and self.analytic(claim)))
            ):
                return True
        return False
