"""Bounded construction of SymPy expressions: every node passes here, from text and from Python.

SymPy evaluates while it builds. Left alone it expands 9**9**9, factors long integers under roots and compares towers of
exponentials numerically. So each constructor first estimates the result (mpmath, 200 bits: a guard against large work and a
source of clear messages, never a proof), then lets SymPy build, then looks at every node that is new.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

import mpmath
import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from embedcheck.errors import DomainError, InputError, SizeLimitError
from embedcheck.parsing import limits
from embedcheck.parsing.functions import PRIMITIVES, cbrt

_mp: Any = cast("Any", mpmath.mp).clone()
_mp.prec = 200
_CANCELLED = _mp.mpf(2) ** -150

RELATIONS: dict[str, Any] = {
    "<": sp.StrictLessThan,
    "<=": sp.LessThan,
    ">": sp.StrictGreaterThan,
    ">=": sp.GreaterThan,
    "==": sp.Equality,
    "!=": sp.Unequality,
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
SIGNS: dict[Any, str] = {function: sign for sign, function in RELATIONS.items()}

_NAMES: dict[Any, str] = {function: name for name, function in PRIMITIVES.items()}


class _Info(NamedTuple):
    size: int
    depth: int
    value: Any  # mpf of a constant, None when a variable occurs


def bits(number: sp.Rational) -> int:
    """Binary digits of the longer of numerator and denominator."""
    return max(int(number.p).bit_length(), int(number.q).bit_length())


def _too_large() -> SizeLimitError:
    return SizeLimitError(f"a constant outside 2**-{limits.BITS} .. 2**{limits.BITS} is too large or too small")


def _complex(what: str) -> DomainError:
    return DomainError(f"{what} is not real")


def _bounded(value: Any) -> Any:
    if value and abs(int(_mp.mag(value))) > limits.BITS:
        raise _too_large()
    return value


def _real(value: Any, what: str) -> Any:
    if not isinstance(value, _mp.mpf):
        raise _complex(what)
    return _bounded(value)


class Builder:
    """Builds one input. It remembers what it has seen, so that shared parts are looked at once."""

    def __init__(self) -> None:
        self._seen: dict[Any, _Info] = {}

    # -- looking at nodes ---------------------------------------------------------------------------------------

    def inspect(self, node: Any) -> _Info:
        """Size, depth and (for a constant) approximate value of a node; raises when it is beyond a limit or not real."""
        known = self._seen.get(node)
        if known is not None:
            return known
        if node is sp.S.ComplexInfinity or node is sp.S.NaN or node is sp.S.Infinity or node is sp.S.NegativeInfinity:
            raise DomainError("undefined: division by zero or an infinite value")
        if node is sp.S.ImaginaryUnit:
            raise DomainError("complex numbers are not accepted")
        children = [self.inspect(child) for child in node.args]
        size = 1 + sum(child.size for child in children)
        depth = 1 + max((child.depth for child in children), default=0)
        if size > limits.NODES:
            raise SizeLimitError(f"the expression has more than {limits.NODES} nodes")
        if depth > limits.NESTING:
            raise SizeLimitError(f"the expression is nested deeper than {limits.NESTING} levels")
        info = _Info(size, depth, self._value_of(node, [child.value for child in children]))
        self._seen[node] = info
        return info

    def _value_of(self, node: Any, values: list[Any]) -> Any:
        if isinstance(node, sp.Rational):
            if bits(node) > limits.BITS:
                raise SizeLimitError(f"an exact number has more than {limits.BITS} binary digits")
            return _mp.mpf(int(node.p)) / int(node.q)
        if node is sp.S.Pi:
            return +_mp.pi
        if node is sp.S.Exp1:
            return +_mp.e
        if isinstance(node, sp.Pow):
            self._check_power(node.base, node.exp, values[0], values[1])
        if not values or any(value is None for value in values):
            return None
        if isinstance(node, sp.Add):
            return self._sum(values)
        if isinstance(node, sp.Mul):
            return _bounded(_mp.fprod(values))
        if isinstance(node, sp.Pow):
            return self._power_value(node.base, node.exp, values[0], values[1])
        name = _NAMES.get(node.func)
        return None if name is None else self._function_value(name, values)

    @staticmethod
    def _sum(values: Sequence[Any]) -> Any:
        total = _mp.fsum(values)
        # A sum that cancels beyond the working precision has an unknown small value: 0 stands for it.
        return _mp.zero if abs(total) < _CANCELLED * max(abs(v) for v in values) else _bounded(total)

    @staticmethod
    def _check_power(base: Any, exponent: Any, base_value: Any, exponent_value: Any) -> None:
        if base.is_Rational and exponent.is_Rational:
            if base == 0 and exponent < 0:
                raise DomainError("undefined: division by zero")
            return
        if exponent_value is not None and not base.is_Rational and abs(exponent_value) > limits.EXPONENT:
            raise SizeLimitError(f"an exponent is larger than {limits.EXPONENT} in absolute value")
        if exponent_value is None and base_value is not None and base_value <= 0:
            if base_value < 0:
                raise _complex("a negative number to a variable power")
            raise DomainError("undefined: 0 to a variable power")

    @staticmethod
    def _power_value(base: Any, exponent: Any, b: Any, e: Any) -> Any:
        if not b:
            if e < 0:
                raise DomainError("undefined: division by zero, or by a constant that cannot be told from zero")
            return _mp.one if not e else _mp.zero
        if b < 0 and not exponent.is_Integer:
            hint = "; for the real cube root write cbrt" if exponent.is_Rational and exponent.q % 3 == 0 else ""
            raise (
                _complex(f"a negative number to the power {exponent!s:.40}")
                if not hint
                else DomainError(f"a negative number to the power {exponent!s:.40} is not real{hint}")
            )
        if abs(e * _mp.log(abs(b), 2)) > limits.BITS:
            raise _too_large()
        return _bounded(_mp.power(b, int(exponent) if exponent.is_Integer else e))

    @staticmethod
    def _function_value(name: str, values: Sequence[Any]) -> Any:
        x = values[0]
        if name in ("Max", "Min"):
            return max(values) if name == "Max" else min(values)
        if name == "Abs":
            return abs(x)
        if name == "sign":
            return _mp.sign(x)
        if name == "cbrt":
            return _mp.sign(x) * _mp.cbrt(abs(x))
        if name in ("exp", "sinh", "cosh") and abs(x) > limits.BITS:
            raise _too_large()
        if name == "gamma":
            if abs(x) > limits.GAMMA:
                raise SizeLimitError(f"gamma of a number larger than {limits.GAMMA} in absolute value")
            if x <= 0 and _mp.isint(x):
                raise DomainError("undefined: gamma has a pole there")
        if name == "log" and x <= 0:
            if x < 0:
                raise _complex("the logarithm of a negative number")
            raise DomainError("undefined: log(0)")
        if name == "atanh" and abs(x) == 1:
            raise DomainError("undefined: atanh is infinite at 1 and -1")
        return _real(getattr(_mp, name)(x), f"{name} of a number outside its domain")

    # -- building -----------------------------------------------------------------------------------------------

    def _built(self, make: Callable[[], Any]) -> Any:
        try:
            result = make()
            self.inspect(result)
        except InputError:
            raise
        except RecursionError as error:
            raise SizeLimitError("the expression is nested too deeply") from error
        except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
            raise InputError(f"SymPy cannot build this expression ({type(error).__name__})") from error
        return result

    def add(self, *terms: Any) -> Any:
        """The sum. The digits of a common denominator are bounded beforehand."""
        self._check_digits(terms)
        self._limit_size(terms)
        return self._built(lambda: sp.Add(*terms))

    def mul(self, *factors: Any) -> Any:
        """The product. The digits of the rational factors and the size of the constant ones are bounded beforehand."""
        self._check_digits(factors)
        self._limit_size(factors)
        values = [self.inspect(factor).value for factor in factors]
        _bounded(_mp.fprod(value for value in values if value is not None))
        return self._built(lambda: sp.Mul(*factors))

    def power(self, base: Any, exponent: Any) -> Any:
        """base**exponent."""
        b, e = self.inspect(base).value, self.inspect(exponent).value
        self._check_power(base, exponent, b, e)
        if b is not None and e is not None:
            self._power_value(base, exponent, b, e)
        if exponent.is_Rational:
            coefficient = base if base.is_Rational else base.as_coeff_Mul()[0]
            if not coefficient.is_Rational:
                coefficient = sp.S.One
            if bits(coefficient) > 1 and bits(coefficient) * abs(exponent) > limits.BITS:
                raise SizeLimitError(f"a power would have more than {limits.BITS} binary digits")
            if not exponent.is_Integer:
                self._check_roots(base)
        return self._built(lambda: sp.Pow(base, exponent))

    def _check_roots(self, base: Any) -> None:
        for number in base.atoms(sp.Rational):
            if bits(number) > limits.ROOT_BITS:
                raise SizeLimitError(f"a number under a root has more than {limits.ROOT_BITS} binary digits")

    def _limit_size(self, args: Sequence[Any]) -> None:
        if sum(self.inspect(arg).size for arg in args) > limits.NODES:
            raise SizeLimitError(f"the expression has more than {limits.NODES} nodes")

    @staticmethod
    def _check_digits(args: Sequence[Any]) -> None:
        if sum(bits(arg) for arg in args if arg.is_Rational) > 2 * limits.BITS:
            raise SizeLimitError(f"an exact number has more than {limits.BITS} binary digits")

    def neg(self, x: Any) -> Any:
        """-x."""
        return self.mul(sp.S.NegativeOne, x)

    def call(self, name: str, args: Sequence[Any]) -> Any:
        """A primitive function; `name` is a key of `functions.PRIMITIVES`."""
        infos = [self.inspect(arg) for arg in args]
        self._limit_size(args)
        if name in ("Max", "Min"):
            return self._extremum(name, args)
        if name == "log" and len(args) == 2:
            return self._log_to_base(args[0], args[1])
        x, value = args[0], infos[0].value
        if value is not None:
            self._function_value(name, [value])
        if (
            name in ("Abs", "sign")
            and not x.is_Rational
            and (value is not None or infos[0].size > limits.EVALUATED_NODES)
        ):
            if name == "Abs" and x in (sp.S.Pi, sp.S.Exp1):
                return x
            # The sign of a constant is a numerical question: it is left to the ball arithmetic.
            return self._built(lambda: PRIMITIVES[name](x, evaluate=False))
        if name in ("asin", "acos", "atan") and value is not None and x.has(sp.sin, sp.cos, sp.tan):
            # SymPy reduces asin(sin(c)) by a numerical remainder modulo 2*pi.
            return self._built(lambda: PRIMITIVES[name](x, evaluate=False))
        return self._built(lambda: PRIMITIVES[name](x))

    def _log_to_base(self, x: Any, base: Any) -> Any:
        if base == 1:
            raise DomainError("undefined: log to the base 1")
        if x.is_Rational and base.is_Rational and x > 0 and base > 0:
            power = int(_mp.nint(_mp.log(self.inspect(x).value) / _mp.log(self.inspect(base).value)))
            if abs(power) * bits(base) <= 2 * limits.BITS and base**power == x:
                return sp.Integer(power)
        return self.mul(self.call("log", [x]), self.power(self.call("log", [base]), sp.S.NegativeOne))

    def _extremum(self, name: str, args: Sequence[Any]) -> Any:
        function = PRIMITIVES[name]
        flat: list[Any] = []
        numbers: list[Any] = []
        for arg in args:
            for part in arg.args if isinstance(arg, function) else (arg,):
                (numbers if part.is_Rational else flat).append(part)
        if numbers:
            flat.append(max(numbers) if name == "Max" else min(numbers))
        distinct = list(dict.fromkeys(flat))
        if len(distinct) == 1:
            return distinct[0]
        # SymPy's own evaluation compares all pairs, numerically where it can.
        return self._built(lambda: function(*distinct, evaluate=False))

    # -- conditions ---------------------------------------------------------------------------------------------

    def relation(self, sign: str, left: Any, right: Any) -> Any:
        """A comparison, the constant side on the right; two rational numbers are compared exactly."""
        if left.is_Rational and right.is_Rational:
            return sp.true if bool(RELATIONS[sign](left, right)) else sp.false
        if left == right:
            return sp.true if sign in ("<=", ">=", "==") else sp.false
        if not left.free_symbols and not right.free_symbols:
            raise InputError("a condition needs a variable; write True or False")
        if not left.free_symbols:
            left, right, sign = right, left, _MIRRORED[sign]
        return self._built(lambda: RELATIONS[sign](left, right, evaluate=False))

    def negate(self, condition: Any) -> Any:
        """Not, pushed down to the comparisons."""
        if condition is sp.true or condition is sp.false:
            return sp.false if condition is sp.true else sp.true
        if isinstance(condition, Relational):
            return self.relation(_NEGATED[SIGNS[condition.func]], condition.lhs, condition.rhs)
        parts = [self.negate(part) for part in condition.args]
        return self.disjunction(parts) if isinstance(condition, sp.And) else self.conjunction(parts)

    def conjunction(self, parts: Sequence[Any]) -> Any:
        """And."""
        return self._built(lambda: sp.And(*parts))

    def disjunction(self, parts: Sequence[Any]) -> Any:
        """Or."""
        return self._built(lambda: sp.Or(*parts))

    def piecewise(self, pairs: Sequence[tuple[Any, Any]]) -> Any:
        """Piecewise; the last condition must be True, so that the value is defined everywhere."""
        kept: list[tuple[Any, Any]] = []
        for value, condition in pairs:
            if condition is sp.false:
                continue
            kept.append((value, condition))
            if condition is sp.true:
                break
        if not kept or kept[-1][1] is not sp.true:
            raise InputError("the last condition of Piecewise must be True")
        if any(condition.has(sp.Piecewise) for _, condition in kept):
            # SymPy would fold the inner one into the conditions, which takes exponential time.
            raise InputError("a Piecewise inside a condition is not accepted")
        # Equal neighbours are one piece.
        while len(kept) > 1 and kept[-2][0] == kept[-1][0]:
            del kept[-2]
        if len(kept) == 1:
            return kept[0][0]
        return self._built(lambda: sp.Piecewise(*kept, evaluate=False))


def is_condition(node: Any) -> bool:
    """True for comparisons, And, Or, Not, True and False."""
    return isinstance(node, Relational | sp.And | sp.Or | sp.Not | BooleanTrue | BooleanFalse)


__all__ = ["RELATIONS", "SIGNS", "Builder", "bits", "cbrt", "is_condition"]
