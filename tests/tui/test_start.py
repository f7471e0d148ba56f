"""How the screen is started: by the command, in a terminal, quickly, from what lies in the home."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

from sim.cli import main
from sim.cli.starter import Starter
from sim.load.library import shipped
from tests.tui.piloting import SEED

ROOT = Path(__file__).resolve().parents[2]
TINY = str(ROOT / "scenarios" / "_tiny" / "one_hail.yaml")
SESSION = f"channel16-{os.getpid()}"
SECONDS_MOST = 60


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
    """The first picture would wait for libraries that only a play needs."""
    code = (
        "import sys; from sim.cli.starter import Starter; import tui.app; "
        "Starter().posters(); Starter().saved(); "
        "print([m for m in ('simpy', 'pydantic', 'sim.engine') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.parametrize(
    "text", ["", "{", "[]\n", '{"record": 1}\n', "\x00", '{"played": true, "seats": 3}\n{}\n']
)
def test_what_is_no_record_is_not_offered(home: Path, text: str) -> None:
    """A stray file would keep the menu from opening."""
    (home / "stray.jsonl").write_text(text, "utf-8")

    assert Starter().saved() is None


def test_a_finished_play_is_not_offered(home: Path) -> None:
    """The menu would offer to go on with what has ended."""
    starter = Starter("two-captains")
    table = starter.begin("two-captains", starter.people, SEED)
    table.close()
    assert Starter().saved() is not None
    (path,) = home.glob("*.jsonl")
    path.write_text(path.read_text("utf-8") + '{"digest":"x","ending":"y"}\n', "utf-8")

    assert Starter().saved() is None


@pytest.fixture
def terminal(home: Path) -> Iterator[Callable[..., str]]:
    """Give a function that types into a terminal of 80×24 and waits for what it should show."""
    if shutil.which("tmux") is None:
        pytest.skip("needs tmux")

    def tmux(*words: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", SESSION, *words], capture_output=True, text=True, check=False
        )
        return done.stdout

    def use(*keys: str, begin: str = "", until: str) -> str:
        if begin:
            command = f"CHANNEL16_HOME={shlex.quote(str(home))} {begin}; echo left with $?; cat"
            tmux("new-session", "-d", "-x", "80", "-y", "24", "-c", str(ROOT), command)
        for key in keys:
            tmux("send-keys", key)
        late = time.monotonic() + SECONDS_MOST
        while until not in (shown := tmux("capture-pane", "-p")):
            assert time.monotonic() < late, f"“{until}” does not come:\n{shown}"
            time.sleep(0.05)
        return shown

    yield use
    tmux("kill-server")


@pytest.mark.tmux
@pytest.mark.slow
def test_it_is_played_killed_and_gone_on_with_in_a_terminal(
    home: Path, terminal: Callable[..., str]
) -> None:
    """In a real terminal nothing would appear, or a killed play would be lost."""
    play = f"{shlex.quote(sys.executable)} -m sim.cli play"
    pid = home / "pid"

    terminal(begin=f"sh -c 'echo $$ >{shlex.quote(str(pid))}; exec {play}'", until="Two captains")
    terminal("Down", "Down", "Enter", until="Enter begins")
    terminal("Enter", until="DECISION 4:00")
    terminal("Enter", until="Waiting:")
    terminal("b", "b", until="Ordered: Stop and serve")
    os.kill(int(pid.read_text("utf-8")), signal.SIGKILL)
    terminal(until="left with 137")
    terminal("C-c", until="")
    shown = terminal(begin=play, until="Continue: Twenty-nine minutes")
    assert "CHANNEL 16" in shown
    terminal("Enter", until="BRP Datu Gumbay Piang")
    terminal("q", until="PLAY")
    terminal("q", until="left with 0")
