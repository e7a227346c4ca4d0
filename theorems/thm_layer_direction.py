r"""
LAYER-DIRECTION: maps that rise in one direction
================================================

**Statement.** Let a scalar :math:`f` on a box be strictly monotone, in one sense, along all lines of a direction
:math:`d`. Then ``linear-layer`` non-autonomous is embeddable in ``C0``, and in the class of :math:`f` if
:math:`d \cdot \nabla f \ne 0`. If :math:`X = \mathbb{R}^n`, :math:`n \ge 2`, and :math:`f` maps each of these lines
onto :math:`\mathbb{R}`, ``flow`` autonomous is embeddable as well.

**Source.** A short proof; linear layers after Kuehn and Kuntz.

**Derivation.** Let :math:`e` be linear with :math:`e(d) = 1`. Move each point along its line:
:math:`F_t(x) = x + t (f(x) - e(x)) d`. On every line this is an increasing map, from the identity to the one that
:math:`e` reads out as :math:`f`. For the autonomous flow use another coordinate as a clock.

**Proof.** In full: :ref:`LAYER-DIRECTION <thm-layer-direction>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R^2", autonomous=False):
    """``linear-layer``, the classes from flow to Comega."""
    return check(text, domain=domain).signs("linear-layer", autonomous)


# %%
# Example
# -------
# Off its centre the paraboloid rises along both axes.

verdict = check("x**2 + y**2", domain="[1, 2]^2").verdict("linear-layer", "Comega", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "LAYER-DIRECTION"
assert row("x**2 + y**2", "[1, 2]^2") == "++++++"

# %%
# The motion along x: in the end the first coordinate is the value of the map, and level sets are vertical lines.

x, y = np.meshgrid(np.linspace(1, 2, 60), np.linspace(1, 2, 60))
f = x**2 + y**2
figure, panels = plt.subplots(1, 3, figsize=(9, 2.8), layout="constrained")
for panel, t in zip(panels, (0, 0.5, 1), strict=True):
    u = x + t * (f - x)
    assert np.all(np.diff(u, axis=1) > 0)
    panel.contour(u, y, f, levels=10)
    panel.set(title=f"t = {t}", xlabel="first coordinate")
panels[0].set(ylabel="y")
assert np.allclose(u, f)

# %%
# Monotone, with a derivative that vanishes
# -----------------------------------------
# Then C0 is what remains.

assert row("x**3 + y**3") == "++----"

# %%
# A kink across the lines
# -----------------------
# The class is that of the map.

assert row("x + |y|") == "+++---"

# %%
# No such direction
# -----------------

assert row("x**2 + y**2", "[-1, 1]^2") == "------"
assert row("x*y") == "------"

# %%
# Onto, or not
# ------------
# With :math:`x^3 + y^3` every line is mapped onto the reals, so there is an autonomous flow.

assert check("x**2*y + y**5", domain="R^2").verdict("linear-layer", "flow").rule == "LAYER-DIRECTION"
assert row("x**3 + y**3", autonomous=True)[0] == "+"
root = check("sqrt(x*y)", domain="(0, oo)^2")
assert root.signs("linear-layer", autonomous=False) == "++++++"
assert root.verdict("linear-layer", "flow").rule != "LAYER-DIRECTION"
