r"""
ND-ORIENTATION: flows keep the orientation
==========================================

**Statement.** :math:`\det Df(x) < 0` at one point of the interior refutes every ``basic`` cell. :math:`\det Df(x) = 0`
refutes ``Lip`` and every stronger class.

**Source.** Homotopy invariance of the local degree.

**Derivation.** Follow a small sphere about :math:`x` from :math:`t = 0` to :math:`t = 1`. No point of it ever meets the
image of :math:`x`, because the maps are injective. So the number of times the image of the sphere winds round the image
of :math:`x` is the same at both ends: 1 at the start, and the sign of :math:`\det Df(x)` at the end.

**Proof.** In full: :ref:`ND-ORIENTATION <thm-nd-orientation>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# A map that turns the plane over, next to one with two flips, which is a rotation.

flip = check("(x + 1, -y)", domain="R^2")
verdict = flip.verdict("basic", "flow", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "ND-ORIENTATION"
assert flip.signs("basic", autonomous=False) == "------"
assert check("(-x, -y)", domain="R^2").signs("basic") == "++++++"

# %%
# One point is enough
# -------------------
# :math:`(xy, x + y)` has the determinant :math:`y - x`: negative below the diagonal.

assert check("(x*y, x + y)", domain="R^2").signs("basic", autonomous=False) == "------"
half = check("(x*y, x + y)", domain="[0, 1] x [2, 3]")
print("above the diagonal:", half.signs("basic", autonomous=False))
assert half.signs("basic", autonomous=False) == "++++++"

# %%
# The winding number, in numbers.


def winding(f, centre, radius=0.1, steps=400):
    """How often the image of a small circle winds round the image of its centre."""
    angles = np.linspace(0, 2 * np.pi, steps + 1)
    x, y = centre[0] + radius * np.cos(angles), centre[1] + radius * np.sin(angles)
    u, v = f(x, y)
    u0, v0 = f(*centre)
    return round(float(np.unwrap(np.arctan2(v - v0, u - u0))[[0, -1]] @ np.array([-1, 1]) / (2 * np.pi)))


def product_sum(x, y):
    return x * y, x + y


print("winding numbers:", winding(product_sum, (1.0, 2.0)), winding(product_sum, (2.0, 1.0)))
assert winding(product_sum, (1.0, 2.0)) == 1
assert winding(product_sum, (2.0, 1.0)) == -1

figure, axes = plt.subplots(1, 2, figsize=(7, 3))
angles = np.linspace(0, 1.8 * np.pi, 100)
for centre, colour in (((1.0, 2.0), "tab:blue"), ((2.0, 1.0), "crimson")):
    x, y = centre[0] + 0.3 * np.cos(angles), centre[1] + 0.3 * np.sin(angles)
    for panel, (u, v) in zip(axes, ((x, y), product_sum(x, y)), strict=True):
        panel.plot(u, v, color=colour)
        panel.annotate("", (u[-1], v[-1]), (u[-2], v[-2]), arrowprops={"arrowstyle": "->", "color": colour})
axes[0].set(title="two circles", xlabel="x", ylabel="y")
axes[1].set(title="their images", xlabel="xy", ylabel="x + y")

# %%
# With one more dimension
# -----------------------
# A read-out may contain the reflection, and so may a flow in one more dimension.

assert flip.signs("linear-layer") == "++++++"

# %%
# The determinant zero
# --------------------
# Then only Lipschitz fields fail: :math:`(x^3, y)` is a product of flows.

cube = check("(x**3, y)", domain="R^2")
print("(x^3, y):", cube.signs("basic"))
assert cube.signs("basic") == "++----"

# %%
# A positive determinant
# ----------------------
# proves nothing by itself. The complex exponential keeps the orientation at every point and is not injective.

wrapped = check("(exp(x)*cos(y), exp(x)*sin(y))", domain="R^2")
assert wrapped.verdict("basic", "flow", autonomous=False).rule == "ND-INJECTIVE"
