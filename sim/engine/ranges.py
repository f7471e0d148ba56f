"""Distances that matter to injects and activities: noted at the instant they are crossed."""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine import events as ev
from sim.engine import geometry as geo
from sim.engine.conditions import parts
from sim.engine.engine import Engine
from sim.engine.scene import NEVER, Watch, steered, watcher
from sim.engine.setup import Setup
from sim.model.conditions import Range

Key = tuple[str, str, float]
"""Two vessels and a distance in metres."""


def watched(setup: Setup) -> dict[Key, None]:
    """List the distances that an inject's condition or an activity depends on."""
    found: dict[Key, None] = {}
    conditions = [i.when for i in setup.scenario.injects]
    conditions += [a.keep for a in setup.scenario.activities]
    for condition in conditions:
        for word in parts(condition):
            if isinstance(word, Range):
                for limit in (word.below, word.above):
                    if limit is not None:
                        found[word.of[0], word.of[1], limit] = None
    for activity in setup.scenario.activities:
        if activity.reach is not None and activity.on is not None:
            found[activity.by, activity.on, activity.reach] = None
    return found


@watcher
def range_watches(setup: Setup) -> Iterable[tuple[tuple[str, ...], Watch]]:
    """Watch every distance that matters."""
    for key in watched(setup):
        watch = Watch(
            lambda engine, after, k=key: _next_ms(engine, k, after),  # type: ignore[misc]
            lambda engine, k=key: _cross(engine, k),  # type: ignore[misc]
        )
        yield (key[0], key[1]), watch


def _span(engine: Engine, key: Key) -> tuple[int, int]:
    one, two = engine.state.tracks.get(key[0]), engine.state.tracks.get(key[1])
    return (NEVER, NEVER) if one is None or two is None else geo.within(one, two, key[2])


def _next_ms(engine: Engine, key: Key, after_ms: int) -> int:
    """Give when two vessels next cross a distance."""
    enters, leaves = _span(engine, key)
    if engine.state.near.get(key):
        return max(leaves, after_ms) if enters <= after_ms else after_ms
    return max(enters, after_ms) if leaves > after_ms else NEVER


def _cross(engine: Engine, key: Key) -> None:
    """Note that a distance was crossed, if that is how things stand now."""
    enters, leaves = _span(engine, key)
    near = enters <= engine.now_ms < leaves
    if near != bool(engine.state.near.get(key)):
        crossed = ev.RangeCrossed(*key, near)
        engine.emit(crossed, cause=steered(engine, key[0], key[1]))
