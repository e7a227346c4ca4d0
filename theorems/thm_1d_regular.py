r"""
1D-REGULAR: what the class of the field asks of the map
=======================================================

**Statement.** (``basic``, autonomous). A Lipschitz field makes :math:`f` and its inverse locally Lipschitz, and
:math:`f` of class :math:`C^{1,1}` off the fixed points. A :math:`C^r` field makes :math:`f` of class :math:`C^r` with
:math:`f' > 0`, and of class :math:`C^{r+1}` off the fixed points. An analytic field makes :math:`f` analytic.

**Source.** A short proof; the dependence of solutions on initial values.

**Derivation.** The map has the class of the flow, everywhere. Where :math:`V` has no zero,
:math:`f'(x) = V(f(x))/V(x)`, so :math:`f'` has the class of :math:`V` and :math:`f` has one class more.

**Proof.** In full: :ref:`1D-REGULAR <thm-1d-regular>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R", architecture="basic", autonomous=True):
    """The classes from flow to Comega: + embeddable, - not embeddable, ? undecided."""
    return check(text, domain=domain).signs(architecture, autonomous)


# %%
# Example: the activation functions
# ---------------------------------
# ELU and softsign are :math:`C^1` with a jump of :math:`f''` at their fixed point 0. That costs the smooth classes
# and no more. A leaky ReLU has its kink at a fixed point: Lipschitz, not :math:`C^1`.

for text, expected in (
    ("elu(x)", "++++--"),
    ("softsign(x)", "++++--"),
    ("Max(x, x/100)", "+++---"),
    ("Max(x, 2*x)", "+++---"),
):
    print(f"{text:16}", row(text))
    assert row(text) == expected

x = np.linspace(-1.5, 1.5, 300)
figure, axes = plt.subplots(figsize=(5, 3))
axes.plot(x, 1 + np.sign(x) / 2, label="derivative of x + |x|/2")
axes.plot(x, 1 + np.abs(x) / 2, label="derivative of x + x|x|/4")
axes.plot(x, 3 * x**2, label="derivative of x³")
axes.set(xlabel="x", ylim=(-0.1, 3), title="a jump, a kink, a zero: what V must explain")
axes.legend()

# %%
# The gain of one class off the fixed points
# ------------------------------------------
# With :math:`f(0) = 0` a jump of :math:`f''` at 0 allows a :math:`C^1` field. With :math:`f(0) = 1` it refutes it. A
# time-dependent field does not gain a class: there the jump is harmless again.

fixed, moved = "x + x*|x|/4", "x + 1 + x*|x|/4"
print(f"{fixed:16}", row(fixed))
print(f"{moved:16}", row(moved), "time-dependent", row(moved, autonomous=False))
print("   ", check(moved).verdict("basic", "C1").reason)
assert row(fixed) == "++++--"
assert row(moved) == "+++---"
assert row(moved, autonomous=False) == "++++--"

# %%
# In the same way an unbounded :math:`f''` at a non-fixed point refutes ``Lip``.

sharp = "x + 1 + |x|**(3/2)/4"
print(f"{sharp:16}", row(sharp, "[-1, 1]"), "time-dependent", row(sharp, "[-1, 1]", autonomous=False))
assert row(sharp, "[-1, 1]") == "++----"
assert row(sharp, "[-1, 1]", autonomous=False) == "++++--"

# %%
# A zero or a pole of the derivative
# ----------------------------------
# It refutes ``Lip`` even at a fixed point. One extra dimension accepts a zero, but not a pole, since the map itself
# would have to be Lipschitz.

for text, augmented in (("x**3", "++++++"), ("cbrt(x)", "++----")):
    print(f"{text:16}", row(text), "augmented-1", row(text, architecture="augmented-1"))
    assert row(text) == "++----"
    assert row(text, architecture="augmented-1") == augmented

# %%
# At the ends of X
# ----------------
# "Analytic on X" means: extends analytically past an end that belongs to X.

assert row("2*x + x**(5/2)", "[0, 1]") == "++++--"
assert row("2*x + x**(5/2)", "(0, 1]") == "++++++"
