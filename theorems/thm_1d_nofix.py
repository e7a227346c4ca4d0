r"""
1D-NOFIX: without fixed points
==============================

**Statement.** Let :math:`f' > 0` and let :math:`f` have no fixed point in :math:`X`. A :math:`C^r` field exists if and
only if :math:`f` is :math:`C^{r+1}`, a Lipschitz one if and only if :math:`f` is :math:`C^{1,1}`, an analytic one if
and only if :math:`f` is analytic.

**Source.** A short proof; the analytic case by uniformisation of an annulus.

**Derivation.** Without fixed points :math:`x \sim f(x)` glues :math:`X` to a circle, and any positive density on that
circle, of total mass 1, is :math:`dx/V`. A circle has smooth densities, and an analytic circle has analytic ones.
Necessity is :math:`f' = V(f)/V`.

**Proof.** In full: :ref:`1D-NOFIX <thm-1d-nofix>`.
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
# On :math:`(0, \infty)` the map :math:`\sqrt{1 + x^2}` adds 1 to :math:`h(x) = x^2`, so :math:`V = 1/h' = 1/(2x)`.

print("sqrt(1 + x**2) on (0, oo):", row("sqrt(1 + x**2)", "(0, oo)"))
assert row("sqrt(1 + x**2)", "(0, oo)") == "++++++"
for point in (0.1, 1, 7):
    time = mpmath.quad(lambda y: 2 * y, [point, mpmath.sqrt(1 + point**2)])
    assert abs(time - 1) < 1e-12

times = np.linspace(0, 3, 100)
figure, axes = plt.subplots(figsize=(5, 3))
for start in (0.1, 0.5, 1.0, 1.5):
    axes.plot(times, np.sqrt(start**2 + times))
axes.set(xlabel="t", ylabel="h", title="solutions of h' = 1/(2h)")

# %%
# No formula for the field is needed, and the map need not be onto.

for text in ("exp(x)", "x + exp(x)", "log(1 + exp(x))", "x + 1 + sin(x)/2", "x + atan(x)/2 - 1"):
    verdict = check(text).verdict("basic", "Comega")
    print(f"{text:20} {verdict.status} by {verdict.rule}")
    assert row(text) == "++++++"

# %%
# How many fields there are: one smooth density is as good as another. Here :math:`h = x` on :math:`[0, f(0)]` is
# deformed by a bump whose sides match; both fields carry :math:`x` to :math:`e^x` in time one.


def time(density, x):
    """Time from x in [0, 1] to exp(x), the density on [0, 1] carried to [1, e] by w(f(x)) f'(x) = w(x)."""
    before = mpmath.quad(density, [x, 1])
    after = mpmath.quad(lambda y: density(mpmath.log(y)) / y, [1, mpmath.exp(x)])
    return before + after


for density in (lambda x: mpmath.mpf(1), lambda x: 1 + mpmath.sin(2 * mpmath.pi * x) / 2):
    times = [time(density, mpmath.mpf(x)) for x in (0.1, 0.5, 0.9)]
    assert max(abs(value - 1) for value in times) < 1e-9

# %%
# With a fixed point
# ------------------
# One parabolic fixed point costs the analytic class of :math:`e^x - 1`, two fixed points of :math:`e^x/3` cost
# everything from :math:`C^1` on. On a domain that avoids them the theorem applies again.

assert row("exp(x) - 1") == "+++++-"
assert row("exp(x) - 1", "(0, oo)") == "++++++"
assert row("exp(x)/3") == "+++---"
assert row("exp(x)/3", "[2, oo)") == "++++++"

# %%
# With a zero of the derivative
# -----------------------------

print("cosh on [0, oo):", row("cosh(x)", "[0, oo)"), "  on (0, oo):", row("cosh(x)", "(0, oo)"))
assert row("cosh(x)", "[0, oo)") == "+-----"
assert row("cosh(x)", "(0, oo)") == "++++++"

# %%
# With one class less
# -------------------
# :math:`f'' ` jumps at 0: a Lipschitz field, no :math:`C^1` field.

assert row("x + 3 + x*|x|/4", "[-2, 2]") == "+++---"
