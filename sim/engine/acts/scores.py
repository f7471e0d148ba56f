"""Scores: what each side's objectives came to, capped for deaths and gunfire."""

from __future__ import annotations

import math
from typing import Any

from sim.engine.base.setup import Setup
from sim.engine.facts.requests import REPLIED
from sim.engine.kernel.conditions import holds
from sim.engine.kernel.state import State
from sim.model import goals as g
from sim.model.words import Word


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
        case g.HarmSum():
            hurt, dead = state.acts.tallies.get("hurt", 0), state.acts.tallies.get("dead", 0)
            return min(1.0, spec.hurt * hurt + spec.dead * dead)
        case g.WordKept():
            return _of(_words_kept(setup, state, spec.side), spec.of)
        case g.Answered():
            return _of(_answers(setup, state, spec.side), spec.of)
        case g.Parts():
            values = [p.weight * goal(p.goal, setup, state, now_ms) for p in spec.parts]
            return min(1.0, math.fsum(values))
    raise AssertionError(f"the goal “{spec.word}” has no meaning")


def _of(count: int, full: int) -> float:
    return min(max(count / full, 0.0), 1.0)


def _words_kept(setup: Setup, state: State, side: str) -> int:
    """Count the promises of a side that were kept, less those that were broken."""
    found, worth = state.promises.count.items(), {"kept": 1, "broken": -1}
    own = [(became, n) for (seat, became), n in found if setup.seats[seat].side == side]
    return sum(int(worth.get(became, 0) * n) for became, n in own)


def _answers(setup: Setup, state: State, side: str) -> int:
    """Count what a side replied to, less what it left in silence."""
    found = state.requests.replies.items()
    own = [(reply, n) for (seat, reply), n in found if setup.seats[seat].side == side]
    return sum(int(n if reply in REPLIED else -n * (reply == "silence")) for reply, n in own)


def spell_ms(state: State, gate: str, now_ms: int) -> int:
    """Give the vessel-time spent inside a gate so far."""
    total = state.places.spells_ms.get(gate, 0)
    for (name, _), since in state.places.inside.items():
        if name == gate:
            total += now_ms - since
    return total
