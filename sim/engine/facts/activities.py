"""Activities: begun, ended, and hazards that struck meanwhile."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


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
