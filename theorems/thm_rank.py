r"""
RANK: critical points of read-outs
==================================

**Statement.** Let :math:`f` be non-constant, differentiable at a point of :math:`X`, boundary included, with
derivative of a rank below :math:`q'`, the dimension of the affine hull of :math:`f(X)`. Then ``linear-layer`` is
refuted in ``Lip`` and every stronger class, whether the field depends on time or not.

**Source.** Kuehn and Kuntz, the geometry of neural ODEs; a short proof for Lipschitz fields.

**Derivation.** The flow :math:`\varphi` of a Lipschitz field is bi-Lipschitz, so in every direction it moves points at
least at a positive rate. Blow it up at the point: the limits are bi-Lipschitz maps :math:`\Psi` with
:math:`\Lambda \Psi(v) = Df(x) v`. On the kernel of :math:`Df(x)` the left-hand side is constant, so :math:`\Psi` embeds
this kernel in that of :math:`\Lambda`, which has the dimension :math:`n - q'`.

**Proof.** In full: :ref:`RANK <thm-rank>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# :math:`x^3 + y^3` has one critical point, and no extremum there.

profile = check("x**3 + y**3", domain="R^2")
verdict = profile.verdict("linear-layer", "Lip", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "RANK"
assert profile.signs("linear-layer") == profile.signs("linear-layer", autonomous=False) == "++----"

# %%
# Without a Lipschitz field
# -------------------------
# The same map is the read-out :math:`u + v` of the flow :math:`(x^{3^t}, y^{3^t})`, powers with the sign of the base.
# Its field :math:`\log 3 \cdot u \log|u|` is continuous, its solutions are unique, and it is not Lipschitz at 0.


def flow(t, u):
    return np.sign(u) * np.abs(u) ** (3.0**t)


points = np.random.default_rng(1).uniform(-1.5, 1.5, size=(50, 2))
assert np.allclose(flow(1, points).sum(axis=1), (points**3).sum(axis=1))
assert np.allclose(flow(0.3, flow(0.4, points)), flow(0.7, points))

figure, axes = plt.subplots(figsize=(5, 4))
times = np.linspace(0, 1, 60)
for start in np.linspace(-1.2, 1.2, 13):
    axes.plot(times, [flow(t, start) for t in times], color="tab:blue", linewidth=1)
axes.set(xlabel="t", ylabel="u", title="solutions that crowd at 0 faster than exponentially")

# %%
# On the boundary
# ---------------
# An extremum on the boundary is allowed (EXTREMUM), a critical point is not.

corner = check("x**2 + y**2", domain="[0, 1]^2")
print("x**2 + y**2 on [0, 1]^2:", corner.signs("linear-layer"))
assert corner.signs("linear-layer", autonomous=False)[2:] == "----"
assert corner.signs("linear-layer", autonomous=False)[0] != "-"

# %%
# The rank is compared with q'
# ----------------------------
# Two outputs that span a line are one output; two that span the plane need rank two everywhere.

assert check("(x + y, 2*x + 2*y)", domain="R^2").signs("linear-layer") == "++++++"
drop = check("(x, y**3)", domain="R^2")
print("(x, y^3):", drop.signs("linear-layer"))
assert drop.signs("linear-layer") == "++----"

# %%
# A constant
# ----------
# has rank 0 = q', and is embeddable.

assert check("2 + 0*x + 0*y", domain="R^2", vars="x, y").signs("linear-layer") == "++++++"

# %%
# The converse is false
# ---------------------
# :math:`e^x \sin y` has no critical point at all, and is in no ``linear-layer`` cell: two of its level curves cannot be
# straightened together (FLOOR-LINK). So the absence of critical points never proves an embedding.

converse = check("exp(x)*sin(y)", domain="R^2")
print("exp(x) sin(y):", converse.signs("linear-layer"), converse.floor("linear-layer").rule)
assert converse.signs("linear-layer", autonomous=False) == "------"

# %%
# One dimension more
# ------------------

assert profile.signs("augmented-1") == "++++++"
