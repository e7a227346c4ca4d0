"""Flows of affine maps: real logarithms, and the continuous field of LIN-FLOW (guarantee: numeric)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import mpmath
import sympy as sp

from embedcheck.balls.real_linear import RealAffine, image, kernel, less, power, times
from embedcheck.errors import InputError, PrecisionError
from embedcheck.flows.logarithms import canonical_basis, principal_logarithm
from embedcheck.flows.spaces import SpaceFlow, State, matrix
from embedcheck.maps import Map

_X = sp.Symbol("x")
_ANGLES = ((1, 1), (1, 2), (7, 5), (1, 3), (11, 5), (5, 2))
_REMEMBERED = 1000
_STEPS = 200


def coefficients(subject: Map) -> tuple[Any, Any]:
    """A and b of an affine map."""
    zero: Any = dict.fromkeys(subject.variables, 0)
    rows = [[sp.expand(sp.diff(f, x)) for x in subject.variables] for f in subject.components]
    return sp.Matrix(rows), sp.Matrix([f.subs(zero) for f in subject.components])


def turning(a: Any, wanted: Callable[[Any], bool] = lambda factor: True) -> Any:
    """A rational matrix K that commutes with A, K^2 = -1 on the generalised eigenspaces of the irreducible factors of
    the characteristic polynomial that have negative roots, and 0 on the others.

    It swaps the blocks of equal size, of which there is an even number. Raises InputError where there is not.
    """
    if not _rational(a):
        return _turning_real(a, wanted)
    size = a.shape[0]
    basis: list[Any] = []
    images: list[Any] = []
    for factor, multiplicity in sp.factor_list(a.charpoly(_X).as_expr(), _X)[1]:
        polynomial = sp.Poly(factor, _X)
        value = _at(polynomial, a)
        space = (value**multiplicity).nullspace()
        if not (wanted(factor) and polynomial.count_roots(None, 0) - polynomial.count_roots(0, 0)):
            basis += space
            images += [sp.zeros(size, 1)] * len(space)
            continue
        cycles = _cycles(a, value, space, len(polynomial.all_coeffs()) - 1)
        if [len(cycle) for cycle in cycles[::2]] != [len(cycle) for cycle in cycles[1::2]]:
            raise InputError("a block of a negative eigenvalue that has no partner")
        for left, right in zip(cycles[::2], cycles[1::2], strict=True):
            basis += [*left, *right]
            images += [*right, *(-v for v in left)]
    full = sp.Matrix.hstack(*basis)
    return sp.Matrix.hstack(*images) * full.inv()


def _rational(a: Any) -> bool:
    return all(isinstance(entry, sp.Rational) for entry in a)


def _turning_real(a: Any, wanted: Callable[[Any], bool]) -> Any:
    """The same for a matrix whose entries are not rational, by the negative eigenvalues themselves."""
    rows: Any = a.tolist()
    try:
        negative = RealAffine(rows, [sp.S.Zero] * len(rows)).negative
        found = [one for one in negative if wanted(_X - (_X if one[0].value is None else one[0].value))]
        rest = [[sp.Integer(int(i == j)) for j in range(len(rows))] for i in range(len(rows))]
        basis: list[Any] = []
        images: list[Any] = []
        for one, multiplicity, sizes in found:
            if one.value is None or set(sizes) != {1} or multiplicity % 2:
                raise InputError("a negative eigenvalue whose blocks are not simple pairs")
            space = [sp.Matrix(v) for v in kernel(less(rows, one.value))]
            for left, right in zip(space[::2], space[1::2], strict=True):
                basis += [left, right]
                images += [right, -left]
            rest = times(rest, power(less(rows, one.value), multiplicity))
        others = [sp.Matrix(v) for v in image(rest)]
    except ValueError as error:
        raise InputError(str(error)) from None
    full = sp.Matrix.hstack(*basis, *others)
    turned = sp.Matrix.hstack(*images, *[sp.zeros(len(rows), 1)] * len(others))
    return turned * full.inv() if basis else sp.zeros(len(rows))


def _at(polynomial: Any, a: Any) -> Any:
    value = sp.zeros(*a.shape)
    for c in polynomial.all_coeffs():
        value = value * a + c * sp.eye(a.shape[0])
    return value


def _cycles(a: Any, value: Any, space: list[Any], degree: int) -> list[list[Any]]:
    """Bases v, A v, A^2 v ... of independent cyclic subspaces that fill the space, the largest first."""
    found: list[list[Any]] = []
    taken: list[Any] = []
    tries = [*space, *(u + v for u, v in itertools.combinations(space, 2))]
    order = len(space) // degree
    while order and len(taken) < len(space):
        for v in tries:
            if (value**order * v).is_zero_matrix and not (value ** (order - 1) * v).is_zero_matrix:
                cycle = [v]
                while len(cycle) < order * degree:
                    cycle.append(a * cycle[-1])
                if sp.Matrix.hstack(*taken, *cycle).rank() == len(taken) + len(cycle):
                    found.append(cycle)
                    taken += cycle
                    break
        else:
            order -= 1
            # Vectors that a lower power kills.
            tries = [*(value**order).nullspace(), *tries] if order else tries
            tries = [v for v in tries if order and (value**order * v).is_zero_matrix]
            tries += [u + v for u, v in itertools.combinations(tries[: 2 * len(space)], 2)]
    if len(taken) < len(space):
        raise InputError("the Jordan blocks of a negative eigenvalue are not found")
    return found


def real_logarithm(a: Any, k: Any) -> Any:
    """A real logarithm at the working precision: exp(-angle K) A has no negative eigenvalue for most angles."""
    own = matrix(a.tolist())
    if k.is_zero_matrix:
        return principal_logarithm(own)
    turn = matrix(k.tolist())
    square = turn * turn
    for above, below in _ANGLES:
        angle = mpmath.mpf(above) / below
        one = mpmath.eye(own.rows)
        back = one - mpmath.sin(angle) * turn + (1 - mpmath.cos(angle)) * square
        try:
            found = angle * turn + principal_logarithm(back * own)
        except PrecisionError:
            continue
        error = mpmath.mnorm(mpmath.expm(found) - own, 1)
        if error <= mpmath.mpf(10) ** (-mpmath.mp.dps * 2 // 3) * (1 + mpmath.mnorm(own, 1)):
            return found
    raise InputError("the real logarithm is not found")


class LinearFlow(SpaceFlow):
    """V(x) = M x + v, where [M v; 0 0] is a real logarithm of [A b; 0 1] (LIN-LOG; AFF-FREE where there is one)."""

    def __init__(self, subject: Map) -> None:
        super().__init__(subject, "Comega", "a real logarithm")
        a, b = coefficients(subject)
        size = subject.inputs
        self._matrix: Any = sp.Matrix(sp.BlockMatrix([[a, b], [sp.zeros(1, size), sp.eye(1)]]))
        self._turn = turning(self._matrix)
        self._known: dict[int, Any] = {}

    def _logarithm(self) -> Any:
        if mpmath.mp.prec not in self._known:
            self._known[mpmath.mp.prec] = real_logarithm(self._matrix, self._turn)
        return self._known[mpmath.mp.prec]

    def advance(self, h: State, t: Any) -> State:
        return list(mpmath.expm(t * self._logarithm()) * mpmath.matrix([*h, 1]))[:-1]

    def velocity(self, h: State, t: Any) -> State:
        return list(self._logarithm() * mpmath.matrix([*h, 1]))[:-1]


class _Half:
    """The part of a linear map on its stable subspace, A = sigma exp(L): -1 on a subspace of even dimension."""

    def __init__(self, a: Any, kept: Any, turned: Any) -> None:
        """The columns of `kept` and `turned` span the space; on `turned` -A is taken instead of A."""
        blocks = [
            (principal_logarithm(sign * _within(a, part)), sign)
            for part, sign in ((kept, 1), (turned, -1))
            if part is not None
        ]
        self._heights: dict[Any, Any] = {}
        self.size = sum(block.rows for block, _ in blocks)
        self.flow = mpmath.zeros(self.size)
        self.norm = mpmath.zeros(self.size)
        self.turn = mpmath.zeros(self.size)
        start = 0
        for block, sign in blocks:
            norm = _lyapunov(block)
            rows = range(block.rows)
            turn = _skew(norm) if sign < 0 else mpmath.zeros(block.rows)
            for i, j in itertools.product(rows, rows):
                self.flow[start + i, start + j] = block[i, j]
                self.norm[start + i, start + j] = norm[i, j]
                self.turn[start + i, start + j] = turn[i, j]
            start += block.rows

    def _height(self, x: Any) -> Any:
        """rho with |exp(-rho L) x| = 1; it is remembered, as a point is asked for at several times."""
        key = mpmath.mp.prec, tuple(x)
        if key not in self._heights:
            if len(self._heights) >= _REMEMBERED:
                self._heights.clear()
            self._heights[key] = self._found_height(x)
        return self._heights[key]

    def _found_height(self, x: Any) -> Any:
        rho = mpmath.mpf(0)
        for _ in range(_STEPS):
            u = mpmath.expm(-rho * self.flow) * x
            size = (u.T * self.norm * u)[0]
            step = mpmath.log(size) * size / (u.T * u)[0]
            rho -= max(min(step, mpmath.mpf(20)), mpmath.mpf(-20))
            if abs(step) <= mpmath.eps * (1 + abs(rho)) * 1000:
                break
        return rho

    def advance(self, x: Any, t: Any) -> Any:
        if not any(x):
            return x
        rho = self._height(x)
        u = mpmath.expm(t * self.turn) * (mpmath.expm(-rho * self.flow) * x)
        return mpmath.expm((rho + t) * self.flow) * u

    def velocity(self, x: Any) -> Any:
        if not any(x):
            return x
        rho = self._height(x)
        u = self.turn * (mpmath.expm(-rho * self.flow) * x)
        return self.flow * x + mpmath.expm(rho * self.flow) * u


def _within(a: Any, basis: Any) -> Any:
    """The matrix of a on the invariant span of the columns."""
    return mpmath.inverse(basis.T * basis) * (basis.T * a * basis)


def _lyapunov(block: Any) -> Any:
    """The symmetric G with L' G + G L = -1."""
    size = block.rows
    system = mpmath.zeros(size * size)
    right = mpmath.zeros(size * size, 1)
    for i, j in itertools.product(range(size), range(size)):
        for k in range(size):
            system[i * size + j, k * size + j] += block[k, i]
            system[i * size + j, i * size + k] += block[k, j]
        right[i * size + j] = -1 if i == j else 0
    found = mpmath.lu_solve(system, right)
    return mpmath.matrix([[(found[i * size + j] + found[j * size + i]) / 2 for j in range(size)] for i in range(size)])


def _skew(norm: Any) -> Any:
    """A matrix that turns by pi in the given norm: its exponential is -1."""
    root = mpmath.cholesky(norm).T
    turn = mpmath.zeros(norm.rows)
    for k in range(0, norm.rows, 2):
        turn[k, k + 1], turn[k + 1, k] = -mpmath.pi, mpmath.pi
    return mpmath.inverse(root) * turn * root


def _place(pair: tuple[Any, int]) -> tuple[float, float]:
    """An order of eigenvalues that rounding does not change."""
    return round(float(mpmath.re(pair[0])), 9), round(float(mpmath.im(pair[0])), 9)


def _eigenvalues(a: Any) -> list[tuple[Any, int]]:
    """The eigenvalues in machine numbers of the working precision, with their multiplicities."""
    found: list[tuple[Any, int]] = []
    if _rational(a):
        for factor, multiplicity in sp.factor_list(a.charpoly(_X).as_expr(), _X)[1]:
            numbers = [mpmath.mpf(int(c)) for c in sp.Poly(factor, _X).all_coeffs()]
            roots = mpmath.polyroots(numbers, maxsteps=500, extraprec=mpmath.mp.prec)
            found += [(root, multiplicity) for root in roots]
        return found
    near = mpmath.mpf(10) ** (-mpmath.mp.dps)
    # A block of k rows moves its eigenvalue by the k-th root of a rounding error.
    with mpmath.workprec((a.rows + 1) * (mpmath.mp.prec + 20)):
        values: Any = mpmath.eig(matrix(a.tolist()), left=False, right=False)
        groups: list[list[Any]] = []
        for value in values:
            own = next((group for group in groups if abs(group[0] - value) < near), None)
            if own is None:
                groups.append([value])
            else:
                own.append(value)
        means = [(sum(group, mpmath.mpf(0)) / len(group), len(group)) for group in groups]
    return [(+value, count) for value, count in means]


class ContinuousFlow(SpaceFlow):
    """LIN-FLOW about a fixed point p: on the stable part V = L x + exp(rho L) K exp(-rho L) x, on the unstable one the
    same for the inverse, a logarithm on the rest."""

    def __init__(self, subject: Map) -> None:
        super().__init__(subject, "C0", "spirals in the stable and the unstable part")
        self._a, b = coefficients(subject)
        unknown = sp.symbols(f"p0:{subject.inputs}")
        place = sp.Matrix(unknown)
        solved: Any = sp.solve(list(self._a * place + b - place), unknown, dict=True)
        self._point = [p.subs(solved[0]).subs(dict.fromkeys(unknown, 0)) for p in unknown]
        self._known: dict[int, Any] = {}

    def _parts(self) -> tuple[Any, Any, tuple[Any, Any, Any], tuple[int, int], State]:
        """A basis of stable, unstable and central vectors, its inverse, the flows of the parts, their sizes, and p."""
        if mpmath.mp.prec not in self._known:
            self._known[mpmath.mp.prec] = self._made()
        return self._known[mpmath.mp.prec]

    def _made(self) -> Any:
        own = matrix(self._a.tolist())
        spaces: dict[tuple[int, int], list[Any]] = {}
        for root, multiplicity in sorted(_eigenvalues(self._a), key=_place):
            near = mpmath.mpf(10) ** (-mpmath.mp.dps // 2)
            level = 0 if abs(abs(root) - 1) < near else 1 if abs(root) > 1 else -1
            if abs(mpmath.im(root)) < near:
                value = own - mpmath.re(root) * mpmath.eye(own.rows)
                dimension, negative = multiplicity, mpmath.re(root) < 0
            elif mpmath.im(root) > 0:
                value = own * own - 2 * mpmath.re(root) * own + abs(root) ** 2 * mpmath.eye(own.rows)
                dimension, negative = 2 * multiplicity, False
            else:
                continue
            space = _kernel(value**multiplicity, dimension)
            spaces.setdefault((level, int(negative and level != 0)), []).extend(space)

        def columns(vectors: list[Any]) -> Any:
            return mpmath.matrix([[v[i] for v in vectors] for i in range(own.rows)]) if vectors else None

        flows: list[Any] = []
        basis: list[Any] = []
        sizes: list[int] = []
        for level in (-1, 1):
            kept, turned = spaces.get((level, 0), []), spaces.get((level, 1), [])
            basis += [*kept, *turned]
            sizes.append(len(kept) + len(turned))
            if sizes[-1]:
                side = own if level < 0 else mpmath.inverse(own)
                flows.append(_Half(side, columns(kept), columns(turned)))
            else:
                flows.append(None)
        middle = spaces.get((0, 0), [])
        basis += middle
        full = columns(basis)
        if middle:
            flows.append(_central(self._a, columns(middle)))
        else:
            flows.append(None)
        point = [matrix([[p]])[0, 0] for p in self._point]
        return full, mpmath.inverse(full), tuple(flows), tuple(sizes), point

    def _moved(self, h: State, act: Callable[[Any, Any, int], Any], fixed: bool) -> State:
        full, back, flows, sizes, point = self._parts()
        u = list(back * mpmath.matrix([x - p for x, p in zip(h, point, strict=True)]))
        stops = [0, sizes[0], sizes[0] + sizes[1], len(u)]
        found: list[Any] = []
        for k, (flow, (start, stop)) in enumerate(zip(flows, itertools.pairwise(stops), strict=True)):
            if stop > start:
                found += list(act(flow, mpmath.matrix(u[start:stop]), k))
        moved = list(full * mpmath.matrix(found))
        return [x + p for x, p in zip(moved, point, strict=True)] if fixed else moved

    def advance(self, h: State, t: Any) -> State:
        def act(flow: Any, u: Any, part: int) -> Any:
            if part == 2:
                return mpmath.expm(t * flow) * u
            return flow.advance(u, t if part == 0 else -t)

        return self._moved(h, act, True)

    def velocity(self, h: State, t: Any) -> State:
        def act(flow: Any, u: Any, part: int) -> Any:
            if part == 2:
                return flow * u
            return flow.velocity(u) if part == 0 else -flow.velocity(u)

        return self._moved(h, act, False)


def _central(a: Any, basis: Any) -> Any:
    """A real logarithm of A on its generalised eigenspaces of modulus 1, which the columns of the basis span."""
    turn = turning(a, lambda factor: sp.expand(factor - _X - 1) == 0)
    own, k = _within(matrix(a.tolist()), basis), _within(matrix(turn.tolist()), basis)
    angle = mpmath.mpf(1) / 3
    back = mpmath.eye(own.rows) - mpmath.sin(angle) * k + (1 - mpmath.cos(angle)) * (k * k)
    return angle * k + principal_logarithm(back * own)


def _kernel(value: Any, size: int) -> list[Any]:
    """An orthonormal basis of a kernel of known dimension, the same at each precision."""
    _, _, right = mpmath.svd_r(value)
    rows = range(right.rows - size, right.rows)
    return canonical_basis([[right[i, j] for j in range(right.cols)] for i in rows])
