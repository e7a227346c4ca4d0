"""Named maps to learn and test with: each shows a theorem, or a trap that a wrong theorem falls into.

>>> CATALOG["exp-minus-one"]
<Entry exp-minus-one: exp(x) - 1 on R>
>>> catalog_map("exp-minus-one")
Map('exp(x) - 1')
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from embedcheck.catalog.model import Catalog, Entry
from embedcheck.errors import UnknownNameError

if TYPE_CHECKING:
    from embedcheck.maps import Map

__all__ = ["CATALOG", "Catalog", "Entry", "catalog_map", "entry"]


def _topic(source: str, *entries: Entry) -> tuple[Entry, ...]:
    return tuple(replace(item, source=source) for item in entries)


_ACTIVATIONS = _topic(
    "Activation functions of machine learning",
    Entry(
        "relu",
        "Rectified linear unit",
        "relu(x)",
        "It is constant on a half-line, so it needs one more dimension, and its kink then forbids C1.",
        ("1D-MONOTONE", "1D-LAYER", "AUG", "REGULAR"),
    ),
    Entry(
        "leaky-relu",
        "Leaky rectified linear unit",
        "Max(x, x/100)",
        "A kink at a fixed point costs C1 and leaves Lip, whatever the layers around the flow.",
        ("1D-LIP", "1D-REGULAR"),
    ),
    Entry(
        "elu",
        "Exponential linear unit",
        "elu(x)",
        "The second derivative jumps at the fixed point 0, where it may: the field is C1, and cannot be C2.",
        ("1D-ONEFIX", "REGULAR"),
    ),
    Entry(
        "softplus",
        "Softplus",
        "softplus(x)",
        "It has no fixed point and is not onto, and embeds analytically all the same.",
        ("1D-NOFIX",),
    ),
    Entry(
        "softsign",
        "Softsign",
        "softsign(x)",
        "It is Moebius on either side of the parabolic fixed point 0, but only C1 across it.",
        ("1D-ONEFIX", "1D-CLOSED", "REGULAR"),
    ),
    Entry(
        "tanh",
        "Hyperbolic tangent",
        "tanh(x)",
        "A parabolic fixed point of a meromorphic map: a smooth field, and an analytic one only with a linear layer.",
        ("1D-ONEFIX", "1D-CLASS-M", "1D-LAYER"),
    ),
    Entry(
        "logistic-sigmoid",
        "Logistic sigmoid",
        "sigmoid(x)",
        "The only fixed point is hyperbolic, so the Koenigs function gives an analytic field.",
        ("1D-ONEFIX",),
    ),
    Entry(
        "gelu",
        "Gaussian error linear unit",
        "gelu(x)",
        "It dips below zero: the minimum forbids every layer without an extra dimension.",
        ("EXTREMUM", "FLOOR-1D", "AUG"),
    ),
    Entry(
        "swish",
        "Sigmoid linear unit",
        "silu(x)",
        "An analytic map with a minimum: nothing below augmented-1, everything from there on.",
        ("EXTREMUM", "AUG"),
    ),
    Entry(
        "gaussian",
        "Gaussian bump",
        "exp(-x**2)",
        "A maximum inside: every network of one dimension stays at least 1/2 away, half of its height.",
        ("EXTREMUM", "FLOOR-1D", "ODD-EVEN"),
    ),
)

_ITERATION = _topic(
    "Fractional iteration of entire and meromorphic maps (Koenigs, Szekeres, Baker, Karlin and McGregor)",
    Entry(
        "exp-minus-one",
        "Exponential minus one",
        "exp(x) - 1",
        "The classical example: its half iterate is smooth on the line and analytic in no neighbourhood of 0.",
        ("1D-ONEFIX", "1D-CLASS-M", "1D-LAYER"),
    ),
    Entry(
        "arctangent",
        "Arctangent",
        "atan(x)",
        "Not in the class of single-valued maps itself, but its inverse, the tangent, is: no analytic field.",
        ("1D-CLASS-M",),
    ),
    Entry(
        "log-one-plus",
        "Logarithm of one plus x",
        "log(1 + x)",
        "The inverse of exp(x) - 1 has the same profile, by running the flow backwards.",
        ("1D-ONEFIX", "1D-CLASS-M"),
        "(-1, oo)",
    ),
    Entry(
        "sqrt-two-exponential",
        "Exponential to the base sqrt(2)",
        "sqrt(2)**x",
        "The half iterates from the fixed points 2 and 4 differ by about 1.7e-25 at 3: close, and never equal.",
        ("1D-MATCH", "1D-CLASS-M"),
    ),
    Entry(
        "asinh-double",
        "Inverse hyperbolic sine of 2x",
        "asinh(2*x)",
        "Three fixed points, refuted in C1 without numerics through the entire inverse sinh(x)/2.",
        ("1D-CLASS-M", "1D-MATCH"),
    ),
    Entry(
        "sine-circle",
        "Identity plus half a sine",
        "x + sin(x)/2",
        "Infinitely many fixed points leave Lip and cost C1; one linear layer makes the map analytic again.",
        ("1D-LIP", "1D-MATCH", "1D-CLASS-M", "1D-LAYER"),
    ),
    Entry(
        "quadratic-closed",
        "Quadratic between its fixed points, both included",
        "3*x/2 - x**2/2",
        "The field of 0 and that of 1 do not match, so C1 fails on the closed interval.",
        ("1D-MATCH", "1D-CLASS-M", "1D-LIP"),
        "[0, 1]",
    ),
    Entry(
        "quadratic-open",
        "Quadratic between its fixed points, both left out",
        "3*x/2 - x**2/2",
        "The same formula as `quadratic-closed` without the ends: no fixed point in the domain, an analytic field.",
        ("1D-NOFIX",),
        "(0, 1)",
    ),
    Entry(
        "sine-closed",
        "Sine up to its maximum",
        "sin(x)",
        "The derivative vanishes at pi/2, which is not fixed: a flow, but no continuous field.",
        ("1D-C0", "1D-REGULAR", "1D-LAYER"),
        "[0, pi/2]",
    ),
    Entry(
        "sine-half-open",
        "Sine below its maximum",
        "sin(x)",
        "Without the point pi/2 the field is smooth; the parabolic fixed point 0 still forbids an analytic one.",
        ("1D-ONEFIX", "1D-CLASS-M"),
        "[0, pi/2)",
    ),
)

_SMOOTHNESS = _topic(
    "Smoothness of the vector field in one dimension",
    Entry(
        "cubic",
        "Cube",
        "x**3",
        "The derivative vanishes at the fixed point 0: the field log(3)*x*log|x| is continuous, and none is Lipschitz.",
        ("1D-C0", "1D-REGULAR", "DIM-BOUND"),
    ),
    Entry(
        "cubic-shifted",
        "Cube plus one",
        "x**3 + 1",
        "The derivative vanishes at a point that is not fixed: only a flow, until a linear layer moves the diagonal.",
        ("1D-C0", "1D-LAYER", "1D-NONAUTO"),
    ),
    Entry(
        "cube-root-of-cubic",
        "Cube root of cube plus one",
        "cbrt(x**3 + 1)",
        "A zero and a pole of the derivative lie on one line, so a linear layer finds a continuous field.",
        ("1D-C0", "1D-LAYER"),
    ),
    Entry(
        "kinked-shift",
        "Shift with a kink",
        "x + 1 + |x|/2",
        "A kink away from the fixed points refutes C0; a field that depends on time, or a linear layer, gives Lip.",
        ("1D-C0", "1D-NONAUTO", "1D-LAYER"),
    ),
    Entry(
        "two-kinks",
        "Two rectified linear units",
        "x + relu(x) + relu(x - 1)",
        "Two kinks always lie on one line, and here it rises: a linear layer gives Lip.",
        ("1D-C0", "1D-LAYER", "1D-LIP"),
    ),
    Entry(
        "three-kinks",
        "Three rectified linear units",
        "x + relu(x) + relu(x - 1) + relu(x - 2)",
        "Three kinks on no common line refute C0 with linear layers too; a field that depends on time does it.",
        ("1D-LAYER", "1D-NONAUTO"),
    ),
    Entry(
        "curvature-jump",
        "Shift with a jump of curvature",
        "x + 1 + x*|x|/4",
        "The second derivative jumps at 0, which is not fixed: Lip, not C1, and C1 with a linear layer.",
        ("1D-REGULAR", "1D-LIP", "1D-LAYER"),
    ),
    Entry(
        "three-curvature-jumps",
        "Three squared rectified linear units",
        "x + relu(x)**2 + relu(x - 1)**2 + relu(x - 2)**2",
        "Three jumps of curvature on no common line: a linear layer gives Lip, and C1 only with time.",
        ("1D-LAYER", "1D-REGULAR"),
    ),
    Entry(
        "power-bend",
        "Shift with a bend of order 3/2",
        "x + 1 + |x|**(3/2)/4",
        "The derivative is continuous and not Lipschitz at 0, which is not fixed: C0, not Lip.",
        ("1D-REGULAR", "1D-NOFIX"),
        "[-1, 1]",
    ),
    Entry(
        "five-halves",
        "Doubling plus a power 5/2",
        "2*x + x**(5/2)",
        "C2 up to the closed end 0 and not C3: a C1 field, and no smooth one in any architecture.",
        ("1D-ONEFIX", "REGULAR"),
        "[0, 1]",
    ),
    Entry(
        "flat-step",
        "Identity with a flat departure",
        "Piecewise((x + exp(-1/x), x > 0), (x, True))",
        "The difference to the identity is flat at 0: C1 holds, Cinf is open, and a linear layer settles it.",
        ("1D-ONEFIX", "1D-LAYER"),
    ),
    Entry(
        "jump",
        "Jump",
        "Piecewise((x, x < 0), (x + 1, True))",
        "A map that is not continuous is in no cell.",
        ("REGULAR",),
    ),
    Entry(
        "dyadic-oscillation",
        "Contraction with dyadic oscillation",
        "Piecewise(((x/2)*(1 - (1 - cos(2*pi*log(x)/log(2)))*log(2)/(100*log(x))), x > 0), (0, True))",
        "C1 with derivative 1/2 at 0 and smooth elsewhere, yet not Lip: pieces must be C2 up to their ends.",
        ("1D-C0", "1D-LIP"),
        "[0, 1/8]",
    ),
)

_CLOSED = _topic(
    "Closed forms of iteration theory",
    Entry(
        "koenigs-moebius",
        "Moebius map between its fixed points",
        "2*x/(1 + x)",
        "Two fixed points in the domain, and an analytic field: log(2)*x*(1 - x).",
        ("1D-CLOSED", "1D-MATCH"),
        "[0, 1]",
    ),
    Entry(
        "moebius-left-branch",
        "Moebius map left of its pole",
        "2*x/(1 + x)",
        "Analytic, but not by log(2)*x*(1 - x), whose solutions reach the image only through infinity.",
        ("1D-NOFIX", "1D-CLOSED"),
        "(-oo, -1)",
    ),
    Entry(
        "square-root-form",
        "Flow of x - x^3",
        "x*E/sqrt(1 + x**2*(E**2 - 1))",
        "Three fixed points whose fields match, because the map is the time-one map of x' = x - x^3.",
        ("1D-CLOSED", "1D-MATCH"),
        "[-1, 1]",
    ),
    Entry(
        "tangent-form",
        "Flow of sin(x)",
        "2*atan(E*tan(x/2))",
        "The time-one map of an overdamped pendulum, x' = sin(x).",
        ("1D-CLOSED",),
        "(-pi, pi)",
    ),
    Entry(
        "parabolic-root-form",
        "Flow of -x^3/2",
        "x/sqrt(1 + x**2)",
        "A parabolic fixed point with an analytic field: neither map nor inverse is single-valued in the plane.",
        ("1D-CLOSED", "1D-CLASS-M"),
    ),
    Entry(
        "power",
        "Square of a positive number",
        "x**2",
        "The field log(2)*x*log(x) is analytic on the open half-line.",
        ("1D-CLOSED", "1D-ONEFIX"),
        "(0, oo)",
    ),
    Entry(
        "power-closed",
        "Square of a number that is not negative",
        "x**2",
        "The end 0 is fixed and the derivative vanishes there: C0, not Lip; a minimum at an end forbids no layer.",
        ("1D-C0", "1D-REGULAR", "EXTREMUM"),
        "[0, oo)",
    ),
    Entry(
        "exp-conjugate",
        "Moebius map in the exponential",
        "log((5*exp(x) - 2)/(exp(x) + 2))",
        "The exponential turns it into a Moebius map with the fixed points 1 and 2, so both fields match.",
        ("1D-CONJ", "1D-CLOSED"),
        "[0, 1]",
    ),
)

_LAYERS = _topic(
    "Linear layers and augmentation in one dimension (Kuehn and Kuntz, embedding capabilities of neural ODEs)",
    Entry(
        "identity",
        "Identity",
        "x",
        "The field 0 does it in every architecture and class.",
        ("1D-IDENTITY", "AFFINE-LAYER"),
    ),
    Entry(
        "constant",
        "Constant",
        "1",
        "No flow is constant, and a linear layer with the weight 0 is.",
        ("AFFINE-LAYER", "1D-LAYER", "1D-MONOTONE"),
        vars="x",
    ),
    Entry(
        "reflection",
        "Reflection",
        "-x",
        "The simplest map that no flow on the line is, and that every linear layer is.",
        ("1D-MONOTONE", "AFFINE-LAYER", "FLOOR-1D"),
    ),
    Entry(
        "decaying-exponential",
        "Decaying exponential",
        "exp(-x)",
        "Decreasing: a linear layer turns it round, and some falling line is not met at all, so the field is analytic.",
        ("1D-LAYER", "1D-MONOTONE"),
    ),
    Entry(
        "negative-cubic",
        "Negative cube",
        "-x**3",
        "A falling line through the zero of the derivative leaves C0, and nothing stronger.",
        ("1D-LAYER", "DIM-BOUND"),
    ),
    Entry(
        "square",
        "Square",
        "x**2",
        "Even with a minimum: nothing below augmented-1.",
        ("EXTREMUM", "ODD-EVEN", "DIM-BOUND", "AUG"),
    ),
    Entry(
        "absolute-value",
        "Absolute value",
        "|x|",
        "One more dimension gives Lip, and no number of them C1: a flow is as smooth as its field.",
        ("AUG", "ODD-EVEN", "REGULAR"),
    ),
    Entry(
        "logistic-map",
        "Logistic map",
        "4*x*(1 - x)",
        "Each network without an extra dimension is at least 1/2 away; the constant 1/2 is exactly that far.",
        ("FLOOR-1D", "EXTREMUM"),
        "[0, 1]",
    ),
)

_SPACE = _topic(
    "Several variables: linear maps, dynamical systems and Morse functions (Kuehn and Kuntz)",
    Entry(
        "rotation",
        "Rotation by a right angle",
        "(-y, x)",
        "Every point but 0 lies on a 4-cycle; none is isolated, and the map is a flow.",
        ("LIN-LOG", "ND-PERIODIC"),
        "R^2",
    ),
    Entry(
        "saddle-flip",
        "Saddle that flips both axes",
        "(-x/2, -2*y)",
        "The determinant is 1 and still no autonomous flow does it: the stable line is turned round.",
        ("ND-FIXORIENT", "LIN-FLOW", "AFFINE-LAYER"),
        "R^2",
    ),
    Entry(
        "node-flip",
        "Node that flips both axes",
        "(-2*x, -3*y)",
        "Two different negative eigenvalues: no real logarithm, so not Lip, and yet C0.",
        ("LIN-LOG", "LIN-FLOW", "ND-FIXLOG"),
        "R^2",
    ),
    Entry(
        "clock-flips",
        "Shift that flips two axes",
        "(x + 1, -y, -2*z)",
        "The linear part has no real logarithm, but nothing is fixed: the shift is a clock, and the field is analytic.",
        ("AFF-FREE", "CLOCK"),
        "R^3",
    ),
    Entry(
        "henon",
        "Orientation preserving Henon map",
        "(1 - 7*x**2/5 + y, -3*x/10)",
        "An isolated 2-cycle forbids an autonomous flow, and a field that depends on time does it.",
        ("ND-PERIODIC", "ND-NONAUTO", "SUSP"),
        "R^2",
    ),
    Entry(
        "sine-product",
        "Identity plus a quarter of a sine, and doubling",
        "(x + sin(x)/4, 2*y)",
        "The two fields do not match on an invariant segment, so C1 fails in the plane as on the line.",
        ("ND-INVARIANT-LINE", "PRODUCT"),
        "R^2",
    ),
    Entry(
        "complex-square",
        "Complex square",
        "(x**2 - y**2, 2*x*y)",
        "Even on circles, so it needs four dimensions.",
        ("ODD-EVEN", "FLOOR-DEGREE", "AUG"),
        "R^2",
    ),
    Entry(
        "paraboloid",
        "Paraboloid",
        "x**2 + y**2",
        "A minimum inside forbids every linear layer, and on the plane each such network is infinitely far away.",
        ("MORSE", "EXTREMUM", "FLOOR-WELL"),
        "R^2",
    ),
    Entry(
        "paraboloid-off-centre",
        "Paraboloid on a square without its centre",
        "x**2 + y**2",
        "It grows along both axes there, so a linear layer is enough.",
        ("LAYER-DIRECTION", "COMPACT-LIFT"),
        "[1, 2]^2",
    ),
    Entry(
        "saddle-product",
        "Saddle",
        "x*y",
        "No extremum, but a non-degenerate saddle: every linear layer stays at least 1/2 away.",
        ("MORSE", "FLOOR-LINK", "FIBRE"),
        "[-1, 1]^2",
    ),
    Entry(
        "exp-sine",
        "Exponential times sine",
        "exp(x)*sin(y)",
        "No critical point at all, and in no linear layer: the converse of the rank theorem is false.",
        ("RANK", "FLOOR-LINK"),
        "R^2",
    ),
    Entry(
        "twisted-cubic",
        "Twisted cubic",
        "(x, x**2, x**3)",
        "A graph over its first coordinate: two more dimensions are enough, and fewer do not hold the image.",
        ("AUG-GRAPH", "HULL"),
    ),
    Entry(
        "unit-circle",
        "Winding round the circle",
        "(cos(x), sin(x))",
        "The image lies in a plane and the map is not injective, so the plane is not enough.",
        ("HULL", "AUG"),
    ),
)

CATALOG: Catalog = Catalog((*_ACTIVATIONS, *_ITERATION, *_SMOOTHNESS, *_CLOSED, *_LAYERS, *_SPACE))
"""Every named map, topic by topic."""


def entry(name: str) -> Entry:
    """The entry with this name; case, spaces and underscores do not matter.

    Raises UnknownNameError, which names near matches.
    """
    wanted = "-".join(name.lower().replace("_", " ").split())
    found = CATALOG.get(wanted)
    if found is not None:
        return found
    near = ", ".join(difflib.get_close_matches(wanted, CATALOG, n=4, cutoff=0.5))
    raise UnknownNameError(f"no map {name.strip()!r} in the catalogue" + (f"; did you mean {near}?" if near else ""))


def catalog_map(name: str) -> Map:
    """The map with this name in the catalogue.

    Args:
        name: A key of CATALOG; case, spaces and underscores do not matter.

    Returns:
        Map: The map with its domain.

    Raises:
        UnknownNameError: There is none; the message names near matches.

    Guarantee:
        Exact.

    Source:
        `CATALOG[name].source`.

    Examples:
        >>> from embedcheck import catalog_map
        >>> catalog_map("Exp minus one")
        Map('exp(x) - 1')
        >>> catalog_map("elo")
        Traceback (most recent call last):
            ...
        embedcheck.errors.UnknownNameError: no map 'elo' in the catalogue; did you mean elu, ...?
    """
    return entry(name).map
