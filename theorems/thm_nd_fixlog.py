r"""
ND-FIXLOG: the derivative at a fixed point needs a real logarithm
=================================================================

**Statement.** Let :math:`p` be a fixed point in the interior of :math:`X`, isolated (it is enough that 1 is no
eigenvalue of :math:`Df(p)`), and let :math:`Df(p)` have no real logarithm. Then ``basic`` autonomous ``Lip`` and every
stronger class are refuted. On the boundary, 1 no eigenvalue, ``C1`` and stronger are.

**Source.** Culver 1966 for real logarithms; the blow-up of a Lipschitz field has a short proof.

**Derivation.** An isolated fixed point is an equilibrium, :math:`V(p) = 0`. If :math:`V` is :math:`C^1`, linearise:
the derivative of the time-one map is :math:`e^{DV(p)}`, so :math:`DV(p)` is a logarithm. A Lipschitz field has no
derivative at :math:`p`, but :math:`V(p + \epsilon v)/\epsilon` has limits as :math:`\epsilon \to 0`, and the flow of
such a limit ends at the linear map :math:`Df(p)`; it keeps the subspaces of given growth and their orientation, and
that gives Culver's condition: the Jordan blocks of a negative eigenvalue come in pairs.

**Proof.** In full: :ref:`ND-FIXLOG <thm-nd-fixlog>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# Two different negative multipliers. Everything flows into the fixed point, and ND-SINK gives a continuous field, but
# not a Lipschitz one.

text = "(-x/2 + sin(y)/8, -y/3 + sin(x)/8)"
profile = check(text, domain="R^2")
verdict = profile.verdict("basic", "Lip")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "ND-FIXLOG"
assert profile.signs("basic") == "++----"

# %%
# With the plus sign, and with a pair of equal blocks
# ---------------------------------------------------
# Positive multipliers have logarithms, and so does minus the identity: it is a rotation by :math:`\pi`.

assert check("(x/2 + sin(y)/8, y/2 + sin(x)/8)", domain="R^2").signs("basic") == "++++++"
assert check("(-x/2, -y/2)", domain="R^2").signs("basic") == "++++++"
block = check("(-x/2 + y, -y/2)", domain="R^2")
print("one block of size 2:", block.signs("basic"))
assert block.signs("basic") == "++----"

# %%
# The logarithm of :math:`-\tfrac12 I`, in numbers.

angle = np.pi
logarithm = np.array([[np.log(0.5), -angle], [angle, np.log(0.5)]])
values, vectors = np.linalg.eig(logarithm)
assert np.allclose((vectors * np.exp(values)) @ np.linalg.inv(vectors), -0.5 * np.eye(2))

figure, axes = plt.subplots(figsize=(4, 4))
for turn in np.linspace(0, 2 * np.pi, 9)[:-1]:
    time = np.linspace(0, 3, 200)
    radius = 0.5**time
    axes.plot(radius * np.cos(turn + angle * time), radius * np.sin(turn + angle * time), linewidth=1)
axes.set(aspect="equal", xlabel="x", ylabel="y", title="(-x/2, -y/2) is a spiral at time one")

# %%
# On the boundary
# ---------------
# At a corner the Lipschitz field is not refuted: the flow may turn outside of the square. From C1 on it is.

corner = check("(-2*x, -3*y)", domain="[0, 1]^2")
print("(-2x, -3y) on [0, 1]^2:", corner.signs("basic"))
assert corner.signs("basic")[:2] == "++"
assert corner.signs("basic")[2] != "-"
assert corner.signs("basic")[3:] == "---"

# %%
# No fixed point
# --------------
# The same derivative and a shift beside it: no logarithm is needed (AFF-FREE).

assert check("(x + 1, -2*y, -3*z)", domain="R^3").signs("basic") == "++++++"

# %%
# A fixed point that is not isolated
# ----------------------------------
# may lie on a closed orbit, and ND-FIXLOG does not apply. On all of space LIN-LOG knows more, on a box nothing does.

line = check("(x, -2*y, -3*z)", domain="[-1, 1]^3")
print("(x, -2y, -3z) on a box:", line.signs("basic"))
assert line.signs("basic")[:2] == "++"
assert line.signs("basic")[2] != "-"

# %%
# A field that depends on time
# ----------------------------

assert profile.signs("basic", autonomous=False) == "++++++"
