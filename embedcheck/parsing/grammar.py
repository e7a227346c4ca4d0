"""Text -> parse tree by a lark LALR grammar, with messages that name the column (1-based)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

from embedcheck.errors import InputError, SizeLimitError, SyntaxInputError
from embedcheck.parsing import limits

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
    "\u03c0": "write pi",
    "\u221e": "write oo",
    "\u2212": "write -",
    "\u2013": "write -",
    "\u00d7": "write *",
    "\u00b7": "write *",
    "\u00f7": "write /",
    "\u221a": "write sqrt",
    "\u00b2": "write **2",
    "\u00b3": "write **3",
    "=": "write == in a condition",
    "_": "a name starts with a letter",
    "!": "write gamma(n + 1) for a factorial",
    "%": "there is no remainder",
    "[": "a vector is written with round brackets",
    "]": "a vector is written with round brackets",
    ".": "names have no attributes",
}


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
                column = token.start_pos + 1
                raise SizeLimitError(f"column {column}: brackets nested deeper than {limits.NESTING} levels")
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
    after_operand = before[-1:].isalnum() or before[-1:] in (")", "|", "_")
    if token.type in ("NAME", "NUMBER", "LPAR", "PIECEWISE") and after_operand:
        advice = " (write * for a product)"
    elif token.type == "COMPARISON":
        advice = " (comparisons belong into Piecewise)"
    elif token.type == "COMMA":
        advice = " (a vector needs round brackets)"
    word = str(token) if len(token) <= 20 else f"{token[:20]}..."
    return SyntaxInputError(f"column {start + 1}: unexpected {word!r}{advice}")


def check_text(text: object) -> str:
    """The text, when it is one and neither too long nor empty."""
    if not isinstance(text, str):
        raise InputError(f"the text must be a str, not {type(text).__name__}")
    if len(text) > limits.TEXT_LENGTH:
        raise SizeLimitError(f"the text has {len(text)} characters, more than {limits.TEXT_LENGTH}")
    if not text.strip():
        raise SyntaxInputError("the text is empty")
    return text


def tree(text: str) -> Any:
    """The parse tree; SyntaxInputError with the column where the text is not in the grammar."""
    import lark.exceptions

    try:
        return _parser().parse(text)
    except lark.exceptions.UnexpectedCharacters as error:
        raise _unexpected_character(text, cast("int", error.pos_in_stream)) from None
    except lark.exceptions.UnexpectedToken as error:
        raise _unexpected_token(error, text) from None
