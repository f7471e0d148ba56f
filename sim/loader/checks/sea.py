"""Cross-checks of vessels at the begin."""

from __future__ import annotations

from collections.abc import Iterator

from sim.loader.checks.context import CheckContext, Complaint, about
from sim.model.words import Way
from sim.model.world import Vessel


@about(Vessel)
def _speed(context: CheckContext, way: Way, vessel: Vessel) -> Iterator[Complaint]:
    if vessel.speed > vessel.top_speed:
        yield (*way, "speed"), "is above the vessel's top speed", ""
