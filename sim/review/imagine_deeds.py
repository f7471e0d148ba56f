"""Deeds: what others may have done unseen, what effects can show as, bare facts for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from typing import Any

from sim.engine.acts import conduct
from sim.engine.acts import effects as fx
from sim.engine.acts.effects import Origin
from sim.engine.base.geometry import range_m, relative_mps, track
from sim.engine.base.log import FACTS, Event, Fact
from sim.engine.base.setup import Setup
from sim.engine.facts.activities import ActivityBegun, ActivityEnded, HazardStruck
from sim.engine.facts.acts import ActOccurred, HarmDone, RungReached
from sim.engine.facts.beliefs import CommitmentMade, ReadinessOrdered
from sim.engine.facts.calls import CallBegun, CallEnded
from sim.engine.facts.channels import ChannelChanged
from sim.engine.facts.effects import CounterChanged, EffectsDelayed, FlagSet, Told
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.meetings import MeetingCancelled, MeetingSet
from sim.engine.facts.moves import ActBegun, CueShown, MoveChosen
from sim.engine.facts.offers import OfferAnswered, OfferMade
from sim.engine.facts.requests import RequestAnswered, RequestMade
from sim.engine.facts.sayings import PromiseSaid
from sim.engine.facts.suspension import BuildingBegun
from sim.engine.facts.talks import TalkBegun, TalkEnded, TurnSaid
from sim.engine.facts.traffic import PhaseBegun
from sim.engine.facts.vessels import ContactGained, RadioSilenced, TrackChanged, VesselLeft
from sim.engine.facts.windows import WindowDecided
from sim.engine.kernel.audience import own_seats, seats_holding
from sim.engine.kernel.engine import PROCESSES, Engine
from sim.engine.lines.calls import tries_ms
from sim.engine.lines.talks import TALK_MS
from sim.engine.sea.watch import note_moved
from sim.model import effects as e
from sim.model.moves import Move
from sim.model.words import Word, every
from sim.review.imagine_shadow import Shadow

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


def _strike(engine: Engine, opened: Event, hazard: str) -> None:
    """Let a hazard of an activity strike now."""
    activity = engine.setup.activities[opened.fact.activity]
    spec = next(h for h in activity.hazards if h.id == hazard)
    struck = engine.emit(HazardStruck(activity.id, hazard), cause=opened.seq)
    address = f"activities.{activity.id}.hazards.{hazard}.effects"
    fx.apply(engine, spec.effects, Origin("", struck.seq, address))


def deeds(engine: Engine, seat: str, event: Event) -> Iterator[Step]:
    """Yield the moves of other seats that would show as what was seen."""
    for move in engine.setup.scenario.moves:
        for other in move.seats:
            if other != seat and shows_as(engine.setup, other, move, event.fact):
                done = type(event.fact) is not CueShown
                yield partial(do, engine, other, move, done=done)


def do(engine: Engine, seat: str, move: Move, *, done: bool) -> None:
    """Let another seat have chosen a move; if `done` it is carried out at once."""
    opened = engine.state.opened(("window", seat))
    number, cause = engine.state.windows.numbers.get(seat, 0), engine.state.seq
    if opened is not None and not move.free:
        decided = WindowDecided(seat, number, move.id)
        cause = engine.emit(decided, cause=cause, closes=opened.seq, audience=(seat,)).seq
    if not done and (move.leave is None or (seat, move.id) in engine.state.moves.leave):
        conduct.choose(engine, seat, move.id, by="seat", cause=cause)
        return
    chosen = engine.emit(MoveChosen(seat, move.id, "seat"), cause=cause, audience=(seat,))
    conduct.carry_out(engine, seat, move, cause=chosen.seq, closes=None)


def shows_as(setup: Setup, seat: str, move: Move, fact: Fact) -> bool:
    """Say whether a move of a seat can show as a fact, by what is declared of it."""
    if isinstance(fact, CueShown):
        cue = move.cue
        return cue is not None and (move.vessel, cue.text) == (fact.vessel, fact.text)
    if isinstance(fact, ActOccurred):
        declared = (move.rung, move.vessel or "", move.shots, move.public, move.costly)
        seen = (fact.rung, fact.vessel, fact.shots, fact.public, fact.costly)
        ours = setup.seats[seat].side == fact.side and not fact.doubtful
        return (ours and declared == seen) or brings(setup, move.id, move, fact)
    return brings(setup, move.id, move, fact)


def brings(setup: Setup, name: str, spec: object, fact: Fact) -> bool:
    """Say whether effects can bring about a fact, whatever they hang on."""
    found = setup.once("kinds of effects", lambda _: dict[str, dict[type, list[Any]]]())
    if name not in found:
        kinds = found[name] = {}
        for effect in every(Word, spec):
            kinds.setdefault(type(effect), []).append(effect)
    of, known = found[name], _SHOWN_BY.get(type(fact), {})
    return any(
        all(getattr(effect, mine) == getattr(fact, its) for mine, its in same)
        for kind, same in known.items()
        for effect in of.get(kind, ())
    )


_VESSEL = (("vessel", "vessel"),)
_SHOWN_BY: dict[type, dict[type, tuple[tuple[str, str], ...]]] = {
    TrackChanged: {e.Steer: _VESSEL, e.Proceed: _VESSEL, e.Station: _VESSEL},
    VesselLeft: {e.Leave: _VESSEL},
    HarmDone: {e.Harm: _VESSEL},
    RadioSilenced: {e.Silence: _VESSEL},
    CallBegun: {
        e.Hail: (("channel", "channel"), ("vessel", "vessel"), ("to", "to"), ("form", "form"))
    },
    ActivityBegun: {e.BeginActivity: (("activity", "activity"),)},
    ActivityEnded: {e.CeaseActivity: (("activity", "activity"),)},
    Told: {e.Tell: (("text", "text"),)},
    FlagSet: {e.SetFlag: (("flag", "flag"),), e.ClearFlag: (("flag", "flag"),)},
    CounterChanged: {e.Count: (("counter", "counter"),)},
    ChannelChanged: {e.SetChannel: (("channel", "channel"), ("political", "political"))},
    InjectReleased: {e.Release: (("inject", "inject"),)},
    CommitmentMade: {e.Commit: (("side", "side"), ("rung", "rung"))},
    ReadinessOrdered: {e.Ready: (("side", "side"), ("step", "step"))},
    MeetingSet: {e.Convene: (("meeting", "meeting"),), e.Postpone: (("meeting", "meeting"),)},
    MeetingCancelled: {e.Cancel: (("meeting", "meeting"),)},
    BuildingBegun: {e.Establish: (("channel", "channel"),)},
    ActOccurred: {e.Act: (("side", "side"), ("rung", "rung"))},
}
"""What is seen → the effects that can bring it about, with the fields that say the same."""


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
    engine.emit(_lasting(engine, fact), cause=cause, closes=closes, audience=audience)


def _lasting(engine: Engine, fact: Fact) -> Fact:
    """Give what begins with the end that it has by the rules, where that is told to nobody."""
    now = engine.now_ms
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
    return fact


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
