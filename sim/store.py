"""Files that must survive: lines appended and synced, torn tails, whole files replaced at once."""

from __future__ import annotations

import contextlib
import json
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
    """A file that only grows by whole lines, and that one process has for itself.

    What could not be written (a full disk) stays in memory and is tried again with the next
    line; `trouble` says what went wrong, "" when all is well. Whatever was written stays.
    """

    def __init__(self, path: Path, *, exists: bool = False) -> None:
        """Open a file and lock it.

        Args:
            path: Created with its folder, if it is not to be gone on with.
            exists: Go on with what is there. The file is locked before anybody reads it, so what
                is read is all that others wrote; nothing of it changes before `keep`.

        Raises:
            RecordError: it exists or does not, against what is said; it cannot be opened; or
                another process has it.
        """
        self.path = path
        self.trouble = ""
        self._waiting: list[bytes] = []
        if exists:
            _may_be_read(path)
        else:
            _make_folder(path)
        try:
            flags = os.O_RDWR | (0 if exists else os.O_CREAT | os.O_EXCL)
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
        self._good = os.fstat(self._fd).st_size

    def keep(self, size: int) -> None:
        """Keep so many bytes of the file; what follows them is cut off, and a line's end is added.

        An editor may have taken the end of the last line away.

        Raises:
            RecordError: the file cannot be written.
        """
        self._good = size
        try:
            os.ftruncate(self._fd, size)
            os.lseek(self._fd, max(size - 1, 0), os.SEEK_SET)
            if size and os.read(self._fd, 1) != b"\n":
                self._waiting.append(b"\n")
        except OSError as error:
            raise RecordError(f"{self.path}: cannot be written ({error.strerror})") from None

    def append(self, lines: list[str], *, sync: bool) -> None:
        """Append lines; with `sync` they are on disk when this returns without trouble."""
        self._waiting += [line.encode() + b"\n" for line in lines]
        if self._fd < 0 and not self._waiting:
            return
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
    """Read the whole lines of a text file; a last JSON object is whole without the line's end.

    Returns:
        The lines, how many bytes they take, and whether a torn tail followed them.

    Raises:
        RecordError: missing, unreadable, too large, or not text.
    """
    _may_be_read(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RecordError(f"{path}:1:1: cannot be read ({error.strerror})") from None
    end = raw.rfind(b"\n") + 1
    if end < len(raw) and _is_object(raw[end:]):
        end = len(raw)
    try:
        text = raw[:end].decode()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RecordError(f"{path}:{line}:1: is not UTF-8 text; not a record") from None
    return text.removesuffix("\n").split("\n") if text else [], end, end < len(raw)


def _is_object(raw: bytes) -> bool:
    """Say whether a line is one JSON object, which no beginning of another one can be."""
    try:
        return isinstance(json.loads(raw), dict)
    except (ValueError, RecursionError):
        return False


def _may_be_read(path: Path) -> None:
    """See whether a file can be a record.

    Raises:
        RecordError: missing, no file, or too large.
    """
    try:
        if path.exists() and not path.is_file():
            raise RecordError(f"{path}:1:1: is no file; give a record")
        if path.stat().st_size > RECORD_BYTES_MOST:
            raise RecordError(f"{path}:1:1: is larger than 256 MB; a record is not")
    except FileNotFoundError:
        raise RecordError(f"{path}:1:1: there is no such file; check the name") from None
    except OSError as error:
        raise RecordError(f"{path}:1:1: cannot be read ({error.strerror})") from None


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(f"{path}: its folder cannot be made ({error.strerror})") from None


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
