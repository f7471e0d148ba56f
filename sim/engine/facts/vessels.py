"""Vessels: their orders, tracks and radios."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("order_given")
class OrderGiven(Fact):
    """A vessel has a task: steer, proceed or station (then with its target)."""

    vessel: str
    task: str
    speed_mps: float
    target: str = ""
    bearing_deg: float = 0.0
    distance_m: float = 0.0
    avoids_p: float = 1.0


@fact("track_changed", opens=True, secret=("due_ms",))
class TrackChanged(Fact):
    """A vessel steers a new course or speed; `due_ms` is when its task changes it again."""

    vessel: str
    x_m: float
    y_m: float
    course_deg: float
    speed_mps: float
    due_ms: int | None

    @property
    def key(self) -> str:
        return f"leg:{self.vessel}"


@fact("target_manoeuvred", opens=True, secret=("due_ms",))
class TargetManoeuvred(Fact):
    """The vessel on which another keeps station manoeuvred; the other follows at `due_ms`."""

    vessel: str
    target: str
    due_ms: int

    @property
    def key(self) -> str:
        return f"follow:{self.vessel}"


@fact("station_adjusted")
class StationAdjusted(Fact):
    """A vessel follows the manoeuvre of the vessel it keeps station on."""

    vessel: str


@fact("vessel_left")
class VesselLeft(Fact):
    """A vessel is no longer followed."""

    vessel: str


@fact("radio_silenced")
class RadioSilenced(Fact):
    """A vessel's radio is out of action."""

    vessel: str
