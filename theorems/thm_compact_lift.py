r"""
COMPACT-LIFT: compact boxes
===========================

**Statement.** Let :math:`X` be a compact box, :math:`m = n + k \ge 2`. If some :math:`g` makes :math:`(f, g)`, with
:math:`f` in coordinates of the hull of its image, an injective immersion of :math:`X` in :math:`\mathbb{R}^m`, then
:math:`f` is autonomous ``Cinf`` in ``linear-layer`` (:math:`k = 0`) or ``augmented-k``.

**Source.** Palais and Cerf on embedded discs.

**Derivation.** As for DISJOINT, but the read-out helps: it moves the image out of the way first and turns it over if
needed. So neither fixed points nor the orientation matter.

**Proof.** In full: :ref:`COMPACT-LIFT <thm-compact-lift>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain, architecture="linear-layer"):
    """Autonomous, the classes from flow to Comega."""
    return check(text, domain=domain).signs(architecture)


# %%
# Example
# -------
# The square of a complex number on a square that does not contain 0.

text, domain = "(x**2 - y**2 + 3, 2*x*y)", "[1, 2]^2"
verdict = check(text, domain=domain).verdict("linear-layer", "Cinf")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "COMPACT-LIFT"
assert row(text, domain)[:5] == "+++++"

# %%
# With k = 1: the curve :math:`(x^2, x^3 + x)` is an injective immersion by itself.

curve = check("(x**2, x**3 + x)", domain="[-2, 2]")
assert curve.verdict("augmented-1", "Cinf").rule == "COMPACT-LIFT"
x = np.linspace(-2, 2, 200)
figure, axes = plt.subplots(figsize=(5, 3))
axes.plot(np.zeros_like(x), x * 3, label="X, in the plane")
axes.plot(x**2 + 4, x**3 + x, label="its image, moved away")
axes.set(xlabel="first output", ylabel="second output", title="an arc that a flow can reach")
axes.legend()
assert np.all(np.hypot(2 * x, 3 * x**2 + 1) > 0.5)

# %%
# Either orientation
# ------------------

assert row("(x + y**2, x - y)", "[0, 1]^2")[:5] == "+++++"
assert check("(x + y**2, x - y)", domain="[0, 1]^2").signs("basic") == "------"

# %%
# Not injective, or not an immersion
# ----------------------------------
# A curve that crosses itself needs one more dimension, a cusp too.

assert row("(x**2, x**3 - x)", "[-1, 1]", "augmented-1") == "------"
assert row("(x**2, x**3)", "[-1, 1]", "augmented-1")[2:] == "----"

# %%
# Not compact
# -----------
# On the half-plane there is no room beside the image, and the theorem is silent.

half = check("(x**2 - y**2, 2*x*y)", domain="(0, oo) x R")
assert half.verdict("linear-layer", "Cinf").rule != "COMPACT-LIFT"

# %%
# The analytic class
# ------------------
# is believed to behave in the same way, and is not claimed.

assert check(text, domain=domain).verdict("linear-layer", "Comega").status == "undecided"
