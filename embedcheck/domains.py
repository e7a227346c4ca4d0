"""Domains: products of intervals with exact ends. Immutable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sympy as sp

from embedcheck import notebook
from embedcheck.errors import DomainError, InputError, SizeLimitError
from embedcheck.parsing import exact, parse_number, to_text
from embedcheck.parsing.limits import TEXT_LENGTH, VARIABLES

INFINITE = (sp.S.Infinity, sp.S.NegativeInfinity)


def in_order(a: sp.Expr, b: sp.Expr) -> int | None:
    """-1, 0, 1 as a < b, a == b, a > b is proven for real constants (or oo, -oo); None when it is not decided."""
    if a == b:
        return 0
    if a.is_Rational and b.is_Rational:
        return -1 if bool(a < b) else 1
    if a in INFINITE or b in INFINITE:
        return -1 if a is sp.S.NegativeInfinity or b is sp.S.Infinity else 1
    from embedcheck.balls.constants import compare

    return compare(a, b)


def constant(value: Any) -> sp.Expr:
    """An exact constant (or an infinity) from a text, a number or a SymPy constant. Raises InputError."""
    if isinstance(value, str):
        return parse_number(value)
    if value in INFINITE:
        return cast("sp.Expr", value)
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return cast("sp.Expr", sp.S.Infinity if value > 0 else sp.S.NegativeInfinity)
    found = exact(value)
    if found.free_symbols:
        raise DomainError(f"{found} is not a constant")
    return found


@dataclass(frozen=True, repr=False)
class Interval:
    """A real interval with exact ends.

    Args:
        lo: Left end, a SymPy constant or -oo; texts and numbers are read as `Map` reads them.
        hi: Right end, likewise, proven to be larger than `lo`.
        lo_closed: Whether `lo` belongs to the interval; False for -oo.
        hi_closed: Whether `hi` belongs to the interval; False for oo.

    Raises:
        DomainError: The ends are reversed, equal, or their order is not decided; an infinite end is closed.

    Guarantee:
        Exact. The order of the ends is proven.

    Examples:
        >>> from embedcheck.domains import Interval
        >>> Interval(0, "pi/2", True, False)
        <Interval [0, pi/2)>
        >>> Interval("sqrt(2)", 1, True, True)
        Traceback (most recent call last):
            ...
        embedcheck.errors.DomainError: [sqrt(2), 1]: the ends are reversed
    """

    lo: sp.Expr
    hi: sp.Expr
    lo_closed: bool
    hi_closed: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "lo", constant(self.lo))
        object.__setattr__(self, "hi", constant(self.hi))
        shown = self.text()
        if (self.lo_closed and self.lo in INFINITE) or (self.hi_closed and self.hi in INFINITE):
            raise DomainError(f"{shown}: an infinite end must be open")
        order = in_order(self.lo, self.hi)
        if order is None:
            raise DomainError(f"{shown}: the order of the ends could not be decided")
        if order > 0:
            raise DomainError(f"{shown}: the ends are reversed")
        if order == 0:
            closed = self.lo_closed and self.hi_closed
            raise DomainError(f"{shown}: a single point is not an interval" if closed else f"{shown} is empty")

    @property
    def is_all(self) -> bool:
        """True for the whole line.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Domain
            >>> Domain.parse("R").interval.is_all, Domain.parse("(0, oo)").interval.is_all
            (True, False)
        """
        return self.lo is sp.S.NegativeInfinity and self.hi is sp.S.Infinity

    @property
    def is_compact(self) -> bool:
        """True when both ends belong to the interval.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Domain
            >>> Domain.parse("[0, 1]").interval.is_compact, Domain.parse("[0, 1)").interval.is_compact
            (True, False)
        """
        return self.lo_closed and self.hi_closed

    def text(self) -> str:
        """The canonical text of the interval.

        Returns:
            str: As `Domain.parse` reads it.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Domain
            >>> Domain.parse("[ 0.5, pi/2 )").interval.text()
            '[1/2, pi/2)'
        """
        if self.is_all:
            return "R"
        left, right = "[" if self.lo_closed else "(", "]" if self.hi_closed else ")"
        return f"{left}{to_text(self.lo)}, {to_text(self.hi)}{right}"

    def latex(self) -> str:
        r"""The interval as LaTeX.

        Returns:
            str: Without dollar signs.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Domain
            >>> print(Domain.parse("[0, pi/2)").interval.latex())
            \left[0, \frac{\pi}{2}\right)
        """
        if self.is_all:
            return r"\mathbb{R}"
        left, right = "[" if self.lo_closed else "(", "]" if self.hi_closed else ")"
        return rf"\left{left}{sp.latex(self.lo)}, {sp.latex(self.hi)}\right{right}"

    def contains(self, x: Any) -> bool | None:
        """Whether a point lies in the interval.

        Args:
            x: A real constant: a text, a number or a SymPy constant.

        Returns:
            bool | None: None when it is not decided.

        Raises:
            InputError: `x` is no constant.

        Guarantee:
            Exact. True and False are proven.

        Examples:
            >>> from embedcheck import Domain
            >>> interval = Domain.parse("[0, pi/2)").interval
            >>> interval.contains("3/2"), interval.contains("pi/2")
            (True, False)
        """
        point = constant(x)
        low, high = in_order(self.lo, point), in_order(point, self.hi)
        inside_low = None if low is None else low < 0 or (low == 0 and self.lo_closed)
        inside_high = None if high is None else high < 0 or (high == 0 and self.hi_closed)
        if inside_low is False or inside_high is False:
            return False
        return True if inside_low and inside_high else None

    def __repr__(self) -> str:
        return f"<Interval {self.text()}>"

    def __str__(self) -> str:
        return self.text()

    def _repr_latex_(self) -> str:
        return f"${self.latex()}$"

    def _repr_html_(self) -> str:
        return notebook.element(notebook.formula(self.latex()))


REAL_LINE = Interval(cast("sp.Expr", sp.S.NegativeInfinity), cast("sp.Expr", sp.S.Infinity), False, False)

_POWER = re.compile(r"\s*(?:\^|\*\*)\s*([0-9]{1,6})")
_TIMES = re.compile(r"\s*x\s*")
_LINE = re.compile(r"R(?![A-Za-wyz0-9_])")


@dataclass(frozen=True, repr=False)
class Domain:
    """A product of n intervals with exact ends.

    Write it as a text, as `Map` and `check` take it, or with `Domain.parse`.

    Attributes:
        factors: The n intervals, n >= 1.

    Raises:
        DomainError: There is no factor.
        SizeLimitError: There are too many factors.

    Guarantee:
        Exact. Ends are exact constants, and their order is proven.

    Examples:
        >>> from embedcheck import Domain
        >>> box = Domain.parse("[0, 1]x[0, 2]")
        >>> box.factors
        (<Interval [0, 1]>, <Interval [0, 2]>)
        >>> box.dimension, box.is_compact
        (2, True)
    """

    factors: tuple[Interval, ...]

    def __post_init__(self) -> None:
        if not self.factors:
            raise DomainError("a domain needs at least one factor")
        if len(self.factors) > VARIABLES:
            raise SizeLimitError(f"a domain has more than {VARIABLES} factors")

    @classmethod
    def real(cls, dimension: int) -> Domain:
        """The space R^n.

        Args:
            dimension: n, at least 1.

        Returns:
            Domain: The product of n lines.

        Raises:
            DomainError: n is less than 1.
            SizeLimitError: n is too large.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Domain
            >>> Domain.real(2)
            Domain.parse('R^2')
        """
        return cls((REAL_LINE,) * dimension)

    @classmethod
    def parse(cls, text: str) -> Domain:
        """Read a text such as `R`, `R^2`, `[0, pi/2)`, `(-oo, 1]`, `[0, 1]x[0, 2]`, `R x [0, 1]`, `[-1, 1]^2`.

        Args:
            text: Intervals with constants as ends, joined by `x`; `^n` repeats one.

        Returns:
            Domain: The product.

        Raises:
            DomainError: The text is no domain; the message names the column.
            SizeLimitError: The text is too long, or there are too many factors.

        Guarantee:
            Exact. A decimal is a rational number: 0.1 is one tenth.

        Examples:
            >>> from embedcheck import Domain
            >>> Domain.parse("[0, 0.1] x R")
            Domain.parse('[0, 1/10] x R')
            >>> Domain.parse("[0, 1")
            Traceback (most recent call last):
                ...
            embedcheck.errors.DomainError: column 6: the domain ends too early
        """
        if not text.strip():
            raise DomainError("the domain is empty text")
        if len(text) > TEXT_LENGTH:
            raise SizeLimitError(f"the domain has {len(text)} characters, more than {TEXT_LENGTH}")
        factors: list[Interval] = []
        stripped = text.rstrip()
        position = len(text) - len(text.lstrip())
        while True:
            interval, position = _read_factor(stripped, position)
            power = _POWER.match(stripped, position)
            count = 1
            if power is not None:
                count, position = int(power[1]), power.end()
                if count == 0:
                    raise DomainError(f"column {position}: the power 0 of a domain is a point")
            if len(factors) + count > VARIABLES:
                raise SizeLimitError(f"a domain has more than {VARIABLES} factors")
            factors.extend([interval] * count)
            if position == len(stripped):
                return cls(tuple(factors))
            times = _TIMES.match(stripped, position)
            if times is None:
                raise DomainError(f"column {position + 1}: unexpected {stripped[position]!a} in a domain")
            position = times.end()
            if position == len(stripped):
                raise DomainError(f"column {position + 1}: the domain ends too early")

    @classmethod
    def of(cls, source: Any) -> Domain:
        """Make a domain from what Python and SymPy call one.

        Args:
            source: A text, a Domain, an Interval, a list of these (their product), or SymPy's Interval, Reals or
                ProductSet.

        Returns:
            Domain: The same set.

        Raises:
            DomainError: It is no product of intervals, or it is empty.

        Guarantee:
            Exact.

        Examples:
            >>> import sympy
            >>> from embedcheck import Domain
            >>> Domain.of(sympy.Interval.Ropen(0, 1))
            Domain.parse('[0, 1)')
            >>> Domain.of(["R", "[0, 1]"]).dimension
            2
            >>> Domain.of(3)
            Traceback (most recent call last):
                ...
            embedcheck.errors.DomainError: int is not a domain; write for example '[0, 1]' or 'R^2'
        """
        if isinstance(source, Domain):
            return source
        if isinstance(source, str):
            return cls.parse(source)
        if isinstance(source, Interval):
            return cls((source,))
        if source is sp.S.Reals:
            return cls.real(1)
        if source is sp.S.EmptySet:
            raise DomainError("the domain is empty")
        if isinstance(source, sp.Interval):
            ends = cast("Any", source)
            return cls((Interval(ends.start, ends.end, not ends.left_open, not ends.right_open),))
        if isinstance(source, sp.ProductSet):
            return cls(tuple(factor for part in source.sets for factor in cls.of(part).factors))
        if isinstance(source, list | tuple) and source:
            parts = cast("Sequence[Any]", source)
            if all(isinstance(part, str | Interval | sp.Set) for part in parts):
                return cls(tuple(factor for part in parts for factor in cls.of(part).factors))
        raise DomainError(f"{type(source).__name__} is not a domain; write for example '[0, 1]' or 'R^2'")

    @property
    def dimension(self) -> int:
        """The number n of factors.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Domain
            >>> Domain.parse("[-1, 1]^3").dimension
            3
        """
        return len(self.factors)

    @property
    def is_all(self) -> bool:
        """True for R^n.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Domain
            >>> Domain.parse("R^2").is_all, Domain.parse("R x [0, 1]").is_all
            (True, False)
        """
        return all(factor.is_all for factor in self.factors)

    @property
    def is_compact(self) -> bool:
        """True for a closed bounded box.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Domain
            >>> Domain.parse("[0, 1]^2").is_compact, Domain.parse("R x [0, 1]").is_compact
            (True, False)
        """
        return all(factor.is_compact for factor in self.factors)

    @property
    def interval(self) -> Interval:
        """The only factor of a domain of dimension 1.

        Raises:
            DomainError: There are several factors.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Domain
            >>> Domain.parse("(0, oo)").interval
            <Interval (0, oo)>
            >>> Domain.parse("R^2").interval
            Traceback (most recent call last):
                ...
            embedcheck.errors.DomainError: a domain of dimension 2 is not an interval
        """
        if len(self.factors) != 1:
            raise DomainError(f"a domain of dimension {len(self.factors)} is not an interval")
        return self.factors[0]

    def text(self) -> str:
        """The canonical text of the domain.

        Returns:
            str: `Domain.parse` reads it back.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Domain
            >>> Domain.parse("[0,1] x [0,1]").text()
            '[0, 1]^2'
        """
        if self.dimension > 1 and len(set(self.factors)) == 1:
            return f"{self.factors[0].text()}^{self.dimension}"
        return " x ".join(factor.text() for factor in self.factors)

    def latex(self) -> str:
        r"""The domain as LaTeX.

        Returns:
            str: Without dollar signs.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Domain
            >>> print(Domain.parse("R x [0, 1]").latex())
            \mathbb{R} \times \left[0, 1\right]
        """
        if self.is_all and self.dimension > 1:
            return rf"\mathbb{{R}}^{{{self.dimension}}}"
        return r" \times ".join(factor.latex() for factor in self.factors)

    def contains(self, point: Iterable[Any]) -> bool | None:
        """Whether a point lies in the domain.

        Args:
            point: n real constants: texts, numbers or SymPy constants.

        Returns:
            bool | None: None when it is not decided.

        Raises:
            InputError: A coordinate is no constant.
            ValueError: There are not n coordinates.

        Guarantee:
            Exact. True and False are proven.

        Examples:
            >>> from embedcheck import Domain
            >>> Domain.parse("[0, pi/2)").contains(["pi/2"])
            False
            >>> Domain.parse("[0, 1]^2").contains([0, "sqrt(2)/2"])
            True
        """
        answers = [factor.contains(x) for factor, x in zip(self.factors, point, strict=True)]
        return False if False in answers else None if None in answers else True

    def __repr__(self) -> str:
        return f"Domain.parse({self.text()!r})"

    def __str__(self) -> str:
        return self.text()

    def _repr_latex_(self) -> str:
        return f"${self.latex()}$"

    def _repr_html_(self) -> str:
        return notebook.element(notebook.formula(self.latex()))


def _read_factor(text: str, start: int) -> tuple[Interval, int]:
    """One `R` or bracketed interval that begins at `start`, and the position behind it."""
    if _LINE.match(text, start):
        return REAL_LINE, start + 1
    opening = text[start : start + 1]
    if opening not in ("[", "("):
        raise DomainError(f"column {start + 1}: an interval or R is expected, not {opening!a}")
    depth, comma, end = 0, -1, -1
    for position in range(start, len(text)):
        character = text[position]
        if character in "[(":
            depth += 1
        elif character in "])":
            depth -= 1
            if depth == 0:
                end = position
                break
        elif character == "," and depth == 1:
            if comma >= 0:
                raise DomainError(f"column {position + 1}: an interval has two ends")
            comma = position
    if end < 0:
        raise DomainError(f"column {len(text) + 1}: the domain ends too early")
    if comma < 0:
        raise DomainError(f"column {start + 1}: an interval needs two ends, as in [0, 1]")
    low = _read_end(text[start + 1 : comma], start + 1)
    high = _read_end(text[comma + 1 : end], comma + 1)
    return Interval(low, high, opening == "[", text[end] == "]"), end + 1


_COLUMN = re.compile(r"column (\d+): ")


def _read_end(text: str, offset: int) -> sp.Expr:
    if not text.strip():
        raise DomainError(f"column {offset + 1}: the end of the interval is missing")
    try:
        return parse_number(text)
    except InputError as error:
        message = str(error)
        position = _COLUMN.match(message)
        column = int(position[1]) if position else 1
        rest = message[position.end() :] if position else message
        raise type(error)(f"column {offset + column}: {rest}") from None
