"""The scenario: the document that says who, where, what may be said and done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from sim.model.briefing import Briefing
from sim.model.channels import Channel, Clause, Form
from sim.model.endings import Ending
from sim.model.fields import Begin, Position, Span, Text, YesNo, real, string, whole
from sim.model.hints import Hint
from sim.model.incidents import Incident
from sim.model.injects import Inject
from sim.model.moves import Activity, Move
from sim.model.parameters import Parameters, Preset
from sim.model.politics import Meeting, OwnMeasure
from sim.model.scripts import History
from sim.model.sentences import Sentences, Shared
from sim.model.traffic import TrafficStream
from sim.model.words import Sourced
from sim.model.world import Counter, Flag, Gate, Place, Seat, Side, Vessel


class Caps(Sourced):
    """The most any side may score after deaths or gunfire, whoever is at fault."""

    death: Annotated[float, *real(0, 100)] = 35
    gunfire: Annotated[float, *real(0, 100)] = 15


class Scenario(Sourced):
    """The root document."""

    schema_version: Annotated[int, *whole(1, 1)]
    id: Annotated[
        str,
        *string(
            60,
            1,
            "_?[a-z0-9]+([_-][a-z0-9]+)*",
            "expected an id in lower case, such as “twenty-nine-minutes”",
        ),
    ]
    title: Text
    begins: Begin
    place: Text
    origin: Position
    horizon: Span
    minutes: Annotated[int, *whole(1, 600)]
    first: YesNo = False
    articles: Annotated[tuple[Text, ...], Field(max_length=100)] = ()
    briefing: Briefing | None = None
    ledger_date: (
        Annotated[
            str,
            *string(10, 10, r"\d{4}-\d\d-\d\d", "expected a day, such as “2022-11-01”"),
        ]
        | None
    ) = None
    preset: Preset = "middle"
    parameters: Parameters = Parameters(source="")
    caps: Caps = Caps(source="")
    places: Annotated[tuple[Place, ...], Field(max_length=200)] = ()
    sides: Annotated[tuple[Side, ...], Field(min_length=1, max_length=20)]
    seats: Annotated[tuple[Seat, ...], Field(min_length=1, max_length=40)]
    vessels: Annotated[tuple[Vessel, ...], Field(max_length=60)] = ()
    gates: Annotated[tuple[Gate, ...], Field(max_length=60)] = ()
    channels: Annotated[tuple[Channel, ...], Field(max_length=60)] = ()
    forms: Annotated[tuple[Form, ...], Field(max_length=60)] = ()
    clauses: Annotated[tuple[Clause, ...], Field(max_length=60)] = ()
    sentences: Annotated[tuple[Sentences, ...], Field(max_length=400)] = ()
    counters: Annotated[tuple[Counter, ...], Field(max_length=60)] = ()
    flags: Annotated[tuple[Flag, ...], Field(max_length=200)] = ()
    activities: Annotated[tuple[Activity, ...], Field(max_length=60)] = ()
    moves: Annotated[tuple[Move, ...], Field(max_length=400)] = ()
    incidents: Annotated[tuple[Incident, ...], Field(max_length=60)] = ()
    meetings: Annotated[tuple[Meeting, ...], Field(max_length=60)] = ()
    streams: Annotated[tuple[TrafficStream, ...], Field(max_length=60)] = ()
    injects: Annotated[tuple[Inject, ...], Field(max_length=400)] = ()
    yardsticks: Annotated[tuple[OwnMeasure, ...], Field(max_length=60)] = ()
    hints: Annotated[tuple[Hint, ...], Field(max_length=200)] = ()
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
    "clause": "clauses",
    "counter": "counters",
    "flag": "flags",
    "activity": "activities",
    "move": "moves",
    "incident": "incidents",
    "meeting": "meetings",
    "stream": "streams",
    "inject": "injects",
    "hint": "hints",
    "ending": "endings",
}
"""Which list of the scenario declares which kind of id."""


def canonical(scenario: Scenario) -> dict[str, Any]:
    """Dump a scenario as plain data the way an author would write it, defaults left out.

    A channel's start that came from the ledger is written out: a later ledger does not change it.
    The common library of sentences is left out: it belongs to the rules.
    """
    own = tuple(entry for entry in scenario.sentences if not isinstance(entry, Shared))
    written = scenario.model_copy(update={"sentences": own})
    data = written.model_dump(mode="json", exclude_defaults=True)
    for channel, entry in zip(scenario.channels, data.get("channels", ()), strict=True):
        if channel.ledger is not None:
            entry["start"] = channel.start
    return data


def declared(scenario: Scenario, kind: str) -> Iterator[str]:
    """Yield the ids of one kind in the order of the document."""
    for entry in getattr(scenario, KINDS[kind]):
        yield entry.id
