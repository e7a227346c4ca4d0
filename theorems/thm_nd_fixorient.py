r"""
ND-FIXORIENT: flows keep the orientation of stable and unstable manifolds
=========================================================================

**Statement.** Let :math:`p` be a fixed point in the interior of :math:`X`, :math:`f` of class :math:`C^1` near it,
:math:`Df(p)` regular without eigenvalues on the unit circle. If it reverses the orientation of its stable or of its
unstable space, every autonomous ``basic`` cell is refuted.

**Source.** Stable manifold theorem; a short proof.

**Derivation.** :math:`p` is isolated among the fixed points, so it is an equilibrium. The flow commutes with :math:`f`,
so it keeps the set of points whose orbits tend to :math:`p`, the stable manifold, and is on it a path of injective maps
from the identity to :math:`f`. The local degree is constant along the path.

**Proof.** In full: :ref:`ND-FIXORIENT <thm-nd-fixorient>`.
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
# One flip inside of the unit circle, one outside: :math:`\det Df = 1`, and no flow.

text = "(-x/2, -2*y + x**2)"
verdict = check(text, domain="R^2").verdict("basic", "flow")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "ND-FIXORIENT"
assert row(text) == "------"

# %%
# An orbit near the saddle changes sides with every step, along both axes.

orbit = [np.array([1.0, 0.35])]
for _ in range(7):
    x, y = orbit[-1]
    orbit.append(np.array([-x / 2, -2 * y + x**2]))
track = np.array(orbit)
assert np.all(track[1:, 0] * track[:-1, 0] < 0)
figure, axes = plt.subplots(figsize=(5, 3.5))
axes.plot(*track.T, "o-", linewidth=0.6)
s = np.linspace(-1, 1, 100)
axes.plot(s, 4 * s**2 / 9, "k:", label="stable manifold")
axes.set(xlabel="x", ylabel="y", title="a saddle that flips both manifolds", ylim=(-2.2, 2.2))
axes.legend()
# The curve y = 4x²/9 is kept: f(s, 4s²/9) = (-s/2, s²/9) = (-s/2, 4(-s/2)²/9).
assert np.allclose(-2 * 4 * s**2 / 9 + s**2, 4 * (-s / 2) ** 2 / 9)

# %%
# Two flips on the same side
# --------------------------

assert row("(-x/2, -y/3)")[:2] == "++"
assert row("(-x/2, -y/2)") == "++++++"

# %%
# On the boundary
# ---------------
# At a corner the argument breaks down: points need not stay in X, and continuous flows are not excluded.

assert row("(-x/2, -2*y)", "[-1, 1]^2") == "------"
assert row("(-x/2, -2*y)", "[0, 1]^2")[0] != "-"

# %%
# Eigenvalues on the unit circle
# ------------------------------

assert row("(-x, -y)") == "++++++"

# %%
# A field that depends on time
# ----------------------------

assert check(text, domain="R^2").signs("basic", autonomous=False) == "++++++"
