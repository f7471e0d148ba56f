"""Contacts: when a side's sensors gain or lose a vessel of another side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from sim.engine.base import geometry as geo
from sim.engine.base.setup import Setup
from sim.engine.facts.vessels import ContactGained, ContactLost
from sim.engine.kernel.engine import Engine
from sim.engine.sea.encounters import notice_late
from sim.engine.sea.watch import NEVER, Watch, steered
from sim.model.world import Vessel


def sight_watches(setup: Setup) -> Iterable[Watch]:
    """Watch every vessel on behalf of every other side that has vessels."""
    for side, fleet in setup.fleet_of.items():
        for vessel in setup.vessels:
            if fleet and setup.side_of(vessel) != side:
                yield _Sight(side, fleet, vessel)


class _Sight(Watch):
    """A side's sight of a vessel of another side."""

    spares = True

    def __init__(self, side: str, fleet: tuple[Vessel, ...], vessel: str) -> None:
        self.vessels = (vessel, *(own.id for own in fleet))
        self._side, self._vessel = side, vessel
        self._fleet = tuple((own.id, own.sight) for own in fleet)

    def _spans(self, engine: Engine) -> Iterator[tuple[int, int]]:
        """Yield when each vessel of the side has the other in sight, as two instants each."""
        tracks = engine.state.vessels.tracks
        seen = tracks.get(self._vessel)
        for own, sight in self._fleet:
            if seen is not None and own in tracks:
                yield geo.within(tracks[own], seen, sight)

    def _held(self, engine: Engine) -> bool:
        return self._side in engine.state.vessels.held.get(self._vessel, ())

    def next_ms(self, engine: Engine, after_ms: int) -> int:
        """Give when the side gains the vessel, or when its unbroken sight of it ends."""
        spans: list[tuple[int, int]] = []
        for enters, leaves in self._spans(engine):
            if leaves > after_ms:
                spans.append((enters, leaves))
                if leaves >= NEVER and enters <= after_ms and self._held(engine):
                    return NEVER
        if not self._held(engine):
            return min([max(enters, after_ms) for enters, _ in spans], default=NEVER)
        if self._vessel not in engine.state.vessels.tracks:
            return NEVER
        until = after_ms
        for enters, leaves in sorted(spans):
            if enters <= until < leaves:
                until = leaves
        return until

    def spare_m(self, engine: Engine) -> float:
        tracks, now = engine.state.vessels.tracks, engine.now_ms
        seen = tracks.get(self._vessel)
        if seen is None:
            return math.inf
        held, best = self._held(engine), -math.inf
        for own, sight in self._fleet:
            track = tracks.get(own)
            if track is not None:
                best = max(best, sight - geo.range_m(track, seen, now))
                if held and best > sight / 2:
                    break
        return best if held else -best

    def happen(self, engine: Engine) -> None:
        """Gain or lose the contact if that is how things stand now."""
        side, vessel, now = self._side, self._vessel, engine.now_ms
        seen = any(enters <= now < leaves for enters, leaves in self._spans(engine))
        held = self._held(engine)
        if held == seen or vessel not in engine.state.vessels.tracks:
            return
        cause, seats = steered(engine, vessel), engine.setup.sensor_seats[side]
        if held:
            engine.emit(ContactLost(side, vessel), cause=cause, audience=seats)
            return
        at = engine.state.vessels.tracks[vessel]
        x, y = geo.position(at, now)
        gained = ContactGained(
            side,
            vessel,
            x_m=round(x, 3),
            y_m=round(y, 3),
            course_deg=at.course_deg,
            speed_mps=at.speed_mps,
        )
        event = engine.emit(gained, cause=cause, audience=seats)
        notice_late(engine, side, vessel, event.seq)
