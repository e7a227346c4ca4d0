"""What level sets, symmetries and error floors refute (theory, sections 5 and 9)."""

from __future__ import annotations

from collections.abc import Iterator

from embedcheck.analysis.cover import UnknownError
from embedcheck.analysis.degrees import degrees
from embedcheck.analysis.diffeos import diffeo
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.levels import cyclic, fibre
from embedcheck.analysis.readouts import rising
from embedcheck.analysis.wells import floor
from embedcheck.rules.base import Claim, Finding, FloorClaim, Rule, basic, layer
from embedcheck.rules.euclidean import widened


def _rises(analysis: EuclideanAnalysis) -> bool:
    """Whether f is scalar and in some `linear-layer` cell, by a direction in which it rises."""
    try:
        return rising(analysis) is not None
    except UnknownError:
        return False


class Fibre:
    """FIBRE: a level set that is no level set of a projection, near one of its points."""

    id = "FIBRE"
    wants = (layer("flow", False),)

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.affine or _rises(analysis) or analysis.regularity != "Comega":
            return
        if analysis.nondegenerate is not None or analysis.extremum is not None:
            return
        found = fibre(analysis)
        if found is not None:
            reason = f"{found.statement}: no read-out of a flow has such a level set."
            yield Claim(self.id, layer("flow", False), False, reason, (analysis.structure, found))


class Cycle:
    """CYCLIC: a symmetry of finite order without fixed points on a connected set."""

    id = "CYCLIC"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.affine or analysis.hull is None or analysis.inputs < 2:
            return
        dimension, hull = analysis.hull
        extra = min(dimension + 1 - analysis.inputs, max(1, analysis.outputs))
        if extra < 0 or (analysis.symmetric is not None and analysis.symmetric[0] >= 2):
            return
        found = cyclic(analysis)
        if found is not None:
            reason = f"{found.statement}, which fixes no point of a connected set near it: m >= q' + 2."
            yield Claim(self.id, widened(extra, "flow", False), False, reason, (analysis.structure, found, hull))


class Floors:
    """FLOOR-WELL and FLOOR-LINK: read-outs stay away from wells and from linked discs."""

    id = "FLOOR-WELL"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.affine or analysis.inputs < 2 or _rises(analysis):
            return
        found = floor(analysis)
        if found is None:
            return
        proven = (analysis.structure, found.fact)
        reason = f"{found.fact.statement}: every read-out misses f by at least {found.lower} in the sup norm."
        if found.lower == "oo":
            reason = f"{found.fact.statement}: no read-out is at a finite distance from f in the sup norm."
        yield Claim(found.rule, layer("flow", False), False, reason, proven)
        for name in ("linear-layer", *(("basic",) if analysis.inputs == analysis.outputs else ())):
            yield FloorClaim(found.rule, name, found.lower, False, proven)


class Degree:
    """FLOOR-DEGREE: a map that turns the orientation somewhere, or takes values near a point twice."""

    id = "FLOOR-DEGREE"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not analysis.square or analysis.inputs < 2:
            return
        known = diffeo(analysis)
        if (known is not None and known[0].orientation == 1) or self._infinite(analysis):
            return
        # Two boxes refute more than one.
        for found, fact in degrees(analysis)[::-1]:
            proven, lower = (analysis.structure, fact), str(found.floor)
            reason = f"{fact.statement}: every such network misses f by at least {lower} in the sup norm."
            both = len(found.signs) == 2
            yield Claim(self.id, (layer if both else basic)("flow", False), False, reason, proven)
            for name in ("basic", "linear-layer")[: 2 if both else 1]:
                yield FloorClaim(self.id, name, lower, False, proven)

    def _infinite(self, analysis: EuclideanAnalysis) -> bool:
        """Whether it is known that no network is at a finite distance."""
        if analysis.affine or _rises(analysis):
            return False
        found = floor(analysis)
        return found is not None and found.lower == "oo"


RULES: tuple[Rule[EuclideanAnalysis], ...] = (Fibre(), Cycle(), Floors(), Degree())
