"""Text -> SymPy. A lark LALR grammar reads the text, an own loop builds the expression; nothing is evaluated as Python."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, cast

import sympy as sp

from embedcheck.errors import DomainError, InputError, SizeLimitError, SyntaxInputError, UnknownNameError
from embedcheck.parsing import limits
from embedcheck.parsing.build import Builder
from embedcheck.parsing.functions import (
    ABBREVIATIONS,
    ARITY,
    NESTED_ELU,
    NOT_VARIABLES,
    PRIMITIVES,
    REFUSED,
    RESERVED,
    SYNONYMS,
)

GRAMMAR = r"""
?mapping: expression | vector
vector: "(" expression "," ")" | "(" expression ("," expression)+ ","? ")"

expression: term (SUM_SIGN term)*
term: _unary (PRODUCT_SIGN _unary)*
_unary: signed | _power
signed: SUM_SIGN _unary
_power: power | _atom
power: _atom POWER_SIGN _unary
_atom: number | name | call | group | bars | piecewise
number: NUMBER
name: NAME
call: NAME "(" expression ("," expression)* ")"
group: "(" expression ")"
bars: BAR_OPEN expression BAR_CLOSE
piecewise: PIECEWISE "(" pair ("," pair)* ","? ")"
pair: "(" expression "," _condition ")"

_condition: _conjunction | disjunction
disjunction: _conjunction (_OR _conjunction)+
_conjunction: _negation | conjunction
conjunction: _negation (_AND _negation)+
_negation: negation | _truth
negation: _NOT _negation
_truth: comparison | truth | "(" _condition ")"
comparison: expression (COMPARISON expression)+
truth: TRUTH

NUMBER: /([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?/
PIECEWISE.3: /Piecewise(?![A-Za-z0-9_])/
TRUTH.3: /(True|False)(?![A-Za-z0-9_])/
_AND.3: /&&?|and(?![A-Za-z0-9_])/
_OR.3: /or(?![A-Za-z0-9_])/
_NOT.3: /~|not(?![A-Za-z0-9_])/
NAME.1: /[A-Za-z][A-Za-z0-9_]*/
POWER_SIGN.2: /\*\*|\^/
PRODUCT_SIGN: /[*\/]/
SUM_SIGN: /[+-]/
COMPARISON: /<=|>=|==|!=|<|>/
BAR_OPEN: "|"
%declare BAR_CLOSE
WHITESPACE: /[ \t\r\n]+/
%ignore WHITESPACE
"""

_ADVICE = {
    "π": "write pi",
    "∞": "write oo",
    "−": "write -",
    "–": "write -",
    "×": "write *",
    "·": "write *",
    "÷": "write /",
    "√": "write sqrt",
    "²": "write **2",
    "³": "write **3",
    "=": "write == in a condition",
    "_": "a name starts with a letter",
    "!": "write gamma(n + 1) for a factorial",
    "%": "there is no remainder",
    "[": "a vector is written with round brackets",
    "]": "a vector is written with round brackets",
    ".": "names have no attributes",
}

_NUMBER = re.compile(r"(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?", re.ASCII)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


class _Negated(NamedTuple):
    """A minus sign in front of a factor, kept apart so that -(x + 1)/y is one product of three factors."""

    expr: Any


class _Bars:
    """Tells the three uses of "|" apart and bounds the nesting; lark calls it between lexer and parser.

    A bar where an operand must begin opens |x|. After an operand it closes the innermost |x| of the same bracket level;
    where none is open it means "or".
    """

    always_accept = ()

    def process(self, stream: Iterator[Any]) -> Iterator[Any]:
        open_bars = [0]
        after_operand = False
        for token in stream:
            kind = token.type
            if kind == "BAR_OPEN":
                if after_operand:
                    if open_bars[-1]:
                        open_bars[-1] -= 1
                        token.type = "BAR_CLOSE"
                    else:
                        token.type = "_OR"
                        after_operand = False
                else:
                    open_bars[-1] += 1
            else:
                if kind == "LPAR":
                    open_bars.append(0)
                elif kind == "RPAR" and len(open_bars) > 1:
                    open_bars.pop()
                after_operand = kind in ("NUMBER", "NAME", "RPAR", "TRUTH")
            if len(open_bars) + sum(open_bars) - 1 > limits.NESTING:
                raise SizeLimitError(
                    f"column {token.start_pos + 1}: brackets nested deeper than {limits.NESTING} levels"
                )
            yield token


@lru_cache(maxsize=1)
def _parser() -> Any:
    import lark

    return lark.Lark(
        GRAMMAR,
        parser="lalr",
        lexer="basic",
        start="mapping",
        postlex=cast("Any", _Bars()),
        maybe_placeholders=False,
    )


def _shown(character: str) -> str:
    code = f"U+{ord(character):04X}"
    if character.isascii():
        return repr(character) if character.isprintable() else code
    name = unicodedata.name(character, "")
    return " ".join(part for part in (repr(character) if character.isprintable() else "", code, name) if part)


def _unexpected_character(text: str, position: int) -> SyntaxInputError:
    character = text[position]
    advice = _ADVICE.get(character)
    if advice is None and not character.isascii():
        advice = "only ASCII characters are accepted"
    return SyntaxInputError(
        f"column {position + 1}: unexpected {_shown(character)}" + (f" ({advice})" if advice else "")
    )


def _unexpected_token(error: Any, text: str) -> SyntaxInputError:
    token = error.token
    if token.type == "$END":
        return SyntaxInputError(f"column {len(text) + 1}: the text ends too early")
    start = token.start_pos
    before = text[:start].rstrip()
    advice = ""
    if token.type in ("NAME", "NUMBER", "LPAR", "PIECEWISE") and (
        before[-1:].isalnum() or before[-1:] in (")", "|", "_")
    ):
        advice = " (write * for a product)"
    elif token.type == "COMPARISON":
        advice = " (comparisons belong into Piecewise)"
    elif token.type == "COMMA":
        advice = " (a vector needs round brackets)"
    word = str(token) if len(token) <= 20 else f"{token[:20]}..."
    return SyntaxInputError(f"column {start + 1}: unexpected {word!r}{advice}")


def _check_text(text: object) -> str:
    if not isinstance(text, str):
        raise InputError(f"the text must be a str, not {type(text).__name__}")
    if len(text) > limits.TEXT_LENGTH:
        raise SizeLimitError(f"the text has {len(text)} characters, more than {limits.TEXT_LENGTH}")
    if not text.strip():
        raise SyntaxInputError("the text is empty")
    return text


def _tree(text: str) -> Any:
    import lark.exceptions

    try:
        return _parser().parse(text)
    except lark.exceptions.UnexpectedCharacters as error:
        raise _unexpected_character(text, cast("int", error.pos_in_stream)) from None
    except lark.exceptions.UnexpectedToken as error:
        raise _unexpected_token(error, text) from None


def number_value(text: str) -> sp.Rational:
    """The exact rational number that a decimal text denotes: 0.25 is 1/4, 1e-3 is 1/1000.

    >>> number_value("2.50e-1")
    1/4
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise SyntaxInputError(f"{text[:40]!r} is not a number")
    whole, fraction, exponent = match[1], match[2], match[3] or "0"
    if len(whole) + len(fraction) > limits.DIGITS:
        raise SizeLimitError(f"a number has more than {limits.DIGITS} digits")
    if len(exponent) > 5 or abs(int(exponent)) * 3 > limits.BITS:
        raise SizeLimitError(f"the decimal exponent {exponent[:12]} is too large")
    shift = int(exponent) - len(fraction)
    digits = int(whole + fraction or "0")
    return cast("sp.Rational", sp.Rational(digits * 10 ** max(shift, 0), 10 ** max(-shift, 0)))


def check_variable(name: str) -> str:
    """The name, when a variable can have it; otherwise UnknownNameError."""
    if not NAME.fullmatch(name):
        raise UnknownNameError(f"{name[:40]!r} is no name of a variable: ASCII letters, digits and _, a letter first")
    if name in RESERVED:
        raise UnknownNameError(f"{name!r} is reserved and no name of a variable")
    if len(name) > 40:
        raise SizeLimitError("the name of a variable has more than 40 characters")
    return name


def check_variables(names: Sequence[str]) -> tuple[str, ...]:
    """The names, when they can be the variables of one map."""
    checked = tuple(check_variable(name) for name in names)
    if len(set(checked)) != len(checked):
        twice = next(name for name in checked if checked.count(name) > 1)
        raise InputError(f"the variable {twice!r} is named twice")
    if len(checked) > limits.VARIABLES:
        raise SizeLimitError(f"{len(checked)} variables, more than {limits.VARIABLES}")
    return checked


class _Reader:
    """Turns one parse tree into SymPy."""

    def __init__(self, variables: tuple[str, ...] | None, builder: Builder | None = None) -> None:
        self.builder = builder if builder is not None else Builder()
        self.given = variables
        self.names: set[str] = set()

    def read(self, tree: Any) -> Any:
        """Bottom-up and without recursion: the depth of the text costs no Python stack."""
        done: dict[int, Any] = {}
        for node in tree.iter_subtrees():
            children = [done[id(child)] if hasattr(child, "data") else child for child in node.children]
            done[id(node)] = getattr(self, f"_{node.data}")(children)
        return done[id(tree)]

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
        return self._at(children[0], number_value, str(children[0]))

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
            raise DomainError(
                f"{name} is no real number" + (" (oo is for the ends of domains)" if name == "oo" else "")
            )
        if name in PRIMITIVES or name in SYNONYMS or name in ABBREVIATIONS:
            raise SyntaxInputError(f"the function {name} needs its argument in round brackets")
        if self.given is not None or name in NOT_VARIABLES:
            advice = NOT_VARIABLES.get(name) or _suggestion(name, (*(self.given or ()), "pi", "E"))
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
            advice = _suggestion(name, (*PRIMITIVES, *SYNONYMS, *ABBREVIATIONS, "Piecewise"))
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
    return _tree(text)


def _suggestion(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name[:40], known, n=1)
    return f"did you mean {close[0]}?" if close else ""


def abbreviated(builder: Builder, name: str, argument: Any) -> Any:
    """The written-out function `name` (a key of `functions.ABBREVIATIONS`) at a SymPy argument."""
    definition = NESTED_ELU if name == "elu" and argument.has(sp.Piecewise) else ABBREVIATIONS[name]
    return _Definition(argument, builder).read(_definition(definition))


def parse_map(text: str, variables: Sequence[str] | None = None) -> tuple[tuple[sp.Expr, ...], tuple[sp.Symbol, ...]]:
    """Components and variables of a map given as text; "(a, b)" is a vector map.

    The variables are the free names in alphabetical order unless they are given; a constant map gets `x`.
    Raises InputError (or a subclass) with one line and, where there is one, the column (1-based).

    >>> parse_map("(x + y, 0.5*y)")
    ((x + y, y/2), (x, y))
    """
    given = None if variables is None else check_variables(variables)
    tree = _tree(_check_text(text))
    reader = _Reader(given)
    result = reader.read(tree)
    components = result if isinstance(result, tuple) else (result,)
    if len(components) > limits.COMPONENTS:
        raise SizeLimitError(f"{len(components)} components, more than {limits.COMPONENTS}")
    names = given if given is not None else check_variables(sorted(reader.names) or ["x"])
    if not names:
        raise InputError("a map needs at least one variable")
    return components, tuple(sp.Symbol(name, real=True) for name in names)


def parse_expression(text: str, variables: Sequence[str] | None = None) -> sp.Expr:
    """One expression; with `variables`, any other free name is an UnknownNameError.

    >>> parse_expression("-x^2 + |x|/2")
    -x**2 + Abs(x)/2
    """
    reader = _Reader(None if variables is None else check_variables(variables))
    result = reader.read(_tree(_check_text(text)))
    if isinstance(result, tuple):
        raise SyntaxInputError(f"one expression is expected, not {len(cast('tuple[Any, ...]', result))} components")
    return result


def parse_number(text: str) -> sp.Expr:
    """An exact real constant, or -oo, oo (for the ends of domains).

    >>> parse_number("pi/2"), parse_number("-oo"), parse_number("0.1")
    (pi/2, -oo, 1/10)
    """
    bare = _check_text(text).replace(" ", "")
    if bare in ("oo", "+oo", "-oo"):
        return cast("sp.Expr", sp.S.NegativeInfinity if bare[0] == "-" else sp.S.Infinity)
    return parse_expression(text, ())
