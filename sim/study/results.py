"""A study's results: the run table and its canonical text, estimates, comparisons, the summary."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sim.study.design import Plan
from sim.study.estimate import Difference, Estimate, mean, paired_means, paired_rates, rate
from sim.study.measures import Measure
from sim.study.montecarlo import Chunk, Row


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

    def rows(self, n: int) -> Iterator[tuple[str, int, Row]]:
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
        yield _csv_line(self.names)
        for label, replicate, row in self.rows(n):
            values = ("" if v is None else repr(v) for v in row)
            yield _csv_line([label, str(replicate), replay_key(label, replicate), *values])

    def digest(self, n: int) -> str:
        """Name the table by its content: SHA-256 over its canonical CSV."""
        sha = hashlib.sha256()
        for line in self.csv(n):
            sha.update(line.encode())
        return "sha256:" + sha.hexdigest()


def replay_key(label: str, replicate: int) -> str:
    """Name one run of a study, the way `--show` takes it."""
    return f"{label}/{replicate}"


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


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
        label: {
            measure.name: asdict(estimate(measure, columns[number, m]))
            for m, measure in enumerate(table.measures)
        }
        for number, label in enumerate(plan.labels)
    }
    pairs = [(number, plan.baseline(number)) for number in range(len(plan.arms))]
    comparisons = [
        {
            "arm": plan.labels[number],
            "against": plan.labels[against],
            "measure": measure.name,
            **asdict(compare(measure, columns[number, m], columns[against, m])),
        }
        for number, against in pairs
        if number != against
        for m, measure in enumerate(table.measures)
    ]
    return {
        "scenario_digest": plan.scenario_digest,
        "seed": plan.seed,
        "n": n,
        "baseline": plan.labels[0],
        "arms": arms,
        "comparisons": comparisons,
        "digest": table.digest(n),
    }


def shown(value: float) -> str:
    """Write a number for people.

    >>> shown(0.25), shown(-12.345)
    ('0.2500', '-12.35')
    """
    return f"{value:.4f}" if abs(value) < 1 else f"{value:.2f}"


def interval(found: Mapping[str, Any], middle: str) -> str:
    """Write a number of the summary with its interval, “-” where nothing was observed."""
    if found[middle] is None:
        return "-"
    return f"{shown(found[middle])} [{shown(found['low'])}, {shown(found['high'])}]"
