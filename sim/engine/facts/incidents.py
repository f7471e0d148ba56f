"""Incidents that come at a rate."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.declaring import declare, tells
from sim.engine.base.log import Fact
from sim.engine.base.setup import Setup
from sim.engine.base.wording import scene_of, sentence


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
    """An incident happened; `scene` is the place among its scenes, -1 for none."""

    incident: str
    origin: str
    rung: int
    scene: int = -1


declare("incident_happened", IncidentHappened, secret=("origin",))


@tells(IncidentHappened)
def _tell_incident_happened(setup: Setup, seat: str, fact: IncidentHappened) -> str:
    spec = setup.incidents[fact.incident]
    return sentence(scene_of(spec.scenes, fact.scene) or spec.title)
