"""Text -> SymPy: builds the expression from the parse tree. Nothing is evaluated as Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, cast

import sympy as sp

from embedcheck.errors import DomainError, InputError, SizeLimitError, SyntaxInputError, UnknownNameError
from embedcheck.parsing import limits
from embedcheck.parsing.build import Builder, settled
from embedcheck.parsing.functions import (
    ABBREVIATIONS,
    ARITY,
    NESTED_ELU,
    NOT_VARIABLES,
    PRIMITIVES,
    REFUSED,
    SYNONYMS,
)
from embedcheck.parsing.grammar import check_text, tree
from embedcheck.parsing.names import check_variable, check_variables, number_value, suggestion
from embedcheck.parsing.needs import Need
from embedcheck.parsing.text import writable


class _Negated(NamedTuple):
    """A minus sign in front of a factor, kept apart so that -(x + 1)/y is one product of three factors."""

    expr: Any


class _Reader:
    """Turns one parse tree into SymPy."""

    def __init__(self, variables: tuple[str, ...] | None, builder: Builder | None = None) -> None:
        self.builder = builder if builder is not None else Builder()
        self.given = variables
        self.names: set[str] = set()

    def read(self, parsed: Any) -> Any:
        """Bottom-up and without recursion: the depth of the text costs no Python stack."""
        done: dict[int, Any] = {}
        for node in parsed.iter_subtrees():
            children = [done[id(child)] if hasattr(child, "data") else child for child in node.children]
            done[id(node)] = getattr(self, f"_{node.data}")(children)
        return done[id(parsed)]

    def _at(self, token: Any, make: Callable[..., Any], *args: Any) -> Any:
        try:
            return make(*args)
        except InputError as error:
            if str(error).startswith("column "):
                raise
            raise type(error)(f"column {token.start_pos + 1}: {error}") from error

    def _plain(self, item: Any) -> Any:
        return self.builder.neg(item.expr) if isinstance(item, _Negated) else item

    def _vector(self, children: list[Any]) -> Any:
        return tuple(children)

    def _expression(self, children: list[Any]) -> Any:
        terms = [children[0]]
        for sign, term in zip(children[1::2], children[2::2], strict=True):
            terms.append(term if sign == "+" else self._at(sign, self.builder.neg, term))
        return terms[0] if len(terms) == 1 else self._at(children[1], self.builder.add, *terms)

    def _term(self, children: list[Any]) -> Any:
        factors: list[Any] = []
        sign: Any = None
        for child in children:
            if hasattr(child, "start_pos"):
                sign = child
                continue
            inverted = sign is not None and sign == "/"
            if isinstance(child, _Negated):
                factors.append(sp.S.NegativeOne)
                child = child.expr
            factors.append(self._at(sign, self.builder.power, child, sp.S.NegativeOne) if inverted else child)
        if len(factors) == 1:
            return factors[0]
        return self.builder.mul(*factors) if sign is None else self._at(sign, self.builder.mul, *factors)

    def _signed(self, children: list[Any]) -> Any:
        sign, item = children
        if sign == "+":
            return item
        return item.expr if isinstance(item, _Negated) else _Negated(item)

    def _power(self, children: list[Any]) -> Any:
        base, sign, exponent = children
        return self._at(sign, self.builder.power, base, self._plain(exponent))

    def _number(self, children: list[Any]) -> Any:
        return self._at(children[0], self._exact, str(children[0]))

    def _exact(self, text: str) -> Any:
        number = number_value(text)
        self.builder.inspect(number)
        return number

    def _name(self, children: list[Any]) -> Any:
        token = children[0]
        name = str(token)
        if self.given is not None and name in self.given:
            self.names.add(name)
            return sp.Symbol(name, real=True)
        if name in ("pi", "E"):
            return sp.pi if name == "pi" else sp.E
        return self._at(token, self._free_name, name)

    def _free_name(self, name: str) -> Any:
        if name == "I":
            raise DomainError("complex numbers are not accepted")
        if name in ("oo", "zoo", "nan"):
            advice = " (oo is for the ends of domains)" if name == "oo" else ""
            raise DomainError(f"{name} is no real number{advice}")
        if name in PRIMITIVES or name in SYNONYMS or name in ABBREVIATIONS:
            raise SyntaxInputError(f"the function {name} needs its argument in round brackets")
        if self.given is not None or name in NOT_VARIABLES:
            advice = NOT_VARIABLES.get(name) or suggestion(name, (*(self.given or ()), "pi", "E"))
            raise UnknownNameError(f"unknown name {name[:40]!r}" + (f" ({advice})" if advice else ""))
        self.names.add(check_variable(name))
        return sp.Symbol(name, real=True)

    def _call(self, children: list[Any]) -> Any:
        token, *args = children
        return self._at(token, self._apply, str(token), args)

    def _apply(self, name: str, args: list[Any]) -> Any:
        name = SYNONYMS.get(name, name)
        if name in REFUSED:
            raise UnknownNameError(f"unknown function {name!r} ({REFUSED[name]})")
        if name not in PRIMITIVES and name not in ABBREVIATIONS:
            if self.given is not None and name in self.given:
                raise SyntaxInputError(f"{name} is a variable, not a function (write * for a product)")
            advice = suggestion(name, (*PRIMITIVES, *SYNONYMS, *ABBREVIATIONS, "Piecewise"))
            raise UnknownNameError(f"unknown function {name[:40]!r}" + (f" ({advice})" if advice else ""))
        least, most = ARITY.get(name, (1, 1))
        if not least <= len(args) <= most:
            expected = str(least) if least == most else f"{least} to {most}"
            raise SyntaxInputError(f"{name} takes {expected} argument{'s' if expected != '1' else ''}, not {len(args)}")
        if name in PRIMITIVES:
            return self.builder.call(name, args)
        return abbreviated(self.builder, name, args[0])

    def _group(self, children: list[Any]) -> Any:
        return children[0]

    def _bars(self, children: list[Any]) -> Any:
        return self._at(children[0], self.builder.call, "Abs", [children[1]])

    def _piecewise(self, children: list[Any]) -> Any:
        return self._at(children[0], self.builder.piecewise, children[1:])

    def _pair(self, children: list[Any]) -> Any:
        return (children[0], children[1])

    def _disjunction(self, children: list[Any]) -> Any:
        return self.builder.disjunction(children)

    def _conjunction(self, children: list[Any]) -> Any:
        return self.builder.conjunction(children)

    def _negation(self, children: list[Any]) -> Any:
        return self.builder.negate(children[0])

    def _comparison(self, children: list[Any]) -> Any:
        parts = [
            self._at(sign, self.builder.relation, str(sign), left, right)
            for left, sign, right in zip(children[0::2], children[1::2], children[2::2], strict=False)
        ]
        return parts[0] if len(parts) == 1 else self.builder.conjunction(parts)

    def _truth(self, children: list[Any]) -> Any:
        return sp.true if children[0] == "True" else sp.false


class _Definition(_Reader):
    """Reads the definition of an abbreviation, with the argument for x and without columns."""

    def __init__(self, argument: Any, builder: Builder) -> None:
        super().__init__((), builder)
        self._argument = argument

    def _at(self, token: Any, make: Callable[..., Any], *args: Any) -> Any:
        return make(*args)

    def _name(self, children: list[Any]) -> Any:
        return self._argument


@lru_cache(maxsize=64)
def _definition(text: str) -> Any:
    return tree(text)


def abbreviated(builder: Builder, name: str, argument: Any) -> Any:
    """The written-out function `name` (a key of `functions.ABBREVIATIONS`) at a SymPy argument."""
    definition = NESTED_ELU if name == "elu" and argument.has(sp.Piecewise) else ABBREVIATIONS[name]
    return _Definition(argument, builder).read(_definition(definition))


class Reading(NamedTuple):
    """What a source says: components, variables, and the needs that SymPy simplified away."""

    components: tuple[sp.Expr, ...]
    variables: tuple[sp.Symbol, ...]
    removed: tuple[Need, ...]


def parse_map(text: str, variables: Sequence[str] | None = None) -> tuple[tuple[sp.Expr, ...], tuple[sp.Symbol, ...]]:
    """Components and variables of a map given as text; "(a, b)" is a vector map.

    The variables are the free names in alphabetical order unless they are given; a constant map gets `x`.
    Raises InputError (or a subclass) with one line and, where there is one, the column (1-based).

    >>> parse_map("(x + y, 0.5*y)")
    ((x + y, y/2), (x, y))
    """
    reading = read_map(text, variables)
    return reading.components, reading.variables


def read_map(text: str, variables: Sequence[str] | None = None) -> Reading:
    """As `parse_map`, with the needs that SymPy simplified away."""
    given = None if variables is None else check_variables(variables)
    parsed = tree(check_text(text))
    reader = _Reader(given)
    result = reader.read(parsed)
    components = result if isinstance(result, tuple) else (result,)
    components = tuple(writable(settled(component, reader.builder)) for component in components)
    if len(components) > limits.COMPONENTS:
        raise SizeLimitError(f"{len(components)} components, more than {limits.COMPONENTS}")
    names = given if given is not None else check_variables(sorted(reader.names) or ["x"])
    if not names:
        raise InputError("a map needs at least one variable")
    return Reading(components, tuple(sp.Symbol(name, real=True) for name in names), reader.builder.removed)


def parse_expression(text: str, variables: Sequence[str] | None = None) -> sp.Expr:
    """One expression; with `variables`, any other free name is an UnknownNameError.

    >>> parse_expression("-x^2 + |x|/2")
    -x**2 + Abs(x)/2
    """
    reader = _Reader(None if variables is None else check_variables(variables))
    result = reader.read(tree(check_text(text)))
    if isinstance(result, tuple):
        raise SyntaxInputError(f"one expression is expected, not {len(cast('tuple[Any, ...]', result))} components")
    return cast("sp.Expr", writable(settled(result, reader.builder)))


def parse_number(text: str) -> sp.Expr:
    """An exact real constant, or -oo, oo (for the ends of domains).

    >>> parse_number("pi/2"), parse_number("-oo"), parse_number("0.1")
    (pi/2, -oo, 1/10)
    """
    bare = check_text(text).replace(" ", "")
    if bare in ("oo", "+oo", "-oo"):
        return cast("sp.Expr", sp.S.NegativeInfinity if bare[0] == "-" else sp.S.Infinity)
    return parse_expression(text, ())
