"""Rungs by what happened, endings, objectives and the score."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from sim.engine.acts import reports
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActOccurred, RungReached
from sim.engine.facts.run import RunBegun, RunClosing, RunEnded
from sim.engine.kernel.conditions import holds
from sim.engine.kernel.engine import LAST, Engine, process
from sim.engine.kernel.state import State
from sim.engine.seat import beliefs
from sim.model import goals as g
from sim.model.words import Word

Follower = Callable[[Engine, Event], None]
_FOLLOWERS: list[Follower] = []


def after_act(look: Follower) -> Follower:
    """Register what else an act brings about, once everybody who sees it has weighed it."""
    _FOLLOWERS.append(look)
    return look


def occur(engine: Engine, act: ActOccurred, *, cause: int, audience: tuple[str, ...]) -> None:
    """Put an act on the ladder, let everybody who sees it weigh and report it."""
    event = engine.emit(act, cause=cause, audience=audience, alert=_struck(engine, act, audience))
    if act.rung > engine.state.acts.rungs.get(act.side, 0):
        reached = RungReached(act.side, act.rung)
        engine.emit(reached, cause=event.seq, audience=audience)
    beliefs.weigh(engine, event)
    for look in _FOLLOWERS:
        look(engine, event)
    reports.tell_of(engine, event)


def _struck(engine: Engine, act: ActOccurred, audience: tuple[str, ...]) -> tuple[str, ...]:
    """List the seats that an act calls to attention.

    Those of a side it faces, if they read it as above the theatre's standing rung; and, where
    it may have been an accident, those of its own side, who may want to explain.
    """
    setup = engine.setup
    seats = []
    for seat in audience:
        side = setup.seats[seat].side
        faced = setup.faces[side] == act.side
        if seat in setup.minded and (
            (faced and beliefs.reading(setup, act, side) > setup.parameters.r_base)
            or (side == act.side and act.doubtful)
        ):
            seats.append(seat)
    return tuple(seats)


@process(RunBegun, RunClosing, places={"due": LAST})
def end_run(engine: Engine, opened: Event, tag: str) -> None:
    """End the run, its last instant being finished, and name it by what happened."""
    engine.emit(
        RunEnded(ending(engine.setup, engine.state, engine.now_ms)),
        cause=opened.seq,
        closes=opened.seq,
        audience=engine.setup.everybody,
        alert=engine.setup.everybody,
    )


def ending(setup: Setup, state: State, now_ms: int) -> str:
    """Name the first ending whose condition holds; the last always does."""
    return next(e.id for e in setup.scenario.endings if holds(setup, e.when, state, now_ms))


def scores(setup: Setup, state: State, now_ms: int) -> dict[str, dict[str, Any]]:
    """Score every side on the truth.

    Returns:
        Per side: `score` in [0, 100], `loss` = 100 - score, and `objectives`: id → (value in
        [0, 1], points earned). The drawn order card of each seat counts as an objective
        `orders.SEAT` of its side. Deaths and gunfire cap every side alike.
    """
    result: dict[str, dict[str, Any]] = {}
    for side in setup.scenario.sides:
        earned: dict[str, tuple[float, float]] = {}
        for objective in side.objectives:
            value = goal(objective.goal, setup, state, now_ms)
            earned[objective.id] = (round(value, 6), round(value * objective.points, 6))
        for seat in setup.scenario.seats:
            card = next(
                (o for o in seat.orders if o.id == state.run.order_cards.get(seat.id)), None
            )
            if seat.side == side.id and card is not None:
                met = 1.0 if holds(setup, card.when, state, now_ms) else 0.0
                earned[f"orders.{seat.id}"] = (met, met * card.points)
        total = math.fsum((side.base, *(points for _, points in earned.values())))
        score = round(min(max(total, 0.0), cap(setup, state)), 6)
        result[side.id] = {"score": score, "loss": round(100 - score, 6), "objectives": earned}
    return result


def cap(setup: Setup, state: State) -> float:
    """Give the most any side may score after what happened to people."""
    limit = 100.0
    if state.acts.tallies.get("dead", 0):
        limit = min(limit, setup.scenario.caps.death)
    if state.acts.tallies.get("shots", 0):
        limit = min(limit, setup.scenario.caps.gunfire)
    return limit


def goal(spec: Word, setup: Setup, state: State, now_ms: int) -> float:
    """Give the value of a goal in [0, 1]."""
    match spec:
        case g.CounterShare():
            share = min(max(state.effects.counters[spec.counter] / spec.of, 0.0), 1.0)
            return float(share**spec.power)
        case g.Spell():
            inside = spell_ms(state, spec.gate, now_ms)
            share = min(inside / spec.of, 1.0) if spec.of else 0.0
            return 1.0 - share if spec.kept_out else share
        case g.FirstOf():
            found = (case.value for case in spec.cases if holds(setup, case.when, state, now_ms))
            return next(found, 0.0)
        case g.HarmDone():
            hurt, dead = state.acts.tallies.get("hurt", 0), state.acts.tallies.get("dead", 0)
            return min(1.0, spec.hurt * hurt + spec.dead * dead)
        case g.Parts():
            values = [p.weight * goal(p.goal, setup, state, now_ms) for p in spec.parts]
            return min(1.0, math.fsum(values))
    raise AssertionError(f"the goal “{spec.word}” has no meaning")


def spell_ms(state: State, gate: str, now_ms: int) -> int:
    """Give the vessel-time spent inside a gate so far."""
    total = state.places.spells_ms.get(gate, 0)
    for (name, _), since in state.places.inside.items():
        if name == gate:
            total += now_ms - since
    return total
