"""Fields of maps that advance a linear function by a constant (guarantee: numeric)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mpmath
import sympy as sp

from embedcheck.errors import BasinError
from embedcheck.flows.isotopies import IsotopyFlow, solve
from embedcheck.flows.spaces import SpaceFlow, State, compiled, matrix
from embedcheck.maps import Map

_MAX_TURNS = 200


def _step(s: Any) -> tuple[Any, Any]:
    """A smooth increasing function from 0 to 1, flat at both, and its derivative."""
    margin = 1 / (7 * mpmath.mpf(mpmath.mp.dps))
    # So close to an end it differs from its limit by less than the working precision shows.
    if s <= margin or s >= 1 - margin:
        return mpmath.mpf(s > margin), mpmath.mpf(0)
    up, down = mpmath.exp(-1 / s), mpmath.exp(-1 / (1 - s))
    total = up + down
    return up / total, up * down * (1 / s**2 + 1 / (1 - s) ** 2) / total**2


def _late(s: Any) -> tuple[Any, Any]:
    """b(s) from s = 1/2 to 1 and its derivative: 0 and flat at first, s - 1 with all derivatives at the end."""
    share, rate = _step(2 * s - 1)
    return (s - 1) * share, share + 2 * (s - 1) * rate


class ClockFlow(SpaceFlow):
    """In coordinates f(s, y) = (s + 1, g_s(y)). For 0 <= s <= 1 the point (0, y) moves to (s, H_s(y)): until s = 1/2 by
    the isotopy from the identity to g_0 at a time that is flat at both ends, then by g_b with b = 0 at s = 1/2, flat,
    and b = s - 1 at s = 1 with all derivatives; f carries this on (CLOCK, AFF-FREE). The field is Cinf."""

    def __init__(self, subject: Map, direction: Sequence[Any]) -> None:
        super().__init__(subject, "Cinf", "a clock and an isotopy over it")
        size, variables = subject.inputs, subject.variables
        form = sum(u * x for u, x in zip(direction, variables, strict=True))
        moved = sum(u * f for u, f in zip(direction, subject.components, strict=True))
        advance = sp.expand(moved - form)
        rows = [[u / advance for u in direction]]
        for k in range(size):
            more = [*rows, [sp.Integer(int(j == k)) for j in range(size)]]
            if sp.Matrix(more).rank() == len(more):
                rows = more
        self._rows: Any = sp.Matrix(rows)
        back = self._rows.inv()
        fibre = [sp.Symbol(f"y{k}", real=True) for k in range(1, size)]
        start: Any = dict(zip(variables, back * sp.Matrix([sp.S.Zero, *fibre]), strict=True))
        image = self._rows * sp.Matrix([f.subs(start, simultaneous=True) for f in subject.components])
        over = Map([sp.expand(value) for value in image[1:]], vars=[y.name for y in fibre])
        self._isotopy = IsotopyFlow(over, "Cinf")
        slopes = [sp.diff(f, x) for f in subject.components for x in variables]
        self._values, self._slopes = compiled(variables, subject.components), compiled(variables, slopes)

    def _image(self, x: Any) -> Any:
        return mpmath.matrix(self._values(list(x)))

    def _derivative(self, x: Any) -> Any:
        found, size = self._slopes(list(x)), self.size
        return mpmath.matrix([found[size * i : size * (i + 1)] for i in range(size)])

    def _carried(self, x: Any, turns: int) -> list[Any]:
        """The orbit x, f(x) ... to f^turns(x); backwards for negative turns."""
        if abs(turns) > _MAX_TURNS:
            raise BasinError(f"more than {_MAX_TURNS} steps of the map are needed")
        orbit = [x]
        for _ in range(abs(turns)):
            last = orbit[-1]
            orbit.append(self._image(last) if turns > 0 else solve(self._image, self._derivative, last, last))
        return orbit

    def _home(self, h: State) -> tuple[int, list[Any], Any, State]:
        """turns and the orbit to the point over [0, 1) that f^turns maps to h; its s and y."""
        rows = matrix(self._rows.tolist())
        turns = int(mpmath.floor((rows * mpmath.matrix(h))[0]))
        orbit = self._carried(mpmath.matrix(h), -turns)
        place = rows * orbit[-1]
        return turns, orbit, place[0], list(place)[1:]

    def _place(self, s: Any, y: Sequence[Any]) -> Any:
        return mpmath.inverse(matrix(self._rows.tolist())) * mpmath.matrix([s, *y])

    def _fibre(self, x: Any) -> State:
        return list(matrix(self._rows.tolist()) * x)[1:]

    def _origin(self, s: Any, y: State) -> State:
        """The y_0 with H_s(y_0) = y."""
        if 2 * s < 1:
            return self._isotopy.origin(y, _step(2 * s)[0])
        goal = self._place(_late(s)[0] + 1, y)
        return self._fibre(solve(self._image, self._derivative, goal, goal))

    def _moved(self, s: Any, start: State) -> State:
        """H_s(y_0)"""
        if 2 * s < 1:
            return self._isotopy.advance(start, _step(2 * s)[0])
        return self._fibre(self._image(self._place(_late(s)[0], start)))

    def _speed(self, s: Any, y: State) -> State:
        """The derivative of H_s in s, at the place y."""
        if 2 * s < 1:
            time, speed = _step(2 * s)
            return [2 * speed * v for v in self._isotopy.velocity(y, time)] if speed else [mpmath.mpf(0)] * len(y)
        place, speed = _late(s)
        forward = self._place(mpmath.mpf(1), [0] * len(y))
        return self._fibre(speed * (self._derivative(self._place(place, self._origin(s, y))) * forward))

    def advance(self, h: State, t: Any) -> State:
        turns, _, s, y = self._home(h)
        whole = int(mpmath.floor(s + t))
        rest = s + t - whole
        place = self._place(rest, self._moved(rest, self._origin(s, y)))
        return list(self._carried(place, turns + whole)[-1])

    def velocity(self, h: State, t: Any) -> State:
        turns, orbit, s, y = self._home(h)
        found = self._place(mpmath.mpf(1), self._speed(s, y))
        if turns > 0:
            for place in reversed(orbit[1:]):
                found = self._derivative(place) * found
        else:
            for place in reversed(orbit[:-1]):
                found = mpmath.lu_solve(self._derivative(place), found)
        return list(found)
