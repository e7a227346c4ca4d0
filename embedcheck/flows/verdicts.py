"""Which flow belongs to a positive verdict."""

from __future__ import annotations

from typing import Any

import sympy as sp

from embedcheck.analysis.closed import global_field, power_map
from embedcheck.analysis.interval import IntervalAnalysis
from embedcheck.analysis.shape import bends, defects
from embedcheck.analysis.signs import UnknownError
from embedcheck.cells import Cell, Status
from embedcheck.certificate import AffineMap, Closed, Component, Evidence, Line, Power
from embedcheck.equations.places import analysis_of
from embedcheck.errors import InputError
from embedcheck.flows.base import Flow
from embedcheck.flows.closed import coordinate_flow, moebius_flow, power_flow
from embedcheck.flows.components import ComponentFlow
from embedcheck.flows.euclidean import space_flow
from embedcheck.flows.layers import AugmentedFlow, Isotopy, LayerFlow, RestFlow
from embedcheck.flows.spaces import SpaceFlow
from embedcheck.flows.suspensions import SuspensionFlow
from embedcheck.maps import Map
from embedcheck.parsing import parse_number
from embedcheck.profile import Verdict


def flow_of(verdict: Verdict) -> Flow | SpaceFlow:
    """The flow behind a positive verdict: that of the cell which the rule decides, wherever the inclusions lead, with
    the time as a coordinate where a cell is free of time and that flow is not (several variables or outputs).

    A SpaceFlow for maps with several variables or outputs; its digits are not proven.
    Raises InputError where the cell is not embeddable, or no field is known.
    """
    if verdict.status is not Status.EMBEDDABLE or verdict.map is None or verdict.rule is None:
        raise InputError(f"{verdict.cell} is {verdict.status}: there is no flow")
    origin = verdict.origin or verdict.cell
    evidence = [fact.evidence for fact in verdict.evidence]
    key = ("flow", verdict.rule, origin)
    memory = verdict.map.memory
    if key not in memory:
        one = verdict.map.inputs == verdict.map.outputs == 1
        memory[key] = (
            _flow(verdict.map, verdict.rule, origin, evidence)
            if one
            else space_flow(verdict.map, verdict.rule, origin, evidence, flow_of)
        )
    flow: Any = memory[key]
    if isinstance(flow, SpaceFlow) and verdict.cell.autonomous and not flow.autonomous:
        flow = memory.setdefault((*key, "suspended"), SuspensionFlow(flow))
    return flow


def _flow(subject: Map, rule: str, origin: Cell, evidence: list[Evidence]) -> Flow:
    regularity = origin.regularity
    match rule:
        case "1D-IDENTITY":
            return RestFlow(subject, sp.S.One, sp.S.Zero)
        case "AFFINE-LAYER":
            line = next(item for item in evidence if isinstance(item, AffineMap))
            return RestFlow(subject, parse_number(line.slope), parse_number(line.intercept))
        case "AUG":
            return AugmentedFlow(subject, regularity)
        case "1D-NONAUTO":
            return Isotopy(subject, regularity)
        case "1D-CLOSED":
            return _closed(subject, regularity, evidence)
        case "1D-LAYER":
            return _layer(subject, origin, evidence)
        case "1D-NOFIX":
            return _formula(subject, regularity) or ComponentFlow(subject, regularity, False)
        case "1D-MONOTONE" | "1D-C0" | "1D-LIP" | "1D-ONEFIX" | "1D-MATCH":
            matched = any(isinstance(item, Component) for item in evidence)
            return ComponentFlow(subject, regularity, matched)
        case _:
            raise InputError(f"no flow is offered for {rule}")


def _closed(subject: Map, regularity: str, evidence: list[Evidence]) -> Flow:
    for item in evidence:
        if isinstance(item, Power):
            found = power_flow(subject, item, regularity)
        elif isinstance(item, Closed):
            found = coordinate_flow(subject, item, regularity)
        else:
            continue
        if found is not None:
            return found
    return moebius_flow(subject, regularity) or ComponentFlow(subject, regularity, True)


def _formula(subject: Map, regularity: str) -> Flow | None:
    """A closed form that the rule did not need."""
    analysis = analysis_of(subject)
    if analysis.smooth is None:
        return None
    found = power_map(analysis) or global_field(analysis)
    if found is not None:
        return _closed(subject, regularity, [found.evidence])
    return moebius_flow(subject, regularity)


def _layer(subject: Map, origin: Cell, evidence: list[Evidence]) -> Flow:
    analysis = analysis_of(subject)
    if not origin.autonomous:
        a, b = sp.Integer(analysis.monotone), sp.S.Zero
        return LayerFlow(subject, Isotopy(_through(subject, a, b), origin.regularity), a, b)
    a, b = _line(analysis, evidence)
    return LayerFlow(subject, ComponentFlow(_through(subject, a, b), origin.regularity, False), a, b)


def _through(subject: Map, a: Any, b: Any) -> Map:
    """(f - b)/a"""
    return Map((subject.expr - b) / a, domain=subject.domain, vars=[subject.x.name])


def _line(analysis: IntervalAnalysis, evidence: list[Evidence]) -> tuple[Any, Any]:
    """Slope and intercept of the line of 1D-LAYER: that of the evidence, or the one through the bad points."""
    spots = [spot.point for spot in defects(analysis)]
    for item in evidence:
        if isinstance(item, Line):
            slope = parse_number(item.slope)
            if item.intercept is not None:
                return slope, parse_number(item.intercept)
            return slope, _intercept(analysis, slope, [spot.point for spot in bends(analysis)])
    if len(spots) < 2:
        slope = sp.Integer(analysis.monotone)
        return slope, _intercept(analysis, slope, spots)
    first, second = analysis.value(spots[0]), analysis.value(spots[1])
    if first is None or second is None:
        raise InputError("the line through the bad points of f is not known exactly")
    slope = sp.radsimp((second - first) / (spots[1].value - spots[0].value))
    return slope, _intercept(analysis, slope, spots)


def _intercept(analysis: IntervalAnalysis, slope: Any, spots: list[Any]) -> Any:
    if not spots:
        return sp.S.Zero
    try:
        value = analysis.value(spots[0])
    except UnknownError:
        value = None
    if value is None or spots[0].value is None:
        raise InputError("the line through the bad points of f is not known exactly")
    return sp.expand(value - slope * spots[0].value)
