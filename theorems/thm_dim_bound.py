r"""
DIM-BOUND: a loss of rank costs a dimension
===========================================

**Statement.** For ``Lip`` and stronger: if :math:`f` is differentiable at a point with rank :math:`r`, then
:math:`m \ge n + q' - r`.

**Source.** Kuehn and Kuntz, augmentation and rank; a short proof for Lipschitz fields.

**Derivation.** A Lipschitz flow :math:`\psi` moves no direction with speed 0. Blow up at the point: on the kernel of
:math:`Df(x)`, of dimension :math:`n - r`, the limit of :math:`\psi` is an embedding into the kernel of :math:`\Lambda`,
of dimension :math:`m - q'`.

**Proof.** In full: :ref:`DIM-BOUND <thm-dim-bound>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# One variable: a critical point costs one dimension, and only for Lipschitz fields.

cube = check("x**3")
verdict = cube.verdict("linear-layer", "Lip", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "DIM-BOUND"
assert cube.minimal_augmentation_in("C0") == (0, 0)
assert cube.minimal_augmentation_in("Lip") == (1, 1)

# %%
# A cusp
# ------
# :math:`(x^2, x^3)` is injective, and a plane is enough for a continuous field that depends on time. The rank at the
# cusp is 0, so a Lipschitz field needs three dimensions.

cusp = check("(x**2, x**3)")
print("cusp:", cusp.signs("augmented-1", autonomous=False), cusp.signs("augmented-2"))
assert cusp.signs("augmented-1", autonomous=False) == "++----"
assert cusp.signs("augmented-2") == "++++++"
x = np.linspace(-1, 1, 200)
figure, axes = plt.subplots(figsize=(4, 3))
axes.plot(x**2, x**3)
axes.plot(0, 0, "ko")
axes.set(xlabel="x²", ylabel="x³", title="a curve that stops for a moment")
speed = np.hypot(2 * x, 3 * x**2)
assert speed.min() < 0.02

# %%
# Full rank
# ---------
# :math:`(x^2, x^3 + x)` never stops: a plane will do.

smooth = check("(x**2, x**3 + x)", domain="[-2, 2]")
print("without a cusp:", smooth.signs("augmented-1"))
assert smooth.signs("augmented-1", autonomous=False) == "++++++"

# %%
# Two variables
# -------------
# At 0 the complex cube has rank 0: four dimensions, :math:`2 + 2 - 0`.

cubes = check("(x**3 - 3*x*y**2, 3*x**2*y - y**3)", domain="R^2")
assert cubes.minimal_augmentation_in("Lip") == (2, 2)

# %%
# A weaker class
# --------------
# In C0 the theorem says nothing: :math:`x^3 + y^3` has rank 0 at a point and needs no extra dimension.

assert check("x**3 + y**3", domain="R^2").minimal_augmentation_in("C0") == (0, 0)
assert check("x**3 + y**3", domain="R^2").minimal_augmentation_in("Lip") == (1, 1)

# %%
# A constant output
# -----------------
# does not count: the hull of :math:`(x, 5)` is a line.

assert check("(x, 5)").signs("linear-layer") == "++++++"
