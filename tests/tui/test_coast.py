"""The coastline: whole, where it should be, and on the same plane as the engine."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.base import geometry
from sim.units import Position
from tui.chart.coast import Box, Coast, clip, coast, covers, plane, shore

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
positions = st.builds(Position, latitudes, longitudes)


def is_land(known: Coast, place: Position) -> bool:
    """Count the shores west of a place; an odd number means land."""
    x, y = place.lon_deg * 100, place.lat_deg * 100
    crossed = sum(
        (y0 > y) != (y1 > y) and x0 + (y - y0) / (y1 - y0) * (x1 - x0) < x
        for ring in known.rings
        for (x0, y0), (x1, y1) in pairwise(ring)
    )
    return crossed % 2 == 1


@given(positions, positions)
def test_the_plane_is_the_engines(origin: Position, place: Position) -> None:
    """Vessels and coast would drift apart; the engine rounds to a millimetre."""
    assert plane(origin, place) == pytest.approx(geometry.plane(origin, place), abs=0.001)


def test_the_coast_is_whole() -> None:
    """A ring that is open or leaves the frame cannot be filled."""
    known = coast()

    assert known.frame == Box(10000, 0, 12800, 2800)
    assert len(known.rings) > 200
    assert known.islets
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in known.rings)
    points = [point for ring in (*known.rings, known.islets) for point in ring]
    assert all(10000 <= x <= 12800 and 0 <= y <= 2800 for x, y in points)


@pytest.mark.parametrize(
    ("lat", "lon", "land"),
    [
        (15.5, 121.0, True),  # Luzon
        (24.0, 121.0, True),  # Taiwan
        (27.0, 118.0, True),  # Fujian
        (1.36, 103.8, True),  # Singapore
        (24.5, 119.5, False),  # Taiwan Strait
        (15.18, 117.76, False),  # Scarborough Shoal: no land at this scale
        (26.0, 124.0, False),  # East China Sea
        (14.5, 120.7, False),  # Manila Bay
    ],
)
def test_land_is_where_it_should_be(lat: float, lon: float, land: bool) -> None:
    """A slip in the steps of a ring would move a country."""
    assert is_land(coast(), Position(lat, lon)) is land


def test_no_shore_runs_along_the_frame() -> None:
    """Where the data were cut there is no beach."""
    laid = shore(Position(15, 118))

    for _, line in laid.lines:
        for one, two in pairwise(line):
            assert not (one[0] == two[0] in (laid.frame.west, laid.frame.east))
            assert not (one[1] == two[1] in (laid.frame.south, laid.frame.north))


def test_the_shore_lies_on_the_plane() -> None:
    """A ring laid from the frame's corner must be where `plane` puts its points."""
    origin = Position(24.5, 119.5)

    laid = shore(origin).land[0][1]

    for (x, y), at in list(zip(coast().rings[0], laid, strict=True))[::50]:
        assert at == pytest.approx(plane(origin, Position(y / 100, x / 100)), abs=0.01)


@given(positions)
def test_any_origin_has_a_shore(origin: Position) -> None:
    """A pole or the antimeridian must not tear a ring across the world."""
    for bounds, _ in shore(origin).land:
        assert bounds.east - bounds.west < 28.1 * 111_120


@given(st.floats(-5e5, 5e5), st.floats(-5e5, 5e5), st.floats(1, 3e5))
def test_clipping_keeps_every_point_in_the_box(x: float, y: float, half: float) -> None:
    """A shore inside the chart would be missing from it."""
    box = Box(x - half, y - half, x + half, y + half)
    laid = shore(Position(15, 118))

    kept = {point for _, line in clip(laid, box).lines for point in line}

    for _, line in laid.lines:
        assert {p for p in line if box.west < p[0] < box.east and box.south < p[1] < box.north} <= (
            kept
        )


def test_what_is_not_known_is_known() -> None:
    """Open sea and missing data must not look the same to the caller."""
    frame = shore(Position(15, 118)).frame

    assert covers(frame, Box(-1000, -1000, 1000, 1000))
    assert not covers(frame, Box(-1000, -1000, 1000, 3_000_000))
