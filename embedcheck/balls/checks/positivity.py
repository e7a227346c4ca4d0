"""The sign of a function of several variables on the box, as a certificate states it."""

from __future__ import annotations

from typing import Any, NamedTuple

from embedcheck import certificate as c
from embedcheck.balls.checks.boxes import BoxFacts, require
from embedcheck.balls.checks.spots import expanded
from embedcheck.parsing import read_map


class Sign(NamedTuple):
    """A function with one sign on all of X."""

    function: Any
    sign: int


class PositivityFacts(BoxFacts):
    """The kinds of facts about signs."""

    def read_function(self, text: str) -> Any:
        """A function of the variables of f."""
        reading = read_map(text, self.data.map.vars)
        require(len(reading.components) == 1 and not reading.removed, "{} is no function", text[:60])
        return reading.components[0]

    def _signed(self, fact: c.Signed) -> Sign:
        require(fact.sign in (-1, 1), "a sign that is neither 1 nor -1")
        function = self.read_function(fact.function)
        require(self.structure.sign(expanded(function)) == fact.sign, "the sign is not seen in one evaluation")
        return Sign(function, fact.sign)
