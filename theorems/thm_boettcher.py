r"""
Boettcher: superattracting fixed points
=======================================

**Statement.** Let :math:`f(x) = p + a (x - p)^d + \dots` be analytic at :math:`p`, :math:`a \ne 0`, :math:`d \ge 2`.
There is an analytic :math:`\beta` near :math:`p`, :math:`\beta(p) = 0`, :math:`\beta'(p) \ne 0`, with
:math:`\beta(f(x)) = \beta(x)^d` (for odd :math:`d` and :math:`a < 0`: :math:`-\beta(x)^d`). Where :math:`\beta > 0`,
the iterates are :math:`f^t = \beta^{-1}(\beta(x)^{d^t})`, with the field
:math:`V = \log(d)\, \beta \log|\beta| / \beta'`, which is continuous and not Lipschitz at :math:`p`.

**Source.** Boettcher 1904.

**Derivation.** Normalise :math:`a = 1`, :math:`p = 0`. Write :math:`f(x) = x^d u(x)`, :math:`u(0) = 1`; the product
:math:`\beta(x) = x \prod_{n \ge 0} u(f^n(x))^{1/d^{n+1}}` converges faster than any geometric series, because the orbit
tends to 0 doubly exponentially.

**Proof.** In full: :ref:`BOETTCHER <thm-boettcher>`.
"""

import matplotlib.pyplot as plt
import mpmath
import numpy as np

from embedcheck import InputError, boettcher, check, iterate

mpmath.mp.dps = 50  # numbers are shown and compared with so many digits

# %%
# Example
# -------
# :math:`x^2 + x^3`: the product, and the library with 40 digits.

beta = boettcher("x**2 + x**3", at=0)
value = beta("1/4", dps=40)
x, product = 0.25, 0.25
for n in range(8):
    product *= (1 + x) ** (0.5 ** (n + 1))
    x = x**2 + x**3
print("beta(1/4) =", value, "  product:", product)
assert abs(float(value) - product) < 1e-14
assert abs(beta("5/64", dps=40) - value**2) < 1e-38

# %%
# Coefficients are exact.

print([str(c) for c in beta.series(4)])
assert [str(c) for c in beta.series(3)] == ["0", "1", "1/2", "1/8"]

# %%
# Half iterates of :math:`x^2` are powers with the exponent :math:`\sqrt2`.

assert abs(float(iterate("x**2", "1/2", "1/2", 0, dps=25)) - 0.5 ** np.sqrt(2)) < 1e-15
half = iterate("x**2 + x**3", "1/2", "1/4", 0, dps=25)
again = iterate("x**2 + x**3", "1/2", str(half), 0, dps=20)
print("f^(1/2)(1/4) =", half, "  twice:", again)
assert abs(float(again) - 5 / 64) < 1e-15

# %%
# The continuous field, and the verdict on the closed half-line.

profile = check("x**2 + x**3", domain="[0, oo)")
print("x^2 + x^3 on [0, oo):", profile.signs("basic"))
assert profile.signs("basic") == "++----"
b = np.linspace(1e-6, 0.6, 200)
figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
axes.plot(b, np.log(2) * b * np.log(b))
axes.set(xlabel="β", ylabel="V in the coordinate β", title="log 2 · β log β: vertical at 0")

# %%
# The other side
# --------------
# For even :math:`d` the map folds there: :math:`\beta < 0` goes to :math:`\beta^2 > 0`, and no flow does that.

assert beta("-1/4", dps=20) < 0
assert check("x**2 + x**3", domain="[-1/2, 1]").signs("basic") == "------"

# %%
# Odd :math:`d`: both sides have a flow, by powers with the sign of the base; unless :math:`a < 0`.

assert check("x**3 + x**5").signs("basic") == "++----"
assert check("-x**3").signs("basic") == "------"

# %%
# Without the fixed point
# -----------------------
# On the open half-line :math:`V` is analytic: the trouble is at the point alone.

assert check("x**2", domain="(0, oo)").signs("basic") == "++++++"

# %%
# Another multiplier
# ------------------

try:
    boettcher("x/2 + x**2", at=0)
except InputError as error:
    print(error)
else:
    raise AssertionError("a Boettcher function at a fixed point that is not superattracting")

mpmath.mp.dps = 15
