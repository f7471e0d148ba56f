"""Deeds: what others may have done unseen, what effects can show as, bare facts for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from typing import Any

from sim.engine.acts import conduct, injects
from sim.engine.acts import effects as fx
from sim.engine.acts.effects import Origin
from sim.engine.base.geometry import range_m, relative_mps, track
from sim.engine.base.log import FACTS, Event, Fact
from sim.engine.facts.activities import ActivityBegun, ActivityEnded, HazardStruck
from sim.engine.facts.acts import RungReached
from sim.engine.facts.calls import CallBegun, CallEnded
from sim.engine.facts.channels import ChannelChanged
from sim.engine.facts.effects import CounterChanged, EffectsDelayed, FlagSet
from sim.engine.facts.incidents import IncidentAwaited
from sim.engine.facts.injects import InjectScheduled
from sim.engine.facts.moves import ActBegun, CueShown, MoveChosen
from sim.engine.facts.offers import OfferAnswered, OfferMade
from sim.engine.facts.requests import RequestAnswered, RequestMade
from sim.engine.facts.sayings import PromiseSaid
from sim.engine.facts.talks import TalkBegun, TalkEnded, TurnSaid
from sim.engine.facts.traffic import PhaseBegun
from sim.engine.facts.vessels import ContactGained, TrackChanged
from sim.engine.facts.windows import WindowDecided
from sim.engine.kernel.audience import own_seats, seats_holding
from sim.engine.kernel.engine import PROCESSES, Engine
from sim.engine.lines.calls import tries_ms
from sim.engine.lines.talks import TALK_MS
from sim.engine.sea import traffic
from sim.engine.sea.watch import note_moved
from sim.engine.seat.menus import terms_of
from sim.model.moves import Move
from sim.review import imagine_waits as waits
from sim.review.imagine_shadow import Shadow
from sim.review.imagine_shows import brings, shows_as

Step = Callable[[], object]
"""What may have been, to be tried on the shadow."""


def pending(engine: Engine, seat: str, seen: Fact) -> Iterator[Step]:
    """Yield the ends of what is under way unseen: delayed effects, hazards, others' acts."""
    setup = engine.setup
    for opened in list(engine.state.running.values()):
        fact: Any = opened.fact
        if type(fact) is EffectsDelayed:
            if brings(setup, fact.effect, setup.effect_at[fact.effect], seen):
                yield partial(PROCESSES[EffectsDelayed].wake, engine, opened, "due")
        elif type(fact) is ActBegun:
            if fact.seat != seat and shows_as(setup, fact.seat, setup.moves[fact.move], seen):
                yield partial(PROCESSES[ActBegun].wake, engine, opened, "due")
        elif type(fact) is ActivityBegun:
            for hazard in setup.activities[fact.activity].hazards:
                if brings(setup, f"{fact.activity}.{hazard.id}", hazard, seen):
                    yield partial(_strike, engine, opened, hazard.id)
        elif type(fact) is IncidentAwaited:
            if brings(setup, fact.incident, setup.incidents[fact.incident], seen):
                yield partial(PROCESSES[IncidentAwaited].wake, engine, opened, "due")
        elif type(fact) is InjectScheduled:
            spec = setup.injects[fact.inject]
            if seat not in spec.to and brings(setup, spec.id, spec, seen):
                yield partial(injects.release, engine, spec.id, opened.seq)
        elif type(fact) is PhaseBegun:
            stream = setup.traffic[fact.stream]
            unseen = seat not in traffic.seen_by(engine, stream)
            if unseen and brings(setup, stream.id, stream, seen):
                yield partial(_meet_unseen, engine, opened)


def _meet_unseen(engine: Engine, phase: Event) -> None:
    """Let a meeting of a stream that the seat does not see go unsafe now."""
    spec = engine.setup.traffic[phase.fact.stream]
    address = f"{spec.id}.{phase.fact.nth}", engine.state.seq
    traffic.meet(engine, spec, address, ordered=False, cause=phase.seq)


def _strike(engine: Engine, opened: Event, hazard: str) -> None:
    """Let a hazard of an activity strike now."""
    activity = engine.setup.activities[opened.fact.activity]
    spec = next(h for h in activity.hazards if h.id == hazard)
    struck = engine.emit(HazardStruck(activity.id, hazard), cause=opened.seq)
    address = f"activities.{activity.id}.hazards.{hazard}.effects"
    fx.apply(engine, spec.effects, Origin("", struck.seq, address))


def deeds(engine: Engine, seat: str, event: Event) -> Iterator[Step]:
    """Yield the moves of other seats that would show as what was seen, the legal ones first."""
    setup, now, known = engine.setup, engine.now_ms, engine.state.known
    found = [
        (not terms_of(setup, move.id).could(known[other], now), other, move)
        for move in setup.scenario.moves
        for other in move.seats
        if other != seat and shows_as(setup, other, move, event.fact)
    ]
    for _, other, move in sorted(found, key=lambda each: each[0]):
        yield partial(do, engine, other, move, done=type(event.fact) is not CueShown)


def do(engine: Engine, seat: str, move: Move, *, done: bool) -> None:
    """Let another seat have chosen a move; if `done` it is carried out at once."""
    opened = engine.state.opened(("window", seat))
    number, cause = engine.state.windows.numbers.get(seat, 0), engine.state.seq
    before = done and move.lead is not None  # chosen in a window that is long closed
    if opened is not None and not move.free and not before:
        decided = WindowDecided(seat, number, move.id)
        cause = engine.emit(decided, cause=cause, closes=opened.seq, audience=(seat,)).seq
    if not done and (move.leave is None or (seat, move.id) in engine.state.moves.leave):
        conduct.choose(engine, seat, move.id, by="seat", cause=cause)
        return
    chosen = engine.emit(MoveChosen(seat, move.id, "seat"), cause=cause, audience=(seat,))
    conduct.carry_out(engine, seat, move, cause=chosen.seq, closes=None)


def bare(shadow: Shadow, event: Event) -> None:
    """Put in what was seen as it stands, for whoever would see it besides."""
    fact: Any = event.fact
    engine, seqs = shadow.engine, shadow.seqs
    cause = None if event.cause is None else seqs[event.cause - 1]
    if event.closes is not None:
        closes: int | None = shadow.opened_again(event.closes).seq
    elif FACTS[type(fact)].opens:
        closes = engine.state.open.get(fact.key)
    else:
        closes = _closed(engine, fact)
    if type(fact) is TrackChanged and fact.vessel in engine.state.vessels.tracks:
        note_moved(engine, fact.vessel, engine.state.vessels.tracks[fact.vessel])
    if type(fact) is ContactGained:
        _bring(engine, fact)
    audience = tuple(dict.fromkeys((*_audience(engine, fact), shadow.seat)))
    engine.emit(_lasting(shadow, fact), cause=cause, closes=closes, audience=audience)


def _lasting(shadow: Shadow, fact: Fact) -> Fact:
    """Give what begins with the end that it has by the rules, where that is told to nobody."""
    engine, now = shadow.engine, shadow.engine.now_ms
    match fact:
        case TalkBegun():
            lasts = engine.setup.channels[fact.channel].talk
            return replace(fact, due_ms=now + (TALK_MS if lasts is None else lasts))
        case CallBegun():
            return replace(fact, may_ms=now, due_ms=now + tries_ms(engine, fact.channel))
        case ActivityBegun():
            return replace(fact, due_ms=now + engine.setup.activities[fact.activity].lasts)
        case RequestMade():
            both = fact.by, fact.to
            return replace(fact, reply_ms=max(now + 1, fact.due_ms - 1), hearers=both)
    if type(fact) not in waits.WAITS or FACTS[type(fact)].opens is False:
        return fact
    begun = Event(0, now, fact, cause=None, closes=None, audience=(), alert=())
    drawn = waits.later(engine, begun, now - 1, shadow.draws, nth=len(shadow.seqs))
    return fact if drawn is None else drawn.fact


def _bring(engine: Engine, fact: ContactGained) -> None:
    """Bring a vessel that comes in sight to where it was seen, whatever it did before."""
    tracks, vessel = engine.state.vessels.tracks, fact.vessel
    old, now = tracks.get(vessel), engine.now_ms
    here = track(now, fact.x_m, fact.y_m, course_deg=fact.course_deg, speed_mps=fact.speed_mps)
    if old is not None and range_m(old, here, now) < 1 and relative_mps(old, here) < 1e-3:
        return
    moved = TrackChanged(
        vessel,
        fact.x_m,
        fact.y_m,
        course_deg=fact.course_deg,
        speed_mps=fact.speed_mps,
        due_ms=None,
    )
    own = own_seats(engine, vessel)
    engine.emit(moved, cause=None, closes=engine.state.open.get(("leg", vessel)), audience=own)
    note_moved(engine, vessel, old or here)


def _closed(engine: Engine, fact: Fact) -> int | None:
    """Give the open interval that a fact is the end of, by its name."""
    named = {
        ActivityEnded: ("activity", getattr(fact, "activity", "")),
        RequestAnswered: ("request", getattr(fact, "request", "")),
    }
    key = named.get(type(fact))
    return None if key is None else engine.state.open.get(key)


_BETWEEN = (
    *(CallEnded, TalkBegun, TalkEnded, TurnSaid, RequestMade, RequestAnswered, OfferMade),
    *(OfferAnswered, PromiseSaid),
)
"""What both of two who talk are told alike."""


def _audience(engine: Engine, fact: Fact) -> tuple[str, ...]:
    """Give who sees something of this kind."""
    of = {f.name: getattr(fact, f.name) for f in fields(fact)}
    if of.get("vessel"):
        return seats_holding(engine, of["vessel"])
    if "one" in of and "two" in of:
        return seats_holding(engine, of["one"], of["two"])
    if isinstance(fact, _BETWEEN):
        both = (of.get(name) for name in ("caller", "callee", "by", "to"))
        return tuple(s for s in both if s in engine.setup.seats)
    if isinstance(fact, FlagSet):
        return engine.setup.flags[fact.flag].known_to
    if isinstance(fact, CounterChanged):
        return engine.setup.counters[fact.counter].known_to
    if isinstance(fact, RungReached | ChannelChanged | PhaseBegun):
        return engine.setup.everybody
    return ()
