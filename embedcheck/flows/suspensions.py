"""The suspension of a field that depends on time: the time is a coordinate (guarantee: numeric)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mpmath
import sympy as sp

from embedcheck.errors import BasinError, InputError
from embedcheck.flows.spaces import SpaceFlow, State


class SuspensionFlow(SpaceFlow):
    """h' = V(s, h), s' = 1, s(0) = 0 for the field V(t, h) of another flow (INC-TIME, SUSP); s is the last coordinate.

    The field is known for s from 0 to 1, and the flow is given for states with s = 0.
    """

    def __init__(self, inner: SpaceFlow) -> None:
        super().__init__(inner.map, inner.regularity, f"the suspension of {inner.source}", inner.extra + 1)
        self._inner = inner

    def _from_input(self, x: State, t: Any) -> State:
        if not 0 <= t <= 1:
            raise InputError("a suspension is given for t from 0 to 1")
        return super()._from_input(x, t)

    def advance(self, h: State, t: Any) -> State:
        *own, s = h
        if s != 0:
            raise BasinError("the solution is known from s = 0 only")
        return [*self._inner.advance(own, t), +t]

    def velocity(self, h: State, t: Any) -> State:
        *own, s = h
        return [*self._inner.velocity(own, min(max(s, mpmath.mpf(0)), mpmath.mpf(1))), mpmath.mpf(1)]

    def formula(self, state: Sequence[Any]) -> tuple[Any, ...] | None:
        found = self._inner.formula(state[:-1])
        return None if found is None else (*found, sp.S.One)

    def readout(self, state: Sequence[Any]) -> tuple[Any, ...]:
        return self._inner.readout(state[: self.size - 1])
