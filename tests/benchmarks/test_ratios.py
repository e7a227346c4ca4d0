"""How long things take, as ratios to a yardstick on the same machine. They are printed and never asserted.

pytest tests/benchmarks -s
"""

from __future__ import annotations

import json
import pathlib
import statistics
import subprocess
import sys
import time

import pytest

from embedcheck import Map, check, verify_certificate

ROUNDS = 7
MAPS: list[tuple[str, str]] = [
    tuple(entry) for entry in json.loads(pathlib.Path(__file__).with_name("maps.json").read_text())
]
"""Maps of one variable with their domains: easy and hard, decided by different theorems."""


def cold(*arguments: str) -> float:
    """Median seconds of a fresh interpreter with these arguments."""
    seconds: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def show(what: str, seconds: float, yardstick: str, unit: float) -> None:
    print(f"\n{what}: {seconds / unit:.2f} x {yardstick} ({seconds * 1000:.0f} ms / {unit * 1000:.0f} ms)")


@pytest.mark.slow
def test_cold_start() -> None:
    nothing, sympy = cold("-c", "pass"), cold("-c", "import sympy")
    show("embedcheck --help", cold("-m", "embedcheck", "--help"), "python -c pass", nothing)
    show("cold embedcheck check 'exp(x) - 1'", cold("-m", "embedcheck", "check", "exp(x) - 1"), "import sympy", sympy)


@pytest.mark.slow
def test_warm_check() -> None:
    check(Map("x/2"))
    seconds: dict[str, float] = {}
    for text, domain in MAPS:
        start = time.perf_counter()
        check(Map(text, domain=domain))
        seconds[f"{text} on {domain}"] = time.perf_counter() - start
    sympy = cold("-c", "import sympy")
    show(f"warm check, median of {len(MAPS)} maps", statistics.median(seconds.values()), "import sympy", sympy)
    for name in sorted(seconds, key=seconds.__getitem__)[-3:]:
        show(f"slowest: {name}", seconds[name], "import sympy", sympy)


@pytest.mark.slow
def test_verification() -> None:
    """The time of re-checking all decided cells over that of deciding them, both in a warm process."""
    verify_certificate(check(Map("x/2")).certificate)
    deciding = verifying = 0.0
    for text, domain in MAPS:
        start = time.perf_counter()
        certificate = check(Map(text, domain=domain)).certificate.to_dict()
        middle = time.perf_counter()
        verify_certificate(certificate)
        deciding, verifying = deciding + middle - start, verifying + time.perf_counter() - middle
    show(f"verification of {len(MAPS)} maps", verifying, "the time of deciding", deciding)
