"""The real program in a pseudo-terminal: a test writes bytes to it and reads what it writes."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
SECONDS_MOST = 60
POLL_S, QUIET_S, READ_BYTES = 0.02, 0.4, 65_536
CODES = re.compile(r"\x1b\[[0-9;:?<>=$]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b\][^\x07]*\x07|\x1b[=>]")


class Program:
    """One run of `channel16 play` in a terminal of its own.

    Attributes:
        written: All that it has written so far.
    """

    def __init__(
        self,
        home: Path,
        *args: str,
        columns: int = 80,
        rows: int = 24,
        ignore: tuple[int, ...] = (),
        **variables: str,
    ) -> None:
        self.home, self.written = home, b""
        self._code: int | None = None
        clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        named = {**clean, "TERM": "xterm-256color", "CHANNEL16_HOME": str(home), **variables}
        self.pid, self._fd = pty.fork()
        if not self.pid:
            os.chdir(ROOT)
            for number in ignore:
                signal.signal(number, signal.SIG_IGN)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(sys.executable, [sys.executable, "-m", "sim.cli", "play", *args], named)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it, whatever it does."""
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.hang_up()

    def write(self, data: bytes) -> None:
        """Type all of this at once."""
        while data:
            data = data[os.write(self._fd, data) :]

    def signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window larger or smaller."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> None:
        """Take the terminal away."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _read(self) -> None:
        """Take in what it has written, if anything has come."""
        if self._fd < 0:
            time.sleep(POLL_S)
        elif select.select([self._fd], [], [], POLL_S)[0]:
            try:
                self.written += os.read(self._fd, READ_BYTES)
            except OSError:  # it has ended
                time.sleep(POLL_S)

    @property
    def text(self) -> str:
        """Give all that it has written, without the codes that move the cursor or colour it."""
        return CODES.sub("", self.written.decode("utf-8", "replace"))

    def until(self, *words: str) -> str:
        """Wait until one of some texts has been written since the beginning."""
        late = time.monotonic() + SECONDS_MOST
        while not any(word in self.text for word in words):
            assert time.monotonic() < late, f"{words} do not come:\n{self.text[-3000:]}"
            assert not self.ended(), f"it ended with {self._code}:\n{self.text[-3000:]}"
            self._read()
        return self.text

    def quiet(self) -> str:
        """Wait until it has written nothing for a while, or a clock that runs has for long."""
        heard = time.monotonic()
        late = heard + 10 * QUIET_S
        while time.monotonic() < min(heard + QUIET_S, late):
            before = len(self.written)
            self._read()
            heard = heard if len(self.written) == before else time.monotonic()
        return self.text

    def ended(self) -> bool:
        """Say whether it has ended."""
        if self._code is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if done else None
        return self._code is not None

    def left(self) -> int:
        """Wait until it has ended; give its exit code, below 0 if a signal ended it."""
        late = time.monotonic() + SECONDS_MOST
        while not self.ended():
            assert time.monotonic() < late, f"it does not end:\n{self.text[-3000:]}"
            self._read()
        with contextlib.suppress(OSError, ValueError):
            self._read()
        assert self._code is not None
        return self._code

    def begin(self, key: bytes = b"\r", word: str = "LADDER") -> None:
        """Go from the briefing into the play."""
        self.until("Enter begins")
        self.write(key)
        self.until(word)

    def noted(self) -> list[str]:
        """List the notes that are on disk."""
        lines = [
            json.loads(line)
            for path in sorted(self.home.glob("*.jsonl"))
            for line in path.read_bytes().split(b"\n")[:-1]
        ]
        return [line["text"] for line in lines if line.get("command") == "note"]

    def until_noted(self, count: int = 1) -> list[str]:
        """Wait until so many notes are on disk."""
        late = time.monotonic() + SECONDS_MOST
        while len(self.noted()) < count:
            assert time.monotonic() < late, f"nothing is noted:\n{self.text[-3000:]}"
            assert not self.ended(), f"it ended with {self._code}:\n{self.text[-3000:]}"
            self._read()
        return self.noted()
