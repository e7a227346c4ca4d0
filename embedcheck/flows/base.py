"""What every flow offers: f^t(x), the field, and which class the delivered field has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from embedcheck import notebook
from embedcheck.balls import arb
from embedcheck.balls.arith import precision
from embedcheck.equations.values import Ball, bits_for, digits, number, proven, rounded, to_arb
from embedcheck.errors import DomainError, InputError
from embedcheck.maps import Map

if TYPE_CHECKING:
    from embedcheck.flows.compiled import Compiled

_ROOM = 1200


class Field:
    """The vector field of a flow: call it with a point (and t, where the field depends on time).

    Guarantee:
        Rigorous.

    Examples:
        >>> from embedcheck import check
        >>> field = check("exp(x) - 1").verdict("basic", "Cinf").flow.field
        >>> print(field(1))
        0.433045596021037
    """

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def __call__(self, x: Any, dps: int = 15, t: Any = 0) -> Any:
        """V(x), or V(t, x), to proven digits.

        Args:
            x: A text, a number (floats are decimals) or a SymPy constant.
            dps: The number of significant digits, from 1 to 5000.
            t: The time, where the field depends on it.

        Returns:
            mpmath.mpf: A number all of whose dps digits are proven.

        Raises:
            DomainError: The field is not known there.
            BasinError: The same, at this time.
            PrecisionError: The digits could not be proven.
            InputError: x, t or dps makes no sense.

        Guarantee:
            Rigorous.

        Examples:
            >>> from mpmath import nstr
            >>> from embedcheck import check
            >>> field = check("2*x").verdict("basic", "Comega").flow.field
            >>> print(nstr(field(1, dps=30), 30))
            0.693147180559945309417232121458
        """
        return self._flow.evaluate(
            lambda point, time, bits: self._flow.velocity(point, time, bits), x, t, dps, "the field"
        )

    def __repr__(self) -> str:
        return f"<field of {self._flow!r}>"


class Flow:
    """The solution operator of an embedding: flow(t, x) is h(t) for h(0) = x, and f(x) is the read-out of h(1).

    Without a linear layer the read-out is the identity. `Verdict.flow` makes it.

    Attributes:
        map: The Map f.
        regularity: The class of the delivered field on J, the hull of X and f(X), which may be lower than that of
            the cell.
        autonomous: Whether the field is free of time.
        source: Names the construction.

    Guarantee:
        Rigorous. Every digit is proven.

    Source:
        `theorem(verdict.rule).source`.

    Examples:
        >>> from embedcheck import check
        >>> flow = check("exp(x) - 1").verdict("basic", "Cinf").flow
        >>> flow
        <flow of Map('exp(x) - 1') by Abel at 0, field Cinf>
        >>> print(flow(t="1/2", x=1), flow(t=1, x=1))
        1.27102741388995 1.71828182845905
    """

    autonomous = True

    def __init__(self, subject: Map, regularity: str, source: str) -> None:
        self.map = subject
        self.regularity = regularity
        self.source = source

    def __call__(self, t: Any = 1, x: Any = None, dps: int = 15) -> Any:
        """The state h(t), to proven digits.

        Args:
            t: The time: a text, a number (floats are decimals) or a SymPy constant; f is reached at 1.
            x: A point of the domain, likewise.
            dps: The number of significant digits, from 1 to 5000.

        Returns:
            mpmath.mpf: A number all of whose dps digits are proven.

        Raises:
            DomainError: x is not in the domain.
            BasinError: The solution leaves the region in which the field is known.
            PrecisionError: The digits could not be proven.
            InputError: t, x or dps makes no sense.

        Guarantee:
            Rigorous.

        Examples:
            >>> from embedcheck import check
            >>> flow = check("2*x").verdict("basic", "Comega").flow
            >>> print(flow(t=-1, x=1), flow(t=0.5, x=1))
            0.5 1.4142135623731
            >>> flow(t=1)
            Traceback (most recent call last):
                ...
            embedcheck.errors.InputError: a flow needs a point: flow(t=, x=)
        """
        if x is None:
            raise InputError("a flow needs a point: flow(t=, x=)")
        return self.evaluate(self.advance, x, t, dps, "the flow")

    @property
    def field(self) -> Field:
        """The vector field V.

        Guarantee:
            Rigorous.

        Examples:
            >>> from embedcheck import check
            >>> print(check("2*x").verdict("basic", "Comega").flow.field(3))
            2.07944154167984
        """
        return Field(self)

    @property
    def formula(self) -> Any:
        """V as a SymPy expression of the variable of f where a closed form is known, else None.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import check
            >>> check("2*x/(1 + x)", domain="[0, 1]").verdict("basic", "Comega").flow.formula
            x*(1 - x)*log(2)
            >>> check("exp(x) - 1").verdict("basic", "Cinf").flow.formula is None
            True
        """
        return None

    def compile(self, lower: float | None = None, upper: float | None = None, tolerance: float = 1e-10) -> Compiled:
        """The field in double precision: a vectorised NumPy callable on an interval, with its error stated.

        Args:
            lower: Left end of the interval; that of the domain unless given.
            upper: Right end, likewise.
            tolerance: The error aimed at, from 1e-15 to 1, in the unit of V.

        Returns:
            Compiled: Array in, array out.

        Raises:
            InputError: The field depends on time, is not known on all of the interval, or the interval is
                unbounded.

        Guarantee:
            Numeric. The error is an estimate.

        Examples:
            >>> from embedcheck import check
            >>> flow = check("2*x/(1 + x)", domain="[0, 1]").verdict("basic", "Comega").flow
            >>> field = flow.compile()
            >>> field.error < 1e-10
            True
            >>> [round(value, 6) for value in field([0.25, 0.5]).tolist()]
            [0.129965, 0.173287]
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

    def latex(self) -> str:
        r"""The initial value problem as LaTeX, with the field where it has a formula.

        Returns:
            str: Without dollar signs.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import check
            >>> print(check("2*x").verdict("basic", "Comega").flow.latex())
            h' = V(h), \quad h(0) = x, \quad V(x) = x \log{\left(2 \right)}
        """
        problem = r"h' = V(h), \quad h(0) = x" if self.autonomous else r"h' = V(t, h), \quad h(0) = x"
        if self.formula is None:
            return problem
        return rf"{problem}, \quad V({notebook.latex(self.map.x)}) = {notebook.latex(self.formula)}"

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex()}$"

    def _repr_html_(self) -> str:
        return notebook.element(
            notebook.line("Flow of ", notebook.code(str(self.map))),
            notebook.formula(self.latex()),
            notebook.line(f"{self.source}; class of the field: {self.regularity}"),
        )

    def __repr__(self) -> str:
        kind = "flow" if self.autonomous else "non-autonomous flow"
        return f"<{kind} of {self.map} by {self.source}, field {self.regularity}>"
