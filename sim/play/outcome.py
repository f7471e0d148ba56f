"""What a finished run adds up to: ending, measures and scores, for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from sim.engine.acts.scores import scores
from sim.engine.facts.channels import ChannelChanged, LineChanged, starts_as
from sim.engine.facts.encounters import ApproachPassed
from sim.engine.facts.offers import ClauseKept
from sim.engine.facts.relays import RelayLost
from sim.engine.facts.traffic import EncounterContact, PhaseBegun, PhaseEnded, UnsafeEncounter
from sim.engine.facts.vessels import RadioSilenced
from sim.engine.kernel.engine import Engine
from sim.engine.seat.telling import tell
from sim.units import clock


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished run in numbers and words."""

    ending: str
    title: str
    text: str
    measures: dict[str, Any]
    scores: dict[str, Any]
    cards: dict[str, str]
    untold: tuple[str, ...] = ()
    """What came about without a word to anybody: what a relay lost, what was not held to."""


def outcome(engine: Engine) -> Outcome:
    """Sum a run up; meant for a run that has ended."""
    setup, state = engine.setup, engine.state
    spec = setup.endings[state.run.ended]
    return Outcome(
        spec.id,
        spec.title,
        text=spec.text,
        measures=measures(engine),
        scores=scores(setup, state, engine.now_ms),
        cards={
            seat: next(c.title for c in setup.seats[seat].orders if c.id == card)
            for seat, card in state.run.order_cards.items()
        },
        untold=_untold(engine),
    )


def _untold(engine: Engine) -> tuple[str, ...]:
    """Say in sentences what nobody was told while it ran."""
    setup = engine.setup
    return tuple(
        f"{clock(setup.scenario.begins, event.at_ms)} {tell(setup, setup.everybody[0], event)}"
        for event in engine.log
        if isinstance(event.fact, RelayLost | ClauseKept)
    )


def measures(engine: Engine) -> dict[str, Any]:
    """Give the numbers of a run; undefined ones are None.

    Returns:
        `minutes` simulated; `hurt`, `dead`, `collisions`, `contacts`, `shots`; `passes` under the
        unsafe distance, each that was sought and else the first of an encounter; per side
        `peak_rung`, `score`, `loss`; per counter its value; per channel `usable` (share of the
        run), `tries`, `answered`, `median_wait_min`.
        Where there are streams, per stream `routine` (in phases that have ended), `unsafe`,
        `ordered` among these, `touched`, and of its runs how many there were and were disturbed.
    """
    setup, state = engine.setup, engine.state
    tallies = state.acts.tallies
    sums = scores(setup, state, engine.now_ms)
    met = {"streams": {name: met_by(engine, name) for name in setup.traffic}}
    return {
        "minutes": round(engine.now_ms / 60_000, 6),
        **{
            name: tallies.get(name, 0)
            for name in ("hurt", "dead", "collisions", "contacts", "shots")
        },
        "passes": sum(int(isinstance(e.fact, ApproachPassed) and e.fact.close) for e in engine.log),
        "peak_rung": {side: state.acts.rungs.get(side, 0) for side in setup.sides},
        "score": {side: sums[side]["score"] for side in setup.sides},
        "loss": {side: sums[side]["loss"] for side in setup.sides},
        "counters": dict(state.effects.counters),
        "channels": {name: _channel(engine, name) for name in setup.channels},
        **(met if setup.traffic else {}),
    }


def met_by(engine: Engine, stream: str) -> dict[str, int]:
    """Count what a stream has met."""
    found = dict.fromkeys(("routine", "unsafe", "ordered", "touched", "runs", "disturbed"), 0)
    runs = engine.setup.traffic[stream].runs is not None
    for event in engine.log:
        match event.fact:
            case PhaseEnded() as fact if fact.stream == stream:
                found["routine"] += fact.routine
            case PhaseBegun() as fact if fact.stream == stream:
                found["runs"] += runs
                found["disturbed"] += runs and fact.disturbed
            case UnsafeEncounter() as fact if fact.stream == stream:
                found["unsafe"] += 1
                found["ordered"] += fact.ordered
            case EncounterContact() as fact if fact.stream == stream:
                found["touched"] += 1
    return found


def _channel(engine: Engine, name: str) -> dict[str, Any]:
    waits = engine.state.calls.waits_ms.get(name, ())
    answered = [w for w in waits if w >= 0]
    return {
        "usable": usable(engine, name),
        "tries": len(waits),
        "answered": len(answered),
        "median_wait_min": round(median(answered) / 60_000, 6) if answered else None,
    }


def usable(engine: Engine, name: str) -> float:
    """Give the share of the run in which a channel worked and was open.

    For a radio, the mean of that over the vessels that carry it and whose radio worked.
    """
    end_ms, channel = engine.now_ms, engine.setup.channels[name]
    political, works, since, usable_ms = starts_as(channel), True, 0, 0
    for event in engine.log:
        fact = event.fact
        if isinstance(fact, LineChanged | ChannelChanged) and fact.channel == name:
            usable_ms += (event.at_ms - since) * (political == "open" and works)
            since = event.at_ms
            if isinstance(fact, LineChanged):
                works = fact.works
            else:
                political = fact.political
    usable_ms += (end_ms - since) * (political == "open" and works)
    if not end_ms:
        return float(political == "open" and works)
    radios = [v for seat in engine.setup.scenario.seats for v in seat.commands]
    if channel.kind != "radio" or not radios or not usable_ms:
        return round(usable_ms / end_ms, 6)
    silent_ms = sum(
        end_ms - e.at_ms
        for e in engine.log
        if isinstance(e.fact, RadioSilenced) and e.fact.vessel in radios
    )
    return round(usable_ms / end_ms * (1 - silent_ms / (len(radios) * end_ms)), 6)
