"""Balls, exact rationals and what is computed with them. The only package that imports flint."""

from flint import arb, fmpq, fmpq_mat, fmpq_poly

__all__ = ["arb", "fmpq", "fmpq_mat", "fmpq_poly"]
