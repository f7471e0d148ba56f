"""The sea chart as text: coast, range rings, vessels, their courses and closest approaches.

Pure functions: a scene, a size and a zoom in, rows of styled text out. North is up. Cells of the
chart lie on a fixed grid of the sea, so that nothing shimmers while vessels move.
"""

from __future__ import annotations

from sim.readings import distance
from sim.units import M_PER_NM, MS_PER_MIN, format_wait
from tui.base.roles import RANKS, STYLES
from tui.base.text import Line
from tui.chart.coast import covers, shore
from tui.chart.ground import ground, ring_spots
from tui.chart.labels import Labels, fitting, shared, shorter
from tui.chart.raster import Raster
from tui.chart.scene import ChartScene, ChartVessel, ahead
from tui.chart.window import FIT, NEAR, ChartWindow, window_of

_PLAIN = (" ", ".", ":", "#", "*", "=", *"+" * 10)
_SHAPES = ("()", "<>", "[]", "{}")
_SLOPES = "|/-\\"
_NAME_LEAST = 9
_ROUND = 1e-6
"""A range that is so near to hundredths of a mile is written in miles, any other in metres."""
_VECTOR_MS = 6 * MS_PER_MIN
Groups = dict[tuple[int, int], list[ChartVessel]]
"""The vessels on a chart by the cell they stand in, of each cell the weightiest first."""


def draw(
    scene: ChartScene, width: int, height: int, zoom: float = FIT, *, plain: bool = False
) -> list[Line]:
    """Draw a chart.

    Args:
        scene: What there is to be seen.
        width: Columns.
        height: Rows; from four on, the last one holds scale, north and what is not seen.
        zoom: The chart's radius in nautical miles around the flag vessel, or FIT, or NEAR.
        plain: Whether to use ASCII signs in place of dots.

    Returns:
        `height` rows, each `width` columns wide, as runs of text and the name of a style.
    """
    width, height = max(width, 0), max(height, 0)
    if not width or not height:
        return [()] * height
    rows = height - 1 if height >= 4 else height
    window, radius_m = window_of(scene, width, rows, zoom)
    flag = scene.flag
    ring = window.cell((flag.x_m, flag.y_m)) if flag else None
    picture = ground(window, ring, radius_m / 2).copy()
    labels = Labels(width, rows)
    for vessel in scene.vessels:
        _course(picture, labels, window, vessel, plain=plain)
    outside, under, groups = _grouped(scene, window)
    # All signs stand before the first text does, so that no text takes the place of a sign.
    _symbols(picture, labels, scene, groups)
    places = _places(picture, labels, scene, window)
    approaches = _closest(picture, labels, scene, window)
    for spots, text in approaches:
        any(labels.place(picture, spot, [text], RANKS["cpa"], over=True) for spot in spots)
    _names(picture, labels, scene, groups)
    _place_names(picture, labels, places)
    if ring:
        _ranges(picture, labels, window, ring, ring_m=radius_m / 2)
    signs = _PLAIN if plain else None
    lines = picture.lines(STYLES, signs)
    if rows < height:
        known = covers(shore(scene.origin).frame, window.box)
        near = zoom == NEAR and scene.pair is not None
        legend = _legend(window, radius_m / 2, (outside, under), near=near, known=known)
        lines += legend.lines(STYLES, signs)
    return lines


def letter(scene: ChartScene, side: str) -> tuple[str, str, str]:
    """Give the three signals of a side: its letter, its shape as two brackets, its style."""
    place = scene.sides.index(side) if side in scene.sides else len(scene.sides)
    shape = _SHAPES[place % len(_SHAPES)]
    return chr(ord("A") + min(place, 25)), shape, f"side-{'abcd'[place % len(_SHAPES)]}"


def _course(
    picture: Raster, labels: Labels, window: ChartWindow, vessel: ChartVessel, *, plain: bool
) -> None:
    """Draw where a vessel goes in the next minutes."""
    if vessel.lost_ms is not None or vessel.speed_mps <= 0:
        return
    start, end = (window.dot(ahead(vessel, ms)) for ms in (0, _VECTOR_MS))
    touched = picture.line(start, end, RANKS["vector"])
    labels.cross(touched)
    if plain:
        slope = _SLOPES[round(vessel.course_deg / 45) % 4]
        for cell in touched:
            picture.chars[cell] = slope


def _grouped(scene: ChartScene, window: ChartWindow) -> tuple[int, int, Groups]:
    """Sort the vessels by cell, the weightiest first; count those outside and those under."""
    ranked = sorted(
        scene.vessels,
        key=lambda v: (not v.flag, not scene.unsafe(v), v.lost_ms is not None, v.own),
    )
    groups: Groups = {}
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
    scene: ChartScene,
    groups: Groups,
) -> None:
    """Draw each group's first vessel: its side's letter, and the shape where there is room."""
    for (column, row), group in groups.items():
        labels.take(column, row, 1)
        sign, _, style = letter(scene, group[0].side)
        if group[0].lost_ms is not None:
            sign, style = "?", "lost"
        picture.write(column, row, sign, RANKS["flag" if group[0].flag else style])
    for (column, row), group in groups.items():
        _, shape, style = letter(scene, group[0].side)
        style = "flag" if group[0].flag else style if group[0].lost_ms is None else "lost"
        for place, bracket in zip((column - 1, column + 1), shape, strict=True):
            if labels.free(place, row, 1):
                picture.write(place, row, bracket, RANKS[style])
                labels.take(place, row, 1)


def _closest(
    picture: Raster, labels: Labels, scene: ChartScene, window: ChartWindow
) -> list[tuple[list[tuple[int, int]], str]]:
    """Mark the closest approaches that are too close; give what to say of each, and beside what."""
    flag, found = scene.flag, []
    for vessel in scene.vessels:
        if flag is None or not scene.unsafe(vessel):
            continue
        in_ms = vessel.tcpa_ms or 0
        ours, theirs = ahead(flag, in_ms), ahead(vessel, in_ms)
        line = picture.line(window.dot(ours), window.dot(theirs), RANKS["cpa"])
        labels.cross(line)
        cell = window.cell(((ours[0] + theirs[0]) / 2, (ours[1] + theirs[1]) / 2))
        if window.holds(cell) and not labels.signed(*cell):
            picture.write(*cell, "x", RANKS["cpa"])
            labels.take(*cell, 1)
        text = f"{distance(vessel.cpa_m or 0.0)} {format_wait(in_ms) if in_ms else 'now'}"
        spots = (cell, window.cell((vessel.x_m, vessel.y_m)))
        found.append(([spot for spot in spots if window.holds(spot)], text))
    return found


def _names(
    picture: Raster,
    labels: Labels,
    scene: ChartScene,
    groups: Groups,
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
            tails.append(format_wait(scene.at_ms - vessel.lost_ms))
        if len(group) > 1:
            tails.append(f"+{len(group) - 1}")
        tail = " ".join(filter(None, tails))
        rank = RANKS["name" if vessel.lost_ms is None else "lost"]
        forms = [part for part in shorter(name) if part not in unclear] or [name]
        if not labels.place(picture, cell, fitting(forms, tail, most), rank) and tail:
            labels.place(picture, cell, [tail], rank)


def _places(
    picture: Raster, labels: Labels, scene: ChartScene, window: ChartWindow
) -> list[tuple[tuple[int, int], str]]:
    """Mark the named places where no vessel stands; give those on the chart with their names."""
    found = [(window.cell((place.x_m, place.y_m)), place.name) for place in scene.places]
    found = [(cell, name) for cell, name in found if window.holds(cell)]
    for cell, _ in found:
        if not labels.signed(*cell):
            picture.write(*cell, "+", RANKS["place"])
            labels.take(*cell, 1)
    return found


def _place_names(
    picture: Raster, labels: Labels, places: list[tuple[tuple[int, int], str]]
) -> None:
    """Name places where vessels leave room."""
    most = max(_NAME_LEAST, picture.width * 2 // 5)
    for cell, name in places:
        forms = fitting(shorter(name, from_end=True), "", most)
        labels.place(picture, cell, forms, RANKS["place"])


def _ranges(
    picture: Raster, labels: Labels, window: ChartWindow, ring: tuple[int, int], *, ring_m: float
) -> None:
    """Let each range ring say its range, where there is room on it."""
    for count in (1, 2):
        spots = ring_spots(window, ring, count * ring_m / window.m_per_dot)
        labels.place_on(picture, spots, _miles(count * ring_m), RANKS["ring"])


def _miles(metres: float) -> str:
    """Write a range that the chart is laid out by: a round number of miles, or of metres."""
    miles = metres / M_PER_NM
    return f"{miles:g} nm" if abs(miles - round(miles, 2)) < _ROUND else distance(metres)


def _legend(
    window: ChartWindow, bar_m: float, counts: tuple[int, int], *, near: bool, known: bool
) -> Raster:
    """Write the scale, north, and how many vessels are not seen; what has no room is left out."""
    outside, under = counts
    bar = max(2, round(bar_m / window.m_per_dot / 2))
    # Weightiest first; the number says where it stands.
    parts = [
        (2, f"+{outside} outside" if outside else "", "outside"),
        (3, f"+{under} under" if under else "", "outside"),
        (0, f"|{'-' * (bar - 2)}| {_miles(bar_m)}", "scale"),
        (1, "N^", "scale"),
        (4, "nearest danger" if near else "", "outside"),
        (5, "" if known else "no coast data", "scale"),
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
        legend.write(column, 0, text, RANKS[style])
        column += len(text) + 1
    return legend
