r"""
REGULAR: a map is not smoother than its network, nor a network than its map
===========================================================================

**Statement.** In every architecture :math:`f` has the class of the flow: a map that is not continuous is in no cell;
one that is not locally Lipschitz, :math:`C^1`, :math:`C^\infty`, analytic is in no cell from that class on. In
``basic``, where the inverse is a flow map too, :math:`f` must be locally bi-Lipschitz from ``Lip`` on.

**Source.** Dependence of solutions on initial values.

**Derivation.** :math:`f = \Lambda \circ \varphi_1 \circ \lambda`. The flow map of a :math:`C^r` field is :math:`C^r`,
that of a Lipschitz field is Lipschitz with the constant :math:`e^L` (Gronwall), and that of an analytic field is
analytic. :math:`\varphi_1^{-1}` is the flow map of the reversed field.

**Proof.** In full: :ref:`REGULAR <thm-regular>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R", architecture="augmented-1"):
    """Non-autonomous, the classes from flow to Comega."""
    return check(text, domain=domain).signs(architecture, autonomous=False)


# %%
# Example
# -------
# One map for each class, in the largest architecture: the row ends where the smoothness of the map ends.

jump = "Piecewise((x, x < 0), (x + 1, True))"
for text, domain, expected in (
    (jump, "R", "------"),
    ("cbrt(x)", "R", "++----"),
    ("|x|", "R", "+++---"),
    ("x*|x|", "R", "++++--"),
    ("2*x + x**(5/2)", "[0, 1]", "++++--"),
    ("Piecewise((x + exp(-1/x), x > 0), (x, True))", "R", "++++?-"),
    ("sin(x)", "R", "++++++"),
):
    print(f"{text:45} {row(text, domain)}")
    assert row(text, domain) == expected
assert check(jump).verdict("augmented-1", "flow", autonomous=False).rule == "REGULAR"

# %%
# The bound of Gronwall for :math:`x' = \sin 3x`: the flow map has slopes between :math:`e^{-3}` and :math:`e^3`.

x = np.linspace(-2, 2, 401)
h, slope = x.copy(), np.ones_like(x)
for _ in range(4000):
    slope *= 1 + 3 * np.cos(3 * h) / 4000
    h = h + np.sin(3 * h) / 4000
assert np.exp(-3.01) <= slope.min() <= slope.max() <= np.exp(3.01)
figure, axes = plt.subplots(figsize=(5, 3.5))
axes.plot(x, h, label="flow map")
axes.plot(x, np.abs(x), "--", label="|x|, of no smooth flow")
axes.set(xlabel="x", title="smooth fields, smooth maps")
axes.legend()

# %%
# Past the end of the domain
# --------------------------
# Smoothness on :math:`[0, 1]` means that the map extends. On :math:`(0, 1]` the end is not asked.

assert row("2*x + x**(5/2)", "(0, 1]") == "++++++"

# %%
# The inverse
# -----------
# counts in ``basic`` only: :math:`x^3` has an inverse that is not Lipschitz.

assert row("x**3", architecture="basic") == "++----"
assert row("x**3") == "++++++"

# %%
# Smooth is not enough
# --------------------
# The converse fails in the small architectures.

assert row("x**2", architecture="linear-layer") == "------"
