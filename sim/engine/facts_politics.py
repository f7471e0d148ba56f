"""Facts about channels shut and reopened by decision, and about meetings."""

from __future__ import annotations

from sim.engine.log import Fact, fact


@fact("shock_weighed", secret=("nth",))
class ShockWeighed(Fact):
    """A side considered shutting a channel for what another did; `shuts` if it did."""

    channel: str
    by: str
    nth: int
    shuts: bool


@fact("freeze_begun", opens=True, secret=("nth", "since_ms"))
class FreezeBegun(Fact):
    """A channel is shut by a side; it stays so until that side reopens it."""

    channel: str
    closer: str
    nth: int
    since_ms: int

    @property
    def key(self) -> str:
        return f"freeze:{self.channel}"


@fact("pressure_relieved")
class PressureRelieved(Fact):
    """A side has answered at home's call by shutting a channel; its seats feel less pressure."""

    seat: str
    pressure_after: float


@fact("building_begun", opens=True, secret=("succeeds", "nth", "due_ms"))
class BuildingBegun(Fact):
    """A channel was announced that does not exist yet; nobody knows whether it will."""

    channel: str
    succeeds: bool
    nth: int
    due_ms: int

    @property
    def key(self) -> str:
        return f"building:{self.channel}"


@fact("building_lapsed")
class BuildingLapsed(Fact):
    """A channel that was announced came to nothing; nobody says so."""

    channel: str


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
