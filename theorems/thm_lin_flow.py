r"""
LIN-FLOW: linear maps and continuous fields
===========================================

**Statement.** :math:`f(x) = A x`, :math:`A` regular. If the parts of :math:`A` inside and outside of the unit circle
have positive determinants and the rest has a real logarithm, ``basic`` autonomous ``C0`` is embeddable. If one of these
determinants is negative, or the dimension of :math:`\ker(A + 1)` is odd, every ``basic`` autonomous cell is refuted, on
:math:`\mathbb{R}^n` and on boxes with 0 inside where 1 is no eigenvalue.

**Source.** Kuiper and Robbin 1973 for hyperbolic matrices; a proof for continuous fields.

**Derivation.** Write a contraction as :math:`A = \sigma e^L` with a commuting :math:`\sigma`, :math:`\sigma^2 = 1`.
:math:`\det A > 0` makes :math:`\sigma` a rotation :math:`e^K` of pairs of axes, though not one that commutes with
:math:`L`. Count the distance to 0 by the time :math:`\rho(x)` that :math:`e^{tL}` needs from a sphere to :math:`x`, and
turn while falling: :math:`\varphi_t(e^{\rho L} y) = e^{(\rho + t) L} e^{tK} y`. Near 0 the field tends to 0 but turns
about in skewer and skewer frames. Conversely a flow that commutes with :math:`A` keeps the stable space, and continuity
its orientation.

**Proof.** In full: :ref:`LIN-FLOW <thm-lin-flow>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R^2"):
    """``basic`` autonomous, the classes from flow to Comega."""
    return check(text, domain=domain).signs("basic")


# %%
# Example
# -------
# Two different negative eigenvalues on the same side of the circle.

verdict = check("(-x/2, -y/3)", domain="R^2").verdict("basic", "C0")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "LIN-FLOW"
assert row("(-x/2, -y/3)") == row("(-2*x, -3*y)") == row("(-2*x + y, -2*y)") == "++----"

# %%
# The flow of the derivation for :math:`\mathrm{diag}(-1/2, -1/3)`: turn on the unit circle while
# :math:`e^{tL} = \mathrm{diag}(2^{-t}, 3^{-t})` pulls inwards.


def rho(x, y):
    """The time from the unit circle to the point: bisection, as the norm of diag(2^r, 3^r)(x, y) grows with r."""
    low, high = -60.0, 60.0
    for _ in range(100):
        middle = (low + high) / 2
        if (2**middle * x) ** 2 + (3**middle * y) ** 2 < 1:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def flow(t, x, y):
    r = rho(x, y)
    u, v = 2**r * x, 3**r * y
    u, v = np.cos(np.pi * t) * u - np.sin(np.pi * t) * v, np.sin(np.pi * t) * u + np.cos(np.pi * t) * v
    return 2.0 ** -(r + t) * u, 3.0 ** -(r + t) * v


generator = np.random.default_rng(7)
for x, y in generator.uniform(-2, 2, size=(20, 2)):
    assert np.allclose(flow(1, x, y), (-x / 2, -y / 3))
    assert np.allclose(flow(0.3, *flow(0.4, x, y)), flow(0.7, x, y))

# %%
# It is not Lipschitz: at the heights :math:`\rho` the slope of the field grows like :math:`(3/2)^\rho`.


def field(x, y, step=1e-6):
    return (np.array(flow(step, x, y)) - np.array(flow(-step, x, y))) / (2 * step)


steep = [float(np.linalg.norm(field(0.0, 3.0**-r)) / 3.0**-r) for r in (1, 4, 7, 10)]
print("|V|/|x| along the y-axis:", [round(value, 1) for value in steep])
assert steep[3] > 3 * steep[2] > 9 * steep[1]

figure, axes = plt.subplots(figsize=(4.5, 4))
for angle in np.linspace(0, 2 * np.pi, 9)[:-1]:
    curve = np.array([flow(t, np.cos(angle), np.sin(angle)) for t in np.linspace(0, 4, 300)])
    axes.plot(*curve.T, linewidth=1)
axes.set(aspect="equal", xlabel="x", ylabel="y", title="(-x/2, -y/3), a spiral that flattens")

# %%
# One flip inside, one outside
# ----------------------------
# The determinant of the whole is positive, those of the parts are negative.

saddle = check("(-x/2, -2*y)", domain="R^2")
assert saddle.signs("basic") == "------"
assert saddle.signs("basic", autonomous=False) == "++++++"
assert row("(-x/2, -2*y)", "[0, 1]^2") != "------"

# %%
# On the unit circle
# ------------------
# :math:`-1` an even number of times is half a turn; one block of size two has an odd :math:`\ker(A + 1)`.

assert row("(-x, -y)") == "++++++"
assert row("(-x + y, -y)") == "------"

# %%
# A negative determinant, a zero determinant
# ------------------------------------------

assert row("(2*x, -y/2)") == row("(x, 0*y)") == "------"
