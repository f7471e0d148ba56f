"""A click presses the key that is shown where it falls, and nothing else."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.pilot import Pilot

from tests.tui.piloting import SMALL, application, fly, open_play
from tests.tui.test_marks import Watched
from tui.base.pane import Pane
from tui.screens.brief import BriefScreen
from tui.screens.play import PlayScreen


def place_of(pilot: Pilot[Any], words: str) -> tuple[int, int]:
    """Find where a text begins on the screen: column and row."""
    for pane in pilot.app.screen.query(Pane):
        for row, spans in enumerate(pane.lines):
            text = "".join(span[0] for span in spans)
            if words in text and pane.display:
                return pane.region.x + text.index(words), pane.region.y + row
    raise AssertionError(f"{words} is not on the screen")


def test_a_click_presses_the_key_that_is_shown() -> None:
    """A player in a browser would click on “Enter Begin” and nothing would happen."""

    async def steps(pilot: Pilot[Any], words: str) -> None:
        assert isinstance(pilot.app.screen, BriefScreen)
        await pilot.click(offset=place_of(pilot, words))
        await pilot.pause()
        assert isinstance(pilot.app.screen, PlayScreen)

    for words in ("Enter Begin", "Begin"):
        fly(application("twenty-nine-minutes"), partial(steps, words=words), SMALL)


def test_a_click_beside_a_key_does_nothing() -> None:
    """A slip of the hand would begin, or order, something."""

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        before = pilot.app.export_screenshot()
        for offset in ((0, 0), (79, 23), (40, 12), (10, 5)):
            await pilot.click(offset=offset)
            await pilot.pause()
        assert pilot.app.export_screenshot() == before

    fly(application("twenty-nine-minutes"), steps, SMALL)


def test_a_click_on_an_option_marks_it_and_orders_nothing() -> None:
    """One click would give an order that nobody has looked at."""

    async def steps(pilot: Pilot[Any]) -> None:
        watched = Watched(await open_play(pilot))
        await pilot.click(offset=place_of(pilot, "d Options"))
        await pilot.pause()
        for letter, words in (("b", "Hold for the shoal at nine"), ("c", "Stop and serve")):
            column, row = place_of(pilot, f"= {words}")
            await pilot.click(offset=(column + 4, row))
            await pilot.pause()
            assert watched.play.letters[watched.play.marked] == letter
        assert watched.orders == 0

    fly(application("twenty-nine-minutes"), steps, SMALL)
