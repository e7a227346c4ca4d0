"""Fields that hold given real constants (guarantee: exact).

Algebraic constants generate a number field. Every other constant is written in kernels such as log(2), pi or exp(1);
these become independent generators of a field of rational functions over the number field. Kernels may well be
algebraically dependent: an identity of rational functions stays true for their values as long as no denominator
vanishes there, and `divide` lets no such denominator in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import sympy as sp

from embedcheck.balls.constants import constant_sign
from embedcheck.equations.constants import number_field, plain
from embedcheck.errors import InputError, SizeLimitError

_MAX_ROOT = 64
_MAX_GENERATORS = 12
_MAX_TERMS = 200


class Field:
    """The field that the constants generate; `elements` has each of them as an element of `domain`."""

    def __init__(self, values: Iterable[sp.Expr]) -> None:
        self._kernels: dict[Any, sp.Symbol] = {}
        self._algebraic: dict[Any, sp.Symbol] = {}
        written = {value: self._write(plain(value)) for value in values}
        self.numbers: Any = sp.QQ
        elements: list[Any] = []
        if self._algebraic:
            self.numbers, elements = number_field(list(self._algebraic))
        self._symbols: dict[Any, Any] = dict(zip(self._algebraic.values(), elements, strict=True))
        self._roots: dict[Any, int] = dict.fromkeys(self._kernels.values(), 1)
        for text in written.values():
            for node in text.atoms(sp.Pow):
                base, exponent = cast("tuple[Any, Any]", node.args)
                if base in self._roots:
                    self._roots[base] = int(sp.ilcm(self._roots[base], exponent.q))
        if len(self._kernels) > _MAX_GENERATORS or max(self._roots.values(), default=1) > _MAX_ROOT:
            raise SizeLimitError("too many transcendental constants for an exact series")
        self.domain: Any = self.numbers
        self._values: tuple[Any, ...] = ()
        if self.has_kernels:
            self._add_kernels()
        self.elements: dict[sp.Expr, Any] = {
            value: self.normal(self._evaluate(text)) for value, text in written.items()
        }

    def _add_kernels(self) -> None:
        # SymPy has a fast gcd over the rationals only, so that the number field comes in as one more generator with
        # numerators reduced by its minimal polynomial.
        self._values = tuple(_root(kernel, self._roots[symbol]) for kernel, symbol in self._kernels.items())
        primitive = [] if self.numbers == sp.QQ else [sp.Dummy()]
        self.domain = sp.QQ.frac_field(*self._kernels.values(), *primitive)
        for symbol, generator in zip(self._kernels.values(), self.domain.gens, strict=False):
            self._symbols[symbol] = generator
        if primitive:
            self._minimal: Any = self._lift_list(self.numbers.mod.to_list()).numer.monic()

    @property
    def has_kernels(self) -> bool:
        """True for a field of rational functions, False for a number field."""
        return bool(self._kernels)

    def _write(self, node: Any) -> Any:
        """The constant as an expression in the symbols of kernels and of algebraic numbers."""
        if isinstance(node, sp.Rational):
            return node
        if isinstance(node, sp.Add | sp.Mul):
            return node.func(*(self._write(argument) for argument in node.args))
        if node is sp.E:
            return self._kernel(node)
        if isinstance(node, sp.exp):
            return self._exponential(node.args[0])
        if isinstance(node, sp.Pow):
            base, exponent = cast("tuple[Any, Any]", node.args)
            if isinstance(exponent, sp.Integer):
                return self._write(base) ** exponent
            if not isinstance(exponent, sp.Rational):
                return self._exponential(exponent * plain(sp.log(base)))
            if not node.is_algebraic:
                return self._kernel(base) ** exponent
        if node.is_algebraic:
            return self._algebraic.setdefault(node, sp.Dummy(real=True))
        return self._kernel(node)

    def _kernel(self, node: Any) -> sp.Symbol:
        # Only positive kernels get fractional powers, and those of a positive symbol combine.
        return self._kernels.setdefault(node, sp.Dummy(positive=True))

    def _exponential(self, exponent: Any) -> Any:
        """exp of a sum of terms c*r with rational c: powers of the kernels exp(r)."""
        factors: list[Any] = []
        for term in sp.Add.make_args(sp.expand(exponent)):
            scale, rest = cast("Any", term).as_coeff_Mul()
            if not isinstance(scale, sp.Rational):
                scale, rest = sp.Integer(1), term
            power: Any = sp.exp(rest)
            # SymPy turns exp(r log(b)) into b**r at once.
            if power is sp.E or isinstance(power, sp.exp) or (power.is_Pow and not isinstance(power.exp, sp.Rational)):
                factors.append(self._kernel(power) ** scale)
            else:
                factors.append(self._write(power**scale))
        return sp.prod(factors)

    def _evaluate(self, node: Any) -> Any:
        if isinstance(node, sp.Rational):
            return self.rational(node)
        if node in self._symbols:
            return self._lift(self._symbols[node]) ** self._roots.get(node, 1)
        if isinstance(node, sp.Add | sp.Mul):
            result, *rest = (self._evaluate(argument) for argument in node.args)
            for value in rest:
                result = result + value if isinstance(node, sp.Add) else result * value
            return result
        base, exponent = node.args
        if base in self._roots:
            power, number = self._symbols[base], int(exponent * self._roots[base])
        else:
            power, number = self._evaluate(base), int(exponent)
        return power**number if number >= 0 else self.divide(self.domain.one, power**-number)

    def _lift(self, value: Any) -> Any:
        if self.domain.of_type(value):
            return value
        return self.domain.convert_from(value, sp.QQ) if self.numbers == sp.QQ else self._lift_list(value.to_list())

    def _lift_list(self, coefficients: list[Any]) -> Any:
        result = self.domain.zero
        for coefficient in coefficients:
            result = result * self.domain.gens[-1] + self.domain.convert_from(coefficient, sp.QQ)
        return result

    def rational(self, value: Any) -> Any:
        """An int or a SymPy Rational as an element."""
        number = sp.QQ(value) if isinstance(value, int) else sp.QQ(int(value.p), int(value.q))
        return self.domain.convert_from(number, sp.QQ)

    def normal(self, value: Any) -> Any:
        """The same element in the form in which zero looks like zero."""
        if not self.has_kernels or self.numbers == sp.QQ:
            return value
        numerator, denominator = value.numer, value.denom
        if not denominator.is_ground and self._is_number(denominator):
            inverse = self._lift(self.numbers.one / self._coefficients(denominator)[()])
            numerator, denominator = numerator * inverse.numer, inverse.denom
        return self.domain.field.new(numerator.rem(self._minimal), denominator)

    def _coefficients(self, polynomial: Any) -> dict[tuple[int, ...], Any]:
        """The coefficients in the number field, by the exponents of the kernels (none for a number)."""
        count = len(self._kernels)
        result: dict[tuple[int, ...], Any] = {}
        primitive = self.numbers.unit
        for exponents, coefficient in polynomial.terms():
            kernels = exponents[:count] if any(exponents[:count]) else ()
            term = primitive ** exponents[count] * coefficient
            result[kernels] = result[kernels] + term if kernels in result else term
        return result

    def _is_number(self, polynomial: Any) -> bool:
        return not any(any(exponents[: len(self._kernels)]) for exponents in polynomial.monoms())

    def in_number_field(self, values: list[Any]) -> tuple[Field, list[Any]]:
        """The elements over the number field alone when the kernels cancel in all of them, else as they are."""
        if not self.has_kernels or not all(
            self._is_number(part) for value in values for part in (value.numer, value.denom)
        ):
            return self, values
        numbers = Field(self._algebraic)
        return numbers, [self._number(value.numer) / self._number(value.denom) for value in values]

    def _number(self, polynomial: Any) -> Any:
        if self.numbers == sp.QQ:
            return polynomial.LC
        return self._coefficients(polynomial).get((), self.numbers.zero)

    def nonzero(self, value: Any) -> bool:
        """True when the value of the element is proven not to vanish."""
        value = self.normal(value)
        if not self.has_kernels or not value:
            return bool(value)
        return self._is_number(value.numer) or constant_sign(self._expression(value.numer)) in (1, -1)

    def divide(self, numerator: Any, denominator: Any) -> Any:
        """The quotient. Raises InputError unless the denominator is proven not to vanish."""
        if not self.nonzero(denominator):
            raise InputError("not analytic at this point: a denominator vanishes there, or may vanish")
        return numerator / denominator

    def to_sympy(self, value: Any) -> sp.Expr:
        """The SymPy number of an element; a quotient over the rationals is factored."""
        if not self.has_kernels:
            return self.domain.to_sympy(value)
        value = self.normal(value)
        numerator, denominator = value.numer, value.denom
        if self.numbers != sp.QQ or len(denominator) == 1 or len(numerator) > _MAX_TERMS:
            return self._expression(numerator) / self._expression(denominator)
        return self._factored(numerator) / self._factored(denominator)

    def _expression(self, polynomial: Any) -> Any:
        if self.numbers == sp.QQ:
            return polynomial.as_expr(*self._values)
        terms: list[Any] = []
        for exponents, coefficient in self._coefficients(polynomial).items():
            powers = [kernel**exponent for kernel, exponent in zip(self._values, exponents, strict=False)]
            terms.append(sp.expand(sp.Mul(self.numbers.to_sympy(coefficient), *powers)))
        return sp.Add(*terms)

    def _factored(self, polynomial: Any) -> Any:
        scale, factors = polynomial.factor_list()
        return sp.QQ.to_sympy(scale) * sp.Mul(*(base.as_expr(*self._values) ** power for base, power in factors))


def _root(kernel: Any, index: int) -> Any:
    if kernel is sp.E or isinstance(kernel, sp.exp):
        return sp.exp((1 if kernel is sp.E else kernel.args[0]) / sp.Integer(index))
    return kernel ** sp.Rational(1, index)
