"""What a seat learns of channels and calls, and what it has come to think of the other side."""

from __future__ import annotations

from dataclasses import replace

from sim.engine import events as ev
from sim.engine.knowledge import Known, Weighed, add, on


@on(ev.CallBegun, ev.CallAsked, ev.CallRings)
def _call_begun(
    known: Known, event: ev.Event, fact: ev.CallBegun | ev.CallAsked | ev.CallRings
) -> None:
    if known.seat in (fact.caller, fact.callee):
        known.calls[fact.call] = event


@on(ev.CallEnded)
def _call_ended(known: Known, event: ev.Event, fact: ev.CallEnded) -> None:
    known.calls.pop(fact.call, None)
    if fact.outcome == "answered":
        add(known.tallies, "contacts", 1)
        known.spoken[fact.channel] = event.at_ms
    if fact.caller == known.seat:
        known.tried[fact.channel] = fact.outcome
        add(known.called, f"{fact.channel}.{fact.outcome}", 1)
        _own_try(known, fact)


def _own_try(known: Known, fact: ev.CallEnded) -> None:
    """Keep count of how the seat's own tries went; one that it gave up tells nothing."""
    if fact.outcome == "withdrawn":
        return
    known.own_tries += 1
    if fact.outcome == "answered":
        known.reached += 1
        known.snubs.pop(fact.channel, None)
    else:
        add(known.snubs, fact.channel, 1)


@on(ev.TalkBegun)
def _talk_begun(known: Known, event: ev.Event, fact: ev.TalkBegun) -> None:
    if known.seat in (fact.caller, fact.callee):
        known.calls[fact.call] = event


@on(ev.TalkEnded)
def _talk_ended(known: Known, event: ev.Event, fact: ev.TalkEnded) -> None:
    known.calls.pop(fact.call, None)
    if fact.outcome == "cut":
        known.tried[fact.channel] = "cut"
    elif known.seat in (fact.caller, fact.callee) and fact.restrains:
        known.restrained = len(known.acts)


@on(ev.ChannelChanged)
def _channel_changed(known: Known, event: ev.Event, fact: ev.ChannelChanged) -> None:
    known.political[fact.channel] = fact.political
    known.tried.pop(fact.channel, None)


@on(ev.OfferMade)
def _offer_made(known: Known, event: ev.Event, fact: ev.OfferMade) -> None:
    known.offers[fact.offer] = event


@on(ev.OfferAnswered)
def _offer_answered(known: Known, event: ev.Event, fact: ev.OfferAnswered) -> None:
    known.offers.pop(fact.offer, None)


@on(ev.IntentDrawn)
def _intent_drawn(known: Known, event: ev.Event, fact: ev.IntentDrawn) -> None:
    known.intent = fact.intent


@on(ev.ActWeighed)
def _act_weighed(known: Known, event: ev.Event, fact: ev.ActWeighed) -> None:
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
        fact.number,
        event.at_ms,
        fact.rung,
        fact.doubtful,
        fact.public,
        fact.p,
        fact.bias,
        fact.words,
        fact.shared,
        (),
        fact.q,
        fact.step,
    )


@on(ev.ActReweighed)
def _act_reweighed(known: Known, event: ev.Event, fact: ev.ActReweighed) -> None:
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


@on(ev.CommitmentMade)
def _commitment_made(known: Known, event: ev.Event, fact: ev.CommitmentMade) -> None:
    if fact.side == known.side:
        known.committed = float(fact.rung), event.at_ms


@on(ev.ReadinessOrdered)
def _readiness_ordered(known: Known, event: ev.Event, fact: ev.ReadinessOrdered) -> None:
    if fact.side == known.side:
        known.ready = fact.step
