"""Undo with two people at one terminal: it works, asks again, and shows nobody the other's news."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from sim.loader.library import shipped
from tests.tui.piloting import application, fly, text
from tui.cards.curtain import Curtain
from tui.screens.play import PlayScreen
from tui.screens.seat import TAKEN_BACK

FIRST, SECOND = "ph_mission", "ccg_scene"


async def seated(pilot: Pilot[Any], seat: str) -> PlayScreen:
    """Wait and hand over until a person sits there with the play in front."""
    for _ in range(40):
        await pilot.pause()
        screen = pilot.app.screen
        if isinstance(screen, PlayScreen) and screen.seat == seat and not screen.hidden:
            return screen
        keys = {Curtain: "enter", PlayScreen: "w"}
        await pilot.press(keys.get(type(screen), "escape"))
    raise AssertionError(f"{seat} never sits down")


def test_undo_with_two_people_asks_both_again_and_tells_no_secret() -> None:
    """One order could not be taken back, the other's would be lost unasked, or news would leak."""
    app = application("twenty-nine-minutes", FIRST, SECOND)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        play = await seated(pilot, FIRST)
        start = play.shown.view.at_ms
        await pilot.press("n", *"mine", "enter")
        await pilot.pause()
        await pilot.press("w")
        play = await seated(pilot, SECOND)
        await pilot.press("n", *"secret", "enter")
        await pilot.pause()
        assert "Note: secret" in text(app)
        await pilot.press("w")
        play = await seated(pilot, FIRST)
        await pilot.press("u")
        await pilot.pause()
        assert "all that anybody did since is undone" in " ".join(text(app).split())
        await pilot.press("u")
        await pilot.pause()

        assert app.screen is play
        assert play.seat == FIRST
        assert play.shown.view.at_ms == start
        assert "secret" not in text(app)
        assert "mine" not in text(app)
        assert TAKEN_BACK not in text(app)
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, Curtain)
        assert "secret" not in text(app)
        play = await seated(pilot, SECOND)
        assert TAKEN_BACK in text(app)
        assert "secret" not in " ".join(item.text for item in play.own.feed())
        await pilot.press("u")
        await pilot.pause()
        assert "There is nothing to undo." in text(app)
        assert play.seat == SECOND

    fly(app, steps)


@pytest.mark.parametrize("scenario", shipped())
def test_every_play_can_be_begun_by_two_people(scenario: str) -> None:
    """Where the other is to act first, sitting down would end the game in a traceback."""
    app = application(scenario)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("b", "enter")
        sat = set()
        for _ in range(12):
            await pilot.pause()
            screen = app.screen
            if isinstance(screen, PlayScreen):
                sat.add(screen.seat)
            keys = {Curtain: "enter", PlayScreen: "w"}
            await pilot.press(keys.get(type(screen), "escape"))
        assert len(sat) == 2

    fly(app, steps)
