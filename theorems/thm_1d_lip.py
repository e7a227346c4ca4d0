r"""
1D-LIP: Lipschitz fields whatever the fixed points are
======================================================

**Statement.** Let :math:`X` be a locally finite union of closed pieces, :math:`f` of class :math:`C^2` up to the ends
of each, with positive one-sided derivatives, and of class :math:`C^1` off the fixed points. Then :math:`f` has a
locally Lipschitz field: ``basic`` autonomous ``Lip`` is embeddable, with finitely or infinitely many fixed points,
parabolic ones, or whole intervals of them.

**Source.** A short proof; see the theory page.

**Derivation.** On a component choose :math:`D = [x_0, f(x_0)]` and :math:`V` on it affine from :math:`a` to
:math:`a f'(x_0)`, with :math:`\int_D dx/V = 1`; extend by :math:`V(f(x)) = f'(x) V(x)`. Differentiating,

.. math:: V'(f(x)) = V'(x) + \frac{f''(x)}{f'(x)} V(x) .

Bounded distortion gives :math:`|V(f^k x)| \le C |f^k D|`, and these lengths add up to at most the length of the
component. So :math:`V'` stays bounded, and :math:`V` tends to 0 at the fixed points.

**Proof.** In full: :ref:`1D-LIP <thm-1d-lip>`.
"""

import matplotlib.pyplot as plt
import mpmath

from embedcheck import check


def row(text, domain="R", architecture="basic", autonomous=True):
    """The classes from flow to Comega: + embeddable, - not embeddable, ? undecided."""
    return check(text, domain=domain).signs(architecture, autonomous)


# %%
# Example
# -------
# :math:`x + \sin(x)/2` has the fixed points :math:`k \pi`. No :math:`C^1` field exists, but a Lipschitz one does.

print("x + sin(x)/2:", row("x + sin(x)/2"))
assert row("x + sin(x)/2") == "+++---"

# %%
# The construction in numbers. Along the orbit of one point of :math:`(0, \pi)` the derivative of :math:`V` settles at
# both ends, though not at the multipliers' logarithms :math:`\log(3/2)` and :math:`\log(1/2)`, which a :math:`C^1`
# field would need.


def f(x):
    return x + mpmath.sin(x) / 2


def slope(x):
    return 1 + mpmath.cos(x) / 2


def bend(x):
    return -mpmath.sin(x) / 2


x0 = mpmath.mpf(1)
x1, ratio = f(x0), slope(x0)
a = (x1 - x0) * mpmath.log(ratio) / (ratio - 1)  # the integral of 1/V over D is 1
bounds = []
for share in (0.2, 0.5, 0.8):
    x = start = x0 + share * (x1 - x0)
    v, dv = a + a * (ratio - 1) * share, a * (ratio - 1) / (x1 - x0)
    first = dv
    values = [dv]
    for _ in range(60):
        x, v, dv = f(x), slope(x) * v, dv + bend(x) / slope(x) * v
        values.append(dv)
    right = dv
    x, dv = start, first
    v = a + a * (ratio - 1) * share
    for _ in range(60):
        x = mpmath.findroot(lambda y, target=x: f(y) - target, x / 1.5)
        v = v / slope(x)
        dv = dv - bend(x) / slope(x) * v
        values.append(dv)
    print(f"start {mpmath.nstr(start, 6)}: V' -> {mpmath.nstr(dv, 10)} at 0, {mpmath.nstr(right, 10)} at pi")
    bounds.append(max(abs(value) for value in values))
print("log(3/2) =", mpmath.nstr(mpmath.log(1.5), 10), "  log(1/2) =", mpmath.nstr(mpmath.log(0.5), 10))
assert max(bounds) < 1

figure, axes = plt.subplots(figsize=(5, 3))
axes.plot([float(value) for value in values[:61]], ".-", label="forward, to pi")
axes.plot([float(values[0])] + [float(value) for value in values[61:]], ".-", label="backward, to 0")
axes.set(xlim=(0, 25), xlabel="steps", ylabel="V'", title="the derivative of V along an orbit settles")
axes.legend()

# %%
# Parabolic fixed points, intervals of fixed points, kinks at fixed points: all the same.

for text in ("x + sin(x)**2/2", "Max(x, 2*x)", "x + |x - 1|/2", "Piecewise((x, x <= 0), (x + x**2, True))"):
    assert row(text)[:3] == "+++"

# %%
# A kink off the fixed points
# ---------------------------

assert row("x + 1 + |x|/2") == "+-----"

# %%
# A vanishing derivative
# ----------------------

assert row("x + sin(x)") == "++----"

# %%
# Without a second derivative up to the end of the pieces
# -------------------------------------------------------
# :math:`f = x/2 \cdot (1 + o(1))` is :math:`C^1`, smooth off 0, and :math:`f'(0) = 1/2`; but :math:`f'` oscillates
# like :math:`1/\log x` at 0. The theorem does not apply, and the engine does not claim the cell.

wild = "Piecewise((x/2*(1 - log(2)*(1 - cos(2*pi*log(x)/log(2)))/(100*log(x))), x > 0), (0, True))"
print("oscillating at 0:", row(wild, "[0, 1/8]"))
assert row(wild, "[0, 1/8]")[:2] == "++"
assert row(wild, "[0, 1/8]")[2] != "+"
