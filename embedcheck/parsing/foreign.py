"""Python objects -> accepted expressions: SymPy expressions, numbers, texts, sequences, matrices and callables."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any, cast

import sympy as sp
from sympy.core.function import AppliedUndef

from embedcheck.errors import DomainError, InputError, SizeLimitError, UnknownNameError
from embedcheck.parsing import limits
from embedcheck.parsing.build import Builder, check_type, is_condition, rebuild, settled
from embedcheck.parsing.names import check_variable, check_variables, number_value
from embedcheck.parsing.needs import Need
from embedcheck.parsing.reader import Reading, abbreviated, read_map
from embedcheck.parsing.text import writable

_REWRITTEN = ("cot", "sec", "csc", "coth", "sech", "csch", "erfc")


def exact(value: Any) -> sp.Expr:
    """A number as an exact SymPy constant. A float stands for its shortest decimal: 0.1 is 1/10.

    >>> exact(0.1), exact(3)
    (1/10, 3)
    """
    if isinstance(value, sp.Float):
        shortest = repr(float(value)) if int(cast("Any", value)._prec) <= 53 else str(value)
        return _decimal(shortest)
    if isinstance(value, sp.Basic):
        return from_sympy(value, ())
    if isinstance(value, bool):
        raise InputError("a truth value is not a number")
    if isinstance(value, int):
        _check_bits(value)
        return sp.Integer(value)
    if isinstance(value, float):
        return _decimal(repr(value))
    if isinstance(value, Fraction):
        _check_bits(value.numerator)
        _check_bits(value.denominator)
        return sp.Rational(value.numerator, value.denominator)
    if isinstance(value, complex):
        raise DomainError("complex numbers are not accepted")
    item = getattr(value, "item", None)  # numpy scalars
    if callable(item) and getattr(value, "shape", None) == ():
        return exact(item())
    raise InputError(f"{type(value).__name__} is not a number")


def _decimal(text: str) -> sp.Expr:
    if text in ("nan", "inf", "-inf", "+inf"):
        raise DomainError(f"{text} is not a real number")
    return -number_value(text[1:]) if text.startswith("-") else number_value(text)


def _check_bits(number: int) -> None:
    if number.bit_length() > limits.BITS:
        raise SizeLimitError(f"an exact number has more than {limits.BITS} binary digits")


def from_sympy(expr: sp.Basic, variables: Sequence[str] | None = None) -> sp.Expr:
    """Rebuild a SymPy expression from the accepted node types, with real symbols of the same names.

    With `variables`, any other symbol is an UnknownNameError. InputError names the first node that is not accepted.

    >>> from_sympy(sp.cot(sp.Symbol("x")) + 0.5)
    1/2 + cos(x)/sin(x)
    """
    return _rebuilt(expr, variables, Builder())


def _rebuilt(expr: sp.Basic, variables: Sequence[str] | None, builder: Builder) -> sp.Expr:
    done: dict[Any, Any] = {}
    stack: list[tuple[Any, bool]] = [(expr, False)]
    # An own stack: the depth of a foreign expression costs no Python stack.
    while stack:
        node, ready = stack.pop()
        if node in done:
            continue
        if ready or not node.args:
            done[node] = _convert(node, [done[arg] for arg in node.args], builder, variables)
            continue
        _check_foreign(node)
        stack.append((node, True))
        stack.extend((arg, False) for arg in reversed(node.args))
        if len(stack) + len(done) > 4 * limits.NODES:
            raise SizeLimitError(f"the expression has more than {limits.NODES} nodes")
    result = done[expr]
    if is_condition(result) or isinstance(result, tuple):
        raise InputError(f"{type(expr).__name__} is not a real expression")
    return writable(settled(result, builder))


def _check_foreign(node: Any) -> None:
    name = type(node).__name__
    if isinstance(node, AppliedUndef):
        raise UnknownNameError(f"unknown function {name[:40]!r}")
    if not isinstance(node, sp.Not) and not (name in _REWRITTEN and node.func is getattr(sp, name)):
        check_type(node)


def _convert(node: Any, args: list[Any], builder: Builder, variables: Sequence[str] | None) -> Any:
    if not args:
        return _leaf(node, builder, variables)
    name = type(node).__name__
    if name in _REWRITTEN and node.func is getattr(sp, name):
        return abbreviated(builder, name, args[0])
    return rebuild(node, args, builder)


def _leaf(node: Any, builder: Builder, variables: Sequence[str] | None) -> Any:
    if node is sp.true or node is sp.false:
        return node
    if isinstance(node, sp.Float):
        return exact(node)
    if type(node) is sp.Symbol:
        name = node.name
        if variables is not None and name not in variables:
            raise UnknownNameError(f"unknown symbol {name[:40]!r}")
        if variables is None:
            check_variable(name)
        return sp.Symbol(name, real=True)
    if isinstance(node, sp.Rational) or node is sp.S.Pi or node is sp.S.Exp1 or isinstance(node, sp.Number):
        builder.inspect(node)
        return node
    if node is sp.S.ComplexInfinity or node is sp.S.ImaginaryUnit:
        builder.inspect(node)
    raise InputError(f"{type(node).__name__} is not accepted")


def variable_names(variables: Any) -> tuple[str, ...] | None:
    """Names of variables from "x, y", a symbol, or a sequence of names and symbols; None stays None."""
    if variables is None:
        return None
    if isinstance(variables, str):
        items: list[Any] = [name.strip() for name in variables.split(",")]
    elif isinstance(variables, sp.Symbol):
        items = [variables]
    elif isinstance(variables, Iterable):
        items = list(cast("Iterable[Any]", variables))
    else:
        raise InputError(f"the variables must be names or symbols, not {type(variables).__name__}")
    names: list[str] = []
    for item in items:
        if not isinstance(item, str | sp.Symbol):
            raise InputError(f"a variable must be a name or a symbol, not {type(item).__name__}")
        names.append(item if isinstance(item, str) else item.name)
    if not names:
        raise InputError("a map needs at least one variable")
    return check_variables(names)


def from_python(source: Any, variables: Sequence[str] | None = None) -> Reading:
    """What a text, number, SymPy expression, sequence, matrix or callable says as a map."""
    if isinstance(source, str):
        return read_map(source, variables)
    if isinstance(source, sp.MatrixBase):
        if source.cols != 1:
            raise InputError(f"a matrix must be a column, not {source.rows}x{source.cols}")
        return _from_items(source.flat(), variables)
    if isinstance(source, list | tuple | sp.Tuple):
        return _from_items(list(cast("Iterable[Any]", source)), variables)
    if callable(source) and not isinstance(source, sp.Basic):
        return _from_callable(cast("Callable[..., Any]", source), variables)
    return _from_items([source], variables)


def _from_items(items: list[Any], variables: Sequence[str] | None) -> Reading:
    if not items:
        raise InputError("a map needs at least one component")
    if len(items) > limits.COMPONENTS:
        raise SizeLimitError(f"{len(items)} components, more than {limits.COMPONENTS}")
    components: list[Any] = []
    needs: dict[Need, None] = {}
    for item in items:
        if isinstance(item, str):
            reading = read_map(item, variables)
            if len(reading.components) != 1:
                raise InputError("a component of a vector must be one expression")
            components.append(reading.components[0])
            needs.update(dict.fromkeys(reading.removed))
        elif isinstance(item, sp.Basic) and not isinstance(item, sp.Float):
            builder = Builder()
            components.append(_rebuilt(item, variables, builder))
            needs.update(dict.fromkeys(builder.removed))
        else:
            components.append(exact(item))
    free = sorted({symbol.name for part in components for symbol in part.free_symbols})
    names = tuple(variables) if variables is not None else check_variables(free or ["x"])
    return Reading(tuple(components), tuple(sp.Symbol(name, real=True) for name in names), tuple(needs))


def _from_callable(function: Callable[..., Any], variables: Sequence[str] | None) -> Reading:
    if inspect.isclass(function):
        raise InputError(f"the class {function.__name__} is not a map")
    if variables is None:
        variables = _parameters(function)
    symbols = [sp.Symbol(name, real=True) for name in variables]
    try:
        result = function(*symbols)
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            f"the callable cannot be applied to symbols ({type(error).__name__}); use SymPy functions such as sympy.exp"
        ) from error
    if isinstance(result, str) or (callable(result) and not isinstance(result, sp.Basic)):
        raise InputError(f"the callable must return an expression or several, not {type(result).__name__}")
    return from_python(result, variables)


def _parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError) as error:
        raise InputError("the parameters of the callable are not known; name the variables") from error
    required = [p for p in parameters if p.default is p.empty]
    if any(p.kind not in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in required) or not required:
        raise InputError("the callable must have plain positional parameters; name the variables")
    return check_variables([p.name for p in required])
