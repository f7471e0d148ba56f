"""Injects: scheduled, released, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.log import Event, Fact, Group, Key, Reader, changes, declare, learns, tells
from sim.engine.base.setup import Setup


@dataclass(slots=True)
class InjectsState(Group):
    """Which injects were released."""

    released: dict[str, bool] = field(default_factory=dict)
    """Inject → True once it was released."""


@dataclass(slots=True)
class InjectsKnown(Group):
    """Which injects a seat has read."""

    released: dict[str, bool] = field(default_factory=dict)
    """Inject → True once the seat has read it."""


@dataclass(slots=True)
class InjectScheduled(Fact):
    """An inject waits for its moment."""

    inject: str
    due_ms: int
    until_ms: int | None

    @property
    def key(self) -> Key:
        return ("inject", self.inject)


declare("inject_scheduled", InjectScheduled, opens=True, secret=("due_ms", "until_ms"))


@dataclass(slots=True)
class InjectReleased(Fact):
    """An inject was released."""

    inject: str


declare("inject_released", InjectReleased)


@changes("injects", InjectReleased)
def _released(injects: InjectsState, event: Event, fact: InjectReleased) -> None:
    injects.released[fact.inject] = True


@learns("injects", InjectReleased)
def _read(injects: InjectsKnown, reader: Reader, event: Event, fact: InjectReleased) -> None:
    injects.released[fact.inject] = True


@tells(InjectReleased)
def _tell_inject_released(setup: Setup, seat: str, fact: InjectReleased) -> str:
    spec = setup.injects[fact.inject]
    sender = f"{spec.sender}: " if spec.sender else ""
    return f"{sender}{spec.text}" if spec.text else ""


@dataclass(slots=True)
class InjectWithdrawn(Fact):
    """An inject will not be released."""

    inject: str


declare("inject_withdrawn", InjectWithdrawn)
