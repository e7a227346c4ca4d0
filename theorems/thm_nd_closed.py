r"""
ND-CLOSED: fields whose solutions are known
===========================================

**Statement.** If the solutions of a field :math:`V` are known, exist on :math:`[0, 1]` from every point of :math:`X`,
and arrive at :math:`f(x)` at time 1, then ``basic`` autonomous is embeddable in the class of :math:`V`. The equation
:math:`V(f(x)) = Df(x) V(x)` alone proves nothing.

**Source.** By definition.

**Derivation.** Nothing is left to prove but the solutions. They are at hand when a linear field is run at a speed that
depends only on a quantity :math:`h` it keeps: along each curve the speed is constant, so the solutions of
:math:`h(x) L x` are :math:`e^{t h(x) L} x`.

**Proof.** In full: :ref:`ND-CLOSED <thm-nd-closed>`.
"""

import matplotlib.pyplot as plt
import numpy as np

from embedcheck import check

# %%
# Example
# -------
# A twist: each circle turns by an angle that depends on its radius. It has cycles of every period, none of them
# isolated (ND-PERIODIC).

square = "(x**2 + y**2)"
twist = f"(x*cos{square} - y*sin{square}, x*sin{square} + y*cos{square})"
profile = check(twist, domain="R^2")
verdict = profile.verdict("basic", "Comega")
print(verdict.rule, "-", verdict.reason)
assert verdict.rule == "ND-CLOSED"
assert profile.signs("basic") == "++++++"

# %%
# The field that the library hands out, followed by Runge and Kutta, arrives at the image.


def field(p):
    return (p @ p) * np.array([-p[1], p[0]])


def image(p):
    c, s = np.cos(p @ p), np.sin(p @ p)
    return np.array([c * p[0] - s * p[1], s * p[0] + c * p[1]])


figure, axes = plt.subplots(figsize=(4.5, 4))
for start in np.linspace(0.2, 1.6, 8):
    p, track = np.array([start, 0.0]), [np.array([start, 0.0])]
    for _ in range(400):
        a = field(p)
        b = field(p + a / 800)
        c = field(p + b / 800)
        p = p + (a + 2 * b + 2 * c + field(p + c / 400)) / 2400
        track.append(p)
    assert np.allclose(p, image(np.array([start, 0.0])), atol=1e-6)
    axes.plot(*np.array(track).T, color="tab:blue", linewidth=1)
    axes.plot(*p, "o", color="crimson", markersize=3)
axes.set(aspect="equal", xlabel="x", ylabel="y", title="a segment is twisted into a spiral")
given = verdict.flow.field(x=(1, 0.5))
assert np.allclose([float(part) for part in given], field(np.array([1, 0.5])))

# %%
# Another quantity that is kept: :math:`xy`, by a saddle.

saddle = check("(x*exp(x*y), y*exp(-x*y))", domain="R^2").verdict("basic", "Comega")
assert saddle.rule == "ND-CLOSED"

# %%
# A quantity that moves
# ---------------------
# Turn by the angle x: it changes along the way, and the formula is no solution.

moving = check("(x*cos(x) - y*sin(x), x*sin(x) + y*cos(x))", domain="R^2")
print("an angle that is not kept:", moving.signs("basic"))
assert moving.verdict("basic", "Comega").rule != "ND-CLOSED"

# %%
# The functional equation alone
# -----------------------------
# The field 0 satisfies it for every map, and so does every multiple of the right one: with :math:`2V` the twist turns
# twice as far.

for p in (np.array([0.3, -0.8]), np.array([1.1, 0.4])):
    step = 1e-6
    derivative = np.array([(image(p + step * e) - image(p - step * e)) / (2 * step) for e in np.eye(2)]).T
    for factor in (0, 1, 2):
        assert np.allclose(factor * field(image(p)), derivative @ (factor * field(p)), atol=1e-6)
    assert not np.allclose(image(image(p)), image(p))
