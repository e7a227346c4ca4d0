"""Certificates as files: writing, reading, what the caller may insist on, exit codes."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from embedcheck import CertificateError, Map, Status, VerificationError, check, verify_certificate
from embedcheck.certificate import SCHEMA, Certificate, json_schema, read
from embedcheck.cli import app
from embedcheck.report import PROMISE

ROOT = pathlib.Path(__file__).parent.parent
MAP = Map("x**3 + 1", domain="[-2, oo)")


@pytest.fixture(scope="module")
def certificate() -> Certificate:
    return check(MAP).certificate


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def test_the_schema_in_the_documentation_is_that_of_the_code() -> None:
    assert json.loads((ROOT / "docs" / "certificate.schema.json").read_text(encoding="utf-8")) == json_schema()


def test_a_certificate_survives_a_file(certificate: Certificate, tmp_path: pathlib.Path) -> None:
    certificate.save(tmp_path / "c.json")
    assert read(tmp_path / "c.json") == certificate == read(str(tmp_path / "c.json")) == read(certificate.to_dict())
    assert certificate.schema == SCHEMA
    assert verify_certificate(tmp_path / "c.json") == verify_certificate(certificate)


def test_one_cell_has_the_certificate_of_its_facts() -> None:
    profile = check(MAP)
    for verdict in profile.verdicts.values():
        alone = verdict.certificate
        if verdict.status in (Status.UNDECIDED, Status.NOT_APPLICABLE):
            assert alone is None
            continue
        assert alone is not None
        proven = verify_certificate(alone, map=MAP, cell=verdict.cell)
        assert [(one.cell, one.status, one.rule) for one in proven.cells] == [
            (verdict.cell, verdict.status.value, verdict.rule)
        ]


def test_undecided_cells_claim_nothing() -> None:
    profile = check(Map("(tan(x), y)"))
    assert profile.certificate.cells == ()
    with pytest.raises(VerificationError, match="no fact of kind structure"):
        verify_certificate(profile.certificate)


def test_what_was_proven_is_told(certificate: Certificate) -> None:
    proven = verify_certificate(certificate, map=MAP, domain="[-2,oo)", cell="basic autonomous flow")
    assert (proven.expr, proven.variable, proven.domain) == ("x**3 + 1", "x", "[-2, oo)")
    assert {str(one.cell): one.status for one in proven.cells}["basic autonomous C0"] == "not_embeddable"
    assert proven.to_dict()["map"] == MAP.to_dict()


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"map": "x**3 + 2"}, "another map"),
        ({"map": "(x**3 + 1, x)"}, "another map"),
        ({"map": Map("x**3 + 1")}, "another domain"),
        ({"map": Map("y**3 + 1", domain="[-2, oo)")}, "another map"),
        ({"domain": "(-2, oo)"}, "another domain"),
        ({"domain": "[-3, oo)"}, "another domain"),
        ({"domain": "R"}, "another domain"),
        ({"domain": "[-2, oo]"}, "closed end at infinity"),
        ({"domain": "[3, 2]"}, "empty"),
        ({"domain": "nonsense"}, "no interval"),
        ({"cell": "basic autonomous C9"}, "says nothing"),
        ({"cell": ("augmented-2", True, "C1")}, "says nothing"),
        ({"cell": 7}, "says nothing"),
    ],
    ids=lambda part: str(part),
)
def test_the_caller_may_insist(certificate: Certificate, asked: dict[str, Any], reason: str) -> None:
    with pytest.raises(VerificationError, match=reason) as caught:
        verify_certificate(certificate, **asked)
    assert str(caught.value).startswith("not verified: ")
    assert "\n" not in str(caught.value)


def test_a_cell_may_not_be_decided_twice(certificate: Certificate) -> None:
    twice = msgspec.structs.replace(certificate, cells=(*certificate.cells, certificate.cells[0]))
    with pytest.raises(VerificationError, match="twice"):
        verify_certificate(twice)


@pytest.mark.parametrize("data", [{}, {"schema": 2}, {"schema": True}, {"schema": 1.0}, {"schema": 1, 2: 3}], ids=str)
def test_plain_data_is_read_as_strictly_as_a_file(data: dict[Any, Any]) -> None:
    with pytest.raises(CertificateError):
        verify_certificate(data)


def test_data_that_contains_itself_is_refused(certificate: Certificate) -> None:
    data = certificate.to_dict()
    data["facts"] = [data]
    with pytest.raises(CertificateError, match="nested"):
        verify_certificate(data)


class TestCommandLine:
    def test_check_writes_and_verify_reads(self, tmp_path: pathlib.Path) -> None:
        file = str(tmp_path / "c.json")
        written = run("check", "atan(x)", "--certificate", file)
        assert written.exit_code == 0
        answer = run("verify", file, "--map", "atan(x)", "--domain", "R", "--cell", "basic autonomous Comega")
        assert answer.exit_code == 0
        assert "f(x) = atan(x)  on  R" in answer.stdout
        assert "1D-CLASS-M" in answer.stdout
        assert answer.stdout.rstrip().endswith(PROMISE)
        data = json.loads(run("verify", file, "--json").stdout)
        assert data["map"] == {"expr": ["atan(x)"], "vars": ["x"], "domain": "R"}
        assert len(data["cells"]) == 36

    def test_exit_codes(self, tmp_path: pathlib.Path) -> None:
        file = tmp_path / "c.json"
        assert run("check", "x + 1", "--certificate", str(file)).exit_code == 0
        other = run("verify", str(file), "--map", "x + 2")
        assert other.exit_code == 1
        assert other.stderr == "embedcheck: not verified: the certificate is about another map\n"
        missing = run("verify", str(tmp_path / "missing.json"))
        assert missing.exit_code == 2
        assert len(missing.stderr.splitlines()) == 1
        file.write_text("{", encoding="utf-8")
        broken = run("verify", str(file))
        assert broken.exit_code == 2
        assert len(broken.stderr.splitlines()) == 1
        assert run("verify", str(file), "--timeout", "-1").exit_code == 2

    def test_a_certificate_that_cannot_be_written(self, tmp_path: pathlib.Path) -> None:
        answer = run("check", "x + 1", "--certificate", str(tmp_path / "no" / "c.json"))
        assert answer.exit_code == 2
        assert "cannot write" in answer.stderr
