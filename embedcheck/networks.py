"""A map as a network: the affine maps lambda and Lambda and the field V of an architecture, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from embedcheck import notebook
from embedcheck.cells import REGULARITIES, Status, augmentation
from embedcheck.decide import check
from embedcheck.errors import InputError
from embedcheck.flows.base import Flow
from embedcheck.flows.layers import AugmentedFlow, LayerFlow, RestFlow
from embedcheck.flows.spaces import SpaceFlow
from embedcheck.flows.verdicts import flow_of
from embedcheck.maps import Map
from embedcheck.profile import Verdict


@dataclass(frozen=True, repr=False)
class Realization:
    """A map as a network: f(x) = Lambda(h(1)), h' = V(h) or V(t, h), h(0) = lambda(x); made by `realize`.

    Attributes:
        map: The Map f.
        architecture: `basic`, `linear-layer` or `augmented-k`.
        regularity: The class of the delivered field.
        autonomous: Whether it is free of time.
        state: m symbols, the coordinates of the phase space.
        lift: lambda(x) as m SymPy expressions of the variables of f.
        readout: Lambda as a SymPy expression of the state; a tuple of q for several variables or outputs.
        field: V as m SymPy expressions of the state where they have a formula, else None.
        flow: Values of the flow and of the field, of the moving coordinate for one variable and output, else of
            all.
        rule: Identifier of the theorem.

    Guarantee:
        Exact for formulas; rigorous for values with one variable and one output, numeric otherwise.

    Source:
        `theorem(network.rule).source`.

    Examples:
        >>> from embedcheck import realize
        >>> network = realize("x**2", "augmented-1")
        >>> network
        <autonomous augmented-1 network of Map('x**2') by AUG, field Comega>
        >>> network.lift, network.field, network.readout
        ((x, 0), (0, x**2), y)
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
        """Lambda(h(1)): f(x) by way of the network.

        Args:
            x: A point of the domain: a text, a number (floats are decimals) or a SymPy constant; n of them for
                several
                variables.
            dps: The number of digits, from 1 to 5000.

        Returns:
            mpmath.mpf | tuple[mpmath.mpf, ...]: A number whose dps digits are proven; a tuple for several
            variables or outputs.

        Raises:
            DomainError: x is not in the domain.
            PrecisionError: The digits could not be proven.
            InputError: x or dps makes no sense.

        Guarantee:
            Rigorous for one variable and one output; numeric otherwise.

        Examples:
            >>> from embedcheck import realize
            >>> print(realize("x**2", "augmented-1")(3), *realize("(x, x*y)", "augmented-1")((2, 3)))
            9.0 2.0 6.0
        """
        flow = self.flow
        if isinstance(flow, SpaceFlow):
            return flow.output(x, dps)
        return flow.evaluate(lambda point, time, bits: flow.read(point, time, bits), x, 1, dps, "the read-out")

    def latex(self) -> str:
        r"""lambda, the field and Lambda as LaTeX; V where the field has no formula.

        Returns:
            str: Without dollar signs.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import realize
            >>> print(realize("2*x", "basic").latex())
            \lambda(x) = x, \quad h' = h \log{\left(2 \right)}, \quad \Lambda(h) = h
        """
        point, state = notebook.vector(self.map.variables), notebook.vector(self.state)
        readout = self.readout if isinstance(self.readout, tuple) else (self.readout,)
        argument = _bare(state) if self.autonomous else f"t, {_bare(state)}"
        field = f"V({argument})" if self.field is None else notebook.vector(self.field)
        return (
            rf"\lambda({_bare(point)}) = {notebook.vector(self.lift)}, \quad {state}' = {field}, "
            rf"\quad \Lambda({_bare(state)}) = {notebook.vector(readout)}"
        )

    def __repr__(self) -> str:
        time = "autonomous" if self.autonomous else "non-autonomous"
        return f"<{time} {self.architecture} network of {self.map} by {self.rule}, field {self.regularity}>"

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex()}$"

    def _repr_html_(self) -> str:
        time = "autonomous" if self.autonomous else "time-dependent"
        return notebook.element(
            notebook.line(f"{self.architecture} network of ", notebook.code(str(self.map)), f" by {self.rule}"),
            notebook.formula(self.latex()),
            notebook.line(f"{time} field of class {self.regularity}"),
        )


def _bare(vector: str) -> str:
    """The inside of a vector: arguments need no second pair of brackets."""
    return vector.removeprefix(r"\left(").removesuffix(r"\right)")


def realize(
    f: Any, architecture: str, regularity: str | None = None, autonomous: bool = True, **options: Any
) -> Realization:
    """The network of an architecture that is the map, with the smoothest field that is known.

    Args:
        f: A Map, or anything that `Map` accepts.
        architecture: `basic`, `linear-layer` or `augmented-k`.
        regularity: The least class of the field; any unless given.
        autonomous: False for a field that may depend on time.
        **options: They go to `check`: `domain`, `vars`, `timeout`, `progress`.

    Returns:
        Realization: lambda, V and Lambda.

    Raises:
        InputError: No such cell is proven to be embeddable, or no field is known.
        UnknownCellError: There is no such architecture for this map.

    Guarantee:
        Exact for formulas; rigorous for values with one variable and one output, numeric otherwise.

    Source:
        `theorem(network.rule).source`.

    Examples:
        >>> from embedcheck import realize
        >>> network = realize("-x/2", "linear-layer")
        >>> network.lift, network.field, network.readout
        ((x,), (0,), -h/2)
        >>> realize("x**2", "basic")
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: Map('x**2') has no known realization: no cell of basic is proven to be embeddable
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
