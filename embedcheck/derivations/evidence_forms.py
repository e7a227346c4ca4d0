"""How it is proven that a map of R^n is injective, onto or of a special form, in words with the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from embedcheck import certificate as c
from embedcheck.derivations import numbers as n
from embedcheck.derivations.numbers import code
from embedcheck.derivations.told import Teller, Told, jacobian, shown_matrix
from embedcheck.maps import Map

_MOST = 3


def _variables(subject: Map, chosen: Sequence[int]) -> str:
    return n.listed(f"`{subject.variables[k].name}`" for k in chosen)


def _verb(chosen: Sequence[int], one: str, many: str) -> str:
    return one if len(chosen) == 1 else many


def _signs(facts: Sequence[c.Signed]) -> str:
    shown = "; ".join(n.signed(one) for one in facts[:_MOST])
    return shown + ("; and so on" if len(facts) > _MOST else "")


def diffeo_proof(fact: c.Diffeo) -> str:
    """Why a map is injective with a regular derivative."""
    proof = fact.proof
    if isinstance(proof, c.Inverse):
        return (
            f"The inverse map is known: {n.place(proof.components)}. Both compositions with $f$ are the "
            "identity, by identities of formulas."
        )
    told = list(dict.fromkeys(_block(block.proof, len(block.components)) for block in proof.blocks))
    order = (
        " The variables fall into blocks, and each block of components depends on its own variables and on those of"
        " earlier blocks: so the blocks are solved one after the other."
        if len(proof.blocks) > 1
        else ""
    )
    return f"{order} {' '.join(told)}".strip()


def _block(proof: c.Contraction | c.Definite | c.Principal | c.OddDegree, size: int) -> str:
    match proof:
        case c.Contraction():
            return (
                "The derivative $D$ of a block, multiplied by a constant matrix, differs from the identity by less"
                f" than 1 in the maximum norm with the weights {n.listed(map(n.rational, proof.weights))}, on all of"
                " $X$: then two different points cannot have one value."
            )
        case c.Definite():
            bound = "" if proof.bound == "0" else f" - 2*{n.rational(proof.bound)}"
            if size == 1:
                return f"The slope of a block of one variable keeps its sign: {_signs(proof.minors)}."
            return (
                "The derivative $D$ of a block, multiplied by a constant matrix, has a positive definite symmetric"
                f" part: the leading minors of D + D^T{bound} are positive ({_signs(proof.minors)}). So $(f(x) -"
                " f(y)) (x - y) > 0$ for different points."
            )
        case c.Principal():
            if size == 1:
                return f"The slope of a block of one variable keeps its sign: {_signs(proof.minors)}."
            return (
                "All principal minors of the derivative of a block, multiplied by a constant matrix, are positive "
                f"({_signs(proof.minors)}): on a box this makes the map injective (Gale and Nikaido)."
            )
        case c.OddDegree():
            return (
                "A block of one variable is a polynomial of odd degree in it, with a positive slope "
                f"({n.signed(proof.slope)}) and a positive leading coefficient: it takes each value once."
            )


def _diffeo(fact: c.Diffeo, subject: Map) -> Told:
    return Told(diffeo_proof(fact), r"\det Df \ne 0, \quad f(x) = f(y) \Rightarrow x = y", "det Df ≠ 0, f is injective")


def _form(direction: Sequence[str], subject: Map) -> str:
    return n.combination(direction, [v.name for v in subject.variables])


def _clock(fact: c.Clock, subject: Map) -> Told:
    form = code(_form(fact.direction, subject))
    if fact.gap is None:
        return Told(
            f"With $l$ = {form}, the difference $l(f(x)) - l(x)$ is a constant other than 0, by an identity of"
            " formulas: the number $l$ counts the iterates, as a clock does.",
            r"\ell(f(x)) = \ell(x) + c, \quad c \ne 0",
            "l(f(x)) = l(x) + c, c ≠ 0",
        )
    return Told(
        f"With $l$ = {form}, each step of the map adds at least {n.rational(fact.least)}: {n.signed(fact.gap)}.",
        r"\ell(f(x)) \ge \ell(x) + d, \quad d > 0",
        f"l(f(x)) ≥ l(x) + {fact.least}",
    )


def _fibred(fact: c.Fibred, subject: Map) -> Told:
    others = [k for k in range(subject.inputs) if k not in fact.fixed]
    return Told(
        f"{_variables(subject, fact.fixed)} {_verb(fact.fixed, 'stays as it is', 'stay as they are')}; each other"
        f" variable, {_variables(subject, others)}, is mapped to $a x + b$ with $a > 0$, where $a$ and $b$ depend on"
        f" those that stay: {_signs(fact.slopes)}. On each fibre this is an affine map of the line, which has a"
        " flow.",
        "x_i' = a(y) x_i + b(y), a(y) > 0",
        "x -> a(y) x + b(y), y -> y, a(y) > 0",
    )._replace(latex=r"(x, y) \mapsto (a(y)\, x + b(y),\ y), \quad a(y) > 0")


def _triangular(fact: c.Triangular, subject: Map) -> Told:
    return Told(
        f"In the order {_variables(subject, fact.order)} each component is a positive multiple of its own variable"
        " plus a polynomial in the earlier ones. On polynomials of bounded degree the map acts as a triangular"
        " matrix with a positive diagonal, and such a matrix has a real logarithm.",
        r"x_i \mapsto a_i x_i + g_i(x_1, \dots, x_{i - 1}), \quad a_i > 0",
        "x_i -> a_i x_i + g_i(x_1, ..., x_(i-1)), a_i > 0",
    )


def _skew(fact: c.Skew, subject: Map) -> Told:
    others = [k for k in range(subject.inputs) if k not in fact.scaled]
    one, many = "a positive constant other than 1", "positive constants, all below 1 or all above 1"
    scaled = _verb(fact.scaled, f"is multiplied by {one}", f"are multiplied by {many}")
    return Told(
        f"{_variables(subject, fact.scaled)}"
        f" {scaled};"
        f" {_variables(subject, others)} {_verb(others, 'is', 'are')} mapped to $r x + g$ with a positive constant"
        " $r$ and a function $g$ of the scaled ones. The coefficients are worked out from the formula.",
        r"(x, y) \mapsto (r x + g(y),\ s y), \quad r, s > 0",
        "(x, y) -> (r x + g(y), s y), r, s > 0",
    )


def _unipotent(fact: c.Unipotent, subject: Map) -> Told:
    return Told(
        f"Replacing x by f(x) in a polynomial and subtracting the polynomial, {fact.power} times in turn, turns each"
        " variable into 0: worked out exactly. So the series of the logarithm of that replacement ends, and is the"
        " field.",
        rf"(f^* - 1)^{{{fact.power}}} x_i = 0, \quad V_i = \sum_k \frac{{(-1)^{{k - 1}}}}{{k}} (f^* - 1)^k x_i",
        f"(f* - 1)^{fact.power} x_i = 0, V_i = sum of (-1)^(k-1)/k (f* - 1)^k x_i, k < {fact.power}",
    )


def _sink(fact: c.Sink, subject: Map) -> Told:
    what = "The inverse of the map" if fact.expanding else "The map"
    if fact.point:
        found = jacobian(subject, fact.point)
        where = f"the point {n.place(fact.point)}, which is fixed by exact arithmetic"
        where += f", with the derivative {code(shown_matrix(found))} there" if found is not None else ""
    else:
        where = f"the fixed point that an interval Newton step isolates in {n.box(fact.box)}"
    blocks = [
        (
            f"{_variables(subject, block.variables)} (in the basis {n.matrix(block.basis)})"
            if len(block.variables) > 1
            else _variables(subject, block.variables)
        )
        for block in fact.blocks
    ]
    return Told(
        f"{what} contracts everything to {where}: the range of the derivative on all of $X$, in"
        f" {'blocks one after the other' if len(blocks) > 1 else 'one block'} {n.listed(blocks)}, has a maximum norm"
        " below 1.",
        r"f^k(x) \to p" if not fact.expanding else r"f^{-k}(x) \to p",
        "f^k(x) → p" if not fact.expanding else "f^(-k)(x) → p",
    )


def _conjugate(fact: c.Conjugate, subject: Map) -> Told:
    size = len(fact.shift)
    same = all(fact.matrix[i][j] == ("1" if i == j else "0") for i in range(size) for j in range(size))
    if same and not any(s != "0" for s in fact.shift):
        return Told(
            "The lemma is about the same formula on a domain that contains $X$: a flow there serves here too.",
            "f = g",
            "f = g on X",
        )
    return Told(
        f"$h$ is $x \\mapsto M x + s$ with $M$ = {n.matrix(fact.matrix)} and $s$ = {n.place(fact.shift)}; $h f"
        " h^{-1}$ is the map of the lemma, by an identity of formulas. A flow of the one gives a flow of the"
        " other.",
        r"h \circ f = g \circ h",
        "h(f(x)) = g(h(x))",
    )


def _straightened(fact: c.Straightened, subject: Map) -> Told:
    return Told(
        f"The new coordinates are {n.listed(map(code, fact.images))}, the old ones in terms of them"
        f" {n.listed(map(code, fact.inverse))}: both compositions are the identity. In the new coordinates the map is"
        " the one of the lemma, by an identity of formulas.",
        r"h \circ f = g \circ h",
        "h(f(x)) = g(h(x))",
    )


def _logarithms(fact: c.Logarithms, subject: Map) -> Told:
    return Told(
        f"{_variables(subject, fact.variables)} {_verb(fact.variables, 'is', 'are')} positive on $X$ and on $f(X)$."
        f" In {_verb(fact.variables, 'its logarithm', 'their logarithms')}, and the other variables as they are, the"
        " map is the one of the lemma: an identity after $x = e^t$.",
        r"\log f(x) = g(\log x)",
        "log f(x) = g(log x)",
    )


def _motion(fact: c.Motion, subject: Map) -> Told:
    return Told(
        f"The field is {n.place(fact.field)}, and its solution from x at the time {code(fact.time)} is "
        f"{n.place(fact.path)}: it starts at x, satisfies the equation and is at f(x) at the time 1, by three "
        "identities of formulas.",
        r"\partial_t \varphi_t(x) = V(\varphi_t(x)), \quad \varphi_0 = \mathrm{id}, \quad \varphi_1 = f",
        "d/dt φ_t(x) = V(φ_t(x)), φ_0 = id, φ_1 = f",
    )


def _apart(fact: c.Apart, subject: Map) -> Told:
    return Told(
        f"With $l$ = {code(_form(fact.direction, subject))}, the value $l(f(x))$ exceeds the largest value of $l$ on"
        f" the compact box $X$, which it takes at a corner: {n.signed(fact.gap)}. So $X$ and $f(X)$ are apart, and no"
        " orbit comes back.",
        r"\min_X \ell(f(x)) > \max_X \ell(x)",
        "min l(f(x)) > max l(x) on X",
    )


def signed(fact: c.Signed, subject: Map) -> Told:
    """The sign of a function on X."""
    relation = ">" if fact.sign > 0 else "<"
    return Told(f"{_capital(n.proven(fact.proof))}.", "", f"{fact.function} {relation} 0")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


TELLERS: dict[type[Any], Teller] = {
    c.Signed: signed,
    c.Diffeo: _diffeo,
    c.Clock: _clock,
    c.Fibred: _fibred,
    c.Triangular: _triangular,
    c.Skew: _skew,
    c.Unipotent: _unipotent,
    c.Sink: _sink,
    c.Conjugate: _conjugate,
    c.Straightened: _straightened,
    c.Logarithms: _logarithms,
    c.Motion: _motion,
    c.Apart: _apart,
}
