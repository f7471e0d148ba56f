"""Streams of encounters told in words."""

from __future__ import annotations

from sim.engine import events as ev
from sim.engine.narrate import tells
from sim.engine.setup import Setup
from sim.units import format_distance


@tells(ev.PhaseBegun)
def _phase_begun(setup: Setup, seat: str, fact: ev.PhaseBegun) -> str:
    runs = setup.encounters[fact.stream].runs
    return f"Begins: {runs.title}." if runs else ""


@tells(ev.PhaseEnded)
def _phase_ended(setup: Setup, seat: str, fact: ev.PhaseEnded) -> str:
    spec = setup.encounters[fact.stream]
    if spec.runs:
        return f"Ends: {spec.runs.title}. {spec.title}, routine: {fact.routine}."
    return f"{spec.title}, routine since the last count: {fact.routine}." if fact.routine else ""


@tells(ev.UnsafeEncounter)
def _unsafe(setup: Setup, seat: str, fact: ev.UnsafeEncounter) -> str:
    away = format_distance(float(round(fact.cpa_m)))
    return f"{setup.encounters[fact.stream].title}: unsafe, {away} at the closest."


@tells(ev.EncounterContact)
def _contact(setup: Setup, seat: str, fact: ev.EncounterContact) -> str:
    people = [f"{fact.hurt} hurt"] if fact.hurt else []
    people += [f"{fact.dead} dead"] if fact.dead else []
    told = ", ".join(people) or "nobody hurt"
    return f"{setup.encounters[fact.stream].title}: contact, {told}."
