"""Which solver belongs to a fixed point."""

from __future__ import annotations

from typing import Any

from embedcheck.equations.abel import AbelSolver
from embedcheck.equations.boettcher import BoettcherSolver
from embedcheck.equations.koenigs import KoenigsSolver
from embedcheck.equations.places import Place


def solver_at(place: Place, side: int = 1) -> Any:
    """The solver of a place (of one side of it, where it is parabolic); the place remembers it with its series."""
    key = side if place.kind == "parabolic" else 0
    if key not in place.solvers:
        if place.kind == "parabolic":
            place.solvers[key] = AbelSolver(place, side)
        else:
            place.solvers[key] = KoenigsSolver(place) if place.kind == "hyperbolic" else BoettcherSolver(place)
    return place.solvers[key]
