"""What a log holds in its order: the rungs and acts of each side, and what is worth listing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.activities import ActivityBegun, ActivityEnded
from sim.engine.facts.acts import ActOccurred, HarmDone, RungReached
from sim.engine.facts.beliefs import CommitmentMade
from sim.engine.facts.channels import ChannelChanged, RulesBound
from sim.engine.facts.encounters import HullsTouched
from sim.engine.facts.incidents import IncidentHappened
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.moves import MoveChosen
from sim.engine.facts.offers import OfferAnswered, OfferMade
from sim.engine.facts.relays import RelayArrived, RelayLost
from sim.engine.facts.requests import ReplyPutOff, RequestAnswered, RequestMade
from sim.engine.facts.run import CommandAccepted, RunEnded
from sim.engine.facts.sayings import PromiseSaid
from sim.engine.facts.talks import ReadoutPublished, TalkLeaked
from sim.engine.facts.traffic import EncounterContact, UnsafeEncounter
from sim.engine.facts.vessels import RadioSilenced
from sim.engine.facts.white_cell import ExerciseEnded
from sim.engine.kernel.ancestry import chain
from sim.engine.seat.telling import tell

NOTABLE = (
    RungReached,
    HullsTouched,
    HarmDone,
    RadioSilenced,
    IncidentHappened,
    UnsafeEncounter,
    EncounterContact,
    ActivityBegun,
    ActivityEnded,
    ChannelChanged,
    CommitmentMade,
    OfferMade,
    OfferAnswered,
    PromiseSaid,
    RequestMade,
    ReplyPutOff,
    RequestAnswered,
    ReadoutPublished,
    RelayArrived,
    RelayLost,
    TalkLeaked,
    RulesBound,
    ExerciseEnded,
    RunEnded,
)
"""Kinds of events that the list of what happened holds."""


@dataclass(frozen=True, slots=True)
class Climb:
    """The acts of a side and the steps of the highest rung it has reached."""

    side: str
    steps: tuple[tuple[int, int], ...]
    acts: tuple[tuple[int, int, bool], ...]


def climbs(setup: Setup, log: Iterable[Event]) -> list[Climb]:
    """Give every side's acts and steps, in the order of the document."""
    steps: dict[str, list[tuple[int, int]]] = {side: [] for side in setup.sides}
    acts: dict[str, list[tuple[int, int, bool]]] = {side: [] for side in setup.sides}
    for event in log:
        fact = event.fact
        if isinstance(fact, RungReached):
            steps[fact.side].append((event.at_ms, fact.rung))
        elif isinstance(fact, ActOccurred):
            acts[fact.side].append((event.at_ms, fact.rung, fact.ordered))
    return [Climb(side, tuple(steps[side]), tuple(acts[side])) for side in setup.sides]


def words(setup: Setup, event: Event) -> str:
    """Say an event as the first seat that knew of it read it; of what none knew, as any would."""
    return tell(setup, event.audience[0] if event.audience else next(iter(setup.seats)), event)


def notable(setup: Setup, log: Sequence[Event]) -> list[tuple[Event, str]]:
    """List what happened in words; an accident is named as one, whoever knew it."""
    found = []
    for event in log:
        if not isinstance(event.fact, NOTABLE):
            continue
        text = words(setup, event)
        if isinstance(event.fact, IncidentHappened | UnsafeEncounter):
            text += " True: by order." if _meant(event.fact) else " True: a mishap."
        if text:
            found.append((event, text))
    return found


def _meant(fact: IncidentHappened | UnsafeEncounter) -> bool:
    return fact.origin == "order" if isinstance(fact, IncidentHappened) else fact.ordered


def actor(setup: Setup, log: Sequence[Event], event: Event) -> str:
    """Name the side whose decision an event goes back to, "" if it goes back to none."""
    for cause in chain(log, event):
        if isinstance(cause.fact, MoveChosen | CommandAccepted):
            seat = setup.seats.get(cause.fact.seat)  # None for the white cell
            return seat.side if seat else ""
        if isinstance(cause.fact, InjectReleased):
            return ""
    return ""
