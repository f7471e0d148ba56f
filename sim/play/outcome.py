"""What a finished run adds up to: ending, measures and scores, for everybody."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from sim.engine.acts.scores import cap, scores
from sim.engine.facts.channels import ChannelChanged, LineChanged, starts_as
from sim.engine.facts.encounters import ApproachPassed
from sim.engine.facts.relays import RelayLost
from sim.engine.facts.traffic import EncounterContact, PhaseBegun, PhaseEnded, UnsafeEncounter
from sim.engine.facts.vessels import RadioSilenced
from sim.engine.kernel.engine import Engine
from sim.engine.seat.telling import tell
from sim.play.word_counts import word_measures
from sim.units import clock

_ROUNDING = 1e-6
"""Scores are rounded to so much; less than that is no difference."""
_CAPPED = {"dead": "people died", "shots": "guns were fired"}
"""What keeps every side's score down, by what is counted."""


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


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A line of the account of a score.

    What is for something that was reached says how far in [0, 1], and how many points all of it
    would have been; `main` is what mattered most.
    """

    title: str
    points: float
    value: float | None = None
    full: float | None = None
    main: bool = False


def account(engine: Engine, side: str, digits: int = 0) -> tuple[ScoreLine, ...]:
    """Write a side's score as an account: rounded points that add up to the rounded score.

    It begins with where the side starts from; a line at the end says what bounds have changed.
    """
    spec, found = engine.setup.sides[side], scores(engine.setup, engine.state, engine.now_ms)[side]
    lines = [ScoreLine("Where the side starts from", spec.base)]
    lines += _earned(engine, side, found["objectives"])
    bound = found["score"] - math.fsum(line.points for line in lines)
    if abs(bound) > _ROUNDING:
        why = _capped(engine) if bound < 0 else "No score is below 0"
        lines.append(ScoreLine(why, bound))
    shown = adding_up([line.points for line in lines], found["score"], digits)
    return tuple(replace(line, points=each) for line, each in zip(lines, shown, strict=True))


def _earned(
    engine: Engine, side: str, earned: Mapping[str, tuple[float, float]]
) -> Iterator[ScoreLine]:
    """Write what a side's objectives brought, and the orders that its seats held."""
    for goal in engine.setup.sides[side].objectives:
        value, points = earned[goal.id]
        yield ScoreLine(goal.title, points, value, full=goal.points, main=goal.main)
    for seat in engine.setup.seats.values():
        held = engine.state.run.order_cards.get(seat.id)
        for order in seat.orders:
            if order.id == held and f"orders.{seat.id}" in earned:
                value, points = earned[f"orders.{seat.id}"]
                title = f"Orders of {seat.title}: {order.title}"
                yield ScoreLine(title, points, value, full=order.points)


def _capped(engine: Engine) -> str:
    """Say why no side can have more than it has."""
    tallies = engine.state.acts.tallies
    why = " and ".join(said for kind, said in _CAPPED.items() if tallies.get(kind))
    return f"No side has more than {cap(engine.setup, engine.state):g}{': ' + why if why else ''}"


def adding_up(points: Sequence[float], total: float, digits: int) -> list[float]:
    """Round numbers so that they still add up to their rounded total.

    Each moves by less than a step; those that have most to lose are rounded up.

    >>> adding_up([10.4, 10.4, 10.4], 31.2, 0)
    [11.0, 10.0, 10.0]
    """
    step = 10**digits
    down = [math.floor(point * step + _ROUNDING) for point in points]
    lost = [point * step - whole for point, whole in zip(points, down, strict=True)]
    missing = round(round(total, digits) * step) - sum(int(whole) for whole in down)
    most = sorted(range(len(points)), key=lambda place: -lost[place])[: max(0, missing)]
    return [(whole + (place in most)) / step for place, whole in enumerate(down)]


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
        if isinstance(event.fact, RelayLost)
    )


def measures(engine: Engine) -> dict[str, Any]:
    """Give the numbers of a run; undefined ones are None.

    Returns:
        `minutes` simulated; `hurt`, `dead`, `collisions`, `contacts`, `shots`; `passes` under the
        unsafe distance, each that was sought and else the first of an encounter; per side
        `peak_rung`, `score`, `loss`; per counter its value; per channel `usable` (share of the
        run), `tries`, `answered`, `median_wait_min`; `turns` and `replies` in talks,
        `first_reply_min` from the first incident; per side `promises_made`, `promises_tested`,
        `promises_kept`, `promises_broken`.
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
        **word_measures(engine),
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
