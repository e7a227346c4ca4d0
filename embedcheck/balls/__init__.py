"""Balls, exact rationals and what is computed with them. The only package that imports flint."""

from flint import arb, arb_mat, fmpq, fmpq_mat, fmpq_poly

__all__ = ["arb", "arb_mat", "fmpq", "fmpq_mat", "fmpq_poly"]
