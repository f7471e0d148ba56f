"""A study run until its runs are done, or as many of them as a wanted precision needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.study.design import Chunk
from sim.study.precision import Aim, met, pilot, runs_needed
from sim.study.run_table import RunRow, RunTable
from sim.study.workers import Hands, run_chunks


def run(
    table: RunTable,
    hands: Hands,
    aims: Sequence[Aim],
    keep: Callable[[Chunk, list[RunRow]], None],
    show: Callable[[int, int, int], None],
) -> tuple[int, str]:
    """Run what a table lacks of its plan.

    Args:
        table: Takes the rows in.
        hands: How many processes run them, or the address of a cluster.
        aims: Run no more than a pilot says that these need; none: run all.
        keep: Is handed each finished chunk with its rows.
        show: Is handed how many chunks of how many are done, and up to which replicate.

    Returns:
        The replicates reached and why it stopped there.
    """
    made, n = table.plan, table.plan.n

    def finish(chunks: list[Chunk], upto: int) -> None:
        missing = [chunk for chunk in chunks if not table.has(chunk)]
        for done, (chunk, rows) in enumerate(run_chunks(made, missing, hands), 1):
            table.add(chunk, rows)
            keep(chunk, rows)
            show(done, len(missing), upto)

    if aims:
        finish(pilot(made), 0)
        n = min(n, runs_needed(table, aims))
    finish(made.chunks(n), n)
    return n, met(table, aims, n) if aims else "the runs asked for are done"
