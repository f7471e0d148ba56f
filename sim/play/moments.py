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
from sim.engine.facts.effects import FlagSet
from sim.engine.facts.encounters import HullsTouched
from sim.engine.facts.incidents import IncidentHappened
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.offers import OfferAnswered
from sim.engine.facts.promises import PromiseClosed, PromiseMade
from sim.engine.facts.relays import RelayLost
from sim.engine.facts.requests import RequestAnswered, RequestMade
from sim.engine.facts.run import CommandAccepted, SeatTaken
from sim.engine.facts.traffic import EncounterContact, UnsafeEncounter
from sim.engine.facts.white_cell import PeopleSeated
from sim.engine.facts.windows import WindowLapsed, WindowOpened
from sim.engine.kernel.ancestry import chain
from sim.engine.kernel.conditions import parts
from sim.model import conditions as c
from sim.model.belief import chance
from sim.play.deciding import deciding
from sim.play.reasons import behind, rang

MOST, LEAST = 5, 3
"""How many moments are told of a run in which enough happened."""
_OF_A_KIND = {"decided": MOST, "harm": MOST, "line": MOST}
"""How many of one kind at the most; 2 of any other."""
_DECIDED, _PART, _DEAD, _CONTACT, _HURT = 100.0, 30.0, 40.0, 16.0, 20.0
_LINE, _AGREED, _NAMED = 10.0, 12.0, 7.0
_PER_SHARE, _SHARE_LEAST = 16.0, 0.08
_BROKEN, _KEPT, _MUTUAL = 9.0, 4.0, 3.0
_UNANSWERED, _LEFT, _UNHEARD, _LAPSED, _CHOSEN = 3.5, 4.0, 2.5, 2.0, 1.0
_ONE_MS = 10 * 60_000
"""Within what time grave things that came of one decision are one moment."""
_IDLE = ("note", "advise")
"""Commands that do nothing."""
_SHARE = 0.4
"""How much of the weight of what came of it a decision of one's own has besides its own."""
_BEGINS = CommandAccepted | WindowLapsed | UnsafeEncounter | IncidentHappened
_GRAVE = ("decided", "harm", "line", "agreed")
"""Kinds that are told though another moment goes back to the same decision."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a seat could have done otherwise: after so many events of the log, at an instant."""

    events: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that mattered: the number of its event, what it is, how much it weighs.

    `kind` is decided (it chose the ending), harm, line (a firebreak was crossed), agreed, turned
    (another ending speaks of it), rung, belief, promise, call, unheard (a call), lapsed or chosen;
    `turn` is where the seat could have done otherwise last, None if it never could; `also` are
    other grave things that came of the same decision soon before or after.
    """

    event: int
    kind: str
    weight: float
    turn: Turn | None = None
    also: tuple[int, ...] = ()


def key_moments(setup: Setup, log: Sequence[Event], seat: str) -> tuple[Moment, ...]:
    """Choose what mattered most to a seat, in the order of the log."""
    found = _together(log, [*_credited(log, list(_candidates(setup, log, seat)), seat)])
    found.sort(key=lambda moment: (-moment.weight, moment.event))
    chosen, roots, kinds = list[Moment](), set[int](), Counter[str]()
    for strict in (True, False):  # what is much alike comes in only where there is too little else
        for moment in found:
            if len(chosen) >= (MOST if strict else LEAST):
                break
            event = log[moment.event - 1]
            alike = strict and kinds[moment.kind] >= _OF_A_KIND.get(moment.kind, 2)
            if moment in chosen or alike:
                continue
            goes_back = {_root(log, event).seq}
            if moment.kind not in (*_GRAVE, "promise"):
                goes_back |= _decisions(setup, log, event, seat)
            if moment.kind not in _GRAVE and not roots.isdisjoint(goes_back):
                continue
            chosen.append(moment)
            roots |= goes_back | _decisions(setup, log, event, seat)
            kinds[moment.kind] += 1
    chosen.sort(key=lambda moment: moment.event)
    turns = _turns(log, seat)
    return tuple(replace(moment, turn=_turn(log, moment, turns, seat)) for moment in chosen)


def _decisions(setup: Setup, log: Sequence[Event], event: Event, seat: str) -> set[int]:
    """Give the decision whose reasons are told with an event, if any is."""
    decision = behind(setup, log, event, seat).decision
    return {decision.seq} if decision is not None else set()


def _together(log: Sequence[Event], found: Sequence[Moment]) -> list[Moment]:
    """Tell as one moment what is grave and came of one decision at about one time."""
    groups: list[list[Moment]] = []
    last: dict[int, list[Moment]] = {}
    for moment in sorted(found, key=lambda moment: moment.event):
        event = log[moment.event - 1]
        root = _root(log, event).seq
        group = last.get(root, []) if moment.kind in _GRAVE else []
        if group and event.at_ms - log[group[0].event - 1].at_ms <= _ONE_MS:
            group.append(moment)
            continue
        groups.append([moment])
        if moment.kind in _GRAVE:
            last[root] = groups[-1]
    return [_gravest(group) for group in groups]


def _gravest(group: Sequence[Moment]) -> Moment:
    first = max(group, key=lambda moment: (moment.weight, -moment.event))
    return replace(first, also=tuple(m.event for m in group if m.event != first.event))


def _candidates(setup: Setup, log: Sequence[Event], seat: str) -> Iterator[Moment]:
    """Weigh every event that may have mattered to a seat."""
    decided = deciding(setup, log)
    for number in decided:
        yield Moment(number, "decided", _DECIDED if number == decided[0] else _PART)
    named, crossed = _named(setup), 0
    mutual = {e.fact.given for e in log if isinstance(e.fact, PromiseMade)}
    mutual |= {e.fact.promise for e in log if isinstance(e.fact, PromiseMade) and e.fact.given}
    for event in log:
        fact = event.fact
        kind, weight = "", 0.0
        match fact:
            case RungReached():
                lines = [rung for rung in FIREBREAKS if crossed < rung <= fact.rung]
                kind = "line" if lines else "rung"
                weight = fact.rung + (_LINE if lines else 0.0)
                crossed = max(crossed, fact.rung)
            case HarmDone() | EncounterContact() if fact.hurt or fact.dead:
                kind, weight = "harm", _DEAD if fact.dead else _HURT
            case HullsTouched() | EncounterContact():
                kind, weight = "harm", _CONTACT
            case OfferAnswered() if fact.answer == "accepted":
                kind, weight = "agreed", _AGREED
            case PromiseMade() if fact.promise in mutual:
                kind, weight = "agreed", _AGREED
            case FlagSet() if fact.on and fact.flag in named:
                kind, weight = "turned", _NAMED
            case PromiseClosed() if fact.outcome in ("broken", "kept"):
                kind, weight = "promise", _BROKEN if fact.outcome == "broken" else _KEPT
                weight += _MUTUAL * (fact.promise in mutual)
        if weight and event.seq not in decided:
            yield Moment(event.seq, kind, weight)
    yield from _thoughts(setup, log, seat)
    yield from _own(log, seat)


def _named(setup: Setup) -> set[str]:
    """List the flags that some ending speaks of: what an author took for a turn of the story."""
    words = [word for ending in setup.scenario.endings for word in parts(ending.when)]
    return {word.flag for word in words if isinstance(word, c.FlagIs)}


def _thoughts(setup: Setup, log: Sequence[Event], seat: str) -> Iterator[Moment]:
    """Weigh what a seat, and whoever sits across, came to think of each other."""
    spec = setup.seats[seat]
    seats = {seat} | {s.id for s in setup.scenario.seats if s.side == setup.faces[spec.side]}
    for event in log:
        match event.fact:
            case ActWeighed() | ActReweighed() | PromiseJudged() as fact if fact.seat in seats:
                if isinstance(fact, ActWeighed) and not fact.number:
                    continue
                before, after = shift(log, event)
                if abs(after - before) >= _SHARE_LEAST:
                    yield Moment(event.seq, "belief", _PER_SHARE * abs(after - before))


def shift(log: Sequence[Event], event: Event) -> tuple[float, float]:
    """Give how sure a seat was that the other side wants change, before and after an event."""
    fact, moved = event.fact, event.fact.step
    if isinstance(fact, ActReweighed):
        for earlier in reversed(log[: event.seq - 1]):
            was = earlier.fact
            same = isinstance(was, ActWeighed | ActReweighed) and was.seat == fact.seat
            if same and was.number == fact.number:
                moved -= was.step
                break
    return chance(fact.belief - moved), chance(fact.belief)


def _own(log: Sequence[Event], seat: str) -> Iterator[Moment]:
    """Weigh what a seat did and left undone."""
    for event in log:
        fact = event.fact
        kind, weight = "call", 0.0
        match fact:
            case CallEnded() if fact.outcome in ("rang_out", "declined", "cut"):
                heard = rang(log, event)
                own = {fact.caller: _UNANSWERED, fact.callee: _LEFT if heard else _UNHEARD}
                kind = "unheard" if fact.callee == seat and not heard else "call"
                weight = own.get(seat, 0.0)
            case RelayLost() if fact.caller == seat:
                weight = _UNANSWERED
            case RequestAnswered() if fact.reply == "silence":
                weight = {fact.by: _UNANSWERED, fact.to: _LEFT}.get(seat, 0.0)
            case WindowLapsed() if fact.seat == seat:
                kind, weight = "lapsed", _LAPSED
            case CommandAccepted() if fact.seat == seat and fact.verb == "choose":
                kind, weight = "chosen", _CHOSEN
        if weight:
            yield Moment(event.seq, kind, weight)


def _credited(log: Sequence[Event], found: list[Moment], seat: str) -> Iterator[Moment]:
    """Give decisions of the seat a share in the weightiest thing that came of each."""
    most: dict[int, float] = {}
    for moment in found:
        if moment.kind not in ("lapsed", "chosen", "belief", "call", "unheard", "decided"):
            for cause in chain(log, log[moment.event - 1]):
                most[cause.seq] = max(most.get(cause.seq, 0.0), moment.weight)
    for moment in found:
        own = moment.kind in ("lapsed", "chosen")
        yield replace(moment, weight=moment.weight + own * _SHARE * most.get(moment.event, 0.0))


def _root(log: Sequence[Event], event: Event) -> Event:
    """Find the decision, or the chance, that an event goes back to; itself if there is neither."""
    for cause in (event, *chain(log, event)):
        if isinstance(cause.fact, _BEGINS):
            return cause
    return event


def _turns(log: Sequence[Event], seat: str) -> list[tuple[Event, Turn]]:
    """List where a seat could act: as something asked for it, and before each of its commands."""
    facts = [event.fact for event in log]
    people = {f.seat for f in facts if isinstance(f, SeatTaken) and f.pace == "person"}
    people |= {f.seat for f in facts if isinstance(f, PeopleSeated)}
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
