"""The object under study: a map with its domain. Exact throughout; immutable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, cast

import sympy as sp

from embedcheck.errors import DomainError, InputError, SizeLimitError
from embedcheck.parsing import Need, exact, from_python, parse_number, substitute, to_text, variable_names
from embedcheck.parsing.limits import TEXT_LENGTH, VARIABLES

_INFINITE = (sp.S.Infinity, sp.S.NegativeInfinity)


def _order(a: sp.Expr, b: sp.Expr) -> int | None:
    """-1, 0, 1 as a < b, a == b, a > b is proven for real constants (or oo, -oo); None when it is not decided."""
    if a == b:
        return 0
    if a.is_Rational and b.is_Rational:
        return -1 if bool(a < b) else 1
    if a in _INFINITE or b in _INFINITE:
        return -1 if a is sp.S.NegativeInfinity or b is sp.S.Infinity else 1
    from embedcheck.balls.constants import compare

    return compare(a, b)


def constant(value: Any) -> sp.Expr:
    """An exact constant (or an infinity) from a text, a number or a SymPy constant. Raises InputError."""
    if isinstance(value, str):
        return parse_number(value)
    if value in _INFINITE:
        return cast("sp.Expr", value)
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return cast("sp.Expr", sp.S.Infinity if value > 0 else sp.S.NegativeInfinity)
    found = exact(value)
    if found.free_symbols:
        raise DomainError(f"{found} is not a constant")
    return found


@dataclass(frozen=True)
class Interval:
    """A real interval with lo < hi (proven when it is made); the ends are exact SymPy constants or -oo, oo.

    >>> Interval(0, "pi/2", True, False).text()
    '[0, pi/2)'
    """

    lo: sp.Expr
    hi: sp.Expr
    lo_closed: bool
    hi_closed: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "lo", constant(self.lo))
        object.__setattr__(self, "hi", constant(self.hi))
        shown = self.text()
        if (self.lo_closed and self.lo in _INFINITE) or (self.hi_closed and self.hi in _INFINITE):
            raise DomainError(f"{shown}: an infinite end must be open")
        order = _order(self.lo, self.hi)
        if order is None:
            raise DomainError(f"{shown}: the order of the ends could not be decided")
        if order > 0:
            raise DomainError(f"{shown}: the ends are reversed")
        if order == 0:
            closed = self.lo_closed and self.hi_closed
            raise DomainError(f"{shown}: a single point is not an interval" if closed else f"{shown} is empty")

    @property
    def is_all(self) -> bool:
        """True for the whole line."""
        return self.lo is sp.S.NegativeInfinity and self.hi is sp.S.Infinity

    @property
    def is_compact(self) -> bool:
        """True when both ends belong to the interval."""
        return self.lo_closed and self.hi_closed

    def text(self) -> str:
        """Canonical text: `R`, `[0, pi/2)`."""
        if self.is_all:
            return "R"
        left, right = "[" if self.lo_closed else "(", "]" if self.hi_closed else ")"
        return f"{left}{to_text(self.lo)}, {to_text(self.hi)}{right}"

    def latex(self) -> str:
        """The interval as LaTeX."""
        if self.is_all:
            return r"\mathbb{R}"
        left, right = "[" if self.lo_closed else "(", "]" if self.hi_closed else ")"
        return rf"\left{left}{sp.latex(self.lo)}, {sp.latex(self.hi)}\right{right}"

    def contains(self, x: Any) -> bool | None:
        """Whether the real constant x lies in the interval; None when it is not decided."""
        point = constant(x)
        low, high = _order(self.lo, point), _order(point, self.hi)
        inside_low = None if low is None else low < 0 or (low == 0 and self.lo_closed)
        inside_high = None if high is None else high < 0 or (high == 0 and self.hi_closed)
        if inside_low is False or inside_high is False:
            return False
        return True if inside_low and inside_high else None

    def __str__(self) -> str:
        return self.text()


REAL_LINE = Interval(cast("sp.Expr", sp.S.NegativeInfinity), cast("sp.Expr", sp.S.Infinity), False, False)

_POWER = re.compile(r"\s*(?:\^|\*\*)\s*([0-9]{1,6})")
_TIMES = re.compile(r"\s*x\s*")
_LINE = re.compile(r"R(?![A-Za-wyz0-9_])")


@dataclass(frozen=True)
class Domain:
    """A product of intervals.

    >>> Domain.parse("[0, 1]x[0, 2]").dimension, Domain.parse("R^2").text()
    (2, 'R^2')
    """

    factors: tuple[Interval, ...]

    def __post_init__(self) -> None:
        if not self.factors:
            raise DomainError("a domain needs at least one factor")
        if len(self.factors) > VARIABLES:
            raise SizeLimitError(f"a domain has more than {VARIABLES} factors")

    @classmethod
    def real(cls, dimension: int) -> Domain:
        """R^dimension."""
        return cls((REAL_LINE,) * dimension)

    @classmethod
    def parse(cls, text: str) -> Domain:
        """Read `R`, `R^2`, `[0, pi/2)`, `(-oo, 1]`, `[0, 1]x[0, 2]`, `R x [0, 1]`, `[-1, 1]^2`.

        Raises DomainError in one sentence.
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
        """A domain from a text, an Interval, a sequence of these, or SymPy's Interval, Reals and products of them.

        >>> Domain.of(sp.Interval.Ropen(0, 1)).text()
        '[0, 1)'
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
        """Number of factors."""
        return len(self.factors)

    @property
    def is_all(self) -> bool:
        """True for R^n."""
        return all(factor.is_all for factor in self.factors)

    @property
    def is_compact(self) -> bool:
        """True for a closed bounded box."""
        return all(factor.is_compact for factor in self.factors)

    @property
    def interval(self) -> Interval:
        """The only factor; DomainError in more than one dimension."""
        if len(self.factors) != 1:
            raise DomainError(f"a domain of dimension {len(self.factors)} is not an interval")
        return self.factors[0]

    def text(self) -> str:
        """Canonical text that `parse` reads back."""
        if self.dimension > 1 and len(set(self.factors)) == 1:
            return f"{self.factors[0].text()}^{self.dimension}"
        return " x ".join(factor.text() for factor in self.factors)

    def latex(self) -> str:
        """The domain as LaTeX."""
        if self.is_all and self.dimension > 1:
            return rf"\mathbb{{R}}^{{{self.dimension}}}"
        return r" \times ".join(factor.latex() for factor in self.factors)

    def contains(self, point: Iterable[Any]) -> bool | None:
        """Whether the point lies in the domain; None when it is not decided."""
        answers = [factor.contains(x) for factor, x in zip(self.factors, point, strict=True)]
        return False if False in answers else None if None in answers else True

    def __str__(self) -> str:
        return self.text()


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


class Map:
    """A map from a domain in R^n to R^q.

    `expr` is a text, a SymPy expression, a list or tuple of these, a column Matrix, or a callable of symbols.
    `domain` is a text, a Domain or a SymPy set (default R^n). `vars` names the variables and their order: "x, y" or a
    sequence (default: the free names in alphabetical order). Raises InputError or a subclass, in one line.

    >>> Map("exp(x) - 1")
    Map('exp(x) - 1')
    >>> f = Map("(x + 1, -y)", domain="R x [0, 1]")
    >>> f.inputs, f.outputs, f.texts
    (2, 2, ['x + 1', '-y'])
    >>> f(1, "1/2")
    (2, -1/2)
    """

    __slots__: ClassVar[tuple[str, ...]] = ("__dict__", "_needs", "components", "domain", "memory", "variables")

    components: tuple[sp.Expr, ...]
    variables: tuple[sp.Symbol, ...]
    domain: Domain
    memory: dict[Any, Any]
    """What other layers have found out about the map; no part of its value."""
    _needs: tuple[Need, ...]

    def __init__(self, expr: Any, domain: Any = None, vars: Any = None) -> None:
        if isinstance(expr, Map):
            if vars is not None:
                raise InputError("a Map has its variables already")
            components, variables, needs = expr.components, expr.variables, expr._needs
            domain = expr.domain if domain is None else domain
        else:
            components, variables, needs = from_python(expr, variable_names(vars))
        space = Domain.real(len(variables)) if domain is None else Domain.of(domain)
        if space.dimension != len(variables):
            raise DomainError(
                f"the domain has dimension {space.dimension}, but the map has {len(variables)} "
                f"variable{'s' if len(variables) != 1 else ''} ({', '.join(v.name for v in variables)})"
            )
        for need in needs:
            if not _holds(need, variables, space):
                raise DomainError(
                    f"undefined unless {to_text(need.expr)} {need.sign} 0, which SymPy simplifies away and which is "
                    f"not clear on {space.text()}; write the simplified map, or choose the domain"
                )
        object.__setattr__(self, "components", components)
        object.__setattr__(self, "_needs", needs)
        object.__setattr__(self, "variables", variables)
        object.__setattr__(self, "domain", space)
        object.__setattr__(self, "memory", {})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Map is immutable: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Map is immutable: {name} cannot be deleted")

    @property
    def inputs(self) -> int:
        """n, the number of variables."""
        return len(self.variables)

    @property
    def outputs(self) -> int:
        """q, the number of components."""
        return len(self.components)

    @property
    def expr(self) -> sp.Expr:
        """The expression of a scalar map; InputError when there are several components."""
        if len(self.components) != 1:
            raise InputError(f"a map with {len(self.components)} components has no single expression")
        return self.components[0]

    @property
    def x(self) -> sp.Symbol:
        """The variable of a map of one variable; InputError when there are several."""
        if len(self.variables) != 1:
            raise InputError(f"a map of {len(self.variables)} variables has no single variable")
        return self.variables[0]

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(to_text(component) for component in self.components)

    @property
    def texts(self) -> list[str]:
        """Canonical texts of the components."""
        return list(self._texts)

    def __call__(self, *point: Any) -> Any:
        """The exact value at a point of the domain: one expression, or a tuple for several components.

        Coordinates are texts, numbers (a float stands for its decimal) or SymPy constants.
        """
        if len(point) == 1 and isinstance(point[0], list | tuple | sp.MatrixBase):
            point = tuple(cast("Iterable[Any]", point[0]))
        if len(point) != self.inputs:
            raise InputError(f"{self.inputs} coordinate{'s' if self.inputs != 1 else ''} expected, not {len(point)}")
        values = [constant(x) for x in point]
        if any(value in _INFINITE for value in values):
            raise DomainError("a point has finite coordinates")
        if self.domain.contains(values) is False:
            raise DomainError(f"the point is not in the domain {self.domain.text()}")
        assignment = dict(zip(self.variables, values, strict=True))
        results = tuple(substitute(component, assignment, _order) for component in self.components)
        return results[0] if len(results) == 1 else results

    def to_dict(self) -> dict[str, Any]:
        """Plain data: `{"expr": [...], "vars": [...], "domain": "R"}`."""
        return {"expr": self.texts, "vars": [v.name for v in self.variables], "domain": self.domain.text()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Map:
        """The inverse of `to_dict`."""
        missing = [key for key in ("expr", "vars", "domain") if key not in data]
        if missing:
            raise InputError(f"the map lacks {', '.join(missing)}")
        if not isinstance(data["expr"], list) or not isinstance(data["vars"], list):
            raise InputError("expr and vars of a map are lists of texts")
        return cls(cast("list[Any]", data["expr"]), domain=data["domain"], vars=cast("list[Any]", data["vars"]))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Map):
            return NotImplemented
        return (self.components, self.variables, self.domain) == (other.components, other.variables, other.domain)

    def __hash__(self) -> int:
        return hash((self.components, self.variables, self.domain))

    def __reduce__(self) -> tuple[Any, ...]:
        return Map.from_dict, (self.to_dict(),)

    def __repr__(self) -> str:
        text = self._texts[0] if self.outputs == 1 else f"({', '.join(self._texts)})"
        parts = [repr(text)]
        if not self.domain.is_all:
            parts.append(f"domain={self.domain.text()!r}")
        names = [v.name for v in self.variables]
        free = sorted({cast("Any", s).name for component in self.components for s in component.free_symbols}) or ["x"]
        if names != free:
            parts.append(f"vars={', '.join(names)!r}")
        return f"Map({', '.join(parts)})"

    def _repr_latex_(self) -> str:
        names = ", ".join(sp.latex(v) for v in self.variables)
        value: Any = self.components[0] if self.outputs == 1 else sp.Matrix(list(self.components))
        point = names if self.inputs == 1 else rf"\left({names}\right)"
        return rf"$\displaystyle {point} \mapsto {sp.latex(value)}, \quad {point} \in {self.domain.latex()}$"


def _holds(need: Need, variables: Sequence[sp.Symbol], domain: Domain) -> bool:
    """Whether the need is proven on the whole domain: it must be affine in one variable."""
    free = need.expr.free_symbols
    if not free:
        sign = _order(need.expr, cast("sp.Expr", sp.S.Zero))
        return sign in {">": (1,), ">=": (0, 1), "!=": (-1, 1)}[need.sign]
    if len(free) != 1:
        return False
    (variable,) = free
    slope = cast("sp.Expr", need.expr.diff(variable))
    start = cast("sp.Expr", need.expr.subs(variable, 0))
    if slope.free_symbols or start.has(sp.zoo, sp.nan, sp.oo) or sp.expand(need.expr - slope * variable - start) != 0:
        return False
    sign = _order(slope, cast("sp.Expr", sp.S.Zero))
    root = -start / slope
    interval = domain.factors[variables.index(cast("sp.Symbol", variable))]
    if need.sign == "!=":
        return interval.contains(root) is False
    if not sign:
        return False
    end, closed = (interval.lo, interval.lo_closed) if sign > 0 else (interval.hi, interval.hi_closed)
    order = _order(root, end)
    return order is not None and (order * sign < 0 or (order == 0 and (need.sign == ">=" or not closed)))
