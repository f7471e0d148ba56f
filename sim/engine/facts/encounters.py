"""Two vessels near each other: closing, passing, touching, clear."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


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
