"""Killed without a warning at fifty random moments, and gone on with each time."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from sim.cli import shelf
from sim.cli.records import read_record
from sim.cli.starter import Starter
from tests.tui.terminal import PLAY, Terminal
from tests.tui.test_masher import KEYS
from tests.tui.test_shown_keys import BOTTOM

GAMES, KILLS = 5, 10
AT_ONCE = 0.2
"""How often it is killed while it still starts, or opens what is gone on with."""
CARDS_MOST = 10
START_S, PRESSED_S = 1.5, 0.4
"""The kill falls at a random instant of so long after the start, or after the last keys."""
TMUX = {
    "enter": "Enter",
    "escape": "Escape",
    "space": "Space",
    "tab": "Tab",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pageup": "PageUp",
    "pagedown": "PageDown",
}


def whole(home: Path) -> dict[Path, bytes]:
    """Give the whole lines of every record; a torn last one was never acknowledged."""
    found = {}
    for path in home.glob("*.jsonl"):
        data = path.read_bytes()
        found[path] = data[: data.rfind(b"\n") + 1]
    return found


def sit_down(terminal: Terminal) -> bool:
    """Go on with what is unfinished, or begin another play; say whether it was gone on with."""
    unfinished = shelf.unfinished(Starter().kept()) is not None
    menu = terminal.until("Two captains")
    assert ("Continue:" in menu) == unfinished
    if not unfinished:
        terminal.press("Down")
        terminal.press("Enter")
        terminal.until("Enter begins")
    terminal.press("Enter")
    terminal.until("LADDER")
    return unfinished


def note(terminal: Terminal, text: str) -> None:
    """Give a command, and wait until the screen acknowledges it."""
    for _ in range(CARDS_MOST):
        shown = terminal.shown()
        if "Note for the record" in shown:
            break
        terminal.press("Escape" if BOTTOM.search(shown) else "n")
        terminal.settled(shown)
    terminal.press(*text, "Enter")
    terminal.until(f"Note: {text}")


@pytest.mark.tmux
@pytest.mark.parametrize("game", range(GAMES))
def test_nothing_acknowledged_is_lost_by_a_kill(game: int, home: Path, terminal: Terminal) -> None:
    """A power cut would cost what a player has already been told is ordered."""
    dice = random.Random(game)
    kept: dict[Path, bytes] = {}
    ordered: list[str] = []
    gone_on = 0

    for number in range(KILLS):
        terminal.start(*PLAY)
        if dice.random() < AT_ONCE:
            time.sleep(dice.uniform(0, START_S))
        else:
            gone_on += sit_down(terminal)
            note(terminal, f"k{number}")
            ordered.append(f"k{number}")
            keys = [dice.choice(KEYS) for _ in range(dice.randint(0, 12))]
            terminal.press(*(TMUX.get(key, key) for key in keys))
            time.sleep(dice.uniform(0, PRESSED_S))
        terminal.kill()

        now = whole(home)
        assert all(now[path].startswith(lines) for path, lines in kept.items())
        kept = now
        lines = [json.loads(line) for text in kept.values() for line in text.splitlines()]
        noted = [line["text"] for line in lines if line.get("command") == "note"]
        assert sorted(noted) == sorted(ordered)
        for path in kept:
            read_record(path)

    assert gone_on
