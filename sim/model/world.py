"""Sides, seats, vessels, places and gates: who is there and where."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.model.chance import Delay
from sim.model.conditions import Condition
from sim.model.goals import Goal
from sim.model.words import (
    Bearing,
    Distance,
    Duration,
    Id,
    MoveRef,
    PlaceRef,
    Position,
    SeatRef,
    SideRef,
    Sourced,
    Speed,
    Text,
    VesselRef,
)

Service = Literal["navy", "coast_guard", "fisheries", "militia", "civilian"]


class Place(Sourced):
    """A named position; both sides' names for it where they differ."""

    id: Id
    name: Text
    names: dict[SideRef, Text] = {}
    at: Position


class Objective(Sourced):
    """What a side wants: a goal in [0, 1] and the signed points for reaching it fully."""

    id: Id
    title: Text
    points: Annotated[float, Field(ge=-100, le=100)]
    goal: Goal
    main: bool = False


class Side(Sourced):
    """A party to the crisis."""

    id: Id
    name: Text
    base: Annotated[float, Field(ge=0, le=100)] = 50
    objectives: Annotated[tuple[Objective, ...], Field(max_length=6)] = ()


class OrderCard(Sourced):
    """One of a seat's candidate orders; which is drawn stays with that seat until the end."""

    id: Id
    title: Text
    text: Text
    when: Condition
    points: Annotated[float, Field(ge=0, le=30)]


class StandingOrder(Sourced):
    """What is done when a window lapses, if its condition holds for the seat."""

    move: MoveRef
    when: Condition | None = None


class WindowTerms(Sourced):
    """How long a seat's decision windows stay open."""

    span: Duration


class Seat(Sourced):
    """A role that can know and decide."""

    id: Id
    title: Text
    side: SideRef
    level: Literal["on_scene", "operational", "capital"]
    you_are: Text | None = None
    playable: bool = False
    occupant: str = "standing-orders"
    authority: SeatRef | None = None
    commands: tuple[VesselRef, ...] = ()
    sees: Literal["sensors", "reports"] = "reports"
    window: WindowTerms | None = None
    decision: Delay | None = None
    standing_orders: tuple[StandingOrder, ...] = ()
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
    number: Annotated[int, Field(ge=1, le=500)] = 1
    spread: Distance = 0.0


class Gate(Sourced):
    """A circle around a place whose crossing by certain vessels matters."""

    id: Id
    title: Text
    vessels: Annotated[tuple[VesselRef, ...], Field(min_length=1)]
    place: PlaceRef
    range: Distance
    known_to: tuple[SeatRef, ...] = ()
    alert: bool = False


class Counter(Sourced):
    """A bounded whole number declared by an author."""

    id: Id
    title: Text
    start: int = 0
    least: int = 0
    most: Annotated[int, Field(le=1_000_000)]
    known_to: tuple[SeatRef, ...] = ()
    banked: bool = False


class Flag(Sourced):
    """A yes or no declared by an author."""

    id: Id
    title: Text
    known_to: tuple[SeatRef, ...] = ()
