r"""
DRIFT-2D: drifting maps of the plane
====================================

**Statement.** Let :math:`f` be an orientation preserving analytic (:math:`C^\infty`) diffeomorphism of the plane onto
itself, and :math:`\ell` a continuous function with :math:`\ell \circ f \ge \ell + d`, :math:`d > 0`. Then ``basic``
autonomous ``Comega`` (``Cinf``) is embeddable.

**Source.** Uniformisation of surfaces; for the analytic class Grauert and Morrey.

**Derivation.** Every step moves up by at least :math:`d`, so each compact set is left for good: the quotient of the
plane by :math:`f` is a surface with the fundamental group :math:`\mathbb{Z}`. There are two of them, and the orientable
one is a cylinder, with the translation as its covering.

**Proof.** In full: :ref:`DRIFT-2D <thm-drift-2d>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R^2"):
    """``basic`` autonomous, the classes from flow to Comega."""
    return check(text, domain=domain).signs("basic")


# %%
# Example
# -------
# The first coordinate grows by at least 1, never by the same amount: no clock, a drift.

text = "(x + 2 + sin(y), y + sin(x)/2)"
verdict = check(text, domain="R^2").verdict("basic", "Comega")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "DRIFT-2D"
assert row(text) == "++++++"

# %%
# A line and its images: between two of them is one period of the cylinder.

line = np.array([np.zeros(300), np.linspace(-8, 8, 300)])
figure, axes = plt.subplots(figsize=(6, 3.5))
for step in range(6):
    axes.plot(*line, label=f"step {step}")
    moved = np.array([line[0] + 2 + np.sin(line[1]), line[1] + np.sin(line[0]) / 2])
    assert np.all(moved[0] >= line[0] + 1 - 1e-12)
    line = moved
axes.set(xlabel="x", ylabel="y", title="images of a line that drift to the right", ylim=(-6, 6))

# %%
# A drift that can stop
# ---------------------
# With 1 in place of 2 the drift is only :math:`\ge 0`; where it is 0 there are fixed points, and the theorem is silent.

stop = row("(x + 1 + sin(y), y + sin(x)/2)")
print("a drift that stops:", stop)
assert check("(x + 1 + sin(y), y + sin(x)/2)", domain="R^2").verdict("basic", "Comega").rule != "DRIFT-2D"
assert stop != "++++++"

# %%
# With a negative determinant
# ---------------------------

assert row("(x + 2 + sin(y), -y + sin(x)/2)") == "------"

# %%
# More than two dimensions
# ------------------------
# In space, quotients with the fundamental group of a cylinder need not be cylinders; a clock is wanted there.

space = check("(x + 2 + sin(y), y + sin(x)/2, z + cos(y)/2)", domain="R^3").verdict("basic", "Comega")
print("in space:", space.status)
assert space.rule != "DRIFT-2D"
