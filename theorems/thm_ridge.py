r"""
RIDGE: functions of independent linear forms
============================================

**Statement.** Let :math:`f(x) = A\,(g_1(w_1 x + b_1), \dots, g_k(w_k x + b_k)) + c` with linearly independent
:math:`w_i`. If all :math:`g_i` are in one ``linear-layer`` cell of one variable on their intervals, :math:`f` is in
that cell. If :math:`A` is injective and some non-constant :math:`g_i` is not in the non-autonomous cell, neither is
:math:`f`.

**Source.** A short proof; one layer of a perceptron.

**Derivation.** Complete the :math:`w_i` to coordinates and put the fields of the :math:`g_i` side by side. Conversely
an injective :math:`A` can be undone by a linear map, and each :math:`g_i(w_i x + b_i)` is a read-out of the same flow.

**Proof.** In full: :ref:`RIDGE <thm-ridge>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R^2", autonomous=True):
    """``linear-layer``, the classes from flow to Comega."""
    return check(text, domain=domain).signs("linear-layer", autonomous)


# %%
# Example
# -------
# A single neuron, and a layer of two.

for text in ("tanh(x + y)", "(tanh(x + 2*y), tanh(x - y))", "2*tanh(x + 2*y) - tanh(x - y)"):
    verdict = check(text, domain="R^2").verdict("linear-layer", "Comega")
    print(f"{text:31} {verdict.status} by {verdict.rule}")
    assert verdict.rule == "RIDGE"

x, y = np.meshgrid(np.linspace(-2, 2, 200), np.linspace(-2, 2, 200))
figure, axes = plt.subplots(1, 2, figsize=(7, 3.2), layout="constrained")
axes[0].contourf(x, y, 2 * np.tanh(x + 2 * y) - np.tanh(x - y), levels=14)
axes[0].set(title="in the coordinates x, y", xlabel="x", ylabel="y")
axes[1].contourf(x + 2 * y, x - y, 2 * np.tanh(x + 2 * y) - np.tanh(x - y), levels=14)
axes[1].set(title="in the coordinates of the ridges", xlabel="x + 2y", ylabel="x - y")

# %%
# Dependent directions
# --------------------
# Two neurons that look along the same line have no coordinates of their own: their difference has a maximum.

assert check("tanh(2*x) - tanh(x)").signs("linear-layer") == "------"
s = np.linspace(0, 3, 1000)
hump = np.tanh(2 * s) - np.tanh(s)
assert 0 < np.argmax(hump) < len(s) - 1

# %%
# A ridge function that is not monotone
# -------------------------------------

assert row("sin(x + y)", autonomous=False) == "------"
assert row("relu(x + y)", autonomous=False) == "------"

# %%
# Its class
# ---------
# counts: at a kink Lip remains, at a critical point C0.

assert row("(x + 1 + relu(x), 2*y)") == "+++---"
assert row("tanh(x + y)**3") == "++----"

# %%
# The interval decides
# --------------------
# On a square the sines rise.

assert row("sin(x) + sin(y)") == "------"
assert row("sin(x) + sin(y)", "[0, 1]^2") == "++++++"
