r"""
ND-INVARIANT-LINE: rigidity on an invariant line
================================================

**Statement.** Let :math:`f` keep a segment between two neighbouring fixed points, and let it be contained in a
one-dimensional stable or unstable manifold of one of them (or let :math:`f` act across the segment by one hyperbolic
matrix). If the restriction of :math:`f` to the segment has no :math:`C^1` field, :math:`f` has none.

**Source.** A short proof on top of 1D-MATCH and 1D-CLASS-M.

**Derivation.** Let :math:`V` be a :math:`C^1` field, and :math:`v` its part across the segment. From
:math:`V(f(x)) = Df(x) V(x)` follows :math:`v(f(x)) = B(x) v(x)`. Along an orbit towards a fixed point where :math:`B`
expands, :math:`v` would grow without bound, and it is bounded on the segment. So :math:`v = 0`: the field runs along
the segment, and one variable decides.

**Proof.** In full: :ref:`ND-INVARIANT-LINE <thm-nd-invariant-line>`.
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

text = "(x + sin(x)/4, 2*y)"
verdict = check(text, domain="R^2").verdict("basic", "C1")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "ND-INVARIANT-LINE"
assert row(text) == "+++---"
assert check("x + sin(x)/4").signs("basic") == "+++---"

x, y = np.meshgrid(np.linspace(-0.8, 3.9, 16), np.linspace(-1, 1, 9))
figure, axes = plt.subplots(figsize=(6, 3))
axes.quiver(x, y, np.sin(x) / 4, y, angles="xy", scale_units="xy", scale=2, width=0.003)
axes.plot([0, np.pi], [0, 0], "crimson", linewidth=2)
axes.plot([0, np.pi], [0, 0], "ko")
axes.set(xlabel="x", ylabel="y", title="the steps of f, and the invariant segment")

# %%
# The growth of the derivation: a part across the segment doubles with each step and does not stay bounded.

point, across = 0.1, 1e-6
for _ in range(40):
    point, across = point + np.sin(point) / 4, 2 * across
print("after 40 steps: x =", round(point, 6), " v =", across)
assert abs(point - np.pi) < 1e-3
assert across > 1e5

# %%
# The line attracts
# -----------------
# Then look backwards.

assert row("(x + sin(x)/4, y/2)") == "+++---"

# %%
# Nothing happens across the line
# -------------------------------
# With the factor 1 the field may leave the segment, and the engine does not decide.

neutral = check("(x + sin(x)/4, y)", domain="R^2")
print("(x + sin(x)/4, y):", neutral.signs("basic"))
assert "-" not in neutral.signs("basic")

# %%
# A shift across the line
# -----------------------
# The line is not kept any more.

assert row("(x + sin(x)/4, y + 1)") == "++++++"

# %%
# A restriction that has a field
# ------------------------------

moebius = check("(2*x/(1 + x), 2*y)", domain="[0, 1] x [-1, 1]")
assert moebius.signs("basic") == "++++++"

# %%
# Fields that depend on time
# --------------------------

assert row(text, autonomous=False) == "++++++"
