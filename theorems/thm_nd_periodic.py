r"""
ND-PERIODIC: isolated cycles
============================

**Statement.** Let :math:`x` have the least period :math:`k \ge 2`, its cycle in the interior of :math:`X`, isolated
among the fixed points of :math:`f^k`; it is enough that 1 is no eigenvalue of :math:`D(f^k)(x)`. Then every autonomous
``basic`` cell is refuted.

**Source.** Kuehn and Kuntz, embedding capabilities of neural ODEs; a short proof.

**Derivation.** Let :math:`\varphi_t` be the flow. It commutes with :math:`f = \varphi_1`, so :math:`\varphi_t(x)` is
fixed by :math:`f^k` for every small :math:`t`. These points are a curve that starts at the isolated point :math:`x`, so
it stays there: :math:`x` is an equilibrium, and :math:`f(x) = x`.

**Proof.** In full: :ref:`ND-PERIODIC <thm-nd-periodic>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check, periodic_points

# %%
# Example
# -------
# A Hénon map that keeps the orientation. Its two-cycle is found with a proof that it is isolated, and complete.

text = "(1 - 7*x**2/5 + y, -3*x/10)"
found = periodic_points(text, 2, domain="R^2")
print(found.cycles[0].points, "isolated:", found.cycles[0].isolated)
assert len(found.cycles) == 1
assert found.cycles[0].isolated

# %%
# The two points in numbers, and the eigenvalues of :math:`D(f^2)`, which are not 1.


def henon(p):
    return np.array([1 - 1.4 * p[0] ** 2 + p[1], -0.3 * p[0]])


def derivative(p):
    return np.array([[-2.8 * p[0], 1.0], [-0.3, 0.0]])


point = np.array([float(value) for value in found.cycles[0].points[0].strip("()").split(",")])
other = henon(point)
assert np.allclose(henon(other), point, atol=1e-8)
assert np.linalg.norm(other - point) > 0.1
multipliers = np.linalg.eigvals(derivative(other) @ derivative(point))
print("eigenvalues of D(f^2):", np.round(multipliers, 6))
assert abs(np.linalg.det(derivative(other) @ derivative(point) - np.eye(2))) > 0.1

profile = check(text, domain="R^2")
print("autonomous:", profile.signs("basic"), " with time:", profile.signs("basic", autonomous=False))
assert profile.signs("basic") == "------"

# %%
# The cycle attracts; the figure shows orbits that jump between its two points, which no curve of a flow can do.

figure, axes = plt.subplots(figsize=(5, 3.5))
for start in ((0.0, 0.0), (0.9, 0.1), (-0.3, -0.2)):
    orbit = [np.array(start)]
    for _ in range(40):
        orbit.append(henon(orbit[-1]))
    axes.plot(*np.array(orbit).T, ".-", linewidth=0.4, markersize=4)
axes.plot(*np.array([point, other]).T, "k*", markersize=10, label="2-cycle")
axes.set(xlabel="x", ylabel="y", title="orbits of the Hénon map")
axes.legend()

# %%
# A field that depends on time
# ----------------------------
# does not commute with :math:`f`, and exists.

assert profile.signs("basic", autonomous=False) == "++++++"

# %%
# A cycle that is not isolated
# ----------------------------
# Under a rotation by a right angle every point but 0 has period 4, and the map is a flow.

assert check("(-y, x)", domain="R^2").signs("basic") == "++++++"

# %%
# Period one
# ----------
# Isolated fixed points are no obstacle as such.

assert check("(x/2, y/3)", domain="R^2").signs("basic") == "++++++"

# %%
# One dimension more
# ------------------
# A flow in space passes over the plane and comes back at the other point.

assert profile.signs("augmented-1") == "++++++"
