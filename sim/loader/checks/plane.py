"""Cross-checks of the sea: is it small enough, where a scenario uses it, to be taken as flat?

The plane keeps north up and a mile of latitude everywhere, and gives every mile of longitude the
length that it has at the origin. So it ends sooner the farther from the equator it lies. What is
checked are the ranges that a run can measure, and miles to the east wherever vessels steer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress

from sim.loader.checks.context import CheckContext, Complaint, about
from sim.model.effects import Proceed, Station, Steer
from sim.model.words import FaultyError, Way
from sim.model.world import Gate, Place, Vessel
from sim.units import Position, degrees_east

SPAN_NM_MOST = 600.0
"""Half the side of the plane: farther away nothing is near the scene."""
OFF_MOST = 0.01
"""The share by which a range, and so a time, may be off."""
_NM_PER_DEG = 60.0
_NEAR_NM = 0.01
"""What lies nearer than this is in one place."""


def stretch(origin: Position, lat_deg: float) -> float:
    """Give how much longer the plane shows a short way to the east at a latitude than it is."""
    there = math.cos(math.radians(lat_deg))
    here = math.cos(math.radians(origin.lat_deg))
    if abs(here - there) <= 1e-12:
        return 0.0
    return here / there - 1 if there > 1e-9 else math.inf


def flat_nm(origin: Position, one: Position, two: Position) -> float:
    """Give the range of two positions on the plane around an origin."""
    here = math.cos(math.radians(origin.lat_deg))
    east = (degrees_east(two, origin) - degrees_east(one, origin)) * here
    return math.hypot(east, two.lat_deg - one.lat_deg) * _NM_PER_DEG


def globe_nm(one: Position, two: Position) -> float:
    """Give the range of two positions along a great circle, by the haversine formula."""
    lat_one, lat_two = math.radians(one.lat_deg), math.radians(two.lat_deg)
    north, east = lat_two - lat_one, math.radians(degrees_east(two, one))
    half = math.sin(north / 2) ** 2 + math.cos(lat_one) * math.cos(lat_two) * (
        math.sin(east / 2) ** 2
    )
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(half)))) * _NM_PER_DEG


def ends(origin: Position) -> tuple[float, float]:
    """Give the latitudes from which to which a mile to the east is right on the plane."""
    here = math.cos(math.radians(origin.lat_deg))
    poleward = math.degrees(math.acos(here / (1 + OFF_MOST)))
    inward = here / (1 - OFF_MOST)
    near = -poleward if inward >= 1 else math.degrees(math.acos(inward))
    return (near, poleward) if origin.lat_deg >= 0 else (-poleward, -near)


@about(Place, Vessel)
def _on_the_plane(context: CheckContext, way: Way, entry: Place | Vessel) -> Iterator[Complaint]:
    home = context.scenario.origin
    north, east = entry.at.lat_deg - home.lat_deg, degrees_east(entry.at, home)
    reach_nm = _NM_PER_DEG * max(abs(north), abs(east))
    if reach_nm > SPAN_NM_MOST:
        what = f"lies {reach_nm:.0f} nm from the origin; the flat sea reaches {SPAN_NM_MOST:.0f} nm"
        yield (*way, "at"), what, "move the origin or the position"


@about(Vessel)
def _ranges(context: CheckContext, way: Way, vessel: Vessel) -> Iterator[Complaint]:
    """Range and time to every vessel before this one, the first that is off."""
    for other in context.scenario.vessels:
        with suppress(FaultyError):
            if other is vessel:
                break
            found = _off(context, (*way, "at"), vessel.at, other.at, said=f"“{other.id}”")
            if found is not None:
                yield found
                return


@about(Gate)
def _gates(context: CheckContext, way: Way, gate: Gate) -> Iterator[Complaint]:
    place = context.entry("place", gate.place)
    for index, name in enumerate(gate.vessels):
        vessel = context.entry("vessel", name)
        found = _off(context, (*way, "vessels", index), vessel.at, place.at, said=f"“{place.id}”")
        if found is not None:
            yield found
            return


@about(Proceed)
def _passages(context: CheckContext, way: Way, word: Proceed) -> Iterator[Complaint]:
    vessel = context.entry("vessel", word.vessel)
    if word.to is not None:
        to, key, said = context.entry("place", word.to).at, "to", f"“{word.to}”"
    else:
        assert word.position is not None
        to, key, said = word.position, "position", "there"
    found = _off(context, (*way, key), vessel.at, to, said=said)
    if found is not None:
        yield found


@about(Vessel)
def _under_way(context: CheckContext, way: Way, vessel: Vessel) -> Iterator[Complaint]:
    if vessel.speed > 0:
        yield from _stretched(context, (*way, "at"), vessel.at, "it is under way")


@about(Steer)
def _steered(context: CheckContext, way: Way, word: Steer) -> Iterator[Complaint]:
    vessel = context.entry("vessel", word.vessel)
    if vessel.speed == 0:  # What is under way as it begins is told of there.
        yield from _stretched(context, (*way, "vessel"), vessel.at, f"“{vessel.id}” begins")


@about(Station)
def _stationed(context: CheckContext, way: Way, word: Station) -> Iterator[Complaint]:
    vessel = context.entry("vessel", word.on)
    if vessel.speed == 0:
        yield from _stretched(context, (*way, "on"), vessel.at, f"“{vessel.id}” begins")


def _off(
    context: CheckContext, way: Way, one: Position, two: Position, *, said: str
) -> Complaint | None:
    """Tell of a range that the plane has wrong."""
    origin = context.scenario.origin
    true_nm = globe_nm(one, two)
    shown_nm = flat_nm(origin, one, two)
    if true_nm < _NEAR_NM or abs(shown_nm / true_nm - 1) <= OFF_MOST:
        return None
    what = (
        f"the range from “{_name(context, one)}” to {said} is {true_nm:.1f} nm, on the flat sea "
        f"{shown_nm:.1f} nm; {_where(origin)}"
    )
    return way, what, "move the origin between them, or bring them nearer to it"


def _stretched(context: CheckContext, way: Way, at: Position, said: str) -> Iterator[Complaint]:
    """Tell of a vessel that steers where a mile to the east is not a mile."""
    origin = context.scenario.origin
    off = stretch(origin, at.lat_deg)
    if abs(off) > OFF_MOST:
        what = f"{said} where a mile to the east is off by {abs(off):.1%}; {_where(origin)}"
        yield way, what, "move the origin or the position"


def _where(origin: Position) -> str:
    """Say where the flat sea around an origin ends."""
    south, north = (f"{abs(lat):.1f} {'N' if lat >= 0 else 'S'}" for lat in ends(origin))
    return f"the flat sea of this origin reaches from {south} to {north}"


def _name(context: CheckContext, at: Position) -> str:
    """Name the vessel that begins at a position."""
    return next(vessel.id for vessel in context.scenario.vessels if vessel.at == at)
