"""What is said of fixed points of maps of one variable, kinks among them."""

from __future__ import annotations

import pytest

from embedcheck import fixed_points


@pytest.mark.parametrize(
    ("text", "multiplier", "kind"),
    [
        # |f(x)| < |x| on both sides: orbits end at 0.
        ("Piecewise((x/2, x < 0), (x/3, True))", "1/2 on the left, 1/3 on the right", "attracting"),
        ("Piecewise((2*x, x < 0), (3*x, True))", "2 on the left, 3 on the right", "repelling"),
        # Orbits come from the right side and stay on the left one, or the other way round: neither name fits.
        ("Piecewise((x/2, x < 0), (2*x, True))", "1/2 on the left, 2 on the right", "kink"),
        ("|x|/2", "-1/2 on the left, 1/2 on the right", "attracting"),
        # A kink of the second derivative alone has one multiplier.
        ("x/2 + x*|x|", "1/2", "attracting"),
        ("x/2 + Max(x, 0)**3", "1/2", "attracting"),
    ],
)
def test_a_kink_has_a_slope_on_each_side(text: str, multiplier: str, kind: str) -> None:
    (zero,) = [point for point in fixed_points(text) if point.text == "0"]
    assert (zero.multiplier_text, zero.kind) == (multiplier, kind)


def test_a_closed_end_has_one_side() -> None:
    (zero,) = fixed_points("x/2", domain="[0, 1]")
    assert (zero.multiplier_text, zero.kind) == ("1/2", "attracting")


@pytest.mark.parametrize(
    ("text", "domain", "intervals"),
    [
        ("max(x, 0)", "R", ["[0, oo)"]),
        ("max(x, 0)", "[-1, 2)", ["[0, 2)"]),
        ("max(x, 0)", "[-1, 2]", ["[0, 2]"]),
        # f(0) = 1: the jump leaves the end out.
        ("Piecewise((x + 1, x <= 0), (x, True))", "R", ["(0, oo)"]),
        ("x + Max(x - 1, 0) + Min(x + 1, 0)", "R", ["[-1, 1]"]),
    ],
)
def test_intervals_of_fixed_points_know_their_ends(text: str, domain: str, intervals: list[str]) -> None:
    found = fixed_points(text, domain=domain)
    assert found.intervals == intervals
    assert str(found).splitlines()[-1] == f"every point of {intervals[-1]}"
    assert f"every point of {intervals[-1]} is fixed" in found._repr_html_()
