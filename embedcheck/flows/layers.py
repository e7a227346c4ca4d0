"""Flows of the other architectures: isotopies, a linear read-out, one extra dimension; and a network as three parts."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck import notebook
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.balls import arb
from embedcheck.balls.arith import exact, to_sympy, working_precision
from embedcheck.balls.constants import constant_sign
from embedcheck.equations.motion import Motion, beyond, show, union
from embedcheck.equations.places import analysis_of
from embedcheck.equations.values import to_arb
from embedcheck.errors import BasinError, InputError
from embedcheck.flows.base import Flow
from embedcheck.maps import Map

_DOUBLINGS = 400


class Isotopy(Flow):
    """h(t) = (1 - t) x + t f(x), the linear isotopy of 1D-NONAUTO, for an increasing f.

    The field is V(t, h) = f(y) - y where (1 - t) y + t f(y) = h.
    """

    autonomous = False

    def __init__(self, subject: Map, regularity: str) -> None:
        super().__init__(subject, regularity, "the linear isotopy")
        analysis = analysis_of(subject)
        self._motion = Motion([(p.lo, p.hi, p.expr) for p in analysis.pieces], analysis.x, analysis.expr)
        self._analysis = analysis

    def _image(self, x: Any, bits: int) -> arb:
        return to_arb(self.map(x), bits)

    def advance(self, x: Any, t: arb, bits: int) -> arb:
        if not (t >= 0 and t <= 1):
            raise InputError("a flow that depends on time is given for t from 0 to 1")
        return (1 - t) * to_arb(x, bits) + t * self._image(x, bits)

    def outside(self, point: Any) -> bool:
        return False

    def velocity(self, x: Any, t: arb, bits: int) -> arb:
        if not (t >= 0 and t <= 1):
            raise InputError("a field that depends on time is given for t from 0 to 1")
        if self.map.domain.contains([x]) and constant_sign(self.map(x) - x) == 0:
            return arb(0)
        y = _solve(self._motion, self._analysis, to_arb(x, bits), t)
        return self._motion.image(y) - y


def _solve(motion: Motion, analysis: IntervalAnalysis, h: arb, t: arb) -> arb:
    """The y in X with (1 - t) y + t f(y) = h."""
    if t == 0:
        return h
    pieces: list[Any] = []
    x = analysis.x
    if t.rad() != 0:
        # y moves in one direction with t: f(y) - y keeps its sign.
        return union([_solve(motion, analysis, h, end) for end in (t.lower(), t.upper())])
    middle = to_sympy(exact(t))
    for piece in analysis.pieces:
        pieces.append((piece.lo, piece.hi, (1 - middle) * x + middle * piece.expr))
    blend = Motion(pieces, x)
    low, high = _bracket(blend, analysis, h, -1), _bracket(blend, analysis, h, 1)
    y = blend.preimage(h, low, high)
    if not y.is_finite():
        raise BasinError(f"the isotopy does not reach {show(h)} at this time")
    for end, side, closed in ((analysis.lo, -1, analysis.lo_closed), (analysis.hi, 1, analysis.hi_closed)):
        place = beyond(y, end)
        if place == side or (place == 0 and not closed):
            raise BasinError(f"the isotopy does not reach {show(h)} at this time")
    return y


def _bracket(blend: Motion, analysis: IntervalAnalysis, h: arb, side: int) -> arb:
    end = analysis.hi if side > 0 else analysis.lo
    if not end.infinite:
        return end.ball(working_precision()).mid()
    reach = abs(h).max(arb(1))
    for _ in range(_DOUBLINGS):
        spot = (h + side * reach).mid()
        if (blend.image(spot) - h) * side > 0:
            return spot
        reach = 2 * reach
    raise BasinError(f"the isotopy does not reach {show(h)}")


class LayerFlow(Flow):
    """The flow of phi = (f - b)/a; the read-out is a h + b (1D-LAYER)."""

    def __init__(self, subject: Map, inner: Flow, slope: Any, intercept: Any) -> None:
        line = sp.sstr(slope * subject.x + intercept)
        super().__init__(subject, inner.regularity, f"the read-out {line} of {inner.source}")
        self.autonomous = inner.autonomous
        self.inner = inner
        self.slope, self.intercept = slope, intercept

    @property
    def formula(self) -> Any:
        return self.inner.formula

    def outside(self, point: Any) -> bool:
        return self.inner.outside(point)

    def read(self, x: Any, t: arb, bits: int) -> arb:
        return to_arb(self.slope, bits) * self.advance(x, t, bits) + to_arb(self.intercept, bits)

    def advance(self, x: Any, t: arb, bits: int) -> arb:
        return self.inner.advance(x, t, bits)

    def velocity(self, x: Any, t: arb, bits: int) -> arb:
        return self.inner.velocity(x, t, bits)


class AugmentedFlow(Flow):
    """x' = 0, y' = f(x), y(0) = 0 on the plane (AUG): flow(t, x) is y(t) = t f(x), the read-out."""

    def __init__(self, subject: Map, regularity: str) -> None:
        super().__init__(subject, regularity, "the field x' = 0, y' = f(x)")

    def latex(self) -> str:
        """The initial value problem as LaTeX."""
        x, value = notebook.latex(self.map.x), notebook.latex(self.map.expr)
        return rf"{x}' = 0, \quad y' = {value}, \quad y(0) = 0"

    def advance(self, x: Any, t: arb, bits: int) -> arb:
        return t * self.velocity(x, t, bits)

    def velocity(self, x: Any, t: arb, bits: int) -> arb:
        return to_arb(self.map(x), bits)


class RestFlow(Flow):
    """V = 0: the identity, or any affine map as a read-out, slope * h + intercept."""

    def __init__(self, subject: Map, slope: Any, intercept: Any) -> None:
        super().__init__(subject, "Comega", "the field 0")
        self.slope, self.intercept = slope, intercept

    @property
    def formula(self) -> Any:
        return sp.S.Zero

    def read(self, x: Any, t: arb, bits: int) -> arb:
        return to_arb(self.slope, bits) * self.advance(x, t, bits) + to_arb(self.intercept, bits)

    def advance(self, x: Any, t: arb, bits: int) -> arb:
        return to_arb(x, bits)

    def velocity(self, x: Any, t: arb, bits: int) -> arb:
        return arb(0)
