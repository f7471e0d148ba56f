"""Gates: when a vessel crosses a circle around a place."""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine.base.geometry import Track, track
from sim.engine.base.setup import Setup
from sim.engine.facts.places import GateCrossed
from sim.engine.kernel.engine import Engine
from sim.engine.sea.watch import Limit, Watch, steered
from sim.model.world import Gate


def gate_watches(setup: Setup) -> Iterable[Watch]:
    """Watch every vessel of every gate."""
    for gate in setup.gates.values():
        still = track(0, *setup.places[gate.place], 0.0, 0.0)
        for vessel in gate.vessels:
            yield _Crossing(gate, vessel, still)


class _Crossing(Limit):
    """A vessel and a gate."""

    moving = 1

    def __init__(self, gate: Gate, vessel: str, still: Track) -> None:
        self.vessels = (vessel,)
        self.radius_m = gate.range
        self._gate, self._vessel, self._still = gate, vessel, still
        self._passage = gate.id, vessel

    def tracks(self, engine: Engine) -> tuple[Track | None, Track | None]:
        return engine.state.vessels.tracks.get(self._vessel), self._still

    def noted(self, engine: Engine) -> bool:
        return self._passage in engine.state.places.inside

    def cross(self, engine: Engine, *, inside: bool) -> None:
        gate = self._gate
        engine.emit(
            GateCrossed(gate.id, self._vessel, inside),
            cause=steered(engine, self._vessel),
            audience=gate.known_to,
            alert=gate.known_to if gate.alert and engine.now_ms > 0 else (),
        )
