"""Streams of encounters: phases in which there are meetings, and what is met."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import people_hurt, scene_of, sentence
from sim.engine.facts.acts import ActsKnown, ActsState
from sim.readings import distance
from sim.units import MS_PER_H


@dataclass(slots=True)
class TrafficState(Group):
    """The routine of streams that are in a phase."""

    routine: dict[str, tuple[float, int, float]] = field(default_factory=dict)
    """Stream → routine meetings per hour, since when (ms), and how many were due before."""

    def mean(self, stream: str, now_ms: int) -> float:
        """Give how many routine meetings a stream's phase could expect so far."""
        per_h, since_ms, before = self.routine[stream]
        return before + per_h * (now_ms - since_ms) / MS_PER_H


@dataclass(slots=True)
class PhaseAwaited(Fact):
    """The next run around which a stream has its meetings begins at `due_ms`."""

    stream: str
    nth: int
    due_ms: int


declare("phase_awaited", PhaseAwaited, opens=True, secret=("nth", "due_ms"))


@dataclass(slots=True)
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
    def key(self) -> Key:
        return ("phase", self.stream)


declare("phase_begun", PhaseBegun, opens=True, secret=("nth", "disturbed", "per_h", "due_ms"))


@changes("traffic", PhaseBegun)
def _begun(traffic: TrafficState, event: Event, fact: PhaseBegun) -> None:
    traffic.routine[fact.stream] = fact.per_h, event.at_ms, 0.0


@tells(PhaseBegun)
def _tell_phase_begun(setup: Setup, seat: str, fact: PhaseBegun) -> str:
    runs = setup.traffic[fact.stream].runs
    return sentence(f"Begins: {runs.title}") if runs else ""


@dataclass(slots=True)
class PaceChanged(Fact):
    """A flag has changed the rate of a stream's routine meetings."""

    stream: str
    per_h: float


declare("pace_changed", PaceChanged, secret=("per_h",))


@changes("traffic", PaceChanged)
def _changed(traffic: TrafficState, event: Event, fact: PaceChanged) -> None:
    before = traffic.mean(fact.stream, event.at_ms)
    traffic.routine[fact.stream] = fact.per_h, event.at_ms, before


@dataclass(slots=True)
class PhaseEnded(Fact):
    """A phase of a stream ended with so many routine meetings, of so many expected."""

    stream: str
    nth: int
    mean: float
    routine: int


declare("phase_ended", PhaseEnded, secret=("nth", "mean"))


@changes("traffic", PhaseEnded)
def _ended(traffic: TrafficState, event: Event, fact: PhaseEnded) -> None:
    del traffic.routine[fact.stream]


@tells(PhaseEnded)
def _tell_phase_ended(setup: Setup, seat: str, fact: PhaseEnded) -> str:
    spec = setup.traffic[fact.stream]
    if spec.runs:
        ends = sentence(f"Ends: {spec.runs.title}")
        return f"{ends} {spec.title}, routine: {fact.routine}."
    return f"{spec.title}, routine since the last count: {fact.routine}." if fact.routine else ""


@dataclass(slots=True)
class UnsafeEncounter(Fact):
    """A meeting of a stream went unsafe, with this closest approach; `scene` as in an act."""

    stream: str
    cpa_m: float
    ordered: bool
    scene: int = -1


declare("unsafe_encounter", UnsafeEncounter, secret=("ordered",))


@tells(UnsafeEncounter)
def _tell_unsafe_encounter(setup: Setup, seat: str, fact: UnsafeEncounter) -> str:
    away = distance(fact.cpa_m)
    spec = setup.traffic[fact.stream]
    what = scene_of(spec.scenes, fact.scene) or spec.title
    grave = "; a near collision" if near_collision(setup, fact) else ""
    return f"{what}: unsafe, {away} at the closest{grave}."


def near_collision(setup: Setup, fact: UnsafeEncounter) -> bool:
    """Say whether an encounter came as near as its scenario lets those who meet touch."""
    contact = setup.traffic[fact.stream].contact
    return contact is not None and fact.cpa_m <= contact.distance


@dataclass(slots=True)
class EncounterContact(Fact):
    """Those who met unsafely touched."""

    stream: str
    hurt: int
    dead: int


declare("encounter_contact", EncounterContact)


@changes("acts", EncounterContact)
def _collided(acts: ActsState, event: Event, fact: EncounterContact) -> None:
    _tally(acts.tallies, fact)


@learns("acts", EncounterContact)
def _collision_seen(acts: ActsKnown, reader: Reader, event: Event, fact: EncounterContact) -> None:
    _tally(acts.tallies, fact)


def _tally(tallies: dict[str, int], fact: EncounterContact) -> None:
    add(tallies, "collisions", 1)
    add(tallies, "hurt", fact.hurt)
    add(tallies, "dead", fact.dead)


@tells(EncounterContact)
def _tell_encounter_contact(setup: Setup, seat: str, fact: EncounterContact) -> str:
    harm = people_hurt(fact.hurt, fact.dead)
    return f"{setup.traffic[fact.stream].title}: contact, {harm}."


def stream_of(what: str) -> str:
    """Give the stream of an act by what was done: the stream's name, or ``stream.contact``."""
    return what.partition(".")[0]
