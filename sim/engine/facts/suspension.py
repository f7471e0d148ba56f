"""Channels shut and reopened by decision, and channels that are being set up."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


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
