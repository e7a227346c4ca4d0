"""What every flow offers: f^t(x), the field, and which class the delivered field has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from embedcheck.balls import arb
from embedcheck.balls.arith import precision
from embedcheck.equations.values import Ball, bits_for, digits, number, proven, rounded, to_arb
from embedcheck.errors import DomainError, InputError
from embedcheck.maps import Map

if TYPE_CHECKING:
    from embedcheck.flows.compiled import Compiled

_ROOM = 1200


class Field:
    """The vector field of a flow: call it with x (and t, where the field depends on time)."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def __call__(self, x: Any, dps: int = 15, t: Any = 0) -> Any:
        """V(x), or V(t, x), an mpmath number with dps proven digits (guarantee: rigorous). Errors as of the flow."""
        return self._flow.evaluate(
            lambda point, time, bits: self._flow.velocity(point, time, bits), x, t, dps, "the field"
        )

    def __repr__(self) -> str:
        return f"<field of {self._flow!r}>"


class Flow:
    """The solution operator of an embedding: flow(t, x) is h(t) for h(0) = x, and flow(1, x) = f(x).

    `regularity` is the class of the delivered field on J = hull(X u f(X)), which may be lower than that of the cell;
    `autonomous` tells whether it depends on time; `source` names the construction.
    """

    autonomous = True

    def __init__(self, subject: Map, regularity: str, source: str) -> None:
        self.map = subject
        self.regularity = regularity
        self.source = source

    def __call__(self, t: Any = 1, x: Any = None, dps: int = 15) -> Any:
        """h(t), an mpmath number with dps proven digits (guarantee: rigorous).

        t and x are texts, numbers (floats are decimals), or SymPy constants; x is a point of X. Raises DomainError for
        x outside X, BasinError where the solution leaves the region in which the field is known, PrecisionError when
        the digits cannot be proven.
        """
        if x is None:
            raise InputError("a flow needs a point: flow(t=, x=)")
        return self.evaluate(self.advance, x, t, dps, "the flow")

    @property
    def field(self) -> Field:
        """The vector field V."""
        return Field(self)

    @property
    def formula(self) -> Any:
        """V as a SymPy expression where a closed form is known, else None."""
        return None

    def compile(self, lower: float | None = None, upper: float | None = None, tolerance: float = 1e-10) -> Compiled:
        """The field in double precision: a vectorised NumPy callable on [lower, upper], with its error stated.

        The interval may be left out where J is bounded. Raises InputError for a field that depends on time.
        """
        from embedcheck.flows.compiled import compile_field

        return compile_field(self, lower, upper, tolerance)

    def evaluate(self, compute: Callable[[Any, arb, int], arb], x: Any, t: Any, dps: int, what: str) -> Any:
        """compute(x, t, bits) as a number with proven digits."""
        wanted = digits(dps)
        point, time = number(x, "x"), number(t, "t")
        if isinstance(point, Ball):
            raise InputError("a flow starts at an exact point")
        if self.outside(point):
            raise DomainError(f"x = {x} is not where the field is known")

        if compute == self.advance and time == 0:
            return rounded(to_arb(point, bits_for(wanted)), wanted)

        def run(bits: int) -> arb:
            with precision(bits, _ROOM + bits):
                return compute(point, to_arb(time, bits), bits)

        return rounded(proven(run, wanted, f"{what} at {x}"), wanted)

    def outside(self, point: Any) -> bool:
        """Whether the point is proven to lie where the flow does not start."""
        return self.map.domain.contains([point]) is False

    def advance(self, x: Any, t: arb, bits: int) -> arb:
        """h(t) at a working precision."""
        raise NotImplementedError

    def velocity(self, x: Any, t: arb, bits: int) -> arb:
        """V(t, x) at a working precision."""
        raise NotImplementedError

    def read(self, x: Any, t: arb, bits: int) -> arb:
        """The read-out of h(t) at a working precision."""
        return self.advance(x, t, bits)

    def __repr__(self) -> str:
        kind = "flow" if self.autonomous else "non-autonomous flow"
        return f"<{kind} of {self.map} by {self.source}, field {self.regularity}>"
