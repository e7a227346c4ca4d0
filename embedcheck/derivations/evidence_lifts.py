"""How it is proven that a map is read off another one, or needs few more dimensions, in words with the numbers."""

from __future__ import annotations

from typing import Any

from embedcheck import certificate as c
from embedcheck.derivations import numbers as n
from embedcheck.derivations.evidence_forms import diffeo_proof
from embedcheck.derivations.numbers import code
from embedcheck.derivations.told import Teller, Told, combined, component
from embedcheck.maps import Map
from embedcheck.parsing import to_text


def _readout(fact: c.Readout, subject: Map) -> Told:
    return Told(
        f"$u$ is the map of the lemma, the matrix is {n.matrix(fact.matrix)} and the shift {n.place(fact.shift)}: the"
        " difference of the two formulas is 0, and the domain of $u$ contains $X$. An affine function of a network"
        " is a network with another read-out.",
        "f(x) = A u(x) + b",
        "f(x) = A u(x) + b",
    )


def _completed(fact: c.Completed, subject: Map) -> Told:
    variables = [v.name for v in subject.variables]
    added = n.listed(code(n.combination(row, variables)) for row in fact.rows)
    whole = [component(subject, k) for k in range(subject.outputs)] + [n.combination(r, variables) for r in fact.rows]
    return Told(
        f"The components of $f$ together with {added} are as many functions as there are variables."
        f" {diffeo_proof(fact.proof)}",
        r"x \mapsto (f(x), L x)",
        f"x ↦ ({', '.join(whole)})",
    )


def _rising(fact: c.Rising, subject: Map) -> Told:
    slope = "the derivative along the direction"
    if isinstance(fact.proof, c.Signed):
        why = f"Along {n.place(fact.direction)}, {slope} of {code(fact.part)} is {n.signed(fact.proof)}"
    else:
        sign = "never negative" if fact.proof.sign > 0 else "never positive"
        why = (
            f"Along {n.place(fact.direction)}, {slope} of {code(fact.part)} is {sign}"
            f" ({n.proven(fact.proof.rising)}), and is not 0 on a whole segment: {n.signed(fact.proof.still)}"
        )
    why += "; the rest of f does not move along it." if code(fact.part) != code(to_text(subject.components[0])) else "."
    if fact.onto is not None:
        how = (
            "it is a polynomial of odd degree along the direction, and its leading coefficient has no zero: "
            f"{n.signed(fact.onto.proof.leading)}"
            if isinstance(fact.onto.proof, c.OddAlong)
            else (
                f"its derivative is larger than {code(fact.onto.proof.least)} > 0, which is constant along the"
                " direction"
            )
        )
        why += f" On each such line {code(fact.onto.part)} runs from one infinity to the other: {how}."
    return Told(why, r"\partial_w f \ne 0", f"the derivative of f along w = ({', '.join(fact.direction)}) has one sign")


def _ridge(fact: c.Ridge, subject: Map) -> Told:
    variables = [v.name for v in subject.variables]
    forms = [code(n.combination(row, variables)) for row in fact.rows]
    return Told(
        f"The linear forms $w_i x$ are {n.listed(forms)}, which are independent; the functions $g_i$ of one variable"
        f" are the maps of the lemmas. With $A$ = {n.matrix(fact.matrix)} and $c$ = {n.place(fact.shift)} the"
        " difference of the two formulas is 0.",
        r"f(x) = A\, (g_1(w_1 x), \dots, g_k(w_k x)) + c",
        "f(x) = A (g_1(w_1 x), ..., g_k(w_k x)) + c",
    )


def _lifted(fact: c.Lifted, subject: Map) -> Told:
    kept = n.listed(f"`{subject.variables[k].name}`" for k in fact.kept)
    rows = n.listed(code(f"({', '.join(row)})") for row in fact.factors)
    return Told(
        f"The variables that are kept as they are: {kept}. The product of f with {rows} is "
        f"{n.listed(map(code, fact.functions))}; together with the kept variables this is a map of $X$ into "
        f"$\\mathbb{{R}}^{{{subject.inputs}}}$ that can be undone. {diffeo_proof(fact.proof)}",
        r"x \mapsto (A(y) f(x), y)",
        f"x ↦ ({', '.join([*fact.functions, *(subject.variables[k].name for k in fact.kept)])})",
    )


def _network(fact: c.Network, subject: Map) -> Told:
    shown = [to_text(combined(subject, row)) for row in fact.rows]
    rest = subject.outputs - len(fact.rows)
    return Told(
        f"The combinations of the components with the rows {n.matrix(fact.rows)} are {n.listed(map(code, shown))}:"
        " this is the map of the lemma, which is a network."
        f" {'The other component gets' if rest == 1 else f'Each of the {rest} others gets'} a dimension of its own.",
        "f = P(u, g)",
        "f = P(u, g), P affine",
    )


def lemma(fact: c.Lemma, subject: Map) -> Told:
    """The other map, what is proven about it, and how."""
    from embedcheck.derivations.evidence import explain

    data = fact.map
    other = Map(list(data.expr), domain=data.domain, vars=list(data.vars))
    value = data.expr[0] if len(data.expr) == 1 else f"({', '.join(data.expr)})"
    title = f"g({', '.join(data.vars)}) = {value} on {data.domain}"
    proofs = [cell for cell in fact.cells if not cell.via] or list(fact.cells)
    cells = [
        f"{'embeddable' if cell.status == 'embeddable' else 'not embeddable'} in the cell `{cell.cell.architecture}"
        f" {'autonomous' if cell.cell.autonomous else 'non-autonomous'} {cell.cell.regularity}` by"
        f" `{quoted_rule(cell.rule)}`"
        for cell in proofs
    ]
    inner = [explain(one, other).why for one in fact.facts if not isinstance(one, c.Lemma)]
    nested = sum(isinstance(one, c.Lemma) for one in fact.facts)
    more = " A lemma about another map is part of its evidence." if nested else ""
    return Told(
        f"What is proven about it, called f here: {' '.join(inner)}{more}",
        claim=f"The map {code(title)} is {n.listed(cells)}",
    )


def quoted_rule(rule: str) -> str:
    """The identifier of a rule, from a file."""
    return "".join(sign for sign in rule if sign.isalnum() or sign == "-")


TELLERS: dict[type[Any], Teller] = {
    c.Readout: _readout,
    c.Completed: _completed,
    c.Rising: _rising,
    c.Ridge: _ridge,
    c.Lifted: _lifted,
    c.Network: _network,
    c.Lemma: lemma,
}
