"""The ground of a chart, which lies still while vessels move: land, shore and range rings."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

from tui.base.roles import RANKS
from tui.chart.coast import Shore, clip, shore
from tui.chart.raster import Raster
from tui.chart.window import ChartWindow

_RING_SAYS_DEG = (0, 180, 30, 330, 150, 210, 60, 300, 120, 240, 90, 270)
"""Bearings at which a ring may say its range, best first."""


@lru_cache(maxsize=32)
def ground(window: ChartWindow, ring: tuple[int, int] | None, ring_m: float) -> Raster:
    """Draw what does not move: land, shore and the range rings around a cell."""
    picture = Raster.blank(window.width, window.rows)
    seen = clip(shore(window.origin), window.box)
    _fill(picture, window, seen)
    for _, line in seen.lines:
        dots = [window.dot(point) for point in line]
        if len(dots) == 1:
            picture.dot(math.floor(dots[0][0]), math.floor(dots[0][1]), RANKS["coast"])
        for one, two in pairwise(dots):
            picture.line(one, two, RANKS["coast"])
    if ring:
        for count in (1, 2):
            _ring(picture, window, ring, count * ring_m / window.m_per_dot)
    return picture


def _fill(picture: Raster, window: ChartWindow, seen: Shore) -> None:
    """Stipple the land, two dots a cell, the same dots wherever the chart stands."""
    _, south, _, north = window.box
    crossings: list[list[float]] = [[] for _ in range(window.rows * 2)]
    for _, ring in seen.land:
        for one, two in pairwise(ring):
            if (one[1] < south and two[1] < south) or (one[1] > north and two[1] > north):
                continue
            (x0, y0), (x1, y1) = window.dot(one), window.dot(two)
            if y0 == y1:
                continue
            first = max(0, math.ceil((min(y0, y1) - 0.5) / 2))
            last = min(len(crossings), math.ceil((max(y0, y1) - 0.5) / 2))
            for line in range(first, last):
                crossings[line].append(x0 + (2 * line + 0.5 - y0) / (y1 - y0) * (x1 - x0))
    most = window.width * 2
    for line, found in enumerate(crossings):
        found.sort()
        for enter, leave in zip(found[::2], found[1::2], strict=True):
            first = max(0, math.ceil(enter))
            first += (first + line) % 2
            for x in range(first, min(most, math.ceil(leave)), 2):
                picture.dot(x, 2 * line, RANKS["land"])


def ring_spots(window: ChartWindow, cell: tuple[int, int], radius: float) -> list[tuple[int, int]]:
    """List cells on a range ring where it may say its range: north first, then round about."""
    x, y = 2 * cell[0] + 1, 4 * cell[1] + 2
    angles = (math.radians(bearing) for bearing in _RING_SAYS_DEG)
    return [
        (math.floor((x + radius * math.sin(a)) / 2), math.floor((y - radius * math.cos(a)) / 4))
        for a in angles
    ]


def _ring(picture: Raster, window: ChartWindow, cell: tuple[int, int], radius: float) -> None:
    """Draw a range ring as a row of dots."""
    x, y = 2 * cell[0] + 1, 4 * cell[1] + 2
    if radius > 4 * (window.width + window.rows * 2):
        return
    dots = max(8, round(radius * 2 * math.pi / 3.5))
    for place in range(dots):
        angle = 2 * math.pi * place / dots
        picture.dot(
            round(x + radius * math.sin(angle)), round(y - radius * math.cos(angle)), RANKS["ring"]
        )
