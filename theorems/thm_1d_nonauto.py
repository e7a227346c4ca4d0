r"""
1D-NONAUTO: time-dependent fields
=================================

**Statement.** (``basic``, non-autonomous). ``flow`` and ``C0``: if and only if :math:`f` is continuous and strictly
increasing. ``Lip``: if and only if it is also locally bi-Lipschitz. ``C1``, ``Cinf``, ``Comega``: if and only if
:math:`f` has the class and :math:`f' > 0`. Here the field has its class jointly in time and state.

**Source.** A short proof.

**Derivation.** The isotopy :math:`F_t(x) = (1 - t) x + t f(x)` is strictly increasing for each :math:`t`, so it is the
flow of :math:`V(t, F_t(x)) = f(x) - x`, which has the class of :math:`f`. Solutions are unique: with
:math:`h(t) = F_t(y(t))` the two terms of :math:`(1 - t)\, dy + t\, df(y)` have one sign, so :math:`y` is constant. The
necessary conditions hold because the map has the class of the flow.

**Proof.** In full: :ref:`1D-NONAUTO <thm-1d-nonauto>`.
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
# A polynomial with two fixed points has no autonomous :math:`C^1` field, but an analytic time-dependent one.

text = "3*x/2 - x**2/2"
print(f"{text} on [0, 1]: autonomous {row(text, '[0, 1]')}, time-dependent {row(text, '[0, 1]', autonomous=False)}")
assert row(text, "[0, 1]") == "+++---"
assert row(text, "[0, 1]", autonomous=False) == "++++++"

# %%
# The field, solved for: :math:`y` is the root of :math:`F_t(y) = h`, and :math:`V(t, h) = f(y) - y`. A Runge-Kutta
# integration brings :math:`x` to :math:`f(x)`.


def f(x):
    return 3 * x / 2 - x**2 / 2


def field(t, h):
    y = h if t == 0 else ((1 + t / 2) - mpmath.sqrt((1 + t / 2) ** 2 - 2 * t * h)) / t
    return f(y) - y


def integrate(x, steps=50):
    h, t, d = mpmath.mpf(x), mpmath.mpf(0), mpmath.mpf(1) / steps
    for _ in range(steps):
        k1 = field(t, h)
        k2 = field(t + d / 2, h + d / 2 * k1)
        k3 = field(t + d / 2, h + d / 2 * k2)
        k4 = field(t + d, h + d * k3)
        h, t = h + d / 6 * (k1 + 2 * k2 + 2 * k3 + k4), t + d
    return h


for point in (0.2, 0.5, 0.9):
    print(f"x = {point}: the field leads to {mpmath.nstr(integrate(point), 12)}, f(x) = {mpmath.nstr(f(point), 12)}")
    assert abs(integrate(point) - f(point)) < 1e-9

x = np.linspace(0, 1, 21)
figure, axes = plt.subplots(figsize=(5, 3))
axes.plot([0, 1], [x, 3 * x / 2 - x**2 / 2], color="tab:blue", linewidth=1)
axes.set(xlabel="t", ylabel="h", title="the linear isotopy: straight lines that do not meet")

# %%
# Neither fixed points nor kinks matter, only the class of f and of its inverse.

for text, expected in (
    ("x + sin(x)/2", "++++++"),
    ("exp(x) - 1", "++++++"),
    ("x + 1 + |x|/2", "+++---"),
    ("elu(x)", "++++--"),
    ("x + 1 + x*|x|/4", "++++--"),
):
    print(f"{text:18} autonomous {row(text)}   time-dependent {row(text, autonomous=False)}")
    assert row(text, autonomous=False) == expected

# %%
# Without a positive derivative
# -----------------------------
# ``C0`` holds, ``Lip`` does not. "Jointly" is needed here: for each single :math:`t` the field of :math:`x^{3^t}` is
# analytic off 0.

for text in ("x**3", "x**3 + 1", "cbrt(x**3 + 1)"):
    assert row(text, autonomous=False) == "++----"

# %%
# Without monotonicity
# --------------------
# Time does not help a map that reverses the order of two points.

for text in ("-x", "sin(x)", "relu(x)"):
    assert row(text, autonomous=False) == "------"
