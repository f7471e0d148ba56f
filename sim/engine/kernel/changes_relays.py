"""What facts about relays, leaks and deals change, in a State and in what a seat knows."""

from __future__ import annotations

from sim.engine.base.log import Event
from sim.engine.facts.beliefs import PressureFelt
from sim.engine.facts.channels import RulesBound
from sim.engine.facts.relays import RelayArrived, RelayLost, RelaySent
from sim.engine.kernel import knowledge, state
from sim.engine.kernel.knowledge import Known
from sim.engine.kernel.state import State


@state.on(RelayArrived, RelayLost)
def _relay_ended(state: State, event: Event, fact: RelayArrived | RelayLost) -> None:
    wait_ms = event.at_ms - fact.sent_ms if isinstance(fact, RelayArrived) else -1
    state.tries[fact.channel] = (*state.tries.get(fact.channel, ()), wait_ms)


@state.on(RulesBound)
def _rules_bound(state: State, event: Event, fact: RulesBound) -> None:
    state.bound[fact.channel] = fact.services


@knowledge.on(RelaySent)
def _relay_sent(known: Known, event: Event, fact: RelaySent) -> None:
    """The message is out of the seat's hands: it may write again, and can call nothing back."""
    known.calls.pop(f"{fact.caller}>{fact.channel}", None)


@knowledge.on(RelayArrived)
def _relay_arrived(known: Known, event: Event, fact: RelayArrived) -> None:
    known.spoken[fact.channel] = event.at_ms
    if fact.restrains:
        known.restrained = len(known.acts)


@knowledge.on(PressureFelt)
def _pressure_felt(known: Known, event: Event, fact: PressureFelt) -> None:
    known.pressure = fact.pressure, event.at_ms
