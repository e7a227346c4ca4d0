r"""
FLOOR-1D: the distance to monotone maps
=======================================

**Statement.** For one variable and one output put :math:`\delta(f) = \sup_{p < q} (f(p) - f(q))/2`, or 0. Every
``basic`` map misses :math:`f` by at least :math:`\delta(f)` in the sup norm, and for continuous :math:`f` on a compact
interval that is the distance. For ``linear-layer`` it is the smaller of :math:`\delta(f)` and :math:`\delta(-f)`.

**Source.** A short proof; isotonic regression in the sup norm.

**Derivation.** If :math:`g` increases and :math:`f(p) > f(q)`, then :math:`f(p) - f(q)` is less than the sum of the two
errors. The bound is attained half-way between the running maximum of :math:`f` from the left and its running minimum
from the right.

**Proof.** In full: :ref:`FLOOR-1D <thm-floor-1d>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------

text, domain = "x**3 - x", "[-3/2, 3/2]"
profile = check(text, domain=domain)
floor = profile.floor("basic")
print("basic misses", text, "by", floor.lower, "- exact:", floor.exact, "by", floor.rule)
assert floor.rule == "FLOOR-1D"

# %%
# The best monotone approximation, on a grid.

x = np.linspace(-1.5, 1.5, 3001)
f = x**3 - x
above, below = np.maximum.accumulate(f), np.minimum.accumulate(f[::-1])[::-1]
best = (above + below) / 2
assert np.all(np.diff(best) >= -1e-12)
error = np.max(np.abs(f - best))
print("error of the approximation:", error.round(6))
descent = max(f[: k + 1].max() - f[k] for k in range(len(f))) / 2
assert abs(error - descent) < 1e-9
assert abs(error - 2 / np.sqrt(27)) < 1e-5

figure, axes = plt.subplots(figsize=(5, 3.5))
axes.fill_between(x, below, above, alpha=0.2)
axes.plot(x, f, label="f")
axes.plot(x, best, label="best monotone map")
axes.set(xlabel="x", title="half-way between two running extrema")
axes.legend()

# %%
# Exact values
# ------------

for text, domain, basic, layer in (("4*x*(1 - x)", "[0, 1]", "1/2", "1/2"), ("-x", "[0, 1]", "1/2", "0")):
    profile = check(text, domain=domain)
    assert (profile.floor("basic").lower, profile.floor("linear-layer").lower) == (basic, layer)

# %%
# A monotone map
# --------------
# The floor is 0 and the map may still be missed by every field of a class: exact and approximate embedding are
# different questions. Decide them apart.

monotone = check("x**3 + 1")
assert monotone.floor("basic").lower == "0"
assert monotone.signs("basic") == "+-----"

# %%
# An unbounded domain
# -------------------

assert check("x**2").floor("linear-layer").lower == "oo"
assert check("exp(-x**2)").floor("linear-layer").lower == "1/2"

# %%
# One dimension more
# ------------------

assert check("4*x*(1 - x)", domain="[0, 1]").floor("augmented-1").lower == "0"
