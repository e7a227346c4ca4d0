"""Koenigs, Abel and Boettcher functions and iterative logarithms: exact series, values with proven digits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import sympy as sp

from embedcheck.analysis.local import end_limit
from embedcheck.analysis.points import exact_point
from embedcheck.analysis.signs import UnknownError
from embedcheck.balls import arb
from embedcheck.balls.arith import precision
from embedcheck.balls.constants import compare, constant_ball
from embedcheck.equations.exact import exact_boettcher, exact_julia, exact_koenigs, exact_taylor
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
    to_ball,
    whole_number,
)
from embedcheck.errors import BasinError, DomainError, InputError
from embedcheck.maps import Domain, Interval, Map

_SERIES_ROOM = 700
_MAX_ORDER = 2000
_RIGHT_FUNCTION = {
    "hyperbolic": "koenigs (or julia, if its multiplier is positive)",
    "parabolic": "abel (or julia)",
    "superattracting": "boettcher (or julia)",
    "neutral": "none of them: its multiplier is -1, so work with the second iterate f(f(x))",
}


def as_map(f: Any) -> Map:
    return f if isinstance(f, Map) else Map(f)


def side_of(side: Any) -> int:
    """+1 or -1 from 'right', 'left', 1 or -1. Raises InputError."""
    for value, names in ((1, ("right", "+", 1)), (-1, ("left", "-", -1))):
        if not isinstance(side, bool) and side in names:
            return value
    raise InputError("side is 'right' or 'left'")


class Equation:
    """A solution of a functional equation at one fixed point.

    Call it for a number with proven digits; `enclose` gives a ball, `series` the exact expansion in x - p.
    """

    kind: ClassVar[str]
    places: ClassVar[tuple[str, ...]]

    def __init__(self, place: Place, at: Any, side: int = 1) -> None:
        self._place = place
        self._at = at
        self._solver: Any = solver_at(place, side)

    @property
    def map(self) -> Map:
        """The map f."""
        return self._place.subject

    @property
    def at(self) -> str:
        """The fixed point: an exact constant as text, or a decimal whose digits are proven."""
        return self._place.name

    @property
    def multiplier(self) -> Any:
        """f'(p): an exact SymPy constant, or an mpmath number with 30 proven digits where p is only enclosed.

        For a fixed point at infinity it is the multiplier in the coordinate in which it is finite.
        """
        if self._place.multiplier is not None:
            return self._place.multiplier
        return rounded(proven(self._solver.multiplier, 30, "the multiplier"), 30)

    def __call__(self, x: Any, dps: int = 15) -> Any:
        """The value at x, an mpmath number; all dps significant digits are proven (guarantee: rigorous).

        x is a text, a number (floats are decimals), a SymPy constant or a Ball. Raises BasinError where the function is
        not defined, PrecisionError when the digits cannot be proven, InputError for bad input.
        """
        return rounded(self._proven(x, dps), dps)

    def enclose(self, x: Any, dps: int = 15) -> Ball:
        """A ball around the value at x, of relative radius below 10^-dps for exact x (guarantee: rigorous)."""
        return to_ball(self._proven(x, dps))

    def inverse(self, value: Any, dps: int = 15) -> Any:
        """The point next to p at which the function takes this value, with dps proven digits."""
        target = number(value, "the value")
        compute = self._at_precision(lambda bits: self._invert(to_arb(target, bits), bits))
        return rounded(proven(compute, digits(dps), "the inverse"), dps)

    def series(self, order: int) -> list[Any]:
        """The exact coefficients of (x - p)^0, ..., (x - p)^order, as SymPy constants (guarantee: exact).

        Rational or algebraic when those of f are. Needs an exact fixed point; raises InputError otherwise.
        """
        return self._series(whole_number(order, "the order", 0, _MAX_ORDER))

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
        if not isinstance(point, Ball) and self.map.domain.contains([point]) is False:
            raise DomainError(f"x = {x} is not in the domain {self.map.domain.text()}")
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
            place = find_place(self.map, self._at, side)
            if place.kind not in self.places:
                raise InputError(f"on the other side of {self.at} the fixed point is {place.kind}")
        return solver_at(place, side)

    def _value(self, x: arb, bits: int) -> arb:
        raise NotImplementedError

    def _invert(self, value: arb, bits: int) -> arb:
        raise NotImplementedError

    def _series(self, order: int) -> list[Any]:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{self.kind} function of {self.map} at {self.at}>"


class Koenigs(Equation):
    """The Koenigs function: sigma(f(x)) = s sigma(x), sigma(p) = 0, sigma'(p) = 1."""

    kind = "Koenigs"
    places = ("hyperbolic",)

    def _value(self, x: arb, bits: int) -> arb:
        return self._for(x, bits).value(x, bits)

    def _invert(self, value: arb, bits: int) -> arb:
        # sigma has the sign of x - p.
        solver = self._on_side(1 if value > 0 else -1) if self._place.side else self._solver
        return solver.inverse(value, bits)

    def _series(self, order: int) -> list[Any]:
        return exact_koenigs(self._taylor(max(order, 1)), order)


class Abel(Equation):
    """The Abel function of one side: alpha(f(x)) = alpha(x) + 1, V = 1/alpha' with V/(a (x-p)^(k+1)) -> 1.

    alpha(base) = 0 when a base point was given; otherwise its asymptotic expansion at p, a sum of powers and a
    logarithm of |x - p|, has no constant term.
    """

    kind = "Abel"
    places = ("parabolic",)

    def __init__(self, place: Place, at: Any, side: int, base: Any = None) -> None:
        super().__init__(place, at, side)
        self.base = base

    @property
    def side(self) -> str:
        """'right' or 'left' of p (in the coordinate of the place, for a point at infinity)."""
        return "right" if self._solver.side > 0 else "left"

    @property
    def order(self) -> int:
        """k, where f(x) = x + a (x-p)^(k+1) + ..."""
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
    """The Boettcher function: beta(f(x)) = beta(x)^d, beta ~ c (x - p), c^(d-1) = a.

    For odd d and a < 0, beta(f(x)) = -beta(x)^d with c = |a|^(1/(d-1)).
    """

    kind = "Boettcher"
    places = ("superattracting",)

    @property
    def degree(self) -> int:
        """d, where f(x) = p + a (x-p)^d + ..."""
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
    """The iterative logarithm: V(f(x)) = f'(x) V(x), the field whose time-one map is f.

    V = log(s) (x-p) + ... at a hyperbolic point, a (x-p)^(k+1) + ... at a parabolic one; at a superattracting point
    V = log(d) beta log|beta|/beta', which has no power series.
    """

    kind = "Julia"
    places = ("hyperbolic", "parabolic", "superattracting")

    def _value(self, x: arb, bits: int) -> arb:
        return self._for(x, bits).field(x, bits)

    def flow(self, x: Any, t: Any, dps: int = 15) -> Any:
        """f^t(x), with dps proven digits."""
        wanted = digits(dps)
        point, time = number(x, "x"), number(t, "t")
        if not isinstance(point, Ball) and (self._is_fixed_point(point) or time == 0):
            return rounded(constant_ball(point, bits_for(wanted)), wanted)
        if not isinstance(point, Ball) and self.map.domain.contains([point]) is False:
            raise DomainError(f"x = {x} is not in the domain {self.map.domain.text()}")
        compute = self._at_precision(
            lambda bits: self._for(to_arb(point, bits), bits).flow(to_arb(point, bits), to_arb(time, bits), bits)
        )
        return rounded(proven(compute, wanted, "the iterate"), wanted)

    def inverse(self, value: Any, dps: int = 15) -> Any:
        """Raises InputError: a vector field is not injective."""
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
    return SteepJulia(place, at) if place.kind == "superattracting" else None


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
    """The Koenigs function of f at a hyperbolic fixed point.

    `at` is exact, or a decimal close to a fixed point; it may be left out when there is only one, and may be an end of
    the domain (oo too). Raises InputError when there is no fixed point there, or another kind of one.
    """
    place = _place(f, at, 1, Koenigs)
    if place.side and _multiplier_sign(place) < 0:
        raise InputError(f"f has different pieces on the two sides of {place.name}, between which orbits alternate")
    return Koenigs(place, at)


def abel(f: Any, at: Any = None, side: Any = None, base: Any = None) -> Abel:
    """The Abel function of f on one side ('right' or 'left') of a parabolic fixed point.

    Without `side` the one that lies in the domain, right if both do. `base` is a point with alpha(base) = 0.
    """
    direction = 1 if side is None else side_of(side)
    place = _place(f, at, direction, Abel)
    if side is None and place.finite:
        end = place.subject.domain.interval.hi
        direction = -1 if place.point.value is not None and sp.simplify(place.point.value - end) == 0 else 1
    return Abel(place, at, direction, None if base is None else number(base, "base"))


def boettcher(f: Any, at: Any = None) -> Boettcher:
    """The Boettcher function of f at a superattracting fixed point."""
    place = _place(f, at, 1, Boettcher)
    return Boettcher(place, at)


def julia(f: Any, at: Any = None) -> Julia:
    """The iterative logarithm of f at a fixed point with multiplier >= 0: the field V of the flow that ends there.

    Where f' is infinite the inverse map is used, if f has one in closed form.
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
