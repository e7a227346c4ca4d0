"""Fields that depend on time, from an isotopy of injective maps (guarantee: numeric)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import mpmath
import sympy as sp

from embedcheck.equations.values import number
from embedcheck.errors import BasinError
from embedcheck.flows.logarithms import canonical_basis, principal_logarithm
from embedcheck.flows.spaces import SpaceFlow, State, compiled, exact_number
from embedcheck.maps import Interval, Map

_STEPS = 60
_CUTS = 12
_LARGE = 10**30
_ROUNDING = 1e-8


def solve(values: Any, slopes: Any, target: Any, start: Any) -> Any:
    """The y with values(y) = target, by Newton's method along the segment from values(start) to the target."""
    y, reached = start, values(start)
    share, step = mpmath.mpf(0), mpmath.mpf(1)
    cuts = 0
    while share < 1:
        goal = min(mpmath.mpf(1), share + step)
        wanted = reached + (goal - share) / (1 - share) * (target - reached)
        found = _newton(values, slopes, wanted, y, final=goal == 1)
        if found is None:
            step, cuts = step / 2, cuts + 1
            if cuts > _CUTS:
                raise BasinError("the state is not reached at this time")
            continue
        y, reached, share = found, wanted, goal
    return y


def _newton(values: Any, slopes: Any, target: Any, start: Any, final: bool) -> Any:
    y = start
    limit = mpmath.mpf(10) ** (-mpmath.mp.dps + 5) if final else mpmath.mpf(10) ** -6
    last = None
    for _ in range(_STEPS):
        try:
            gap = values(y) - target
            change = mpmath.lu_solve(slopes(y), gap)
        except (ZeroDivisionError, ValueError):
            return None
        size = mpmath.norm(change)
        if last is not None and size > 2 * last:
            return None
        last = size
        y = y - change
        if size <= limit * (1 + mpmath.norm(y)):
            return y
    return None


def inner_point(interval: Interval) -> Any:
    """A simple number of an interval."""
    low, high = interval.lo, interval.hi
    if interval.contains(sp.S.Zero):
        return sp.S.Zero
    if low.is_finite and high.is_finite:
        return (low + high) / 2
    return low + 1 if low.is_finite else high - 1


class IsotopyFlow(SpaceFlow):
    """F_t(x) = p + t c + exp(t S) exp(t K) D^(-1) (f(p + t (x - p)) - f(p))/t of ND-NONAUTO, D = Df(p) = exp(S) exp(K),
    c = f(p) - p. For a map that turns the orientation the first coordinate is reflected in the read-out."""

    autonomous = False

    def __init__(self, subject: Map, regularity: str, reflected: bool = False) -> None:
        super().__init__(subject, regularity, "the contraction to the derivative")
        self.reflected = reflected
        variables = subject.variables
        exprs = [*subject.components]
        if reflected:
            exprs[0] = -exprs[0]
        base = [inner_point(factor) for factor in subject.domain.factors]
        self._base = base
        size = subject.inputs
        self._values = compiled(variables, exprs)
        rows = [[sp.diff(f, x) for x in variables] for f in exprs]
        self._slopes = compiled(variables, [entry for row in rows for entry in row])
        self._second = compiled(variables, [sp.diff(entry, x) for row in rows for entry in row for x in variables])
        self._square = size
        self._known: dict[int, Any] = {}

    def readout(self, state: Sequence[Any]) -> tuple[Any, ...]:
        first, *rest = state[: self.size]
        return (-first if self.reflected else first, *rest)

    def _derivative(self, point: Any) -> Any:
        found, size = self._slopes(list(point)), self.size
        return mpmath.matrix([found[size * i : size * (i + 1)] for i in range(size)])

    def _frame(self) -> tuple[Any, ...]:
        """p, c, D^(-1), S and K at the working precision."""
        if mpmath.mp.prec not in self._known:
            base = mpmath.matrix([exact_number(x) for x in self._base])
            start = mpmath.matrix(self._values(list(base)))
            slope = self._derivative(base)
            values, vectors = mpmath.eigsy(slope * slope.T)
            stretch = vectors * mpmath.diag([mpmath.log(v) / 2 for v in values]) * vectors.T
            turn = _rotation(mpmath.expm(-stretch) * slope)
            self._known[mpmath.mp.prec] = base, start - base, mpmath.inverse(slope), stretch, turn
        return self._known[mpmath.mp.prec]

    def _shrunk(self, u: Any, t: Any) -> tuple[Any, Any]:
        """w = D^(-1) (f(p + t u) - f(p))/t and its derivative in t."""
        base, _, back, *_ = self._frame()
        if abs(t) < mpmath.mpf(10) ** -mpmath.mp.dps:
            found, size = self._second(list(base)), self.size
            bent = mpmath.matrix([
                sum(found[(i * size + j) * size + k] * u[j] * u[k] for j in range(size) for k in range(size)) / 2
                for i in range(size)
            ])  # fmt: skip
            return u.copy(), back * bent
        with mpmath.workdps(mpmath.mp.dps + 2 * max(0, int(-mpmath.log10(abs(t)))) + 5):
            place = base + t * u
            rise = (mpmath.matrix(self._values(list(place))) - mpmath.matrix(self._values(list(base)))) / t
            return back * rise, back * (self._derivative(place) * u - rise) / t

    def advance(self, h: State, t: Any) -> State:
        base, shift, _, stretch, turn = self._frame()
        w, _ = self._shrunk(mpmath.matrix(h) - base, t)
        return list(base + t * shift + mpmath.expm(t * stretch) * (mpmath.expm(t * turn) * w))

    def _offset(self, h: State, t: Any) -> Any:
        """u with F_t(p + u) = h."""
        base, shift, back, stretch, turn = self._frame()
        target = mpmath.matrix(h) - base - t * shift
        wanted = mpmath.expm(-t * turn) * (mpmath.expm(-t * stretch) * target)

        def values(u: Any) -> Any:
            return self._shrunk(u, t)[0]

        def slopes(u: Any) -> Any:
            return back * self._derivative(base + t * u)

        return solve(values, slopes, wanted, mpmath.zeros(self.size, 1))

    def origin(self, h: State, t: Any) -> State:
        """The x with F_t(x) = h."""
        return list(self._frame()[0] + self._offset(h, t))

    def velocity(self, h: State, t: Any) -> State:
        _, shift, _, stretch, turn = self._frame()
        one, two = mpmath.expm(t * stretch), mpmath.expm(t * turn)
        w, rate = self._shrunk(self._offset(h, t), t)
        moved = two * w
        return list(shift + stretch * (one * moved) + one * (turn * moved) + one * (two * rate))


def _rotation(rotation: Any) -> Any:
    """A skew logarithm of a rotation: angles of planes, pi for pairs of vectors that are turned round."""
    size = rotation.rows
    values, vectors = mpmath.eigsy((rotation + rotation.T) / 2)
    found, rest = mpmath.zeros(size), rotation.copy()
    limit = -1 + mpmath.mpf(10) ** (-mpmath.mp.dps * 2 // 3)
    turned = [[vectors[a, k] for a in range(size)] for k in range(size) if values[k] < limit]
    opposite = canonical_basis(turned) if turned else []
    for a, b in itertools.product(range(size), range(size)):
        for v, w in zip(opposite[::2], opposite[1::2], strict=True):
            found[a, b] += mpmath.pi * (w[a] * v[b] - v[a] * w[b])
        # Without these vectors the principal logarithm exists.
        rest[a, b] += 2 * sum(v[a] * v[b] for v in opposite)
    principal = principal_logarithm(rest)
    return found + (principal - principal.T) / 2


class DirectionFlow(SpaceFlow):
    """F_t = x + t (s f - e) d for a scalar f that is monotone along d, e linear with e(d) = 1 (LAYER-DIRECTION): the
    read-out is e, with the sign s."""

    autonomous = False

    def __init__(self, subject: Map, regularity: str, direction: Sequence[Any], sign: int) -> None:
        super().__init__(subject, regularity, "the isotopy along a direction")
        d = [number(x, "a coordinate of the direction") for x in direction]
        square = sum(x * x for x in d)
        self._along, self._form, self._sign = d, [x / square for x in d], sign
        self._value = compiled(subject.variables, [sign * subject.components[0]])

    def readout(self, state: Sequence[Any]) -> tuple[Any, ...]:
        return (self._sign * sum(e * h for e, h in zip(self._form, state, strict=False)),)

    def _rise(self, x: State) -> Any:
        """s f - e"""
        form = [exact_number(e) for e in self._form]
        return self._value(x)[0] - sum(e * y for e, y in zip(form, x, strict=True))

    def advance(self, h: State, t: Any) -> State:
        along, rise = [exact_number(d) for d in self._along], self._rise(h)
        return [x + t * rise * d for x, d in zip(h, along, strict=True)]

    def velocity(self, h: State, t: Any) -> State:
        along = [exact_number(d) for d in self._along]

        def place(r: Any) -> State:
            return [x - r * d for x, d in zip(h, along, strict=True)]

        # The state is x + t (s f - e)(x) d with x = h - r d in X.
        def gap(r: Any) -> Any:
            return r - t * self._rise(place(r))

        low, high = mpmath.ninf, mpmath.inf
        for x, d, factor in zip(h, along, self.map.domain.factors, strict=True):
            ends = [
                (x - (exact_number(end) if end.is_finite else _LARGE * sign)) / d if d else None
                for end, sign in ((factor.lo, -1), (factor.hi, 1))
            ]
            known = sorted(end for end in ends if end is not None)
            if known:
                low, high = max(low, known[0]), min(high, known[-1])
        r = _scalar(gap, t * self._rise(place(max(low, min(high, mpmath.mpf(0))))), low, high)
        rise = self._rise(place(r))
        return [rise * d for d in along]


def _scalar(gap: Any, start: Any, low: Any, high: Any) -> Any:
    """The zero of an increasing function in an interval, next to a number; an end where it is off by rounding only."""
    start, reach = max(low, min(high, start)), 1 + abs(start)
    for _ in range(_STEPS):
        try:
            left, right = max(low, start - reach), min(high, start + reach)
            below, above = gap(left), gap(right)
            if below < 0 < above:
                return mpmath.findroot(gap, (left, right), solver="anderson", maxsteps=40 * mpmath.mp.dps)
            for end, value, limit in ((left, below, low), (right, above, high)):
                if value == 0 or (end == limit and abs(value) < _ROUNDING):
                    return end
            if left == low and right == high:
                break
        except (ValueError, ArithmeticError) as error:
            raise BasinError("the state is not reached at this time") from error
        reach *= 2
    raise BasinError("the state is not reached at this time")
