"""Gates: when a vessel crosses a circle around a place."""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine import events as ev
from sim.engine import geometry as geo
from sim.engine.engine import Engine
from sim.engine.scene import NEVER, Watch, steered, watcher
from sim.engine.setup import Setup


@watcher
def gate_watches(setup: Setup) -> Iterable[tuple[tuple[str, ...], Watch]]:
    """Watch every vessel of every gate."""
    for gate in setup.gates.values():
        px, py = setup.places[gate.place]
        still = geo.track(0, px, py, 0.0, 0.0)
        for vessel in gate.vessels:
            watch = Watch(
                lambda engine, after, g=gate.id, v=vessel, s=still: _next_ms(
                    engine, g, v, s, after
                ),  # type: ignore[misc]
                lambda engine, g=gate.id, v=vessel, s=still: _cross(engine, g, v, s),  # type: ignore[misc]
            )
            yield (vessel,), watch


def _span(engine: Engine, gate: str, vessel: str, still: geo.Track) -> tuple[int, int]:
    own = engine.state.tracks.get(vessel)
    if own is None:
        return NEVER, NEVER
    return geo.within(own, still, engine.setup.gates[gate].range)


def _next_ms(engine: Engine, gate: str, vessel: str, still: geo.Track, after_ms: int) -> int:
    """Give when a vessel next crosses a gate."""
    enters, leaves = _span(engine, gate, vessel, still)
    if (gate, vessel) in engine.state.inside:
        return max(leaves, after_ms) if enters <= after_ms else after_ms
    return max(enters, after_ms) if leaves > after_ms else NEVER


def _cross(engine: Engine, gate: str, vessel: str, still: geo.Track) -> None:
    """Cross a gate if that is how things stand now."""
    enters, leaves = _span(engine, gate, vessel, still)
    inside = enters <= engine.now_ms < leaves
    if inside == ((gate, vessel) in engine.state.inside):
        return
    spec = engine.setup.gates[gate]
    engine.emit(
        ev.GateCrossed(gate, vessel, inside),
        cause=steered(engine, vessel),
        audience=spec.known_to,
        alert=spec.known_to if spec.alert and engine.now_ms > 0 else (),
    )
