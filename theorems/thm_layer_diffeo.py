r"""
LAYER-DIFFEO: diffeomorphisms of either orientation
===================================================

**Statement.** Let :math:`X` be open or compact and star-shaped, :math:`f : X \to \mathbb{R}^n` injective with
:math:`\det Df < 0` throughout. Then ``linear-layer`` non-autonomous is embeddable in the class of :math:`f`.

**Source.** ND-NONAUTO and a reflection.

**Derivation.** For a reflection :math:`R` the map :math:`R \circ f` has a positive determinant and is the map of a
flow. Reflect back in the read-out.

**Proof.** In full: :ref:`LAYER-DIFFEO <thm-layer-diffeo>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# The Hénon map that reverses the orientation.

text = "(1 - 7*x**2/5 + y, 3*x/10)"
profile = check(text, domain="R^2")
verdict = profile.verdict("linear-layer", "Comega", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "LAYER-DIFFEO"
assert profile.signs("linear-layer", autonomous=False) == "++++++"
assert profile.signs("basic", autonomous=False) == "------"
assert check("(1 - 7*x**2/5 + y, -3*x/10)", domain="R^2").signs("basic", autonomous=False) == "++++++"

# %%
# A letter, its image, and the reflected image.

letter = np.array([[0, 0], [0, 1], [0.6, 1], [0.6, 0.9], [0.1, 0.9], [0.1, 0.55], [0.4, 0.55], [0.1, 0.45], [0.1, 0]]).T
image = np.array([1 - 1.4 * letter[0] ** 2 + letter[1], 0.3 * letter[0]])


def turn(points):
    """Twice the signed area of a polygon."""
    x, y = points
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))


figure, panels = plt.subplots(1, 3, figsize=(8, 2.6), layout="constrained")
for panel, (name, points) in zip(
    panels, (("a letter", letter), ("its image", image), ("reflected", image * [[1], [-1]])), strict=True
):
    panel.fill(*points, alpha=0.5)
    panel.set(title=name, xlabel="x")
panels[0].set(ylabel="y")
assert turn(letter) * turn(image) < 0 < turn(letter) * turn(image * [[1], [-1]])

# %%
# Not injective
# -------------
# The determinant alone proves nothing.

wrapped = check("(exp(x)*sin(y), exp(x)*cos(y))", domain="R^2")
assert wrapped.signs("linear-layer", autonomous=False) == "------"

# %%
# A determinant that changes its sign
# -----------------------------------

assert check("(x*y, x + y)", domain="R^2").signs("linear-layer", autonomous=False) == "------"

# %%
# An autonomous field
# -------------------
# is not promised. On a compact box there is one anyway (COMPACT-LIFT).

assert profile.verdict("linear-layer", "Comega").rule != "LAYER-DIFFEO"
assert check(text, domain="[0, 1]^2").signs("linear-layer")[:5] == "+++++"
