"""Error floors in dimension one (theory, section 9)."""

from __future__ import annotations

from collections.abc import Iterator

from embedcheck.analysis import facts
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.oscillation import largest_descent
from embedcheck.rules.base import Claim, Finding, FloorClaim, basic, layer


class FloorInterval:
    """FLOOR-1D: half of the largest descent (for a read-out: of the smaller of descent and ascent)."""

    id = "FLOOR-1D"
    wants = ()

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not analysis.continuous:
            return
        down, up = largest_descent(analysis, 1), largest_descent(analysis, -1)
        smaller = down if down.at_most(up) else up
        defined = facts.definedness(analysis)
        for found, cell, directions in (
            (down, basic("flow", False), (1,)),
            (smaller, layer("flow", False), (1, -1)),
        ):
            proven = (
                (defined, *(analysis.strict_order(direction) for direction in directions)) if found.positive else ()
            )
            if proven:
                yield Claim(
                    self.id,
                    cell,
                    False,
                    f"every such network misses f by at least {found.text} in the sup norm.",
                    proven,
                )
            yield FloorClaim(self.id, cell.architecture, found.text, found.exact, proven)


RULES = (FloorInterval(),)
