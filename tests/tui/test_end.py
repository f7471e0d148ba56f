"""The end on the screen and in lines: moments, the report, and playing on from there."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli import browser, main
from sim.cli.records import read_record
from tests.tui.piloting import LARGE, SMALL, application, fly, open_play, text, to_the_end
from tui.panes.moments import MARK
from tui.screens.end import EndScreen
from tui.screens.menu import MenuScreen
from tui.screens.play import PlayScreen

GAME = "dawn-approach"


@pytest.fixture(autouse=True)
def nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no browser open in a test."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_TTY", "/dev/pts/0")


def records(home: Path) -> list[Path]:
    """List the records of this test."""
    return sorted(home.glob("*.jsonl"))


async def ended(pilot: Pilot[Any]) -> EndScreen:
    """Play to the end, and guess whatever is asked there."""
    await open_play(pilot)
    await to_the_end(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, EndScreen)
    assert screen.guessing
    await pilot.press("enter")
    return screen


def test_paging_reads_and_does_not_guess(home: Path) -> None:
    """Whoever pages down to read the question would have answered it."""
    app = application(GAME)

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        await to_the_end(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, EndScreen)
        assert screen.guessing
        await pilot.press("pagedown", "pagedown", "end")
        assert screen.mark == 0
        await pilot.press("home", "down")
        assert screen.mark == 1

    fly(app, steps)


def test_the_report_is_written_without_losing_the_place(home: Path) -> None:
    """Whoever reads a long page would be thrown back to its first line."""
    app = application(GAME)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await ended(pilot)
        await pilot.press("down", "down", "down")
        place = screen.top
        assert place
        await pilot.press("e")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Written:" in text(app)
        assert screen.top == place

    fly(app, steps, SMALL)


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_marked_moment_is_played_on_from(size: tuple[int, int], home: Path) -> None:
    """A player who sees what mattered could not try it the other way."""
    app = application(GAME)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await ended(pilot)
        (old,) = records(home)
        before = old.read_bytes()
        await pilot.press("right", "down", "down")
        turn = screen.debrief.moments[1].turn
        assert turn is not None
        await pilot.press("enter")
        assert "Enter again: play on from" in text(app)
        assert app.screen is screen
        await pilot.press("enter")
        await pilot.pause()
        play = app.screen
        assert isinstance(play, PlayScreen)
        assert play.session._play.engine.now_ms == turn.at_ms
        await to_the_end(pilot)
        again = app.screen
        assert isinstance(again, EndScreen)
        assert not again.guessing, "what was told is asked again"
        assert "Played on from" in text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, MenuScreen)
        assert old.read_bytes() == before
        assert len(records(home)) == 2

    fly(app, steps, size)


def test_nothing_is_played_on_from_without_a_mark(home: Path) -> None:
    """Whoever leafs through the end by Enter would find another play begun."""
    app = application(GAME)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await ended(pilot)
        for _ in range(20):
            await pilot.press("enter")
        assert app.screen is screen
        assert len(records(home)) == 1
        await pilot.press("down", "left", "right")
        screen.page = 1
        await pilot.press("left", "right", "enter", "enter")
        assert app.screen is screen

    fly(app, steps)


def test_the_report_is_written_beside_the_record(home: Path) -> None:
    """The richest page of all would stay unknown, or overwrite what somebody had edited."""
    app = application(GAME)

    async def steps(pilot: Pilot[Any]) -> None:
        await ended(pilot)
        (record,) = records(home)
        for page in (record.with_suffix(".html"), record.with_suffix(".2.html")):
            await pilot.press("e")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert page.name in "".join(text(app).split())
            assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
            with page.open("a", encoding="utf-8") as file:
                file.write("<!-- mine -->")

    fly(app, steps)


def test_the_moments_say_how_to_go_on() -> None:
    """A player would not find out what Enter does on a moment."""
    app = application(GAME)

    async def steps(pilot: Pilot[Any]) -> None:
        await ended(pilot)
        await pilot.press("right")
        assert MARK in text(app)

    fly(app, steps, LARGE)


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Let somebody type these lines."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_the_end_in_lines_is_gone_on_from(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever plays in lines would have no report and no second try."""
    typed(monkeypatch, "", *["wait"] * 40)
    assert main(["play", "--plain", GAME, "--seed", "3"]) == 0
    (record,) = records(home)
    waits = capsys.readouterr().out.split("“report”")[0].count("> wait")
    record.unlink()

    after = ["report", "on 9", "bogus", "on 1", *["wait"] * 40]
    typed(monkeypatch, "", *["wait"] * waits, *after)
    assert main(["play", "--plain", GAME, "--seed", "3"]) == 0

    out = capsys.readouterr().out
    assert f"Written: {record.with_suffix('.html')}." in out
    assert "Not understood: on 9. Enter leaves." in out
    assert "Not understood: bogus. Enter leaves." in out
    assert "Played on from" in out
    first, second = (read_record(path)[0] for path in records(home))
    assert first.line.ending
    assert second.line.ending
    assert second.header["from"]["digest"] == first.line.digest


def test_a_play_of_one_try_says_that_nothing_is_taken_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    """A trainer could not keep somebody from trying until it came out well."""
    typed(monkeypatch, "", "wait", "a", "undo", "quit")
    assert main(["play", "--plain", "--no-undo", GAME, "--seed", "3"]) == 0
    assert "Not accepted: In this play nothing is taken back" in capsys.readouterr().out

    typed(monkeypatch, "undo", "quit")
    (record,) = records(home)
    assert main(["play", "--plain", "--resume", str(record)]) == 0
    assert "Not accepted: In this play nothing is taken back" in capsys.readouterr().out


def test_no_browser_is_asked_where_nobody_would_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page would open on a machine at which nobody sits, or take the terminal of the game."""
    assert not browser.opened(Path("page.html"))
    monkeypatch.delenv("SSH_TTY")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.delenv("SSH_CLIENT", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not browser.opened(Path("page.html"))
