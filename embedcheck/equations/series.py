"""Truncated power series over a field of exact constants (guarantee: exact).

The interface is that of the series of python-flint, as far as the formal solvers use it.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from embedcheck.equations.coefficients import Field


class FieldSeries:
    """A series known up to z^(prec-1). Use the class that `series_over` makes for a field."""

    field: ClassVar[Field]
    __slots__ = ("_values", "prec")

    def __init__(self, coefficients: list[Any], prec: int) -> None:
        field = self.field
        values = [field.rational(a) if isinstance(a, int) else field.normal(a) for a in coefficients[:prec]]
        self._values: list[Any] = values + [field.domain.zero] * (prec - len(values))
        self.prec = prec

    def coeffs(self) -> list[Any]:
        """The coefficients, `prec` of them."""
        return list(self._values)

    def __getitem__(self, index: int) -> Any:
        return self._values[index] if index < self.prec else self.field.domain.zero

    def _new(self, values: list[Any]) -> Self:
        return type(self)(values, prec=len(values))

    def __add__(self, other: Self) -> Self:
        return self._new([a + b for a, b in zip(self._values, other._values, strict=False)])

    def __sub__(self, other: Self) -> Self:
        return self._new([a - b for a, b in zip(self._values, other._values, strict=False)])

    def __neg__(self) -> Self:
        return self._new([-a for a in self._values])

    def __mul__(self, other: Self) -> Self:
        length = min(self.prec, other.prec)
        return self._new(_product(self._values, other._values, length, self.field.domain.zero))

    def scaled(self, factor: Any) -> Self:
        """The product with an element of the field."""
        return self._new([a * factor for a in self._values])

    def inv(self) -> Self:
        """1/self. Raises InputError unless the constant term is proven not to vanish."""
        field = self.field
        head = field.divide(field.domain.one, self._values[0])
        result = [head]
        for k in range(1, self.prec):
            total = _dot(self._values, result, 1, k, field.domain.zero)
            result.append(-head * total)
        return self._new(result)

    def __truediv__(self, other: Self) -> Self:
        return self * other.inv()

    def __call__(self, inner: Self) -> Self:
        """The composition with a series without constant term."""
        if inner._values[0]:
            raise ValueError("the inner series has a constant term")
        zero = self.field.domain.zero
        length = min(self.prec, inner.prec)
        result: list[Any] = []
        # What is multiplied by z another k times matters to k places less.
        for k in range(length - 1, -1, -1):
            result = _product(result, inner._values, length - k, zero)
            result[0] = self._values[k]
        return self._new(result)

    def derivative(self) -> Self:
        return self._new([k * a for k, a in enumerate(self._values)][1:])

    def integral(self) -> Self:
        """The antiderivative without constant term, known to one place more."""
        zero = self.field.domain.zero
        return self._new([zero, *(a / (k + 1) for k, a in enumerate(self._values))])

    def log(self) -> Self:
        """The logarithm of a series with constant term 1."""
        # Equal elements may look different; only zero has one form.
        if self.field.normal(self._values[0] - self.field.domain.one):
            raise ValueError("the constant term is not 1")
        return (self.derivative() / self).integral() if self.prec > 1 else self._new([self.field.domain.zero])

    def exp(self) -> Self:
        """The exponential of a series without constant term."""
        if self._values[0]:
            raise ValueError("the series has a constant term")
        slopes = [k * a for k, a in enumerate(self._values)]
        result = [self.field.domain.one]
        for k in range(1, self.prec):
            result.append(_dot(slopes, result, 1, k, self.field.domain.zero) / k)
        return self._new(result)

    def power(self, numerator: int, denominator: int, head: Any) -> Self:
        """self^(numerator/denominator), given its constant term; that of self does not vanish."""
        field, u = self.field, self._values
        inverse = field.divide(field.domain.one, u[0])
        result = [head]
        for k in range(1, self.prec):
            terms = [(numerator * j - denominator * (k - j)) * u[j] for j in range(k + 1)]
            result.append(_dot(terms, result, 1, k, field.domain.zero) * inverse / (denominator * k))
        return self._new(result)

    def sine_cosine(self) -> tuple[Self, Self]:
        """The sine and the cosine of a series without constant term."""
        zero = self.field.domain.zero
        slopes = [k * a for k, a in enumerate(self._values)]
        sine, cosine = [zero], [self.field.domain.one]
        for k in range(1, self.prec):
            s, c = _dot(slopes, cosine, 1, k, zero) / k, -_dot(slopes, sine, 1, k, zero) / k
            sine.append(s)
            cosine.append(c)
        return self._new(sine), self._new(cosine)


def _dot(left: list[Any], right: list[Any], first: int, total: int, zero: Any) -> Any:
    """The sum of left_j right_(total-j) over j >= first."""
    result = zero
    for j in range(first, total + 1):
        if left[j] and right[total - j]:
            result = result + left[j] * right[total - j]
    return result


def _product(left: list[Any], right: list[Any], length: int, zero: Any) -> list[Any]:
    result = [zero] * length
    terms = [(j, value) for j, value in enumerate(right[:length]) if value]
    for i, value in enumerate(left[:length]):
        if value:
            for j, other in terms:
                if i + j >= length:
                    break
                result[i + j] = result[i + j] + value * other
    return result


def series_over(field: Field) -> type[FieldSeries]:
    """The class of the series over a field."""
    return type("FieldSeries", (FieldSeries,), {"field": field, "__slots__": ()})
