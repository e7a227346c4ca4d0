r"""
ND-SINK: everything runs into one fixed point
=============================================

**Statement.** Let :math:`f` be an analytic diffeomorphism of :math:`\mathbb{R}^n` onto itself that attracts every
point to the fixed point :math:`p`, with all eigenvalues of :math:`A = Df(p)` inside the unit circle; or let its inverse
be such a map. :math:`\det A > 0`: ``basic`` autonomous ``C0``. If :math:`A` has a real logarithm and :math:`n = 2`, or
all eigenvalues are positive, or there are no resonances: ``Comega``.

**Source.** Poincaré, Dulac, Sternberg; Zhang 2011 on embedding local maps; a short proof for the extension.

**Derivation.** Near :math:`p` a normal form gives a field :math:`V_0`. Carry it outwards against the map,
:math:`V(x) = Df^m(x)^{-1} V_0(f^m(x))`: it does not depend on :math:`m`, because the field commutes with the map. For
``C0`` glue the shell between a sphere and its image: with :math:`\det A > 0` it is a circle times a sphere, and the map
is a translation off :math:`p`.

**Proof.** In full: :ref:`ND-SINK <thm-nd-sink>`.
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

text = "(x/2 + sin(y)/8, y/2 + sin(x)/8)"
verdict = check(text, domain="R^2").verdict("basic", "Comega")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "ND-SINK"
assert row(text) == "++++++"

# %%
# The field by the formula of the derivation, with :math:`V_0 = \log(A) x` deep inside: it satisfies
# :math:`V(f(x)) = Df(x) V(x)`.

matrix = np.array([[0.5, 0.125], [0.125, 0.5]])
values, vectors = np.linalg.eigh(matrix)
logarithm = (vectors * np.log(values)) @ vectors.T


def f(p):
    return np.array([p[0] / 2 + np.sin(p[1]) / 8, p[1] / 2 + np.sin(p[0]) / 8])


def derivative(p):
    return np.array([[0.5, np.cos(p[1]) / 8], [np.cos(p[0]) / 8, 0.5]])


def field(p, steps=12):
    product = np.eye(2)
    for _ in range(steps):
        product, p = derivative(p) @ product, f(p)
    return np.linalg.solve(product, logarithm @ p)


for point in np.random.default_rng(5).uniform(-3, 3, size=(20, 2)):
    assert np.allclose(field(f(point)), derivative(point) @ field(point), atol=1e-4)

x, y = np.meshgrid(np.linspace(-4, 4, 15), np.linspace(-4, 4, 15))
arrows = np.array([[field(np.array([a, b])) for a, b in zip(*rows, strict=True)] for rows in zip(x, y, strict=True)])
figure, axes = plt.subplots(figsize=(4.5, 4))
axes.streamplot(x, y, arrows[..., 0], arrows[..., 1], density=0.9, linewidth=0.8)
axes.plot(0, 0, "ko")
axes.set(xlabel="x", ylabel="y", title="the field, carried outwards")

# %%
# Without a logarithm
# -------------------
# Two different negative eigenvalues: a continuous field remains.

assert row("(-x/2 + sin(y)/8, -y/3 + sin(x)/8)") == "++----"

# %%
# With a negative determinant
# ---------------------------

assert row("(-x/2 + sin(y)/8, y/3 + sin(x)/8)") == "------"

# %%
# A second fixed point
# --------------------
# Not everything runs into 0 any more, and the theorem is silent.

several = check("(x/2 + x**3, y/3)", domain="R^2")
print("three fixed points:", several.signs("basic"))
assert several.verdict("basic", "Comega").status != "embeddable"

# %%
# A source
# --------
# is a sink of the inverse.

assert row("(2*x + sin(y)/8, 2*y + sin(x)/8)") == "++++++"
