"""A study's folder: its statement, a shard for each finished chunk, the run table, the findings."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from sim.errors import RecordError
from sim.loader.yamltext import parse
from sim.store import ASIDE, put_in_place
from sim.study import parquet
from sim.study.design import Chunk, StudyError
from sim.study.run_table import RunRow, RunTable

PLAN, SUMMARY, REPORT, SHARDS = "study.yaml", "summary.json", "report.html", "shards"
CSV, PARQUET = "runs.csv", "runs.parquet"


class Folder:
    """A study's folder; every file in it is written aside and put in place at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, key: str, statement: str, *, resume: bool) -> None:
        """Begin a study here, or go on with it.

        Raises:
            StudyError: another study's folder, a finished one without --resume, or not writable.
        """
        known = self._key()
        if known is None and self._holds_something():
            raise StudyError(f"{self.path}: is not empty and holds no study; give another folder")
        if known is not None and known != key:
            raise StudyError(f"{self.path}: holds another study; give another folder")
        if (self.path / SUMMARY).exists() and not resume:
            raise StudyError(f"{self.path}: holds this study, finished; --resume extends it")
        self.write(PLAN, statement)

    def write(self, name: str, text: str) -> None:
        """Write a file of the folder at once.

        Raises:
            StudyError: it cannot be written; what is there stays.
        """
        self._put(name, lambda file: file.write(text.encode()))

    def _put(self, name: str, write: Callable[[BinaryIO], object]) -> None:
        try:
            put_in_place(self.path / name, write)
        except RecordError as error:
            raise StudyError(f"{error}; what is finished stays, --resume goes on") from None

    def keep(self, chunk: Chunk, rows: list[RunRow]) -> None:
        """Keep a finished chunk."""
        number, first, count = chunk
        self.write(f"{SHARDS}/{number}-{first}-{count}.json", json.dumps(rows))

    def kept(self, table: RunTable) -> None:
        """Read every finished chunk back; a damaged one is simply run again."""
        for path in sorted((self.path / SHARDS).glob("*.json")):
            try:
                number, first, count = (int(part) for part in path.stem.split("-"))
                rows = json.loads(path.read_text("utf-8"))
                width = len(table.measures)
                sound = len(rows) == count and all(len(row) == width for row in rows)
            except (ValueError, TypeError, OSError):
                continue
            if sound and number < len(table.plan.arms):
                table.add((number, first, count), [tuple(row) for row in rows])

    def write_runs(self, table: RunTable, n: int) -> str:
        """Write the run table, as Parquet where that can be written; there is one at a time.

        Returns:
            The name of its file.

        Raises:
            StudyError: it cannot be written; what is there stays.
        """
        if parquet.available():
            self._put(PARQUET, lambda file: parquet.write(file, table, n))
            name, other = PARQUET, CSV
        else:
            self.write(CSV, "".join(table.csv(n)))
            name, other = CSV, PARQUET
        with contextlib.suppress(OSError):
            (self.path / other).unlink()
        return name

    def _holds_something(self) -> bool:
        """Say whether there is a file; what a killed study was writing aside does not count."""
        try:
            return any(not path.name.endswith(ASIDE) for path in self.path.iterdir())
        except FileNotFoundError:
            return False
        except OSError as error:
            raise StudyError(f"{self.path}: cannot be used ({error.strerror})") from None

    def _key(self) -> str | None:
        """Read which study is kept here; its key stands in the second line."""
        path = self.path / PLAN
        try:
            head = path.read_text("utf-8").split("\n")[:2]
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UnicodeDecodeError):
            raise StudyError(f"{path}: cannot be read as a study's file") from None
        data = parse("\n".join(head), PLAN).data
        key = data.get("key") if isinstance(data, dict) else None
        if not isinstance(key, str):
            raise StudyError(f"{path}: cannot be read as a study's file")
        return key
