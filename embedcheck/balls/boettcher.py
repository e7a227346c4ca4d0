"""Values of the Boettcher function next to a superattracting fixed point (guarantee: rigorous).

z > 0 is the local coordinate, g(z) = a z^d u(z), u(0) = 1. With c = |a|^(1/(d-1)),
log|beta(z)| = log|c z| + S(z), S(z) = sum over m >= 0 of d^(-m-1) log(u(z_m)), z_(m+1) = g(z_m): the orbit reaches 0
doubly exponentially, and on |z| <= radius, where |u - 1| <= e < 1 and |g(z)| <= |z|/2, |S| <= -log(1 - e)/(d - 1).
"""

from __future__ import annotations

from flint import arb, arb_poly, ctx, fmpq

from embedcheck.balls.arith import precision
from embedcheck.balls.taylor import LocalMap

_BITS = 64


class BoettcherSeries:
    """log beta on 0 < z < radius, where the disc of the local map admits the estimate.

    Raises ValueError when no radius does. `sign` is that of a: for a < 0 (d odd) beta(g) = -beta^d.
    """

    def __init__(self, local: LocalMap, degree: int) -> None:
        self.local = local
        self.d = degree
        self.a = arb(local.g[degree])
        self.log_c = abs(self.a).log() / (degree - 1)
        self.unit = arb_poly([arb(c) / self.a for c in local.g[degree:]])
        self.bend = self.unit.derivative()
        with precision(_BITS):
            radius = local.radius / 2
            for _ in range(60):
                r = arb(radius)
                e = arb((local.tail(r, degree + 1) / (abs(self.a) * r**degree)).upper())
                if e < 0.5 and abs(self.a) * r ** (degree - 1) * (1 + e) < 0.5:
                    break
                radius /= 2
            else:
                raise ValueError("no disc on which the Boettcher function can be bounded")
            self.radius: fmpq = radius
            self.deviation = e
            self.bound = arb((-(1 - e).log() / (degree - 1)).upper())

    def _unit(self, z: arb) -> tuple[arb, arb]:
        """u(z) and u'(z)."""
        count = len(self.local.g)
        with precision(_BITS):
            top = arb(abs(z).upper())
            ratio = top / self.local.radius
            scale = self.local.size / (abs(self.a) * arb(self.local.radius) ** self.d)
            power = ratio ** (count - self.d)
            rest = (scale * power / (1 - ratio)).upper()
            n = count - self.d
            slope = scale / self.local.radius * ratio ** (n - 1) * (n - (n - 1) * ratio) / (1 - ratio) ** 2
        return self.unit(z) + arb(0, rest), self.bend(z) + arb(0, slope.upper())

    def correction(self, z: arb) -> tuple[arb, arb]:
        """S(z) and S'(z) for 0 < z <= radius; the orbit may change its side."""
        bits = ctx.prec
        total, slope, weight, chain = arb(0), arb(0), arb(1), arb(1)
        for _ in range(bits):
            size = abs(z)
            if not (size > 0 and size <= self.radius):
                return arb.nan(), arb.nan()
            with precision(_BITS):
                # |S| <= bound on the disc and S(0) = 0, so |S(z)| <= bound |z|/radius, |S'| <= 2 bound/radius in half.
                rest = arb((weight * self.bound * arb(size.upper()) / self.radius).upper())
                steep = arb((weight * 2 * self.bound / self.radius * abs(chain)).upper())
                done = rest < arb(2) ** (-bits - 8) and size < self.radius / 2
            if done:
                return total + arb(0, rest), slope + arb(0, steep)
            u, du = self._unit(z)
            weight = weight / self.d
            total += weight * u.log()
            slope += weight * du / u * chain
            factor = self.a * z ** (self.d - 1)
            chain = chain * factor * (self.d * u + z * du)
            z = factor * z * u
        return arb.nan(), arb.nan()

    def log_value(self, z: arb) -> arb:
        """log beta(z) for 0 < z <= radius."""
        return self.log_c + z.log() + self.correction(z)[0]

    def log_slope(self, z: arb) -> arb:
        """beta'(z)/beta(z) for 0 < z <= radius."""
        return 1 / z + self.correction(z)[1]

    def inverse(self, target: arb) -> arb:
        """The only z in (0, radius/4] with log beta(z) = target, if there is one; nan when it is not enclosed."""
        base = target - self.log_c
        z = base.mid().exp().mid()
        for _ in range(ctx.prec):
            if not (z > 0 and z < self.radius / 2):
                return arb.nan()
            following = (base.mid() - self.correction(z)[0]).exp().mid()
            done = abs(following - z) <= abs(z) * arb(2) ** (24 - ctx.prec)
            z = following
            if done:
                break
        miss = abs(z.log() + self.correction(z)[0] - base)
        with precision(_BITS):
            # |z S'(z)| <= 2 bound z/radius on (0, radius/2], so log z + S(z) grows at least like (1 - q) log z.
            q = self.bound / 2
            spread = arb((arb(miss.upper()) / (1 - q)).upper())
        result = z * (arb(0, spread)).exp()
        return result if q < 1 and result < self.radius / 4 else arb.nan()
