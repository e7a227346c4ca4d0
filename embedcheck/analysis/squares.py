"""Sums of squares with rational Gram matrices, found by Newton's method in machine numbers (the result is checked)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from embedcheck.balls import fmpq
from embedcheck.balls.gram import Matrix, Monomial, definite, form_of, reduced, times
from embedcheck.certificate import Square, Squares

_MAX_MONOMIALS = 28
_MAX_FREE = 160
_STEPS = 60
_DENOMINATORS = (2**10, 2**20, 2**30, 2**40)

Polynomial = dict[Monomial, fmpq]
Block = tuple[tuple[str, ...], Polynomial, list[Monomial]]
"""Distances from ends by their texts, their product, and the monomials of the form that it multiplies."""


def monomials_up_to(count: int, degree: int) -> list[Monomial]:
    return [m for m in itertools.product(range(degree + 1), repeat=count) if sum(m) <= degree]


def trimmed(polynomial: Polynomial, monomials: list[Monomial]) -> list[Monomial]:
    """Without the monomials whose square can not occur: nothing cancels it."""
    own = list(monomials)
    while True:
        sums: dict[Monomial, int] = {}
        for a, b in itertools.combinations(own, 2):
            total = tuple(i + j for i, j in zip(a, b, strict=True))
            sums[total] = sums.get(total, 0) + 1
        kept = [m for m in own if (double := tuple(2 * k for k in m)) in polynomial or double in sums]
        if len(kept) == len(own):
            return own
        own = kept


def squares_of(
    polynomial: Polynomial, distances: dict[str, Polynomial], variables: int, strict: bool, check: Callable[[], None]
) -> Squares | None:
    """The polynomial as a sum of squares, times distances from the ends of a box where it needs them."""
    degree = max(map(sum, polynomial), default=0)
    if not degree:
        return None
    half = (degree + 1) // 2
    unit: Polynomial = {(0,) * variables: fmpq(1)}
    tries: list[list[Block]] = []
    if degree % 2 == 0:
        tries.append([((), unit, trimmed(polynomial, monomials_up_to(variables, half)))])
    if distances:
        for top in {half, half + 1}:
            blocks: list[Block] = [((), unit, monomials_up_to(variables, top))]
            pairs = [(text,) for text in distances]
            pairs += list(itertools.combinations(distances, 2))
            for ends in pairs:
                product = unit
                for text in ends:
                    product = times(product, distances[text])
                rest = (2 * top - len(ends)) // 2
                if rest >= 0:
                    blocks.append((ends, product, monomials_up_to(variables, rest)))
            tries.append(blocks)
    for blocks in tries:
        check()
        found = _gram(polynomial, blocks, strict, check)
        if found is not None:
            return found
    return None


def _gram(polynomial: Polynomial, blocks: list[Block], strict: bool, check: Callable[[], None]) -> Squares | None:
    """Gram matrices of the blocks: the entries solve linear equations, and Newton's method makes them definite."""
    entries = [(b, i, j) for b, (_, _, own) in enumerate(blocks) for i in range(len(own)) for j in range(i, len(own))]
    sizes = [len(own) for _, _, own in blocks]
    if not entries or sum(sizes) > 3 * _MAX_MONOMIALS or max(sizes) > _MAX_MONOMIALS:
        return None
    columns: list[Polynomial] = []
    for b, i, j in entries:
        _, product, own = blocks[b]
        power = tuple(x + y for x, y in zip(own[i], own[j], strict=True))
        columns.append(times({power: fmpq(1 if i == j else 2)}, product))
    powers = sorted({power for column in (*columns, polynomial) for power in column})
    position = {power: row for row, power in enumerate(powers)}
    rows = [[fmpq(0)] * (len(entries) + 1) for _ in powers]
    for k, column in enumerate((*columns, polynomial)):
        for power, value in column.items():
            rows[position[power]][k] = value
    table, pivots = reduced(rows)
    if len(entries) in pivots:
        return None
    free = [k for k in range(len(entries)) if k not in pivots]
    if len(free) > _MAX_FREE:
        return None

    def solution(chosen: list[fmpq]) -> list[fmpq]:
        values = [fmpq(0)] * len(entries)
        for k, value in zip(free, chosen, strict=True):
            values[k] = value
        for r, pivot in enumerate(pivots):
            total = table[r][len(entries)]
            for k, value in zip(free, chosen, strict=True):
                if value and table[r][k]:
                    total -= table[r][k] * value
            values[pivot] = total
        return values

    def matrices(values: list[Any], zero: Any) -> list[list[list[Any]]]:
        made = [[[zero] * size for _ in range(size)] for size in sizes]
        for (b, i, j), value in zip(entries, values, strict=True):
            made[b][i][j] = made[b][j][i] = value
        return made

    base = [float(x) if abs(x) < 10**200 else 0.0 for x in map(_machine, solution([fmpq(0)] * len(free)))]
    directions: list[list[float]] = []
    for k in free:
        own = [0.0] * len(entries)
        own[k] = 1.0
        for r, pivot in enumerate(pivots):
            own[pivot] = -_machine(table[r][k])
        directions.append(own)
    chosen = _centre(
        [np.array(m) for m in matrices(base, 0.0)],
        [[np.array(m) for m in matrices(d, 0.0)] for d in directions],
        check,
    )
    if chosen is None:
        return None
    for denominator in _DENOMINATORS:
        numbers = [fmpq(round(float(x) * denominator), denominator) for x in chosen]
        found: list[Matrix] = matrices(solution(numbers), fmpq(0))
        kinds = [definite(matrix) for matrix in found]
        if min(kinds) >= 0 and (kinds[0] == 1 or not strict):
            if strict and (0,) * len(powers[0]) not in blocks[0][2]:
                return None
            return _written(blocks, found)
    return None


def _machine(value: fmpq) -> float:
    return int(value.p) / int(value.q)


def _written(blocks: list[Block], found: list[Matrix]) -> Squares:
    kept = [
        Square(ends=ends, monomials=tuple(own), gram=tuple(tuple(str(x) for x in row) for row in matrix))
        for (ends, _, own), matrix in zip(blocks, found, strict=True)
        if form_of(own, matrix)
    ]
    return Squares(squares=tuple(kept))


def _centre(base: list[Any], directions: list[list[Any]], check: Callable[[], None]) -> Any:
    """Coefficients that make all matrices base + sum of c_k direction_k positive definite; None where none is found.

    Newton's method for the barrier -log det(Q - t) - t/mu, from t below the least eigenvalue upwards.
    """
    chosen = np.zeros(len(directions))
    shifts = [np.eye(len(m)) for m in base]

    def least(values: list[Any]) -> float:
        return min(float(np.linalg.eigvalsh(m)[0]) for m in values)

    def at(coefficients: Any) -> list[Any]:
        return [
            m + sum((x * d[b] for x, d in zip(coefficients, directions, strict=True)), np.zeros_like(m))
            for b, m in enumerate(base)
        ]

    if not directions:
        return chosen
    scale = max(1.0, max(float(np.max(np.abs(m))) for m in base))
    bound = least(at(chosen)) - scale
    best, gain = (least(at(chosen)), chosen), 1.0 / scale
    for _ in range(_STEPS):
        check()
        values = [m - bound * s for m, s in zip(at(chosen), shifts, strict=True)]
        try:
            inverses = [np.linalg.inv(m) for m in values]
            parts = [[i @ d for i, d in zip(inverses, one, strict=True)] for one in directions]
            parts.append([-i for i in inverses])
            slope = -np.array([sum(float(np.trace(p)) for p in one) for one in parts])
            slope[-1] -= gain
            flat = [np.concatenate([p.ravel() for p in one]) for one in parts]
            turned = [np.concatenate([p.T.ravel() for p in one]) for one in parts]
            second = np.array(flat) @ np.array(turned).T
            step = -np.linalg.solve(second + 1e-12 * np.eye(len(second)) * np.trace(second) / len(second), slope)
        except np.linalg.LinAlgError:
            break
        length = 1.0
        while length > 1e-6:
            moved, raised = chosen + length * step[:-1], bound + length * step[-1]
            if least([m - raised * s for m, s in zip(at(moved), shifts, strict=True)]) > 0:
                break
            length /= 2
        else:
            break
        chosen, bound = moved, raised
        now = least(at(chosen))
        if now > best[0]:
            best = now, chosen
        decrement = float(-slope @ step)
        if decrement < 0.5:
            gain *= 4
        if best[0] > 1e-2 * scale or (bound > 0 and gain * bound > 1e4):
            break
        if not np.all(np.isfinite(chosen)):
            return None
    return best[1] if best[0] > 0 else None
