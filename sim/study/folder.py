"""A study's folder: its statement, a shard for each finished chunk, the run table, the findings."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim import store
from sim.errors import Fault, RecordError, ScenarioError
from sim.loader.yamltext import Document, parse, read_text
from sim.store import ASIDE, LOCK, held, put_in_place, read_pieces, sweep
from sim.study import parquet, shards
from sim.study.design import Chunk, StudyError
from sim.study.run_table import RunRow, RunTable

PLAN, SUMMARY, REPORT, SHARDS, SUMS = (
    "study.yaml",
    "summary.json",
    "report.html",
    "shards",
    "sums.txt",
)
CSV, PARQUET = "runs.csv", "runs.parquet"
_SHARD_BYTES_MOST, _SUMS_BYTES_MOST = 8_000_000, 64_000
_SUM = re.compile(r"([0-9a-f]{64})  (\S+)")


class Folder:
    """A study's folder; every file in it is written aside and put in place at once.

    A file that is not as it was written, by the sums that are kept of all, is somebody's: it
    stays under another name where its own is needed.
    """

    def __init__(self, path: Path, tell: Callable[[str], None]) -> None:
        self.path, self._tell = path, tell
        self._key = ""
        self._sums: dict[str, set[str]] = {}

    @contextmanager
    def opened(self, key: str, statement: str, *, resume: bool) -> Iterator[Folder]:
        """Begin a study here, or go on with it; the folder is held meanwhile.

        Raises:
            StudyError: another study's folder, one in which a study runs, a finished one without
                --resume, or not writable.
        """
        try:
            with held(self.path):
                self._open(key, statement, resume=resume)
                yield self
        except RecordError as error:
            raise StudyError(error.faults) from None

    def _open(self, key: str, statement: str, *, resume: bool) -> None:
        there = self._statement()
        known = _key_of(there) if there is not None else None
        if there is None and self._holds_something():
            raise StudyError(f"{self.path}: is not empty and holds no study; give another folder")
        if there is not None and known is None:
            faults = there.faults or [there.fault(("key",), "states no key")]
            raise _no_statement(self.path / PLAN, faults[0])
        if known is not None and known != key:
            raise StudyError(f"{self.path}: holds another study; give another folder")
        self._sums = self._read_sums()
        if (self.path / SUMMARY).exists() and not resume:
            changed = "" if self._is_ours(SUMMARY) else f", and {SUMMARY} is not as it was written"
            raise StudyError(
                f"{self.path}: holds this study, finished{changed}; --resume extends it"
            )
        self._key = key
        sweep(self.path)
        sweep(self.path / SHARDS)
        if there is None or there.data != parse(statement, PLAN).data:
            self.write(PLAN, statement)

    def write(self, name: str, text: str) -> None:
        """Write a file of the folder at once.

        Raises:
            StudyError: it cannot be written; what is there stays.
        """
        self._write(name, text.encode())

    def _write(self, name: str, content: bytes) -> None:
        """Write a file unless it is there; its sum is kept first, so that it is never unknown."""
        total = _sum(name, [content])
        if (self.path / name).exists():
            if self._sum_of(name) == total:
                self._sums[name] = {total}
                return
            if not self._is_ours(name):
                self._set_aside(name)
        self._sums.setdefault(name, set()).add(total)
        self._put(SUMS, self._sums_text())
        self._put(name, content)
        self._sums[name] = {total}

    def _put(self, name: str, content: bytes) -> None:
        try:
            put_in_place(self.path / name, lambda file: file.write(content))
        except RecordError as error:
            raise StudyError(f"{error}; what is finished stays, --resume goes on") from None

    def finish(self) -> None:
        """Keep the sums of what is there now, and no others.

        Raises:
            StudyError: they cannot be written.
        """
        self._put(SUMS, self._sums_text())

    def keep(self, chunk: Chunk, rows: list[RunRow]) -> None:
        """Keep a finished chunk."""
        text = shards.written(self._key, chunk, rows)
        self._put(f"{SHARDS}/{shards.name_of(chunk)}", text.encode())

    def kept(self, table: RunTable) -> None:
        """Read every finished chunk back; a damaged one is said and simply run again."""
        damaged = []
        for path in sorted((self.path / SHARDS).glob("*.json")):
            chunk = shards.chunk_of(path.name)
            if chunk is None or chunk[0] >= table.plan.cells:
                continue
            try:
                text = store.read_text(path, _SHARD_BYTES_MOST, "a shard")
                table.add(chunk, shards.read(text, self._key, chunk, table.measures))
            except (RecordError, ValueError):
                damaged.append(path)
        if damaged:
            others = f" and {len(damaged) - 1} more" if len(damaged) > 1 else ""
            what = "damaged, of another study or of an earlier version"
            self._tell(f"{damaged[0]}{others}: {what}; run again")

    def write_runs(self, table: RunTable, n: int) -> str:
        """Write the run table, as Parquet where that can be written; there is one at a time.

        Returns:
            The name of its file.

        Raises:
            StudyError: it cannot be written; what is there stays.
        """
        if parquet.available():
            content = io.BytesIO()
            parquet.write(content, table, n)
            self._write(PARQUET, content.getvalue())
            name, other = PARQUET, CSV
        else:
            self.write(CSV, "".join(table.csv(n)))
            name, other = CSV, PARQUET
        self._remove(other)
        return name

    def _remove(self, name: str) -> None:
        """Remove a file that is no longer of this study; somebody's stays under another name."""
        if (self.path / name).exists() and not self._is_ours(name):
            self._set_aside(name)
        self._sums.pop(name, None)
        with suppress(OSError):
            (self.path / name).unlink()

    def _set_aside(self, name: str) -> None:
        path = self.path / name
        number = 1
        while (aside := path.with_name(f"{path.stem}.kept-{number}{path.suffix}")).exists():
            number += 1
        try:
            path.rename(aside)
        except OSError as error:
            raise StudyError(f"{path}: cannot be kept aside ({error.strerror})") from None
        self._tell(f"{path}: is not as it was written; it stays as {aside.name} and is made again")

    def _is_ours(self, name: str) -> bool:
        """Say whether a file is as it was written here."""
        return self._sum_of(name) in self._sums.get(name, ())

    def _sum_of(self, name: str) -> str:
        try:
            return _sum(name, read_pieces(self.path / name, "a study's file"))
        except RecordError:
            return ""

    def _read_sums(self) -> dict[str, set[str]]:
        """Read the sums that are kept; a line that is none says nothing."""
        found: dict[str, set[str]] = {}
        with suppress(RecordError):
            text = store.read_text(self.path / SUMS, _SUMS_BYTES_MOST, "a list of sums")
            for line in text.split("\n"):
                match = _SUM.fullmatch(line.strip())
                if match:
                    found.setdefault(match[2], set()).add(match[1])
        return found

    def _sums_text(self) -> bytes:
        lines = [
            f"{total}  {name}\n"
            for name in sorted(self._sums)
            for total in sorted(self._sums[name])
        ]
        return "".join(lines).encode()

    def _holds_something(self) -> bool:
        """Say whether there is a file; what a killed study was writing aside does not count."""
        left = (ASIDE, LOCK, SUMS)
        try:
            return any(not path.name.endswith(left) for path in self.path.iterdir())
        except OSError as error:
            raise StudyError(f"{self.path}: cannot be used ({error.strerror})") from None

    def _statement(self) -> Document | None:
        """Read which study is kept here, None if there is no statement of one."""
        path = self.path / PLAN
        if not path.exists():
            return None
        try:
            return parse(read_text(path), PLAN)
        except ScenarioError as error:
            raise _no_statement(path, error.faults[0]) from None


def _no_statement(path: Path, fault: Fault) -> StudyError:
    """Say why a file is no statement of a study, and where."""
    what = f"cannot be read as a study's file ({fault.what})"
    hint = "mend it, or give another folder"
    return StudyError([Fault(str(path), fault.line, column=fault.column, what=what, hint=hint)])


def _key_of(statement: Document) -> str | None:
    """Give the key of a study, None if the document states none."""
    key = statement.data.get("key") if isinstance(statement.data, dict) else None
    return key if isinstance(key, str) and not statement.broken else None


def _sum(name: str, pieces: Iterable[bytes]) -> str:
    """Give the sum of a file; of text, whatever mark stands at its begin and how its lines end."""
    sha = hashlib.sha256()
    for piece in pieces if name.endswith(".parquet") else _as_text(pieces):
        sha.update(piece)
    return sha.hexdigest()


def _as_text(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Take the mark at the begin from a text, and what makes no difference at the ends of lines."""
    left = b""
    for number, piece in enumerate(pieces):
        text = left + (piece.removeprefix(b"\xef\xbb\xbf") if number == 0 else piece)
        whole = text.removesuffix(b"\r").replace(b"\r\n", b"\n")
        kept = whole.rstrip(b"\n")
        left = whole[len(kept) :] + text[len(text.removesuffix(b"\r")) :]
        yield kept
    yield left.replace(b"\r\n", b"\n").rstrip(b"\n")
