"""Values of the Abel function next to a parabolic fixed point, with a proven error (guarantee: rigorous).

w > 0 is the local coordinate, g(w) = w + a w^(k+1) + ..., |g| bounded on |w| <= R0. The iterative logarithm V, formal
and divergent, is cut off, and alpha_N is the integral of the truncated 1/V. Its defect alpha_N(g(w)) - alpha_N(w) - 1
is analytic of order q = K + k + 1 at 0, K being the degree of the polynomial part of alpha_N, where |g/w - 1| <= e < 1;
with B its maximum on |w| = R, Schwarz gives B (|w|/R)^q, and the sum over the orbit towards 0 bounds alpha - alpha_N,
because |w_(m+1)|^(-k) >= |w_m|^(-k) + c.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flint import arb, arb_poly, fmpq

from embedcheck.balls.arith import precision
from embedcheck.balls.formal import julia_series, reciprocal
from embedcheck.balls.koenigs import newton
from embedcheck.balls.taylor import LocalMap

_BITS = 64


class AbelError(NamedTuple):
    """|alpha - alpha_N| <= value and |alpha' - alpha_N'| <= slope on (0, reach], where alpha_N' has no zero."""

    reach: arb
    value: arb
    slope: arb
    steepness: arb
    """a lower bound of |alpha_N'| on (0, reach]"""


class AbelSeries:
    """alpha on (0, reach]: alpha_N with the constant 0, and the error on (0, reach] for every reach that is small."""

    def __init__(self, local: LocalMap, k: int, order: int, v: list[Any] | None = None) -> None:
        """`order` is that of the iterative logarithm; `v` are the coefficients of w^(k+1)/V when they are known."""
        self.local = local
        self.k = k
        self.a = arb(local.g[k + 1])
        if v is None:
            v = abel_coefficients(local.g[: order + k + 1], k, order)
        if len(v) <= k:
            raise ValueError("an Abel function needs all poles and the logarithm")
        self.v = v
        self.poles = [(j, arb(v[j]) / (j - k)) for j in range(k)]
        self.logarithm = arb(v[k])
        self.polynomial = arb_poly([arb(0)] + [arb(v[j]) / (j - k) for j in range(k + 1, len(v))])
        self.numerator = arb_poly([arb(c) for c in v])
        self.order = len(v)
        """q = K + k + 1 with K = len(v) - 1 - k"""

    def value(self, w: arb) -> arb:
        """alpha_N(w) for w > 0."""
        result = self.polynomial(w) + self.logarithm * w.log()
        for j, c in self.poles:
            result += c / w ** (self.k - j)
        return result

    def slope(self, w: arb) -> arb:
        """alpha_N'(w) for w > 0."""
        return self.numerator(w) / w ** (self.k + 1)

    def error(self, reach: arb, radii: list[fmpq]) -> AbelError | None:
        """The best error bounds on (0, reach] that circles of the given radii prove; None when they prove none."""
        best: AbelError | None = None
        with precision(_BITS):
            top = arb(reach.upper())
            small = arb_poly([abs(arb(c)) for c in self.v])
            poly = arb_poly([arb(0)] + [abs(arb(self.v[j])) / (j - self.k) for j in range(self.k + 1, self.order)])
            head = abs(arb(self.v[0])) - (small(top) - abs(arb(self.v[0])))
            steepness = arb((head / top ** (self.k + 1)).lower())
            monotone = self._monotone(top)
            for radius in radii:
                found = self._error(top, arb(radius), poly, steepness) if radius < self.local.radius else None
                if found is not None and (best is None or found.value < best.value):
                    best = found
        return best if best is not None and steepness > 0 and monotone else None

    def _monotone(self, top: arb) -> bool:
        """Whether 0 < (f^(-1))' <= 1 or 0 < f' <= 1 along (0, reach], whichever leads to 0."""
        k = self.k
        bend = self.local.slope_tail(top, k + 2)
        return bool(bend < (k + 1) * abs(self.a) * top**k and self.local.slope_tail(top, k + 1) < 1)

    def _error(self, top: arb, radius: arb, poly: arb_poly, steepness: arb) -> AbelError | None:
        k, q, v = self.k, self.order, self.v
        e = self.local.tail(radius, k + 1) / radius
        if not (e < 1 and top < radius):
            return None
        far = radius * (1 + e)
        defect = 1 - abs(arb(v[k])) * (1 - e).log() + (poly(far) - poly(radius))
        for j in range(k):
            defect += abs(arb(v[j])) / (k - j) * ((1 - e) ** (j - k) - 1) / radius ** (k - j)
        # (w^k/g^k - 1)/w^k + k a vanishes at 0, so that along the orbit w^(-k) grows by at least `growth`.
        drift = ((1 - e) ** (-k) - 1) / radius**k + k * abs(self.a)
        growth = k * abs(self.a) - drift * top / radius
        if not growth > 0:
            return None
        scale = defect / radius**q

        def orbit_sum(exponent: int) -> arb:
            """Upper bound of the sum of w_m^exponent, w_0 <= top."""
            return top**exponent + top ** (exponent - k) * k / (growth * (exponent - k))

        slope = scale * (q + top * radius / (radius * radius - top * top)) * orbit_sum(q - 1)
        value = scale * orbit_sum(q)
        if not (value.is_finite() and slope.is_finite() and q - 1 > k):
            return None
        return AbelError(top, arb(value.upper()), arb(slope.upper()), steepness)

    def inverse(self, target: arb, start: arb, error: AbelError) -> arb:
        """The only y in (0, reach] with alpha(y) = target, if there is one; nan when it is not enclosed.

        `start` is a first guess.
        """
        y = newton(lambda w: (self.value(w) - target.mid()) / self.slope(w), start)
        if not (y > 0 and y <= error.reach):
            return arb.nan()
        miss = abs(self.value(y) - target)
        with precision(_BITS):
            return arb(y, ((arb(miss.upper()) + error.value) / error.steepness).upper())


def abel_coefficients(g: list[Any], k: int, order: int) -> list[Any]:
    """The coefficients of w^(k+1)/V, V the iterative logarithm up to w^order; needs g_0, ..., g_(order+k)."""
    return reciprocal(julia_series(g, k, order)[k + 1 :])
