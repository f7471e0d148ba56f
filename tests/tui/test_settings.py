"""The screen with settings of all sorts: faults are told, the rest holds, and nothing breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.piloting import LARGE, SMALL, application, fly, open_play, text
from tests.unit.test_settings import FAULTY
from tui.cards.call import CallCard
from tui.screens.brief import BriefScreen
from tui.screens.play import PlayScreen

MANY = "keys:\n" + "".join(f"  nothing{number}: z\n" for number in range(40))


OWN = "keys: {help: f2, go_on: z, call: [f3, f4]}"
SOME = [*list(FAULTY)[::4], OWN]


@pytest.mark.parametrize("settings", SOME, ids=range(len(SOME)))
def test_a_play_goes_through_with_whatever_settings(settings: str, home: Path) -> None:
    """A slip in a file would end the game where a key is drawn or pressed."""
    (home / "screen.yaml").write_text(settings, "utf-8")
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        await pilot.press("d", "f1", "escape", "escape", "1", "escape", "f4", "question_mark")
        await pilot.pause()
        assert any(isinstance(screen, PlayScreen) for screen in app.screen_stack)

    fly(app, steps)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_menu_tells_what_is_wrong_with_the_settings(home: Path, size: tuple[int, int]) -> None:
    """A player would look for a key that was never taken."""
    (home / "screen.yaml").write_text("keys: {weit: g, note: N}\nhold: perhaps\n", "utf-8")
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        shown = " ".join(text(app).split())
        assert "screen.yaml:1:8: there is no command “weit”; did you mean “wait”?" in shown
        assert "screen.yaml:2:7: expected true or false; it is left aside" in shown
        assert "Two captains" in shown

    fly(app, steps, size)


def test_the_menu_says_how_much_more_is_wrong(home: Path) -> None:
    """Faults that have no room would be passed over in silence."""
    (home / "screen.yaml").write_text(MANY, "utf-8")
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        assert "more lines; repair these first" in text(app)

    fly(app, steps)


def test_a_scenario_opened_at_once_tells_it_too(home: Path) -> None:
    """Somebody who passes by the menu would never be told."""
    (home / "screen.yaml").write_text(MANY, "utf-8")
    app = application("two-captains")

    async def steps(pilot: Pilot[Any]) -> None:
        assert isinstance(app.screen, BriefScreen)
        assert "screen.yaml:2:3: there is no command “nothing0”" in text(app)
        seen = ""
        for _ in range(12):
            seen += text(app)
            await pilot.press("pagedown")
        assert "nothing39" in seen
        assert "You are: " in seen

    fly(app, steps)


def test_calls_follow_the_keys_they_were_given(home: Path) -> None:
    """Own keys for calls would open nothing."""
    (home / "screen.yaml").write_text("keys: {call: [f6, f7]}\n", "utf-8")
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        await pilot.press("1")
        assert isinstance(app.screen, PlayScreen)
        await pilot.press("f7")
        await pilot.pause()
        assert isinstance(app.screen, CallCard)
        assert app.screen.row.name.startswith("Rescue call")

    fly(app, steps)
