"""Which flow belongs to a theorem about several variables or outputs (guarantee: numeric)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import mpmath
import sympy as sp

from embedcheck import certificate as c
from embedcheck.balls.real_linear import linear_map
from embedcheck.cells import Cell, Status
from embedcheck.errors import InputError
from embedcheck.flows.clocks import ClockFlow
from embedcheck.flows.forms import (
    ChartFlow,
    ConjugateFlow,
    FibredFlow,
    ProductFlow,
    SinkFlow,
    TriangularFlow,
    UnipotentFlow,
)
from embedcheck.flows.isotopies import DirectionFlow, IsotopyFlow
from embedcheck.flows.lifts import LiftFlow
from embedcheck.flows.linear import ContinuousFlow, LinearFlow, coefficients
from embedcheck.flows.motions import MotionFlow
from embedcheck.flows.spaces import GraphFlow, RestingFlow, SpaceFlow, State, matrix, weakest
from embedcheck.maps import Map
from embedcheck.parsing import parse_expression, parse_number
from embedcheck.profile import Verdict

Solve = Callable[[Verdict], Any]
"""The flow of a verdict."""
_E = TypeVar("_E")


def space_flow(subject: Map, rule: str, origin: Cell, evidence: list[Any], solve: Solve) -> SpaceFlow:
    """The flow behind a positive verdict. Raises InputError where no field is known."""
    regularity = origin.regularity
    match rule:
        case "AFFINE-LAYER":
            return RestingFlow(subject)
        case "AUG":
            return GraphFlow(subject, regularity)
        case "AUG-GRAPH" if not origin.autonomous:
            return LiftFlow(subject, _first(evidence, c.Lifted))
        case "AUG-GRAPH":
            return GraphFlow(subject, regularity, _first(evidence, c.Combinations).rows)
        case "LIN-LOG":
            return LinearFlow(subject)
        case "AFF-FREE":
            return _free(subject)
        case "CLOCK":
            return ClockFlow(subject, [sp.Rational(x) for x in _first(evidence, c.Clock).direction])
        case "LAYER-COMPLETE":
            return _complete(subject, evidence)
        case "LIN-FLOW":
            return ContinuousFlow(subject)
        case "ND-NONAUTO":
            return IsotopyFlow(subject, regularity)
        case "LAYER-DIFFEO":
            return IsotopyFlow(subject, regularity, reflected=True)
        case "LAYER-DIRECTION" if not origin.autonomous:
            return _direction(subject, regularity, evidence)
        case "SHEAR":
            fibred = [item for item in evidence if isinstance(item, c.Fibred)]
            if fibred:
                return FibredFlow(subject, regularity, fibred[0].fixed)
            _first(evidence, c.Triangular)
            return TriangularFlow(subject)
        case "POLY-UNIPOTENT":
            return UnipotentFlow(subject, _first(evidence, c.Unipotent).power)
        case "ND-CLOSED":
            return MotionFlow(subject, _first(evidence, c.Motion))
        case "PRODUCT":
            return ProductFlow(subject, [_of_lemma(item, solve) for item in _all(evidence, c.Lemma)])
        case "ND-CONJ":
            inner = _of_lemma(_first(evidence, c.Lemma), solve)
            chart = _chart(subject, evidence)
            if chart is not None:
                return ChartFlow(subject, inner, *chart)
            change = _first(evidence, c.Conjugate)
            shift = [parse_number(text) for text in change.shift]
            return ConjugateFlow(subject, inner, [[sp.Rational(x) for x in row] for row in change.matrix], shift)
        case "ND-SINK" if regularity == "Comega":
            return _sink(subject, _first(evidence, c.Sink))
        case "RIDGE":
            return _ridge(subject, evidence, solve)
        case "INC-LAYER":
            return _read(subject, evidence, solve)
        case _:
            raise InputError(f"no flow is offered for {rule}")


def _all(evidence: Iterable[Any], kind: type[_E]) -> list[_E]:
    return [item for item in evidence if isinstance(item, kind)]


def _first(evidence: Iterable[Any], kind: type[_E]) -> _E:
    found = _all(evidence, kind)
    if not found:
        raise InputError("no flow is offered for this form of the map")
    return found[0]


def _of_lemma(lemma: c.Lemma, solve: Solve) -> Any:
    """The flow of the map of a lemma, for its first positive cell."""
    for proof in lemma.cells:
        if proof.status != "embeddable":
            continue
        facts = tuple(
            c.Fact(statement="", guarantee="rigorous", evidence=lemma.facts[number]) for number in proof.facts
        )
        names = ("architecture", "autonomous", "regularity")
        cell, origin = (Cell(*(getattr(told, name) for name in names)) for told in (proof.cell, proof.origin))
        subject = Map(list(lemma.map.expr), domain=lemma.map.domain, vars=list(lemma.map.vars))
        return solve(
            Verdict(
                cell=cell, status=Status.EMBEDDABLE, rule=proof.rule, reason="", via=proof.via, evidence=facts,
                map=subject, origin=origin,
            )
        )  # fmt: skip
    raise InputError("a lemma without positive cell")


def _chart(subject: Map, evidence: list[Any]) -> tuple[list[Any], list[Any]] | None:
    """Coordinates and the old ones in terms of them, where they are not linear."""
    variables = list(subject.variables)
    for item in evidence:
        if isinstance(item, c.Straightened):
            names = [x.name for x in variables]
            images, inverse = ([parse_expression(text, names) for text in texts]
                               for texts in (item.images, item.inverse))  # fmt: skip
            return images, inverse
        if isinstance(item, c.Logarithms):
            pairs = list(enumerate(variables))
            return (
                [sp.log(x) if k in item.variables else x for k, x in pairs],
                [sp.exp(x) if k in item.variables else x for k, x in pairs],
            )
    return None


def _direction(subject: Map, regularity: str, evidence: list[Any]) -> SpaceFlow:
    rising = _all(evidence, c.Rising)
    if not rising or subject.outputs != 1:
        raise InputError("no flow is offered for maps with several outputs by LAYER-DIRECTION")
    proof = rising[0].proof
    return DirectionFlow(subject, regularity, rising[0].direction, proof.sign)


def _free(subject: Map) -> SpaceFlow:
    """A logarithm of the affine map where there is one, else a clock: a form l with l A = l and l(b) != 0."""
    try:
        return LinearFlow(subject)
    except InputError:
        a, b = coefficients(subject)
        forms: Any = (a.T - sp.eye(subject.inputs)).nullspace()
        return ClockFlow(subject, list(next(form for form in forms if form.dot(b) != 0)))


def _complete(subject: Map, evidence: list[Any]) -> SpaceFlow:
    """The clock C_1 x for L^(-1) (f, C_1 x + 1, C_2 x, ...), L a matrix that ends with the rows C."""
    size, count = subject.inputs, subject.outputs
    variables = subject.variables
    for item in evidence:
        if isinstance(item, c.Completed):
            rows = [[sp.Rational(x) for x in row] for row in item.rows]
            break
        if isinstance(item, c.Rising):
            rows = [list(v) for v in sp.Matrix([[sp.Rational(x) for x in item.direction]]).nullspace()]
            break
    else:
        raise InputError("no flow is offered for this form of the map")
    first: list[list[Any]] = []
    for k in range(size):
        more = [*first, [sp.Integer(int(j == k)) for j in range(size)]]
        if len(first) < count and sp.Matrix([*more, *rows]).rank() == len(more) + len(rows):
            first = more
    full: Any = sp.Matrix([*first, *rows])
    linear = [sum(u * x for u, x in zip(row, variables, strict=True)) for row in rows]
    moved = [*subject.components, linear[0] + 1, *linear[1:]]
    slopes: Any = full.inv() * sp.Matrix([[sp.diff(f, x) for x in variables] for f in moved])
    place: Any = dict.fromkeys(variables, sp.Rational(1, 7))
    sign = 1 if sp.N(slopes.subs(place).det(), 30) > 0 else -1
    turn = sp.diag(sign, *[1] * (size - 1))
    other = Map(list(full.inv() * turn * sp.Matrix(moved)), vars=[x.name for x in variables])
    readout = (turn * full).tolist()[:count]
    return ReadFlow(subject, ClockFlow(other, rows[0]), readout, [sp.S.Zero] * count)


def _sink(subject: Map, sink: c.Sink) -> SpaceFlow:
    if sink.box:
        raise InputError("no flow is offered: the fixed point is not known exactly")
    point = [parse_number(text) for text in sink.point]
    place: Any = dict(zip(subject.variables, point, strict=True))
    slopes = [[sp.expand(sp.diff(f, x).subs(place)) for x in subject.variables] for f in subject.components]
    try:
        bunched = linear_map(slopes).bunched
    except ValueError as error:
        raise InputError(f"no flow is offered: {error}") from None
    if not bunched:
        raise InputError("no flow is offered: the eigenvalues at the fixed point lie too far apart")
    return SinkFlow(subject, point, sink.expanding)


class ReadFlow(SpaceFlow):
    """The flow of another map in the same variables, with an affine function of its read-out."""

    def __init__(self, subject: Map, inner: SpaceFlow, rows: Sequence[Sequence[Any]], shift: Sequence[Any]) -> None:
        super().__init__(subject, inner.regularity, f"a read-out of {inner.source}", inner.extra)
        self.autonomous, self._inner = inner.autonomous, inner
        self._rows, self._shift = rows, shift

    def readout(self, state: Sequence[Any]) -> tuple[Any, ...]:
        inner = self._inner.readout(state)
        return tuple(
            sp.expand(sum((a * u for a, u in zip(row, inner, strict=True)), start))
            for row, start in zip(self._rows, self._shift, strict=True)
        )

    def formula(self, state: Sequence[Any]) -> tuple[Any, ...] | None:
        return self._inner.formula(state)

    def advance(self, h: State, t: Any) -> State:
        return self._inner.advance(h, t)

    def velocity(self, h: State, t: Any) -> State:
        return self._inner.velocity(h, t)


def _read(subject: Map, evidence: list[Any], solve: Solve) -> SpaceFlow:
    inner = _of_lemma(_first(evidence, c.Lemma), solve)
    readings = _all(evidence, c.Readout)
    if readings:
        rows = [[parse_number(text) for text in row] for row in readings[0].matrix]
        return ReadFlow(subject, inner, rows, [parse_number(text) for text in readings[0].shift])
    count = subject.outputs
    rows = [[sp.Integer(int(i == j)) for j in range(count)] for i in range(count)]
    return ReadFlow(subject, inner, rows, [sp.S.Zero] * count)


class RidgeFlow(SpaceFlow):
    """Layers in one variable along independent linear forms, at rest in the other directions (RIDGE).

    As in one variable, the flow starts, and the field is known, where the values of the forms on X lie.
    """

    def __init__(
        self, subject: Map, layers: Sequence[Any], forms: list[list[Any]],
        rows: Sequence[Sequence[Any]], shift: Sequence[Any],
    ) -> None:  # fmt: skip
        super().__init__(subject, weakest(layers), "the flows along independent linear forms")
        self.autonomous = all(layer.autonomous for layer in layers)
        self._layers, self._rows, self._shift = layers, rows, shift
        full: list[list[Any]] = [list(form) for form in forms]
        for k in range(subject.inputs):
            more = [*full, [sp.Integer(int(j == k)) for j in range(subject.inputs)]]
            if sp.Matrix(more).rank() == len(more):
                full = more
        self._forms: Any = sp.Matrix(full)

    def readout(self, state: Sequence[Any]) -> tuple[Any, ...]:
        values = list(self._forms * sp.Matrix(list(state[: self.size])))
        own = [
            getattr(layer, "slope", sp.S.One) * u + getattr(layer, "intercept", sp.S.Zero)
            for layer, u in zip(self._layers, values, strict=False)
        ]
        return tuple(
            sp.expand(sum((a * u for a, u in zip(row, own, strict=True)), start))
            for row, start in zip(self._rows, self._shift, strict=True)
        )

    def _each(self, h: State, act: Callable[[Any, Any], Any], still: Callable[[Any], Any]) -> State:
        forms = matrix(self._forms.tolist())
        values = list(forms * mpmath.matrix(h))
        count = len(self._layers)
        moved = [act(layer, u) for layer, u in zip(self._layers, values, strict=False)]
        return list(mpmath.inverse(forms) * mpmath.matrix([*moved, *map(still, values[count:])]))

    def advance(self, h: State, t: Any) -> State:
        return self._each(h, lambda layer, u: layer(t=t, x=u, dps=mpmath.mp.dps), lambda u: u)

    def velocity(self, h: State, t: Any) -> State:
        return self._each(h, lambda layer, u: layer.field(u, dps=mpmath.mp.dps, t=t), lambda u: mpmath.mpf(0))


def _ridge(subject: Map, evidence: list[Any], solve: Solve) -> SpaceFlow:
    ridge = _first(evidence, c.Ridge)
    flows = [_of_lemma(lemma, solve) for lemma in _all(evidence, c.Lemma)]
    layers = [flows[number] for number in ridge.lemmas]
    if any(layer.map.inputs != 1 or layer.source.startswith("the field x' = 0") for layer in layers):
        raise InputError("no flow is offered for this form of the map")
    return RidgeFlow(
        subject, layers,
        [[parse_number(text) for text in row] for row in ridge.rows],
        [[parse_number(text) for text in row] for row in ridge.matrix],
        [parse_number(text) for text in ridge.shift],
    )  # fmt: skip
