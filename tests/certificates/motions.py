"""Solutions in closed form: the cases of the table, and attacks on their hypotheses."""

from __future__ import annotations

from collections.abc import Iterator

from euclidean import Cases, attacks, genuine_cases, missing_facts, structure
from evidence import Json

TWIST = "(x*cos(x*y) - y*sin(x*y), x*sin(x*y) + y*cos(x*y))"
STRETCH = "(x*exp(x*y), y*exp(-x*y))"
CASES: Cases = {("ND-CLOSED", "+", "basic"): [(STRETCH, "R^2", "Comega")]}
FIELD, PATH = "x^2*y -x*y^2", "x*exp(t*x*y) y*exp(-t*x*y)"


def motion(field: str, path: str, time: str = "t") -> Json:
    return {"kind": "motion", "field": field.split(), "path": path.split(), "time": time}


def _attacks() -> Iterator[tuple[str, Json]]:
    rows = [
        ("end", "flow", "a path that ends elsewhere", "does not end at f(x)",
         "(x*exp(2*x*y), y*exp(-2*x*y))", FIELD, PATH),
        ("start", "flow", "a path that starts elsewhere", "does not start at x",
         STRETCH, FIELD, "x*exp(x*y) y*exp(-x*y)"),
        ("leaves", "flow", "a path that is no solution", "leaves the field",
         STRETCH, FIELD, "x*exp(t^2*x*y) y*exp(-t^2*x*y)"),
        ("moving", "flow", "the quantity is not kept", "leaves the field",
         TWIST, "-x*y^2 x^2*y", "x*cos(t*x*y)-y*sin(t*x*y) x*sin(t*x*y)+y*cos(t*x*y)"),
        ("pole", "class", "a field that is not smooth", "the field is not seen to be analytic",
         STRETCH, "x*|x*y| -y*|x*y|", PATH),
        ("root", "class", "a path that is not smooth", "the path is not seen to be analytic",
         STRETCH, FIELD, "x*exp(t*x*y) y*exp(-t*x*y)+|x|*(t-t^2)"),
        ("count", "flow", "a field of another dimension", "number",
         STRETCH, "x 0 0", PATH),
        ("short", "flow", "a path of another dimension", "the number of components",
         STRETCH, FIELD, "x*exp(t*x*y)"),
    ]  # fmt: skip
    yield from attacks([
        (f"motion-{name}", key, text, names, expr, "R^2", "ND-CLOSED", "+", "basic Comega", structure(),
         motion(field, path)) for name, key, text, names, expr, field, path in rows
    ])  # fmt: skip
    named = motion(FIELD, "x*exp(x*x*y) y*exp(-x*x*y)", "x")
    yield from attacks([
        ("motion-name", "flow", "a variable as the time", "the name of the time",
         STRETCH, "R^2", "ND-CLOSED", "+", "basic Comega", structure(), named)
    ])  # fmt: skip


def valid() -> Iterator[tuple[str, Json]]:
    yield from genuine_cases({}, CASES, "motion-")


def invalid() -> Iterator[tuple[str, Json]]:
    yield from _attacks()
    yield from missing_facts(CASES, "motion-")
