"""Dimension one, architecture `basic` (theory, sections 1 and 2)."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from embedcheck.analysis import facts
from embedcheck.analysis.closed import component_field, global_field, is_moebius, power_map
from embedcheck.analysis.interval import FixedPoint, IntervalAnalysis, Junction, remembered
from embedcheck.analysis.meromorphic import Member, class_m, rigid
from embedcheck.analysis.shape import SpecialPoint, bends, defects, finite_slopes, next_copy
from embedcheck.analysis.signs import UnknownError
from embedcheck.balls.constants import constant_sign
from embedcheck.certificate import Fact, Match
from embedcheck.equations.match import mismatch
from embedcheck.rules.base import Claim, Finding, Missing, augmented, basic


class Regular:
    """REGULAR: the class of f bounds the class of the flow, in every architecture."""

    id = "REGULAR"
    wants = ()
    _classes = (
        ("continuous", "flow", "f is not continuous"),
        ("lipschitz", "Lip", "f is not locally Lipschitz"),
        ("c1", "C1", "f is not C^1"),
        ("cinf", "Cinf", "f is not C^infinity"),
        ("analytic", "Comega", "f is not analytic on X"),
    )

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        for name, regularity, text in self._classes:
            for junction in analysis.junctions:
                if getattr(junction, name) is False:
                    reason = (
                        f"{text} at x = {junction.point.text()}, and the input-output map has the class of the flow."
                    )
                    yield Claim(
                        self.id,
                        augmented(regularity, False),
                        False,
                        reason,
                        (facts.definedness(analysis), facts.local(analysis, f"{text} at x = {junction.point.text()}")),
                    )
                    break
        for bad in defects(analysis):
            if bad.kind == "zero":
                yield Claim(
                    self.id,
                    basic("Lip", False),
                    False,
                    f"{bad.what}, so f has no locally Lipschitz inverse; a Lipschitz flow has one.",
                    _defect(analysis, bad),
                )
                break


class Monotone:
    """1D-MONOTONE: flows on an interval are exactly the continuous strictly increasing maps."""

    id = "1D-MONOTONE"
    wants = (basic("flow"),)

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        try:
            increasing = analysis.monotone == 1
        except UnknownError:
            increasing = False
        if increasing:
            yield Claim(
                self.id,
                basic("flow"),
                True,
                "f is continuous and strictly increasing, so it is the time-one map of a continuous flow.",
                facts.shape(analysis, "f is continuous"),
            )
            return
        witness: Fact = analysis.descent
        yield Claim(
            self.id,
            basic("flow", False),
            False,
            f"{witness.statement}, but solutions of one scalar equation keep their order.",
            (facts.definedness(analysis), witness),
        )


def _defect(analysis: IntervalAnalysis, bad: SpecialPoint) -> tuple[Fact, ...]:
    return facts.shape(analysis, bad.what)


def require_increasing(analysis: IntervalAnalysis) -> bool:
    """Whether f is continuous and strictly increasing; raises UnknownError when it is not known."""
    return analysis.monotone == 1


class ContinuousField:
    """1D-C0: a continuous field with unique solutions."""

    id = "1D-C0"
    wants = (basic("C0"),)

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not require_increasing(analysis):
            return
        bad = defects(analysis)
        for spot in bad:
            if not analysis.is_fixed(spot.point):
                yield Claim(
                    self.id,
                    basic("C0"),
                    False,
                    f"{spot.what}, which is not a fixed point; there f'(x) = V(f(x))/V(x) is continuous and positive.",
                    _defect(analysis, spot),
                )
                return
        _check_families(analysis, bad)
        for junction in analysis.junctions:
            if analysis.is_fixed(junction.point):
                _check_limit(junction)
        yield Claim(
            self.id,
            basic("C0"),
            True,
            "f' is continuous and positive off the fixed points, and next to each of them f' has a limit that is not 1 "
            "or log f' has bounded variation.",
            facts.shape(analysis, "f' has one-sided limits"),
        )


def _check_families(analysis: IntervalAnalysis, bad: list[SpecialPoint]) -> None:
    """A periodic family of critical points is fixed as a whole when one point and its next copy are."""
    for spot in bad:
        if spot.period is not None:
            place, value = next_copy(analysis, spot)
            if constant_sign(value - place) != 0:
                raise UnknownError("whether all critical points of a periodic family are fixed")


def _check_limit(junction: Junction) -> None:
    """On each side of a fixed break point f' must have a limit that is not 1, or be monotone there."""
    for side in junction.sides:
        limit = side.limits[1]
        if limit is not None:
            if limit == sp.oo or constant_sign(limit - 1) in (1, -1):
                continue
        elif side.balls[1].is_finite() and not side.balls[1].contains(1):
            continue
        if side.analytic or side.limits[2] is not None:
            continue
        raise UnknownError(f"the behaviour of f' next to the fixed point {junction.point.text()}")


class FieldRegularity:
    """1D-REGULAR: what the class of V forces on f."""

    id = "1D-REGULAR"
    wants = ()

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not require_increasing(analysis):
            return
        for spot in defects(analysis):
            if spot.kind in ("zero", "infinite"):
                yield Claim(
                    self.id,
                    basic("Lip"),
                    False,
                    f"{spot.what}, but the time-one map of a Lipschitz field and its inverse are Lipschitz.",
                    _defect(analysis, spot),
                )
                break
        for junction in analysis.junctions:
            if junction.c11 is False and not analysis.is_fixed(junction.point):
                text = f"f is not C^(1,1) at x = {junction.point.text()}, which is not a fixed point"
                yield Claim(
                    self.id,
                    basic("Lip"),
                    False,
                    f"{text}; there f'(x) = V(f(x))/V(x) is Lipschitz.",
                    facts.shape(analysis, text),
                )
                break
        for spot in bends(analysis):
            if not analysis.is_fixed(spot.point):
                yield Claim(
                    self.id,
                    basic("C1"),
                    False,
                    f"{spot.what}, which is not a fixed point; there f'(x) = V(f(x))/V(x) is C^1.",
                    _defect(analysis, spot),
                )
                break


def kinks_fixed(analysis: IntervalAnalysis) -> bool:
    """f is C^1 off the fixed points."""
    return all(spot.kind != "kink" or analysis.is_fixed(spot.point) for spot in defects(analysis))


def bends_fixed(analysis: IntervalAnalysis) -> bool:
    """f is C^2 off the fixed points (given that it is C^1)."""
    return all(analysis.is_fixed(spot.point) for spot in bends(analysis))


class Lipschitz:
    """1D-LIP: piecewise C^2 with kinks at fixed points only."""

    id = "1D-LIP"
    wants = (basic("Lip"),)

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not (require_increasing(analysis) and finite_slopes(analysis) and kinks_fixed(analysis)):
            return
        if not analysis.regular("c2_sides"):
            raise UnknownError("f is not C^2 up to the ends of its pieces, which 1D-LIP asks for")
        yield Claim(
            self.id,
            basic("Lip"),
            True,
            "f is C^2 up to the ends of finitely many pieces with positive derivative, and its kinks are fixed points: "
            "extending an affine field from a fundamental domain by V(f(x)) = f'(x) V(x) gives a Lipschitz field.",
            facts.shape(analysis, "f is C^2 up to the ends of its pieces"),
        )


class NoFixedPoint:
    """1D-NOFIX: without fixed points V has one class less than f."""

    id = "1D-NOFIX"
    wants = ()

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not (require_increasing(analysis) and analysis.fixed.empty and finite_slopes(analysis)):
            return
        for name, regularity, text in (
            ("c2", "C1", "C^2"),
            ("cinf", "Cinf", "C^infinity"),
            ("analytic", "Comega", "analytic"),
        ):
            try:
                if analysis.regular(name):
                    yield Claim(
                        self.id,
                        basic(regularity),
                        True,
                        f"f' > 0, f is {text} and has no fixed point: it is conjugate to a translation in its class.",
                        (*facts.shape(analysis, f"f is {text} on X"), facts.fixed_points(analysis)),
                    )
            except UnknownError as error:
                yield Missing(self.id, (basic(regularity),), str(error))


def hyperbolic(point: FixedPoint) -> bool:
    """Whether the multiplier is not 1, decided exactly or by the order of contact. Raises UnknownError."""
    if point.contact is not None:
        return point.contact == 1
    if point.multiplier is not None:
        sign = constant_sign(point.multiplier - 1)
        if sign is not None:
            return sign != 0
    elif point.multiplier_ball.is_finite() and not point.multiplier_ball.contains(1):
        return True
    raise UnknownError(f"whether the multiplier at {point.point.text()} is 1")


class OneFixedPoint:
    """1D-ONEFIX and 1D-MATCH: fixed points that bound no component, or components whose two fields are compared.

    A closed form shows that they coincide, digits that they differ. Nothing is computed where 1D-CLASS-M refutes.
    """

    id = "1D-ONEFIX"
    wants = (basic("C1"), basic("Cinf"), basic("Comega"))

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not require_increasing(analysis) or analysis.fixed.empty or _class_m_refutes(analysis):
            return
        if defects(analysis):
            return
        unknown: UnknownError | None = None
        try:
            if not bends_fixed(analysis):
                return
        except UnknownError as error:
            unknown = error
        components = analysis.bounded_components
        matches: list[Fact] = []
        for left, right in components:
            try:
                found = _compared(analysis, left, right)
            except UnknownError as error:
                unknown = unknown or error
                continue
            if isinstance(found.evidence, Match):
                yield Claim(
                    "1D-MATCH",
                    basic("C1"),
                    False,
                    f"{found.statement}; a C^1 field would be both.",
                    (
                        *facts.shape(analysis, "f is analytic up to both fixed points"),
                        facts.fixed_points(analysis),
                        found,
                    ),
                )
                return
            matches.append(found)
        if unknown is not None:
            raise unknown
        if not analysis.regular("c2_sides"):
            return
        rule = "1D-MATCH" if components else self.id
        proven = (facts.fixed_points(analysis), *matches)
        where = (
            "no component of X minus the fixed points is bounded by two of them"
            if not components
            else "on each component between two fixed points one closed-form field serves both ends"
        )
        yield Claim(
            rule,
            basic("C1"),
            True,
            f"f is C^1 with f' > 0 and C^2 up to its fixed points, and {where}: the Szekeres fields are C^1.",
            (*facts.shape(analysis, "f is C^1, and C^2 on each side of its fixed points"), *proven),
        )
        if not analysis.regular("analytic") or analysis.fixed.intervals:
            return
        smooth = facts.shape(analysis, "f is analytic on X")
        yield Claim(
            rule,
            basic("Cinf"),
            True,
            f"f is analytic with f' > 0, so f - id is flat at no fixed point, and {where}.",
            (*smooth, *proven),
        )
        if all(hyperbolic(point) for point in analysis.fixed.points):
            yield Claim(
                rule,
                basic("Comega"),
                True,
                f"f is analytic, f' > 0, its fixed points are hyperbolic, and {where}: Koenigs fields are analytic.",
                (*smooth, *proven),
            )
        else:
            yield Missing(
                self.id,
                (basic("Comega"),),
                "a parabolic fixed point: neither a closed form nor membership of class M decides analyticity",
            )


def _compared(analysis: IntervalAnalysis, left: FixedPoint, right: FixedPoint) -> Fact:
    """Whether the fields of two neighbouring fixed points coincide, by a closed form, or differ, by digits."""
    if not analysis.fixed.infinite:
        found = component_field(analysis, left.point, right.point)
        if found is not None:
            return found
    return mismatch(analysis, left, right)


@remembered
def _members(analysis: IntervalAnalysis) -> list[tuple[Member, Fact, list[FixedPoint]]]:
    """The pieces of class M that are not Moebius: how they belong to it, the proof, the fixed points on them."""
    found: list[tuple[Member, Fact, list[FixedPoint]]] = []
    for index, piece in enumerate(analysis.pieces):
        member = class_m(piece.expr, analysis.x)
        proof = None if member is None else rigid(piece, index, analysis.x, member)
        if member is not None and proof is not None:
            found.append((member, proof, [p for p in analysis.fixed.points if analysis.belongs(p.point, index)]))
    return found


def _consecutive(analysis: IntervalAnalysis, inside: list[FixedPoint]) -> list[tuple[FixedPoint, FixedPoint]]:
    """Neighbouring fixed points among these, with f' > 0 between and at them."""
    pairs = [pair for pair in analysis.bounded_components if all(p in inside for p in pair)]
    return [] if pairs and _slope_fails(analysis) else pairs


def _class_m_refutes(analysis: IntervalAnalysis) -> bool:
    return any(_consecutive(analysis, inside) for _, _, inside in _members(analysis))


class ClassM:
    """1D-CLASS-M: single-valued maps that are not Moebius."""

    id = "1D-CLASS-M"
    wants = ()

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not require_increasing(analysis) or analysis.fixed.empty:
            return
        for member, proof, inside in _members(analysis):
            proven = (*facts.shape(analysis, "f is analytic on the piece"), facts.fixed_points(analysis), proof)
            consecutive = _consecutive(analysis, inside)
            if consecutive:
                left, right = consecutive[0]
                names = (
                    f"{left.point.text()} and {right.point.text()}" if left is not right else "consecutive fixed points"
                )
                yield Claim(
                    self.id,
                    basic("C1"),
                    False,
                    f"{member.statement}, f is not Moebius, and {names} are two consecutive fixed points with f' > 0: "
                    "a C^1 field would make f injective on the plane modulo two periods.",
                    proven,
                )
            for point in inside:
                if point.junction is not None and len(point.junction.sides) == 2:
                    continue
                if not hyperbolic(point) and not _slope_fails(analysis):
                    yield Claim(
                        self.id,
                        basic("Comega"),
                        False,
                        f"{member.statement}, f is not Moebius, and f' = 1 at the fixed point {point.point.text()}: "
                        "an analytic field there would make f Moebius.",
                        proven,
                    )
                    break


def _slope_fails(analysis: IntervalAnalysis) -> bool:
    """Some zero or pole of f' lies in X; then the Lipschitz cell is refuted already and the theorem is not needed."""
    return any(spot.kind in ("zero", "infinite") for spot in defects(analysis))


class ClosedForm:
    """1D-CLOSED, 1D-IDENTITY: an explicit field for the whole of X."""

    id = "1D-CLOSED"
    wants = ()

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not require_increasing(analysis) or analysis.smooth is None:
            return
        expr = analysis.smooth
        if sp.expand(expr - analysis.x) == 0:
            yield Claim(
                "1D-IDENTITY",
                basic("Comega"),
                True,
                "f is the identity, the time-one map of V = 0.",
                (
                    facts.definedness(analysis),
                    facts.local(analysis, "f is continuous"),
                    facts.affine(sp.S.One, sp.S.Zero, "f is the identity"),
                ),
            )
            return
        shape = facts.shape(analysis, "f is analytic on X")
        power = power_map(analysis)
        if power is not None:
            yield Claim(
                self.id,
                basic("Comega"),
                True,
                f"{power.statement}: log f(exp(u)) is affine, so f is the time-one map of an affine flow in log x.",
                (*shape, power),
            )
            return
        moebius = is_moebius(expr, analysis.x)
        if moebius is not None:
            yield Claim(
                self.id,
                basic("Comega"),
                True,
                "f is a Moebius map with f' > 0 and no pole in X; every such map has an analytic field.",
                (*shape, moebius),
            )
            return
        found = global_field(analysis)
        if found is not None:
            yield Claim(
                self.id,
                basic("Comega"),
                True,
                f"{found.statement}.",
                (*shape, found),
            )


class NonAutonomous:
    """1D-NONAUTO: the linear isotopy from the identity to f."""

    id = "1D-NONAUTO"
    wants = (basic("flow", False), basic("C0", False), basic("Lip", False))

    def apply(self, analysis: IntervalAnalysis) -> Iterator[Finding]:
        if not require_increasing(analysis):
            return
        yield Claim(
            self.id,
            basic("C0", False),
            True,
            "f is continuous and strictly increasing: F_t = (1-t) x + t f(x) is an isotopy from the identity to f.",
            facts.shape(analysis, "f is continuous"),
        )
        if not finite_slopes(analysis):
            return
        for name, regularity, text in (
            ("lipschitz", "Lip", "locally bi-Lipschitz"),
            ("c1", "C1", "C^1 with f' > 0"),
            ("cinf", "Cinf", "C^infinity with f' > 0"),
            ("analytic", "Comega", "analytic with f' > 0"),
        ):
            try:
                if analysis.regular(name):
                    yield Claim(
                        self.id,
                        basic(regularity, False),
                        True,
                        f"f is {text}: the linear isotopy F_t = (1-t) x + t f(x) has the class.",
                        facts.shape(analysis, f"f is {text} on X"),
                    )
            except UnknownError as error:
                yield Missing(self.id, (basic(regularity, False),), str(error))


RULES = (
    Regular(),
    Monotone(),
    ContinuousField(),
    FieldRegularity(),
    Lipschitz(),
    NoFixedPoint(),
    ClosedForm(),
    ClassM(),
    OneFixedPoint(),
    NonAutonomous(),
)
