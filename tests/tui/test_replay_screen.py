"""The replay on the screen: keys go forth and back, and to another seat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.piloting import LARGE, SMALL, application, fly, text
from tests.tui.test_home_screens import played
from tui.screens.records import RecordsScreen
from tui.screens.replay import ReplayScreen

GAME, SEAT = "dawn-approach", "west_captain"


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_keys_go_through_a_record(size: tuple[int, int], home: Path) -> None:
    """A key would do nothing, or lead out of the record."""
    played(3, scenario=GAME, seat=SEAT)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.app.push_screen(RecordsScreen())
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, ReplayScreen)
        scrub = screen.scrub
        await pilot.press("left")
        assert scrub.place == 1
        await pilot.press("right", "right")
        assert scrub.place == 3
        await pilot.press("pagedown", *["pagedown"] * 50)
        assert scrub.place == scrub.length
        await pilot.press("up")
        await pilot.pause()
        assert scrub.as_told(SEAT)
        assert " ".join(scrub.as_told(SEAT).split())[:20] in " ".join(text(pilot.app).split())
        await pilot.press("s")
        await pilot.pause()
        assert screen.seat != SEAT
        assert scrub.seats[screen.seat] in text(pilot.app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RecordsScreen)

    fly(application(), steps, size=size)


def test_a_record_that_was_changed_is_said_and_nothing_opens(home: Path) -> None:
    """A traceback would end the program."""
    played(3, scenario=GAME, seat=SEAT)
    (record,) = home.glob("*.jsonl")
    record.write_text(record.read_text("utf-8").replace('"at_ms":', '"at_ms": 1', 1), "utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        screen = pilot.app.screen
        pilot.app.open_replay(str(record), SEAT, "Dawn approach")
        await pilot.pause()
        assert pilot.app.screen is screen

    fly(application(), steps)
