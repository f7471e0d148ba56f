"""Moves and activities: what may be done, what it shows, and what it brings about."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.model.chance import Delay
from sim.model.conditions import Condition
from sim.model.effects import Effects
from sim.model.words import (
    Distance,
    Duration,
    Id,
    Probability,
    Rate,
    Rung,
    SeatRef,
    SideRef,
    Sourced,
    Text,
    VesselRef,
)

Direction = Literal["deconflict", "escalate", "hold"]
SIGNS: dict[str, str] = {"deconflict": "v", "escalate": "^", "hold": "="}


class Cue(Sourced):
    """What can be seen of an act before it happens."""

    text: Text
    within: Distance


class LeaveTerms(Sourced):
    """Whose leave a move needs, how long it takes to come, and how often it is given."""

    of: SeatRef
    takes: Delay
    given: Probability


class Move(Sourced):
    """An entry of the menu: what may in principle be done by certain seats."""

    id: Id
    code: Annotated[str, Field(pattern=r"^[A-Z]\d\d$")]
    title: Annotated[str, Field(min_length=1, max_length=60)]
    direction: Direction
    seats: Annotated[tuple[SeatRef, ...], Field(min_length=1)]
    vessel: VesselRef | None = None
    lead: Delay | None = None
    spends: Annotated[str, Field(max_length=60)] = ""
    read_as: dict[SideRef, Rung] = {}
    rung: Rung | None = None
    when: Condition | None = None
    free: bool = False
    once: bool = False
    leave: LeaveTerms | None = None
    cue: Cue | None = None
    effects: Effects = ()


class Slower(Sourced):
    """A factor on a hazard while a condition holds; at most 1, so the rate stays the bound."""

    when: Condition
    times: Probability


class Hazard(Sourced):
    """Something that may happen at any moment of an activity, at a rate."""

    id: Id
    rate: Rate
    slower: tuple[Slower, ...] = ()
    most: Annotated[int, Field(ge=1, le=100)] = 1
    effects: Effects


class Beat(Sourced):
    """Something that happens again and again during an activity."""

    every: Annotated[Duration, Field(ge=1000)]
    effects: Effects


class Activity(Sourced):
    """Something that goes on for a while: jets of water, boats being served."""

    id: Id
    title: Text
    by: VesselRef
    on: VesselRef | None = None
    rung: Rung | None = None
    lasts: Annotated[Duration, Field(ge=1000, le=2 * 86_400_000)]
    reach: Distance | None = None
    keep: Condition | None = None
    beat: Beat | None = None
    hazards: Annotated[tuple[Hazard, ...], Field(max_length=8)] = ()
    ended: Effects = ()
    alert: bool = True
