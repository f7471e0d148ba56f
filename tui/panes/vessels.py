"""Vessels in numbers: bearing and range, course and speed, closest approach."""

from __future__ import annotations

from sim.columns import cells, fit, padded
from sim.play.seat import Sheet, Shown, VesselLine
from sim.readings import approach, bearing, distance, steering
from sim.units import clock
from tui.base.text import Line, cut_to, ends, line, rule


def vessels(sheet: Sheet, shown: Shown, width: int, height: int, *, key: str = "v") -> list[Line]:
    """List contacts by distance, then own vessels; what comes too near is marked.

    A key shows what is cut.
    """
    lines = [rule(" VESSELS ", width, " bearing range, course, approach ")]
    near = sorted(shown.view.contacts, key=lambda v: v.range_m or 0.0)
    for row in [*near, *shown.view.own]:
        head, role = ("=", "own") if row.own else ("?" if row.lost_ms else "x", "other")
        course = padded(steering(row.course_deg, row.speed_mps), 11)
        facts = f"{padded(bearing_range(row), 12)} {course}"
        tail = padded(nearness(sheet, row), 20) if width >= 60 else ""
        unsafe = not row.own and row.cpa_m is not None and row.cpa_m < sheet.unsafe_m
        name = fit(row.name, max(4, width - cells(facts) - cells(tail) - 5))
        right = line(facts, " ", (tail, "warn" if unsafe else ""))
        lines.append(ends(line((f" {head} ", role), name), right, width))
    if len(lines) == 1:
        lines.append(line((fit(" No vessel is in sight of this desk.", width), "dim")))
    return cut_to(lines, height, width, key)


def bearing_range(row: VesselLine) -> str:
    """Write bearing and range from the seat's own vessel."""
    if row.range_m is None or row.bearing_deg is None:
        return ""
    return f"{bearing(row.bearing_deg)} {distance(row.range_m)}"


def nearness(sheet: Sheet, row: VesselLine) -> str:
    """Write the closest approach ahead, or when the vessel was last seen."""
    if row.lost_ms is not None:
        return f"seen {clock(sheet.begins, row.lost_ms)}"
    if row.steady:
        return "steady"
    if row.cpa_m is None or not row.tcpa_ms:
        return ""
    return approach(row.cpa_m, row.tcpa_ms)
