"""The flat sea against the globe: what is accepted is right to a percent, the rest is told of."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from sim.engine import Draws, Engine, Setup, begin
from sim.engine.base import geometry as geo
from sim.engine.seat.views import view
from sim.errors import ScenarioError
from sim.loader import from_data, library, load
from sim.loader.checks import plane
from sim.model.effects import Proceed
from sim.model.words import entries
from sim.units import M_PER_NM, Position, format_position

LATITUDES = (0, 8, -15, 23.5, 35, 45, -55, 60, 70, 80)
SPANS_NM = (10, 40, 120, 300, 580)
PERCENT = 0.01


def haversine_nm(one: Position, two: Position) -> float:
    """Give a great circle's length, by dot product of two directions: not the checker's way."""
    points = []
    for at in (one, two):
        lat, lon = math.radians(at.lat_deg), math.radians(at.lon_deg)
        points.append((math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)))
    across = math.dist(*points)
    return math.degrees(2 * math.asin(min(1.0, across / 2))) * 60


def at(origin: Position, east_nm: float, north_nm: float) -> Position | None:
    """Give a position by its true way north and then east; None where there is none."""
    lat = origin.lat_deg + north_nm / 60
    if abs(lat) >= 89.9:
        return None
    lon = origin.lon_deg + east_nm / 60 / math.cos(math.radians(lat))
    if abs(lon - origin.lon_deg) > 170:
        return None
    return Position(round(lat, 6), round((lon + 180) % 360 - 180, 6))


def document(origin: Position, *ships: tuple[Position, float, str]) -> dict[str, object]:
    """Describe ships of two sides: position, course, speed."""
    hull = {"service": "navy", "length": "50 m", "top_speed": "60 kn", "aerial": "20 m"}
    vessels = [
        {**hull, "id": f"ship_{n}", "name": f"Ship {n}", "side": "ab"[n % 2], "sight": "2000 nm",
         "at": format_position(place), "course": f"{course} deg", "speed": speed}
        for n, (place, course, speed) in enumerate(ships)
    ]  # fmt: skip
    seat = {"id": "captain", "title": "Captain", "side": "a", "level": "on_scene",
            "playable": True, "you_are": "The captain.", "commands": ["ship_0"],
            "sees": "sensors"}  # fmt: skip
    return {
        "schema_version": 1, "id": "globe", "title": "Globe", "begins": "2025-01-01 08:00+00:00",
        "place": "at sea", "origin": format_position(origin), "horizon": "300 h", "minutes": 1,
        "sides": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}], "seats": [seat],
        "vessels": vessels, "endings": [{"id": "over", "title": "Over", "text": "Over."}],
    }  # fmt: skip


def seen(origin: Position, *ships: tuple[Position, float, str]) -> dict[str, tuple[float, ...]]:
    """Give range and time to the closest approach as the captain of the first ship is shown."""
    setup = Setup(from_data(document(origin, *ships)))
    engine = Engine(setup, Draws(1))
    begin(engine, {"captain": ("none", "none")})
    shown = view(setup, engine.state.known["captain"], 0)
    return {
        line.vessel: ((line.range_m or 0) / M_PER_NM, (line.tcpa_ms or 0) / 3_600_000)
        for line in shown.contacts
    }


def layouts(origin: Position, span_nm: float) -> Iterator[tuple[Position, Position]]:
    """Lay two ships out at a span, around the origin and to one side of it."""
    for bearing in range(0, 180, 30):
        angle = math.radians(bearing)
        east, north = math.sin(angle) * span_nm, math.cos(angle) * span_nm
        for near, far in (((0, 0), (1, 1)), ((-0.5, -0.5), (0.5, 0.5)), ((0, 1), (0.1, 1))):
            one = at(origin, near[0] * east, near[1] * north)
            two = at(origin, far[0] * east, far[1] * north)
            if one is not None and two is not None and one != two:
                yield one, two


def accepted(origin: Position, *ships: tuple[Position, float, str]) -> bool:
    """Say whether the checker lets ships be where they are; if not it says where they may be."""
    try:
        from_data(document(origin, *ships))
    except ScenarioError as error:
        told = str(error)
    else:
        return True
    assert "the flat sea" in told
    assert "reaches" in told
    return False


@pytest.mark.parametrize("lat", LATITUDES)
@pytest.mark.parametrize("span_nm", SPANS_NM)
def test_a_range_is_right_to_a_percent_or_told_of(lat: float, span_nm: float) -> None:
    """A range on the screen would be off by more than a percent, and nobody would say so."""
    origin = Position(lat, 170.0)
    found = 0
    for one, two in layouts(origin, span_nm):
        ships = (one, 0.0, "0 kn"), (two, 0.0, "0 kn")
        if accepted(origin, *ships):
            found += 1
            shown_nm, _ = seen(origin, *ships)["ship_1"]
            assert shown_nm == pytest.approx(haversine_nm(one, two), rel=PERCENT)

    assert found or span_nm > 40, "nothing may be placed here at all"


@pytest.mark.parametrize("lat", LATITUDES)
@pytest.mark.parametrize("span_nm", SPANS_NM)
def test_a_time_is_right_to_a_percent_or_told_of(lat: float, span_nm: float) -> None:
    """Two ships that close would meet earlier or later than on the globe by over a percent."""
    origin = Position(lat, -179.9)
    for one, two in layouts(origin, span_nm):
        # She steers for the other on a straight way of the plane, and the other lies stopped.
        (ax, ay), (bx, by) = geo.plane(origin, one), geo.plane(origin, two)
        course = round(geo.bearing_deg(bx - ax, by - ay), 6)
        ships = (one, course, "12 kn"), (two, 0.0, "0 kn")
        if accepted(origin, *ships):
            _, shown_h = seen(origin, *ships)["ship_1"]
            assert shown_h == pytest.approx(haversine_nm(one, two) / 12, rel=PERCENT)


@pytest.mark.parametrize("lat", LATITUDES)
def test_where_the_flat_sea_ends_a_mile_is_a_mile(lat: float) -> None:
    """The end that is told would not be where a mile to the east is off by a percent."""
    origin = Position(lat, 0)
    south, north = plane.ends(origin)

    assert south <= lat <= north
    for end in {south, north}:
        if abs(end) > 1e-6:
            assert abs(plane.stretch(origin, end)) == pytest.approx(PERCENT, abs=2e-3)


def test_the_checker_measures_the_plane_that_the_engine_uses() -> None:
    """The checker would find right what the engine computes otherwise."""
    origin, one, two = Position(40, 179.5), Position(41, -179.75), Position(38.5, 178.25)

    (ax, ay), (bx, by) = geo.plane(origin, one), geo.plane(origin, two)

    assert math.hypot(bx - ax, by - ay) / M_PER_NM == pytest.approx(
        plane.flat_nm(origin, one, two), abs=1e-5
    )
    assert plane.globe_nm(one, two) == pytest.approx(haversine_nm(one, two), rel=1e-9)


@pytest.mark.parametrize(
    ("ships", "words"),
    [
        # cos 60° / cos 61° = 1.0313: a mile east a degree to the north is off by 3 %.
        ([((0, 60), 90, "5 kn")], "it is under way where a mile to the east is off by 3.1%"),
        ([((0, 60), 0, "0 kn"), ((20, 60), 0, "0 kn")], "the range from “ship_1” to “ship_0”"),
        ([((0, 60), 0, "0 kn"), ((0, 0), 0, "0 kn")], ""),
        ([((0, 60), 0, "0 kn")], ""),
    ],
)
def test_a_fault_says_where_the_flat_sea_ends(
    ships: list[tuple[tuple[float, float], float, str]], words: str
) -> None:
    """An author would not learn how far from the origin ships may be, or hear of what is right."""
    origin = Position(60, 10)
    placed = []
    for (east, north), course, speed in ships:
        where = at(origin, east, north)
        assert where is not None
        placed.append((where, course, speed))

    try:
        from_data(document(origin, *placed))
        told = ""
    except ScenarioError as error:
        told = str(error)

    assert words in told
    assert bool(words) == bool(told)
    if words:
        # cos φ = 0.5 / 1.01 and 0.5 / 0.99: 60.3 and 59.7 degrees.
        assert "the flat sea of this origin reaches from 59.7 N to 60.3 N" in told


@pytest.mark.parametrize("name", library.shipped())
def test_shipped_passages_are_right_to_a_percent(name: str) -> None:
    """A shipped scenario would send a vessel a way that takes longer or shorter on the globe."""
    scenario = load(name)
    places = {place.id: place.at for place in scenario.places}
    starts = {vessel.id: vessel.at for vessel in scenario.vessels}

    for _, word in entries(scenario):
        if isinstance(word, Proceed):
            to = word.position if word.to is None else places[word.to]
            assert to is not None
            (ax, ay), (bx, by) = (
                geo.plane(scenario.origin, where) for where in (starts[word.vessel], to)
            )
            true_nm = haversine_nm(starts[word.vessel], to)
            assert math.hypot(bx - ax, by - ay) / M_PER_NM == pytest.approx(
                true_nm, rel=PERCENT, abs=0.01
            )
