r"""
POLY-UNIPOTENT: polynomial maps with a nilpotent pull-back
==========================================================

**Statement.** Let :math:`f` be a polynomial map, :math:`f^* g = g \circ f`, :math:`N = f^* - 1`, and :math:`N^k x_i =
0` for all coordinates and some :math:`k`. Then :math:`V_i = \sum_{j \ge 1} (-1)^{j+1} N^j x_i / j` is a polynomial
field with the time-one map :math:`f`, on every domain: ``basic`` autonomous ``Comega``.

**Source.** A short proof; exponential maps of locally nilpotent derivations.

**Derivation.** :math:`P_t = (1 + N)^t = \sum \binom{t}{j} N^j` is a finite sum on each polynomial. For
:math:`t = 0, 1, 2, \dots` it is the pull-back by :math:`f^t`, so it respects products for these :math:`t`, and, being
polynomial in :math:`t`, for all. So its derivative at 0, which is :math:`\log(1 + N)`, is a derivation.

**Proof.** In full: :ref:`POLY-UNIPOTENT <thm-poly-unipotent>`.
"""

import matplotlib.pyplot as plt
import numpy as np
import sympy as sp

from embedcheck import check

# %%
# Example
# -------
# A shear along the diagonal, in which no coordinate stays.

text = "(x + (x + y)**2, y - (x + y)**2 + 1)"
verdict = check(text, domain="R^2").verdict("basic", "Comega")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "POLY-UNIPOTENT"
assert check(text, domain="R^2").signs("basic") == "++++++"

# %%
# The sum of the statement, and the flow that it generates.

x, y, t = sp.symbols("x y t")
image = {x: x + (x + y) ** 2, y: y - (x + y) ** 2 + 1}


def nilpotent(g):
    return sp.expand(g.subs(image, simultaneous=True) - g)


def powers(g):
    """g, N g, N^2 g, ... until 0."""
    found = [sp.expand(g)]
    while found[-1] != 0 and len(found) < 20:
        found.append(nilpotent(found[-1]))
    assert found[-1] == 0
    return found[:-1]


field, flow = [], []
for coordinate in (x, y):
    terms = powers(coordinate)
    field.append(sum(sp.Rational((-1) ** (j + 1), j) * term for j, term in enumerate(terms) if j))
    flow.append(sum(sp.ff(t, j) / sp.factorial(j) * term for j, term in enumerate(terms)))
print("V =", [sp.factor(part) for part in field])
for moved, part, coordinate in zip(flow, field, (x, y), strict=True):
    assert sp.expand(moved.subs(t, 1) - image[coordinate]) == 0
    assert sp.expand(sp.diff(moved, t) - part.subs({x: flow[0], y: flow[1]}, simultaneous=True)) == 0

curve = sp.lambdify((t, x, y), flow)
figure, axes = plt.subplots(figsize=(5, 3.5))
for start in np.linspace(-1.5, 1.5, 13):
    axes.plot(*curve(np.linspace(-1, 1, 80), start, -start), linewidth=1)
axes.set(xlabel="x", ylabel="y", title="curves of the polynomial field")

# %%
# The sum does not end
# --------------------
# For :math:`2x` the powers :math:`N^k x = x` go on. It has a field for another reason.

assert sp.expand((2 * x) - x) == x
assert check("(2*x, y)", domain="R^2").verdict("basic", "Comega").rule == "LIN-LOG"

# %%
# A composition of two such maps
# ------------------------------
# Each factor is unipotent, the Hénon-like map is not: the degrees of its iterates grow. The engine leaves it open.

henon = {x: x + y**2, y: y - (x + y**2) ** 2}
g, degrees = x, []
for _ in range(3):
    g = sp.expand(g.subs(henon, simultaneous=True))
    degrees.append(sp.Poly(g, x, y).total_degree())
print("degrees of the iterates:", degrees)
assert degrees == [2, 8, 32] or degrees[2] > degrees[1] > degrees[0]
assert check("(x + y**2, y - (x + y**2)**2)", domain="R^2").verdict("basic", "Comega").rule != "POLY-UNIPOTENT"

# %%
# Not a polynomial
# ----------------
# For :math:`(x + 1, y + \sin 2 \pi x)` the sum ends, :math:`N^2 y = 0`, and gives the field :math:`(1, \sin 2 \pi x)`;
# but its time-one map is :math:`(x + 1, y)`, since the sine has the mean 0. The right reason is CLOCK.

mean = sp.integrate(sp.sin(2 * sp.pi * (x + t)), (t, 0, 1))
assert sp.simplify(mean) == 0
assert check("(x + 1, y + sin(2*pi*x))", domain="R^2").verdict("basic", "Comega").rule == "CLOCK"
