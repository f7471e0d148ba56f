"""The sea around a seat: its chart, under a rule that says whose it is and what is under way."""

from __future__ import annotations

from sim.columns import cells, fit
from sim.play.seat import Sheet, Shown
from tui.base.text import Line, rule
from tui.chart.drawing import draw
from tui.chart.scene import scene_of
from tui.chart.window import ZOOMS
from tui.panes.threats import telegraphed

_BESIDE = 2
"""Columns that keep the last label from running into the pane beside the chart."""

_THREATS_MOST = 3
"""Lines below the chart about who comes too near."""


def sea(
    sheet: Sheet, shown: Shown, zoom: int, width: int, height: int, *, simple: bool
) -> list[Line]:
    """Draw the chart under a rule that says whose it is, what its scale is, what is under way."""
    head = f" {sheet.seat_title} "
    under_way = ", ".join(doing(sheet, shown))
    room = max(0, width - cells(head) - 4)
    title = rule(fit(head, width - 3), width, f" {fit(under_way, room)} " if under_way else "")
    scene = scene_of(shown.view, sheet)
    near = telegraphed(sheet, shown.view, width - _BESIDE, _THREATS_MOST)
    chart = draw(scene, width - _BESIDE, height - 1 - len(near), ZOOMS[zoom], plain=simple)
    return [title, *chart, *near]


def doing(sheet: Sheet, shown: Shown) -> list[str]:
    """Name what is under way: preparations of this seat, and activities it knows of."""
    view = shown.view
    parts = [f"preparing: {sheet.moves.get(move, move)}" for move, _ in view.pending]
    return [*parts, *(shown.names.get(f"activity:{each}", each) for each, _ in view.doing)]
