"""Streams of encounters: phases in which there are meetings, and what is met."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("phase_awaited", opens=True, secret=("nth", "due_ms"))
class PhaseAwaited(Fact):
    """The next run around which a stream has its meetings begins at `due_ms`."""

    stream: str
    nth: int
    due_ms: int


@fact("phase_begun", opens=True, secret=("nth", "disturbed", "per_h", "due_ms"))
class PhaseBegun(Fact):
    """A stream has meetings until `due_ms`: during a run, or until routine is counted next.

    Only seats that see the stream know of a run. `disturbed`: the run is to be; `per_h`: the
    rate of routine meetings.
    """

    stream: str
    nth: int
    disturbed: bool
    per_h: float
    due_ms: int

    @property
    def key(self) -> str:
        return f"phase:{self.stream}"


@fact("pace_changed", secret=("per_h",))
class PaceChanged(Fact):
    """A flag has changed the rate of a stream's routine meetings."""

    stream: str
    per_h: float


@fact("phase_ended", secret=("nth", "mean"))
class PhaseEnded(Fact):
    """A phase of a stream ended with so many routine meetings, of so many expected."""

    stream: str
    nth: int
    mean: float
    routine: int


@fact("unsafe_encounter", secret=("ordered",))
class UnsafeEncounter(Fact):
    """A meeting of a stream went unsafe, with this closest approach."""

    stream: str
    cpa_m: float
    ordered: bool


@fact("encounter_contact")
class EncounterContact(Fact):
    """Those who met unsafely touched."""

    stream: str
    hurt: int
    dead: int
