"""Activities: begun, ended, and hazards that struck meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence

_WHY_ENDED = {
    "over": "it has run its time",
    "ceased": "it was ordered to cease",
    "out_of_reach": "out of reach",
    "not_kept": "it could not go on",
}


@dataclass(slots=True)
class ActivitiesState(Group):
    """How often activities began and hazards struck."""

    begun: dict[str, int] = field(default_factory=dict)
    """Activity → how often it began."""
    strikes: dict[tuple[str, str], int] = field(default_factory=dict)
    """(Activity, hazard) → how often it struck."""


@dataclass(slots=True)
class ActivitiesKnown(Group):
    """What goes on in sight of a seat."""

    doing: dict[str, int] = field(default_factory=dict)
    """Activity under way → since when, ms."""


@dataclass(slots=True)
class ActivityBegun(Fact):
    """An activity began."""

    activity: str
    nth: int
    due_ms: int

    @property
    def key(self) -> Key:
        return ("activity", self.activity)


declare("activity_begun", ActivityBegun, opens=True, secret=("due_ms", "nth"))


@changes("activities", ActivityBegun)
def _begun(activities: ActivitiesState, event: Event, fact: ActivityBegun) -> None:
    add(activities.begun, fact.activity, 1)


@learns("activities", ActivityBegun)
def _begin_seen(
    activities: ActivitiesKnown, reader: Reader, event: Event, fact: ActivityBegun
) -> None:
    activities.doing[fact.activity] = event.at_ms


@tells(ActivityBegun)
def _tell_activity_begun(setup: Setup, seat: str, fact: ActivityBegun) -> str:
    return sentence(f"Begins: {setup.activities[fact.activity].title}")


@dataclass(slots=True)
class ActivityEnded(Fact):
    """An activity ended: over, ceased, out_of_reach or not_kept."""

    activity: str
    why: str


declare("activity_ended", ActivityEnded)


@learns("activities", ActivityEnded)
def _end_seen(
    activities: ActivitiesKnown, reader: Reader, event: Event, fact: ActivityEnded
) -> None:
    activities.doing.pop(fact.activity, None)


@tells(ActivityEnded)
def _tell_activity_ended(setup: Setup, seat: str, fact: ActivityEnded) -> str:
    return f"Ends: {setup.activities[fact.activity].title} ({_WHY_ENDED[fact.why]})."


@dataclass(slots=True)
class HazardStruck(Fact):
    """A hazard of an activity struck."""

    activity: str
    hazard: str


declare("hazard_struck", HazardStruck)


@changes("activities", HazardStruck)
def _struck(activities: ActivitiesState, event: Event, fact: HazardStruck) -> None:
    add(activities.strikes, (fact.activity, fact.hazard), 1)
