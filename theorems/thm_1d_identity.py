r"""
1D-IDENTITY: intervals of fixed points
======================================

**Statement.** On an interval of fixed points the field 0 does it. An analytic map with such an interval is the
identity, which is in every cell.

**Source.** The identity theorem for analytic functions.

**Derivation.** Points that rest have :math:`V = 0`. If :math:`f - \mathrm{id}` is analytic and 0 on an interval, it is
0.

**Proof.** In full: :ref:`1D-IDENTITY <thm-1d-identity>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------

identity = check("x")
verdict = identity.verdict("basic", "Comega")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "1D-IDENTITY"
for architecture in identity.architectures:
    assert identity.signs(architecture) == identity.signs(architecture, autonomous=False) == "++++++"

# %%
# In disguise
# -----------
# The same map written in another way.

assert check("log(exp(x))").signs("basic") == "++++++"

# %%
# Without analyticity
# -------------------
# Half a line of fixed points and a map that leaves: the class depends on how it leaves.

texts = ("Piecewise((x, x <= 0), (2*x, True))", "Piecewise((x, x <= 0), (x + x**2, True))")
for text, expected in zip(texts, ("+++---", "++++--"), strict=True):
    print(f"{text:45} {check(text).signs('basic')}")
    assert check(text).signs("basic") == expected

x = np.linspace(-1, 1, 300)
figure, axes = plt.subplots(figsize=(4, 3.5))
axes.plot(x, np.where(x <= 0, x, 2 * x), label="with a kink")
axes.plot(x, np.where(x <= 0, x, x + x**2), label="with a bend")
axes.plot(x, x, "k:", linewidth=0.8)
axes.set(xlabel="x", ylabel="f(x)", title="half a line of fixed points")
axes.legend()

# %%
# Not the identity
# ----------------
# Analytic maps have isolated fixed points, and many of them cost the class C1.

assert check("x + sin(x)/10").signs("basic") == "+++---"
