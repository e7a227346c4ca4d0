r"""
ND-CONJ: other coordinates
==========================

**Statement.** Let :math:`h` be an analytic diffeomorphism of an open set onto :math:`\mathbb{R}^n` and
:math:`g \circ h = h \circ f`. A positive ``basic`` verdict for :math:`g` holds for :math:`f`. A negative one is carried
over only when :math:`h` is a diffeomorphism of all of :math:`\mathbb{R}^n`, such as a change of basis.

**Source.** Change of variables.

**Derivation.** The curves :math:`h^{-1}(z(t))` solve the equation with the field :math:`Dh^{-1} V(h)`. They exist
because :math:`h^{-1}` is defined wherever :math:`z` may go. In the other direction a field for :math:`f` may leave the
set on which :math:`h` is defined, and then there is nothing to carry over.

**Proof.** In full: :ref:`ND-CONJ <thm-nd-conj>`.
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
# In the coordinates :math:`x`, :math:`y - x^2/2` the map :math:`(-x, -y + x^2)` is half a turn.

text = "(-x, -y + x**2)"
verdict = check(text, domain="R^2").verdict("basic", "Comega")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "ND-CONJ"
assert row(text) == "++++++"

generator = np.random.default_rng(3)
x, y = generator.normal(size=(2, 100))
assert np.allclose((-y + x**2) - (-x) ** 2 / 2, -(y - x**2 / 2))

figure, axes = plt.subplots(figsize=(4.5, 4))
turn = np.linspace(0, np.pi, 100)
for radius in (0.4, 0.8, 1.2):
    for start in (0, np.pi):
        u, w = radius * np.cos(turn + start), radius * np.sin(turn + start)
        axes.plot(u, w + u**2 / 2, linewidth=1.2)
        axes.plot(u[[0, -1]], (w + u**2 / 2)[[0, -1]], "k.")
axes.set(xlabel="x", ylabel="y", title="half turns in bent coordinates")

# %%
# Logarithms
# ----------
# On the positive quadrant :math:`(x^2 y, y^2)` is linear in :math:`\log x`, :math:`\log y`.

monomial = check("(x**2*y, y**2)", domain="(0, oo)^2")
print("(x^2 y, y^2):", monomial.signs("basic"), monomial.verdict("basic", "Comega").rule)
assert monomial.signs("basic") == "++++++"

# %%
# A change of basis carries negatives too
# ---------------------------------------
# :math:`(x + \sin(x)/4, 2y)` in the coordinates :math:`u = x`, :math:`v = x + y`.

turned = row("(x + sin(x)/4, 2*y - x + sin(x)/4)")
print("turned:", turned)
assert turned[3] != "+"
assert row("(x + sin(x)/4, 2*y)") == "+++---"

# %%
# Coordinates on a part of the plane do not
# -----------------------------------------
# Logarithms make :math:`(x^{-2}, y^{-3})` on the positive quadrant the linear map :math:`(-2u, -3v)`. They carry its
# continuous field. That it has no Lipschitz field needs a reason on the spot: the fixed point (1, 1).

power = check("(x**(-2), y**(-3))", domain="(0, oo)^2")
print("(x^-2, y^-3):", power.signs("basic"), power.verdict("basic", "C0").rule, power.verdict("basic", "Lip").rule)
assert row("(-2*x, -3*y)") == "++----"
assert power.verdict("basic", "C0").rule == "ND-CONJ"
assert power.verdict("basic", "Lip").rule != "ND-CONJ"

# %%
# Not a conjugation
# -----------------
# A resonance forbids the coordinates: no smooth ones turn :math:`(x, y + x^2)` into its linear part, which is the
# identity. It is a shear.

assert check("(x, y + x**2)", domain="R^2").verdict("basic", "Comega").rule == "SHEAR"
