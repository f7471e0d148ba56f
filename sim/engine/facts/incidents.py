"""Incidents that come at a rate."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("incident_awaited", opens=True, secret=("origin", "nth", "due_ms"))
class IncidentAwaited(Fact):
    """The next incident of a kind will come at `due_ms`; `origin` is mishap or order."""

    incident: str
    origin: str
    nth: int
    due_ms: int


@fact("incident_happened", secret=("origin",))
class IncidentHappened(Fact):
    """An incident happened."""

    incident: str
    origin: str
    rung: int
