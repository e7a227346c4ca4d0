"""The object under study: a map with its domain. Exact throughout; immutable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar, cast

import sympy as sp

from embedcheck import notebook
from embedcheck.domains import INFINITE, REAL_LINE, Domain, Interval, constant, in_order
from embedcheck.errors import DomainError, InputError
from embedcheck.parsing import Need, from_python, substitute, to_text, variable_names

__all__ = ["REAL_LINE", "Domain", "Interval", "Map", "constant"]


class Map:
    """A map from a domain in R^n to R^q, exact and immutable.

    A decimal in a text, and a float, stand for the rational number that is written: 0.1 is one tenth. A text is
    read by a
    grammar of its own and never evaluated.

    Args:
        expr: A text such as `exp(x) - 1` or `(x + 1, -y)`, a SymPy expression, a list or tuple of q of these, a
            column
            Matrix, a callable of symbols, or a Map.
        domain: A text, a Domain or a SymPy set of dimension n; R^n unless given.
        vars: Names and order of the n variables, as `"x, y"` or a sequence; the free names in alphabetical order
            unless
            given.

    Attributes:
        components: The q components, SymPy expressions.
        variables: The n variables, SymPy symbols.
        domain: The Domain.

    Raises:
        SyntaxInputError: The text is not in the grammar; the message names the column.
        UnknownNameError: A name is neither a variable nor a known function or constant.
        DomainError: The domain is impossible, has another dimension, or SymPy has simplified away a pole inside it.
        SizeLimitError: The text or the expression is too large.
        InputError: Anything else that is no map.

    Guarantee:
        Exact. Two maps are equal when they have the same components, variables and domain.

    Examples:
        >>> from embedcheck import Map
        >>> Map("exp(x) - 1")
        Map('exp(x) - 1')
        >>> f = Map("(x + 1, -y)", domain="R x [0, 1]")
        >>> f.inputs, f.outputs, f.texts
        (2, 2, ['x + 1', '-y'])
        >>> Map("y - x", vars="y, x").variables
        (y, x)
        >>> Map("sin(x")
        Traceback (most recent call last):
            ...
        embedcheck.errors.SyntaxInputError: column 6: the text ends too early
        >>> Map("x + foo(x)")
        Traceback (most recent call last):
            ...
        embedcheck.errors.UnknownNameError: column 5: unknown function 'foo'
        >>> Map("x*y", domain="[0, 1]")
        Traceback (most recent call last):
            ...
        embedcheck.errors.DomainError: the domain has dimension 1, but the map has 2 variables (x, y)
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
        """n, the number of variables.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Map
            >>> Map("x**2 + y**2").inputs
            2
        """
        return len(self.variables)

    @property
    def outputs(self) -> int:
        """q, the number of components.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Map
            >>> Map("(cos(x), sin(x))").outputs
            2
        """
        return len(self.components)

    @property
    def expr(self) -> sp.Expr:
        """The SymPy expression of a map with one component.

        Raises:
            InputError: There are several components.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Map
            >>> Map("exp(x) - 1").expr
            exp(x) - 1
            >>> Map("(x + 1, -y)").expr
            Traceback (most recent call last):
                ...
            embedcheck.errors.InputError: a map with 2 components has no single expression
        """
        if len(self.components) != 1:
            raise InputError(f"a map with {len(self.components)} components has no single expression")
        return self.components[0]

    @property
    def x(self) -> sp.Symbol:
        """The SymPy symbol of a map of one variable.

        Raises:
            InputError: There are several variables.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Map
            >>> Map("exp(t) - 1").x
            t
            >>> Map("x*y").x
            Traceback (most recent call last):
                ...
            embedcheck.errors.InputError: a map of 2 variables has no single variable
        """
        if len(self.variables) != 1:
            raise InputError(f"a map of {len(self.variables)} variables has no single variable")
        return self.variables[0]

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(to_text(component) for component in self.components)

    @property
    def texts(self) -> list[str]:
        """The canonical texts of the q components.

        Guarantee:
            Exact. `Map` reads them back.

        Examples:
            >>> from embedcheck import Map
            >>> Map("(0.5*x, |y|)").texts
            ['x/2', 'Abs(y)']
        """
        return list(self._texts)

    def __call__(self, *point: Any) -> Any:
        """The value at a point of the domain.

        Args:
            *point: n coordinates, or one sequence of them: texts, numbers (a float stands for its decimal), SymPy
                constants.

        Returns:
            sympy.Expr | tuple[sympy.Expr, ...]: One constant, or q of them.

        Raises:
            DomainError: The point is not in the domain, or infinite.
            InputError: There are not n coordinates, or one is no constant.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Map
            >>> Map("x**2 + 1")("sqrt(2)")
            3
            >>> Map("(x + 1, -y)")(1, 0.5)
            (2, -1/2)
            >>> Map("x", domain="[0, 1]")(2)
            Traceback (most recent call last):
                ...
            embedcheck.errors.DomainError: the point is not in the domain [0, 1]
        """
        if len(point) == 1 and isinstance(point[0], list | tuple | sp.MatrixBase):
            point = tuple(cast("Iterable[Any]", point[0]))
        if len(point) != self.inputs:
            raise InputError(f"{self.inputs} coordinate{'s' if self.inputs != 1 else ''} expected, not {len(point)}")
        values = [constant(x) for x in point]
        if any(value in INFINITE for value in values):
            raise DomainError("a point has finite coordinates")
        if self.domain.contains(values) is False:
            raise DomainError(f"the point is not in the domain {self.domain.text()}")
        assignment = dict(zip(self.variables, values, strict=True))
        results = tuple(substitute(component, assignment, in_order) for component in self.components)
        return results[0] if len(results) == 1 else results

    def to_dict(self) -> dict[str, Any]:
        """The map as plain data.

        Returns:
            dict: The texts `expr` of the q components, the names `vars` of the n variables, and the text `domain`.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Map
            >>> Map("exp(x) - 1").to_dict()
            {'expr': ['exp(x) - 1'], 'vars': ['x'], 'domain': 'R'}
        """
        return {"expr": self.texts, "vars": [v.name for v in self.variables], "domain": self.domain.text()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Map:
        """The inverse of `to_dict`.

        Args:
            data: A dict with `expr`, `vars` and `domain`.

        Returns:
            Map: The map that was written.

        Raises:
            InputError: A key is missing, or a value makes no sense.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Map
            >>> Map.from_dict({"expr": ["x**2"], "vars": ["x"], "domain": "[0, 1]"})
            Map('x**2', domain='[0, 1]')
            >>> Map.from_dict({"expr": ["x"]})
            Traceback (most recent call last):
                ...
            embedcheck.errors.InputError: the map lacks vars, domain
        """
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

    def latex(self) -> str:
        r"""The map with its domain as LaTeX.

        Returns:
            str: Without dollar signs.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import Map
            >>> print(Map("exp(x)/2", domain="[0, 1]").latex())
            x \mapsto \frac{e^{x}}{2}, \quad x \in \left[0, 1\right]
        """
        value: Any = self.components[0] if self.outputs == 1 else sp.Matrix(list(self.components))
        point = notebook.vector(self.variables)
        return rf"{point} \mapsto {sp.latex(value)}, \quad {point} \in {self.domain.latex()}"

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex()}$"

    def _repr_html_(self) -> str:
        return notebook.element(notebook.formula(self.latex()))


def _holds(need: Need, variables: Sequence[sp.Symbol], domain: Domain) -> bool:
    """Whether the need is proven on the whole domain: it must be affine in one variable."""
    free = need.expr.free_symbols
    if not free:
        sign = in_order(need.expr, cast("sp.Expr", sp.S.Zero))
        return sign in {">": (1,), ">=": (0, 1), "!=": (-1, 1)}[need.sign]
    if len(free) != 1:
        return False
    (variable,) = free
    slope = cast("sp.Expr", need.expr.diff(variable))
    start = cast("sp.Expr", need.expr.subs(variable, 0))
    if slope.free_symbols or start.has(sp.zoo, sp.nan, sp.oo) or sp.expand(need.expr - slope * variable - start) != 0:
        return False
    sign = in_order(slope, cast("sp.Expr", sp.S.Zero))
    root = -start / slope
    interval = domain.factors[variables.index(cast("sp.Symbol", variable))]
    if need.sign == "!=":
        return interval.contains(root) is False
    if not sign:
        return False
    end, closed = (interval.lo, interval.lo_closed) if sign > 0 else (interval.hi, interval.hi_closed)
    order = in_order(root, end)
    return order is not None and (order * sign < 0 or (order == 0 and (need.sign == ">=" or not closed)))
