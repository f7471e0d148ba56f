"""A study's results: the run table, its shards on disk, the summary, and what is said of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim.errors import RecordError
from sim.store import write_whole
from sim.study.design import Measure, Plan, StudyError
from sim.study.estimate import Difference, Estimate, mean, paired_means, paired_rates, rate
from sim.study.montecarlo import Chunk, Row

PLAN, SUMMARY, SHARDS = "study.json", "summary.json", "shards"


class Table:
    """The run table: one row for each arm and replicate."""

    def __init__(self, plan: Plan, measures: tuple[Measure, ...]) -> None:
        self.plan = plan
        self.measures = measures
        self._rows: dict[tuple[int, int], Row] = {}

    def add(self, chunk: Chunk, rows: list[Row]) -> None:
        """Take the rows of a chunk in."""
        number, first, _ = chunk
        for offset, row in enumerate(rows):
            self._rows[number, first + offset] = row

    def has(self, chunk: Chunk) -> bool:
        """Say whether all rows of a chunk are there."""
        number, first, count = chunk
        return all((number, r) in self._rows for r in range(first, first + count))

    @property
    def n(self) -> int:
        """Give how many replicates every arm has."""
        n = 0
        while all((arm, n) in self._rows for arm in range(len(self.plan.arms))):
            n += 1
        return n

    def column(self, arm: int, measure: int, n: int) -> list[float | None]:
        """Give one measure of an arm over its first n replicates."""
        return [self._rows[arm, r][measure] for r in range(n)]

    def rows(self, n: int) -> Iterable[tuple[str, int, Row]]:
        """Yield (arm, replicate, values) sorted by arm name and replicate."""
        for name, number in sorted((a.name, i) for i, a in enumerate(self.plan.arms)):
            for replicate in range(n):
                yield name, replicate, self._rows[number, replicate]

    def digest(self, n: int) -> str:
        """Name the table by its content: SHA-256 over its canonical CSV."""
        sha = hashlib.sha256()
        sha.update(",".join(["arm", "replicate", *(m.name for m in self.measures)]).encode())
        sha.update(b"\n")
        for name, replicate, row in self.rows(n):
            cells = [name, str(replicate), *("" if v is None else repr(v) for v in row)]
            sha.update(",".join(cells).encode())
            sha.update(b"\n")
        return "sha256:" + sha.hexdigest()


def estimate(measure: Measure, values: list[float | None]) -> Estimate:
    """Estimate one measure with its interval."""
    if measure.kind == "rate":
        return rate(values)
    return mean(values, (measure.low, measure.high))


def compare(measure: Measure, ours: list[float | None], theirs: list[float | None]) -> Difference:
    """Compare one measure of two arms, pair by pair."""
    if measure.kind == "rate":
        return paired_rates(ours, theirs)
    return paired_means(ours, theirs, (measure.low, measure.high))


def summary(table: Table, n: int) -> dict[str, Any]:
    """Sum a study up: the contract of `study --json`."""
    plan = table.plan
    columns = {
        (arm, m): table.column(arm, m, n)
        for arm in range(len(plan.arms))
        for m in range(len(table.measures))
    }
    arms = {
        arm.name: {
            measure.name: asdict(estimate(measure, columns[number, m]))
            for m, measure in enumerate(table.measures)
        }
        for number, arm in enumerate(plan.arms)
    }
    comparisons = [
        {
            "arm": arm.name,
            "against": plan.arms[0].name,
            "measure": measure.name,
            **asdict(compare(measure, columns[number, m], columns[0, m])),
        }
        for number, arm in enumerate(plan.arms)
        if number > 0
        for m, measure in enumerate(table.measures)
    ]
    return {
        "scenario_digest": plan.scenario_digest,
        "seed": plan.seed,
        "n": n,
        "baseline": plan.arms[0].name,
        "arms": arms,
        "comparisons": comparisons,
        "digest": table.digest(n),
    }


class Folder:
    """A study's folder: the plan, one shard for each finished chunk, the summary."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, plan: Plan, *, resume: bool) -> None:
        """Begin a study here, or go on with it.

        Raises:
            StudyError: another study's folder, a finished one without --resume, or not writable.
        """
        known = self._json(PLAN)
        if known is None and self.path.exists() and any(self.path.iterdir()):
            raise StudyError(f"{self.path}: is not empty and holds no study; give another folder")
        if known is not None and known.get("key") != plan.key:
            raise StudyError(f"{self.path}: holds another study; give another folder")
        if self._json(SUMMARY) is not None and not resume:
            raise StudyError(f"{self.path}: holds this study, finished; --resume extends it")
        if known is None:
            data = {"key": plan.key, **asdict(plan)}
            self.write(PLAN, json.dumps(data, indent=1, ensure_ascii=False))

    def write(self, name: str, text: str) -> None:
        """Write a file of the folder at once.

        Raises:
            StudyError: it cannot be written; what is there stays.
        """
        try:
            write_whole(self.path / name, text)
        except RecordError as error:
            raise StudyError(f"{error}; what is finished stays, --resume goes on") from None

    def keep(self, chunk: Chunk, rows: list[Row]) -> None:
        """Keep a finished chunk."""
        number, first, count = chunk
        self.write(f"{SHARDS}/{number}-{first}-{count}.json", json.dumps(rows))

    def kept(self, table: Table) -> None:
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

    def _json(self, name: str) -> dict[str, Any] | None:
        try:
            data = json.loads((self.path / name).read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            raise StudyError(f"{self.path / name}: cannot be read as a study's file") from None
        return data if isinstance(data, dict) else None
