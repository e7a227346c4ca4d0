r"""
1D-CLOSED: fields in closed form
================================

**Statement.** Let :math:`V` be explicit with :math:`V(f(x)) = f'(x) V(x)`, no zero on the hull :math:`J` of
:math:`X \cup f(X)` except the fixed points, of the sign of :math:`f - \mathrm{id}`, and
:math:`\int_x^{f(x)} dy/V = 1` on *every* component. Then :math:`f` is embeddable in ``basic`` with the class of
:math:`V` on :math:`J`, its fixed points included. The same for :math:`f = h^{-1}(h + c)` and
:math:`f = h^{-1}(s h)`.

**Source.** A short proof: separation of variables.

**Derivation.** The functional equation makes the time :math:`\int_x^{f(x)} dy/V` constant on a component, so one value
there is enough. The zero field and multiples of :math:`V` solve the equation too, so this value must be asked.

**Proof.** In full: :ref:`1D-CLOSED <thm-1d-closed>`.
"""

import matplotlib.pyplot as plt
import mpmath
import numpy as np
import sympy as sp

from embedcheck import check
from embedcheck.parsing import parse_expression

x = sp.Symbol("x", positive=True)


def row(text, domain="R", architecture="basic", autonomous=True):
    """The classes from flow to Comega: + embeddable, - not embeddable, ? undecided."""
    return check(text, domain=domain).signs(architecture, autonomous)


# %%
# Example
# -------
# Each line: a map, a field, and where. Both identities are checked in numbers.

pairs = (
    ("2*x/(1 + x)", sp.log(2) * x * (1 - x), "[0, 1]"),
    ("x/(1 + x)", -(x**2), "[0, oo)"),
    ("2*x/sqrt(1 + 3*x**2)", sp.log(2) * (x - x**3), "R"),
    ("x/sqrt(1 + x**2)", -(x**3) / 2, "R"),
    ("2*atan(2*tan(x/2))", sp.log(2) * sp.sin(x), "(-pi, pi)"),
    ("x**2", sp.log(2) * x * sp.log(x), "(0, oo)"),
    ("2*x**2 - 1", sp.log(2) * sp.sqrt(x**2 - 1) * sp.acosh(x), "[1, oo)"),
)
for text, field, domain in pairs:
    f = parse_expression(text).subs(sp.Symbol("x", real=True), x)
    image, slope, speed = (sp.lambdify(x, expr, "mpmath") for expr in (f, sp.diff(f, x), field))
    for spot in (mpmath.mpf("1.1"), mpmath.mpf("1.7")):
        assert abs(speed(image(spot)) - slope(spot) * speed(spot)) < 1e-12, text
        time = mpmath.quad(lambda y: 1 / speed(y), [spot, image(spot)])  # noqa: B023 - used at once
        assert abs(time - 1) < 1e-9, text
    print(f"{text:22} on {domain:10} {row(text, domain)}   V = {field}")
    assert row(text, domain) == "++++++"

u = np.linspace(0, 1, 100)
figure, axes = plt.subplots(figsize=(5, 3))
axes.plot(u, 2 * u / (1 + u), label="2x/(1 + x)")
axes.plot(u, np.log(2) * u * (1 - u), label="its field")
axes.plot(u, u, "k:", linewidth=0.8)
axes.set(xlabel="x", title="two fixed points, one analytic field")
axes.legend()

# %%
# Several fixed points are no obstacle to an analytic field here; that is what makes these maps special. A parabolic
# one is none either.

profile = check("2*x/sqrt(1 + 3*x**2)")
print(profile.verdict("basic", "Comega").reason)
assert profile.verdict("basic", "Comega").rule == "1D-CLOSED"

# %%
# The class of V is asked at the fixed points too
# -----------------------------------------------
# :math:`x^2` with :math:`V = \log 2 \cdot x \log x` on :math:`[0, \infty)`: at 0 the field is only continuous.

assert row("x**2", "[0, oo)") == "++----"

# %%
# V must not vanish between
# -------------------------
# On :math:`(-\infty, -1)` the map :math:`2x/(1 + x)` jumps over its pole to :math:`(2, \infty)`. The field
# :math:`\log 2 \cdot x (1 - x)` vanishes in the hull, at 0 and 1, so it is not a field for this map; another one is.

verdict = check("2*x/(1 + x)", domain="(-oo, -1)").verdict("basic", "Comega")
print("2*x/(1 + x) on (-oo, -1):", verdict.status, "by", verdict.rule)
assert (verdict.status, verdict.rule) == ("embeddable", "1D-NOFIX")

# %%
# The time must be one
# --------------------
# The field of :math:`x \mapsto 2x/(1 + x)` also solves the functional equation of every other map in its group, with a
# time that is not 1.

f4 = 4 * x / (1 + 3 * x)
field = sp.log(2) * x * (1 - x)
assert sp.simplify(field.subs(x, f4) - sp.diff(f4, x) * field) == 0
time = sp.integrate(sp.apart(1 / field, x), (x, sp.Rational(1, 2), f4.subs(x, sp.Rational(1, 2))))
print("time of 4x/(1 + 3x) along the field of 2x/(1 + x):", sp.simplify(time))
assert abs(sp.N(time) - 2) < 1e-9
