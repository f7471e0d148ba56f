"""Political life of channels: who shuts them, what has to happen before they reopen; meetings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.model.conditions import Condition
from sim.model.effects import Effects
from sim.model.fields import (
    ChannelRef,
    CounterRef,
    Duration,
    FlagRef,
    Id,
    Probability,
    Rate,
    SideRef,
    Span,
    Text,
    YesNo,
    whole,
)
from sim.model.goals import Goal
from sim.model.words import Sourced


class Politics(Sourced):
    """How a channel is shut as a punishment and reopened; what is left out, `parameters` say.

    `rank` orders the levels: 1 leaders, 2 chiefs, 3 policy talks, 4 ministers, 5 theatre. A channel
    waits for those above it. `since` is how long it has been shut at the begin.
    """

    closer: SideRef
    rank: Annotated[int, *whole(1, 9)] = 4
    suspends: Probability | None = None
    blocked_by: FlagRef | None = None
    cooling: Span | None = None
    reopens: Rate | None = None
    since: Duration | None = None
    builds: Probability | None = None


class Postponement(Sourced):
    """When a meeting in person cannot take place, and by how much it is put off."""

    when: Condition
    by: Span


class Meeting(Sourced):
    """A date on the calendar: announced, then held, postponed or cancelled. It helps later."""

    id: Id
    title: Text
    channel: ChannelRef
    at: Span | None = None
    announced: Duration | None = None
    every: Span | None = None
    mode: Literal["person", "video"] = "person"
    leaders: YesNo = False
    when: Condition | None = None
    postponed: Postponement | None = None
    practises: Annotated[tuple[ChannelRef, ...], Field(max_length=20)] = ()
    effects: Effects = ()
    cancelled: Effects = ()


class OwnMeasure(Sourced):
    """What a study measures of this scenario besides what it measures of all: one thing.

    `when` asks a condition of the truth as the run ends, `goal` is worth 0 to 1 as of a side.
    """

    id: Id
    title: Text
    contact: Annotated[tuple[ChannelRef, ...], Field(max_length=60)] = ()
    usable: Annotated[tuple[ChannelRef, ...], Field(max_length=60)] = ()
    flag: FlagRef | None = None
    counter: CounterRef | None = None
    when: Condition | None = None
    goal: Goal | None = None
