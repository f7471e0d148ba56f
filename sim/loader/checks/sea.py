"""Cross-checks of what is at sea at the begin: places, vessels, the flat sea itself."""

from __future__ import annotations

from collections.abc import Iterator

from sim.loader.checks.context import CheckContext, Complaint, about
from sim.model.words import Way
from sim.model.world import Place, Vessel
from sim.units import degrees_east

SPAN_NM_MOST = 600.0
"""Half the side of the plane; beyond it a flat sea is off by more than a percent."""


@about(Place, Vessel)
def _on_the_plane(context: CheckContext, way: Way, entry: Place | Vessel) -> Iterator[Complaint]:
    home = context.scenario.origin
    north, east = entry.at.lat_deg - home.lat_deg, degrees_east(entry.at, home)
    reach_nm = 60 * max(abs(north), abs(east))
    if reach_nm > SPAN_NM_MOST:
        what = f"lies {reach_nm:.0f} nm from the origin; the flat sea reaches {SPAN_NM_MOST:.0f} nm"
        yield (*way, "at"), what, "move the origin or the position"


@about(Vessel)
def _speed(context: CheckContext, way: Way, vessel: Vessel) -> Iterator[Complaint]:
    if vessel.speed > vessel.top_speed:
        yield (*way, "speed"), "is above the vessel's top speed", ""
