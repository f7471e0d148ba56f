"""What a log tells in order: rungs and acts, calls from asking to hanging up, notable events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import vessel_name
from sim.engine.facts.activities import ActivityBegun, ActivityEnded
from sim.engine.facts.acts import ActOccurred, HarmDone, RungReached
from sim.engine.facts.beliefs import CommitmentMade
from sim.engine.facts.calls import CallAsked, CallBegun, CallEnded, CallRings
from sim.engine.facts.channels import ChannelChanged, RulesBound
from sim.engine.facts.effects import CounterChanged, FlagSet, Told
from sim.engine.facts.encounters import HullsTouched
from sim.engine.facts.incidents import IncidentHappened
from sim.engine.facts.injects import InjectReleased, InjectWithdrawn
from sim.engine.facts.moves import InstructionGiven, MoveChosen
from sim.engine.facts.offers import ClauseKept, OfferAnswered, OfferMade
from sim.engine.facts.relays import RelayArrived, RelayLost, RelayPassed, RelaySent
from sim.engine.facts.run import CommandAccepted, RunEnded
from sim.engine.facts.talks import ReadoutPublished, TalkBegun, TalkEnded, TalkLeaked
from sim.engine.facts.traffic import EncounterContact, UnsafeEncounter
from sim.engine.facts.vessels import RadioSilenced, VesselLeft
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
    ReadoutPublished,
    RelayArrived,
    RelayLost,
    TalkLeaked,
    ClauseKept,
    RulesBound,
    RunEnded,
)
"""Kinds of events that the list of what happened holds."""
DIRECT = (
    FlagSet,
    CounterChanged,
    Told,
    ActivityBegun,
    ActivityEnded,
    CallBegun,
    ChannelChanged,
    HarmDone,
    HullsTouched,
    RadioSilenced,
    InjectReleased,
    InstructionGiven,
    CommitmentMade,
    VesselLeft,
)
"""Kinds of events that are told as what an inject brought about at once."""


@dataclass(slots=True)
class Call:
    """One try on a channel; an instant that never came is None."""

    channel: str
    caller: str
    callee: str
    form: str
    text: str
    asked_ms: int | None = None
    rang_ms: int | None = None
    may_ms: int | None = None
    desk_ms: int | None = None
    ended_ms: int | None = None
    outcome: str = ""
    talk_ms: int | None = None
    talked_ms: int | None = None
    cut: bool = False
    seats: tuple[str, ...] = ()

    @property
    def begins_ms(self) -> int:
        """Give when somebody first wished to call."""
        return next(t for t in (self.asked_ms, self.rang_ms, 0) if t is not None)


@dataclass(frozen=True, slots=True)
class Climb:
    """The acts of a side and the steps of the highest rung it has reached."""

    side: str
    steps: tuple[tuple[int, int], ...]
    acts: tuple[tuple[int, int, bool], ...]


@dataclass(frozen=True, slots=True)
class Release:
    """What became of an inject, and what followed: at once, and as the next decision of a seat."""

    inject: str
    seq: int | None
    at_ms: int | None
    withdrawn_ms: int | None
    followed: tuple[str, ...]


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


def calls(setup: Setup, log: Iterable[Event]) -> list[Call]:
    """Follow every call from its first event to its last, in the order of the log."""
    found: list[Call] = []
    open_: dict[int, Call] = {}
    for event in log:
        fact = event.fact
        match fact:
            case CallAsked():
                call = _call(setup, fact)
                call.asked_ms = event.at_ms
                open_[event.seq] = call
                found.append(call)
            case CallBegun():
                asked = open_.pop(event.closes or 0, None)
                call = asked or _call(setup, fact)
                call.rang_ms, call.may_ms = event.at_ms, fact.may_ms
                open_[event.seq] = call
                if asked is None:
                    found.append(call)
            case RelaySent() | RelayPassed():
                call = open_.pop(event.closes or 0)
                call.rang_ms = fact.sent_ms
                open_[event.seq] = call
            case RelayArrived() | RelayLost():
                call = open_.pop(event.closes or 0)
                arrived = isinstance(fact, RelayArrived)
                call.ended_ms, call.outcome = event.at_ms, "arrived" if arrived else "lost"
            case CallRings():
                open_[event.cause or 0].desk_ms = event.at_ms
            case CallEnded():
                call = open_.pop(event.closes or 0)
                call.ended_ms, call.outcome = event.at_ms, fact.outcome
                open_[event.seq] = call
            case TalkBegun():
                call = open_[event.cause or 0]
                call.talk_ms = event.at_ms
                open_[event.seq] = call
            case TalkEnded():
                call = open_.pop(event.closes or 0)
                call.talked_ms, call.cut = event.at_ms, fact.outcome == "cut"
    return found


def _call(setup: Setup, fact: CallAsked | CallBegun) -> Call:
    """Name both ends: vessels on a radio, seats on a line."""
    if isinstance(fact, CallBegun) and fact.vessel:
        caller, callee = vessel_name(setup, fact.vessel), vessel_name(setup, fact.to)
    else:
        caller, callee = setup.seats[fact.caller].title, setup.seats[fact.callee].title
    seats = tuple(seat for seat in (fact.caller, fact.callee) if seat)
    return Call(fact.channel, caller, callee=callee, form=fact.form, text=fact.text, seats=seats)


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
        if isinstance(event.fact, IncidentHappened):
            text += " True: by order." if event.fact.origin == "order" else " True: a mishap."
        if isinstance(event.fact, UnsafeEncounter):
            text += " True: by order." if event.fact.ordered else " True: a mishap."
        if text:
            found.append((event, text))
    return found


def actor(setup: Setup, log: Sequence[Event], event: Event) -> str:
    """Name the side whose decision an event goes back to, "" if it goes back to none."""
    for cause in chain(log, event):
        if isinstance(cause.fact, MoveChosen | CommandAccepted):
            return setup.seats[cause.fact.seat].side
        if isinstance(cause.fact, InjectReleased):
            return ""
    return ""


def releases(setup: Setup, log: Sequence[Event]) -> list[Release]:
    """Tell what became of every inject: the released first, as they came, then the others."""
    at: dict[str, Event] = {}
    withdrawn: dict[str, int] = {}
    for event in log:
        if isinstance(event.fact, InjectReleased):
            at.setdefault(event.fact.inject, event)
        elif isinstance(event.fact, InjectWithdrawn):
            withdrawn[event.fact.inject] = event.at_ms
    followed = _direct(setup, log)
    done = [
        Release(
            inject,
            event.seq,
            at_ms=event.at_ms,
            withdrawn_ms=None,
            followed=tuple(followed.get(event.seq, ())),
        )
        for inject, event in at.items()
    ]
    rest = [i for i in setup.injects if i not in at]
    return [
        *done,
        *(Release(i, None, at_ms=None, withdrawn_ms=withdrawn.get(i), followed=()) for i in rest),
    ]


def _direct(setup: Setup, log: Iterable[Event]) -> dict[int, list[str]]:
    """Say what each released inject caused at once."""
    sources: set[int] = set()
    found: dict[int, list[str]] = {}
    for event in log:
        if isinstance(event.fact, InjectReleased):
            sources.add(event.seq)
        if event.cause in sources and isinstance(event.fact, DIRECT):
            text = words(setup, event)
            if text:
                found.setdefault(event.cause or 0, []).append(text)
    return found
