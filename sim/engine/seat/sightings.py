"""Vessels as a seat holds them: where, how near they will come, and who is to keep clear."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base import geometry as geo
from sim.engine.base.geometry import Track
from sim.engine.base.setup import Setup
from sim.engine.base.wording import vessel_name
from sim.engine.kernel.knowledge import Known


@dataclass(frozen=True, slots=True)
class VesselLine:
    """A vessel as a seat holds it; distances from the seat's first vessel, None if it has none."""

    vessel: str
    name: str
    side: str
    service: str
    number: int
    own: bool
    x_m: float
    y_m: float
    course_deg: float
    speed_mps: float
    range_m: float | None
    bearing_deg: float | None
    cpa_m: float | None
    tcpa_ms: int | None
    steady: bool
    """Whether it moves with that vessel, as far as instruments can tell; it then has no CPA."""
    duty: str
    """The duty of that vessel towards this one while the two meet."""
    lost_ms: int | None


def vessel_line(
    setup: Setup, known: Known, vessel: str, flag: str | None, now_ms: int
) -> VesselLine:
    """Show a vessel as a seat holds it, seen from the seat's first vessel."""
    spec = setup.vessels[vessel]
    held = known.vessels.tracks[vessel]
    lost = known.vessels.lost_ms.get(vessel)
    at_ms = now_ms if lost is None else lost
    x, y = geo.position(held, at_ms)
    range_m = bearing = cpa_m = tcpa_ms = None
    steady, duty = False, "none"
    if flag is not None and flag != vessel:
        own = known.vessels.tracks[flag]
        ox, oy = geo.position(own, now_ms)
        range_m = round(
            geo.range_m(own, held, now_ms) if lost is None else _away(x - ox, y - oy), 3
        )
        bearing = round(geo.bearing_deg(x - ox, y - oy), 6)
        if lost is None:
            steady = geo.relative_mps(own, held) < setup.parameters.steady
            cpa_m, tcpa_ms = _nearest(setup, own, held, now_ms) or (None, None)
            duty = _duty(setup, known, flag, vessel)
    return VesselLine(
        vessel=vessel,
        name=vessel_name(setup, vessel),
        side=spec.side,
        service=spec.service,
        number=spec.number,
        own=spec.side == known.side,
        x_m=round(x, 3),
        y_m=round(y, 3),
        course_deg=held.course_deg,
        speed_mps=held.speed_mps,
        range_m=range_m,
        bearing_deg=bearing,
        cpa_m=cpa_m,
        tcpa_ms=tcpa_ms,
        steady=steady,
        duty=duty,
        lost_ms=lost,
    )


def _nearest(setup: Setup, own: Track, held: Track, now_ms: int) -> tuple[float, int] | None:
    """Give the closest approach and the time to it, None where it has no physical meaning.

    That is where the relative motion cannot be told from none, or where the closest approach
    would come only after the scenario's horizon.
    """
    if geo.relative_mps(own, held) < setup.parameters.steady:
        return None
    nearest_m, t_s = geo.cpa(own, held, now_ms)
    tcpa_ms = round(t_s * 1000)
    if now_ms + tcpa_ms > setup.scenario.horizon:
        return None
    return round(nearest_m, 3), tcpa_ms


def _duty(setup: Setup, known: Known, flag: str, vessel: str) -> str:
    """Give the duty of a seat's first vessel in its encounter with another, if it knows of one."""
    pair = setup.pair(flag, vessel)
    one, two = known.encounters.duties.get(pair, ("none", "none"))
    return one if pair[0] == flag else two


def _away(dx: float, dy: float) -> float:
    return float((dx * dx + dy * dy) ** 0.5)
