"""Half iterates as a careful user computes them today with mpmath or PARI/GP: plain numbers, no bound of the error."""

from __future__ import annotations

from typing import Any

import mpmath

PARI = r"""
sinecoefs(count) = {
  my(length = 2*count + 6, f = sin('z + O('z^length)), slope = cos('z + O('z^(length - 1))));
  my(v = vector(count), power = f^3, rest, c);
  v[1] = -1/6.; rest = v[1]*(power - slope*'z^3);
  for (i = 2, count,
    power *= f^2; c = 6*polcoef(rest, 2*i + 3)/(2*i - 2);
    v[i] = c; rest += c*(power - slope*'z^(2*i + 1)));
  v
};
sinevalue(v, z) = {
  my(w = z^2, s = 0.);
  forstep(k = #v, 3, -1, s = s*w + v[k]/(2*k - 4)); -v[1]/(2*w) + v[2]*log(z) + s*w
};
sineslope(v, z) = my(w = z^2, s = 0.); forstep(k = #v, 1, -1, s = s*w + v[k]); s/z^3;
sinehalf(D, n, count) = {
  localprec(D + 25);
  my(v = Vec(1/Ser(sinecoefs(count), 'w)), z = 1., y, t, d);
  for (i = 1, n, z = precision(sin(z), D + 25));
  t = sinevalue(v, z) + 1/2; y = 1/sqrt(1/z^2 + 1/6.);
  for (i = 1, 25, d = (sinevalue(v, y) - t)/sineslope(v, y); y -= d; if (abs(d) < 10.^(-D - 20), break));
  for (i = 1, n, y = precision(asin(y), D + 25));
  y
};
powervalue(v, z) = my(a = 0.); forstep(k = #v, 1, -1, a = a*z + v[k]); a*z;
powerslope(v, z) = my(a = 0.); forstep(k = #v, 1, -1, a = a*z + k*v[k]); a;
powerhalf(D, n, order) = {
  localprec(D + 30);
  my(r = log(2.)/2, s = 2*r, f, power, sigma = vector(order), rest, z = 1., y, t, d);
  f = sum(k = 1, order, 2*r^k/k!*'u^k) + O('u^(order + 1));
  sigma[1] = 1.; power = f; rest = f - s*'u;
  for (m = 2, order, power *= f; sigma[m] = polcoef(rest, m)/(s - s^m); rest += sigma[m]*(power - s*'u^m));
  for (i = 1, n, z = precision(exp(r*z), D + 30));
  z -= 2; t = powervalue(sigma, z)*sqrt(s); y = z*sqrt(s);
  for (i = 1, 20, d = (powervalue(sigma, y) - t)/powerslope(sigma, y); y -= d; if (abs(d) < 10.^(-D - 28), break));
  y += 2;
  for (i = 1, n, y = precision(log(y)/r, D + 30));
  y
};
juliacoefs(N) = {
  my(P = matrix(N + 2, N + 2), j = vector(N + 1, i, 0.), r);
  P[1, 1] = 1.;
  for (n = 1, N + 1, for (k = 1, n, P[n + 1, k + 1] = k*(P[n, k] + P[n, k + 1])/n));
  j[2] = 0.5;
  for (m = 3, N,
    r = sum(k = 2, m - 1, j[k]*(1./(m + 1 - k)! - P[m + 2, k + 1]));
    j[m] = r/(P[m + 2, m + 1] - 1));
  j
};
abelvalue(v, z) = my(s = 0.); forstep(k = #v, 3, -1, s = s*z + v[k]/(k - 2)); -v[1]/z + v[2]*log(z) + s*z;
abelslope(v, z) = my(s = 0.); forstep(k = #v, 1, -1, s = s*z + v[k]); s/z^2;
half(D, n, N) = {
  localprec(D + 25);
  my(j = juliacoefs(N), v = Vec(1/Ser(j[2..N], 'z)), x = 1., y, w, d);
  for (i = 1, n, x = precision(log(1 + x), D + 25));
  w = abelvalue(v, x) + 1/2;
  y = 1/(1/x - 1/4);
  for (i = 1, 20, d = (abelvalue(v, y) - w)/abelslope(v, y); y -= d; if (abs(d) < 10.^(-D - 20), break));
  for (i = 1, n, y = precision(exp(y) - 1, D + 25));
  y
};
"""


def exponential_half(dps: int, length: int, order: int) -> Any:
    """(exp - 1)^(1/2) at 1: a truncated Abel function `length` steps down the orbit."""
    with mpmath.workdps(dps + 25):
        powers = [[mpmath.mpf(0)] * (order + 3) for _ in range(order + 3)]
        powers[0][0] = mpmath.mpf(1)
        for n in range(1, order + 2):
            for k in range(1, n + 1):
                powers[n][k] = k * (powers[n - 1][k - 1] + powers[n - 1][k]) / n
        inverse = [1 / mpmath.factorial(n) for n in range(order + 3)]
        field = [mpmath.mpf(0)] * (order + 1)
        field[2] = mpmath.mpf(1) / 2
        for m in range(3, order + 1):
            rest = mpmath.fsum(field[k] * (inverse[m + 1 - k] - powers[m + 1][k]) for k in range(2, m))
            field[m] = rest / (powers[m + 1][m] - 1)
        lead = field[2:]
        slope = [1 / lead[0]]
        for n in range(1, len(lead)):
            slope.append(-mpmath.fsum(lead[i] * slope[n - i] for i in range(1, n + 1)) / lead[0])
        tail = [*(slope[k + 1] / k for k in reversed(range(1, len(slope) - 1))), mpmath.mpf(0)]

        def alpha(z: Any) -> Any:
            return -slope[0] / z + slope[1] * mpmath.log(z) + mpmath.polyval(tail, z)

        def steepness(z: Any) -> Any:
            return mpmath.polyval(slope[::-1], z) / z**2

        x = mpmath.mpf(1)
        for _ in range(length):
            x = mpmath.log1p(x)
        target = alpha(x) + mpmath.mpf(1) / 2
        y = 1 / (1 / x - mpmath.mpf(1) / 4)
        for _ in range(14):
            y -= (alpha(y) - target) / steepness(y)
        for _ in range(length):
            y = mpmath.expm1(y)
        return y


def power_half(dps: int) -> Any:
    """The half iterate of sqrt(2)^x at 1 from the fixed point 2: the limit that defines the Koenigs function."""
    length = int(dps * 2.302585 / 0.3665) + 10
    with mpmath.workdps(2 * dps + 30):
        rate = mpmath.log(2) / 2
        x = mpmath.mpf(1)
        for _ in range(length):
            x = mpmath.exp(rate * x)
        y = 2 + (x - 2) * mpmath.sqrt(mpmath.log(2))
        for _ in range(length):
            y = mpmath.log(y) / rate
        return y
