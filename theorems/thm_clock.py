r"""
CLOCK: a linear function that counts the steps
==============================================

**Statement.** Let :math:`f` be an analytic (:math:`C^\infty`) diffeomorphism of :math:`\mathbb{R}^n` onto itself,
:math:`\det Df > 0`, and :math:`\ell` a linear function with :math:`\ell \circ f = \ell + c`, :math:`c \ne 0`. Then
``basic`` autonomous ``Comega`` (``Cinf``) is embeddable.

**Source.** A short proof; for the analytic class Grauert and Morrey.

**Derivation.** In suitable coordinates :math:`f(s, y) = (s + 1, g_s(y))`. Choose diffeomorphisms with
:math:`H_0 = \mathrm{id}` and :math:`H_{s+1} = g_s \circ H_s`; then :math:`(s, y) \mapsto (s, H_s(y))` turns the
translation into :math:`f`. The quotient of space by :math:`f` is an analytic manifold and smoothly a circle times a
space; by the theorem of Grauert and Morrey it is so analytically as well.

**Proof.** In full: :ref:`CLOCK <thm-clock>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R^2"):
    """``basic`` autonomous, the classes from flow to Comega."""
    return check(text, domain=domain).signs("basic")


# %%
# Example
# -------
# On the line :math:`x + \sin(x)/4` loses C1 to its fixed points (1D-MATCH). Beside a clock nothing is lost.

verdict = check("(x + sin(x)/4, y + 1)", domain="R^2").verdict("basic", "Comega")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "CLOCK"
assert check("x + sin(x)/4").signs("basic") == "+++---"
assert row("(x + sin(x)/4, y + 1)") == "++++++"

# %%
# A smooth :math:`H_s`: fade from the identity to :math:`g` while the clock goes from 0 to 1, resting at both ends. The
# lines of the flow join each point to its image and never meet.


def fade(s):
    """A smooth step from 0 to 1."""
    s = np.clip(s, 2e-3, 1 - 2e-3)  # flat to more digits than a float has
    return 1 / (1 + np.exp(1 / s - 1 / (1 - s)))


starts = np.linspace(-7, 7, 29)
times = np.linspace(0, 1, 60)
lines = np.array([starts + fade(s) * np.sin(starts) / 4 for s in times])
assert np.allclose(lines[-1], starts + np.sin(starts) / 4)
assert np.all(np.diff(lines, axis=1) > 0)

figure, axes = plt.subplots(figsize=(5, 3.5))
axes.plot(lines, times, color="tab:blue", linewidth=1)
axes.set(xlabel="x", ylabel="y, the clock", title="one period of the field for (x + sin(x)/4, y + 1)")

# %%
# More clocks: none of these maps needs a formula for its field.

for text in ("(x + 1, y + sin(2*pi*x))", "(x + 1, 2*y + sin(x))", "(x + 1, y + y**3 + x)"):
    print(f"{text:27}", check(text, domain="R^2").verdict("basic", "Comega").rule)
    assert row(text) == "++++++"

# %%
# Without a clock
# ---------------

assert row("(x + sin(x)/4, 2*y)") == "+++---"

# %%
# With a negative determinant
# ---------------------------

assert row("(x + 1, -y - y**3)") == "------"

# %%
# Not onto
# --------
# :math:`\arctan` is not onto, and the theorem does not speak about it; here the factors help (PRODUCT), and what
# arctan itself lacks stays open.

narrow = check("(x + 1, atan(y))", domain="R^2")
print("(x + 1, atan y):", narrow.signs("basic"), narrow.verdict("basic", "Cinf").rule)
assert narrow.verdict("basic", "Cinf").rule == "PRODUCT"
assert narrow.verdict("basic", "Comega").status == "undecided"
