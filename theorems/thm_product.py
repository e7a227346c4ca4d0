r"""
PRODUCT: groups of variables that do not mix
============================================

**Statement.** If :math:`f(x, y) = (g(x), h(y))` on a product and :math:`g` and :math:`h` are in one ``basic`` cell,
:math:`f` is in that cell.

**Source.** By definition.

**Derivation.** Put the fields side by side. Solutions, their uniqueness and the class are taken coordinate by
coordinate. The converse is false: a factor alone may fail where both together do not.

**Proof.** In full: :ref:`PRODUCT <thm-product>`.
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

verdict = check("(exp(x) - 1, y/2 + atan(y)/4)", domain="R^2").verdict("basic", "Cinf")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "PRODUCT"

# %%
# The weaker factor decides
# -------------------------
# Here Lip, by the kink, or C0, by the critical point.

for text, single in (("(x + |x - 1|/2, y + 1)", "x + |x - 1|/2"), ("(x**3, 2*y)", "x**3")):
    print(f"{text:24} {row(text)}   {single:15} {row(single, 'R')}")
    assert row(text)[:2] == row(single, "R")[:2] == "++"

# %%
# The flow of :math:`(2x/(1+x), 2y)` in closed form, with the proven digits of the factor.

flow = check("2*x/(1 + x)", domain="[0, 1]").verdict("basic", "Comega").flow
times = np.linspace(0, 1, 9)
figure, axes = plt.subplots(figsize=(5, 3.5))
for start in (0.1, 0.3, 0.5, 0.7, 0.9):
    x = np.array([float(flow(t=str(t), x=str(start))) for t in times])
    for height in (-1.0, -0.4, 0.4, 1.0):
        axes.plot(x, height * 2**times, ".-", color="tab:blue", linewidth=1, markersize=3)
    assert abs(x[-1] - 2 * start / (1 + start)) < 1e-12
axes.set(xlabel="x", ylabel="y", title="two flows side by side")

# %%
# A factor that is refuted
# ------------------------
# alone: :math:`-x` is no flow of a line. Two of them are half a turn of the plane.

assert row("-x", "R") == "------"
assert row("(-x, -y)") == "++++++"
assert row("(-x, y)") == "------"

# %%
# A factor that is rescued
# ------------------------
# :math:`x + \sin(x)/4` has no C1 field on the line. Beside a shift it has an analytic one (CLOCK), beside a doubling it
# has not (ND-INVARIANT-LINE).

assert row("x + sin(x)/4", "R") == "+++---"
assert row("(x + sin(x)/4, y + 1)") == "++++++"
assert row("(x + sin(x)/4, 2*y)") == "+++---"

# %%
# Variables that mix
# ------------------
# Then it is no product, and other theorems are needed.

mixed = check("(x/2 + sin(y)/8, y/2 + sin(x)/8)", domain="R^2").verdict("basic", "Comega")
assert mixed.rule == "ND-SINK"
