"""Contacts: when a side's sensors gain or lose a vessel of another side."""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine import events as ev
from sim.engine import geometry as geo
from sim.engine.engine import Engine
from sim.engine.scene import NEVER, Watch, watcher
from sim.engine.setup import Setup
from sim.model.world import Vessel


@watcher
def sight_watches(setup: Setup) -> Iterable[tuple[tuple[str, ...], Watch]]:
    """Watch every vessel on behalf of every other side that has vessels."""
    for side, fleet in setup.fleet_of.items():
        for vessel in setup.vessels:
            if fleet and setup.side_of(vessel) != side:
                watch = Watch(
                    lambda engine, s=side, v=vessel: _next_ms(engine, s, v),  # type: ignore[misc]
                    lambda engine, cause, s=side, v=vessel: _change(engine, s, v, cause),  # type: ignore[misc]
                    lambda engine, _, cause, s=side, v=vessel: _change(engine, s, v, cause),  # type: ignore[misc]
                )
                yield (vessel, *(own.id for own in fleet)), watch


def _span(engine: Engine, own: Vessel, target: geo.Track) -> tuple[int, int]:
    """Give when a vessel has another in sight, as two instants."""
    track = engine.state.tracks.get(own.id)
    if track is None:
        return NEVER, NEVER
    return geo.within(track, target, own.sight)


def _in_sight(engine: Engine, side: str, vessel: str) -> bool:
    target = engine.state.tracks.get(vessel)
    if target is None:
        return False
    for own in engine.setup.fleet_of[side]:
        enters, leaves = _span(engine, own, target)
        if enters <= engine.now_ms < leaves:
            return True
    return False


def _next_ms(engine: Engine, side: str, vessel: str) -> int:
    """Give when a side will gain a vessel, or when the longest present sight of it ends."""
    target = engine.state.tracks.get(vessel)
    if target is None:
        return NEVER
    now, next_ms, last_ms = engine.now_ms, NEVER, -NEVER
    for own in engine.setup.fleet_of[side]:
        enters, leaves = _span(engine, own, target)
        if enters > now:
            next_ms = min(next_ms, enters)
        elif leaves > now:
            last_ms = max(last_ms, leaves)
    return last_ms if (side, vessel) in engine.state.held else next_ms


def _change(engine: Engine, side: str, vessel: str, cause: int) -> None:
    """Gain or lose a contact if that is how things stand now."""
    held = (side, vessel) in engine.state.held
    if vessel not in engine.state.tracks or held == _in_sight(engine, side, vessel):
        return
    seats = engine.setup.sensor_seats[side]
    if held:
        engine.emit(ev.ContactLost(side, vessel), cause=cause, audience=seats)
    else:
        gain(engine, side, vessel, cause)


def gain(engine: Engine, side: str, vessel: str, cause: int) -> None:
    """Let a side hold a vessel from now on."""
    seen = engine.state.tracks[vessel]
    x, y = geo.position(seen, engine.now_ms)
    engine.emit(
        ev.ContactGained(side, vessel, round(x, 3), round(y, 3), seen.course_deg, seen.speed_mps),
        cause=cause,
        audience=engine.setup.sensor_seats[side],
    )
