"""The coastline: read once, laid on a scenario's flat sea, cut to what a chart shows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from sim.units import M_PER_NM, Position, degrees_east

_FILE = Path(__file__).parent / "data" / "coast.txt"
_M_PER_DEG = 60 * M_PER_NM
_PER_DEG = 100
_AT_POLE = 1e-6

Point = tuple[float, float]
Ring = tuple[Point, ...]


class Box(NamedTuple):
    """A rectangle: degrees of longitude and latitude, or metres east and north."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Coast:
    """Land as closed rings and islets as points, in hundredths of a degree east and north.

    Nothing is known outside `frame`; a ring's edge along the frame is a cut, not a shore.
    """

    frame: Box
    rings: tuple[Ring, ...]
    islets: Ring


@dataclass(frozen=True, slots=True)
class Shore:
    """The coast on a flat sea, in metres.

    Attributes:
        land: Rings to be filled, even and odd, each with its bounds; a ring ends where it begins.
        lines: Shores to be drawn, each with its bounds; islets are lines of one point.
        frame: Outside it nothing is known.
    """

    land: tuple[tuple[Box, Ring], ...]
    lines: tuple[tuple[Box, Ring], ...]
    frame: Box


@lru_cache(maxsize=1)
def coast() -> Coast:
    """Read the coastline that comes with the package."""
    rings: list[Ring] = []
    islets: list[Point] = []
    frame = Box(0, 0, 0, 0)
    for line in _FILE.read_text("ascii").splitlines():
        if line.startswith("frame"):
            frame = Box(*map(float, line.split()[1:]))
        elif not line.startswith("#"):
            steps = [float(word) for word in line.split()]
            points = tuple(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))
            if len(points) == 1:
                islets += points
            else:
                rings.append((*points, points[0]))
    return Coast(frame, tuple(rings), tuple(islets))


def plane(origin: Position, place: Position) -> Point:
    """Give a place's metres east and north of the origin, as the engine lays its flat sea.

    >>> plane(Position(0, 0), Position(1, 0))
    (0.0, 111120.0)
    """
    east = degrees_east(place, origin) * math.cos(math.radians(origin.lat_deg)) * _M_PER_DEG
    return east, (place.lat_deg - origin.lat_deg) * _M_PER_DEG


@lru_cache(maxsize=4)
def shore(origin: Position) -> Shore:
    """Lay the coast on the flat sea around an origin; at a pole, where no sea is flat, none."""
    known = coast()
    scale = math.cos(math.radians(origin.lat_deg)) * _M_PER_DEG / _PER_DEG
    if scale < _AT_POLE:
        return Shore((), (), Box(0, 0, 0, 0))
    corner = Position(0, known.frame.west / _PER_DEG)
    # Each point from the frame's corner, so that no ring is torn where longitudes wrap.
    x0 = plane(origin, corner)[0] - known.frame.west * scale
    y0 = -origin.lat_deg * _M_PER_DEG
    high = _M_PER_DEG / _PER_DEG

    def lay(points: Ring) -> tuple[Box, Ring]:
        laid = tuple([(x0 + x * scale, y0 + y * high) for x, y in points])
        return _bounds(laid), laid

    west, south, east, north = known.frame
    lines = [part for ring in known.rings for part in _uncut(ring, known.frame)]
    return Shore(
        tuple(lay(ring) for ring in known.rings),
        tuple(lay(part) for part in lines) + tuple(lay((islet,)) for islet in known.islets),
        lay(((west, south), (east, north)))[0],
    )


def clip(of: Shore, box: Box) -> Shore:
    """Keep what may be seen in a box: whole rings, and of lines the steps that touch it."""
    land = tuple(item for item in of.land if _touch(item[0], box))
    lines = tuple(
        (_bounds(part), part)
        for bounds, line in of.lines
        if _touch(bounds, box)
        for part in _inside(line, box)
    )
    return Shore(land, lines, of.frame)


def covers(frame: Box, box: Box) -> bool:
    """Say whether the coast is known all over a box."""
    return (
        frame.west <= box.west
        and box.east <= frame.east
        and frame.south <= box.south
        and box.north <= frame.north
    )


def _bounds(points: Ring) -> Box:
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _touch(one: Box, two: Box) -> bool:
    return (
        one.west <= two.east
        and two.west <= one.east
        and one.south <= two.north
        and two.south <= one.north
    )


def _cut(one: Point, two: Point, frame: Box) -> bool:
    """Say whether a step runs along the frame, where the land was cut off."""
    return one[0] == two[0] in (frame.west, frame.east) or one[1] == two[1] in (
        frame.south,
        frame.north,
    )


def _uncut(ring: Ring, frame: Box) -> Iterator[Ring]:
    """Yield the shores of a ring, without its steps along the frame."""
    part: list[Point] = []
    for one, two in pairwise(ring):
        if _cut(one, two, frame):
            if part:
                yield tuple(part)
            part = []
        else:
            part = part or [one]
            part.append(two)
    if part:
        yield tuple(part)


def _inside(line: Ring, box: Box) -> Iterator[Ring]:
    """Yield the parts of a line whose steps may touch a box."""
    if len(line) == 1:
        yield line
        return
    part: list[Point] = []
    for one, two in pairwise(line):
        near = (
            min(one[0], two[0]) <= box.east
            and max(one[0], two[0]) >= box.west
            and min(one[1], two[1]) <= box.north
            and max(one[1], two[1]) >= box.south
        )
        if near:
            part = part or [one]
            part.append(two)
        elif part:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)
