"""What the solutions of the functional equations at a fixed point share: values, enclosures, inverses, exact series."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import mpmath
import sympy as sp

from embedcheck import notebook
from embedcheck.balls import arb
from embedcheck.balls.arith import precision
from embedcheck.balls.constants import compare
from embedcheck.equations.exact import exact_taylor
from embedcheck.equations.places import Place, find_place
from embedcheck.equations.solvers import solver_at
from embedcheck.equations.values import (
    Ball,
    bits_for,
    digits,
    number,
    proven,
    rounded,
    to_arb,
    to_ball,
    whole_number,
)
from embedcheck.errors import DomainError, EmbedcheckError, InputError
from embedcheck.maps import Domain, Map

_SERIES_ROOM = 700
_MAX_ORDER = 2000
_SHOWN_TERMS = 4
_SHOWN_LENGTH = 300


def as_map(f: Any) -> Map:
    return f if isinstance(f, Map) else Map(f)


def side_of(side: Any) -> int:
    """+1 or -1 from 'right', 'left', 1 or -1. Raises InputError."""
    for value, names in ((1, ("right", "+", 1)), (-1, ("left", "-", -1))):
        if not isinstance(side, bool) and side in names:
            return value
    raise InputError("side is 'right' or 'left'")


class Equation:
    """A solution of a functional equation at one fixed point p: what `Koenigs`, `Abel`, `Boettcher` and `Julia` share.

    Call it for a number with proven digits; `enclose` gives a ball, `series` the exact expansion in x - p.

    Guarantee:
        Rigorous for values, exact for series.

    Source:
        KOENIGS, ABEL and BOETTCHER in `theorem`.

    Examples:
        >>> from embedcheck import koenigs
        >>> from embedcheck.equations.equation import Equation
        >>> isinstance(koenigs("x/2 + x**2", at=0), Equation)
        True
    """

    kind: ClassVar[str]
    places: ClassVar[tuple[str, ...]]
    _letter: ClassVar[str]

    def __init__(self, place: Place, at: Any, side: int = 1) -> None:
        self._place = place
        self._at = at
        self._solver: Any = solver_at(place, side)

    @property
    def map(self) -> Map:
        """The map f.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import julia
            >>> julia("exp(x) - 1").map
            Map('exp(x) - 1')
        """
        return self._place.subject

    @property
    def at(self) -> str:
        """The fixed point, an exact constant as text, or a decimal whose digits are proven.

        Guarantee:
            Exact or rigorous.

        Examples:
            >>> from embedcheck import koenigs
            >>> koenigs("sqrt(2)**x", at=2).at, koenigs("exp(x)/4", at="0.36").at
            ('2', '0.357402956181389')
        """
        return self._place.name

    @property
    def multiplier(self) -> Any:
        """f'(p), an exact SymPy constant, or an mpmath number with 30 proven digits where p is only enclosed.

        For a fixed point at infinity it is the multiplier in the coordinate in which it is finite.

        Guarantee:
            Exact or rigorous.

        Examples:
            >>> from embedcheck import koenigs
            >>> koenigs("sqrt(2)**x", at=2).multiplier
            log(2)
            >>> print(koenigs("exp(x)/4", at="0.36").multiplier)
            0.357402956181389
        """
        if self._place.multiplier is not None:
            return self._place.multiplier
        return rounded(proven(self._solver.multiplier, 30, "the multiplier"), 30)

    def __call__(self, x: Any, dps: int = 15) -> Any:
        """The value at a point, to proven digits.

        Args:
            x: A text, a number (floats are decimals), a SymPy constant or a Ball.
            dps: The number of significant digits, from 1 to 5000.

        Returns:
            mpmath.mpf: A number all of whose dps digits are proven; print it with `mpmath.nstr(value, dps)`.

        Raises:
            BasinError: The function is not defined there: the orbit of x does not run into p.
            DomainError: x is not in the domain of f.
            PrecisionError: The digits could not be proven.
            InputError: x or dps makes no sense.

        Guarantee:
            Rigorous.

        Examples:
            >>> from mpmath import nstr
            >>> from embedcheck import koenigs
            >>> sigma = koenigs("sqrt(2)**x", at=2)
            >>> print(nstr(sigma(1, dps=40), 40))
            -0.6320986610508292503554506459907808627995
            >>> sigma(5)
            Traceback (most recent call last):
                ...
            embedcheck.errors.BasinError: no orbit from 5.00000000000 into 2 was found
        """
        value = self._proven(x, dps)
        # Over a ball the value is a ball, too, perhaps a wide one.
        return rounded(proven(lambda _: value, dps, f"{self.kind} at {x}"), dps)

    def enclose(self, x: Any, dps: int = 15) -> Ball:
        """A ball around the value at a point.

        Args:
            x: A text, a number (floats are decimals), a SymPy constant or a Ball.
            dps: The relative radius is below 10^-dps for exact x.

        Returns:
            Ball: It holds the value; for a Ball x the values at all its points.

        Raises:
            BasinError: The function is not defined there.
            DomainError: x is not in the domain of f.
            PrecisionError: The ball could not be made so small.
            InputError: x or dps makes no sense.

        Guarantee:
            Rigorous.

        Examples:
            >>> from embedcheck import boettcher
            >>> beta = boettcher("x**2 + x**3", at=0)
            >>> beta.enclose("1/4").contains(beta("1/4", dps=40))
            True
        """
        return to_ball(self._proven(x, dps))

    def inverse(self, value: Any, dps: int = 15) -> Any:
        """The point next to p at which the function takes a value.

        Args:
            value: A text, a number (floats are decimals) or a SymPy constant.
            dps: The number of significant digits, from 1 to 5000.

        Returns:
            mpmath.mpf: A number all of whose dps digits are proven.

        Raises:
            BasinError: The function does not take this value next to p.
            PrecisionError: The digits could not be proven.
            InputError: `value` or `dps` makes no sense.

        Guarantee:
            Rigorous.

        Examples:
            >>> from embedcheck import koenigs
            >>> print(koenigs("sqrt(2)**x", at=2).inverse("-1/2"))
            1.29713966400534
        """
        target = number(value, "the value")
        compute = self._at_precision(lambda bits: self._invert(to_arb(target, bits), bits))
        return rounded(proven(compute, digits(dps), "the inverse"), dps)

    def series(self, order: int) -> list[Any]:
        """The coefficients of (x - p)^0, ..., (x - p)^order.

        Args:
            order: The last order, from 0 to 2000.

        Returns:
            list[sympy.Expr]: order + 1 constants; rational or algebraic when those of f are.

        Raises:
            InputError: The fixed point is not known exactly, the function has no power series there, or the order
                makes no
                sense.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import abel, julia
            >>> julia("exp(x) - 1").series(5)
            [0, 0, 1/2, -1/12, 1/48, -1/180]
            >>> abel("exp(x) - 1").series(5)
            Traceback (most recent call last):
                ...
            embedcheck.errors.InputError: an Abel function has no power series; julia(f, at=p).series is ...
        """
        return self._series(whole_number(order, "the order", 0, _MAX_ORDER))

    @property
    def _domain(self) -> Domain:
        """Where the function is looked for."""
        return self._place.subject.domain

    def _taylor(self, order: int) -> Any:
        place = self._place
        if place.point.value is None:
            raise InputError(f"the fixed point {place.name} is not known exactly, so there is no exact series")
        return exact_taylor(place.expr, place.variable, place.point.value, order)

    def _at_precision(self, compute: Callable[[int], arb]) -> Callable[[int], arb]:
        def run(bits: int) -> arb:
            with precision(bits, _SERIES_ROOM + bits):
                return compute(bits)

        return run

    def _proven(self, x: Any, dps: int) -> arb:
        wanted = digits(dps)
        point = number(x, "x")
        if self._is_fixed_point(point):
            return self._at_fixed_point()
        if not isinstance(point, Ball) and self._domain.contains([point]) is False:
            raise DomainError(f"x = {x} is not in the domain {self._domain.text()}")
        compute = self._at_precision(lambda bits: self._value(to_arb(point, bits), bits))
        if isinstance(point, Ball) and point.radius:
            value = compute(bits_for(wanted))
            if not value.is_finite():
                raise InputError("no enclosure was found over this ball")
            return value
        return proven(compute, wanted, f"{self.kind} at {x}")

    def _is_fixed_point(self, point: Any) -> bool:
        own = self._place.point.value
        return own is not None and self._place.finite and not isinstance(point, Ball) and compare(point, own) == 0

    def _at_fixed_point(self) -> arb:
        return arb(0)

    def _for(self, x: arb, bits: int) -> Any:
        """The solver for the side on which x lies: the map may have another piece there."""
        side = 1
        w, p = self._solver.enter(x, bits)
        if w < p:
            side = -1
        elif not w > p:
            return self._solver
        return self._on_side(side)

    def _on_side(self, side: int) -> Any:
        """The solver for one side of the point."""
        place = self._place
        if place.side == -side:
            place = find_place(self._place.subject, self._at, side)
            if place.kind not in self.places:
                raise InputError(f"on the other side of {self.at} the fixed point is {place.kind}")
        return solver_at(place, side)

    def _value(self, x: arb, bits: int) -> arb:
        raise NotImplementedError

    def _invert(self, value: arb, bits: int) -> arb:
        raise NotImplementedError

    def _series(self, order: int) -> list[Any]:
        raise NotImplementedError

    @property
    def _law(self) -> str:
        """The functional equation as LaTeX, with what makes the solution unique."""
        raise NotImplementedError

    def _expansion(self) -> str:
        """The first terms of the exact series as LaTeX; empty where there is none."""
        try:
            terms = self.series(_SHOWN_TERMS)
        except EmbedcheckError:
            return ""
        p, z = self._place.point.value, sp.Dummy()
        names = {z: sp.latex(self.map.x) if p == 0 else rf"\left({sp.latex(self.map.x - p)}\right)"}
        while terms:
            shown = [sp.latex(c * z**k, symbol_names=names) for k, c in enumerate(terms) if c != 0]
            text = " + ".join(shown).replace("+ -", "-") or "0"
            if len(text) <= _SHOWN_LENGTH:
                return rf"{self._letter}(x) = {text} + O({sp.latex(z ** len(terms), symbol_names=names)})"
            terms.pop()
        return ""

    def _repr_latex_(self) -> str:
        expansion = self._expansion()
        return rf"$\displaystyle {self._law}" + (rf", \quad {expansion}$" if expansion else "$")

    def _repr_html_(self) -> str:
        multiplier = self.multiplier
        shown = mpmath.nstr(multiplier, 15) if isinstance(multiplier, mpmath.mpf) else sp.sstr(multiplier)
        expansion = self._expansion()
        return notebook.element(
            notebook.line(self.kind, " function of ", notebook.code(str(self.map))),
            notebook.formula(self._law),
            notebook.line("fixed point ", notebook.code(self.at), ", multiplier ", notebook.code(str(shown))),
            notebook.formula(expansion) if expansion else "",
        )

    def __repr__(self) -> str:
        return f"<{self.kind} function of {self.map} at {self.at}>"
