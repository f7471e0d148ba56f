"""The page of a hosted exercise for every role: console, observer and evaluator in a browser."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.exercise.folder import EVALUATION
from sim.store import read_lines
from tests.tui.browser import browser
from tests.tui.test_browser_exercise import hosting, opened, typed


@pytest.mark.slow
def test_console_observer_and_evaluator_need_nothing_installed(home: Path) -> None:
    """Whoever brings a tablet to an exercise could only sit in a seat."""
    folder = home / "exercise"
    assert main(["exercise", "new", "_tiny/two_desks.yaml", str(folder)]) == 0

    async def steps(said: dict[str, Any]) -> None:
        async with browser(home) as chromium:
            pages = [await opened(chromium, said["web"]) for _ in range(3)]
            console, observer, evaluator = pages
            await typed(console, said["codes"]["white_cell"])
            await console.until("WHITE CELL")
            await console.press("Tab", "s")
            await console.until("Observers may look at")
            await typed(observer, said["codes"]["observer"])
            await observer.until("Whose screen")
            await observer.press("Enter")
            await observer.until("WATCHING")
            await typed(evaluator, said["codes"]["evaluator"])
            await evaluator.until("Your entries")
            await evaluator.press("3", "Enter")
            await evaluator.until("kept")
            assert [page.complaints for page in pages] == [[], [], []]

    with hosting(home, str(folder), "--start", "--listen", "127.0.0.1:0") as (_, said):
        asyncio.run(steps(said))
    (entry,) = read_lines(folder / EVALUATION)[0]
    assert '"rating":"M"' in entry
