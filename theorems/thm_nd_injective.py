r"""
ND-INJECTIVE: solutions do not meet
===================================

**Statement.** :math:`f(x) = f(y)` for two points of :math:`X` refutes every ``basic`` cell.

**Source.** Uniqueness of solutions.

**Derivation.** :math:`f` is the time-one map. Two solutions with one value at time 1 are the same solution, so they
have the same value at time 0.

**Proof.** In full: :ref:`ND-INJECTIVE <thm-nd-injective>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# The complex exponential: :math:`\det Df > 0` everywhere, and it has the period :math:`2 \pi` in y.

text = "(exp(x)*cos(y), exp(x)*sin(y))"
verdict = check(text, domain="R^2").verdict("basic", "flow", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "ND-INJECTIVE"
assert check(text, domain="R^2").signs("basic", autonomous=False) == "------"

x, y = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-np.pi, np.pi, 25))
figure, axes = plt.subplots(1, 2, figsize=(7, 3.2), layout="constrained")
for panel, (u, v) in zip(axes, ((x, y), (np.exp(x) * np.cos(y), np.exp(x) * np.sin(y))), strict=True):
    panel.plot(u, v, "tab:blue", linewidth=0.7)
    panel.plot(u.T, v.T, "crimson", linewidth=0.7)
axes[0].set(title="a strip", xlabel="x", ylabel="y")
axes[1].set(title="wrapped round 0: the ends meet", aspect="equal")
assert np.allclose(np.exp(1j * -np.pi), np.exp(1j * np.pi))

# %%
# A singular matrix
# -----------------

assert check("(x + y, 2*x + 2*y)", domain="R^2").signs("basic", autonomous=False) == "------"

# %%
# A domain on which the map is injective
# --------------------------------------

strip = check(text, domain="R x (-1, 1)")
assert "-" not in strip.signs("basic", autonomous=False)
half = check("(x**2 - y**2, 2*x*y)", domain="(0, oo) x R")
assert half.signs("basic", autonomous=False) == "++++++"
assert check("(x**2 - y**2, 2*x*y)", domain="R^2").signs("basic", autonomous=False) == "------"

# %%
# Injective is not enough
# -----------------------
# A reflection is injective.

assert check("(x, -y)", domain="R^2").signs("basic", autonomous=False) == "------"

# %%
# A read-out that forgets
# -----------------------
# With extra dimensions two solutions may end above the same point.

assert check(text, domain="R^2").signs("augmented-2") == "++++++"
