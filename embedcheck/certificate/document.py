"""The certificate format: exact numbers as text, balls as exact dyadic midpoint and radius, nothing to be believed.

A certificate states a map, facts about it and cells decided from them. A fact holds what is cheap to check again
(isolating intervals, covers with a sign, germs to recompute, identities to expand), not how it was found. What a rule
needs is known to the checker alone.
"""

from __future__ import annotations

import json
import os
from typing import Any, Literal, NoReturn

import msgspec

from embedcheck import notebook
from embedcheck.certificate.base import Data, Tagged
from embedcheck.certificate.diffeos import DiffeoEvidence
from embedcheck.certificate.euclidean import EuclideanEvidence
from embedcheck.certificate.floors import FloorEvidence
from embedcheck.certificate.interval import IntervalEvidence
from embedcheck.certificate.levels import LevelEvidence
from embedcheck.certificate.lifts import LiftEvidence
from embedcheck.certificate.positivity import PositivityEvidence
from embedcheck.certificate.readouts import ReadoutEvidence
from embedcheck.certificate.zeros import ZeroEvidence
from embedcheck.errors import CertificateError

SCHEMA = 1
_MAX_BYTES = 16 * 2**20
_MAX_DEPTH = 24
_MAX_NUMBER = 9


class Lemma(Tagged, frozen=True):
    """Cells of another map, decided by facts of its own."""

    map: MapData
    facts: tuple[Evidence, ...]
    cells: tuple[CellProof, ...]


Evidence = (
    IntervalEvidence
    | EuclideanEvidence
    | PositivityEvidence
    | DiffeoEvidence
    | ReadoutEvidence
    | LevelEvidence
    | FloorEvidence
    | LiftEvidence
    | ZeroEvidence
    | Lemma
)


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with evidence. `guarantee` is `exact` (decided over exact numbers) or `rigorous` (by enclosures)."""

    statement: str
    guarantee: Literal["exact", "rigorous"]
    evidence: Evidence

    @property
    def kind(self) -> str:
        """The kind of evidence, as in a certificate."""
        return kind(self.evidence)


def kind(evidence: Evidence) -> str:
    """The lower-case name of a kind of evidence."""
    return type(evidence).__name__.lower()


class MapData(Data, frozen=True):
    """Components in the grammar of the project, variables in order, domain."""

    expr: tuple[str, ...]
    vars: tuple[str, ...]
    domain: str


class CellData(Data, frozen=True):
    """One cell, by names."""

    architecture: str
    autonomous: bool
    regularity: str


class CellProof(Data, frozen=True):
    """A decided cell: the cell that the rule decides, the inclusions from it in order, the positions of its facts."""

    cell: CellData
    status: Literal["embeddable", "not_embeddable"]
    rule: str
    origin: CellData
    via: tuple[str, ...]
    facts: tuple[int, ...]


class Certificate(Data, frozen=True):
    """Decided cells of one map with all evidence; `verify_certificate` re-checks it without any search.

    Attributes:
        schema: The number of the format.
        map: The texts of the q components, the names of the n variables, the text of the domain.
        facts: Evidence, of many kinds: exact numbers are texts, balls are exact dyadic numbers.
        cells: Each decided cell with its rule, the inclusions, and the positions of the facts that it needs.

    Guarantee:
        None before it is re-checked; rigorous after that.

    Examples:
        >>> from embedcheck import check
        >>> check("2*x").verdict("basic", "C1").certificate
        <Certificate of 1 cells of f(x) = 2*x on R, 4 facts>
    """

    schema: int
    map: MapData
    facts: tuple[Evidence, ...]
    cells: tuple[CellProof, ...]

    def to_dict(self) -> dict[str, Any]:
        """The certificate as plain data.

        Returns:
            dict: `schema`, `map`, `facts`, `cells`; of the JSON Schema in the documentation.

        Guarantee:
            Exact. `verify_certificate` reads it back.

        Examples:
            >>> from embedcheck import check
            >>> data = check("2*x").verdict("basic", "C1").certificate.to_dict()
            >>> data["schema"], data["map"]["expr"], data["cells"][0]["rule"]
            (1, ('2*x',), '1D-ONEFIX')
        """
        return msgspec.to_builtins(self)

    def to_json(self) -> str:
        """The certificate as JSON text.

        Returns:
            str: Indented by one space a level.

        Guarantee:
            Exact.

        Examples:
            >>> import json
            >>> from embedcheck import check
            >>> certificate = check("2*x").verdict("basic", "C1").certificate
            >>> json.loads(certificate.to_json())["cells"][0]["status"]
            'embeddable'
        """
        return msgspec.json.format(msgspec.json.encode(self), indent=1).decode()

    def __repr__(self) -> str:
        return f"<Certificate of {len(self.cells)} cells of {self._subject}, {len(self.facts)} facts>"

    @property
    def _subject(self) -> str:
        value = self.map.expr[0] if len(self.map.expr) == 1 else f"({', '.join(self.map.expr)})"
        return f"f({', '.join(self.map.vars)}) = {value} on {self.map.domain}"

    def _repr_html_(self) -> str:
        kinds = ", ".join(dict.fromkeys(kind(fact) for fact in self.facts)) or "none"
        return notebook.element(
            notebook.line("Certificate of ", notebook.code(self._subject)),
            notebook.table(
                ("cell", "status", "theorem", "facts"),
                [
                    (_cell_name(one.cell), notebook.status(one.status), " ".join((one.rule, *one.via)), len(one.facts))
                    for one in self.cells
                ],
            ),
            notebook.line(f"{len(self.facts)} facts: {kinds}. To be believed, it is re-checked by verify_certificate."),
        )

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the certificate as a JSON file (UTF-8).

        Args:
            path: Where to.

        Raises:
            OSError: The file cannot be written.

        Guarantee:
            Exact. `verify_certificate` reads it back.

        Examples:
            >>> import os, tempfile
            >>> from embedcheck import check, verify_certificate
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     path = os.path.join(folder, "twice.json")
            ...     check("2*x").verdict("basic", "C1").certificate.save(path)
            ...     print(verify_certificate(path, map="2*x").cells[0].cell)
            basic autonomous C1
        """
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.to_json() + "\n")


def _cell_name(cell: CellData) -> str:
    return f"{cell.architecture} {'autonomous' if cell.autonomous else 'non-autonomous'} {cell.regularity}"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of certificates (draft 2020-12)."""
    # Tuples of defaults become lists, as in the file.
    schema = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(Certificate)))
    # The docstring of a public class goes on with sections for readers of the API.
    for definition in schema["$defs"].values():
        if "description" in definition:
            definition["description"] = definition["description"].partition("\n\n    Attributes:")[0]
    return schema


def read(source: str | os.PathLike[str] | dict[str, Any] | Certificate) -> Certificate:
    """The certificate in a file, in plain data or as it is.

    Raises CertificateError, in one line, for anything that is not a certificate of this schema: unreadable files, text
    that is not JSON, duplicate keys, NaN, floats, huge integers, deep nesting, missing, unknown or mistyped fields.
    """
    if isinstance(source, Certificate):
        return source
    try:
        data = source if isinstance(source, dict) else _parse(_text(source))
        _bounded(data, 0)
        if not isinstance(data, dict) or data.get("schema") != SCHEMA or data.get("schema") is True:
            raise CertificateError(f"this is no certificate of schema {SCHEMA}")
        return msgspec.convert(data, Certificate)
    except msgspec.ValidationError as error:
        raise CertificateError(f"malformed certificate: {error}") from None
    except UnicodeError:
        raise CertificateError("malformed certificate: a text that is not Unicode") from None
    except RecursionError:
        raise CertificateError("malformed certificate: nested too deeply") from None


def _text(path: str | os.PathLike[str]) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise CertificateError(f"cannot read {os.fspath(path)!s:.200}: {reason}") from None
    if len(data) > _MAX_BYTES:
        raise CertificateError(f"the file is larger than {_MAX_BYTES} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise CertificateError("the file is not UTF-8 text") from None


def _parse(text: str) -> Any:
    def refuse(token: str) -> NoReturn:
        raise CertificateError(f"malformed certificate: the number {token[:20]} is not allowed; exact numbers are text")

    def integer(token: str) -> int:
        return int(token) if len(token) <= _MAX_NUMBER else refuse(token)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            raise CertificateError("malformed certificate: a key occurs twice")
        return result

    try:
        return json.loads(text, parse_float=refuse, parse_int=integer, parse_constant=refuse, object_pairs_hook=unique)
    except ValueError as error:
        raise CertificateError(f"malformed certificate: not JSON ({error})") from None


def _bounded(data: Any, depth: int) -> None:
    """Refuse nesting and numbers beyond those of any certificate, also in data that was no text."""
    if depth > _MAX_DEPTH:
        raise CertificateError("malformed certificate: nested too deeply")
    if isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(key, str):
                raise CertificateError("malformed certificate: a key that is no text")
            _bounded(value, depth + 1)
    elif isinstance(data, (list, tuple)):
        for value in data:
            _bounded(value, depth + 1)
    elif isinstance(data, float) or (isinstance(data, int) and abs(data) >= 10**_MAX_NUMBER):
        raise CertificateError("malformed certificate: a number that is not a small integer; exact numbers are text")
