"""What facts about relays, leaks and deals change, in a State and in what a seat knows."""

from __future__ import annotations

from sim.engine import events as ev
from sim.engine import knowledge, state
from sim.engine.knowledge import Known
from sim.engine.state import State


@state.on(ev.RelayArrived, ev.RelayLost)
def _relay_ended(state: State, event: ev.Event, fact: ev.RelayArrived | ev.RelayLost) -> None:
    wait_ms = event.at_ms - fact.sent_ms if isinstance(fact, ev.RelayArrived) else -1
    state.tries[fact.channel] = (*state.tries.get(fact.channel, ()), wait_ms)


@state.on(ev.RulesBound)
def _rules_bound(state: State, event: ev.Event, fact: ev.RulesBound) -> None:
    state.bound[fact.channel] = fact.services


@knowledge.on(ev.RelaySent)
def _relay_sent(known: Known, event: ev.Event, fact: ev.RelaySent) -> None:
    """The message is out of the seat's hands: it may write again, and can call nothing back."""
    known.calls.pop(f"{fact.caller}>{fact.channel}", None)


@knowledge.on(ev.RelayArrived)
def _relay_arrived(known: Known, event: ev.Event, fact: ev.RelayArrived) -> None:
    known.spoken[fact.channel] = event.at_ms
    if fact.restrains:
        known.restrained = len(known.acts)


@knowledge.on(ev.PressureFelt)
def _pressure_felt(known: Known, event: ev.Event, fact: ev.PressureFelt) -> None:
    known.pressure = fact.pressure, event.at_ms
