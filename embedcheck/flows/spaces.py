"""Flows of maps with several variables or outputs: states are tuples (guarantee: numeric).

A value is computed with more and more digits until two results agree: its digits are not proven, in contrast to those
of one variable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import mpmath
import sympy as sp

from embedcheck import notebook
from embedcheck.balls.constants import constant_ball
from embedcheck.cells import REGULARITIES
from embedcheck.equations.values import Ball, bits_for, digits, number, to_ball
from embedcheck.errors import DomainError, InputError, PrecisionError
from embedcheck.maps import Map
from embedcheck.parsing import parse_number

State = list[Any]
_ROUNDS = 6


def _root(value: Any) -> Any:
    return -mpmath.cbrt(-value) if value < 0 else mpmath.cbrt(value)


_NAMES: dict[str, Any] = {
    "cbrt": _root,
    "Abs": abs,
    "Max": max,
    "Min": min,
    "polygamma": mpmath.polygamma,
    "loggamma": mpmath.loggamma,
}


def compiled(variables: Sequence[Any], exprs: Sequence[Any]) -> Callable[[State], State]:
    """The values of expressions at the working precision of mpmath."""
    evaluate = sp.lambdify([list(variables)], list(exprs), modules=[_NAMES, "mpmath"])

    def values(point: State) -> State:
        found = [mpmath.mpmathify(value) for value in evaluate(list(point))]
        if any(isinstance(value, mpmath.mpc) or not mpmath.isfinite(value) for value in found):
            raise DomainError("a value that is not real and finite")
        return found

    return values


def exact_number(value: Any) -> Any:
    """An exact constant as an mpmath number at the working precision."""
    return +to_ball(constant_ball(value, bits_for(mpmath.mp.dps))).middle


def weakest(flows: Sequence[Any]) -> str:
    """The class that all of these flows have."""
    return min((flow.regularity for flow in flows), key=REGULARITIES.index)


def matrix(rows: Sequence[Sequence[Any]]) -> Any:
    return mpmath.matrix([[exact_number(entry) for entry in row] for row in rows])


class SpaceField:
    """The vector field of a flow in space: call it with a state (and t, where the field depends on time).

    Guarantee:
        Numeric.

    Examples:
        >>> from embedcheck import check
        >>> field = check("(-y, x)").verdict("basic", "Comega").flow.field
        >>> [round(float(value), 10) for value in field((1, 0))]
        [0.0, 1.5707963268]
    """

    def __init__(self, flow: SpaceFlow) -> None:
        self._flow = flow

    def __call__(self, x: Any, dps: int = 15, t: Any = 0) -> tuple[Any, ...]:
        """V(x), or V(t, x), in digits that two precisions share.

        Args:
            x: A state: as many coordinates as the phase space has.
            dps: The number of digits, from 1 to 5000.
            t: The time, where the field depends on it.

        Returns:
            tuple[mpmath.mpf, ...]: One number a coordinate.

        Raises:
            BasinError: The field is not known there.
            PrecisionError: The digits do not settle.
            InputError: x, t or dps makes no sense.

        Guarantee:
            Numeric.

        Examples:
            >>> from embedcheck import check
            >>> field = check("(2*x, 3*y)").verdict("basic", "Comega").flow.field
            >>> print(*field((1, 1)))
            0.693147180559945 1.09861228866811
        """
        return self._flow.evaluate(self._flow.velocity, x, t, dps, self._flow.size)

    def __repr__(self) -> str:
        return f"<field of {self._flow!r}>"


class SpaceFlow:
    """The solution operator of an embedding in space: flow(t, x) is the state h(t) for h(0) = lambda(x).

    f(x) is the affine read-out of h(1); lambda appends zeros. `Verdict.flow` makes it for several variables or
    outputs.

    Attributes:
        map: The Map f.
        size: The dimension of the phase space.
        extra: How many dimensions that is more than f has inputs.
        regularity: The class of the delivered field.
        autonomous: Whether the field is free of time.
        source: Names the construction.

    Guarantee:
        Numeric. A value is computed with more and more digits until two results agree.

    Source:
        `theorem(verdict.rule).source`.

    Examples:
        >>> from embedcheck import check
        >>> flow = check("(2*x, 3*y)").verdict("basic", "Comega").flow
        >>> print(*flow(t="1/2", x=(1, 1)))
        1.4142135623731 1.73205080756888
    """

    autonomous = True

    def __init__(self, subject: Map, regularity: str, source: str, extra: int = 0) -> None:
        self.map, self.regularity, self.source, self.extra = subject, regularity, source, extra
        self.size = subject.inputs + extra

    def __call__(self, t: Any = 1, x: Any = None, dps: int = 15) -> tuple[Any, ...]:
        """The state h(t), in digits that two precisions share.

        Args:
            t: The time: a text, a number (floats are decimals) or a SymPy constant; f is reached at 1.
            x: n coordinates of a point of the domain, likewise.
            dps: The number of digits, from 1 to 5000.

        Returns:
            tuple[mpmath.mpf, ...]: `size` coordinates.

        Raises:
            DomainError: x is not in the domain.
            BasinError: The solution is not known there.
            PrecisionError: The digits do not settle.
            InputError: t, x or dps makes no sense.

        Guarantee:
            Numeric.

        Examples:
            >>> from embedcheck import check
            >>> flow = check("(2*x, 3*y)").verdict("basic", "Comega").flow
            >>> print(*flow(t=1, x=(1, 1)))
            2.0 3.0
            >>> flow(t=1, x=1)
            Traceback (most recent call last):
                ...
            embedcheck.errors.InputError: a point with 2 coordinates is needed, not 1
        """
        if x is None:
            raise InputError("a flow needs a point: flow(t=, x=)")
        return self.evaluate(self._from_input, x, t, dps, self.map.inputs)

    @property
    def field(self) -> SpaceField:
        """The vector field V on the phase space.

        Guarantee:
            Numeric.

        Examples:
            >>> from embedcheck import check
            >>> flow = check("x**2 + y**2").verdict("augmented-1", "Comega").flow
            >>> print(*flow.field((1, 2, 0)))
            0.0 0.0 5.0
        """
        return SpaceField(self)

    def output(self, x: Any, dps: int = 15) -> tuple[Any, ...]:
        """The read-out of h(1), which is f(x) by way of the flow.

        Args:
            x: n coordinates of a point of the domain.
            dps: The number of digits, from 1 to 5000.

        Returns:
            tuple[mpmath.mpf, ...]: q coordinates.

        Raises:
            DomainError: x is not in the domain.
            PrecisionError: The digits do not settle.
            InputError: x or dps makes no sense.

        Guarantee:
            Numeric.

        Examples:
            >>> from embedcheck import check
            >>> print(*check("x**2 + y**2").verdict("augmented-1", "Comega").flow.output((1, 2)))
            5.0
        """
        return self.evaluate(lambda point, time: self.read(self._from_input(point, time)), x, 1, dps, self.map.inputs)

    def formula(self, state: Sequence[Any]) -> tuple[Any, ...] | None:
        """The components of V as SymPy expressions of a state, else None.

        Args:
            state: `size` symbols.

        Returns:
            tuple[sympy.Expr, ...] | None: None where no formula is known.

        Guarantee:
            Exact.

        Examples:
            >>> import sympy
            >>> from embedcheck import check
            >>> flow = check("x**2 + y**2").verdict("augmented-1", "Comega").flow
            >>> flow.formula(sympy.symbols("a b c"))
            (0, 0, a**2 + b**2)
        """
        return None

    def readout(self, state: Sequence[Any]) -> tuple[Any, ...]:
        """The read-out as SymPy expressions of a state.

        Args:
            state: `size` symbols.

        Returns:
            tuple[sympy.Expr, ...]: q affine expressions.

        Guarantee:
            Exact.

        Examples:
            >>> import sympy
            >>> from embedcheck import check
            >>> check("x**2 + y**2").verdict("augmented-1", "Comega").flow.readout(sympy.symbols("a b c"))
            (c,)
        """
        return tuple(state[: self.map.inputs])

    def compile(self, *_: Any, **__: Any) -> NoReturn:
        """There is no field in double precision for several variables: call `field`.

        Raises:
            InputError: Always.

        Guarantee:
            None.

        Examples:
            >>> from embedcheck import check
            >>> check("(2*x, 3*y)").verdict("basic", "Comega").flow.compile()
            Traceback (most recent call last):
                ...
            embedcheck.errors.InputError: fields of several variables are not compiled; call flow.field
        """
        raise InputError("fields of several variables are not compiled; call flow.field")

    def evaluate(self, compute: Callable[[State, Any], State], x: Any, t: Any, dps: int, size: int) -> tuple[Any, ...]:
        """compute(x, t) with digits that do not change when more are asked for."""
        wanted = digits(dps)
        point = _coordinates(x, size)
        time = number(t, "t")
        if size == self.map.inputs and compute != self.velocity and self.map.domain.contains(point) is False:
            raise DomainError(f"x = {x} is not in the domain")
        last: State | None = None
        for round_ in range(_ROUNDS):
            with mpmath.workdps(wanted + 15 + round_ * (10 + wanted // 3)):
                found = compute([exact_number(value) for value in point], exact_number(time))
                if last is not None and all(
                    abs(a - b) <= mpmath.mpf(10) ** (-wanted - 1) * (1 + abs(b))
                    for a, b in zip(last, found, strict=True)
                ):
                    with mpmath.workdps(wanted + 1):
                        return tuple(+value for value in found)
                last = found
        raise PrecisionError(f"{self.source} at {x}: {dps} digits do not settle")

    def _from_input(self, x: State, t: Any) -> State:
        if not self.autonomous and not 0 <= t <= 1:
            raise InputError("a flow that depends on time is given for t from 0 to 1")
        return self.advance([*x, *[mpmath.mpf(0)] * self.extra], t)

    def advance(self, h: State, t: Any) -> State:
        """The state at time t that starts at h, at the working precision."""
        raise NotImplementedError

    def velocity(self, h: State, t: Any) -> State:
        """V(t, h) at the working precision."""
        raise NotImplementedError

    def read(self, h: State) -> State:
        """The read-out of a state at the working precision."""
        names = [sp.Symbol(f"h{k}") for k in range(self.size)]
        return compiled(names, self.readout(names))(h)

    def latex(self) -> str:
        r"""The initial value problem and the read-out as LaTeX, with the field where it has a formula.

        Returns:
            str: Without dollar signs.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import check
            >>> print(check("x*y").verdict("augmented-1", "Comega").flow.latex())
            h' = \left(0, 0, h_{1} h_{2}\right), \quad h(0) = \left(x, y, 0\right), \quad \Lambda(h) = h_{3}
        """
        state = [sp.Symbol(f"h{k}") for k in range(1, self.size + 1)]
        start = notebook.vector([*self.map.variables, *[sp.S.Zero] * self.extra])
        found = self.formula(state)
        argument = "h" if self.autonomous else "t, h"
        field = rf"V({argument})" if found is None else notebook.vector(found)
        readout = notebook.vector(self.readout(state))
        return rf"h' = {field}, \quad h(0) = {start}, \quad \Lambda(h) = {readout}"

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex()}$"

    def _repr_html_(self) -> str:
        return notebook.element(
            notebook.line("Flow of ", notebook.code(str(self.map))),
            notebook.formula(self.latex()),
            notebook.line(f"{self.source}; class of the field: {self.regularity}; digits not proven"),
        )

    def __repr__(self) -> str:
        kind = "flow" if self.autonomous else "non-autonomous flow"
        return f"<{kind} of {self.map} by {self.source}, field {self.regularity}>"


def _coordinates(x: Any, size: int) -> list[Any]:
    values = list(x) if isinstance(x, (list, tuple, mpmath.matrix, sp.MatrixBase)) or hasattr(x, "shape") else [x]
    if len(values) != size:
        raise InputError(f"a point with {size} coordinates is needed, not {len(values)}")
    found = [number(float(value) if hasattr(value, "dtype") else value, "a coordinate") for value in values]
    if any(isinstance(value, Ball) for value in found):
        raise InputError("a flow starts at an exact point")
    return found


class RestingFlow(SpaceFlow):
    """V = 0; an affine map is its own read-out (AFFINE-LAYER)."""

    def __init__(self, subject: Map) -> None:
        super().__init__(subject, "Comega", "the field 0")

    def advance(self, h: State, t: Any) -> State:
        return h

    def velocity(self, h: State, t: Any) -> State:
        return [mpmath.mpf(0)] * self.size

    def formula(self, state: Sequence[Any]) -> tuple[Any, ...]:
        return (sp.S.Zero,) * self.size

    def readout(self, state: Sequence[Any]) -> tuple[Any, ...]:
        return replaced(self.map.components, self.map.variables, state)


class GraphFlow(SpaceFlow):
    """x' = 0, y' = g(x), y(0) = 0 (AUG, AUG-GRAPH): g are components of f whose combinations with the affine rows give
    all of f."""

    def __init__(self, subject: Map, regularity: str, rows: Sequence[Sequence[str]] = ()) -> None:
        chosen: list[int] = []
        table: list[list[Any]] = [[parse_number(text) for text in row] for row in rows]
        for k in range(subject.outputs):
            more = [*table, [sp.Integer(int(j == k)) for j in range(subject.outputs)]]
            if sp.Matrix(more).rank() == len(more):
                table = more
                chosen.append(k)
        super().__init__(subject, regularity, "the field x' = 0, y' = g(x)", len(chosen))
        self._chosen = [subject.components[k] for k in chosen]
        self._affine = [
            sp.expand(sum(u * f for u, f in zip(row, subject.components, strict=True)))
            for row in table[: subject.outputs - len(chosen)]
        ]
        self._back: Any = sp.Matrix(table).inv()
        self._values = compiled(subject.variables, self._chosen)

    def advance(self, h: State, t: Any) -> State:
        x, y = h[: self.map.inputs], h[self.map.inputs :]
        return [*x, *(b + t * c for b, c in zip(y, self._values(x), strict=True))]

    def velocity(self, h: State, t: Any) -> State:
        x = h[: self.map.inputs]
        return [*([mpmath.mpf(0)] * len(x)), *self._values(x)]

    def formula(self, state: Sequence[Any]) -> tuple[Any, ...]:
        moved = replaced(self._chosen, self.map.variables, state)
        return (*([sp.S.Zero] * self.map.inputs), *moved)

    def readout(self, state: Sequence[Any]) -> tuple[Any, ...]:
        known = [*replaced(self._affine, self.map.variables, state), *state[self.map.inputs :]]
        return tuple(sp.expand(value) for value in self._back * sp.Matrix(known))


def replaced(exprs: Sequence[Any], variables: Sequence[Any], state: Sequence[Any]) -> tuple[Any, ...]:
    values = dict(zip(variables, state, strict=False))
    return tuple(sp.sympify(expr).subs(values, simultaneous=True) for expr in exprs)
