"""Values of the Abel function and its flow at any point of one side of the basin (guarantee: rigorous)."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import sympy as sp

from embedcheck.balls import arb, fmpq
from embedcheck.balls.abel import AbelError, AbelSeries, abel_coefficients
from embedcheck.balls.arith import precision
from embedcheck.balls.formal import deflated
from embedcheck.balls.taylor import LocalMap
from embedcheck.equations.places import Place
from embedcheck.equations.solver import GUARD, ROOT_HALF, Solver, require_steps, split_time
from embedcheck.errors import BasinError, InputError

_SPARE = 24
"""bits of the working precision that the error of alpha need not reach"""


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
            with precision(inner, order + k + GUARD):
                local = self.local(order + k, inner)
                exact = all(isinstance(c, fmpq) for c in local.g)
                if exact and order not in self._exact:
                    self._exact[order] = abel_coefficients(local.g, k, order)
                v = self._exact[order] if exact else abel_coefficients(local.g, k, order)
            with precision(bits, order + k + GUARD):
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
        radii = [self.local_radius * ROOT_HALF**i for i in range(1, 40)]
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
        radii = [self.local_radius * ROOT_HALF**i for i in range(1, 40)]
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
        gap = float(series.value(top) - target) * sign
        require_steps(gap)
        steps = 0 if gap < -1 else math.ceil(gap) + 1
        deep = target + sign * steps
        guess = (self.rate * abs(deep.mid())) ** (-arb(1) / k) if steps == 0 else top / 2
        y = self._solve(deep, series, error, guess.mid(), p)
        for _ in range(steps):
            y = self.dynamics.outward(y, p, self.attracting, y)
        return self.to_domain(y)
