"""The screen, the lines and the news say the same of the same: rounded, never cut, in one form."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import readings
from sim.cli.plainview import Page
from sim.engine.facts.calls import CallEnded
from sim.play.seat import Ended, SeatSession, Shown, Wait
from sim.units import M_PER_NM, MPS_PER_KN, format_wait
from tests.tui.piloting import SCENARIOS
from tests.tui.test_lines import seated
from tui.base.text import plain
from tui.chart.drawing import draw
from tui.chart.scene import scene_of
from tui.panes import debriefing
from tui.panes.price import price
from tui.panes.vessels import vessels

VIEWS_MOST = 20


def seen(scenario: str) -> tuple[SeatSession, list[Shown]]:
    """Let a play run, and give what its seat was shown on the way to the end."""
    _, seat, shown = seated(scenario)
    views = [shown]
    while True:
        pushes = seat.handle(Wait())
        views += [push for push in pushes if isinstance(push, Shown)]
        if any(isinstance(push, Ended) for push in pushes):
            return seat, views[:VIEWS_MOST]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_vessel_is_written_alike_on_the_screen_and_in_lines(scenario: str) -> None:
    """A mate at the screen and one at the lines would call different numbers to each other."""
    seat, views = seen(scenario)
    page = Page(seat.sheet, 200)

    for shown in views:
        screen = plain(vessels(seat.sheet, shown, 200, 99))
        lines = "\n".join(page.picture(shown))
        for row in (*shown.view.contacts, *shown.view.own):
            said = [readings.steering(row.course_deg, row.speed_mps)]
            if row.range_m is not None and row.bearing_deg is not None:
                said += [readings.distance(row.range_m), readings.bearing(row.bearing_deg)]
            if row.lost_ms is None and row.cpa_m is not None and row.tcpa_ms:
                said.append(readings.approach(row.cpa_m, row.tcpa_ms))
            for each in said:
                assert each in screen, (row.name, each)
                assert each in lines, (row.name, each)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_wait_is_written_alike_in_the_log_and_at_the_end(scenario: str) -> None:
    """A call would be declined after 25 s in one place and after 26 s in another."""
    seat, _ = seen(scenario)
    debrief = seat.debrief()
    ended = [e.fact for e in seat._play.engine.log if isinstance(e.fact, CallEnded)]
    told = " ".join(line.text for account in debrief.accounts for line in account.lines)
    page = plain(debriefing.calls(debrief, 110))

    for call in debrief.calls:
        assert f"after {format_wait(call.wait_ms)}" in page
    for fact in ended:
        if re.search(rf"after {re.escape(format_wait(fact.wait_ms))}\b", page) is None:
            raise AssertionError(fact)
    waits = {format_wait(fact.wait_ms) for fact in ended}
    assert set(re.findall(r": [a-z ]+ after (\d+ (?:s|min|h|d)(?: \d+ min)?)\.", told)) <= waits


def test_a_card_and_the_chart_write_an_approach_alike() -> None:
    """The chart would warn of another distance, or another time, than the card does."""
    seat, views = seen("twenty-nine-minutes")
    found = 0
    for shown in views:
        scene = scene_of(shown.view, seat.sheet)
        chart = plain(draw(scene, 120, 40))
        for vessel in scene.vessels:
            if scene.unsafe(vessel) and vessel.tcpa_ms:
                cpa = readings.distance(vessel.cpa_m or 0.0)
                assert f"{cpa} {format_wait(vessel.tcpa_ms)}" in chart or cpa not in chart
                found += 1
        cost = price(shown.view, 0.0)
        assert not re.search(r"\d(m|nm|kn|min)\b", cost), cost
    assert found


@given(st.floats(0, 2e6))
def test_a_distance_is_rounded(metres: float) -> None:
    """A mile less a metre would be called half a mile, or a closest approach too wide."""
    said = readings.distance(metres)
    if said == "under 1 m":
        assert 0 < metres <= 0.5
        return
    number, unit = said.split()
    step = {"m": 1.0, "nm": M_PER_NM / 10}[unit]
    back = float(number) * {"m": 1.0, "nm": M_PER_NM}[unit]

    assert abs(back - metres) <= step / 2 * (1 + 1e-9)
    assert (unit == "m") == (round(back) < M_PER_NM)


@given(st.floats(0, 359.999), st.floats(0, 60))
def test_course_and_speed_are_rounded(course: float, knots: float) -> None:
    """A vessel would seem to lie a degree off, or to stand while she moves."""
    degrees = int(readings.bearing(course).rstrip("°"))
    number, unit = readings.speed(knots * MPS_PER_KN).split()

    assert min(abs(degrees - course), 360 - abs(degrees - course)) <= 0.5 + 1e-9
    assert unit == "kn"
    assert abs(float(number) - knots) <= (0.5 if float(number) >= 1 else 0.1) + 1e-9
    assert (float(number) == 0) == (knots == 0)


@given(st.integers(0, 90 * 86_400_000))
def test_what_is_left_and_what_it_took_are_rounded(ms: int) -> None:
    """The last second of a decision would be shown as gone, or 25.6 s as 25."""
    left = readings.countdown(ms)
    if re.fullmatch(r"\d+:\d\d", left):
        minutes, seconds = map(int, left.split(":"))
        assert abs((minutes * 60 + seconds) * 1000 - ms) <= 500
    unit = {"d": 86_400_000, "h": 3_600_000, "min": 60_000, "s": 1_000}
    half = 30_000 if ms < 48 * 3_600_000 else 1_800_000
    for written, off in ((format_wait(ms), 30_000), (readings.remaining(ms), half)):
        parts = re.findall(r"(\d+) (d|h|min|s)", written)
        back = sum(int(number) * unit[name] for number, name in parts)
        assert abs(back - ms) <= (500 if "s" in written.split() or back < 60_000 else off)
