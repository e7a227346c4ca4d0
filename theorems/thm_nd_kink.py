r"""
ND-KINK: a wall of kinks
========================

**Statement.** Let the derivative of :math:`f` jump across a smooth closed hypersurface :math:`K`. A continuous
autonomous field with unique solutions is tangent to :math:`K`, so :math:`f(K) \subset K`; if :math:`f` does not keep
:math:`K`, ``basic`` autonomous ``C0`` and stronger are refuted. If the second derivative jumps, ``C1`` and
stronger are.

**Source.** A short proof.

**Derivation.** Suppose that a curve :math:`\varphi_t(x)` crosses :math:`K` with positive speed. Its image
:math:`f(\varphi_t(x)) = \varphi_t(f(x))` is a solution too, so it is differentiable. But :math:`f` has a corner exactly
where the curve crosses. So no curve crosses :math:`K`.

**Proof.** In full: :ref:`ND-KINK <thm-nd-kink>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R^2", autonomous=True):
    """``basic``, the classes from flow to Comega."""
    return check(text, domain=domain).signs("basic", autonomous)


# %%
# Example
# -------
# A residual layer with ReLU moves its own wall :math:`x = 0`.

text = "(x + 1 + relu(x), 2*y)"
verdict = check(text, domain="R^2").verdict("basic", "C0")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "ND-KINK"
assert row(text) == "+-----"

# %%
# A smooth curve across the wall and its image: the image has a corner.

time = np.linspace(-1, 1, 201)
x, y = time, time**2 / 4 + 0.5
u, v = x + 1 + np.maximum(x, 0), 2 * y
figure, axes = plt.subplots(figsize=(5, 3.5))
axes.plot(x, y, label="a curve")
axes.plot(u, v, label="its image")
axes.axvline(0, color="black", linestyle=":", label="the wall")
axes.set(xlabel="x", ylabel="y", title="a corner that no solution has")
axes.legend()
speed = np.diff(u) / np.diff(time)
print("speed of the image before and after:", speed[99].round(6), speed[100].round(6))
assert abs(speed[100] - speed[99] - 1) < 1e-6

# %%
# A wall that is kept
# -------------------
# Without the 1 the wall stays where it is, and Lipschitz fields exist. They are tangent to it.

assert row("(x + relu(x), 2*y)")[:3] == "+++"
assert row("(x + |y|/2, y)") == "+++---"

# %%
# A jump of the second derivative
# -------------------------------
# is weaker: it refutes C1 and leaves Lip.

bent = check("(x + x*|x|/4 + 1, y)", domain="R^2")
print("(x + x|x|/4 + 1, y):", bent.signs("basic"), bent.verdict("basic", "C1").rule)
assert bent.signs("basic") == "+++---"

# %%
# Fields that depend on time, and read-outs
# -----------------------------------------

assert row(text, autonomous=False) == "+++---"
assert check(text, domain="R^2").signs("linear-layer") == "+++---"

# %%
# No jump at all
# --------------

assert row("(x + 1, 2*y)") == "++++++"
