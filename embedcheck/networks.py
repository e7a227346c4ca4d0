"""A map as a network: the affine maps lambda and Lambda and the field V of an architecture, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from embedcheck.cells import REGULARITIES, Status, augmentation
from embedcheck.decide import check
from embedcheck.errors import InputError
from embedcheck.flows.base import Flow
from embedcheck.flows.layers import AugmentedFlow, LayerFlow, RestFlow
from embedcheck.flows.spaces import SpaceFlow
from embedcheck.flows.verdicts import flow_of
from embedcheck.maps import Map
from embedcheck.profile import Verdict


@dataclass(frozen=True)
class Realization:
    """f(x) = Lambda(h(1)), h' = V(h) or V(t, h), h(0) = lambda(x).

    `lift` holds the coordinates of lambda(x) as SymPy expressions of the variable of f, `readout` is Lambda as an
    expression of the `state`, `field` the components of V as expressions of the state where they have a formula, else
    None. `flow` gives values of the flow and of the field of the moving coordinate in any case (of all coordinates for
    several variables or outputs, where `readout` is a tuple). `regularity` is the class of the delivered field,
    `autonomous` whether it is free of time.
    """

    map: Map
    architecture: str
    regularity: str
    autonomous: bool
    state: tuple[sp.Symbol, ...]
    lift: tuple[Any, ...]
    readout: Any
    field: tuple[Any, ...] | None
    flow: Flow | SpaceFlow
    rule: str

    def __call__(self, x: Any, dps: int = 15) -> Any:
        """Lambda(h(1)), an mpmath number: f(x) by way of the network, with dps proven digits.

        For several variables or outputs x is a point and the result a tuple, whose digits are not proven.
        """
        flow = self.flow
        if isinstance(flow, SpaceFlow):
            return flow.output(x, dps)
        return flow.evaluate(lambda point, time, bits: flow.read(point, time, bits), x, 1, dps, "the read-out")


def realize(
    f: Any, architecture: str, regularity: str | None = None, autonomous: bool = True, **options: Any
) -> Realization:
    """The network of an architecture ('basic', 'linear-layer', 'augmented-1') that is the map, with the smoothest known
    field, or one of the class `regularity` or better.

    `options` go to `check`. Raises InputError where no such cell is proven to be embeddable or no field is known.
    """
    if regularity is not None and regularity not in REGULARITIES:
        raise InputError(f"no class {regularity!r}: the classes are {', '.join(REGULARITIES)}")
    classes = REGULARITIES[0 if regularity is None else REGULARITIES.index(regularity) :]
    profile = check(f, **options)
    problem = f"no cell of {architecture} is proven to be embeddable"
    for name in reversed(classes):
        verdict = profile.verdict(architecture, name, autonomous)
        if verdict.status is Status.EMBEDDABLE:
            try:
                flow = flow_of(verdict)
            except InputError as error:
                problem = str(error)
                continue
            if regularity is None or flow.regularity in classes:
                return _realization(verdict, flow)
            problem = f"{name} is possible, but the field that is known has the class {flow.regularity}"
    raise InputError(f"{profile.map} has no known realization: {problem}")


def _realization(verdict: Verdict, flow: Flow | SpaceFlow) -> Realization:
    if isinstance(flow, SpaceFlow):
        return _in_space(verdict, flow)
    subject = flow.map
    x = subject.x
    extra = augmentation(verdict.architecture) or 0
    if isinstance(flow, AugmentedFlow):
        moving, *rest = _symbols("y", extra, x)
        state = (x, *rest, moving)
        field: tuple[Any, ...] | None = (*([sp.S.Zero] * extra), subject.expr)
        readout: Any = moving
        time_free = True
    else:
        h, *rest = _symbols("h", extra + 1, x)
        state = (h, *rest)
        formula = flow.formula
        field = None if formula is None else (formula.subs(x, h), *([sp.S.Zero] * extra))
        readout = h
        if isinstance(flow, LayerFlow | RestFlow):
            readout = flow.slope * h + flow.intercept
        # INC-TIME: with one dimension more the time is a coordinate, s' = 1.
        time_free = flow.autonomous or verdict.autonomous
    return Realization(
        map=subject,
        architecture=verdict.architecture,
        regularity=flow.regularity,
        autonomous=time_free,
        state=state,
        lift=(x, *([sp.S.Zero] * extra)),
        readout=readout,
        field=field,
        flow=flow,
        rule=verdict.rule or "",
    )


def _in_space(verdict: Verdict, flow: SpaceFlow) -> Realization:
    """Several variables or outputs. Dimensions that the flow does not need stay at rest."""
    subject, extra = flow.map, augmentation(verdict.architecture) or 0
    state = tuple(sp.Symbol(f"h{k}") for k in range(1, subject.inputs + max(extra, flow.extra) + 1))
    formula = flow.formula(state)
    return Realization(
        map=subject,
        architecture=verdict.architecture,
        regularity=flow.regularity,
        autonomous=flow.autonomous,
        state=state,
        lift=(*subject.variables, *([sp.S.Zero] * (len(state) - subject.inputs))),
        readout=flow.readout(state),
        field=None if formula is None else (*formula, *([sp.S.Zero] * (len(state) - len(formula)))),
        flow=flow,
        rule=verdict.rule or "",
    )


def _symbols(first: str, count: int, x: sp.Symbol) -> list[sp.Symbol]:
    """Names of coordinates other than that of the variable of f."""
    names = [first, *(f"z{k}" for k in range(1, count))]
    return [sp.Symbol(name + "_" if name == x.name else name) for name in names]
