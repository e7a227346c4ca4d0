r"""
CYCLIC: a symmetry without fixed points
=======================================

**Statement.** If :math:`f \circ \sigma = f` for a continuous :math:`\sigma` of finite order that maps a connected
subset of :math:`X` to itself and fixes none of its points, then in every class :math:`m \ge q' + 2`.

**Source.** A short proof.

**Derivation.** Suppose :math:`m \le q' + 1`. With the flow map :math:`\psi`, the difference
:math:`\psi(\sigma(x)) - \psi(x)` lies in the kernel of :math:`\Lambda`, which is a line at most, and is never 0: it has
one sign on the connected set. But along an orbit of :math:`\sigma` the differences add up to 0.

**Proof.** In full: :ref:`CYCLIC <thm-cyclic>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# The complex cube does not see a turn by 120 degrees. It is odd, so ODD-EVEN does not apply.

cube = check("(x**3 - 3*x*y**2, 3*x**2*y - y**3)", domain="R^2")
verdict = cube.verdict("augmented-1", "flow", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "CYCLIC"
assert cube.signs("augmented-1", autonomous=False) == "------"
assert cube.minimal_augmentation == (2, 2)

# %%
# Any function along the orbit of the turn: its three differences add up to 0, so one of them is not positive.

turn = np.exp(2j * np.pi / 3)
points = np.exp(1j * np.linspace(0, 2 * np.pi, 300))
assert np.allclose((turn * points) ** 3, points**3)


def height(z):
    return z.real + 0.3 * np.sin(3 * z.imag)


differences = np.array([height(turn ** (k + 1) * points) - height(turn**k * points) for k in range(3)])
assert np.allclose(differences.sum(axis=0), 0)
assert np.all(differences.min(axis=0) <= 0)

figure, axes = plt.subplots(figsize=(5, 3))
axes.plot(np.angle(points), differences.T, ".", markersize=2)
axes.axhline(0, color="black", linewidth=0.6)
axes.set(xlabel="angle", ylabel="difference of heights", title="one sign is impossible")

# %%
# A symmetry with a fixed point on every connected set
# ----------------------------------------------------
# :math:`(x^2, y)` is symmetric under a reflection, which fixes an axis. One extra dimension is enough.

fold = check("(x**2, y)", domain="R^2")
print("(x^2, y):", fold.minimal_augmentation)
assert fold.minimal_augmentation == (1, 1)

# %%
# A domain that is not symmetric
# ------------------------------

sector = check("(x**3 - 3*x*y**2, 3*x**2*y - y**3)", domain="(1, 2) x (-1/10, 1/10)")
assert sector.signs("basic", autonomous=False) == "++++++"

# %%
# A symmetry of infinite order
# ----------------------------
# The complex exponential does not see a translation by :math:`2 \pi` along y. Here the differences may have one sign
# (the height y grows with each turn), and one extra dimension is enough.

exponential = check("(exp(x)*cos(y), exp(x)*sin(y))", domain="R^2")
assert exponential.signs("augmented-1", autonomous=False) == "++++++"
