"""What facts about streams of encounters change in a State, and what seats learn of them."""

from __future__ import annotations

from sim.engine.base.log import Event
from sim.engine.facts.traffic import EncounterContact, PaceChanged, PhaseBegun, PhaseEnded
from sim.engine.kernel.knowledge import Known, add
from sim.engine.kernel.knowledge import on as learns
from sim.engine.kernel.state import State, on
from sim.units import MS_PER_H


@on(PhaseBegun)
def _phase_begun(state: State, event: Event, fact: PhaseBegun) -> None:
    state.paced[fact.stream] = fact.per_h, event.at_ms, 0.0


@on(PaceChanged)
def _pace_changed(state: State, event: Event, fact: PaceChanged) -> None:
    mean = routine_mean(state, fact.stream, event.at_ms)
    state.paced[fact.stream] = fact.per_h, event.at_ms, mean


@on(PhaseEnded)
def _phase_ended(state: State, event: Event, fact: PhaseEnded) -> None:
    del state.paced[fact.stream]


@on(EncounterContact)
def _touched(state: State, event: Event, fact: EncounterContact) -> None:
    _tally(state.tallies, fact)


@learns(EncounterContact)
def _touched_known(known: Known, event: Event, fact: EncounterContact) -> None:
    _tally(known.tallies, fact)


def _tally(tallies: dict[str, int], fact: EncounterContact) -> None:
    add(tallies, "collisions", 1)
    add(tallies, "hurt", fact.hurt)
    add(tallies, "dead", fact.dead)


def routine_mean(state: State, stream: str, now_ms: int) -> float:
    """Give how many routine meetings a stream's phase could expect so far."""
    per_h, since_ms, before = state.paced[stream]
    return before + per_h * (now_ms - since_ms) / MS_PER_H
