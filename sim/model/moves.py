"""Moves and activities: what may be done, what it shows, and what it brings about."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.model.chance import Delay
from sim.model.conditions import Condition
from sim.model.effects import Effects
from sim.model.fields import (
    Distance,
    Id,
    Probability,
    Rate,
    Rung,
    SeatRef,
    SideRef,
    Span,
    Text,
    VesselRef,
    YesNo,
    duration,
    real,
    string,
    whole,
)
from sim.model.words import Sourced

Direction = Literal["deconflict", "escalate", "hold"]
SIGNS: dict[str, str] = {"deconflict": "v", "escalate": "^", "hold": "="}


MOVE_CODES: dict[str, int] = {"D": 32, "N": 1, "V": 11, "P": 5, "U": 6, "H": 5, "F": 14}
"""How many codes each family of the moves table has: to deconflict, to hold, to speak against,
to show presence, to do what is unsafe, to threaten, and to use force. [clause] the moves table"""


def known_code(code: str) -> bool:
    """Say whether a code stands in the moves table.

    >>> known_code("D32"), known_code("D33"), known_code("A01"), known_code("F00")
    (True, False, False, False)
    """
    return 1 <= int(code[1:]) <= MOVE_CODES.get(code[0], 0)


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
    code: Annotated[
        str, *string(3, 1, "[A-Z][0-9]{2}", "expected a code of the moves table, such as “D01”")
    ]
    title: Annotated[str, *string(60)]
    direction: Direction
    seats: Annotated[tuple[SeatRef, ...], Field(min_length=1, max_length=40)]
    vessel: VesselRef | None = None
    lead: Delay | None = None
    spends: Annotated[str, *string(60, 0)] = ""
    read_as: Annotated[dict[SideRef, Rung], Field(max_length=20)] = {}
    rung: Rung | None = None
    shots: YesNo = False
    public: YesNo = False
    costly: YesNo = False
    fit: Annotated[float, *real(-5, 5)] = 0.0
    when: Condition | None = None
    free: YesNo = False
    once: YesNo = False
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
    slower: Annotated[tuple[Slower, ...], Field(max_length=8)] = ()
    most: Annotated[int, *whole(1, 100)] = 1
    effects: Effects


class Beat(Sourced):
    """Something that happens again and again during an activity."""

    every: Span
    effects: Effects


class Activity(Sourced):
    """Something that goes on for a while: jets of water, boats being served."""

    id: Id
    title: Text
    by: VesselRef
    on: VesselRef | None = None
    rung: Rung | None = None
    read_as: Annotated[dict[SideRef, Rung], Field(max_length=20)] = {}
    lasts: Annotated[int, *duration("1 s", "2 d")]
    reach: Distance | None = None
    keep: Condition | None = None
    beat: Beat | None = None
    hazards: Annotated[tuple[Hazard, ...], Field(max_length=8)] = ()
    ended: Effects = ()
    alert: YesNo = True

    @model_validator(mode="after")
    def _between_two(self) -> Activity:
        if self.reach is not None and self.on is None:
            raise ValueError("“reach” needs “on”: the vessel that may be so far away")
        if self.on == self.by:
            raise ValueError("“by” and “on” are one vessel; leave “on” out")
        return self
