"""Iterates of real order and iterative roots, by the flow of a fixed point."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from embedcheck import notebook
from embedcheck.equations.functions import as_map, julia
from embedcheck.equations.values import Ball, number, whole_number
from embedcheck.errors import DomainError
from embedcheck.maps import Map


def iterate(f: Any, t: Any, x: Any, at: Any = None, dps: int = 15) -> Any:
    """The iterate f^t(x) of any real order t, by the flow that belongs to a fixed point.

    Args:
        f: A Map of one variable, or anything that `Map` accepts.
        t: The order: a text, a number (floats are decimals), a SymPy constant or a Ball.
        x: The point, likewise.
        at: The fixed point, exact or a decimal close to it; not needed when there is only one. Where there are
            several,
            their flows differ in general.
        dps: The number of significant digits, from 1 to 5000.

    Returns:
        mpmath.mpf: A number all of whose dps digits are proven; print it with `mpmath.nstr(value, dps)`.

    Raises:
        InputError: There is no fixed point, or more than one.
        BasinError: x is not in the basin of the point, or the flow leaves the domain before t.
        DomainError: x is not in the domain.
        PrecisionError: The digits could not be proven.

    Guarantee:
        Rigorous.

    Source:
        KOENIGS, ABEL and BOETTCHER in `theorem`.

    Examples:
        >>> from mpmath import nstr
        >>> from embedcheck import iterate
        >>> print(nstr(iterate("exp(x) - 1", "1/2", 1, dps=30), 30))
        1.27102741388995152142465187667
        >>> print(iterate("sqrt(2)**x", "1/2", 3, at=2), iterate("sqrt(2)**x", "1/2", 3, at=4))
        2.91378673463345 2.91378673463345
    """
    subject = as_map(f)
    point, time = number(x, "x"), number(t, "t")
    if subject.inputs == 1 and not isinstance(point, Ball) and subject.domain.contains([point]) is False:
        raise DomainError(f"x = {x} is not in the domain {subject.domain.text()}")
    return julia(subject, at).flow(point, time, dps)


class IterativeRoot:
    """g = f^(1/n), which satisfies g(g(...g(x))) = f(x) on the basin of the fixed point; made by `iterative_root`.

    Attributes:
        map: The Map f.
        order: n.

    Guarantee:
        Rigorous.

    Source:
        KOENIGS, ABEL and BOETTCHER in `theorem`.

    Examples:
        >>> from embedcheck import iterative_root
        >>> g = iterative_root("exp(x) - 1", 2)
        >>> print(g(g(1, dps=30)))
        1.71828182845905
    """

    def __init__(self, f: Map, order: int, at: Any) -> None:
        self.map = f
        self.order = order
        self._field = julia(f, at)

    @property
    def at(self) -> str:
        """The fixed point whose flow is used, an exact constant as text, or a decimal whose digits are proven.

        Guarantee:
            Exact or rigorous.

        Examples:
            >>> from embedcheck import iterative_root
            >>> iterative_root("exp(x) - 1", 2).at
            '0'
        """
        return self._field.at

    def __call__(self, x: Any, dps: int = 15) -> Any:
        """The value g(x), to proven digits.

        Args:
            x: A text, a number (floats are decimals), a SymPy constant or a Ball.
            dps: The number of significant digits, from 1 to 5000.

        Returns:
            mpmath.mpf: A number all of whose dps digits are proven.

        Raises:
            BasinError: x is not in the basin of the point, or the flow leaves the domain.
            DomainError: x is not in the domain.
            PrecisionError: The digits could not be proven.

        Guarantee:
            Rigorous.

        Examples:
            >>> from embedcheck import iterative_root
            >>> print(iterative_root("exp(x) - 1", 3)(1))
            1.16678614019788
        """
        return self._field.flow(x, Fraction(1, self.order), dps)

    def latex(self) -> str:
        r"""The equation that the root solves, as LaTeX.

        Returns:
            str: Without dollar signs.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import iterative_root
            >>> print(iterative_root("exp(x) - 1", 2).latex())
            g^{\circ 2} = f, \quad f(x) = e^{x} - 1
        """
        return rf"g^{{\circ {self.order}}} = f, \quad f(x) = {notebook.latex(self.map.expr)}"

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex()}$"

    def _repr_html_(self) -> str:
        return notebook.element(
            notebook.formula(self.latex()), notebook.line("by the flow of the fixed point ", notebook.code(self.at))
        )

    def __repr__(self) -> str:
        return f"<iterative root of order {self.order} of {self.map} at {self.at}>"


def iterative_root(f: Any, n: int, at: Any = None) -> IterativeRoot:
    """An iterative root of order n of an increasing map: the time-1/n map of its flow at a fixed point.

    Args:
        f: A Map of one variable, or anything that `Map` accepts.
        n: The order, from 1 to 10^6.
        at: The fixed point, as of `iterate`.

    Returns:
        IterativeRoot: Call it for values.

    Raises:
        InputError: There is no fixed point, or more than one, or n makes no sense.

    Guarantee:
        Rigorous.

    Source:
        KOENIGS, ABEL and BOETTCHER in `theorem`.

    Examples:
        >>> from embedcheck import iterative_root
        >>> print(iterative_root("exp(x) - 1", 2)(1))
        1.27102741388995
        >>> iterative_root("exp(x) - 1", 0)
        Traceback (most recent call last):
            ...
        embedcheck.errors.InputError: the order of an iterative root is an integer from 1 to 1000000
    """
    return IterativeRoot(as_map(f), whole_number(n, "the order of an iterative root", 1, 10**6), at)
