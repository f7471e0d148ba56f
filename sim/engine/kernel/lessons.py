"""What a seat learns of channels and calls, and what it has come to think of the other side."""

from __future__ import annotations

from dataclasses import replace

from sim.engine.base.log import Event
from sim.engine.facts.beliefs import ActReweighed, ActWeighed, CommitmentMade, ReadinessOrdered
from sim.engine.facts.calls import CallAsked, CallBegun, CallEnded, CallRings
from sim.engine.facts.channels import ChannelChanged
from sim.engine.facts.offers import OfferAnswered, OfferMade
from sim.engine.facts.run import IntentDrawn
from sim.engine.facts.talks import TalkBegun, TalkEnded
from sim.engine.kernel.knowledge import Known, Weighed, add, on


@on(CallBegun, CallAsked, CallRings)
def _call_begun(known: Known, event: Event, fact: CallBegun | CallAsked | CallRings) -> None:
    if known.seat in (fact.caller, fact.callee):
        known.calls[fact.call] = event


@on(CallEnded)
def _call_ended(known: Known, event: Event, fact: CallEnded) -> None:
    known.calls.pop(fact.call, None)
    if fact.outcome == "answered":
        add(known.tallies, "contacts", 1)
        known.spoken[fact.channel] = event.at_ms
    if fact.caller == known.seat:
        known.tried[fact.channel] = fact.outcome
        add(known.called, f"{fact.channel}.{fact.outcome}", 1)
        _own_try(known, fact)


def _own_try(known: Known, fact: CallEnded) -> None:
    """Keep count of how the seat's own tries went; one that it gave up tells nothing."""
    if fact.outcome == "withdrawn":
        return
    known.own_tries += 1
    if fact.outcome == "answered":
        known.reached += 1
        known.snubs.pop(fact.channel, None)
    else:
        add(known.snubs, fact.channel, 1)


@on(TalkBegun)
def _talk_begun(known: Known, event: Event, fact: TalkBegun) -> None:
    if known.seat in (fact.caller, fact.callee):
        known.calls[fact.call] = event


@on(TalkEnded)
def _talk_ended(known: Known, event: Event, fact: TalkEnded) -> None:
    known.calls.pop(fact.call, None)
    if fact.outcome == "cut":
        known.tried[fact.channel] = "cut"
    elif known.seat in (fact.caller, fact.callee) and fact.restrains:
        known.restrained = len(known.acts)


@on(ChannelChanged)
def _channel_changed(known: Known, event: Event, fact: ChannelChanged) -> None:
    known.political[fact.channel] = fact.political
    known.tried.pop(fact.channel, None)


@on(OfferMade)
def _offer_made(known: Known, event: Event, fact: OfferMade) -> None:
    known.offers[fact.offer] = event


@on(OfferAnswered)
def _offer_answered(known: Known, event: Event, fact: OfferAnswered) -> None:
    known.offers.pop(fact.offer, None)


@on(IntentDrawn)
def _intent_drawn(known: Known, event: Event, fact: IntentDrawn) -> None:
    known.intent = fact.intent


@on(ActWeighed)
def _act_weighed(known: Known, event: Event, fact: ActWeighed) -> None:
    known.tension = fact.tension_after, event.at_ms
    if fact.about == known.side:
        if fact.doubtful and fact.q < 0.5:
            known.mishap += 1
            known.mishap_ms = known.stirred_ms = event.at_ms
        return
    known.stirred_ms = event.at_ms
    known.pressure = fact.pressure_after, event.at_ms
    known.belief = fact.belief, event.at_ms
    if not fact.doubtful:
        known.met[fact.rung] = (*known.met.get(fact.rung, ()), event.at_ms)
    known.acts[fact.number] = Weighed(
        number=fact.number,
        at_ms=event.at_ms,
        rung=fact.rung,
        doubtful=fact.doubtful,
        public=fact.public,
        p=fact.p,
        bias=fact.bias,
        words=fact.words,
        shared=fact.shared,
        sources=(),
        q=fact.q,
        step=fact.step,
    )


@on(ActReweighed)
def _act_reweighed(known: Known, event: Event, fact: ActReweighed) -> None:
    known.belief = fact.belief, event.at_ms
    old = known.acts[fact.number]
    known.acts[fact.number] = replace(
        old,
        words=fact.words,
        shared=fact.shared,
        sources=(*old.sources, fact.source),
        q=fact.q,
        step=fact.step,
    )


@on(CommitmentMade)
def _commitment_made(known: Known, event: Event, fact: CommitmentMade) -> None:
    if fact.side == known.side:
        known.committed = float(fact.rung), event.at_ms


@on(ReadinessOrdered)
def _readiness_ordered(known: Known, event: Event, fact: ReadinessOrdered) -> None:
    if fact.side == known.side:
        known.ready = fact.step
