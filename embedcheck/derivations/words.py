"""The words of derivations: classes, kinds of evidence, formulas of the theorems, sources."""

from __future__ import annotations

from embedcheck import certificate as c
from embedcheck.cells import Cell, Status, augmentation
from embedcheck.derivations.markup import quoted
from embedcheck.theory import THEOREMS

CLASSES = {
    "flow": "a continuous flow, without any field",
    "C0": "a continuous field whose solutions are unique",
    "Lip": "a locally Lipschitz field",
    "C1": "a field of class $C^1$",
    "Cinf": r"a field of class $C^\infty$",
    "Comega": "a real analytic field",
}
STATUS = {
    Status.EMBEDDABLE: "embeddable",
    Status.NOT_EMBEDDABLE: "not embeddable",
    Status.UNDECIDED: "undecided",
    Status.NOT_APPLICABLE: "not applicable",
}

FORMULAS = {
    "1D-MONOTONE": (r"x < y \Longrightarrow f(x) < f(y)", "x < y  ⇒  f(x) < f(y)"),
    "1D-C0": (r"f'(x) = \frac{V(f(x))}{V(x)} > 0 \quad (f(x) \ne x)", "f'(x) = V(f(x))/V(x) > 0  where f(x) ≠ x"),
    "1D-LIP": (r"V'(f(x)) = V'(x) + \frac{f''(x)}{f'(x)} V(x)", "V'(f(x)) = V'(x) + f''(x)/f'(x) V(x)"),
    "1D-NOFIX": (r"V(f(x)) = f'(x)\, V(x), \quad V \ne 0", "V(f(x)) = f'(x) V(x), V ≠ 0"),
    "1D-ONEFIX": (
        r"V(f(x)) = f'(x)\, V(x), \quad V(p) = 0, \quad V'(p) = \log f'(p)",
        "V(f(x)) = f'(x) V(x), V(p) = 0, V'(p) = log f'(p)",
    ),
    "1D-MATCH": (r"V_p(x) = V_q(x) \quad (p < x < q)", "V_p(x) = V_q(x) for p < x < q"),
    "1D-CLASS-M": (r"F(t + 1) = f(F(t)), \quad F(t) = \varphi_t(x_0)", "F(t + 1) = f(F(t)), F(t) = φ_t(x0)"),
    "1D-CLOSED": (
        r"V(f(x)) = f'(x)\, V(x), \quad \int_x^{f(x)} \frac{dy}{V(y)} = 1",
        "V(f(x)) = f'(x) V(x), integral of dy/V(y) from x to f(x) = 1",
    ),
    "1D-IDENTITY": (r"V = 0", "V = 0"),
    "1D-NONAUTO": (r"F_t(x) = (1 - t)\, x + t f(x)", "F_t(x) = (1 - t) x + t f(x)"),
    "ND-NONAUTO": (r"F_0 = \mathrm{id}, \quad F_1 = f", "F_0 = id, F_1 = f"),
    "1D-LAYER": (r"f = a\, \varphi_1 + b, \quad a \ne 0", "f = a φ_1 + b, a ≠ 0"),
    "AFFINE-LAYER": (r"V = 0, \quad \Lambda = f", "V = 0, Λ = f"),
    "AUG": (r"x' = 0, \quad y' = f(x), \quad y(0) = 0, \quad y(1) = f(x)", "x' = 0, y' = f(x), y(0) = 0, y(1) = f(x)"),
    "AUG-GRAPH": (r"x' = 0, \quad y' = g(x), \quad y(0) = 0", "x' = 0, y' = g(x), y(0) = 0"),
    "LIN-LOG": (r"A = e^L, \quad V(x) = L x", "A = e^L, V(x) = L x"),
    "LIN-FLOW": (r"\varphi_1(x) = A x", "φ_1(x) = A x"),
    "ND-PERIODIC": (r"f^k(p) = p, \quad \det(D f^k(p) - I) \ne 0", "f^k(p) = p, det(D f^k(p) - I) ≠ 0"),
    "ND-FIXLOG": (r"Df(p) = e^L", "Df(p) = e^L for a real L"),
    "ND-INJECTIVE": (r"f(x) = f(y), \quad x \ne y", "f(x) = f(y), x ≠ y"),
    "ND-ORIENTATION": (r"\det Df(x) < 0", "det Df(x) < 0"),
    "RANK": (r"\mathrm{rank}\, Df(x) < q'", "rank Df(x) < q'"),
    "DIM-BOUND": (r"m \ge n + q' - \mathrm{rank}\, Df(x)", "m ≥ n + q' - rank Df(x)"),
    "MORSE": (r"\nabla f(x) = 0, \quad \det D^2 f(x) \ne 0", "∇f(x) = 0, det D^2 f(x) ≠ 0"),
    "ODD-EVEN": (r"f(c - x) = f(c + x) \Longrightarrow m \ge q' + r + 1", "f(c - x) = f(c + x)  ⇒  m ≥ q' + r + 1"),
    "CLOCK": (r"\ell(f(x)) = \ell(x) + c, \quad c \ne 0", "l(f(x)) = l(x) + c, c ≠ 0"),
    "DRIFT-2D": (r"\ell(f(x)) \ge \ell(x) + d, \quad d > 0", "l(f(x)) ≥ l(x) + d, d > 0"),
}
"""For some theorems the formula at their heart: LaTeX and plain text."""

_EVIDENCE = {
    "pieces": "The parts of the formula that could fail are shown to be defined, by covers of X that fix their signs.",
    "slope": "A cover of X proves the sign of $f'$ on each interval between its zeros.",
    "local": "One-sided expansions of $f$ with enclosed coefficients, at break points and closed ends of X, show it.",
    "fixedpoints": r"A cover of X, unbounded parts too, proves the sign of $f - \mathrm{id}$ between these points.",
    "order": "Both values are enclosed in intervals that settle their order.",
    "classm": "The formula is built from single-valued functions only, and the enclosure of its Schwarzian derivative "
    "at that point excludes 0; it would be 0 for a Moebius map.",
    "match": "Local series with a bound for the rest, carried along an orbit, enclose both values; the two enclosures "
    "are disjoint.",
    "component": "The equation $V(f(x)) = f'(x) V(x)$ is an identity in a coordinate in which $f$ is a Moebius map.",
    "closed": "The equation $V(f(x)) = f'(x) V(x)$ is an identity in a coordinate in which $f$ is a Moebius map; a "
    "cover shows where $V$ vanishes.",
    "moebius": "The difference of the two formulas is 0.",
    "power": "The difference of the two formulas is 0.",
    "affinemap": "Slope and intercept are exact, and the difference of the two formulas is 0.",
    "even": "The difference of the two sides is 0 identically.",
    "line": "A cover of X proves a bound for the slope of $f$, or that the line is not met.",
    "structure": "The formula is composed of functions of this class where they are defined, and each demand for that "
    "is proven on X.",
    "linearmap": "The entries are exact constants, and the difference of the two formulas is 0.",
    "points": "A determinant of the enclosed values excludes 0.",
    "rankat": "The derivative at that point is known exactly.",
    "collision": "The two points are different, and the values are equal by exact arithmetic.",
    "symmetric": "The formula does not change under the exact substitution.",
    "turned": "The determinant at that point has this sign by an enclosure.",
    "nondegenerate": "The derivative is 0 there, and the determinant of the second derivative is not.",
    "orbit": "The points are exact, and each is mapped to the next one by exact arithmetic.",
    "cycle": r"An interval Newton step shows that each box holds exactly one zero of $f^k - \mathrm{id}$.",
    "critical": "An interval Newton step shows that the box holds exactly one zero of the gradient.",
    "diffeo": "The sign of the determinant of the derivative and what makes f injective are proven on all of X.",
    "clock": "The advance is constant, or bounded away from 0 on all of X.",
    "rising": "The derivative along the direction has one sign on all of X.",
    "lemma": "This map is decided by the same theorems, with evidence of its own inside the certificate.",
    "combinations": "The combinations are exact, and their difference to the affine functions is 0.",
    "ridge": "The difference of the two formulas is 0, and the directions are independent.",
    "fibred": "The form can be read off the formula, and the sign of each slope is proven on all of X.",
    "triangular": "The form can be read off the formula.",
    "network": "The combinations are exact, and a lemma decides the map that they form.",
    "lifted": "The products are compared exactly, and the sign of the determinant is proven on all of X.",
    "invariant": "The map on the line is exact: the difference of the two formulas is 0.",
    "chord": "The map on the line is exact: the difference of the two formulas is 0.",
}


def evidence(fact: c.Fact) -> str:
    """How a fact of this kind is proven, in one or two sentences."""
    words = _EVIDENCE.get(fact.kind, "The certificate holds evidence of this kind, and the checker has a test for it.")
    covers = getattr(fact.evidence, "covers", None)
    if isinstance(covers, tuple) and all(isinstance(cover, c.Cover) for cover in covers):
        words += " " + " ".join(dict.fromkeys(cover(one) for one in covers))
    return words


def cover(one: c.Cover) -> str:
    """What a cover of an interval consists of."""
    proof = one.proof
    if isinstance(proof, c.Periodic):
        return f"One period, {quoted(proof.period)}, is covered; the rest repeats."
    if isinstance(proof, c.Sturm):
        names = {"x": "x", "exp": "an exponential", "tan": "the tangent of half the angle"}
        return f"The function is rational in {names[proof.coordinate]}: a Sturm count shows that no zero is left out."
    if isinstance(proof, c.Constant):
        return "The function is constant."
    if isinstance(proof, c.Affine):
        return "The function is affine: its zero is exact."
    if isinstance(proof, c.Range):
        return "One evaluation on the whole interval in interval arithmetic has this sign."
    count = len(proof.parts)
    return (
        f"The cover has {count} part{'' if count == 1 else 's'}, in each of which the function has a sign or one zero."
    )


def source(rule: str) -> str:
    """The theorem and where it comes from."""
    entry = THEOREMS.get(rule)
    return rule if entry is None else f"{rule} ({entry.standing}): {entry.source}"


def question(cell: Cell, inputs: int, outputs: int) -> tuple[str, str, str, str]:
    """What a cell asks: claim, reason, LaTeX, plain text."""
    time = "V(h)" if cell.autonomous else "V(t, h)"
    extra = augmentation(cell.architecture) or 0
    start = "x" if not extra else "(x, 0)"
    basic = cell.architecture == "basic"
    out, plain_out = ("h(1)", "h(1)") if basic else (r"\Lambda(h(1))", "Λ(h(1))")
    claim = (
        f"The question: is there {CLASSES[cell.regularity]}"
        f"{'' if cell.autonomous else ' (it may depend on time)'} whose flow carries $x$ to $f(x)$ in the time 1?"
    )
    more = f" with {extra} more dimension{'' if extra == 1 else 's'}, started at 0" if extra else ""
    why = f"The architecture `{cell.architecture}` has a phase space of dimension {inputs + extra}{more}, and " + (
        "reads the result off as it is."
        if basic
        else rf"an affine read-out $\Lambda$ to $\mathbb{{R}}^{{{outputs}}}$, free to choose."
        if outputs > 1
        else r"an affine read-out $\Lambda$, free to choose."
    )
    latex = rf"h'(t) = {time}, \quad h(0) = {start}, \quad f(x) = {out}"
    return claim, why, latex, f"h'(t) = {time}, h(0) = {start}, f(x) = {plain_out}"
