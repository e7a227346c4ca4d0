"""The words of derivations: classes, kinds of evidence, formulas of the theorems, sources."""

from __future__ import annotations

from embedcheck.cells import Cell, Status, augmentation
from embedcheck.theory import THEOREMS

CLASSES = {
    "flow": "a continuous flow (no field is asked for)",
    "C0": "a continuous field with unique solutions",
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
    "AUG": (
        r"x' = 0, \quad y' = f(x), \quad y(0) = 0, \quad y(1) = f(x)",
        "x' = 0, y' = f(x), y(0) = 0, y(1) = f(x)",
    ),
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
    what = CLASSES[cell.regularity]
    free = "" if cell.autonomous else ", which may depend on time,"
    claim = f"The question: is there {what}{free} that carries $x$ to $f(x)$ in the time 1?"
    more = f" with {extra} more dimension{'' if extra == 1 else 's'}, started at 0" if extra else ""
    why = f"The architecture `{cell.architecture}` has a phase space of dimension {inputs + extra}{more}; " + (
        "the result is read off as it is."
        if basic
        else (
            rf"the read-out $\Lambda$ is any affine map to $\mathbb{{R}}^{{{outputs}}}$."
            if outputs > 1
            else r"the read-out $\Lambda$ is any affine function."
        )
    )
    if cell.regularity == "flow":
        move = r"h(t) = \varphi_t(h(0))" if cell.autonomous else r"h(t) = F_t(h(0))"
        plain_move = "h(t) = φ_t(h(0))" if cell.autonomous else "h(t) = F_t(h(0))"
        why += (
            r" Here the maps $\varphi_t$ are continuous where they are defined, and $\varphi_{s + t} = \varphi_s"
            r" \circ \varphi_t$."
            if cell.autonomous
            else " Here the maps $F_t$ are continuous and injective, and $F_0$ is the identity."
        )
    else:
        move = plain_move = f"h'(t) = {time}"
    latex = rf"{move}, \quad h(0) = {start}, \quad f(x) = {out}"
    return claim, why, latex, f"{plain_move}, h(0) = {start}, f(x) = {plain_out}"
