"""Fixed, periodic and critical points of maps of several variables: proven, and complete where that is said."""

from __future__ import annotations

import math

import pytest

from embedcheck import InputError, critical_points, fixed_points, periodic_points


def test_a_henon_map_has_two_fixed_points_and_one_cycle_of_length_two() -> None:
    found = periodic_points("(1 - 7*x**2/5 + y, 3*x/10)", 2)
    assert found.complete and len(found) == 1
    (cycle,) = found
    assert not cycle.exact and cycle.isolated and cycle.kind == "saddle" and len(cycle.points) == 2
    x = float(cycle.points[0].strip("()").split(",")[0])
    # a + b = (1 - 3/10) 5/7 and a b = (a + b)^2 - (1 - 3/10)^2/(7/5)^2 - ...: the known root of the quadratic.
    assert math.isclose(abs(x - 0.25), 0.7258000512, abs_tol=1e-9)
    fixed = fixed_points("(1 - 7*x**2/5 + y, 3*x/10)")
    assert fixed.complete and len(fixed) == 2


def test_exact_points_are_named_exactly() -> None:
    found = fixed_points("(x + sin(x)/5, 3*y)", domain="[-7, 7]x[-1, 1]")
    assert found.complete
    assert {point.text: point.kind for point in found} == {
        "(0, 0)": "repelling",
        "(pi, 0)": "saddle",
        "(-pi, 0)": "saddle",
        "(2*pi, 0)": "repelling",
        "(-2*pi, 0)": "repelling",
    }
    assert all(point.exact for point in found)


def test_what_is_not_known_to_be_complete_says_so() -> None:
    for found in (
        fixed_points("(x, y)"),
        fixed_points("(x + sin(x)/5, 3*y)"),
        fixed_points("(x + y**2, y + y**3)", domain="[-1, 1]^2"),
        periodic_points("(-y, x)", 4),
    ):
        assert not found.complete and found.reason


def test_there_are_no_others() -> None:
    assert periodic_points("(1 - x**2 + y, -x/2)", 2).complete
    assert len(periodic_points("(1 - x**2 + y, -x/2)", 2)) == 0
    one = periodic_points("x**2 - 1", 2)
    assert one.complete and [cycle.points for cycle in one] == [["-1", "0"]]
    rotated = periodic_points("(-y, x)", 1, domain="[-1, 1]^2")
    assert rotated.complete and [cycle.text for cycle in rotated] == ["(0, 0)"]


def test_critical_points_of_functions_of_two_variables() -> None:
    found = critical_points("x**4 + y**4 - x*y")
    assert found.complete and set(found.points) == {"(0, 0)", "(1/2, 1/2)", "(-1/2, -1/2)"}
    waves = critical_points("sin(x)*sin(y)", domain="[-1, 4]^2")
    assert waves.complete and set(waves.points) == {"(0, 0)", "(0, pi)", "(pi, 0)", "(pi, pi)", "(pi/2, pi/2)"}
    # A degenerate one is not listed, and then the list is not complete.
    flat = critical_points("x**4 + y**2")
    assert not flat.complete and not len(flat)
    assert critical_points("x + exp(y)", domain="[0, 1]^2").complete


@pytest.mark.parametrize("period", [0, -1, 9, True, 2.0])
def test_a_period_is_a_small_whole_number(period: object) -> None:
    with pytest.raises(InputError, match="a period is a whole number"):
        periodic_points("(x, y)", period)


def test_what_has_no_such_points() -> None:
    with pytest.raises(InputError, match="as many outputs as inputs"):
        periodic_points("x + y", 1)
    with pytest.raises(InputError, match="one output"):
        critical_points("(x, y)")
