"""A study's run table: a row for each arm and replicate, and its canonical text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sim.printable import cell, csv_line
from sim.study.design import Chunk, Plan
from sim.study.measures import Measure

RunRow = tuple[float | None, ...]
"""What was measured in one run, in the order of the measures; None where it is undefined."""


class RunTable:
    """The run table: one row for each arm and replicate."""

    def __init__(self, plan: Plan, measures: tuple[Measure, ...]) -> None:
        self.plan = plan
        self.measures = measures
        self._rows: dict[tuple[int, int], RunRow] = {}

    def add(self, chunk: Chunk, rows: list[RunRow]) -> None:
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

    def rows(self, n: int) -> Iterator[tuple[str, int, RunRow]]:
        """Yield (arm, replicate, values) sorted by arm name and replicate."""
        for label, number in sorted((label, i) for i, label in enumerate(self.plan.labels)):
            for replicate in range(n):
                yield label, replicate, self._rows[number, replicate]

    @property
    def names(self) -> list[str]:
        """Name the columns: where a row comes from, how to see it again, what was measured."""
        return ["arm", "replicate", "key", *(m.name for m in self.measures)]

    def csv(self, n: int) -> Iterator[str]:
        """Write the table as canonical CSV, line by line; what is undefined is empty."""
        yield csv_line(self.names)
        for label, replicate, row in self.rows(n):
            values = ("" if v is None else repr(v) for v in row)
            key = cell(replay_key(label, replicate))
            yield csv_line([cell(label), str(replicate), key, *values])

    def digest(self, n: int) -> str:
        """Name the table by its content: SHA-256 over its canonical CSV."""
        sha = hashlib.sha256()
        for line in self.csv(n):
            sha.update(line.encode())
        return "sha256:" + sha.hexdigest()


def replay_key(label: str, replicate: int) -> str:
    """Name one run of a study, the way `--show` takes it."""
    return f"{label}/{replicate}"
