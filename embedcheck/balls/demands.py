"""What the operations of an expression ask of their arguments to be defined, real and analytic (guarantee: exact)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import sympy as sp

from embedcheck.balls.constants import constant_sign

ANALYTIC = (sp.exp, sp.sin, sp.cos, sp.atan, sp.sinh, sp.cosh, sp.tanh, sp.asinh, sp.erf)
"""Functions that are analytic on the whole line."""


class Demand(NamedTuple):
    """An operation is defined and analytic where the quantity is positive (with `any_sign`: not 0).

    At a `branch` point, where the quantity is 0, it is still defined.
    """

    quantity: sp.Expr
    branch: bool
    needs: str
    any_sign: bool = False


class DemandError(Exception):
    """The operation is not known, or not proven to be defined anywhere."""


def demands(node: Any) -> Iterator[Demand]:
    """The demands of one operation that holds the variable; its arguments have their own."""
    if isinstance(node, sp.Pow):
        base, exponent = node.base, node.exp
        if not base.free_symbols:
            if constant_sign(base) != 1:
                raise DemandError(f"the power {node} of a base that is not proven positive")
        elif isinstance(exponent, sp.Integer):
            if exponent < 0:
                yield Demand(base, False, "a denominator that is not 0", any_sign=True)
        elif isinstance(exponent, sp.Rational):
            yield Demand(base, exponent > 0, "a base that is not negative" if exponent > 0 else "a positive base")
        else:
            yield Demand(base, False, "a positive base")
        return
    if not node.args or isinstance(node, (sp.Add, sp.Mul, *ANALYTIC)):
        return
    argument = node.args[0]
    if isinstance(node, sp.log):
        yield Demand(argument, False, "a positive argument")
    elif isinstance(node, (sp.asin, sp.acos)):
        yield Demand(1 - argument, True, "an argument in [-1, 1]")
        yield Demand(1 + argument, True, "an argument in [-1, 1]")
    elif isinstance(node, sp.atanh):
        yield Demand(1 - argument, False, "an argument in (-1, 1)")
        yield Demand(1 + argument, False, "an argument in (-1, 1)")
    elif isinstance(node, sp.acosh):
        yield Demand(argument - 1, True, "an argument that is at least 1")
    elif isinstance(node, sp.tan):
        yield Demand(sp.cos(argument), False, "an argument that is no odd multiple of pi/2", any_sign=True)
    elif isinstance(node, (sp.gamma, sp.loggamma)):
        yield Demand(argument, False, "a positive argument (embedcheck uses gamma on (0, oo) only)")
    else:
        raise DemandError(f"no demands are known for {type(node).__name__}")
