"""The functions of the language: SymPy's, the real cube root, and the abbreviations."""

from __future__ import annotations

from typing import Any, cast

import sympy as sp

_X = sp.Symbol("x", real=True)


def integer_cube_root(n: int) -> int | None:
    """The integer r with r**3 == n, or None. Exact.

    >>> integer_cube_root(-27), integer_cube_root(4)
    (-3, None)
    """
    if n < 0:
        root = integer_cube_root(-n)
        return None if root is None else -root
    low, high = 0, 1 << (n.bit_length() // 3 + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**3 < n:
            low = middle + 1
        else:
            high = middle
    return low if low**3 == n else None


class cbrt(sp.Function):  # type: ignore[misc]
    """The real cube root: odd, increasing, cbrt(-8) = -2. (SymPy's own `cbrt(-8)` is complex.)

    >>> cbrt(-8), cbrt(sp.Rational(27, 64)), cbrt(2)
    (-2, 3/4, cbrt(2))
    """

    nargs = 1  # pyright: ignore[reportAssignmentType]

    @classmethod
    def eval(cls, *args: Any) -> Any:
        """Perfect cubes and an explicit minus sign only; nothing is factored or compared numerically."""
        x = args[0]
        if isinstance(x, sp.Rational):
            p, q = integer_cube_root(int(x.p)), integer_cube_root(int(x.q))
            if p is not None and q is not None:
                return sp.Rational(p, q)
        if x.could_extract_minus_sign():
            return -cls(-x)
        if isinstance(x, sp.Pow) and x.exp == 3 and x.base.is_extended_real:
            return x.base
        return None

    def fdiff(self, argindex: int = 1) -> Any:
        """Derivative 1/(3*cbrt(x)**2), infinite at 0."""
        return 1 / (3 * self**2)

    def inverse(self, argindex: int = 1) -> Any:
        """The inverse function, x -> x**3."""
        return sp.Lambda(_X, _X**3)

    def _eval_is_extended_real(self) -> bool | None:
        return self.args[0].is_extended_real

    def _eval_is_finite(self) -> bool | None:
        return self.args[0].is_finite

    def _eval_is_zero(self) -> bool | None:
        return self.args[0].is_zero

    def _eval_is_extended_positive(self) -> bool | None:
        return self.args[0].is_extended_positive

    def _eval_is_extended_negative(self) -> bool | None:
        return self.args[0].is_extended_negative

    def _eval_rewrite_as_Pow(self, x: Any, **_: Any) -> Any:
        return sp.sign(x) * sp.Abs(x) ** sp.Rational(1, 3)

    def _eval_evalf(self, prec: int) -> Any:
        return cast("Any", self.args[0])._eval_evalf(prec) and sp.sign(self.args[0])._eval_evalf(prec) * (
            cast("Any", sp.Abs(self.args[0]))._eval_evalf(prec) ** sp.Rational(1, 3)
        )._eval_evalf(prec)

    def _latex(self, printer: Any, exp: Any = None) -> str:
        inner = rf"\sqrt[3]{{{printer._print(self.args[0])}}}"
        return inner if exp is None else rf"\left({inner}\right)^{{{exp}}}"


PRIMITIVES: dict[str, Any] = {
    "exp": sp.exp,
    "log": sp.log,
    "sin": sp.sin,
    "cos": sp.cos,
    "tan": sp.tan,
    "asin": sp.asin,
    "acos": sp.acos,
    "atan": sp.atan,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "tanh": sp.tanh,
    "asinh": sp.asinh,
    "acosh": sp.acosh,
    "atanh": sp.atanh,
    "erf": sp.erf,
    "gamma": sp.gamma,
    "cbrt": cbrt,
    "Abs": sp.Abs,
    "sign": sp.sign,
    "Max": sp.Max,
    "Min": sp.Min,
}
"""Functions that occur in an accepted expression, besides +, *, ** and Piecewise. Their printed name is the key."""

SYNONYMS = {
    "ln": "log",
    "abs": "Abs",
    "max": "Max",
    "min": "Min",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "logistic": "sigmoid",
    "swish": "silu",
}

ABBREVIATIONS: dict[str, str] = {
    "sqrt": "x**(1/2)",
    "cot": "cos(x)/sin(x)",
    "sec": "1/cos(x)",
    "csc": "1/sin(x)",
    "coth": "cosh(x)/sinh(x)",
    "sech": "1/cosh(x)",
    "csch": "1/sinh(x)",
    "erfc": "1 - erf(x)",
    "expm1": "exp(x) - 1",
    "log1p": "log(1 + x)",
    "log2": "log(x)/log(2)",
    "log10": "log(x)/log(10)",
    "sigmoid": "1/(1 + exp(-x))",
    "softplus": "log(1 + exp(x))",
    "relu": "Max(x, 0)",
    "relu6": "Min(Max(x, 0), 6)",
    "hardtanh": "Min(Max(x, -1), 1)",
    "elu": "Piecewise((x, x > 0), (exp(x) - 1, True))",
    "gelu": "x*(1 + erf(x/sqrt(2)))/2",
    "silu": "x/(1 + exp(-x))",
    "mish": "x*tanh(log(1 + exp(x)))",
    "softsign": "x/(1 + Abs(x))",
}
"""Functions of one argument that are written out, so that everything behind the parser sees few functions."""

NESTED_ELU = "Max(x, 0) + exp(Min(x, 0)) - 1"
"""elu where the argument contains a Piecewise, which must not enter a condition."""

REFUSED = {
    "acot": "acot has two conventions; write atan(1/x) or pi/2 - atan(x)",
    "asec": "write acos(1/x)",
    "acsc": "write asin(1/x)",
    "acoth": "write atanh(1/x)",
    "asech": "write acosh(1/x)",
    "acsch": "write asinh(1/x)",
    "leaky_relu": "its slope has no fixed value; write Max(x, x/100)",
    "real_root": "write cbrt(x) for the real cube root",
    "root": "write x**(1/n), or cbrt(x) for the real cube root",
    "floor": "floor is not continuous; use Piecewise",
    "ceiling": "ceiling is not continuous; use Piecewise",
    "Heaviside": "write Piecewise((0, x < 0), (1, True))",
}
"""Names that people try, each with the way to say it."""

NOT_VARIABLES = {
    "e": "write E for the number 2.718..., or name the variables",
    "Pi": "write pi",
    "PI": "write pi",
    "inf": "write oo, in domains only",
    "Infinity": "write oo, in domains only",
}
"""Names that are taken as variables only when they are named as such."""

RESERVED = frozenset(
    {*PRIMITIVES, *SYNONYMS, *ABBREVIATIONS, *REFUSED, "Piecewise", "pi", "E", "I", "oo", "zoo", "nan"}
    | {"True", "False", "None", "and", "or", "not", "lambda", "import", "if", "else", "for", "in", "is"}
)
"""Names that no variable can have."""

ARITY: dict[str, tuple[int, int]] = {"log": (1, 2), "Max": (1, 16), "Min": (1, 16)}
"""Numbers of arguments (least, most) where it is not exactly one."""
