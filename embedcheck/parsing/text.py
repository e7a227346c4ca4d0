"""SymPy -> canonical text in the grammar of this package; reading it gives the same expression again."""

from __future__ import annotations

from typing import Any, cast

import sympy as sp
from sympy.core.relational import Relational

from embedcheck.errors import InputError, SizeLimitError
from embedcheck.parsing import limits
from embedcheck.parsing.build import SIGNS
from embedcheck.parsing.functions import PRIMITIVES

_NAMES: dict[Any, str] = {function: name for name, function in PRIMITIVES.items()}

# How tightly a text holds together: a sum, a product (or a minus sign), a power, an atom.
_SUM, _PRODUCT, _POWER, _ATOM = range(4)


def to_text(expr: sp.Expr) -> str:
    """Canonical text: `parse_expression(to_text(e)) == e` for every e that the parser can produce.

    Raises InputError for anything that is not in the language.

    >>> x = sp.Symbol("x", real=True)
    >>> to_text(sp.exp(x) - 1), to_text(x / sp.sqrt(1 + x**2))
    ('exp(x) - 1', 'x/sqrt(x**2 + 1)')
    """
    return _Writer().text(expr)[0]


def writable(expr: Any) -> Any:
    """The expression itself; SizeLimitError when its canonical text would be too long to be read again."""
    length = len(to_text(expr))
    if length > limits.TEXT_LENGTH:
        raise SizeLimitError(f"the expression written out has {length} characters, more than {limits.TEXT_LENGTH}")
    return expr


class _Writer:
    def __init__(self) -> None:
        self._done: dict[Any, tuple[str, int]] = {}

    def text(self, node: Any) -> tuple[str, int]:
        """The text of a node and how tightly it holds together."""
        if node not in self._done:
            self._done[node] = self._write(node)
        return self._done[node]

    def held(self, node: Any, level: int) -> str:
        """The text, in brackets when it is looser than `level`."""
        text, own = self.text(node)
        return text if own >= level else f"({text})"

    def _write(self, node: Any) -> tuple[str, int]:
        if isinstance(node, sp.Symbol):
            return node.name, _ATOM
        if isinstance(node, sp.Rational):
            text = str(int(node.p)) if node.q == 1 else f"{int(node.p)}/{int(node.q)}"
            return text, _PRODUCT if node.q != 1 or node.p < 0 else _ATOM
        if isinstance(node, sp.Add):
            return self._sum(node), _SUM
        if isinstance(node, sp.Mul):
            return self._product(node), _PRODUCT
        if isinstance(node, sp.Pow):
            return self._power(node.base, node.exp)
        if node is sp.S.Pi or node is sp.S.Exp1:
            return ("pi" if node is sp.S.Pi else "E"), _ATOM
        if node is sp.S.Infinity or node is sp.S.NegativeInfinity:
            return ("oo", _ATOM) if node is sp.S.Infinity else ("-oo", _PRODUCT)
        if isinstance(node, sp.Piecewise):
            pairs = (f"({self.text(value)[0]}, {self._condition(c)})" for value, c in cast("Any", node.args))
            return f"Piecewise({', '.join(pairs)})", _ATOM
        name = _NAMES.get(node.func)
        if name is None:
            raise InputError(f"{type(node).__name__} is not in the language")
        arguments = [self.text(arg)[0] for arg in node.args]
        if name in ("Max", "Min"):
            arguments.sort()
        return f"{name}({', '.join(arguments)})", _ATOM

    def _sum(self, node: Any) -> str:
        def order(term: Any) -> tuple[bool, bool, int, str]:
            degree = sum(
                int(exponent)
                for base, exponent in (factor.as_base_exp() for factor in sp.Mul.make_args(term))
                if base.is_Symbol and exponent.is_Integer and exponent > 0
            )
            return term.is_Rational, term.is_number, -degree, self._term(term)[1]

        pieces = [self._term(term) for term in sorted(node.args, key=order)]
        first = ("-" if pieces[0][0] else "") + pieces[0][1]
        return first + "".join(f" {'-' if minus else '+'} {text}" for minus, text in pieces[1:])

    def _term(self, term: Any) -> tuple[bool, str]:
        """A summand: whether it is subtracted, and the text without its sign."""
        text = self.text(term)[0]
        return (True, text[1:]) if text.startswith("-") else (False, text)

    def _power(self, base: Any, exponent: Any) -> tuple[str, int]:
        if exponent == sp.S.Half:
            return f"sqrt({self.text(base)[0]})", _ATOM
        if exponent.is_Rational and exponent < 0:
            return f"1/{self._denominator(base, -exponent)}", _PRODUCT
        return f"{self.held(base, _ATOM)}**{self.held(exponent, _ATOM)}", _POWER

    def _denominator(self, base: Any, exponent: Any) -> str:
        if exponent == 1:
            return self.held(base, _POWER)
        text, level = self._power(base, exponent)
        return text if level >= _POWER else f"({text})"

    def _product(self, node: Any) -> str:
        coefficient, rest = node.as_coeff_Mul()
        above: list[tuple[bool, bool, str]] = []
        below: list[tuple[bool, bool, str]] = []
        loose = False
        for factor in sp.Mul.make_args(rest):
            if isinstance(factor, sp.Pow) and factor.exp.is_Rational and factor.exp < 0:
                below.append(_placed(factor, self._denominator(factor.base, -factor.exp)))
                loose = loose or (factor.exp == -1 and factor.base.is_Add)
            else:
                above.append(_placed(factor, self.held(factor, _POWER)))
        numerator, denominator = ([text for *_, text in sorted(part)] for part in (above, below))
        if abs(coefficient.p) != 1 or not numerator:
            numerator.insert(0, str(abs(int(coefficient.p))))
        head = ("-" if coefficient < 0 else "") + "*".join(numerator)
        if coefficient.q != 1:
            # 1/(3*(x + 1)) would be read as 1/(3*x + 3): SymPy multiplies a number into a single sum.
            if loose and len(denominator) == 1:
                return f"{head}/{denominator[0]}/{coefficient.q}"
            denominator.insert(0, str(int(coefficient.q)))
        if not denominator:
            return head
        return f"{head}/{denominator[0]}" if len(denominator) == 1 else f"{head}/({'*'.join(denominator)})"

    def _condition(self, node: Any) -> str:
        if node is sp.true or node is sp.false:
            return "True" if node is sp.true else "False"
        if isinstance(node, Relational):
            left, right = cast("Any", node).lhs, cast("Any", node).rhs
            return f"{self.text(left)[0]} {SIGNS[node.func]} {self.text(right)[0]}"
        if isinstance(node, sp.And | sp.Or):
            sign = " & " if isinstance(node, sp.And) else " | "
            return sign.join(sorted(f"({self._condition(part)})" for part in node.args))
        raise InputError(f"{type(node).__name__} is not a condition of the language")


def _placed(factor: Any, text: str) -> tuple[bool, bool, str]:
    """Sorts factors: constants first, brackets last."""
    return not factor.is_number, text.startswith("("), text
