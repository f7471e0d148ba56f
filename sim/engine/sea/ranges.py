"""Distances that matter to injects and activities: noted at the instant they are crossed."""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine.base.geometry import Track
from sim.engine.base.setup import Setup
from sim.engine.facts.places import RangeCrossed
from sim.engine.kernel.conditions import parts
from sim.engine.kernel.engine import Engine
from sim.engine.sea.watch import Limit, Watch, steered
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


def range_watches(setup: Setup) -> Iterable[Watch]:
    """Watch every distance that matters."""
    for key in watched(setup):
        yield _Distance(key)


class _Distance(Limit):
    """Two vessels and a distance."""

    def __init__(self, key: Key) -> None:
        self.vessels = key[:2]
        self.radius_m = key[2]
        self._key = key

    def tracks(self, engine: Engine) -> tuple[Track | None, Track | None]:
        tracks = engine.state.vessels.tracks
        return tracks.get(self._key[0]), tracks.get(self._key[1])

    def noted(self, engine: Engine) -> bool:
        return bool(engine.state.places.near.get(self._key))

    def cross(self, engine: Engine, *, inside: bool) -> None:
        crossed = RangeCrossed(*self._key, inside)
        engine.emit(crossed, cause=steered(engine, *self.vessels))
