"""What comes too near: contacts by how soon they are inside the unsafe distance, graded.

It reads one seat's view and nothing else: range, closest approach and the time to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.seat.sightings import VesselLine
from sim.engine.seat.views import SeatView
from sim.units import MS_PER_MIN

GRADES: tuple[tuple[str, int], ...] = (
    ("danger", 2 * MS_PER_MIN),
    ("near", 6 * MS_PER_MIN),
    ("ahead", 20 * MS_PER_MIN),
)
"""How a threat is graded: by the time that is left until the closest approach, soonest first."""
NEAR_MS = GRADES[1][1]
"""From which time on before an unsafe closest approach waiting stops."""
_HALF = 0.5
"""A contact that comes within this share of the unsafe distance is one grade graver."""


@dataclass(frozen=True, slots=True)
class Threat:
    """A contact that will come inside the unsafe distance if nobody alters course or speed.

    `level` is its grade: 3 danger, 2 near, 1 ahead.
    """

    vessel: str
    name: str
    cpa_m: float
    tcpa_ms: int
    level: int

    @property
    def word(self) -> str:
        """Name the grade."""
        return GRADES[len(GRADES) - self.level][0]

    @property
    def span_ms(self) -> int:
        """Give the time from which on this grade counts down."""
        return GRADES[len(GRADES) - self.level][1]


def threats(view: SeatView, unsafe_m: float) -> tuple[Threat, ...]:
    """List what will come too near, by grade, then by the time that is left."""
    found = [
        Threat(row.vessel, row.name, cpa_m=row.cpa_m, tcpa_ms=row.tcpa_ms, level=level)
        for row in view.contacts
        if row.cpa_m is not None and row.tcpa_ms and (level := _level(row, unsafe_m))
    ]
    return tuple(sorted(found, key=lambda threat: (-threat.level, threat.tcpa_ms)))


def _level(row: VesselLine, unsafe_m: float) -> int:
    """Grade a contact, 0 if it is no threat."""
    if row.lost_ms is not None or row.cpa_m is None or not row.tcpa_ms or row.cpa_m >= unsafe_m:
        return 0
    for level, (_, within_ms) in zip(range(len(GRADES), 0, -1), GRADES, strict=True):
        if row.tcpa_ms <= within_ms:
            return min(len(GRADES), level + (row.cpa_m < unsafe_m * _HALF and level > 1))
    return 0
