"""The review on the screen: worked out beside it, read by keys, left at any time, gone on from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli import reviewer
from sim.review.keeping import SUFFIX
from sim.store import read_lines
from tests.tui.piloting import LARGE, SMALL, application, fly, text
from tests.tui.test_home_screens import played
from tui.screens.play import PlayScreen
from tui.screens.records import RecordsScreen
from tui.screens.review import ReviewScreen

GAME, SEAT = "dawn-approach", "west_captain"
PATIENCE_S = 120
"""How long a review may take on a machine that does other things too."""


@pytest.fixture
def record(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep a game that was waited through; few roll-outs are enough here."""
    monkeypatch.setattr(reviewer, "ROLLOUTS", 20)
    played(3, scenario=GAME, seat=SEAT)
    (path,) = home.glob("*.jsonl")
    return path


async def until(pilot: Pilot[Any], reached: Callable[[], bool]) -> None:
    """Wait for what is worked out beside the screen."""
    for _ in range(PATIENCE_S * 10):
        await pilot.pause()
        if reached():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the review took too long")


def reviewing(
    steps: Callable[[Pilot[Any], ReviewScreen], Awaitable[None]],
) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Open the review of the one game from the records."""

    async def opened(pilot: Pilot[Any]) -> None:
        app = pilot.app
        await app.push_screen(RecordsScreen())
        await pilot.pause()
        await pilot.press("v")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        await steps(pilot, screen)

    return opened


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_marks_come_and_tighten_and_are_read_by_keys(size: tuple[int, int], record: Path) -> None:
    """Somebody would look at an empty screen, or at a decision that is not the marked one."""

    async def steps(pilot: Pilot[Any], screen: ReviewScreen) -> None:
        assert "first marks" in text(pilot.app)
        assert "At work for" in text(pilot.app)
        await until(pilot, lambda: screen.review is not None)
        assert screen.review is not None
        first = screen.review["decisions"]
        await pilot.press("down")
        await pilot.pause()
        assert screen.at == min(1, len(first) - 1)
        assert first[screen.at]["title"][:20] in text(pilot.app)
        await until(pilot, lambda: "working" not in text(pilot.app))
        assert "Provisional" not in text(pilot.app)
        counted = [o["foresight"]["n"] for d in screen.review["decisions"] for o in d["options"]]
        assert max(counted) == 20

    fly(application(), reviewing(steps), size=size)


@pytest.mark.slow
def test_it_is_left_at_any_time_and_what_was_rolled_out_is_kept(record: Path) -> None:
    """A key would wait for roll-outs, or they would go on for nobody."""

    async def steps(pilot: Pilot[Any], screen: ReviewScreen) -> None:
        kept = record.with_name(record.name + SUFFIX)
        await until(pilot, lambda: kept.exists() and len(read_lines(kept)[0]) > 3)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RecordsScreen)
        await until(pilot, lambda: screen._reviewing._process.poll() is not None)  # type: ignore[union-attr]
        assert len(read_lines(kept)[0]) > 3

    fly(application(), reviewing(steps))


@pytest.mark.slow
def test_a_decision_is_played_on_from_after_a_second_enter(record: Path) -> None:
    """One key would leave the review, or the old record would change."""
    before = record.read_bytes()

    async def steps(pilot: Pilot[Any], screen: ReviewScreen) -> None:
        await until(pilot, lambda: screen.review is not None)
        assert screen.review is not None
        at_ms = screen.review["decisions"][0]["at_ms"]
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert "Enter again" in text(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlayScreen))
        play = pilot.app.screen
        assert isinstance(play, PlayScreen)
        assert play.view.at_ms == at_ms

    fly(application(), reviewing(steps))
    assert record.read_bytes() == before


def test_a_record_that_was_changed_is_said_in_words(record: Path) -> None:
    """A traceback of another process would stand on the screen, or nothing at all."""
    record.write_text(record.read_text("utf-8").replace('"at_ms":', '"at_ms": 1', 1), "utf-8")

    async def steps(pilot: Pilot[Any], screen: ReviewScreen) -> None:
        await until(pilot, lambda: bool(screen.complaint))
        assert "record" in text(pilot.app)

    async def opened(pilot: Pilot[Any]) -> None:
        screen = ReviewScreen(str(record), SEAT, "Dawn approach")
        await pilot.app.push_screen(screen)
        await pilot.pause()
        await steps(pilot, screen)

    fly(application(), opened)
