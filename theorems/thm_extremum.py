r"""
EXTREMUM: a read-out of a flow is an open map
=============================================

**Statement.** A scalar, non-constant map with a local extremum inside :math:`X`, weak ones included, is in no
``linear-layer`` cell, autonomous or not, and in no ``basic`` cell. On the boundary an extremum does not matter.

**Source.** Kuehn and Kuntz, by Morse functions, for smooth fields; a short proof in every class.

**Derivation.** At each time a flow is injective and continuous, so by invariance of domain it is an open map. A
non-constant affine functional is open too. So :math:`f` would map a neighbourhood of the extremum onto a neighbourhood
of its value.

**Proof.** In full: :ref:`EXTREMUM <thm-extremum>`.
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
# The minimum of :math:`x^2`, the maximum of :math:`4 x (1 - x)`, the weak minima of ReLU, the corner of the absolute
# value.

for text, domain in (("x**2", "R"), ("4*x*(1 - x)", "[0, 1]"), ("relu(x)", "R"), ("|x|", "[-1, 2]"), ("gelu(x)", "R")):
    verdict = check(text, domain=domain).verdict("linear-layer", "flow", autonomous=False)
    print(f"{text} on {domain}: {verdict.status} by {verdict.rule}")
    assert verdict.status == "not_embeddable"
    assert row(text, domain, "linear-layer") == row(text, domain) == "------"
    assert row(text, domain, "augmented-1")[:3] == "+++"

x = np.linspace(0, 1, 200)
figure, axes = plt.subplots(figsize=(4.5, 3))
axes.plot(x, 4 * x * (1 - x))
axes.axhspan(0.8, 1, alpha=0.2)
axes.plot(0.5, 1, "ko")
axes.set(xlabel="x", ylabel="f(x)", title="near the maximum no value above is taken")

# %%
# How far every such network stays away
# -------------------------------------
# Not only the exact embedding fails: monotone functions miss the map by half of what it goes back. For
# :math:`4x(1 - x)` that is 1/2, and the constant 1/2 attains it.

for text, domain, basic, layer in (
    ("4*x*(1 - x)", "[0, 1]", "1/2", "1/2"),
    ("-x", "[0, 1]", "1/2", "0"),
    ("x**2", "[0, 1]", "0", "0"),
    ("x**2", "R", "oo", "oo"),
):
    profile = check(text, domain=domain)
    floors = profile.floor("basic").lower, profile.floor("linear-layer").lower
    print(f"{text} on {domain}: basic misses it by {floors[0]}, linear-layer by {floors[1]}")
    assert floors == (basic, layer)

# %%
# On the boundary
# ---------------
# On :math:`[0, \infty)` the minimum of :math:`x^2` is at the end of X, and continuous fields exist.

assert row("x**2", "[0, oo)", "linear-layer") == "++----"

# %%
# A constant
# ----------
# The functional may be constant, so "non-constant" is needed.

assert row("3", architecture="linear-layer") == "++++++"

# %%
# A critical point without extremum
# ---------------------------------
# :math:`x^3` is open. What it loses are Lipschitz fields.

assert row("x**3", architecture="linear-layer") == "++----"
