"""The small trusted checker: it re-checks a certificate without any search and says what was proven.

It owns the rules: tables in `judges` tell for every rule which cells it decides and, for each hypothesis of the
theorem, the kinds of facts that may serve it and the tests they must pass. Text reaches SymPy through the parser of the
project alone. Every fact of a certificate is checked, used or not.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from embedcheck import certificate as c
from embedcheck.balls.checks.boxes import Budget, Proved, read_box, same_box
from embedcheck.balls.checks.facts import PROBLEMS, read_domain
from embedcheck.cells import Cell
from embedcheck.errors import VerificationError
from embedcheck.judges.base import ProvenCell, require
from embedcheck.judges.euclidean import EuclideanChecker
from embedcheck.judges.interval import IntervalChecker
from embedcheck.parsing import parse_map

__all__ = ["Proven", "ProvenCell", "verify_certificate"]


class Proven(NamedTuple):
    """What a certificate proves: about this map on this domain, the status of each of these cells."""

    components: tuple[str, ...]
    variables: tuple[str, ...]
    domain: str
    cells: tuple[ProvenCell, ...]

    @property
    def expr(self) -> str:
        """The map as one text."""
        return self.components[0] if len(self.components) == 1 else f"({', '.join(self.components)})"

    @property
    def variable(self) -> str:
        """The variables as one text."""
        return ", ".join(self.variables)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the map as in a profile, and a list of cells with status and rule."""
        cells = [{**one.cell._asdict(), "status": one.status, "rule": one.rule} for one in self.cells]
        described = {"expr": list(self.components), "vars": list(self.variables), "domain": self.domain}
        return {"map": described, "cells": cells}


def verify_certificate(
    source: str | os.PathLike[str] | dict[str, Any] | c.Certificate,
    map: Any = None,
    domain: Any = None,
    cell: Any = None,
) -> Proven:
    """Re-check a certificate (a path, plain data or a Certificate) and return what it proves (guarantee: rigorous).

    What the caller states is compared with it: `map` (a text or a Map, whose domain counts too), `domain` (a text),
    `cell` (a Cell, or its text such as 'basic autonomous C1'). Raises CertificateError for what cannot be read,
    VerificationError for a certificate that does not prove what it states, or not what the caller asks for.
    """
    data = c.read(source)
    try:
        checker, proven = _proven(data)
        _compare(checker, map, domain)
        require(proven, "the certificate decides no cell")
        asked = str(Cell(*cell)) if isinstance(cell, tuple) and len(cell) == 3 else str(cell)
        require(cell is None or asked in [str(one.cell) for one in proven], "it says nothing about {!a}", asked)
    except PROBLEMS as error:
        raise VerificationError(f"not verified: {' '.join(str(error).split())}") from None
    return Proven(data.map.expr, data.map.vars, data.map.domain, proven)


def _proven(
    data: c.Certificate, budget: Budget | None = None
) -> tuple[IntervalChecker | EuclideanChecker, tuple[ProvenCell, ...]]:
    one = len(data.map.expr) == len(data.map.vars) == 1
    checker = IntervalChecker(data) if one else EuclideanChecker(data, _lemma, budget)
    proven = tuple(checker.cell(number) for number in range(len(data.cells)))
    require(len({one.cell for one in proven}) == len(proven), "a cell is decided twice")
    return checker, proven


def _lemma(stated: c.Lemma, budget: Budget) -> Proved:
    """What a lemma proves about its map, by the rules for that map."""
    data = c.Certificate(schema=c.SCHEMA, map=stated.map, facts=stated.facts, cells=stated.cells)
    checker, proven = _proven(data, budget)
    cells = {str(one.cell): one.status for one in proven}
    return Proved(checker.exprs, tuple(checker.variables), checker.box, cells, checker)


def _compare(checker: IntervalChecker | EuclideanChecker, map: Any, domain: Any) -> None:
    if map is not None:
        own = {"expr": [map], "vars": [variable.name for variable in checker.variables]}
        told = map.to_dict() if hasattr(map, "to_dict") else own
        readings = [parse_map(text, told["vars"]) for text in told["expr"]]
        same = all(variables == tuple(checker.variables) for _, variables in readings)
        components = [expression for expressions, _ in readings for expression in expressions]
        require(same and components == checker.exprs, "the certificate is about another map")
        domain = told.get("domain") if domain is None else domain
    if domain is not None:
        told = (read_domain(str(domain)),) if len(checker.box) == 1 else read_box(str(domain))
        require(same_box(told, checker.box), "the certificate is about another domain")
