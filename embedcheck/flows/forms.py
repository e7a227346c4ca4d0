"""Flows of maps of special form: fibred, triangular and unipotent maps, products, conjugates, sinks (numeric)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import mpmath
import sympy as sp

from embedcheck.errors import BasinError, InputError
from embedcheck.flows.isotopies import solve
from embedcheck.flows.linear import real_logarithm, turning
from embedcheck.flows.logarithms import principal_logarithm
from embedcheck.flows.spaces import SpaceFlow, State, compiled, matrix, replaced, weakest
from embedcheck.maps import Map

_MAX_MONOMIALS = 80
_MAX_STEPS = 1200


class FibredFlow(SpaceFlow):
    """Some variables stay, y -> a y + b in each other one over them: y' = log(a) (y + b/(a - 1)), or b where a = 1
    (SHEAR)."""

    def __init__(self, subject: Map, regularity: str, fixed: Sequence[int]) -> None:
        super().__init__(subject, regularity, "affine maps over the variables that stay")
        self._moving = [k for k in range(subject.inputs) if k not in fixed]
        self._slopes = [sp.expand(sp.diff(subject.components[k], subject.variables[k])) for k in self._moving]
        self._shifts = [
            sp.expand(subject.components[k] - a * subject.variables[k])
            for k, a in zip(self._moving, self._slopes, strict=True)
        ]
        self._values = compiled(subject.variables, [*self._slopes, *self._shifts])

    def _pairs(self, h: State) -> list[tuple[int, Any, Any]]:
        values = self._values(h)
        half = len(self._moving)
        return list(zip(self._moving, values[:half], values[half:], strict=True))

    def advance(self, h: State, t: Any) -> State:
        found = list(h)
        for k, a, b in self._pairs(h):
            rate = mpmath.log(a)
            found[k] = mpmath.exp(t * rate) * h[k] + b * (t if a == 1 else mpmath.expm1(t * rate) / (a - 1))
        return found

    def velocity(self, h: State, t: Any) -> State:
        found = [mpmath.mpf(0)] * self.size
        for k, a, b in self._pairs(h):
            rate = mpmath.log(a)
            found[k] = rate * h[k] + b * (1 if a == 1 else rate / (a - 1))
        return found

    def formula(self, state: Sequence[Any]) -> tuple[Any, ...] | None:
        found: list[Any] = [sp.S.Zero] * self.size
        for k, a, b in zip(self._moving, self._slopes, self._shifts, strict=True):
            if a.free_symbols:
                return None
            found[k] = b if a == 1 else sp.log(a) * (self.map.variables[k] + b / (a - 1))
        values: Any = dict(zip(self.map.variables, state, strict=False))
        return tuple(value.subs(values, simultaneous=True) for value in found)


class UnipotentFlow(SpaceFlow):
    """V = log of the pull-back, a finite sum on the coordinates (POLY-UNIPOTENT): x(t) = (1 + N)^t x, N = f* - 1."""

    def __init__(self, subject: Map, power: int) -> None:
        super().__init__(subject, "Comega", "the finite logarithm of the pull-back")
        values = dict(zip(subject.variables, subject.components, strict=True))
        self._terms: list[list[Any]] = []
        for x in subject.variables:
            row: list[Any] = [x]
            while row[-1] != 0 and len(row) <= power:
                row.append(sp.expand(row[-1].subs(values, simultaneous=True) - row[-1]))
            self._terms.append(row)
        self._field = [
            sp.expand(sum(((-1) ** (k + 1) * g / sp.Integer(k) for k, g in enumerate(row) if k), sp.S.Zero))
            for row in self._terms
        ]
        self._velocity = compiled(subject.variables, self._field)
        self._values = [compiled(subject.variables, row) for row in self._terms]

    def advance(self, h: State, t: Any) -> State:
        return [
            sum((mpmath.binomial(t, k) * g for k, g in enumerate(values(h))), mpmath.mpf(0)) for values in self._values
        ]

    def velocity(self, h: State, t: Any) -> State:
        return self._velocity(h)

    def formula(self, state: Sequence[Any]) -> tuple[Any, ...]:
        return replaced(self._field, self.map.variables, state)


class TriangularFlow(SpaceFlow):
    """V from the logarithm of the pull-back on a space of polynomials that contains the coordinates (SHEAR): the
    pull-back of a triangular map with positive diagonal has positive eigenvalues there."""

    def __init__(self, subject: Map) -> None:
        super().__init__(subject, "Comega", "the logarithm of the pull-back on polynomials")
        variables = list(subject.variables)
        values = dict(zip(variables, subject.components, strict=True))
        units = [tuple(int(k == j) for j in range(len(variables))) for k in range(len(variables))]
        found: dict[tuple[int, ...], int] = {unit: k for k, unit in enumerate(units)}
        rows: list[dict[tuple[int, ...], Any]] = []
        pending = list(units)
        while len(rows) < len(pending):
            power = pending[len(rows)]
            monomial: Any = sp.prod([x**k for x, k in zip(variables, power, strict=True)])
            moved: Any = sp.Poly(sp.expand(monomial.subs(values, simultaneous=True)), *variables)
            rows.append(moved.as_dict())
            for other in rows[-1]:
                if other not in found:
                    found[other] = len(pending)
                    pending.append(other)
            if len(pending) > _MAX_MONOMIALS:
                raise InputError("the pull-back needs too many monomials")
        self._matrix = [[row.get(power, sp.S.Zero) for power in pending] for row in rows]
        self._powers = pending
        self._known: dict[int, Any] = {}

    def _logarithm(self) -> Any:
        if mpmath.mp.prec not in self._known:
            self._known[mpmath.mp.prec] = principal_logarithm(matrix(self._matrix))
        return self._known[mpmath.mp.prec]

    def _basis(self, h: State) -> Any:
        return mpmath.matrix([mpmath.fprod(x**k for x, k in zip(h, power, strict=True)) for power in self._powers])

    def advance(self, h: State, t: Any) -> State:
        return list(mpmath.expm(t * self._logarithm()) * self._basis(h))[: self.size]

    def velocity(self, h: State, t: Any) -> State:
        return list(self._logarithm() * self._basis(h))[: self.size]


class ProductFlow(SpaceFlow):
    """The flows of the factors, each in its own variables (PRODUCT)."""

    def __init__(self, subject: Map, flows: Sequence[Any]) -> None:
        super().__init__(subject, weakest(flows), "the product of the flows of the factors")
        self.autonomous = all(flow.autonomous for flow in flows)
        names = [x.name for x in subject.variables]
        self._parts = [(flow, [names.index(x.name) for x in flow.map.variables]) for flow in flows]

    def _each(self, h: State, act: Callable[[Any, Any], Sequence[Any]]) -> State:
        found: State = [mpmath.mpf(0)] * self.size
        for flow, numbers in self._parts:
            own = [h[k] for k in numbers]
            for k, value in zip(numbers, act(flow, own), strict=True):
                found[k] = value
        return found

    def advance(self, h: State, t: Any) -> State:
        def act(flow: Any, x: Any) -> Sequence[Any]:
            return flow.advance(x, t) if isinstance(flow, SpaceFlow) else [flow(t=t, x=x[0], dps=mpmath.mp.dps)]

        return self._each(h, act)

    def velocity(self, h: State, t: Any) -> State:
        def act(flow: Any, x: Any) -> Sequence[Any]:
            return flow.velocity(x, t) if isinstance(flow, SpaceFlow) else [flow.field(x[0], dps=mpmath.mp.dps, t=t)]

        return self._each(h, act)


class ConjugateFlow(SpaceFlow):
    """h^(-1) phi h for a flow phi and h(x) = M x + s (ND-CONJ)."""

    def __init__(self, subject: Map, inner: SpaceFlow, rows: Any, shift: Any) -> None:
        super().__init__(subject, inner.regularity, f"a linear change of coordinates of {inner.source}")
        self.autonomous, self._inner = inner.autonomous, inner
        self._rows, self._shift = sp.Matrix(rows), list(shift)

    def _change(self) -> tuple[Any, Any]:
        return matrix(self._rows.tolist()), matrix([[s] for s in self._shift])

    def advance(self, h: State, t: Any) -> State:
        rows, shift = self._change()
        moved = self._inner.advance(list(rows * mpmath.matrix(h) + shift), t)
        return list(mpmath.inverse(rows) * (mpmath.matrix(moved) - shift))

    def velocity(self, h: State, t: Any) -> State:
        rows, shift = self._change()
        return list(
            mpmath.inverse(rows) * mpmath.matrix(self._inner.velocity(list(rows * mpmath.matrix(h) + shift), t))
        )


class ChartFlow(SpaceFlow):
    """h^(-1) phi h for a flow phi of a map of R^n and coordinates h with an inverse (ND-CONJ)."""

    def __init__(self, subject: Map, inner: SpaceFlow, images: Sequence[Any], inverse: Sequence[Any]) -> None:
        super().__init__(subject, inner.regularity, f"other coordinates of {inner.source}")
        self.autonomous, self._inner = inner.autonomous, inner
        variables = subject.variables
        self._images, self._inverse = compiled(variables, images), compiled(variables, inverse)
        self._slopes = compiled(variables, [sp.diff(expr, x) for expr in inverse for x in variables])

    def advance(self, h: State, t: Any) -> State:
        return list(self._inverse(self._inner.advance(list(self._images(h)), t)))

    def velocity(self, h: State, t: Any) -> State:
        place = list(self._images(h))
        found = self._slopes(place)
        rows = mpmath.matrix([found[k : k + self.size] for k in range(0, len(found), self.size)])
        return list(rows * mpmath.matrix(self._inner.velocity(place, t)))


class SinkFlow(SpaceFlow):
    """V(x) = Df^n(x)^(-1) L (f^n(x) - p) in the limit, exp(L) = Df(p), f a global sink or source whose eigenvalues lie
    so close that linear terms are enough (ND-SINK)."""

    def __init__(self, subject: Map, point: Sequence[Any], expanding: bool) -> None:
        super().__init__(subject, "Comega", "the local field, carried back along the orbits")
        self._point, self._expanding = list(point), expanding
        variables = subject.variables
        rows = [[sp.diff(f, x) for x in variables] for f in subject.components]
        place: Any = dict(zip(variables, self._point, strict=True))
        self._linear: Any = sp.Matrix([[sp.expand(entry.subs(place)) for entry in row] for row in rows])
        self._turn = turning(self._linear)
        self._values = compiled(variables, subject.components)
        self._slopes = compiled(variables, [entry for row in rows for entry in row])
        self._known: dict[int, Any] = {}

    def _local(self) -> tuple[Any, Any]:
        if mpmath.mp.prec not in self._known:
            log = real_logarithm(self._linear, self._turn)
            self._known[mpmath.mp.prec] = matrix([[p] for p in self._point]), log
        return self._known[mpmath.mp.prec]

    def _image(self, x: Any) -> Any:
        return mpmath.matrix(self._values(list(x)))

    def _derivative(self, x: Any) -> Any:
        found, size = self._slopes(list(x)), self.size
        return mpmath.matrix([found[size * i : size * (i + 1)] for i in range(size)])

    def _step(self, x: Any, start: Any) -> tuple[Any, Any]:
        """One step towards the fixed point, and its derivative."""
        if not self._expanding:
            return self._image(x), self._derivative(x)
        y = solve(self._image, self._derivative, x, start)
        return y, mpmath.inverse(self._derivative(y))

    def _limit(self, h: State, read: Callable[[list[Any], Any], Any]) -> Any:
        """read(orbit, derivative of its last point by the first) for longer and longer orbits, at a precision that
        bears the way back."""
        wanted = mpmath.mp.dps
        with mpmath.workdps(3 * wanted + 20):
            point, _ = self._local()
            orbit, slope = [mpmath.matrix(h)], mpmath.eye(self.size)
            near = mpmath.mpf(10) ** (-wanted - 5)
            last, following = None, 4
            while len(orbit) < _MAX_STEPS:
                if mpmath.norm(orbit[-1] - point) == 0:
                    return read(orbit, slope)
                image, rate = self._step(orbit[-1], point if len(orbit) < 2 else orbit[-1])
                orbit.append(image)
                slope = rate * slope
                if len(orbit) >= following:
                    value = read(orbit, slope)
                    if last is not None and mpmath.norm(value - last) <= near * (1 + mpmath.norm(value)):
                        return value
                    last, following = value, len(orbit) + max(3, len(orbit) // 3)
        raise BasinError("the orbit does not settle at the fixed point")

    def velocity(self, h: State, t: Any) -> State:
        def read(orbit: list[Any], slope: Any) -> Any:
            point, log = self._local()
            return mpmath.lu_solve(slope, log * (orbit[-1] - point))

        return list(self._limit(h, read))

    def advance(self, h: State, t: Any) -> State:
        def read(orbit: list[Any], slope: Any) -> Any:
            point, log = self._local()
            place = point + mpmath.expm(t * log) * (orbit[-1] - point)
            for known in reversed(orbit[:-1]):
                forward = self._expanding
                place = self._image(place) if forward else solve(self._image, self._derivative, place, known)
            return place

        return list(self._limit(h, read))
