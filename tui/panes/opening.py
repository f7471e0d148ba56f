"""The chart of how a scenario begins: for one seat, or what every seat holds that holds any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.units import Position
from tui.base.start import Poster
from tui.base.text import Line
from tui.chart.drawing import draw
from tui.chart.scene import ChartScene, ChartVessel
from tui.chart.window import FIT

_WIDE_NM = 400.0
"""Radius of a chart on which no vessel stands, so that coasts are seen."""


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    x_m: float
    y_m: float


def opening_chart(
    poster: Poster, seat: str, width: int, height: int, *, simple: bool
) -> list[Line]:
    """Draw what a seat holds when play begins; for no seat, what none of the seats lacks.

    What only one seat holds would be given away to the others.
    """
    held = [chair.begins_with for chair in poster.seats if chair.begins_with]
    own = next((chair for chair in poster.seats if chair.id == seat), None)
    shown: Sequence[tuple[Any, ...]] = own.begins_with if own else ()
    if own is None and held:
        names = set.intersection(*({row[0] for row in rows} for rows in held))
        shown = [row for row in held[0] if row[0] in names]
    sides = tuple(poster.sides)
    if own is not None:
        sides = tuple(dict.fromkeys((own.side, *sides)))
    flags = [row[0] for row in shown if own is not None and row[3]][:1]
    scene = ChartScene(
        Position(*poster.origin),
        0,
        unsafe_m=0.0,
        vessels=tuple(_vessel(row, flag=row[0] in flags) for row in shown),
        places=tuple(_Place(*place) for place in poster.places),
        sides=sides,
    )
    zoom = FIT if shown or poster.places else _WIDE_NM
    return draw(scene, width, height, zoom, plain=simple)


def _vessel(row: tuple[Any, ...], *, flag: bool) -> ChartVessel:
    name, side, number, own, x_m, y_m, course_deg, speed_mps = row
    return ChartVessel(
        name,
        side,
        number=number,
        own=own,
        flag=flag,
        x_m=x_m,
        y_m=y_m,
        course_deg=course_deg,
        speed_mps=speed_mps,
        cpa_m=None,
        tcpa_ms=None,
        lost_ms=None,
    )
