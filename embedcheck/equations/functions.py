"""Koenigs, Abel and Boettcher functions and iterative logarithms: exact series, values with proven digits."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.analysis.local import end_limit
from embedcheck.analysis.points import exact_point
from embedcheck.analysis.signs import UnknownError
from embedcheck.balls import arb
from embedcheck.balls.constants import compare, constant_ball
from embedcheck.equations.equation import Equation, as_map, side_of
from embedcheck.equations.exact import exact_boettcher, exact_julia, exact_koenigs
from embedcheck.equations.inverse import explicit_inverse
from embedcheck.equations.places import Place, analysis_of, find_place
from embedcheck.equations.solvers import solver_at
from embedcheck.equations.values import (
    Ball,
    bits_for,
    digits,
    number,
    proven,
    rounded,
    to_arb,
)
from embedcheck.errors import BasinError, DomainError, InputError
from embedcheck.maps import Domain, Interval, Map

_RIGHT_FUNCTION = {
    "hyperbolic": "koenigs (or julia, if its multiplier is positive)",
    "parabolic": "abel (or julia)",
    "superattracting": "boettcher (or julia)",
    "neutral": "none of them: its multiplier is -1, so work with the second iterate f(f(x))",
}


class Koenigs(Equation):
    """The Koenigs function: sigma(f(x)) = s sigma(x), sigma(p) = 0, sigma'(p) = 1; made by `koenigs`.

    Guarantee:
        Rigorous for values, exact for series.

    Source:
        G. Koenigs 1884; KOENIGS in `theorem`.

    Examples:
        >>> from embedcheck import koenigs
        >>> sigma = koenigs("x/2 + x**2", at=0)
        >>> sigma
        <Koenigs function of Map('x**2 + x/2') at 0>
        >>> sigma.series(3)
        [0, 1, 4, 32/3]
        >>> print(sigma("1/8"), sigma("5/64"))
        0.217744568962398 0.108872284481199
    """

    kind = "Koenigs"
    places = ("hyperbolic",)
    _letter = r"\sigma"

    @property
    def _law(self) -> str:
        return r"\sigma(f(x)) = s \, \sigma(x), \quad \sigma(p) = 0, \quad \sigma'(p) = 1"

    def _value(self, x: arb, bits: int) -> arb:
        return self._for(x, bits).value(x, bits)

    def _invert(self, value: arb, bits: int) -> arb:
        # sigma has the sign of x - p.
        solver = self._on_side(1 if value > 0 else -1) if self._place.side else self._solver
        return solver.inverse(value, bits)

    def _series(self, order: int) -> list[Any]:
        return exact_koenigs(self._taylor(max(order, 1)), order)


class Abel(Equation):
    """The Abel function of one side: alpha(f(x)) = alpha(x) + 1, and V = 1/alpha' ~ a (x-p)^(k+1); made by `abel`.

    alpha(base) = 0 when a base point was given; otherwise its asymptotic expansion at p, a sum of powers and a
    logarithm of
    the distance to p, has no constant term.

    Attributes:
        base: The point where alpha = 0, or None.

    Guarantee:
        Rigorous.

    Source:
        N. H. Abel 1881; ABEL in `theorem`.

    Examples:
        >>> from embedcheck import abel
        >>> alpha = abel("sin(x)", at=0, side="right", base=1)
        >>> print(alpha(1), alpha("sin(1)"), alpha("sin(sin(1))"))
        0.0 1.0 2.0
    """

    kind = "Abel"
    places = ("parabolic",)
    _letter = r"\alpha"

    @property
    def _law(self) -> str:
        return r"\alpha(f(x)) = \alpha(x) + 1"

    def __init__(self, place: Place, at: Any, side: int, base: Any = None) -> None:
        super().__init__(place, at, side)
        self.base = base

    @property
    def side(self) -> str:
        """`right` or `left` of p (in the coordinate of the place, for a point at infinity).

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import abel
            >>> abel("sin(x)", at=0, side="left").side
            'left'
        """
        return "right" if self._solver.side > 0 else "left"

    @property
    def order(self) -> int:
        """k, where f(x) = x + a (x-p)^(k+1) + ...

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import abel
            >>> abel("sin(x)", at=0).order
            2
        """
        return self._place.degree

    def _base_value(self, bits: int) -> arb:
        return self._solver.value(to_arb(self.base, bits), bits) if self.base is not None else arb(0)

    def _value(self, x: arb, bits: int) -> arb:
        return self._solver.value(x, bits) - self._base_value(bits)

    def _invert(self, value: arb, bits: int) -> arb:
        return self._solver.inverse(value + self._base_value(bits), bits)

    def _proven(self, x: Any, dps: int) -> arb:
        if self.base is not None and not isinstance(self.base, Ball):
            point = number(x, "x")
            if not isinstance(point, Ball) and compare(point, self.base) == 0:
                return arb(0)
        return super()._proven(x, dps)

    def _at_fixed_point(self) -> arb:
        raise BasinError(f"the Abel function has a pole at {self.at}")

    def _series(self, order: int) -> list[Any]:
        raise InputError("an Abel function has no power series; julia(f, at=p).series is that of V = 1/alpha'")


class Boettcher(Equation):
    """The Boettcher function: beta(f(x)) = beta(x)^d, beta ~ c (x - p), c^(d-1) = a; made by `boettcher`.

    For odd d and a < 0, beta(f(x)) = -beta(x)^d with `c = |a|^(1/(d-1))`.

    Guarantee:
        Rigorous for values, exact for series.

    Source:
        L. E. Boettcher 1904; BOETTCHER in `theorem`.

    Examples:
        >>> from embedcheck import boettcher
        >>> beta = boettcher("x**2 + x**3", at=0)
        >>> beta.series(4)
        [0, 1, 1/2, 1/8, 7/16]
        >>> print(beta("1/4")**2, beta("5/64"))
        0.081252936826724 0.081252936826724
    """

    kind = "Boettcher"
    places = ("superattracting",)
    _letter = r"\beta"

    @property
    def _law(self) -> str:
        sign = "-" if self.degree % 2 and self._solver.leading < 0 else ""
        return rf"\beta(f(x)) = {sign}\beta(x)^{{{self.degree}}}, \quad \beta(p) = 0"

    @property
    def degree(self) -> int:
        """d, where f(x) = p + a (x-p)^d + ...

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import boettcher
            >>> boettcher("x**2 + x**3", at=0).degree
            2
        """
        return self._place.degree

    def _value(self, x: arb, bits: int) -> arb:
        return self._for(x, bits).value(x, bits)

    def _invert(self, value: arb, bits: int) -> arb:
        if not self._place.side:
            return self._solver.inverse(value, bits)
        # beta has the sign of c (x - p), and c may differ from side to side.
        for side in (1, -1):
            solver = self._on_side(side)
            if (value > 0) == (solver.orientation * side > 0):
                return solver.inverse(value, bits)
        raise BasinError("beta does not take this value next to the fixed point")

    def _series(self, order: int) -> list[Any]:
        return exact_boettcher(self._taylor(order + self.degree), self.degree, order)


class Julia(Equation):
    """The iterative logarithm: V(f(x)) = f'(x) V(x), the field whose time-one map is f; made by `julia`.

    V = log(s) (x-p) + ... at a hyperbolic point, a (x-p)^(k+1) + ... at a parabolic one; at a superattracting point
    `V = log(d) beta log|beta|/beta'`, which has no power series.

    Guarantee:
        Rigorous for values, exact for series.

    Source:
        G. Julia's equation; the iterative logarithm is that of J. Ecalle.

    Examples:
        >>> from embedcheck import julia
        >>> field = julia("exp(x) - 1", at=0)
        >>> print(field(1), field.flow(1, "1/2"))
        0.433045596021037 1.27102741388995
        >>> field.series(4)
        [0, 0, 1/2, -1/12, 1/48]
    """

    kind = "Julia"
    places = ("hyperbolic", "parabolic", "superattracting")
    _letter = "V"

    @property
    def _law(self) -> str:
        return r"V(f(x)) = f'(x) \, V(x), \quad V(p) = 0"

    def _value(self, x: arb, bits: int) -> arb:
        return self._for(x, bits).field(x, bits)

    def flow(self, x: Any, t: Any, dps: int = 15) -> Any:
        """The iterate f^t(x) of real order.

        Args:
            x: A text, a number (floats are decimals), a SymPy constant or a Ball.
            t: The order of iteration, likewise; the unit of time is one application of f.
            dps: The number of significant digits, from 1 to 5000.

        Returns:
            mpmath.mpf: A number all of whose dps digits are proven.

        Raises:
            BasinError: x is not in the basin of p, or the flow leaves the domain before t.
            DomainError: x is not in the domain of f.
            PrecisionError: The digits could not be proven.
            InputError: x, t or dps makes no sense.

        Guarantee:
            Rigorous.

        Examples:
            >>> from embedcheck import julia
            >>> field = julia("exp(x) - 1", at=0)
            >>> print(field.flow(field.flow(1, "1/2", dps=30), "1/2"))
            1.71828182845905
        """
        wanted = digits(dps)
        point, time = number(x, "x"), number(t, "t")
        if not isinstance(point, Ball) and (self._is_fixed_point(point) or time == 0):
            return rounded(constant_ball(point, bits_for(wanted)), wanted)
        if not isinstance(point, Ball) and self._domain.contains([point]) is False:
            raise DomainError(f"x = {x} is not in the domain {self._domain.text()}")
        compute = self._at_precision(
            lambda bits: self._for(to_arb(point, bits), bits).flow(to_arb(point, bits), to_arb(time, bits), bits)
        )
        return rounded(proven(compute, wanted, "the iterate"), wanted)

    def inverse(self, value: Any, dps: int = 15) -> Any:
        """There is none: a vector field is not injective.

        Args:
            value: Ignored.
            dps: Ignored.

        Raises:
            InputError: Always.

        Guarantee:
            None.

        Examples:
            >>> from embedcheck import julia
            >>> julia("exp(x) - 1").inverse(1)
            Traceback (most recent call last):
                ...
            embedcheck.errors.InputError: the field V has no inverse; Koenigs, Abel and Boettcher functions have one
        """
        raise InputError("the field V has no inverse; Koenigs, Abel and Boettcher functions have one")

    def _series(self, order: int) -> list[Any]:
        kind = self._place.kind
        if kind == "superattracting":
            raise InputError(f"V has no power series at the superattracting point {self.at}")
        if kind == "parabolic":
            return exact_julia(self._taylor(order + self._place.degree), self._place.degree, order)
        sigma = exact_koenigs(self._taylor(max(order, 1)), order)
        return _logarithmic(sigma, self.multiplier)


class SteepJulia(Julia):
    """The field at a fixed point where f'(p) is infinite: that of the inverse map, backwards."""

    def __init__(self, place: Place, at: Any, subject: Map) -> None:
        super().__init__(place, at)
        self._subject = subject

    @property
    def map(self) -> Map:
        """The map f, not its inverse."""
        return self._subject

    def _value(self, x: arb, bits: int) -> arb:
        return -super()._value(x, bits)

    def flow(self, x: Any, t: Any, dps: int = 15) -> Any:
        """f^t(x), with dps proven digits."""
        time = number(t, "t")
        if isinstance(time, Ball):
            return super().flow(x, Ball(-time.middle, time.radius), dps)
        return super().flow(x, -time, dps)

    @property
    def multiplier(self) -> Any:
        """Infinite."""
        return sp.oo


def _hull(f: Map) -> Domain:
    """The hull of X and f(X) of an increasing map. Raises UnknownError."""
    interval = f.domain.interval
    pieces = analysis_of(f).pieces
    low = f(interval.lo) if interval.lo_closed else end_limit(pieces[0].expr, exact_point(interval.lo), "right")
    high = f(interval.hi) if interval.hi_closed else end_limit(pieces[-1].expr, exact_point(interval.hi), "left")
    low = low if compare(low, interval.lo) == -1 else interval.lo
    high = high if compare(high, interval.hi) == 1 else interval.hi
    return Domain((Interval(low, high, interval.lo_closed, interval.hi_closed),))


def _steep(f: Map, at: Any) -> SteepJulia | None:
    """The field at a point where a formula of the inverse map is superattracting; None when there is none."""
    formula = explicit_inverse(f.expr, f.x) if f.outputs == 1 and f.inputs == 1 else None
    if formula is None:
        return None
    try:
        inverse = Map(formula, domain=_hull(f), vars=[f.x.name])
        place = find_place(inverse, at)
    except (InputError, UnknownError):
        return None
    return SteepJulia(place, at, f) if place.kind == "superattracting" else None


def _logarithmic(sigma: list[Any], s: Any) -> list[Any]:
    """The coefficients of log(s) sigma/sigma'."""
    n = len(sigma)
    slope = [(j + 1) * sigma[j + 1] for j in range(n - 1)] + [sp.S.Zero]
    result: list[Any] = []
    for j in range(n):
        rest = sum((result[i] * slope[j - i] for i in range(j)), sp.S.Zero)
        result.append(sp.nsimplify(0) if j == 0 else _tidy(sigma[j] - rest))
    return [sp.S.Zero, *(sp.log(s) * c for c in result[1:])]


def _tidy(value: Any) -> Any:
    return value if value.is_Rational else sp.radsimp(sp.cancel(sp.expand(value)))


def _place(f: Any, at: Any, side: int, equation: type[Equation]) -> Place:
    place = find_place(as_map(f), at, side)
    if place.kind not in equation.places:
        name = equation.kind.lower()
        raise InputError(f"the fixed point {place.name} is {place.kind}: use {_RIGHT_FUNCTION[place.kind]}, not {name}")
    return place


def _multiplier_sign(place: Place) -> int:
    """The sign of the multiplier at a hyperbolic point."""
    ball = solver_at(place).multiplier(64)
    return 1 if ball > 0 else -1


def koenigs(f: Any, at: Any = None) -> Koenigs:
    """The Koenigs function of a map at a hyperbolic fixed point p: sigma(f(x)) = s sigma(x).

    Args:
        f: A Map of one variable, or anything that `Map` accepts.
        at: p, exact or a decimal close to it; an end of the domain too, also oo. Not needed when there is only one.

    Returns:
        Koenigs: Call it for values; `series`, `enclose`, `inverse`.

    Raises:
        InputError: There is no fixed point there, more than one, or one of another kind; the message names the
            right function.

    Guarantee:
        Rigorous for values, exact for series.

    Source:
        G. Koenigs 1884; KOENIGS in `theorem`.

    Examples:
        >>> from embedcheck import koenigs
        >>> sigma = koenigs("sqrt(2)**x", at=2)
        >>> print(sigma.multiplier, sigma(1))
        log(2) -0.632098661050829
        >>> koenigs("sqrt(2)**x")
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: f has several fixed points (2, 4): say which one by `at`
        >>> koenigs("exp(x) - 1", at=0)
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: the fixed point 0 is parabolic: use abel (or julia), not koenigs
    """
    place = _place(f, at, 1, Koenigs)
    if place.side and _multiplier_sign(place) < 0:
        raise InputError(f"f has different pieces on the two sides of {place.name}, between which orbits alternate")
    return Koenigs(place, at)


def abel(f: Any, at: Any = None, side: Any = None, base: Any = None) -> Abel:
    """The Abel function of a map on one side of a parabolic fixed point p: alpha(f(x)) = alpha(x) + 1.

    Args:
        f: A Map of one variable, or anything that `Map` accepts.
        at: p, as of `koenigs`.
        side: `right` or `left`; the one that lies in the domain unless given, right if both do.
        base: A point with alpha(base) = 0.

    Returns:
        Abel: Call it for values; `enclose`, `inverse`.

    Raises:
        InputError: There is no fixed point there, more than one, or one of another kind; the message names the
            right function.

    Guarantee:
        Rigorous.

    Source:
        N. H. Abel 1881; ABEL in `theorem`.

    Examples:
        >>> from embedcheck import abel
        >>> alpha = abel("exp(x) - 1", base=1)
        >>> print(alpha("1/2"), alpha.inverse("1/2"))
        -2.21855537311209 1.27102741388995
        >>> abel("2*x")
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: the fixed point 0 is hyperbolic: use koenigs ...
    """
    direction = 1 if side is None else side_of(side)
    place = _place(f, at, direction, Abel)
    if side is None and place.finite:
        end = place.subject.domain.interval.hi
        direction = -1 if place.point.value is not None and sp.simplify(place.point.value - end) == 0 else 1
    return Abel(place, at, direction, None if base is None else number(base, "base"))


def boettcher(f: Any, at: Any = None) -> Boettcher:
    """The Boettcher function of a map at a superattracting fixed point p: beta(f(x)) = beta(x)^d.

    Args:
        f: A Map of one variable, or anything that `Map` accepts.
        at: p, as of `koenigs`.

    Returns:
        Boettcher: Call it for values; `series`, `enclose`, `inverse`.

    Raises:
        InputError: There is no fixed point there, more than one, or one of another kind; the message names the
            right function.

    Guarantee:
        Rigorous for values, exact for series.

    Source:
        L. E. Boettcher 1904; BOETTCHER in `theorem`.

    Examples:
        >>> from embedcheck import boettcher
        >>> print(boettcher("x**2 + x**3", at=0)("1/4"))
        0.285049007763093
        >>> boettcher("sin(x)", at=0)
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: the fixed point 0 is parabolic: use abel (or julia), not boettcher
    """
    place = _place(f, at, 1, Boettcher)
    return Boettcher(place, at)


def julia(f: Any, at: Any = None) -> Julia:
    """The iterative logarithm of a map at a fixed point p with multiplier >= 0: the field V of the flow that ends
    there.

    Where f' is infinite the inverse map is used, if f has one in closed form.

    Args:
        f: A Map of one variable, or anything that `Map` accepts.
        at: p, as of `koenigs`.

    Returns:
        Julia: Call it for values of V; `flow`, `series`, `enclose`.

    Raises:
        InputError: There is no fixed point there, more than one, or its multiplier is negative.

    Guarantee:
        Rigorous for values, exact for series.

    Source:
        G. Julia's equation; the iterative logarithm is that of J. Ecalle.

    Examples:
        >>> from embedcheck import julia
        >>> julia("exp(x) - 1").series(5)
        [0, 0, 1/2, -1/12, 1/48, -1/180]
        >>> julia("-x/2")
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: the multiplier at 0 is negative: there is no flow and no field
    """
    subject = as_map(f)
    try:
        place = _place(subject, at, 1, Julia)
    except InputError:
        steep = None if at is None else _steep(subject, at)
        if steep is None:
            raise
        return steep
    if place.kind == "hyperbolic" and _multiplier_sign(place) < 0:
        raise InputError(f"the multiplier at {place.name} is negative: there is no flow and no field")
    return Julia(place, at)
