"""Meetings: planned, announced, held, cancelled."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("meeting_planned", opens=True, secret=("due_ms", "held_ms"))
class MeetingPlanned(Fact):
    """A meeting will be announced at `due_ms`."""

    meeting: str
    held_ms: int
    due_ms: int

    @property
    def key(self) -> str:
        return f"meeting:{self.meeting}"


@fact("meeting_set", opens=True)
class MeetingSet(Fact):
    """A meeting is announced for `due_ms`."""

    meeting: str
    due_ms: int

    @property
    def key(self) -> str:
        return f"meeting:{self.meeting}"


@fact("meeting_held")
class MeetingHeld(Fact):
    """A meeting took place."""

    meeting: str
    channel: str
    practises: tuple[str, ...]


@fact("meeting_cancelled")
class MeetingCancelled(Fact):
    """A meeting was called off: its channel is shut, it was not wanted, or by a move."""

    meeting: str
    why: str
