"""The small trusted checker: it re-checks a certificate without any search and says what was proven.

It owns the rules: tables in `judges` tell for every rule which cells it decides and, for each hypothesis of the
theorem, the kinds of facts that may serve it and the tests they must pass. Text reaches SymPy through the parser of the
project alone. Every fact of a certificate is checked, used or not.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from embedcheck import certificate as c
from embedcheck import notebook
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
    """What a certificate proves: about this map on this domain, the status of each of these cells.

    Attributes:
        components: The texts of the q components.
        variables: The names of the n variables.
        domain: The text of the domain.
        cells: For each proven cell a ProvenCell.

    Guarantee:
        Rigorous. It is made by the checker alone.

    Examples:
        >>> from embedcheck import check, verify_certificate
        >>> print(verify_certificate(check("2*x").verdict("basic", "C1").certificate))
        f(x) = 2*x  on  R
        <BLANKLINE>
        basic autonomous C1  embeddable      1D-ONEFIX
    """

    components: tuple[str, ...]
    variables: tuple[str, ...]
    domain: str
    cells: tuple[ProvenCell, ...]

    @property
    def expr(self) -> str:
        """The map as one text.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import check, verify_certificate
            >>> verify_certificate(check("2*x").verdict("basic", "C1").certificate).expr
            '2*x'
        """
        return self.components[0] if len(self.components) == 1 else f"({', '.join(self.components)})"

    @property
    def variable(self) -> str:
        """The variables as one text.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import check, verify_certificate
            >>> verify_certificate(check("2*x").verdict("basic", "C1").certificate).variable
            'x'
        """
        return ", ".join(self.variables)

    def __str__(self) -> str:
        width = max(len(str(one.cell)) for one in self.cells)
        lines = [f"{one.cell!s:<{width}}  {one.status:<14}  {one.rule}" for one in self.cells]
        return "\n".join([f"f({self.variable}) = {self.expr}  on  {self.domain}", "", *lines])

    def _repr_html_(self) -> str:
        return notebook.element(
            notebook.line("Verified: ", notebook.code(f"f({self.variable}) = {self.expr} on {self.domain}")),
            notebook.table(
                ("cell", "status", "theorem"),
                [(str(one.cell), notebook.status(one.status), one.rule) for one in self.cells],
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """The map as in a profile, and a list of cells with status and rule.

        Returns:
            dict: `map` and `cells`.

        Guarantee:
            Exact.

        Examples:
            >>> from embedcheck import check, verify_certificate
            >>> data = verify_certificate(check("2*x").verdict("basic", "C1").certificate).to_dict()
            >>> data["cells"][0]["regularity"], data["cells"][0]["status"]
            ('C1', 'embeddable')
        """
        cells = [{**one.cell._asdict(), "status": one.status, "rule": one.rule} for one in self.cells]
        described = {"expr": list(self.components), "vars": list(self.variables), "domain": self.domain}
        return {"map": described, "cells": cells}


def verify_certificate(
    source: str | os.PathLike[str] | dict[str, Any] | c.Certificate,
    map: Any = None,
    domain: Any = None,
    cell: Any = None,
) -> Proven:
    """Re-check a certificate, without any search and by rules of its own, and return what it proves.

    What the caller states is compared with it.

    Args:
        source: A path, plain data or a Certificate.
        map: A text or a Map, whose domain counts too.
        domain: A text.
        cell: A Cell, or its text such as `basic autonomous C1`.

    Returns:
        Proven: The map with its domain, and the status of each cell.

    Raises:
        CertificateError: It cannot be read.
        VerificationError: It does not prove what it states, or not what the caller asks for.

    Guarantee:
        Rigorous. Nothing in the certificate is believed.

    Source:
        For each rule the hypotheses of its theorem; see `theorem`.

    Examples:
        >>> from embedcheck import check, verify_certificate
        >>> certificate = check("exp(x) - 1").verdict("basic", "Comega").certificate
        >>> proven = verify_certificate(certificate, map="exp(x) - 1", cell="basic autonomous Comega")
        >>> print(proven.cells[0].status, proven.cells[0].rule)
        not_embeddable 1D-CLASS-M
        >>> forged = certificate.to_dict()
        >>> forged["cells"][0]["status"] = "embeddable"
        >>> verify_certificate(forged)
        Traceback (most recent call last):
            ...
        embedcheck.errors.VerificationError: not verified: 1D-CLASS-M does not decide that ...
        >>> verify_certificate("nothing.json")
        Traceback (most recent call last):
            ...
        embedcheck.errors.CertificateError: cannot read nothing.json: No such file or directory
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
