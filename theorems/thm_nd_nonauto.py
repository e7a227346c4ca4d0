r"""
ND-NONAUTO: fields that depend on time
======================================

**Statement.** Let :math:`X` be star-shaped and open or compact (every open or compact box), :math:`f` injective with
:math:`\det Df > 0` on :math:`X`. Then ``basic`` non-autonomous ``Cinf`` is embeddable for smooth :math:`f`, ``Comega``
for analytic :math:`f`. :math:`f` need not be onto.

**Source.** A short proof.

**Derivation.** Look at :math:`f` through a magnifying glass about a point: :math:`(f(t x) - f(0))/t` is injective for
every :math:`t > 0` and becomes :math:`Df(0) x` at :math:`t = 0`. A matrix with positive determinant is
:math:`e^S e^K` with a symmetric :math:`S` and a skew :math:`K`, and :math:`e^{tS} e^{tK}` leads to it from the
identity. Both together give injective maps :math:`F_t` from the identity to :math:`f`, and :math:`V` is their velocity.

**Proof.** In full: :ref:`ND-NONAUTO <thm-nd-nonauto>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R^2"):
    """``basic`` non-autonomous, the classes from flow to Comega."""
    return check(text, domain=domain).signs("basic", autonomous=False)


# %%
# Example
# -------
# A Hénon map: no autonomous flow, because of its two-cycle (ND-PERIODIC).

text = "(1 - 7*x**2/5 + y, -3*x/10)"
verdict = check(text, domain="R^2").verdict("basic", "Comega", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "ND-NONAUTO"
assert check(text, domain="R^2").signs("basic") == "------"
assert row(text) == "++++++"

# %%
# The maps of the derivation for it, on a grid.

derivative = np.array([[0.0, 1.0], [-0.3, 0.0]])
symmetric, rotation = np.diag([0.0, np.log(0.3)]), -np.pi / 2


def step(t):
    """exp(tS) exp(tK)."""
    c, s = np.cos(t * rotation), np.sin(t * rotation)
    return np.diag(np.exp(t * np.diag(symmetric))) @ np.array([[c, -s], [s, c]])


assert np.allclose(step(1), derivative)


def isotopy(t, x, y):
    glass = np.array([-1.4 * t * x**2 + y, -0.3 * x])  # (f(tx) - f(0))/t
    u, v = step(t) @ np.linalg.inv(derivative) @ glass.reshape(2, -1)
    return u.reshape(x.shape) + t, v.reshape(x.shape)


x, y = np.meshgrid(np.linspace(-1, 1, 11), np.linspace(-1, 1, 11))
assert np.allclose(isotopy(0, x, y), (x, y))
assert np.allclose(isotopy(1, x, y), (1 - 1.4 * x**2 + y, -0.3 * x))

figure, panels = plt.subplots(1, 5, figsize=(10, 2.3), sharex=True, sharey=True, layout="constrained")
for panel, t in zip(panels, (0, 0.25, 0.5, 0.75, 1), strict=True):
    u, v = isotopy(t, x, y)
    panel.plot(u, v, "tab:blue", linewidth=0.6)
    panel.plot(u.T, v.T, "crimson", linewidth=0.6)
    panel.set(title=f"t = {t}", xlabel="x")
panels[0].set(ylabel="y")

# %%
# Not injective
# -------------
# The complex exponential has :math:`\det Df > 0` everywhere. On a strip that it does not wrap round it is injective.

assert row("(exp(x)*cos(y), exp(x)*sin(y))") == "------"
strip = row("(exp(x)*cos(y), exp(x)*sin(y))", "R x (-1, 1)")
print("exp on a strip:", strip)
assert "-" not in strip

# %%
# A determinant that vanishes, or is negative
# -------------------------------------------

assert row("(x**3, y)") == "++----"
assert row("(1 - 7*x**2/5 + y, 3*x/10)") == "------"

# %%
# Not differentiable
# ------------------
# The class of the field is that of the map: at a kink it cannot be C1.

kink = row("(x + 1 + relu(x), 2*y)")
print("with a kink:", kink)
assert kink[3:] == "---"
