"""Contacts: vessels held by a side's sensors."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("contact_gained")
class ContactGained(Fact):
    """A side's sensors hold a vessel."""

    side: str
    vessel: str
    x_m: float
    y_m: float
    course_deg: float
    speed_mps: float


@fact("contact_lost")
class ContactLost(Fact):
    """A side's sensors no longer hold a vessel."""

    side: str
    vessel: str
