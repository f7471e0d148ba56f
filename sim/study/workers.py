"""Replicates run in worker processes; a killed worker costs one chunk, never a result."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from sim.engine import Setup
from sim.loader import from_data
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.study.design import Chunk, Plan, StudyError
from sim.study.measures import measured, measures_of
from sim.study.run_table import RunRow

_REBUILDS_MOST = 20
"""Pools rebuilt without a single finished chunk in between before it is given up."""


class Worker:
    """Runs replicates of a plan in this process; setups are made once for each arm."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._arms: dict[int, tuple[Setup, dict[str, Occupant]]] = {}

    def arm(self, number: int) -> tuple[Setup, dict[str, Occupant]]:
        """Give an arm's setup and occupants."""
        if number not in self._arms:
            setup = Setup(from_data(self.plan.scenarios[number]))
            seats = dict(self.plan.seats)
            filled = {
                seat: occupant(setup, seat, seats.get(seat, spec.occupant))
                for seat, spec in setup.seats.items()
            }
            self._arms[number] = setup, filled
        return self._arms[number]

    def play(self, number: int, replicate: int, header: dict[str, Any] | None = None) -> Play:
        """Play one replicate of an arm to its end."""
        setup, filled = self.arm(number)
        play = Play(setup, self.plan.seed, filled, header=header, replicate=replicate)
        play.advance()
        return play

    def rows(self, chunk: Chunk) -> list[RunRow]:
        """Measure the replicates of a chunk."""
        number, first, count = chunk
        names = [m.name for m in measures_of(self.arm(number)[0])]
        rows = []
        for replicate in range(first, first + count):
            found = measured(self.play(number, replicate).engine)
            rows.append(tuple(found[name] for name in names))
        return rows


_worker: Worker | None = None


def _begin_worker(plan: Plan) -> None:
    """Set a worker process up once."""
    global _worker  # noqa: PLW0603  # one for each worker process, set once at its begin
    _worker = Worker(plan)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


def _work(chunk: Chunk) -> list[RunRow]:
    assert _worker is not None, "the pool's initialiser has run"
    return _worker.rows(chunk)


def run_chunks(
    plan: Plan, chunks: Iterable[Chunk], workers: int
) -> Iterator[tuple[Chunk, list[RunRow]]]:
    """Run chunks and yield each with its rows, in the order in which they finish."""
    waiting = list(chunks)
    if workers <= 1:
        worker = Worker(plan)
        for chunk in waiting:
            yield chunk, worker.rows(chunk)
        return
    idle = 0
    while waiting:
        finished: set[Chunk] = set()
        try:
            for chunk, rows in _pool(plan, waiting, workers):
                finished.add(chunk)
                yield chunk, rows
        except BrokenProcessPool:
            idle = 0 if finished else idle + 1
            if idle > _REBUILDS_MOST:
                raise StudyError("worker processes die at once; is there enough memory?") from None
        waiting = [chunk for chunk in waiting if chunk not in finished]


def _pool(plan: Plan, chunks: list[Chunk], workers: int) -> Iterator[tuple[Chunk, list[RunRow]]]:
    """Run chunks on one pool until all are done or it breaks."""
    with ProcessPoolExecutor(
        min(workers, len(chunks)),
        mp_context=get_context("spawn"),
        initializer=_begin_worker,
        initargs=(plan,),
    ) as pool:
        futures: dict[Future[list[RunRow]], Chunk] = {pool.submit(_work, c): c for c in chunks}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            for future in futures:
                future.cancel()


def processors() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
