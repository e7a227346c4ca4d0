"""Formal power series that solve the functional equations at a fixed point, by divide and conquer (guarantee: exact).

Everything works over any ring whose truncated series offer `S(coefficients, prec=n)`, `coeffs()`, + - * and
composition by a call: `fmpq_series` (exact), `arb_series` (enclosures), or series over another exact field. A map is
given by the coefficients of g(z) = f(p + z) - p, from z^0 on; the cap of the series has to exceed the orders in use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb, arb_series, fmpq, fmpq_series

from embedcheck.balls.enclose import product_power

_DIRECT = 16

Coefficients = list[Any]


def ring_of(values: Coefficients) -> Any:
    """The series class over the ring of the coefficients."""
    if all(isinstance(value, fmpq) for value in values):
        return fmpq_series
    if all(isinstance(value, arb | fmpq) for value in values):
        return arb_series
    raise TypeError("coefficients are fmpq or arb")


def _cut(series: Any, skip: int, count: int, ring: Any) -> Any:
    """The coefficients from z^skip on, as a series of the given length."""
    return ring(series.coeffs()[skip : skip + count], prec=count)


def _solve(
    ring: Any,
    outer: Any,
    inner: Any,
    right: Any,
    f: Any,
    first: int,
    count: int,
    shift: int,
    pivot: Callable[[int], Any],
) -> Coefficients:
    """h_0, ..., h_(count-1) with outer * h(f) - inner * h = right + O(z^(count+shift)).

    pivot(first + j) is the coefficient of z^(j+shift) in outer * f^j - inner * z^j; lower ones vanish.
    """
    length = count + shift
    outer, inner, right, f = (_cut(part, 0, length, ring) for part in (outer, inner, right, f))
    if count <= _DIRECT:
        found: Coefficients = []
        image, argument = outer, inner
        z = ring([0, 1], prec=length)
        for j in range(count):
            value = right[j + shift] / pivot(first + j)
            found.append(value)
            right = right - ring([value], prec=length) * (image - argument)
            image, argument = image * f, argument * z
        return found
    half = count // 2
    low = _solve(ring, outer, inner, right, f, first, half, shift, pivot)
    h = ring(low, prec=length)
    rest = right - (outer * h(f) - inner * h)
    tail = length - half
    scale = product_power(_cut(f, 1, tail, ring), half)
    return low + _solve(
        ring,
        _cut(outer, 0, tail, ring) * scale,
        inner,
        _cut(rest, half, tail, ring),
        f,
        first + half,
        count - half,
        shift,
        pivot,
    )


def koenigs_series(g: Coefficients, order: int, ring: Any = None) -> Coefficients:
    """sigma_0, ..., sigma_order of the Koenigs function, sigma(g) = s sigma, sigma = z + ..., s = g_1 not 0, 1, -1.

    Needs g_0, ..., g_order.
    """
    ring = ring or ring_of(g)
    s = g[1]
    if order <= 1:
        return [0 * s, s / s][: order + 1]
    count = order - 1
    f = ring(g[: order + 1], prec=order + 1)
    quotient = ring(g[1 : order + 1], prec=order)
    right = ring([-value for value in g[2 : order + 1]], prec=count)
    found = _solve(ring, quotient * quotient, ring([s], prec=count), right, f, 0, count, 0, lambda j: s ** (j + 2) - s)
    return [0 * s, s / s, *found]


def julia_series(g: Coefficients, k: int, order: int, ring: Any = None) -> Coefficients:
    """V_0, ..., V_order of the iterative logarithm of g = z + a z^(k+1) + ..., V(g) = g' V, V = a z^(k+1) + ...

    Needs g_0, ..., g_(order+k).
    """
    ring = ring or ring_of(g)
    a = g[k + 1]
    zero = 0 * a
    if order <= k + 1:
        return [zero] * (k + 1) + [a] if order == k + 1 else [zero] * (order + 1)
    count = order - k - 1
    length = count + k + 1
    f = ring(g[: length + 1], prec=length + 1)
    quotient = ring(g[1 : length + 1], prec=length)
    slope = ring([j * g[j] for j in range(1, length + 1)], prec=length)
    outer = product_power(quotient, k + 1)
    right = _cut((slope - outer) * ring([a], prec=length), 1, length - 1, ring)
    found = _solve(ring, outer * quotient, slope, right, f, 1, count, k, lambda j: a * j)
    return [*([zero] * (k + 1)), a, *found]


def boettcher_series(g: Coefficients, degree: int, order: int, ring: Any = None) -> Coefficients:
    """L_0, ..., L_order with beta = c z exp(L(z)), c^(d-1) = a, beta(g) = beta^d, for g = a z^d + ...

    Needs g_0, ..., g_(order+degree). L(g) - d L = -log(g/(a z^d)).
    """
    ring = ring or ring_of(g)
    a = g[degree]
    length = order + 1
    unit = ring([value / a for value in g[degree : degree + length]], prec=length)
    logarithm = unit.log()
    f = ring(g[:length], prec=length)
    scale = ring([(a / a) / degree], prec=length)
    found = logarithm * scale
    known = degree
    while known <= order:
        found = (logarithm + found(f)) * scale
        known *= degree
    return _padded(found, length, 0 * a)


def reciprocal(values: Coefficients, ring: Any = None) -> Coefficients:
    """The coefficients of 1/v for v_0 != 0, as many as given."""
    ring = ring or ring_of(values)
    return _padded(ring(values, prec=len(values)).inv(), len(values), 0 * values[0])


def deflated(g: Coefficients, m: int, ring: Any = None) -> Coefficients:
    """The coefficients of G(w) = g(w^(1/m))^m for g = z phi(z^m): G = w phi(w)^m."""
    ring = ring or ring_of(g)
    phi = g[1::m]
    image = product_power(ring(phi, prec=len(phi)), m)
    return [0 * g[1], *_padded(image, len(phi), 0 * g[1])]


def _padded(series: Any, length: int, zero: Any) -> Coefficients:
    values = series.coeffs()[:length]
    return values + [zero] * (length - len(values))
