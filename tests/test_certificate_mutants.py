"""One altered field in a valid certificate: it is refused, or what it proves is still true."""

from __future__ import annotations

import copy
import functools
import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from embedcheck import CertificateError, Map, Profile, VerificationError, check, verify_certificate

MAPS = (
    ("exp(x) - 1", "R"),
    ("x**3", "R"),
    ("x + sin(x)/2", "R"),
    ("x + 1 + |x|/2", "R"),
    ("3*x/2 - x**2/2", "[0, 1]"),
    ("2*x/(1 + x)", "[0, 1]"),
    ("x*E/sqrt(1 + x**2*(E**2 - 1))", "[-1, 1]"),
    ("atan(x)", "R"),
    ("x**2", "R"),
    ("sin(x)", "[0, pi/2]"),
    ("Piecewise((x, x > 0), (exp(x) - 1, True))", "R"),
    ("x**5 - x - 1", "R"),
    ("cbrt(x**3 + 1)", "R"),
    ("x + exp(x)", "R"),
    ("x + x**(5/2)", "[0, 1]"),
    ("-x", "(-1, 2]"),
    ("x**(1/3)", "(0, oo)"),
    ("log(2 + exp(2*x))", "R"),
    ("(-2*x, -3*y)", "[-1, 1] x R"),
    ("(x + 1, -y, -2*z)", "R^3"),
    ("(x**2 - y**2, 2*x*y)", "R^2"),
    ("(x, x**3, exp(x))", "R"),
    ("x**4 + |y|", "[-1, 2]^2"),
)
EXAMPLES = int(os.environ.get("EMBEDCHECK_MUTANTS", "60"))
TIMEOUT = 20.0


@functools.cache
def profile(text: str, domain: str) -> Profile:
    return check(Map(text, domain=domain), timeout=TIMEOUT)


@functools.cache
def certificate(text: str, domain: str) -> Any:
    return json.loads(profile(text, domain).certificate.to_json())


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values below the top."""
    found = [path] if path else []
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        found += places(value, (*path, key))
    return found


def lookup(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def altered_text(draw: Any, text: str, others: list[str]) -> str:
    way = draw(st.sampled_from(("digit", "sign", "cut", "other", "insert", "swap")))
    if way == "other" or not text:
        return draw(st.sampled_from(others))
    at = draw(st.integers(0, len(text) - 1))
    if way == "digit":
        digits = [k for k, character in enumerate(text) if character.isdigit()]
        at = digits[at % len(digits)] if digits else at
        return text[:at] + draw(st.sampled_from("0123456789")) + text[at + 1 :]
    if way == "sign":
        return text[1:] if text.startswith("-") else "-" + text
    if way == "cut":
        return text[:at] + text[at + 1 :]
    if way == "insert":
        return text[:at] + draw(st.sampled_from("0123456789x-+*/().e oE")) + text[at:]
    return text.replace("+", "@").replace("-", "+").replace("@", "-")


@st.composite
def mutants(draw: Any, text: str, domain: str) -> Any:
    data = copy.deepcopy(certificate(text, domain))
    paths = places(data)
    path = draw(st.sampled_from(paths))
    parent, value = lookup(data, path[:-1]), lookup(data, path)
    if isinstance(value, bool):
        parent[path[-1]] = not value
    elif isinstance(value, int):
        parent[path[-1]] = draw(st.sampled_from((value + 1, value - 1, -value, 0, 2)))
    elif isinstance(value, str):
        others = sorted({v for v in (lookup(data, p) for p in paths) if isinstance(v, str)})
        parent[path[-1]] = altered_text(draw, value, others)
    elif value is None:
        parent[path[-1]] = draw(st.sampled_from(("0", "4", "64", "1/2")))
    elif isinstance(value, list) and value:
        way = draw(st.sampled_from(("drop", "twice", "turn", "empty")))
        at = draw(st.integers(0, len(value) - 1))
        changed = {
            "drop": value[:at] + value[at + 1 :],
            "twice": [*value[: at + 1], *value[at:]],
            "turn": value[::-1],
            "empty": [],
        }
        parent[path[-1]] = changed[way]
    else:
        alike = [p for p in paths if p != path and isinstance(lookup(data, p), dict)]
        parent[path[-1]] = copy.deepcopy(lookup(data, draw(st.sampled_from(alike)))) if alike else {}
    return data


@pytest.mark.slow
@pytest.mark.parametrize(("text", "domain"), MAPS, ids=lambda part: part)
def test_a_mutant_is_refused_or_true(text: str, domain: str) -> None:
    own = profile(text, domain)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=EXAMPLES < 100,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(mutants(text, domain))
    def attempt(data: Any) -> None:
        try:
            proven = verify_certificate(data)
        except (CertificateError, VerificationError):
            return
        told = proven.to_dict()["map"]
        truth = own if told == own.map.to_dict() else check(Map.from_dict(told), timeout=TIMEOUT)
        for one in proven.cells:
            verdict = truth.verdict(one.cell.architecture, one.cell.regularity, one.cell.autonomous)
            assert verdict.status.value == one.status, (one, data)

    attempt()
