"""Replicates run in worker processes; a killed worker costs one chunk, never a result."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
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
    Thread(target=_die_with_parent, daemon=True).start()
    # Whoever stops the study stops its workers, without a word from each.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _mask("SIG_UNBLOCK")
    _worker = Worker(plan)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


def _die_with_parent() -> None:
    """End this process once its parent has, however that ended: nobody would take its results.

    The parent holds the other end of what is waited on, on every platform; the system lets go
    of it even if the parent was killed.
    """
    parent = parent_process()
    assert parent is not None, "a worker was started by somebody"
    wait([parent.sentinel])
    os._exit(1)


def _mask(how: str) -> None:
    """Put off or take up what Ctrl-C asks of this thread, and of processes that it starts."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(getattr(signal, how), {signal.SIGINT})


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
        try:
            futures = _submitted(pool, chunks)
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:  # stopped, or nobody takes more; the pool itself lets go of the rest
            pool.shutdown(cancel_futures=True)
            raise


def _submitted(pool: ProcessPoolExecutor, chunks: list[Chunk]) -> dict[Future[list[RunRow]], Chunk]:
    """Hand chunks to a pool, which starts its workers; none is stopped before it is set up."""
    _mask("SIG_BLOCK")
    try:
        return {pool.submit(_work, chunk): chunk for chunk in chunks}
    finally:
        _mask("SIG_UNBLOCK")


def processors() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
