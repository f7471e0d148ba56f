"""Key moments: the few events of a finished run that mattered most to a seat, by one ranking.

The one way in is `key_moments`; it reads the log and the scenario and nothing else. Weights are
[assumed]: a rung counts itself, and all else is set against that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import FIREBREAKS, HarmDone, RungReached
from sim.engine.facts.beliefs import ActReweighed, ActWeighed
from sim.engine.facts.calls import CallBegun, CallEnded, CallRings
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.promises import PromiseClosed
from sim.engine.facts.relays import RelayLost
from sim.engine.facts.requests import RequestAnswered, RequestMade
from sim.engine.facts.run import CommandAccepted, SeatTaken
from sim.engine.facts.windows import WindowLapsed, WindowOpened
from sim.engine.kernel.ancestry import chain

MOST, LEAST = 5, 3
"""How many moments are told of a run in which enough happened."""
_OF_A_KIND = {"rung": 3}
"""How many of one kind at the most; 2 of any other."""
_FIREBREAK, _HURT, _DEAD = 3.0, 8.0, 14.0
_PER_NAT, _NATS_LEAST = 4.0, 0.25
_BROKEN, _KEPT = 8.0, 4.0
_UNANSWERED, _LEFT, _UNHEARD, _LAPSED, _CHOSEN = 3.5, 4.0, 2.5, 2.0, 1.0
_IDLE = ("note", "advise")
"""Commands that do nothing."""
_SHARE = 0.5
"""How much of the weight of what came of it a decision of one's own has besides its own."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a seat could have done otherwise: after so many events of the log, at an instant."""

    events: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that mattered: the number of its event, what it is, how much it weighs.

    `kind` is rung, harm, belief, promise, call, unheard (a call), lapsed or chosen; `turn` is where
    the seat could have done otherwise last, None if it never could.
    """

    event: int
    kind: str
    weight: float
    turn: Turn | None = None


def key_moments(setup: Setup, log: Sequence[Event], seat: str) -> tuple[Moment, ...]:
    """Choose what mattered most to a seat, in the order of the log."""
    found = [*_credited(log, list(_candidates(setup, log, seat)), seat)]
    found.sort(key=lambda moment: (-moment.weight, moment.event))
    chosen, roots, kinds = list[Moment](), set[int](), Counter[str]()
    for strict in (True, False):  # what is much alike comes in only where there is too little else
        for moment in found:
            root = _root(log, log[moment.event - 1]).seq
            full = len(chosen) >= (MOST if strict else LEAST)
            alike = kinds[moment.kind] >= _OF_A_KIND.get(moment.kind, 2)
            if full or root in roots or (strict and alike):
                continue
            chosen.append(moment)
            roots.add(root)
            kinds[moment.kind] += 1
    chosen.sort(key=lambda moment: moment.event)
    turns = _turns(log, seat)
    return tuple(replace(moment, turn=_turn(log, moment, turns, seat)) for moment in chosen)


def _candidates(setup: Setup, log: Sequence[Event], seat: str) -> Iterator[Moment]:
    """Weigh every event that may have mattered to a seat."""
    spec = setup.seats[seat]
    across = {s.id for s in setup.scenario.seats if s.side == setup.faces[spec.side]}
    belief, rang = dict[tuple[str, int], float](), set[str]()
    for event in log:
        fact = event.fact
        kind, weight = "", 0.0
        match fact:
            case RungReached():
                kind, weight = "rung", fact.rung + _FIREBREAK * (fact.rung in FIREBREAKS)
            case HarmDone() if fact.hurt or fact.dead:
                kind, weight = "harm", _DEAD if fact.dead else _HURT
            case ActWeighed() if fact.number and fact.seat in (seat, *across):
                belief[fact.seat, fact.number] = fact.step
                kind, weight = "belief", _nats(fact.step)
            case ActReweighed() if fact.seat in (seat, *across):
                moved = fact.step - belief.get((fact.seat, fact.number), 0.0)
                belief[fact.seat, fact.number] = fact.step
                kind, weight = "belief", _nats(moved)
            case PromiseJudged() if fact.seat in (seat, *across):
                kind, weight = "belief", _nats(fact.step)
            case PromiseClosed() if fact.outcome in ("broken", "kept"):
                kind, weight = "promise", _BROKEN if fact.outcome == "broken" else _KEPT
            case CallBegun() | CallRings() if seat in event.alert:
                rang.add(fact.call)
            case CallEnded() if fact.outcome in ("rang_out", "declined", "cut"):
                heard = fact.call in rang
                rang.discard(fact.call)
                own = {fact.caller: _UNANSWERED, fact.callee: _LEFT if heard else _UNHEARD}
                kind = "unheard" if fact.callee == seat and not heard else "call"
                weight = own.get(seat, 0.0)
            case RelayLost() if fact.caller == seat:
                kind, weight = "call", _UNANSWERED
            case RequestAnswered() if fact.reply == "silence":
                kind, weight = "call", {fact.by: _UNANSWERED, fact.to: _LEFT}.get(seat, 0.0)
            case WindowLapsed() if fact.seat == seat:
                kind, weight = "lapsed", _LAPSED
            case CommandAccepted() if fact.seat == seat and fact.verb == "choose":
                kind, weight = "chosen", _CHOSEN
        if weight:
            yield Moment(event.seq, kind, weight)


def _nats(step: float) -> float:
    """Weigh a step of belief; a small one is none."""
    return _PER_NAT * abs(step) if abs(step) >= _NATS_LEAST else 0.0


def _credited(log: Sequence[Event], found: list[Moment], seat: str) -> Iterator[Moment]:
    """Give decisions of the seat a share in the weightiest thing that came of each."""
    most: dict[int, float] = {}
    for moment in found:
        if moment.kind in ("rung", "harm", "promise"):
            for cause in chain(log, log[moment.event - 1]):
                most[cause.seq] = max(most.get(cause.seq, 0.0), moment.weight)
    for moment in found:
        own = moment.kind in ("lapsed", "chosen")
        yield replace(moment, weight=moment.weight + own * _SHARE * most.get(moment.event, 0.0))


def _root(log: Sequence[Event], event: Event) -> Event:
    """Find the decision that an event goes back to, itself if there is none."""
    for cause in (event, *chain(log, event)):
        if isinstance(cause.fact, CommandAccepted | WindowLapsed):
            return cause
    return event


def _turns(log: Sequence[Event], seat: str) -> list[tuple[Event, Turn]]:
    """List where a seat could act: as something asked for it, and before each of its commands."""
    people = {e.fact.seat for e in log if isinstance(e.fact, SeatTaken) and e.fact.pace == "person"}
    found: list[tuple[Event, Turn]] = []
    for event in log:
        fact = event.fact
        opened = isinstance(fact, WindowOpened) and fact.seat == seat
        called = isinstance(fact, CallBegun | CallRings | RequestMade) and seat in event.alert
        if opened or called:
            found.append((event, Turn(_settled(log, event, people), event.at_ms)))
        elif isinstance(fact, CommandAccepted) and fact.seat == seat and fact.verb not in _IDLE:
            found.append((event, Turn(event.seq - 1, event.at_ms)))
    return found


def _settled(log: Sequence[Event], event: Event, people: set[str]) -> int:
    """Count the events up to the end of an event's instant, or to what a person does in it."""
    for later in log[event.seq :]:
        said = isinstance(later.fact, CommandAccepted) and later.fact.seat in people
        if said or later.at_ms > event.at_ms:
            return later.seq - 1
    return len(log)


def left(moment: Moment, event: Event, seat: str) -> bool:
    """Say whether a moment is that the seat itself left a call or words without an answer."""
    fact = event.fact
    to = fact.callee if isinstance(fact, CallEnded) else getattr(fact, "to", "")
    return moment.kind == "call" and to == seat


def _turn(
    log: Sequence[Event], moment: Moment, turns: Sequence[tuple[Event, Turn]], seat: str
) -> Turn | None:
    """Find where a seat could last act before what made a moment was decided."""
    event = log[moment.event - 1]
    before = event if left(moment, event, seat) else _root(log, event)
    if isinstance(before.fact, WindowLapsed) and before.fact.seat == seat:
        number = before.fact.number
        for at, turn in turns:
            if isinstance(at.fact, WindowOpened) and at.fact.number == number:
                return turn
    earlier = [turn for at, turn in turns if turn.events < before.seq and at.seq <= before.seq]
    return next(iter(earlier[-1:] or [turn for _, turn in turns[:1]]), None)
