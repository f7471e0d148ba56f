"""A real terminal for tests: tmux, which a test types into and whose picture it reads."""

from __future__ import annotations

import itertools
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.needs import program

ROOT = Path(__file__).resolve().parents[2]
PLAY = (sys.executable, "-m", "sim.cli", "play")
SECONDS_MOST = 60
POLL_S, QUIET_S = 0.02, 2.0
_NUMBERS = itertools.count()
_QUIET = ("set", "-g", "remain-on-exit", "on", ";", "set", "-g", "status", "off", ";")
_LOOK = ("set", "-g", "default-terminal", "tmux-256color", ";", "set", "-sg", "escape-time", "0")


class Terminal:
    """One window of tmux in which one program runs at a time; its picture stays when it ends."""

    def __init__(self, home: Path, columns: int = 80, rows: int = 24) -> None:
        program("tmux")
        self.home, self.columns, self.rows = home, columns, rows
        self._socket = f"channel16-{os.getpid()}-{next(_NUMBERS)}"
        self._open = False

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-f", os.devnull, "-L", self._socket, *words],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.stdout

    def start(self, *words: str, cwd: Path = ROOT, before: str = "", **variables: str) -> None:
        """Run a program in place of what ran before; `before` is said to its shell first."""
        named = {"CHANNEL16_HOME": str(self.home), **variables}
        clean = ["env", "-u", "NO_COLOR", *(f"{name}={value}" for name, value in named.items())]
        command = f"{before} exec {shlex.join([*clean, *words])}"
        if self._open:
            self._tmux("respawn-pane", "-k", "-c", str(cwd), command)
            return
        self._open = True
        size = ("-x", str(self.columns), "-y", str(self.rows))
        new = ("new-session", "-d", *size, "-c", str(cwd), command)
        self._tmux("start-server", ";", *_QUIET, *_LOOK, ";", *new)

    def press(self, *keys: str) -> None:
        """Press keys, as tmux calls them."""
        self._tmux("send-keys", *keys)

    def shown(self, *, codes: bool = False) -> str:
        """Give what the terminal shows now; with `codes`, in colours."""
        return self._tmux("capture-pane", "-p", *(["-e"] if codes else []))

    def until(self, *words: str) -> str:
        """Wait until the terminal shows one of some texts."""
        late = time.monotonic() + SECONDS_MOST
        while not any(word in (shown := self.shown()) for word in words):
            assert time.monotonic() < late, f"{words} do not come:\n{shown}"
            time.sleep(POLL_S)
        return shown

    def settled(self, before: str) -> str:
        """Wait until the picture has changed and stands still, or clearly does not change."""
        late, last = time.monotonic() + QUIET_S, before
        while time.monotonic() < late:
            time.sleep(POLL_S)
            shown = self.shown()
            if shown == last != before:
                return shown
            last = shown
        return last

    def choose(self, title: str) -> None:
        """Go down the menu to a title and choose it."""
        while f"> {title}" not in (shown := self.shown()):
            self.press("Down")
            assert self.settled(shown) != shown, f"“{title}” is not on the menu:\n{shown}"
        self.press("Enter")

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))

    @property
    def pid(self) -> int:
        """Give the number of the process that runs, or ran last."""
        return int(self._tmux("display", "-p", "#{pane_pid}"))

    def left(self) -> tuple[str, str]:
        """Wait until the program has ended; give its exit code and the signal that ended it.

        Both are "" if tmux has not been told, which happens on a busy machine.
        """
        ended = "#{pane_dead}:#{pane_dead_status}:#{pane_dead_signal}"
        self._wait(lambda: self._tmux("display", "-p", ended).startswith("1"))
        late = time.monotonic() + QUIET_S
        while (status := self._tmux("display", "-p", ended).strip()) == "1::":
            if time.monotonic() > late:
                break
            time.sleep(POLL_S)
        _, code, ended_by = status.split(":")
        return code, ended_by

    def kill(self) -> None:
        """Kill the program without a warning."""
        os.kill(self.pid, signal.SIGKILL)
        self.left()

    def hang_up(self) -> None:
        """Close the terminal while the program runs, and wait until that has gone."""
        pid = self.pid
        self.close()
        self._wait(lambda: not _runs(pid))

    def close(self) -> None:
        """End tmux and what runs in it."""
        if self._open:
            socket = self._tmux("display", "-p", "#{socket_path}").strip()
            self._tmux("kill-server")
            Path(socket).unlink(missing_ok=True)
            self._open = False

    def _wait(self, held: Callable[[], bool]) -> None:
        late = time.monotonic() + SECONDS_MOST
        while not held():
            assert time.monotonic() < late, f"it does not end:\n{self.shown()}"
            time.sleep(POLL_S)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
