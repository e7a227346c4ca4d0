r"""
FLOOR-LINK: how far layers stay away from a saddle
==================================================

**Statement.** Let :math:`f` be scalar, and let :math:`A`, :math:`B` in :math:`X` be discs of the dimensions :math:`i`
and :math:`n - i` that cross once, inside. If :math:`f` is on the boundary of :math:`A` larger by :math:`d` than on
:math:`B`, and on the boundary of :math:`B` smaller by :math:`d` than on :math:`A`, every ``linear-layer`` map misses
:math:`f` by at least :math:`d/2`. In the plane :math:`A` and :math:`B` are arcs.

**Source.** A short proof, by intersection numbers.

**Derivation.** Let :math:`g = \Lambda \circ \varphi` be closer. The ends of :math:`\varphi(A)` lie in the half-space
:math:`\Lambda > a`, those of :math:`\varphi(B)` in :math:`\Lambda < b`; close both up inside of these half-spaces, away
from the other one. Now two closed curves cross exactly once, which is impossible in the plane.

**Proof.** In full: :ref:`FLOOR-LINK <thm-floor-link>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# :math:`xy` on a square: the two diagonals cross at 0. On :math:`A` it is :math:`s^2`, on :math:`B` it is :math:`-s^2`.

saddle = check("x*y", domain="[-1, 1]^2")
floor = saddle.floor("linear-layer")
print("floor:", floor.lower, "by", floor.rule)
assert (floor.lower, floor.rule) == ("1/2", "FLOOR-LINK")

s = np.linspace(-1, 1, 201)
on_a, on_b = s * s, s * -s
depth = min(min(on_a[0], on_a[-1]) - on_b.max(), on_a.min() - max(on_b[0], on_b[-1]))
assert depth == 1

x, y = np.meshgrid(s, s)
figure, axes = plt.subplots(figsize=(4.5, 4))
axes.contourf(x, y, x * y, levels=12, cmap="RdBu_r", alpha=0.7)
axes.plot(s, s, "k", label="A: high ends")
axes.plot(s, -s, "k--", label="B: low ends")
axes.set(xlabel="x", ylabel="y", aspect="equal", title="linked arcs")
axes.legend(loc="upper center")

# %%
# Without a critical point
# ------------------------
# :math:`e^x \sin y` has none, and two U-shaped arcs show the same. This is the proof that the converse of the rank
# theorem is false (RANK).

wave = check("exp(x)*sin(y)", domain="R^2")
print("exp(x) sin(y):", wave.floor("linear-layer").lower)
assert wave.floor("linear-layer").rule == "FLOOR-LINK"
assert wave.signs("linear-layer", autonomous=False) == "------"

# %%
# On the plane the saddle has arcs of every size, in space the discs have other dimensions.

assert check("x*y", domain="R^2").floor("linear-layer").lower == "oo"
assert check("x**2 + y**2 - z**2", domain="[-1, 1]^3").floor("linear-layer").lower == "1/2"

# %%
# Arcs that do not cross
# ----------------------
# On one quadrant :math:`xy` rises, and a layer is enough.

assert check("x*y", domain="(0, oo)^2").signs("linear-layer") == "++++++"

# %%
# Arcs that cross outside of the interior
# ---------------------------------------

assert check("x*y", domain="[0, 1]^2").floor("linear-layer").lower == "0"

# %%
# One dimension more
# ------------------
# In space two closed curves pass each other.

assert saddle.signs("augmented-1") == "++++++"
