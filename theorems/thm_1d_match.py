r"""
1D-MATCH: the fields of two fixed points
========================================

**Statement.** Let :math:`f` be as in 1D-ONEFIX, except that some components of the complement of the fixed points are
bounded by two of them, :math:`p < q`. A :math:`C^1` field exists if and only if on every such component the field that
comes from :math:`p` and the field that comes from :math:`q` are the same. One point with disjoint enclosures of the two
values refutes ``C1``; that they are equal is only ever concluded from a closed form.

**Source.** Kopell, Mather, Lam 1978.

**Derivation.** Next to a fixed point :math:`p` there is only one :math:`C^1` field (1D-ONEFIX), and the equation
:math:`V(f(x)) = f'(x) V(x)` continues it to the whole component. The same is true at the other end. A field on all of
:math:`[p, q]` is both.

**Proof.** In full: :ref:`1D-MATCH <thm-1d-match>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check, julia


def row(text, domain="R", architecture="basic", autonomous=True):
    """The classes from flow to Comega: + embeddable, - not embeddable, ? undecided."""
    return check(text, domain=domain).signs(architecture, autonomous)


# %%
# Example
# -------
# A map that is not of class M, so that the digits decide.

text = "x + x*(1 - x)/(4*sqrt(1 + x))"
verdict = check(text, domain="[0, 1]").verdict("basic", "C1")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "1D-MATCH"
assert row(text, "[0, 1]") == "+++---"

# %%
# The two fields with proven digits, one from each end, and their difference over two steps of :math:`f`. It is
# invisible beside the fields, changes its sign, and is not zero.

parabola = "3*x/2 - x**2/2"
zero, one = julia(parabola, at=0), julia(parabola, at=1)
points = np.linspace(0.3, 0.6, 25)
digits = 30
values = [(zero(f"{x:.6f}", dps=digits), one(f"{x:.6f}", dps=digits)) for x in points]
relative = [float(b / a - 1) for a, b in values]
print("largest relative difference:", max(abs(value) for value in relative))
assert max(relative) > 1e-14
assert min(relative) < -1e-14

figure, axes = plt.subplots(2, 1, figsize=(5, 4.5), sharex=True, layout="constrained")
axes[0].plot(points, [float(a) for a, _ in values], label="from 0")
axes[0].plot(points, [float(b) for _, b in values], "--", label="from 1")
axes[0].set(ylabel="V", title="two fields of 3x/2 - x²/2 on (0, 1)")
axes[0].legend()
axes[1].plot(points, relative, color="crimson")
axes[1].axhline(0, color="black", linewidth=0.6)
axes[1].set(xlabel="x", ylabel="relative difference")

# %%
# Enclosures of the two values at one point are disjoint: this is the proof.

left, right = zero.enclose("1/2", dps=digits), one.enclose("1/2", dps=digits)
print(left, right)
assert abs(left.middle - right.middle) > left.radius + right.radius

# %%
# Matching fields
# ---------------
# :math:`2x/(1+x)` has the same two fixed points and the field :math:`\log 2 \cdot x(1 - x)` at both. No number of equal
# digits would show it; the formula does.

closed = check("2*x/(1 + x)", domain="[0, 1]").verdict("basic", "C1")
print(closed.rule, "-", closed.reason)
assert closed.status == "embeddable"
assert row("2*x/(1 + x)", "[0, 1]") == "++++++"

# %%
# Without one of the fixed points
# -------------------------------
# The other one has nothing to match.

for domain in ("[0, 1)", "(0, 1]", "(0, 1)"):
    assert row(text, domain) == "++++++"

# %%
# A weaker class, more time, a layer
# ----------------------------------
# Lipschitz fields are not unique (1D-LIP), fields in time need no equation (1D-NONAUTO), and a linear layer moves the
# fixed points away (1D-LAYER).

assert row(text, "[0, 1]", autonomous=False) == "++++++"
assert row(text, "[0, 1]", "linear-layer") == "++++++"
