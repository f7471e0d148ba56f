"""How the screen is started: by the command, in a terminal, quickly, from what lies in the home."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from sim.cli import main, shelf
from sim.cli.starter import Starter
from sim.loader.library import shipped
from tests.tui.piloting import SEED
from tests.tui.terminal import PLAY, ROOT, Terminal

TINY = str(ROOT / "scenarios" / "_tiny" / "one_hail.yaml")


def test_without_a_terminal_it_is_played_in_lines() -> None:
    """A pipe would be filled with the codes of a screen."""
    err = io.StringIO()
    with (
        mock.patch.object(sys, "stdin", io.StringIO("\nquit\n")),
        contextlib.redirect_stdout(io.StringIO()) as out,
        contextlib.redirect_stderr(err),
    ):
        code = main(["play", TINY, "--seed", "1"])

    assert code == 0
    assert "playing in lines" in err.getvalue()
    assert "Seed 1" in out.getvalue()


def test_the_menu_lists_what_is_shipped() -> None:
    """A scenario would be missing from the menu, or stand there without its facts."""
    posters = Starter().posters()

    assert [poster.id for poster in posters] == shipped()
    assert all(p.title and p.date and p.place and p.minutes for p in posters)


def test_the_menu_opens_without_the_simulation() -> None:
    """The first picture would wait for libraries that only a play needs, or for a second screen."""
    code = (
        "import gc, sys\n"
        "from sim.cli.starter import Starter\n"
        "from tui.app import Channel16\n"
        "async def leave(pilot):\n"
        "    await pilot.pause()\n"
        "    print(len(pilot.app.screen_stack), gc.isenabled(), gc.get_freeze_count() > 0)\n"
        "    pilot.app.exit()\n"
        "gc.disable()\n"
        "Channel16(Starter()).run(headless=True, auto_pilot=leave)\n"
        "late = ('simpy', 'pydantic', 'yaml', 'sim.engine', 'importlib.abc', 'tui.chart')\n"
        "print([name for name in late if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.stdout.split("\n"), done.stderr) == (["1 True True", "[]", ""], "")


@pytest.mark.parametrize(
    "text", ["", "{", "[]\n", '{"record": 1}\n', "\x00", '{"played": true, "seats": 3}\n{}\n']
)
def test_what_is_no_record_is_not_offered(home: Path, text: str) -> None:
    """A stray file would keep the menu from opening."""
    (home / "stray.jsonl").write_text(text, "utf-8")

    assert shelf.unfinished(Starter().kept()) is None


def test_a_finished_play_is_not_offered(home: Path) -> None:
    """The menu would offer to go on with what has ended."""
    starter = Starter("two-captains")
    session = starter.begin("two-captains", starter.people, SEED)
    session.close()
    assert shelf.unfinished(Starter().kept()) is not None
    (path,) = home.glob("*.jsonl")
    path.write_text(path.read_text("utf-8") + '{"digest":"x","ending":"y"}\n', "utf-8")

    assert shelf.unfinished(Starter().kept()) is None


@pytest.mark.tmux
def test_it_is_played_killed_and_gone_on_with_in_a_terminal(terminal: Terminal) -> None:
    """In a real terminal nothing would appear, or a killed play would be lost."""
    terminal.start(*PLAY)
    terminal.until("Two captains")
    terminal.choose("Twenty-nine minutes")
    terminal.until("Enter begins")
    terminal.press("Enter")
    terminal.until("DECISION 4:00")
    terminal.press("Enter")
    terminal.until("Waiting:")
    terminal.press("c", "c")
    terminal.until("Ordered: Stop and serve")
    terminal.kill()

    terminal.start(*PLAY)
    terminal.until("Continue: Twenty-nine minutes")
    terminal.until("CHANNEL 16")  # panes may be painted one after the other
    terminal.press("Enter")
    terminal.until("BRP Datu Gumbay Piang")
    terminal.press("q")
    terminal.until("endings found")
    terminal.press("q")

    assert terminal.left()[0] in ("0", "")
