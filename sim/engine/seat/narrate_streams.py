"""Streams of encounters told in words."""

from __future__ import annotations

from sim.engine.base.setup import Setup
from sim.engine.facts.traffic import EncounterContact, PhaseBegun, PhaseEnded, UnsafeEncounter
from sim.engine.seat.telling import tells
from sim.units import format_distance


@tells(PhaseBegun)
def _phase_begun(setup: Setup, seat: str, fact: PhaseBegun) -> str:
    runs = setup.traffic[fact.stream].runs
    return f"Begins: {runs.title}." if runs else ""


@tells(PhaseEnded)
def _phase_ended(setup: Setup, seat: str, fact: PhaseEnded) -> str:
    spec = setup.traffic[fact.stream]
    if spec.runs:
        return f"Ends: {spec.runs.title}. {spec.title}, routine: {fact.routine}."
    return f"{spec.title}, routine since the last count: {fact.routine}." if fact.routine else ""


@tells(UnsafeEncounter)
def _unsafe(setup: Setup, seat: str, fact: UnsafeEncounter) -> str:
    away = format_distance(float(round(fact.cpa_m)))
    return f"{setup.traffic[fact.stream].title}: unsafe, {away} at the closest."


@tells(EncounterContact)
def _contact(setup: Setup, seat: str, fact: EncounterContact) -> str:
    people = [f"{fact.hurt} hurt"] if fact.hurt else []
    people += [f"{fact.dead} dead"] if fact.dead else []
    told = ", ".join(people) or "nobody hurt"
    return f"{setup.traffic[fact.stream].title}: contact, {told}."
