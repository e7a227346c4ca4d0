"""Few extra dimensions: AUG-GRAPH beyond affine combinations, COMPACT-LIFT (theory, section 5)."""

from __future__ import annotations

from collections.abc import Iterator

from embedcheck.analysis.diffeos import diffeo
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.lifts import fewest, lifts, most, networks
from embedcheck.rules.base import Claim, Finding, Rule
from embedcheck.rules.euclidean import widened


def _plain(analysis: EuclideanAnalysis) -> bool:
    """Whether simpler theorems give all that these can: affine maps, scalar ones, diffeomorphisms onto the image."""
    return bool(analysis.affine) or analysis.outputs < 2 or diffeo(analysis) is not None


class Lift:
    """AUG-GRAPH, COMPACT-LIFT: f, with some variables, determines an embedding of X in R^n."""

    id = "COMPACT-LIFT"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if _plain(analysis):
            return
        is_open = not any(f.lo_closed or f.hi_closed for f in analysis.map.domain.factors)
        compact = analysis.map.domain.is_compact
        for lift, fact in lifts(analysis):
            extra, proven = lift.extra, (analysis.structure, fact)
            if is_open or compact:
                yield Claim("AUG-GRAPH", widened(extra, "Comega", False), True, f"{fact.statement}.", proven)
            if analysis.whole and lift.onto and lift.kept:
                reason = f"{fact.statement}, onto R^n: one of the variables is a clock."
                yield Claim("AUG-GRAPH", widened(extra, "Comega"), True, reason, proven)
            if compact:
                reason = f"{fact.statement}: f and these variables are an injective immersion of a compact box."
                yield Claim(self.id, widened(extra, "Cinf"), True, reason, proven)


class Network:
    """AUG-GRAPH: some combinations of the components are a network, and each other one takes a dimension."""

    id = "AUG-GRAPH"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if _plain(analysis) or fewest(analysis, "flow") >= most(analysis):
            return
        known = {one.lift.extra for one in lifts(analysis)} if analysis.regularity == "Comega" else set[int]()
        if known and min(known) <= max(1, fewest(analysis, "flow")):
            return
        for cell, facts, other in networks(analysis):
            reason = f"{other} is a network whose field may depend on time; the other components take a dimension each."
            yield Claim(self.id, cell, True, reason, (analysis.structure, *facts))


RULES: tuple[Rule[EuclideanAnalysis], ...] = (Lift(), Network())
