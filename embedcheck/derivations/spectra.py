"""The eigenvalues of a matrix in words: Jordan blocks, real logarithm, orientation (guarantee: exact)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from embedcheck.balls.linear import Affine, Factor
from embedcheck.balls.real_linear import RealAffine, affine_map
from embedcheck.derivations.numbers import code, listed
from embedcheck.derivations.numbers import place as shown_place
from embedcheck.derivations.told import exact, number
from embedcheck.errors import EmbedcheckError

_MOST = 6


def spectrum(matrix: Sequence[Sequence[str]], shift: Sequence[str]) -> str:
    """Sentences about a square matrix; empty where its structure is not decided."""
    if any(len(row) != len(matrix) for row in matrix) or len(matrix) > _MOST:
        return ""
    try:
        found = affine_map([exact(row) for row in matrix], exact(shift))
        orientation = found.orientation
        told = [f"The determinant of $A$ is {('negative', '0', 'positive')[orientation + 1]}."]
        told += _eigenvalues(found) if isinstance(found, Affine) else []
        if orientation:
            told.append(_logarithm(found))
        place = found.fixed_place
        if place is not None:
            told.append(f"The only fixed point in the space is {shown_place(list(map(number, place)))}.")
        if not found.has_fixed_point:
            told.append("$A x + b = x$ has no solution: there is no fixed point.")
    except (EmbedcheckError, ArithmeticError, ValueError):
        return ""
    return " ".join(told)


def _eigenvalues(found: Affine) -> list[str]:
    shown = [_of_factor(factor) for factor in found.factors]
    return [f"Its eigenvalues are {listed(shown)}."]


def _of_factor(factor: Factor) -> str:
    z = sp.Symbol("z")
    polynomial: Any = sp.Poly(list(reversed(factor.coefficients)), z)
    sizes = listed(map(str, factor.blocks))
    blocks = "" if factor.blocks == (1,) else f" (Jordan blocks of size {sizes})"
    if factor.degree > 2:
        return f"the roots of {code(str(polynomial.as_expr()))}{blocks}"
    roots = [number(root) for root in sp.roots(polynomial, z)] if factor.degree == 1 else _pair(polynomial)
    return f"{listed(map(code, roots))}{blocks}"


def _pair(polynomial: Any) -> list[str]:
    """The roots of a quadratic polynomial, complex ones with the unit i."""
    a, b, c = polynomial.all_coeffs()
    middle, square = -sp.Rational(b, 2 * a), sp.Rational(b * b - 4 * a * c, 4 * a * a)
    width = number(sp.sqrt(abs(square)))
    start = "" if middle == 0 else f"{number(middle)} "
    unit = "" if square > 0 else "i" if width == "1" else f"i*{width}"
    return [f"{start}{sign} {unit or width}".replace("- ", "-" if not start else "- ").strip("+ ") for sign in "+-"]


def _logarithm(found: Affine | RealAffine) -> str:
    if found.has_real_logarithm:
        return (
            "It has a real logarithm: it is regular, and no negative eigenvalue has an odd number of Jordan blocks of"
            " one size."
        )
    text = "It has no real logarithm: a negative eigenvalue has an odd number of Jordan blocks of one size."
    if not isinstance(found, Affine):
        return text
    parts = _negative_parts(found)
    if parts:
        text += f" {_turned(parts)}"
    elif any(factor.unimodular < factor.degree for factor in found.factors):
        text += " On the eigenvalues inside the unit circle, and on those outside, the determinant is positive."
    if found.flips:
        text += f" The dimension of the kernel of $A + 1$ is {found.flips}."
    return text


def _turned(parts: Sequence[str]) -> str:
    """Where the determinant is negative: `inside` the unit circle, `outside` it, or each of the two."""
    return " ".join(
        f"On the eigenvalues {part} the unit circle together the determinant is negative." for part in parts
    )


def of_derivative(matrix: sp.Matrix) -> str:
    """Sentences about the derivative at a fixed point; empty where its entries are not rational."""
    if not matrix.is_square or matrix.rows > _MOST:
        return ""
    try:
        found = affine_map(matrix.tolist(), [sp.Integer(0)] * matrix.rows)
        told = _eigenvalues(found) if isinstance(found, Affine) else []
        if isinstance(found, Affine) and found.orientation:
            parts = _negative_parts(found)
            told += [_turned(parts)] if parts else []
    except (EmbedcheckError, ArithmeticError, ValueError):
        return ""
    return " ".join(told)


def _negative_parts(found: Affine) -> list[str]:
    signs = (("inside", found.stable_orientation), ("outside", found.unstable_orientation))
    return [name for name, sign in signs if sign < 0]
