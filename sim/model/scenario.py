"""The scenario: the document that says who, where, what may be said and done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.model.channels import Channel, Form
from sim.model.drill import Briefing, Ending, History, Inject
from sim.model.moves import Activity, Move
from sim.model.words import Begin, Distance, Duration, Position, Probability, Sourced, Text
from sim.model.world import Counter, Flag, Gate, Place, Seat, Side, Vessel


class Caps(Sourced):
    """The most any side may score after deaths or gunfire, whoever is at fault."""

    death: Annotated[float, Field(ge=0, le=100)] = 35
    gunfire: Annotated[float, Field(ge=0, le=100)] = 15


class Parameters(Sourced):
    """Numbers of the model that belong to no single entry."""

    unsafe: Distance = 457.2
    encounter: Distance = 926.0
    notice: Annotated[Duration, Field(ge=1000)] = 900_000
    sigma_m: Distance = 60.0
    follow: Annotated[Duration, Field(ge=1000)] = 60_000
    hurt_on_contact: Probability = 0.1


class Scenario(Sourced):
    """The root document."""

    schema_version: Literal[1]
    id: Annotated[str, Field(pattern=r"^_?[a-z0-9]+([_-][a-z0-9]+)*$", max_length=60)]
    title: Text
    begins: Begin
    place: Text
    origin: Position
    horizon: Annotated[Duration, Field(ge=1000, le=3650 * 86_400_000)]
    minutes: Annotated[int, Field(ge=1, le=600)]
    articles: tuple[Text, ...] = ()
    briefing: Briefing | None = None
    parameters: Parameters = Parameters(source="")
    caps: Caps = Caps(source="")
    places: tuple[Place, ...] = ()
    sides: Annotated[tuple[Side, ...], Field(min_length=1)]
    seats: Annotated[tuple[Seat, ...], Field(min_length=1, max_length=40)]
    vessels: Annotated[tuple[Vessel, ...], Field(max_length=60)] = ()
    gates: Annotated[tuple[Gate, ...], Field(max_length=60)] = ()
    channels: Annotated[tuple[Channel, ...], Field(max_length=60)] = ()
    forms: tuple[Form, ...] = ()
    counters: Annotated[tuple[Counter, ...], Field(max_length=60)] = ()
    flags: Annotated[tuple[Flag, ...], Field(max_length=200)] = ()
    activities: Annotated[tuple[Activity, ...], Field(max_length=60)] = ()
    moves: Annotated[tuple[Move, ...], Field(max_length=400)] = ()
    injects: Annotated[tuple[Inject, ...], Field(max_length=400)] = ()
    endings: Annotated[tuple[Ending, ...], Field(min_length=1, max_length=40)]
    history: History | None = None


KINDS: dict[str, str] = {
    "place": "places",
    "side": "sides",
    "seat": "seats",
    "vessel": "vessels",
    "gate": "gates",
    "channel": "channels",
    "form": "forms",
    "counter": "counters",
    "flag": "flags",
    "activity": "activities",
    "move": "moves",
    "inject": "injects",
    "ending": "endings",
}
"""Which list of the scenario declares which kind of id."""


def canonical(scenario: Scenario) -> dict[str, Any]:
    """Dump a scenario as plain data the way an author would write it, defaults left out."""
    return scenario.model_dump(mode="json", exclude_defaults=True)


def declared(scenario: Scenario, kind: str) -> Iterator[str]:
    """Yield the ids of one kind in the order of the document."""
    for entry in getattr(scenario, KINDS[kind]):
        yield entry.id
