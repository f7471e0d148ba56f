"""The white cell's console on the screen: keys write its lines, the mark stays on its inject."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli import exercise_console
from sim.cli.exercise_console import LocalLink
from sim.cli.starter import Starter
from tests.tui.piloting import LARGE, SMALL, fly, text
from tui.app import Channel16
from tui.base.start import Opening
from tui.screens.console import ConsoleScreen


@pytest.fixture
def link(home: object) -> Iterator[LocalLink]:
    """Rehearse with the two desks."""
    parser = argparse.ArgumentParser()
    exercise_console.arguments(parser.add_subparsers())
    made = exercise_console.rehearsal(parser.parse_args(["console", "_tiny/two_desks.yaml"]))
    yield made
    made.close()


def states(link: LocalLink) -> dict[str, str]:
    """Say how every inject stands."""
    return {inject.number: inject.state for inject in link.view().injects}


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_keys_run_an_exercise(size: tuple[int, int], link: LocalLink) -> None:
    """A key would do nothing, or something to an inject that is not marked."""
    app = Channel16(Starter(), Opening(console=link))

    async def steps(pilot: Pilot[Any]) -> None:
        screen = app.screen
        assert isinstance(screen, ConsoleScreen)
        assert "STANDS x1  story 08:00" in text(app)
        await pilot.press("down", "h")
        assert states(link) == {"INJ-1": "planned", "INJ-2": "held", "INJ-3": "planned"}
        await pilot.press("e", *"Other", "enter")
        await pilot.pause()
        await pilot.press("j", *"next", "enter")
        await pilot.pause()
        assert states(link)["INJ-1"] == "sent"
        assert screen.inject.number == "INJ-2"
        await pilot.press("enter")
        assert states(link)["INJ-2"] == "sent"
        assert "08:05 [Watch officer] Other" in text(app)
        await pilot.press("tab", "o", "enter")
        await pilot.pause()
        assert "WATCHING x1 PAUSED" in text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Watch officer (white cell)" in text(app)
        await pilot.press("a", *"note Hm", "enter")
        await pilot.pause()
        assert "The white cell spoke for Watch officer." in text(app)
        await pilot.press("tab", "right_square_bracket", "space")
        assert "RUNNING x2" in text(app)
        await pilot.press("b", *"-4 min typo", "enter")
        await pilot.pause()
        assert "gone back 1 times" in text(app)
        await pilot.press("k")
        assert "skipped" not in states(link).values()
        await pilot.press("down", "k", "k")
        assert list(states(link).values()).count("skipped") == 1

    fly(app, steps, size=size)


def test_a_scenario_without_injects_has_a_console(home: object) -> None:
    """The screen would end with a traceback where nothing is planned."""
    parser = argparse.ArgumentParser()
    exercise_console.arguments(parser.add_subparsers())
    words = ["console", "two-captains"]
    made = exercise_console.rehearsal(parser.parse_args(words))
    app = Channel16(Starter(), Opening(console=made))

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter", "h", "down", "k", "tab", "enter")
        await pilot.pause()
        assert "WATCHING" in text(app)

    fly(app, steps)
    made.close()
