"""Contacts: when a side's sensors gain or lose a vessel of another side."""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine import events as ev
from sim.engine import geometry as geo
from sim.engine.engine import Engine
from sim.engine.scene import NEVER, Watch, steered, watcher
from sim.engine.setup import Setup


@watcher
def sight_watches(setup: Setup) -> Iterable[tuple[tuple[str, ...], Watch]]:
    """Watch every vessel on behalf of every other side that has vessels."""
    for side, fleet in setup.fleet_of.items():
        for vessel in setup.vessels:
            if fleet and setup.side_of(vessel) != side:
                watch = Watch(
                    lambda engine, after, s=side, v=vessel: _next_ms(engine, s, v, after),  # type: ignore[misc]
                    lambda engine, s=side, v=vessel: _change(engine, s, v),  # type: ignore[misc]
                )
                yield (vessel, *(own.id for own in fleet)), watch


def _spans(engine: Engine, side: str, vessel: str) -> list[tuple[int, int]]:
    """List when each vessel of a side has another in sight, as two instants each."""
    tracks = engine.state.tracks
    target = tracks.get(vessel)
    if target is None:
        return []
    memory = engine.scratch.setdefault("sights", {})
    spans = []
    for own in engine.setup.fleet_of[side]:
        track = tracks.get(own.id)
        if track is not None:
            key = own.id, vessel
            found = memory.get(key)
            if found is None or found[0] is not track or found[1] is not target:
                found = memory[key] = (track, target, geo.within(track, target, own.sight))
            spans.append(found[2])
    return spans


def _next_ms(engine: Engine, side: str, vessel: str, after_ms: int) -> int:
    """Give when a side gains a vessel, or when its unbroken sight of it ends."""
    spans = _spans(engine, side, vessel)
    if (side, vessel) not in engine.state.held:
        ahead = [max(enters, after_ms) for enters, leaves in spans if leaves > after_ms]
        return min(ahead, default=NEVER)
    if vessel not in engine.state.tracks:
        return NEVER
    until = after_ms
    for enters, leaves in sorted(spans):
        if enters <= until < leaves:
            until = leaves
    return until


def _change(engine: Engine, side: str, vessel: str) -> None:
    """Gain or lose a contact if that is how things stand now."""
    now = engine.now_ms
    seen = any(enters <= now < leaves for enters, leaves in _spans(engine, side, vessel))
    held = (side, vessel) in engine.state.held
    if held == seen or vessel not in engine.state.tracks:
        return
    if held:
        seats = engine.setup.sensor_seats[side]
        lost = ev.ContactLost(side, vessel)
        engine.emit(lost, cause=steered(engine, vessel), audience=seats)
    else:
        _gain(engine, side, vessel)


def _gain(engine: Engine, side: str, vessel: str) -> None:
    """Let a side hold a vessel from now on."""
    seen = engine.state.tracks[vessel]
    x, y = geo.position(seen, engine.now_ms)
    engine.emit(
        ev.ContactGained(side, vessel, round(x, 3), round(y, 3), seen.course_deg, seen.speed_mps),
        cause=steered(engine, vessel),
        audience=engine.setup.sensor_seats[side],
    )
