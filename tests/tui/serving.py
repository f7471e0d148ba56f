"""The real `channel16 web` as a process, for tests that open tabs of it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.tui.program import POLL_S, ROOT

SECONDS_MOST = 60


class Server:
    """One run of `channel16 web` on a free port.

    Attributes:
        address: Where it is, such as http://127.0.0.1:40000.
    """

    def __init__(self, home: Path, *words: str, listen: str = "127.0.0.1:0") -> None:
        if not Path("/proc/self/stat").exists():
            pytest.skip("needs /proc to see which processes are left")
        self.home = home
        self._errors = home / "server.txt"
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "sim.cli", "web", "--listen", listen, *words],
                cwd=ROOT,
                env={**os.environ, "CHANNEL16_HOME": str(home)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
            )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        found = re.search(r"http://\S+:\d+", said)
        assert found, f"it does not say where it is: {said!r} {self.complaints}"
        self.address = found[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.communicate()

    @property
    def port(self) -> int:
        """Give its port."""
        return int(self.address.rpartition(":")[2])

    @property
    def complaints(self) -> str:
        """Give what it and its plays have written to standard error."""
        return self._errors.read_text("utf-8")

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def left(self) -> int:
        """Wait until it has ended; give its exit code."""
        return self._process.wait(SECONDS_MOST)

    def plays(self) -> set[int]:
        """List the processes that play for its tabs."""
        return children(self._process.pid)

    def until_plays(self, count: int) -> set[int]:
        """Wait until so many play."""
        until(lambda: len(self.plays()) == count, f"{count} plays", self)
        return self.plays()

    def records(self) -> list[Path]:
        """List the records on disk."""
        return sorted(self.home.glob("*.jsonl"))

    def notes(self) -> list[str]:
        """List the notes that are on disk."""
        lines = [json.loads(x) for p in self.records() for x in p.read_bytes().split(b"\n")[:-1]]
        return [line["text"] for line in lines if line.get("command") == "note"]


def gone(pids: Iterable[int]) -> bool:
    """Say whether all of these processes have ended."""
    return not set(pids) & {pid for pid, _ in _processes()}


def children(of: int) -> set[int]:
    """List the processes that a process has started."""
    return {pid for pid, parent in _processes() if parent == of}


def until(held: Callable[[], bool], what: str, server: Server) -> None:
    """Wait until something is so."""
    late = time.monotonic() + SECONDS_MOST
    while not held():
        assert time.monotonic() < late, f"{what} does not come; {server.complaints}"
        time.sleep(POLL_S)


def _processes() -> list[tuple[int, int]]:
    """List what runs, each with its parent; what has ended and was not asked after is left out."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            found.append((int(path.parent.name), int(parent)))
    return found
