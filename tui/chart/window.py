"""Which part of the sea a chart shows: a grid of cells that lies still, at the zoom asked for."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.units import M_PER_NM, Position
from tui.chart.coast import Box, Point
from tui.chart.scene import ChartScene, ChartVessel

FIT = 0.0
"""The zoom that shows all vessels."""
NEAR = -1.0
"""The zoom that shows the flag vessel and whoever is a danger to her; all vessels if nobody is."""

ZOOMS = (NEAR, FIT, 1.0, 3.0, 12.0, 60.0)
"""Radius of the chart in nautical miles."""

_ALONE_NM = 12.0
_PAIR = 0.8
"""Radius of the chart of two vessels, in distances between them."""
_PAIRS_M = (100, 200, 300, 400, 600, 800, 1000, 1600, 2000, 3000, 4000, 6000, 10_000)
"""Such radii, in steps so that the scale stands still for a while."""
_FITS_NM = (
    *(0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 20.0, 24.0, 30.0, 40.0, 60.0, 80.0),
    *(120.0 * 2**doubled for doubled in range(24)),
)


class ChartWindow(NamedTuple):
    """What part of the sea a chart shows: the grid's first column and row, and its size."""

    origin: Position
    m_per_dot: float
    column: int
    row: int
    width: int
    rows: int

    def dot(self, at: Point) -> Point:
        """Give the dots right of and below the chart's corner; they may lie outside."""
        return at[0] / self.m_per_dot - 2 * self.column, -at[1] / self.m_per_dot - 4 * self.row

    def cell(self, at: Point) -> tuple[int, int]:
        """Give the column and row of a point; they may lie outside."""
        x, y = self.dot(at)
        return math.floor(x / 2), math.floor(y / 4)

    def holds(self, cell: tuple[int, int]) -> bool:
        """Say whether a cell lies on the chart."""
        return 0 <= cell[0] < self.width and 0 <= cell[1] < self.rows

    @property
    def box(self) -> Box:
        """The part of the sea in metres."""
        step_x, step_y = 2 * self.m_per_dot, 4 * self.m_per_dot
        west, north = self.column * step_x, -self.row * step_y
        return Box(west, north - self.rows * step_y, west + self.width * step_x, north)


def window_of(scene: ChartScene, width: int, rows: int, zoom: float) -> tuple[ChartWindow, float]:
    """Find the part of the sea to be shown, and its radius in metres."""
    half = min(width, rows * 2)
    half -= half > 4
    at = [(item.x_m, item.y_m) for item in scene.vessels or scene.places] or [(0.0, 0.0)]
    (west, east), (south, north) = ((min(side), max(side)) for side in zip(*at, strict=True))
    middle = ((west + east) / 2, (south + north) / 2)
    pair = scene.pair if zoom == NEAR else None
    if pair is not None:
        radius_m = _pair_radius_m(*pair)
        centre = ((pair[0].x_m + pair[1].x_m) / 2, (pair[0].y_m + pair[1].y_m) / 2)
        return _centred(scene.origin, centre, radius_m / half, width=width, rows=rows), radius_m
    if zoom <= FIT and west == east and south == north:
        zoom = _ALONE_NM
    if zoom > 0:
        flag = scene.flag
        centre = (flag.x_m, flag.y_m) if flag else middle
        radius_m = zoom * M_PER_NM
        return _centred(scene.origin, centre, radius_m / half, width=width, rows=rows), radius_m
    edge = (2, 1) if width > 8 and rows > 4 else (0, 0)
    for radius_nm in _FITS_NM:
        radius_m = radius_nm * M_PER_NM
        # The middle moves in steps, so that the chart stands still while vessels move.
        step = radius_m / 4
        centre = (round(middle[0] / step) * step, round(middle[1] / step) * step)
        window = _centred(scene.origin, centre, radius_m / half, width=width, rows=rows)
        left, top = window.cell((west, north))
        right, bottom = window.cell((east, south))
        across, down = width - edge[0], rows - edge[1]
        if edge[0] <= left and right < across and edge[1] <= top and bottom < down:
            break
    return window, radius_m


def _pair_radius_m(one: ChartVessel, other: ChartVessel) -> float:
    """Give the radius at which two vessels can be told apart."""
    wanted_m = _PAIR * math.hypot(one.x_m - other.x_m, one.y_m - other.y_m)
    return next((float(step_m) for step_m in _PAIRS_M if step_m >= wanted_m), wanted_m)


def _centred(
    origin: Position, centre: Point, m_per_dot: float, width: int, rows: int
) -> ChartWindow:
    column = math.floor(centre[0] / m_per_dot / 2) - width // 2
    row = math.floor(-centre[1] / m_per_dot / 4) - rows // 2
    return ChartWindow(origin, m_per_dot, column=column, row=row, width=width, rows=rows)
