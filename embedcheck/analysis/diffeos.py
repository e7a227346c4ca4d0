"""Facts that a map of R^n is injective with a determinant of one sign, and perhaps onto: a search for blocks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from embedcheck.analysis.euclidean import EuclideanAnalysis
from embedcheck.analysis.interval import remembered
from embedcheck.analysis.inverses import polynomial_inverse
from embedcheck.analysis.places import float_map, floats
from embedcheck.analysis.positivity import positive, signed
from embedcheck.analysis.text import formula
from embedcheck.balls import fmpq, fmpq_mat
from embedcheck.balls.arith import exact, read_rational
from embedcheck.balls.checks.diffeos import MAX_MINORS, Embedding
from embedcheck.balls.checks.spots import expanded, tame
from embedcheck.balls.compositions import undoes
from embedcheck.balls.extended import INF, NEG_INF
from embedcheck.balls.jacobians import (
    Rows,
    contracts,
    jacobian,
    leading_minors,
    magnitudes,
    permutation_sign,
    principal_minors,
    product,
)
from embedcheck.balls.matrices import determinant_sign
from embedcheck.certificate import (
    Block,
    Blocks,
    Contraction,
    Definite,
    Diffeo,
    Fact,
    Inverse,
    OddDegree,
    Principal,
    Signed,
)
from embedcheck.parsing import parse_expression

Matrix = list[list[fmpq]]
_SAMPLES = 40


def texts(matrix: Matrix) -> tuple[tuple[str, ...], ...]:
    """A rational matrix as it is written in a certificate."""
    return tuple(tuple(str(entry) for entry in row) for row in matrix)


def near(number: float, size: int = 64) -> fmpq:
    """A rational number with a small denominator near a machine number."""
    part = Fraction(number).limit_denominator(size)
    return fmpq(part.numerator, part.denominator)


def depends(analysis: EuclideanAnalysis) -> list[set[int]]:
    """For each component the numbers of the variables that occur in it."""
    numbers = {x: k for k, x in enumerate(analysis.variables)}
    return [{numbers[x] for x in expanded(expr).free_symbols} for expr in analysis.exprs]


@remembered
def block_form(analysis: EuclideanAnalysis) -> list[tuple[list[int], list[int]]] | None:
    """Components and variables of each block, in an order in which blocks depend on earlier ones; None without one."""
    import networkx as nx

    needs = depends(analysis)
    graph: Any = nx.Graph()
    rows = [("f", i) for i in range(analysis.outputs)]
    graph.add_nodes_from(rows)
    graph.add_nodes_from(("x", k) for k in range(analysis.inputs))
    # The variable of the same number comes first among equals.
    for i, own in enumerate(needs):
        graph.add_edges_from((("f", i), ("x", k)) for k in sorted(own, key=lambda k, i=i: (k != i, k)))
    matching: dict[Any, Any] = nx.bipartite.maximum_matching(graph, top_nodes=rows)
    if any(row not in matching for row in rows):
        return None
    owner = {matching[row][1]: row[1] for row in rows}
    order: Any = nx.DiGraph()
    order.add_nodes_from(range(analysis.outputs))
    order.add_edges_from((owner[k], i) for i, own in enumerate(needs) for k in own if owner[k] != i)
    whole: Any = nx.condensation(order)
    found: list[tuple[list[int], list[int]]] = []
    for number in nx.lexicographical_topological_sort(whole):
        components = sorted(whole.nodes[number]["members"])
        found.append((components, [matching[("f", i)][1] for i in components]))
    return found


@remembered
def diffeo(analysis: EuclideanAnalysis) -> tuple[Embedding, Fact] | None:
    """That f is injective and det Df has no zero; on R^n perhaps that it is onto."""
    if not analysis.square or analysis.regularity != "Comega":
        return None
    found = _by_blocks(analysis)
    if analysis.whole and (found is None or not found[0].onto):
        found = _by_inverse(analysis) or found
    if found is None:
        return None
    embedding, proof = found
    words = "positive" if embedding.orientation == 1 else "negative"
    onto = ", f maps R^n onto R^n" if embedding.onto else ""
    statement = f"f is injective with {words} determinant of Df on X{onto}"
    return embedding, Fact(statement=statement, guarantee="rigorous", evidence=Diffeo(proof=proof))


def _by_inverse(analysis: EuclideanAnalysis) -> tuple[Embedding, Inverse] | None:
    back = polynomial_inverse(analysis.exprs, list(analysis.variables))
    if back is None:
        return None
    variables = list(analysis.variables)
    read = [parse_expression(formula(expr), [x.name for x in variables]) for expr in back]
    if not undoes(analysis.exprs, read, variables) or not undoes(read, analysis.exprs, variables):
        return None
    values: Any = dict.fromkeys(analysis.variables, 0)
    rows: Any = [[sp.diff(expr, x).subs(values) for x in analysis.variables] for expr in analysis.exprs]
    sign = determinant_sign(rows)
    if not sign:
        return None
    return Embedding(sign, True), Inverse(components=tuple(map(formula, back)))


def _by_blocks(analysis: EuclideanAnalysis) -> tuple[Embedding, Blocks] | None:
    form = block_form(analysis)
    if form is None:
        return None
    blocks: list[Block] = []
    onto = analysis.whole
    components = [k for own, _ in form for k in own]
    variables = [k for _, own in form for k in own]
    sign = permutation_sign(components) * permutation_sign(variables)
    for own, names in form:
        analysis.deadline.check()
        found = BlockSearch(analysis, own, names).find()
        if found is None:
            return None
        blocks.append(found[0])
        onto = onto and found[1]
        sign *= 1 if fmpq_mat([[read_rational(text) for text in row] for row in found[0].matrix]).det() > 0 else -1
    return Embedding(sign, onto), Blocks(blocks=tuple(blocks))


class BlockSearch:
    """Looks for a proof that the components are a diffeomorphism in their variables, the others being parameters."""

    def __init__(self, analysis: EuclideanAnalysis, components: list[int], variables: list[int]) -> None:
        self.analysis, self.components, self.numbers = analysis, components, variables
        self.exprs = [analysis.exprs[k] for k in components]
        self.variables = [analysis.variables[k] for k in variables]
        self.rows = jacobian(self.exprs, self.variables)
        self.structure = analysis.functions

    def _block(self, matrix: Matrix, proof: Contraction | Definite | Principal | OddDegree) -> Block:
        return Block(
            components=tuple(self.components), variables=tuple(self.numbers), matrix=texts(matrix), proof=proof
        )

    def find(self) -> tuple[Block, bool] | None:
        """The block, and whether it is onto."""
        return self._single() if len(self.rows) == 1 else self._several()

    def _all_positive(self, functions: list[Any]) -> tuple[Signed, ...] | None:
        found: list[Signed] = []
        for function in functions:
            self.analysis.deadline.check()
            one = positive(self.analysis, function)
            if one is None:
                return None
            found.append(one)
        return tuple(found)

    # -- one variable ------------------------------------------------------------------------------------------------

    def _single(self) -> tuple[Block, bool] | None:
        slope, expr, x = self.rows[0][0], self.exprs[0], self.variables[0]
        first = signed(self.analysis, slope)
        if first is None or not isinstance(first.evidence, Signed):
            return None
        turned = first.evidence.sign
        matrix: Matrix = [[fmpq(turned)]]
        if self.analysis.whole:
            for bound in self._bounds([[turned * slope]]):
                minors = self._all_positive(leading_minors([[expanded(turned * slope)]], bound))
                if minors is not None:
                    return self._block(matrix, Definite(bound=str(bound), minors=minors)), True
            plain = expanded(turned * expr)
            if plain.is_polynomial(x) and tame(plain):
                polynomial = sp.Poly(plain, x)
                if polynomial.degree() % 2 == 1:
                    leading = positive(self.analysis, expanded(polynomial.LC()))
                    if leading is not None:
                        return self._block(matrix, OddDegree(slope=first.evidence, leading=leading)), True
        return self._block(matrix, Principal(minors=(first.evidence,))), False

    def _bounds(self, rows: Rows) -> Iterator[fmpq]:
        """Positive lower bounds of the symmetric part that are worth a proof."""
        if len(rows) == 1:
            value = self.structure.range(rows[0][0])
            if value is not None and value.low > 0 and value.low != INF:
                yield exact(value.low) / 2
                return
        lowest = min((float(np.linalg.eigvalsh((m + m.T) / 2)[0]) for m in self._samples(rows)), default=0.0)
        if lowest > 1e-3:
            yield near(lowest / 2) or fmpq(1, 1024)

    def _samples(self, rows: Rows) -> list[Any]:
        size = len(rows)
        found = [value.reshape(size, size) for value in self._values([entry for row in rows for entry in row])]
        return [matrix for matrix in found if np.all(np.isfinite(matrix))]

    def _values(self, functions: list[Any]) -> list[Any]:
        """Machine numbers at a few points of X."""
        evaluate, places = float_map(self.analysis.variables, functions), self.analysis.places
        return [evaluate(floats(place)) for place in places[:: max(1, len(places) // _SAMPLES)]]

    # -- several variables -------------------------------------------------------------------------------------------

    def _several(self) -> tuple[Block, bool] | None:
        starts = list(self._starts())
        for matrix in starts:
            found = self._contraction(matrix)
            if found is not None:
                return found, True
        if len(self.rows) > MAX_MINORS:
            return None
        turns = [*self._turns(), *starts]
        if self.analysis.whole:
            for matrix in turns:
                rows = product(matrix, self.rows)
                for bound in self._bounds(rows):
                    minors = self._all_positive(leading_minors(rows, bound))
                    if minors is not None:
                        return self._block(matrix, Definite(bound=str(bound), minors=minors)), True
        for matrix in turns:
            rows = product(matrix, self.rows)
            samples = self._samples(rows)
            if samples and all(np.linalg.eigvalsh(m + m.T)[0] > 0 for m in samples):
                minors = self._all_positive(leading_minors(rows, fmpq(0)))
                if minors is not None:
                    return self._block(matrix, Definite(bound="0", minors=minors)), False
            functions = principal_minors(rows)
            if any(np.any(value <= 0) for value in self._values(functions)):
                continue
            minors = self._all_positive(functions)
            if minors is not None:
                return self._block(matrix, Principal(minors=minors)), False
        return None

    def _starts(self) -> Iterator[Matrix]:
        """Inverses of matrices near the derivative."""
        tried: list[Any] = []
        for matrix in self._centres():
            if any(np.allclose(matrix, other) for other in tried) or abs(np.linalg.det(matrix)) < 1e-6:
                continue
            tried.append(matrix)
            own = fmpq_mat([[near(float(entry)) for entry in row] for row in matrix])
            if own.det() != 0:
                yield own.inv().tolist()

    def _centres(self) -> Iterator[Any]:
        samples = self._samples(self.rows)
        rough = np.mean(samples, axis=0) if samples else np.eye(len(self.rows))
        middle = rough.copy()
        for i, row in enumerate(self.rows):
            for j, entry in enumerate(row):
                value = self.structure.range(entry)
                if value is not None and value.low != NEG_INF and value.high != INF:
                    middle[i, j] = (float(value.low.mid()) + float(value.high.mid())) / 2
        yield middle
        if samples:
            yield samples[0]
            yield rough

    def _turns(self) -> Iterator[Matrix]:
        """The identity, and the exchanges of components with signs that make the diagonal positive."""
        samples = self._samples(self.rows)
        size = len(self.rows)
        for order in itertools.islice(itertools.permutations(range(size)), 6):
            signs: list[int] = []
            for place, source in enumerate(order):
                own = {np.sign(sample[source, place]) for sample in samples}
                signs.append(int(own.pop()) if len(own) == 1 else 0)
            if samples and all(signs):
                yield [[fmpq(signs[i]) if j == order[i] else fmpq(0) for j in range(size)] for i in range(size)]

    def _contraction(self, matrix: Matrix) -> Block | None:
        """The identity minus matrix times the derivative has a norm below 1."""
        rows = product(matrix, self.rows)
        rest = [[expanded(int(i == j) - entry) for j, entry in enumerate(row)] for i, row in enumerate(rows)]
        sizes = magnitudes(self.structure, rest)
        if sizes is None:
            return None
        weights = norm_weights(sizes)
        if weights is None or not contracts(sizes, weights):
            return None
        return self._block(matrix, Contraction(weights=tuple(map(str, weights))))


def norm_weights(sizes: list[list[fmpq]]) -> list[fmpq] | None:
    """Weights of a maximum norm in which a matrix with such moduli is nearly as small as can be."""
    matrix = np.array([[float(Fraction(int(size.p), int(size.q))) for size in row] for row in sizes])
    found: Any = np.linalg.eig(matrix + 1e-9)
    values, vectors = found
    best = int(np.argmax(values.real))
    if values[best].real >= 1:
        return None
    vector = np.abs(vectors[:, best].real)
    return [near(float(w), 1000) or fmpq(1, 1000) for w in vector / vector.max()]
