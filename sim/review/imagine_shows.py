"""Shows: what moves, effects and things under way can be seen as, by what is declared of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.engine.base.log import Event, Fact
from sim.engine.base.setup import Setup
from sim.engine.facts.activities import ActivityBegun, ActivityEnded
from sim.engine.facts.acts import ActOccurred, HarmDone
from sim.engine.facts.beliefs import CommitmentMade, ReadinessOrdered
from sim.engine.facts.calls import CallBegun
from sim.engine.facts.channels import ChannelChanged
from sim.engine.facts.effects import CounterChanged, EffectsDelayed, FlagSet, Told
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.meetings import MeetingCancelled, MeetingSet
from sim.engine.facts.moves import ActBegun, CueShown
from sim.engine.facts.passed_on import PromiseRead, PromiseReported
from sim.engine.facts.reports import ReportArrived, ReportSent
from sim.engine.facts.suspension import BuildingBegun
from sim.engine.facts.vessels import RadioSilenced, TrackChanged, VesselLeft
from sim.model import effects as e
from sim.model.moves import Move
from sim.model.words import Word, every


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


def shows_later(setup: Setup, opened: Event, feed: Iterable[Event]) -> bool:
    """Say whether something in a feed may be what comes of an interval under way."""
    fact: Any = opened.fact
    match fact:
        case EffectsDelayed():
            spec = setup.effect_at[fact.effect]
            return any(brings(setup, fact.effect, spec, event.fact) for event in feed)
        case ActBegun():
            move = setup.moves[fact.move]
            return any(shows_as(setup, fact.seat, move, event.fact) for event in feed)
        case ReportSent():
            return any(
                type(event.fact) is ReportArrived
                and (event.fact.side, event.fact.what) == (fact.side, fact.what)
                for event in feed
            )
        case PromiseReported():
            return any(
                type(event.fact) is PromiseRead
                and (event.fact.promise, event.fact.outcome) == (fact.promise, fact.outcome)
                for event in feed
            )
    return False
