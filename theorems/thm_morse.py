r"""
MORSE: a non-degenerate critical point
======================================

**Statement.** A scalar map that is :math:`C^2` near a non-degenerate critical point in the interior of :math:`X` is in
no ``linear-layer`` cell: no class, no dependence on time helps.

**Source.** Kuehn and Kuntz, the geometry of neural ODEs by Morse functions; a short proof for flows.

**Derivation.** Suppose :math:`f = \Lambda \circ \varphi` near the point. At an extremum this is impossible, since
:math:`\Lambda \circ \varphi` is open. At a saddle of index :math:`i` the lemma of Morse says that the level set is a
cone over :math:`S^{i-1} \times S^{n-i-1}`: for :math:`n = 2` a cross. But :math:`\varphi` maps it onto a piece of a
hyperplane, which is a manifold, and the tip of a cross has no neighbourhood like an interval.

**Proof.** In full: :ref:`MORSE <thm-morse>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check, critical_points

# %%
# Example
# -------
# :math:`x^2 - y^2 + x^3` has a saddle at 0 and a maximum at :math:`(-2/3, 0)`, both non-degenerate.

text = "x**2 - y**2 + x**3"
profile = check(text, domain="R^2")
verdict = profile.verdict("linear-layer", "flow", autonomous=False)
print(critical_points(text, domain="R^2").points)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "MORSE"
assert profile.signs("linear-layer", autonomous=False) == "------"
assert profile.signs("augmented-1") == "++++++"

# %%
# The level set through the saddle is a cross.

x, y = np.meshgrid(np.linspace(-1.2, 0.8, 200), np.linspace(-1, 1, 200))
figure, axes = plt.subplots(figsize=(5, 4))
axes.contour(x, y, x**2 - y**2 + x**3, levels=15, cmap="viridis", linewidths=0.8)
axes.contour(x, y, x**2 - y**2 + x**3, levels=[0], colors="crimson", linewidths=2)
axes.plot([0, -2 / 3], [0, 0], "ko")
axes.set(xlabel="x", ylabel="y", title="a cross in a level set", aspect="equal")

# %%
# How far every such network stays away is shown by FLOOR-LINK and FLOOR-WELL.

floor = profile.floor("linear-layer")
print("floor:", floor.lower, "by", floor.rule)
assert floor.lower not in ("0", "oo")

# %%
# Without the critical point in X
# -------------------------------
# On a square beside it the map rises along an axis, and a layer is enough.

beside = check("x**2 - y**2 + x**3", domain="[1, 2]^2")
print("beside:", beside.signs("linear-layer"))
assert beside.signs("linear-layer")[:5] == "+++++"

# %%
# On the boundary
# ---------------
# There a level set may well look like a cross that is cut in half.

corner = check("x**2 + y**2", domain="[0, 1]^2")
print("at a corner:", corner.signs("linear-layer", autonomous=False))
assert corner.signs("linear-layer", autonomous=False)[:2] != "--"

# %%
# A degenerate critical point
# ---------------------------
# :math:`x^3 + y^3` is critical at 0, and its level sets are curves: a continuous field exists. From Lip on the rank
# decides (RANK).

flat = check("x**3 + y**3", domain="R^2")
print("x**3 + y**3:", flat.signs("linear-layer"))
assert flat.signs("linear-layer") == "++----"

# %%
# Two outputs
# -----------
# With the second output :math:`y` nothing is gained: a linear function of :math:`f` would still be refuted.

assert check("(x**2 - y**2 + x**3, y)", domain="R^2").signs("linear-layer") == "------"
