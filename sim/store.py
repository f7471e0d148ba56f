"""Files: what comes from outside is read within bounds, what must survive is written at once."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sim.errors import Fault, RecordError, SimError
from sim.jsontext import json_data

try:
    import fcntl
except ImportError:  # a platform without file locks of this sort
    fcntl = None  # type: ignore[assignment]

RECORD_BYTES_MOST = 256 * 1024 * 1024
"""A record is at most 256 MB: it is read whole."""
PIECES_BYTES_MOST, PIECE_BYTES = 2**30, 2**20
"""What is read piece by piece: a table of millions of runs is the largest."""
ASIDE = ".part"
"""How the name of a file ends that is being written aside."""
LOCK = ".lock"
"""The file that holds a folder where the platform cannot lock one."""


def wall_ms() -> int:
    """Give what the clock on the wall shows: ms since 1970 in UTC."""
    return time.time_ns() // 10**6


class LineFile:
    """A file that only grows by whole lines, and that one process has for itself.

    What could not be written (a full disk) stays in memory and is tried again with the next
    line; `trouble` says what went wrong, "" when all is well. Whatever was written stays.
    """

    keeps = True
    """Whether anything is meant to be kept."""

    def __init__(
        self, path: Path, *, exists: bool = False, wall: Callable[[], int] | None = None
    ) -> None:
        """Open a file and lock it.

        Args:
            path: Created with its folder, if it is not to be gone on with.
            exists: Go on with what is there. The file is locked before anybody reads it, so what
                is read is all that others wrote; nothing of it changes before `keep`.
            wall: The clock on the wall, if what it shows is to be kept too; see `wall_ms`.

        Raises:
            RecordError: it exists or does not, against what is said; it cannot be opened; or
                another process has it.
        """
        self.path, self.wall = path, wall
        self.trouble = ""
        self._waiting: list[bytes] = []
        if exists:
            with _opened(path, str(path), RecordError):
                pass  # a pipe or a device is told before it is waited for
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
            if os.fstat(self._fd).st_size != size:  # else it would count as touched
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


class NoFile(LineFile):
    """Stands where a player asked not to be saved; its trouble says so to whoever looks."""

    keeps = False

    def __init__(self) -> None:
        self.path = Path("-")
        self.wall = None
        self.trouble = "this play is not saved, as was asked"
        self._fd = -1

    def keep(self, size: int) -> None:
        """Leave the file that is gone on with as it is."""

    def append(self, lines: list[str], *, sync: bool) -> None:
        """Keep nothing."""


def _alone(fd: int) -> bool:
    """Lock an open file for this process; where the platform cannot, take it on trust."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder, which is made, so that no other program works in it at the same time.

    Raises:
        RecordError: another does, or it cannot be used.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fd, mark = _locked(folder), None
        if fd is None:
            mark = folder / LOCK
            with mark.open("x", encoding="ascii") as file:
                file.write(f"{os.getpid()}\n")
    except FileExistsError as error:
        if error.filename != str(folder / LOCK):
            raise RecordError(f"{folder}: is no folder; give another name") from None
        raise RecordError(
            f"{folder}: another program works here, or did when it was killed; if none does, "
            f"remove {folder / LOCK}, which holds its process id"
        ) from None
    except OSError as error:
        raise RecordError(f"{folder}: cannot be used ({error.strerror})") from None
    try:
        yield
    finally:
        if fd is not None:
            os.close(fd)
        if mark is not None:
            mark.unlink(missing_ok=True)


def _locked(folder: Path) -> int | None:
    """Lock a folder until its descriptor is closed; None where that cannot be."""
    if fcntl is None:
        return None
    fd = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        raise RecordError(f"{folder}: another program works here; let it end first") from None
    except OSError:  # a file system that locks no folders
        os.close(fd)
        return None
    return fd


def sweep(folder: Path) -> None:
    """Remove what a killed program was writing aside; the folder is held."""
    for path in folder.glob(f".*{ASIDE}"):
        with contextlib.suppress(OSError):
            path.unlink()


def read_lines(path: Path) -> tuple[list[str], int, bool]:
    """Read the whole lines of a record; a last JSON object is whole without the line's end.

    Returns:
        The lines, how many bytes they take, and whether a torn tail followed them.

    Raises:
        RecordError: missing, unreadable, too large, or not text.
    """
    raw = read_bytes(path, RECORD_BYTES_MOST, "a record")
    end = raw.rfind(b"\n") + 1
    if end < len(raw) and _is_object(raw[end:]):
        end = len(raw)
    text = decoded(raw[:end], str(path), hint="not a record")
    return text.removesuffix("\n").split("\n") if text else [], end, end < len(raw)


def _is_object(raw: bytes) -> bool:
    """Say whether a line is one JSON object, which no beginning of another one can be."""
    with contextlib.suppress(ValueError):
        return isinstance(json_data(raw), dict)
    return False


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(f"{path}: its folder cannot be made ({error.strerror})") from None


def read_bytes(
    path: Path, most: int, what: str, *, shown: str = "", error: type[SimError] = RecordError
) -> bytes:
    """Read a file whole: every file that comes from outside is opened by `_opened`.

    Args:
        path: Where it lies.
        most: How many bytes it may have.
        what: What it should be, such as “a record”.
        shown: Its name in a complaint, if not the path.
        error: What is raised.

    Raises:
        SimError: missing, no regular file, unreadable, or too large.
    """
    name = shown or str(path)
    with _opened(path, name, error) as file:
        if os.fstat(file.fileno()).st_size <= most:
            # Room is made for what is asked for, not for what is there.
            pieces = iter(lambda: file.read(PIECE_BYTES), b"")
            raw = b"".join(islice(pieces, most // PIECE_BYTES + 1))
            if len(raw) <= most:
                return raw
    raise _too_large(name, most, what, error)


def read_pieces(path: Path, what: str) -> Iterator[bytes]:
    """Read a file piece by piece; as `read_bytes`, for what needs one piece at a time."""
    with _opened(path, str(path), RecordError) as file:
        if os.fstat(file.fileno()).st_size > PIECES_BYTES_MOST:
            raise _too_large(str(path), PIECES_BYTES_MOST, what, RecordError)
        while piece := file.read(PIECE_BYTES):
            yield piece


def read_text(
    path: Path, most: int, what: str, *, shown: str = "", error: type[SimError] = RecordError
) -> str:
    """Read a file whole as UTF-8 text, a mark at its begin left out.

    Raises:
        SimError: as `read_bytes`, or no text.
    """
    raw = read_bytes(path, most, what, shown=shown, error=error)
    return decoded(raw, shown or str(path), error=error)


def read_ends(path: Path, head_most: int, tail_most: int) -> tuple[bytes, bytes]:
    """Read the first line of a file, if it is not too long, and the last bytes; as `read_bytes`."""
    with _opened(path, str(path), RecordError) as file:
        head = file.readline(head_most)
        file.seek(max(0, os.fstat(file.fileno()).st_size - tail_most))
        return head, file.read(tail_most)


def decoded(
    raw: bytes, name: str, *, hint: str = "save it as UTF-8", error: type[SimError] = RecordError
) -> str:
    """Take bytes for UTF-8 text, a mark at their begin left out.

    Raises:
        SimError: they are none; the fault names the place.
    """
    raw = raw.removeprefix(BOM_UTF8)
    try:
        return raw.decode()
    except UnicodeDecodeError as wrong:
        before = raw[: wrong.start].decode()
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    fault = Fault(name, line, column=column, what="is not UTF-8 text", hint=hint)
    raise error([fault])


@contextlib.contextmanager
def _opened(path: Path, name: str, error: type[SimError]) -> Iterator[BinaryIO]:
    """Open a regular file; a pipe without a writer and a device without an end would hang."""
    try:
        _regular(path.stat(), name, error)
        # Between the look and the opening it may have become a pipe, which must not be waited for.
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(fd, "rb") as file:  # noqa: PTH123  # a path has no way to open a descriptor
            _regular(os.fstat(fd), name, error)
            yield file
    except FileNotFoundError:
        raise _fault(error, name, "there is no such file", "check the name") from None
    except (OSError, ValueError) as wrong:  # a zero byte in a name is no error of the system
        why = getattr(wrong, "strerror", None) or str(wrong)
        raise _fault(error, name, f"cannot be read ({why})", "check the file") from None


def _regular(found: os.stat_result, name: str, error: type[SimError]) -> None:
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "a pipe or a device"
        raise _fault(error, name, f"cannot be read ({what})", "give a file")


def _fault(error: type[SimError], name: str, what: str, hint: str) -> SimError:
    return error([Fault(name, 1, column=1, what=what, hint=hint)])


def _too_large(name: str, most: int, what: str, error: type[SimError]) -> SimError:
    size = f"{most / 2**20:.0f} MB" if most >= 2**20 else f"{most // 1000} kB"
    return _fault(error, name, f"is larger than {size}", f"{what} is not")


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
