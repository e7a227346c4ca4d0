r"""
1D-CLASS-M: rigidity of single-valued maps
==========================================

**Statement.** Let :math:`f` or its inverse be a single-valued holomorphic function on the sphere minus a countable
closed set (entire, rational, meromorphic functions and what is composed of them), real analytic on :math:`X`, and not
a Moebius map. (a) Two consecutive fixed points in :math:`X` with :math:`f' > 0` on the interval between them refute
``C1``. (b) A fixed point with :math:`f' = 1` refutes ``Comega``.

**Source.** Karlin and McGregor 1968 (hyperbolic fixed points), Baker 1964 and Szekeres 1964 (parabolic ones).

**Derivation.** The orbit :math:`F(t) = \varphi_t(x_0)` continues by :math:`F(t + 1) = f(F(t))` to a single-valued
function on the plane minus a countable closed set. Near a hyperbolic end it has the exact period
:math:`2 \pi i/\log s`; near a parabolic end it is univalent. Injectivity spreads from there by the functional
equation, and two ends, or one parabolic end and the rest of the plane, leave room only for Moebius maps.

**Proof.** In full: :ref:`1D-CLASS-M <thm-1d-class-m>`.
"""

import matplotlib.pyplot as plt
import mpmath

from embedcheck import check


def row(text, domain="R", architecture="basic", autonomous=True):
    """The classes from flow to Comega: + embeddable, - not embeddable, ? undecided."""
    return check(text, domain=domain).signs(architecture, autonomous)


# %%
# Example (a)
# -----------
# :math:`f(x) = 3x/2 - x^2/2` on :math:`[0, 1]` has the multipliers 3/2 at 0 and 1/2 at 1. No numerics enter:

verdict = check("3*x/2 - x**2/2", domain="[0, 1]").verdict("basic", "C1")
print(verdict.rule, "-", verdict.reason)
assert row("3*x/2 - x**2/2", "[0, 1]") == "+++---"
assert verdict.rule == "1D-CLASS-M"

# %%
# The same in numbers. A :math:`C^1` field would be the limit of :math:`c (x_{n+1} - x_n)/(f^n)'(x)` from either end
# (1D-ONEFIX). Computed from 0 and from 1 they differ.

mpmath.mp.dps = 40


def f(x):
    return 3 * x / 2 - x**2 / 2


def inverse(y):
    return (3 - mpmath.sqrt(9 - 8 * y)) / 2


def slope(x):
    return mpmath.mpf(3) / 2 - x


def from_one(x):
    """Iterate forward to the attracting end 1, s = 1/2."""
    s, product = mpmath.mpf(1) / 2, mpmath.mpf(1)
    for _ in range(60):
        product *= slope(x)
        x = f(x)
    return mpmath.log(s) / (s - 1) * (f(x) - x) / product


def from_zero(x):
    """Iterate backward to the end 0, which attracts the inverse with s = 2/3; the field of f is minus that."""
    s, product = mpmath.mpf(2) / 3, mpmath.mpf(1)
    for _ in range(100):
        x = inverse(x)
        product /= slope(x)
    return -mpmath.log(s) / (s - 1) * (inverse(x) - x) / product


differences = []
for point in ("0.3", "0.4", "0.5", "0.6"):
    zero, one = from_zero(mpmath.mpf(point)), from_one(mpmath.mpf(point))
    differences.append(one / zero - 1)
    print(f"x = {point}   V_0 = {mpmath.nstr(zero, 15)}   V_1 = {mpmath.nstr(one, 15)}", end="")
    print(f"   relative {mpmath.nstr(one / zero - 1, 5)}")
assert max(abs(difference) for difference in differences) > 1e-13
mpmath.mp.dps = 15

figure, axes = plt.subplots(figsize=(5, 2.8), layout="constrained")
axes.plot([0.3, 0.4, 0.5, 0.6], [float(difference) for difference in differences], "o-")
axes.axhline(0, color="black", linewidth=0.6)
axes.set(xlabel="x", ylabel="relative difference", title="the two fields of 3x/2 - x²/2")

# %%
# The difference is small and has both signs, so it cannot be found by looking; but it is there. The theorem also
# covers maps where it is far smaller: for :math:`x + \sin(x)/10` about :math:`10^{-42}`.

for text in ("x + sin(x)/10", "tanh(2*x)", "erf(x)", "exp(x)/3", "x/2 + x**3/2"):
    assert row(text) == "+++---"

# %%
# Example (b)
# -----------

for text in ("exp(x) - 1", "sinh(x)", "tanh(x)", "x + x**3"):
    assert row(text) == "+++++-"
for text in ("atan(x)", "asinh(x)"):  # through the inverse
    assert row(text) == "+++++-"

# %%
# A Moebius map
# -------------
# The hypothesis "not Moebius" is needed: two fixed points or a parabolic one, and an analytic field.

for text, domain in (("2*x/(1 + x)", "[0, 1]"), ("x/(1 + x)", "[0, oo)")):
    print(f"{text} on {domain}:", row(text, domain))
    assert row(text, domain) == "++++++"

# %%
# A map with a branch point
# -------------------------
# So is single-valuedness: with square roots there are maps with three fixed points, or a parabolic one, and an
# analytic field.

for text in ("2*x/sqrt(1 + 3*x**2)", "x/sqrt(1 + x**2)"):
    print(f"{text}:", row(text))
    assert row(text) == "++++++"

# %%
# One fixed point less in X
# -------------------------

assert row("3*x/2 - x**2/2", "[0, 1)") == "++++++"
assert row("exp(x) - 1", "(0, oo)") == "++++++"
