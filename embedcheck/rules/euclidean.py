"""Maps with several variables or outputs (theory, sections 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.cells import REGULARITIES, Cell
from embedcheck.certificate import Fact
from embedcheck.rules.base import Claim, Finding, Missing, Rule, basic, layer


def widened(extra: int, regularity: str, autonomous: bool = True) -> Cell:
    """The cell with so many extra dimensions; none is `linear-layer`."""
    return Cell(f"augmented-{extra}" if extra else "linear-layer", autonomous, regularity)


def _affine(analysis: EuclideanAnalysis, *more: Fact) -> tuple[Fact, ...]:
    return (analysis.structure, *((analysis.affine,) if analysis.affine else ()), *more)


class AffineLayer:
    """AFFINE-LAYER: an affine map is its own read-out of the identity."""

    id = "AFFINE-LAYER"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.affine:
            reason = "f is affine: V = 0 and the read-out f itself."
            yield Claim(self.id, layer("Comega"), True, reason, _affine(analysis))


class Linear:
    """LIN-LOG and LIN-FLOW about a fixed point, AFF-FREE without one."""

    id = "LIN-LOG"
    wants = tuple(basic(regularity) for regularity in REGULARITIES)

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        linear = analysis.linear
        if linear is None:
            return
        proven = _affine(analysis)
        if not linear.has_fixed_point:
            if linear.orientation == 1:
                reason = "f is affine without fixed point in R^n and det A > 0: it is conjugate to a translation."
                yield Claim("AFF-FREE", basic("Comega"), True, reason, proven)
            return
        if linear.has_real_logarithm:
            reason = "A has a real logarithm L, and f(x) = p + A (x - p): V(x) = L (x - p)."
            yield Claim(self.id, basic("Comega"), True, reason, proven)
            return
        if analysis.central:
            reason = "A has a negative eigenvalue with an odd number of Jordan blocks of one size"
            reason = "A is singular" if linear.orientation == 0 else reason
            yield Claim(self.id, basic("Lip"), False, f"{reason}, so it has no real logarithm.", proven)
        elif analysis.fixed_in_domain:
            reason = "The only fixed point of f is in X, so a C^1 field vanishes there; A has no real logarithm."
            yield Claim("ND-FIXLOG", basic("C1"), False, reason, proven)
        if linear.orientation == 0:
            return
        if linear.stable_orientation == linear.unstable_orientation == 1 and linear.central_logarithm:
            reason = "The stable and the unstable part of A keep the orientation and the rest has a real logarithm."
            yield Claim("LIN-FLOW", basic("C0"), True, reason, proven)
        elif analysis.central and (-1 in (linear.stable_orientation, linear.unstable_orientation) or linear.flips % 2):
            cause = (
                "The stable part of A turns the orientation."
                if linear.stable_orientation < 0
                else "The unstable part of A turns the orientation."
                if linear.unstable_orientation < 0
                else "The dimension of ker(A + 1) is odd."
            )
            reason = f"{cause} A flow cannot do that."
            yield Claim("LIN-FLOW", basic("flow"), False, reason, proven)


class Orientation:
    """ND-ORIENTATION: a negative determinant."""

    id = "ND-ORIENTATION"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        linear = analysis.linear
        if linear is not None:
            if linear.orientation == -1:
                yield Claim(self.id, basic("flow", False), False, "f is affine with det A < 0.", _affine(analysis))
        elif analysis.turned is not None:
            proven = (analysis.structure, analysis.turned)
            reason = f"{analysis.turned.statement}, inside X: the flow of a field keeps the orientation."
            yield Claim(self.id, basic("flow", False), False, reason, proven)


class Injective:
    """ND-INJECTIVE: two points with one value."""

    id = "ND-INJECTIVE"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not analysis.square:
            return
        linear = analysis.linear
        if linear is not None:
            if linear.orientation == 0:
                reason = "f is affine with det A = 0: it is constant along a segment in X."
                yield Claim(self.id, basic("flow", False), False, reason, _affine(analysis))
        elif analysis.collision is not None:
            proven = (analysis.structure, analysis.collision)
            yield Claim(self.id, basic("flow", False), False, f"{analysis.collision.statement}.", proven)


class NonAutonomous:
    """ND-NONAUTO for affine maps."""

    id = "ND-NONAUTO"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        linear = analysis.linear
        if linear is not None and linear.orientation == 1:
            reason = "f is affine with det A > 0: an analytic path of affine bijections leads from the identity to f."
            yield Claim(self.id, basic("Comega", False), True, reason, _affine(analysis))


class Augment:
    """AUG and AUG-GRAPH: one more dimension for each component that is not affine."""

    id = "AUG"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        regularity, outputs = analysis.regularity, analysis.outputs
        word = {"C0": "continuous", "Lip": "locally Lipschitz", "Comega": "analytic"}[regularity]
        reason = f"f is {word}: the field x' = 0, y' = f(x) has f as read-out y(1) from y(0) = 0."
        yield Claim(self.id, widened(outputs, regularity), True, reason, (analysis.structure,))
        left = outputs
        found = analysis.affine_combinations
        if found is not None and found[0] < outputs:
            left = outputs - found[0]
            reason = f"{found[1].statement}, and f is {word}: x' = 0, y' = what is left of the components."
            yield Claim("AUG-GRAPH", widened(left, regularity), True, reason, (analysis.structure, found[1]))
        stronger = REGULARITIES[REGULARITIES.index(regularity) + 1 :]
        if stronger:
            open_cells = tuple(widened(k, name) for name in stronger for k in range(left, outputs + 1))
            yield Missing(self.id, open_cells, f"f is {word} by the way it is written; more is not known")


class Hull:
    """HULL: fewer dimensions than the affine hull of f(X), or as many and two points with one value."""

    id = "HULL"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.hull is None or analysis.affine:
            return
        dimension, fact = analysis.hull
        proven: tuple[Fact, ...] = (analysis.structure, fact)
        reason = f"the affine hull of f(X) has dimension at least {dimension}"
        if dimension < analysis.inputs:
            return
        extra = dimension - 1 - analysis.inputs
        if analysis.collision is not None:
            extra += 1
            proven += (analysis.collision,)
            reason += f", and {analysis.collision.statement}: with so many dimensions the read-out would be injective"
        if extra >= 0:
            yield Claim(self.id, widened(extra, "flow", False), False, f"{reason}.", proven)


class Even:
    """ODD-EVEN: antipodal points of a sphere have one value."""

    id = "ODD-EVEN"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.hull is None or analysis.affine or analysis.symmetric is None:
            return
        (dimension, hull), (size, symmetric) = analysis.hull, analysis.symmetric
        extra = min(dimension + size - 1 - analysis.inputs, max(1, analysis.outputs))
        if extra >= 0:
            reason = f"{symmetric.statement}: antipodal points of a small sphere have one value, so m >= q' + {size}."
            proven = (analysis.structure, symmetric, hull)
            yield Claim(self.id, widened(extra, "flow", False), False, reason, proven)


class Rank:
    """RANK and DIM-BOUND: a drop of the rank of the derivative costs dimensions from Lip on."""

    id = "DIM-BOUND"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.hull is None or analysis.affine or analysis.least_rank is None:
            return
        (dimension, hull), (rank, point) = analysis.hull, analysis.least_rank
        proven = (analysis.structure, hull, point)
        reason = f"{point.statement} and the affine hull of f(X) has dimension at least {dimension}."
        if dimension > rank:
            yield Claim("RANK", layer("Lip", False), False, reason, proven)
        if dimension > rank + 1:
            yield Claim(self.id, widened(dimension - rank - 1, "Lip", False), False, reason, proven)


class Morse:
    """MORSE and EXTREMUM: the read-out of a flow on R^n has no such point."""

    id = "MORSE"
    wants = (layer("flow", False),)

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.affine:
            return
        found: Any = analysis.nondegenerate if analysis.regularity == "Comega" else None
        if found is not None:
            reason = f"{found[1].statement}, inside X: no read-out of a flow has one."
            yield Claim(self.id, layer("flow", False), False, reason, (analysis.structure, found[1]))
            return
        found = analysis.extremum
        if found is not None:
            reason = f"{found[1].statement}: a read-out of a flow that is not constant is an open map."
            yield Claim("EXTREMUM", layer("flow", False), False, reason, (analysis.structure, found[1]))


RULES: tuple[Rule[EuclideanAnalysis], ...] = (
    AffineLayer(),
    Linear(),
    Orientation(),
    Injective(),
    NonAutonomous(),
    Augment(),
    Hull(),
    Even(),
    Rank(),
    Morse(),
)
