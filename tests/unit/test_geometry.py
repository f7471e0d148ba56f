"""Geometry against published cases, and against stepping through time by brute force."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sim.engine.base import geometry as geo
from sim.engine.base.geometry import NEVER_MS, Track
from sim.units import M_PER_NM, MPS_PER_KN, Position

TABLE = (Path(__file__).parent / "cpa_cases.csv").read_text("utf-8")
CASES = list(csv.DictReader(TABLE.splitlines()))
PLOTTED = 0.03
"""Share by which an answer drawn by hand on a plotting sheet may be off."""
HOUR_MS = 3_600_000

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])


def _tracks(case: dict[str, str]) -> tuple[Track, Track]:
    """Put own ship at the origin and the target at its bearing and range."""
    angle, away_m = math.radians(float(case["bearing_deg"])), float(case["range_nm"]) * M_PER_NM
    own = geo.track(
        0, 0, 0, float(case["own_course_deg"]), float(case["own_speed_kn"]) * MPS_PER_KN
    )
    x_m, y_m = away_m * math.sin(angle), away_m * math.cos(angle)
    speed_mps = float(case["speed_kn"]) * MPS_PER_KN
    return own, geo.track(0, x_m, y_m, float(case["course_deg"]), speed_mps)


def _grid(least: int, most: int, steps: int) -> st.SearchStrategy[float]:
    return st.integers(least * steps, most * steps).map(lambda n: n / steps)


courses = _grid(0, 359, 1)
speeds = _grid(0, 20, 10) | st.just(0.0)
metres = _grid(-30_000, 30_000, 1)
tracks = st.builds(geo.track, st.integers(0, HOUR_MS), metres, metres, courses, speeds)


def _relative_mps(own: Track, other: Track) -> float:
    return math.hypot(other.vx_mps - own.vx_mps, other.vy_mps - own.vy_mps)


def test_the_table_is_whole() -> None:
    """A case lost from the table would go unnoticed."""
    assert len(CASES) == 30
    assert len({case["case"] for case in CASES}) == 30
    assert all(case["source"].startswith(("[data] ", "[derived] ")) for case in CASES)


@each_case
def test_cpa_cases_distance_and_time(case: dict[str, str]) -> None:
    """The closest approach of a published case comes out otherwise; the past is negative."""
    distance_m, seconds = geo.closest(*_tracks(case), 0)

    tolerance = float(case["tolerance"])
    assert distance_m / M_PER_NM == pytest.approx(float(case["cpa_nm"]), abs=tolerance)
    assert seconds / 60 == pytest.approx(float(case["tcpa_min"]), abs=tolerance)


@each_case
def test_cpa_cases_from_now_on(case: dict[str, str]) -> None:
    """A closest point that is past would be shown as if it still lay ahead."""
    own, other = _tracks(case)

    distance_m, seconds = geo.cpa(own, other, 0)

    past = float(case["tcpa_min"]) < 0
    expected_nm = float(case["range_nm"] if past else case["cpa_nm"])
    expected_min = max(0.0, float(case["tcpa_min"]))
    assert distance_m / M_PER_NM == pytest.approx(expected_nm, abs=float(case["tolerance"]))
    assert seconds / 60 == pytest.approx(expected_min, abs=float(case["tolerance"]))
    assert seconds >= 0


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["published_cpa_nm"]], ids=lambda case: case["case"]
)
def test_cpa_cases_agree_with_what_was_published(case: dict[str, str]) -> None:
    """Answers differ from those in print by more than a hand-drawn plot is off.

    What a radar sheet of an examination may be off by stands with the case: 0.2 nm and 4 min, as
    a maritime academy (ALAM) asks of its candidates.
    """
    distance_m, seconds = geo.closest(*_tracks(case), 0)

    near_nm, near_min = (_near(case[off]) for off in ("off_nm", "off_min"))
    assert distance_m / M_PER_NM == pytest.approx(float(case["published_cpa_nm"]), **near_nm)
    if case["published_tcpa_min"]:
        assert seconds / 60 == pytest.approx(float(case["published_tcpa_min"]), **near_min)


def _near(off: str) -> dict[str, float]:
    return {"abs": float(off)} if off else {"rel": PLOTTED, "abs": 0.001}


@pytest.mark.parametrize(
    ("name", "bearing", "towards"),
    [("CM-A", 174, 41), ("CM-B", 106, 128), ("CM-C", 305, 0)],
)
def test_aspects_of_the_published_plot(name: str, bearing: float, towards: float) -> None:
    """Targets of the plot of 28 March 2006 would show another side: R 41, G 128 and 0 in print."""
    case = next(case for case in CASES if case["case"] == name)

    seen = ((bearing + 180) - float(case["course_deg"]) + 180) % 360 - 180

    assert abs(seen) == towards
    assert (seen < 0) == (name == "CM-A"), "red is to port, green to starboard"


@pytest.mark.parametrize(
    ("name", "relative", "off_nm", "off_min"),
    [
        ("IMO-1", (180, 20), 0.5, 1.0),
        ("IMO-2", (90, 10), None, None),
        ("IMO-3", (225, 20), 0.7, 1.0),
        ("IMO-4", (225, 20), 0.7, 1.0),
    ],
)
def test_the_four_scenarios_of_the_standard(
    name: str, relative: tuple[float, float], off_nm: float | None, off_min: float | None
) -> None:
    """A plotting aid by these formulas would fail the scenarios that type approval sets.

    Own motion, range, bearing, relative course and speed: IMO A.823(19), appendix 2. What an aid
    may be off by after three minutes, 95 %: IMO A.422(XI), 3.8.3, as printed in 33 CFR 164.38,
    appendix A; no bound is set for the closest approach of scenario 2.
    """
    case = next(case for case in CASES if case["case"] == name)
    own, other = _tracks(case)
    course_deg, speed_kn = relative

    distance_m, seconds = geo.closest(own, other, 0)

    vx_mps, vy_mps = other.vx_mps - own.vx_mps, other.vy_mps - own.vy_mps
    assert geo.bearing_deg(vx_mps, vy_mps) == pytest.approx(course_deg, abs=1e-4)
    assert math.hypot(vx_mps, vy_mps) / MPS_PER_KN == pytest.approx(speed_kn, abs=1e-4)
    # Where target and relative motion point at one another it is a collision, after 8 nm at 20 kn.
    if off_nm is not None and off_min is not None:
        assert distance_m / M_PER_NM == pytest.approx(0, abs=off_nm)
        assert seconds / 60 == pytest.approx(8 / 20 * 60, abs=off_min)


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["situation"]], ids=lambda case: case["case"]
)
def test_cpa_cases_situation(case: dict[str, str]) -> None:
    """A bridge would be told the wrong duty under the collision regulations."""
    assert geo.colregs(*_tracks(case), 0) == case["situation"]


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["situation"]], ids=lambda case: case["case"]
)
def test_cpa_cases_situation_from_the_other_bridge(case: dict[str, str]) -> None:
    """Two bridges would be told duties that do not go together."""
    own, other = _tracks(case)
    mirror = {
        "overtaking": "overtaken",
        "overtaken": "overtaking",
        "give_way": "stand_on",
        "stand_on": "give_way",
    }
    expected = mirror.get(case["situation"], case["situation"])
    if case["case"] == "SE-7:1":
        # Nearly reciprocal courses, each with the other 20 to 29 degrees to starboard: rule 15
        # read literally asks both to keep out of the way.
        expected = "give_way"

    assert geo.colregs(other, own, 0) == expected


@pytest.mark.parametrize(
    ("bearing", "course", "speed_mps", "expected"),
    [
        # Courses 9 and 11 degrees off reciprocal, met right ahead.
        (0, 171, 5, "head_on"),
        (0, 189, 5, "head_on"),
        (0, 169, 5, "give_way"),
        # Reciprocal courses, met 9 and 11 degrees off the bow.
        (9, 180, 5, "head_on"),
        (351, 180, 5, "head_on"),
        (11, 180, 5, "give_way"),
        (349, 180, 5, "stand_on"),
        # Seen 22 and 23 degrees abaft the other's beam.
        (0, 68, 2, "give_way"),
        (0, 67, 2, "overtaking"),
        # Right astern of it: faster, as fast, slower.
        (0, 0, 2, "overtaking"),
        (0, 0, 5, "none"),
        (0, 0, 8, "none"),
    ],
)
def test_the_limits_of_each_situation(
    bearing: float, course: float, speed_mps: float, expected: str
) -> None:
    """A degree on either side of a limit would be given the other's duty."""
    own = geo.track(0, 0, 0, 0, 5)
    x_m, y_m = geo.offset(0, bearing, 5000)

    assert geo.colregs(own, geo.track(0, x_m, y_m, course, speed_mps), 0) == expected


def test_relative_speed_of_two_fixes() -> None:
    """The published relative speed of case USCG-1, 20 kn, would not come out."""
    own, other = _tracks(next(case for case in CASES if case["case"] == "USCG-1"))

    assert _relative_mps(own, other) / MPS_PER_KN == pytest.approx(20.0, abs=0.001)


def test_intercept_of_the_published_problem() -> None:
    """The course of case USCG-4 (114 in print, 114.43 exactly) would not be found."""
    _, other = _tracks(next(case for case in CASES if case["case"] == "USCG-4"))

    found = geo.intercept(other.x_m, other.y_m, other.vx_mps, other.vy_mps, 13 * MPS_PER_KN)

    assert found is not None
    assert found[0] == pytest.approx(114.419, abs=0.001)
    assert found[1] / 60 == pytest.approx(440.394, abs=0.001)


def test_intercept_of_what_is_faster() -> None:
    """A vessel would chase for ever, or claim to catch, what runs away from it."""
    ahead = geo.intercept(0, 1000, 0, 10, 5)
    towards = geo.intercept(0, 1000, 0, -10, 5)

    assert ahead is None
    # 1000 m close at 10 + 5 m/s.
    assert towards == (0.0, pytest.approx(1000 / 15))


def test_radio_reach() -> None:
    """VHF would reach too far or not far enough: aerials of 30 m and 62 m reach 30.04 nm."""
    # 2.25 (√30 + √62) = 2.25 · (5.4772 + 7.8740) = 30.0402
    assert geo.radio_reach_m(30, 62) / M_PER_NM == pytest.approx(30.04, abs=0.005)
    assert geo.radio_reach_m(30, 62) == geo.radio_reach_m(62, 30)
    assert geo.radio_reach_m(0, 0) == 0


def test_plane_is_metres_east_and_north() -> None:
    """Places would lie elsewhere: a minute of latitude is a mile, of longitude its cosine."""
    home = Position(60.0, 10.0)

    east, north = geo.plane(home, Position(60.5, 11.0))

    # 60' · cos 60° = 30 nm east; 30 nm north.
    assert east / M_PER_NM == pytest.approx(30.0, abs=1e-6)
    assert north / M_PER_NM == pytest.approx(30.0, abs=1e-6)


@pytest.mark.parametrize(
    ("dx", "dy", "expected"),
    [(0, 1, 0), (1, 0, 90), (0, -1, 180), (-1, 0, 270), (-1e-300, 1, 0), (0, 0, 0)],
)
def test_bearing(dx: float, dy: float, expected: float) -> None:
    """A direction would lie outside [0, 360) or point the wrong way round."""
    assert geo.bearing_deg(dx, dy) == expected


@given(tracks, tracks, st.integers(0, 2 * HOUR_MS), st.lists(st.integers(-HOUR_MS, HOUR_MS)))
def test_nothing_is_closer_than_the_closest(
    own: Track, other: Track, now_ms: int, others: list[int]
) -> None:
    """Some instant, past or to come, brings the two nearer than the closest approach."""
    distance_m, seconds = geo.closest(own, other, now_ms)

    at_ms = now_ms + round(seconds * 1000)
    off_m = 0.001 * (1 + _relative_mps(own, other))
    if abs(seconds) < 1e6:
        assert geo.range_m(own, other, at_ms) == pytest.approx(distance_m, abs=off_m)
    for shift in (*others, -1000, 0, 1000):
        for base in (now_ms, at_ms):
            assert geo.range_m(own, other, base + shift) >= distance_m - 1e-6 * (1 + distance_m)


@given(tracks, tracks, st.integers(0, 2 * HOUR_MS))
def test_cpa_never_lies_in_the_past(own: Track, other: Track, now_ms: int) -> None:
    """The bridge would be warned of a closest approach it has behind it."""
    distance_m, seconds = geo.cpa(own, other, now_ms)

    assert seconds >= 0
    if geo.closest(own, other, now_ms)[1] < 0:
        assert (distance_m, seconds) == (geo.range_m(own, other, now_ms), 0.0)
    else:
        assert (distance_m, seconds) == geo.closest(own, other, now_ms)


@given(tracks, tracks)
def test_approach_is_the_closest_of_all_time(own: Track, other: Track) -> None:
    """The forecast of a closest approach would depend on when it is asked for."""
    at_ms, distance_m = geo.approach(own, other)

    base = max(own.at_ms, other.at_ms)
    expected_m, seconds = geo.closest(own, other, base)
    assert distance_m == expected_m
    assert at_ms == base + round(seconds * 1000)
    assert geo.approach(other, own) == (at_ms, pytest.approx(distance_m, abs=1e-6))


def _inside(own: Track, other: Track, radius_m: float, at_ms: int) -> bool | None:
    """Say whether two tracks are within a distance; None on the very edge."""
    apart_m = geo.range_m(own, other, at_ms)
    edge = 1e-6 * (1 + radius_m)
    return None if abs(apart_m - radius_m) <= edge else apart_m < radius_m


@given(tracks, tracks, _grid(0, 20_000, 1), st.lists(st.integers(-5 * HOUR_MS, 5 * HOUR_MS)))
@example(geo.track(0, 0, 0, 0, 0), geo.track(0, 0, 1000, 180, 1), 1000.0, [])
@example(geo.track(0, 0, 0, 0, 5), geo.track(0, 100, 0, 0, 5), 100.0, [])
@example(geo.track(0, 0, 0, 0, 5), geo.track(0, 100, 0, 0, 5), 99.0, [])
def test_within_is_first_in_and_first_out(
    own: Track, other: Track, radius_m: float, shifts: list[int]
) -> None:
    """A gate or a sensor would open or close at the wrong instant."""
    enters, leaves = geo.within(own, other, radius_m)

    assert enters <= leaves
    base = max(own.at_ms, other.at_ms)
    times = {base + shift for shift in (*shifts, 0, -HOUR_MS, HOUR_MS)}
    for edge in (enters, leaves):
        if abs(edge) < 10**12:
            times |= {edge - 1000, edge - 1, edge, edge + 1, edge + 1000}
    for at_ms in times:
        truth = _inside(own, other, radius_m, at_ms)
        assert truth in (None, enters <= at_ms < leaves), (at_ms, enters, leaves)


@given(tracks, _grid(0, 5_000, 1), st.booleans())
def test_within_without_relative_motion(own: Track, radius_m: float, near: bool) -> None:
    """Vessels that move alike would meet or part."""
    gap_m = radius_m - 1 if near else radius_m + 1
    assume(gap_m >= 0)
    other = geo.track(own.at_ms, own.x_m + gap_m, own.y_m, own.course_deg, own.speed_mps)

    expected = (-NEVER_MS, NEVER_MS) if near else (NEVER_MS, NEVER_MS)
    assert geo.within(own, other, radius_m) == expected


@given(metres, metres, courses, speeds, _grid(0, 20, 10))
def test_intercept_meets_and_nothing_is_sooner(
    dx: float, dy: float, course: float, target_mps: float, own_mps: float
) -> None:
    """A pursuer would miss, take the long way, or give up what it could catch."""
    target = geo.track(0, dx, dy, course, target_mps)

    found = geo.intercept(target.x_m, target.y_m, target.vx_mps, target.vy_mps, own_mps)

    def spare_m(seconds: float) -> float:
        """How far the pursuer could have gone beyond the target's place by then."""
        x, y = target.x_m + target.vx_mps * seconds, target.y_m + target.vy_mps * seconds
        return own_mps * seconds - math.hypot(x, y)

    slack = 1e-4 * (1 + math.hypot(dx, dy))
    if found is None:
        assert all(spare_m(t) <= slack for t in range(1, 40_000, 100))
        return
    heading, seconds = found
    own = geo.track(0, 0, 0, heading, own_mps)
    x, y = own.vx_mps * seconds, own.vy_mps * seconds
    assert x == pytest.approx(target.x_m + target.vx_mps * seconds, abs=slack)
    assert y == pytest.approx(target.y_m + target.vy_mps * seconds, abs=slack)
    assert all(spare_m(seconds * share / 100) <= slack for share in range(100))


def _nearest_m(px: float, py: float, x: float, y: float) -> float:
    """Walk a straight way in small steps; give how near it comes to the origin."""
    return min(math.hypot(px + (x - px) * n / 400, py + (y - py) * n / 400) for n in range(401))


@given(metres, metres, courses, _grid(10, 5_000, 1))
def test_around_keeps_off_and_arrives(px: float, py: float, bearing: float, radius: float) -> None:
    """A vessel taking station would cut close past the one it is kept on, or circle for ever."""
    assume(math.hypot(px, py) > 1)
    sx, sy = geo.offset(0, bearing, radius)
    keep_m = min(radius, math.hypot(px, py))

    x, y = px, py
    for leg in range(12):
        ax, ay = geo.around(x, y, sx, sy)
        assert math.hypot(ax, ay) == pytest.approx(radius)
        assert _nearest_m(x, y, ax, ay) >= 0.84 * keep_m, f"leg {leg} from {x, y} to {ax, ay}"
        x, y = ax, ay
        if math.hypot(sx - x, sy - y) < 1e-6 * radius:
            break

    assert (x, y) == pytest.approx((sx, sy), abs=1e-6 * radius)


@given(metres, metres)
def test_around_a_station_of_no_distance(px: float, py: float) -> None:
    """A station right on top of another vessel would divide by nothing."""
    assert geo.around(px, py, 0.0, 0.0) == (0.0, 0.0)


@given(courses, courses, _grid(0, 1000, 1))
def test_offset_is_a_bearing_and_a_distance(course: float, bearing: float, radius: float) -> None:
    """A station would lie on the wrong side."""
    x, y = geo.offset(course, bearing, radius)

    assert math.hypot(x, y) == pytest.approx(radius)
    if radius:
        expected = (course + bearing) % 360
        assert abs((geo.bearing_deg(x, y) - expected + 180) % 360 - 180) < 1e-6


@given(tracks, tracks, st.integers(0, HOUR_MS))
def test_the_overtaker_keeps_clear_of_the_overtaken(own: Track, other: Track, now_ms: int) -> None:
    """Two bridges would both think that they are overtaken, or neither would."""
    mine, theirs = geo.colregs(own, other, now_ms), geo.colregs(other, own, now_ms)

    assert (mine == "overtaking") == (theirs == "overtaken")
    assert (mine == "none") == (theirs == "none")


@given(_grid(0, 2000, 1), _grid(0, 300, 1), _grid(1, 300, 1), _grid(0, 1, 100))
def test_contact_is_a_probability_that_falls_with_distance(
    pass_m: float, contact_m: float, sigma_m: float, avoids: float
) -> None:
    """A wider pass would touch more often, or the chance would leave [0, 1]."""
    p = geo.contact_p(pass_m, contact_m, sigma_m, avoids)

    assert 0 <= p <= 1 - avoids
    assert geo.contact_p(pass_m + 10, contact_m, sigma_m, avoids) <= p


def test_contact_at_hull_distance() -> None:
    """A pass meant to be at touching distance touches half the time it is not avoided."""
    # Φ(0) = 0.5, and a tenth is not avoided.
    assert geo.contact_p(60, 60, 20, 0.9) == pytest.approx(0.05)
