"""Acts on the ladder of escalation, rungs reached, and harm to people."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import people_hurt, vessel_name
from sim.engine.facts.beliefs import BeliefsState
from sim.model.rungs import rung_said

FIREBREAKS = {6: "contact", 8: "gunfire"}
"""The rungs from which on a firebreak is crossed."""


@dataclass(slots=True)
class ActsState(Group):
    """What acts came to."""

    tallies: dict[str, int] = field(default_factory=dict)
    """What is counted → how often: hurt, dead, collisions, contacts, shots, passes.

    A contact is a call that was answered.
    """
    rungs: dict[str, int] = field(default_factory=dict)
    """Side → the highest rung it has reached."""


@dataclass(slots=True)
class ActsKnown(Group):
    """What acts came to, as far as a seat knows."""

    tallies: dict[str, int] = field(default_factory=dict)
    """As in the state."""
    rungs: dict[str, int] = field(default_factory=dict)
    """Side → the highest rung it is known to have reached."""


@dataclass(slots=True)
class ActOccurred(Fact):
    """An act on a rung occurred; `ordered` is false for an accident.

    A `doubtful` act is of a kind that may be an accident, as everybody knows who sees it. `scene`
    is the place among those of its stream or incident, -1 for none. `what` is no secret of an act
    that was public and cannot have been an accident.
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
    scene: int = -1


def in_public(fact: ActOccurred) -> bool:
    """Say whether an act was done before the whole world, by order: then all may name it."""
    return fact.public and not fact.doubtful


declare(
    "act_occurred",
    ActOccurred,
    secret=("what", "ordered"),
    open_to_all={"what": in_public},
)


@changes("acts", ActOccurred)
def _occurred(acts: ActsState, event: Event, fact: ActOccurred) -> None:
    if fact.shots:
        add(acts.tallies, "shots", 1)


@changes("beliefs", ActOccurred)
def _unordered(beliefs: BeliefsState, event: Event, fact: ActOccurred) -> None:
    if fact.doubtful and not fact.ordered:
        beliefs.unordered[event.seq] = True


@learns("acts", ActOccurred)
def _act_seen(acts: ActsKnown, reader: Reader, event: Event, fact: ActOccurred) -> None:
    """Who sees an act knows how far its side went, though it may have gone there before unseen."""
    if fact.rung > acts.rungs.get(fact.side, 0):
        acts.rungs[fact.side] = fact.rung
    if fact.shots:
        add(acts.tallies, "shots", 1)


@dataclass(slots=True)
class RungReached(Fact):
    """A side has reached a rung for the first time."""

    side: str
    rung: int


declare("rung_reached", RungReached)


@changes("acts", RungReached)
def _reached(acts: ActsState, event: Event, fact: RungReached) -> None:
    acts.rungs[fact.side] = fact.rung


@learns("acts", RungReached)
def _rung_seen(acts: ActsKnown, reader: Reader, event: Event, fact: RungReached) -> None:
    acts.rungs[fact.side] = fact.rung


@tells(RungReached)
def _tell_rung_reached(setup: Setup, seat: str, fact: RungReached) -> str:
    side = setup.sides[fact.side].name
    broken = [name for rung, name in FIREBREAKS.items() if rung <= fact.rung]
    crossed = f"; the {broken[-1]} firebreak is crossed" if broken else ""
    return f"{side} is on {rung_said(fact.rung)} for the first time{crossed}."


@dataclass(slots=True)
class HarmDone(Fact):
    """People on a vessel were hurt or killed."""

    vessel: str
    hurt: int
    dead: int


declare("harm_done", HarmDone)


@changes("acts", HarmDone)
def _harmed(acts: ActsState, event: Event, fact: HarmDone) -> None:
    add(acts.tallies, "hurt", fact.hurt)
    add(acts.tallies, "dead", fact.dead)


@learns("acts", HarmDone)
def _harm_seen(acts: ActsKnown, reader: Reader, event: Event, fact: HarmDone) -> None:
    add(acts.tallies, "hurt", fact.hurt)
    add(acts.tallies, "dead", fact.dead)


@tells(HarmDone)
def _tell_harm_done(setup: Setup, seat: str, fact: HarmDone) -> str:
    return f"{vessel_name(setup, fact.vessel)}: {people_hurt(fact.hurt, fact.dead)}."
