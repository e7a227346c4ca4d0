r"""
SUSP: suspension
================

**Statement.** If :math:`f` is the time-one map of a field :math:`V(t, x)`, of the class jointly in time and space, then
:math:`s' = 1`, :math:`x' = V(s, x)` is an autonomous field with one dimension more and the read-out :math:`x`. Made
periodic in :math:`s` it is the suspension flow, and :math:`f` is its return map.

**Source.** Classical suspension; Kuehn and Kuntz, embedding capabilities of neural ODEs.

**Derivation.** The first coordinate is the time. To come back periodically, let the motion rest at the beginning and at
the end: run through it with a smooth step :math:`\beta(s)`, flat at 0 and 1. A function that is flat there is not
analytic, so the periodic flow is smooth at best.

**Proof.** In full: :ref:`SUSP <thm-susp>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# A Hénon map has no autonomous flow in the plane, one that depends on time, and an autonomous one in space.

text = "(1 - 7*x**2/5 + y, -3*x/10)"
profile = check(text, domain="R^2")
for architecture, autonomous in (("basic", True), ("basic", False), ("augmented-1", True)):
    print(architecture, "autonomous" if autonomous else "with time", profile.signs(architecture, autonomous))
assert profile.signs("basic") == "------"
assert profile.signs("basic", autonomous=False) == profile.signs("augmented-1") == "++++++"

# %%
# The inclusion behind it is INC-TIME: where nothing better is known, it is what decides.

half = check("(x**2 - y**2, 2*x*y)", domain="(0, oo) x R")
verdict = half.verdict("augmented-1", "Comega")
print(verdict.rule, verdict.via)
assert "INC-TIME" in verdict.via

# %%
# The suspension of :math:`x \mapsto x + \sin(x)/2 + 1`, drawn with an angle for the time: it returns to the
# half-plane of the angle 0 after one turn, at the image of the point.


def beta(s):
    """A smooth step, flat at 0 and 1."""
    s = np.clip(s, 2e-3, 1 - 2e-3)  # flat to more digits than a float has
    return 1 / (1 + np.exp(1 / s - 1 / (1 - s)))


s = np.linspace(0, 1, 100)
figure = plt.figure(figsize=(5, 4))
axes = figure.add_subplot(projection="3d")
for start in np.linspace(-1, 1, 7):
    image = start + np.sin(start) / 2 + 1
    height = start + beta(s) * (image - start)
    axes.plot(np.cos(2 * np.pi * s), np.sin(2 * np.pi * s), height)
    assert abs(height[0] - start) < 1e-9
    assert abs(height[-1] - image) < 1e-9
axes.set(zlabel="x", title="one turn of a suspension")

# %%
# Flat ends: the speed is 0 there with all derivatives, which no analytic function but 0 has.

assert beta(0.01) < 1e-40
assert abs(beta(0.5) - 0.5) < 1e-12

# %%
# A map without a time-dependent field
# ------------------------------------
# A reflection has none in its own dimension, but the read-out may reflect.

flip = check("(x + sin(y)/4, -y)", domain="R^2")
assert flip.signs("basic", autonomous=False) == "------"
assert flip.signs("augmented-1") == "++++++"

# %%
# Only time, not more
# -------------------
# :math:`x^2` has no field in dimension one, with or without time. One dimension more helps, but not by suspension
# (AUG).

square = check("x**2")
assert square.signs("basic", autonomous=False) == "------"
assert square.verdict("augmented-1", "Comega").rule == "AUG"
