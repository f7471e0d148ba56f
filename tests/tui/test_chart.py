"""The sea chart: kept pictures, nobody lost from count, nothing that fails or shimmers."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sim.engine import Setup
from sim.engine.seat.views import view
from sim.loader import load
from sim.play import threats
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.play.seat import PlaceSheet, sheet
from sim.units import M_PER_NM, Position
from tests.tui.chart_pictures import (
    KEPT,
    MIN_MS,
    PICTURES,
    UNSAFE_M,
    close,
    opening,
    picture,
    vessel,
)
from tui.base.roles import STYLES
from tui.base.text import Line
from tui.chart.drawing import draw, letter
from tui.chart.scene import NEAR_MS, ChartScene, ChartVessel, scene_of
from tui.chart.window import FIT, NEAR, ZOOMS, window_of

SEA = Position(15.0, 118.0)
sizes = st.integers(1, 200)
zooms = st.sampled_from(ZOOMS)
AT_SEA = st.just(SEA)
metres = st.floats(-200_000, 200_000)
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
vessels = st.builds(
    vessel,
    names,
    metres,
    metres,
    side=st.sampled_from("abcdef"),
    course=st.floats(0, 359.9),
    knots=st.floats(0, 40),
    number=st.integers(1, 40),
    cpa=st.none() | st.tuples(st.floats(0, 5000), st.integers(0, 90 * MIN_MS)),
    lost_ms=st.none() | st.integers(0, 60 * MIN_MS),
)
places = st.builds(PlaceSheet, names, metres, metres)


@st.composite
def scenes(draw_one: st.DrawFn, origins: st.SearchStrategy[Position] = AT_SEA) -> ChartScene:
    """Invent a scene, with or without a flag vessel."""
    found = draw_one(st.lists(vessels, max_size=12))
    if draw_one(st.booleans()):
        found.insert(0, vessel("flag", 500, -700, course=45, knots=12, flag=True))
    spots = tuple(draw_one(st.lists(places, max_size=3)))
    return ChartScene(
        draw_one(origins), 60 * MIN_MS, UNSAFE_M, tuple(found), spots, tuple("abcdef")
    )


def at_sea(*found: ChartVessel, origin: Position = SEA) -> ChartScene:
    """Put vessels of sides a and b on a sea without places."""
    return ChartScene(origin, 0, UNSAFE_M, found, (), ("a", "b"))


def rows(lines: list[Line]) -> list[str]:
    """Give a picture as text."""
    return ["".join(text for text, _ in line) for line in lines]


def columns(row: str) -> int:
    """Count the columns a row takes on a terminal."""
    return cell_len(row)


def count(legend: str, word: str) -> int:
    """Read a number from the last row."""
    found = re.search(rf"\+(\d+) {word}", legend)
    return int(found[1]) if found else 0


def symbols(lines: list[Line]) -> int:
    """Count the letters and question marks that stand for vessels."""
    styles = {"flag", "lost", *(name for name in STYLES if name.startswith("side-"))}
    runs = (text for line in lines for text, style in line if style in styles)
    return sum(char in "ABCDEF?" for text in runs for char in text)


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_as_they_were_kept(name: str) -> None:
    """The chart looks otherwise; look, then renew with `python -m tests.tui.chart_pictures`."""
    assert picture(name) == (KEPT / f"{name}.txt").read_text("utf-8")


@given(scenes(), sizes, sizes, zooms, st.booleans())
def test_a_picture_has_the_size_asked_for(
    scene: ChartScene, width: int, height: int, zoom: float, plain: bool
) -> None:
    """A row too long or too short would push the panes beside the chart about."""
    drawn = draw(scene, width, height, zoom, plain=plain)

    assert len(drawn) == height
    assert {columns(row) for row in rows(drawn)} == {width}
    assert {style for line in drawn for _, style in line} <= set(STYLES)


@given(scenes(), st.integers(40, 120), st.integers(4, 50), zooms)
def test_every_vessel_is_drawn_or_counted(
    scene: ChartScene, width: int, height: int, zoom: float
) -> None:
    """A contact that is neither on the chart nor in its counts is a contact forgotten."""
    bare = tuple(vessel("-", *_where(v), side=v.side, flag=v.flag) for v in scene.vessels)
    nameless = replace(scene, vessels=bare, places=())

    drawn = draw(nameless, width, height, zoom)

    legend = rows(drawn)[-1]
    total = symbols(drawn[:-1]) + count(legend, "outside") + count(legend, "under")
    assert total == len(scene.vessels)


@given(scenes(), st.integers(24, 120), st.integers(4, 50), zooms)
def test_no_text_covers_a_mark(scene: ChartScene, width: int, height: int, zoom: float) -> None:
    """A name would stand where a vessel, a place or a closest approach is."""
    found = [replace(v, name="1111 222") for v in scene.vessels]
    named = [replace(place, name="3333 444") for place in scene.places]
    bare = replace(
        scene,
        vessels=tuple(replace(v, name="") for v in found),
        places=tuple(replace(place, name="") for place in named),
    )

    with_names = draw(
        replace(scene, vessels=tuple(found), places=tuple(named)), width, height, zoom
    )
    without = draw(bare, width, height, zoom)

    assert symbols(with_names[:-1]) == symbols(without[:-1])
    for style, mark in (("place", "+"), ("cpa", "x")):
        assert written(with_names, style).count(mark) == written(without, style).count(mark)


def written(lines: list[Line], style: str) -> str:
    """Give all that is drawn in a style."""
    return "".join(text for line in lines for text, each in line if each == style)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("zoom", [zoom for zoom in ZOOMS if zoom > FIT])
def test_a_range_ring_says_its_range(zoom: float, plain: bool) -> None:
    """A ring would leave its reader to measure it against the bar below."""
    sea = at_sea(vessel("One", 0, 0, flag=True))

    drawn = written(draw(sea, 80, 30, zoom, plain=plain), "ring")

    assert f"{zoom:g} nm" in drawn
    assert f"{zoom / 2:g} nm" in drawn


def _where(seen: ChartVessel) -> tuple[float, float]:
    return seen.x_m, seen.y_m


@given(scenes(), st.integers(24, 120), st.integers(8, 50))
def test_fit_leaves_nobody_outside(scene: ChartScene, width: int, height: int) -> None:
    """The zoom that promises all vessels would hide some."""
    assert "outside" not in rows(draw(scene, width, height, FIT))[-1]


@given(scenes(), sizes, sizes, zooms)
def test_the_same_scene_gives_the_same_picture(
    scene: ChartScene, width: int, height: int, zoom: float
) -> None:
    """A picture that depends on what was drawn before would flicker."""
    first = draw(scene, width, height, zoom)
    draw(close(), width, height, zoom)

    assert draw(scene, width, height, zoom) == first


@given(
    scenes(
        st.builds(
            Position,
            st.sampled_from([-90.0, -89.99, 0.0, 15.0, 89.99, 90.0]),
            st.sampled_from([-180.0, -179.9, -65.0, 0.0, 118.0, 179.9, 180.0]),
        )
    ),
    zooms,
)
def test_any_origin_can_be_drawn(scene: ChartScene, zoom: float) -> None:
    """A pole or the antimeridian would break the screen."""
    assert len(draw(scene, 40, 12, zoom)) == 12


@given(
    st.integers(20, 4000),
    st.integers(0, 359),
    st.sampled_from([(40, 9), (45, 10), (79, 17), (100, 30)]),
)
def test_the_nearest_danger_can_be_told_apart(
    away_m: int, bearing_deg: int, size: tuple[int, int]
) -> None:
    """Two ships about to touch would be one sign on the chart, and others far off would set it."""
    angle = math.radians(bearing_deg)
    x_m, y_m = away_m * math.sin(angle), away_m * math.cos(angle)
    danger = vessel("Danger", x_m, y_m, side="b", cpa=(40.0, 2 * MIN_MS))
    far = vessel("Far off", 30_000.0, 9_000.0, side="b")
    scene = at_sea(vessel("Flag", 0.0, 0.0, side="a", flag=True), danger, far)

    window, _ = window_of(scene, *size, NEAR)

    (one, two) = (window.cell((each.x_m, each.y_m)) for each in scene.vessels[:2])
    assert window.holds(one)
    assert window.holds(two)
    if away_m > 200:
        assert max(abs(one[0] - two[0]), 2 * abs(one[1] - two[1])) >= 5
    assert not window.holds(window.cell((far.x_m, far.y_m)))


def test_no_danger_leaves_the_chart_to_all() -> None:
    """The chart would close in on somebody who is no danger."""
    flag = vessel("Flag", 0.0, 0.0, side="a", flag=True)
    calm = at_sea(flag, vessel("Calm", 9_000.0, 0.0, side="b"))

    assert draw(calm, 60, 12, NEAR) == draw(calm, 60, 12, FIT)
    assert NEAR_MS == threats.NEAR_MS


def test_an_empty_sea_can_be_drawn() -> None:
    """A seat ashore that sees nothing would break the screen."""
    nothing = at_sea()

    assert [len(draw(nothing, 1, 1, zoom)) for zoom in ZOOMS] == [1] * len(ZOOMS)
    assert "12" not in rows(draw(nothing, 0, 0))
    assert rows(draw(nothing, 40, 12))[-1].strip().endswith("6 nm N^")


def test_a_sea_without_data_is_not_shown_as_open_sea() -> None:
    """Land that is not carried would be water on the chart; 28 N is the edge."""
    flag = vessel("flag", 0, 0, flag=True)

    said = [
        "no coast data" in rows(draw(at_sea(flag, origin=origin), 60, 12, 60))[-1]
        for origin in (Position(24, 120), Position(27.5, 122), Position(50, -20))
    ]

    assert said == [False, True, True]


def test_the_ground_stands_still_while_vessels_move_within_their_cells() -> None:
    """Coast, rings and scale would shimmer with every step of a vessel."""
    scene = opening("handshake")
    before = draw(scene, 40, 12, 60)

    # At 60 nm on 40 by 12 a cell is some 5 nm wide; a metre moves nothing.
    moved = tuple(
        vessel(
            v.name, v.x_m + 1, v.y_m + 1, side=v.side, course=v.course_deg, knots=14, flag=v.flag
        )
        for v in scene.vessels
    )

    after = draw(
        ChartScene(scene.origin, 0, UNSAFE_M, moved, scene.places, scene.sides), 40, 12, 60
    )
    assert [row for row in rows(after) if "⠡" in row] == [r for r in rows(before) if "⠡" in r]


def test_the_flag_vessel_stands_in_the_middle() -> None:
    """A chart of a radius around a ship that is not around it misleads."""
    flag = vessel("flag", 123_456, -65_432, flag=True)

    row = rows(draw(at_sea(flag), 41, 12, 3))[5]

    assert row[19:22] == "(A)"


def test_an_unsafe_approach_is_marked_with_distance_and_minutes() -> None:
    """The one thing to be seen in time would not be seen."""
    drawn = draw(close(), 80, 26, 1)

    marks = [text for line in drawn for text, style in line if style == "cpa"]
    assert any("311 m 3 min" in text for text in marks)
    assert any("x" in text for text in marks)


@pytest.mark.parametrize(
    ("cpa", "marked"), [((457.0, 5), True), ((457.3, 5), False), ((100.0, 61), False)]
)
def test_only_a_near_and_early_approach_is_marked(cpa: tuple[float, int], marked: bool) -> None:
    """Too many marks hide the one that counts; the bound is 457.2 m, within an hour."""
    flag = vessel("flag", 0, 0, flag=True)
    other = vessel("other", 3000, 0, side="b", course=270, knots=5, cpa=(cpa[0], cpa[1] * MIN_MS))

    drawn = draw(at_sea(flag, other), 60, 20)

    assert any(style == "cpa" for line in drawn for _, style in line) is marked


def test_a_lost_contact_is_doubtful_and_has_an_age() -> None:
    """An old position shown like a new one is a trap; lost at 18 min, now 30: 12 min."""
    drawn = draw(close(), 80, 26, 1)

    doubt = "".join(text for line in drawn for text, style in line if style == "lost")
    assert "?" in doubt
    assert "12 min" in doubt


def test_a_fleet_has_its_number_once() -> None:
    """Twelve boats would look like one, or like twelve times twelve."""
    text = "\n".join(rows(draw(close(), 80, 26, 1)))

    assert text.count("(12)") == 1


def test_sides_differ_in_letter_shape_and_style() -> None:
    """A colour alone tells two sides apart for some people only."""
    scene = ChartScene(SEA, 0, UNSAFE_M, (), (), ("a", "b", "c", "d"))

    signals = list(zip(*(letter(scene, side) for side in scene.sides), strict=True))

    assert [len(set(signal)) for signal in signals] == [4, 4, 4]


@given(st.lists(vessels, max_size=12), zooms)
def test_names_do_not_overlap(found: list[ChartVessel], zoom: float) -> None:
    """Two names in one another read as neither: every name shown is whole."""
    named = tuple(vessel(f"n{i:02d}e", *_where(item), side="b") for i, item in enumerate(found))

    drawn = draw(at_sea(*named), 80, 24, zoom)

    texts = [text for line in drawn for text, style in line if style == "name"]
    assert all(re.fullmatch(r"n\d\de( \+\d+)?|\+\d+", text) for text in texts)


def test_plain_pictures_are_ascii() -> None:
    """A terminal without braille would show boxes."""
    for name in ("twenty-nine-minutes", "handshake"):
        for zoom in ZOOMS:
            assert all(row.isascii() for row in rows(draw(opening(name), 80, 24, zoom, plain=True)))


def test_a_scene_is_what_the_seat_is_shown() -> None:
    """The chart must neither know more than the view nor lose a vessel of it."""
    setup = Setup(load("handshake"))
    play = Play(setup, 1, {seat: occupant(setup, seat, "firm") for seat in setup.seats})

    for seat, spec in setup.seats.items():
        seen = view(setup, play.engine.state.known[seat], 0)
        scene = scene_of(seen, sheet(setup, seat))
        lines = (*seen.own, *seen.contacts)

        assert [v.name for v in scene.vessels] == [row.name for row in lines]
        assert (scene.flag is None) == (not spec.commands)
        assert scene.sides[0] == seen.side


def test_the_zoom_is_the_radius() -> None:
    """A vessel within the radius is on the chart whichever way it lies."""
    flag = vessel("flag", 0, 0, flag=True)
    for zoom in ZOOMS[2:]:
        reach = zoom * M_PER_NM * 0.9
        for x, y in ((reach, 0), (-reach, 0), (0, reach), (0, -reach)):
            scene = ChartScene(
                SEA, 0, UNSAFE_M, (flag, vessel("other", x, y, side="b")), (), ("a", "b")
            )
            assert "outside" not in rows(draw(scene, 40, 12, zoom))[-1]
