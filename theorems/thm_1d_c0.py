r"""
1D-C0: continuous fields
========================

**Statement.** Let :math:`f` be continuous and strictly increasing on an interval. A continuous field with unique
solutions (``basic`` autonomous ``C0``) makes :math:`f` of class :math:`C^1` with :math:`f' > 0` at every *non-fixed*
point. Conversely this is enough if next to each fixed point :math:`p`, on each side, either :math:`p` is isolated and
:math:`\lim f'` exists in :math:`[0, \infty]` and is not 1, or :math:`\log f'` has bounded variation.

**Source.** A short proof; see the theory page.

**Derivation.** Away from its zeros a continuous field is integrated by separation of variables,
:math:`\int_x^{f(x)} dy/V(y) = 1`, and the derivative of this identity is :math:`f'(x) = V(f(x))/V(x)`: continuous and
positive. At a zero of :math:`V`, which is a fixed point, nothing follows. For the converse choose :math:`V` on one
fundamental domain and extend it by :math:`V(f(x)) = f'(x) V(x)`; the two alternatives make it tend to 0 at the fixed
points.

**Proof.** In full: :ref:`1D-C0 <thm-1d-c0>`.
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
# :math:`x^3` has a critical point, but it is fixed: the field :math:`V(x) = \log 3 \cdot x \log|x|` is continuous, has
# unique solutions and the time-one map :math:`x^3`. No Lipschitz field exists.

print("x**3:", row("x**3"))
assert row("x**3") == "++----"


def field(x):
    return mpmath.log(3) * x * mpmath.log(abs(x))


for point in (0.1, 0.5, 0.9, 1.5, 2.0):
    time = mpmath.quad(lambda y: 1 / field(y), [point, point**3])
    print(f"time from {point} to its cube: {mpmath.nstr(time, 12)}")
    assert abs(time - 1) < 1e-9

x = np.linspace(-1.3, 1.3, 401)
figure, axes = plt.subplots(figsize=(5, 3))
axes.plot(x, np.log(3) * x * np.log(np.abs(x) + 1e-300))
axes.plot([-1, 0, 1], [0, 0, 0], "ko")
axes.set(xlabel="x", ylabel="V", title="a field that is vertical at 0")

# %%
# The same at a fixed point with infinite derivative, and at infinitely many critical fixed points.

assert row("cbrt(x)") == "++----"
assert row("x + sin(x)") == "++----"

# %%
# A critical point that is not fixed
# ----------------------------------
# Moved by a constant the same map keeps its flow and loses the field. Time dependence or a linear read-out repair it:
# both may put the critical point where nothing is asked.

for text in ("x**3 + 1", "x + 1 + sin(x)"):
    print(f"{text}: {row(text)}, time-dependent {row(text, autonomous=False)}")
    print("   ", check(text).verdict("basic", "C0").reason)
    assert row(text) == "+-----"
    assert row(text, autonomous=False) == row(text, architecture="linear-layer") == "++----"

# %%
# A kink that is not fixed
# ------------------------

print("x + |x|/2:    ", row("x + |x|/2"))
print("x + 1 + |x|/2:", row("x + 1 + |x|/2"))
assert row("x + |x|/2") == "+++---"
assert row("x + 1 + |x|/2") == "+-----"

# %%
# The domain decides what is asked
# --------------------------------
# The critical point of :math:`\sin` at :math:`\pi/2` counts only where it belongs to X.

assert row("sin(x)", "[0, pi/2]") == "+-----"
assert row("sin(x)", "[0, pi/2)")[:5] == "+++++"

# %%
# Without continuity
# ------------------
# :math:`f' = 1/2` off the only fixed point 0, but there :math:`f` jumps.

jump = "Piecewise((x/2, x <= 0), (1 + x/2, True))"
assert row(jump, "[-1, 1]") == "------"
