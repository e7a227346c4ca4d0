"""Flows in closed form (guarantee: numeric)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from embedcheck import certificate as c
from embedcheck.flows.spaces import SpaceFlow, State, compiled, replaced
from embedcheck.maps import Map
from embedcheck.parsing import parse_expression, read_map


class MotionFlow(SpaceFlow):
    """The solutions of an analytic field that are known in closed form (ND-CLOSED)."""

    def __init__(self, subject: Map, fact: c.Motion) -> None:
        super().__init__(subject, "Comega", "solutions in closed form")
        names = [x.name for x in subject.variables]
        self._field = [parse_expression(text, names) for text in fact.field]
        readings = [read_map(text, (*names, fact.time)) for text in fact.path]
        time, path = readings[0].variables[-1], [one.components[0] for one in readings]
        self._path = compiled([*subject.variables, time], path)
        self._speed = compiled(subject.variables, self._field)

    def advance(self, h: State, t: Any) -> State:
        return self._path([*h, t])

    def velocity(self, h: State, t: Any) -> State:
        return self._speed(h)

    def formula(self, state: Sequence[Any]) -> tuple[Any, ...]:
        return replaced(self._field, self.map.variables, state)
