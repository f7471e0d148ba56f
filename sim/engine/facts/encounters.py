"""Two vessels near each other: closing, passing, touching, clear; and the forecast of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence, vessel_name
from sim.engine.facts.acts import ActsKnown, ActsState
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


@dataclass(slots=True)
class EncountersState(Group):
    """Which vessels have passed each other."""

    passes: dict[tuple[str, str], int] = field(default_factory=dict)
    """(Vessel, vessel) → how often they were at their closest."""
    passed_ms: dict[tuple[str, str], int] = field(default_factory=dict)
    """(Vessel, vessel) → when they last were, ms."""


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
    """Two vessels are on tracks that bring them close; duties as each side sees them."""

    one: str
    two: str
    cpa_m: float
    tcpa_ms: int
    duty_one: str
    duty_two: str

    @property
    def key(self) -> Key:
        return ("encounter", self.one, self.two)


declare("encounter_begun", EncounterBegun, opens=True)


@tells(EncounterBegun)
def _tell_encounter_begun(setup: Setup, seat: str, fact: EncounterBegun) -> str:
    if fact.cpa_m >= setup.parameters.unsafe:
        return ""
    one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
    mine_is_one = setup.side_of(fact.one) == setup.seats[seat].side
    duty = fact.duty_one if mine_is_one else fact.duty_two
    own = one if mine_is_one else two
    said = f"; {own}: {DUTIES[duty]}" if duty != "none" else ""
    return f"{one} and {two} close: {distance(fact.cpa_m)} {until(fact.tcpa_ms)}{said}."


@dataclass(slots=True)
class EncounterEnded(Fact):
    """Two vessels are clear of each other."""

    one: str
    two: str


declare("encounter_ended", EncounterEnded)


@dataclass(slots=True)
class ApproachPassed(Fact):
    """Two vessels were at their closest for now."""

    one: str
    two: str
    range_m: float


declare("approach_passed", ApproachPassed)


@changes("encounters", ApproachPassed)
def _passed(encounters: EncountersState, event: Event, fact: ApproachPassed) -> None:
    add(encounters.passes, (fact.one, fact.two), 1)
    encounters.passed_ms[fact.one, fact.two] = event.at_ms


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
    return f"{one} and {two}: closest {distance(fact.range_m)}."


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
