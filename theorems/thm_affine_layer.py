r"""
AFFINE-LAYER: affine maps
=========================

**Statement.** An affine map is in every ``linear-layer`` and every ``augmented-k`` cell.

**Source.** By definition.

**Derivation.** Take the field 0, so that the flow is the identity, and the map itself as the read-out.

**Proof.** In full: :ref:`AFFINE-LAYER <thm-affine-layer>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# A reflection, a map that loses a dimension, and a constant are no flows, and are read-outs.

for text, domain in (("-x", "R"), ("(x + y, x + y)", "R^2"), ("(x, -y)", "R^2"), ("(x + 1, 2, x)", "R")):
    profile = check(text, domain=domain)
    print(f"{text:18}", profile.signs("basic"), profile.signs("linear-layer"))
    assert profile.signs("basic") in ("------", "......")
    assert profile.signs("linear-layer") == profile.signs("linear-layer", autonomous=False) == "++++++"

x = np.array([-1.0, 1.0])
figure, axes = plt.subplots(1, 2, figsize=(6, 3), layout="constrained")
for start in np.linspace(-1, 1, 9):
    axes[0].plot([0, 1], [start, start], "tab:blue")
    axes[1].plot([0, 1], [start, -start], "tab:blue")
axes[0].set(title="the flow: nothing moves", xlabel="t")
axes[1].set(title="the read-out -x", xlabel="before and after", xticks=[0, 1])
assert np.array_equal(-x, x[::-1])

# %%
# Without a read-out
# ------------------
# The question for ``basic`` is about logarithms and orientation: LIN-LOG, LIN-FLOW, AFF-FREE, ND-ORIENTATION.

assert check("(-x, -y)", domain="R^2").signs("basic") == "++++++"
assert check("(-2*x, -3*y)", domain="R^2").signs("basic") == "++----"

# %%
# Not affine
# ----------
# A single bend may cost everything without an extra dimension.

assert check("|x|").signs("linear-layer") == "------"
assert check("x*y", domain="R^2").signs("linear-layer") == "------"

# %%
# Affine in disguise
# ------------------

assert check("(x + 1)**2 - x**2").signs("linear-layer") == "++++++"
