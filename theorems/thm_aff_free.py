r"""
AFF-FREE: affine maps without a fixed point
===========================================

**Statement.** :math:`f(x) = A x + b` without fixed point in :math:`\mathbb{R}^n` and :math:`\det A > 0`: ``basic``
autonomous ``Comega`` is embeddable. No logarithm of :math:`A` is needed.

**Source.** A short proof; see the theory page.

**Derivation.** There is a linear :math:`\ell` with :math:`\ell \circ f = \ell + 1`: a clock. Between the times 0 and 1
deform the identity into :math:`A` through regular matrices, which is possible because :math:`\det A > 0`, and go on
periodically; a path that is close to it is analytic. The points ride along with the clock, and nothing is asked at an
equilibrium, since there is none.

**Proof.** In full: :ref:`AFF-FREE <thm-aff-free>`.
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
# Two flips of different strength have no real logarithm; beside a shift they have an analytic field.

verdict = check("(x + 1, -y, -2*z)", domain="R^3").verdict("basic", "Comega")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "AFF-FREE"
assert row("(x + 1, -y, -2*z)", "R^3") == "++++++"

# %%
# A path of matrices from the identity to :math:`\mathrm{diag}(-1, -2)`: half a turn, then a stretch. Along it a point
# rides from the plane :math:`x = 0` to the plane :math:`x = 1`.


def turn(s):
    c, d = np.cos(np.pi * s), np.sin(np.pi * s)
    return np.diag([1.0, 2.0**s]) @ np.array([[c, -d], [d, c]])


assert np.allclose(turn(0), np.eye(2))
assert np.allclose(turn(1), np.diag([-1, -2]))
assert all(np.linalg.det(turn(s)) > 0 for s in np.linspace(0, 1, 21))

figure = plt.figure(figsize=(5, 4))
axes = figure.add_subplot(projection="3d")
for angle in np.linspace(0, 2 * np.pi, 9)[:-1]:
    track = np.array([[s, *turn(s) @ [np.cos(angle), np.sin(angle)]] for s in np.linspace(0, 1, 50)])
    axes.plot(*track.T, linewidth=1)
axes.set(xlabel="x", ylabel="y", zlabel="z", title="from (0, y, z) to (1, -y, -2z)")

# %%
# With a fixed point
# ------------------
# Multiply by 2 where the shift was, and the logarithm is asked for again.

assert row("(2*x, -y, -2*z)", "R^3") == "------"
assert row("(2*x, -2*y, -3*z)", "R^3") == "++----"
assert row("(2*x + 1, -2*y, -3*z)", "R^3") == "++----"

# %%
# With a negative determinant
# ---------------------------

assert row("(x + 1, -y)") == "------"

# %%
# On a box
# --------
# The field on all of space serves every box. That no point of a box is fixed is not enough, and is not what is asked:
# the fixed point of :math:`(-2x, -3y)` lies outside of this one, and the map is still only known to be C0 by a theorem
# about the whole plane.

assert row("(x + 1, -y, -2*z)", "[-1, 1]^3") == "++++++"
away = row("(-2*x, -3*y)", "[1, 2]^2")
print("(-2x, -3y) on [1, 2]^2:", away)
assert "-" not in away

# %%
# A shear in the first coordinate
# -------------------------------
# :math:`x \mapsto x + y` moves no fixed number of units; but :math:`y` can be the clock.

assert row("(x + y, y + 1)") == "++++++"
