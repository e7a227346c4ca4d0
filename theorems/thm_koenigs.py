r"""
Koenigs: the functional equation of Schröder
============================================

**Statement.** Let :math:`f` be analytic at its fixed point :math:`p` with the multiplier :math:`s = f'(p)`,
:math:`|s| \ne 0, 1`. There is exactly one analytic :math:`\sigma` near :math:`p` with
:math:`\sigma(f(x)) = s\,\sigma(x)`, :math:`\sigma(p) = 0`, :math:`\sigma'(p) = 1`. For :math:`s > 0` the iterates
:math:`f^t = \sigma^{-1}(s^t \sigma(x))` are a flow with the field :math:`V = \log(s)\, \sigma/\sigma'`.

**Source.** Koenigs 1884, for the equation of Schröder 1871.

**Derivation.** For :math:`|s| < 1` put :math:`\sigma_n(x) = (f^n(x) - p)/s^n`. One more step multiplies this by
:math:`1 + O(|f^n(x) - p|)`, and these distances shrink geometrically, so the limit exists, and the equation is plain.
For :math:`|s| > 1` use the inverse. Two solutions differ by a function that commutes with multiplication by :math:`s`,
and an analytic one of that kind is linear.

**Proof.** In full: :ref:`KOENIGS <thm-koenigs>`.
"""

import matplotlib.pyplot as plt
import mpmath
import numpy as np

from embedcheck import InputError, check, iterate, koenigs

mpmath.mp.dps = 50  # numbers are shown and compared with so many digits

# %%
# Example
# -------
# :math:`\sqrt2^x` at its fixed point 2, with the multiplier :math:`\log 2`.

sigma = koenigs("sqrt(2)**x", at=2)
print("multiplier:", sigma.multiplier, "  sigma(1) =", sigma(1, dps=30))
value, image = sigma(1, dps=30), sigma("sqrt(2)", dps=30)
assert abs(image - mpmath.log(2) * value) < 1e-28

# %%
# The limit of the derivation, in floating point.

x = 1.0
for _ in range(40):
    x = np.sqrt(2) ** x
assert abs((x - 2) / np.log(2) ** 40 - float(value)) < 1e-6

# %%
# The series is exact: for :math:`2x + x^2` the Koenigs function is :math:`\log(1 + x)`.

print(koenigs("2*x + x**2", at=0).series(5))
assert [str(c) for c in koenigs("2*x + x**2", at=0).series(5)] == ["0", "1", "-1/2", "1/3", "-1/4", "1/5"]

# %%
# Half iterates, applied twice.

half = iterate("sqrt(2)**x", "1/2", 1, at=2, dps=20)
again = iterate("sqrt(2)**x", "1/2", str(half), at=2, dps=18)
print("f^(1/2)(1) =", half, "  twice:", again)
assert abs(float(again) - np.sqrt(2)) < 1e-15

# %%
# In the coordinate :math:`\sigma` the map is a multiplication.

points = np.round(np.linspace(-2, 3.5, 40), 4)
values = [float(sigma(f"{p:.4f}")) for p in points]
images = [float(sigma(f"{np.sqrt(2) ** p:.12f}")) for p in points]
assert np.allclose(images, np.log(2) * np.array(values), atol=1e-9)
figure, axes = plt.subplots(1, 2, figsize=(7, 3), layout="constrained")
axes[0].plot(points, np.sqrt(2) ** points, points, points, "k:")
axes[0].set(xlabel="x", ylabel="f(x)", title="the map")
axes[1].plot(values, images, values, values, "k:")
axes[1].set(xlabel=r"$\sigma(x)$", ylabel=r"$\sigma(f(x))$", title=r"in the coordinate $\sigma$")

# %%
# A negative multiplier
# ---------------------
# :math:`\sigma` exists, but :math:`s^t` is not real: there is no flow.

turned = koenigs("-x/2 + x**2", at=0)
assert abs(turned("-0.06", dps=20) + turned("0.2", dps=20) / 2) < 1e-18  # f(0.2) = -0.06
assert check("-x/2", domain="R").signs("basic") == "------"

# %%
# Multiplier 1 and 0
# ------------------
# These fixed points have other equations: Abel's and Boettcher's.

for text in ("x + x**2", "x**2"):
    try:
        koenigs(text, at=0)
    except InputError as error:
        print(f"{text}: {error}")
    else:
        raise AssertionError("a Koenigs function at a fixed point that is not hyperbolic")

# %%
# Without analyticity
# -------------------
# :math:`C^1` is not enough: for :math:`f(x) = \tfrac{x}{2}(1 - 1/\log x)` the products
# :math:`\prod (1 - 1/\log x_n)` diverge like a power of :math:`n`, and no :math:`\sigma` has the derivative 1 at 0.

x, products = 0.1, []
for n in range(1, 401):
    x = x / 2 * (1 - 1 / np.log(x))
    products.append(x * 2.0**n / 0.1)
print("x_n/s^n after 100, 200, 400 steps:", products[99], products[199], products[399])
assert products[399] > 1.5 * products[199] > 2 * products[99]

mpmath.mp.dps = 15
