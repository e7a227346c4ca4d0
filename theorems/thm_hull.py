r"""
HULL: the dimension of the image
================================

**Statement.** Let :math:`q'` be the dimension of the affine hull of :math:`f(X)`. In every class the dimension of the
phase space satisfies :math:`m \ge q'`, and :math:`m = q'` only if :math:`f` is injective.

**Source.** Linear algebra.

**Derivation.** :math:`f(X)` lies in the image of :math:`\Lambda`, an affine space of dimension at most :math:`m`. If
:math:`m = q'`, :math:`\Lambda` is injective, and so are the flow and :math:`\lambda`.

**Proof.** In full: :ref:`HULL <thm-hull>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# The circle spans the plane, and the map winds round it: the plane is not enough, space is.

circle = check("(cos(x), sin(x))")
verdict = circle.verdict("augmented-1", "flow", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "HULL"
assert circle.signs("augmented-1", autonomous=False) == "------"
assert circle.signs("augmented-2") == "++++++"
assert circle.minimal_augmentation == (2, 2)

turn = np.linspace(0, 6 * np.pi, 300)
figure = plt.figure(figsize=(5, 3.5))
axes = figure.add_subplot(projection="3d")
axes.plot(turn, np.cos(turn), np.sin(turn))
axes.plot(np.full_like(turn, turn[-1] + 3), np.cos(turn), np.sin(turn), color="crimson")
axes.set(xlabel="x", title="the helix is injective, its shadow is not")
assert np.allclose((np.cos(0), np.sin(0)), (np.cos(2 * np.pi), np.sin(2 * np.pi)))

# %%
# The hull counts, not the number of outputs
# ------------------------------------------
# Three outputs in a plane are two.

flat = check("(x, sin(x), x + sin(x))")
print("(x, sin x, x + sin x):", flat.minimal_augmentation)
assert flat.minimal_augmentation == (1, 1)
assert check("(x, x**2, x**3)").minimal_augmentation == (2, 2)

# %%
# An injective map
# ----------------
# :math:`(x, \sin x)` spans a plane and needs no more.

graph = check("(x, sin(x))")
assert graph.signs("linear-layer", autonomous=False) == "------"
assert graph.signs("augmented-1") == "++++++"

# %%
# One output
# ----------
# Then the hull is a line, and the bound says: monotone, or one more dimension.

assert check("x**2").signs("linear-layer", autonomous=False) == "------"
assert check("x**3").signs("linear-layer")[:2] == "++"

# %%
# A constant
# ----------
# has a hull of dimension 0, and is no exception.

assert check("(1 + 0*x, 2)", vars="x").signs("linear-layer") == "++++++"
