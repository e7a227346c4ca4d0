r"""
Abel: parabolic fixed points
============================

**Statement.** Let :math:`f(x) = x + a (x - p)^{k+1} + \dots` be analytic at :math:`p`, :math:`a \ne 0`, :math:`k \ge
1`. On each side of :math:`p` Abel's equation :math:`\alpha(f(x)) = \alpha(x) + 1` has exactly one solution, up to a
constant, whose field :math:`V = 1/\alpha'` satisfies :math:`V \sim a (x-p)^{k+1}`. Then
:math:`f^t = \alpha^{-1}(\alpha(x) + t)`. The expansion of :math:`V` at :math:`p`, the iterative logarithm, is a formal
series that in general diverges.

**Source.** Abel, Fatou, Szekeres 1958, Écalle.

**Derivation.** The formal field :math:`V` is found coefficient by coefficient from Julia's equation
:math:`V(f(x)) = f'(x) V(x)`. Cut it off and integrate :math:`1/V`: the result :math:`\alpha_N` solves Abel's equation
up to a defect of high order at :math:`p`. Orbits approach :math:`p` like :math:`n^{-1/k}`, so the defects along an
orbit have a finite sum, which is the correction.

**Proof.** In full: :ref:`ABEL <thm-abel>`.
"""

import matplotlib.pyplot as plt
import mpmath
import numpy as np

from embedcheck import InputError, abel, check, iterate, julia

mpmath.mp.dps = 50  # numbers are shown and compared with so many digits

# %%
# Example
# -------
# :math:`e^x - 1`, and its half iterate at 1.

half = iterate("exp(x) - 1", "1/2", 1, dps=30)
print("f^(1/2)(1) =", half)
assert str(half).startswith("1.27102741388995152142465187667")
again = iterate("exp(x) - 1", "1/2", str(half), dps=25)
assert abs(float(again) - (np.e - 1)) < 1e-15

sine = iterate("sin(x)", "1/2", 1, dps=30)
assert str(sine).startswith("0.90870842974336355496561124039")

# %%
# Abel's equation with 40 digits.

alpha = abel("sin(x)", at=0, side="right", base=1)
assert abs(alpha("sin(1)", dps=40) - 1) < 1e-38

# %%
# The exact iterative logarithm of :math:`e^x - 1`, and its growth: the coefficients shrink at first and then explode,
# so the sum means nothing beyond the smallest term.

coefficients = julia("exp(x) - 1", at=0).series(60)
print([str(c) for c in coefficients[:8]])
assert [str(c) for c in coefficients[:6]] == ["0", "0", "1/2", "-1/12", "1/48", "-1/180"]
sizes = [abs(float(c)) for c in coefficients]
assert sizes[60] > 1e6 * min(size for size in sizes[3:] if size)
figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
axes.semilogy([n for n, size in enumerate(sizes) if size], [size for size in sizes if size], ".-")
axes.set(xlabel="order", ylabel="size of the coefficient", title="iterative logarithm of exp(x) - 1")

# %%
# A series that ends
# ------------------
# For :math:`x/(1 - x)` the field is :math:`x^2`, and :math:`\alpha = -1/x`.

assert [str(c) for c in julia("x/(1 - x)", at=0).series(6)] == ["0", "0", "1", "0", "0", "0", "0"]
assert check("x/(1 + x)", domain="[0, oo)").signs("basic") == "++++++"
assert check("exp(x) - 1").signs("basic") == "+++++-"

# %%
# Two sides
# ---------
# Each side of 0 has its own Abel function, with a pole at 0 between them. Both grow along the orbits, towards 0 on the
# left and away from 0 on the right.

right = abel("exp(x) - 1", at=0, side="right", base=1)
left = abel("exp(x) - 1", at=0, side="left", base=-1)
print("alpha(2) - alpha(1) =", right(2), "  alpha(-1/2) - alpha(-1) =", left("-1/2"))
assert right(2) > 0
assert left("-1/2") > 0

# %%
# Another multiplier
# ------------------

try:
    abel("2*x + x**2", at=0)
except InputError as error:
    print(error)
else:
    raise AssertionError("an Abel function at a hyperbolic fixed point")

# %%
# Contact of infinite order
# -------------------------
# Where :math:`f - \mathrm{id}` is flat there is no first term :math:`a x^{k+1}`. The engine decides ``C1`` and leaves
# the smooth class open.

flat = check("Piecewise((x + exp(-1/x), x > 0), (x, True))")
print("x + exp(-1/x):", flat.signs("basic"))
assert flat.signs("basic")[:4] == "++++"
assert flat.verdict("basic", "Cinf").status == "undecided"

mpmath.mp.dps = 15
