"""ND-CLOSED: fields whose solutions are known, found from the map alone."""

from __future__ import annotations

import pytest
import sympy as sp

from embedcheck import Map, Status, check, verify_certificate

x, y, z = sp.symbols("x y z", real=True)


def turned(angle: sp.Expr) -> list[sp.Expr]:
    return [x * sp.cos(angle) - y * sp.sin(angle), x * sp.sin(angle) + y * sp.cos(angle)]


@pytest.mark.parametrize(
    ("images", "domain"),
    [
        (turned(x**2 + y**2), "R^2"),
        (turned(1 + 3 * (x**2 + y**2)), "[-1, 1] x (0, 2)"),
        (turned((x**2 + y**2) ** 2 - 1), "R^2"),
        ([*turned(z), z], "R^3"),
        ([*turned(z**2 + x**2 + y**2), z], "R^3"),
        ([x * sp.exp(x * y), y * sp.exp(-x * y)], "R^2"),
        ([x * sp.exp(x**2 * y), y * sp.exp(-2 * x**2 * y)], "R^2"),
        ([*turned(z + x**2 + y**2), z], "R x [0, 1] x R"),
    ],
)
def test_a_quantity_that_is_kept_sets_the_speed(images: list[sp.Expr], domain: str) -> None:
    subject = Map(images, domain=domain, vars=["x", "y", "z"][: len(images)])
    verdict = check(subject).verdict("basic", "Comega")
    assert (verdict.status, verdict.rule) == (Status.EMBEDDABLE, "ND-CLOSED")
    assert verdict.certificate is not None and verify_certificate(verdict.certificate, map=subject)
    field = verdict.flow.formula(subject.variables)
    # V(f(x)) = Df(x) V(x), at a point.
    place = dict(zip(subject.variables, (sp.Rational(1, 3), sp.Rational(1, 5), sp.Rational(2, 7)), strict=False))
    there = {v: f.subs(place) for v, f in zip(subject.variables, subject.components, strict=True)}
    for f, speed in zip(subject.components, field, strict=True):
        along = sum(sp.diff(f, v) * w for v, w in zip(subject.variables, field, strict=True)).subs(place)
        assert abs(sp.N(speed.subs(there) - along, 30)) < 1e-25


@pytest.mark.parametrize("images", [turned(x), turned(x * y), [x * sp.exp(x * y), y * sp.exp(x * y)]])
def test_a_quantity_that_moves_sets_none(images: list[sp.Expr]) -> None:
    verdicts = check(Map(images, domain="R^2", vars=["x", "y"])).verdicts.values()
    assert all(verdict.rule != "ND-CLOSED" for verdict in verdicts)
