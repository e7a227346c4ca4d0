"""Maps with several variables or outputs: known truths, the traps of the theory, and what no engine may break.

A profile is written class by class, from `flow` to `Comega`: + embeddable, - not embeddable, ? undecided.
"""

from __future__ import annotations

import itertools
import json
import pathlib
import random
from functools import cache
from typing import Any

import pytest
import sympy as sp

from embedcheck import Map, verify_certificate
from embedcheck.cells import REGULARITIES, Cell
from embedcheck.decide import check
from embedcheck.profile import Profile

MAPS: list[dict[str, Any]] = json.loads(
    (pathlib.Path(__file__).parent.parent / "data" / "euclidean_maps.json").read_text(encoding="utf-8")
)
SIGNS = {"embeddable": "+", "not_embeddable": "-", "undecided": "?", "not_applicable": "n"}
SHARE = 0.95
ALL, NONE, C0 = "++++++", "------", "++----"


@cache
def profile(text: str, domain: str = "R^2") -> Profile:
    return check(Map(text, domain=domain), timeout=None)


def row(found: Profile, name: str) -> str:
    architecture, autonomous = name.removesuffix("*"), not name.endswith("*")
    return "".join(SIGNS[found.verdicts[Cell(architecture, autonomous, r)].status] for r in REGULARITIES)


def rows_of(entry: dict[str, Any]) -> dict[str, str]:
    return {name: signs for name, signs in entry.items() if name not in ("map", "domain", "why")}


@pytest.mark.parametrize("entry", MAPS, ids=lambda entry: f"{entry['map']} on {entry['domain']}".replace(" ", ""))
def test_no_sign_is_wrong(entry: dict[str, Any]) -> None:
    found = profile(entry["map"], entry["domain"])
    for name, wanted in rows_of(entry).items():
        pairs = zip(wanted, row(found, name), strict=True)
        assert not any({known, answer} == {"+", "-"} for known, answer in pairs), (name, wanted, row(found, name))
    proven = verify_certificate(found.certificate, map=found.map)
    assert len(proven.cells) == sum(verdict.rule is not None for verdict in found.verdicts.values())


def test_nearly_all_cells_are_decided() -> None:
    pairs = [
        pair
        for entry in MAPS
        for name, wanted in rows_of(entry).items()
        for pair in zip(wanted, row(profile(entry["map"], entry["domain"]), name), strict=True)
        if pair[0] != "?"
    ]
    assert sum(answer != "?" for _, answer in pairs) >= SHARE * len(pairs)


def test_the_corpus_is_well_formed() -> None:
    assert len(MAPS) >= 50
    assert len({(entry["map"], entry["domain"]) for entry in MAPS}) == len(MAPS)
    for entry in MAPS:
        assert entry["why"] and rows_of(entry)
        for signs in rows_of(entry).values():
            assert len(signs) == len(REGULARITIES) and "".join(sorted(signs, key="+?-".index)) == signs


# Number of the trap in the theory, map, domain, rows: exactly what the engine says.
TRAPS: list[tuple[int, str, str, dict[str, str]]] = [
    (5, "(-x, -y)", "R^2", {"basic": ALL, "basic*": ALL, "linear-layer": ALL}),
    (5, "(-x, -2*y)", "R^2", {"basic": NONE, "basic*": ALL, "linear-layer": ALL}),
    (5, "(x + 1, -y, -2*z)", "R^3", {"basic": ALL, "basic*": ALL}),
    (5, "(x + 1, -y)", "R^2", {"basic": NONE, "basic*": NONE, "linear-layer": ALL}),
    (6, "(-2*x, -3*y)", "R^2", {"basic": C0, "basic*": ALL}),
    (6, "(-2*x, -3*y)", "[0, 1]^2", {"basic": "++?---", "basic*": ALL}),
    (6, "(-2*x, -3*y)", "(0, 1]^2", {"basic": "++????", "basic*": ALL}),
    (6, "(-2*x, -3*y)", "(-1, 1) x R", {"basic": C0, "basic*": ALL}),
    (6, "(-x/2, -2*y)", "R^2", {"basic": NONE, "basic*": ALL}),
    (6, "(-x/2, -2*y)", "[0, 1]^2", {"basic": "???---", "basic*": ALL}),
    (6, "(x, -2*y, -3*z)", "R^3", {"basic": C0, "basic*": ALL}),
    (6, "(x, -2*y, -3*z)", "[-1, 1]^3", {"basic": "++????", "basic*": ALL}),
    (6, "(-2*x + y, -2*y)", "R^2", {"basic": C0, "basic*": ALL}),
    (8, "(1, 2)", "R", {"linear-layer": ALL}),
    (10, "(exp(x)*cos(y), exp(x)*sin(y))", "R^2", {"basic": NONE, "basic*": NONE}),
    (12, "(1 - 7*x**2/5 + y, 3*x/10)", "R^2", {"basic": NONE, "basic*": NONE}),
    (14, "exp(x)*sin(y)", "R^2", {"linear-layer": NONE, "linear-layer*": NONE, "augmented-1": ALL}),
]


@pytest.mark.parametrize(("number", "text", "domain", "rows"), TRAPS, ids=lambda part: str(part)[:40])
def test_traps(number: int, text: str, domain: str, rows: dict[str, str]) -> None:
    found = profile(text, domain)
    assert {name: row(found, name) for name in rows} == rows


def test_what_the_unit_circle_allows_at_minus_one() -> None:
    """Blocks of the sizes 3 and 1: dim ker(A + 1) is even, there is no logarithm, and the flow stays open."""
    assert row(check(Map("(y - x, z - y, -z, -t)", vars="x, y, z, t"), timeout=None), "basic") == "??----"


@pytest.mark.parametrize(
    ("text", "domain", "wanted"),
    [
        ("(-sqrt(2)*x, -sqrt(2)*y)", "R^2", (ALL, ALL)),
        ("(-sqrt(2)*x + y, -sqrt(2)*y)", "R^2", (C0, ALL)),
        ("(-sqrt(2)*x, -E*y)", "R^2", (C0, ALL)),
        ("(-x/E, -E*y)", "R^2", (NONE, ALL)),
        ("(cos(1)*x - sin(1)*y, sin(1)*x + cos(1)*y)", "[0, 1] x R", (ALL, ALL)),
        ("(x + sqrt(2), -sqrt(3)*y)", "R^2", (NONE, NONE)),
        ("(x + sqrt(2), -sqrt(3)*y, -log(2)*z)", "R^3", (ALL, ALL)),
        ("(-sqrt(2)*x, -log(20)*y)", "[0, 1]^2", ("++?---", ALL)),
        ("(1 - sqrt(2)*x, -log(20)*y)", "(-1, 1)^2", (C0, ALL)),
        ("(sqrt(2)*x - y, 2*x - sqrt(2)*y + 1)", "R^2", (NONE, NONE)),
    ],
)
def test_entries_need_not_be_rational(text: str, domain: str, wanted: tuple[str, str]) -> None:
    found = profile(text, domain)
    assert (row(found, "basic"), row(found, "basic*")) == wanted
    assert verify_certificate(found.certificate, map=found.map).cells


def test_many_variables_cost_little() -> None:
    names = "abcdfghijklmnopq"
    product = Map("*".join(names) + "".join(f" + sin({a})*{b}" for a, b in itertools.pairwise(names)))
    found = check(product, timeout=20)
    assert found.verdict("augmented-1", "Comega").status == "embeddable"
    assert not found.notes and found.seconds < 15


# -- properties --------------------------------------------------------------------------------------------------------


def linear(matrix: sp.Matrix, shift: Any = None, domain: str = "") -> Map:
    names = sp.symbols("x y z", real=True)[: matrix.rows]
    image = matrix * sp.Matrix(names) + (sp.zeros(matrix.rows, 1) if shift is None else shift)
    return Map(list(image), domain=domain or f"R^{matrix.rows}", vars=[name.name for name in names])


def basic_rows(subject: Map) -> tuple[str, str]:
    found = check(subject, timeout=None)
    return row(found, "basic"), row(found, "basic*")


def random_matrix(rng: random.Random, size: int) -> sp.Matrix:
    return sp.Matrix(size, size, lambda *_: sp.Rational(rng.randint(-3, 3), rng.choice((1, 1, 2))))


def test_time_one_maps_are_never_refuted() -> None:
    """A nonsingular square has a real logarithm: its negative eigenvalues come in pairs."""
    rng = random.Random(1)
    for _ in range(12):
        root = random_matrix(rng, rng.choice((2, 3)))
        shift = sp.Matrix([rng.randint(-1, 1) for _ in range(root.rows)])
        if root.det() != 0:
            assert basic_rows(linear(root * root, shift))[0] == ALL, root
    turn = sp.Matrix([[3, -4], [4, 3]]) / 5
    for scale in (1, sp.Rational(1, 3), 2):
        assert basic_rows(linear(scale * turn, sp.Matrix([1, 2]), "[0, 1]^2")) == (ALL, ALL)


def test_a_planted_flip_is_never_embedded() -> None:
    rng = random.Random(2)
    for _ in range(8):
        root = random_matrix(rng, 3)
        if root.det() != 0:
            flip = root * sp.diag(-1, 1, 2) * root.inv()
            assert basic_rows(linear(flip, sp.Matrix([1, 0, 2]), "[0, 1]^3")) == (NONE, NONE)


def test_a_linear_change_of_basis_and_the_inverse_keep_the_profile() -> None:
    rng = random.Random(3)
    for known in (sp.diag(-2, -3), sp.diag(sp.Rational(-1, 2), -2), sp.diag(-1, -2), sp.diag(-1, -1), sp.diag(2, -1)):
        change = random_matrix(rng, 2)
        while change.det() == 0:
            change = random_matrix(rng, 2)
        own = basic_rows(linear(known))
        assert basic_rows(linear(change * known * change.inv())) == own
        assert basic_rows(linear(known.inv())) == own


def test_a_translation_carries_the_profile_to_the_fixed_point() -> None:
    shift = sp.Matrix([3, 4])  # The fixed point of (-2x, -3y) + (3, 4) is (1, 1).
    assert basic_rows(linear(sp.diag(-2, -3), shift))[0] == C0
    assert basic_rows(linear(sp.diag(-2, -3), shift, "[0, 2]^2"))[0] == C0
    for domain, signs in (("[1, 2]^2", "++?---"), ("(1, 2)^2", "++????"), ("[0, 1] x [0, 2]", "++?---")):
        assert basic_rows(linear(sp.diag(-2, -3), shift, domain))[0] == signs


@pytest.mark.parametrize(
    ("text", "domain", "missing"),
    [
        ("(tan(x), y)", "R^2", "an argument that is no odd multiple of pi/2"),
        ("x*log(y)", "[0, 1]^2", "a positive argument"),
        ("1/(x - y)", "R^2", "a denominator that is not 0"),
        ("(Piecewise((x, x > 0), (0, True)), y)", "R^2", "Piecewise"),
    ],
)
def test_what_is_not_seen_to_be_defined_stays_open(text: str, domain: str, missing: str) -> None:
    found = profile(text, domain)
    assert all(verdict.rule is None for verdict in found.verdicts.values())
    assert missing in found.verdict("augmented-1", "C0").reason


@pytest.mark.parametrize(
    ("text", "domain", "signs"),
    [
        ("x*log(y)", "R x (0, oo)", ALL),
        ("1/(2 + sin(x*y))", "R^2", ALL),
        ("sqrt(x)*y", "[0, 1]^2", "++----"),
        ("sqrt(x)*y", "(0, 1]^2", ALL),
        ("|x - y|", "R^2", "+++---"),
        ("|x + y|", "(0, oo)^2", ALL),
        ("gamma(x)*y", "[1, 2]^2", ALL),
        ("asin(x/2)*y", "[-1, 1]^2", ALL),
        ("(1 + x**2)**y", "R^2", ALL),
    ],
)
def test_the_class_of_a_map_by_the_way_it_is_written(text: str, domain: str, signs: str) -> None:
    assert row(profile(text, domain), "augmented-1") == signs
