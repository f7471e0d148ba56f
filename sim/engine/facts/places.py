"""Places at sea and distances that matter: entered, left, crossed."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence, vessel_name


@dataclass(slots=True)
class PlacesState(Group):
    """Who is inside what, and which distances are noted."""

    inside: dict[tuple[str, str], int] = field(default_factory=dict)
    """(Gate, vessel) inside it → since when, ms."""
    spells_ms: dict[str, int] = field(default_factory=dict)
    """Gate → vessel-time spent inside in spells that are over, ms."""
    entered: dict[str, bool] = field(default_factory=dict)
    """Gate → True once a vessel was inside."""
    near: dict[tuple[str, str, float], bool] = field(default_factory=dict)
    """(Vessel, vessel, metres) of a distance that is watched → whether they are within it."""


@dataclass(slots=True)
class PlacesKnown(Group):
    """Who is inside what, as far as a seat knows."""

    inside: dict[tuple[str, str], bool] = field(default_factory=dict)
    """(Gate, vessel) → True while it is inside."""
    entered: dict[str, bool] = field(default_factory=dict)
    """Gate → True once a vessel was inside."""


@dataclass(slots=True)
class GateCrossed(Fact):
    """A vessel crossed a gate."""

    gate: str
    vessel: str
    inside: bool


declare("gate_crossed", GateCrossed)


@changes("places", GateCrossed)
def _crossed(places: PlacesState, event: Event, fact: GateCrossed) -> None:
    if fact.inside:
        places.inside[fact.gate, fact.vessel] = event.at_ms
        places.entered[fact.gate] = True
    else:
        since_ms = places.inside.pop((fact.gate, fact.vessel))
        add(places.spells_ms, fact.gate, event.at_ms - since_ms)


@learns("places", GateCrossed)
def _crossing_seen(places: PlacesKnown, reader: Reader, event: Event, fact: GateCrossed) -> None:
    if fact.inside:
        places.inside[fact.gate, fact.vessel] = True
        places.entered[fact.gate] = True
    else:
        places.inside.pop((fact.gate, fact.vessel), None)


@tells(GateCrossed)
def _tell_gate_crossed(setup: Setup, seat: str, fact: GateCrossed) -> str:
    way = "inside" if fact.inside else "outside"
    return sentence(f"{vessel_name(setup, fact.vessel)}, {way}: {setup.gates[fact.gate].title}")


@dataclass(slots=True)
class RangeCrossed(Fact):
    """Two vessels crossed a distance that an inject or activity depends on."""

    one: str
    two: str
    limit_m: float
    near: bool


declare("range_crossed", RangeCrossed)


@changes("places", RangeCrossed)
def _noted(places: PlacesState, event: Event, fact: RangeCrossed) -> None:
    places.near[fact.one, fact.two, fact.limit_m] = fact.near
