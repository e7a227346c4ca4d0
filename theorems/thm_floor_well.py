r"""
FLOOR-WELL: how far layers stay away from a well
================================================

**Statement.** Let :math:`f` be scalar, :math:`B \subset X` compact with interior, and :math:`f` on the boundary of
:math:`B` larger by at least :math:`d > 0` than at a point of :math:`B`. Then every ``linear-layer`` map misses
:math:`f` by at least :math:`d/2` in the sup norm. The same for :math:`-f`.

**Source.** A short proof.

**Derivation.** A map :math:`g` that is closer than :math:`d/2` still has a well in :math:`B`: it has a minimum over
:math:`B` at an interior point. But a read-out of a flow is an open map (EXTREMUM).

**Proof.** In full: :ref:`FLOOR-WELL <thm-floor-well>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# The paraboloid on a square: the depth of the well is 1.

bowl = check("x**2 + y**2", domain="[-1, 1]^2")
floor = bowl.floor("linear-layer")
print("floor:", floor.lower, "by", floor.rule)
assert floor.lower == "1/2"
assert floor.rule == "FLOOR-WELL"
assert bowl.signs("linear-layer", autonomous=False) == "------"

# %%
# The depth in numbers: the smallest value on the boundary minus the one at the bottom.

edge = np.linspace(-1, 1, 401)
depth = min(1 + edge.min() ** 2, (1 + edge**2).min()) - 0
assert depth == 1

x, y = np.meshgrid(np.linspace(-1, 1, 60), np.linspace(-1, 1, 60))
figure = plt.figure(figsize=(4.5, 3.5))
axes = figure.add_subplot(projection="3d")
axes.plot_surface(x, y, np.where(x**2 + y**2 <= 1, x**2 + y**2, np.nan), cmap="viridis", alpha=0.8)
axes.plot(np.cos(np.pi * edge), np.sin(np.pi * edge), np.ones_like(edge), color="crimson")
axes.set(xlabel="x", ylabel="y", title="a well of depth 1")

# %%
# Larger wells
# ------------
# On the plane there are wells of every depth: no ``linear-layer`` map is at a finite distance.

assert check("x**2 + y**2", domain="R^2").floor("linear-layer").lower == "oo"
bump = check("1/(1 + x**2 + y**2)", domain="R^2").floor("linear-layer")
print("bump of height 1:", bump.lower)
assert bump.lower not in ("0", "oo")

# %%
# A well on the boundary
# ----------------------
# The point is in a corner, and :math:`B` has no boundary around it.

corner = check("x**2 + y**2", domain="[0, 1]^2")
assert corner.floor("linear-layer").lower == "0"

# %%
# No well
# -------
# A saddle has none, and still a floor: FLOOR-LINK. A map that rises has none at all.

assert check("x*y", domain="[-1, 1]^2").floor("linear-layer").rule == "FLOOR-LINK"
assert check("x + y**2", domain="[-1, 1]^2").floor("linear-layer").lower == "0"

# %%
# One dimension more
# ------------------

assert bowl.floor("augmented-1").lower == "0"
