r"""
SHEAR: maps whose field has a formula
=====================================

**Statement.** These maps are ``basic`` autonomous. (1) :math:`x_j \mapsto a_j(y) x_j + b_j(y)` with variables :math:`y`
that stay and :math:`a_j > 0`, in the class of :math:`a_j` and :math:`b_j`. (2) Triangular polynomial maps with positive
factors on the diagonal, in ``Comega``. (3) :math:`x_i \mapsto s_i x_i`, all :math:`0 < s_i < 1` or all
:math:`s_i > 1`, over it :math:`y_j \mapsto r_j y_j + g_j(x)` with analytic :math:`g_j`, :math:`r_j > 0`, in ``Comega``.

**Source.** A short proof.

**Derivation.** (1) For fixed :math:`y` this is an affine map of a line. (2) The pull-back :math:`g \mapsto g \circ f`
maps a space of polynomials to itself, with positive eigenvalues; its real logarithm is a derivation, that is, a field.
(3) A convergent sum removes all but finitely many terms of :math:`g_j`, and the rest is the case (2).

**Proof.** In full: :ref:`SHEAR <thm-shear>`.
"""

import matplotlib.pyplot as plt
import numpy as np
import sympy as sp

from embedcheck import check


def row(text, domain="R^2"):
    """``basic`` autonomous, the classes from flow to Comega."""
    return check(text, domain=domain).signs("basic")


# %%
# Example
# -------

for text in ("(x + y**2, y)", "(2*x - y**2, y)", "(x/2, y/4 + x**2)", "(x/2, y/3 + exp(x))"):
    verdict = check(text, domain="R^2").verdict("basic", "Comega")
    print(f"{text:22} {verdict.status} by {verdict.rule}")
    assert verdict.rule == "SHEAR"

# %%
# The two formulas for :math:`(s x, r y + c x^2)`, checked with symbols. Without resonance, :math:`r \ne s^2`, the
# coordinate :math:`w = y + c x^2/(r - s^2)` is multiplied by :math:`r`; with :math:`r = s^2` the field is
# :math:`(\log s \cdot x, \log r \cdot y + (c/r) x^2)`.

x, y, s, r, c, t = sp.symbols("x y s r c t", positive=True)
w = y + c * x**2 / (r - s**2)
image = w.subs({x: s * x, y: r * y + c * x**2}, simultaneous=True)
assert sp.simplify(image - r * w) == 0

solution = (s**t * x, s ** (2 * t) * (y + t * c * x**2 / s**2))
resonant = (sp.log(s) * x, 2 * sp.log(s) * y + c / s**2 * x**2)
for moved, speed in zip(solution, resonant, strict=True):
    assert sp.simplify(sp.diff(moved, t) - speed.subs({x: solution[0], y: solution[1]}, simultaneous=True)) == 0
assert sp.simplify(solution[1].subs(t, 1) - (s**2 * y + c * x**2)) == 0

times = np.linspace(0, 6, 80)
figure, axes = plt.subplots(figsize=(5, 3.5))
for start in np.linspace(-1, 1, 9):
    axes.plot(0.5**times, 0.25**times * (start + 4 * times), linewidth=1)
    axes.plot(-(0.5**times), 0.25**times * (start + 4 * times), linewidth=1)
axes.set(xlabel="x", ylabel="y", title="the resonant field of (x/2, y/4 + x²)")

# %%
# The class of the functions
# --------------------------

assert row("(x + |y|/2, y)") == "+++---"
assert row("(x + cbrt(y), y)")[:2] == "++"
assert row("(x + exp(y), y)") == "++++++"

# %%
# A factor that vanishes or is negative
# -------------------------------------

assert row("(x*cos(y), y)") == "------"
assert row("(-x + y**2, y)") == "------"

# %%
# Negative factors on the diagonal
# --------------------------------
# Other theorems speak about them, and the answers differ.

assert row("(-x/2, -2*y + x**2)") == "------"
assert row("(-x, -y + x**2)") == "++++++"

# %%
# The variables below neither shrink nor grow together
# ----------------------------------------------------
# Over a rotation or a shift the sum of the derivation need not converge, and a shift is a case for CLOCK.

assert check("(x + 1, y + sin(2*pi*x))", domain="R^2").verdict("basic", "Comega").rule == "CLOCK"
