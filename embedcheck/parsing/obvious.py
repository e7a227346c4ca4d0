"""Signs and realness that can be read off an expression. SymPy's assumptions know more, at an unbounded price."""

from __future__ import annotations

import math
from typing import Any

import sympy as sp

_REAL = ("exp", "sin", "cos", "tan", "atan", "sinh", "cosh", "tanh", "asinh", "erf", "cbrt", "Abs", "sign", "Piecewise")

_MANY = 10**6
_UNKNOWN, _NONNEGATIVE, _POSITIVE = range(3)


def is_positive(node: Any) -> bool:
    """True when the node is plainly positive wherever it is real; False says nothing."""
    return _sign(node) == _POSITIVE


def is_nonnegative(node: Any) -> bool:
    """True when the node is plainly nonnegative wherever it is real; False says nothing."""
    return _sign(node) >= _NONNEGATIVE


def _sign(node: Any) -> int:
    # One pass for both questions: each asking the other about the same part would take exponential time.
    if isinstance(node, sp.Rational):
        return _POSITIVE if node > 0 else _NONNEGATIVE if node == 0 else _UNKNOWN
    if node is sp.S.Pi or node is sp.S.Exp1 or isinstance(node, sp.exp | sp.cosh):
        return _POSITIVE
    if isinstance(node, sp.Add | sp.Mul | sp.Min | sp.Max):
        parts = [_sign(part) for part in node.args]
        if isinstance(node, sp.Max) or (isinstance(node, sp.Add) and min(parts) >= _NONNEGATIVE):
            return max(parts)
        return min(parts)
    if isinstance(node, sp.Pow):
        return max(_sign(node.base), _NONNEGATIVE if _is_even(node.exp) else _UNKNOWN)
    if isinstance(node, sp.Abs):
        return max(_sign(node.args[0]), _NONNEGATIVE)
    return _UNKNOWN


def _is_even(exponent: Any) -> bool:
    return bool(exponent.is_Rational and (int(exponent.p) % 2 == 0 or int(exponent.q) % 2 == 0))


def expanded_terms(node: Any) -> int:
    """An upper bound of the number of terms after expansion, cut off at a million."""
    inner = [expanded_terms(arg) for arg in node.args]
    if isinstance(node, sp.Pow) and node.exp.is_Integer:
        n = abs(int(node.exp))
        count = math.comb(min(inner[0], _MANY) + n - 1, min(n, inner[0] - 1)) if inner[0] > 1 else 1
    elif isinstance(node, sp.Mul):
        count = math.prod(inner)
    else:
        count = sum(inner) if inner else 1
    return min(count, _MANY)


def is_real(node: Any) -> bool:
    """True when the node is plainly real for all real variables (away from poles); False says nothing."""
    if not all(is_real(arg) for arg in node.args):
        return False
    if isinstance(node, sp.Pow):
        return node.exp.is_Integer or is_nonnegative(node.base)
    if isinstance(node, sp.log):
        return is_positive(node.args[0])
    return not isinstance(node, sp.Function) or type(node).__name__ in _REAL
