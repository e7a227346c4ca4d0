r"""
INC-LAYER: a read-out of something embeddable
=============================================

**Statement.** Every ``basic`` cell is contained in the ``linear-layer`` cell of the same kind. More generally an affine
function of an embeddable map is in its ``linear-layer`` cell, and so is the restriction to a smaller domain.

**Source.** By definition.

**Derivation.** Compose the read-outs. A network for the larger domain is one for the smaller domain.

**Proof.** In full: :ref:`INC-LAYER <thm-inc-layer>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# On the positive quadrant :math:`xy` is the first output of :math:`(xy, y)`, which is linear in logarithms.

product = check("x*y", domain="(0, oo)^2")
verdict = product.verdict("linear-layer", "Comega")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "INC-LAYER"
assert product.signs("linear-layer") == "++++++"
assert check("(x*y, y)", domain="(0, oo)^2").signs("basic") == "++++++"

# %%
# The field is :math:`x' = x \log y`, :math:`y' = 0`: its solutions :math:`x y^t` end at :math:`xy`.

times = np.linspace(0, 1, 50)
figure, axes = plt.subplots(figsize=(5, 3.5))
for y in (0.5, 1.0, 1.5, 2.0):
    for x in (0.5, 1.0, 1.5):
        axes.plot(times, x * y**times, color=plt.cm.viridis(y / 2.5), linewidth=1)
        assert np.isclose((x * y**times)[-1], x * y)
axes.set(xlabel="t", ylabel="x y^t", title="multiplication by a flow")

# %%
# The quotient too.

assert check("x/y", domain="(0, oo)^2").verdict("linear-layer", "Comega").rule == "INC-LAYER"

# %%
# From a basic map
# ----------------
# A verdict of ``basic`` travels to ``linear-layer`` and from there to every ``augmented-k``.

shear = check("(x + y**2, y)", domain="R^2")
layer = shear.verdict("linear-layer", "Comega")
print(layer.rule, layer.via)
assert layer.via == ("INC-LAYER",)

# %%
# The way back
# ------------
# A read-out may be embeddable where the map is not.

assert check("-x").signs("basic") == "------"
assert check("-x").signs("linear-layer") == "++++++"

# %%
# A larger domain
# ---------------
# does not follow: on the plane the product has a saddle (MORSE).

assert check("x*y", domain="R^2").signs("linear-layer") == "------"

# %%
# A read-out that is not affine
# -----------------------------
# Squaring is no read-out: :math:`x` is in every cell, :math:`x^2` is in none of these.

assert check("x").signs("linear-layer") == "++++++"
assert check("x**2").signs("linear-layer") == "------"
