"""Builds the corpus of certificates in `valid/`, `invalid/` and `malformed/` next to this file.

    python tests/certificates/make.py

Valid certificates come from the engine. An attack is a valid certificate with one thing wrong, or the genuine facts of
one map under a claim that they do not prove. Nothing here is random: the same code writes the same files.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator

import charts
import diffeos
import euclidean
import levels
import lifts
import motions
import points as points_module
import positivity
import readouts
from evidence import (
    CASES,
    EXP_FORM,
    FLAT,
    JUMP,
    MATCH,
    ROOT_FORM,
    TAN_FORM,
    THREE_BENDS,
    THREE_KINKS,
    WAVES,
    Json,
    box,
    boxes,
    by_logarithm,
    certificate,
    complete,
    cover,
    crossings,
    end_box,
    exact_zero,
    extent,
    genuine,
    ladder,
    local,
    parts,
    periodic,
    pieces,
    point,
    quintic,
    range_tail,
    rising,
    slope,
    tail,
    wave,
)
from forgeries import forgeries
from hypotheses import broken_hypotheses, missing_facts
from regressions import regressions
from unreadable import malformed

HERE = pathlib.Path(__file__).parent

COMPLETE = {
    "exponential-minus-one": ("exp(x) - 1", "R"),
    "relu": ("relu(x)", "R"),
    "leaky-relu": ("Max(x, x/100)", "R"),
    "elu": ("elu(x)", "R"),
    "tanh-double": ("tanh(2*x)", "R"),
    "arctangent": ("atan(x)", "R"),
    "gamma": ("gamma(x)", "[1, 2]"),
    "swish": ("silu(x)", "R"),
    "gelu": ("gelu(x)", "R"),
    "gaussian": ("exp(-x**2)", "R"),
    "sine-circle": ("x + sin(x)/2", "R"),
    "sine-sum": ("x + sin(x)**2/2", "R"),
    "sine-half-open": ("sin(x)", "[0, pi/2)"),
    "cubic": ("x**3", "R"),
    "cubic-shifted": ("x**3 + 1", "R"),
    "cube-root-of-cubic": ("cbrt(x**3 + 1)", "R"),
    "quintic": ("x**5 - x - 1", "R"),
    "quadratic-closed": ("3*x/2 - x**2/2", "[0, 1]"),
    "kinked-shift": ("x + 1 + |x|/2", "R"),
    "three-kinks": (THREE_KINKS, "R"),
    "three-bends": (THREE_BENDS, "R"),
    "jump": (JUMP, "R"),
    "flat-step": (FLAT, "R"),
    "waves": (WAVES, "[0, 1/8]"),
    "moebius": (MATCH, "[0, 1]"),
    "square-root-form": (ROOT_FORM, "[-1, 1]"),
    "tangent-form": (TAN_FORM, "(-pi, pi)"),
    "exponential-form": (EXP_FORM, "[0, 1]"),
    "power": ("x**2", "(0, oo)"),
    "identity": ("x", "R"),
    "reflection": ("-x", "(-1, 2]"),
    "constant": ("1", "R"),
    "tower": ("x**x", "[1, oo)"),
    "softplus-double": ("log(2*exp(x) + 1)", "R"),
    "secant-sum": ("x/(1 + x**2)", "R"),
    "five-halves": ("2*x + x**(5/2)", "[0, 1]"),
    "kink-at-pi": ("|x - pi|", "R"),
    "kink-at-cosine": ("|cos(x) - x|", "R"),
    "conjugate-quadratic": ("log((1 + exp(x) + exp(2*x))/3)", "R"),
}


def valid() -> Iterator[tuple[str, Json]]:
    for name, (expr, domain) in COMPLETE.items():
        yield f"all-{name}", json.loads(complete(expr, domain))
    for (rule, sign, architecture), maps in CASES.items():
        for expr, domain, regularity in maps:
            word = "yes" if sign == "+" else "no"
            name = f"{rule}-{word}-{architecture.replace('*', '-time')}-{regularity}".lower()
            name += "" if len({m[2] for m in maps}) == len(maps) else f"-{maps.index((expr, domain, regularity)) + 1}"
            yield name, genuine(expr, domain, rule, sign, f"{architecture} {regularity}")
    yield from by_hand()
    yield from euclidean.valid()
    yield from diffeos.valid()
    yield from positivity.valid()
    yield from points_module.valid()
    yield from readouts.valid()
    yield from levels.valid()
    yield from charts.valid()
    yield from motions.valid()
    yield from lifts.valid()


def by_hand() -> Iterator[tuple[str, Json]]:
    """Forms of evidence that the engine seldom chooses."""
    yield "hand-exact-zero", quintic()
    yield "hand-crossings", crossings()
    yield "hand-periodic-tangent", wave()
    yield "hand-closed-logarithm", by_logarithm()
    left, right = boxes("-2", "-1/4", 16), boxes("1/4", "2", 16)
    ends = (ladder("-2", 1, "terms"), *left, exact_zero(tail("4"), tail("4")), *right, ladder("2", 1, "factor"))
    yield "hand-ladder", rising("x**3", cover([point("0")], [1, 1], parts(*ends)))
    ends = (range_tail("-1", "terms"), box("-1", "1"), range_tail("1", "factor"))
    yield "hand-range-tails", rising("x + x**3", cover([], [1], parts(*ends)))
    yield "hand-periodic-range", rising("2*x + sin(x)", cover([], [1], periodic("2*pi", "0", extent("plain"))))
    known = cover([], [1], parts(end_box("1/2", True), box("1/4", "7/4", True), end_box("3/2")))
    evidence = [pieces([point("0"), point("2")], []), slope(known), local()]
    yield "hand-monotone-box", certificate("x**2", "(0, 2)", "1D-MONOTONE", "+", "basic flow", evidence)


def invalid() -> Iterator[tuple[str, Json]]:
    """All attacks by name."""
    yield from missing_facts()
    yield from broken_hypotheses()
    yield from forgeries()
    yield from regressions()
    yield from euclidean.invalid()
    yield from diffeos.invalid()
    yield from positivity.invalid()
    yield from points_module.invalid()
    yield from readouts.invalid()
    yield from levels.invalid()
    yield from charts.invalid()
    yield from motions.invalid()
    yield from lifts.invalid()


def files() -> dict[str, bytes]:
    """The whole corpus: the contents by path."""
    found: dict[str, bytes] = {}
    for folder, entries in (("valid", valid()), ("invalid", invalid())):
        for name, data in entries:
            path = f"{folder}/{name}.json"
            if path in found:
                raise ValueError(f"two certificates are called {path}")
            found[path] = readable(data).encode()
    return found | {f"malformed/{name}.json": data for name, data in malformed()}


def readable(data: dict[str, Json]) -> str:
    """JSON with a line for each part, fact and cell."""
    return "{\n" + ",\n".join(f" {json.dumps(key)}: {_lines(value)}" for key, value in data.items()) + "\n}\n"


def _lines(value: Json) -> str:
    if not isinstance(value, list) or len(value) < 2:
        return json.dumps(value)
    return "[\n" + ",\n".join(f"  {json.dumps(item)}" for item in value) + "\n ]"


def main() -> None:
    wanted = files()
    for folder in ("valid", "invalid", "malformed"):
        (HERE / folder).mkdir(exist_ok=True)
        for path in (HERE / folder).iterdir():
            if f"{folder}/{path.name}" not in wanted:
                path.unlink()
    for name, data in wanted.items():
        (HERE / name).write_bytes(data)


if __name__ == "__main__":
    main()
