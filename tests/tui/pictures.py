"""Pictures of the screen for the docs; run as a module to write them."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from textual.pilot import Pilot

from tests.tui.piloting import LARGE, SMALL, application, fly, open_play

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SHOTS: dict[str, tuple[str, ...]] = {
    "play": (),
    "decide": ("d", "down", "down", "down", "down"),
    "call": ("escape", "1"),
}
"""What is pressed, one after the other, before each picture of a play."""


def _taken(app: Any) -> str:
    """Take a picture that asks no other machine for its letters."""
    return re.sub(r"@font-face \{.*?\}\s*", "", app.export_screenshot(), flags=re.DOTALL)


def pictures(size: tuple[int, int]) -> Iterator[tuple[str, str]]:
    """Yield the name and the SVG text of every picture at a size."""
    shots: dict[str, str] = {}

    async def menu(pilot: Pilot[Any]) -> None:
        shots["menu"] = _taken(pilot.app)

    async def play(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        await pilot.press("d", "a", "a")
        await open_play(pilot)
        await pilot.press("w")
        for name, keys in SHOTS.items():
            await pilot.press(*keys)
            await pilot.pause()
            shots[name] = _taken(pilot.app)

    with (
        tempfile.TemporaryDirectory() as home,
        mock.patch.dict(os.environ, {"CHANNEL16_HOME": home, "COLORTERM": "truecolor"}),
    ):
        os.environ.pop("NO_COLOR", None)
        fly(application(), menu, size)
        fly(application("twenty-nine-minutes"), play, size)
    for name, svg in shots.items():
        yield f"{name}-{size[0]}x{size[1]}.svg", svg


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for room in (SMALL, LARGE):
        for file, text in pictures(room):
            (FOLDER / file).write_text(text, "utf-8")
