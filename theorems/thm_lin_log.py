r"""
LIN-LOG: linear maps and real logarithms
========================================

**Statement.** :math:`f(x) = A x` on :math:`\mathbb{R}^n` is ``basic`` autonomous ``Lip`` if and only if it is
``Comega``, and if and only if :math:`A` has a real logarithm: :math:`A` is regular, and for each negative eigenvalue
every size of Jordan blocks occurs an even number of times. On a box the positive part holds; the negative part needs 0
in the interior and 1 no eigenvalue.

**Source.** Culver 1966; a proof for Lipschitz fields, with Smith theory where 1 is an eigenvalue.

**Derivation.** If :math:`e^L = A`, the field :math:`L x` does it. Conversely blow up a Lipschitz field at an
equilibrium: the limit is a flow that ends at :math:`A` and keeps, together with their orientation, the spaces
:math:`\{v : |A^{-j} v| = O(j^k r^{-j})\}`. Positive determinants on all of them say that the dimension of
:math:`\ker (A + r)^{k+1}` is even for all :math:`r > 0` and :math:`k`, which is Culver's condition.

**Proof.** In full: :ref:`LIN-LOG <thm-lin-log>`.
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
# A saddle, a rotation, a shear, and minus the identity, which is half a turn.

for text in ("(2*x, y/3)", "(-y, x)", "(x + y, y)", "(-x, -y)"):
    print(f"{text:15}", row(text))
    assert row(text) == "++++++"

# %%
# Two equal negative blocks, one negative block, two different ones. Only the first has a logarithm.

for text, expected in (("(-2*x, -2*y)", "++++++"), ("(-2*x + y, -2*y)", "++----"), ("(-2*x, -3*y)", "++----")):
    print(f"{text:18}", row(text))
    assert row(text) == expected
pair = "(-2*x + y, -2*y, -2*z + w, -2*w)"
assert check(pair, vars="x, y, z, w", domain="R^4").signs("basic") == "++++++"

# %%
# The field of minus two times the identity: :math:`L = \log 2 \cdot I + \pi J`.

flow = check("(-2*x, -2*y)", domain="R^2").verdict("basic", "Comega").flow
track = [flow(t=t / 8, x=(1, 0)) for t in range(9)]
assert abs(float(track[8][0]) + 2) < 1e-12
assert abs(float(track[8][1])) < 1e-12

figure, axes = plt.subplots(figsize=(4.5, 4))
for angle in np.linspace(0, 2 * np.pi, 9)[:-1]:
    start = (float(np.cos(angle)), float(np.sin(angle)))
    curve = np.array([[float(v) for v in flow(t=t / 12, x=start)] for t in range(13)])
    axes.plot(*curve.T, color="tab:blue", linewidth=1)
    axes.plot(*curve[[0, -1]].T, "o", color="crimson", markersize=3)
axes.set(aspect="equal", xlabel="x", ylabel="y", title="from (x, y) to (-2x, -2y)")

# %%
# A singular matrix
# -----------------
# is not injective.

assert row("(x + y, x + y)") == "------"

# %%
# A weaker class
# --------------
# Where the logarithm is missing, a continuous field may still exist: LIN-FLOW.

assert row("(-2*x, -3*y)")[:2] == "++"

# %%
# On a box
# --------
# With 0 in the interior and 1 no eigenvalue nothing changes. At a corner, or with a whole line of fixed points, a
# Lipschitz field is not refuted.

assert row("(-2*x, -3*y)", "[-1, 1]^2") == "++----"
assert row("(-2*x, -3*y)", "[0, 1]^2")[2] != "-"
assert row("(x, -2*y, -3*z)", "R^3") == "++----"
assert row("(x, -2*y, -3*z)", "[-1, 1]^3")[2] != "-"

# %%
# Exact arithmetic
# ----------------
# The condition is not stable: a perturbation of size :math:`10^{-30}` separates the two eigenvalues.

assert row("(-2*x, -(2 + 10**(-30))*y)") == "++----"
