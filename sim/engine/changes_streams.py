"""What facts about streams of encounters change in a State, and what seats learn of them."""

from __future__ import annotations

from sim.engine import events as ev
from sim.engine.knowledge import Known, add
from sim.engine.knowledge import on as learns
from sim.engine.state import State, on
from sim.units import MS_PER_H


@on(ev.PhaseBegun)
def _phase_begun(state: State, event: ev.Event, fact: ev.PhaseBegun) -> None:
    state.paced[fact.stream] = fact.per_h, event.at_ms, 0.0


@on(ev.PaceChanged)
def _pace_changed(state: State, event: ev.Event, fact: ev.PaceChanged) -> None:
    mean = routine_mean(state, fact.stream, event.at_ms)
    state.paced[fact.stream] = fact.per_h, event.at_ms, mean


@on(ev.PhaseEnded)
def _phase_ended(state: State, event: ev.Event, fact: ev.PhaseEnded) -> None:
    del state.paced[fact.stream]


@on(ev.EncounterContact)
def _touched(state: State, event: ev.Event, fact: ev.EncounterContact) -> None:
    _tally(state.tallies, fact)


@learns(ev.EncounterContact)
def _touched_known(known: Known, event: ev.Event, fact: ev.EncounterContact) -> None:
    _tally(known.tallies, fact)


def _tally(tallies: dict[str, int], fact: ev.EncounterContact) -> None:
    add(tallies, "collisions", 1)
    add(tallies, "hurt", fact.hurt)
    add(tallies, "dead", fact.dead)


def routine_mean(state: State, stream: str, now_ms: int) -> float:
    """Give how many routine meetings a stream's phase could expect so far."""
    per_h, since_ms, before = state.paced[stream]
    return before + per_h * (now_ms - since_ms) / MS_PER_H
