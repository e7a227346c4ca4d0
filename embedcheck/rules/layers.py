"""Dimension one with a linear read-out, and one extra dimension (theory, sections 3 and 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from embedcheck.analysis import facts
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.lines import Line, collinear, transversal_lines
from embedcheck.analysis.shape import SpecialPoint, bends, defects, finite_slopes
from embedcheck.analysis.signs import UnknownError
from embedcheck.analysis.text import formula
from embedcheck.certificate import Even as EvenData
from embedcheck.certificate import Fact
from embedcheck.rules.base import Claim, Finding, Missing, augmented, layer

_CLASSES = (
    ("continuous", "C0", "continuous"),
    ("lipschitz", "Lip", "locally Lipschitz"),
    ("c1", "C1", "C^1"),
    ("cinf", "Cinf", "C^infinity"),
    ("analytic", "Comega", "analytic"),
)


def _holds(analysis: IntervalAnalysis, name: str) -> bool:
    return analysis.continuous if name == "continuous" else analysis.regular(name)


class Augment:
    """AUG: x' = 0, y' = f(x) reads out f after one extra dimension."""

    id = "AUG"
    wants = (augmented("flow"), augmented("C0"))

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        for name, regularity, text in _CLASSES:
            try:
                if not _holds(analysis, name):
                    return
            except UnknownError as error:
                yield Missing(self.id, (augmented(regularity),), str(error))
                return
            yield Claim(
                self.id,
                augmented(regularity),
                True,
                f"f is {text}: the field x' = 0, y' = f(x) on the plane has f as read-out y(1) from y(0) = 0.",
                (facts.definedness(analysis), facts.local(analysis, f"f is {text} on X")),
            )


class AffineLayer:
    """AFFINE-LAYER: an affine map is its own read-out of the identity."""

    id = "AFFINE-LAYER"
    wants = ()

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if analysis.smooth is None:
            return
        slope: Any = sp.expand(sp.diff(analysis.smooth, analysis.x))
        if slope.free_symbols:
            return
        shift: Any = sp.expand(analysis.smooth - slope * analysis.x)
        proven = (
            facts.definedness(analysis),
            facts.local(analysis, "f is continuous"),
            facts.affine(slope, shift, "f is affine"),
        )
        yield Claim(self.id, layer("Comega"), True, "f is affine: V = 0 and the read-out f itself.", proven)


class Extremum:
    """EXTREMUM and HULL: a continuous map that is not injective."""

    id = "EXTREMUM"
    wants = (layer("flow", False),)

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        try:
            if analysis.monotone:
                return
        except UnknownError:
            pass
        if not analysis.continuous or (analysis.smooth is not None and not analysis.smooth.free_symbols):
            return
        witnesses = (analysis.descent, analysis.ascent, analysis.nonconstant)
        proven = (facts.definedness(analysis), facts.local(analysis, "f is continuous"), *witnesses)
        text = f"{witnesses[0].statement} and {witnesses[1].statement}, so the continuous map f"
        yield Claim(
            self.id,
            layer("flow", False),
            False,
            f"{text} has a local extremum inside X; a linear read-out of a flow is an open map.",
            proven,
        )
        yield Claim(
            "HULL",
            layer("flow", False),
            False,
            f"{text} is not injective; with one dimension and one output an affine read-out is.",
            proven,
        )


class Even:
    """ODD-EVEN in dimension one: f(c - x) = f(c + x) about a point inside X."""

    id = "ODD-EVEN"
    wants = ()

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        x = analysis.x
        centres = [point for point in analysis.critical if point.value is not None]
        centres += [junction.point for junction in analysis.breaks if junction.point.value is not None]
        for centre in centres[:4]:
            mirrored: Any = analysis.expr.subs(x, 2 * centre.value - x)
            if sp.expand(mirrored - analysis.expr) == 0:
                proof = Fact(
                    statement=f"f is even about {centre.text()}",
                    guarantee="exact",
                    evidence=EvenData(centre=formula(centre.value)),
                )
                yield Claim(
                    self.id,
                    layer("flow", False),
                    False,
                    f"f is even about {centre.text()} inside X: antipodal points of a small sphere have one value.",
                    (facts.definedness(analysis), proof, analysis.nonconstant),
                )
                return


class DimensionBound:
    """DIM-BOUND: a critical point costs a dimension from Lip on."""

    id = "DIM-BOUND"
    wants = ()

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not analysis.regular("c1"):
            return
        for spot in defects(analysis):
            if spot.kind == "zero":
                yield Claim(
                    self.id,
                    layer("Lip", False),
                    False,
                    f"f' vanishes at x = {spot.point.text()} and f is not constant: one dimension is too few for a "
                    "Lipschitz field.",
                    (*facts.shape(analysis, "f is C^1"), analysis.nonconstant),
                )
                return


class LayerNonAutonomous:
    """1D-LAYER, non-autonomous: strictly monotone maps, class by class."""

    id = "1D-LAYER"
    wants = (layer("flow", False), layer("C0", False))

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not analysis.monotone:
            return
        word = "increasing" if analysis.monotone > 0 else "decreasing"
        yield Claim(
            self.id,
            layer("C0", False),
            True,
            f"f is strictly {word}: the linear isotopy to f or -f, the sign in the read-out.",
            facts.shape(analysis, "f is continuous"),
        )
        zero = [spot for spot in defects(analysis) if spot.kind == "zero"]
        if zero:
            yield Claim(
                self.id,
                layer("Lip", False),
                False,
                f"{zero[0].what}; a read-out of a Lipschitz flow in dimension one has a Lipschitz inverse.",
                facts.shape(analysis, "f is continuous"),
            )
            return
        if not finite_slopes(analysis):
            return
        for name, regularity, text in _CLASSES[1:]:
            try:
                if not _holds(analysis, name):
                    return
            except UnknownError as error:
                yield Missing(self.id, (layer(regularity, False),), str(error))
                return
            yield Claim(
                self.id,
                layer(regularity, False),
                True,
                f"f is {text} with f' != 0: the linear isotopy to f or -f has the class.",
                facts.shape(analysis, f"f is {text} on X"),
            )


def _tame(analysis: IntervalAnalysis) -> None:
    """Next to every break point and closed end f' has a limit, and is 0, infinite, or of bounded variation there."""
    for junction in analysis.junctions:
        for side in junction.sides:
            limit = side.limits[1]
            if limit is not None and (limit.is_infinite or limit == 0):
                continue
            if not (side.analytic or side.limits[2] is not None):
                raise UnknownError(f"the behaviour of f' next to x = {junction.point.text()}")


class LayerAutonomous:
    """1D-LAYER, autonomous: a line through the bad points of the graph, met at most once for the smooth classes."""

    id = "1D-LAYER"
    wants = (layer("C0"), layer("Lip"), layer("C1"), layer("Cinf"), layer("Comega"))

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not analysis.monotone:
            return
        yield Claim(
            self.id,
            layer("flow"),
            True,
            "f or -f is continuous and strictly increasing: a continuous flow gives it, the read-out the sign.",
            facts.shape(analysis, "f is continuous"),
        )
        spots = defects(analysis)
        yield from self._aligned(
            analysis, spots, "C0", "zeros, poles and jumps of f'", "continuous", lambda: _tame(analysis)
        )
        if not finite_slopes(analysis):
            return
        yield from self._aligned(analysis, spots, "Lip", "kinks of f", "Lipschitz", lambda: self._two_sided(analysis))
        if spots:
            return
        yield from self._smooth(analysis)

    def _two_sided(self, analysis: IntervalAnalysis) -> None:
        if not analysis.regular("c2_sides"):
            raise UnknownError("f is not C^2 up to the ends of its pieces")

    def _aligned(
        self,
        analysis: IntervalAnalysis,
        spots: list[SpecialPoint],
        regularity: str,
        what: str,
        field: str,
        condition: Callable[[], None],
    ) -> Iterator[Finding]:
        """Positive when the bad points lie on one line, negative when three of them do not."""
        proven = facts.shape(analysis, "the one-sided derivatives at the break points and closed ends")
        places = ", ".join(spot.point.text() for spot in spots[:6])
        if not collinear(analysis, spots):
            yield Claim(
                self.id,
                layer(regularity),
                False,
                f"the {what} at x = {places} are not on one line: no affine read-out makes all of them fixed points.",
                proven,
            )
            return
        condition()
        place = f"the {what} (x = {places}) lie on one line" if spots else f"there are no {what}"
        yield Claim(
            self.id,
            layer(regularity),
            True,
            f"{place}; the read-out of that slope turns them into fixed points, and the field is {field}.",
            proven,
        )

    def _smooth(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        """C1 and stronger, through a line that the graph meets at most once."""
        if not analysis.regular("c1"):
            return
        corners = bends(analysis)
        if len(corners) >= 2:
            if not collinear(analysis, corners):
                yield Claim(
                    self.id,
                    layer("C1"),
                    False,
                    "three jumps of f'' are not on one line, so no read-out makes all of them fixed points.",
                    facts.shape(analysis, "the second derivatives at the break points"),
                )
                return
            raise UnknownError("whether the two fields between several jumps of f'' coincide")
        self._two_sided(analysis)
        for line in transversal_lines(analysis):
            if corners and not line.free:
                continue
            yield from self._by_line(analysis, line, corners)
            return
        raise UnknownError("no line was found that the graph meets at most once")

    def _by_line(self, analysis: IntervalAnalysis, line: Line, corners: list[SpecialPoint]) -> Iterator[Finding]:
        proven = (*facts.shape(analysis, "f is C^2 up to the ends of its pieces"), line.fact)
        through = f" through the jump of f'' at x = {corners[0].point.text()}" if corners else ""
        reason = f"a line of slope {line.slope}{through} meets the graph at most once, and then transversally"
        yield Claim(self.id, layer("C1"), True, f"A{reason[1:]}: (f - b)/a has at most one fixed point.", proven)
        if not corners and analysis.regular("analytic"):
            yield Claim(
                self.id,
                layer("Comega"),
                True,
                f"f is analytic with f' != 0, and {reason}: (f - b)/a has an analytic field.",
                (*facts.shape(analysis, "f is analytic on X"), line.fact),
            )


RULES = (
    Augment(),
    AffineLayer(),
    Extremum(),
    Even(),
    DimensionBound(),
    LayerNonAutonomous(),
    LayerAutonomous(),
)
