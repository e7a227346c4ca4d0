"""New variables for the parts of a function that make it no polynomial over Q (guarantee: none, it is checked)."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.balls.pythagoras import by_exponentials

_MOST = 6
_MAX_POWER = 12


class Renaming:
    """The function in new variables, and what each of them means."""

    def __init__(self, function: Any) -> None:
        self.meanings: dict[Any, Any] = {}
        self._taken = {str(name) for name in function.free_symbols}
        self._steps: dict[Any, Any] = {}
        hyperbolic = function.has(sp.sinh, sp.cosh)
        plain = by_exponentials(function) if hyperbolic else function
        self._measure(plain)
        self.function = self._walk(plain)

    @property
    def useful(self) -> bool:
        return 0 < len(self.meanings) <= _MOST

    def forms(self) -> list[Any]:
        """The function, and what the identity of Pythagoras makes of it."""
        found = [self.function]
        for name, part in self.meanings.items():
            for other, partner in self.meanings.items():
                if name == other or {type(part), type(partner)} != {sp.sin, sp.cos} or part.args != partner.args:
                    continue
                top, bottom = sp.fraction(sp.together(self.function))
                if bottom.has(name) or bottom.has(other):
                    continue
                lowered = sp.rem(sp.expand(top), name**2 + other**2 - 1, name)
                found.append(sp.expand(lowered) / bottom)
        return list(dict.fromkeys(found))

    def _name(self, part: Any) -> Any:
        for name, known in self.meanings.items():
            if known == part:
                return name
        number = 1
        while f"u{number}" in self._taken:
            number += 1
        self._taken.add(f"u{number}")
        name = sp.Symbol(f"u{number}", real=True)
        self.meanings[name] = part
        return name

    def _measure(self, node: Any) -> None:
        """For each term that exponents contain the common divisor of its coefficients."""
        for exponential in node.atoms(sp.exp):
            for term, factor in _terms(exponential.args[0]).items():
                if term.free_symbols and isinstance(factor, sp.Rational):
                    known = self._steps.get(term)
                    self._steps[term] = sp.Abs(factor) if known is None else _common(known, sp.Abs(factor))

    def _walk(self, node: Any) -> Any:
        if isinstance(node, (sp.Symbol, sp.Rational)):
            return node
        if not node.free_symbols:
            return self._name(node)
        if isinstance(node, (sp.Add, sp.Mul)):
            return node.func(*(self._walk(argument) for argument in node.args))
        if isinstance(node, sp.exp):
            return self._exponential(node)
        if isinstance(node, sp.Pow) and isinstance(node.exp, sp.Integer):
            return self._walk(node.base) ** node.exp
        if isinstance(node, sp.Pow) and isinstance(node.exp, sp.Rational):
            return self._name(node.base ** sp.Rational(1, node.exp.q)) ** node.exp.p
        return self._name(node)

    def _exponential(self, node: Any) -> Any:
        result: Any = sp.S.One
        for term, factor in _terms(node.args[0]).items():
            step = self._steps.get(term)
            power = None if step is None else factor / step
            if isinstance(power, sp.Integer) and abs(int(power)) <= _MAX_POWER:
                result *= self._name(sp.exp(step * term)) ** int(power)
            else:
                result *= self._name(sp.exp(factor * term))
        return result


def _terms(exponent: Any) -> dict[Any, Any]:
    return dict(sp.expand(exponent).as_coefficients_dict())


def _common(one: Any, other: Any) -> Any:
    return sp.Rational(sp.gcd(one.p * other.q, other.p * one.q), one.q * other.q)
