"""Diffeomorphisms and special forms of maps of R^n: what is embeddable in `basic` (theory, sections 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator

from embedcheck.analysis.charts import logarithmic, straightened
from embedcheck.analysis.conjugate import components, factor, simpler, supersets, unchanged
from embedcheck.analysis.cover import UnknownError
from embedcheck.analysis.diffeos import diffeo
from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.forms import apart, clock, drift, fibred, sink, skew, triangular, unipotent
from embedcheck.analysis.motions import motion
from embedcheck.cells import REGULARITIES, Cell, Status
from embedcheck.certificate import Fact
from embedcheck.maps import Map
from embedcheck.profile import Verdict
from embedcheck.rules.base import Claim, Finding, Missing, Rule, basic, layer

_STRONG = REGULARITIES[::-1]
_OPEN = tuple(basic(regularity) for regularity in REGULARITIES)
_OPEN_IN_TIME = tuple(basic(regularity, False) for regularity in REGULARITIES)


def _curved(analysis: EuclideanAnalysis) -> bool:
    """As many outputs as inputs, and not one of the affine maps that have rules of their own."""
    if not analysis.square:
        return False
    try:
        return analysis.linear is None
    except UnknownError:
        return True


def _round(analysis: EuclideanAnalysis) -> bool:
    """X is open or compact."""
    factors = analysis.map.domain.factors
    return analysis.map.domain.is_compact or not any(f.lo_closed or f.hi_closed for f in factors)


def _onto(analysis: EuclideanAnalysis) -> Fact | None:
    """f is a diffeomorphism of R^n onto R^n that keeps the orientation."""
    found = diffeo(analysis) if analysis.whole else None
    return found[1] if found is not None and found[0].onto and found[0].orientation == 1 else None


def _normal(analysis: EuclideanAnalysis) -> tuple[Fact, bool] | None:
    """A sink, and whether its derivative has a real logarithm and a normal form with one."""
    found = sink(analysis)
    if found is None:
        return None
    linear = found[0]
    if linear is None or not linear.has_real_logarithm:
        return found[1], False
    return found[1], analysis.inputs == 2 or linear.positive_spectrum or linear.bunched


def _solved(analysis: EuclideanAnalysis) -> bool:
    """Whether a form of f itself makes it embeddable in the class of f."""
    forms = fibred(analysis) or triangular(analysis) or skew(analysis) or unipotent(analysis)
    if forms is not None:
        return True
    if _onto(analysis) is None:
        return False
    return any((clock(analysis), drift(analysis))) or (_normal(analysis) or (None, False))[1]


def _strongest(decided: list[dict[Cell, Verdict]], architecture: str, autonomous: bool) -> str | None:
    """The strongest class in which all of these maps are embeddable."""
    for regularity in _STRONG:
        cell = Cell(architecture, autonomous, regularity)
        if all(one.get(cell) is not None and one[cell].status is Status.EMBEDDABLE for one in decided):
            return regularity
    return None


def _refuted(decided: dict[Cell, Verdict], autonomous: bool) -> str | None:
    """The weakest class in which the map is not embeddable in `basic`."""
    for regularity in REGULARITIES:
        known = decided.get(basic(regularity, autonomous))
        if known is not None and known.status is Status.NOT_EMBEDDABLE:
            return regularity
    return None


class Isotopy:
    """ND-NONAUTO and LAYER-DIFFEO: injective maps whose determinant has one sign."""

    id = "ND-NONAUTO"
    wants = _OPEN_IN_TIME

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not _curved(analysis):
            return
        if analysis.regularity != "Comega":
            yield Missing(self.id, _OPEN_IN_TIME, "f is not seen to be differentiable")
            return
        found = diffeo(analysis)
        if found is None:
            yield Missing(self.id, _OPEN_IN_TIME, "that f is injective and its derivative has full rank is not proven")
            return
        embedding, fact = found
        turned = embedding.orientation == -1
        cell = layer("Comega", False) if turned else basic("Comega", False)
        word = "LAYER-DIFFEO" if turned else self.id
        if _round(analysis):
            reason = f"{fact.statement}; f is contracted to its derivative and that to the identity."
            yield Claim(word, cell, True, reason, (analysis.structure, fact))
            return
        for wider in supersets(analysis):
            if _strongest([analysis.solved(wider)], cell.architecture, False) == "Comega":
                proven = (analysis.structure, unchanged(analysis.inputs), analysis.lemma(wider, cell))
                reason = f"f is embeddable on the larger domain {wider.domain}."
                yield Claim("LAYER-DIFFEO" if turned else "ND-CONJ", cell, True, reason, proven)
                return
        reason = "X is neither open nor compact, and no larger domain is found on which f is injective"
        yield Missing(self.id, _OPEN_IN_TIME, reason)


class Form:
    """SHEAR and POLY-UNIPOTENT: maps whose field has a formula."""

    id = "SHEAR"
    wants = _OPEN

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not _curved(analysis):
            return
        over = fibred(analysis)
        if over is not None:
            cell = basic(analysis.regularity)
            yield Claim(self.id, cell, True, f"{over.statement}: V is so too.", (analysis.structure, over))
        if over is None or analysis.regularity != "Comega":
            found = triangular(analysis) or skew(analysis)
            if found is not None:
                reason = f"{found.statement}: the pull-back has a logarithm, which is a field."
                yield Claim(self.id, basic("Comega"), True, reason, (analysis.structure, found))
                return
            found = unipotent(analysis)
            if found is not None:
                reason = f"{found.statement}: V is a polynomial field."
                yield Claim("POLY-UNIPOTENT", basic("Comega"), True, reason, (analysis.structure, found))


class Motions:
    """ND-CLOSED: fields whose solutions are known."""

    id = "ND-CLOSED"
    wants = _OPEN

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        found = motion(analysis) if _curved(analysis) else None
        if found is not None:
            yield Claim(self.id, basic("Comega"), True, f"{found.statement}.", (analysis.structure, found))


class Translation:
    """CLOCK and DRIFT-2D: conjugates of a translation."""

    id = "CLOCK"
    wants = _OPEN

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not _curved(analysis) or not analysis.whole:
            return
        advance = clock(analysis)
        steady = advance is not None
        if advance is None and analysis.inputs == 2 and _onto(analysis) is not None:
            advance = drift(analysis)
        if advance is None:
            return
        fact = _onto(analysis)
        if fact is None:
            reason = f"{advance.statement}, but that f is a diffeomorphism of R^n onto R^n, det Df > 0, is not proven"
            yield Missing(self.id, _OPEN, reason)
            return
        reason = f"{advance.statement}, and {fact.statement}: f is conjugate to a translation."
        name = self.id if steady else "DRIFT-2D"
        yield Claim(name, basic("Comega"), True, reason, (analysis.structure, fact, advance))


class Attractor:
    """ND-SINK: everything comes from, or goes to, one fixed point."""

    id = "ND-SINK"
    wants = _OPEN

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not _curved(analysis) or not analysis.whole:
            return
        fact = _onto(analysis)
        found = None if fact is None else _normal(analysis)
        if fact is None or found is None:
            return
        proven = (analysis.structure, fact, found[0])
        if found[1]:
            reason = f"{found[0].statement}, and the derivative there has a real logarithm: the local field extends."
            yield Claim(self.id, basic("Comega"), True, reason, proven)
        else:
            reason = f"{found[0].statement}, and det Df > 0: off it f is conjugate to a translation."
            yield Claim(self.id, basic("C0"), True, reason, proven)


class Product:
    """PRODUCT: groups of variables that do not depend on each other."""

    id = "PRODUCT"
    wants = (*_OPEN, *_OPEN_IN_TIME)

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not _curved(analysis) or len(components(analysis)) < 2 or _solved(analysis):
            return
        factors = self._factors(analysis)
        if factors is None:
            return
        decided = [analysis.solved(one) for one in factors]
        autonomous = _strongest(decided, "basic", True)
        in_time = _strongest(decided, "basic", False)
        if in_time == autonomous:
            in_time = None
        for cell in ([basic(autonomous)] if autonomous else []) + ([basic(in_time, False)] if in_time else []):
            lemmas = tuple(analysis.lemma(one, cell) for one in factors)
            texts = ", ".join(f"({', '.join(one.texts)})" for one in factors)
            reason = f"f is the product of the embeddable maps {texts}."
            yield Claim(self.id, cell, True, reason, (analysis.structure, *lemmas))
        if autonomous is None:
            yield Missing(self.id, _OPEN, "f is a product, but not all factors are shown to be embeddable")

    def _factors(self, analysis: EuclideanAnalysis) -> list[Map] | None:
        """The factors; those that are not embeddable by themselves are taken together."""
        groups = components(analysis)
        maps = [factor(analysis, numbers) for numbers in groups]
        known = [one for one in maps if one is not None]
        if len(known) < len(groups):
            return None
        bad = [k for k, one in enumerate(known) if _strongest([analysis.solved(one)], "basic", True) is None]
        if len(bad) < 2 or len(bad) == len(known):
            return known
        merged = factor(analysis, sorted(number for k in bad for number in groups[k]))
        rest = [one for k, one in enumerate(known) if k not in bad]
        return known if merged is None else [*rest, merged]


class Conjugation:
    """ND-CONJ: other coordinates, or a larger domain."""

    id = "ND-CONJ"
    wants = (*_OPEN, *_OPEN_IN_TIME)

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not _curved(analysis) or _solved(analysis):
            return
        found = straightened(analysis) or logarithmic(analysis)
        if found is not None:
            yield from self._carried(analysis, *found)
            if found[0].domain == analysis.map.domain:
                return
        if not analysis.whole:
            yield from self._wider(analysis)
            return
        found = simpler(analysis)
        if found is not None:
            yield from self._carried(analysis, *found)

    def _carried(self, analysis: EuclideanAnalysis, other: Map, fact: Fact) -> Iterator[Finding]:
        """What is known about the map in other coordinates; only maps of R^n take negative verdicts over."""
        decided = analysis.solved(other)
        for autonomous in (True, False):
            best = _strongest([decided], "basic", autonomous)
            if best is not None:
                cell = basic(best, autonomous)
                proven = (analysis.structure, fact, analysis.lemma(other, cell))
                yield Claim(self.id, cell, True, f"f is conjugate to {other}, which is embeddable.", proven)
            refuted = _refuted(decided, autonomous) if analysis.whole else None
            if refuted is not None:
                cell = basic(refuted, autonomous)
                proven = (analysis.structure, fact, analysis.lemma(other, cell))
                yield Claim(self.id, cell, False, f"f is conjugate to {other}, which is not embeddable.", proven)

    def _wider(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        """The map on R^n, or on the closure of a bounded box, where it is embeddable there."""
        for wider in supersets(analysis):
            # The search on other boxes would lead on to larger and larger ones.
            if not wider.domain.is_all and (_round(analysis) or not wider.domain.is_compact):
                continue
            best = _strongest([analysis.solved(wider)], "basic", True)
            if best is not None:
                cell = basic(best)
                proven = (analysis.structure, unchanged(analysis.inputs), analysis.lemma(wider, cell))
                reason = f"f is embeddable on the larger domain {wider.domain}."
                yield Claim(self.id, cell, True, reason, proven)
                return


class Disjoint:
    """DISJOINT: a compact box that is moved away from itself."""

    id = "DISJOINT"
    wants = _OPEN

    def apply(self, analysis: EuclideanAnalysis) -> Iterator[Finding]:
        if not _curved(analysis) or not analysis.map.domain.is_compact or analysis.regularity != "Comega":
            return
        found = diffeo(analysis)
        away = apart(analysis) if found is not None and found[0].orientation == 1 else None
        if found is None or away is None:
            return
        reason = f"{found[1].statement}, and {away.statement}: a field carries the box there along a path."
        yield Claim(self.id, basic("Cinf"), True, reason, (analysis.structure, found[1], away))


RULES: tuple[Rule[EuclideanAnalysis], ...] = (
    Isotopy(),
    Form(),
    Motions(),
    Translation(),
    Attractor(),
    Product(),
    Disjoint(),
    Conjugation(),
)
