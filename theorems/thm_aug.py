r"""
AUG: universal embedding with extra dimensions
==============================================

**Statement.** With :math:`q'` extra dimensions, :math:`q'` the dimension of the affine hull of :math:`f(X)`, every map
is embeddable by an autonomous field in exactly the classes that it has itself: ``C0`` if and only if it is continuous,
``Lip`` if and only if it is locally Lipschitz, and so on.

**Source.** The universal embedding of augmented neural ODEs, Kuehn and Kuntz; a one-line proof.

**Derivation.** On :math:`\mathbb{R}^{n + q'}` take :math:`x' = 0`, :math:`y' = f(x)`, :math:`y(0) = 0`, and read out
:math:`y(1) = f(x)`. The field has the class of :math:`f`, and the map has the class of the flow, so the class cannot be
higher.

**Proof.** In full: :ref:`AUG <thm-aug>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check


def row(text, domain="R", architecture="basic", autonomous=True):
    """The classes from flow to Comega: + embeddable, - not embeddable, ? undecided."""
    return check(text, domain=domain).signs(architecture, autonomous)


# %%
# Example
# -------
# :math:`x^2` on the line is out of reach of every network without an extra dimension, time-dependent or not.

profile = check("x**2")
print("x**2:", row("x**2"), row("x**2", architecture="linear-layer", autonomous=False), end=" ")
print(row("x**2", architecture="augmented-1"))
print("extra dimensions needed:", profile.minimal_augmentation)
assert row("x**2", architecture="linear-layer", autonomous=False) == "------"
assert row("x**2", architecture="augmented-1") == "++++++"
assert profile.minimal_augmentation == (1, 1)

# %%
# The field, by Euler's method: it is exact here, since :math:`x` does not move.

for start in (-1.5, 0.25, 2.0):
    x, y = start, 0.0
    for _ in range(8):
        x, y = x + 0 / 8, y + x**2 / 8
    assert y == start**2

x = np.linspace(-2, 2, 9)
figure, axes = plt.subplots(figsize=(4.5, 3.5))
for start in x:
    axes.annotate("", (start, start**2), (start, 0), arrowprops={"arrowstyle": "->", "color": "tab:blue"})
axes.plot(x, x**2, "o", color="crimson", markersize=3)
axes.set(xlabel="x", ylabel="y", xlim=(-2.3, 2.3), ylim=(-0.3, 4.3), title="x' = 0, y' = x²")

# %%
# The class of the map is the class of the network
# ------------------------------------------------

for text, expected in (
    ("sin(x)", "++++++"),
    ("|x|", "+++---"),
    ("relu(x)", "+++---"),
    ("x*|x|", "++++--"),
    ("cbrt(x)", "++----"),
):
    print(f"{text:10} {row(text, architecture='augmented-1')}")
    assert row(text, architecture="augmented-1") == row(text, architecture="augmented-1", autonomous=False) == expected

# %%
# Without continuity
# ------------------

verdict = check("x + sign(x)").verdict("augmented-1", "flow", autonomous=False)
print("x + sign(x):", verdict.reason)
assert row("x + sign(x)", architecture="augmented-1", autonomous=False) == "------"

# %%
# With fewer dimensions
# ---------------------
# The number depends on the class: :math:`x^3` needs none for a continuous field, one for a Lipschitz field.

cube = check("x**3")
print("x**3:", {name: cube.minimal_augmentation_in(name) for name in ("flow", "C0", "Lip", "Comega")})
assert cube.minimal_augmentation_in("C0") == (0, 0)
assert cube.minimal_augmentation_in("Lip") == (1, 1)
