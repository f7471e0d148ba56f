"""A study run until its runs are done, or until every rate is known well enough."""

from __future__ import annotations

from collections.abc import Callable

from sim.study.design import CHUNK, Chunk
from sim.study.run_table import RunRow, RunTable
from sim.study.summary import estimate
from sim.study.workers import run_chunks

_STEPS = 20
"""How often, in all the runs asked for, it is looked whether rates are known well enough."""


def run(
    table: RunTable,
    workers: int,
    halfwidth: float | None,
    keep: Callable[[Chunk, list[RunRow]], None],
    show: Callable[[int, int, int], None],
) -> tuple[int, str]:
    """Run what a table lacks of its plan.

    Args:
        table: Takes the rows in.
        workers: How many processes run them.
        halfwidth: Stop once every rate is known to that much either way; None: run all.
        keep: Is handed each finished chunk with its rows.
        show: Is handed how many chunks of how many are done, and up to which replicate.

    Returns:
        The replicates reached and why it stopped there.
    """
    made = table.plan
    step = made.n if halfwidth is None else max(CHUNK, -(-made.n // _STEPS // CHUNK) * CHUNK)
    n = 0
    while n < made.n:
        n = min(made.n, n + step)
        missing = [chunk for chunk in made.chunks(n) if not table.has(chunk)]
        for done, (chunk, rows) in enumerate(run_chunks(made, missing, workers), 1):
            table.add(chunk, rows)
            keep(chunk, rows)
            show(done, len(missing), n)
        if halfwidth is not None and _widest(table, n) <= halfwidth:
            return n, f"every rate is known to ±{halfwidth:g}"
    return n, "the runs asked for are done"


def _widest(table: RunTable, n: int) -> float:
    """Give the widest half interval of any rate, but of those of which there are many alike."""
    widest = 0.0
    for cell in range(table.plan.cells):
        for m, measure in enumerate(table.measures):
            if measure.kind == "rate" and not measure.alike:
                found = estimate(measure, table.column(cell, m, n))
                if found.low is not None and found.high is not None:
                    widest = max(widest, (found.high - found.low) / 2)
    return widest
