r"""
1D-LAYER: a linear read-out
===========================

**Statement.** (``linear-layer``: :math:`f = a \varphi + b`). Constants: always. Otherwise :math:`f` must be strictly
monotone, of either sign, and :math:`f' \ne 0` from ``Lip`` on. With a time-dependent field this is enough, class by
class. With an autonomous field: a line :math:`y = a x + b` of the right sign that the graph meets at most once, and
transversally, gives every class that :math:`f` has; for ``C0`` and ``Lip`` it is enough that the bad points of the
graph (zeros and poles of :math:`f'`, kinks) lie on one line, and three that do not refute.

**Source.** A short proof; linear layers around a neural ODE, Kuehn and Kuntz.

**Derivation.** The points where the graph meets the line are the fixed points of :math:`\varphi = (f - b)/a`. What
1D-NOFIX, 1D-ONEFIX, 1D-C0 and 1D-LIP ask of the fixed points can thus be arranged by the choice of the line.

**Proof.** In full: :ref:`1D-LAYER <thm-1d-layer>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R", architecture="basic", autonomous=True):
    """The classes from flow to Comega: + embeddable, - not embeddable, ? undecided."""
    return check(text, domain=domain).signs(architecture, autonomous)


# %%
# Example: one read-out ends the rigidity of two fixed points
# -----------------------------------------------------------
# The slope of :math:`x + \sin(x)/2` is at most 3/2; the line of slope 2 through 0 meets the graph once.

text = "x + sin(x)/2"
print(f"{text}: basic {row(text)}, linear-layer {row(text, architecture='linear-layer')}")
print("   ", check(text).verdict("linear-layer", "Comega").reason)
assert row(text) == "+++---"
assert row(text, architecture="linear-layer") == "++++++"

x = np.linspace(-8, 8, 400)
figure, axes = plt.subplots(figsize=(5, 3.5))
axes.plot(x, x + np.sin(x) / 2, label="x + sin(x)/2")
axes.plot(x, x, ":", label="slope 1: many fixed points")
axes.plot(x, 2 * x, "--", label="slope 2: one")
axes.set(xlabel="x", ylabel="f(x)", ylim=(-9, 9), title="a read-out chooses the line")
axes.legend()

# %%
# The scaled map :math:`\varphi = f/2` has one fixed point, so `basic` is enough for it.

assert row("x/2 + sin(x)/4") == "++++++"

# %%
# Decreasing maps
# ---------------

for text in ("-x", "exp(-x)", "2 - 3*x"):
    print(f"{text:10} basic {row(text)}, linear-layer {row(text, architecture='linear-layer')}")
    assert row(text) == "------"
    assert row(text, architecture="linear-layer") == "++++++"

# %%
# Bad points on one line
# ----------------------
# One kink can always be put on the line, two by the choice of slope and height: here at (0, 0) and (1, 2).

for text in ("x + 1 + |x|/2", "Max(x, 2*x) + Max(x - 1, 0)"):
    print(f"{text:30} basic {row(text)}, linear-layer {row(text, architecture='linear-layer')}")
    assert row(text) == "+-----"
    assert row(text, architecture="linear-layer") == "+++---"

# %%
# All critical points of :math:`x + 1 + \sin x` lie on :math:`y = x + 1`.

assert row("x + 1 + sin(x)") == "+-----"
assert row("x + 1 + sin(x)", architecture="linear-layer") == "++----"

# %%
# Three bad points that are not on a line
# ---------------------------------------
# Kinks at (1, 1), (2, 3), (3, 6). Only time dependence helps.

three = "Max(x, 2*x - 1) + Max(x - 2, 0) + Max(x - 3, 0)"
print("   ", check(three).verdict("linear-layer", "C0").reason)
assert row(three, architecture="linear-layer") == "+-----"
assert row(three, architecture="linear-layer", autonomous=False) == "+++---"

# %%
# A critical point
# ----------------
# It may be on the line, but costs ``Lip``: a read-out of a Lipschitz flow has a Lipschitz inverse.

for autonomous in (True, False):
    assert row("-x**3", architecture="linear-layer", autonomous=autonomous) == "++----"

# %%
# Without monotonicity
# --------------------

assert row("sin(x)", architecture="linear-layer", autonomous=False) == "------"
assert row("3", architecture="linear-layer") == "++++++"
