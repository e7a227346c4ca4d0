r"""
ODD-EVEN: antipodal points with one value
=========================================

**Statement.** If :math:`f(c - x) = f(c + x)` on a sphere :math:`S^r` about :math:`c` in :math:`X`, then in every class
:math:`m \ge q' + r + 1`.

**Source.** The theorem of Borsuk and Ulam.

**Derivation.** With the flow map :math:`\psi` put :math:`d(x) = \psi(c + x) - \psi(c - x)`. It is odd, has no zero
because :math:`\psi` is injective, and takes values in the kernel of :math:`\Lambda`, of dimension :math:`m - q'`. An
odd map of :math:`S^r` without zero needs :math:`r + 1` dimensions.

**Proof.** In full: :ref:`ODD-EVEN <thm-odd-even>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# The complex square: two extra dimensions, so four in all.

square = check("(x**2 - y**2, 2*x*y)", domain="R^2")
verdict = square.verdict("augmented-1", "flow", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "ODD-EVEN"
assert square.signs("augmented-1", autonomous=False) == "------"
assert square.signs("augmented-2") == "++++++"

# %%
# In one dimension: :math:`d` is an odd function on two points. On a circle, one component of an odd map always has a
# zero; the figure shows three of them.

angles = np.linspace(0, 2 * np.pi, 400)
generator = np.random.default_rng(2)
figure, axes = plt.subplots(figsize=(5, 3))
for _ in range(3):
    a, b = generator.normal(size=(2, 3))
    odd, opposite = (
        sum(a[k] * np.cos((2 * k + 1) * turned) + b[k] * np.sin((2 * k + 1) * turned) for k in range(3))
        for turned in (angles, angles + np.pi)
    )
    assert np.allclose(odd, -opposite)
    assert odd.min() < 0 < odd.max()
    axes.plot(angles, odd, linewidth=1)
axes.axhline(0, color="black", linewidth=0.6)
axes.set(xlabel="angle", ylabel="d", title="odd functions on a circle have zeros")

# %%
# Even scalar maps
# ----------------
# One extra dimension is needed, and enough (AUG).

for text, domain in (("x**2", "R"), ("x*y", "R^2"), ("x**2 + y**2 - z**2", "R^3")):
    print(f"{text:18}", check(text, domain=domain).minimal_augmentation)
    assert check(text, domain=domain).minimal_augmentation == (1, 1)

# %%
# All products of degree two: three outputs, three extra dimensions.

assert check("(x**2, x*y, y**2)", domain="R^2").minimal_augmentation == (3, 3)

# %%
# A domain without the antipodal points
# -------------------------------------
# On the right half-plane the complex square is injective.

half = check("(x**2 - y**2, 2*x*y)", domain="(0, oo) x R")
assert half.signs("basic", autonomous=False) == "++++++"

# %%
# An odd map
# ----------

assert check("x**3").signs("linear-layer")[:2] == "++"
