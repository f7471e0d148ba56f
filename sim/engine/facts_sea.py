"""Facts about vessels at sea, activities, harm and rungs."""

from __future__ import annotations

from sim.engine.log import Fact, fact


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


@fact("scene_forecast", opens=True, secret=("due_ms",))
class SceneForecast(Fact):
    """When geometry next makes something happen if nobody manoeuvres."""

    due_ms: int

    @property
    def key(self) -> str:
        return "scene"


@fact("scene_settled")
class SceneSettled(Fact):
    """Nothing more is to be forecast of the vessels as they move now."""


@fact("encounter_begun", opens=True)
class EncounterBegun(Fact):
    """Two vessels are on tracks that bring them close; duties as each side sees them."""

    one: str
    two: str
    cpa_m: float
    tcpa_ms: int
    duty_one: str
    duty_two: str

    @property
    def key(self) -> str:
        return f"encounter:{self.one}:{self.two}"


@fact("encounter_ended")
class EncounterEnded(Fact):
    """Two vessels are clear of each other."""

    one: str
    two: str


@fact("approach_passed")
class ApproachPassed(Fact):
    """Two vessels were at their closest for now."""

    one: str
    two: str
    range_m: float


@fact("hulls_touched")
class HullsTouched(Fact):
    """Two hulls touched."""

    one: str
    two: str


@fact("gate_crossed")
class GateCrossed(Fact):
    """A vessel crossed a gate."""

    gate: str
    vessel: str
    inside: bool


@fact("range_crossed")
class RangeCrossed(Fact):
    """Two vessels crossed a distance that an inject or activity depends on."""

    one: str
    two: str
    limit_m: float
    near: bool


@fact("activity_begun", opens=True, secret=("due_ms", "nth"))
class ActivityBegun(Fact):
    """An activity began."""

    activity: str
    nth: int
    due_ms: int

    @property
    def key(self) -> str:
        return f"activity:{self.activity}"


@fact("activity_ended")
class ActivityEnded(Fact):
    """An activity ended: over, ceased, out_of_reach or not_kept."""

    activity: str
    why: str


@fact("hazard_struck")
class HazardStruck(Fact):
    """A hazard of an activity struck."""

    activity: str
    hazard: str


@fact("harm_done")
class HarmDone(Fact):
    """People on a vessel were hurt or killed."""

    vessel: str
    hurt: int
    dead: int


@fact("radio_silenced")
class RadioSilenced(Fact):
    """A vessel's radio is out of action."""

    vessel: str


@fact("act_occurred", secret=("what", "ordered"))
class ActOccurred(Fact):
    """An act on a rung occurred; `ordered` is false for an accident.

    A `doubtful` act is of a kind that may be an accident, as everybody knows who sees it.
    """

    side: str
    rung: int
    what: str
    vessel: str = ""
    target: str = ""
    ordered: bool = True
    shots: bool = False
    doubtful: bool = False
    public: bool = False
    costly: bool = False


@fact("rung_reached")
class RungReached(Fact):
    """A side has reached a rung for the first time."""

    side: str
    rung: int
