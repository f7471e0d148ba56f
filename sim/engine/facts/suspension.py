"""Channels shut and reopened by decision, and channels that are being set up."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, tells
from sim.engine.base.log import Event, Fact, Group, Key
from sim.engine.base.setup import Setup


@dataclass(slots=True)
class SuspensionState(Group):
    """How often channels were up for decision."""

    shocks: dict[str, int] = field(default_factory=dict)
    """Channel → how often its closer considered shutting it."""
    freezes: dict[str, int] = field(default_factory=dict)
    """Channel → how often it was shut."""
    builds: dict[str, int] = field(default_factory=dict)
    """Channel → how often it was announced that it will be set up."""


@dataclass(slots=True)
class ShockWeighed(Fact):
    """A side considered shutting a channel for what another did; `shuts` if it did."""

    channel: str
    by: str
    nth: int
    shuts: bool


declare("shock_weighed", ShockWeighed, secret=("nth",))


@changes("suspension", ShockWeighed)
def _weighed(suspension: SuspensionState, event: Event, fact: ShockWeighed) -> None:
    add(suspension.shocks, fact.channel, 1)


@dataclass(slots=True)
class FreezeBegun(Fact):
    """A channel is shut by a side; it stays so until that side reopens it."""

    channel: str
    closer: str
    nth: int
    since_ms: int

    @property
    def key(self) -> Key:
        return ("freeze", self.channel)


declare("freeze_begun", FreezeBegun, opens=True, secret=("nth", "since_ms"))


@changes("suspension", FreezeBegun)
def _shut(suspension: SuspensionState, event: Event, fact: FreezeBegun) -> None:
    add(suspension.freezes, fact.channel, 1)


@dataclass(slots=True)
class BuildingBegun(Fact):
    """A channel was announced that does not exist yet; nobody knows whether it will."""

    channel: str
    succeeds: bool
    nth: int
    due_ms: int

    @property
    def key(self) -> Key:
        return ("building", self.channel)


declare("building_begun", BuildingBegun, opens=True, secret=("succeeds", "nth", "due_ms"))


@changes("suspension", BuildingBegun)
def _begun(suspension: SuspensionState, event: Event, fact: BuildingBegun) -> None:
    add(suspension.builds, fact.channel, 1)


@tells(BuildingBegun)
def _tell_building_begun(setup: Setup, seat: str, fact: BuildingBegun) -> str:
    return f"Announced: {setup.channels[fact.channel].name}: to be set up."


@dataclass(slots=True)
class BuildingLapsed(Fact):
    """A channel that was announced came to nothing; nobody says so."""

    channel: str


declare("building_lapsed", BuildingLapsed)
