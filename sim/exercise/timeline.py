"""What a log tells in order: rungs and acts, calls from asking to hanging up, notable events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.engine import events as ev
from sim.engine.ancestry import chain
from sim.engine.narrate import tell, vessel_name
from sim.engine.setup import Setup

NOTABLE = (
    ev.RungReached,
    ev.HullsTouched,
    ev.HarmDone,
    ev.RadioSilenced,
    ev.IncidentHappened,
    ev.UnsafeEncounter,
    ev.EncounterContact,
    ev.ActivityBegun,
    ev.ActivityEnded,
    ev.ChannelChanged,
    ev.CommitmentMade,
    ev.OfferMade,
    ev.OfferAnswered,
    ev.ReadoutPublished,
    ev.RelayArrived,
    ev.RelayLost,
    ev.TalkLeaked,
    ev.ClauseKept,
    ev.RulesBound,
    ev.RunEnded,
)
"""Kinds of events that the list of what happened holds."""
DIRECT = (
    ev.FlagSet,
    ev.CounterChanged,
    ev.Told,
    ev.ActivityBegun,
    ev.ActivityEnded,
    ev.CallBegun,
    ev.ChannelChanged,
    ev.HarmDone,
    ev.HullsTouched,
    ev.RadioSilenced,
    ev.InjectReleased,
    ev.InstructionGiven,
    ev.CommitmentMade,
    ev.VesselLeft,
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


def climbs(setup: Setup, log: Iterable[ev.Event]) -> list[Climb]:
    """Give every side's acts and steps, in the order of the document."""
    steps: dict[str, list[tuple[int, int]]] = {side: [] for side in setup.sides}
    acts: dict[str, list[tuple[int, int, bool]]] = {side: [] for side in setup.sides}
    for event in log:
        fact = event.fact
        if isinstance(fact, ev.RungReached):
            steps[fact.side].append((event.at_ms, fact.rung))
        elif isinstance(fact, ev.ActOccurred):
            acts[fact.side].append((event.at_ms, fact.rung, fact.ordered))
    return [Climb(side, tuple(steps[side]), tuple(acts[side])) for side in setup.sides]


def calls(setup: Setup, log: Iterable[ev.Event]) -> list[Call]:
    """Follow every call from its first event to its last, in the order of the log."""
    found: list[Call] = []
    open_: dict[int, Call] = {}
    for event in log:
        fact = event.fact
        match fact:
            case ev.CallAsked():
                call = _call(setup, fact)
                call.asked_ms = event.at_ms
                open_[event.seq] = call
                found.append(call)
            case ev.CallBegun():
                asked = open_.pop(event.closes or 0, None)
                call = asked or _call(setup, fact)
                call.rang_ms, call.may_ms = event.at_ms, fact.may_ms
                open_[event.seq] = call
                if asked is None:
                    found.append(call)
            case ev.RelaySent() | ev.RelayPassed():
                call = open_.pop(event.closes or 0)
                call.rang_ms = fact.sent_ms
                open_[event.seq] = call
            case ev.RelayArrived() | ev.RelayLost():
                call = open_.pop(event.closes or 0)
                arrived = isinstance(fact, ev.RelayArrived)
                call.ended_ms, call.outcome = event.at_ms, "arrived" if arrived else "lost"
            case ev.CallRings():
                open_[event.cause or 0].desk_ms = event.at_ms
            case ev.CallEnded():
                call = open_.pop(event.closes or 0)
                call.ended_ms, call.outcome = event.at_ms, fact.outcome
                open_[event.seq] = call
            case ev.TalkBegun():
                call = open_[event.cause or 0]
                call.talk_ms = event.at_ms
                open_[event.seq] = call
            case ev.TalkEnded():
                call = open_.pop(event.closes or 0)
                call.talked_ms, call.cut = event.at_ms, fact.outcome == "cut"
    return found


def _call(setup: Setup, fact: ev.CallAsked | ev.CallBegun) -> Call:
    """Name both ends: vessels on a radio, seats on a line."""
    if isinstance(fact, ev.CallBegun) and fact.vessel:
        caller, callee = vessel_name(setup, fact.vessel), vessel_name(setup, fact.to)
    else:
        caller, callee = setup.seats[fact.caller].title, setup.seats[fact.callee].title
    seats = tuple(seat for seat in (fact.caller, fact.callee) if seat)
    return Call(fact.channel, caller, callee, fact.form, fact.text, seats=seats)


def words(setup: Setup, event: ev.Event) -> str:
    """Say an event as the first seat that knew of it read it; of what none knew, as any would."""
    return tell(setup, event.audience[0] if event.audience else next(iter(setup.seats)), event)


def notable(setup: Setup, log: Sequence[ev.Event]) -> list[tuple[ev.Event, str]]:
    """List what happened in words; an accident is named as one, whoever knew it."""
    found = []
    for event in log:
        if not isinstance(event.fact, NOTABLE):
            continue
        text = words(setup, event)
        if isinstance(event.fact, ev.IncidentHappened):
            text += " True: by order." if event.fact.origin == "order" else " True: a mishap."
        if isinstance(event.fact, ev.UnsafeEncounter):
            text += " True: by order." if event.fact.ordered else " True: a mishap."
        if text:
            found.append((event, text))
    return found


def actor(setup: Setup, log: Sequence[ev.Event], event: ev.Event) -> str:
    """Name the side whose decision an event goes back to, "" if it goes back to none."""
    for cause in chain(log, event):
        if isinstance(cause.fact, ev.MoveChosen | ev.CommandAccepted):
            return setup.seats[cause.fact.seat].side
        if isinstance(cause.fact, ev.InjectReleased):
            return ""
    return ""


def releases(setup: Setup, log: Sequence[ev.Event]) -> list[Release]:
    """Tell what became of every inject: the released first, as they came, then the others."""
    at: dict[str, ev.Event] = {}
    withdrawn: dict[str, int] = {}
    for event in log:
        if isinstance(event.fact, ev.InjectReleased):
            at.setdefault(event.fact.inject, event)
        elif isinstance(event.fact, ev.InjectWithdrawn):
            withdrawn[event.fact.inject] = event.at_ms
    followed = _direct(setup, log)
    done = [
        Release(inject, event.seq, event.at_ms, None, tuple(followed.get(event.seq, ())))
        for inject, event in at.items()
    ]
    rest = [i for i in setup.injects if i not in at]
    return [*done, *(Release(i, None, None, withdrawn.get(i), ()) for i in rest)]


def _direct(setup: Setup, log: Iterable[ev.Event]) -> dict[int, list[str]]:
    """Say what each released inject caused at once."""
    sources: set[int] = set()
    found: dict[int, list[str]] = {}
    for event in log:
        if isinstance(event.fact, ev.InjectReleased):
            sources.add(event.seq)
        if event.cause in sources and isinstance(event.fact, DIRECT):
            text = words(setup, event)
            if text:
                found.setdefault(event.cause or 0, []).append(text)
    return found
