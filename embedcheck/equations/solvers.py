"""Values of sigma, alpha, log beta, of the flow and of the field, at any point of the basin (guarantee: rigorous).

One class per equation; each brings a point near the fixed point, uses the local series, and carries the result back.
Everything is computed in the chart of the place, at a working precision that the caller raises until it suffices.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import sympy as sp

from embedcheck.balls import arb, fmpq
from embedcheck.balls.abel import AbelError, AbelSeries, abel_coefficients
from embedcheck.balls.arith import precision
from embedcheck.balls.boettcher import BoettcherSeries
from embedcheck.balls.constants import constant_ball
from embedcheck.balls.formal import deflated
from embedcheck.balls.koenigs import KoenigsSeries, largest_value
from embedcheck.balls.taylor import LocalMap
from embedcheck.equations.dynamics import Dynamics
from embedcheck.equations.places import Place
from embedcheck.errors import BasinError, InputError

_LN10 = math.log(10)
_ROOT_HALF = fmpq(181, 256)
_GUARD = 16
_SPARE = 24
"""bits of the working precision that the error of alpha need not reach"""


class Solver:
    """What the three equations share: the way in, the way out, and the chart."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.dynamics = Dynamics(place)

    def enter(self, x: arb, bits: int) -> tuple[arb, arb]:
        """The chart coordinate of x and that of the fixed point."""
        w = self.place.chart.to(x) if self.dynamics.charted else x
        return w, self.place.centre(bits)

    def product(self, orbit: list[arb], forward: bool) -> arb:
        """The derivative of f^n at x_0 (forward) or at x_n (backward orbits), n = len(orbit) - 1."""
        result = arb(1)
        for point in orbit[:-1] if forward else orbit[1:]:
            result = result * self.dynamics.slope(point)
        return result

    def leave(self, y: arb, steps: int, orbit: list[arb], centre: arb, forward: bool) -> arb:
        """F^(-steps)(y) for y between x_n and x_(n+1); negative steps lead on towards the point.

        Beyond x_0 it is asked that f is proven to be increasing as far as the way goes.
        """
        dynamics = self.dynamics
        for _ in range(-steps):
            y = dynamics.image(y) if forward else dynamics.preimage(y, *sorted_pair(centre, y))
        level, inner = len(orbit) - 1, y
        for _ in range(steps):
            if not forward:
                inner, y = y, dynamics.image(y)
            elif level >= 1:
                y = dynamics.preimage(y, *sorted_pair(orbit[level], orbit[level - 1]))
            else:
                y = dynamics.outward(y, centre, forward, orbit[0] if level == 0 else y)
            level -= 1
            if not y.is_finite():
                return y
        if steps > 0 and not forward:
            dynamics.require_inside(inner)
        if steps > len(orbit) - 1 and y.is_finite():
            dynamics.require_increasing(y if forward else inner, centre)
        return y

    def to_domain(self, w: arb) -> arb:
        return self.dynamics.back(w)

    def field_in_domain(self, x: arb, value: arb) -> arb:
        """The field in x from that in the chart."""
        return value / self.place.chart.slope(x) if self.dynamics.charted else value


def sorted_pair(one: arb, other: arb) -> tuple[arb, arb]:
    return (one, other) if one < other else (other, one)


def split_time(t: arb) -> tuple[int, arb]:
    """t = whole + rest with 0 <= rest < 1, up to the radius of t."""
    whole = int(float(t.mid().floor().mid()))
    return whole, t - whole


class KoenigsSolver(Solver):
    """sigma(f(x)) = s sigma(x) at a hyperbolic point."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._series: dict[tuple[int, int], KoenigsSeries] = {}

    def multiplier(self, bits: int) -> arb:
        with precision(bits, _GUARD):
            if self.place.multiplier is not None:
                return constant_ball(self.place.multiplier, bits)
            return arb(self.place.coefficients(1, bits)[1])

    @cached_property
    def attracting(self) -> bool:
        return bool(abs(self.multiplier(128)) < 1)

    @cached_property
    def rho(self) -> fmpq:
        """A radius on which sigma is bounded well."""
        with precision(64, _GUARD):
            local = self.place.local(24, 128)
            rho = local.radius / 2
            for _ in range(200):
                bound = largest_value(local, rho)
                if bound is not None and bound < 8 * arb(rho):
                    return rho
                rho = rho * _ROOT_HALF
        raise InputError(f"no disc around {self.place.name} admits an estimate of the Koenigs function")

    def series(self, order: int, bits: int) -> KoenigsSeries:
        key = (order, bits)
        if key not in self._series:
            with precision(bits, order + _GUARD):
                self._series[key] = KoenigsSeries(self.place.local(order, bits), self.rho, order)
        return self._series[key]

    def _plan(self, bits: int) -> tuple[float, KoenigsSeries]:
        """How close to go, and the series to use there."""
        share = max(4.0, math.sqrt(bits * math.log(2)))
        order = int(bits * math.log(2) / share) + 6
        return float(arb(self.rho)) * math.exp(-share), self.series(order, bits)

    def value(self, x: arb, bits: int) -> arb:
        """sigma(x)."""
        x, p = self.enter(x, bits)
        if not abs(x - p) > 0:
            return arb.nan()
        small, series = self._plan(bits)
        if not self.attracting:
            self.dynamics.require_increasing(x, p)
        orbit = self.dynamics.orbit(x, p, small, self.attracting)
        n = len(orbit) - 1
        return series.value(orbit[-1] - p) * self.multiplier(bits) ** (-n if self.attracting else n)

    def inverse(self, target: arb, bits: int) -> arb:
        """The x next to p with sigma(x) = target; outwards only as far as f is increasing."""
        small, series = self._plan(bits)
        p = self.place.centre(bits)
        s = self.multiplier(bits)
        n = 0
        while abs(float(target)) > small / 2:
            target = target * s if self.attracting else target / s
            n += 1
        y = p + series.inverse(target, arb(2 * small))
        for _ in range(n):
            y = self.dynamics.outward(y, p, self.attracting, y)
        if n and y.is_finite():
            self.dynamics.require_increasing(y, p)
        return self.to_domain(y)

    def field(self, x: arb, bits: int) -> arb:
        """V(x) = log(s) sigma(x)/sigma'(x)."""
        w, p = self.enter(x, bits)
        if not abs(w - p) > 0:
            return arb.nan()
        small, series = self._plan(bits)
        self.dynamics.require_increasing(w, p)
        orbit = self.dynamics.orbit(w, p, small, self.attracting)
        product = self.product(orbit, self.attracting)
        near = series.field(orbit[-1] - p)
        return self.field_in_domain(x, near / product if self.attracting else near * product)

    def flow(self, x: arb, t: arb, bits: int) -> arb:
        """f^t(x)."""
        w, p = self.enter(x, bits)
        if not abs(w - p) > 0:
            return arb.nan()
        small, series = self._plan(bits)
        self.dynamics.require_increasing(w, p)
        orbit = self.dynamics.orbit(w, p, small, self.attracting)
        whole, rest = split_time(t if self.attracting else -t)
        z = orbit[-1] - p
        s = self.multiplier(bits)
        scale = (s.log() * (rest if self.attracting else -rest)).exp()
        reach = arb(abs(z).upper())
        y = p + series.inverse(series.value(z) * scale, reach * 2)
        return self.to_domain(self.leave(y, len(orbit) - 1 - whole, orbit, p, self.attracting))


class AbelSolver(Solver):
    """alpha(f(x)) = alpha(x) + 1 on one side of a parabolic point."""

    def __init__(self, place: Place, side: int) -> None:
        super().__init__(place)
        self.side = side
        self._series: dict[tuple[int, int], AbelSeries] = {}
        self._exact: dict[int, list[Any]] = {}

    @cached_property
    def step(self) -> int:
        """m such that g(z) = z phi(z^m): the equation is solved in z^m."""
        g = self.place.coefficients(32, 64)
        exponents = [j - 1 for j, c in enumerate(g) if j > 1 and c != 0]
        m = math.gcd(*exponents)
        if m == 1:
            return 1
        # The symmetry g(z) = z phi(z^m) has to hold identically, which a few vanishing coefficients do not show.
        return m if self._symmetric(m) else 1

    def _symmetric(self, m: int) -> bool:
        """Whether g(z) = z phi(z^m) identically: for polynomials, and odd maps."""
        x, p, expr = self.place.variable, self.place.point.value, self.place.expr
        if p is None:
            return False
        if expr.is_polynomial(x):
            centred = sp.Poly(sp.expand(expr.subs(x, x + p) - p), x)
            return all((powers[0] - 1) % m == 0 for powers in centred.monoms())
        odd: Any = expr.subs(x, p + x) - p + expr.subs(x, p - x) - p
        return m == 2 and sp.expand(odd) == 0

    @cached_property
    def contact(self) -> int:
        """k in the coordinate z^m."""
        return self.place.degree // self.step

    def local(self, order: int, bits: int) -> LocalMap:
        """The map in the coordinate w = (side z)^m; inside `precision(bits, order)`."""
        m = self.step
        g = self.place.coefficients(m * order + 1, bits)
        if self.side < 0:
            g = [c if j % 2 else -c for j, c in enumerate(g)]
        radius, size = self.place.disc
        if m == 1:
            return LocalMap(g[: order + 1], radius, size)
        return LocalMap(deflated(g, m)[: order + 1], radius**m, size**m)

    @cached_property
    def attracting(self) -> bool:
        with precision(64, 64):
            return bool(self.local(self.contact + 1, 64).g[self.contact + 1] < 0)

    @cached_property
    def rate(self) -> float:
        """k |a|, the growth of w^(-k) in one step."""
        with precision(64, 64):
            return float(self.contact * abs(arb(self.local(self.contact + 1, 64).g[self.contact + 1])))

    def series(self, order: int, bits: int) -> AbelSeries:
        key = (order, bits)
        if key not in self._series:
            k = self.contact
            # Balls lose some bits in every order; exact coefficients lose nothing.
            inner = bits + 4 * order
            with precision(inner, order + k + _GUARD):
                local = self.local(order + k, inner)
                exact = all(isinstance(c, fmpq) for c in local.g)
                if exact and order not in self._exact:
                    self._exact[order] = abel_coefficients(local.g, k, order)
                v = self._exact[order] if exact else abel_coefficients(local.g, k, order)
            with precision(bits, order + k + _GUARD):
                self._series[key] = AbelSeries(local, k, order, v)
        return self._series[key]

    def coordinate(self, x: arb, p: arb) -> arb:
        return (self.side * (x - p)) ** self.step

    def _start(self, bits: int) -> tuple[int, int]:
        """Orbit length n and order N with (N/(2 pi e n))^N = 2^(-bits)."""
        digits = (bits - _SPARE) * math.log10(2) + 6
        n = max(30.0, digits * min(8.0, 2.0 + digits / 250))
        order = 4
        while order * math.log10(2 * math.pi * math.e * n / order) < digits and order < 4 * n:
            order += 1
        return int(n), self.contact * order + 2 * self.contact + 1

    def reach(self, x: arb, bits: int) -> tuple[list[arb], AbelSeries, AbelError, arb]:
        """An orbit into the region where alpha is known to 2^(-bits), the series, its error and the fixed point."""
        w, p = self.enter(x, bits)
        side = 1 if w > p else -1 if w < p else 0
        if side != self.side:
            where = "right" if self.side > 0 else "left"
            raise BasinError(f"the point is not on the {where} side of {self.place.name}")
        self.dynamics.require_increasing(w, p)
        n, order = self._start(bits)
        series = self.series(order, bits)
        radii = [self.local_radius * _ROOT_HALF**i for i in range(1, 40)]
        orbit = [w]
        for _ in range(20):
            small = (self.rate * n) ** (-1 / (self.contact * self.step))
            more = self.dynamics.orbit(orbit[-1], p, small, self.attracting)
            orbit += more[1:]
            error = series.error(self.coordinate(orbit[-1], p), radii)
            if error is not None and error.value < arb(2) ** (_SPARE - bits):
                return orbit, series, error, p
            n = int(1.25 * n)
        raise InputError(f"no disc around {self.place.name} admits an estimate of the Abel function")

    @cached_property
    def local_radius(self) -> fmpq:
        return self.place.disc[0] ** self.step

    def value(self, x: arb, bits: int) -> arb:
        """alpha(x), normalised by an expansion without constant term."""
        orbit, series, error, p = self.reach(x, bits)
        n = len(orbit) - 1
        near = series.value(self.coordinate(orbit[-1], p)) + arb(0, error.value)
        return near - n if self.attracting else near + n

    def field(self, x: arb, bits: int) -> arb:
        """V(x) = 1/alpha'(x)."""
        orbit, series, error, p = self.reach(x, bits)
        z = self.side * (orbit[-1] - p)
        w = z**self.step
        chain = self.side * self.step * z ** (self.step - 1)
        slope = (series.slope(w) + arb(0, error.slope)) * chain
        product = self.product(orbit, self.attracting)
        return self.field_in_domain(x, 1 / (slope * product) if self.attracting else product / slope)

    def _solve(self, target: arb, series: AbelSeries, error: AbelError, guess: arb, p: arb) -> arb:
        w = series.inverse(target, guess, error)
        z = w if self.step == 1 else w.root(self.step)
        return p + self.side * z

    def flow(self, x: arb, t: arb, bits: int) -> arb:
        """f^t(x)."""
        orbit, series, error, p = self.reach(x, bits)
        whole, rest = split_time(t if self.attracting else -t)
        w = self.coordinate(orbit[-1], p)
        target = series.value(w) + arb(0, error.value) + (rest if self.attracting else -rest)
        k = self.contact
        guess = (1 / (1 / w.mid() ** k + self.rate * rest.mid())) ** (arb(1) / k)
        y = self._solve(target, series, error, guess.mid(), p)
        return self.to_domain(self.leave(y, len(orbit) - 1 - whole, orbit, p, self.attracting))

    def inverse(self, target: arb, bits: int) -> arb:
        """The x on this side with alpha(x) = target; outwards only as far as f is increasing."""
        n, order = self._start(bits)
        series = self.series(order, bits)
        radii = [self.local_radius * _ROOT_HALF**i for i in range(1, 40)]
        p = self.place.centre(bits)
        k = self.contact
        for _ in range(20):
            top = arb((self.rate * n) ** (-1 / k))
            error = series.error(top, radii)
            if error is not None and error.value < arb(2) ** (_SPARE - bits):
                break
            n = int(1.25 * n)
        else:
            raise InputError(f"no disc around {self.place.name} admits an estimate of the Abel function")
        sign = 1 if self.attracting else -1
        steps = max(0, math.ceil(float(series.value(top) - target) * sign) + 1)
        y = self._solve(target + sign * steps, series, error, top / 2, p)
        for _ in range(steps):
            y = self.dynamics.outward(y, p, self.attracting, y)
        if y.is_finite():
            self.dynamics.require_increasing(y, p)
        return self.to_domain(y)


class BoettcherSolver(Solver):
    """beta(f(x)) = beta(x)^d at a superattracting point; `side` is that of beta > 0."""

    attracting = True

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._series: dict[tuple[int, int, int], BoettcherSeries] = {}

    @cached_property
    def leading(self) -> int:
        """The sign of a."""
        with precision(128, 64):
            return 1 if self.place.coefficients(self.place.degree, 128)[self.place.degree] > 0 else -1

    def series(self, side: int, bits: int) -> BoettcherSeries:
        """log |beta| in the coordinate side * (x - p) > 0."""
        d = self.place.degree
        order = d + 24
        key = (side, order, bits)
        if key not in self._series:
            with precision(bits, order + _GUARD):
                g = self.place.coefficients(order, bits)
                if side < 0:
                    g = [c if j % 2 else -c for j, c in enumerate(g)]
                self._series[key] = BoettcherSeries(LocalMap(g, *self.place.disc), d)
        return self._series[key]

    def _inside(self, x: arb, bits: int) -> tuple[list[arb], BoettcherSeries, arb, int]:
        w, p = self.enter(x, bits)
        small = math.exp(-min(bits * math.log(2) / 20, 600.0))
        orbit = self.dynamics.orbit(w, p, small, True)
        side = 1 if orbit[-1] > p else -1
        series = self.series(side, bits)
        while not abs(orbit[-1] - p) < series.radius / 8:
            orbit.append(self.dynamics.image(orbit[-1]))
        return orbit, series, p, side

    def log_value(self, x: arb, bits: int) -> arb:
        """log |beta(x)|."""
        orbit, series, p, side = self._inside(x, bits)
        return series.log_value(side * (orbit[-1] - p)) / arb(self.place.degree) ** (len(orbit) - 1)

    def value(self, x: arb, bits: int) -> arb:
        """beta(x), with the sign of c (x - p) next to p."""
        w, p = self.enter(x, bits)
        if not abs(w - p) > 0:
            return arb.nan()
        self.require_branch(w, p)
        sign = self.orientation * (1 if w > p else -1)
        return sign * self.log_value(x, bits).exp()

    @cached_property
    def orientation(self) -> int:
        """The sign of c: c^(d-1) = a for even d, c > 0 for odd d."""
        return self.leading if self.place.degree % 2 == 0 else 1

    def require_branch(self, w: arb, p: arb) -> None:
        """beta is one function as far as f' has no other zero; raises InputError beyond."""
        self.dynamics.require_monotone(w, p)

    def require_flow(self, w: arb, p: arb) -> None:
        d, positive = self.place.degree, self.orientation * (1 if w > p else -1) > 0
        if d % 2 and self.leading < 0:
            raise InputError(f"beta(f) = -beta^{d} at {self.place.name}: there is no flow")
        if d % 2 == 0 and not positive:
            raise BasinError(f"f is not increasing on that side of {self.place.name}: there is no flow")
        self.dynamics.require_increasing(w, p)

    def field(self, x: arb, bits: int) -> arb:
        """V(x) = log(d) beta log|beta|/beta'."""
        w, p = self.enter(x, bits)
        if not abs(w - p) > 0:
            return arb.nan()
        self.require_flow(w, p)
        orbit, series, p, side = self._inside(x, bits)
        z = side * (orbit[-1] - p)
        near = arb(self.place.degree).log() * series.log_value(z) / (side * series.log_slope(z))
        return self.field_in_domain(x, near / self.product(orbit, True))

    def flow(self, x: arb, t: arb, bits: int) -> arb:
        """f^t(x)."""
        w, p = self.enter(x, bits)
        if not abs(w - p) > 0:
            return arb.nan()
        self.require_flow(w, p)
        orbit, series, p, side = self._inside(x, bits)
        whole, rest = split_time(t)
        z = side * (orbit[-1] - p)
        target = series.log_value(z) * (arb(self.place.degree).log() * rest).exp()
        y = p + side * series.inverse(target)
        return self.to_domain(self.leave(y, len(orbit) - 1 - whole, orbit, p, True))

    def inverse(self, target: arb, bits: int) -> arb:
        """The x with beta(x) = target."""
        p = self.place.centre(bits)
        d = self.place.degree
        if not abs(target) > 0:
            return p + target
        side = self.orientation * (1 if target > 0 else -1)
        if d % 2 and self.leading < 0:
            raise InputError("the inverse of the Boettcher function is offered where beta > 0 or f is increasing")
        series = self.series(side, bits)
        logarithm, n = abs(target).log(), 0
        goal = math.log(float(arb(series.radius))) - 4 + float(series.log_c.mid())
        goal = min(goal, -bits * math.log(2) / 20)
        if not logarithm < 0:
            raise BasinError("beta takes only values between -1 and 1")
        while float(logarithm) > goal:
            logarithm = logarithm * d
            n += 1
        y = p + side * series.inverse(logarithm)
        for _ in range(n):
            y = self.dynamics.outward(y, p, True, y)
        if n and y.is_finite():
            self.dynamics.require_increasing(y, p)
        return self.to_domain(y)


def solver_at(place: Place, side: int = 1) -> Any:
    """The solver of a place (of one side of it, where it is parabolic); the place remembers it with its series."""
    key = side if place.kind == "parabolic" else 0
    if key not in place.solvers:
        if place.kind == "parabolic":
            place.solvers[key] = AbelSolver(place, side)
        else:
            place.solvers[key] = KoenigsSolver(place) if place.kind == "hyperbolic" else BoettcherSolver(place)
    return place.solvers[key]
