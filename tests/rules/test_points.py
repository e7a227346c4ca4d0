"""What single points, lines and hyperplanes refute: where each rule holds, at its edge, with a hypothesis dropped."""

from __future__ import annotations

import random
from functools import cache

import numpy as np
import pytest
import sympy as sp
from flint import arb, arb_mat, fmpq

from embedcheck import Map, verify_certificate
from embedcheck.balls.krawczyk import critical_in, cycle_in
from embedcheck.balls.spectra import Spectrum, side_of_circle
from embedcheck.cells import REGULARITIES, Cell
from embedcheck.decide import check
from embedcheck.profile import Profile

SIGNS = {"embeddable": "+", "not_embeddable": "-", "undecided": "?", "not_applicable": "n"}
NONE, OPEN = "------", "??????"
ALWAYS = "++++++"


@cache
def profile(text: str, domain: str | None = None) -> Profile:
    found = check(Map(text, domain=domain), timeout=None)
    assert not found.notes
    if found.certificate.cells:
        verify_certificate(found.certificate, map=found.map)
    return found


def row(text: str, domain: str | None = None, name: str = "basic") -> str:
    autonomous = not name.endswith("*")
    found = profile(text, domain)
    return "".join(SIGNS[found.verdicts[Cell(name.rstrip("*"), autonomous, r)].status] for r in REGULARITIES)


def rules(text: str, domain: str | None = None) -> set[str]:
    """The rules that refute a basic cell."""
    verdicts = profile(text, domain).verdicts.values()
    return {v.rule for v in verdicts if v.rule and v.cell.architecture == "basic" and v.status == "not_embeddable"}


# Map, domain, rule, the basic autonomous row; the certificate is verified each time.
REFUTED = [
    # A cycle of length two of orientation preserving Henon and Lozi maps, with the variables in any order.
    ("(1 - x**2 + y, -x/2)", None, "ND-PERIODIC", NONE),
    ("(-y/2, 1 - y**2 + x)", None, "ND-PERIODIC", NONE),
    ("(1 - x**2 + y, -x/2)", "[-3, 3]^2", "ND-PERIODIC", NONE),
    ("(1 - x**2 + y, -x/2, z/2)", None, "ND-PERIODIC", NONE),
    ("(1 - 7*|x|/5 + y, -x/2)", None, "ND-PERIODIC", NONE),
    ("(1 - x + (x - x**2)/9, 1 - y + (y - y**2)/9)", "[0, 1]^2", "ND-PERIODIC", "?-----"),
    # A part that turns: at exact and at enclosed fixed points.
    ("(-x/2 + y**2/9, -2*y)", None, "ND-FIXORIENT", NONE),
    ("(1 - 7*x**2/5 + y, -3*x/10)", None, "ND-FIXORIENT", NONE),
    ("(exp(-x), -3*y/2)", None, "ND-FIXORIENT", NONE),
    ("(-x/2, y/3 + x**2, -2*z)", None, "ND-FIXORIENT", NONE),
    # No real logarithm: two negative eigenvalues, one block, three dimensions, irrational entries, a corner.
    ("(-2*x + y**2, -3*y)", None, "ND-FIXLOG", "++----"),
    ("(-2*x + y + y**2, -2*y)", None, "ND-FIXLOG", "++----"),
    ("(-2*x + sin(y), -3*y, z/2 + x**2)", None, "ND-FIXLOG", "??----"),
    ("(-2*x + y**2, -3*y)", "[0, 1]^2", "ND-FIXLOG", "++?---"),
    # Lines.
    ("(x + sin(x)/5, 3*y)", None, "ND-INVARIANT-LINE", "+++---"),
    ("(3*y, x + sin(x)/5)", None, "ND-ORIENTATION", NONE),
    ("(x/2, y + sin(y)/4)", None, "ND-INVARIANT-LINE", "+++---"),
    ("(x + sin(x)/5, y/2, 3*z)", "[-4, 4]^3", "ND-INVARIANT-LINE", "+++---"),
    ("(x + x*(1 - x)/10, y/3)", "[0, 1]^2", "ND-INVARIANT-LINE", "+++---"),
    ("(x + (x**2 - 2)*(x**2 - 3)/40, y/2)", "[1, 2]x[0, 1]", "ND-INVARIANT-LINE", "+++---"),
    ("(x + sin(x + y)/5 + (x - y)/4, y + sin(x + y)/5 - (x - y)/4)", None, "ND-INVARIANT-LINE", "+++---"),
    # Kinks.
    ("(x + |y|, y)", None, "REGULAR", "+++---"),
    ("(x + Max(0, x + y), y + 1)", None, "ND-KINK", "+-----"),
    ("(x - y, y + x + x*|x|/4)", None, "ND-KINK", "???---"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "domain", "rule", "signs"), REFUTED, ids=lambda part: str(part)[:40])
def test_what_is_refuted(text: str, domain: str | None, rule: str, signs: str) -> None:
    assert rule in rules(text, domain)
    assert row(text, domain) == signs


TWIST = "(x*cos(x**2 + y**2) - y*sin(x**2 + y**2), x*sin(x**2 + y**2) + y*cos(x**2 + y**2))"

# Map, domain, a rule that must not speak, and why.
QUIET = [
    ("(-y, x)", None, "ND-PERIODIC", "a rotation: its cycles are not isolated"),
    (TWIST, None, "ND-PERIODIC", "a twist: its cycles are not isolated"),
    ("(-2*x + y**2, -2*y)", None, "ND-FIXLOG", "two blocks of size 1"),
    ("(-x/2 + y**2/9, -2*y)", "[0, 1]^2", "ND-FIXORIENT", "the fixed point is a corner"),
    ("(-2*x + y**2, -3*y)", "[1, 2]^2", "ND-FIXLOG", "the fixed point is not in X"),
    ("(x + sin(x)/4, y)", "[-4, 4]x[0, 1]", "ND-INVARIANT-LINE", "nothing happens across the line"),
    ("(x + sin(x)/4, y/2)", "[1, 4]x[0, 1]", "ND-INVARIANT-LINE", "one fixed point"),
    ("(2*x/(1 + x), 3*y)", "[0, 1]x[0, 1]", "ND-INVARIANT-LINE", "a Moebius map on the line"),
    ("(x + |y|, y)", None, "ND-KINK", "f keeps the hyperplane of its kinks"),
    ("(x + |x|/2 + 1, y)", "[-1, 1]^2", "ND-KINK", "X is a box"),
    ("(x*|x| + y, y)", "[0, 1]^2", "REGULAR", "no kink in X"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "domain", "rule", "why"), QUIET, ids=lambda part: str(part)[:40])
def test_what_is_not_refuted(text: str, domain: str | None, rule: str, why: str) -> None:
    assert rule not in rules(text, domain), why


def test_time_dependent_fields_are_not_refuted_by_autonomous_rules() -> None:
    for text in ("(1 - x**2 + y, -x/2)", "(-2*x + y**2, -3*y)", "(x + sin(x)/5, 3*y)"):
        assert row(text, None, "basic*") == ALWAYS


def test_the_class_of_f_bounds_every_architecture() -> None:
    for text, domain, cells in (
        ("(x + |y|, y)", None, "+++---"),
        ("(x*|x| + y, y)", "[-1, 1]^2", "++++--"),
        ("(x**(5/2), y, x + y)", "[0, 1]^2", "++++--"),
        ("(cbrt(x), y, x*y)", None, "++----"),
    ):
        found = profile(text, domain)
        widest = f"augmented-{found.map.outputs}"
        signs = "".join(SIGNS[found.verdicts[Cell(widest, True, r)].status] for r in REGULARITIES)
        assert all(answer in ("?", known) for known, answer in zip(cells, signs, strict=True)), (text, signs)
        refuted = cells.index("-")
        assert signs[refuted] == "-", (text, signs)


def test_morse_points_need_not_be_known_exactly() -> None:
    for text in ("x**3 - x + y**2 + exp(y)", "x**4 + y**4 - x*y + x/3", "(cos(x) + y**2*x - y, x)"):
        assert row(text, None, "linear-layer*") == NONE
    assert "-" not in row("x**3 + x + exp(y)", None, "linear-layer")


def test_a_fold_drops_the_rank() -> None:
    assert row("(x - x**3/5 + y, y + x/7)", None, "linear-layer*")[2:] == "----"


# -- the tests of the checker ------------------------------------------------------------------------------------------

X, Y = sp.symbols("x y", real=True)


def box(x: str, y: str, bits: int = 20) -> tuple[tuple[fmpq, fmpq], ...]:
    radius = fmpq(1, 2**bits)
    return tuple((middle - radius, middle + radius) for middle in (fmpq(*map(int, t.split("/"))) for t in (x, y)))


def test_krawczyk_finds_one_zero_or_none() -> None:
    f = [X / 2 + Y**2, Y / 3 + X**2]
    assert cycle_in(f, (X, Y), [box("0/1", "0/1")]) is not None
    assert cycle_in(f, (X, Y), [box("1/9", "0/1")]) is None
    assert cycle_in([X + Y**2, Y / 3], (X, Y), [box("0/1", "0/1")]) is None
    assert cycle_in([-X, -Y], (X, Y), [box("1/1", "0/1"), box("-1/1", "0/1")]) is None
    assert critical_in(X**2 + Y**2, (X, Y), box("0/1", "0/1"))
    assert not critical_in(X**4 + Y**2, (X, Y), box("0/1", "0/1"))
    assert not critical_in(X**2 + Y**2, (X, Y), box("1/8", "0/1"))


def test_spectra_agree_with_exact_linear_algebra() -> None:
    generator = random.Random(4)
    seen = {True: 0, False: 0}
    for _ in range(150):
        size = generator.choice((2, 3))
        rows = [[sp.Rational(generator.randint(-9, 9), 4) for _ in range(size)] for _ in range(size)]
        known = Spectrum.of_rows(rows)
        assert known.exact is not None
        exact = known.exact
        balls = Spectrum(arb_mat([[arb(fmpq(int(a.p), int(a.q))) for a in row] for row in rows]))
        if balls.hyperbolic():
            assert exact.hyperbolic
            turned = -1 in (exact.stable_orientation, exact.unstable_orientation)
            if exact.orientation:
                assert balls.turns() == turned
            seen[turned] += 1
        if balls.without_logarithm():
            assert not exact.has_real_logarithm
        side = side_of_circle(balls.balls)
        if side:
            assert exact.hyperbolic
            assert exact.orientation or side == -1
            moduli = np.abs(np.linalg.eigvals(np.array(rows, dtype=float)))
            assert all((m < 1 + 1e-9) if side == -1 else (m > 1 - 1e-9) for m in moduli)
    assert min(seen.values()) > 15


def test_wide_balls_decide_nothing() -> None:
    wide = arb(0, 5)
    known = Spectrum(arb_mat([[wide, wide], [wide, wide]]))
    assert not known.hyperbolic() and not known.turns() and not known.without_logarithm()
    assert side_of_circle(known.balls) == 0
