"""What a sea chart shows: a seat's vessels and the named places, on the scenario's flat sea."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sim.units import MS_PER_H, MS_PER_MIN, Position
from tui.chart.coast import Point

if TYPE_CHECKING:  # the menu draws charts without the simulation
    from sim.play.seat import SeatView, Sheet, VesselLine

CPA_MOST_MS = MS_PER_H
"""A closest approach later than this is not drawn; until then courses change. [assumed]"""


class ChartPlace(Protocol):
    """A named place, in metres from the scenario's origin."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def x_m(self) -> float:
        """How far east it lies."""

    @property
    def y_m(self) -> float:
        """How far north it lies."""


@dataclass(frozen=True, slots=True)
class ChartVessel:
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


def ahead(vessel: VesselLine | ChartVessel, ms: float) -> Point:
    """Give where a vessel is so much later on its course, in metres."""
    way, angle = vessel.speed_mps * ms / 1000, math.radians(vessel.course_deg)
    return vessel.x_m + way * math.sin(angle), vessel.y_m + way * math.cos(angle)


NEAR_MS = 6 * MS_PER_MIN
"""From which time on before it an unsafe closest approach has the chart to itself."""


@dataclass(frozen=True, slots=True)
class ChartScene:
    """All that a sea chart is drawn from.

    Attributes:
        unsafe_m: A closest approach under this is unsafe by the scenario's rules.
        sides: Gives each side its letter, its own first.
    """

    origin: Position
    at_ms: int
    unsafe_m: float
    vessels: tuple[ChartVessel, ...]
    places: tuple[ChartPlace, ...] = ()
    sides: tuple[str, ...] = ()

    @property
    def flag(self) -> ChartVessel | None:
        """The vessel that the seat is on board of, if any."""
        return next((vessel for vessel in self.vessels if vessel.flag), None)

    @property
    def pair(self) -> tuple[ChartVessel, ChartVessel] | None:
        """The flag vessel and the nearest that is, or soon will be, too near; None if none is."""
        flag = self.flag
        if flag is None:
            return None
        near = []
        for other in self.vessels:
            away_m = math.hypot(other.x_m - flag.x_m, other.y_m - flag.y_m)
            soon = self.unsafe(other) and (other.tcpa_ms or 0) <= NEAR_MS
            held = not other.own and other.lost_ms is None
            if held and (soon or away_m < self.unsafe_m):
                near.append((away_m, other.name, other))
        return (flag, min(near, key=lambda item: item[:2])[2]) if near else None

    def unsafe(self, vessel: ChartVessel) -> bool:
        """Say whether a contact will come too near the flag vessel soon."""
        return (
            not vessel.own
            and vessel.lost_ms is None
            and vessel.cpa_m is not None
            and vessel.cpa_m < self.unsafe_m
            and (vessel.tcpa_ms or 0) <= CPA_MOST_MS
        )


def scene_of(view: SeatView, sheet: Sheet) -> ChartScene:
    """Take from what a seat is shown, and from what it may read, what its chart shows."""
    held = (*view.own, *view.contacts)
    alone = [row for row in held if row.range_m is None]
    # Distances are from the flag vessel, so it is the one line without; if several lines have
    # none, the seat is ashore.
    flag = alone[0] if len(alone) == 1 else None
    seen = sorted({row.side for row in held})
    return ChartScene(
        sheet.origin,
        view.at_ms,
        unsafe_m=sheet.unsafe_m,
        vessels=tuple(_vessel(row, flag=row is flag) for row in held),
        places=sheet.places,
        sides=tuple(dict.fromkeys((view.side, *sheet.sides, *seen))),
    )


def _vessel(row: VesselLine, *, flag: bool) -> ChartVessel:
    return ChartVessel(
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
