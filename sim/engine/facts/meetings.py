"""Meetings: planned, announced, held, cancelled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence
from sim.engine.facts.calls import CallsKnown, CallsState

_WHY_CANCELLED = {"shut": "; the channel is shut", "unwanted": "", "called_off": ", called off"}


@dataclass(slots=True)
class MeetingsState(Group):
    """Which meetings took place."""

    held_ms: dict[str, int] = field(default_factory=dict)
    """Meeting → when it was held last, ms."""


@dataclass(slots=True)
class MeetingsKnown(Group):
    """The calendar as it was announced."""

    dates_ms: dict[str, int] = field(default_factory=dict)
    """Meeting that is announced → for when it is set, ms."""


@dataclass(slots=True)
class MeetingPlanned(Fact):
    """A meeting will be announced at `due_ms`."""

    meeting: str
    held_ms: int
    due_ms: int

    @property
    def key(self) -> Key:
        return ("meeting", self.meeting)


declare("meeting_planned", MeetingPlanned, opens=True, secret=("due_ms", "held_ms"))


@dataclass(slots=True)
class MeetingSet(Fact):
    """A meeting is announced for `due_ms`."""

    meeting: str
    due_ms: int

    @property
    def key(self) -> Key:
        return ("meeting", self.meeting)


declare("meeting_set", MeetingSet, opens=True)


@learns("meetings", MeetingSet)
def _date_read(meetings: MeetingsKnown, reader: Reader, event: Event, fact: MeetingSet) -> None:
    meetings.dates_ms[fact.meeting] = fact.due_ms


@tells(MeetingSet)
def _tell_meeting_set(setup: Setup, seat: str, fact: MeetingSet) -> str:
    day = setup.scenario.begins + timedelta(milliseconds=fact.due_ms)
    return f"Announced: {setup.meetings[fact.meeting].title}, {day:%d %b %Y}."


@dataclass(slots=True)
class MeetingHeld(Fact):
    """A meeting took place."""

    meeting: str
    channel: str
    practises: tuple[str, ...]


declare("meeting_held", MeetingHeld)


@changes("meetings", MeetingHeld)
def _held(meetings: MeetingsState, event: Event, fact: MeetingHeld) -> None:
    meetings.held_ms[fact.meeting] = event.at_ms


@changes("calls", MeetingHeld)
def _practised(calls: CallsState, event: Event, fact: MeetingHeld) -> None:
    for channel in fact.practises:
        add(calls.answered, channel, 1)


@learns("calls", MeetingHeld)
def _in_touch(calls: CallsKnown, reader: Reader, event: Event, fact: MeetingHeld) -> None:
    calls.last_answered_ms[fact.channel] = event.at_ms


@tells(MeetingHeld)
def _tell_meeting_held(setup: Setup, seat: str, fact: MeetingHeld) -> str:
    return sentence(f"Held: {setup.meetings[fact.meeting].title}")


@dataclass(slots=True)
class MeetingCancelled(Fact):
    """A meeting was called off: its channel is shut, it was not wanted, or by a move."""

    meeting: str
    why: str


declare("meeting_cancelled", MeetingCancelled)


@learns("meetings", MeetingHeld, MeetingCancelled)
def _date_struck(
    meetings: MeetingsKnown, reader: Reader, event: Event, fact: MeetingHeld | MeetingCancelled
) -> None:
    meetings.dates_ms.pop(fact.meeting, None)


@tells(MeetingCancelled)
def _tell_meeting_cancelled(setup: Setup, seat: str, fact: MeetingCancelled) -> str:
    return sentence(f"Cancelled: {setup.meetings[fact.meeting].title}{_WHY_CANCELLED[fact.why]}")
