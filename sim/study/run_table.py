"""A study's run table: a row for each arm, point and replicate, and its canonical text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sim.printable import cell, csv_line
from sim.study.design import Chunk, Plan
from sim.study.measures import Measure

RunRow = tuple[float | None, ...]
"""What was measured in one run, in the order of the measures; None where it is undefined."""


class RunTable:
    """The run table: one row for each arm and replicate, at each point where factors vary."""

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
        while all((cell, n) in self._rows for cell in range(self.plan.cells)):
            n += 1
        return n

    def column(self, cell: int, measure: int, n: int) -> list[float | None]:
        """Give one measure of a cell over its first n replicates."""
        return [self._rows[cell, r][measure] for r in range(n)]

    def between(self, cell: int, measure: Measure, replicates: range) -> list[float | None]:
        """Give one measure of a cell over some replicates."""
        place = self.measures.index(measure)
        return [self._rows[cell, r][place] for r in replicates]

    def columns(self, arm: int, measure: Measure, n: int) -> list[list[float | None]]:
        """Give one measure of an arm over its first n replicates, at each point."""
        place = self.measures.index(measure)
        points = range(len(self.plan.points))
        return [self.column(self.plan.cell(arm, point), place, n) for point in points]

    def rows(self, n: int) -> Iterator[list[str | int | float | None]]:
        """Yield the rows by arm name, point and replicate; what is undefined is None."""
        plan = self.plan
        for label, arm in sorted((label, i) for i, label in enumerate(plan.labels)):
            for point, inputs in enumerate(plan.points):
                at, cell = [point] if plan.factors else [], plan.cell(arm, point)
                for replicate in range(n):
                    row = self._rows[cell, replicate]
                    yield [label, *at, replicate, plan.key_of(cell, replicate), *inputs, *row]

    @property
    def names(self) -> list[str]:
        """Name the columns: where a row comes from, how to see it again, what was measured."""
        at, inputs = (["point"] if self.plan.factors else []), [f.path for f in self.plan.factors]
        return ["arm", *at, "replicate", "key", *inputs, *(m.name for m in self.measures)]

    def csv(self, n: int) -> Iterator[str]:
        """Write the table as canonical CSV, line by line; what is undefined is empty."""
        yield csv_line(self.names)
        for row in self.rows(n):
            yield csv_line([_text(value) for value in row])

    def digest(self, n: int) -> str:
        """Name the table by its content: SHA-256 over its canonical CSV."""
        sha = hashlib.sha256()
        for line in self.csv(n):
            sha.update(line.encode())
        return "sha256:" + sha.hexdigest()


def _text(value: str | float | None) -> str:
    if isinstance(value, str):
        return cell(value)
    return "" if value is None else repr(value)
