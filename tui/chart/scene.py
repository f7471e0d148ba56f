"""What a sea chart shows: a seat's vessels and the named places, on the scenario's flat sea."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sim.units import MS_PER_D, MS_PER_H, MS_PER_MIN, Position
from tui.chart.coast import Point

if TYPE_CHECKING:  # the menu's commands name the chart's keys, and wait for no simulation
    from sim.play.seat import PlaceSheet, SeatView, VesselLine

UNSAFE_M = 457.2
"""A closest approach under this is unsafe, if the scenario says nothing else: 500 yd. [assumed]"""

CPA_MOST_MS = MS_PER_H
"""A closest approach later than this is not drawn; until then courses change. [assumed]"""


@dataclass(frozen=True, slots=True)
class Vessel:
    """A vessel on the chart; a lost one stands where it was at `lost_ms`.

    The closest approach is that to the seat's flag vessel.
    """

    name: str
    side: str
    number: int
    own: bool
    flag: bool
    x_m: float
    y_m: float
    course_deg: float
    speed_mps: float
    cpa_m: float | None
    tcpa_ms: int | None
    lost_ms: int | None

    def after(self, ms: float) -> Point:
        """Give where the vessel is so much later on its course."""
        way, angle = self.speed_mps * ms / 1000, math.radians(self.course_deg)
        return self.x_m + way * math.sin(angle), self.y_m + way * math.cos(angle)


class Place(NamedTuple):
    """A named place on the chart."""

    name: str
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a sea chart is drawn from; `sides` gives each side its letter, its own first."""

    origin: Position
    at_ms: int
    vessels: tuple[Vessel, ...]
    places: tuple[Place, ...] = ()
    sides: tuple[str, ...] = ()
    unsafe_m: float = UNSAFE_M

    @property
    def flag(self) -> Vessel | None:
        """The vessel that the seat is on board of, if any."""
        return next((vessel for vessel in self.vessels if vessel.flag), None)

    def unsafe(self, vessel: Vessel) -> bool:
        """Say whether a contact will come too near the flag vessel soon."""
        return (
            not vessel.own
            and vessel.lost_ms is None
            and vessel.cpa_m is not None
            and vessel.cpa_m < self.unsafe_m
            and (vessel.tcpa_ms or 0) <= CPA_MOST_MS
        )


def scene_of(
    view: SeatView,
    origin: tuple[float, float],
    places: Iterable[PlaceSheet | Place] = (),
    *,
    sides: Iterable[str] = (),
    unsafe_m: float = UNSAFE_M,
) -> Scene:
    """Take from a seat's view what the chart shows.

    Args:
        view: What the seat is shown.
        origin: Latitude and longitude of the scenario's origin, degrees.
        places: The named places, in metres from the origin.
        sides: The scenario's sides in order, so that letters do not change when a new side is
            seen; without it the sides seen, by name.
        unsafe_m: The scenario's bound for an unsafe closest approach.
    """
    held = (*view.own, *view.contacts)
    alone = [row for row in held if row.range_m is None]
    # Distances are from the flag vessel, so it is the one line without; if several lines have
    # none, the seat is ashore.
    flag = alone[0] if len(alone) == 1 else None
    seen = sorted({row.side for row in held})
    return Scene(
        Position(*origin),
        view.at_ms,
        vessels=tuple(_vessel(row, flag=row is flag) for row in held),
        places=tuple(Place(place.name, place.x_m, place.y_m) for place in places),
        sides=tuple(dict.fromkeys((view.side, *sides, *seen))),
        unsafe_m=unsafe_m,
    )


def _vessel(row: VesselLine, *, flag: bool) -> Vessel:
    return Vessel(
        name=row.name,
        side=row.side,
        number=row.number,
        own=row.own,
        flag=flag,
        x_m=row.x_m,
        y_m=row.y_m,
        course_deg=row.course_deg,
        speed_mps=row.speed_mps,
        cpa_m=row.cpa_m,
        tcpa_ms=row.tcpa_ms,
        lost_ms=row.lost_ms,
    )


def age(ms: int) -> str:
    """Write how long ago something was, in its largest whole unit.

    >>> age(12 * MS_PER_MIN), age(150 * MS_PER_MIN)
    ('12 min', '2 h')
    """
    if ms < 2 * MS_PER_H:
        return f"{ms // MS_PER_MIN} min"
    return f"{ms // MS_PER_H} h" if ms < 2 * MS_PER_D else f"{ms // MS_PER_D} d"
