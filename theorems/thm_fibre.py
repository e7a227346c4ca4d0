r"""
FIBRE: level sets of read-outs
==============================

**Statement.** In every class, a compact part of a level set of a non-constant :math:`f` embeds in
:math:`\mathbb{R}^{m - q'}`. So a scalar map of two variables with a triod (three arcs from one point) or a circle in a
level set is in no ``linear-layer`` cell.

**Source.** A short proof.

**Derivation.** The flow maps the level set injectively and continuously into a level set of :math:`\Lambda`, which is
an affine space of dimension :math:`m - q'`. On compact sets such a map is an embedding. No three arcs from one point,
and no circle, fit in a line.

**Proof.** In full: :ref:`FIBRE <thm-fibre>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R^2"):
    """``linear-layer`` non-autonomous, the classes from flow to Comega."""
    return check(text, domain=domain).signs("linear-layer", autonomous=False)


# %%
# Example
# -------
# The monkey saddle: six arcs in the level set of 0, and neither an extremum nor a Morse point.

text = "x**3 - 3*x*y**2"
verdict = check(text, domain="R^2").verdict("linear-layer", "flow", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "FIBRE"
assert row(text) == "------"

x, y = np.meshgrid(np.linspace(-1, 1, 201), np.linspace(-1, 1, 201))
figure, panels = plt.subplots(1, 3, figsize=(9, 3), sharex=True, sharey=True, layout="constrained")
for panel, (name, z) in zip(
    panels, (("x³ - 3xy²", x**3 - 3 * x * y**2), ("x²y", x**2 * y), ("x³ + y³", x**3 + y**3)), strict=True
):
    panel.contour(x, y, z, levels=12, linewidths=0.7)
    panel.contour(x, y, z, levels=[0], colors="crimson", linewidths=2)
    panel.set(title=name, xlabel="x", aspect="equal")
panels[0].set(ylabel="y")
panels[1].axvline(0, color="crimson", linewidth=2)  # no sign changes there

# %%
# The number of arcs: sign changes of :math:`f` on a small circle. Two is what a line through a point has.


def arcs(f):
    angles = np.linspace(0, 2 * np.pi, 1000, endpoint=False) + 1e-3
    signs = np.sign(f(np.cos(angles), np.sin(angles)))
    return int(np.sum(signs != np.roll(signs, 1)))


assert arcs(lambda x, y: x**3 - 3 * x * y**2) == 6
assert arcs(lambda x, y: x**3 + y**3) == 2

# %%
# Sides that are not separated, and a level set that crosses itself
# -----------------------------------------------------------------
# :math:`x^2 y` changes its sign twice only, but the whole axis :math:`x = 0` belongs to its level set.

assert arcs(lambda x, y: x**2 * y) == 2
assert check("x**2*y", domain="R^2").verdict("linear-layer", "flow").rule == "FIBRE"

# %%
# A level set that is one curve
# -----------------------------

assert row("x**3 + y**3") == "++----"

# %%
# The crossing outside of X
# -------------------------

assert row("x**2*y", "(0, 1)^2") == "++++++"

# %%
# One dimension more
# ------------------
# Now the level sets have the plane as room.

assert check(text, domain="R^2").signs("augmented-1") == "++++++"
