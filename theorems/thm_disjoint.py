r"""
DISJOINT: a box that is carried away
====================================

**Statement.** Let :math:`n \ge 2`, :math:`X` a compact box, :math:`f` smooth and injective with :math:`\det Df > 0` on
:math:`X`, and let disjoint closed balls contain :math:`X` and :math:`f(X)`. Then ``basic`` autonomous ``Cinf`` is
embeddable.

**Source.** Palais and Cerf on embedded discs.

**Derivation.** First shift the box beside itself by a constant field. In the complement of the box two embedded discs
of the same orientation differ by a diffeomorphism: one that leaves the box alone and takes the shifted box to
:math:`f(X)`. It carries the constant field to a field with the time-one map :math:`f`.

**Proof.** In full: :ref:`DISJOINT <thm-disjoint>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------

text, domain = "(x**2 - y**2 - 10, 2*x*y)", "[1, 2]^2"
verdict = check(text, domain=domain).verdict("basic", "Cinf")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "DISJOINT"
assert check(text, domain=domain).signs("basic")[:5] == "+++++"

x, y = np.meshgrid(np.linspace(1, 2, 9), np.linspace(1, 2, 9))
u, v = x**2 - y**2 - 10, 2 * x * y
assert u.max() < x.min()
figure, axes = plt.subplots(figsize=(6, 3.2))
for a, b in ((x, y), (u, v)):
    axes.plot(a, b, "tab:blue", linewidth=0.6)
    axes.plot(a.T, b.T, "crimson", linewidth=0.6)
axes.annotate("", (-9, 4), (0.8, 1.6), arrowprops={"arrowstyle": "->"})
axes.set(xlabel="x", ylabel="y", title="the box and its image", aspect="equal")

# %%
# The image meets the box
# -----------------------
# Then fixed points and cycles may be in the way, and the theorem is silent.

near = check("(x**2 - y**2 + 3, 2*x*y)", domain="[1, 2]^2")
print("nearer:", near.signs("basic"))
assert near.verdict("basic", "Cinf").rule != "DISJOINT"
assert near.signs("basic", autonomous=False) == "++++++"

# %%
# A negative determinant
# ----------------------

assert check("(x**2 - y**2 - 10, -2*x*y)", domain="[1, 2]^2").signs("basic") == "------"

# %%
# Not injective
# -------------

assert check("(x**2 - y**2 - 10, 2*x*y)", domain="[-1, 1]^2").signs("basic") == "------"

# %%
# One dimension
# -------------
# On a line there is no way round, and none is needed: an increasing map without fixed points has a field (1D-NOFIX).

assert check("x**3 + 10", domain="[1, 2]").verdict("basic", "Cinf").rule == "1D-NOFIX"
