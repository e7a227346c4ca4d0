r"""
AUG-GRAPH: augmentation that uses what is affine already
========================================================

**Statement.** If, after an affine change of the outputs, :math:`f = (B x + c, g(x))` with :math:`k` components
:math:`g`, then :math:`k` extra dimensions suffice, in the class of :math:`g`. More generally, if :math:`f` is affine in
:math:`u` and :math:`g`, and :math:`u` is a network with :math:`j` extra dimensions, :math:`j + k` suffice with a field
that depends on time and :math:`j + k + 1` with an autonomous one.

**Source.** A short proof on top of the universal embedding (AUG).

**Derivation.** :math:`x' = 0`, :math:`y' = g(x)` arrives at :math:`(x, g(x))`, and :math:`B x + c` is read out from the
part that has not moved. In the general case let :math:`u` move and remember where it started.

**Proof.** In full: :ref:`AUG-GRAPH <thm-aug-graph>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# A graph needs one dimension for each output that is not affine.

for text, domain, extra in (
    ("(x, sin(x))", "R", 1),
    ("(x, x**2, x**3)", "R", 2),
    ("(x + x**2, x - x**2)", "R", 1),
    ("(x, y, x*y)", "R^2", 1),
):
    profile = check(text, domain=domain)
    verdict = profile.verdict(f"augmented-{extra}", "Comega")
    print(f"{text:22} {extra} extra by {verdict.rule}")
    assert verdict.rule == "AUG-GRAPH"
    assert profile.minimal_augmentation == (extra, extra)

# %%
# The network for :math:`(x, \sin x)`: vertical motion with the speed :math:`\sin x`.

x = np.linspace(0, 2 * np.pi, 41)
figure, axes = plt.subplots(figsize=(5, 3))
for t in np.linspace(0, 1, 5):
    axes.plot(x, t * np.sin(x), color=plt.cm.viridis(t), label=f"t = {t}")
axes.set(xlabel="x", ylabel="y", title="the line bends into the graph")
axes.legend(fontsize=7)
y = np.zeros_like(x)
for _ in range(10):
    y = y + np.sin(x) / 10
assert np.allclose(y, np.sin(x))

# %%
# The combination may be hidden
# -----------------------------
# Of :math:`x + x^2` and :math:`x - x^2` the sum is affine. Without any affine combination, as many dimensions as
# outputs are needed by AUG; here HULL says that they are.

assert check("(cos(x), sin(x))").minimal_augmentation == (2, 2)

# %%
# The class is that of the other components
# -----------------------------------------

assert check("(x, |x|)").signs("augmented-1") == "+++---"

# %%
# A component that is a network
# -----------------------------
# Of the cusp :math:`(x^2, x^3)` the cube is a continuous flow, and the square takes one dimension.

cusp = check("(x**2, x**3)")
verdict = cusp.verdict("augmented-1", "C0", autonomous=False)
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "AUG-GRAPH"
assert cusp.signs("augmented-1", autonomous=False) == "++----"
