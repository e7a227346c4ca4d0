r"""
LAYER-COMPLETE: maps that linear functions complete
===================================================

**Statement.** Let :math:`X = \mathbb{R}^n`, :math:`q < n`, and let a constant matrix :math:`C` make
:math:`(f(x), C x)` an analytic (:math:`C^\infty`) diffeomorphism of :math:`\mathbb{R}^n` onto itself. Then
``linear-layer`` autonomous ``Comega`` (``Cinf``) is embeddable. For a scalar :math:`f` a direction :math:`d` with
:math:`d \cdot \nabla f \ne 0` is enough, if :math:`f` runs through all reals on every line of that direction.

**Source.** A short proof on top of CLOCK.

**Derivation.** Add 1 to one of the functions :math:`C x`. The completed map then has a clock, so CLOCK gives an
autonomous field, and the read-out picks :math:`f`.

**Proof.** In full: :ref:`LAYER-COMPLETE <thm-layer-complete>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R^2"):
    """``linear-layer`` autonomous, the classes from flow to Comega."""
    return check(text, domain=domain).signs("linear-layer")


# %%
# Example
# -------

for text in ("x + sin(y)", "x**2 - y", "x*exp(y)"):
    verdict = check(text, domain="R^2").verdict("linear-layer", "Comega")
    print(f"{text:12} {verdict.status} by {verdict.rule}")
    assert verdict.rule == "LAYER-COMPLETE"
    assert row(text) == "++++++"
assert check("(x**3 + x + z, y + z**3)", domain="R^3").verdict("linear-layer", "Comega").rule == "LAYER-COMPLETE"

# %%
# The completed map :math:`(x e^y, y + 1)`: its second coordinate counts the steps, its first one is what is read out.

x, y = np.meshgrid(np.linspace(-1, 1, 11), np.linspace(-1, 1, 11))
u, v = x * np.exp(y), y + 1
figure, axes = plt.subplots(figsize=(4.5, 4))
for a, b, colour in ((x, y, "tab:blue"), (u, v, "crimson")):
    axes.plot(a, b, colour, linewidth=0.6)
    axes.plot(a.T, b.T, colour, linewidth=0.6)
axes.set(xlabel="x", ylabel="the clock y", title="(x exp(y), y + 1)")
assert np.allclose(u * np.exp(-(v - 1)), x)

# %%
# Not onto
# --------
# :math:`\tanh(x + y)` is bounded: no linear function completes it to a map onto the plane. RIDGE knows another way.

assert check("tanh(x + y)", domain="R^2").verdict("linear-layer", "Comega").rule == "RIDGE"

# %%
# A derivative that vanishes
# --------------------------

assert row("x**3 + y**3") == "++----"

# %%
# Not the whole space
# -------------------
# On a quadrant :math:`xy` rises along both axes, and logarithms carry the field (INC-LAYER, ND-CONJ). On the plane it
# has a saddle.

assert check("x*y", domain="(0, oo)^2").verdict("linear-layer", "Comega").rule == "INC-LAYER"
assert row("x*y") == "------"

# %%
# As many outputs as inputs
# -------------------------
# Then there is nothing to complete and no clock; the Hénon map stays open.

henon = check("(1 - 7*x**2/5 + y, -3*x/10)", domain="R^2").verdict("linear-layer", "Comega")
assert henon.rule != "LAYER-COMPLETE"
