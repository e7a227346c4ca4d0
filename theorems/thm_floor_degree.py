r"""
FLOOR-DEGREE: how far networks stay away from a map of another degree
=====================================================================

**Statement.** Let :math:`q = n`, :math:`f` continuous, :math:`B \subset X` compact, :math:`y` at the distance
:math:`r > 0` from :math:`f(\partial B)`. If the degree of :math:`f` on :math:`B` over :math:`y` is neither 0 nor 1,
every ``basic`` map misses :math:`f` by at least :math:`r`; if it is not :math:`-1` either, every ``linear-layer`` map
does. The same, for both, if two such sets without common interior have degrees other than 0 over one :math:`y`.

**Source.** Homotopy invariance of the degree.

**Derivation.** A map that is closer than :math:`r` has the same degree: the segments from one to the other avoid
:math:`y`. The maps of a flow take each value at most once and keep the orientation, so their degree is 0 or 1; a
read-out may turn it over.

**Proof.** In full: :ref:`FLOOR-DEGREE <thm-floor-degree>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def degree(f, radius=1.0):
    """The number of turns of f round 0 along a circle."""
    angles = np.linspace(0, 2 * np.pi, 2001)
    u, v = f(radius * np.cos(angles), radius * np.sin(angles))
    return round(float((np.unwrap(np.arctan2(v, u))[-1] - np.arctan2(v, u)[0]) / (2 * np.pi)))


# %%
# Example
# -------
# A map that turns the plane over in one place.

text = "(x/2, 1/y)"
profile = check(text, domain="R x (0, oo)")
floor = profile.floor("basic")
print("basic misses", text, "by", floor.lower, "by", floor.rule)
assert floor.rule == "FLOOR-DEGREE"
assert profile.floor("linear-layer").lower == "0"
assert profile.signs("linear-layer") == "++++++"

# %%
# Degrees of some maps, and their boundary curves. The complex square turns twice: on the unit disc every network
# without extra dimensions is at least 1 away.


def square(x, y):
    return x**2 - y**2, 2 * x * y


def mirror(x, y):
    return x, -y


print("degrees:", degree(square), degree(mirror), degree(lambda x, y: (x, y)))
assert (degree(square), degree(mirror), degree(lambda x, y: (x, y))) == (2, -1, 1)

angles = np.linspace(0, 2 * np.pi, 300)
figure, panels = plt.subplots(1, 2, figsize=(6, 3), layout="constrained")
for panel, (name, f) in zip(panels, (("(x² - y², 2xy)", square), ("(x, -y)", mirror)), strict=True):
    radius = 1 + angles / 30  # a spiral, to see the turns
    panel.scatter(*f(radius * np.cos(angles), radius * np.sin(angles)), c=angles, cmap="twilight", s=4)
    panel.plot(0, 0, "k+")
    panel.set(title=name, aspect="equal")

# %%
# The degree 1
# ------------
# is no obstacle, and neither is degree -1 for a read-out.

assert check("(2*x, y/2)", domain="R^2").floor("basic").lower == "0"
assert check("(x, -y)", domain="R^2").floor("linear-layer").lower == "0"

# %%
# The value on the image of the boundary
# --------------------------------------
# Then r = 0 and nothing follows. A fold along the edge of X is as close to embeddable maps as one likes.

fold = check("(x, y**2)", domain="R x [0, 1]")
print("a fold at the edge:", fold.floor("basic").lower)
assert fold.floor("basic").lower == "0"

# %%
# More dimensions
# ---------------

assert check("(x**2 - y**2, 2*x*y)", domain="R^2").floor("augmented-2").lower == "0"
