"""Pictures of the screen, kept in the docs and compared by a test; run as a module to renew them.

python -m tests.tui.pictures
"""

from __future__ import annotations

import difflib
import html
import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from textual.pilot import Pilot

from sim.cli import reviewer
from sim.cli.starter import Starter
from sim.play.seat import Ended, Wait
from tests.tui.piloting import (
    LARGE,
    SMALL,
    application,
    fly,
    open_play,
    to_the_end,
)
from tui.cards.inbox import Inbox
from tui.screens.end import EndScreen
from tui.screens.manual import ManualScreen
from tui.screens.play import PlayScreen
from tui.screens.review import ReviewScreen

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
RENEW = "python -m tests.tui.pictures"
SIZES = (SMALL, LARGE)
SHOTS: dict[str, tuple[str, ...]] = {
    "play": (),
    "decide": ("d", "down", "down", "down", "down"),
    "call": ("escape", "1"),
    "channels": ("escape", "c"),
    "promises": ("escape", "p"),
    "log": ("escape", "l"),
    "words": ("escape", "slash"),
    "help": ("escape", "question_mark"),
    "palette": ("escape", "colon"),
    "light": ("escape", "f9"),
    "contrast": ("f9",),
}
"""What is pressed, one after the other, before each picture of a play."""
_TEXT = re.compile(r'<text [^>]* x="([\d.]+)"[^>]* clip-path="url\(#t-line-(\d+)\)">([^<]*)<')
_CELL = 12.2
"""Units of a picture that a column takes."""


def _taken(app: Any) -> str:
    """Take a picture that asks no other machine for its letters and has no name of its own."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", app.export_screenshot(), flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+-", "t-", svg)
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


def _around(size: tuple[int, int]) -> dict[str, str]:
    """Take the pictures of what lies around a play: the menu and a review."""
    shots: dict[str, str] = {}

    async def menu(pilot: Pilot[Any]) -> None:
        shots["menu"] = _taken(pilot.app)
        await pilot.press("o")
        await pilot.pause()
        shots["opponents"] = _taken(pilot.app)
        await pilot.app.push_screen(ManualScreen())
        await pilot.press("down", "down", "down")
        await pilot.pause()
        shots["learn"] = _taken(pilot.app)

    async def review(pilot: Pilot[Any]) -> None:
        record = ended_play()
        screen = ReviewScreen(record, "west_captain", "Dawn approach")
        await pilot.app.push_screen(screen)
        while not screen.done:
            await pilot.pause(0.1)
        await pilot.press("down", "down", "down")
        await pilot.pause()
        shots["review"] = _taken(pilot.app)

    fly(application(), menu, size)
    with mock.patch.object(reviewer, "ROLLOUTS", 10):
        fly(application(), review, size)
    return shots


def _looked_back(size: tuple[int, int]) -> dict[str, str]:
    """Take the pictures of what was played: the records and a replay."""
    shots: dict[str, str] = {}

    async def records(pilot: Pilot[Any]) -> None:
        app = pilot.app
        kept = [
            replace(play, record=f"{play.scenario}.jsonl", when="2025-05-04")
            for play in app.starter.kept()
        ]
        with mock.patch.object(app.starter, "kept", return_value=kept):
            app.open_records()
            await pilot.pause()
            shots["records"] = _taken(app)
            await pilot.press("escape")
        app.open_replay(ended_play(), "west_captain", "Dawn approach")
        await pilot.press("pagedown", "down")
        await pilot.pause()
        shots["replay"] = _taken(app)

    fly(application(), records, size)
    return shots


def pictures(size: tuple[int, int]) -> dict[str, str]:
    """Take every picture of a size; give file names and SVG texts."""
    shots: dict[str, str] = {}

    async def play(pilot: Pilot[Any]) -> None:
        shots["brief"] = _taken(pilot.app)
        await open_play(pilot)
        await pilot.press("d", "a", "a")
        await open_play(pilot)
        await pilot.press("escape", "w")
        for name, keys in SHOTS.items():
            await pilot.press(*keys)
            pilot.app.clear_notifications()
            await pilot.pause()
            shots[name] = _taken(pilot.app)
        await pilot.press("f9")
        pilot.app.clear_notifications()
        await to_the_end(pilot)
        await pilot.press("enter")
        await pilot.pause()
        shots["end"] = _taken(pilot.app)
        pilot.app.starter.kept()  # remembers the score

    async def talk(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        while not (isinstance(pilot.app.screen, Inbox) and pilot.app.screen.replies):
            screen = pilot.app.screen
            assert not isinstance(screen, EndScreen), "nobody has asked for anything"
            waits = isinstance(screen, PlayScreen) and not screen.deciding
            await pilot.press("a" if isinstance(screen, Inbox) else "w" if waits else "escape")
            await pilot.pause()
        shots["talk"] = _taken(pilot.app)

    with (
        tempfile.TemporaryDirectory() as home,
        mock.patch.dict(os.environ, {"CHANNEL16_HOME": home, "COLORTERM": "truecolor"}),
    ):
        os.environ.pop("NO_COLOR", None)
        shots |= _around(size)
        fly(application("twenty-nine-minutes"), play, size)
        fly(application("second-round", "us_captain"), talk, size)
        shots |= _looked_back(size)
    return {f"{name}-{size[0]}x{size[1]}.svg": svg for name, svg in shots.items()}


def ended_play() -> str:
    """Play the guided game to its end, deciding nothing; give its record."""
    session = Starter().begin("dawn-approach", ("west_captain",), 3)
    (seat,) = session.seats.values()
    while not any(isinstance(push, Ended) for push in seat.handle(Wait())):
        pass
    session.close()
    return session.record


def rows(svg: str) -> list[str]:
    """Read the text of a picture, row by row."""
    found: dict[int, str] = {}
    for x, row, part in _TEXT.findall(svg):
        column = round(float(x) / _CELL)
        found[int(row)] = found.get(int(row), "").ljust(column) + html.unescape(part)
    return [found.get(row, "").replace("\xa0", " ").rstrip() for row in range(max(found) + 1)]


def difference(name: str, kept: str, seen: str) -> str:
    """Tell how a picture differs from the kept one, "" if it does not."""
    if kept == seen:
        return ""
    if not kept:
        return f"{name}: there is no such picture yet"
    old, new = rows(kept), rows(seen)
    if old == new:
        return f"{name}: the same words, other colours or styles"
    changes = difflib.unified_diff(old, new, "kept", "seen", n=0, lineterm="")
    return "\n".join([f"{name}:", *changes])


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for room in SIZES:
        for file, text in pictures(room).items():
            (FOLDER / file).write_text(text, "utf-8")
