"""Half iterates with proven digits against the same number of unproven ones, in one run.

pytest tests/benchmarks -s
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import mpmath
import pytest
from test_ratios import show

from embedcheck import Map, iterate, julia

sys.set_int_max_str_digits(0)


def timed(work: Callable[[], Any], rounds: int = 5) -> tuple[float, Any]:
    """The best of some rounds in seconds, and the result."""
    best, result = float("inf"), None
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def agree(one: Any, other: Any, dps: int) -> bool:
    with mpmath.workdps(dps + 10):
        return bool(abs(one - other) < mpmath.mpf(10) ** (3 - dps))


@pytest.mark.slow
@pytest.mark.parametrize(("dps", "length", "order"), [(100, 200, 65), (500, 2000, 245)])
def test_exponential(dps: int, length: int, order: int) -> None:
    from baselines import exponential_half

    iterate(Map("x/2 + x**2"), "1/2", "1/4", at=0)
    baseline, expected = timed(lambda: exponential_half(dps, length, order), 2)
    cold, value = timed(lambda: iterate(Map("exp(x) - 1"), "1/2", 1, at=0, dps=dps))
    f = Map("exp(x) - 1")
    iterate(f, "1/2", 1, at=0, dps=dps)
    cached, again = timed(lambda: iterate(f, "1/2", 1, at=0, dps=dps))
    assert agree(value, expected, dps) and value == again
    show(f"exp(x) - 1, {dps} digits, cold", cold, "mpmath", baseline)
    show(f"exp(x) - 1, {dps} digits, coefficients cached", cached, "mpmath", baseline)


@pytest.mark.slow
def test_square_root_of_two() -> None:
    from baselines import power_half

    dps = 300
    baseline, expected = timed(lambda: power_half(dps), 1)
    cold, value = timed(lambda: iterate(Map("sqrt(2)**x"), "1/2", 1, at=2, dps=dps))
    assert agree(value, expected, dps)
    show(f"sqrt(2)^x, {dps} digits, cold", cold, "mpmath", baseline)


@pytest.mark.slow
def test_iterative_logarithm() -> None:
    """Exact coefficients up to order 200, and how the time grows."""
    seconds, coefficients = timed(lambda: julia(Map("exp(x) - 1"), at=0).series(200), 2)
    assert len(coefficients) == 201
    yardstick, _ = timed(lambda: julia(Map("exp(x) - 1"), at=0).series(100), 2)
    show("iterative logarithm of exp(x) - 1, order 200", seconds, "order 100", yardstick)


PARI_TASKS = [
    ("exp(x) - 1", 0, 100, "half(100, 200, 65)"),
    ("exp(x) - 1", 0, 500, "half(500, 2000, 245)"),
    ("exp(x) - 1", 0, 1000, "half(1000, 4000, 470)"),
    ("sqrt(2)**x", 2, 1000, "powerhalf(1000, 143, 51)"),
    ("sin(x)", 0, 100, "sinehalf(100, 200, 90)"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("expr", "at", "dps", "call"), PARI_TASKS)
def test_against_pari(expr: str, at: int, dps: int, call: str) -> None:
    """Prints ratios to PARI/GP where `gp` is installed; elsewhere the value is compared with a longer one only."""
    from baselines import PARI

    iterate(Map("x/2 + x**2"), "1/2", "1/4", at=0)
    cold, value = timed(lambda: iterate(Map(expr), "1/2", 1, at=at, dps=dps), 2)
    assert agree(value, iterate(Map(expr), "1/2", 1, at=at, dps=dps + 20), dps)
    gp = shutil.which("gp")
    if gp is not None:
        setup = f"{PARI}\ndefault(realprecision, {dps + 25}); t = getwalltime();"
        program = f"{setup} y = {call}; print(y); print(getwalltime() - t);"
        found = subprocess.run([gp, "-q"], input=program, capture_output=True, text=True, check=True)
        digits, milliseconds = found.stdout.split()
        with mpmath.workdps(dps + 10):
            assert agree(value, mpmath.mpf(digits), dps - 4)
        show(f"{expr}, {dps} digits, cold", cold, "PARI", max(1.0, float(milliseconds)) / 1000)
