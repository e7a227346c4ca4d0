r"""
1D-ONEFIX: one fixed point
==========================

**Statement.** Let :math:`f` be :math:`C^1` on :math:`X`, :math:`f' > 0`, :math:`C^2` off the fixed points and
one-sidedly up to them, and let no component between fixed points be bounded by two of them. Then :math:`f` has a
:math:`C^1` field, unique on the components that end in a fixed point. An analytic :math:`f` has a
:math:`C^\infty` field, and an analytic one if its fixed points are hyperbolic (:math:`f' \ne 1`).

**Source.** Koenigs 1884 (hyperbolic, analytic), Szekeres 1958 (the field as a limit), Sternberg 1957, Kopell 1970,
Takens 1973 (smooth).

**Derivation.** Let :math:`p` attract, :math:`x_n = f^n(x)`, :math:`s = f'(p)`, :math:`c = \log(s)/(s - 1)` (1 if
:math:`s = 1`). The mean value theorem gives for

.. math:: V_n(x) = c\,\frac{x_{n+1} - x_n}{(f^n)'(x)}, \qquad
          \left|\log \frac{V(x)}{V_n(x)}\right| \le K |x_n - p|, \quad K = \sup |f''/f'| ,

so the limit exists, with a bound that can be computed. It solves :math:`V(f) = f' V`.

**Proof.** In full: :ref:`1D-ONEFIX <thm-1d-onefix>`.
"""

import matplotlib.pyplot as plt
import mpmath
import numpy as np

from embedcheck import check


def row(text, domain="R", architecture="basic", autonomous=True):
    """The classes from flow to Comega: + embeddable, - not embeddable, ? undecided."""
    return check(text, domain=domain).signs(architecture, autonomous)


# %%
# Example
# -------
# :math:`f(x) = x/(2 - x)` on :math:`[0, 1)` attracts to 0 with :math:`s = 1/2`; its field is
# :math:`V = -\log 2 \cdot x (1 - x)`. The limit finds it, inside the bound: here :math:`f''/f' = 2/(2 - x)`.

print("x/(2 - x) on [0, 1):", row("x/(2 - x)", "[0, 1)"))
assert row("x/(2 - x)", "[0, 1)") == "++++++"

x = start = mpmath.mpf(1) / 2
exact = -mpmath.log(2) * start * (1 - start)
c = mpmath.log(0.5) / (0.5 - 1)
product = mpmath.mpf(1)
for n in range(25):
    following = x / (2 - x)
    approximation = c * (following - x) / product
    error, bound = abs(mpmath.log(exact / approximation)), 2 / (2 - x) * x
    if n % 6 == 0:
        print(f"n = {n:2}   V_n = {mpmath.nstr(approximation, 12):>16}   error {mpmath.nstr(error, 3):>9}", end="")
        print(f"   bound {mpmath.nstr(bound, 3)}")
    assert error <= bound
    product *= 2 / (2 - x) ** 2
    x = following

x = np.linspace(-2, 1.2, 100)
figure, axes = plt.subplots(figsize=(5, 3))
axes.plot(x, np.expm1(x), label="exp(x) - 1")
axes.plot(x, x, "k:", linewidth=0.8)
axes.plot(x, np.where(x > 0, x, np.expm1(x)), "--", label="ELU")
axes.set(xlabel="x", ylabel="f(x)", title="maps with a parabolic fixed point at 0")
axes.legend()

# %%
# Hyperbolic fixed points
# -----------------------

for text in ("sigmoid(x)", "erf(x)/2", "2*x + sin(x)", "x + tanh(x)", "x/2 + atan(x)/4"):
    verdict = check(text).verdict("basic", "Comega")
    print(f"{text:18} {verdict.status} by {verdict.rule}")
    assert row(text) == "++++++"

# %%
# A parabolic fixed point
# -----------------------
# Without hyperbolicity the analytic class may fail, and does for maps of class M; the smooth one does not.

for text in ("exp(x) - 1", "tanh(x)", "x + x**3"):
    assert row(text) == "+++++-"

# %%
# Less smoothness at the fixed point
# ----------------------------------
# ELU is one-sidedly analytic at 0, but not :math:`C^2`: still :math:`C^1`.  With a kink at the fixed point the
# multipliers of the two sides differ, and only ``Lip`` remains.

assert row("elu(x)") == "++++--"
assert row("Max(x, 2*x)") == "+++---"

# %%
# A component between two fixed points
# ------------------------------------
# Each end has its own field, and in general they differ. The domain decides whether there are two ends.

text = "3*x/2 - x**2/2"
for domain in ("[0, 1]", "[0, 1)", "(0, 1]"):
    print(f"{text} on {domain}:", row(text, domain))
assert row(text, "[0, 1]") == "+++---"
assert row(text, "[0, 1)") == row(text, "(0, 1]") == "++++++"
