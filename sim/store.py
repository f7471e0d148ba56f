"""Files that must survive: lines appended and synced, torn tails, whole files replaced at once."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from sim.errors import RecordError

try:
    import fcntl
except ImportError:  # a platform without file locks of this sort
    fcntl = None  # type: ignore[assignment]

RECORD_BYTES_MOST = 256 * 1024 * 1024
"""A record is at most 256 MB: it is read whole."""
ASIDE = ".part"
"""How the name of a file ends that is being written aside."""


class LineFile:
    """A file that only grows by whole lines.

    What could not be written (a full disk) stays in memory and is tried again with the next
    line; `trouble` says what went wrong, "" when all is well. Whatever was written stays.
    """

    def __init__(self, path: Path, *, keep: int | None = None) -> None:
        """Open a file.

        Args:
            path: Created with its folder if `keep` is None; it must not exist then.
            keep: Bytes of an existing file to keep; what follows them is cut off.

        Raises:
            RecordError: it exists already, or cannot be opened.
        """
        self.path = path
        self.trouble = ""
        self._waiting: list[bytes] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RecordError(f"{path}: its folder cannot be made ({error.strerror})") from None
        try:
            flags = os.O_RDWR | (os.O_CREAT | os.O_EXCL if keep is None else 0)
            self._fd = os.open(path, flags, 0o644)
        except FileExistsError:
            raise RecordError(
                f"{path}: exists already; a played record is never replaced"
            ) from None
        except OSError as error:
            raise RecordError(f"{path}: cannot be opened ({error.strerror})") from None
        if not _alone(self._fd):
            os.close(self._fd)
            raise RecordError(f"{path}: another program goes on with it; leave that one first")
        self._good = keep or 0
        os.ftruncate(self._fd, self._good)

    def append(self, lines: list[str], *, sync: bool) -> None:
        """Append lines; with `sync` they are on disk when this returns without trouble."""
        self._waiting += [line.encode() + b"\n" for line in lines]
        data = b"".join(self._waiting)
        if self._good + len(data) > RECORD_BYTES_MOST:
            self.trouble = "the record has reached 256 MB; what follows is kept in memory only"
            return
        try:
            os.lseek(self._fd, self._good, os.SEEK_SET)
            view = memoryview(data)
            while view:
                view = view[os.write(self._fd, view) :]
            if sync:
                os.fsync(self._fd)
        except OSError as error:
            self.trouble = f"cannot be written ({error.strerror}), trying again: {self.path}"
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, self._good)
            return
        self._good += len(data)
        self._waiting.clear()
        self.trouble = ""

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _alone(fd: int) -> bool:
    """Lock an open file for this process; where the platform cannot, take it on trust."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def read_lines(path: Path) -> tuple[list[str], int, bool]:
    """Read the whole lines of a text file.

    Returns:
        The lines, how many bytes they take, and whether a torn tail followed them.

    Raises:
        RecordError: missing, unreadable, too large, or not text.
    """
    try:
        if path.exists() and not path.is_file():
            raise RecordError(f"{path}:1:1: is no file; give a record")
        size = path.stat().st_size
        if size > RECORD_BYTES_MOST:
            raise RecordError(f"{path}:1:1: is larger than 256 MB; a record is not")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise RecordError(f"{path}:1:1: there is no such file; check the name") from None
    except OSError as error:
        raise RecordError(f"{path}:1:1: cannot be read ({error.strerror})") from None
    end = raw.rfind(b"\n") + 1
    try:
        text = raw[:end].decode()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RecordError(f"{path}:{line}:1: is not UTF-8 text; not a record") from None
    return text.split("\n")[:-1], end, end < len(raw)


def write_whole(path: Path, text: str) -> None:
    """Write a text file at once.

    Raises:
        RecordError: it cannot be written; an earlier file stays as it was.
    """
    put_in_place(path, lambda file: file.write(text.encode()))


def put_in_place(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file aside and put it in place at once, so that no half of it is ever seen.

    Args:
        path: Where it belongs; its folder is made.
        write: Writes all of it.

    Raises:
        RecordError: it cannot be written; an earlier file stays as it was.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}{ASIDE}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise RecordError(f"{path}: cannot be written ({error.strerror or error})") from None


def saves() -> Path:
    """Give the folder of saved plays: $CHANNEL16_HOME, else the platform's user data folder."""
    home = os.environ.get("CHANNEL16_HOME")
    if home:
        return Path(home)
    data = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(data) if data else Path.home() / ".local" / "share") / "channel16"
