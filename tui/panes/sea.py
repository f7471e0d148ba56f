"""The sea around a seat: the chart, or its vessels in numbers."""

from __future__ import annotations

from sim.play.seat import Sheet, Shown
from tui.base.text import Line, cells, fit, rule
from tui.chart.drawing import ZOOMS, draw, scene_of
from tui.panes.situation import contacts, doing


def sea(
    sheet: Sheet, shown: Shown, zoom: int, width: int, height: int, *, simple: bool
) -> list[Line]:
    """Draw the chart under a rule that says whose it is, what its scale is, what is under way."""
    head = f" {sheet.seat_title} "
    under_way = ", ".join(text for text, _ in doing(sheet, shown))
    room = max(0, width - cells(head) - 4)
    title = rule(fit(head, width - 3), width, f" {fit(under_way, room)} " if under_way else "")
    scene = scene_of(shown.view, sheet.origin, sheet.places, sides=sheet.sides)
    return [title, *draw(scene, width, height - 1, ZOOMS[zoom], plain=simple)]


def numbers(sheet: Sheet, shown: Shown, width: int, height: int) -> list[Line]:
    """List the vessels with bearing, range, course and closest approach."""
    return contacts(sheet, shown.view, width, height)
