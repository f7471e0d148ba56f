"""Vessels and their tasks: steering, making for a place, keeping station, leaving."""

from __future__ import annotations

import math
from dataclasses import replace

from sim.engine.acts import effects as fx
from sim.engine.acts.effects import Origin
from sim.engine.base import geometry as geo
from sim.engine.base.log import Event
from sim.engine.facts.places import GateCrossed
from sim.engine.facts.vessels import (
    OrderGiven,
    StationAdjusted,
    TargetManoeuvred,
    TrackChanged,
    VesselLeft,
)
from sim.engine.kernel.audience import own_seats, seats_holding
from sim.engine.kernel.engine import Engine, process
from sim.engine.sea.watch import note_moved
from sim.model import effects as e

_ON_STATION_M = 30.0
"""Nearer than this to its station a vessel matches the other's velocity."""
_FAR_S = 86_400.0
_CHASE_MS = 300_000
"""A vessel that cannot catch its station looks again after this time. [assumed]"""


def place(engine: Engine, vessel: str, cause: int) -> None:
    """Put a vessel where the scenario begins."""
    spec = engine.setup.vessels[vessel]
    x, y = geo.plane(engine.setup.scenario.origin, spec.at)
    engine.emit(
        TrackChanged(vessel, x, y_m=y, course_deg=spec.course, speed_mps=spec.speed, due_ms=None),
        cause=cause,
        audience=own_seats(engine, vessel),
    )
    note_moved(engine, vessel, engine.state.vessels.tracks[vessel])


def steer(
    engine: Engine,
    vessel: str,
    heading: tuple[float, float],
    cause: int,
    due_ms: int | None = None,
) -> None:
    """Put a vessel on a new course (degrees) and speed (m/s)."""
    course_deg, speed_mps = heading
    state = engine.state
    now = engine.now_ms
    old = state.vessels.tracks[vessel]
    course, speed = round(course_deg, 6) % 360, round(speed_mps, 6)
    steady = (old.course_deg, old.speed_mps) == (course, speed)
    if steady and due_ms is None and ("leg", vessel) not in state.open:
        return
    x, y = geo.position(old, now)
    engine.emit(
        TrackChanged(
            vessel, round(x, 3), y_m=round(y, 3), course_deg=course, speed_mps=speed, due_ms=due_ms
        ),
        cause=cause,
        closes=state.open.get(("leg", vessel)),
        audience=seats_holding(engine, vessel),
    )
    note_moved(engine, vessel, old)
    if not steady:
        _tell_followers(engine, vessel, engine.state.seq)


def give(engine: Engine, order: OrderGiven, cause: int) -> int | None:
    """Give a vessel an order, at no more than its top speed; None if it has left the scene."""
    if order.vessel not in engine.state.vessels.tracks:
        return None
    top = engine.setup.vessels[order.vessel].top_speed
    given = order if order.speed_mps <= top else replace(order, speed_mps=top)
    note_moved(engine, order.vessel, engine.state.vessels.tracks[order.vessel])
    return engine.emit(given, cause=cause, audience=own_seats(engine, order.vessel)).seq


def steer_as_ordered(
    engine: Engine, vessel: str, course_deg: float, speed_mps: float, cause: int
) -> None:
    """Carry out a `steer`: a plain course and speed."""
    course = OrderGiven(vessel, "steer", speed_mps=speed_mps, bearing_deg=course_deg)
    order = give(engine, course, cause)
    if order is not None:
        steer(engine, vessel, (course_deg, engine.state.vessels.tasks[vessel].speed_mps), order)


def proceed(
    engine: Engine, vessel: str, to: tuple[float, float], speed_mps: float, cause: int
) -> None:
    """Make for a point of the plane and stop there."""
    x, y = to
    order = give(engine, OrderGiven(vessel, "proceed", speed_mps=speed_mps), cause)
    if order is None:
        return
    speed = engine.state.vessels.tasks[vessel].speed_mps
    own_x, own_y = geo.position(engine.state.vessels.tracks[vessel], engine.now_ms)
    away = math.hypot(x - own_x, y - own_y)
    if away < 1.0 or speed <= 0:
        steer(engine, vessel, (engine.state.vessels.tracks[vessel].course_deg, 0.0), order)
        return
    due = engine.now_ms + max(1, round(away / speed * 1000))
    steer(engine, vessel, (geo.bearing_deg(x - own_x, y - own_y), speed), cause=order, due_ms=due)


def keep_station(engine: Engine, vessel: str, cause: int) -> None:
    """Steer for the station of a vessel's task, or match the other's velocity when there."""
    state, now = engine.state, engine.now_ms
    task = state.vessels.tasks[vessel]
    target = state.vessels.tracks.get(task.target)
    if target is None:
        steer(engine, vessel, (state.vessels.tracks[vessel].course_deg, 0.0), cause)
        return
    x, y = geo.position(state.vessels.tracks[vessel], now)
    tx, ty = geo.position(target, now)
    sx, sy = geo.offset(target.course_deg, task.bearing_deg, task.distance_m)
    if math.hypot(tx + sx - x, ty + sy - y) < _ON_STATION_M:
        steer(engine, vessel, (target.course_deg, target.speed_mps), cause)
        return
    ax, ay = geo.around(x - tx, y - ty, sx, sy)
    dx, dy = tx + ax - x, ty + ay - y
    found = geo.intercept(dx, dy, target.vx_mps, vy=target.vy_mps, speed_mps=task.speed_mps)
    if found is None or found[1] > _FAR_S:
        course, due = geo.bearing_deg(dx, dy), now + _CHASE_MS
    else:
        course, due = found[0], now + max(1, round(found[1] * 1000))
    steer(engine, vessel, (course, task.speed_mps), cause=cause, due_ms=due)


@process(TrackChanged)
def end_leg(engine: Engine, opened: Event, tag: str) -> None:
    """Come to the end of a leg: stop at a place, or take station."""
    vessel = opened.fact.vessel
    if engine.state.vessels.tasks[vessel].task == "station":
        keep_station(engine, vessel, opened.seq)
    else:
        steer(engine, vessel, (opened.fact.course_deg, 0.0), opened.seq)


def _tell_followers(engine: Engine, vessel: str, cause: int) -> None:
    """Let every vessel that keeps station on this one notice its manoeuvre, a little later."""
    followers = [f for f, task in engine.state.vessels.tasks.items() if task.target == vessel]
    for follower in followers:
        if ("follow", follower) not in engine.state.open:
            due = engine.now_ms + engine.setup.parameters.follow
            engine.emit(TargetManoeuvred(follower, vessel, due), cause=cause)


@process(TargetManoeuvred)
def follow(engine: Engine, opened: Event, tag: str) -> None:
    """Follow the manoeuvre of the vessel one keeps station on."""
    vessel, target = opened.fact.vessel, opened.fact.target
    engine.emit(StationAdjusted(vessel), cause=opened.seq, closes=opened.seq)
    task = engine.state.vessels.tasks.get(vessel)
    if task is not None and task.task == "station" and task.target == target:
        keep_station(engine, vessel, opened.seq)


def leave(engine: Engine, vessel: str, cause: int) -> None:
    """Take a vessel out of the scene, and everything that was forecast of it."""
    state = engine.state
    if vessel not in state.vessels.tracks:
        return
    note_moved(engine, vessel, state.vessels.tracks[vessel])
    followers = [f for f, task in state.vessels.tasks.items() if task.target == vessel]
    gone = engine.emit(
        VesselLeft(vessel),
        cause=cause,
        closes=state.open.get(("leg", vessel)),
        audience=seats_holding(engine, vessel),
    )
    engine.close(("follow", vessel), StationAdjusted(vessel), gone.seq)
    for gate in engine.setup.gates_of[vessel]:
        if (gate, vessel) in state.places.inside:
            out = GateCrossed(gate, vessel, inside=False)
            engine.emit(out, cause=gone.seq, audience=engine.setup.gates[gate].known_to)
    for follower in followers:
        if follower in state.vessels.tracks:
            steer(engine, follower, (state.vessels.tracks[follower].course_deg, 0.0), gone.seq)


@fx.means(e.Steer)
def _steer(engine: Engine, spec: e.Steer, origin: Origin) -> None:
    now = engine.state.vessels.tracks.get(spec.vessel)
    if now is None:
        return
    course = now.course_deg if spec.course is None else spec.course
    if spec.turn is not None:
        course = round((course + spec.turn) % 360, 6)
    speed = now.speed_mps if spec.speed is None else spec.speed
    steer_as_ordered(engine, spec.vessel, course, speed_mps=speed, cause=origin.cause)


@fx.means(e.Proceed)
def _proceed(engine: Engine, spec: e.Proceed, origin: Origin) -> None:
    if spec.vessel not in engine.state.vessels.tracks:
        return
    if spec.to is not None:
        to = engine.setup.places[spec.to]
    else:
        assert spec.position is not None
        to = geo.plane(engine.setup.scenario.origin, spec.position)
    proceed(engine, spec.vessel, to, speed_mps=spec.speed, cause=origin.cause)


@fx.means(e.Station)
def _station(engine: Engine, spec: e.Station, origin: Origin) -> None:
    if spec.on not in engine.state.vessels.tracks:
        return
    station = OrderGiven(
        spec.vessel,
        "station",
        speed_mps=spec.speed,
        target=spec.on,
        bearing_deg=spec.bearing,
        distance_m=spec.distance,
        avoids_p=spec.avoids,
    )
    order = give(engine, station, origin.cause)
    if order is not None:
        keep_station(engine, spec.vessel, order)


@fx.means(e.Leave)
def _leave(engine: Engine, spec: e.Leave, origin: Origin) -> None:
    leave(engine, spec.vessel, origin.cause)
