"""The named maps: well-formed, lazy, and with the verdicts that the theory gives by hand."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from functools import cache
from itertools import pairwise

import pytest

import embedcheck
from embedcheck import EmbedcheckError, Map, Profile, UnknownNameError, catalog, check
from embedcheck.catalog import CATALOG, Entry, catalog_map, entry
from embedcheck.cells import REGULARITIES, Cell, architectures
from embedcheck.theory import THEOREMS

ROWS = ("basic", "basic*", "linear-layer", "linear-layer*", "augmented-1")
SIGNS = {"embeddable": "+", "not_embeddable": "-", "undecided": "?", "not_applicable": "n"}
ALL, NONE = "++++++", "------"
C0, FLOW, LIP, C1, SMOOTH = "++----", "+-----", "+++---", "++++--", "+++++-"

# Derived by hand from the theory, never from a run. Classes from flow to Comega, in the order of ROWS (*: a field that
# depends on time): + embeddable, - not embeddable, ? where the theory has no theorem.
INTERVAL: dict[str, tuple[str, str, str, str, str]] = {
    "relu": (NONE, NONE, NONE, NONE, LIP),  # constant on a half-line; a kink
    "leaky-relu": (LIP,) * 5,  # the kink ends an interval of fixed points
    "elu": (C1,) * 5,  # f'' jumps at a fixed point
    "softplus": (ALL,) * 5,  # log(1 + e^x) > x
    "softsign": (C1,) * 5,  # f' = 1/(1 + |x|)^2, f'' jumps at the fixed point
    "tanh": (SMOOTH, ALL, ALL, ALL, ALL),  # parabolic and meromorphic; a line of slope 2 is met once
    "logistic-sigmoid": (ALL,) * 5,  # one fixed point, 0 < f' <= 1/4
    "gelu": (NONE, NONE, NONE, NONE, ALL),  # a minimum
    "swish": (NONE, NONE, NONE, NONE, ALL),  # a minimum
    "gaussian": (NONE, NONE, NONE, NONE, ALL),  # a maximum
    "exp-minus-one": (SMOOTH, ALL, ALL, ALL, ALL),  # parabolic and entire; a line below the convex graph
    "arctangent": (SMOOTH, ALL, ALL, ALL, ALL),  # parabolic, the inverse is meromorphic
    "log-one-plus": (SMOOTH, ALL, ALL, ALL, ALL),  # parabolic, the inverse is entire
    "sqrt-two-exponential": (LIP, ALL, ALL, ALL, ALL),  # entire with fixed points 2, 4
    "asinh-double": (LIP, ALL, ALL, ALL, ALL),  # three fixed points, the inverse is entire
    "sine-circle": (LIP, ALL, ALL, ALL, ALL),  # entire, fixed points k pi, f' <= 3/2
    "quadratic-closed": (LIP, ALL, ALL, ALL, ALL),  # polynomial with fixed points 0, 1
    "quadratic-open": (ALL,) * 5,  # no fixed point in X
    "sine-closed": (FLOW, C0, C0, C0, ALL),  # f'(pi/2) = 0, not fixed; one bad point fits on a line
    "sine-half-open": (SMOOTH, ALL, ALL, ALL, ALL),  # parabolic at 0
    "cubic": (C0, C0, C0, C0, ALL),  # f'(0) = 0 at a fixed point
    "cubic-shifted": (FLOW, C0, C0, C0, ALL),  # f'(0) = 0, not fixed; the line y = x + 1
    "cube-root-of-cubic": (FLOW, C0, C0, C0, C0),  # f' = oo at (-1, 0), f' = 0 at (0, 1): the line y = x + 1
    "kinked-shift": (FLOW, LIP, LIP, LIP, LIP),  # a kink at (0, 1)
    "two-kinks": (FLOW, LIP, LIP, LIP, LIP),  # kinks at (0, 0), (1, 2)
    "three-kinks": (FLOW, LIP, FLOW, LIP, LIP),  # kinks at (0, 0), (1, 2), (2, 5)
    "curvature-jump": (LIP, C1, C1, C1, C1),  # f'' jumps at (0, 1); f' >= 1
    "three-curvature-jumps": (LIP, C1, LIP, C1, C1),  # at (0, 0), (1, 2), (2, 7); f' >= 1
    "power-bend": (C0, C1, "++??--", C1, C1),  # f' is not Lipschitz at (0, 1)
    "five-halves": (C1,) * 5,  # C^2 up to the fixed end, not C^3
    "flat-step": ("++++?-", SMOOTH, SMOOTH, SMOOTH, SMOOTH),  # flat at 0; the line y = x/2 is met once
    "jump": (NONE,) * 5,  # not continuous
    "dyadic-oscillation": (C0, C1, "++??--", C1, C1),  # C^1, not C^2 at 0, f'(0) = 1/2
    "koenigs-moebius": (ALL,) * 5,  # V = log(2) x(1 - x)
    "moebius-left-branch": (ALL,) * 5,  # f(x) > 2 > x
    "square-root-form": (ALL,) * 5,  # V = x - x^3
    "tangent-form": (ALL,) * 5,  # V = sin x
    "parabolic-root-form": (ALL,) * 5,  # V = -x^3/2
    "power": (ALL,) * 5,  # V = log(2) x log(x)
    "power-closed": (C0, C0, C0, C0, ALL),  # f'(0) = 0 at a fixed end
    "exp-conjugate": (ALL,) * 5,  # Moebius in u = e^x, fixed points u = 1, 2
    "identity": (ALL,) * 5,  # V = 0
    "constant": (NONE, NONE, ALL, ALL, ALL),  # affine, not injective
    "reflection": (NONE, NONE, ALL, ALL, ALL),  # affine, decreasing
    "decaying-exponential": (NONE, NONE, ALL, ALL, ALL),  # decreasing; e^(-x) + x is bounded below
    "negative-cubic": (NONE, NONE, C0, C0, ALL),  # -f = x^3
    "square": (NONE, NONE, NONE, NONE, ALL),  # a minimum
    "absolute-value": (NONE, NONE, NONE, NONE, LIP),  # a minimum and a kink
    "logistic-map": (NONE, NONE, NONE, NONE, ALL),  # a maximum
}

# The same for the others; rows that are left out hold nothing that is used here.
SPACE: dict[str, dict[str, str]] = {
    "rotation": {"basic": ALL},  # x' = -(pi/2) y, y' = (pi/2) x
    "saddle-flip": {"basic": NONE, "basic*": ALL, "linear-layer": ALL},  # det(A|E^s) < 0
    "node-flip": {"basic": C0, "basic*": ALL, "linear-layer": ALL},  # det A_u > 0, no real logarithm
    "clock-flips": {"basic": ALL},  # no fixed point, det = 2
    "henon": {"basic": NONE, "basic*": ALL, "augmented-1": ALL},  # 4a > 3(1 + b)^2, det = 3/10, polynomial inverse
    "sine-product": {"basic": LIP, "basic*": ALL},  # the segment from 0 to pi is in W^s(pi)
    "complex-square": {"basic": NONE, "basic*": NONE, "linear-layer*": NONE, "augmented-1*": NONE, "augmented-2": ALL},
    "paraboloid": {"basic": "nnnnnn", "linear-layer": NONE, "linear-layer*": NONE, "augmented-1": ALL},
    "paraboloid-off-centre": {"basic": "nnnnnn", "linear-layer": "+++++?", "linear-layer*": ALL},  # (f, y) is injective
    "saddle-product": {"basic": "nnnnnn", "linear-layer": NONE, "linear-layer*": NONE, "augmented-1": ALL},
    "exp-sine": {"basic": "nnnnnn", "linear-layer": NONE, "linear-layer*": NONE, "augmented-1": ALL},
    "twisted-cubic": {"basic": "nnnnnn", "linear-layer*": NONE, "augmented-1*": NONE, "augmented-2": ALL},
    "unit-circle": {"basic": "nnnnnn", "linear-layer*": NONE, "augmented-1*": NONE, "augmented-2": ALL},
}

FLOORS = {  # (basic, linear-layer): half the largest descent of f; the smaller one of f and -f
    "gaussian": ("1/2", "1/2"),
    "logistic-map": ("1/2", "1/2"),
    "reflection": ("oo", "0"),
    "square": ("oo", "oo"),
    "relu": ("0", "0"),
    "tanh": ("0", "0"),
}

OPEN = {"dyadic-oscillation", "flat-step"}
"""One-dimensional maps of which more cells may stay undecided: the theory refutes or realises them by special means."""


@cache
def profile_of(name: str) -> Profile:
    return check(CATALOG[name].map, timeout=None)


def row(profile: Profile, name: str) -> str:
    cells = [Cell(name.removesuffix("*"), not name.endswith("*"), regularity) for regularity in REGULARITIES]
    return "".join(SIGNS[profile.verdicts[cell].status] for cell in cells)


def expected(name: str) -> dict[str, str]:
    return dict(zip(ROWS, INTERVAL[name], strict=True)) if name in INTERVAL else SPACE[name]


def opposed(known: str, answer: str) -> bool:
    """Whether some class is decided in two ways."""
    pairs = zip(known, answer, strict=True)
    return any(here != there and "?" not in (here, there) for here, there in pairs)


# -- the catalogue as data -------------------------------------------------------------------------------------------


def test_the_catalogue_has_the_size_that_it_promises() -> None:
    assert len(CATALOG) >= 60
    assert set(INTERVAL) | set(SPACE) == set(CATALOG)
    assert len(INTERVAL) >= 40


@pytest.mark.parametrize("item", CATALOG.values(), ids=list(CATALOG))
def test_each_entry_is_well_formed(item: Entry) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", item.name)
    assert item.title and item.title[0].isupper() and not item.title.endswith(".")
    assert item.source
    assert item.note.endswith(".") and item.note.count(". ") == 0 and item.note.isascii()
    assert item.shows and len(set(item.shows)) == len(item.shows)
    assert set(item.shows) <= set(THEOREMS)


@pytest.mark.parametrize("item", CATALOG.values(), ids=list(CATALOG))
def test_each_entry_parses(item: Entry) -> None:
    f = item.map
    assert isinstance(f, Map)
    assert f is item.map
    assert f == Map(item.expr, domain=item.domain, vars=item.vars)
    assert (f.inputs == f.outputs == 1) == (item.name in INTERVAL)
    assert f.domain.text() == item.domain


def test_names_and_maps_are_unique() -> None:
    assert [item.name for item in CATALOG.values()] == list(CATALOG)
    assert len({item.title for item in CATALOG.values()}) == len(CATALOG)
    assert len({item.map for item in CATALOG.values()}) == len(CATALOG)
    with pytest.raises(ValueError, match="share a name"):
        catalog.Catalog((entry("elu"), entry("elu")))


def test_each_rule_of_the_interval_is_shown() -> None:
    shown = {identifier for item in CATALOG.values() for identifier in item.shows}
    rules = {name for name, theorem in THEOREMS.items() if name.startswith("1D-") and theorem.may_decide()}
    others = {"REGULAR", "EXTREMUM", "DIM-BOUND", "HULL", "ODD-EVEN", "AUG", "AUG-GRAPH", "AFFINE-LAYER", "FLOOR-1D"}
    assert (rules - {"1D-TWOLAYERS"}) | others <= shown


def test_topics_are_kept_together() -> None:
    sources = [item.source for item in CATALOG.values()]
    changes = sum(here != there for here, there in pairwise(sources))
    assert changes + 1 == len(set(sources))


# -- the catalogue as a mapping --------------------------------------------------------------------------------------


def test_the_catalogue_is_a_read_only_mapping() -> None:
    assert isinstance(CATALOG, Mapping)
    assert "elu" in CATALOG and "ELU" not in CATALOG and 3 not in CATALOG
    assert list(CATALOG) == list(iter(CATALOG)) and next(iter(CATALOG)) == "relu"
    with pytest.raises(KeyError):
        CATALOG["nonsense"]
    with pytest.raises(TypeError):
        CATALOG["mine"] = CATALOG["elu"]  # type: ignore[index]
    with pytest.raises(TypeError):
        del CATALOG["elu"]  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        CATALOG["elu"].expr = "x"  # type: ignore[misc]


def test_representations_are_short() -> None:
    assert repr(CATALOG).startswith(f"<Catalog of {len(CATALOG)} maps: relu, leaky-relu, ")
    assert repr(entry("quadratic-open")) == "<Entry quadratic-open: 3*x/2 - x**2/2 on (0, 1)>"
    assert str(entry("jump")).startswith("Jump: Piecewise(")


@pytest.mark.parametrize("name", ["koenigs-moebius", "Koenigs-Moebius", " koenigs_moebius ", "koenigs moebius"])
def test_names_are_read_with_leniency(name: str) -> None:
    assert entry(name) is CATALOG["koenigs-moebius"]
    assert catalog_map(name) is CATALOG["koenigs-moebius"].map


def test_an_unknown_name_suggests_near_ones() -> None:
    with pytest.raises(UnknownNameError, match=r"^no map 'koenig-mobius' in the catalogue; did you mean koenigs-moeb"):
        entry("koenig-mobius")
    with pytest.raises(UnknownNameError, match=r"did you mean .*exp-minus-one"):
        catalog_map("exp-minus-1")
    with pytest.raises(EmbedcheckError, match=r"^no map 'zzzzzz' in the catalogue$"):
        entry("zzzzzz")
    with pytest.raises(UnknownNameError, match=r"^no map '' in the catalogue$"):
        entry("")


def test_an_entry_copies_and_pickles() -> None:
    item = entry("elu")
    assert copy.copy(item) == copy.deepcopy(item) == pickle.loads(pickle.dumps(item)) == item
    assert pickle.loads(pickle.dumps(item)).map == item.map
    assert dict(pickle.loads(pickle.dumps(CATALOG))) == dict(CATALOG)


def test_the_package_exports_the_catalogue() -> None:
    assert embedcheck.CATALOG is CATALOG
    assert embedcheck.catalog_map("elu") == Map("elu(x)")
    assert embedcheck.catalog is catalog


def test_the_catalogue_loads_without_heavy_libraries() -> None:
    program = (
        "import sys; from embedcheck import CATALOG; from embedcheck.catalog import entry; repr(CATALOG); entry('elu');"
        "print(sorted({'sympy', 'flint', 'networkx', 'mpmath', 'lark'} & set(sys.modules)));"
        "entry('elu').map; print('sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == ["[]", "True"]


# -- verdicts --------------------------------------------------------------------------------------------------------


def test_the_table_is_well_formed() -> None:
    for name in CATALOG:
        known = expected(name)
        assert sum(sign in "+-n" for signs in known.values() for sign in signs) >= 2
        names = architectures(CATALOG[name].map.outputs)
        for key, signs in known.items():
            assert key.removesuffix("*") in names
            assert len(signs) == len(REGULARITIES)
            # A stronger class is a smaller cell: + before ? before -.
            assert "".join(sorted(signs, key="+?-n".index)) == signs


@pytest.mark.parametrize("name", CATALOG)
def test_no_verdict_differs_from_the_theory(name: str) -> None:
    profile = profile_of(name)
    known = expected(name)
    found = {key: row(profile, key) for key in known}
    assert not {key: (known[key], found[key]) for key in known if opposed(known[key], found[key])}
    assert profile.notes == ()


@pytest.mark.parametrize("name", sorted(set(INTERVAL) - OPEN))
def test_every_cell_that_the_theory_decides_is_decided(name: str) -> None:
    profile = profile_of(name)
    for key, signs in expected(name).items():
        open_cells = [known for known, answer in zip(signs, row(profile, key), strict=True) if known != "?" == answer]
        assert not open_cells


@pytest.mark.parametrize("name", sorted(OPEN))
def test_most_cells_of_the_open_ones_are_decided(name: str) -> None:
    profile = profile_of(name)
    assert [row(profile, key)[:2] for key in ROWS] == ["++"] * len(ROWS)
    assert row(profile, "basic*")[:4] == row(profile, "augmented-1")[:4] == "++++"


@pytest.mark.parametrize("name", FLOORS)
def test_floors_are_those_of_the_theory(name: str) -> None:
    profile = profile_of(name)
    assert (profile.floor("basic").lower, profile.floor("linear-layer").lower) == FLOORS[name]
