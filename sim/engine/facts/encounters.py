"""Two vessels near each other: closing, passing, touching, clear; and the forecast of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import closest, sentence, vessel_name
from sim.engine.facts.acts import ActsKnown, ActsState
from sim.engine.facts.vessels import ContactLost, VesselLeft
from sim.readings import distance, until

DUTIES = {
    "overtaking": "overtaking, keeps clear",
    "overtaken": "being overtaken, stands on",
    "head_on": "head-on, both alter to starboard",
    "give_way": "crossing, gives way",
    "stand_on": "crossing, stands on",
    "none": "no duty stated",
}
"""What each duty under the collision rules says."""


CLEARS = ("overtaking", "head_on", "give_way")
"""The duties to keep out of the other's way."""


@dataclass(slots=True)
class EncountersState(Group):
    """Which vessels have passed each other."""

    passes: dict[tuple[str, str], int] = field(default_factory=dict)
    """(Vessel, vessel) → how often they were at their closest."""
    passed_ms: dict[tuple[str, str], int] = field(default_factory=dict)
    """(Vessel, vessel) → when they last were, ms."""
    close: dict[tuple[str, str], bool] = field(default_factory=dict)
    """(Vessel, vessel) → True from a close pass until they are far enough apart again."""


@dataclass(slots=True)
class EncountersKnown(Group):
    """Which encounters a seat knows to go on."""

    duties: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """(Vessel, vessel) → the duty of each as long as they meet."""


@dataclass(slots=True)
class SceneForecast(Fact):
    """When geometry next makes something happen if nobody manoeuvres."""

    due_ms: int

    @property
    def key(self) -> Key:
        return ("scene",)


declare("scene_forecast", SceneForecast, opens=True, secret=("due_ms",))


@dataclass(slots=True)
class SceneSettled(Fact):
    """Nothing more is to be forecast of the vessels as they move now."""


declare("scene_settled", SceneSettled)


@dataclass(slots=True)
class EncounterBegun(Fact):
    """Two vessels are on tracks that bring them close; each has its duty until past and clear.

    A manoeuvre that others can see may close it and open it anew, with the duties from then on.
    Courses and speeds are those by which the duties were told.
    """

    one: str
    two: str
    cpa_m: float
    tcpa_ms: int
    duty_one: str
    duty_two: str
    course_one_deg: float
    course_two_deg: float
    speed_one_mps: float
    speed_two_mps: float

    @property
    def key(self) -> Key:
        return ("encounter", self.one, self.two)


declare("encounter_begun", EncounterBegun, opens=True)


@dataclass(slots=True)
class EncounterNoticed(Fact):
    """A side has come to hold both vessels of an encounter that goes on."""

    one: str
    two: str
    cpa_m: float
    tcpa_ms: int
    duty_one: str
    duty_two: str


declare("encounter_noticed", EncounterNoticed)


@learns("encounters", EncounterBegun, EncounterNoticed)
def _duties_known(
    encounters: EncountersKnown,
    reader: Reader,
    event: Event,
    fact: EncounterBegun | EncounterNoticed,
) -> None:
    encounters.duties[fact.one, fact.two] = fact.duty_one, fact.duty_two


@tells(EncounterBegun, EncounterNoticed)
def _tell_encounter(setup: Setup, seat: str, fact: EncounterBegun | EncounterNoticed) -> str:
    if fact.cpa_m >= setup.parameters.unsafe or fact.tcpa_ms <= 0:
        return ""
    one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
    said = ""
    for vessel, duty in ((fact.one, fact.duty_one), (fact.two, fact.duty_two)):
        if setup.side_of(vessel) == setup.seats[seat].side and duty != "none":
            said += f"; {vessel_name(setup, vessel)}: {DUTIES[duty]}"
    return f"{one} and {two} close: {distance(fact.cpa_m)} {until(fact.tcpa_ms)}{said}."


@dataclass(slots=True)
class EncounterEnded(Fact):
    """Two vessels are past and clear of each other."""

    one: str
    two: str


declare("encounter_ended", EncounterEnded)


@learns("encounters", EncounterEnded)
def _parting_known(
    encounters: EncountersKnown, reader: Reader, event: Event, fact: EncounterEnded
) -> None:
    encounters.duties.pop((fact.one, fact.two), None)


@learns("encounters", ContactLost, VesselLeft)
def _out_of_sight(
    encounters: EncountersKnown, reader: Reader, event: Event, fact: ContactLost | VesselLeft
) -> None:
    for pair in [pair for pair in encounters.duties if fact.vessel in pair]:
        del encounters.duties[pair]


@dataclass(slots=True)
class ApproachPassed(Fact):
    """Two vessels were at their closest for now; `close` if that was a close pass.

    It is one under the unsafe distance if somebody sought it, if they came from beyond it, or if
    hulls were in reach of each other.
    """

    one: str
    two: str
    range_m: float
    close: bool


declare("approach_passed", ApproachPassed)


@changes("encounters", ApproachPassed)
def _passed(encounters: EncountersState, event: Event, fact: ApproachPassed) -> None:
    add(encounters.passes, (fact.one, fact.two), 1)
    encounters.passed_ms[fact.one, fact.two] = event.at_ms
    if fact.close:
        encounters.close[fact.one, fact.two] = True


@changes("acts", ApproachPassed)
def _pass_counted(acts: ActsState, event: Event, fact: ApproachPassed) -> None:
    add(acts.tallies, "passes", 1)


@learns("acts", ApproachPassed)
def _pass_seen(acts: ActsKnown, reader: Reader, event: Event, fact: ApproachPassed) -> None:
    add(acts.tallies, "passes", 1)


@tells(ApproachPassed)
def _tell_approach_passed(setup: Setup, seat: str, fact: ApproachPassed) -> str:
    if fact.range_m >= setup.parameters.unsafe:
        return ""
    one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
    return f"{one} and {two}: closest {closest(setup, fact.one, fact.two, fact.range_m)}."


@dataclass(slots=True)
class RoomGained(Fact):
    """Two vessels that passed close are beyond the unsafe distance again."""

    one: str
    two: str


declare("room_gained", RoomGained)


@changes("encounters", RoomGained)
def _apart(encounters: EncountersState, event: Event, fact: RoomGained) -> None:
    encounters.close.pop((fact.one, fact.two), None)


@dataclass(slots=True)
class HullsTouched(Fact):
    """Two hulls touched."""

    one: str
    two: str


declare("hulls_touched", HullsTouched)


@changes("acts", HullsTouched)
def _collided(acts: ActsState, event: Event, fact: HullsTouched) -> None:
    add(acts.tallies, "collisions", 1)


@learns("acts", HullsTouched)
def _collision_seen(acts: ActsKnown, reader: Reader, event: Event, fact: HullsTouched) -> None:
    add(acts.tallies, "collisions", 1)


@tells(HullsTouched)
def _tell_hulls_touched(setup: Setup, seat: str, fact: HullsTouched) -> str:
    one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
    return sentence(f"Hulls touch: {one} and {two}")
