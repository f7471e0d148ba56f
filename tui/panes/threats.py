"""Threats told in advance: who will come too near, how near, and in how long, the gravest first."""

from __future__ import annotations

from sim.columns import cells, fit, padded
from sim.play.seat import SeatView, Sheet, threats
from sim.readings import countdown, distance
from tui.base.text import Line, clip, line
from tui.chart.labels import shorter
from tui.panes.words import THREATS

BAR = 10
"""Cells of the bar that runs out."""


def telegraphed(sheet: Sheet, view: SeatView, width: int, most: int) -> list[Line]:
    """Write the gravest threats, each with its grade, distance and countdown."""
    lines: list[Line] = []
    for threat in threats(view, sheet.unsafe_m)[:most]:
        sign, word, role = THREATS[threat.level]
        full = max(1, min(BAR, round(BAR * threat.tcpa_ms / threat.span_ms)))
        bar = f"[{'#' * full}{'.' * (BAR - full)}]" if width >= 60 else ""
        right = f"{distance(threat.cpa_m):>6} in {countdown(threat.tcpa_ms)} {bar}".rstrip()
        start = f" {sign} {padded(word, 6)} "
        room = max(4, width - cells(start) - cells(right) - 1)
        whole = [name for name in shorter(threat.name) if cells(name) <= room]
        name = whole[0] if whole else fit(threat.name, room)
        lines.append(clip(line((start, role), name, (f" {right}", role)), width))
    return lines
