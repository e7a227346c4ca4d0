"""The work that one input may cause. Everything beyond is refused before SymPy sees it."""

from __future__ import annotations

TEXT_LENGTH = 10_000
"""Characters of one text, as given and as written out canonically."""
NESTING = 100
"""Levels of brackets in a text, and levels of an expression tree."""
DIGITS = 3_011
"""Digits of one number as written: as many as BITS allow, so that every accepted number reads back."""
BITS = 10_000
"""Binary digits of an exact number, and of the magnitude of a constant: 2**-BITS <= |c| <= 2**BITS."""
ROOT_BITS = 512
"""Binary digits of a number under a root; SymPy looks for its small prime factors."""
EXPONENT = 1_000
"""Absolute value of a constant exponent over anything that is not a rational number."""
GAMMA = 1_000
"""Absolute value of a number inside gamma."""
NODES = 5_000
"""Nodes of an expression, counted as a tree."""
EVALUATED_NODES = 150
"""Above this size Abs and sign are built without asking SymPy for the sign of their argument."""
EXPANDED_TERMS = 500
"""Terms of the expanded argument of sinh, cosh, tanh where it may be complex for SymPy, which then expands it."""
COMPONENTS = 16
VARIABLES = 16
