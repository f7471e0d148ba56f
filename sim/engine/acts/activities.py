"""Activities: things that go on for a while, with beats, hazards and an end."""

from __future__ import annotations

import math
from heapq import merge
from itertools import count

from sim.engine.acts import effects as fx
from sim.engine.acts.effects import Origin
from sim.engine.acts.ladder import occur
from sim.engine.base.log import Event, Key
from sim.engine.base.setup import Setup
from sim.engine.facts.activities import ActivityBegun, ActivityEnded, HazardStruck
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.places import RangeCrossed
from sim.engine.facts.vessels import VesselLeft
from sim.engine.kernel.audience import commanders_of, seats_holding
from sim.engine.kernel.conditions import Test, holds, is_near, moments, moved_by, test
from sim.engine.kernel.engine import Concerned, Engine, Plan, process, settler
from sim.model import effects as e
from sim.model.moves import Activity, Hazard
from sim.units import MS_PER_H


@fx.means(e.BeginActivity)
def _begin(engine: Engine, spec: e.BeginActivity, origin: Origin) -> None:
    """Begin an activity unless it is under way, its vessel is gone or it could not last."""
    activity = engine.setup.activities[spec.activity]
    if ("activity", activity.id) in engine.state.open or _why_not(engine, activity):
        return
    nth = engine.state.activities.begun.get(activity.id, 0)
    seen = _seen(engine, activity)
    begun = engine.emit(
        ActivityBegun(activity.id, nth, engine.now_ms + activity.lasts),
        cause=origin.cause,
        audience=seen,
        alert=_alert(engine, activity),
    )
    if activity.rung is not None:
        side = engine.setup.side_of(activity.by)
        act = ActOccurred(
            side, activity.rung, what=activity.id, vessel=activity.by, target=activity.on or ""
        )
        occur(engine, act, cause=begun.seq, audience=seen)


@fx.means(e.CeaseActivity)
def _cease(engine: Engine, spec: e.CeaseActivity, origin: Origin) -> None:
    end(engine, engine.setup.activities[spec.activity], "ceased", origin.cause)


def end(engine: Engine, activity: Activity, why: str, cause: int) -> None:
    """End an activity if it is under way."""
    ended = engine.close(
        ("activity", activity.id),
        ActivityEnded(activity.id, why),
        cause,
        audience=_seen(engine, activity),
        alert=_alert(engine, activity),
    )
    if ended is not None:
        fx.apply(engine, activity.ended, Origin("", ended.seq, f"activities.{activity.id}.ended"))


def _seen(engine: Engine, activity: Activity) -> tuple[str, ...]:
    vessels = [activity.by] if activity.on is None else [activity.by, activity.on]
    return seats_holding(engine, *vessels)


def _alert(engine: Engine, activity: Activity) -> tuple[str, ...]:
    if not activity.alert:
        return ()
    vessels = [activity.by] if activity.on is None else [activity.by, activity.on]
    return tuple(s for s in commanders_of(engine, *vessels) if s in _seen(engine, activity))


def _why_not(engine: Engine, activity: Activity) -> str:
    """Say why an activity cannot go on now, "" if it can."""
    tracks = engine.state.vessels.tracks
    if activity.by not in tracks or (activity.on is not None and activity.on not in tracks):
        return "out_of_reach"
    if activity.reach is not None and activity.on is not None:
        reach = activity.by, activity.on, activity.reach
        if not is_near(engine.state, *reach, engine.now_ms):
            return "out_of_reach"
    keeps = engine.setup.once("keeps", _keeps)[activity.id]
    return "" if keeps(engine.state, engine.now_ms) else "not_kept"


def _keeps(setup: Setup) -> dict[str, Test]:
    """Give for each activity whether it can go on."""
    return {a.id: test(setup, a.keep) for a in setup.scenario.activities}


def _kinds(activity: Activity) -> set[type]:
    """Give what may end an activity early."""
    return {RangeCrossed, VesselLeft} | moved_by(activity.keep)


def _watched(setup: Setup) -> Concerned[tuple[Key, Activity]]:
    """Give each activity with its interval, by what may end it early."""
    return Concerned([((("activity", a.id), a), _kinds(a)) for a in setup.scenario.activities])


@settler("activities", lambda s: {kind for a in s.scenario.activities for kind in _kinds(a)})
def look_at_activities(engine: Engine, touched: set[type]) -> None:
    """End activities that can no longer go on after what just happened."""
    for key, activity in engine.setup.once("activities", _watched).by(touched):
        if key in engine.state.open:
            why = _why_not(engine, activity)
            if why:
                end(engine, activity, why, engine.state.seq)


def _plan(engine: Engine, opened: Event) -> Plan:
    """Wake for every beat, candidate moment of a hazard, moment of `keep`, and the end."""
    activity = engine.setup.activities[opened.fact.activity]
    begun, due = opened.at_ms, opened.fact.due_ms
    looks = [(t, "look") for t in sorted(moments(activity.keep)) if begun < t < due]
    plans: list[Plan] = [[(due, "end")], looks]
    if activity.beat is not None:
        every = activity.beat.every
        plans.append((t, "beat") for t in range(begun + every, due + 1, every))
    for number, hazard in enumerate(activity.hazards):
        if hazard.rate > 0:
            plans.append(_candidates(engine, f"{activity.id}.{hazard.id}", number, opened))
    return merge(*plans)  # an activity may be ended long before most of its beats


def _candidates(engine: Engine, name: str, number: int, opened: Event) -> Plan:
    """Draw the moments at which a hazard may strike, from its constant upper bound."""
    hazard = engine.setup.activities[opened.fact.activity].hazards[number]
    subject, mean_ms = f"{name}.{opened.fact.nth}", MS_PER_H / hazard.rate
    at = float(opened.at_ms)
    for k in count():
        u = engine.draws.uniform("activity.hazard", subject, k)
        at += -math.log(1 - u) * mean_ms
        if at >= opened.fact.due_ms:
            return
        yield max(round(at), opened.at_ms + 1), f"hazard:{number}:{k}"


@process(ActivityBegun, plan=_plan)
def activity_due(engine: Engine, opened: Event, tag: str) -> None:
    """A beat, a hazard's candidate moment, or the end of an activity."""
    activity = engine.setup.activities[opened.fact.activity]
    why = _why_not(engine, activity)
    if why or tag == "end":
        end(engine, activity, why or "over", opened.seq)
    elif tag == "beat":
        assert activity.beat is not None
        at = Origin("", opened.seq, f"activities.{activity.id}.beat.effects")
        fx.apply(engine, activity.beat.effects, at)
    elif tag != "look":
        _, number, k = tag.split(":")
        _perhaps_strike(engine, activity, activity.hazards[int(number)], opened=opened, k=int(k))


def _perhaps_strike(
    engine: Engine, activity: Activity, hazard: Hazard, opened: Event, k: int
) -> None:
    """Accept a candidate with the ratio of the present hazard to its bound."""
    if engine.state.activities.strikes.get((activity.id, hazard.id), 0) >= hazard.most:
        return
    ratio = 1.0
    for factor in hazard.slower:
        if holds(engine.setup, factor.when, engine.state, engine.now_ms):
            ratio *= factor.times
    subject = f"{activity.id}.{hazard.id}.{opened.fact.nth}"
    if engine.draws.happens(ratio, "activity.thin", subject, k):
        struck = engine.emit(HazardStruck(activity.id, hazard.id), cause=opened.seq)
        address = f"activities.{activity.id}.hazards.{hazard.id}.effects"
        fx.apply(engine, hazard.effects, Origin("", struck.seq, address))
