"""Vessels in numbers: bearing and range, course and speed, closest approach."""

from __future__ import annotations

from sim.play.seat import Sheet, Shown, VesselLine
from sim.units import M_PER_NM, MPS_PER_KN, clock
from tui.base.text import Line, ends, fit, line, rule


def vessels(sheet: Sheet, shown: Shown, width: int, height: int) -> list[Line]:
    """List contacts by distance, then own vessels; what comes too near is marked."""
    lines = [rule(" VESSELS ", width, " bearing range, course, approach ")]
    near = sorted(shown.view.contacts, key=lambda v: v.range_m or 0.0)
    for row in [*near, *shown.view.own]:
        head, role = ("=", "own") if row.own else ("?" if row.lost_ms else "x", "other")
        facts = f"{bearing_range(row):<11} {steering(row):<8}"
        tail = f"{nearness(sheet, row):<14}" if width >= 60 else ""
        unsafe = not row.own and row.cpa_m is not None and row.cpa_m < sheet.unsafe_m
        name = fit(row.name, max(4, width - len(facts) - len(tail) - 5))
        right = line(facts, " ", (tail, "warn" if unsafe else ""))
        lines.append(ends(line((f" {head} ", role), name), right, width))
    if len(lines) == 1:
        lines.append(line((fit(" No vessel is in sight of this desk.", width), "dim")))
    return lines[:height]


def steering(row: VesselLine) -> str:
    """Write course and speed."""
    if row.speed_mps == 0:
        return "stopped"
    return f"{round(row.course_deg) % 360:03d} {row.speed_mps / MPS_PER_KN:.0f}kn"


def bearing_range(row: VesselLine) -> str:
    """Write bearing and range from the seat's own vessel."""
    if row.range_m is None or row.bearing_deg is None:
        return ""
    return f"{round(row.bearing_deg) % 360:03d} {distance(row.range_m)}"


def distance(metres: float) -> str:
    """Write a distance: metres when near, else miles.

    >>> distance(420), distance(14_000)
    ('420m', '7.6nm')
    """
    return f"{metres:.0f}m" if metres < M_PER_NM / 2 else f"{metres / M_PER_NM:.1f}nm"


def nearness(sheet: Sheet, row: VesselLine) -> str:
    """Write the closest approach ahead, or when the vessel was last seen."""
    if row.lost_ms is not None:
        return f"seen {clock(sheet.begins, row.lost_ms)}"
    if row.steady:
        return "steady"
    if row.cpa_m is None or not row.tcpa_ms:
        return ""
    return f"CPA {distance(row.cpa_m)} {max(1, row.tcpa_ms // 60_000)}min"
