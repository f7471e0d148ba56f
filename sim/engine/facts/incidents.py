"""Incidents that come at a rate."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.declaring import declare, tells
from sim.engine.base.log import Fact
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence


@dataclass(slots=True)
class IncidentAwaited(Fact):
    """The next incident of a kind will come at `due_ms`; `origin` is mishap or order."""

    incident: str
    origin: str
    nth: int
    due_ms: int


declare("incident_awaited", IncidentAwaited, opens=True, secret=("origin", "nth", "due_ms"))


@dataclass(slots=True)
class IncidentHappened(Fact):
    """An incident happened."""

    incident: str
    origin: str
    rung: int


declare("incident_happened", IncidentHappened, secret=("origin",))


@tells(IncidentHappened)
def _tell_incident_happened(setup: Setup, seat: str, fact: IncidentHappened) -> str:
    return sentence(setup.incidents[fact.incident].title)
