"""What one did is echoed at once, and what counts is said before anything is decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sim.play.seat import ScoreLine, Shown, SideEnd, Submit, Wait
from tests.tui.piloting import application, fly, open_play, text
from tests.tui.test_lines import seated
from tui.base.text import plain
from tui.panes.briefing import briefing
from tui.panes.echo import staff
from tui.panes.news import news
from tui.panes.scores import missed

HAIL = "d01_ph_hail_525"


def test_an_order_is_echoed_on_the_list_and_time_stands_still(home: Path) -> None:
    """The list stayed as it was, and time ran on past what else could have been done."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        assert "Begin: o your orders and what counts" in text(app)
        await pilot.press("d")
        await pilot.pause()
        key = play.letters["n01_hold_course"]
        at = play.view.at_ms
        await pilot.press(key, key)
        await pilot.pause()
        assert play.view.at_ms == at
        assert "< came of what you did last" in text(app)
        await pilot.press("d")
        await pilot.pause()

    fly(app, steps)


def test_what_came_of_it_is_marked_in_the_news() -> None:
    """An answer would stand among the news like anything else."""
    _, seat, shown = seated()
    pushes = [*seat.handle(Submit("choose", HAIL))]
    for _ in range(3):
        pushes += seat.handle(Wait())
    shown = next(push for push in reversed(pushes) if isinstance(push, Shown))
    assert shown.echo is not None
    rows = plain(news(shown.view.feed, 0, 78, 24, came=shown.echo.came)).splitlines()
    marked = [row for row in rows if row[5:6] == "<"]
    assert any("Carried out: Hail 525" in row for row in marked)
    assert len(marked) < len([row for row in rows if row[2:3] == ":"])


def test_by_how_much_the_staff_moved_is_said() -> None:
    """A mark would say that it moved, not by how much, nor since when."""
    _, seat, _ = seated()
    shown = next(push for push in seat.handle(Submit("choose", HAIL)) if isinstance(push, Shown))
    was = shown.view.mind
    assert staff(seat.sheet, shown, was, 78) == []
    before = was._replace(p=was.p - 0.1)
    said = plain(staff(seat.sheet, shown, before, 78))
    assert "Since 08:00: China wants change 29% to 39%" in said


def test_the_briefing_says_what_counts() -> None:
    """Nobody was told before the end what a side is scored on."""
    session, seat, _ = seated()
    said = plain(briefing(seat.sheet, 80))
    assert "WHAT COUNTS" in said
    ours = next(s for s in session.scenario_data["sides"] if s["id"] == seat.sheet.side)
    others = [s for s in session.scenario_data["sides"] if s["id"] != seat.sheet.side]
    for objective in ours["objectives"]:
        assert f"{objective['points']:+4.0f}  {objective['title'][:40]}" in said
    own = {objective["title"] for objective in ours["objectives"]}
    for side in others:
        for objective in side.get("objectives", ()):
            assert objective["title"] in own or objective["title"] not in said


def test_a_score_says_where_most_was_missed() -> None:
    """A newcomer read rows of points, and not what would have brought more."""
    side = SideEnd(
        "North",
        40.0,
        0,
        "",
        (
            ScoreLine("Where the side starts from", 30.0),
            ScoreLine("Boats", 10.0, 0.25, full=40.0),
            ScoreLine("Hurt", -8.0, 0.5, full=-16.0),
            ScoreLine("Hulls", 0.0, 0.0, full=-12.0),
        ),
    )
    assert plain(missed(side, 70)).strip() == "Most was missed by: Boats (-30); Hurt (-8)."
