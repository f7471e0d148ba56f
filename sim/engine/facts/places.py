"""Places at sea and distances that matter: entered, left, crossed."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("gate_crossed")
class GateCrossed(Fact):
    """A vessel crossed a gate."""

    gate: str
    vessel: str
    inside: bool


@fact("range_crossed")
class RangeCrossed(Fact):
    """Two vessels crossed a distance that an inject or activity depends on."""

    one: str
    two: str
    limit_m: float
    near: bool
