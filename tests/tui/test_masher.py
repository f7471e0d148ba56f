"""Keys pressed at random: whatever is pressed whenever, the screen neither breaks nor hangs."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli.records import read_record
from tests.tui.piloting import SCENARIOS, application, fly
from tui.screens.end import EndScreen
from tui.screens.menu import MenuScreen

KEYS = (
    *("enter",) * 8,
    *("w",) * 6,
    *"abcdefgrxiunlvmoch1234567 ?tWnd",
    *("up", "down", "left", "right", "escape", "tab", "space", "pageup", "pagedown"),
)
NAMES = {" ": "space", "?": "question_mark"}
SIZES = ((80, 24), (80, 24), (140, 40), (100, 30), (20, 5), (60, 20), (81, 37), (200, 24))
ROUNDS, PRESSED = 4, 12


def mash(seed: int) -> None:
    """Play one game with random keys and sizes, one or two people, with or without a pace."""
    dice = random.Random(seed)
    scenario = SCENARIOS[seed % len(SCENARIOS)]
    wall = [0.0]
    pace = dice.choice((None, None, 600.0))
    app = application(scenario, pace=pace, clock=lambda: wall[0])

    async def steps(pilot: Pilot[Any]) -> None:
        if dice.random() < 0.3:
            await pilot.press("b")
        await pilot.press("enter")
        for _ in range(ROUNDS):
            keys = [dice.choice(KEYS) for _ in range(PRESSED)]
            await pilot.press(*(NAMES.get(key, key) for key in keys))
            wall[0] += dice.random()
            if dice.random() < 0.3:
                await pilot.resize_terminal(*dice.choice(SIZES))
            await pilot.pause()
            if isinstance(app.screen, EndScreen | MenuScreen) and dice.random() < 0.5:
                break

    fly(app, steps)


def records_are_whole(home: Path) -> None:
    """Check that every record left behind can be read."""
    for path in home.glob("*.jsonl"):
        record, _ = read_record(path)
        assert not record.torn, path


@pytest.mark.parametrize("seed", range(6))
def test_no_key_breaks_the_screen(home: Path, seed: int) -> None:
    """Some key at some moment would end the game in a traceback."""
    mash(seed)

    records_are_whole(home)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6, 206))
def test_no_key_ever_breaks_the_screen(home: Path, seed: int) -> None:
    """The same for many more games."""
    mash(seed)

    records_are_whole(home)
