"""Affine read-outs of flows in the dimension of the domain: `linear-layer` (theory, section 5)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from embedcheck.analysis.cover import UnknownError
from embedcheck.analysis.diffeos import diffeo
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.readouts import completed, read_maps, rising, wider_maps
from embedcheck.analysis.ridges import ridge
from embedcheck.cells import REGULARITIES, Cell, Status
from embedcheck.certificate import Fact
from embedcheck.profile import Verdict
from embedcheck.rules.base import Claim, Finding, Missing, Rule, layer

_OPEN = tuple(layer(regularity, autonomous) for autonomous in (True, False) for regularity in REGULARITIES)
_STRONG = REGULARITIES[::-1]


def _strongest(decided: dict[Cell, Verdict], names: tuple[str, ...], autonomous: bool) -> Cell | None:
    """The cell of the strongest class in which a map is embeddable in one of these architectures."""
    for regularity in _STRONG:
        for name in names:
            verdict = decided.get(Cell(name, autonomous, regularity))
            if verdict is not None and verdict.status is Status.EMBEDDABLE:
                return verdict.cell
    return None


class Direction:
    """LAYER-COMPLETE, LAYER-DIRECTION and COMPACT-LIFT for maps with fewer outputs than inputs."""

    id = "LAYER-DIRECTION"
    wants = _OPEN

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.affine or analysis.outputs >= analysis.inputs:
            return
        if analysis.outputs == 1:
            yield from self._scalar(analysis)
        elif analysis.regularity == "Comega":
            yield from self._vector(analysis)

    def _scalar(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        found = rising(analysis)
        if found is None:
            yield Missing(self.id, _OPEN, "no direction is found along which f is proven to be strictly monotone")
            return
        proven, regularity = (analysis.structure, found.fact), analysis.regularity
        if found.steep and regularity == "Comega":
            reason = f"{found.fact.statement}: the lines are carried to their images, each in itself."
            yield Claim(self.id, layer("Comega", False), True, reason, proven)
            if found.onto:
                reason = f"{found.fact.statement}: f and linear functions are a diffeomorphism of R^n onto R^n."
                yield Claim("LAYER-COMPLETE", layer("Comega"), True, reason, proven)
            if analysis.map.domain.is_compact:
                reason = f"{found.fact.statement}: f and linear functions are an injective immersion of a compact box."
                yield Claim("COMPACT-LIFT", layer("Cinf"), True, reason, proven)
        elif found.tidy:
            best = regularity if found.steep else "C0"
            reason = f"{found.fact.statement}: the lines are carried to their images, each in itself."
            yield Claim(self.id, layer(best, False), True, reason, proven)
        if found.onto:
            reason = f"{found.fact.statement}: with a clock in another coordinate the lines are carried by a flow."
            yield Claim(self.id, layer("flow"), True, reason, proven)

    def _vector(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        found = completed(analysis)
        if found is None:
            yield Missing(self.id, _OPEN, "no variables are found that are proven to complete f to a diffeomorphism")
            return
        embedding, fact = found
        factors, proven = analysis.map.domain.factors, (analysis.structure, fact)
        compact = analysis.map.domain.is_compact
        if compact or not any(f.lo_closed or f.hi_closed for f in factors):
            yield Claim(self.id, layer("Comega", False), True, f"{fact.statement}.", proven)
        if embedding.onto:
            yield Claim("LAYER-COMPLETE", layer("Comega"), True, f"{fact.statement}.", proven)
        if compact:
            yield Claim("COMPACT-LIFT", layer("Cinf"), True, f"{fact.statement}: X is compact.", proven)


class Lift:
    """COMPACT-LIFT for as many outputs as inputs."""

    id = "COMPACT-LIFT"
    wants = tuple(layer(regularity) for regularity in REGULARITIES[:-1])

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.inputs != analysis.outputs or analysis.affine or not analysis.map.domain.is_compact:
            return
        found = diffeo(analysis)
        if found is not None:
            reason = f"{found[1].statement}, and X is compact: a field carries the box there, up to a reflection."
            yield Claim(self.id, layer("Cinf"), True, reason, (analysis.structure, found[1]))


class Read:
    """INC-LAYER: f is an affine function of an embeddable map, or the restriction of one."""

    id = "INC-LAYER"
    wants = ()

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.affine or analysis.outputs >= analysis.inputs or analysis.inputs < 2:
            return
        if not self._hopeful(analysis):
            return
        best = {True: -1, False: -1}
        for other, fact in (*read_maps(analysis), *wider_maps(analysis)):
            analysis.deadline.check()
            decided = analysis.solved(other)
            for autonomous in (True, False):
                cell = _strongest(decided, ("basic", "linear-layer"), autonomous)
                rank = -1 if cell is None else REGULARITIES.index(cell.regularity)
                if cell is None or rank <= max(best[autonomous], best[True]):
                    continue
                best[autonomous] = rank
                proven = (analysis.structure, fact, analysis.lemma(other, cell))
                reason = f"{fact.statement}, which is embeddable."
                yield Claim(self.id, layer(cell.regularity, autonomous), True, reason, proven)
            if best[True] == REGULARITIES.index(analysis.regularity):
                return

    def _hopeful(self, analysis: EuclideanAnalysis) -> bool:
        """Whether other rules leave something open, and f is not refuted by a lack of such a direction."""
        try:
            if analysis.outputs == 1:
                found = rising(analysis)
                return found is not None and not (found.steep and found.onto and analysis.regularity == "Comega")
            other = completed(analysis)
            return other is None or not other[0].onto
        except UnknownError:
            return True


class Ridge:
    """RIDGE: functions of independent linear forms."""

    id = "RIDGE"
    wants = _OPEN

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if analysis.affine:
            return
        found = ridge(analysis)
        if found is None:
            return
        maps = list(dict.fromkeys(found.maps))
        decided = [analysis.solved(one) for one in maps]

        def proven(cell: Cell) -> tuple[Fact, ...]:
            return (analysis.structure, found.fact, *(analysis.lemma(one, cell) for one in maps))

        told = ", ".join(found.texts)
        strongest = -1
        for autonomous, regularity in itertools.product((True, False), _STRONG):
            cell, rank = layer(regularity, autonomous), REGULARITIES.index(regularity)
            known = [one.get(cell) for one in decided]
            if rank > strongest and all(one is not None and one.status is Status.EMBEDDABLE for one in known):
                strongest = rank
                reason = f"f is an affine function of {told}, and each is a layer in one variable."
                yield Claim(self.id, cell, True, reason, proven(cell))
        if not found.injective:
            return
        for regularity in REGULARITIES:
            cell = layer(regularity, False)
            for one, own in zip(decided, maps, strict=True):
                if cell in one and one[cell].status is Status.NOT_EMBEDDABLE:
                    known = {
                        other: cell if other == own else next(iter(those), None)
                        for other, those in zip(maps, decided, strict=True)
                    }
                    if None in known.values():
                        return
                    lemmas = tuple(analysis.lemma(other, that) for other, that in known.items() if that is not None)
                    reason = f"f determines {told}, and {own} is no layer in one variable."
                    yield Claim(self.id, cell, False, reason, (analysis.structure, found.fact, *lemmas))
                    return


RULES: tuple[Rule[EuclideanAnalysis], ...] = (Ridge(), Direction(), Lift(), Read())
