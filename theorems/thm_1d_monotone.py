r"""
1D-MONOTONE: flows on an interval
=================================

**Statement.** A map :math:`f` of an interval :math:`X` is the time-one map of a continuous local flow (the cell
``basic`` autonomous ``flow``) if and only if it is continuous and strictly increasing. Two points :math:`p < q` with
:math:`f(p) \ge f(q)` refute every ``basic`` cell, with a time-dependent field too.

**Source.** Flows through a given homeomorphism of an interval (Fort 1955); the extension to maps that are not onto is
by a fundamental domain.

**Derivation.** Solutions of a scalar equation keep their order, which gives the negative half. For the positive half
take :math:`f > \mathrm{id}` between two fixed points, a point :math:`x_0`, and any increasing bijection :math:`h` of
:math:`[x_0, f(x_0)]` onto :math:`[0, 1]`. The rule :math:`h(f(x)) = h(x) + 1` extends it to all that the curves
reach, and :math:`\varphi_t = h^{-1}(h + t)` is a flow with :math:`\varphi_1 = f`.

**Proof.** In full: :ref:`1D-MONOTONE <thm-1d-monotone>`.
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
# :math:`f(x) = x^3 + 1` has one fixed point, :math:`p = -1.3247...`, and a critical point elsewhere, so it has a flow
# and no better field.

print("x**3 + 1:", row("x**3 + 1"))
assert row("x**3 + 1") == "+-----"

# %%
# The derivation can be carried out. To the right of :math:`p` take :math:`x_0 = 0`, :math:`f(x_0) = 1` and
# :math:`h(x) = x` on :math:`[0, 1]`. The half iterate adds 1/2 to :math:`h`.


def f(x):
    return x**3 + 1


def inverse(x):
    return mpmath.sign(x - 1) * mpmath.cbrt(abs(x - 1))


def flow(t, x):
    """phi_t(x) for x > p, by moving x into [0, 1), adding t, and moving back."""
    steps = 0
    while x >= 1:
        x, steps = inverse(x), steps + 1
    while x < 0:
        x, steps = f(x), steps - 1
    x += t
    while x >= 1:
        x, steps = x - 1, steps + 1
    for _ in range(abs(steps)):
        x = f(x) if steps > 0 else inverse(x)
    return x


half = mpmath.mpf(1) / 2
for point in (-1.3, -0.5, 0.25, 0.8, 2.0):
    start = mpmath.mpf(point)
    twice = flow(half, flow(half, start))
    print(
        f"x = {point:5.2f}   half iterate {mpmath.nstr(flow(half, start), 8):>12}   twice {mpmath.nstr(twice, 8):>12}"
    )
    assert abs(twice - f(start)) < 1e-9

x = np.linspace(-3, 3, 300)
figure, axes = plt.subplots(figsize=(4.5, 3.5))
for name, y in (("cube root", np.cbrt(x)), ("exp(x) - 1", np.expm1(x)), ("x - 1 + |x|/2", x - 1 + np.abs(x) / 2)):
    axes.plot(x, y, label=name)
    assert np.all(np.diff(y) > 0)
axes.set(xlabel="x", ylabel="f(x)", ylim=(-4, 6), title="flows on the line: increasing maps")
axes.legend()

# %%
# It need not be onto
# -------------------
# The flow is asked only on the curves from :math:`x` to :math:`f(x)`.

for text in ("exp(x)", "tanh(x)", "1/(1 + exp(-x))"):
    assert row(text)[0] == "+"

# %%
# Without continuity
# ------------------
# A jump destroys every cell of every architecture: networks are continuous.

jump = "Piecewise((x, x < 0), (x + 1, True))"
print("a jump:", row(jump), row(jump, architecture="augmented-1", autonomous=False))
assert row(jump) == row(jump, architecture="augmented-1", autonomous=False) == "------"

# %%
# Without strict monotonicity
# ---------------------------
# A constant piece merges solutions, a decreasing one crosses them; time-dependence does not help, one more dimension
# does.

for text in ("relu(x)", "-x", "x**2"):
    verdict = check(text).verdict("basic", "flow", autonomous=False)
    print(f"{text}: {verdict.status}. {verdict.reason}")
    assert row(text) == row(text, autonomous=False) == "------"
    assert row(text, architecture="augmented-1")[:3] == "+++"
