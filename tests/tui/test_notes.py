"""What somebody noted down is text to whoever reads it: in lines, on the screen, gone on with."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli import main
from sim.printable import hidden
from tests.tui.piloting import application, fly, text
from tests.tui.program import Program
from tui.screens.play import PlayScreen

TINY = "_tiny/one_hail.yaml"
DRIVES = "a \x1b]0;t\x07 \x1b[2J \x9b31m \u202e b"
SHOWN = "a \\x1b]0;t\\x07 \\x1b[2J \\x9b31m \\u202e b"


@pytest.fixture
def noted(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the record of a play in which somebody noted down what terminals obey."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"\nnote {DRIVES}\nquit\n"))
    assert main(["play", TINY, "--plain", "--seed", "1"]) == 0
    (path,) = home.iterdir()
    return path


def test_a_note_in_lines_drives_no_terminal(
    noted: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever plays, or goes on with somebody's record, would have their terminal driven by it."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"log\nnote more {DRIVES}\nlog\nquit\n"))

    assert main(["play", "--resume", str(noted), "--plain"]) == 0

    said = capsys.readouterr().out
    assert " ".join(said.split()).count(SHOWN) >= 6
    assert not hidden(said)


def test_a_note_on_the_screen_drives_no_terminal(noted: Path) -> None:
    """The screen would be cleared, or its title changed, by what another player wrote."""
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PlayScreen)
        assert SHOWN in " ".join(text(app).split())
        assert not hidden(text(app))

    fly(app, steps)


def test_a_note_of_another_reaches_no_terminal(noted: Path, home: Path) -> None:
    """What is shown in a test would still reach a real terminal as it stands in the record."""
    with Program(home, "--resume", str(noted)) as program:
        program.until("Note: a")
        program.quiet()
        program.write(b"l")
        program.quiet()

        for driving in (b"\x1b]0;t", b"\xc2\x9b31m", b"\xe2\x80\xae"):
            assert driving not in program.written
