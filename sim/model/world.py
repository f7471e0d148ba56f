"""Sides, seats, vessels, places and gates: who is there and where."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from sim.model.chance import Delay
from sim.model.conditions import Condition
from sim.model.fields import (
    Amount,
    Bearing,
    Distance,
    Id,
    MoveRef,
    PlaceRef,
    Position,
    Probability,
    SeatRef,
    Service,
    SideRef,
    Speed,
    Text,
    VesselRef,
    YesNo,
    real,
    whole,
)
from sim.model.goals import Goal
from sim.model.staffs import DeskHours, OccupantName, Offset, Reports, WindowTerms
from sim.model.words import Sourced

WHITE_CELL = "white_cell"
"""The actor by which the log names who runs an exercise; no seat has this id."""
_INTENTS = {"status_quo": 0.0, "revisionist": 1.0}


def _read_intent(value: object) -> float:
    """Read what a side is after as the chance that it is revisionist."""
    if isinstance(value, str) and value in _INTENTS:
        return _INTENTS[value]
    drawn = value.get("draw") if isinstance(value, dict) and set(value) == {"draw"} else None
    if isinstance(drawn, int | float) and type(drawn) is not bool and 0 <= drawn <= 1:
        return float(drawn)
    raise ValueError("expected “status_quo”, “revisionist” or “{draw: chance of revisionist}”")


def _write_intent(chance: float) -> str | dict[str, float]:
    found = (word for word, p in _INTENTS.items() if p == chance)
    return next(found, None) or {"draw": chance}


Intention = Annotated[
    float,
    BeforeValidator(_read_intent),
    PlainSerializer(_write_intent),
    Field(json_schema_extra={"type": ["string", "object"], "examples": ["status_quo"]}),
]


class Place(Sourced):
    """A named position; both sides' names for it where they differ."""

    id: Id
    name: Text
    names: Annotated[dict[SideRef, Text], Field(max_length=20)] = {}
    at: Position


class Objective(Sourced):
    """What a side wants: a goal in [0, 1] and the signed points for reaching it fully."""

    id: Id
    title: Text
    points: Annotated[float, *real(-100, 100)]
    goal: Goal
    main: YesNo = False


class Side(Sourced):
    """A party to the crisis."""

    id: Id
    name: Text
    base: Annotated[float, *real(0, 100)] = 50
    intent: Intention = 0.0
    faces: SideRef | None = None
    prior: Probability | None = None
    objectives: Annotated[tuple[Objective, ...], Field(max_length=6)] = ()


class OrderCard(Sourced):
    """One of a seat's candidate orders; which is drawn stays with that seat until the end."""

    id: Id
    title: Text
    text: Text
    when: Condition
    points: Annotated[float, *real(0, 30)]


class StandingOrder(Sourced):
    """What is done when a window lapses, if its condition holds for the seat."""

    move: MoveRef
    when: Condition | None = None


class Seat(Sourced):
    """A role that can know and decide."""

    id: Id
    title: Text
    side: SideRef
    level: Literal["on_scene", "operational", "capital"]
    you_are: Text | None = None
    playable: YesNo = False
    occupant: OccupantName = "standing-orders"
    authority: SeatRef | None = None
    clock: Offset | None = None
    hours: DeskHours | None = None
    reports: Reports | None = None
    commands: Annotated[tuple[VesselRef, ...], Field(max_length=60)] = ()
    sees: Literal["sensors", "reports"] = "reports"
    window: WindowTerms | None = None
    decision: Delay | None = None
    standing_orders: Annotated[tuple[StandingOrder, ...], Field(max_length=60)] = ()
    orders: Annotated[tuple[OrderCard, ...], Field(max_length=6)] = ()


class Vessel(Sourced):
    """A vessel, or a fleet that is one contact with a number and a spread."""

    id: Id
    name: Text
    side: SideRef
    service: Service
    length: Distance
    top_speed: Speed
    aerial: Distance
    sight: Distance
    at: Position
    course: Bearing
    speed: Speed
    number: Annotated[int, *whole(1, 500)] = 1
    spread: Distance = 0.0


class Gate(Sourced):
    """A circle around a place whose crossing by certain vessels matters."""

    id: Id
    title: Text
    vessels: Annotated[tuple[VesselRef, ...], Field(min_length=1, max_length=60)]
    place: PlaceRef
    range: Distance
    known_to: Annotated[tuple[SeatRef, ...], Field(max_length=40)] = ()
    alert: YesNo = False


class Counter(Sourced):
    """A bounded whole number declared by an author."""

    id: Id
    title: Text
    start: Amount = 0
    least: Amount = 0
    most: Amount
    known_to: Annotated[tuple[SeatRef, ...], Field(max_length=40)] = ()
    banked: YesNo = False


class Flag(Sourced):
    """A yes or no declared by an author.

    One that is `asked_of` a seat is a request that lies there while it stands; `waits_for` says in
    words for what, as whoever knows of it may read.
    """

    id: Id
    title: Text
    start: YesNo = False
    known_to: Annotated[tuple[SeatRef, ...], Field(max_length=40)] = ()
    asked_of: SeatRef | None = None
    waits_for: Text | None = None
