"""The sea chart as text: coast, range rings, vessels, their courses and closest approaches.

Pure functions: a scene, a size and a zoom in, rows of styled text out. North is up. Cells of the
chart lie on a fixed grid of the sea, so that nothing shimmers while vessels move.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from sim.units import M_PER_NM, MS_PER_MIN, Position
from tui.base.roles import STYLES
from tui.chart.coast import Box, Point, Shore, clip, covers, shore
from tui.chart.labels import Labels, fitting, shared, shorter
from tui.chart.raster import Line, Raster
from tui.chart.scene import UNSAFE_M, Place, Scene, Vessel, age, scene_of

__all__ = [
    "FIT",
    "Line",
    "Place",
    "Scene",
    "UNSAFE_M",
    "Vessel",
    "ZOOMS",
    "draw",
    "letter",
    "scene_of",
]

FIT = 0.0
"""The zoom that shows all vessels."""

ZOOMS = (FIT, 1.0, 3.0, 12.0, 60.0)
"""Radius of the chart in nautical miles."""

_PLAIN = (" ", ".", ":", "#", "*", "=", *"+" * 10)
_RANK = {name: rank for rank, name in enumerate(STYLES)}
_SHAPES = ("()", "<>", "[]", "{}")
_SLOPES = "|/-\\"
_NAME_LEAST = 9
_VECTOR_MS = 6 * MS_PER_MIN
_ALONE_NM = 12.0
_FITS_NM = (
    *(0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 20.0, 24.0, 30.0, 40.0, 60.0, 80.0),
    *(120.0 * 2**doubled for doubled in range(24)),
)


class Window(NamedTuple):
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


def draw(
    scene: Scene, width: int, height: int, zoom: float = FIT, *, plain: bool = False
) -> list[Line]:
    """Draw a chart.

    Args:
        scene: What there is to be seen.
        width: Columns.
        height: Rows; from four on, the last one holds scale, north and what is not seen.
        zoom: The chart's radius in nautical miles around the flag vessel, or FIT.
        plain: Whether to use ASCII signs in place of dots.

    Returns:
        `height` rows, each `width` columns wide, as runs of text and the name of a style.
    """
    width, height = max(width, 0), max(height, 0)
    if not width or not height:
        return [()] * height
    rows = height - 1 if height >= 4 else height
    window, radius_m = _window(scene, width, rows, zoom)
    flag = scene.flag
    ring = window.cell((flag.x_m, flag.y_m)) if flag else None
    picture = _ground(window, ring, radius_m / 2).copy()
    labels = Labels(width, rows)
    for vessel in scene.vessels:
        _course(picture, labels, window, vessel, plain=plain)
    outside, under, groups = _grouped(scene, window)
    _symbols(picture, labels, scene, groups)
    _closest(picture, labels, scene, window)
    _names(picture, labels, scene, groups)
    _places(picture, labels, scene, window)
    signs = _PLAIN if plain else None
    lines = picture.lines(STYLES, signs)
    if rows < height:
        known = covers(shore(scene.origin).frame, window.box)
        legend = _legend(window, radius_m / 2, (outside, under), known=known)
        lines += legend.lines(STYLES, signs)
    return lines


def letter(scene: Scene, side: str) -> tuple[str, str, str]:
    """Give the three signals of a side: its letter, its shape as two brackets, its style."""
    place = scene.sides.index(side) if side in scene.sides else len(scene.sides)
    shape = _SHAPES[place % len(_SHAPES)]
    return chr(ord("A") + min(place, 25)), shape, f"side-{'abcd'[place % len(_SHAPES)]}"


def _window(scene: Scene, width: int, rows: int, zoom: float) -> tuple[Window, float]:
    """Find the part of the sea to be shown, and its radius in metres."""
    half = min(width, rows * 2)
    half -= half > 4
    at = [(item.x_m, item.y_m) for item in scene.vessels or scene.places] or [(0.0, 0.0)]
    (west, east), (south, north) = ((min(side), max(side)) for side in zip(*at, strict=True))
    middle = ((west + east) / 2, (south + north) / 2)
    if zoom <= FIT and west == east and south == north:
        zoom = _ALONE_NM
    if zoom > 0:
        flag = scene.flag
        centre = (flag.x_m, flag.y_m) if flag else middle
        radius_m = zoom * M_PER_NM
        return _around(scene.origin, centre, radius_m / half, width=width, rows=rows), radius_m
    edge = (2, 1) if width > 8 and rows > 4 else (0, 0)
    for radius_nm in _FITS_NM:
        radius_m = radius_nm * M_PER_NM
        # The middle moves in steps, so that the chart stands still while vessels move.
        step = radius_m / 4
        centre = (round(middle[0] / step) * step, round(middle[1] / step) * step)
        window = _around(scene.origin, centre, radius_m / half, width=width, rows=rows)
        left, top = window.cell((west, north))
        right, bottom = window.cell((east, south))
        across, down = width - edge[0], rows - edge[1]
        if edge[0] <= left and right < across and edge[1] <= top and bottom < down:
            break
    return window, radius_m


def _around(origin: Position, centre: Point, m_per_dot: float, width: int, rows: int) -> Window:
    column = math.floor(centre[0] / m_per_dot / 2) - width // 2
    row = math.floor(-centre[1] / m_per_dot / 4) - rows // 2
    return Window(origin, m_per_dot, column=column, row=row, width=width, rows=rows)


@lru_cache(maxsize=32)
def _ground(window: Window, ring: tuple[int, int] | None, ring_m: float) -> Raster:
    """Draw what does not move: land, shore and the range rings around a cell."""
    picture = Raster.blank(window.width, window.rows)
    seen = clip(shore(window.origin), window.box)
    _fill(picture, window, seen)
    for _, line in seen.lines:
        dots = [window.dot(point) for point in line]
        if len(dots) == 1:
            picture.dot(math.floor(dots[0][0]), math.floor(dots[0][1]), _RANK["coast"])
        for one, two in pairwise(dots):
            picture.line(one, two, _RANK["coast"])
    if ring:
        for count in (1, 2):
            _ring(picture, window, ring, count * ring_m / window.m_per_dot)
    return picture


def _fill(picture: Raster, window: Window, seen: Shore) -> None:
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
                picture.dot(x, 2 * line, _RANK["land"])


def _ring(picture: Raster, window: Window, cell: tuple[int, int], radius: float) -> None:
    """Draw a range ring as a row of dots."""
    x, y = 2 * cell[0] + 1, 4 * cell[1] + 2
    if radius > 4 * (window.width + window.rows * 2):
        return
    dots = max(8, round(radius * 2 * math.pi / 3.5))
    for place in range(dots):
        angle = 2 * math.pi * place / dots
        picture.dot(
            round(x + radius * math.sin(angle)), round(y - radius * math.cos(angle)), _RANK["ring"]
        )


def _course(
    picture: Raster, labels: Labels, window: Window, vessel: Vessel, *, plain: bool
) -> None:
    """Draw where a vessel goes in the next minutes."""
    if vessel.lost_ms is not None or vessel.speed_mps <= 0:
        return
    start, end = (window.dot(vessel.after(ms)) for ms in (0, _VECTOR_MS))
    touched = picture.line(start, end, _RANK["vector"])
    labels.cross(touched)
    if plain:
        slope = _SLOPES[round(vessel.course_deg / 45) % 4]
        for cell in touched:
            picture.chars[cell] = slope


def _grouped(scene: Scene, window: Window) -> tuple[int, int, dict[tuple[int, int], list[Vessel]]]:
    """Sort the vessels by cell, the weightiest first; count those outside and those under."""
    ranked = sorted(
        scene.vessels,
        key=lambda v: (not v.flag, not scene.unsafe(v), v.lost_ms is not None, v.own),
    )
    groups: dict[tuple[int, int], list[Vessel]] = {}
    outside = 0
    for vessel in ranked:
        cell = window.cell((vessel.x_m, vessel.y_m))
        if window.holds(cell):
            groups.setdefault(cell, []).append(vessel)
        else:
            outside += 1
    return outside, len(ranked) - outside - len(groups), groups


def _symbols(
    picture: Raster,
    labels: Labels,
    scene: Scene,
    groups: dict[tuple[int, int], list[Vessel]],
) -> None:
    """Draw each group's first vessel: its side's letter, and the shape where there is room."""
    for (column, row), group in groups.items():
        labels.take(column, row, 1)
        sign, _, style = letter(scene, group[0].side)
        if group[0].lost_ms is not None:
            sign, style = "?", "lost"
        picture.write(column, row, sign, _RANK["flag" if group[0].flag else style])
    for (column, row), group in groups.items():
        _, shape, style = letter(scene, group[0].side)
        style = "flag" if group[0].flag else style if group[0].lost_ms is None else "lost"
        for place, bracket in zip((column - 1, column + 1), shape, strict=True):
            if labels.free(place, row, 1):
                picture.write(place, row, bracket, _RANK[style])
                labels.take(place, row, 1)


def _closest(picture: Raster, labels: Labels, scene: Scene, window: Window) -> None:
    """Mark the closest approaches that are too close, with distance and minutes."""
    flag = scene.flag
    for vessel in scene.vessels:
        if flag is None or not scene.unsafe(vessel):
            continue
        in_ms = vessel.tcpa_ms or 0
        ours, theirs = flag.after(in_ms), vessel.after(in_ms)
        line = picture.line(window.dot(ours), window.dot(theirs), _RANK["cpa"])
        labels.cross(line)
        cell = window.cell(((ours[0] + theirs[0]) / 2, (ours[1] + theirs[1]) / 2))
        if window.holds(cell) and not labels.signed(*cell):
            picture.write(*cell, "x", _RANK["cpa"])
            labels.take(*cell, 1)
        minutes = f"{round(in_ms / MS_PER_MIN)} min" if in_ms else "now"
        text = f"{vessel.cpa_m:.0f} m {minutes}"
        for spot in (cell, window.cell((vessel.x_m, vessel.y_m))):
            if window.holds(spot) and labels.place(picture, spot, [text], _RANK["cpa"], over=True):
                break


def _names(
    picture: Raster,
    labels: Labels,
    scene: Scene,
    groups: dict[tuple[int, int], list[Vessel]],
) -> None:
    """Name the vessels where there is room: of a group the first, and how many more there are."""
    most = max(_NAME_LEAST, picture.width * 2 // 5)
    unclear = shared(tuple(vessel.name for vessel in scene.vessels))
    for cell, group in groups.items():
        vessel = group[0]
        number = f"({vessel.number})" if vessel.number > 1 else ""
        name = vessel.name.removesuffix(number).strip()
        tails = [number]
        if vessel.lost_ms is not None:
            tails.append(age(scene.at_ms - vessel.lost_ms))
        if len(group) > 1:
            tails.append(f"+{len(group) - 1}")
        tail = " ".join(filter(None, tails))
        rank = _RANK["name" if vessel.lost_ms is None else "lost"]
        forms = [part for part in shorter(name) if part not in unclear] or [name]
        if not labels.place(picture, cell, fitting(forms, tail, most), rank) and tail:
            labels.place(picture, cell, [tail], rank)


def _places(picture: Raster, labels: Labels, scene: Scene, window: Window) -> None:
    """Mark the named places, and name them where vessels leave room."""
    most = max(_NAME_LEAST, window.width * 2 // 5)
    found = [(window.cell((place.x_m, place.y_m)), place.name) for place in scene.places]
    for cell, name in found:
        if window.holds(cell):
            if labels.free(*cell, 1):
                picture.write(*cell, "+", _RANK["place"])
                labels.take(*cell, 1)
            forms = fitting(shorter(name, from_end=True), "", most)
            labels.place(picture, cell, forms, _RANK["place"])


def _legend(window: Window, bar_m: float, counts: tuple[int, int], *, known: bool) -> Raster:
    """Write the scale, north, and how many vessels are not seen; what has no room is left out."""
    outside, under = counts
    bar = max(2, round(bar_m / window.m_per_dot / 2))
    # Weightiest first; the number says where it stands.
    parts = [
        (2, f"+{outside} outside" if outside else "", "outside"),
        (3, f"+{under} under" if under else "", "outside"),
        (0, f"|{'-' * (bar - 2)}| {bar_m / M_PER_NM:g} nm", "scale"),
        (1, "N^", "scale"),
        (4, "" if known else "no coast data", "scale"),
    ]
    room = window.width
    kept = []
    for part in parts:
        if part[1] and len(part[1]) <= room:
            kept.append(part)
            room -= len(part[1]) + 1
    legend = Raster.blank(window.width, 1)
    column = 0
    for _, text, style in sorted(kept):
        legend.write(column, 0, text, _RANK[style])
        column += len(text) + 1
    return legend
