"""Bounded construction of SymPy expressions: every node passes here, from text and from Python.

SymPy evaluates while it builds. Left alone it expands 9**9**9, factors long integers under roots and compares towers of
exponentials numerically. So each constructor first estimates the result (mpmath, 200 bits: a guard against large work
and a source of clear messages, never a proof), then lets SymPy build, then looks at every node that is new.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

import mpmath
import sympy as sp
from sympy.core.relational import Relational
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from embedcheck.errors import DomainError, InputError, SizeLimitError
from embedcheck.parsing import limits
from embedcheck.parsing.functions import PRIMITIVES, REFUSED
from embedcheck.parsing.needs import Need, needs_of_function, needs_of_power, removed
from embedcheck.parsing.obvious import expanded_terms, is_real

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

_ACCEPTED = (
    sp.Symbol,
    sp.Rational,
    type(sp.S.Pi),
    type(sp.S.Exp1),
    sp.Add,
    sp.Mul,
    sp.Pow,
    sp.Piecewise,
    ExprCondPair,
    Relational,
    sp.And,
    sp.Or,
    BooleanTrue,
    BooleanFalse,
)
"""Node types besides the functions."""

_ROUNDS = 8


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


def check_type(node: Any) -> None:
    """Raise InputError unless nodes of this type may occur."""
    if isinstance(node, _ACCEPTED) or node.func in _NAMES:
        return
    name = type(node).__name__
    raise InputError(f"{name} is not accepted" + (f": {REFUSED[name]}" if name in REFUSED else ""))


class Builder:
    """Builds one input. It remembers what it has seen, so that shared parts are looked at once."""

    def __init__(self) -> None:
        self._seen: dict[Any, _Info] = {}
        self.noted: dict[Need, None] = {}
        """What the parts need to be defined, as they are built."""
        self.shown: dict[Need, None] = {}
        """What the finished expressions still show."""

    @property
    def removed(self) -> tuple[Need, ...]:
        """Needs of parts that SymPy simplified away."""
        return removed(self.noted, self.shown)

    # -- looking at nodes ---------------------------------------------------------------------------------------

    def inspect(self, node: Any) -> _Info:
        """Size, depth and, for a constant, rough value of a node; raises when it is beyond a limit or not real."""
        known = self._seen.get(node)
        if known is not None:
            return known
        if node is sp.S.ComplexInfinity or node is sp.S.NaN or node is sp.S.Infinity or node is sp.S.NegativeInfinity:
            raise DomainError("undefined: division by zero or an infinite value")
        if node is sp.S.ImaginaryUnit:
            raise DomainError("complex numbers are not accepted")
        check_type(node)
        children = [self.inspect(child) for child in node.args]
        size = 1 + sum(child.size for child in children)
        depth = 1 + max((child.depth for child in children), default=0)
        if size > limits.NODES:
            raise SizeLimitError(f"the expression has more than {limits.NODES} nodes")
        if depth > limits.NESTING:
            raise SizeLimitError(f"the expression is nested deeper than {limits.NESTING} levels")
        if isinstance(node, sp.sinh | sp.cosh | sp.tanh) and not is_real(node.args[0]):
            self._check_expansion(node)
        info = _Info(size, depth, self._value_of(node, [child.value for child in children]))
        self._seen[node] = info
        return info

    @staticmethod
    def _check_expansion(node: Any) -> None:
        if expanded_terms(node.args[0]) > limits.EXPANDED_TERMS:
            name = type(node).__name__
            raise SizeLimitError(f"the argument of {name} has more than {limits.EXPANDED_TERMS} terms when expanded")

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
            raise DomainError(f"a negative number to the power {exponent!s:.40} is not real{hint}")
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
            if _mp.log(max(abs(int(coefficient.p)), int(coefficient.q), 1), 2) * abs(exponent) > limits.BITS:
                raise SizeLimitError(f"a power would have more than {limits.BITS} binary digits")
            if not exponent.is_Integer:
                self._check_roots(base)
        self.noted.update(dict.fromkeys(needs_of_power(base, exponent)))
        return self._built(lambda: sp.Pow(base, exponent))

    def _check_roots(self, base: Any) -> None:
        if self._has_long_number(base):
            raise SizeLimitError(f"a number under a root has more than {limits.ROOT_BITS} binary digits")

    @staticmethod
    def _has_long_number(node: Any) -> bool:
        return any(bits(number) > limits.ROOT_BITS for number in node.atoms(sp.Rational))

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
        self.noted.update(dict.fromkeys(needs_of_function(name, x)))
        numerical = value is not None or infos[0].size > limits.EVALUATED_NODES
        if name in ("Abs", "sign") and not x.is_Rational and (numerical or not is_real(x)):
            if x in (sp.S.Pi, sp.S.Exp1):
                return x if name == "Abs" else sp.S.One
            # The sign of a constant is a numerical question, left to the ball arithmetic; and of something that may be
            # complex for SymPy, such as sqrt(x), it would take the complex modulus.
            return self._built(lambda: PRIMITIVES[name](x, evaluate=False))
        remainder = name in ("asin", "acos", "atan") and value is not None and x.has(sp.sin, sp.cos, sp.tan)
        if remainder or (not x.is_Rational and self._has_long_number(x)):
            # SymPy reduces asin(sin(c)) by a numerical remainder modulo 2*pi, and makes roots of c in exp(log(c)/2) and
            # sinh(acosh(c)).
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


def rebuild(node: Any, args: Sequence[Any], builder: Builder) -> Any:
    """The node over new arguments; InputError when its type is not accepted."""
    name = type(node).__name__
    if isinstance(node, sp.Piecewise):
        return builder.piecewise(cast("Sequence[tuple[Any, Any]]", args))
    if isinstance(node, ExprCondPair):
        return (args[0], args[1])
    if isinstance(node, Relational):
        return builder.relation(SIGNS[node.func], args[0], args[1])
    if isinstance(node, sp.Not):
        return builder.negate(args[0])
    if isinstance(node, sp.And | sp.Or):
        return builder.conjunction(args) if isinstance(node, sp.And) else builder.disjunction(args)
    if any(is_condition(arg) or isinstance(arg, tuple) for arg in args):
        raise InputError(f"{name} is not accepted")
    if isinstance(node, sp.Add):
        return builder.add(*args)
    if isinstance(node, sp.Mul):
        return builder.mul(*args)
    if isinstance(node, sp.Pow):
        return builder.power(args[0], args[1])
    if node.func in _NAMES:
        return builder.call(_NAMES[node.func], args)
    raise InputError(f"{name} is not accepted")


def settled(expr: Any, builder: Builder) -> Any:
    """The expression after SymPy has nothing left to simplify when it is built again, so that its text reads back."""
    noted = builder.noted
    for _ in range(_ROUNDS):
        builder.noted = {}
        again = _again(expr, builder, {})
        shown, builder.noted = builder.noted, noted
        if again == expr:
            builder.shown.update(shown)
            return expr
        expr = again
    raise InputError("SymPy finds no stable form of this expression")


def _again(node: Any, builder: Builder, done: dict[Any, Any]) -> Any:
    if not node.args:
        return node
    if node not in done:
        done[node] = rebuild(node, [_again(arg, builder, done) for arg in node.args], builder)
    return done[node]


def is_condition(node: Any) -> bool:
    """True for comparisons, And, Or, Not, True and False."""
    return isinstance(node, Relational | sp.And | sp.Or | sp.Not | BooleanTrue | BooleanFalse)
