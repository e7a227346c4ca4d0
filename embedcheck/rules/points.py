"""What single points, lines and hyperplanes refute (theory, sections 1 and 4)."""

from __future__ import annotations

import time
from collections.abc import Iterator

from embedcheck.analysis.cover import UnknownError
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.restrictions import invariant_line, kink, rough
from embedcheck.analysis.zeros import Found, critical_boxes, cycles_of, determinants, folded
from embedcheck.cells import Cell
from embedcheck.rules.base import Claim, Finding, Rule, basic, layer

_PERIODS = (2, 3, 4)
_SECONDS = 2.0


def _square(analysis: EuclideanAnalysis) -> bool:
    """Whether the map is square and not affine over Q: affine maps have rules of their own."""
    if analysis.inputs != analysis.outputs:
        return False
    try:
        return analysis.linear is None
    except UnknownError:
        return True


def _open(analysis: EuclideanAnalysis) -> bool:
    """Whether the map is square, not affine over Q, and not refuted by its orientation at a point."""
    return _square(analysis) and -1 not in determinants(analysis)


class Turn:
    """ND-ORIENTATION: a negative determinant at a point that need not be simple, or next to kinks."""

    id = "ND-ORIENTATION"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        found = determinants(analysis).get(-1) if _square(analysis) else None
        if found is not None:
            reason = f"{found[1].statement}, inside X: the flow of a field keeps the orientation."
            yield Claim(self.id, basic("flow", False), False, reason, (analysis.structure, found[1]))


class Fold:
    """RANK: the determinant of the derivative changes its sign, so it vanishes somewhere."""

    id = "RANK"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        fact = folded(analysis) if _square(analysis) else None
        if fact is None or analysis.hull is None or analysis.hull[0] < analysis.inputs:
            return
        reason = f"{fact.statement}, so the rank of the derivative drops between them."
        proven = (analysis.structure, analysis.hull[1], fact)
        yield Claim(self.id, layer("Lip", False), False, reason, proven)


class Bump:
    """MORSE: a non-degenerate critical point in a box."""

    id = "MORSE"
    wants = (layer("flow", False),)

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.affine or (analysis.regularity == "Comega" and analysis.nondegenerate is not None):
            return
        found = critical_boxes(analysis)
        if found is not None:
            reason = f"{found[1].statement}, inside X: no read-out of a flow has one."
            yield Claim(self.id, layer("flow", False), False, reason, (analysis.structure, found[1]))


class FixedPoint:
    """ND-FIXORIENT and ND-FIXLOG: the derivative at a fixed point."""

    id = "ND-FIXLOG"
    wants = tuple(basic(regularity) for regularity in ("Lip", "C1", "Cinf", "Comega"))

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not _open(analysis):
            return
        found = cycles_of(analysis, 1)
        turned = next((one for one in found if self._turns(one)), None)
        if turned is not None:
            reason = f"{turned.fact.statement}, hyperbolic; its stable or unstable part turns the orientation."
            yield Claim("ND-FIXORIENT", basic("flow"), False, reason, (analysis.structure, turned.fact))
            return
        rootless = [
            one for one in found if one.isolated and one.derivative is not None and one.derivative.without_logarithm()
        ]
        for one in sorted(rootless, key=lambda one: not one.interior)[:1]:
            reason = f"{one.fact.statement}, isolated, and the derivative there has no real logarithm."
            cell = basic("Lip" if one.interior else "C1")
            yield Claim(self.id, cell, False, reason, (analysis.structure, one.fact))

    def _turns(self, one: Found) -> bool:
        return one.interior and one.derivative is not None and one.derivative.hyperbolic() and one.derivative.turns()


class Periodic:
    """ND-PERIODIC: an isolated cycle."""

    id = "ND-PERIODIC"
    wants = tuple(basic(regularity) for regularity in ("flow", "C0"))

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not _open(analysis):
            return
        edge, until = False, time.monotonic() + _SECONDS
        for period in _PERIODS:
            if time.monotonic() > until:
                return
            for one in sorted(cycles_of(analysis, period), key=lambda one: not one.interior):
                if not one.isolated or (edge and not one.interior):
                    continue
                reason = f"{one.fact.statement}, isolated: an autonomous flow would move it along such cycles."
                cell = basic("flow" if one.interior else "C0")
                yield Claim(self.id, cell, False, reason, (analysis.structure, one.fact))
                if one.interior:
                    return
                edge = True


class Rough:
    """REGULAR: f does not have the class on a line, whatever the architecture."""

    id = "REGULAR"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        found = rough(analysis)
        if found is not None:
            regularity, facts = found
            cell = Cell(f"augmented-{max(1, analysis.outputs)}", False, regularity)
            words = {"Lip": "locally Lipschitz", "C1": "C^1", "Cinf": "C^infinity", "Comega": "analytic"}
            reason = f"{facts[0].statement}, which is not {words[regularity]} there."
            yield Claim(self.id, cell, False, reason, (analysis.structure, *facts))


class Wall:
    """ND-KINK: a hyperplane of kinks that f does not keep."""

    id = "ND-KINK"
    wants = tuple(basic(regularity) for regularity in ("C0", "Lip"))

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        found = kink(analysis) if _open(analysis) else None
        if found is not None:
            cell = basic("C0" if found[0] == 1 else "C1")
            reason = f"{found[1].statement}: a field would be tangent to the hyperplane and keep it."
            yield Claim(self.id, cell, False, reason, (analysis.structure, found[1]))


class InvariantLine:
    """ND-INVARIANT-LINE: on a line that every field keeps, one variable refutes."""

    id = "ND-INVARIANT-LINE"
    wants = tuple(basic(regularity) for regularity in ("C1", "Cinf", "Comega"))

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not _open(analysis):
            return
        found = invariant_line(analysis)
        if found is not None:
            reason = f"{found[0].statement}, a stable or unstable manifold of a fixed point: it carries a field itself."
            yield Claim(self.id, basic("C1"), False, reason, (analysis.structure, *found))


RULES: tuple[Rule[EuclideanAnalysis], ...] = (
    Rough(),
    Turn(),
    Fold(),
    Bump(),
    FixedPoint(),
    Periodic(),
    Wall(),
    InvariantLine(),
)
